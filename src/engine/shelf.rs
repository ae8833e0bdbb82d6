//! The built-in styles as a person meets them: which comes first, and the ink that suits each.

use crate::ink::InkSettings;

/// The style that is drawn when nobody chooses.
pub const DEFAULT_STYLE: &str = "oz-neill";

/// The ink that a style is drawn with when nobody moves a slider.
///
/// Colour styles take most of their hues from the photograph, because the present weights lay red
/// and blue blotches on skin and skies; pen styles keep their paper and have lines of their own.
pub fn default_ink(style: &str) -> InkSettings {
    let comic = InkSettings::default();
    match style {
        "peppercarrot" => InkSettings { line: 0.8, ..comic },
        "ukiyoe-hiroshige" => InkSettings {
            line: 0.9,
            photo_color: 0.5,
            ..comic
        },
        "ink-philmay" => InkSettings {
            line: 1.0,
            photo_color: 0.0,
            saturation: 0.0,
            ..comic
        },
        "ink-gibson" | "engraving-dore" => InkSettings {
            line: 0.6,
            photo_color: 0.0,
            saturation: 0.0,
            flatten: 0.35,
            ..comic
        },
        _ => comic,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_default_is_inside_its_range() {
        for style in [
            "oz-neill",
            "peppercarrot",
            "ukiyoe-hiroshige",
            "ink-gibson",
            "unknown",
        ] {
            let ink = default_ink(style);
            assert_eq!(ink, ink.sanitised());
        }
    }
}
