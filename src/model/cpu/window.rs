//! How a layer reads its input: a window of pixels with the previous normalisation applied and the
//! border continued.
//!
//! A window is small enough for the second-level cache, so this costs far less than passes over
//! whole pictures.

use std::ops::Range;

use pulp::Simd;

use super::norm::Affine;
use super::simd::{mul_add, vectors, vectors_mut};
use crate::model::padding::reflect_index;

/// Sides of a picture or of a layer's output, in pixels.
#[derive(Clone, Copy, Debug)]
pub(super) struct Size {
    pub(super) width: usize,
    pub(super) height: usize,
}

impl Size {
    pub(super) fn pixels(self) -> usize {
        self.width * self.height
    }
}

/// How a picture goes on beyond its border.
#[derive(Clone, Copy, Debug)]
pub(super) enum Edge {
    /// Mirrored at the centre of the edge pixel.
    Reflect,
    /// The edge pixel again.
    Repeat,
}

impl Edge {
    fn index(self, i: isize, n: usize) -> usize {
        match self {
            Self::Reflect => reflect_index(i.unsigned_abs(), n),
            Self::Repeat => i.clamp(0, n.cast_signed() - 1).unsigned_abs(),
        }
    }
}

/// Pixels that a layer reads.
pub(super) trait Source: Sync {
    /// Numbers per pixel.
    const CHANNELS: usize;

    /// Writes the pixels `xs` of row `y`; all of them lie inside the picture.
    fn read<S: Simd>(&self, simd: S, y: usize, xs: Range<usize>, output: &mut [f32]);
}

/// A rectangle of a source whose corner may lie outside.
#[derive(Clone, Copy, Debug)]
pub(super) struct Window {
    pub(super) x: isize,
    pub(super) y: isize,
    pub(super) cols: usize,
    pub(super) rows: usize,
}

impl Window {
    /// Reads the window of a source of the given size into `output`, row by row.
    #[inline(always)]
    pub(super) fn fill<S: Simd, R: Source>(
        self,
        simd: S,
        source: &R,
        size: Size,
        edge: Edge,
        output: &mut [f32],
    ) {
        let inside = 0.max(-self.x).unsigned_abs().min(self.cols)
            ..(size.width.cast_signed() - self.x)
                .clamp(0, self.cols.cast_signed())
                .unsigned_abs();
        let rows = output
            .chunks_exact_mut(self.cols * R::CHANNELS)
            .take(self.rows);
        for (row, y) in rows.zip(self.y..) {
            let y = edge.index(y, size.height);
            let x_of = |col: usize| self.x + col.cast_signed();
            let first = x_of(inside.start).unsigned_abs();
            let bulk = &mut row[inside.start * R::CHANNELS..inside.end * R::CHANNELS];
            source.read(simd, y, first..first + inside.len(), bulk);
            for col in (0..inside.start).chain(inside.end..self.cols) {
                let x = edge.index(x_of(col), size.width);
                let pixel = &mut row[col * R::CHANNELS..(col + 1) * R::CHANNELS];
                source.read(simd, y, x..x + 1, pixel);
            }
        }
    }
}

/// A layer's raw output, normalised and rectified: `max(raw * scale + shift, floor)`.
#[derive(Clone, Copy)]
pub(super) struct Rectified<'a, const C: usize> {
    pub(super) raw: &'a [f32],
    pub(super) affine: &'a Affine,
    pub(super) width: usize,
}

impl<const C: usize> Rectified<'_, C> {
    /// Raw numbers of the pixels `xs` of row `y`.
    #[inline(always)]
    fn pixels(&self, y: usize, xs: &Range<usize>) -> &[f32] {
        let first = y * self.width;
        &self.raw[(first + xs.start) * C..(first + xs.end) * C]
    }
}

impl<const C: usize> Source for Rectified<'_, C> {
    const CHANNELS: usize = C;

    #[inline(always)]
    fn read<S: Simd>(&self, simd: S, y: usize, xs: Range<usize>, output: &mut [f32]) {
        let raw = vectors(simd, self.pixels(y, &xs));
        let [scale, shift, floor] = self.affine.vectors(simd);
        let per_pixel = C / S::F32_LANES;
        let pixels = vectors_mut(simd, output).chunks_exact_mut(per_pixel);
        for (output, raw) in pixels.zip(raw.chunks_exact(per_pixel)) {
            let inputs = raw.iter().zip(scale).zip(shift).zip(floor);
            for (output, (((raw, scale), shift), floor)) in output.iter_mut().zip(inputs) {
                *output = simd.max_f32s(mul_add(simd, *raw, *scale, *shift), *floor);
            }
        }
    }
}

/// A residual sum: `base + raw * scale + shift`.
#[derive(Clone, Copy)]
pub(super) struct Residual<'a, const C: usize> {
    pub(super) base: &'a [f32],
    pub(super) raw: &'a [f32],
    pub(super) affine: &'a Affine,
    pub(super) width: usize,
}

impl<const C: usize> Source for Residual<'_, C> {
    const CHANNELS: usize = C;

    #[inline(always)]
    fn read<S: Simd>(&self, simd: S, y: usize, xs: Range<usize>, output: &mut [f32]) {
        let pixels = (y * self.width + xs.start) * C..(y * self.width + xs.end) * C;
        let base = vectors(simd, &self.base[pixels.clone()]);
        let raw = vectors(simd, &self.raw[pixels]);
        let [scale, shift, _] = self.affine.vectors(simd);
        let per_pixel = C / S::F32_LANES;
        let pixels = vectors_mut(simd, output).chunks_exact_mut(per_pixel);
        let inputs = base
            .chunks_exact(per_pixel)
            .zip(raw.chunks_exact(per_pixel));
        for (output, (base, raw)) in pixels.zip(inputs) {
            let inputs = base.iter().zip(raw).zip(scale.iter().zip(shift));
            for (output, ((base, raw), (scale, shift))) in output.iter_mut().zip(inputs) {
                *output = simd.add_f32s(*base, mul_add(simd, *raw, *scale, *shift));
            }
        }
    }
}

/// Two rectified outputs of one size added: the decoder and the skip from the encoder.
#[derive(Clone, Copy)]
pub(super) struct Merged<'a, const C: usize>(
    pub(super) Rectified<'a, C>,
    pub(super) Rectified<'a, C>,
);

impl<const C: usize> Source for Merged<'_, C> {
    const CHANNELS: usize = C;

    #[inline(always)]
    fn read<S: Simd>(&self, simd: S, y: usize, xs: Range<usize>, output: &mut [f32]) {
        let Self(first, second) = self;
        first.read(simd, y, xs.clone(), output);
        let raw = vectors(simd, second.pixels(y, &xs));
        let [scale, shift, floor] = second.affine.vectors(simd);
        let per_pixel = C / S::F32_LANES;
        let pixels = vectors_mut(simd, output).chunks_exact_mut(per_pixel);
        for (output, raw) in pixels.zip(raw.chunks_exact(per_pixel)) {
            let inputs = raw.iter().zip(scale).zip(shift).zip(floor);
            for (output, (((raw, scale), shift), floor)) in output.iter_mut().zip(inputs) {
                let second = simd.max_f32s(mul_add(simd, *raw, *scale, *shift), *floor);
                *output = simd.add_f32s(*output, second);
            }
        }
    }
}
