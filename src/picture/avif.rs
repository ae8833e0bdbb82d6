//! AVIF files, which are only written.

mod xmp;

use ::image::error::{EncodingError, ImageError as CodecError, ImageFormatHint};
use ::image::{ImageFormat, RgbaImage};
use ravif::{Encoder, Img};
use rgb::AsPixels as _;

use self::xmp::with_xmp;
use super::error::ImageError;
use super::extras::{Extras, cannot_encode};
use super::format::OutputFormat;

/// The most pixels of the AVIF Advanced Profile (AV1 level 6.0). The encoder needs 35 bytes for
/// each.
pub(super) const MAX_PIXELS: u64 = 35_651_584;
/// The longest side of the same.
pub(super) const MAX_SIDE: u32 = 16_384;

/// 1 is the slowest. A drawing of 8.3 megapixels takes 0.41 s a megapixel and 327 KB at 9; 0.22 s
/// and 375 KB at 10; 0.81 s and 293 KB at 8 (two cores).
const SPEED: u8 = 9;

/// Encodes a picture as AVIF; see [`encode`](super::encode()).
///
/// The same quality is as close to the drawing as in a JPEG, at 0.6 of its size.
pub(super) fn avif(
    pixels: &RgbaImage,
    quality: u8,
    mut extras: Extras,
) -> Result<Vec<u8>, ImageError> {
    let quality = f32::from(quality.clamp(1, 100));
    let encoder = Encoder::new()
        .with_speed(SPEED)
        .with_quality(quality)
        .with_alpha_quality(quality);
    let encoder = match extras.exif_with_resolution() {
        Some(exif) => encoder.with_exif(exif),
        None => encoder,
    };
    let [width, height] = [pixels.width(), pixels.height()].map(|side| side as usize);
    let encoded = encoder.encode_rgba(Img::new(pixels.as_raw().as_pixels(), width, height));
    let file = encoded.map(|encoded| encoded.avif_file).map_err(|error| {
        let hint = ImageFormatHint::Exact(ImageFormat::Avif);
        cannot_encode(
            OutputFormat::Avif,
            CodecError::Encoding(EncodingError::new(hint, error)),
        )
    })?;
    let tagged = extras.xmp.and_then(|packet| with_xmp(&file, &packet));
    Ok(tagged.unwrap_or(file))
}
