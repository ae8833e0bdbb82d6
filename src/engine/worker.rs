//! The loop of the engine thread.
//!
//! Order of each turn: jobs that arrived and files that were read; the newest preview; one slice of
//! the first job that is ready; otherwise wait. A job whose slice is interrupted by a preview does it again.

mod files;
mod frames;
mod orders;

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender, TrySendError, bounded, select};
use image::RgbaImage;

use super::command::{Command, Order};
use super::desk::Desk;
use super::detail::LastDetail;
use super::io::IoPool;
use super::moving::Moving;
use super::pipeline::{Loaded, Prepared, contain};
use super::preview::{LastDrawing, PreviewSlot};
use super::progress::{Stopwatch, Throttle};
use super::{
    DeepDrawing, DetailRequest, EngineError, Event, JobId, JobResult, LessonNews, Output, Painter,
    PreviewRequest, Progress, Stage, Timings,
};
use crate::ink;
use crate::model::StyleFile;
use crate::picture::{AnimationWriter, Imprint};

/// How often previews may interrupt one slice before it is done all the same.
const MAX_INTERRUPTIONS: u32 = 3;
/// News that may wait for a slow reader before nothing new is begun.
const MOST_NEWS: usize = 1024;
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

type MakePainter<P> = Box<dyn Fn() -> Result<P, EngineError> + Send>;

/// Where a job is.
enum State {
    Waiting,
    Decoding,
    Ready(Box<Prepared>, u32),
    /// A film, some of whose frames are drawn.
    Moving(Box<Moving>),
    Writing(JobResult),
}

struct Job {
    command: Command,
    state: State,
    timings: Timings,
    num_interruptions: u32,
}

/// What the engine thread hands over.
enum Finished {
    /// A picture that only has to be written.
    Picture(RgbaImage),
    /// The network's output, which is inked while it is written.
    Deep(DeepDrawing),
}

/// What the file threads send back.
enum Filed {
    Decoded(JobId, Result<Loaded, EngineError>, Duration),
    /// A frame of a film was added.
    Added(JobId, Result<AnimationWriter, EngineError>, Duration),
    /// The user's styles were read, if nothing went wrong, by the reading of that number.
    Shelf(u64, Option<Vec<StyleFile>>),
    /// With the part of the time that was not for the file, and what that is known by.
    Written(
        JobId,
        Result<(Duration, Option<Imprint>), EngineError>,
        Duration,
    ),
}

/// The user's styles, while a file thread reads them.
#[derive(Default)]
struct ShelfReading {
    /// The newest reading; what an older one brings is out of date.
    newest: u64,
    is_under_way: bool,
    /// What is told once they are read.
    then: Vec<LessonNews>,
}

pub(super) struct Worker<P> {
    links: Links,
    make: MakePainter<P>,
    painter: P,
    io: IoPool,
    filed: (Sender<Filed>, Receiver<Filed>),
    jobs: VecDeque<Job>,
    outbox: VecDeque<Event>,
    throttle: Throttle,
    drawn: LastDrawing,
    desk: Desk,
    vignettes: VecDeque<PreviewRequest>,
    detail: Option<Box<DetailRequest>>,
    detailed: LastDetail,
    shelf: ShelfReading,
    /// Whether there is no painter any more that can be trusted.
    is_broken: bool,
}

impl<P: Painter> Worker<P> {
    /// Builds the painter and works until the front door is gone.
    pub(super) fn start(links: Links, make: MakePainter<P>) {
        let started = contain(|| Ok((make()?, IoPool::new()?)));
        match started {
            Ok((painter, io)) => {
                let ready = Event::Ready {
                    device: painter.device(),
                    styles: painter.styles(),
                };
                let mut worker = Self {
                    filed: bounded(files::NUM_FILED),
                    links,
                    make,
                    painter,
                    io,
                    jobs: VecDeque::new(),
                    outbox: VecDeque::new(),
                    throttle: Throttle::default(),
                    drawn: LastDrawing::default(),
                    desk: Desk::default(),
                    vignettes: VecDeque::new(),
                    detail: None,
                    detailed: LastDetail::default(),
                    shelf: ShelfReading::default(),
                    is_broken: false,
                };
                worker.tell(ready);
                worker.tell_shelf();
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
            if self.outbox.len() >= MOST_NEWS {
                // What was told must arrive, and must not fill the memory.
                self.wait_for_reader();
                continue;
            }
            self.take_commands();
            while let Ok(filed) = self.filed.1.try_recv() {
                self.file_came_back(filed);
            }
            self.drop_cancelled();
            if let Some(request) = self.links.preview.take() {
                self.preview(&request);
                continue;
            }
            self.read_ahead();
            if self.detail() || self.vignette() {
                continue;
            }
            let slice = self.next_slice();
            if let Some(index) = slice {
                self.slice(index);
            }
            // A lesson goes on beside the jobs: one step after each of their slices.
            if self.desk.is_busy() {
                self.lesson_turn();
            } else if slice.is_none() {
                self.wait();
            }
        }
        self.desk.close();
        if self.is_broken {
            self.say_goodbye();
        }
    }

    /// What was told before the painter broke must arrive, if anybody reads it.
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
            state: State::Waiting,
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
                    State::Waiting | State::Ready(..) | State::Moving(_)
                );
            if stop {
                stopped.push(job.command.id);
            }
            !stop
        });
        for id in stopped {
            self.tell(Event::JobCancelled { id });
        }
    }

    /// Draws one picture. Gives up when the job is stopped or a preview comes in between.
    fn slice(&mut self, index: usize) {
        let Some(mut job) = self.jobs.remove(index) else {
            return;
        };
        let (prepared, num_frames) = match job.state {
            State::Ready(prepared, num_frames) => (prepared, num_frames),
            State::Moving(moving) => {
                job.state = State::Decoding;
                self.frame_slice(job, moving, index);
                return;
            }
            _ => return,
        };
        let id = job.command.id;
        self.tell_progress(id, Stage::Draw);
        let outcome = self.draw(&job.command, &prepared, job.num_interruptions);
        match outcome {
            Ok((drawing, timings)) => {
                job.timings = Timings {
                    decode: job.timings.decode,
                    ..timings
                };
                job.state = State::Ready(prepared, num_frames);
                self.hand_over(job, drawing, index);
            }
            Err(EngineError::Interrupted) => {
                job.num_interruptions += 1;
                job.state = State::Ready(prepared, num_frames);
                self.jobs.insert(index, job);
            }
            Err(_) if job.command.cancel.is_cancelled() => self.tell(Event::JobCancelled { id }),
            Err(error) => {
                self.tell(Event::JobFailed { id, error });
            }
        }
    }

    fn draw(
        &mut self,
        command: &Command,
        prepared: &Prepared,
        num_interruptions: u32,
    ) -> Result<(Finished, Timings), EngineError> {
        let Links {
            preview, closing, ..
        } = &self.links;
        let may_interrupt = num_interruptions < MAX_INTERRUPTIONS;
        let interrupted = || may_interrupt && preview.is_waiting();
        let cancelled = || command.cancel.is_cancelled() || closing.load(Ordering::Acquire);
        let stop = || cancelled() || interrupted();
        let spec = &command.spec;
        let recipe = spec.recipe.for_network();
        let painter = &mut self.painter;
        let result = contain(|| {
            let (small, full) = (prepared.small(), prepared.full());
            let mut timings = Timings::default();
            let mut watch = Stopwatch::start();
            if spec.output.as_ref().is_some_and(Output::is_deep) {
                let drawing = painter.draw_deep(small, &recipe, &spec.recipe.ink, &stop)?;
                timings.draw = watch.lap();
                return Ok((Finished::Deep(drawing), timings));
            }
            let drawing = painter.draw(small, &recipe, &spec.recipe.ink, &stop)?;
            timings.draw = watch.lap();
            let measures = ink::Measures::default();
            let drawing = painter.finish(drawing, small, full, &spec.recipe.ink, &measures)?;
            timings.ink = watch.lap();
            Ok((Finished::Picture(drawing), timings))
        });
        match result {
            Err(EngineError::Cancelled) if !cancelled() => Err(EngineError::Interrupted),
            Err(error) if self.leave_device(&error) => {
                self.draw(command, prepared, num_interruptions)
            }
            Err(error @ EngineError::Panicked { .. }) => {
                self.renew_painter();
                Err(error)
            }
            other => other,
        }
    }

    fn preview(&mut self, request: &PreviewRequest) {
        let start = Instant::now();
        let id = request.id;
        let Links {
            preview, closing, ..
        } = &self.links;
        let stop = || preview.is_waiting() || closing.load(Ordering::Acquire);
        let event = match self.drawn.preview(&mut self.painter, request, &stop) {
            Ok((drawing, network_ran)) => Event::Preview {
                id,
                drawing,
                network_ran,
                elapsed: start.elapsed(),
            },
            // A newer request waits, or the program is closing: nobody wants this one.
            Err(EngineError::Cancelled) => return,
            Err(error) if self.leave_device(&error) => return self.preview(request),
            Err(error) => {
                if matches!(error, EngineError::Panicked { .. }) {
                    self.renew_painter();
                }
                Event::PreviewFailed { id, error }
            }
        };
        self.tell(event);
    }

    /// After a panic nothing inside the painter can be trusted: without another one the engine ends.
    fn renew_painter(&mut self) {
        self.forget_drawings();
        let make = &self.make;
        match contain(make) {
            Ok(painter) => self.painter = painter,
            Err(error) => {
                log::error!("the network could not be loaded again: {error}");
                self.is_broken = true;
                self.tell(Event::StartFailed(error));
            }
        }
    }

    fn tell_progress(&mut self, id: JobId, stage: Stage) {
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
    fn tell(&mut self, event: Event) {
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
            self.desk
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
