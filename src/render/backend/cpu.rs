//! The network on the CPU, for pictures of any size.

use image::RgbaImage;

use super::networks::Networks;
use super::{Backend, Condition};
use crate::library::StyleWeights;
use crate::model::cpu::{CpuError, CpuGenerator, Statistics};
use crate::model::weights::cpu_generator;
use crate::model::{BaseModel, ModelError};
use crate::picture;
use crate::render::{RenderError, Rgb16Image, Scale, Stop};

/// Most pixels that are drawn in one piece; it takes 400 MB of memory then.
pub(super) const MAX_PIXELS: u64 = 4 << 20;
/// Long side of the thumbnail that tells a larger picture's tiles how to normalise: that of the
/// usual preview, so that both have the same tones.
///
/// Against 12 megapixels in one piece the drawing differs by 0.015 to 0.03 on average, and is
/// nearer to the preview; memory is 0.4 GB in place of 1.2 GB, the time is the same.
pub(super) const THUMBNAIL_PX: u32 = Scale::DEFAULT_PX;

/// The networks on the CPU.
#[derive(Debug)]
pub(crate) struct CpuBackend {
    base: CpuGenerator,
    learnt: Networks<CpuGenerator>,
}

impl CpuBackend {
    /// With the base's weights.
    ///
    /// # Errors
    /// [`ModelError`] when they do not fit.
    pub(crate) fn new(model: &BaseModel) -> Result<Self, ModelError> {
        Ok(Self {
            base: model.cpu()?,
            learnt: Networks::default(),
        })
    }

    /// The base's network.
    pub(super) fn base(&self) -> &CpuGenerator {
        &self.base
    }

    fn network(&mut self, condition: &Condition) -> Result<&CpuGenerator, ModelError> {
        let make = |weights: &StyleWeights| cpu_generator(&weights.generator);
        self.learnt.get(condition, &self.base, make)
    }
}

impl Backend for CpuBackend {
    /// In tiles when it is large.
    fn forward(
        &mut self,
        photo: &RgbaImage,
        condition: &Condition,
        statistics: Option<&Statistics>,
        stop: Stop<'_>,
    ) -> Result<RgbaImage, RenderError> {
        let network = self.network(condition)?;
        let (width, height) = photo.dimensions();
        let [w, h] = [width as usize, height as usize];
        let code = &condition.code.0;
        let own;
        let statistics = if statistics.is_some() {
            statistics
        } else {
            own = statistics_of_large(network, photo, condition, stop).map_err(explain)?;
            own.as_ref()
        };
        let drawn = match statistics {
            None => network.draw(photo, w, h, code, condition.dials, stop),
            Some(statistics) => network.draw_in_tiles(photo, w, h, statistics, stop),
        };
        let pixels = drawn.map_err(explain)?;
        RgbaImage::from_raw(width, height, pixels).ok_or(RenderError::Cancelled)
    }

    fn forward_rgb16(
        &mut self,
        photo: &RgbaImage,
        condition: &Condition,
        stop: Stop<'_>,
    ) -> Result<Rgb16Image, RenderError> {
        let network = self.network(condition)?;
        let (width, height) = photo.dimensions();
        let [w, h] = [width as usize, height as usize];
        let code = &condition.code.0;
        let drawn = match statistics_of_large(network, photo, condition, stop) {
            Ok(None) => network.draw_rgb16(photo, w, h, code, condition.dials, stop),
            Ok(Some(statistics)) => network.draw_rgb16_in_tiles(photo, w, h, &statistics, stop),
            Err(err) => Err(err),
        };
        Ok(Rgb16Image::new((width, height), drawn.map_err(explain)?)?)
    }

    fn statistics(
        &mut self,
        samples: &RgbaImage,
        condition: &Condition,
        stop: Stop<'_>,
    ) -> Result<Option<Statistics>, RenderError> {
        let network = self.network(condition)?;
        let [w, h] = [samples.width() as usize, samples.height() as usize];
        let statistics =
            network.statistics(samples, w, h, &condition.code.0, condition.dials, stop);
        Ok(Some(statistics.map_err(explain)?))
    }
}

/// What the tiles of a picture are normalised by; `None` if it is drawn in one piece.
fn statistics_of_large(
    network: &CpuGenerator,
    photo: &RgbaImage,
    condition: &Condition,
    stop: Stop<'_>,
) -> Result<Option<Statistics>, CpuError> {
    let (width, height) = photo.dimensions();
    if u64::from(width) * u64::from(height) <= MAX_PIXELS {
        return Ok(None);
    }
    let (w, h) = thumbnail_size((width, height), THUMBNAIL_PX);
    let thumbnail = picture::downscale(photo, w, h);
    let [w, h] = [w as usize, h as usize];
    let (code, dials) = (&condition.code.0, condition.dials);
    let statistics = network.statistics(&thumbnail, w, h, code, dials, stop)?;
    Ok(Some(statistics))
}

/// The size of that thumbnail: of a long strip it has no more pixels than of an ordinary
/// photograph, but not so few across that nothing could be seen.
pub(super) fn thumbnail_size((width, height): (u32, u32), long_side: u32) -> (u32, u32) {
    let most = u64::from(long_side) * u64::from(long_side) / 2;
    picture::shrunk_size_within(width, height, long_side, most)
}

fn explain(err: CpuError) -> RenderError {
    match err {
        CpuError::Cancelled => RenderError::Cancelled,
        err => ModelError::from(err).into(),
    }
}
