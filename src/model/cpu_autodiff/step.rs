//! The layers as steps of Burn's graph, on its CPU backend.

use burn::backend::autodiff::checkpoint::base::Checkpointer;
use burn::backend::autodiff::checkpoint::strategy::NoCheckpointing;
use burn::backend::autodiff::grads::Gradients;
use burn::backend::autodiff::ops::{Backward, Ops, OpsKind};
use burn::backend::flex::FlexTensor;
use burn::backend::tensor::FloatTensor;
use burn::backend::{Autodiff, Flex, TensorMetadata as _};
use burn::tensor::{DType, Device, Tensor, TensorData};

use super::convolution::Convolution;
use super::film::{Film, Moments};
use super::planes::Border;

/// A tensor with gradients on the CPU.
type Traced = FloatTensor<Autodiff<Flex>>;

/// `act(weight * x + bias)`, for tensors of 32-bit floats on the CPU; `None` for all others, and
/// for pictures that are smaller than a kernel.
///
/// # Shapes
/// - `x`: `[n, c, h, w]`
/// - `weight`: `[o, c, k, k]`, `bias`: `[o]`
pub(in crate::model) fn convolve(
    x: &Tensor<4>,
    weight: &Tensor<4>,
    bias: Option<&Tensor<1>>,
    border: Border,
    stride: usize,
    slope: Option<f32>,
) -> Option<Tensor<4>> {
    let ([n, c, h, w], [outputs, _, kernel, across]) = (x.dims(), weight.dims());
    if !is_at_home(x) || !is_at_home(weight) || kernel != across || n == 0 {
        return None;
    }
    let layer = Convolution::new([c, h, w], border, outputs, kernel, stride)?;
    let bias = match bias {
        Some(bias) => bias.clone(),
        None => Tensor::zeros([outputs], &x.device()),
    };
    if [x.device(), weight.device(), bias.device()]
        .iter()
        .any(Device::is_autodiff)
    {
        let (x, weight, bias) = (traced(x)?, traced(weight)?, traced(&bias)?);
        let parents = [x.node(), weight.node(), bias.node()];
        let (x, weight, bias) = (
            x.into_primitive(),
            weight.into_primitive(),
            bias.into_primitive(),
        );
        let y = convolved(&layer, &x, &weight, &bias, slope);
        let prepared = ConvolutionStep.prepare::<NoCheckpointing>(parents);
        let y = match prepared.compute_bound().stateful() {
            OpsKind::Tracked(prepared) => {
                let state = ConvolutionState {
                    layer,
                    x,
                    weight,
                    rectified: slope.map(|slope| (y.clone(), slope)),
                };
                prepared.finish(state, y)
            }
            OpsKind::UnTracked(prepared) => prepared.finish(y),
        };
        return Some(Tensor::from_primitive::<Autodiff<Flex>>(y));
    }
    let plain = |x: Tensor<4>| x.try_into_primitive::<Flex>().ok();
    let (x, weight) = (plain(x.clone())?, plain(weight.clone())?);
    let bias = bias.try_into_primitive::<Flex>().ok()?;
    let y = convolved(&layer, &x, &weight, &bias, slope);
    Some(Tensor::from_primitive::<Flex>(y))
}

/// `act(instance_norm(x) * (1 + gamma) + beta)`, for tensors of 32-bit floats on the CPU; `None`
/// for all others.
///
/// # Shapes
/// - `x`: `[n, c, h, w]`
/// - `film`: `[n, 2 c]`, all gammas before all betas
pub(in crate::model) fn normalise(
    x: &Tensor<4>,
    film: &Tensor<2>,
    epsilon: f32,
    slope: Option<f32>,
) -> Option<Tensor<4>> {
    let [n, channels, h, w] = x.dims();
    if !is_at_home(x) || !is_at_home(film) || n * channels * h * w == 0 {
        return None;
    }
    let layer = Film {
        channels,
        plane_len: h * w,
        epsilon,
        slope,
    };
    if x.device().is_autodiff() || film.device().is_autodiff() {
        let (x, film) = (traced(x)?, traced(film)?);
        let parents = [x.node(), film.node()];
        let (x, film) = (x.into_primitive(), film.into_primitive());
        let (y, moments) = normalised(&layer, &x, &film);
        let prepared = FilmStep.prepare::<NoCheckpointing>(parents);
        let y = match prepared.compute_bound().stateful() {
            OpsKind::Tracked(prepared) => {
                let state = FilmState {
                    layer,
                    x,
                    film,
                    moments,
                };
                prepared.finish(state, y)
            }
            OpsKind::UnTracked(prepared) => prepared.finish(y),
        };
        return Some(Tensor::from_primitive::<Autodiff<Flex>>(y));
    }
    let x = x.clone().try_into_primitive::<Flex>().ok()?;
    let film = film.clone().try_into_primitive::<Flex>().ok()?;
    let (y, _) = normalised(&layer, &x, &film);
    Some(Tensor::from_primitive::<Flex>(y))
}

/// Whether the layers here know the tensor's device and type.
fn is_at_home<const D: usize>(x: &Tensor<D>) -> bool {
    x.dtype() == DType::F32 && x.device() == Device::flex()
}

/// The tensor with its place in the graph; one without a graph becomes a constant.
fn traced<const D: usize>(x: &Tensor<D>) -> Option<Traced> {
    let x = if x.device().is_autodiff() {
        x.clone()
    } else {
        Tensor::from_inner(x.clone())
    };
    x.try_into_primitive::<Autodiff<Flex>>().ok()
}

/// A tensor of these numbers.
fn tensor<const D: usize>(numbers: Vec<f32>, shape: [usize; D]) -> FlexTensor {
    FlexTensor::from_data(TensorData::new(numbers, shape))
}

/// Does something with the numbers of tensors, in their order.
fn read<const N: usize, R>(tensors: [&FlexTensor; N], f: impl FnOnce([&[f32]; N]) -> R) -> R {
    let tensors = tensors.map(FlexTensor::to_contiguous);
    let numbers = tensors.each_ref().map(|tensor| tensor.as_slice::<f32>());
    f(numbers.map(Option::unwrap_or_default))
}

fn convolved(
    layer: &Convolution,
    x: &FlexTensor,
    weight: &FlexTensor,
    bias: &FlexTensor,
    slope: Option<f32>,
) -> FlexTensor {
    let shape = layer.output_shape(x.shape()[0]);
    read([x, weight, bias], |[x, weight, bias]| {
        tensor(layer.forward(x, weight, Some(bias), slope), shape)
    })
}

fn normalised(layer: &Film, x: &FlexTensor, film: &FlexTensor) -> (FlexTensor, Vec<Moments>) {
    let shape: [usize; 4] = std::array::from_fn(|i| x.shape()[i]);
    read([x, film], |[x, film]| {
        let (y, moments) = layer.forward(x, film);
        (tensor(y, shape), moments)
    })
}

/// What the gradients of a convolution need.
#[derive(Clone, Debug)]
struct ConvolutionState {
    layer: Convolution,
    x: FlexTensor,
    weight: FlexTensor,
    /// The output, whose sign tells where the rectifier let pass, and the slope below zero.
    rectified: Option<(FlexTensor, f32)>,
}

#[derive(Debug)]
struct ConvolutionStep;

impl Backward<Flex, 3> for ConvolutionStep {
    type State = ConvolutionState;

    fn backward(
        self,
        ops: Ops<Self::State, 3>,
        gradients: &mut Gradients,
        _checkpointer: &mut Checkpointer,
    ) {
        let ConvolutionState {
            layer,
            x,
            weight,
            rectified,
        } = ops.state;
        let n = x.shape()[0];
        let of_output = gradients.consume::<Flex>(&ops.node);
        let of_output = match rectified {
            Some((y, slope)) => read([&of_output, &y], |[gradient, y]| {
                let passed = gradient.iter().zip(y);
                let passed = passed.map(|(g, y)| if *y > 0.0 { *g } else { g * slope });
                tensor(passed.collect(), layer.output_shape(n))
            }),
            None => of_output,
        };
        let [of_x, of_weight, of_bias] = ops.parents;
        read([&of_output, &x, &weight], |[gradient, x, weight]| {
            if let Some(node) = of_x {
                let numbers = layer.input_gradient(gradient, weight);
                gradients.register::<Flex>(node.id, tensor(numbers, layer.input_shape(n)));
            }
            if let Some(node) = of_weight {
                let numbers = layer.weight_gradient(gradient, x);
                gradients.register::<Flex>(node.id, tensor(numbers, layer.weight_shape()));
            }
            if let Some(node) = of_bias {
                let numbers = layer.bias_gradient(gradient);
                let shape = [numbers.len()];
                gradients.register::<Flex>(node.id, tensor(numbers, shape));
            }
        });
    }
}

/// What the gradients of a normalisation need.
#[derive(Clone, Debug)]
struct FilmState {
    layer: Film,
    x: FlexTensor,
    film: FlexTensor,
    moments: Vec<Moments>,
}

#[derive(Debug)]
struct FilmStep;

impl Backward<Flex, 2> for FilmStep {
    type State = FilmState;

    fn backward(
        self,
        ops: Ops<Self::State, 2>,
        gradients: &mut Gradients,
        _checkpointer: &mut Checkpointer,
    ) {
        let FilmState {
            layer,
            x,
            film,
            moments,
        } = ops.state;
        let shape: [usize; 4] = std::array::from_fn(|i| x.shape()[i]);
        let of_output = gradients.consume::<Flex>(&ops.node);
        let (of_x, of_film) = read([&of_output, &x, &film], |[gradient, x, film]| {
            layer.backward(gradient, x, film, &moments)
        });
        let [node_x, node_film] = ops.parents;
        if let Some(node) = node_x {
            gradients.register::<Flex>(node.id, tensor(of_x, shape));
        }
        if let Some(node) = node_film {
            let shape = [shape[0], 2 * shape[1]];
            gradients.register::<Flex>(node.id, tensor(of_film, shape));
        }
    }
}
