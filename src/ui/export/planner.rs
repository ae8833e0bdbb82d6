//! The thread that asks the disk for the queue: names files, and looks which are there and whole. The
//! window never waits for a disk.

use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crossbeam_channel::{Receiver, TryRecvError, bounded};

use super::super::explain;
use super::super::settings::Settings;
use super::Choices;
use super::queue::{Entry, EntryState, Order};
use crate::engine::batch::{self, Existing, Found, Pair};
use crate::i18n::{LanguageChoice, set_language, tr};
use crate::picture;

/// What there is to do.
#[derive(Debug)]
pub(in crate::ui) enum Task {
    /// Name the drawings of photographs.
    Plan {
        /// All photographs with their settings, and whether each is meant: those that are not count for
        /// names and numbers, so that a later export names the same photograph alike.
        photos: Vec<(Found, Arc<Settings>, bool)>,
        /// Files that are to be written already.
        pending: Vec<PathBuf>,
        choices: Box<Choices>,
    },
    /// Look what of these was drawn, as an earlier run of the program knows only in part.
    Recall(Vec<Entry>),
    /// Have those that are still to be drawn go to another folder.
    Divert {
        entries: Vec<Entry>,
        from: PathBuf,
        to: PathBuf,
    },
}

/// What came of it.
#[derive(Debug)]
pub(in crate::ui) enum Settled {
    /// Photographs for the queue.
    Planned(Vec<Entry>),
    /// The same photographs as they are now.
    Changed(Vec<Entry>),
    /// Why it cannot be done.
    Refused(String),
}

/// The window's end of the thread.
#[derive(Debug)]
pub(in crate::ui) struct Planner(Receiver<Settled>);

impl Planner {
    /// Begins with a task; problems are told in `language`.
    ///
    /// # Errors
    /// When the system refuses a thread.
    pub(in crate::ui) fn start(
        task: Task,
        language: LanguageChoice,
        notify: impl Fn() + Send + 'static,
    ) -> std::io::Result<Self> {
        let (sender, receiver) = bounded(1);
        std::thread::Builder::new()
            .name("plan".to_owned())
            .spawn(move || {
                set_language(language.language());
                let settled = settle(task);
                // The sheet may have been closed meanwhile.
                sender.send(settled).ok();
                notify();
            })?;
        Ok(Self(receiver))
    }

    /// What came of it, once it is over.
    pub(in crate::ui) fn settled(&self) -> Option<Settled> {
        match self.0.try_recv() {
            Ok(settled) => Some(settled),
            Err(TryRecvError::Empty) => None,
            // Its thread is gone, which only a defect of the program can bring about.
            Err(TryRecvError::Disconnected) => {
                Some(Settled::Refused(tr!("engine-defect", detail = "plan")))
            }
        }
    }
}

fn settle(task: Task) -> Settled {
    let outcome = match task {
        Task::Plan {
            photos,
            pending,
            choices,
        } => plan(&photos, pending, &choices).map(Settled::Planned),
        Task::Recall(entries) => Ok(Settled::Changed(recall(entries))),
        Task::Divert { entries, from, to } => divert(entries, &from, &to).map(Settled::Changed),
    };
    outcome.unwrap_or_else(Settled::Refused)
}

fn plan(
    photos: &[(Found, Arc<Settings>, bool)],
    pending: Vec<PathBuf>,
    choices: &Choices,
) -> Result<Vec<Entry>, String> {
    let target = choices.folder.clone();
    make(&target)?;
    let pattern = choices.pattern();
    let pattern = pattern.map_err(|err| err.to_string())?;
    let naming = choices.naming(&pattern);
    // A file that another export is about to write is there as good as already.
    let taken = if naming.avoid_existing {
        pending
    } else {
        Vec::new()
    };
    let styled = photos
        .iter()
        .map(|(photo, settings, _)| (photo, settings.look.style.as_str()));
    let pairs = batch::plan(styled, &target, &naming, taken);
    let meant = pairs.into_iter().zip(photos);
    let meant = meant.filter(|(_, (photo, _, is_meant))| *is_meant && !is_output(photo, &target));
    let (mut pairs, photos): (Vec<Pair>, Vec<_>) = meant.unzip();
    if let Some(photo) = batch::replaced_photo(&pairs) {
        return Err(explain::at(photo, &tr!("export-replaces-photo")));
    }
    tidy(pairs.iter().map(|pair| pair.output.as_path()));
    let existing = choices.existing;
    let order = Arc::new(Order {
        target,
        existing,
        quality: choices.quality,
        scale: choices.scale,
        keeps_metadata: choices.keeps_metadata,
    });
    let entries = pairs
        .iter_mut()
        .zip(photos)
        .map(|(pair, (_, settings, _))| {
            let is_drawn = batch::is_drawn(pair, Some(existing), existing == Existing::Skip);
            Entry {
                number: 0,
                input: pair.input.clone(),
                output: pair.output.clone(),
                format: pair.format,
                overwrite: pair.overwrite,
                order: Arc::clone(&order),
                settings: Arc::clone(settings),
                state: if is_drawn {
                    EntryState::Skipped
                } else {
                    EntryState::Waiting
                },
            }
        });
    Ok(entries.collect())
}

/// Whether it is a drawing of an earlier export into a folder below the photographs.
fn is_output(photo: &Found, target: &Path) -> bool {
    let root = photo.root.as_deref();
    photo.path.starts_with(target)
        && root.is_some_and(|root| target.starts_with(root) && target != root)
}

/// Makes the folder for the drawings: one that is gone later was pulled out.
fn make(target: &Path) -> Result<(), String> {
    std::fs::create_dir_all(target).map_err(|source| {
        let err = picture::ImageError::CannotWrite { source };
        explain::at(target, &explain::picture(&err))
    })
}

/// Removes what a killed run left in the folders.
fn tidy<'a>(outputs: impl Iterator<Item = &'a Path>) {
    let folders: BTreeSet<_> = outputs.filter_map(Path::parent).collect();
    for folder in folders {
        picture::remove_leftovers(folder);
    }
}

/// A file that was written just before the program was killed is done, and one that was cut off is not.
fn recall(mut entries: Vec<Entry>) -> Vec<Entry> {
    tidy(entries.iter().map(|entry| entry.output.as_path()));
    for entry in &mut entries {
        let replaces = entry.order.existing == Existing::Overwrite;
        match entry.state {
            EntryState::Saved | EntryState::Waiting if picture::is_cut_off(&entry.output) => {
                entry.state = EntryState::Waiting;
                entry.overwrite = true;
            }
            // Nothing had its name when it was queued; one that is to be replaced tells nothing.
            EntryState::Waiting if !replaces && !entry.overwrite && entry.output.exists() => {
                entry.state = EntryState::Saved;
            }
            _ => {}
        }
    }
    entries
}

fn divert(mut entries: Vec<Entry>, from: &Path, to: &Path) -> Result<Vec<Entry>, String> {
    make(to)?;
    let stays = |entry: &Entry| entry.order.target != from;
    let mut taken: HashSet<PathBuf> = entries
        .iter()
        .filter(|entry| stays(entry))
        .map(|entry| entry.output.clone())
        .collect();
    for entry in entries
        .iter_mut()
        .filter(|entry| entry.order.target == from)
    {
        let below = entry.output.strip_prefix(from).unwrap_or(&entry.output);
        let wanted = to.join(below);
        let existing = entry.order.existing;
        let avoids = existing == Existing::Number;
        let output = batch::free_name(&wanted, entry.format, |path| {
            taken.contains(path) || avoids && path.symlink_metadata().is_ok()
        });
        taken.insert(output.clone());
        let mut pair = Pair {
            input: entry.input.clone(),
            output,
            format: entry.format,
            listed: None,
            overwrite: false,
        };
        let is_drawn = batch::is_drawn(&mut pair, Some(existing), existing == Existing::Skip);
        if is_drawn && entry.state == EntryState::Waiting {
            entry.state = EntryState::Skipped;
        }
        entry.output = pair.output;
        entry.overwrite = pair.overwrite;
        to.clone_into(&mut Arc::make_mut(&mut entry.order).target);
    }
    tidy(entries.iter().map(|entry| entry.output.as_path()));
    Ok(entries)
}

#[cfg(test)]
mod tests {
    use super::super::queue::tests::{entry, order};
    use super::*;

    type Chosen = (Found, Arc<Settings>, bool);

    /// `in/a.png` and `in/deep/b.jpg`, to be drawn into `out`.
    fn yard() -> (tempfile::TempDir, Vec<Chosen>, Choices) {
        let yard = tempfile::tempdir().unwrap();
        let root = yard.path().join("in");
        std::fs::create_dir_all(root.join("deep")).unwrap();
        let photos = ["a.png", "deep/b.jpg"].map(|name| {
            let path = root.join(name);
            std::fs::write(&path, b"photo").unwrap();
            let root = Some(root.clone());
            let settings = Arc::new(Settings::of_style("ink"));
            (Found { path, root }, settings, true)
        });
        let choices = Choices {
            folder: yard.path().join("out"),
            ..Choices::default()
        };
        (yard, photos.to_vec(), choices)
    }

    fn names(entries: &[Entry]) -> Vec<String> {
        let name = |entry: &Entry| {
            let below = entry.output.strip_prefix(&entry.order.target).unwrap();
            below.display().to_string()
        };
        entries.iter().map(name).collect()
    }

    #[test]
    fn a_plan_whose_thread_is_gone_is_refused() {
        let (_, receiver) = bounded(1);
        let settled = Planner(receiver).settled();
        assert!(matches!(settled, Some(Settled::Refused(_))));
    }

    #[test]
    fn the_tree_is_kept_below_the_target() {
        let (_yard, photos, choices) = yard();
        let target = choices.folder.clone();
        let entries = plan(&photos, Vec::new(), &choices).unwrap();
        assert_eq!(names(&entries), ["a-comic.png", "deep/b-comic.jpg"]);
        assert!(target.is_dir());
        assert!(entries.iter().all(|e| e.state == EntryState::Waiting));
    }

    #[test]
    fn files_that_are_there_are_left_out_replaced_or_numbered() {
        let (_yard, photos, choices) = yard();
        std::fs::create_dir(&choices.folder).unwrap();
        // No picture, so not one that was cut off.
        std::fs::write(choices.folder.join("a-comic.png"), b"mine").unwrap();
        let first = |existing| {
            let choices = Choices {
                existing,
                ..choices.clone()
            };
            plan(&photos, Vec::new(), &choices).unwrap().remove(0)
        };
        assert_eq!(first(Existing::Skip).state, EntryState::Skipped);
        assert!(first(Existing::Overwrite).overwrite);
        let numbered = first(Existing::Number);
        assert_eq!(names(std::slice::from_ref(&numbered)), ["a-comic-2.png"]);
        assert!(!numbered.overwrite);
        // What another export will write is there as good as already.
        let pending = vec![numbered.output];
        let entries = plan(&photos, pending, &choices).unwrap();
        assert_eq!(names(&entries)[0], "a-comic-3.png");
        // One that was cut off is drawn anew.
        std::fs::write(choices.folder.join("a-comic.png"), b"").unwrap();
        let cut_off = first(Existing::Skip);
        assert!(cut_off.overwrite && cut_off.state == EntryState::Waiting);
    }

    #[test]
    fn a_photograph_has_the_same_number_whichever_are_meant() {
        let (_yard, mut photos, mut choices) = yard();
        choices.pattern = "{number}".to_owned();
        photos[0].2 = false;
        let entries = plan(&photos, Vec::new(), &choices).unwrap();
        assert_eq!(names(&entries), ["deep/0002.jpg"]);
    }

    #[test]
    fn photographs_are_not_replaced_and_drawings_not_drawn() {
        let (yard, photos, mut choices) = yard();
        choices.folder = yard.path().join("in");
        choices.pattern = "{name}".to_owned();
        choices.existing = Existing::Overwrite;
        let problem = plan(&photos, Vec::new(), &choices).unwrap_err();
        assert!(problem.contains("a.png"), "{problem}");
        choices.folder = yard.path().join("in/deep");
        let entries = plan(&photos, Vec::new(), &choices).unwrap();
        assert_eq!(names(&entries), ["a.png"]);
    }

    #[test]
    fn a_folder_that_cannot_be_made_is_told() {
        let (yard, photos, mut choices) = yard();
        choices.folder = yard.path().join("in/a.png/out");
        let problem = plan(&photos, Vec::new(), &choices).unwrap_err();
        assert!(problem.contains("a.png/out"), "{problem}");
    }

    #[test]
    fn what_was_written_before_a_crash_is_done_and_what_was_cut_off_is_not() {
        let yard = tempfile::tempdir().unwrap();
        let order = Arc::new(order(yard.path(), Existing::Number));
        let at = |name: &str, state, content: Option<&[u8]>| {
            let entry = entry(name, &order, state);
            if let Some(content) = content {
                std::fs::write(&entry.output, content).unwrap();
            }
            entry
        };
        let entries = vec![
            at("written", EntryState::Waiting, Some(b"whole")),
            at("missing", EntryState::Waiting, None),
            at("cut off", EntryState::Waiting, Some(b"")),
            at("cut off after", EntryState::Saved, Some(b"")),
            at("moved away", EntryState::Saved, None),
        ];
        std::fs::write(yard.path().join(".kinetoon-x.part"), b"half").unwrap();
        let states: Vec<_> = recall(entries)
            .into_iter()
            .map(|entry| (entry.state, entry.overwrite))
            .collect();
        assert_eq!(
            states,
            [
                (EntryState::Saved, false),
                (EntryState::Waiting, false),
                (EntryState::Waiting, true),
                (EntryState::Waiting, true),
                (EntryState::Saved, false),
            ]
        );
        assert!(!cfg!(unix) || !yard.path().join(".kinetoon-x.part").exists());
    }

    #[test]
    fn the_rest_goes_to_another_folder_and_takes_no_name_that_is_there() {
        let yard = tempfile::tempdir().unwrap();
        let (from, to) = (yard.path().join("full"), yard.path().join("empty"));
        std::fs::create_dir(&to).unwrap();
        std::fs::write(to.join("a.png"), b"mine").unwrap();
        let order = Arc::new(order(&from, Existing::Number));
        let entries = ["a", "b"].map(|name| entry(name, &order, EntryState::Waiting));
        let entries = divert(entries.to_vec(), &from, &to).unwrap();
        assert_eq!(names(&entries), ["a-2.png", "b.png"]);
        assert!(entries.iter().all(|entry| entry.order.target == to));
    }
}
