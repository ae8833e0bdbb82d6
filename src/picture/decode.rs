//! From the bytes of a file to an upright sRGB photograph.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use ::image::{DynamicImage, RgbaImage};

use super::error::ImageError;
use super::format::{SourceFormat, recognise};
use super::limits::DecodeLimits;
use super::metadata::Metadata;
use super::read::read_file;
use super::samples::Decoded;
use super::space::ColorSpace;
use super::{bmp, gif, jpeg, jxl, psd, srgb, tiff, webp};

/// An upright photograph with what is kept of its file.
#[derive(Debug, Clone)]
pub struct Photo {
    /// sRGB, 8 bits a channel, straight (not premultiplied) alpha, rows from the top, turned
    /// upright. Both sides are at least 1.
    pub pixels: RgbaImage,
    /// What is kept besides the pixels.
    pub metadata: Metadata,
    /// The colour space that the file was in, as far as it can be written again.
    pub space: ColorSpace,
}

impl Photo {
    /// Pixels that come without a file.
    pub fn of_pixels(pixels: RgbaImage) -> Self {
        Self {
            pixels,
            metadata: Metadata::default(),
            space: ColorSpace::default(),
        }
    }
}

/// Reads a picture file; see [`decode_bytes`] for what is read and how.
///
/// # Errors
/// [`ImageError::CannotRead`] if the system does not hand over the bytes,
/// [`ImageError::FileTooLarge`] if there are more than [`DecodeLimits::max_alloc_bytes`], and the
/// errors of [`decode_bytes`].
pub fn decode_file(path: &Path, limits: &DecodeLimits) -> Result<Photo, ImageError> {
    decode_bytes(&read_file(path, limits)?, limits)
}

/// Reads a picture from the bytes of its file.
///
/// The content decides the format. JPEG (baseline, progressive; grey, colour, CMYK, YCCK), PNG,
/// WebP, TIFF, BMP, GIF, JPEG XL and Photoshop documents are read, with 1 to 16 bits a channel,
/// palettes and alpha; of several frames the first, of several pages the first that is no
/// thumbnail. The result is upright (the EXIF orientation is applied), in sRGB (an embedded ICC
/// profile is converted, relative colorimetric), with 8 bits a channel.
///
/// PNG files that name a gamma, chromaticities or code points instead of carrying a profile are
/// converted, too; of HDR encodings the white of the screen becomes white.
///
/// Lost: what is beyond 8 bits, beyond the sRGB gamut and brighter than the white of the screen,
/// and what [`Metadata`] names.
///
/// Not read, with an error that says so: arithmetic-coded, lossless and 12-bit JPEG, TIFF with
/// L*a*b* colours or unusual compression, camera raw files, HEIF, AVIF and JPEG 2000.
///
/// # Examples
/// ```
/// use kinetoon::picture::{DecodeLimits, EncodeOptions, ImageError, decode_bytes, encode};
///
/// # fn main() -> Result<(), ImageError> {
/// let pixels = image::RgbaImage::from_pixel(4, 3, image::Rgba([200, 30, 60, 255]));
/// let file = encode(&pixels, None, &EncodeOptions::default())?;
/// let photo = decode_bytes(&file, &DecodeLimits::default())?;
/// assert_eq!(photo.pixels, pixels);
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// Any [`ImageError`] about reading. A file that is cut off or damaged is an error, never half a
/// picture. Foreign bytes cannot cause a panic.
pub fn decode_bytes(bytes: &[u8], limits: &DecodeLimits) -> Result<Photo, ImageError> {
    let format = recognise(bytes)?;
    unbroken(format, || finish(decode_as(format, bytes, limits)?))
}

/// How many pages the bytes of a picture file hold: more than 1 for scanned books in TIFF.
pub fn num_pages(bytes: &[u8]) -> usize {
    match recognise(bytes) {
        Ok(SourceFormat::Tiff) => {
            unbroken(SourceFormat::Tiff, || Ok(tiff::num_pages(bytes))).unwrap_or(1)
        }
        _ => 1,
    }
}

/// Reads a page of a picture file, counted from 0, as [`decode_bytes`] reads the first.
///
/// # Errors
/// Those of [`decode_bytes`].
pub fn decode_page(bytes: &[u8], index: usize, limits: &DecodeLimits) -> Result<Photo, ImageError> {
    match recognise(bytes)? {
        SourceFormat::Tiff => unbroken(SourceFormat::Tiff, || {
            finish(tiff::decode_page(bytes, index, limits)?)
        }),
        _ => decode_bytes(bytes, limits),
    }
}

/// Runs a codec over foreign bytes, where it may still index out of bounds; no state outlives the
/// call, so a panic is nothing more than a damaged file.
///
/// # Errors
/// Those of `step`, or [`ImageError::Damaged`].
pub(super) fn unbroken<T>(
    format: SourceFormat,
    step: impl FnOnce() -> Result<T, ImageError>,
) -> Result<T, ImageError> {
    catch_unwind(AssertUnwindSafe(step)).unwrap_or(Err(ImageError::Damaged {
        format,
        source: None,
    }))
}

fn decode_as(
    format: SourceFormat,
    bytes: &[u8],
    limits: &DecodeLimits,
) -> Result<Decoded, ImageError> {
    match format {
        SourceFormat::Jpeg => jpeg::decode(bytes, limits),
        SourceFormat::Webp => webp::decode(bytes, limits),
        SourceFormat::Png => super::png::reader::decode(bytes, limits),
        SourceFormat::Tiff => tiff::decode(bytes, limits),
        SourceFormat::Bmp => bmp::decode(bytes, limits),
        SourceFormat::Gif => gif::decode(bytes, limits),
        SourceFormat::Jxl => jxl::decode(bytes, limits),
        SourceFormat::Psd => psd::decode(bytes, limits),
    }
}

/// Makes of a decoded picture what a [`Photo`] promises.
fn finish(decoded: Decoded) -> Result<Photo, ImageError> {
    let Decoded {
        samples,
        icc,
        metadata,
        orientation,
    } = decoded;
    let space = icc
        .as_deref()
        .map_or(ColorSpace::Srgb, ColorSpace::of_profile);
    let (metadata, orientation) = Metadata::from_raw(metadata, orientation);
    let pixels = srgb::to_srgb(samples, icc.as_deref())?;
    let mut picture = DynamicImage::ImageRgba8(pixels);
    picture.apply_orientation(orientation);
    Ok(Photo {
        pixels: picture.into_rgba8(),
        metadata,
        space,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::exif;
    use crate::picture::exif::ByteOrder;
    use crate::picture::fixture::{
        ExifSpec, Random, exif_block, file, first_number, flat_jpeg, gradient, noise, rgb_file,
        tagged_png, with_segment,
    };
    use crate::picture::{EncodeOptions, OutputFormat, encode};
    use ::image::{ImageEncoder as _, ImageFormat, Rgba};

    fn decode(bytes: &[u8]) -> Result<Photo, ImageError> {
        decode_bytes(bytes, &DecodeLimits::default())
    }

    /// A small valid file of every format that is read, with metadata where there can be some.
    fn samples() -> Vec<(SourceFormat, Vec<u8>)> {
        let picture = noise(13, 11);
        let exif = exif_block(&ExifSpec {
            thumbnail: vec![9; 20],
            ..ExifSpec::default()
        });
        let metadata = Metadata {
            exif: Some(exif),
            xmp: Some(b"<x/>".to_vec()),
            ..Metadata::default()
        };
        let own = |format| encode(&picture, Some(&metadata), &EncodeOptions::new(format)).unwrap();
        let rgba = DynamicImage::ImageRgba8(picture.clone());
        vec![
            (SourceFormat::Jpeg, own(OutputFormat::Jpeg)),
            (
                SourceFormat::Jpeg,
                flat_jpeg(&[200, 100, 50], 3, None, true),
            ),
            (
                SourceFormat::Jpeg,
                flat_jpeg(&[200, 100, 50, 90], 3, Some(2), false),
            ),
            (SourceFormat::Png, own(OutputFormat::Png)),
            (
                SourceFormat::Png,
                file(
                    &DynamicImage::ImageLumaA16(rgba.to_luma_alpha16()),
                    ImageFormat::Png,
                ),
            ),
            (SourceFormat::Webp, own(OutputFormat::Webp)),
            (SourceFormat::Webp, file(&rgba, ImageFormat::WebP)),
            (SourceFormat::Tiff, own(OutputFormat::Tiff)),
            (
                SourceFormat::Tiff,
                file(
                    &DynamicImage::ImageRgb16(rgba.to_rgb16()),
                    ImageFormat::Tiff,
                ),
            ),
            (SourceFormat::Bmp, file(&rgba, ImageFormat::Bmp)),
            (SourceFormat::Bmp, rgb_file(&picture, ImageFormat::Bmp)),
            (SourceFormat::Gif, file(&rgba, ImageFormat::Gif)),
        ]
    }

    #[test]
    fn every_lossless_format_and_depth_comes_out_as_it_went_in() {
        let mut picture = noise(23, 17);
        picture.put_pixel(3, 2, Rgba([10, 20, 30, 0]));
        picture.put_pixel(4, 2, Rgba([10, 20, 30, 100]));
        let rgba = DynamicImage::ImageRgba8(picture);
        for format in [
            ImageFormat::Png,
            ImageFormat::WebP,
            ImageFormat::Tiff,
            ImageFormat::Bmp,
        ] {
            let out = decode(&file(&rgba, format)).unwrap().pixels;
            assert!(out == rgba.to_rgba8(), "{format:?}");
        }
        for variant in [
            DynamicImage::ImageLuma8(rgba.to_luma8()),
            DynamicImage::ImageLumaA8(rgba.to_luma_alpha8()),
            DynamicImage::ImageRgb8(rgba.to_rgb8()),
            DynamicImage::ImageLuma16(rgba.to_luma16()),
            DynamicImage::ImageLumaA16(rgba.to_luma_alpha16()),
            DynamicImage::ImageRgb16(rgba.to_rgb16()),
            DynamicImage::ImageRgba16(rgba.to_rgba16()),
        ] {
            let out = decode(&file(&variant, ImageFormat::Png)).unwrap().pixels;
            for (a, b) in out.pixels().zip(variant.to_rgba8().pixels()) {
                assert!(
                    a.0.iter().zip(b.0).all(|(&a, b)| a.abs_diff(b) <= 1),
                    "{:?}",
                    variant.color()
                );
            }
        }
        let deep = DynamicImage::ImageRgb16(rgba.to_rgb16());
        assert!(decode(&file(&deep, ImageFormat::Tiff)).unwrap().pixels == deep.to_rgba8());
    }

    #[test]
    fn the_content_decides_and_not_the_name() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("really-a-png.jpg");
        std::fs::write(&path, rgb_file(&noise(5, 5), ImageFormat::Png)).unwrap();
        let photo = decode_file(&path, &DecodeLimits::default()).unwrap();
        assert!(photo.pixels == noise(5, 5));
        let path = folder.path().join("letter.jpg");
        std::fs::write(&path, "Dear all,").unwrap();
        let error = decode_file(&path, &DecodeLimits::default()).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the content is not in any known picture format"
        );
        std::fs::write(&path, "").unwrap();
        let error = decode_file(&path, &DecodeLimits::default()).unwrap_err();
        assert_eq!(error.to_string(), "the file is empty");
    }

    #[test]
    fn missing_files_and_folders_are_told_in_words() {
        let folder = tempfile::tempdir().unwrap();
        let limits = DecodeLimits::default();
        let error = decode_file(&folder.path().join("none.png"), &limits).unwrap_err();
        assert_eq!(error.to_string(), "there is no such file");
        let error = decode_file(folder.path(), &limits).unwrap_err();
        assert!(matches!(error, ImageError::CannotRead { .. }), "{error:?}");
        let path = folder.path().join("large.png");
        std::fs::write(&path, rgb_file(&noise(50, 50), ImageFormat::Png)).unwrap();
        let small = DecodeLimits {
            max_alloc_bytes: 1000,
            ..limits
        };
        let error = decode_file(&path, &small).unwrap_err();
        assert!(matches!(
            error,
            ImageError::FileTooLarge { limit_bytes: 1000 }
        ));
    }

    /// Where a pixel of the upright picture lies in a file of that orientation, for an upright
    /// picture of 3 x 2 (CIPA DC-008, section 4.6.4, Orientation).
    fn stored_at(orientation: u16, x: u32, y: u32) -> (u32, u32) {
        match orientation {
            2 => (2 - x, y),
            3 => (2 - x, 1 - y),
            4 => (x, 1 - y),
            5 => (y, x),
            6 => (y, 2 - x),
            7 => (1 - y, 2 - x),
            8 => (1 - y, x),
            _ => (x, y),
        }
    }

    #[test]
    fn all_eight_orientations_are_turned_upright_and_reset() {
        let upright = noise(3, 2);
        for orientation in 1..=8 {
            let (width, height) = if orientation > 4 { (2, 3) } else { (3, 2) };
            let mut stored = RgbaImage::new(width, height);
            for (x, y, &pixel) in upright.enumerate_pixels() {
                let (column, row) = stored_at(orientation, x, y);
                stored.put_pixel(column, row, pixel);
            }
            let picture = DynamicImage::ImageRgba8(stored);
            for order in [ByteOrder::Little, ByteOrder::Big] {
                let exif = exif_block(&ExifSpec {
                    order,
                    orientation,
                    ..ExifSpec::default()
                });
                let photo = decode(&tagged_png(&picture, None, Some(exif))).unwrap();
                assert!(photo.pixels == upright, "orientation {orientation}");
                assert_eq!(first_number(&photo.metadata.exif.unwrap(), 0x0112), Some(1));
            }
        }
    }

    #[test]
    fn a_jpeg_and_a_tiff_are_turned_by_their_own_tags() {
        let exif = exif_block(&ExifSpec {
            orientation: 6,
            ..ExifSpec::default()
        });
        let jpeg = rgb_file(&gradient(40, 20), ImageFormat::Jpeg);
        let photo = decode(&with_segment(&jpeg, 0xe1, &[b"Exif\0\0", &exif])).unwrap();
        assert_eq!(photo.pixels.dimensions(), (20, 40));
        assert_eq!(first_number(&photo.metadata.exif.unwrap(), 0x0112), Some(1));
        let mut tiff = encode(&noise(4, 2), None, &EncodeOptions::new(OutputFormat::Tiff)).unwrap();
        let block = exif::Block::new(&tiff).unwrap();
        let entry = block.entry(block.first_directory().unwrap(), 274).unwrap();
        tiff[entry.position + 8] = 3;
        let photo = decode(&tiff).unwrap();
        assert!(photo.pixels == ::image::imageops::rotate180(&noise(4, 2)));
        assert!(photo.metadata.exif.is_none());
    }

    #[test]
    fn an_embedded_profile_is_converted_whatever_the_format() {
        let icc = moxcms::ColorProfile::new_display_p3().encode().unwrap();
        let color = RgbaImage::from_pixel(16, 16, Rgba([90, 140, 70, 255]));
        let picture = DynamicImage::ImageRgba8(color.clone());
        let png = decode(&tagged_png(&picture, Some(icc.clone()), None)).unwrap();
        let [red, green, blue, _] = png.pixels.get_pixel(8, 8).0;
        assert!(red < 80 && green > 140 && blue < 66, "{red} {green} {blue}");
        let mut tiff = Vec::new();
        let mut encoder = ::image::codecs::tiff::TiffEncoder::new(std::io::Cursor::new(&mut tiff));
        encoder.set_icc_profile(icc.clone()).unwrap();
        encoder
            .write_image(&color, 16, 16, ::image::ExtendedColorType::Rgba8)
            .unwrap();
        assert_eq!(
            decode(&tiff).unwrap().pixels.get_pixel(8, 8),
            png.pixels.get_pixel(8, 8)
        );
        let jpeg = rgb_file(&color, ImageFormat::Jpeg);
        let jpeg = with_segment(&jpeg, 0xe2, &[b"ICC_PROFILE\0\x01\x01", &icc]);
        let jpeg = decode(&jpeg).unwrap().pixels;
        for (a, b) in jpeg.get_pixel(8, 8).0.iter().zip([red, green, blue, 255]) {
            assert!(a.abs_diff(b) <= 4, "{:?}", jpeg.get_pixel(8, 8));
        }
    }

    #[test]
    fn a_file_of_any_format_cut_in_half_is_an_error() {
        for (format, bytes) in samples() {
            let cut = decode(&bytes[..bytes.len() / 2]);
            assert!(
                cut.is_err(),
                "{format}: {:?}",
                cut.map(|photo| photo.pixels.dimensions())
            );
        }
        // The pixels are at the end of these, so that a little is enough.
        for format in [ImageFormat::Png, ImageFormat::Bmp] {
            let bytes = rgb_file(&noise(40, 40), format);
            assert!(decode(&bytes[..bytes.len() - 200]).is_err(), "{format:?}");
        }
    }

    #[test]
    fn no_truncation_and_no_flipped_byte_makes_a_panic() {
        let limits = DecodeLimits {
            max_pixels: 1_000_000,
            ..DecodeLimits::default()
        };
        let mut random = Random(0x9e37_79b9);
        for (format, bytes) in samples() {
            assert_eq!(recognise(&bytes).unwrap(), format);
            assert!(decode(&bytes).is_ok(), "{format}");
            let step = (bytes.len() / 300).max(1);
            for length in (0..bytes.len()).step_by(step) {
                drop(decode_bytes(&bytes[..length], &limits));
            }
            for _ in 0..1500 {
                let mut damaged = bytes.clone();
                for _ in 0..=random.below(4) {
                    let position = random.below(damaged.len());
                    damaged[position] = random.next() as u8;
                }
                drop(decode_bytes(&damaged, &limits));
            }
        }
    }
}
