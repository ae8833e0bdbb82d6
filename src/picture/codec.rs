//! Reading through the decoders of the `image` crate, as BMP and GIF files are.
//!
//! Each claim of a header is checked against the limits before memory is taken for it.

use ::image::error::ImageError as CodecError;
use ::image::{ColorType, ImageDecoder, Limits};

use super::error::ImageError;
use super::format::SourceFormat;
use super::limits::{DecodeLimits, zeroed};
use super::metadata::Raw;
use super::samples::{Decoded, SampleData, Samples};

/// Reads everything from a decoder, after its claims are checked.
///
/// `codec_bytes` is what the codec itself holds while it fills the buffer.
///
/// # Errors
/// Those of [`DecodeLimits`], and [`ImageError::Truncated`], [`ImageError::Damaged`] or
/// [`ImageError::UnsupportedVariant`] as the codec finds.
pub(super) fn read(
    mut decoder: impl ImageDecoder,
    format: SourceFormat,
    codec_bytes: u64,
    limits: &DecodeLimits,
) -> Result<Decoded, ImageError> {
    let (width, height) = decoder.dimensions();
    let (channels, is_16_bit) = match decoder.color_type() {
        ColorType::L8 => (1, false),
        ColorType::La8 => (2, false),
        ColorType::Rgb8 => (3, false),
        ColorType::Rgba8 => (4, false),
        ColorType::L16 => (1, true),
        ColorType::La16 => (2, true),
        ColorType::Rgb16 => (3, true),
        ColorType::Rgba16 => (4, true),
        // Floating point samples are scene light of unknown exposure, not a picture to look at.
        _ => {
            return Err(ImageError::UnsupportedVariant {
                format,
                source: None,
            });
        }
    };
    let total_bytes = decoder.total_bytes();
    // 8-bit RGBA is handed on as it is, everything else is converted into a second buffer.
    let sample_bytes = if channels == 4 && !is_16_bit {
        0
    } else {
        total_bytes
    };
    limits.check(
        width,
        height,
        sample_bytes.saturating_add(codec_bytes),
        format,
    )?;
    let explain = |error: CodecError| limits.explain(error, format);
    decoder.set_limits(codec_limits(limits)).map_err(explain)?;

    // Metadata that cannot be read costs itself, never the picture.
    let icc = decoder.icc_profile().ok().flatten();
    let exif = decoder.exif_metadata().ok().flatten();
    let xmp = decoder.xmp_metadata().ok().flatten();
    let data = if is_16_bit {
        let mut data = zeroed::<u16>(total_bytes / 2)?;
        decoder
            .read_image(bytemuck::cast_slice_mut(&mut data))
            .map_err(explain)?;
        SampleData::Sixteen(data)
    } else {
        let mut data = zeroed::<u8>(total_bytes)?;
        decoder.read_image(&mut data).map_err(explain)?;
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
        icc,
        metadata: Raw {
            exif,
            xmp,
            ..Raw::default()
        },
        orientation: None,
    })
}

/// The limits that the codecs enforce themselves. Sizes are checked here instead, so that the
/// error can name them.
fn codec_limits(limits: &DecodeLimits) -> Limits {
    let mut codec_limits = Limits::no_limits();
    codec_limits.max_alloc = Some(limits.max_alloc_bytes);
    codec_limits
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::exif;
    use crate::picture::fixture::{file, flat_jpeg, gradient, noise, rgb_file};
    use crate::picture::{EncodeOptions, ExceededLimit, OutputFormat, Photo, decode_bytes, encode};
    use ::image::{DynamicImage, ImageFormat, Rgba, RgbaImage};

    fn decode(bytes: &[u8]) -> Result<Photo, ImageError> {
        decode_bytes(bytes, &DecodeLimits::default())
    }

    #[test]
    fn a_palette_with_transparency_is_expanded() {
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, 4, 1);
        encoder.set_color(png::ColorType::Indexed);
        encoder.set_depth(png::BitDepth::Two);
        encoder.set_palette(vec![1, 2, 3, 40, 50, 60, 200, 210, 220, 9, 9, 9]);
        encoder.set_trns(vec![255, 0, 128]);
        encoder
            .write_header()
            .unwrap()
            .write_image_data(&[0b00_01_10_11])
            .unwrap();
        let out = decode(&bytes).unwrap().pixels.into_raw();
        assert_eq!(
            out,
            [
                1, 2, 3, 255, 40, 50, 60, 0, 200, 210, 220, 128, 9, 9, 9, 255
            ]
        );
    }

    #[test]
    fn of_an_animation_the_first_frame_is_read() {
        use ::image::codecs::gif::GifEncoder;
        let frame = |color| ::image::Frame::new(RgbaImage::from_pixel(6, 4, Rgba(color)));
        let mut bytes = Vec::new();
        {
            let mut encoder = GifEncoder::new(&mut bytes);
            encoder
                .encode_frames([frame([255, 0, 0, 255]), frame([0, 0, 255, 255])])
                .unwrap();
        }
        let photo = decode(&bytes).unwrap();
        assert_eq!(photo.pixels.dimensions(), (6, 4));
        assert!(
            photo
                .pixels
                .pixels()
                .all(|pixel| pixel.0 == [255, 0, 0, 255])
        );
    }

    /// A real PNG file of 30 000 x 30 000 black pixels, about 100 kilobytes.
    fn bomb() -> Vec<u8> {
        use std::io::Write as _;
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, 30_000, 30_000);
        encoder.set_color(png::ColorType::Grayscale);
        encoder.set_depth(png::BitDepth::One);
        let mut writer = encoder.write_header().unwrap();
        let mut stream = writer.stream_writer().unwrap();
        for _ in 0..30_000 {
            stream.write_all(&[0; 3750]).unwrap();
        }
        stream.finish().unwrap();
        drop(writer);
        bytes
    }

    #[test]
    fn a_png_bomb_is_refused_by_its_header() {
        let bytes = bomb();
        assert!(bytes.len() < 1_000_000);
        let limits = DecodeLimits::default();
        let Err(ImageError::TooLarge {
            width: 30_000,
            height: 30_000,
            exceeded,
        }) = decode_bytes(&bytes, &limits)
        else {
            panic!("refused")
        };
        assert_eq!(exceeded, ExceededLimit::Pixels(200_000_000));
        let more_pixels = DecodeLimits {
            max_pixels: u64::MAX,
            ..limits
        };
        let Err(ImageError::TooLarge { exceeded, .. }) = decode_bytes(&bytes, &more_pixels) else {
            panic!("refused")
        };
        assert!(
            matches!(exceeded, ExceededLimit::Memory { .. }),
            "{exceeded}"
        );
    }

    #[test]
    fn jpeg_gif_tiff_and_bmp_bombs_are_refused_by_their_headers() {
        let mut jpeg = flat_jpeg(&[9], 1, None, false);
        let frame = jpeg
            .windows(2)
            .position(|pair| pair == [0xff, 0xc0])
            .unwrap();
        jpeg[frame + 5..frame + 9].fill(0xff);
        let mut gif = file(&DynamicImage::ImageRgba8(noise(4, 4)), ImageFormat::Gif);
        gif[6..10].fill(0xff);
        let mut tiff = encode(&noise(4, 4), None, &EncodeOptions::new(OutputFormat::Tiff)).unwrap();
        let block = exif::Block::new(&tiff).unwrap();
        let first = block.first_directory().unwrap();
        // One strip, so that the size is the only thing wrong.
        for tag in [256, 257, 278] {
            let position = exif::Block::new(&tiff)
                .unwrap()
                .entry(first, tag)
                .unwrap()
                .position;
            tiff[position + 8..position + 12].copy_from_slice(&60_000_u32.to_le_bytes());
        }
        let mut bmp = rgb_file(&noise(4, 4), ImageFormat::Bmp);
        bmp[18..22].copy_from_slice(&60_000_u32.to_le_bytes());
        bmp[22..26].copy_from_slice(&60_000_u32.to_le_bytes());
        for (name, bytes) in [("jpeg", jpeg), ("gif", gif), ("tiff", tiff), ("bmp", bmp)] {
            let result = decode(&bytes);
            assert!(
                matches!(result, Err(ImageError::TooLarge { .. })),
                "{name}: {result:?}"
            );
        }
    }

    #[test]
    fn very_long_and_very_small_pictures_work() {
        for (width, height) in [(1, 20_000), (20_000, 1), (1, 1)] {
            for format in [
                ImageFormat::Png,
                ImageFormat::Jpeg,
                ImageFormat::Tiff,
                ImageFormat::Bmp,
            ] {
                let photo = decode(&rgb_file(&gradient(width, height), format)).unwrap();
                assert_eq!(photo.pixels.dimensions(), (width, height), "{format:?}");
            }
        }
    }
}
