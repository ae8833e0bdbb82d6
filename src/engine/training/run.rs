//! The run that is going on.

mod criticised;
mod drawn;
mod looks;
mod result;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use image::RgbaImage;

use self::drawn::Drawn;
use self::looks::is_time_to_show;
use super::Emit;
use super::critic::CriticView;
use super::hold::Hold;
use super::ink_fit::{InkFit, Turn};
use super::read::{Found, Read, Reading};
use super::sample::{as_sample, sample_photo};
use super::setup::begin_learning;
use super::snapshots::{MAX_SNAPSHOTS, least_missed};
use crate::engine::io::IoPool;
use crate::engine::{EngineError, Snapshot, TrainEvent, TrainSpec};
use crate::ink::InkSettings;
use crate::library::StyleWeights;
use crate::model::tensors::NamedTensors;
use crate::model::{PageHash, StyleCode};
use crate::render::{Recipe, RenderRequest, Renderer, Scale};
use crate::train::pages::PageProblem;
use crate::train::{Evaluation, Finetuning, Measure, TrainError};

/// Share of the time that a gentle training run leaves to the desktop.
const GENTLE_REST: f64 = 1.0;
/// Time between two looks whether a checkpoint was written, while nothing else is done.
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// The weights of a snapshot.
struct SnapshotWeights {
    num_steps: u64,
    style: StyleWeights,
}

#[expect(clippy::large_enum_variant, reason = "there is one of it")]
enum RunState {
    Reading(Reading),
    Running(Box<Finetuning>),
}

pub(super) struct Run {
    pub(super) spec: TrainSpec,
    state: RunState,
    /// That nobody else learns it; once it was read. After what is learnt, which may still be
    /// written.
    pub(super) hold: Option<Hold>,
    /// When what the user chose is to be noted, if it was not yet.
    pub(super) note_due: Option<Instant>,
    /// When to look whether a checkpoint was written.
    pub(super) look_due: Option<Instant>,
    pub(super) is_paused: bool,
    pub(super) is_gentle: bool,
    snapshots: Vec<SnapshotWeights>,
    sample: Option<Arc<RgbaImage>>,
    /// Suits the pages, or the pairs.
    ink: InkSettings,
    /// Suits the pages.
    measured: InkSettings,
    ink_fit: InkFit,
    drawn: Drawn,
    critic_view: CriticView,
    /// Of the pages.
    hashes: Vec<PageHash>,
    shown: Instant,
    /// Time of the steps since then.
    stepped: Duration,
    pub(super) rest_until: Instant,
}

impl Run {
    /// Has what it needs read.
    pub(super) fn begin(spec: TrainSpec, io: &IoPool) -> Self {
        let now = Instant::now();
        Self {
            state: RunState::Reading(Reading::begin(&spec, io)),
            spec,
            hold: None,
            note_due: None,
            look_due: None,
            is_paused: false,
            is_gentle: false,
            snapshots: Vec::new(),
            sample: None,
            ink: InkSettings::default(),
            measured: InkSettings::default(),
            ink_fit: InkFit::new(&[]),
            drawn: Drawn::default(),
            critic_view: CriticView::default(),
            hashes: Vec::new(),
            shown: now,
            stepped: Duration::ZERO,
            rest_until: now,
        }
    }

    /// Whether there is anything to keep of it.
    pub(super) fn has_begun(&self) -> bool {
        matches!(self.state, RunState::Running(_))
    }

    /// What is still being written, to be let go of before its folder is.
    pub(super) fn into_written(self) -> Option<Box<Finetuning>> {
        match self.state {
            RunState::Running(learning) => Some(learning),
            RunState::Reading(_) => None,
        }
    }

    /// Looks, when it is time to, whether a checkpoint was written; what the disk refuses is told.
    pub(super) fn look_at_saving(&mut self, emit: &mut Emit<'_>) {
        if self.look_due.is_none_or(|due| due > Instant::now()) {
            return;
        }
        self.look_due = None;
        let RunState::Running(learning) = &mut self.state else {
            return;
        };
        match learning.is_saving() {
            Ok(true) => self.look_due = Some(Instant::now() + LOOK_EVERY),
            Ok(false) => {}
            Err(err) => self.pause_because(err.into(), emit),
        }
    }

    /// Brings what was learnt and chosen to the disk, and waits for it.
    pub(super) fn close(&mut self) {
        if self.hold.is_none() {
            return;
        }
        self.save(&mut |_| {});
        let noted = self.spec.note().map_err(TrainError::from);
        if let RunState::Running(learning) = &mut self.state
            && let Err(err) = noted.and_then(|()| learning.finish_saving())
        {
            log::warn!("the last of a lesson is not saved: {err}");
        }
    }

    /// Has all of it removed, if it is still being read.
    pub(super) fn discard(&self) {
        if let RunState::Reading(reading) = &self.state {
            reading.discard();
        }
    }

    /// One step; says whether the time is over.
    pub(super) fn turn(
        &mut self,
        renderer: &mut Renderer,
        io: &IoPool,
        emit: &mut Emit<'_>,
    ) -> Result<bool, EngineError> {
        if self.has_begun() {
            self.take_fresh(io, emit)?;
        }
        let learning = match &mut self.state {
            RunState::Reading(reading) => {
                if let Some(Read { hold, found }) = reading.take()? {
                    self.hold = Some(hold);
                    self.start(&found?, renderer, emit)?;
                }
                return Ok(false);
            }
            RunState::Running(learning) => learning,
        };
        match self.ink_fit.turn() {
            Turn::Idle => {}
            Turn::Trying => return Ok(false),
            Turn::Better(ink) => {
                self.ink = *ink;
                self.show(renderer, emit)?;
                return Ok(false);
            }
        }
        let num_steps = learning.state().num_steps;
        if learning.is_over() && self.ink_fit.is_fitted(num_steps) {
            return Ok(self.all_is_learnt(emit));
        }
        if learning.is_over() || self.ink_fit.is_due(num_steps) {
            self.fit_ink(renderer)?;
            return Ok(false);
        }
        learning.set_weights(self.spec.weights);
        let advance = learning.advance()?;
        self.stepped += Duration::from_secs_f64(advance.seconds);
        if self.is_gentle {
            let rest = Duration::from_secs_f64(advance.seconds * GENTLE_REST);
            self.rest_until = Instant::now() + rest;
        }
        let (num_steps, evaluation) = (advance.num_steps, advance.evaluation);
        if let Some(trouble) = evaluation.and_then(|found| found.trouble) {
            emit(TrainEvent::Trouble(trouble));
        }
        let is_over = learning.is_over();
        let has_settled = evaluation.is_some_and(|found| found.has_settled);
        let settled = has_settled.then(|| learning.plan().clone());
        emit(TrainEvent::Stepped(advance));
        if let Some(plan) = settled {
            emit(TrainEvent::Settled(plan));
        }
        if evaluation.is_some() || is_time_to_show(self.stepped, self.shown.elapsed()) {
            self.show(renderer, emit)?;
        }
        if let Some(Evaluation {
            measure, is_best, ..
        }) = evaluation
        {
            self.add_snapshot(num_steps, measure, is_best, renderer, emit)?;
        }
        Ok(is_over && self.ink_fit.is_fitted(num_steps) && self.all_is_learnt(emit))
    }

    fn start(
        &mut self,
        found: &Found,
        renderer: &mut Renderer,
        emit: &mut Emit<'_>,
    ) -> Result<(), EngineError> {
        let in_words = |list: &[(PathBuf, PageProblem)]| -> Vec<(PathBuf, String)> {
            let words = list.iter();
            words
                .map(|(path, problem)| (path.clone(), problem.in_words()))
                .collect()
        };
        let pair_problems = found.pair_problems.iter();
        let pair_problems = pair_problems.map(|(path, why)| (path.clone(), why.in_words()));
        emit(TrainEvent::Looked {
            num_pages: found.material.pages.len(),
            num_pairs: found.material.pairs.len(),
            traits: found
                .ink
                .measured
                .map_or_else(Vec::new, |hand| hand.traits()),
            score: found.score.clone(),
            problems: in_words(&found.problems)
                .into_iter()
                .chain(pair_problems)
                .collect(),
            warnings: in_words(&found.warnings),
        });
        self.ink = found.ink;
        self.measured = found.ink;
        self.ink_fit = InkFit::new(&found.material.pairs);
        self.hashes.clone_from(&found.hashes);
        if self.spec.awaits {
            self.drawn.begin(found, &self.spec);
        }
        let mut learning = begin_learning(renderer, &found.material, &self.spec)?;
        if learning.keep_in(&self.spec.folder)? {
            learning.change_plan(&self.spec.changes);
        }
        let own = found.material.photos.first();
        self.sample = Some(Arc::new(own.map_or_else(sample_photo, |photo| {
            as_sample(&image::DynamicImage::ImageRgb8(photo.clone()).into_rgba8())
        })));
        let began = TrainEvent::Began {
            resumed_at: learning.state().num_steps,
            plan: learning.plan().clone(),
        };
        self.state = RunState::Running(Box::new(learning));
        self.show(renderer, emit)?;
        emit(began);
        Ok(())
    }

    /// Begins to fit the ink to what the network draws now; at the end to what it draws best.
    fn fit_ink(&mut self, renderer: &mut Renderer) -> Result<(), EngineError> {
        let RunState::Running(learning) = &self.state else {
            return Ok(());
        };
        let num_steps = learning.state().num_steps;
        let weights = shown(learning)?;
        let (name, inks) = (&self.spec.name, [self.ink, self.measured]);
        let weights = weights_of(weights, renderer);
        renderer.library_mut().insert(name, weights, self.ink);
        self.ink_fit.begin(name, inks, num_steps, renderer)
    }

    /// Puts the present weights, at the end the best, in the style library, so that previews are
    /// drawn with them.
    fn show(&mut self, renderer: &mut Renderer, emit: &mut Emit<'_>) -> Result<(), EngineError> {
        let RunState::Running(learning) = &self.state else {
            return Ok(());
        };
        let weights = weights_of(shown(learning)?, renderer);
        renderer
            .library_mut()
            .insert(&self.spec.name, weights, self.ink);
        (self.shown, self.stepped) = (Instant::now(), Duration::ZERO);
        self.critic_view.has_changed();
        emit(TrainEvent::Shown);
        Ok(())
    }

    fn add_snapshot(
        &mut self,
        num_steps: u64,
        measure: Measure,
        is_best: bool,
        renderer: &mut Renderer,
        emit: &mut Emit<'_>,
    ) -> Result<(), EngineError> {
        let RunState::Running(learning) = &self.state else {
            return Ok(());
        };
        let style = weights_of(learning.present()?, renderer);
        self.snapshots.push(SnapshotWeights { num_steps, style });
        let mut dropped = None;
        if self.snapshots.len() > MAX_SNAPSHOTS {
            let steps: Vec<u64> = self.snapshots.iter().map(|kept| kept.num_steps).collect();
            let best = learning.state().task.best.map(|(num_steps, _)| num_steps);
            if let Some(index) = least_missed(&steps, best) {
                dropped = Some(self.snapshots.remove(index).num_steps);
            }
        }
        let Some(photo) = &self.sample else {
            return Err(EngineError::CANCELLED);
        };
        let sample = self.draw(photo, renderer)?;
        let objections = self.objections_to(&sample);
        emit(TrainEvent::Snapshot(Snapshot {
            num_steps,
            measure,
            is_best,
            sample,
            objections,
            dropped,
        }));
        Ok(())
    }

    /// A photograph, drawn with the style as it is in the library, inked as the pages are.
    fn draw(
        &self,
        photo: &Arc<RgbaImage>,
        renderer: &mut Renderer,
    ) -> Result<Arc<RgbaImage>, EngineError> {
        let recipe = Recipe::of_style(&self.spec.name).with_ink(self.ink);
        let request = RenderRequest::in_memory(Arc::clone(photo), recipe, Scale::Full);
        let rendered = renderer.render(&request, &|| false)?;
        Ok(rendered.drawing.into_pixels()?)
    }

    /// Goes on from an earlier point. The choice is on the disk at once: what is learnt next builds
    /// on it.
    pub(super) fn go_back_to(
        &mut self,
        num_steps: u64,
        renderer: &mut Renderer,
        emit: &mut Emit<'_>,
    ) {
        let RunState::Running(learning) = &mut self.state else {
            return;
        };
        let Some(kept) = self
            .snapshots
            .iter()
            .find(|kept| kept.num_steps == num_steps)
        else {
            return;
        };
        let outcome = learning
            .go_on_from(&kept.style.generator, kept.style.code)
            .map_err(EngineError::from)
            .and_then(|()| self.show(renderer, emit));
        match outcome {
            Ok(()) => drop(self.save(emit)),
            Err(error) => self.pause_because(error, emit),
        }
    }

    fn pause_because(&mut self, reason: EngineError, emit: &mut Emit<'_>) {
        self.is_paused = true;
        let reason = Some(reason);
        emit(TrainEvent::Paused { reason });
    }

    /// Has what was learnt brought to the disk; `false` when that has refused the checkpoint
    /// before.
    pub(super) fn save(&mut self, emit: &mut Emit<'_>) -> bool {
        // Nothing is written into a folder that may be another's.
        if self.hold.is_none() {
            return true;
        }
        self.look_due = Some(Instant::now() + LOOK_EVERY);
        let RunState::Running(learning) = &mut self.state else {
            return true;
        };
        let saved = learning.save();
        let is_saved = saved.is_ok();
        if let Err(err) = saved {
            self.pause_because(err.into(), emit);
        }
        is_saved
    }
}

/// The present point; at the end the best.
fn shown(learning: &Finetuning) -> Result<(NamedTensors, StyleCode), TrainError> {
    if learning.is_over() {
        learning.best()
    } else {
        learning.present()
    }
}

fn weights_of((generator, code): (NamedTensors, StyleCode), renderer: &Renderer) -> StyleWeights {
    StyleWeights {
        code,
        photo: renderer.library().model().photo(),
        generator,
    }
}
