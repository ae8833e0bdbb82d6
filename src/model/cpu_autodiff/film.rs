//! Instance normalisation that a condition scales and shifts, and its gradients, on plain numbers.

use pulp::{Simd, WithSimd};
use rayon::prelude::*;

use crate::model::cpu::simd::InstructionSet;

/// Sums are taken in so many parts at once, whatever the registers, so that every machine gets the
/// same.
const PARTS: usize = 16;

/// Mean and one over the standard deviation of a plane.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Moments {
    mean: f32,
    scale: f32,
}

/// How one plane is normalised and what it becomes: `act(x scale + shift)`.
#[derive(Clone, Copy)]
struct Map {
    moments: Moments,
    /// `1 + gamma`
    gamma: f32,
    beta: f32,
    /// Slope of the rectifier below zero; 1 is none.
    slope: f32,
}

/// Sizes of a batch.
#[derive(Clone, Copy, Debug)]
pub(super) struct Film {
    pub(super) channels: usize,
    /// Pixels of a plane.
    pub(super) plane_len: usize,
    /// Added to the variance.
    pub(super) epsilon: f32,
    /// Slope of the rectifier below zero; `None` is no rectifier.
    pub(super) slope: Option<f32>,
}

impl Film {
    /// `x`: `[n, c, plane]`, `film`: `[n, 2 c]`, all gammas before all betas.
    pub(super) fn forward(&self, x: &[f32], film: &[f32]) -> (Vec<f32>, Vec<Moments>) {
        let set = InstructionSet::detect();
        let mut output = vec![0.0; x.len()];
        let mut moments = vec![Moments::default(); x.len() / self.plane_len];
        let planes = output.par_chunks_exact_mut(self.plane_len);
        let planes = planes.zip(x.par_chunks_exact(self.plane_len));
        let planes = planes.zip(&mut moments).enumerate();
        planes.for_each(|(i, ((output, x), moments))| {
            let map = self.map(i, Moments::default(), film);
            let epsilon = self.epsilon;
            let normalise = Normalise {
                x,
                map,
                epsilon,
                output,
            };
            *moments = set.run(normalise);
        });
        (output, moments)
    }

    /// Gradients of `x` and of `film`, for a `gradient` of the output.
    pub(super) fn backward(
        &self,
        gradient: &[f32],
        x: &[f32],
        film: &[f32],
        moments: &[Moments],
    ) -> (Vec<f32>, Vec<f32>) {
        let set = InstructionSet::detect();
        let mut output = vec![0.0; x.len()];
        let mut sums = vec![[0.0; 2]; moments.len()];
        let planes = output.par_chunks_exact_mut(self.plane_len);
        let planes = planes.zip(x.par_chunks_exact(self.plane_len));
        let planes = planes.zip(gradient.par_chunks_exact(self.plane_len));
        let planes = planes.zip(&mut sums).enumerate();
        planes.for_each(|(i, (((output, x), gradient), sums))| {
            let map = self.map(i, moments[i], film);
            *sums = set.run(Back {
                gradient,
                x,
                map,
                output,
            });
        });
        let mut of_film = vec![0.0; film.len()];
        for (i, [of_gamma, of_beta]) in sums.into_iter().enumerate() {
            let [gamma, beta] = self.places(i);
            of_film[gamma] = of_gamma;
            of_film[beta] = of_beta;
        }
        (output, of_film)
    }

    fn map(&self, plane: usize, moments: Moments, film: &[f32]) -> Map {
        let [gamma, beta] = self.places(plane);
        Map {
            moments,
            gamma: 1.0 + film[gamma],
            beta: film[beta],
            slope: self.slope.unwrap_or(1.0),
        }
    }

    /// Where gamma and beta of a plane stand.
    fn places(&self, plane: usize) -> [usize; 2] {
        let (image, channel) = (plane / self.channels, plane % self.channels);
        let gamma = image * 2 * self.channels + channel;
        [gamma, gamma + self.channels]
    }
}

/// Sum of `term(i)` for `i` below `len`.
#[inline(always)]
fn sum(len: usize, term: impl Fn(usize) -> f32) -> f32 {
    let mut parts = [0.0; PARTS];
    let whole = len / PARTS * PARTS;
    for at in (0..whole).step_by(PARTS) {
        for (i, part) in parts.iter_mut().enumerate() {
            *part += term(at + i);
        }
    }
    let rest: f32 = (whole..len).map(term).sum();
    parts.iter().sum::<f32>() + rest
}

struct Normalise<'a> {
    x: &'a [f32],
    map: Map,
    epsilon: f32,
    output: &'a mut [f32],
}

impl WithSimd for Normalise<'_> {
    type Output = Moments;

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) -> Moments {
        let Self {
            x,
            map,
            epsilon,
            output,
        } = self;
        let n = x.len() as f32;
        let mean = sum(x.len(), |i| x[i]) / n;
        // The sum was rounded, and in a flat plane the scale makes hundreds of times as much of it.
        let mean = mean + sum(x.len(), |i| x[i] - mean) / n;
        let variance = sum(x.len(), |i| (x[i] - mean) * (x[i] - mean)) / n;
        let scale = 1.0 / (variance + epsilon).sqrt();
        let factor = map.gamma * scale;
        for (output, x) in output.iter_mut().zip(x) {
            // Not folded to one shift, which would be rounded in the same way.
            let y = (x - mean) * factor + map.beta;
            *output = if y > 0.0 { y } else { y * map.slope };
        }
        Moments { mean, scale }
    }
}

struct Back<'a> {
    gradient: &'a [f32],
    x: &'a [f32],
    map: Map,
    output: &'a mut [f32],
}

impl WithSimd for Back<'_> {
    /// Gradients of gamma and beta.
    type Output = [f32; 2];

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) -> [f32; 2] {
        let Self {
            gradient,
            x,
            map,
            output,
        } = self;
        let Moments { mean, scale } = map.moments;
        let factor = map.gamma * scale;
        // The gradient before the rectifier, kept in the output.
        for ((output, gradient), x) in output.iter_mut().zip(gradient).zip(x) {
            let below = gradient * map.slope;
            *output = if (x - mean) * factor + map.beta > 0.0 {
                *gradient
            } else {
                below
            };
        }
        let of_beta = sum(x.len(), |i| output[i]);
        let of_gamma = sum(x.len(), |i| output[i] * (x[i] - mean)) * scale;
        let n = x.len() as f32;
        let (level, slope) = (of_beta / n, of_gamma / n * scale);
        for (output, x) in output.iter_mut().zip(x) {
            *output = factor * (*output - level - (x - mean) * slope);
        }
        [of_gamma, of_beta]
    }
}
