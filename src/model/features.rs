//! What looks at pictures for the losses: the program's own perceptual network, or a larger one of
//! the user's.

use burn::module::Module;
use burn::prelude::Tensor;

use super::perceptual::{NUM_LEVELS, Perceptual};
use super::vgg::Vgg;

/// A network that gives features at four resolutions.
#[derive(Module, Debug)]
pub enum FeatureExtractor {
    /// The program's own.
    Own(Perceptual),
    /// VGG16 or VGG19.
    Vgg(Vgg),
}

impl FeatureExtractor {
    /// Features of `x`, after the rectifiers.
    ///
    /// # Shapes
    /// - `x`: `[b, 3, h, w]`, sRGB in `0.0..=1.0`, sides multiples of 8
    /// - output: level `l` is `[b, c_l, h / 2^l, w / 2^l]`
    pub fn forward(&self, x: Tensor<4>) -> [Tensor<4>; NUM_LEVELS] {
        match self {
            Self::Own(network) => network.forward(x),
            Self::Vgg(network) => network.forward(&x),
        }
    }
}

/// By what the features of a network other than the program's own are divided. Style and content
/// loss are relative, so any number would do; the program's own keeps its first, for the first
/// code.
pub const UNSCALED: [f32; NUM_LEVELS] = [1.0; NUM_LEVELS];
