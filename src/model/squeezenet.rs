//! `SqueezeNet` 1.1, trained by others to name what photographs show: the teacher of the perceptual
//! network.
//!
//! Only its features are there, not its classifier. It is never shipped; its file is given by the
//! user.

use burn::module::Module;
use burn::nn::conv::{Conv2d, Conv2dConfig};
use burn::prelude::{Device, Tensor};
use burn::tensor::TensorData;
use burn::tensor::module::max_pool2d;
use burn::tensor::ops::MaxPoolOptions;

use super::ModelError;
use super::convolution::{Border, Pass, convolve};
use super::tensors::{into_module, parse};

/// Levels of features: 1/2, 1/4, 1/8, and two at 1/16.
pub const NUM_TEACHER_LEVELS: usize = 5;
/// Channels of each level.
pub const TEACHER_CHANNELS: [usize; NUM_TEACHER_LEVELS] = [64, 128, 256, 384, 512];
/// Means of blue, green and red on the pictures that it was trained with, in `0.0..=255.0`.
const MEANS: [f32; 3] = [103.939, 116.779, 123.68];

/// Features of a picture, as `SqueezeNet` 1.1 sees it.
///
/// Source: Iandola et al. 2016 (<https://arxiv.org/abs/1602.07360>), version 1.1.
#[derive(Module, Debug)]
pub struct SqueezeNet {
    conv1: Conv2d,
    fire2: Fire,
    fire3: Fire,
    fire4: Fire,
    fire5: Fire,
    fire6: Fire,
    fire7: Fire,
    fire8: Fire,
    fire9: Fire,
}

impl SqueezeNet {
    /// Reads a safetensors file with the tensors `conv1.*` and `fire2.*` to `fire9.*`.
    ///
    /// # Errors
    /// [`ModelError`] when the bytes are damaged or belong to another network.
    pub fn from_bytes(bytes: &[u8], device: &Device) -> Result<Self, ModelError> {
        let (tensors, _) = parse(bytes)?;
        let mut network = Self {
            conv1: conv(3, 64, 3, device),
            fire2: Fire::new(64, 16, 64, device),
            fire3: Fire::new(128, 16, 64, device),
            fire4: Fire::new(128, 32, 128, device),
            fire5: Fire::new(256, 32, 128, device),
            fire6: Fire::new(256, 48, 192, device),
            fire7: Fire::new(384, 48, 192, device),
            fire8: Fire::new(384, 64, 256, device),
            fire9: Fire::new(512, 64, 256, device),
        };
        into_module(&mut network, &tensors)?;
        Ok(network)
    }

    /// Features of `x` at five levels, after the rectifiers.
    ///
    /// # Shapes
    /// - `x`: `[b, 3, h, w]`, sRGB in `0.0..=1.0`
    /// - output: [`TEACHER_CHANNELS`] channels at 1/2, 1/4, 1/8, 1/16 and 1/16, sides rounded up
    pub fn forward(&self, x: &Tensor<4>) -> [Tensor<4>; NUM_TEACHER_LEVELS] {
        let channel = |i: usize| x.clone().narrow(1, i, 1);
        let means = TensorData::new(MEANS.to_vec(), [1, 3, 1, 1]);
        let means = Tensor::<4>::from_data(means, &x.device());
        let bgr = Tensor::cat(vec![channel(2), channel(1), channel(0)], 1);
        let bgr = bgr.mul_scalar(255.0) - means;
        let a = rectified(&self.conv1, bgr, Border::Zeros, 2); // [b, 64, h/2, w/2]
        let b = self.fire3.forward(self.fire2.forward(halved(a.clone()))); // [b, 128, h/4, w/4]
        let c = self.fire5.forward(self.fire4.forward(halved(b.clone()))); // [b, 256, h/8, w/8]
        let d = self.fire7.forward(self.fire6.forward(halved(c.clone()))); // [b, 384, h/16, w/16]
        let e = self.fire9.forward(self.fire8.forward(d.clone())); // [b, 512, h/16, w/16]
        [a, b, c, d, e]
    }
}

/// Few channels, from which many are made by 1x1 and by 3x3 convolutions.
#[derive(Module, Debug)]
struct Fire {
    squeeze: Conv2d,
    expand1x1: Conv2d,
    expand3x3: Conv2d,
}

impl Fire {
    fn new(from: usize, squeezed: usize, expanded: usize, device: &Device) -> Self {
        Self {
            squeeze: conv(from, squeezed, 1, device),
            expand1x1: conv(squeezed, expanded, 1, device),
            expand3x3: conv(squeezed, expanded, 3, device),
        }
    }

    fn forward(&self, x: Tensor<4>) -> Tensor<4> {
        let x = rectified(&self.squeeze, x, Border::Bare, 1);
        let (a, b) = (
            rectified(&self.expand1x1, x.clone(), Border::Bare, 1),
            rectified(&self.expand3x3, x, Border::Zeros, 1),
        );
        Tensor::cat(vec![a, b], 1)
    }
}

fn conv(from: usize, to: usize, kernel: usize, device: &Device) -> Conv2d {
    Conv2dConfig::new([from, to], [kernel, kernel]).init(device)
}

/// A convolution and its rectifier.
fn rectified(conv: &Conv2d, x: Tensor<4>, border: Border, stride: usize) -> Tensor<4> {
    let pass = Pass {
        border,
        stride,
        slope: Some(0.0),
    };
    let bias = conv.bias.as_ref().map(burn::module::Param::val);
    convolve(x, conv.weight.val(), bias, pass)
}

/// Largest of 3x3 at every second pixel.
fn halved(x: Tensor<4>) -> Tensor<4> {
    let options = MaxPoolOptions::new([3, 3])
        .with_stride([2, 2])
        .with_ceil_mode(true);
    max_pool2d(x, options)
}
