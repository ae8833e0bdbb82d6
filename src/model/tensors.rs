//! Named tensors in safetensors files: reading, checking, and moving them into networks and out of
//! them.
//!
//! Names and layouts are `PyTorch`'s: convolutions `[out, in, h, w]`, linears `[out, in]`.

use std::collections::{BTreeMap, HashMap};

use burn::module::Module;
use burn::store::{
    BurnToPyTorchAdapter, ModuleSnapshot as _, PyTorchToBurnAdapter, SafetensorsStore,
};
use half::f16;
use safetensors::tensor::TensorView;
use safetensors::{Dtype, SafeTensors};

use super::ModelError;

/// A tensor: its shape and its numbers in row-major order.
pub type NamedTensor = (Vec<usize>, Vec<f32>);

/// Tensors by name.
pub type NamedTensors = BTreeMap<String, NamedTensor>;

/// Reads all tensors, of 32- or 16-bit floats, and the metadata.
///
/// # Errors
/// [`ModelError`] when the bytes are damaged, or a tensor has another type or numbers that are not
/// finite.
pub fn parse(bytes: &[u8]) -> Result<(NamedTensors, HashMap<String, String>), ModelError> {
    let (_, header) = SafeTensors::read_metadata(bytes).map_err(ModelError::NotSafetensors)?;
    let file = SafeTensors::deserialize(bytes).map_err(ModelError::NotSafetensors)?;
    let metadata = header.metadata().clone().unwrap_or_default();
    Ok((parse_tensors(&file, |_| true)?, metadata))
}

/// As [`parse`], only the tensors that `wanted` chooses by name, without the metadata.
///
/// # Errors
/// As [`parse`].
pub fn parse_some(bytes: &[u8], wanted: impl Fn(&str) -> bool) -> Result<NamedTensors, ModelError> {
    let file = SafeTensors::deserialize(bytes).map_err(ModelError::NotSafetensors)?;
    parse_tensors(&file, wanted)
}

/// The tensors of `file` that `wanted` chooses by name.
///
/// # Errors
/// As [`parse`].
pub(super) fn parse_tensors(
    file: &SafeTensors<'_>,
    wanted: impl Fn(&str) -> bool,
) -> Result<NamedTensors, ModelError> {
    let mut tensors = NamedTensors::new();
    for (name, view) in file.iter().filter(|(name, _)| wanted(name)) {
        let name = name.to_owned();
        let numbers: Vec<f32> = match view.dtype() {
            Dtype::F32 => {
                let (numbers, _) = view.data().as_chunks::<4>();
                numbers.iter().map(|b| f32::from_le_bytes(*b)).collect()
            }
            Dtype::F16 => {
                let (numbers, _) = view.data().as_chunks::<2>();
                let wide = numbers.iter().map(|b| f16::from_le_bytes(*b).to_f32());
                wide.collect()
            }
            _ => return Err(ModelError::WrongType { name }),
        };
        if numbers.iter().any(|v| !v.is_finite()) {
            return Err(ModelError::NotFinite { name });
        }
        tensors.insert(name, (view.shape().to_vec(), numbers));
    }
    Ok(tensors)
}

/// Writes `tensors` as one safetensors file of 32-bit floats.
///
/// # Errors
/// [`ModelError::NotSafetensors`] when a shape does not fit its numbers.
pub(crate) fn serialise(
    tensors: &NamedTensors,
    metadata: Option<HashMap<String, String>>,
) -> Result<Vec<u8>, ModelError> {
    let bytes = |numbers: &[f32]| numbers.iter().flat_map(|v| v.to_le_bytes()).collect();
    serialise_as(Dtype::F32, bytes, tensors, metadata)
}

/// As [`serialise`], of 16-bit floats: half the size.
pub(crate) fn serialise_half(
    tensors: &NamedTensors,
    metadata: Option<HashMap<String, String>>,
) -> Result<Vec<u8>, ModelError> {
    let half = |v: &f32| f16::from_f32(*v).to_le_bytes();
    let bytes = |numbers: &[f32]| numbers.iter().flat_map(half).collect();
    serialise_as(Dtype::F16, bytes, tensors, metadata)
}

fn serialise_as(
    dtype: Dtype,
    bytes: impl Fn(&[f32]) -> Vec<u8>,
    tensors: &NamedTensors,
    metadata: Option<HashMap<String, String>>,
) -> Result<Vec<u8>, ModelError> {
    let stored: Vec<_> = tensors
        .iter()
        .map(|(name, (shape, numbers))| (name, shape, bytes(numbers)))
        .collect();
    let mut views = Vec::with_capacity(stored.len());
    for (name, shape, bytes) in &stored {
        let view = TensorView::new(dtype, (*shape).clone(), bytes);
        views.push((name.as_str(), view.map_err(ModelError::NotSafetensors)?));
    }
    let bytes = safetensors::serialize(views, metadata).map_err(ModelError::NotSafetensors)?;
    Ok(with_sorted_header(bytes))
}

/// The same file with the entries of its header in alphabetical order: equal contents are then
/// equal bytes, which the metadata's random order would prevent.
pub(super) fn with_sorted_header(bytes: Vec<u8>) -> Vec<u8> {
    sorted_header(&bytes).unwrap_or(bytes)
}

/// Bytes of the number that tells the header's length; the header is padded to as many.
const HEADER_LEN: usize = 8;

fn sorted_header(bytes: &[u8]) -> Option<Vec<u8>> {
    type Sorted = BTreeMap<String, BTreeMap<String, serde_json::Value>>;
    let (len, rest) = bytes.split_first_chunk::<HEADER_LEN>()?;
    let len = usize::try_from(u64::from_le_bytes(*len)).ok()?;
    let (header, data) = rest.split_at_checked(len)?;
    let header: Sorted = serde_json::from_slice(header).ok()?;
    let mut header = serde_json::to_vec(&header).ok()?;
    header.resize(header.len().next_multiple_of(HEADER_LEN), b' ');
    let len = (header.len() as u64).to_le_bytes();
    Some([&len, header.as_slice(), data].concat())
}

/// The parameters of a network.
///
/// # Errors
/// [`ModelError::Backend`] when the device fails.
pub fn of_module<M: Module>(module: &M) -> Result<NamedTensors, ModelError> {
    let mut store = SafetensorsStore::from_bytes(None).with_to_adapter(BurnToPyTorchAdapter);
    module.save_into(&mut store).map_err(backend)?;
    let bytes = store.get_bytes().map_err(backend)?;
    Ok(parse(&bytes)?.0)
}

/// Fills a network with `tensors`; each parameter must be there, and nothing may be left over.
///
/// # Errors
/// [`ModelError`] naming the first tensor that is missing or superfluous, or of another shape.
pub fn into_module<M: Module>(module: &mut M, tensors: &NamedTensors) -> Result<(), ModelError> {
    let bytes = serialise(tensors, None)?;
    let mut store = SafetensorsStore::from_bytes(Some(bytes))
        .with_from_adapter(PyTorchToBurnAdapter)
        .allow_partial(true);
    let result = module.load_from(&mut store).map_err(backend)?;
    if let Some((name, _)) = result.missing.first() {
        return Err(ModelError::MissingTensor { name: name.clone() });
    }
    match result.unused.first() {
        Some(name) => Err(ModelError::UnknownTensor { name: name.clone() }),
        None => Ok(()),
    }
}

/// The tensors whose names begin with `prefix`, without it.
pub fn below(tensors: &NamedTensors, prefix: &str) -> NamedTensors {
    let found = tensors
        .iter()
        .filter_map(|(name, tensor)| Some((name.strip_prefix(prefix)?.to_owned(), tensor.clone())));
    found.collect()
}

fn backend(err: impl std::fmt::Display) -> ModelError {
    ModelError::Backend {
        reason: err.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let numbers = vec![0.5, -2.0, 0.25, 3.0, 1.0, 65.0];
        let tensors = NamedTensors::from([("a.b".to_owned(), (vec![2, 3], numbers))]);
        let (found, metadata) = parse(&serialise(&tensors, None).unwrap()).unwrap();
        assert_eq!(found, tensors);
        assert!(metadata.is_empty());
    }

    #[test]
    fn equal_contents_are_equal_bytes() {
        let tensors = NamedTensors::from([
            ("b".to_owned(), (vec![1], vec![0.5])),
            ("a".to_owned(), (vec![2], vec![1.0, 2.0])),
        ]);
        let written = || {
            // Each map has an order of its own.
            let metadata: HashMap<String, String> = (0..9)
                .map(|i| (format!("key{i}"), "ü\"".repeat(i)))
                .collect();
            serialise(&tensors, Some(metadata)).unwrap()
        };
        let first = written();
        for _ in 0..8 {
            assert_eq!(written(), first);
        }
        let (found, metadata) = parse(&first).unwrap();
        assert_eq!(found, tensors);
        assert_eq!(metadata["key2"], "ü\"ü\"");
    }

    #[test]
    fn damaged_bytes_are_refused() {
        assert!(matches!(parse(b"no"), Err(ModelError::NotSafetensors(_))));
        let tensors = NamedTensors::from([("a".to_owned(), (vec![1], vec![f32::NAN]))]);
        let bytes = serialise(&tensors, None).unwrap();
        assert!(matches!(parse(&bytes), Err(ModelError::NotFinite { .. })));
    }
}
