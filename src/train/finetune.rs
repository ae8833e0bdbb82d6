//! One style being learnt: pages and photographs in, one step at a time, a style out.

pub mod guard;
pub(crate) mod measure;
pub(crate) mod plan;
pub(crate) mod stage;
pub(crate) mod timing;
pub(crate) mod trainer;

use std::path::Path;
use std::time::Instant;

use burn::prelude::Device;
use burn::tensor::TensorData;
use image::RgbImage;

use self::guard::Trouble;
use crate::model::beholder::{Beholder, UNSCALED};
use crate::model::perceptual::NUM_LEVELS;
use crate::model::tensors::{NamedTensors, of_module};
use crate::model::{BaseModel, Dials, StyleCode, Teaching};
use crate::train::checkpoint::saver::{Saver, Snapshot};
use crate::train::data::appearance::appearance;
use crate::train::data::crops::Cropping;
use crate::train::data::pages::{Page, are_coloured};
use crate::train::data::train_photos::Practice;
use crate::train::run::state::{self, RunState};
use crate::train::{
    Batch, Goal, LossShares, Measure, Plan, PlanChanges, Stage, StepLosses, TrainError, Trainer,
    draw_dials,
};

/// Factor on the step size after trouble.
const SLOWER: f64 = 0.5;

/// What a style can be learnt from.
#[derive(Debug)]
pub struct Ingredients<'a> {
    /// Pages of the style; at least one.
    pub pages: &'a [Page],
    /// Photographs to practise on; may be empty.
    pub photos: &'a [RgbImage],
    /// The weights to start from.
    pub base: &'a BaseModel,
    /// Generator to start from when it is not the base's: a style that was learnt before.
    pub start: Option<(NamedTensors, StyleCode)>,
    /// Perceptual network and discriminator.
    pub teaching: &'a Teaching,
    /// What looks in place of the perceptual network, on the device of the lesson.
    pub beholder: Option<Beholder>,
}

/// What one step brought.
#[derive(Clone, Debug, PartialEq)]
pub struct Advance {
    /// Steps done.
    pub num_steps: u64,
    /// How much of the time is over, `0.0..=1.0`.
    pub progress: f64,
    /// What was trained.
    pub stage: Stage,
    /// The losses.
    pub losses: StepLosses,
    /// Seconds that the step took.
    pub seconds: f64,
    /// The measurement, when it was time for one.
    pub measure: Option<Measure>,
    /// Whether this is the best point so far.
    pub is_best: bool,
    /// What went wrong, when something did; the best point is back then.
    pub trouble: Option<Trouble>,
    /// Whether nothing is gained any more, so that the plan was shortened just now.
    pub has_settled: bool,
}

/// What a measurement says of the present point.
struct Judged {
    measure: Measure,
    is_best: bool,
    trouble: Option<Trouble>,
    has_settled: bool,
}

/// A style being learnt.
#[derive(Debug)]
pub struct Learning {
    trainer: Trainer,
    state: RunState,
    pages: Vec<Page>,
    photos: Vec<RgbImage>,
    held: TensorData,
    zero_shot: StyleCode,
    best: Option<(NamedTensors, StyleCode)>,
    saver: Option<Saver>,
    /// Whether the weights are others than those of the last checkpoint.
    has_changed: bool,
}

impl Learning {
    /// Looks at the pages and sets up the networks on `device` (a plain one).
    ///
    /// # Errors
    /// [`TrainError`] when there is nothing to learn from, or the weights do not fit.
    pub fn begin(
        ingredients: Ingredients<'_>,
        plan: Plan,
        device: &Device,
    ) -> Result<Self, TrainError> {
        let Ingredients {
            pages,
            photos,
            base,
            start,
            teaching,
            beholder,
        } = ingredients;
        if pages.is_empty() {
            return Err(TrainError::NoPages);
        }
        let pages = pages.to_vec();
        let Practice { photos, held } = Practice::new(photos, plan.side, plan.seed);

        let cropping = Cropping::pages(plan.side);
        let look = |beholder: &Beholder, rms: &[f32; NUM_LEVELS], pages: &[Page]| {
            let pages: Vec<&Page> = pages.iter().collect();
            appearance(beholder, rms, &pages, &cropping, plan.seed, device)
        };
        // The first code is always found by the program's own network: it knows the built-in styles.
        let (own, own_rms) = (teaching.beholder(device)?, teaching.rms());
        let first = look(&own, &own_rms, &pages)?;
        let zero_shot = teaching.zero_shot(base, &first.statistics);
        let (perceptual, rms, grams) = match beholder {
            None => (own, own_rms, first.grams),
            Some(other) => {
                let grams = look(&other, &UNSCALED, &pages)?.grams;
                (other, UNSCALED, grams)
            }
        };
        let (generator, code) = match start {
            Some((tensors, code)) => (base.generator_with(&tensors, device)?, code),
            None => (base.generator(device)?, zero_shot),
        };
        let goal = Goal {
            grams,
            rms,
            photo: base.photo(),
        };
        device.seed(plan.seed);
        let discriminator = teaching.discriminator(device)?;
        let trainer = Trainer::new(
            generator,
            code,
            discriminator,
            perceptual,
            goal,
            LossShares::for_pages(are_coloured(pages.iter().map(|page| &page.pixels))),
            device,
        );
        Ok(Self {
            trainer,
            state: RunState::new(plan),
            pages,
            photos,
            held,
            zero_shot,
            best: None,
            saver: None,
            has_changed: true,
        })
    }

    /// Keeps checkpoints in `folder`, and goes on from those that are there. Says whether there were any.
    ///
    /// # Errors
    /// [`TrainError::Checkpoint`] when they are damaged.
    pub fn keep_in(&mut self, folder: &Path) -> Result<bool, TrainError> {
        let Some(state) = state::read_state(folder)? else {
            self.saver = Some(Saver::start(folder, &self.state)?);
            return Ok(false);
        };
        self.saver = Some(Saver::start(folder, &state)?);
        if state.best.is_some() {
            state::load(folder, &mut self.trainer, &state, true)?;
            self.best = Some(self.present()?);
        }
        state::load(folder, &mut self.trainer, &state, false)?;
        self.state = state;
        self.has_changed = false;
        Ok(true)
    }

    /// Learns differently from now on.
    pub fn change_plan(&mut self, changes: &PlanChanges) {
        self.state.plan.change(changes);
    }

    /// The code from a first look, before any step.
    pub fn zero_shot(&self) -> StyleCode {
        self.zero_shot
    }

    /// How it is learnt, and how far it is.
    pub fn state(&self) -> &RunState {
        &self.state
    }

    /// How much of the time is over, `0.0..=1.0`.
    pub fn progress(&self) -> f64 {
        let state = &self.state;
        state.plan.progress(state.num_steps, state.seconds)
    }

    /// Whether the time is over.
    pub fn is_over(&self) -> bool {
        self.progress() >= 1.0
    }

    /// Does one step under the loss `weights` that the user has set.
    ///
    /// # Errors
    /// [`TrainError`] when the device fails or a checkpoint cannot be written.
    pub fn advance(&mut self, weights: Dials) -> Result<Advance, TrainError> {
        let start = Instant::now();
        self.is_saving()?;
        if self.state.weights != weights {
            self.state.weights = weights;
            self.state.moved_at = self.state.num_steps;
        }
        if self.state.first.is_none() {
            // Before the first step, so that the start counts as a point to go back to.
            self.measure()?;
        }
        let progress = self.progress();
        let plan = &self.state.plan;
        let stage = plan.stage(progress, self.state.num_steps);
        let rate = Plan::rate(stage, progress) * self.state.slowdown;
        let batch = self.batch();
        self.has_changed = true;
        let losses = self.trainer.step(batch, weights, stage, rate)?;
        self.state.num_steps += 1;
        let mut advance = Advance {
            num_steps: self.state.num_steps,
            progress,
            stage,
            losses,
            seconds: 0.0,
            measure: None,
            is_best: false,
            trouble: None,
            has_settled: false,
        };
        if self
            .state
            .num_steps
            .is_multiple_of(self.state.plan.measure_every)
            || self.is_over()
        {
            let judged = self.measure()?;
            advance.measure = Some(judged.measure);
            advance.is_best = judged.is_best;
            advance.trouble = judged.trouble;
            advance.has_settled = judged.has_settled;
        }
        advance.seconds = start.elapsed().as_secs_f64();
        self.state.seconds += advance.seconds;
        advance.progress = self.progress();
        Ok(advance)
    }

    /// Whether nothing is gained any more. What the user changed not long ago gets its time.
    fn has_settled(&self) -> bool {
        let state = &self.state;
        let best = state.best.map_or(0, |(num_steps, _)| num_steps);
        let without_gain = state.num_steps.saturating_sub(best.max(state.moved_at));
        let progress = self.progress();
        state
            .plan
            .has_settled(progress, state.num_steps, without_gain)
    }

    /// A step at full cost that changes nothing: for rehearsals.
    pub(crate) fn idle_step(&mut self) -> Result<(), TrainError> {
        let batch = self.batch();
        let trainer = &mut self.trainer;
        trainer.step(batch, Dials::NEUTRAL, Stage::Everything, 0.0)?;
        Ok(())
    }

    /// A measurement that nobody looks at.
    pub(crate) fn idle_measure(&self) -> Result<(), TrainError> {
        self.trainer.measure(&self.held)?;
        Ok(())
    }

    /// Has a checkpoint written, while learning goes on.
    ///
    /// # Errors
    /// [`TrainError::Checkpoint`] when the disk has refused the one before.
    pub fn save(&mut self) -> Result<(), TrainError> {
        self.write(false)
    }

    /// Whether a checkpoint is being written.
    ///
    /// # Errors
    /// [`TrainError::Checkpoint`] when the disk has refused it; it is tried again.
    pub fn is_saving(&mut self) -> Result<bool, TrainError> {
        let saver = self.saver.as_mut();
        Ok(saver.map_or(Ok(false), Saver::poll)?)
    }

    /// Waits until what was to be saved is on the disk.
    ///
    /// # Errors
    /// [`TrainError::Checkpoint`] when the disk has refused it.
    pub fn finish_saving(&mut self) -> Result<(), TrainError> {
        let saver = self.saver.as_mut();
        Ok(saver.map_or(Ok(()), Saver::finish)?)
    }

    fn write(&mut self, is_best: bool) -> Result<(), TrainError> {
        if let Some(saver) = &mut self.saver {
            self.state.means = self.trainer.means;
            let changed = self.has_changed.then(|| state::files(&self.trainer));
            saver.save(Snapshot {
                state: self.state.clone(),
                files: changed.transpose()?,
                is_best,
            })?;
            self.has_changed = false;
        }
        Ok(())
    }

    /// The averaged weights as they are now, and the code.
    ///
    /// # Errors
    /// [`TrainError`] when the device fails.
    pub fn present(&self) -> Result<(NamedTensors, StyleCode), TrainError> {
        let average = self.trainer.average();
        Ok((of_module(&average.generator)?, average.style_code()?))
    }

    /// The best point so far; the present one before the first measurement.
    ///
    /// # Errors
    /// [`TrainError`] when the device fails.
    pub fn best(&self) -> Result<(NamedTensors, StyleCode), TrainError> {
        match &self.best {
            Some(best) => Ok(best.clone()),
            None => self.present(),
        }
    }

    /// Goes on from other weights, such as a point that the user chose.
    ///
    /// # Errors
    /// [`TrainError`] when they do not fit.
    pub fn go_on_from(
        &mut self,
        tensors: &NamedTensors,
        code: StyleCode,
    ) -> Result<(), TrainError> {
        self.state.moved_at = self.state.num_steps;
        self.has_changed = true;
        Ok(self.trainer.go_back(tensors, code)?)
    }

    /// Measures, keeps the point if it is the best, goes back to the best if something is wrong, and shortens the
    /// plan if nothing is gained any more.
    fn measure(&mut self) -> Result<Judged, TrainError> {
        let measure = self.trainer.measure(&self.held)?;
        self.state.last = Some(measure);
        let first = *self.state.first.get_or_insert(measure);
        let best = self.state.best.map_or(measure, |(_, best)| best);
        let weights = self.state.weights;
        let trouble = guard::judge(&first, &best, &measure, weights);
        let is_better = self.state.best.is_none() || measure.score(weights) < best.score(weights);
        let is_best = trouble.is_none() && is_better;
        if is_best {
            self.state.best = Some((self.state.num_steps, measure));
            self.best = Some(self.present()?);
        }
        if trouble.is_some() && self.best.is_some() {
            self.state.slowdown *= SLOWER;
            if let Some((tensors, code)) = self.best.clone() {
                self.has_changed = true;
                self.trainer.go_back(&tensors, code)?;
            }
        }
        let has_settled = self.has_settled();
        if has_settled {
            let RunState {
                plan,
                num_steps,
                seconds,
                ..
            } = &mut self.state;
            plan.shorten(*num_steps, *seconds);
        }
        // The last thing, so that what goes on after a crash has all of this behind it.
        self.write(is_best)?;
        Ok(Judged {
            measure,
            is_best,
            trouble,
            has_settled,
        })
    }

    /// The pictures of the next step; the same after a resume.
    fn batch(&self) -> Batch {
        let Plan {
            seed, side, batch, ..
        } = self.state.plan;
        let seed = seed.wrapping_mul(STEP_SEED) ^ self.state.num_steps;
        let random = &mut fastrand::Rng::with_seed(seed);
        let photos: Vec<&RgbImage> = self.photos.iter().collect();
        let pages: Vec<&Page> = self.pages.iter().collect();
        Batch {
            photos: Cropping::photos(side).batch(&photos, batch, random),
            pages: Cropping::pages(side).batch(&pages, batch, random),
            dials: draw_dials(random, batch),
        }
    }
}

/// Spreads the seeds of different runs.
const STEP_SEED: u64 = 0x9e37_79b9_7f4a_7c15;
