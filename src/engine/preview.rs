//! Drawings for the screen: the slot in which a newer request replaces an older one that was not
//! begun, and the last drawing, so that moving an ink slider draws only the ink anew.

use std::borrow::Cow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use image::RgbaImage;

use super::fade::fade;
use super::pipeline::contain;
use super::{Drawing, EngineError, Painter, PreviewRequest, Recipe};
use crate::ink::{self, LiveInk};
use crate::picture;

/// Holds the newest request; the front door puts, the engine takes.
#[derive(Debug, Default)]
pub(super) struct PreviewSlot {
    newest: Mutex<Option<PreviewRequest>>,
    waiting: AtomicBool,
}

impl PreviewSlot {
    /// Replaces whatever was waiting.
    pub(super) fn put(&self, request: PreviewRequest) {
        let mut newest = self
            .newest
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        *newest = Some(request);
        self.waiting.store(true, Ordering::Release);
    }

    /// Takes the newest request out.
    pub(super) fn take(&self) -> Option<PreviewRequest> {
        let mut newest = self
            .newest
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        self.waiting.store(false, Ordering::Release);
        newest.take()
    }

    /// Whether a request waits; cheap enough to be asked between two layers of the network.
    pub(super) fn is_waiting(&self) -> bool {
        self.waiting.load(Ordering::Acquire)
    }
}

/// The network's last output for the screen, and what it was made of.
#[derive(Debug, Default)]
pub(super) struct LastDrawing(Option<Kept>);

#[derive(Debug)]
struct Kept {
    photo: Arc<RgbaImage>,
    recipe: Recipe,
    long_side_px: u32,
    small: Option<RgbaImage>,
    drawing: Drawing,
    ink: LiveInk,
}

impl LastDrawing {
    /// Draws `request` for the screen, and tells whether the network had to run for it.
    ///
    /// # Errors
    /// [`EngineError::Cancelled`] after `stop` said yes, or what went wrong.
    pub(super) fn preview(
        &mut self,
        painter: &mut impl Painter,
        request: &PreviewRequest,
        stop: &(dyn Fn() -> bool + Sync),
    ) -> Result<(Drawing, bool), EngineError> {
        let known = self.0.take().filter(|kept| {
            Arc::ptr_eq(&kept.photo, &request.photo)
                && kept.recipe.draws_as(&request.recipe)
                && kept.long_side_px == request.long_side_px
        });
        let network_ran = known.is_none() && request.recipe.ink.needs_network();
        contain(|| {
            let mut kept = match known {
                Some(kept) => kept,
                None => Kept::draw(painter, request, stop)?,
            };
            let photo = kept.small.as_ref().unwrap_or(&kept.photo);
            let share = request.recipe.share();
            let drawing = painter.show(
                &kept.drawing,
                photo,
                &request.recipe.ink,
                share,
                &mut kept.ink,
            )?;
            self.0 = Some(kept);
            Ok((drawing, network_ran))
        })
    }
}

/// Draws `request` into memory.
///
/// # Errors
/// Those of [`LastDrawing::preview`].
pub(super) fn draw(
    painter: &mut impl Painter,
    request: &PreviewRequest,
    stop: &(dyn Fn() -> bool + Sync),
) -> Result<RgbaImage, EngineError> {
    contain(|| {
        let kept = Kept::draw(painter, request, stop)?;
        let photo = kept.small.as_ref().unwrap_or(&kept.photo);
        let measures = ink::Measures::default();
        let mut drawn =
            painter.finish(kept.drawing, photo, photo, &request.recipe.ink, &measures)?;
        fade(&mut drawn, photo, request.recipe.share());
        Ok(drawn)
    })
}

impl Kept {
    fn draw(
        painter: &mut impl Painter,
        request: &PreviewRequest,
        stop: &(dyn Fn() -> bool + Sync),
    ) -> Result<Self, EngineError> {
        let (width, height) = request.photo.dimensions();
        let size = picture::working_size(width, height, request.long_side_px);
        let small = match picture::at_size(&request.photo, size) {
            Cow::Borrowed(_) => None,
            Cow::Owned(small) => Some(small),
        };
        let photo = small.as_ref().unwrap_or(&request.photo);
        let drawing = painter.draw(
            photo,
            &request.recipe.for_network(),
            &request.recipe.ink,
            stop,
        )?;
        Ok(Self {
            photo: Arc::clone(&request.photo),
            recipe: request.recipe.clone(),
            long_side_px: request.long_side_px,
            small,
            drawing,
            ink: LiveInk::default(),
        })
    }
}
