//! The base model's file: one safetensors file with the generator and a table of style codes.
//!
//! Tensors have `PyTorch`'s names and layouts (`blocks.0.a.conv.weight`, `[out, in, 3, 3]`; linears
//! `[out, in]`). `codes` is `[styles, 32]`, and the metadata key `styles` names its rows, separated
//! by commas; one of them is `photo`. Nothing in the file is executable.

use burn::prelude::Device;

use super::cpu::CpuGenerator;
use super::generator::{Generator, GeneratorConfig};
use super::tensors::{NamedTensors, into_module, parse, serialise};
use super::{CODE_SIZE, ModelError, Style, StyleCode};

/// Name of the code that stands for an untouched photograph.
const PHOTO: &str = "photo";

/// The weights that Kinetoon ships: a generator and the styles it knows.
#[derive(Clone, Debug)]
pub struct BaseModel {
    tensors: NamedTensors,
    photo: StyleCode,
    styles: Vec<Style>,
}

impl BaseModel {
    /// Reads and checks a weights file.
    ///
    /// # Errors
    /// [`ModelError`] when the bytes are damaged or belong to another network.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ModelError> {
        let (mut tensors, metadata) = parse(bytes)?;
        let styles = metadata
            .get("styles")
            .map(String::as_str)
            .unwrap_or_default();
        let styles: Vec<String> = styles.split(',').map(str::to_owned).collect();
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
        let mut style_folder = Vec::new();
        for (name, code) in styles.into_iter().zip(codes) {
            if name == PHOTO {
                photo = Some(StyleCode(*code));
            } else {
                style_folder.push(Style {
                    name,
                    code: StyleCode(*code),
                });
            }
        }
        let photo = photo.ok_or(ModelError::NoPhotoCode)?;
        let model = Self {
            tensors,
            photo,
            styles: style_folder,
        };
        model.cpu()?;
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
    /// [`ModelError::Cpu`] when a tensor is missing or does not fit.
    pub fn cpu(&self) -> Result<CpuGenerator, ModelError> {
        cpu_generator(&self.tensors)
    }

    /// The generator for a Burn device.
    ///
    /// # Errors
    /// [`ModelError`] when a tensor is missing, superfluous or does not fit.
    pub fn generator(&self, device: &Device) -> Result<Generator, ModelError> {
        self.generator_with(&self.tensors, device)
    }

    /// A generator of the same kind with other weights.
    ///
    /// # Errors
    /// As [`generator`](Self::generator).
    pub fn generator_with(
        &self,
        tensors: &NamedTensors,
        device: &Device,
    ) -> Result<Generator, ModelError> {
        let mut generator = GeneratorConfig::new().init(device);
        into_module(&mut generator, tensors)?;
        Ok(generator)
    }

    /// The generator's tensors.
    pub fn tensors(&self) -> &NamedTensors {
        &self.tensors
    }

    fn refuse_foreign_tensors(&self) -> Result<(), ModelError> {
        let mut used = std::collections::BTreeSet::new();
        CpuGenerator::new(&mut |name| {
            used.insert(name.to_owned());
            self.tensors.get(name).cloned()
        })?;
        match self.tensors.keys().find(|name| !used.contains(*name)) {
            Some(name) => Err(ModelError::UnknownTensor { name: name.clone() }),
            None => Ok(()),
        }
    }
}

/// The file of a base model, as [`BaseModel::from_bytes`] reads it.
///
/// # Errors
/// [`ModelError`] when the tensors are not those of a generator, or a name cannot be told from
/// others.
pub fn base_file(
    generator: &NamedTensors,
    photo: StyleCode,
    styles: &[Style],
    num_steps: u64,
) -> Result<Vec<u8>, ModelError> {
    let mut names = vec![PHOTO.to_owned()];
    let mut codes = photo.0.to_vec();
    for style in styles {
        if style.name.contains(',') || names.contains(&style.name) {
            return Err(ModelError::BadName {
                name: style.name.clone(),
            });
        }
        names.push(style.name.clone());
        codes.extend(style.code.0);
    }
    let mut tensors = generator.clone();
    tensors.insert("codes".to_owned(), (vec![names.len(), CODE_SIZE], codes));
    let metadata = [
        ("styles".to_owned(), names.join(",")),
        ("step".to_owned(), num_steps.to_string()),
    ];
    let bytes = serialise(&tensors, Some(metadata.into()))?;
    BaseModel::from_bytes(&bytes)?;
    Ok(bytes)
}

/// The generator for the CPU, from its tensors.
///
/// # Errors
/// [`ModelError::Cpu`] when a tensor is missing or does not fit.
pub fn cpu_generator(tensors: &NamedTensors) -> Result<CpuGenerator, ModelError> {
    Ok(CpuGenerator::new(&mut |name| tensors.get(name).cloned())?)
}
