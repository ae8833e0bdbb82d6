//! A convolution and its three gradients, on plain numbers.
//!
//! What comes out does not depend on the number of threads: every sum is taken in one order.

use rayon::prelude::*;

use super::planes::{Border, Layout};
use super::product::{BLOCK, Correlation, OUTPUTS, Packed, SLACK, Taps, WIDEST, WeightGradient};
use crate::model::cpu::simd::InstructionSet;

/// Sizes of a convolution with a square kernel.
#[derive(Clone, Debug)]
pub(in crate::model) struct Convolution {
    layout: Layout,
    outputs: usize,
    kernel: usize,
    /// How the forward pass and the weight gradient read the planes.
    taps: Taps,
    set: InstructionSet,
}

impl Convolution {
    /// Of pictures `[c, h, w]` with `outputs` kernels of `[c, kernel, kernel]`; `None` when a
    /// picture with its border is smaller than a kernel.
    pub(in crate::model) fn new(
        picture: [usize; 3],
        border: Border,
        outputs: usize,
        kernel: usize,
        stride: usize,
    ) -> Option<Self> {
        if picture.contains(&0) || outputs == 0 || stride == 0 {
            return None;
        }
        let layout = Layout::new(picture, border, stride);
        let [height, width] = layout.padded;
        if height.min(width) < kernel || kernel == 0 {
            return None;
        }
        let side = |n: usize| (n - kernel) / stride + 1;
        let mut offsets = Vec::with_capacity(picture[0] * kernel * kernel);
        for channel in 0..picture[0] {
            for tap in 0..kernel * kernel {
                offsets.push(layout.offset(channel, tap / kernel, tap % kernel));
            }
        }
        let taps = Taps {
            offsets,
            pitch: layout.plane[1],
            rows: side(height),
            cols: side(width),
        };
        Some(Self {
            layout,
            outputs,
            kernel,
            taps,
            set: InstructionSet::detect(),
        })
    }

    /// Shape of the output of a batch, `[n, outputs, h, w]`.
    pub(in crate::model) fn output_shape(&self, n: usize) -> [usize; 4] {
        [n, self.outputs, self.taps.rows, self.taps.cols]
    }

    /// Shape of the input of a batch, `[n, c, h, w]`.
    pub(in crate::model) fn input_shape(&self, n: usize) -> [usize; 4] {
        let Layout {
            channels,
            height,
            width,
            ..
        } = self.layout;
        [n, channels, height, width]
    }

    /// Shape of the weight, `[outputs, c, k, k]`.
    pub(in crate::model) fn weight_shape(&self) -> [usize; 4] {
        [self.outputs, self.layout.channels, self.kernel, self.kernel]
    }

    /// `act(weight * x + bias)`, where `slope` is that of the rectifier below zero, if there is
    /// one.
    ///
    /// `x`: `[n, c, h, w]`, `weight`: `[outputs, c, k, k]`, `bias`: `[outputs]`; the result has the
    /// [`output_shape`](Self::output_shape).
    pub(in crate::model) fn forward(
        &self,
        x: &[f32],
        weight: &[f32],
        bias: Option<&[f32]>,
        slope: Option<f32>,
    ) -> Vec<f32> {
        let n = self.num_pictures(x);
        let planes = self.gathered(x, n);
        let num_taps = self.taps.offsets.len();
        let packed = Packed::new(self.outputs, num_taps, |o, t| weight[o * num_taps + t]);
        let step = self.taps.rows * self.taps.cols;
        let mut output = vec![0.0; n * self.outputs * step];
        let tasks = tasks(&mut output, self.outputs, step);
        tasks.into_par_iter().for_each(|(image, first, output)| {
            self.set.run(Correlation {
                planes: &planes[image * self.layout.planes_len()..],
                taps: &self.taps,
                weights: &packed,
                first,
                num_outputs: output.len() / step,
                bias,
                slope,
                output,
                step,
            });
        });
        output
    }

    /// The gradient of the input, shape as the input, for a `gradient` of the output before the
    /// rectifier.
    pub(in crate::model) fn input_gradient(&self, gradient: &[f32], weight: &[f32]) -> Vec<f32> {
        let (k, s) = (self.kernel, self.layout.stride);
        let (channels, plane_len) = (self.layout.channels, self.layout.plane_len());
        // Zeros before the first pixel of the gradient, for the taps that reach back.
        let reach = k.div_ceil(s) - 1;
        let [rows, cols] = self.layout.plane;
        let pitch = cols + reach;
        let (padded_len, start) = ((rows + reach) * pitch, reach * pitch + reach);
        let padded = self.spread(gradient, padded_len, start, pitch);
        let phases: Vec<(Taps, Packed)> = (0..s * s)
            .map(|phase| {
                let along = |rest: usize| (rest..k).step_by(s).enumerate();
                let mut offsets = Vec::new();
                let mut positions = Vec::new();
                for o in 0..self.outputs {
                    for (i, dy) in along(phase / s) {
                        for (j, dx) in along(phase % s) {
                            offsets.push(o * padded_len + (reach - i) * pitch + reach - j);
                            positions.push((o * channels * k + dy) * k + dx);
                        }
                    }
                }
                let packed = Packed::new(channels, offsets.len(), |c, t| {
                    weight[positions[t] + c * k * k]
                });
                let taps = Taps {
                    offsets,
                    pitch,
                    rows,
                    cols,
                };
                (taps, packed)
            })
            .collect();
        let n = gradient.len() / (self.outputs * self.taps.rows * self.taps.cols);
        let picture_len = self.layout.height * self.layout.width;
        let mut output = vec![0.0; n * channels * picture_len];
        let tasks = tasks(&mut output, channels, picture_len);
        tasks.into_par_iter().for_each(|(image, first, picture)| {
            let num_outputs = picture.len() / picture_len;
            let step = s * s * plane_len;
            let mut planes = vec![0.0; num_outputs * step];
            for (phase, (taps, weights)) in phases.iter().enumerate() {
                self.set.run(Correlation {
                    planes: &padded[image * self.outputs * padded_len..],
                    taps,
                    weights,
                    first,
                    num_outputs,
                    bias: None,
                    slope: None,
                    output: &mut planes[phase * plane_len..],
                    step,
                });
            }
            self.layout.fold(&planes, picture);
        });
        output
    }

    /// The gradient of the weight, shape as the weight.
    pub(in crate::model) fn weight_gradient(&self, gradient: &[f32], x: &[f32]) -> Vec<f32> {
        let n = self.num_pictures(x);
        let planes = self.gathered(x, n);
        let len = self.taps.run().next_multiple_of(WIDEST);
        let spread = self.spread(gradient, len, 0, self.taps.pitch);
        let offsets = &self.taps.offsets;
        let mut output = vec![0.0; self.outputs * offsets.len()];
        output
            .par_chunks_mut(OUTPUTS * offsets.len())
            .enumerate()
            .for_each(|(block, output)| {
                self.set.run(WeightGradient {
                    gradients: &spread[..n * self.outputs * len],
                    len,
                    num_outputs: self.outputs,
                    planes: &planes,
                    planes_len: self.layout.planes_len(),
                    offsets,
                    first: block * OUTPUTS,
                    output,
                });
            });
        output
    }

    /// The gradient of the bias, `[outputs]`.
    pub(in crate::model) fn bias_gradient(&self, gradient: &[f32]) -> Vec<f32> {
        let planes = gradient.chunks_exact(self.taps.rows * self.taps.cols);
        let mut sums = vec![0.0; self.outputs];
        for (i, plane) in planes.enumerate() {
            sums[i % self.outputs] += plane.iter().map(|v| f64::from(*v)).sum::<f64>();
        }
        sums.into_iter().map(|sum| sum as f32).collect()
    }

    fn num_pictures(&self, x: &[f32]) -> usize {
        x.len() / (self.layout.channels * self.layout.height * self.layout.width)
    }

    /// The planes of all pictures, with [`SLACK`] behind them.
    fn gathered(&self, x: &[f32], n: usize) -> Vec<f32> {
        let len = self.layout.planes_len();
        let mut planes = vec![0.0; n * len + SLACK];
        let pictures = x.par_chunks_exact(x.len() / n.max(1));
        planes[..n * len]
            .par_chunks_exact_mut(len)
            .zip(pictures)
            .for_each(|(planes, picture)| self.layout.gather(picture, planes));
        planes
    }

    /// Each plane of `gradient` in one of `len` zeros, its rows `pitch` apart, with [`SLACK`]
    /// behind all.
    fn spread(&self, gradient: &[f32], len: usize, start: usize, pitch: usize) -> Vec<f32> {
        let Taps { rows, cols, .. } = self.taps;
        let num_planes = gradient.len() / (rows * cols);
        let mut spread = vec![0.0; num_planes * len + SLACK];
        spread[..num_planes * len]
            .par_chunks_exact_mut(len)
            .zip(gradient.par_chunks_exact(rows * cols))
            .for_each(|(spread, plane)| {
                let lines = spread[start..].chunks_mut(pitch);
                for (line, row) in lines.zip(plane.chunks_exact(cols)) {
                    line[..cols].copy_from_slice(row);
                }
            });
        spread
    }
}

/// Parts of `[n, outputs, len]` for the threads: the picture, the first output, and the numbers.
fn tasks(output: &mut [f32], outputs: usize, len: usize) -> Vec<(usize, usize, &mut [f32])> {
    let n = output.len() / (outputs * len);
    let wanted = (2 * rayon::current_num_threads()).div_ceil(n.max(1));
    let part = outputs.div_ceil(wanted).next_multiple_of(BLOCK);
    let pictures = output.chunks_exact_mut(outputs * len).enumerate();
    pictures
        .flat_map(|(image, picture)| {
            let parts = picture.chunks_mut(part * len).enumerate();
            parts.map(move |(i, numbers)| (image, i * part, numbers))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(random: &mut fastrand::Rng, len: usize) -> Vec<f32> {
        (0..len).map(|_| random.f32() - 0.5).collect()
    }

    fn dot(a: &[f32], b: &[f32]) -> f64 {
        let products = a.iter().zip(b).map(|(a, b)| f64::from(*a) * f64::from(*b));
        products.sum()
    }

    /// As plainly as it can be written, zeros around.
    fn plain(x: &[f32], [n, c, h, w]: [usize; 4], weight: &[f32], k: usize, s: usize) -> Vec<f32> {
        let o = weight.len() / (c * k * k);
        let side = |n: usize| (n + 2 - k) / s + 1;
        let mut output = Vec::new();
        for image in 0..n {
            for out in 0..o {
                for y in 0..side(h) {
                    for col in 0..side(w) {
                        let mut sum = 0.0;
                        for tap in 0..c * k * k {
                            let (channel, dy, dx) = (tap / (k * k), tap / k % k, tap % k);
                            let (py, px) = (y * s + dy, col * s + dx);
                            if (1..=h).contains(&py) && (1..=w).contains(&px) {
                                let at = ((image * c + channel) * h + py - 1) * w + px - 1;
                                sum += x[at] * weight[out * c * k * k + tap];
                            }
                        }
                        output.push(sum);
                    }
                }
            }
        }
        output
    }

    #[test]
    fn forward_is_the_plain_sum_in_every_instruction_set() {
        let mut random = fastrand::Rng::with_seed(3);
        for (outputs, kernel, stride) in [(1, 3, 1), (12, 3, 1), (9, 4, 2), (17, 3, 2)] {
            let shape = [2, 3, 10, 14];
            let x = numbers(&mut random, shape.iter().product());
            let weight = numbers(&mut random, outputs * 3 * kernel * kernel);
            let expected = plain(&x, shape, &weight, kernel, stride);
            for set in InstructionSet::available() {
                let layer =
                    Convolution::new([3, 10, 14], Border::Zeros, outputs, kernel, stride).unwrap();
                let layer = Convolution { set, ..layer };
                let found = layer.forward(&x, &weight, None, None);
                assert_eq!(found.len(), expected.len());
                for (found, expected) in found.iter().zip(&expected) {
                    assert!((found - expected).abs() < 1e-5, "{set:?} {kernel} {stride}");
                }
            }
        }
    }

    #[test]
    fn gradients_are_the_transposes_of_the_layer() {
        let mut random = fastrand::Rng::with_seed(5);
        for border in [
            Border::Bare,
            Border::Zeros,
            Border::Reflect,
            Border::Doubled,
        ] {
            for (outputs, kernel, stride) in [(1, 1, 1), (5, 3, 1), (13, 3, 2), (8, 4, 2)] {
                let layer = Convolution::new([3, 8, 6], border, outputs, kernel, stride).unwrap();
                for set in InstructionSet::available() {
                    let layer = Convolution {
                        set,
                        ..layer.clone()
                    };
                    let x = numbers(&mut random, 2 * 3 * 8 * 6);
                    let weight = numbers(&mut random, outputs * 3 * kernel * kernel);
                    let y = layer.forward(&x, &weight, None, None);
                    let g = numbers(&mut random, y.len());
                    // The layer is linear in both: <g, conv(x, w)> = <dx, x> = <dw, w>.
                    let expected = dot(&g, &y);
                    let by_input = dot(&layer.input_gradient(&g, &weight), &x);
                    let by_weight = dot(&layer.weight_gradient(&g, &x), &weight);
                    for found in [by_input, by_weight] {
                        assert!(
                            (found - expected).abs() < 1e-4,
                            "{border:?} {kernel} {stride} {set:?}: {found}, not {expected}"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn bias_and_rectifier_come_after_the_sum() {
        let layer = Convolution::new([1, 4, 4], Border::Zeros, 2, 3, 1).unwrap();
        let mut weight = vec![0.0; 18];
        weight[4] = 1.0;
        weight[13] = -1.0;
        let y = layer.forward(&[1.0; 16], &weight, Some(&[0.5, -0.5]), Some(0.2));
        assert!(y[..16].iter().all(|v| (v - 1.5).abs() < 1e-6));
        assert!(y[16..].iter().all(|v| (v + 0.3).abs() < 1e-6));
        assert_eq!(layer.bias_gradient(&[1.0; 32]), [16.0, 16.0]);
    }

    #[test]
    fn pictures_smaller_than_a_kernel_are_refused() {
        assert!(Convolution::new([3, 2, 9], Border::Bare, 4, 3, 1).is_none());
        assert!(Convolution::new([3, 0, 9], Border::Zeros, 4, 3, 1).is_none());
    }
}
