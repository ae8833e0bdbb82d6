//! The photographs beside each other, each drawn with its present settings: which of them are
//! drawn, and which comes next.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use image::RgbaImage;

use super::photo::PhotoState;
use super::state::{Empty, EngineState, State, Thumbnail, ViewMode};
use super::style_form::renamed;
use crate::render::Recipe;

/// Long side of a drawing in the grid, in pixels.
pub(super) const GRID_PX: u32 = 320;
/// Least and greatest width of a picture, and that at first, in points.
const WIDTHS: [f32; 2] = [96.0, 400.0];
const WIDTH: f32 = 190.0;
/// Drawings and photographs that are kept where the screen does not show more; some 80 MB each.
const MAX_KEPT: usize = 240;

/// The photographs as drawings beside each other.
#[derive(Debug)]
pub(super) struct PhotoGrid {
    /// Whether they stand in place of the canvas.
    pub(super) is_shown: bool,
    /// Width of a picture, in points.
    pub(super) tile_width: f32,
    /// The photographs that are seen, by their places.
    pub(super) seen: Range<usize>,
    /// What is drawn, and with which settings.
    drawn: HashMap<PathBuf, Box<Recipe>>,
    /// Photographs at the size at which they are drawn.
    small: HashMap<PathBuf, Arc<RgbaImage>>,
    /// The photograph that is being read.
    loading: Option<PathBuf>,
}

/// What the grid wants next.
#[derive(Debug, PartialEq)]
pub(super) enum Want {
    /// The photograph, to be drawn.
    Read(PathBuf),
    /// Its drawing with these settings.
    Draw(PathBuf, Arc<RgbaImage>, Box<Recipe>),
}

impl Default for PhotoGrid {
    fn default() -> Self {
        Self {
            is_shown: false,
            tile_width: WIDTH,
            seen: 0..0,
            drawn: HashMap::new(),
            small: HashMap::new(),
            loading: None,
        }
    }
}

impl PhotoGrid {
    /// As it was the last time.
    pub(super) fn of_last_time(is_shown: bool, tile_width: Option<f32>) -> Self {
        let mut grid = Self {
            is_shown,
            ..Self::default()
        };
        grid.set_width(tile_width.unwrap_or(WIDTH));
        grid
    }

    /// Makes pictures `factor` times as large.
    pub(super) fn zoom(&mut self, factor: f32) {
        self.set_width(self.tile_width * factor);
    }

    /// Makes pictures as large as at first.
    pub(super) fn reset_width(&mut self) {
        self.tile_width = WIDTH;
    }

    fn set_width(&mut self, width: f32) {
        if width.is_finite() {
            self.tile_width = width.clamp(WIDTHS[0], WIDTHS[1]);
        }
    }

    /// A photograph was read, or cannot be.
    pub(super) fn photo_came(&mut self, path: PathBuf, photo: Option<Arc<RgbaImage>>) {
        if self.loading.as_ref() == Some(&path) {
            self.loading = None;
        }
        if let Some(photo) = photo {
            self.small.insert(path, photo);
        }
    }

    /// A photograph is drawn, or cannot be, with these settings.
    pub(super) fn is_drawn(&mut self, path: PathBuf, settings: Box<Recipe>) {
        self.drawn.insert(path, settings);
    }

    /// A style is called otherwise, and draws as before.
    pub(super) fn style_renamed(&mut self, from: &str, to: &str) {
        self.drawn.values_mut().for_each(|recipe| {
            if let Some(new) = renamed(recipe, from, to) {
                **recipe = new;
            }
        });
    }

    /// A style draws otherwise now.
    pub(super) fn style_changed(&mut self, style: &str) {
        let uses = |recipe: &Recipe| {
            let blended = recipe.blend.as_ref().map(|(name, _)| name.as_str());
            recipe.style == style || blended == Some(style)
        };
        self.drawn.retain(|_, recipe| !uses(recipe));
    }

    /// Lets go of photographs that are not there any more: one that comes back is read and drawn
    /// anew.
    pub(super) fn forget(&mut self, stays: impl Fn(&PathBuf) -> bool) {
        self.drawn.retain(|path, _| stays(path));
        self.small.retain(|path, _| stays(path));
    }
}

impl State {
    /// Whether the photographs stand in place of the canvas; the sample never does.
    pub(super) fn shows_grid(&self) -> bool {
        self.grid.is_shown && !self.is_empty()
    }

    /// How photograph and drawing are put beside each other, where they are.
    pub(super) fn canvas_mode(&self) -> Option<ViewMode> {
        (!self.shows_grid()).then_some(self.mode)
    }

    /// Shows photograph and drawing in this way, in place of the grid.
    pub(super) fn show_canvas(&mut self, mode: ViewMode) {
        self.mode = mode;
        self.grid.is_shown = false;
        self.empty = Empty::Sample;
    }

    /// Whether this photograph is drawn with its present settings.
    pub(super) fn is_up_to_date(&self, path: &Path) -> bool {
        let drawn = self.grid.drawn.get(path);
        drawn.is_some_and(|drawn| **drawn == *self.settings.of(Some(path)))
    }

    /// How many of the photographs that are seen are not drawn with their present settings yet.
    pub(super) fn num_to_draw(&self) -> usize {
        let seen = self.photos.get(self.grid_seen()).unwrap_or_default();
        let waits = |path: &&PathBuf| !self.is_up_to_date(path);
        let good = seen.iter().filter(|photo| photo.state == PhotoState::Good);
        let paths = good.filter_map(|photo| photo.path.as_ref());
        paths.filter(waits).count()
    }

    fn grid_seen(&self) -> Range<usize> {
        let end = self.grid.seen.end.min(self.photos.len());
        self.grid.seen.start.min(end)..end
    }

    /// What the grid wants next: one photograph is read and one drawn at a time, those that are
    /// seen first, then as many after them.
    pub(super) fn grid_wants(&mut self) -> Option<Want> {
        let is_ready = matches!(self.engine, EngineState::Ready(_));
        if !self.shows_grid() || !is_ready {
            return None;
        }
        let seen = self.grid_seen();
        let after = seen.end..(seen.end + seen.len()).min(self.photos.len());
        let mut is_drawing = self
            .thumbnails
            .values()
            .any(|thumbnail| matches!(thumbnail, Thumbnail::Grid(..)));
        for index in seen.chain(after) {
            let photo = self.photos.get(index)?;
            let Some(path) = photo.path.as_ref() else {
                continue;
            };
            if photo.state != PhotoState::Good || self.is_up_to_date(path) {
                continue;
            }
            match self.grid.small.get(path) {
                Some(small) if !is_drawing => {
                    let settings = Box::new(self.settings.of(Some(path)).clone());
                    return Some(Want::Draw(path.clone(), Arc::clone(small), settings));
                }
                // This is the one that is drawn, or it waits for its turn.
                Some(_) => is_drawing = true,
                None if self.grid.loading.is_none() => {
                    self.grid.loading = Some(path.clone());
                    return Some(Want::Read(path.clone()));
                }
                // What is after it is not drawn before it.
                None => return None,
            }
        }
        None
    }

    /// Lets go of what is far from what is seen, so that a thousand photographs take no more memory
    /// than a screen of them; those that are kept.
    pub(super) fn trim_grid(&mut self) -> Option<HashSet<PathBuf>> {
        let seen = self.grid_seen();
        // What is seen and as many after it always stay.
        let limit = MAX_KEPT.max(4 * seen.len());
        if self.grid.drawn.len().max(self.grid.small.len()) <= limit {
            return None;
        }
        let first = seen.start.saturating_sub(limit / 4);
        let near = self.photos.iter().skip(first).take(3 * limit / 4);
        let near: HashSet<PathBuf> = near.filter_map(|photo| photo.path.clone()).collect();
        self.grid.drawn.retain(|path, _| near.contains(path));
        self.grid.small.retain(|path, _| near.contains(path));
        Some(near)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::RequestId;
    use crate::render::DeviceReport;

    fn many(count: usize) -> State {
        let mut state = State::new();
        let names = (0..count).map(|index| format!("/{index:04}.jpg"));
        state.add_photos(names.map(|name| name.as_str().into()).collect());
        state.engine = EngineState::Ready(DeviceReport {
            adapters: Vec::new(),
            adapter: None,
            network_on_gpu: false,
            ink_on_gpu: false,
            self_test: None,
            note: None,
        });
        state.grid.is_shown = true;
        state.grid.seen = 0..4;
        state
    }

    fn path(index: usize) -> PathBuf {
        format!("/{index:04}.jpg").into()
    }

    /// Reads and draws all that is wanted; in which order it was drawn.
    fn draw_all(state: &mut State) -> Vec<PathBuf> {
        let mut drawn = Vec::new();
        while let Some(want) = state.grid_wants() {
            match want {
                Want::Read(path) => state.grid.photo_came(path, Some(Arc::default())),
                Want::Draw(path, _, settings) => {
                    drawn.push(path.clone());
                    state.grid.is_drawn(path, settings);
                }
            }
            assert!(drawn.len() < 500, "it never ends");
        }
        drawn
    }

    #[test]
    fn what_is_seen_is_drawn_first_then_as_much_after_it() {
        let mut state = many(40);
        state.grid.seen = 8..12;
        assert_eq!(state.num_to_draw(), 4);
        assert_eq!(draw_all(&mut state), (8..16).map(path).collect::<Vec<_>>());
        assert_eq!(state.num_to_draw(), 0);
        // Other settings: what is seen anew, of one only when only its own changed.
        state.current = 9;
        state.settings.turn_to(Some(path(9)));
        state.settings.set_own(true);
        state.settings.set(Recipe::of_style("pop"), true);
        assert_eq!(draw_all(&mut state), [path(9)]);
        state.grid.style_changed("pop");
        assert_eq!(draw_all(&mut state), [path(9)]);
        state.settings.set_own(false);
        assert_eq!(draw_all(&mut state), [path(9)]);
    }

    #[test]
    fn one_that_comes_back_is_drawn_anew() {
        let mut state = many(4);
        draw_all(&mut state);
        state.grid.forget(|other| *other != path(2));
        assert_eq!(state.num_to_draw(), 1);
        assert_eq!(draw_all(&mut state), [path(2)]);
    }

    #[test]
    fn one_is_read_and_one_drawn_at_a_time_and_bad_ones_are_left_out() {
        let mut state = many(6);
        state.photos[1].state = PhotoState::Bad("broken".to_owned());
        assert_eq!(state.grid_wants(), Some(Want::Read(path(0))));
        assert_eq!(state.grid_wants(), None, "one at a time");
        state.grid.photo_came(path(0), Some(Arc::default()));
        let Some(Want::Draw(first, _, settings)) = state.grid_wants() else {
            panic!("it is to be drawn");
        };
        state
            .thumbnails
            .insert(RequestId(1), Thumbnail::Grid(first, settings));
        assert_eq!(state.grid_wants(), Some(Want::Read(path(2))));
        state.grid.photo_came(path(2), Some(Arc::default()));
        assert_eq!(state.grid_wants(), Some(Want::Read(path(3))));
        // Whatever voids the request: it is drawn after all.
        state.thumbnails.clear();
        assert!(matches!(state.grid_wants(), Some(Want::Draw(first, ..)) if first == path(0)));
        state.grid.is_shown = false;
        assert_eq!(state.grid_wants(), None);
        state.grid.is_shown = true;
        state.remove_all();
        assert!(
            !state.shows_grid() && state.grid_wants().is_none(),
            "the sample"
        );
    }

    #[test]
    fn a_thousand_photographs_take_no_more_memory_than_a_few_screens() {
        let mut state = many(1000);
        for start in (0..1000).step_by(20) {
            state.grid.seen = start..start + 20;
            draw_all(&mut state);
            if let Some(kept) = state.trim_grid() {
                assert!((start..start + 20).all(|index| kept.contains(&path(index))));
            }
            assert!(state.grid.small.len() <= MAX_KEPT && state.grid.drawn.len() <= MAX_KEPT);
            assert_eq!(state.num_to_draw(), 0);
        }
    }

    #[test]
    fn pictures_keep_a_size_that_can_be_seen() {
        let mut grid = PhotoGrid::of_last_time(true, Some(f32::NAN));
        assert_eq!(grid.tile_width, WIDTH);
        grid.zoom(100.0);
        assert_eq!(grid.tile_width, WIDTHS[1]);
        grid.zoom(0.0);
        assert_eq!(grid.tile_width, WIDTHS[0]);
        grid.reset_width();
        assert_eq!(grid.tile_width, WIDTH);
    }
}
