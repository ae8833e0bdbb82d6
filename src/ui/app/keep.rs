//! What the window keeps for the next start, and when: a few seconds after each change, so that a
//! power cut or a kill costs no more than those.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use eframe::egui;

use super::super::remembered::{Remembered, Scribe, SettingsProblem};
use super::super::state::{Photo, PhotoState};
use super::super::{explain, launch};
use super::Window;
use crate::i18n::tr;

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
}

impl Keeping {
    /// What was kept the last time: what is not there yet stays kept.
    pub(super) fn new(remembered: &Remembered) -> Self {
        let Remembered { photos, roots, .. } = remembered;
        Self {
            awaited: (!photos.is_empty()).then(|| (photos.clone(), roots.clone())),
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
}

impl Window {
    /// Tells what was wrong with the settings of the last time.
    pub(super) fn tell_of_settings(&mut self, problem: Option<&SettingsProblem>) {
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
    pub(super) fn remember(&self) -> Remembered {
        let settings = self.state.settings.common();
        // A file that cannot be read would be told again at every start.
        let good = self
            .state
            .photos
            .iter()
            .filter(|photo| photo.state == PhotoState::Good);
        let found = good.filter_map(Photo::found);
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
        let choices = self.state.export.choices.clone();
        Remembered {
            look: Some(settings.look.clone()),
            ink: Some(settings.ink),
            mode: Some(self.state.mode),
            language: Some(self.state.language),
            is_dark: self.state.is_dark,
            shows_controls: Some(self.state.shows_controls),
            size: self.geometry.size,
            position: self.geometry.position,
            is_maximised: Some(self.geometry.is_maximised),
            wipe: Some(self.state.wipe),
            shown,
            own: own.map(|(path, own)| (path.clone(), own.clone())).collect(),
            photos,
            roots,
            saved,
            export: Some(choices),
            problem: None,
        }
    }
}
