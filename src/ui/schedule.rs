//! When a draft is drawn and when the whole drawing: a draft while a slider moves, all of it when
//! it rests.

use std::time::{Duration, Instant};

/// How long a slider must rest before the whole drawing is made.
const REST: Duration = Duration::from_millis(180);
/// Long side of a draft in pixels.
pub(super) const DRAFT_PX: u32 = 384;
/// Long side of the whole drawing on the screen in pixels: what the network draws when saving, too.
pub(super) const FULL_PX: u32 = crate::render::Scale::DEFAULT_PX;

/// What is to be drawn next, if anything.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Schedule {
    draft: bool,
    full_at: Option<Instant>,
}

impl Schedule {
    /// Something changed that the network must draw anew.
    pub(super) fn network_changed(&mut self, now: Instant) {
        self.draft = true;
        self.full_at = Some(now + REST);
    }

    /// Draws the whole picture at once: another photograph, or only the ink changed.
    pub(super) fn draw_now(&mut self, now: Instant) {
        self.draft = false;
        self.full_at = Some(now);
    }

    /// The long side of what is due now, in pixels.
    pub(super) fn due(&mut self, now: Instant) -> Option<u32> {
        if self.full_at.is_some_and(|at| at <= now) {
            *self = Self::default();
            return Some(FULL_PX);
        }
        std::mem::take(&mut self.draft).then_some(DRAFT_PX)
    }

    /// How long until something is due.
    pub(super) fn wait(&self, now: Instant) -> Option<Duration> {
        self.full_at.map(|at| at.saturating_duration_since(now))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moving_slider_gets_drafts_and_the_whole_when_it_rests() {
        let start = Instant::now();
        let ms = |ms| start + Duration::from_millis(ms);
        let mut schedule = Schedule::default();
        schedule.network_changed(ms(0));
        assert_eq!(schedule.due(ms(1)), Some(DRAFT_PX));
        assert_eq!(schedule.due(ms(2)), None);
        schedule.network_changed(ms(100));
        assert_eq!(schedule.due(ms(101)), Some(DRAFT_PX));
        assert_eq!(schedule.due(ms(200)), None, "it has not rested");
        assert_eq!(schedule.due(ms(281)), Some(FULL_PX));
        assert_eq!(schedule.due(ms(900)), None);
        assert_eq!(schedule.wait(ms(900)), None);
    }

    #[test]
    fn another_photograph_is_drawn_at_once() {
        let now = Instant::now();
        let mut schedule = Schedule::default();
        schedule.network_changed(now);
        schedule.draw_now(now);
        assert_eq!(schedule.due(now), Some(FULL_PX));
        assert_eq!(schedule.due(now), None);
    }
}
