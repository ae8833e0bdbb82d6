//! Sharpening across edges: each pixel goes to the side of the edge on which it lies.
//!
//! Source: Osher and Rudin 1990; as part of coherence-enhancing filtering, Kyprianidis and Kang,
//! "Image and video abstraction by coherence-enhancing filtering" (2011).

use super::blur::blur;
use super::flow::Flow;
use super::scale::Scale;
use super::spots::{Spots, columns, lanes};
use super::tensor::Gradient;
use crate::ink::planar::LANES;
use crate::ink::plane::{Plane, Sample};

/// Second difference of the smoothed luma below which a pixel lies on no side of an edge.
const FLOOR: f32 = 0.002;

/// Standard deviation of that smoothing in units at scale 1, and the least of it.
pub(crate) const SIGMA: f32 = 1.5;
pub(crate) const LEAST_SIGMA: f32 = 0.8;
/// Widths that are less apart are the same, in pixels.
pub(crate) const ALIKE: f32 = 0.1;

/// The luma of a picture, smoothed as the scale says.
fn smoothed_luma<T: Sample + Gradient>(picture: &Plane<T>, scale: &Scale) -> Plane<f32> {
    let luma = picture.map(
        #[inline(always)]
        |x, y| picture.at(x, y).luma(),
    );
    let of = |m: f32| scale.unit * (SIGMA * m).max(LEAST_SIGMA);
    let [fine, coarse] = scale.range.map(of);
    let sharp = blur(&luma, fine);
    if coarse - fine < ALIKE {
        return sharp;
    }
    let soft = blur(&sharp, (coarse * coarse - fine * fine).sqrt());
    let part = 1.0 / (coarse - fine);
    sharp.map(
        #[inline(always)]
        |x, y| {
            let t = (of(scale.full.at(x, y)) - fine) * part;
            sharp.at(x, y).lerp(soft.at(x, y), t)
        },
    )
}

/// Replaces each pixel by the brightest or the darkest within reach across the edge, as the sign of
/// the second derivative of the smoothed luma says. From `soft` above [`FLOOR`] on it is replaced
/// wholly, below that in part: a hard switch leaves stairs of single pixels.
pub(crate) fn shock<T: Sample + Gradient>(
    picture: &Plane<T>,
    flow: &Flow,
    scale: &Scale,
    soft: f32,
) -> Plane<T> {
    let smooth = &smoothed_luma(picture, scale);
    let (scale, unit) = (&scale.full, scale.unit);
    picture.map_lanes(
        #[inline(always)]
        |x, y| {
            let (px, py) = (columns(x), [y as f32; LANES]);
            let [tx, ty] = flow.nearest(&px, &py);
            let m = lanes(scale, x, y);
            // The second derivative.
            let (mut dx, mut dy) = ([0.0; LANES], [0.0; LANES]);
            for i in 0..LANES {
                let sigma = unit * (SIGMA * m[i]).max(LEAST_SIGMA);
                dx[i] = ty[i] * sigma;
                dy[i] = -tx[i] * sigma;
            }
            let middle = lanes(smooth, x, y);
            let (mut ax, mut ay, mut bx, mut by) = (px, py, px, py);
            for i in 0..LANES {
                ax[i] += dx[i];
                ay[i] += dy[i];
                bx[i] -= dx[i];
                by[i] -= dy[i];
            }
            let before = Spots::at(smooth, &ax, &ay).read_all(smooth);
            let after = Spots::at(smooth, &bx, &by).read_all(smooth);
            let (mut sign, mut share) = ([0.0; LANES], [0.0_f32; LANES]);
            for i in 0..LANES {
                let second = before[i] + after[i] - 2.0 * middle[i];
                share[i] = ((second.abs() - FLOOR) / soft).clamp(0.0, 1.0);
                sign[i] = if second < -FLOOR {
                    1.0
                } else if second > FLOOR {
                    -1.0
                } else {
                    0.0
                };
            }
            let row = &picture.pixels[y * picture.width..][..picture.width];
            let mut best = [T::default(); LANES];
            for (i, best) in best.iter_mut().enumerate() {
                *best = row[(x + i).min(picture.width - 1)];
            }
            let mut most = [0.0; LANES];
            for i in 0..LANES {
                most[i] = sign[i] * best[i].luma();
            }
            for part in [-1.0, -0.5, 0.5, 1.0] {
                let (mut sx, mut sy) = (px, py);
                for i in 0..LANES {
                    let reach = part * unit * (2.5 * m[i]).clamp(1.0, 2.0);
                    sx[i] += ty[i] * reach;
                    sy[i] -= tx[i] * reach;
                }
                let spots = Spots::at(picture, &sx, &sy);
                for i in 0..LANES {
                    let there = spots.read(picture, i);
                    let value = sign[i] * there.luma();
                    if value > most[i] {
                        (best[i], most[i]) = (there, value);
                    }
                }
            }
            for (i, best) in best.iter_mut().enumerate() {
                let here = row[(x + i).min(picture.width - 1)];
                *best = here.lerp(*best, share[i]);
            }
            best
        },
    )
}
