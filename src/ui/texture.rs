//! Pictures on the graphics device as the views show them.

use std::fmt;
use std::sync::Arc;

use eframe::egui::{self, ColorImage, TextureFilter, TextureHandle, TextureId, TextureOptions};
use eframe::egui::{Vec2, vec2};
use eframe::egui_wgpu::RenderState;
use eframe::wgpu;
use image::RgbaImage;

use crate::engine::Drawing;
use crate::picture;

/// A picture that views can show; it leaves the device when the last clone is dropped.
#[derive(Clone, Debug)]
pub(super) struct PictureTexture {
    id: TextureId,
    size: [u32; 2],
    /// Kept only to be dropped.
    _owner: Arc<Owner>,
}

/// Who takes it off the device.
enum Owner {
    /// It was uploaded through egui.
    Egui { _handle: TextureHandle },
    /// The engine made it on the window's device.
    Engine(RenderState, TextureId),
}

impl fmt::Debug for Owner {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Owner").finish_non_exhaustive()
    }
}

impl Drop for Owner {
    fn drop(&mut self) {
        if let Self::Engine(render, id) = self {
            render.renderer.write().free_texture(id);
        }
    }
}

impl PictureTexture {
    /// Uploads `picture` (opaque); one that is larger than a texture can be is made smaller.
    pub(super) fn upload(ctx: &egui::Context, name: &str, picture: &RgbaImage) -> Self {
        let max = ctx.input(|input| input.max_texture_side) as u32;
        let (width, height) = picture.dimensions();
        let (w, h) = picture::fit_within(width, height, max.max(1));
        let image = if (w, h) == (width, height) {
            color_image(picture)
        } else {
            color_image(&picture::downscale(picture, w, h))
        };
        let options = TextureOptions {
            magnification: TextureFilter::Linear,
            ..TextureOptions::LINEAR
        };
        let handle = ctx.load_texture(name, image, options);
        Self {
            id: handle.id(),
            size: [w, h],
            _owner: Arc::new(Owner::Egui { _handle: handle }),
        }
    }

    /// Shows what the engine drew: on the device where it is, or uploaded. `None` for a drawing on a
    /// device that is not the window's.
    pub(super) fn of_drawing(
        ctx: &egui::Context,
        render: Option<&RenderState>,
        drawing: &Drawing,
    ) -> Option<Self> {
        let texture = match drawing {
            Drawing::Pixels(pixels) => return Some(Self::upload(ctx, "drawing", pixels)),
            Drawing::Texture(texture) => texture,
        };
        let render = render?;
        let view = texture.create_view(&wgpu::TextureViewDescriptor::default());
        let filter = wgpu::FilterMode::Linear;
        let id = render
            .renderer
            .write()
            .register_native_texture(&render.device, &view, filter);
        Some(Self {
            id,
            size: [texture.width(), texture.height()],
            _owner: Arc::new(Owner::Engine(render.clone(), id)),
        })
    }

    /// What a painter is told.
    pub(super) fn id(&self) -> TextureId {
        self.id
    }

    /// Width and height in pixels.
    pub(super) fn size_vec2(&self) -> Vec2 {
        vec2(self.size[0] as f32, self.size[1] as f32)
    }
}

/// A picture as egui takes it.
pub(super) fn color_image(picture: &RgbaImage) -> ColorImage {
    let size = [picture.width() as usize, picture.height() as usize];
    // Opaque, so that premultiplied is the same and nothing is computed.
    ColorImage::from_rgba_premultiplied(size, picture.as_raw())
}
