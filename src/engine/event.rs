//! What the engine tells. Plain data.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use image::RgbaImage;

use super::{Drawing, EngineError, JobId, LessonNews, Progress, RequestId, ShelfEntry};
use crate::gpu::AdapterSummary;
use crate::picture::{Imprint, Loss};

/// News from the engine thread.
#[derive(Debug)]
#[non_exhaustive]
pub enum Event {
    /// The network is loaded and drawing can begin.
    Ready {
        /// What runs where.
        device: DeviceReport,
        /// Names of the styles, in shelf order.
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
    Vignette {
        /// The request that it answers.
        id: RequestId,
        /// The drawing, opaque.
        drawing: Arc<RgbaImage>,
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
    /// News of the style that is being learnt.
    Lesson(LessonNews),
    /// The styles on the shelf, in order; sent at the start and whenever they change.
    Shelf(Vec<ShelfEntry>),
    /// A job was stopped on request.
    JobCancelled {
        /// The job.
        id: JobId,
    },
}

/// What runs where, and why.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct DeviceReport {
    /// The adapters of this machine, best first.
    pub adapters: Vec<AdapterSummary>,
    /// The adapter that is used, if any.
    pub adapter: Option<AdapterSummary>,
    /// Whether the network runs on it; otherwise it runs on the CPU.
    pub network_on_gpu: bool,
    /// Whether the ink is drawn on it; otherwise it is drawn on the CPU.
    pub ink_on_gpu: bool,
    /// Largest difference between the device and the CPU on one tile, in `0.0..=1.0`; `None` when not tested.
    pub self_test: Option<f32>,
    /// Why not the graphics card.
    pub note: Option<DeviceNote>,
}

/// Why the graphics card is not used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DeviceNote {
    /// Nobody wants it.
    #[error("the CPU was asked for")]
    CpuAskedFor,
    /// There is none.
    #[error("no graphics adapter was found")]
    NoAdapter,
    /// It only pretends to be one.
    #[error("{adapter} is not a real graphics card; the CPU is faster")]
    Software {
        /// Its name.
        adapter: String,
    },
    /// It was tried.
    #[error("{adapter} is not used: {detail}")]
    Unfit {
        /// Its name.
        adapter: String,
        /// What went wrong, as the driver says it; may be empty.
        detail: String,
    },
    /// It draws something else than the CPU.
    #[error("{adapter} is not used: it draws differently from the CPU")]
    Differs {
        /// Its name.
        adapter: String,
    },
    /// It was used until it failed.
    #[error("the graphics card is left alone from now on: {detail}")]
    LeftAlone {
        /// What went wrong, as the driver says it; may be empty.
        detail: String,
    },
}

impl serde::Serialize for DeviceNote {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl DeviceReport {
    /// From now on everything runs on the CPU, because of `error`.
    pub(super) fn leave_device(&mut self, error: &EngineError) {
        self.adapter = None;
        self.network_on_gpu = false;
        self.ink_on_gpu = false;
        let detail = error.detail();
        self.note = Some(DeviceNote::LeftAlone { detail });
    }
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

/// Where the time of one job went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Timings {
    /// Reading and decoding, and bringing it to the working scale.
    pub decode: Duration,
    /// The network.
    pub draw: Duration,
    /// Lines, flatness and colours.
    pub ink: Duration,
    /// Encoding and writing.
    pub encode: Duration,
}

impl Timings {
    /// Adds those of another part of the same job.
    pub(super) fn add(&mut self, other: &Self) {
        self.decode += other.decode;
        self.draw += other.draw;
        self.ink += other.ink;
        self.encode += other.encode;
    }
}
