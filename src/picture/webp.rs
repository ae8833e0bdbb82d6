//! WebP files: decoding them.
//!
//! The codec is used directly, not through the `image` crate, because only so can it be told how
//! much memory a metadata chunk may take: a chunk can claim 4 GiB that the file does not have.

pub(super) mod writer;

use std::io::Cursor;

use ::image::error::{DecodingError, ImageError as CodecError, ImageFormatHint};
use image_webp::{DecodingError as WebpError, WebPDecoder};

use super::animation::first_webp_frame;
use super::error::ImageError;
use super::format::SourceFormat;
use super::limits::{DecodeLimits, zeroed};
use super::metadata::Raw;
use super::samples::{Decoded, SampleData, Samples};

const FORMAT: SourceFormat = SourceFormat::Webp;

/// Decodes a WebP file; of an animation the first frame.
///
/// # Errors
/// [`ImageError::Truncated`], [`ImageError::Damaged`] and the errors of [`DecodeLimits`].
pub(crate) fn decode(bytes: &[u8], limits: &DecodeLimits) -> Result<Decoded, ImageError> {
    let mut decoder = WebPDecoder::new(Cursor::new(bytes)).map_err(explain)?;
    decoder.set_memory_limit(bytes.len());
    let (width, height) = decoder.dimensions();
    let channels = if decoder.has_alpha() { 4 } else { 3 };
    let pixels = u64::from(width) * u64::from(height);
    // The lossless codec works in 4 bytes a pixel of its own, the lossy one in 1.5.
    let sample_bytes = if channels == 4 { 0 } else { pixels * channels };
    limits.check(width, height, sample_bytes + pixels * 4, FORMAT)?;

    let icc = decoder.icc_profile().ok().flatten();
    let exif = decoder.exif_metadata().ok().flatten();
    let xmp = decoder.xmp_metadata().ok().flatten();
    let (data, channels) = if decoder.is_animated() {
        let first = first_webp_frame(bytes, [width, height])?;
        (first.into_raw(), 4)
    } else {
        let mut data = zeroed::<u8>(pixels * channels)?;
        decoder.read_image(&mut data).map_err(explain)?;
        (data, channels)
    };
    Ok(Decoded {
        samples: Samples {
            width,
            height,
            channels: channels as usize,
            is_ink: false,
            data: SampleData::Eight(data),
        },
        icc,
        metadata: Raw {
            exif,
            xmp,
            ..Raw::default()
        },
        orientation: None,
    })
}

/// Turns the codec's error into ours.
pub(super) fn explain(error: WebpError) -> ImageError {
    match error {
        WebpError::IoError(source) if source.kind() == std::io::ErrorKind::UnexpectedEof => {
            ImageError::Truncated { format: FORMAT }
        }
        WebpError::BitStreamError => ImageError::Truncated { format: FORMAT },
        error => ImageError::Damaged {
            format: FORMAT,
            source: Some(CodecError::Decoding(DecodingError::new(
                ImageFormatHint::Exact(::image::ImageFormat::WebP),
                error,
            ))),
        },
    }
}
