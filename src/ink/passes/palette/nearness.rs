//! Which swatch is near to a colour, as a hand would say.

use std::ops::Range;

use crate::ink::measured::{Swatch, chroma};

/// How far lightness goes towards that of the pages, of hands that cover the paper and of those
/// that leave it open.
const TOWARDS_PAGES: [f32; 2] = [0.35, 0.9];
/// How far that may be: white is no grey because most of a picture is whiter.
const DARKER: f32 = 14.0;
const WHITE_DARKER: f32 = 5.0;
const LIGHTER: f32 = 30.0;
/// Weight of the hue by itself: yellow skin is worse than pale skin.
const HUE: f32 = 1.4;
/// How much a swatch gains by its share of the pages.
const COMMON: f32 = 2.0;
/// How much worse a swatch is by the chroma that a colour would lose.
const DULL: f32 = 0.5;
/// Hues in degrees of skin and wood; the chroma, over a colour's own, from which on a swatch is too
/// loud for them, and how much worse it is by more.
const BROWN: Range<f32> = 25.0..80.0;
const BROWN_CHROMA: Range<f32> = 6.0..48.0;
const LOUD_FROM: f32 = 1.35;
const LOUD: f32 = 0.8;

/// How far a swatch is from a colour that is wanted.
pub(super) fn cost(target: [f32; 3], swatch: &Swatch) -> f32 {
    let light = 0.8 * (target[0] - swatch.lab[0]);
    let [a, b] = [1, 2].map(|c| 1.15 * (target[c] - swatch.lab[c]));
    let far = (light * light + a * a + b * b).sqrt() + HUE * hue_away(target, swatch.lab);
    let (own, its) = (chroma(target), chroma(swatch.lab));
    let dull = (own - its).max(0.0);
    // Brown hands and wood do not become orange.
    let loud = if is_brown(target) {
        (its - LOUD_FROM * own).max(0.0)
    } else {
        0.0
    };
    far + DULL * dull + LOUD * loud - COMMON * (swatch.share + 0.02).ln()
}

/// Whether a colour may be that of skin or wood.
pub(super) fn is_brown(lab: [f32; 3]) -> bool {
    let hue = lab[2].atan2(lab[1]).to_degrees();
    let chroma = chroma(lab);
    BROWN_CHROMA.contains(&chroma)
        && (BROWN.contains(&hue) || hue > RUDDY && hue < BROWN.end && chroma < RUDDY_CHROMA)
}

/// Hue from which on a dull colour may be brown, and how dull that is.
const RUDDY: f32 = 5.0;
const RUDDY_CHROMA: f32 = 26.0;

/// Whether a colour is that of snow, paper and walls.
fn is_white(lab: [f32; 3]) -> bool {
    lab[0] > WHITE_ABOVE && chroma(lab) < WHITE_CHROMA
}

/// Least lightness and largest chroma of what is white.
const WHITE_ABOVE: f32 = 60.0;
const WHITE_CHROMA: f32 = 11.0;

/// How far hues lie from each other, in units of CIE Lab: the arc at the chroma of the paler one.
fn hue_away(one: [f32; 3], other: [f32; 3]) -> f32 {
    let (c1, c2) = (chroma(one), chroma(other));
    let cos = (one[1] * other[1] + one[2] * other[2]) / (c1 * c2).max(1e-3);
    c1.min(c2) * cos.clamp(-1.0, 1.0).acos()
}

/// The lightness of each group, part of the way to the lightness that as much of the pages is
/// darker than.
pub(super) fn lightness_of_pages(groups: &[Swatch], swatches: &[Swatch], open: f32) -> Vec<f32> {
    let towards = TOWARDS_PAGES[0] + (TOWARDS_PAGES[1] - TOWARDS_PAGES[0]) * open;
    let mut by_light: Vec<_> = swatches.to_vec();
    by_light.sort_by(|a, b| a.lab[0].total_cmp(&b.lab[0]));
    let mut sum = 0.0;
    let pages: Vec<_> = (by_light.iter())
        .map(|swatch| {
            sum += swatch.share;
            (sum - 0.5 * swatch.share, swatch.lab[0])
        })
        .collect();
    let at = |share: f32| {
        let next = pages.iter().position(|(to, _)| *to >= share);
        match next {
            None => pages[pages.len() - 1].1,
            Some(0) => pages[0].1,
            Some(i) => {
                let ((from, low), (to, high)) = (pages[i - 1], pages[i]);
                low + (high - low) * (share - from) / (to - from).max(1e-6)
            }
        }
    };
    groups
        .iter()
        .map(|group| {
            let darker: f32 = (groups.iter())
                .filter(|other| other.lab[0] < group.lab[0])
                .map(|other| other.share)
                .sum();
            let own = group.lab[0];
            let darkest = if is_white(group.lab) {
                WHITE_DARKER
            } else {
                DARKER
            };
            own + ((at(darker + 0.5 * group.share) - own) * towards).clamp(-darkest, LIGHTER)
        })
        .collect()
}
