//! What the window keeps from one start to the next. Each part is read by itself: a part that is
//! missing, broken or out of range costs that part, never the start, and the file with it is kept
//! under another name.

mod aside;
mod scribe;

use crate::render::Recipe;
use std::cell::Cell;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde::{Serialize, Serializer};

pub(super) use aside::SettingsProblem;
pub(super) use scribe::Scribe;

use super::drawings::{KeptDrawing, usable};
use super::export::Choices;
use super::guide::Chapter;
use super::panels::PanelWidths;
use super::recent::Folders;
use super::sort::SortBy;
use super::state::ViewMode;
use crate::engine::batch::Found;
use crate::i18n::LanguageChoice;
use crate::ink::InkSettings;
use crate::paths::read_within;
use crate::paths::text::{Lossless, many, maybe, maybes};
use crate::picture::{ImageError, write_whole};

/// Name of the file in the folder for settings.
const FILE: &str = "window.json";
/// Settings of thousands of photographs have a few megabytes.
const MAX_BYTES: u64 = 64 << 20;
/// Photographs that are remembered.
const MAX_PHOTOS: usize = 2000;
/// Smallest and largest size of the window that is believed, in points.
const SIZE: [f32; 2] = [320.0, 16_384.0];

/// What is kept.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub(super) struct PersistedState {
    /// The settings for all photographs.
    #[serde(flatten)]
    pub(super) common: Option<Recipe>,
    pub(super) mode: Option<ViewMode>,
    /// By what the photographs are in order.
    pub(super) sort: Option<SortBy>,
    /// Whether the grid stands in place of the canvas, and how wide its pictures are, in points.
    pub(super) shows_grid: Option<bool>,
    pub(super) grid_width: Option<f32>,
    pub(super) language: Option<LanguageChoice>,
    /// Whether the theme is dark; `None` follows the system.
    pub(super) is_dark: Option<bool>,
    pub(super) shows_controls: Option<bool>,
    /// How wide the panels beside the canvas are.
    pub(super) panels: Option<PanelWidths>,
    /// Styles that stand before the others.
    pub(super) favourites: Vec<String>,
    /// Width and height of the window in points.
    pub(super) size: Option<[f32; 2]>,
    /// The window's upper left corner on the desktop, in pixels.
    pub(super) position: Option<[i32; 2]>,
    pub(super) is_maximised: Option<bool>,
    /// Where the handle of the wipe was, `0.0..=1.0`.
    pub(super) wipe: Option<f32>,
    /// The photograph that was shown.
    #[serde(with = "maybe")]
    pub(super) shown: Option<PathBuf>,
    /// Settings of single photographs.
    #[serde(serialize_with = "write_own")]
    pub(super) own: Vec<(PathBuf, Recipe)>,
    /// What was tuned of styles that were not chosen, for all photographs and for those with
    /// settings of their own.
    pub(super) tuned: Vec<Recipe>,
    #[serde(serialize_with = "write_own")]
    pub(super) own_tuned: Vec<(PathBuf, Vec<Recipe>)>,
    #[serde(with = "many")]
    pub(super) photos: Vec<PathBuf>,
    /// The folder that each photograph was found in.
    #[serde(with = "maybes")]
    pub(super) roots: Vec<Option<PathBuf>>,
    /// Photographs of which a drawing was saved.
    #[serde(with = "many")]
    pub(super) saved: Vec<PathBuf>,
    /// What was chosen for the last export.
    pub(super) export: Option<Choices>,
    /// What was opened last, newest first.
    #[serde(with = "many")]
    pub(super) recent: Vec<PathBuf>,
    /// Where the dialogs were last.
    #[serde(flatten)]
    pub(super) folders: Folders,
    /// The chapter of the guide that was read last.
    pub(super) chapter: Option<Chapter>,
    /// The drawings over photographs that were watched, and the name of the run that learnt from
    /// them.
    pub(super) drawings: Vec<KeptDrawing>,
    pub(super) drawings_run: Option<String>,
    /// Whether the window was closed properly the last time.
    pub(super) was_closed: Option<bool>,
    /// What was wrong with the file, for the person to know.
    #[serde(skip)]
    pub(super) problem: Option<SettingsProblem>,
}

fn write_own<T: Serialize, S: Serializer>(own: &[(PathBuf, T)], to: S) -> Result<S::Ok, S::Error> {
    to.collect_seq(own.iter().map(|(path, own)| (Lossless(path.clone()), own)))
}

impl PersistedState {
    /// Reads what was kept; what cannot be used is left out, and the file that it is in kept aside.
    pub(super) fn load(folder: &Path) -> Self {
        let path = folder.join(FILE);
        match read_within(&path, MAX_BYTES, &|| true) {
            Ok(text) => {
                let (kept, is_whole) = Self::read(&text);
                let problem = (!is_whole).then(|| aside::copy(folder, &text));
                Self { problem, ..kept }
            }
            Err(err) if err.kind() == std::io::ErrorKind::NotFound => {
                log::info!("no settings of the window: {err}");
                Self::default()
            }
            Err(err) => Self {
                problem: Some(aside::move_away(folder, &err)),
                ..Self::default()
            },
        }
    }

    fn parse(text: &[u8]) -> Self {
        Self::read(text).0
    }

    /// What can be used, and whether that is all.
    fn read(text: &[u8]) -> (Self, bool) {
        let is_whole = Cell::new(true);
        let file: serde_json::Value = serde_json::from_slice(text).unwrap_or_else(|err| {
            log::warn!("the window's settings are broken and not used: {err}");
            serde_json::Value::Null
        });
        is_whole.set(file.is_object());
        let file = Parts {
            file: &file,
            is_whole: &is_whole,
        };
        let kept = Self::of_parts(&file);
        (kept, is_whole.get())
    }

    fn of_parts(file: &Parts<'_>) -> Self {
        let paths = |name: &str| -> Vec<PathBuf> {
            let paths: Vec<Lossless> = file.part(name).unwrap_or_default();
            paths.into_iter().map(|path| path.0).collect()
        };
        let mut photos = paths("photos");
        photos.truncate(MAX_PHOTOS);
        let roots: Vec<Option<Lossless>> = file.part("roots").unwrap_or_default();
        let own: Vec<serde_json::Value> = file.part("own").unwrap_or_default();
        let own = own.into_iter().filter_map(|value| {
            let (path, settings): (Lossless, Recipe) = file.read(&value, "own")?;
            Some((path.0, settings.sanitised()))
        });
        let own_tuned: Vec<serde_json::Value> = file.part("own_tuned").unwrap_or_default();
        let own_tuned = own_tuned.into_iter().filter_map(|value| {
            let (path, tuned): (Lossless, Vec<Recipe>) = file.read(&value, "own_tuned")?;
            Some((path.0, tuned.into_iter().map(Recipe::sanitised).collect()))
        });
        let tuned: Vec<serde_json::Value> = file.part("tuned").unwrap_or_default();
        let tuned = tuned.iter().filter_map(|value| file.read(value, "tuned"));
        let drawings: Vec<serde_json::Value> = file.part("drawings").unwrap_or_default();
        let drawings = drawings.iter();
        let drawings = drawings.filter_map(|value| file.read(value, "drawings"));
        Self {
            common: file.common(),
            mode: file.part("mode"),
            sort: file.part("sort"),
            shows_grid: file.part("shows_grid"),
            grid_width: file.part("grid_width"),
            language: file.part("language"),
            is_dark: file.part("is_dark"),
            shows_controls: file.part("shows_controls"),
            panels: file.part("panels").map(PanelWidths::sanitised),
            favourites: file.part("favourites").unwrap_or_default(),
            size: file
                .part("size")
                .map(|size: [f32; 2]| size.map(|side| side.clamp(SIZE[0], SIZE[1]))),
            position: file.part("position"),
            is_maximised: file.part("is_maximised"),
            wipe: file.part("wipe").map(|at: f32| at.clamp(0.0, 1.0)),
            shown: file.part("shown").map(|path: Lossless| path.0),
            own: own.take(MAX_PHOTOS).collect(),
            tuned: tuned.map(Recipe::sanitised).collect(),
            own_tuned: own_tuned.take(MAX_PHOTOS).collect(),
            recent: paths("recent"),
            folders: Folders {
                opened: file.part("opened_in").map(|path: Lossless| path.0),
                saved: file.part("saved_in").map(|path: Lossless| path.0),
            },
            chapter: file.part("chapter"),
            drawings: usable(drawings),
            drawings_run: file.part("drawings_run"),
            was_closed: file.part("was_closed"),
            photos,
            roots: roots
                .into_iter()
                .map(|root| root.map(|root| root.0))
                .collect(),
            saved: paths("saved"),
            export: file.part("export").map(Choices::sanitised),
            problem: None,
        }
    }

    /// The photographs, each with the folder that it was found in.
    pub(super) fn found(&self) -> Vec<Found> {
        let roots = self.roots.iter().cloned().chain(std::iter::repeat(None));
        let photos = self.photos.iter().cloned().zip(roots);
        photos.map(|(path, root)| Found { path, root }).collect()
    }

    /// Keeps it: the file is replaced as a whole, on the disk, or not at all.
    ///
    /// # Errors
    /// When the folder or the file cannot be written.
    pub(super) fn save(&self, folder: &Path) -> Result<(), ImageError> {
        let text = serde_json::to_vec_pretty(self).map_err(|err| ImageError::CannotWrite {
            source: std::io::Error::other(err),
        })?;
        write_whole(&folder.join(FILE), &text, true)
    }
}

/// Reads the window's settings from the bytes of their file and writes what is used of them, as a
/// start and an end of the program do; for the fuzz target.
#[doc(hidden)]
pub fn reread_settings(text: &[u8]) -> Vec<u8> {
    serde_json::to_vec(&PersistedState::parse(text)).unwrap_or_default()
}

/// The parts of a file of settings, and whether all of them could be read.
struct Parts<'a> {
    file: &'a serde_json::Value,
    is_whole: &'a Cell<bool>,
}

impl Parts<'_> {
    /// The settings for all photographs; ink that is broken gives way to that of the style.
    fn common(&self) -> Option<Recipe> {
        let ink: Option<InkSettings> = self.part("ink");
        let look = self.file.get("look").filter(|look| !look.is_null())?;
        let both = serde_json::json!({ "look": look, "ink": ink });
        self.read(&both, "look").map(Recipe::sanitised)
    }

    fn part<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        let value = self.file.get(name).filter(|value| !value.is_null())?;
        self.read(value, name)
    }

    fn read<T: DeserializeOwned>(&self, value: &serde_json::Value, name: &str) -> Option<T> {
        let read = T::deserialize(value);
        if let Err(err) = &read {
            log::warn!("the window's setting {name} is not used: {err}");
            self.is_whole.set(false);
        }
        read.ok()
    }
}

#[cfg(test)]
mod tests;
