//! The temporary files that are being written, so that a program that must end at once leaves none.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError, RwLock, TryLockError};
use std::time::{Duration, Instant};

/// How long a file that is taking its name may take for it, when the program must end.
const PATIENCE: Duration = Duration::from_millis(100);

static FILES: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());
/// Whether no file takes its name any longer; held for reading while one does.
static GIVEN_UP: RwLock<bool> = RwLock::new(false);

/// A temporary file that has no name of its own yet.
#[derive(Debug)]
pub(super) struct Pending(PathBuf);

impl Pending {
    /// Takes note of a temporary file.
    ///
    /// # Errors
    /// [`io::ErrorKind::Interrupted`] after [`give_up_writing`].
    pub(super) fn new(path: &Path) -> io::Result<Self> {
        let pending = Self(path.to_owned());
        let mut files = FILES.lock().unwrap_or_else(PoisonError::into_inner);
        files.insert(pending.0.clone());
        drop(files);
        pending.unless_given_up(|| ())?;
        Ok(pending)
    }

    /// Does the last step of a file.
    ///
    /// # Errors
    /// [`io::ErrorKind::Interrupted`] after [`give_up_writing`].
    #[expect(clippy::unused_self, reason = "only the last step of what is pending")]
    pub(super) fn unless_given_up<T>(&self, step: impl FnOnce() -> T) -> io::Result<T> {
        let given_up = GIVEN_UP.read().unwrap_or_else(PoisonError::into_inner);
        if *given_up {
            return Err(io::ErrorKind::Interrupted.into());
        }
        Ok(step())
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        let mut files = FILES.lock().unwrap_or_else(PoisonError::into_inner);
        files.remove(&self.0);
    }
}

/// Has no file that is being written take its name any longer, and removes what there is of them:
/// for a program that ends without waiting for its threads.
pub fn give_up_writing() {
    let start = Instant::now();
    loop {
        match GIVEN_UP.try_write() {
            Ok(mut given_up) => {
                *given_up = true;
                break;
            }
            Err(TryLockError::Poisoned(poisoned)) => {
                *poisoned.into_inner() = true;
                break;
            }
            // The disk hangs; a file that has its name is whole.
            Err(TryLockError::WouldBlock) if start.elapsed() > PATIENCE => break,
            Err(TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(2)),
        }
    }
    let files = FILES.lock().unwrap_or_else(PoisonError::into_inner);
    for file in files.iter() {
        fs::remove_file(file).ok();
    }
}
