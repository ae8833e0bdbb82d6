//! From an animated file to its frames.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use ::image::metadata::Orientation;
use ::image::{DynamicImage, RgbaImage};

use super::png_frames::PngFrames;
use super::webp_frames::WebpFrames;
use super::{Animation, Delay};
use crate::picture::error::ImageError;
use crate::picture::format::SourceFormat;
use crate::picture::limits::zeroed;
use crate::picture::samples::{SampleData, Samples};
use crate::picture::srgb::to_srgb;

/// The bytes of a file that several readers share.
pub(super) type Bytes = Cursor<Arc<[u8]>>;

/// One frame of an animated picture.
#[derive(Debug, Clone)]
pub struct Frame {
    /// The whole picture while this frame is shown: sRGB, straight alpha.
    pub pixels: RgbaImage,
    /// For how long.
    pub delay: Delay,
}

/// The frames of an [`Animation`], one after the other.
pub struct Frames {
    format: SourceFormat,
    icc: Option<Vec<u8>>,
    orientation: Orientation,
    from: From,
    is_over: bool,
}

enum From {
    /// Composed by the `image` crate.
    Gif(::image::Frames<'static>, crate::picture::DecodeLimits),
    Png(Box<PngFrames<Arc<[u8]>>>),
    Webp(WebpFrames<Arc<[u8]>>),
}

impl std::fmt::Debug for Frames {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Frames")
            .field("format", &self.format)
            .finish_non_exhaustive()
    }
}

impl Frames {
    pub(super) fn new(animation: &Animation) -> Result<Self, ImageError> {
        let format = animation.format;
        let from = crate::picture::decode::unbroken(format, || {
            Ok(match format {
                SourceFormat::Gif => {
                    let bytes = Cursor::new(Arc::clone(&animation.bytes));
                    From::Gif(
                        super::gif::frames(bytes, &animation.limits)?,
                        animation.limits,
                    )
                }
                SourceFormat::Webp => {
                    let [width, height] = animation.stored;
                    let bytes = Arc::clone(&animation.bytes);
                    From::Webp(WebpFrames::new(bytes, width, height)?)
                }
                _ => From::Png(Box::new(PngFrames::new(
                    Arc::clone(&animation.bytes),
                    animation.num_frames,
                    &animation.limits,
                )?)),
            })
        })?;
        Ok(Self {
            format,
            icc: animation.icc.clone(),
            orientation: animation.orientation,
            from,
            is_over: false,
        })
    }

    fn read(&mut self) -> Option<Result<Frame, ImageError>> {
        let (pixels, delay) = match &mut self.from {
            From::Gif(frames, limits) => match frames.next()? {
                Ok(frame) => {
                    let (numerator_ms, denominator) = frame.delay().numer_denom_ms();
                    let delay = Delay {
                        numerator_ms,
                        denominator,
                    };
                    (frame.into_buffer(), delay)
                }
                Err(error) => return Some(Err(limits.explain(error, self.format))),
            },
            From::Png(frames) => match frames.next()? {
                Ok(frame) => frame,
                Err(error) => return Some(Err(error)),
            },
            From::Webp(frames) => match frames.next()? {
                Ok(frame) => frame,
                Err(error) => return Some(Err(error)),
            },
        };
        let (width, height) = pixels.dimensions();
        let samples = Samples {
            width,
            height,
            channels: 4,
            is_ink: false,
            data: SampleData::Eight(pixels.into_raw()),
        };
        let pixels = to_srgb(samples, self.icc.as_deref());
        Some(pixels.map(|pixels| {
            let mut picture = DynamicImage::ImageRgba8(pixels);
            picture.apply_orientation(self.orientation);
            let pixels = picture.into_rgba8();
            Frame { pixels, delay }
        }))
    }
}

impl Iterator for Frames {
    type Item = Result<Frame, ImageError>;

    /// After an error there are no more frames.
    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over {
            return None;
        }
        let format = self.format;
        // As in `decode_bytes`: a codec that breaks down has met a damaged file.
        let frame = catch_unwind(AssertUnwindSafe(|| self.read())).unwrap_or(Some(Err(
            ImageError::Damaged {
                format,
                source: None,
            },
        )));
        self.is_over = !matches!(frame, Some(Ok(_)));
        frame
    }
}

/// RGB as RGBA.
pub(super) fn with_alpha(rgb: &[u8], width: u32, height: u32) -> Result<RgbaImage, ImageError> {
    let mut rgba = zeroed::<u8>(u64::from(width) * u64::from(height) * 4)?;
    let pixels = rgba.as_chunks_mut::<4>().0.iter_mut();
    for (to, &[red, green, blue]) in pixels.zip(rgb.as_chunks::<3>().0) {
        *to = [red, green, blue, 255];
    }
    let needed_bytes = rgba.len() as u64;
    RgbaImage::from_raw(width, height, rgba).ok_or(ImageError::OutOfMemory { needed_bytes })
}
