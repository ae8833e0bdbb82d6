//! A training run while it runs: curves, points to go back to, time left.

use crate::engine::{Snapshot, TrainSpec};
use crate::ink::Trait;
use crate::model::Dials;
use crate::train::{Advance, Budget, Measure, Plan, Score, Trouble};
use crate::ui::texture::PictureTexture;

/// Share of the past in a smoothed curve.
const SMOOTHING: f64 = 0.9;
/// Values of a curve that are kept; beyond that every second one is dropped.
const MAX_VALUES: usize = 2000;
/// Share of the past in the mean time of a step.
const PACE: f64 = 0.9;

/// One loss over time: step and smoothed value.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::ui) struct Curve {
    /// Pairs of step and value, in order.
    pub(in crate::ui) values: Vec<[f64; 2]>,
    last: Option<f64>,
}

impl Curve {
    fn add(&mut self, step: u64, value: f32) {
        if !value.is_finite() {
            return;
        }
        let value = f64::from(value);
        let smooth = self
            .last
            .map_or(value, |last| last * SMOOTHING + value * (1.0 - SMOOTHING));
        self.last = Some(smooth);
        self.values.push([step as f64, smooth]);
        if self.values.len() > MAX_VALUES {
            let mut index = 0;
            self.values.retain(|_| {
                index += 1;
                index % 2 == 0
            });
        }
    }
}

/// A point to go back to.
pub(in crate::ui) struct Point {
    pub(in crate::ui) num_steps: u64,
    pub(in crate::ui) measure: Measure,
    pub(in crate::ui) is_best: bool,
    pub(in crate::ui) sample: Snapshot,
    /// The sample on the graphics device, once it is there.
    pub(in crate::ui) texture: Option<PictureTexture>,
}

/// The training run that runs.
pub(in crate::ui) struct Running {
    pub(in crate::ui) spec: TrainSpec,
    /// Whether the engine has begun to train.
    pub(in crate::ui) has_begun: bool,
    pub(in crate::ui) num_pages: usize,
    pub(in crate::ui) num_left_out: usize,
    /// What is to be said of the pages' ink.
    pub(in crate::ui) traits: Vec<Trait>,
    /// How well can be learnt from them.
    pub(in crate::ui) score: Option<Score>,
    pub(in crate::ui) plan: Plan,
    pub(in crate::ui) num_steps: u64,
    /// How much of the time is over, `0.0..=1.0`.
    pub(in crate::ui) progress: f64,
    pub(in crate::ui) style: Curve,
    pub(in crate::ui) content: Curve,
    pub(in crate::ui) cycle: Curve,
    pub(in crate::ui) adversarial: Curve,
    /// Steps at which the weights were moved.
    pub(in crate::ui) marks: Vec<u64>,
    pub(in crate::ui) points: Vec<Point>,
    pub(in crate::ui) weights: Dials,
    pub(in crate::ui) is_paused: bool,
    pub(in crate::ui) is_gentle: bool,
    /// What went wrong last and was mended.
    pub(in crate::ui) trouble: Option<Trouble>,
    /// Why it rests, when nobody asked for it.
    pub(in crate::ui) obstacle: Option<String>,
    /// Resident memory of the program in bytes, if the system tells.
    pub(in crate::ui) memory_bytes: Option<usize>,
    pace: Option<f64>,
}

impl std::fmt::Debug for Running {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Running")
            .field("name", &self.spec.name)
            .field("num_steps", &self.num_steps)
            .finish_non_exhaustive()
    }
}

impl Running {
    /// A training run that was just asked for.
    pub(in crate::ui) fn new(spec: TrainSpec) -> Self {
        Self {
            has_begun: false,
            num_pages: spec.pages.len() + spec.pairs.len(),
            num_left_out: 0,
            traits: Vec::new(),
            score: None,
            plan: spec.plan.clone(),
            num_steps: 0,
            progress: 0.0,
            style: Curve::default(),
            content: Curve::default(),
            cycle: Curve::default(),
            adversarial: Curve::default(),
            marks: Vec::new(),
            points: Vec::new(),
            weights: spec.weights,
            is_paused: false,
            is_gentle: false,
            trouble: None,
            obstacle: None,
            memory_bytes: None,
            pace: None,
            spec,
        }
    }

    pub(super) fn began(&mut self, resumed_at: u64, plan: Plan) {
        self.has_begun = true;
        self.num_steps = resumed_at;
        self.plan = plan;
        self.progress = self.plan.progress(resumed_at, 0.0);
    }

    /// Whether nothing is gained any more, so that it ends before the time that was asked for.
    pub(in crate::ui) fn ends_sooner(&self) -> bool {
        self.plan.budget != self.spec.plan.budget
    }

    pub(in crate::ui) fn stepped(&mut self, advance: &Advance) {
        self.num_steps = advance.num_steps;
        self.progress = advance.progress;
        let losses = &advance.report.losses;
        for (curve, value) in [
            (&mut self.style, losses.style),
            (&mut self.content, losses.content),
            (&mut self.cycle, losses.cycle),
            (&mut self.adversarial, losses.adversarial),
        ] {
            curve.add(advance.num_steps, value);
        }
        let seconds = advance.seconds;
        self.pace = Some(
            self.pace
                .map_or(seconds, |pace| pace * PACE + seconds * (1.0 - PACE)),
        );
        self.memory_bytes = memory_stats::memory_stats().map(|stats| stats.physical_mem);
        self.obstacle = None;
    }

    pub(in crate::ui) fn add_point(&mut self, point: Snapshot) {
        if point.is_best {
            for point in &mut self.points {
                point.is_best = false;
            }
        }
        self.points
            .retain(|kept| Some(kept.num_steps) != point.dropped);
        self.points.push(Point {
            num_steps: point.num_steps,
            measure: point.measure,
            is_best: point.is_best,
            sample: point,
            texture: None,
        });
    }

    /// New weights; the curves show where.
    pub(in crate::ui) fn set_weights(&mut self, weights: Dials) {
        if self.weights != weights {
            self.weights = weights;
            if self.marks.last() != Some(&self.num_steps) {
                self.marks.push(self.num_steps);
            }
        }
    }

    /// Mean time of a step.
    pub(in crate::ui) fn seconds_per_step(&self) -> Option<f64> {
        self.pace
    }

    /// Seconds until it is over, from the steps so far.
    pub(in crate::ui) fn seconds_left(&self) -> Option<f64> {
        let pace = self.pace? * if self.is_gentle { 2.0 } else { 1.0 };
        Some(match self.plan.budget {
            Budget::Steps(total) => total.saturating_sub(self.num_steps) as f64 * pace,
            Budget::Seconds(total) => total * (1.0 - self.progress),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curve_is_smooth_and_bounded() {
        let mut curve = Curve::default();
        for step in 0..5000 {
            curve.add(step, if step % 2 == 0 { 1.0 } else { 0.0 });
        }
        curve.add(5000, f32::NAN);
        assert!(curve.values.len() <= MAX_VALUES);
        let last = curve.values.last().unwrap();
        assert!((0.4..0.6).contains(&last[1]), "{last:?}");
        assert!(curve.values.is_sorted_by(|a, b| a[0] < b[0]));
    }
}
