//! One frame of an animation after the other: drawn here, written by the file threads.

use std::time::{Duration, Instant};

use super::{Filed, Job, JobState, Worker};
use crate::engine::{EngineError, Event, JobId, JobResult, Stage};
use crate::picture::{AnimationWriter, ImageError, Imprint};
use crate::render::{Addition, AnimationJob, RenderError, Source, Stopwatch, contain};

impl Worker {
    /// Draws the next frame, or ends the file. Gives up as [`slice`](Self::slice) does.
    pub(super) fn frame_slice(
        &mut self,
        mut job: Job,
        mut animation: Box<AnimationJob>,
        index: usize,
    ) {
        let id = job.command.id;
        self.emit_progress(id, Stage::Draw);
        match self.draw_frame(&mut job, &mut animation) {
            Ok(Some(addition)) => {
                job.num_interruptions = 0;
                job.state = JobState::Animation(animation);
                self.jobs.insert(index, job);
                let filed = self.filed.0.clone();
                self.io.run(move || {
                    let start = Instant::now();
                    let added = contain(|| -> Result<_, EngineError> { Ok(addition.write()?) });
                    filed.send(Filed::Added(id, added, start.elapsed())).ok();
                });
            }
            Ok(None) => self.end_animation(job, *animation, index),
            Err(error) => {
                job.state = JobState::Animation(animation);
                self.slice_failed(job, error, index);
            }
        }
    }

    /// A frame is in the file, or could not be brought there.
    pub(super) fn frame_was_added(
        &mut self,
        id: JobId,
        added: Result<AnimationWriter, EngineError>,
        took: Duration,
    ) {
        // The animation may have been stopped meanwhile; nothing is left of its file then.
        let Some(index) = self.jobs.iter().position(|job| job.command.id == id) else {
            return;
        };
        let error = match (added, self.jobs.get_mut(index)) {
            (Ok(writer), Some(job)) => {
                job.timings.encode += took;
                if let JobState::Animation(animation) = &mut job.state {
                    animation.go_on(writer);
                }
                return;
            }
            (Err(EngineError::Render(RenderError::Picture(source))), Some(job)) => {
                job.blame(source).into()
            }
            (Err(error), _) => error,
            (Ok(_), None) => return,
        };
        let is_cancelled = self
            .jobs
            .remove(index)
            .is_some_and(|job| job.command.cancel.is_cancelled());
        self.emit(if is_cancelled {
            Event::JobCancelled { id }
        } else {
            Event::JobFailed { id, error }
        });
    }

    /// Draws a frame, to be added to the file; `None` after the last.
    fn draw_frame(
        &mut self,
        job: &mut Job,
        animation: &mut AnimationJob,
    ) -> Result<Option<Addition>, EngineError> {
        let (stopper, recipe) = (self.stopper(job), &job.command.request.recipe);
        let stop = || stopper.says_so();
        let drawn = self.run(&stopper, |renderer| {
            renderer.draw_frame(animation, recipe, &stop)
        });
        let frame = match drawn {
            Ok(Some(frame)) => frame,
            Ok(None) => return Ok(None),
            Err(EngineError::Render(RenderError::Picture(source))) => {
                return Err(job.blame(source).into());
            }
            Err(error) => return Err(error),
        };
        let mut timings = frame.timings;
        let mut watch = Stopwatch::start();
        let addition = contain(|| -> Result<_, EngineError> {
            Ok(match frame.drawing {
                Some(drawing) => animation.add(drawing),
                None => animation.add_again(),
            })
        })?;
        timings.encode = watch.lap();
        job.timings.add(&timings);
        // There was a frame, and the file is not being written to.
        addition.map(Some).ok_or(EngineError::CANCELLED)
    }

    /// Has the file ended.
    fn end_animation(&mut self, mut job: Job, animation: AnimationJob, index: usize) {
        let id = job.command.id;
        let sizes = animation.sizes();
        let (lost, num_frames) = (animation.lost(), animation.num_drawn());
        let output = job.command.request.output();
        let path = output.map(|output| output.path.clone());
        let (Some(path), Some(writer)) = (path, animation.into_writer()) else {
            return;
        };
        let result = JobResult {
            written: Some(path.clone()),
            imprint: None,
            pixels: None,
            photo_size: sizes.photo.into(),
            width: sizes.written.0,
            height: sizes.written.1,
            lost,
            num_frames: [num_frames; 2],
            timings: job.timings,
        };
        job.state = JobState::Writing(result);
        self.jobs.insert(index, job);
        self.emit_progress(id, Stage::Write);
        let filed = self.filed.0.clone();
        self.io.run(move || {
            let start = Instant::now();
            let outcome = contain(|| -> Result<_, EngineError> {
                writer
                    .finish()
                    .map_err(RenderError::in_file(path.clone()))?;
                Ok((Duration::ZERO, Imprint::of(&path).ok()))
            });
            filed
                .send(Filed::Written(id, outcome, start.elapsed()))
                .ok();
        });
    }
}

impl Job {
    /// Names the file that an error of an animation is about: the one that is read, or the one
    /// written.
    fn blame(&self, source: ImageError) -> RenderError {
        let is_of_output = matches!(
            source,
            ImageError::CannotWrite { .. }
                | ImageError::CannotEncode { .. }
                | ImageError::AlreadyExists
        );
        let request = &self.command.request;
        let path = match (request.output(), &request.source) {
            (Some(output), _) if is_of_output => Some(&output.path),
            (_, Source::File(path)) => Some(path),
            _ => None,
        };
        match path {
            Some(path) => RenderError::in_file(path.clone())(source),
            None => source.into(),
        }
    }
}
