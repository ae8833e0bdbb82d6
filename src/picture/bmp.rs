//! BMP files: decoding them, and what the codec passes over in their headers, which is the
//! transparency, the profile and the resolution.
//!
//! Source: Microsoft, "Bitmap Header Types", `BITMAPV4HEADER` and `BITMAPV5HEADER`.

use std::io::Cursor;

use ::image::codecs::bmp::BmpDecoder;

use super::codec;
use super::error::ImageError;
use super::format::SourceFormat;
use super::limits::DecodeLimits;
use super::resolution::{Resolution, Unit};
use super::samples::Decoded;

/// Where the header begins that says how large the others are.
const INFO: usize = 14;
const BITS: usize = INFO + 14;
const COMPRESSION: usize = INFO + 16;
const DOTS: usize = INFO + 24;
const MASKS: usize = INFO + 40;
const ALPHA_MASK: usize = INFO + 52;
const COLOR_SPACE: usize = INFO + 56;
const PROFILE: usize = INFO + 112;

/// The smallest header with a mask for alpha.
const WITH_ALPHA_BYTES: u32 = 56;
/// The header with a profile.
const WITH_PROFILE_BYTES: u32 = 124;

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    let bytes = bytes.get(at..at.checked_add(4)?)?.first_chunk::<4>()?;
    Some(u32::from_le_bytes(*bytes))
}

/// Decodes a BMP file.
///
/// # Errors
/// Those of [`codec::read`], and any that the codec finds in the header.
pub(crate) fn decode(bytes: &[u8], limits: &DecodeLimits) -> Result<Decoded, ImageError> {
    let format = SourceFormat::Bmp;
    let in_force = with_masks_in_force(bytes);
    let decoder = BmpDecoder::new(Cursor::new(in_force.as_deref().unwrap_or(bytes)))
        .map_err(|error| limits.explain(error, format))?;
    let mut decoded = codec::read(decoder, format, 0, limits)?;
    decoded.icc = profile(bytes);
    decoded.metadata.resolution = resolution(bytes);
    Ok(decoded)
}

/// The embedded profile.
fn profile(bytes: &[u8]) -> Option<Vec<u8>> {
    const EMBEDDED: u32 = u32::from_be_bytes(*b"MBED");
    let has_one =
        number(bytes, INFO)? >= WITH_PROFILE_BYTES && number(bytes, COLOR_SPACE)? == EMBEDDED;
    if !has_one {
        return None;
    }
    let start = INFO.checked_add(number(bytes, PROFILE)? as usize)?;
    let length = number(bytes, PROFILE + 4)? as usize;
    bytes
        .get(start..start.checked_add(length)?)
        .map(<[u8]>::to_vec)
}

/// The resolution.
fn resolution(bytes: &[u8]) -> Option<Resolution> {
    const SMALLEST_BYTES: u32 = 40;
    if number(bytes, INFO)? < SMALLEST_BYTES {
        return None;
    }
    let dots = [number(bytes, DOTS)?, number(bytes, DOTS + 4)?];
    Resolution::new(dots.map(f64::from), Unit::Metre)
}

/// The file with its masks in force, if it has one for alpha and says that none of them counts;
/// `None` if it is good as it is.
///
/// Writers that keep alpha in plain 32-bit files tell it only so.
fn with_masks_in_force(bytes: &[u8]) -> Option<Vec<u8>> {
    const PLAIN: u32 = 0;
    const BY_MASKS: u32 = 3;
    const USUAL: [u32; 4] = [0x00ff_0000, 0x0000_ff00, 0x0000_00ff, 0xff00_0000];
    let is_plain = number(bytes, INFO)? >= WITH_ALPHA_BYTES
        && number(bytes, BITS)? & 0xffff == 32
        && number(bytes, COMPRESSION)? == PLAIN;
    if !is_plain || number(bytes, ALPHA_MASK)? != USUAL[3] {
        return None;
    }
    let mut out = bytes.to_vec();
    out.get_mut(COMPRESSION..COMPRESSION + 4)?
        .copy_from_slice(&BY_MASKS.to_le_bytes());
    // In a plain file the colours have their usual places.
    for (index, mask) in USUAL.into_iter().enumerate() {
        let at = MASKS + 4 * index;
        out.get_mut(at..at + 4)?
            .copy_from_slice(&mask.to_le_bytes());
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::{DecodeLimits, decode_bytes};

    /// A file of 2 x 1 pixels with a header of any length.
    fn bmp(header: u32, compression: u32, masks: [u32; 4], profile: &[u8]) -> Vec<u8> {
        let pixels = [10, 20, 30, 128, 90, 140, 70, 255_u8];
        let offset = 14 + header;
        let mut out = b"BM".to_vec();
        out.extend((offset + 8 + profile.len() as u32).to_le_bytes());
        out.extend([0; 4]);
        out.extend(offset.to_le_bytes());
        let mut info = vec![0; header as usize];
        let mut put = |at: usize, value: u32| {
            if at + 4 <= info.len() {
                info[at..at + 4].copy_from_slice(&value.to_le_bytes());
            }
        };
        for (at, value) in [
            (0, header),
            (4, 2),
            (8, 1),
            (12, 1 | 32 << 16),
            (16, compression),
        ] {
            put(at, value);
        }
        put(24, 11_811);
        put(28, 11_811);
        for (index, mask) in masks.into_iter().enumerate() {
            put(40 + 4 * index, mask);
        }
        if !profile.is_empty() {
            put(56, u32::from_be_bytes(*b"MBED"));
            put(112, header + 8);
            put(116, profile.len() as u32);
        }
        out.extend(info);
        out.extend(pixels);
        out.extend(profile);
        out
    }

    fn pixels(bytes: &[u8]) -> Vec<u8> {
        let photo = decode_bytes(bytes, &DecodeLimits::default()).unwrap();
        photo.pixels.into_raw()
    }

    #[test]
    fn a_mask_for_alpha_counts_in_plain_files_too() {
        let masks = [0x00ff_0000, 0x0000_ff00, 0x0000_00ff, 0xff00_0000];
        let clear = [30, 20, 10, 128, 70, 140, 90, 255];
        for header in [56, 108, 124] {
            for compression in [0, 3] {
                assert_eq!(
                    pixels(&bmp(header, compression, masks, &[])),
                    clear,
                    "{header}"
                );
            }
            assert_eq!(pixels(&bmp(header, 0, [0, 0, 0, masks[3]], &[])), clear);
            assert_eq!(
                pixels(&bmp(header, 0, [0; 4], &[]))[3],
                255,
                "no mask, no alpha"
            );
        }
        assert_eq!(pixels(&bmp(40, 0, [0; 4], &[]))[3], 255);
    }

    #[test]
    fn an_embedded_profile_is_converted_and_the_resolution_is_known() {
        let p3 = moxcms::ColorProfile::new_display_p3().encode().unwrap();
        let file = bmp(124, 0, [0; 4], &p3);
        let photo = decode_bytes(&file, &DecodeLimits::default()).unwrap();
        assert_eq!(photo.space, crate::picture::ColorSpace::DisplayP3);
        let [red, green, ..] = photo.pixels.get_pixel(1, 0).0;
        assert!(red < 60 && green > 140, "{red} {green}");
        let expected = Resolution::new([300.0; 2], Unit::Inch);
        assert_eq!(photo.metadata.resolution, expected);
        // One that lies outside the file, or is only named, is none.
        for cut in 1..=p3.len() {
            assert_eq!(profile(&file[..file.len() - cut]), None);
        }
        assert_eq!(profile(&bmp(108, 0, [0; 4], &p3)), None);
    }
}
