//! Strokes traced one by one along a direction field, evenly beside each other, as a pen draws
//! them: each has a beginning and an end, and its own weight.
//!
//! Source: Jobard and Lefer, "Creating Evenly-Spaced Streamlines of Arbitrary Density",
//! Visualization in Scientific Computing 1997; strokes that only darker tones have, as in Praun,
//! Hoppe, Webb and Finkelstein, "Real-Time Hatching", SIGGRAPH 2001.

use std::collections::VecDeque;
use std::f32::consts::TAU;

use crate::ink::hash::hash;
use crate::ink::plane::Plane;

use super::flow::Flow;

/// How strokes are traced. Lengths in px.
#[derive(Clone, Copy, Debug)]
pub(super) struct Trace {
    /// Distance between neighbours.
    pub(super) pitch: f32,
    /// Length of a stroke at most, of which each has its own share.
    pub(super) length: f32,
    /// Length of the ends within which a stroke becomes thin.
    pub(super) ends: f32,
    /// Whether a stroke depends on what is near it only, as the frames of an animation need it;
    /// strokes are less even then.
    pub(super) is_local: bool,
    /// Which of many like it.
    pub(super) seed: u32,
}

/// A step along a stroke over the pitch.
const STEP: f32 = 0.4;
/// Distance over the wanted one at which a stroke begins beside another, and below which it ends.
const BESIDE: f32 = 0.98;
const CLOSEST: f32 = 0.6;
/// How much closer than beside it a stroke comes to one ahead.
const AHEAD: f32 = 6.0;
/// Least share of the longest that a stroke may become.
const SHORTEST: f32 = 0.5;
/// Strokes shorter than this many pitches are none.
const LEAST: f32 = 2.0;
/// Cosine of the turn within a step at which a stroke ends.
const SHARP: f32 = 0.8;
/// How much later strokes between others appear, and those that are weak by chance.
const BETWEEN: f32 = 0.22;
const CHANCE: f32 = 0.16;
/// How much later the tip of a stroke appears: in light tones strokes are shorter and thin.
const TIP: f32 = 0.3;
/// How far in radians a stroke goes off the field: no ruler was used.
const OFF: f32 = 0.07;
/// How much later a stroke appears where the pen is lifted a little, and how slowly that changes,
/// in pitches.
const SWELL: f32 = 0.05;
const WAVE: f32 = 4.0;
/// Values from this many half pitches on are told apart no more.
const FAR: f32 = 3.0;

struct Stroke {
    points: Vec<[f32; 2]>,
    /// How much later than others it appears, in half pitches.
    late: f32,
}

/// How far each pixel is from the middle of a stroke, evenly spread over the picture: a threshold
/// covers just that share of it. 0 is the middle, 1 is farthest from all.
pub(super) fn streamlines(flow: &Flow, trace: Trace) -> Plane<f32> {
    let mut sheet = Sheet::new(flow, trace);
    let mut strokes = Vec::new();
    for between in [false, true] {
        sheet.fill(&mut strokes, between);
    }
    let size = [flow.along.width, flow.along.height];
    evenly_spread(&distances(&strokes, size, trace))
}

/// Where strokes are already.
struct Sheet<'a> {
    flow: &'a Flow,
    trace: Trace,
    columns: usize,
    rows: usize,
    /// Points of the strokes in squares of one pitch.
    cells: Vec<Vec<[f32; 2]>>,
}

impl<'a> Sheet<'a> {
    fn new(flow: &'a Flow, trace: Trace) -> Self {
        let [columns, rows] = [flow.along.width, flow.along.height]
            .map(|side| (side as f32 / trace.pitch) as usize + 1);
        Self {
            flow,
            trace,
            columns,
            rows,
            cells: vec![Vec::new(); columns * rows],
        }
    }

    /// Traces strokes until there is no room; those between others are twice as close.
    fn fill(&mut self, strokes: &mut Vec<Stroke>, between: bool) {
        let apart = self.trace.pitch * if between { 1.0 } else { 2.0 };
        // Those that others are begun beside, unless what is far away would tell in which order.
        let mut next: VecDeque<usize> = (0..strokes.len()).collect();
        if self.trace.is_local {
            next.clear();
        }
        for place in self.places() {
            let mut begun = self.traced(place, apart, between);
            loop {
                if let Some(stroke) = begun.take() {
                    if !self.trace.is_local {
                        next.push_back(strokes.len());
                    }
                    strokes.push(stroke);
                }
                let Some(i) = next.pop_front() else {
                    break;
                };
                let beside: Vec<_> = beside(&strokes[i], apart).collect();
                for place in beside {
                    if let Some(stroke) = self.traced(place, apart, between) {
                        next.push_back(strokes.len());
                        strokes.push(stroke);
                    }
                }
            }
        }
    }

    /// Places all over the picture, by chance: else a row of strokes would begin at its left.
    fn places(&self) -> Vec<[f32; 2]> {
        let chance = |i: usize, seed: u32| {
            let [column, row] = [i % self.columns, i / self.columns].map(|v| v as f32);
            hash(column, row, self.trace.seed.wrapping_add(seed))
        };
        let mut order: Vec<_> = (0..self.columns * self.rows)
            .map(|i| (chance(i, 13), i))
            .collect();
        order.sort_by(|a, b| a.0.total_cmp(&b.0));
        let place = |(_, i): (f32, usize)| {
            let [column, row] = [i % self.columns, i / self.columns].map(|v| v as f32);
            [column + chance(i, 11), row + chance(i, 12)].map(|v| v * self.trace.pitch)
        };
        order.into_iter().map(place).collect()
    }

    fn traced(&mut self, from: [f32; 2], apart: f32, between: bool) -> Option<Stroke> {
        if !self.is_free(from, BESIDE * apart) {
            return None;
        }
        let chance = |seed: u32| {
            hash(
                from[0] * 8.0,
                from[1] * 8.0,
                self.trace.seed.wrapping_add(seed),
            )
        };
        let length = self.trace.length * (SHORTEST + (1.0 - SHORTEST) * chance(1));
        let ahead = chance(2);
        let off = OFF * (chance(3) - 0.5);
        let mut points = self.half(from, -1.0, length * (1.0 - ahead), apart, off);
        points.reverse();
        points.push(from);
        points.extend(self.half(from, 1.0, length * ahead, apart, off));
        if (points.len() as f32) * STEP < LEAST {
            return None;
        }
        for point in &points {
            let cell = self.cell(*point);
            self.cells[cell].push(*point);
        }
        let late = CHANCE * chance(4) + if between { BETWEEN } else { 0.0 };
        Some(Stroke { points, late })
    }

    /// The points of a stroke from one on, to one of its ends.
    fn half(&self, from: [f32; 2], sign: f32, length: f32, apart: f32, off: f32) -> Vec<[f32; 2]> {
        let step = STEP * self.trace.pitch;
        let (sin, cos) = off.sin_cos();
        let direction = |[x, y]: [f32; 2], before: [f32; 2]| {
            let [x, y] = self.flow.along.near(x.round() as i32, y.round() as i32);
            let [x, y] = [x * cos - y * sin, x * sin + y * cos];
            let sign = (x * before[0] + y * before[1]).signum();
            [sign * x, sign * y]
        };
        let mut points = Vec::new();
        let first = direction(from, [1.0, 0.0]);
        let mut before = first.map(|v| v * sign);
        let mut at = from;
        for _ in 0..(length / step) as usize {
            let halfway = direction(at, before);
            let halfway = direction([0, 1].map(|c| at[c] + 0.5 * step * halfway[c]), before);
            let turn = halfway[0] * before[0] + halfway[1] * before[1];
            at = [0, 1].map(|c| at[c] + step * halfway[c]);
            if turn < SHARP || !self.is_inside(at) || !self.goes_on(at, halfway, CLOSEST * apart) {
                break;
            }
            before = halfway;
            points.push(at);
        }
        points
    }

    fn is_inside(&self, [x, y]: [f32; 2]) -> bool {
        let plane = &self.flow.along;
        x >= 0.0 && y >= 0.0 && x < plane.width as f32 && y < plane.height as f32
    }

    fn cell(&self, [x, y]: [f32; 2]) -> usize {
        let column = ((x / self.trace.pitch).max(0.0) as usize).min(self.columns - 1);
        let row = ((y / self.trace.pitch).max(0.0) as usize).min(self.rows - 1);
        row * self.columns + column
    }

    /// Whether there is no stroke nearer than `apart`, at most two pitches.
    fn is_free(&self, place: [f32; 2], apart: f32) -> bool {
        self.is_inside(place) && self.is_clear(place, apart, |[x, y]| x.hypot(y) >= apart)
    }

    /// Whether a stroke that runs along `direction` has none beside it nearer than `apart`; one
    /// ahead may come closer.
    fn goes_on(&self, place: [f32; 2], [dx, dy]: [f32; 2], apart: f32) -> bool {
        self.is_clear(place, apart, |[x, y]| {
            let (along, across) = (x * dx + y * dy, x * dy - y * dx);
            (AHEAD * along).hypot(across) >= apart
        })
    }

    fn is_clear(&self, [x, y]: [f32; 2], apart: f32, is_far: impl Fn([f32; 2]) -> bool) -> bool {
        let reach = (apart / self.trace.pitch).ceil() as usize;
        let cell = self.cell([x, y]);
        let (column, row) = (cell % self.columns, cell / self.columns);
        let rows = row.saturating_sub(reach)..=(row + reach).min(self.rows - 1);
        let columns = column.saturating_sub(reach)..=(column + reach).min(self.columns - 1);
        rows.flat_map(|row| {
            columns
                .clone()
                .map(move |column| row * self.columns + column)
        })
        .flat_map(|cell| &self.cells[cell])
        .all(|[px, py]| is_far([px - x, py - y]))
    }
}

/// Places on both sides of a stroke.
fn beside(stroke: &Stroke, apart: f32) -> impl Iterator<Item = [f32; 2]> {
    stroke.points.windows(2).step_by(2).flat_map(move |pair| {
        let [a, b] = [pair[0], pair[1]];
        let [x, y] = [b[0] - a[0], b[1] - a[1]];
        let by = apart / x.hypot(y).max(1e-6);
        [
            [a[0] - y * by, a[1] + x * by],
            [a[0] + y * by, a[1] - x * by],
        ]
    })
}

/// Distance to the middle of the nearest stroke in half pitches, with strokes that are thin at
/// their ends.
fn distances(strokes: &[Stroke], [width, height]: [usize; 2], trace: Trace) -> Plane<f32> {
    let mut plane = Plane {
        width,
        height,
        pixels: vec![FAR; width * height],
    };
    let half = 0.5 * trace.pitch;
    let step = STEP * trace.pitch;
    let reach = 1.6 * half;
    for stroke in strokes {
        let length = stroke.points.len() as f32 * step;
        let ends = trace.ends.min(0.4 * length);
        for (i, pair) in stroke.points.windows(2).enumerate() {
            let [a, b] = [pair[0], pair[1]];
            let along = [b[0] - a[0], b[1] - a[1]];
            let long = (along[0] * along[0] + along[1] * along[1]).max(1e-9);
            let range = |c: usize, side: usize| {
                let low = (a[c].min(b[c]) - reach).max(0.0) as usize;
                let high = (a[c].max(b[c]) + reach).ceil() as usize;
                low..(high + 1).min(side)
            };
            for y in range(1, height) {
                for x in range(0, width) {
                    let [fx, fy] = [x as f32 - a[0], y as f32 - a[1]];
                    let t = ((fx * along[0] + fy * along[1]) / long).clamp(0.0, 1.0);
                    let far = (fx - t * along[0]).hypot(fy - t * along[1]);
                    let at = (i as f32 + t) * step;
                    let end = (at.min(length - at) / ends).clamp(0.0, 1.0);
                    let tip = (1.0 - end) * (1.0 - end);
                    let swell = SWELL * (at / (WAVE * trace.pitch) + TAU * stroke.late).sin();
                    let value = far / half + stroke.late + TIP * tip + swell;
                    let pixel = &mut plane.pixels[y * width + x];
                    *pixel = pixel.min(value);
                }
            }
        }
    }
    plane
}

/// The share of the picture that has less than each pixel.
fn evenly_spread(plane: &Plane<f32>) -> Plane<f32> {
    const BINS: usize = 2048;
    let bin = |value: f32| (value / FAR * (BINS - 1) as f32).clamp(0.0, (BINS - 1) as f32);
    let mut shares = vec![0.0; BINS + 1];
    for value in &plane.pixels {
        shares[bin(*value) as usize + 1] += 1.0;
    }
    let total = plane.pixels.len() as f32;
    let mut sum = 0.0;
    for share in &mut shares {
        sum += *share;
        *share = sum / total;
    }
    plane.map(|x, y| {
        let at = bin(plane.at(x, y));
        let below = at as usize;
        shares[below] + (shares[below + 1] - shares[below]) * at.fract()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Directions around the middle, and on the left of `turned` across.
    fn around(turned: usize) -> Flow {
        let size = Plane {
            width: 240,
            height: 200,
            pixels: vec![0.0; 240 * 200],
        };
        Flow {
            along: size.map(|x, y| {
                if x < turned {
                    return [1.0, 0.0];
                }
                let [x, y] = [x as f32 - 120.5, y as f32 - 100.5];
                let far = x.hypot(y);
                [-y / far, x / far]
            }),
        }
    }

    const TRACE: Trace = Trace {
        pitch: 6.0,
        length: 80.0,
        ends: 6.0,
        is_local: false,
        seed: 3,
    };

    fn traced(flow: &Flow, trace: Trace) -> Vec<Stroke> {
        let mut sheet = Sheet::new(flow, trace);
        let mut strokes = Vec::new();
        for between in [false, true] {
            sheet.fill(&mut strokes, between);
        }
        strokes
    }

    #[test]
    fn strokes_follow_the_directions_and_keep_their_distance() {
        let flow = around(0);
        for is_local in [false, true] {
            let strokes = traced(&flow, Trace { is_local, ..TRACE });
            assert!(strokes.len() > 60, "{}", strokes.len());
            for (i, stroke) in strokes.iter().enumerate() {
                let far = |[x, y]: [f32; 2]| (x - 120.5).hypot(y - 100.5);
                let [first, last] = [stroke.points[0], stroke.points[stroke.points.len() - 1]];
                let apart = (far(first) - far(last)).abs();
                assert!(apart < 8.0, "stroke {i} leaves its circle by {apart} px");
                assert!((stroke.points.len() as f32) * STEP * TRACE.pitch <= TRACE.length + 4.0);
                let others = strokes.iter().skip(i + 1).flat_map(|other| &other.points);
                let nearest = others
                    .flat_map(|a| {
                        stroke
                            .points
                            .iter()
                            .map(|b| (a[0] - b[0]).hypot(a[1] - b[1]))
                    })
                    .fold(f32::MAX, f32::min);
                let least = CLOSEST * TRACE.pitch / AHEAD - 0.01;
                assert!(
                    nearest >= least,
                    "stroke {i} has one {nearest} px beside it"
                );
            }
        }
    }

    #[test]
    fn what_is_far_away_changes_no_stroke_of_an_animation() {
        let is_same = |is_local: bool, seed: u32| {
            let trace = Trace {
                is_local,
                seed,
                ..TRACE
            };
            let [plain, turned] = [0, 30].map(|turned| {
                let strokes = traced(&around(turned), trace);
                let plane = distances(&strokes, [240, 200], trace);
                let right = (0..8000).map(|i| plane.at(200 + i % 40, i / 40));
                right.collect::<Vec<_>>()
            });
            plain == turned
        };
        assert!((0..6).all(|seed| is_same(true, seed)));
        assert!(
            !(0..6).all(|seed| is_same(false, seed)),
            "the test sees nothing"
        );
    }

    #[test]
    fn a_stroke_is_thin_at_its_ends() {
        let stroke = Stroke {
            points: (0..40).map(|i| [20.0 + 2.4 * i as f32, 50.0]).collect(),
            late: 0.0,
        };
        let plane = distances(&[stroke], [140, 100], TRACE);
        let thick = |x: usize| (40..60).filter(|y| plane.at(x, *y) < 0.45).count();
        assert_eq!([66, 20, 5].map(thick), [3, 1, 0]);
    }
}
