//! Where the network runs, and what does passes of the ink in place of the CPU.
//!
//! | module | what |
//! |---|---|
//! | [`cpu`] | the network on the CPU |
//! | [`gpu`] | the network on a graphics device, in one piece or in tiles |
//! | [`networks`] | the networks of learnt styles, built when they are first drawn with |
//! | [`mod@self_test`] | whether a graphics device draws what the CPU draws, network and ink |

mod cpu;
mod gpu;
mod networks;
mod self_test;

use std::sync::Arc;

use burn::prelude::Device;
use image::RgbaImage;

use super::{RenderError, Rgb16Image, Stop, rgb16};
use crate::gpu::GpuError;
use crate::ink::InkDevice;
use crate::library::StyleWeights;
use crate::model::cpu::Statistics;
use crate::model::{ModelError, NUM_DIALS, StyleCode};

pub(super) use cpu::CpuBackend;
pub(super) use gpu::GpuBackend;
pub(super) use self_test::{TOLERANCE, draws_ink_alike, self_test};

/// A drawing, on the device that shows it.
#[derive(Clone, Debug)]
pub enum Drawing {
    /// In memory: sRGB, opaque.
    Pixels(Arc<RgbaImage>),
    /// On the graphics device: `Rgba8Unorm`, sRGB, opaque.
    Texture(wgpu::Texture),
}

impl Drawing {
    /// Its longer side in pixels.
    pub fn long_side(&self) -> u32 {
        match self {
            Self::Pixels(pixels) => pixels.width().max(pixels.height()),
            Self::Texture(texture) => texture.width().max(texture.height()),
        }
    }

    /// Its pixels, when they are in memory.
    ///
    /// # Errors
    /// [`GpuError::Gone`] of one that is on the device: it is for the screen alone.
    pub fn into_pixels(self) -> Result<Arc<RgbaImage>, GpuError> {
        match self {
            Self::Pixels(pixels) => Ok(pixels),
            Self::Texture(_) => Err(GpuError::Gone),
        }
    }
}

/// What the network is told beside the picture.
#[derive(Clone, Debug)]
pub struct Condition {
    /// Name of the style.
    pub style: String,
    /// The style's own weights; `None` when it shares those of the base.
    pub learnt: Option<Arc<StyleWeights>>,
    /// Code of the style, or of a blend of two.
    pub code: StyleCode,
    /// `log8` of the style, content and cycle weight, each `-1.0..=1.0`.
    pub dials: [f32; NUM_DIALS],
}

/// Runs the network on one device.
pub trait Backend {
    /// The network's output for `photo` (sRGB, opaque) at its own size. With `statistics` it
    /// normalises by them, otherwise by the photograph's own.
    ///
    /// `stop` is asked often; once it says yes the drawing is given up.
    ///
    /// # Errors
    /// [`RenderError::Cancelled`] after `stop` said yes, or what went wrong.
    fn forward(
        &mut self,
        photo: &RgbaImage,
        condition: &Condition,
        statistics: Option<&Statistics>,
        stop: Stop<'_>,
    ) -> Result<RgbaImage, RenderError>;

    /// As [`forward`](Self::forward) by the photograph's own statistics, with 16 bits a channel.
    ///
    /// # Errors
    /// As [`forward`](Self::forward).
    fn forward_rgb16(
        &mut self,
        photo: &RgbaImage,
        condition: &Condition,
        stop: Stop<'_>,
    ) -> Result<Rgb16Image, RenderError> {
        let drawing = self.forward(photo, condition, None, stop)?;
        Ok(rgb16::widen(&drawing))
    }

    /// What the frames of an animation are normalised by, from `samples` of them below each other
    /// at the size at which they are drawn; `None` when each is normalised by itself.
    ///
    /// # Errors
    /// As [`forward`](Self::forward).
    fn statistics(
        &mut self,
        _samples: &RgbaImage,
        _condition: &Condition,
        _stop: Stop<'_>,
    ) -> Result<Option<Statistics>, RenderError> {
        Ok(None)
    }

    /// Brings a finished drawing to where the screen is.
    fn show(&self, drawing: Arc<RgbaImage>) -> Drawing {
        Drawing::Pixels(drawing)
    }

    /// What does passes of the ink in place of the CPU; `None` when nothing does.
    fn ink_device(&self) -> Option<Arc<dyn InkDevice>> {
        None
    }

    /// Why the [`ink_device`](Self::ink_device) has failed, told once; what it was to draw was
    /// drawn by the CPU.
    fn ink_failure(&self) -> Option<GpuError> {
        None
    }

    /// Takes less memory after `error`, which no adapter tells beforehand; whether drawing again
    /// may help.
    fn shrink(&mut self, _error: &RenderError) -> bool {
        false
    }

    /// Where networks are trained beside it.
    fn training_device(&self) -> Device {
        Device::flex()
    }
}

fn failed(err: impl std::fmt::Display) -> RenderError {
    ModelError::Backend {
        reason: err.to_string(),
    }
    .into()
}
