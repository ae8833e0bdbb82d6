//! A style that was learnt is put into the library: a file thread does it, and the run stays until
//! it is done.

use std::time::Duration;

use crossbeam_channel::{Receiver, bounded};

use super::run::Run;
use crate::engine::EngineError;
use crate::engine::io::IoPool;
use crate::library::StyleFolder;
use crate::model::StyleFile;
use crate::render::contain;

/// How long a turn waits for the disk.
const TURN: Duration = Duration::from_millis(20);

/// What came of it.
pub(super) struct SavedStyle {
    /// The style, with the name that it has in the style library.
    pub(super) style: StyleFile,
    /// All styles there.
    pub(super) style_folder: Vec<StyleFile>,
}

/// A style on its way to the style library.
pub(super) struct StyleSaving {
    /// Its run, whose checkpoints are of no use once it is there.
    pub(super) run: Box<Run>,
    receiver: Receiver<Result<SavedStyle, EngineError>>,
}

impl StyleSaving {
    /// Begins on a file thread.
    pub(super) fn begin(
        style_folder: StyleFolder,
        mut style: StyleFile,
        run: Box<Run>,
        io: &IoPool,
    ) -> Self {
        let (sender, receiver) = bounded(1);
        io.run(move || {
            let kept = contain(move || -> Result<_, EngineError> {
                style.name = style_folder.add_beside(&style)?;
                let style_folder = style_folder.read_all();
                Ok(SavedStyle {
                    style,
                    style_folder,
                })
            });
            sender.send(kept).ok();
        });
        Self { run, receiver }
    }

    /// What came of it, once it is over.
    pub(super) fn take(&self) -> Option<Result<SavedStyle, EngineError>> {
        match self.receiver.recv_timeout(TURN) {
            Ok(kept) => Some(kept),
            Err(err) if err.is_timeout() => None,
            Err(_) => Some(Err(EngineError::CANCELLED)),
        }
    }

    /// Waits for it; the program is closing.
    pub(super) fn wait(&self) -> Result<SavedStyle, EngineError> {
        let kept = self.receiver.recv();
        kept.unwrap_or(Err(EngineError::CANCELLED))
    }
}
