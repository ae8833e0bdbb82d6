//! When a run ends, and how the step size goes until then.

/// Most steps that are believed; as many take years.
pub(crate) const MAX_STEPS: u64 = 1 << 40;

/// When a run ends.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum Budget {
    /// After so many steps.
    Steps(u64),
    /// After so many seconds of training.
    Seconds(f64),
}

impl Budget {
    /// How much of it is used, `0.0..=1.0`.
    pub fn progress(self, num_steps: u64, seconds: f64) -> f64 {
        let share = match self {
            Self::Steps(total) => num_steps as f64 / total.max(1) as f64,
            Self::Seconds(total) => seconds / total.max(1e-9),
        };
        share.clamp(0.0, 1.0)
    }

    /// The budget of which `num_steps` and `seconds` are that `share`; never more than this one.
    pub(crate) fn of_which(self, num_steps: u64, seconds: f64, share: f64) -> Self {
        match self {
            Self::Steps(total) => Self::Steps(total.min((num_steps as f64 / share).ceil() as u64)),
            Self::Seconds(total) => Self::Seconds(total.min(seconds / share)),
        }
    }

    /// Whether one that comes from a file can be followed.
    pub(crate) fn is_possible(self) -> bool {
        match self {
            Self::Steps(steps) => steps <= MAX_STEPS,
            Self::Seconds(seconds) => seconds.is_finite() && seconds >= 0.0,
        }
    }
}

/// Adam's step size over a run: the same for a while, then falling in a straight line.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Falling {
    /// At the beginning.
    pub(crate) rate: f64,
    /// Share of the time after which it falls.
    pub(crate) from: f64,
    /// What is left of it at the end.
    pub(crate) last: f64,
}

impl Falling {
    /// The step size at that share of the time.
    pub(crate) fn at(self, progress: f64) -> f64 {
        let left = (1.0 - progress) / (1.0 - self.from);
        self.rate * left.clamp(self.last, 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_step_size_falls_from_its_share_on_and_never_to_nothing() {
        let falling = Falling {
            rate: 2.0,
            from: 0.5,
            last: 0.1,
        };
        let rates = [0.0, 0.5, 0.75, 1.0].map(|progress| falling.at(progress));
        assert_eq!(rates, [2.0, 2.0, 1.0, 0.2]);
    }

    #[test]
    fn progress_is_that_of_the_budget() {
        assert_eq!(Budget::Steps(600).progress(300, 1e9), 0.5);
        assert_eq!(Budget::Seconds(60.0).progress(1, 90.0), 1.0);
    }
}
