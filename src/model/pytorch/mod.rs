//! Tensors in files that `torch.save` wrote: weights of others, such as torchvision's.
//!
//! Such a file holds a pickle, which describes the tensors, and their numbers. Nothing of it is
//! run: of the pickle's language only what describes tensors is understood, everything else is left
//! alone or refused. Two containers are read: a zip archive, since `PyTorch` 1.6, and before it
//! pickles and numbers one after the other, in which torchvision still gives its VGG.
//!
//! The crate `pytorch-reader` of Burn's family reads more kinds of files, but brings another
//! deflate for the whole program, its PNG files included.

mod archive;
mod pickle;
mod value;

use half::{bf16, f16};

use self::archive::Storages;
use self::value::{StoredTensor, Value};
use super::ModelError;
use super::tensors::{NamedTensor, NamedTensors};

/// Under what some files keep their tensors, beside other things.
const NESTED_IN: &str = "state_dict";
/// Numbers that are read between two looks at whether anybody still waits.
const LEN_AT_ONCE: usize = 1 << 20;

/// Reads the tensors that `wanted` chooses by name; 32- and 16-bit floats only.
///
/// # Errors
/// [`ModelError`] when the bytes are damaged, or a tensor has another type or numbers that are not
/// finite.
pub fn parse_pytorch(
    bytes: &[u8],
    wanted: impl Fn(&str) -> bool,
) -> Result<NamedTensors, ModelError> {
    parse_pytorch_while(bytes, wanted, &|| true)
}

/// As [`parse_pytorch`], as long as `keep_going` says yes: it is asked on the way.
///
/// # Errors
/// As [`parse_pytorch`], and after `keep_going` said no.
pub fn parse_pytorch_while(
    bytes: &[u8],
    wanted: impl Fn(&str) -> bool,
    keep_going: &dyn Fn() -> bool,
) -> Result<NamedTensors, ModelError> {
    let (root, storages) = archive::open(bytes, keep_going)?;
    let nested = root.entry(NESTED_IN).filter(|value| value.is_dict());
    let entries = nested.unwrap_or(&root).entries();
    let mut tensors = NamedTensors::new();
    // Tensors may share their numbers, but never so many of them.
    let mut room = bytes.len();
    for (name, value) in entries {
        if let Value::Tensor(stored) = value
            && wanted(name)
        {
            let tensor = read(name, stored, &storages, &mut room, keep_going)?;
            tensors.insert(name.to_owned(), tensor);
        }
    }
    if tensors.is_empty() {
        return Err(damaged("it holds no tensors"));
    }
    Ok(tensors)
}

fn damaged(reason: &'static str) -> ModelError {
    ModelError::NotPyTorch { reason }
}

/// Gathers the numbers of a tensor, however it lies in its storage. `room` is for how many there
/// may still be.
fn read(
    name: &str,
    tensor: &StoredTensor,
    storages: &Storages<'_>,
    room: &mut usize,
    keep_going: &dyn Fn() -> bool,
) -> Result<NamedTensor, ModelError> {
    let name = name.to_owned();
    let StoredTensor {
        storage,
        offset,
        shape,
        strides,
    } = tensor;
    let numbers: fn(&[u8]) -> f32 = match storage.kind.as_str() {
        "FloatStorage" => |word| f32::from_le_bytes(first(word)),
        "HalfStorage" => |word| f16::from_le_bytes(first(word)).to_f32(),
        "BFloat16Storage" => |word| bf16::from_le_bytes(first(word)).to_f32(),
        _ => return Err(ModelError::WrongType { name }),
    };
    let size = storage.element_size().unwrap_or(1);
    let bytes = storages.find(&storage.key)?;
    let product = |len: usize, side: &usize| len.checked_mul(*side);
    let len = shape.iter().try_fold(1, product);
    let Some(len) = len.filter(|_| shape.len() == strides.len()) else {
        return Err(damaged("a tensor has impossible sizes"));
    };
    // Strides of 0 could make any number of them from one.
    if len > bytes.len() / size || len > *room {
        return Err(damaged("a tensor has more numbers than are stored"));
    }
    *room -= len;
    let mut found = Vec::with_capacity(len);
    let mut place = vec![0usize; shape.len()];
    for i in 0..len {
        if i % LEN_AT_ONCE == 0 && !keep_going() {
            return Err(damaged("nobody waits for it any more"));
        }
        let steps = place.iter().zip(strides);
        let steps = steps.map(|(i, stride)| i.saturating_mul(*stride));
        let at = steps.fold(*offset, usize::saturating_add);
        let at = at.saturating_mul(size);
        let Some(word) = bytes.get(at..at.saturating_add(size)) else {
            return Err(damaged("a tensor reaches beyond its numbers"));
        };
        found.push(numbers(word));
        for (i, side) in place.iter_mut().zip(shape).rev() {
            *i += 1;
            if *i < *side {
                break;
            }
            *i = 0;
        }
    }
    if found.iter().any(|v: &f32| !v.is_finite()) {
        return Err(ModelError::NotFinite { name });
    }
    Ok((shape.clone(), found))
}

/// The first bytes, zeros where there are none.
fn first<const N: usize>(bytes: &[u8]) -> [u8; N] {
    std::array::from_fn(|i| bytes.get(i).copied().unwrap_or(0))
}

#[cfg(test)]
mod tests;
