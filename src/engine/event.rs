//! What the engine tells. Plain data.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use image::RgbaImage;

use super::{EngineError, JobId, Progress, RequestId, TrainEvent};
use crate::library::StyleEntry;
use crate::picture::{Imprint, Loss};
use crate::render::{DeviceReport, Drawing, Timings};

/// Events from the engine thread.
#[derive(Debug)]
#[non_exhaustive]
pub enum Event {
    /// The network is loaded and drawing can begin.
    Ready {
        /// What runs where.
        device: DeviceReport,
        /// Names of the styles, in the order of the library.
        styles: Vec<String>,
    },
    /// The engine could not start; nothing more will come.
    StartFailed(EngineError),
    /// The graphics device failed and the CPU goes on: what runs where now.
    DeviceChanged(DeviceReport),
    /// A preview is drawn.
    Preview {
        /// The request that it answers.
        id: RequestId,
        /// The drawing, opaque, where it was made.
        drawing: Drawing,
        /// Whether the network ran; otherwise only the ink was drawn anew.
        network_ran: bool,
        /// Time it took.
        elapsed: Duration,
    },
    /// A preview could not be drawn.
    PreviewFailed {
        /// The request that failed.
        id: RequestId,
        /// Why.
        error: EngineError,
    },
    /// A drawing that was not urgent is there.
    Thumbnail {
        /// The request that it answers.
        id: RequestId,
        /// The drawing, opaque.
        drawing: Arc<RgbaImage>,
    },
    /// A drawing that was not urgent cannot be made.
    ThumbnailFailed {
        /// The request that failed.
        id: RequestId,
    },
    /// A part of a drawing at full size is there.
    Detail {
        /// The request that it answers.
        id: RequestId,
        /// The part of the photograph.
        photo: Arc<RgbaImage>,
        /// The part of the drawing, as saving will give it.
        drawing: Arc<RgbaImage>,
    },
    /// A job went on. May be left out when the reader is slow.
    Progress {
        /// The job.
        id: JobId,
        /// How far it is.
        progress: Progress,
    },
    /// A job is done.
    JobDone {
        /// The job.
        id: JobId,
        /// What came of it.
        result: JobResult,
    },
    /// A job could not be done; the others go on.
    JobFailed {
        /// The job.
        id: JobId,
        /// Why.
        error: EngineError,
    },
    /// Events of the style that is being learnt.
    Training(TrainEvent),
    /// The styles in the style library, in order; sent at the start and whenever they change.
    StyleFolder(Vec<StyleEntry>),
    /// A job was stopped on request.
    JobCancelled {
        /// The job.
        id: JobId,
    },
}

/// What came of a job.
#[derive(Clone, Debug)]
pub struct JobResult {
    /// The file that was written.
    pub written: Option<PathBuf>,
    /// What that file is known by from now on.
    pub imprint: Option<Imprint>,
    /// The pixels, when no file was asked for.
    pub pixels: Option<Arc<RgbaImage>>,
    /// Width and height of the photograph in pixels; the drawing of a small one may be larger.
    pub photo_size: [u32; 2],
    /// Width of the drawing in pixels.
    pub width: u32,
    /// Height of the drawing in pixels.
    pub height: u32,
    /// What of the photograph's metadata is not in the file, though it was to be kept.
    pub lost: Vec<Loss>,
    /// How many frames the photograph's file has, and how many of them were drawn.
    pub num_frames: [u32; 2],
    /// Where the time went.
    pub timings: Timings,
}
