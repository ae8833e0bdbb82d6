//! What can go wrong with a job or a training run, and how it is told.

use std::path::PathBuf;

use crate::gpu::GpuError;
use crate::library::{StyleFolderError, UnknownStyle};
use crate::model::ModelError;
use crate::paths::readable;
use crate::picture::ImageError;
use crate::render::RenderError;
use crate::train::TrainError;

/// Something that the engine could not do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EngineError {
    /// A drawing could not be made.
    #[error(transparent)]
    Render(#[from] RenderError),
    /// A preview came in between; the slice is done again.
    #[error("interrupted")]
    Interrupted,
    /// A file of weights cannot be read.
    #[error("{}: {source}", readable(path))]
    Weights {
        /// Why.
        source: std::io::Error,
        /// Which file.
        path: PathBuf,
    },
    /// The weights in a file do not fit.
    #[error("{}: {source}", readable(path))]
    UnfitWeights {
        /// What does not fit.
        source: ModelError,
        /// Which file.
        path: PathBuf,
    },
    /// A style could not be learnt.
    #[error(transparent)]
    Train(#[from] TrainError),
    /// The user's styles could not be read or written.
    #[error(transparent)]
    StyleFolder(#[from] StyleFolderError),
    /// One style is learnt at a time.
    #[error("another style is being learnt")]
    TrainingRuns,
    /// Two processes would write into each other's checkpoints.
    #[error("another window or command is learning {name:?}")]
    TrainingElsewhere {
        /// The name of the training run.
        name: String,
    },
    /// A thread could not be started.
    #[error("the system refused to start a thread")]
    Thread(#[source] std::io::Error),
}

impl EngineError {
    /// It was stopped on request.
    pub const CANCELLED: Self = Self::Render(RenderError::Cancelled);

    /// What a driver or a library said itself, without words of ours; may be empty.
    pub fn detail(&self) -> String {
        match self {
            Self::Render(err) => err.detail(),
            other => other.to_string(),
        }
    }

    /// Whether it was stopped on request.
    pub fn is_cancelled(&self) -> bool {
        matches!(self, Self::Render(RenderError::Cancelled))
    }
}

impl From<ModelError> for EngineError {
    fn from(err: ModelError) -> Self {
        Self::Render(err.into())
    }
}

impl From<GpuError> for EngineError {
    fn from(err: GpuError) -> Self {
        Self::Render(err.into())
    }
}

impl From<ImageError> for EngineError {
    fn from(err: ImageError) -> Self {
        Self::Render(err.into())
    }
}

impl From<UnknownStyle> for EngineError {
    fn from(err: UnknownStyle) -> Self {
        Self::Render(err.into())
    }
}
