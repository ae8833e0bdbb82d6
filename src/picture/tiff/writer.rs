//! Writing TIFF files around an EXIF block.
//!
//! An EXIF block is itself a TIFF structure, so it is put at the start of the file as it is: all
//! its offsets, also those inside private maker data, stay right. Behind it follow a new first
//! directory that holds the old entries and those that describe the pixels, and the pixels, which
//! so can be written while they are made.
//!
//! Source: TIFF 6.0, sections 2, 3, 6 and 18; Adobe Photoshop TIFF technical notes (XMP, tag 700);
//! ICC.1, annex B.4 (ICC profile, tag 34675).

use std::io::Write;

use crate::picture::error::ImageError;
use crate::picture::exif::{
    Block, ByteOrder, RESOLUTION_UNIT, X_RESOLUTION, Y_RESOLUTION, is_storage_tag,
};
use crate::picture::extras::Extras;
use crate::picture::resolution::Resolution;
use crate::picture::rows::{Depth, Layout, PutRow};

const BYTE: u16 = 1;
const SHORT: u16 = 3;
const LONG: u16 = 4;
const RATIONAL: u16 = 5;
const UNDEFINED: u16 = 7;

/// Strips of about this size, so that readers need not hold the whole picture.
const STRIP_BYTES: usize = 1 << 18;

/// A directory in the making: 12-byte entries, and the values that do not fit into them.
struct Directory {
    order: ByteOrder,
    entries: Vec<(u16, [u8; 12])>,
}

impl Directory {
    /// Adds an entry; values of more than 4 bytes are appended to the file.
    fn put(&mut self, out: &mut Vec<u8>, tag: u16, kind: u16, count: usize, value: &[u8]) {
        let mut entry = [0; 12];
        entry[..2].copy_from_slice(&self.order.u16(tag));
        entry[2..4].copy_from_slice(&self.order.u16(kind));
        entry[4..8].copy_from_slice(&self.order.u32(count as u32));
        if value.len() <= 4 {
            entry[8..8 + value.len()].copy_from_slice(value);
        } else {
            pad_to_even(out);
            entry[8..].copy_from_slice(&self.order.u32(out.len() as u32));
            out.extend_from_slice(value);
        }
        self.entries.push((tag, entry));
    }

    fn put_shorts(&mut self, out: &mut Vec<u8>, tag: u16, values: &[u16]) {
        let bytes: Vec<u8> = values
            .iter()
            .flat_map(|&value| self.order.u16(value))
            .collect();
        self.put(out, tag, SHORT, values.len(), &bytes);
    }

    fn put_longs(&mut self, out: &mut Vec<u8>, tag: u16, kind: u16, values: &[u32]) {
        let bytes: Vec<u8> = values
            .iter()
            .flat_map(|&value| self.order.u32(value))
            .collect();
        let count = if kind == RATIONAL {
            values.len() / 2
        } else {
            values.len()
        };
        self.put(out, tag, kind, count, &bytes);
    }

    fn has(&self, tag: u16) -> bool {
        self.entries.iter().any(|entry| entry.0 == tag)
    }
}

/// The order of the bytes in the file: that of the EXIF block, if it has one.
pub(in crate::picture) fn order(extras: &Extras) -> ByteOrder {
    let block = extras.exif.as_deref().and_then(Block::new);
    block.map_or(ByteOrder::Little, |block| block.order)
}

/// Writes a TIFF file, uncompressed, RGB with or without straight alpha, whose rows `fill` hands
/// over.
///
/// # Errors
/// `too_large` if the file would reach the 4 GiB that its offsets can express,
/// [`ImageError::CannotWrite`] when `out` refuses, and those of `fill`.
pub(in crate::picture) fn tiff<E: From<ImageError>>(
    out: &mut dyn Write,
    layout: Layout,
    extras: &Extras,
    too_large: ImageError,
    fill: impl FnOnce(&mut PutRow<'_>) -> Result<(), E>,
) -> Result<(), E> {
    // Where the pixels begin does not change how long what stands before them is.
    let begin = head(layout, extras, 0).map(|head| head.len() as u64);
    let size = begin.map(|begin| begin + layout.row_bytes() as u64 * u64::from(layout.height));
    let begin = size.and_then(|size| u32::try_from(size).ok()).and(begin);
    let head = begin.and_then(|begin| head(layout, extras, begin as u32));
    let Some(head) = head else {
        return Err(too_large.into());
    };
    let write = |out: &mut dyn Write, bytes: &[u8]| {
        let written = out.write_all(bytes);
        written.map_err(|source| ImageError::CannotWrite { source })
    };
    write(out, &head)?;
    fill(&mut |row| write(out, row))
}

/// What stands before the pixels, which begin at `pixels`; of the same length wherever that is.
fn head(layout: Layout, extras: &Extras, pixels: u32) -> Option<Vec<u8>> {
    let exif = extras.exif.as_deref();
    let old = exif.and_then(Block::new);
    let mut out = Vec::new();
    out.extend_from_slice(exif.filter(|_| old.is_some()).unwrap_or(b"II*\0\0\0\0\0"));
    let mut directory = Directory {
        order: order(extras),
        entries: Vec::new(),
    };
    if let (Some(block), Some(bytes)) = (old, exif)
        && let Some(first) = block.first_directory()
    {
        for entry in block
            .entries(first)
            .filter(|entry| !is_storage_tag(entry.tag))
        {
            let raw = bytes
                .get(entry.position..)
                .and_then(<[u8]>::first_chunk::<12>);
            if let Some(raw) = raw.filter(|_| !directory.has(entry.tag)) {
                directory.entries.push((entry.tag, *raw));
            }
        }
    }

    let channels = layout.channels();
    let bits = match layout.depth {
        Depth::Eight => 8,
        Depth::Sixteen => 16,
    };
    directory.put_longs(&mut out, 256, LONG, &[layout.width]);
    directory.put_longs(&mut out, 257, LONG, &[layout.height]);
    directory.put_shorts(&mut out, 258, &[bits; 4][..channels]);
    directory.put_shorts(&mut out, 259, &[1]); // no compression
    directory.put_shorts(&mut out, 262, &[2]); // RGB
    directory.put_shorts(&mut out, 274, &[1]); // upright
    directory.put_shorts(&mut out, 277, &[channels as u16]);
    directory.put_shorts(&mut out, 284, &[1]); // interleaved
    if layout.has_alpha {
        directory.put_shorts(&mut out, 338, &[2]); // straight alpha
    }
    put_resolution(extras, &mut directory, &mut out);
    if let Some(xmp) = &extras.xmp {
        directory.put(&mut out, 700, BYTE, xmp.len(), xmp);
    }
    directory.put(&mut out, 34_675, UNDEFINED, extras.icc.len(), &extras.icc);
    put_strips(layout, pixels, &mut directory, &mut out);
    finish(directory, &mut out)?;
    pad_to_even(&mut out);
    Some(out)
}

/// The entries of the resolution, which every file must have.
fn put_resolution(extras: &Extras, directory: &mut Directory, out: &mut Vec<u8>) {
    const INCH: u16 = 2;
    const TAGS: [u16; 3] = [X_RESOLUTION, Y_RESOLUTION, RESOLUTION_UNIT];
    if extras.resolution.is_some() {
        directory.entries.retain(|entry| !TAGS.contains(&entry.0));
    }
    let fractions = extras
        .resolution
        .map_or([[72, 1]; 2], Resolution::fractions);
    for (tag, fraction) in [X_RESOLUTION, Y_RESOLUTION].into_iter().zip(fractions) {
        if !directory.has(tag) {
            directory.put_longs(out, tag, RATIONAL, &fraction);
        }
    }
    if !directory.has(RESOLUTION_UNIT) {
        directory.put_shorts(out, RESOLUTION_UNIT, &[INCH]);
    }
}

/// The entries that say where the pixels are: strips, one after the other.
fn put_strips(layout: Layout, pixels: u32, directory: &mut Directory, out: &mut Vec<u8>) {
    let rows_per_strip = (STRIP_BYTES / layout.row_bytes().max(1)).max(1) as u32;
    let row_bytes = layout.row_bytes() as u32;
    let first_rows = (0..layout.height).step_by(rows_per_strip as usize);
    let (offsets, lengths): (Vec<u32>, Vec<u32>) = first_rows
        .map(|row| {
            let num_rows = rows_per_strip.min(layout.height - row);
            // Files in which this would overflow are refused.
            let offset = pixels.wrapping_add(row.wrapping_mul(row_bytes));
            (offset, num_rows.wrapping_mul(row_bytes))
        })
        .unzip();
    directory.put_longs(out, 273, LONG, &offsets);
    directory.put_longs(out, 278, LONG, &[rows_per_strip]);
    directory.put_longs(out, 279, LONG, &lengths);
}

/// Appends the directory and points the header to it.
fn finish(mut directory: Directory, out: &mut Vec<u8>) -> Option<()> {
    directory.entries.sort_by_key(|entry| entry.0);
    pad_to_even(out);
    let start = directory.order.u32(u32::try_from(out.len()).ok()?);
    out.extend(
        directory
            .order
            .u16(u16::try_from(directory.entries.len()).ok()?),
    );
    for (_, entry) in &directory.entries {
        out.extend_from_slice(entry);
    }
    out.extend([0; 4]);
    out.get_mut(4..8)?.copy_from_slice(&start);
    Some(())
}

/// Values start at even offsets.
fn pad_to_even(out: &mut Vec<u8>) {
    if out.len() % 2 == 1 {
        out.push(0);
    }
}
