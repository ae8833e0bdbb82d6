//! How long a lesson will take on the device of the moment: its steps, tried on made-up pages.

use image::RgbImage;

use super::pipeline::contain;
use super::{EngineError, LessonMaterial, LessonSpec, Painter};
use crate::model::Dials;
use crate::train::pages::Page;
use crate::train::{self, Plan, PlanChanges, dead_leaves};

/// Pages of the rehearsal; what is on them takes no time.
const NUM_PAGES: u64 = 4;

/// A rehearsal in the making, one turn at a time as a lesson.
#[derive(Default)]
pub(super) struct Rehearsal(Option<Box<train::StepTiming>>);

impl Rehearsal {
    /// Sets up the networks, or does a step. Once it is known, gives the seconds of a step as the
    /// window and the command line plan them.
    ///
    /// # Errors
    /// [`EngineError`] when this painter cannot learn, or the device fails.
    pub(super) fn turn(&mut self, painter: &mut dyn Painter) -> Result<Option<f64>, EngineError> {
        contain(|| {
            if let Some(rehearsal) = &mut self.0 {
                return Ok(rehearsal.turn()?);
            }
            let material = LessonMaterial {
                pages: pages(),
                ..LessonMaterial::default()
            };
            let learning = painter.begin_lesson(&material, &spec())?;
            self.0 = Some(Box::new(train::StepTiming::new(learning)));
            Ok(None)
        })
    }
}

fn pages() -> Vec<Page> {
    let page = |pixels: RgbImage| Page {
        pixels,
        ..Page::default()
    };
    (0..NUM_PAGES).map(|seed| page(dead_leaves(seed))).collect()
}

fn spec() -> LessonSpec {
    LessonSpec {
        name: String::new(),
        author: String::new(),
        licence: String::new(),
        pages: Vec::new(),
        photos: Vec::new(),
        from: None,
        perceptual: None,
        plan: Plan::default(),
        changes: PlanChanges::default(),
        weights: Dials::NEUTRAL,
        folder: std::path::PathBuf::new(),
        keep: false,
    }
}
