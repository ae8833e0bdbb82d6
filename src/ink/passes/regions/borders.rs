//! Borders of parts: what is around a place votes for the part that it belongs to.

use super::{of_near, unlike};
use crate::ink::plane::Plane;

/// Weights of the cells on both sides of a place, `REACH` at most, by their distance.
pub(super) struct Weights<const REACH: usize>([f32; MOST]);

impl<const REACH: usize> Weights<REACH> {
    /// A Gaussian, in cells; the place lies `off` the middle of its cell.
    pub(super) fn new(sigma: f32, off: f32) -> Self {
        Self(std::array::from_fn(|i| {
            let far = (i as f32 - REACH as f32 - off) / sigma;
            (-0.5 * far * far).exp()
        }))
    }
}

/// How much of what is around a place belongs to each part.
pub(super) struct Votes {
    parts: [(u32, f32); PARTS],
    num: usize,
}

impl Votes {
    pub(super) fn of<const REACH: usize>(
        of: &Plane<u32>,
        [x, y]: [usize; 2],
        [across, down]: [&Weights<REACH>; 2],
    ) -> Self {
        let mut votes = Self {
            parts: [(of_near(of, x as i32, y as i32), 0.0); PARTS],
            num: 1,
        };
        for (i, down) in down.0[..=2 * REACH].iter().enumerate() {
            for (j, across) in across.0[..=2 * REACH].iter().enumerate() {
                let [x, y] = [x + j, y + i].map(|v| v as i32 - REACH as i32);
                let part = of_near(of, x, y);
                let known = &mut votes.parts[..votes.num];
                if let Some((_, votes)) = known.iter_mut().find(|(other, _)| *other == part) {
                    *votes += across * down;
                } else if votes.num < PARTS {
                    votes.parts[votes.num] = (part, across * down);
                    votes.num += 1;
                }
            }
        }
        votes
    }

    /// The part that has most votes and whose mean is most like `own`.
    pub(super) fn most_like(&self, own: [f32; 4], means: &[[f32; 4]]) -> u32 {
        let parts = &self.parts[..self.num];
        if let [(only, _)] = parts {
            return *only;
        }
        let cost = |(part, votes): &(u32, f32)| {
            let unlike = unlike(means[*part as usize], own) / UNLIKE;
            (unlike * unlike).min(MOST_UNLIKE) - votes.max(1e-6).ln()
        };
        let least = parts.iter().min_by(|a, b| cost(a).total_cmp(&cost(b)));
        least.map_or(parts[0].0, |(part, _)| *part)
    }
}

/// Weights for the farthest reach.
const MOST: usize = 9;
/// Parts that are told apart around a place.
const PARTS: usize = 12;
/// Distance of colours in sRGB that counts as much as the votes of most that is around.
const UNLIKE: f32 = 0.06;
/// Most that colours count: the mean of a part that goes over from one into another says little
/// about its ends.
const MOST_UNLIKE: f32 = 2.0;

#[cfg(test)]
mod tests {
    use crate::ink::passes::regions::Regions;
    use crate::ink::plane::Plane;

    const SIZE: usize = 400;

    fn picture(light: impl Fn(usize, usize) -> f32) -> Plane {
        let pixel = |i: usize| {
            let light = light(i % SIZE, i / SIZE);
            [light, light, light, light]
        };
        Plane {
            width: SIZE,
            height: SIZE,
            pixels: (0..SIZE * SIZE).map(pixel).collect(),
        }
    }

    /// Two parts, whose border goes up and down by eight cells of 4 px.
    fn steps() -> Regions {
        let of = Plane {
            width: SIZE / 4,
            height: SIZE / 4,
            pixels: (0..SIZE * SIZE / 16)
                .map(|i| {
                    let (x, y) = (i % (SIZE / 4), i / (SIZE / 4));
                    u32::from(y >= if (x / 3) % 2 == 0 { 48 } else { 51 })
                })
                .collect(),
        };
        Regions {
            of,
            cell: 4,
            count: 2,
        }
    }

    /// Rows in which the lower part begins, for each column.
    fn border(parts: &mut Regions, picture: &Plane) -> Vec<usize> {
        let small = crate::ink::passes::regions::means(picture, 4);
        for _ in 0..3 {
            parts.smooth_borders(&small);
        }
        let of = parts.spread_over(picture, &[0.0, 1.0]);
        let first = |x: usize| (0..SIZE).find(|y| of.at(x, *y) > 0.5).unwrap();
        (20..SIZE - 20).map(first).collect()
    }

    #[test]
    fn where_colours_go_over_into_each_other_borders_have_no_steps() {
        let soft = picture(|_, y| 0.4 + 0.0005 * y as f32);
        let rows = border(&mut steps(), &soft);
        let [low, high] = [rows.iter().min(), rows.iter().max()].map(|v| *v.unwrap());
        assert!(high - low <= 4, "{low} to {high}");
    }

    #[test]
    fn an_edge_is_as_fine_as_the_picture() {
        // Beside the steps of the cells, but for one of its own.
        let edge = |x: usize| if x < 200 { 197 } else { 202 };
        let crisp = picture(|x, y| if y < edge(x) { 0.8 } else { 0.2 });
        let rows = border(&mut steps(), &crisp);
        let right = (rows.iter().zip(20..)).filter(|(row, x)| **row == edge(*x));
        assert!(right.count() * 100 > rows.len() * 95, "{rows:?}");
    }
}
