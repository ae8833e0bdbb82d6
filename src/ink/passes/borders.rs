//! Borders of tones, smoothed along the flow, and the directions of edges between them.

use super::flow::{Flow, along_flow};
use super::scale::Scale;
use super::tensor;
use crate::ink::device::{Borders, Tones};
use crate::ink::plane::Plane;

/// Standard deviation in units along the borders, where the scale is 1, and samples on each side.
pub(crate) const ALONG: f32 = 2.0;
pub(crate) const TAPS: usize = 4;
/// Least scale for that: the borders of skin, at a face's own scale, stay ragged.
pub(crate) const LEAST_SCALE: f32 = 0.6;
/// Standard deviation in units of the Gaussian over the tensors by which borders run.
pub(crate) const DIRECTIONS: f32 = 1.5;

/// Shapes with smooth borders; `k` is the long side over 1024 px.
pub(crate) fn borders(from: &Tones<'_>, k: f32) -> Borders {
    let Tones { flat, edges, scale } = *from;
    let flow = directions(edges.unwrap_or(flat), k);
    let full = &scale.full;
    let wide = full.map(
        #[inline(always)]
        |x, y| full.at(x, y).max(LEAST_SCALE),
    );
    let flat = along_flow::<_, TAPS>(flat, &flow, &wide, ALONG * scale.unit);
    let flow = directions(edges.unwrap_or(&flat), k);
    Borders { flat, flow }
}

/// Directions of edges between tones.
pub(in crate::ink) fn directions(flat: &Plane, k: f32) -> Flow {
    let one = Scale::even(flat.width, flat.height, k);
    let tensor = tensor::smoothed(flat, DIRECTIONS, 0.0, &one);
    tensor::flow(&tensor, [flat.width, flat.height])
}
