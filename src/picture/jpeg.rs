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
use zune_core::bytestream::ZCursor;
use zune_core::colorspace::ColorSpace;
use zune_core::options::DecoderOptions;
use zune_jpeg::JpegDecoder;
use zune_jpeg::errors::DecodeErrors;

use super::error::ImageError;
use super::format::SourceFormat;
use super::limits::{DecodeLimits, zeroed};
use super::samples::{Decoded, SampleData, Samples};

const FORMAT: SourceFormat = SourceFormat::Jpeg;

/// How a file ends.
#[derive(Debug, Default, PartialEq, Eq)]
enum Ending {
    /// With the end marker, after at least one scan.
    Marked,
    /// Without the end marker.
    #[default]
    Missing,
    /// Without the end marker, in a run of one repeated byte: a download never filled in.
    Blank,
}

/// What a walk over the markers of a JPEG file tells.
#[derive(Debug, Default, PartialEq, Eq)]
struct Structure {
    /// How the file ends.
    ending: Ending,
    /// Bytes that belong to no segment stand between the headers.
    has_stray_bytes: bool,
    /// The number of scans: 1 for most baseline files, several for progressive ones.
    scans: usize,
    /// The frame is progressive.
    is_progressive: bool,
    /// The number of colour components.
    components: u8,
}

impl Structure {
    /// Walks from marker to marker; reads no pixels.
    fn walk(bytes: &[u8]) -> Self {
        const BLANK_BYTES: usize = 64;
        let mut structure = Self::default();
        let mut position = 2;
        while let Some(&byte) = bytes.get(position) {
            if byte != 0xff {
                structure.has_stray_bytes |= structure.scans == 0;
                position += 1;
                continue;
            }
            let Some(&marker) = bytes.get(position + 1) else {
                break;
            };
            match marker {
                0xff => position += 1,
                0x00 | 0x01 | 0xd0..=0xd8 => position += 2,
                0xd9 => {
                    if structure.scans > 0 {
                        structure.ending = Ending::Marked;
                    }
                    return structure;
                }
                _ => {
                    let Some(&[high, low]) = bytes.get(position + 2..position + 4) else {
                        break;
                    };
                    let is_frame =
                        matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc);
                    if is_frame {
                        structure.is_progressive = marker == 0xc2;
                        structure.components = bytes.get(position + 9).copied().unwrap_or(0);
                    }
                    position += 2 + usize::from(u16::from_be_bytes([high, low]));
                    if marker == 0xda {
                        structure.scans += 1;
                        position = end_of_scan(bytes, position);
                    }
                }
            }
        }
        let is_blank = bytes.last().is_some_and(|last| {
            bytes.len() > BLANK_BYTES
                && bytes[bytes.len() - BLANK_BYTES..]
                    .iter()
                    .all(|byte| byte == last)
        });
        if is_blank {
            structure.ending = Ending::Blank;
        }
        structure
    }
}

/// The position of the first marker after the compressed data that starts at `position`.
///
/// Within the data, a 0xff byte is followed by a stuffed 0 or by a restart marker.
fn end_of_scan(bytes: &[u8], mut position: usize) -> usize {
    while let Some(rest) = bytes.get(position..) {
        let Some(found) = rest.iter().position(|&byte| byte == 0xff) else {
            break;
        };
        match rest.get(found + 1) {
            None => break,
            Some(0x00 | 0xd0..=0xd7) => position += found + 2,
            Some(0xff) => position += found + 1,
            Some(_) => return position + found,
        }
    }
    bytes.len()
}

/// Decodes a JPEG file.
///
/// CMYK and YCCK come out as RGB by plain multiplication with black; their ICC profile no longer
/// fits and is not handed over.
///
/// # Errors
/// [`ImageError::Truncated`] if the file is cut off, [`ImageError::Damaged`] if it contradicts
/// itself anywhere in the pixels, and the errors of [`DecodeLimits`].
pub(crate) fn decode(bytes: &[u8], limits: &DecodeLimits) -> Result<Decoded, ImageError> {
    let structure = Structure::walk(bytes);
    if structure.scans == 0 {
        return Err(ImageError::Truncated { format: FORMAT });
    }
    // Every row of a baseline file stands in its one scan, so that a missing end marker can be
    // forgiven if the last row decodes. Of a progressive file nobody knows how many scans it had.
    let is_cut = match structure.ending {
        Ending::Marked => false,
        Ending::Missing => {
            structure.is_progressive || structure.scans > 1 || structure.has_stray_bytes
        }
        Ending::Blank => true,
    };
    if is_cut {
        return Err(ImageError::Truncated { format: FORMAT });
    }

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
    // The decoder writes RGBA only from these two; its other paths to RGBA are broken.
    let (output, channels) = match color_space {
        Some(ColorSpace::YCbCr) => (ColorSpace::RGBA, 4),
        Some(ColorSpace::Luma) => (ColorSpace::Luma, 1),
        _ => (ColorSpace::RGB, 3),
    };
    let pixels = u64::from(width) * u64::from(height);
    let samples_bytes = if channels == 4 { 0 } else { pixels * channels };
    // With several scans the decoder holds all coefficients, 2 bytes each.
    let holds_coefficients = structure.is_progressive || structure.scans > 1;
    let coefficient_bytes = if holds_coefficients {
        pixels * 2 * u64::from(structure.components)
    } else {
        0
    };
    limits.check(width, height, samples_bytes + coefficient_bytes, FORMAT)?;

    let mut data = zeroed::<u8>(pixels * channels)?;
    let options = options.jpeg_set_out_colorspace(output);
    JpegDecoder::new_with_options(ZCursor::new(bytes), options)
        .decode_into(&mut data)
        .map_err(explain)?;
    let is_cmyk = structure.components == 4;
    Ok(Decoded {
        samples: Samples {
            width,
            height,
            channels: channels as usize,
            data: SampleData::Eight(data),
        },
        icc: if is_cmyk { None } else { headers.icc_profile() },
        exif: headers.exif().cloned(),
        xmp: headers.xmp().cloned(),
        orientation: None,
    })
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
mod tests {
    use super::*;
    use crate::picture::fixture::{flat_jpeg, gradient, noise, rgb_file};

    fn decode(bytes: &[u8]) -> Result<Decoded, ImageError> {
        super::decode(bytes, &DecodeLimits::default())
    }

    /// The first pixel as RGB.
    fn color(bytes: &[u8]) -> [u8; 3] {
        let decoded = decode(bytes).unwrap();
        let SampleData::Eight(data) = decoded.samples.data else {
            panic!("8 bits")
        };
        match decoded.samples.channels {
            1 => [data[0]; 3],
            _ => [data[0], data[1], data[2]],
        }
    }

    fn close(a: [u8; 3], b: [u8; 3]) -> bool {
        a.iter().zip(b).all(|(&a, b)| a.abs_diff(b) <= 1)
    }

    #[test]
    fn a_file_cut_anywhere_in_its_pixels_is_an_error() {
        let whole = rgb_file(&noise(200, 120), ::image::ImageFormat::Jpeg);
        assert!(decode(&whole).is_ok());
        let start = end_of_headers(&whole);
        for percent in 0..98 {
            let length = start + (whole.len() - start) * percent / 100;
            let cut = decode(&whole[..length]);
            assert!(
                matches!(cut, Err(ImageError::Truncated { .. })),
                "{percent} %: {cut:?}"
            );
        }
        for length in 0..start {
            assert!(
                decode(&whole[..length]).is_err(),
                "{length} bytes of header"
            );
        }
    }

    fn end_of_headers(bytes: &[u8]) -> usize {
        bytes
            .windows(2)
            .position(|pair| pair == [0xff, 0xda])
            .unwrap()
            + 14
    }

    #[test]
    fn a_file_cut_in_its_last_row_is_an_error() {
        // One row of blocks only: no later row can tell.
        let whole = rgb_file(&noise(400, 8), ::image::ImageFormat::Jpeg);
        let start = end_of_headers(&whole);
        for percent in 0..98 {
            let length = start + (whole.len() - start) * percent / 100;
            assert!(decode(&whole[..length]).is_err(), "{percent} %");
        }
    }

    #[test]
    fn a_file_filled_up_with_zeros_is_an_error() {
        let mut bytes = rgb_file(&noise(200, 120), ::image::ImageFormat::Jpeg);
        let length = bytes.len();
        bytes[length / 2..].fill(0);
        bytes.resize(length * 20, 0);
        assert!(matches!(decode(&bytes), Err(ImageError::Truncated { .. })));
    }

    #[test]
    fn a_missing_end_mark_after_complete_data_is_forgiven() {
        for picture in [gradient(200, 120), noise(90, 33), gradient(8, 8)] {
            let whole = rgb_file(&picture, ::image::ImageFormat::Jpeg);
            let SampleData::Eight(expected) = decode(&whole).unwrap().samples.data else {
                panic!("8 bits")
            };
            let decoded = decode(&whole[..whole.len() - 2]).unwrap();
            let SampleData::Eight(data) = decoded.samples.data else {
                panic!("8 bits")
            };
            assert!(data == expected);
        }
    }

    #[test]
    fn what_follows_the_end_mark_does_not_matter() {
        let mut bytes = rgb_file(&gradient(64, 64), ::image::ImageFormat::Jpeg);
        let expected = color(&bytes);
        bytes.extend([0; 5000]);
        assert_eq!(color(&bytes), expected);
    }

    #[test]
    fn stray_bytes_between_headers_are_forgiven() {
        let whole = rgb_file(&gradient(64, 64), ::image::ImageFormat::Jpeg);
        let stray = [&whole[..20], &[0; 9], &whole[20..]].concat();
        assert_eq!(color(&stray), color(&whole));
        assert!(decode(&stray[..stray.len() / 2]).is_err());
        assert!(decode(&stray[..stray.len() - 40]).is_err());
    }

    #[test]
    fn an_impossible_code_within_the_pixels_is_an_error() {
        let mut bytes = rgb_file(&noise(200, 120), ::image::ImageFormat::Jpeg);
        let middle = bytes.len() / 2;
        // All ones is no Huffman code; 0xff is written with a stuffed 0.
        bytes[middle..middle + 40]
            .as_chunks_mut()
            .0
            .fill([0xff, 0x00]);
        assert!(matches!(decode(&bytes), Err(ImageError::Damaged { .. })));
    }

    #[test]
    fn grey_and_colour_come_out_as_they_went_in() {
        assert_eq!(color(&flat_jpeg(&[77], 3, None, false)), [77; 3]);
        // Y = 128, Cb = 128, Cr = 192: red raised by 1.402 * 64, green lowered by 0.714 * 64.
        let red = color(&flat_jpeg(&[128, 128, 192], 3, None, false));
        assert!(close(red, [218, 82, 128]), "{red:?}");
    }

    #[test]
    fn adobe_rgb_transform_zero_is_plain_rgb() {
        assert_eq!(
            color(&flat_jpeg(&[200, 100, 50], 3, Some(0), false)),
            [200, 100, 50]
        );
    }

    #[test]
    fn adobe_cmyk_and_ycck_become_rgb() {
        // Adobe stores ink inverted: 255 is no ink. RGB = CMY * K / 255.
        let paper = color(&flat_jpeg(&[255, 255, 255, 255], 3, Some(0), false));
        assert_eq!(paper, [255; 3]);
        let ink = color(&flat_jpeg(&[200, 100, 50, 128], 3, Some(0), false));
        assert!(close(ink, [100, 50, 25]), "{ink:?}");
        let black = color(&flat_jpeg(&[200, 100, 50, 0], 3, Some(0), false));
        assert_eq!(black, [0; 3]);
        // In YCCK the first three are the YCbCr form of the colour that the inverted ink shows:
        // the decoder turns Y to 255 - Y, and Y = 55 without colour is grey 200.
        let grey = color(&flat_jpeg(&[55, 128, 128, 128], 3, Some(2), false));
        assert!(close(grey, [100; 3]), "{grey:?}");
    }

    #[test]
    fn progressive_files_are_read_and_never_accepted_cut() {
        let whole = flat_jpeg(&[128, 128, 192], 40, None, true);
        assert!(close(color(&whole), [218, 82, 128]));
        assert_eq!(Structure::walk(&whole).scans, 4);
        let headers = end_of_headers(&whole);
        for length in headers..whole.len() {
            assert!(
                decode(&whole[..length]).is_err(),
                "{length} of {} bytes",
                whole.len()
            );
        }
    }

    #[test]
    fn a_cmyk_profile_is_not_handed_over() {
        let bytes = flat_jpeg(&[255, 255, 255, 255], 1, Some(0), false);
        let profile = [b"ICC_PROFILE\0\x01\x01".as_slice(), &[9; 200]].concat();
        let tagged = crate::picture::fixture::with_segment(&bytes, 0xe2, &[&profile]);
        assert!(decode(&tagged).unwrap().icc.is_none());
        let rgb = flat_jpeg(&[128, 128, 128], 1, None, false);
        let tagged = crate::picture::fixture::with_segment(&rgb, 0xe2, &[&profile]);
        assert_eq!(decode(&tagged).unwrap().icc.unwrap(), [9; 200]);
    }
}
