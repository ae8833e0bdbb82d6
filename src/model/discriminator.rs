//! The discriminator: says of every patch whether it could come from a page of the style.

use burn::config::Config;
use burn::module::{Module, Param};
use burn::nn::{Initializer, Linear, LinearConfig};
use burn::prelude::{Device, Tensor};
use burn::tensor::Distribution;

use super::CODE_SIZE;
use super::convolution::{Border, Pass, convolve};

/// Slope of the rectifiers below zero.
const SLOPE: f32 = 0.2;
/// Keeps a division by a vanishing norm finite.
const EPSILON: f64 = 1e-12;

/// Projections of codes that are drawn from a standard normal distribution then have a size of 0.1.
const PROJECTION: Initializer = Initializer::Normal {
    mean: 0.0,
    std: 0.018,
};

/// Sizes of a [`Discriminator`].
#[derive(Config, Debug)]
pub struct DiscriminatorConfig {
    /// Channels after the first layer; each further layer doubles them.
    #[config(default = 48)]
    pub width: usize,
}

impl DiscriminatorConfig {
    /// A discriminator with freshly drawn parameters.
    pub fn init(&self, device: &Device) -> Discriminator {
        let w = self.width;
        Discriminator {
            layers: vec![
                SpectralConv::new([3, w], 4, device),
                SpectralConv::new([w, 2 * w], 4, device),
                SpectralConv::new([2 * w, 4 * w], 4, device),
            ],
            out: SpectralConv::new([4 * w, 1], 3, device),
            project: LinearConfig::new(CODE_SIZE, 4 * w)
                .with_bias(false)
                .with_initializer(PROJECTION)
                .init(device),
        }
    }
}

/// `PatchGAN` with spectral normalisation and projection on the style's code.
///
/// Source: Isola et al. 2017 (<https://arxiv.org/abs/1611.07004>), Miyato et al. 2018
/// (<https://arxiv.org/abs/1802.05957>), Miyato and Koyama 2018
/// (<https://arxiv.org/abs/1802.05637>).
#[derive(Module, Debug)]
pub struct Discriminator {
    layers: Vec<SpectralConv>,
    out: SpectralConv,
    project: Linear,
}

impl Discriminator {
    /// Scores of patches: high where `x` looks like a page of the style.
    ///
    /// # Shapes
    /// - `x`: `[b, 3, h, w]`, sRGB in `0.0..=1.0`, sides multiples of 8
    /// - `code`: `[b, 32]`
    /// - output: `[b, 1, h/8, w/8]`
    pub fn forward(&self, x: Tensor<4>, code: Tensor<2>) -> Tensor<4> {
        let h = self
            .layers
            .iter()
            .fold(x, |x, layer| layer.forward(x, 2, Some(SLOPE))); // [b, 192, h/8, w/8]
        let direction = self.project.forward(code); // [b, 192]
        let [b, c] = direction.dims();
        let projection = (h.clone() * direction.reshape([b, c, 1, 1])).mean_dim(1);
        self.out.forward(h, 1, None) + projection
    }

    /// One power iteration in every layer; to be done once per training step.
    #[must_use]
    pub fn iterate(self) -> Self {
        Self {
            layers: self.layers.into_iter().map(SpectralConv::iterate).collect(),
            out: self.out.iterate(),
            project: self.project,
        }
    }
}

/// A convolution whose weight, seen as a matrix, has a largest singular value of one.
#[derive(Module, Debug)]
struct SpectralConv {
    /// `[out, in, k, k]`
    weight: Param<Tensor<4>>,
    /// `[out]`
    bias: Param<Tensor<1>>,
    /// `[1, out]`: the running estimate of the first left singular vector; not trained.
    u: Param<Tensor<2>>,
}

impl SpectralConv {
    fn new([from, to]: [usize; 2], kernel: usize, device: &Device) -> Self {
        let bound = 1.0 / ((from * kernel * kernel) as f64).sqrt();
        let uniform = Distribution::Uniform(-bound, bound);
        let weight = Tensor::random([to, from, kernel, kernel], uniform, device);
        let u = Tensor::random([1, to], Distribution::Normal(0.0, 1.0), device);
        Self {
            weight: Param::from_tensor(weight),
            bias: Param::from_tensor(Tensor::zeros([to], device)),
            u: Param::from_tensor(normalised(u)).set_require_grad(false),
        }
    }

    fn forward(&self, x: Tensor<4>, stride: usize, slope: Option<f32>) -> Tensor<4> {
        let weight = self.weight.val();
        // With v = W'u / |W'u| the estimate u'Wv is |W'u|, and so is its gradient.
        let sigma = self
            .u
            .val()
            .detach()
            .matmul(as_matrix(weight.clone()))
            .powi_scalar(2)
            .sum()
            .add_scalar(EPSILON)
            .sqrt();
        let weight = weight / sigma.reshape([1, 1, 1, 1]);
        let pass = Pass {
            border: Border::Zeros,
            stride,
            slope,
        };
        convolve(x, weight, Some(self.bias.val()), pass)
    }

    fn iterate(self) -> Self {
        let matrix = as_matrix(self.weight.val().detach().inner());
        let u = self.u.map(|u| {
            let device = u.device();
            let v = normalised(u.detach().inner().matmul(matrix.clone()));
            let u = normalised(v.matmul(matrix.transpose()));
            if device.is_autodiff() {
                Tensor::from_inner(u)
            } else {
                u
            }
        });
        Self { u, ..self }
    }
}

/// `[out, in, k, k] -> [out, in k k]`
fn as_matrix(weight: Tensor<4>) -> Tensor<2> {
    let [o, c, h, w] = weight.dims();
    weight.reshape([o, c * h * w])
}

/// `x / |x|`
fn normalised(x: Tensor<2>) -> Tensor<2> {
    let norm = x.clone().powi_scalar(2).sum().add_scalar(EPSILON).sqrt();
    x / norm.reshape([1, 1])
}
