//! What a person chooses on the sheet; kept for the next time.

use std::path::{Path, PathBuf};

use crate::engine::batch::{Existing, Found, NamePattern, Naming, PatternError};
use crate::i18n::tr;
use crate::picture::{Depth, OutputFormat, Resolution};
use crate::render::{Declaration, OutputSize, Scale};

/// Which photographs are drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::ui) enum Which {
    #[default]
    All,
    /// The one that is shown.
    Shown,
    /// Those of which no drawing was saved.
    Unsaved,
    /// Those that are selected.
    Selected,
}

impl Which {
    pub(in crate::ui) const ALL: [Self; 4] =
        [Self::All, Self::Shown, Self::Unsaved, Self::Selected];
}

/// Working scales that are offered, in pixels; beyond them there is the photograph's own size.
pub(in crate::ui) const SCALES_PX: [u32; 4] = [Scale::DEFAULT_PX, 1920, 2560, Scale::MAX_PX];

/// Dots an inch that are offered; any other number can be typed.
pub(in crate::ui) const DPI: [u16; 4] = [72, 150, 300, 600];

/// What a person chooses.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub(in crate::ui) struct Choices {
    /// All of them at first, whatever was chosen the last time.
    #[serde(skip)]
    pub(in crate::ui) which: Which,
    #[serde(with = "crate::paths::text::one")]
    pub(in crate::ui) folder: PathBuf,
    /// How the drawings are named.
    pub(in crate::ui) pattern: String,
    pub(in crate::ui) existing: Existing,
    /// `None` is that of the photograph.
    pub(in crate::ui) format: Option<OutputFormat>,
    /// Of JPEG files, `1..=100`.
    pub(in crate::ui) quality: u8,
    pub(in crate::ui) scale: Scale,
    /// Of the drawings.
    pub(in crate::ui) size: OutputSize,
    /// Dots an inch that the files say; `None` is what the photograph says.
    pub(in crate::ui) dpi: Option<u16>,
    pub(in crate::ui) keeps_metadata: bool,
    /// When the files say how they were made; of single drawings, too.
    pub(in crate::ui) declaration: Declaration,
}

impl Default for Choices {
    fn default() -> Self {
        Self {
            which: Which::All,
            folder: PathBuf::new(),
            pattern: "{name}-{style}".to_owned(),
            existing: Existing::Number,
            format: None,
            quality: 92,
            scale: Scale::default(),
            size: OutputSize::default(),
            dpi: None,
            keeps_metadata: true,
            declaration: Declaration::default(),
        }
    }
}

impl Choices {
    /// As they may come from a file.
    pub(in crate::ui) fn sanitised(mut self) -> Self {
        self.quality = self.quality.clamp(1, 100);
        self.dpi = self.dpi.map(sane_dpi);
        if let Scale::Working(px) = &mut self.scale {
            *px = (*px).clamp(Scale::MIN_PX, Scale::MAX_PX);
        }
        self
    }

    /// A folder beside the photograph's, as long as nobody has chosen one.
    pub(in crate::ui) fn suggest_folder(&mut self, photo: Option<&Found>) {
        if !self.folder.as_os_str().is_empty() {
            return;
        }
        let Some(photo) = photo else { return };
        let source: Option<&Path> = photo.root.as_deref().or_else(|| photo.path.parent());
        if let Some((source, name)) = source.and_then(|source| Some((source, source.file_name()?)))
        {
            let mut name = name.to_owned();
            name.push("-comic");
            self.folder = source.with_file_name(name);
        }
    }

    /// The pattern, when it is one.
    pub(in crate::ui) fn pattern(&self) -> Result<NamePattern, PatternError> {
        self.pattern.trim().parse()
    }

    /// How drawings are named after that pattern.
    pub(in crate::ui) fn naming<'a>(&self, pattern: &'a NamePattern) -> Naming<'a> {
        Naming {
            format: self.format,
            depth: Depth::Eight,
            pattern: Some(pattern),
            avoid_existing: self.existing == Existing::Number,
        }
    }

    /// What the drawing of a photograph will be called, or why the pattern cannot be used.
    pub(in crate::ui) fn example(
        &self,
        photo: &Found,
        style: &str,
        number: usize,
    ) -> Result<PathBuf, String> {
        let pattern = self.pattern().map_err(explain)?;
        Ok(self.naming(&pattern).example(photo, style, number))
    }

    /// Why it cannot begin; `None` when it can.
    pub(in crate::ui) fn obstacle(&self, num_photos: usize) -> Option<String> {
        if num_photos == 0 {
            Some(tr!("export-obstacle-none"))
        } else if self.folder.as_os_str().is_empty() {
            Some(tr!("export-obstacle-folder"))
        } else if !self.folder.is_absolute() {
            Some(tr!("export-obstacle-relative"))
        } else {
            self.pattern().err().map(explain)
        }
    }

    /// Whether the files say how many dots they have on an inch.
    pub(in crate::ui) fn has_resolution(&self) -> bool {
        self.format.is_none_or(OutputFormat::holds_resolution)
    }

    /// Whether the quality matters.
    pub(in crate::ui) fn has_quality(&self) -> bool {
        // Without a choice a JPEG becomes a JPEG.
        self.format.is_none_or(OutputFormat::has_quality)
    }
}

/// Dots an inch as they may come from a file.
pub(super) fn sane_dpi(dpi: u16) -> u16 {
    dpi.clamp(*Resolution::DPI.start(), *Resolution::DPI.end())
}

/// What is wrong with a pattern.
pub(super) fn explain(err: PatternError) -> String {
    match err {
        PatternError::Path => tr!("export-pattern-path"),
        PatternError::UnknownPlace => tr!(
            "export-pattern-place",
            name = "{name}",
            style = "{style}",
            number = "{number}"
        ),
        PatternError::Empty => tr!("export-pattern-empty"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn photo() -> Found {
        Found {
            path: "/home/me/holiday/day one/a.jpg".into(),
            root: Some("/home/me/holiday".into()),
        }
    }

    #[test]
    fn a_folder_beside_the_photographs_is_suggested_once() {
        let mut choices = Choices::default();
        choices.suggest_folder(None);
        assert_eq!(choices.folder, Path::new(""));
        choices.suggest_folder(Some(&photo()));
        assert_eq!(choices.folder, Path::new("/home/me/holiday-comic"));
        choices.suggest_folder(Some(&"/elsewhere/b.jpg".into()));
        assert_eq!(choices.folder, Path::new("/home/me/holiday-comic"));
    }

    #[test]
    fn the_example_is_live_and_says_what_is_wrong() {
        let mut choices = Choices::default();
        let example = |choices: &Choices| choices.example(&photo(), "ink", 12);
        assert_eq!(example(&choices), Ok("day one/a-ink.jpg".into()));
        choices.pattern = "{number} {style}".to_owned();
        choices.format = Some(OutputFormat::Tiff);
        assert_eq!(example(&choices), Ok("day one/0012 ink.tiff".into()));
        choices.pattern = "{title}".to_owned();
        assert!(example(&choices).unwrap_err().contains("{number}"));
    }

    #[test]
    fn what_cannot_begin_says_why() {
        let mut choices = Choices::default();
        assert!(choices.obstacle(3).is_some(), "there is no folder");
        choices.folder = "comics".into();
        assert!(choices.obstacle(3).is_some(), "the folder is anywhere");
        choices.folder = std::env::current_dir().unwrap();
        assert_eq!(choices.obstacle(3), None);
        assert!(choices.obstacle(0).is_some());
        choices.pattern = "  ".to_owned();
        assert!(choices.obstacle(3).is_some(), "there is no name");
    }

    #[test]
    fn what_was_kept_comes_back_within_its_ranges() {
        let text =
            r#"{"quality": 0, "dpi": 60000, "scale": {"Working": 9}, "pattern": "x", "later": 1}"#;
        let choices: Choices = serde_json::from_str(text).unwrap();
        let choices = choices.sanitised();
        assert_eq!(choices.quality, 1);
        assert_eq!(choices.dpi, Some(9600));
        assert_eq!(choices.scale, Scale::Working(Scale::MIN_PX));
        assert_eq!(choices.pattern, "x");
        assert!(choices.keeps_metadata);
    }
}
