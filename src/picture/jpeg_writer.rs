//! Writing JPEG files.

use ::image::codecs::jpeg::JpegEncoder;
use ::image::error::ImageError as CodecError;
use ::image::{ImageEncoder as _, RgbaImage};

use super::alpha::{flatten, is_opaque};
use super::encode::{Extras, cannot_encode};
use super::error::ImageError;
use super::format::OutputFormat;

/// The most bytes that a JPEG segment can hold besides its own length.
const SEGMENT_BYTES: usize = 65_533;
const EXIF_MARK: &[u8] = b"Exif\0\0";
const XMP_MARK: &[u8] = b"http://ns.adobe.com/xap/1.0/\0";

/// Encodes a picture as JPEG; see [`encode`](super::encode()).
pub(super) fn jpeg(pixels: &RgbaImage, quality: u8, extras: Extras) -> Result<Vec<u8>, ImageError> {
    let flat;
    let pixels = if is_opaque(pixels) {
        pixels
    } else {
        flat = flatten(pixels, [255; 3]);
        &flat
    };
    let explain = |error| cannot_encode(OutputFormat::Jpeg, error);
    let mut out = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut out, quality.clamp(1, 100));
    let unsupported = |error| explain(CodecError::Unsupported(error));
    encoder.set_icc_profile(extras.icc).map_err(unsupported)?;
    let fits = |bytes: &Vec<u8>, mark: &[u8]| bytes.len() + mark.len() <= SEGMENT_BYTES;
    if let Some(exif) = extras.exif.filter(|exif| fits(exif, EXIF_MARK)) {
        encoder.set_exif_metadata(exif).map_err(unsupported)?;
    }
    encoder.encode_image(pixels).map_err(explain)?;
    if let Some(xmp) = extras.xmp.filter(|xmp| fits(xmp, XMP_MARK)) {
        insert_xmp(&mut out, &xmp);
    }
    Ok(out)
}

/// Inserts an XMP segment behind the JFIF and EXIF segments, where readers look for it.
fn insert_xmp(jpeg: &mut Vec<u8>, xmp: &[u8]) {
    let mut position = 2;
    while let Some(&[0xff, 0xe0 | 0xe1, high, low]) =
        jpeg.get(position..).and_then(<[u8]>::first_chunk::<4>)
    {
        position += 2 + usize::from(u16::from_be_bytes([high, low]));
    }
    let length = (2 + XMP_MARK.len() + xmp.len()) as u16;
    let [high, low] = length.to_be_bytes();
    let segment = [&[0xff, 0xe1, high, low], XMP_MARK, xmp].concat();
    jpeg.splice(position..position, segment);
}
