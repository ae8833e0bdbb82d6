//! What stands in the Chinese window is Chinese, but for names.

use super::*;
use egui_kittest::kittest::NodeT as _;

/// Names of programs, people, formats and places, and what the states of the tests are called.
const NAMES: &[&str] = &[
    "Kinetoon", "English", "CPU", "PNG", "JPEG", "WebP", "AVIF", "TIFF", "GIF", "EXIF", "XMP",
    "CBZ", "ZIP", "EPUB", "PSD", "ORA", "KRA", "MIT", "Apache", "SIL", "Ubuntu", "Noto", "Sans",
    "CJK", "Adobe", "Light", "Font",
];

#[test]
fn the_chinese_window_says_nothing_in_english() {
    set_language(Language::Chinese);
    let mut english = std::collections::BTreeSet::new();
    for state in STATES {
        let harness = large(state());
        let root = harness.root();
        for node in root.children_recursive() {
            let node = node.accesskit_node();
            english.extend(node.label().into_iter().chain(node.value()));
        }
    }
    set_language(Language::English);
    let words = |text: &String| {
        let words = text.split(|c: char| !c.is_ascii_alphabetic());
        words
            .filter(|word| word.len() > 2 && !NAMES.contains(word))
            .count()
    };
    english.retain(|text| words(text) > 0);
    assert!(english.is_empty(), "{english:#?}");
}
