//! Decoding of JPEG files, with a sharp eye for files that are cut off.
//!
//! The decoder behind this fills what it cannot decode with grey and calls that success, like a
//! browser that shows a picture while it loads. For a picture that is to be redrawn and stored
//! that is data loss, so the decoder runs in its strict mode here, and the structure of the file
//! is walked before: a file must reach its end marker, or must at least decode to the last row.

use ::image::error::{
    DecodingError, ImageError as CodecError, ImageFormatHint, UnsupportedError,
    UnsupportedErrorKind,
};
use rayon::prelude::{ParallelIterator as _, ParallelSliceMut as _};
use zune_core::bytestream::ZCursor;
use zune_core::colorspace::ColorSpace;
use zune_core::options::DecoderOptions;
use zune_jpeg::JpegDecoder;
use zune_jpeg::errors::DecodeErrors;

use self::structure::{Ending, Structure};
use super::error::ImageError;
use super::format::SourceFormat;
use super::limits::{DecodeLimits, zeroed};
use super::samples::{Decoded, SampleData, Samples};

mod rare;
mod segments;
mod structure;

const FORMAT: SourceFormat = SourceFormat::Jpeg;

/// Decodes a JPEG file.
///
/// CMYK and YCCK come out as ink.
///
/// # Errors
/// [`ImageError::UnsupportedFormat`] for arithmetic coding and for more than 8 bits,
/// [`ImageError::Truncated`] if the file is cut off, [`ImageError::Damaged`] if it contradicts
/// itself anywhere in the pixels, and the errors of [`DecodeLimits`].
pub(crate) fn decode(bytes: &[u8], limits: &DecodeLimits) -> Result<Decoded, ImageError> {
    let structure = Structure::walk(bytes);
    structure.check()?;
    if structure.scans == 0 {
        return Err(ImageError::Truncated { format: FORMAT });
    }
    // Every row of a baseline file stands in its one scan, so that a missing end marker can be
    // forgiven if the last row decodes. Of a progressive file nobody knows how many scans it had.
    let is_cut = match structure.ending {
        Ending::Marked => false,
        Ending::Missing => {
            structure.is_progressive() || structure.scans > 1 || structure.has_stray_bytes
        }
        Ending::Blank => true,
    };
    if is_cut {
        return Err(ImageError::Truncated { format: FORMAT });
    }
    let (metadata, icc) = segments::read(bytes, &structure);
    let samples = if structure.is_common() {
        let cleaned = structure.without_segments_between_scans(bytes);
        decode_common(cleaned.as_deref().unwrap_or(bytes), &structure, limits)?
    } else {
        rare::decode(bytes, &structure, limits)?
    };
    Ok(Decoded {
        samples,
        icc,
        metadata,
        orientation: None,
    })
}

/// Decodes what nearly all files are.
fn decode_common(
    bytes: &[u8],
    structure: &Structure,
    limits: &DecodeLimits,
) -> Result<Samples, ImageError> {
    // Strict mode refuses stray bytes between headers, which some cameras leave and which harm
    // nothing; such files are decoded leniently.
    let options = DecoderOptions::default()
        .set_max_width(usize::MAX)
        .set_max_height(usize::MAX)
        .set_strict_mode(!structure.has_stray_bytes);
    let explain = |error| explain(error, structure.ending == Ending::Marked);
    let mut headers = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    headers.decode_headers().map_err(explain)?;
    let (width, height) = headers.dimensions().unwrap_or((0, 0));
    let (width, height) = (width as u32, height as u32);
    let color_space = headers.input_colorspace();
    let is_ink = structure.sampling.len() == 4;
    // The decoder writes RGBA only from YCbCr and grey; its other paths to RGBA are broken. Of
    // four inks it hands over what is stored.
    let (output, channels) = match color_space {
        Some(ColorSpace::YCbCr) => (ColorSpace::RGBA, 4),
        Some(ColorSpace::Luma) => (ColorSpace::Luma, 1),
        Some(inks) if is_ink => (inks, 4),
        _ => (ColorSpace::RGB, 3),
    };
    let pixels = u64::from(width) * u64::from(height);
    let samples_bytes = if channels == 4 && !is_ink {
        0
    } else {
        pixels * channels
    };
    // With several scans the decoder holds all coefficients, 2 bytes each.
    let holds_coefficients = structure.is_progressive() || structure.scans > 1;
    let coefficient_bytes = if holds_coefficients {
        pixels * 2 * structure.sampling.len() as u64
    } else {
        0
    };
    limits.check(width, height, samples_bytes + coefficient_bytes, FORMAT)?;

    let mut data = zeroed::<u8>(pixels * channels)?;
    let options = options.jpeg_set_out_colorspace(output);
    JpegDecoder::new_with_options(ZCursor::new(bytes), options)
        .decode_into(&mut data)
        .map_err(explain)?;
    if is_ink {
        uninvert(&mut data, output == ColorSpace::YCCK);
    }
    Ok(Samples {
        width,
        height,
        channels: channels as usize,
        is_ink,
        data: SampleData::Eight(data),
    })
}

/// Turns four inks as JPEG files store them, 255 being none, to ink.
///
/// In YCCK the first three are the YCbCr form of the inks themselves, only black is inverted.
/// Source: Adobe Technical Note 5116, section 18; ITU-T T.871, section 7.
fn uninvert(data: &mut [u8], is_ycck: bool) {
    data.par_chunks_mut(4 << 13).for_each(|block| {
        for pixel in block.as_chunks_mut::<4>().0 {
            let [a, b, c, black] = *pixel;
            let inks = if is_ycck {
                let [luma, cb, cr] = [f32::from(a), f32::from(b) - 128.0, f32::from(c) - 128.0];
                let inks = [
                    luma + 1.402 * cr,
                    luma - 0.344_136 * cb - 0.714_136 * cr,
                    luma + 1.772 * cb,
                ];
                inks.map(|ink| (ink + 0.5) as u8)
            } else {
                [a, b, c].map(|ink| 255 - ink)
            };
            *pixel = [inks[0], inks[1], inks[2], 255 - black];
        }
    });
}

/// Turns the decoder's error into ours.
fn explain(error: DecodeErrors, is_ended: bool) -> ImageError {
    let hint = ImageFormatHint::Exact(::image::ImageFormat::Jpeg);
    match error {
        DecodeErrors::Unsupported(scheme) => ImageError::UnsupportedVariant {
            format: FORMAT,
            source: Some(CodecError::Unsupported(
                UnsupportedError::from_format_and_kind(
                    hint,
                    UnsupportedErrorKind::GenericFeature(format!("{scheme:?}")),
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

#[cfg(test)]
mod tests;
