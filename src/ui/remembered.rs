//! What the window keeps from one start to the next. Each part is read by itself: a part that is
//! missing, broken or out of range costs that part, never the start, and the file with it is kept
//! under another name.

mod aside;
mod scribe;

use std::cell::Cell;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde::{Serialize, Serializer};

pub(super) use aside::SettingsProblem;
pub(super) use scribe::Scribe;

use super::export::Choices;
use super::settings::Settings;
use super::state::ViewMode;
use crate::engine::Look;
use crate::engine::batch::Found;
use crate::i18n::LanguageChoice;
use crate::ink::InkSettings;
use crate::model::Dials;
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
pub(super) struct Remembered {
    pub(super) look: Option<Look>,
    pub(super) ink: Option<InkSettings>,
    pub(super) mode: Option<ViewMode>,
    pub(super) language: Option<LanguageChoice>,
    /// Whether the theme is dark; `None` follows the system.
    pub(super) is_dark: Option<bool>,
    pub(super) shows_controls: Option<bool>,
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
    pub(super) own: Vec<(PathBuf, Settings)>,
    /// What was tuned of styles that were not chosen, for all photographs and for those with settings of their own.
    pub(super) tuned: Vec<Settings>,
    #[serde(serialize_with = "write_own")]
    pub(super) own_tuned: Vec<(PathBuf, Vec<Settings>)>,
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
    /// Whether the window was closed properly the last time.
    pub(super) was_closed: Option<bool>,
    /// What was wrong with the file, for the person to know.
    #[serde(skip)]
    pub(super) problem: Option<SettingsProblem>,
}

fn write_own<T: Serialize, S: Serializer>(own: &[(PathBuf, T)], to: S) -> Result<S::Ok, S::Error> {
    to.collect_seq(own.iter().map(|(path, own)| (Lossless(path.clone()), own)))
}

impl Remembered {
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
            let (path, settings): (Lossless, Settings) = file.read(&value, "own")?;
            Some((path.0, sanitised(settings)))
        });
        let own_tuned: Vec<serde_json::Value> = file.part("own_tuned").unwrap_or_default();
        let own_tuned = own_tuned.into_iter().filter_map(|value| {
            let (path, tuned): (Lossless, Vec<Settings>) = file.read(&value, "own_tuned")?;
            Some((path.0, tuned.into_iter().map(sanitised).collect()))
        });
        let tuned: Vec<serde_json::Value> = file.part("tuned").unwrap_or_default();
        let tuned = tuned.iter().filter_map(|value| file.read(value, "tuned"));
        Self {
            look: file.part("look").map(sanitised_look),
            ink: file.part("ink").map(InkSettings::sanitised),
            mode: file.part("mode"),
            language: file.part("language"),
            is_dark: file.part("is_dark"),
            shows_controls: file.part("shows_controls"),
            size: file
                .part("size")
                .map(|size: [f32; 2]| size.map(|side| side.clamp(SIZE[0], SIZE[1]))),
            position: file.part("position"),
            is_maximised: file.part("is_maximised"),
            wipe: file.part("wipe").map(|at: f32| at.clamp(0.0, 1.0)),
            shown: file.part("shown").map(|path: Lossless| path.0),
            own: own.take(MAX_PHOTOS).collect(),
            tuned: tuned.map(sanitised).collect(),
            own_tuned: own_tuned.take(MAX_PHOTOS).collect(),
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
    serde_json::to_vec(&Remembered::parse(text)).unwrap_or_default()
}

/// The parts of a file of settings, and whether all of them could be read.
struct Parts<'a> {
    file: &'a serde_json::Value,
    is_whole: &'a Cell<bool>,
}

impl Parts<'_> {
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

fn sanitised(settings: Settings) -> Settings {
    Settings {
        look: sanitised_look(settings.look),
        ink: settings.ink.sanitised(),
    }
}

pub(super) fn sanitised_look(look: Look) -> Look {
    let Dials {
        style,
        content,
        cycle,
    } = look.dials;
    let [style, content, cycle] =
        [style, content, cycle].map(|weight| weight.clamp(Dials::MIN, Dials::MAX));
    let blend = look
        .blend
        .map(|(name, share)| (name, share.clamp(0.0, 1.0)))
        .filter(|(_, share)| share.is_finite());
    Look {
        blend,
        amount: look
            .amount
            .clamp(*Look::AMOUNT.start(), *Look::AMOUNT.end()),
        dials: Dials {
            style,
            content,
            cycle,
        },
        ..look
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some() -> Remembered {
        Remembered {
            look: Some(Look::of_style("ink-gibson")),
            ink: Some(InkSettings::NEUTRAL),
            mode: Some(ViewMode::Wipe),
            language: Some(LanguageChoice::Chinese),
            is_dark: Some(false),
            shows_controls: Some(false),
            size: Some([900.0, 700.0]),
            position: Some([40, -20]),
            is_maximised: Some(true),
            wipe: Some(0.25),
            shown: Some("a.jpg".into()),
            own: vec![("a.jpg".into(), Settings::of_style("ink-gibson"))],
            tuned: vec![Settings::of_style("ink-philmay")],
            own_tuned: vec![("a.jpg".into(), vec![Settings::of_style("pop")])],
            was_closed: Some(true),
            photos: vec!["in/a.jpg".into(), "b.jpg".into()],
            roots: vec![Some("in".into()), None],
            saved: vec!["b.jpg".into()],
            export: Some(Choices {
                quality: 70,
                ..Choices::default()
            }),
            problem: None,
        }
    }

    #[test]
    fn what_was_kept_comes_back() {
        let folder = tempfile::tempdir().unwrap();
        let deep = folder.path().join("not/there/yet");
        some().save(&deep).unwrap();
        assert_eq!(Remembered::load(&deep), some());
    }

    #[test]
    fn photographs_come_back_with_the_folders_they_were_found_in() {
        let mut kept = some();
        let found = |path: &str, root: Option<&str>| Found {
            path: path.into(),
            root: root.map(PathBuf::from),
        };
        let both = [found("in/a.jpg", Some("in")), found("b.jpg", None)];
        assert_eq!(kept.found(), both);
        // As an earlier version wrote it.
        kept.roots.clear();
        assert_eq!(kept.found()[0], found("in/a.jpg", None));
    }

    #[test]
    fn a_broken_part_costs_only_itself() {
        let text = br#"{"mode": "Sideways", "is_dark": true, "size": [1e30, -4],
            "ink": {"line": 99, "saturation": "red"}, "photos": 3, "from": "the future"}"#;
        let read = Remembered::parse(text);
        let kept = Remembered {
            is_dark: Some(true),
            size: Some([SIZE[1], SIZE[0]]),
            ..Remembered::default()
        };
        assert_eq!(read, kept);
    }

    #[test]
    fn whether_all_of_it_was_read_is_known() {
        let is_whole = |text: &[u8]| Remembered::read(text).1;
        assert!(is_whole(&serde_json::to_vec(&some()).unwrap()));
        assert!(is_whole(b"{\"from\": \"the future\"}"));
        for broken in [
            &b"[]"[..],
            b"",
            b"{\"own\": [3]}",
            b"{\"mode\": \"Sideways\"}",
        ] {
            assert!(!is_whole(broken));
        }
    }

    #[test]
    fn a_broken_file_is_as_none() {
        assert_eq!(Remembered::parse(b"{\"mode\": \"Wi"), Remembered::default());
        assert_eq!(
            Remembered::load(Path::new("/nowhere")),
            Remembered::default()
        );
    }

    #[test]
    fn sliders_come_back_inside_their_ranges() {
        let mut wild = some();
        wild.look = Some(Look {
            amount: 7.0,
            dials: Dials {
                style: 0.0,
                content: 1.0,
                cycle: 100.0,
            },
            ..Look::of_style("x")
        });
        let text = serde_json::to_vec(&wild).unwrap();
        let look = Remembered::parse(&text).look.unwrap();
        assert_eq!(
            (look.amount, look.dials.style, look.dials.cycle),
            (1.5, 0.125, 8.0)
        );
    }

    #[test]
    fn a_file_that_cannot_be_read_is_kept_under_another_name() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let broken = br#"{"is_dark": true, "photos": ["a.jpg", "b.j"#;
        std::fs::write(at(FILE), broken).unwrap();
        let copy = at("window-unreadable.json");
        let aside = Some(SettingsProblem::Aside(copy.clone()));
        assert_eq!(Remembered::load(folder.path()).problem, aside);
        // Another start before anything was saved makes no other copy.
        assert_eq!(Remembered::load(folder.path()).problem, aside);
        some().save(folder.path()).unwrap();
        assert_eq!(std::fs::read(&copy).unwrap(), broken);
        assert_eq!(Remembered::load(folder.path()), some());
        // One broken part is reason enough, and the copy before is not replaced.
        let partly = br#"{"is_dark": false, "photos": 7}"#;
        std::fs::write(at(FILE), partly).unwrap();
        let kept = Remembered::load(folder.path());
        let second = at("window-unreadable-2.json");
        assert_eq!(kept.problem, Some(SettingsProblem::Aside(second.clone())));
        assert_eq!(kept.is_dark, Some(false));
        assert_eq!(std::fs::read(second).unwrap(), partly);
        assert_eq!(std::fs::read(&copy).unwrap(), broken);
    }

    #[test]
    fn a_file_that_cannot_be_opened_is_moved_away() {
        let folder = tempfile::tempdir().unwrap();
        // A folder stands for whatever cannot be read.
        std::fs::create_dir(folder.path().join(FILE)).unwrap();
        let moved = folder.path().join("window-unreadable.json");
        let kept = Remembered::load(folder.path());
        assert_eq!(kept.problem, Some(SettingsProblem::Aside(moved.clone())));
        assert!(moved.is_dir());
        some().save(folder.path()).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn photographs_whose_names_are_no_text_come_back() {
        use std::os::unix::ffi::OsStringExt as _;
        let odd = PathBuf::from(std::ffi::OsString::from_vec(b"/in/\xff.jpg".to_vec()));
        let mut kept = some();
        kept.own = vec![(odd.clone(), Settings::of_style("ink-gibson"))];
        kept.photos = vec![odd.clone(), "b.jpg".into()];
        kept.saved = vec![odd.clone()];
        kept.shown = Some(odd);
        let folder = tempfile::tempdir().unwrap();
        kept.save(folder.path()).unwrap();
        assert_eq!(Remembered::load(folder.path()), kept);
    }
}
