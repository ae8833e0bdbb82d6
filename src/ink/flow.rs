//! The direction of edges: a smoothed structure tensor.
//!
//! Kept as the double-angle vector `(E - G, 2 F)` and the sum `E + G`, never as an angle: it can be
//! averaged, and it vanishes where there is no direction, so that nothing jumps there and the CPU
//! and the graphics device agree. Source: Brox et al. 2006; Kyprianidis and Döllner 2008.

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
    let across = blur(&tensor, sigma, 1, 0);
    blur(&across, sigma, 0, 1)
}

/// One direction of a Gaussian.
fn blur(plane: &Plane, sigma: f32, dx: i32, dy: i32) -> Plane {
    let Taps { count, spacing } = Taps::smoothing(sigma);
    let weights: Vec<f32> = (0..=count)
        .map(|tap| Parameters::weight((tap * spacing) as f32, sigma))
        .collect();
    plane.map(|x, y| {
        let (x, y) = (x as i32, y as i32);
        let mut sum = plane.near(x, y);
        let mut total = 1.0;
        for (tap, weight) in weights.iter().enumerate().skip(1) {
            let tap = tap as i32 * spacing;
            let before = plane.near(x - tap * dx, y - tap * dy);
            let after = plane.near(x + tap * dx, y + tap * dy);
            for i in 0..4 {
                sum[i] += weight * (before[i] + after[i]);
            }
            total += 2.0 * weight;
        }
        sum.map(|v| v / total)
    })
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
