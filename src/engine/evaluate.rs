//! Measures of drawings: does a style look like its pages, does the photograph stay, and do the
//! dials do what they say.

use std::path::Path;
use std::sync::Arc;

use burn::prelude::Device;
use image::{RgbImage, RgbaImage};

use super::EngineError;
use super::extractor::read_extractor;
use crate::ink::InkSettings;
use crate::library::built_in::TEACHING;
use crate::model::Teaching;
use crate::render::{Recipe, RenderRequest, Renderer, Scale};
use crate::train::metrics::{psnr, ssim};
use crate::train::{DrawingMetrics, cycle};

/// What is measured of one drawing, or the mean over many.
#[derive(Clone, Copy, Debug, Default, PartialEq, serde::Serialize)]
pub struct Measures {
    /// Style loss against the pages; `None` without pages.
    pub style: Option<f32>,
    /// Content loss against the photograph.
    pub content: f32,
    /// Cycle loss: mean absolute difference after drawing and drawing back, `0.0..=1.0`.
    pub cycle: f32,
    /// Structural similarity to the photograph, `-1.0..=1.0`.
    pub ssim: f32,
    /// Peak signal-to-noise ratio to the photograph, in decibels.
    pub psnr: f32,
}

impl Measures {
    /// The mean of many; `None` of none.
    pub fn mean(all: &[Self]) -> Option<Self> {
        let n = all.len() as f32;
        if all.is_empty() {
            return None;
        }
        let mean = |of: &dyn Fn(&Self) -> f32| all.iter().map(of).sum::<f32>() / n;
        let has_style = all.iter().all(|one| one.style.is_some());
        Some(Self {
            style: has_style.then(|| mean(&|one| one.style.unwrap_or_default())),
            content: mean(&|one| one.content),
            cycle: mean(&|one| one.cycle),
            ssim: mean(&|one| one.ssim),
            psnr: mean(&|one| one.psnr),
        })
    }
}

/// Draws photographs and measures the drawings.
#[derive(Debug)]
pub struct Evaluator {
    renderer: Renderer,
    metrics: DrawingMetrics,
    style_of_pages: Option<f32>,
}

impl Evaluator {
    /// Measures the style by `pages`, seen by the program's own network or by the one in
    /// `perceptual`.
    ///
    /// # Errors
    /// [`EngineError::Render`] when the weights do not fit.
    pub fn new(
        renderer: Renderer,
        pages: &[RgbImage],
        perceptual: Option<&Path>,
    ) -> Result<Self, EngineError> {
        let device = Device::flex();
        let extractor = perceptual.map(|path| read_extractor(path, &device));
        let extractor = extractor.transpose()?;
        let teaching = Teaching::from_bytes(TEACHING)?;
        // Every second page against the others, and the other way round.
        let halves = [0, 1].map(|first| -> Vec<RgbImage> {
            let half = pages.iter().skip(first).step_by(2);
            half.cloned().collect()
        });
        let mut of_halves = Vec::new();
        for (half, other) in [(&halves[0], &halves[1]), (&halves[1], &halves[0])] {
            let metrics = DrawingMetrics::new(&teaching, extractor.clone(), other)?;
            of_halves.extend(metrics.style_of_pages(half)?);
        }
        let num = of_halves.len() as f32;
        Ok(Self {
            metrics: DrawingMetrics::new(&teaching, extractor, pages)?,
            renderer,
            style_of_pages: (num > 0.0).then(|| of_halves.iter().sum::<f32>() / num),
        })
    }

    /// The style loss of the style's own pages, one half of them measured against the other: about
    /// what the artist's own hand would get. `None` with fewer than two pages.
    pub fn style_of_pages(&self) -> Option<f32> {
        self.style_of_pages
    }

    /// The style loss of an untouched photograph; `None` without pages.
    ///
    /// # Errors
    /// What the device said.
    pub fn style_of_photo(&self, photo: &RgbaImage) -> Result<Option<f32>, EngineError> {
        Ok(self.metrics.style(photo)?)
    }

    /// Draws `photo` at its own size, with ink or without, and measures the drawing.
    ///
    /// # Errors
    /// What went wrong while drawing.
    pub fn evaluate(
        &mut self,
        photo: &RgbaImage,
        recipe: &Recipe,
    ) -> Result<(Measures, Arc<RgbaImage>), EngineError> {
        let photo = Arc::new(photo.clone());
        let bare = recipe.clone().with_ink(InkSettings::NEUTRAL);
        let plain = self.draw(&photo, &bare)?;
        let back = self.renderer.draw_back(&plain, recipe)?;
        let drawn = if *recipe == bare {
            plain
        } else {
            self.draw(&photo, recipe)?
        };
        let photo = &*photo;
        let measures = Measures {
            style: self.metrics.style(&drawn)?,
            content: self.metrics.content(&drawn, photo)?,
            cycle: cycle(photo, &back),
            ssim: ssim(photo, &drawn),
            psnr: psnr(photo, &drawn),
        };
        Ok((measures, drawn))
    }

    fn draw(
        &mut self,
        photo: &Arc<RgbaImage>,
        recipe: &Recipe,
    ) -> Result<Arc<RgbaImage>, EngineError> {
        let request = RenderRequest::in_memory(Arc::clone(photo), recipe.clone(), Scale::Full);
        let rendered = self.renderer.render(&request, &|| false)?;
        Ok(rendered.drawing.into_pixels()?)
    }
}
