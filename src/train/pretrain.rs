//! The base weights: one generator, codes and a discriminator, trained on many styles at once.
//!
//! Every step takes one style, crops of photographs and of its pages, and loss weights drawn at
//! random, which the generator is told.

mod step;

use std::path::Path;

use burn::prelude::Device;
use image::RgbImage;

use self::step::{BaseLearner, StyleGoal};
use crate::model::discriminator::DiscriminatorConfig;
use crate::model::features::FeatureExtractor;
use crate::model::generator::GeneratorConfig;
use crate::model::tensors::{into_module, of_module};
use crate::model::weights::base_file;
use crate::model::{BaseModel, CODE_SIZE, Style, StyleCode, Teaching};
use crate::train::checkpoint::Files;
use crate::train::data::appearance::Extractors;
use crate::train::data::crops::Cropping;
use crate::train::data::normal::normal;
use crate::train::data::pages::are_coloured;
use crate::train::gan::Gan;
use crate::train::objective::{Batch, StepLosses};
use crate::train::run::{AdvanceOf, Budget, Falling, Run, RunState, Task, TaskState};
use crate::train::{CheckpointError, TrainError};

/// Long side to which pages and photographs are brought.
pub const LONG_SIDE_PX: u32 = 384;
/// Photographs and pages of a style beyond these numbers are not read.
pub const MAX_PHOTOS: usize = 900;
/// As [`MAX_PHOTOS`], for the pages of one style.
pub const MAX_PAGES: usize = 150;
/// Adam's step size for the generator.
const RATE: Falling = Falling {
    rate: 8e-4,
    from: 0.45,
    last: 0.04,
};
/// Most pixels in the crops of a step that are believed; so many would take a terabyte.
const MAX_PIXELS: u64 = 1 << 28;
/// Name of the first row of the table of codes.
const PHOTO: &str = "photo";

/// How the base weights are trained.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct PretrainPlan {
    /// When it ends.
    pub budget: Budget,
    /// Decides all random choices.
    pub seed: u64,
    /// Side of crops in pixels, a multiple of 8.
    pub side: u32,
    /// Crops in a step.
    pub batch: usize,
    /// Steps between two checkpoints.
    pub save_every: u64,
}

/// What the base weights add to the state of their run.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct PretrainState {
    /// How they are trained.
    pub plan: PretrainPlan,
    /// The styles, in the order of their codes.
    pub styles: Vec<String>,
}

impl TaskState for PretrainState {
    fn budget(&self) -> Budget {
        self.plan.budget
    }

    fn seed(&self) -> u64 {
        self.plan.seed
    }

    fn save_every(&self) -> u64 {
        self.plan.save_every
    }

    fn checked(self) -> Result<Self, &'static str> {
        let PretrainPlan { side, batch, .. } = self.plan;
        let num_pixels = (u64::from(side) * u64::from(side)).checked_mul(batch as u64);
        let is_possible = side > 0 && batch > 0 && side.is_multiple_of(8);
        if !is_possible || num_pixels.is_none_or(|num| num > MAX_PIXELS) {
            return Err("crops of an impossible size");
        }
        Ok(self)
    }

    /// Only the budget is that of the run that goes on.
    fn go_on(mut self, given: &Self) -> Result<Self, TrainError> {
        if self.styles != given.styles {
            return Err(TrainError::OtherStyles {
                begun: self.styles,
                now: given.styles.clone(),
            });
        }
        self.plan.budget = given.plan.budget;
        Ok(self)
    }
}

/// A style and its pages.
#[derive(Clone, Debug)]
pub struct StylePages {
    /// Name, without a comma.
    pub name: String,
    /// At least one, at most [`LONG_SIDE_PX`] long.
    pub pages: Vec<RgbImage>,
}

/// What one step reports.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Report {
    /// The style that was trained.
    pub style: String,
    /// The losses.
    pub losses: StepLosses,
}

/// What one step of the base weights brought.
pub type Advance = AdvanceOf<Pretrain>;

/// The base weights being trained, as a run.
pub type Pretraining = Run<Pretrain>;

/// What the training starts from.
#[derive(Debug)]
pub struct PretrainInputs<'a> {
    /// The styles; those without pages are refused.
    pub styles: Vec<StylePages>,
    /// Photographs, at most [`LONG_SIDE_PX`] long.
    pub photos: Vec<RgbImage>,
    /// Weights to begin with; without them it begins from nothing.
    pub init: Option<&'a BaseModel>,
    /// Perceptual network, and the discriminator that goes with `init`.
    pub teaching: Teaching,
    /// What looks in place of the perceptual network, on the device of the training.
    pub extractor: Option<FeatureExtractor>,
}

/// The base weights being trained.
pub struct Pretrain {
    networks: Gan<BaseLearner>,
    styles: Vec<StylePages>,
    goals: Vec<StyleGoal>,
    /// What each style looks like to the perceptual network, the photographs first.
    statistics: Vec<(String, Vec<f32>)>,
    photos: Vec<RgbImage>,
    teaching: Teaching,
}

impl Task for Pretrain {
    type State = PretrainState;
    type Report = Report;
    type Evaluation = ();

    fn step(
        &mut self,
        state: &RunState<PretrainState>,
        random: &mut fastrand::Rng,
    ) -> Result<Report, TrainError> {
        let PretrainPlan { side, batch, .. } = state.task.plan;
        let index = random.usize(..self.styles.len());
        let StylePages { name, pages } = &self.styles[index];
        let batch = Batch::draw(&self.photos, pages, side, batch, random);
        let (goal, rate) = (&self.goals[index], RATE.at(state.progress()));
        let losses = step::step(&mut self.networks, batch, index + 1, goal, rate)?;
        if !losses.is_finite() {
            let num_steps = state.num_steps + 1;
            return Err(TrainError::Diverged { num_steps });
        }
        Ok(Report {
            style: name.clone(),
            losses,
        })
    }

    fn evaluate(&mut self, _state: &mut RunState<PretrainState>) -> Result<(), TrainError> {
        Ok(())
    }

    fn files(&self) -> Result<Files, CheckpointError> {
        self.networks.files()
    }

    fn load(&mut self, folder: &Path, state: &RunState<PretrainState>) -> Result<(), TrainError> {
        Ok(self.networks.load(&folder.join(&state.last_point))?)
    }
}

impl Pretraining {
    /// Looks at pages and photographs, sets up the networks on `device` (a plain one), and goes on
    /// from the checkpoint in `folder` if there is one; only its budget is then that of `plan`.
    ///
    /// # Errors
    /// [`TrainError`] when there is nothing to train on, or the weights or the checkpoint do not
    /// fit.
    pub fn begin(
        inputs: PretrainInputs<'_>,
        plan: PretrainPlan,
        folder: &Path,
        device: &Device,
    ) -> Result<Self, TrainError> {
        let PretrainInputs {
            styles,
            photos,
            init,
            teaching,
            extractor,
        } = inputs;
        if styles.is_empty() || styles.iter().any(|style| style.pages.is_empty()) {
            return Err(TrainError::NoPages);
        }
        if photos.is_empty() {
            return Err(TrainError::NoPhotos);
        }
        let extractors = Extractors::new(&teaching, extractor, device)?;
        let (side, seed) = (plan.side, plan.seed);
        let of_photos = extractors.statistics(&photos, &Cropping::photos(side), seed)?;
        let mut statistics = vec![(PHOTO.to_owned(), of_photos)];
        let mut goals = Vec::with_capacity(styles.len());
        for style in &styles {
            let seen = extractors.look(&style.pages, &Cropping::pages(side), seed)?;
            statistics.push((style.name.clone(), seen.statistics));
            goals.push(StyleGoal {
                grams: seen.grams,
                is_coloured: are_coloured(&style.pages),
            });
        }

        device.seed(seed);
        let mut generator = GeneratorConfig::new().init(device);
        let tensors = match init {
            Some(base) => base.tensors().clone(),
            None => of_module(&generator)?,
        };
        into_module(&mut generator, &tensors)?;
        let mut discriminator = DiscriminatorConfig::new().init(device);
        let tensors = of_module(&discriminator)?;
        into_module(&mut discriminator, &tensors)?;
        if init.is_some() {
            discriminator = teaching.discriminator(device)?;
        }
        let codes = first_codes(&styles, init, seed);
        let (perceptual, rms) = extractors.for_losses();
        let state = PretrainState {
            plan,
            styles: styles.iter().map(|style| style.name.clone()).collect(),
        };
        let task = Pretrain {
            networks: step::networks(generator, &codes, discriminator, perceptual, rms, device),
            styles,
            goals,
            statistics,
            photos,
            teaching,
        };
        let mut run = Self::new(task, state);
        run.keep_in(folder)?;
        Ok(run)
    }

    /// The averaged weights as two files: the base model, and what learning needs beside it.
    ///
    /// # Errors
    /// [`TrainError::Model`] when the device fails.
    pub fn export(&self) -> Result<(Vec<u8>, Vec<u8>), TrainError> {
        let Pretrain {
            networks,
            statistics,
            teaching,
            ..
        } = &self.task;
        let average = &networks.average;
        let generator = of_module(&average.generator)?;
        let rows = average.rows()?;
        let photo = rows.first().copied().unwrap_or(StyleCode([0.0; CODE_SIZE]));
        let named = self.state.task.styles.iter().zip(rows.into_iter().skip(1));
        let styles: Vec<Style> = named
            .map(|(name, code)| Style {
                name: name.clone(),
                code,
            })
            .collect();
        let base = base_file(&generator, photo, &styles, self.state.num_steps)?;
        let discriminator = of_module(&networks.discriminator)?;
        let teaching = teaching.file_with(&discriminator, statistics)?;
        Ok((base, teaching))
    }
}

/// The codes at the beginning, the photograph's first: those of `init` by name, the others drawn
/// from a standard normal distribution.
fn first_codes(styles: &[StylePages], init: Option<&BaseModel>, seed: u64) -> Vec<StyleCode> {
    let random = &mut fastrand::Rng::with_seed(seed);
    let mut fresh = || StyleCode(std::array::from_fn(|_| normal(random)));
    let mut codes = vec![init.map_or_else(&mut fresh, BaseModel::photo)];
    for style in styles {
        let known = init.and_then(|base| base.style(&style.name));
        codes.push(known.map_or_else(&mut fresh, |style| style.code));
    }
    codes
}
