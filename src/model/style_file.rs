//! `.kstyle`: one learnt style in one safetensors file. Nothing in it is executable.
//!
//! Tensors: `code` `[32]`, `photo` `[32]`, the generator under `generator.*`, and, when there is
//! one, `thumbnail` `[n]` (bytes of a PNG or JPEG file). Metadata: `format`, `name`, `author`,
//! `licence`, `base`, `defaults` and, as JSON, `provenance`.

use std::collections::HashMap;

use safetensors::tensor::TensorView;
use safetensors::{Dtype, SafeTensors};

use super::tensors::{NamedTensor, NamedTensors, below, parse_tensors, with_sorted_header};
use super::weights::cpu_generator;
use super::{CODE_SIZE, ModelError, Provenance, StyleCode};
use crate::paths::without_orders;

/// Version of the format; files of a later one are refused.
const FORMAT: u32 = 1;
/// Longest name, in characters.
pub const MAX_NAME: usize = 80;
/// Longest other text in the metadata, in bytes.
const MAX_TEXT: usize = 20_000;
/// Largest thumbnail in bytes.
const MAX_THUMBNAIL: usize = 1 << 20;

/// A learnt style, as its file holds it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StyleFile {
    /// Name in the style library.
    pub name: String,
    /// Whose hand it is; may be empty.
    pub author: String,
    /// What others may do with it; may be empty.
    pub licence: String,
    /// Name of the weights that it was learnt from.
    pub base: String,
    /// How it was made; empty in older files.
    pub provenance: Provenance,
    /// Dials and ink that suit it, as JSON; read by the layer that knows ink.
    pub defaults: String,
    /// A small picture of it: the bytes of a PNG or JPEG file.
    pub thumbnail: Option<Vec<u8>>,
    /// Its code.
    pub code: StyleCode,
    /// The code of an untouched photograph for these weights.
    pub photo: StyleCode,
    /// All tensors of the generator.
    pub generator: NamedTensors,
}

impl StyleFile {
    /// The bytes of the file; weights as 16-bit floats.
    ///
    /// # Errors
    /// [`ModelError`] when a shape does not fit its numbers.
    pub fn to_bytes(&self) -> Result<Vec<u8>, ModelError> {
        let mut tensors = NamedTensors::new();
        for (name, tensor) in &self.generator {
            tensors.insert(format!("generator.{name}"), tensor.clone());
        }
        let mut stored = Vec::new();
        for (name, (shape, numbers)) in &tensors {
            let bytes = numbers
                .iter()
                .flat_map(|v| half::f16::from_f32(*v).to_le_bytes());
            stored.push((name.as_str(), Dtype::F16, shape.clone(), bytes.collect()));
        }
        for (name, code) in [("code", self.code), ("photo", self.photo)] {
            let bytes: Vec<u8> = code.0.iter().flat_map(|v| v.to_le_bytes()).collect();
            stored.push((name, Dtype::F32, vec![CODE_SIZE], bytes));
        }
        if let Some(picture) = &self.thumbnail {
            stored.push(("thumbnail", Dtype::U8, vec![picture.len()], picture.clone()));
        }
        let mut views = Vec::with_capacity(stored.len());
        for (name, dtype, shape, bytes) in &stored {
            let view = TensorView::new(*dtype, shape.clone(), bytes);
            views.push((*name, view.map_err(ModelError::NotSafetensors)?));
        }
        let mut metadata = HashMap::from(
            [
                ("format", FORMAT.to_string()),
                ("name", self.name.clone()),
                ("author", self.author.clone()),
                ("licence", self.licence.clone()),
                ("base", self.base.clone()),
                ("defaults", self.defaults.clone()),
            ]
            .map(|(key, text)| (key.to_owned(), text)),
        );
        let provenance = self.provenance.to_text();
        if !provenance.is_empty() {
            metadata.insert("provenance".to_owned(), provenance);
        }
        let bytes = safetensors::serialize(views, Some(metadata));
        Ok(with_sorted_header(
            bytes.map_err(ModelError::NotSafetensors)?,
        ))
    }

    /// Reads and checks a file; a network is built from it to prove that it fits.
    ///
    /// # Errors
    /// [`ModelError`] saying what does not fit.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ModelError> {
        let (_, header) = SafeTensors::read_metadata(bytes).map_err(ModelError::NotSafetensors)?;
        let metadata = header.metadata().clone().unwrap_or_default();
        let text = |key: &str| metadata.get(key).cloned().unwrap_or_default();
        match text("format").parse::<u32>() {
            Ok(FORMAT) => {}
            Ok(newer) => return Err(ModelError::NewerFormat { version: newer }),
            Err(_) => return Err(ModelError::NotAStyle),
        }
        let short = |key: &'static str| {
            let text = text(key);
            if text.len() > MAX_TEXT {
                Err(ModelError::TextTooLong { field: key })
            } else {
                Ok(text)
            }
        };
        let name = short("name")?.trim().to_owned();
        check_stored_name(&name)?;
        let file = SafeTensors::deserialize(bytes).map_err(ModelError::NotSafetensors)?;
        let thumbnail = match file.tensor("thumbnail") {
            Ok(view) if view.dtype() == Dtype::U8 && view.data().len() <= MAX_THUMBNAIL => {
                Some(view.data().to_vec())
            }
            Ok(_) => {
                let name = "thumbnail".to_owned();
                return Err(ModelError::WrongType { name });
            }
            Err(_) => None,
        };
        let mut tensors = parse_tensors(&file, |name| name != "thumbnail")?;
        let mut code = |name: &str| match tensors.remove(name) {
            Some((_, numbers)) => to_code(name, &numbers),
            None => Err(ModelError::MissingTensor {
                name: name.to_owned(),
            }),
        };
        let (code, photo) = (code("code")?, code("photo")?);
        let generator = below(&tensors, "generator.");
        if let Some(name) = tensors.keys().find(|name| !name.starts_with("generator.")) {
            return Err(ModelError::UnknownTensor { name: name.clone() });
        }
        cpu_generator(&generator)?;
        refuse_extra(&generator)?;
        Ok(Self {
            name,
            author: without_orders(&short("author")?, false),
            licence: without_orders(&short("licence")?, true),
            base: without_orders(&short("base")?, false),
            provenance: Provenance::from_text(&text("provenance"))?,
            defaults: short("defaults")?,
            thumbnail,
            code,
            photo,
            generator,
        })
    }
}

/// Whether a new style may have that name: as [`check_stored_name`], and one that a file can have
/// on every system, so that the style can be given to others.
///
/// # Errors
/// [`ModelError::BadName`].
pub fn check_name(name: &str) -> Result<(), ModelError> {
    check_stored_name(name)?;
    if name.ends_with('.') || is_device(name) {
        return Err(bad_name(name));
    }
    Ok(())
}

/// Windows takes such names for devices, whatever stands behind a dot.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end();
    let stem = stem.to_ascii_uppercase();
    if matches!(
        stem.as_str(),
        "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$"
    ) {
        return true;
    }
    let port = stem
        .strip_prefix("COM")
        .or_else(|| stem.strip_prefix("LPT"));
    let mut number = port.unwrap_or_default().chars();
    matches!(
        (number.next(), number.next()),
        (Some('0'..='9' | '¹' | '²' | '³'), None)
    )
}

/// Whether a style that exists may have that name: not empty, not long, no control characters and
/// no path in it. On Windows also none that it takes for a device.
///
/// # Errors
/// [`ModelError::BadName`].
pub fn check_stored_name(name: &str) -> Result<(), ModelError> {
    let allowed = |c: char| {
        !c.is_control() && !matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|')
    };
    let fits = !name.is_empty()
        && name.chars().count() <= MAX_NAME
        && name.trim() == name
        && !name.starts_with('.')
        && name.chars().all(allowed)
        && !(cfg!(windows) && (name.ends_with('.') || is_device(name)));
    if fits { Ok(()) } else { Err(bad_name(name)) }
}

fn bad_name(name: &str) -> ModelError {
    ModelError::BadName {
        name: name.chars().take(MAX_NAME).collect(),
    }
}

fn to_code(name: &str, numbers: &[f32]) -> Result<StyleCode, ModelError> {
    match <[f32; CODE_SIZE]>::try_from(numbers) {
        Ok(code) => Ok(StyleCode(code)),
        Err(_) => Err(ModelError::Misshapen {
            name: name.to_owned(),
            found: vec![numbers.len()],
            expected: vec![CODE_SIZE],
        }),
    }
}

/// A tensor that no layer reads would be dead weight, or the file belongs to another network.
fn refuse_extra(generator: &NamedTensors) -> Result<(), ModelError> {
    let mut used = std::collections::BTreeSet::new();
    super::cpu::CpuGenerator::new(&mut |name| -> Option<NamedTensor> {
        used.insert(name.to_owned());
        generator.get(name).cloned()
    })?;
    match generator.keys().find(|name| !used.contains(*name)) {
        Some(name) => Err(ModelError::UnknownTensor { name: name.clone() }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{BaseModel, PageHash};

    fn sample() -> StyleFile {
        let bytes = include_bytes!("../../assets/models/base-v3.safetensors");
        let base = BaseModel::from_bytes(bytes).unwrap();
        StyleFile {
            name: "My hand".to_owned(),
            author: "Somebody".to_owned(),
            licence: "CC BY 4.0".to_owned(),
            base: "base-v3".to_owned(),
            provenance: Provenance::default(),
            defaults: "{}".to_owned(),
            thumbnail: Some(vec![1, 2, 3]),
            code: base.styles()[0].code,
            photo: base.photo(),
            generator: base.tensors().clone(),
        }
    }

    #[test]
    fn a_style_survives_its_file() {
        let style = sample();
        let found = StyleFile::from_bytes(&style.to_bytes().unwrap()).unwrap();
        assert_eq!(found.name, style.name);
        assert_eq!(found.code, style.code);
        assert_eq!(found.thumbnail, style.thumbnail);
        for (name, (_, numbers)) in &style.generator {
            let differences = numbers.iter().zip(&found.generator[name].1);
            let largest = differences.map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
            assert!(largest < 2e-3, "{name} differs by {largest}");
        }
    }

    #[test]
    fn provenance_survives_a_file_and_an_older_file_has_none() {
        let mut style = sample();
        let old = style.to_bytes().unwrap();
        let found = StyleFile::from_bytes(&old).unwrap();
        assert_eq!(found.provenance, Provenance::default());
        style.provenance = Provenance {
            made: Some(1_800_000_000),
            pages: vec![PageHash::of(1, 1, &[1, 2, 3]); 400],
            from: "oz-neill".to_owned(),
            num_steps: 120,
        };
        let found = StyleFile::from_bytes(&style.to_bytes().unwrap()).unwrap();
        assert_eq!(found.provenance, style.provenance);
        // Of the pages themselves nothing is there.
        let grown = style.to_bytes().unwrap().len() - old.len();
        assert!(grown < 400 * 80, "{grown}");
    }

    #[test]
    fn texts_of_a_file_give_no_orders_and_absurd_ones_are_refused() {
        let mut style = sample();
        style.author = "Some\x1b[2Jbody\n\u{202e}else".to_owned();
        style.licence = "CC BY\r\n4.0\x07".to_owned();
        let found = StyleFile::from_bytes(&style.to_bytes().unwrap()).unwrap();
        assert_eq!(found.author, "Some[2Jbody else");
        assert_eq!(found.licence, "CC BY\n4.0");
        style.author = "x".repeat(MAX_TEXT + 1);
        let refused = StyleFile::from_bytes(&style.to_bytes().unwrap());
        assert!(matches!(
            refused,
            Err(ModelError::TextTooLong { field: "author" })
        ));
        let mut style = sample();
        style.provenance.made = Some(u64::MAX);
        let refused = StyleFile::from_bytes(&style.to_bytes().unwrap());
        assert!(matches!(refused, Err(ModelError::BadProvenance)));
    }

    #[test]
    fn equal_styles_are_equal_bytes() {
        let style = sample();
        let bytes = style.to_bytes().unwrap();
        for _ in 0..8 {
            assert!(style.to_bytes().unwrap() == bytes);
        }
    }

    #[test]
    fn what_is_no_style_is_refused_with_the_reason() {
        let base = include_bytes!("../../assets/models/base-v3.safetensors");
        assert!(matches!(
            StyleFile::from_bytes(base),
            Err(ModelError::NotAStyle)
        ));
        assert!(StyleFile::from_bytes(b"nonsense").is_err());
        let bytes = sample().to_bytes().unwrap();
        assert!(StyleFile::from_bytes(&bytes[..bytes.len() - 9]).is_err());
        let mut other = sample();
        other
            .generator
            .insert("extra".to_owned(), (vec![1], vec![0.0]));
        let refused = StyleFile::from_bytes(&other.to_bytes().unwrap());
        assert!(matches!(refused, Err(ModelError::UnknownTensor { name }) if name == "extra"));
        let mut missing = sample();
        missing.generator.remove("head.conv.weight");
        missing.generator.remove("head.weight");
        assert!(StyleFile::from_bytes(&missing.to_bytes().unwrap()).is_err());
    }

    #[test]
    fn a_new_name_can_be_that_of_a_file_everywhere() {
        for bad in [
            "CON", "con", "aux.old", "Nul ", "lpt1", "COM¹", "conout$", "My hand.",
        ] {
            assert!(check_name(bad).is_err(), "{bad:?}");
        }
        // Styles that have such a name go on to be read, except where it means something else.
        for old in ["con", "My hand."] {
            assert_eq!(check_stored_name(old).is_ok(), !cfg!(windows), "{old:?}");
        }
    }

    #[test]
    fn names_hold_no_path() {
        for bad in ["", " a", "a/b", "..", "a\nb", &"x".repeat(81)] {
            assert!(check_name(bad).is_err(), "{bad:?}");
        }
        for good in [
            "My hand",
            "我的漫画",
            "Ink & wash (2)",
            "Console",
            "com",
            "COM10",
        ] {
            assert!(check_name(good).is_ok(), "{good:?}");
        }
    }
}
