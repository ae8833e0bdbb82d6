//! The order of the layers, and the buffers between them.

use rayon::iter::IndexedParallelIterator as _;
use rayon::slice::ParallelSliceMut as _;

use super::CpuError;
use super::aligned::AlignedVec;
use super::bands::Run;
use super::layers::{Convolution, Head, Up};
use super::norm::{Affine, Centre, Moments};
use super::picture::{Drawn, Picture, UNSHUFFLED, Unshuffled};
use super::weights::{DEEP, WIDTH, Weights};
use super::window::{Merged, Rectified, Residual, Size, Source};
use super::winograd::{self, TILE, Winograd};
use crate::model::padding::padded_side;

/// Rows of a band at half resolution.
const HALF_ROWS: usize = 8;
/// Rows of a band at a quarter of the resolution.
const QUARTER_ROWS: usize = 4;

/// Largest buffers that stay allocated between two drawings.
///
/// Fresh pages cost a tenth of the time of a drawing; half a gigabyte lying idle costs more.
pub(super) const KEPT_BYTES: usize = 256 << 20;

/// Raw outputs of the layers.
#[derive(Debug, Default)]
pub(super) struct Buffers {
    stem: AlignedVec,
    up: AlignedVec,
    /// The residual sums, the raw outputs within and at the end of a block, and the next sums.
    quarter: [AlignedVec; 4],
}

impl Buffers {
    /// Bytes of all buffers.
    pub(super) fn allocated_bytes(&self) -> usize {
        let all = self.quarter.iter().chain([&self.stem, &self.up]);
        all.map(AlignedVec::allocated_bytes).sum()
    }
}

/// The moments that the layers of one drawing are normalised by, in the order of the layers.
#[derive(Default)]
pub(super) struct Norms<'a> {
    /// From another picture; without them each layer takes those of its own output.
    pub(super) given: Option<&'a [Moments]>,
    /// Those that were used.
    pub(super) used: Vec<Moments>,
}

impl Norms<'_> {
    /// The moments for the next layer, of whose output `measured` are.
    fn next<'n>(&'n mut self, measured: &'n Moments) -> &'n Moments {
        let given = self.given.and_then(|given| given.get(self.used.len()));
        let moments = given.unwrap_or(measured);
        self.used.push(*moments);
        moments
    }
}

/// One drawing: what its layers share.
pub(super) struct Drawing<'a> {
    pub(super) weights: &'a Weights,
    pub(super) run: Run<'a>,
    /// From [`Weights::condition`].
    pub(super) condition: &'a [f32],
}

impl Drawing<'_> {
    /// Draws a picture of `size`.
    ///
    /// # Errors
    /// [`CpuError::Cancelled`]
    pub(super) fn draw<P: Picture, D: Drawn>(
        &self,
        picture: &P,
        size: Size,
        norms: &mut Norms<'_>,
        buffers: &mut Buffers,
    ) -> Result<Vec<D>, CpuError> {
        let Self {
            weights,
            run,
            condition,
        } = self;
        let padded = |n, divisor| padded_side(n) / divisor;
        let half = Size {
            width: padded(size.width, 2),
            height: padded(size.height, 2),
        };
        let quarter = Size {
            width: padded(size.width, 4),
            height: padded(size.height, 4),
        };

        let source = Unshuffled { picture, size };
        let stem = &mut buffers.stem;
        stem.set_len(half.pixels() * WIDTH);
        let moments = run.bands(
            stem.par_chunks_mut(HALF_ROWS * half.width * WIDTH),
            |band, output, scratch| {
                run.set
                    .run(Convolution::<_, 1, UNSHUFFLED, { 3 * UNSHUFFLED }> {
                        weights: &weights.stem.weights,
                        source: &source,
                        size: half,
                        y: band * HALF_ROWS,
                        outputs: WIDTH,
                        output,
                        scratch,
                    })
            },
        )?;
        let affine = weights
            .stem
            .affine(norms.next(&moments), condition, Centre::Keep);
        let skip = Rectified::<WIDTH> {
            raw: &buffers.stem,
            affine: &affine,
            width: half.width,
        };

        let affine = self.deep(&skip, half, norms, &mut buffers.quarter)?;
        let [sums, raw, unused @ ..] = &mut buffers.quarter;
        // All buffers together are four times the one that comes next.
        if 4 * half.pixels() * WIDTH * size_of::<f32>() > KEPT_BYTES {
            unused.fill_with(AlignedVec::default);
        }
        let source = Residual::<DEEP> {
            base: sums,
            raw,
            affine: &affine,
            width: quarter.width,
        };

        let up = &mut buffers.up;
        up.set_len(half.pixels() * WIDTH);
        let moments = run.bands(
            up.par_chunks_mut(2 * QUARTER_ROWS * half.width * WIDTH),
            |band, output, scratch| {
                run.set.run(Up {
                    weights: &weights.up.weights,
                    source: &source,
                    size: quarter,
                    y: band * QUARTER_ROWS,
                    output,
                    scratch,
                })
            },
        )?;
        let affine = weights
            .up
            .affine(norms.next(&moments), condition, Centre::Keep);
        let up = Rectified {
            raw: &buffers.up,
            affine: &affine,
            width: half.width,
        };
        self.head(&Merged(up, skip), half, size)
    }

    /// The layers at a quarter of the resolution. Leaves the last residual sums in the first
    /// buffer and the last raw output, for which it returns the normalisation, in the second.
    fn deep<R: Source>(
        &self,
        source: &R,
        half: Size,
        norms: &mut Norms<'_>,
        buffers: &mut [AlignedVec; 4],
    ) -> Result<Affine, CpuError> {
        let Self {
            weights,
            run,
            condition,
        } = self;
        let size = Size {
            width: half.width / 2,
            height: half.height / 2,
        };
        for buffer in &mut *buffers {
            buffer.set_len(size.pixels() * DEEP);
        }
        let [sums, raw, inner, next] = buffers;
        let moments = run.bands(
            raw.par_chunks_mut(QUARTER_ROWS * size.width * DEEP),
            |band, output, scratch| {
                run.set
                    .run(Convolution::<_, 2, { 2 * WIDTH }, { 3 * WIDTH }> {
                        weights: &weights.down.weights,
                        source,
                        size: half,
                        y: band * QUARTER_ROWS,
                        outputs: DEEP,
                        output,
                        scratch,
                    })
            },
        )?;
        let mut affine = weights
            .down
            .affine(norms.next(&moments), condition, Centre::Rectified);
        for (i, [a, b]) in weights.blocks.iter().enumerate() {
            let width = size.width;
            let moments = if i == 0 {
                let source = Rectified::<DEEP> {
                    raw,
                    affine: &affine,
                    width,
                };
                block_layer(run, &a.weights, &source, size, inner, Some(next))?
            } else {
                let source = Residual::<DEEP> {
                    base: sums,
                    raw,
                    affine: &affine,
                    width,
                };
                block_layer(run, &a.weights, &source, size, inner, Some(next))?
            };
            affine = a.affine(norms.next(&moments), condition, Centre::Rectified);
            let source = Rectified::<DEEP> {
                raw: inner,
                affine: &affine,
                width,
            };
            let moments = block_layer(run, &b.weights, &source, size, raw, None)?;
            affine = b.affine(norms.next(&moments), condition, Centre::Plain);
            std::mem::swap(sums, next);
        }
        Ok(affine)
    }

    fn head<R: Source, D: Drawn>(
        &self,
        source: &R,
        half: Size,
        size: Size,
    ) -> Result<Vec<D>, CpuError> {
        let Self { weights, run, .. } = self;
        let mut drawn = vec![D::BLANK; size.pixels()];
        let bands = drawn.par_chunks_mut(2 * HALF_ROWS * size.width);
        run.bands(bands, |band, output, scratch| {
            run.set.run(Head {
                weights: &weights.head,
                bias: &weights.head_bias,
                source,
                size: half,
                y: band * HALF_ROWS,
                width: size.width,
                output,
                scratch,
            });
            Moments::EMPTY
        })?;
        Ok(drawn)
    }
}

/// One convolution of a residual block; the pixels that it reads are left in `keep`.
fn block_layer<R: Source>(
    run: &Run<'_>,
    weights: &Winograd,
    source: &R,
    size: Size,
    output: &mut [f32],
    keep: Option<&mut AlignedVec>,
) -> Result<Moments, CpuError> {
    let band_len = TILE * size.width * DEEP;
    let work = |band: usize, output, keep, scratch: &mut AlignedVec| {
        let y = band * TILE;
        run.set.run(winograd::Band {
            weights,
            source,
            size,
            y,
            output,
            keep,
            scratch,
        })
    };
    let outputs = output.par_chunks_mut(band_len);
    match keep {
        Some(keep) => run.bands(
            outputs.zip(keep.par_chunks_mut(band_len)),
            |band, (output, keep), scratch| work(band, output, Some(keep), scratch),
        ),
        None => run.bands(outputs, |band, output, scratch| {
            work(band, output, None, scratch)
        }),
    }
}
