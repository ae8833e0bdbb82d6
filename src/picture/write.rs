//! Putting a file on the disk whole or not at all.

use std::ffi::OsStr;
use std::fs;
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::error::ImageError;

/// What the names of temporary files begin and end with.
const PREFIX: &str = ".kinetoon-";
const SUFFIX: &str = ".part";

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
    path: PathBuf,
    overwrite: bool,
}

impl WholeFile {
    /// Opens a temporary file beside `path`.
    ///
    /// # Errors
    /// [`ImageError::AlreadyExists`] without `overwrite`, [`ImageError::CannotWrite`].
    pub(crate) fn begin(path: &Path, overwrite: bool) -> Result<Self, ImageError> {
        if !overwrite && fs::symlink_metadata(path).is_ok() {
            return Err(ImageError::AlreadyExists);
        }
        let temporary =
            temporary_in(folder_of(path)).map_err(|source| ImageError::CannotWrite { source })?;
        Ok(Self {
            temporary,
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
        take_name(self.temporary, &self.path, self.overwrite)
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
        file.persist_noclobber(path)
    };
    match persisted {
        Ok(_) => {}
        Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => {
            return Err(ImageError::AlreadyExists);
        }
        Err(error) => {
            return Err(ImageError::CannotWrite {
                source: error.error,
            });
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
    let abandoned = |path: &Path| {
        fs::File::open(path)
            .is_ok_and(|file| file.metadata().is_ok_and(|m| m.is_file()) && file.try_lock().is_ok())
    };
    entries
        .filter_map(Result::ok)
        .filter(|entry| is_ours(&entry.file_name()))
        .filter(|entry| abandoned(&entry.path()) && fs::remove_file(entry.path()).is_ok())
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
    let file = builder.tempfile_in(folder)?;
    // Says that somebody is at it, see `remove_leftovers`; not every disk can.
    #[cfg(unix)]
    file.as_file().try_lock().ok();
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn missing_folders_are_created_and_nothing_else_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a/b/out.png");
        write_whole(&path, b"picture", false).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"picture");
        assert_eq!(names(path.parent().unwrap()), ["out.png"]);
    }

    #[test]
    fn an_existing_file_is_replaced_only_on_request() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.png");
        write_whole(&path, b"first", false).unwrap();
        let error = write_whole(&path, b"second", false).unwrap_err();
        assert!(matches!(error, ImageError::AlreadyExists));
        assert_eq!(fs::read(&path).unwrap(), b"first");
        write_whole(&path, b"third", true).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"third");
        assert_eq!(names(folder.path()), ["out.png"]);
    }

    #[test]
    fn of_many_writers_without_overwrite_exactly_one_wins() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.png");
        let wins: usize = std::thread::scope(|scope| {
            let writers: Vec<_> = (0..8_u8)
                .map(|writer| {
                    let path = &path;
                    scope.spawn(move || write_whole(path, &[writer; 4096], false).is_ok())
                })
                .collect();
            writers
                .into_iter()
                .filter(|_| true)
                .map(|w| usize::from(w.join().unwrap()))
                .sum()
        });
        assert_eq!(wins, 1);
        let bytes = fs::read(&path).unwrap();
        assert!(bytes.len() == 4096 && bytes.iter().all(|&byte| byte == bytes[0]));
        assert_eq!(names(folder.path()), ["out.png"]);
    }

    #[test]
    fn a_folder_or_a_file_in_the_way_is_told_in_words() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("taken")).unwrap();
        let error = write_whole(&folder.path().join("taken"), b"x", true).unwrap_err();
        assert_eq!(error.to_string(), "there is a folder of that name");
        fs::write(folder.path().join("file"), b"x").unwrap();
        let error = write_whole(&folder.path().join("file/out.png"), b"x", true).unwrap_err();
        assert!(matches!(error, ImageError::CannotWrite { .. }), "{error:?}");
        assert_eq!(names(folder.path()), ["file", "taken"]);
    }

    #[cfg(unix)]
    #[test]
    fn leftovers_are_removed_and_what_is_being_written_stays() {
        let folder = tempfile::tempdir().unwrap();
        for name in [".kinetoon-a1.part", "mine.part", ".kinetoon-x"] {
            fs::write(folder.path().join(name), b"half").unwrap();
        }
        let writing = temporary_in(folder.path()).unwrap();
        assert_eq!(remove_leftovers(folder.path()), 1);
        assert!(writing.path().exists());
        drop(writing);
        assert_eq!(names(folder.path()), [".kinetoon-x", "mine.part"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_new_file_has_ordinary_permissions_and_a_replaced_one_keeps_its_own() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        let ordinary = folder.path().join("ordinary");
        fs::write(&ordinary, b"x").unwrap();
        let path = folder.path().join("out.png");
        write_whole(&path, b"x", false).unwrap();
        assert_eq!(mode(&path), mode(&ordinary));
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        write_whole(&path, b"y", true).unwrap();
        assert_eq!(mode(&path), 0o640);
    }
}
