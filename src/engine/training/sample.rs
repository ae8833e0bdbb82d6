//! The photograph by which a training run shows what it has learnt.

use image::RgbaImage;

use crate::picture;

/// Long side of the samples, in pixels.
const SAMPLE_PX: u32 = 320;

/// The sample picture of the program.
pub(super) fn sample_photo() -> RgbaImage {
    let bytes = include_bytes!("../../../assets/samples/street.jpg");
    let photo = picture::decode_bytes(bytes, &picture::DecodeLimits::default());
    photo.map_or_else(|_| RgbaImage::new(64, 64), |photo| as_sample(&photo.pixels))
}

/// As small as samples are.
pub(super) fn as_sample(photo: &RgbaImage) -> RgbaImage {
    let (width, height) = picture::fit_within(photo.width(), photo.height(), SAMPLE_PX);
    picture::downscale(photo, width, height)
}
