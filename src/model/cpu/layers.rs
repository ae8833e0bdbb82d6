//! The layers with few channels, convolved directly: stem, down, up and head.

use pulp::{Simd, WithSimd};

use super::aligned::AlignedVec;
use super::kernel::{Packed, convolve};
use super::norm::Moments;
use super::picture::{Drawn, sigmoid};
use super::window::{Edge, Size, Source, Window};

/// Output pixels of a row that are computed from one window.
const COLS: usize = 64;

/// A 3x3 convolution of `STEP / STRIDE` channels; `RUN` is three times the channels.
pub(super) struct Convolution<'a, R, const STRIDE: usize, const STEP: usize, const RUN: usize> {
    pub(super) weights: &'a Packed,
    pub(super) source: &'a R,
    /// Of the source.
    pub(super) size: Size,
    /// First row of output.
    pub(super) y: usize,
    /// Channels of output.
    pub(super) outputs: usize,
    /// `[rows, width / STRIDE, outputs]`
    pub(super) output: &'a mut [f32],
    pub(super) scratch: &'a mut AlignedVec,
}

impl<R: Source, const STRIDE: usize, const STEP: usize, const RUN: usize> WithSimd
    for Convolution<'_, R, STRIDE, STEP, RUN>
{
    type Output = Moments;

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) -> Moments {
        let width = self.size.width / STRIDE;
        let rows = self.output.len() / (width * self.outputs);
        let mut moments = Moments::EMPTY;
        for x in (0..width).step_by(COLS) {
            let count = COLS.min(width - x);
            let window = Window {
                x: (x * STRIDE).cast_signed() - 1,
                y: (self.y * STRIDE).cast_signed() - 1,
                cols: (count - 1) * STRIDE + 3,
                rows: (rows - 1) * STRIDE + 3,
            };
            let row_len = window.cols * R::CHANNELS;
            self.scratch.set_len(window.rows * row_len);
            window.fill(simd, self.source, self.size, Edge::Reflect, self.scratch);
            let output = self.output.chunks_exact_mut(width * self.outputs);
            for (row, output) in output.enumerate() {
                let output = &mut output[x * self.outputs..(x + count) * self.outputs];
                let rows: [&[f32]; 3] = std::array::from_fn(|i| {
                    &self.scratch[(row * STRIDE + i) * row_len..][..row_len]
                });
                for (channel, weights) in self.weights.groups() {
                    let output = &mut output[channel..];
                    convolve::<S, STEP, RUN, 3>(simd, rows, count, weights, output, self.outputs);
                }
                moments.add(simd, output, self.outputs);
            }
        }
        moments
    }
}

/// Packs weights `[outputs, channels, 3, 3]` for [`Convolution`] and [`Head`].
pub(super) fn pack(lanes: usize, weights: &[f32], channels: usize, outputs: usize) -> Packed {
    Packed::new(lanes, [3, 3 * channels, outputs], |row, k, output| {
        weights[(output * channels + k % channels) * 9 + row * 3 + k / channels]
    })
}

/// Channels that the up convolution reads and writes.
pub(super) const UP_CHANNELS: (usize, usize) = (64, 32);

/// Weights of a 3x3 convolution of a picture doubled by repeating pixels, as four 2x2 convolutions
/// of the picture itself, one for each place in the two by two output pixels.
///
/// Two of the three taps along an axis fall on the same pixel, so their weights are added: 16
/// multiplications for four outputs in place of 36. Reflection of the doubled picture repeats the
/// edge pixel of the picture itself.
#[derive(Debug)]
pub(super) struct Doubled([[Packed; 2]; 2]);

impl Doubled {
    /// Folds weights `[32, 64, 3, 3]`.
    pub(super) fn new(lanes: usize, weights: &[f32]) -> Self {
        /// Taps along an axis that fall on the first and the second pixel, for both places.
        const TAPS: [[&[usize]; 2]; 2] = [[&[0], &[1, 2]], [&[0, 1], &[2]]];
        let (channels, outputs) = UP_CHANNELS;
        let fold = |place_y: usize, place_x: usize| {
            Packed::new(lanes, [2, 2 * channels, outputs], |row, k, output| {
                let (col, channel) = (k / channels, k % channels);
                let taps = &weights[(output * channels + channel) * 9..][..9];
                TAPS[place_y][row]
                    .iter()
                    .flat_map(|y| TAPS[place_x][col].iter().map(move |x| taps[3 * y + x]))
                    .sum()
            })
        };
        Self([[fold(0, 0), fold(0, 1)], [fold(1, 0), fold(1, 1)]])
    }
}

/// The up convolution, for a band of rows of its source.
pub(super) struct Up<'a, R> {
    pub(super) weights: &'a Doubled,
    pub(super) source: &'a R,
    /// Of the source, half that of the output.
    pub(super) size: Size,
    /// First row of the source.
    pub(super) y: usize,
    /// `[2 * rows, 2 * width, 32]`
    pub(super) output: &'a mut [f32],
    pub(super) scratch: &'a mut AlignedVec,
}

impl<R: Source> WithSimd for Up<'_, R> {
    type Output = Moments;

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) -> Moments {
        const CHANNELS: usize = UP_CHANNELS.0;
        const OUTPUTS: usize = UP_CHANNELS.1;
        let out_row_len = 2 * self.size.width * OUTPUTS;
        let rows = self.output.len() / (2 * out_row_len);
        let mut moments = Moments::EMPTY;
        for x in (0..self.size.width).step_by(COLS) {
            let count = COLS.min(self.size.width - x);
            let window = Window {
                x: x.cast_signed() - 1,
                y: self.y.cast_signed() - 1,
                cols: count + 2,
                rows: rows + 2,
            };
            let row_len = window.cols * CHANNELS;
            self.scratch.set_len(window.rows * row_len);
            window.fill(simd, self.source, self.size, Edge::Repeat, self.scratch);
            for (place_y, weights) in self.weights.0.iter().enumerate() {
                for (place_x, weights) in weights.iter().enumerate() {
                    for row in 0..rows {
                        let inputs = [0, 1].map(|i| {
                            let row = &self.scratch[(row + place_y + i) * row_len..][..row_len];
                            &row[place_x * CHANNELS..]
                        });
                        let output = &mut self.output[(2 * row + place_y) * out_row_len
                            ..(2 * row + place_y + 1) * out_row_len];
                        for (channel, weights) in weights.groups() {
                            let output = &mut output[(2 * x + place_x) * OUTPUTS + channel..];
                            convolve::<S, CHANNELS, { 2 * CHANNELS }, 2>(
                                simd,
                                inputs,
                                count,
                                weights,
                                output,
                                2 * OUTPUTS,
                            );
                        }
                    }
                }
            }
            for row in self.output.chunks_exact(out_row_len) {
                moments.add(
                    simd,
                    &row[2 * x * OUTPUTS..2 * (x + count) * OUTPUTS],
                    OUTPUTS,
                );
            }
        }
        moments
    }
}

/// Channels that the head reads.
pub(super) const HEAD_CHANNELS: usize = 32;

/// Channels that the head computes: those of the unshuffled picture in whole groups of registers.
const HEAD_OUTPUTS: usize = 16;

/// The last convolution with its bias, the logistic function and the shuffle to pixels.
pub(super) struct Head<'a, R, D> {
    pub(super) weights: &'a Packed,
    /// One number per channel.
    pub(super) bias: &'a [f32],
    pub(super) source: &'a R,
    /// Of the source.
    pub(super) size: Size,
    /// First row of the source.
    pub(super) y: usize,
    /// Width of the picture, at most twice that of the source.
    pub(super) width: usize,
    /// `[rows, width]`, beginning at row `2 y`.
    pub(super) output: &'a mut [D],
    pub(super) scratch: &'a mut AlignedVec,
}

impl<R: Source, D: Drawn> WithSimd for Head<'_, R, D> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let rows = self.output.len().div_ceil(2 * self.width);
        let half_width = self.width.div_ceil(2);
        for x in (0..half_width).step_by(COLS) {
            let count = COLS.min(half_width - x);
            let window = Window {
                x: x.cast_signed() - 1,
                y: self.y.cast_signed() - 1,
                cols: count + 2,
                rows: rows + 2,
            };
            let row_len = window.cols * HEAD_CHANNELS;
            self.scratch
                .set_len(window.rows * row_len + count * HEAD_OUTPUTS);
            let (pixels, drawn) = self.scratch.split_at_mut(window.rows * row_len);
            window.fill(simd, self.source, self.size, Edge::Reflect, pixels);
            for (row, output) in self.output.chunks_mut(2 * self.width).enumerate() {
                let rows: [&[f32]; 3] =
                    std::array::from_fn(|i| &pixels[(row + i) * row_len..][..row_len]);
                for (channel, weights) in self.weights.groups() {
                    let drawn = &mut drawn[channel..];
                    convolve::<S, HEAD_CHANNELS, { 3 * HEAD_CHANNELS }, 3>(
                        simd,
                        rows,
                        count,
                        weights,
                        drawn,
                        HEAD_OUTPUTS,
                    );
                }
                let (drawn, _) = drawn.as_chunks_mut::<HEAD_OUTPUTS>();
                for pixel in &mut *drawn {
                    for (v, bias) in pixel.iter_mut().zip(self.bias) {
                        *v += bias;
                    }
                }
                sigmoid(drawn.as_flattened_mut());
                shuffle(drawn, output, self.width, 2 * x);
            }
        }
    }
}

/// Writes two rows of pixels from column `x` on, as far as the picture goes.
#[inline(always)]
fn shuffle<D: Drawn>(drawn: &[[f32; HEAD_OUTPUTS]], output: &mut [D], width: usize, x: usize) {
    for (row, output) in output.chunks_exact_mut(width).enumerate() {
        let (pairs, last) = output[x..].as_chunks_mut::<2>();
        for (pair, drawn) in pairs.iter_mut().zip(drawn) {
            for (col, pixel) in pair.iter_mut().enumerate() {
                *pixel = unshuffled(drawn, 2 * row + col);
            }
        }
        if let ([pixel], Some(drawn)) = (last, drawn.get(pairs.len())) {
            *pixel = unshuffled(drawn, 2 * row);
        }
    }
}

/// The pixel at one of the four places of two by two.
#[inline(always)]
fn unshuffled<D: Drawn>(drawn: &[f32; HEAD_OUTPUTS], place: usize) -> D {
    D::from_rgb([drawn[place], drawn[4 + place], drawn[8 + place]])
}
