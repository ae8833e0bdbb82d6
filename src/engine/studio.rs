//! The painter with the real network: on the graphics device that the window shares, or on the CPU.

mod gpu;

use std::sync::Arc;

use burn::prelude::Device;
use image::{RgbImage, RgbaImage};

use self::gpu::{GpuStudio, planes};
use super::learnt::LearntStyles;
use super::{
    DeviceReport, Drawing, EngineError, LearntWeights, Look, Painter, Shelf, ShelfEntry, ShelfError,
};
use crate::gpu::{AdapterSummary, Gpu, GpuError, InkPass, TensorDisplay};
use crate::ink::{self, InkSettings};
use crate::model::direct::{DirectError, DirectGenerator};
use crate::model::{BaseModel, ModelError, NUM_DIALS, StyleCode, StyleFile, Teaching};
use crate::picture;
use crate::train::pages::Page;
use crate::train::{Ingredients, Learning, Plan};

/// Perceptual network, discriminator and statistics: what learning needs.
pub(super) const TEACHING: &[u8] = include_bytes!("../../assets/models/teaching-v1.safetensors");
/// The weights that are built into the program.
const BASE_MODEL: &[u8] = include_bytes!("../../assets/models/base-v1.safetensors");
/// Largest difference between device and CPU, in `0.0..=1.0`, that drivers may make by rounding.
const SELF_TEST_TOLERANCE: f32 = 2e-3;
/// Side of the tile that the self-test draws.
const SELF_TEST_SIDE: u32 = 64;

/// Where the network is asked to run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum DeviceChoice {
    /// On a real graphics card when there is one that passes the self-test, otherwise on the CPU.
    #[default]
    Auto,
    /// On the graphics adapter, even a software one (very slow).
    Gpu,
    /// On the CPU.
    Cpu,
}

/// How a [`Studio`] is opened.
#[derive(Clone, Debug, Default)]
pub struct StudioOptions {
    /// Where the network runs.
    pub device: DeviceChoice,
    /// The window's device; without one the studio opens its own.
    pub shared: Option<Gpu>,
    /// Weights other than the built-in ones.
    pub weights: Option<Vec<u8>>,
    /// The folder with the user's styles; without one only the built-in styles are there.
    pub shelf: Option<Shelf>,
    /// A style from a file that is not on the shelf.
    pub guest: Option<StyleFile>,
}

/// Owns the networks and the devices that they run on.
#[derive(Debug)]
pub struct Studio {
    model: BaseModel,
    report: DeviceReport,
    cpu: DirectGenerator,
    gpu: Option<GpuStudio>,
    shelf: Option<Shelf>,
    learnt: LearntStyles,
    entries: Vec<ShelfEntry>,
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
        let cpu = model.direct()?;
        let report = DeviceReport {
            adapters: Vec::new(),
            adapter: None,
            network_on_gpu: false,
            ink_on_gpu: false,
            self_test: None,
            note: None,
        };
        let mut studio = Self {
            model,
            report,
            cpu,
            gpu: None,
            shelf: options.shelf.clone(),
            learnt: LearntStyles::default(),
            entries: Vec::new(),
        };
        studio.reload_shelf();
        if let Some(guest) = &options.guest {
            studio.entries.retain(|entry| entry.name != guest.name);
            studio.entries.push(ShelfEntry::learnt(guest));
            studio.learnt.insert(&guest.name, weights_of(guest));
        }
        if options.device == DeviceChoice::Cpu {
            studio.report.note = Some("the CPU was asked for".to_owned());
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
        studio.adopt(device, options.device)?;
        Ok(studio)
    }

    /// Names of the styles that are built in, without opening a device.
    ///
    /// # Errors
    /// [`EngineError::Model`] when the built-in weights are damaged.
    pub fn built_in_styles() -> Result<Vec<String>, EngineError> {
        let model = BaseModel::from_bytes(BASE_MODEL)?;
        Ok(model
            .styles()
            .iter()
            .map(|style| style.name.clone())
            .collect())
    }

    /// Where networks are trained: where they draw.
    pub(super) fn training_device(&self) -> Device {
        match &self.gpu {
            Some(gpu) => gpu.runtime.clone(),
            None => Device::flex(),
        }
    }

    /// Moves the network to `device` if it is real and draws what the CPU draws.
    fn adopt(&mut self, device: Option<Gpu>, choice: DeviceChoice) -> Result<(), EngineError> {
        let forced = choice == DeviceChoice::Gpu;
        let Some(device) = device else {
            if forced {
                return Err(GpuError::NoAdapter.into());
            }
            self.report.note = Some("no graphics adapter was found".to_owned());
            return Ok(());
        };
        let summary = AdapterSummary::of(&device.adapter);
        if summary.software && !forced {
            self.report.note = Some(format!(
                "{} is not a real graphics card; the CPU is faster",
                summary.name
            ));
            return Ok(());
        }
        match self.try_gpu(device) {
            Ok((gpu, difference)) => {
                self.report.adapter = Some(summary);
                self.report.self_test = Some(difference);
                self.report.network_on_gpu = true;
                self.report.ink_on_gpu = true;
                self.gpu = Some(gpu);
                Ok(())
            }
            Err(err) if forced => Err(err),
            Err(err) => {
                log::warn!("{} is not used: {err}", summary.name);
                self.report.note = Some(format!("{} is not used: {err}", summary.name));
                Ok(())
            }
        }
    }

    fn try_gpu(&self, device: Gpu) -> Result<(GpuStudio, f32), EngineError> {
        let runtime = device.register_with_runtime()?;
        let gpu = GpuStudio {
            generator: self.model.generator(&runtime)?,
            display: TensorDisplay::new(&device.device)?,
            ink: InkPass::new(&device.device)?,
            gpu: device,
            runtime,
        };
        let difference = self.self_test(&gpu)?;
        if difference <= SELF_TEST_TOLERANCE {
            Ok((gpu, difference))
        } else {
            let reason = format!("it draws differently from the CPU (by {difference})");
            Err(GpuError::Lost { reason }.into())
        }
    }

    /// Draws one tile on the device and on the CPU; the largest difference, in `0.0..=1.0`.
    fn self_test(&self, gpu: &GpuStudio) -> Result<f32, EngineError> {
        let side = SELF_TEST_SIDE as usize;
        let tile = RgbaImage::from_fn(SELF_TEST_SIDE, SELF_TEST_SIDE, |x, y| {
            // A pattern with flat parts, edges and all tones; no noise, which would hide an error.
            image::Rgba([
                (x * 4) as u8,
                ((x / 8 + y / 8) % 2 * 200) as u8,
                (y * 4) as u8,
                255,
            ])
        });
        let photo = self.model.photo();
        let code = self
            .model
            .styles()
            .first()
            .map_or(photo, |style| style.code);
        let dials = [0.0; NUM_DIALS];
        let input = planes(&tile);
        let expected = self
            .cpu
            .forward(&input, side, side, &code.0, dials)
            .map_err(ModelError::from)?;
        let found = gpu.forward(&gpu.generator, &tile, code, dials);
        let found = found.try_into_vec_as::<f32>().map_err(backend)?;
        let difference = expected
            .iter()
            .zip(&found)
            .map(|(a, b)| (a - b).abs())
            .fold(0.0, f32::max);
        // NaN loses every comparison above.
        Ok(if found.iter().all(|v| v.is_finite()) {
            difference
        } else {
            f32::INFINITY
        })
    }

    fn code(&self, look: &Look) -> Result<StyleCode, EngineError> {
        let find = |name: &str| {
            let learnt = self.learnt.weights(name).map(|weights| weights.code);
            let built_in = || self.model.style(name).map(|style| style.code);
            match learnt.or_else(built_in) {
                Some(code) => Ok(code),
                None => Err(EngineError::UnknownStyle {
                    name: name.to_owned(),
                    known: self.styles(),
                }),
            }
        };
        let mut code = find(&look.style)?;
        if let Some((other, t)) = &look.blend {
            code = code.blend(find(other)?, *t);
        }
        let learnt = self.learnt.weights(&look.style);
        let photo = learnt.map_or_else(|| self.model.photo(), |weights| weights.photo);
        Ok(code.with_amount(photo, look.amount))
    }
}

impl Painter for Studio {
    fn device(&self) -> DeviceReport {
        self.report.clone()
    }

    fn styles(&self) -> Vec<String> {
        let built_in = self.model.styles().iter().map(|style| &style.name);
        built_in.chain(self.learnt.names()).cloned().collect()
    }

    fn shelf(&self) -> Vec<ShelfEntry> {
        let known = |name: &String| self.entries.iter().find(|entry| entry.name == *name);
        self.styles()
            .into_iter()
            .map(|name| match known(&name) {
                Some(entry) => entry.clone(),
                None => ShelfEntry {
                    is_learnt: self.learnt.contains(&name),
                    ..ShelfEntry::built_in(name)
                },
            })
            .collect()
    }

    fn photo_code(&self) -> StyleCode {
        self.model.photo()
    }

    fn begin_lesson(
        &mut self,
        pages: &[Page],
        photos: &[RgbImage],
        from: Option<&str>,
        plan: &Plan,
    ) -> Result<Learning, EngineError> {
        let start = match from {
            None => None,
            Some(name) => Some(match (self.learnt.weights(name), self.model.style(name)) {
                (Some(weights), _) => (weights.generator.clone(), weights.code),
                (None, Some(style)) => (self.model.tensors().clone(), style.code),
                (None, None) => {
                    return Err(EngineError::UnknownStyle {
                        name: name.to_owned(),
                        known: self.styles(),
                    });
                }
            }),
        };
        let teaching = Teaching::from_bytes(TEACHING)?;
        let device = self.training_device();
        let ingredients = Ingredients {
            pages,
            photos,
            base: &self.model,
            start,
            teaching: &teaching,
        };
        Ok(Learning::begin(ingredients, plan.clone(), &device)?)
    }

    fn hang(
        &mut self,
        name: &str,
        weights: LearntWeights,
        ink: InkSettings,
    ) -> Result<(), EngineError> {
        self.learnt.insert(name, weights);
        self.entries.retain(|entry| entry.name != name);
        self.entries.push(ShelfEntry {
            is_learnt: true,
            ink,
            ..ShelfEntry::built_in(name.to_owned())
        });
        Ok(())
    }

    fn keep(&mut self, style: &StyleFile) -> Result<(), EngineError> {
        self.shelf
            .as_ref()
            .ok_or(ShelfError::NoFolder)?
            .add(style, true)?;
        self.reload_shelf();
        Ok(())
    }

    fn reload_shelf(&mut self) {
        let Some(shelf) = &self.shelf else {
            return;
        };
        let (styles, problems) = shelf.read();
        for problem in problems {
            log::warn!("a style is left out: {problem}");
        }
        // A built-in name stays built in.
        let styles: Vec<StyleFile> = styles
            .into_iter()
            .filter(|style| self.model.style(&style.name).is_none())
            .collect();
        self.learnt
            .retain(|name| styles.iter().any(|style| style.name == name));
        self.entries = styles.iter().map(ShelfEntry::learnt).collect();
        for style in styles {
            self.learnt.insert(&style.name, weights_of(&style));
        }
    }

    fn paint(
        &mut self,
        photo: &RgbaImage,
        look: &Look,
        stop: &(dyn Fn() -> bool + Sync),
    ) -> Result<Drawing, EngineError> {
        let code = self.code(look)?;
        let dials = look.dials.log8();
        let (width, height) = photo.dimensions();
        if let Some(gpu) = self.gpu.as_ref().filter(|gpu| gpu.can_hold(width, height)) {
            if stop() {
                return Err(EngineError::Cancelled);
            }
            let learnt = self.learnt.gpu(&look.style, &self.model, &gpu.runtime)?;
            let generator = learnt.unwrap_or(&gpu.generator);
            return gpu.paint(generator, photo, code, dials);
        }
        let cpu = self.learnt.cpu(&look.style)?.unwrap_or(&self.cpu);
        let drawn = cpu.draw(photo, width as usize, height as usize, &code.0, dials, stop);
        match drawn {
            Ok(pixels) => RgbaImage::from_raw(width, height, pixels)
                .map(|pixels| Drawing::Pixels(Arc::new(pixels)))
                .ok_or(EngineError::Cancelled),
            Err(DirectError::Cancelled) => Err(EngineError::Cancelled),
            Err(err) => Err(ModelError::from(err).into()),
        }
    }

    fn finish(
        &mut self,
        drawing: &Drawing,
        small: &RgbaImage,
        full: &RgbaImage,
        settings: &InkSettings,
    ) -> Result<RgbaImage, EngineError> {
        let gpu = self.gpu.as_ref();
        let same_size = small.dimensions() == full.dimensions();
        if let (Drawing::Texture(texture), Some(gpu), true) = (drawing, gpu, same_size) {
            return gpu.ink_texture(full, texture, settings, 1.0);
        }
        let pixels = match (drawing, gpu) {
            (Drawing::Pixels(pixels), _) => Arc::clone(pixels),
            (Drawing::Texture(texture), Some(gpu)) => Arc::new(gpu.read(texture)?),
            (Drawing::Texture(_), None) => {
                let reason = "the drawing is on a device that is gone".to_owned();
                return Err(GpuError::Lost { reason }.into());
            }
        };
        let pixels = if same_size {
            pixels
        } else {
            Arc::new(picture::upsample_guided(&pixels, small, full))
        };
        let long_side = |picture: &RgbaImage| picture.width().max(picture.height()) as f32;
        let stroke_scale = long_side(full) / long_side(small);
        let (width, height) = full.dimensions();
        match gpu.filter(|gpu| gpu.can_hold(width, height)) {
            Some(gpu) => gpu.ink_pixels(full, &pixels, settings, stroke_scale),
            None => Ok(ink::draw(full, &pixels, settings, stroke_scale)),
        }
    }
}

fn weights_of(style: &StyleFile) -> LearntWeights {
    LearntWeights {
        code: style.code,
        photo: style.photo,
        generator: style.generator.clone(),
    }
}

fn backend(err: impl std::fmt::Display) -> EngineError {
    ModelError::Backend {
        reason: err.to_string(),
    }
    .into()
}
