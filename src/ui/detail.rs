//! Looking closely: when the screen shows more than the drawing has, the part that is seen is drawn
//! at full size, as saving will give it.

use std::time::{Duration, Instant};

use super::schedule::FULL_PX;
use crate::engine::RequestId;
use crate::picture;
use crate::render::Recipe;

/// How long the picture must rest before its details are drawn.
const REST: Duration = Duration::from_millis(150);
/// Most pixels of a part; more is not looked at closely.
const MAX_PIXELS: f32 = 3.0e6;
/// Smallest share of the screen's pixels that the drawing lacks and that is worth a second look.
const WORTH: f32 = 1.1;

/// The part of the picture that is seen.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Seen {
    /// Left, top, right and bottom, `0.0..=1.0` of the picture.
    pub(super) part: [f32; 4],
    /// Pixels of the screen for the picture's long side.
    pub(super) long_side: f32,
}

/// What is drawn in detail.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Part {
    /// Left, top, width and height in pixels of the photograph.
    pub(super) pixels: [u32; 4],
    pub(super) settings: Recipe,
}

/// What is looked at closely.
#[derive(Debug, Default)]
pub(super) struct Detail {
    pub(super) seen: Seen,
    rests_since: Option<Instant>,
    /// What was asked for last.
    pub(super) asked: Option<Part>,
    pub(super) newest: RequestId,
    /// What is there.
    pub(super) shown: Option<Part>,
}

impl Detail {
    /// Another part is seen.
    pub(super) fn see(&mut self, seen: Seen, now: Instant) {
        self.seen = seen;
        self.rests_since = Some(now);
    }

    /// Another photograph is shown; what was asked for is void.
    pub(super) fn forget(&mut self) {
        self.asked = None;
        self.shown = None;
        self.newest.0 += 1;
    }

    /// The part to be drawn of a picture of this size, when there is one.
    pub(super) fn wanted(&self, size: [u32; 2], settings: &Recipe) -> Option<Part> {
        let Seen { part, long_side } = self.seen;
        let full = size[0].max(size[1]);
        let (width, height) = picture::working_size(size[0], size[1], FULL_PX);
        let drawn = width.max(height);
        // Neither when the drawing has all that the screen can show, nor when the file has no more.
        if long_side < drawn as f32 * WORTH || full <= drawn {
            return None;
        }
        let span = |from: f32, to: f32, side: u32| {
            let side_f = side as f32;
            let first = (from.clamp(0.0, 1.0) * side_f).floor() as u32;
            let last = ((to.clamp(0.0, 1.0) * side_f).ceil() as u32).min(side);
            [first, last.saturating_sub(first)]
        };
        let [left, width] = span(part[0], part[2], size[0]);
        let [top, height] = span(part[1], part[3], size[1]);
        let num_pixels = width as f32 * height as f32;
        (num_pixels > 0.0 && num_pixels <= MAX_PIXELS).then(|| Part {
            pixels: [left, top, width, height],
            settings: settings.clone(),
        })
    }

    /// How long until the picture has rested; `None` when it has.
    pub(super) fn wait(&self, now: Instant) -> Option<Duration> {
        let rest = now.saturating_duration_since(self.rests_since?);
        REST.checked_sub(rest).filter(|wait| !wait.is_zero())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(part: [f32; 4], long_side: f32) -> Detail {
        let mut detail = Detail::default();
        detail.see(Seen { part, long_side }, Instant::now());
        detail
    }

    #[test]
    fn only_what_the_drawing_lacks_is_drawn_in_detail() {
        let settings = Recipe::of_style("a");
        let size = [6000, 4000];
        let whole = [0.0, 0.0, 1.0, 1.0];
        assert_eq!(seen(whole, 900.0).wanted(size, &settings), None);
        // All of it at once would be too much.
        assert_eq!(seen(whole, 3000.0).wanted(size, &settings), None);
        let middle = seen([0.45, 0.45, 0.55, 0.6], 6000.0);
        let part = middle.wanted(size, &settings).unwrap();
        assert_eq!(part.pixels, [2700, 1800, 600, 600]);
        // A small file has no more to show.
        assert_eq!(middle.wanted([1280, 900], &settings), None);
        // Nothing is drawn of what is beside the window.
        let beside = seen([1.2, 0.0, 1.4, 1.0], 6000.0);
        assert_eq!(beside.wanted(size, &settings), None);
    }

    #[test]
    fn it_waits_until_the_picture_rests() {
        let now = Instant::now();
        let mut detail = Detail::default();
        assert_eq!(detail.wait(now), None);
        detail.see(Seen::default(), now);
        assert!(detail.wait(now + Duration::from_millis(20)).is_some());
        assert_eq!(detail.wait(now + REST), None);
    }
}
