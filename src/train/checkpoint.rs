//! Points of a run on the disk, written whole or not at all.
//!
//! A run's folder holds `run.json`, which names sub-folders; each is complete before `run.json`
//! names it, and what is not named any more is removed.

pub(crate) mod saver;

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use burn::module::Module;
use burn::optim::ModuleOptimizer;
use burn::tensor::Bytes;

use crate::paths::read_within;
use crate::picture::{ImageError, write_whole};

/// Name of the file that names the rest.
const RUN_FILE: &str = "run.json";
/// It has a few kilobytes.
const MAX_RUN_BYTES: u64 = 4 << 20;

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

/// Whether a run was begun in `folder`.
pub fn has_run(folder: &Path) -> bool {
    folder.join(RUN_FILE).exists()
}

/// What `run.json` says; `None` when there is none. `version` is that of its layout.
///
/// # Errors
/// [`CheckpointError`] when it is damaged or of another version.
pub(crate) fn read_run<S: serde::de::DeserializeOwned>(
    folder: &Path,
    version: impl Fn(&S) -> u32,
    expected: u32,
) -> Result<Option<S>, CheckpointError> {
    let Some(state) = read_note(&folder.join(RUN_FILE), MAX_RUN_BYTES)? else {
        return Ok(None);
    };
    match version(&state) {
        found if found == expected => Ok(Some(state)),
        found => Err(CheckpointError::Damaged {
            reason: format!("version {found}"),
            path: folder.join(RUN_FILE),
        }),
    }
}

/// What is noted in a JSON file of at most `max_bytes`; `None` when there is none.
///
/// # Errors
/// [`CheckpointError`] when it cannot be read, or holds something else.
pub(crate) fn read_note<S: serde::de::DeserializeOwned>(
    path: &Path,
    max_bytes: u64,
) -> Result<Option<S>, CheckpointError> {
    let text = match read_within(path, max_bytes, &|| true) {
        Ok(text) => text,
        Err(err) if err.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(source) => {
            return Err(CheckpointError::Disk {
                source,
                path: path.to_owned(),
            });
        }
    };
    let state = serde_json::from_slice(&text).map_err(|err| CheckpointError::Damaged {
        reason: err.to_string(),
        path: path.to_owned(),
    })?;
    Ok(Some(state))
}

/// Writes `run.json`, and removes the points that `named` does not name.
///
/// # Errors
/// [`CheckpointError`] when the disk refuses; what was there before is then still whole.
pub(crate) fn write_run<S: serde::Serialize>(
    folder: &Path,
    state: &S,
    named: &[&str],
) -> Result<(), CheckpointError> {
    let path = folder.join(RUN_FILE);
    let text = serde_json::to_string_pretty(state).map_err(|err| CheckpointError::Damaged {
        reason: err.to_string(),
        path: path.clone(),
    })?;
    write_whole(&path, text.as_bytes(), true)
        .map_err(|source| CheckpointError::Write { source, path })?;
    remove_unnamed(folder, named);
    Ok(())
}

/// Makes a sub-folder for a step, filled by `fill`, and gives its name.
///
/// One that is there is never taken for it: another point of the same step may have been chosen
/// since, or a killed run may have left it unnamed.
///
/// # Errors
/// [`CheckpointError`] when the disk refuses; there is then no folder of that name.
pub(crate) fn write_point(
    folder: &Path,
    num_steps: u64,
    fill: impl FnOnce(&Path) -> Result<(), CheckpointError>,
) -> Result<String, CheckpointError> {
    let disk = |path: &Path| {
        let path = path.to_owned();
        move |source| CheckpointError::Disk { source, path }
    };
    fs::create_dir_all(folder).map_err(disk(folder))?;
    let making = tempfile::Builder::new()
        .prefix(".making-")
        .tempdir_in(folder)
        .map_err(disk(folder))?;
    fill(making.path())?;
    let name = free_name(folder, num_steps);
    let target = folder.join(&name);
    fs::rename(making.path(), &target).map_err(disk(&target))?;
    // It is not there any more.
    drop(making.keep());
    Ok(name)
}

fn free_name(folder: &Path, num_steps: u64) -> String {
    let name = format!("step-{num_steps:07}");
    let mut free = name.clone();
    let mut number = 1;
    while folder.join(&free).symlink_metadata().is_ok() {
        number += 1;
        free = format!("{name}-{number}");
    }
    free
}

/// Whether `name` is one that [`write_point`] gives, and so leads nowhere else.
pub(crate) fn is_point_name(name: &str) -> bool {
    let digits = name.strip_prefix("step-");
    digits.is_some_and(|digits| digits.chars().all(|c| c.is_ascii_digit() || c == '-'))
}

/// Fills `module`, which is on a plain device.
///
/// # Errors
/// [`CheckpointError::Damaged`].
pub(crate) fn load_module<M: Module>(
    point: &Path,
    file: &str,
    module: M,
) -> Result<M, CheckpointError> {
    let path = point.join(file);
    let loaded = module.try_load_file(&path);
    loaded.map_err(|err| damaged(&path, &err))
}

/// `optimizer` with the memory of another one.
///
/// # Errors
/// [`CheckpointError::Damaged`].
pub(crate) fn load_optimizer(
    point: &Path,
    file: &str,
    optimizer: ModuleOptimizer,
) -> Result<ModuleOptimizer, CheckpointError> {
    let path = point.join(file);
    let loaded = optimizer.load(&path);
    loaded.map_err(|err| damaged(&path, &err))
}

/// The files of a point in memory.
pub(crate) type Files = Vec<(&'static str, Bytes)>;

/// The file of a network that is on a plain device.
///
/// # Errors
/// [`CheckpointError::Disk`] when the device fails.
pub(crate) fn of_module<M: Module>(
    file: &'static str,
    module: M,
) -> Result<(&'static str, Bytes), CheckpointError> {
    let bytes = module.into_record().into_bytes();
    Ok((file, bytes.map_err(|err| refused(Path::new(file), &err))?))
}

/// The file of what an optimiser remembers.
///
/// # Errors
/// [`CheckpointError::Disk`] when the device fails.
pub(crate) fn of_optimizer(
    file: &'static str,
    optimizer: &ModuleOptimizer,
) -> Result<(&'static str, Bytes), CheckpointError> {
    let bytes = optimizer.into_bytes();
    Ok((file, bytes.map_err(|err| refused(Path::new(file), &err))?))
}

/// Writes the files of a point, and waits until they are on the disk.
///
/// # Errors
/// [`CheckpointError::Disk`].
pub(crate) fn write_files(point: &Path, files: &Files) -> Result<(), CheckpointError> {
    for (name, bytes) in files {
        let path = point.join(name);
        let written = fs::File::create(&path).and_then(|mut file| {
            file.write_all(bytes)?;
            file.sync_all()
        });
        written.map_err(|source| CheckpointError::Disk { source, path })?;
    }
    Ok(())
}

fn refused(path: &Path, err: &dyn std::fmt::Display) -> CheckpointError {
    CheckpointError::Disk {
        source: std::io::Error::other(err.to_string()),
        path: path.to_owned(),
    }
}

fn damaged(path: &Path, err: &dyn std::fmt::Display) -> CheckpointError {
    CheckpointError::Damaged {
        reason: err.to_string(),
        path: path.to_owned(),
    }
}

/// Removes points that the run does not name any more. What cannot be removed costs space only.
fn remove_unnamed(folder: &Path, named: &[&str]) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.filter_map(Result::ok) {
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_point = name.starts_with("step-") || name.starts_with(".making-");
        if is_point && !named.contains(&name.as_str()) {
            fs::remove_dir_all(entry.path()).ok();
        }
    }
}
