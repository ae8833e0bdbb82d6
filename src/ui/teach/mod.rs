//! Teaching a style: what is prepared, what is being learnt, and what waits. Plain data but for the
//! thread that looks at pages.

mod look;
mod running;
mod sheet;

use std::collections::VecDeque;

use super::explain;
use crate::engine::{Hold, TrainEvent, TrainSpec, UnfinishedRun};
use crate::i18n::tr;

pub(super) use look::{Found, Gone, Looker, Problem};
pub(super) use running::{Curve, Point, Running};
pub(super) use sheet::{Form, Length, Sheet, SheetPage};

/// Everything about teaching that is shown.
#[derive(Debug, Default)]
pub(super) struct Teaching {
    /// The sheet on which a training run is prepared.
    pub(super) sheet: Option<Sheet>,
    /// The training run that runs.
    pub(super) running: Option<Running>,
    /// Training runs that wait for their turn.
    pub(super) queue: VecDeque<Queued>,
    /// Training runs of an earlier run of the program that can be gone on with.
    pub(super) unfinished: Vec<UnfinishedRun>,
    /// Seconds of a step on this machine, rehearsed or of the last training run; `None` while it is
    /// not known.
    pub(super) seconds_per_step: Option<f64>,
    /// Whether finding it out has failed; the training run itself will say why.
    pub(super) cannot_be_timed: bool,
}

/// A training run that waits for its turn.
#[derive(Debug)]
pub(super) struct Queued {
    pub(super) spec: TrainSpec,
    /// That no other process learns it; `None` when one does, or where it cannot be locked.
    pub(super) hold: Option<Hold>,
}

impl Teaching {
    /// Takes events of the engine in. Says what the window should do about it.
    pub(super) fn take(&mut self, event: TrainEvent) -> Vec<Effect> {
        let running = match (&event, &mut self.running) {
            (TrainEvent::StepsTimed { seconds_per_step }, _) => {
                match seconds_per_step {
                    Ok(seconds) => self.seconds_per_step = Some(*seconds),
                    Err(err) => {
                        log::warn!("the speed of learning is not known: {err}");
                        self.cannot_be_timed = true;
                    }
                }
                return Vec::new();
            }
            (_, None) => return Vec::new(),
            (_, Some(running)) => running,
        };
        let name = running.spec.name.clone();
        match event {
            TrainEvent::Stepped(advance) => {
                running.stepped(&advance);
                self.seconds_per_step = running.seconds_per_step();
                Vec::new()
            }
            // What the network objects to is of the canvas, and shown there.
            TrainEvent::StepsTimed { .. } | TrainEvent::Criticised { .. } => Vec::new(),
            TrainEvent::Looked {
                num_pages,
                traits,
                score,
                problems,
                ..
            } => {
                running.num_pages = num_pages;
                running.traits = traits;
                running.score = score;
                running.num_left_out = problems.len();
                Vec::new()
            }
            TrainEvent::Began { resumed_at, plan } => {
                running.began(resumed_at, plan);
                vec![Effect::ShowStyle(name)]
            }
            TrainEvent::TookDrawing {
                num_pairs, plan, ..
            } => {
                running.took_drawing(num_pairs, plan);
                Vec::new()
            }
            TrainEvent::Awaits => {
                running.waits_at = Some(running.num_steps);
                Vec::new()
            }
            TrainEvent::Shown => vec![Effect::DrawAgain(name)],
            TrainEvent::Snapshot(point) => {
                running.add_point(point);
                Vec::new()
            }
            TrainEvent::Settled(plan) => {
                running.plan = plan;
                Vec::new()
            }
            TrainEvent::Trouble(trouble) => {
                running.trouble = Some(trouble);
                Vec::new()
            }
            TrainEvent::Paused { reason } => {
                running.pause(true);
                running.obstacle = reason.as_ref().map(explain::engine);
                Vec::new()
            }
            TrainEvent::Ended(style) => {
                self.running = None;
                // It may have got another name, where its own was taken.
                let kept = style.name;
                let renamed = (kept != name).then(|| Effect::ShowStyle(kept.clone()));
                let mut effects = vec![
                    Effect::Notify(tr!("style-on-shelf", name = &kept)),
                    Effect::DrawAgain(kept),
                ];
                effects.extend(renamed);
                effects.push(Effect::Next);
                effects
            }
            TrainEvent::Dropped => {
                self.running = None;
                vec![
                    Effect::Notify(tr!("lesson-dropped", name = name)),
                    Effect::Next,
                ]
            }
            TrainEvent::Failed(err) => {
                self.running = None;
                vec![
                    Effect::Problem(tr!(
                        "lesson-failed",
                        name = name,
                        reason = explain::engine(&err)
                    )),
                    Effect::Next,
                ]
            }
        }
    }
}

/// What events of a training run means for the rest of the window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Effect {
    /// Choose this style.
    ShowStyle(String),
    /// The style has new weights.
    DrawAgain(String),
    /// Say it in the status bar.
    Notify(String),
    /// Put it into the list of what went wrong.
    Problem(String),
    /// Begin the next training run, if one waits.
    Next,
}
