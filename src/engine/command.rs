//! What can be asked of the engine. Plain data: no network, device or widget is named here.

use super::{CancelToken, TrainCommand};
use crate::render::RenderRequest;

/// Names a job; later jobs have larger numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct JobId(pub u64);

/// Names a request for the screen; later requests have larger numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RequestId(pub u64);

/// A request for the screen; its number is echoed in the event, and what is older than the newest
/// is out of date.
pub type Numbered = (RequestId, RenderRequest);

/// What goes to the engine thread.
#[expect(
    clippy::large_enum_variant,
    reason = "few of them are about at a time, and boxes would be in every match"
)]
#[derive(Debug)]
pub(super) enum Order {
    /// Draw a photograph.
    Draw(Command),
    /// About the style that is being learnt.
    Training(TrainCommand),
    /// The user's styles have changed on the disk.
    ReloadStyles,
    /// Draw a part at full size, when nothing more urgent waits; the newest counts. `None` forgets
    /// the photograph.
    Detail(Option<Box<Numbered>>),
    /// Draw these when nothing more urgent waits, and forget those before if asked to.
    Thumbnails {
        /// What to draw; the ids are echoed.
        requests: Vec<Numbered>,
        /// Whether those that still wait are void.
        replace: bool,
    },
}

/// A job on its way to the engine thread.
#[derive(Debug)]
pub(super) struct Command {
    pub(super) id: JobId,
    pub(super) request: RenderRequest,
    pub(super) cancel: CancelToken,
}
