//! Pages in ZIP archives: CBZ, ZIP, EPUB; and the merged picture of `OpenRaster` and Krita
//! drawings, which are such archives.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use flate2::read::DeflateDecoder;
use rawzip::{
    CompressionMethod, MAX_CENTRAL_DIRECTORY_RECORD_SIZE, ReaderAt, ZipArchive,
    ZipArchiveEntryWayfinder,
};

use super::error::BookError;
use super::{Kind, Reader, START_BYTES, has_ending, has_pages, name, read_picture};
use crate::picture::{ImageError, is_litter};

/// A book of a thousand pages with a few files for each stays far below this.
const MAX_FILES: usize = 20_000;
/// The most that one file may unpack to: a page of 60 megapixels without compression.
const MAX_FILE_BYTES: u64 = 256 << 20;
/// The most that all pages of one archive may unpack to.
const MAX_ALL_BYTES: u64 = 16 << 30;
/// The merged picture of `OpenRaster` (specification 0.0.5, "mergedimage.png") and of Krita.
const MERGED: &str = "mergedimage.png";
/// What only such drawings have.
const LAYERS: [&str; 2] = ["stack.xml", "maindoc.xml"];
const DAMAGED: BookError = BookError::Damaged { kind: "ZIP" };

/// A file in the archive.
struct Entry {
    /// As it can be part of a path.
    name: String,
    is_encrypted: bool,
    method: CompressionMethod,
    /// What it unpacks to, as the directory has it.
    size: u64,
    place: ZipArchiveEntryWayfinder,
}

/// Reads the pages of the archive at `path`.
///
/// # Errors
/// [`BookError`] when it cannot be opened, is no book, or is encrypted as a whole.
pub(super) fn read(path: &Path, reader: &mut dyn Reader) -> Result<usize, BookError> {
    let file = File::open(path).map_err(|source| ImageError::CannotRead { source })?;
    let mut buffer = vec![0; MAX_CENTRAL_DIRECTORY_RECORD_SIZE];
    let zip = ZipArchive::from_file(file, &mut buffer).map_err(|_err| DAMAGED)?;
    let mut archive = Archive::open(zip, &mut buffer)?;
    if archive.is_drawing() {
        let page = archive.merged();
        reader.take("", page);
        return Ok(1);
    }
    let entries = archive.pages();
    if entries.is_empty() {
        return Err(BookError::NoPictures);
    }
    if entries.iter().all(|entry| entry.is_encrypted) {
        return Err(BookError::Encrypted);
    }
    let mut num_pages = entries.len();
    for entry in &entries {
        if !reader.wants(&entry.name) {
            continue;
        }
        let goes_on = match archive.unpack(entry) {
            Ok(bytes) if Kind::of(&bytes) == Kind::Picture => {
                let (num_inside, goes_on) = read_picture(&bytes, &entry.name, reader);
                num_pages += num_inside - 1;
                goes_on
            }
            Ok(bytes) if is_layered(&entry.name) => {
                reader.take(&entry.name, drawing_inside(&bytes))
            }
            Ok(_) => reader.take(&entry.name, Err(BookError::Nested)),
            Err(err) => reader.take(&entry.name, Err(err)),
        };
        if !goes_on {
            break;
        }
    }
    Ok(num_pages)
}

/// Whether that is a layered drawing by its name.
fn is_layered(name: &str) -> bool {
    has_ending(Path::new(name), &["ora", "kra"])
}

/// The picture of a layered drawing that lies in an archive; of all other archives none.
fn drawing_inside(bytes: &[u8]) -> Result<image::RgbaImage, BookError> {
    let zip = ZipArchive::from_slice(bytes).map_err(|_err| DAMAGED)?;
    let mut buffer = vec![0; MAX_CENTRAL_DIRECTORY_RECORD_SIZE];
    let mut archive = Archive::open(zip.into_reader_archive(), &mut buffer)?;
    if !archive.is_drawing() {
        return Err(BookError::Nested);
    }
    archive.merged()
}

struct Archive<R> {
    zip: ZipArchive<R>,
    /// All but folders, in the order of the directory.
    entries: Vec<Entry>,
    /// Bytes that may still be unpacked.
    left: u64,
}

impl<R: ReaderAt> Archive<R> {
    /// `buffer` is for the directory, record by record.
    fn open(zip: ZipArchive<R>, buffer: &mut [u8]) -> Result<Self, BookError> {
        let mut entries = Vec::new();
        let mut records = zip.entries(buffer);
        while let Some(record) = records.next_entry().map_err(|_err| DAMAGED)? {
            if entries.len() >= MAX_FILES {
                return Err(BookError::TooManyFiles { limit: MAX_FILES });
            }
            if record.is_dir() {
                continue;
            }
            // A name in another encoding is only shown, and found again as it is shown.
            let name = String::from_utf8_lossy(record.file_path().as_bytes()).into_owned();
            entries.push(Entry {
                name: name::clean(&name),
                is_encrypted: record.flags().is_encrypted(),
                method: record.compression_method(),
                size: record.uncompressed_size_hint(),
                place: record.wayfinder(),
            });
        }
        Ok(Self {
            zip,
            entries,
            left: MAX_ALL_BYTES,
        })
    }

    fn find(&self, name: &str) -> Option<usize> {
        self.entries.iter().position(|entry| entry.name == name)
    }

    fn is_drawing(&self) -> bool {
        let has = |name: &str| self.find(name).is_some();
        has(MERGED) && LAYERS.into_iter().any(has)
    }

    /// The picture that all layers make.
    fn merged(&mut self) -> Result<image::RgbaImage, BookError> {
        let index = self.find(MERGED).ok_or(BookError::NoPictures)?;
        let entry = self.entries.swap_remove(index);
        let bytes = self.unpack(&entry)?;
        let limits = crate::picture::DecodeLimits::default();
        Ok(crate::picture::decode_bytes(&bytes, &limits)?.pixels)
    }

    /// Takes out everything that is a picture or a book by its ending, in the order of the names.
    fn pages(&mut self) -> Vec<Entry> {
        let mut entries = std::mem::take(&mut self.entries);
        entries.retain(|entry| {
            let mut parts = entry.name.split('/');
            has_pages(Path::new(&entry.name)) && !parts.any(|part| is_litter(OsStr::new(part)))
        });
        entries.sort_by(|a, b| name::in_order(&a.name, &b.name));
        // Two names may be alike once they are cleaned.
        let mut known = BTreeSet::new();
        for entry in &mut entries {
            let mut number = 1;
            let wanted = entry.name.clone();
            while !known.insert(entry.name.clone()) {
                number += 1;
                entry.name = format!("{wanted} ({number})");
            }
        }
        entries
    }

    /// The bytes of a file in the archive; of one that is no picture only the first.
    fn unpack(&mut self, entry: &Entry) -> Result<Vec<u8>, BookError> {
        if entry.is_encrypted {
            return Err(BookError::Encrypted);
        }
        let limit_bytes = MAX_FILE_BYTES.min(self.left);
        let too_much = BookError::TooMuchInside {
            limit_bytes: if self.left < MAX_FILE_BYTES {
                MAX_ALL_BYTES
            } else {
                MAX_FILE_BYTES
            },
        };
        if entry.size > limit_bytes {
            return Err(too_much);
        }
        let found = self.zip.get_entry(entry.place).map_err(|_err| DAMAGED)?;
        let packed = found.reader();
        let unpacked: Box<dyn Read + '_> = match entry.method {
            CompressionMethod::STORE => Box::new(packed),
            CompressionMethod::DEFLATE => Box::new(DeflateDecoder::new(packed)),
            _ => return Err(BookError::UnusualPacking),
        };
        // Checks length and sum at the end.
        let mut unpacked = found.verifying_reader(unpacked);
        let mut bytes = Vec::new();
        let mut start = unpacked.by_ref().take(START_BYTES as u64);
        start.read_to_end(&mut bytes).map_err(|_err| DAMAGED)?;
        // What is no picture is not unpacked any further.
        if !is_layered(&entry.name) {
            if Kind::of(&bytes) != Kind::Picture {
                return Ok(bytes);
            }
            crate::picture::recognise(&bytes)?;
        }
        // The size in the directory may be a lie.
        let mut rest = unpacked.take(limit_bytes.saturating_sub(bytes.len() as u64) + 1);
        rest.read_to_end(&mut bytes).map_err(|_err| DAMAGED)?;
        if bytes.len() as u64 > limit_bytes {
            return Err(too_much);
        }
        self.left -= bytes.len() as u64;
        Ok(bytes)
    }
}
