//! Drawings beside the one on the canvas: the present photograph in each style, and the one that is
//! kept to compare with.

use std::sync::Arc;

use eframe::egui;
use image::RgbaImage;

use super::Window;
use crate::engine::{Numbered, RequestId};
use crate::render::{Recipe, RenderRequest, Scale};
use crate::ui::action::Action;
use crate::ui::state::Thumbnail;
use crate::ui::texture::PictureTexture;
use crate::ui::variations::Variations;

/// Long side of a style's thumbnail in pixels: enough for a crisp tile on a fine display.
const THUMBNAIL_PX: u32 = 224;
/// Long side of a neighbour's picture.
const VARIATION_PX: u32 = 448;
/// Long side of the drawing that is kept to compare with.
const KEPT_PX: u32 = crate::ui::schedule::FULL_PX;

impl Window {
    /// Asks for everything that is drawn of the present photograph; what was asked before is void.
    pub(super) fn request_thumbnails(&mut self) {
        self.state.thumbnails.clear();
        let styles: Vec<String> = self.state.styles.clone();
        let mut requests: Vec<Numbered> = Vec::new();
        if let Some(kept) = self.state.kept.clone() {
            requests.extend(self.thumbnail(Thumbnail::Kept, kept, KEPT_PX));
        }
        requests.extend(self.variations());
        for style in styles {
            let settings = self.state.tile(&style);
            requests.extend(self.thumbnail(Thumbnail::Style(style), settings, THUMBNAIL_PX));
        }
        if let Some(engine) = &self.engine {
            engine.request_thumbnails(requests, true);
        }
    }

    /// Asks for one style again: it was learnt on.
    pub(super) fn renew_thumbnail(&mut self, style: &str) {
        let settings = self.state.tile(style);
        let request = self.thumbnail(Thumbnail::Style(style.to_owned()), settings, THUMBNAIL_PX);
        if let (Some(engine), Some(request)) = (&self.engine, request) {
            engine.request_thumbnails(vec![request], false);
        }
    }

    /// Shows neighbours of the present look, or hides them.
    pub(super) fn toggle_variations(&mut self) {
        let is_hidden = self.state.variations.is_none();
        self.show_variations(is_hidden.then(|| self.state.neighbours()));
    }

    /// Takes a neighbour and shows those of it.
    pub(super) fn take_variation(&mut self, ctx: &egui::Context, index: usize) {
        let variations = self.state.variations.as_ref();
        let settings = variations.and_then(|shown| shown.settings.get(index).cloned());
        if let Some(settings) = settings {
            let settled = true;
            self.apply(ctx, Action::Set { settings, settled });
            self.show_variations(Some(self.state.neighbours()));
        }
    }

    /// Shows other neighbours of the same look.
    pub(super) fn show_other_variations(&mut self) {
        let variations = self.state.variations.as_ref();
        let others = variations.map(|shown| shown.others(&self.state.library));
        self.show_variations(others);
    }

    fn show_variations(&mut self, variations: Option<Variations>) {
        self.state.variations = variations;
        self.textures.variations.clear();
        let is_variation = |thumbnail: &Thumbnail| matches!(thumbnail, Thumbnail::Variation(_));
        self.state
            .thumbnails
            .retain(|_, thumbnail| !is_variation(thumbnail));
        let requests = self.variations();
        if let Some(engine) = &self.engine {
            engine.request_thumbnails(requests, false);
        }
    }

    fn variations(&mut self) -> Vec<Numbered> {
        let variations = self.state.variations.iter();
        let settings: Vec<Recipe> = variations.flat_map(|v| v.settings.clone()).collect();
        let settings = settings.into_iter().enumerate();
        settings
            .filter_map(|(index, settings)| {
                self.thumbnail(Thumbnail::Variation(index), settings, VARIATION_PX)
            })
            .collect()
    }

    /// Asks for the drawing that is kept, with its own settings.
    pub(super) fn renew_kept(&mut self) {
        let Some(settings) = self.state.kept.clone() else {
            return;
        };
        let request = self.thumbnail(Thumbnail::Kept, settings, KEPT_PX);
        if let (Some(engine), Some(request)) = (&self.engine, request) {
            engine.request_thumbnails(vec![request], false);
        }
    }

    fn thumbnail(
        &mut self,
        purpose: Thumbnail,
        settings: Recipe,
        long_side_px: u32,
    ) -> Option<Numbered> {
        let photo = Arc::clone(self.state.photo.as_ref()?);
        self.state.newest_thumbnail = RequestId(self.state.newest_thumbnail.0 + 1);
        let id = self.state.newest_thumbnail;
        self.state.thumbnails.insert(id, purpose);
        let scale = Scale::Working(long_side_px);
        Some((id, RenderRequest::in_memory(photo, settings, scale)))
    }

    /// A drawing came; one that nobody waits for any more is of another photograph.
    pub(super) fn thumbnail_came(
        &mut self,
        ctx: &egui::Context,
        id: RequestId,
        drawing: &Arc<RgbaImage>,
    ) {
        match self.state.thumbnails.remove(&id) {
            Some(Thumbnail::Style(style)) => {
                let texture = PictureTexture::upload(ctx, "style", drawing);
                self.textures.styles.insert(style, texture);
            }
            Some(Thumbnail::Variation(index)) => {
                let texture = PictureTexture::upload(ctx, "variation", drawing);
                self.textures.variations.insert(index, texture);
            }
            Some(Thumbnail::Kept) => {
                self.textures.kept = Some(PictureTexture::upload(ctx, "kept", drawing));
            }
            None => {}
        }
    }
}
