//! What was seen in the last photographs: all looks of a photograph share its faces and people, and
//! so do its drafts and small pictures.

use std::collections::VecDeque;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::{Arc, Mutex, PoisonError};

use image::RgbaImage;

use super::faces::faces;
use super::passes::scale::Face;
use super::people::People;

/// Photographs that are remembered: the one that is shown, its small pictures and drafts, and the
/// one before; some 4 bytes a pixel each.
const NUM: usize = 6;

/// Faces and people in a photograph.
#[derive(Clone, Debug)]
pub(super) struct Seen {
    pub(super) faces: Vec<Face>,
    pub(super) people: Arc<People>,
}

impl Seen {
    /// In a photograph in which nobody is looked for.
    pub(super) fn nothing(photo: &RgbaImage) -> Self {
        let people = People::nobody(photo.width() as usize, photo.height() as usize);
        Self {
            faces: Vec::new(),
            people: Arc::new(people),
        }
    }

    /// In a photograph; looked for once.
    pub(super) fn of(photo: &RgbaImage) -> Self {
        static LAST: Mutex<Last> = Mutex::new(Last::new());
        let key = key(photo);
        let known = || LAST.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(seen) = known().get(key) {
            return seen;
        }
        let faces = faces(photo);
        let people = Arc::new(People::find(photo, &faces));
        let seen = Self { faces, people };
        known().put(key, seen.clone());
        seen
    }
}

/// What tells a photograph from others: its pixels.
fn key(photo: &RgbaImage) -> u64 {
    let mut hasher = DefaultHasher::new();
    (photo.dimensions(), photo.as_raw()).hash(&mut hasher);
    hasher.finish()
}

/// What was seen last, the newest at the end.
#[derive(Debug)]
struct Last(VecDeque<(u64, Seen)>);

impl Last {
    const fn new() -> Self {
        Self(VecDeque::new())
    }

    fn get(&mut self, key: u64) -> Option<Seen> {
        let at = self.0.iter().position(|(known, _)| *known == key)?;
        let found = self.0.remove(at)?;
        let seen = found.1.clone();
        self.0.push_back(found);
        Some(seen)
    }

    fn put(&mut self, key: u64, seen: Seen) {
        if self.0.len() == NUM {
            self.0.pop_front();
        }
        self.0.push_back((key, seen));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::Rgba;

    #[test]
    fn a_photograph_is_known_by_its_pixels_and_its_size() {
        let of = |width, height, grey| key(&RgbaImage::from_pixel(width, height, Rgba([grey; 4])));
        assert_eq!(of(20, 10, 9), of(20, 10, 9));
        assert_ne!(of(20, 10, 9), of(10, 20, 9));
        assert_ne!(of(20, 10, 9), of(20, 10, 8));
    }

    #[test]
    fn what_was_asked_for_last_is_kept_longest() {
        let seen = |number: usize| Seen {
            faces: vec![[number as f32; 4]],
            people: Arc::new(People::nobody(8, 8)),
        };
        let mut last = Last::new();
        for number in 0..NUM {
            last.put(number as u64, seen(number));
        }
        assert_eq!(last.get(0).map(|seen| seen.faces), Some(vec![[0.0; 4]]));
        last.put(100, seen(100));
        assert!(last.get(1).is_none() && last.get(0).is_some() && last.get(100).is_some());
        assert_eq!(last.0.len(), NUM);
    }

    #[test]
    fn the_same_photograph_is_not_looked_at_again() {
        let photo = RgbaImage::from_pixel(90, 70, Rgba([180, 120, 60, 255]));
        let [first, again] = [(); 2].map(|()| Seen::of(&photo));
        assert!(Arc::ptr_eq(&first.people, &again.people));
        let other = RgbaImage::from_pixel(90, 70, Rgba([180, 120, 61, 255]));
        assert!(!Arc::ptr_eq(&first.people, &Seen::of(&other).people));
    }
}
