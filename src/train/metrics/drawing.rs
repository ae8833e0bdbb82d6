//! The losses of finished drawings: what `evaluate` reports.

use burn::prelude::{Device, Tensor};
use burn::tensor::TensorData;
use image::{RgbImage, RgbaImage};

use crate::model::features::{FeatureExtractor, UNSCALED};
use crate::model::perceptual::NUM_LEVELS;
use crate::model::{ModelError, Teaching};
use crate::train::data::appearance::appearance;
use crate::train::data::crops::Cropping;
use crate::train::loss;
use crate::train::loss::scaled;

/// Sides that the perceptual network takes.
const MULTIPLE: u32 = 8;
/// Side of the crops by which a style's Gram matrices are taken.
const CROP_SIDE: u32 = 128;
/// Side of the pieces of pages that are measured as drawings are.
const PIECE_SIDE: u32 = 256;
/// Pieces of each page.
const NUM_PIECES: usize = 2;

/// Looks at drawings with the perceptual network, on the CPU.
#[derive(Debug)]
pub struct DrawingMetrics {
    perceptual: FeatureExtractor,
    rms: [f32; NUM_LEVELS],
    target: Option<[Tensor<3>; NUM_LEVELS]>,
    device: Device,
}

impl DrawingMetrics {
    /// With the Gram matrices of `pages`, by which the style is measured; without pages it is not.
    /// `extractor`, on the CPU, looks in place of the program's own network.
    ///
    /// # Errors
    /// [`ModelError`] when the weights do not fit or the device fails.
    pub fn new(
        teaching: &Teaching,
        extractor: Option<FeatureExtractor>,
        pages: &[RgbImage],
    ) -> Result<Self, ModelError> {
        let device = Device::flex();
        let (perceptual, rms) = match extractor {
            Some(extractor) => (extractor, UNSCALED),
            None => (teaching.extractor(&device)?, teaching.rms()),
        };
        let target = if pages.is_empty() {
            None
        } else {
            let pages: Vec<&RgbImage> = pages.iter().collect();
            let cropping = Cropping::pages(CROP_SIDE);
            let seen = appearance(&perceptual, &rms, &pages, &cropping, 1, &device);
            Some(seen?.grams)
        };
        Ok(Self {
            perceptual,
            rms,
            target,
            device,
        })
    }

    /// The style loss of a drawing; `None` without pages.
    ///
    /// # Errors
    /// [`ModelError::Backend`] when the device fails.
    pub fn style(&self, drawn: &RgbaImage) -> Result<Option<f32>, ModelError> {
        let Some(target) = &self.target else {
            return Ok(None);
        };
        let features = self.perceptual.forward(self.tensor(drawn));
        let loss = loss::style(&scaled(features, &self.rms), target);
        Ok(loss.try_into_vec_as::<f32>()?.first().copied())
    }

    /// The mean style loss of pieces of `pages`, at the scales at which the style's own were looked
    /// at;
    /// `None` without pages on either side.
    ///
    /// # Errors
    /// [`ModelError::Backend`] when the device fails.
    pub fn style_of_pages(&self, pages: &[RgbImage]) -> Result<Option<f32>, ModelError> {
        let Some(target) = &self.target else {
            return Ok(None);
        };
        let mut random = fastrand::Rng::with_seed(1);
        let cropping = Cropping::pages(PIECE_SIDE);
        let mut losses = Vec::new();
        for page in pages {
            let pieces = cropping.batch(&[page], NUM_PIECES, &mut random);
            let pieces = Tensor::<4>::from_data(pieces, &self.device);
            let features = self.perceptual.forward(pieces);
            let loss = loss::style(&scaled(features, &self.rms), target);
            losses.extend(loss.try_into_vec_as::<f32>()?);
        }
        let num = losses.len() as f32;
        Ok((!losses.is_empty()).then(|| losses.iter().sum::<f32>() / num))
    }

    /// The content loss of a drawing of `photo`, both of the same size.
    ///
    /// # Errors
    /// [`ModelError::Backend`] when the device fails.
    pub fn content(&self, drawn: &RgbaImage, photo: &RgbaImage) -> Result<f32, ModelError> {
        let (drawn, photo) = (self.tensor(drawn), self.tensor(photo));
        let features = |x: &Tensor<4>| scaled(self.perceptual.forward(x.clone()), &self.rms);
        let loss = loss::content(&features(&drawn), &features(&photo), &drawn, &photo);
        let values = loss.try_into_vec_as::<f32>()?;
        Ok(values.first().copied().unwrap_or(f32::NAN))
    }

    /// `[1, 3, h, w]` in `0.0..=1.0`, cut to sides that the network takes.
    fn tensor(&self, picture: &RgbaImage) -> Tensor<4> {
        let cut = |side: u32| (side / MULTIPLE * MULTIPLE).max(MULTIPLE.min(side));
        let (width, height) = (cut(picture.width()), cut(picture.height()));
        let mut numbers = Vec::with_capacity(3 * (width * height) as usize);
        for channel in 0..3 {
            for y in 0..height {
                let row = (0..width).map(|x| picture.get_pixel(x, y).0[channel]);
                numbers.extend(row.map(|v| f32::from(v) / 255.0));
            }
        }
        let shape = [1, 3, height as usize, width as usize];
        Tensor::from_data(TensorData::new(numbers, shape), &self.device)
    }
}

/// Mean absolute difference of two pictures of the same size, `0.0..=1.0`: the cycle loss.
pub fn cycle(a: &RgbaImage, b: &RgbaImage) -> f32 {
    let mut sum = 0u64;
    let mut num = 0u64;
    for (a, b) in a.pixels().zip(b.pixels()) {
        for channel in 0..3 {
            sum += u64::from(a.0[channel].abs_diff(b.0[channel]));
            num += 1;
        }
    }
    (sum as f64 / (num.max(1) * 255) as f64) as f32
}
