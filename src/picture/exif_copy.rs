//! Copying the EXIF data of a TIFF file into a block of its own.
//!
//! In a TIFF file the EXIF data is spread over the file, between the pixels. Here the directories
//! are copied entry by entry and every offset is made anew. Private maker data is left behind:
//! its inner offsets cannot be followed.
//!
//! Source: TIFF 6.0, section 2; CIPA DC-008 (Exif 2.32), section 4.6.

use super::exif::{ByteOrder, EXIF_IFD, GPS_IFD, INTEROPERABILITY_IFD, is_storage_tag};
use super::tiff::directory::{Directory, Tiff};

const MAKER_NOTE: u16 = 0x927c;
/// Larger values are editors' private data (layers, print settings), not about the photograph.
const MAX_VALUE_BYTES: usize = 60_000;
/// No camera writes as many entries; a damaged file could otherwise repeat a large value.
const MAX_ENTRIES: usize = 512;

/// X and Y resolution and their unit.
const RESOLUTION: [u16; 3] = [282, 283, 296];

/// An entry on its way into the new block.
struct Copied<'a> {
    tag: u16,
    kind: u16,
    count: u32,
    content: Content<'a>,
}

enum Content<'a> {
    Value(&'a [u8]),
    Directory(Vec<Copied<'a>>),
}

/// The EXIF data of a directory of a TIFF file as a block of its own; `None` if it has none.
pub(crate) fn exif_of_directory(file: Tiff<'_>, directory: &Directory<'_>) -> Option<Vec<u8>> {
    let entries = collect(file, directory, &[EXIF_IFD, GPS_IFD], MAX_VALUE_BYTES);
    // Resolution and writing software alone say nothing about a photograph.
    if entries.iter().all(|entry| RESOLUTION.contains(&entry.tag)) {
        return None;
    }
    block(&entries, file.order)
}

/// An EXIF block without private maker data and without values of more than some bytes.
pub(crate) fn compact(block_bytes: &[u8], max_value_bytes: usize) -> Option<Vec<u8>> {
    let file = Tiff::new(block_bytes)?;
    let first = file.directory(file.first()?)?;
    let pointers = [EXIF_IFD, GPS_IFD];
    block(
        &collect(file, &first, &pointers, max_value_bytes),
        file.order,
    )
}

/// A block of some entries.
fn block(entries: &[Copied<'_>], order: ByteOrder) -> Option<Vec<u8>> {
    let mut out = match order {
        ByteOrder::Little => b"II*\0".to_vec(),
        ByteOrder::Big => b"MM\0*".to_vec(),
    };
    out.extend(order.u32(8));
    write(entries, order, &mut out)?;
    Some(out)
}

/// The entries of a directory worth keeping, with the directories that `pointers` name.
fn collect<'a>(
    file: Tiff<'a>,
    directory: &Directory<'a>,
    pointers: &[u16],
    max_value_bytes: usize,
) -> Vec<Copied<'a>> {
    const LONG: u16 = 4;
    directory
        .entries
        .iter()
        .take(MAX_ENTRIES)
        .filter(|entry| !is_storage_tag(entry.tag) && entry.tag != MAKER_NOTE)
        .filter_map(|entry| {
            if pointers.contains(&entry.tag) {
                // Only the Exif directory has a directory of its own, so this ends after 2 steps.
                let inner = if entry.tag == EXIF_IFD {
                    &[INTEROPERABILITY_IFD][..]
                } else {
                    &[]
                };
                let found = file.directory(directory.number(entry.tag)?)?;
                return Some(Copied {
                    tag: entry.tag,
                    kind: LONG,
                    count: 1,
                    content: Content::Directory(collect(file, &found, inner, max_value_bytes)),
                });
            }
            // The types of 8 bytes are those of BigTIFF alone.
            let fits = entry.value.len() <= max_value_bytes && entry.kind <= 13;
            fits.then_some(Copied {
                tag: entry.tag,
                kind: entry.kind,
                count: entry.count as u32,
                content: Content::Value(entry.value),
            })
        })
        .collect()
}

/// Appends a directory, its values and its sub-directories to the block.
fn write(entries: &[Copied<'_>], order: ByteOrder, out: &mut Vec<u8>) -> Option<()> {
    let start = out.len();
    out.resize(start + 2 + 12 * entries.len() + 4, 0);
    let put = |out: &mut Vec<u8>, at: usize, bytes: &[u8]| {
        out[at..at + bytes.len()].copy_from_slice(bytes);
    };
    put(out, start, &order.u16(u16::try_from(entries.len()).ok()?));
    for (index, entry) in entries.iter().enumerate() {
        let at = start + 2 + 12 * index;
        put(out, at, &order.u16(entry.tag));
        put(out, at + 2, &order.u16(entry.kind));
        put(out, at + 4, &order.u32(entry.count));
        match &entry.content {
            Content::Value(value) if value.len() <= 4 => put(out, at + 8, value),
            Content::Value(value) => {
                let offset = u32::try_from(out.len()).ok()?;
                put(out, at + 8, &order.u32(offset));
                out.extend_from_slice(value);
            }
            Content::Directory(inner) => {
                let offset = u32::try_from(out.len()).ok()?;
                put(out, at + 8, &order.u32(offset));
                write(inner, order, out)?;
            }
        }
        // Values and directories start at even offsets.
        if out.len() % 2 == 1 {
            out.push(0);
        }
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::exif::Block;
    use crate::picture::fixture::{ExifSpec, exif_block, exif_number, exif_text, first_number};

    fn exif_from_tiff(bytes: &[u8]) -> Option<Vec<u8>> {
        let file = Tiff::new(bytes)?;
        exif_of_directory(file, &file.directory(file.first()?)?)
    }

    #[test]
    fn a_copied_block_holds_the_entries_and_not_the_storage() {
        for order in [ByteOrder::Little, ByteOrder::Big] {
            let source = exif_block(&ExifSpec {
                order,
                orientation: 6,
                ..ExifSpec::default()
            });
            let copy = exif_from_tiff(&source).unwrap();
            assert_eq!(exif_text(&copy, 0x010f).as_deref(), Some("Kino"));
            assert_eq!(exif_number(&copy, 0xa002), Some(4000));
            let block = Block::new(&copy).unwrap();
            let exif = block
                .directory(block.first_directory().unwrap(), EXIF_IFD)
                .unwrap();
            let exposure = block.value(block.entry(exif, 0x829a).unwrap()).unwrap();
            assert_eq!(exposure, [order.u32(1), order.u32(125)].concat());
            assert_eq!(
                first_number(&copy, 0x0112),
                None,
                "the orientation belongs to the file"
            );
        }
    }

    #[test]
    fn copying_never_panics_on_damaged_files() {
        let whole = exif_block(&ExifSpec {
            thumbnail: vec![1; 64],
            ..ExifSpec::default()
        });
        for length in 0..whole.len() {
            drop(exif_from_tiff(&whole[..length]));
        }
        for position in 0..whole.len() {
            for value in [0, 1, 0x69, 0x87, 0xff] {
                let mut bytes = whole.clone();
                bytes[position] = value;
                drop(exif_from_tiff(&bytes));
            }
        }
    }
}
