//! The step on pairs: the drawing that the artist made of a photograph is what is wanted, place by
//! place. What makes a page of it beyond that, the discriminator says in the other steps.
//!
//! Source: Isola et al. 2017, "Image-to-Image Translation with Conditional Adversarial Networks"
//! (<https://arxiv.org/abs/1611.07004>), with features beside the pixels as in Johnson et al. 2016
//! (<https://arxiv.org/abs/1603.08155>).

use burn::optim::GradientsParams;
use burn::prelude::Tensor;

use super::{Gan, Learner};
use crate::model::{ModelError, NUM_DIALS};
use crate::train::data::pairs::crops::PairBatch;
use crate::train::loss;
use crate::train::objective::{PairLosses, PairShares};

impl<L: Learner> Gan<L> {
    /// Trains on photographs with the drawings over them, dials in the middle. `style` gives the
    /// codes of so many samples; `rate` is Adam's step size.
    ///
    /// # Shapes
    /// - `batch`: [`PairBatch`]
    /// - what `style` gives: `[n, 32]`
    ///
    /// # Errors
    /// [`ModelError::Backend`] when the device fails.
    pub(crate) fn step_on_pairs(
        &mut self,
        batch: PairBatch,
        style: impl FnOnce(&L, usize) -> Tensor<2>,
        rate: f64,
    ) -> Result<PairLosses, ModelError> {
        let plain = self.device.clone().inner();
        let wanted = Tensor::<4>::from_data(batch.drawings, &plain); // [n, 3, side, side]
        let n = wanted.dims()[0];
        let wanted_features = self.plain_features(wanted.clone());
        let wanted_features = wanted_features.map(Tensor::from_inner);
        let wanted = Tensor::from_inner(wanted);
        let photos = Tensor::<4>::from_data(batch.photos, &self.device); // [n, 3, side, side]
        let dials = Tensor::zeros([n, NUM_DIALS], &self.device);
        let style = style(&self.learner, n);
        let generator = self.learner.generator();
        let drawn = generator.forward(photos.clone(), style, dials);
        let features = loss::apart(&self.features(drawn.clone()), &wanted_features); // [n]
        let change = loss::cycle(drawn.clone().detach(), photos);
        let pixels = loss::cycle(drawn, wanted); // [n]
        let shares = PairShares::default();
        let total =
            pixels.clone().mul_scalar(shares.pixels) + features.clone().mul_scalar(shares.features);
        let mut grads = total.mean().backward();
        let grads = GradientsParams::from_module(&mut grads, &self.learner);
        self.learner = self.optimizer.step(rate, self.learner.clone(), grads);
        self.renew_average();
        let read = |x: Tensor<1>| x.detach().mean().inner();
        let parts = vec![read(pixels), read(features), read(change)];
        // The one place where the step waits for the device.
        let numbers = Tensor::cat(parts, 0).try_into_vec_as::<f32>()?;
        let at = |i: usize| numbers.get(i).copied().unwrap_or(f32::NAN);
        Ok(PairLosses {
            pixels: at(0),
            features: at(1),
            change: at(2),
        })
    }
}
