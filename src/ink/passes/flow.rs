//! Smoothing along the stream lines of a direction field: what is drawn becomes fluid, what is
//! ragged becomes smooth, and nothing is carried across an edge.
//!
//! Source: Kang, Lee and Chui, "Coherent line drawing" (2007); Cabral and Leedom 1993.

#![expect(
    clippy::inline_always,
    reason = "what is not inlined is not compiled for the wider vectors"
)]

use super::spots::{Lanes, Spots, columns, lanes};
use crate::ink::planar::LANES;
use crate::ink::plane::{Plane, Sample, whole};

/// Directions along the edges, one a pixel: with one for 2 by 2 pixels, contours get stairs of two
/// pixels.
#[derive(Clone, Debug)]
pub struct Flow {
    /// Unit vectors, whose sign means nothing.
    pub along: Plane<[f32; 2]>,
}

impl Flow {
    /// The directions nearest to some places.
    #[inline(always)]
    pub(in crate::ink) fn nearest(&self, x: &Lanes, y: &Lanes) -> [Lanes; 2] {
        let along = &self.along;
        let (most_x, most_y) = (along.width as f32 - 1.0, along.height as f32 - 1.0);
        let mut index = [0_u32; LANES];
        for i in 0..LANES {
            let column = whole(x[i].max(0.0).min(most_x));
            let row = whole(y[i].max(0.0).min(most_y));
            index[i] = row * along.width as u32 + column;
        }
        let mut directions = [[0.0; LANES]; 2];
        for i in 0..LANES {
            let [x, y] = along.pixels[index[i] as usize];
            directions[0][i] = x;
            directions[1][i] = y;
        }
        directions
    }
}

/// Distance of two of `num_taps` samples, in standard deviations.
pub(crate) fn spacing(num_taps: usize) -> f32 {
    2.0 / num_taps as f32
}

/// Weights of the pixel itself, and of the samples on each side.
pub(crate) fn weights<const TAPS: usize>() -> (f32, [f32; TAPS]) {
    let spacing = spacing(TAPS);
    let mut weights = [0.0; TAPS];
    let mut total = 1.0;
    for (i, weight) in weights.iter_mut().enumerate() {
        let distance = (i + 1) as f32 * spacing;
        *weight = (-0.5 * distance * distance).exp();
        total += 2.0 * *weight;
    }
    for weight in &mut weights {
        *weight /= total;
    }
    (1.0 / total, weights)
}

/// A Gaussian along the flow, `sigma` px wide where the scale is 1, with `TAPS` samples on each
/// side up to two standard deviations.
pub(crate) fn along_flow<T: Sample + Weighted, const TAPS: usize>(
    plane: &Plane<T>,
    flow: &Flow,
    scale: &Plane<f32>,
    sigma: f32,
) -> Plane<T> {
    let spacing = spacing(TAPS);
    let (first, weights) = weights::<TAPS>();
    plane.map_lanes(
        #[inline(always)]
        |x, y| {
            let (start_x, start_y) = (columns(x), [y as f32; LANES]);
            let start = flow.nearest(&start_x, &start_y);
            let mut step = lanes(scale, x, y);
            for step in &mut step {
                *step *= sigma * spacing;
            }
            let row = &plane.pixels[y * plane.width..][..plane.width];
            let mut sums = [T::default(); LANES];
            for (i, sum) in sums.iter_mut().enumerate() {
                *sum = row[(x + i).min(plane.width - 1)].times(first);
            }
            for side in [1.0, -1.0] {
                let (mut px, mut py) = (start_x, start_y);
                let [mut hx, mut hy] = start;
                for i in 0..LANES {
                    hx[i] *= step[i] * side;
                    hy[i] *= step[i] * side;
                }
                for weight in weights {
                    for i in 0..LANES {
                        px[i] += hx[i];
                        py[i] += hy[i];
                    }
                    let [nx, ny] = flow.nearest(&px, &py);
                    let spots = Spots::at(plane, &px, &py);
                    T::add(&mut sums, &spots, plane, weight);
                    for i in 0..LANES {
                        let dot = nx[i] * hx[i] + ny[i] * hy[i];
                        let signed = if dot < 0.0 { -step[i] } else { step[i] };
                        hx[i] = nx[i] * signed;
                        hy[i] = ny[i] * signed;
                    }
                }
            }
            sums
        },
    )
}

/// What can be summed up with weights.
pub(crate) trait Weighted: Copy + Sized {
    fn times(self, weight: f32) -> Self;

    /// Adds what lies at some places, times a weight.
    fn add(sums: &mut [Self; LANES], spots: &Spots, plane: &Plane<Self>, weight: f32);
}

impl Weighted for f32 {
    #[inline(always)]
    fn times(self, weight: f32) -> Self {
        self * weight
    }

    #[inline(always)]
    fn add(sums: &mut [Self; LANES], spots: &Spots, plane: &Plane<Self>, weight: f32) {
        let values = spots.read_all(plane);
        for i in 0..LANES {
            sums[i] += values[i] * weight;
        }
    }
}

impl<const N: usize> Weighted for [f32; N]
where
    Self: Sample,
{
    #[inline(always)]
    fn times(self, weight: f32) -> Self {
        let mut product = self;
        for value in &mut product {
            *value *= weight;
        }
        product
    }

    #[inline(always)]
    fn add(sums: &mut [Self; LANES], spots: &Spots, plane: &Plane<Self>, weight: f32) {
        for (i, sum) in sums.iter_mut().enumerate() {
            let value = spots.read(plane, i);
            for c in 0..N {
                sum[c] += value[c] * weight;
            }
        }
    }
}
