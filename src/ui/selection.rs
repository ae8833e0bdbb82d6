//! Several photographs of the strip at once.

use std::collections::HashSet;
use std::path::PathBuf;

use super::photo::Photo;
use super::settings::Removed;
use super::state::State;

/// How a photograph is added to those that are selected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pick {
    /// In if it is out, out if it is in.
    Toggle,
    /// With all between it and the last one that was picked.
    Range,
}

/// The photographs that are selected.
#[derive(Clone, Debug, Default)]
pub(super) struct Selection {
    paths: HashSet<PathBuf>,
    /// Where a range begins.
    last: Option<PathBuf>,
}

impl State {
    /// Whether the photograph with this index is one of several that are meant.
    pub(super) fn is_selected(&self, index: usize) -> bool {
        let path = self.photos.get(index).and_then(|photo| photo.path.as_ref());
        path.is_some_and(|path| self.selection.paths.contains(path))
    }

    /// The indices of those that are selected, in order.
    pub(super) fn selected(&self) -> Vec<usize> {
        let all = 0..self.photos.len();
        all.filter(|index| self.is_selected(*index)).collect()
    }

    /// Selects a photograph; the sample cannot be. The one that is shown is in from the start.
    pub(super) fn select(&mut self, index: usize, pick: Pick) {
        let path = |index: usize| self.photos.get(index)?.path.clone();
        let Some(picked) = path(index) else {
            return;
        };
        if self.selected().is_empty() {
            self.selection.last = path(self.current);
            self.selection.paths = path(self.current).into_iter().collect();
            if index == self.current && pick == Pick::Toggle {
                return;
            }
        }
        match pick {
            Pick::Toggle => {
                if !self.selection.paths.remove(&picked) {
                    self.selection.paths.insert(picked.clone());
                }
                self.selection.last = Some(picked);
            }
            Pick::Range => {
                let is_last = |photo: &Photo| photo.path == self.selection.last;
                let from = self.photos.iter().position(is_last).unwrap_or(index);
                let range = from.min(index)..=from.max(index);
                self.selection.paths.extend(range.filter_map(path));
            }
        }
    }

    /// Selects all photographs.
    pub(super) fn select_all(&mut self) {
        let paths = self.photos.iter().filter_map(|photo| photo.path.clone());
        self.selection.paths = paths.collect();
    }

    /// Selects nothing: what is done is done with the photograph that is shown.
    pub(super) fn select_nothing(&mut self) {
        self.selection = Selection::default();
    }

    /// Takes all that are selected out; what they were, in the order in which they went.
    pub(super) fn remove_selected(&mut self) -> Vec<Removed> {
        let mut removed = Vec::new();
        for (num_gone, index) in self.selected().into_iter().enumerate() {
            // Those before it are gone.
            let index = index - num_gone;
            let photo = self.photos.get(index).and_then(Photo::found);
            removed.extend(photo.map(|found| Removed { found, index }));
            self.remove_photo(index);
        }
        self.select_nothing();
        removed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(names: &[&str]) -> State {
        let mut state = State::new();
        state.add_photos(names.iter().map(|name| (*name).into()).collect());
        state
    }

    fn names(state: &State) -> Vec<String> {
        state.photos.iter().map(Photo::name).collect()
    }

    #[test]
    fn a_range_and_single_ones_are_selected_and_the_shown_one_is_among_them() {
        let mut state = with(&["/a.jpg", "/b.jpg", "/c.jpg", "/d.jpg", "/e.jpg"]);
        state.current = 1;
        assert!(state.selected().is_empty());
        state.select(3, Pick::Range);
        assert_eq!(state.selected(), [1, 2, 3]);
        state.select(2, Pick::Toggle);
        assert_eq!(state.selected(), [1, 3]);
        state.select(4, Pick::Range);
        assert_eq!(state.selected(), [1, 2, 3, 4]);
        state.select_all();
        assert_eq!(state.selected().len(), 5);
        state.select_nothing();
        state.select(1, Pick::Toggle);
        assert_eq!(state.selected(), [1]);
        let mut empty = State::new();
        empty.select(0, Pick::Toggle);
        empty.select(7, Pick::Range);
        empty.select_all();
        assert!(empty.selected().is_empty(), "the sample cannot be");
    }

    #[test]
    fn what_is_selected_goes_and_can_be_put_back_as_it_was() {
        let mut state = with(&["/a.jpg", "/b.jpg", "/c.jpg", "/d.jpg"]);
        let before = names(&state);
        state.select(2, Pick::Toggle);
        let removed = state.remove_selected();
        assert_eq!(names(&state), ["b.jpg", "d.jpg"]);
        assert!(state.selected().is_empty());
        for Removed { found, index } in removed.into_iter().rev() {
            state.insert_photo(index, found);
        }
        assert_eq!(names(&state), before);
        state.select_all();
        assert_eq!(state.remove_selected().len(), 4);
        assert!(state.is_empty());
    }
}
