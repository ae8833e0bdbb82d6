//! Contours of things that differ little from what is behind them, a white bear before snow: the
//! ridge of the colours' gradient where there are no other edges around.
//!
//! Lines look for what is darker than its surroundings; the border of two pale colours is not.

use super::blur::blur;
use super::flow::along_flow;
use super::lines::difference;
use super::scale::{Scale, at_pixel};
use super::strokes;
use crate::ink::device::Contours;
use crate::ink::parameters::THRESHOLD;
use crate::ink::plane::{Plane, smoothstep};

/// Standard deviation of the blur under which gradients are looked for, in px at 1024.
const FINE: f32 = 0.9;
/// The same of what is beside an edge, and along one.
const BESIDE: f32 = 8.0;
const ALONG: f32 = 12.0;
/// How far away on both sides it is looked for what is beside an edge.
const AWAY: f32 = 16.0;
/// Gradient a px in sRGB that is an edge by half.
const FLOOR: f32 = 0.005;
/// Strength of an edge over that of its sides up to which it is one of many, and from which on it
/// stands out: with the calmer side, a subject full of edges has a contour before what is plain.
const ALONE: [f32; 2] = [2.2, 4.5];
/// Least gradient beside an edge: noise.
const LEAST: f32 = 6e-4;
/// Factor that makes the response like that of lines.
const AS_LINES: f32 = 0.25;
/// How much longer than a line a contour is at least.
const LONGER: f32 = 2.5;
/// Standard deviation in px at 1024 of what is near a contour, and shares of lines there from which
/// on it fades, and where it would be a second line beside the first.
const NEAR: f32 = 5.0;
const LINED: [f32; 2] = [0.08, 0.25];
/// Share of a face from which on nothing is a contour.
const IN_FACE: f32 = 2.5;

/// Adds to a `field` of [lines](super::lines::lines) the contours of what is pale, as sure as those
/// are; `shapes` are sRGB, `0.0..=1.0`.
///
/// Source: Di Zenzo 1986 (the gradient of colours); Canny 1986 (its ridges, and which of them
/// stay).
pub(in crate::ink) fn pale_contours(field: &mut Plane<f32>, shapes: &Plane, from: &Contours<'_>) {
    let unit = from.scale.unit;
    let seen = field.map(|x, y| field.at(x, y).clamp(0.0, THRESHOLD[1]));
    let seen = blur(&seen, NEAR * unit);
    let contours = contours(shapes, from);
    *field = field.map(|x, y| {
        let lined = smoothstep(LINED[0], LINED[1], seen.at(x, y) / THRESHOLD[1]);
        let contour = contours.at(x, y) * (1.0 - lined) * at_pixel(from.readily, x, y);
        field.at(x, y).max(contour)
    });
}

fn contours(shapes: &Plane, from: &Contours<'_>) -> Plane<f32> {
    let (flow, scale, hand) = (from.flow, from.scale, from.hand);
    let unit = scale.unit;
    let calm = blur(shapes, FINE * unit);
    let edge = calm.map(|x, y| {
        let (x, y) = (x as i32, y as i32);
        let [left, right] = [calm.near(x - 1, y), calm.near(x + 1, y)];
        let [above, below] = [calm.near(x, y - 1), calm.near(x, y + 1)];
        let mut sum = 0.0;
        for c in 0..3 {
            let [across, down] = [right[c] - left[c], below[c] - above[c]];
            sum += 0.25 * (across * across + down * down);
        }
        sum.sqrt()
    });
    let beside = blur(&edge, BESIDE * unit);
    let even = Scale::even(shapes.width, shapes.height, unit).full;
    let along = along_flow::<_, 8>(&edge, flow, &even, ALONG * unit);
    let paper = edge.map(|x, y| {
        let [dx, dy] = flow.along.at(x, y).map(|v| v * AWAY * unit);
        let (left, top) = (x as f32, y as f32);
        let sides = [
            beside.between(left - dy, top + dx),
            beside.between(left + dy, top - dx),
        ];
        let [calm, busy] = [sides[0].min(sides[1]), sides[0].max(sides[1])];
        let side = calm + (busy - calm) * hand.both_calm;
        let alone = along.at(x, y) / (side + LEAST);
        let face = (IN_FACE * at_pixel(&scale.face, x, y)).min(1.0);
        let edge = edge.at(x, y) * smoothstep(ALONE[0], ALONE[1], alone) * (1.0 - face);
        1.0 - edge / (edge + FLOOR / unit)
    });
    let sigma = scale.full.map(|x, y| scale.full.at(x, y).powf(0.7));
    let response = difference(&paper, flow, &sigma, hand.width);
    let smooth = along_flow::<_, 6>(&response, flow, &scale.full, 6.0 * unit);
    let response = smooth.map(|x, y| AS_LINES * smooth.at(x, y));
    let long = scale.full.map(|x, y| LONGER * scale.full.at(x, y));
    let stays = strokes::that_stay(&response, &long, THRESHOLD, unit);
    response.map(|x, y| response.at(x, y) * stays.at(x, y))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ink::hash::hash;
    use crate::ink::passes::lines::Hand;
    use crate::ink::passes::scale::Scale;
    use crate::ink::passes::tensor;

    /// How much of the picture around each of these places a contour covers at most.
    fn found(picture: impl Fn(usize, usize) -> f32, places: &[[usize; 2]]) -> Vec<f32> {
        let size = 256;
        let pixel = |i: usize| {
            let (x, y) = (i % size, i / size);
            let noise = 0.004 * (hash(x as f32, y as f32, 1) - 0.5);
            let light = picture(x, y) + noise;
            [light, light, light * 0.98, 0.0]
        };
        let shapes = Plane {
            width: size,
            height: size,
            pixels: (0..size * size).map(pixel).collect(),
        };
        let scale = Scale::even(size, size, 1.0);
        let light = shapes.map(|x, y| shapes.at(x, y)[0]);
        let flow = tensor::flow(&tensor::smoothed(&shapes, 3.0, 0.9, &scale), [size; 2]);
        let from = Contours {
            light: &light,
            flow: &flow,
            readily: &scale.half.map(|_, _| 1.0),
            scale: &scale,
            hand: Hand {
                width: 0.98,
                fade: 0.0,
                faint: 1.0,
                lift: 0.0,
                both_calm: 1.0,
            },
        };
        let mut contours = light.map(|_, _| 0.0);
        pale_contours(&mut contours, &shapes, &from);
        let most = |[x, y]: &[usize; 2]| {
            let near = (0..49).map(|i| contours.at(x + i % 7 - 3, y + i / 7 - 3));
            near.fold(0.0, f32::max)
        };
        places.iter().map(most).collect()
    }

    #[test]
    fn a_pale_thing_before_what_is_as_pale_has_a_contour_all_around() {
        let thing = |x: usize, y: usize| {
            let is_thing = (x as f32 - 128.0).hypot(y as f32 - 128.0) < 80.0;
            if is_thing { 0.95 } else { 0.91 }
        };
        let around = [[48, 128], [208, 128], [128, 48], [128, 208], [185, 185]];
        let found = found(thing, &around);
        assert!(found.iter().all(|v| *v > THRESHOLD[1]), "{found:?}");
    }

    #[test]
    fn soft_shades_noise_and_texture_have_none() {
        let places = [[64, 64], [128, 128], [190, 100], [128, 220]];
        let soft = |x: usize, _: usize| 0.3 + 0.002 * x as f32;
        let grass = |x: usize, y: usize| 0.4 + 0.3 * hash((x / 5) as f32, (y / 5) as f32, 2);
        for found in [
            found(|_, _| 0.9, &places),
            found(soft, &places),
            found(grass, &places),
        ] {
            assert!(found.iter().all(|v| *v < THRESHOLD[0]), "{found:?}");
        }
    }
}
