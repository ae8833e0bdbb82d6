//! From a picture in memory to the bytes of a file.

use std::io::Write;

use ::image::RgbaImage;

use super::alpha::is_opaque;
use super::animation::gif_file;
use super::avif::{self, avif};
use super::error::ImageError;
use super::exif::ByteOrder;
use super::extras::Extras;
use super::format::OutputFormat;
use super::jpeg::writer::jpeg;
use super::metadata::Metadata;
use super::png::writer::png;
use super::resolution::Resolution;
use super::rows::{Depth, Layout, Rgb16Rows, rows_of};
use super::space::ColorSpace;
use super::tiff::writer::{order as tiff_order, tiff};
use super::webp::writer::webp;
use super::xmp::SourceType;

/// How to encode a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EncodeOptions {
    /// The format of the file.
    pub format: OutputFormat,
    /// The quality of a JPEG or AVIF file, 1 to 100 (values outside are clamped); other formats
    /// ignore it. Default 92, where flat comic colours show no blocks.
    pub quality: u8,
    /// Bits a channel. Default 8; only PNG and TIFF hold 16.
    pub depth: Depth,
    /// The colour space that the file is tagged with. Default sRGB.
    pub space: ColorSpace,
    /// What the file says about how the picture was made. Default what its metadata says.
    pub source: SourceType,
    /// How many dots the picture has on an inch of paper, whatever its metadata says. Default what
    /// that says; a GIF [holds none](OutputFormat::holds_resolution).
    pub resolution: Option<Resolution>,
}

impl Default for EncodeOptions {
    fn default() -> Self {
        Self {
            format: OutputFormat::default(),
            quality: 92,
            depth: Depth::default(),
            space: ColorSpace::default(),
            source: SourceType::default(),
            resolution: None,
        }
    }
}

impl EncodeOptions {
    /// The default quality with the given format.
    pub fn new(format: OutputFormat) -> Self {
        Self {
            format,
            ..Self::default()
        }
    }

    /// Whether the format can hold what is asked for, and such a size.
    ///
    /// # Errors
    /// [`ImageError::DepthNotHeld`], [`ImageError::InvalidSize`].
    pub fn check(&self, width: u32, height: u32) -> Result<(), ImageError> {
        let format = self.format;
        if self.depth == Depth::Sixteen && !format.holds_16_bits() {
            return Err(ImageError::DepthNotHeld {
                format: format.title(),
            });
        }
        let num_pixels = u64::from(width) * u64::from(height);
        if format == OutputFormat::Avif && num_pixels > avif::MAX_PIXELS {
            return Err(self.invalid_size(width, height));
        }
        let max_side = match format {
            OutputFormat::Png => i32::MAX as u32,
            OutputFormat::Jpeg | OutputFormat::Gif => 65_535,
            OutputFormat::Webp => 16_384,
            OutputFormat::Avif => avif::MAX_SIDE,
            OutputFormat::Tiff => u32::MAX,
        };
        if width == 0 || height == 0 || width.max(height) > max_side {
            return Err(self.invalid_size(width, height));
        }
        Ok(())
    }

    fn invalid_size(self, width: u32, height: u32) -> ImageError {
        ImageError::InvalidSize {
            width,
            height,
            format: self.format.title(),
        }
    }
}

/// Encodes a picture as a file, tagged with the profile of its colour space.
///
/// `pixels` is in the space of the options (see [`to_space`](super::to_space)) with straight alpha.
/// PNG, WebP and TIFF keep every value, with an alpha channel if any pixel is not opaque; JPEG is
/// composited over white and stores colour at full resolution (4:4:4), so that coloured lines keep
/// their edges.
///
/// AVIF keeps alpha and colour at full resolution, too, and rounds to 10 bits on the way. A GIF has
/// 256 colours, and pixels that are shown or not. Neither has a profile, and both are sRGB.
///
/// What `options` say about how the picture was made goes into the packet, or makes one; a GIF says
/// nothing.
///
/// With `metadata`, its EXIF block and XMP packet are written, with size and colour space in the
/// EXIF block set to those of `pixels`, and its resolution, unless `options` have another; without,
/// nothing else but the profile and the resolution of `options` is. A JPEG holds at most 64 KB of
/// each: of a larger EXIF block the maker's private data is left out, of a larger packet the
/// history of the file, and if that is not enough, all of it. A GIF takes nothing.
///
/// # Errors
/// [`ImageError::InvalidSize`] for an empty picture or one larger than the format can hold (sides
/// of 65 535 for JPEG and 16 384 for WebP, 35.6 megapixels for AVIF, 4 GiB of file for TIFF),
/// [`ImageError::DepthNotHeld`], [`ImageError::OutOfMemory`], [`ImageError::CannotEncode`] if the
/// codec fails.
pub fn encode(
    pixels: &RgbaImage,
    metadata: Option<&Metadata>,
    options: &EncodeOptions,
) -> Result<Vec<u8>, ImageError> {
    let (width, height) = pixels.dimensions();
    options.check(width, height)?;
    let extras = Extras::new(metadata, [width, height], options);
    let layout = || Layout {
        width,
        height,
        has_alpha: !is_opaque(pixels),
        depth: options.depth,
    };
    match options.format {
        OutputFormat::Jpeg => jpeg(pixels, options.quality, extras),
        OutputFormat::Webp => webp(pixels, extras),
        OutputFormat::Gif => gif_file(pixels),
        OutputFormat::Avif => avif(pixels, options.quality, extras),
        OutputFormat::Png => {
            let (mut out, layout) = (Vec::new(), layout());
            png(&mut out, layout, extras, |put| {
                rows_of(pixels, layout, ByteOrder::Big, put)
            })?;
            Ok(out)
        }
        OutputFormat::Tiff => {
            let (mut out, layout) = (Vec::new(), layout());
            let order = tiff_order(&extras);
            let too_large = options.invalid_size(width, height);
            tiff(&mut out, layout, &extras, too_large, |put| {
                rows_of(pixels, layout, order, put)
            })?;
            Ok(out)
        }
    }
}

/// Writes an unrounded picture with 16 bits a channel as PNG or TIFF while it is made.
///
/// `draw` is called once, with a function that takes rows of sRGB in `0.0..=1.0` from the top, any
/// number of whole rows at a time. `alpha` holds one byte a pixel, or none when all is opaque. Only
/// a row is held in memory. See [`encode`] for the rest.
///
/// # Errors
/// Those of [`encode`], [`ImageError::CannotWrite`] when `out` refuses, and those of `draw`.
pub fn encode_rows<E: From<ImageError>>(
    out: &mut dyn Write,
    [width, height]: [u32; 2],
    alpha: Option<&[u8]>,
    metadata: Option<&Metadata>,
    options: &EncodeOptions,
    draw: impl FnOnce(&mut dyn FnMut(&[[f32; 3]]) -> Result<(), ImageError>) -> Result<(), E>,
) -> Result<(), E> {
    let options = EncodeOptions {
        depth: Depth::Sixteen,
        ..*options
    };
    options.check(width, height)?;
    let extras = Extras::new(metadata, [width, height], &options);
    let is_tiff = options.format == OutputFormat::Tiff;
    let layout = Layout {
        width,
        height,
        has_alpha: alpha.is_some(),
        depth: options.depth,
    };
    let mut rows = Rgb16Rows {
        layout,
        order: if is_tiff {
            tiff_order(&extras)
        } else {
            ByteOrder::Big
        },
        space: options.space,
        alpha: alpha.unwrap_or_default(),
        bytes: Vec::with_capacity(layout.row_bytes()),
    };
    if is_tiff {
        let too_large = options.invalid_size(width, height);
        tiff(out, layout, &extras, too_large, |put| {
            draw(&mut |drawn| rows.put(drawn, put))
        })
    } else {
        png(out, layout, extras, |put| {
            draw(&mut |drawn| rows.put(drawn, put))
        })
    }
}

#[cfg(test)]
mod tests;
