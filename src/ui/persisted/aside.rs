//! A file of settings that cannot be read, or not all of it, is kept under another name: what is
//! written next would replace it.

use std::io;
use std::path::{Path, PathBuf};

use super::{FILE, MAX_BYTES};
use crate::paths::read_within;
use crate::picture::{ImageError, write_whole};

/// What the names of copies begin with.
const COPY: &str = "window-unreadable";
/// Copies that are kept; beyond them the last one is replaced.
const MAX_COPIES: u32 = 9;

/// What was wrong with the file of settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::ui) enum SettingsProblem {
    /// It could not be read, or not all of it, and lies here now.
    Aside(PathBuf),
    /// It could not be read and is left as it is: nothing is written over it.
    Stuck(PathBuf),
}

fn names(folder: &Path) -> impl Iterator<Item = PathBuf> {
    (1..=MAX_COPIES).map(|number| match number {
        1 => folder.join(COPY).with_extension("json"),
        number => folder.join(format!("{COPY}-{number}.json")),
    })
}

/// Keeps a copy of what the file holds.
pub(super) fn copy(folder: &Path, text: &[u8]) -> SettingsProblem {
    let mut last = None;
    for path in names(folder) {
        match write_whole(&path, text, false) {
            Ok(()) => return SettingsProblem::Aside(path),
            Err(ImageError::AlreadyExists) => {
                // The program may have been ended before it wrote anything new.
                let same = read_within(&path, MAX_BYTES, &|| true);
                if same.is_ok_and(|known| known == text) {
                    return SettingsProblem::Aside(path);
                }
                last = Some(path);
            }
            Err(err) => {
                log::warn!("the broken settings cannot be copied: {err}");
                return SettingsProblem::Stuck(folder.join(FILE));
            }
        }
    }
    match last {
        Some(path) if write_whole(&path, text, true).is_ok() => SettingsProblem::Aside(path),
        _ => SettingsProblem::Stuck(folder.join(FILE)),
    }
}

/// Gives the file, which cannot be opened because of `err`, another name.
pub(super) fn move_away(folder: &Path, err: &io::Error) -> SettingsProblem {
    let path = folder.join(FILE);
    log::warn!("{}: {err}", path.display());
    let free = names(folder).find(|name| name.symlink_metadata().is_err());
    match free {
        Some(name) if std::fs::rename(&path, &name).is_ok() => SettingsProblem::Aside(name),
        _ => SettingsProblem::Stuck(path),
    }
}
