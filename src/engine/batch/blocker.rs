//! What keeps a drawing from being made and would keep all others from it: not the fault of one
//! photograph.

use std::io::{self, ErrorKind};
use std::path::PathBuf;

use crate::engine::EngineError;
use crate::picture::ImageError;
use crate::render::RenderError;

/// Something that a person must see to before any drawing can be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Blocker {
    /// The disk, or the part of it that a person may use, is full.
    DiskFull,
    /// The disk takes no files.
    ReadOnly,
    /// The folder that the drawings go to is gone, or its drive does not answer.
    TargetGone,
    /// The system does not take this file, and maybe no other.
    TargetRefuses,
    /// The folder with the photographs is gone, or its drive does not answer.
    SourceGone {
        /// The folder.
        folder: PathBuf,
    },
}

impl Blocker {
    /// Whether no file at all can be written any longer.
    pub fn is_for_every_file(&self) -> bool {
        matches!(self, Self::DiskFull | Self::ReadOnly)
    }

    /// The blocker behind an error, if there is one.
    pub fn behind(err: &EngineError) -> Option<Self> {
        let EngineError::Render(err) = err else {
            return None;
        };
        match err {
            RenderError::SourceGone { folder } => Some(Self::SourceGone {
                folder: folder.clone(),
            }),
            RenderError::TargetGone { .. } => Some(Self::TargetGone),
            RenderError::File { source, path } => match source {
                ImageError::CannotWrite { source } => Self::of_writing(source),
                ImageError::CannotRead { source } if is_network(source.kind()) => {
                    let folder = path.parent().map(PathBuf::from).unwrap_or_default();
                    Some(Self::SourceGone { folder })
                }
                _ => None,
            },
            _ => None,
        }
    }

    fn of_writing(err: &io::Error) -> Option<Self> {
        match err.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Some(Self::DiskFull),
            ErrorKind::ReadOnlyFilesystem => Some(Self::ReadOnly),
            ErrorKind::NotFound => Some(Self::TargetGone),
            kind if is_network(kind) => Some(Self::TargetGone),
            // About the name or the size of this one file.
            ErrorKind::IsADirectory
            | ErrorKind::InvalidFilename
            | ErrorKind::FileTooLarge
            | ErrorKind::AlreadyExists => None,
            _ => Some(Self::TargetRefuses),
        }
    }
}

/// Whether an error of the disk is one of the network that the disk is on.
pub fn is_network(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::StaleNetworkFileHandle
            | ErrorKind::HostUnreachable
            | ErrorKind::NetworkDown
            | ErrorKind::NetworkUnreachable
            | ErrorKind::TimedOut
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn behind(source: ImageError) -> Option<Blocker> {
        let path = PathBuf::from("card/a.jpg");
        Blocker::behind(&RenderError::File { source, path }.into())
    }

    fn writing(kind: ErrorKind) -> Option<Blocker> {
        let source = kind.into();
        behind(ImageError::CannotWrite { source })
    }

    #[test]
    fn what_would_fail_for_every_file_is_told_from_what_fails_for_one() {
        assert_eq!(writing(ErrorKind::StorageFull), Some(Blocker::DiskFull));
        assert_eq!(writing(ErrorKind::QuotaExceeded), Some(Blocker::DiskFull));
        assert_eq!(
            writing(ErrorKind::ReadOnlyFilesystem),
            Some(Blocker::ReadOnly)
        );
        assert_eq!(writing(ErrorKind::NotFound), Some(Blocker::TargetGone));
        assert_eq!(
            writing(ErrorKind::PermissionDenied),
            Some(Blocker::TargetRefuses)
        );
        assert_eq!(writing(ErrorKind::InvalidFilename), None);
        assert_eq!(behind(ImageError::Empty), None);
        assert_eq!(behind(ImageError::AlreadyExists), None);
        let source = ErrorKind::NotFound.into();
        assert_eq!(behind(ImageError::CannotRead { source }), None);
        let source = ErrorKind::HostUnreachable.into();
        let folder = PathBuf::from("card");
        assert_eq!(
            behind(ImageError::CannotRead { source }),
            Some(Blocker::SourceGone { folder })
        );
    }
}
