//! Setting up the learning of a style where the renderer draws.

use super::{TrainMaterial, TrainSpec};
use crate::engine::EngineError;
use crate::engine::extractor::extractor_of;
use crate::library::built_in::TEACHING;
use crate::model::Teaching;
use crate::render::Renderer;
use crate::train::{Finetuning, TrainInputs};

/// Looks at the pages and sets up the learning of a style on the renderer's device.
///
/// # Errors
/// [`EngineError`] when the style to start from is not there, or why it cannot begin.
pub(super) fn begin_learning(
    renderer: &Renderer,
    material: &TrainMaterial,
    spec: &TrainSpec,
) -> Result<Finetuning, EngineError> {
    let library = renderer.library();
    let start = spec.from.as_deref().map(|name| library.start(name));
    let teaching = Teaching::from_bytes(TEACHING)?;
    let device = renderer.training_device();
    let extractor = material.extractor.as_ref().zip(spec.perceptual.as_deref());
    let extractor = extractor.map(|(tensors, path)| extractor_of(tensors, path, &device));
    let inputs = TrainInputs {
        pages: &material.pages,
        photos: &material.photos,
        pairs: &material.pairs,
        base: library.model(),
        start: start.transpose()?,
        teaching: &teaching,
        extractor: extractor.transpose()?,
    };
    Ok(Finetuning::begin(inputs, spec.plan.clone(), &device)?)
}
