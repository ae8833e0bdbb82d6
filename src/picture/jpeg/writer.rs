//! Writing JPEG files.

use ::image::codecs::jpeg::{JpegEncoder, PixelDensity, PixelDensityUnit};
use ::image::error::ImageError as CodecError;
use ::image::{ImageEncoder as _, RgbaImage};

use crate::picture::alpha::{flatten, is_opaque};
use crate::picture::error::ImageError;
use crate::picture::exif_copy::compact;
use crate::picture::extras::{Extras, cannot_encode};
use crate::picture::format::OutputFormat;
use crate::picture::loss::Loss;
use crate::picture::metadata::Metadata;
use crate::picture::resolution::Unit;
use crate::picture::xmp::{shorten, with_source_type};

/// The most bytes that a JPEG segment can hold besides its own length.
const SEGMENT_BYTES: usize = 65_533;
const EXIF_MARK: &[u8] = b"Exif\0\0";
const XMP_MARK: &[u8] = b"http://ns.adobe.com/xap/1.0/\0";

/// Encodes a picture as JPEG; see [`encode`](crate::picture::encode()).
pub(in crate::picture) fn jpeg(
    pixels: &RgbaImage,
    quality: u8,
    extras: Extras,
) -> Result<Vec<u8>, ImageError> {
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
    let fits = |bytes: &[u8], mark: &[u8]| bytes.len() + mark.len() <= SEGMENT_BYTES;
    if let Some(resolution) = extras.resolution {
        let [across, down] = resolution.per(Unit::Inch).map(|dots| dots.round() as u16);
        encoder.set_pixel_density(PixelDensity {
            density: (across, down),
            unit: PixelDensityUnit::Inches,
        });
    }
    let exif = extras.exif.and_then(|exif| {
        if fits(&exif, EXIF_MARK) {
            return Some(exif);
        }
        // The maker's private data is what is large.
        [SEGMENT_BYTES, 4096, 256]
            .into_iter()
            .filter_map(|most| compact(&exif, most))
            .find(|exif| fits(exif, EXIF_MARK))
    });
    if let Some(exif) = exif {
        encoder.set_exif_metadata(exif).map_err(unsupported)?;
    }
    encoder.encode_image(pixels).map_err(explain)?;
    let xmp = extras.xmp.map(|xmp| match String::from_utf8(xmp) {
        Ok(packet) if !fits(packet.as_bytes(), XMP_MARK) => shorten(&packet).into_bytes(),
        Ok(packet) => packet.into_bytes(),
        Err(error) => error.into_bytes(),
    });
    let xmp = xmp.filter(|xmp| fits(xmp, XMP_MARK));
    let source = || Some(with_source_type(None, extras.source)?.into_bytes());
    if let Some(xmp) = xmp.or_else(source) {
        insert_xmp(&mut out, &xmp);
    }
    Ok(out)
}

/// What of the photograph's metadata a JPEG file cannot hold.
pub(in crate::picture) fn losses(metadata: &Metadata) -> Vec<Loss> {
    let is_long = |bytes: &Option<Vec<u8>>, mark: &[u8]| {
        let bytes = bytes.as_ref();
        bytes.is_some_and(|bytes| bytes.len() + mark.len() > SEGMENT_BYTES)
    };
    let exif = is_long(&metadata.exif, EXIF_MARK).then_some(Loss::MakerData);
    let xmp = is_long(&metadata.xmp, XMP_MARK).then_some(Loss::LongXmp);
    exif.into_iter().chain(xmp).collect()
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
