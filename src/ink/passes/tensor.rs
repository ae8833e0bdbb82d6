//! Structure tensors: where edges run, and how alike the gradients of a neighbourhood are.
//!
//! Kept for 2 by 2 pixels: they are smoothed anyway, and a quarter of them takes a quarter of the
//! time. Source: Di Zenzo 1986 (sum over channels); Kyprianidis and Döllner 2008 (smoothing).

#![expect(
    clippy::inline_always,
    reason = "what is not inlined is not compiled for the wider vectors"
)]

use rayon::prelude::*;

use super::blur::blur;
use super::flow::Flow;
use super::scale::Scale;
use crate::ink::plane::{Plane, Sample as _, luma};
use crate::ink::wide::wide;

/// Pixels of a picture that can be looked at for tensors.
pub(crate) trait Gradient: Copy + Send + Sync {
    /// `(E, F, G)` of Scharr's gradients of a neighbourhood, in sRGB a pixel.
    fn tensor(around: [[Self; 3]; 3]) -> [f32; 3];
    fn luma(self) -> f32;
}

impl Gradient for [f32; 4] {
    #[inline(always)]
    fn tensor([above, here, below]: [[Self; 3]; 3]) -> [f32; 3] {
        let (mut gx, mut gy) = ([0.0; 4], [0.0; 4]);
        for c in 0..4 {
            gx[c] = 3.0 * ((above[2][c] - above[0][c]) + (below[2][c] - below[0][c]))
                + 10.0 * (here[2][c] - here[0][c]);
            gy[c] = 3.0 * ((below[0][c] - above[0][c]) + (below[2][c] - above[2][c]))
                + 10.0 * (below[1][c] - above[1][c]);
        }
        [
            gx[0] * gx[0] + gx[1] * gx[1] + gx[2] * gx[2],
            gx[0] * gy[0] + gx[1] * gy[1] + gx[2] * gy[2],
            gy[0] * gy[0] + gy[1] * gy[1] + gy[2] * gy[2],
        ]
    }

    #[inline(always)]
    fn luma(self) -> f32 {
        luma([self[0], self[1], self[2]])
    }
}

impl Gradient for f32 {
    #[inline(always)]
    fn tensor([above, here, below]: [[Self; 3]; 3]) -> [f32; 3] {
        let gx = 3.0 * ((above[2] - above[0]) + (below[2] - below[0])) + 10.0 * (here[2] - here[0]);
        let gy =
            3.0 * ((below[0] - above[0]) + (below[2] - above[2])) + 10.0 * (below[1] - above[1]);
        [3.0 * gx * gx, 3.0 * gx * gy, 3.0 * gy * gy]
    }

    #[inline(always)]
    fn luma(self) -> f32 {
        self
    }
}

/// `(E - G, 2F, E + G, 0)`, a mean for each 2 by 2 pixels.
pub(in crate::ink) fn tensor<T: Gradient>(picture: &Plane<T>) -> Plane {
    let (width, height) = (picture.width, picture.height);
    let columns = width.div_ceil(2);
    let mut pixels = vec![[0.0; 4]; columns * height.div_ceil(2)];
    pixels
        .par_chunks_mut(columns.max(1))
        .enumerate()
        .for_each(|(row, output)| {
            let y = 2 * row;
            let row = |y: usize| &picture.pixels[y.min(height - 1) * width..][..width];
            let rows = [row(y.saturating_sub(1)), row(y), row(y + 1), row(y + 2)];
            wide(
                #[inline(always)]
                || row_of_tensors(rows, output),
            );
        });
    Plane {
        width: columns,
        height: height.div_ceil(2),
        pixels,
    }
}

/// Of the mean over four pixels, and of Scharr's weights, twice.
const NORM: f32 = 0.25 / (32.0 * 32.0);

#[inline(always)]
fn row_of_tensors<T: Gradient>(rows: [&[T]; 4], output: &mut [[f32; 4]]) {
    let last = rows[0].len() - 1;
    let inner = last / 2;
    for (column, output) in output.iter_mut().enumerate() {
        let x = 2 * column;
        let columns = if column > 0 && column < inner {
            [x - 1, x, x + 1, x + 2]
        } else {
            [x.saturating_sub(1), x, (x + 1).min(last), (x + 2).min(last)]
        };
        let mut around = [[rows[0][0]; 4]; 4];
        for r in 0..4 {
            for c in 0..4 {
                around[r][c] = rows[r][columns[c]];
            }
        }
        let mut sums = [0.0; 3];
        for r in 0..2 {
            for c in 0..2 {
                let part = [
                    [around[r][c], around[r][c + 1], around[r][c + 2]],
                    [around[r + 1][c], around[r + 1][c + 1], around[r + 1][c + 2]],
                    [around[r + 2][c], around[r + 2][c + 1], around[r + 2][c + 2]],
                ];
                let tensor = T::tensor(part);
                for i in 0..3 {
                    sums[i] += tensor[i];
                }
            }
        }
        let [e, f, g] = sums;
        *output = [(e - g) * NORM, 2.0 * f * NORM, (e + g) * NORM, 0.0];
    }
}

/// Widths that are less apart are the same, in pixels.
pub(crate) const ALIKE: f32 = 0.05;

/// The tensor smoothed by a Gaussian of `sigma` units where the scale is 1, narrower with it, but
/// of `least` units at least.
pub(crate) fn smoothed<T: Gradient>(
    picture: &Plane<T>,
    sigma: f32,
    least: f32,
    scale: &Scale,
) -> Plane {
    let raw = tensor(picture);
    // In pixels of this plane, each of which is two.
    let half = 0.5 * scale.unit;
    let of = |scale: f32| half * (sigma * scale).max(least);
    let [low, high] = scale.range;
    let (fine, coarse) = (of(low), of(high));
    let sharp = blur(&raw, fine);
    if coarse - fine < ALIKE {
        return sharp;
    }
    let soft = blur(&sharp, (coarse * coarse - fine * fine).sqrt());
    let (plane, part) = (&scale.half, 1.0 / (coarse - fine));
    let (sigma, least) = (half * sigma, half * least);
    sharp.map(
        #[inline(always)]
        |x, y| {
            let t = ((sigma * plane.at(x, y)).max(least) - fine) * part;
            sharp.at(x, y).lerp(soft.at(x, y), t)
        },
    )
}

/// The unit vector along the edges (the sign means nothing), from a smoothed tensor.
#[inline(always)]
pub(in crate::ink) fn along(tensor: [f32; 4]) -> [f32; 2] {
    let [x, y, ..] = tensor;
    let length = (x * x + y * y).sqrt();
    if length <= 1e-12 {
        return [0.0, 1.0];
    }
    let (c, s) = (x / length, y / length);
    // Half of the double angle; each branch divides by the larger of sine and cosine.
    if c >= 0.0 {
        let cos = (0.5 * (1.0 + c)).sqrt();
        [-0.5 * s / cos, cos]
    } else {
        let sin = (0.5 * (1.0 - c)).sqrt();
        [-sin, 0.5 * s / sin]
    }
}

/// Directions of a smoothed tensor, one a pixel of a picture of `size`. Between the tensors, each
/// of which stands for 2 by 2 pixels, the vectors of the double angle are interpolated, so that
/// directions turn without steps.
pub(crate) fn flow(tensor: &Plane, [width, height]: [usize; 2]) -> Flow {
    let mut pixels = vec![[0.0; 2]; width * height];
    pixels
        .par_chunks_mut(width.max(1))
        .enumerate()
        .for_each(|(y, output)| {
            let row = |y: usize| {
                &tensor.pixels[y.min(tensor.height - 1) * tensor.width..][..tensor.width]
            };
            let far = if y % 2 == 0 {
                (y / 2).saturating_sub(1)
            } else {
                y / 2 + 1
            };
            let mut between = vec![[0.0; 2]; tensor.width];
            wide(
                #[inline(always)]
                || row_of_directions([row(y / 2), row(far)], &mut between, output),
            );
        });
    let along = Plane {
        width,
        height,
        pixels,
    };
    Flow { along }
}

/// Directions of a row of pixels, a quarter of the way from one row of tensors to the other.
#[inline(always)]
fn row_of_directions(
    [near, far]: [&[[f32; 4]]; 2],
    between: &mut [[f32; 2]],
    output: &mut [[f32; 2]],
) {
    for ((between, near), far) in between.iter_mut().zip(near).zip(far) {
        for c in 0..2 {
            between[c] = 0.75 * near[c] + 0.25 * far[c];
        }
    }
    let last = between.len() - 1;
    for (x, output) in output.iter_mut().enumerate() {
        let column = x / 2;
        let beside = if x % 2 == 0 {
            column.saturating_sub(1)
        } else {
            (column + 1).min(last)
        };
        let (near, far) = (between[column], between[beside]);
        *output = along([
            0.75 * near[0] + 0.25 * far[0],
            0.75 * near[1] + 0.25 * far[1],
            0.0,
            0.0,
        ]);
    }
}
