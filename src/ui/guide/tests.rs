//! The guide agrees with the window, with its pictures, and with itself in the other language.

use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::picture::{self, DecodeLimits};

const LANGUAGES: [Language; 2] = [Language::English, Language::Chinese];
/// What is typed, held or named as a file, and is no key of a command.
const TYPED: &[&str] = &[
    "B",
    "Ctrl",
    "Shift",
    "Enter",
    ".ora",
    ".kstyle",
    ".gif",
    ".png",
    ".webp",
    "{name}",
    "{style}",
    "{number}",
    "kinetoon --device cpu",
];
/// All pictures together, in bytes: the program must not grow much by them.
const MAX_BYTES: usize = 700 << 10;

fn pages(language: Language) -> Vec<Page> {
    let page = |chapter| Page::new(chapter, language);
    Chapter::ALL.map(page).to_vec()
}

fn spans(block: &Block) -> &[Span] {
    match block {
        Block::Text { spans, .. } => spans,
        Block::Heading { .. } | Block::Picture { .. } => &[],
    }
}

/// What the window says in a language without values in it, and under which keys.
fn said(language: Language) -> BTreeMap<String, BTreeSet<String>> {
    let mut said: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for line in language.source().lines() {
        let Some((key, text)) = line.split_once(" = ") else {
            continue;
        };
        if !key.starts_with([' ', '#']) && !text.contains('{') {
            said.entry(text.to_owned())
                .or_default()
                .insert(key.to_owned());
        }
    }
    said
}

#[test]
fn whatever_is_named_in_bold_is_a_word_of_the_window() {
    for language in LANGUAGES {
        let said = said(language);
        for page in pages(language) {
            for span in page.blocks.iter().flat_map(spans) {
                let is_named = span.kind == Kind::Control;
                assert!(
                    !is_named || said.contains_key(&span.text),
                    "{language:?}, {:?}: the window has no “{}”",
                    page.chapter,
                    span.text
                );
            }
        }
    }
}

#[test]
fn both_languages_name_the_same_things_in_the_same_places() {
    let words = LANGUAGES.map(said);
    for (english, chinese) in pages(LANGUAGES[0]).iter().zip(pages(LANGUAGES[1])) {
        let place = english.chapter;
        assert_eq!(english.blocks.len(), chinese.blocks.len(), "{place:?}");
        for blocks in english.blocks.iter().zip(&chinese.blocks) {
            let marks = |block: &Block| match block {
                Block::Text { mark, .. } => (0, mark.clone()),
                Block::Heading { is_of_page, .. } => (1 + i32::from(*is_of_page), None),
                Block::Picture { name, .. } => {
                    let file = name.rsplit('/').next();
                    (3, file.map(str::to_owned))
                }
            };
            assert_eq!(marks(blocks.0), marks(blocks.1), "{place:?}");
            let [ours, theirs] = [blocks.0, blocks.1].map(|block| {
                let spans = spans(block).iter();
                let told = spans.filter(|span| span.kind != Kind::Plain);
                told.cloned().collect::<Vec<_>>()
            });
            assert_eq!(ours.len(), theirs.len(), "{place:?}: {ours:?} {theirs:?}");
            for span in &ours {
                let is_told = theirs.iter().any(|other| match span.kind {
                    Kind::Control => {
                        let keys = &words[0][&span.text];
                        let others = words[1].get(&other.text);
                        others.is_some_and(|others| !keys.is_disjoint(others))
                    }
                    Kind::Chapter => other.kind == Kind::Chapter,
                    _ => other == span,
                });
                assert!(is_told, "{place:?}: {span:?} is not among {theirs:?}");
            }
        }
    }
}

#[test]
fn keys_are_those_of_the_commands_that_stand_before_them() {
    for language in LANGUAGES {
        crate::i18n::set_language(language);
        let mut num_keys = 0;
        for page in pages(language) {
            for block in &page.blocks {
                for (index, span) in spans(block).iter().enumerate() {
                    match span.kind {
                        Kind::Typed => {
                            assert!(TYPED.contains(&&*span.text), "{:?}: {span:?}", page.chapter);
                        }
                        Kind::Key(key) => {
                            num_keys += 1;
                            // “**Open…** (`Ctrl+O`)”: its name, and what opens the parenthesis.
                            let named = index.checked_sub(2).map(|at| &spans(block)[at]);
                            let named = named.filter(|named| named.kind == Kind::Control);
                            let named = named.expect("a key stands behind a name");
                            let command = Command::with_keys()
                                .find(|(_, known)| *known == key)
                                .map(|(command, _)| command.label());
                            assert_eq!(command.as_ref(), Some(&named.text), "{:?}", page.chapter);
                        }
                        Kind::Plain | Kind::Control | Kind::Chapter => {}
                    }
                }
            }
        }
        assert!(num_keys > 20, "{num_keys}");
    }
}

#[test]
fn titles_in_italics_are_those_of_chapters() {
    for language in LANGUAGES {
        let titles = Chapter::ALL.map(|chapter| chapter.title(language));
        for page in pages(language) {
            let Some(Block::Heading { is_of_page, text }) = page.blocks.first() else {
                panic!("{:?} has no title", page.chapter);
            };
            assert!(*is_of_page && *text == page.chapter.title(language));
            for span in page.blocks.iter().flat_map(spans) {
                let is_title = titles.contains(&&*span.text);
                assert!(span.kind != Kind::Chapter || is_title, "{span:?}");
            }
        }
    }
}

#[test]
fn every_picture_that_is_named_is_there_and_every_one_there_is_named() {
    let mut named = BTreeSet::new();
    for page in LANGUAGES.into_iter().flat_map(pages) {
        for name in page.pictures() {
            let bytes = super::picture(name).unwrap_or_else(|| panic!("no {name}"));
            let decoded = picture::decode_bytes(bytes, &DecodeLimits::default()).unwrap();
            assert!(decoded.pixels.width() >= 200, "{name}");
            named.insert(name.to_owned());
        }
        let has_words = |block: &Block| match block {
            Block::Picture { about, .. } => about.len() > 8,
            Block::Heading { text, .. } => !text.is_empty(),
            Block::Text { spans, .. } => !spans.is_empty(),
        };
        assert!(page.blocks.iter().all(has_words), "{:?}", page.chapter);
    }
    let there: BTreeSet<_> = PICTURES
        .iter()
        .flatten()
        .map(|(name, _)| (*name).to_owned())
        .collect();
    assert_eq!(named, there);
    let num_bytes: usize = PICTURES
        .iter()
        .flatten()
        .map(|(_, bytes)| bytes.len())
        .sum();
    assert!(num_bytes <= MAX_BYTES, "{num_bytes} bytes of pictures");
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/guide/pictures");
    let files = walkdir::WalkDir::new(folder).into_iter().flatten();
    let num_files = files.filter(|entry| entry.file_type().is_file()).count();
    assert_eq!(num_files, there.len());
}

#[test]
fn the_texts_use_no_more_of_markdown_than_is_drawn() {
    for language in LANGUAGES {
        for chapter in Chapter::ALL {
            let mut depth = 0;
            for event in Parser::new(chapter.source(language)) {
                match &event {
                    Event::Start(Tag::List(_)) => depth += 1,
                    Event::End(TagEnd::List(_)) => depth -= 1,
                    _ => {}
                }
                let is_drawn = match &event {
                    Event::Start(tag) => matches!(
                        tag,
                        Tag::Paragraph
                            | Tag::Heading {
                                level: HeadingLevel::H1 | HeadingLevel::H2,
                                ..
                            }
                            | Tag::List(_)
                            | Tag::Item
                            | Tag::Strong
                            | Tag::Emphasis
                            | Tag::Image { .. }
                    ),
                    Event::End(_) | Event::Text(_) | Event::Code(_) | Event::SoftBreak => true,
                    _ => false,
                };
                assert!(is_drawn && depth < 2, "{language:?} {chapter:?}: {event:?}");
            }
            // A star that was meant to make bold is seen as one.
            let page = Page::new(chapter, language);
            let mut shown = page.blocks.iter().flat_map(spans);
            assert!(shown.all(|span| !span.text.contains(['*', '`'])));
        }
    }
}

#[test]
fn chapters_follow_each_other_and_other_languages_read_english() {
    assert_eq!(Chapter::FirstPicture.previous(), None);
    assert_eq!(Chapter::Trouble.next(), None);
    for pair in Chapter::ALL.windows(2) {
        assert_eq!(pair[0].next(), Some(pair[1]));
        assert_eq!(pair[1].previous(), Some(pair[0]));
    }
    let german = Page::new(Chapter::Looks, Language::German);
    assert_eq!(german, Page::new(Chapter::Looks, Language::English));
    assert!(!is_in(Language::German) && is_in(Language::Chinese));
}

#[test]
fn items_are_numbered_and_pictures_stand_apart() {
    let page = Page::new(Chapter::FirstPicture, Language::English);
    let marks = page.blocks.iter().filter_map(|block| match block {
        Block::Text { mark, .. } => mark.as_deref(),
        Block::Heading { .. } | Block::Picture { .. } => None,
    });
    let marks: Vec<_> = marks.take(6).collect();
    assert_eq!(marks, ["1.", "2.", "3.", "4.", "5.", "•"]);
    assert_eq!(page.pictures().count(), 1);
}
