//! What the worker has the file threads do: decode the next photographs, write the last drawings.
//!
//! Both happen while the network draws, as long as all of it together stays small: a photograph of
//! 100 megapixels is alone in memory from its decoding to its writing.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::{Filed, Job, JobState, Worker};
use crate::engine::stop::Stopper;
use crate::engine::{EngineError, Event, JobResult, Stage};
use crate::picture::Imprint;
use crate::render::{AnimationJob, Drawn, Loaded, contain, write, write_rgb16};

/// Photographs decoded ahead of the network.
const READ_AHEAD: usize = 2;
/// Drawings that wait to be written before the network stops to let them.
const WRITE_BEHIND: usize = 2;
/// Pixels in memory from which on one picture waits for the other.
const ENOUGH_BYTES: u64 = 256 << 20;

/// Most messages of the file threads that can be on their way.
pub(super) const NUM_FILED: usize = 2 * READ_AHEAD + WRITE_BEHIND + crate::engine::io::CAPACITY;

impl JobState {
    /// Pixels that it holds, as far as it is known.
    fn num_bytes(&self) -> u64 {
        match self {
            Self::Waiting | Self::Decoding => 0,
            Self::Ready(prepared, _) => prepared.num_bytes(),
            Self::Animation(animation) => animation.num_bytes(),
            Self::Writing(result) => u64::from(result.width) * u64::from(result.height) * 4,
        }
    }
}

impl Worker {
    /// Whether the pictures under way take as much memory as they may.
    fn is_full(&self) -> bool {
        let bytes: u64 = self.jobs.iter().map(|job| job.state.num_bytes()).sum();
        bytes > ENOUGH_BYTES
    }

    /// Begins to decode the next photograph. One at a time: how large it is shows when it is done.
    pub(super) fn read_ahead(&mut self) {
        let count =
            |of: fn(&JobState) -> bool| self.jobs.iter().filter(|job| of(&job.state)).count();
        let is_decoding = count(|state| matches!(state, JobState::Decoding)) > 0;
        let num_ready =
            count(|state| matches!(state, JobState::Ready(..) | JobState::Animation(_)));
        if is_decoding || num_ready >= READ_AHEAD || self.is_full() {
            return;
        }
        let mut jobs = self.jobs.iter_mut();
        let Some(job) = jobs.find(|job| matches!(job.state, JobState::Waiting)) else {
            return;
        };
        job.state = JobState::Decoding;
        let id = job.command.id;
        let request = job.command.request.clone();
        let stopper = Stopper::new(&self.links.closing).or_by(&job.command.cancel);
        let filed = self.filed.0.clone();
        self.io.run(move || {
            let start = Instant::now();
            let prepared = contain(|| Ok(Loaded::load(&request, &|| stopper.says_so())?));
            filed
                .send(Filed::Decoded(id, prepared, start.elapsed()))
                .ok();
        });
        self.emit_progress(id, Stage::Decode);
    }

    pub(super) fn file_came_back(&mut self, filed: Filed) {
        let (id, outcome, took) = match filed {
            Filed::Decoded(id, Ok(loaded), took) => {
                if let Some(job) = self.jobs.iter_mut().find(|job| job.command.id == id) {
                    job.timings.decode = took;
                    job.state = match loaded {
                        Loaded::Still(prepared, num_frames) => {
                            JobState::Ready(Box::new(prepared), num_frames)
                        }
                        Loaded::Animation(prepared) => {
                            JobState::Animation(Box::new(AnimationJob::new(*prepared)))
                        }
                    };
                }
                return;
            }
            Filed::StyleFolder(number, styles) => return self.styles_were_read(number, styles),
            Filed::Added(id, added, took) => return self.frame_was_added(id, added, took),
            Filed::Decoded(id, Err(error), took) => (id, Err(error), took),
            Filed::Written(id, outcome, took) => (id, outcome, took),
        };
        let Some(index) = self.jobs.iter().position(|job| job.command.id == id) else {
            return;
        };
        let Some(job) = self.jobs.remove(index) else {
            return;
        };
        match (outcome, job.state) {
            (Ok((drawing, imprint)), JobState::Writing(mut result)) => {
                result.imprint = imprint;
                result.timings.ink += drawing;
                result.timings.encode += took.saturating_sub(drawing);
                self.emit(Event::JobDone { id, result });
            }
            (Err(_), _) if job.command.cancel.is_cancelled() => {
                self.emit(Event::JobCancelled { id });
            }
            (Err(error), _) => self.emit(Event::JobFailed { id, error }),
            (Ok(_), _) => {}
        }
    }

    /// The first job that is ready, unless too many drawings wait to be written.
    pub(super) fn next_slice(&self) -> Option<usize> {
        let num_writing = self
            .jobs
            .iter()
            .filter(|job| matches!(job.state, JobState::Writing(_)))
            .count();
        if num_writing >= WRITE_BEHIND || num_writing > 0 && self.is_full() {
            return None;
        }
        self.jobs.iter().position(|job| match &job.state {
            JobState::Ready(..) => true,
            JobState::Animation(animation) => animation.is_ready(),
            _ => false,
        })
    }

    /// Sends a finished drawing to the file threads, or to the front door when it wants no file.
    pub(super) fn hand_over(&mut self, mut job: Job, drawn: Drawn, index: usize) {
        let JobState::Ready(prepared, num_frames) = job.state else {
            return;
        };
        let id = job.command.id;
        let sizes = prepared.sizes();
        let mut result = JobResult {
            written: None,
            imprint: None,
            pixels: None,
            photo_size: sizes.photo.into(),
            width: sizes.written.0,
            height: sizes.written.1,
            lost: Vec::new(),
            num_frames: [num_frames, 1],
            timings: job.timings,
        };
        let request = &job.command.request;
        let Some(output) = request.output().cloned() else {
            if let Drawn::Picture(drawing) = drawn {
                result.pixels = Some(Arc::new(drawing));
                self.emit(Event::JobDone { id, result });
            }
            return;
        };
        let recipe = request.recipe.clone();
        let stopper = Stopper::new(&self.links.closing).or_by(&job.command.cancel);
        let path = output.path.clone();
        result.written = Some(path.clone());
        result.lost = output.lost_of(&prepared.metadata());
        job.state = JobState::Writing(result);
        self.jobs.insert(index, job);
        self.emit_progress(id, Stage::Write);
        let filed = self.filed.0.clone();
        let task: Box<dyn FnOnce() -> Result<Duration, EngineError> + Send> = match drawn {
            Drawn::Picture(drawing) => {
                // The photograph is not needed any longer; its pixels may be half of all memory.
                let kept = prepared.into_kept();
                Box::new(move || Ok(write(drawing, &kept, &output).map(|()| Duration::ZERO)?))
            }
            Drawn::Rgb16(drawing, mut live) => Box::new(move || {
                let stop = || stopper.says_so();
                let live = &mut *live;
                let took = write_rgb16(&prepared, &drawing, live, &recipe, &output, &stop)?;
                Ok(took)
            }),
        };
        self.io.run(move || {
            let start = Instant::now();
            let outcome = contain(|| Ok((task()?, Imprint::of(&path).ok())));
            filed
                .send(Filed::Written(id, outcome, start.elapsed()))
                .ok();
        });
    }
}
