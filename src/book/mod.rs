//! Pages out of books: archives, PDF files, scans of many pages, layered drawings; long strips cut
//! into pages; and what of a page is a picture, and what gutter and lettering.
//!
//! A page in a book has a path as if the book were a folder: `book.cbz/page-03.jpg`,
//! `book.pdf/page 12`, `strip.png/part 2`. People read [`title`], "book.cbz: page-03.jpg". Nothing
//! is unpacked to the disk, and one page at a time is in memory.

mod archive;
mod error;
#[cfg(test)]
pub(crate) mod fixture;
mod layout;
mod lettering;
mod name;
mod painting;
mod panels;
mod pdf;
mod strip;

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use image::RgbaImage;

pub use self::error::BookError;
pub use self::layout::{Area, Layout};
pub(crate) use self::name::inside;
pub use self::name::{in_order_of_pages, locate, place, title};
pub use self::painting::{LayerNames, can_be_painted, write_for_painting};
pub use self::strip::cut_strip;
use crate::picture::{self, DecodeLimits, ImageError, is_supported_extension};

/// Endings of files with pages in them that are no pictures of the usual kind, lower case. Some are
/// not read, and are in here so that the person is told.
const ENDINGS: [&str; 13] = [
    "cbz", "zip", "epub", "pdf", "psd", "psb", "ora", "kra", "cbr", "cb7", "cbt", "rar", "7z",
];

/// Whether a file's ending is one of a picture or of a book, in any case.
pub fn has_pages(path: &Path) -> bool {
    is_supported_extension(path) || has_ending(path, &ENDINGS)
}

/// Whether a file is a book by its ending: no picture, and no drawing that could be meant for one.
pub fn is_book(path: &Path) -> bool {
    const DRAWINGS: [&str; 4] = ["psd", "psb", "ora", "kra"];
    has_ending(path, &ENDINGS) && !has_ending(path, &DRAWINGS)
}

/// Whether a file is a picture or a layered drawing by its ending, in any case.
pub fn is_drawing(path: &Path) -> bool {
    has_pages(path) && !is_book(path)
}

/// Reads a picture, or of a layered drawing all layers together as they are seen.
///
/// # Errors
/// [`BookError`] when it cannot be read, or has no picture in it.
pub fn read_drawing(path: &Path) -> Result<RgbaImage, BookError> {
    let mut first = First(Err(BookError::NoPictures));
    read(path, &mut first)?;
    first.0
}

/// Takes the first page, and no other.
struct First(Result<RgbaImage, BookError>);

impl Reader for First {
    fn wants(&mut self, _name: &str) -> bool {
        true
    }

    fn take(&mut self, _name: &str, page: Result<RgbaImage, BookError>) -> bool {
        self.0 = page;
        false
    }
}

fn has_ending(path: &Path, endings: &[&str]) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str());
    ending.is_some_and(|ending| {
        endings
            .iter()
            .any(|known| ending.eq_ignore_ascii_case(known))
    })
}

/// Who reads a book.
pub trait Reader {
    /// Whether a page is wanted; what is not is not unpacked.
    fn wants(&mut self, name: &str) -> bool;

    /// Takes a page, or why it cannot be read, and says whether the next one is wanted. `name` is
    /// that in the book, and empty for the only picture of a file.
    fn take(&mut self, name: &str, page: Result<RgbaImage, BookError>) -> bool;
}

/// Reads the pages of a file one by one, in the order of the book, and returns how many it has. The
/// content decides what it is.
///
/// # Errors
/// [`BookError`] when the file as a whole cannot be read. What is the matter with one page,
/// `reader` is told.
pub fn read(path: &Path, reader: &mut dyn Reader) -> Result<usize, BookError> {
    let start = start_of(path)?;
    match Kind::of(&start) {
        Kind::Zip => archive::read(path, reader),
        Kind::Other(kind) => Err(BookError::OtherArchive { kind }),
        Kind::Pdf => pdf::read(path, reader),
        Kind::Picture => {
            let limits = DecodeLimits::default();
            let bytes = picture::read_file(path, &limits)?;
            Ok(read_picture(&bytes, "", reader).0)
        }
    }
}

/// What the first bytes of a file say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Zip,
    Pdf,
    /// Of these only the name is known.
    Other(&'static str),
    /// Everything else: a picture, or nothing.
    Picture,
}

/// Bytes within which a PDF begins, by its own custom.
const START_BYTES: usize = 1024;

impl Kind {
    fn of(start: &[u8]) -> Self {
        const ZIP: [&[u8]; 2] = [b"PK\x03\x04", b"PK\x05\x06"];
        let start = start.get(..START_BYTES).unwrap_or(start);
        if ZIP.iter().any(|mark| start.starts_with(mark)) {
            return Self::Zip;
        }
        if start.starts_with(b"Rar!\x1a\x07") {
            return Self::Other("RAR");
        }
        if start.starts_with(b"7z\xbc\xaf\x27\x1c") {
            return Self::Other("7-Zip");
        }
        if start.get(257..262) == Some(b"ustar") {
            return Self::Other("tar");
        }
        if start.windows(5).any(|part| part == b"%PDF-") {
            return Self::Pdf;
        }
        Self::Picture
    }
}

fn start_of(path: &Path) -> Result<Vec<u8>, BookError> {
    let cannot_read = |source| ImageError::CannotRead { source };
    let file = File::open(path).map_err(cannot_read)?;
    let mut start = Vec::new();
    let read = file.take(START_BYTES as u64).read_to_end(&mut start);
    read.map_err(cannot_read)?;
    Ok(start)
}

/// Reads the pages of a picture file that is called `name` in its book: how many it has, and
/// whether the next file is wanted.
fn read_picture(bytes: &[u8], name: &str, reader: &mut dyn Reader) -> (usize, bool) {
    let limits = DecodeLimits::default();
    let num_pages = picture::num_pages(bytes);
    if num_pages == 1 {
        let photo = picture::decode_bytes(bytes, &limits);
        let page = photo.map(|photo| photo.pixels).map_err(BookError::from);
        return (1, reader.take(name, page));
    }
    for index in 0..num_pages {
        let name = name::inside(name, &format!("page {}", index + 1));
        if !reader.wants(&name) {
            continue;
        }
        let photo = picture::decode_page(bytes, index, &limits);
        let page = photo.map(|photo| photo.pixels).map_err(BookError::from);
        if !reader.take(&name, page) {
            return (num_pages, false);
        }
    }
    (num_pages, true)
}

#[cfg(test)]
pub(crate) mod tests;
