//! How vivid colours are: photographs are duller than printed pages.

use crate::ink::measured::{Swatch, chroma};
use crate::ink::plane::smoothstep;

/// Chroma up to which a colour is a grey and stays one, and from which on it is a colour; both are
/// higher by a part in light colours, since snow in the evening is white.
const GREY: [f32; 2] = [7.0, 17.0];
const LIGHT_GREY: f32 = 0.5;

/// How far something has a colour, `0.0..=1.0`.
pub(super) fn colored(lab: [f32; 3]) -> f32 {
    let light = 1.0 + LIGHT_GREY * smoothstep(50.0, 75.0, lab[0]);
    smoothstep(GREY[0] * light, GREY[1] * light, chroma(lab))
}

/// Root mean square of the chroma of colours, each with its share.
pub(super) fn mean_chroma(colors: impl Iterator<Item = ([f32; 3], f32)>) -> f32 {
    let (sum, total) = colors.fold((0.0, 0.0), |(sum, total), (lab, share)| {
        (sum + share * chroma(lab).powi(2), total + share)
    });
    (sum / total.max(1e-6)).sqrt()
}

/// How much more chroma the pages have than the picture.
pub(super) fn chroma_gain(groups: &[Swatch], swatches: &[Swatch]) -> f32 {
    let mean = |all: &[Swatch]| mean_chroma(all.iter().map(|s| (s.lab, s.share)));
    (mean(swatches) / mean(groups).max(1.0)).clamp(0.8, 1.6)
}
