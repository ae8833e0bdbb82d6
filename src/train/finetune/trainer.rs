//! One training step: what is minimised, for the generator and for the discriminator.
//!
//! The generator draws under loss weights that are drawn at random around the user's own and is told
//! them, so that the dials stay true while a style is learnt (Dosovitskiy and Djolonga, ICLR 2020).

use burn::grad_clipping::GradientClippingConfig;
use burn::module::{Module, Param};
use burn::optim::{AdamConfig, GradientsParams, ModuleOptimizer};
use burn::prelude::{Device, Tensor};
use burn::tensor::TensorData;

use crate::model::beholder::Beholder;
use crate::model::discriminator::Discriminator;
use crate::model::generator::Generator;
use crate::model::perceptual::NUM_LEVELS;
use crate::model::tensors::{NamedTensors, into_module};
use crate::model::{CODE_SIZE, Dials, ModelError, NUM_DIALS, StyleCode};
use crate::train::finetune::stage::{Stage, only};
use crate::train::gan::average::averaged;
use crate::train::loss::areas::AreaLosses;
use crate::train::loss::flatten::flattened;
use crate::train::loss::{self, Adversarial, Features};
use crate::train::objective::{Batch, LossShares, Means, Measure, StepLosses, effective_weights};

/// Steps from which the running means of the losses are taken. After them a loss that falls must not count more, nor
/// one that grows less: with means that went on, the style was chased at the cost of all content (1.03 after
/// 360 steps on 20 pages, from 0.65).
const SCALE_STEPS: u64 = 40;
/// Share of the past in the running average of the weights.
const AVERAGE: f64 = 0.995;
/// Norm to which the gradient of each parameter is cut.
const CLIP_NORM: f32 = 1.0;

/// What is trained: the generator and the code of the new style.
#[derive(Module, Debug)]
pub struct Learner {
    /// Draws.
    pub generator: Generator,
    /// The style's code, `[1, 32]`.
    pub code: Param<Tensor<2>>,
}

impl Learner {
    /// The code as plain numbers.
    ///
    /// # Errors
    /// What the device said.
    pub fn style_code(&self) -> Result<StyleCode, ModelError> {
        let numbers = self.code.val().try_into_vec_as::<f32>()?;
        let code = <[f32; CODE_SIZE]>::try_from(numbers).unwrap_or([0.0; CODE_SIZE]);
        Ok(StyleCode(code))
    }
}

/// What does not change while a style is learnt.
#[derive(Clone, Debug)]
pub struct Goal {
    /// Gram matrices of the style's pages, `[1, c, c]` per level.
    pub grams: [Tensor<3>; NUM_LEVELS],
    /// Root mean square of each level of the perceptual network on photographs; features are divided by it.
    pub rms: [f32; NUM_LEVELS],
    /// The code of an untouched photograph.
    pub photo: StyleCode,
}

/// Networks, optimisers and averages.
pub struct Trainer {
    pub(crate) learner: Learner,
    pub(crate) average: Learner,
    pub(crate) discriminator: Discriminator,
    pub(crate) optimizer: ModuleOptimizer,
    pub(crate) optimizer_d: ModuleOptimizer,
    pub(crate) means: Means,
    pub(crate) num_steps: u64,
    perceptual: Beholder,
    goal: Goal,
    shares: LossShares,
    adversarial: Adversarial,
    device: Device,
    stage: Option<Stage>,
}

impl std::fmt::Debug for Trainer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            num_steps, stage, ..
        } = self;
        f.debug_struct("Trainer")
            .field("num_steps", num_steps)
            .field("stage", stage)
            .finish_non_exhaustive()
    }
}

impl Trainer {
    /// Networks on a plain device go in; training happens on the same device with gradients.
    pub fn new(
        generator: Generator,
        code: StyleCode,
        discriminator: Discriminator,
        perceptual: Beholder,
        goal: Goal,
        shares: LossShares,
        device: &Device,
    ) -> Self {
        let device = device.clone().autodiff();
        let code = Tensor::from_data(TensorData::new(code.0.to_vec(), [1, CODE_SIZE]), &device);
        let learner = Learner {
            generator: generator.train(),
            code: Param::from_tensor(code),
        };
        Self {
            average: learner.valid(),
            learner,
            discriminator: discriminator.train(),
            optimizer: adam(),
            optimizer_d: adam(),
            means: Means::default(),
            num_steps: 0,
            perceptual: perceptual.train().no_grad(),
            goal,
            shares,
            adversarial: Adversarial::default(),
            device,
            stage: None,
        }
    }

    /// Takes over networks on a plain device, and optimisers.
    pub(crate) fn restore(
        &mut self,
        learner: Learner,
        average: Learner,
        discriminator: Discriminator,
        optimizer: ModuleOptimizer,
        optimizer_d: ModuleOptimizer,
    ) {
        self.learner = learner.train();
        self.average = average;
        self.discriminator = discriminator.train();
        self.optimizer = optimizer;
        self.optimizer_d = optimizer_d;
        self.stage = None;
    }

    /// Sets generator and code, here and in the average, and forgets the optimiser's past.
    pub(crate) fn replace(&mut self, generator: Generator, code: StyleCode) {
        let code = TensorData::new(code.0.to_vec(), [1, CODE_SIZE]);
        self.learner = Learner {
            generator: generator.train(),
            code: Param::from_tensor(Tensor::from_data(code, &self.device)),
        };
        self.average = self.learner.valid();
        self.optimizer = adam();
        self.stage = None;
    }

    /// As [`replace`](Self::replace), from tensors.
    pub(crate) fn go_back(
        &mut self,
        tensors: &NamedTensors,
        code: StyleCode,
    ) -> Result<(), ModelError> {
        let mut generator = self.average.generator.clone();
        into_module(&mut generator, tensors)?;
        self.replace(generator, code);
        Ok(())
    }

    /// Steps done so far.
    pub fn num_steps(&self) -> u64 {
        self.num_steps
    }

    /// The running average of generator and code, which draws better than any single step.
    pub fn average(&self) -> &Learner {
        &self.average
    }

    /// Trains on one batch under the loss `weights` that the user has set.
    ///
    /// # Errors
    /// What the device said.
    pub fn step(
        &mut self,
        batch: Batch,
        weights: Dials,
        stage: Stage,
        rate: f64,
    ) -> Result<StepLosses, ModelError> {
        if self.stage != Some(stage) {
            self.learner = only(stage, self.learner.clone());
            self.stage = Some(stage);
        }
        let n = batch.dials.len();
        let photos = Tensor::<4>::from_data(batch.photos, &self.device.clone().inner());
        let flat = flattened(&photos);
        let flat_features = self.perceptual.valid().forward(flat.image.clone());
        let flat_features = scaled(flat_features, &self.goal.rms).map(Tensor::from_inner);
        let flat_image = Tensor::from_inner(flat.image);
        let mask = Tensor::from_inner(flat.mask);
        let photos = Tensor::from_inner(photos);
        let pages = Tensor::<4>::from_data(batch.pages, &self.device);
        let dials = self.dials(&batch.dials);
        let shares = self.shares;
        let generator = &self.learner.generator;
        let code = self.learner.code.val().expand([n, CODE_SIZE]); // [n, 32]
        let photo_code = self.code_of(self.goal.photo, n); // [n, 32]

        let drawn = generator.forward(photos.clone(), code.clone(), dials.clone());
        let features_drawn = self.features(drawn.clone());
        let style = loss::style(&features_drawn, &self.goal.grams);
        let content = loss::content(&features_drawn, &flat_features, &drawn, &flat_image);
        // There and back in turns: from the photograph in one step, from the page in the next.
        let from_page = self.num_steps % 2 == 1;
        let (cycle, identity) = if from_page {
            let photo_like = generator.forward(pages.clone(), photo_code, dials.clone());
            let back = generator.forward(photo_like, code.clone(), dials.clone());
            let same = generator.forward(pages.clone(), code.clone(), dials);
            (
                loss::cycle(back, pages.clone()),
                Some(loss::cycle(same, pages.clone())),
            )
        } else {
            let back = generator.forward(drawn.clone(), photo_code, dials);
            (loss::cycle(back, photos.clone()), None)
        };
        let judge = self.discriminator.clone().no_grad();
        let scores = judge.forward(drawn.clone(), code.clone());
        let adversarial = self.adversarial.generator(scores);
        let areas = AreaLosses::of(&drawn, &photos, &mask).weighted(shares.areas);

        let weights = effective_weights(&batch.dials, weights);
        let weight = |i: usize, share: f32, mean: Option<f32>| {
            let scale = share / mean.unwrap_or(1.0).max(1e-4);
            let column: Vec<f32> = weights.iter().map(|w| w[i] * scale).collect();
            Tensor::<1>::from_data(TensorData::new(column, [n]), &self.device)
        };
        let read = |x: &Tensor<1>| x.clone().detach().mean();
        let change = loss::cycle(drawn.clone().detach(), photos).mean();
        let none = Tensor::<1>::zeros([1], &self.device);
        let report = Tensor::cat(
            vec![
                read(&style),
                read(&content),
                read(&cycle),
                read(&adversarial),
                change,
                identity.as_ref().map_or(none, &read),
            ],
            0,
        );
        // The one place where the step waits for the device: the means are needed before the sum.
        let report = report.inner().try_into_vec_as::<f32>()?;
        let tells_scale = self.num_steps < SCALE_STEPS;
        let means = &mut self.means;
        if tells_scale {
            means.style.update(report[0]);
            means.content.update(report[1]);
            means.cycle.update(report[2]);
        }
        let mut total = style * weight(0, shares.style, means.style.get())
            + adversarial * weight(0, shares.adversarial, None)
            + content * weight(1, shares.content, means.content.get())
            + cycle * weight(2, shares.cycle, means.cycle.get());
        if let Some(identity) = identity {
            if tells_scale {
                means.identity.update(report[5]);
            }
            total = total + identity * weight(2, shares.identity, means.identity.get());
        }
        let mut grads = (total.mean() + areas).backward();
        let grads = GradientsParams::from_module(&mut grads, &self.learner);
        self.learner = self.optimizer.step(rate, self.learner.clone(), grads);

        let code = code.detach();
        let discriminator = self.discriminator.clone().iterate();
        let real = discriminator.forward(pages, code.clone());
        let fake = discriminator.forward(drawn.detach(), code);
        let loss_d = self.adversarial.discriminator(real, fake);
        let shown = loss_d.clone().detach();
        let mut grads = loss_d.backward();
        let grads = GradientsParams::from_module(&mut grads, &discriminator);
        self.discriminator = self.optimizer_d.step(rate * 0.5, discriminator, grads);

        self.average = averaged(self.average.clone(), &self.learner.valid(), AVERAGE);
        self.num_steps += 1;
        let shown = shown.inner().try_into_vec_as::<f32>()?;
        Ok(StepLosses {
            style: report[0],
            content: report[1],
            cycle: report[2],
            adversarial: report[3],
            change: report[4],
            discriminator: shown.first().copied().unwrap_or(f32::NAN),
        })
    }

    /// Style distance and content distance of the averaged weights on `photos`, dials in the middle:
    /// the measures by which the best checkpoint is chosen.
    ///
    /// # Errors
    /// What the device said.
    pub fn measure(&self, photos: &TensorData) -> Result<Measure, ModelError> {
        let device = self.device.clone().inner();
        let photos = Tensor::<4>::from_data(photos.clone(), &device);
        let n = photos.dims()[0];
        let code = self.average.code.val().expand([n, CODE_SIZE]);
        let dials = Tensor::zeros([n, NUM_DIALS], &device);
        let drawn = self.average.generator.forward(photos.clone(), code, dials);
        let perceptual = self.perceptual.valid();
        let features = |x: Tensor<4>| scaled(perceptual.forward(x), &self.goal.rms);
        let (a, b) = (features(drawn.clone()), features(photos.clone()));
        let style = loss::style(&a, &self.goal.grams).mean();
        let untouched = loss::style(&b, &self.goal.grams).mean();
        let content = loss::content(&a, &b, &drawn, &photos).mean();
        let change = loss::cycle(drawn.clone(), photos).mean();
        // How much the mean colours of the drawings differ among themselves.
        let spread = drawn.mean_dim(3).mean_dim(2).var(0).mean().sqrt();
        let numbers = Tensor::cat(vec![style, untouched, content, change, spread], 0);
        let numbers = numbers.try_into_vec_as::<f32>()?;
        Ok(Measure {
            style: numbers[0],
            untouched: numbers[1],
            content: numbers[2],
            change: numbers[3],
            spread: numbers[4],
        })
    }

    fn features(&self, x: Tensor<4>) -> Features {
        scaled(self.perceptual.forward(x), &self.goal.rms)
    }

    fn dials(&self, dials: &[[f32; NUM_DIALS]]) -> Tensor<2> {
        let data = TensorData::new(dials.concat(), [dials.len(), NUM_DIALS]);
        Tensor::from_data(data, &self.device)
    }

    fn code_of(&self, code: StyleCode, n: usize) -> Tensor<2> {
        let data = TensorData::new(code.0.to_vec(), [1, CODE_SIZE]);
        Tensor::<2>::from_data(data, &self.device).expand([n, CODE_SIZE])
    }
}

/// Features divided by their root mean square on photographs.
pub(crate) fn scaled(features: Features, rms: &[f32; NUM_LEVELS]) -> Features {
    let mut rms = rms.iter();
    features.map(|level| level.div_scalar(rms.next().copied().unwrap_or(1.0)))
}

pub(crate) fn adam() -> ModuleOptimizer {
    AdamConfig::new()
        .with_beta_1(0.5)
        .with_beta_2(0.99)
        .with_epsilon(1e-8)
        .with_grad_clipping(Some(GradientClippingConfig::Norm(CLIP_NORM)))
        .init()
}
