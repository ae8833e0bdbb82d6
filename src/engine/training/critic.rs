//! The drawing that is looked at while a style is learnt, as the discriminator sees it: what is
//! wanted, and when it is due.

use std::sync::Arc;
use std::time::{Duration, Instant};

use image::{DynamicImage, GrayImage, RgbaImage};

use crate::engine::{EngineError, RequestId};
use crate::render::{Recipe, RenderRequest, Renderer, Scale};
use crate::train::Critic;
use crate::train::pages::LONG_SIDE_PX;

/// Share of the time of a training run that looking may take, while nobody asks for another
/// drawing.
const SHARE: f64 = 0.02;
/// Time from another drawing to a look at it: a slider that is dragged makes many.
const LOOK_AFTER: Duration = Duration::from_millis(600);

/// A drawing that is wanted as the discriminator sees it, now and whenever more is learnt.
#[derive(Clone, Debug)]
pub struct CriticOrder {
    /// By which the answers are known.
    pub id: RequestId,
    /// The photograph: upright sRGB, opaque.
    pub photo: Arc<RgbaImage>,
    /// How it is drawn.
    pub recipe: Recipe,
}

/// What is wanted, and when.
#[derive(Default)]
pub(super) struct CriticView {
    order: Option<Box<CriticOrder>>,
    due: Option<Instant>,
    rest_until: Option<Instant>,
}

impl CriticView {
    /// Looks at another drawing from now on, or at none. Another photograph is looked at at once.
    pub(super) fn look_at(&mut self, order: Option<Box<CriticOrder>>) {
        let now = Instant::now();
        let is_same = |before: &CriticOrder| {
            let order = order.as_ref();
            order.is_some_and(|order| Arc::ptr_eq(&order.photo, &before.photo))
        };
        let is_tuned = self.order.as_deref().is_some_and(is_same);
        let wait = if is_tuned { LOOK_AFTER } else { Duration::ZERO };
        self.due = order.is_some().then(|| now + wait);
        self.order = order;
    }

    /// The style draws differently.
    pub(super) fn has_changed(&mut self) {
        if self.order.is_some() && self.due.is_none() {
            let now = Instant::now();
            self.due = Some(self.rest_until.map_or(now, |rest| rest.max(now)));
        }
    }

    /// When to look, if there is anything to look at.
    pub(super) fn due(&self) -> Option<Instant> {
        self.due
    }

    /// Looks. Gives the number of the order and what [`Critic::objections`] gives.
    ///
    /// # Errors
    /// What keeps it from being drawn, or from being looked at.
    pub(super) fn look(
        &mut self,
        critic: impl FnOnce() -> Result<Critic, EngineError>,
        renderer: &mut Renderer,
    ) -> Result<Option<(RequestId, Arc<GrayImage>)>, EngineError> {
        self.due = None;
        let Some(order) = self.order.as_deref() else {
            return Ok(None);
        };
        let start = Instant::now();
        let (photo, recipe) = (Arc::clone(&order.photo), order.recipe.clone());
        let scale = Scale::Working(LONG_SIDE_PX);
        let request = RenderRequest::in_memory(photo, recipe, scale);
        let drawing = renderer.render(&request, &|| false)?.drawing;
        let drawing = drawing.into_pixels()?;
        let map = objections(&critic()?, &drawing)?;
        let rest = start.elapsed().as_secs_f64() * (1.0 - SHARE) / SHARE;
        self.rest_until = Some(Instant::now() + Duration::from_secs_f64(rest));
        Ok(Some((order.id, map)))
    }
}

/// What the discriminator says of a drawing.
///
/// # Errors
/// [`EngineError::Render`] when the device fails.
pub(super) fn objections(
    critic: &Critic,
    drawing: &RgbaImage,
) -> Result<Arc<GrayImage>, EngineError> {
    let drawing = DynamicImage::ImageRgba8(drawing.clone()).into_rgb8();
    Ok(Arc::new(critic.objections(&drawing)?))
}
