//! What the window and the command line hold of the engine.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crossbeam_channel::{Receiver, Sender, TrySendError, bounded};

use super::command::{Command, Numbered, Order};
use super::preview::PreviewSlot;
use super::worker::{Links, Worker};
use super::{CancelToken, EngineError, Event, JobId, TrainCommand};
use crate::render::{RenderError, RenderRequest, Renderer};

/// Jobs that may wait to be taken up by the engine thread.
const COMMAND_CAPACITY: usize = 64;
/// Events that may wait to be read.
const EVENT_CAPACITY: usize = 256;
/// How long a dropped handle waits for the engine thread to end.
const JOIN_TIMEOUT: Duration = Duration::from_secs(10);

/// How an engine is started.
pub struct EngineOptions {
    /// Called from the engine thread after every event, so that a window can ask for a frame.
    pub notify: Arc<dyn Fn() + Send + Sync>,
    /// Events that may wait to be read before progress is left out.
    pub event_capacity: usize,
}

impl Default for EngineOptions {
    fn default() -> Self {
        Self {
            notify: Arc::new(|| {}),
            event_capacity: EVENT_CAPACITY,
        }
    }
}

impl fmt::Debug for EngineOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EngineOptions").finish_non_exhaustive()
    }
}

/// The front door's end of a running engine. Dropping it stops all work and ends the thread.
#[derive(Debug)]
pub struct EngineHandle {
    commands: Option<Sender<Order>>,
    events: Receiver<Event>,
    wake: Sender<()>,
    preview: Arc<PreviewSlot>,
    closing: Arc<AtomicBool>,
    jobs: BTreeMap<JobId, CancelToken>,
    next_job: u64,
    ended: Receiver<()>,
    /// How long dropping it waits.
    patience: Duration,
}

impl EngineHandle {
    /// Starts the engine thread. `make` builds the renderer there, and again after a panic.
    ///
    /// # Errors
    /// [`EngineError::Thread`] when the system refuses a thread. A renderer that cannot be built is
    /// told by [`Event::StartFailed`].
    pub fn spawn(
        options: EngineOptions,
        make: impl Fn() -> Result<Renderer, RenderError> + Send + 'static,
    ) -> Result<Self, EngineError> {
        let (commands, command_receiver) = bounded(COMMAND_CAPACITY);
        let (event_sender, events) = bounded(options.event_capacity.max(1));
        let (wake, wake_receiver) = bounded(1);
        let (ending, ended) = bounded::<()>(0);
        let preview = Arc::new(PreviewSlot::default());
        let closing = Arc::new(AtomicBool::new(false));
        let links = Links {
            commands: command_receiver,
            events: event_sender,
            wake: wake_receiver,
            preview: Arc::clone(&preview),
            closing: Arc::clone(&closing),
            notify: options.notify,
        };
        std::thread::Builder::new()
            .name("engine".to_owned())
            .spawn(move || {
                // Dropped when the thread ends, however it ends: that is how the handle learns of
                // it.
                let _ending = ending;
                Worker::start(links, Box::new(make));
            })
            .map_err(EngineError::Thread)?;
        Ok(Self {
            commands: Some(commands),
            events,
            wake,
            preview,
            closing,
            jobs: BTreeMap::new(),
            next_job: 0,
            ended,
            patience: JOIN_TIMEOUT,
        })
    }

    /// Queues a job behind those before it; `None` when the queue is full or the engine has ended.
    pub fn start_job(&mut self, request: RenderRequest) -> Option<JobId> {
        let id = JobId(self.next_job);
        let cancel = CancelToken::default();
        let command = Command {
            id,
            request,
            cancel: cancel.clone(),
        };
        match self.commands.as_ref()?.try_send(Order::Draw(command)) {
            Ok(()) => {
                self.next_job += 1;
                self.jobs.insert(id, cancel);
                self.wake();
                Some(id)
            }
            Err(TrySendError::Full(_) | TrySendError::Disconnected(_)) => None,
        }
    }

    /// Says something about the style that is being learnt; `false` when the queue is full or the
    /// engine has ended.
    pub fn command_training(&self, order: TrainCommand) -> bool {
        self.send(Order::Training(order))
    }

    /// Asks for drawings that are less urgent than previews, such as thumbnails of styles. With
    /// `replace` those that still wait are void. `false` when the queue is full or the engine has
    /// ended.
    pub fn request_thumbnails(&self, requests: Vec<Numbered>, replace: bool) -> bool {
        self.send(Order::Thumbnails { requests, replace })
    }

    /// Asks for a part of a drawing at full size; one that still waits is void. `None` lets go of
    /// the photograph of the last one.
    pub fn request_detail(&self, request: Option<Numbered>) -> bool {
        self.send(Order::Detail(request.map(Box::new)))
    }

    /// Has the user's styles read from the disk again; the answer is an event.
    pub fn reload_styles(&self) -> bool {
        self.send(Order::ReloadStyles)
    }

    fn send(&self, order: Order) -> bool {
        let sent = self
            .commands
            .as_ref()
            .is_some_and(|commands| commands.try_send(order).is_ok());
        self.wake();
        sent
    }

    /// Asks one job to stop; the answer is an event.
    pub fn cancel_job(&mut self, id: JobId) {
        if let Some(cancel) = self.jobs.remove(&id) {
            cancel.cancel();
            self.wake();
        }
    }

    /// Asks all jobs to stop.
    pub fn cancel_all(&mut self) {
        for cancel in std::mem::take(&mut self.jobs).into_values() {
            cancel.cancel();
        }
        self.wake();
    }

    /// Asks for a drawing on the screen; replaces a request that was not yet begun.
    pub fn request_preview(&self, request: Numbered) {
        self.preview.put(request);
        self.wake();
    }

    /// Events of the engine. A disconnected receiver means that its thread has ended.
    pub fn events(&self) -> &Receiver<Event> {
        &self.events
    }

    /// Lets go of the stop token of a job that has ended.
    pub fn forget_job(&mut self, id: JobId) {
        self.jobs.remove(&id);
    }

    /// Has dropping it not wait for the engine thread: the program ends, and the thread with it.
    pub fn wait_no_longer(&mut self) {
        self.patience = Duration::ZERO;
    }

    fn wake(&self) {
        // A full slot means that the engine will look anyway.
        self.wake.try_send(()).ok();
    }
}

impl Drop for EngineHandle {
    fn drop(&mut self) {
        self.closing.store(true, Ordering::Release);
        self.cancel_all();
        self.commands = None;
        // Events that nobody reads any more must not keep the engine waiting; it ends within one
        // slice, and a slice that hangs in a driver must not keep the program from closing.
        if self.ended.recv_timeout(self.patience)
            == Err(crossbeam_channel::RecvTimeoutError::Timeout)
        {
            log::warn!("the engine did not end within {:?}", self.patience);
        }
    }
}
