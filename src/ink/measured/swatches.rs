//! The few colours among many: k-means in CIE Lab, begun as k-means++ begins it.
//!
//! Source: Lloyd 1982; Arthur and Vassilvitskii, "k-means++: the advantages of careful seeding"
//! (2007).

use super::Swatch;

const ROUNDS: usize = 30;

/// A centre for each of up to `num` groups of colours, with the share of each, the largest first.
/// The same colours always give the same groups. `weight` is that of lightness against a and b.
pub(in crate::ink) fn grouped(colors: &[[f32; 3]], num: usize, weight: f32) -> Vec<Swatch> {
    if colors.is_empty() {
        return Vec::new();
    }
    let away = |a: [f32; 3], b: [f32; 3]| {
        let light = weight * (a[0] - b[0]);
        let (green, blue) = (a[1] - b[1], a[2] - b[2]);
        light * light + green * green + blue * blue
    };
    let mut chance = Chance(0x9e37_79b9_7f4a_7c15);
    let mut centres = vec![colors[chance.below(colors.len())]];
    let mut nearest = vec![f32::MAX; colors.len()];
    while centres.len() < num {
        let last = centres[centres.len() - 1];
        let mut sum = 0.0_f64;
        for (nearest, color) in nearest.iter_mut().zip(colors) {
            *nearest = nearest.min(away(*color, last));
            sum += f64::from(*nearest);
        }
        if sum <= 0.0 {
            break;
        }
        let mut left = chance.part() * sum;
        let next = nearest.iter().position(|value| {
            left -= f64::from(*value);
            left <= 0.0
        });
        centres.push(colors[next.unwrap_or(colors.len() - 1)]);
    }
    let mut counts = vec![0_usize; centres.len()];
    for _ in 0..ROUNDS {
        let mut sums = vec![[0.0_f64; 3]; centres.len()];
        counts.fill(0);
        for color in colors {
            let i = nearest_of(&centres, |centre| away(*color, *centre));
            counts[i] += 1;
            for c in 0..3 {
                sums[i][c] += f64::from(color[c]);
            }
        }
        let mut moved = 0.0_f32;
        for ((centre, sum), count) in centres.iter_mut().zip(sums).zip(&counts) {
            if *count > 0 {
                let mean = sum.map(|sum| (sum / *count as f64) as f32);
                moved = moved.max(away(mean, *centre));
                *centre = mean;
            }
        }
        if moved < 0.01 {
            break;
        }
    }
    let mut groups: Vec<_> = (centres.into_iter().zip(counts))
        .filter(|(_, count)| *count > 0)
        .map(|(lab, count)| Swatch {
            lab,
            share: count as f32 / colors.len() as f32,
        })
        .collect();
    groups.sort_by(|a, b| b.share.total_cmp(&a.share));
    groups
}

/// Joins colours that are one ink: those nearer than `near` in CIE Lab to one with a larger share.
pub(in crate::ink) fn joined(groups: &[Swatch], near: f32) -> Vec<Swatch> {
    let mut joined: Vec<Swatch> = Vec::new();
    for group in groups {
        let kin = joined
            .iter_mut()
            .find(|kin| distance(kin.lab, group.lab) < near);
        match kin {
            Some(kin) => {
                let total = kin.share + group.share;
                for c in 0..3 {
                    kin.lab[c] += (group.lab[c] - kin.lab[c]) * group.share / total;
                }
                kin.share = total;
            }
            None => joined.push(*group),
        }
    }
    joined.sort_by(|a, b| b.share.total_cmp(&a.share));
    joined
}

/// Euclidean, in CIE Lab (CIE 1976).
pub(in crate::ink) fn distance(one: [f32; 3], other: [f32; 3]) -> f32 {
    let [l, a, b] = [0, 1, 2].map(|c| one[c] - other[c]);
    (l * l + a * a + b * b).sqrt()
}

/// The index of what is the least far away; 0 of nothing.
pub(in crate::ink) fn nearest_of<T>(all: &[T], away: impl Fn(&T) -> f32) -> usize {
    let mut best = (0, f32::INFINITY);
    for (i, one) in all.iter().enumerate() {
        let far = away(one);
        if far < best.1 {
            best = (i, far);
        }
    }
    best.0
}

/// Chance that is always the same (xorshift64*, Vigna 2016).
#[derive(Debug)]
pub(in crate::ink) struct Chance(pub(in crate::ink) u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// `0.0..1.0`.
    pub(in crate::ink) fn part(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A whole number below `num`, which is not 0.
    pub(in crate::ink) fn below(&mut self, num: usize) -> usize {
        (self.part() * num as f64) as usize
    }
}
