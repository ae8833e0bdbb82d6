//! Why a book or a page in it cannot be read.

use crate::picture::ImageError;

/// Why a book, or a page in it, cannot be read. The caller knows which one it asked for and names
/// it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BookError {
    /// The file or the picture cannot.
    #[error(transparent)]
    Picture(#[from] ImageError),
    /// It needs a password.
    #[error("it is encrypted; save it without a password first")]
    Encrypted,
    /// The content contradicts its own format.
    #[error("the {kind} file is damaged")]
    Damaged {
        /// What it should be.
        kind: &'static str,
    },
    /// There is no page in it.
    #[error("there is no picture in it")]
    NoPictures,
    /// Nothing but text is on the page.
    #[error("nothing but text is on it")]
    OnlyText,
    /// It is an archive that is not read.
    #[error("{kind} files cannot be read; pack the pages as ZIP or CBZ")]
    OtherArchive {
        /// Which one it is.
        kind: &'static str,
    },
    /// An archive or book in an archive.
    #[error("a book inside an archive is not opened; take it out first")]
    Nested,
    /// The archive packs pictures in an unusual way.
    #[error("it is packed in a way that cannot be read; ZIP with the usual packing can")]
    UnusualPacking,
    /// So many files are no book.
    #[error("more than {limit} files are in it")]
    TooManyFiles {
        /// The limit.
        limit: usize,
    },
    /// So much is to be drawn, or so deep in itself, that it does not come to an end.
    #[error("drawing it takes too long")]
    TakesTooLong,
    /// It would unpack to more than any book has.
    #[error("it unpacks to more than {} MB", .limit_bytes >> 20)]
    TooMuchInside {
        /// The limit, in bytes.
        limit_bytes: u64,
    },
}
