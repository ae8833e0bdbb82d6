//! One frame of a film after the other.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::super::moving::{Moving, Turn};
use super::super::pipeline::contain;
use super::super::progress::Stopwatch;
use super::super::{
    Drawing, EngineError, Event, JobResult, Painter, Series, Source, Stage, Timings,
};
use super::{Job, MAX_INTERRUPTIONS, State, Worker};
use crate::picture::{ImageError, Imprint};

impl<P: Painter> Worker<P> {
    /// Draws the next frame, or ends the file. Gives up as [`slice`](Self::slice) does.
    pub(super) fn frame_slice(&mut self, mut job: Job, mut moving: Box<Moving>, index: usize) {
        let id = job.command.id;
        self.tell_progress(id, Stage::Draw);
        match self.draw_frame(&mut job, &mut moving) {
            Ok(true) => {
                job.num_interruptions = 0;
                job.state = State::Moving(moving);
                self.jobs.insert(index, job);
            }
            Ok(false) => self.end_film(&job, *moving),
            Err(EngineError::Interrupted) => {
                job.num_interruptions += 1;
                job.state = State::Moving(moving);
                self.jobs.insert(index, job);
            }
            Err(_) if job.command.cancel.is_cancelled() => self.tell(Event::JobCancelled { id }),
            Err(error) => self.tell(Event::JobFailed { id, error }),
        }
    }

    /// Draws a frame into the file; whether there was one.
    fn draw_frame(&mut self, job: &mut Job, moving: &mut Moving) -> Result<bool, EngineError> {
        let links = &self.links;
        let may_interrupt = job.num_interruptions < MAX_INTERRUPTIONS;
        let cancelled =
            || job.command.cancel.is_cancelled() || links.closing.load(Ordering::Acquire);
        let stop = || cancelled() || may_interrupt && links.preview.is_waiting();
        let spec = &job.command.spec;
        let painter = &mut self.painter;
        let painted = contain(|| {
            let mut timings = Timings::default();
            let mut watch = Stopwatch::start();
            let series = if let Some(series) = moving.series() {
                series.clone()
            } else {
                let series = if spec.ink.needs_network() {
                    painter.begin_series(moving.samples(), &spec.look, &stop)?
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
            let drawing = if spec.ink.needs_network() {
                painter.paint_in_series(small, &spec.look, &series, &stop)?
            } else {
                Drawing::Pixels(Arc::new(small.clone()))
            };
            timings.draw += watch.lap();
            let drawing = painter.finish(drawing, small, full, &spec.ink, &measures)?;
            timings.ink = watch.lap();
            Ok(Some((Some(drawing), timings)))
        });
        let (drawing, mut timings) = match painted {
            Ok(Some(painted)) => painted,
            Ok(None) => return Ok(false),
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
        let added = contain(|| match drawing {
            Some(drawing) => Ok(moving.add(drawing)?),
            None => Ok(moving.add_again()?),
        });
        match added {
            Ok(()) => {
                timings.encode = watch.lap();
                job.timings.add(&timings);
                Ok(true)
            }
            Err(EngineError::Picture(source)) => Err(job.blame(source)),
            Err(error) => Err(error),
        }
    }

    fn end_film(&mut self, job: &Job, moving: Moving) {
        let id = job.command.id;
        let sizes = moving.sizes();
        let lost = moving.lost();
        let outcome = contain(|| Ok(moving.finish()?));
        match outcome {
            Ok(num_frames) => {
                let output = job.command.spec.output.as_ref();
                let written = output.map(|output| output.path.clone());
                let result = JobResult {
                    imprint: written.as_deref().and_then(|path| Imprint::of(path).ok()),
                    written,
                    pixels: None,
                    photo_size: sizes.photo.into(),
                    width: sizes.written.0,
                    height: sizes.written.1,
                    lost,
                    num_frames: [num_frames; 2],
                    timings: job.timings,
                };
                self.tell(Event::JobDone { id, result });
            }
            Err(EngineError::Picture(source)) => {
                let error = job.blame(source);
                self.tell(Event::JobFailed { id, error });
            }
            Err(error) => self.tell(Event::JobFailed { id, error }),
        }
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
