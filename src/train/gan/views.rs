//! What the discriminator is shown beside pages and drawings as they are.
//!
//! With few pages it learns them by heart. Shifted and with a part cut out they are new each time,
//! and since drawings are changed in the same way, and gradients go through, no drawing has to look
//! shifted. Pages with soft edges are shown as what pages are not.

use burn::prelude::{Device, Tensor};
use burn::tensor::TensorData;
use burn::tensor::ops::PadMode;

use crate::train::loss::{box_blur, even_areas, luma};

/// Share of the side by which pictures are shifted at most, and that of the square that is cut out.
const SHIFT: f32 = 0.125;
const CUT: f32 = 0.5;
/// What lies beyond a picture's border and in its hole.
const GREY: f32 = 0.5;
/// Radius in pixels of the blur of edges; it is done twice.
const SOFT: usize = 2;

/// How the discriminator is taught.
#[derive(Clone, Copy, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Views {
    /// Whether pages and drawings are shifted, and parts of them cut out.
    pub changes: bool,
    /// What pages with soft edges count, relative to drawings; 0 shows none.
    pub soft_edges: f32,
}

/// Shows pictures to the discriminator, through one step.
#[derive(Debug)]
pub(crate) struct Viewer {
    views: Views,
    random: fastrand::Rng,
}

impl Viewer {
    /// `seed` decides how pictures are changed.
    pub(crate) fn new(views: Views, seed: u64) -> Self {
        Self {
            views,
            random: fastrand::Rng::with_seed(seed),
        }
    }

    /// What pages with soft edges count; `None` when none are shown.
    pub(crate) fn soft_edges(&self) -> Option<f32> {
        (self.views.soft_edges > 0.0).then_some(self.views.soft_edges)
    }

    /// What is shown of pictures, of the same shape.
    pub(crate) fn show(&mut self, x: Tensor<4>) -> Tensor<4> {
        if self.views.changes {
            changed(x, &mut self.random)
        } else {
            x
        }
    }
}

/// Pictures shifted by up to an eighth of their sides with a square of half of their sides cut out,
/// each by itself. Gradients go through.
///
/// # Shapes
/// - `x` and output: `[n, c, h, w]`, sRGB in `0.0..=1.0`
///
/// Source: Zhao et al., "Differentiable Augmentation for Data-Efficient GAN Training", 2020
/// (<https://arxiv.org/abs/2006.10738>).
fn changed(x: Tensor<4>, random: &mut fastrand::Rng) -> Tensor<4> {
    let [n, _, height, width] = x.dims();
    let device = x.device();
    let reach = [height, width].map(|side| (side as f32 * SHIFT) as usize);
    let x = x.sub_scalar(GREY);
    let border = (reach[1], reach[1], reach[0], reach[0]);
    let wide = x.pad(border, PadMode::Constant(0.0));
    let shifted = (0..n).map(|i| {
        let [down, across] = reach.map(|reach| random.usize(0..=2 * reach));
        let one = wide.clone().narrow(0, i, 1);
        one.narrow(2, down, height).narrow(3, across, width)
    });
    let shifted = Tensor::cat(shifted.collect(), 0);
    let mask = holes([n, height, width], random, &device);
    (shifted * mask).add_scalar(GREY)
}

/// 1, and 0 in a square somewhere: `[n, 1, h, w]`. The square may lie half outside.
fn holes([n, height, width]: [usize; 3], random: &mut fastrand::Rng, device: &Device) -> Tensor<4> {
    let mut mask = vec![1.0_f32; n * height * width];
    for sample in mask.chunks_exact_mut(height * width) {
        let [rows, columns] = [height, width].map(|side| {
            let cut = (side as f32 * CUT) as usize;
            let middle = random.usize(0..=side);
            middle.saturating_sub(cut / 2)..(middle + cut.div_ceil(2)).min(side)
        });
        for y in rows {
            sample[y * width..][columns.clone()].fill(0.0);
        }
    }
    Tensor::from_data(TensorData::new(mask, [n, 1, height, width]), device)
}

/// Pages whose edges are soft, and all else as it is.
///
/// # Shapes
/// - `pages` and output: `[n, 3, h, w]`, sRGB in `0.0..=1.0`
///
/// Source: Chen, Lai and Liu, "`CartoonGAN`", CVPR 2018, section 3.2.1.
pub(crate) fn with_soft_edges(pages: &Tensor<4>) -> Tensor<4> {
    let soft = box_blur(box_blur(pages.clone(), SOFT), SOFT);
    // Edges, and what lies within their blur.
    let edges = even_areas(&luma(pages)).neg().add_scalar(1.0);
    let edges = box_blur(edges, SOFT);
    pages.clone() + (soft - pages.clone()) * edges
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(x: Tensor<4>) -> Vec<f32> {
        x.try_into_vec_as::<f32>().unwrap()
    }

    #[test]
    fn a_changed_picture_is_shifted_has_a_hole_and_lets_gradients_through() {
        let device = Device::flex().autodiff();
        let side = 32;
        let ramp: Vec<f32> = (0..2 * side * side)
            .map(|i| (i % side) as f32 / side as f32)
            .collect();
        let x = Tensor::<4>::from_data(TensorData::new(ramp, [2, 1, side, side]), &device);
        let x = x.require_grad();
        let random = &mut fastrand::Rng::with_seed(7);
        let mut shifts = std::collections::BTreeSet::new();
        for _ in 0..20 {
            let changed = changed(x.clone(), random);
            let grad = x.grad(&changed.clone().sum().backward()).unwrap();
            let reached = numbers(grad).iter().sum::<f32>();
            assert!((300.0..2000.0).contains(&reached), "{reached}");
            let values = numbers(changed.inner());
            let num_grey = values.iter().filter(|value| **value == GREY).count();
            // A quarter of the square's area at least lies inside, and the border of the shift.
            assert!((2 * 60..2 * 800).contains(&num_grey), "{num_grey}");
            for row in values.chunks_exact(side) {
                for (i, value) in row.iter().enumerate().filter(|(_, value)| **value != GREY) {
                    shifts.insert(((value * side as f32).round() as i32) - i as i32);
                }
            }
        }
        assert!(
            shifts.len() > 5 && shifts.iter().all(|shift| shift.abs() <= 4),
            "{shifts:?}"
        );
    }

    #[test]
    fn only_edges_become_soft() {
        let side = 32;
        let page: Vec<f32> = (0..3 * side * side)
            .map(|i| if i % side < 16 { 0.1 } else { 0.9 })
            .collect();
        let device = Device::flex();
        let page = Tensor::<4>::from_data(TensorData::new(page, [1, 3, side, side]), &device);
        let soft = numbers(with_soft_edges(&page));
        let row = &soft[..side];
        assert!(
            (row[4] - 0.1).abs() < 1e-4 && (row[28] - 0.9).abs() < 1e-4,
            "{row:?}"
        );
        assert!(row[15] > 0.25 && row[16] < 0.75, "{row:?}");
    }
}
