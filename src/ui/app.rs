//! The window itself: the only place that changes the state, asks the engine and the loader, and
//! owns textures.

mod apply;
mod closely;
mod contact;
mod critic;
mod drawings;
mod events;
mod export;
mod frames;
mod grid;
mod guide;
mod keep;
mod lost;
mod opened;
mod recall;
mod removed;
mod style_form;
mod teach;
#[cfg(test)]
mod tests;
mod thumbnails;

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use eframe::egui;
use eframe::egui_wgpu::RenderState;
use image::RgbaImage;

use self::frames::FrameTimes;
use self::keep::Keeping;
use self::lost::DeviceWatch;
use super::action::Action;
use super::clipboard;
use super::dialog::Dialogs;
use super::double_click::DoubleClicks;
use super::drawings::DrawingWatch;
use super::drawn::LastDrawings;
use super::errands::Errands;
use super::export::Keeper;
use super::geometry::Geometry;
use super::grid::PhotoGrid;
use super::launch::{self, WindowOptions};
use super::loader::{Loader, Request, for_screen};
use super::persisted::PersistedState;
use super::pointer::PacedPointer;
use super::schedule::FULL_PX;
use super::state::{Empty, EngineState, State};
use super::texture::PictureTexture;
use super::variations::Variations;
use super::{explain, fonts, presets, theme, view};
use crate::engine::{EngineHandle, EngineOptions, RequestId};
use crate::i18n::{LanguageChoice, set_language, tr};
use crate::library::StyleFolder;
use crate::paths;
use crate::picture::{self, DecodeLimits, Stamp};
use crate::render::{RenderRequest, Renderer, RendererOptions, Scale};

/// The sample that an empty window shows.
const SAMPLE: &[u8] = include_bytes!("../../assets/samples/street.jpg");

/// Pictures as the graphics device has them.
#[derive(Default)]
pub(super) struct Textures {
    pub(super) photo: Option<PictureTexture>,
    pub(super) drawing: Option<PictureTexture>,
    /// Where faces are in the present photograph, as shares of width and height.
    centre: Option<[f32; 2]>,
    pub(super) thumbnails: HashMap<PathBuf, PictureTexture>,
    /// Photographs as they are drawn in the grid.
    pub(super) grid: HashMap<PathBuf, PictureTexture>,
    /// The present photograph in each style.
    pub(super) styles: HashMap<String, PictureTexture>,
    /// The present photograph in the neighbours of the present look.
    pub(super) variations: HashMap<usize, PictureTexture>,
    /// The present drawing with a slider at its least and at its most.
    pub(super) ends: [Option<PictureTexture>; 2],
    /// The present photograph in each preset.
    pub(super) presets: HashMap<usize, PictureTexture>,
    /// The pictures of the open chapter of the guide, by their names.
    pub(super) guide: HashMap<String, PictureTexture>,
    /// The drawing that is kept beside the present one.
    pub(super) kept: Option<PictureTexture>,
    /// The part that is looked at closely, of the photograph and of the drawing.
    pub(super) detail: Option<[PictureTexture; 2]>,
    /// What lies over the drawing where it is not of the hand yet that is being learnt.
    pub(super) objections: Option<PictureTexture>,
}

impl Textures {
    /// Where faces are in the present photograph was found out.
    fn centre_came(&mut self, centre: Option<[f32; 2]>) {
        self.centre = centre;
        let styles = self.styles.values_mut();
        let neighbours = self.variations.values_mut();
        let presets = self.presets.values_mut();
        let small = styles.chain(neighbours).chain(presets);
        for texture in small.chain(self.ends.iter_mut().flatten()) {
            *texture = texture.clone().about(centre);
        }
    }

    /// What the canvas shows.
    fn of_canvas(&self) -> impl Iterator<Item = &PictureTexture> {
        let whole = [&self.photo, &self.drawing, &self.kept];
        let whole = whole.into_iter().flatten();
        whole.chain(self.detail.iter().flatten())
    }
}

/// The window.
pub(super) struct Window {
    pub(super) state: State,
    pub(super) textures: Textures,
    pub(super) engine: Option<EngineHandle>,
    /// What shows the window; none in some tests.
    render: Option<RenderState>,
    device: DeviceWatch,
    loader: Loader,
    dialogs: Dialogs,
    errands: Errands,
    /// Once a photograph was drawn over.
    drawing_watch: Option<DrawingWatch>,
    geometry: Geometry,
    /// Where settings are kept.
    folder: Option<PathBuf>,
    keeping: Keeping,
    /// Drawings that are there, and those of them that come beside the canvas in the next frame.
    drawn: LastDrawings,
    recalled: Vec<(RequestId, Arc<RgbaImage>)>,
    /// Neighbours of looks that were left, the last first.
    looks_left: Vec<Variations>,
    /// Of the file of the photograph that is shown, before it was read.
    shown_stamp: Option<Stamp>,
    /// The photograph that was shown last time, until the photographs are there again.
    shown_before: Option<PathBuf>,
    /// The opened style that is drawn with as soon as the engine has it.
    chosen_style: Option<String>,
    /// Where training runs and the queue are kept, and what keeps that.
    data: Option<PathBuf>,
    keeper: Option<Keeper>,
    /// Whether a font of the system with more characters was asked for.
    has_more_characters: bool,
    /// Whether the window closes although a style is being learnt.
    may_close: bool,
    /// Whether the system has asked the program to end.
    pub(super) ending: Arc<AtomicBool>,
    frames: FrameTimes,
    /// What the pointer did, a step a frame.
    pointer: PacedPointer,
    double_clicks: DoubleClicks,
}

impl Window {
    pub(super) fn new(
        context: &eframe::CreationContext<'_>,
        options: WindowOptions,
        persisted: &PersistedState,
    ) -> std::io::Result<Self> {
        let ctx = &context.egui_ctx;
        theme::apply(ctx);
        let geometry = Geometry {
            size: persisted.size,
            position: persisted.position,
            is_maximised: persisted.is_maximised == Some(true),
        };
        if let Some(window) = context.winit_window() {
            geometry.restore(ctx, window);
        }
        let renderer = RendererOptions {
            device: options.device,
            shared: launch::shared_device(context),
            style_folder: StyleFolder::of_user().ok(),
            ..RendererOptions::default()
        };
        let engine_options = EngineOptions {
            notify: Arc::new(launch::repaint(ctx)),
            ..EngineOptions::default()
        };
        let mut state = State::new();
        state.is_dark = persisted.is_dark;
        state.shows_controls = persisted.shows_controls.unwrap_or(true);
        ctx.set_theme(theme::preference(state.is_dark));
        state.panels = persisted.panels.unwrap_or_default();
        state.favourites.clone_from(&persisted.favourites);
        state.language = persisted.language.unwrap_or_default();
        set_language(state.language.language());
        fonts::apply(ctx, state.language.language());
        state.wipe = persisted.wipe.unwrap_or(state.wipe);
        state.mode = persisted.mode.unwrap_or(state.mode);
        state.sort = persisted.sort.unwrap_or_default();
        state.chapter = persisted.chapter.unwrap_or_default();
        let shows_grid = persisted.shows_grid == Some(true);
        state.grid = PhotoGrid::of_last_time(shows_grid, persisted.grid_width);
        state.export.choices = persisted.export.clone().unwrap_or_default();
        state.recent.clone_from(&persisted.recent);
        state.folders.clone_from(&persisted.folders);
        state.export.saved = persisted.saved.iter().cloned().collect();
        if let Some(settings) = keep::settings_of(persisted) {
            state.settings = settings;
        }
        let engine = EngineHandle::spawn(engine_options, move || Renderer::open(&renderer));
        if let Err(err) = &engine {
            state.engine = EngineState::Failed(explain::engine(err));
        }
        // After the engine, which may set what hears of errors, too.
        let render = context.wgpu_render_state.as_ref();
        let device = DeviceWatch::start(render, launch::repaint(ctx));
        let mut window = Self {
            state,
            textures: Textures::default(),
            engine: engine.ok(),
            render: context.wgpu_render_state.clone(),
            device,
            loader: Loader::start(launch::repaint(ctx))?,
            dialogs: Dialogs::new(launch::repaint(ctx)),
            errands: Errands::start(launch::repaint(ctx))?,
            drawing_watch: None,
            geometry,
            folder: paths::config_dir(),
            keeping: Keeping::new(persisted),
            drawn: LastDrawings::default(),
            recalled: Vec::new(),
            looks_left: Vec::new(),
            shown_stamp: None,
            shown_before: persisted.shown.clone(),
            chosen_style: None,
            data: options.data,
            keeper: None,
            has_more_characters: false,
            may_close: false,
            ending: Arc::default(),
            frames: FrameTimes::new(options.started),
            pointer: PacedPointer::default(),
            double_clicks: DoubleClicks::default(),
        };
        if let Some(cache) = paths::cache_dir() {
            clipboard::tidy(&cache, &persisted.photos, clipboard::KEPT);
        }
        window.state.presets = paths::config_dir().map_or_else(Vec::new, |f| presets::load(&f));
        window.notify_of_settings(persisted.problem.as_ref());
        window.find_unfinished();
        window.find_unfinished_export();
        window.watch_again(ctx, persisted);
        window.show(ctx, 0);
        let photos = window.import_styles(options.photos, true);
        if !photos.is_empty() || !persisted.photos.is_empty() {
            // They come at once.
            window.state.empty = Empty::Sample;
        }
        if !photos.is_empty() {
            window.keeping.nothing_is_awaited();
            window.apply(ctx, Action::Add(photos));
        } else if !persisted.photos.is_empty() {
            window.loader.ask(Request::Reopen(persisted.found()));
        }
        Ok(window)
    }

    /// Speaks another language, from this frame on.
    fn speak(&mut self, ctx: &egui::Context, choice: LanguageChoice) {
        self.state.language = choice;
        set_language(choice.language());
        fonts::apply(ctx, choice.language());
        if self.has_more_characters {
            fonts::add_font_of_system(ctx, choice.language());
        }
    }

    /// Shows another photograph: asks for it, and forgets the last drawing.
    fn show(&mut self, ctx: &egui::Context, index: usize) {
        let Some(photo) = self.state.photos.get(index) else {
            return;
        };
        let path = photo.path.clone();
        self.state.turn_to(index);
        self.shown_stamp = None;
        self.textures.photo = None;
        self.textures.drawing = None;
        self.textures.centre = None;
        self.textures.styles.clear();
        self.textures.variations.clear();
        self.textures.kept = None;
        self.state.ends = None;
        self.state.drawn_presets = None;
        self.textures.detail = None;
        self.forget_objections();
        if let Some(engine) = &self.engine {
            engine.request_detail(None);
        }
        match path {
            Some(path) => {
                self.loader.ask(Request::Decode(path));
            }
            // It is small and known to be good; so it is there in the first frame.
            None => match picture::decode_bytes(SAMPLE, &DecodeLimits::default()) {
                Ok(sample) => {
                    let pixels = Arc::new(for_screen(sample.pixels, u32::MAX));
                    let size = pixels.dimensions().into();
                    self.photo_came(ctx, pixels, size);
                }
                Err(err) => {
                    let reason = explain::picture(&err);
                    let problem = tr!("file-problem", path = tr!("sample"), reason = reason);
                    self.state.problems.push(problem);
                }
            },
        }
    }

    /// The present photograph is decoded; `size` is that of the file.
    fn photo_came(&mut self, ctx: &egui::Context, photo: Arc<RgbaImage>, size: [u32; 2]) {
        // A photograph that the screen can hold is all there is.
        let is_full = <[u32; 2]>::from(photo.dimensions()) == size;
        self.state.full = is_full.then(|| Arc::clone(&photo));
        let [width, height] = size;
        let drawn = Scale::Working(FULL_PX).drawn_size((width, height));
        self.state.full_size = Some(drawn.into());
        self.state.photo_size = Some(size);
        self.textures.photo = Some(PictureTexture::upload(ctx, "photo", &photo));
        self.state.photo = Some(photo);
        self.state.schedule.draw_now(Instant::now());
        self.request_thumbnails();
    }

    /// Asks for the drawing that is due.
    fn request_preview(&mut self, ctx: &egui::Context) {
        let now = Instant::now();
        let is_ready = matches!(self.state.engine, EngineState::Ready(_)) && self.engine.is_some();
        if is_ready
            && let Some(photo) = self.state.photo.clone()
            && let Some(long_side_px) = self.state.schedule.due(now)
        {
            self.state.newest_request = RequestId(self.state.newest_request.0 + 1);
            if self.recall(ctx, long_side_px) {
                ctx.request_repaint();
            } else if let Some(engine) = &self.engine {
                let settings = self.state.settings.present().clone();
                self.frames.ask();
                let request = RenderRequest::for_screen(photo, settings, long_side_px);
                engine.request_preview((self.state.newest_request, request));
            }
        }
        if let Some(wait) = self.state.schedule.wait(now) {
            ctx.request_repaint_after(wait);
        }
    }
}

impl eframe::App for Window {
    fn raw_input_hook(&mut self, ctx: &egui::Context, input: &mut egui::RawInput) {
        self.double_clicks.arrived(input);
        if self.pointer.pace(ctx, input) {
            ctx.request_repaint();
        }
        self.double_clicks.shown(ctx, input);
    }

    fn logic(&mut self, ctx: &egui::Context, frame: &mut eframe::Frame) {
        if self.pointer.is_behind() {
            ctx.request_repaint();
        }
        self.watch_device(ctx);
        if self.ending.load(Ordering::Acquire) && !self.may_close {
            self.may_close = true;
            ctx.send_viewport_cmd(egui::ViewportCommand::Close);
        }
        self.read_replies(ctx);
        self.read_errands(ctx);
        self.read_events(ctx);
        self.teaching_frame(ctx);
        self.critic_frame();
        self.drawings_frame(ctx);
        self.export_frame(ctx);
        self.grid_frame();
        self.contact_frame();
        if let Some(wait) = self.state.toasts.expire(Instant::now()) {
            ctx.request_repaint_after(wait);
        }
        self.request_preview(ctx);
        self.show_recalled(ctx);
        self.look_closely(ctx);
        self.keep_frame(ctx);
        let viewport = ctx.input(|input| input.viewport().clone());
        let window = frame.winit_window();
        self.geometry.watch(&viewport, window.map(AsRef::as_ref));
    }

    fn on_exit(&mut self) {
        self.frames.report();
        self.keeping.close();
        // Nobody is told any more.
        self.keep(&egui::Context::default());
        self.keeping.end();
        // Waits until the queue is written down.
        self.keeper = None;
    }

    fn ui(&mut self, ui: &mut egui::Ui, frame: &mut eframe::Frame) {
        self.frames.add(frame.info().cpu_usage);
        let ctx = ui.ctx().clone();
        if let Some(render) = self.render.as_ref().filter(|_| self.state.zoom.is_some()) {
            for texture in self.textures.of_canvas() {
                texture.prepare_squares(render);
            }
        }
        let mut actions = Vec::new();
        view::shortcuts(&ctx, &self.state, &mut actions);
        view::window_ui(ui, &self.state, &self.textures, &mut actions);
        for action in actions {
            self.apply(&ctx, action);
        }
        self.keep_variations();
        self.request_preview(&ctx);
        self.show_recalled(&ctx);
        self.keep_views(&ctx);
    }
}
