//! Tones: lightness in a few soft steps with open shadows, and more chroma where there is little.
//!
//! Source: Winnemöller, Olsen, Gooch, "Real-time video abstraction" (2006), section 3.3.

#![expect(
    clippy::inline_always,
    reason = "what is not inlined is not compiled for the wider vectors"
)]

use crate::ink::wide::wide;
use rayon::prelude::*;

use crate::ink::color::{channels, lab_from_srgb, linear_from_lab, srgb_from_linear};
use crate::ink::parameters::Parameters;
use crate::ink::planar::LANES;
use crate::ink::plane::{Plane, smoothstep};

/// How much more than other colours those with little chroma gain.
const VIVID: f32 = 1.3;

/// Hue of skin as a direction in CIE Lab's `a*` and `b*`, and the cosines of the way from it at
/// which a colour is no skin's any more, and is wholly one's.
const SKIN: [f32; 2] = [0.643, 0.766];
const LIKE_SKIN: [f32; 2] = [0.93, 0.985];
/// Share of the gain that skin does without: raised as all other colours are, it becomes orange.
const SKIN_LESS: f32 = 0.45;

/// Chroma, in CIE Lab, by which colours with more of it gain little.
const FULL_CHROMA: f32 = 70.0;
/// Slope of a soft step: a little steeper than Winnemöller's 5, for flatter skies and skin; at 8
/// slow gradients show bands. Not above 6: its continued fraction leaves the tanh there.
const SLOPE: f32 = 6.0;
const END: f32 = 0.5 * SLOPE;

/// Share of the steps that is left out where nothing has an edge: a step would be the only one.
const SOFTER: f32 = 0.75;
/// Lightnesses between which that begins, and between which it ends: blacks and whites stay plain.
const DARKS: [f32; 2] = [0.16, 0.34];
const WHITES: [f32; 2] = [0.8, 0.92];

/// The 1st and the 99th percentile of the lightness.
pub(in crate::ink) fn extremes(picture: &Plane) -> [f32; 2] {
    const BINS: usize = 1024;
    let counts = picture
        .pixels
        .par_chunks(LANES * 256)
        .map(|pixels| {
            let mut counts = vec![0_u32; BINS];
            for chunk in pixels.chunks(LANES) {
                let [lightness, ..] = wide(
                    #[inline(always)]
                    || lab_from_srgb(channels(chunk)),
                );
                for value in &lightness[..chunk.len()] {
                    let bin = ((0.01 * *value).clamp(0.0, 1.0) * (BINS - 1) as f32 + 0.5) as usize;
                    counts[bin] += 1;
                }
            }
            counts
        })
        .reduce(
            || vec![0; BINS],
            |mut a, b| {
                for (a, b) in a.iter_mut().zip(b) {
                    *a += b;
                }
                a
            },
        );
    let total = picture.pixels.len() as f32;
    let at = |share: f32| {
        let mut sum = 0.0;
        for (bin, count) in counts.iter().enumerate() {
            sum += *count as f32;
            if sum >= share * total {
                return bin as f32 / (BINS - 1) as f32;
            }
        }
        1.0
    };
    [at(0.01), at(0.99)]
}

/// Lightness in steps, chroma raised; the fourth number, which tells how soft it is there, becomes
/// the perceived lightness before.
/// `extremes` are those of the whole picture.
pub(in crate::ink) fn tones(picture: &mut Plane, parameters: &Parameters, extremes: [f32; 2]) {
    let keeps = parameters.keeps_tones();
    picture.change(
        #[inline(always)]
        |pixels| toned(pixels, parameters, extremes, keeps),
    );
}

/// Up to [`LANES`] pixels.
#[inline(always)]
pub(in crate::ink) fn toned(
    pixels: &mut [[f32; 4]],
    parameters: &Parameters,
    [low, high]: [f32; 2],
    keeps: bool,
) {
    // In CIE Lab: light blues become lighter and not paler, as a printer's do; what cannot be shown
    // is clipped.
    let [mut lightness, mut a, mut b] = lab_from_srgb(channels(pixels));
    let mut softness = [0.0; LANES];
    for ((pixel, lightness), soft) in pixels.iter_mut().zip(lightness).zip(&mut softness) {
        *soft = pixel[3];
        pixel[3] = 0.01 * lightness;
    }
    if keeps {
        return;
    }
    let span = 0.91 / (high - low).max(0.3);
    let (more, factor) = if parameters.saturation > 1.0 {
        (VIVID * (parameters.saturation - 1.0), 1.0)
    } else {
        (0.0, parameters.saturation)
    };
    for i in 0..LANES {
        let before = 0.01 * lightness[i];
        let l = before;
        let stretched = ((l - low) * span + 0.06).clamp(0.0, 1.0);
        let l = (0.5 * l + 0.5 * stretched).clamp(0.0, 1.0);
        // To the power of 0.9, nearly: dark areas open.
        let eighth = l.max(1e-6).sqrt().sqrt().sqrt();
        let l = 0.2 * l + 0.8 * l / eighth;
        let t = l * parameters.num_tones;
        let floor = t.floor();
        let way = (t - floor - 0.5) * SLOPE;
        // A soft step: tanh by its continued fraction.
        let square = way * way;
        let soft = way * (27.0 + square) / (27.0 + 9.0 * square);
        // Which is 1 at 3, the end of a step.
        let end = END * (27.0 + END * END) / (27.0 + 9.0 * END * END);
        let stepped = (floor + 0.5 + 0.5 * (soft / end).clamp(-1.0, 1.0)) / parameters.num_tones;
        let lit = smoothstep(DARKS[0], DARKS[1], l) * (1.0 - smoothstep(WHITES[0], WHITES[1], l));
        let much = parameters.stepped * (1.0 - SOFTER * softness[i] * lit);
        let l = l + (stepped - l) * much;
        let l = before + (l - before) * parameters.tone;
        lightness[i] = 100.0 * l;
        let chroma = (a[i] * a[i] + b[i] * b[i]).sqrt() / FULL_CHROMA;
        let along_skin = a[i] * SKIN[0] + b[i] * SKIN[1];
        let like_skin = along_skin / (FULL_CHROMA * chroma + 1e-3);
        let skin = smoothstep(LIKE_SKIN[0], LIKE_SKIN[1], like_skin);
        let more = more * (1.0 - SKIN_LESS * skin);
        let factor = factor + more / (1.0 + chroma + 0.5 * chroma * chroma);
        a[i] *= factor;
        b[i] *= factor;
    }
    for (i, pixel) in pixels.iter_mut().enumerate() {
        let linear = linear_from_lab([lightness[i], a[i], b[i]]);
        for c in 0..3 {
            pixel[c] = srgb_from_linear(linear[c]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ink::InkSettings;

    #[test]
    fn what_is_soft_has_weaker_steps_but_in_blacks_and_whites() {
        let parameters = Parameters::new(&InkSettings::default(), 1024);
        let toned_from = |grey: f32, soft: f32| {
            let mut pixels = [[grey, grey, grey, soft]];
            toned(&mut pixels, &parameters, [0.0, 1.0], false);
            pixels[0]
        };
        let greys = || (0..=50).map(|i| 0.02 * i as f32);
        // The largest difference of neighbours: a step has more than a ramp.
        let steepest = |soft: f32| {
            let tones: Vec<_> = greys().map(|grey| toned_from(grey, soft)[0]).collect();
            let middle = tones[20..38].windows(2).map(|pair| pair[1] - pair[0]);
            middle.fold(0.0, f32::max)
        };
        assert!(steepest(1.0) < 0.85 * steepest(0.0), "{}", steepest(1.0));
        for grey in [0.0, 0.08, 0.97, 1.0] {
            assert_eq!(toned_from(grey, 1.0), toned_from(grey, 0.0), "{grey}");
        }
    }
}
