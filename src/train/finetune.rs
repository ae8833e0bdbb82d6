//! One style being learnt: pages and photographs in, one step at a time, a style out.

pub mod guard;
pub(crate) mod measure;
pub(crate) mod plan;
mod renew;
pub(crate) mod stage;
pub(crate) mod state;
pub(crate) mod timing;
pub(crate) mod trainer;

use std::path::Path;

use burn::module::Module as _;
use burn::prelude::Device;
use burn::tensor::TensorData;
use image::RgbImage;

use self::guard::Trouble;
use self::measure::Measure;
use self::plan::{Plan, PlanChanges};
use self::stage::Stage;
use self::state::FinetuneState;
use self::trainer::{Goal, Trainer};
use crate::model::features::FeatureExtractor;
use crate::model::tensors::{NamedTensors, of_module};
use crate::model::{BaseModel, Dials, ModelError, StyleCode, Teaching};
use crate::train::checkpoint::Files;
use crate::train::data::appearance::Extractors;
use crate::train::data::crops::Cropping;
use crate::train::data::pages::{Page, are_coloured};
use crate::train::data::pairs::crops::PairBatch;
use crate::train::data::pairs::{self, Pair};
use crate::train::data::train_photos::TrainPhotos;
use crate::train::objective::{Batch, LossShares, StepLosses};
use crate::train::run::{AdvanceOf, Run, RunState, Task};
use crate::train::{CheckpointError, Critic, TrainError};

/// Factor on the step size after trouble.
const SLOWER: f64 = 0.5;
/// Crops of pages by whose scores the critic is calibrated.
const NUM_CRITIC_PAGES: usize = 12;
/// Keeps these crops apart from those of the first steps.
const CRITIC_SEED: u64 = 0xc417_1c5e;

/// With pairs one step of so many is as without: the discriminator and what pairs do not show are
/// learnt by it.
const PAIR_TURNS: u64 = 4;
/// With pairs: samples in a step and to measure by, and their side over that of other crops.
const PAIR_SAMPLES: usize = 1;
const PAIR_MEASURED: usize = 6;
const PAIR_SIDES: u32 = 2;
/// Keeps what is measured by apart from what the first steps see.
const MEASURED_SEED: u64 = 0x5eed_9a12;

/// What a style can be learnt from.
#[derive(Debug)]
pub struct TrainInputs<'a> {
    /// Pages of the style; at least one.
    pub pages: &'a [Page],
    /// Photographs to train on; may be empty.
    pub photos: &'a [RgbImage],
    /// Photographs with drawings over them; may be empty.
    pub pairs: &'a [Pair],
    /// The weights to start from.
    pub base: &'a BaseModel,
    /// Generator to start from when it is not the base's: a style that was learnt before.
    pub start: Option<(NamedTensors, StyleCode)>,
    /// Perceptual network and discriminator.
    pub teaching: &'a Teaching,
    /// What looks in place of the perceptual network, on the device of the training.
    pub extractor: Option<FeatureExtractor>,
}

/// What one step reports.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct Report {
    /// What was trained.
    pub stage: Stage,
    /// The losses.
    pub losses: StepLosses,
}

/// What an evaluation says of the present point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Evaluation {
    /// How good it is.
    pub measure: Measure,
    /// Whether it is the best so far.
    pub is_best: bool,
    /// What went wrong, when something did; the best point is back then.
    pub trouble: Option<Trouble>,
    /// Whether nothing is gained any more, so that the plan was shortened just now.
    pub has_settled: bool,
}

/// What one step of a style brought.
pub type Advance = AdvanceOf<Finetune>;

/// A style being learnt, as a run.
pub type Finetuning = Run<Finetune>;

/// A style being learnt.
#[derive(Debug)]
pub struct Finetune {
    trainer: Trainer,
    pages: Vec<Page>,
    photos: Vec<RgbImage>,
    pairs: Vec<Pair>,
    /// Crops of photographs by which it is measured.
    held: TensorData,
    /// Samples of pairs by which it is measured; `None` without pairs.
    held_pairs: Option<PairBatch>,
    zero_shot: StyleCode,
    /// The best point.
    best: Option<(NamedTensors, StyleCode)>,
}

impl Finetune {
    /// The averaged weights as they are now, and the code.
    fn present(&self) -> Result<(NamedTensors, StyleCode), ModelError> {
        let average = self.trainer.average();
        Ok((of_module(&average.generator)?, average.style_code()?))
    }

    fn batch(&self, plan: &Plan, random: &mut fastrand::Rng) -> Batch {
        Batch::draw(&self.photos, &self.pages, plan.side, plan.batch, random)
    }
}

impl Task for Finetune {
    type State = FinetuneState;
    type Report = Report;
    type Evaluation = Evaluation;

    fn step(
        &mut self,
        state: &RunState<FinetuneState>,
        random: &mut fastrand::Rng,
    ) -> Result<Report, TrainError> {
        let FinetuneState {
            plan,
            slowdown,
            weights,
            ..
        } = &state.task;
        let progress = state.progress();
        // What pairs say is clear enough for all weights at once.
        let stage = if self.pairs.is_empty() {
            plan.stage(progress, state.num_steps)
        } else {
            plan.furthest
        };
        let rate = Plan::rate(stage, state.progress_since_renewed()) * slowdown;
        if !self.pairs.is_empty() && self.trainer.is_turn_of_pairs() {
            let side = PAIR_SIDES * plan.side;
            let batch = PairBatch::draw(&self.pairs, side, PAIR_SAMPLES, random);
            let losses = self.trainer.step_on_pairs(batch, stage, rate)?;
            return Ok(Report { stage, losses });
        }
        let batch = self.batch(plan, random);
        let losses = self.trainer.step(batch, *weights, stage, rate)?;
        Ok(Report { stage, losses })
    }

    /// Keeps the point if it is the best, goes back to the best if something is wrong, and shortens
    /// the plan if nothing is gained any more.
    fn evaluate(&mut self, run: &mut RunState<FinetuneState>) -> Result<Evaluation, TrainError> {
        let measure = self.trainer.measure(&self.held, self.held_pairs.as_ref())?;
        let state = &mut run.task;
        state.last = Some(measure);
        let first = *state.first.get_or_insert(measure);
        let best = state.best.map_or(measure, |(_, best)| best);
        let weights = state.weights;
        let trouble = guard::trouble(&first, &best, &measure, weights);
        let is_better = state.best.is_none() || measure.score(weights) < best.score(weights);
        let is_best = trouble.is_none() && is_better;
        if is_best {
            state.best = Some((run.num_steps, measure));
            self.best = Some(self.present()?);
        }
        if trouble.is_some()
            && let Some((tensors, code)) = &self.best
        {
            state.slowdown *= SLOWER;
            self.trainer.go_back(tensors, *code)?;
        }
        let has_settled = run.has_settled();
        if has_settled {
            run.task.plan.shorten(run.num_steps, run.seconds);
        }
        Ok(Evaluation {
            measure,
            is_best,
            trouble,
            has_settled,
        })
    }

    fn evaluates_first(&self, state: &RunState<FinetuneState>) -> bool {
        state.task.first.is_none()
    }

    fn is_best(evaluation: &Evaluation) -> bool {
        evaluation.is_best
    }

    fn files(&self) -> Result<Files, CheckpointError> {
        self.trainer.gan.files()
    }

    fn note(&self, state: &mut FinetuneState) {
        state.means = self.trainer.means;
    }

    fn load(&mut self, folder: &Path, state: &RunState<FinetuneState>) -> Result<(), TrainError> {
        let (last, means) = (&state.last_point, state.task.means);
        if state.task.best.is_some() {
            let best = folder.join(state.best_point.as_ref().unwrap_or(last));
            self.trainer.load(&best, state.num_steps, means)?;
            self.best = Some(self.present()?);
        }
        self.trainer
            .load(&folder.join(last), state.num_steps, means)?;
        Ok(())
    }
}

impl Finetuning {
    /// Looks at the pages and sets up the networks on `device` (a plain one).
    ///
    /// # Errors
    /// [`TrainError::NoPages`]; [`TrainError::Model`] when the weights do not fit.
    pub fn begin(inputs: TrainInputs<'_>, plan: Plan, device: &Device) -> Result<Self, TrainError> {
        let TrainInputs {
            pages,
            photos,
            pairs: given,
            base,
            start,
            teaching,
            extractor,
        } = inputs;
        if pages.is_empty() {
            return Err(TrainError::NoPages);
        }
        let pages = pages.to_vec();
        let TrainPhotos { photos, held } = TrainPhotos::new(photos, plan.side, plan.seed);
        let extractors = Extractors::new(teaching, extractor, device)?;
        let seen = extractors.look(&pages, &Cropping::pages(plan.side), plan.seed)?;
        let zero_shot = teaching.zero_shot(base, &seen.statistics);
        let (generator, code) = match start {
            Some((tensors, code)) => (base.generator_with(&tensors, device)?, code),
            None => (base.generator(device)?, zero_shot),
        };
        let (perceptual, rms) = extractors.for_losses();
        let goal = Goal {
            grams: seen.grams,
            rms,
            photo: base.photo(),
        };
        device.seed(plan.seed);
        let discriminator = teaching.discriminator(device)?;
        let mut trainer = Trainer::new(
            generator,
            code,
            discriminator,
            perceptual,
            goal,
            LossShares::for_pages(are_coloured(pages.iter().map(|page| &page.pixels))),
            device,
        );
        let (pairs, held_pairs) = hold_out(given, &plan);
        if !pairs.is_empty() {
            trainer.teach_by_pairs(PAIR_TURNS);
        }
        let task = Finetune {
            trainer,
            pages,
            photos,
            pairs,
            held,
            held_pairs,
            zero_shot,
            best: None,
        };
        Ok(Self::new(task, FinetuneState::new(plan)))
    }

    /// Learns differently from now on.
    pub fn change_plan(&mut self, changes: &PlanChanges) {
        self.state.task.plan.change(changes);
    }

    /// Learns under other loss weights from now on.
    pub fn set_weights(&mut self, weights: Dials) {
        let num_steps = self.state.num_steps;
        let state = &mut self.state.task;
        if state.weights != weights {
            state.weights = weights;
            state.moved_at = num_steps;
        }
    }

    /// How it is learnt.
    pub fn plan(&self) -> &Plan {
        &self.state.task.plan
    }

    /// The code from a first look, before any step.
    pub fn zero_shot(&self) -> StyleCode {
        self.task.zero_shot
    }

    /// The averaged weights as they are now, and the code.
    ///
    /// # Errors
    /// [`TrainError::Model`] when the device fails.
    pub fn present(&self) -> Result<(NamedTensors, StyleCode), TrainError> {
        Ok(self.task.present()?)
    }

    /// The best point so far; the present one before the first measurement.
    ///
    /// # Errors
    /// [`TrainError::Model`] when the device fails.
    pub fn best(&self) -> Result<(NamedTensors, StyleCode), TrainError> {
        match &self.task.best {
            Some(best) => Ok(best.clone()),
            None => self.present(),
        }
    }

    /// Goes on from other weights, such as a point that the user chose.
    ///
    /// # Errors
    /// [`TrainError::Model`] when they do not fit.
    pub fn go_on_from(
        &mut self,
        tensors: &NamedTensors,
        code: StyleCode,
    ) -> Result<(), TrainError> {
        self.state.task.moved_at = self.state.num_steps;
        self.has_changed = true;
        Ok(self.task.trainer.go_back(tensors, code)?)
    }

    /// The discriminator as it is now, with the scores that it gives to photographs and pages.
    ///
    /// # Errors
    /// [`TrainError::Model`] when the device fails.
    pub fn critic(&self) -> Result<Critic, TrainError> {
        let Finetune {
            trainer,
            pages,
            held,
            ..
        } = &self.task;
        let random = &mut fastrand::Rng::with_seed(self.plan().seed ^ CRITIC_SEED);
        let pages: Vec<&Page> = pages.iter().collect();
        let pages = Cropping::pages(self.plan().side).batch(&pages, NUM_CRITIC_PAGES, random);
        let code = trainer.average().style_code()?;
        let device = trainer.gan.device().clone().inner();
        let critic = Critic::new(trainer.gan.discriminator.valid(), code, &device);
        Ok(critic.calibrated(held.clone(), pages)?)
    }

    /// A step at full cost that changes nothing: it is timed.
    pub(crate) fn idle_step(&mut self) -> Result<(), TrainError> {
        let batch = self.task.batch(&self.state.task.plan, &mut self.random());
        let trainer = &mut self.task.trainer;
        trainer.step(batch, Dials::NEUTRAL, Stage::Everything, 0.0)?;
        Ok(())
    }

    /// A measurement that nobody looks at: it is timed.
    pub(crate) fn idle_measure(&self) -> Result<(), TrainError> {
        self.task.trainer.measure(&self.task.held, None)?;
        Ok(())
    }
}

/// What of pairs is learnt from, and samples of the rest.
fn hold_out(pairs: &[Pair], plan: &Plan) -> (Vec<Pair>, Option<PairBatch>) {
    let (learnt, held) = pairs::split(pairs);
    let random = &mut fastrand::Rng::with_seed(plan.seed ^ MEASURED_SEED);
    let side = PAIR_SIDES * plan.side;
    let samples = || PairBatch::draw(&held, side, PAIR_MEASURED, random);
    let held = (!held.is_empty()).then(samples);
    (learnt, held)
}
