//! The base weights: one generator, codes and a discriminator, trained on many styles at once.
//!
//! Every step takes one style, crops of photographs and of its pages, and loss weights drawn at
//! random, which the generator is told. All choices of a step follow from the seed and its number, so
//! that a run that goes on from a checkpoint equals an undisturbed one.

mod step;

use std::path::{Path, PathBuf};
use std::time::Instant;

use burn::prelude::Device;
use image::RgbImage;

use self::step::{BaseLearner, StyleGoal};
use crate::model::beholder::{Beholder, UNSCALED};
use crate::model::discriminator::DiscriminatorConfig;
use crate::model::generator::GeneratorConfig;
use crate::model::tensors::{into_module, of_module};
use crate::model::weights::base_file;
use crate::model::{BaseModel, CODE_SIZE, Style, StyleCode, Teaching};
use crate::train::checkpoint::{self, CheckpointError};
use crate::train::data::appearance::appearance;
use crate::train::data::crops::Cropping;
use crate::train::data::normal::normal;
use crate::train::data::pages::are_coloured;
use crate::train::gan::Gan;
use crate::train::{Batch, Budget, StepLosses, TrainError, draw_dials};

/// Version of the layout of a run's folder.
const VERSION: u32 = 1;
/// Long side to which pages and photographs are brought.
pub const LONG_SIDE_PX: u32 = 384;
/// Photographs and pages of a style beyond these numbers are not read.
pub const MAX_PHOTOS: usize = 900;
/// As [`MAX_PHOTOS`], for the pages of one style.
pub const MAX_PAGES: usize = 150;
/// Adam's step size for the generator.
const RATE: f64 = 8e-4;
/// Share of the time after which the rate falls, and what of it is left at the end.
const FALL_SHARE: f64 = 0.45;
const LAST_RATE: f64 = 0.04;
/// Spreads the seeds of different runs.
const STEP_SEED: u64 = 0x9e37_79b9_7f4a_7c15;
/// Name of the first row of the table of codes.
const PHOTO: &str = "photo";

/// How the base weights are trained.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct BasePlan {
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

impl BasePlan {
    fn progress(&self, num_steps: u64, seconds: f64) -> f64 {
        self.budget.progress(num_steps, seconds)
    }

    fn rate(progress: f64) -> f64 {
        RATE * ((1.0 - progress) / (1.0 - FALL_SHARE)).clamp(LAST_RATE, 1.0)
    }
}

/// Everything about a run that is not a tensor.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct BaseState {
    version: u32,
    /// How it is trained.
    pub plan: BasePlan,
    /// The styles, in the order of their codes.
    pub styles: Vec<String>,
    /// Steps done.
    pub num_steps: u64,
    /// Seconds of training so far.
    pub seconds: f64,
    /// Sub-folder of the last point.
    last_point: String,
}

/// The state of the run in `folder`; `None` when there is none.
///
/// # Errors
/// [`CheckpointError`] when it is damaged.
pub fn read_base_state(folder: &Path) -> Result<Option<BaseState>, CheckpointError> {
    checkpoint::read_run(folder, |state: &BaseState| state.version, VERSION)
}

/// A style and its pages.
#[derive(Clone, Debug)]
pub struct StylePages {
    /// Name, without a comma.
    pub name: String,
    /// At least one, at most [`LONG_SIDE_PX`] long.
    pub pages: Vec<RgbImage>,
}

/// What one step brought.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct BaseAdvance {
    /// Steps done.
    pub num_steps: u64,
    /// How much of the time is over, `0.0..=1.0`.
    pub progress: f64,
    /// The style that was trained.
    pub style: String,
    /// The losses.
    pub losses: StepLosses,
    /// Seconds that the step took.
    pub seconds: f64,
    /// Whether a checkpoint was written.
    pub is_saved: bool,
}

/// What the training starts from.
#[derive(Debug)]
pub struct BaseIngredients<'a> {
    /// The styles; those without pages are refused.
    pub styles: Vec<StylePages>,
    /// Photographs, at most [`LONG_SIDE_PX`] long.
    pub photos: Vec<RgbImage>,
    /// Weights to begin with; without them it begins from nothing.
    pub init: Option<&'a BaseModel>,
    /// Perceptual network, and the discriminator that goes with `init`.
    pub teaching: Teaching,
    /// What looks in place of the perceptual network, on the device of the training.
    pub beholder: Option<Beholder>,
}

/// The base weights being trained.
pub struct BaseTraining {
    networks: Gan<BaseLearner>,
    state: BaseState,
    styles: Vec<StylePages>,
    goals: Vec<StyleGoal>,
    /// What each style looks like to the perceptual network, the photographs first.
    statistics: Vec<(String, Vec<f32>)>,
    photos: Vec<RgbImage>,
    teaching: Teaching,
    folder: PathBuf,
}

impl std::fmt::Debug for BaseTraining {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BaseTraining")
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}

impl BaseTraining {
    /// Looks at pages and photographs, sets up the networks on `device` (a plain one), and goes on from
    /// the checkpoint in `folder` if there is one; only its budget is then that of `plan`.
    ///
    /// # Errors
    /// [`TrainError`] when there is nothing to train on, or the weights or the checkpoint do not fit.
    pub fn begin(
        ingredients: BaseIngredients<'_>,
        plan: BasePlan,
        folder: &Path,
        device: &Device,
    ) -> Result<Self, TrainError> {
        let BaseIngredients {
            styles,
            photos,
            init,
            teaching,
            beholder,
        } = ingredients;
        if styles.is_empty() || styles.iter().any(|style| style.pages.is_empty()) {
            return Err(TrainError::NoPages);
        }
        if photos.is_empty() {
            return Err(TrainError::NoPhotos);
        }
        let look = |by: &Beholder, rms, pictures: &[RgbImage], cropping: Cropping| {
            let pictures: Vec<&RgbImage> = pictures.iter().collect();
            appearance(by, rms, &pictures, &cropping, plan.seed, device)
        };
        // What styles look like is always told by the program's own network, which finds first codes.
        let (own, own_rms) = (teaching.beholder(device)?, teaching.rms());
        let of_photos = look(&own, &own_rms, &photos, Cropping::photos(plan.side))?;
        let mut statistics = vec![(PHOTO.to_owned(), of_photos.statistics)];
        let mut goals = Vec::with_capacity(styles.len());
        for style in &styles {
            let pages = Cropping::pages(plan.side);
            let seen = look(&own, &own_rms, &style.pages, pages)?;
            statistics.push((style.name.clone(), seen.statistics));
            let grams = match &beholder {
                Some(other) => look(other, &UNSCALED, &style.pages, pages)?.grams,
                None => seen.grams,
            };
            goals.push(StyleGoal {
                grams,
                is_coloured: are_coloured(&style.pages),
            });
        }

        device.seed(plan.seed);
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
        let codes = first_codes(&styles, init, plan.seed);
        let (perceptual, rms) = match beholder {
            Some(other) => (other, UNSCALED),
            None => (own, own_rms),
        };
        let names = styles.iter().map(|style| style.name.clone()).collect();
        let mut training = Self {
            networks: step::networks(generator, &codes, discriminator, perceptual, rms, device),
            state: BaseState {
                version: VERSION,
                plan,
                styles: names,
                num_steps: 0,
                seconds: 0.0,
                last_point: String::new(),
            },
            styles,
            goals,
            statistics,
            photos,
            teaching,
            folder: folder.to_owned(),
        };
        training.go_on()?;
        Ok(training)
    }

    fn go_on(&mut self) -> Result<(), TrainError> {
        let Some(state) = read_base_state(&self.folder)? else {
            return Ok(());
        };
        if state.styles != self.state.styles {
            return Err(TrainError::OtherStyles {
                begun: state.styles,
                now: self.state.styles.clone(),
            });
        }
        self.networks.load(&self.folder.join(&state.last_point))?;
        let budget = self.state.plan.budget;
        self.state = state;
        self.state.plan.budget = budget;
        Ok(())
    }

    /// How it is trained, and how far it is.
    pub fn state(&self) -> &BaseState {
        &self.state
    }

    /// Whether the time is over.
    pub fn is_over(&self) -> bool {
        let BaseState {
            plan,
            num_steps,
            seconds,
            ..
        } = &self.state;
        plan.progress(*num_steps, *seconds) >= 1.0
    }

    /// Does one step, and writes a checkpoint when it is time for one.
    ///
    /// # Errors
    /// [`TrainError`] when the device fails, the losses run away, or the disk refuses.
    pub fn advance(&mut self) -> Result<BaseAdvance, TrainError> {
        let start = Instant::now();
        let plan = &self.state.plan;
        let progress = plan.progress(self.state.num_steps, self.state.seconds);
        let (batch, index) = self.batch();
        let rate = BasePlan::rate(progress);
        let goal = &self.goals[index];
        let losses = step::step(&mut self.networks, batch, index + 1, goal, rate)?;
        self.state.num_steps += 1;
        let num_steps = self.state.num_steps;
        if !losses.is_finite() {
            return Err(TrainError::Diverged { num_steps });
        }
        let seconds = start.elapsed().as_secs_f64();
        self.state.seconds += seconds;
        let is_saved = num_steps.is_multiple_of(self.state.plan.save_every) || self.is_over();
        if is_saved {
            self.save()?;
        }
        let plan = &self.state.plan;
        Ok(BaseAdvance {
            num_steps,
            progress: plan.progress(num_steps, self.state.seconds),
            style: self.styles[index].name.clone(),
            losses,
            seconds,
            is_saved,
        })
    }

    /// Writes a checkpoint now.
    ///
    /// # Errors
    /// [`TrainError::Checkpoint`] when the disk refuses; the one before is still whole.
    pub fn save(&mut self) -> Result<(), TrainError> {
        let files = self.networks.files()?;
        let fill = |point: &Path| checkpoint::write_files(point, &files);
        self.state.last_point = checkpoint::write_point(&self.folder, self.state.num_steps, fill)?;
        let named = [self.state.last_point.as_str()];
        Ok(checkpoint::write_run(&self.folder, &self.state, &named)?)
    }

    /// The averaged weights as two files: the base model, and what learning needs beside it.
    ///
    /// # Errors
    /// [`TrainError`] when the device fails.
    pub fn export(&self) -> Result<(Vec<u8>, Vec<u8>), TrainError> {
        let average = &self.networks.average;
        let generator = of_module(&average.generator)?;
        let rows = average.rows()?;
        let photo = rows.first().copied().unwrap_or(StyleCode([0.0; CODE_SIZE]));
        let named = self.state.styles.iter().zip(rows.into_iter().skip(1));
        let styles: Vec<Style> = named
            .map(|(name, code)| Style {
                name: name.clone(),
                code,
            })
            .collect();
        let base = base_file(&generator, photo, &styles, self.state.num_steps)?;
        let discriminator = of_module(&self.networks.discriminator)?;
        let teaching = self.teaching.file_with(&discriminator, &self.statistics)?;
        Ok((base, teaching))
    }

    /// The pictures and dials of the next step, and which style it is for; the same after a resume.
    fn batch(&self) -> (Batch, usize) {
        let BasePlan {
            seed, side, batch, ..
        } = self.state.plan;
        let seed = seed.wrapping_mul(STEP_SEED) ^ self.state.num_steps;
        let random = &mut fastrand::Rng::with_seed(seed);
        let index = random.usize(..self.styles.len());
        let photos: Vec<&RgbImage> = self.photos.iter().collect();
        let pages: Vec<&RgbImage> = self.styles[index].pages.iter().collect();
        let batch = Batch {
            photos: Cropping::photos(side).batch(&photos, batch, random),
            pages: Cropping::pages(side).batch(&pages, batch, random),
            dials: draw_dials(random, batch),
        };
        (batch, index)
    }
}

/// The codes at the beginning, the photograph's first: those of `init` by name, the others drawn from a
/// standard normal distribution.
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
