//! Letters and characters: egui's own fonts first, then parts of Noto Sans CJK, that of the
//! language before the other.

use std::sync::Arc;

use eframe::egui::{FontData, FontDefinitions, FontFamily};

use crate::i18n::Language;

/// The characters of GB 2312's first level, with the punctuation; see `assets/fonts/README.md`.
const CHINESE: &[u8] = include_bytes!("../../assets/fonts/NotoSansCJKsc-subset.otf");
/// Kana and the characters of JIS X 0208's first level, in Japanese shapes.
const JAPANESE: &[u8] = include_bytes!("../../assets/fonts/NotoSansCJKjp-subset.otf");

/// The fonts for a language, and behind them one of the system, if there is one.
pub(crate) fn definitions(language: Language, of_system: Option<FontData>) -> FontDefinitions {
    let mut fonts = FontDefinitions::default();
    let mut own = [("chinese", CHINESE), ("japanese", JAPANESE)];
    // Many characters are in both and look different.
    if language == Language::Japanese {
        own.reverse();
    }
    let own = own.map(|(name, font)| (name, FontData::from_static(font)));
    let more = of_system.map(|font| ("system", font));
    for (name, font) in own.into_iter().chain(more) {
        fonts.font_data.insert(name.to_owned(), Arc::new(font));
        for family in [FontFamily::Proportional, FontFamily::Monospace] {
            fonts
                .families
                .entry(family)
                .or_default()
                .push(name.to_owned());
        }
    }
    fonts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn japanese_has_its_own_shapes() {
        let first = |language| {
            let fonts = definitions(language, None);
            let names = &fonts.families[&FontFamily::Proportional];
            let at = |name: &str| names.iter().position(|known| known == name).unwrap();
            at("japanese") < at("chinese")
        };
        assert!(first(Language::Japanese) && !first(Language::Chinese));
    }
}
