//! How long a training step takes on this machine, found out by doing some.

use image::RgbImage;

use super::pipeline::contain;
use super::{EngineError, LessonSpec, Painter};
use crate::model::Dials;
use crate::train::pages::Page;
use crate::train::{Plan, dead_leaves};

/// Pages of the rehearsal; what is on them takes no time.
const NUM_PAGES: u64 = 4;

/// Seconds of a step as the window and the command line plan them, on the device of `painter`. Takes
/// the time of about four steps.
///
/// # Errors
/// [`EngineError`] when this painter cannot learn, or the device fails.
pub(super) fn rehearse(painter: &mut dyn Painter) -> Result<f64, EngineError> {
    let page = |pixels: RgbImage| Page {
        path: std::path::PathBuf::new(),
        pixels,
    };
    let pages: Vec<Page> = (0..NUM_PAGES).map(|seed| page(dead_leaves(seed))).collect();
    let spec = LessonSpec {
        name: String::new(),
        author: String::new(),
        licence: String::new(),
        pages: Vec::new(),
        photos: Vec::new(),
        from: None,
        perceptual: None,
        plan: Plan::default(),
        weights: Dials::NEUTRAL,
        folder: std::path::PathBuf::new(),
        keep: false,
    };
    contain(|| {
        let learning = painter.begin_lesson(&pages, &[], &spec)?;
        Ok(learning.rehearse()?)
    })
}
