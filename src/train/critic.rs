//! What the discriminator objects to: where on a drawing it says "not this hand yet".

use burn::prelude::{Device, Tensor};
use burn::tensor::TensorData;
use image::imageops::{self, FilterType};
use image::{ImageBuffer, Luma, RgbImage};

use crate::model::discriminator::Discriminator;
use crate::model::{CODE_SIZE, ModelError, StyleCode};
use crate::train::data::pages::LONG_SIDE_PX;
use crate::train::gan::code_tensor;

/// One number a pixel.
pub type CriticMap = ImageBuffer<Luma<f32>, Vec<f32>>;

/// Pixels from one patch to the next. Each is seen with its surroundings, 38 pixels on a side.
const PATCH_PX: u32 = 8;
/// Sizes at which a drawing is judged, relative to that of pages: those of the largest and the
/// smallest crops of pages that the discriminator learnt from.
const SCALES: [f32; 2] = [1.0, 0.5];
/// Scores that the hinge loss asks for, of drawings and of pages.
const MARGINS: [f32; 2] = [-1.0, 1.0];
/// Least distance of the scores of photographs and pages. A discriminator that tells them apart by
/// less says nothing, and what it says is not stretched.
const LEAST_RANGE: f32 = 0.25;

/// A discriminator and the style that it judges by.
#[derive(Debug)]
pub struct Critic {
    discriminator: Discriminator,
    code: StyleCode,
    /// Scores of a photograph and of a page.
    scores: [f32; 2],
    device: Device,
}

impl Critic {
    /// Of a discriminator on the plain `device`, and a style's code. It takes the scores that were
    /// asked for in training for those of drawings and pages, until it is
    /// [calibrated](Self::calibrated).
    pub fn new(discriminator: Discriminator, code: StyleCode, device: &Device) -> Self {
        Self {
            discriminator,
            code,
            scores: MARGINS,
            device: device.clone(),
        }
    }

    /// By the scores that untouched photographs and pages of the style really get, the medians of
    /// their patches: a discriminator in training is seldom as sure as the loss asks for.
    ///
    /// # Shapes
    /// - `photos`, `pages`: `[n, 3, side, side]`, sRGB in `0.0..=1.0`, `side` a multiple of 8
    ///
    /// # Errors
    /// [`ModelError::Backend`] when the device fails.
    pub fn calibrated(self, photos: TensorData, pages: TensorData) -> Result<Self, ModelError> {
        let median = |pictures: TensorData| -> Result<f32, ModelError> {
            let pictures = Tensor::<4>::from_data(pictures, &self.device);
            let mut scores = self.scores_of(pictures).try_into_vec_as::<f32>()?;
            scores.sort_by(f32::total_cmp);
            Ok(scores.get(scores.len() / 2).copied().unwrap_or(0.0))
        };
        let (photo, page) = (median(photos)?, median(pages)?);
        let scores = [photo.min(page - LEAST_RANGE), page];
        Ok(Self { scores, ..self })
    }

    /// Where the drawing is not of this hand yet: 1 where it scores like a photograph or worse, 0
    /// where it scores like a page. As large as the drawing and aligned with it; smooth, because a
    /// patch says nothing of single pixels.
    ///
    /// # Errors
    /// [`ModelError::Backend`] when the device fails.
    pub fn objections(&self, drawing: &RgbImage) -> Result<CriticMap, ModelError> {
        let (width, height) = drawing.dimensions();
        let mut sum = CriticMap::new(width, height);
        if width == 0 || height == 0 {
            return Ok(sum);
        }
        let share = 1.0 / SCALES.len() as f32;
        for scale in SCALES {
            let long_side = width.max(height) as f32;
            let factor = (LONG_SIDE_PX as f32 * scale / long_side).min(1.0);
            let side = |side: u32| ((side as f32 * factor).round() as u32).max(1);
            let (w, h) = (side(width), side(height));
            let small = imageops::resize(drawing, w, h, FilterType::Triangle);
            let map = self.at_one_scale(&small)?;
            let map = imageops::resize(&map, width, height, FilterType::Triangle);
            for (sum, value) in sum.iter_mut().zip(map.iter()) {
                *sum += value.clamp(0.0, 1.0) * share;
            }
        }
        Ok(sum)
    }

    /// The map of a drawing at the size at which it is judged.
    fn at_one_scale(&self, drawing: &RgbImage) -> Result<CriticMap, ModelError> {
        let (width, height) = drawing.dimensions();
        let (columns, rows) = (width.div_ceil(PATCH_PX), height.div_ceil(PATCH_PX));
        let (padded_width, padded_height) = (columns * PATCH_PX, rows * PATCH_PX);
        let mut numbers = Vec::with_capacity(3 * (padded_width * padded_height) as usize);
        for channel in 0..3 {
            for y in 0..padded_height {
                let at = |x: u32| drawing.get_pixel(mirrored(x, width), mirrored(y, height));
                let row = (0..padded_width).map(|x| f32::from(at(x).0[channel]) / 255.0);
                numbers.extend(row);
            }
        }
        let shape = [1, 3, padded_height as usize, padded_width as usize];
        let picture = Tensor::from_data(TensorData::new(numbers, shape), &self.device);
        let scores = self.scores_of(picture).try_into_vec_as::<f32>()?;
        let [photo, page] = self.scores;
        let objection = |score: f32| ((page - score) / (page - photo)).clamp(0.0, 1.0);
        let cells = scores.into_iter().map(objection).collect();
        let cells = CriticMap::from_raw(columns, rows, cells).unwrap_or_default();
        // A convolution of 4 pixels and stride 2 with a border of one covers its two pixels evenly,
        // so patch `i` stands for the pixels from `8 i` to `8 i + 7`.
        let soft = smooth(&cells);
        let map = imageops::resize(&soft, padded_width, padded_height, FilterType::Triangle);
        Ok(imageops::crop_imm(&map, 0, 0, width, height).to_image())
    }

    /// Scores of patches: `[n, 3, h, w] -> [n, 1, h/8, w/8]`
    fn scores_of(&self, pictures: Tensor<4>) -> Tensor<4> {
        let n = pictures.dims()[0];
        let code = code_tensor(self.code, &self.device).expand([n, CODE_SIZE]);
        self.discriminator.forward(pictures, code)
    }
}

/// The pixel of a side of `n` that stands at `i` when the side goes on as in a mirror.
fn mirrored(i: u32, n: u32) -> u32 {
    let i = i % (2 * n);
    i.min(2 * n - 1 - i)
}

/// Each patch mixed with its neighbours by 1, 2, 1 across and down: single patches are noise.
fn smooth(cells: &CriticMap) -> CriticMap {
    let (width, height) = cells.dimensions();
    let along = |cells: &CriticMap, [dx, dy]: [i64; 2]| {
        CriticMap::from_fn(width, height, |x, y| {
            let at = |step: i64| {
                let x = (i64::from(x) + dx * step).clamp(0, i64::from(width) - 1);
                let y = (i64::from(y) + dy * step).clamp(0, i64::from(height) - 1);
                cells.get_pixel(x as u32, y as u32).0[0]
            };
            Luma([0.25 * at(-1) + 0.5 * at(0) + 0.25 * at(1)])
        })
    };
    along(&along(cells, [1, 0]), [0, 1])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{BaseModel, Teaching};
    use crate::train::data::crops::Cropping;

    const BASE: &[u8] = include_bytes!("../../assets/models/base-v3.safetensors");
    const TEACHING: &[u8] = include_bytes!("../../assets/models/teaching-v3.safetensors");

    fn critic(style: &str) -> Critic {
        let device = Device::flex();
        let base = BaseModel::from_bytes(BASE).unwrap();
        let teaching = Teaching::from_bytes(TEACHING).unwrap();
        let code = base.style(style).unwrap().code;
        Critic::new(teaching.discriminator(&device).unwrap(), code, &device)
    }

    fn mean(map: &CriticMap) -> f32 {
        map.iter().sum::<f32>() / map.len().max(1) as f32
    }

    #[test]
    fn the_map_is_as_large_as_the_drawing_and_within_its_range() {
        let critic = critic("oz-neill");
        for (width, height) in [(1, 1), (7, 90), (203, 157), (1000, 30)] {
            let drawing = RgbImage::from_fn(width, height, |x, y| {
                image::Rgb([(x * 7) as u8, (y * 5) as u8, 90])
            });
            let map = critic.objections(&drawing).unwrap();
            assert_eq!(map.dimensions(), (width, height));
            assert!(map.iter().all(|value| (0.0..=1.0).contains(value)));
        }
        assert!(critic.objections(&RgbImage::new(0, 5)).unwrap().is_empty());
    }

    #[test]
    fn what_changes_on_a_drawing_changes_the_map_there_and_nowhere_else() {
        let mut critic = critic("oz-neill");
        // No score is beyond its range, so that every change is seen.
        critic.scores = [-8.0, 8.0];
        let plain = RgbImage::from_fn(403, 317, |x, y| {
            image::Rgb([120 + (x % 20) as u8, 130, 110 + (y % 20) as u8])
        });
        let mut changed = plain.clone();
        let mut random = fastrand::Rng::with_seed(3);
        let (left, top, side) = (251, 90, 48);
        for (x, y) in (0..side).flat_map(|x| (0..side).map(move |y| (x, y))) {
            let noise = image::Rgb(std::array::from_fn(|_| random.u8(..)));
            changed.put_pixel(left + x, top + y, noise);
        }
        let [before, after] = [&plain, &changed].map(|picture| critic.objections(picture).unwrap());
        let (mut sum, mut at, mut outside) = (0.0, [0.0; 2], 0.0);
        for (x, y, value) in after.enumerate_pixels() {
            let change = (value.0[0] - before.get_pixel(x, y).0[0]).abs();
            sum += change;
            at = [at[0] + change * x as f32, at[1] + change * y as f32];
            let middle = [left + side / 2, top + side / 2].map(i64::from);
            let away = (i64::from(x) - middle[0])
                .abs()
                .max((i64::from(y) - middle[1]).abs());
            // Half of the square, and what patches of the half size reach in all.
            if away > i64::from(side) / 2 + 80 {
                outside += change;
            }
        }
        assert!(sum > 1.0, "nothing changed: {sum}");
        let center = [left, top].map(|start| (start + side / 2) as f32);
        let off = [at[0] / sum - center[0], at[1] / sum - center[1]];
        assert!(off.iter().all(|off| off.abs() < 4.0), "off by {off:?}");
        assert!(outside < 1e-3 * sum, "{outside} of {sum} is far away");
    }

    #[test]
    fn a_photograph_is_objected_to_more_than_its_drawing() {
        let photo = include_bytes!("../../assets/samples/street.jpg");
        let photo = image::load_from_memory(photo).unwrap().into_rgb8();
        let photo = imageops::resize(&photo, 320, 240, FilterType::Triangle);
        let base = BaseModel::from_bytes(BASE).unwrap();
        let device = Device::flex();
        let generator = base.generator(&device).unwrap();
        let whole = Cropping {
            side: 240,
            largest: 240,
            ..Cropping::pages(240)
        };
        let mut random = fastrand::Rng::with_seed(1);
        let crop = whole.batch(&[&photo], 1, &mut random);
        for style in ["oz-neill", "ink-philmay", "engraving-dore"] {
            let code = base.style(style).unwrap().code;
            let x = Tensor::<4>::from_data(crop.clone(), &device);
            let y = generator.forward(
                x.clone(),
                code_tensor(code, &device),
                Tensor::zeros([1, 3], &device),
            );
            let critic = critic(style)
                .calibrated(crop.clone(), y.clone().try_into_data().unwrap())
                .unwrap();
            let [photo, drawn] = [x, y].map(|picture| {
                let numbers = picture.try_into_vec_as::<f32>().unwrap();
                let picture = RgbImage::from_fn(240, 240, |x, y| {
                    let at = |c| numbers[(c * 240 + y as usize) * 240 + x as usize];
                    image::Rgb(std::array::from_fn(|c| (at(c) * 255.0).round() as u8))
                });
                mean(&critic.objections(&picture).unwrap())
            });
            assert!(photo > drawn + 0.1, "{style}: {photo} and {drawn}");
        }
    }
}
