//! 3x3 convolutions of the residual blocks by Winograd's minimal filtering, F(4x4, 3x3).
//!
//! Sixteen output pixels need 36 products per pair of channels instead of 144. The transforms are
//! additions between rows and columns of a tile with channels innermost, so they are plain vector
//! code; between them stand 36 small matrix products.
//!
//! Source: Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks", CVPR 2016,
//! section 4.3.

use pulp::{Simd, WithSimd};

use super::aligned::{AlignedVec, LINE};
use super::kernel::{MAX_PIXELS, Packed, convolve};
use super::norm::Moments;
use super::simd::{mul_add, vectors, vectors_mut};
use super::window::{Edge, Size, Source, Window};

/// Channels in and out.
pub(super) const CHANNELS: usize = 64;

/// Side of a tile of output pixels, and rows of a band.
pub(super) const TILE: usize = 4;

/// Side of the input that a tile needs.
const REACH: usize = TILE + 2;

/// Most tiles of a band that are transformed together: their products and the transformed weights
/// must fit in the second-level cache.
const MAX_TILES: usize = 16;

/// Transformed weights of one convolution, one matrix for each of the 36 products.
#[derive(Debug)]
pub(super) struct Winograd {
    positions: Vec<Packed>,
}

impl Winograd {
    /// Transforms weights `[out, in, 3, 3]` of 64 by 64 channels.
    pub(super) fn new(lanes: usize, weights: &[f32]) -> Self {
        /// The matrix G of the paper.
        const G: [[f64; 3]; REACH] = [
            [1.0 / 4.0, 0.0, 0.0],
            [-1.0 / 6.0, -1.0 / 6.0, -1.0 / 6.0],
            [-1.0 / 6.0, 1.0 / 6.0, -1.0 / 6.0],
            [1.0 / 24.0, 1.0 / 12.0, 1.0 / 6.0],
            [1.0 / 24.0, -1.0 / 12.0, 1.0 / 6.0],
            [0.0, 0.0, 1.0],
        ];
        let position = |i: usize| {
            let (rows, cols) = (G[i / REACH], G[i % REACH]);
            Packed::new(lanes, [1, CHANNELS, CHANNELS], |_, input, output| {
                let taps = &weights[(output * CHANNELS + input) * 9..][..9];
                let sum: f64 = taps
                    .iter()
                    .enumerate()
                    .map(|(tap, w)| rows[tap / 3] * cols[tap % 3] * f64::from(*w))
                    .sum();
                sum as f32
            })
        };
        Self {
            positions: (0..REACH * REACH).map(position).collect(),
        }
    }
}

/// Four rows of output, or fewer at the bottom.
pub(super) struct Band<'a, R> {
    pub(super) weights: &'a Winograd,
    pub(super) source: &'a R,
    pub(super) size: Size,
    /// First row.
    pub(super) y: usize,
    /// `[rows, width, 64]`
    pub(super) output: &'a mut [f32],
    /// Where to leave the source's own pixels of these rows, if they are needed again.
    pub(super) keep: Option<&'a mut [f32]>,
    pub(super) scratch: &'a mut AlignedVec,
}

impl<R: Source> WithSimd for Band<'_, R> {
    type Output = Moments;

    #[inline(always)]
    fn with_simd<S: Simd>(mut self, simd: S) -> Moments {
        let tiles = self.size.width.div_ceil(TILE);
        let per_chunk = tiles.div_ceil(tiles.div_ceil(MAX_TILES));
        let window_len = REACH * (TILE * per_chunk + 2) * CHANNELS;
        // One line more than a power of two: 36 rows of products must not fall on one cache set.
        let row_len = per_chunk * CHANNELS + LINE;
        self.scratch.set_len(window_len + REACH * REACH * row_len);
        let mut moments = Moments::EMPTY;
        for first in (0..tiles).step_by(per_chunk) {
            let tiles = per_chunk.min(tiles - first);
            let (pixels, products) = self.scratch.split_at_mut(window_len);
            let window = Window {
                x: (first * TILE).cast_signed() - 1,
                y: self.y.cast_signed() - 1,
                cols: TILE * tiles + 2,
                rows: REACH,
            };
            window.fill(simd, self.source, self.size, Edge::Reflect, pixels);
            let cols = (TILE * tiles).min(self.size.width - first * TILE);
            if let Some(keep) = &mut self.keep {
                let rows = pixels.chunks_exact(window.cols * CHANNELS).skip(1);
                for (keep, row) in keep.chunks_exact_mut(self.size.width * CHANNELS).zip(rows) {
                    keep[first * TILE * CHANNELS..][..cols * CHANNELS]
                        .copy_from_slice(&row[CHANNELS..][..cols * CHANNELS]);
                }
            }
            transform_input(simd, pixels, products, tiles, row_len);
            for (weights, row) in self
                .weights
                .positions
                .iter()
                .zip(products.chunks_mut(row_len))
            {
                multiply(simd, weights, &mut row[..tiles * CHANNELS]);
            }
            let mut rows: [&mut [f32]; TILE] = Default::default();
            let output = self.output.chunks_exact_mut(self.size.width * CHANNELS);
            for (row, output) in rows.iter_mut().zip(output) {
                *row = &mut output[first * TILE * CHANNELS..][..cols * CHANNELS];
            }
            transform_output(simd, products, &mut rows, tiles, row_len);
            for row in rows {
                moments.add(simd, row, CHANNELS);
            }
        }
        moments
    }
}

/// Multiplies every pixel of `row` by a matrix, in place.
#[inline(always)]
fn multiply<S: Simd>(simd: S, weights: &Packed, row: &mut [f32]) {
    let mut inputs = [0.0; MAX_PIXELS * CHANNELS];
    for block in row.chunks_mut(MAX_PIXELS * CHANNELS) {
        let inputs = &mut inputs[..block.len()];
        inputs.copy_from_slice(block);
        let count = block.len() / CHANNELS;
        for (channel, weights) in weights.groups() {
            let output = &mut block[channel..];
            convolve::<S, CHANNELS, CHANNELS, 1>(simd, [inputs], count, weights, output, CHANNELS);
        }
    }
}

/// Transforms the pixels of all tiles: `B^T d B`, one row of `products` per number of a tile.
#[inline(always)]
fn transform_input<S: Simd>(
    simd: S,
    pixels: &[f32],
    products: &mut [f32],
    tiles: usize,
    row_len: usize,
) {
    let zero = simd.splat_f32s(0.0);
    let per_pixel = CHANNELS / S::F32_LANES;
    let per_row = (TILE * tiles + 2) * per_pixel;
    let pixels = vectors(simd, pixels);
    let products = vectors_mut(simd, products);
    let step = row_len / S::F32_LANES;
    for v in 0..per_pixel {
        // Neighbouring tiles share two columns.
        let mut columns = [[zero; REACH]; REACH];
        for tile in 0..tiles {
            columns[0] = columns[4];
            columns[1] = columns[5];
            for (col, column) in columns
                .iter_mut()
                .enumerate()
                .skip(if tile == 0 { 0 } else { 2 })
            {
                let mut numbers = [zero; REACH];
                for (row, number) in numbers.iter_mut().enumerate() {
                    *number = pixels[row * per_row + (TILE * tile + col) * per_pixel + v];
                }
                *column = input_combinations(simd, numbers);
            }
            for row in 0..REACH {
                let mut numbers = [zero; REACH];
                for (number, column) in numbers.iter_mut().zip(&columns) {
                    *number = column[row];
                }
                let numbers = input_combinations(simd, numbers);
                for (col, number) in numbers.iter().enumerate() {
                    products[(row * REACH + col) * step + tile * per_pixel + v] = *number;
                }
            }
        }
    }
}

/// `B^T d` for one column or row of six.
#[inline(always)]
fn input_combinations<S: Simd>(simd: S, d: [S::f32s; REACH]) -> [S::f32s; REACH] {
    let (two, four) = (simd.splat_f32s(2.0), simd.splat_f32s(4.0));
    let (minus_four, minus_five) = (simd.splat_f32s(-4.0), simd.splat_f32s(-5.0));
    let even = mul_add(simd, minus_four, d[2], d[4]);
    let odd = mul_add(simd, minus_four, d[1], d[3]);
    let near = simd.sub_f32s(d[4], d[2]);
    let far = simd.mul_f32s(two, simd.sub_f32s(d[3], d[1]));
    [
        mul_add(simd, four, d[0], mul_add(simd, minus_five, d[2], d[4])),
        simd.add_f32s(even, odd),
        simd.sub_f32s(even, odd),
        simd.add_f32s(near, far),
        simd.sub_f32s(near, far),
        mul_add(simd, four, d[1], mul_add(simd, minus_five, d[3], d[5])),
    ]
}

/// Transforms the products back to pixels, `A^T m A`; rows may be shorter than the tiles, or empty.
#[inline(always)]
fn transform_output<S: Simd>(
    simd: S,
    products: &[f32],
    rows: &mut [&mut [f32]; TILE],
    tiles: usize,
    row_len: usize,
) {
    let zero = simd.splat_f32s(0.0);
    let per_pixel = CHANNELS / S::F32_LANES;
    let products = vectors(simd, products);
    let step = row_len / S::F32_LANES;
    for v in 0..per_pixel {
        for tile in 0..tiles {
            let mut columns = [[zero; TILE]; REACH];
            for (col, column) in columns.iter_mut().enumerate() {
                let mut numbers = [zero; REACH];
                for (row, number) in numbers.iter_mut().enumerate() {
                    *number = products[(row * REACH + col) * step + tile * per_pixel + v];
                }
                *column = output_combinations(simd, numbers);
            }
            for (i, row) in rows.iter_mut().enumerate() {
                let mut numbers = [zero; REACH];
                for (number, column) in numbers.iter_mut().zip(&columns) {
                    *number = column[i];
                }
                let numbers = output_combinations(simd, numbers);
                let row = vectors_mut(simd, row);
                for (col, number) in numbers.iter().enumerate() {
                    if let Some(output) = row.get_mut((tile * TILE + col) * per_pixel + v) {
                        *output = *number;
                    }
                }
            }
        }
    }
}

/// `A^T m` for one column or row of six products.
#[inline(always)]
fn output_combinations<S: Simd>(simd: S, m: [S::f32s; REACH]) -> [S::f32s; TILE] {
    let (two, four, eight) = (
        simd.splat_f32s(2.0),
        simd.splat_f32s(4.0),
        simd.splat_f32s(8.0),
    );
    let near_sum = simd.add_f32s(m[1], m[2]);
    let near_difference = simd.sub_f32s(m[1], m[2]);
    let far_sum = simd.add_f32s(m[3], m[4]);
    let far_difference = simd.sub_f32s(m[3], m[4]);
    [
        simd.add_f32s(simd.add_f32s(m[0], near_sum), far_sum),
        mul_add(simd, two, far_difference, near_difference),
        mul_add(simd, four, far_sum, near_sum),
        simd.add_f32s(mul_add(simd, eight, far_difference, near_difference), m[5]),
    ]
}
