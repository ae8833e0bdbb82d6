//! A training run while it runs: curves, points to go back to, time left.

use std::collections::VecDeque;
use std::time::Instant;

use crate::engine::{Snapshot, TrainSpec};
use crate::ink::Trait;
use crate::model::Dials;
use crate::train::{Advance, Budget, Measure, Plan, Score, Trouble};
use crate::ui::texture::PictureTexture;

/// Share of the past in a smoothed curve.
const SMOOTHING: f64 = 0.9;
/// Values of a curve that are kept; beyond that every second one is dropped.
const MAX_VALUES: usize = 2000;
/// Steps of whose times the median is taken: a drawing in between, which makes one of them long,
/// does not move it.
const PACE_STEPS: usize = 31;
/// Steps from which on the mean time from one to the next is known.
const APART_STEPS: usize = 8;
/// How many times as long as at best a step takes when that is told.
const SLOWED: f64 = 1.5;

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
    /// What lies over the sample where it is not of this hand yet, if that is known.
    pub(in crate::ui) objections: Option<PictureTexture>,
}

/// How good drawings are, in shares that everybody can read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::ui) struct Gain {
    /// How much of the way from photographs to pages is gone: of the style distance between them
    /// what the drawings have taken away, `0.0..=1.0`.
    pub(in crate::ui) like_pages: f32,
    /// 1 for drawings whose features are those of the photograph, 0.5 where they lie as far from
    /// them as these are large, `0.0..=1.0`.
    pub(in crate::ui) true_to_photo: f32,
}

impl Gain {
    fn of(measure: &Measure) -> Self {
        let share = |value: f32| {
            if value.is_finite() {
                value.clamp(0.0, 1.0)
            } else {
                0.0
            }
        };
        Self {
            like_pages: share(1.0 - measure.style / measure.untouched),
            true_to_photo: share(1.0 / (1.0 + measure.content.max(0.0))),
        }
    }
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
    /// The step at which all was learnt, while the next drawing is waited for.
    pub(in crate::ui) waits_at: Option<u64>,
    /// What went wrong last and was mended.
    pub(in crate::ui) trouble: Option<Trouble>,
    /// Why it rests, when nobody asked for it.
    pub(in crate::ui) obstacle: Option<String>,
    /// Resident memory of the program in bytes, if the system tells.
    pub(in crate::ui) memory_bytes: Option<usize>,
    pace: Pace,
}

/// How long a step takes.
#[derive(Debug, Default)]
struct Pace {
    /// Seconds of the last steps, the newest last.
    last: VecDeque<f64>,
    median: Option<f64>,
    /// The least median of as many steps as count.
    best: Option<f64>,
    /// Seconds from one step to the next with what is drawn between them, the newest last.
    apart: VecDeque<f64>,
    before: Option<Instant>,
}

impl Pace {
    fn add(&mut self, seconds: f64) {
        if self.last.len() == PACE_STEPS {
            self.last.pop_front();
        }
        self.last.push_back(seconds);
        let mut sorted: Vec<f64> = self.last.iter().copied().collect();
        sorted.sort_by(f64::total_cmp);
        let median = sorted[sorted.len() / 2];
        self.median = Some(median);
        if self.last.len() == PACE_STEPS {
            self.best = Some(self.best.map_or(median, |best| best.min(median)));
        }
    }

    /// A step is done.
    fn done(&mut self, now: Instant) {
        if let Some(before) = self.before.replace(now) {
            if self.apart.len() == PACE_STEPS {
                self.apart.pop_front();
            }
            self.apart.push_back((now - before).as_secs_f64());
        }
    }

    /// It rests: the time until the next step says nothing.
    fn rests(&mut self) {
        self.before = None;
    }

    /// Seconds from one step to the next, drawings and rests between them included.
    fn apart(&self) -> Option<f64> {
        let enough = self.apart.len() >= APART_STEPS;
        let mean = enough.then(|| self.apart.iter().sum::<f64>() / self.apart.len() as f64);
        mean.or(self.median)
    }

    /// How many times as long as at best a step takes, if that is worth telling.
    fn slowed(&self) -> Option<f64> {
        let times = self.median? / self.best?;
        (times >= SLOWED).then_some(times)
    }
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
            waits_at: None,
            trouble: None,
            obstacle: None,
            memory_bytes: None,
            pace: Pace::default(),
            spec,
        }
    }

    pub(super) fn began(&mut self, resumed_at: u64, plan: Plan) {
        self.has_begun = true;
        self.num_steps = resumed_at;
        self.plan = plan;
        self.progress = self.plan.progress(resumed_at, 0.0);
    }

    /// A drawing is learnt from now on, by another plan.
    pub(super) fn took_drawing(&mut self, num_pairs: usize, plan: Plan) {
        self.num_pages = num_pairs;
        self.waits_at = None;
        self.progress = plan.progress(self.num_steps, 0.0);
        self.spec.plan = plan.clone();
        self.plan = plan;
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
        self.pace.add(advance.seconds);
        self.pace.done(Instant::now());
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
            objections: None,
        });
    }

    /// It rests, or goes on.
    pub(in crate::ui) fn pause(&mut self, is_paused: bool) {
        self.is_paused = is_paused;
        self.pace.rests();
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

    /// Median time of the last steps.
    pub(in crate::ui) fn seconds_per_step(&self) -> Option<f64> {
        self.pace.median
    }

    /// How many times as long as at best a step takes, when the machine has much else to do.
    pub(in crate::ui) fn slowed(&self) -> Option<f64> {
        self.pace.slowed()
    }

    /// What is told of the best point, and of the first one: how close its drawings are to the
    /// pages, and how true to the photographs, both in `0.0..=1.0`.
    pub(in crate::ui) fn gain(&self) -> Option<[Gain; 2]> {
        let best = self.points.iter().rfind(|point| point.is_best)?;
        let first = self.points.first()?;
        Some([first, best].map(|point| Gain::of(&point.measure)))
    }

    /// Seconds until it is over, from the steps so far.
    pub(in crate::ui) fn seconds_left(&self) -> Option<f64> {
        let pace = self.pace.apart()?;
        Some(match self.plan.budget {
            Budget::Steps(total) => total.saturating_sub(self.num_steps) as f64 * pace,
            Budget::Seconds(total) => total * (1.0 - self.progress),
        })
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn what_is_left_does_not_jump_when_a_drawing_comes_between_and_a_load_is_told() {
        let mut pace = Pace::default();
        for step in 0..200 {
            pace.add(if step % 7 == 3 { 4.0 } else { 0.5 });
            if step > 3 {
                assert_eq!(pace.median, Some(0.5), "after {step}");
            }
        }
        assert_eq!(pace.slowed(), None);
        for _ in 0..PACE_STEPS {
            pace.add(1.25);
        }
        assert_eq!(pace.slowed(), Some(2.5));
    }

    #[test]
    fn what_is_drawn_between_steps_counts_for_what_is_left_and_a_pause_does_not() {
        let mut pace = Pace::default();
        let mut now = Instant::now();
        let mut step = |pace: &mut Pace, after: f64| {
            now += Duration::from_secs_f64(after);
            pace.add(0.5);
            pace.done(now);
        };
        step(&mut pace, 0.5);
        assert_eq!(pace.apart(), Some(0.5), "nothing but the step is known");
        // A drawing of 3 s after every third step.
        for number in 0..60 {
            step(&mut pace, if number % 3 == 0 { 3.5 } else { 0.5 });
        }
        let apart = pace.apart().unwrap();
        assert!((1.4..1.6).contains(&apart), "{apart}");
        pace.rests();
        step(&mut pace, 900.0);
        assert!(pace.apart().unwrap() < 1.7, "{:?}", pace.apart());
        assert_eq!(pace.median, Some(0.5));
    }

    #[test]
    fn gains_are_shares_whatever_was_measured() {
        let measure = |style, untouched, content| Measure {
            style,
            untouched,
            content,
            change: 0.1,
            spread: 0.1,
            pairs: None,
        };
        let gain = Gain::of(&measure(0.3, 1.2, 1.0));
        assert_eq!([gain.like_pages, gain.true_to_photo], [0.75, 0.5]);
        for (style, untouched, content) in [(2.0, 1.0, -3.0), (0.0, 0.0, f32::NAN)] {
            let gain = Gain::of(&measure(style, untouched, content));
            for share in [gain.like_pages, gain.true_to_photo] {
                assert!((0.0..=1.0).contains(&share), "{gain:?}");
            }
        }
    }

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
