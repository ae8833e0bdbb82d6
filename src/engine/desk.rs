//! Learning a style beside everything else: one training step at a time, between previews and jobs.
//!
//! | module | what |
//! |---|---|
//! | [`lesson`] | the lesson itself |
//! | [`read`] | what is read for it, on a file thread |
//! | [`keeping`] | what is put on the shelf, on a file thread |
//! | [`clerk`] | what is noted and removed, on a thread of its own |

mod clerk;
mod keeping;
mod lesson;
mod read;

use std::time::{Duration, Instant};

use self::clerk::Clerk;
use self::keeping::Keeping;
use self::lesson::Lesson;
use super::io::IoPool;
use super::rehearsal::Rehearsal;
use super::{EngineError, LessonNews, LessonOrder};
use crate::library::ShelfError;
use crate::render::Renderer;
use crate::train::has_run;

/// Time from a choice of the user to its being noted: a slider that is dragged makes many.
const NOTE_AFTER: Duration = Duration::from_secs(2);

/// Holds the lesson that runs, or the rehearsal of one, if any.
#[derive(Default)]
pub(super) struct Desk {
    lesson: Option<Box<Lesson>>,
    rehearsal: Option<Rehearsal>,
    /// The style of the last lesson, until it is on the shelf.
    keeping: Option<Keeping>,
    clerk: Clerk,
}

/// What is told while the desk has its turn.
pub(super) type Tell<'a> = dyn FnMut(LessonNews) + 'a;

impl Desk {
    /// Whether there is something to do now.
    pub(super) fn is_busy(&self) -> bool {
        let is_waiting = self.rehearsal.is_some() || self.keeping.is_some();
        is_waiting || self.rests_for().is_some_and(|rest| rest.is_zero())
    }

    /// When there will be something to do, if not now.
    pub(super) fn rests_for(&self) -> Option<Duration> {
        let lesson = self.lesson.as_ref()?;
        let step = (!lesson.is_paused).then_some(lesson.rest_until);
        let due = lesson.note_due.into_iter().chain(lesson.look_due);
        let next = step.into_iter().chain(due).min()?;
        Some(next.saturating_duration_since(Instant::now()))
    }

    /// Takes an order; what cannot be done is told.
    pub(super) fn order(
        &mut self,
        order: LessonOrder,
        renderer: &mut Renderer,
        io: &IoPool,
        tell: &mut Tell<'_>,
    ) {
        match (order, &mut self.lesson) {
            (LessonOrder::Rehearse, None) => {
                self.rehearsal.get_or_insert_default();
            }
            (LessonOrder::Begin(spec), None) if self.keeping.is_none() => {
                // The lesson itself tells how long it takes.
                self.rehearsal = None;
                self.lesson = Some(Box::new(Lesson::begin(*spec, io)));
            }
            (LessonOrder::Begin(_), _) => tell(LessonNews::Failed(EngineError::LessonRuns)),
            (LessonOrder::Weights(weights), Some(lesson)) => {
                lesson.spec.weights = weights;
                let due = || Instant::now() + NOTE_AFTER;
                lesson.note_due.get_or_insert_with(due);
            }
            (LessonOrder::Gentle(is_gentle), Some(lesson)) => lesson.is_gentle = is_gentle,
            (LessonOrder::Pause(is_paused), Some(lesson)) => {
                lesson.is_paused = is_paused;
                if is_paused {
                    let is_saved = lesson.save(tell);
                    if lesson.hold.is_some() {
                        // The weights may have been moved since it began.
                        lesson.note_due = None;
                        self.clerk.note(lesson.spec.clone());
                    }
                    if is_saved {
                        tell(LessonNews::Paused { reason: None });
                    }
                }
            }
            (LessonOrder::GoBackTo(num_steps), Some(lesson)) => {
                lesson.go_back_to(num_steps, renderer, tell);
            }
            (LessonOrder::Stop, Some(_)) => self.end(renderer, io, tell),
            (LessonOrder::Drop, Some(_)) => {
                if let Some(lesson) = self.lesson.take() {
                    self.remove(*lesson);
                }
                tell(LessonNews::Dropped);
            }
            (LessonOrder::Rehearse, Some(_)) | (_, None) => {}
        }
    }

    /// Does one step.
    pub(super) fn turn(&mut self, renderer: &mut Renderer, io: &IoPool, tell: &mut Tell<'_>) {
        if let Some(keeping) = self.keeping.take() {
            match keeping.take() {
                Some(Ok(kept)) => {
                    // What is on the shelf needs no checkpoint.
                    self.remove(*keeping.lesson);
                    renderer.library_mut().renew(kept.shelf);
                    tell(LessonNews::Ended(Box::new(kept.style)));
                }
                Some(Err(error)) => tell(LessonNews::Failed(error)),
                None => self.keeping = Some(keeping),
            }
            return;
        }
        if let Some(rehearsal) = &mut self.rehearsal {
            if let Some(seconds_per_step) = rehearsal.turn(renderer).transpose() {
                self.rehearsal = None;
                tell(LessonNews::Rehearsed { seconds_per_step });
            }
            return;
        }
        let Some(lesson) = &mut self.lesson else {
            return;
        };
        if lesson.note_due.is_some_and(|due| due <= Instant::now()) {
            lesson.note_due = None;
            self.clerk.note(lesson.spec.clone());
        }
        lesson.look_at_saving(tell);
        if lesson.is_paused || lesson.rest_until > Instant::now() {
            return;
        }
        match lesson.turn(renderer, tell) {
            Ok(false) => {}
            Ok(true) => self.end(renderer, io, tell),
            Err(EngineError::Lesson(err)) if err.can_be_retried() && lesson.has_begun() => {
                lesson.is_paused = true;
                tell(LessonNews::Paused {
                    reason: Some(err.into()),
                });
            }
            Err(error) => self.fail(error, tell),
        }
    }

    /// Saves what there is; the program is closing.
    pub(super) fn close(&mut self) {
        if let Some(lesson) = &mut self.lesson {
            lesson.close();
        }
        if let Some(keeping) = self.keeping.take()
            && keeping.wait().is_ok()
        {
            self.remove(*keeping.lesson);
        }
    }

    /// A lesson that cannot begin leaves nothing behind, unless it is to be offered again.
    fn fail(&mut self, error: EngineError, tell: &mut Tell<'_>) {
        if let Some(lesson) = self.lesson.take()
            && !lesson.spec.keep
            && !has_run(&lesson.spec.folder)
        {
            self.remove(*lesson);
        }
        tell(LessonNews::Failed(error));
    }

    fn end(&mut self, renderer: &mut Renderer, io: &IoPool, tell: &mut Tell<'_>) {
        let Some(mut lesson) = self.lesson.take() else {
            return;
        };
        if !lesson.has_begun() {
            self.lesson = Some(lesson);
            return self.fail(EngineError::CANCELLED, tell);
        }
        lesson.save(tell);
        match (
            lesson.result(renderer),
            renderer.library().folder().cloned(),
        ) {
            (Ok(style), Some(shelf)) if lesson.spec.keep => {
                self.keeping = Some(Keeping::begin(shelf, style, lesson, io));
            }
            (Ok(_), None) if lesson.spec.keep => {
                tell(LessonNews::Failed(ShelfError::NoFolder.into()));
            }
            (Ok(style), _) => tell(LessonNews::Ended(Box::new(style))),
            (Err(error), _) => tell(LessonNews::Failed(error)),
        }
    }

    /// Has the folder of a lesson removed, if it was ours.
    fn remove(&mut self, mut lesson: Lesson) {
        lesson.discard();
        if let Some(hold) = lesson.hold.take() {
            let folder = lesson.spec.folder.clone();
            self.clerk.remove(hold, folder, lesson.into_written());
        }
    }
}
