//! What the window keeps for the next start, and when: a few seconds after each change, so that a
//! power cut or a kill costs no more than those.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use eframe::egui;

use super::Window;
use crate::i18n::tr;
use crate::render::Recipe;
use crate::ui::persisted::{PersistedState, Scribe, SettingsProblem};
use crate::ui::settings::{SettingsBook, Tuned};
use crate::ui::state::{Photo, PhotoState, State};
use crate::ui::toast::Remedy;
use crate::ui::{explain, launch};

/// Time from a change to its being written down.
const DELAY: Duration = Duration::from_secs(2);

/// When the window looks whether there is something to keep.
#[derive(Debug, Default)]
pub(super) struct Keeping {
    /// The thread that writes, once there is something to write.
    scribe: Option<Scribe>,
    due: Option<Instant>,
    /// Whether this frame has looked; what its views change is then looked at, too.
    has_looked: bool,
    /// Photographs of the last time that are still being looked for.
    awaited: Option<(Vec<PathBuf>, Vec<Option<PathBuf>>)>,
    /// Whether the window was ended by something else than a person the last time, and that is
    /// still to be told.
    has_crashed: bool,
    /// Whether it is being closed properly.
    is_closing: bool,
}

impl Keeping {
    /// What was kept the last time: what is not there yet stays kept.
    pub(super) fn new(persisted: &PersistedState) -> Self {
        let PersistedState { photos, roots, .. } = persisted;
        Self {
            awaited: (!photos.is_empty()).then(|| (photos.clone(), roots.clone())),
            has_crashed: persisted.was_closed == Some(false),
            ..Self::default()
        }
    }

    /// The photographs of the last time were looked for, or others were opened in their place.
    pub(super) fn nothing_is_awaited(&mut self) {
        self.awaited = None;
    }

    /// Writes what is left.
    pub(super) fn end(&mut self) {
        self.scribe = None;
    }

    /// From now on the window closes properly.
    pub(super) fn close(&mut self) {
        self.is_closing = true;
    }
}

/// The settings of the last time, if there was one.
pub(super) fn settings_of(persisted: &PersistedState) -> Option<SettingsBook> {
    let common = Tuned::new(persisted.common.clone()?, persisted.tuned.iter().cloned());
    let own = persisted.own.iter().map(|(path, own)| {
        let tuned = persisted.own_tuned.iter();
        let tuned = tuned.filter(|(tuned, _)| tuned == path);
        let others = tuned.flat_map(|(_, tuned)| tuned.iter().cloned());
        (path.clone(), Tuned::new(own.clone(), others))
    });
    Some(SettingsBook::with_own(common, own.collect()))
}

impl Window {
    /// Tells what was wrong with the settings of the last time.
    pub(super) fn notify_of_settings(&mut self, problem: Option<&SettingsProblem>) {
        let problem = match problem {
            None => return,
            Some(SettingsProblem::Aside(copy)) => {
                tr!("settings-aside", path = copy.display().to_string())
            }
            Some(SettingsProblem::Stuck(path)) => {
                self.folder = None;
                tr!("settings-stuck", path = path.display().to_string())
            }
        };
        self.state.problems.push(problem);
    }

    /// What came back after a crash is said in one line, with the way to start without photographs.
    pub(super) fn notify_of_crash(state: &mut State, keeping: &mut Keeping, num_photos: usize) {
        if std::mem::take(&mut keeping.has_crashed) && num_photos > 0 {
            let text = tr!("restored", count = num_photos);
            state.notify_with(text, Remedy::StartEmpty);
        }
    }

    /// At the beginning of a frame: looks for changes when it is time to.
    pub(super) fn keep_frame(&mut self, ctx: &egui::Context) {
        let now = Instant::now();
        let due = *self.keeping.due.get_or_insert(now + DELAY);
        self.keeping.has_looked = due <= now;
        if self.keeping.has_looked {
            self.keeping.due = None;
            self.keep(ctx);
        } else {
            ctx.request_repaint_after(due - now);
        }
        let refused = self.keeping.scribe.as_ref().and_then(Scribe::refused);
        if let Some(err) = refused {
            let reason = explain::picture(&err);
            self.state
                .problems
                .push(tr!("settings-not-kept", reason = reason));
        }
    }

    /// At the end of a frame: what its views have changed.
    pub(super) fn keep_views(&mut self, ctx: &egui::Context) {
        if self.keeping.has_looked {
            self.keep(ctx);
        }
    }

    /// Has what is kept for the next start written down, if it has changed.
    pub(super) fn keep(&mut self, ctx: &egui::Context) {
        let Some(folder) = self.folder.clone() else {
            return;
        };
        let now = self.remember();
        if self.keeping.scribe.is_none() {
            self.keeping.scribe = Scribe::start(folder, launch::repaint(ctx))
                .inspect_err(|err| log::warn!("the window's settings are not kept: {err}"))
                .ok();
        }
        if let Some(scribe) = &mut self.keeping.scribe {
            scribe.keep(now);
        }
    }

    /// What is kept for the next start.
    pub(super) fn remember(&self) -> PersistedState {
        let common = self.state.settings.common();
        // A file that cannot be read would be told again at every start.
        let good = self
            .state
            .photos
            .iter()
            .filter(|photo| photo.state == PhotoState::Good);
        // As they were opened; the order in which they stand is kept beside.
        let mut good: Vec<&Photo> = good.collect();
        good.sort_by_key(|photo| photo.added);
        let found = good.into_iter().filter_map(Photo::found);
        let mut photos: (Vec<PathBuf>, Vec<Option<PathBuf>>) =
            found.map(|found| (found.path, found.root)).unzip();
        let mut shown = self.state.current().and_then(|photo| photo.path.clone());
        if let Some((awaited, mut roots)) = self.keeping.awaited.clone() {
            roots.resize(awaited.len(), None);
            photos.0.splice(0..0, awaited);
            photos.1.splice(0..0, roots);
            shown = shown.or_else(|| self.shown_before.clone());
        }
        let (photos, roots) = photos;
        let saved = |path: &&PathBuf| self.state.export.saved.contains(*path);
        let saved = photos.iter().filter(saved).cloned().collect();
        let own = self.state.settings.own().iter();
        // What is as it comes need not be kept, and may come otherwise with the next version.
        let is_tuned = |settings: &&Recipe| **settings != self.state.settings_of(&settings.style);
        let others =
            |tuned: &Tuned| -> Vec<Recipe> { tuned.others().filter(is_tuned).cloned().collect() };
        let own_tuned = own.clone().map(|(path, own)| (path.clone(), others(own)));
        let choices = self.state.export.choices.clone();
        PersistedState {
            common: Some(common.present.clone()),
            mode: Some(self.state.mode),
            sort: Some(self.state.sort),
            shows_grid: Some(self.state.grid.is_shown),
            grid_width: Some(self.state.grid.tile_width),
            language: Some(self.state.language),
            is_dark: self.state.is_dark,
            shows_controls: Some(self.state.shows_controls),
            panels: Some(self.state.panels),
            favourites: self.state.favourites.clone(),
            size: self.geometry.size,
            position: self.geometry.position,
            is_maximised: Some(self.geometry.is_maximised),
            wipe: Some(self.state.wipe),
            shown,
            tuned: others(common),
            own_tuned: own_tuned.filter(|(_, tuned)| !tuned.is_empty()).collect(),
            own: own
                .map(|(path, own)| (path.clone(), own.present.clone()))
                .collect(),
            recent: self.state.recent.clone(),
            folders: self.state.folders.clone(),
            chapter: Some(self.state.chapter),
            drawings: self.state.drawings.kept(),
            drawings_run: self.state.drawings.kept_run(),
            was_closed: Some(self.keeping.is_closing),
            photos,
            roots,
            saved,
            export: Some(choices),
            problem: None,
        }
    }
}
