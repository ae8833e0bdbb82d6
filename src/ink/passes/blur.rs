//! Separable Gaussians.

#![expect(
    clippy::inline_always,
    reason = "what is not inlined is not compiled for the wider vectors"
)]

use crate::ink::wide::wide;
use rayon::prelude::*;

use crate::ink::plane::{Plane, Sample};

/// Weights of a Gaussian of `sigma` px: the middle one, then those on each side; their sum is 1.
pub(crate) fn weights(sigma: f32) -> Vec<f32> {
    // Below that it does nothing.
    let sigma = sigma.max(0.15);
    let reach = (2.5 * sigma).ceil().max(1.0) as i32;
    let mut weights: Vec<f32> = (0..=reach)
        .map(|tap| (-(tap * tap) as f32 / (2.0 * sigma * sigma)).exp())
        .collect();
    let total = 2.0 * weights.iter().sum::<f32>() - 1.0;
    for weight in &mut weights {
        *weight /= total;
    }
    weights
}

/// Smooths by a Gaussian of `sigma` px; beyond the border lies the nearest pixel inside.
pub(crate) fn blur<T: Sample + Values>(plane: &Plane<T>, sigma: f32) -> Plane<T> {
    let weights = weights(sigma);
    let (width, height) = (plane.width, plane.height);
    let reach = weights.len() - 1;
    let mut across = vec![T::default(); plane.pixels.len()];
    across
        .par_chunks_mut(width.max(1))
        .enumerate()
        .for_each(|(y, output)| {
            let row = &plane.pixels[y * width..][..width];
            let (first, last) = (row[0], row[width - 1]);
            // The border is repeated, so that every neighbour is a window into one longer row.
            let mut long = vec![first; reach];
            long.extend_from_slice(row);
            long.resize(width + 2 * reach, last);
            let rows: Vec<_> = (0..=reach)
                .map(|far| [&long[reach - far..][..width], &long[reach + far..][..width]])
                .collect();
            wide(
                #[inline(always)]
                || weigh(&rows, &weights, output),
            );
        });
    let row = |y: usize| &across[y.min(height - 1) * width..][..width];
    let mut pixels = vec![T::default(); plane.pixels.len()];
    pixels
        .par_chunks_mut(width.max(1))
        .enumerate()
        .for_each(|(y, output)| {
            let rows: Vec<_> = (0..=reach)
                .map(|far| [row(y.saturating_sub(far)), row(y + far)])
                .collect();
            wide(
                #[inline(always)]
                || weigh(&rows, &weights, output),
            );
        });
    Plane {
        width,
        height,
        pixels,
    }
}

/// A pixel as plain numbers.
pub(crate) trait Values: Sized {
    fn values(pixels: &[Self]) -> &[f32];
    fn values_mut(pixels: &mut [Self]) -> &mut [f32];
}

impl Values for f32 {
    #[inline(always)]
    fn values(pixels: &[Self]) -> &[f32] {
        pixels
    }
    #[inline(always)]
    fn values_mut(pixels: &mut [Self]) -> &mut [f32] {
        pixels
    }
}

impl Values for [f32; 4] {
    #[inline(always)]
    fn values(pixels: &[Self]) -> &[f32] {
        pixels.as_flattened()
    }
    #[inline(always)]
    fn values_mut(pixels: &mut [Self]) -> &mut [f32] {
        pixels.as_flattened_mut()
    }
}

/// Sets `output` to the weighted sum of rows; the first pair is the row itself, twice.
#[inline(always)]
fn weigh<T: Values>(rows: &[[&[T]; 2]], weights: &[f32], output: &mut [T]) {
    /// Pixels whose sums stay in the nearest cache while one row after the other is added.
    const CHUNK: usize = 256;
    for (i, output) in output.chunks_mut(CHUNK).enumerate() {
        let chunk = i * CHUNK..i * CHUNK + output.len();
        let output = T::values_mut(output);
        for (tap, ([before, after], weight)) in rows.iter().zip(weights).enumerate() {
            let before = T::values(&before[chunk.clone()]);
            let after = T::values(&after[chunk.clone()]);
            let pairs = output.iter_mut().zip(before).zip(after);
            if tap == 0 {
                for ((sum, value), _) in pairs {
                    *sum = weight * value;
                }
            } else {
                for ((sum, before), after) in pairs {
                    *sum += weight * (before + after);
                }
            }
        }
    }
}
