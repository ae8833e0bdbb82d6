//! Shapes as one sees them: parts of a picture that belong together, and the direction that a hand
//! would hatch each in.
//!
//! Source: Felzenszwalb and Huttenlocher, "Efficient graph-based image segmentation" (2004).

mod alike;
mod borders;
mod joined;
mod skies;
mod things;

use rayon::prelude::*;

use borders::{Votes, Weights};
use joined::Parts;

use crate::ink::hash::hash;
use crate::ink::plane::{Plane, Sample, smoothstep};

/// Long side in px of the picture that is parted.
const SIDE: usize = 320;
/// Cells from the border of a part from which on gradients are its own and not those of its
/// contour.
const INNER: i32 = 3;
/// How unlike a figure is to what is behind it, in sRGB, and how far a place is to be of it: where
/// that is unsure there is not to be a third thing.
const FIGURE: f32 = 0.5;
const FIGURES: [f32; 2] = [0.4, 0.7];
/// Pixels below which a part joins the neighbour that is most like it.
const LEAST: u32 = 48;

/// Parts of a picture, for some pixels together.
#[derive(Clone, Debug)]
pub(in crate::ink) struct Regions {
    /// The number of the part of each cell.
    pub(super) of: Plane<u32>,
    /// Pixels along the side of a cell.
    pub(super) cell: usize,
    pub(super) count: usize,
}

impl Regions {
    /// Of a picture without texture, sRGB, and of what in it is a `figure`, for 2 by 2 pixels: a
    /// figure and what is behind it are never one part.
    pub(in crate::ink) fn find(picture: &Plane, figure: Option<&Plane<f32>>) -> Self {
        let cell = picture.width.max(picture.height).div_ceil(SIDE).max(1);
        let small = means(picture, cell);
        let figures = figure.map(|figure| {
            small.map(|x, y| {
                let [x, y] = [x, y].map(|v| (v as f32 + 0.5) * 0.5 * cell as f32 - 0.5);
                smoothstep(FIGURES[0], FIGURES[1], figure.between(x, y))
            })
        });
        let (width, height) = (small.width, small.height);
        let mut edges = Vec::with_capacity(4 * small.pixels.len());
        for y in 0..height {
            for x in 0..width {
                let beside = [(1_i32, 0), (0, 1), (1, 1), (1, -1)];
                for (dx, dy) in beside {
                    let (x2, y2) = (x as i32 + dx, y as i32 + dy);
                    if x2 < width as i32 && (0..height as i32).contains(&y2) {
                        let (a, b) = (y * width + x, y2 as usize * width + x2 as usize);
                        let mut unlike = unlike(small.pixels[a], small.pixels[b]);
                        if let Some(figures) = &figures {
                            unlike += FIGURE * (figures.pixels[a] - figures.pixels[b]).abs();
                        }
                        edges.push((unlike, a as u32, b as u32));
                    }
                }
            }
        }
        edges.par_sort_unstable_by(|a, b| {
            a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2))
        });
        let mut parts = Parts::new(small.pixels.len());
        for &(unlike, a, b) in &edges {
            let (a, b) = (parts.root(a), parts.root(b));
            if a != b && unlike <= parts.inside(a).min(parts.inside(b)) {
                parts.join(a, b, unlike);
            }
        }
        for &(unlike, a, b) in &edges {
            let (a, b) = (parts.root(a), parts.root(b));
            if a != b && parts.size[a as usize].min(parts.size[b as usize]) < LEAST {
                parts.join(a, b, unlike);
            }
        }
        parts.join_soft(&edges);
        let mut numbers = vec![u32::MAX; small.pixels.len()];
        let mut count = 0;
        let pixels = (0..small.pixels.len() as u32).map(|i| {
            let number = &mut numbers[parts.root(i) as usize];
            if *number == u32::MAX {
                *number = count;
                count += 1;
            }
            *number
        });
        let of = Plane {
            width,
            height,
            pixels: pixels.collect(),
        };
        let mut parts = Self {
            of,
            cell,
            count: count as usize,
        };
        for _ in 0..ROUNDS {
            parts.smooth_borders(&small);
        }
        parts.number_anew();
        parts
    }

    /// Leaves out the numbers of parts without cells: a thin one may have lost all of them.
    fn number_anew(&mut self) {
        let mut numbers = vec![u32::MAX; self.count];
        let mut count = 0;
        for number in &mut self.of.pixels {
            let new = &mut numbers[*number as usize];
            if *new == u32::MAX {
                *new = count;
                count += 1;
            }
            *number = *new;
        }
        self.count = count as usize;
    }

    /// Lets each cell belong to the part that most of what is around it belongs to, unless its
    /// colour says otherwise: where colours go over into each other, borders are by chance, and
    /// full of steps. `small` has a pixel a cell.
    fn smooth_borders(&mut self, small: &Plane) {
        let cells = Self {
            of: self.of.clone(),
            cell: 1,
            count: self.count,
        };
        let means = cells.means(small);
        let weights = Weights::<REACH>::new(AROUND, 0.0);
        let width = small.width;
        let own = |(i, pixel): (usize, &[f32; 4])| {
            let votes = Votes::of(&cells.of, [i % width, i / width], [&weights, &weights]);
            votes.most_like(*pixel, &means)
        };
        self.of.pixels = small.pixels.par_iter().enumerate().map(own).collect();
    }

    /// All of a picture as one part: in an animation, parts would come and go from frame to frame.
    pub(in crate::ink) fn one() -> Self {
        let of = Plane {
            width: 1,
            height: 1,
            pixels: vec![0],
        };
        Self {
            of,
            cell: usize::MAX,
            count: 1,
        }
    }

    /// How many parts there are.
    pub(in crate::ink) fn count(&self) -> usize {
        self.count
    }

    /// Whether there is more than one part.
    pub(in crate::ink) fn are_many(&self) -> bool {
        self.count > 1
    }

    /// The mean of a picture over the part that each pixel belongs to: of the parts around a pixel,
    /// that whose mean is most like it, so that borders are as fine as the picture.
    pub(in crate::ink) fn means_of(&self, picture: &Plane) -> Plane {
        let means = self.means(picture);
        self.spread(picture, &means, &means)
    }

    /// The mean of a picture over each part.
    pub(in crate::ink) fn means(&self, picture: &Plane) -> Vec<[f32; 4]> {
        (self.sums_and_counts(picture).iter())
            .map(|sum| [0, 1, 2, 3].map(|c| (sum[c] / sum[4].max(1.0)) as f32))
            .collect()
    }

    /// The first two numbers of a picture summed over each part.
    pub(in crate::ink) fn sums(&self, picture: &Plane) -> Vec<[f32; 2]> {
        (self.sums_and_counts(picture).iter())
            .map(|sum| [sum[0] as f32, sum[1] as f32])
            .collect()
    }

    fn sums_and_counts(&self, picture: &Plane) -> Vec<[f64; 5]> {
        let (of, cell) = (&self.of, self.cell);
        let mut sums = vec![[0.0_f64; 5]; self.count];
        for y in 0..picture.height {
            let row = &of.pixels[(y / cell) * of.width..][..of.width];
            for x in 0..picture.width {
                let sum = &mut sums[row[x / cell] as usize];
                for (sum, value) in sum.iter_mut().zip(picture.at(x, y)) {
                    *sum += f64::from(value);
                }
                sum[4] += 1.0;
            }
        }
        sums
    }

    /// What the part of each pixel has.
    pub(in crate::ink) fn spread_over<T: Sample>(&self, picture: &Plane, values: &[T]) -> Plane<T> {
        self.spread(picture, &self.means(picture), values)
    }

    /// What each pixel's part has: of the parts around a pixel, that whose mean is most like it,
    /// and that most of what is around it belongs to.
    fn spread<T: Sample>(&self, picture: &Plane, means: &[[f32; 4]], values: &[T]) -> Plane<T> {
        let cell = self.cell.min(picture.width.max(picture.height));
        let places: Vec<_> = (0..cell)
            .map(|at| Weights::<NEAR>::new(NEAR_AROUND, (at as f32 + 0.5) / cell as f32 - 0.5))
            .collect();
        picture.map(|x, y| {
            let weights = [&places[x % cell], &places[y % cell]];
            let votes = Votes::of(&self.of, [x / cell, y / cell], weights);
            values[votes.most_like(picture.at(x, y), means) as usize]
        })
    }
}

/// Rounds in which borders become smooth, how far in cells is looked for that, and the standard
/// deviation of the votes.
const ROUNDS: usize = 3;
const REACH: usize = 4;
const AROUND: f32 = 2.2;
/// The same for pixels between cells.
const NEAR: usize = 2;
const NEAR_AROUND: f32 = 1.2;
/// How unlike two colours are: their distance in sRGB.
pub(in crate::ink) fn unlike(a: [f32; 4], b: [f32; 4]) -> f32 {
    let d = [0, 1, 2].map(|c| a[c] - b[c]);
    (d[0] * d[0] + d[1] * d[1] + d[2] * d[2]).sqrt()
}

/// Means of squares of `cell` px.
pub(in crate::ink) fn means(picture: &Plane, cell: usize) -> Plane {
    let (width, height) = (picture.width.div_ceil(cell), picture.height.div_ceil(cell));
    let size = Plane {
        width,
        height,
        pixels: vec![0.0_f32; width * height],
    };
    size.map(|x, y| {
        let mut sum = [0.0; 4];
        let mut num = 0.0;
        for y in y * cell..((y + 1) * cell).min(picture.height) {
            for x in x * cell..((x + 1) * cell).min(picture.width) {
                let pixel = picture.at(x, y);
                for c in 0..4 {
                    sum[c] += pixel[c];
                }
                num += 1.0;
            }
        }
        sum.map(|sum| sum / num)
    })
}

/// What a hand sees in a part.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Form {
    /// Cosine and sine of the double angle along its folds and shades, times how alike they are,
    /// `0.0..=1.0`.
    pub(super) folds: [f32; 2],
    /// The same of its longer axis, times how long it is against its width.
    pub(super) axis: [f32; 2],
    /// A number of its own, `-1.0..=1.0`.
    pub(super) own: f32,
}

/// What a hand sees in each part of a picture.
pub(super) fn forms(regions: &Regions, tensors: &Plane) -> Vec<Form> {
    let of = &regions.of;
    // Of tensors, each of which stands for 2 by 2 pixels.
    let step = regions.cell as f32 / 2.0;
    let mut sums = vec![[0.0_f64; 9]; regions.count];
    for y in 0..of.height {
        for x in 0..of.width {
            let number = of_near(of, x as i32, y as i32);
            let beside = [(INNER, 0), (-INNER, 0), (0, INNER), (0, -INNER)];
            let is_inner =
                (beside.iter()).all(|(dx, dy)| of_near(of, x as i32 + dx, y as i32 + dy) == number);
            let sum = &mut sums[number as usize];
            let (px, py) = (x as f64, y as f64);
            for (sum, value) in sum.iter_mut().zip([1.0, px, py, px * px, py * py, px * py]) {
                *sum += value;
            }
            if is_inner {
                let at = |v: usize, most: usize| (((v as f32 + 0.5) * step) as usize).min(most - 1);
                let [a, b, size, _] = tensors.at(at(x, tensors.width), at(y, tensors.height));
                // Strong edges inside do not outweigh soft shades everywhere.
                let weight = f64::from(1.0 / (size.sqrt() + 1e-3));
                sum[6] -= f64::from(a) * weight;
                sum[7] -= f64::from(b) * weight;
                sum[8] += f64::from(size) * weight;
            }
        }
    }
    sums.iter()
        .enumerate()
        .map(|(number, sum)| {
            let [num, x, y, xx, yy, xy, a, b, all] = *sum;
            let (mx, my) = (x / num, y / num);
            let (vx, vy, vxy) = (xx / num - mx * mx, yy / num - my * my, xy / num - mx * my);
            let spread = vx + vy + 1e-6;
            Form {
                folds: [a, b].map(|v| (v / (all + 1e-6)) as f32),
                axis: [(vx - vy) / spread, 2.0 * vxy / spread].map(|v| v as f32),
                own: 2.0 * hash(mx as f32 * 0.1, my as f32 * 0.1, number as u32 % 97) - 1.0,
            }
        })
        .collect()
}

pub(super) fn of_near(of: &Plane<u32>, x: i32, y: i32) -> u32 {
    let x = x.clamp(0, of.width as i32 - 1) as usize;
    let y = y.clamp(0, of.height as i32 - 1) as usize;
    of.pixels[y * of.width + x]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_alike_is_one_part_and_specks_are_none() {
        let size = 320;
        let pixel = |i: usize| {
            let (x, y) = (i % size, i / size);
            let is_speck = (100..103).contains(&x) && (50..53).contains(&y);
            let light = match (x < 160, is_speck) {
                (_, true) => 0.0,
                // A soft shade is one part.
                (true, _) => 0.2 + 0.001 * y as f32,
                (false, _) => 0.9,
            };
            [light, light, light, 0.0]
        };
        let picture = Plane {
            width: size,
            height: size,
            pixels: (0..size * size).map(pixel).collect(),
        };
        let parts = Regions::find(&picture, None);
        assert_eq!((parts.count, parts.cell), (2, 1));
        assert_ne!(parts.of.pixels[0], parts.of.pixels[size - 1]);
        assert_eq!(parts.of.pixels[0], parts.of.pixels[51 * size + 101]);
    }

    #[test]
    fn a_long_part_has_an_axis_and_a_shaded_one_has_folds() {
        let size = 320;
        let pixel = |i: usize| {
            let (x, y) = (i % size, i / size);
            let light = if (100..140).contains(&y) {
                0.1
            } else {
                0.5 + 0.0008 * x as f32
            };
            [light, light, light, 0.0]
        };
        let picture = Plane {
            width: size,
            height: size,
            pixels: (0..size * size).map(pixel).collect(),
        };
        let parts = Regions::find(&picture, None);
        let forms = forms(&parts, &crate::ink::passes::tensor::tensor(&picture));
        let of = |y: usize| forms[parts.of.pixels[y * size + 160] as usize];
        assert!(of(120).axis[0] > 0.9, "{:?}", of(120));
        // Its light changes from left to right, so its folds stand.
        assert!(of(250).folds[0] < -0.8, "{:?}", of(250));
    }

    #[test]
    fn a_figure_is_a_part_before_a_ground_of_its_colour() {
        let size = 320;
        let picture = Plane {
            width: size,
            height: size,
            pixels: vec![[0.4, 0.4, 0.4, 0.4]; size * size],
        };
        let figure = Plane {
            width: size / 2,
            height: size / 2,
            pixels: (0..size * size / 4)
                .map(|i| if i % (size / 2) < 60 { 1.0 } else { 0.0 })
                .collect(),
        };
        assert!(!Regions::find(&picture, None).are_many());
        let parts = Regions::find(&picture, Some(&figure));
        assert_eq!(parts.count, 2);
        let of = |x: usize| parts.of.pixels[160 * parts.of.width + x];
        assert_ne!(of(60), of(200));
    }
}
