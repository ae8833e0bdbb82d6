//! What is to be learnt, for how long, and how the rate and the stage go over that time.

use crate::train::Stage;
use crate::train::run::{Budget, Falling};

/// How a style is learnt. Two runs of the same plan on the same pages give the same style.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Plan {
    /// When it ends.
    pub budget: Budget,
    /// The furthest stage that is trained.
    pub furthest: Stage,
    /// Decides all random choices.
    pub seed: u64,
    /// Side of crops in pixels, a multiple of 32.
    pub side: u32,
    /// Crops in a step.
    pub batch: usize,
    /// Steps between two measurements on held-out pictures.
    pub measure_every: u64,
    /// Steps without a better point after which it is brought to its end before its time; 0 is
    /// never.
    #[serde(default)]
    pub patience: u64,
}

/// What is learnt differently from now on; what is not named stays as it was begun.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlanChanges {
    /// When it ends, counted from its beginning.
    pub budget: Option<Budget>,
    /// The furthest stage that is trained.
    pub furthest: Option<Stage>,
    /// Steps between two measurements.
    pub measure_every: Option<u64>,
    /// Steps without a better point after which it ends before its time.
    pub patience: Option<u64>,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            budget: Budget::Steps(600),
            furthest: Stage::Everything,
            seed: 1,
            side: 128,
            batch: 4,
            measure_every: 20,
            patience: Self::PATIENCE,
        }
    }
}

/// Share of the time in which only the code is trained, and at most so many steps.
const CODE_SHARE: f64 = 0.1;
const CODE_STEPS: u64 = 40;
/// Share of the time after which everything is trained, and steps after which it is in a long run:
/// what comes later comes sooner by training everything (after 1,056 steps as near to the pages,
/// and nearer to the photographs, than with 300).
const NORMALISATION_SHARE: f64 = 0.3;
const NORMALISATION_STEPS: u64 = 80;
/// Share of the time after which the rate falls.
const FALL_SHARE: f64 = 0.6;
/// The rate at the end, relative to that of the stage.
const LAST_RATE: f64 = 0.05;

impl Plan {
    /// Patience when nobody says otherwise. While something is gained, better points are at most 80
    /// steps apart (20 pages in ink, 58 photographs).
    pub const PATIENCE: u64 = 400;

    /// Most pixels in the crops of a step, sixteen times those of the program's own plans; more
    /// would not fit into memory.
    const MAX_PIXELS: u64 = 1 << 20;
    /// Whether a plan that comes from a file can be followed.
    ///
    /// # Errors
    /// What is impossible about it.
    pub fn check(&self) -> Result<(), &'static str> {
        let side = u64::from(self.side);
        let num_pixels = (side * side).checked_mul(self.batch as u64);
        if side == 0 || !side.is_multiple_of(32) || self.batch == 0 {
            return Err("crops of an impossible size");
        }
        if num_pixels.is_none_or(|num_pixels| num_pixels > Self::MAX_PIXELS) {
            return Err("crops larger than any memory");
        }
        if !self.budget.is_possible() || self.measure_every == 0 {
            return Err("an impossible time");
        }
        Ok(())
    }

    /// Follows another plan from now on.
    pub fn change(&mut self, changes: &PlanChanges) {
        let PlanChanges {
            budget,
            furthest,
            measure_every,
            patience,
        } = changes;
        self.budget = budget.unwrap_or(self.budget);
        self.furthest = furthest.unwrap_or(self.furthest);
        self.measure_every = measure_every.unwrap_or(self.measure_every);
        self.patience = patience.unwrap_or(self.patience);
    }

    /// How much of the time is over, `0.0..=1.0`.
    pub fn progress(&self, num_steps: u64, seconds: f64) -> f64 {
        self.budget.progress(num_steps, seconds)
    }

    /// What is trained now.
    pub fn stage(&self, progress: f64, num_steps: u64) -> Stage {
        let stage = if progress < CODE_SHARE && num_steps < CODE_STEPS {
            Stage::Code
        } else if progress < NORMALISATION_SHARE && num_steps < NORMALISATION_STEPS {
            Stage::Normalisation
        } else {
            Stage::Everything
        };
        stage.min(self.furthest)
    }

    /// Whether nothing is gained any more: what is trained is all that is going to be, the rate has
    /// not begun to fall, and there have been so many steps without gain.
    pub fn has_settled(&self, progress: f64, num_steps: u64, steps_without_gain: u64) -> bool {
        self.patience > 0
            && progress < FALL_SHARE
            && self.stage(progress, num_steps) == self.furthest
            && steps_without_gain >= self.patience
    }

    /// Brings it to its end: from now on the rate falls, as it would have done later.
    pub fn shorten(&mut self, num_steps: u64, seconds: f64) {
        self.budget = self.budget.of_which(num_steps, seconds, FALL_SHARE);
    }

    /// Adam's step size.
    pub fn rate(stage: Stage, progress: f64) -> f64 {
        let rate = match stage {
            Stage::Code => 2e-2,
            Stage::Normalisation => 2e-3,
            Stage::Everything => 8e-4,
        };
        let falling = Falling {
            rate,
            from: FALL_SHARE,
            last: LAST_RATE,
        };
        falling.at(progress)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stages_follow_each_other_and_stop_at_the_furthest() {
        let mut plan = Plan::default();
        assert_eq!(plan.stage(0.0, 0), Stage::Code);
        assert_eq!(plan.stage(0.2, 50), Stage::Normalisation);
        assert_eq!(plan.stage(0.05, 100), Stage::Everything);
        assert_eq!(plan.stage(0.5, 300), Stage::Everything);
        plan.furthest = Stage::Code;
        assert_eq!(plan.stage(0.5, 300), Stage::Code);
    }

    #[test]
    fn the_rate_falls_towards_the_end_and_never_to_nothing() {
        let rate = |progress| Plan::rate(Stage::Everything, progress);
        assert!(rate(0.3) > rate(0.8) && rate(0.8) > rate(1.0) && rate(1.0) > 0.0);
    }

    #[test]
    fn it_settles_after_its_patience_and_then_comes_to_its_end() {
        let mut plan = Plan {
            budget: Budget::Steps(10_000),
            patience: 400,
            ..Plan::default()
        };
        let has_settled = |plan: &Plan, num_steps, without| {
            plan.has_settled(plan.progress(num_steps, 0.0), num_steps, without)
        };
        assert!(!has_settled(&plan, 900, 399));
        // Everything is trained from step 80 on.
        assert!(!has_settled(&plan, 79, 400));
        assert!(has_settled(&plan, 900, 400));
        plan.shorten(900, 0.0);
        assert_eq!(plan.budget, Budget::Steps(1500));
        // Once is enough.
        assert!(!has_settled(&plan, 900, 400));
        plan.shorten(1400, 0.0);
        assert_eq!(plan.budget, Budget::Steps(1500), "it became longer");
        plan = Plan {
            patience: 0,
            ..Plan::default()
        };
        assert!(!has_settled(&plan, 330, 10_000));
        plan.budget = Budget::Seconds(3600.0);
        plan.shorten(900, 600.0);
        assert_eq!(plan.budget, Budget::Seconds(1000.0));
    }

    #[test]
    fn an_impossible_plan_is_refused() {
        assert!(Plan::default().check().is_ok());
        let is_good = |change: fn(&mut Plan)| {
            let mut plan = Plan::default();
            change(&mut plan);
            plan.check().is_ok()
        };
        assert!(is_good(|plan| plan.budget = Budget::Seconds(60.0)));
        for bad in [
            |plan: &mut Plan| plan.side = 1_000_000,
            |plan: &mut Plan| plan.side = u32::MAX - 31,
            |plan: &mut Plan| plan.side = 100,
            |plan: &mut Plan| plan.side = 0,
            |plan: &mut Plan| plan.batch = 0,
            |plan: &mut Plan| plan.batch = usize::MAX,
            |plan: &mut Plan| plan.measure_every = 0,
            |plan: &mut Plan| plan.budget = Budget::Steps(u64::MAX),
            |plan: &mut Plan| plan.budget = Budget::Seconds(-1.0),
        ] {
            assert!(!is_good(bad));
        }
    }
}
