//! Finds where a drawing lies over its photograph: larger, smaller, shifted, with a margin, a
//! little turned or stretched.
//!
//! Both are compared by their edges. Coarsely every place and size is tried; the best few are made
//! better from one size to the next.
//!
//! Source: Lucas and Kanade 1981, with gain and offset, coarse to fine (Bergen et al. 1992).

use image::RgbImage;
use image::imageops::{self, FilterType};
use rayon::prelude::*;

use super::edges::{Map, edges};
use super::placement::{Frame, Placement};

/// Long sides at which they are compared.
const COARSE: usize = 48;
const SIDES: [usize; 4] = [96, 192, 384, 768];
/// Long side of the photograph at which edges are looked for first.
const EDGES: u32 = 384;
/// Sizes of the photograph on the drawing, against the largest that fits on it.
const SIZES: [f32; 2] = [0.45, 1.3];
const STEP: f32 = 1.045;
/// Share of the photograph that must lie on the drawing.
const LEAST_OVERLAP: f32 = 0.55;
/// Long side of a drawing over that of its photograph on it from which on it is not looked at.
const MOST_LARGER: f32 = 4.0;
/// Coarse places that are made better.
const NUM_CANDIDATES: usize = 6;
/// Share of the photograph that is its rim, on each side.
const RIM: f32 = 0.03;
const ROUNDS: usize = 24;

/// Where the drawing lies, and how well it fits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Registration {
    pub(super) placement: Placement,
    /// Correlation of the edges, `-1.0..=1.0`.
    pub(super) likeness: f32,
}

/// Where `drawing` fits `photo` best.
pub(super) fn register(photo: &RgbImage, drawing: &RgbImage) -> Option<Registration> {
    let fit = largest_fit(photo, drawing);
    if fit > MOST_LARGER {
        return None;
    }
    // Both at the size at which the photograph on the drawing is as large as the photograph.
    let photo_edges = edges_within(photo, EDGES);
    let of_drawing = (EDGES as f32 * fit).round().max(1.0) as u32;
    let drawing_edges = edges_within(drawing, of_drawing);
    let mut found = candidates(&photo_edges, &drawing_edges, fit);
    for (level, side) in SIDES.into_iter().enumerate() {
        let [photo_map, drawing_map] = if side as u32 > EDGES {
            let of_drawing = (side as f32 * fit).round().max(1.0) as u32;
            [
                edges_within(photo, side as u32),
                edges_within(drawing, of_drawing),
            ]
        } else {
            let share = side as f32 / EDGES as f32;
            [smaller(&photo_edges, share), smaller(&drawing_edges, share)]
        };
        let [photo_map, drawing_map] =
            [photo_map, drawing_map].map(|map| map.blurred(1).blurred(1));
        found = found
            .into_par_iter()
            .map(|one| refined(one, &photo_map, &drawing_map, level > 0))
            .collect();
        found.sort_by(|a, b| b.likeness.total_cmp(&a.likeness));
        found.truncate([3, 2, 1, 1][level]);
    }
    found.into_iter().next()
}

/// Long side of the drawing over that of the largest photograph that fits on it.
fn largest_fit(photo: &RgbImage, drawing: &RgbImage) -> f32 {
    let [pw, ph] = [photo.width(), photo.height()].map(|v| v as f32);
    let [dw, dh] = [drawing.width(), drawing.height()].map(|v| v as f32);
    let largest = (dw / pw).min(dh / ph) * pw.max(ph);
    dw.max(dh) / largest
}

fn edges_within(picture: &RgbImage, side: u32) -> Map {
    edges(&within(picture, side)).made_of(picture.dimensions())
}

fn within(picture: &RgbImage, side: u32) -> RgbImage {
    let (width, height) = picture.dimensions();
    let share = side as f32 / width.max(height) as f32;
    let of = |length: u32| ((length as f32 * share).round() as u32).max(2);
    imageops::resize(picture, of(width), of(height), FilterType::Triangle)
}

fn smaller(map: &Map, share: f32) -> Map {
    let of = |length: usize| ((length as f32 * share).round() as usize).max(2);
    map.resized(of(map.width), of(map.height))
}

/// The best places of all, those of different sizes.
fn candidates(photo: &Map, drawing: &Map, fit: f32) -> Vec<Registration> {
    let share = COARSE as f32 / photo.width.max(photo.height) as f32;
    let photo = smaller(photo, share);
    let num = ((SIZES[1] / SIZES[0]).ln() / STEP.ln()).ceil() as i32;
    let sizes: Vec<f32> = (0..=num).map(|i| SIZES[0] * STEP.powi(i)).collect();
    let mut all: Vec<Registration> = sizes
        .into_par_iter()
        .flat_map_iter(|size| {
            let drawing = smaller(drawing, share / size);
            places(&photo, &drawing, size / fit)
        })
        .collect();
    all.sort_by(|a, b| b.likeness.total_cmp(&a.likeness));
    all.truncate(NUM_CANDIDATES);
    all
}

/// The best two places at one size, at which a pixel of one is a pixel of the other.
fn places(photo: &Map, drawing: &Map, scale: f32) -> Vec<Registration> {
    let [pw, ph] = [photo.width, photo.height].map(|v| v as i32);
    let [dw, dh] = [drawing.width, drawing.height].map(|v| v as i32);
    let least = |length: i32| (length as f32 * LEAST_OVERLAP).ceil() as i32;
    let (left, top) = (least(pw) - pw, least(ph) - ph);
    let (right, bottom) = (dw - least(pw), dh - least(ph));
    let mut found: Vec<(f32, i32, i32)> = Vec::new();
    for y in top..=bottom {
        for x in left..=right {
            let columns = (-x).max(0)..pw.min(dw - x);
            let rows = (-y).max(0)..ph.min(dh - y);
            let overlap = columns.len() * rows.len();
            if overlap as f32 <= LEAST_OVERLAP * (pw * ph) as f32 {
                continue;
            }
            let mut sums = Sums::default();
            for row in rows {
                let from = |map: &Map, x: i32, y: i32| (y as usize) * map.width + x as usize;
                let a = from(photo, columns.start, row);
                let b = from(drawing, columns.start + x, row + y);
                let num = columns.len();
                sums.add_all(&photo.values[a..a + num], &drawing.values[b..b + num]);
            }
            // Against a chance fit of a small part.
            let share = overlap as f32 / (pw * ph) as f32;
            found.push((sums.correlation() * share.sqrt(), x, y));
        }
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    found.truncate(2);
    let (of_photo, of_drawing) = (Frame::of(photo), Frame::of(drawing));
    found
        .into_iter()
        .map(|(likeness, x, y)| {
            // The middle of the photograph, on the drawing.
            let [mx, my] = of_photo.pixel([0.0, 0.0]);
            let [tx, ty] = of_drawing.fraction(mx + x as f32, my + y as f32);
            Registration {
                placement: Placement::new(scale, tx, ty),
                likeness,
            }
        })
        .collect()
}

#[derive(Default)]
struct Sums {
    num: f32,
    a: f32,
    b: f32,
    aa: f32,
    bb: f32,
    ab: f32,
}

impl Sums {
    fn add_all(&mut self, a: &[f32], b: &[f32]) {
        self.num += a.len() as f32;
        for (a, b) in a.iter().zip(b) {
            self.add(*a, *b);
        }
    }

    fn add(&mut self, a: f32, b: f32) {
        self.a += a;
        self.b += b;
        self.aa += a * a;
        self.bb += b * b;
        self.ab += a * b;
    }

    fn correlation(&self) -> f32 {
        let n = self.num.max(1.0);
        let of = |product: f32, a: f32, b: f32| product - a * b / n;
        let size = of(self.aa, self.a, self.a) * of(self.bb, self.b, self.b);
        if size > 1e-9 {
            of(self.ab, self.a, self.b) / size.sqrt()
        } else {
            0.0
        }
    }
}

/// Number of unknowns: the six of the map, gain and offset.
const UNKNOWNS: usize = 8;

/// Made better at one size: scale and place, or all of the map.
fn refined(begun: Registration, photo: &Map, drawing: &Map, all: bool) -> Registration {
    let mut best = Registration {
        likeness: likeness(&begun.placement, photo, drawing),
        ..begun
    };
    let mut placement = begun.placement;
    for _ in 0..ROUNDS {
        let Some(step) = step(&placement, photo, drawing, all) else {
            break;
        };
        let moved = step.iter().map(|v| v.abs()).fold(0.0, f32::max);
        for (value, step) in placement.0.iter_mut().zip(step) {
            *value += step;
        }
        if placement.is_wild() {
            break;
        }
        let likeness = likeness(&placement, photo, drawing);
        if likeness > best.likeness {
            best = Registration {
                placement,
                likeness,
            };
        }
        if moved * Frame::of(drawing).sides()[0] < 0.01 {
            break;
        }
    }
    best
}

fn likeness(placement: &Placement, photo: &Map, drawing: &Map) -> f32 {
    let (from, to) = frames(photo, drawing);
    let mut sums = Sums::default();
    for y in inner(photo.height) {
        for x in inner(photo.width) {
            let [u, v] = from.fraction(x as f32, y as f32);
            let [px, py] = to.pixel(placement.at(u, v));
            if let Some(value) = drawing.between(px, py) {
                sums.num += 1.0;
                sums.add(photo.at(x, y), value);
            }
        }
    }
    let inside = inner(photo.width).len() * inner(photo.height).len();
    if sums.num < LEAST_OVERLAP * inside as f32 {
        return -1.0;
    }
    sums.correlation()
}

/// Without the rim: where the paper around a drawing begins there is an edge that no photograph
/// has.
fn inner(length: usize) -> std::ops::Range<usize> {
    let rim = (length as f32 * RIM).ceil() as usize;
    rim..length.saturating_sub(rim)
}

fn frames(photo: &Map, drawing: &Map) -> (Frame, Frame) {
    (Frame::of(photo), Frame::of(drawing))
}

/// The step of Gauss and Newton towards the least `(a + b drawing(placement(x)) - photo(x))^2`.
fn step(placement: &Placement, photo: &Map, drawing: &Map, all: bool) -> Option<[f32; 6]> {
    let (from, to) = frames(photo, drawing);
    let [width, height] = to.sides();
    let mut fit = Sums::default();
    let mut seen = Vec::with_capacity(photo.values.len());
    for y in inner(photo.height) {
        for x in inner(photo.width) {
            let [u, v] = from.fraction(x as f32, y as f32);
            let [px, py] = to.pixel(placement.at(u, v));
            let near = [
                drawing.between(px, py),
                drawing.between(px + 0.5, py),
                drawing.between(px - 0.5, py),
                drawing.between(px, py + 0.5),
                drawing.between(px, py - 0.5),
            ];
            if let [
                Some(value),
                Some(right),
                Some(left),
                Some(below),
                Some(above),
            ] = near
            {
                fit.num += 1.0;
                fit.add(value, photo.at(x, y));
                seen.push([u, v, value, right - left, below - above, photo.at(x, y)]);
            }
        }
    }
    let n = fit.num.max(1.0);
    let variance = fit.aa - fit.a * fit.a / n;
    if variance < 1e-6 {
        return None;
    }
    let gain = (fit.ab - fit.a * fit.b / n) / variance;
    let offset = (fit.b - gain * fit.a) / n;
    // Edges that are stronger in the one are as good as equal ones.
    let gain = if gain.abs() < 0.05 { 0.05 } else { gain };
    let mut normal = [[0.0f64; UNKNOWNS + 1]; UNKNOWNS];
    for [u, v, value, across, down, wanted] in seen {
        let (gx, gy) = (gain * across * width, gain * down * height);
        let row = if all {
            [gx * u, gx * v, gx, gy * u, gy * v, gy, value, 1.0]
        } else {
            [gx * u + gy * v, 0.0, gx, 0.0, 0.0, gy, value, 1.0]
        };
        let rest = wanted - offset - gain * value;
        for (i, a) in row.iter().enumerate() {
            for (j, b) in row.iter().enumerate() {
                normal[i][j] += f64::from(a * b);
            }
            normal[i][UNKNOWNS] += f64::from(a * rest);
        }
    }
    for (i, row) in normal.iter_mut().enumerate() {
        row[i] += 1e-6 * row[i] + 1e-9;
    }
    let solved = solved(normal)?.map(|v| v as f32);
    Some(if all {
        [0, 1, 2, 3, 4, 5].map(|i| solved[i])
    } else {
        [solved[0], 0.0, solved[2], 0.0, solved[0], solved[5]]
    })
}

/// Gauss's elimination; `None` when there is no one solution.
fn solved(mut rows: [[f64; UNKNOWNS + 1]; UNKNOWNS]) -> Option<[f64; UNKNOWNS]> {
    for i in 0..UNKNOWNS {
        let pivot = (i..UNKNOWNS).max_by(|a, b| rows[*a][i].abs().total_cmp(&rows[*b][i].abs()))?;
        rows.swap(i, pivot);
        if rows[i][i].abs() < 1e-12 {
            return None;
        }
        let top = rows[i];
        for row in rows.iter_mut().skip(i + 1) {
            let share = row[i] / top[i];
            for (value, top) in row.iter_mut().zip(top).skip(i) {
                *value -= share * top;
            }
        }
    }
    let mut found = [0.0; UNKNOWNS];
    for i in (0..UNKNOWNS).rev() {
        let known: f64 = (i + 1..UNKNOWNS).map(|j| rows[i][j] * found[j]).sum();
        found[i] = (rows[i][UNKNOWNS] - known) / rows[i][i];
    }
    Some(found)
}
