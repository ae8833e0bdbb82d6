//! The styles as a person meets them: which comes first, the ink that suits each, and the folder
//! with the learnt ones.

mod edit;

use std::fs;
use std::path::{Path, PathBuf};

pub use edit::StyleLabel;

use crate::ink::InkSettings;
use crate::model::style_file::{MAX_NAME, check_stored_name};
use crate::model::{ModelError, Provenance, StyleFile};
use crate::paths::read_within;
use crate::picture::{ImageError, write_whole};

/// The style that is drawn when nobody chooses.
pub const DEFAULT_STYLE: &str = "comic";
/// Looks: styles that are nothing but ink over the photograph, and need no network. The default one
/// is the first.
pub(super) const LOOKS: [&str; 6] = [
    DEFAULT_STYLE,
    "inked",
    "bold",
    "soft-cel",
    "newsprint",
    "pop",
];
/// Hands that are nothing but ink as it was measured on their pages: they need no network, as looks
/// do not, and it has not seen them.
pub(super) const INK_HANDS: [&str; 2] = ["walter-crane", "kate-greenaway"];
/// Whose hand looks and hands of ink turn to when the slider asks for one.
pub(super) const HAND_OF_LOOKS: &str = "oz-neill";
/// Ending of a style's file.
pub const STYLE_ENDING: &str = "kstyle";
/// Larger files are no styles.
const MAX_BYTES: u64 = 64 << 20;

/// A style in the style library.
#[derive(Clone, Debug, PartialEq)]
pub struct StyleEntry {
    /// Name by which it is called.
    pub name: String,
    /// Whether the user learnt or imported it; otherwise it is built in.
    pub is_learnt: bool,
    /// The ink that it is drawn with when nobody moves a slider.
    pub ink: InkSettings,
    /// Whose hand it is; may be empty.
    pub author: String,
    /// What others may do with it; may be empty.
    pub licence: String,
    /// Name of the weights that it was learnt from; empty for one that comes with the program.
    pub base: String,
    /// How it was made, as far as its file says.
    pub provenance: Provenance,
}

impl StyleEntry {
    /// A style that comes with the program.
    pub fn built_in(name: String) -> Self {
        Self {
            ink: default_ink(&name),
            name,
            is_learnt: false,
            author: String::new(),
            licence: String::new(),
            base: String::new(),
            provenance: Provenance::default(),
        }
    }

    /// A style from a file.
    pub fn learnt(style: &StyleFile) -> Self {
        let ink: InkSettings =
            serde_json::from_str(&style.defaults).unwrap_or_else(|_| default_ink(&style.name));
        Self {
            name: style.name.clone(),
            is_learnt: true,
            ink: ink.sanitised(),
            author: style.author.clone(),
            licence: style.licence.clone(),
            base: style.base.clone(),
            provenance: style.provenance.clone(),
        }
    }
}

/// The ink that a style is drawn with when nobody moves a slider.
///
/// The default is true to the photograph's colours; hands are as their pages were measured.
pub fn default_ink(style: &str) -> InkSettings {
    let comic = InkSettings::default();
    if let Some(measured) = super::hands::measured(style) {
        let ink = measured.settings();
        let hand = if INK_HANDS.contains(&style) {
            0.0
        } else {
            ink.hand
        };
        return InkSettings { hand, ..ink };
    }
    match style {
        DEFAULT_STYLE => comic,
        // Large plain shapes, fat outlines, solid shadows.
        "bold" => InkSettings {
            boldness: 1.6,
            detail: 0.4,
            line: 1.3,
            line_width: 1.35,
            tones: 1.4,
            saturation: 1.4,
            blacks: 0.25,
            ..comic
        },
        // Shades are strokes of a pen over the colours.
        "inked" => InkSettings {
            hatching: 0.3,
            ..comic
        },
        // As an animated cartoon: thin lines, soft shades.
        "soft-cel" => InkSettings {
            boldness: 0.8,
            line: 0.5,
            line_width: 0.7,
            tones: 0.6,
            saturation: 1.15,
            ..comic
        },
        "newsprint" => InkSettings {
            tones: 1.3,
            saturation: 0.8,
            blacks: 0.4,
            hatching: 0.2,
            grain: 1.0,
            paper: 0.8,
            ..comic
        },
        // Few tones, as loud as they can be printed.
        "pop" => InkSettings {
            boldness: 1.3,
            detail: 0.35,
            line: 1.3,
            line_width: 1.2,
            tones: 1.8,
            saturation: 2.0,
            ..comic
        },
        _ => InkSettings {
            hand: 1.0,
            photo_color: 0.3,
            ..comic
        },
    }
}

/// Trouble with the folder of learnt styles.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StyleFolderError {
    /// The system has no folder for it.
    #[error("this system has no folder for styles (no home folder)")]
    NoFolder,
    /// A file could not be read or removed.
    #[error("{}: {source}", path.display())]
    Disk {
        /// Why.
        source: std::io::Error,
        /// Which file.
        path: PathBuf,
    },
    /// A file could not be written.
    #[error("{}: {source}", path.display())]
    Write {
        /// Why.
        source: ImageError,
        /// Which file.
        path: PathBuf,
    },
    /// A file holds no style that fits.
    #[error("{}: {source}", path.display())]
    Unfit {
        /// What does not fit.
        source: ModelError,
        /// Which file.
        path: PathBuf,
    },
    /// A style cannot take the name of a built-in one.
    #[error("{name:?} is a built-in style; choose another name")]
    BuiltIn {
        /// The name.
        name: String,
    },
    /// There is none of that name.
    #[error("there is no style {name:?} among the learnt ones")]
    Missing {
        /// The name.
        name: String,
    },
    /// There is one of that name already.
    #[error("there is a style named {name:?} already")]
    Exists {
        /// The name.
        name: String,
    },
}

/// The folder with the user's styles.
#[derive(Clone, Debug)]
pub struct StyleFolder {
    folder: PathBuf,
}

impl StyleFolder {
    /// The style library in the operating system's own place.
    ///
    /// # Errors
    /// [`StyleFolderError::NoFolder`] without a home folder.
    pub fn of_user() -> Result<Self, StyleFolderError> {
        let folder = crate::paths::data_dir().ok_or(StyleFolderError::NoFolder)?;
        Ok(Self::in_folder(folder.join("styles")))
    }

    /// A style library in a folder of choice.
    pub fn in_folder(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// All styles that can be used, by name, and the files that cannot, with the reason.
    pub fn read(&self) -> (Vec<StyleFile>, Vec<StyleFolderError>) {
        let mut styles = Vec::new();
        let mut problems = Vec::new();
        let Ok(entries) = fs::read_dir(&self.folder) else {
            return (Vec::new(), problems);
        };
        for entry in entries.filter_map(Result::ok) {
            let path = entry.path();
            if path
                .extension()
                .is_some_and(|ending| ending == STYLE_ENDING)
            {
                match read_style_file(&path) {
                    Ok(style) => styles.push((path, style)),
                    Err(err) => problems.push(err),
                }
            }
        }
        // Of two files with one style the same one counts everywhere: that which has its name.
        styles.sort_by_key(|(path, style)| {
            let is_named = *path == self.path_of(&style.name);
            (style.name.clone(), !is_named, path.clone())
        });
        styles.dedup_by(|(_, a), (_, b)| a.name == b.name);
        let styles = styles.into_iter().map(|(_, style)| style).collect();
        (styles, problems)
    }

    /// As [`read`](Self::read); what cannot be used is told in the log only.
    pub(crate) fn read_all(&self) -> Vec<StyleFile> {
        let (styles, problems) = self.read();
        for problem in problems {
            log::warn!("a style is left out: {problem}");
        }
        styles
    }

    /// The file with the style of that name, whatever the file is called: it may have been renamed,
    /// or copied here.
    ///
    /// # Errors
    /// [`StyleFolderError::Missing`] when there is none, [`StyleFolderError::Unfit`] when it is
    /// broken.
    pub fn find(&self, name: &str) -> Result<PathBuf, StyleFolderError> {
        let missing = || StyleFolderError::Missing {
            name: name.to_owned(),
        };
        // Such a name would lead out of the folder.
        if check_stored_name(name).is_err() {
            return Err(missing());
        }
        let is_it = |path: &PathBuf| read_style_file(path).is_ok_and(|style| style.name == name);
        let named = self.path_of(name);
        if is_it(&named) {
            return Ok(named);
        }
        let Ok(entries) = fs::read_dir(&self.folder) else {
            return Err(missing());
        };
        let mut files: Vec<PathBuf> = entries
            .filter_map(Result::ok)
            .map(|entry| entry.path())
            .filter(|path| {
                path.extension()
                    .is_some_and(|ending| ending == STYLE_ENDING)
            })
            .collect();
        files.sort();
        if let Some(found) = files.into_iter().find(is_it) {
            return Ok(found);
        }
        // Why the file of that name is not it, if it is broken.
        match read_style_file(&named) {
            Err(err @ StyleFolderError::Unfit { .. }) => Err(err),
            _ => Err(missing()),
        }
    }

    /// Puts a style in the style library.
    ///
    /// # Errors
    /// [`StyleFolderError`] when the name is taken (unless `replace`), or the disk refuses.
    pub fn add(&self, style: &StyleFile, replace: bool) -> Result<PathBuf, StyleFolderError> {
        let path = self.path_of(&style.name);
        let unfit = |source| StyleFolderError::Unfit {
            source,
            path: path.clone(),
        };
        check_stored_name(&style.name).map_err(unfit)?;
        let bytes = style.to_bytes().map_err(unfit)?;
        match write_whole(&path, &bytes, replace) {
            Ok(()) => Ok(path),
            Err(ImageError::AlreadyExists) => Err(StyleFolderError::Exists {
                name: style.name.clone(),
            }),
            Err(source) => Err(StyleFolderError::Write { source, path }),
        }
    }

    /// Puts a style in the style library beside all that is there: when its name is taken by
    /// another style it gets a number. Gives the name that it has there.
    ///
    /// # Errors
    /// [`StyleFolderError`] when the disk refuses.
    pub fn add_beside(&self, style: &StyleFile) -> Result<String, StyleFolderError> {
        let mut style = style.clone();
        let name = style.name.clone();
        let mut number = 1;
        loop {
            match self.add(&style, false) {
                Err(StyleFolderError::Exists { .. }) if !self.holds(&style) => {}
                Ok(_) | Err(StyleFolderError::Exists { .. }) => return Ok(style.name),
                Err(err) => return Err(err),
            }
            number += 1;
            let suffix = format!(" ({number})");
            let room = MAX_NAME.saturating_sub(suffix.chars().count());
            let short: String = name.chars().take(room).collect();
            style.name = format!("{}{suffix}", short.trim_end());
        }
    }

    /// Whether just this style is there, as after a crash between its being put there and being
    /// told, or when its file is opened once more.
    pub fn holds(&self, style: &StyleFile) -> bool {
        let known = read_style_file(&self.path_of(&style.name));
        known.is_ok_and(|mut known| {
            // Ended once more, it may be made a day later.
            known.provenance.made = style.provenance.made;
            let bytes = [style, &known].map(StyleFile::to_bytes);
            matches!(bytes, [Ok(style), Ok(known)] if style == known)
        })
    }

    /// Takes a style out of the style library and gives its contents, so that it can be put back.
    ///
    /// # Errors
    /// [`StyleFolderError`] when there is none of that name, or the disk refuses.
    pub fn remove(&self, name: &str) -> Result<StyleFile, StyleFolderError> {
        let path = self.find(name)?;
        let style = read_style_file(&path)?;
        fs::remove_file(&path).map_err(|source| StyleFolderError::Disk { source, path })?;
        Ok(style)
    }

    /// Where a style of that name lies.
    pub fn path_of(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{name}.{STYLE_ENDING}"))
    }
}

/// Reads one style file.
///
/// # Errors
/// [`StyleFolderError`] naming the file and what is wrong with it.
pub fn read_style_file(path: &Path) -> Result<StyleFile, StyleFolderError> {
    let disk = |source| StyleFolderError::Disk {
        source,
        path: path.to_owned(),
    };
    let bytes = read_within(path, MAX_BYTES, &|| true).map_err(disk)?;
    StyleFile::from_bytes(&bytes).map_err(|source| StyleFolderError::Unfit {
        source,
        path: path.to_owned(),
    })
}

#[cfg(test)]
mod tests;
