//! The photographs in the strip: taking them in, out, and back.

use std::collections::HashSet;
use std::path::PathBuf;

use super::settings::Removed;
use super::sort::Dates;
use super::state::{Empty, State};
use crate::engine::batch::Found;
use crate::i18n::tr;

/// How far a photograph is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum PhotoState {
    /// Nothing went wrong so far.
    Good,
    /// It cannot be read, and why.
    Bad(String),
}

/// A photograph in the strip.
#[derive(Clone, Debug)]
pub(super) struct Photo {
    /// Its file; `None` for the sample.
    pub(super) path: Option<PathBuf>,
    /// The folder that it was found in, whose tree is kept when it is exported.
    pub(super) root: Option<PathBuf>,
    pub(super) state: PhotoState,
    /// Of when it is; nothing until its file was read.
    pub(super) dates: Dates,
    /// Whether it is an animation, as far as that is known.
    pub(super) moves: bool,
    /// Larger for what was opened later.
    pub(super) added: u64,
}

impl Photo {
    /// The sample.
    pub(super) fn sample() -> Self {
        Self {
            path: None,
            root: None,
            state: PhotoState::Good,
            dates: Dates::default(),
            moves: false,
            added: 0,
        }
    }

    fn new(found: Found, added: u64) -> Self {
        Self {
            path: Some(found.path),
            root: found.root,
            added,
            ..Self::sample()
        }
    }

    /// Its file and where it was found; `None` for the sample.
    pub(super) fn found(&self) -> Option<Found> {
        let path = self.path.clone()?;
        let root = self.root.clone();
        Some(Found { path, root })
    }

    /// What it is called.
    pub(super) fn name(&self) -> String {
        let name = self.path.as_ref().and_then(|path| path.file_name());
        name.map_or_else(|| tr!("sample"), |name| name.to_string_lossy().into_owned())
    }
}

impl State {
    /// The photograph that is shown.
    pub(super) fn current(&self) -> Option<&Photo> {
        self.photos.get(self.current)
    }

    /// Whether only the sample is there, so that an invitation is in place.
    pub(super) fn is_empty(&self) -> bool {
        self.photos.iter().all(|photo| photo.path.is_none())
    }

    /// Adds photographs that are not there yet; the sample makes room. The index of the first new
    /// one.
    pub(super) fn add_photos(&mut self, found: Vec<Found>) -> Option<usize> {
        let known = self.photos.iter().filter_map(|photo| photo.path.clone());
        let mut known: HashSet<PathBuf> = known.collect();
        let mut new = found;
        new.retain(|found| known.insert(found.path.clone()));
        if new.is_empty() {
            return None;
        }
        // Once they are gone again.
        self.empty = Empty::Welcome;
        self.photos.retain(|photo| photo.path.is_some());
        let first = new.first().map(|found| found.path.clone());
        for found in new {
            self.num_added += 1;
            self.added.insert(found.path.clone(), self.num_added);
            self.photos.push(Photo::new(found, self.num_added));
        }
        self.sort_photos();
        self.place_of(first.as_ref())
    }

    /// Whether a photograph is an animation is known now.
    pub(super) fn is_animation(&mut self, path: &PathBuf, moves: bool) {
        let place = self.place_of(Some(path));
        if let Some(photo) = place.and_then(|place| self.photos.get_mut(place)) {
            photo.moves = moves;
        }
    }

    /// Takes a photograph out; the sample comes back when it was the last one.
    pub(super) fn remove_photo(&mut self, index: usize) {
        if index < self.photos.len() {
            self.photos.remove(index);
        }
        if self.photos.is_empty() {
            self.photos.push(Photo::sample());
        }
        if self.current > index {
            self.current -= 1;
        }
        self.current = self.current.min(self.photos.len() - 1);
    }

    /// Takes all photographs out, so that the sample is shown; what they were, in the order in
    /// which they went.
    pub(super) fn remove_all(&mut self) -> Vec<Removed> {
        let found = self.photos.iter().filter_map(Photo::found);
        let removed = found.map(|found| Removed { found, index: 0 }).collect();
        self.photos = vec![Photo::sample()];
        self.current = 0;
        removed
    }

    /// Puts a photograph back to its place, or as near to it as there is one, or to where it stands
    /// in another order now; its index.
    pub(super) fn insert_photo(&mut self, index: usize, found: Found) -> usize {
        self.photos.retain(|photo| photo.path.is_some());
        let index = index.min(self.photos.len());
        let path = found.path.clone();
        let added = self.added.get(&path).copied().unwrap_or(self.num_added);
        self.photos.insert(index, Photo::new(found, added));
        self.sort_photos();
        self.place_of(Some(&path)).unwrap_or(index)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(names: &[&str]) -> Vec<Found> {
        names.iter().map(|name| Found::from(*name)).collect()
    }

    #[test]
    fn photographs_replace_the_sample_and_come_once() {
        let mut state = State::new();
        assert!(state.is_empty());
        assert_eq!(
            state.add_photos(paths(&["a.jpg", "b.jpg", "a.jpg"])),
            Some(0)
        );
        assert_eq!(state.add_photos(paths(&["b.jpg"])), None);
        assert_eq!(state.add_photos(paths(&["c.jpg"])), Some(2));
        assert_eq!(state.photos.len(), 3);
    }

    #[test]
    fn removing_the_last_photograph_brings_the_sample_back() {
        let mut state = State::new();
        state.add_photos(paths(&["a.jpg", "b.jpg"]));
        state.current = 1;
        state.remove_photo(0);
        assert_eq!((state.current, state.photos.len()), (0, 1));
        state.remove_photo(0);
        assert!(state.is_empty());
        assert_eq!(state.photos.len(), 1);
    }
}
