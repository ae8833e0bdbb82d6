//! The slot in which a newer request for the screen replaces an older one that was not begun.

use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicBool, Ordering};

use super::command::Numbered;

/// Holds the newest request; the front door puts, the engine takes.
#[derive(Debug, Default)]
pub(super) struct PreviewSlot {
    newest: Mutex<Option<Numbered>>,
    waiting: AtomicBool,
}

impl PreviewSlot {
    /// Replaces whatever was waiting.
    pub(super) fn put(&self, request: Numbered) {
        let mut newest = self.newest.lock().unwrap_or_else(PoisonError::into_inner);
        *newest = Some(request);
        self.waiting.store(true, Ordering::Release);
    }

    /// Takes the newest request out.
    pub(super) fn take(&self) -> Option<Numbered> {
        let mut newest = self.newest.lock().unwrap_or_else(PoisonError::into_inner);
        self.waiting.store(false, Ordering::Release);
        newest.take()
    }

    /// Whether a request waits; cheap enough to be asked between two layers of the network.
    pub(super) fn is_waiting(&self) -> bool {
        self.waiting.load(Ordering::Acquire)
    }
}
