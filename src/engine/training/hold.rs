//! Who learns a training run, or will: its folder is locked as long as a process does, so that two
//! do not write into each other's checkpoints. The lock goes with the process, however that ends.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::Path;
use std::time::Duration;

/// Name of the file that is locked.
const LOCK_FILE: &str = "lesson.lock";
/// A look whether a training run is held takes the lock for a moment: so often it is tried again.
const TRIES: u32 = 5;
const BETWEEN: Duration = Duration::from_millis(20);

/// As long as this lives nobody else learns the training run, nor is offered to. Without a file
/// where the disk knows no locks.
#[derive(Debug)]
pub struct Hold {
    /// Only kept open.
    file: Option<File>,
}

impl Hold {
    /// Takes the training run in `folder`, which is made; `None` when another process has it.
    ///
    /// # Errors
    /// When the folder or the file cannot be made.
    pub fn take(folder: &Path) -> io::Result<Option<Self>> {
        for _ in 0..TRIES {
            fs::create_dir_all(folder)?;
            let path = folder.join(LOCK_FILE);
            let mut options = OpenOptions::new();
            let file = options.write(true).create(true).truncate(false).open(&path);
            let file = match file {
                Ok(file) => file,
                // The folder was removed meanwhile.
                Err(err) if err.kind() == io::ErrorKind::NotFound => continue,
                Err(err) => return Err(err),
            };
            match file.try_lock() {
                // Who had the lock may have removed the folder, and the file with it.
                Ok(()) if is_there(&file, &path) => return Ok(Some(Self { file: Some(file) })),
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => std::thread::sleep(BETWEEN),
                Err(TryLockError::Error(err)) => {
                    log::info!("{}: no locks: {err}", path.display());
                    return Ok(Some(Self { file: None }));
                }
            }
        }
        Ok(None)
    }

    /// Removes the training run's folder. What cannot be removed costs space only.
    pub(super) fn remove(mut self, folder: &Path) {
        if cfg!(windows) {
            // An open file cannot be removed there.
            self.file = None;
        }
        if let Err(err) = fs::remove_dir_all(folder) {
            log::warn!("{} stays: {err}", folder.display());
        }
        drop(self);
    }
}

#[cfg(unix)]
fn is_there(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let place = |found: &fs::Metadata| (found.dev(), found.ino());
    match (file.metadata(), fs::metadata(path)) {
        (Ok(held), Ok(named)) => place(&held) == place(&named),
        _ => false,
    }
}

#[cfg(not(unix))]
fn is_there(_file: &File, path: &Path) -> bool {
    path.exists()
}

/// Whether a process, this one included, learns the training run in `folder`.
pub fn is_run_held(folder: &Path) -> bool {
    let path = folder.join(LOCK_FILE);
    // A pipe of that name would keep whoever opens it waiting.
    let file = path.is_file().then(|| File::open(&path).ok()).flatten();
    file.is_some_and(|file| matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock)))
}

/// Removes the training run in `folder` and all that was learnt; `false` when a process learns it.
pub fn remove_run(folder: &Path) -> bool {
    if !folder.is_dir() {
        return true;
    }
    match Hold::take(folder) {
        Ok(Some(hold)) => {
            hold.remove(folder);
            true
        }
        Ok(None) => false,
        Err(err) => {
            log::warn!("{} stays: {err}", folder.display());
            true
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_training_run_is_held_by_one_and_free_again_afterwards() {
        let yard = tempfile::tempdir().unwrap();
        let folder = yard.path().join("lesson");
        assert!(!is_run_held(&folder));
        let hold = Hold::take(&folder).unwrap().unwrap();
        assert!(is_run_held(&folder));
        assert!(Hold::take(&folder).unwrap().is_none());
        assert!(!remove_run(&folder) && folder.is_dir());
        drop(hold);
        assert!(!is_run_held(&folder));
        let again = Hold::take(&folder).unwrap().unwrap();
        again.remove(&folder);
        assert!(!folder.exists());
        assert!(remove_run(&folder));
    }
}
