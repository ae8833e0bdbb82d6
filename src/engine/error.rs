//! What can go wrong with a drawing, and how it is told.

use std::path::PathBuf;

use super::ShelfError;
use crate::gpu::GpuError;
use crate::model::ModelError;
use crate::paths::readable;
use crate::picture::ImageError;
use crate::train::TrainError;

/// A drawing that could not be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EngineError {
    /// The photograph could not be read, or the drawing not be written.
    #[error("{}: {source}", readable(path))]
    File {
        /// Why.
        source: ImageError,
        /// Which file.
        path: PathBuf,
    },
    /// The folder with the photograph is gone, and with it all others in it.
    #[error("the folder with the photographs is not there: {}", readable(folder))]
    SourceGone {
        /// The folder.
        folder: PathBuf,
    },
    /// The folder that the drawings go to is gone.
    #[error("the folder for the drawings is not there: {}", readable(folder))]
    TargetGone {
        /// The folder.
        folder: PathBuf,
    },
    /// Pixels without a file could not be used.
    #[error(transparent)]
    Picture(#[from] ImageError),
    /// The network failed.
    #[error(transparent)]
    Model(#[from] ModelError),
    /// The graphics device failed.
    #[error(transparent)]
    Gpu(#[from] GpuError),
    /// No style of that name.
    #[error("there is no style {name:?}; there are {}", known.join(", "))]
    UnknownStyle {
        /// The name asked for.
        name: String,
        /// The names on the shelf.
        known: Vec<String>,
    },
    /// The drawing was stopped on request.
    #[error("stopped")]
    Cancelled,
    /// A preview came in between; the slice is done again.
    #[error("interrupted")]
    Interrupted,
    /// Something failed that should not have: a defect of the program.
    #[error("internal error: {message}")]
    Panicked {
        /// What the program said.
        message: String,
    },
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
    Lesson(#[from] TrainError),
    /// The user's styles could not be read or written.
    #[error(transparent)]
    Shelf(#[from] ShelfError),
    /// One style is learnt at a time.
    #[error("another style is being learnt")]
    LessonRuns,
    /// Two processes would write into each other's checkpoints.
    #[error("another window or command is learning {name:?}")]
    LessonElsewhere {
        /// The name of the lesson.
        name: String,
    },
    /// This painter cannot learn.
    #[error("styles cannot be learnt here")]
    CannotLearn,
    /// A thread could not be started.
    #[error("the system refused to start a thread")]
    Thread(#[source] std::io::Error),
}

impl EngineError {
    /// What a driver or a library said itself, without words of ours; may be empty.
    pub fn detail(&self) -> String {
        match self {
            Self::Gpu(err) => err.detail(),
            Self::Model(err) => err.detail(),
            Self::Panicked { message } => message.clone(),
            other => other.to_string(),
        }
    }

    /// Whether a graphics device that ran out of memory, or is gone, may have caused it; the runtime answers
    /// an allocation that failed with a panic.
    pub(super) fn may_be_the_device(&self) -> bool {
        matches!(
            self,
            Self::Gpu(_) | Self::Model(ModelError::Backend { .. }) | Self::Panicked { .. }
        )
    }

    /// Names the file that an image error is about.
    pub(super) fn in_file(path: PathBuf) -> impl FnOnce(ImageError) -> Self {
        move |source| Self::File { source, path }
    }
}
