//! The guide: what its chapters say, in blocks that a view can draw.
//!
//! Its texts are `assets/guide/<language>/*.md`, built in with their pictures. They name controls
//! in bold, by the very words of the window in that language, keys and what is typed as code, and
//! other chapters in italics; tests hold all three.

#[cfg(test)]
mod tests;

use eframe::egui::{KeyboardShortcut, ModifierNames};
use pulldown_cmark::{Event, HeadingLevel, Parser, Tag, TagEnd};

use super::command::Command;
use crate::i18n::Language;

/// A chapter of the guide.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(super) enum Chapter {
    /// From an empty window to a saved drawing.
    #[default]
    FirstPicture,
    /// Styles and sliders.
    Looks,
    /// A style from one's own pages or drawings.
    OwnHand,
    /// Many photographs into a folder.
    Export,
    /// Pictures that move.
    Animations,
    /// When something is not as it should be.
    Trouble,
}

impl Chapter {
    /// All of them, in their order.
    pub(super) const ALL: [Self; 6] = [
        Self::FirstPicture,
        Self::Looks,
        Self::OwnHand,
        Self::Export,
        Self::Animations,
        Self::Trouble,
    ];

    /// The chapter after this one.
    pub(super) fn next(self) -> Option<Self> {
        Self::ALL.get(self as usize + 1).copied()
    }

    /// The chapter before this one.
    pub(super) fn previous(self) -> Option<Self> {
        let before = (self as usize).checked_sub(1)?;
        Self::ALL.get(before).copied()
    }

    /// Its Markdown in that language, or in English where the guide is not in it.
    fn source(self, language: Language) -> &'static str {
        let texts = match language {
            Language::Chinese => &CHINESE,
            _ => &ENGLISH,
        };
        texts[self as usize]
    }

    /// What it is called.
    pub(super) fn title(self, language: Language) -> &'static str {
        let first = self.source(language).lines().next();
        first.unwrap_or_default().trim_start_matches(['#', ' '])
    }
}

/// Whether the guide is in that language.
pub(super) fn is_in(language: Language) -> bool {
    matches!(language, Language::English | Language::Chinese)
}

/// The chapters in the order of [`Chapter::ALL`].
const ENGLISH: [&str; Chapter::ALL.len()] = [
    include_str!("../../../assets/guide/en/first-picture.md"),
    include_str!("../../../assets/guide/en/looks.md"),
    include_str!("../../../assets/guide/en/own-hand.md"),
    include_str!("../../../assets/guide/en/export.md"),
    include_str!("../../../assets/guide/en/films.md"),
    include_str!("../../../assets/guide/en/troubleshooting.md"),
];
const CHINESE: [&str; Chapter::ALL.len()] = [
    include_str!("../../../assets/guide/zh-CN/first-picture.md"),
    include_str!("../../../assets/guide/zh-CN/looks.md"),
    include_str!("../../../assets/guide/zh-CN/own-hand.md"),
    include_str!("../../../assets/guide/zh-CN/export.md"),
    include_str!("../../../assets/guide/zh-CN/films.md"),
    include_str!("../../../assets/guide/zh-CN/troubleshooting.md"),
];

/// Names and files of pictures in one language.
macro_rules! pictures {
    ($language:literal: $($name:literal),+) => {
        [$((
            concat!($language, "/", $name),
            include_bytes!(concat!("../../../assets/guide/pictures/", $language, "/", $name, ".webp")),
        )),+]
    };
}

/// Names and files (WebP) of the pictures, in English and in Chinese.
const PICTURES: [[(&str, &[u8]); 8]; 2] = [
    pictures!("en": "window", "styles", "vary", "sheet", "learning", "export", "film", "problems"),
    pictures!("zh": "window", "styles", "vary", "sheet", "learning", "export", "film", "problems"),
];

/// The file of a picture; `None` for a name that there is not.
pub(super) fn picture(name: &str) -> Option<&'static [u8]> {
    let mut pictures = PICTURES.iter().flatten();
    let (_, bytes) = pictures.find(|(known, _)| *known == name)?;
    Some(bytes)
}

/// A chapter as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Page {
    pub(super) chapter: Chapter,
    pub(super) blocks: Vec<Block>,
}

/// What stands below each other on a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Block {
    /// A heading: that of the page, or of a part of it.
    Heading { is_of_page: bool, text: String },
    /// A paragraph, or an item of a list, with its number or dot.
    Text {
        mark: Option<String>,
        spans: Vec<Span>,
    },
    /// A picture, and what is seen on it.
    Picture { name: String, about: String },
}

/// What stands beside each other in a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) text: String,
    pub(super) kind: Kind,
}

/// What a part of a paragraph is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Plain,
    /// The name of something in the window.
    Control,
    /// The title of a chapter.
    Chapter,
    /// What is typed, or the name of a file.
    Typed,
    /// A key of a command, which is written otherwise on other systems.
    Key(KeyboardShortcut),
}

impl Page {
    /// Reads a chapter.
    pub(super) fn new(chapter: Chapter, language: Language) -> Self {
        let mut reader = Reader::default();
        for event in Parser::new(chapter.source(language)) {
            reader.take(event);
        }
        let blocks = reader.blocks;
        Self { chapter, blocks }
    }

    /// The names of its pictures.
    pub(super) fn pictures(&self) -> impl Iterator<Item = &str> {
        self.blocks.iter().filter_map(|block| match block {
            Block::Picture { name, .. } => Some(name.as_str()),
            Block::Heading { .. } | Block::Text { .. } => None,
        })
    }
}

/// What was read of a chapter.
#[derive(Default)]
struct Reader {
    blocks: Vec<Block>,
    /// The number of the next item; none in a list with dots.
    next_number: Option<u64>,
    /// Whether an item has begun that has no words yet.
    has_begun_item: bool,
    is_strong: bool,
    is_emphasised: bool,
}

impl Reader {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(TagEnd::Strong) => self.is_strong = false,
            Event::End(TagEnd::Emphasis) => self.is_emphasised = false,
            Event::Text(text) => {
                let kind = match (self.is_strong, self.is_emphasised) {
                    (true, _) => Kind::Control,
                    (false, true) => Kind::Chapter,
                    (false, false) => Kind::Plain,
                };
                self.add(&text, kind);
            }
            Event::Code(text) => {
                let kind = key_named(&text).map_or(Kind::Typed, Kind::Key);
                self.add(&text, kind);
            }
            Event::SoftBreak | Event::HardBreak => self.add(" ", Kind::Plain),
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Heading { level, .. } => self.blocks.push(Block::Heading {
                is_of_page: level == HeadingLevel::H1,
                text: String::new(),
            }),
            Tag::Paragraph if self.has_begun_item => {}
            Tag::Paragraph => self.begin_text(None),
            Tag::List(first) => self.next_number = first,
            Tag::Item => {
                let mark = match &mut self.next_number {
                    Some(number) => {
                        *number += 1;
                        format!("{}.", *number - 1)
                    }
                    None => "•".to_owned(),
                };
                self.begin_text(Some(mark));
                self.has_begun_item = true;
            }
            Tag::Strong => self.is_strong = true,
            Tag::Emphasis => self.is_emphasised = true,
            Tag::Image { dest_url, .. } => {
                // A paragraph of its own has begun for it.
                if self.blocks.last() == Some(&NO_TEXT) {
                    self.blocks.pop();
                }
                let file = dest_url.trim_start_matches("../pictures/");
                self.blocks.push(Block::Picture {
                    name: file.trim_end_matches(".webp").to_owned(),
                    about: String::new(),
                });
            }
            _ => {}
        }
    }

    fn begin_text(&mut self, mark: Option<String>) {
        let spans = Vec::new();
        self.blocks.push(Block::Text { mark, spans });
    }

    fn add(&mut self, text: &str, kind: Kind) {
        self.has_begun_item = false;
        match self.blocks.last_mut() {
            Some(Block::Heading { text: heading, .. }) => heading.push_str(text),
            Some(Block::Picture { about, .. }) => about.push_str(text),
            Some(Block::Text { spans, .. }) => match spans.last_mut() {
                Some(last) if last.kind == kind => last.text.push_str(text),
                _ => spans.push(Span {
                    text: text.to_owned(),
                    kind,
                }),
            },
            None => {}
        }
    }
}

/// A paragraph in which nothing stands yet.
const NO_TEXT: Block = Block::Text {
    mark: None,
    spans: Vec::new(),
};

/// A key as the guide and keyboards of most systems write it.
fn plain_name(key: KeyboardShortcut) -> String {
    key.format(&ModifierNames::NAMES, false)
}

/// The key of a command that is written so.
fn key_named(text: &str) -> Option<KeyboardShortcut> {
    let mut keys = Command::with_keys().map(|(_, key)| key);
    keys.find(|key| plain_name(*key) == text)
}
