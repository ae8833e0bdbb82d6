//! What can go wrong with a drawing, and how it is told.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

use crate::gpu::GpuError;
use crate::library::UnknownStyle;
use crate::model::ModelError;
use crate::paths::readable;
use crate::picture::ImageError;

/// A drawing that could not be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RenderError {
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
    #[error(transparent)]
    UnknownStyle(#[from] UnknownStyle),
    /// The drawing was stopped on request.
    #[error("stopped")]
    Cancelled,
    /// Something failed that should not have: a defect of the program.
    #[error("internal error: {message}")]
    Panicked {
        /// What the program said.
        message: String,
    },
}

impl RenderError {
    /// What a driver or a library said itself, without words of ours; may be empty.
    pub fn detail(&self) -> String {
        match self {
            Self::Gpu(err) => err.detail(),
            Self::Model(err) => err.detail(),
            Self::Panicked { message } => message.clone(),
            other => other.to_string(),
        }
    }

    /// Whether a graphics device that ran out of memory, or is gone, may have caused it; the
    /// runtime answers an allocation that failed with a panic.
    pub(super) fn may_be_the_device(&self) -> bool {
        matches!(
            self,
            Self::Gpu(_) | Self::Model(ModelError::Backend { .. }) | Self::Panicked { .. }
        )
    }

    /// Names the file that an image error is about.
    pub(crate) fn in_file(path: PathBuf) -> impl FnOnce(ImageError) -> Self {
        move |source| Self::File { source, path }
    }
}

/// Runs `task`; a panic in it becomes an error, so that one picture cannot end the program.
///
/// # Errors
/// Those of `task`, or [`RenderError::Panicked`].
pub(crate) fn contain<T, E: From<RenderError>>(
    task: impl FnOnce() -> Result<T, E>,
) -> Result<T, E> {
    catch_unwind(AssertUnwindSafe(task)).unwrap_or_else(|payload| {
        let message = payload
            .downcast_ref::<&str>()
            .map(|text| (*text).to_owned())
            .or_else(|| payload.downcast_ref::<String>().cloned())
            .unwrap_or_else(|| "a panic without words".to_owned());
        Err(RenderError::Panicked { message }.into())
    })
}
