//! Whether what is drawn is to be given up: by a person, by a preview that is more urgent, or at
//! the end.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::CancelToken;
use super::preview::PreviewSlot;

/// Asked often while something is drawn, from several threads.
#[derive(Clone, Debug)]
pub(super) struct Stopper {
    closing: Arc<AtomicBool>,
    cancel: Option<CancelToken>,
    /// Where more urgent requests come in; nothing once it was interrupted often enough.
    urgent: Option<Arc<PreviewSlot>>,
}

impl Stopper {
    /// Stops when the engine closes.
    pub(super) fn new(closing: &Arc<AtomicBool>) -> Self {
        Self {
            closing: Arc::clone(closing),
            cancel: None,
            urgent: None,
        }
    }

    /// Also when a job is stopped.
    pub(super) fn or_by(mut self, cancel: &CancelToken) -> Self {
        self.cancel = Some(cancel.clone());
        self
    }

    /// Also when a preview waits.
    pub(super) fn or_for(mut self, previews: &Arc<PreviewSlot>) -> Self {
        self.urgent = Some(Arc::clone(previews));
        self
    }

    /// Whether it is given up for good.
    pub(super) fn is_final(&self) -> bool {
        let is_cancelled = self.cancel.as_ref().is_some_and(CancelToken::is_cancelled);
        is_cancelled || self.closing.load(Ordering::Acquire)
    }

    /// Whether to stop, for good or for now.
    pub(super) fn says_so(&self) -> bool {
        self.is_final() || self.urgent.as_ref().is_some_and(|slot| slot.is_waiting())
    }
}
