//! The stages in order. Owns the styles and the devices, and goes on without the graphics card when
//! that fails.

use std::fmt;
use std::sync::Arc;

use burn::prelude::Device;
use image::RgbaImage;

use super::animation::{AnimationJob, Turn};
use super::backend::{Backend, Condition, Drawing};
use super::cache::{Cache, Kept};
use super::error::contain;
use super::prepare::Prepared;
use super::timings::Stopwatch;
use super::{
    DeviceReport, Recipe, RenderError, RenderRequest, Rgb16Image, Sink, Stop, Timings, View, rgb16,
    stages,
};
use crate::ink::{self, InkDevice, LiveInk};
use crate::library::{StyleLibrary, UnknownStyle};

/// What came of a request for the screen or for memory.
#[derive(Debug)]
pub struct Rendered {
    /// The drawing: sRGB, opaque.
    pub drawing: Drawing,
    /// The part of the photograph, where a part was asked for.
    pub photo: Option<RgbaImage>,
    /// Whether the network ran; otherwise only the ink was drawn anew.
    pub network_ran: bool,
}

/// What came of a request for a file, before it is written.
#[derive(Debug)]
pub(crate) enum Drawn {
    /// A picture that only has to be written.
    Picture(RgbaImage),
    /// The network's output, which is inked while it is written, and what inks it.
    Rgb16(Rgb16Image, Box<LiveInk>),
}

/// What came of the next frame of an animation.
#[derive(Debug)]
pub(crate) struct Frame {
    /// The drawing; `None` when it is that of the frame before.
    pub(crate) drawing: Option<RgbaImage>,
    /// Where the time went.
    pub(crate) timings: Timings,
}

/// Draws. Lives on one thread and never leaves it.
pub struct Renderer {
    library: StyleLibrary,
    cpu: Box<dyn Backend>,
    gpu: Option<Box<dyn Backend>>,
    report: DeviceReport,
    /// Whether the report has changed since somebody was told.
    has_changed: bool,
    cache: Cache,
}

impl fmt::Debug for Renderer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut fields = f.debug_struct("Renderer");
        fields.field("report", &self.report).finish_non_exhaustive()
    }
}

impl Renderer {
    /// Draws with these backends: the network for 16 bits and for animations on the CPU, all else
    /// on the graphics device if there is one.
    pub fn with_backends(
        library: StyleLibrary,
        cpu: Box<dyn Backend>,
        gpu: Option<Box<dyn Backend>>,
        report: DeviceReport,
    ) -> Self {
        Self {
            library,
            cpu,
            gpu,
            report,
            has_changed: false,
            cache: Cache::default(),
        }
    }

    /// What runs where.
    pub fn report(&self) -> &DeviceReport {
        &self.report
    }

    /// What runs where, if that has changed since this was asked last.
    pub(crate) fn changed_report(&mut self) -> Option<DeviceReport> {
        std::mem::take(&mut self.has_changed).then(|| self.report.clone())
    }

    /// The styles that are drawn in.
    pub fn library(&self) -> &StyleLibrary {
        &self.library
    }

    /// The styles, to add to them or to take away; what was kept for the screen is void.
    pub fn library_mut(&mut self) -> &mut StyleLibrary {
        self.cache = Cache::default();
        &mut self.library
    }

    /// Where networks are trained: where they draw.
    pub(crate) fn training_device(&self) -> Device {
        self.backend().training_device()
    }

    /// Lets go of the photograph of which a part was wanted.
    pub(crate) fn forget_part(&mut self) {
        self.cache.forget_part();
    }

    /// Draws a request for the screen or for memory.
    ///
    /// # Errors
    /// [`RenderError::Cancelled`] after `stop` said yes, or what went wrong.
    pub fn render(
        &mut self,
        request: &RenderRequest,
        stop: Stop<'_>,
    ) -> Result<Rendered, RenderError> {
        self.attempt(|renderer| {
            let is_kept = matches!(request.sink, Sink::Screen);
            let known = if is_kept {
                renderer.cache.take(request)
            } else {
                None
            };
            let network_ran = known.is_none() && request.recipe.ink.needs_network();
            let mut kept = if let Some(kept) = known {
                kept
            } else {
                let prepared = Prepared::of_request(request)?;
                let drawing = renderer.network(prepared.small(), &request.recipe, stop)?;
                Kept::new(request, prepared, drawing, renderer.ink_device())
            };
            let (drawing, photo) = match request.view {
                View::Part(part) => {
                    let [photo, drawing] = kept.part(&request.recipe, part);
                    (Drawing::Pixels(Arc::new(drawing)), Some(photo))
                }
                View::Working | View::Full(_) => {
                    let drawing = kept.whole(&request.recipe);
                    let drawing = match &renderer.gpu {
                        Some(gpu) if is_kept => gpu.show(drawing),
                        _ => Drawing::Pixels(drawing),
                    };
                    (drawing, None)
                }
            };
            if is_kept {
                renderer.cache.put(request.view, kept);
            }
            Ok(Rendered {
                drawing,
                photo,
                network_ran,
            })
        })
    }

    /// Draws a photograph for a file.
    ///
    /// # Errors
    /// As [`render`](Self::render).
    pub(crate) fn draw(
        &mut self,
        prepared: &Prepared,
        request: &RenderRequest,
        stop: Stop<'_>,
    ) -> Result<(Drawn, Timings), RenderError> {
        self.attempt(|renderer| {
            let (small, recipe) = (prepared.small(), &request.recipe);
            let mut timings = Timings::default();
            let mut watch = Stopwatch::start();
            if request.is_rgb16() {
                let drawing = renderer.network_rgb16(small, recipe, stop)?;
                timings.draw = watch.lap();
                let live = Box::new(LiveInk::on(renderer.ink_device()));
                return Ok((Drawn::Rgb16(drawing, live), timings));
            }
            let drawing = renderer.network(small, recipe, stop)?;
            timings.draw = watch.lap();
            let mut live = LiveInk::on(renderer.ink_device());
            let measures = ink::Measures::default();
            let drawing = stages::finish(drawing, prepared, recipe, &measures, &mut live);
            timings.ink = watch.lap();
            Ok((Drawn::Picture(Arc::unwrap_or_clone(drawing)), timings))
        })
    }

    /// Draws the frame of an animation whose turn it is; `None` after the last.
    ///
    /// # Errors
    /// As [`render`](Self::render).
    pub(crate) fn draw_frame(
        &mut self,
        animation: &mut AnimationJob,
        recipe: &Recipe,
        stop: Stop<'_>,
    ) -> Result<Option<Frame>, RenderError> {
        self.attempt(|renderer| {
            let mut timings = Timings::default();
            let mut watch = Stopwatch::start();
            let device = renderer.ink_device();
            let condition = if recipe.ink.needs_network() {
                Some(renderer.condition(recipe, recipe.network_amount())?)
            } else {
                None
            };
            if !animation.is_begun() {
                let statistics = match &condition {
                    Some(condition) => {
                        let samples = animation.samples();
                        renderer.cpu.statistics(samples, condition, stop)?
                    }
                    None => None,
                };
                animation.begin_with(statistics);
            }
            timings.draw = watch.lap();
            let measures = animation.measures();
            let statistics = animation.statistics();
            let frame = match animation.frame()? {
                Some(Turn::Draw(frame)) => frame,
                Some(Turn::Again) => {
                    timings.decode = watch.lap();
                    let drawing = None;
                    return Ok(Some(Frame { drawing, timings }));
                }
                None => return Ok(None),
            };
            timings.decode = watch.lap();
            let small = frame.small();
            let drawing = match &condition {
                Some(condition) => {
                    let statistics = statistics.as_ref();
                    renderer.cpu.forward(small, condition, statistics, stop)?
                }
                None => small.clone(),
            };
            timings.draw += watch.lap();
            let live = &mut LiveInk::on(device);
            let drawing = stages::finish(Arc::new(drawing), frame, recipe, &measures, live);
            timings.ink = watch.lap();
            let drawing = Some(Arc::unwrap_or_clone(drawing));
            Ok(Some(Frame { drawing, timings }))
        })
    }

    /// Draws `drawing` with the code of a photograph: the way back, by which the cycle loss is
    /// measured.
    ///
    /// # Errors
    /// As [`render`](Self::render).
    pub(crate) fn draw_back(
        &mut self,
        drawing: &RgbaImage,
        recipe: &Recipe,
    ) -> Result<RgbaImage, RenderError> {
        self.attempt(|renderer| {
            let condition = renderer.condition(recipe, 0.0)?;
            let backend = renderer.backend_mut();
            backend.forward(drawing, &condition, None, &|| false)
        })
    }

    /// The network's output for `photo` at its own size; the photograph itself when the ink has
    /// nothing of the style's hand.
    fn network(
        &mut self,
        photo: &RgbaImage,
        recipe: &Recipe,
        stop: Stop<'_>,
    ) -> Result<Arc<RgbaImage>, RenderError> {
        if !recipe.ink.needs_network() {
            return Ok(Arc::new(photo.clone()));
        }
        let condition = self.condition(recipe, recipe.network_amount())?;
        let backend = self.backend_mut();
        backend.forward(photo, &condition, None, stop).map(Arc::new)
    }

    /// As [`network`](Self::network), with 16 bits a channel, which a graphics device's textures do
    /// not have.
    fn network_rgb16(
        &mut self,
        photo: &RgbaImage,
        recipe: &Recipe,
        stop: Stop<'_>,
    ) -> Result<Rgb16Image, RenderError> {
        if !recipe.ink.needs_network() {
            return Ok(rgb16::widen(photo));
        }
        let condition = self.condition(recipe, recipe.network_amount())?;
        self.cpu.forward_rgb16(photo, &condition, stop)
    }

    fn condition(&self, recipe: &Recipe, amount: f32) -> Result<Condition, UnknownStyle> {
        let blend = recipe.blend.as_ref();
        Ok(Condition {
            code: self.library.code(&recipe.style, blend, amount)?,
            learnt: self.library.learnt(&recipe.style).cloned(),
            dials: recipe.weights.log8(),
            style: recipe.style.clone(),
        })
    }

    /// What does passes of the ink in place of the CPU.
    fn ink_device(&self) -> Option<Arc<dyn InkDevice>> {
        self.gpu.as_ref()?.ink_device()
    }

    fn backend(&self) -> &dyn Backend {
        self.gpu.as_deref().unwrap_or(&*self.cpu)
    }

    fn backend_mut(&mut self) -> &mut dyn Backend {
        match &mut self.gpu {
            Some(gpu) => &mut **gpu,
            None => &mut *self.cpu,
        }
    }

    /// Does `task`, and again with less of the graphics device, or without it, when that may have
    /// failed.
    fn attempt<T>(
        &mut self,
        mut task: impl FnMut(&mut Self) -> Result<T, RenderError>,
    ) -> Result<T, RenderError> {
        loop {
            match contain(|| task(self)) {
                Err(error) if self.leave_device(&error) => {}
                outcome => {
                    self.heed_ink();
                    return outcome;
                }
            }
        }
    }

    /// Leaves the graphics device alone once it has failed over the ink; the drawing is whole,
    /// since the CPU goes on where a pass was not done.
    fn heed_ink(&mut self) {
        if let Some(error) = self.gpu.as_ref().and_then(|gpu| gpu.ink_failure()) {
            self.leave_device(&error.into());
        }
    }

    /// Whether drawing again may help after `error`.
    fn leave_device(&mut self, error: &RenderError) -> bool {
        let Some(gpu) = &mut self.gpu else {
            return false;
        };
        if !error.may_be_the_device() {
            return false;
        }
        log::warn!("the graphics device failed: {error}");
        if !gpu.shrink(error) {
            self.gpu = None;
            self.report.leave_device(error);
            self.has_changed = true;
        }
        self.cache = Cache::default();
        true
    }
}
