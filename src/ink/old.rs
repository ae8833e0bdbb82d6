//! Settings as they were written before the ink had a local scale: flatness in place of detail,
//! lines and tones that meant something else, and always the network's drawing.

use super::sliders::{InkSettings, Present};

/// Settings as they may stand in a file.
#[derive(Clone, Copy, Debug, Default, serde::Deserialize)]
#[serde(default)]
pub(super) struct Written {
    /// Only in those of before.
    flatten: Option<f32>,
    #[serde(flatten)]
    present: Present,
}

/// The line strength, width, blacks and tones of before that look as 1 does now.
const OLD_LINE: f32 = 1.48;
const OLD_WIDTH: f32 = 1.7;
const OLD_TONES: f32 = 0.6;
/// Blacks of before reached as far as this share of them does now.
const BLACKS: f32 = 0.75;

impl From<Written> for InkSettings {
    fn from(written: Written) -> Self {
        let Written { flatten, present } = written;
        let Some(flatten) = flatten else {
            return present.over(Self::default());
        };
        // None of them had what came later.
        let old = present.over(Self {
            tones: 0.0,
            blacks: 0.0,
            hatching: 0.0,
            grain: 0.0,
            paper: 0.0,
            hand: 1.0,
            ..Self::default()
        });
        Self {
            line: old.line / OLD_LINE,
            line_width: old.line_width / OLD_WIDTH,
            tones: old.tones / OLD_TONES,
            blacks: old.blacks * BLACKS,
            // Without flatness the drawing is as it is; with all of it, as plain as the present
            // default.
            detail: if flatten == 0.0 {
                1.0
            } else {
                0.8 - 0.15 * flatten
            },
            ..old
        }
        .sanitised()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_before_looks_alike() {
        let old = r#"{"line":1.48,"line_width":1.7,"saturation":1.05,"photo_color":0.75,"flatten":2.0,"tones":0.6,"blacks":0.4,"hatching":0.0,"paper":0.35}"#;
        let ink: InkSettings = serde_json::from_str(old).unwrap();
        let like = |value: f32, wanted: f32| (value - wanted).abs() < 1e-5;
        assert!(like(ink.line, 1.0) && like(ink.line_width, 1.0) && like(ink.tones, 1.0));
        assert!(like(ink.detail, 0.5) && like(ink.blacks, 0.3));
        assert_eq!((ink.hand, ink.paper, ink.photo_color), (1.0, 0.35, 0.75));
    }

    #[test]
    fn what_was_written_before_there_were_tones_has_none() {
        let old =
            r#"{"line":0.0,"line_width":1.0,"saturation":1.0,"photo_color":0.5,"flatten":0.0}"#;
        let ink: InkSettings = serde_json::from_str(old).unwrap();
        assert_eq!([ink.tones, ink.blacks, ink.hatching, ink.paper], [0.0; 4]);
        assert_eq!((ink.detail, ink.line, ink.hand), (1.0, 0.0, 1.0));
    }
}
