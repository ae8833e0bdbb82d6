//! One frame of a film after the other: drawn here, written by the file threads.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use super::super::moving::{Addition, Moving, Turn};
use super::super::pipeline::contain;
use super::super::progress::Stopwatch;
use super::super::{
    Drawing, EngineError, Event, JobId, JobResult, Painter, Series, Source, Stage, Timings,
};
use super::{Filed, Job, MAX_INTERRUPTIONS, State, Worker};
use crate::picture::{AnimationWriter, ImageError, Imprint};

impl<P: Painter> Worker<P> {
    /// Draws the next frame, or ends the file. Gives up as [`slice`](Self::slice) does.
    pub(super) fn frame_slice(&mut self, mut job: Job, mut moving: Box<Moving>, index: usize) {
        let id = job.command.id;
        self.tell_progress(id, Stage::Draw);
        match self.draw_frame(&mut job, &mut moving) {
            Ok(Some(addition)) => {
                job.num_interruptions = 0;
                job.state = State::Moving(moving);
                self.jobs.insert(index, job);
                let filed = self.filed.0.clone();
                self.io.run(move || {
                    let start = Instant::now();
                    let added = contain(|| Ok(addition.write()?));
                    filed.send(Filed::Added(id, added, start.elapsed())).ok();
                });
            }
            Ok(None) => self.end_film(job, *moving, index),
            Err(EngineError::Interrupted) => {
                job.num_interruptions += 1;
                job.state = State::Moving(moving);
                self.jobs.insert(index, job);
            }
            Err(_) if job.command.cancel.is_cancelled() => self.tell(Event::JobCancelled { id }),
            Err(error) => self.tell(Event::JobFailed { id, error }),
        }
    }

    /// A frame is in the file, or could not be brought there.
    pub(super) fn frame_was_added(
        &mut self,
        id: JobId,
        added: Result<AnimationWriter, EngineError>,
        took: Duration,
    ) {
        // The film may have been stopped meanwhile; nothing is left of its file then.
        let Some(index) = self.jobs.iter().position(|job| job.command.id == id) else {
            return;
        };
        let error = match (added, self.jobs.get_mut(index)) {
            (Ok(writer), Some(job)) => {
                job.timings.encode += took;
                if let State::Moving(moving) = &mut job.state {
                    moving.go_on(writer);
                }
                return;
            }
            (Err(EngineError::Picture(source)), Some(job)) => job.blame(source),
            (Err(error), _) => error,
            (Ok(_), None) => return,
        };
        let is_cancelled = self
            .jobs
            .remove(index)
            .is_some_and(|job| job.command.cancel.is_cancelled());
        self.tell(if is_cancelled {
            Event::JobCancelled { id }
        } else {
            Event::JobFailed { id, error }
        });
    }

    /// Draws a frame, to be added to the file; `None` after the last.
    fn draw_frame(
        &mut self,
        job: &mut Job,
        moving: &mut Moving,
    ) -> Result<Option<Addition>, EngineError> {
        let links = &self.links;
        let may_interrupt = job.num_interruptions < MAX_INTERRUPTIONS;
        let cancelled =
            || job.command.cancel.is_cancelled() || links.closing.load(Ordering::Acquire);
        let stop = || cancelled() || may_interrupt && links.preview.is_waiting();
        let spec = &job.command.spec;
        let (recipe, share) = (spec.recipe.for_network(), spec.recipe.share());
        let painter = &mut self.painter;
        let painted = contain(|| {
            let mut timings = Timings::default();
            let mut watch = Stopwatch::start();
            let series = if let Some(series) = moving.series() {
                series.clone()
            } else {
                let series = if spec.recipe.ink.needs_network() {
                    painter.begin_series(moving.samples(), &recipe, &stop)?
                } else {
                    Series::default()
                };
                moving.set_series(series.clone());
                series
            };
            timings.draw = watch.lap();
            let measures = moving.measures();
            let frame = match moving.frame()? {
                Some(Turn::Draw(frame)) => frame,
                Some(Turn::Again) => {
                    timings.decode = watch.lap();
                    return Ok(Some((None, timings)));
                }
                None => return Ok(None),
            };
            timings.decode = watch.lap();
            let (small, full) = (frame.small(), frame.full());
            let drawing = if spec.recipe.ink.needs_network() {
                painter.paint_in_series(small, &recipe, &series, &stop)?
            } else {
                Drawing::Pixels(Arc::new(small.clone()))
            };
            timings.draw += watch.lap();
            let drawing = painter.finish(drawing, small, full, &spec.recipe.ink, &measures)?;
            timings.ink = watch.lap();
            Ok(Some((Some(drawing), timings)))
        });
        let (drawing, mut timings) = match painted {
            Ok(Some(painted)) => painted,
            Ok(None) => return Ok(None),
            Err(EngineError::Cancelled) if !cancelled() => return Err(EngineError::Interrupted),
            Err(EngineError::Picture(source)) => return Err(job.blame(source)),
            // The frame is there still, and is drawn again without the device.
            Err(error) if self.leave_device(&error) => return Err(EngineError::Interrupted),
            Err(error) => {
                if matches!(error, EngineError::Panicked { .. }) {
                    self.renew_painter();
                }
                return Err(error);
            }
        };
        let mut watch = Stopwatch::start();
        let addition = contain(|| {
            Ok(match drawing {
                Some(drawing) => moving.add(drawing, share),
                None => moving.add_again(),
            })
        })?;
        timings.encode = watch.lap();
        job.timings.add(&timings);
        // There was a frame, and the file is not being written to.
        addition.map(Some).ok_or(EngineError::Cancelled)
    }

    /// Has the file ended.
    fn end_film(&mut self, mut job: Job, moving: Moving, index: usize) {
        let id = job.command.id;
        let sizes = moving.sizes();
        let (lost, num_frames) = (moving.lost(), moving.num_drawn());
        let output = job.command.spec.output.as_ref();
        let path = output.map(|output| output.path.clone());
        let (Some(path), Some(writer)) = (path, moving.into_writer()) else {
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
        job.state = State::Writing(result);
        self.jobs.insert(index, job);
        self.tell_progress(id, Stage::Write);
        let filed = self.filed.0.clone();
        self.io.run(move || {
            let start = Instant::now();
            let outcome = contain(|| {
                writer
                    .finish()
                    .map_err(EngineError::in_file(path.clone()))?;
                Ok((Duration::ZERO, Imprint::of(&path).ok()))
            });
            filed
                .send(Filed::Written(id, outcome, start.elapsed()))
                .ok();
        });
    }
}

impl Job {
    /// Names the file that an error of a film is about: the one that is read, or the one written.
    fn blame(&self, source: ImageError) -> EngineError {
        let is_of_output = matches!(
            source,
            ImageError::CannotWrite { .. }
                | ImageError::CannotEncode { .. }
                | ImageError::AlreadyExists
        );
        let spec = &self.command.spec;
        let path = match (&spec.output, &spec.source) {
            (Some(output), _) if is_of_output => Some(&output.path),
            (_, Source::File(path)) => Some(path),
            _ => None,
        };
        match path {
            Some(path) => EngineError::in_file(path.clone())(source),
            None => source.into(),
        }
    }
}
