//! The threads that read and write files, so that the engine thread never waits for a disk.

use std::thread::JoinHandle;

use crossbeam_channel::{Sender, bounded};

use super::EngineError;

/// Enough to decode the next picture while the last one is encoded.
const NUM_THREADS: usize = 2;
/// Tasks that may wait; the worker hands out fewer than this at a time.
pub(super) const CAPACITY: usize = 16;

type Task = Box<dyn FnOnce() + Send>;

/// A few named threads that run tasks in order; dropping it waits for them.
#[derive(Debug)]
pub(super) struct IoPool {
    tasks: Option<Sender<Task>>,
    threads: Vec<JoinHandle<()>>,
}

impl IoPool {
    /// Starts the threads.
    ///
    /// # Errors
    /// [`EngineError::Thread`] when the system refuses.
    pub(super) fn new() -> Result<Self, EngineError> {
        let (sender, receiver) = bounded::<Task>(CAPACITY);
        let mut threads = Vec::with_capacity(NUM_THREADS);
        for index in 0..NUM_THREADS {
            let receiver = receiver.clone();
            let thread = std::thread::Builder::new()
                .name(format!("io-{index}"))
                .spawn(move || receiver.iter().for_each(|task| task()))
                .map_err(EngineError::Thread)?;
            threads.push(thread);
        }
        Ok(Self {
            tasks: Some(sender),
            threads,
        })
    }

    /// Runs `task` on one of the threads. A task that panics must catch it itself.
    pub(super) fn run(&self, task: impl FnOnce() + Send + 'static) {
        if let Some(tasks) = &self.tasks {
            tasks.send(Box::new(task)).ok();
        }
    }
}

impl Drop for IoPool {
    fn drop(&mut self) {
        self.tasks = None;
        for thread in self.threads.drain(..) {
            thread.join().ok();
        }
    }
}
