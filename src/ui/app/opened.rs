//! What is opened: photographs, and styles, on the window's command line, in its dialog or from a
//! file manager, or let go on it.

use std::path::PathBuf;

use eframe::egui;

use super::Window;
use crate::i18n::tr;
use crate::library::STYLE_ENDING;
use crate::paths::cache_dir;
use crate::ui::action::Action;
use crate::ui::errands::Errand;
use crate::ui::loader::Request;
use crate::ui::recent;

impl Window {
    /// Opens photographs, folders of them and styles; the last of the styles is drawn with.
    pub(super) fn add(&mut self, paths: Vec<PathBuf>) {
        let photos = self.import_styles(paths, true);
        if photos.is_empty() {
            return;
        }
        recent::remember(&mut self.state.recent, &photos, cache_dir().as_deref());
        if !self.loader.ask(Request::Find(photos)) {
            self.state.notify(tr!("too-much-at-once"));
        }
    }

    /// Has the styles among these put in the style library, to be drawn with the last of them if
    /// `is_chosen`; gives the rest.
    pub(super) fn import_styles(&mut self, paths: Vec<PathBuf>, is_chosen: bool) -> Vec<PathBuf> {
        let is_style = |path: &PathBuf| {
            path.extension()
                .is_some_and(|ending| ending.eq_ignore_ascii_case(STYLE_ENDING))
        };
        let (styles, rest) = paths.into_iter().partition(is_style);
        for path in styles {
            self.send(Errand::Import { path, is_chosen });
        }
        rest
    }

    pub(super) fn style_is_imported(&mut self, name: String, is_chosen: bool) {
        self.state
            .notify(tr!("style-on-shelf", name = name.clone()));
        if is_chosen {
            self.chosen_style = Some(name);
        }
        self.reload_styles();
    }

    /// Draws with the style that was opened, once it is in the style library.
    pub(super) fn choose_opened_style(&mut self, ctx: &egui::Context) {
        let library = &self.state.library;
        let is_there = |name: &mut String| library.iter().any(|entry| entry.name == *name);
        if let Some(name) = self.chosen_style.take_if(is_there) {
            let settings = self.state.choosing(&name);
            let settled = true;
            self.apply(ctx, Action::Set { settings, settled });
        }
    }
}
