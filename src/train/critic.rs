//! What the discriminator objects to: where on a drawing it says "not this hand yet".

use burn::prelude::{Device, Tensor};
use burn::tensor::TensorData;
use image::imageops::{self, FilterType};
use image::{GrayImage, Luma, RgbImage};

use crate::model::discriminator::Discriminator;
use crate::model::{CODE_SIZE, ModelError, StyleCode};
use crate::train::data::pages::LONG_SIDE_PX;
use crate::train::gan::code_tensor;

/// Long side of a map in pixels: as many as patches at the larger size, twice over.
const MAP_PX: u32 = 160;
/// Pixels from one patch to the next. Each is seen with its surroundings, 38 pixels on a side.
const PATCH_PX: u32 = 8;
/// Sizes at which a drawing is judged, relative to that of pages: those of the largest and the
/// smallest crops of pages that the discriminator learnt from.
const SCALES: [f32; 2] = [1.0, 0.5];
/// Scores that the hinge loss asks for, of drawings and of pages.
const MARGINS: [f32; 2] = [-1.0, 1.0];
/// Lightness of the patches that are compared with each other, and how far around it. Scores follow
/// it more than anything else: after 52 steps on 24 pages of a hand they correlate with it by 0.8,
/// and dark places would be objected to for being dark. Of patches as light as each other, one of a
/// page that was held out scores above one of a photograph in 0.71 to 0.85 of cases; of whole maps
/// the area under the curve is 0.86, and 0.77 without regard to tones.
const TONES: [f32; 5] = [0.1, 0.3, 0.5, 0.7, 0.9];
const TONE_WIDTH: f32 = 0.12;
/// Least distance of the scores of photographs and pages of a tone, as a share of that of all.
/// Where the discriminator tells them apart by less, as in solid blacks, it says less.
const LEAST_SHARE: f32 = 0.5;
/// Least distance in any case.
const LEAST_RANGE: f32 = 0.25;
/// Most pictures of a kind by which it is calibrated: more cost time and tell no more.
const MOST_CROPS: usize = 12;
/// Patches along the border of a picture that see what is beyond it.
const BORDER: usize = 3;

/// What patches of a tone are measured by.
#[derive(Clone, Copy, Debug)]
struct Tone {
    /// Score of a page.
    page: f32,
    /// How much less is objected to most: what a photograph gets, or more.
    range: f32,
    /// How well pages and photographs are told apart, `0.0..=1.0`.
    certainty: f32,
}

/// A discriminator and the style that it judges by.
#[derive(Debug)]
pub struct Critic {
    discriminator: Discriminator,
    code: StyleCode,
    tones: [Tone; TONES.len()],
    device: Device,
}

impl Critic {
    /// Of a discriminator on the plain `device`, and a style's code. It takes the scores that were
    /// asked for in training for those of drawings and pages, until it is
    /// [calibrated](Self::calibrated).
    pub fn new(discriminator: Discriminator, code: StyleCode, device: &Device) -> Self {
        let [drawing, page] = MARGINS;
        let tone = Tone {
            page,
            range: page - drawing,
            certainty: 1.0,
        };
        Self {
            discriminator,
            code,
            tones: [tone; TONES.len()],
            device: device.clone(),
        }
    }

    /// By the scores that untouched photographs and pages of the style really get, the medians of
    /// their patches of each tone: a discriminator in training is seldom as sure as the loss asks
    /// for.
    ///
    /// # Shapes
    /// - `photos`, `pages`: `[n, 3, side, side]`, sRGB in `0.0..=1.0`, `side` a multiple of 8
    ///
    /// # Errors
    /// [`ModelError::Backend`] when the device fails.
    pub fn calibrated(self, photos: TensorData, pages: TensorData) -> Result<Self, ModelError> {
        let [photos, pages] = [self.patches_of(photos)?, self.patches_of(pages)?];
        let everywhere = |_: f32| 1.0;
        let apart = median(&pages, everywhere) - median(&photos, everywhere);
        let least = (LEAST_SHARE * apart).max(LEAST_RANGE);
        let tones = TONES.map(|tone| {
            let nearness = |lightness: f32| (-((lightness - tone) / TONE_WIDTH).powi(2)).exp();
            let [photo, page] = [&photos, &pages].map(|patches| median(patches, nearness));
            let range = (page - photo).max(least);
            Tone {
                page,
                range,
                certainty: (page - photo).max(0.0) / range,
            }
        });
        Ok(Self { tones, ..self })
    }

    /// Scores and lightness of the patches of pictures that see nothing beyond them, if there are
    /// any.
    fn patches_of(&self, pictures: TensorData) -> Result<Vec<Patch>, ModelError> {
        let pictures = Tensor::<4>::from_data(pictures, &self.device);
        let n = pictures.dims()[0].min(MOST_CROPS);
        let pictures = pictures.narrow(0, 0, n);
        let [_, _, height, width] = pictures.dims().map(|side| side / PATCH_PX as usize);
        let border = BORDER.min(width.min(height).saturating_sub(1) / 2);
        let is_inside = |index: usize| {
            let (x, y) = (index % width, index / width % height);
            (border..width - border).contains(&x) && (border..height - border).contains(&y)
        };
        let patches = self.look(pictures)?.into_iter().enumerate();
        let inside = patches.filter(|(index, _)| is_inside(*index));
        Ok(inside.map(|(_, patch)| patch).collect())
    }

    /// Where the drawing is not of this hand yet: 255 where it scores like a photograph or worse, 0
    /// where it scores like a page. The map covers the drawing and is smaller, at most
    /// 160 pixels long; smooth, because a patch says nothing of single pixels.
    ///
    /// # Errors
    /// [`ModelError::Backend`] when the device fails.
    pub fn objections(&self, drawing: &RgbImage) -> Result<GrayImage, ModelError> {
        let (width, height) = drawing.dimensions();
        if width == 0 || height == 0 {
            return Ok(GrayImage::new(0, 0));
        }
        let fitted = |px: f32| {
            let factor = (px / width.max(height) as f32).min(1.0);
            [width, height].map(|side| ((side as f32 * factor).round() as u32).max(1))
        };
        let [map_width, map_height] = fitted(MAP_PX as f32);
        let mut sums = vec![0.0; (map_width * map_height) as usize];
        for scale in SCALES {
            let [w, h] = fitted(LONG_SIDE_PX as f32 * scale);
            let cells = if (w, h) == (width, height) {
                self.cells(drawing)?
            } else {
                self.cells(&imageops::resize(drawing, w, h, FilterType::Triangle))?
            };
            for (at, sum) in (0..).zip(&mut sums) {
                let (x, y) = (at % map_width, at / map_width);
                // Patch `i` stands for the pixels from `8 i` to `8 i + 7`: a convolution of 4
                // pixels and stride 2 with a border of one covers its two pixels evenly.
                let middle = |i: u32, n: u32, side: u32| {
                    (i as f32 + 0.5) / n as f32 * side as f32 / PATCH_PX as f32 - 0.5
                };
                *sum += cells.at(middle(x, map_width, w), middle(y, map_height, h));
            }
        }
        let pixel = |x: u32, y: u32| {
            let mean = sums[(y * map_width + x) as usize] / SCALES.len() as f32;
            Luma([(255.0 * mean.clamp(0.0, 1.0)).round() as u8])
        };
        Ok(GrayImage::from_fn(map_width, map_height, pixel))
    }

    /// The patches of a drawing at the size at which it is judged.
    fn cells(&self, drawing: &RgbImage) -> Result<Cells, ModelError> {
        let (width, height) = drawing.dimensions();
        let size = [width, height].map(|side| side.div_ceil(PATCH_PX) as usize);
        // Goes on beyond its border as in a mirror: what is nothing there is objected to.
        let [padded_width, padded_height] =
            size.map(|side| (side + 2 * BORDER) as i64 * i64::from(PATCH_PX));
        let before = BORDER as i64 * i64::from(PATCH_PX);
        let mut numbers = Vec::with_capacity(3 * (padded_width * padded_height) as usize);
        for channel in 0..3 {
            for y in 0..padded_height {
                let y = mirrored(y - before, height);
                let at = |x: i64| drawing.get_pixel(mirrored(x - before, width), y);
                let row = (0..padded_width).map(|x| f32::from(at(x).0[channel]) / 255.0);
                numbers.extend(row);
            }
        }
        let shape = [1, 3, padded_height as usize, padded_width as usize];
        let picture = Tensor::from_data(TensorData::new(numbers, shape), &self.device);
        let patches = self.look(picture)?;
        let padded_columns = size[0] + 2 * BORDER;
        let rows = patches.chunks_exact(padded_columns).skip(BORDER);
        let rows = rows.take(size[1]);
        let inside = rows.flat_map(|row| &row[BORDER..BORDER + size[0]]);
        let values = inside.map(|patch| self.objection(patch)).collect();
        Ok(Cells { size, values }.smooth())
    }

    /// Scores and lightness of patches, row by row.
    ///
    /// # Shapes
    /// - `pictures`: `[n, 3, h, w]`, sRGB in `0.0..=1.0`, sides multiples of 8
    fn look(&self, pictures: Tensor<4>) -> Result<Vec<Patch>, ModelError> {
        let [n, channels, height, width] = pictures.dims();
        let code = code_tensor(self.code, &self.device).expand([n, CODE_SIZE]);
        let side = PATCH_PX as usize;
        let parts = [n * channels, height / side, side, width / side, side];
        // [n 3, h/8, 8, w/8, 8] -> [n, 3, h/8, w/8] -> [n, 1, h/8, w/8]
        let lightness = pictures.clone().reshape(parts).mean_dim(4).mean_dim(2);
        let lightness = lightness
            .reshape([n, channels, height / side, width / side])
            .mean_dim(1);
        let lightness = lightness.try_into_vec_as::<f32>()?;
        let scores = self.discriminator.forward(pictures, code); // [n, 1, h/8, w/8]
        let scores = scores.try_into_vec_as::<f32>()?;
        let patches = scores.into_iter().zip(lightness);
        Ok(patches
            .map(|(score, lightness)| Patch { score, lightness })
            .collect())
    }

    /// Up to 1 where a patch scores like one of a photograph that is as light or worse, 0 where it
    /// scores like one of a page or better.
    fn objection(&self, patch: &Patch) -> f32 {
        let steps = (patch.lightness - TONES[0]) / (TONES[1] - TONES[0]);
        let last = TONES.len() - 2;
        let darker = (steps.max(0.0) as usize).min(last);
        let share = (steps - darker as f32).clamp(0.0, 1.0);
        let [one, other] = [self.tones[darker], self.tones[darker + 1]];
        let between = |of: fn(&Tone) -> f32| of(&one) + share * (of(&other) - of(&one));
        let page = between(|tone| tone.page);
        let objection = (page - patch.score) / between(|tone| tone.range);
        objection.clamp(0.0, 1.0) * between(|tone| tone.certainty)
    }
}

/// What is known of a patch of a picture.
struct Patch {
    score: f32,
    /// Mean of its channels, `0.0..=1.0`.
    lightness: f32,
}

/// The score above which half of the patches are, by what each counts; 0 of none.
fn median(patches: &[Patch], weight: impl Fn(f32) -> f32) -> f32 {
    let weighted = patches.iter();
    let mut weighted: Vec<(f32, f32)> = weighted
        .map(|patch| (patch.score, weight(patch.lightness)))
        .collect();
    weighted.sort_by(|(a, _), (b, _)| a.total_cmp(b));
    let half = weighted.iter().map(|(_, weight)| weight).sum::<f32>() / 2.0;
    let mut sum = 0.0;
    let mut scores = weighted.iter();
    let found = scores.find(|(_, weight)| {
        sum += weight;
        sum >= half
    });
    found.map_or(0.0, |(score, _)| *score)
}

/// The pixel of a side of `n` that stands at `i` when the side goes on as in a mirror.
fn mirrored(i: i64, n: u32) -> u32 {
    let n = i64::from(n);
    let i = i.rem_euclid(2 * n);
    i.min(2 * n - 1 - i) as u32
}

/// A number for each patch, row by row.
struct Cells {
    size: [usize; 2],
    values: Vec<f32>,
}

impl Cells {
    /// The one at a place, that at the border for places beyond it.
    fn get(&self, x: isize, y: isize) -> f32 {
        let [width, height] = self.size;
        let within = |at: isize, n: usize| at.clamp(0, n as isize - 1) as usize;
        self.values[within(y, height) * width + within(x, width)]
    }

    /// Between patches, whose middles are at whole numbers.
    fn at(&self, x: f32, y: f32) -> f32 {
        let (left, top) = (x.floor(), y.floor());
        let (right_share, low_share) = (x - left, y - top);
        let (left, top) = (left as isize, top as isize);
        let row = |y| {
            let [one, other] = [self.get(left, y), self.get(left + 1, y)];
            one + right_share * (other - one)
        };
        let [one, other] = [row(top), row(top + 1)];
        one + low_share * (other - one)
    }

    /// Each patch mixed with its neighbours by 1, 2, 1 across and down: single patches are noise.
    fn smooth(&self) -> Self {
        let along = |cells: &Self, [dx, dy]: [isize; 2]| {
            let [width, height] = cells.size;
            let mixed = |at: usize| {
                let (x, y) = ((at % width) as isize, (at / width) as isize);
                let ends = cells.get(x - dx, y - dy) + cells.get(x + dx, y + dy);
                0.5 * cells.get(x, y) + 0.25 * ends
            };
            Self {
                size: cells.size,
                values: (0..width * height).map(mixed).collect(),
            }
        };
        along(&along(self, [1, 0]), [0, 1])
    }
}

#[cfg(test)]
mod tests;
