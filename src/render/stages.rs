//! After the network: the drawing is enlarged, inked, brought to the size of the file and faded in.

use std::borrow::Cow;
use std::sync::Arc;

use image::RgbaImage;

use super::Recipe;
use super::prepare::Prepared;
use crate::ink::{self, InkSettings, LiveInk};
use crate::picture;

/// Long side in pixels above which shapes and lines are found in a smaller picture: strokes grow
/// with the picture, so there is nothing more to find, and it would take seconds and gigabytes.
const MOST_FOUND_PX: u32 = 2048;

/// The photograph and its drawing at the size at which shapes and lines are found.
pub(super) fn found_in<'a>(
    photo: &'a RgbaImage,
    drawing: &'a RgbaImage,
) -> (Cow<'a, RgbaImage>, Cow<'a, RgbaImage>) {
    let (width, height) = picture::shrunk_size(photo.width(), photo.height(), MOST_FOUND_PX);
    let fit = |picture: &'a RgbaImage| {
        if picture.dimensions() == (width, height) {
            Cow::Borrowed(picture)
        } else {
            Cow::Owned(picture::downscale(picture, width, height))
        }
    };
    (fit(photo), fit(drawing))
}

/// Makes of the network's output what is asked for: sRGB, with the photograph's transparency.
///
/// `measures` are what the frames of an animation have in common; `live` belongs to this photograph
/// and drawing, and makes moving a slider quick.
pub(super) fn finish(
    drawing: Arc<RgbaImage>,
    prepared: &Prepared,
    recipe: &Recipe,
    measures: &ink::Measures,
    live: &mut LiveInk,
) -> Arc<RgbaImage> {
    let mut finished = ink_whole(drawing, prepared, &recipe.ink, measures, live);
    if !prepared.is_fit(recipe.share()) {
        prepared.fit(Arc::make_mut(&mut finished), recipe.share());
    }
    finished
}

/// Shapes and lines are found at the working scale and composed at the size of the finished
/// drawing; where the ink keeps the drawing itself, that is enlarged guided by the photograph.
fn ink_whole(
    drawing: Arc<RgbaImage>,
    prepared: &Prepared,
    settings: &InkSettings,
    measures: &ink::Measures,
    live: &mut LiveInk,
) -> Arc<RgbaImage> {
    let (small, full) = (prepared.small(), prepared.full());
    let size = full.dimensions();
    let is_small = drawing.dimensions() != size;
    let enlarged = (settings.keeps_drawing() && is_small)
        .then(|| Arc::new(picture::upsample_guided(&drawing, small, full)));
    if *settings == InkSettings::NEUTRAL {
        return enlarged.unwrap_or(drawing);
    }
    let (photo, drawn) = found_in(small, &drawing);
    let kept = enlarged.as_ref().unwrap_or(&drawing);
    Arc::new(live.draw_at(&photo, &*drawn, &**kept, settings, size, measures))
}
