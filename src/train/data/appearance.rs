//! What a folder of pages looks like: Gram matrices to aim at, and statistics that give a first
//! code.

use burn::prelude::{Device, Tensor};
use burn::tensor::TensorData;

use crate::model::features::{FeatureExtractor, UNSCALED};
use crate::model::perceptual::NUM_LEVELS;
use crate::model::{ModelError, Teaching};
use crate::train::data::crops::{Cropping, Subject};
use crate::train::loss::scaled;
use crate::train::loss::{Features, gram};

/// Crops that are looked at, in batches of [`BATCH`].
const NUM_BATCHES: usize = 12;
const BATCH: usize = 8;

/// Gives so many crops, `[n, 3, side, side]`, sRGB in `0.0..=1.0`.
pub(crate) type TakeCrops<'a> = dyn Fn(usize, &mut fastrand::Rng) -> TensorData + 'a;

/// What the perceptual network says of a set of pages.
#[derive(Clone, Debug)]
pub(crate) struct Appearance {
    /// Mean Gram matrix of each level, `[1, c, c]`.
    pub(crate) grams: [Tensor<3>; NUM_LEVELS],
    /// Mean and standard deviation of every channel of every level, pooled over crops.
    pub(crate) statistics: Vec<f32>,
}

/// The networks that look at pictures: the program's own, which knows the built-in styles and finds
/// first codes, and the one for the losses, which may be the user's.
#[derive(Debug)]
pub(crate) struct Extractors {
    own: FeatureExtractor,
    own_rms: [f32; NUM_LEVELS],
    other: Option<FeatureExtractor>,
    device: Device,
}

impl Extractors {
    /// On the plain `device`, where `other` is, too.
    ///
    /// # Errors
    /// [`ModelError`] when the weights do not fit.
    pub(crate) fn new(
        teaching: &Teaching,
        other: Option<FeatureExtractor>,
        device: &Device,
    ) -> Result<Self, ModelError> {
        Ok(Self {
            own: teaching.extractor(device)?,
            own_rms: teaching.rms(),
            other,
            device: device.clone(),
        })
    }

    /// What pictures look like: their statistics by the program's own network, their Gram matrices
    /// by the one for the losses.
    ///
    /// # Errors
    /// [`ModelError::Backend`] when the device fails.
    pub(crate) fn look(
        &self,
        pictures: &[impl Subject],
        cropping: &Cropping,
        seed: u64,
    ) -> Result<Appearance, ModelError> {
        let pictures: Vec<_> = pictures.iter().collect();
        self.look_by(&|n, random| cropping.batch(&pictures, n, random), seed)
    }

    /// As [`look`](Self::look), at what `crops` gives: so many, `[n, 3, side, side]`.
    ///
    /// # Errors
    /// [`ModelError::Backend`] when the device fails.
    pub(crate) fn look_by(
        &self,
        crops: &TakeCrops<'_>,
        seed: u64,
    ) -> Result<Appearance, ModelError> {
        let by = |network, rms| appearance_by(network, rms, crops, seed, &self.device);
        let mut seen = by(&self.own, &self.own_rms)?;
        if let Some(other) = &self.other {
            seen.grams = by(other, &UNSCALED)?.grams;
        }
        Ok(seen)
    }

    /// The statistics alone of what `crops` gives.
    ///
    /// # Errors
    /// [`ModelError::Backend`] when the device fails.
    pub(crate) fn statistics_by(
        &self,
        crops: &TakeCrops<'_>,
        seed: u64,
    ) -> Result<Vec<f32>, ModelError> {
        let (own, rms, device) = (&self.own, &self.own_rms, &self.device);
        Ok(appearance_by(own, rms, crops, seed, device)?.statistics)
    }

    /// The one for the losses, and what its features are divided by.
    pub(crate) fn for_losses(self) -> (FeatureExtractor, [f32; NUM_LEVELS]) {
        match self.other {
            Some(other) => (other, UNSCALED),
            None => (self.own, self.own_rms),
        }
    }
}

/// Looks at random crops of `pages` on `device`.
///
/// # Errors
/// [`ModelError::Backend`] when the device fails.
pub(crate) fn appearance(
    perceptual: &FeatureExtractor,
    rms: &[f32; NUM_LEVELS],
    pages: &[&impl Subject],
    cropping: &Cropping,
    seed: u64,
    device: &Device,
) -> Result<Appearance, ModelError> {
    let crops = |n, random: &mut fastrand::Rng| cropping.batch(pages, n, random);
    appearance_by(perceptual, rms, &crops, seed, device)
}

/// As [`appearance`], of what `crops` gives.
fn appearance_by(
    perceptual: &FeatureExtractor,
    rms: &[f32; NUM_LEVELS],
    crops: &TakeCrops<'_>,
    seed: u64,
    device: &Device,
) -> Result<Appearance, ModelError> {
    let mut random = fastrand::Rng::with_seed(seed);
    let mut grams: Option<[Tensor<3>; NUM_LEVELS]> = None;
    let mut rows = Vec::new();
    for _ in 0..NUM_BATCHES {
        let crops = Tensor::<4>::from_data(crops(BATCH, &mut random), device);
        let features = scaled(perceptual.forward(crops), rms);
        rows.extend(statistics(&features)?);
        let new = features.map(|level| gram(level).mean_dim(0).div_scalar(NUM_BATCHES as f64));
        grams = Some(match grams {
            None => new,
            Some(sum) => add(sum, new),
        });
    }
    let empty = || [(); NUM_LEVELS].map(|()| Tensor::zeros([1, 1, 1], device));
    Ok(Appearance {
        grams: grams.unwrap_or_else(empty),
        statistics: pooled(&rows),
    })
}

fn add(a: [Tensor<3>; NUM_LEVELS], b: [Tensor<3>; NUM_LEVELS]) -> [Tensor<3>; NUM_LEVELS] {
    let mut b = b.into_iter();
    a.map(|a| match b.next() {
        Some(b) => a + b,
        None => a,
    })
}

/// One row per crop: for each level the means of its channels, then their standard deviations.
pub(crate) fn statistics(features: &Features) -> Result<Vec<Vec<f32>>, ModelError> {
    let columns = features.iter().flat_map(|level| {
        let [b, c, h, w] = level.dims();
        let flat = level.clone().reshape([b, c, h * w]);
        let mean = flat.clone().mean_dim(2);
        let spread = (flat - mean.clone()).powi_scalar(2).mean_dim(2).sqrt();
        [mean.reshape([b, c]), spread.reshape([b, c])]
    });
    let table = Tensor::cat(columns.collect(), 1);
    let width = table.dims()[1];
    let numbers = table.try_into_vec_as::<f32>()?;
    Ok(numbers.chunks_exact(width).map(<[f32]>::to_vec).collect())
}

/// Attention over crops: those near the middle of the folder count most, so that a bare margin or
/// one page of another hand does not decide. The weight of a crop is `exp(-d / mean d)`, with `d`
/// its distance from the mean of all.
fn pooled(rows: &[Vec<f32>]) -> Vec<f32> {
    let width = rows.first().map_or(0, Vec::len);
    let average = |weights: &[f32]| {
        let total: f32 = weights.iter().sum();
        let mut sum = vec![0.0; width];
        for (row, weight) in rows.iter().zip(weights) {
            for (sum, value) in sum.iter_mut().zip(row) {
                *sum += value * weight / total.max(1e-9);
            }
        }
        sum
    };
    let middle = average(&vec![1.0; rows.len()]);
    let distances: Vec<f32> = rows
        .iter()
        .map(|row| row.iter().zip(&middle).map(|(a, b)| (a - b).abs()).sum())
        .collect();
    let mean = distances.iter().sum::<f32>() / distances.len().max(1) as f32;
    let weights: Vec<f32> = distances
        .iter()
        .map(|distance| (-distance / mean.max(1e-9)).exp())
        .collect();
    average(&weights)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_crop_of_another_kind_counts_little() {
        let mut rows = vec![vec![1.0, 2.0]; 9];
        rows.push(vec![11.0, 12.0]);
        let pooled = pooled(&rows);
        // The plain mean would be 2 and 3.
        assert!(pooled[0] < 1.1 && pooled[1] < 2.1, "{pooled:?}");
    }
}
