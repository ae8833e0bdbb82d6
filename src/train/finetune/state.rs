//! How a style is learnt and how far it is: what `run.json` has of it.

use super::measure::Measure;
use super::plan::Plan;
use crate::model::Dials;
use crate::train::TrainError;
use crate::train::objective::Means;
use crate::train::run::{Budget, RunState, TaskState};

/// What a style that is being learnt adds to the state of its run.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct FinetuneState {
    /// How the style is learnt.
    pub plan: Plan,
    /// Factor on the step size, lowered after trouble.
    pub slowdown: f64,
    /// The first measurement.
    pub first: Option<Measure>,
    /// The best measurement and its step.
    pub best: Option<(u64, Measure)>,
    /// The last measurement.
    pub last: Option<Measure>,
    /// The loss weights that the user has set.
    #[serde(default)]
    pub weights: Dials,
    /// The step at which weights or loss weights were last set by the user.
    #[serde(default)]
    pub moved_at: u64,
    /// How much of the time was over when what is learnt from last changed.
    #[serde(default)]
    pub(crate) renewed: f64,
    pub(crate) means: Means,
}

impl FinetuneState {
    /// The state of a run that has not begun.
    pub fn new(plan: Plan) -> Self {
        Self {
            plan,
            slowdown: 1.0,
            first: None,
            best: None,
            last: None,
            weights: Dials::NEUTRAL,
            moved_at: 0,
            renewed: 0.0,
            means: Means::default(),
        }
    }
}

impl TaskState for FinetuneState {
    fn budget(&self) -> Budget {
        self.plan.budget
    }

    fn seed(&self) -> u64 {
        self.plan.seed
    }

    fn save_every(&self) -> u64 {
        self.plan.measure_every
    }

    fn checked(self) -> Result<Self, &'static str> {
        self.plan.check()?;
        let is_slowdown = self.slowdown > 0.0 && self.slowdown <= 1.0;
        if !is_slowdown || !(0.0..=1.0).contains(&self.renewed) {
            return Err("an impossible number");
        }
        Ok(Self {
            weights: self.weights.within_range(),
            ..self
        })
    }

    fn go_on(self, _given: &Self) -> Result<Self, TrainError> {
        Ok(self)
    }
}

impl RunState<FinetuneState> {
    /// How much of the time is over since what is learnt from last changed, `0.0..=1.0`: the step
    /// size goes by it, so that what came late is learnt as well.
    pub(crate) fn progress_since_renewed(&self) -> f64 {
        let renewed = self.task.renewed;
        ((self.progress() - renewed) / (1.0 - renewed).max(1e-9)).clamp(0.0, 1.0)
    }

    /// Steps of the best point; all of them before the first measurement.
    pub fn best_steps(&self) -> u64 {
        self.task
            .best
            .map_or(self.num_steps, |(num_steps, _)| num_steps)
    }

    /// Whether nothing is gained any more. What the user changed not long ago gets its time.
    pub(crate) fn has_settled(&self) -> bool {
        let state = &self.task;
        let best = state.best.map_or(0, |(num_steps, _)| num_steps);
        let without_gain = self.num_steps.saturating_sub(best.max(state.moved_at));
        let progress = self.progress();
        state
            .plan
            .has_settled(progress, self.num_steps, without_gain)
    }
}
