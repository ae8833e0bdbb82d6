//! Photographs that the artist draws over in another program: which files are watched, and what was
//! read of them. Plain data but for the thread that watches.

mod kept;
mod watch;

use std::path::{Path, PathBuf};
use std::time::Instant;

use super::explain;
use crate::train::pairs::PairFiles;

pub(super) use kept::{KeptDrawing, KeptStamp, usable};
pub(super) use watch::{DrawingWatch, NotWritten, Order, Sight, Sighting};

/// How far a watched drawing is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum DrawingState {
    /// It is being written.
    Writing,
    /// It is there, and the artist has not saved it yet.
    Awaited,
    /// It is as it was when it was learnt from, before a restart or before it was away.
    Waits,
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
    /// Of the file when it was last read well, or written.
    pub(super) stamp: Option<KeptStamp>,
}

/// How far the run is that learns from drawings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// It was begun before a restart, and is gone on with once there is something new.
    Rests,
    /// There is something new, and it is looked for on the disk.
    Sought,
    /// It was begun before a restart, and waits for its turn or runs.
    GoesOn,
    /// It is a new one, and waits for its turn or runs.
    Begun,
}

/// The run that learns from drawings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct DrawnRun {
    pub(super) name: String,
    pub(super) stage: Stage,
    /// What came since a restart: the run is over with what it had, and learns these longer.
    pub(super) fresh: Vec<PairFiles>,
}

impl DrawnRun {
    /// A run at its beginning, or as it was left.
    pub(super) fn new(name: String, stage: Stage) -> Self {
        Self {
            name,
            stage,
            fresh: Vec::new(),
        }
    }

    /// A drawing came.
    pub(super) fn add(&mut self, files: PairFiles) {
        if !self.fresh.contains(&files) {
            self.fresh.push(files);
        }
    }
}

/// The drawings that are watched, and the run that learns from them.
#[derive(Debug, Default)]
pub(super) struct Drawings {
    pub(super) watched: Vec<Drawing>,
    pub(super) run: Option<DrawnRun>,
}

impl Drawings {
    /// Those of the last time, which are as they were until something else is seen of them.
    pub(super) fn of_last_time(kept: &[KeptDrawing], run: Option<String>) -> Self {
        let watched = kept.iter().map(|kept| Drawing {
            files: kept.files.clone(),
            state: untouched(kept.is_learnt),
            read_at: None,
            is_learnt: kept.is_learnt,
            stamp: kept.stamp,
        });
        Self {
            watched: watched.collect(),
            run: run.map(|name| DrawnRun::new(name, Stage::Rests)),
        }
    }

    /// What is kept for the next start; what was never written is not.
    pub(super) fn kept(&self) -> Vec<KeptDrawing> {
        let is_there = |known: &&Drawing| known.state != DrawingState::Writing;
        let watched = self.watched.iter().filter(is_there);
        let kept = watched.map(|known| KeptDrawing {
            files: known.files.clone(),
            stamp: known.stamp,
            is_learnt: known.is_learnt,
        });
        kept.collect()
    }

    /// Name of the run that is gone on with at the next start: while nothing is watched it comes to
    /// its end.
    pub(super) fn kept_run(&self) -> Option<String> {
        let run = self.run.as_ref().filter(|_| !self.watched.is_empty());
        run.map(|run| run.name.clone())
    }

    /// Whether the run of that name is the one that learns from drawings.
    pub(super) fn is_run(&self, name: &str) -> bool {
        self.run.as_ref().is_some_and(|run| run.name == name)
    }

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
            stamp: None,
        });
    }

    /// Watches a file no longer; what was learnt from it stays learnt.
    pub(super) fn remove(&mut self, drawing: &Path) {
        self.watched.retain(|known| known.files.drawing != drawing);
        if let Some(run) = &mut self.run {
            run.fresh.retain(|files| files.drawing != drawing);
            let is_under_way = matches!(run.stage, Stage::GoesOn | Stage::Begun);
            if self.watched.is_empty() && !is_under_way {
                self.run = None;
            }
        }
    }

    /// Drawings that are learnt from.
    pub(super) fn learnt(&self) -> Vec<PairFiles> {
        let learnt = self.watched.iter().filter(|drawing| drawing.is_learnt);
        learnt.map(|drawing| drawing.files.clone()).collect()
    }

    /// Takes sighting of the watch in. Says which files are to be learnt from now.
    pub(super) fn take(&mut self, sighting: Sighting, now: Instant) -> Option<PairFiles> {
        let Sighting {
            drawing,
            sight,
            stamp,
        } = sighting;
        let stamp = stamp.map(KeptStamp::from);
        let known = self.watched.iter_mut();
        let known = known
            .into_iter()
            .find(|known| known.files.drawing == drawing)?;
        known.state = match sight {
            Sight::Awaited => {
                known.stamp = stamp;
                DrawingState::Awaited
            }
            Sight::Unchanged => untouched(known.is_learnt),
            Sight::Missing => DrawingState::Missing,
            Sight::Changing => DrawingState::Changing,
            Sight::Read(result) => {
                known.read_at = Some(now);
                // What is wrong with it is told anew at the next start.
                known.stamp = stamp.filter(|_| result.is_ok());
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

/// How far a drawing is that was not saved since it was read or written.
fn untouched(is_learnt: bool) -> DrawingState {
    if is_learnt {
        DrawingState::Waits
    } else {
        DrawingState::Awaited
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
    use crate::picture::Stamp;
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
            stamp: None,
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
    fn what_is_kept_is_as_it_was_and_what_was_never_written_is_not_kept() {
        let mut drawings = Drawings::default();
        drawings.add(files());
        assert!(drawings.kept().is_empty(), "it is being written");
        drawings.run = Some(DrawnRun::new("Mine".to_owned(), Stage::Begun));
        let yard = tempfile::tempdir().unwrap();
        let path = yard.path().join("a");
        std::fs::write(&path, b"drawn").unwrap();
        let stamp = Stamp::of(&path);
        let see = |drawings: &mut Drawings, sight| {
            let drawing = files().drawing;
            let sighting = Sighting {
                drawing,
                sight,
                stamp,
            };
            drawings.take(sighting, Instant::now())
        };
        let again =
            |drawings: &Drawings| Drawings::of_last_time(&drawings.kept(), drawings.kept_run());
        see(&mut drawings, Sight::Awaited);
        let first = again(&drawings);
        assert_eq!(first.watched[0].state, DrawingState::Awaited);
        assert_eq!(first.watched[0].stamp, stamp.map(KeptStamp::from));
        assert_eq!(first.run.as_ref().map(|run| run.stage), Some(Stage::Rests));
        see(&mut drawings, Sight::Read(Ok(())));
        see(&mut drawings, Sight::Changing);
        let mut second = again(&drawings);
        assert_eq!(second.watched[0].state, DrawingState::Waits);
        assert!(second.watched[0].stamp.is_some() && second.is_run("Mine"));
        assert_eq!(second.learnt(), [files()]);
        // What is bad is read at the next start, to be told again.
        see(&mut drawings, Sight::Read(Err(PairProblem::OtherPhoto)));
        assert_eq!(again(&drawings).watched[0].stamp, None);
        // With the last drawing goes a run that nobody has gone on with.
        second.remove(&files().drawing);
        assert_eq!((second.run, second.watched.len()), (None, 0));
        drawings.remove(&files().drawing);
        assert!(drawings.run.is_some() && drawings.kept_run().is_none());
    }

    #[test]
    fn a_drawing_is_named_so_that_it_is_found_beside_its_photograph() {
        let path = suggested_drawing(Path::new("p/Holiday 1.JPG"));
        assert_eq!(path, Path::new("p/Holiday 1.drawn.ora"));
        let mut both = vec![PathBuf::from("p/Holiday 1.JPG"), path];
        assert_eq!(crate::train::pairs::take_pairs(&mut both).len(), 1);
    }
}
