//! What the window keeps from one start to the next. Each part is read by itself: a part that is
//! missing, broken or out of range costs that part, never the start.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::export::Choices;
use super::settings::Settings;
use super::state::ViewMode;
use crate::engine::Look;
use crate::engine::batch::Found;
use crate::i18n::LanguageChoice;
use crate::ink::InkSettings;
use crate::model::Dials;

/// Name of the file in the folder for settings.
const FILE: &str = "window.json";
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
    pub(super) shown: Option<PathBuf>,
    /// Settings of single photographs.
    pub(super) own: Vec<(PathBuf, Settings)>,
    pub(super) photos: Vec<PathBuf>,
    /// The folder that each photograph was found in.
    pub(super) roots: Vec<Option<PathBuf>>,
    /// Photographs of which a drawing was saved.
    pub(super) saved: Vec<PathBuf>,
    /// What was chosen for the last export.
    pub(super) export: Option<Choices>,
}

impl Remembered {
    /// Reads what was kept; what cannot be used is left out.
    pub(super) fn load(folder: &Path) -> Self {
        let text = match std::fs::read(folder.join(FILE)) {
            Ok(text) => text,
            Err(err) => {
                log::info!("no settings of the window: {err}");
                return Self::default();
            }
        };
        Self::parse(&text)
    }

    fn parse(text: &[u8]) -> Self {
        let file: serde_json::Value = serde_json::from_slice(text).unwrap_or_else(|err| {
            log::warn!("the window's settings are broken and not used: {err}");
            serde_json::Value::Null
        });
        let mut photos: Vec<PathBuf> = part(&file, "photos").unwrap_or_default();
        photos.truncate(MAX_PHOTOS);
        let own: Vec<serde_json::Value> = part(&file, "own").unwrap_or_default();
        let own = own.into_iter().filter_map(|value| {
            let (path, settings) = serde_json::from_value::<(PathBuf, Settings)>(value).ok()?;
            let look = sanitised_look(settings.look);
            let ink = settings.ink.sanitised();
            Some((path, Settings { look, ink }))
        });
        Self {
            look: part(&file, "look").map(sanitised_look),
            ink: part(&file, "ink").map(InkSettings::sanitised),
            mode: part(&file, "mode"),
            language: part(&file, "language"),
            is_dark: part(&file, "is_dark"),
            shows_controls: part(&file, "shows_controls"),
            size: part(&file, "size")
                .map(|size: [f32; 2]| size.map(|side| side.clamp(SIZE[0], SIZE[1]))),
            position: part(&file, "position"),
            is_maximised: part(&file, "is_maximised"),
            wipe: part(&file, "wipe").map(|at: f32| at.clamp(0.0, 1.0)),
            shown: part(&file, "shown"),
            own: own.take(MAX_PHOTOS).collect(),
            photos,
            roots: part(&file, "roots").unwrap_or_default(),
            saved: part(&file, "saved").unwrap_or_default(),
            export: part(&file, "export").map(Choices::sanitised),
        }
    }

    /// The photographs, each with the folder that it was found in.
    pub(super) fn found(&self) -> Vec<Found> {
        let roots = self.roots.iter().cloned().chain(std::iter::repeat(None));
        let photos = self.photos.iter().cloned().zip(roots);
        photos.map(|(path, root)| Found { path, root }).collect()
    }

    /// Keeps it: the file is replaced as a whole or not at all.
    ///
    /// # Errors
    /// When the folder or the file cannot be written.
    pub(super) fn save(&self, folder: &Path) -> std::io::Result<()> {
        std::fs::create_dir_all(folder)?;
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(&serde_json::to_vec_pretty(self)?)?;
        file.persist(folder.join(FILE))?;
        Ok(())
    }
}

/// Reads the window's settings from the bytes of their file and writes what is used of them, as a
/// start and an end of the program do; for the fuzz target.
#[doc(hidden)]
pub fn reread_settings(text: &[u8]) -> Vec<u8> {
    serde_json::to_vec(&Remembered::parse(text)).unwrap_or_default()
}

fn part<T: DeserializeOwned>(file: &serde_json::Value, name: &str) -> Option<T> {
    let value = file.get(name).filter(|value| !value.is_null())?;
    T::deserialize(value)
        .inspect_err(|err| log::warn!("the window's setting {name} is not used: {err}"))
        .ok()
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
            photos: vec!["in/a.jpg".into(), "b.jpg".into()],
            roots: vec![Some("in".into()), None],
            saved: vec!["b.jpg".into()],
            export: Some(Choices {
                quality: 70,
                ..Choices::default()
            }),
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
}
