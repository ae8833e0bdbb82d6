//! The grain of a print: ink does not take to all of the paper alike, each colour for itself.
//!
//! What a pixel gets is told by its place alone, so no pixel looks at another, and parts and
//! exports are the same picture.

#![expect(
    clippy::inline_always,
    reason = "what is not inlined is not compiled for the wider vectors"
)]

use super::hash::bits;
use super::passes::spots::Lanes;
use super::planar::LANES;

/// Distances between values of the noise in px at 1024, and how much each counts: dots, and paper.
const CELLS: [f32; 2] = [1.7, 4.3];
const WEIGHTS: [f32; 2] = [1.6, 1.1];
/// Share of the grain that all colours have in common.
const COMMON: f32 = 0.7;
/// Share of it that stays in solid ink.
const IN_INK: f32 = 0.5;

/// Prints some pixels of row `y`, from column `x` on, with a grain of this strength, root mean
/// square of sRGB in `0.0..=1.0`. `pixel` is 1024 over the picture's long side in pixels, `ink` how
/// much of a pixel is ink.
#[inline(always)]
pub(super) fn print(
    rgb: &mut [Lanes; 3],
    ink: &Lanes,
    [x, y]: [usize; 2],
    pixel: f32,
    strength: f32,
) {
    let y = place(y, pixel);
    for lane in 0..LANES {
        let x = place(x + lane, pixel);
        let noise = noise([x, y]);
        let most = strength * (1.0 - (1.0 - IN_INK) * ink[lane]);
        for (c, values) in rgb.iter_mut().enumerate() {
            values[lane] += most * (COMMON * noise[3] + (1.0 - COMMON) * noise[c]);
        }
    }
}

/// The middle of a pixel, in pixels of a picture whose long side has 1024.
#[inline(always)]
fn place(at: usize, pixel: f32) -> f32 {
    (at as f32 + 0.5) * pixel
}

/// Four noises around 0, the root mean square of each nearly 1.
#[inline(always)]
fn noise([x, y]: [f32; 2]) -> [f32; 4] {
    let mut sums = [0.0; 4];
    for (cell, weight) in CELLS.into_iter().zip(WEIGHTS) {
        let (x, y) = (x / cell, y / cell);
        let (left, top) = (x.floor(), y.floor());
        let (u, v) = (x - left, y - top);
        for (right, across) in [(0.0, 1.0 - u), (1.0, u)] {
            for (down, along) in [(0.0, 1.0 - v), (1.0, v)] {
                let bits = bits(left + right, top + down, SEED);
                let share = weight * across * along;
                for (i, sum) in sums.iter_mut().enumerate() {
                    let value = (bits >> (8 * i)) & 0xff;
                    *sum += share * (value as f32 * (1.0 / 255.0) - 0.5);
                }
            }
        }
    }
    sums.map(|sum| NORM * sum)
}

const SEED: u32 = 11;
/// One over the root mean square of what is summed up.
const NORM: f32 = 2.2;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grain_is_as_strong_as_it_is_said_to_be_and_moves_no_mean() {
        let (mut sum, mut squares) = (0.0, 0.0);
        let side = 200;
        for i in 0..side * side {
            let [x, y] = [i % side, i / side].map(|v| place(v, 0.8));
            let value = noise([x, y])[3];
            sum += value;
            squares += value * value;
        }
        let num = (side * side) as f32;
        assert!((sum / num).abs() < 0.05, "{}", sum / num);
        let strength = (squares / num).sqrt();
        assert!((0.8..1.25).contains(&strength), "{strength}");
    }
}
