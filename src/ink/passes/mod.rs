//! The passes of the ink, each a function from planes to planes.
//!
//! | module | what |
//! |---|---|
//! | [`tensor`] | where edges run |
//! | [`scale`] | how far contours lie from each other: all strokes and filters follow it |
//! | [`texture`] | takes texture out |
//! | [`flow`], [`shock`] | fluid shapes with clean edges |
//! | [`tones`] | few tones, more chroma |
//! | [`borders`] | their borders |
//! | [`palette`] | the colours of a hand's pages |
//! | [`pen`], [`streamlines`] | strokes along the form, traced one by one |
//! | [`regions`] | shapes as one sees them, and their directions |
//! | [`subject`] | what lies out of focus or is plain ground |
//! | [`lines`], [`contours`] | where there is a line, and where a contour of what is pale |
//! | [`strokes`] | which lines stay |
//! | [`blur`], [`spots`] | what they share |

pub(crate) mod blur;
pub(crate) mod borders;
pub(super) mod contours;
pub(crate) mod flow;
pub(crate) mod lines;
pub(super) mod palette;
pub(super) mod pen;
pub(super) mod regions;
pub(crate) mod scale;
pub(crate) mod shock;
pub(super) mod soft;
pub(crate) mod spots;
mod streamlines;
pub(super) mod strokes;
pub(super) mod subject;
pub(crate) mod tensor;
pub(crate) mod texture;
pub(super) mod tones;

use super::plane::{Plane, Sample};
use flow::{Weighted, along_flow};
use scale::Scale;
use tensor::Gradient;

/// Samples along the flow on each side, in each round and at the end.
pub(crate) const ROUND_TAPS: usize = 5;
pub(crate) const FINISH_TAPS: usize = 4;
/// Standard deviation in units at scale 1, and the least of it, of the Gaussian over the tensors by
/// which they run.
pub(crate) const SHAPES: [f32; 2] = [2.0, 0.9];

/// How fluid and how crisp.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Edges {
    pub(crate) rounds: usize,
    /// Standard deviation along the flow in units at scale 1, in each round and at the end.
    pub(crate) sigma: f32,
    pub(crate) finish: f32,
    /// Second derivative from which on a pixel goes wholly to its side of the edge.
    pub(crate) soft: f32,
}

/// Edges of colours: crisp, small shapes stay.
pub(crate) const OF_COLORS: Edges = Edges {
    rounds: 2,
    sigma: 6.2,
    finish: 1.3,
    soft: 0.003,
};

/// Edges in which lines are looked for: with stairs in them, lines have stairs.
pub(crate) const OF_LINES: Edges = Edges {
    rounds: 1,
    sigma: 4.0,
    finish: 2.0,
    soft: 0.012,
};

/// Fluid shapes with clean edges out of noise, texture and ragged contours: smoothed along the
/// flow, then sharpened across it, in rounds.
///
/// Source: Kyprianidis and Kang, "Image and video abstraction by coherence-enhancing filtering"
/// (2011).
pub(crate) fn coherent<T: Sample + Weighted + Gradient>(
    mut picture: Plane<T>,
    edges: &Edges,
    scale: &Scale,
) -> Plane<T> {
    let Edges {
        rounds,
        sigma,
        soft,
        finish,
    } = *edges;
    let size = [picture.width, picture.height];
    let flow_of = |picture: &Plane<T>| {
        tensor::flow(
            &tensor::smoothed(picture, SHAPES[0], SHAPES[1], scale),
            size,
        )
    };
    for _ in 0..rounds {
        let flow = flow_of(&picture);
        picture = along_flow::<_, ROUND_TAPS>(&picture, &flow, &scale.full, sigma * scale.unit);
        picture = shock::shock(&picture, &flow_of(&picture), scale, soft);
    }
    let flow = flow_of(&picture);
    along_flow::<_, FINISH_TAPS>(&picture, &flow, &scale.full, finish * scale.unit)
}
