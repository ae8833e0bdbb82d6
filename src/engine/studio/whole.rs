//! The network on the CPU, for pictures of any size.

use image::RgbaImage;

use crate::engine::{EngineError, Scale};
use crate::model::direct::{DirectError, DirectGenerator};
use crate::model::{CODE_SIZE, ModelError, NUM_DIALS};
use crate::picture;

/// Most pixels that are drawn in one piece; it takes 400 MB of memory then.
const MAX_PIXELS: u64 = 4 << 20;
/// Long side of the thumbnail that tells a larger picture's tiles how to normalise: that of the
/// usual preview, so that both have the same tones.
///
/// Against 12 megapixels in one piece the drawing differs by 0.015 to 0.03 on average, and is
/// nearer to the preview; memory is 0.4 GB in place of 1.2 GB, the time is the same.
const THUMBNAIL_PX: u32 = Scale::DEFAULT_PX;

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
    let size = [width as usize, height as usize];
    let drawn = if u64::from(width) * u64::from(height) <= MAX_PIXELS {
        cpu.draw(photo, size[0], size[1], code, dials, stop)
    } else {
        let (w, h) = picture::fit_within(width, height, THUMBNAIL_PX);
        let thumbnail = picture::downscale(photo, w, h);
        cpu.statistics(&thumbnail, w as usize, h as usize, code, dials, stop)
            .and_then(|statistics| cpu.draw_in_tiles(photo, size[0], size[1], &statistics, stop))
    };
    match drawn {
        Ok(pixels) => RgbaImage::from_raw(width, height, pixels).ok_or(EngineError::Cancelled),
        Err(DirectError::Cancelled) => Err(EngineError::Cancelled),
        Err(err) => Err(ModelError::from(err).into()),
    }
}
