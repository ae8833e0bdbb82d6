//! The perceptual network: what a picture looks like, at four resolutions, for the style and
//! content losses.
//!
//! Distilled by this project from a `SqueezeNet` 1.1 that was trained on photographs; see the model
//! card beside the weights.

use burn::config::Config;
use burn::module::Module;
use burn::nn::conv::{Conv2d, Conv2dConfig};
use burn::prelude::{Device, Tensor};

use super::ModelError;
use super::convolution::{Border, Pass, convolve};
use super::tensors::{below, into_module, parse};

/// Resolutions at which features are taken: 1, 1/2, 1/4 and 1/8.
pub const NUM_LEVELS: usize = 4;
/// Channels of each level in the default configuration.
pub const CHANNELS: [usize; NUM_LEVELS] = [16, 32, 64, 128];

/// Sizes of a [`Perceptual`] network.
#[derive(Config, Debug)]
pub struct PerceptualConfig {
    /// Channels at full resolution; every halving doubles them.
    #[config(default = 16)]
    pub width: usize,
}

impl PerceptualConfig {
    /// A network with parameters not yet set.
    pub fn init(&self, device: &Device) -> Perceptual {
        let w = self.width;
        let conv = |from, to, stride| {
            Conv2dConfig::new([from, to], [3, 3])
                .with_stride([stride, stride])
                .init(device)
        };
        Perceptual {
            convs: vec![
                conv(3, w, 1),
                conv(w, 2 * w, 2),
                conv(2 * w, 4 * w, 2),
                conv(4 * w, 4 * w, 1),
                conv(4 * w, 8 * w, 2),
                conv(8 * w, 8 * w, 1),
            ],
        }
    }
}

/// Six 3x3 convolutions with rectifiers and zero padding.
///
/// Source: perceptual losses of Johnson et al. 2016 (<https://arxiv.org/abs/1603.08155>);
/// distillation of `SqueezeNet` (Iandola et al. 2016, <https://arxiv.org/abs/1602.07360>).
#[derive(Module, Debug)]
pub struct Perceptual {
    convs: Vec<Conv2d>,
}

impl Perceptual {
    /// Reads a safetensors file with `convs.*`, or with `perceptual.convs.*` as the built-in one
    /// has them.
    ///
    /// # Errors
    /// [`ModelError`] when the bytes are damaged or belong to another network.
    pub fn from_bytes(bytes: &[u8], device: &Device) -> Result<Self, ModelError> {
        let (tensors, _) = parse(bytes)?;
        let nested = below(&tensors, "perceptual.");
        let mut network = PerceptualConfig::new().init(device);
        into_module(
            &mut network,
            if nested.is_empty() { &tensors } else { &nested },
        )?;
        Ok(network)
    }

    /// Features of `x` at four resolutions, after the rectifiers.
    ///
    /// # Shapes
    /// - `x`: `[b, 3, h, w]`, sRGB in `0.0..=1.0`, sides multiples of 8
    /// - output: `[b, 16, h, w]`, `[b, 32, h/2, w/2]`, `[b, 64, h/4, w/4]`, `[b, 128, h/8, w/8]`
    pub fn forward(&self, x: Tensor<4>) -> [Tensor<4>; NUM_LEVELS] {
        let step = |i: usize, x: Tensor<4>| {
            let conv = &self.convs[i];
            let bias = conv.bias.as_ref().map(burn::module::Param::val);
            let pass = Pass {
                border: Border::Zeros,
                stride: conv.stride[0],
                slope: Some(0.0),
            };
            convolve(x, conv.weight.val(), bias, pass)
        };
        let a = step(0, x.sub_scalar(0.5).mul_scalar(4.0)); // [b, 16, h, w]
        let b = step(1, a.clone()); // [b, 32, h/2, w/2]
        let c = step(3, step(2, b.clone())); // [b, 64, h/4, w/4]
        let d = step(5, step(4, c.clone())); // [b, 128, h/8, w/8]
        [a, b, c, d]
    }
}
