//! What can go wrong with a picture file, in words a photographer understands.
//!
//! No variant carries the path: the caller knows which file it asked for and names it once.

use std::fmt;
use std::io;

use ::image::ImageError as CodecError;

use super::format::SourceFormat;

/// Why a picture could not be read, made or written.
///
/// The text of each variant is one plain sentence without the file's name and without a period;
/// the codec's or the system's own words stay reachable through
/// [`source`](std::error::Error::source).
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ImageError {
    /// The system refused to hand over the bytes of the file.
    #[error("{}", read_reason(.source))]
    CannotRead {
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// The file has no bytes at all.
    #[error("the file is empty")]
    Empty,
    /// The content begins like no picture format known here, whatever the file is called.
    #[error("the content is not in any known picture format")]
    NotAPicture,
    /// The content is a picture, but of a kind that is not read here.
    #[error("{what} cannot be read")]
    UnsupportedFormat {
        /// The kind of picture, such as `"HEIF and AVIF pictures"`.
        what: &'static str,
    },
    /// The format is read, but not this variant of it.
    #[error("this variant of {format} cannot be read")]
    UnsupportedVariant {
        /// The format of the file.
        format: SourceFormat,
        /// What the codec said, when it was the codec that refused.
        #[source]
        source: Option<CodecError>,
    },
    /// The file ends before the picture does.
    #[error("the {format} file is cut off: it ends before the picture does")]
    Truncated {
        /// The format of the file.
        format: SourceFormat,
    },
    /// The content contradicts its own format.
    #[error("the {format} file is damaged")]
    Damaged {
        /// The format of the file.
        format: SourceFormat,
        /// What the codec said; `None` when the codec itself broke down over the content.
        #[source]
        source: Option<CodecError>,
    },
    /// The picture is larger than the limits in force.
    #[error("the picture of {width} x {height} pixels is too large: {exceeded}")]
    TooLarge {
        /// Width in pixels, as the file has it.
        width: u32,
        /// Height in pixels, as the file has it.
        height: u32,
        /// The limit that it breaks.
        exceeded: ExceededLimit,
    },
    /// The file itself is larger than the memory that decoding may use.
    #[error("the file is too large: only {} may be read", Megabytes(*.limit_bytes))]
    FileTooLarge {
        /// The limit, in bytes.
        limit_bytes: u64,
    },
    /// A codec asked for more memory than it may use.
    #[error("decoding needs more than the {} it may use", Megabytes(*.limit_bytes))]
    OverMemoryLimit {
        /// The limit, in bytes.
        limit_bytes: u64,
    },
    /// The machine has not enough memory left.
    #[error("not enough memory: {} more are needed", Megabytes(*.needed_bytes))]
    OutOfMemory {
        /// The size of the request that failed, in bytes.
        needed_bytes: u64,
    },
    /// The picture has a size that does not exist or that the output format cannot hold.
    #[error("{format} files cannot hold a picture of {width} x {height} pixels")]
    InvalidSize {
        /// Width in pixels.
        width: u32,
        /// Height in pixels.
        height: u32,
        /// The name of the format.
        format: &'static str,
    },
    /// The format cannot hold as many bits a channel as were asked for.
    #[error("{format} files hold 8 bits a channel; PNG and TIFF hold 16")]
    DepthNotHeld {
        /// The name of the format.
        format: &'static str,
    },
    /// The format holds one frame only.
    #[error("{format} files cannot move; PNG, WebP and GIF can")]
    DoesNotMove {
        /// The name of the format.
        format: &'static str,
    },
    /// The file was written to by another program while it was read.
    #[error("the file changed while it was read")]
    ChangedWhileRead,
    /// The name of an output format is not known.
    #[error("unknown picture format {name:?}: use png, jpeg, webp, avif, tiff or gif")]
    UnknownOutputFormat {
        /// The name as it was given.
        name: String,
    },
    /// The encoder failed.
    #[error("the picture cannot be written as {format}")]
    CannotEncode {
        /// The name of the format.
        format: &'static str,
        /// What the encoder said.
        #[source]
        source: CodecError,
    },
    /// The target exists and may not be replaced.
    #[error("a file of that name already exists")]
    AlreadyExists,
    /// The system refused to take the file.
    #[error("{}", write_reason(.source))]
    CannotWrite {
        /// What the system said.
        #[source]
        source: io::Error,
    },
}

/// The limit that a picture breaks, with its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExceededLimit {
    /// The most pixels allowed.
    Pixels(u64),
    /// The longest side allowed, in pixels.
    Side(u32),
    /// The most memory allowed, in bytes, and what decoding would need.
    Memory {
        /// What decoding would need, in bytes.
        needed_bytes: u64,
        /// What it may use, in bytes.
        limit_bytes: u64,
    },
}

impl fmt::Display for ExceededLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Pixels(limit) => {
                write!(
                    f,
                    "at most {:.1} megapixels are allowed",
                    limit as f64 / 1e6
                )
            }
            Self::Side(limit) => write!(f, "a side may have at most {limit} pixels"),
            Self::Memory {
                needed_bytes,
                limit_bytes,
            } => write!(
                f,
                "it needs {} of memory and {} are allowed",
                Megabytes(needed_bytes),
                Megabytes(limit_bytes)
            ),
        }
    }
}

/// A number of bytes, shown in megabytes.
struct Megabytes(u64);

impl fmt::Display for Megabytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let megabytes = self.0 as f64 / 1e6;
        if megabytes < 10.0 {
            write!(f, "{megabytes:.1} MB")
        } else {
            write!(f, "{megabytes:.0} MB")
        }
    }
}

/// Says in plain words why a file could not be read.
fn read_reason(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file",
        io::ErrorKind::PermissionDenied => "reading the file is not permitted",
        io::ErrorKind::IsADirectory => "it is a folder, not a file",
        io::ErrorKind::NotADirectory => "a part of the path is a file, not a folder",
        io::ErrorKind::StaleNetworkFileHandle
        | io::ErrorKind::HostUnreachable
        | io::ErrorKind::NetworkDown
        | io::ErrorKind::NetworkUnreachable
        | io::ErrorKind::TimedOut => "the network drive does not answer",
        _ => "the file cannot be read",
    }
}

/// Says in plain words why a file could not be written.
fn write_reason(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::NotFound => "the folder to write to is not there",
        io::ErrorKind::StorageFull => "the disk is full",
        io::ErrorKind::QuotaExceeded => "the disk quota is used up",
        io::ErrorKind::ReadOnlyFilesystem => "the disk is read-only",
        io::ErrorKind::PermissionDenied => "writing to this folder is not permitted",
        io::ErrorKind::IsADirectory => "there is a folder of that name",
        io::ErrorKind::NotADirectory => "a part of the path is a file, not a folder",
        io::ErrorKind::FileTooLarge => "the disk cannot hold a file of this size",
        io::ErrorKind::InvalidFilename => "the disk does not allow this file name",
        io::ErrorKind::StaleNetworkFileHandle
        | io::ErrorKind::HostUnreachable
        | io::ErrorKind::NetworkDown
        | io::ErrorKind::NetworkUnreachable
        | io::ErrorKind::TimedOut => "the network drive does not answer",
        _ => "the file cannot be written",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cannot_write(kind: io::ErrorKind) -> String {
        ImageError::CannotWrite {
            source: kind.into(),
        }
        .to_string()
    }

    #[test]
    fn a_full_disk_and_a_read_only_one_are_told_apart() {
        assert_eq!(cannot_write(io::ErrorKind::StorageFull), "the disk is full");
        assert_eq!(
            cannot_write(io::ErrorKind::ReadOnlyFilesystem),
            "the disk is read-only"
        );
    }

    #[test]
    fn a_too_large_picture_is_told_with_its_size_and_the_limit() {
        let error = ImageError::TooLarge {
            width: 30_000,
            height: 20_000,
            exceeded: ExceededLimit::Pixels(200_000_000),
        };
        let text = error.to_string();
        assert!(
            text.contains("30000 x 20000") && text.contains("200.0 megapixels"),
            "{text}"
        );
    }

    #[test]
    fn memory_is_told_in_megabytes() {
        let limit = ExceededLimit::Memory {
            needed_bytes: 3_600_000_000,
            limit_bytes: 1_500_000,
        };
        assert_eq!(
            limit.to_string(),
            "it needs 3600 MB of memory and 1.5 MB are allowed"
        );
    }
}
