//! Drawings that are there already, brought back onto the canvas and beside it.

use std::sync::Arc;

use eframe::egui;
use image::RgbaImage;

use super::Window;
use crate::engine::{Numbered, RequestId};
use crate::render::{Drawing, Recipe, Scale};
use crate::ui::drawn::Subject;
use crate::ui::schedule::FULL_PX;
use crate::ui::texture::PictureTexture;
use crate::ui::variations::Variations;

/// Looks whose neighbours are remembered.
const MAX_LOOKS: usize = 24;

impl Window {
    /// What a drawing of the present photograph is made of; `None` where nobody knows how its file
    /// was when it was read.
    fn subject(&self, recipe: Recipe, long_side_px: u32) -> Option<Subject> {
        let path = self.state.current()?.path.clone();
        let photo = match path {
            Some(path) => Some((path, self.shown_stamp?)),
            None => None,
        };
        Some(Subject {
            photo,
            recipe,
            long_side_px,
        })
    }

    /// Shows the drawing that is due, if it is there already; otherwise it is kept when it comes.
    pub(super) fn recall(&mut self, ctx: &egui::Context, long_side_px: u32) -> bool {
        let id = self.state.newest_request;
        let present = self.state.settings.present().clone();
        let is_whole = long_side_px == FULL_PX;
        let subject = self.subject(present, long_side_px).filter(|_| is_whole);
        let found = subject.as_ref().and_then(|subject| self.drawn.get(subject));
        self.drawn.asks(id, subject);
        let Some((drawing, elapsed)) = found else {
            return false;
        };
        self.textures.drawing = PictureTexture::of_drawing(ctx, self.render.as_ref(), &drawing);
        self.state.drawing = Some(drawing);
        self.state.last_elapsed = Some(elapsed);
        self.state.answered = id;
        true
    }

    /// Leaves out of what is asked for what is there already.
    pub(super) fn without_drawn(&mut self, requests: Vec<Numbered>) -> Vec<Numbered> {
        let mut rest = Vec::new();
        for (id, request) in requests {
            let subject = match request.scale {
                Scale::Working(px) => self.subject(request.recipe.clone(), px),
                Scale::Full => None,
            };
            let found = subject.as_ref().and_then(|subject| self.drawn.get(subject));
            if let Some((Drawing::Pixels(pixels), _)) = found {
                self.recalled.push((id, pixels));
                continue;
            }
            if let Some(subject) = subject {
                self.drawn.asks_small(id, subject);
            }
            rest.push((id, request));
        }
        rest
    }

    /// Shows small drawings that are there already.
    pub(super) fn show_recalled(&mut self, ctx: &egui::Context) {
        let recalled: Vec<(RequestId, Arc<RgbaImage>)> = std::mem::take(&mut self.recalled);
        if !recalled.is_empty() {
            ctx.request_repaint();
        }
        for (id, pixels) in recalled {
            self.thumbnail_came(ctx, id, Some(&pixels));
        }
    }

    /// The neighbours of the present look, as they were left, or the first ones.
    pub(super) fn neighbours(&self) -> Variations {
        let present = self.state.settings.present();
        let mut left = self.looks_left.iter();
        let known = left.find(|left| left.are_of(present) && left.are_known(&self.state.styles));
        known.cloned().unwrap_or_else(|| self.state.neighbours())
    }

    /// Remembers the neighbours that are left.
    pub(super) fn leave_variations(&mut self) {
        if let Some(left) = self.state.variations.take() {
            self.looks_left.retain(|known| !known.are_beside(&left));
            self.looks_left.insert(0, left);
            self.looks_left.truncate(MAX_LOOKS);
        }
    }
}
