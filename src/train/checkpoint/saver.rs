//! The thread that writes a run's checkpoints: drawing and learning never wait for a disk.
//!
//! What a checkpoint holds is taken into memory at once; one is written at a time. One that the
//! disk refuses is kept and tried again, so that nothing that was told to be saved is left out.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, TryRecvError, sync_channel};
use std::thread::JoinHandle;

use crate::train::checkpoint::{CheckpointError, Files, write_files, write_point, write_run};
use crate::train::run::{RunState, TaskState};

/// A checkpoint in memory.
pub(crate) struct Snapshot<S> {
    pub(crate) state: RunState<S>,
    /// The files of its point; without them it is the point that was written last.
    pub(crate) files: Option<Files>,
    /// Whether it is the best one so far.
    pub(crate) is_best: bool,
}

/// What came of one, which comes back if it was refused.
type Written<S> = Result<(), (CheckpointError, Box<Snapshot<S>>)>;

/// The run's end of the thread. Dropping it waits for the last checkpoint.
pub(crate) struct Saver<S> {
    jobs: Option<SyncSender<Box<Snapshot<S>>>>,
    written: Receiver<Written<S>>,
    thread: Option<JoinHandle<()>>,
    /// Whether one is being written.
    is_open: bool,
    refused: Option<Box<Snapshot<S>>>,
}

impl<S> std::fmt::Debug for Saver<S> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Saver")
            .field("is_open", &self.is_open)
            .finish_non_exhaustive()
    }
}

impl<S: TaskState> Saver<S> {
    /// Starts the thread, which goes on from the points that `state` names.
    ///
    /// # Errors
    /// [`CheckpointError::Disk`] when the system refuses a thread.
    pub(crate) fn start(folder: &Path, state: &RunState<S>) -> Result<Self, CheckpointError> {
        // Only one is on its way.
        let (jobs, next) = sync_channel::<Box<Snapshot<S>>>(1);
        let (sender, written) = sync_channel::<Written<S>>(1);
        let mut points = Points {
            folder: folder.to_owned(),
            last: state.last_point.clone(),
            best: state.best_point.clone(),
        };
        let thread = std::thread::Builder::new().name("checkpoints".to_owned());
        let thread = thread.spawn(move || {
            for snapshot in next {
                let outcome = points.write(&snapshot);
                if sender.send(outcome.map_err(|err| (err, snapshot))).is_err() {
                    return;
                }
            }
        });
        let thread = thread.map_err(|source| CheckpointError::Disk {
            source,
            path: folder.to_owned(),
        })?;
        Ok(Self {
            jobs: Some(jobs),
            written,
            thread: Some(thread),
            is_open: false,
            refused: None,
        })
    }

    /// Has a checkpoint written, once the one before is.
    ///
    /// # Errors
    /// [`CheckpointError`] of the one before; this one is then left out.
    pub(crate) fn save(&mut self, snapshot: Snapshot<S>) -> Result<(), CheckpointError> {
        self.finish()?;
        self.submit(Box::new(snapshot));
        Ok(())
    }

    /// Whether one is being written; one that was refused is tried again.
    ///
    /// # Errors
    /// [`CheckpointError`] when the disk has refused.
    pub(crate) fn poll(&mut self) -> Result<bool, CheckpointError> {
        self.try_again();
        if self.is_open {
            match self.written.try_recv() {
                Ok(written) => self.take(written)?,
                Err(TryRecvError::Empty) => {}
                Err(TryRecvError::Disconnected) => self.is_open = false,
            }
        }
        Ok(self.is_open)
    }

    /// Waits until all is written; one that was refused is tried again.
    ///
    /// # Errors
    /// [`CheckpointError`] when the disk has refused.
    pub(crate) fn finish(&mut self) -> Result<(), CheckpointError> {
        self.try_again();
        if self.is_open {
            match self.written.recv() {
                Ok(written) => self.take(written)?,
                Err(_) => self.is_open = false,
            }
        }
        Ok(())
    }

    fn take(&mut self, written: Written<S>) -> Result<(), CheckpointError> {
        self.is_open = false;
        written.map_err(|(err, snapshot)| {
            self.refused = Some(snapshot);
            err
        })
    }

    fn try_again(&mut self) {
        if let Some(refused) = self.refused.take() {
            self.submit(refused);
        }
    }

    fn submit(&mut self, snapshot: Box<Snapshot<S>>) {
        if let Some(jobs) = &self.jobs {
            self.is_open = jobs.send(snapshot).is_ok();
        }
    }
}

impl<S> Drop for Saver<S> {
    fn drop(&mut self) {
        self.jobs = None;
        if let Some(thread) = self.thread.take() {
            thread.join().ok();
        }
    }
}

/// The points of the run on the disk.
struct Points {
    folder: PathBuf,
    last: String,
    best: Option<String>,
}

impl Points {
    fn write<S: TaskState>(&mut self, snapshot: &Snapshot<S>) -> Result<(), CheckpointError> {
        let Snapshot {
            state,
            files,
            is_best,
        } = snapshot;
        let mut state = state.clone();
        if let Some(files) = files {
            let fill = |point: &Path| write_files(point, files);
            state.last_point = write_point(&self.folder, state.num_steps, fill)?;
        } else {
            state.last_point.clone_from(&self.last);
        }
        state.best_point = if *is_best {
            Some(state.last_point.clone())
        } else {
            self.best.clone()
        };
        let best = state.best_point.as_deref().unwrap_or_default();
        write_run(&self.folder, &state, &[&state.last_point, best])?;
        self.last = state.last_point;
        self.best = state.best_point;
        Ok(())
    }
}
