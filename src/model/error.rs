//! What can go wrong with a model.

/// Weights that cannot be used, or a drawing that could not be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ModelError {
    /// The bytes are no safetensors file.
    #[error("not a safetensors file, or a damaged one")]
    NotSafetensors(#[source] safetensors::SafeTensorError),
    /// The bytes are no file of `torch.save`, or not one of tensors.
    #[error("not a PyTorch file of tensors, or a damaged one: {reason}")]
    NotPyTorch {
        /// What does not fit.
        reason: &'static str,
    },
    /// A tensor that the network needs is not there.
    #[error("the tensor {name} is missing")]
    MissingTensor {
        /// Name of the tensor.
        name: String,
    },
    /// A tensor has other sizes than the network.
    #[error("the tensor {name} has the shape {found:?}, not {expected:?}")]
    Misshapen {
        /// Name of the tensor.
        name: String,
        /// Shape in the file.
        found: Vec<usize>,
        /// Shape that the network has.
        expected: Vec<usize>,
    },
    /// A tensor is not of 32- or 16-bit floats.
    #[error("the tensor {name} is not of 32- or 16-bit floats")]
    WrongType {
        /// Name of the tensor.
        name: String,
    },
    /// A tensor holds infinities or NaN.
    #[error("the tensor {name} holds numbers that are not finite")]
    NotFinite {
        /// Name of the tensor.
        name: String,
    },
    /// A tensor that no part of the network uses: the file belongs to something else.
    #[error("the tensor {name} belongs to another network")]
    UnknownTensor {
        /// Name of the tensor.
        name: String,
    },
    /// A safetensors file, but not one of a style.
    #[error("this file holds no style")]
    NotAStyle,
    /// A style of a later version of the program.
    #[error("the style has format {version}, which a newer Kinetoon wrote")]
    NewerFormat {
        /// Version in the file.
        version: u32,
    },
    /// A name that cannot stand in the style library.
    #[error(
        "{name:?} cannot be the name of a style: 1 to 80 characters, no slashes or other signs that file names forbid"
    )]
    BadName {
        /// The name.
        name: String,
    },
    /// What a style's file says of where it comes from is nothing that this program writes.
    #[error("what the style says of where it comes from is damaged")]
    BadProvenance,
    /// A text in the metadata that is far too long.
    #[error("the text {field} of the style is too long")]
    TextTooLong {
        /// Which text.
        field: &'static str,
    },
    /// The list of styles does not fit the table of codes.
    #[error("the file names {names} styles but holds {codes} codes")]
    StyleCount {
        /// Names in the metadata.
        names: usize,
        /// Rows of the code table.
        codes: usize,
    },
    /// The file has no style named "photo", which closes the cycle and anchors the amount.
    #[error("the file has no code for \"photo\"")]
    NoPhotoCode,
    /// The arrangement for the CPU refused the weights or was cancelled.
    #[error(transparent)]
    Cpu(#[from] super::cpu::CpuError),
    /// The backend failed while computing.
    #[error("the device failed: {reason}")]
    Backend {
        /// What the backend said.
        reason: String,
    },
}

impl ModelError {
    /// What the backend, or the reader of the file, said itself, or the name of the tensor that
    /// does not fit.
    pub fn detail(&self) -> String {
        match self {
            Self::NotSafetensors(err) => err.to_string(),
            Self::MissingTensor { name }
            | Self::Misshapen { name, .. }
            | Self::WrongType { name }
            | Self::NotFinite { name }
            | Self::UnknownTensor { name }
            | Self::BadName { name } => name.clone(),
            Self::Cpu(err) => err.to_string(),
            Self::Backend { reason } => reason.clone(),
            Self::NotPyTorch { .. }
            | Self::NotAStyle
            | Self::NewerFormat { .. }
            | Self::BadProvenance
            | Self::TextTooLong { .. }
            | Self::StyleCount { .. }
            | Self::NoPhotoCode => String::new(),
        }
    }
}

impl From<burn::tensor::TensorReadError> for ModelError {
    fn from(err: burn::tensor::TensorReadError) -> Self {
        Self::Backend {
            reason: err.to_string(),
        }
    }
}
