//! What is kept of watched drawings from one start to the next.

use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

use crate::picture::Stamp;
use crate::train::pairs::{MAX_PAIRS, PairFiles};

/// Length and time of a file, as they are written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::ui) struct KeptStamp {
    num_bytes: u64,
    /// Since 1970; nothing for what is older, and where the system does not tell.
    modified: Option<Duration>,
}

impl From<Stamp> for KeptStamp {
    fn from(stamp: Stamp) -> Self {
        let since = |time: SystemTime| time.duration_since(SystemTime::UNIX_EPOCH).ok();
        Self {
            num_bytes: stamp.num_bytes(),
            modified: stamp.modified().and_then(since),
        }
    }
}

/// A drawing that was watched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::ui) struct KeptDrawing {
    pub(in crate::ui) files: PairFiles,
    /// Of the file when it was last read well, or written; without, it is read at the next start.
    pub(in crate::ui) stamp: Option<KeptStamp>,
    /// Whether it was learnt from.
    pub(in crate::ui) is_learnt: bool,
}

/// Those that can be watched: files with a name, each once, as many as are learnt from.
pub(in crate::ui) fn usable(kept: impl Iterator<Item = KeptDrawing>) -> Vec<KeptDrawing> {
    let mut usable: Vec<KeptDrawing> = Vec::new();
    for drawing in kept {
        let path = &drawing.files.drawing;
        let is_new = usable.iter().all(|known| known.files.drawing != *path);
        if is_new && path.file_name().is_some() && usable.len() < MAX_PAIRS {
            usable.push(drawing);
        }
    }
    usable
}
