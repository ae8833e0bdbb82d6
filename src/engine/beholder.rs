//! Files of networks that look in place of the program's own: VGG16 and VGG19 as torchvision stores them.

use std::path::Path;

use burn::prelude::Device;

use super::EngineError;
use crate::model::beholder::Beholder;
use crate::model::tensors::parse_some;
use crate::model::vgg::Vgg;
use crate::model::{ModelError, parse_pytorch};

/// Most of a whole file, and of no use here.
const CLASSIFIER: &str = "classifier.";
/// Place and value of the byte by which safetensors files are known: the header's opening bracket.
const SAFETENSORS_MARK: (usize, u8) = (8, b'{');

/// Reads a VGG16 or VGG19 from a safetensors or `PyTorch` file for use on `device`.
///
/// # Errors
/// [`EngineError::Weights`] when the file cannot be read, [`EngineError::UnfitWeights`] naming the
/// tensor that is missing, of another shape or of another network.
pub(super) fn read_beholder(path: &Path, device: &Device) -> Result<Beholder, EngineError> {
    let bytes = std::fs::read(path).map_err(|source| EngineError::Weights {
        source,
        path: path.to_owned(),
    })?;
    read(&bytes, device).map_err(|source| EngineError::UnfitWeights {
        source,
        path: path.to_owned(),
    })
}

fn read(bytes: &[u8], device: &Device) -> Result<Beholder, ModelError> {
    let is_wanted = |name: &str| !name.starts_with(CLASSIFIER);
    let (place, mark) = SAFETENSORS_MARK;
    let tensors = if bytes.get(place) == Some(&mark) {
        parse_some(bytes, is_wanted)?
    } else {
        parse_pytorch(bytes, is_wanted)?
    };
    Ok(Beholder::Vgg(Vgg::from_tensors(&tensors, device)?))
}
