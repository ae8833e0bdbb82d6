//! Strokes of a pen or a graver: what hatches the darks of a hand that hatches.
//!
//! Strokes are [traced one by one](super::streamlines) along the directions of the forms. A
//! threshold on the distance to them covers just that share of the paper: tone is the thickness of
//! the strokes, and how many of them there are.

use crate::ink::plane::{Plane, smoothstep};

use super::blur::blur;
use super::flow::Flow;
use super::regions::{Form, Regions, forms};
use super::streamlines::{Trace, streamlines};
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
    /// Strength of the directions below which strokes have the slant instead, and from which on
    /// they follow the form.
    vague: [f32; 2],
    /// How far strokes bend with what is around a pixel, `0.0..=1.0`.
    bend: f32,
    /// Length of the longest strokes.
    length: f32,
    /// Share of the paper that strokes cover before others cross them.
    before: f32,
}

impl Manner {
    /// Of a pen, whose strokes are straight, short and free.
    const PEN: Self = Self {
        pitch: 7.0,
        form: 0.4,
        slant: SLANT,
        around: 16.0,
        vague: [2.5e-3, 1.4e-2],
        bend: 0.6,
        length: 320.0,
        before: 0.68,
    };
    /// Of a graver, whose strokes model the form.
    const GRAVER: Self = Self {
        pitch: 4.2,
        form: 1.0,
        slant: SLANT,
        around: 12.0,
        vague: [1.5e-3, 1.2e-2],
        bend: 0.6,
        length: 600.0,
        before: 0.72,
    };

    /// Of a hand that engraves or not, `0.0..=1.0`, and [its
    /// slant](crate::ink::MeasuredInk::slant).
    pub(in crate::ink) fn of(engraves: f32, slant: [f32; 2], pitch: f32) -> Self {
        let one = slant[0].hypot(slant[1]);
        let direction = if one > LEAST_SLANT {
            slant.map(|v| v / one)
        } else {
            SLANT
        };
        if engraves > 0.5 {
            Self {
                slant: direction,
                pitch,
                ..Self::GRAVER
            }
        } else {
            let form = (FORM - SLANTED * one).clamp(LEAST_FORM, 1.0);
            Self {
                slant: direction,
                form,
                // Who rules strokes in one direction does not bend them either.
                bend: Self::PEN.bend * form,
                pitch,
                ..Self::PEN
            }
        }
    }

    /// The double angle of the strokes in a part, with the slant where nothing tells more.
    fn of_part(self, form: Form) -> [f32; 2] {
        let slant = 1.0 - self.form + SLANT_LEFT;
        let [x, y] = [0, 1].map(|c| {
            self.form * (FOLDS * form.folds[c] + AXIS * form.axis[c]) + slant * self.slant[c]
        });
        let (sin, cos) = (OWN * form.own).sin_cos();
        let length = x.hypot(y).max(1e-6);
        [(x * cos - y * sin) / length, (x * sin + y * cos) / length]
    }

    /// Distance between neighbouring strokes in px; `k` is the long side over 1024 px. Drafts and
    /// thumbnails cannot hold the finest.
    pub(in crate::ink) fn pitch(self, k: f32) -> f32 {
        (self.pitch * k).max(FINEST)
    }
}

/// The least distance between strokes in px.
const FINEST: f32 = 2.5;

/// Length in pitches of the ends within which a stroke becomes thin.
const ENDS: f32 = 1.7;
/// Share of the slant in faces: strokes along eyes and mouths make masks.
const FACE: f32 = 0.85;
/// How much folds and the longer axis of a part count against the slant, and how much of that is
/// always left.
const FOLDS: f32 = 1.6;
const AXIS: f32 = 0.7;
const SLANT_LEFT: f32 = 0.15;
/// How far in radians of the double angle the direction of a part may go from what is right: no
/// ruler was used.
const OWN: f32 = 0.5;
/// Standard deviation in pairs of px within which directions turn.
const TURN: f32 = 1.5;
/// The slant of hands that have none, from the lower left to the upper right.
const SLANT: [f32; 2] = [0.17, -0.98];
/// Share of the hatching with one direction below which that is no slant.
const LEAST_SLANT: f32 = 0.05;
/// How far strokes of a pen follow the form, and how much less so where all of them have one slant.
const FORM: f32 = 1.1;
const SLANTED: f32 = 1.5;
const LEAST_FORM: f32 = 0.55;

/// Where strokes are: evenly spread values, `0.0..=1.0`, 0 in the middle of a stroke, 1 between
/// two.
#[derive(Clone, Debug)]
pub(in crate::ink) struct Strokes {
    /// Those along the form.
    along: Plane<f32>,
    /// Those over them, in what is darkest.
    crossed: Plane<f32>,
    /// Share of the paper that the first cover before others cross them.
    before: f32,
}

impl Strokes {
    /// Of a picture without texture, sRGB, and its parts; `face` tells faces for 2 by 2 pixels, `k`
    /// is the long side over 1024 px.
    pub(in crate::ink) fn find(
        photo: &Plane,
        parts: &Regions,
        face: &Plane<f32>,
        manner: Manner,
        k: f32,
        is_animation: bool,
    ) -> Self {
        let flow = directions(photo, parts, face, manner, k);
        let along = strokes(&flow, manner, k, is_animation, 0);
        let (sin, cos) = CROSSING.sin_cos();
        let turned = flow.along.map(|x, y| {
            let [x, y] = flow.along.at(x, y);
            [x * cos - y * sin, x * sin + y * cos]
        });
        let crossed = strokes(&Flow { along: turned }, manner, k, is_animation, 1);
        Self {
            along,
            crossed,
            before: manner.before,
        }
    }

    /// Strokes that all pixels are as far from.
    #[cfg(test)]
    pub(in crate::ink) fn even(width: usize, height: usize, between: f32) -> Self {
        let even = Plane {
            width,
            height,
            pixels: vec![between; width * height],
        };
        Self {
            along: even.clone(),
            crossed: even,
            before: 1.0,
        }
    }

    /// How far from the nearest stroke the pixel `i` lies: 0 in its middle, 1 in the middle between
    /// two.
    #[inline]
    pub(in crate::ink) fn between(&self, i: usize) -> f32 {
        self.along.pixels[i]
    }

    /// How far inside a stroke the pixel `i` lies, less than 0 outside, when strokes cover the
    /// share `covered` of the paper around it; 1 is the distance from a stroke to the middle
    /// between two.
    #[inline]
    pub(in crate::ink) fn inside(&self, i: usize, covered: f32) -> f32 {
        let along = covered.min(self.before) - self.along.pixels[i];
        let rest = (covered - self.before).max(0.0) / (1.0 - self.before);
        let crossed =
            rest - self.crossed.pixels[i] - NO_CROSSING * (1.0 - smoothstep(0.0, 0.1, rest));
        along.max(crossed)
    }
}

/// Angle between strokes and those that cross them, in radians.
const CROSSING: f32 = 1.05;
/// How far outside a stroke a place lies where none crosses: the border of one without width is
/// soft, too.
const NO_CROSSING: f32 = 1.0;

fn strokes(flow: &Flow, manner: Manner, k: f32, is_animation: bool, seed: u32) -> Plane<f32> {
    let pitch = manner.pitch(k);
    let trace = Trace {
        pitch,
        length: manner.length * k,
        ends: ENDS * pitch,
        is_local: is_animation,
        seed,
    };
    streamlines(flow, trace)
}

/// Directions of the strokes: each part of the picture has its own, bent by what is around a pixel.
fn directions(photo: &Plane, parts: &Regions, face: &Plane<f32>, manner: Manner, k: f32) -> Flow {
    let calm = blur(photo, 6.0 * k);
    let raw = tensor::tensor(&calm);
    // Without parts, what is around a pixel tells as much as its part would.
    let (own, bend): (Vec<_>, _) = if parts.are_many() {
        let forms = forms(parts, &blur(&raw, 2.0 * k)).into_iter();
        (
            forms.map(|form| manner.of_part(form)).collect(),
            manner.bend,
        )
    } else {
        (vec![manner.slant], manner.form.max(manner.bend))
    };
    let tensor = blur(&raw, manner.around * k);
    let cells = 2.0 / parts.cell as f32;
    let mixed = tensor.map(|x, y| {
        let [a, b, ..] = tensor.at(x, y);
        let size = a.hypot(b);
        let plain = 1.0 - FACE * (2.5 * face.at(x, y)).min(1.0);
        let clear = bend * plain * smoothstep(manner.vague[0], manner.vague[1], size.sqrt());
        let unit = 1.0 / (size + 1e-12);
        let [column, row] = [x, y].map(|v| ((v as f32 + 0.5) * cells) as usize);
        let column = column.min(parts.of.width - 1);
        let row = row.min(parts.of.height - 1);
        let own = own[parts.of.pixels[row * parts.of.width + column] as usize];
        // Tensors lie across the edges, so the double angle of the strokes is turned.
        [
            a * unit * clear - own[0] * (1.0 - clear),
            b * unit * clear - own[1] * (1.0 - clear),
            0.0,
            0.0,
        ]
    });
    let mixed = blur(&mixed, TURN * k);
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

    fn drawn(photo: &Plane, manner: Manner) -> Strokes {
        let face = Plane {
            width: photo.width / 2,
            height: photo.height / 2,
            pixels: vec![0.0; photo.pixels.len() / 4],
        };
        Strokes::find(
            photo,
            &Regions::find(photo, None),
            &face,
            manner,
            1.0,
            false,
        )
    }

    #[test]
    fn a_threshold_covers_just_that_share() {
        for (manner, part) in [(Manner::GRAVER, 0.04), (Manner::PEN, 0.12)] {
            let form = drawn(&ball(), manner);
            for share in [0.2, 0.5, 0.8] {
                let num = form.along.pixels.len();
                let inked = (0..num).filter(|i| form.inside(*i, share) > 0.0).count();
                let inked = inked as f32 / num as f32;
                assert!(
                    (inked - share).abs() < part,
                    "{manner:?}: {inked} for {share}"
                );
            }
        }
    }

    #[test]
    fn a_hand_with_one_slant_has_it_everywhere_and_one_without_follows_the_form() {
        let slanted = Manner::of(0.0, [0.0, 0.9], 5.0);
        let free = Manner::of(0.0, [0.0, 0.1], 5.0);
        assert_eq!((slanted.slant, free.slant), ([0.0, 1.0], [0.0, 1.0]));
        assert!(
            slanted.form == LEAST_FORM && free.form > 0.9,
            "{slanted:?} {free:?}"
        );
        assert_eq!(Manner::of(0.0, [0.0; 2], 5.0).slant, SLANT);
    }

    #[test]
    fn strokes_lie_as_far_apart_as_the_hand_has_them() {
        for manner in [Manner::GRAVER, Manner::PEN] {
            let form = drawn(&ball().map(|_, _| [0.5; 4]), manner).along;
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

    #[test]
    fn strokes_are_crossed_in_what_is_darkest_only() {
        let form = drawn(&ball(), Manner::PEN);
        let crossed = |covered: f32| {
            (0..form.along.pixels.len())
                .filter(|i| form.inside(*i, covered) > 0.0 && covered < form.along.pixels[*i])
                .count()
        };
        assert_eq!(crossed(0.5), 0);
        assert!(crossed(0.8) > 100, "{}", crossed(0.8));
    }

    #[test]
    fn each_shape_is_hatched_in_a_direction_of_its_own() {
        // Two long shapes, one lying and one standing, on white.
        let size = 400;
        let pixel = |i: usize| {
            let (x, y) = (i % size, i / size);
            let lies = (40..90).contains(&y) && (20..380).contains(&x);
            let stands = (140..380).contains(&y) && (180..225).contains(&x);
            let light = if lies {
                0.3
            } else if stands {
                0.45
            } else {
                1.0
            };
            [light, light, light, 0.0]
        };
        let photo = Plane {
            width: size,
            height: size,
            pixels: (0..size * size).map(pixel).collect(),
        };
        let face = Plane {
            width: size / 2,
            height: size / 2,
            pixels: vec![0.0; size * size / 4],
        };
        let free = Manner::of(0.0, [0.0; 2], 5.0);
        let flow = directions(&photo, &Regions::find(&photo, None), &face, free, 1.0);
        let [lying, standing] = [flow.along.at(200, 65), flow.along.at(202, 260)];
        assert!(lying[0].abs() > 0.8, "{lying:?}");
        assert!(standing[1].abs() > 0.8, "{standing:?}");
    }
}
