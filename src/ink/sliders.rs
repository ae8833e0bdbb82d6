//! The sliders of the ink: one table, from which come the settings, their ranges and defaults, the
//! window's sliders, the command line's options and what is written into files.
//!
//! A new slider is a row here, what it does in a pass, and its words in `assets/i18n`.

use std::ops::RangeInclusive;

use super::measured::MeasuredInk;

/// From which stage on a picture must be drawn anew when a slider moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// What is drawn: the photograph, the network's drawing, or both mixed.
    Source,
    /// The local scale, and the shapes without texture.
    Shapes,
    /// Tones and colours of the shapes.
    Tones,
    /// Where lines can be.
    Lines,
    /// What is at each pixel by itself.
    Compose,
}

/// What there is to know of a slider.
#[derive(Clone, Debug)]
pub struct Slider {
    /// Its name in files.
    pub key: &'static str,
    /// The key of its label among the window's words.
    pub words: &'static str,
    /// Its values.
    pub range: RangeInclusive<f32>,
    /// The value of the look named "Comic".
    pub default: f32,
    /// The value that changes nothing.
    pub neutral: f32,
    /// From where on the picture is drawn anew.
    pub stage: Stage,
    /// What it does, for the command line.
    pub help: &'static str,
}

/// Makes the settings and the table of one list of sliders.
macro_rules! sliders {
    ($(
        $(#[$doc:meta])*
        $key:ident $words:literal: $range:expr, $default:literal, $neutral:literal, $stage:ident,
        $help:literal;
    )*) => {
        /// What is laid over the drawing. Values out of range are brought into it by
        /// [`sanitised`](Self::sanitised).
        #[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(from = "super::old::Written")]
        pub struct InkSettings {
            $($(#[$doc])* pub $key: f32,)*
            /// The ink of the pages that a style was learnt from; `None` for looks that no pages
            /// stand behind.
            #[serde(skip_serializing_if = "Option::is_none")]
            pub measured: Option<MeasuredInk>,
        }

        /// All sliders, those with the largest effect first.
        pub static SLIDERS: &[Slider] = &[
            $(Slider {
                key: stringify!($key),
                words: $words,
                range: $range,
                default: $default,
                neutral: $neutral,
                stage: Stage::$stage,
                help: $help,
            },)*
        ];

        impl InkSettings {
            /// Leaves every drawing exactly as it is.
            pub const NEUTRAL: Self = Self { $($key: $neutral,)* measured: None };

            /// The values, in the order of [`SLIDERS`].
            pub fn values(&self) -> [f32; SLIDERS.len()] {
                [$(self.$key,)*]
            }

            /// The values, in the order of [`SLIDERS`], to be changed.
            pub fn values_mut(&mut self) -> [&mut f32; SLIDERS.len()] {
                [$(&mut self.$key,)*]
            }
        }

        impl Default for InkSettings {
            /// The look named "Comic", tuned by eye and judged blind on photographs that nothing
            /// was tuned on.
            fn default() -> Self {
                Self { $($key: $default,)* measured: None }
            }
        }

        /// As written in files, where any of them may be missing.
        #[derive(Clone, Copy, Debug, Default, serde::Deserialize)]
        #[serde(default)]
        pub(super) struct Present {
            $(pub(super) $key: Option<f32>,)*
            pub(super) measured: Option<MeasuredInk>,
        }

        impl Present {
            /// The settings; what is missing is taken from `rest`.
            pub(super) fn over(self, rest: InkSettings) -> InkSettings {
                InkSettings {
                    $($key: self.$key.unwrap_or(rest.$key),)*
                    measured: self.measured.or(rest.measured),
                }
            }
        }
    };
}

sliders! {
    /// How bold everything is drawn, `0.0..=2.0`: 0 half as large, 2 twice as large strokes and
    /// shapes.
    boldness "dial-boldness": 0.0..=2.0, 1.0, 1.0, Shapes, "How bold strokes and shapes are: 0 half as large, 2 twice as large";
    /// What stays as detail and is not taken away as texture, `0.0..=1.0`; 1 leaves the drawing as
    /// it is.
    detail "dial-detail": 0.0..=1.0, 0.5, 1.0, Shapes, "How much detail stays: 0 large plain shapes, 1 the drawing as it is";
    /// Strength of the lines, `0.0..=2.0`; 0 draws none.
    line "dial-line": 0.0..=2.0, 1.0, 0.0, Compose, "Strength of the ink lines: 0 none";
    /// Width of the lines, `0.25..=4.0`.
    line_width "dial-line-width": 0.25..=4.0, 1.0, 1.0, Lines, "Width of the ink lines: 1 as the look has them";
    /// How far light and shade fall into few tones, `0.0..=2.0`; 0 leaves them, 1 makes six, 2
    /// makes three.
    tones "dial-tones": 0.0..=2.0, 1.0, 0.0, Tones, "Few tones in place of soft shades: 0 as drawn, 1 six of them, 2 three";
    /// How far the colours become those of the pages that a style was learnt from, `0.0..=1.0`; 0
    /// leaves them.
    palette "dial-palette": 0.0..=1.0, 0.0, 0.0, Tones, "How far colours become those of the style's pages: 0 as drawn";
    /// Factor on the chroma of colours that have little of it, `0.0..=2.0`; 1 leaves them, 0 is
    /// grey.
    saturation "dial-saturation": 0.0..=2.0, 1.28, 1.0, Tones, "Saturation of the colours: 1 as drawn, 0 grey";
    /// Up to which darkness areas become solid ink, `0.0..=1.0`; 0 leaves them.
    blacks "dial-blacks": 0.0..=1.0, 0.0, 0.0, Compose, "Up to which darkness areas become solid ink: 0 none";
    /// How far greys become strokes of a pen on white paper, `0.0..=1.0`; 0 leaves them.
    hatching "dial-hatching": 0.0..=1.0, 0.0, 0.0, Compose, "Greys as strokes of a pen on white paper: 0 as drawn";
    /// How far the grain of a print is seen, `0.0..=2.0`; 0 leaves areas clean, 1 is as the pages
    /// have it.
    grain "dial-grain": 0.0..=2.0, 0.0, 0.0, Compose, "Grain of a print: 0 clean, 1 as the style's pages have it";
    /// How old the paper is, `0.0..=1.0`; 0 is white.
    paper "dial-paper": 0.0..=1.0, 0.0, 0.0, Compose, "Age of the paper: 0 white, 1 the yellow of old newsprint";
    /// Share of the network's drawing in what is drawn, `0.0..=1.0`; the rest is the photograph.
    hand "dial-hand": 0.0..=1.0, 0.0, 1.0, Source, "How much of the style's hand is in the drawing: 0 the photograph, inked";
    /// How much of the photograph's hues shines through the network's drawing, `0.0..=1.0`; 0
    /// leaves the drawing's.
    photo_color "dial-photo-color": 0.0..=1.0, 0.75, 0.0, Source, "How much of the photograph's own colours shines through: 0 the style's colours";
}

impl Slider {
    /// Its name on the command line.
    pub fn name(&self) -> &'static str {
        self.words.trim_start_matches("dial-")
    }
}

impl InkSettings {
    /// Part of the way from these settings to others, `0.0..=1.0`.
    #[must_use]
    pub fn blend(mut self, other: &Self, share: f32) -> Self {
        for (value, other) in self.values_mut().into_iter().zip(other.values()) {
            *value += (other - *value) * share;
        }
        // Pages cannot be mixed; they change half-way.
        if share >= 0.5 {
            self.measured = other.measured;
        }
        self
    }

    /// Every value inside its range; what is no number becomes the default.
    #[must_use]
    pub fn sanitised(mut self) -> Self {
        for (value, slider) in self.values_mut().into_iter().zip(SLIDERS) {
            *value = if value.is_finite() {
                value.clamp(*slider.range.start(), *slider.range.end())
            } else {
                slider.default
            };
        }
        self.measured = self.measured.and_then(MeasuredInk::checked);
        self
    }

    /// Whether the network's drawing is looked at; otherwise the photograph is drawn as it is.
    pub fn needs_network(&self) -> bool {
        self.hand > 0.0
    }

    /// Whether the drawing itself is to be seen in the result, beside its shapes.
    pub fn keeps_drawing(&self) -> bool {
        super::parameters::Parameters::new(self, 1).keep > 0.0
    }

    /// The first stage that must be gone through again to come from `self` to `other`; `None` when
    /// they are equal.
    pub fn first_change(&self, other: &Self) -> Option<Stage> {
        if self.measured != other.measured {
            return Some(Stage::Source);
        }
        let pairs = self.values().into_iter().zip(other.values());
        let changed = pairs.zip(SLIDERS).filter(|((a, b), _)| a != b);
        changed.map(|(_, slider)| slider.stage).min()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_out_of_range_are_brought_into_it() {
        for wild in [9.0, -9.0, f32::NAN, f32::INFINITY] {
            let mut settings = InkSettings::default();
            for value in settings.values_mut() {
                *value = wild;
            }
            for (value, slider) in settings.sanitised().values().into_iter().zip(SLIDERS) {
                assert!(slider.range.contains(&value), "{}: {value}", slider.key);
                let expected = if wild.is_finite() {
                    wild
                } else {
                    slider.default
                };
                let (low, high) = (*slider.range.start(), *slider.range.end());
                assert_eq!(value, expected.clamp(low, high), "{}", slider.key);
            }
        }
    }

    #[test]
    fn defaults_and_neutral_values_lie_in_the_ranges() {
        for slider in SLIDERS {
            assert!(slider.range.contains(&slider.default), "{}", slider.key);
            assert!(slider.range.contains(&slider.neutral), "{}", slider.key);
        }
    }

    #[test]
    fn the_first_stage_that_changes_is_told() {
        let one = InkSettings::default();
        assert_eq!(one.first_change(&one), None);
        let two = InkSettings { line: 0.5, ..one };
        assert_eq!(one.first_change(&two), Some(Stage::Compose));
        let three = InkSettings { tones: 0.5, ..two };
        assert_eq!(one.first_change(&three), Some(Stage::Tones));
        let four = InkSettings { hand: 0.5, ..three };
        assert_eq!(four.first_change(&one), Some(Stage::Source));
    }

    #[test]
    fn what_is_written_is_read_again() {
        let ink = InkSettings {
            boldness: 1.3,
            hatching: 0.2,
            ..InkSettings::default()
        };
        let text = serde_json::to_string(&ink).unwrap();
        assert_eq!(serde_json::from_str::<InkSettings>(&text).unwrap(), ink);
        let empty: InkSettings = serde_json::from_str("{}").unwrap();
        assert_eq!(empty, InkSettings::default());
    }
}
