//! The two inner loops of a convolution and its gradients, on planes that stand one pixel row after
//! the other.
//!
//! A tap of a kernel is the same plane seen from another place, so no columns are copied: a table
//! of offsets says where the pixels of each tap begin.

use pulp::{Simd, WithSimd};

use crate::model::cpu::simd::{mul_add, vectors, vectors_mut};

/// Numbers that must follow the last plane of a buffer: reads run over the end by a block.
pub(super) const SLACK: usize = 64;
/// Numbers of the widest register; lengths of gradient planes are multiples of it.
pub(super) const WIDEST: usize = 16;
/// Output channels in a block of [`Packed`] weights.
pub(super) const BLOCK: usize = 8;
/// Pixels of a block are so many registers.
const VECTORS: usize = 3;
/// Outputs and taps whose sums a weight gradient holds at once.
pub(super) const OUTPUTS: usize = 4;
const TAPS: usize = 6;

/// Weights in the order in which [`Correlation`] reads them: `[block][tap][8]`, zero beyond the
/// last output.
#[derive(Debug)]
pub(super) struct Packed(Vec<[f32; BLOCK]>);

impl Packed {
    /// `weight(output, tap)` is asked once for each pair.
    pub(super) fn new(outputs: usize, taps: usize, weight: impl Fn(usize, usize) -> f32) -> Self {
        let mut blocks = Vec::with_capacity(outputs.div_ceil(BLOCK) * taps);
        for first in (0..outputs).step_by(BLOCK) {
            for tap in 0..taps {
                blocks.push(std::array::from_fn(|i| {
                    if first + i < outputs {
                        weight(first + i, tap)
                    } else {
                        0.0
                    }
                }));
            }
        }
        Self(blocks)
    }
}

/// Where the pixels stand that a correlation reads and writes.
#[derive(Clone, Debug)]
pub(super) struct Taps {
    /// Where the first pixel of each tap stands in the buffer of planes.
    pub(super) offsets: Vec<usize>,
    /// Numbers from one row to the next in the planes.
    pub(super) pitch: usize,
    /// Rows of output.
    pub(super) rows: usize,
    /// Columns of output, at most `pitch`.
    pub(super) cols: usize,
}

impl Taps {
    /// Numbers from the first to the last pixel of output, were it as wide as the planes.
    pub(super) fn run(&self) -> usize {
        (self.rows - 1) * self.pitch + self.cols
    }
}

/// `output[o][y][x] = act(bias[o] + sum_t weight[o][t] planes[offset_t + y pitch + x])`
pub(super) struct Correlation<'a> {
    /// At least [`SLACK`] numbers longer than what the taps reach.
    pub(super) planes: &'a [f32],
    pub(super) taps: &'a Taps,
    pub(super) weights: &'a Packed,
    /// The first output channel that is computed, a multiple of 8.
    pub(super) first: usize,
    /// How many are computed.
    pub(super) num_outputs: usize,
    /// One number for each output of the layer.
    pub(super) bias: Option<&'a [f32]>,
    /// Slope below zero of the rectifier; `None` is no rectifier.
    pub(super) slope: Option<f32>,
    /// `[rows, cols]` of an output every `step` numbers, beginning with the output `first`.
    pub(super) output: &'a mut [f32],
    pub(super) step: usize,
}

impl WithSimd for Correlation<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        if S::REGISTER_COUNT >= 32 {
            self.by_rows_of::<S, BLOCK>(simd);
        } else {
            self.by_rows_of::<S, { BLOCK / 2 }>(simd);
        }
    }
}

impl Correlation<'_> {
    #[inline(always)]
    fn by_rows_of<S: Simd, const ROWS: usize>(self, simd: S) {
        let Taps { offsets, .. } = self.taps;
        let (run, plane_len) = (self.taps.run(), self.taps.rows * self.taps.cols);
        let width = VECTORS * S::F32_LANES;
        let mut row = [0.0; VECTORS * WIDEST];
        for at in (0..run).step_by(width) {
            let mut o = 0;
            while o < self.num_outputs {
                let blocks = (self.first + o) / BLOCK * offsets.len();
                let weights = &self.weights.0[blocks..][..offsets.len()];
                let lane = (self.first + o) % BLOCK;
                let sums = sums::<S, ROWS>(simd, self.planes, offsets, at, weights, lane);
                for (i, sums) in sums.iter().enumerate().take(self.num_outputs - o) {
                    let bias = self.bias.map_or(0.0, |bias| bias[self.first + o + i]);
                    let bias = simd.splat_f32s(bias);
                    let numbers = vectors_mut(simd, &mut row[..width]);
                    for (number, sum) in numbers.iter_mut().zip(sums) {
                        let sum = simd.add_f32s(*sum, bias);
                        *number = match self.slope {
                            Some(slope) => {
                                let below = simd.mul_f32s(sum, simd.splat_f32s(slope));
                                simd.max_f32s(sum, below)
                            }
                            None => sum,
                        };
                    }
                    let plane = &mut self.output[(o + i) * self.step..][..plane_len];
                    store(self.taps, &row[..width.min(run - at)], at, plane);
                }
                o += ROWS;
            }
        }
    }
}

/// Sums of `ROWS` outputs, which begin at `lane` of their block, for [`VECTORS`] registers of
/// pixels.
#[inline(always)]
fn sums<S: Simd, const ROWS: usize>(
    simd: S,
    planes: &[f32],
    offsets: &[usize],
    at: usize,
    weights: &[[f32; BLOCK]],
    lane: usize,
) -> [[S::f32s; VECTORS]; ROWS] {
    let mut sums = [[simd.splat_f32s(0.0); VECTORS]; ROWS];
    for (offset, weights) in offsets.iter().zip(weights) {
        // One check of the length here lets the compiler drop all checks below.
        let x = vectors(simd, &planes[offset + at..][..VECTORS * S::F32_LANES]);
        let weights = &weights[lane..][..ROWS];
        for (sums, weight) in sums.iter_mut().zip(weights) {
            let weight = simd.splat_f32s(*weight);
            for (sum, x) in sums.iter_mut().zip(x) {
                *sum = mul_add(simd, weight, *x, *sum);
            }
        }
    }
    sums
}

/// Puts the pixels that follow place `at` of a run into their plane, without those beyond its
/// columns.
#[inline(always)]
fn store(taps: &Taps, numbers: &[f32], at: usize, plane: &mut [f32]) {
    let (mut y, mut x, mut from) = (at / taps.pitch, at % taps.pitch, 0);
    while from < numbers.len() {
        let left = numbers.len() - from;
        let len = taps.cols.saturating_sub(x).min(left);
        if len > 0 {
            plane[y * taps.cols + x..][..len].copy_from_slice(&numbers[from..][..len]);
        }
        from += taps.pitch - x;
        (x, y) = (0, y + 1);
    }
}

/// `output[o][t] = sum_n sum_p gradients[n][o][p] planes[n][offset_t + p]`
pub(super) struct WeightGradient<'a> {
    /// `[n, outputs, len]`; between its rows, where no pixel stands, and at its end are zeros.
    pub(super) gradients: &'a [f32],
    /// Numbers of a gradient plane, a multiple of [`WIDEST`].
    pub(super) len: usize,
    /// Output channels of the layer.
    pub(super) num_outputs: usize,
    /// `[n, planes_len]`, and [`SLACK`] behind them.
    pub(super) planes: &'a [f32],
    pub(super) planes_len: usize,
    pub(super) offsets: &'a [usize],
    /// The first output channel that is computed.
    pub(super) first: usize,
    /// `[outputs, taps]`, beginning with the output `first`.
    pub(super) output: &'a mut [f32],
}

impl WithSimd for WeightGradient<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        if S::REGISTER_COUNT >= 32 {
            self.by_blocks_of::<S, OUTPUTS, TAPS>(simd);
        } else {
            self.by_blocks_of::<S, { OUTPUTS / 2 }, TAPS>(simd);
        }
    }
}

impl WeightGradient<'_> {
    #[inline(always)]
    fn by_blocks_of<S: Simd, const O: usize, const T: usize>(self, simd: S) {
        let num_taps = self.offsets.len();
        let outputs = self.output.len() / num_taps;
        for o in (0..outputs).step_by(O) {
            for t in (0..num_taps).step_by(T) {
                let sums = self.block::<S, O, T>(simd, self.first + o, t);
                for (i, sums) in sums.iter().enumerate().take(outputs - o) {
                    let row = &mut self.output[(o + i) * num_taps..][..num_taps];
                    for (number, sum) in row[t..].iter_mut().zip(sums) {
                        *number = simd.reduce_sum_f32s(*sum);
                    }
                }
            }
        }
    }

    /// Sums for `O` outputs and `T` taps; those beyond the last repeat it.
    #[inline(always)]
    fn block<S: Simd, const O: usize, const T: usize>(
        &self,
        simd: S,
        o: usize,
        t: usize,
    ) -> [[S::f32s; T]; O] {
        let mut sums = [[simd.splat_f32s(0.0); T]; O];
        let images = self.gradients.chunks_exact(self.num_outputs * self.len);
        for (image, gradients) in images.enumerate() {
            let planes = &self.planes[image * self.planes_len..];
            let mut rows = [vectors(simd, &[]); O];
            for (i, row) in rows.iter_mut().enumerate() {
                let o = (o + i).min(self.num_outputs - 1);
                *row = vectors(simd, &gradients[o * self.len..][..self.len]);
            }
            let mut taps = [vectors(simd, &[]); T];
            for (i, tap) in taps.iter_mut().enumerate() {
                let t = (t + i).min(self.offsets.len() - 1);
                *tap = vectors(simd, &planes[self.offsets[t]..][..self.len]);
            }
            let len = self.len / S::F32_LANES;
            for row in &mut rows {
                *row = &row[..len];
            }
            for tap in &mut taps {
                *tap = &tap[..len];
            }
            for at in 0..len {
                let mut gradients = [simd.splat_f32s(0.0); O];
                for (gradient, row) in gradients.iter_mut().zip(&rows) {
                    *gradient = row[at];
                }
                for (t, tap) in taps.iter().enumerate() {
                    let x = tap[at];
                    for (sums, gradient) in sums.iter_mut().zip(&gradients) {
                        sums[t] = mul_add(simd, x, *gradient, sums[t]);
                    }
                }
            }
        }
        sums
    }
}
