//! What the network that learns a style objects to, brought onto the canvas and the samples.

use std::sync::Arc;

use eframe::egui;
use image::GrayImage;

use super::Window;
use crate::engine::{RequestId, TrainCommand};
use crate::ui::critic::overlay;
use crate::ui::texture::PictureTexture;

impl Window {
    /// Asks about the present drawing while that is shown, and about none when not.
    pub(super) fn critic_frame(&mut self) {
        if self.state.teaching.running.is_none() {
            self.state.critic.is_on = false;
        }
        if !self.state.shows_objections() {
            self.textures.objections = None;
            if self.state.critic.forget() && self.state.teaching.running.is_some() {
                self.order_criticism(TrainCommand::Criticise(None));
            }
            return;
        }
        // Not while it is drawn: a slider that is dragged draws many.
        let Some(photo) = self
            .state
            .photo
            .as_ref()
            .filter(|_| !self.state.is_drawing())
        else {
            return;
        };
        if let Some(order) = self.state.critic.ask(photo, self.state.settings.present()) {
            let is_sent = self.order_criticism(TrainCommand::Criticise(Some(Box::new(order))));
            if !is_sent {
                // The next frame tries again.
                self.state.critic.forget();
            }
        }
    }

    fn order_criticism(&self, order: TrainCommand) -> bool {
        let engine = self.engine.as_ref();
        engine.is_some_and(|engine| engine.command_training(order))
    }

    /// The answer; one to another drawing is out of date.
    pub(super) fn objections_came(&mut self, ctx: &egui::Context, id: RequestId, map: &GrayImage) {
        if self.state.critic.is_asked(id) && self.state.shows_objections() {
            let overlay = overlay(map);
            let texture = PictureTexture::upload(ctx, "objections", &overlay);
            self.textures.objections = Some(texture);
        }
    }

    /// Another photograph: what was said of the last one is void.
    pub(super) fn forget_objections(&mut self) {
        self.textures.objections = None;
    }

    /// Brings the samples on the way to the graphics device.
    pub(super) fn upload_samples(&mut self, ctx: &egui::Context) {
        let running = self.state.teaching.running.iter_mut();
        let points = running.flat_map(|running| &mut running.points);
        for point in points.filter(|point| point.texture.is_none()) {
            point.texture = Some(PictureTexture::upload(ctx, "sample", &point.sample.sample));
            let map = point.sample.objections.as_ref().map(Arc::as_ref);
            let overlay = map.map(overlay);
            let upload = |overlay| PictureTexture::upload(ctx, "objections", &overlay);
            point.objections = overlay.map(upload);
        }
    }
}
