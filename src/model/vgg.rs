//! VGG16 and VGG19, trained by others to name what photographs show: in place of the perceptual
//! network.
//!
//! Only their features are there, not their classifiers. They are never shipped; a file is given by
//! the user.

use burn::module::Module;
use burn::nn::conv::{Conv2d, Conv2dConfig};
use burn::prelude::{Device, Tensor};
use burn::tensor::TensorData;
use burn::tensor::module::max_pool2d;
use burn::tensor::ops::MaxPoolOptions;

use super::ModelError;
use super::convolution::{Border, Pass, convolve};
use super::perceptual::NUM_LEVELS;
use super::tensors::{NamedTensors, into_module};

/// Channels of each level.
pub const VGG_CHANNELS: [usize; NUM_LEVELS] = [64, 128, 256, 512];
/// Convolutions of each level.
const VGG16: [usize; NUM_LEVELS] = [2, 2, 3, 3];
const VGG19: [usize; NUM_LEVELS] = [2, 2, 4, 4];
/// The first tensor that VGG19 has and VGG16 has not, among the first levels.
const ONLY_IN_VGG19: &str = "features.16.weight";
/// What stands behind the levels that are used: the fifth level and the classifier.
const UNUSED_PARTS: [&str; 2] = ["features.", "classifier."];
/// Means and standard deviations of red, green and blue on the pictures that they were trained
/// with.
const MEANS: [f32; 3] = [0.485, 0.456, 0.406];
const SPREADS: [f32; 3] = [0.229, 0.224, 0.225];

/// The first four levels of VGG16 or VGG19.
///
/// Source: Simonyan and Zisserman 2015 (<https://arxiv.org/abs/1409.1556>); the levels are those of
/// Johnson et al. 2016 (<https://arxiv.org/abs/1603.08155>).
#[derive(Module, Debug)]
pub struct Vgg {
    convs: Vec<Conv2d>,
}

impl Vgg {
    /// From tensors with torchvision's names, `features.0.weight` and so on; a classifier may be
    /// there.
    ///
    /// # Errors
    /// [`ModelError`] naming the first tensor that is missing, of another shape, or of another
    /// network, such as a VGG with batch normalisation.
    pub fn from_tensors(tensors: &NamedTensors, device: &Device) -> Result<Self, ModelError> {
        let depths = if tensors.contains_key(ONLY_IN_VGG19) {
            VGG19
        } else {
            VGG16
        };
        let mut convs = Vec::new();
        let mut own = NamedTensors::new();
        let mut place = 0;
        let mut from = 3;
        for (num, to) in depths.into_iter().zip(VGG_CHANNELS) {
            for _ in 0..num {
                let shapes = [("weight", vec![to, from, 3, 3]), ("bias", vec![to])];
                for (kind, expected) in shapes {
                    let name = format!("features.{place}.{kind}");
                    let Some(tensor) = tensors.get(&name) else {
                        return Err(ModelError::MissingTensor { name });
                    };
                    if tensor.0 != expected {
                        let found = tensor.0.clone();
                        return Err(ModelError::Misshapen {
                            name,
                            found,
                            expected,
                        });
                    }
                    own.insert(format!("convs.{}.{kind}", convs.len()), tensor.clone());
                }
                convs.push(Conv2dConfig::new([from, to], [3, 3]).init(device));
                from = to;
                // The convolution and its rectifier.
                place += 2;
            }
            // Largest of two by two.
            place += 1;
        }
        let stranger = tensors.keys().find(|name| !is_known(name, depths, place));
        if let Some(name) = stranger {
            return Err(ModelError::UnknownTensor { name: name.clone() });
        }
        let mut network = Self { convs };
        into_module(&mut network, &own)?;
        Ok(network)
    }

    /// Features of `x` at four resolutions, after the rectifiers before each halving.
    ///
    /// # Shapes
    /// - `x`: `[b, 3, h, w]`, sRGB in `0.0..=1.0`, sides multiples of 8
    /// - output: `[b, 64, h, w]`, `[b, 128, h/2, w/2]`, `[b, 256, h/4, w/4]`, `[b, 512, h/8, w/8]`
    pub fn forward(&self, x: &Tensor<4>) -> [Tensor<4>; NUM_LEVELS] {
        let depths = if self.convs.len() == VGG16.iter().sum::<usize>() {
            VGG16
        } else {
            VGG19
        };
        let row = |numbers: [f32; 3]| {
            let data = TensorData::new(numbers.to_vec(), [1, 3, 1, 1]);
            Tensor::<4>::from_data(data, &x.device())
        };
        let mut convs = self.convs.iter();
        let mut x = (x.clone() - row(MEANS)) / row(SPREADS);
        let mut is_first = true;
        depths.map(|num| {
            if !is_first {
                x = max_pool2d(x.clone(), MaxPoolOptions::new([2, 2]).with_stride([2, 2]));
            }
            is_first = false;
            for conv in convs.by_ref().take(num) {
                x = rectified(conv, x.clone());
            }
            x.clone()
        })
    }
}

fn rectified(conv: &Conv2d, x: Tensor<4>) -> Tensor<4> {
    let pass = Pass {
        border: Border::Zeros,
        stride: 1,
        slope: Some(0.0),
    };
    let bias = conv.bias.as_ref().map(burn::module::Param::val);
    convolve(x, conv.weight.val(), bias, pass)
}

/// Whether a tensor belongs to a VGG of these depths, whose used part ends before `end`.
fn is_known(name: &str, depths: [usize; NUM_LEVELS], end: usize) -> bool {
    let Some(place) = name.strip_prefix(UNUSED_PARTS[0]) else {
        return name.starts_with(UNUSED_PARTS[1]);
    };
    let place = place
        .split('.')
        .next()
        .and_then(|n| n.parse::<usize>().ok());
    place.is_some_and(|place| place >= end || places(depths).any(|known| known == place))
}

/// Where the convolutions stand among torchvision's layers.
fn places(depths: [usize; NUM_LEVELS]) -> impl Iterator<Item = usize> {
    let mut next = 0;
    depths.into_iter().flat_map(move |num| {
        let first = next;
        next += 2 * num + 1;
        (0..num).map(move |i| first + 2 * i)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As torchvision writes them, the classifier left out.
    fn tensors(depths: [usize; NUM_LEVELS]) -> NamedTensors {
        let mut tensors = NamedTensors::new();
        let mut from = 3;
        let mut places = places(depths);
        for (num, to) in depths.into_iter().zip(VGG_CHANNELS) {
            for _ in 0..num {
                let place = places.next().unwrap();
                let numbers = vec![0.01; to * from * 9];
                let weight = (vec![to, from, 3, 3], numbers);
                tensors.insert(format!("features.{place}.weight"), weight);
                tensors.insert(format!("features.{place}.bias"), (vec![to], vec![0.0; to]));
                from = to;
            }
        }
        tensors
    }

    #[test]
    fn both_kinds_are_told_apart_and_give_four_levels() {
        let device = Device::flex();
        for depths in [VGG16, VGG19] {
            let vgg = Vgg::from_tensors(&tensors(depths), &device).unwrap();
            assert_eq!(vgg.convs.len(), depths.iter().sum::<usize>());
            let levels = vgg.forward(&Tensor::ones([1, 3, 16, 8], &device));
            let shapes = levels.map(|level| level.dims());
            assert_eq!(
                shapes,
                [
                    [1, 64, 16, 8],
                    [1, 128, 8, 4],
                    [1, 256, 4, 2],
                    [1, 512, 2, 1]
                ]
            );
        }
    }

    #[test]
    fn what_does_not_fit_is_named() {
        let device = Device::flex();
        let refused = |change: &dyn Fn(&mut NamedTensors)| {
            let mut tensors = tensors(VGG16);
            change(&mut tensors);
            Vgg::from_tensors(&tensors, &device)
                .unwrap_err()
                .to_string()
        };
        let missing = refused(&|tensors| {
            tensors.remove("features.12.bias");
        });
        assert!(missing.contains("features.12.bias"), "{missing}");
        let misshapen = refused(&|tensors| {
            let weight = (vec![64, 3, 5, 5], vec![0.0; 64 * 75]);
            tensors.insert("features.0.weight".to_owned(), weight);
        });
        assert!(
            misshapen.contains("features.0.weight") && misshapen.contains("[64, 3, 5, 5]"),
            "{misshapen}"
        );
        let normalised = refused(&|tensors| {
            tensors.insert("features.1.weight".to_owned(), (vec![64], vec![1.0; 64]));
        });
        assert!(normalised.contains("features.1.weight"), "{normalised}");
        let other = refused(&|tensors| {
            tensors.insert("layer1.0.conv1.weight".to_owned(), (vec![1], vec![1.0]));
        });
        assert!(other.contains("layer1.0.conv1.weight"), "{other}");
        // The classifier and the fifth level are allowed.
        let mut whole = tensors(VGG16);
        for name in ["classifier.0.weight", "features.24.weight"] {
            whole.insert(name.to_owned(), (vec![1], vec![1.0]));
        }
        assert!(Vgg::from_tensors(&whole, &device).is_ok());
    }
}
