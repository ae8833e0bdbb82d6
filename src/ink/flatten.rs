//! Even areas of the photograph become even in the drawing, while its edges stay crisp.
//!
//! A cross-bilateral filter (Eisemann and Durand 2004; Petschnigg et al. 2004) of the drawing, told
//! by the photograph where to stop and by the drawing which strokes to keep; run across and down in
//! turn, as Pham and van Vliet 2005 do. Weights fall off as `1 / (1 + d^2)^2` instead of a Gaussian:
//! as good here, without an exponential in the innermost loop, and the same on every processor.

use super::parameters::{FLATTEN_ROUNDS, FLATTEN_TAPS, Parameters};
use super::plane::{Plane, luma};

/// Flattens `drawing` (sRGB and luma) by the edges of `photo`.
pub(super) fn flatten(photo: &Plane, drawing: Plane, parameters: &Parameters) -> Plane {
    if parameters.flatten == 0.0 {
        return drawing;
    }
    let mut flat = drawing.clone();
    for _ in 0..FLATTEN_ROUNDS {
        flat = pass(photo, &flat, parameters, 1, 0);
        flat = pass(photo, &flat, parameters, 0, 1);
    }
    let amount = parameters.flatten;
    drawing.map(|x, y| {
        let (from, to) = (drawing.at(x, y), flat.at(x, y));
        std::array::from_fn(|i| from[i] + (to[i] - from[i]) * amount)
    })
}

/// One direction of the filter.
fn pass(photo: &Plane, drawing: &Plane, parameters: &Parameters, dx: i32, dy: i32) -> Plane {
    let Parameters {
        photo_falloff,
        drawing_falloff,
        flatten_step,
        ..
    } = *parameters;
    drawing.map(|x, y| {
        let (x, y) = (x as i32, y as i32);
        let (here, drawn) = (photo.near(x, y), drawing.near(x, y));
        let mut sum = [drawn[0], drawn[1], drawn[2]];
        let mut total = 1.0;
        for tap in 1..=FLATTEN_TAPS {
            for side in [-1, 1] {
                let offset = side * tap * flatten_step;
                let (px, py) = (x + offset * dx, y + offset * dy);
                let there = photo.near(px, py);
                let value = drawing.near(px, py);
                let distance = squared(here, there) * photo_falloff;
                let distance = distance + squared(drawn, value) * drawing_falloff;
                let fall = 1.0 + distance;
                let weight = 1.0 / (fall * fall);
                for (sum, value) in sum.iter_mut().zip(value) {
                    *sum += weight * value;
                }
                total += weight;
            }
        }
        let rgb = sum.map(|v| v / total);
        [rgb[0], rgb[1], rgb[2], luma(rgb)]
    })
}

/// Squared distance of two colours.
fn squared(a: [f32; 4], b: [f32; 4]) -> f32 {
    let (r, g, b) = (a[0] - b[0], a[1] - b[1], a[2] - b[2]);
    r * r + g * g + b * b
}
