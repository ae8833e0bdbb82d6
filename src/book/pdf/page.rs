//! A page of a PDF as a picture.

use hayro::hayro_interpret::{InterpreterSettings, RenderContent};
use hayro::hayro_syntax::Pdf;
use hayro::hayro_syntax::content::ops::TypedInstruction;
use hayro::hayro_syntax::page::Page;
use hayro::kurbo::Affine;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::vello_cpu::{Pixmap, RasterizerSettings, RenderContext, Resources, TargetInit};
use hayro::{RenderCache, RenderSettings, hayro_interpret::TransformExt as _};
use image::RgbaImage;

use super::DAMAGED;
use super::survey::{Survey, survey};
use crate::book::BookError;

/// Long side of a page that is drawn by lines and areas, in pixels: thrice what is learnt from.
const DRAWN_PX: f64 = 2000.0;
/// Long side of a scan at most, in pixels.
const MAX_PX: f64 = 2500.0;
/// Share of the page that pictures cover from which on it is a scan.
const SCAN: f64 = 0.5;
/// More paths than a frame and its rulings: there is drawing beside the pictures.
const NUM_RULINGS: usize = 50;

/// Draws a page upright on white, a scan in its own resolution as far as that has a long side of
/// 2500 pixels, all else 2000 pixels long.
///
/// # Errors
/// [`BookError`] when nothing but text is on it, when it would take too much time or memory, and
/// when it is damaged.
pub(super) fn draw(pdf: &Pdf, index: usize) -> Result<RgbaImage, BookError> {
    let page = pdf.pages().get(index).ok_or(DAMAGED)?;
    let (width, height) = page.render_dimensions();
    let [width, height] = [f64::from(width), f64::from(height)];
    if !(width >= 1.0 && height >= 1.0 && (width * height).is_finite()) {
        return Err(DAMAGED);
    }
    // What would be read in letters of fonts that a file does not bring is not learnt, either.
    let settings = InterpreterSettings {
        render_content: RenderContent::PAGE,
        ..InterpreterSettings::default()
    };
    let seen = survey(page, &settings)?;
    if seen.num_images == 0 && seen.num_paths == 0 && has_text(page) {
        return Err(BookError::OnlyText);
    }
    let scale = scale(&seen, [width, height]);
    let pixels = |length: f64| (length * scale).round().clamp(1.0, MAX_PX);
    let size = [pixels(width), pixels(height)];
    let to_pixels = Affine::scale_non_uniform(size[0] / width, size[1] / height);
    let transform = to_pixels * page.initial_transform(true).to_kurbo();
    let mut context = RenderContext::new(size[0] as u16, size[1] as u16);
    hayro::render_into(
        page,
        // Made anew for each page: it is never emptied.
        &RenderCache::new(),
        &settings,
        &RenderSettings::default(),
        &mut context,
        transform,
    );
    context.flush();
    let mut pixmap = Pixmap::new(context.width(), context.height());
    let paper = RasterizerSettings {
        target_init: TargetInit::Clear(WHITE),
        ..RasterizerSettings::default()
    };
    context.render_with(&mut pixmap, &mut Resources::default(), paper);
    let bytes = pixmap.data_as_u8_slice().to_vec();
    RgbaImage::from_raw(pixmap.width().into(), pixmap.height().into(), bytes).ok_or(DAMAGED)
}

/// Pixels a point.
fn scale(seen: &Survey, [width, height]: [f64; 2]) -> f64 {
    let long = width.max(height);
    let drawn = DRAWN_PX / long;
    if seen.image_area < SCAN * width * height {
        return drawn;
    }
    let scanned = (seen.image_pixels / seen.image_area).sqrt();
    let scanned = scanned.min(MAX_PX / long);
    if seen.num_paths > NUM_RULINGS {
        scanned.max(drawn)
    } else {
        scanned
    }
}

fn has_text(page: &Page<'_>) -> bool {
    let mut operations = page.typed_operations();
    while let Some(operation) = operations.next() {
        if matches!(
            operation,
            TypedInstruction::ShowText(_)
                | TypedInstruction::ShowTexts(_)
                | TypedInstruction::NextLineAndShowText(_)
                | TypedInstruction::ShowTextWithParameters(_)
        ) {
            return true;
        }
    }
    false
}
