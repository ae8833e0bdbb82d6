//! Convolution and normalisation as each device does them best.
//!
//! On a CPU they are those of [`cpu_autodiff`], on a GPU the backend's own.

use burn::prelude::Tensor;
use burn::tensor::activation::{leaky_relu, relu};
use burn::tensor::module::conv2d;
use burn::tensor::ops::{ConvOptions, PadMode};
use burn::tensor::s;

use super::cpu_autodiff;

pub(super) use super::cpu_autodiff::Border;

/// How a convolution goes over a picture.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pass {
    /// What stands around the picture.
    pub(super) border: Border,
    /// Pixels from one place of the kernel to the next.
    pub(super) stride: usize,
    /// Slope of the rectifier below zero; `None` is no rectifier.
    pub(super) slope: Option<f32>,
}

/// Cross-correlation of `x` with `weight`, what networks call a convolution, and a rectifier.
///
/// # Shapes
/// - `x`: `[b, c, h, w]`
/// - `weight`: `[o, c, k, k]`, `bias`: `[o]`
/// - output: `[b, o, (h' - k) / stride + 1, (w' - k) / stride + 1]`, sides of `x` with its border
pub(super) fn convolve(
    x: Tensor<4>,
    weight: Tensor<4>,
    bias: Option<Tensor<1>>,
    pass: Pass,
) -> Tensor<4> {
    let Pass {
        border,
        stride,
        slope,
    } = pass;
    let by_hand = cpu_autodiff::convolve(&x, &weight, bias.as_ref(), border, stride, slope);
    by_hand.unwrap_or_else(|| by_backend(x, weight, bias, pass))
}

/// `act(instance_norm(x) * (1 + gamma) + beta)` with biased variance.
///
/// # Shapes
/// - `x`: `[b, c, h, w]`
/// - `film`: `[b, 2 c]`, all gammas before all betas
/// - output: as `x`
pub(super) fn normalise(
    x: Tensor<4>,
    film: Tensor<2>,
    epsilon: f32,
    slope: Option<f32>,
) -> Tensor<4> {
    let by_hand = cpu_autodiff::normalise(&x, &film, epsilon, slope);
    by_hand.unwrap_or_else(|| rectified(normalised_by_backend(x, film, epsilon), slope))
}

fn by_backend(x: Tensor<4>, weight: Tensor<4>, bias: Option<Tensor<1>>, pass: Pass) -> Tensor<4> {
    let x = match pass.border {
        Border::Bare => x,
        Border::Zeros => x.pad((1, 1, 1, 1), PadMode::Constant(0.0)),
        Border::Reflect => pad_reflect(x),
        Border::Doubled => pad_reflect(doubled(x)),
    };
    let options = ConvOptions::new([pass.stride; 2], [0, 0], [1, 1], 1);
    rectified(conv2d(x, weight, bias, options), pass.slope)
}

fn normalised_by_backend(x: Tensor<4>, film: Tensor<2>, epsilon: f32) -> Tensor<4> {
    let [scale, shift] = normalisation(&x, film, epsilon);
    x * scale + shift
}

/// What [`normalise`] multiplies each channel of `x` by, and adds to it.
///
/// # Shapes
/// - `x`: `[b, c, h, w]`
/// - `film`: `[b, 2 c]`, all gammas before all betas
/// - output: scale and shift, `[b, c, 1, 1]` each
pub(super) fn normalisation(x: &Tensor<4>, film: Tensor<2>, epsilon: f32) -> [Tensor<4>; 2] {
    let [batch, channels, height, width] = x.dims();
    let film = film.reshape([batch, 2 * channels, 1, 1]);
    let gamma = film.clone().narrow(1, 0, channels);
    let beta = film.narrow(1, channels, channels);
    // Folded to one multiply and one add per pixel: the picture is read twice, not five times.
    let flat = x.clone().reshape([batch, channels, 1, height * width]);
    let mean = flat.clone().mean_dim(3);
    let centred = flat - mean.clone();
    let variance = (centred.clone() * centred).mean_dim(3);
    let scale = (gamma + 1.0) / variance.add_scalar(epsilon).sqrt();
    let shift = beta - mean * scale.clone();
    [scale, shift]
}

/// A rectifier of that slope below zero, if any.
///
/// # Shapes
/// - `x` and output: `[b, c, h, w]`
pub(super) fn rectified(x: Tensor<4>, slope: Option<f32>) -> Tensor<4> {
    match slope {
        None => x,
        Some(0.0) => relu(x),
        Some(slope) => leaky_relu(x, f64::from(slope)),
    }
}

/// Every pixel becomes two by two: `[b, c, h, w] -> [b, c, 2h, 2w]`.
fn doubled(x: Tensor<4>) -> Tensor<4> {
    let [b, c, h, w] = x.dims();
    x.reshape([b, c, h, 1, w, 1])
        .expand([b, c, h, 2, w, 2])
        .reshape([b, c, 2 * h, 2 * w])
}

/// One pixel of reflection on each side.
fn pad_reflect(x: Tensor<4>) -> Tensor<4> {
    if !x.device().is_autodiff() {
        return x.pad((1, 1, 1, 1), PadMode::Reflect);
    }
    // The same from slices: the gradient of the general operation goes over the picture many times.
    let [_, _, h, w] = x.dims();
    let x = Tensor::cat(
        vec![
            x.clone().slice(s![.., .., 1..2, ..]),
            x.clone(),
            x.slice(s![.., .., h - 2..h - 1, ..]),
        ],
        2,
    );
    Tensor::cat(
        vec![
            x.clone().slice(s![.., .., .., 1..2]),
            x.clone(),
            x.slice(s![.., .., .., w - 2..w - 1]),
        ],
        3,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use burn::prelude::Device;
    use burn::tensor::{Distribution, Tolerance};

    fn agree<const D: usize>(a: Tensor<D>, b: Tensor<D>) {
        let (a, b) = (a.try_into_data().unwrap(), b.try_into_data().unwrap());
        a.assert_approx_eq::<f32>(&b, Tolerance::rel_abs(1e-5, 1e-4));
    }

    fn random<const D: usize>(shape: [usize; D], device: &Device) -> Tensor<D> {
        Tensor::random(shape, Distribution::Uniform(-1.0, 1.0), device).require_grad()
    }

    #[test]
    fn convolutions_and_gradients_by_hand_are_those_of_the_backend() {
        let device = Device::flex().autodiff();
        device.seed(3);
        for (border, stride, kernel, slope) in [
            (Border::Bare, 1, 1, Some(0.0)),
            (Border::Reflect, 1, 3, None),
            (Border::Reflect, 2, 3, Some(0.0)),
            (Border::Zeros, 2, 4, Some(0.2)),
            (Border::Doubled, 1, 3, None),
        ] {
            let pass = Pass {
                border,
                stride,
                slope,
            };
            let x = random([2, 3, 8, 10], &device);
            let weight = random([5, 3, kernel, kernel], &device);
            let bias = random([5], &device);
            let ours = convolve(x.clone(), weight.clone(), Some(bias.clone()), pass);
            let theirs = by_backend(x.clone(), weight.clone(), Some(bias.clone()), pass);
            agree(ours.clone(), theirs.clone());
            let target = ours.clone().detach().mul_scalar(0.5).sub_scalar(0.1);
            let a = (ours - target.clone()).powi_scalar(2).sum().backward();
            let b = (theirs - target).powi_scalar(2).sum().backward();
            agree(x.grad(&a).unwrap(), x.grad(&b).unwrap());
            agree(weight.grad(&a).unwrap(), weight.grad(&b).unwrap());
            agree(bias.grad(&a).unwrap(), bias.grad(&b).unwrap());
            let (x, weight, bias) = (x.inner(), weight.inner(), bias.inner());
            let plain = convolve(x.clone(), weight.clone(), Some(bias.clone()), pass);
            assert!(!plain.device().is_autodiff());
            agree(plain, by_backend(x, weight, Some(bias), pass));
        }
    }

    #[test]
    fn normalisation_and_gradients_by_hand_are_those_of_the_backend() {
        let device = Device::flex().autodiff();
        device.seed(4);
        for slope in [None, Some(0.0)] {
            let x = random([2, 5, 6, 7], &device);
            let film = random([2, 10], &device);
            let ours = normalise(x.clone(), film.clone(), 1e-5, slope);
            let theirs = normalised_by_backend(x.clone(), film.clone(), 1e-5);
            let theirs = rectified(theirs, slope);
            agree(ours.clone(), theirs.clone());
            let weights = random([2, 5, 6, 7], &device).detach();
            let a = (ours * weights.clone()).sum().backward();
            let b = (theirs * weights).sum().backward();
            agree(x.grad(&a).unwrap(), x.grad(&b).unwrap());
            agree(film.grad(&a).unwrap(), film.grad(&b).unwrap());
        }
    }

    #[test]
    fn a_flat_plane_becomes_the_shift_to_the_last_bit() {
        let device = Device::flex();
        for side in [2, 5, 8, 31] {
            let x = Tensor::full([1, 1, side, side], 0.7, &device);
            let film = Tensor::from_data([[0.5, 0.25]], &device);
            let y = normalise(x, film, 1e-5, None).try_into_vec_as::<f32>();
            assert_eq!(y.unwrap(), vec![0.25; side * side], "{side}");
        }
    }

    #[test]
    fn nothing_is_traced_where_no_gradient_is_wanted() {
        let device = Device::flex().autodiff();
        let x = random([1, 2, 6, 6], &device);
        let weight = random([2, 2, 3, 3], &device);
        let pass = Pass {
            border: Border::Zeros,
            stride: 1,
            slope: None,
        };
        let y = convolve(x.clone(), weight.clone().detach(), None, pass);
        let gradients = y.sum().backward();
        assert!(x.grad(&gradients).is_some());
        assert!(weight.grad(&gradients).is_none());
    }

    #[test]
    fn padding_by_slices_is_reflection() {
        let plain = Device::flex();
        let x = Tensor::<4>::random([1, 2, 5, 4], Distribution::Default, &plain);
        let data = x.clone().try_into_data().unwrap();
        let traced = Tensor::<4>::from_data(data, &plain.autodiff());
        agree(pad_reflect(traced).inner(), pad_reflect(x));
    }
}
