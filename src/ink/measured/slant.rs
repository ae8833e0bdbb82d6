//! The slant of a hatching: how much of it has one direction.

use super::mask::Mask;
use crate::ink::passes::blur::blur;
use crate::ink::plane::Plane;

/// Standard deviation in px of the surroundings in which neighbouring strokes have one direction.
const NEIGHBOURS: f32 = 12.0;

/// Directions of the strokes that lie beside others, summed up.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Slant {
    /// Cosine and sine of the double angle of the strokes, times their weight.
    sum: [f32; 2],
    /// The same of each neighbourhood by itself, without its sign.
    total: f32,
}

impl Slant {
    /// Of the strokes in `close` on a page of this lightness.
    pub(super) fn of(light: &Plane<f32>, close: &Mask, k: f32) -> Self {
        let tensor = light.map(|x, y| {
            if !close.at(x, y) {
                return [0.0; 4];
            }
            let (x, y) = (x as i32, y as i32);
            let across = light.near(x + 1, y) - light.near(x - 1, y);
            let down = light.near(x, y + 1) - light.near(x, y - 1);
            // Strokes lie across the gradient: their double angle is turned by half.
            let double = [down * down - across * across, -2.0 * across * down];
            [double[0], double[1], across * across + down * down, 0.0]
        });
        let around = blur(&tensor, NEIGHBOURS * k);
        let pairs = tensor.pixels.iter().zip(&around.pixels);
        pairs.fold(Self::default(), |slant, (own, around)| {
            let alike = around[0].hypot(around[1]) / around[2].max(1e-6);
            slant.and(Self {
                sum: [own[0], own[1]],
                total: alike * own[2],
            })
        })
    }

    /// Of both together.
    pub(super) fn and(self, other: Self) -> Self {
        Self {
            sum: [0, 1].map(|c| self.sum[c] + other.sum[c]),
            total: self.total + other.total,
        }
    }

    /// Cosine and sine of the double angle, times the share of the hatching that has it.
    pub(super) fn share(self) -> [f32; 2] {
        let total = self.total.max(self.sum[0].hypot(self.sum[1]));
        self.sum.map(|sum| sum / total.max(1e-6))
    }
}
