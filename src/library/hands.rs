//! The ink of the hands that the program comes with, as it was measured on their pages.
//!
//! Made by `kinetoon styles measure PAGES --json`, as the ink of every learnt style is.

use crate::ink::MeasuredInk;

/// Names of the hands, and what was measured on their pages.
const HANDS: [(&str, &str); 8] = [
    ("oz-neill", include_str!("../../assets/hands/oz-neill.json")),
    (
        "peppercarrot",
        include_str!("../../assets/hands/peppercarrot.json"),
    ),
    (
        "ukiyoe-hiroshige",
        include_str!("../../assets/hands/ukiyoe-hiroshige.json"),
    ),
    (
        "walter-crane",
        include_str!("../../assets/hands/walter-crane.json"),
    ),
    (
        "kate-greenaway",
        include_str!("../../assets/hands/kate-greenaway.json"),
    ),
    (
        "ink-gibson",
        include_str!("../../assets/hands/ink-gibson.json"),
    ),
    (
        "ink-philmay",
        include_str!("../../assets/hands/ink-philmay.json"),
    ),
    (
        "engraving-dore",
        include_str!("../../assets/hands/engraving-dore.json"),
    ),
];

/// The ink of a hand that the program comes with.
pub(super) fn measured(name: &str) -> Option<MeasuredInk> {
    let (_, text) = HANDS.iter().find(|(hand, _)| *hand == name)?;
    serde_json::from_str(text)
        .ok()
        .and_then(MeasuredInk::checked)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ink::InkSettings;

    #[test]
    fn every_hand_can_be_read() {
        for (name, _) in HANDS {
            let ink = measured(name).map(|hand| hand.settings());
            assert_eq!(ink.map(InkSettings::sanitised), ink, "{name}");
            assert!(ink.is_some(), "{name}");
        }
        assert_eq!(measured("comic"), None);
    }
}
