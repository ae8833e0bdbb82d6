//! Buffers of numbers, one entry a pixel, and how they are read between and beyond pixels.

#![expect(
    clippy::inline_always,
    reason = "what is not inlined is not compiled for the wider vectors"
)]

use rayon::prelude::*;

/// What a [`Plane`] can hold.
pub(super) trait Sample: Copy + Default + Send + Sync {
    /// The point `t` of the way from `self` to `other`.
    fn lerp(self, other: Self, t: f32) -> Self;
}

impl Sample for f32 {
    #[inline]
    fn lerp(self, other: Self, t: f32) -> Self {
        self + (other - self) * t
    }
}

impl Sample for [f32; 4] {
    #[inline]
    fn lerp(self, other: Self, t: f32) -> Self {
        std::array::from_fn(|i| self[i].lerp(other[i], t))
    }
}

/// One entry a pixel, row by row.
#[derive(Clone, Debug)]
pub(super) struct Plane<T = [f32; 4]> {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) pixels: Vec<T>,
}

impl<T: Sample> Plane<T> {
    /// A plane of the same size whose pixel at `(x, y)` is `f(x, y)`.
    pub(super) fn map<U: Sample>(&self, f: impl Fn(usize, usize) -> U + Sync) -> Plane<U> {
        let width = self.width;
        let mut pixels = vec![U::default(); self.pixels.len()];
        pixels
            .par_chunks_mut(width.max(1))
            .enumerate()
            .for_each(|(y, row)| {
                for (x, pixel) in row.iter_mut().enumerate() {
                    *pixel = f(x, y);
                }
            });
        Plane {
            width,
            height: self.height,
            pixels,
        }
    }

    /// The pixel at `(x, y)`, which must lie inside.
    #[inline]
    pub(super) fn at(&self, x: usize, y: usize) -> T {
        self.pixels[y * self.width + x]
    }

    /// The pixel at `(x, y)`; beyond the border the nearest one inside.
    #[inline]
    pub(super) fn near(&self, x: i32, y: i32) -> T {
        let x = x.clamp(0, self.width as i32 - 1) as usize;
        let y = y.clamp(0, self.height as i32 - 1) as usize;
        self.at(x, y)
    }

    /// Between pixels, bilinearly; pixel centres lie at whole numbers.
    #[inline]
    pub(super) fn between(&self, x: f32, y: f32) -> T {
        let (left, top) = (floor(x), floor(y));
        let (u, v) = (x - left as f32, y - top as f32);
        let start = top as usize * self.width + left as usize;
        let below = start + self.width;
        let inside = left >= 0
            && top >= 0
            && (left as usize) + 1 < self.width
            && (top as usize) + 1 < self.height;
        let [a, b, c, d] = if inside {
            [start, start + 1, below, below + 1].map(|index| self.pixels[index])
        } else {
            [(0, 0), (1, 0), (0, 1), (1, 1)].map(|(dx, dy)| self.near(left + dx, top + dy))
        };
        a.lerp(b, u).lerp(c.lerp(d, u), v)
    }
}

/// The largest whole number that is not above `value`; without SSE 4.1 `f32::floor` is a call.
#[inline]
fn floor(value: f32) -> i32 {
    let towards_zero = value as i32;
    towards_zero - i32::from(towards_zero as f32 > value)
}

/// Rec. 601 luma of sRGB values.
#[inline(always)]
pub(super) fn luma(rgb: [f32; 3]) -> f32 {
    0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2]
}

/// To 8 bits; halves round up, as in the shaders.
#[inline(always)]
pub(super) fn quantise(value: f32) -> u8 {
    (value.clamp(0.0, 1.0) * 255.0 + 0.5) as u8
}

/// `3 t^2 - 2 t^3` between `low` and `high`.
#[inline(always)]
pub(super) fn smoothstep(low: f32, high: f32, value: f32) -> f32 {
    let t = ((value - low) / (high - low)).clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reading_between_pixels_is_bilinear_and_holds_the_border() {
        let plane = Plane {
            width: 2,
            height: 2,
            pixels: vec![0.0_f32, 1.0, 2.0, 3.0],
        };
        assert_eq!(plane.between(0.5, 0.5), 1.5);
        assert_eq!(plane.between(0.25, 0.0), 0.25);
        assert_eq!(plane.between(-3.5, 0.0), 0.0);
        assert_eq!(plane.between(9.0, 9.0), 3.0);
    }

    #[test]
    fn floor_goes_down_on_both_sides_of_zero() {
        for value in [-2.0, -1.5, -0.1, 0.0, 0.9, 1.0, 7.3] {
            assert_eq!(floor(value), value.floor() as i32);
        }
    }
}
