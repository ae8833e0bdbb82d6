//! The perceptual network, taught by a larger one that was trained by others: its features through one
//! linear map per level, and the geometry of their Gram matrices.
//!
//! Source: Hinton, Vinyals and Dean 2015 (<https://arxiv.org/abs/1503.02531>); features as targets:
//! Romero et al. 2015 (<https://arxiv.org/abs/1412.6550>).

mod eval;
mod student;

use std::path::{Path, PathBuf};
use std::time::Instant;

use burn::module::Module as _;
use burn::optim::{AdamConfig, GradientsParams, ModuleOptimizer};
use burn::prelude::{Device, Tensor};
use burn::tensor::TensorData;
use image::RgbImage;

use crate::model::ModelError;
use crate::model::perceptual::Perceptual;
use crate::model::squeezenet::{NUM_TEACHER_LEVELS, SqueezeNet};
use crate::model::tensors::{of_module, serialise};
use crate::train::checkpoint::{self, CheckpointError};
use crate::train::data::crops::Cropping;
use crate::train::data::normal::normal;
use crate::train::loss::{box_blur, gram};
use crate::train::{Budget, TrainError};

pub use self::eval::{Held, LevelLikeness, judge};
use self::student::{Pupil, at_teachers_size};

/// Version of the layout of a run's folder.
const VERSION: u32 = 1;
/// Which level of the network learns from which of the teacher's. The teacher has nothing at full
/// resolution: the finest level learns, halved, what the second one learns too.
pub const PAIRS: [(usize, usize); 5] = [(0, 0), (1, 0), (2, 1), (3, 2), (3, 4)];
/// Side of crops in pixels.
const SIDE: u32 = 128;
/// Crops of photographs in a step, styles that pages are taken of, and crops of each.
const NUM_PHOTOS: usize = 4;
const NUM_STYLES: usize = 3;
const NUM_PAGES: usize = 2;
/// Adam's step size at the beginning, and what of it is left at the end.
const RATE: f64 = 2e-3;
const LAST_RATE: f64 = 0.02;
/// Share of the geometry of Gram matrices in the loss.
const GEOMETRY: f64 = 3.0;
/// Batches on which the size of the teacher's features is measured.
const NUM_MEASURED: usize = 8;
/// Spreads the seeds of steps.
const STEP_SEED: u64 = 0x9e37_79b9_7f4a_7c15;

const LEARNER: &str = "learner.bpk";
const OPTIMIZER: &str = "optimizer.bpk";

/// How the network is taught, and how far it is.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct DistilState {
    version: u32,
    /// When it ends.
    pub budget: Budget,
    /// Decides all random choices.
    pub seed: u64,
    /// Steps between two checkpoints.
    pub save_every: u64,
    /// Steps done.
    pub num_steps: u64,
    /// Seconds of training so far.
    pub seconds: f64,
    last_point: String,
}

impl DistilState {
    /// The state of a run that has not begun.
    pub fn new(budget: Budget, seed: u64, save_every: u64) -> Self {
        Self {
            version: VERSION,
            budget,
            seed,
            save_every,
            num_steps: 0,
            seconds: 0.0,
            last_point: String::new(),
        }
    }

    /// How much of the time is over, `0.0..=1.0`.
    pub fn progress(&self) -> f64 {
        self.budget.progress(self.num_steps, self.seconds)
    }
}

/// The state of the run in `folder`; `None` when there is none.
///
/// # Errors
/// [`CheckpointError`] when it is damaged.
pub fn read_distil_state(folder: &Path) -> Result<Option<DistilState>, CheckpointError> {
    checkpoint::read_run(folder, |state: &DistilState| state.version, VERSION)
}

/// Pictures to learn from.
#[derive(Clone, Debug, Default)]
pub struct Looks {
    /// Photographs.
    pub photos: Vec<RgbImage>,
    /// Pages, style by style; none of them empty.
    pub styles: Vec<Vec<RgbImage>>,
}

/// A perceptual network being taught.
pub struct Distillation {
    pupil: Pupil,
    optimizer: ModuleOptimizer,
    teacher: SqueezeNet,
    /// Root mean square of the teacher's levels on photographs.
    rms: [f32; NUM_TEACHER_LEVELS],
    looks: Looks,
    state: DistilState,
    folder: PathBuf,
    device: Device,
}

impl std::fmt::Debug for Distillation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Distillation")
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}

impl Distillation {
    /// A fresh network on `device` (a plain one, where `teacher` is too), or the one in `folder` as far as it was taught.
    ///
    /// # Errors
    /// [`TrainError`] when there is nothing to learn from or the checkpoint does not fit.
    pub fn begin(
        teacher: SqueezeNet,
        looks: Looks,
        state: DistilState,
        folder: &Path,
        device: &Device,
    ) -> Result<Self, TrainError> {
        if looks.photos.is_empty() {
            return Err(TrainError::NoPhotos);
        }
        if looks.styles.is_empty() || looks.styles.iter().any(Vec::is_empty) {
            return Err(TrainError::NoPages);
        }
        let random = &mut fastrand::Rng::with_seed(state.seed);
        let pupil = Pupil::new(random, device)?;
        let rms = teacher_rms(&teacher, &looks.photos, random, device)?;
        let mut distillation = Self {
            pupil: pupil.train(),
            optimizer: adam(),
            teacher,
            rms,
            looks,
            state,
            folder: folder.to_owned(),
            device: device.clone(),
        };
        distillation.go_on()?;
        Ok(distillation)
    }

    fn go_on(&mut self) -> Result<(), TrainError> {
        let Some(state) = read_distil_state(&self.folder)? else {
            return Ok(());
        };
        let point = self.folder.join(&state.last_point);
        let pupil = checkpoint::load_module(&point, LEARNER, self.pupil.valid())?;
        self.optimizer = checkpoint::load_optimizer(&point, OPTIMIZER, adam())?;
        self.pupil = pupil.train();
        let budget = self.state.budget;
        self.state = DistilState { budget, ..state };
        Ok(())
    }

    /// How far it is.
    pub fn state(&self) -> &DistilState {
        &self.state
    }

    /// Whether the time is over.
    pub fn is_over(&self) -> bool {
        self.state.progress() >= 1.0
    }

    /// Does one step, writes a checkpoint when it is time for one, and gives the loss.
    ///
    /// # Errors
    /// [`TrainError`] when the device fails, the loss runs away, or the disk refuses.
    pub fn advance(&mut self) -> Result<f32, TrainError> {
        let start = Instant::now();
        let rate = RATE * (1.0 - self.state.progress()).max(LAST_RATE);
        let loss = self.step(rate)?;
        self.state.num_steps += 1;
        let num_steps = self.state.num_steps;
        if !loss.is_finite() {
            return Err(TrainError::Diverged { num_steps });
        }
        self.state.seconds += start.elapsed().as_secs_f64();
        if num_steps.is_multiple_of(self.state.save_every) || self.is_over() {
            self.save()?;
        }
        Ok(loss)
    }

    /// Writes a checkpoint now.
    ///
    /// # Errors
    /// [`TrainError::Checkpoint`] when the disk refuses; the one before is still whole.
    pub fn save(&mut self) -> Result<(), TrainError> {
        let fill = |point: &Path| {
            checkpoint::save_module(point, LEARNER, self.pupil.valid())?;
            checkpoint::save_optimizer(point, OPTIMIZER, &self.optimizer)
        };
        self.state.last_point = checkpoint::write_point(&self.folder, self.state.num_steps, fill)?;
        let named = [self.state.last_point.as_str()];
        Ok(checkpoint::write_run(&self.folder, &self.state, &named)?)
    }

    /// The network as it is now, on the plain device.
    pub fn network(&self) -> Perceptual {
        self.pupil.network.valid()
    }

    /// The teacher.
    pub fn teacher(&self) -> &SqueezeNet {
        &self.teacher
    }

    /// The network as a file, as [`Perceptual::from_bytes`] reads it.
    ///
    /// # Errors
    /// [`TrainError::Model`] when the device fails.
    pub fn export(&self) -> Result<Vec<u8>, TrainError> {
        Ok(serialise(&of_module(&self.network())?, None)?)
    }

    fn step(&mut self, rate: f64) -> Result<f32, ModelError> {
        let x = self.pictures();
        let mut sizes = self.rms.iter();
        let targets = self.teacher.forward(&x).map(|level| {
            Tensor::from_inner(level.div_scalar(sizes.next().copied().unwrap_or(1.0)))
        });
        let own = self.pupil.network.forward(Tensor::from_inner(x));
        let mut total: Option<Tensor<1>> = None;
        for ((level, other), map) in PAIRS.into_iter().zip(&self.pupil.maps) {
            let features = at_teachers_size(own[level].clone(), (level, other));
            let target = targets[other].clone();
            let error = (map.forward(features.clone()) - target.clone())
                .powi_scalar(2)
                .mean();
            let term = error / target.clone().powi_scalar(2).mean();
            let size = features
                .clone()
                .powi_scalar(2)
                .mean()
                .sqrt()
                .reshape([1, 1, 1, 1]);
            let (a, b) = (neighbours(gram(features / size)), neighbours(gram(target)));
            let geometry = (a - b.clone()).powi_scalar(2).mean() / b.powi_scalar(2).mean();
            let term = term + geometry.mul_scalar(GEOMETRY);
            total = Some(match total {
                Some(total) => total + term,
                None => term,
            });
        }
        let total = total.unwrap_or_else(|| Tensor::zeros([1], &self.device));
        let shown = total.clone().detach().inner();
        let mut grads = total.backward();
        let grads = GradientsParams::from_module(&mut grads, &self.pupil);
        self.pupil = self.optimizer.step(rate, self.pupil.clone(), grads);
        Ok(shown
            .try_into_vec_as::<f32>()?
            .first()
            .copied()
            .unwrap_or(f32::NAN))
    }

    /// Crops of photographs and pages, some of them blended, noisy or soft: `[10, 3, 128, 128]`.
    fn pictures(&self) -> Tensor<4> {
        let seed = self.state.seed.wrapping_mul(STEP_SEED) ^ self.state.num_steps;
        let random = &mut fastrand::Rng::with_seed(seed);
        let tensor = |pictures: &[RgbImage], cropping: Cropping, n, random: &mut fastrand::Rng| {
            let pictures: Vec<&RgbImage> = pictures.iter().collect();
            Tensor::<4>::from_data(cropping.batch(&pictures, n, random), &self.device)
        };
        let photos = &self.looks.photos;
        let mut parts = vec![tensor(photos, Cropping::photos(SIDE), NUM_PHOTOS, random)];
        for style in random.choose_multiple(&self.looks.styles, NUM_STYLES) {
            parts.push(tensor(style, Cropping::pages(SIDE), NUM_PAGES, random));
        }
        let mut x = Tensor::cat(parts, 0);
        let n = x.dims()[0];
        let shares: Vec<f32> = (0..n).map(|_| random.f32()).collect();
        let column = |shares: Vec<f32>| {
            Tensor::<4>::from_data(TensorData::new(shares, [n, 1, 1, 1]), &self.device)
        };
        if random.f32() < 0.3 {
            // Something between photograph and page, for half of them.
            let small = shares
                .iter()
                .map(|share| if *share < 0.5 { *share } else { 0.0 });
            let other = x.clone().flip([0]);
            x = x.clone() + (other - x) * column(small.collect());
        }
        if random.f32() < 0.3 {
            let shape = x.dims();
            let noise = (0..shape.iter().product::<usize>()).map(|_| normal(random) * 0.06);
            let noise = TensorData::new(noise.collect::<Vec<f32>>(), shape);
            let noise = Tensor::<4>::from_data(noise, &self.device);
            x = (x + noise * column(shares)).clamp(0.0, 1.0);
        }
        if random.f32() < 0.2 {
            x = box_blur(x, 1);
        }
        x
    }
}

/// Root mean square of each level of the teacher on crops of `photos`.
fn teacher_rms(
    teacher: &SqueezeNet,
    photos: &[RgbImage],
    random: &mut fastrand::Rng,
    device: &Device,
) -> Result<[f32; NUM_TEACHER_LEVELS], ModelError> {
    let photos: Vec<&RgbImage> = photos.iter().collect();
    let mut sums = [0.0; NUM_TEACHER_LEVELS];
    for _ in 0..NUM_MEASURED {
        let crops = Cropping::photos(SIDE).batch(&photos, 8, random);
        let levels = teacher.forward(&Tensor::from_data(crops, device));
        let sizes = levels.map(|level| level.powi_scalar(2).mean().sqrt());
        let sizes = Tensor::cat(sizes.into(), 0).try_into_vec_as::<f32>()?;
        for (sum, size) in sums.iter_mut().zip(sizes) {
            *sum += size / NUM_MEASURED as f32;
        }
    }
    Ok(sums)
}

/// Relative distances of the Gram matrices of neighbours in a batch: `[b, c, c] -> [b - 1]`
fn neighbours(grams: Tensor<3>) -> Tensor<1> {
    let n = grams.dims()[0] - 1;
    let (a, b) = (grams.clone().narrow(0, 1, n), grams.narrow(0, 0, n));
    let size = |x: Tensor<3>| -> Tensor<1> { x.abs().sum_dim(2).sum_dim(1).reshape([n]) };
    size(a.clone() - b.clone()) / (size(a) + size(b))
}

fn adam() -> ModuleOptimizer {
    AdamConfig::new()
        .with_beta_1(0.9)
        .with_beta_2(0.99)
        .with_epsilon(1e-8)
        .init()
}
