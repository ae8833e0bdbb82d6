//! The network as plainly as it can be written, for the tests to compare with.

use std::collections::BTreeMap;

use crate::model::padding::{padded_side, reflect_index};

/// Shapes and numbers by name.
pub(super) type Tensors = BTreeMap<String, (Vec<usize>, Vec<f32>)>;

/// The network in 64 bits.
pub(super) struct Plain<'a>(pub(super) &'a Tensors);

/// `[channels, height, width]`
#[derive(Clone)]
struct Planes {
    channels: usize,
    height: usize,
    width: usize,
    numbers: Vec<f64>,
}

impl Planes {
    fn new([channels, height, width]: [usize; 3], at: impl Fn(usize, usize, usize) -> f64) -> Self {
        let mut numbers = Vec::new();
        for c in 0..channels {
            for y in 0..height {
                numbers.extend((0..width).map(|x| at(c, y, x)));
            }
        }
        Self {
            channels,
            height,
            width,
            numbers,
        }
    }

    fn at(&self, c: usize, y: usize, x: usize) -> f64 {
        self.numbers[(c * self.height + y) * self.width + x]
    }

    fn relu(mut self) -> Self {
        self.numbers.iter_mut().for_each(|v| *v = v.max(0.0));
        self
    }

    fn plus(mut self, other: &Self) -> Self {
        self.numbers
            .iter_mut()
            .zip(&other.numbers)
            .for_each(|(a, b)| *a += b);
        self
    }
}

impl Plain<'_> {
    fn numbers(&self, name: &str) -> &[f32] {
        &self.0[name].1
    }

    fn linear(&self, name: &str, x: &[f64]) -> Vec<f64> {
        let weights = self.numbers(&format!("{name}.weight"));
        let bias = self.numbers(&format!("{name}.bias"));
        let dot = |row: &[f32]| {
            row.iter()
                .zip(x)
                .map(|(w, x)| f64::from(*w) * x)
                .sum::<f64>()
        };
        weights
            .chunks(x.len())
            .zip(bias)
            .map(|(row, b)| dot(row) + f64::from(*b))
            .collect()
    }

    fn conv(&self, name: &str, x: &Planes, stride: usize) -> Planes {
        let weights = self.numbers(&format!("{name}.weight"));
        let bias = self.numbers(&format!("{name}.bias"));
        let reflect = |i: usize, tap: usize, n: usize| {
            reflect_index((i + tap).cast_signed().wrapping_sub(1).unsigned_abs(), n)
        };
        Planes::new(
            [bias.len(), x.height / stride, x.width / stride],
            |o, row, col| {
                let mut sum = f64::from(bias[o]);
                for c in 0..x.channels {
                    for tap in 0..9 {
                        let y = reflect(row * stride, tap / 3, x.height);
                        let x_at = reflect(col * stride, tap % 3, x.width);
                        let w = weights[(o * x.channels + c) * 9 + tap];
                        sum += f64::from(w) * x.at(c, y, x_at);
                    }
                }
                sum
            },
        )
    }

    fn layer(&self, name: &str, x: &Planes, z: &[f64], stride: usize) -> Planes {
        let x = self.conv(&format!("{name}.conv"), x, stride);
        let film = self.linear(&format!("{name}.film.linear"), z);
        let count = (x.width * x.height) as f64;
        let planes = x.numbers.chunks(x.width * x.height);
        let moments: Vec<_> = planes
            .map(|plane| {
                let mean = plane.iter().sum::<f64>() / count;
                (
                    mean,
                    plane.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / count,
                )
            })
            .collect();
        Planes::new([x.channels, x.height, x.width], |c, row, col| {
            let (mean, variance) = moments[c];
            let normal = (x.at(c, row, col) - mean) / (variance + 1e-5).sqrt();
            normal * (1.0 + film[c]) + film[x.channels + c]
        })
    }

    /// `input` and the result are `[3, height, width]`; `told` is the code, then the dials.
    pub(super) fn forward(
        &self,
        input: &[f32],
        width: usize,
        height: usize,
        told: &[f32],
    ) -> Vec<f32> {
        let mut z: Vec<f64> = told.iter().map(|v| f64::from(*v)).collect();
        for i in 0..2 {
            z = self
                .linear(&format!("condition.{i}"), &z)
                .iter()
                .map(|v| v.max(0.0))
                .collect();
        }
        let (padded_width, padded_height) = (padded_side(width), padded_side(height));
        let x = Planes::new([12, padded_height / 2, padded_width / 2], |c, row, col| {
            let y = reflect_index(2 * row + c % 4 / 2, height);
            let x = reflect_index(2 * col + c % 2, width);
            (f64::from(input[(c / 4 * height + y) * width + x]) - 0.5) * 2.0
        });
        let skip = self.layer("stem", &x, &z, 1).relu();
        let mut x = self.layer("down", &skip, &z, 2).relu();
        for i in 0..5 {
            let inner = self.layer(&format!("blocks.{i}.a"), &x, &z, 1).relu();
            x = self.layer(&format!("blocks.{i}.b"), &inner, &z, 1).plus(&x);
        }
        let doubled = Planes::new([x.channels, 2 * x.height, 2 * x.width], |c, row, col| {
            x.at(c, row / 2, col / 2)
        });
        let x = self.layer("up", &doubled, &z, 1).relu().plus(&skip);
        let x = self.conv("head", &x, 1);
        let drawn = Planes::new([3, height, width], |c, row, col| {
            let v = x.at(4 * c + row % 2 * 2 + col % 2, row / 2, col / 2);
            1.0 / (1.0 + (-v).exp())
        });
        drawn.numbers.iter().map(|v| *v as f32).collect()
    }
}
