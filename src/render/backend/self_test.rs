//! Whether the graphics device draws what the CPU draws: drivers go wrong silently.

use std::sync::Arc;

use image::RgbaImage;

use super::gpu::{GpuBackend, planes};
use super::{CpuBackend, failed};
use crate::gpu::InkPasses;
use crate::ink::{InkSettings, LiveInk};
use crate::model::{BaseModel, ModelError, NUM_DIALS};
use crate::render::RenderError;

/// Largest difference between device and CPU, in `0.0..=1.0`, that drivers may make by rounding.
pub(crate) const TOLERANCE: f32 = 2e-3;
/// Side of the tile that the self-test draws.
const SIDE: u32 = 64;

/// Draws one tile on the device and on the CPU; the largest difference, in `0.0..=1.0`.
///
/// # Errors
/// What the device said.
pub(crate) fn self_test(
    model: &BaseModel,
    cpu: &CpuBackend,
    gpu: &GpuBackend,
) -> Result<f32, RenderError> {
    let side = SIDE as usize;
    let tile = pattern(SIDE);
    let first = model.styles().first();
    let code = first.map_or_else(|| model.photo(), |style| style.code);
    let dials = [0.0; NUM_DIALS];
    let input = planes(&tile);
    let expected = cpu
        .base()
        .forward(&input, side, side, &code.0, dials)
        .map_err(ModelError::from)?;
    let found = gpu.output_of_base(&tile, code, dials);
    let found = found.try_into_vec_as::<f32>().map_err(failed)?;
    let difference = expected
        .iter()
        .zip(&found)
        .map(|(a, b)| (a - b).abs())
        .fold(0.0, f32::max);
    // NaN loses every comparison above.
    Ok(if found.iter().all(|v| v.is_finite()) {
        difference
    } else {
        f32::INFINITY
    })
}

/// A picture with flat parts, edges and all tones; no noise, which would hide an error.
fn pattern(side: u32) -> RgbaImage {
    let step = 256 / side;
    RgbaImage::from_fn(side, side, |x, y| {
        image::Rgba([
            (x * step) as u8,
            ((x / 8 + y / 8) % 2 * 200) as u8,
            (y * step) as u8,
            255,
        ])
    })
}

/// Steps of 255 by which the ink of a device may differ from that of the CPU, and the share of
/// pixels that may differ by more: in so small a picture one stroke that lies on a threshold is
/// more than one of a thousand. A pass that goes wrong changes far more.
const INK_TOLERANCE: (u8, f32) = (1, 1e-2);
/// Side of the picture that is drawn with the ink.
const INK_SIDE: u32 = 128;

/// Whether a device draws the ink that the CPU draws.
pub(crate) fn draws_ink_alike(device: &Arc<InkPasses>) -> bool {
    let (photo, settings) = (pattern(INK_SIDE), InkSettings::default());
    let draw = |mut live: LiveInk| live.draw(&photo, &photo, &settings);
    let on_device = draw(LiveInk::on(Some(device.clone())));
    if let Some(error) = device.take_failure() {
        log::warn!("the ink stays on the CPU: {error}");
        return false;
    }
    // Else that was the CPU's drawing, which is always like itself.
    if !device.has_room(u64::from(INK_SIDE * INK_SIDE)) {
        log::warn!("the ink stays on the CPU: the device has no memory for a small picture");
        return false;
    }
    let by_more = differing_share(&on_device, &draw(LiveInk::default()), INK_TOLERANCE.0);
    if by_more > INK_TOLERANCE.1 {
        log::warn!("the ink stays on the CPU: {by_more} of its pixels differ on the device");
    }
    by_more <= INK_TOLERANCE.1
}

/// The share of pixels in which two pictures of a size differ by more than `steps` of 255.
fn differing_share(a: &RgbaImage, b: &RgbaImage, steps: u8) -> f32 {
    let differ = |(a, b): &(&image::Rgba<u8>, &image::Rgba<u8>)| {
        a.0.iter().zip(b.0).any(|(a, b)| a.abs_diff(b) > steps)
    };
    let num_differing = a.pixels().zip(b.pixels()).filter(differ).count();
    num_differing as f32 / (a.width() * a.height()) as f32
}
