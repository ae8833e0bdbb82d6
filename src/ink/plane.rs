//! Buffers of numbers, one entry a pixel, and how they are read between and beyond pixels.

#![expect(
    clippy::inline_always,
    reason = "what is not inlined is not compiled for the wider vectors"
)]

use super::planar::LANES;
use super::wide::wide;
use rayon::prelude::*;

/// What a [`Plane`] can hold.
pub trait Sample: Copy + Default + Send + Sync {
    /// The point `t` of the way from `self` to `other`.
    fn lerp(self, other: Self, t: f32) -> Self;
}

impl Sample for f32 {
    #[inline(always)]
    fn lerp(self, other: Self, t: f32) -> Self {
        self + (other - self) * t
    }
}

impl<const N: usize> Sample for [f32; N]
where
    Self: Default,
{
    #[inline(always)]
    fn lerp(self, other: Self, t: f32) -> Self {
        // A plain loop: the closure of `from_fn` would not be compiled for the wider vectors.
        let mut between = self;
        for i in 0..N {
            between[i] += (other[i] - self[i]) * t;
        }
        between
    }
}

/// One entry a pixel, row by row.
#[derive(Clone, Debug)]
pub struct Plane<T = [f32; 4]> {
    /// Width in pixels.
    pub width: usize,
    /// Height in pixels.
    pub height: usize,
    /// As many as both multiplied.
    pub pixels: Vec<T>,
}

impl<T: Sample> Plane<T> {
    /// A plane of the same size whose pixel at `(x, y)` is `f(x, y)`.
    pub(crate) fn map<U: Sample>(&self, f: impl Fn(usize, usize) -> U + Sync) -> Plane<U> {
        let width = self.width;
        let mut pixels = vec![U::default(); self.pixels.len()];
        pixels
            .par_chunks_mut(width.max(1))
            .enumerate()
            .for_each(|(y, row)| {
                wide(
                    #[inline(always)]
                    || {
                        for (x, pixel) in row.iter_mut().enumerate() {
                            *pixel = f(x, y);
                        }
                    },
                );
            });
        Plane {
            width,
            height: self.height,
            pixels,
        }
    }

    /// As [`map`](Self::map), some pixels beside each other at once: `f(x, y)` gives those from
    /// `(x, y)` on.
    pub(super) fn map_lanes<U: Sample>(
        &self,
        f: impl Fn(usize, usize) -> [U; LANES] + Sync,
    ) -> Plane<U> {
        let width = self.width;
        let mut pixels = vec![U::default(); self.pixels.len()];
        pixels
            .par_chunks_mut(width.max(1))
            .enumerate()
            .for_each(|(y, row)| {
                wide(
                    #[inline(always)]
                    || {
                        for (i, output) in row.chunks_mut(LANES).enumerate() {
                            let values = f(i * LANES, y);
                            output.copy_from_slice(&values[..output.len()]);
                        }
                    },
                );
            });
        Plane {
            width,
            height: self.height,
            pixels,
        }
    }

    /// The pixel at `(x, y)`, which must lie inside.
    #[inline(always)]
    pub(crate) fn at(&self, x: usize, y: usize) -> T {
        self.pixels[y * self.width + x]
    }

    /// The pixel at `(x, y)`; beyond the border the nearest one inside.
    #[inline(always)]
    pub(super) fn near(&self, x: i32, y: i32) -> T {
        let x = x.clamp(0, self.width as i32 - 1) as usize;
        let y = y.clamp(0, self.height as i32 - 1) as usize;
        self.at(x, y)
    }

    /// Between pixels, bilinearly; pixel centres lie at whole numbers, beyond the border lies the
    /// nearest pixel inside.
    #[inline(always)]
    pub(super) fn between(&self, x: f32, y: f32) -> T {
        let Some((start, [u, v])) = self.place(x, y) else {
            return self.near(x as i32, y as i32);
        };
        let (above, below) = (
            &self.pixels[start..start + 2],
            &self.pixels[start + self.width..][..2],
        );
        above[0]
            .lerp(above[1], u)
            .lerp(below[0].lerp(below[1], u), v)
    }

    /// The pixel above and left of a place, and the way from there; `None` for a plane that is one
    /// pixel wide or high.
    #[inline(always)]
    fn place(&self, x: f32, y: f32) -> Option<(usize, [f32; 2])> {
        if self.width < 2 || self.height < 2 {
            return None;
        }
        let x = x.max(0.0).min(self.width as f32 - 1.0);
        let y = y.max(0.0).min(self.height as f32 - 1.0);
        let left = whole(x - 0.5).min(self.width as u32 - 2);
        let top = whole(y - 0.5).min(self.height as u32 - 2);
        let start = top as usize * self.width + left as usize;
        Some((start, [x - left as f32, y - top as f32]))
    }
}

impl Plane {
    /// Changes pixels where they are, up to [`LANES`] at once.
    pub(super) fn change(&mut self, change: impl Fn(&mut [[f32; 4]]) + Sync) {
        self.pixels.par_chunks_mut(LANES * 64).for_each(|pixels| {
            wide(
                #[inline(always)]
                || {
                    for chunk in pixels.chunks_mut(LANES) {
                        change(chunk);
                    }
                },
            );
        });
    }
}

impl Plane<f32> {
    /// What `of`, the least or the largest of two, leaves of the square of `reach` px around each
    /// pixel.
    pub(super) fn of_squares(&self, reach: i32, of: fn(f32, f32) -> f32) -> Self {
        let rows = self.map(|x, y| {
            let values = (-reach..=reach).map(|d| self.near(x as i32 + d, y as i32));
            values.fold(self.at(x, y), of)
        });
        rows.map(|x, y| {
            let values = (-reach..=reach).map(|d| rows.near(x as i32, y as i32 + d));
            values.fold(rows.at(x, y), of)
        })
    }

    /// Between pixels, by Catmull and Rom's cubic, which passes through them.
    #[inline(always)]
    pub(super) fn spline(&self, x: f32, y: f32) -> f32 {
        let x = x.max(0.0).min(self.width as f32 - 1.0);
        let y = y.max(0.0).min(self.height as f32 - 1.0);
        let (left, top) = (whole(x - 0.5), whole(y - 0.5));
        let (wx, wy) = (cubic(x - left as f32), cubic(y - top as f32));
        let last = [self.width - 1, self.height - 1];
        let around = |at: u32, last: usize| {
            let at = at as usize;
            [
                at.saturating_sub(1),
                at.min(last),
                (at + 1).min(last),
                (at + 2).min(last),
            ]
        };
        let (columns, rows) = (around(left, last[0]), around(top, last[1]));
        let mut sum = 0.0;
        for (row, down) in rows.into_iter().zip(wy) {
            let row = &self.pixels[row * self.width..][..self.width];
            let mut across = 0.0;
            for (column, weight) in columns.into_iter().zip(wx) {
                across += weight * row[column];
            }
            sum += down * across;
        }
        sum
    }
}

/// Weights of four pixels around a place `t` of the way from the second to the third.
#[inline(always)]
fn cubic(t: f32) -> [f32; 4] {
    let (s, q) = (t * t, t * t * t);
    [
        0.5 * (2.0 * s - q - t),
        1.0 - 2.5 * s + 1.5 * q,
        0.5 * (4.0 * s - 3.0 * q + t),
        0.5 * (q - s),
    ]
}

/// The nearest whole number of one in `-0.5..=4194303.0`: the hardware rounds to it when it is
/// added to a number so large that it has no digits behind the point. A cast takes four times as
/// long, `f32::round` is a call.
#[inline(always)]
pub(super) fn whole(value: f32) -> u32 {
    const LARGE: f32 = 12_582_912.0;
    (value + LARGE).to_bits() & 0x003f_ffff
}

/// Rec. 601 luma of sRGB values.
#[inline(always)]
pub(super) fn luma(rgb: [f32; 3]) -> f32 {
    0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2]
}

/// To 8 bits; halves round up.
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
    fn whole_numbers_are_the_nearest() {
        for value in [-0.5_f32, 0.0, 0.4, 0.6, 7.3, 8191.49, 8191.51, 70_000.2] {
            assert_eq!(whole(value), value.round_ties_even() as u32, "{value}");
        }
    }

    #[test]
    fn a_spline_passes_through_the_pixels_and_keeps_a_ramp() {
        let plane = Plane {
            width: 6,
            height: 5,
            pixels: (0..30).map(|i| (i % 6) as f32).collect(),
        };
        assert_eq!(plane.spline(2.0, 2.0), 2.0);
        assert!((plane.spline(2.4, 1.7) - 2.4).abs() < 1e-5);
    }
}
