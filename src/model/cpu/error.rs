//! What can go wrong with the generator on the CPU.

/// Weights that do not fit, pictures that cannot be drawn, and cancelling.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CpuError {
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
        /// Shape that was given, or that the count of its numbers implies.
        found: Vec<usize>,
        /// Shape that the network has.
        expected: Vec<usize>,
    },
    /// A tensor holds infinities or NaN.
    #[error("the tensor {name} holds numbers that are not finite")]
    NotFinite {
        /// Name of the tensor.
        name: String,
    },
    /// The picture has no pixels, or another number of samples than its sides say.
    #[error("a picture of {width} x {height} pixels does not have {samples} samples")]
    PictureSize {
        /// Width in pixels.
        width: usize,
        /// Height in pixels.
        height: usize,
        /// Samples that were given.
        samples: usize,
    },
    /// The caller asked to stop.
    #[error("drawing was cancelled")]
    Cancelled,
}
