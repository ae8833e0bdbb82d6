//! Where a picture has edges, whatever their colour and contrast: what a drawing shares with its
//! photograph.

use image::RgbImage;
use image::imageops::{self, FilterType};

/// Gradient, of `0.0..=255.0`, below which there is no edge but noise.
const NOISE: f32 = 6.0;
/// Radius in pixels of the neighbourhood that an edge is measured against.
const AROUND: usize = 8;
/// Most that an edge counts, against its neighbourhood.
const STRONGEST: f32 = 3.0;

/// One number a pixel.
#[derive(Clone, Debug)]
pub(super) struct Map {
    pub(super) width: usize,
    pub(super) height: usize,
    /// Width and height of the picture that it was made of, in its long side: a rounded size would
    /// say this less exactly.
    pub(super) aspect: [f32; 2],
    pub(super) values: Vec<f32>,
}

impl Map {
    fn of(width: usize, height: usize, at: impl Fn(usize, usize) -> f32) -> Self {
        let places = (0..width * height).map(|i| at(i % width, i / width));
        Self {
            width,
            height,
            aspect: aspect(width as u32, height as u32),
            values: places.collect(),
        }
    }

    /// Of a picture that had this size.
    pub(super) fn made_of(self, (width, height): (u32, u32)) -> Self {
        Self {
            aspect: aspect(width, height),
            ..self
        }
    }

    pub(super) fn at(&self, x: usize, y: usize) -> f32 {
        self.values[y * self.width + x]
    }

    /// Between pixels, whose middles are whole numbers; `None` outside.
    pub(super) fn between(&self, x: f32, y: f32) -> Option<f32> {
        let is_inside =
            x >= 0.0 && y >= 0.0 && x <= (self.width - 1) as f32 && y <= (self.height - 1) as f32;
        if !is_inside {
            return None;
        }
        let (left, top) = (x as usize, y as usize);
        let (right, bottom) = (
            (left + 1).min(self.width - 1),
            (top + 1).min(self.height - 1),
        );
        let (fx, fy) = (x - left as f32, y - top as f32);
        let across = |y| self.at(left, y) * (1.0 - fx) + self.at(right, y) * fx;
        Some(across(top) * (1.0 - fy) + across(bottom) * fy)
    }

    /// Means of neighbourhoods of that radius, cut off at the border.
    pub(super) fn blurred(&self, radius: usize) -> Self {
        let means = |line: &mut dyn Iterator<Item = f32>| -> Vec<f32> {
            let mut sums = vec![0.0];
            let mut sum = 0.0;
            for value in line {
                sum += value;
                sums.push(sum);
            }
            let num = sums.len() - 1;
            let mean = |i: usize| {
                let (from, to) = (i.saturating_sub(radius), (i + radius + 1).min(num));
                (sums[to] - sums[from]) / (to - from) as f32
            };
            (0..num).map(mean).collect()
        };
        let rows = self.values.chunks(self.width.max(1));
        let across: Vec<f32> = rows
            .flat_map(|row| means(&mut row.iter().copied()))
            .collect();
        let mut down = vec![0.0; across.len()];
        for x in 0..self.width {
            let column = means(&mut across.iter().copied().skip(x).step_by(self.width));
            for (y, value) in column.into_iter().enumerate() {
                down[y * self.width + x] = value;
            }
        }
        Self {
            values: down,
            ..*self
        }
    }

    /// At another size, as means of what each pixel covers.
    pub(super) fn resized(&self, width: usize, height: usize) -> Self {
        let (width, height) = (width.max(1), height.max(1));
        let picture = image::ImageBuffer::<image::Luma<f32>, Vec<f32>>::from_raw(
            self.width as u32,
            self.height as u32,
            self.values.clone(),
        );
        let Some(picture) = picture else {
            return self.clone();
        };
        let small = imageops::resize(&picture, width as u32, height as u32, FilterType::Triangle);
        Self {
            width,
            height,
            aspect: self.aspect,
            values: small.into_raw(),
        }
    }
}

fn aspect(width: u32, height: u32) -> [f32; 2] {
    [width, height].map(|length| length as f32 / width.max(height).max(1) as f32)
}

/// How strong the edge at each pixel is against its neighbourhood, `0.0..=3.0`.
pub(super) fn edges(picture: &RgbImage) -> Map {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let pixel = |x: usize, y: usize| picture.get_pixel(x as u32, y as u32).0.map(f32::from);
    let strength = Map::of(width, height, |x, y| {
        let (left, right) = (
            pixel(x.saturating_sub(1), y),
            pixel((x + 1).min(width - 1), y),
        );
        let (above, below) = (
            pixel(x, y.saturating_sub(1)),
            pixel(x, (y + 1).min(height - 1)),
        );
        let squares = (0..3).map(|c| (right[c] - left[c]).powi(2) + (below[c] - above[c]).powi(2));
        squares.fold(0.0, f32::max).sqrt()
    });
    let around = strength.blurred(AROUND);
    Map::of(width, height, |x, y| {
        (strength.at(x, y) / (around.at(x, y) + NOISE)).min(STRONGEST)
    })
}
