//! What of the studio runs on the graphics device.

use std::sync::Arc;

use burn::prelude::{Device, Tensor};
use burn::tensor::TensorData;
use image::{RgbaImage, imageops};

use super::super::{Drawing, EngineError};
use super::whole::{MAX_PIXELS, THUMBNAIL_PX, thumbnail_size};
use crate::gpu::{self, Gpu, GpuError, TensorDisplay};
use crate::model::generator::{Generator, Statistics};
use crate::model::padding::{padded_side, reflect_index};
use crate::model::tile::Tile;
use crate::model::{CODE_SIZE, NUM_DIALS, StyleCode};
use crate::picture;

/// Least of the network's share that is worth a graphics device, in pixels.
const LEAST_PIECE: u64 = 1 << 20;
/// Bytes of the widest layers for each pixel: 32 channels of f32 at half resolution; the ink's f32
/// quadruples at full take half of it.
const BYTES_A_PIXEL: u64 = 32;

/// How many pixels are drawn at once. No adapter tells how much of its memory is free: it begins with what one
/// binding holds, and shrinks when that was too much.
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

/// What runs on the graphics device.
#[derive(Debug)]
pub(super) struct GpuStudio {
    pub(super) gpu: Gpu,
    pub(super) room: Room,
    /// Whether the window shows its pictures on this device.
    pub(super) is_shared: bool,
    pub(super) runtime: Device,
    pub(super) generator: Generator,
    pub(super) display: TensorDisplay,
}

impl GpuStudio {
    /// Whether there is room to ink such a picture.
    pub(super) fn can_hold(&self, width: u32, height: u32) -> bool {
        let limits = self.gpu.device.limits();
        width.max(height) <= limits.max_texture_dimension_2d
            && u64::from(width) * u64::from(height) <= self.room.whole
    }

    /// Takes less memory after `error`; says whether drawing again may help.
    pub(super) fn shrink(&mut self, error: &EngineError) -> bool {
        let is_gone = |err: &GpuError| matches!(err, GpuError::Lost { .. } | GpuError::Gone);
        let is_gone = matches!(error, EngineError::Gpu(err) if is_gone(err));
        !is_gone && self.room.shrink()
    }

    /// The network's output for `photo`, padded: `[1, 3, h, w]` in `0.0..=1.0`.
    pub(super) fn forward(
        &self,
        generator: &Generator,
        photo: &RgbaImage,
        code: StyleCode,
        dials: [f32; NUM_DIALS],
    ) -> Tensor<4> {
        let [code, dials] = self.condition(code, dials);
        generator.forward(self.input(photo), code, dials)
    }

    /// Draws `photo` at its own size, in tiles when there is no room for it in one piece.
    pub(super) fn paint(
        &self,
        generator: &Generator,
        photo: &RgbaImage,
        code: StyleCode,
        dials: [f32; NUM_DIALS],
        stop: &(dyn Fn() -> bool + Sync),
    ) -> Result<Drawing, EngineError> {
        if stop() {
            return Err(EngineError::Cancelled);
        }
        let (width, height) = photo.dimensions();
        let num_pixels = u64::from(width) * u64::from(height);
        if num_pixels > self.room.piece || !self.can_hold(width, height) {
            let side = self.room.piece.isqrt() as u32;
            let (w, h) = thumbnail_size((width, height), side.min(THUMBNAIL_PX));
            let thumbnail = picture::downscale(photo, w, h);
            let [code, dials] = self.condition(code, dials);
            let statistics = generator.statistics(self.input(&thumbnail), code, dials);
            return self.paint_in_tiles(generator, photo, &statistics, side as usize, stop);
        }
        let output = self.forward(generator, photo, code, dials);
        Ok(Drawing::Texture(self.texture(output, width, height)?))
    }

    /// Draws `photo` in tiles of `side`, as [`whole::draw`](super::whole::draw) does on the CPU. The drawing
    /// comes into memory.
    fn paint_in_tiles(
        &self,
        generator: &Generator,
        photo: &RgbaImage,
        statistics: &Statistics,
        side: usize,
        stop: &(dyn Fn() -> bool + Sync),
    ) -> Result<Drawing, EngineError> {
        let (width, height) = photo.dimensions();
        let side = side / 4 * 4;
        let mut drawn = RgbaImage::new(width, height);
        for rows in Tile::along(height as usize, side) {
            for columns in Tile::along(width as usize, side) {
                if stop() {
                    return Err(EngineError::Cancelled);
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
        Ok(Drawing::Pixels(Arc::new(drawn)))
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
    ) -> Result<wgpu::Texture, EngineError> {
        let Gpu { device, queue, .. } = &self.gpu;
        let written = self
            .display
            .write(&self.runtime, device, queue, output, width, height);
        Ok(written?)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{DeviceChoice, Studio, StudioOptions};

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
        let studio = Studio::open(&StudioOptions {
            device: DeviceChoice::Gpu,
            shared: Some(Gpu::open(instance, adapter).unwrap()),
            ..StudioOptions::default()
        });
        let mut studio = studio.unwrap();
        let photo = RgbaImage::from_fn(211, 197, |x, y| {
            if (x * 7 + y * y) % 31 < 9 {
                image::Rgba([30, 60, 200, 255])
            } else {
                image::Rgba([x as u8, y as u8, 90, 255])
            }
        });
        let (code, dials) = (studio.styles.model().styles()[0].code, [0.0; NUM_DIALS]);
        let gpu = studio.gpu.as_mut().unwrap();
        let read = |gpu: &GpuStudio, drawing| match drawing {
            Drawing::Texture(texture) => gpu.read(&texture).unwrap(),
            Drawing::Pixels(pixels) => Arc::unwrap_or_clone(pixels),
        };
        let go_on = &|| false;
        let in_one_piece = gpu.paint(&gpu.generator, &photo, code, dials, go_on);
        let in_one_piece = read(gpu, in_one_piece.unwrap());
        let [c, d] = gpu.condition(code, dials);
        let statistics = gpu.generator.statistics(gpu.input(&photo), c, d);
        let in_tiles = gpu.paint_in_tiles(&gpu.generator, &photo, &statistics, 160, go_on);
        let in_tiles = read(gpu, in_tiles.unwrap());
        let differences = in_one_piece.iter().zip(in_tiles.iter());
        let worst = differences.map(|(a, b)| a.abs_diff(*b)).max().unwrap();
        assert!(worst <= 1, "{worst} of 255 apart");

        // With too little room for the picture it is drawn in tiles, too, with the tones of its thumbnail.
        gpu.room.piece = 190 * 190;
        let in_tiles = gpu
            .paint(&gpu.generator, &photo, code, dials, go_on)
            .unwrap();
        assert!(matches!(in_tiles, Drawing::Pixels(_)));
        let in_tiles = read(gpu, in_tiles);
        let sum: u64 = in_one_piece
            .iter()
            .zip(in_tiles.iter())
            .map(|(a, b)| u64::from(a.abs_diff(*b)))
            .sum();
        let mean = sum as f64 / in_tiles.len() as f64;
        assert!(mean < 12.0, "{mean}");
        let stopped = gpu.paint(&gpu.generator, &photo, code, dials, &|| true);
        assert!(matches!(stopped, Err(EngineError::Cancelled)));
    }
}
