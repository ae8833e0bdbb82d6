//! Buffers of four f32 a pixel, and how they are read between and beyond pixels.

use image::RgbaImage;
use rayon::prelude::*;

/// Four numbers a pixel, row by row.
#[derive(Clone, Debug)]
pub(super) struct Plane {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) pixels: Vec<[f32; 4]>,
}

impl Plane {
    /// sRGB in `0.0..=1.0`; the fourth number is the luma.
    pub(super) fn from_picture(picture: &RgbaImage) -> Self {
        let (width, height) = picture.dimensions();
        let pixels = picture
            .as_chunks::<4>()
            .0
            .par_iter()
            .map(|&[r, g, b, _]| {
                let rgb = [r, g, b].map(|v| f32::from(v) / 255.0);
                [rgb[0], rgb[1], rgb[2], luma(rgb)]
            })
            .collect();
        Self {
            width: width as usize,
            height: height as usize,
            pixels,
        }
    }

    /// A buffer of the same size whose pixel at `(x, y)` is `f(x, y)`.
    pub(super) fn map(&self, f: impl Fn(usize, usize) -> [f32; 4] + Sync) -> Self {
        let width = self.width;
        let mut pixels = vec![[0.0; 4]; self.pixels.len()];
        pixels
            .par_chunks_mut(width.max(1))
            .enumerate()
            .for_each(|(y, row)| {
                for (x, pixel) in row.iter_mut().enumerate() {
                    *pixel = f(x, y);
                }
            });
        Self {
            width,
            height: self.height,
            pixels,
        }
    }

    /// The pixel at `(x, y)`, which must lie inside.
    pub(super) fn at(&self, x: usize, y: usize) -> [f32; 4] {
        self.pixels[y * self.width + x]
    }

    /// The pixel at `(x, y)`; beyond the border the nearest one inside.
    pub(super) fn near(&self, x: i32, y: i32) -> [f32; 4] {
        let x = x.clamp(0, self.width as i32 - 1) as usize;
        let y = y.clamp(0, self.height as i32 - 1) as usize;
        self.at(x, y)
    }

    /// Between pixels, bilinearly; pixel centres lie at whole numbers.
    pub(super) fn between(&self, x: f32, y: f32) -> [f32; 4] {
        let (left, top) = (x.floor(), y.floor());
        let (u, v) = (x - left, y - top);
        let (left, top) = (left as i32, top as i32);
        let (a, b) = (self.near(left, top), self.near(left + 1, top));
        let (c, d) = (self.near(left, top + 1), self.near(left + 1, top + 1));
        std::array::from_fn(|i| {
            let upper = a[i] + (b[i] - a[i]) * u;
            let lower = c[i] + (d[i] - c[i]) * u;
            upper + (lower - upper) * v
        })
    }
}

/// Rec. 601 luma of sRGB values.
pub(super) fn luma(rgb: [f32; 3]) -> f32 {
    0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2]
}

/// To 8 bits; halves round up, as in the shaders.
pub(super) fn quantise(value: f32) -> u8 {
    (value.clamp(0.0, 1.0) * 255.0 + 0.5).floor() as u8
}

/// `3 t^2 - 2 t^3` between `low` and `high`.
pub(super) fn smoothstep(low: f32, high: f32, value: f32) -> f32 {
    let t = ((value - low) / (high - low)).clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}
