//! One step of training the base weights: what is minimised, for the generator and its discriminator.

use std::path::Path;

use burn::module::{Module, Param};
use burn::optim::{GradientsParams, ModuleOptimizer};
use burn::prelude::{Device, Tensor};
use burn::tensor::TensorData;

use crate::model::beholder::Beholder;
use crate::model::discriminator::Discriminator;
use crate::model::generator::Generator;
use crate::model::perceptual::NUM_LEVELS;
use crate::model::{CODE_SIZE, Dials, ModelError, NUM_DIALS, StyleCode};
use crate::train::checkpoint::{load_module, load_optimizer, save_module, save_optimizer};
use crate::train::finetune::trainer::{adam, scaled};
use crate::train::gan::average::averaged;
use crate::train::loss::areas::{AreaLosses, AreaShares};
use crate::train::loss::flatten::flattened;
use crate::train::loss::{self, Adversarial};
use crate::train::objective::{Batch, effective_weights};
use crate::train::run::state::{
    AVERAGE, CheckpointError, DISCRIMINATOR, LEARNER, OPTIMIZER, OPTIMIZER_D,
};

/// What each loss counts, as found on photographs and pages of six styles.
const STYLE: f32 = 6.0;
const ADVERSARIAL: f32 = 1.2;
const CONTENT: f32 = 1.1;
const CYCLE: f32 = 10.0;
const AREAS: AreaShares = AreaShares {
    crack: 14.0,
    total_variation: 4.0,
    tint: 20.0,
    brightness: 12.0,
};
/// A photograph drawn with its own code stays what it is.
const IDENTITY: f32 = 6.0;
/// Share of the past in the running average of the weights.
const AVERAGE_SHARE: f64 = 0.998;
/// Adam's step size for the discriminator; at 1e-3 it falls back to guessing.
const RATE_D: f64 = 4e-4;

/// What is trained: the generator and a table of codes.
#[derive(Module, Debug)]
pub(crate) struct BaseLearner {
    pub(crate) generator: Generator,
    /// `[1 + styles, 32]`; the first row is that of an untouched photograph.
    pub(crate) codes: Param<Tensor<2>>,
}

impl BaseLearner {
    /// The rows of the table.
    ///
    /// # Errors
    /// What the device said.
    pub(crate) fn rows(&self) -> Result<Vec<StyleCode>, ModelError> {
        let numbers = self.codes.val().try_into_vec_as::<f32>()?;
        let (rows, _) = numbers.as_chunks::<CODE_SIZE>();
        Ok(rows.iter().map(|row| StyleCode(*row)).collect())
    }
}

/// What a style is measured by.
#[derive(Clone, Debug)]
pub(crate) struct StyleGoal {
    /// Gram matrices of its pages, `[1, c, c]` per level.
    pub(crate) grams: [Tensor<3>; NUM_LEVELS],
    /// Whether it has colours, and with them even areas.
    pub(crate) is_coloured: bool,
}

/// The losses of one step, averaged over the batch, not yet weighted.
#[derive(Clone, Copy, Debug, Default, PartialEq, serde::Serialize)]
pub struct BaseLosses {
    /// Relative L1 distance of Gram matrices.
    pub style: f32,
    /// Relative distance of features to the flattened photograph's, and luminance.
    pub content: f32,
    /// Mean absolute difference after the way there and back.
    pub cycle: f32,
    /// What the generator minimises of the discriminator's scores.
    pub adversarial: f32,
    /// What happens in the drawing where the photograph is even.
    pub crack: f32,
    /// How far the colours of areas move.
    pub tint: f32,
    /// How far areas become darker or lighter.
    pub brightness: f32,
    /// What becomes of a photograph that is drawn with its own code: mean absolute difference.
    pub identity: f32,
    /// What the discriminator minimises: 2 when it guesses.
    pub discriminator: f32,
}

impl BaseLosses {
    /// Whether all of them are numbers.
    pub fn is_finite(&self) -> bool {
        let parts = [
            self.style,
            self.content,
            self.cycle,
            self.adversarial,
            self.crack,
            self.tint,
            self.brightness,
            self.identity,
            self.discriminator,
        ];
        parts.iter().all(|part| part.is_finite())
    }
}

/// All that changes while training.
pub(crate) struct Networks {
    pub(crate) learner: BaseLearner,
    pub(crate) average: BaseLearner,
    pub(crate) discriminator: Discriminator,
    optimizer: ModuleOptimizer,
    optimizer_d: ModuleOptimizer,
    perceptual: Beholder,
    rms: [f32; NUM_LEVELS],
    device: Device,
}

impl Networks {
    /// Networks on the plain `device` go in; training happens there with gradients.
    pub(crate) fn new(
        generator: Generator,
        codes: &[StyleCode],
        discriminator: Discriminator,
        perceptual: Beholder,
        rms: [f32; NUM_LEVELS],
        device: &Device,
    ) -> Self {
        let device = device.clone().autodiff();
        let table: Vec<f32> = codes.iter().flat_map(|code| code.0).collect();
        let table = TensorData::new(table, [codes.len(), CODE_SIZE]);
        let learner = BaseLearner {
            generator: generator.train(),
            codes: Param::from_tensor(Tensor::from_data(table, &device)),
        };
        Self {
            average: learner.valid(),
            learner,
            discriminator: discriminator.train(),
            optimizer: adam(),
            optimizer_d: adam(),
            perceptual: perceptual.train().no_grad(),
            rms,
            device,
        }
    }

    /// Writes everything that a later run needs into the folder of a point.
    ///
    /// # Errors
    /// [`CheckpointError`] when the disk refuses.
    pub(crate) fn save(&self, point: &Path) -> Result<(), CheckpointError> {
        save_module(point, LEARNER, self.learner.valid())?;
        save_module(point, AVERAGE, self.average.clone())?;
        save_module(point, DISCRIMINATOR, self.discriminator.valid())?;
        save_optimizer(point, OPTIMIZER, &self.optimizer)?;
        save_optimizer(point, OPTIMIZER_D, &self.optimizer_d)
    }

    /// Goes on from a point.
    ///
    /// # Errors
    /// [`CheckpointError`] when something is missing or damaged.
    pub(crate) fn load(&mut self, point: &Path) -> Result<(), CheckpointError> {
        let learner = load_module(point, LEARNER, self.learner.valid())?;
        let average = load_module(point, AVERAGE, self.average.clone())?;
        let discriminator = load_module(point, DISCRIMINATOR, self.discriminator.valid())?;
        self.optimizer = load_optimizer(point, OPTIMIZER, adam())?;
        self.optimizer_d = load_optimizer(point, OPTIMIZER_D, adam())?;
        self.learner = learner.train();
        self.average = average;
        self.discriminator = discriminator.train();
        Ok(())
    }

    /// Trains on one batch of the style whose code is in `row` of the table.
    ///
    /// # Errors
    /// What the device said.
    pub(crate) fn step(
        &mut self,
        batch: Batch,
        row: usize,
        goal: &StyleGoal,
        rate: f64,
    ) -> Result<BaseLosses, ModelError> {
        let n = batch.dials.len();
        let plain = self.device.clone().inner();
        let photos = Tensor::<4>::from_data(batch.photos, &plain);
        let flat = flattened(&photos);
        let flat_features = scaled(
            self.perceptual.valid().forward(flat.image.clone()),
            &self.rms,
        );
        let flat_features = flat_features.map(Tensor::from_inner);
        let (flat_image, mask) = (
            Tensor::from_inner(flat.image),
            Tensor::from_inner(flat.mask),
        );
        let photos = Tensor::from_inner(photos);
        let pages = Tensor::<4>::from_data(batch.pages, &self.device);
        let dials = TensorData::new(batch.dials.concat(), [n, NUM_DIALS]);
        let dials = Tensor::<2>::from_data(dials, &self.device);

        let codes = self.learner.codes.val();
        let code_in = |row: usize| codes.clone().narrow(0, row, 1).expand([n, CODE_SIZE]);
        let (code, photo_code) = (code_in(row), code_in(0));
        let generator = &self.learner.generator;
        let drawn = generator.forward(photos.clone(), code.clone(), dials.clone());
        // The way back, and the first half of the photographs as themselves, in one go.
        let half = n.div_ceil(2);
        let first = |x: &Tensor<2>| x.clone().narrow(0, 0, half);
        let both = generator.forward(
            Tensor::cat(vec![drawn.clone(), photos.clone().narrow(0, 0, half)], 0),
            Tensor::cat(vec![photo_code.clone(), first(&photo_code)], 0),
            Tensor::cat(vec![dials.clone(), first(&dials)], 0),
        );
        let back = both.clone().narrow(0, 0, n);
        let itself = both.narrow(0, n, half);
        let identity = (itself - photos.clone().narrow(0, 0, half)).abs().mean();
        let features = scaled(self.perceptual.forward(drawn.clone()), &self.rms);
        let style = loss::style(&features, &goal.grams);
        let content = loss::content(&features, &flat_features, &drawn, &flat_image);
        let cycle = loss::cycle(back, photos.clone());
        // The code says which style is judged; it does not learn to please.
        let code = code.detach();
        let judge = self.discriminator.clone().no_grad();
        let scores = judge.forward(drawn.clone(), code.clone());
        let adversarial = Adversarial::Hinge.generator(scores);
        let areas = AreaLosses::of(&drawn, &photos, &mask);

        let weights = effective_weights(&batch.dials, Dials::NEUTRAL);
        let weight = |i: usize, share: f32| {
            let column: Vec<f32> = weights.iter().map(|w| w[i] * share).collect();
            Tensor::<1>::from_data(TensorData::new(column, [n]), &self.device)
        };
        let shares = if goal.is_coloured {
            AREAS
        } else {
            AREAS.of_pen()
        };
        let total = style.clone() * weight(0, STYLE)
            + adversarial.clone() * weight(0, ADVERSARIAL)
            + content.clone() * weight(1, CONTENT)
            + cycle.clone() * weight(2, CYCLE);
        let beside = areas.weighted(shares) + identity.clone().mul_scalar(IDENTITY);
        let mut grads = (total.mean() + beside).backward();
        let grads = GradientsParams::from_module(&mut grads, &self.learner);
        self.learner = self.optimizer.step(rate, self.learner.clone(), grads);

        let discriminator = self.discriminator.clone().iterate();
        let real = discriminator.forward(pages, code.clone());
        let fake = discriminator.forward(drawn.detach(), code);
        let loss_d = Adversarial::Hinge.discriminator(real, fake);
        let read = |x: Tensor<1>| x.detach().mean().inner();
        let report = [
            style,
            content,
            cycle,
            adversarial,
            areas.crack,
            areas.tint,
            areas.brightness,
            identity,
        ];
        let mut report = report.map(read).to_vec();
        report.push(read(loss_d.clone()));
        let mut grads = loss_d.backward();
        let grads = GradientsParams::from_module(&mut grads, &discriminator);
        self.discriminator = self.optimizer_d.step(RATE_D, discriminator, grads);

        self.average = averaged(self.average.clone(), &self.learner.valid(), AVERAGE_SHARE);
        // The one place where the step waits for the device.
        let report = Tensor::cat(report, 0).try_into_vec_as::<f32>()?;
        let at = |i: usize| report.get(i).copied().unwrap_or(f32::NAN);
        Ok(BaseLosses {
            style: at(0),
            content: at(1),
            cycle: at(2),
            adversarial: at(3),
            crack: at(4),
            tint: at(5),
            brightness: at(6),
            identity: at(7),
            discriminator: at(8),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{BaseModel, Teaching};
    use crate::train::loss::gram;

    const SIDE: usize = 64;

    fn waves(phase: f32) -> TensorData {
        let mut numbers = Vec::new();
        for i in 0..6 {
            for y in 0..SIDE {
                for x in 0..SIDE {
                    let (x, y) = (0.31 * x as f32, 0.17 * y as f32 * (1.0 + phase));
                    numbers.push(0.5 + 0.4 * (x + y + phase + i as f32).sin());
                }
            }
        }
        TensorData::new(numbers, [2, 3, SIDE, SIDE])
    }

    #[test]
    fn the_losses_of_a_step_are_those_of_pytorch() {
        let base = include_bytes!("../../../assets/models/base-v3.safetensors");
        let teaching = include_bytes!("../../../assets/models/teaching-v3.safetensors");
        let base = BaseModel::from_bytes(base).unwrap();
        let teaching = Teaching::from_bytes(teaching).unwrap();
        let device = Device::flex();
        let mut codes = vec![base.photo()];
        codes.extend(base.styles().iter().map(|style| style.code));
        let perceptual = teaching.beholder(&device).unwrap();
        let pages = Tensor::<4>::from_data(waves(2.0), &device);
        let features = scaled(perceptual.forward(pages), &teaching.rms());
        let goal = StyleGoal {
            grams: features.map(|level| gram(level).mean_dim(0)),
            is_coloured: true,
        };
        let mut networks = Networks::new(
            base.generator(&device).unwrap(),
            &codes,
            teaching.discriminator(&device).unwrap(),
            perceptual,
            teaching.rms(),
            &device,
        );
        let batch = || Batch {
            photos: waves(0.0),
            pages: waves(2.0),
            dials: vec![[0.0; 3], [0.5, -0.25, 1.0]],
        };
        let losses = networks.step(batch(), 4, &goal, 8e-4).unwrap();
        // What tests/fixtures/base_step.py prints.
        let expected = [
            (losses.style, 0.80539),
            (losses.content, 0.33987),
            (losses.cycle, 0.11974),
            (losses.adversarial, 0.33451),
            (losses.crack, 0.00474),
            (losses.tint, 0.07855),
            (losses.brightness, 0.04660),
            (losses.identity, 0.09343),
            (losses.discriminator, 0.67070),
        ];
        for (found, expected) in expected {
            assert!((found - expected).abs() < 2e-4, "{found}, not {expected}");
        }
        // And the step goes downhill.
        let next = networks.step(batch(), 4, &goal, 8e-4).unwrap();
        assert!(next.style < losses.style, "{next:?}");
    }
}
