//! The passes of the ink, each a function from planes to planes.
//!
//! | module | what |
//! |---|---|
//! | [`tensor`] | where edges run |
//! | [`scale`] | how far contours lie from each other: all strokes and filters follow it |
//! | [`texture`] | takes texture out |
//! | [`flow`], [`shock`] | fluid shapes with clean edges |
//! | [`tones`] | few tones, more chroma |
//! | [`palette`] | the colours of a hand's pages |
//! | [`pen`] | strokes along the form |
//! | [`regions`] | shapes as one sees them, and their directions |
//! | [`subject`] | what lies out of focus or is plain ground |
//! | [`lines`] | where there is a line |
//! | [`strokes`] | which lines stay |
//! | [`blur`], [`spots`] | what they share |

pub(super) mod blur;
mod contours;
pub(super) mod flow;
pub(super) mod lines;
pub(super) mod palette;
pub(super) mod pen;
pub(super) mod regions;
pub(super) mod scale;
pub(super) mod shock;
pub(super) mod spots;
mod streamlines;
pub(super) mod strokes;
pub(super) mod subject;
pub(super) mod tensor;
pub(super) mod texture;
pub(super) mod tones;

use super::plane::{Plane, Sample};
use flow::{Weighted, along_flow};
use scale::Scale;
use tensor::Gradient;

/// How fluid and how crisp.
#[derive(Clone, Copy, Debug)]
pub(super) struct Edges {
    pub(super) rounds: usize,
    /// Standard deviation along the flow in units at scale 1, in each round and at the end.
    pub(super) sigma: f32,
    pub(super) finish: f32,
    /// Second derivative from which on a pixel goes wholly to its side of the edge.
    pub(super) soft: f32,
}

/// Edges of colours: crisp, small shapes stay.
pub(super) const OF_COLORS: Edges = Edges {
    rounds: 2,
    sigma: 6.2,
    finish: 1.3,
    soft: 0.003,
};

/// Edges in which lines are looked for: with stairs in them, lines have stairs.
pub(super) const OF_LINES: Edges = Edges {
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
pub(super) fn coherent<T: Sample + Weighted + Gradient>(
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
    let flow_of =
        |picture: &Plane<T>| tensor::flow(&tensor::smoothed(picture, 2.0, 0.9, scale), size);
    for _ in 0..rounds {
        let flow = flow_of(&picture);
        picture = along_flow::<_, 5>(&picture, &flow, &scale.full, sigma * scale.unit);
        picture = shock::shock(&picture, &flow_of(&picture), scale, soft);
    }
    let flow = flow_of(&picture);
    along_flow::<_, 4>(&picture, &flow, &scale.full, finish * scale.unit)
}
