//! Pictures on the graphics device as the views show them.

use std::fmt;
use std::sync::{Arc, OnceLock};

use eframe::egui::{self, ColorImage, TextureFilter, TextureHandle, TextureId, TextureOptions};
use eframe::egui::{Rect, Vec2, pos2, vec2};
use eframe::egui_wgpu::RenderState;
use eframe::wgpu;
use image::RgbaImage;

use crate::picture;
use crate::render::Drawing;

/// Where the middle of an upright picture is cut out that says nothing of what it is about, as a
/// share of its height.
const UPPER: f32 = 1.0 / 3.0;

/// A picture that views can show; it leaves the device when the last clone is dropped.
#[derive(Clone, Debug)]
pub(super) struct PictureTexture {
    id: TextureId,
    size: [u32; 2],
    /// What it is about, as shares of width and height; nothing where nobody knows.
    centre: Option<[f32; 2]>,
    owner: Arc<Owner>,
    /// The same with its pixels as squares, once that is wanted.
    squares: Arc<OnceLock<Registered>>,
}

/// Who takes it off the device.
enum Owner {
    /// It was uploaded through egui, which frees it with the handle.
    Egui(TextureHandle),
    /// The engine made it on the window's device.
    Engine {
        texture: wgpu::Texture,
        _registered: Registered,
    },
}

/// A name of a texture for painters; it is free again when this is dropped.
struct Registered {
    render: RenderState,
    id: TextureId,
}

impl Registered {
    fn new(render: &RenderState, texture: &wgpu::Texture, filter: wgpu::FilterMode) -> Self {
        let view = texture.create_view(&wgpu::TextureViewDescriptor::default());
        let id = render
            .renderer
            .write()
            .register_native_texture(&render.device, &view, filter);
        let render = render.clone();
        Self { render, id }
    }
}

impl fmt::Debug for Owner {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Owner").finish_non_exhaustive()
    }
}

impl fmt::Debug for Registered {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.id.fmt(formatter)
    }
}

impl Drop for Registered {
    fn drop(&mut self) {
        self.render.renderer.write().free_texture(&self.id);
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
            centre: None,
            owner: Arc::new(Owner::Egui(handle)),
            squares: Arc::default(),
        }
    }

    /// Shows what the engine drew: on the device where it is, or uploaded. `None` for a drawing on
    /// a device that is not the window's.
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
        let registered = Registered::new(render, texture, wgpu::FilterMode::Linear);
        Some(Self {
            id: registered.id,
            size: [texture.width(), texture.height()],
            centre: None,
            owner: Arc::new(Owner::Engine {
                texture: texture.clone(),
                _registered: registered,
            }),
            squares: Arc::default(),
        })
    }

    /// Makes it ready to be shown with its pixels as squares; again and again, as egui uploads only
    /// at the end of a frame.
    pub(super) fn prepare_squares(&self, render: &RenderState) {
        if self.squares.get().is_some() {
            return;
        }
        let texture = match &*self.owner {
            Owner::Engine { texture, .. } => Some(texture.clone()),
            Owner::Egui(handle) => {
                let renderer = render.renderer.read();
                let uploaded = renderer.texture(&handle.id());
                uploaded.and_then(|uploaded| uploaded.texture.clone())
            }
        };
        if let Some(texture) = texture {
            let registered = Registered::new(render, &texture, wgpu::FilterMode::Nearest);
            self.squares.set(registered).ok();
        }
    }

    /// As [`id`](Self::id), with its pixels as squares, when that was prepared.
    pub(super) fn squares_id(&self) -> TextureId {
        self.squares
            .get()
            .map_or(self.id, |registered| registered.id)
    }

    /// With what it is about, as shares of width and height: that is kept where there is no room
    /// for all of it.
    #[must_use]
    pub(super) fn about(self, centre: Option<[f32; 2]>) -> Self {
        Self { centre, ..self }
    }

    /// The part of it that fills a rectangle of that size, as shares of width and height: around
    /// what it is about, or the middle, or of an upright picture the upper third, where heads are.
    pub(super) fn part_filling(&self, rect: Vec2) -> Rect {
        let size = self.size_vec2();
        let fill = (rect.x / size.x).max(rect.y / size.y);
        let part = rect / (size * fill);
        let upright = if size.y > size.x { UPPER } else { 0.5 };
        let [x, y] = self.centre.unwrap_or([0.5, upright]);
        let at = |centre: f32, part: f32| (centre - part / 2.0).clamp(0.0, (1.0 - part).max(0.0));
        Rect::from_min_size(pos2(at(x, part.x), at(y, part.y)), part)
    }

    /// What a painter is told.
    pub(super) fn id(&self) -> TextureId {
        self.id
    }

    /// Width and height in pixels.
    pub(super) fn size(&self) -> [u32; 2] {
        self.size
    }

    /// As [`size`](Self::size).
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

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(width: u32, height: u32, centre: Option<[f32; 2]>) -> PictureTexture {
        let ctx = egui::Context::default();
        let pixels = RgbaImage::new(width, height);
        PictureTexture::upload(&ctx, "test", &pixels).about(centre)
    }

    #[test]
    fn small_pictures_keep_what_they_are_about() {
        let tile = vec2(90.0, 56.0);
        let wide = picture(300, 200, None).part_filling(tile);
        assert!((wide.center() - pos2(0.5, 0.5)).length() < 1e-5, "{wide:?}");
        // A head in the upper part of an upright photograph was cut off.
        let upright = picture(200, 300, None).part_filling(tile);
        assert!(
            upright.top() < 0.15 && upright.width() > 0.999,
            "{upright:?}"
        );
        for (size, centre) in [
            ([200, 300], [0.5, 0.1]),
            ([200, 300], [0.2, 0.9]),
            ([600, 200], [0.95, 0.5]),
            ([600, 200], [0.3, 0.2]),
        ] {
            let part = picture(size[0], size[1], Some(centre)).part_filling(tile);
            assert!(part.contains(centre.into()), "{part:?} {centre:?}");
            let all = Rect::from_min_size(pos2(0.0, 0.0), vec2(1.0, 1.0)).expand(1e-5);
            assert!(all.contains_rect(part), "{part:?}");
            // Nothing is stretched.
            let seen = part.size() * vec2(size[0] as f32, size[1] as f32);
            assert!((seen.x / seen.y - tile.x / tile.y).abs() < 0.01, "{part:?}");
        }
    }
}
