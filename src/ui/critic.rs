//! What the network that learns a style objects to on the present drawing: whether that is shown,
//! and of which drawing it is.

use std::sync::Arc;

use image::{GrayImage, Rgba, RgbaImage};

use super::state::State;
use super::theme;
use crate::engine::{CriticOrder, RequestId};
use crate::render::Recipe;

/// Whether it is shown, and what was asked about.
#[derive(Debug, Default)]
pub(super) struct CriticView {
    /// Whether it is to be shown.
    pub(super) is_on: bool,
    /// What the engine looks at.
    asked: Option<(Arc<RgbaImage>, Recipe)>,
    newest: RequestId,
}

impl CriticView {
    /// Asks about a drawing from now on; `None` when that is what is looked at.
    pub(super) fn ask(&mut self, photo: &Arc<RgbaImage>, recipe: &Recipe) -> Option<CriticOrder> {
        let is_asked = |(before, drawn): &(Arc<RgbaImage>, Recipe)| {
            Arc::ptr_eq(before, photo) && drawn == recipe
        };
        if self.asked.as_ref().is_some_and(is_asked) {
            return None;
        }
        self.newest.0 += 1;
        self.asked = Some((Arc::clone(photo), recipe.clone()));
        Some(CriticOrder {
            id: self.newest,
            photo: Arc::clone(photo),
            recipe: recipe.clone(),
        })
    }

    /// Whether an answer is to what was asked last.
    pub(super) fn is_asked(&self, id: RequestId) -> bool {
        self.asked.is_some() && id == self.newest
    }

    /// Asks about nothing any more; whether anything was asked about.
    pub(super) fn forget(&mut self) -> bool {
        self.asked.take().is_some()
    }
}

impl State {
    /// Whether there is somebody to object to the present drawing: only while its style is learnt
    /// is there a network that knows the pages.
    pub(super) fn can_be_criticised(&self) -> bool {
        let style = &self.settings.present().style;
        let running = self.teaching.running.as_ref();
        running.is_some_and(|running| running.has_begun && running.spec.name == *style)
    }

    /// Whether objections are shown over the present drawing, as soon as they are known.
    pub(super) fn shows_objections(&self) -> bool {
        self.critic.is_on && self.can_be_criticised() && !self.shows_grid()
    }
}

/// What lies over a drawing: one colour, the thicker the less the place is of this hand. As egui
/// takes it, multiplied by its opacity.
pub(super) fn overlay(objections: &GrayImage) -> RgbaImage {
    let (width, height) = objections.dimensions();
    RgbaImage::from_fn(width, height, |x, y| {
        let [value] = objections.get_pixel(x, y).0;
        Rgba(theme::objection(f32::from(value) / 255.0).to_array())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawing_is_asked_about_once_and_old_answers_are_known() {
        let mut view = CriticView::default();
        let photo = Arc::new(RgbaImage::new(4, 4));
        let recipe = Recipe::of_style("Ink");
        let first = view.ask(&photo, &recipe).unwrap();
        assert!(view.ask(&photo, &recipe).is_none());
        assert!(view.is_asked(first.id));
        let tuned = Recipe {
            amount: 0.5,
            ..recipe.clone()
        };
        let second = view.ask(&photo, &tuned).unwrap();
        assert!(view.is_asked(second.id) && !view.is_asked(first.id));
        // The same pixels of another photograph.
        assert!(view.ask(&Arc::new(RgbaImage::new(4, 4)), &tuned).is_some());
        assert!(view.forget() && !view.forget());
        assert!(!view.is_asked(second.id));
        assert!(view.ask(&photo, &recipe).is_some());
    }

    #[test]
    fn what_is_like_the_pages_is_left_as_it_is_and_more_lies_over_what_is_less() {
        let map = GrayImage::from_fn(3, 1, |x, _| image::Luma([[0, 128, 255][x as usize]]));
        let overlay = overlay(&map);
        assert_eq!(overlay.get_pixel(0, 0).0, [0; 4]);
        let [half, whole] = [1, 2].map(|x| overlay.get_pixel(x, 0).0[3]);
        assert!(
            half > 40 && whole > half + 40 && whole < 200,
            "{half} {whole}"
        );
    }
}
