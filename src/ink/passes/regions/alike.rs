//! Things of one colour: parts beside each other that a printer would cover with one ink.
//!
//! Source: region adjacency graphs merged in the order of what is lost, as Salembier and Garrido,
//! "Binary partition tree" (2000).

use std::collections::{BTreeMap, BinaryHeap};

use super::Regions;
use crate::ink::color::lab_from_srgb;
use crate::ink::people::Kind;
use crate::ink::planar::LANES;
use crate::ink::plane::{Plane, Sample as _, smoothstep};

/// Weight of lightness in what is one colour: light and shade of a thing are.
const LIGHTNESS: f32 = 0.4;
/// Distance in CIE Lab up to which parts are of one colour.
const ALIKE: f32 = 8.5;
/// How much farther that is for what is very small, and the share of the picture that is small.
const SMALL: f32 = 0.5;
const SMALL_SHARE: f32 = 0.002;
/// How much farther apart clothes are of one colour: they have folds and patterns. The same of
/// hair: that of one head is.
const CLOTHES: f32 = 1.25;
const HAIR: f32 = 2.5;
/// Weight of lightness in clothes that have a colour, and chroma up to which they have none, and
/// from which on they do: the dark side of a blue dress is no black one.
const CLOTHES_LIGHTNESS: f32 = 0.25;
const COLORED: [f32; 2] = [10.0, 24.0];
/// Least share of the border of the smaller one that both have in common.
const COMMON: f32 = 0.12;

/// A part, or some that were joined.
#[derive(Clone, Debug)]
struct Thing {
    lab: [f32; 3],
    cells: f32,
    around: f32,
    beside: BTreeMap<u32, f32>,
    version: u32,
    kind: Kind,
}

/// Two things that may become one, those that are most alike first.
#[derive(Debug, PartialEq)]
struct Pair {
    far: f32,
    things: [u32; 2],
    versions: [u32; 2],
}

impl Eq for Pair {}

impl Ord for Pair {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (other.far.total_cmp(&self.far)).then(other.things.cmp(&self.things))
    }
}

impl PartialOrd for Pair {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Regions {
    /// The mean of a `picture`, sRGB, over the thing of one colour that each part belongs to. Parts
    /// of different `kinds` are never one thing, those of clothes are more readily.
    pub(in crate::ink) fn of_one_color(&self, picture: &Plane, kinds: &[Kind]) -> Vec<[f32; 4]> {
        let sums = self.sums_and_counts(picture);
        let mut things = self.alone(&sums);
        for (thing, kind) in things.iter_mut().zip(kinds) {
            thing.kind = *kind;
        }
        let total: f32 = things.iter().map(|thing| thing.cells).sum();
        let mut heap = BinaryHeap::new();
        for a in 0..things.len() as u32 {
            for b in things[a as usize].beside.keys().filter(|b| **b > a) {
                heap.extend(pair(&things, [a, *b], total));
            }
        }
        let mut root: Vec<u32> = (0..things.len() as u32).collect();
        while let Some(Pair {
            things: [a, b],
            versions,
            ..
        }) = heap.pop()
        {
            let is_old = |thing: u32, version| {
                root[thing as usize] != thing || things[thing as usize].version != version
            };
            if is_old(a, versions[0]) || is_old(b, versions[1]) {
                continue;
            }
            join(&mut things, [a, b]);
            root[b as usize] = a;
            let beside: Vec<u32> = things[a as usize].beside.keys().copied().collect();
            heap.extend(
                beside
                    .into_iter()
                    .filter_map(|c| pair(&things, [a, c], total)),
            );
        }
        let of: Vec<usize> = (0..root.len())
            .map(|mut part| {
                while root[part] as usize != part {
                    part = root[part] as usize;
                }
                part
            })
            .collect();
        let mut of_things = vec![[0.0_f64; 5]; of.len()];
        for (thing, of_part) in of.iter().zip(&sums) {
            for (sum, more) in of_things[*thing].iter_mut().zip(of_part) {
                *sum += more;
            }
        }
        (of.iter())
            .map(|thing| {
                let sum = of_things[*thing];
                [0, 1, 2, 3].map(|c| (sum[c] / sum[4].max(1.0)) as f32)
            })
            .collect()
    }

    /// Each part by itself.
    fn alone(&self, sums: &[[f64; 5]]) -> Vec<Thing> {
        let mut things: Vec<_> = (sums.iter())
            .map(|sum| {
                let mean = [0, 1, 2].map(|c| (sum[c] / sum[4].max(1.0)) as f32);
                let [l, a, b] = lab_from_srgb(mean.map(|value| [value; LANES]));
                Thing {
                    lab: [l[0], a[0], b[0]],
                    cells: 0.0,
                    around: 0.0,
                    beside: BTreeMap::new(),
                    version: 0,
                    kind: Kind::Other,
                }
            })
            .collect();
        let of = &self.of;
        let at = |x: usize, y: usize| of.pixels[y * of.width + x];
        for y in 0..of.height {
            for x in 0..of.width {
                let own = at(x, y);
                things[own as usize].cells += 1.0;
                for (x, y) in [(x + 1, y), (x, y + 1)] {
                    if x < of.width && y < of.height && at(x, y) != own {
                        let other = at(x, y);
                        for [one, other] in [[own, other], [other, own]] {
                            let thing = &mut things[one as usize];
                            *thing.beside.entry(other).or_default() += 1.0;
                            thing.around += 1.0;
                        }
                    }
                }
            }
        }
        things
    }
}

/// Two things as a pair when they may become one.
fn pair(things: &[Thing], [a, b]: [u32; 2], total: f32) -> Option<Pair> {
    let pair = [a.min(b), a.max(b)];
    let [one, other] = pair.map(|thing| &things[thing as usize]);
    let common = one.beside.get(&pair[1])? / one.around.min(other.around);
    let chroma = one.lab[1]
        .hypot(one.lab[2])
        .max(other.lab[1].hypot(other.lab[2]));
    let lightness = match one.kind {
        Kind::Clothes => LIGHTNESS.lerp(
            CLOTHES_LIGHTNESS,
            smoothstep(COLORED[0], COLORED[1], chroma),
        ),
        _ => LIGHTNESS,
    };
    let far = unlike(one.lab, other.lab, lightness);
    let small = one.cells.min(other.cells) / (SMALL_SHARE * total);
    let limit = ALIKE * (1.0 + SMALL / (1.0 + small));
    let limit = match one.kind {
        Kind::Clothes => CLOTHES * limit,
        Kind::Hair => HAIR * limit,
        _ => limit,
    };
    (one.kind == other.kind && common > COMMON && far < limit).then(|| Pair {
        far: far / limit,
        things: pair,
        versions: [one.version, other.version],
    })
}

/// How unlike two colours are, CIE Lab: light and shade of one colour lie on a line to black.
fn unlike(one: [f32; 3], other: [f32; 3], lightness: f32) -> f32 {
    let between = [0, 1, 2].map(|c| one[c] - other[c]);
    let middle = [0, 1, 2].map(|c| 0.5 * (one[c] + other[c]));
    let length = |v: [f32; 3]| v.iter().map(|v| v * v).sum::<f32>();
    let along: f32 = (0..3).map(|c| between[c] * middle[c]).sum();
    let along = along * along / length(middle).max(1.0);
    (length(between) - (1.0 - lightness * lightness) * along)
        .max(0.0)
        .sqrt()
}

/// Makes the second thing a part of the first.
fn join(things: &mut [Thing], [a, b]: [u32; 2]) {
    let second = things[b as usize].clone();
    let first = &mut things[a as usize];
    let cells = first.cells + second.cells;
    let share = second.cells / cells;
    for (own, its) in first.lab.iter_mut().zip(second.lab) {
        *own += (its - *own) * share;
    }
    first.cells = cells;
    first.version += 1;
    let common = first.beside.remove(&b).unwrap_or(0.0);
    first.around += second.around - 2.0 * common;
    for (other, length) in second.beside {
        if other == a {
            continue;
        }
        *things[a as usize].beside.entry(other).or_default() += length;
        let neighbour = &mut things[other as usize].beside;
        neighbour.remove(&b);
        *neighbour.entry(a).or_default() += length;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ink::plane::luma;

    /// Columns of these colours, 80 pixels wide each.
    fn columns<const N: usize>(colors: [[f32; 3]; N]) -> (Plane, Regions) {
        let width = 80 * N;
        let pixels = (0..width * 160).map(|i| {
            let [red, green, blue] = colors[i % width / 80];
            [red, green, blue, luma([red, green, blue])]
        });
        let picture = Plane {
            width,
            height: 160,
            pixels: pixels.collect(),
        };
        let parts = Regions::find(&picture, None);
        assert_eq!(parts.count, N);
        (picture, parts)
    }

    #[test]
    fn light_and_shade_of_a_colour_are_one_and_its_neighbour_is_another() {
        let [light, shade, red] = [[0.9, 0.75, 0.2], [0.78, 0.65, 0.17], [0.7, 0.2, 0.15]];
        let (picture, parts) = columns([light, shade, red]);
        let colors = parts.of_one_color(&picture, &vec![Kind::Other; parts.count]);
        let of = |x: usize| colors[parts.of.pixels[x / parts.cell] as usize];
        assert_eq!(of(40), of(120));
        for c in 0..3 {
            let mean = 0.5 * (light[c] + shade[c]);
            assert!((of(40)[c] - mean).abs() < 0.02, "{:?}", of(40));
            assert!((of(200)[c] - red[c]).abs() < 0.02, "{:?}", of(200));
        }
    }

    #[test]
    fn a_chain_of_greys_does_not_join_black_to_white() {
        let grey = |v: f32| [v, v, v];
        let (picture, parts) = columns([0.02, 0.3, 0.55, 0.8, 1.0].map(grey));
        let colors = parts.of_one_color(&picture, &vec![Kind::Other; parts.count]);
        let of = |column: usize| colors[parts.of.pixels[(80 * column + 40) / parts.cell] as usize];
        assert!(of(4)[0] - of(0)[0] > 0.5, "{colors:?}");
    }

    #[test]
    fn what_is_of_another_kind_stays_apart_and_patterns_of_clothes_are_one() {
        let grey = |v: f32| [v, v, v];
        let (picture, parts) = columns([0.5, 0.56].map(grey));
        let colors = |kinds: [Kind; 2]| {
            let kind = |column: usize| parts.of.pixels[(80 * column + 40) / parts.cell] as usize;
            let mut of = vec![Kind::Other; 2];
            (of[kind(0)], of[kind(1)]) = (kinds[0], kinds[1]);
            let colors = parts.of_one_color(&picture, &of);
            [colors[kind(0)][0], colors[kind(1)][0]]
        };
        let [left, right] = colors([Kind::Other; 2]);
        assert_eq!(left, right);
        let [left, right] = colors([Kind::Skin, Kind::Hair]);
        assert!((right - left - 0.06).abs() < 0.01, "{left} {right}");
        // A pattern that would be two things elsewhere.
        let striped = columns([[0.62, 0.66, 0.74], [0.62, 0.66, 0.81]]);
        let one = |kind: Kind| {
            let colors = striped.1.of_one_color(&striped.0, &[kind; 2]);
            colors[0] == colors[1]
        };
        assert!(one(Kind::Clothes) && !one(Kind::Other));
    }

    #[test]
    fn hair_and_a_dress_are_one_in_light_and_in_shade_and_shirts_and_jackets_are_two() {
        let one = |colors: [[f32; 3]; 2], kind: Kind| {
            let (picture, parts) = columns(colors);
            let colors = parts.of_one_color(&picture, &[kind; 2]);
            colors[0] == colors[1]
        };
        let hair = [[0.1, 0.09, 0.08], [0.42, 0.38, 0.34]];
        assert!(one(hair, Kind::Hair) && !one(hair, Kind::Clothes));
        let dress = [[0.1, 0.15, 0.42], [0.16, 0.25, 0.66]];
        assert!(one(dress, Kind::Clothes) && !one(dress, Kind::Other));
        assert!(!one([[0.35, 0.35, 0.36], [0.9, 0.9, 0.88]], Kind::Clothes));
    }
}
