//! The window's letters and characters: those of its language, and for characters beyond them a
//! font of the system, read only when a file name asks for it.

use std::path::Path;

use eframe::egui::{self, FontData, FontId};

use crate::i18n::Language;
use crate::lettering::fonts::definitions;

/// Fonts with all Chinese characters where systems keep them, and which of a collection it is.
const OF_SYSTEM: &[(&str, u32)] = &[
    ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", 2),
    ("/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc", 2),
    (
        "/usr/share/fonts/google-noto-cjk/NotoSansCJK-Regular.ttc",
        2,
    ),
    ("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc", 0),
    ("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc", 0),
    (
        "/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf",
        0,
    ),
    ("C:\\Windows\\Fonts\\msyh.ttc", 0),
    ("C:\\Windows\\Fonts\\simsun.ttc", 0),
    ("/System/Library/Fonts/Hiragino Sans GB.ttc", 0),
    ("/System/Library/Fonts/STHeiti Light.ttc", 0),
];

/// Gives the window its fonts, those for a language first.
pub(super) fn apply(ctx: &egui::Context, language: Language) {
    ctx.set_fonts(definitions(language, None));
}

/// Whether all of the text can be shown.
pub(super) fn covers(ctx: &egui::Context, text: &str) -> bool {
    text.is_ascii() || ctx.fonts_mut(|fonts| fonts.has_glyphs(&FontId::default(), text))
}

/// Reads a font of the system with more characters, on a thread of its own; shown when it is there.
pub(super) fn add_font_of_system(ctx: &egui::Context, language: Language) {
    let ctx = ctx.clone();
    let thread = std::thread::Builder::new()
        .name("fonts".to_owned())
        .spawn(move || {
            let found = OF_SYSTEM.iter().find(|(path, _)| Path::new(path).is_file());
            let Some((path, index)) = found else {
                return log::info!("the system has no font with more characters");
            };
            match std::fs::read(path) {
                Ok(bytes) => {
                    let font = FontData {
                        index: *index,
                        ..FontData::from_owned(bytes)
                    };
                    ctx.set_fonts(definitions(language, Some(font)));
                    ctx.request_repaint();
                }
                Err(err) => log::warn!("a font of the system cannot be read: {err}: {path}"),
            }
        });
    if let Err(err) = thread {
        log::warn!("no thread for a font: {err}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::guide::{Chapter, Page};

    #[test]
    fn every_character_of_every_language_has_a_glyph() {
        let ctx = egui::Context::default();
        apply(&ctx, Language::English);
        drop(ctx.run_ui(egui::RawInput::default(), |ui| {
            for language in Language::ALL {
                let text = language.source().replace(['\n', '\r'], " ");
                let lacking: String = text
                    .chars()
                    .filter(|char| !covers(ui.ctx(), &char.to_string()))
                    .collect();
                assert!(lacking.is_empty(), "{language:?} lacks {lacking}");
                assert!(covers(ui.ctx(), language.own_name()));
            }
            for chapter in Chapter::ALL {
                let text = format!("{:?}", Page::new(chapter, Language::Chinese));
                assert!(covers(ui.ctx(), &text), "{chapter:?}");
            }
            assert!(covers(ui.ctx(), "假期/北京 2026，第一天（副本）.jpg"));
            assert!(covers(ui.ctx(), "旅行/東京 2026、初日（コピー）.jpg"));
            assert!(
                !covers(ui.ctx(), "𠮷野家"),
                "rare characters are known to lack"
            );
        }));
    }
}
