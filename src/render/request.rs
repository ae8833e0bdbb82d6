//! What can be asked of the renderer. Plain data.

use std::path::PathBuf;
use std::sync::Arc;

use image::RgbaImage;

use super::{OutputSize, Recipe, RenderError};
use crate::picture::{self, ColorSpace, Depth, EncodeOptions, Loss, Metadata, Photo};

/// One picture to draw: every preview, thumbnail, part, file and sample is one.
#[derive(Clone, Debug)]
pub struct RenderRequest {
    /// The photograph.
    pub source: Source,
    /// How it is drawn.
    pub recipe: Recipe,
    /// At which size the network draws.
    pub scale: Scale,
    /// Which pixels of the drawing are wanted.
    pub view: View,
    /// Where they go.
    pub sink: Sink,
}

impl RenderRequest {
    /// All of a photograph (upright sRGB, opaque) for the screen, with a long side in pixels.
    pub fn for_screen(photo: Arc<RgbaImage>, recipe: Recipe, long_side_px: u32) -> Self {
        Self {
            source: Source::Pixels(photo),
            recipe,
            scale: Scale::Working(long_side_px),
            view: View::Working,
            sink: Sink::Screen,
        }
    }

    /// The same in memory, without touching what is kept for the screen.
    pub fn in_memory(photo: Arc<RgbaImage>, recipe: Recipe, scale: Scale) -> Self {
        Self {
            source: Source::Pixels(photo),
            recipe,
            scale,
            view: View::Working,
            sink: Sink::Memory,
        }
    }

    /// A part of the finished drawing of a photograph (upright sRGB, opaque) at its own size: left,
    /// top, width and height in pixels.
    pub fn part(photo: Arc<RgbaImage>, recipe: Recipe, long_side_px: u32, part: [u32; 4]) -> Self {
        Self {
            view: View::Part(part),
            ..Self::for_screen(photo, recipe, long_side_px)
        }
    }

    /// The file to write, if there is one.
    pub fn output(&self) -> Option<&Output> {
        match &self.sink {
            Sink::File(output) => Some(output),
            Sink::Screen | Sink::Memory => None,
        }
    }

    /// How large the file becomes for a photograph below the working scale.
    pub(super) fn output_size(&self) -> OutputSize {
        match self.view {
            View::Full(size) => size,
            View::Working | View::Part(_) => OutputSize::Drawing,
        }
    }

    /// Whether the drawing must not be rounded to 8 bits on the way.
    pub(crate) fn is_rgb16(&self) -> bool {
        self.output().is_some_and(Output::is_rgb16)
    }
}

/// Which pixels of a drawing are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// All of it, at the working scale.
    Working,
    /// All of it, as large as a file of it.
    Full(OutputSize),
    /// A part of it at full size: left, top, width and height in pixels of the finished drawing,
    /// which is as large as the photograph, or as the working scale for one below it.
    Part([u32; 4]),
}

/// Where a drawing goes.
#[derive(Clone, Debug)]
pub enum Sink {
    /// The screen, on the device that shows it; the stages are kept for the next request.
    Screen,
    /// Memory.
    Memory,
    /// A file.
    File(Output),
}

/// The size at which the network draws. Stroke width is part of a style, so this decides how coarse
/// the drawing is.
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
    Photo(Arc<Photo>),
    /// Its pixels alone: upright sRGB, opaque.
    Pixels(Arc<RgbaImage>),
}

impl Source {
    /// Whether both are the same pixels in memory.
    pub(super) fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Photo(one), Self::Photo(other)) => Arc::ptr_eq(one, other),
            (Self::Pixels(one), Self::Pixels(other)) => Arc::ptr_eq(one, other),
            _ => false,
        }
    }
}

/// A file for a drawing.
#[derive(Clone, Debug)]
pub struct Output {
    /// The file; missing folders are made.
    pub path: PathBuf,
    /// Format, quality, depth, and what the file says of its making; the colour space in it is not
    /// looked at.
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
    /// [`RenderError::TargetGone`].
    pub(super) fn check_base(&self) -> Result<(), RenderError> {
        match self.base.as_ref().filter(|base| !base.is_dir()) {
            Some(base) => Err(RenderError::TargetGone {
                folder: base.clone(),
            }),
            None => Ok(()),
        }
    }

    /// What of the photograph's metadata the file lacks, if it is to be kept.
    pub(crate) fn lost_of(&self, metadata: &Metadata) -> Vec<Loss> {
        if self.keep_metadata {
            metadata.lost_in(self.options.format)
        } else {
            Vec::new()
        }
    }

    /// Whether the drawing must not be rounded to 8 bits on the way.
    pub(super) fn is_rgb16(&self) -> bool {
        self.options.depth == Depth::Sixteen
    }
}
