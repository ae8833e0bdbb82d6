//! The photographs in files and folders, each with the folder under whose tree it is mirrored.

use std::collections::{BTreeMap, HashSet};
use std::io;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use crate::picture::{is_litter, is_supported_extension, unread_format};

/// A photograph that was found.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Found {
    /// Its file.
    pub path: PathBuf,
    /// The folder that was named; `None` when the photograph itself was.
    pub root: Option<PathBuf>,
}

impl Found {
    /// Its place below the folder with all drawings.
    pub fn below(&self) -> &Path {
        let root = self.root.as_ref();
        let below = root.and_then(|root| self.path.strip_prefix(root).ok());
        below.unwrap_or_else(|| Path::new(self.path.file_name().unwrap_or_default()))
    }
}

impl From<PathBuf> for Found {
    fn from(path: PathBuf) -> Self {
        Self { path, root: None }
    }
}

impl From<&str> for Found {
    fn from(path: &str) -> Self {
        PathBuf::from(path).into()
    }
}

/// Why a folder that was named could not be used, or a part of it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FindProblem {
    /// Nothing in it can be drawn.
    #[error("no pictures in this folder")]
    Bare,
    /// A part of it cannot be read.
    #[error("{}", reason(.0))]
    Unreadable(#[source] io::Error),
    /// A link in it leads back to where it is.
    #[error("a link to a folder that it is in")]
    Loop,
    /// Photographs in it are of a format that is not read.
    #[error("{}", left_out(format, *count))]
    LeftOut {
        /// What the format is called.
        format: &'static str,
        /// How many there are.
        count: usize,
    },
}

fn left_out(format: &str, count: usize) -> String {
    let files = if count == 1 { "file" } else { "files" };
    format!("{count} {format} {files} left out: the format is not read")
}

fn reason(err: &io::Error) -> String {
    match err.kind() {
        io::ErrorKind::PermissionDenied => "no permission to read it".to_owned(),
        io::ErrorKind::NotFound => "a link to something that is not there".to_owned(),
        _ => err.to_string(),
    }
}

/// Every photograph in `inputs`, each file once, in the order of `inputs` and of the names in
/// folders; and what could not be used. The folder `out` with the drawings, and what systems leave
/// in folders ([`is_litter`]), are not looked through, unless they are named themselves.
pub fn find_photos(
    inputs: &[PathBuf],
    out: Option<&Path>,
) -> (Vec<Found>, Vec<(PathBuf, FindProblem)>) {
    let (mut photos, mut unusable) = (Vec::new(), Vec::new());
    let mut seen = HashSet::new();
    let mut add = |found: Found| {
        let key = found
            .path
            .canonicalize()
            .unwrap_or_else(|_| found.path.clone());
        if seen.insert(key) {
            photos.push(found);
        }
    };
    let out = out.and_then(|out| out.canonicalize().ok());
    for input in inputs {
        if !input.is_dir() {
            add(input.clone().into());
            continue;
        }
        // Drawings of an earlier run inside the folder are not photographs. Links to folders are
        // followed; walkdir notices loops.
        let is_output = |path: &Path| {
            out.as_ref().is_some_and(|out| {
                path.canonicalize().is_ok_and(|path| path == *out) && path != input
            })
        };
        let mut left_out = BTreeMap::new();
        let walk = WalkDir::new(input).follow_links(true).sort_by_file_name();
        let mut found = false;
        for entry in walk.into_iter().filter_entry(|e| {
            let is_folder = e.file_type().is_dir();
            // What was named itself is looked through, whatever it is called.
            e.depth() == 0 || !(is_litter(e.file_name()) || is_folder && is_output(e.path()))
        }) {
            match entry {
                Ok(entry)
                    if entry.file_type().is_file() && is_supported_extension(entry.path()) =>
                {
                    found = true;
                    add(Found {
                        path: entry.into_path(),
                        root: Some(input.clone()),
                    });
                }
                Ok(entry) if entry.file_type().is_file() => {
                    if let Some(format) = unread_format(entry.path()) {
                        *left_out.entry(format).or_insert(0) += 1;
                    }
                }
                Ok(_) => {}
                Err(err) => {
                    let path = err.path().unwrap_or(input).to_path_buf();
                    let problem = err
                        .into_io_error()
                        .map_or(FindProblem::Loop, FindProblem::Unreadable);
                    unusable.push((path, problem));
                    found = true;
                }
            }
        }
        if !found {
            unusable.push((input.clone(), FindProblem::Bare));
        }
        let left_out = left_out.into_iter();
        unusable.extend(
            left_out.map(|(format, count)| (input.clone(), FindProblem::LeftOut { format, count })),
        );
    }
    (photos, unusable)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::batch::plan::tests::tree;

    #[test]
    fn the_same_file_is_found_once() {
        let root = tree(&["in/a.jpg"]);
        let inputs = ["in", "in/a.jpg", "in/../in/a.jpg"].map(|name| root.path().join(name));
        let (photos, unusable) = find_photos(&inputs, None);
        assert_eq!(photos.len(), 1);
        assert!(unusable.is_empty());
    }

    #[test]
    fn the_folder_with_the_drawings_is_not_looked_through() {
        let root = tree(&["in/a.jpg", "in/out/a.jpg"]);
        let inputs = [root.path().join("in")];
        let found = |out: &str| find_photos(&inputs, Some(&root.path().join(out))).0.len();
        assert_eq!((found("in/out"), found("in"), found("other")), (1, 2, 2));
    }

    #[test]
    fn what_systems_leave_in_folders_is_no_photograph() {
        let root = tree(&[
            "in/a.jpg",
            "in/._a.jpg",
            "in/@eaDir/a.jpg/thumb.jpg",
            "in/day/.Trash-1000/files/b.jpg",
            "in/day/__MACOSX/c.jpg",
            "in/$RECYCLE.BIN/d.jpg",
            "in/.thumbnails/e.jpg",
            "bin/.thumbnails/f.jpg",
        ]);
        let found = |name: &str| find_photos(&[root.path().join(name)], None);
        let (photos, unusable) = found("in");
        assert!(photos.len() == 1 && unusable.is_empty(), "{photos:?}");
        // What is asked for by its name is drawn.
        for name in ["in/._a.jpg", "in/@eaDir", "in/day/.Trash-1000/files"] {
            assert_eq!(found(name).0.len(), 1, "{name}");
        }
        assert!(matches!(found("bin").1[..], [(_, FindProblem::Bare)]));
    }

    #[test]
    fn a_folder_without_pictures_is_told() {
        let root = tree(&["in/notes.txt"]);
        let (photos, unusable) = find_photos(&[root.path().join("in")], None);
        assert!(photos.is_empty());
        assert!(matches!(unusable[..], [(_, FindProblem::Bare)]));
    }

    #[test]
    fn photographs_that_cannot_be_read_are_counted_by_their_format() {
        let root = tree(&[
            "in/a.jpg",
            "in/b.HEIC",
            "in/day/c.heic",
            "in/d.nef",
            "in/e.txt",
            "in/._f.heic",
        ]);
        let (photos, unusable) = find_photos(&[root.path().join("in")], None);
        assert_eq!(photos.len(), 1);
        let told: Vec<String> = unusable
            .iter()
            .map(|(_, problem)| problem.to_string())
            .collect();
        assert_eq!(
            told,
            [
                "2 HEIC files left out: the format is not read",
                "1 RAW file left out: the format is not read"
            ]
        );
        assert!(unusable.iter().all(|(path, _)| path.ends_with("in")));
        // Where there is nothing else, that is told, too.
        let root = tree(&["in/b.heic"]);
        let (_, unusable) = find_photos(&[root.path().join("in")], None);
        assert!(matches!(
            unusable[..],
            [
                (_, FindProblem::Bare),
                (
                    _,
                    FindProblem::LeftOut {
                        format: "HEIC",
                        count: 1
                    }
                )
            ]
        ));
    }

    #[test]
    fn a_photograph_knows_its_place_below_the_folder_that_was_named() {
        let mut found = Found::from("/holiday/day one/a.jpg");
        assert_eq!(found.below(), Path::new("a.jpg"));
        found.root = Some("/holiday".into());
        assert_eq!(found.below(), Path::new("day one/a.jpg"));
    }
}
