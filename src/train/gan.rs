//! Generator and discriminator, trained against each other: the one step under a style being learnt
//! and under the base weights.
//!
//! The generator draws under loss weights that are drawn at random around the user's own and is
//! told them, so that the dials stay true (Dosovitskiy and Djolonga, ICLR 2020, "You Only Train
//! Once").

pub(crate) mod average;
mod paired;
pub(crate) mod views;

use std::path::Path;

use burn::grad_clipping::GradientClippingConfig;
use burn::module::Module;
use burn::optim::{AdamConfig, GradientsParams, ModuleOptimizer};
use burn::prelude::{Device, Tensor};
use burn::tensor::TensorData;

use self::average::averaged;
use self::views::{Viewer, with_soft_edges};
use crate::model::discriminator::Discriminator;
use crate::model::features::FeatureExtractor;
use crate::model::generator::Generator;
use crate::model::perceptual::NUM_LEVELS;
use crate::model::{CODE_SIZE, ModelError, NUM_DIALS, StyleCode};
use crate::train::CheckpointError;
use crate::train::checkpoint::{Files, load_module, load_optimizer, of_module, of_optimizer};
use crate::train::data::appearance::{Appearance, appearance};
use crate::train::data::crops::Cropping;
use crate::train::data::pages::Page;
use crate::train::loss::areas::AreaLosses;
use crate::train::loss::flatten::{Flattened, flattened};
use crate::train::loss::{self, Adversarial, Features, scaled};
use crate::train::objective::{
    Batch, Identity, Means, Objective, StepLosses, Terms, ThereAndBack, Ways,
};

const LEARNER: &str = "learner.bpk";
const AVERAGE: &str = "average.bpk";
const DISCRIMINATOR: &str = "discriminator.bpk";
const OPTIMIZER: &str = "optimizer.bpk";
const OPTIMIZER_D: &str = "optimizer-d.bpk";

/// Norm to which the gradient of each parameter is cut.
const CLIP_NORM: f32 = 1.0;
/// How scores become losses.
const ADVERSARIAL: Adversarial = Adversarial::Hinge;

/// What is trained against the discriminator: a generator, and codes of styles.
pub(crate) trait Learner: Module {
    /// Draws.
    fn generator(&self) -> &Generator;
}

/// The codes of a step, `[n, 32]` each.
pub(crate) struct Codes {
    /// Of the style.
    pub(crate) style: Tensor<2>,
    /// Of an untouched photograph.
    pub(crate) photo: Tensor<2>,
    /// The style's once more, as the discriminator projects on it. With gradients the code learns
    /// to please it.
    pub(crate) projected: Tensor<2>,
}

/// Adam's step sizes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rates {
    pub(crate) generator: f64,
    pub(crate) discriminator: f64,
}

/// Networks, their optimisers and the running average.
pub(crate) struct Gan<L> {
    pub(crate) learner: L,
    /// Draws better than any single step.
    pub(crate) average: L,
    pub(crate) discriminator: Discriminator,
    optimizer: ModuleOptimizer,
    optimizer_d: ModuleOptimizer,
    perceptual: FeatureExtractor,
    rms: [f32; NUM_LEVELS],
    /// Share of the past in the average.
    pub(crate) average_share: f64,
    /// With gradients.
    device: Device,
}

impl<L: Learner> Gan<L> {
    /// `learner` is on a device with gradients, the other networks on the plain one beneath.
    pub(crate) fn new(
        learner: L,
        discriminator: Discriminator,
        perceptual: FeatureExtractor,
        rms: [f32; NUM_LEVELS],
        average_share: f64,
        device: &Device,
    ) -> Self {
        Self {
            average: learner.valid(),
            learner,
            discriminator: discriminator.train(),
            optimizer: adam(),
            optimizer_d: adam(),
            perceptual: perceptual.train().no_grad(),
            rms,
            average_share,
            device: device.clone(),
        }
    }

    /// The device with gradients.
    pub(crate) fn device(&self) -> &Device {
        &self.device
    }

    /// Goes on from another learner, with a fresh average and without the optimiser's past.
    pub(crate) fn replace(&mut self, learner: L) {
        self.learner = learner;
        self.average = self.learner.valid();
        self.optimizer = adam();
    }

    /// The files of a point: everything that a later run needs.
    ///
    /// # Errors
    /// [`CheckpointError`] when the device fails.
    pub(crate) fn files(&self) -> Result<Files, CheckpointError> {
        Ok(vec![
            of_module(LEARNER, self.learner.valid())?,
            of_module(AVERAGE, self.average.clone())?,
            of_module(DISCRIMINATOR, self.discriminator.valid())?,
            of_optimizer(OPTIMIZER, &self.optimizer)?,
            of_optimizer(OPTIMIZER_D, &self.optimizer_d)?,
        ])
    }

    /// Goes on from the point in that folder.
    ///
    /// # Errors
    /// [`CheckpointError`] when something is missing or damaged.
    pub(crate) fn load(&mut self, point: &Path) -> Result<(), CheckpointError> {
        let learner = load_module(point, LEARNER, self.learner.valid())?;
        let average = load_module(point, AVERAGE, self.average.clone())?;
        let discriminator = load_module(point, DISCRIMINATOR, self.discriminator.valid())?;
        self.optimizer = load_optimizer(point, OPTIMIZER, adam())?;
        self.optimizer_d = load_optimizer(point, OPTIMIZER_D, adam())?;
        self.learner = learner.train();
        self.average = average;
        self.discriminator = discriminator.train();
        Ok(())
    }

    /// Trains on one batch. `means` bring each loss to about one; they take this step's losses in
    /// if the objective says so.
    ///
    /// # Errors
    /// [`ModelError::Backend`] when the device fails.
    pub(crate) fn step(
        &mut self,
        batch: Batch,
        objective: &Objective<'_>,
        means: &mut Means,
        codes: impl FnOnce(&L, usize) -> Codes,
        rates: Rates,
    ) -> Result<StepLosses, ModelError> {
        let n = batch.dials.len();
        let photos = Tensor::<4>::from_data(batch.photos, &self.device.clone().inner());
        let has_structure = batch.kept.is_some();
        let flat = match batch.kept {
            Some(kept) => Flattened::of(Tensor::from_data(kept, &photos.device())),
            None => flattened(&photos),
        };
        let flat_features = scaled(
            self.perceptual.valid().forward(flat.image.clone()),
            &self.rms,
        );
        let flat_features = flat_features.map(Tensor::from_inner);
        let flat_image = Tensor::from_inner(flat.image); // [n, 3, side, side]
        let mask = Tensor::from_inner(flat.mask); // [n, 1, side, side]
        let photos = Tensor::from_inner(photos); // [n, 3, side, side]
        // What must come back, and whose edges may stay.
        let kept = if has_structure {
            flat_image.clone()
        } else {
            photos.clone()
        };
        let pages = Tensor::<4>::from_data(batch.pages, &self.device); // [n, 3, side, side]
        let dials = TensorData::new(batch.dials.concat(), [n, NUM_DIALS]);
        let dials = Tensor::<2>::from_data(dials, &self.device); // [n, 3]
        let generator = self.learner.generator();
        let codes = codes(&self.learner, n);

        let drawn = generator.forward(photos.clone(), codes.style.clone(), dials.clone());
        let features = self.features(drawn.clone());
        let style = loss::style(&features, objective.grams);
        let content = loss::content(&features, &flat_features, &drawn, &flat_image);
        let pictures = [&drawn, &photos, &pages, &kept];
        let ThereAndBack { cycle, identity } =
            there_and_back(objective.ways, generator, pictures, &codes, &dials);
        let mut viewer = Viewer::new(objective.views, objective.seed);
        let scores = self
            .discriminator
            .clone()
            .no_grad()
            .forward(viewer.show(drawn.clone()), codes.projected.clone()); // [n, 1, side/8, side/8]
        let terms = Terms {
            style,
            content,
            cycle,
            identity,
            adversarial: ADVERSARIAL.generator(scores),
            areas: AreaLosses::of(&drawn, &photos, &kept, &mask),
            change: loss::cycle(drawn.clone().detach(), photos),
        };
        let report = terms.report(); // [9]
        if objective.sets_scale {
            // Here the step waits for the device: the means are needed before the sum.
            let has_identity = terms.identity.is_some();
            let numbers = report.clone().try_into_vec_as::<f32>()?;
            means.update(&StepLosses::of_report(&numbers, has_identity));
        }
        let has_identity = terms.identity.is_some();
        let total = terms.total(objective, means, &batch.dials);
        let mut grads = total.backward();
        let grads = GradientsParams::from_module(&mut grads, &self.learner);
        self.learner = self
            .optimizer
            .step(rates.generator, self.learner.clone(), grads);

        let code = codes.projected.detach();
        let pictures = [pages, drawn.detach()];
        let loss_d = self.teach_discriminator(pictures, code, &mut viewer, rates.discriminator);
        self.renew_average();
        // Else the one place where the step waits for the device.
        let numbers = Tensor::cat(vec![report, loss_d], 0).try_into_vec_as::<f32>()?;
        Ok(StepLosses::of_report(&numbers, has_identity))
    }

    /// Teaches the discriminator to tell pages from drawings, `[n, 3, side, side]` each. Gives its
    /// loss on these two, `[1]` on the plain device.
    fn teach_discriminator(
        &mut self,
        [pages, drawn]: [Tensor<4>; 2],
        code: Tensor<2>,
        viewer: &mut Viewer,
        rate: f64,
    ) -> Tensor<1> {
        let discriminator = self.discriminator.clone().iterate();
        let soft = viewer.soft_edges().map(|share| {
            let soft = viewer.show(with_soft_edges(&pages));
            let scores = discriminator.forward(soft, code.clone());
            ADVERSARIAL.of_fakes(scores).mul_scalar(share)
        });
        let real = discriminator.forward(viewer.show(pages), code.clone());
        let fake = discriminator.forward(viewer.show(drawn), code);
        let loss = ADVERSARIAL.discriminator(real, fake);
        let told = loss.clone().detach().inner();
        let total = match soft {
            Some(soft) => loss + soft,
            None => loss,
        };
        let mut grads = total.backward();
        let grads = GradientsParams::from_module(&mut grads, &discriminator);
        self.discriminator = self.optimizer_d.step(rate, discriminator, grads);
        told
    }

    fn renew_average(&mut self) {
        self.average = averaged(
            self.average.clone(),
            &self.learner.valid(),
            self.average_share,
        );
    }

    fn features(&self, x: Tensor<4>) -> Features {
        scaled(self.perceptual.forward(x), &self.rms)
    }

    /// What pages look like to the network of the losses.
    ///
    /// # Errors
    /// [`ModelError::Backend`] when the device fails.
    pub(crate) fn look(
        &self,
        pages: &[&Page],
        cropping: &Cropping,
        seed: u64,
    ) -> Result<Appearance, ModelError> {
        let plain = self.device.clone().inner();
        let perceptual = self.perceptual.valid();
        appearance(&perceptual, &self.rms, pages, cropping, seed, &plain)
    }

    /// Features of a picture on the plain device, divided by their size on photographs.
    ///
    /// # Shapes
    /// - `x`: `[b, 3, h, w]`, sRGB in `0.0..=1.0`
    /// - output: [`Features`]
    pub(crate) fn plain_features(&self, x: Tensor<4>) -> Features {
        scaled(self.perceptual.valid().forward(x), &self.rms)
    }
}

/// Draws what must come back, from drawings, photographs, pages and what is kept of photographs,
/// `[n, 3, side, side]` each.
fn there_and_back(
    ways: Ways,
    generator: &Generator,
    [drawn, photos, pages, kept]: [&Tensor<4>; 4],
    codes: &Codes,
    dials: &Tensor<2>,
) -> ThereAndBack {
    let photo_code = codes.photo.clone();
    match ways {
        Ways::Photo => {
            let back = generator.forward(drawn.clone(), photo_code, dials.clone());
            ThereAndBack {
                cycle: loss::cycle(back, kept.clone()),
                identity: None,
            }
        }
        Ways::Page => {
            let photo_like = generator.forward(pages.clone(), photo_code, dials.clone());
            let back = generator.forward(photo_like, codes.style.clone(), dials.clone());
            let same = generator.forward(pages.clone(), codes.style.clone(), dials.clone());
            ThereAndBack {
                cycle: loss::cycle(back, pages.clone()),
                identity: Some(Identity::OfPages(loss::cycle(same, pages.clone()))),
            }
        }
        Ways::PhotoAndItself => {
            // Half of the photographs as themselves, in one go with the way back.
            let n = photos.dims()[0];
            let half = n.div_ceil(2);
            let first = |x: &Tensor<2>| x.clone().narrow(0, 0, half);
            let some = photos.clone().narrow(0, 0, half);
            let both = generator.forward(
                Tensor::cat(vec![drawn.clone(), some.clone()], 0),
                Tensor::cat(vec![photo_code.clone(), first(&photo_code)], 0),
                Tensor::cat(vec![dials.clone(), first(dials)], 0),
            );
            let back = both.clone().narrow(0, 0, n);
            let itself = both.narrow(0, n, half);
            let identity = (itself - some).abs().mean();
            ThereAndBack {
                cycle: loss::cycle(back, kept.clone()),
                identity: Some(Identity::OfPhotos(identity)),
            }
        }
    }
}

/// A code as a tensor.
///
/// # Shapes
/// - output: `[1, 32]`
pub(crate) fn code_tensor(code: StyleCode, device: &Device) -> Tensor<2> {
    Tensor::from_data(TensorData::new(code.0.to_vec(), [1, CODE_SIZE]), device)
}

fn adam() -> ModuleOptimizer {
    AdamConfig::new()
        .with_beta_1(0.5)
        .with_beta_2(0.99)
        .with_epsilon(1e-8)
        .with_grad_clipping(Some(GradientClippingConfig::Norm(CLIP_NORM)))
        .init()
}
