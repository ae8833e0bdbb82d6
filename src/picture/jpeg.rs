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
pub(super) mod writer;

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
    if let Some(bytes) = structure.with_height(bytes) {
        return decode(&bytes, limits);
    }
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
        rare::decode(bytes, &structure, None, limits)?
    };
    Ok(Decoded {
        samples,
        icc,
        metadata,
        orientation: None,
    })
}

/// What the colours of a JPEG inside another file are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StripColors {
    /// Brightness and two differences, to be made RGB.
    YCbCr,
    /// To be handed over as they are stored, whatever they are.
    AsTheyAre,
}

/// Decodes a JPEG that is a strip or a tile of a TIFF file, whose tables may stand elsewhere.
///
/// What its own markers say of the colours does not count. Source: Adobe Photoshop TIFF Technical
/// Note 2, "Replacement TIFF/JPEG specification".
///
/// # Errors
/// Those of [`decode`].
pub(crate) fn decode_strip(
    tables: Option<&[u8]>,
    stream: &[u8],
    colors: StripColors,
    limits: &DecodeLimits,
) -> Result<Samples, ImageError> {
    const APPLICATION: std::ops::RangeInclusive<u8> = 0xe0..=0xef;
    let transform = u8::from(colors == StripColors::YCbCr);
    let mut bytes = vec![0xff, 0xd8, 0xff, 0xee, 0, 14];
    bytes.extend(b"Adobe\0\x64\0\0\0\0");
    bytes.push(transform);
    if let Some(tables) = tables.and_then(|tables| tables.get(2..)) {
        bytes.extend_from_slice(tables.strip_suffix(&[0xff, 0xd9]).unwrap_or(tables));
    }
    let structure = Structure::walk(stream);
    let mut from = 2;
    for (marker, range) in &structure.segments {
        if APPLICATION.contains(marker) {
            bytes.extend_from_slice(stream.get(from..range.start).unwrap_or_default());
            from = range.end;
        }
    }
    bytes.extend_from_slice(stream.get(from..).unwrap_or_default());
    let structure = Structure::walk(&bytes);
    structure.check()?;
    if structure.scans == 0 || structure.ending == Ending::Blank {
        return Err(ImageError::Truncated { format: FORMAT });
    }
    let mut samples = if structure.is_common() {
        decode_common(&bytes, &structure, limits)?
    } else {
        rare::decode(&bytes, &structure, Some(colors), limits)?
    };
    if samples.is_ink
        && let SampleData::Eight(data) = &mut samples.data
    {
        // In TIFF files 255 is full ink.
        for ink in data {
            *ink = 255 - *ink;
        }
    }
    Ok(samples)
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
