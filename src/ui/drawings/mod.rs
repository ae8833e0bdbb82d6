//! Photographs that the artist draws over in another program: which files are watched, and what was
//! read of them. Plain data but for the thread that watches.

mod watch;

use std::path::{Path, PathBuf};
use std::time::Instant;

use super::explain;
use crate::train::pairs::PairFiles;

pub(super) use watch::{DrawingWatch, NotWritten, Order, Sight, Sighting};

/// How far a watched drawing is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum DrawingState {
    /// It is being written.
    Writing,
    /// It is there, and the artist has not saved it yet.
    Awaited,
    /// It is not there.
    Missing,
    /// It is being saved.
    Changing,
    /// It was read, and lies over its photograph.
    Good,
    /// It cannot be learnt from, and why.
    Bad(String),
}

/// A drawing that is watched.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Drawing {
    pub(super) files: PairFiles,
    pub(super) state: DrawingState,
    /// When it was last read.
    pub(super) read_at: Option<Instant>,
    /// Whether it was good when it was read for the last time that it could be.
    pub(super) is_learnt: bool,
}

/// The drawings that are watched, and the run that learns from them.
#[derive(Debug, Default)]
pub(super) struct Drawings {
    pub(super) watched: Vec<Drawing>,
    /// Name of the run.
    pub(super) run: Option<String>,
}

impl Drawings {
    /// Whether this file is watched.
    pub(super) fn is_watched(&self, drawing: &Path) -> bool {
        self.watched
            .iter()
            .any(|known| known.files.drawing == drawing)
    }

    /// A file that is going to be written.
    pub(super) fn add(&mut self, files: PairFiles) {
        self.watched.push(Drawing {
            files,
            state: DrawingState::Writing,
            read_at: None,
            is_learnt: false,
        });
    }

    /// Watches a file no longer; what was learnt from it stays learnt.
    pub(super) fn remove(&mut self, drawing: &Path) {
        self.watched.retain(|known| known.files.drawing != drawing);
    }

    /// Drawings that are learnt from.
    pub(super) fn learnt(&self) -> Vec<PairFiles> {
        let learnt = self.watched.iter().filter(|drawing| drawing.is_learnt);
        learnt.map(|drawing| drawing.files.clone()).collect()
    }

    /// Takes sighting of the watch in. Says which files are to be learnt from now.
    pub(super) fn take(&mut self, sighting: Sighting, now: Instant) -> Option<PairFiles> {
        let Sighting { drawing, sight } = sighting;
        let known = self.watched.iter_mut();
        let known = known
            .into_iter()
            .find(|known| known.files.drawing == drawing)?;
        known.state = match sight {
            Sight::Awaited => DrawingState::Awaited,
            Sight::Missing => DrawingState::Missing,
            Sight::Changing => DrawingState::Changing,
            Sight::Read(result) => {
                known.read_at = Some(now);
                match result {
                    Ok(()) => {
                        known.state = DrawingState::Good;
                        known.is_learnt = true;
                        return Some(known.files.clone());
                    }
                    Err(problem) => DrawingState::Bad(explain::pair(&problem)),
                }
            }
            // The window tells why, and forgets it.
            Sight::NotWritten(_) => return None,
        };
        None
    }
}

/// A name for the drawing over `photo`: beside it, layered.
pub(super) fn suggested_drawing(photo: &Path) -> PathBuf {
    let stem = photo.file_stem().unwrap_or_default().to_string_lossy();
    photo.with_file_name(format!("{stem}.drawn.ora"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::train::pairs::PairProblem;

    fn files() -> PairFiles {
        PairFiles {
            photo: "p/a.jpg".into(),
            drawing: "p/a.drawn.ora".into(),
        }
    }

    #[test]
    fn a_drawing_that_turned_bad_stays_learnt_as_it_was() {
        let mut drawings = Drawings::default();
        drawings.add(files());
        let now = Instant::now();
        let sighting = |sight| Sighting {
            drawing: files().drawing,
            sight,
        };
        assert_eq!(drawings.take(sighting(Sight::Awaited), now), None);
        assert!(drawings.learnt().is_empty());
        let unchanged = Sight::Read(Err(PairProblem::Unchanged));
        assert_eq!(drawings.take(sighting(unchanged), now), None);
        assert!(matches!(drawings.watched[0].state, DrawingState::Bad(_)));
        assert_eq!(
            drawings.take(sighting(Sight::Read(Ok(()))), now),
            Some(files())
        );
        assert_eq!(drawings.watched[0].read_at, Some(now));
        let other = Sight::Read(Err(PairProblem::OtherPhoto));
        assert_eq!(drawings.take(sighting(other), now), None);
        assert_eq!(drawings.learnt(), [files()]);
        drawings.remove(&files().drawing);
        // Sighting of what is watched no longer.
        assert_eq!(drawings.take(sighting(Sight::Read(Ok(()))), now), None);
        assert!(drawings.watched.is_empty());
    }

    #[test]
    fn a_drawing_is_named_so_that_it_is_found_beside_its_photograph() {
        let path = suggested_drawing(Path::new("p/Holiday 1.JPG"));
        assert_eq!(path, Path::new("p/Holiday 1.drawn.ora"));
        let mut both = vec![PathBuf::from("p/Holiday 1.JPG"), path];
        assert_eq!(crate::train::pairs::take_pairs(&mut both).len(), 1);
    }
}
