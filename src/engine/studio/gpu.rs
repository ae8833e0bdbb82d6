//! What of the studio runs on the graphics device.

use burn::prelude::{Device, Tensor};
use burn::tensor::TensorData;
use image::RgbaImage;

use super::super::{Drawing, EngineError};
use crate::gpu::{self, Gpu, GpuError, InkPass, TensorDisplay};
use crate::ink::InkSettings;
use crate::model::generator::Generator;
use crate::model::padding::{padded_side, reflect_index};
use crate::model::{CODE_SIZE, NUM_DIALS, StyleCode};

/// What runs on the graphics device.
#[derive(Debug)]
pub(super) struct GpuStudio {
    pub(super) gpu: Gpu,
    /// Whether the window shows its pictures on this device.
    pub(super) is_shared: bool,
    pub(super) runtime: Device,
    pub(super) generator: Generator,
    pub(super) display: TensorDisplay,
    pub(super) ink: InkPass,
}

impl GpuStudio {
    /// Whether the largest buffers for such a picture fit into one binding and one texture.
    pub(super) fn can_hold(&self, width: u32, height: u32) -> bool {
        let limits = self.gpu.device.limits();
        // The widest layers: 32 channels of f32 at half resolution, and the ink's f32 quadruples at full.
        let bytes = u64::from(width) * u64::from(height) * 32;
        width.max(height) <= limits.max_texture_dimension_2d
            && bytes <= limits.max_storage_buffer_binding_size
    }

    /// The network's output for `photo`, padded: `[1, 3, h, w]` in `0.0..=1.0`.
    pub(super) fn forward(
        &self,
        generator: &Generator,
        photo: &RgbaImage,
        code: StyleCode,
        dials: [f32; NUM_DIALS],
    ) -> Tensor<4> {
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
        generator.forward(x, code, dials)
    }

    pub(super) fn paint(
        &self,
        generator: &Generator,
        photo: &RgbaImage,
        code: StyleCode,
        dials: [f32; NUM_DIALS],
    ) -> Result<Drawing, EngineError> {
        let output = self.forward(generator, photo, code, dials);
        let Gpu { device, queue, .. } = &self.gpu;
        let (width, height) = photo.dimensions();
        let texture = self
            .display
            .write(&self.runtime, device, queue, output, width, height)?;
        Ok(Drawing::Texture(texture))
    }

    pub(super) fn ink_texture(
        &self,
        photo: &RgbaImage,
        drawing: &wgpu::Texture,
        settings: &InkSettings,
        stroke_scale: f32,
    ) -> Result<wgpu::Texture, EngineError> {
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
        Ok(output)
    }

    pub(super) fn ink_pixels(
        &self,
        photo: &RgbaImage,
        drawing: &RgbaImage,
        settings: &InkSettings,
        stroke_scale: f32,
    ) -> Result<RgbaImage, EngineError> {
        let Gpu { device, queue, .. } = &self.gpu;
        let drawing = gpu::upload(device, queue, drawing);
        let inked = self.ink_texture(photo, &drawing, settings, stroke_scale)?;
        self.read(&inked)
    }

    /// Waits until everything that was submitted is done.
    pub(super) fn wait(&self) -> Result<(), EngineError> {
        let outcome = self.gpu.device.poll(wgpu::PollType::wait_indefinitely());
        outcome.map(|_| ()).map_err(|err| {
            let reason = err.to_string();
            GpuError::Lost { reason }.into()
        })
    }

    pub(super) fn read(&self, texture: &wgpu::Texture) -> Result<RgbaImage, EngineError> {
        let Gpu { device, queue, .. } = &self.gpu;
        Ok(gpu::read_back(device, queue, texture)?)
    }
}

/// The colours of `photo` as planes, reflected to sides that the network takes: `[3, h, w]` in `0.0..=1.0`.
pub(super) fn planes(photo: &RgbaImage) -> Vec<f32> {
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
