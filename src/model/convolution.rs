//! Convolution as each device does it best.
//!
//! On a GPU, and for drawing, the backend's own operation is used. On the CPU its gradient for the
//! weights is a convolution with a kernel as large as the picture, many times slower than the forward
//! pass; there, and only while gradients are wanted, a convolution is written as one matrix product
//! over shifted copies of its input, whose gradients are two matrix products.

use burn::prelude::{Device, Tensor};
use burn::tensor::module::conv2d;
use burn::tensor::ops::{ConvOptions, PadMode};
use burn::tensor::s;

/// Cross-correlation of `x` with `weight`, without padding: what networks call a convolution.
///
/// # Shapes
/// - `x`: `[b, c, h, w]`
/// - `weight`: `[o, c, kh, kw]`, `bias`: `[o]`
/// - output: `[b, o, (h - kh) / stride + 1, (w - kw) / stride + 1]`
pub(super) fn convolve(
    x: Tensor<4>,
    weight: Tensor<4>,
    bias: Option<Tensor<1>>,
    stride: usize,
) -> Tensor<4> {
    if x.device().is_autodiff() && is_cpu(&x.device()) {
        return unfolded(&x, weight, bias, stride);
    }
    let options = ConvOptions::new([stride, stride], [0, 0], [1, 1], 1);
    conv2d(x, weight, bias, options)
}

/// One pixel of reflection on each side.
pub(super) fn pad_reflect(x: Tensor<4>) -> Tensor<4> {
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

fn is_cpu(device: &Device) -> bool {
    *device == Device::flex()
}

/// [`convolve`] as `weight [o, kh kw c] * columns [kh kw c, oh ow]`.
fn unfolded(x: &Tensor<4>, weight: Tensor<4>, bias: Option<Tensor<1>>, stride: usize) -> Tensor<4> {
    let [b, c, h, w] = x.dims();
    let [o, _, kh, kw] = weight.dims();
    let (oh, ow) = ((h - kh) / stride + 1, (w - kw) / stride + 1);
    let mut columns = Vec::with_capacity(kh * kw);
    for dy in 0..kh {
        for dx in 0..kw {
            let (ends_y, ends_x) = (dy + (oh - 1) * stride + 1, dx + (ow - 1) * stride + 1);
            columns.push(if stride == 1 {
                x.clone().slice(s![.., .., dy..ends_y, dx..ends_x])
            } else {
                x.clone()
                    .slice(s![.., .., dy..ends_y;stride, dx..ends_x;stride])
            });
        }
    }
    let columns = Tensor::cat(columns, 1).reshape([b, kh * kw * c, oh * ow]);
    let weight = weight.permute([0, 2, 3, 1]).reshape([1, o, kh * kw * c]);
    let y = weight.matmul(columns).reshape([b, o, oh, ow]);
    match bias {
        Some(bias) => y + bias.reshape([1, o, 1, 1]),
        None => y,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use burn::tensor::{Distribution, Tolerance};

    fn agree(a: Tensor<4>, b: Tensor<4>) {
        let (a, b) = (a.try_into_data().unwrap(), b.try_into_data().unwrap());
        a.assert_approx_eq::<f32>(&b, Tolerance::absolute(1e-4));
    }

    #[test]
    fn unfolded_convolution_and_its_gradients_are_those_of_the_backend() {
        for (size, stride, kernel) in [(9, 1, 3), (9, 2, 3), (10, 2, 4)] {
            let device = Device::flex().autodiff();
            device.seed(3);
            let random = |shape| {
                Tensor::<4>::random(shape, Distribution::Uniform(-1.0, 1.0), &device).require_grad()
            };
            let x = random([2, 3, size, size + 2]);
            let weight = random([5, 3, kernel, kernel]);
            let bias = Tensor::<1>::random([5], Distribution::Default, &device).require_grad();
            let options = ConvOptions::new([stride, stride], [0, 0], [1, 1], 1);
            let ours = unfolded(&x, weight.clone(), Some(bias.clone()), stride);
            let theirs = conv2d(x.clone(), weight.clone(), Some(bias.clone()), options);
            agree(ours.clone(), theirs.clone());
            let target = ours.clone().detach().mul_scalar(0.5).sub_scalar(0.1);
            let a = (ours - target.clone()).powi_scalar(2).sum().backward();
            let b = (theirs - target).powi_scalar(2).sum().backward();
            agree(x.grad(&a).unwrap(), x.grad(&b).unwrap());
            agree(weight.grad(&a).unwrap(), weight.grad(&b).unwrap());
        }
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
