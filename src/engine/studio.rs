//! The painter with the real network: on the graphics device that the window shares, or on the CPU.

use std::sync::Arc;

use burn::prelude::{Device, Tensor};
use burn::tensor::TensorData;
use image::RgbaImage;

use super::{DeviceReport, Drawing, EngineError, Look, Painter};
use crate::gpu::{self, AdapterSummary, Gpu, GpuError, InkPass, TensorDisplay};
use crate::ink::{self, InkSettings};
use crate::model::direct::{DirectError, DirectGenerator};
use crate::model::generator::Generator;
use crate::model::padding::{padded_side, reflect_index};
use crate::model::{BaseModel, CODE_SIZE, ModelError, NUM_DIALS, StyleCode};
use crate::picture;

/// The weights that are built into the program.
const BASE_MODEL: &[u8] = include_bytes!("../../assets/models/base-v0.safetensors");
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
}

/// Owns the networks and the devices that they run on.
#[derive(Debug)]
pub struct Studio {
    model: BaseModel,
    report: DeviceReport,
    cpu: DirectGenerator,
    gpu: Option<GpuStudio>,
}

/// What runs on the graphics device.
#[derive(Debug)]
struct GpuStudio {
    gpu: Gpu,
    runtime: Device,
    generator: Generator,
    display: TensorDisplay,
    ink: InkPass,
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
        let model = BaseModel::from_bytes(bytes)?;
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
        };
        if options.device == DeviceChoice::Cpu {
            studio.report.note = Some("the CPU was asked for".to_owned());
            return Ok(studio);
        }
        let (instance, adapters) = gpu::adapters();
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
        let model = BaseModel::from_bytes(BASE_MODEL.to_vec())?;
        Ok(model
            .styles()
            .iter()
            .map(|style| style.name.clone())
            .collect())
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
        let found = gpu.forward(&tile, code, dials);
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
        let find = |name: &str| match self.model.style(name) {
            Some(style) => Ok(style.code),
            None => Err(EngineError::UnknownStyle {
                name: name.to_owned(),
                known: self.styles(),
            }),
        };
        let mut code = find(&look.style)?;
        if let Some((other, t)) = &look.blend {
            code = code.blend(find(other)?, *t);
        }
        Ok(code.with_amount(self.model.photo(), look.amount))
    }
}

impl Painter for Studio {
    fn device(&self) -> DeviceReport {
        self.report.clone()
    }

    fn styles(&self) -> Vec<String> {
        self.model
            .styles()
            .iter()
            .map(|style| style.name.clone())
            .collect()
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
            return gpu.paint(photo, code, dials);
        }
        let drawn = self
            .cpu
            .draw(photo, width as usize, height as usize, &code.0, dials, stop);
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

impl GpuStudio {
    /// Whether the largest buffers for such a picture fit into one binding and one texture.
    fn can_hold(&self, width: u32, height: u32) -> bool {
        let limits = self.gpu.device.limits();
        // The widest layers: 32 channels of f32 at half resolution, and the ink's f32 quadruples at full.
        let bytes = u64::from(width) * u64::from(height) * 32;
        width.max(height) <= limits.max_texture_dimension_2d
            && bytes <= limits.max_storage_buffer_binding_size
    }

    /// The network's output for `photo`, padded: `[1, 3, h, w]` in `0.0..=1.0`.
    fn forward(&self, photo: &RgbaImage, code: StyleCode, dials: [f32; NUM_DIALS]) -> Tensor<4> {
        let (width, height) = (
            padded_side(photo.width() as usize),
            padded_side(photo.height() as usize),
        );
        let data = TensorData::new(planes(photo), [1, 3, height, width]);
        let x = Tensor::<4>::from_data(data, &self.runtime);
        let code = Tensor::<2>::from_data(
            TensorData::new(code.0.to_vec(), [1, CODE_SIZE]),
            &self.runtime,
        );
        let dials = Tensor::<2>::from_data(
            TensorData::new(dials.to_vec(), [1, NUM_DIALS]),
            &self.runtime,
        );
        self.generator.forward(x, code, dials)
    }

    fn paint(
        &self,
        photo: &RgbaImage,
        code: StyleCode,
        dials: [f32; NUM_DIALS],
    ) -> Result<Drawing, EngineError> {
        let output = self.forward(photo, code, dials);
        let Gpu { device, queue, .. } = &self.gpu;
        let (width, height) = photo.dimensions();
        let texture = self
            .display
            .write(&self.runtime, device, queue, output, width, height)?;
        Ok(Drawing::Texture(texture))
    }

    fn ink_texture(
        &self,
        photo: &RgbaImage,
        drawing: &wgpu::Texture,
        settings: &InkSettings,
        stroke_scale: f32,
    ) -> Result<RgbaImage, EngineError> {
        let Gpu { device, queue, .. } = &self.gpu;
        let photo = gpu::upload(device, queue, photo);
        let output = gpu::picture_texture(device, drawing.width(), drawing.height());
        self.ink.draw(
            device,
            queue,
            &photo,
            drawing,
            settings,
            stroke_scale,
            &output,
        )?;
        self.read(&output)
    }

    fn ink_pixels(
        &self,
        photo: &RgbaImage,
        drawing: &RgbaImage,
        settings: &InkSettings,
        stroke_scale: f32,
    ) -> Result<RgbaImage, EngineError> {
        let Gpu { device, queue, .. } = &self.gpu;
        let drawing = gpu::upload(device, queue, drawing);
        self.ink_texture(photo, &drawing, settings, stroke_scale)
    }

    fn read(&self, texture: &wgpu::Texture) -> Result<RgbaImage, EngineError> {
        let Gpu { device, queue, .. } = &self.gpu;
        Ok(gpu::read_back(device, queue, texture)?)
    }
}

/// The colours of `photo` as planes, reflected to sides that the network takes: `[3, h, w]` in `0.0..=1.0`.
fn planes(photo: &RgbaImage) -> Vec<f32> {
    let (width, height) = (photo.width() as usize, photo.height() as usize);
    let (padded_width, padded_height) = (padded_side(width), padded_side(height));
    let mut planes = Vec::with_capacity(3 * padded_width * padded_height);
    for channel in 0..3 {
        for y in 0..padded_height {
            let row = reflect_index(y, height) as u32;
            planes.extend((0..padded_width).map(|x| {
                let column = reflect_index(x, width) as u32;
                f32::from(photo.get_pixel(column, row).0[channel]) / 255.0
            }));
        }
    }
    planes
}

fn backend(err: impl std::fmt::Display) -> EngineError {
    ModelError::Backend {
        reason: err.to_string(),
    }
    .into()
}
