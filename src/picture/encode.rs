//! From a picture in memory to the bytes of a file.

use std::borrow::Cow;

use ::image::codecs::jpeg::JpegEncoder;
use ::image::error::{EncodingError, ImageError as CodecError, ImageFormatHint};
use ::image::{ImageEncoder as _, ImageFormat, RgbaImage};

use super::alpha::{flatten, is_opaque};
use super::error::ImageError;
use super::exif;
use super::format::OutputFormat;
use super::limits::zeroed;
use super::metadata::Metadata;
use super::png_writer::png;
use super::srgb_profile::srgb_profile;
use super::tiff_writer::tiff;

/// The most bytes that a JPEG segment can hold besides its own length.
const JPEG_SEGMENT_BYTES: usize = 65_533;
const JPEG_EXIF_MARK: &[u8] = b"Exif\0\0";
const JPEG_XMP_MARK: &[u8] = b"http://ns.adobe.com/xap/1.0/\0";

/// How to encode a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EncodeOptions {
    /// The format of the file.
    pub format: OutputFormat,
    /// The quality of a JPEG, 1 to 100 (values outside are clamped); other formats are lossless
    /// and ignore it. Default 92, where flat comic colours show no blocks.
    pub quality: u8,
}

impl Default for EncodeOptions {
    fn default() -> Self {
        Self {
            format: OutputFormat::default(),
            quality: 92,
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
}

/// What goes into the file beside the pixels.
pub(super) struct Extras {
    pub(super) icc: Vec<u8>,
    pub(super) exif: Option<Vec<u8>>,
    pub(super) xmp: Option<Vec<u8>>,
}

/// Encodes a picture as a file, tagged with an sRGB profile.
///
/// `pixels` is sRGB with straight alpha. PNG, WebP and TIFF keep every value, with an alpha
/// channel if any pixel is not opaque; JPEG is composited over white and stores colour at full
/// resolution (4:4:4), so that coloured lines keep their edges.
///
/// With `metadata`, its EXIF block and XMP packet are written into all four formats, with the size
/// in the EXIF block set to that of `pixels`; without, nothing but the profile is. A JPEG holds at
/// most 64 KB of each, a larger one is left out.
///
/// # Errors
/// [`ImageError::InvalidSize`] for an empty picture or one larger than the format can hold (sides
/// of 65 535 for JPEG and 16 384 for WebP, 4 GiB of file for TIFF), [`ImageError::OutOfMemory`],
/// [`ImageError::CannotEncode`] if the codec fails.
pub fn encode(
    pixels: &RgbaImage,
    metadata: Option<&Metadata>,
    options: &EncodeOptions,
) -> Result<Vec<u8>, ImageError> {
    let (width, height) = pixels.dimensions();
    let invalid_size = ImageError::InvalidSize {
        width,
        height,
        format: options.format.title(),
    };
    let max_side = match options.format {
        OutputFormat::Png => i32::MAX as u32,
        OutputFormat::Jpeg => 65_535,
        OutputFormat::Webp => 16_384,
        OutputFormat::Tiff => u32::MAX,
    };
    if width == 0 || height == 0 || width.max(height) > max_side {
        return Err(invalid_size);
    }
    let exif = metadata
        .and_then(|metadata| metadata.exif.clone())
        .map(|mut exif| {
            exif::set_dimensions(&mut exif, width, height);
            exif
        });
    let xmp = metadata.and_then(|metadata| metadata.xmp.clone());
    let extras = Extras {
        icc: srgb_profile(),
        exif,
        xmp,
    };
    match options.format {
        OutputFormat::Png => png(pixels, extras),
        OutputFormat::Jpeg => encode_jpeg(pixels, options.quality, extras),
        OutputFormat::Webp => encode_webp(pixels, extras),
        OutputFormat::Tiff => {
            let Extras { icc, exif, xmp } = &extras;
            tiff(
                pixels,
                !is_opaque(pixels),
                exif.as_deref(),
                xmp.as_deref(),
                icc,
            )
            .ok_or(invalid_size)
        }
    }
}

/// The samples without the alpha channel if that says nothing, and whether it is still there.
fn compact(pixels: &RgbaImage) -> Result<(Cow<'_, [u8]>, bool), ImageError> {
    if !is_opaque(pixels) {
        return Ok((Cow::Borrowed(pixels.as_raw()), true));
    }
    let mut rgb = zeroed::<u8>(u64::from(pixels.width()) * u64::from(pixels.height()) * 3)?;
    let rgba = pixels.as_raw().as_chunks::<4>().0;
    for (to, &[red, green, blue, _]) in rgb.as_chunks_mut::<3>().0.iter_mut().zip(rgba) {
        *to = [red, green, blue];
    }
    Ok((Cow::Owned(rgb), false))
}

fn encode_jpeg(pixels: &RgbaImage, quality: u8, extras: Extras) -> Result<Vec<u8>, ImageError> {
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
    let fits = |bytes: &Vec<u8>, mark: &[u8]| bytes.len() + mark.len() <= JPEG_SEGMENT_BYTES;
    if let Some(exif) = extras.exif.filter(|exif| fits(exif, JPEG_EXIF_MARK)) {
        encoder.set_exif_metadata(exif).map_err(unsupported)?;
    }
    encoder.encode_image(pixels).map_err(explain)?;
    if let Some(xmp) = extras.xmp.filter(|xmp| fits(xmp, JPEG_XMP_MARK)) {
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
    let length = (2 + JPEG_XMP_MARK.len() + xmp.len()) as u16;
    let [high, low] = length.to_be_bytes();
    let segment = [&[0xff, 0xe1, high, low], JPEG_XMP_MARK, xmp].concat();
    jpeg.splice(position..position, segment);
}

fn encode_webp(pixels: &RgbaImage, extras: Extras) -> Result<Vec<u8>, ImageError> {
    let (data, has_alpha) = compact(pixels)?;
    let mut out = Vec::new();
    let mut encoder = image_webp::WebPEncoder::new(&mut out);
    encoder.set_icc_profile(extras.icc);
    encoder.set_exif_metadata(extras.exif.unwrap_or_default());
    encoder.set_xmp_metadata(extras.xmp.unwrap_or_default());
    let color = if has_alpha {
        image_webp::ColorType::Rgba8
    } else {
        image_webp::ColorType::Rgb8
    };
    encoder
        .encode(&data, pixels.width(), pixels.height(), color)
        .map_err(|error| {
            let hint = ImageFormatHint::Exact(ImageFormat::WebP);
            cannot_encode(
                OutputFormat::Webp,
                CodecError::Encoding(EncodingError::new(hint, error)),
            )
        })?;
    Ok(out)
}

pub(super) fn cannot_encode(format: OutputFormat, source: CodecError) -> ImageError {
    ImageError::CannotEncode {
        format: format.title(),
        source,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::exif::ByteOrder;
    use crate::picture::fixture::{
        ExifSpec, exif_block, exif_number, exif_text, first_number, gradient, noise,
    };
    use crate::picture::{DecodeLimits, Photo, decode_bytes};
    use ::image::Rgba;

    const XMP: &[u8] = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>Kino</x:xmpmeta>";

    fn metadata(order: ByteOrder) -> Metadata {
        let exif = exif_block(&ExifSpec {
            order,
            ..ExifSpec::default()
        });
        Metadata {
            exif: Some(exif),
            xmp: Some(XMP.to_vec()),
        }
    }

    fn decode(bytes: &[u8]) -> Photo {
        decode_bytes(bytes, &DecodeLimits::default()).unwrap()
    }

    fn with_alpha() -> RgbaImage {
        let mut pixels = noise(61, 47);
        for (x, y, pixel) in pixels.enumerate_pixels_mut() {
            pixel.0[3] = ((x * 7 + y * 3) % 256) as u8;
        }
        pixels
    }

    #[test]
    fn lossless_formats_give_every_value_back() {
        for format in [OutputFormat::Png, OutputFormat::Webp, OutputFormat::Tiff] {
            for pixels in [
                noise(61, 47),
                with_alpha(),
                noise(1, 1),
                noise(1, 900),
                noise(900, 1),
            ] {
                let bytes = encode(&pixels, None, &EncodeOptions::new(format)).unwrap();
                assert!(decode(&bytes).pixels == pixels, "{format}");
            }
        }
    }

    #[test]
    fn jpeg_is_close_and_has_white_for_transparency() {
        let pixels = gradient(120, 80);
        let bytes = encode(&pixels, None, &EncodeOptions::new(OutputFormat::Jpeg)).unwrap();
        for (a, b) in decode(&bytes).pixels.pixels().zip(pixels.pixels()) {
            assert!(
                a.0.iter().zip(b.0).all(|(&a, b)| a.abs_diff(b) <= 6),
                "{a:?} {b:?}"
            );
        }
        let clear = RgbaImage::from_pixel(16, 16, Rgba([0, 0, 0, 0]));
        let bytes = encode(&clear, None, &EncodeOptions::new(OutputFormat::Jpeg)).unwrap();
        assert_eq!(decode(&bytes).pixels.get_pixel(8, 8).0, [255; 4]);
    }

    #[test]
    fn a_jpeg_keeps_colour_at_full_resolution() {
        // One-pixel columns of red and blue of nearly equal lightness: subsampled chroma would
        // make them purple.
        let pixels = RgbaImage::from_fn(64, 64, |x, _| {
            if x % 2 == 0 {
                Rgba([200, 40, 40, 255])
            } else {
                Rgba([60, 60, 255, 255])
            }
        });
        let options = EncodeOptions {
            format: OutputFormat::Jpeg,
            quality: 95,
        };
        let out = decode(&encode(&pixels, None, &options).unwrap()).pixels;
        let [red, blue] = [out.get_pixel(30, 30).0, out.get_pixel(31, 30).0];
        assert!(
            red[0] > 170 && red[2] < 80 && blue[2] > 215 && blue[0] < 100,
            "{red:?} {blue:?}"
        );
    }

    #[test]
    fn quality_decides_the_size_of_a_jpeg() {
        let size = |quality| {
            let options = EncodeOptions {
                format: OutputFormat::Jpeg,
                quality,
            };
            encode(&gradient(200, 200), None, &options).unwrap().len()
        };
        assert!(size(30) < size(75) && size(75) < size(98));
        assert_eq!(size(0), size(1));
        assert_eq!(size(255), size(100));
    }

    #[test]
    fn exif_and_xmp_survive_in_every_format() {
        for format in OutputFormat::ALL {
            for order in [ByteOrder::Little, ByteOrder::Big] {
                let options = EncodeOptions::new(format);
                let bytes = encode(&gradient(50, 40), Some(&metadata(order)), &options).unwrap();
                let kept = decode(&bytes).metadata;
                let exif = kept.exif.unwrap();
                assert_eq!(
                    exif_text(&exif, 0x010f).as_deref(),
                    Some("Kino"),
                    "{format}"
                );
                assert_eq!(exif_number(&exif, 0xa002), Some(50), "{format}");
                assert_eq!(exif_number(&exif, 0xa003), Some(40), "{format}");
                assert_eq!(kept.xmp.as_deref(), Some(XMP), "{format}");
            }
        }
    }

    #[test]
    fn every_file_is_tagged_as_srgb_and_without_metadata_as_nothing_else() {
        use ::image::ImageDecoder as _;
        for format in OutputFormat::ALL {
            // Not too small: the TIFF codec measures its limit for profiles by the pixels.
            let bytes = encode(&noise(200, 200), None, &EncodeOptions::new(format)).unwrap();
            assert!(decode(&bytes).metadata.is_empty(), "{format}");
            let reader = ::image::ImageReader::new(std::io::Cursor::new(&bytes));
            let mut decoder = reader
                .with_guessed_format()
                .unwrap()
                .into_decoder()
                .unwrap();
            assert_eq!(
                decoder.icc_profile().unwrap(),
                Some(srgb_profile()),
                "{format}"
            );
        }
    }

    #[test]
    fn a_block_too_large_for_jpeg_is_left_out() {
        let mut big = metadata(ByteOrder::Little);
        big.exif.as_mut().unwrap().resize(70_000, 0);
        big.xmp = Some(vec![b' '; 70_000]);
        let options = EncodeOptions::new(OutputFormat::Jpeg);
        let photo = decode(&encode(&gradient(20, 20), Some(&big), &options).unwrap());
        assert!(photo.metadata.is_empty());
        let photo =
            decode(&encode(&gradient(20, 20), Some(&big), &EncodeOptions::default()).unwrap());
        assert!(photo.metadata.exif.is_some() && photo.metadata.xmp.is_some());
    }

    #[test]
    fn sizes_that_a_format_cannot_hold_are_refused() {
        for (format, width) in [(OutputFormat::Jpeg, 65_536), (OutputFormat::Webp, 16_385)] {
            let error = encode(&RgbaImage::new(width, 1), None, &EncodeOptions::new(format));
            let text = error.unwrap_err().to_string();
            assert!(
                text.contains(&width.to_string()) && text.contains(format.title()),
                "{text}"
            );
            assert!(
                encode(
                    &RgbaImage::new(width - 1, 1),
                    None,
                    &EncodeOptions::new(format)
                )
                .is_ok()
            );
        }
        for format in OutputFormat::ALL {
            let error = encode(&RgbaImage::new(0, 5), None, &EncodeOptions::new(format));
            assert!(
                matches!(error, Err(ImageError::InvalidSize { .. })),
                "{format}"
            );
        }
    }

    #[test]
    fn a_tiff_is_upright_and_keeps_its_resolution_tags_once() {
        let options = EncodeOptions::new(OutputFormat::Tiff);
        let bytes = encode(&with_alpha(), Some(&metadata(ByteOrder::Big)), &options).unwrap();
        assert!(bytes.starts_with(b"MM"));
        assert_eq!(first_number(&bytes, 274), Some(1));
        assert_eq!(first_number(&bytes, 256), Some(61));
        assert_eq!(first_number(&bytes, 338), Some(2));
        let block = exif::Block::new(&bytes).unwrap();
        let first = block.first_directory().unwrap();
        let tags: Vec<u16> = block.entries(first).map(|entry| entry.tag).collect();
        assert!(tags.is_sorted_by(|a, b| a < b), "{tags:?}");
    }
}
