//! The thread that does at the disk what a person asks for now and then: training runs and styles
//! are noted, found, put away and removed there. The window never waits for it.

use std::path::{Path, PathBuf};

use crossbeam_channel::{Receiver, Sender, bounded};

use super::presets::{self, Preset};
use super::style_form::StyleEdit;
use super::teach::Queued;
use crate::engine::{
    Hold, TrainSpec, UnfinishedRun, is_run_held, new_run_folder, remove_run, unfinished_runs,
};
use crate::library::{StyleFolder, StyleFolderError, built_in_styles, read_style_file};
use crate::model::StyleFile;
use crate::picture::{ImageError, write_whole};
use crate::train::CheckpointError;

/// Errands that may wait: a person asks for a few in a minute.
const CAPACITY: usize = 256;

/// What there is to do.
#[derive(Debug)]
pub(super) enum Errand {
    /// Find the training runs below this folder that can be gone on with.
    FindUnfinished(PathBuf),
    /// Find the training run of that name below this folder.
    SeekRun { runs: PathBuf, name: String },
    /// Note a training run before it waits for its turn. A new one gets a folder of its own below
    /// its folder's parent.
    Note { spec: Box<TrainSpec>, is_new: bool },
    /// Remove a training run's folder.
    RemoveRun(PathBuf),
    /// Put the style in this file in the style library, if it has no built-in name.
    Import { path: PathBuf, is_chosen: bool },
    /// Take a style out of the style library; whether that is a step that can be taken back.
    RemoveStyle { name: String, is_new: bool },
    /// Put it back.
    Restore(Box<StyleFile>),
    /// Give a style of the style library another label; whether that is a step that can be taken
    /// back.
    EditStyle(StyleEdit, bool),
    /// Write a style of the style library to a file.
    Export { style: String, path: PathBuf },
    /// Keep the presets in this folder.
    KeepPresets(PathBuf, Vec<Preset>),
    /// Look what was let go on the window: a folder, or files.
    Sort(Vec<PathBuf>),
}

/// What came of it.
#[derive(Debug)]
pub(super) enum Done {
    UnfinishedRun(Vec<UnfinishedRun>),
    RunSought {
        name: String,
        found: SoughtRun,
    },
    /// The training run as it is to be learnt, locked so that no other process learns it first, and
    /// why it could not be noted.
    Noted(Box<Queued>, Option<CheckpointError>),
    /// Another process learns it.
    StillLearnt(PathBuf),
    /// The style's name in the style library, and whether it is to be drawn with.
    Imported {
        outcome: Result<String, StyleFolderError>,
        is_chosen: bool,
    },
    Removed {
        name: String,
        is_new: bool,
        outcome: Result<Box<StyleFile>, StyleFolderError>,
    },
    /// With the style, if it could not be put back.
    Restored(Result<String, (StyleFolderError, Box<StyleFile>)>),
    Edited {
        edit: StyleEdit,
        is_new: bool,
        outcome: Result<(), StyleFolderError>,
    },
    Exported(PathBuf, Result<(), NotExported>),
    /// Why the presets are not kept.
    PresetsNotKept(ImageError),
    /// A single folder.
    Folder(PathBuf),
    /// Photographs, or more than one of anything.
    Files(Vec<PathBuf>),
}

/// What there is of a training run.
#[derive(Debug)]
pub(super) enum SoughtRun {
    /// It can be gone on with.
    Free(Box<TrainSpec>),
    /// A process learns it.
    Held,
    /// It was thrown away, or its style is finished.
    Gone,
}

/// Why a style is not in a file.
#[derive(Debug)]
pub(super) enum NotExported {
    StyleFolder(StyleFolderError),
    Write(ImageError),
}

/// The window's end of the thread.
#[derive(Debug)]
pub(super) struct Errands {
    sender: Sender<Errand>,
    pub(super) done: Receiver<Done>,
}

impl Errands {
    /// Starts the thread; `notify` is called after every errand.
    pub(super) fn start(notify: impl Fn() + Send + 'static) -> std::io::Result<Self> {
        let (sender, errands) = bounded::<Errand>(CAPACITY);
        let (reply, done) = bounded(CAPACITY);
        std::thread::Builder::new()
            .name("errands".to_owned())
            .spawn(move || {
                for errand in errands {
                    if let Some(done) = run(errand)
                        && reply.send(done).is_err()
                    {
                        return;
                    }
                    notify();
                }
            })?;
        Ok(Self { sender, done })
    }

    /// Asks for something; whether there was room for it.
    pub(super) fn ask(&self, errand: Errand) -> bool {
        self.sender.try_send(errand).is_ok()
    }
}

fn run(errand: Errand) -> Option<Done> {
    Some(match errand {
        Errand::FindUnfinished(folder) => Done::UnfinishedRun(unfinished_runs(&folder)),
        Errand::SeekRun { runs, name } => Done::RunSought {
            found: seek(&runs, &name),
            name,
        },
        Errand::Note { spec, is_new } => note(spec, is_new),
        Errand::RemoveRun(folder) => {
            if remove_run(&folder) {
                return None;
            }
            Done::StillLearnt(folder)
        }
        Errand::Import { path, is_chosen } => Done::Imported {
            outcome: StyleFolder::of_user().and_then(|style_folder| import(&path, &style_folder)),
            is_chosen,
        },
        Errand::RemoveStyle { name, is_new } => Done::Removed {
            outcome: StyleFolder::of_user()
                .and_then(|style_folder| style_folder.remove(&name))
                .map(Box::new),
            name,
            is_new,
        },
        Errand::Restore(style) => {
            let restored =
                StyleFolder::of_user().and_then(|style_folder| style_folder.add(&style, false));
            Done::Restored(match restored {
                Ok(_) => Ok(style.name),
                Err(err) => Err((err, style)),
            })
        }
        Errand::EditStyle(edit, is_new) => Done::Edited {
            outcome: StyleFolder::of_user().and_then(|style_folder| relabel(&edit, &style_folder)),
            edit,
            is_new,
        },
        Errand::Export { style, path } => {
            let exported = export(&style, &path);
            Done::Exported(path, exported)
        }
        Errand::KeepPresets(folder, presets) => {
            Done::PresetsNotKept(presets::save(&folder, &presets).err()?)
        }
        Errand::Sort(mut paths) => match paths.pop() {
            Some(folder) if paths.is_empty() && folder.is_dir() => Done::Folder(folder),
            last => {
                paths.extend(last);
                Done::Files(paths)
            }
        },
    })
}

fn seek(runs: &Path, name: &str) -> SoughtRun {
    let folders = std::fs::read_dir(runs).into_iter().flatten();
    let mut folders = folders.filter_map(Result::ok).map(|entry| entry.path());
    let is_of_name = |spec: TrainSpec| spec.name == name;
    let is_held = folders.any(|folder| {
        is_run_held(&folder)
            && TrainSpec::noted(&folder).is_ok_and(|spec| spec.is_some_and(is_of_name))
    });
    if is_held {
        return SoughtRun::Held;
    }
    let mut free = unfinished_runs(runs).into_iter().map(|run| run.spec);
    let free = free.find(|spec| spec.name == name);
    free.map_or(SoughtRun::Gone, |spec| SoughtRun::Free(Box::new(spec)))
}

fn note(mut spec: Box<TrainSpec>, is_new: bool) -> Done {
    if is_new && let Some(runs) = spec.folder.parent() {
        spec.folder = new_run_folder(runs, &spec.name);
    }
    let (hold, err) = match Hold::take(&spec.folder) {
        Ok(Some(hold)) => (Some(hold), spec.note().err()),
        // Who learns it has noted it; the engine will say so.
        Ok(None) => (None, None),
        // For the same reason it cannot be noted.
        Err(_) => (None, spec.note().err()),
    };
    let spec = *spec;
    Done::Noted(Box::new(Queued { spec, hold }), err)
}

/// Puts a style in the style library. Just that style being there already is no trouble: its file
/// was opened once more.
fn import(path: &Path, style_folder: &StyleFolder) -> Result<String, StyleFolderError> {
    let style = read_style_file(path)?;
    // Of weights that are damaged the engine tells.
    if built_in_styles().is_ok_and(|names| names.contains(&style.name)) {
        return Err(StyleFolderError::BuiltIn { name: style.name });
    }
    match style_folder.add(&style, false) {
        Err(StyleFolderError::Exists { .. }) if style_folder.holds(&style) => Ok(style.name),
        added => added.map(|_| style.name),
    }
}

/// Gives a style another label; a built-in one has none of its own, and keeps its name for itself.
fn relabel(edit: &StyleEdit, style_folder: &StyleFolder) -> Result<(), StyleFolderError> {
    let name = &edit.after.name;
    if built_in_styles().is_ok_and(|names| names.contains(name)) {
        return Err(StyleFolderError::BuiltIn { name: name.clone() });
    }
    style_folder.edit(&edit.before.name, &edit.after)
}

fn export(style: &str, path: &Path) -> Result<(), NotExported> {
    let bytes = StyleFolder::of_user().and_then(|style_folder| {
        let found = style_folder.find(style)?;
        let style = read_style_file(&found)?;
        let unfit = |source| StyleFolderError::Unfit {
            source,
            path: found,
        };
        style.to_bytes().map_err(unfit)
    });
    // The system's dialog has asked before it replaces a file.
    write_whole(path, &bytes.map_err(NotExported::StyleFolder)?, true).map_err(NotExported::Write)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::StyleLabel;
    use crate::model::Dials;
    use crate::train::{Plan, PlanChanges};

    fn spec(folder: &Path) -> Box<TrainSpec> {
        Box::new(TrainSpec {
            name: "Mine".to_owned(),
            author: String::new(),
            licence: String::new(),
            pages: vec!["a.png".into()],
            photos: Vec::new(),
            pairs: Vec::new(),
            from: None,
            perceptual: None,
            plan: Plan::default(),
            changes: PlanChanges::default(),
            weights: Dials::NEUTRAL,
            folder: folder.to_owned(),
            keep: true,
            awaits: false,
        })
    }

    #[test]
    fn a_new_training_run_does_not_go_into_the_folder_of_another() {
        let yard = tempfile::tempdir().unwrap();
        let wanted = yard.path().join("Mine");
        let noted = |is_new| {
            let spec = spec(&wanted);
            match run(Errand::Note { spec, is_new }) {
                Some(Done::Noted(queued, None)) => (queued.spec.folder, queued.hold),
                other => panic!("{other:?}"),
            }
        };
        let (first, hold) = noted(true);
        assert!(first == wanted && hold.is_some());
        let (second, other) = noted(true);
        assert_eq!(second, yard.path().join("Mine (2)"));
        // As long as they wait for their turn nobody else is offered them, and none waits twice.
        assert!(unfinished_runs(yard.path()).is_empty());
        assert!(is_run_held(&wanted) && noted(false).1.is_none());
        drop((hold, other));
        assert_eq!(noted(false).0, wanted);
        let found = unfinished_runs(yard.path());
        assert_eq!(found.len(), 2);
        assert!(found.iter().all(|run| run.spec.name == "Mine"));
    }

    #[test]
    fn a_training_run_is_sought_by_its_name() {
        let yard = tempfile::tempdir().unwrap();
        let runs = yard.path().join("lessons");
        let sought = |name: &str| {
            let (runs, name) = (runs.clone(), name.to_owned());
            match run(Errand::SeekRun { runs, name }) {
                Some(Done::RunSought { found, .. }) => found,
                other => panic!("{other:?}"),
            }
        };
        assert!(matches!(sought("Mine"), SoughtRun::Gone), "no folder");
        let hold = match run(Errand::Note {
            spec: spec(&runs.join("any")),
            is_new: true,
        }) {
            Some(Done::Noted(queued, None)) => queued.hold.unwrap(),
            other => panic!("{other:?}"),
        };
        assert!(matches!(sought("Mine"), SoughtRun::Held));
        assert!(matches!(sought("Other"), SoughtRun::Gone));
        drop(hold);
        match sought("Mine") {
            SoughtRun::Free(spec) => assert!(spec.folder.starts_with(&runs) && spec.keep),
            other => panic!("{other:?}"),
        }
        assert!(remove_run(&runs.join("Mine")));
        assert!(matches!(sought("Mine"), SoughtRun::Gone));
    }

    #[test]
    fn a_style_that_is_opened_again_is_there_and_another_does_not_take_its_name() {
        let yard = tempfile::tempdir().unwrap();
        let style_folder = StyleFolder::in_folder(yard.path().join("shelf"));
        let bytes = include_bytes!("../../assets/models/base-v3.safetensors");
        let base = crate::model::BaseModel::from_bytes(bytes).unwrap();
        let import_as = |name: &str, author: &str| {
            let style = StyleFile {
                name: name.to_owned(),
                author: author.to_owned(),
                code: base.photo(),
                photo: base.photo(),
                generator: base.tensors().clone(),
                ..StyleFile::default()
            };
            let path = yard.path().join("opened.kstyle");
            std::fs::write(&path, style.to_bytes().unwrap()).unwrap();
            import(&path, &style_folder)
        };
        assert_eq!(import_as("Mine", "I").unwrap(), "Mine");
        assert_eq!(import_as("Mine", "I").unwrap(), "Mine");
        let other = import_as("Mine", "somebody else");
        assert!(
            matches!(other, Err(StyleFolderError::Exists { .. })),
            "{other:?}"
        );
        let built_in = import_as("peppercarrot", "I");
        assert!(
            matches!(built_in, Err(StyleFolderError::BuiltIn { .. })),
            "{built_in:?}"
        );
        assert_eq!(style_folder.read().0.len(), 1);
    }

    #[test]
    fn a_style_is_called_otherwise_but_never_as_a_built_in_one() {
        let yard = tempfile::tempdir().unwrap();
        let style_folder = StyleFolder::in_folder(yard.path().to_owned());
        let bytes = include_bytes!("../../assets/models/base-v3.safetensors");
        let base = crate::model::BaseModel::from_bytes(bytes).unwrap();
        let style = StyleFile {
            name: "Mine".to_owned(),
            code: base.photo(),
            photo: base.photo(),
            generator: base.tensors().clone(),
            ..StyleFile::default()
        };
        style_folder.add(&style, false).unwrap();
        let label = |name: &str| StyleLabel {
            name: name.to_owned(),
            ..StyleLabel::default()
        };
        let to = |name: &str| StyleEdit {
            before: label("Mine"),
            after: label(name),
        };
        let refused = relabel(&to("comic"), &style_folder);
        assert!(
            matches!(refused, Err(StyleFolderError::BuiltIn { .. })),
            "{refused:?}"
        );
        let edit = to("Ours");
        relabel(&edit, &style_folder).unwrap();
        assert!(style_folder.find("Ours").is_ok() && style_folder.find("Mine").is_err());
        relabel(&edit.reversed(), &style_folder).unwrap();
        assert!(style_folder.holds(&style), "as it was");
    }

    #[test]
    fn a_folder_is_told_from_files() {
        let yard = tempfile::tempdir().unwrap();
        let folder = yard.path().to_owned();
        let sorted = |paths: &[&PathBuf]| {
            let paths = paths.iter().copied().cloned().collect();
            run(Errand::Sort(paths)).unwrap()
        };
        assert!(matches!(sorted(&[&folder]), Done::Folder(found) if found == folder));
        let file = folder.join("a.png");
        let both = [file.clone(), folder.clone()];
        assert!(matches!(sorted(&[&file, &folder]), Done::Files(found) if found == both));
        assert!(matches!(sorted(&[&file]), Done::Files(found) if found == [file.clone()]));
    }
}
