//! The thread that notes what is to be learnt and removes what was: drawing never waits for it.

use std::path::PathBuf;
use std::thread::JoinHandle;

use crossbeam_channel::{Sender, bounded};

use super::TrainSpec;
use super::hold::Hold;
use crate::train::Finetuning;

/// Tasks that may wait; a person makes a few in a minute.
const CAPACITY: usize = 64;

type Task = Box<dyn FnOnce() + Send>;

/// Begins its thread with the first task; dropping it waits for the last one.
#[derive(Debug, Default)]
pub(super) struct Notes(Option<(Sender<Task>, JoinHandle<()>)>);

impl Notes {
    /// Notes what is to be learnt. A disk that refuses is told with the next checkpoint.
    pub(super) fn note(&mut self, spec: TrainSpec) {
        self.run(Box::new(move || {
            // Nothing is written into a folder that was removed meanwhile.
            if spec.folder.is_dir()
                && let Err(err) = spec.note()
            {
                log::warn!("a lesson is not noted: {err}");
            }
        }));
    }

    /// Removes a training run's folder, once all of it is written; until then nobody else learns
    /// it.
    pub(super) fn remove(&mut self, hold: Hold, folder: PathBuf, written: Option<Box<Finetuning>>) {
        self.run(Box::new(move || {
            drop(written);
            hold.remove(&folder);
        }));
    }

    fn run(&mut self, task: Task) {
        if self.0.is_none() {
            let (sender, receiver) = bounded::<Task>(CAPACITY);
            let thread = std::thread::Builder::new().name("lessons".to_owned());
            let thread = thread.spawn(move || receiver.iter().for_each(|task| task()));
            self.0 = thread.ok().map(|thread| (sender, thread));
        }
        match &self.0 {
            Some((sender, _)) => drop(sender.send(task)),
            // The system refuses a thread.
            None => task(),
        }
    }
}

impl Drop for Notes {
    fn drop(&mut self) {
        if let Some((sender, thread)) = self.0.take() {
            drop(sender);
            thread.join().ok();
        }
    }
}
