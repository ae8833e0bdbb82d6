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
use crate::ui::drawings::{DrawingWatch, NotWritten, Order, Sight, Sighting, suggested_drawing};
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
        if self.drawing_watch.is_none() {
            match DrawingWatch::start(launch::repaint(ctx)) {
                Ok(watch) => self.drawing_watch = Some(watch),
                Err(_) => return self.state.problems.push(tr!("engine-no-thread")),
            }
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
        let running = running.map(|running| &running.spec.name);
        running.is_some() && running == self.state.drawings.run.as_ref()
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
        let Sighting { drawing, sight } = sighting;
        match &sight {
            Sight::Awaited => {
                let path = drawing.display().to_string();
                let text = tr!("painting-written", path = path);
                self.state.notify_with(text, Remedy::Open(drawing.clone()));
            }
            Sight::NotWritten(why) => {
                let (path, err) = match why {
                    NotWritten::Photo(err) => {
                        let mut watched = self.state.drawings.watched.iter();
                        let known = watched.find(|known| known.files.drawing == drawing);
                        let photo = known.map(|known| known.files.photo.clone());
                        (photo.unwrap_or_default(), err)
                    }
                    NotWritten::File(err) => (drawing.clone(), err),
                };
                let problem = explain::at(&path, &explain::picture(err));
                self.state.problems.push(problem);
                return self.state.drawings.remove(&drawing);
            }
            _ => {}
        }
        let sighting = Sighting { drawing, sight };
        if let Some(files) = self.state.drawings.take(sighting, Instant::now()) {
            self.learn_from_drawing(files);
        }
    }

    /// The run goes on with it, or begins.
    fn learn_from_drawing(&mut self, files: PairFiles) {
        if self.learns_from_drawings() {
            return self.order(TrainCommand::TakeDrawing(files));
        }
        let name = self.state.drawings.run.clone();
        let mut queue = self.state.teaching.queue.iter_mut();
        let queued = queue.find(|queued| Some(&queued.spec.name) == name.as_ref());
        if let Some(queued) = queued {
            // It reads all of them when it begins.
            if !queued.spec.pairs.contains(&files) {
                queued.spec.pairs.push(files);
            }
        } else if name.is_none() {
            self.begin_from_drawings();
        }
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
        self.state.drawings.run = Some(name);
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

    /// A run is noted and comes into the queue; drawings that came meanwhile are learnt by it.
    pub(super) fn take_drawings(&self, spec: &mut TrainSpec) {
        if self.state.drawings.run.as_ref() == Some(&spec.name) {
            spec.pairs = self.state.drawings.learnt();
        }
    }

    /// The run of that name is over. Where somebody ended it, no drawing is waited for any more;
    /// one that failed is begun anew when the next one is saved.
    pub(super) fn run_of_drawings_is_over(&mut self, name: &str, has_failed: bool) {
        if self.state.drawings.run.as_deref() != Some(name) {
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
