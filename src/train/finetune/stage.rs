//! What is trained when: first the code alone, then the normalisations, then everything.

use burn::module::{Module as _, ModuleMapper, Param};
use burn::prelude::Tensor;

use crate::train::Learner;

/// What may change during a step.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
pub enum Stage {
    /// Only the style's code: 32 numbers, seconds.
    Code,
    /// The code, and how it scales and shifts every layer.
    Normalisation,
    /// The code and all weights of the generator.
    Everything,
}

impl Stage {
    /// Whether the parameter at `path` (such as `generator.blocks.0.a.conv.weight`) is trained.
    fn trains(self, path: &str) -> bool {
        match self {
            Self::Code => path == "code",
            Self::Normalisation => {
                path == "code" || path.contains(".film.") || path.starts_with("generator.condition")
            }
            Self::Everything => true,
        }
    }
}

/// The learner with gradients only where `stage` trains.
pub(crate) fn only(stage: Stage, learner: Learner) -> Learner {
    let path = Vec::new();
    learner.map(&mut Chosen { stage, path })
}

struct Chosen {
    stage: Stage,
    path: Vec<String>,
}

impl ModuleMapper for Chosen {
    fn enter_module(&mut self, name: &str, _container_type: &str) {
        self.path.push(name.to_owned());
    }

    fn exit_module(&mut self, _name: &str, _container_type: &str) {
        self.path.pop();
    }

    fn map_float<const D: usize>(&mut self, param: Param<Tensor<D>>) -> Param<Tensor<D>> {
        let trained = self.stage.trains(&self.path.join("."));
        let (id, value, mapper) = param.consume();
        // Gradients can only be switched on for a leaf of the graph.
        let value = value.detach();
        Param::from_mapped_value(id, value, mapper).set_require_grad(trained)
    }
}
