//! Styles that are taken out of the style library, and come back.

use std::time::Instant;

use eframe::egui;

use super::Window;
use crate::i18n::tr;
use crate::library::{DEFAULT_STYLE, StyleFolderError};
use crate::model::StyleFile;
use crate::ui::errands::Errand;
use crate::ui::explain;
use crate::ui::toast::Remedy;

impl Window {
    /// A style is in the style library no more; `is_new` unless a step forward did it.
    pub(super) fn style_is_removed(&mut self, name: &str, is_new: bool, style: Box<StyleFile>) {
        let was_chosen = self.state.settings.present().style == name;
        if is_new {
            let instead = self.state.settings_of(DEFAULT_STYLE);
            self.state.settings.style_removed(name, &instead);
        }
        let remedy = Remedy::RestoreStyle {
            name: name.to_owned(),
            was_chosen,
        };
        let text = tr!("style-removed", name = name);
        self.state.notify_with(text, remedy);
        self.state.removed_styles.push(*style);
        self.state.schedule.draw_now(Instant::now());
        self.reload_styles();
    }

    /// Puts a style back that was removed, and chooses it if it was chosen.
    pub(super) fn restore_style(&mut self, ctx: &egui::Context, name: String, was_chosen: bool) {
        if self.state.settings.would_bring_back(&name) {
            // With the settings of every photograph that was drawn with it.
            self.step(ctx, true);
        } else if self.bring_style_back(&name) && was_chosen {
            self.chosen_style = Some(name);
        }
    }

    /// A step back or forward in which a style came or went.
    pub(super) fn step_to_style(&mut self, name: String, is_back: bool) {
        if !is_back {
            let is_new = false;
            self.send(Errand::RemoveStyle { name, is_new });
        } else if !self.bring_style_back(&name) {
            // It was put back before; otherwise it is drawn with once it is there.
            self.state.schedule.draw_now(Instant::now());
        }
    }

    /// Asks for a style that was removed to be put back; whether it was still away.
    pub(super) fn bring_style_back(&mut self, name: &str) -> bool {
        let mut removed = self.state.removed_styles.iter();
        let Some(at) = removed.rposition(|style| style.name == name) else {
            return false;
        };
        let style = self.state.removed_styles.remove(at);
        self.send(Errand::Restore(Box::new(style)));
        true
    }

    /// A style is back, or cannot come back.
    pub(super) fn style_is_restored(
        &mut self,
        outcome: Result<String, (StyleFolderError, Box<StyleFile>)>,
    ) {
        match outcome {
            Ok(name) => {
                self.state.notify(tr!("style-restored", name = name));
                self.reload_styles();
            }
            Err((err, style)) => {
                self.state.removed_styles.push(*style);
                self.state.problems.push(explain::style_folder_error(&err));
                // A step back may have chosen it.
                let styles = self.state.styles.clone();
                self.state.keep_known_style(&styles);
                self.state.schedule.draw_now(Instant::now());
            }
        }
    }
}
