//! A part of a drawing at full size, as saving will give it: what a person looks at closely.

use std::sync::Arc;

use image::{RgbaImage, imageops};

use super::fade::fade;
use super::pipeline::contain;
use super::studio::found_in;
use super::{EngineError, Painter, Recipe, RequestId};
use crate::ink::{InkSettings, LiveInk};
use crate::picture;

/// A part of a drawing at full size.
#[derive(Clone, Debug)]
pub struct DetailRequest {
    /// Echoed in the event; anything older than the newest is out of date.
    pub id: RequestId,
    /// The whole photograph at its own size: upright sRGB, opaque.
    pub photo: Arc<RgbaImage>,
    /// How it is drawn.
    pub recipe: Recipe,
    /// Long side in pixels at which the network draws.
    pub long_side_px: u32,
    /// Left, top, width and height of the part, in pixels of the finished drawing, which is as large as the
    /// photograph, or as the working scale for one below it.
    pub part: [u32; 4],
}

/// The network's last output for details: moving about in a picture does not run it again.
#[derive(Debug, Default)]
pub(super) struct LastDetail(Option<Kept>);

#[derive(Debug)]
struct Kept {
    photo: Arc<RgbaImage>,
    recipe: Recipe,
    long_side_px: u32,
    /// The photograph at the size of the finished drawing.
    full: Arc<RgbaImage>,
    small: RgbaImage,
    drawing: RgbaImage,
    ink: LiveInk,
}

impl LastDetail {
    /// The part of the photograph, and of its drawing.
    ///
    /// # Errors
    /// [`EngineError::Cancelled`] after `stop` said yes, or what went wrong.
    pub(super) fn draw(
        &mut self,
        painter: &mut impl Painter,
        request: &DetailRequest,
        stop: &(dyn Fn() -> bool + Sync),
    ) -> Result<[RgbaImage; 2], EngineError> {
        let known = self.0.take().filter(|kept| {
            Arc::ptr_eq(&kept.photo, &request.photo)
                && kept.recipe.draws_as(&request.recipe)
                && kept.long_side_px == request.long_side_px
        });
        contain(|| {
            let mut kept = match known {
                Some(kept) => kept,
                None => Kept::draw(painter, request, stop)?,
            };
            let [photo, mut drawn] = kept.part(&request.recipe.ink, request.part);
            fade(&mut drawn, &photo, request.recipe.share());
            self.0 = Some(kept);
            Ok([photo, drawn])
        })
    }
}

impl Kept {
    fn draw(
        painter: &mut impl Painter,
        request: &DetailRequest,
        stop: &(dyn Fn() -> bool + Sync),
    ) -> Result<Self, EngineError> {
        let photo = request.photo.dimensions();
        let working = picture::working_size(photo.0, photo.1, request.long_side_px);
        let small = picture::at_size(&request.photo, working).into_owned();
        let is_enlarged = working.0 > photo.0 || working.1 > photo.1;
        let full = if is_enlarged {
            Arc::new(small.clone())
        } else {
            Arc::clone(&request.photo)
        };
        let drawing = painter.draw(
            &small,
            &request.recipe.for_network(),
            &request.recipe.ink,
            stop,
        )?;
        Ok(Self {
            photo: Arc::clone(&request.photo),
            recipe: request.recipe.clone(),
            long_side_px: request.long_side_px,
            full,
            drawing: painter.plain(drawing, &small)?,
            small,
            ink: LiveInk::default(),
        })
    }

    /// The part of the photograph, and of its drawing.
    fn part(
        &mut self,
        settings: &InkSettings,
        [left, top, width, height]: [u32; 4],
    ) -> [RgbaImage; 2] {
        let size: [u32; 2] = self.full.dimensions().into();
        let crop =
            |picture: &RgbaImage| imageops::crop_imm(picture, left, top, width, height).to_image();
        let photo = crop(&self.full);
        let kept = if !settings.keeps_drawing() {
            photo.clone()
        } else if self.drawing.dimensions() == self.full.dimensions() {
            crop(&self.drawing)
        } else {
            picture::upsample_guided_part(&self.drawing, &self.small, &photo, [left, top], size)
        };
        if *settings == InkSettings::NEUTRAL {
            return [photo, kept];
        }
        let (small, drawing) = found_in(&self.small, &self.drawing);
        let corner = [left, top];
        let drawn = self
            .ink
            .draw_part(&small, &*drawing, &kept, settings, size, corner);
        [photo, drawn]
    }
}

#[cfg(test)]
mod tests {
    use super::super::pipeline::Loaded;
    use super::super::{
        DeviceChoice, Drawing, JobSpec, OutputSize, PreviewRequest, Scale, Source, Studio,
        StudioOptions,
    };
    use super::*;

    fn studio() -> Studio {
        let options = StudioOptions {
            device: DeviceChoice::Cpu,
            ..StudioOptions::default()
        };
        Studio::open(&options).unwrap()
    }

    fn photo() -> RgbaImage {
        RgbaImage::from_fn(700, 500, |x, y| {
            let disc = (x as f32 - 300.0).hypot(y as f32 - 250.0) < 150.0;
            let wave = ((x as f32 / 23.0).sin() * 40.0 + 128.0) as u8;
            image::Rgba(if disc {
                [200, wave, 60, 255]
            } else {
                [wave, 120, 180, 255]
            })
        })
    }

    #[test]
    fn a_part_of_a_small_photograph_is_one_of_its_enlarged_drawing() {
        let mut studio = studio();
        let photo = Arc::new(picture::downscale(&photo(), 140, 100));
        let recipe = Recipe::of_style("oz-neill").with_ink(InkSettings::default());
        let ink = recipe.ink;
        let spec = JobSpec {
            source: Source::Photo(Arc::new(picture::Photo::of_pixels((*photo).clone()))),
            recipe: recipe.clone(),
            scale: Scale::Working(420),
            size: OutputSize::Auto,
            output: None,
        };
        let Ok(Loaded::Still(prepared, 1)) = Loaded::load(&spec, &|| false) else {
            panic!("it is a still picture");
        };
        let (small, full) = (prepared.small(), prepared.full());
        assert_eq!(
            (small.dimensions(), full.dimensions()),
            ((420, 300), (420, 300))
        );
        let drawing = studio.draw(small, &recipe, &ink, &|| false).unwrap();
        let measures = crate::ink::Measures::default();
        let mut whole = studio
            .finish(drawing, small, full, &ink, &measures)
            .unwrap();
        prepared.fit(&mut whole, recipe.share());
        let request = DetailRequest {
            id: RequestId(1),
            photo,
            recipe,
            long_side_px: 420,
            part: [330, 90, 90, 200],
        };
        let drawn = LastDetail::default().draw(&mut studio, &request, &|| false);
        let [seen, drawn] = drawn.unwrap();
        assert_eq!(seen, imageops::crop_imm(full, 330, 90, 90, 200).to_image());
        let saved = imageops::crop_imm(&whole, 330, 90, 90, 200).to_image();
        let apart = saved.iter().zip(drawn.iter()).map(|(a, b)| a.abs_diff(*b));
        assert!(apart.max().unwrap() <= 1);
    }

    #[test]
    fn at_amount_zero_the_screen_shows_the_photograph_as_a_whole_and_closely() {
        let mut studio = studio();
        let photo = Arc::new(photo());
        for style in ["comic", "ink-philmay"] {
            let recipe = Recipe {
                amount: 0.0,
                ..Recipe::of_style(style)
            };
            let part = [250, 130, 60, 70];
            let request = DetailRequest {
                id: RequestId(1),
                photo: Arc::clone(&photo),
                recipe: recipe.clone(),
                long_side_px: 192,
                part,
            };
            let drawn = LastDetail::default().draw(&mut studio, &request, &|| false);
            let [seen, drawn] = drawn.unwrap();
            assert_eq!(seen, drawn, "{style}");
            let whole = PreviewRequest {
                id: RequestId(1),
                photo: Arc::clone(&photo),
                recipe,
                long_side_px: 192,
            };
            let small = picture::downscale(&photo, 192, 137);
            let drawn = super::super::preview::draw(&mut studio, &whole, &|| false);
            assert_eq!(drawn.unwrap(), small, "{style}");
            let mut last = super::super::preview::LastDrawing::default();
            let shown = last.preview(&mut studio, &whole, &|| false).unwrap();
            let (Drawing::Pixels(shown), _) = shown else {
                panic!("it is in memory");
            };
            assert_eq!(*shown, small, "{style}");
        }
    }

    #[test]
    fn a_part_is_what_saving_gives() {
        let mut studio = studio();
        let photo = Arc::new(photo());
        // Whatever looks at a place in the picture, too.
        let recipe = Recipe::of_style("oz-neill").with_ink(InkSettings {
            hatching: 0.5,
            ..InkSettings::default()
        });
        for long_side_px in [192, 700] {
            let (w, h) = picture::fit_within(700, 500, long_side_px);
            let small = picture::downscale(&photo, w, h);
            let drawing = studio.paint(&small, &recipe, &|| false).unwrap();
            let measures = crate::ink::Measures::default();
            let whole = studio
                .finish(drawing, &small, &photo, &recipe.ink, &measures)
                .unwrap();
            let mut last = LastDetail::default();
            for part in [[250, 130, 200, 170], [0, 0, 64, 500], [600, 401, 100, 99]] {
                let request = DetailRequest {
                    id: RequestId(1),
                    photo: Arc::clone(&photo),
                    recipe: recipe.clone(),
                    long_side_px,
                    part,
                };
                let [seen, drawn] = last.draw(&mut studio, &request, &|| false).unwrap();
                let [x, y, w, h] = part;
                assert_eq!(seen, imageops::crop_imm(&*photo, x, y, w, h).to_image());
                let saved = imageops::crop_imm(&whole, x, y, w, h).to_image();
                let apart = saved.iter().zip(drawn.iter()).map(|(a, b)| a.abs_diff(*b));
                assert!(apart.max().unwrap() <= 1, "{part:?} at {long_side_px}");
            }
        }
    }
}
