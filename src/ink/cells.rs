//! The grid of cells on which lines are looked for in large pictures: the way there and back.

use std::ops::Range;

use image::RgbaImage;
use rayon::prelude::*;

use super::parameters::PHOTO_SHARE;
use super::planar::Planar;
use super::plane::{Plane, luma};

/// What lines are looked for in: the luma of the photograph over the drawing, a mean for each cell.
///
/// Grows downwards band by band; rows that nobody needs any more are dropped.
#[derive(Debug)]
pub(super) struct Guide {
    cell: usize,
    /// Row of cells that `plane` begins with.
    first: usize,
    plane: Plane<f32>,
}

impl Guide {
    pub(super) fn new(width: usize, cell: usize) -> Self {
        let plane = Plane {
            width: width.div_ceil(cell),
            height: 0,
            pixels: Vec::new(),
        };
        Self {
            cell,
            first: 0,
            plane,
        }
    }

    /// Adds the cells of `rows`, which begin a row of cells; `flat` holds these rows of the drawing.
    pub(super) fn add(&mut self, photo: &RgbaImage, flat: &Planar, rows: &Range<usize>) {
        let (cell, columns) = (self.cell, self.plane.width);
        let photo = photo.as_chunks::<4>().0;
        let (width, height) = (flat.width, flat.height);
        let mut added = vec![0.0; columns * height.div_ceil(cell)];
        added.par_chunks_mut(columns).enumerate().for_each_init(
            || vec![0.0; width],
            |lumas, (row, means)| {
                let ys = row * cell..((row + 1) * cell).min(height);
                for y in ys.clone() {
                    let photo = &photo[(rows.start + y) * width..][..width];
                    lumas_over(flat.rows(y), photo, lumas);
                    for (sum, cell) in means.iter_mut().zip(lumas.chunks(cell)) {
                        *sum += cell.iter().sum::<f32>();
                    }
                }
                for (column, mean) in means.iter_mut().enumerate() {
                    let across = cell.min(width - column * cell);
                    *mean /= (ys.len() * across) as f32;
                }
            },
        );
        self.plane.height += added.len() / columns;
        self.plane.pixels.append(&mut added);
    }

    /// Drops the rows of cells before `row`.
    pub(super) fn forget_before(&mut self, row: usize) {
        let count = row.saturating_sub(self.first).min(self.plane.height);
        self.plane.pixels.drain(..count * self.plane.width);
        self.plane.height -= count;
        self.first += count;
    }

    /// A copy of `rows` of cells, as far as they are there, and the row that it begins with.
    pub(super) fn window(&self, rows: &Range<usize>) -> (Plane<f32>, usize) {
        let plane = &self.plane;
        let start = rows.start.clamp(self.first, self.first + plane.height);
        let end = rows.end.clamp(start, self.first + plane.height);
        let pixels = (start - self.first) * plane.width..(end - self.first) * plane.width;
        let window = Plane {
            width: plane.width,
            height: end - start,
            pixels: plane.pixels[pixels].to_vec(),
        };
        (window, start)
    }
}

/// Luma of the photograph over a row of the drawing.
fn lumas_over([red, green, blue]: [&[f32]; 3], photo: &[[u8; 4]], lumas: &mut [f32]) {
    let drawn = red.iter().zip(green).zip(blue);
    let mix = |drawn: f32, photo: u8| drawn + (f32::from(photo) / 255.0 - drawn) * PHOTO_SHARE;
    for (luma_of_mix, (((r, g), b), photo)) in lumas.iter_mut().zip(drawn.zip(photo)) {
        *luma_of_mix = luma([mix(*r, photo[0]), mix(*g, photo[1]), mix(*b, photo[2])]);
    }
}

/// The way from cells to pixels along one axis: a quadratic B-spline.
///
/// A mean of three cells with no negative weight, so it never goes beyond what it is taken of, and
/// smooth enough for a threshold to make smooth curves of.
#[derive(Debug)]
pub(super) struct Spline {
    cell: usize,
    /// Weights of the cells before, at and after, for each place within a cell.
    weights: Vec<[f32; 3]>,
}

impl Spline {
    pub(super) fn new(cell: usize) -> Self {
        let weights = (0..cell).map(|place| spline_weights(place, cell)).collect();
        Self { cell, weights }
    }

    /// The three cells of a field of `count` around pixel `position`, and their weights.
    #[inline]
    pub(super) fn at(&self, position: usize, count: usize) -> ([usize; 3], [f32; 3]) {
        let middle = position / self.cell;
        (around(middle, count), self.weights[position % self.cell])
    }

    /// A row of pixels from a row of cells.
    pub(super) fn stretch(&self, cells: &[f32], pixels: &mut [f32]) {
        if self.cell == 1 {
            pixels.copy_from_slice(cells);
            return;
        }
        for (middle, pixels) in pixels.chunks_mut(self.cell).enumerate() {
            let [before, here, after] = around(middle, cells.len()).map(|i| cells[i]);
            for (pixel, [a, b, c]) in pixels.iter_mut().zip(&self.weights) {
                *pixel = a * before + b * here + c * after;
            }
        }
    }
}

/// The cells before, at and after the one in the middle; beyond the last one there is that again.
fn around(middle: usize, count: usize) -> [usize; 3] {
    let last = count.saturating_sub(1);
    [middle.saturating_sub(1), middle, (middle + 1).min(last)]
}

/// At the pixel at `place` within a cell of `cell` pixels.
fn spline_weights(place: usize, cell: usize) -> [f32; 3] {
    if cell == 1 {
        return [0.0, 1.0, 0.0];
    }
    let t = (place as f32 + 0.5) / cell as f32 - 0.5;
    let (before, after) = (0.5 - t, 0.5 + t);
    [0.5 * before * before, 0.75 - t * t, 0.5 * after * after]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_splines_weights_are_a_mean() {
        for cell in [1, 2, 3, 7, 12] {
            for place in 0..cell {
                let weights = spline_weights(place, cell);
                assert!((weights.iter().sum::<f32>() - 1.0).abs() < 1e-6);
                assert!(weights.iter().all(|w| *w >= 0.0));
            }
        }
    }

    #[test]
    fn a_ramp_survives_the_way_to_cells_and_back() {
        let (cell, count) = (4, 9);
        // What a ramp of one a pixel is in the mean over each cell.
        let means: Vec<f32> = (0..count).map(|i| (i * cell) as f32 + 1.5).collect();
        let spline = Spline::new(cell);
        for position in cell..(count - 1) * cell {
            let (cells, weights) = spline.at(position, count);
            let value: f32 = cells.iter().zip(weights).map(|(c, w)| means[*c] * w).sum();
            assert!(
                (value - position as f32).abs() < 1e-4,
                "{position}: {value}"
            );
        }
    }

    #[test]
    fn a_guide_forgets_what_lies_behind_and_keeps_its_count() {
        let photo = RgbaImage::from_fn(10, 8, |_, y| image::Rgba([y as u8 * 20; 4]));
        let mut guide = Guide::new(10, 2);
        for rows in [0..4, 4..8] {
            let mut flat = Planar::default();
            flat.load(&photo, &(0..10), &rows);
            guide.add(&photo, &flat, &rows);
        }
        guide.forget_before(1);
        let (window, first) = guide.window(&(0..9));
        assert_eq!((first, window.width, window.height), (1, 5, 3));
        assert!((window.at(4, 0) - 50.0 / 255.0).abs() < 1e-5);
    }
}
