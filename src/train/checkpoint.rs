//! Checkpoints of a lesson: the last point and the best one, so that learning goes on after any crash.

use std::path::Path;

use burn::module::Module as _;

use super::objective::Means;
use super::point::{
    load_module, load_optimizer, read_run, save_module, save_optimizer, write_point, write_run,
};
use super::trainer::adam;
use super::{Measure, Plan, Trainer};
use crate::model::Dials;

pub use super::point::CheckpointError;

/// Version of the folder's layout.
const VERSION: u32 = 1;

/// Everything about a run that is not a tensor.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct RunState {
    version: u32,
    /// How the style is learnt.
    pub plan: Plan,
    /// Steps done.
    pub num_steps: u64,
    /// Seconds of training so far.
    pub seconds: f64,
    /// Factor on the step size, lowered after trouble.
    pub slowdown: f64,
    /// The first measurement.
    pub first: Option<Measure>,
    /// The best measurement and its step.
    pub best: Option<(u64, Measure)>,
    /// The last measurement.
    pub last: Option<Measure>,
    /// The loss weights that the user has set.
    #[serde(default)]
    pub weights: Dials,
    /// The step at which weights or loss weights were last set by the user.
    #[serde(default)]
    pub moved_at: u64,
    pub(super) means: Means,
    /// Sub-folder of the last point.
    last_point: String,
    /// Sub-folder of the best point.
    best_point: Option<String>,
}

impl RunState {
    /// The state of a run that has not begun.
    pub fn new(plan: Plan) -> Self {
        Self {
            version: VERSION,
            plan,
            num_steps: 0,
            seconds: 0.0,
            slowdown: 1.0,
            first: None,
            best: None,
            last: None,
            weights: Dials::NEUTRAL,
            moved_at: 0,
            means: Means::default(),
            last_point: String::new(),
            best_point: None,
        }
    }
}

/// The state of the run in `folder`; `None` when there is none.
///
/// # Errors
/// [`CheckpointError`] when it is damaged.
pub fn read_state(folder: &Path) -> Result<Option<RunState>, CheckpointError> {
    read_run(folder, |state: &RunState| state.version, VERSION)
}

/// Writes the present point of `trainer`, as the best one too when `is_best`.
///
/// # Errors
/// [`CheckpointError`]; what was there before is then still whole.
pub fn save(
    folder: &Path,
    trainer: &Trainer,
    state: &mut RunState,
    is_best: bool,
) -> Result<(), CheckpointError> {
    let name = write_point(folder, state.num_steps, |point| fill(point, trainer))?;
    state.means = trainer.means;
    state.last_point.clone_from(&name);
    if is_best {
        state.best_point = Some(name);
    }
    let best = state.best_point.as_deref().unwrap_or_default();
    write_run(folder, state, &[&state.last_point, best])
}

fn fill(point: &Path, trainer: &Trainer) -> Result<(), CheckpointError> {
    save_module(point, LEARNER, trainer.learner.valid())?;
    save_module(point, AVERAGE, trainer.average.clone())?;
    save_module(point, DISCRIMINATOR, trainer.discriminator.valid())?;
    save_optimizer(point, OPTIMIZER, &trainer.optimizer)?;
    save_optimizer(point, OPTIMIZER_D, &trainer.optimizer_d)
}

/// Brings `trainer` to the last point of the run, or to its best one.
///
/// # Errors
/// [`CheckpointError`] when something is missing or damaged.
pub fn load(
    folder: &Path,
    trainer: &mut Trainer,
    state: &RunState,
    best: bool,
) -> Result<(), CheckpointError> {
    let name = match (&state.best_point, best) {
        (Some(name), true) => name,
        _ => &state.last_point,
    };
    let point = folder.join(name);
    let learner = load_module(&point, LEARNER, trainer.learner.clone().valid())?;
    let average = load_module(&point, AVERAGE, trainer.average.clone())?;
    let discriminator = trainer.discriminator.clone().valid();
    let discriminator = load_module(&point, DISCRIMINATOR, discriminator)?;
    let optimizer = load_optimizer(&point, OPTIMIZER, adam())?;
    let optimizer_d = load_optimizer(&point, OPTIMIZER_D, adam())?;
    trainer.restore(learner, average, discriminator, optimizer, optimizer_d);
    trainer.means = state.means;
    trainer.num_steps = state.num_steps;
    Ok(())
}

pub(super) const LEARNER: &str = "learner.bpk";
pub(super) const AVERAGE: &str = "average.bpk";
pub(super) const DISCRIMINATOR: &str = "discriminator.bpk";
pub(super) const OPTIMIZER: &str = "optimizer.bpk";
pub(super) const OPTIMIZER_D: &str = "optimizer-d.bpk";
