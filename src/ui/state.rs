//! Everything that is shown, as plain data: no widget, no engine, no thread.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use image::RgbaImage;

pub(super) use super::compare::{Sides, ViewMode};
use super::contact::Contact;
use super::critic::CriticView;
use super::detail::Detail;
use super::drawings::Drawings;
use super::ends::Ends;
use super::export::{Entry, Export, single};
use super::grid::PhotoGrid;
use super::guide::{Chapter, Page};
use super::panels::PanelWidths;
pub(super) use super::photo::{Photo, PhotoState};
use super::presets::Preset;
use super::problems::Problems;
use super::recent::Folders;
use super::reveal::can_reveal;
use super::schedule::Schedule;
use super::selection::Selection;
use super::settings::SettingsBook;
use super::sort::SortBy;
use super::style_form::StyleForm;
use super::teach::Teaching;
use super::toast::{Remedy, Toasts};
use super::variations::Variations;
use crate::engine::RequestId;
use crate::i18n::LanguageChoice;
use crate::library::{DEFAULT_STYLE, StyleEntry, default_ink};
use crate::model::StyleFile;
use crate::render::{DeviceReport, Drawing, Recipe};

/// What a drawing beside the canvas is for.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Thumbnail {
    /// The thumbnail of a style.
    Style(String),
    /// A neighbour of the present look, by its place.
    Variation(usize),
    /// The present drawing with a slider at its least, 0, or its most, 1.
    End(usize),
    /// A preset, by its place.
    Preset(usize),
    /// The drawing that is kept to compare with.
    Kept,
    /// A photograph in the grid, with what it is drawn with.
    Grid(PathBuf, Box<Recipe>),
}

/// What is open to find one's way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Help {
    /// The palette: what is typed, and which of the commands found is chosen.
    Palette { query: String, chosen: usize },
    /// A chapter of the guide.
    Guide(Page),
    /// The list of keys.
    Shortcuts,
    /// What the built-in weights were taught with.
    Sources,
    /// What is said about the program.
    About,
}

/// What a window without photographs shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Empty {
    /// In pictures what to do.
    #[default]
    Welcome,
    /// The sample and its drawing.
    Sample,
}

/// Where the engine is.
#[derive(Debug)]
pub(super) enum EngineState {
    Starting,
    Ready(DeviceReport),
    Failed(String),
}

/// Everything that is shown.
#[derive(Debug)]
pub(super) struct State {
    pub(super) photos: Vec<Photo>,
    pub(super) current: usize,
    /// What is shown while there is only the sample.
    pub(super) empty: Empty,
    /// Those that are meant together, if there are several.
    pub(super) selection: Selection,
    /// By what the photographs are in order.
    pub(super) sort: SortBy,
    /// When each photograph was opened first, and how many were: larger for what came later.
    pub(super) added: HashMap<PathBuf, u64>,
    pub(super) num_added: u64,
    /// The photographs as drawings beside each other, in place of the canvas.
    pub(super) grid: PhotoGrid,
    /// The current photograph for the screen, once it is decoded.
    pub(super) photo: Option<Arc<RgbaImage>>,
    pub(super) drawing: Option<Drawing>,
    /// The current photograph at its own size, once something of it is looked at closely.
    pub(super) full: Option<Arc<RgbaImage>>,
    pub(super) full_is_asked: bool,
    /// Width and height of the current photograph's file.
    pub(super) photo_size: Option<[u32; 2]>,
    /// Width and height of its finished drawing, which are larger when the photograph is small.
    pub(super) full_size: Option<[u32; 2]>,
    /// What is looked at closely.
    pub(super) detail: Detail,
    pub(super) styles: Vec<String>,
    pub(super) settings: SettingsBook,
    pub(super) schedule: Schedule,
    pub(super) newest_request: RequestId,
    /// The request that was answered last.
    pub(super) answered: RequestId,
    pub(super) last_elapsed: Option<Duration>,
    pub(super) engine: EngineState,
    pub(super) mode: ViewMode,
    pub(super) language: LanguageChoice,
    /// Whether the theme is dark; `None` follows the system.
    pub(super) is_dark: Option<bool>,
    /// Whether the panel with styles and sliders is shown.
    pub(super) shows_controls: bool,
    /// How wide the panels beside the canvas are.
    pub(super) panels: PanelWidths,
    /// Styles that stand before the others.
    pub(super) favourites: Vec<String>,
    /// The style that is looked for, as it is typed.
    pub(super) style_query: String,
    pub(super) help: Option<Help>,
    /// The chapter of the guide that was read last.
    pub(super) chapter: Chapter,
    /// Points for each pixel of the photograph; `None` shows all of it.
    pub(super) zoom: Option<f32>,
    /// Where the middle of the picture is, in points from the middle of its frame.
    pub(super) pan: [f32; 2],
    /// On which sides what is compared stands.
    pub(super) sides: Sides,
    /// Where the wipe's handle is, `0.0..=1.0`.
    pub(super) wipe: f32,
    /// Photographs that are drawn into files.
    pub(super) export: Export,
    /// The sheet with all styles that is being drawn.
    pub(super) contact: Option<Contact>,
    /// What went wrong, for the list.
    pub(super) problems: Problems,
    /// Short messages.
    pub(super) toasts: Toasts,
    /// The styles in the style library, with the ink that suits each.
    pub(super) library: Vec<StyleEntry>,
    /// What the engine draws beside the canvas, by request.
    pub(super) thumbnails: HashMap<RequestId, Thumbnail>,
    pub(super) newest_thumbnail: RequestId,
    /// Neighbours of the present look, while they are shown.
    pub(super) variations: Option<Variations>,
    /// The ends of the slider that was looked at last.
    pub(super) ends: Option<Ends>,
    /// The presets as they were drawn last on the present photograph.
    pub(super) drawn_presets: Option<Vec<Preset>>,
    /// Settings of the drawing that is kept to compare with.
    pub(super) kept: Option<Recipe>,
    /// What is said once was said.
    pub(super) said: Vec<String>,
    /// What was opened last, newest first.
    pub(super) recent: Vec<PathBuf>,
    /// Where the dialogs were last.
    pub(super) folders: Folders,
    /// Settings under a name.
    pub(super) presets: Vec<Preset>,
    /// The name of a new preset, as it is typed.
    pub(super) preset_name: String,
    /// Teaching a style.
    pub(super) teaching: Teaching,
    /// What the network that learns objects to.
    pub(super) critic: CriticView,
    /// Photographs that are drawn over in another program.
    pub(super) drawings: Drawings,
    /// A dropped folder of which nobody knows yet whether it holds photographs or pages.
    pub(super) dropped_folder: Option<PathBuf>,
    /// The styles that were removed, to put them back.
    pub(super) removed_styles: Vec<StyleFile>,
    /// A learnt style that is being given another label.
    pub(super) style_form: Option<StyleForm>,
    /// Whether the window asks what becomes of the training run before it closes.
    pub(super) asks_to_close: bool,
}

impl State {
    /// With only the sample in the strip.
    pub(super) fn new() -> Self {
        Self {
            photos: vec![Photo::sample()],
            current: 0,
            empty: Empty::default(),
            selection: Selection::default(),
            sort: SortBy::default(),
            added: HashMap::new(),
            num_added: 0,
            grid: PhotoGrid::default(),
            photo: None,
            drawing: None,
            full: None,
            full_is_asked: false,
            photo_size: None,
            full_size: None,
            detail: Detail::default(),
            styles: Vec::new(),
            settings: SettingsBook::new(Recipe::of_style(DEFAULT_STYLE)),
            schedule: Schedule::default(),
            newest_request: RequestId(0),
            answered: RequestId(0),
            last_elapsed: None,
            engine: EngineState::Starting,
            mode: ViewMode::SideBySide,
            language: LanguageChoice::System,
            is_dark: None,
            shows_controls: true,
            panels: PanelWidths::default(),
            favourites: Vec::new(),
            style_query: String::new(),
            help: None,
            chapter: Chapter::default(),
            zoom: None,
            pan: [0.0; 2],
            sides: Sides::default(),
            wipe: 0.5,
            export: Export::default(),
            contact: None,
            problems: Problems::default(),
            toasts: Toasts::default(),
            library: Vec::new(),
            thumbnails: HashMap::new(),
            newest_thumbnail: RequestId(0),
            variations: None,
            ends: None,
            drawn_presets: None,
            kept: None,
            said: Vec::new(),
            recent: Vec::new(),
            folders: Folders::default(),
            presets: Vec::new(),
            preset_name: String::new(),
            teaching: Teaching::default(),
            critic: CriticView::default(),
            drawings: Drawings::default(),
            dropped_folder: None,
            removed_styles: Vec::new(),
            style_form: None,
            asks_to_close: false,
        }
    }

    /// The styles that there are now. Whoever left a style as it came goes with it when a training
    /// run finds an ink that suits it better.
    pub(super) fn renew_library(&mut self, library: Vec<StyleEntry>) {
        let mut present = self.settings.present().clone();
        let ink_in = |library: &[StyleEntry]| {
            let entry = library.iter().find(|entry| entry.name == present.style);
            entry.map(|entry| entry.ink)
        };
        let (before, now) = (ink_in(&self.library), ink_in(&library));
        self.library = library;
        if let Some(now) = now.filter(|_| before == Some(present.ink))
            && now != present.ink
        {
            present.ink = now;
            self.settings.set(present, true);
        }
    }

    /// A style as it comes.
    pub(super) fn settings_of(&self, style: &str) -> Recipe {
        let entry = self.library.iter().find(|entry| entry.name == style);
        Recipe {
            ink: entry.map_or_else(|| default_ink(style), |entry| entry.ink),
            ..Recipe::of_style(style)
        }
    }

    /// The settings when another style is chosen: as it was left, or as it comes.
    pub(super) fn choosing(&self, style: &str) -> Recipe {
        let Some(tuned) = self.settings.tuned(style) else {
            return self.settings_of(style);
        };
        let mut settings = tuned.clone();
        let is_known = |(name, _): &(String, f32)| self.styles.contains(name);
        settings.blend = settings.blend.filter(is_known);
        settings
    }

    /// What a style's picture in the style library is drawn with.
    pub(super) fn tile(&self, style: &str) -> Recipe {
        let present = self.settings.present();
        if present.style == style {
            present.clone()
        } else {
            self.choosing(style)
        }
    }

    /// Whether a style was tuned and is not as it comes.
    pub(super) fn is_tuned(&self, style: &str) -> bool {
        let present = self.settings.present();
        let settings = if present.style == style {
            Some(present)
        } else {
            self.settings.tuned(style)
        };
        settings.is_some_and(|settings| *settings != self.settings_of(style))
    }

    /// The settings with the next style in the style library, or the one before; around at the
    /// ends.
    pub(super) fn neighbour_style(&self, forward: bool) -> Option<Recipe> {
        let present = &self.settings.present().style;
        let styles = self.listed_styles();
        let count = styles.len();
        let at = styles.iter().position(|style| style == present)?;
        let step = if forward { 1 } else { count - 1 };
        let style = styles.get((at + step) % count)?;
        Some(self.choosing(style))
    }

    /// Tells a message.
    pub(super) fn notify(&mut self, text: String) {
        self.toasts.add(text, None, Instant::now());
    }

    /// Tells a message that is not told again.
    pub(super) fn notify_once(&mut self, text: String) {
        if !self.said.contains(&text) {
            self.said.push(text.clone());
            self.notify(text);
        }
    }

    /// Tells a message that something can be done about.
    pub(super) fn notify_with(&mut self, text: String, remedy: Remedy) {
        self.toasts.add(text, Some(remedy), Instant::now());
    }

    /// Tells that a file was written; offers to show it where the system can.
    pub(super) fn notify_saved(&mut self, text: String, path: &Path) {
        let remedy = can_reveal().then(|| Remedy::Reveal(path.to_owned()));
        self.export.last = Some(path.to_owned());
        self.toasts.add(text, remedy, Instant::now());
    }

    /// Whether the window shows in pictures what to do.
    pub(super) fn shows_welcome(&self) -> bool {
        self.empty == Empty::Welcome && self.is_empty()
    }

    /// Whether a drawing of what is shown is on its way.
    pub(super) fn is_drawing(&self) -> bool {
        let is_ready = matches!(self.engine, EngineState::Ready(_));
        is_ready && self.photo.is_some() && self.answered != self.newest_request
    }

    /// Whether something lies over the window that must be answered or closed first.
    pub(super) fn is_covered(&self) -> bool {
        self.help.is_some()
            || self.asks_to_close
            || self.dropped_folder.is_some()
            || self.export.sheet.is_some()
            || self.export.asks_to_go_on
            || self.teaching.sheet.is_some()
            || self.style_form.is_some()
            || (!self.teaching.unfinished.is_empty() && self.teaching.running.is_none())
    }

    /// A remembered style that is in the style library no more gives way to the default.
    pub(super) fn keep_known_style(&mut self, styles: &[String]) {
        self.settings.renew(|settings| {
            if !styles.contains(&settings.style) {
                return Some(Recipe::of_style(DEFAULT_STYLE));
            }
            let (blend, _) = settings.blend.as_ref()?;
            let mut plain = settings.clone();
            plain.blend = None;
            (!styles.contains(blend)).then_some(plain)
        });
        if self
            .kept
            .as_ref()
            .is_some_and(|kept| !styles.contains(&kept.style))
        {
            self.kept = None;
        }
    }

    /// The current drawing as an entry of the queue that lacks only its file; `None` while there is
    /// nothing to draw.
    pub(super) fn single(&self) -> Option<Entry> {
        let path = self.current()?.path.as_deref();
        let declaration = self.export.choices.declaration;
        single(
            path,
            self.photo.as_ref(),
            self.settings.present(),
            declaration,
        )
    }

    /// Turns to another photograph: what was drawn, or is being drawn, of the last one is void.
    pub(super) fn turn_to(&mut self, index: usize) {
        self.current = index;
        let path = self.current().and_then(|photo| photo.path.clone());
        self.settings.turn_to(path);
        self.photo = None;
        self.drawing = None;
        self.full = None;
        self.full_is_asked = false;
        self.photo_size = None;
        self.full_size = None;
        self.detail.forget();
        self.newest_request.0 += 1;
        self.fit();
    }

    /// Zooms by `factor` around a point (from the middle of the frame, in points).
    pub(super) fn zoom_around(&mut self, fitted: f32, factor: f32, around: [f32; 2]) {
        let before = self.zoom.unwrap_or(fitted);
        let after = (before * factor).clamp(0.02, 32.0);
        let ratio = after / before;
        for (pan, point) in self.pan.iter_mut().zip(around) {
            *pan = point + (*pan - point) * ratio;
        }
        self.zoom = Some(after);
    }

    /// Shows all of the picture.
    pub(super) fn fit(&mut self) {
        self.zoom = None;
        self.pan = [0.0; 2];
    }
}

#[cfg(test)]
mod tests;
