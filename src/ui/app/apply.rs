//! What the window does when a view asks for something.

use crate::render::Recipe;
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::time::Instant;

use eframe::egui::{self, Color32, ViewportCommand};
use image::RgbaImage;

use super::Window;
use crate::i18n::{style_name, tr};
use crate::paths::cache_dir;
use crate::ui::action::{Action, DrawingAction, LabelAction, QueueAction};
use crate::ui::command::Command;
use crate::ui::contact::Kind;
use crate::ui::errands::Errand;
use crate::ui::export::suggested_name;
use crate::ui::loader::Request;
use crate::ui::presets::{self, Preset};
use crate::ui::reveal::reveal;
use crate::ui::settings::{Removed, Step};
use crate::ui::state::{Empty, Help, Photo, State, ViewMode};
use crate::ui::toast::Remedy;
use crate::ui::{theme, view};

/// How far one press of a key zooms.
const ZOOM_STEP: f32 = 1.25;

impl Window {
    /// Does what a view asked for.
    pub(super) fn apply(&mut self, ctx: &egui::Context, action: Action) {
        let now = Instant::now();
        match action {
            Action::Command(command) => self.command(ctx, command),
            Action::Add(paths) => self.add(paths),
            Action::ShowSample => self.state.empty = Empty::Sample,
            Action::Show(index) => {
                self.state.select_nothing();
                self.show(ctx, index);
            }
            Action::Select(index, pick) => self.state.select(index, pick),
            Action::Remove(index) => {
                let photo = self.state.photos.get(index);
                if let Some(found) = photo.and_then(Photo::found) {
                    self.state.settings.remove([Removed { found, index }]);
                }
                self.remove(ctx, index);
            }
            Action::Set { settings, settled } => self.set(settings, settled),
            Action::Grid(action) => self.steer_grid(ctx, action),
            Action::Zoom { factor, .. } if self.state.shows_grid() => {
                self.state.grid.zoom(factor);
            }
            Action::Zoom { factor, around } => {
                let fitted = view::canvas::fitted_zoom(ctx, &self.state);
                self.state.zoom_around(fitted, factor, around.into());
            }
            Action::Pan(by) => {
                self.state.pan[0] += by.x;
                self.state.pan[1] += by.y;
            }
            Action::See(seen) => self.state.detail.see(seen, now),
            Action::Wipe(at) => self.state.wipe = at.clamp(0.0, 1.0),
            Action::Seek { query, chosen } => {
                self.state.help = Some(Help::Palette { query, chosen });
            }
            Action::PasteText(text) => self.paste(Some(text)),
            Action::PastePicture(picture) => self.paste_picture(&picture),
            Action::Remedy(index) => self.remedy(ctx, index),
            Action::DismissToast(index) => self.state.toasts.dismiss(index),
            Action::Read(chapter) => self.read_guide(ctx, chapter),
            Action::CloseHelp => self.close_help(),
            Action::DismissProblems => self.state.problems.clear(),
            Action::Dropped(paths) => self.dropped(ctx, paths),
            Action::Export(action) => self.export(ctx, action),
            Action::Queue(action) => self.steer_queue(ctx, action),
            Action::Teach(action) => self.teach(ctx, action),
            Action::Drawing(action) => self.drawing(action),
            Action::NamePreset(name) => self.state.preset_name = name,
            Action::SavePreset(name) => {
                let preset = Preset::new(&name, self.state.settings.present());
                presets::add(&mut self.state.presets, preset);
                self.state.preset_name.clear();
                self.save_presets();
            }
            Action::RecallPreset(index) => self.recall_preset(ctx, index),
            Action::Label(action) => self.label_style(action),
            Action::TakeVariation(index) => self.take_variation(ctx, index),
            Action::OtherVariations => self.show_other_variations(),
            Action::DrawEnds(words) => self.draw_ends(words),
            Action::DrawPresets => self.draw_presets(),
            Action::Resize(panel, width) => self.state.panels.set(panel, width),
            Action::ToggleFavourite(style) => self.state.toggle_favourite(style),
            Action::SeekStyle(query) => self.state.style_query = query,
            Action::ForgetTuning(style) => self.forget_tuning(ctx, &style),
            Action::RemovePreset(index) => {
                if index < self.state.presets.len() {
                    self.state.presets.remove(index);
                    self.save_presets();
                }
            }
        }
    }

    /// The sliders say something else.
    fn set(&mut self, settings: Recipe, settled: bool) {
        let now = Instant::now();
        let present = self.state.settings.present();
        let changed = settings != *present;
        let is_drawn_anew = !settings.draws_as(present);
        let left = (settings.style != present.style).then(|| present.style.clone());
        self.steer_training(&settings);
        // What is chosen is to be seen.
        self.state.empty = Empty::Sample;
        self.state.settings.set(settings, settled);
        if let Some(style) = left.filter(|style| self.state.is_tuned(style)) {
            self.renew_thumbnail(&style);
        }
        if is_drawn_anew {
            self.state.schedule.network_changed(now);
        } else if changed {
            self.state.schedule.draw_now(now);
        }
    }

    /// Does what a message offers.
    pub(super) fn remedy(&mut self, ctx: &egui::Context, index: usize) {
        let toast = self.state.toasts.iter().nth(index);
        let remedy = toast.and_then(|toast| toast.remedy.clone());
        self.state.toasts.dismiss(index);
        match remedy {
            Some(Remedy::Reveal(path)) => self.reveal_or_say(Some(&path)),
            Some(Remedy::Open(path)) => self.open_drawing(&path),
            Some(Remedy::RestoreStyle { name, was_chosen }) => {
                self.restore_style(ctx, name, was_chosen);
            }
            Some(Remedy::StartEmpty) => self.command(ctx, Command::RemoveAll),
            None => {}
        }
    }

    /// Shows a file in the system's file manager, or says that it cannot.
    pub(super) fn reveal_or_say(&mut self, path: Option<&Path>) {
        if path.is_some_and(|path| !reveal(path)) {
            self.state.notify(tr!("reveal-failed"));
        }
    }

    /// A style is to be as it comes.
    fn forget_tuning(&mut self, ctx: &egui::Context, style: &str) {
        if style == self.state.settings.present().style {
            self.command(ctx, Command::Reset);
        } else {
            self.state.settings.forget(style);
            self.renew_thumbnail(style);
        }
    }

    fn paste_picture(&self, picture: &egui::ColorImage) {
        let [width, height] = picture.size.map(|side| side as u32);
        let pixels = picture.pixels.iter();
        let bytes = pixels.flat_map(Color32::to_srgba_unmultiplied).collect();
        if let (Some(cache), Some(pixels)) =
            (cache_dir(), RgbaImage::from_raw(width, height, bytes))
        {
            self.dialogs.keep_pasted(cache, pixels);
        }
    }

    /// Keeps this drawing to compare later ones with, or lets go of it.
    fn toggle_kept(&mut self) {
        let present = self.state.settings.present().clone();
        self.state.empty = Empty::Sample;
        self.state.kept = match self.state.kept {
            Some(_) => None,
            None => Some(present),
        };
        self.textures.kept = None;
        if self.state.kept.is_some() {
            self.state.notify_once(tr!("compare-next"));
        }
        self.renew_kept();
    }

    /// One pixel of the finished drawing on one of the screen.
    fn show_pixels(&mut self, ctx: &egui::Context) {
        self.state.empty = Empty::Sample;
        self.state.fit();
        // Of the finished drawing, of which the photograph for the screen may be a smaller copy, or
        // a smaller original.
        let size = self.state.full_size.zip(self.state.photo.as_ref());
        let share = size.map_or(1.0, |([width, _], photo)| {
            width as f32 / photo.width().max(1) as f32
        });
        self.state.zoom = Some(share / ctx.pixels_per_point());
    }

    /// No photographs, which can be undone at once.
    fn remove_all(&mut self, ctx: &egui::Context) {
        let removed = self.state.remove_all();
        self.forget_thumbnails();
        self.state.settings.remove(removed);
        self.show(ctx, 0);
    }

    /// All that are selected, as one step.
    fn remove_selected(&mut self, ctx: &egui::Context) {
        let shown = self.state.current().and_then(|photo| photo.path.clone());
        let removed = self.state.remove_selected();
        self.forget_thumbnails();
        let is_gone = removed
            .iter()
            .any(|removed| Some(&removed.found.path) == shown.as_ref());
        self.state.settings.remove(removed);
        if is_gone {
            self.show(ctx, self.state.current);
        }
    }

    /// What waits is not saved, and what is being saved is cancelled.
    fn stop_saving(&mut self) {
        let jobs = self.state.export.queue.singles.stop();
        self.cancel(jobs);
        if self.stop_contact() {
            self.state.notify(tr!("saving-stopped"));
        }
    }

    /// Shows the file that was saved last.
    fn show_saved(&mut self) {
        let last = self.state.export.last.clone();
        self.reveal_or_say(last.as_deref());
    }

    /// Asks for the file of the drawing that is shown.
    fn ask_for_file(&self) {
        if let Some(entry) = self.state.single() {
            let photo = self.state.current().map(Photo::name);
            let style = style_name(&self.state.settings.present().style);
            let name = suggested_name(&photo.unwrap_or_default(), &style);
            let folder = self.state.folders.saved.clone();
            self.dialogs.save(name, folder, entry);
        }
    }

    pub(super) fn command(&mut self, ctx: &egui::Context, command: Command) {
        let now = Instant::now();
        match command {
            Command::Open => self.dialogs.open_files(self.state.folders.opened.clone()),
            Command::OpenFolder => self.dialogs.open_folder(self.state.folders.opened.clone()),
            Command::Teach => self.dialogs.open_pages(),
            Command::TeachBook => self.dialogs.open_books(),
            Command::DrawOver => self.drawing(DrawingAction::Over(self.state.current)),
            Command::EditStyle => {
                let style = self.state.settings.present().style.clone();
                self.label_style(LabelAction::Open(style));
            }
            Command::AllStyles => self.ask_for_contact(Kind::AllStyles),
            Command::SavePair => self.ask_for_contact(Kind::Pair),
            Command::SaveMoving => self.ask_for_contact(Kind::Moving),
            Command::Keep => self.toggle_kept(),
            Command::Save => self.ask_for_file(),
            Command::Export => self.open_export(),
            Command::PauseExport => {
                self.steer_queue(ctx, QueueAction::Pause(!self.state.export.queue.is_paused));
            }
            Command::Queue => self.state.export.shows_queue = !self.state.export.shows_queue,
            Command::Copy => {
                if let Some(drawing) = self.state.drawing.clone() {
                    self.dialogs.copy(drawing, self.render.clone());
                }
            }
            Command::Stop => self.stop_saving(),
            Command::ShowSaved => self.show_saved(),
            Command::Undo | Command::Redo => self.step(ctx, command == Command::Undo),
            Command::Reset => {
                let style = self.state.settings.present().style.clone();
                let settings = self.state.settings_of(&style);
                self.state.settings.set(settings, true);
                self.state.schedule.draw_now(now);
                self.renew_thumbnail(&style);
            }
            Command::OwnSettings => {
                let has_own = self.state.settings.shown_has_own();
                self.state.settings.set_own(!has_own);
                self.state.schedule.draw_now(now);
            }
            Command::UseForAll => self.state.settings.use_for_all(),
            Command::Paste => self.paste(None),
            Command::Fit if self.state.shows_grid() => self.state.grid.reset_width(),
            Command::Fit => self.state.fit(),
            Command::ActualSize => self.show_pixels(ctx),
            Command::Next => self.show(ctx, self.state.current + 1),
            Command::Previous => self.show(ctx, self.state.current.saturating_sub(1)),
            Command::Remove if !self.state.selected().is_empty() => self.remove_selected(ctx),
            Command::Remove => self.apply(ctx, Action::Remove(self.state.current)),
            Command::SelectAll => self.state.select_all(),
            Command::SortBy(order) => self.state.sort_by(order),
            Command::RemoveAll => self.remove_all(ctx),
            Command::Quit => ctx.send_viewport_cmd(ViewportCommand::Close),
            Command::SideBySide => self.state.show_canvas(ViewMode::SideBySide),
            Command::Wipe => self.state.show_canvas(ViewMode::Wipe),
            Command::DrawingAlone => self.state.show_canvas(ViewMode::Drawing),
            Command::Grid => self.state.grid.is_shown = !self.state.grid.is_shown,
            Command::Vary => self.toggle_variations(),
            Command::Critic => self.state.critic.is_on = !self.state.critic.is_on,
            Command::Flip => self.state.sides = self.state.sides.flipped(),
            Command::ZoomIn | Command::ZoomOut => {
                let factor = match command {
                    Command::ZoomIn => ZOOM_STEP,
                    _ => 1.0 / ZOOM_STEP,
                };
                let around = egui::Vec2::ZERO;
                self.apply(ctx, Action::Zoom { factor, around });
            }
            Command::Controls => self.state.shows_controls = !self.state.shows_controls,
            Command::FullScreen => {
                let is_full = ctx.input(|input| input.viewport().fullscreen == Some(true));
                ctx.send_viewport_cmd(ViewportCommand::Fullscreen(!is_full));
            }
            Command::ThemeSystem => self.choose_theme(ctx, None),
            Command::ThemeDark => self.choose_theme(ctx, Some(true)),
            Command::ThemeLight => self.choose_theme(ctx, Some(false)),
            Command::Language(choice) => self.speak(ctx, choice),
            Command::PreviousStyle | Command::NextStyle => {
                if let Some(settings) = self.state.neighbour_style(command == Command::NextStyle) {
                    let settled = true;
                    self.apply(ctx, Action::Set { settings, settled });
                }
            }
            Command::Palette => {
                let (query, chosen) = (String::new(), 0);
                self.state.help = Some(Help::Palette { query, chosen });
            }
            Command::Guide => self.read_guide(ctx, self.state.chapter),
            Command::Shortcuts => self.state.help = Some(Help::Shortcuts),
            Command::Sources => self.state.help = Some(Help::Sources),
            Command::About => self.state.help = Some(Help::About),
        }
    }

    /// Takes a change of the settings back, or makes it again, where it can be seen.
    pub(super) fn step(&mut self, ctx: &egui::Context, is_back: bool) {
        let step = if is_back {
            self.state.settings.undo()
        } else {
            self.state.settings.redo()
        };
        let place = |state: &State, path: &Path| {
            let mut photos = state.photos.iter();
            photos.position(|photo| photo.path.as_deref() == Some(path))
        };
        match step {
            Step::Nothing => {}
            Step::Here => self.state.schedule.draw_now(Instant::now()),
            Step::Elsewhere(path) => {
                let index = place(&self.state, &path);
                self.show(ctx, index.unwrap_or(self.state.current));
            }
            Step::Back(removed) => {
                let mut shown = self.state.current;
                for Removed { found, index } in removed {
                    let path = found.path.clone();
                    shown = match place(&self.state, &path) {
                        // It was opened again meanwhile.
                        Some(index) => index,
                        None => self.state.insert_photo(index, found),
                    };
                    self.loader.ask(Request::Thumbnail(path));
                }
                self.show(ctx, shown);
            }
            Step::Label(edit) => self.send(Errand::EditStyle(edit, false)),
            Step::StyleBack(name) => self.step_to_style(name, true),
            Step::StyleGone(name) => self.step_to_style(name, false),
            Step::Gone(removed) => {
                for Removed { found, .. } in removed {
                    if let Some(index) = place(&self.state, &found.path) {
                        self.remove(ctx, index);
                    }
                }
            }
        }
    }

    /// Takes a photograph out of the strip.
    fn remove(&mut self, ctx: &egui::Context, index: usize) {
        let shown = self.state.current;
        self.state.remove_photo(index);
        self.forget_thumbnails();
        if index == shown {
            self.show(ctx, self.state.current);
        }
    }

    /// Small pictures that neither the strip nor the queue shows any more.
    fn forget_thumbnails(&mut self) {
        let photos = self.state.photos.iter();
        let shown: HashSet<&PathBuf> = photos.filter_map(|photo| photo.path.as_ref()).collect();
        let entries = self.state.export.queue.entries.iter();
        let queued: HashSet<&PathBuf> = entries.map(|entry| &entry.input).collect();
        let thumbnails = &mut self.textures.thumbnails;
        thumbnails.retain(|path, _| shown.contains(path) || queued.contains(path));
        self.textures.grid.retain(|path, _| shown.contains(path));
        let shown: HashSet<PathBuf> = shown.into_iter().cloned().collect();
        self.state.grid.forget(|path| shown.contains(path));
    }

    /// Takes in what the clipboard holds; `text` is what it holds as text, as far as that is known.
    fn paste(&self, text: Option<String>) {
        if let Some(cache) = cache_dir() {
            self.dialogs.paste(cache, text);
        }
    }

    fn choose_theme(&mut self, ctx: &egui::Context, is_dark: Option<bool>) {
        self.state.is_dark = is_dark;
        ctx.set_theme(theme::preference(is_dark));
    }

    fn recall_preset(&mut self, ctx: &egui::Context, index: usize) {
        let Some(preset) = self.state.presets.get(index) else {
            return;
        };
        let settings = preset.settings.clone();
        if self.state.styles.contains(&settings.style) {
            let settled = true;
            self.apply(ctx, Action::Set { settings, settled });
        } else {
            let style = settings.style;
            self.state.notify(tr!("engine-unknown-style", name = style));
        }
    }

    pub(super) fn save_presets(&mut self) {
        let Some(folder) = crate::paths::config_dir() else {
            return;
        };
        self.send(Errand::KeepPresets(folder, self.state.presets.clone()));
    }
}
