//! The one training loop, under a style being learnt from pages
//! ([`finetune`](crate::train::finetune)), the base weights ([`pretrain`](crate::train::pretrain))
//! and the perceptual network ([`distill`](crate::train::distill)).
//!
//! [`Run`] keeps the clock, draws what is random, evaluates and writes checkpoints when they are
//! due, and goes on after a crash; what a step does is its [`Task`]'s. All that is random in a step
//! follows from the seed and the step's number, so that a run that goes on equals an undisturbed
//! one.

mod budget;
mod state;

use std::path::Path;
use std::time::Instant;

pub use self::budget::Budget;
pub(crate) use self::budget::{Falling, MAX_STEPS};
pub use self::state::{RunState, TaskState};
use crate::train::checkpoint::Files;
use crate::train::checkpoint::saver::{Saver, Snapshot};
use crate::train::{CheckpointError, TrainError};

/// Spreads the seeds of different runs.
const STEP_SEED: u64 = 0x9e37_79b9_7f4a_7c15;

/// What a run trains: networks, and what they learn from.
pub trait Task {
    /// What must be known beside tensors to go on after a crash.
    type State: TaskState;
    /// What a step reports.
    type Report;
    /// What an evaluation says.
    type Evaluation;

    /// Does one step, the next after those of `state`.
    ///
    /// # Errors
    /// [`TrainError::Model`] when the device fails, [`TrainError::Diverged`] when losses are no
    /// numbers.
    fn step(
        &mut self,
        state: &RunState<Self::State>,
        random: &mut fastrand::Rng,
    ) -> Result<Self::Report, TrainError>;

    /// Looks how good the present weights are, before a checkpoint is written. May change weights
    /// and state, such as by going back to better ones.
    ///
    /// # Errors
    /// [`TrainError::Model`] when the device fails.
    fn evaluate(
        &mut self,
        state: &mut RunState<Self::State>,
    ) -> Result<Self::Evaluation, TrainError>;

    /// Whether the start is evaluated as well, as a point to go back to.
    fn evaluates_first(&self, _state: &RunState<Self::State>) -> bool {
        false
    }

    /// Whether no point before was as good.
    fn is_best(_evaluation: &Self::Evaluation) -> bool {
        false
    }

    /// The files of a point.
    ///
    /// # Errors
    /// [`CheckpointError`] when the device fails.
    fn files(&self) -> Result<Files, CheckpointError>;

    /// What of the present must be in the state before it is written.
    fn note(&self, _state: &mut Self::State) {}

    /// Goes on from the points in `folder` that `state` names.
    ///
    /// # Errors
    /// [`TrainError::Checkpoint`] when a file is missing or damaged.
    fn load(&mut self, folder: &Path, state: &RunState<Self::State>) -> Result<(), TrainError>;
}

/// What one step brought.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Advance<R, E> {
    /// Steps done.
    pub num_steps: u64,
    /// How much of the time is over, `0.0..=1.0`.
    pub progress: f64,
    /// What the step reports.
    #[serde(flatten)]
    pub report: R,
    /// Seconds that it took, with evaluation and checkpoint.
    pub seconds: f64,
    /// What the evaluation says, when it was time for one.
    #[serde(skip)]
    pub evaluation: Option<E>,
    /// Whether a checkpoint is being written.
    pub is_saved: bool,
}

/// The [`Advance`] of a task.
pub type AdvanceOf<T> = Advance<<T as Task>::Report, <T as Task>::Evaluation>;

/// A training run, one step at a time.
pub struct Run<T: Task> {
    pub(crate) task: T,
    pub(crate) state: RunState<T::State>,
    saver: Option<Saver<T::State>>,
    /// Whether the weights are others than those of the last checkpoint.
    pub(crate) has_changed: bool,
}

impl<T: Task> std::fmt::Debug for Run<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Run")
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}

impl<T: Task> Run<T> {
    pub(crate) fn new(task: T, state: T::State) -> Self {
        Self {
            task,
            state: RunState::new(state),
            saver: None,
            has_changed: true,
        }
    }

    /// Keeps checkpoints in `folder`, and goes on from those that are there. Says whether there
    /// were any.
    ///
    /// # Errors
    /// [`TrainError::Checkpoint`] when they are damaged, [`TrainError::OtherStyles`].
    pub fn keep_in(&mut self, folder: &Path) -> Result<bool, TrainError> {
        let Some(mut state) = RunState::<T::State>::read(folder)? else {
            self.saver = Some(Saver::start(folder, &self.state)?);
            return Ok(false);
        };
        state.task = state.task.go_on(&self.state.task)?;
        self.task.load(folder, &state)?;
        self.saver = Some(Saver::start(folder, &state)?);
        self.state = state;
        self.has_changed = false;
        Ok(true)
    }

    /// How it is trained, and how far it is.
    pub fn state(&self) -> &RunState<T::State> {
        &self.state
    }

    /// How much of the time is over, `0.0..=1.0`.
    pub fn progress(&self) -> f64 {
        self.state.progress()
    }

    /// Whether the time is over.
    pub fn is_over(&self) -> bool {
        self.progress() >= 1.0
    }

    /// Does one step, and evaluates and writes a checkpoint when it is time to.
    ///
    /// # Errors
    /// [`TrainError`] when the device fails, the losses run away, or the disk has refused a
    /// checkpoint.
    pub fn advance(&mut self) -> Result<AdvanceOf<T>, TrainError> {
        let start = Instant::now();
        let seconds_before = self.state.seconds;
        self.is_saving()?;
        if self.task.evaluates_first(&self.state) {
            self.evaluate()?;
        }
        let random = &mut self.random();
        self.has_changed = true;
        let report = self.task.step(&self.state, random)?;
        self.state.num_steps += 1;
        self.state.seconds = seconds_before + start.elapsed().as_secs_f64();
        let every = self.state.task.save_every();
        let is_due = self.state.num_steps.is_multiple_of(every) || self.is_over();
        let evaluation = is_due.then(|| self.evaluate()).transpose()?;
        let seconds = start.elapsed().as_secs_f64();
        self.state.seconds = seconds_before + seconds;
        Ok(Advance {
            num_steps: self.state.num_steps,
            progress: self.progress(),
            report,
            seconds,
            evaluation,
            is_saved: is_due && self.saver.is_some(),
        })
    }

    /// Trains until the time is over or `is_stopped` says so, tells of each step, and waits until
    /// the last one is on the disk.
    ///
    /// # Errors
    /// As [`advance`](Self::advance).
    pub fn train(
        &mut self,
        is_stopped: &dyn Fn() -> bool,
        on_step: &mut dyn FnMut(&AdvanceOf<T>),
    ) -> Result<(), TrainError> {
        let first = self.state.num_steps;
        while !self.is_over() && !is_stopped() {
            on_step(&self.advance()?);
        }
        if self.state.num_steps > first {
            self.save()?;
        }
        self.finish_saving()
    }

    /// What is random in the next step; the same after a resume.
    pub(crate) fn random(&self) -> fastrand::Rng {
        let seed = self.state.task.seed();
        fastrand::Rng::with_seed(seed.wrapping_mul(STEP_SEED) ^ self.state.num_steps)
    }

    fn evaluate(&mut self) -> Result<T::Evaluation, TrainError> {
        let evaluation = self.task.evaluate(&mut self.state)?;
        // The last thing, so that what goes on after a crash has all of this behind it.
        self.write(T::is_best(&evaluation))?;
        Ok(evaluation)
    }

    /// Has a checkpoint written, while training goes on.
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
            self.task.note(&mut self.state.task);
            let files = self.has_changed.then(|| self.task.files());
            saver.save(Snapshot {
                state: self.state.clone(),
                files: files.transpose()?,
                is_best,
            })?;
            self.has_changed = false;
        }
        Ok(())
    }
}
