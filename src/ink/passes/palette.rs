//! The hand's own colours: the few colours of the picture become swatches of the pages.
//!
//! What is one colour in the picture becomes one swatch everywhere, so that no jacket is half blue
//! and half grey; its light and shade stay kin. Which swatch it is tells the colour itself, its
//! lightness among those of the pages, and how much of the pages the swatch covers.

#![expect(
    clippy::inline_always,
    reason = "what is not inlined is not compiled for the wider vectors"
)]

mod flesh;
mod open;
mod vivid;

use std::ops::Range;

use crate::ink::color::{channels, lab_from_srgb, linear_from_lab, srgb_from_linear};
use crate::ink::measured::swatches::{grouped, nearest_of};
use crate::ink::measured::{DrawnColors, MeasuredInk, Swatch, chroma};
use crate::ink::planar::LANES;
use crate::ink::plane::Plane;

use super::scale::at_pixel;
use super::spots::Lanes;
use flesh::{are_others, flesh_of, one_flesh};
use open::{OPEN, leave_open};
use vivid::{chroma_gain, colored, mean_chroma};

/// Groups of colours in a picture, for printed and for painted pages: small accents are lost among
/// few, and paint in many is a mosaic.
const GROUPS: [usize; 2] = [20, 12];
/// Colours of the picture that are looked at.
const COLORS: usize = 16_384;
/// Weight of lightness in what is one colour: light and shade of a thing are one.
const LIGHTNESS: f32 = 0.7;
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
/// Share of light and shade within a group that stays on printed and on painted pages.
const SHADE: [f32; 2] = [0.05, 0.8];
/// How far the lightness of a group may lie from its swatch's.
const KIN: f32 = 9.0;

/// Which colour becomes which, CIE Lab.
#[derive(Clone, Debug)]
pub(in crate::ink) struct Palette {
    from: Vec<[f32; 3]>,
    to: Vec<[f32; 3]>,
    /// By how much each is farther from what is in a face; below 0, from what is in none.
    strangers: Vec<f32>,
    /// Share of what lies between a colour and its group that stays, of lightness, a and b.
    shade: [f32; 3],
    /// Square of the distance in CIE Lab by which a group is out of the question.
    soft: f32,
}

impl Palette {
    /// For the shapes of a picture, sRGB, in which `face` tells faces, for 2 by 2 pixels.
    pub(in crate::ink) fn find(shapes: &Plane, face: &Plane<f32>, hand: &MeasuredInk) -> Self {
        if let Some(drawn) = &hand.drawn {
            return Self::seen(drawn, hand.even);
        }
        let (colors, in_face) = some_colors(shapes, face);
        let groups = grouped(&colors, GROUPS[usize::from(hand.is_painted())], LIGHTNESS);
        let flesh = flesh_of(&groups, &colors, &in_face);
        let strangers = flesh.iter().map(|share| match *share {
            0.0 if flesh.iter().any(|share| *share > 0.0) => STRANGER,
            _ => 0.0,
        });
        let mut palette = Self {
            strangers: strangers.collect(),
            from: groups.iter().map(|group| group.lab).collect(),
            // Below the ink of a pen there is nothing but paper.
            to: if hand.is_pen() {
                vec![hand.paper; groups.len()]
            } else {
                matched(&groups, &flesh, hand)
            },
            shade: if hand.is_pen() {
                [0.0; 3]
            } else {
                [SHADE[1] + (SHADE[0] - SHADE[1]) * hand.even; 3]
            },
            soft: SOFT[1] + (SOFT[0] - SOFT[1]) * hand.even,
        };
        if !hand.is_pen() {
            palette.part_others(&groups, &flesh, hand);
        }
        palette
    }

    /// What is as dark and grey as hair, or louder than skin, is flesh in a face, and beside it
    /// what it would be without faces.
    fn part_others(&mut self, groups: &[Swatch], flesh: &[f32], hand: &MeasuredInk) {
        let are_others = are_others(groups, flesh);
        if !are_others.contains(&true) {
            return;
        }
        let skin = (flesh.iter().zip(&are_others))
            .map(|(share, is_other)| if *is_other { 0.0 } else { *share });
        let beside = matched(groups, &skin.collect::<Vec<_>>(), hand);
        for i in (0..groups.len()).filter(|i| are_others[*i]) {
            self.strangers[i] = -STRANGER;
            self.from.push(groups[i].lab);
            self.to.push(beside[i]);
            self.strangers.push(STRANGER);
        }
    }

    /// As the hand was seen to draw colours.
    fn seen(drawn: &DrawnColors, even: f32) -> Self {
        let (from, to): (Vec<_>, Vec<_>) = drawn.pairs().map(|[from, to]| (from, to)).unzip();
        Self {
            strangers: vec![0.0; from.len()],
            from,
            to,
            shade: [drawn.shade, drawn.tint, drawn.tint],
            soft: SOFT[1] + (SOFT[0] - SOFT[1]) * even,
        }
    }

    /// Puts `degree` of its swatch into each pixel; `face` tells faces, for 2 by 2 pixels. The
    /// fourth number of each stays.
    pub(in crate::ink) fn apply(&self, picture: &mut Plane, face: &Plane<f32>, degree: f32) {
        *picture = picture.map_lanes(
            #[inline(always)]
            |x, y| {
                let row = &picture.pixels[y * picture.width..][..picture.width];
                let last = picture.width - 1;
                let mut pixels: [_; LANES] = std::array::from_fn(|i| row[(x + i).min(last)]);
                let in_face = std::array::from_fn(|i| {
                    (SURE_FACE * at_pixel(face, (x + i).min(last), y)).min(1.0)
                });
                self.some(&mut pixels, &in_face, degree);
                pixels
            },
        );
    }

    /// Of up to [`LANES`] pixels, of which `in_face` tells how much they are of a face.
    #[inline(always)]
    pub(in crate::ink) fn some(&self, pixels: &mut [[f32; 4]], in_face: &Lanes, degree: f32) {
        let lab = lab_from_srgb(channels(pixels));
        let mut least = [f32::MAX; LANES];
        for (from, stranger) in self.from.iter().zip(&self.strangers) {
            let far = away(&lab, *from);
            for i in 0..LANES {
                least[i] = least[i].min(far[i] + strange(*stranger, in_face[i]));
            }
        }
        let (mut sums, mut total) = ([[0.0; LANES]; 3], [0.0; LANES]);
        for ((from, to), stranger) in self.from.iter().zip(&self.to).zip(&self.strangers) {
            let far = away(&lab, *from);
            for i in 0..LANES {
                let far = far[i] + strange(*stranger, in_face[i]);
                // Between two groups there is a soft border, as wide as a pixel or two at an edge.
                let near = 1.0 / (1.0 + (far - least[i]) * (1.0 / self.soft));
                let fourth = near * near * near * near;
                let weight = fourth * fourth;
                total[i] += weight;
                for c in 0..3 {
                    let stays = self.shade[c] * (lab[c][i] - from[c]);
                    sums[c][i] += weight * (to[c] + stays);
                }
            }
        }
        for (i, pixel) in pixels.iter_mut().enumerate() {
            let mut mixed = [0.0; 3];
            for c in 0..3 {
                mixed[c] = lab[c][i] + (sums[c][i] / total[i] - lab[c][i]) * degree;
            }
            mixed[0] = mixed[0].clamp(0.0, 100.0);
            let linear = linear_from_lab(mixed);
            for c in 0..3 {
                pixel[c] = srgb_from_linear(linear[c]);
            }
        }
    }
}

/// Squares of distances between groups in CIE Lab, of printed and of painted pages: paint goes over
/// into other paint.
const SOFT: [f32; 2] = [6.0, 900.0];

/// Square of the distance in CIE Lab by which what is no flesh is farther from what is in a face:
/// its lights and its shades are flesh, its teeth and eyes are not.
const STRANGER: f32 = 260.0;
/// A face is sure from this share of 1 on.
const SURE_FACE: f32 = 2.5;

/// How much farther a group is from what is in a face by this share.
#[inline(always)]
fn strange(stranger: f32, in_face: f32) -> f32 {
    (stranger * in_face).max(stranger * (in_face - 1.0))
}

#[inline(always)]
fn away(lab: &[[f32; LANES]; 3], from: [f32; 3]) -> [f32; LANES] {
    let mut far = [0.0; LANES];
    for i in 0..LANES {
        let l = LIGHTNESS * (lab[0][i] - from[0]);
        let (a, b) = (lab[1][i] - from[1], lab[2][i] - from[2]);
        far[i] = l * l + a * a + b * b;
    }
    far
}

/// Colours of pixels at even distances, CIE Lab, and which of them lie in faces.
fn some_colors(picture: &Plane, face: &Plane<f32>) -> (Vec<[f32; 3]>, Vec<bool>) {
    let step = (picture.pixels.len() / COLORS).max(1);
    let places: Vec<_> = (0..picture.pixels.len()).step_by(step).collect();
    let mut colors = Vec::with_capacity(places.len());
    for chunk in places.chunks(LANES) {
        let mut pixels = [[0.0; 4]; LANES];
        for (pixel, place) in pixels.iter_mut().zip(chunk) {
            *pixel = picture.pixels[*place];
        }
        let [l, a, b] = lab_from_srgb(channels(&pixels));
        colors.extend((0..chunk.len()).map(|i| [l[i], a[i], b[i]]));
    }
    let in_face = places.iter().map(|place| {
        let (x, y) = (place % picture.width / 2, place / picture.width / 2);
        face.at(x.min(face.width - 1), y.min(face.height - 1)) > IN_FACE
    });
    let in_face = in_face.collect();
    (colors, in_face)
}

/// Pixels at even distances, in one row.
pub(in crate::ink) fn thinned(picture: &Plane) -> Plane {
    let step = (picture.pixels.len() / COLORS).max(1);
    let pixels: Vec<_> = picture.pixels.iter().step_by(step).copied().collect();
    Plane {
        width: pixels.len(),
        height: 1,
        pixels,
    }
}

/// From which share of a face on a colour is one of faces.
const IN_FACE: f32 = 0.1;

/// The colour in the hand that each group becomes.
fn matched(groups: &[Swatch], flesh: &[f32], hand: &MeasuredInk) -> Vec<[f32; 3]> {
    let swatches = &with_ink(hand);
    let wanted = lightness_of_pages(groups, swatches, hand.open);
    let pages = mean_chroma(swatches.iter().map(|s| (s.lab, s.share)));
    let of = |to: &[[f32; 3]]| mean_chroma(to.iter().zip(groups).map(|(lab, g)| (*lab, g.share)));
    let mut gain = chroma_gain(groups, swatches);
    let mut to = nearest_colors(groups, flesh, &wanted, swatches, hand, gain);
    // Photographs are duller than printed pages: what has a colour takes a stronger one until as
    // much of it is there. Paint would be acid, and the few colours of open paper would leak.
    if !hand.is_painted() && hand.open <= OPEN {
        while of(&to) < AS_VIVID * pages && gain < MOST_GAIN {
            gain *= 1.2;
            to = nearest_colors(groups, flesh, &wanted, swatches, hand, gain);
        }
        // Swatches are means, and greyer than what they are of.
        let more = (AS_VIVID * pages / of(&to).max(1.0)).clamp(1.0, MOST_MORE);
        for (group, to) in groups.iter().zip(&mut to) {
            let more = 1.0 + (more - 1.0) * colored(group.lab);
            *to = [to[0], to[1] * more, to[2] * more];
        }
    }
    one_flesh(groups, flesh, &wanted, hand, &mut to);
    if hand.open > OPEN {
        leave_open(groups, flesh, hand, &mut to);
    }
    to
}

/// Share of the chroma of pages that a picture is to have, and the largest factor on its own for
/// that.
const AS_VIVID: f32 = 0.9;
const MOST_GAIN: f32 = 2.2;
/// The largest factor on a swatch's own chroma.
const MOST_MORE: f32 = 1.2;
/// How far skin and wood go along with that.
const BROWN_GAIN: f32 = 0.25;

/// The colour in the hand that is nearest to each group with `gain` times its chroma and the
/// `wanted` lightness.
fn nearest_colors(
    groups: &[Swatch],
    flesh: &[f32],
    wanted: &[f32],
    swatches: &[Swatch],
    hand: &MeasuredInk,
    gain: f32,
) -> Vec<[f32; 3]> {
    (groups.iter().zip(wanted).zip(flesh))
        .map(|((group, light), flesh)| {
            let [_, a, b] = group.lab;
            // Skin and wood stay what they are: louder, they are oranges.
            let gain = match is_brown(group.lab) {
                true if *flesh > 0.0 => gain.min(1.0),
                true => 1.0 + BROWN_GAIN * (gain - 1.0),
                false => 1.0 + (gain - 1.0) * colored(group.lab),
            };
            let target = [*light, a * gain, b * gain];
            let can_be = |swatch: &Swatch| swatch.lab != hand.ink || group.lab[0] < NIGHT;
            let best = nearest_of(swatches, |swatch| {
                let strange = if can_be(swatch) { 0.0 } else { f32::MAX };
                cost(target, swatch).max(strange)
            });
            let mut lab = swatches[best].lab;
            // Light and shade of one swatch.
            lab[0] += (0.5 * (light - lab[0])).clamp(-KIN, KIN);
            lab
        })
        .collect()
}

/// The colours, and the ink where there is solid ink: black hair is no dark blue because a hand has
/// that.
fn with_ink(hand: &MeasuredInk) -> Vec<Swatch> {
    let mut swatches = hand.colors().to_vec();
    if hand.black > SOLID && !hand.is_colourless() {
        swatches.push(Swatch {
            lab: hand.ink,
            share: hand.black,
        });
    }
    swatches
}

/// Lightness from which on nothing becomes ink.
const NIGHT: f32 = 26.0;
/// Share of solid ink from which on it is one of the colours.
const SOLID: f32 = 0.003;

fn cost(target: [f32; 3], swatch: &Swatch) -> f32 {
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
fn is_brown(lab: [f32; 3]) -> bool {
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
fn lightness_of_pages(groups: &[Swatch], swatches: &[Swatch], open: f32) -> Vec<f32> {
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

#[cfg(test)]
mod tests;
