//! Instance normalisation under a condition, folded to one scale and one shift per channel.
//!
//! The moments are taken while a layer's output is still in the cache; the scale and shift are
//! applied when the next layer reads, so no pass over the picture is made for either.

use pulp::Simd;

use super::simd::{mul_add, vectors};

/// Most channels of a layer.
pub(super) const MAX_CHANNELS: usize = 64;

/// Added to the variance.
const EPSILON: f64 = 1e-5;

/// Mean and squared deviations per channel, mergeable.
///
/// Source: Chan, Golub and `LeVeque`, "Updating Formulae and a Pairwise Algorithm for Computing
/// Sample Variances", 1979. Merging keeps the precision when the mean is far larger than the
/// deviation, where sums of squares lose it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moments {
    count: f64,
    mean: [f64; MAX_CHANNELS],
    /// Sum of squared deviations from the mean.
    squares: [f64; MAX_CHANNELS],
}

impl Moments {
    /// Moments of no pixels.
    pub(super) const EMPTY: Self = Self {
        count: 0.0,
        mean: [0.0; MAX_CHANNELS],
        squares: [0.0; MAX_CHANNELS],
    };

    /// Takes in `other`.
    pub(super) fn merge(&mut self, other: &Self) {
        let count = self.count + other.count;
        if other.count == 0.0 {
            return;
        }
        let share = other.count / count;
        for i in 0..MAX_CHANNELS {
            let delta = other.mean[i] - self.mean[i];
            self.mean[i] += delta * share;
            self.squares[i] += other.squares[i] + delta * delta * self.count * share;
        }
        self.count = count;
    }

    /// Takes in a run of pixels of `channels` channels each.
    ///
    /// Runs should be short, some hundred pixels: within one the sums are 32-bit.
    #[inline(always)]
    pub(super) fn add<S: Simd>(&mut self, simd: S, pixels: &[f32], channels: usize) {
        let count = pixels.len() / channels;
        if count == 0 {
            return;
        }
        let pixels = vectors(simd, pixels);
        let per_pixel = channels / S::F32_LANES;
        let inverse = simd.splat_f32s(1.0 / count as f32);
        let mut run = Self {
            count: count as f64,
            ..Self::EMPTY
        };
        for v in 0..per_pixel {
            let mean = simd.mul_f32s(sum(simd, pixels, v, per_pixel), inverse);
            let (rest, squares) = deviations(simd, pixels, v, per_pixel, mean);
            let (mean, rest, squares) = ([mean], [rest], [squares]);
            for lane in 0..S::F32_LANES {
                // The mean was rounded; the deviations from it say by how much.
                let rest = f64::from(lanes(simd, &rest)[lane]) / run.count;
                let channel = v * S::F32_LANES + lane;
                run.mean[channel] = f64::from(lanes(simd, &mean)[lane]) + rest;
                let squares = f64::from(lanes(simd, &squares)[lane]) - rest * rest * run.count;
                run.squares[channel] = squares.max(0.0);
            }
        }
        self.merge(&run);
    }
}

/// The numbers of a register.
#[inline(always)]
fn lanes<S: Simd>(_: S, vector: &[S::f32s; 1]) -> &[f32] {
    pulp::bytemuck::cast_slice(vector)
}

/// Sum of every `step`th vector from `first` on, in four strands to hide the latency of additions.
#[inline(always)]
fn sum<S: Simd>(simd: S, pixels: &[S::f32s], first: usize, step: usize) -> S::f32s {
    let mut sums = [simd.splat_f32s(0.0); 4];
    let mut fours = pixels.chunks_exact(4 * step);
    for four in &mut fours {
        for (i, sum) in sums.iter_mut().enumerate() {
            *sum = simd.add_f32s(*sum, four[i * step + first]);
        }
    }
    for pixel in fours.remainder().chunks_exact(step) {
        sums[0] = simd.add_f32s(sums[0], pixel[first]);
    }
    total(simd, sums)
}

/// Sum of deviations from `mean` and of their squares.
#[inline(always)]
fn deviations<S: Simd>(
    simd: S,
    pixels: &[S::f32s],
    first: usize,
    step: usize,
    mean: S::f32s,
) -> (S::f32s, S::f32s) {
    let mut sums = [simd.splat_f32s(0.0); 4];
    let mut squares = sums;
    let mut fours = pixels.chunks_exact(4 * step);
    for four in &mut fours {
        for (i, (sum, square)) in sums.iter_mut().zip(&mut squares).enumerate() {
            let deviation = simd.sub_f32s(four[i * step + first], mean);
            *sum = simd.add_f32s(*sum, deviation);
            *square = mul_add(simd, deviation, deviation, *square);
        }
    }
    for pixel in fours.remainder().chunks_exact(step) {
        let deviation = simd.sub_f32s(pixel[first], mean);
        sums[0] = simd.add_f32s(sums[0], deviation);
        squares[0] = mul_add(simd, deviation, deviation, squares[0]);
    }
    (total(simd, sums), total(simd, squares))
}

#[inline(always)]
fn total<S: Simd>(simd: S, [a, b, c, d]: [S::f32s; 4]) -> S::f32s {
    simd.add_f32s(simd.add_f32s(a, b), simd.add_f32s(c, d))
}

/// What is taken off a layer's normalised output, per channel.
///
/// A number that is the same at all pixels of a channel stays so through a convolution with
/// reflected borders, and the next normalisation takes it off. So between normalisations it may be
/// left out. That matters where rounding differs between pixels, as in Winograd's transforms: in a
/// picture of one colour there would be nothing but such differences, and every normalisation
/// would enlarge them three hundred times.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Centre {
    /// Nothing: the output is read by something that needs the numbers themselves.
    Keep,
    /// The value of a channel that is flat, for an output that is rectified.
    Rectified,
    /// The value of a channel that is flat, for one that is not.
    Plain,
}

/// Below this variance an output is flat, and what is left is rounding.
const FLAT: f64 = 1e-16;

/// What the next layer applies on reading: `max(x * scale + shift, floor)`, per channel.
#[derive(Clone, Debug, Default)]
pub(super) struct Affine {
    scale: Vec<f32>,
    shift: Vec<f32>,
    /// Zero, but for the centre.
    floor: Vec<f32>,
}

impl Affine {
    /// `(x - mean) / sqrt(variance + epsilon) * (1 + gamma) + beta - centre`; `film` is all gammas,
    /// then all betas. The variance is the biased one.
    pub(super) fn new(moments: &Moments, film: &[f32], centre: Centre) -> Self {
        let (gamma, beta) = film.split_at(film.len() / 2);
        let mut affine = Self::default();
        for ((gamma, beta), i) in gamma.iter().zip(beta).zip(0..) {
            let centre = match centre {
                Centre::Keep => 0.0,
                Centre::Rectified => beta.max(0.0),
                Centre::Plain => *beta,
            };
            let variance = moments.squares[i] / moments.count.max(1.0);
            let scale = (1.0 + f64::from(*gamma)) / (variance + EPSILON).sqrt();
            let scale = if variance < FLAT { 0.0 } else { scale } as f32;
            affine.scale.push(scale);
            // With the scale as it was rounded, so that the mean goes exactly to beta.
            let shift = f64::from(beta - centre) - moments.mean[i] * f64::from(scale);
            affine.shift.push(shift as f32);
            affine.floor.push(-centre);
        }
        affine
    }

    /// Scale, shift and floor as registers.
    #[inline(always)]
    pub(super) fn vectors<S: Simd>(&self, simd: S) -> [&[S::f32s]; 3] {
        [
            vectors(simd, &self.scale),
            vectors(simd, &self.shift),
            vectors(simd, &self.floor),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::cpu::simd::InstructionSet;
    use pulp::WithSimd;

    struct Add<'a>(&'a mut Moments, &'a [f32], usize);

    impl WithSimd for Add<'_> {
        type Output = ();
        #[inline(always)]
        fn with_simd<S: Simd>(self, simd: S) {
            self.0.add(simd, self.1, self.2);
        }
    }

    #[test]
    fn moments_survive_a_mean_far_above_the_deviation() {
        const CHANNELS: usize = 32;
        let pixels: Vec<f32> = (0..1001 * CHANNELS)
            .map(|i| 1000.0 + ((i * 37) % 101) as f32 / 1024.0)
            .collect();
        let mean = pixels
            .iter()
            .step_by(CHANNELS)
            .map(|v| f64::from(*v))
            .sum::<f64>()
            / 1001.0;
        let variance = pixels
            .iter()
            .step_by(CHANNELS)
            .map(|v| (f64::from(*v) - mean).powi(2));
        let variance = variance.sum::<f64>() / 1001.0;
        for set in InstructionSet::available() {
            let mut moments = Moments::EMPTY;
            for run in pixels.chunks(130 * CHANNELS) {
                set.run(Add(&mut moments, run, CHANNELS));
            }
            assert!((moments.mean[0] - mean).abs() < 1e-6, "{set:?}");
            assert!(
                (moments.squares[0] / 1001.0 / variance - 1.0).abs() < 1e-3,
                "{set:?}"
            );
        }
    }

    #[test]
    fn a_flat_picture_normalises_to_beta() {
        let pixels = vec![3.3_f32; 100 * 64];
        let mut moments = Moments::EMPTY;
        InstructionSet::detect().run(Add(&mut moments, &pixels, 64));
        let film: Vec<f32> = [vec![0.5; 64], vec![0.25; 64]].concat();
        let affine = Affine::new(&moments, &film, Centre::Keep);
        assert!((3.3 * affine.scale[7] + affine.shift[7] - 0.25).abs() < 1e-3);
    }
}
