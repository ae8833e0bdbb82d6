//! Learning a style beside everything else: one training step at a time, between previews and jobs.
//!
//! | module | what |
//! |---|---|
//! | [`messages`] | what can be asked and told about it |
//! | [`run`] | the run itself |
//! | [`sample`] | the photograph that is drawn on the way |
//! | [`setup`] | setting it up where the renderer draws |
//! | [`read`] | what is read for it, on a file thread |
//! | [`style_saving`] | the style that is put into the library, on a file thread |
//! | [`notes`] | what is noted and removed, on a thread of its own |
//! | [`snapshots`] | which points of it can be gone back to |
//! | [`step_timing`] | how long a step takes here |
//! | [`ink_fit`] | the ink that is fitted to pairs |
//! | [`fresh`] | drawings that are saved while it goes on |
//! | [`critic`] | the drawing that is looked at, as the discriminator sees it |
//! | [`hold`] | which process trains it |

mod critic;
mod fresh;
mod hold;
mod ink_fit;
mod messages;
mod notes;
mod read;
mod run;
mod sample;
mod setup;
mod snapshots;
mod step_timing;
mod style_saving;

use std::time::{Duration, Instant};

pub use self::critic::CriticOrder;
pub use self::hold::{Hold, is_run_held, remove_run};
pub use self::messages::{
    Snapshot, TrainCommand, TrainEvent, TrainMaterial, TrainSpec, UnfinishedRun, new_run_folder,
    unfinished_runs,
};

use self::notes::Notes;
use self::run::Run;
use self::step_timing::StepTiming;
use self::style_saving::StyleSaving;
use super::EngineError;
use super::io::IoPool;
use crate::library::StyleFolderError;
use crate::render::Renderer;
use crate::train::has_run;

/// Time from a choice of the user to its being noted: a slider that is dragged makes many.
const NOTE_AFTER: Duration = Duration::from_secs(2);

/// Holds the run that is going on, or the timing of its steps, if any.
#[derive(Default)]
pub(super) struct Training {
    run: Option<Box<Run>>,
    step_timing: Option<StepTiming>,
    /// The style of the last run, until it is in the library.
    saving: Option<StyleSaving>,
    notes: Notes,
}

/// What is emitted while training has its turn.
pub(super) type Emit<'a> = dyn FnMut(TrainEvent) + 'a;

impl Training {
    /// Whether there is something to do now.
    pub(super) fn is_busy(&self) -> bool {
        let is_waiting = self.step_timing.is_some() || self.saving.is_some();
        is_waiting || self.rests_for().is_some_and(|rest| rest.is_zero())
    }

    /// When there will be something to do, if not now.
    pub(super) fn rests_for(&self) -> Option<Duration> {
        let run = self.run.as_ref()?;
        let step = (!run.is_paused && !run.is_waiting()).then_some(run.rest_until);
        let due = run.note_due.into_iter().chain(run.look_due);
        let due = due.chain(run.critic_due());
        let next = step.into_iter().chain(due).min()?;
        Some(next.saturating_duration_since(Instant::now()))
    }

    /// Takes an order; what cannot be done is told.
    pub(super) fn order(
        &mut self,
        order: TrainCommand,
        renderer: &mut Renderer,
        io: &IoPool,
        emit: &mut Emit<'_>,
    ) {
        match (order, &mut self.run) {
            (TrainCommand::TimeSteps, None) => {
                self.step_timing.get_or_insert_default();
            }
            (TrainCommand::Begin(spec), None) if self.saving.is_none() => {
                // The run itself tells how long it takes.
                self.step_timing = None;
                self.run = Some(Box::new(Run::begin(*spec, io)));
            }
            (TrainCommand::Begin(_), _) => emit(TrainEvent::Failed(EngineError::TrainingRuns)),
            (TrainCommand::Weights(weights), Some(run)) => {
                run.spec.weights = weights;
                let due = || Instant::now() + NOTE_AFTER;
                run.note_due.get_or_insert_with(due);
            }
            (TrainCommand::Gentle(is_gentle), Some(run)) => run.is_gentle = is_gentle,
            (TrainCommand::Pause(is_paused), Some(run)) => {
                run.is_paused = is_paused;
                if is_paused {
                    let is_saved = run.save(emit);
                    if run.hold.is_some() {
                        // The weights may have been moved since it began.
                        run.note_due = None;
                        self.notes.note(run.spec.clone());
                    }
                    if is_saved {
                        emit(TrainEvent::Paused { reason: None });
                    }
                }
            }
            (TrainCommand::GoBackTo(num_steps), Some(run)) => {
                run.go_back_to(num_steps, renderer, emit);
            }
            (TrainCommand::TakeDrawing(files), Some(run)) => run.take_drawing(files),
            (TrainCommand::AwaitNothing, Some(run)) => run.await_nothing(),
            (TrainCommand::Criticise(order), Some(run)) => run.criticise(order),
            (TrainCommand::Stop, Some(_)) => self.end(renderer, io, emit),
            (TrainCommand::Drop, Some(_)) => {
                if let Some(run) = self.run.take() {
                    self.remove(*run);
                }
                emit(TrainEvent::Dropped);
            }
            (TrainCommand::TimeSteps, Some(_)) | (_, None) => {}
        }
    }

    /// Does one step.
    pub(super) fn turn(&mut self, renderer: &mut Renderer, io: &IoPool, emit: &mut Emit<'_>) {
        if let Some(saving) = self.saving.take() {
            match saving.take() {
                Some(Ok(kept)) => {
                    // What is in the style library needs no checkpoint.
                    self.remove(*saving.run);
                    renderer.library_mut().renew(kept.style_folder);
                    emit(TrainEvent::Ended(Box::new(kept.style)));
                }
                Some(Err(error)) => emit(TrainEvent::Failed(error)),
                None => self.saving = Some(saving),
            }
            return;
        }
        if let Some(step_timing) = &mut self.step_timing {
            if let Some(seconds_per_step) = step_timing.turn(renderer).transpose() {
                self.step_timing = None;
                emit(TrainEvent::StepsTimed { seconds_per_step });
            }
            return;
        }
        let Some(run) = &mut self.run else {
            return;
        };
        if run.note_due.is_some_and(|due| due <= Instant::now()) {
            run.note_due = None;
            self.notes.note(run.spec.clone());
        }
        run.look_at_saving(emit);
        if run.critic_due().is_some_and(|due| due <= Instant::now()) {
            run.look_at_drawing(renderer, emit);
            return;
        }
        if run.is_paused || run.is_waiting() || run.rest_until > Instant::now() {
            return;
        }
        match run.turn(renderer, io, emit) {
            Ok(false) => {}
            Ok(true) => self.end(renderer, io, emit),
            Err(EngineError::Train(err)) if err.can_be_retried() && run.has_begun() => {
                run.is_paused = true;
                emit(TrainEvent::Paused {
                    reason: Some(err.into()),
                });
            }
            Err(error) => self.fail(error, emit),
        }
    }

    /// Saves what there is; the program is closing.
    pub(super) fn close(&mut self) {
        if let Some(run) = &mut self.run {
            run.close();
        }
        if let Some(saving) = self.saving.take()
            && saving.wait().is_ok()
        {
            self.remove(*saving.run);
        }
    }

    /// A training run that cannot begin leaves nothing behind, unless it is to be offered again.
    fn fail(&mut self, error: EngineError, emit: &mut Emit<'_>) {
        if let Some(run) = self.run.take()
            && !run.spec.keep
            && !has_run(&run.spec.folder)
        {
            self.remove(*run);
        }
        emit(TrainEvent::Failed(error));
    }

    fn end(&mut self, renderer: &mut Renderer, io: &IoPool, emit: &mut Emit<'_>) {
        let Some(mut run) = self.run.take() else {
            return;
        };
        if !run.has_begun() {
            self.run = Some(run);
            return self.fail(EngineError::CANCELLED, emit);
        }
        run.save(emit);
        match (run.result(renderer), renderer.library().folder().cloned()) {
            (Ok(style), Some(style_folder)) if run.spec.keep => {
                self.saving = Some(StyleSaving::begin(style_folder, style, run, io));
            }
            (Ok(_), None) if run.spec.keep => {
                emit(TrainEvent::Failed(StyleFolderError::NoFolder.into()));
            }
            (Ok(style), _) => emit(TrainEvent::Ended(Box::new(style))),
            (Err(error), _) => emit(TrainEvent::Failed(error)),
        }
    }

    /// Has the folder of a training run removed, if it was ours.
    fn remove(&mut self, mut run: Run) {
        run.discard();
        if let Some(hold) = run.hold.take() {
            let folder = run.spec.folder.clone();
            self.notes.remove(hold, folder, run.into_written());
        }
    }
}
