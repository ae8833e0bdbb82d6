//! The bytes of a file, all of one state of it.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;
use std::time::{Duration, SystemTime};

use super::error::ImageError;
use super::limits::DecodeLimits;

/// Reads the bytes of a picture file, all of one state of it.
///
/// A file that another program writes to meanwhile is read again, twice at most.
///
/// # Errors
/// [`ImageError::CannotRead`], [`ImageError::FileTooLarge`], [`ImageError::OutOfMemory`], and
/// [`ImageError::ChangedWhileRead`] for a file that does not come to rest.
pub fn read_file(path: &Path, limits: &DecodeLimits) -> Result<Vec<u8>, ImageError> {
    read_while(path, limits, &|| {})
}

/// [`read_file`], calling `meanwhile` after each reading.
fn read_while(
    path: &Path,
    limits: &DecodeLimits,
    meanwhile: &dyn Fn(),
) -> Result<Vec<u8>, ImageError> {
    const TRIES: u32 = 3;
    const PAUSE: Duration = Duration::from_millis(150);
    for attempt in 0..TRIES {
        if attempt > 0 {
            std::thread::sleep(PAUSE);
        }
        let before = Stamp::of(path);
        let bytes = read_once(path, limits)?;
        meanwhile();
        // Devices and pipes have no stamp that means anything.
        if before == Stamp::of(path) || !path.is_file() {
            return Ok(bytes);
        }
    }
    Err(ImageError::ChangedWhileRead)
}

/// What tells two states of a file apart: its length and the time of its last change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    len: u64,
    modified: Option<SystemTime>,
}

impl Stamp {
    /// The stamp of a file as it is now; `None` if it is not there.
    pub fn of(path: &Path) -> Option<Self> {
        let metadata = std::fs::metadata(path).ok()?;
        Some(Self {
            len: metadata.len(),
            modified: metadata.modified().ok(),
        })
    }

    /// The length of the file.
    pub fn num_bytes(self) -> u64 {
        self.len
    }

    /// The time of its last change, where the system tells.
    pub fn modified(self) -> Option<SystemTime> {
        self.modified
    }
}

fn read_once(path: &Path, limits: &DecodeLimits) -> Result<Vec<u8>, ImageError> {
    let file = File::open(path).map_err(|source| ImageError::CannotRead { source })?;
    let size = file
        .metadata()
        .map_err(|source| ImageError::CannotRead { source })?
        .len();
    let limit_bytes = limits.max_alloc_bytes;
    if size > limit_bytes {
        return Err(ImageError::FileTooLarge { limit_bytes });
    }
    let mut bytes = Vec::new();
    if bytes.try_reserve_exact(size as usize).is_err() {
        return Err(ImageError::OutOfMemory { needed_bytes: size });
    }
    // A device or a pipe has no size to check beforehand, and a file can grow.
    file.take(limit_bytes.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(|source| ImageError::CannotRead { source })?;
    if bytes.len() as u64 > limit_bytes {
        return Err(ImageError::FileTooLarge { limit_bytes });
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_written_to_is_read_again_and_refused_if_it_never_rests() {
        use std::cell::Cell;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("growing.png");
        let write = |length: usize| std::fs::write(&path, vec![7_u8; length]).unwrap();
        let count = Cell::new(0);
        write(10);
        let read = read_while(&path, &DecodeLimits::default(), &|| {
            count.set(count.get() + 1);
            if count.get() == 1 {
                write(20);
            }
        });
        assert_eq!(
            read.unwrap().len(),
            20,
            "the second reading is of one state"
        );
        let restless = read_while(&path, &DecodeLimits::default(), &|| {
            count.set(count.get() + 1);
            write(20 + count.get());
        });
        assert!(matches!(restless, Err(ImageError::ChangedWhileRead)));
        let gone = read_while(&path, &DecodeLimits::default(), &|| {
            std::fs::remove_file(&path).ok();
        });
        assert!(gone.is_ok() || matches!(gone, Err(ImageError::CannotRead { .. })));
    }
}
