//! Drawing the part that is looked at closely.

use std::sync::Arc;
use std::time::Instant;

use eframe::egui;
use image::RgbaImage;

use super::Window;
use crate::engine::RequestId;
use crate::render::RenderRequest;
use crate::ui::loader::Request;
use crate::ui::schedule::FULL_PX;
use crate::ui::state::EngineState;
use crate::ui::texture::PictureTexture;

impl Window {
    /// Asks for the part that is seen, once the picture rests and nothing more urgent is drawn.
    pub(super) fn look_closely(&mut self, ctx: &egui::Context) {
        let state = &mut self.state;
        let is_ready = matches!(state.engine, EngineState::Ready(_));
        let Some(size) = state.full_size.filter(|_| is_ready && !state.is_drawing()) else {
            return;
        };
        let now = Instant::now();
        let settings = state.settings.present();
        let Some(wanted) = state.detail.wanted(size, settings) else {
            return;
        };
        if state.detail.asked.as_ref() == Some(&wanted) || state.schedule.wait(now).is_some() {
            return;
        }
        if let Some(wait) = state.detail.wait(now) {
            ctx.request_repaint_after(wait);
            return;
        }
        let Some(full) = &state.full else {
            if let Some(path) = state.current().and_then(|photo| photo.path.clone())
                && !std::mem::replace(&mut state.full_is_asked, true)
            {
                self.loader.ask(Request::Full(path));
            }
            return;
        };
        state.detail.newest = RequestId(state.detail.newest.0 + 1);
        let (photo, recipe) = (Arc::clone(full), wanted.settings.clone());
        let request = RenderRequest::part(photo, recipe, FULL_PX, wanted.pixels);
        let request = (state.detail.newest, request);
        state.detail.asked = Some(wanted);
        if let Some(engine) = &self.engine {
            engine.request_detail(Some(request));
        }
    }

    /// A part came.
    pub(super) fn detail_came(
        &mut self,
        ctx: &egui::Context,
        id: RequestId,
        [photo, drawing]: [&RgbaImage; 2],
    ) {
        if id == self.state.detail.newest {
            self.textures.detail = Some([
                PictureTexture::upload(ctx, "detail", photo),
                PictureTexture::upload(ctx, "detail", drawing),
            ]);
            self.state.detail.shown = self.state.detail.asked.clone();
        }
    }
}
