//! Checkpoints of a lesson: the last point and the best one, so that learning goes on after any crash.

use std::path::Path;

use crate::model::Dials;
use crate::train::checkpoint::{Files, is_point_name, read_run};
use crate::train::objective::Means;
use crate::train::{Measure, Plan, Trainer};

pub use crate::train::checkpoint::CheckpointError;

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
    pub(crate) means: Means,
    /// Sub-folder of the last point.
    pub(crate) last_point: String,
    /// Sub-folder of the best point.
    pub(crate) best_point: Option<String>,
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

    /// Steps of the best point; all of them before the first measurement.
    pub fn best_steps(&self) -> u64 {
        self.best.map_or(self.num_steps, |(num_steps, _)| num_steps)
    }

    /// Whether a state that comes from a file can be gone on with.
    fn check(&self) -> Result<(), &'static str> {
        self.plan.check()?;
        let is_time = self.seconds.is_finite() && self.seconds >= 0.0;
        let is_rate = self.slowdown > 0.0 && self.slowdown <= 1.0;
        if !is_time || !is_rate || self.num_steps > Plan::MAX_STEPS {
            return Err("an impossible number");
        }
        let mut points = std::iter::once(&self.last_point).chain(&self.best_point);
        if points.any(|name| !is_point_name(name)) {
            return Err("a point that leads elsewhere");
        }
        Ok(())
    }
}

/// The state of the run in `folder`; `None` when there is none.
///
/// # Errors
/// [`CheckpointError`] when it is damaged.
pub fn read_state(folder: &Path) -> Result<Option<RunState>, CheckpointError> {
    let state = read_run(folder, |state: &RunState| state.version, VERSION)?;
    let Some(state) = state else {
        return Ok(None);
    };
    state.check().map_err(|reason| CheckpointError::Damaged {
        reason: reason.to_owned(),
        path: folder.to_owned(),
    })?;
    Ok(Some(RunState {
        weights: state.weights.within_range(),
        ..state
    }))
}

/// The files of a point: what `trainer` knows now.
///
/// # Errors
/// [`CheckpointError`] when the device fails.
pub(crate) fn files(trainer: &Trainer) -> Result<Files, CheckpointError> {
    trainer.gan.files()
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
    trainer.load(&folder.join(name), state.num_steps, state.means)
}
