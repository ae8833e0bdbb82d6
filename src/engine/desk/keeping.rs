//! A style that was learnt is put on the shelf: a file thread does it, and the lesson stays until it is done.

use std::time::Duration;

use crossbeam_channel::{Receiver, bounded};

use super::super::EngineError;
use super::super::io::IoPool;
use super::lesson::Lesson;
use crate::library::Shelf;
use crate::model::StyleFile;
use crate::render::contain;

/// How long a turn of the desk waits for the disk.
const TURN: Duration = Duration::from_millis(20);

/// What came of it.
pub(super) struct Kept {
    /// The style, with the name that it has on the shelf.
    pub(super) style: StyleFile,
    /// All styles there.
    pub(super) shelf: Vec<StyleFile>,
}

/// A style on its way to the shelf.
pub(super) struct Keeping {
    /// Its lesson, whose checkpoints are of no use once it is there.
    pub(super) lesson: Box<Lesson>,
    receiver: Receiver<Result<Kept, EngineError>>,
}

impl Keeping {
    /// Begins on a file thread.
    pub(super) fn begin(
        shelf: Shelf,
        mut style: StyleFile,
        lesson: Box<Lesson>,
        io: &IoPool,
    ) -> Self {
        let (sender, receiver) = bounded(1);
        io.run(move || {
            let kept = contain(move || -> Result<_, EngineError> {
                style.name = shelf.add_beside(&style)?;
                let shelf = shelf.read_all();
                Ok(Kept { style, shelf })
            });
            sender.send(kept).ok();
        });
        Self { lesson, receiver }
    }

    /// What came of it, once it is over.
    pub(super) fn take(&self) -> Option<Result<Kept, EngineError>> {
        match self.receiver.recv_timeout(TURN) {
            Ok(kept) => Some(kept),
            Err(err) if err.is_timeout() => None,
            Err(_) => Some(Err(EngineError::CANCELLED)),
        }
    }

    /// Waits for it; the program is closing.
    pub(super) fn wait(&self) -> Result<Kept, EngineError> {
        let kept = self.receiver.recv();
        kept.unwrap_or(Err(EngineError::CANCELLED))
    }
}
