//! What a picture is about: what lies out of focus, or is plain and reaches the picture's edge, is
//! ground, which pens leave open and prints leave flat.
//!
//! Source: Zhuo and Sim, "Defocus map estimation from a single image" (2011): the gradients of a
//! sharp edge are much stronger than those of the same edge blurred again, those of a soft one are
//! not.

use crate::ink::plane::{Plane, smoothstep};

use super::blur::blur;
use super::regions::{Regions, of_near};
use super::scale::Face;

/// Standard deviations in px at 1024 of the two blurs whose gradients are compared.
const FINE: f32 = 0.8;
const COARSE: f32 = 2.4;
/// Squares of gradients at the fine blur over those at the coarse one, over those of what is sharp,
/// up to which a part is out of focus, and from which on it is sharp.
const FOCUS: [f32; 2] = [0.34, 0.56];
/// How much sharper what lies around a large face may be and still is ground, and heights of faces
/// over the long side.
const PORTRAIT: f32 = 0.45;
const LARGE_FACE: [f32; 2] = [0.1, 0.25];
/// Share of the gradients that lie in sharper parts than what is said to be sharp.
const SHARPEST: f32 = 0.3;
/// Root mean square of the gradient (sRGB a px at 1024, coarse) up to which a part is plain, and
/// from which on it is not.
const PLAIN: [f32; 2] = [0.004, 0.009];
/// Cells along the picture's edge, over the root of a part's cells, from which on it is ground.
const REACH: [f32; 2] = [0.25, 0.6];
/// Share of the gradients around a part beside its own: parts without any are as sharp as what lies
/// around them.
const AROUND: f32 = 0.02;
/// Standard deviation of these surroundings in cells.
const NEAR: f32 = 8.0;

/// How far each part of a picture is ground, `0.0..=1.0`: what is out of focus, and what is plain.
#[derive(Clone, Debug)]
pub(in crate::ink) struct Ground {
    soft: Vec<f32>,
    plain: Vec<f32>,
    /// Whether it reaches the picture's left, top or right edge.
    reaches: Vec<f32>,
    /// Whether it is of people.
    people: Vec<f32>,
}

impl Ground {
    /// How far parts are out of focus, with small ones that lie within such ground.
    fn filled(&self, beside: &Beside, sums: &[Sum], all: usize) -> Vec<f32> {
        let small = SMALL * all as f32;
        let fill = |part: usize| {
            let (own, sum) = (self.soft[part], &sums[part]);
            let mut around = [0.0_f32; 2];
            for (other, length) in &beside[part] {
                around[0] += self.soft[*other as usize] * length;
                around[1] += length;
            }
            let within = smoothstep(WITHIN[0], WITHIN[1], around[0] / around[1].max(1.0));
            if sum.cells < small {
                own.max(within * sum.stranger())
            } else {
                own
            }
        };
        (0..sums.len()).map(fill).collect()
    }

    /// How far parts are out of focus that hang together with the picture's edge: what is soft by
    /// itself, such as the head of an animal, is none.
    fn reaching_edge(&self, beside: &Beside) -> Vec<f32> {
        let mut reached = vec![0.0_f32; self.soft.len()];
        let mut next: Vec<_> = (0..reached.len()).collect();
        for part in &next {
            reached[*part] = self.soft[*part] * self.reaches[*part];
        }
        while let Some(part) = next.pop() {
            for (other, _) in &beside[part] {
                let other = *other as usize;
                let through = reached[part].min(self.soft[other]);
                if through > reached[other] {
                    reached[other] = through;
                    next.push(other);
                }
            }
        }
        reached
    }

    /// How far each pixel of the picture of which these are the `parts` is out of focus, and how
    /// far it is plain, and how far it is of people.
    pub(in crate::ink) fn planes(&self, picture: &Plane, parts: &Regions) -> Plane<[f32; 3]> {
        let values: Vec<_> = (0..self.soft.len())
            .map(|part| [self.soft[part], self.plain[part], self.people[part]])
            .collect();
        parts.spread_over(picture, &values)
    }
}

/// Of a photograph's luma and [its parts](Regions), with `faces` in px; `k` is the long side over
/// 1024 px.
pub(in crate::ink) fn ground(
    light: &Plane<f32>,
    parts: &Regions,
    faces: &[Face],
    figure: &Plane<f32>,
    k: f32,
) -> Ground {
    let people = people(parts, figure);
    let [fine, coarse] = [FINE, COARSE].map(|sigma| energy(&blur(light, sigma * k), parts, k));
    let around = [&fine, &coarse].map(|energy| blur(energy, NEAR));
    let of = &parts.of;
    let (width, height) = (of.width as i32, of.height as i32);
    let mut sums = vec![Sum::default(); parts.count];
    for y in 0..height {
        for x in 0..width {
            let i = (y * width + x) as usize;
            let number = of.pixels[i];
            let beside = [(INNER, 0), (-INNER, 0), (0, INNER), (0, -INNER)];
            let is_inner = beside
                .iter()
                .all(|(dx, dy)| of_near(of, x + dx, y + dy) == number);
            let sum = &mut sums[number as usize];
            sum.cells += 1.0;
            sum.people += people.pixels[i];
            for (c, energy) in [&fine, &coarse].into_iter().enumerate() {
                sum.around[c] += around[c].pixels[i];
                if is_inner {
                    sum.own[c] += energy.pixels[i];
                }
            }
            sum.inner += f32::from(u8::from(is_inner));
            let is_edge = x == 0 || y == 0 || x == width - 1;
            sum.edge += f32::from(u8::from(is_edge));
        }
    }
    let focus: Vec<_> = sums.iter().map(Sum::focus).collect();
    let sharp = sharpest(&sums, &focus);
    let side = (light.width.max(light.height)) as f32;
    let largest = faces
        .iter()
        .fold(0.0_f32, |most, face| most.max(face[3] / side));
    let portrait = 1.0 + PORTRAIT * smoothstep(LARGE_FACE[0], LARGE_FACE[1], largest);
    let soft = (sums.iter().zip(&focus)).map(|(sum, focus)| {
        let focus = focus / (sharp * portrait);
        (1.0 - smoothstep(FOCUS[0], FOCUS[1], focus)) * sum.stranger()
    });
    let plain = sums.iter().map(|sum| {
        let plain = sum.even();
        plain * sum.reaches() * sum.stranger()
    });
    let reaches = sums.iter().map(Sum::reaches);
    let mut ground = Ground {
        soft: soft.collect(),
        plain: plain.collect(),
        reaches: reaches.collect(),
        people: sums.iter().map(|sum| 1.0 - sum.stranger()).collect(),
    };
    let beside = beside(parts);
    ground.soft = ground.reaching_edge(&beside);
    for _ in 0..PASSES {
        ground.soft = ground.filled(&beside, &sums, parts.of.pixels.len());
    }
    ground
}

/// The neighbours of each part, and how long the border between them is.
type Beside = Vec<Vec<(u32, f32)>>;

fn beside(parts: &Regions) -> Beside {
    let of = &parts.of;
    let mut beside: Beside = vec![Vec::new(); parts.count];
    let mut meet = |a: u32, b: u32| {
        for (one, other) in [(a, b), (b, a)] {
            let known = &mut beside[one as usize];
            match known.iter_mut().find(|(part, _)| *part == other) {
                Some((_, length)) => *length += 1.0,
                None => known.push((other, 1.0)),
            }
        }
    };
    for (i, number) in of.pixels.iter().enumerate() {
        if (i + 1) % of.width != 0 && of.pixels[i + 1] != *number {
            meet(*number, of.pixels[i + 1]);
        }
        if let Some(below) = of.pixels.get(i + of.width).filter(|below| *below != number) {
            meet(*number, *below);
        }
    }
    beside
}

/// How often small parts are looked at.
const PASSES: usize = 2;
/// Share of the picture up to which a part is a small one.
const SMALL: f32 = 0.03;
/// Share of ground around a small part from which on it is ground, too, and from which on it is
/// that for sure.
const WITHIN: [f32; 2] = [0.6, 0.85];

/// Cells from the border of a part from which on gradients are its own.
const INNER: i32 = 2;

#[derive(Clone, Debug, Default)]
struct Sum {
    cells: f32,
    inner: f32,
    /// Cells along the picture's left, top and right edge.
    edge: f32,
    people: f32,
    /// Squares of gradients inside, fine and coarse.
    own: [f32; 2],
    /// The same around each of its cells.
    around: [f32; 2],
}

impl Sum {
    /// Fine gradients over coarse ones.
    fn focus(&self) -> f32 {
        let [fine, coarse] = [0, 1].map(|c| self.own[c] + AROUND * self.around[c]);
        fine / (coarse + 1e-9)
    }

    /// How far it has no texture.
    fn even(&self) -> f32 {
        let gradient = (self.own[1] / self.inner.max(1.0)).sqrt();
        1.0 - smoothstep(PLAIN[0], PLAIN[1], gradient)
    }

    /// How far it reaches the picture's edge.
    fn reaches(&self) -> f32 {
        smoothstep(REACH[0], REACH[1], self.edge / self.cells.sqrt())
    }

    /// Whether it is not of people.
    fn stranger(&self) -> f32 {
        1.0 - smoothstep(0.25, 0.6, self.people / self.cells)
    }
}

/// The focus of what is sharp.
fn sharpest(sums: &[Sum], focus: &[f32]) -> f32 {
    let mut order: Vec<_> = (0..sums.len()).collect();
    order.sort_by(|a, b| focus[*b].total_cmp(&focus[*a]));
    let weight = |i: usize| sums[i].own[1] * (1.0 + 4.0 * sums[i].people / sums[i].cells);
    let all: f32 = order.iter().map(|i| weight(*i)).sum();
    let mut left = SHARPEST * all;
    for i in &order {
        left -= weight(*i);
        if left <= 0.0 {
            return focus[*i].max(1e-6);
        }
    }
    1.0
}

/// Mean squares of the gradients in each cell, in sRGB a px at 1024.
fn energy(light: &Plane<f32>, parts: &Regions, k: f32) -> Plane<f32> {
    let cell = parts.cell;
    cells(parts, |column, row| {
        let (mut sum, mut num) = (0.0, 0.0_f32);
        for y in row * cell..((row + 1) * cell).min(light.height) {
            for x in column * cell..((column + 1) * cell).min(light.width) {
                let (x, y) = (x as i32, y as i32);
                let across = 0.5 * (light.near(x + 1, y) - light.near(x - 1, y));
                let down = 0.5 * (light.near(x, y + 1) - light.near(x, y - 1));
                sum += across * across + down * down;
                num += 1.0;
            }
        }
        k * k * sum / num.max(1.0)
    })
}

/// How far the cells of `parts` are of people, of whom `figure` tells it for 2 by 2 pixels.
fn people(parts: &Regions, figure: &Plane<f32>) -> Plane<f32> {
    let cell = 0.5 * parts.cell as f32;
    cells(parts, |column, row| {
        let [x, y] = [column, row].map(|v| (v as f32 + 0.5) * cell - 0.5);
        figure.between(x, y)
    })
}

fn cells(parts: &Regions, value: impl Fn(usize, usize) -> f32 + Sync) -> Plane<f32> {
    let size = Plane {
        width: parts.of.width,
        height: parts.of.height,
        pixels: vec![0.0_f32; parts.of.pixels.len()],
    };
    size.map(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: usize = 640;

    /// A picture of two halves, the upper one lighter; each pixel is changed by `texture`.
    fn halves(texture: impl Fn(usize, usize) -> f32) -> (Plane, Plane<f32>) {
        let value = |i: usize| {
            let (x, y) = (i % SIZE, i / SIZE);
            let light = if y < SIZE / 2 { 0.8 } else { 0.3 };
            light + texture(x, y)
        };
        let light = Plane {
            width: SIZE,
            height: SIZE,
            pixels: (0..SIZE * SIZE).map(value).collect(),
        };
        let calm = blur(&light, 6.0);
        let picture = calm.map(|x, y| [calm.at(x, y); 4]);
        (picture, light)
    }

    /// How far the upper and the lower half are out of focus, and how far they are plain.
    fn ground_of(texture: impl Fn(usize, usize) -> f32, faces: &[Face]) -> [[f32; 2]; 2] {
        let (picture, light) = halves(texture);
        let parts = Regions::find(&picture, None);
        assert!(parts.are_many());
        // The person whose face it is fills the picture.
        let is_person = if faces.is_empty() { 0.0 } else { 1.0 };
        let figure = Plane {
            width: SIZE / 2,
            height: SIZE / 2,
            pixels: vec![is_person; SIZE / 2 * SIZE / 2],
        };
        let ground = ground(&light, &parts, faces, &figure, SIZE as f32 / 1024.0);
        let of = |y: usize| {
            let cell = of_near(
                &parts.of,
                parts.of.width as i32 / 2,
                (y / parts.cell) as i32,
            ) as usize;
            [ground.soft[cell], ground.plain[cell]]
        };
        [of(SIZE / 4), of(3 * SIZE / 4)]
    }

    /// Stripes that are sharp below and soft above.
    fn stripes(x: usize, y: usize) -> f32 {
        if y < SIZE / 2 {
            0.09 * (x as f32 * 0.39).sin()
        } else {
            0.05 * (x as f32 * 0.785).sin().signum()
        }
    }

    #[test]
    fn what_is_out_of_focus_is_ground_and_what_is_sharp_is_not() {
        let [above, below] = ground_of(stripes, &[]);
        assert!(above[0] > 0.8 && below[0] < 0.1, "{above:?} {below:?}");
        assert!(above[1] < 0.1 && below[1] < 0.1, "{above:?} {below:?}");
    }

    #[test]
    fn what_is_plain_and_reaches_the_edge_is_ground_unless_it_is_of_a_person() {
        let sky = |x: usize, y: usize| if y < SIZE / 2 { 0.0 } else { stripes(x, y) };
        let [above, below] = ground_of(sky, &[]);
        assert!(above[1] > 0.8 && below[1] < 0.1, "{above:?} {below:?}");
        // A large face before it: the plain half is his shirt.
        let [above, _] = ground_of(sky, &[[40.0, 0.0, 560.0, 300.0]]);
        assert!(above[1] < 0.2, "{above:?}");
    }
}
