//! The last drawings, by what they were drawn of: who comes back to a photograph or a look finds
//! its drawing there.

use std::collections::{HashMap, VecDeque};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use image::RgbaImage;

use crate::engine::RequestId;
use crate::picture::Stamp;
use crate::render::{Drawing, Recipe};

/// What drawings take in memory or on the graphics device, at most: some forty photographs with all
/// that is drawn of them.
const MAX_BYTES: usize = 256 << 20;

/// What a drawing was made of.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Subject {
    /// The photograph's file, as it was read; none is the sample.
    pub(super) photo: Option<(PathBuf, Stamp)>,
    pub(super) recipe: Recipe,
    pub(super) long_side_px: u32,
}

impl Subject {
    fn uses(&self, style: &str) -> bool {
        let blended = self.recipe.blend.as_ref();
        self.recipe.style == style || blended.is_some_and(|(name, _)| name == style)
    }
}

/// A drawing, and how long it took.
#[derive(Clone, Debug)]
struct Kept {
    subject: Subject,
    drawing: Drawing,
    elapsed: Duration,
}

impl Kept {
    fn num_bytes(&self) -> usize {
        let (width, height) = match &self.drawing {
            Drawing::Pixels(pixels) => pixels.dimensions(),
            Drawing::Texture(texture) => (texture.width(), texture.height()),
        };
        width as usize * height as usize * 4
    }
}

/// Drawings that are there, the newest last, and those that were asked for.
#[derive(Debug, Default)]
pub(super) struct LastDrawings {
    kept: VecDeque<Kept>,
    num_bytes: usize,
    /// What the canvas waits for.
    asked: Option<(RequestId, Subject)>,
    /// What is drawn beside the canvas.
    asked_small: HashMap<RequestId, Subject>,
}

impl LastDrawings {
    /// The drawing of this, if it is there, and how long it took; it is the newest then.
    pub(super) fn get(&mut self, subject: &Subject) -> Option<(Drawing, Duration)> {
        let index = self
            .kept
            .iter()
            .rposition(|kept| kept.subject == *subject)?;
        let kept = self.kept.remove(index)?;
        let found = (kept.drawing.clone(), kept.elapsed);
        self.kept.push_back(kept);
        Some(found)
    }

    fn add(&mut self, subject: Subject, drawing: Drawing, elapsed: Duration) {
        self.retain(|kept| kept.subject != subject);
        let new = Kept {
            subject,
            drawing,
            elapsed,
        };
        self.num_bytes += new.num_bytes();
        self.kept.push_back(new);
        while self.num_bytes > MAX_BYTES
            && let Some(oldest) = self.kept.pop_front()
        {
            self.num_bytes -= oldest.num_bytes();
        }
    }

    fn retain(&mut self, stays: impl Fn(&Kept) -> bool) {
        self.kept.retain(stays);
        self.num_bytes = self.kept.iter().map(Kept::num_bytes).sum();
    }

    /// The canvas waits for this, or for something that is not kept.
    pub(super) fn asks(&mut self, id: RequestId, subject: Option<Subject>) {
        self.asked = subject.map(|subject| (id, subject));
    }

    /// What the canvas waited for came.
    pub(super) fn came(&mut self, id: RequestId, drawing: &Drawing, elapsed: Duration) {
        if let Some((_, subject)) = self.asked.take_if(|(asked, _)| *asked == id) {
            self.add(subject, drawing.clone(), elapsed);
        }
    }

    /// A small drawing of this is asked for.
    pub(super) fn asks_small(&mut self, id: RequestId, subject: Subject) {
        self.asked_small.insert(id, subject);
    }

    /// A small drawing came, or cannot be made.
    pub(super) fn small_came(&mut self, id: RequestId, drawing: Option<&Arc<RgbaImage>>) {
        if let (Some(subject), Some(drawing)) = (self.asked_small.remove(&id), drawing) {
            let drawing = Drawing::Pixels(Arc::clone(drawing));
            self.add(subject, drawing, Duration::ZERO);
        }
    }

    /// Small drawings that were asked for are waited for no longer.
    pub(super) fn awaits_nothing_small(&mut self) {
        self.asked_small.clear();
    }

    /// A style draws otherwise now.
    pub(super) fn style_changed(&mut self, style: &str) {
        self.retain(|kept| !kept.subject.uses(style));
        self.asked.take_if(|(_, subject)| subject.uses(style));
        self.asked_small.retain(|_, subject| !subject.uses(style));
    }

    /// Everything is drawn otherwise now, or elsewhere.
    pub(super) fn forget(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn subject(style: &str) -> Subject {
        Subject {
            photo: None,
            recipe: Recipe::of_style(style),
            long_side_px: 1280,
        }
    }

    fn drawing(side: u32) -> Drawing {
        Drawing::Pixels(Arc::new(RgbaImage::new(side, side)))
    }

    fn draw(drawn: &mut LastDrawings, style: &str, side: u32) {
        drawn.asks(RequestId(1), Some(subject(style)));
        drawn.came(RequestId(1), &drawing(side), Duration::from_secs(1));
    }

    #[test]
    fn the_last_drawings_stay_as_long_as_they_have_room() {
        let mut drawn = LastDrawings::default();
        // Each is a sixteenth of what there is room for.
        for number in 0..20 {
            draw(&mut drawn, &format!("{number}"), 2048);
            // This one is looked at again and again.
            assert!(drawn.get(&subject("0")).is_some());
        }
        assert_eq!(drawn.kept.len(), 16);
        assert!(drawn.num_bytes <= MAX_BYTES);
        for number in 0..20 {
            let is_there = drawn.get(&subject(&format!("{number}"))).is_some();
            assert_eq!(is_there, number == 0 || number > 4, "{number}");
        }
        // The same once more takes its own place.
        draw(&mut drawn, "19", 2048);
        assert_eq!(drawn.kept.len(), 16);
        draw(&mut drawn, "huge", 9000);
        assert_eq!((drawn.kept.len(), drawn.num_bytes), (0, 0));
    }

    #[test]
    fn only_what_was_drawn_of_just_this_is_found() {
        let mut drawn = LastDrawings::default();
        draw(&mut drawn, "pop", 4);
        let mut other = subject("pop");
        other.long_side_px = 384;
        assert!(drawn.get(&other).is_none());
        other = subject("pop");
        other.recipe.ink.line = 1.9;
        assert!(drawn.get(&other).is_none());
        other = subject("pop");
        let stamp = Stamp::of(std::path::Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
        other.photo = Some(("a.jpg".into(), stamp));
        assert!(drawn.get(&other).is_none());
        let found = drawn.get(&subject("pop"));
        assert!(matches!(found, Some((_, elapsed)) if elapsed == Duration::from_secs(1)));
    }

    #[test]
    fn drawings_in_a_style_that_draws_otherwise_go() {
        let mut drawn = LastDrawings::default();
        draw(&mut drawn, "Mine", 4);
        draw(&mut drawn, "pop", 4);
        let mut blended = subject("pop");
        blended.recipe.blend = Some(("Mine".to_owned(), 0.5));
        drawn.asks_small(RequestId(2), blended.clone());
        let pixels = Arc::new(RgbaImage::new(4, 4));
        drawn.small_came(RequestId(2), Some(&pixels));
        assert!(drawn.get(&blended).is_some());
        // What was begun before it changed.
        drawn.asks(RequestId(3), Some(subject("Mine")));
        drawn.asks_small(RequestId(4), blended.clone());
        drawn.style_changed("Mine");
        drawn.came(RequestId(3), &drawing(4), Duration::ZERO);
        drawn.small_came(RequestId(4), Some(&pixels));
        assert!(drawn.get(&subject("Mine")).is_none() && drawn.get(&blended).is_none());
        assert!(drawn.get(&subject("pop")).is_some());
        drawn.forget();
        assert!(drawn.get(&subject("pop")).is_none());
    }
}
