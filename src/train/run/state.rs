//! How far a run is: everything about it that is not a tensor, as `run.json` has it.

use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Budget, MAX_STEPS};
use crate::train::checkpoint::{is_point_name, read_run};
use crate::train::{CheckpointError, TrainError};

/// Version of the folder's layout.
const VERSION: u32 = 1;

/// What a task must know to go on after a crash, tensors aside.
pub trait TaskState:
    Clone + std::fmt::Debug + PartialEq + Serialize + DeserializeOwned + Send + 'static
{
    /// When the run ends.
    fn budget(&self) -> Budget;

    /// Decides all random choices.
    fn seed(&self) -> u64;

    /// Steps between two evaluations with a checkpoint.
    fn save_every(&self) -> u64;

    /// Brings what comes from a file into its range.
    ///
    /// # Errors
    /// What is impossible about it.
    fn checked(self) -> Result<Self, &'static str>;

    /// This one, found in a folder, when a run that was set up as `given` goes on from there.
    ///
    /// # Errors
    /// [`TrainError::OtherStyles`]
    fn go_on(self, given: &Self) -> Result<Self, TrainError>;
}

/// Everything about a run that is not a tensor.
#[derive(Clone, Debug, PartialEq, Serialize, serde::Deserialize)]
pub struct RunState<S> {
    version: u32,
    /// Steps done.
    pub num_steps: u64,
    /// Seconds of training so far.
    pub seconds: f64,
    /// Sub-folder of the last point.
    pub(crate) last_point: String,
    /// Sub-folder of the best point.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) best_point: Option<String>,
    /// What the task adds, in the same object of the file.
    #[serde(flatten)]
    pub task: S,
}

impl<S> RunState<S> {
    /// The state of a run that has not begun.
    pub fn new(task: S) -> Self {
        Self {
            version: VERSION,
            num_steps: 0,
            seconds: 0.0,
            last_point: String::new(),
            best_point: None,
            task,
        }
    }
}

impl<S: TaskState> RunState<S> {
    /// How much of the time is over, `0.0..=1.0`.
    pub fn progress(&self) -> f64 {
        self.task.budget().progress(self.num_steps, self.seconds)
    }

    /// The state of the run in `folder`; `None` when there is none.
    ///
    /// # Errors
    /// [`CheckpointError`] when it is damaged.
    pub fn read(folder: &Path) -> Result<Option<Self>, CheckpointError> {
        let state = read_run(folder, |state: &Self| state.version, VERSION)?;
        let checked = state.map(Self::checked).transpose();
        checked.map_err(|reason| CheckpointError::Damaged {
            reason: reason.to_owned(),
            path: folder.to_owned(),
        })
    }

    fn checked(self) -> Result<Self, &'static str> {
        let is_time = self.seconds.is_finite() && self.seconds >= 0.0;
        if !is_time || self.num_steps > MAX_STEPS {
            return Err("an impossible number");
        }
        let mut points = std::iter::once(&self.last_point).chain(&self.best_point);
        if points.any(|name| !is_point_name(name)) {
            return Err("a point that leads elsewhere");
        }
        if !self.task.budget().is_possible() {
            return Err("an impossible time");
        }
        let task = self.task.checked()?;
        Ok(Self { task, ..self })
    }
}
