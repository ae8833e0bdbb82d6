//! The generator: one encoder-decoder that draws a photograph in any style, told by a code and
//! three dials.
//!
//! This is the network as Burn runs it on a GPU, as it is trained, and the reference for
//! [`direct`](super::cpu), which arranges the same arithmetic for a CPU.
//!
//! Sides must be multiples of four here and at least eight; [`padding`](super::padding) says how
//! any picture is brought to such a size.

use burn::module::Module;
use burn::nn::{Initializer, Linear, LinearConfig};
use burn::prelude::{Device, Tensor};
use burn::tensor::activation::{relu, sigmoid};

use super::convolution::{Border, Pass, convolve, normalisation, normalise, rectified};
use super::{CODE_SIZE, NUM_DIALS};
use burn::config::Config;
use burn::nn::conv::{Conv2d, Conv2dConfig};

/// Added to the variance in every instance normalisation.
const EPSILON: f32 = 1e-5;
/// Slope of the rectifier below zero.
const RECTIFIED: Option<f32> = Some(0.0);

/// Sizes of a [`Generator`].
#[derive(Config, Debug)]
pub struct GeneratorConfig {
    /// Channels at half resolution; a quarter of the resolution has twice as many.
    #[config(default = 32)]
    pub width: usize,
    /// Residual blocks at a quarter of the resolution.
    #[config(default = 5)]
    pub num_blocks: usize,
    /// Size of the condition vector that every normalisation reads.
    #[config(default = 64)]
    pub condition: usize,
}

impl GeneratorConfig {
    /// A generator with parameters not yet set; they are drawn on first use or loaded.
    pub fn init(&self, device: &Device) -> Generator {
        let Self {
            width,
            num_blocks,
            condition,
        } = *self;
        let linear = |from, to| LinearConfig::new(from, to).init(device);
        let layer = |from, to, stride| Layer::new(from, to, stride, condition, device);
        Generator {
            condition: vec![
                linear(CODE_SIZE + NUM_DIALS, condition),
                linear(condition, condition),
            ],
            stem: layer(12, width, 1),
            down: layer(width, 2 * width, 2),
            blocks: (0..num_blocks)
                .map(|_| Block {
                    a: layer(2 * width, 2 * width, 1),
                    b: layer(2 * width, 2 * width, 1),
                })
                .collect(),
            up: layer(2 * width, width, 1),
            head: new_conv3(width, 12, 1, device),
        }
    }
}

/// How a picture is normalised, for one style: what every channel of every layer is multiplied by
/// and what is added, `[1, c, 1, 1]` each.
#[derive(Clone, Debug)]
pub struct Statistics(Vec<[Tensor<4>; 2]>);

/// Normalises what a convolution gave, with a rectifier of that slope behind it, if any.
type Norm<'a> = dyn FnMut(Tensor<4>, &Film, Option<f32>) -> Tensor<4> + 'a;

/// Encoder-decoder with residual blocks and conditional instance normalisation.
///
/// About 0.52 M parameters and 31 thousand multiply-adds per pixel in the default configuration.
///
/// Source: residual transformer of Johnson et al. 2016 (<https://arxiv.org/abs/1603.08155>), `FiLM`
/// of Perez et al. 2018 (<https://arxiv.org/abs/1709.07871>), loss-conditional training of
/// Dosovitskiy and Djolonga, ICLR 2020 ("You Only Train Once").
#[derive(Module, Debug)]
pub struct Generator {
    condition: Vec<Linear>,
    stem: Layer,
    down: Layer,
    blocks: Vec<Block>,
    up: Layer,
    head: Conv2d,
}

impl Generator {
    /// Draws `x` in the style of `code` under the loss weights that `dials` tell.
    ///
    /// # Shapes
    /// - `x`: `[batch, 3, height, width]`, sRGB in `0.0..=1.0`, sides multiples of 4 and at least 8
    /// - `code`: `[batch, 32]`
    /// - `dials`: `[batch, 3]`, `log8` of the style, content and cycle weight, each `-1.0..=1.0`
    /// - output: as `x`
    pub fn forward(&self, x: Tensor<4>, code: Tensor<2>, dials: Tensor<2>) -> Tensor<4> {
        let z = self.condition(code, dials);
        self.walk(x, &mut |x, film, slope| {
            normalise(x, film.linear.forward(z.clone()), EPSILON, slope)
        })
    }

    /// How [`forward`](Self::forward) normalises `x`, often the thumbnail of a picture to be drawn
    /// in tiles.
    ///
    /// # Shapes
    /// As [`forward`](Self::forward), with a batch of one.
    pub fn statistics(&self, x: Tensor<4>, code: Tensor<2>, dials: Tensor<2>) -> Statistics {
        let z = self.condition(code, dials);
        let mut all = Vec::new();
        self.walk(x, &mut |x, film, slope| {
            let film = film.linear.forward(z.clone());
            let [scale, shift] = normalisation(&x, film, EPSILON);
            all.push([scale.clone(), shift.clone()]);
            rectified(x * scale + shift, slope)
        });
        Statistics(all)
    }

    /// As [`forward`](Self::forward), normalised by the statistics of another picture, under the
    /// code and the dials that those were taken with.
    ///
    /// # Shapes
    /// - `x`: `[1, 3, height, width]`, sRGB in `0.0..=1.0`, sides multiples of 4 and at least 8
    /// - output: as `x`
    ///
    /// Source: Chen et al., "Towards Ultra-Resolution Neural Style Transfer via Thumbnail Instance
    /// Normalization", AAAI 2022.
    pub fn forward_with(&self, x: Tensor<4>, statistics: &Statistics) -> Tensor<4> {
        let mut given = statistics.0.iter();
        self.walk(x, &mut |x, _, slope| match given.next() {
            Some([scale, shift]) => rectified(x * scale.clone() + shift.clone(), slope),
            None => x,
        })
    }

    /// What every normalisation reads: `[b, 64]`.
    fn condition(&self, code: Tensor<2>, dials: Tensor<2>) -> Tensor<2> {
        let both = Tensor::cat(vec![code, dials], 1);
        let linears = self.condition.iter();
        linears.fold(both, |z, linear| relu(linear.forward(z)))
    }

    /// All layers in their order, normalised by `norm`.
    fn walk(&self, x: Tensor<4>, norm: &mut Norm<'_>) -> Tensor<4> {
        let x = pixel_unshuffle(x.sub_scalar(0.5).mul_scalar(2.0)); // [b, 12, h/2, w/2]
        let skip = self.stem.forward(x, norm, Border::Reflect, RECTIFIED); // [b, 32, h/2, w/2]
        let x = self
            .down
            .forward(skip.clone(), norm, Border::Reflect, RECTIFIED); // [b, 64, h/4, w/4]
        let x = self
            .blocks
            .iter()
            .fold(x, |x, block| block.forward(x, norm));
        let x = self.up.forward(x, norm, Border::Doubled, RECTIFIED) + skip; // [b, 32, h/2, w/2]
        sigmoid(pixel_shuffle(conv3(&self.head, x, Border::Reflect))) // [b, 3, h, w]
    }
}

/// Two convolutions around a rectifier, added to their input.
#[derive(Module, Debug)]
struct Block {
    a: Layer,
    b: Layer,
}

impl Block {
    fn forward(&self, x: Tensor<4>, norm: &mut Norm<'_>) -> Tensor<4> {
        let inner = self.a.forward(x.clone(), norm, Border::Reflect, RECTIFIED);
        x + self.b.forward(inner, norm, Border::Reflect, None)
    }
}

/// A 3x3 convolution followed by instance normalisation that the condition scales and shifts.
#[derive(Module, Debug)]
struct Layer {
    conv: Conv2d,
    film: Film,
}

impl Layer {
    fn new(from: usize, to: usize, stride: usize, condition: usize, device: &Device) -> Self {
        // Codes must tell styles apart from the first step on.
        let spread = Initializer::Normal {
            mean: 0.0,
            std: 0.1,
        };
        let mut linear = LinearConfig::new(condition, 2 * to)
            .with_initializer(spread)
            .init(device);
        linear.bias = Some(Initializer::Zeros.init([2 * to], device));
        let film = Film { linear };
        Self {
            conv: new_conv3(from, to, stride, device),
            film,
        }
    }

    fn forward(
        &self,
        x: Tensor<4>,
        norm: &mut Norm<'_>,
        border: Border,
        slope: Option<f32>,
    ) -> Tensor<4> {
        norm(conv3(&self.conv, x, border), &self.film, slope)
    }
}

/// The numbers that scale and shift a normalisation, all scales (less one) before all shifts.
#[derive(Module, Debug)]
struct Film {
    linear: Linear,
}

fn new_conv3(from: usize, to: usize, stride: usize, device: &Device) -> Conv2d {
    Conv2dConfig::new([from, to], [3, 3])
        .with_stride([stride, stride])
        .init(device)
}

/// 3x3 convolution.
fn conv3(conv: &Conv2d, x: Tensor<4>, border: Border) -> Tensor<4> {
    let pass = Pass {
        border,
        stride: conv.stride[0],
        slope: None,
    };
    let bias = conv.bias.as_ref().map(burn::module::Param::val);
    convolve(x, conv.weight.val(), bias, pass)
}

/// `[b, c, h, w] -> [b, 4c, h/2, w/2]`; channel order as `PyTorch`'s `pixel_unshuffle(x, 2)`.
fn pixel_unshuffle(x: Tensor<4>) -> Tensor<4> {
    let [b, c, h, w] = x.dims();
    x.reshape([b, c, h / 2, 2, w / 2, 2])
        .permute([0, 1, 3, 5, 2, 4])
        .reshape([b, 4 * c, h / 2, w / 2])
}

/// `[b, 4c, h, w] -> [b, c, 2h, 2w]`; the inverse of [`pixel_unshuffle`].
fn pixel_shuffle(x: Tensor<4>) -> Tensor<4> {
    let [b, c, h, w] = x.dims();
    x.reshape([b, c / 4, 2, 2, h, w])
        .permute([0, 1, 4, 2, 5, 3])
        .reshape([b, c / 4, 2 * h, 2 * w])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pixel_shuffle_undoes_pixel_unshuffle() {
        let device = Device::flex();
        let x = Tensor::<1, burn::tensor::Int>::arange(0..2 * 3 * 8 * 12, &device)
            .float()
            .reshape([2, 3, 8, 12]);
        let back = pixel_shuffle(pixel_unshuffle(x.clone()));
        back.try_into_data()
            .unwrap()
            .assert_eq(&x.try_into_data().unwrap(), true);
    }

    #[test]
    fn output_has_the_shape_of_the_input_and_stays_in_range() {
        let device = Device::flex();
        let generator = GeneratorConfig::new().with_num_blocks(1).init(&device);
        let x = Tensor::<4>::zeros([2, 3, 12, 16], &device);
        let y = generator.forward(
            x,
            Tensor::zeros([2, CODE_SIZE], &device),
            Tensor::zeros([2, 3], &device),
        );
        assert_eq!(y.dims(), [2, 3, 12, 16]);
        let values = y.try_into_vec_as::<f32>().unwrap();
        assert!(values.iter().all(|v| (0.0..=1.0).contains(v)));
    }

    #[test]
    fn default_generator_keeps_to_its_budget_of_parameters() {
        let generator = GeneratorConfig::new().init(&Device::flex());
        let num = generator.num_params();
        assert!((500_000..=1_000_000).contains(&num), "{num} parameters");
    }
}
