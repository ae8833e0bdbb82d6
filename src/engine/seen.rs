//! Which watched files have come to rest, and which of them are new or changed.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::picture::Stamp;

/// A file as it was seen last.
#[derive(Clone, Copy, Debug)]
struct Seen {
    stamp: Stamp,
    /// Since when it has been so.
    since: Instant,
    /// How long it must rest.
    wait: Duration,
    state: State,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// It may still be written to.
    Waiting { has_changed: bool },
    /// It was handed over, or left out at the start.
    Settled,
}

/// A file that rests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Rested {
    pub(crate) path: PathBuf,
    /// Whether it was handed over or left out before, as something else.
    pub(crate) has_changed: bool,
}

/// What is known of the files of a folder.
#[derive(Debug)]
pub(crate) struct SeenFiles {
    files: HashMap<PathBuf, Seen>,
    rest: Duration,
}

impl SeenFiles {
    /// Files are whole when size and time have not changed for `rest`.
    pub(crate) fn new(rest: Duration) -> Self {
        Self {
            files: HashMap::new(),
            rest,
        }
    }

    /// Takes the files for known as they are: they are handed over when they change.
    pub(crate) fn leave_out<'a>(
        &mut self,
        files: impl IntoIterator<Item = (&'a Path, Option<Stamp>)>,
        now: Instant,
    ) {
        let state = State::Settled;
        self.insert(files, now, state);
    }

    fn insert<'a>(
        &mut self,
        files: impl IntoIterator<Item = (&'a Path, Option<Stamp>)>,
        now: Instant,
        state: State,
    ) {
        for (path, stamp) in files {
            if let Some(stamp) = stamp {
                let seen = Seen {
                    stamp,
                    since: now,
                    wait: self.rest,
                    state,
                };
                self.files.insert(path.to_owned(), seen);
            }
        }
    }

    /// Takes in what the folder holds now; the files that have come to rest since the last look.
    pub(crate) fn look<'a>(
        &mut self,
        files: impl IntoIterator<Item = (&'a Path, Option<Stamp>)>,
        now: Instant,
    ) -> Vec<Rested> {
        let mut rested = Vec::new();
        for (path, stamp) in files {
            // Nothing is there any longer, or nothing in it yet.
            let Some(stamp) = stamp.filter(|stamp| stamp.num_bytes() > 0) else {
                continue;
            };
            let Some(seen) = self.files.get_mut(path) else {
                let state = State::Waiting { has_changed: false };
                self.insert([(path, Some(stamp))], now, state);
                continue;
            };
            if seen.stamp != stamp {
                let has_changed = seen.state != State::Waiting { has_changed: false };
                *seen = Seen {
                    stamp,
                    since: now,
                    wait: self.rest,
                    state: State::Waiting { has_changed },
                };
            } else if let State::Waiting { has_changed } = seen.state
                && now.duration_since(seen.since) >= seen.wait
            {
                seen.state = State::Settled;
                let path = path.to_owned();
                rested.push(Rested { path, has_changed });
            }
        }
        rested
    }

    /// Whether a file has changed and not come to rest since.
    pub(crate) fn is_changing(&self, file: &Path) -> bool {
        let seen = self.files.get(file);
        seen.is_some_and(|seen| matches!(seen.state, State::Waiting { .. }))
    }

    /// Hands a file over once more after a while: what kept it from being drawn was not its fault.
    pub(crate) fn again(&mut self, file: &Path, now: Instant, wait: Duration) {
        if let Some(seen) = self.files.get_mut(file) {
            seen.since = now;
            seen.wait = wait;
            // A drawing of it may be there, of what it was before.
            seen.state = State::Waiting { has_changed: true };
        }
    }

    /// Forgets all files but these.
    pub(crate) fn keep<'a>(&mut self, files: impl IntoIterator<Item = &'a Path>) {
        let there: HashSet<&Path> = files.into_iter().collect();
        self.files.retain(|path, _| there.contains(path.as_path()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REST: Duration = Duration::from_secs(2);

    /// A folder with one file, and a clock that is set by hand.
    struct Yard {
        folder: tempfile::TempDir,
        seen: SeenFiles,
        now: Instant,
    }

    impl Yard {
        fn new() -> Self {
            Self {
                folder: tempfile::tempdir().unwrap(),
                seen: SeenFiles::new(REST),
                now: Instant::now(),
            }
        }

        fn path(&self) -> PathBuf {
            self.folder.path().join("a.jpg")
        }

        fn write(&self, len: usize) {
            std::fs::write(self.path(), vec![7; len]).unwrap();
        }

        /// Looks after so many seconds; whether the file was handed over, and as changed or not.
        fn look_after(&mut self, seconds: u64) -> Option<bool> {
            self.now += Duration::from_secs(seconds);
            let path = self.path();
            let files = [(path.as_path(), Stamp::of(&path))];
            let rested = self.seen.look(files, self.now);
            assert!(rested.len() < 2);
            rested.first().map(|file| file.has_changed)
        }
    }

    #[test]
    fn a_file_is_handed_over_once_when_it_has_rested() {
        let mut yard = Yard::new();
        assert_eq!(yard.look_after(1), None);
        yard.write(0);
        assert_eq!(
            [1, 5, 5].map(|s| yard.look_after(s)),
            [None; 3],
            "nothing is in it"
        );
        yard.write(100);
        assert_eq!([1, 1].map(|s| yard.look_after(s)), [None; 2]);
        yard.write(200);
        assert_eq!([1, 1].map(|s| yard.look_after(s)), [None; 2]);
        assert_eq!(yard.look_after(1), Some(false));
        assert_eq!([1, 9].map(|s| yard.look_after(s)), [None; 2]);
        yard.write(300);
        assert_eq!([1, 1].map(|s| yard.look_after(s)), [None; 2]);
        yard.write(400);
        assert_eq!([1, 2].map(|s| yard.look_after(s)), [None, Some(true)]);
    }

    #[test]
    fn what_was_there_before_is_handed_over_when_it_changes() {
        let mut yard = Yard::new();
        yard.write(100);
        let path = yard.path();
        yard.seen
            .leave_out([(path.as_path(), Stamp::of(&path))], yard.now);
        assert_eq!([5, 5].map(|s| yard.look_after(s)), [None; 2]);
        assert!(!yard.seen.is_changing(&path));
        yard.write(101);
        assert_eq!(yard.look_after(1), None);
        assert!(yard.seen.is_changing(&path));
        assert_eq!(yard.look_after(2), Some(true));
        assert!(!yard.seen.is_changing(&path));
    }

    #[test]
    fn what_could_not_be_drawn_comes_again_and_what_is_gone_is_forgotten() {
        let mut yard = Yard::new();
        yard.write(100);
        assert_eq!([1, 2].map(|s| yard.look_after(s)), [None, Some(false)]);
        let (path, now) = (yard.path(), yard.now);
        yard.seen.again(&path, now, Duration::from_mins(1));
        assert_eq!([30, 30].map(|s| yard.look_after(s)), [None, Some(true)]);
        yard.seen.keep([]);
        assert_eq!([1, 2].map(|s| yard.look_after(s)), [None, Some(false)]);
    }
}
