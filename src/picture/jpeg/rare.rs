//! JPEG files that the usual decoder gets wrong without a word: a scan for each colour, and
//! colours of any sampling. This decoder is slower and gets them right.

use std::io::Cursor;

use ::image::error::{
    DecodingError, ImageError as CodecError, ImageFormatHint, UnsupportedError,
    UnsupportedErrorKind,
};
use jpeg_decoder::{ColorTransform, Decoder, Error, PixelFormat};

use super::structure::{Ending, Structure};
use super::{FORMAT, StripColors};
use crate::picture::error::ImageError;
use crate::picture::limits::DecodeLimits;
use crate::picture::samples::{SampleData, Samples};

/// Decodes such a file.
///
/// # Errors
/// [`ImageError::UnsupportedVariant`], [`ImageError::Truncated`], [`ImageError::Damaged`] and the
/// errors of [`DecodeLimits`].
pub(super) fn decode(
    bytes: &[u8],
    structure: &Structure,
    colors: Option<StripColors>,
    limits: &DecodeLimits,
) -> Result<Samples, ImageError> {
    let explain = |error| explain(error, structure.ending == Ending::Marked);
    let mut decoder = Decoder::new(Cursor::new(bytes));
    // By itself it goes by the names of the colours first.
    match (colors, structure.sampling.len()) {
        (Some(StripColors::YCbCr), 3) => decoder.set_color_transform(ColorTransform::YCbCr),
        (Some(StripColors::AsTheyAre), 3) => decoder.set_color_transform(ColorTransform::RGB),
        _ => {}
    }
    decoder.read_info().map_err(explain)?;
    let info = decoder
        .info()
        .ok_or(ImageError::Truncated { format: FORMAT })?;
    let (width, height) = (u32::from(info.width), u32::from(info.height));
    let channels = match info.pixel_format {
        PixelFormat::L8 => 1_usize,
        PixelFormat::RGB24 => 3,
        PixelFormat::CMYK32 => 4,
        PixelFormat::L16 => {
            return Err(ImageError::UnsupportedVariant {
                format: FORMAT,
                source: None,
            });
        }
    };
    let count = u64::from(width) * u64::from(height) * channels as u64;
    // The colours one by one, what is handed over, and the coefficients of 2 bytes.
    let working_bytes = count * if structure.is_progressive() { 4 } else { 2 };
    limits.check(width, height, working_bytes, FORMAT)?;
    let data = decoder.decode().map_err(explain)?;
    if data.len() as u64 != count {
        return Err(ImageError::Truncated { format: FORMAT });
    }
    Ok(Samples {
        width,
        height,
        channels,
        is_ink: channels == 4,
        data: SampleData::Eight(data),
    })
}

/// Turns the decoder's error into ours.
fn explain(error: Error, is_ended: bool) -> ImageError {
    let hint = ImageFormatHint::Exact(::image::ImageFormat::Jpeg);
    match error {
        Error::Unsupported(feature) => ImageError::UnsupportedVariant {
            format: FORMAT,
            source: Some(CodecError::Unsupported(
                UnsupportedError::from_format_and_kind(
                    hint,
                    UnsupportedErrorKind::GenericFeature(format!("{feature:?}")),
                ),
            )),
        },
        _ if !is_ended => ImageError::Truncated { format: FORMAT },
        error => ImageError::Damaged {
            format: FORMAT,
            source: Some(CodecError::Decoding(DecodingError::new(hint, error))),
        },
    }
}
