//! The loop of the engine thread.
//!
//! Order of each turn: jobs that arrived and files that were read; the newest preview; one slice of
//! the first job that is ready; otherwise wait. A job whose slice is interrupted by a preview does
//! it again.

mod files;
mod frames;
mod orders;

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender, TrySendError, bounded, select};

use super::command::{Command, Numbered, Order};
use super::io::IoPool;
use super::preview::PreviewSlot;
use super::progress::Throttle;
use super::stop::Stopper;
use super::training::Training;
use super::{EngineError, Event, JobId, JobResult, Progress, RequestId, Stage, TrainEvent};
use crate::model::StyleFile;
use crate::picture::{AnimationWriter, Imprint};
use crate::render::{
    AnimationJob, Loaded, Prepared, RenderError, RenderRequest, Rendered, Renderer, Timings,
    contain,
};

/// How often previews may interrupt one slice before it is done all the same.
const MAX_INTERRUPTIONS: u32 = 3;
/// Events that may wait for a slow reader before nothing new is begun.
const MOST_EVENTS: usize = 1024;
/// When they are tried again.
const PAUSE: Duration = Duration::from_millis(20);

/// How long an ending engine waits for a reader who is behind.
const GOODBYE: Duration = Duration::from_millis(200);

/// The engine thread's ends of the channels.
pub(super) struct Links {
    pub(super) commands: Receiver<Order>,
    pub(super) events: Sender<Event>,
    pub(super) wake: Receiver<()>,
    pub(super) preview: Arc<PreviewSlot>,
    pub(super) closing: Arc<AtomicBool>,
    pub(super) notify: Arc<dyn Fn() + Send + Sync>,
}

type MakeRenderer = Box<dyn Fn() -> Result<Renderer, RenderError> + Send>;

/// Where a job is.
enum JobState {
    Waiting,
    Decoding,
    Ready(Box<Prepared>, u32),
    /// An animation, some of whose frames are drawn.
    Animation(Box<AnimationJob>),
    Writing(JobResult),
}

struct Job {
    command: Command,
    state: JobState,
    timings: Timings,
    num_interruptions: u32,
}

/// What the file threads send back.
enum Filed {
    Decoded(JobId, Result<Loaded, EngineError>, Duration),
    /// A frame of an animation was added.
    Added(JobId, Result<AnimationWriter, EngineError>, Duration),
    /// The user's styles were read, if nothing went wrong, by the reading of that number.
    StyleFolder(u64, Option<Vec<StyleFile>>),
    /// With the part of the time that was not for the file, and what that is known by.
    Written(
        JobId,
        Result<(Duration, Option<Imprint>), EngineError>,
        Duration,
    ),
}

/// The user's styles, while a file thread reads them.
#[derive(Default)]
struct StylesReading {
    /// The newest reading; what an older one brings is out of date.
    newest: u64,
    is_under_way: bool,
    /// What is told once they are read.
    then: Vec<TrainEvent>,
}

pub(super) struct Worker {
    links: Links,
    make: MakeRenderer,
    renderer: Renderer,
    io: IoPool,
    filed: (Sender<Filed>, Receiver<Filed>),
    jobs: VecDeque<Job>,
    outbox: VecDeque<Event>,
    throttle: Throttle,
    training: Training,
    /// Drawings that are not urgent, such as thumbnails of styles.
    thumbnails: VecDeque<Numbered>,
    /// The part that is looked at closely.
    detail: Option<Box<Numbered>>,
    style_folder: StylesReading,
    /// Whether there is no renderer any more that can be trusted.
    is_broken: bool,
}

impl Worker {
    /// Builds the renderer and works until the front door is gone.
    pub(super) fn start(links: Links, make: MakeRenderer) {
        let started = contain(|| -> Result<_, EngineError> { Ok((make()?, IoPool::new()?)) });
        match started {
            Ok((renderer, io)) => {
                let ready = Event::Ready {
                    device: renderer.report().clone(),
                    styles: renderer.library().names(),
                };
                let mut worker = Self {
                    filed: bounded(files::NUM_FILED),
                    links,
                    make,
                    renderer,
                    io,
                    jobs: VecDeque::new(),
                    outbox: VecDeque::new(),
                    throttle: Throttle::default(),
                    training: Training::default(),
                    thumbnails: VecDeque::new(),
                    detail: None,
                    style_folder: StylesReading::default(),
                    is_broken: false,
                };
                worker.emit(ready);
                worker.emit_styles();
                worker.work();
            }
            Err(error) => {
                links.events.send(Event::StartFailed(error)).ok();
                (links.notify)();
            }
        }
    }

    fn work(&mut self) {
        while !self.is_closing() {
            self.post();
            if self.outbox.len() >= MOST_EVENTS {
                // What was told must arrive, and must not fill the memory.
                self.wait_for_reader();
                continue;
            }
            self.take_commands();
            while let Ok(filed) = self.filed.1.try_recv() {
                self.file_came_back(filed);
            }
            self.drop_cancelled();
            if let Some((id, request)) = self.links.preview.take() {
                self.preview(id, &request);
                continue;
            }
            self.read_ahead();
            if self.detail() || self.thumbnail() {
                continue;
            }
            let slice = self.next_slice();
            if let Some(index) = slice {
                self.slice(index);
            }
            // A training run goes on beside the jobs: one step after each of their slices.
            if self.training.is_busy() {
                self.training_turn();
            } else if slice.is_none() {
                self.wait();
            }
        }
        self.training.close();
        if self.is_broken {
            self.say_goodbye();
        }
    }

    /// What was told before the renderer broke must arrive, if anybody reads it.
    fn say_goodbye(&mut self) {
        let events = &self.links.events;
        for event in self.outbox.drain(..) {
            if events.send_timeout(event, GOODBYE).is_err() {
                return;
            }
            (self.links.notify)();
        }
    }

    fn is_closing(&self) -> bool {
        self.is_broken || self.links.closing.load(Ordering::Acquire)
    }

    fn take_commands(&mut self) {
        while let Ok(order) = self.links.commands.try_recv() {
            self.take_order(order);
        }
    }

    fn add(&mut self, command: Command) {
        let job = Job {
            command,
            state: JobState::Waiting,
            timings: Timings::default(),
            num_interruptions: 0,
        };
        self.jobs.push_back(job);
    }

    /// Jobs that were stopped before or after their slice; one inside a slice notices by itself.
    /// A file that is being written is finished: it would be whole either way.
    fn drop_cancelled(&mut self) {
        let mut stopped = Vec::new();
        self.jobs.retain(|job| {
            let stop = job.command.cancel.is_cancelled()
                && matches!(
                    job.state,
                    JobState::Waiting | JobState::Ready(..) | JobState::Animation(_)
                );
            if stop {
                stopped.push(job.command.id);
            }
            !stop
        });
        for id in stopped {
            self.emit(Event::JobCancelled { id });
        }
    }

    /// Draws one picture. Gives up when the job is stopped or a preview comes in between.
    fn slice(&mut self, index: usize) {
        let Some(mut job) = self.jobs.remove(index) else {
            return;
        };
        let state = std::mem::replace(&mut job.state, JobState::Decoding);
        let (prepared, num_frames) = match state {
            JobState::Ready(prepared, num_frames) => (prepared, num_frames),
            JobState::Animation(animation) => {
                self.frame_slice(job, animation, index);
                return;
            }
            _ => return,
        };
        let id = job.command.id;
        self.emit_progress(id, Stage::Draw);
        let (stopper, request) = (self.stopper(&job), &job.command.request);
        let stop = || stopper.says_so();
        let outcome = self.run(&stopper, |renderer| {
            renderer.draw(&prepared, request, &stop)
        });
        job.state = JobState::Ready(prepared, num_frames);
        match outcome {
            Ok((drawn, timings)) => {
                job.timings = Timings {
                    decode: job.timings.decode,
                    ..timings
                };
                self.hand_over(job, drawn, index);
            }
            Err(error) => self.slice_failed(job, error, index),
        }
    }

    /// A slice that was interrupted is done again; otherwise the job is over.
    fn slice_failed(&mut self, mut job: Job, error: EngineError, index: usize) {
        let id = job.command.id;
        match error {
            EngineError::Interrupted => {
                job.num_interruptions += 1;
                self.jobs.insert(index, job);
            }
            _ if job.command.cancel.is_cancelled() => self.emit(Event::JobCancelled { id }),
            error => self.emit(Event::JobFailed { id, error }),
        }
    }

    /// When to give up a slice of that job.
    fn stopper(&self, job: &Job) -> Stopper {
        let stopper = Stopper::new(&self.links.closing).or_by(&job.command.cancel);
        if job.num_interruptions < MAX_INTERRUPTIONS {
            stopper.or_for(&self.links.preview)
        } else {
            stopper
        }
    }

    /// Has the renderer do something, until `stopper` says so. What came of its device is told, and
    /// a renderer that cannot be trusted any more is made anew.
    ///
    /// # Errors
    /// [`EngineError::Interrupted`] when it is to be done again, or what went wrong.
    fn run<T>(
        &mut self,
        stopper: &Stopper,
        task: impl FnOnce(&mut Renderer) -> Result<T, RenderError>,
    ) -> Result<T, EngineError> {
        let outcome = task(&mut self.renderer);
        self.emit_device();
        match outcome {
            Err(RenderError::Cancelled) if !stopper.is_final() => Err(EngineError::Interrupted),
            Err(error @ RenderError::Panicked { .. }) => {
                self.renew_renderer();
                Err(error.into())
            }
            outcome => Ok(outcome?),
        }
    }

    /// Draws a request for the screen, unless something more urgent comes in between.
    fn render(&mut self, request: &RenderRequest) -> Result<Rendered, EngineError> {
        let stopper = Stopper::new(&self.links.closing).or_for(&self.links.preview);
        let stop = || stopper.says_so();
        self.run(&stopper, |renderer| renderer.render(request, &stop))
    }

    fn preview(&mut self, id: RequestId, request: &RenderRequest) {
        let start = Instant::now();
        let event = match self.render(request) {
            Ok(rendered) => Event::Preview {
                id,
                drawing: rendered.drawing,
                network_ran: rendered.network_ran,
                elapsed: start.elapsed(),
            },
            // A newer request waits: nobody wants this one.
            Err(EngineError::Interrupted) => return,
            Err(error) if error.is_cancelled() => return,
            Err(error) => Event::PreviewFailed { id, error },
        };
        self.emit(event);
    }

    /// Tells when the graphics device was given up.
    fn emit_device(&mut self) {
        if let Some(report) = self.renderer.changed_report() {
            self.emit(Event::DeviceChanged(report));
        }
    }

    /// After a panic nothing inside the renderer can be trusted: without another one the engine
    /// ends.
    fn renew_renderer(&mut self) {
        let make = &self.make;
        match contain(make) {
            Ok(renderer) => self.renderer = renderer,
            Err(error) => {
                log::error!("the network could not be loaded again: {error}");
                self.is_broken = true;
                self.emit(Event::StartFailed(error.into()));
            }
        }
    }

    fn emit_progress(&mut self, id: JobId, stage: Stage) {
        if self.throttle.allows(Instant::now()) && self.outbox.is_empty() {
            let progress = Progress::entering(stage);
            // A reader that is behind can do without.
            if self
                .links
                .events
                .try_send(Event::Progress { id, progress })
                .is_ok()
            {
                (self.links.notify)();
            }
        }
    }

    /// Queues an event that must arrive.
    fn emit(&mut self, event: Event) {
        self.outbox.push_back(event);
        self.post();
    }

    /// Sends what the channel takes, in order.
    fn post(&mut self) {
        while let Some(event) = self.outbox.pop_front() {
            match self.links.events.try_send(event) {
                Ok(()) => (self.links.notify)(),
                Err(TrySendError::Full(event)) => {
                    self.outbox.push_front(event);
                    return;
                }
                Err(TrySendError::Disconnected(_)) => {}
            }
        }
    }

    /// Sleeps a little, or until the front door says something.
    fn wait_for_reader(&self) {
        self.links.wake.recv_timeout(PAUSE).ok();
    }

    /// Sleeps until something happens. Events that the reader had no room for are tried again soon.
    fn wait(&mut self) {
        let patience = if self.outbox.is_empty() {
            self.training
                .rests_for()
                .map_or_else(crossbeam_channel::never, crossbeam_channel::after)
        } else {
            crossbeam_channel::after(PAUSE)
        };
        select! {
            recv(self.links.commands) -> order => match order {
                Ok(order) => self.take_order(order),
                // The front door is gone; it also says so by `closing`.
                Err(_) => self.links.closing.store(true, Ordering::Release),
            },
            recv(self.filed.1) -> filed => if let Ok(filed) = filed {
                self.file_came_back(filed);
            },
            recv(self.links.wake) -> _ => {},
            recv(patience) -> _ => {},
        }
    }
}
