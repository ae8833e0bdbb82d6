//! What the window does when a view asks for something.

use std::time::Instant;

use eframe::egui;

use super::super::action::{Action, Command};
use super::super::loader::Request;
use super::super::presets::{self, Preset};
use super::super::{explain, saving, view};
use super::{Window, color_image, theme_of};
use crate::i18n::tr;

impl Window {
    /// Does what a view asked for.
    pub(super) fn apply(&mut self, ctx: &egui::Context, action: Action) {
        let now = Instant::now();
        match action {
            Action::Command(command) => self.command(ctx, command),
            Action::Add(paths) => {
                if !self.loader.ask(Request::Find(paths)) {
                    self.state.message = tr!("too-much-at-once");
                }
            }
            Action::Show(index) => self.show(ctx, index),
            Action::Remove(index) => {
                let shown = self.state.current;
                let photo = self.state.photos.get(index);
                if let Some(path) = photo.and_then(|photo| photo.path.as_ref()) {
                    self.textures.thumbnails.remove(path);
                }
                self.state.remove_photo(index);
                if index == shown {
                    self.show(ctx, self.state.current);
                }
            }
            Action::Set { settings, settled } => {
                let look_changed = settings.look != self.state.settings.present().look;
                let changed = settings != *self.state.settings.present();
                self.steer_lesson(&settings);
                self.state.settings.set(settings, settled);
                if look_changed {
                    self.state.schedule.network_changed(now);
                } else if changed {
                    self.state.schedule.draw_now(now);
                }
            }
            Action::Mode(mode) => self.state.mode = mode,
            Action::Zoom { factor, around } => {
                let fitted = view::canvas::fitted_zoom(ctx, &self.state);
                self.state.zoom_around(fitted, factor, around.into());
            }
            Action::Pan(by) => {
                self.state.pan[0] += by.x;
                self.state.pan[1] += by.y;
            }
            Action::Wipe(at) => self.state.wipe = at.clamp(0.0, 1.0),
            Action::Language(choice) => self.speak(choice),
            Action::DismissProblems => self.state.problems.clear(),
            Action::Dropped(paths) => self.dropped(ctx, paths),
            Action::Teach(action) => self.teach(ctx, action),
            Action::NamePreset(name) => self.state.preset_name = name,
            Action::SavePreset(name) => {
                let preset = Preset::new(&name, self.state.settings.present());
                presets::add(&mut self.state.presets, preset);
                self.state.preset_name.clear();
                self.save_presets();
            }
            Action::RecallPreset(index) => self.recall_preset(ctx, index),
            Action::RemovePreset(index) => {
                if index < self.state.presets.len() {
                    self.state.presets.remove(index);
                    self.save_presets();
                }
            }
        }
    }

    fn command(&mut self, ctx: &egui::Context, command: Command) {
        let now = Instant::now();
        match command {
            Command::Open => self.dialogs.open_files(),
            Command::OpenFolder => self.dialogs.open_folder(),
            Command::Teach => self.dialogs.open_pages(),
            Command::Keep => {
                let present = self.state.settings.present().clone();
                self.state.kept = match self.state.kept {
                    Some(_) => None,
                    None => Some(present),
                };
                self.textures.kept = None;
                self.renew_kept();
            }
            Command::Save => {
                if let Some(order) = saving::order(&self.state) {
                    let name = saving::suggested_name(&self.state);
                    self.dialogs.save(name, order);
                }
            }
            Command::SaveAll => self.dialogs.save_all(),
            Command::Copy => {
                if let Some(drawing) = &self.state.drawing {
                    ctx.copy_image(color_image(drawing));
                    self.state.message = tr!("copied");
                }
            }
            Command::Stop => {
                self.state.saving.waiting.clear();
                if let Some(engine) = &mut self.engine {
                    engine.cancel_all();
                }
            }
            Command::Undo | Command::Redo => {
                let moved = match command {
                    Command::Undo => self.state.settings.undo(),
                    _ => self.state.settings.redo(),
                };
                if moved {
                    self.state.schedule.draw_now(now);
                }
            }
            Command::Reset => {
                let style = self.state.settings.present().look.style.clone();
                let settings = self.state.settings_of(&style);
                self.state.settings.set(settings, true);
                self.state.schedule.draw_now(now);
            }
            Command::Fit => self.state.fit(),
            Command::ActualSize => {
                self.state.fit();
                self.state.zoom = Some(1.0 / ctx.pixels_per_point());
            }
            Command::Next => self.show(ctx, self.state.current + 1),
            Command::Previous => self.show(ctx, self.state.current.saturating_sub(1)),
            Command::Theme => {
                let is_dark = ctx.theme() != egui::Theme::Dark;
                self.is_dark = Some(is_dark);
                ctx.set_theme(theme_of(is_dark));
            }
        }
    }

    fn recall_preset(&mut self, ctx: &egui::Context, index: usize) {
        let Some(preset) = self.state.presets.get(index) else {
            return;
        };
        let settings = preset.settings();
        if self.state.styles.contains(&settings.look.style) {
            let settled = true;
            self.apply(ctx, Action::Set { settings, settled });
        } else {
            let style = settings.look.style;
            self.state.message = tr!("engine-unknown-style", name = style);
        }
    }

    fn save_presets(&mut self) {
        let Some(folder) = crate::paths::config_dir() else {
            return;
        };
        if let Err(err) = presets::save(&folder, &self.state.presets) {
            let reason = explain::picture(&err);
            self.state
                .problems
                .push(tr!("presets-not-kept", reason = reason));
        }
    }
}
