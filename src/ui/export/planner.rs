//! The thread that asks the disk for the queue: names files, and looks which are there and whole.
//! The window never waits for a disk.

use crate::render::Recipe;
use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crossbeam_channel::{Receiver, TryRecvError, bounded};

use super::Choices;
use super::entry::{Entry, EntryState, Order};
use crate::engine::batch::{self, Existing, Found, Pair};
use crate::i18n::{LanguageChoice, set_language, style_name, tr};
use crate::picture::{self, Imprint, Likeness, is_empty_file};
use crate::ui::explain;

/// What there is to do.
#[derive(Debug)]
pub(in crate::ui) enum Task {
    /// Name the drawings of photographs.
    Plan {
        /// All photographs with their settings, and whether each is meant: those that are not count
        /// for names and numbers, so that a later export names the same photograph alike.
        photos: Vec<(Found, Arc<Recipe>, bool)>,
        /// Files that are to be written already.
        pending: Vec<PathBuf>,
        /// Files that were written, by what they are known.
        written: Vec<(PathBuf, Imprint)>,
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

    /// What came of it, once it is over, also when its thread broke down.
    pub(in crate::ui) fn settled(&self) -> Option<Settled> {
        match self.0.try_recv() {
            Ok(settled) => Some(settled),
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => {
                let problem = tr!("engine-defect", detail = "plan");
                Some(Settled::Refused(problem))
            }
        }
    }
}

fn settle(task: Task) -> Settled {
    let outcome = match task {
        Task::Plan {
            photos,
            pending,
            written,
            choices,
        } => plan(&photos, pending, &written, &choices).map(Settled::Planned),
        Task::Recall(entries) => Ok(Settled::Changed(recall(entries))),
        Task::Divert { entries, from, to } => divert(entries, &from, &to).map(Settled::Changed),
    };
    outcome.unwrap_or_else(Settled::Refused)
}

fn plan(
    photos: &[(Found, Arc<Recipe>, bool)],
    pending: Vec<PathBuf>,
    written: &[(PathBuf, Imprint)],
    choices: &Choices,
) -> Result<Vec<Entry>, String> {
    let target = choices.folder.clone();
    make(&target)?;
    let pattern = choices.pattern();
    let pattern = pattern.map_err(super::choices::explain)?;
    let naming = choices.naming(&pattern);
    // A file that another export is about to write is there as good as already.
    let taken = if naming.avoid_existing {
        pending
    } else {
        Vec::new()
    };
    // As they are shown, not as the command line calls them.
    let names: Vec<String> = photos
        .iter()
        .map(|(_, settings, _)| style_name(&settings.style))
        .collect();
    let named = photos.iter().zip(&names);
    let styled = named.map(|((photo, _, _), name)| (photo, name.as_str()));
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
        size: choices.size,
        dpi: choices.dpi,
        keeps_metadata: choices.keeps_metadata,
        declaration: choices.declaration,
    });
    let entries = pairs
        .iter_mut()
        .zip(photos)
        .map(|(pair, (_, settings, _))| {
            let is_left_of_ours = |path: &Path| {
                let imprint = written.iter().rfind(|(output, _)| output == path);
                imprint.is_some_and(|(_, imprint)| imprint.compare(path) == Likeness::CutOff)
            };
            let is_drawn = batch::is_drawn(pair, Some(existing), is_left_of_ours);
            Entry {
                number: 0,
                input: pair.input.clone(),
                pixels: None,
                output: pair.output.clone(),
                format: pair.format,
                overwrite: pair.overwrite,
                written: None,
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

/// A file that was written just before the program was killed is done, and one that was cut off is
/// not.
fn recall(mut entries: Vec<Entry>) -> Vec<Entry> {
    tidy(entries.iter().map(|entry| entry.output.as_path()));
    for entry in &mut entries {
        let replaces = entry.order.existing == Existing::Overwrite;
        match entry.state {
            EntryState::Saved | EntryState::Waiting if is_left_of_ours(entry) => {
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

/// Whether what there is of a file is what a power cut left of one of ours. Before it was written
/// there was nothing, so that there can only be a name that was claimed.
fn is_left_of_ours(entry: &Entry) -> bool {
    match &entry.written {
        Some(imprint) => imprint.compare(&entry.output) == Likeness::CutOff,
        None => is_empty_file(&entry.output),
    }
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
        let is_drawn = batch::is_drawn(&mut pair, Some(existing), |_| false);
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
mod tests;
