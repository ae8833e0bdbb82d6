//! The base model's file: one safetensors file with the generator and a table of style codes.
//!
//! Tensors have `PyTorch`'s names and layouts (`blocks.0.a.conv.weight`, `[out, in, 3, 3]`; linears
//! `[out, in]`). `codes` is `[styles, 32]`, and the metadata key `styles` names its rows, separated
//! by commas; one of them is `photo`. Nothing in the file is executable.

use std::collections::{BTreeMap, HashMap};

use burn::prelude::Device;
use burn::store::{ModuleSnapshot as _, PyTorchToBurnAdapter, SafetensorsStore};
use safetensors::{Dtype, SafeTensors};

use super::direct::DirectGenerator;
use super::generator::{Generator, GeneratorConfig};
use super::{CODE_SIZE, ModelError, Style, StyleCode};

/// Name of the code that stands for an untouched photograph.
const PHOTO: &str = "photo";

/// A tensor as stored: its shape and its numbers in row-major order.
type NamedTensor = (Vec<usize>, Vec<f32>);

/// The weights that Kinetoon ships: a generator and the styles it knows.
#[derive(Clone, Debug)]
pub struct BaseModel {
    bytes: Vec<u8>,
    tensors: BTreeMap<String, NamedTensor>,
    photo: StyleCode,
    styles: Vec<Style>,
}

impl BaseModel {
    /// Reads and checks a weights file.
    ///
    /// # Errors
    /// [`ModelError`] when the bytes are damaged or belong to another network.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, ModelError> {
        let (mut tensors, styles) = parse(&bytes)?;
        let (shape, codes) = tensors
            .remove("codes")
            .ok_or_else(|| ModelError::MissingTensor {
                name: "codes".to_owned(),
            })?;
        let expected = vec![styles.len(), CODE_SIZE];
        if shape.get(1) != Some(&CODE_SIZE) || shape.len() != 2 {
            return Err(ModelError::Misshapen {
                name: "codes".to_owned(),
                found: shape,
                expected,
            });
        }
        let (codes, _) = codes.as_chunks::<CODE_SIZE>();
        if codes.len() != styles.len() {
            return Err(ModelError::StyleCount {
                names: styles.len(),
                codes: codes.len(),
            });
        }
        let mut photo = None;
        let mut shelf = Vec::new();
        for (name, code) in styles.into_iter().zip(codes) {
            if name == PHOTO {
                photo = Some(StyleCode(*code));
            } else {
                shelf.push(Style {
                    name,
                    code: StyleCode(*code),
                });
            }
        }
        let photo = photo.ok_or(ModelError::NoPhotoCode)?;
        let model = Self {
            bytes,
            tensors,
            photo,
            styles: shelf,
        };
        model.direct()?;
        model.refuse_foreign_tensors()?;
        Ok(model)
    }

    /// The code of an untouched photograph.
    pub fn photo(&self) -> StyleCode {
        self.photo
    }

    /// The built-in styles, in the order of the file.
    pub fn styles(&self) -> &[Style] {
        &self.styles
    }

    /// The style of that name.
    pub fn style(&self, name: &str) -> Option<&Style> {
        self.styles.iter().find(|style| style.name == name)
    }

    /// The generator for the CPU.
    ///
    /// # Errors
    /// [`ModelError::Direct`] when a tensor is missing or does not fit.
    pub fn direct(&self) -> Result<DirectGenerator, ModelError> {
        Ok(DirectGenerator::new(&mut |name| {
            self.tensors.get(name).cloned()
        })?)
    }

    /// The generator for a Burn device.
    ///
    /// # Errors
    /// [`ModelError`] when a tensor is missing, superfluous or does not fit.
    pub fn generator(&self, device: &Device) -> Result<Generator, ModelError> {
        let mut generator = GeneratorConfig::new().init(device);
        let mut store = SafetensorsStore::from_bytes(Some(self.bytes.clone()))
            .with_from_adapter(PyTorchToBurnAdapter)
            .allow_partial(true);
        let result = generator
            .load_from(&mut store)
            .map_err(|err| ModelError::Backend {
                reason: err.to_string(),
            })?;
        if let Some((name, _)) = result.missing.first() {
            return Err(ModelError::MissingTensor { name: name.clone() });
        }
        if let Some(name) = result.unused.iter().find(|name| name.as_str() != "codes") {
            return Err(ModelError::UnknownTensor { name: name.clone() });
        }
        Ok(generator)
    }

    fn refuse_foreign_tensors(&self) -> Result<(), ModelError> {
        let mut used = std::collections::BTreeSet::new();
        DirectGenerator::new(&mut |name| {
            used.insert(name.to_owned());
            self.tensors.get(name).cloned()
        })?;
        match self.tensors.keys().find(|name| !used.contains(*name)) {
            Some(name) => Err(ModelError::UnknownTensor { name: name.clone() }),
            None => Ok(()),
        }
    }
}

/// Tensors by name, and the names of the styles.
fn parse(bytes: &[u8]) -> Result<(BTreeMap<String, NamedTensor>, Vec<String>), ModelError> {
    let (_, header) = SafeTensors::read_metadata(bytes).map_err(ModelError::NotSafetensors)?;
    let file = SafeTensors::deserialize(bytes).map_err(ModelError::NotSafetensors)?;
    let empty = HashMap::new();
    let styles = header
        .metadata()
        .as_ref()
        .unwrap_or(&empty)
        .get("styles")
        .cloned();
    let styles = styles
        .unwrap_or_default()
        .split(',')
        .map(str::to_owned)
        .collect();
    let mut tensors = BTreeMap::new();
    for (name, view) in file.iter() {
        let name = name.to_owned();
        if view.dtype() != Dtype::F32 {
            return Err(ModelError::WrongType { name });
        }
        let (numbers, _) = view.data().as_chunks::<4>();
        let numbers: Vec<f32> = numbers.iter().map(|b| f32::from_le_bytes(*b)).collect();
        if numbers.iter().any(|v| !v.is_finite()) {
            return Err(ModelError::NotFinite { name });
        }
        tensors.insert(name, (view.shape().to_vec(), numbers));
    }
    Ok((tensors, styles))
}
