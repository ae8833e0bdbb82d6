//! What may do the passes over many pixels in place of the CPU: a graphics card.
//!
//! The ink hands over planes and gets planes back, so it knows nothing of how the device works.
//! Four calls make a drawing: what is in between and after (percentiles, faces, strokes, regions,
//! palettes) is of the whole picture, or done one after the other, and stays here.

use std::fmt;

use super::passes::flow::Flow;
use super::passes::lines::Hand;
use super::passes::scale::Scale;
use super::plane::Plane;
use super::shapes::{Shapes, Sources};

/// Does passes of the ink with the arithmetic of those for the CPU.
///
/// Each answers `None` for what it cannot do, now or ever; the CPU does that then.
pub trait InkDevice: fmt::Debug + Send + Sync {
    /// The share of contours in each cell of 8 by 8 pixels of a photograph, whose pixels are `unit`
    /// in size.
    fn contours(&self, photo: &Plane, unit: f32) -> Option<Plane<f32>>;

    /// Shapes, and what lines are looked for in.
    fn shapes(&self, from: &Sources<'_>) -> Option<Shapes>;

    /// Shapes in tones, with borders that are smooth along the flow.
    fn borders(&self, from: &Tones<'_>) -> Option<Borders>;

    /// How sure there is a line at each pixel.
    fn lines(&self, from: &Contours<'_>) -> Option<Plane<f32>>;
}

/// What borders are smoothed in.
#[derive(Clone, Copy, Debug)]
pub struct Tones<'a> {
    /// The shapes; the fourth number goes along.
    pub flat: &'a Plane,
    /// What their directions are taken from; `None` when it is themselves.
    pub edges: Option<&'a Plane>,
    /// Where strokes and filters are how wide.
    pub scale: &'a Scale,
}

/// Shapes with smooth borders.
#[derive(Debug)]
pub struct Borders {
    /// The shapes.
    pub flat: Plane,
    /// Directions of their edges.
    pub flow: Flow,
}

/// What lines are found in.
#[derive(Clone, Copy, Debug)]
pub struct Contours<'a> {
    /// Luma with fluid edges.
    pub light: &'a Plane<f32>,
    /// Directions of its edges.
    pub flow: &'a Flow,
    /// How readily a line is drawn, for 2 by 2 pixels.
    pub readily: &'a Plane<f32>,
    /// Where strokes and filters are how wide.
    pub scale: &'a Scale,
    /// How the hand draws lines.
    pub hand: Hand,
}
