//! A picture's way around the network: decode and prepare before it, encode and write after it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use image::RgbaImage;

use super::{EngineError, Output, Scale, Source};
use crate::picture::{self, DecodeLimits, Metadata, Photo};

/// What a photograph's transparent parts are drawn on.
const PAPER: [u8; 3] = [255, 255, 255];

/// A photograph ready for the network.
#[derive(Debug)]
pub(super) struct Prepared {
    /// The photograph as it was decoded, for its alpha and metadata.
    photo: Arc<Photo>,
    /// Opaque, at its own size; `None` when the photograph itself is opaque.
    opaque: Option<RgbaImage>,
    /// At the working scale; `None` when that is its own size.
    small: Option<RgbaImage>,
}

impl Prepared {
    /// Decodes `source`, lays it on paper and brings it to the working scale.
    ///
    /// # Errors
    /// [`EngineError`] when it cannot be read or is too large for `scale`.
    pub(super) fn load(source: &Source, scale: Scale) -> Result<Self, EngineError> {
        let photo = match source {
            Source::Photo(photo) => Arc::clone(photo),
            Source::File(path) => {
                let photo = picture::decode_file(path, &DecodeLimits::default())
                    .map_err(EngineError::in_file(path.clone()))?;
                Arc::new(photo)
            }
        };
        let (width, height) = photo.pixels.dimensions();
        let max = Scale::MAX_PX;
        let long_side = match scale {
            Scale::Working(px) => px.clamp(Scale::MIN_PX, max),
            // Long thin pictures are fine as long as they hold no more pixels than the largest square.
            Scale::Full
                if u64::from(width) * u64::from(height) > u64::from(max) * u64::from(max) =>
            {
                return Err(EngineError::TooLargeForFull { width, height, max });
            }
            Scale::Full => width.max(height),
        };
        let is_opaque = photo.pixels.pixels().all(|pixel| pixel.0[3] == u8::MAX);
        let opaque = (!is_opaque).then(|| picture::flatten(&photo.pixels, PAPER));
        let (w, h) = picture::fit_within(width, height, long_side);
        let full = opaque.as_ref().unwrap_or(&photo.pixels);
        let small = ((w, h) != (width, height)).then(|| picture::downscale(full, w, h));
        Ok(Self {
            photo,
            opaque,
            small,
        })
    }

    /// Opaque, at its own size.
    pub(super) fn full(&self) -> &RgbaImage {
        self.opaque.as_ref().unwrap_or(&self.photo.pixels)
    }

    /// Opaque, at the working scale.
    pub(super) fn small(&self) -> &RgbaImage {
        self.small.as_ref().unwrap_or_else(|| self.full())
    }

    /// The metadata of the photograph.
    pub(super) fn metadata(&self) -> &Metadata {
        &self.photo.metadata
    }

    /// Gives `drawing` the photograph's transparency.
    pub(super) fn restore_alpha(&self, drawing: &mut RgbaImage) {
        if self.opaque.is_some() {
            for (to, from) in drawing.pixels_mut().zip(self.photo.pixels.pixels()) {
                to.0[3] = from.0[3];
            }
        }
    }
}

/// Encodes `drawing` and writes it, whole or not at all.
///
/// # Errors
/// [`EngineError::File`] naming the output.
pub(super) fn write(
    drawing: &RgbaImage,
    metadata: &Metadata,
    output: &Output,
) -> Result<(), EngineError> {
    let metadata = output.keep_metadata.then_some(metadata);
    picture::encode(drawing, metadata, &output.options)
        .and_then(|bytes| picture::write_whole(&output.path, &bytes, output.overwrite))
        .map_err(EngineError::in_file(output.path.clone()))
}

/// Runs `task`; a panic in it becomes an error, so that one picture cannot end the program.
///
/// # Errors
/// Those of `task`, or [`EngineError::Panicked`].
pub(super) fn contain<T>(task: impl FnOnce() -> Result<T, EngineError>) -> Result<T, EngineError> {
    catch_unwind(AssertUnwindSafe(task)).unwrap_or_else(|payload| {
        let message = payload
            .downcast_ref::<&str>()
            .map(|text| (*text).to_owned())
            .or_else(|| payload.downcast_ref::<String>().cloned())
            .unwrap_or_else(|| "a panic without words".to_owned());
        Err(EngineError::Panicked { message })
    })
}
