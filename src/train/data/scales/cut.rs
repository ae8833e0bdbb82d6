//! A part of a picture at another size, without all of it being brought to that size.

use image::{RgbImage, Rgba, RgbaImage, imageops};

use crate::picture;

/// How much larger than they are pictures are seen at most; lines would only blur.
const MOST_ENLARGED: f32 = 1.25;

/// A part of a picture at another size.
pub(super) struct Cut {
    /// The crop and what lies around it.
    pub(super) pixels: RgbaImage,
    /// Left and top of the crop in them.
    corner: [u32; 2],
    /// Width and height of the whole picture at that size.
    pub(super) whole: [usize; 2],
    /// Pixels for one of the picture.
    factor: f32,
    /// Left and top of the pixels, in the picture's.
    origin: [u32; 2],
}

impl Cut {
    /// A random crop of `side` pixels of a picture brought to a long side of `scale` (as far as the
    /// crop fits in, and not enlarged beyond [`MOST_ENLARGED`]), with up to `margin` pixels around
    /// it.
    pub(super) fn take(
        picture: &RgbImage,
        side: u32,
        margin: u32,
        scale: f32,
        random: &mut fastrand::Rng,
    ) -> Self {
        let (width, height) = (picture.width().max(1), picture.height().max(1));
        let short = width.min(height);
        let factor = (scale / width.max(height) as f32).min(MOST_ENLARGED);
        let region = ((side as f32 / factor).round() as u32).clamp(1, short);
        let factor = side as f32 / region as f32;
        let corner = [width, height].map(|size| random.u32(0..=size - region));
        let reach = (margin as f32 / factor).round() as u32;
        let before = corner.map(|at| reach.min(at));
        let after = [
            reach.min(width - region - corner[0]),
            reach.min(height - region - corner[1]),
        ];
        let origin = [corner[0] - before[0], corner[1] - before[1]];
        let size = [0, 1].map(|axis: usize| before[axis] + region + after[axis]);
        let to = |px: u32| {
            let scaled = u64::from(px) * u64::from(side) + u64::from(region) / 2;
            (scaled / u64::from(region)) as u32
        };
        let part = imageops::crop_imm(picture, origin[0], origin[1], size[0], size[1]);
        let part = RgbaImage::from_fn(size[0], size[1], |x, y| {
            let [red, green, blue] = image::GenericImageView::get_pixel(&*part, x, y).0;
            Rgba([red, green, blue, 255])
        });
        let pixels = picture::at_size(&part, (to(size[0]), to(size[1]))).into_owned();
        Self {
            pixels,
            corner: before.map(to),
            whole: [width, height].map(|size| (size as f32 * factor).round() as usize),
            factor,
            origin,
        }
    }

    /// The crop of a picture that is as large as the pixels.
    pub(super) fn middle(&self, picture: &RgbaImage, side: u32) -> RgbaImage {
        imageops::crop_imm(picture, self.corner[0], self.corner[1], side, side).to_image()
    }

    /// A face of the picture in the pixels.
    pub(super) fn placed(&self, [left, top, width, height]: [f32; 4]) -> [f32; 4] {
        [
            (left - self.origin[0] as f32) * self.factor,
            (top - self.origin[1] as f32) * self.factor,
            width * self.factor,
            height * self.factor,
        ]
    }
}
