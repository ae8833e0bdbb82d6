//! Paper that a hand leaves open.

use crate::ink::measured::{MeasuredInk, Swatch, chroma};

/// Share of bare paper from which on a hand leaves paper open, and how much of that share is left
/// open.
pub(super) const OPEN: f32 = 0.45;
const LEFT_OPEN: f32 = 0.8;

/// Lightness below which nothing is left open by hands that have colours.
const OPEN_ABOVE: f32 = 48.0;

/// Whether what is light has a colour of its own: it is far from the grey and from the paper.
fn is_accent(lab: [f32; 3], paper: [f32; 3]) -> bool {
    let away = (lab[1] - paper[1]).hypot(lab[2] - paper[2]);
    let own = chroma(lab);
    own > ACCENT || (own > TINT && away > UNLIKE_PAPER)
}

/// Chroma from which on a colour is an accent, and a tint, and how far in CIE Lab a tint lies from
/// the paper.
const ACCENT: f32 = 20.0;
const TINT: f32 = 11.0;
const UNLIKE_PAPER: f32 = 18.0;

/// Leaves the paper bare where the picture is light and grey.
pub(super) fn leave_open(
    groups: &[Swatch],
    flesh: &[f32],
    hand: &MeasuredInk,
    to: &mut [[f32; 3]],
) {
    let mut order: Vec<_> = (0..groups.len()).collect();
    let plain = |i: usize| chroma(groups[i].lab) - 0.12 * groups[i].lab[0];
    order.sort_by(|a, b| plain(*a).total_cmp(&plain(*b)));
    let mut left = LEFT_OPEN * hand.open;
    for i in order {
        let is_dark = groups[i].lab[0] < OPEN_ABOVE;
        let is_accent = is_accent(groups[i].lab, hand.paper);
        if (is_dark || is_accent || flesh[i] > 0.0) && !hand.is_colourless() {
            continue;
        }
        left -= groups[i].share;
        if left < 0.0 {
            break;
        }
        to[i] = hand.paper;
    }
}
