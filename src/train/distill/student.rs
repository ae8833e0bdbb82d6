//! What is taught: the network, and the linear maps by which it is compared with its teacher.

use burn::module::{Module, Param};
use burn::prelude::{Device, Tensor};
use burn::tensor::TensorData;
use burn::tensor::module::{avg_pool2d, max_pool2d};
use burn::tensor::ops::{AvgPoolOptions, MaxPoolOptions};

use super::PAIRS;
use crate::model::ModelError;
use crate::model::perceptual::{CHANNELS, Perceptual, PerceptualConfig};
use crate::model::squeezenet::TEACHER_CHANNELS;
use crate::model::tensors::{NamedTensors, into_module, of_module};
use crate::train::data::normal::normal;

/// The network and the linear maps by which it is compared with the teacher.
#[derive(Module, Debug)]
pub(crate) struct Student {
    pub(crate) network: Perceptual,
    pub(crate) maps: Vec<LinearMap>,
}

impl Student {
    /// A network that knows nothing yet, on the plain `device`.
    ///
    /// # Errors
    /// [`ModelError`] when the device fails.
    pub(crate) fn new(random: &mut fastrand::Rng, device: &Device) -> Result<Self, ModelError> {
        let mut network = PerceptualConfig::new().init(device);
        let drawn = fresh(&of_module(&network)?, random);
        into_module(&mut network, &drawn)?;
        let maps = PAIRS.map(|(own, other)| {
            let (from, to) = (CHANNELS[own], TEACHER_CHANNELS[other]);
            let bound = 1.0 / (from as f32).sqrt();
            let mut numbers = |n: usize| -> Vec<f32> {
                (0..n).map(|_| (random.f32() * 2.0 - 1.0) * bound).collect()
            };
            LinearMap {
                weight: Param::from_data(TensorData::new(numbers(to * from), [to, from]), device),
                bias: Param::from_data(TensorData::new(numbers(to), [to]), device),
            }
        });
        let maps = maps.into();
        Ok(Self { network, maps })
    }
}

/// A 1x1 convolution, written as a matrix product: its gradients are then two more.
#[derive(Module, Debug)]
pub(crate) struct LinearMap {
    /// `[to, from]`
    weight: Param<Tensor<2>>,
    /// `[to]`
    bias: Param<Tensor<1>>,
}

impl LinearMap {
    /// The map of each place by itself.
    ///
    /// # Shapes
    /// - `x`: `[b, from, h, w]`
    /// - output: `[b, to, h, w]`
    pub(crate) fn forward(&self, x: Tensor<4>) -> Tensor<4> {
        let [b, c, h, w] = x.dims();
        let weight = self.weight.val();
        let to = weight.dims()[0];
        let y = weight.unsqueeze::<3>().matmul(x.reshape([b, c, h * w]));
        y.reshape([b, to, h, w]) + self.bias.val().reshape([1, to, 1, 1])
    }
}

/// Features of the network at the resolution of the teacher's level.
///
/// # Shapes
/// - `features`: `[b, c, h, w]`
/// - output: `[b, c, h, w]`, or half of `h` and `w` where the teacher's level is coarser
pub(crate) fn at_teachers_size(features: Tensor<4>, pair: (usize, usize)) -> Tensor<4> {
    match pair {
        (0, _) => avg_pool2d(features, AvgPoolOptions::new([2, 2])),
        (3, 4) => max_pool2d(features, MaxPoolOptions::new([2, 2])),
        _ => features,
    }
}

/// Tensors of the same shapes for a beginning: He et al. 2015 (<https://arxiv.org/abs/1502.01852>).
fn fresh(tensors: &NamedTensors, random: &mut fastrand::Rng) -> NamedTensors {
    let one = |(name, (shape, numbers)): (&String, &(Vec<usize>, Vec<f32>))| {
        let fan_in = shape.iter().skip(1).product::<usize>();
        let spread = (2.0 / fan_in as f32).sqrt();
        let is_bias = shape.len() == 1;
        let numbers = numbers.iter().map(|_| {
            if is_bias {
                0.0
            } else {
                normal(random) * spread
            }
        });
        (name.clone(), (shape.clone(), numbers.collect()))
    };
    tensors.iter().map(one).collect()
}
