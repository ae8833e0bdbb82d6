//! The generator as its callers see it: pictures in, pictures out.

use std::sync::{Mutex, PoisonError};

use super::CpuError;
use super::bands::{Run, ScratchPool};
use super::network::{Buffers, Drawing, KEPT_BYTES, Norms};
use super::picture::{Drawn, Picture, Planar, Rgba8};
use super::simd::InstructionSet;
use super::tensors::TensorSource;
use super::weights::{CODE, DIALS, Weights};
use super::window::Size;

/// Weights of one generator, packed for this arrangement and this processor.
///
/// Drawing takes `&self` and may run on several threads at once; the work is spread over the
/// current `rayon` pool.
#[derive(Debug)]
pub struct CpuGenerator {
    set: InstructionSet,
    pub(super) weights: Weights,
    buffers: Mutex<Buffers>,
    scratch: ScratchPool,
}

impl CpuGenerator {
    /// Packs the weights that `source` hands out by name, in `PyTorch`'s names and layouts:
    /// convolutions `[out, in, 3, 3]`, linears `[out, in]`.
    ///
    /// # Errors
    /// A tensor that is missing, misshapen or not finite, with its name.
    pub fn new(source: &mut TensorSource<'_>) -> Result<Self, CpuError> {
        Self::for_set(InstructionSet::detect(), source)
    }

    pub(super) fn for_set(
        set: InstructionSet,
        source: &mut TensorSource<'_>,
    ) -> Result<Self, CpuError> {
        let weights = Weights::read(set.lanes(), source)?;
        let (buffers, scratch) = (Mutex::default(), ScratchPool::default());
        Ok(Self {
            set,
            weights,
            buffers,
            scratch,
        })
    }

    /// Draws a picture of interleaved sRGB bytes, red, green, blue, alpha; alpha is not read and
    /// comes out as 255.
    ///
    /// `code` is a style, `dials` are `log8` of the style, content and cycle weight, each
    /// `-1.0..=1.0`. Any sides of at least one pixel are drawn, see
    /// [`padding`](crate::model::padding). `cancelled` is asked often, from several threads.
    ///
    /// # Errors
    /// [`CpuError::PictureSize`] when `rgba` is not `4 * width * height` bytes or none at all,
    /// [`CpuError::Cancelled`] soon after `cancelled` says so.
    pub fn draw(
        &self,
        rgba: &[u8],
        width: usize,
        height: usize,
        code: &[f32; CODE],
        dials: [f32; DIALS],
        cancelled: &(dyn Fn() -> bool + Sync),
    ) -> Result<Vec<u8>, CpuError> {
        let drawn = self.draw_as::<[u8; 4]>(rgba, [width, height], code, dials, cancelled)?;
        Ok(drawn.into_flattened())
    }

    /// As [`draw`](Self::draw), with 16 bits a channel: red, green and blue.
    ///
    /// # Errors
    /// As [`draw`](Self::draw).
    pub fn draw_rgb16(
        &self,
        rgba: &[u8],
        width: usize,
        height: usize,
        code: &[f32; CODE],
        dials: [f32; DIALS],
        cancelled: &(dyn Fn() -> bool + Sync),
    ) -> Result<Vec<[u16; 3]>, CpuError> {
        self.draw_as(rgba, [width, height], code, dials, cancelled)
    }

    fn draw_as<D: Drawn>(
        &self,
        rgba: &[u8],
        [width, height]: [usize; 2],
        code: &[f32; CODE],
        dials: [f32; DIALS],
        cancelled: &(dyn Fn() -> bool + Sync),
    ) -> Result<Vec<D>, CpuError> {
        let (pixels, _) = rgba.as_chunks::<4>();
        let size = checked(width, height, 4, rgba.len())?;
        let picture = Rgba8 { pixels, width };
        let condition = self.weights.condition(code, dials);
        self.run(&picture, size, &condition, &mut Norms::default(), cancelled)
    }

    /// Draws a picture of floats: the network without rounding, for comparing with other
    /// arrangements of it.
    ///
    /// # Shapes
    /// - `input`: `[3, height, width]`, sRGB in `0.0..=1.0`
    /// - `code`, `dials`: as in [`draw`](Self::draw)
    /// - output: as `input`
    ///
    /// # Errors
    /// [`CpuError::PictureSize`] when `input` does not have `3 * width * height` numbers or none.
    pub fn forward(
        &self,
        input: &[f32],
        width: usize,
        height: usize,
        code: &[f32; CODE],
        dials: [f32; DIALS],
    ) -> Result<Vec<f32>, CpuError> {
        let size = checked(width, height, 3, input.len())?;
        let picture = Planar {
            samples: input,
            size,
        };
        let drawn = self.run::<_, [f32; 3]>(
            &picture,
            size,
            &self.weights.condition(code, dials),
            &mut Norms::default(),
            &|| false,
        )?;
        Ok((0..3)
            .flat_map(|plane| drawn.iter().map(move |pixel| pixel[plane]))
            .collect())
    }

    pub(super) fn run<P: Picture, D: Drawn>(
        &self,
        picture: &P,
        size: Size,
        condition: &[f32],
        norms: &mut Norms<'_>,
        cancelled: &(dyn Fn() -> bool + Sync),
    ) -> Result<Vec<D>, CpuError> {
        // Taken out, not held: a second drawing at the same time brings buffers of its own.
        let lock = || self.buffers.lock().unwrap_or_else(PoisonError::into_inner);
        let mut buffers = std::mem::take(&mut *lock());
        let run = Run {
            set: self.set,
            scratch: &self.scratch,
            cancelled,
        };
        let drawing = Drawing {
            weights: &self.weights,
            run,
            condition,
        };
        let drawn = drawing.draw(picture, size, norms, &mut buffers);
        if buffers.allocated_bytes() <= KEPT_BYTES {
            *lock() = buffers;
        }
        drawn
    }
}

/// The size, if it has pixels and as many samples as it says.
pub(super) fn checked(
    width: usize,
    height: usize,
    per_pixel: usize,
    samples: usize,
) -> Result<Size, CpuError> {
    let expected = width
        .checked_mul(height)
        .and_then(|n| n.checked_mul(per_pixel));
    if expected != Some(samples) || samples == 0 {
        return Err(CpuError::PictureSize {
            width,
            height,
            samples,
        });
    }
    Ok(Size { width, height })
}
