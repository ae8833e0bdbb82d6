//! Decoding of PNG files.
//!
//! Colours are described in up to four ways, of which the first that is there counts: code points,
//! a profile, "it is sRGB", gamma and chromaticities (PNG, Third Edition, section 4.3).

use std::io::{BufRead, Cursor, Seek};

use ::image::error::{DecodingError as Undecodable, ImageError as CodecError, ImageFormatHint};
use png::{BitDepth, ColorType, Decoder, DecodingError, Info, Reader, Transformations, Unit};

use crate::picture::described::{by_code_points, by_gamma};
use crate::picture::error::ImageError;
use crate::picture::format::SourceFormat;
use crate::picture::limits::{DecodeLimits, zeroed};
use crate::picture::metadata::Raw;
use crate::picture::png::chunks::{of_xcode, read_texts};
use crate::picture::png::mend::mended;
use crate::picture::resolution::{Resolution, Unit as Length};
use crate::picture::samples::{Decoded, SampleData, Samples, straighten};

const FORMAT: SourceFormat = SourceFormat::Png;
/// The codec's own limit covers a few rows and the profile, which is compressed and can be a bomb.
const MAX_CODEC_BYTES: u64 = 64 << 20;

/// What a file says before its pixels.
pub(crate) struct Head {
    pub(crate) width: u32,
    pub(crate) height: u32,
    /// Frames and plays of an animated file.
    pub(crate) animation: Option<[u32; 2]>,
    pub(crate) icc: Option<Vec<u8>>,
    pub(crate) metadata: Raw,
}

type PngReader<'a> = Reader<Cursor<&'a [u8]>>;

/// Reads what stands before the pixels.
///
/// # Errors
/// [`ImageError::Truncated`], [`ImageError::Damaged`], [`ImageError::OverMemoryLimit`].
pub(crate) fn read_head(bytes: &[u8], limits: &DecodeLimits) -> Result<Head, ImageError> {
    Ok(open(bytes, limits, false)?.1)
}

/// A decoder that gives whole samples and keeps to the limits.
pub(crate) fn decoder<R: BufRead + Seek>(from: R, limits: &DecodeLimits) -> Decoder<R> {
    let codec_bytes = limits.max_alloc_bytes.min(MAX_CODEC_BYTES);
    let codec_limits = png::Limits {
        bytes: usize::try_from(codec_bytes).unwrap_or(usize::MAX),
    };
    let mut decoder = Decoder::new_with_limits(from, codec_limits);
    decoder.set_ignore_text_chunk(true);
    decoder.set_transformations(Transformations::EXPAND);
    decoder
}

fn open<'a>(
    bytes: &'a [u8],
    limits: &DecodeLimits,
    is_from_xcode: bool,
) -> Result<(PngReader<'a>, Head), ImageError> {
    let mut decoder = decoder(Cursor::new(bytes), limits);
    decoder.ignore_checksums(is_from_xcode);
    let reader = decoder
        .read_info()
        .map_err(|error| explain(error, limits))?;
    let info = reader.info();
    let mut metadata = Raw {
        exif: info.exif_metadata.as_deref().map(<[u8]>::to_vec),
        resolution: info.pixel_dims.and_then(|dots| match dots.unit {
            Unit::Meter => Resolution::new([dots.xppu, dots.yppu].map(f64::from), Length::Metre),
            Unit::Unspecified => None,
        }),
        ..Raw::default()
    };
    let in_text = read_texts(bytes, &mut metadata);
    let head = Head {
        width: info.width,
        height: info.height,
        animation: info
            .animation_control
            .map(|control| [control.num_frames, control.num_plays]),
        icc: profile(info, in_text),
        metadata,
    };
    Ok((reader, head))
}

/// The profile of the colours, or one that is made from what the file says of them.
fn profile(info: &Info<'_>, in_text: Option<Vec<u8>>) -> Option<Vec<u8>> {
    let code_points = info
        .coding_independent_code_points
        .filter(|points| points.matrix_coefficients == 0);
    if let Some(points) = code_points {
        let is_full = points.is_video_full_range_image;
        let made = by_code_points(points.color_primaries, points.transfer_function, is_full);
        if made.is_some() {
            return made;
        }
    }
    let embedded = info.icc_profile.as_deref().map(<[u8]>::to_vec);
    if let Some(profile) = embedded.or(in_text) {
        return Some(profile);
    }
    if info.srgb.is_some() {
        return None;
    }
    let value = |number: png::ScaledFloat| f64::from(number.into_scaled()) / 100_000.0;
    let gamma = info.gama_chunk.map(value);
    let chromaticities = info.chrm_chunk.map(|chunk| {
        [chunk.white, chunk.red, chunk.green, chunk.blue].map(|(x, y)| [value(x), value(y)])
    });
    by_gamma(gamma, chromaticities)
}

/// Decodes a PNG file; of an animation the default image.
///
/// # Errors
/// [`ImageError::Truncated`], [`ImageError::Damaged`] and the errors of [`DecodeLimits`].
pub(crate) fn decode(bytes: &[u8], limits: &DecodeLimits) -> Result<Decoded, ImageError> {
    if let Some(bytes) = of_xcode(bytes) {
        return decode_ordinary(&bytes, limits, true);
    }
    match mended(bytes) {
        None => decode_ordinary(bytes, limits, false),
        Some(mended) => match decode_ordinary(&mended.bytes, limits, false) {
            Err(ImageError::Damaged { .. }) if mended.lacks_end => {
                Err(ImageError::Truncated { format: FORMAT })
            }
            decoded => decoded,
        },
    }
}

fn decode_ordinary(
    bytes: &[u8],
    limits: &DecodeLimits,
    is_from_xcode: bool,
) -> Result<Decoded, ImageError> {
    let (mut reader, head) = open(bytes, limits, is_from_xcode)?;
    let (width, height) = (head.width, head.height);
    let (color, depth) = reader.output_color_type();
    let channels = color.samples();
    let is_16_bit = depth == BitDepth::Sixteen;
    let count = u64::from(width) * u64::from(height) * channels as u64;
    // 8-bit RGBA is handed on as it is, everything else is converted into a second buffer.
    let sample_bytes = match (channels, is_16_bit) {
        (4, false) => 0,
        (_, false) => count,
        (_, true) => count * 2,
    };
    limits.check(width, height, sample_bytes, FORMAT)?;
    let explain = |error| explain(error, limits);
    let data = if is_16_bit {
        let mut data = zeroed::<u16>(count)?;
        reader
            .next_frame(bytemuck::cast_slice_mut(&mut data))
            .map_err(explain)?;
        for sample in &mut data {
            *sample = u16::from_be(*sample);
        }
        SampleData::Sixteen(data)
    } else {
        let mut data = zeroed::<u8>(count)?;
        reader.next_frame(&mut data).map_err(explain)?;
        if is_from_xcode {
            reorder(&mut data, color);
        }
        SampleData::Eight(data)
    };
    Ok(Decoded {
        samples: Samples {
            width,
            height,
            channels,
            is_ink: false,
            data,
        },
        icc: head.icc,
        metadata: head.metadata,
        orientation: None,
    })
}

/// Brings the colours of Xcode's files, blue first and multiplied with alpha, to those of others.
fn reorder(data: &mut [u8], color: ColorType) {
    let channels = match color {
        ColorType::Rgb => 3,
        ColorType::Rgba => 4,
        _ => return,
    };
    for pixel in data.chunks_exact_mut(channels) {
        pixel.swap(0, 2);
    }
    if channels == 4 {
        straighten(data, channels, u8::MAX);
    }
}

/// Turns the codec's error into ours.
pub(crate) fn explain(error: DecodingError, limits: &DecodeLimits) -> ImageError {
    match error {
        DecodingError::IoError(source) if source.kind() == std::io::ErrorKind::UnexpectedEof => {
            ImageError::Truncated { format: FORMAT }
        }
        DecodingError::LimitsExceeded => ImageError::OverMemoryLimit {
            limit_bytes: limits.max_alloc_bytes.min(MAX_CODEC_BYTES),
        },
        error => {
            let hint = ImageFormatHint::Exact(::image::ImageFormat::Png);
            ImageError::Damaged {
                format: FORMAT,
                source: Some(CodecError::Decoding(Undecodable::new(hint, error))),
            }
        }
    }
}

#[cfg(test)]
mod tests;
