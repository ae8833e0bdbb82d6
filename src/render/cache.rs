//! The last drawings for the screen, kept by stage: moving an ink slider draws only the ink anew,
//! and moving about in a picture neither that nor the network.

use std::sync::Arc;

use image::{RgbaImage, imageops};

use super::fade::fade;
use super::prepare::Prepared;
use super::{Recipe, RenderRequest, Scale, Source, View, stages};
use crate::ink::{self, InkDevice, InkSettings, LiveInk};
use crate::picture;

/// A photograph, the network's output for it, and what the ink has found in both.
#[derive(Debug)]
pub(super) struct Kept {
    source: Source,
    scale: Scale,
    /// What the network was told.
    recipe: Recipe,
    prepared: Prepared,
    drawing: Arc<RgbaImage>,
    ink: LiveInk,
}

impl Kept {
    /// Of a request whose network has run; `device` does passes of its ink.
    pub(super) fn new(
        request: &RenderRequest,
        prepared: Prepared,
        drawing: Arc<RgbaImage>,
        device: Option<Arc<dyn InkDevice>>,
    ) -> Self {
        Self {
            source: request.source.clone(),
            scale: request.scale,
            recipe: request.recipe.clone(),
            prepared,
            drawing,
            ink: LiveInk::on(device),
        }
    }

    /// Whether the network would draw just this for `request`.
    fn serves(&self, request: &RenderRequest) -> bool {
        self.source.is(&request.source)
            && self.scale == request.scale
            && self.recipe.draws_as(&request.recipe)
    }

    /// All of the drawing.
    pub(super) fn whole(&mut self, recipe: &Recipe) -> Arc<RgbaImage> {
        let (drawing, measures) = (Arc::clone(&self.drawing), ink::Measures::default());
        stages::finish(drawing, &self.prepared, recipe, &measures, &mut self.ink)
    }

    /// A part of the photograph at the size of the finished drawing, and of that drawing.
    pub(super) fn part(&mut self, recipe: &Recipe, part: [u32; 4]) -> [RgbaImage; 2] {
        let [photo, mut drawn] = self.ink_part(&recipe.ink, part);
        fade(&mut drawn, &photo, recipe.share());
        [photo, drawn]
    }

    fn ink_part(
        &mut self,
        settings: &InkSettings,
        [left, top, width, height]: [u32; 4],
    ) -> [RgbaImage; 2] {
        let (small, full) = (self.prepared.small(), self.prepared.full());
        let size: [u32; 2] = full.dimensions().into();
        let crop =
            |picture: &RgbaImage| imageops::crop_imm(picture, left, top, width, height).to_image();
        let photo = crop(full);
        let kept = if !settings.keeps_drawing() {
            photo.clone()
        } else if self.drawing.dimensions() == full.dimensions() {
            crop(&self.drawing)
        } else {
            picture::upsample_guided_part(&self.drawing, small, &photo, [left, top], size)
        };
        if *settings == InkSettings::NEUTRAL {
            return [photo, kept];
        }
        let (small, drawing) = stages::found_in(small, &self.drawing);
        let corner = [left, top];
        let drawn = self
            .ink
            .draw_part(&small, &*drawing, &kept, settings, size, corner);
        [photo, drawn]
    }
}

/// The last drawing of the whole picture, and the last one of which a part was wanted.
#[derive(Debug, Default)]
pub(super) struct Cache {
    whole: Option<Kept>,
    part: Option<Kept>,
}

impl Cache {
    fn place(&mut self, view: View) -> &mut Option<Kept> {
        match view {
            View::Working | View::Full(_) => &mut self.whole,
            View::Part(_) => &mut self.part,
        }
    }

    /// What is kept for `request`, to be [put](Self::put) back; what is kept for another one is let
    /// go.
    pub(super) fn take(&mut self, request: &RenderRequest) -> Option<Kept> {
        let kept = self.place(request.view).take();
        kept.filter(|kept| kept.serves(request))
    }

    pub(super) fn put(&mut self, view: View, kept: Kept) {
        *self.place(view) = Some(kept);
    }

    /// Lets go of the photograph of which a part was wanted.
    pub(super) fn forget_part(&mut self) {
        self.part = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::Photo;
    use crate::render::{
        DeviceChoice, Drawing, Drawn, Loaded, OutputSize, Renderer, RendererOptions, Sink,
    };

    fn renderer() -> Renderer {
        Renderer::open(&RendererOptions {
            device: DeviceChoice::Cpu,
            ..RendererOptions::default()
        })
        .unwrap()
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

    fn pixels(drawing: Drawing) -> Arc<RgbaImage> {
        match drawing {
            Drawing::Pixels(pixels) => pixels,
            Drawing::Texture(_) => panic!("it is in memory"),
        }
    }

    /// What a file of it holds, and the photograph as large.
    fn saved(
        renderer: &mut Renderer,
        photo: &RgbaImage,
        recipe: &Recipe,
        scale: Scale,
    ) -> [RgbaImage; 2] {
        let request = RenderRequest {
            source: Source::Photo(Arc::new(Photo::of_pixels(photo.clone()))),
            recipe: recipe.clone(),
            scale,
            view: View::Full(OutputSize::Auto),
            sink: Sink::Memory,
        };
        let Ok(Loaded::Still(prepared, 1)) = Loaded::load(&request, &|| false) else {
            panic!("it is a still picture");
        };
        let drawn = renderer.draw(&prepared, &request, &|| false).unwrap();
        let Drawn::Picture(drawing) = drawn.0 else {
            panic!("it has 8 bits");
        };
        [prepared.full().clone(), drawing]
    }

    #[test]
    fn at_amount_zero_the_screen_shows_the_photograph_as_a_whole_and_closely() {
        let mut renderer = renderer();
        let photo = Arc::new(photo());
        for style in ["comic", "ink-philmay"] {
            let recipe = Recipe {
                amount: 0.0,
                ..Recipe::of_style(style)
            };
            let part = [250, 130, 60, 70];
            let request = RenderRequest::part(Arc::clone(&photo), recipe.clone(), 192, part);
            let rendered = renderer.render(&request, &|| false).unwrap();
            assert_eq!(rendered.photo, Some((*pixels(rendered.drawing)).clone()));
            let small = picture::downscale(&photo, 192, 137);
            let shown = RenderRequest::for_screen(Arc::clone(&photo), recipe.clone(), 192);
            let in_memory = RenderRequest {
                sink: Sink::Memory,
                ..shown.clone()
            };
            for request in [shown, in_memory] {
                let rendered = renderer.render(&request, &|| false).unwrap();
                assert_eq!(*pixels(rendered.drawing), small, "{style}");
            }
        }
    }

    #[test]
    fn a_part_is_what_saving_gives() {
        let mut renderer = renderer();
        // Whatever looks at a place in the picture, too.
        let recipe = Recipe::of_style("oz-neill").with_ink(InkSettings {
            hatching: 0.5,
            ..InkSettings::default()
        });
        let large = photo();
        let small = picture::downscale(&large, 140, 100);
        for (photo, long_side_px, parts) in [
            (
                &large,
                192,
                [[250, 130, 200, 170], [0, 0, 64, 500], [600, 401, 100, 99]],
            ),
            (
                &large,
                700,
                [[250, 130, 200, 170], [0, 0, 64, 500], [600, 401, 100, 99]],
            ),
            (
                &small,
                420,
                [[330, 90, 90, 200], [0, 0, 64, 300], [100, 101, 99, 99]],
            ),
        ] {
            let scale = Scale::Working(long_side_px);
            let [full, whole] = saved(&mut renderer, photo, &recipe, scale);
            let photo = Arc::new(photo.clone());
            for part in parts {
                let photo = Arc::clone(&photo);
                let request = RenderRequest::part(photo, recipe.clone(), long_side_px, part);
                let rendered = renderer.render(&request, &|| false).unwrap();
                let [x, y, w, h] = part;
                let seen = imageops::crop_imm(&full, x, y, w, h).to_image();
                assert_eq!(rendered.photo, Some(seen));
                let saved = imageops::crop_imm(&whole, x, y, w, h).to_image();
                let drawn = pixels(rendered.drawing);
                let apart = saved.iter().zip(drawn.iter()).map(|(a, b)| a.abs_diff(*b));
                assert!(apart.max().unwrap() <= 1, "{part:?} at {long_side_px}");
            }
        }
    }
}
