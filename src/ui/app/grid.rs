//! What the window does about the grid of photographs.

use std::path::PathBuf;
use std::sync::Arc;

use eframe::egui;
use image::RgbaImage;

use super::Window;
use crate::picture::ImageError;
use crate::render::{Recipe, RenderRequest, Scale};
use crate::ui::action::GridAction;
use crate::ui::explain;
use crate::ui::grid::{GRID_PX, Want};
use crate::ui::loader::Request;
use crate::ui::state::Thumbnail;
use crate::ui::texture::PictureTexture;

impl Window {
    /// Does what a view asked for about the grid.
    pub(super) fn steer_grid(&mut self, ctx: &egui::Context, action: GridAction) {
        match action {
            GridAction::See(seen) => self.state.grid.seen = seen,
            GridAction::Open(index) => {
                self.state.grid.is_shown = false;
                self.state.select_nothing();
                if index != self.state.current {
                    self.show(ctx, index);
                }
            }
        }
    }

    /// Asks for what the grid wants next.
    pub(super) fn grid_frame(&mut self) {
        if let Some(kept) = self.state.trim_grid() {
            self.textures.grid.retain(|path, _| kept.contains(path));
        }
        while let Some(want) = self.state.grid_wants() {
            match want {
                Want::Read(path) => {
                    if !self.loader.ask(Request::Small(path.clone())) {
                        // It is asked for again once there is room.
                        self.state.grid.photo_came(path, None);
                        return;
                    }
                }
                Want::Draw(path, photo, settings) => {
                    let scale = Scale::Working(GRID_PX);
                    let request = RenderRequest::in_memory(photo, Recipe::clone(&settings), scale);
                    let id = self.number_thumbnail(Thumbnail::Grid(path, settings));
                    let requests = vec![(id, request)];
                    let engine = self.engine.as_ref();
                    if !engine.is_some_and(|engine| engine.request_thumbnails(requests, false)) {
                        self.state.thumbnails.remove(&id);
                        return;
                    }
                }
            }
        }
    }

    /// A photograph for the grid was read, or cannot be.
    pub(super) fn small_photo_came(
        &mut self,
        path: PathBuf,
        photo: Result<Arc<RgbaImage>, ImageError>,
    ) {
        if let Err(err) = &photo {
            self.photo_is_bad(&path, &explain::picture(err));
        }
        self.state.grid.photo_came(path, photo.ok());
    }

    /// A drawing for the grid is there, or could not be made.
    pub(super) fn grid_drawing_came(
        &mut self,
        ctx: &egui::Context,
        (path, settings): (PathBuf, Box<Recipe>),
        drawing: Option<&RgbaImage>,
    ) {
        if let Some(drawing) = drawing {
            let texture = PictureTexture::upload(ctx, "grid", drawing);
            self.textures.grid.insert(path.clone(), texture);
        }
        self.state.grid.is_drawn(path, settings);
    }
}
