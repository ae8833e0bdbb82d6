//! Files that are written and read back.

mod kept;

use super::*;
use crate::picture::exif::{self, ByteOrder};
use crate::picture::fixture::{
    ExifSpec, exif_block, exif_number, exif_text, first_number, gradient, noise,
};
use crate::picture::srgb_profile::profile;
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
        ..Metadata::default()
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
        quality: 95,
        ..EncodeOptions::new(OutputFormat::Jpeg)
    };
    let out = decode(&encode(&pixels, None, &options).unwrap()).pixels;
    let [red, blue] = [out.get_pixel(30, 30).0, out.get_pixel(31, 30).0];
    assert!(
        red[0] > 170 && red[2] < 80 && blue[2] > 215 && blue[0] < 100,
        "{red:?} {blue:?}"
    );
}

#[test]
fn quality_decides_the_size_of_lossy_files() {
    for format in OutputFormat::ALL
        .into_iter()
        .filter(|format| format.has_quality())
    {
        let size = |quality| {
            let options = EncodeOptions {
                quality,
                ..EncodeOptions::new(format)
            };
            encode(&gradient(200, 200), None, &options).unwrap().len()
        };
        assert!(size(30) < size(75) && size(75) < size(98), "{format}");
        assert_eq!(size(0), size(1), "{format}");
        assert_eq!(size(255), size(100), "{format}");
    }
}

/// What a box of an AVIF file holds behind its kind.
fn avif_box(file: &[u8], kind: [u8; 4]) -> Option<&[u8]> {
    let start = file.windows(4).position(|window| window == kind)?;
    Some(&file[start + 4..])
}

#[test]
fn an_avif_file_holds_its_size_alpha_and_the_exif_block() {
    let options = EncodeOptions::new(OutputFormat::Avif);
    let kept = metadata(ByteOrder::Little);
    let bytes = encode(&with_alpha(), Some(&kept), &options).unwrap();
    assert_eq!(bytes.get(4..12), Some(&b"ftypavif"[..]));
    let size = avif_box(&bytes, *b"ispe").unwrap();
    assert_eq!(size[4..12], [0, 0, 0, 61, 0, 0, 0, 47]);
    assert!(
        avif_box(&bytes, *b"auxC").is_some(),
        "it has an alpha plane"
    );
    assert!(avif_box(&bytes, *b"Kino").is_some());

    let bytes = encode(&noise(61, 47), None, &options).unwrap();
    assert!(avif_box(&bytes, *b"auxC").is_none());
    assert!(avif_box(&bytes, *b"Kino").is_none() && avif_box(&bytes, *b"Exif").is_none());
}

#[test]
fn exif_and_xmp_survive_in_every_format_that_holds_them() {
    for format in OutputFormat::ALL
        .into_iter()
        .filter(|format| format.holds_profile())
    {
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
    for format in OutputFormat::ALL
        .into_iter()
        .filter(|format| format.holds_profile())
    {
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
            Some(profile(ColorSpace::Srgb)),
            "{format}"
        );
    }
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
    for [width, height] in [[16_385, 1], [6_000, 5_942]] {
        let checked = EncodeOptions::new(OutputFormat::Avif).check(width, height);
        assert!(matches!(checked, Err(ImageError::InvalidSize { .. })));
    }
    assert!(
        EncodeOptions::new(OutputFormat::Avif)
            .check(8_192, 4_352)
            .is_ok()
    );
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

#[test]
fn sixteen_bits_reach_the_file_unrounded() {
    use ::image::{DynamicImage, ImageReader};
    // Steps of a third of a byte, so that rounding to 8 bits would be seen.
    let value = |x: u32, y: u32, c: u32| (x * 47 + y * 3 + c * 11) as f32 / 65_535.0 * 5.0;
    let alpha: Vec<u8> = (0..61 * 47).map(|i| (i % 256) as u8).collect();
    for format in [OutputFormat::Png, OutputFormat::Tiff] {
        for alpha in [None, Some(alpha.as_slice())] {
            for order in [ByteOrder::Little, ByteOrder::Big] {
                let mut out = Vec::new();
                let options = EncodeOptions::new(format);
                let kept = metadata(order);
                encode_rows::<ImageError>(
                    &mut out,
                    [61, 47],
                    alpha,
                    Some(&kept),
                    &options,
                    |put| {
                        for y in (0..47).step_by(10) {
                            let pixels =
                                (y..(y + 10).min(47)).flat_map(|y| (0..61).map(move |x| (x, y)));
                            let rows: Vec<[f32; 3]> = pixels
                                .map(|(x, y)| [0, 1, 2].map(|c| value(x, y, c)))
                                .collect();
                            put(&rows)?;
                        }
                        Ok(())
                    },
                )
                .unwrap();
                let reader = ImageReader::new(std::io::Cursor::new(&out)).with_guessed_format();
                let read = reader.unwrap().decode().unwrap();
                let is_16_bit = matches!(
                    read,
                    DynamicImage::ImageRgb16(_) | DynamicImage::ImageRgba16(_)
                );
                assert!(is_16_bit, "{format}: {:?}", read.color());
                for (x, y, pixel) in read.to_rgba16().enumerate_pixels() {
                    for c in 0..3 {
                        let want = (value(x, y, c) * 65_535.0 + 0.5) as u16;
                        assert_eq!(pixel.0[c as usize], want, "{format} {x} {y}");
                    }
                    let want = alpha.map_or(65_535, |alpha| {
                        u16::from(alpha[(y * 61 + x) as usize]) * 257
                    });
                    assert_eq!(pixel.0[3], want, "{format}");
                }
                let photo = decode(&out);
                let exif = photo.metadata.exif.unwrap();
                assert_eq!(
                    exif_text(&exif, 0x010f).as_deref(),
                    Some("Kino"),
                    "{format}"
                );
                assert_eq!(photo.metadata.xmp.as_deref(), Some(XMP), "{format}");
            }
        }
    }
}

#[test]
fn formats_of_8_bits_refuse_16_and_a_picture_of_8_is_widened_exactly() {
    for format in [OutputFormat::Jpeg, OutputFormat::Webp, OutputFormat::Avif] {
        let options = EncodeOptions {
            depth: Depth::Sixteen,
            ..EncodeOptions::new(format)
        };
        let text = encode(&noise(4, 4), None, &options)
            .unwrap_err()
            .to_string();
        assert!(
            text.contains(format.title()) && text.contains("16"),
            "{text}"
        );
    }
    for format in [OutputFormat::Png, OutputFormat::Tiff] {
        let options = EncodeOptions {
            depth: Depth::Sixteen,
            ..EncodeOptions::new(format)
        };
        for pixels in [noise(61, 47), with_alpha()] {
            assert!(decode(&encode(&pixels, None, &options).unwrap()).pixels == pixels);
        }
    }
}

#[test]
fn a_patch_in_a_wider_space_is_tagged_and_comes_back_as_the_colour_that_it_was() {
    let srgb = RgbaImage::from_pixel(64, 64, ::image::Rgba([200, 60, 40, 255]));
    for space in ColorSpace::ALL {
        for format in OutputFormat::ALL
            .into_iter()
            .filter(|format| format.holds_profile())
        {
            let mut pixels = srgb.clone();
            crate::picture::to_space(&mut pixels, space);
            let options = EncodeOptions {
                space,
                ..EncodeOptions::new(format)
            };
            let bytes = encode(&pixels, Some(&metadata(ByteOrder::Little)), &options).unwrap();
            let stored = ::image::load_from_memory(&bytes).unwrap().to_rgb8();
            let expected = match space {
                ColorSpace::Srgb => [200, 60, 40],
                ColorSpace::DisplayP3 => [185, 72, 51],
                ColorSpace::AdobeRgb => [171, 60, 43],
            };
            for (got, want) in stored.get_pixel(30, 30).0.iter().zip(expected) {
                assert!(
                    got.abs_diff(want) <= 2,
                    "{space} {format}: {:?}",
                    stored.get_pixel(30, 30)
                );
            }
            let photo = decode(&bytes);
            assert_eq!(photo.space, space, "{format}");
            for (got, want) in photo
                .pixels
                .get_pixel(30, 30)
                .0
                .iter()
                .zip([200, 60, 40, 255])
            {
                assert!(
                    got.abs_diff(want) <= 3,
                    "{space} {format}: {:?}",
                    photo.pixels.get_pixel(30, 30)
                );
            }
            let exif = photo.metadata.exif.unwrap();
            assert_eq!(
                exif_number(&exif, 0xa001),
                Some(1),
                "cleaned again on reading"
            );
        }
    }
}
