//! What keeps something from being trained.

use crate::model::ModelError;
use crate::train::CheckpointError;

/// A training run that cannot begin or go on.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TrainError {
    /// No page can be used, or none of a style.
    #[error("there is no page to learn from")]
    NoPages,
    /// There are no photographs.
    #[error("there are no photographs to train on")]
    NoPhotos,
    /// The folder's run knows other styles.
    #[error("the run was begun with the styles {}, not with {}", begun.join(", "), now.join(", "))]
    OtherStyles {
        /// Those in the folder.
        begun: Vec<String>,
        /// Those asked for.
        now: Vec<String>,
    },
    /// A loss is not a number any more.
    #[error("the training ran away at step {num_steps}; the last checkpoint is still good")]
    Diverged {
        /// The step at which it was seen.
        num_steps: u64,
    },
    /// The weights do not fit, or the device failed.
    #[error(transparent)]
    Model(#[from] ModelError),
    /// A checkpoint could not be written or read.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
}

impl TrainError {
    /// Whether waiting may help, as with a full disk.
    pub fn can_be_retried(&self) -> bool {
        matches!(
            self,
            Self::Checkpoint(CheckpointError::Disk { .. } | CheckpointError::Write { .. })
        )
    }
}
