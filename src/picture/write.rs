//! Putting a file on the disk whole or not at all.

use std::ffi::OsStr;
use std::fs;
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use self::pending::Pending;
use super::error::ImageError;

mod claim;
mod pending;

pub use self::pending::give_up_writing;

/// What the names of temporary files begin and end with.
const PREFIX: &str = ".kinetoon-";
const SUFFIX: &str = ".part";
/// How often a temporary file is made anew that another program took for a leftover.
const TRIES: u32 = 8;

/// Writes a file so that it is there whole or not at all, creating missing folders.
///
/// The bytes go to a temporary file in the same folder, are brought to the disk, and the file
/// takes its name last, in one step: a crash, a full disk or a pulled plug leaves no half file
/// under that name. Without `overwrite` an existing file is never replaced, even if it appears
/// while this runs; with it, the new file takes over the permissions of the old one.
///
/// # Examples
/// ```
/// use kinetoon::picture::{ImageError, write_whole};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let folder = tempfile::tempdir()?;
/// let path = folder.path().join("comics/out.png");
/// write_whole(&path, b"whole", false)?;
/// assert!(matches!(write_whole(&path, b"other", false), Err(ImageError::AlreadyExists)));
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// [`ImageError::AlreadyExists`] without `overwrite`, [`ImageError::CannotWrite`] for everything
/// that the system refuses.
pub fn write_whole(path: &Path, bytes: &[u8], overwrite: bool) -> Result<(), ImageError> {
    let file = WholeFile::begin(path, overwrite)?;
    let written = file.temporary.as_file().write_all(bytes);
    written.map_err(|source| ImageError::CannotWrite { source })?;
    file.commit()
}

/// As [`write_whole`], of what `fill` writes bit by bit; nothing is left if it fails.
///
/// # Errors
/// As [`write_whole`], and those of `fill`.
pub fn write_whole_by<E: From<ImageError>>(
    path: &Path,
    overwrite: bool,
    fill: impl FnOnce(&mut BufWriter<&fs::File>) -> Result<(), E>,
) -> Result<(), E> {
    let file = WholeFile::begin(path, overwrite)?;
    let mut writer = BufWriter::new(file.temporary.as_file());
    fill(&mut writer)?;
    let flushed = writer.flush();
    flushed.map_err(|source| ImageError::CannotWrite { source })?;
    drop(writer);
    Ok(file.commit()?)
}

/// A file on its way: without [`commit`](Self::commit) nothing is left of it.
#[derive(Debug)]
pub(crate) struct WholeFile {
    temporary: NamedTempFile,
    pending: Pending,
    path: PathBuf,
    overwrite: bool,
}

impl WholeFile {
    /// Opens a temporary file beside `path`.
    ///
    /// # Errors
    /// [`ImageError::AlreadyExists`] without `overwrite`, [`ImageError::CannotWrite`].
    pub(crate) fn begin(path: &Path, overwrite: bool) -> Result<Self, ImageError> {
        if !overwrite && fs::symlink_metadata(path).is_ok() && !claim::remove_abandoned(path) {
            return Err(ImageError::AlreadyExists);
        }
        let cannot_write = |source| ImageError::CannotWrite { source };
        let temporary = temporary_in(folder_of(path)).map_err(cannot_write)?;
        let pending = Pending::new(temporary.path()).map_err(cannot_write)?;
        Ok(Self {
            temporary,
            pending,
            path: path.to_owned(),
            overwrite,
        })
    }

    /// A second way to write into it.
    ///
    /// # Errors
    /// [`ImageError::CannotWrite`].
    pub(crate) fn handle(&self) -> Result<fs::File, ImageError> {
        let handle = self.temporary.as_file().try_clone();
        handle.map_err(|source| ImageError::CannotWrite { source })
    }

    /// Brings it to the disk and gives it its name.
    ///
    /// # Errors
    /// Those of [`write_whole`].
    pub(crate) fn commit(self) -> Result<(), ImageError> {
        let synced = self.temporary.as_file().sync_all();
        synced.map_err(|source| ImageError::CannotWrite { source })?;
        let named = self
            .pending
            .unless_given_up(|| take_name(self.temporary, &self.path, self.overwrite));
        named.map_err(|source| ImageError::CannotWrite { source })?
    }
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    }
}

fn take_name(file: NamedTempFile, path: &Path, overwrite: bool) -> Result<(), ImageError> {
    if overwrite && let Ok(old) = fs::metadata(path) {
        // Best effort: a file system without permissions is no reason to lose the picture.
        drop(file.as_file().set_permissions(old.permissions()));
    }
    let persisted = if overwrite {
        file.persist(path)
    } else {
        // A disk without hard links and without renaming that never replaces refuses it whatever
        // the name is; what else is the matter the claim is told, too.
        file.persist_noclobber(path)
            .or_else(|error| match error.error.kind() {
                io::ErrorKind::AlreadyExists => Err(error),
                _ => claim::persist(error.file, path),
            })
    };
    match persisted {
        Ok(_) => {}
        Err(error) if !overwrite && error.error.kind() == io::ErrorKind::AlreadyExists => {
            return Err(ImageError::AlreadyExists);
        }
        Err(error) => {
            let source = blame_name(error.error, error.file.path());
            return Err(ImageError::CannotWrite { source });
        }
    }
    // The name itself lives in the folder. Not every system can bring a folder to the disk, and
    // the file is complete either way.
    #[cfg(unix)]
    if let Ok(folder) = fs::File::open(folder_of(path)) {
        drop(folder.sync_all());
    }
    Ok(())
}

/// Some disks say that there is no such file, or that an argument is not valid, when a name has a
/// character in it that they do not hold.
fn blame_name(error: io::Error, temporary: &Path) -> io::Error {
    /// EILSEQ: bytes that are no Unicode, on a disk whose names are.
    const ILLEGAL_BYTES: i32 = if cfg!(target_os = "linux") { 84 } else { 92 };
    let is_vague = matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::InvalidInput
    ) || cfg!(unix) && error.raw_os_error() == Some(ILLEGAL_BYTES);
    // The file lay in that folder under another name until now.
    if is_vague && temporary.exists() {
        io::ErrorKind::InvalidFilename.into()
    } else {
        error
    }
}

/// Removes the temporary files that a killed program left in `folder`; how many there were.
///
/// One that is being written is locked and stays. Only where locks go with the process, on Unix.
pub fn remove_leftovers(folder: &Path) -> usize {
    if !cfg!(unix) {
        return 0;
    }
    let Ok(entries) = fs::read_dir(folder) else {
        return 0;
    };
    let is_ours = |name: &OsStr| {
        let name = name.to_string_lossy();
        name.starts_with(PREFIX) && name.ends_with(SUFFIX)
    };
    // It goes while the lock is held: whoever made it just now and has not locked it yet will find
    // that it is gone, see `temporary_in`.
    let remove = |path: &Path| {
        fs::File::open(path)
            .is_ok_and(|file| file.try_lock().is_ok() && fs::remove_file(path).is_ok())
    };
    entries
        .filter_map(Result::ok)
        // Opening a pipe would wait for whoever writes into it.
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()))
        .filter(|entry| {
            if is_ours(&entry.file_name()) {
                remove(&entry.path())
            } else {
                claim::remove_abandoned(&entry.path())
            }
        })
        .count()
}

/// A temporary file in the folder, which is made if it is missing.
fn temporary_in(folder: &Path) -> io::Result<NamedTempFile> {
    fs::create_dir_all(folder)?;
    let mut builder = tempfile::Builder::new();
    builder
        .prefix(OsStr::new(PREFIX))
        .suffix(OsStr::new(SUFFIX));
    #[cfg(unix)]
    let permissions = {
        use std::os::unix::fs::PermissionsExt as _;
        // The usual permissions of a new file; the user's umask takes its part away.
        fs::Permissions::from_mode(0o666)
    };
    #[cfg(unix)]
    builder.permissions(permissions);
    for _ in 0..TRIES {
        let file = builder.tempfile_in(folder)?;
        if lock(file.as_file(), file.path()) {
            return Ok(file);
        }
    }
    Err(io::ErrorKind::ResourceBusy.into())
}

/// Says that somebody is at a new file, see `remove_leftovers`. Whether it is still there: another
/// program may have taken it for a leftover before it was locked.
fn lock(file: &fs::File, path: &Path) -> bool {
    if !cfg!(unix) {
        return true;
    }
    match file.try_lock() {
        Ok(()) => path.exists(),
        Err(fs::TryLockError::WouldBlock) => false,
        // This disk knows no locks, so that nobody takes it for a leftover either.
        Err(fs::TryLockError::Error(_)) => true,
    }
}

#[cfg(test)]
mod tests;
