//! Strokes of a pen along the form: what hatches the darks of a hand that hatches.
//!
//! Noise is drawn out along the directions of the forms (line integral convolution, Cabral and Leedom 1993), then made
//! even, so that a threshold on it covers just that share of the paper with strokes that taper.

use crate::ink::hatching::hash;
use crate::ink::plane::{Plane, smoothstep};

use super::blur::blur;
use super::flow::{Flow, along_flow};
use super::scale::Scale;
use super::tensor;

/// Standard deviation along a stroke, and of the noise, in px at 1024.
const LENGTH: f32 = 26.0;
const GRAIN: f32 = 0.5;
/// Share of the slant in faces: strokes along eyes and mouths make masks.
const FACE: f32 = 0.85;
/// Strength of the directions below which strokes have the hand's slant instead.
const VAGUE: [f32; 2] = [1.5e-3, 1.2e-2];
/// The slant, as the double angle's cosine and sine: from the lower left to the upper right.
const SLANT: [f32; 2] = [0.17, 0.98];

/// Evenly spread values, `0.0..=1.0`, in strokes along the form. `k` is the long side over 1024 px.
pub(in crate::ink) fn strokes(photo: &Plane, face: &Plane<f32>, k: f32) -> Plane<f32> {
    let flow = directions(photo, face, k);
    let noise = photo.map(|x, y| hash(x as f32, y as f32, 0));
    let noise = blur(&noise, GRAIN * k);
    let even = Scale::even(photo.width, photo.height, k);
    let drawn = along_flow::<_, 24>(&noise, &flow, &even.full, LENGTH * k);
    let mean = blur(&drawn, 12.0 * k);
    let centred = drawn.map(|x, y| drawn.at(x, y) - mean.at(x, y));
    let square = blur(&centred.map(|x, y| centred.at(x, y).powi(2)), 12.0 * k);
    // Nearly normal by the central limit theorem; its own distribution makes it even.
    centred.map(|x, y| {
        let deviations = centred.at(x, y) / (square.at(x, y).sqrt() + 1e-6);
        1.0 / (1.0 + (-1.702 * deviations).exp())
    })
}

fn directions(photo: &Plane, face: &Plane<f32>, k: f32) -> Flow {
    let calm = blur(photo, 6.0 * k);
    let tensor = blur(&tensor::tensor(&calm), 10.0 * k);
    let mixed = tensor.map(|x, y| {
        let [a, b, ..] = tensor.at(x, y);
        let size = a.hypot(b);
        let plain = 1.0 - FACE * (2.5 * face.at(x, y)).min(1.0);
        let clear = plain * smoothstep(VAGUE[0], VAGUE[1], size.sqrt());
        let unit = 1.0 / (size + 1e-12);
        // Tensors lie across the edges; the slant is that of the strokes, so its double angle is turned.
        [
            a * unit * clear - SLANT[0] * (1.0 - clear),
            b * unit * clear - SLANT[1] * (1.0 - clear),
            0.0,
            0.0,
        ]
    });
    tensor::flow(&mixed, [photo.width, photo.height])
}
