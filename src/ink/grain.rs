//! The grain of a print: ink does not take to all of the paper alike, each colour for itself.
//!
//! What a pixel gets is told by its place alone, so no pixel looks at another, and parts and exports are the same picture.

#![expect(
    clippy::inline_always,
    reason = "what is not inlined is not compiled for the wider vectors"
)]

use super::hash::hash;
use super::passes::spots::Lanes;
use super::planar::LANES;

/// Distances between values of the noise in px at 1024, and how much each counts: dots, and paper.
const CELLS: [f32; 2] = [1.7, 4.3];
const WEIGHTS: [f32; 2] = [1.6, 1.1];
/// Share of the grain that all colours have in common.
const COMMON: f32 = 0.7;
/// Share of it that stays in solid ink.
const IN_INK: f32 = 0.5;

/// Prints some pixels of row `y`, from column `x` on, with a grain of this strength, root mean square of sRGB in
/// `0.0..=1.0`. `pixel` is 1024 over the picture's long side in pixels, `ink` how much of a pixel is ink.
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
        let all = noise([x, y], 11);
        let most = strength * (1.0 - (1.0 - IN_INK) * ink[lane]);
        for (c, values) in rgb.iter_mut().enumerate() {
            let own = noise([x, y], 12 + c as u32);
            values[lane] += most * (COMMON * all + (1.0 - COMMON) * own);
        }
    }
}

/// The middle of a pixel, in pixels of a picture whose long side has 1024.
#[inline(always)]
fn place(at: usize, pixel: f32) -> f32 {
    (at as f32 + 0.5) * pixel
}

/// Noise around 0, its root mean square nearly 1.
#[inline(always)]
fn noise([x, y]: [f32; 2], seed: u32) -> f32 {
    let mut sum = 0.0;
    for (cell, weight) in CELLS.into_iter().zip(WEIGHTS) {
        let (x, y) = (x / cell, y / cell);
        let (left, top) = (x.floor(), y.floor());
        let (u, v) = (x - left, y - top);
        let [above, below] = [0.0, 1.0].map(|down| {
            let a = hash(left, top + down, seed);
            a + (hash(left + 1.0, top + down, seed) - a) * u
        });
        sum += weight * (above + (below - above) * v - 0.5);
    }
    2.2 * sum
}
