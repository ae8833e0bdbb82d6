//! Writing WebP files, lossless.

use std::borrow::Cow;

use ::image::error::{EncodingError, ImageError as CodecError, ImageFormatHint};
use ::image::{ImageFormat, RgbaImage};

use crate::picture::alpha::is_opaque;
use crate::picture::error::ImageError;
use crate::picture::extras::{Extras, cannot_encode};
use crate::picture::format::OutputFormat;
use crate::picture::limits::zeroed;

/// Encodes a picture as WebP; see [`encode`](crate::picture::encode()).
pub(in crate::picture) fn webp(
    pixels: &RgbaImage,
    mut extras: Extras,
) -> Result<Vec<u8>, ImageError> {
    let (data, has_alpha) = compact(pixels)?;
    let mut out = Vec::new();
    let mut encoder = image_webp::WebPEncoder::new(&mut out);
    encoder.set_exif_metadata(extras.exif_with_resolution().unwrap_or_default());
    encoder.set_icc_profile(extras.icc);
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
