//! What can be asked of the engine. Plain data: no network, device or widget is named here.

use std::path::PathBuf;
use std::sync::Arc;

use image::RgbaImage;

use super::{CancelToken, DetailRequest, EngineError, LessonOrder, OutputSize, Recipe};
use crate::picture::{self, ColorSpace, Depth, EncodeOptions, Loss, Metadata};

/// Names a job; later jobs have larger numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct JobId(pub u64);

/// Names a preview request; later requests have larger numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RequestId(pub u64);

/// The size at which the network draws. Stroke width is part of a style, so this decides how coarse the drawing is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Scale {
    /// Long side in pixels; smaller pictures are enlarged first, and long strips drawn larger, see
    /// [`working_size`](crate::picture::working_size()).
    Working(u32),
    /// The picture's own size.
    Full,
}

impl Scale {
    /// Long side that is used when nobody chooses.
    pub const DEFAULT_PX: u32 = 1280;
    /// Shortest long side that can be chosen.
    pub const MIN_PX: u32 = 64;
    /// Longest side that can be chosen.
    pub const MAX_PX: u32 = 4096;

    /// The size at which the network draws a picture.
    pub(super) fn size_of(self, (width, height): (u32, u32)) -> (u32, u32) {
        match self {
            Self::Working(px) => {
                picture::working_size(width, height, px.clamp(Self::MIN_PX, Self::MAX_PX))
            }
            Self::Full => (width, height),
        }
    }
}

impl Default for Scale {
    fn default() -> Self {
        Self::Working(Self::DEFAULT_PX)
    }
}

/// Where a picture comes from.
#[derive(Clone, Debug)]
pub enum Source {
    /// A file, decoded by the engine.
    File(PathBuf),
    /// A decoded photograph.
    Photo(Arc<crate::picture::Photo>),
}

/// Where a drawing goes.
#[derive(Clone, Debug)]
pub struct Output {
    /// The file; missing folders are made.
    pub path: PathBuf,
    /// Format, quality and depth; the colour space in it is not looked at.
    pub options: EncodeOptions,
    /// The colour space of the file; `None` is that of the photograph, if it can be written.
    pub color: Option<ColorSpace>,
    /// Whether the photograph's metadata is written into it.
    pub keep_metadata: bool,
    /// Whether an existing file may be replaced.
    pub overwrite: bool,
    /// A folder above the file that must be there: only those below it are made. A drive that was
    /// pulled out is then told, and not replaced by a folder of its name.
    pub base: Option<PathBuf>,
}

impl Output {
    /// The colour space of the file for a photograph that was in `photo`.
    pub(super) fn space(&self, photo: ColorSpace) -> ColorSpace {
        if self.options.format.holds_profile() {
            self.color.unwrap_or(photo)
        } else {
            // Without a profile nobody could tell it.
            ColorSpace::Srgb
        }
    }

    /// Whether the folder that must be there is.
    ///
    /// # Errors
    /// [`EngineError::TargetGone`].
    pub(super) fn check_base(&self) -> Result<(), EngineError> {
        match self.base.as_ref().filter(|base| !base.is_dir()) {
            Some(base) => Err(EngineError::TargetGone {
                folder: base.clone(),
            }),
            None => Ok(()),
        }
    }

    /// What of the photograph's metadata the file lacks, if it is to be kept.
    pub(super) fn lost_of(&self, metadata: &Metadata) -> Vec<Loss> {
        if self.keep_metadata {
            metadata.lost_in(self.options.format)
        } else {
            Vec::new()
        }
    }

    /// Whether the drawing must not be rounded to 8 bits on the way.
    pub(super) fn is_deep(&self) -> bool {
        self.options.depth == Depth::Sixteen
    }
}

/// One photograph to draw.
#[derive(Clone, Debug)]
pub struct JobSpec {
    /// The photograph.
    pub source: Source,
    /// How it is drawn.
    pub recipe: Recipe,
    /// At which size.
    pub scale: Scale,
    /// How large it comes out when the photograph is smaller than that.
    pub size: OutputSize,
    /// The file to write; without it the pixels come back in the event.
    pub output: Option<Output>,
}

/// A drawing for the screen, at the working scale.
#[derive(Clone, Debug)]
pub struct PreviewRequest {
    /// Echoed in the event; anything older than the newest is out of date.
    pub id: RequestId,
    /// The photograph, upright sRGB.
    pub photo: Arc<RgbaImage>,
    /// How it is drawn.
    pub recipe: Recipe,
    /// Long side of the drawing in pixels.
    pub long_side_px: u32,
}

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
    Lesson(LessonOrder),
    /// The user's styles have changed on the disk.
    ReloadShelf,
    /// Draw a part at full size, when nothing more urgent waits; the newest counts. `None` forgets the
    /// photograph.
    Detail(Option<Box<DetailRequest>>),
    /// Draw these when nothing more urgent waits, and forget those before if asked to.
    Vignettes {
        /// What to draw; the ids are echoed.
        requests: Vec<PreviewRequest>,
        /// Whether those that still wait are void.
        replace: bool,
    },
}

/// A job on its way to the engine thread.
#[derive(Debug)]
pub(super) struct Command {
    pub(super) id: JobId,
    pub(super) spec: JobSpec,
    pub(super) cancel: CancelToken,
}
