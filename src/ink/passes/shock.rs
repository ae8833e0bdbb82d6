//! Sharpening across edges: each pixel goes to the side of the edge on which it lies.
//!
//! Source: Osher and Rudin 1990; as part of coherence-enhancing filtering, Kyprianidis and Kang,
//! "Image and video abstraction by coherence-enhancing filtering" (2011).

use super::flow::Flow;
use super::scale::Scale;
use super::spots::{Spots, columns, lanes};
use super::tensor::Gradient;
use crate::ink::planar::LANES;
use crate::ink::plane::{Plane, Sample};

/// Second difference of the smoothed luma below which a pixel lies on no side of an edge.
const FLOOR: f32 = 0.002;

/// Replaces each pixel by the brightest or the darkest within reach across the edge, as the sign of the second
/// derivative of `smooth` says: the luma of the picture, smoothed, for 2 by 2 pixels. From `soft` above [`FLOOR`] on it
/// is replaced wholly, below that in part: a hard switch leaves stairs of single pixels.
pub(in crate::ink) fn shock<T: Sample + Gradient>(
    picture: &Plane<T>,
    smooth: &Plane<f32>,
    flow: &Flow,
    scale: &Scale,
    soft: f32,
) -> Plane<T> {
    let (scale, unit) = (&scale.full, scale.unit);
    picture.map_lanes(
        #[inline(always)]
        |x, y| {
            let (px, py) = (columns(x), [y as f32; LANES]);
            let [tx, ty] = flow.nearest(&px, &py);
            let m = lanes(scale, x, y);
            // The second derivative, on 2 by 2 pixels.
            let (mut hx, mut hy) = ([0.0; LANES], [0.0; LANES]);
            let (mut dx, mut dy) = ([0.0; LANES], [0.0; LANES]);
            for i in 0..LANES {
                hx[i] = 0.5 * px[i] - 0.25;
                hy[i] = 0.5 * py[i] - 0.25;
                let sigma = 0.5 * unit * (1.5 * m[i]).max(0.8);
                dx[i] = ty[i] * sigma;
                dy[i] = -tx[i] * sigma;
            }
            let middle = Spots::at(smooth, &hx, &hy).read_all(smooth);
            let (mut ax, mut ay, mut bx, mut by) = (hx, hy, hx, hy);
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
