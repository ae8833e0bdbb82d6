//! The window itself: the only place that changes the state, asks the engine and the loader, and owns textures.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use crossbeam_channel::TryRecvError;
use eframe::egui::{self, ColorImage, TextureHandle, TextureOptions};
use image::RgbaImage;

use super::action::{Action, Command};
use super::dialog::{Chosen, Dialogs};
use super::history::History;
use super::launch::{self, WindowOptions};
use super::loader::{Loader, Reply, Request, for_screen};
use super::remembered::Remembered;
use super::state::{EngineState, PhotoState, Saving, Settings, State};
use super::{saving, theme, view};
use crate::engine::{
    EngineHandle, EngineOptions, Event, PreviewRequest, RequestId, Shelf, Studio, StudioOptions,
    default_ink,
};
use crate::paths;
use crate::picture::{self, DecodeLimits};

/// The sample that an empty window shows.
const SAMPLE: &[u8] = include_bytes!("../../assets/samples/street.jpg");
/// Events of the engine that are read in one frame.
const EVENTS_PER_FRAME: usize = 64;

/// Pictures as the graphics device has them.
#[derive(Default)]
pub(super) struct Textures {
    pub(super) photo: Option<TextureHandle>,
    pub(super) drawing: Option<TextureHandle>,
    pub(super) thumbnails: HashMap<PathBuf, TextureHandle>,
}

/// The window.
pub(super) struct Window {
    pub(super) state: State,
    pub(super) textures: Textures,
    pub(super) engine: Option<EngineHandle>,
    loader: Loader,
    dialogs: Dialogs,
    /// As of the last frame; when the window closes it is known no more.
    size: Option<[f32; 2]>,
    is_dark: Option<bool>,
}

impl Window {
    pub(super) fn new(
        context: &eframe::CreationContext<'_>,
        options: WindowOptions,
        remembered: Remembered,
    ) -> std::io::Result<Self> {
        let ctx = &context.egui_ctx;
        theme::apply(ctx);
        if let Some(is_dark) = remembered.is_dark {
            ctx.set_theme(theme_of(is_dark));
        }
        let studio = StudioOptions {
            device: options.device,
            shared: launch::shared_device(context),
            shelf: Shelf::of_user().ok(),
            ..StudioOptions::default()
        };
        let engine_options = EngineOptions {
            notify: Arc::new(launch::repaint(ctx)),
            ..EngineOptions::default()
        };
        let mut state = State::new();
        state.mode = remembered.mode.unwrap_or(state.mode);
        if let Some(look) = remembered.look {
            let ink = remembered.ink.unwrap_or_else(|| default_ink(&look.style));
            state.settings = History::new(Settings { look, ink });
        }
        let engine = EngineHandle::spawn(engine_options, move || Studio::open(&studio));
        if let Err(err) = &engine {
            state.engine = EngineState::Failed(err.to_string());
        }
        let mut window = Self {
            state,
            textures: Textures::default(),
            engine: engine.ok(),
            loader: Loader::start(launch::repaint(ctx))?,
            dialogs: Dialogs::new(launch::repaint(ctx)),
            size: remembered.size,
            is_dark: remembered.is_dark,
        };
        window.show(ctx, 0);
        if !options.photos.is_empty() {
            window.apply(ctx, Action::Add(options.photos));
        } else if !remembered.photos.is_empty() {
            window.loader.ask(Request::Reopen(remembered.photos));
        }
        Ok(window)
    }

    /// Does what a view asked for.
    fn apply(&mut self, ctx: &egui::Context, action: Action) {
        let now = Instant::now();
        match action {
            Action::Command(command) => self.command(ctx, command),
            Action::Add(paths) => {
                if !self.loader.ask(Request::Find(paths)) {
                    "Too much at once: please wait a moment".clone_into(&mut self.state.message);
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
            Action::DismissProblems => self.state.problems.clear(),
        }
    }

    fn command(&mut self, ctx: &egui::Context, command: Command) {
        let now = Instant::now();
        match command {
            Command::Open => self.dialogs.open_files(),
            Command::OpenFolder => self.dialogs.open_folder(),
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
                    "Copied".clone_into(&mut self.state.message);
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
                self.state.settings.set(Settings::of_style(&style), true);
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

    /// Shows another photograph: asks for it, and forgets the last drawing.
    fn show(&mut self, ctx: &egui::Context, index: usize) {
        let Some(photo) = self.state.photos.get(index) else {
            return;
        };
        let path = photo.path.clone();
        self.state.turn_to(index);
        self.textures.photo = None;
        self.textures.drawing = None;
        match path {
            Some(path) => {
                self.loader.ask(Request::Decode(path));
            }
            // It is small and known to be good; so it is there in the first frame.
            None => match picture::decode_bytes(SAMPLE, &DecodeLimits::default()) {
                Ok(sample) => self.photo_came(ctx, Arc::new(for_screen(sample.pixels, u32::MAX))),
                Err(err) => self.state.problems.push(format!("Sample: {err}")),
            },
        }
    }

    fn photo_came(&mut self, ctx: &egui::Context, photo: Arc<RgbaImage>) {
        self.textures.photo = Some(upload(ctx, "photo", &photo));
        self.state.photo = Some(photo);
        self.state.schedule.draw_now(Instant::now());
    }

    /// News of the loader and the dialogs.
    fn read_replies(&mut self, ctx: &egui::Context) {
        while let Ok(reply) = self.loader.replies.try_recv() {
            match reply {
                Reply::Found { photos, bare } => {
                    let bare = bare
                        .iter()
                        .map(|path| format!("{}: no pictures in it", path.display()));
                    self.state.problems.extend(bare);
                    for path in &photos {
                        self.loader.ask(Request::Thumbnail(path.clone()));
                    }
                    if let Some(first) = self.state.add_photos(photos) {
                        self.show(ctx, first);
                    }
                }
                Reply::Thumbnail {
                    path,
                    picture: Ok(picture),
                } => {
                    let texture = upload(ctx, "thumbnail", &picture);
                    self.textures.thumbnails.insert(path, texture);
                }
                Reply::Decoded {
                    path,
                    picture: Ok(picture),
                } => {
                    if self
                        .state
                        .current()
                        .is_some_and(|photo| photo.path.as_ref() == Some(&path))
                    {
                        self.photo_came(ctx, picture);
                    }
                }
                Reply::Thumbnail {
                    path,
                    picture: Err(err),
                }
                | Reply::Decoded {
                    path,
                    picture: Err(err),
                } => self.photo_is_bad(&path, &err.to_string()),
            }
        }
        while let Some(chosen) = self.dialogs.chosen() {
            match chosen {
                Chosen::Photos(paths) => self.apply(ctx, Action::Add(paths)),
                Chosen::SaveTo(order) => saving::save(&mut self.state, *order),
                Chosen::SaveAllTo(folder) => saving::save_all(&mut self.state, &folder),
                Chosen::NoDialog => {
                    "This system has no file dialog (a desktop portal or zenity): drop files here, \
                     or use `kinetoon stylize`"
                        .clone_into(&mut self.state.message);
                }
            }
        }
    }

    fn photo_is_bad(&mut self, path: &std::path::Path, reason: &str) {
        for photo in &mut self.state.photos {
            if photo.path.as_deref() == Some(path) && photo.state == PhotoState::Good {
                photo.state = PhotoState::Bad(reason.to_owned());
                self.state
                    .problems
                    .push(format!("{}: {reason}", path.display()));
            }
        }
    }

    /// News of the engine.
    fn read_events(&mut self, ctx: &egui::Context) {
        for _ in 0..EVENTS_PER_FRAME {
            let Some(engine) = &self.engine else { return };
            let event = match engine.events().try_recv() {
                Ok(event) => event,
                Err(TryRecvError::Empty) => return,
                Err(TryRecvError::Disconnected) => return self.engine_is_gone(),
            };
            match event {
                Event::Ready { device, styles } => {
                    self.state.engine = EngineState::Ready(device);
                    self.state.keep_known_style(&styles);
                    self.state.styles = styles;
                    self.state.schedule.draw_now(Instant::now());
                }
                Event::StartFailed(err) => self.state.engine = EngineState::Failed(err.to_string()),
                Event::Preview {
                    id,
                    drawing,
                    elapsed,
                    ..
                } if id == self.state.newest_request => {
                    self.textures.drawing = Some(upload(ctx, "drawing", &drawing));
                    self.state.drawing = Some(drawing);
                    self.state.last_elapsed = Some(elapsed);
                }
                Event::PreviewFailed { id, error } if id == self.state.newest_request => {
                    self.state.message = error.to_string();
                }
                other => saving::event(&mut self.state, self.engine.as_mut(), other),
            }
        }
        ctx.request_repaint();
    }

    /// The engine ended by itself; why it did was told before, if it could tell.
    fn engine_is_gone(&mut self) {
        self.engine = None;
        self.state.saving = Saving::default();
        if !matches!(self.state.engine, EngineState::Failed(_)) {
            let reason = "the engine stopped; please start Kinetoon again";
            self.state.engine = EngineState::Failed(reason.to_owned());
        }
    }

    /// What is kept for the next start.
    fn remember(&self) -> Remembered {
        let settings = self.state.settings.present();
        let photos = self.state.photos.iter();
        Remembered {
            look: Some(settings.look.clone()),
            ink: Some(settings.ink),
            mode: Some(self.state.mode),
            is_dark: self.is_dark,
            size: self.size,
            photos: photos.filter_map(|photo| photo.path.clone()).collect(),
        }
    }

    /// Asks for the drawing that is due.
    fn request_preview(&mut self, ctx: &egui::Context) {
        let now = Instant::now();
        let is_ready = matches!(self.state.engine, EngineState::Ready(_));
        if let (Some(photo), Some(engine), true) = (&self.state.photo, &self.engine, is_ready)
            && let Some(long_side_px) = self.state.schedule.due(now)
        {
            let settings = self.state.settings.present();
            self.state.newest_request = RequestId(self.state.newest_request.0 + 1);
            engine.request_preview(PreviewRequest {
                id: self.state.newest_request,
                photo: Arc::clone(photo),
                look: settings.look.clone(),
                ink: settings.ink,
                long_side_px,
            });
        }
        if let Some(wait) = self.state.schedule.wait(now) {
            ctx.request_repaint_after(wait);
        }
    }
}

impl eframe::App for Window {
    fn logic(&mut self, ctx: &egui::Context, _: &mut eframe::Frame) {
        self.read_replies(ctx);
        self.read_events(ctx);
        if let Some(engine) = &mut self.engine {
            saving::feed(&mut self.state.saving, engine);
        }
        self.request_preview(ctx);
        // A window that fills the screen says nothing about the size it should have again.
        let viewport = ctx.input(|input| input.viewport().clone());
        if viewport.maximized != Some(true)
            && viewport.fullscreen != Some(true)
            && let Some(rect) = viewport.inner_rect
        {
            self.size = Some(rect.size().into());
        }
    }

    fn on_exit(&mut self) {
        let Some(folder) = paths::config_dir() else {
            return;
        };
        if let Err(err) = self.remember().save(&folder) {
            log::warn!("the window's settings are not kept: {err}");
        }
    }

    fn ui(&mut self, ui: &mut egui::Ui, _: &mut eframe::Frame) {
        let ctx = ui.ctx().clone();
        let mut actions = Vec::new();
        view::shortcuts(&ctx, &self.state, &mut actions);
        view::window_ui(ui, &self.state, &self.textures, &mut actions);
        for action in actions {
            self.apply(&ctx, action);
        }
        self.request_preview(&ctx);
    }
}

fn theme_of(is_dark: bool) -> egui::Theme {
    if is_dark {
        egui::Theme::Dark
    } else {
        egui::Theme::Light
    }
}

fn color_image(picture: &RgbaImage) -> ColorImage {
    let size = [picture.width() as usize, picture.height() as usize];
    // Opaque, so that premultiplied is the same and nothing is computed.
    ColorImage::from_rgba_premultiplied(size, picture.as_raw())
}

fn upload(ctx: &egui::Context, name: &str, picture: &RgbaImage) -> TextureHandle {
    let max = ctx.input(|input| input.max_texture_side) as u32;
    let (width, height) = picture.dimensions();
    let (w, h) = picture::fit_within(width, height, max.max(1));
    let image = if (w, h) == (width, height) {
        color_image(picture)
    } else {
        color_image(&picture::downscale(picture, w, h))
    };
    let options = TextureOptions {
        magnification: egui::TextureFilter::Linear,
        ..TextureOptions::LINEAR
    };
    ctx.load_texture(name, image, options)
}
