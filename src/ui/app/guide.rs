//! The guide is opened, and its pictures with it.

use eframe::egui;

use super::Window;
use crate::i18n::language;
use crate::picture::{self, DecodeLimits};
use crate::ui::guide::{self, Chapter, Page};
use crate::ui::state::Help;
use crate::ui::texture::PictureTexture;

impl Window {
    /// Opens a chapter of the guide in place of what was open.
    pub(super) fn read_guide(&mut self, ctx: &egui::Context, chapter: Chapter) {
        let page = Page::new(chapter, language());
        self.textures.guide.clear();
        for name in page.pictures() {
            // They are small and known to be good; tests read all of them.
            let decoded = guide::picture(name)
                .and_then(|bytes| picture::decode_bytes(bytes, &DecodeLimits::default()).ok());
            if let Some(decoded) = decoded {
                let texture = PictureTexture::upload(ctx, "guide", &decoded.pixels);
                self.textures.guide.insert(name.to_owned(), texture);
            }
        }
        self.state.chapter = chapter;
        self.state.help = Some(Help::Guide(page));
    }

    /// Closes what is open to find one's way.
    pub(super) fn close_help(&mut self) {
        self.state.help = None;
        self.textures.guide.clear();
    }
}
