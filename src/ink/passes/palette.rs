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
mod hair;
mod nearness;
mod open;
mod vivid;

use crate::ink::color::{channels, lab_from_srgb, linear_from_lab, srgb_from_linear};
use crate::ink::measured::swatches::{grouped, nearest_of};
use crate::ink::measured::{DrawnColors, MeasuredInk, Swatch, chroma};
use crate::ink::planar::LANES;
use crate::ink::plane::Plane;

use super::scale::at_pixel;
use super::spots::Lanes;
use flesh::{DeepFlesh, are_others, flesh_of, one_flesh};
use hair::{colors_of_hair, hair_groups};
use nearness::{cost, is_brown, lightness_of_pages};
use open::{OPEN, leave_open};
use vivid::{chroma_gain, colored, mean_chroma};

/// Groups of colours in a picture, for printed and for painted pages: small accents are lost among
/// few, and paint in many is a mosaic.
const GROUPS: [usize; 2] = [20, 12];
/// Colours of the picture that are looked at.
const COLORS: usize = 16_384;
/// Weight of lightness in what is one colour: light and shade of a thing are one.
const LIGHTNESS: f32 = 0.7;
/// Share of light and shade within a group that stays on printed and on painted pages.
const SHADE: [f32; 2] = [0.05, 0.8];
/// How far the lightness of a group may lie from its swatch's.
const KIN: f32 = 9.0;

/// Which colour becomes which, CIE Lab.
#[derive(Clone, Debug)]
pub(in crate::ink) struct Palette {
    from: Vec<[f32; 3]>,
    to: Vec<[f32; 3]>,
    /// By how much each is farther from a place, in squares of CIE Lab: so much by how far that is
    /// no skin, so much by how far it is, and so much in any case.
    strangers: Vec<[f32; 3]>,
    /// How much each is flesh, 0 or 1, and how that of dark skin is drawn.
    flesh: Vec<f32>,
    deep: DeepFlesh,
    /// Share of what lies between a colour and its group that stays, of lightness, a and b.
    shade: [f32; 3],
    /// Square of the distance in CIE Lab by which a group is out of the question.
    soft: f32,
}

impl Palette {
    /// For the shapes of a picture, sRGB, in which `face` tells faces and `hair` hair, for 2 by 2
    /// pixels.
    pub(in crate::ink) fn find(
        shapes: &Plane,
        [face, hair]: [&Plane<f32>; 2],
        hand: &MeasuredInk,
    ) -> Self {
        if let Some(drawn) = &hand.drawn {
            return Self::seen(drawn, hand.even);
        }
        let (colors, places) = some_colors(shapes);
        let is_in = |plane: &Plane<f32>, least: f32| -> Vec<bool> {
            let inside = places.iter().map(|place| {
                let (x, y) = (place % shapes.width / 2, place / shapes.width / 2);
                plane.at(x.min(plane.width - 1), y.min(plane.height - 1)) > least
            });
            inside.collect()
        };
        let mut groups = grouped(&colors, GROUPS[usize::from(hand.is_painted())], LIGHTNESS);
        let mut flesh = flesh_of(&groups, &colors, &is_in(face, IN_FACE));
        let of_hair = hair_groups(&colors, &is_in(hair, 0.5));
        let is_hair = |i: usize| i >= groups.len();
        let hair: Vec<_> = (0..groups.len() + of_hair.len()).map(is_hair).collect();
        flesh.resize(hair.len(), 0.0);
        groups.extend(of_hair);
        let has_flesh = flesh.iter().any(|share| *share > 0.0);
        let strangers = flesh
            .iter()
            .zip(&hair)
            .map(|(share, is_hair)| match *share {
                _ if *is_hair => HAIR,
                0.0 if has_flesh => STRANGER,
                _ => [0.0; 3],
            });
        let to = if hand.is_pen() {
            // Below the ink of a pen there is nothing but paper.
            vec![hand.paper; groups.len()]
        } else {
            matched(&groups, &flesh, &hair, hand)
        };
        let mut palette = Self {
            strangers: strangers.collect(),
            deep: DeepFlesh::of(&flesh, &to, hand),
            flesh: flesh
                .iter()
                .map(|share| f32::from(u8::from(*share > 0.0)))
                .collect(),
            from: groups.iter().map(|group| group.lab).collect(),
            to,
            shade: if hand.is_pen() {
                [0.0; 3]
            } else {
                [SHADE[1] + (SHADE[0] - SHADE[1]) * hand.even; 3]
            },
            soft: SOFT[1] + (SOFT[0] - SOFT[1]) * hand.even,
        };
        if !hand.is_pen() {
            palette.keep_loud_off_faces(&flesh);
            palette.part_others(&groups, &flesh, &hair, hand);
        }
        palette
    }

    /// Lips and the rims of eyes are flesh, and no red blots.
    fn keep_loud_off_faces(&mut self, flesh: &[f32]) {
        let most = (0..flesh.len()).max_by(|a, b| flesh[*a].total_cmp(&flesh[*b]));
        let Some(most) = most.filter(|most| flesh[*most] > 0.0) else {
            return;
        };
        let limit = chroma(self.to[most]) + LOUDER_THAN_FLESH;
        for (stranger, to) in self.strangers.iter_mut().zip(&self.to) {
            if *stranger == STRANGER && chroma(*to) > limit {
                *stranger = LOUD;
            }
        }
    }

    /// What is as dark and grey as hair, or louder than skin, is flesh in a face, and beside it
    /// what it would be without faces.
    fn part_others(&mut self, groups: &[Swatch], flesh: &[f32], hair: &[bool], hand: &MeasuredInk) {
        let are_others = are_others(groups, flesh);
        if !are_others.contains(&true) {
            return;
        }
        let skin = (flesh.iter().zip(&are_others))
            .map(|(share, is_other)| if *is_other { 0.0 } else { *share });
        let beside = matched(groups, &skin.collect::<Vec<_>>(), hair, hand);
        for i in (0..groups.len()).filter(|i| are_others[*i]) {
            self.strangers[i] = FLESH_ALONE;
            self.from.push(groups[i].lab);
            self.to.push(beside[i]);
            self.strangers.push(STRANGER);
            self.flesh.push(0.0);
        }
    }

    /// As the hand was seen to draw colours.
    fn seen(drawn: &DrawnColors, even: f32) -> Self {
        let (from, to): (Vec<_>, Vec<_>) = drawn.pairs().map(|[from, to]| (from, to)).unzip();
        Self {
            strangers: vec![[0.0; 3]; from.len()],
            flesh: vec![0.0; from.len()],
            deep: DeepFlesh::default(),
            from,
            to,
            shade: [drawn.shade, drawn.tint, drawn.tint],
            soft: SOFT[1] + (SOFT[0] - SOFT[1]) * even,
        }
    }

    /// Puts `degree` of its swatch into each pixel; `face` tells faces and `light` how light the
    /// skin of each is, for 2 by 2 pixels. The fourth number of each stays.
    pub(in crate::ink) fn apply(
        &self,
        picture: &mut Plane,
        [face, light]: [&Plane<f32>; 2],
        degree: f32,
    ) {
        *picture = picture.map_lanes(
            #[inline(always)]
            |x, y| {
                let row = &picture.pixels[y * picture.width..][..picture.width];
                let last = picture.width - 1;
                let mut pixels: [_; LANES] = std::array::from_fn(|i| row[(x + i).min(last)]);
                let in_face = std::array::from_fn(|i| {
                    (SURE_FACE * at_pixel(face, (x + i).min(last), y)).min(1.0)
                });
                let deep = std::array::from_fn(|i| {
                    let (x, y) = ((x + i).min(last) / 2, y / 2);
                    self.deep
                        .at(light.at(x.min(light.width - 1), y.min(light.height - 1)))
                });
                self.some(&mut pixels, [&in_face, &deep], degree);
                pixels
            },
        );
    }

    /// Of up to [`LANES`] pixels, of which `in_face` tells how much they are of a face, and `deep`
    /// how dark skin is there.
    #[inline(always)]
    pub(in crate::ink) fn some(
        &self,
        pixels: &mut [[f32; 4]],
        [in_face, deep]: [&Lanes; 2],
        degree: f32,
    ) {
        let lab = lab_from_srgb(channels(pixels));
        let mut least = [f32::MAX; LANES];
        for (from, stranger) in self.from.iter().zip(&self.strangers) {
            let far = away(&lab, *from);
            for i in 0..LANES {
                least[i] = least[i].min(far[i] + strange(*stranger, in_face[i]));
            }
        }
        let (mut sums, mut total) = ([[0.0; LANES]; 3], [0.0; LANES]);
        let groups = self.from.iter().zip(&self.to).zip(&self.strangers);
        for (((from, to), stranger), flesh) in groups.zip(&self.flesh) {
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
                    let deeper = flesh * deep[i] * self.deep.by[c];
                    sums[c][i] += weight * (to[c] + deeper + stays);
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

/// Of what is no flesh, in a face: its lights and its shades are flesh, its teeth and eyes are not.
const STRANGER: [f32; 3] = [260.0, 260.0, 0.0];
/// Of what is louder than flesh in the drawing, and how much that is in chroma.
const LOUD: [f32; 3] = [260.0, 2600.0, 0.0];
const LOUDER_THAN_FLESH: f32 = 14.0;
/// Of what is flesh in a face alone, beside it.
const FLESH_ALONE: [f32; 3] = [-260.0, -260.0, 260.0];
/// Of what is hair, anywhere else: a red shirt is not what red hair is.
const HAIR: [f32; 3] = [2600.0, 2600.0, 2340.0];
/// A face is sure from this share of 1 on.
const SURE_FACE: f32 = 2.5;

/// How much farther a group is from what is skin by this share.
#[inline(always)]
fn strange([by_none, by_skin, always]: [f32; 3], skin: f32) -> f32 {
    let by = if skin < 0.0 { by_none } else { by_skin };
    by * skin + always
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

/// Colours of pixels at even distances, CIE Lab, and where they are.
fn some_colors(picture: &Plane) -> (Vec<[f32; 3]>, Vec<usize>) {
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
    (colors, places)
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
fn matched(groups: &[Swatch], flesh: &[f32], hair: &[bool], hand: &MeasuredInk) -> Vec<[f32; 3]> {
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
    colors_of_hair(groups, flesh, hair, swatches, &mut to);
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

#[cfg(test)]
mod tests;
