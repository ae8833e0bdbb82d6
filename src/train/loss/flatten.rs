//! The photograph as a comic would keep it: areas without texture, edges where they were.

use burn::prelude::Tensor;

use crate::train::loss::{box_blur, even_areas, luma};

/// Radius of the filter in pixels.
const RADIUS: usize = 4;
/// Variance of luminance below which something is texture and goes.
const TEXTURE: f64 = 0.008;

/// What the drawing is compared with in place of the photograph.
#[derive(Clone, Debug)]
pub struct Flattened {
    /// The photograph without its texture, `[b, 3, h, w]`.
    pub image: Tensor<4>,
    /// Where it is even, `[b, 1, h, w]` in `0.0..=1.0`.
    pub mask: Tensor<4>,
}

impl Flattened {
    /// Of what others have found to be kept of a photograph, `[b, 3, h, w]`, sRGB in `0.0..=1.0`.
    pub(crate) fn of(image: Tensor<4>) -> Self {
        let mask = even_areas(&luma(&image));
        Self { image, mask }
    }
}

/// Smooths `photo` by a guided filter of radius 4 whose guide is its own luminance.
///
/// # Shapes
/// - `photo`: `[b, 3, h, w]`, sRGB in `0.0..=1.0`, sides above 4
/// - output: [`Flattened`]; the image may leave `0.0..=1.0` by a little at strong edges
///
/// Source: He, Sun and Tang, "Guided Image Filtering", PAMI 2013, equations 5, 6 and 8; one guide
/// for three channels.
pub fn flattened(photo: &Tensor<4>) -> Flattened {
    let guide = luma(photo);
    let blur = |x: Tensor<4>| box_blur(x, RADIUS);
    let (mean_guide, mean_photo) = (blur(guide.clone()), blur(photo.clone()));
    let covariance = blur(guide.clone() * photo.clone()) - mean_guide.clone() * mean_photo.clone();
    let variance = blur(guide.clone().powi_scalar(2)) - mean_guide.clone().powi_scalar(2);
    let slope = covariance / variance.add_scalar(TEXTURE); // [b, 3, h, w]
    let shift = mean_photo - slope.clone() * mean_guide;
    Flattened::of(blur(slope) * guide + blur(shift))
}
