//! Files that are read as a whole, however large or odd they turn out to be.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

/// Bytes between two looks at whether anybody still waits.
const CHUNK: u64 = 4 << 20;

/// Reads an ordinary file of at most `max_bytes`. `keep_going` is asked now and then.
///
/// A pipe would keep its reader waiting for ever, and a device would never end: both are refused
/// before they are opened.
///
/// # Errors
/// What the system says; [`io::ErrorKind::FileTooLarge`] beyond `max_bytes`;
/// [`io::ErrorKind::Interrupted`] after `keep_going` said no.
pub fn read_within(
    path: &Path,
    max_bytes: u64,
    keep_going: &dyn Fn() -> bool,
) -> io::Result<Vec<u8>> {
    let found = std::fs::metadata(path)?;
    if found.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    if !found.is_file() {
        return Err(io::Error::other("this is no ordinary file"));
    }
    let file = File::open(path)?;
    let mut bytes = Vec::new();
    loop {
        if !keep_going() {
            return Err(io::ErrorKind::Interrupted.into());
        }
        // One byte more than allowed shows that it is too large, also while it still grows.
        let room = (max_bytes + 1).saturating_sub(bytes.len() as u64);
        let num_read = (&file).take(room.min(CHUNK)).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > max_bytes {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        if num_read == 0 {
            return Ok(bytes);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_ordinary_files_within_the_limit_are_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        std::fs::write(&path, b"seven..").unwrap();
        assert_eq!(read_within(&path, 7, &|| true).unwrap(), b"seven..");
        let kind = |max, going: bool| read_within(&path, max, &|| going).unwrap_err().kind();
        assert_eq!(kind(6, true), io::ErrorKind::FileTooLarge);
        assert_eq!(kind(7, false), io::ErrorKind::Interrupted);
        let of_folder = read_within(folder.path(), 7, &|| true).unwrap_err();
        assert_eq!(of_folder.kind(), io::ErrorKind::IsADirectory);
    }

    #[cfg(unix)]
    #[test]
    fn a_pipe_is_refused_and_not_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe");
        let made = std::process::Command::new("mkfifo").arg(&pipe).status();
        if !made.is_ok_and(|status| status.success()) {
            return;
        }
        assert!(read_within(&pipe, 100, &|| true).is_err());
        assert!(read_within(Path::new("/dev/zero"), 100, &|| true).is_err());
    }
}
