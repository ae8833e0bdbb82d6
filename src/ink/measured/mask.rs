//! Masks of a page: what is ink, what is solid, what is a stroke, and how large that is.

use std::f32::consts::{FRAC_1_SQRT_2, FRAC_PI_8};

use crate::ink::plane::Plane;

/// Which pixels belong to something.
#[derive(Clone, Debug)]
pub(super) struct Mask {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) inside: Vec<bool>,
}

impl Mask {
    pub(super) fn of(plane: &Plane<f32>, is_inside: impl Fn(f32) -> bool) -> Self {
        Self {
            width: plane.width,
            height: plane.height,
            inside: plane.pixels.iter().map(|value| is_inside(*value)).collect(),
        }
    }

    pub(super) fn at(&self, x: usize, y: usize) -> bool {
        self.inside[y * self.width + x]
    }

    pub(super) fn count(&self) -> usize {
        self.inside.iter().filter(|inside| **inside).count()
    }

    pub(super) fn without(&self, other: &Self) -> Self {
        let pairs = self.inside.iter().zip(&other.inside);
        Self {
            inside: pairs.map(|(one, other)| *one && !other).collect(),
            ..*self
        }
    }

    /// Counts of all that lies above and left of each corner of a pixel.
    pub(super) fn sums(&self) -> Vec<u32> {
        let stride = self.width + 1;
        let mut sums = vec![0; stride * (self.height + 1)];
        for y in 0..self.height {
            let mut row = 0;
            for x in 0..self.width {
                row += u32::from(self.at(x, y));
                sums[(y + 1) * stride + x + 1] = sums[y * stride + x + 1] + row;
            }
        }
        sums
    }

    /// The share of a square of `side` px around a pixel.
    pub(super) fn density(&self, sums: &[u32], x: usize, y: usize, side: f32) -> f32 {
        let reach = (0.5 * (side - 1.0)).round().max(0.0) as usize;
        let (left, top) = (x.saturating_sub(reach), y.saturating_sub(reach));
        let (right, bottom) = (
            (x + reach + 1).min(self.width),
            (y + reach + 1).min(self.height),
        );
        let stride = self.width + 1;
        let count = sums[bottom * stride + right] + sums[top * stride + left]
            - sums[top * stride + right]
            - sums[bottom * stride + left];
        count as f32 / ((right - left) * (bottom - top)) as f32
    }

    fn by_density(&self, side: f32, is_inside: impl Fn(f32) -> bool) -> Self {
        let sums = self.sums();
        let mut inside = Vec::with_capacity(self.inside.len());
        for y in 0..self.height {
            for x in 0..self.width {
                inside.push(is_inside(self.density(&sums, x, y, side)));
            }
        }
        Self { inside, ..*self }
    }

    /// The pixels around which a square is wholly inside.
    pub(super) fn eroded(&self, side: f32) -> Self {
        self.by_density(side, |share| share >= 1.0)
    }

    /// The pixels around which anything of a square is inside.
    pub(super) fn dilated(&self, side: f32) -> Self {
        self.by_density(side, |share| share > 0.0)
    }

    /// The mean width of what is inside, in px: twice its area over the length of its border, which
    /// are the crossings of lines in four directions by Crofton's formula; within a twentieth for
    /// borders of any direction.
    pub(super) fn width(&self) -> f32 {
        let (mut straight, mut diagonal) = (0_u32, 0_u32);
        for y in 0..self.height.saturating_sub(1) {
            for x in 0..self.width.saturating_sub(1) {
                let [here, right] = [self.at(x, y), self.at(x + 1, y)];
                let [below, across] = [self.at(x, y + 1), self.at(x + 1, y + 1)];
                straight += u32::from(here != right) + u32::from(here != below);
                diagonal += u32::from(here != across) + u32::from(right != below);
            }
        }
        let crossings = straight as f32 + FRAC_1_SQRT_2 * diagonal as f32;
        let border = FRAC_PI_8 * crossings.max(1.0);
        2.0 * self.count() as f32 / border
    }
}
