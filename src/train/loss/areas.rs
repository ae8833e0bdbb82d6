//! What keeps the areas of a drawing calm and true, beside style, content and cycle: Gram matrices
//! alone are pleased by cracks on even areas, and by red faces where a page has much red.

use burn::prelude::Tensor;

use crate::train::loss;

/// Radii in pixels within which an even area must be even in the drawing.
const CRACK_RADII: [usize; 2] = [2, 8];
/// Sides in pixels of the areas that keep their brightness.
const BRIGHTNESS_BLOCKS: [usize; 2] = [8, 32];

/// What each of these losses counts.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct AreaShares {
    /// What happens in the drawing where the photograph is even.
    pub crack: f32,
    /// Edge-aware total variation.
    pub total_variation: f32,
    /// How far the colours of areas move.
    pub tint: f32,
    /// How far areas become darker or lighter.
    pub brightness: f32,
}

impl AreaShares {
    /// Nothing of it.
    pub const NONE: Self = Self {
        crack: 0.0,
        total_variation: 0.0,
        tint: 0.0,
        brightness: 0.0,
    };

    /// For pen and paper, whose hatching is no crack and whose shades are no tones.
    #[must_use]
    pub fn of_pen(self) -> Self {
        Self {
            crack: self.crack * 0.12,
            total_variation: self.total_variation * 0.1,
            tint: 0.0,
            brightness: self.brightness * 0.25,
        }
    }
}

/// The losses of a batch, one number each, not yet weighted.
#[derive(Clone, Debug)]
pub(crate) struct AreaLosses {
    pub(crate) crack: Tensor<1>,
    pub(crate) total_variation: Tensor<1>,
    pub(crate) tint: Tensor<1>,
    pub(crate) brightness: Tensor<1>,
}

impl AreaLosses {
    /// Of drawings of photographs.
    ///
    /// # Shapes
    /// - `drawn` and `photos`: `[b, 3, h, w]`, sRGB in `0.0..=1.0`, sides multiples of 8, and of 32
    ///   when they are larger
    /// - `kept`: as these, with the edges that may stay
    /// - `mask`: `[b, 1, h, w]`, where photographs are even, as in
    ///   [`Flattened`](crate::train::Flattened)
    pub(crate) fn of(
        drawn: &Tensor<4>,
        photos: &Tensor<4>,
        kept: &Tensor<4>,
        mask: &Tensor<4>,
    ) -> Self {
        let [_, _, height, width] = drawn.dims();
        let blocks = BRIGHTNESS_BLOCKS.map(|side| side.min(height).min(width));
        Self {
            crack: loss::unevenness(drawn, mask, CRACK_RADII),
            total_variation: loss::total_variation(drawn, kept),
            tint: loss::tint(drawn, photos),
            brightness: loss::brightness(drawn, photos, blocks),
        }
    }

    /// The sum that is minimised.
    ///
    /// # Shapes
    /// - output: `[b]`, as each of the losses
    pub(crate) fn weighted(&self, shares: AreaShares) -> Tensor<1> {
        let term = |loss: &Tensor<1>, share: f32| loss.clone().mul_scalar(share);
        term(&self.crack, shares.crack)
            + term(&self.total_variation, shares.total_variation)
            + term(&self.tint, shares.tint)
            + term(&self.brightness, shares.brightness)
    }
}
