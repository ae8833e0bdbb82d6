//! Taking a name on a disk that knows neither hard links nor renaming that never replaces, such as
//! exFAT through FUSE and many shares.
//!
//! Making a new file fails on every disk when something has its name, so the name is claimed by a
//! file that says so, and the finished file is renamed over the claim. A program that is killed
//! between the two leaves the claim, which the next one recognises by its words and takes away.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

use tempfile::{NamedTempFile, PersistError};

/// What a claim says; no picture begins like it.
const WORDS: &[u8] = b"kinetoon: this name is taken by a file that is being written\n";

/// As [`NamedTempFile::persist_noclobber`], by a claim.
pub(super) fn persist(file: NamedTempFile, path: &Path) -> Result<File, PersistError> {
    let claim = match OpenOptions::new().write(true).create_new(true).open(path) {
        Ok(claim) => claim,
        Err(error) => return Err(PersistError { error, file }),
    };
    if let Err(error) = write(&claim) {
        fs::remove_file(path).ok();
        return Err(PersistError { error, file });
    }
    // Whoever writes without looking may have written there meanwhile.
    if !is_claim(path) {
        let error = io::ErrorKind::AlreadyExists.into();
        return Err(PersistError { error, file });
    }
    file.persist(path).inspect_err(|_| {
        if is_claim(path) {
            fs::remove_file(path).ok();
        }
    })
}

/// The lock says that the claim is not abandoned; it goes with the process.
fn write(mut claim: &File) -> io::Result<()> {
    claim.try_lock().ok();
    claim.write_all(WORDS)
}

fn is_claim(path: &Path) -> bool {
    let is_like_one =
        |metadata: fs::Metadata| metadata.is_file() && metadata.len() == WORDS.len() as u64;
    fs::symlink_metadata(path).is_ok_and(is_like_one)
        && fs::read(path).is_ok_and(|bytes| bytes == WORDS)
}

/// Takes away a claim that a killed program left; whether there was one.
///
/// Only where locks go with the process, on Unix.
pub(super) fn remove_abandoned(path: &Path) -> bool {
    cfg!(unix)
        && is_claim(path)
        && File::open(path).is_ok_and(|file| {
            file.try_lock().is_ok() && is_claim(path) && fs::remove_file(path).is_ok()
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn temporary(folder: &Path, bytes: &[u8]) -> NamedTempFile {
        let mut file = NamedTempFile::new_in(folder).unwrap();
        file.write_all(bytes).unwrap();
        file
    }

    #[test]
    fn a_claimed_name_is_taken_once_and_nothing_is_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.png");
        persist(temporary(folder.path(), b"first"), &path).unwrap();
        let refused = persist(temporary(folder.path(), b"second"), &path).unwrap_err();
        assert_eq!(refused.error.kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read(&path).unwrap(), b"first");
        drop(refused);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn of_many_that_claim_a_name_one_wins() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.png");
        let wins: usize = std::thread::scope(|scope| {
            let claims: Vec<_> = (0..8_u8)
                .map(|number| {
                    let (folder, path) = (folder.path(), &path);
                    scope.spawn(move || persist(temporary(folder, &[number; 4096]), path).is_ok())
                })
                .collect();
            claims
                .into_iter()
                .map(|claim| usize::from(claim.join().unwrap()))
                .sum()
        });
        assert_eq!(wins, 1);
        let bytes = fs::read(&path).unwrap();
        assert!(bytes.len() == 4096 && bytes.iter().all(|&byte| byte == bytes[0]));
    }

    #[cfg(unix)]
    #[test]
    fn a_claim_of_a_killed_program_is_taken_away_and_no_other_file() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::write(at("killed.png"), WORDS).unwrap();
        fs::write(at("mine.png"), [WORDS, b"mine"].concat()).unwrap();
        fs::write(at("empty.png"), b"").unwrap();
        let running = File::create(at("running.png")).unwrap();
        write(&running).unwrap();
        assert!(remove_abandoned(&at("killed.png")));
        for name in ["mine.png", "empty.png", "running.png", "killed.png"] {
            assert!(!remove_abandoned(&at(name)), "{name}");
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3);
    }
}
