//! Exponential moving average of weights.

use burn::module::{Module, ModuleMapper, ModuleVisitor, Param, ParamId};
use burn::prelude::Tensor;
use burn::tensor::container::TensorContainer;

/// `share * average + (1 - share) * present`, parameter by parameter; both on the plain device.
pub(crate) fn averaged<M: Module>(average: M, present: &M, share: f64) -> M {
    let mut collected = Collected(TensorContainer::new());
    present.visit(&mut collected);
    average.map(&mut Mixed {
        present: collected.0,
        share,
    })
}

struct Collected(TensorContainer<ParamId>);

impl ModuleVisitor for Collected {
    fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
        self.0.register(param.id, param.val());
    }
}

struct Mixed {
    present: TensorContainer<ParamId>,
    share: f64,
}

impl ModuleMapper for Mixed {
    fn map_float<const D: usize>(&mut self, param: Param<Tensor<D>>) -> Param<Tensor<D>> {
        let present = self.present.get::<Tensor<D>>(&param.id);
        let share = self.share;
        param.map(|average| match present {
            Some(present) => average.mul_scalar(share) + present.mul_scalar(1.0 - share),
            None => average,
        })
    }
}
