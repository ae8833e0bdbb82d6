//! What was opened last, and where the dialogs were.

use std::path::{Path, PathBuf};

use crate::paths::text::maybe;

/// What is kept of it.
const MOST: usize = 10;

/// Where the system's dialogs were left, so that they open there again.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub(super) struct Folders {
    /// Where photographs were opened.
    #[serde(rename = "opened_in", with = "maybe")]
    pub(super) opened: Option<PathBuf>,
    /// Where a drawing was saved.
    #[serde(rename = "saved_in", with = "maybe")]
    pub(super) saved: Option<PathBuf>,
}

impl Folders {
    /// Photographs, or a folder of them, were chosen.
    pub(super) fn opened(&mut self, paths: &[PathBuf]) {
        if let Some(folder) = paths.first().and_then(|path| folder_of(path)) {
            self.opened = Some(folder);
        }
    }

    /// A file for a drawing was chosen.
    pub(super) fn saved(&mut self, path: &Path) {
        self.saved = folder_of(path).or_else(|| self.saved.take());
    }
}

fn folder_of(path: &Path) -> Option<PathBuf> {
    let folder = path.parent()?;
    (folder != Path::new("")).then(|| folder.to_owned())
}

/// Puts what was opened in front; what is temporary is not worth it.
pub(super) fn remember(recent: &mut Vec<PathBuf>, opened: &[PathBuf], cache: Option<&Path>) {
    let is_kept = |path: &&PathBuf| cache.is_none_or(|cache| !path.starts_with(cache));
    for path in opened.iter().filter(is_kept).rev() {
        recent.retain(|known| known != path);
        recent.insert(0, path.clone());
    }
    recent.truncate(MOST);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_comes_first_and_once_and_what_was_pasted_does_not() {
        let paths = |names: &[&str]| -> Vec<PathBuf> { names.iter().map(PathBuf::from).collect() };
        let mut recent = paths(&["/a", "/b"]);
        let cache = Some(Path::new("/cache"));
        remember(
            &mut recent,
            &paths(&["/b", "/c", "/cache/pasted.png"]),
            cache,
        );
        assert_eq!(recent, paths(&["/b", "/c", "/a"]));
        let many: Vec<PathBuf> = (0..40).map(|index| format!("/{index}").into()).collect();
        remember(&mut recent, &many, cache);
        assert_eq!((recent.len(), &recent[0]), (MOST, &many[0]));
    }

    #[test]
    fn dialogs_open_where_they_were_left() {
        let mut folders = Folders::default();
        folders.opened(&["/in/holiday/a.jpg".into(), "/elsewhere/b.jpg".into()]);
        folders.saved(Path::new("/out/a.png"));
        folders.saved(Path::new("name"));
        assert_eq!(folders.opened, Some("/in/holiday".into()));
        assert_eq!(folders.saved, Some("/out".into()));
    }
}
