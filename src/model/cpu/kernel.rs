//! The inner loop of every convolution: dot products of neighbouring pixels with packed weights.
//!
//! With channels innermost, the three taps of one kernel row are one run of contiguous numbers
//! (`3 * channels`), and the next pixel's run begins `STEP` numbers later. So a convolution is, per
//! kernel row, a small matrix product whose sums stay in registers until all rows are done.

use pulp::Simd;

use super::aligned::AlignedVec;
use super::simd::{mul_add, vectors, vectors_mut};

/// Most pixels whose sums are in registers at once.
pub(super) const MAX_PIXELS: usize = 12;

/// Weights of one convolution in the order in which [`convolve`] reads them.
#[derive(Debug)]
pub(super) struct Packed {
    /// `[group][row][run][group width]`, channels beyond the last are zero.
    numbers: AlignedVec,
    /// Output channels that are computed together.
    group: usize,
    /// Numbers of one group.
    group_len: usize,
}

impl Packed {
    /// Packs `rows` kernel rows of `run` numbers for `outputs` channels; `weight(row, k, output)`
    /// is the weight of the `k`th number of a row's run.
    pub(super) fn new(
        lanes: usize,
        [rows, run, outputs]: [usize; 3],
        weight: impl Fn(usize, usize, usize) -> f32,
    ) -> Self {
        let group = group_width(lanes, outputs);
        let mut numbers = Vec::new();
        for first in (0..outputs).step_by(group) {
            for row in 0..rows {
                for k in 0..run {
                    numbers.extend((first..first + group).map(|output| {
                        if output < outputs {
                            weight(row, k, output)
                        } else {
                            0.0
                        }
                    }));
                }
            }
        }
        Self {
            numbers: numbers.into(),
            group,
            group_len: rows * run * group,
        }
    }

    /// First output channel and weights of each group.
    #[inline(always)]
    pub(super) fn groups(&self) -> impl Iterator<Item = (usize, &[f32])> {
        self.numbers
            .chunks_exact(self.group_len)
            .enumerate()
            .map(|(i, w)| (i * self.group, w))
    }
}

/// Output channels computed together: two registers, or one when one holds them all.
fn group_width(lanes: usize, outputs: usize) -> usize {
    if outputs <= lanes { lanes } else { 2 * lanes }
}

/// Convolves `count` pixels for one group of output channels.
///
/// `rows` are the input rows, one per kernel row, beginning at the first pixel's first tap; output
/// pixel `i` is written at `output[i * output_step..]`.
#[inline(always)]
pub(super) fn convolve<S: Simd, const STEP: usize, const RUN: usize, const ROWS: usize>(
    simd: S,
    rows: [&[f32]; ROWS],
    count: usize,
    weights: &[f32],
    output: &mut [f32],
    output_step: usize,
) {
    if weights.len() == ROWS * RUN * S::F32_LANES {
        convolve_group::<S, 1, STEP, RUN, ROWS>(simd, rows, count, weights, output, output_step);
    } else {
        convolve_group::<S, 2, STEP, RUN, ROWS>(simd, rows, count, weights, output, output_step);
    }
}

#[inline(always)]
fn convolve_group<
    S: Simd,
    const VECTORS: usize,
    const STEP: usize,
    const RUN: usize,
    const ROWS: usize,
>(
    simd: S,
    rows: [&[f32]; ROWS],
    count: usize,
    weights: &[f32],
    output: &mut [f32],
    output_step: usize,
) {
    let (weights, _) = vectors(simd, weights).as_chunks::<VECTORS>();
    let mut at = 0;
    macro_rules! blocks_of {
        ($pixels:literal) => {
            while count - at >= $pixels {
                let sums = block::<S, $pixels, VECTORS, STEP, RUN, ROWS>(simd, &rows, at, weights);
                for (p, sums) in sums.iter().enumerate() {
                    let output = &mut output[(at + p) * output_step..];
                    let output = vectors_mut(simd, &mut output[..VECTORS * S::F32_LANES]);
                    // Whole arrays: a copy of slices would be a call.
                    for (output, sum) in output.iter_mut().zip(sums) {
                        *output = *sum;
                    }
                }
                at += $pixels;
            }
        };
    }
    // Sums, weights and one input must fit in the registers: 12 * 2 + 2 + 1 of 32, or 6 * 2 + 2 + 1
    // of 16.
    if S::REGISTER_COUNT >= 32 {
        blocks_of!(12);
        blocks_of!(8);
        blocks_of!(4);
    } else {
        blocks_of!(6);
        blocks_of!(3);
    }
    blocks_of!(2);
    blocks_of!(1);
}

/// Sums of `PIXELS` neighbouring pixels, beginning at pixel `at`.
#[inline(always)]
fn block<
    S: Simd,
    const PIXELS: usize,
    const VECTORS: usize,
    const STEP: usize,
    const RUN: usize,
    const ROWS: usize,
>(
    simd: S,
    rows: &[&[f32]; ROWS],
    at: usize,
    weights: &[[S::f32s; VECTORS]],
) -> [[S::f32s; VECTORS]; PIXELS] {
    let mut sums = [[simd.splat_f32s(0.0); VECTORS]; PIXELS];
    for (row, weights) in rows.iter().zip(weights.chunks_exact(RUN)) {
        // One check of the length here lets the compiler drop all checks below.
        let row = &row[at * STEP..][..(PIXELS - 1) * STEP + RUN];
        for (k, weights) in weights.iter().enumerate().take(RUN) {
            for (p, sums) in sums.iter_mut().enumerate() {
                let x = simd.splat_f32s(row[p * STEP + k]);
                for (sum, weight) in sums.iter_mut().zip(weights) {
                    *sum = mul_add(simd, x, *weight, *sum);
                }
            }
        }
    }
    sums
}
