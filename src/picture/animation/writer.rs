//! From frames to an animated file.
//!
//! Only what changes is written, so that what stands still is the same to the bit in every frame,
//! also where a palette or rounding would make it flicker.

use std::fs::File;
use std::io::BufWriter;
use std::path::Path;

use ::image::{RgbaImage, imageops};

use super::Delay;
use super::gif::GifWriter;
use super::png::PngWriter;
use super::webp::WebpWriter;
use crate::picture::encode::EncodeOptions;
use crate::picture::error::ImageError;
use crate::picture::extras::Extras;
use crate::picture::format::OutputFormat;
use crate::picture::metadata::Metadata;
use crate::picture::rows::Depth;
use crate::picture::write::WholeFile;

/// Differences of a colour that nobody sees, out of 255: such pixels stay as they are in a GIF.
const UNSEEN: u8 = 2;

/// What of a picture is written.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) left: u32,
    pub(super) top: u32,
    pub(super) pixels: RgbaImage,
}

enum To {
    Gif(GifWriter<BufWriter<File>>),
    Png(PngWriter<BufWriter<File>>),
    Webp(WebpWriter<BufWriter<File>>),
}

/// An animated file in the making, there whole or not at all; nothing is left of one that is
/// dropped.
pub struct AnimationWriter {
    to: To,
    file: WholeFile,
    has_alpha: bool,
    /// What is on the screen: for a GIF as it was before its palette.
    shown: Option<RgbaImage>,
}

impl std::fmt::Debug for AnimationWriter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AnimationWriter")
            .field("file", &self.file)
            .finish_non_exhaustive()
    }
}

/// What the file of an animation says before its frames.
#[derive(Debug, Clone, Copy)]
pub struct AnimationHeader {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// How many frames will be added.
    pub num_frames: u32,
    /// How often it is shown, 0 for as long as somebody looks.
    pub num_plays: u32,
    /// Whether any pixel of any frame is not opaque.
    pub has_alpha: bool,
}

impl AnimationWriter {
    /// Begins a file, as [`write_whole`](crate::picture::write_whole) does.
    ///
    /// GIF holds neither metadata nor a profile: it is sRGB.
    ///
    /// # Errors
    /// [`ImageError::DoesNotMove`] for a format that holds one frame only,
    /// [`ImageError::DepthNotHeld`], [`ImageError::InvalidSize`], and those of writing.
    pub fn begin(
        path: &Path,
        overwrite: bool,
        header: AnimationHeader,
        metadata: Option<&Metadata>,
        options: &EncodeOptions,
    ) -> Result<Self, ImageError> {
        let format = options.format;
        options.check(header.width, header.height)?;
        if options.depth == Depth::Sixteen {
            let format = "moving";
            return Err(ImageError::DepthNotHeld { format });
        }
        if !format.moves() {
            return Err(ImageError::DoesNotMove {
                format: format.title(),
            });
        }
        let file = WholeFile::begin(path, overwrite)?;
        let out = BufWriter::new(file.handle()?);
        let size = [header.width, header.height];
        let extras = Extras::new(metadata, size, options);
        let to = match format {
            OutputFormat::Gif => To::Gif(GifWriter::begin(out, size, header.num_plays)?),
            OutputFormat::Webp => To::Webp(WebpWriter::begin(
                out,
                size,
                header.has_alpha,
                header.num_plays,
                extras,
            )?),
            _ => {
                let counts = [header.num_frames, header.num_plays];
                To::Png(PngWriter::begin(
                    out,
                    size,
                    header.has_alpha,
                    counts,
                    extras,
                )?)
            }
        };
        Ok(Self {
            to,
            file,
            has_alpha: header.has_alpha,
            shown: None,
        })
    }

    /// Adds a frame, in the space of the options, of the animation's size.
    ///
    /// # Errors
    /// [`ImageError::CannotWrite`], [`ImageError::CannotEncode`].
    pub fn add(&mut self, frame: &RgbaImage, delay: Delay) -> Result<(), ImageError> {
        let whole = || Part {
            left: 0,
            top: 0,
            pixels: frame.clone(),
        };
        let same_size = |shown: &&mut RgbaImage| shown.dimensions() == frame.dimensions();
        match &mut self.to {
            // Pixels that go can only be shown by drawing the whole anew.
            To::Gif(gif) if self.has_alpha => gif.add(&whole(), true, delay),
            To::Gif(gif) => {
                if let Some(shown) = self.shown.as_mut().filter(same_size) {
                    return gif.add(&update(shown, frame), false, delay);
                }
                self.shown = Some(frame.clone());
                gif.add(&whole(), false, delay)
            }
            To::Png(png) => {
                let shown = self.shown.as_mut().filter(same_size);
                let part = shown.map_or_else(whole, |shown| changed(shown, frame));
                self.shown = Some(frame.clone());
                png.add(&part, delay)
            }
            To::Webp(webp) => {
                let shown = self.shown.as_mut().filter(same_size);
                let part = shown.map_or_else(whole, |shown| changed(shown, frame));
                self.shown = Some(frame.clone());
                webp.add(&part, delay)
            }
        }
    }

    /// Ends the file and gives it its name.
    ///
    /// # Errors
    /// Those of [`write_whole`](crate::picture::write_whole).
    pub fn finish(self) -> Result<(), ImageError> {
        match self.to {
            To::Gif(gif) => {
                let flushed = gif.finish()?.into_inner();
                flushed.map_err(|error| ImageError::CannotWrite {
                    source: error.into_error(),
                })?;
            }
            To::Png(png) => png.finish()?,
            To::Webp(webp) => webp.finish()?,
        }
        self.file.commit()
    }
}

/// The smallest part in which two pictures of a size differ by more than `tolerance`, with even
/// left and top side; one pixel when they are the same.
fn differing(a: &RgbaImage, b: &RgbaImage, tolerance: u8) -> [u32; 4] {
    let (mut left, mut top, mut right, mut bottom) = (u32::MAX, u32::MAX, 0, 0);
    for (y, (a, b)) in a.rows().zip(b.rows()).enumerate() {
        for (x, (a, b)) in a.zip(b).enumerate() {
            if differ(a.0, b.0, tolerance) {
                let (x, y) = (x as u32, y as u32);
                (left, top) = (left.min(x), top.min(y));
                (right, bottom) = (right.max(x + 1), bottom.max(y + 1));
            }
        }
    }
    if right == 0 {
        return [0, 0, 1, 1];
    }
    let (left, top) = (left & !1, top & !1);
    [left, top, right - left, bottom - top]
}

fn differ(a: [u8; 4], b: [u8; 4], tolerance: u8) -> bool {
    a.iter().zip(b).any(|(a, b)| a.abs_diff(b) > tolerance)
}

fn changed(shown: &RgbaImage, frame: &RgbaImage) -> Part {
    let [left, top, width, height] = differing(shown, frame, 0);
    Part {
        left,
        top,
        pixels: imageops::crop_imm(frame, left, top, width, height).to_image(),
    }
}

/// The part that has changed, with all that is not left out of it; `shown` is brought up to date.
fn update(shown: &mut RgbaImage, frame: &RgbaImage) -> Part {
    let [left, top, width, height] = differing(shown, frame, UNSEEN);
    let mut pixels = imageops::crop_imm(frame, left, top, width, height).to_image();
    for (x, y, pixel) in pixels.enumerate_pixels_mut() {
        let known = shown.get_pixel_mut(left + x, top + y);
        if differ(known.0, pixel.0, UNSEEN) {
            *known = *pixel;
        } else {
            *pixel = ::image::Rgba([0; 4]);
        }
    }
    Part { left, top, pixels }
}
