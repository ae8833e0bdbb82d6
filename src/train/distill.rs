//! The perceptual network, taught by a larger one that was trained by others: its features through
//! one linear map per level, and the geometry of their Gram matrices.
//!
//! Source: Hinton, Vinyals and Dean 2015 (<https://arxiv.org/abs/1503.02531>); features as targets:
//! Romero et al. 2015 (<https://arxiv.org/abs/1412.6550>).

mod eval;
mod student;

use std::path::Path;

use burn::module::Module as _;
use burn::optim::{AdamConfig, GradientsParams, ModuleOptimizer};
use burn::prelude::{Device, Tensor};
use burn::tensor::TensorData;
use image::RgbImage;

pub use self::eval::{Held, LevelLikeness, compare};
use self::student::{Student, at_teachers_size};
use crate::model::ModelError;
use crate::model::perceptual::Perceptual;
use crate::model::squeezenet::{NUM_TEACHER_LEVELS, SqueezeNet};
use crate::model::tensors::{of_module, serialise};
use crate::train::checkpoint::{self, Files};
use crate::train::data::crops::Cropping;
use crate::train::data::normal::normal;
use crate::train::loss::{box_blur, gram};
use crate::train::run::{Budget, Falling, Run, RunState, Task, TaskState};
use crate::train::{CheckpointError, TrainError};

/// Which level of the network learns from which of the teacher's. The teacher has nothing at full
/// resolution: the finest level learns, halved, what the second one learns too.
pub const PAIRS: [(usize, usize); 5] = [(0, 0), (1, 0), (2, 1), (3, 2), (3, 4)];
/// Side of crops in pixels.
const SIDE: u32 = 128;
/// Crops of photographs in a step, styles that pages are taken of, and crops of each.
const NUM_PHOTOS: usize = 4;
const NUM_STYLES: usize = 3;
const NUM_PAGES: usize = 2;
/// Adam's step size.
const RATE: Falling = Falling {
    rate: 2e-3,
    from: 0.0,
    last: 0.02,
};
/// Share of the geometry of Gram matrices in the loss.
const GEOMETRY: f64 = 3.0;
/// Batches on which the size of the teacher's features is measured.
const NUM_MEASURED: usize = 8;

const LEARNER: &str = "learner.bpk";
const OPTIMIZER: &str = "optimizer.bpk";

/// How the network is taught.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct DistillPlan {
    /// When it ends.
    pub budget: Budget,
    /// Decides all random choices.
    pub seed: u64,
    /// Steps between two checkpoints.
    pub save_every: u64,
}

impl TaskState for DistillPlan {
    fn budget(&self) -> Budget {
        self.budget
    }

    fn seed(&self) -> u64 {
        self.seed
    }

    fn save_every(&self) -> u64 {
        self.save_every
    }

    fn checked(self) -> Result<Self, &'static str> {
        Ok(self)
    }

    /// Only the budget is that of the run that goes on.
    fn go_on(self, given: &Self) -> Result<Self, TrainError> {
        let budget = given.budget;
        Ok(Self { budget, ..self })
    }
}

/// Pictures to learn from.
#[derive(Clone, Debug, Default)]
pub struct DistillInputs {
    /// Photographs.
    pub photos: Vec<RgbImage>,
    /// Pages, style by style; none of them empty.
    pub styles: Vec<Vec<RgbImage>>,
}

/// What one step reports.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct Report {
    /// How far the student is from its teacher.
    pub loss: f32,
}

/// A perceptual network being taught, as a run.
pub type Distillation = Run<Distill>;

/// A perceptual network being taught.
pub struct Distill {
    student: Student,
    optimizer: ModuleOptimizer,
    teacher: SqueezeNet,
    /// Root mean square of the teacher's levels on photographs.
    rms: [f32; NUM_TEACHER_LEVELS],
    inputs: DistillInputs,
    device: Device,
}

impl Task for Distill {
    type State = DistillPlan;
    type Report = Report;
    type Evaluation = ();

    fn step(
        &mut self,
        state: &RunState<DistillPlan>,
        random: &mut fastrand::Rng,
    ) -> Result<Report, TrainError> {
        let loss = self.descend(RATE.at(state.progress()), random)?;
        if !loss.is_finite() {
            let num_steps = state.num_steps + 1;
            return Err(TrainError::Diverged { num_steps });
        }
        Ok(Report { loss })
    }

    fn evaluate(&mut self, _state: &mut RunState<DistillPlan>) -> Result<(), TrainError> {
        Ok(())
    }

    fn files(&self) -> Result<Files, CheckpointError> {
        Ok(vec![
            checkpoint::of_module(LEARNER, self.student.valid())?,
            checkpoint::of_optimizer(OPTIMIZER, &self.optimizer)?,
        ])
    }

    fn load(&mut self, folder: &Path, state: &RunState<DistillPlan>) -> Result<(), TrainError> {
        let point = folder.join(&state.last_point);
        let student = checkpoint::load_module(&point, LEARNER, self.student.valid())?;
        self.optimizer = checkpoint::load_optimizer(&point, OPTIMIZER, adam())?;
        self.student = student.train();
        Ok(())
    }
}

impl Distillation {
    /// A fresh network on `device` (a plain one, where `teacher` is too), or the one in `folder` as
    /// far as it was taught; only its budget is then that of `plan`.
    ///
    /// # Errors
    /// [`TrainError`] when there is nothing to learn from or the checkpoint does not fit.
    pub fn begin(
        teacher: SqueezeNet,
        inputs: DistillInputs,
        plan: DistillPlan,
        folder: &Path,
        device: &Device,
    ) -> Result<Self, TrainError> {
        if inputs.photos.is_empty() {
            return Err(TrainError::NoPhotos);
        }
        if inputs.styles.is_empty() || inputs.styles.iter().any(Vec::is_empty) {
            return Err(TrainError::NoPages);
        }
        let random = &mut fastrand::Rng::with_seed(plan.seed);
        let student = Student::new(random, device)?;
        let rms = teacher_rms(&teacher, &inputs.photos, random, device)?;
        let task = Distill {
            student: student.train(),
            optimizer: adam(),
            teacher,
            rms,
            inputs,
            device: device.clone(),
        };
        let mut run = Self::new(task, plan);
        run.keep_in(folder)?;
        Ok(run)
    }

    /// The network as it is now, on the plain device.
    pub fn network(&self) -> Perceptual {
        self.task.student.network.valid()
    }

    /// The network as a file, as [`Perceptual::from_bytes`] reads it.
    ///
    /// # Errors
    /// [`TrainError::Model`] when the device fails.
    pub fn export(&self) -> Result<Vec<u8>, TrainError> {
        Ok(serialise(&of_module(&self.network())?, None)?)
    }
}

impl Distill {
    fn descend(&mut self, rate: f64, random: &mut fastrand::Rng) -> Result<f32, ModelError> {
        let x = self.pictures(random);
        let mut sizes = self.rms.iter();
        let targets = self.teacher.forward(&x).map(|level| {
            Tensor::from_inner(level.div_scalar(sizes.next().copied().unwrap_or(1.0)))
        });
        let own = self.student.network.forward(Tensor::from_inner(x));
        let mut total: Option<Tensor<1>> = None;
        for ((level, other), map) in PAIRS.into_iter().zip(&self.student.maps) {
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
        let grads = GradientsParams::from_module(&mut grads, &self.student);
        self.student = self.optimizer.step(rate, self.student.clone(), grads);
        Ok(shown
            .try_into_vec_as::<f32>()?
            .first()
            .copied()
            .unwrap_or(f32::NAN))
    }

    /// Crops of photographs and pages, some of them blended, noisy or soft: `[10, 3, 128, 128]`.
    fn pictures(&self, random: &mut fastrand::Rng) -> Tensor<4> {
        let tensor = |pictures: &[RgbImage], cropping: Cropping, n, random: &mut fastrand::Rng| {
            let pictures: Vec<&RgbImage> = pictures.iter().collect();
            Tensor::<4>::from_data(cropping.batch(&pictures, n, random), &self.device)
        };
        let photos = &self.inputs.photos;
        let mut parts = vec![tensor(photos, Cropping::photos(SIDE), NUM_PHOTOS, random)];
        for style in random.choose_multiple(&self.inputs.styles, NUM_STYLES) {
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
