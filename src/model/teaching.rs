//! What learning a style needs beside the generator: the perceptual network, the discriminator as
//! far as it was trained, and what each built-in style looks like.
//!
//! One safetensors file: `perceptual.*`, `discriminator.*`, `rms` `[4]` and `statistics` `[n, d]`,
//! whose rows the metadata key `styles` names.

use burn::prelude::Device;

use super::discriminator::{Discriminator, DiscriminatorConfig};
use super::features::FeatureExtractor;
use super::perceptual::{NUM_LEVELS, Perceptual, PerceptualConfig};
use super::tensors::{NamedTensors, below, into_module, parse, serialise_half};
use super::{BaseModel, CODE_SIZE, ModelError, StyleCode};

/// How sharply the nearest style is preferred. Chosen on pages that were held out: a page of a
/// known style then gets nearly all of its own code.
const SHARPNESS: f32 = 40.0;

/// The contents of the file, checked.
#[derive(Clone, Debug)]
pub struct Teaching {
    tensors: NamedTensors,
    rms: [f32; NUM_LEVELS],
    /// Statistics of each style that the base model knows.
    statistics: Vec<(String, Vec<f32>)>,
}

impl Teaching {
    /// Reads and checks the file.
    ///
    /// # Errors
    /// [`ModelError`] when the bytes are damaged or belong to other networks.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ModelError> {
        let (mut tensors, metadata) = parse(bytes)?;
        let mut take = |name: &str| {
            let name = name.to_owned();
            tensors
                .remove(&name)
                .ok_or(ModelError::MissingTensor { name })
        };
        let (shape, rms) = take("rms")?;
        let rms = <[f32; NUM_LEVELS]>::try_from(rms).map_err(|_rms| ModelError::Misshapen {
            name: "rms".to_owned(),
            found: shape,
            expected: vec![NUM_LEVELS],
        })?;
        let (shape, rows) = take("statistics")?;
        let names: Vec<&str> = metadata
            .get("styles")
            .map(|names| names.split(',').collect())
            .unwrap_or_default();
        let size = shape.get(1).copied().unwrap_or(0);
        if shape.len() != 2 || shape[0] != names.len() || size == 0 {
            return Err(ModelError::StyleCount {
                names: names.len(),
                codes: shape.first().copied().unwrap_or(0),
            });
        }
        let rows = rows.chunks_exact(size).map(<[f32]>::to_vec);
        let statistics = names.into_iter().map(str::to_owned).zip(rows).collect();
        let teaching = Self {
            tensors,
            rms,
            statistics,
        };
        teaching.perceptual(&Device::flex())?;
        teaching.discriminator(&Device::flex())?;
        Ok(teaching)
    }

    /// The file with another discriminator and other statistics, as
    /// [`from_bytes`](Self::from_bytes) reads it, of 16-bit floats.
    ///
    /// # Errors
    /// [`ModelError`] when the discriminator does not fit, or the statistics are not all of one
    /// length.
    pub fn file_with(
        &self,
        discriminator: &NamedTensors,
        statistics: &[(String, Vec<f32>)],
    ) -> Result<Vec<u8>, ModelError> {
        let mut tensors = self.tensors.clone();
        tensors.retain(|name, _| !name.starts_with("discriminator."));
        for (name, tensor) in discriminator {
            tensors.insert(format!("discriminator.{name}"), tensor.clone());
        }
        let rms = (vec![NUM_LEVELS], self.rms.to_vec());
        tensors.insert("rms".to_owned(), rms);
        let (names, rows): (Vec<&str>, Vec<&[f32]>) = statistics
            .iter()
            .map(|(name, row)| (name.as_str(), row.as_slice()))
            .unzip();
        let size = rows.first().map_or(0, |row| row.len());
        let table = (vec![rows.len(), size], rows.concat());
        tensors.insert("statistics".to_owned(), table);
        let metadata = [("styles".to_owned(), names.join(","))];
        let bytes = serialise_half(&tensors, Some(metadata.into()))?;
        Self::from_bytes(&bytes)?;
        Ok(bytes)
    }

    /// The perceptual network.
    ///
    /// # Errors
    /// [`ModelError`] when a tensor does not fit.
    pub fn perceptual(&self, device: &Device) -> Result<Perceptual, ModelError> {
        let mut network = PerceptualConfig::new().init(device);
        into_module(&mut network, &below(&self.tensors, "perceptual."))?;
        Ok(network)
    }

    /// The perceptual network, to look at pictures with.
    ///
    /// # Errors
    /// [`ModelError`] when a tensor does not fit.
    pub fn extractor(&self, device: &Device) -> Result<FeatureExtractor, ModelError> {
        Ok(FeatureExtractor::Own(self.perceptual(device)?))
    }

    /// The discriminator as far as it was trained together with the base model.
    ///
    /// # Errors
    /// [`ModelError`] when a tensor does not fit.
    pub fn discriminator(&self, device: &Device) -> Result<Discriminator, ModelError> {
        let mut network = DiscriminatorConfig::new().init(device);
        into_module(&mut network, &below(&self.tensors, "discriminator."))?;
        Ok(network)
    }

    /// Root mean square of each level of the perceptual network on photographs.
    pub fn rms(&self) -> [f32; NUM_LEVELS] {
        self.rms
    }

    /// The code of a style never seen, from its statistics: attention over the styles that the base
    /// knows, with their statistics as keys and their codes as values.
    ///
    /// `code = sum_k softmax_k(-s |q - key_k|^2) code_k`, distances relative to the mean size of
    /// the keys. A trained encoder would have six examples to learn from, too few to do more than
    /// this.
    ///
    /// Source: attention as kernel regression, Nadaraya 1964 and Watson 1964.
    pub fn zero_shot(&self, base: &BaseModel, query: &[f32]) -> StyleCode {
        let known: Vec<(StyleCode, f32)> = self
            .statistics
            .iter()
            .filter_map(|(name, key)| Some((base.style(name)?.code, distance(query, key))))
            .collect();
        let nearest = known.iter().map(|(_, d)| *d).fold(f32::INFINITY, f32::min);
        let weights = known
            .iter()
            .map(|(code, d)| (code, ((nearest - d) * SHARPNESS).exp()));
        let total: f32 = weights.clone().map(|(_, w)| w).sum();
        if total.is_nan() || total <= 0.0 {
            return base.photo();
        }
        let mut sum = [0.0; CODE_SIZE];
        for (code, weight) in weights {
            for (sum, value) in sum.iter_mut().zip(code.0) {
                *sum += value * weight / total;
            }
        }
        StyleCode(sum)
    }

    /// What each built-in style looks like: the means and deviations of the features of its pages.
    pub fn hands(&self) -> Vec<&[f32]> {
        self.statistics.iter().map(|(_, row)| &**row).collect()
    }

    /// The built-in style that looks most like `query`, and how far away it is.
    pub fn nearest(&self, query: &[f32]) -> Option<(&str, f32)> {
        let distances = self
            .statistics
            .iter()
            .map(|(name, key)| (name.as_str(), distance(query, key)));
        distances.min_by(|a, b| a.1.total_cmp(&b.1))
    }
}

/// `mean |a - b| / mean |b|`
fn distance(a: &[f32], b: &[f32]) -> f32 {
    let difference: f32 = a.iter().zip(b).map(|(a, b)| (a - b).abs()).sum();
    let size: f32 = b.iter().map(|b| b.abs()).sum();
    difference / size.max(1e-6)
}
