//! What can go wrong with a model.

/// Weights that cannot be used, or a drawing that could not be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ModelError {
    /// The bytes are no safetensors file.
    #[error("not a safetensors file, or a damaged one")]
    NotSafetensors(#[source] safetensors::SafeTensorError),
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
    /// A tensor is not of 32-bit floats.
    #[error("the tensor {name} is not of 32-bit floats")]
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
    Direct(#[from] super::direct::DirectError),
    /// The backend failed while computing.
    #[error("the device failed while drawing: {reason}")]
    Backend {
        /// What the backend said.
        reason: String,
    },
}
