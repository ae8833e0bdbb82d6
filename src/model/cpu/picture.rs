//! Pictures at the two ends of the network: their samples, unshuffled on reading and shuffled on
//! writing.

use std::ops::Range;

use pulp::Simd;

use super::window::{Size, Source};
use crate::model::padding::reflect_index;

/// Channels of the unshuffled picture: three colours of two by two pixels.
pub(super) const UNSHUFFLED: usize = 12;

/// Something with sRGB pixels in `0.0..=1.0`.
pub(super) trait Picture: Sync {
    /// The pixel at a place inside.
    fn pixel(&self, x: usize, y: usize) -> [f32; 3];
}

/// Interleaved 8-bit pixels, alpha not looked at.
pub(super) struct Rgba8<'a> {
    pub(super) pixels: &'a [[u8; 4]],
    pub(super) width: usize,
}

impl Picture for Rgba8<'_> {
    #[inline(always)]
    fn pixel(&self, x: usize, y: usize) -> [f32; 3] {
        let [r, g, b, _] = self.pixels[y * self.width + x];
        [r, g, b].map(|v| f32::from(v) / 255.0)
    }
}

/// Three planes of floats.
pub(super) struct Planar<'a> {
    pub(super) samples: &'a [f32],
    pub(super) size: Size,
}

impl Picture for Planar<'_> {
    #[inline(always)]
    fn pixel(&self, x: usize, y: usize) -> [f32; 3] {
        let at = y * self.size.width + x;
        [0, 1, 2].map(|plane| self.samples[plane * self.size.pixels() + at])
    }
}

/// A picture continued to the padded size, scaled to `-1.0..=1.0` and unshuffled to half the sides.
///
/// The channel order is `PyTorch`'s: colour, then row, then column within the two by two pixels.
pub(super) struct Unshuffled<'a, P> {
    pub(super) picture: &'a P,
    pub(super) size: Size,
}

impl<P: Picture> Source for Unshuffled<'_, P> {
    const CHANNELS: usize = UNSHUFFLED;

    #[inline(always)]
    fn read<S: Simd>(&self, _: S, y: usize, xs: Range<usize>, output: &mut [f32]) {
        let (pixels, _) = output.as_chunks_mut::<UNSHUFFLED>();
        let ys = [2 * y, 2 * y + 1].map(|y| reflect_index(y, self.size.height));
        for (output, x) in pixels.iter_mut().zip(xs) {
            let xs = if 2 * x + 1 < self.size.width {
                [2 * x, 2 * x + 1]
            } else {
                [2 * x, 2 * x + 1].map(|x| reflect_index(x, self.size.width))
            };
            for (row, y) in ys.into_iter().enumerate() {
                for (col, x) in xs.into_iter().enumerate() {
                    for (colour, v) in self.picture.pixel(x, y).into_iter().enumerate() {
                        output[4 * colour + 2 * row + col] = (v - 0.5) * 2.0;
                    }
                }
            }
        }
    }
}

/// A pixel of the drawn picture, as the caller wants it.
pub(super) trait Drawn: Copy + Send + Sync {
    /// Before anything is drawn.
    const BLANK: Self;

    /// From sRGB in `0.0..=1.0`; what lies outside gives any pixel.
    fn from_rgb(rgb: [f32; 3]) -> Self;
}

impl Drawn for [u8; 4] {
    const BLANK: Self = [0; 4];

    #[inline(always)]
    fn from_rgb(rgb: [f32; 3]) -> Self {
        /// `2^23`: a float of this size has no fraction, so adding it rounds.
        const ROUND: f32 = 8_388_608.0;
        let [r, g, b] = rgb;
        let byte = |v: f32| (v * 255.0 + ROUND).to_bits() as u8;
        [byte(r), byte(g), byte(b), 255]
    }
}

impl Drawn for [u16; 3] {
    const BLANK: Self = [0; 3];

    #[inline(always)]
    fn from_rgb(rgb: [f32; 3]) -> Self {
        /// `2^23`, as above.
        const ROUND: f32 = 8_388_608.0;
        rgb.map(|v| (v * 65_535.0 + ROUND).to_bits() as u16)
    }
}

impl Drawn for [f32; 3] {
    const BLANK: Self = [0.0; 3];

    #[inline(always)]
    fn from_rgb(rgb: [f32; 3]) -> Self {
        rgb
    }
}

/// The logistic function of each number, to about two units in the last place of 1.
///
/// Written so that the compiler makes vectors of it: the library's exponential is a call per number
/// and took longer than the convolution in front of it.
#[inline(always)]
pub(super) fn sigmoid(numbers: &mut [f32]) {
    for v in numbers {
        let exp = exp_negative(*v);
        *v = 1.0 / (1.0 + exp);
    }
}

/// `e` to the power of `-x`, for any `x`; beyond 87 either way it is that of 87.
///
/// Source: Cephes `expf`, Moshier 1992: the power of two apart, a polynomial for the rest.
#[inline(always)]
#[expect(clippy::excessive_precision, reason = "coefficients as published")]
fn exp_negative(x: f32) -> f32 {
    /// `1.5 * 2^23`: adding it rounds to an integer, which then stands in the lowest bits.
    const ROUND: f32 = 12_582_912.0;
    let x = -x.clamp(-87.0, 87.0);
    let rounded = x * std::f32::consts::LOG2_E + ROUND;
    let n = rounded - ROUND;
    let rest = x - n * 0.693_359_375 - n * -2.121_944_40e-4;
    let mut sum = 1.987_569_150_0e-4;
    for coefficient in [
        1.398_199_950_7e-3,
        8.333_451_907_3e-3,
        4.166_579_589_4e-2,
        1.666_666_545_9e-1,
        5.000_000_120_1e-1,
    ] {
        sum = sum * rest + coefficient;
    }
    let exp = sum * rest * rest + rest + 1.0;
    let power = f32::from_bits(rounded.to_bits().wrapping_add(127) << 23);
    exp * power
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sigmoid_agrees_with_the_library() {
        let x: Vec<f32> = (-1200..=1200).map(|i| i as f32 / 10.0).collect();
        let mut y = x.clone();
        sigmoid(&mut y);
        for (x, y) in x.iter().zip(y) {
            let expected = 1.0 / (1.0 + (-f64::from(*x)).exp());
            assert!(
                (f64::from(y) - expected).abs() < 3e-7,
                "{x}: {y} is not {expected}"
            );
        }
    }

    #[test]
    fn every_sample_of_16_bits_survives_the_way_to_a_float_and_back() {
        for v in 0..=u16::MAX {
            assert_eq!(<[u16; 3]>::from_rgb([f32::from(v) / 65_535.0; 3]), [v; 3]);
        }
    }

    #[test]
    fn every_byte_survives_the_way_to_a_float_and_back() {
        for v in 0..=255_u8 {
            let picture = Rgba8 {
                pixels: &[[v, v, v, 7]],
                width: 1,
            };
            assert_eq!(<[u8; 4]>::from_rgb(picture.pixel(0, 0)), [v, v, v, 255]);
        }
    }
}
