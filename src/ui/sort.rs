//! In which order the photographs stand.

use std::cmp::Ordering;
use std::path::PathBuf;
use std::time::SystemTime;

use super::photo::Photo;
use super::state::State;
use crate::picture::Taken;

/// By what the photographs are in order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(super) enum SortBy {
    /// As they were opened.
    #[default]
    Added,
    /// By the names of the files, as people count: 2 before 10.
    Name,
    /// By the day and time at which the camera took them.
    Taken,
    /// By the last change of the files.
    Modified,
}

/// Of when a photograph is, as far as that is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Dates {
    /// When the camera took it.
    pub(super) taken: Option<Taken>,
    /// When its file was changed last.
    pub(super) modified: Option<SystemTime>,
}

impl State {
    /// Puts the photographs in another order; the one that is shown stays shown.
    pub(super) fn sort_by(&mut self, order: SortBy) {
        self.sort = order;
        self.sort_photos();
    }

    /// Puts the photographs in their order: after some were added, or their dates came.
    pub(super) fn sort_photos(&mut self) {
        let order = self.sort;
        if self
            .photos
            .is_sorted_by(|a, b| compare(order, a, b).is_le())
        {
            return;
        }
        let shown = self.current().and_then(|photo| photo.path.clone());
        self.photos.sort_by(|a, b| compare(order, a, b));
        self.current = self.place_of(shown.as_ref()).unwrap_or(0);
    }

    /// Where a photograph stands; `None` is the sample.
    pub(super) fn place_of(&self, path: Option<&PathBuf>) -> Option<usize> {
        let is_it = |photo: &Photo| photo.path.as_ref() == path;
        self.photos.iter().position(is_it)
    }

    /// Of when a photograph is, is known now. Whether there is such a photograph.
    pub(super) fn dates_came(&mut self, path: &PathBuf, dates: Dates) -> bool {
        let place = self.place_of(Some(path));
        let Some(photo) = place.and_then(|place| self.photos.get_mut(place)) else {
            return false;
        };
        photo.dates = dates;
        matches!(self.sort, SortBy::Taken | SortBy::Modified)
    }
}

fn compare(order: SortBy, a: &Photo, b: &Photo) -> Ordering {
    // What has no date stands behind what has one.
    fn by_date<T: Ord + Copy>(a: Option<T>, b: Option<T>) -> Ordering {
        let is_unknown = a.is_none().cmp(&b.is_none());
        is_unknown.then_with(|| a.cmp(&b))
    }
    let by_name = || in_order(&a.name(), &b.name()).then_with(|| a.path.cmp(&b.path));
    match order {
        SortBy::Added => a.added.cmp(&b.added),
        SortBy::Name => by_name(),
        SortBy::Taken => by_date(a.dates.taken, b.dates.taken).then_with(by_name),
        SortBy::Modified => by_date(a.dates.modified, b.dates.modified).then_with(by_name),
    }
}

/// The order of names: letters whatever their case, numbers by their size.
fn in_order(a: &str, b: &str) -> Ordering {
    let (a, b) = (a.to_lowercase(), b.to_lowercase());
    let (mut a, mut b) = (a.as_str(), b.as_str());
    loop {
        let num_digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
        let digits = [num_digits(a), num_digits(b)];
        if digits[0] > 0 && digits[1] > 0 {
            let [x, y] =
                [&a[..digits[0]], &b[..digits[1]]].map(|text| text.trim_start_matches('0'));
            let by_size = x.len().cmp(&y.len()).then_with(|| x.cmp(y));
            if by_size != Ordering::Equal {
                return by_size;
            }
            (a, b) = (&a[digits[0]..], &b[digits[1]..]);
            continue;
        }
        let mut letters = [a.chars(), b.chars()];
        match letters.each_mut().map(Iterator::next) {
            [Some(x), Some(y)] if x == y => (a, b) = (letters[0].as_str(), letters[1].as_str()),
            [x, y] => return x.cmp(&y),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn with(names: &[&str]) -> State {
        let mut state = State::new();
        state.add_photos(names.iter().map(|name| (*name).into()).collect());
        state
    }

    fn names(state: &State) -> Vec<String> {
        state.photos.iter().map(Photo::name).collect()
    }

    /// As the camera writes the day of a month.
    fn taken(day: u32) -> Option<Taken> {
        let order = b"II*\0\x08\0\0\0\x01\0\x32\x01\x02\0\x14\0\0\0\x1a\0\0\0\0\0\0\0";
        let text = format!("2026:11:{day:02} 10:00:00\0");
        Taken::of_exif(&[&order[..], text.as_bytes()].concat())
    }

    #[test]
    fn names_are_sorted_as_people_count() {
        let mut state = with(&[
            "/x/img10.jpg",
            "/b.png",
            "/IMG2.jpg",
            "/img010.jpg",
            "/B.jpg",
        ]);
        state.current = 2;
        state.sort_by(SortBy::Name);
        let sorted = ["B.jpg", "b.png", "IMG2.jpg", "img010.jpg", "img10.jpg"];
        assert_eq!(names(&state), sorted);
        assert_eq!(state.current, 2, "the shown one stays shown");
        for (a, b) in [
            ("", "a"),
            ("a9", "a10"),
            ("é1", "é2"),
            ("7", "a"),
            ("a00", "a0b"),
        ] {
            assert_eq!(in_order(a, b), Ordering::Less, "{a} {b}");
            assert_eq!(in_order(b, a), Ordering::Greater, "{b} {a}");
        }
    }

    #[test]
    fn dates_put_photographs_in_order_as_they_come_and_what_has_none_stands_last() {
        let mut state = with(&["/c.jpg", "/b.jpg", "/a.jpg", "/0.jpg"]);
        state.current = 1;
        state.sort_by(SortBy::Taken);
        assert_eq!(names(&state), ["0.jpg", "a.jpg", "b.jpg", "c.jpg"]);
        let now = SystemTime::UNIX_EPOCH + Duration::from_hours(500_000);
        for (name, day, age) in [("/c.jpg", 3, 1), ("/a.jpg", 7, 9), ("/b.jpg", 5, 4)] {
            let dates = Dates {
                taken: taken(day),
                modified: Some(now - Duration::from_hours(age)),
            };
            assert!(dates.taken.is_some() && state.dates_came(&name.into(), dates));
            state.sort_photos();
        }
        assert_eq!(names(&state), ["c.jpg", "b.jpg", "a.jpg", "0.jpg"]);
        assert_eq!(state.current().unwrap().name(), "b.jpg", "it stays shown");
        state.sort_by(SortBy::Modified);
        assert_eq!(names(&state), ["a.jpg", "b.jpg", "c.jpg", "0.jpg"]);
        state.sort_by(SortBy::Added);
        assert_eq!(names(&state), ["c.jpg", "b.jpg", "a.jpg", "0.jpg"]);
        assert!(!state.dates_came(&"/gone.jpg".into(), Dates::default()));
    }

    #[test]
    fn what_is_added_later_takes_its_place_in_the_order() {
        let mut state = with(&["/d.jpg", "/a.jpg"]);
        state.sort_by(SortBy::Name);
        let first = state.add_photos(vec!["/c.jpg".into(), "/b.jpg".into()]);
        assert_eq!(names(&state), ["a.jpg", "b.jpg", "c.jpg", "d.jpg"]);
        assert_eq!(first, Some(2), "the first of those that were named");
        // One that was taken out comes back to where it was opened.
        let found = state.photos[3].found().unwrap();
        state.remove_photo(3);
        state.sort_by(SortBy::Added);
        assert_eq!(names(&state), ["a.jpg", "c.jpg", "b.jpg"]);
        assert_eq!(state.insert_photo(2, found), 0);
        assert_eq!(names(&state), ["d.jpg", "a.jpg", "c.jpg", "b.jpg"]);
    }
}
