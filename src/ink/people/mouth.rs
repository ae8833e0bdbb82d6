//! Mouths: teeth, which are whiter than skin and lie between lips, and lips, which are redder.
//!
//! Teeth are drawn as one white shape, as comics have them; lines between them make gaps.

mod parts;

use std::collections::HashSet;

use image::RgbaImage;
use image::imageops::{self, FilterType};

use super::colors_of;
use super::skin::{lab_of, middle, share_below};
use crate::ink::passes::blur::blur;
use crate::ink::passes::scale::Face;
use crate::ink::plane::{Plane, smoothstep};
use parts::{filled, opened, parts_of, ring};

/// Width of a face in px as it is looked at, and how much of what is below it is looked at, over
/// its height.
const WIDTH: f32 = 128.0;
const BELOW: f32 = 0.15;
/// Width of a face in px of the photograph below which no mouth is seen.
const LEAST: f32 = 48.0;
/// Middle and radii of the cheeks and of where a mouth may be, from the middle of the face to the
/// side and from its top down, over its width.
const CHEEKS: [f32; 3] = [0.6, 0.3, 0.2];
const MOUTH: [f32; 3] = [0.79, 0.3, 0.15];
/// Standard deviations, over the width of a face, of what is looked at and of what is around it.
const FINE: f32 = 0.006;
const AROUND: f32 = 0.13;
/// Share of the cheeks that is darker than most of their skin.
const MOST: f32 = 0.6;
/// How much darker than skin teeth may be, CIE L, and what is in a mouth, and how much redder than
/// skin lips are, CIE a.
const DARKER: f32 = 24.0;
const GAPING: f32 = 20.0;
const REDDER: f32 = 2.5;
/// Added to lightness where shares of it are compared.
const FLOOR: f32 = 16.0;
/// Most of the chroma and of the red of what is around that teeth have, by what is around them and
/// by the skin: in warm light they are yellow, among pale skin there is little between both.
const PALE: [[f32; 2]; 2] = [[0.8, 0.85], [0.7, 0.7]];
const PALE_BY_SKIN: f32 = 0.68;
const LESS_RED: f32 = 1.5;
/// Least area of teeth over the square of the width of a face, their least width over that width
/// and over their own height, and how far their middle lies from that of the face.
const AREA: f32 = 0.0035;
const WIDE: f32 = 0.13;
const FLAT: f32 = 1.7;
const ASIDE: f32 = 0.16;
/// How far what is around teeth reaches, over the width of a face; how much darker and redder it is
/// at least, and which shares of it are lips or the dark of the mouth, lips, and beyond the mouth.
const RING: f32 = 0.031;
const RING_DARKER: f32 = 12.0;
const RING_REDDER: f32 = 2.5;
const RING_MOUTH: f32 = 0.33;
const RING_LIPS: f32 = 0.1;
const RING_BEYOND: f32 = 0.4;
/// The share of what is around that is no sign of a mouth.
const WORTH: f32 = 0.2;
/// How much redder lips are than skin and than this share of what is around, CIE a, and as a share
/// of what is reddest in them.
const LIPS: f32 = 3.5;
const LIPS_AROUND: f32 = 0.6;
const LIPS_MOST: f32 = 0.5;
/// Least area of closed lips and of those around teeth, over the square of the width of a face,
/// the least width of closed ones over that width and over their height, how far their middle lies
/// from that of the face, and how much of them may lie at the border of the mouth.
const LIPS_AREA: [f32; 2] = [0.008, 0.003];
const LIPS_WIDE: f32 = 0.18;
const LIPS_FLAT: f32 = 1.5;
const LIPS_ASIDE: f32 = 0.14;
const MOUTH_INSIDE: [f32; 3] = [0.79, 0.27, 0.125];
const LIPS_BEYOND: f32 = 0.25;
/// How far lips are at the teeth and how far they reach, over the width of a face, and the least
/// share of them that is at the teeth.
const AT_TEETH: f32 = 0.05;
const AROUND_TEETH: f32 = 0.1;
const LIPS_AT_TEETH: f32 = 0.25;
/// Mean red of lips, over that of skin, CIE a, from which on they begin to be drawn, and are.
const RED: [f32; 2] = [6.0, 18.0];
/// Standard deviation in px of the shapes of teeth and lips, as they are looked at.
const SMOOTH: f32 = 1.6;
/// Where their borders begin and end: what was looked at is enlarged.
const BORDER: [f32; 2] = [0.32, 0.5];

/// The mouth of one face.
#[derive(Debug)]
pub(super) struct Mouth {
    /// Where teeth are in what was looked at, and where lips, with soft borders.
    shapes: [Plane<f32>; 2],
    /// How red these are.
    red: f32,
    /// Left and top of that in the photograph, and its pixels in one of the photograph.
    corner: [f32; 2],
    ratio: [f32; 2],
}

impl Mouth {
    /// That of a face in a photograph, where it can be told.
    pub(super) fn find(photo: &RgbaImage, face: Face) -> Option<Self> {
        let [left, top, width, _] = face;
        if width < LEAST {
            return None;
        }
        let sides = [photo.width(), photo.height()].map(|side| side as f32);
        let inside = |axis: usize, v: f32| v.round().clamp(0.0, sides[axis]);
        let from = [inside(0, left), inside(1, top)];
        let to = [
            inside(0, left + width),
            inside(1, top + (1.0 + BELOW) * width),
        ];
        let size = [to[0] - from[0], to[1] - from[1]];
        if size.iter().any(|side| *side < 0.5 * LEAST) {
            return None;
        }
        let [x, y, columns, rows] = [from[0], from[1], size[0], size[1]].map(|v| v as u32);
        let seen = size.map(|side| ((side / width * WIDTH).round() as u32).max(1));
        let part = imageops::crop_imm(photo, x, y, columns, rows);
        let part = imageops::resize(&*part, seen[0], seen[1], FilterType::Triangle);
        let lab = lab_of(&colors_of(&part));
        let ratio = [0, 1].map(|axis| seen[axis] as f32 / size[axis]);
        let looked = Looked {
            lab: Plane {
                width: seen[0] as usize,
                height: seen[1] as usize,
                pixels: lab.iter().map(|[l, a, b]| [*l, *a, *b, 0.0]).collect(),
            },
            corner: [(from[0] - left) / width, (from[1] - top) / width],
        };
        let (shapes, red) = looked.mouth()?;
        Some(Self {
            shapes,
            red,
            corner: from,
            ratio,
        })
    }

    /// How far a place of the photograph is teeth, and how far lips, the redder the more.
    pub(super) fn at(&self, [x, y]: [f32; 2]) -> [f32; 2] {
        let [u, v] = [
            (x - self.corner[0]) * self.ratio[0],
            (y - self.corner[1]) * self.ratio[1],
        ];
        let [teeth, _] = &self.shapes;
        let sides = [teeth.width as f32, teeth.height as f32];
        if !(0.0..sides[0]).contains(&u) || !(0.0..sides[1]).contains(&v) {
            return [0.0; 2];
        }
        let [teeth, lips] = [0, 1].map(|i| {
            let inside = self.shapes[i].between(u - 0.5, v - 0.5);
            smoothstep(BORDER[0], BORDER[1], inside)
        });
        [teeth, self.red * lips]
    }
}

/// A face as it is looked at.
struct Looked {
    /// CIE Lab.
    lab: Plane,
    /// Where its left and top lie, from those of the face, over its width.
    corner: [f32; 2],
}

impl Looked {
    /// From the middle of the face to the side and from its top down, over its width.
    fn place(&self, i: usize) -> [f32; 2] {
        let (x, y) = (i % self.lab.width, i / self.lab.width);
        [
            self.corner[0] + (x as f32 + 0.5) / WIDTH - 0.5,
            self.corner[1] + (y as f32 + 0.5) / WIDTH,
        ]
    }

    fn is_in(&self, i: usize, [middle, across, down]: [f32; 3]) -> bool {
        let [u, v] = self.place(i);
        (u / across).powi(2) + ((v - middle) / down).powi(2) < 1.0
    }

    fn mouth(&self) -> Option<([Plane<f32>; 2], f32)> {
        let all = 0..self.lab.pixels.len();
        let cheeks: Vec<_> = all.filter(|i| self.is_in(*i, CHEEKS)).collect();
        let lab = blur(&self.lab, FINE * WIDTH);
        let places: Vec<_> = lab.pixels.iter().map(|[l, a, b, _]| [*l, *a, *b]).collect();
        let skin = middle(&places, &cheeks);
        let redder = lab.map(|x, y| {
            let [l, a, ..] = lab.at(x, y);
            let lit = ((l + FLOOR) / (skin[0] + FLOOR)).clamp(0.5, 1.2);
            a - skin[1] * lit
        });
        let seen = Seen {
            around: blur(&lab, AROUND * WIDTH),
            light: share_below(&places, &cheeks, MOST),
            skin,
            redder,
            places,
        };
        let teeth = self.teeth(&seen);
        let lips = self.lips(&seen, teeth.as_deref());
        if teeth.is_none() && lips.is_empty() {
            return None;
        }
        let shape = |of: &[usize]| {
            let mut share = lab.map(|_, _| 0.0_f32);
            for i in of {
                share.pixels[*i] = 1.0;
            }
            blur(&share, SMOOTH)
        };
        let red = smoothstep(RED[0], RED[1], seen.mean_red(&lips));
        Some(([shape(&teeth.unwrap_or_default()), shape(&lips)], red))
    }

    fn teeth(&self, seen: &Seen) -> Option<Vec<usize>> {
        let is_lip = |i: usize| seen.redder.pixels[i] > REDDER;
        let is_mouth = |i: usize| is_lip(i) || seen.places[i][0] < seen.light - GAPING;
        let mean = |of: &[usize], c: usize| {
            of.iter().map(|i| seen.places[*i][c]).sum::<f32>() / of.len().max(1) as f32
        };
        let mut best: Option<(f32, Vec<usize>)> = None;
        for manner in 0..=PALE.len() {
            let width = self.lab.width;
            let is_one = |i: usize| seen.may_be_teeth(i, manner) && self.is_in(i, MOUTH);
            let shape = self
                .lab
                .map(|x, y| f32::from(u8::from(is_one(y * width + x))));
            for part in parts_of(&opened(&shape)) {
                let ring = ring(&part, &self.lab, RING * WIDTH);
                let share = |is: &dyn Fn(usize) -> bool| {
                    ring.iter().filter(|i| is(**i)).count() as f32 / ring.len().max(1) as f32
                };
                let mouth = share(&is_mouth);
                let is_one = self.can_be(&part, [AREA, WIDE, FLAT, ASIDE])
                    && mean(&part, 0) - mean(&ring, 0) > RING_DARKER
                    && mean(&ring, 1) - mean(&part, 1) > RING_REDDER
                    && mouth > RING_MOUTH
                    && share(&is_lip) > RING_LIPS
                    && share(&|i| !self.is_in(i, MOUTH)) < RING_BEYOND;
                // What leaks onto a cheek is larger, and less of it lies at lips.
                let worth = part.len() as f32 * (mouth - WORTH).powi(2);
                if is_one && best.as_ref().is_none_or(|(most, _)| worth > *most) {
                    best = Some((worth, part));
                }
            }
        }
        best.map(|(_, part)| filled(&part, self.lab.width))
    }

    /// Around the `teeth`; closed ones where there are none.
    fn lips(&self, seen: &Seen, teeth: Option<&[usize]>) -> Vec<usize> {
        let around = blur(&seen.redder, AROUND * WIDTH);
        let red = seen.redder.map(|x, y| {
            let is_in = self.is_in(y * self.lab.width + x, MOUTH);
            let red = seen.redder.at(x, y) - LIPS_AROUND * around.at(x, y).max(0.0);
            f32::from(u8::from(is_in && red > LIPS))
        });
        let parts = parts_of(&red).into_iter();
        let mut lips = Vec::new();
        if let Some(teeth) = teeth {
            let near = |reach: f32| -> HashSet<usize> {
                let ring = ring(teeth, &self.lab, reach * WIDTH);
                ring.into_iter().collect()
            };
            let [at_teeth, around] = [AT_TEETH, AROUND_TEETH].map(near);
            for part in parts.filter(|part| part.len() as f32 > LIPS_AREA[1] * WIDTH * WIDTH) {
                let num = part.iter().filter(|i| at_teeth.contains(i)).count();
                if num as f32 > LIPS_AT_TEETH * part.len() as f32 {
                    lips.extend(part.into_iter().filter(|i| around.contains(i)));
                }
            }
        } else {
            let is_closed = |part: &Vec<usize>| {
                let beyond = part.iter().filter(|i| !self.is_in(**i, MOUTH_INSIDE));
                self.can_be(part, [LIPS_AREA[0], LIPS_WIDE, LIPS_FLAT, LIPS_ASIDE])
                    && (beyond.count() as f32) < LIPS_BEYOND * part.len() as f32
            };
            let worth = |part: &Vec<usize>| part.len() as f32 * seen.mean_red(part);
            let most = parts.filter(is_closed);
            lips.extend(
                most.max_by(|a, b| worth(a).total_cmp(&worth(b)))
                    .into_iter()
                    .flatten(),
            );
        }
        // A red cheek beside them is less so.
        let mut reds: Vec<_> = lips.iter().map(|i| seen.redder.pixels[*i]).collect();
        reds.sort_by(f32::total_cmp);
        let least = reds
            .get(reds.len() * 9 / 10)
            .map_or(0.0, |most| LIPS_MOST * most);
        lips.retain(|i| seen.redder.pixels[*i] > least);
        lips
    }

    /// Whether a part is as large, wide and flat as a mouth has it, and lies there.
    fn can_be(&self, part: &[usize], [area, least, flat, aside]: [f32; 4]) -> bool {
        let places = || part.iter().map(|i| self.place(*i));
        let reach = |axis: usize| {
            let along = places().map(|place| place[axis]);
            along.fold([f32::MAX, f32::MIN], |[low, high], v| {
                [low.min(v), high.max(v)]
            })
        };
        let ([left, right], [top, bottom]) = (reach(0), reach(1));
        let (wide, high) = (right - left, bottom - top);
        let is_large = part.len() as f32 > area * WIDTH * WIDTH && wide > least;
        is_large && wide > flat * high && (0.5 * (left + right)).abs() < aside
    }
}

/// What is told of a face.
struct Seen {
    /// CIE Lab of each pixel, and of what is around it.
    places: Vec<[f32; 3]>,
    around: Plane,
    /// The colour of the skin, and how light most of it is.
    skin: [f32; 3],
    light: f32,
    /// How much redder than skin each pixel is, CIE a.
    redder: Plane<f32>,
}

impl Seen {
    /// Whether a pixel is as light as what is around, and paler, in one of some manners.
    fn may_be_teeth(&self, i: usize, manner: usize) -> bool {
        let ([l, a, b], [near_l, near_a, near_b, _]) = (self.places[i], self.around.pixels[i]);
        let [_, skin_a, skin_b] = self.skin;
        let is_pale = match PALE.get(manner) {
            Some([chroma, red]) => a.hypot(b) < chroma * near_a.hypot(near_b) && a < red * near_a,
            None => a.hypot(b) < PALE_BY_SKIN * skin_a.hypot(skin_b) && a < skin_a - LESS_RED,
        };
        is_pale && l > near_l - 1.0 && l > self.light - DARKER
    }

    fn mean_red(&self, part: &[usize]) -> f32 {
        let sum: f32 = part.iter().map(|i| self.redder.pixels[*i]).sum();
        sum / part.len().max(1) as f32
    }
}

#[cfg(test)]
mod tests;
