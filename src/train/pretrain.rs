//! The base weights: one generator, codes and a discriminator, trained on many styles at once.
//!
//! Every step takes one style, samples of photographs and of its pages at a scale drawn at random,
//! and loss weights drawn at random, which the generator is told.

mod step;

use std::path::Path;

use burn::prelude::Device;
use image::RgbImage;

use self::step::{Aim, BaseLearner, StyleGoal};
use crate::model::discriminator::DiscriminatorConfig;
use crate::model::features::FeatureExtractor;
use crate::model::generator::GeneratorConfig;
use crate::model::tensors::{into_module, of_module};
use crate::model::weights::base_file;
use crate::model::{BaseModel, CODE_SIZE, Style, StyleCode, Teaching};
use crate::train::checkpoint::Files;
use crate::train::data::appearance::Extractors;
use crate::train::data::normal::normal;
use crate::train::data::pages::are_coloured;
use crate::train::data::scales::{Keep, NUM_BANDS, Photo, Sampling, Scales};
use crate::train::gan::Gan;
use crate::train::objective::{Batch, LossShares, StepLosses, draw_dials};
use crate::train::run::{AdvanceOf, Budget, Falling, Run, RunState, Task, TaskState};
use crate::train::{CheckpointError, Content, Structure, TrainError, Views};

/// Long side beyond which pages and photographs are not kept: 3 MB each.
pub const LONG_SIDE_PX: u32 = 1280;
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
/// Scales at which training runs look at pages: first likeness compares with what is seen at these.
const LOOKED_AT: Scales = Scales {
    least: 320,
    most: 640,
};
/// Name of the first row of the table of codes.
const PHOTO: &str = "photo";

/// How the base weights are trained.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct PretrainPlan {
    /// When it ends.
    pub budget: Budget,
    /// Decides all random choices.
    pub seed: u64,
    /// Side of samples in pixels; that of a place is a multiple of 8.
    pub side: u32,
    /// Places of one picture that lie beside each other in a sample, in each direction.
    pub places: u32,
    /// Samples in a step.
    pub batch: usize,
    /// Long sides to which photographs and pages are brought, drawn anew for each sample.
    pub scales: Scales,
    /// What the content of drawings is compared with.
    pub content: Content,
    /// What each loss counts when every dial is in the middle.
    pub shares: LossShares,
    /// What the discriminator is shown.
    pub views: Views,
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

impl PretrainPlan {
    /// What each loss counts unless somebody says otherwise.
    pub const SHARES: LossShares = step::SHARES;

    fn sampling(&self) -> Sampling {
        Sampling {
            side: self.side,
            places: self.places,
            scales: self.scales,
        }
    }
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
        let PretrainPlan {
            side,
            places,
            batch,
            scales: Scales { least, most },
            ..
        } = self.plan;
        let num_pixels = (u64::from(side) * u64::from(side)).checked_mul(batch as u64);
        // At least one pixel of 8 by 8 in a place, all of them alike.
        let places_fit = places > 0 && places < side && side.is_multiple_of(8 * places);
        let is_possible = side > 0 && batch > 0 && places_fit && least > 0 && least <= most;
        if !is_possible || num_pixels.is_none_or(|num| num > MAX_PIXELS) {
            return Err("samples of an impossible size");
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
pub struct PretrainInputs<'a> {
    /// The styles; those without pages are refused.
    pub styles: Vec<StylePages>,
    /// Photographs, at most [`LONG_SIDE_PX`] long.
    pub photos: Vec<RgbImage>,
    /// Finds what drawings keep of them.
    pub structure: Box<dyn Structure>,
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
    photos: Vec<Photo>,
    structure: Box<dyn Structure>,
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
        let plan = &state.task.plan;
        let index = random.usize(..self.styles.len());
        let StylePages { name, pages } = &self.styles[index];
        let sampling = plan.sampling();
        let keep = Keep {
            content: plan.content,
            structure: &*self.structure,
        };
        let crops = sampling.of_photos(&self.photos, keep, plan.batch, random);
        let batch = Batch {
            photos: crops.photos,
            pages: sampling.of_pages(pages, &crops.scales, random),
            kept: crops.kept,
            dials: draw_dials(random, plan.batch),
        };
        let bands: Vec<usize> = crops
            .scales
            .iter()
            .map(|scale| plan.scales.band(*scale))
            .collect();
        let aim = Aim {
            row: index + 1,
            goal: &self.goals[index],
            bands: &bands,
            shares: plan.shares,
            views: plan.views,
            seed: random.u64(..),
        };
        let rate = RATE.at(state.progress());
        let losses = step::step(&mut self.networks, batch, &aim, rate)?;
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
            structure,
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
        let (seed, sampling) = (plan.seed, plan.sampling());
        let at = |scales: Scales| Sampling { scales, ..sampling };
        let statistics_of = |pictures: &[RgbImage]| {
            // One place at a time, as training runs do.
            let at = Sampling {
                side: sampling.place(),
                places: 1,
                scales: LOOKED_AT,
            };
            extractors.statistics_by(
                &|n, random| at.of_pages_at_random(pictures, n, random),
                seed,
            )
        };
        let mut statistics = vec![(PHOTO.to_owned(), statistics_of(&photos)?)];
        let mut goals = Vec::with_capacity(styles.len());
        for StylePages { name, pages } in &styles {
            statistics.push((name.clone(), statistics_of(pages)?));
            let mut grams = Vec::with_capacity(NUM_BANDS);
            for band in 0..NUM_BANDS {
                let at = at(plan.scales.of_band(band));
                let crops = |n, random: &mut fastrand::Rng| at.of_pages_at_random(pages, n, random);
                grams.push(extractors.look_by(&crops, seed)?.grams);
            }
            goals.push(StyleGoal {
                grams,
                is_coloured: are_coloured(pages),
            });
        }
        let photos = photos.into_iter().map(Photo::from).collect();

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
            structure,
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
