//! Learnt styles in the studio: their weights, prepared for the device that draws.

use std::collections::BTreeMap;

use burn::prelude::Device;

use crate::engine::{EngineError, LearntWeights};
use crate::model::direct::DirectGenerator;
use crate::model::generator::Generator;
use crate::model::weights::direct;
use crate::model::{BaseModel, ModelError};

/// A learnt style; the networks are built when it is first drawn with.
#[derive(Debug)]
struct Learnt {
    weights: LearntWeights,
    cpu: Option<DirectGenerator>,
    gpu: Option<Generator>,
}

/// The learnt styles by name.
#[derive(Debug, Default)]
pub(super) struct LearntStyles(BTreeMap<String, Learnt>);

impl LearntStyles {
    /// Adds or replaces a style.
    pub(super) fn insert(&mut self, name: &str, weights: LearntWeights) {
        let learnt = Learnt {
            weights,
            cpu: None,
            gpu: None,
        };
        self.0.insert(name.to_owned(), learnt);
    }

    /// Forgets all styles but those that `keep` wants.
    pub(super) fn retain(&mut self, keep: impl Fn(&str) -> bool) {
        self.0.retain(|name, _| keep(name));
    }

    /// Whether there is a style of that name.
    pub(super) fn contains(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// Names in order.
    pub(super) fn names(&self) -> impl Iterator<Item = &String> {
        self.0.keys()
    }

    /// Codes and tensors of a style.
    pub(super) fn weights(&self, name: &str) -> Option<&LearntWeights> {
        self.0.get(name).map(|learnt| &learnt.weights)
    }

    /// The network of a style for the CPU.
    ///
    /// # Errors
    /// [`EngineError::Model`] when the weights do not fit.
    pub(super) fn cpu(&mut self, name: &str) -> Result<Option<&DirectGenerator>, EngineError> {
        let Some(learnt) = self.0.get_mut(name) else {
            return Ok(None);
        };
        if learnt.cpu.is_none() {
            learnt.cpu = Some(direct(&learnt.weights.generator)?);
        }
        Ok(learnt.cpu.as_ref())
    }

    /// The network of a style on a graphics device.
    ///
    /// # Errors
    /// [`EngineError::Model`] when the weights do not fit.
    pub(super) fn gpu(
        &mut self,
        name: &str,
        base: &BaseModel,
        device: &Device,
    ) -> Result<Option<&Generator>, ModelError> {
        let Some(learnt) = self.0.get_mut(name) else {
            return Ok(None);
        };
        if learnt.gpu.is_none() {
            learnt.gpu = Some(base.generator_with(&learnt.weights.generator, device)?);
        }
        Ok(learnt.gpu.as_ref())
    }
}
