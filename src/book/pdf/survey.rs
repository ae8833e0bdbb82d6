//! What is on a page of a PDF, seen before anything of it is drawn.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::time::{Duration, Instant};

use hayro::hayro_interpret::font::GlyphRun;
use hayro::hayro_interpret::hayro_syntax::page::Page;
use hayro::hayro_interpret::pattern::{Pattern, TilingPattern};
use hayro::hayro_interpret::util::x_y_advances;
use hayro::hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps,
    InterpreterCache, InterpreterSettings, Paint, SoftMask, TransformExt as _, interpret_page,
};
use hayro::kurbo::{Affine, BezPath, Rect};

use super::{DAMAGED, bombs};
use crate::book::BookError;

/// Drawing a thousand times as many takes minutes.
const MAX_STEPS: usize = 1_000_000;
/// What beginning a tile costs at least.
const TILE_STEPS: usize = 10;
/// Points of all paths.
const MAX_POINTS: usize = 20_000_000;
/// Pixels of all pictures, each as often as it is drawn.
const MAX_PIXELS: f64 = 2e9;
const PATIENCE: Duration = Duration::from_secs(10);

/// What is on a page. Lengths are in points.
#[derive(Clone, Debug)]
pub(super) struct Survey {
    pub(super) num_images: usize,
    pub(super) num_paths: usize,
    /// Pixels of all pictures.
    pub(super) image_pixels: f64,
    /// Area of all pictures, in square points.
    pub(super) image_area: f64,
    num_steps: usize,
    num_points: usize,
    /// Pixels of all pictures, those on tiles as well.
    num_pixels: f64,
    begun: Instant,
    page: Rect,
}

/// Why the look was ended.
struct Ended(BookError);

/// Looks at a page.
///
/// # Errors
/// [`BookError::TakesTooLong`] when there is too much to draw, the errors of [`bombs`] for pictures
/// that are too large, [`BookError::Damaged`].
pub(super) fn survey<'a>(
    page: &'a Page<'a>,
    settings: &InterpreterSettings,
) -> Result<Survey, BookError> {
    let (width, height) = page.render_dimensions();
    let area = Rect::new(0.0, 0.0, width.into(), height.into());
    let mut seen = Survey {
        num_images: 0,
        num_paths: 0,
        image_pixels: 0.0,
        image_area: 0.0,
        num_steps: 0,
        num_points: 0,
        num_pixels: 0.0,
        begun: Instant::now(),
        page: area,
    };
    let cache = InterpreterCache::new();
    let mut context = Context::new(
        page.initial_transform(true).to_kurbo(),
        area,
        &cache,
        page.xref(),
        settings.clone(),
    );
    let look = || interpret_page(page, &mut context, &mut seen);
    // The crate has no other way to be stopped.
    match catch_unwind(AssertUnwindSafe(look)) {
        Ok(()) => Ok(seen),
        Err(reason) => Err(match reason.downcast::<Ended>() {
            Ok(ended) => ended.0,
            Err(_panic) => DAMAGED,
        }),
    }
}

impl Survey {
    fn step(&mut self) {
        self.num_steps += 1;
        let is_late = self.num_steps.is_multiple_of(256) && self.begun.elapsed() > PATIENCE;
        if is_late
            || self.num_steps > MAX_STEPS
            || self.num_points > MAX_POINTS
            || self.num_pixels > MAX_PIXELS
        {
            resume_unwind(Box::new(Ended(BookError::TakesTooLong)));
        }
    }

    fn look_into(&mut self, paint: &Paint<'_>) {
        if let Paint::Pattern(pattern) = paint
            && let Pattern::Tiling(tiles) = pattern.as_ref()
        {
            // Tiles say nothing of the resolution that the page needs.
            let before = (self.image_pixels, self.image_area);
            let num_before = self.num_steps;
            tiles.interpret(self, Affine::IDENTITY, false);
            (self.image_pixels, self.image_area) = before;
            let each = (self.num_steps - num_before).max(TILE_STEPS);
            let times = self.num_overlapping(tiles) * each as f64;
            if times.is_nan() || times > MAX_STEPS as f64 {
                resume_unwind(Box::new(Ended(BookError::TakesTooLong)));
            }
            self.num_steps += times as usize;
            self.step();
        }
    }
}

impl Survey {
    /// How often tiles are drawn for one that is repeated, since they reach into each other;
    /// infinite for one that is far larger than the page.
    fn num_overlapping(&self, tiles: &TilingPattern<'_>) -> f64 {
        let page = tiles.matrix.inverse().transform_rect_bbox(self.page);
        let (across, down) = x_y_advances(&tiles.matrix);
        let along = |cell: f64, step: f32, visible: f64, advance: f64| {
            let step = f64::from(step.abs());
            let seen = visible.min(step);
            let is_vast = seen * advance > 8.0 * self.page.width().max(self.page.height());
            let copies = ((cell + seen) / step).ceil() + 2.0;
            if is_vast { f64::INFINITY } else { copies }
        };
        let cell = tiles.bbox;
        along(cell.width(), tiles.x_step, page.width(), across.length())
            * along(cell.height(), tiles.y_step, page.height(), down.length())
    }
}

impl<'a> Device<'a> for Survey {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, _: &DrawMode) {
        self.num_paths += 1;
        self.num_points += path.elements().len();
        self.step();
        self.look_into(&props.paint);
    }

    fn draw_rect(&mut self, _: &Rect, props: DrawProps<'a>, _: &DrawMode) {
        self.num_paths += 1;
        self.step();
        self.look_into(&props.paint);
    }

    fn push_clip_path(&mut self, path: &ClipPath) {
        self.num_points += path.path.elements().len();
        self.step();
    }

    fn push_clip_rect(&mut self, _: &Rect) {
        self.step();
    }

    fn push_transparency_group(&mut self, _: f32, mask: Option<SoftMask<'a>>, _: BlendMode) {
        self.step();
        if let Some(mask) = mask {
            mask.interpret(self);
        }
    }

    fn draw_glyph_run(&mut self, _: &GlyphRun<'_, 'a>, props: DrawProps<'a>, _: &DrawMode) {
        self.step();
        self.look_into(&props.paint);
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        let checked = match &image {
            Image::Stencil(stencil) => bombs::check_stream(stencil.stream()),
            Image::Raster(raster) => bombs::check_stream(raster.stream()),
        };
        if let Err(err) = checked {
            resume_unwind(Box::new(Ended(err)));
        }
        let pixels = f64::from(image.width()) * f64::from(image.height());
        self.num_images += 1;
        self.num_pixels += pixels;
        self.image_pixels += pixels;
        self.image_area += pixels * props.transform.determinant().abs();
        self.step();
    }

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {}
}
