//! Checkpoints: written whole or not at all, so that learning goes on after any crash.
//!
//! A run's folder holds `run.json`, which names one sub-folder for the last point and one for the best;
//! each is complete before `run.json` names it, and what is not named any more is removed.

use std::fs;
use std::path::{Path, PathBuf};

use burn::module::Module as _;

use super::objective::Means;
use super::trainer::Learner;
use super::{Measure, Plan, Trainer};
use crate::picture::{ImageError, write_whole};

/// Version of the folder's layout.
const VERSION: u32 = 1;
/// Name of the file that names the rest.
const RUN_FILE: &str = "run.json";

/// A checkpoint that cannot be written or used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CheckpointError {
    /// The disk refused.
    #[error("{}: {source}", path.display())]
    Disk {
        /// Why.
        source: std::io::Error,
        /// Which file or folder.
        path: PathBuf,
    },
    /// The file that names the rest could not be written.
    #[error("{}: {source}", path.display())]
    Write {
        /// Why.
        source: ImageError,
        /// Which file.
        path: PathBuf,
    },
    /// The contents are damaged or of another version.
    #[error("{}: damaged, or written by another version ({reason})", path.display())]
    Damaged {
        /// What does not fit.
        reason: String,
        /// Which file.
        path: PathBuf,
    },
}

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
    let path = folder.join(RUN_FILE);
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(err) if err.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(source) => return Err(CheckpointError::Disk { source, path }),
    };
    let damaged = |reason: String| CheckpointError::Damaged {
        reason,
        path: path.clone(),
    };
    let state: RunState = serde_json::from_str(&text).map_err(|err| damaged(err.to_string()))?;
    if state.version != VERSION {
        return Err(damaged(format!("version {}", state.version)));
    }
    Ok(Some(state))
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
    let name = format!("step-{:07}", state.num_steps);
    let target = folder.join(&name);
    let disk = |path: &Path| {
        let path = path.to_owned();
        move |source| CheckpointError::Disk { source, path }
    };
    fs::create_dir_all(folder).map_err(disk(folder))?;
    if !target.exists() {
        let making = tempfile::Builder::new()
            .prefix(".making-")
            .tempdir_in(folder)
            .map_err(disk(folder))?;
        write_point(making.path(), trainer)?;
        let making = making.keep();
        fs::rename(&making, &target).map_err(disk(&target))?;
    }
    state.means = trainer.means;
    state.last_point.clone_from(&name);
    if is_best {
        state.best_point = Some(name);
    }
    write_state(folder, state)?;
    remove_unnamed(folder, state);
    Ok(())
}

fn write_state(folder: &Path, state: &RunState) -> Result<(), CheckpointError> {
    let path = folder.join(RUN_FILE);
    let text = serde_json::to_string_pretty(state).map_err(|err| CheckpointError::Damaged {
        reason: err.to_string(),
        path: path.clone(),
    })?;
    write_whole(&path, text.as_bytes(), true)
        .map_err(|source| CheckpointError::Write { source, path })
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
    let damaged = |path: &Path, reason: &dyn std::fmt::Display| CheckpointError::Damaged {
        reason: reason.to_string(),
        path: path.to_owned(),
    };
    let fill = |learner: Learner, file: &str| {
        let path = point.join(file);
        learner
            .try_load_file(&path)
            .map_err(|err| damaged(&path, &err))
    };
    let learner = fill(trainer.learner.clone().valid(), LEARNER)?;
    let average = fill(trainer.average.clone(), AVERAGE)?;
    let path = point.join(DISCRIMINATOR);
    let discriminator = trainer
        .discriminator
        .clone()
        .valid()
        .try_load_file(&path)
        .map_err(|err| damaged(&path, &err))?;
    let path = point.join(OPTIMIZER);
    let optimizer = super::trainer::adam()
        .load(&path)
        .map_err(|err| damaged(&path, &err))?;
    let path = point.join(OPTIMIZER_D);
    let optimizer_d = super::trainer::adam()
        .load(&path)
        .map_err(|err| damaged(&path, &err))?;
    trainer.restore(learner, average, discriminator, optimizer, optimizer_d);
    trainer.means = state.means;
    trainer.num_steps = state.num_steps;
    Ok(())
}

const LEARNER: &str = "learner.bpk";
const AVERAGE: &str = "average.bpk";
const DISCRIMINATOR: &str = "discriminator.bpk";
const OPTIMIZER: &str = "optimizer.bpk";
const OPTIMIZER_D: &str = "optimizer-d.bpk";

fn write_point(folder: &Path, trainer: &Trainer) -> Result<(), CheckpointError> {
    let refused = |path: &Path, err: &dyn std::fmt::Display| CheckpointError::Disk {
        source: std::io::Error::other(err.to_string()),
        path: path.to_owned(),
    };
    let path = folder.join(LEARNER);
    trainer
        .learner
        .valid()
        .save_file(&path)
        .map_err(|err| refused(&path, &err))?;
    let path = folder.join(AVERAGE);
    trainer
        .average
        .clone()
        .save_file(&path)
        .map_err(|err| refused(&path, &err))?;
    let path = folder.join(DISCRIMINATOR);
    trainer
        .discriminator
        .valid()
        .save_file(&path)
        .map_err(|err| refused(&path, &err))?;
    let path = folder.join(OPTIMIZER);
    trainer
        .optimizer
        .save(&path)
        .map_err(|err| refused(&path, &err))?;
    let path = folder.join(OPTIMIZER_D);
    trainer
        .optimizer_d
        .save(&path)
        .map_err(|err| refused(&path, &err))
}

/// Removes points that the run does not name any more. What cannot be removed costs space only.
fn remove_unnamed(folder: &Path, state: &RunState) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.filter_map(Result::ok) {
        let name = entry.file_name().to_string_lossy().into_owned();
        let named = name == state.last_point || Some(&name) == state.best_point.as_ref();
        let is_point = name.starts_with("step-") || name.starts_with(".making-");
        if is_point && !named {
            fs::remove_dir_all(entry.path()).ok();
        }
    }
}
