//! Whether a perceptual network sees as its teacher does: on pictures that it never saw, what is
//! far apart for the one must be far apart for the other.

use burn::prelude::{Device, Tensor};
use burn::tensor::TensorData;
use image::RgbImage;

use super::{PAIRS, SIDE};
use crate::model::ModelError;
use crate::model::perceptual::Perceptual;
use crate::model::squeezenet::SqueezeNet;
use crate::train::data::crops::Cropping;
use crate::train::data::normal::normal;
use crate::train::loss::{box_blur, gram};
use crate::train::metrics::rank_correlation;

/// Groups of each set of pictures between which Gram matrices are compared, and crops in a group.
const NUM_GROUPS: usize = 6;
const GROUP: usize = 2;
/// Crops of each set that are changed, to see how far the changed ones move.
const NUM_CHANGED: usize = 8;
/// The same pictures for every network.
const SEED: u64 = 7;

/// Pictures that were not learnt from, set by set: photographs, and each style.
pub type Held = Vec<Vec<RgbImage>>;

/// How alike network and teacher see at one pair of levels.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct LevelLikeness {
    /// Level of the network, 0 the finest.
    pub level: usize,
    /// Level of the teacher.
    pub teacher_level: usize,
    /// Spearman's rank correlation of the distances between Gram matrices.
    pub gram: f32,
    /// That of the distances between pictures and changed versions of them.
    pub content: f32,
}

/// Compares `network` with `teacher`, both on the plain `device`, on pictures that neither learnt
/// from.
///
/// # Errors
/// [`ModelError::Backend`] when the device fails.
pub fn compare(
    network: &Perceptual,
    teacher: &SqueezeNet,
    held: &Held,
    device: &Device,
) -> Result<Vec<LevelLikeness>, ModelError> {
    let random = &mut fastrand::Rng::with_seed(SEED);
    let cropping = Cropping {
        largest: SIDE * 2,
        ..Cropping::photos(SIDE)
    };
    let mut crops = |set: &Vec<RgbImage>, n: usize| {
        let set: Vec<&RgbImage> = set.iter().collect();
        Tensor::<4>::from_data(cropping.batch(&set, n, random), device)
    };
    let held: Vec<&Vec<RgbImage>> = held.iter().filter(|set| !set.is_empty()).collect();
    let mut groups = [const { Vec::new() }; PAIRS.len()];
    for set in &held {
        for _ in 0..NUM_GROUPS {
            let x = crops(set, GROUP);
            let (own, other) = (network.forward(x.clone()), teacher.forward(&x));
            for (groups, (a, b)) in groups.iter_mut().zip(PAIRS) {
                let mean = |x: &Tensor<4>| gram(x.clone()).mean_dim(0).flatten::<1>(0, 2);
                let pair = [mean(&own[a]), mean(&other[b])];
                groups.push(pair.map(Tensor::try_into_vec_as::<f32>));
            }
        }
    }
    let originals: Vec<Tensor<4>> = held.iter().map(|set| crops(set, NUM_CHANGED)).collect();
    let mut contents = [const { [const { Vec::new() }; 2] }; PAIRS.len()];
    for x in originals {
        let (own, other) = (network.forward(x.clone()), teacher.forward(&x));
        for changed in changes(&x, random) {
            let (own_changed, other_changed) =
                (network.forward(changed.clone()), teacher.forward(&changed));
            for (contents, (a, b)) in contents.iter_mut().zip(PAIRS) {
                contents[0].extend(moved(&own[a], &own_changed[a])?);
                contents[1].extend(moved(&other[b], &other_changed[b])?);
            }
        }
    }
    let mut likeness = Vec::with_capacity(PAIRS.len());
    for (((level, teacher_level), groups), [own, other]) in
        PAIRS.into_iter().zip(groups).zip(contents)
    {
        let (mut a, mut b) = (Vec::new(), Vec::new());
        for [own, other] in groups {
            a.push(own?);
            b.push(other?);
        }
        likeness.push(LevelLikeness {
            level,
            teacher_level,
            gram: rank_correlation(&all_distances(&a), &all_distances(&b)),
            content: rank_correlation(&own, &other),
        });
    }
    Ok(likeness)
}

/// `|a - b| / (|a| + |b|)` of every two rows.
fn all_distances(rows: &[Vec<f32>]) -> Vec<f32> {
    let sizes: Vec<f32> = rows
        .iter()
        .map(|row| row.iter().map(|v| v.abs()).sum())
        .collect();
    let mut distances = Vec::new();
    for (i, row) in rows.iter().enumerate() {
        for (j, other) in rows.iter().enumerate().take(i) {
            let difference: f32 = row.iter().zip(other).map(|(a, b)| (a - b).abs()).sum();
            distances.push(difference / (sizes[i] + sizes[j]));
        }
    }
    distances
}

/// How far features moved, picture by picture: `mean (a - b)^2 / mean a^2`.
fn moved(a: &Tensor<4>, b: &Tensor<4>) -> Result<Vec<f32>, ModelError> {
    let mean = |x: Tensor<4>| {
        let [n, c, h, w] = x.dims();
        x.powi_scalar(2).reshape([n, c * h * w]).mean_dim(1)
    };
    let ratio = mean(a.clone() - b.clone()) / mean(a.clone());
    Ok(ratio.try_into_vec_as::<f32>()?)
}

/// Noisy, soft, grey, brighter or darker, blended with another picture, of more or less contrast;
/// each picture to its own degree.
fn changes(x: &Tensor<4>, random: &mut fastrand::Rng) -> [Tensor<4>; 6] {
    let (shape, device) = (x.dims(), x.device());
    let n = shape[0];
    let degree: Vec<f32> = (0..n).map(|_| random.f32()).collect();
    let degree = Tensor::<4>::from_data(TensorData::new(degree, [n, 1, 1, 1]), &device);
    let noise = (0..shape.iter().product::<usize>()).map(|_| normal(random) * 0.2);
    let noise = TensorData::new(noise.collect::<Vec<f32>>(), shape);
    let noise = Tensor::<4>::from_data(noise, &device);
    let mixed = |other: Tensor<4>| x.clone() + (other - x.clone()) * degree.clone();
    let next = Tensor::cat(
        vec![x.clone().narrow(0, n - 1, 1), x.clone().narrow(0, 0, n - 1)],
        0,
    );
    [
        (x.clone() + noise * degree.clone()).clamp(0.0, 1.0),
        mixed(box_blur(x.clone(), 3)),
        mixed(x.clone().mean_dim(1).expand(shape)),
        (x.clone() * (degree.clone().mul_scalar(0.8).add_scalar(0.6))).clamp(0.0, 1.0),
        mixed(next),
        (x.clone().sub_scalar(0.5) * degree.clone().add_scalar(0.3))
            .add_scalar(0.5)
            .clamp(0.0, 1.0),
    ]
}
