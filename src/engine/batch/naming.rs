//! How drawings are named, and what happens to files that are there already.

use std::ffi::{OsStr, OsString};
use std::str::FromStr;

/// What to do about a file that has the name of a drawing.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum, serde::Serialize, serde::Deserialize,
)]
pub enum Existing {
    /// Leave the photograph out.
    Skip,
    /// Replace the file.
    Overwrite,
    /// Add a number to the new name.
    Number,
}

/// A name with places that are filled in for each photograph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamePattern(Vec<Piece>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    Name,
    Style,
    Number,
}

/// Why a text is no pattern for names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PatternError {
    /// It has a slash in it.
    #[error("a name, not a path; the folders are those of the photographs")]
    Path,
    /// It has braces around something else than a known place.
    #[error("in braces there may be {{name}}, {{style}} or {{number}}")]
    UnknownPlace,
    /// It has nothing in it.
    #[error("a name cannot be empty")]
    Empty,
}

impl FromStr for NamePattern {
    type Err = PatternError;

    fn from_str(pattern: &str) -> Result<Self, PatternError> {
        if pattern.contains(['/', '\\']) {
            return Err(PatternError::Path);
        }
        let mut pieces = Vec::new();
        let mut rest = pattern;
        while let Some((text, behind)) = rest.split_once('{') {
            if !text.is_empty() {
                pieces.push(Piece::Text(text.to_owned()));
            }
            let known = behind.split_once('}').and_then(|(place, behind)| {
                let piece = match place {
                    "name" => Piece::Name,
                    "style" => Piece::Style,
                    "number" => Piece::Number,
                    _ => return None,
                };
                Some((piece, behind))
            });
            let Some((piece, behind)) = known else {
                return Err(PatternError::UnknownPlace);
            };
            pieces.push(piece);
            rest = behind;
        }
        if !rest.is_empty() {
            pieces.push(Piece::Text(rest.to_owned()));
        }
        if pieces.is_empty() {
            return Err(PatternError::Empty);
        }
        Ok(Self(pieces))
    }
}

impl NamePattern {
    /// Whether the style is a part of it.
    pub(super) fn has_style(&self) -> bool {
        self.0.contains(&Piece::Style)
    }

    /// Whether the number is a part of it.
    pub(super) fn has_number(&self) -> bool {
        self.0.contains(&Piece::Number)
    }

    /// The name for one photograph, without an ending; numbers have four digits or more.
    pub fn fill(&self, name: &OsStr, style: &str, number: usize) -> OsString {
        let mut filled = OsString::new();
        for piece in &self.0 {
            match piece {
                Piece::Text(text) => filled.push(text),
                Piece::Name => filled.push(name),
                // Some learnt styles have names that files cannot have.
                Piece::Style => filled.push(style.replace(['/', '\\', ':'], "-")),
                Piece::Number => filled.push(format!("{number:04}")),
            }
        }
        filled
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fill(pattern: &str) -> String {
        let pattern: NamePattern = pattern.parse().unwrap();
        let filled = pattern.fill(OsStr::new("IMG.1"), "my/hand", 7);
        filled.into_string().unwrap()
    }

    #[test]
    fn places_are_filled_in() {
        assert_eq!(fill("{name}"), "IMG.1");
        assert_eq!(
            fill("comic-{number}-{name}_{style}!"),
            "comic-0007-IMG.1_my-hand!"
        );
        assert_eq!(fill("cover"), "cover");
    }

    #[test]
    fn a_pattern_that_cannot_be_meant_is_refused() {
        for pattern in ["", "a/b", "{name", "{}", "{nmae}", "x\\y"] {
            assert!(pattern.parse::<NamePattern>().is_err(), "{pattern}");
        }
    }
}
