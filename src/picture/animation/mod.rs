//! Animations: GIF, PNG and WebP, read and written frame by frame.
//!
//! An animation is gone through as often as is wanted, and in memory are its file, the frame at
//! hand and what the format needs to make it of the one before, never all frames.

mod canvas;
mod frames;
mod gif;
mod png;
mod png_frames;
mod webp;
mod webp_frames;
mod writer;

use std::sync::Arc;

use ::image::metadata::Orientation;

use super::error::ImageError;
use super::format::{SourceFormat, recognise};
use super::limits::DecodeLimits;
use super::metadata::{self, Metadata, Raw};
use super::space::ColorSpace;

pub(super) use self::gif::still as gif_file;
pub(super) use self::webp_frames::first_frame as first_webp_frame;
pub use frames::{Frame, Frames};
pub use writer::{AnimationHeader, AnimationWriter};

/// How long a frame is shown, in milliseconds: a fraction, as formats have different clocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Delay {
    /// Above the line.
    pub numerator_ms: u32,
    /// Below the line, at least 1.
    pub denominator: u32,
}

impl Delay {
    /// Whole milliseconds.
    pub fn from_ms(numerator_ms: u32) -> Self {
        Self {
            numerator_ms,
            denominator: 1,
        }
    }

    /// In milliseconds.
    pub fn as_ms(self) -> f64 {
        f64::from(self.numerator_ms) / f64::from(self.denominator.max(1))
    }
}

/// A picture that moves, not yet decoded.
#[derive(Debug, Clone)]
pub struct Animation {
    /// What is kept of the file besides its frames.
    pub metadata: Metadata,
    /// The colour space that the file was in, as far as it can be written again.
    pub space: ColorSpace,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// How often it is shown, 0 for as long as somebody looks.
    pub num_plays: u32,
    /// How many frames the file says that it has, at least 2.
    pub num_frames: u32,
    format: SourceFormat,
    icc: Option<Vec<u8>>,
    /// Width and height of the frames as the file has them.
    stored: [u32; 2],
    /// How each frame is turned.
    orientation: Orientation,
    bytes: Arc<[u8]>,
    limits: DecodeLimits,
}

/// What of an animated file is the same as of a still one.
struct Still {
    /// As the file has it, before it is turned.
    width: u32,
    height: u32,
    icc: Option<Vec<u8>>,
    metadata: Raw,
}

/// What a look through all frames tells.
#[derive(Debug)]
pub struct Survey {
    /// How many there are.
    pub num_frames: u32,
    /// Whether any pixel of any of them is not opaque.
    pub has_alpha: bool,
    /// Some frames, from all over the animation.
    pub samples: Vec<::image::RgbaImage>,
}

impl Animation {
    fn new(
        format: SourceFormat,
        still: Still,
        [num_frames, num_plays]: [u32; 2],
        bytes: Arc<[u8]>,
        limits: &DecodeLimits,
    ) -> Self {
        let (metadata, orientation) = Metadata::from_raw(still.metadata, None);
        let (width, height) = if metadata::lies(orientation) {
            (still.height, still.width)
        } else {
            (still.width, still.height)
        };
        Self {
            metadata,
            space: still
                .icc
                .as_deref()
                .map_or(ColorSpace::Srgb, ColorSpace::of_profile),
            width,
            height,
            num_plays,
            num_frames,
            format,
            icc: still.icc,
            stored: [still.width, still.height],
            orientation,
            bytes,
            limits: *limits,
        }
    }

    /// Looks whether a file moves; `None` for still pictures.
    ///
    /// # Errors
    /// Those of [`decode_bytes`](super::decode_bytes), as far as the header tells them.
    pub fn open(bytes: &Arc<[u8]>, limits: &DecodeLimits) -> Result<Option<Self>, ImageError> {
        let format = recognise(bytes)?;
        let damaged = || ImageError::Damaged {
            format,
            source: None,
        };
        super::decode::unbroken(format, || match format {
            SourceFormat::Gif => gif::open(bytes, limits),
            SourceFormat::Png => png::open(bytes, limits),
            SourceFormat::Webp => webp::open(bytes, limits),
            _ => Ok(None),
        })
        .and_then(|found| match found {
            Some(animation) if animation.width == 0 || animation.height == 0 => Err(damaged()),
            found => Ok(found),
        })
    }

    /// The frames from the first on, each as large as the whole picture.
    ///
    /// # Errors
    /// Those of [`decode_bytes`](super::decode_bytes).
    pub fn frames(&self) -> Result<Frames, ImageError> {
        Frames::new(self)
    }

    /// Looks through all frames and brings home at most `max_samples` of them, made smaller; `None`
    /// after `stop`, which is asked before each frame, said yes.
    ///
    /// # Errors
    /// Those of [`decode_bytes`](super::decode_bytes), for the first frame that is damaged.
    pub fn survey(
        &self,
        max_samples: usize,
        mut shrink: impl FnMut(::image::RgbaImage) -> ::image::RgbaImage,
        stop: &dyn Fn() -> bool,
    ) -> Result<Option<Survey>, ImageError> {
        let mut survey = Survey {
            num_frames: 0,
            has_alpha: false,
            samples: Vec::new(),
        };
        // Every `step`th frame; when there are too many, every other one of them goes.
        let mut step = 1;
        for frame in self.frames()? {
            if stop() {
                return Ok(None);
            }
            let pixels = frame?.pixels;
            survey.has_alpha |= !super::is_opaque(&pixels);
            if survey.num_frames.is_multiple_of(step) {
                if survey.samples.len() == max_samples.max(1) {
                    let mut index = 0;
                    survey.samples.retain(|_| {
                        index += 1;
                        index % 2 == 1
                    });
                    step *= 2;
                }
                if survey.num_frames.is_multiple_of(step) {
                    survey.samples.push(shrink(pixels));
                }
            }
            survey.num_frames += 1;
        }
        if survey.num_frames == 0 {
            return Err(ImageError::Truncated {
                format: self.format,
            });
        }
        Ok(Some(survey))
    }
}

#[cfg(test)]
mod tests;
