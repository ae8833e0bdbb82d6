//! What one step minimises: the losses, what each counts, and what is reported of them.

use burn::prelude::Tensor;
use burn::tensor::TensorData;
use image::RgbImage;

use crate::model::perceptual::NUM_LEVELS;
use crate::model::{Dials, NUM_DIALS};
use crate::train::data::crops::{Cropping, Subject};
use crate::train::gan::views::Views;
use crate::train::loss::RunningMean;
use crate::train::loss::areas::{AreaLosses, AreaShares};

/// Share of samples whose dials are all in the middle, where most drawings are made.
const SHARE_NEUTRAL: f32 = 0.3;
/// Least mean that a loss is divided by.
const LEAST_MEAN: f32 = 1e-4;

/// What one kind of loss counts when every dial is in the middle; each loss is divided by its
/// running mean first.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct LossShares {
    /// Gram matrices against the style's.
    pub style: f32,
    /// The discriminator's opinion (not divided: its scale is fixed by the spectral norm).
    pub adversarial: f32,
    /// Features and luminance against the photograph's.
    pub content: f32,
    /// Back to the photograph, and from a page to a photograph and back.
    pub cycle: f32,
    /// A page stays as it is.
    pub identity: f32,
    /// Calm and true areas (not divided).
    pub areas: AreaShares,
}

impl LossShares {
    /// For pages that have colours, or for pen and paper.
    #[must_use]
    pub fn for_pages(is_coloured: bool) -> Self {
        let shares = Self::default();
        if is_coloured {
            return shares;
        }
        Self {
            // Strokes are all that a pen has.
            style: 1.2 * shares.style,
            areas: shares.areas.of_pen(),
            ..shares
        }
    }
}

impl Default for LossShares {
    fn default() -> Self {
        Self {
            style: 4.0,
            // With .6 the discriminator tells drawings from pages ever better, and at a content of
            // 1.2 the style loss on unseen pages is .44; with 1.2 and more it stays unsure, and the
            // style loss is .39.
            adversarial: 2.4,
            content: 2.0,
            cycle: 0.4,
            identity: 0.2,
            // As for the base, relative to the style; tint and brightness leave a style its
            // palette.
            areas: AreaShares {
                crack: 24.0,
                total_variation: 4.0,
                tint: 4.0,
                brightness: 4.0,
            },
        }
    }
}

/// What each loss counts in a step on pairs: together about as much as those of another step, which
/// are divided by their means.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct PairShares {
    /// Mean absolute difference to the drawing that is wanted.
    pub(crate) pixels: f32,
    /// Relative difference of features.
    pub(crate) features: f32,
}

impl Default for PairShares {
    fn default() -> Self {
        Self {
            pixels: 40.0,
            features: 4.0,
        }
    }
}

/// The losses of a step on pairs, averaged over the batch, not yet weighted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct PairLosses {
    /// Mean absolute difference to the drawing that is wanted, `0.0..=1.0`.
    pub(crate) pixels: f32,
    /// Relative difference of features.
    pub(crate) features: f32,
    /// Mean absolute difference between photograph and drawing.
    pub(crate) change: f32,
}

/// Pictures for one step, sRGB in `0.0..=1.0`, row-major.
#[derive(Clone, Debug)]
pub struct Batch {
    /// `[n, 3, side, side]` crops of photographs.
    pub photos: TensorData,
    /// `[n, 3, side, side]` crops of the style's pages.
    pub pages: TensorData,
    /// `[n, 3, side, side]`: what drawings keep of the photographs; `None` smooths these.
    pub kept: Option<TensorData>,
    /// `log8` of the loss weights, drawn around the middle, `[n, 3]` row-major.
    pub dials: Vec<[f32; NUM_DIALS]>,
}

impl Batch {
    /// `n` random crops of photographs and of pages, brought to `side` pixels, and dials. Neither
    /// list is empty.
    pub(crate) fn draw(
        photos: &[RgbImage],
        pages: &[impl Subject],
        side: u32,
        n: usize,
        random: &mut fastrand::Rng,
    ) -> Self {
        let photos: Vec<&RgbImage> = photos.iter().collect();
        let pages: Vec<_> = pages.iter().collect();
        Self {
            photos: Cropping::photos(side).batch(&photos, n, random),
            pages: Cropping::pages(side).batch(&pages, n, random),
            kept: None,
            dials: draw_dials(random, n),
        }
    }
}

/// Draws the dials of a batch: uniform in `-1.0..=1.0`, and often all in the middle.
pub(crate) fn draw_dials(random: &mut fastrand::Rng, n: usize) -> Vec<[f32; NUM_DIALS]> {
    let mut one = || {
        if random.f32() < SHARE_NEUTRAL {
            [0.0; NUM_DIALS]
        } else {
            std::array::from_fn(|_| random.f32() * 2.0 - 1.0)
        }
    };
    (0..n).map(|_| one()).collect()
}

/// The losses of one step, averaged over the batch, not yet weighted.
#[derive(Clone, Copy, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct StepLosses {
    /// Relative L1 distance of Gram matrices.
    pub style: f32,
    /// Relative distance of features to the flattened photograph's, and luminance.
    pub content: f32,
    /// Mean absolute difference after the way there and back.
    pub cycle: f32,
    /// What the generator minimises of the discriminator's scores.
    pub adversarial: f32,
    /// What the discriminator minimises: 2 when it guesses.
    pub discriminator: f32,
    /// Mean absolute difference between photograph and drawing: near zero means that nothing is
    /// drawn.
    pub change: f32,
    /// What happens in the drawing where the photograph is even.
    #[serde(default)]
    pub crack: f32,
    /// How far the colours of areas move.
    #[serde(default)]
    pub tint: f32,
    /// How far areas become darker or lighter.
    #[serde(default)]
    pub brightness: f32,
    /// What becomes of a picture that is drawn as what it is already: mean absolute difference. Not
    /// every step looks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity: Option<f32>,
    /// How far drawings are from those that the artist made of the same photographs: mean absolute
    /// difference. Only with pairs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pairs: Option<f32>,
}

impl StepLosses {
    /// Of the numbers of [`Terms::report`], with the discriminator's loss behind them once it is
    /// known.
    pub(crate) fn of_report(numbers: &[f32], has_identity: bool) -> Self {
        let at = |i: usize| numbers.get(i).copied().unwrap_or(f32::NAN);
        Self {
            style: at(0),
            content: at(1),
            cycle: at(2),
            adversarial: at(3),
            change: at(4),
            crack: at(5),
            tint: at(6),
            brightness: at(7),
            identity: has_identity.then(|| at(8)),
            discriminator: at(9),
            pairs: None,
        }
    }

    /// Whether all of them are numbers.
    pub fn is_finite(&self) -> bool {
        let mut is_finite = true;
        let look = |value: f32, _| {
            is_finite &= value.is_finite();
            value
        };
        self.zip(self, look);
        is_finite
    }

    /// `share` of these and the rest of `other`.
    #[must_use]
    pub fn mixed(&self, other: &Self, share: f32) -> Self {
        self.zip(other, |a, b| a * share + b * (1.0 - share))
    }

    fn zip(&self, other: &Self, mut of: impl FnMut(f32, f32) -> f32) -> Self {
        let mut maybe = |a: Option<f32>, b: Option<f32>| match (a, b) {
            (Some(a), Some(b)) => Some(of(a, b)),
            (a, b) => a.or(b),
        };
        let (identity, pairs) = (
            maybe(self.identity, other.identity),
            maybe(self.pairs, other.pairs),
        );
        Self {
            style: of(self.style, other.style),
            content: of(self.content, other.content),
            cycle: of(self.cycle, other.cycle),
            adversarial: of(self.adversarial, other.adversarial),
            discriminator: of(self.discriminator, other.discriminator),
            change: of(self.change, other.change),
            crack: of(self.crack, other.crack),
            tint: of(self.tint, other.tint),
            brightness: of(self.brightness, other.brightness),
            identity,
            pairs,
        }
    }
}

/// Running means that bring each loss to about one.
#[derive(Clone, Copy, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Means {
    style: RunningMean,
    content: RunningMean,
    cycle: RunningMean,
    identity: RunningMean,
}

impl Means {
    /// Takes the losses of a step in.
    pub(crate) fn update(&mut self, losses: &StepLosses) {
        self.style.update(losses.style);
        self.content.update(losses.content);
        self.cycle.update(losses.cycle);
        if let Some(identity) = losses.identity {
            self.identity.update(identity);
        }
    }
}

/// Which pictures must come back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ways {
    /// A drawing becomes its photograph again.
    Photo,
    /// A page becomes a photograph and then itself again; drawn, it stays what it is.
    Page,
    /// A drawing becomes its photograph again; a photograph drawn as one stays what it is.
    PhotoAndItself,
}

/// What a step minimises.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Objective<'a> {
    /// Gram matrices of the style's pages per level, `[1, c, c]`, or `[n, c, c]` when each sample
    /// has its own.
    pub(crate) grams: &'a [Tensor<3>; NUM_LEVELS],
    /// What each loss counts.
    pub(crate) shares: LossShares,
    /// The loss weights that the user has set.
    pub(crate) weights: Dials,
    /// Which pictures must come back.
    pub(crate) ways: Ways,
    /// Whether the means of the losses are taken from this step, too.
    pub(crate) sets_scale: bool,
    /// What the discriminator is shown.
    pub(crate) views: Views,
    /// Decides by chance how pictures are changed that it is shown.
    pub(crate) seed: u64,
}

/// How far pictures are from what they were.
pub(crate) struct ThereAndBack {
    /// After the way there and back, `[n]`.
    pub(crate) cycle: Tensor<1>,
    pub(crate) identity: Option<Identity>,
}

/// How far pictures are that are drawn as what they are already.
#[derive(Clone, Debug)]
pub(crate) enum Identity {
    /// Pages, `[n]`: weighed by the dials as the cycle is.
    OfPages(Tensor<1>),
    /// Photographs, `[1]`: the same under all dials.
    OfPhotos(Tensor<1>),
}

/// The losses of a step on the device, not yet weighted.
pub(crate) struct Terms {
    /// `[n]`
    pub(crate) style: Tensor<1>,
    /// `[n]`
    pub(crate) content: Tensor<1>,
    /// `[n]`
    pub(crate) cycle: Tensor<1>,
    pub(crate) identity: Option<Identity>,
    /// `[n]`
    pub(crate) adversarial: Tensor<1>,
    pub(crate) areas: AreaLosses,
    /// `[n]`; only reported.
    pub(crate) change: Tensor<1>,
}

impl Terms {
    /// Their means without gradients, for [`StepLosses::of_report`].
    ///
    /// # Shapes
    /// - output: `[9]`, on the plain device
    pub(crate) fn report(&self) -> Tensor<1> {
        let read = |x: &Tensor<1>| x.clone().detach().mean().inner();
        let identity = match &self.identity {
            Some(Identity::OfPages(x) | Identity::OfPhotos(x)) => read(x),
            None => Tensor::zeros([1], &self.style.device().inner()),
        };
        let parts = vec![
            read(&self.style),
            read(&self.content),
            read(&self.cycle),
            read(&self.adversarial),
            read(&self.change),
            read(&self.areas.crack),
            read(&self.areas.tint),
            read(&self.areas.brightness),
            identity,
        ];
        Tensor::cat(parts, 0)
    }

    /// The sum that is minimised, for samples that were drawn under these dials.
    ///
    /// # Shapes
    /// - output: `[1]`
    pub(crate) fn total(
        self,
        objective: &Objective<'_>,
        means: &Means,
        dials: &[[f32; NUM_DIALS]],
    ) -> Tensor<1> {
        let (n, device) = (dials.len(), self.style.device());
        let weights = effective_weights(dials, objective.weights);
        let weight = |i: usize, share: f32, mean: Option<f32>| {
            let scale = share / mean.unwrap_or(1.0).max(LEAST_MEAN);
            let column: Vec<f32> = weights.iter().map(|w| w[i] * scale).collect();
            Tensor::<1>::from_data(TensorData::new(column, [n]), &device)
        };
        let shares = objective.shares;
        let mut total = self.style * weight(0, shares.style, means.style.get())
            + self.adversarial * weight(0, shares.adversarial, None)
            + self.content * weight(1, shares.content, means.content.get())
            + self.cycle * weight(2, shares.cycle, means.cycle.get());
        let mut beside = self.areas.weighted(shares.areas);
        match self.identity {
            Some(Identity::OfPages(x)) => {
                total = total + x * weight(2, shares.identity, means.identity.get());
            }
            Some(Identity::OfPhotos(x)) => beside = beside + x.mul_scalar(shares.identity),
            None => {}
        }
        total.mean() + beside
    }
}

/// The product of the user's weights and the drawn ones, divided by their mean, so that the step
/// size does not depend on them.
pub(crate) fn effective_weights(dials: &[[f32; NUM_DIALS]], user: Dials) -> Vec<[f32; NUM_DIALS]> {
    let user = [user.style, user.content, user.cycle];
    let weights = dials.iter().map(|dials| {
        let weights: [f32; NUM_DIALS] = std::array::from_fn(|i| user[i] * 8f32.powf(dials[i]));
        let mean = weights.iter().sum::<f32>() / NUM_DIALS as f32;
        weights.map(|weight| weight / mean.max(1e-6))
    });
    weights.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_loss_that_is_no_number_is_seen_and_losses_mix_part_by_part() {
        let mut losses = StepLosses {
            style: 1.0,
            identity: Some(0.5),
            ..StepLosses::default()
        };
        assert!(losses.is_finite());
        let mixed = losses.mixed(&StepLosses::default(), 0.75);
        assert_eq!((mixed.style, mixed.identity), (0.75, Some(0.5)));
        losses.identity = Some(f32::NAN);
        assert!(!losses.is_finite());
    }
}
