//! How long a training run will take on the device of the moment: its steps, tried on made-up
//! pages.

use image::RgbImage;

use super::setup::begin_learning;
use super::{TrainMaterial, TrainSpec};
use crate::engine::EngineError;
use crate::model::Dials;
use crate::render::{Renderer, contain};
use crate::train::pages::Page;
use crate::train::{self, Plan, PlanChanges, dead_leaves};

/// Pages that the steps are timed on; what is on them takes no time.
const NUM_PAGES: u64 = 4;

/// A timing in the making, one turn at a time as a run.
#[derive(Default)]
pub(super) struct StepTiming(Option<Box<train::StepTiming>>);

impl StepTiming {
    /// Sets up the networks, or does a step. Once it is known, gives the seconds of a step as the
    /// window and the command line plan them.
    ///
    /// # Errors
    /// [`EngineError`] when the device fails.
    pub(super) fn turn(&mut self, renderer: &Renderer) -> Result<Option<f64>, EngineError> {
        contain(|| {
            if let Some(step_timing) = &mut self.0 {
                return Ok(step_timing.turn()?);
            }
            let material = TrainMaterial {
                pages: pages(),
                ..TrainMaterial::default()
            };
            let learning = begin_learning(renderer, &material, &spec())?;
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

fn spec() -> TrainSpec {
    TrainSpec {
        name: String::new(),
        author: String::new(),
        licence: String::new(),
        pages: Vec::new(),
        photos: Vec::new(),
        pairs: Vec::new(),
        from: None,
        perceptual: None,
        plan: Plan::default(),
        changes: PlanChanges::default(),
        weights: Dials::NEUTRAL,
        folder: std::path::PathBuf::new(),
        keep: false,
        awaits: false,
    }
}
