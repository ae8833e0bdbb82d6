//! Whether the graphics device draws what the CPU draws: drivers go wrong silently.

use image::RgbaImage;

use super::gpu::{GpuBackend, planes};
use super::{CpuBackend, failed};
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
    let tile = RgbaImage::from_fn(SIDE, SIDE, |x, y| {
        // A pattern with flat parts, edges and all tones; no noise, which would hide an error.
        image::Rgba([
            (x * 4) as u8,
            ((x / 8 + y / 8) % 2 * 200) as u8,
            (y * 4) as u8,
            255,
        ])
    });
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
