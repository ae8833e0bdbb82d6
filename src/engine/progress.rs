//! How far a job is, told often enough to feel alive and seldom enough to cost nothing.

use std::time::{Duration, Instant};

/// Least time between two progress events.
const INTERVAL: Duration = Duration::from_millis(100);

/// What a job is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Reading the photograph.
    Decode,
    /// The network draws.
    Draw,
    /// Lines and colour are laid over it.
    Ink,
    /// The file is written.
    Write,
}

/// How far a job is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// What it is doing.
    pub stage: Stage,
    /// Stages done.
    pub done: u32,
    /// Stages in all.
    pub total: u32,
}

impl Progress {
    /// The progress of a job that enters `stage`.
    pub fn entering(stage: Stage) -> Self {
        let done = match stage {
            Stage::Decode => 0,
            Stage::Draw => 1,
            Stage::Ink => 2,
            Stage::Write => 3,
        };
        Self {
            stage,
            done,
            total: 4,
        }
    }
}

/// Lets at most one pass in every [`INTERVAL`].
#[derive(Debug, Default)]
pub(super) struct Throttle {
    last: Option<Instant>,
}

impl Throttle {
    /// Whether enough time has gone by since the last time it said yes.
    pub(super) fn allows(&mut self, now: Instant) -> bool {
        let due = self
            .last
            .is_none_or(|last| now.duration_since(last) >= INTERVAL);
        if due {
            self.last = Some(now);
        }
        due
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn throttle_allows_ten_a_second() {
        let start = Instant::now();
        let mut throttle = Throttle::default();
        let allowed = (0..1000).filter(|ms| throttle.allows(start + Duration::from_millis(*ms)));
        assert_eq!(allowed.count(), 10);
    }
}
