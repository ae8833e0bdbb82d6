//! How long the rest will take, from the files that were saved so far.

use std::time::{Duration, Instant};

/// Time spent on files, without pauses.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Pace {
    since: Option<Instant>,
    spent: Duration,
    num_saved: u32,
}

impl Pace {
    /// Whether anything is drawn now.
    pub(super) fn set_active(&mut self, is_active: bool, now: Instant) {
        match self.since {
            Some(since) if !is_active => {
                self.spent += now.saturating_duration_since(since);
                self.since = None;
            }
            None if is_active => self.since = Some(now),
            _ => {}
        }
    }

    /// Another file is there.
    pub(super) fn saved(&mut self) {
        self.num_saved += 1;
    }

    /// Seconds for so many more; `None` before the first is there.
    pub(super) fn seconds_left(&self, num_left: usize, now: Instant) -> Option<f64> {
        let running = self.since.map(|since| now.saturating_duration_since(since));
        let spent = self.spent + running.unwrap_or_default();
        let each = spent.as_secs_f64() / f64::from(self.num_saved);
        (self.num_saved > 0).then_some(each * num_left as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_do_not_count() {
        let start = Instant::now();
        let at = |seconds| start + Duration::from_secs(seconds);
        let mut pace = Pace::default();
        assert_eq!(pace.seconds_left(3, at(0)), None);
        pace.set_active(true, at(0));
        pace.set_active(true, at(5));
        pace.saved();
        pace.saved();
        pace.set_active(false, at(10));
        assert_eq!(pace.seconds_left(3, at(100)), Some(15.0));
        pace.set_active(true, at(100));
        pace.saved();
        assert_eq!(pace.seconds_left(2, at(105)), Some(10.0));
    }
}
