//! The network on a graphics device, in one piece or in tiles, and the ink's passes beside it.

use std::sync::Arc;

use burn::prelude::{Device, Tensor};
use burn::tensor::TensorData;
use image::{RgbaImage, imageops};

use super::cpu::{MAX_PIXELS, THUMBNAIL_PX, thumbnail_size};
use super::networks::Networks;
use super::{Backend, Condition, Drawing, draws_ink_alike};
use crate::gpu::{self, Gpu, GpuError, InkPasses, TensorDisplay};
use crate::ink::InkDevice;
use crate::model::cpu;
use crate::model::generator::{Generator, Statistics};
use crate::model::padding::{padded_side, reflect_index};
use crate::model::tile::Tile;
use crate::model::{BaseModel, CODE_SIZE, NUM_DIALS, StyleCode};
use crate::picture;
use crate::render::{RenderError, Stop};

/// Least of the network's share that is worth a graphics device, in pixels.
const LEAST_PIECE: u64 = 1 << 20;
/// Bytes of the widest layers for each pixel: 32 channels of f32 at half resolution; the ink's f32
/// quadruples at full take half of it.
const BYTES_A_PIXEL: u64 = 32;

/// How many pixels are drawn at once. No adapter tells how much of its memory is free: it begins
/// with what one binding holds, and shrinks when that was too much.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Room {
    /// For the network; a larger picture is drawn in tiles.
    piece: u64,
    /// For the ink; a larger picture is inked on the CPU.
    whole: u64,
}

impl Room {
    pub(super) fn of(limits: &wgpu::Limits) -> Self {
        let whole = limits.max_storage_buffer_binding_size / BYTES_A_PIXEL;
        Self {
            piece: whole.min(MAX_PIXELS),
            whole,
        }
    }

    /// Takes less from now on; says whether any is left.
    fn shrink(&mut self) -> bool {
        self.piece /= 2;
        self.whole = (self.whole / 4).max(self.piece);
        self.piece >= LEAST_PIECE
    }
}

/// The networks on a graphics device.
#[derive(Debug)]
pub(crate) struct GpuBackend {
    gpu: Gpu,
    room: Room,
    /// Whether the window shows its pictures on this device.
    is_shared: bool,
    runtime: Device,
    model: Arc<BaseModel>,
    base: Generator,
    learnt: Networks<Generator>,
    display: TensorDisplay,
    /// `None` while the ink is drawn on the CPU.
    ink: Option<Arc<InkPasses>>,
}

impl GpuBackend {
    /// With the base's weights.
    ///
    /// # Errors
    /// [`RenderError`] when they do not fit, or the device fails.
    pub(crate) fn new(
        gpu: Gpu,
        model: &Arc<BaseModel>,
        is_shared: bool,
    ) -> Result<Self, RenderError> {
        let runtime = gpu.register_with_runtime()?;
        Ok(Self {
            base: model.generator(&runtime)?,
            learnt: Networks::default(),
            model: Arc::clone(model),
            is_shared,
            room: Room::of(&gpu.device.limits()),
            display: TensorDisplay::new(&gpu.device)?,
            ink: None,
            gpu,
            runtime,
        })
    }

    /// Has the device draw the ink from now on, if it draws as the CPU does; whether it does.
    pub(crate) fn take_ink(&mut self) -> bool {
        let passes = InkPasses::new(&self.gpu.device, &self.gpu.queue);
        let passes = Arc::new(passes);
        if draws_ink_alike(&passes) {
            self.ink = Some(passes);
        }
        self.ink.is_some()
    }

    /// The output of the base's network for `photo`, padded.
    ///
    /// # Shapes
    /// - output: `[1, 3, h, w]`, sRGB in `0.0..=1.0`, the sides of `photo` up to multiples of the
    ///   network's stride
    pub(super) fn output_of_base(
        &self,
        photo: &RgbaImage,
        code: StyleCode,
        dials: [f32; NUM_DIALS],
    ) -> Tensor<4> {
        let [code, dials] = self.condition(code, dials);
        self.base.forward(self.input(photo), code, dials)
    }

    /// Whether a texture can hold such a picture.
    fn can_hold(&self, width: u32, height: u32) -> bool {
        let limits = self.gpu.device.limits();
        width.max(height) <= limits.max_texture_dimension_2d
            && u64::from(width) * u64::from(height) <= self.room.whole
    }

    /// Draws `photo` at its own size, in tiles when there is no room for it in one piece.
    fn draw(
        &self,
        generator: &Generator,
        photo: &RgbaImage,
        condition: &Condition,
        stop: Stop<'_>,
    ) -> Result<RgbaImage, RenderError> {
        if stop() {
            return Err(RenderError::Cancelled);
        }
        let [code, dials] = self.condition(condition.code, condition.dials);
        let (width, height) = photo.dimensions();
        let num_pixels = u64::from(width) * u64::from(height);
        if num_pixels > self.room.piece || !self.can_hold(width, height) {
            let side = self.room.piece.isqrt() as u32;
            let (w, h) = thumbnail_size((width, height), side.min(THUMBNAIL_PX));
            let thumbnail = picture::downscale(photo, w, h);
            let statistics = generator.statistics(self.input(&thumbnail), code, dials);
            return self.draw_in_tiles(generator, photo, &statistics, side as usize, stop);
        }
        let output = generator.forward(self.input(photo), code, dials);
        self.read(&self.texture(output, width, height)?)
    }

    /// Draws `photo` in tiles of `side`, as the CPU does.
    fn draw_in_tiles(
        &self,
        generator: &Generator,
        photo: &RgbaImage,
        statistics: &Statistics,
        side: usize,
        stop: Stop<'_>,
    ) -> Result<RgbaImage, RenderError> {
        let (width, height) = photo.dimensions();
        let side = side / 4 * 4;
        let mut drawn = RgbaImage::new(width, height);
        for rows in Tile::along(height as usize, side) {
            for columns in Tile::along(width as usize, side) {
                if stop() {
                    return Err(RenderError::Cancelled);
                }
                let [left, top] = [columns.read.start, rows.read.start].map(|at| at as u32);
                let [w, h] = [columns.read.len(), rows.read.len()].map(|len| len as u32);
                let piece = imageops::crop_imm(photo, left, top, w, h).to_image();
                let output = generator.forward_with(self.input(&piece), statistics);
                let piece = self.read(&self.texture(output, w, h)?)?;
                let [x, y] = [columns.kept.start, rows.kept.start].map(|at| at as u32);
                let [w, h] = [columns.kept.len(), rows.kept.len()].map(|len| len as u32);
                let kept = imageops::crop_imm(&piece, x - left, y - top, w, h);
                imageops::replace(&mut drawn, &*kept, i64::from(x), i64::from(y));
            }
        }
        Ok(drawn)
    }

    /// `photo`, padded: `[1, 3, h, w]` in `0.0..=1.0`.
    fn input(&self, photo: &RgbaImage) -> Tensor<4> {
        let [width, height] =
            [photo.width(), photo.height()].map(|side| padded_side(side as usize));
        let data = TensorData::new(planes(photo), [1, 3, height, width]);
        Tensor::from_data(data, &self.runtime)
    }

    /// What the generator is told beside the picture: `[1, 32]` and `[1, 3]`.
    fn condition(&self, code: StyleCode, dials: [f32; NUM_DIALS]) -> [Tensor<2>; 2] {
        let code = TensorData::new(code.0.to_vec(), [1, CODE_SIZE]);
        let dials = TensorData::new(dials.to_vec(), [1, NUM_DIALS]);
        [code, dials].map(|data| Tensor::from_data(data, &self.runtime))
    }

    /// The network's output, cut to size, as a texture.
    fn texture(
        &self,
        output: Tensor<4>,
        width: u32,
        height: u32,
    ) -> Result<wgpu::Texture, RenderError> {
        let Gpu { device, queue, .. } = &self.gpu;
        let written = self
            .display
            .write(&self.runtime, device, queue, output, width, height);
        Ok(written?)
    }

    fn read(&self, texture: &wgpu::Texture) -> Result<RgbaImage, RenderError> {
        let Gpu { device, queue, .. } = &self.gpu;
        Ok(gpu::read_back(device, queue, texture)?)
    }
}

impl Backend for GpuBackend {
    /// Always by the photograph's own statistics: those of an animation are for the CPU's
    /// arrangement.
    fn forward(
        &mut self,
        photo: &RgbaImage,
        condition: &Condition,
        _statistics: Option<&cpu::Statistics>,
        stop: Stop<'_>,
    ) -> Result<RgbaImage, RenderError> {
        // Taken out while it is borrowed beside the rest.
        let mut learnt = std::mem::take(&mut self.learnt);
        let network = learnt.get(condition, &self.base, |weights| {
            self.model.generator_with(&weights.generator, &self.runtime)
        });
        let drawing = match network {
            Ok(network) => self.draw(network, photo, condition, stop),
            Err(err) => Err(err.into()),
        };
        self.learnt = learnt;
        drawing
    }

    fn show(&self, drawing: Arc<RgbaImage>) -> Drawing {
        if !self.is_shared {
            return Drawing::Pixels(drawing);
        }
        let Gpu { device, queue, .. } = &self.gpu;
        Drawing::Texture(gpu::upload(device, queue, &drawing))
    }

    fn ink_device(&self) -> Option<Arc<dyn InkDevice>> {
        let passes = self.ink.clone()?;
        Some(passes)
    }

    fn ink_failure(&self) -> Option<GpuError> {
        self.ink.as_ref()?.take_failure()
    }

    fn shrink(&mut self, error: &RenderError) -> bool {
        let is_gone = |err: &GpuError| matches!(err, GpuError::Lost { .. } | GpuError::Gone);
        let is_gone = matches!(error, RenderError::Gpu(err) if is_gone(err));
        !is_gone && self.room.shrink()
    }

    fn training_device(&self) -> Device {
        self.runtime.clone()
    }
}

/// The colours of `photo` as planes, reflected to sides that the network takes: `[3, h, w]` in
/// `0.0..=1.0`.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::built_in::BASE_MODEL;

    #[test]
    fn room_shrinks_until_the_device_is_not_worth_it() {
        let mut room = Room::of(&wgpu::Limits {
            max_storage_buffer_binding_size: 1 << 31,
            ..wgpu::Limits::default()
        });
        assert_eq!((room.piece, room.whole), (4 << 20, 64 << 20));
        assert!(room.shrink() && room.shrink());
        assert_eq!((room.piece, room.whole), (1 << 20, 4 << 20));
        assert!(!room.shrink());
    }

    #[test]
    fn tiles_on_the_device_are_the_picture_in_one_piece() {
        let Some((instance, adapter)) = gpu::best_adapter(true) else {
            println!("skipped: this machine has no graphics adapter, not even a software one");
            return;
        };
        let model = Arc::new(BaseModel::from_bytes(BASE_MODEL).unwrap());
        let gpu = Gpu::open(instance, adapter).unwrap();
        let mut gpu = GpuBackend::new(gpu, &model, true).unwrap();
        assert!(gpu.ink_device().is_none());
        assert!(gpu.take_ink() && gpu.ink_device().is_some());
        let photo = RgbaImage::from_fn(211, 197, |x, y| {
            if (x * 7 + y * y) % 31 < 9 {
                image::Rgba([30, 60, 200, 255])
            } else {
                image::Rgba([x as u8, y as u8, 90, 255])
            }
        });
        let condition = Condition {
            style: model.styles()[0].name.clone(),
            learnt: None,
            code: model.styles()[0].code,
            dials: [0.0; NUM_DIALS],
        };
        let go_on = &|| false;
        let draw = |gpu: &GpuBackend, stop| gpu.draw(&gpu.base, &photo, &condition, stop);
        let in_one_piece = draw(&gpu, go_on).unwrap();
        let [c, d] = gpu.condition(condition.code, condition.dials);
        let statistics = gpu.base.statistics(gpu.input(&photo), c, d);
        let in_tiles = gpu.draw_in_tiles(&gpu.base, &photo, &statistics, 160, go_on);
        let in_tiles = in_tiles.unwrap();
        let differences = in_one_piece.iter().zip(in_tiles.iter());
        let worst = differences.map(|(a, b)| a.abs_diff(*b)).max().unwrap();
        assert!(worst <= 1, "{worst} of 255 apart");

        // With too little room for the picture it is drawn in tiles, too, with the tones of its
        // thumbnail.
        gpu.room.piece = 190 * 190;
        let in_tiles = draw(&gpu, go_on).unwrap();
        let sum: u64 = in_one_piece
            .iter()
            .zip(in_tiles.iter())
            .map(|(a, b)| u64::from(a.abs_diff(*b)))
            .sum();
        let mean = sum as f64 / in_tiles.len() as f64;
        assert!(mean < 12.0, "{mean}");
        let stopped = draw(&gpu, &|| true);
        assert!(matches!(stopped, Err(RenderError::Cancelled)));
    }
}
