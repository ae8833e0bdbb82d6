//! What was measured on pages, in words.

use super::MeasuredInk;

/// Something that is said of a hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trait {
    /// Thin lines.
    FineLines,
    /// Lines of middle width.
    Lines,
    /// Thick lines.
    BoldLines,
    /// No lines to speak of.
    NoLines,
    /// Areas of solid black.
    SolidBlack,
    /// Greys are strokes beside each other.
    Hatching,
    /// Most of the paper is bare.
    OpenPaper,
    /// Ink and paper only.
    NoColors,
    /// So many colours.
    Colors(usize),
}

/// Widths of strokes from which on lines are no longer fine, and are bold, in pixels of a page of
/// 1024.
const MIDDLE: f32 = 2.2;
const BOLD: f32 = 3.0;
/// Shares of a page that are worth a word.
const FEW_STROKES: f32 = 0.008;
const SOME_BLACK: f32 = 0.02;
const OPEN: f32 = 0.45;

impl Trait {
    /// In English, for the command line.
    pub fn in_words(self) -> String {
        let words = match self {
            Self::FineLines => "fine lines",
            Self::Lines => "lines of middle width",
            Self::BoldLines => "bold lines",
            Self::NoLines => "no lines",
            Self::SolidBlack => "solid black",
            Self::Hatching => "hatching",
            Self::OpenPaper => "open paper",
            Self::NoColors => "ink and paper only",
            Self::Colors(num) => return format!("{num} colours"),
        };
        words.to_owned()
    }
}

impl MeasuredInk {
    /// What is to be said of it.
    pub fn traits(&self) -> Vec<Trait> {
        let mut traits = vec![match self.width {
            _ if self.strokes < FEW_STROKES => Trait::NoLines,
            width if width < MIDDLE => Trait::FineLines,
            width if width < BOLD => Trait::Lines,
            _ => Trait::BoldLines,
        }];
        if self.black > SOME_BLACK {
            traits.push(Trait::SolidBlack);
        }
        if self.is_pen() {
            traits.push(Trait::Hatching);
        }
        if self.open > OPEN {
            traits.push(Trait::OpenPaper);
        }
        traits.push(if self.is_colourless() {
            Trait::NoColors
        } else {
            Trait::Colors(self.colors().len())
        });
        traits
    }
}
