//! Files of networks that look in place of the program's own: VGG16 and VGG19 as torchvision stores
//! them.

use std::path::Path;

use burn::prelude::Device;

use super::EngineError;
use crate::model::features::FeatureExtractor;
use crate::model::tensors::{NamedTensors, parse_some};
use crate::model::vgg::Vgg;
use crate::model::{ModelError, parse_pytorch_while};
use crate::paths::read_within;

/// Most of a whole file, and of no use here.
const CLASSIFIER: &str = "classifier.";
/// Largest file that is read; that of a VGG19 has 575 MB.
const MAX_BYTES: u64 = 1 << 30;
/// Place and value of the byte by which safetensors files are known: the header's opening bracket.
const SAFETENSORS_MARK: (usize, u8) = (8, b'{');

/// Reads a VGG16 or VGG19 from a safetensors or `PyTorch` file for use on `device`.
///
/// # Errors
/// [`EngineError::Weights`] when the file cannot be read, [`EngineError::UnfitWeights`] naming the
/// tensor that is missing, of another shape or of another network.
pub(super) fn read_extractor(
    path: &Path,
    device: &Device,
) -> Result<FeatureExtractor, EngineError> {
    extractor_of(&read_weights(path, &|| true)?, path, device)
}

/// The network of the tensors that were read from the file at `path`.
///
/// # Errors
/// [`EngineError::UnfitWeights`].
pub(super) fn extractor_of(
    tensors: &NamedTensors,
    path: &Path,
    device: &Device,
) -> Result<FeatureExtractor, EngineError> {
    let network = Vgg::from_tensors(tensors, device);
    network.map(FeatureExtractor::Vgg).map_err(unfit(path))
}

/// Reads the tensors of such a file; `keep_going` is asked on the way.
///
/// # Errors
/// As [`read_extractor`], and [`EngineError::CANCELLED`].
pub(super) fn read_weights(
    path: &Path,
    keep_going: &dyn Fn() -> bool,
) -> Result<NamedTensors, EngineError> {
    let bytes = read_within(path, MAX_BYTES, keep_going);
    let tensors = bytes.map(|bytes| parse(&bytes, keep_going));
    if !keep_going() {
        return Err(EngineError::CANCELLED);
    }
    let tensors = tensors.map_err(|source| EngineError::Weights {
        source,
        path: path.to_owned(),
    })?;
    tensors.map_err(unfit(path))
}

fn unfit(path: &Path) -> impl FnOnce(ModelError) -> EngineError {
    let path = path.to_owned();
    move |source| EngineError::UnfitWeights { source, path }
}

fn parse(bytes: &[u8], keep_going: &dyn Fn() -> bool) -> Result<NamedTensors, ModelError> {
    let is_wanted = |name: &str| !name.starts_with(CLASSIFIER);
    let (place, mark) = SAFETENSORS_MARK;
    if bytes.get(place) == Some(&mark) {
        parse_some(bytes, is_wanted)
    } else {
        parse_pytorch_while(bytes, is_wanted, keep_going)
    }
}
