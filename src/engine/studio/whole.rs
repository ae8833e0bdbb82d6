//! The network on the CPU, for pictures of any size.

use image::RgbaImage;

use crate::engine::{DeepDrawing, EngineError, Scale, Series};
use crate::model::direct::{DirectError, DirectGenerator, Statistics};
use crate::model::{CODE_SIZE, ModelError, NUM_DIALS};
use crate::picture;

/// Most pixels that are drawn in one piece; it takes 400 MB of memory then.
pub(super) const MAX_PIXELS: u64 = 4 << 20;
/// Long side of the thumbnail that tells a larger picture's tiles how to normalise: that of the
/// usual preview, so that both have the same tones.
///
/// Against 12 megapixels in one piece the drawing differs by 0.015 to 0.03 on average, and is
/// nearer to the preview; memory is 0.4 GB in place of 1.2 GB, the time is the same.
pub(super) const THUMBNAIL_PX: u32 = Scale::DEFAULT_PX;

/// Draws `photo` at its own size, in tiles when it is large.
///
/// # Errors
/// [`EngineError::Cancelled`] after `stop` said yes.
pub(super) fn draw(
    cpu: &DirectGenerator,
    photo: &RgbaImage,
    code: &[f32; CODE_SIZE],
    dials: [f32; NUM_DIALS],
    stop: &(dyn Fn() -> bool + Sync),
) -> Result<RgbaImage, EngineError> {
    let (width, height) = photo.dimensions();
    let [w, h] = [width as usize, height as usize];
    let drawn = match statistics(cpu, photo, code, dials, stop) {
        Ok(None) => cpu.draw(photo, w, h, code, dials, stop),
        Ok(Some(statistics)) => cpu.draw_in_tiles(photo, w, h, &statistics, stop),
        Err(err) => Err(err),
    };
    let pixels = drawn.map_err(explain)?;
    RgbaImage::from_raw(width, height, pixels).ok_or(EngineError::Cancelled)
}

/// As [`draw`], with 16 bits a channel.
///
/// # Errors
/// As [`draw`].
pub(super) fn draw_deep(
    cpu: &DirectGenerator,
    photo: &RgbaImage,
    code: &[f32; CODE_SIZE],
    dials: [f32; NUM_DIALS],
    stop: &(dyn Fn() -> bool + Sync),
) -> Result<DeepDrawing, EngineError> {
    let (width, height) = photo.dimensions();
    let [w, h] = [width as usize, height as usize];
    let drawn = match statistics(cpu, photo, code, dials, stop) {
        Ok(None) => cpu.draw_deep(photo, w, h, code, dials, stop),
        Ok(Some(statistics)) => cpu.draw_deep_in_tiles(photo, w, h, &statistics, stop),
        Err(err) => Err(err),
    };
    Ok(DeepDrawing::new((width, height), drawn.map_err(explain)?)?)
}

/// What the frames of a film have in common.
///
/// # Errors
/// As [`draw`].
pub(super) fn begin_series(
    cpu: &DirectGenerator,
    samples: &RgbaImage,
    code: &[f32; CODE_SIZE],
    dials: [f32; NUM_DIALS],
    stop: &(dyn Fn() -> bool + Sync),
) -> Result<Series, EngineError> {
    let [w, h] = [samples.width() as usize, samples.height() as usize];
    let statistics = cpu.statistics(samples, w, h, code, dials, stop);
    Ok(Series(Some(statistics.map_err(explain)?)))
}

/// Draws one frame of a film.
///
/// # Errors
/// As [`draw`].
pub(super) fn draw_in_series(
    cpu: &DirectGenerator,
    frame: &RgbaImage,
    statistics: &Statistics,
    stop: &(dyn Fn() -> bool + Sync),
) -> Result<RgbaImage, EngineError> {
    let (width, height) = frame.dimensions();
    let [w, h] = [width as usize, height as usize];
    let drawn = cpu.draw_in_tiles(frame, w, h, statistics, stop);
    RgbaImage::from_raw(width, height, drawn.map_err(explain)?).ok_or(EngineError::Cancelled)
}

/// What the tiles of a picture are normalised by; `None` if it is drawn in one piece.
fn statistics(
    cpu: &DirectGenerator,
    photo: &RgbaImage,
    code: &[f32; CODE_SIZE],
    dials: [f32; NUM_DIALS],
    stop: &(dyn Fn() -> bool + Sync),
) -> Result<Option<Statistics>, DirectError> {
    let (width, height) = photo.dimensions();
    if u64::from(width) * u64::from(height) <= MAX_PIXELS {
        return Ok(None);
    }
    let (w, h) = thumbnail_size((width, height), THUMBNAIL_PX);
    let thumbnail = picture::downscale(photo, w, h);
    let statistics = cpu.statistics(&thumbnail, w as usize, h as usize, code, dials, stop)?;
    Ok(Some(statistics))
}

/// The size of that thumbnail: of a long strip it has no more pixels than of an ordinary photograph, but
/// not so few across that nothing could be seen.
pub(super) fn thumbnail_size((width, height): (u32, u32), long_side: u32) -> (u32, u32) {
    let most = u64::from(long_side) * u64::from(long_side) / 2;
    picture::shrunk_size_within(width, height, long_side, most)
}

fn explain(err: DirectError) -> EngineError {
    match err {
        DirectError::Cancelled => EngineError::Cancelled,
        err => ModelError::from(err).into(),
    }
}
