//! Drawings beside the one on the canvas: the present photograph in each style, and the one that is
//! kept to compare with.

use std::sync::Arc;

use eframe::egui;
use image::RgbaImage;

use super::Window;
use crate::engine::{Numbered, RequestId};
use crate::render::{Recipe, RenderRequest, Scale};
use crate::ui::action::Action;
use crate::ui::ends::Ends;
use crate::ui::state::{Empty, Thumbnail};
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
        self.drawn.awaits_nothing_small();
        self.recalled.clear();
        // Drawn anew when somebody looks at them.
        self.state.ends = None;
        self.textures.ends = [None, None];
        self.state.drawn_presets = None;
        self.textures.presets.clear();
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
        let requests = self.without_drawn(requests);
        if let Some(engine) = &self.engine {
            engine.request_thumbnails(requests, true);
        }
    }

    /// Asks for one style again: it was learnt on.
    pub(super) fn renew_thumbnail(&mut self, style: &str) {
        let settings = self.state.tile(style);
        let request = self.thumbnail(Thumbnail::Style(style.to_owned()), settings, THUMBNAIL_PX);
        self.request_small(request.into_iter().collect());
    }

    /// Asks for small drawings beside those that are still to come.
    fn request_small(&mut self, requests: Vec<Numbered>) {
        let requests = self.without_drawn(requests);
        if let (Some(engine), false) = (&self.engine, requests.is_empty()) {
            engine.request_thumbnails(requests, false);
        }
    }

    /// Shows neighbours of the present look, or hides them.
    pub(super) fn toggle_variations(&mut self) {
        let is_hidden = self.state.variations.is_none();
        self.state.empty = Empty::Sample;
        self.show_variations(is_hidden.then(|| self.neighbours()));
    }

    /// Takes a neighbour and shows those of it.
    pub(super) fn take_variation(&mut self, ctx: &egui::Context, index: usize) {
        let variations = self.state.variations.as_ref();
        let settings = variations.and_then(|shown| shown.settings.get(index).cloned());
        if let Some(settings) = settings {
            let settled = true;
            self.apply(ctx, Action::Set { settings, settled });
            self.show_variations(Some(self.neighbours()));
        }
    }

    /// Shows other neighbours of the same look.
    pub(super) fn show_other_variations(&mut self) {
        let variations = self.state.variations.as_ref();
        let others = variations.map(|shown| shown.others(&self.state.library));
        self.show_variations(others);
    }

    /// Neighbours of a look in another style than the present one give way to those of the present.
    pub(super) fn keep_variations(&mut self) {
        let style = &self.state.settings.present().style;
        let variations = self.state.variations.as_ref();
        if variations.is_some_and(|variations| !variations.are_in(style)) {
            self.show_variations(Some(self.neighbours()));
        }
    }

    fn show_variations(&mut self, variations: Option<Variations>) {
        self.leave_variations();
        self.state.variations = variations;
        self.textures.variations.clear();
        let is_variation = |thumbnail: &Thumbnail| matches!(thumbnail, Thumbnail::Variation(_));
        self.state
            .thumbnails
            .retain(|_, thumbnail| !is_variation(thumbnail));
        let requests = self.variations();
        self.request_small(requests);
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

    /// Asks for the present drawing with a slider at its ends.
    pub(super) fn draw_ends(&mut self, words: &'static str) {
        self.state.ends = Ends::new(self.state.settings.present(), words);
        self.textures.ends = [None, None];
        let recipes = self.state.ends.as_ref().map(|ends| ends.recipes.clone());
        let is_end = |thumbnail: &Thumbnail| matches!(thumbnail, Thumbnail::End(_));
        self.draw_instead(is_end, Thumbnail::End, recipes.into_iter().flatten());
    }

    /// Asks for the present photograph in each preset.
    pub(super) fn draw_presets(&mut self) {
        let presets = self.state.presets.clone();
        self.textures.presets.clear();
        self.state.drawn_presets = Some(presets.clone());
        let is_preset = |thumbnail: &Thumbnail| matches!(thumbnail, Thumbnail::Preset(_));
        let recipes = presets.into_iter().map(|preset| preset.settings);
        self.draw_instead(is_preset, Thumbnail::Preset, recipes);
    }

    /// Asks for small drawings in place of those of their kind that are still to come.
    fn draw_instead(
        &mut self,
        is_of_kind: impl Fn(&Thumbnail) -> bool,
        kind: impl Fn(usize) -> Thumbnail,
        recipes: impl Iterator<Item = Recipe>,
    ) {
        self.state
            .thumbnails
            .retain(|_, thumbnail| !is_of_kind(thumbnail));
        let requests: Vec<Numbered> = recipes
            .enumerate()
            .filter_map(|(index, recipe)| self.thumbnail(kind(index), recipe, THUMBNAIL_PX))
            .collect();
        self.request_small(requests);
    }

    /// Asks for the drawing that is kept, with its own settings.
    pub(super) fn renew_kept(&mut self) {
        let Some(settings) = self.state.kept.clone() else {
            return;
        };
        let request = self.thumbnail(Thumbnail::Kept, settings, KEPT_PX);
        self.request_small(request.into_iter().collect());
    }

    fn thumbnail(
        &mut self,
        purpose: Thumbnail,
        settings: Recipe,
        long_side_px: u32,
    ) -> Option<Numbered> {
        let photo = Arc::clone(self.state.photo.as_ref()?);
        let id = self.number_thumbnail(purpose);
        let scale = Scale::Working(long_side_px);
        Some((id, RenderRequest::in_memory(photo, settings, scale)))
    }

    /// The number of a request, by which its drawing is known when it comes.
    pub(super) fn number_thumbnail(&mut self, purpose: Thumbnail) -> RequestId {
        self.state.newest_thumbnail = RequestId(self.state.newest_thumbnail.0 + 1);
        let id = self.state.newest_thumbnail;
        self.state.thumbnails.insert(id, purpose);
        id
    }

    /// A drawing came, or cannot be made; one that nobody waits for any more is of another
    /// photograph.
    pub(super) fn thumbnail_came(
        &mut self,
        ctx: &egui::Context,
        id: RequestId,
        drawing: Option<&Arc<RgbaImage>>,
    ) {
        self.drawn.small_came(id, drawing);
        let purpose = self.state.thumbnails.remove(&id);
        if let Some(Thumbnail::Grid(path, settings)) = purpose {
            let drawing = drawing.map(Arc::as_ref);
            return self.grid_drawing_came(ctx, (path, settings), drawing);
        }
        let Some(drawing) = drawing else { return };
        let centre = self.textures.centre;
        let upload = |name| PictureTexture::upload(ctx, name, drawing).about(centre);
        match purpose {
            Some(Thumbnail::Style(style)) => {
                let texture = upload("style");
                self.textures.styles.insert(style, texture);
            }
            Some(Thumbnail::Variation(index)) => {
                let texture = upload("variation");
                self.textures.variations.insert(index, texture);
            }
            Some(Thumbnail::End(index)) => {
                if let Some(end) = self.textures.ends.get_mut(index) {
                    *end = Some(upload("end"));
                }
            }
            Some(Thumbnail::Preset(index)) => {
                let texture = upload("preset");
                self.textures.presets.insert(index, texture);
            }
            Some(Thumbnail::Kept) => {
                self.textures.kept = Some(upload("kept"));
            }
            Some(Thumbnail::Grid(..)) | None => {}
        }
    }
}
