//! What has no edge stays soft: a shadow or a wall out of focus is no stair of plain colours.
//!
//! A bilateral filter turns slow gradients to stairs (Buades, Coll and Morel, "The staircasing
//! effect in neighborhood filters and its solution", 2006). Where nothing near is an edge, a
//! Gaussian makes ramps of them again.

use super::blur::blur;
use super::regions::{means, unlike};
use super::scale::at_pixel;
use crate::ink::plane::{Plane, Sample as _, smoothstep};

/// Side in units of the squares in which edges are looked for.
const CELL: f32 = 2.0;
/// Difference of colour, sRGB, over three squares that lie side by side, up to which there is no
/// edge, and from which on there is one.
const EDGE: [f32; 2] = [0.06, 0.11];
/// Squares around an edge that are left alone, and the standard deviation in squares of the
/// Gaussian.
const REACH: i32 = 3;
const SIGMA: f32 = 3.5;
/// How much less people are softened.
const IN_PEOPLE: f32 = 0.8;

/// Makes `shapes` smooth where the picture that they are of has no edge, less so within `people`
/// (for 2 by 2 pixels), who are drawn before what is behind them. Sizes of both are the same,
/// `unit` is the size of what is meant by a pixel. The fourth number becomes how soft it is there.
pub(in crate::ink) fn soften(shapes: &mut Plane, picture: &Plane, people: &Plane<f32>, unit: f32) {
    let cell = (CELL * unit).round().max(1.0) as usize;
    let cells = means(picture, cell);
    let edges = cells.map(|x, y| {
        let beside = [(1, 0), (0, 1), (1, 1), (1, -1)];
        let far = beside.map(|(dx, dy)| {
            let [a, b] = [1, -1].map(|way| cells.near(x as i32 + way * dx, y as i32 + way * dy));
            // Those at the corners lie farther apart.
            unlike(a, b) * if dx * dy == 0 { 1.0 } else { 0.75 }
        });
        far.into_iter().fold(0.0, f32::max)
    });
    // Of the shapes: what is mottled is plain in them already.
    let smooth = blur(&means(shapes, cell), SIGMA);
    let edges = edges.of_squares(REACH, f32::max);
    let soft = edges.map(|x, y| 1.0 - smoothstep(EDGE[0], EDGE[1], edges.at(x, y)));
    let soft = blur(&soft, 0.5 * REACH as f32);
    let place = |v: usize| (v as f32 + 0.5) / cell as f32 - 0.5;
    *shapes = shapes.map(|x, y| {
        let own = shapes.at(x, y);
        let (u, v) = (place(x), place(y));
        let share = soft.between(u, v) * (1.0 - IN_PEOPLE * at_pixel(people, x, y));
        if share <= 0.0 {
            return own;
        }
        let [red, green, blue, _] = own.lerp(smooth.between(u, v), share);
        [red, green, blue, share]
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(of: impl Fn(usize) -> f32) -> Plane {
        Plane {
            width: 240,
            height: 60,
            pixels: (0..240 * 60)
                .map(|i| of(i % 240))
                .map(|grey| [grey, grey, grey, 0.0])
                .collect(),
        }
    }

    #[test]
    fn stairs_on_a_slow_gradient_become_smooth_and_the_edge_of_a_thing_stays() {
        let ramp = |x: usize| match x {
            0..160 => 0.3 + 0.002 * x as f32,
            _ => 0.1,
        };
        let picture = columns(ramp);
        let stairs = |x: usize| if x < 160 { ramp(x / 20 * 20) } else { 0.1 };
        let before = columns(stairs);
        let mut after = before.clone();
        let nobody = picture.map(|_, _| 0.0);
        soften(&mut after, &picture, &nobody, 1.0);
        let step = |plane: &Plane| (plane.at(60, 30)[0] - plane.at(59, 30)[0]).abs();
        assert!(
            step(&before) > 0.035 && step(&after) < 0.004,
            "{}",
            step(&after)
        );
        assert!(after.at(60, 30)[3] > 0.99, "{:?}", after.at(60, 30));
        for x in 156..164 {
            let far = (after.at(x, 30)[0] - before.at(x, 30)[0]).abs();
            assert!(far < 0.012, "{far} at {x}");
        }
        let mut crisp = before;
        soften(&mut crisp, &picture, &picture.map(|_, _| 1.0), 1.0);
        assert!(step(&crisp) > 2.0 * step(&after), "people are drawn");
    }
}
