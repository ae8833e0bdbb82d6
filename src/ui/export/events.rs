//! What events of the engine mean for the queue.

use std::path::PathBuf;

use super::Tab;
use super::entry::{Entry, EntryState};
use super::queue::{Blocked, Queue};
use crate::engine::batch::{Blocker, Existing};
use crate::engine::{EngineError, Event, JobId};
use crate::picture::ImageError;
use crate::render::RenderError;
use crate::ui::explain;

/// What came of a job.
#[derive(Debug, Default)]
pub(in crate::ui) struct Ended {
    /// The job, to be forgotten.
    pub(in crate::ui) job: Option<JobId>,
    /// The photograph of which a drawing was saved.
    pub(in crate::ui) saved: Option<PathBuf>,
    /// Jobs to stop, because they would fail alike.
    pub(in crate::ui) stop: Vec<JobId>,
    /// That was the last: how many failed, and the file that was written last.
    pub(in crate::ui) all_done: Option<(usize, Option<PathBuf>)>,
}

impl Queue {
    /// Takes in events about one of its jobs.
    pub(in crate::ui) fn take(&mut self, event: Event) -> Ended {
        let mut ended = Ended::default();
        match event {
            Event::Progress { id, progress } => {
                if let Some(entry) = self.of_job(id) {
                    let (job, stage) = (id, Some(progress.stage));
                    entry.state = EntryState::Drawing { job, stage };
                }
                return ended;
            }
            Event::JobDone { id, result } => {
                ended.job = Some(id);
                self.pace.saved();
                self.lost.extend(&result.lost);
                self.num_lossy += usize::from(!result.lost.is_empty());
                if let Some(entry) = self.of_job(id) {
                    entry.state = EntryState::Saved;
                    entry.written = result.imprint;
                    ended.saved = Some(entry.input.clone());
                    self.last = Some(entry.output.clone());
                }
            }
            // It was stopped by a pause or a blocker; one that was taken out is here no more.
            Event::JobCancelled { id } => {
                ended.job = Some(id);
                if let Some(entry) = self.of_job(id) {
                    entry.state = EntryState::Waiting;
                }
            }
            Event::JobFailed { id, error } => {
                ended.job = Some(id);
                self.failed(id, &error);
                if self.blocked.is_some() {
                    ended.stop = self.running();
                }
            }
            _ => return ended,
        }
        if let Some(job) = ended.job {
            self.strays.remove(&job);
        }
        self.num_changes += 1;
        if !self.is_open() && !self.is_empty() {
            ended.all_done = Some((self.num_in(Tab::Failed), self.last.take()));
        }
        ended
    }

    fn failed(&mut self, id: JobId, error: &EngineError) {
        let Some(entry) = self.of_job(id) else {
            return;
        };
        if let Some(blocker) = Blocker::behind(error) {
            entry.state = EntryState::Waiting;
            let blocked = Blocked {
                blocker,
                number: entry.number,
                target: entry.order.target.clone(),
                reason: reason(entry, error),
            };
            // What comes behind the first one is of the same making.
            self.blocked.get_or_insert(blocked);
        } else if is_taken(error) && entry.order.existing == Existing::Skip {
            entry.state = EntryState::Skipped;
        } else {
            entry.state = EntryState::Failed(reason(entry, error));
        }
    }
}

fn is_taken(error: &EngineError) -> bool {
    matches!(
        error,
        EngineError::Render(RenderError::File {
            source: ImageError::AlreadyExists,
            ..
        })
    )
}

/// Why, without the name of the photograph, which stands beside it.
fn reason(entry: &Entry, error: &EngineError) -> String {
    match error {
        EngineError::Render(RenderError::File { source, path }) if *path == entry.input => {
            explain::picture(source)
        }
        other => explain::engine(other),
    }
}
