//! What a training step is given, what it counts, and what it reports. Plain data.

use burn::tensor::TensorData;

use crate::model::{Dials, NUM_DIALS};
use crate::train::AreaShares;
use crate::train::loss::RunningMean;

/// Share of samples whose dials are all in the middle, where most drawings are made.
const SHARE_NEUTRAL: f32 = 0.3;

/// What one kind of loss counts when every dial is in the middle; each loss is divided by its running mean first.
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
            // With .6 the discriminator tells drawings from pages ever better, and at a content of 1.2 the style loss
            // on unseen pages is .44; with 1.2 and more it stays unsure, and the style loss is .39.
            adversarial: 2.4,
            content: 2.0,
            cycle: 0.4,
            identity: 0.2,
            // As for the base, relative to the style; tint and brightness leave a style its palette.
            areas: AreaShares {
                crack: 24.0,
                total_variation: 4.0,
                tint: 4.0,
                brightness: 4.0,
            },
        }
    }
}

/// Pictures for one step, sRGB in `0.0..=1.0`, row-major.
#[derive(Clone, Debug)]
pub struct Batch {
    /// `[n, 3, side, side]` crops of photographs.
    pub photos: TensorData,
    /// `[n, 3, side, side]` crops of the style's pages.
    pub pages: TensorData,
    /// `log8` of the loss weights, drawn around the middle, `[n, 3]` row-major.
    pub dials: Vec<[f32; NUM_DIALS]>,
}

/// Draws the dials of a batch: uniform in `-1.0..=1.0`, and often all in the middle.
pub fn draw_dials(random: &mut fastrand::Rng, n: usize) -> Vec<[f32; NUM_DIALS]> {
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
    /// Relative distance of features, and luminance.
    pub content: f32,
    /// Mean absolute difference after the way there and back.
    pub cycle: f32,
    /// What the generator minimises of the discriminator's scores.
    pub adversarial: f32,
    /// What the discriminator minimises.
    pub discriminator: f32,
    /// Mean absolute difference between photograph and drawing: near zero means that nothing is drawn.
    pub change: f32,
}

/// What content counts in a score, relative to style, under equal weights.
const CONTENT_IN_SCORE: f32 = 0.25;

/// Running means that bring each loss to about one.
#[derive(Clone, Copy, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Means {
    pub(crate) style: RunningMean,
    pub(crate) content: RunningMean,
    pub(crate) cycle: RunningMean,
    pub(crate) identity: RunningMean,
}

/// How good the present weights are on pictures that are not trained on.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Measure {
    /// Style distance of the drawings.
    pub style: f32,
    /// Style distance of the untouched photographs.
    pub untouched: f32,
    /// Content distance of the drawings.
    pub content: f32,
    /// Mean absolute difference between drawings and photographs.
    pub change: f32,
    /// Standard deviation of the drawings' mean colours: near zero when all look alike.
    pub spread: f32,
}

impl Measure {
    /// One number to choose by, smaller is better: the style counts most, and content keeps it honest. Both by the
    /// loss `weights` that the user has set: who asks for more style gets the point with more of it.
    pub fn score(&self, weights: Dials) -> f32 {
        let (style, content) = (weights.style, CONTENT_IN_SCORE * weights.content);
        let score = (style * self.style + content * self.content) / (style + content).max(1e-6);
        if score.is_finite() {
            score
        } else {
            f32::INFINITY
        }
    }
}

/// The product of the user's weights and the drawn ones, divided by their mean, so that the step size
/// does not depend on them.
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
    fn the_score_follows_the_loss_weights() {
        let near_the_photograph = Measure {
            style: 0.5,
            untouched: 0.9,
            content: 0.9,
            change: 0.1,
            spread: 0.15,
        };
        let near_the_pages = Measure {
            style: 0.3,
            content: 1.9,
            ..near_the_photograph
        };
        let prefers_style = |style, content| {
            let weights = Dials {
                style,
                content,
                cycle: 1.0,
            };
            near_the_pages.score(weights) < near_the_photograph.score(weights)
        };
        assert!(!prefers_style(1.0, 1.0));
        assert!(prefers_style(4.0, 1.0));
        assert!(!prefers_style(4.0, 8.0));
        let broken = Measure {
            content: f32::NAN,
            ..near_the_pages
        };
        assert_eq!(broken.score(Dials::NEUTRAL), f32::INFINITY);
    }
}
