//! The passes of the ink, each a function from planes to planes.
//!
//! | module | what |
//! |---|---|
//! | [`tensor`] | where edges run |
//! | [`scale`] | how far contours lie from each other: all strokes and filters follow it |
//! | [`texture`] | takes texture out |
//! | [`flow`], [`shock`] | fluid shapes with clean edges |
//! | [`tones`] | few tones, more chroma |
//! | [`lines`] | where there is a line |
//! | [`strokes`] | which lines stay |
//! | [`blur`], [`spots`] | what they share |

pub(super) mod blur;
pub(super) mod flow;
pub(super) mod lines;
pub(super) mod scale;
pub(super) mod shock;
pub(super) mod spots;
pub(super) mod strokes;
pub(super) mod tensor;
pub(super) mod texture;
pub(super) mod tones;

use super::plane::{Plane, Sample};
use flow::{Weighted, along_flow};
use scale::Scale;
use tensor::Gradient;

/// Fluid shapes with clean edges out of noise, texture and ragged contours: smoothed along the flow by `sigma` units at
/// scale 1, then sharpened across it, in rounds.
///
/// Source: Kyprianidis and Kang, "Image and video abstraction by coherence-enhancing filtering" (2011).
pub(super) fn coherent<T: Sample + Weighted + Gradient>(
    mut picture: Plane<T>,
    rounds: usize,
    sigma: f32,
    scale: &Scale,
) -> Plane<T> {
    let tensor_of = |picture: &Plane<T>| tensor::smoothed(picture, 2.0, 0.9, scale);
    for _ in 0..rounds {
        let flow = tensor::flow(&tensor_of(&picture));
        picture = along_flow::<_, 5>(&picture, &flow, &scale.full, sigma * scale.unit);
        let tensor = tensor_of(&picture);
        let smooth = tensor.map(
            #[inline(always)]
            |x, y| tensor.at(x, y)[3],
        );
        picture = shock::shock(&picture, &smooth, &tensor::flow(&tensor), scale);
    }
    let flow = tensor::flow(&tensor_of(&picture));
    along_flow::<_, 4>(&picture, &flow, &scale.full, 1.3 * scale.unit)
}
