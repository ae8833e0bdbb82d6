//! Strokes of a pen or a graver: what hatches the darks of a hand that hatches.
//!
//! Noise is drawn out along the directions of the forms (line integral convolution, Cabral and Leedom 1993), then only
//! its phase is kept, across the strokes and at the distance that strokes have from each other (as phasor noise does,
//! Tricard and others 2019). So strokes lie evenly beside each other, whatever the noise, and a threshold on them covers
//! just that share of the paper: tone is the thickness of the strokes.

use std::f32::consts::{FRAC_1_PI, TAU};

use crate::ink::hatching::hash;
use crate::ink::planar::LANES;
use crate::ink::plane::{Plane, smoothstep};

use super::blur::blur;
use super::flow::{Flow, along_flow};
use super::scale::Scale;
use super::spots::{Lanes, Spots, columns};
use super::tensor;

/// How a hand hatches. Lengths in px at 1024.
#[derive(Clone, Copy, Debug)]
pub(in crate::ink) struct Manner {
    /// Distance between neighbouring strokes.
    pitch: f32,
    /// How far strokes follow the form, `0.0..=1.0`; 0 is one slant everywhere.
    form: f32,
    /// The slant, as cosine and sine of its double angle.
    slant: [f32; 2],
    /// Standard deviation of the surroundings that have one direction.
    around: f32,
    /// Strength of the directions below which strokes have the slant instead, and from which on they follow the form.
    vague: [f32; 2],
    /// Whether strokes go on without an end.
    endless: bool,
}

impl Manner {
    /// Of a pen, whose strokes are straight, short and free.
    const PEN: Self = Self {
        pitch: 7.0,
        form: 0.4,
        slant: SLANT,
        around: 24.0,
        vague: [4e-3, 2.2e-2],
        endless: false,
    };
    /// Of a graver, whose strokes model the form.
    const GRAVER: Self = Self {
        pitch: 4.2,
        form: 1.0,
        slant: SLANT,
        around: 12.0,
        vague: [1.5e-3, 1.2e-2],
        endless: true,
    };

    /// Of a hand that engraves or not, `0.0..=1.0`, and [its slant](super::super::MeasuredInk::slant).
    pub(in crate::ink) fn of(engraves: f32, slant: [f32; 2]) -> Self {
        let one = slant[0].hypot(slant[1]);
        let direction = if one > LEAST_SLANT {
            slant.map(|v| v / one)
        } else {
            SLANT
        };
        if engraves > 0.5 {
            Self {
                slant: direction,
                ..Self::GRAVER
            }
        } else {
            Self {
                slant: direction,
                form: (FORM - SLANTED * one).clamp(0.0, 1.0),
                ..Self::PEN
            }
        }
    }

    /// Distance between neighbouring strokes in px; `k` is the long side over 1024 px. Drafts and thumbnails cannot hold
    /// the finest.
    pub(in crate::ink) fn pitch(self, k: f32) -> f32 {
        (self.pitch * k).max(FINEST)
    }
}

/// The least distance between strokes in px.
const FINEST: f32 = 2.5;

/// Standard deviation along a stroke in px at 1024, and of the strokes' free ends.
const LENGTH: f32 = 22.0;
const ENDS: f32 = 6.0;
/// Samples across the strokes on each side, and the standard deviation of their weights over the pitch: fewer are not
/// one wave, more do not follow the form.
const TAPS: usize = 8;
const BAND: f32 = 0.9;
/// Share of the slant in faces: strokes along eyes and mouths make masks.
const FACE: f32 = 0.85;
/// The slant of hands that have none, from the lower left to the upper right.
const SLANT: [f32; 2] = [0.17, -0.98];
/// Share of the hatching with one direction below which that is no slant.
const LEAST_SLANT: f32 = 0.05;
/// How far strokes of a pen follow the form, and how much less so where all of them have one slant.
const FORM: f32 = 1.1;
const SLANTED: f32 = 1.5;

/// Evenly spread values, `0.0..=1.0`, in strokes along the form: 0 in the middle of a stroke, 1 between two. `k` is the
/// long side over 1024 px.
pub(in crate::ink) fn strokes(
    photo: &Plane,
    face: &Plane<f32>,
    manner: Manner,
    k: f32,
) -> Plane<f32> {
    let flow = directions(photo, face, manner, k);
    let even = Scale::even(photo.width, photo.height, k).full;
    let drawn_out = |plane: &Plane<f32>| along_flow::<_, 24>(plane, &flow, &even, LENGTH * k);
    let noise = photo.map(|x, y| hash(x as f32, y as f32, 0) - 0.5);
    let mut wave = waves(&drawn_out(&noise), &flow, manner.pitch(k));
    if manner.endless {
        // What was drawn out of waves has fewer ends than what was drawn out of noise.
        wave = waves(&drawn_out(&wave), &flow, manner.pitch(k));
    }
    let even_spread = wave.map(
        #[inline(always)]
        |x, y| FRAC_1_PI * wave.at(x, y).clamp(-1.0, 1.0).acos(),
    );
    if manner.endless {
        return even_spread;
    }
    // Where strokes end, neighbours cancel each other, and the ends become thin.
    along_flow::<_, 8>(&even_spread, &flow, &even, ENDS * k)
}

/// The cosine of the phase of what goes up and down across the flow, every `pitch` px.
fn waves(drawn: &Plane<f32>, flow: &Flow, pitch: f32) -> Plane<f32> {
    let taps: [_; 2 * TAPS + 1] = std::array::from_fn(|i| {
        let far = 2.0 * (i as f32 / TAPS as f32 - 1.0);
        let (sin, cos) = (TAU * far * BAND).sin_cos();
        let weight = (-0.5 * far * far).exp();
        (far * BAND * pitch, weight * cos, weight * sin)
    });
    drawn.map_lanes(
        #[inline(always)]
        |x, y| {
            let (px, py) = (columns(x), [y as f32; LANES]);
            let [tx, ty] = flow.nearest(&px, &py);
            let (mut real, mut imaginary): (Lanes, Lanes) = ([0.0; LANES], [0.0; LANES]);
            for (far, cos, sin) in taps {
                let (mut nx, mut ny) = (px, py);
                for i in 0..LANES {
                    nx[i] -= ty[i] * far;
                    ny[i] += tx[i] * far;
                }
                let values = Spots::at(drawn, &nx, &ny).read_all(drawn);
                for i in 0..LANES {
                    real[i] += cos * values[i];
                    imaginary[i] += sin * values[i];
                }
            }
            let mut wave = [0.0; LANES];
            for i in 0..LANES {
                let size = (real[i] * real[i] + imaginary[i] * imaginary[i]).sqrt();
                wave[i] = real[i] / size.max(1e-9);
            }
            wave
        },
    )
}

fn directions(photo: &Plane, face: &Plane<f32>, manner: Manner, k: f32) -> Flow {
    let calm = blur(photo, 6.0 * k);
    let tensor = blur(&tensor::tensor(&calm), manner.around * k);
    let mixed = tensor.map(|x, y| {
        let [a, b, ..] = tensor.at(x, y);
        let size = a.hypot(b);
        let plain = 1.0 - FACE * (2.5 * face.at(x, y)).min(1.0);
        let clear = manner.form * plain * smoothstep(manner.vague[0], manner.vague[1], size.sqrt());
        let unit = 1.0 / (size + 1e-12);
        // Tensors lie across the edges; the slant is that of the strokes, so its double angle is turned.
        [
            a * unit * clear - manner.slant[0] * (1.0 - clear),
            b * unit * clear - manner.slant[1] * (1.0 - clear),
            0.0,
            0.0,
        ]
    });
    tensor::flow(&mixed, [photo.width, photo.height])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A ball in soft light.
    fn ball() -> Plane {
        let size = 360;
        let pixel = |i: usize| {
            let [x, y] = [i % size, i / size].map(|v| v as f32 / size as f32 - 0.5);
            let light = 1.0 - 1.6 * (x + 0.1).hypot(y - 0.05);
            [light, light, light, light]
        };
        Plane {
            width: size,
            height: size,
            pixels: (0..size * size).map(pixel).collect(),
        }
    }

    fn drawn(photo: &Plane, manner: Manner) -> Plane<f32> {
        let face = Plane {
            width: photo.width / 2,
            height: photo.height / 2,
            pixels: vec![0.0; photo.pixels.len() / 4],
        };
        strokes(photo, &face, manner, 1.0)
    }

    #[test]
    fn a_threshold_covers_just_that_share() {
        for (manner, part) in [(Manner::GRAVER, 0.04), (Manner::PEN, 0.12)] {
            let form = drawn(&ball(), manner);
            for share in [0.2, 0.5, 0.8] {
                let inked = form.pixels.iter().filter(|value| **value < share).count();
                let inked = inked as f32 / form.pixels.len() as f32;
                assert!(
                    (inked - share).abs() < part,
                    "{manner:?}: {inked} for {share}"
                );
            }
        }
    }

    #[test]
    fn a_hand_with_one_slant_has_it_everywhere_and_one_without_follows_the_form() {
        let slanted = Manner::of(0.0, [0.0, 0.9]);
        let free = Manner::of(0.0, [0.0, 0.1]);
        assert_eq!((slanted.slant, free.slant), ([0.0, 1.0], [0.0, 1.0]));
        assert!(
            slanted.form < 0.1 && free.form > 0.9,
            "{slanted:?} {free:?}"
        );
        assert_eq!(Manner::of(0.0, [0.0; 2]).slant, SLANT);
    }

    #[test]
    fn strokes_lie_as_far_apart_as_the_hand_has_them() {
        for manner in [Manner::GRAVER, Manner::PEN] {
            let form = drawn(&ball().map(|_, _| [0.5; 4]), manner);
            // Across the slant, from the upper left to the lower right.
            let normal = [0.643, 0.766];
            let value = |t: f32| form.between(60.0 + normal[0] * t, 60.0 + normal[1] * t);
            let inside: Vec<_> = (0..1200).map(|i| value(0.25 * i as f32) < 0.5).collect();
            let strokes = inside.windows(2).filter(|pair| pair[0] != pair[1]).count() / 2;
            let wanted = 300.0 / manner.pitch;
            let part = strokes as f32 / wanted;
            assert!(
                (0.8..1.2).contains(&part),
                "{manner:?}: {strokes} for {wanted}"
            );
        }
    }
}
