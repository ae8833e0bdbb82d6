//! Named tensors, checked on reading.

use super::CpuError;

/// Hands out a tensor by its name: its shape and its numbers in row-major order.
pub type TensorSource<'a> = dyn FnMut(&str) -> Option<(Vec<usize>, Vec<f32>)> + 'a;

/// The numbers of the tensor `name`.
///
/// # Errors
/// When it is missing, of another shape than `expected`, or not finite.
pub(super) fn tensor<const D: usize>(
    source: &mut TensorSource<'_>,
    name: &str,
    expected: [usize; D],
) -> Result<Vec<f32>, CpuError> {
    let (found, numbers) = source(name).ok_or_else(|| CpuError::MissingTensor {
        name: name.to_owned(),
    })?;
    let (name, expected) = (name.to_owned(), expected.to_vec());
    if found != expected {
        return Err(CpuError::Misshapen {
            name,
            found,
            expected,
        });
    }
    if numbers.len() != expected.iter().product::<usize>() {
        return Err(CpuError::Misshapen {
            name,
            found: vec![numbers.len()],
            expected,
        });
    }
    if numbers.iter().any(|v| !v.is_finite()) {
        return Err(CpuError::NotFinite { name });
    }
    Ok(numbers)
}

/// A matrix and an offset.
#[derive(Debug)]
pub(super) struct Linear {
    /// `[outputs, inputs]`
    weights: Vec<f32>,
    bias: Vec<f32>,
}

impl Linear {
    /// Reads `{name}.weight` and `{name}.bias`.
    pub(super) fn read(
        source: &mut TensorSource<'_>,
        name: &str,
        [inputs, outputs]: [usize; 2],
    ) -> Result<Self, CpuError> {
        let weights = tensor(source, &format!("{name}.weight"), [outputs, inputs])?;
        let bias = tensor(source, &format!("{name}.bias"), [outputs])?;
        Ok(Self { weights, bias })
    }

    /// `weights * x + bias`
    pub(super) fn forward(&self, x: &[f32]) -> Vec<f32> {
        let rows = self.weights.chunks_exact(x.len());
        rows.zip(&self.bias)
            .map(|(row, bias)| bias + row.iter().zip(x).map(|(w, x)| w * x).sum::<f32>())
            .collect()
    }
}
