//! The painter with the real network: on the graphics device that the window shares, or on the CPU.
//!
//! | module | what |
//! |---|---|
//! | [`options`] | what a studio is opened with |
//! | [`styles`] | the styles that it draws in, built in and learnt |
//! | [`learnt`] | weights of learnt styles, prepared for each device when they are first drawn with |
//! | [`self_test`] | whether a graphics device draws what the CPU draws |
//! | [`gpu`] | drawing on a graphics device, in one piece or in tiles |
//! | [`whole`] | drawing on the CPU |

mod gpu;
mod learnt;
mod options;
mod self_test;
mod styles;
mod whole;

use std::borrow::Cow;
use std::sync::Arc;

use burn::prelude::Device;
use image::RgbaImage;

use self::gpu::{GpuStudio, Room};
pub use self::options::{DeviceChoice, StudioOptions};
use self::styles::Styles;
use super::beholder::beholder_of;
use super::built_in::{BASE_MODEL, TEACHING};
use super::fade::fade;
use super::{
    DeepDrawing, DeviceNote, DeviceReport, Drawing, EngineError, LearntWeights, LessonMaterial,
    LessonSpec, Look, Painter, Series, Shelf, ShelfEntry,
};
use crate::gpu::{AdapterSummary, Gpu, GpuError, TensorDisplay};
use crate::ink::{self, InkSettings, LiveInk};
use crate::model::{BaseModel, ModelError, StyleCode, StyleFile, Teaching};
use crate::picture;
use crate::train::{Finetuning, TrainInputs};

/// Owns the networks and the devices that they run on.
#[derive(Debug)]
pub struct Studio {
    styles: Styles,
    report: DeviceReport,
    gpu: Option<GpuStudio>,
}

impl Studio {
    /// Loads the weights and chooses, opens and tests the device.
    ///
    /// # Errors
    /// [`EngineError`] when the weights do not fit, or `DeviceChoice::Gpu` finds no device that works.
    pub fn open(options: &StudioOptions) -> Result<Self, EngineError> {
        let bytes = options
            .weights
            .clone()
            .unwrap_or_else(|| BASE_MODEL.to_vec());
        let model = BaseModel::from_bytes(&bytes)?;
        let mut studio = Self {
            styles: Styles::new(model, options.shelf.clone(), options.guest.as_ref())?,
            report: DeviceReport::default(),
            gpu: None,
        };
        if options.device == DeviceChoice::Cpu {
            studio.report.note = Some(DeviceNote::CpuAskedFor);
            return Ok(studio);
        }
        let (instance, adapters) = crate::gpu::adapters();
        studio.report.adapters = adapters.iter().map(AdapterSummary::of).collect();
        let device = match &options.shared {
            Some(shared) => Some(shared.clone()),
            None => match adapters.into_iter().next() {
                Some(adapter) => Some(Gpu::open(instance, adapter)?),
                None => None,
            },
        };
        studio.adopt(device, options.device, options.shared.is_some())?;
        Ok(studio)
    }

    /// Names of the styles that are built in, without opening a device.
    ///
    /// # Errors
    /// [`EngineError::Model`] when the built-in weights are damaged.
    pub fn built_in_styles() -> Result<Vec<String>, EngineError> {
        let model = BaseModel::from_bytes(BASE_MODEL)?;
        Ok(styles::built_in_names(&model).collect())
    }

    /// Where networks are trained: where they draw.
    pub(super) fn training_device(&self) -> Device {
        match &self.gpu {
            Some(gpu) => gpu.runtime.clone(),
            None => Device::flex(),
        }
    }

    /// Moves the network to `device` if it is real and draws what the CPU draws.
    fn adopt(
        &mut self,
        device: Option<Gpu>,
        choice: DeviceChoice,
        is_shared: bool,
    ) -> Result<(), EngineError> {
        let forced = choice == DeviceChoice::Gpu;
        let Some(device) = device else {
            if forced {
                return Err(GpuError::NoAdapter.into());
            }
            self.report.note = Some(DeviceNote::NoAdapter);
            return Ok(());
        };
        let summary = AdapterSummary::of(&device.adapter);
        if summary.software && !forced {
            self.report.note = Some(DeviceNote::Software {
                adapter: summary.name,
            });
            return Ok(());
        }
        match self.try_gpu(device, is_shared) {
            Ok((gpu, difference)) => {
                self.report.adapter = Some(summary);
                self.report.self_test = Some(difference);
                self.report.network_on_gpu = true;
                self.gpu = Some(gpu);
                Ok(())
            }
            Err(err) if forced => Err(err),
            Err(err) => {
                log::warn!("{} is not used: {err}", summary.name);
                let adapter = summary.name;
                self.report.note = Some(match err {
                    EngineError::Gpu(GpuError::Differs { .. }) => DeviceNote::Differs { adapter },
                    err => DeviceNote::Unfit {
                        adapter,
                        detail: err.detail(),
                    },
                });
                Ok(())
            }
        }
    }

    fn try_gpu(&self, device: Gpu, is_shared: bool) -> Result<(GpuStudio, f32), EngineError> {
        let runtime = device.register_with_runtime()?;
        let gpu = GpuStudio {
            generator: self.styles.model().generator(&runtime)?,
            is_shared,
            room: Room::of(&device.device.limits()),
            display: TensorDisplay::new(&device.device)?,
            gpu: device,
            runtime,
        };
        let difference = self.self_test(&gpu)?;
        if difference <= self_test::TOLERANCE {
            Ok((gpu, difference))
        } else {
            Err(GpuError::Differs { by: difference }.into())
        }
    }

    fn in_memory(&self, drawing: Drawing) -> Result<Arc<RgbaImage>, EngineError> {
        match (drawing, &self.gpu) {
            (Drawing::Pixels(pixels), _) => Ok(pixels),
            (Drawing::Texture(texture), Some(gpu)) => Ok(Arc::new(gpu.read(&texture)?)),
            (Drawing::Texture(_), None) => Err(GpuError::Gone.into()),
        }
    }
}

impl Painter for Studio {
    fn device(&self) -> DeviceReport {
        self.report.clone()
    }

    fn styles(&self) -> Vec<String> {
        self.styles.names()
    }

    fn shelf(&self) -> Vec<ShelfEntry> {
        self.styles.entries()
    }

    fn leave_device(&mut self, error: &EngineError) -> bool {
        match &mut self.gpu {
            Some(gpu) if error.may_be_the_device() => {
                if !gpu.shrink(error) {
                    self.gpu = None;
                    self.report.leave_device(error);
                }
                true
            }
            _ => false,
        }
    }

    fn photo_code(&self) -> StyleCode {
        self.styles.model().photo()
    }

    fn begin_lesson(
        &mut self,
        material: &LessonMaterial,
        spec: &LessonSpec,
    ) -> Result<Finetuning, EngineError> {
        let start = spec.from.as_deref().map(|name| self.styles.start(name));
        let teaching = Teaching::from_bytes(TEACHING)?;
        let device = self.training_device();
        let beholder = material.beholder.as_ref().zip(spec.perceptual.as_deref());
        let beholder = beholder.map(|(tensors, path)| beholder_of(tensors, path, &device));
        let inputs = TrainInputs {
            pages: &material.pages,
            photos: &material.photos,
            base: self.styles.model(),
            start: start.transpose()?,
            teaching: &teaching,
            extractor: beholder.transpose()?,
        };
        Ok(Finetuning::begin(inputs, spec.plan.clone(), &device)?)
    }

    fn hang(
        &mut self,
        name: &str,
        weights: LearntWeights,
        ink: InkSettings,
    ) -> Result<(), EngineError> {
        self.styles.hang(name, weights, ink);
        Ok(())
    }

    fn user_shelf(&self) -> Option<Shelf> {
        self.styles.shelf().cloned()
    }

    fn put_on_shelf(&mut self, styles: Vec<StyleFile>) {
        self.styles.renew(styles);
    }

    fn paint(
        &mut self,
        photo: &RgbaImage,
        look: &Look,
        stop: &(dyn Fn() -> bool + Sync),
    ) -> Result<Drawing, EngineError> {
        let code = self.styles.code(look)?;
        let dials = look.dials.log8();
        if let Some(gpu) = &self.gpu {
            let learnt = self.styles.gpu(&look.style, &gpu.runtime)?;
            let generator = learnt.unwrap_or(&gpu.generator);
            return gpu.paint(generator, photo, code, dials, stop);
        }
        let cpu = self.styles.cpu(&look.style)?;
        whole::draw(cpu, photo, &code.0, dials, stop)
            .map(|pixels| Drawing::Pixels(Arc::new(pixels)))
    }

    fn paint_deep(
        &mut self,
        photo: &RgbaImage,
        look: &Look,
        stop: &(dyn Fn() -> bool + Sync),
    ) -> Result<DeepDrawing, EngineError> {
        let code = self.styles.code(look)?;
        let cpu = self.styles.cpu(&look.style)?;
        whole::draw_deep(cpu, photo, &code.0, look.dials.log8(), stop)
    }

    fn begin_series(
        &mut self,
        samples: &RgbaImage,
        look: &Look,
        stop: &(dyn Fn() -> bool + Sync),
    ) -> Result<Series, EngineError> {
        let code = self.styles.code(look)?;
        let cpu = self.styles.cpu(&look.style)?;
        whole::begin_series(cpu, samples, &code.0, look.dials.log8(), stop)
    }

    fn paint_in_series(
        &mut self,
        photo: &RgbaImage,
        look: &Look,
        series: &Series,
        stop: &(dyn Fn() -> bool + Sync),
    ) -> Result<Drawing, EngineError> {
        let Series(Some(statistics)) = series else {
            return self.paint(photo, look, stop);
        };
        let cpu = self.styles.cpu(&look.style)?;
        let pixels = whole::draw_in_series(cpu, photo, statistics, stop)?;
        Ok(Drawing::Pixels(Arc::new(pixels)))
    }

    fn show(
        &mut self,
        drawing: &Drawing,
        photo: &RgbaImage,
        settings: &InkSettings,
        share: f32,
        live: &mut LiveInk,
    ) -> Result<Drawing, EngineError> {
        let pixels = self.in_memory(drawing.clone())?;
        let mut shown = if *settings == InkSettings::NEUTRAL {
            Arc::clone(&pixels)
        } else {
            let (photo, drawn) = found_in(photo, &pixels);
            let size = pixels.dimensions();
            let measures = ink::Measures::default();
            Arc::new(live.draw_at(&photo, &*drawn, &*pixels, settings, size, &measures))
        };
        if share < 1.0 {
            fade(Arc::make_mut(&mut shown), photo, share);
        }
        match &self.gpu {
            Some(gpu) if gpu.is_shared => {
                let Gpu { device, queue, .. } = &gpu.gpu;
                Ok(Drawing::Texture(crate::gpu::upload(device, queue, &shown)))
            }
            _ => Ok(Drawing::Pixels(shown)),
        }
    }

    fn finish(
        &mut self,
        drawing: Drawing,
        small: &RgbaImage,
        full: &RgbaImage,
        settings: &InkSettings,
        measures: &ink::Measures,
    ) -> Result<RgbaImage, EngineError> {
        let pixels = self.in_memory(drawing)?;
        let size = full.dimensions();
        let is_small = pixels.dimensions() != size;
        let enlarged = (settings.keeps_drawing() && is_small)
            .then(|| Arc::new(picture::upsample_guided(&pixels, small, full)));
        if *settings == InkSettings::NEUTRAL {
            return Ok(Arc::unwrap_or_clone(enlarged.unwrap_or(pixels)));
        }
        let (photo, drawn) = found_in(small, &pixels);
        let kept = enlarged.as_ref().unwrap_or(&pixels);
        let mut ink = LiveInk::default();
        Ok(ink.draw_at(&photo, &*drawn, &**kept, settings, size, measures))
    }
}

/// Long side in pixels above which shapes and lines are found in a smaller picture: strokes grow with the
/// picture, so there is nothing more to find, and it would take seconds and gigabytes.
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

fn backend(err: impl std::fmt::Display) -> EngineError {
    ModelError::Backend {
        reason: err.to_string(),
    }
    .into()
}
