//! The direction of edges: a smoothed structure tensor.
//!
//! Kept as the double-angle vector `(E - G, 2 F)` and the sum `E + G`, never as an angle: it can be
//! averaged, and it vanishes where there is no direction, so that nothing jumps there and the CPU
//! and the graphics device agree. Source: Brox et al. 2006; Kyprianidis and Döllner 2008.

use pulp::Arch;
use rayon::prelude::*;

use super::parameters::{Parameters, Taps};
use super::plane::Plane;

/// `(E - G, 2F, E + G, 0)` at each pixel of `luma`, smoothed.
pub(super) fn flow(luma: &Plane<f32>, sigma: f32) -> Plane {
    let tensor = luma.map(|x, y| {
        let (x, y) = (x as i32, y as i32);
        let at = |dx: i32, dy: i32| luma.near(x + dx, y + dy);
        let gx = (at(1, -1) - at(-1, -1)) + 2.0 * (at(1, 0) - at(-1, 0)) + (at(1, 1) - at(-1, 1));
        let gy = (at(-1, 1) - at(-1, -1)) + 2.0 * (at(0, 1) - at(0, -1)) + (at(1, 1) - at(1, -1));
        [gx * gx - gy * gy, 2.0 * gx * gy, gx * gx + gy * gy, 0.0]
    });
    let mut across = tensor.clone();
    blur(&tensor, sigma, &mut across, beside);
    let mut smooth = tensor;
    blur(&across, sigma, &mut smooth, above_and_below);
    smooth
}

/// Sets `output` to `plane` after one direction of a Gaussian.
fn blur(plane: &Plane, sigma: f32, output: &mut Plane, neighbours: Neighbours) {
    let taps = Taps::smoothing(sigma);
    let mut weights: Vec<f32> = (0..=taps.count)
        .map(|tap| Parameters::weight((tap * taps.spacing) as f32, sigma))
        .collect();
    let total = 2.0 * weights.iter().sum::<f32>() - 1.0;
    for weight in &mut weights {
        *weight /= total;
    }
    output
        .pixels
        .par_chunks_mut(plane.width.max(1))
        .enumerate()
        .for_each(|(y, output)| {
            neighbours(plane, y, taps, &mut |rows| {
                Arch::new().dispatch(
                    #[inline(always)]
                    || weigh(rows, &weights, output),
                );
            });
        });
}

/// A row at a place, and those at the taps on both sides of it.
type Rows<'a> = [[&'a [[f32; 4]]; 2]];

/// Hands the rows around row `y` in one direction to a function.
type Neighbours = fn(&Plane, usize, Taps, &mut dyn FnMut(&Rows<'_>));

fn beside(plane: &Plane, y: usize, taps: Taps, then: &mut dyn FnMut(&Rows<'_>)) {
    let (width, reach) = (plane.width, taps.reach() as usize);
    let row = &plane.pixels[y * width..][..width];
    let (first, last) = (row.first().copied(), row.last().copied());
    // The border is repeated, so that every neighbour is a window into one longer row.
    let mut long = vec![first.unwrap_or_default(); reach];
    long.extend_from_slice(row);
    long.resize(width + 2 * reach, last.unwrap_or_default());
    let rows: Vec<_> = (0..=taps.count as usize)
        .map(|tap| tap * taps.spacing as usize)
        .map(|far| [&long[reach - far..][..width], &long[reach + far..][..width]])
        .collect();
    then(&rows);
}

fn above_and_below(plane: &Plane, y: usize, taps: Taps, then: &mut dyn FnMut(&Rows<'_>)) {
    let row = |y: usize| &plane.pixels[y.min(plane.height - 1) * plane.width..][..plane.width];
    let rows: Vec<_> = (0..=taps.count as usize)
        .map(|tap| tap * taps.spacing as usize)
        .map(|far| [row(y.saturating_sub(far)), row(y + far)])
        .collect();
    then(&rows);
}

/// Sets `output` to the weighted sum of rows; the first pair is the row itself, twice.
#[inline(always)]
fn weigh(rows: &Rows<'_>, weights: &[f32], output: &mut [[f32; 4]]) {
    /// Pixels whose sums stay in the nearest cache while one row after the other is added.
    const CHUNK: usize = 256;
    for (i, output) in output.chunks_mut(CHUNK).enumerate() {
        let chunk = i * CHUNK..i * CHUNK + output.len();
        let output = output.as_flattened_mut();
        for (tap, ([before, after], weight)) in rows.iter().zip(weights).enumerate() {
            let before = before[chunk.clone()].as_flattened();
            let after = after[chunk.clone()].as_flattened();
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

/// The unit vector across the edge, and how sure that is, `0.0..=1.0`. Its sign means nothing.
pub(super) fn across(tensor: [f32; 4]) -> ([f32; 2], f32) {
    let length = (tensor[0] * tensor[0] + tensor[1] * tensor[1]).sqrt();
    let anisotropy = length / (tensor[2] + 1e-5);
    if length <= 1e-12 {
        return ([1.0, 0.0], 0.0);
    }
    let (c, s) = (tensor[0] / length, tensor[1] / length);
    // Half of the double angle; each branch divides by the larger of sine and cosine.
    if c >= 0.0 {
        let cos = (0.5 * (1.0 + c)).sqrt();
        ([cos, 0.5 * s / cos], anisotropy)
    } else {
        let sin = (0.5 * (1.0 - c)).sqrt();
        ([0.5 * s / sin, sin], anisotropy)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vector_across_points_along_the_gradient() {
        for degrees in (0..180).step_by(7) {
            let (gy, gx) = (degrees as f32).to_radians().sin_cos();
            let tensor = [gx * gx - gy * gy, 2.0 * gx * gy, 1.0, 0.0];
            let (n, anisotropy) = across(tensor);
            assert!((n[0] * gx + n[1] * gy).abs() > 0.9999, "{degrees}: {n:?}");
            assert!(anisotropy > 0.99);
        }
    }

    #[test]
    fn an_even_area_has_no_direction() {
        assert_eq!(across([0.0; 4]).1, 0.0);
    }
}
