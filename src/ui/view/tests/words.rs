//! What stands in the Chinese window is Chinese, but for names.

use super::*;
use egui_kittest::kittest::NodeT as _;

/// Names of programs, people, formats and keys.
const NAMES: &[&str] = &[
    "Kinetoon", "English", "CPU", "PNG", "JPEG", "WebP", "AVIF", "TIFF", "GIF", "EXIF", "XMP",
    "CBZ", "ZIP", "EPUB", "PDF", "PSD", "ORA", "KRA", "MIT", "Apache", "SIL", "Ubuntu", "Noto",
    "Sans", "CJK", "Adobe", "Light", "Font", "XWayland", "DCIM", "Ctrl", "Shift", "Delete",
    "Escape", "PageDown", "PageUp", "Tab", "Charles", "Dana", "Gibson", "David", "Revoy", "Pepper",
    "Carrot", "Enter", "John", "Neill", "Phil", "May", "Gustave", "Dor",
];
/// What the states of the tests are given: names of files and styles, and reasons of others.
const GIVEN: &[&str] = &[
    "writing to this folder is not permitted",
    "the JPEG file is cut off: it ends before the picture does",
    "not a picture",
    "no space left on the disk",
    "the weights are damaged",
    "a long name of a folder",
    "Saved a-comic.png",
    "Copied",
    "My hand",
    "Pages",
    "Wash",
    "Ink",
    "comic",
    "card",
    "deep",
    "good",
    "bad",
    ".drawn.ora",
    ".jpg",
    ".png",
    ".tif",
    "/out",
    "{name}",
    "{style}",
    "{number}",
    "{title}",
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
        let mut text = text.clone();
        for given in GIVEN {
            text = text.replace(given, " ");
        }
        let words = text.split(|c: char| !c.is_ascii_alphabetic());
        let is_said = |word: &&str| word.len() > 2 && !NAMES.contains(word);
        words.filter(is_said).count()
    };
    let sources: Vec<_> = crate::ui::view::help::source_paragraphs()
        .map(|(text, _)| text)
        .collect();
    // A label is told whole and in lines.
    let is_source = |text: &String| sources.iter().any(|source| source.contains(text.trim()));
    english.retain(|text| words(text) > 0 && !is_source(text));
    assert!(english.is_empty(), "{english:#?}");
}
