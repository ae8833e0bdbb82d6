//! What the window does about photographs that the artist draws over in another program.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crossbeam_channel::TryRecvError;
use eframe::egui;

use super::Window;
use crate::book::can_be_painted;
use crate::engine::{TrainCommand, TrainSpec};
use crate::i18n::tr;
use crate::model::Dials;
use crate::train::pairs::PairFiles;
use crate::train::{Budget, Plan, PlanChanges};
use crate::ui::action::DrawingAction;
use crate::ui::drawings::{
    DrawingWatch, Drawings, DrawnRun, NotWritten, Order, Sight, Sighting, Stage, suggested_drawing,
};
use crate::ui::errands::{Errand, SoughtRun};
use crate::ui::persisted::PersistedState;
use crate::ui::reveal::open;
use crate::ui::toast::Remedy;
use crate::ui::{explain, launch};

/// Steps of a run from drawings before it waits for the next one.
const STEPS: u64 = 120;
/// Photographs of the strip that are practised on: all of them would be read before anything is
/// drawn.
const MAX_PHOTOS: usize = 6;
/// How often it is told anew when a drawing was read.
const TELL_EVERY: Duration = Duration::from_secs(5);

impl Window {
    /// Does what a view asked for about drawings over photographs.
    pub(super) fn drawing(&mut self, action: DrawingAction) {
        match action {
            DrawingAction::Over(index) => {
                let photo = self.state.photos.get(index);
                if let Some(photo) = photo.and_then(|photo| photo.path.clone()) {
                    let name = suggested_drawing(&photo);
                    self.dialogs.draw_over(photo, name);
                }
            }
            DrawingAction::Open(drawing) => self.open_drawing(&drawing),
            DrawingAction::Forget(drawing) => self.forget_drawing(&drawing),
        }
    }

    /// A file for the photograph was chosen.
    pub(super) fn draw_over(&mut self, ctx: &egui::Context, photo: PathBuf, chosen: PathBuf) {
        let drawing = if can_be_painted(&chosen) {
            chosen
        } else {
            let mut name = chosen.into_os_string();
            name.push(".ora");
            name.into()
        };
        if self.state.drawings.is_watched(&drawing) {
            return self.open_drawing(&drawing);
        }
        if !self.start_watch(ctx) {
            return;
        }
        let files = PairFiles { photo, drawing };
        let order = Order::Begin {
            files: files.clone(),
            layers: [tr!("painting-layer-photo"), tr!("painting-layer-empty")],
        };
        if self.ask_watch(order) {
            self.state.drawings.add(files);
        } else {
            self.state.notify(tr!("too-much-at-once"));
        }
    }

    /// The drawings of the last time are watched again.
    pub(super) fn watch_again(&mut self, ctx: &egui::Context, persisted: &PersistedState) {
        let PersistedState {
            drawings,
            drawings_run,
            ..
        } = persisted;
        if drawings.is_empty() || !self.start_watch(ctx) {
            return;
        }
        let files = drawings.iter();
        let files = files.map(|kept| (kept.files.clone(), kept.stamp)).collect();
        if self.ask_watch(Order::Again(files)) {
            self.state.drawings = Drawings::of_last_time(drawings, drawings_run.clone());
        }
    }

    /// Whether there is a thread that watches.
    fn start_watch(&mut self, ctx: &egui::Context) -> bool {
        if self.drawing_watch.is_none() {
            match DrawingWatch::start(launch::repaint(ctx)) {
                Ok(watch) => self.drawing_watch = Some(watch),
                Err(_) => self.state.problems.push(tr!("engine-no-thread")),
            }
        }
        self.drawing_watch.is_some()
    }

    fn ask_watch(&self, order: Order) -> bool {
        let watch = self.drawing_watch.as_ref();
        watch.is_some_and(|watch| watch.ask(order))
    }

    pub(super) fn open_drawing(&mut self, drawing: &Path) {
        if !open(drawing) {
            self.state.notify(tr!("painting-not-opened"));
        }
    }

    fn forget_drawing(&mut self, drawing: &Path) {
        self.ask_watch(Order::Forget(drawing.to_owned()));
        self.state.drawings.remove(drawing);
        if self.state.drawings.watched.is_empty() && self.learns_from_drawings() {
            self.order(TrainCommand::AwaitNothing);
        }
    }

    /// Whether the run that runs is the one that learns from drawings.
    fn learns_from_drawings(&self) -> bool {
        let running = self.state.teaching.running.as_ref();
        running.is_some_and(|running| self.state.drawings.is_run(&running.spec.name))
    }

    /// Sighting of the files that are watched.
    pub(super) fn drawings_frame(&mut self, ctx: &egui::Context) {
        while let Some(watch) = &self.drawing_watch {
            match watch.sighting.try_recv() {
                Ok(sighting) => self.drawing_came(sighting),
                Err(TryRecvError::Empty) => break,
                Err(TryRecvError::Disconnected) => {
                    self.drawing_watch = None;
                    self.state.drawings.watched.clear();
                    let problem = tr!("engine-defect", detail = "drawings");
                    self.state.problems.push(problem);
                }
            }
        }
        let mut watched = self.state.drawings.watched.iter();
        if watched.any(|drawing| drawing.read_at.is_some()) {
            ctx.request_repaint_after(TELL_EVERY);
        }
    }

    fn drawing_came(&mut self, sighting: Sighting) {
        let Sighting { drawing, sight, .. } = &sighting;
        match sight {
            Sight::Awaited => {
                let path = drawing.display().to_string();
                let text = tr!("painting-written", path = path);
                self.state.notify_with(text, Remedy::Open(drawing.clone()));
            }
            Sight::NotWritten(why) => {
                let (path, err) = match why {
                    NotWritten::Photo(err) => {
                        let mut watched = self.state.drawings.watched.iter();
                        let known = watched.find(|known| known.files.drawing == *drawing);
                        let photo = known.map(|known| known.files.photo.clone());
                        (photo.unwrap_or_default(), err)
                    }
                    NotWritten::File(err) => (drawing.clone(), err),
                };
                let problem = explain::at(&path, &explain::picture(err));
                self.state.problems.push(problem);
                return self.state.drawings.remove(drawing);
            }
            _ => {}
        }
        if let Some(files) = self.state.drawings.take(sighting, Instant::now()) {
            self.learn_from_drawing(files);
        }
    }

    /// The run goes on with it, or begins. What a run is given before it has its turn it learns
    /// when it has ([`Self::take_drawings`], [`Self::give_fresh_drawings`]).
    fn learn_from_drawing(&mut self, files: PairFiles) {
        if self.learns_from_drawings() {
            return self.order(TrainCommand::TakeDrawing(files));
        }
        let runs = self.runs_folder();
        let Some(run) = &mut self.state.drawings.run else {
            return self.begin_from_drawings();
        };
        if run.stage == Stage::Begun {
            return;
        }
        run.add(files);
        // Whether it is still there, and free, is known by the disk alone.
        if let (Stage::Rests, Some(runs)) = (run.stage, runs) {
            let name = run.name.clone();
            if self.errands.ask(Errand::SeekRun { runs, name }) {
                run.stage = Stage::Sought;
            } else {
                self.state.notify(tr!("too-much-at-once"));
            }
        }
    }

    /// What there is of the run that was begun before a restart.
    pub(super) fn run_was_sought(&mut self, name: &str, found: SoughtRun) {
        let run = self.state.drawings.run.as_mut();
        // Meanwhile somebody may have gone on with it, or thrown it away.
        let run = run.filter(|run| run.name == name && run.stage == Stage::Sought);
        let Some(run) = run else { return };
        match found {
            SoughtRun::Free(spec) => {
                let unfinished = &mut self.state.teaching.unfinished;
                unfinished.retain(|run| run.spec.folder != spec.folder);
                self.go_on_with(*spec);
            }
            SoughtRun::Held => {
                // The next time that something is saved it may be free.
                run.stage = Stage::Rests;
                let problem = tr!("engine-lesson-elsewhere", name = name);
                self.state.problems.push(problem);
            }
            SoughtRun::Gone => {
                self.state.drawings.run = None;
                self.begin_from_drawings();
            }
        }
    }

    /// Goes on with a run that was begun before a restart; if it learns from drawings, with those
    /// that are watched, too.
    pub(super) fn go_on_with(&mut self, spec: TrainSpec) {
        let run = self.state.drawings.run.as_mut();
        if let Some(run) = run.filter(|run| run.name == spec.name) {
            run.stage = Stage::GoesOn;
        }
        self.queue(spec, false);
    }

    fn begin_from_drawings(&mut self) {
        let Some(runs) = self.runs_folder() else {
            return self.state.problems.push(tr!("teach-no-folder"));
        };
        let name = self.new_style_name();
        let photos = self.state.photos.iter();
        let photos = photos.filter_map(|photo| photo.path.clone());
        let spec = TrainSpec {
            folder: runs.join(&name),
            name: name.clone(),
            author: String::new(),
            licence: String::new(),
            pages: Vec::new(),
            photos: photos.take(MAX_PHOTOS).collect(),
            pairs: self.state.drawings.learnt(),
            from: None,
            perceptual: None,
            plan: Plan {
                budget: Budget::Steps(STEPS),
                ..Plan::default()
            },
            changes: PlanChanges::default(),
            weights: Dials::NEUTRAL,
            keep: true,
            awaits: true,
        };
        self.state.drawings.run = Some(DrawnRun::new(name, Stage::Begun));
        self.queue(spec, true);
    }

    /// One that no style and no run has.
    fn new_style_name(&self) -> String {
        let wanted = tr!("painting-style");
        let teaching = &self.state.teaching;
        let running = teaching.running.iter().map(|running| &running.spec.name);
        let queued = teaching.queue.iter().map(|queued| &queued.spec.name);
        let unfinished = teaching.unfinished.iter().map(|run| &run.spec.name);
        let runs: Vec<_> = running.chain(queued).chain(unfinished).collect();
        let is_taken = |name: &String| self.state.styles.contains(name) || runs.contains(&name);
        let mut name = wanted.clone();
        let mut number = 1;
        while is_taken(&name) {
            number += 1;
            name = format!("{wanted} {number}");
        }
        name
    }

    /// A run has its turn: what is drawn so far is learnt by it, and further drawings are waited
    /// for.
    pub(super) fn take_drawings(&self, spec: &mut TrainSpec) {
        let drawings = &self.state.drawings;
        if !drawings.is_run(&spec.name) {
            return;
        }
        spec.awaits = !drawings.watched.is_empty();
        for files in drawings.learnt() {
            if !spec.pairs.contains(&files) {
                spec.pairs.push(files);
            }
        }
    }

    /// The run of that name has begun: it learns longer what came since a restart.
    pub(super) fn give_fresh_drawings(&mut self, name: &str) {
        let run = self.state.drawings.run.as_mut();
        let run = run.filter(|run| run.name == name);
        for files in run.map_or_else(Vec::new, |run| std::mem::take(&mut run.fresh)) {
            self.order(TrainCommand::TakeDrawing(files));
        }
    }

    /// The run of that name is over. Where somebody ended it, no drawing is waited for any more;
    /// one that failed is begun anew when the next one is saved.
    pub(super) fn run_of_drawings_is_over(&mut self, name: &str, has_failed: bool) {
        if !self.state.drawings.is_run(name) {
            return;
        }
        self.state.drawings.run = None;
        if has_failed {
            return;
        }
        for drawing in std::mem::take(&mut self.state.drawings.watched) {
            self.ask_watch(Order::Forget(drawing.files.drawing));
        }
    }
}
