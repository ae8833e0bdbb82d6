//! One training step of a style being learnt, and the measurement of what was learnt.

use burn::module::{Module, Param};
use burn::prelude::{Device, Tensor};
use burn::tensor::TensorData;

use crate::model::discriminator::Discriminator;
use crate::model::features::FeatureExtractor;
use crate::model::generator::Generator;
use crate::model::perceptual::NUM_LEVELS;
use crate::model::tensors::{NamedTensors, into_module};
use crate::model::{CODE_SIZE, Dials, ModelError, NUM_DIALS, StyleCode};
use crate::train::data::crops::Cropping;
use crate::train::data::pages::Page;
use crate::train::data::pairs::crops::PairBatch;
use crate::train::finetune::measure::Measure;
use crate::train::finetune::plan::Plan;
use crate::train::finetune::stage::{Stage, only};
use crate::train::gan::views::Views;
use crate::train::gan::{self, Codes, Gan, Rates, code_tensor};
use crate::train::loss;
use crate::train::objective::{Batch, LossShares, Means, Objective, StepLosses, Ways};

/// Steps from which the running means of the losses are taken. After them a loss that falls must
/// not count more, nor one that grows less: with means that went on, the style was chased at the
/// cost of all content (1.03 after 360 steps on 20 pages, from 0.65).
const SCALE_STEPS: u64 = 40;
/// Share of the past in the running average of the weights.
const AVERAGE: f64 = 0.995;
/// As [`AVERAGE`], with pairs: they say so clearly what is wanted that a long memory only lags
/// behind.
const AVERAGE_OF_PAIRS: f64 = 0.97;
/// The discriminator's step size, relative to the generator's.
const RATE_D: f64 = 0.5;

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
    /// [`ModelError::Backend`] when the device fails.
    pub fn style_code(&self) -> Result<StyleCode, ModelError> {
        let numbers = self.code.val().try_into_vec_as::<f32>()?;
        let code = <[f32; CODE_SIZE]>::try_from(numbers).unwrap_or([0.0; CODE_SIZE]);
        Ok(StyleCode(code))
    }
}

impl gan::Learner for Learner {
    fn generator(&self) -> &Generator {
        &self.generator
    }
}

/// What does not change while a style is learnt.
#[derive(Clone, Debug)]
pub struct Goal {
    /// Gram matrices of the style's pages, `[1, c, c]` per level.
    pub grams: [Tensor<3>; NUM_LEVELS],
    /// Root mean square of each level of the perceptual network on photographs; features are
    /// divided by it.
    pub rms: [f32; NUM_LEVELS],
    /// The code of an untouched photograph.
    pub photo: StyleCode,
}

/// Networks, optimisers and averages.
pub struct Trainer {
    pub(crate) gan: Gan<Learner>,
    pub(crate) means: Means,
    pub(crate) num_steps: u64,
    goal: Goal,
    shares: LossShares,
    stage: Option<Stage>,
    /// Of the last step that was no step on pairs.
    losses: StepLosses,
    /// One step of so many is none on pairs.
    turns: u64,
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
        perceptual: FeatureExtractor,
        goal: Goal,
        shares: LossShares,
        device: &Device,
    ) -> Self {
        let device = device.clone().autodiff();
        let learner = Learner {
            generator: generator.train(),
            code: Param::from_tensor(code_tensor(code, &device)),
        };
        let rms = goal.rms;
        Self {
            gan: Gan::new(learner, discriminator, perceptual, rms, AVERAGE, &device),
            means: Means::default(),
            num_steps: 0,
            goal,
            shares,
            stage: None,
            losses: StepLosses::default(),
            turns: 1,
        }
    }

    /// Teaches by pairs from now on, but for one step of so many; the average follows them.
    pub(crate) fn teach_by_pairs(&mut self, turns: u64) {
        self.turns = turns.max(1);
        self.gan.average_share = AVERAGE_OF_PAIRS;
    }

    /// Aims at other pages from now on.
    ///
    /// # Errors
    /// [`ModelError::Backend`] when the device fails.
    pub(crate) fn aim_at(
        &mut self,
        pages: &[Page],
        shares: LossShares,
        plan: &Plan,
    ) -> Result<(), ModelError> {
        let pages: Vec<&Page> = pages.iter().collect();
        let cropping = Cropping::pages(plan.side);
        self.goal.grams = self.gan.look(&pages, &cropping, plan.seed)?.grams;
        self.shares = shares;
        Ok(())
    }

    /// Goes on from the point in that folder, which is one of so many steps.
    ///
    /// # Errors
    /// [`CheckpointError`](crate::train::CheckpointError) when something is missing or damaged.
    pub(crate) fn load(
        &mut self,
        point: &std::path::Path,
        num_steps: u64,
        means: Means,
    ) -> Result<(), crate::train::CheckpointError> {
        self.gan.load(point)?;
        self.stage = None;
        self.num_steps = num_steps;
        self.means = means;
        Ok(())
    }

    /// Sets generator and code, here and in the average, and forgets the optimiser's past.
    ///
    /// # Errors
    /// [`ModelError`] when the tensors do not fit.
    pub(crate) fn go_back(
        &mut self,
        tensors: &NamedTensors,
        code: StyleCode,
    ) -> Result<(), ModelError> {
        let mut generator = self.gan.average.generator.clone();
        into_module(&mut generator, tensors)?;
        let code = code_tensor(code, self.gan.device());
        self.gan.replace(Learner {
            generator: generator.train(),
            code: Param::from_tensor(code),
        });
        self.stage = None;
        Ok(())
    }

    /// Whether the next step is one on pairs.
    pub(crate) fn is_turn_of_pairs(&self) -> bool {
        !self.num_steps.is_multiple_of(self.turns)
    }

    /// Steps done so far.
    pub fn num_steps(&self) -> u64 {
        self.num_steps
    }

    /// The running average of generator and code, which draws better than any single step.
    pub fn average(&self) -> &Learner {
        &self.gan.average
    }

    fn begin_stage(&mut self, stage: Stage) {
        if self.stage != Some(stage) {
            self.gan.learner = only(stage, self.gan.learner.clone());
            self.stage = Some(stage);
        }
    }

    /// Trains on pairs. `rate` is Adam's step size. The losses that such a step does not look at
    /// are those of the last one that did.
    ///
    /// # Errors
    /// [`ModelError::Backend`] when the device fails.
    pub(crate) fn step_on_pairs(
        &mut self,
        batch: PairBatch,
        stage: Stage,
        rate: f64,
    ) -> Result<StepLosses, ModelError> {
        self.begin_stage(stage);
        let style = |learner: &Learner, n| learner.code.val().expand([n, CODE_SIZE]);
        let found = self.gan.step_on_pairs(batch, style, rate)?;
        self.num_steps += 1;
        self.losses = StepLosses {
            change: found.change,
            pairs: Some(found.pixels),
            ..self.losses
        };
        Ok(self.losses)
    }

    /// Trains on one batch under the loss `weights` that the user has set. `rate` is Adam's step
    /// size; of what must come back it is the page's turn or the photograph's, see [`Ways`].
    ///
    /// # Errors
    /// [`ModelError::Backend`] when the device fails.
    pub fn step(
        &mut self,
        batch: Batch,
        weights: Dials,
        stage: Stage,
        rate: f64,
    ) -> Result<StepLosses, ModelError> {
        self.begin_stage(stage);
        let objective = Objective {
            grams: &self.goal.grams,
            shares: self.shares,
            weights,
            // In turns: from the photograph in one step, from the page in the next.
            ways: if self.num_steps / self.turns % 2 == 1 {
                Ways::Page
            } else {
                Ways::Photo
            },
            sets_scale: self.num_steps < SCALE_STEPS,
            views: Views::default(),
            seed: 0,
        };
        let photo = code_tensor(self.goal.photo, self.gan.device());
        let codes = |learner: &Learner, n| {
            let style = learner.code.val().expand([n, CODE_SIZE]);
            Codes {
                projected: style.clone(),
                style,
                photo: photo.expand([n, CODE_SIZE]),
            }
        };
        let rates = Rates {
            generator: rate,
            discriminator: rate * RATE_D,
        };
        let means = &mut self.means;
        let losses = self.gan.step(batch, &objective, means, codes, rates)?;
        self.num_steps += 1;
        self.losses = StepLosses {
            pairs: self.losses.pairs,
            ..losses
        };
        Ok(self.losses)
    }

    /// Style distance and content distance of the averaged weights on `photos`, and how far they
    /// draw from what the artist did, dials in the middle: the measures by which the best
    /// checkpoint is chosen.
    ///
    /// # Shapes
    /// - `photos`: `[n, 3, side, side]`, sRGB in `0.0..=1.0`, `side` a multiple of 8, `n` above 1
    ///
    /// # Errors
    /// [`ModelError::Backend`] when the device fails.
    pub fn measure(
        &self,
        photos: &TensorData,
        pairs: Option<&PairBatch>,
    ) -> Result<Measure, ModelError> {
        let device = self.gan.device().clone().inner();
        let photos = Tensor::<4>::from_data(photos.clone(), &device);
        let n = photos.dims()[0];
        let code = self.gan.average.code.val().expand([n, CODE_SIZE]);
        let dials = Tensor::zeros([n, NUM_DIALS], &device);
        let drawn = self
            .gan
            .average
            .generator
            .forward(photos.clone(), code, dials);
        let features = |x: Tensor<4>| self.gan.plain_features(x);
        let (a, b) = (features(drawn.clone()), features(photos.clone()));
        let style = loss::style(&a, &self.goal.grams).mean();
        let untouched = loss::style(&b, &self.goal.grams).mean();
        let content = loss::content(&a, &b, &drawn, &photos).mean();
        let change = loss::cycle(drawn.clone(), photos).mean();
        // How much the mean colours of the drawings differ among themselves.
        let spread = drawn.mean_dim(3).mean_dim(2).var(0).mean().sqrt();
        let numbers = Tensor::cat(vec![style, untouched, content, change, spread], 0);
        let numbers = numbers.try_into_vec_as::<f32>()?;
        let pairs = pairs.map(|pairs| self.measure_pairs(pairs, &device));
        Ok(Measure {
            pairs: pairs.transpose()?,
            style: numbers[0],
            untouched: numbers[1],
            content: numbers[2],
            change: numbers[3],
            spread: numbers[4],
        })
    }

    /// Mean absolute difference of drawings to those of the artist.
    fn measure_pairs(&self, pairs: &PairBatch, device: &Device) -> Result<f32, ModelError> {
        let [photos, wanted] = [&pairs.photos, &pairs.drawings]
            .map(|data| Tensor::<4>::from_data(data.clone(), device));
        let n = photos.dims()[0];
        let average = &self.gan.average;
        let code = average.code.val().expand([n, CODE_SIZE]);
        let dials = Tensor::zeros([n, NUM_DIALS], device);
        let drawn = average.generator.forward(photos, code, dials);
        let numbers = loss::cycle(drawn, wanted).mean().try_into_vec_as::<f32>()?;
        Ok(numbers.first().copied().unwrap_or(f32::NAN))
    }
}
