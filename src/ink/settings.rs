//! The sliders of the ink.

use std::ops::RangeInclusive;

/// What is laid over the drawing. Values out of range are brought into it by [`sanitised`](Self::sanitised).
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct InkSettings {
    /// Strength of the lines, `0.0..=2.0`; 0 draws none.
    pub line: f32,
    /// Width of the lines, `0.25..=4.0`; 1 is the style's own.
    pub line_width: f32,
    /// Factor on the chroma of the colours, `0.0..=2.0`; 1 leaves them, 0 is grey.
    pub saturation: f32,
    /// How much of the photograph's colours shines through, `0.0..=1.0`; 0 leaves the drawing's.
    pub photo_color: f32,
    /// How even the areas become that are even in the photograph, `0.0..=2.0`; 0 leaves them.
    pub flatten: f32,
    /// How far light and shade fall into few tones, `0.0..=2.0`; 0 leaves them, beyond 1 there are fewer.
    ///
    /// What was written before this and the next three existed looks as it did.
    #[serde(default)]
    pub tones: f32,
    /// Up to which darkness areas become solid ink, `0.0..=1.0`; 0 leaves them.
    #[serde(default)]
    pub blacks: f32,
    /// How far greys become strokes of a pen on white paper, `0.0..=1.0`; 0 leaves them.
    #[serde(default)]
    pub hatching: f32,
    /// How old the paper is, `0.0..=1.0`; 0 is white.
    #[serde(default)]
    pub paper: f32,
}

impl InkSettings {
    /// Range of [`line`](Self::line).
    pub const LINE: RangeInclusive<f32> = 0.0..=2.0;
    /// Range of [`line_width`](Self::line_width).
    pub const LINE_WIDTH: RangeInclusive<f32> = 0.25..=4.0;
    /// Range of [`saturation`](Self::saturation).
    pub const SATURATION: RangeInclusive<f32> = 0.0..=2.0;
    /// Range of [`photo_color`](Self::photo_color).
    pub const PHOTO_COLOR: RangeInclusive<f32> = 0.0..=1.0;
    /// Range of [`flatten`](Self::flatten).
    pub const FLATTEN: RangeInclusive<f32> = 0.0..=2.0;
    /// Range of [`tones`](Self::tones).
    pub const TONES: RangeInclusive<f32> = 0.0..=2.0;
    /// Range of [`blacks`](Self::blacks).
    pub const BLACKS: RangeInclusive<f32> = 0.0..=1.0;
    /// Range of [`hatching`](Self::hatching).
    pub const HATCHING: RangeInclusive<f32> = 0.0..=1.0;
    /// Range of [`paper`](Self::paper).
    pub const PAPER: RangeInclusive<f32> = 0.0..=1.0;
    /// Leaves every drawing exactly as it is.
    pub const NEUTRAL: Self = Self {
        line: 0.0,
        line_width: 1.0,
        saturation: 1.0,
        photo_color: 0.0,
        flatten: 0.0,
        tones: 0.0,
        blacks: 0.0,
        hatching: 0.0,
        paper: 0.0,
    };

    /// Every value inside its range; what is no number becomes the default.
    #[must_use]
    pub fn sanitised(self) -> Self {
        let default = Self::default();
        let clean = |value: f32, range: RangeInclusive<f32>, default: f32| {
            if value.is_finite() {
                value.clamp(*range.start(), *range.end())
            } else {
                default
            }
        };
        Self {
            line: clean(self.line, Self::LINE, default.line),
            line_width: clean(self.line_width, Self::LINE_WIDTH, default.line_width),
            saturation: clean(self.saturation, Self::SATURATION, default.saturation),
            photo_color: clean(self.photo_color, Self::PHOTO_COLOR, default.photo_color),
            flatten: clean(self.flatten, Self::FLATTEN, default.flatten),
            tones: clean(self.tones, Self::TONES, default.tones),
            blacks: clean(self.blacks, Self::BLACKS, default.blacks),
            hatching: clean(self.hatching, Self::HATCHING, default.hatching),
            paper: clean(self.paper, Self::PAPER, default.paper),
        }
    }
}

impl Default for InkSettings {
    /// The look of a comic, tuned by eye on photographs that the network was not trained on.
    fn default() -> Self {
        Self {
            line: 1.48,
            line_width: 1.7,
            saturation: 1.05,
            photo_color: 0.75,
            flatten: 2.0,
            tones: 0.6,
            blacks: 0.65,
            hatching: 0.0,
            paper: 0.35,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_out_of_range_are_brought_into_it() {
        let wild = InkSettings {
            line: 9.0,
            line_width: 0.0,
            saturation: f32::NAN,
            photo_color: f32::INFINITY,
            flatten: -1.0,
            tones: 5.0,
            blacks: f32::NEG_INFINITY,
            hatching: 3.0,
            paper: 1.5,
        };
        let clean = wild.sanitised();
        assert_eq!(
            (clean.line, clean.line_width, clean.flatten),
            (2.0, 0.25, 0.0)
        );
        assert_eq!((clean.tones, clean.hatching, clean.paper), (2.0, 1.0, 1.0));
        assert_eq!(clean.blacks, InkSettings::default().blacks);
        assert_eq!(clean.saturation, InkSettings::default().saturation);
    }

    #[test]
    fn what_was_written_before_there_were_tones_looks_as_it_did() {
        let old =
            r#"{"line":1.0,"line_width":1.0,"saturation":1.0,"photo_color":0.5,"flatten":1.0}"#;
        let ink: InkSettings = serde_json::from_str(old).unwrap();
        assert_eq!([ink.tones, ink.blacks, ink.hatching, ink.paper], [0.0; 4]);
        let empty: InkSettings = serde_json::from_str("{}").unwrap();
        assert_eq!(empty.line, InkSettings::default().line);
    }
}
