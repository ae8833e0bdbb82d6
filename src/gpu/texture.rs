//! Pictures to the device and back.

use image::RgbaImage;

use super::GpuError;
use super::bridge::picture_texture;
use super::mapped::{lost, map_all};

/// Bytes that a row in a copy must be a multiple of.
const ROW_ALIGNMENT: u32 = wgpu::COPY_BYTES_PER_ROW_ALIGNMENT;

/// Copies `picture` into a new `Rgba8Unorm` texture; the numbers stay as they are (sRGB).
pub fn upload(device: &wgpu::Device, queue: &wgpu::Queue, picture: &RgbaImage) -> wgpu::Texture {
    let (width, height) = picture.dimensions();
    let texture = picture_texture(device, width, height);
    queue.write_texture(
        texture.as_image_copy(),
        picture.as_raw(),
        wgpu::TexelCopyBufferLayout {
            offset: 0,
            bytes_per_row: Some(4 * width),
            rows_per_image: None,
        },
        texture.size(),
    );
    texture
}

/// Waits for the device and copies a texture of [`upload`]'s format into memory.
///
/// # Errors
/// [`GpuError::Lost`] when the device failed before the copy was made.
pub fn read_back(
    device: &wgpu::Device,
    queue: &wgpu::Queue,
    texture: &wgpu::Texture,
) -> Result<RgbaImage, GpuError> {
    let (width, height) = (texture.width(), texture.height());
    let bytes_per_row = (4 * width).next_multiple_of(ROW_ALIGNMENT);
    let buffer = device.create_buffer(&wgpu::BufferDescriptor {
        label: Some("read back"),
        size: u64::from(bytes_per_row) * u64::from(height),
        usage: wgpu::BufferUsages::MAP_READ | wgpu::BufferUsages::COPY_DST,
        mapped_at_creation: false,
    });
    let mut encoder = device.create_command_encoder(&wgpu::CommandEncoderDescriptor::default());
    encoder.copy_texture_to_buffer(
        texture.as_image_copy(),
        wgpu::TexelCopyBufferInfo {
            buffer: &buffer,
            layout: wgpu::TexelCopyBufferLayout {
                offset: 0,
                bytes_per_row: Some(bytes_per_row),
                rows_per_image: None,
            },
        },
        texture.size(),
    );
    queue.submit([encoder.finish()]);
    map_all(device, [&buffer])?;
    let mapped = buffer.get_mapped_range(..).map_err(|err| lost(&err))?;
    let row = 4 * width as usize;
    let pixels = mapped
        .chunks(bytes_per_row as usize)
        .flat_map(|padded| padded.iter().take(row));
    let pixels: Vec<u8> = pixels.copied().collect();
    RgbaImage::from_raw(width, height, pixels).ok_or_else(|| lost(&"the copy has the wrong size"))
}
