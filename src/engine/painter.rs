//! What draws, as the engine's loop sees it.

use std::sync::Arc;

use image::RgbaImage;

use super::{DeviceReport, EngineError, Look};
use crate::ink::InkSettings;

/// The network's output, before any ink; on the device that made it.
#[derive(Clone, Debug)]
pub enum Drawing {
    /// In memory: sRGB, opaque.
    Pixels(Arc<RgbaImage>),
    /// On the graphics device: `Rgba8Unorm`, sRGB, opaque.
    Texture(wgpu::Texture),
}

/// Owns the networks and the passes. Lives on the engine thread and never leaves it.
pub trait Painter {
    /// What runs where.
    fn device(&self) -> DeviceReport;

    /// Names of the styles, in shelf order.
    fn styles(&self) -> Vec<String>;

    /// Runs the network over `photo` (sRGB, opaque) at its own size.
    ///
    /// `stop` is asked often; once it says yes the drawing is given up.
    ///
    /// # Errors
    /// [`EngineError::Cancelled`] after `stop` said yes, or what went wrong.
    fn paint(
        &mut self,
        photo: &RgbaImage,
        look: &Look,
        stop: &(dyn Fn() -> bool + Sync),
    ) -> Result<Drawing, EngineError>;

    /// Draws the ink over `drawing` and brings the result into memory.
    ///
    /// `full` is the photograph at the size of the result, `small` as the network saw it; when their
    /// sizes differ the drawing is brought to full size first, guided by the photograph, and
    /// widths are scaled alike.
    ///
    /// # Errors
    /// What went wrong on the device.
    fn finish(
        &mut self,
        drawing: &Drawing,
        small: &RgbaImage,
        full: &RgbaImage,
        ink: &InkSettings,
    ) -> Result<RgbaImage, EngineError>;
}
