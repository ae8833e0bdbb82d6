//! The guide over the window.

use super::*;
use crate::picture::{DecodeLimits, decode_bytes};
use crate::ui::guide::{Block, Chapter, Page, picture};
use crate::ui::state::Help;
use crate::ui::texture::PictureTexture;

const LANGUAGES: [Language; 3] = [Language::English, Language::Chinese, Language::German];

pub(super) fn guide() -> State {
    reading(Chapter::FirstPicture)
}

fn reading(chapter: Chapter) -> State {
    let mut state = ready();
    let page = Page::new(chapter, crate::i18n::language());
    state.help = Some(Help::Guide(page));
    state
}

/// With its pictures, as the window shows it.
fn with_pictures(chapter: Chapter, size: Vec2) -> Harness<'static, Screen> {
    let state = reading(chapter);
    let mut textures = Textures::default();
    let show = move |ui: &mut eframe::egui::Ui, screen: &mut Screen| {
        if let Some(Help::Guide(page)) = &screen.state.help
            && textures.guide.is_empty()
        {
            for name in page.pictures() {
                let bytes = picture(name).unwrap();
                let pixels = decode_bytes(bytes, &DecodeLimits::default()).unwrap();
                let texture = PictureTexture::upload(ui.ctx(), name, &pixels.pixels);
                textures.guide.insert(name.to_owned(), texture);
            }
        }
        crate::ui::view::window_ui(ui, &screen.state, &textures, &mut screen.actions);
    };
    let screen = Screen {
        state,
        actions: Vec::new(),
    };
    let mut harness = Harness::builder()
        .with_context_setup(|ctx| crate::ui::fonts::apply(ctx, crate::i18n::language()))
        .with_size(size)
        .with_theme(Theme::Dark)
        .build_ui_state(show, screen);
    harness.run_steps(3);
    harness
}

fn press(harness: &mut Harness<'static, Screen>, key: Key) -> Vec<Action> {
    harness.state_mut().actions.clear();
    harness.key_press(key);
    harness.run_steps(2);
    harness.state().actions.clone()
}

#[test]
fn f1_opens_the_guide_and_it_is_in_the_palette_and_in_an_empty_window() {
    let opens = Action::Command(Command::Guide);
    let mut harness = large(ready());
    assert!(press(&mut harness, Key::F1).contains(&opens));
    assert_eq!(Command::search("guide").first(), Some(&Command::Guide));
    assert!(click(&mut harness, "Guide").contains(&opens));
}

#[test]
fn chapters_are_opened_by_click_and_by_key_and_escape_closes() {
    let mut harness = large(reading(Chapter::Looks));
    let to = |chapter| Action::Read(chapter);
    let actions = click(&mut harness, "Export many photographs");
    assert_eq!(actions, [to(Chapter::Export)]);
    let actions = press(&mut harness, Key::ArrowRight);
    assert_eq!(actions, [to(Chapter::OwnHand)]);
    let actions = press(&mut harness, Key::ArrowLeft);
    assert_eq!(actions, [to(Chapter::FirstPicture)]);
    for key in [Key::Escape, Key::F1] {
        let actions = press(&mut harness, key);
        assert!(actions.contains(&Action::CloseHelp), "{key:?}: {actions:?}");
        assert!(!actions.contains(&Action::Command(Command::Guide)));
    }
    assert!(click(&mut harness, "Close").contains(&Action::CloseHelp));
    let keys = Action::Command(Command::Shortcuts);
    assert!(click(&mut harness, "Keys").contains(&keys));
    // There is nothing before the first and after the last.
    let mut harness = large(reading(Chapter::Trouble));
    assert!(press(&mut harness, Key::ArrowRight).is_empty());
    let mut harness = large(reading(Chapter::FirstPicture));
    assert!(press(&mut harness, Key::ArrowLeft).is_empty());
}

#[test]
fn the_keyboard_goes_to_the_end_of_a_chapter_and_back() {
    let mut harness = harness(reading(Chapter::Looks), Theme::Dark, vec2(900.0, 600.0));
    let top = |harness: &Harness<'static, Screen>| {
        harness.get_by_label("Two kinds of styles").rect().top()
    };
    let begin = top(&harness);
    let goes = |harness: &mut Harness<'static, Screen>, key| {
        press(harness, key);
        harness.run_steps(30);
        top(harness)
    };
    let line = goes(&mut harness, Key::ArrowDown);
    assert!(line < begin - 20.0, "{line} {begin}");
    let page = goes(&mut harness, Key::PageDown);
    assert!(page < line - 200.0, "{page} {line}");
    let end = goes(&mut harness, Key::End);
    assert!(end < page, "{end} {page}");
    let next = harness.get_by_label("Next: Your own hand").rect();
    assert!(next.bottom() < 600.0, "{next:?}");
    assert_eq!(goes(&mut harness, Key::Home), begin);
    assert_eq!(goes(&mut harness, Key::ArrowUp), begin);
}

#[test]
fn a_language_without_a_guide_says_so_and_shows_it_in_english() {
    set_language(Language::German);
    let harness = large(guide());
    harness.get_by_label("Diese Anleitung gibt es nur auf Englisch und Chinesisch");
    harness.get_by_label("Look closely");
    set_language(Language::English);
    let harness = large(guide());
    assert!(
        harness
            .query_by_label_contains("English and Chinese only")
            .is_none()
    );
}

#[test]
fn no_text_or_picture_is_wider_than_the_page() {
    for language in LANGUAGES {
        set_language(language);
        for chapter in Chapter::ALL {
            for size in [vec2(900.0, 600.0), crate::ui::theme::MIN_WINDOW.into()] {
                let mut harness = with_pictures(chapter, size);
                let name = format!("guide {language:?} {chapter:?}");
                keep_screenshot(&mut harness, &name);
                harness.check_accessibility();
                let room = crate::ui::theme::MODAL_MARGIN / 2.0 - 1.0;
                let page = Page::new(chapter, language);
                let mut num_seen = 0;
                for block in &page.blocks {
                    let label = match block {
                        Block::Heading { text, .. } => text.clone(),
                        Block::Picture { about, .. } => about.clone(),
                        Block::Text { spans, .. } => {
                            let text: String = spans.iter().map(|span| &*span.text).collect();
                            text.replace("Ctrl+Backslash", "Ctrl+\\")
                        }
                    };
                    // Those below the end of the page are told by their place, too.
                    for node in harness.query_all_by_label(&label) {
                        let rect = node.rect();
                        num_seen += 1;
                        assert!(
                            rect.left() >= room && rect.right() <= size.x - room,
                            "{name} {size:?}: {rect:?} {label}"
                        );
                    }
                }
                assert!(num_seen >= page.blocks.len(), "{name}: {num_seen}");
                let close = harness.get_by_label(&crate::i18n::tr!("close")).rect();
                assert!(close.top() > 0.0 && close.right() < size.x, "{close:?}");
                // Among the chapters at the left.
                let last = Chapter::Trouble.title(language);
                let last = harness.query_all_by_label(last).next().unwrap().rect();
                assert!(last.bottom() < size.y, "{last:?}");
            }
        }
    }
    set_language(Language::English);
}
