//! Tensors in files that `torch.save` wrote: weights of others, such as torchvision's.
//!
//! Such a file holds a pickle, which describes the tensors, and their numbers. Nothing of it is run: of
//! the pickle's language only what describes tensors is understood, everything else is left alone or
//! refused. Two containers are read: a zip archive, since `PyTorch` 1.6, and before it pickles and numbers
//! one after the other, in which torchvision still gives its VGG.
//!
//! The crate `pytorch-reader` of Burn's family reads more kinds of files, but brings another deflate
//! for the whole program, its PNG files included.

mod archive;
mod pickle;

use half::{bf16, f16};

use self::archive::Storages;
use self::pickle::{StoredTensor, Value};
use super::ModelError;
use super::tensors::{NamedTensor, NamedTensors};

/// Under what some files keep their tensors, beside other things.
const NESTED_IN: &str = "state_dict";
/// More numbers in one tensor than any of these networks has.
const MAX_LEN: usize = 1 << 28;

/// Reads the tensors that `wanted` chooses by name; 32- and 16-bit floats only.
///
/// # Errors
/// [`ModelError`] when the bytes are damaged, or a tensor has another type or numbers that are not finite.
pub fn parse_pytorch(
    bytes: &[u8],
    wanted: impl Fn(&str) -> bool,
) -> Result<NamedTensors, ModelError> {
    let (root, storages) = archive::open(bytes)?;
    let nested = root.entry(NESTED_IN).filter(|value| value.is_dict());
    let entries = nested.unwrap_or(&root).entries();
    let mut tensors = NamedTensors::new();
    for (name, value) in entries {
        if let Value::Tensor(stored) = value
            && wanted(name)
        {
            tensors.insert(name.to_owned(), read(name, stored, &storages)?);
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

/// Gathers the numbers of a tensor, however it lies in its storage.
fn read(
    name: &str,
    tensor: &StoredTensor,
    storages: &Storages<'_>,
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
    let Some(len) = len.filter(|len| *len <= MAX_LEN && shape.len() == strides.len()) else {
        return Err(damaged("a tensor has impossible sizes"));
    };
    let mut found = Vec::with_capacity(len);
    let mut place = vec![0usize; shape.len()];
    for _ in 0..len {
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
mod tests {
    use super::*;

    /// Both made by `tests/fixtures/vgg.py`, with the same contents.
    const ZIP: &[u8] = include_bytes!("../../../tests/fixtures/state-zip.pth");
    const LEGACY: &[u8] = include_bytes!("../../../tests/fixtures/state-legacy.pth");

    #[test]
    fn both_containers_give_the_tensors_that_torch_saved() {
        for bytes in [ZIP, LEGACY] {
            let tensors = parse_pytorch(bytes, |_| true).unwrap();
            let names: Vec<&str> = tensors.keys().map(String::as_str).collect();
            assert_eq!(names, ["half", "plain", "turned"]);
            let counted: Vec<f32> = (0..6).map(|i| i as f32 * 0.5 - 1.0).collect();
            assert_eq!(tensors["plain"], (vec![2, 3], counted));
            // A view of a part of a larger tensor, with its axes exchanged.
            assert_eq!(tensors["turned"], (vec![2, 2], vec![5.0, 9.0, 6.0, 10.0]));
            assert_eq!(tensors["half"], (vec![2], vec![0.25, -3.0]));
        }
    }

    #[test]
    fn only_wanted_tensors_are_read() {
        let tensors = parse_pytorch(ZIP, |name| name == "plain").unwrap();
        assert_eq!(tensors.len(), 1);
    }

    #[test]
    fn damaged_files_are_refused_and_never_believed() {
        let refused = |bytes: &[u8]| parse_pytorch(bytes, |_| true).unwrap_err().to_string();
        assert!(refused(b"no weights").contains("PyTorch"));
        for whole in [ZIP, LEGACY] {
            for len in (0..whole.len()).step_by(7) {
                assert!(!refused(&whole[..len]).is_empty());
            }
            // A byte changed anywhere is refused or harmless, but nothing panics.
            for at in 0..whole.len() {
                let mut changed = whole.to_vec();
                changed[at] ^= 0x15;
                parse_pytorch(&changed, |_| true).ok();
            }
        }
    }
}
