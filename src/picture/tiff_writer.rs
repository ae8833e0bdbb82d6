//! Writing TIFF files around an EXIF block.
//!
//! An EXIF block is itself a TIFF structure, so it is put at the start of the file as it is: all
//! its offsets, also those inside private maker data, stay right. Behind it follow the pixels and a
//! new first directory that holds the old entries and those that describe the pixels.
//!
//! Source: TIFF 6.0, sections 2, 3, 6 and 18; Adobe Photoshop TIFF technical notes (XMP, tag 700);
//! ICC.1, annex B.4 (ICC profile, tag 34675).

use ::image::RgbaImage;

use super::exif::{Block, ByteOrder, is_storage_tag};

const BYTE: u16 = 1;
const SHORT: u16 = 3;
const LONG: u16 = 4;
const RATIONAL: u16 = 5;
const UNDEFINED: u16 = 7;

const X_RESOLUTION: u16 = 282;
const Y_RESOLUTION: u16 = 283;
const RESOLUTION_UNIT: u16 = 296;

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

/// Makes a TIFF file, uncompressed, RGB or, with `keep_alpha`, RGB with straight alpha.
///
/// Returns `None` if the file would reach the 4 GiB that its offsets can express.
pub(crate) fn tiff(
    pixels: &RgbaImage,
    keep_alpha: bool,
    exif: Option<&[u8]>,
    xmp: Option<&[u8]>,
    icc: &[u8],
) -> Option<Vec<u8>> {
    let (width, height) = pixels.dimensions();
    let channels = if keep_alpha { 4 } else { 3 };
    let row_bytes = width as usize * channels;
    let rest = exif.map_or(8, <[u8]>::len) + xmp.map_or(0, <[u8]>::len) + icc.len();
    let strips = (height as usize).div_ceil((STRIP_BYTES / row_bytes).max(1));
    let size = row_bytes as u64 * u64::from(height) + rest as u64 + strips as u64 * 8 + 65_536 * 12;
    u32::try_from(size).ok()?;

    let old = exif.and_then(Block::new);
    let order = old.map_or(ByteOrder::Little, |block| block.order);
    let mut out = Vec::with_capacity(size as usize);
    out.extend_from_slice(exif.filter(|_| old.is_some()).unwrap_or(b"II*\0\0\0\0\0"));
    let mut directory = Directory {
        order,
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

    directory.put_longs(&mut out, 256, LONG, &[width]);
    directory.put_longs(&mut out, 257, LONG, &[height]);
    directory.put_shorts(&mut out, 258, &[8, 8, 8, 8][..channels]); // bits a sample
    directory.put_shorts(&mut out, 259, &[1]); // no compression
    directory.put_shorts(&mut out, 262, &[2]); // RGB
    directory.put_shorts(&mut out, 274, &[1]); // upright
    directory.put_shorts(&mut out, 277, &[channels as u16]);
    directory.put_shorts(&mut out, 284, &[1]); // interleaved
    if keep_alpha {
        directory.put_shorts(&mut out, 338, &[2]); // straight alpha
    }
    for tag in [X_RESOLUTION, Y_RESOLUTION] {
        if !directory.has(tag) {
            directory.put_longs(&mut out, tag, RATIONAL, &[72, 1]);
        }
    }
    if !directory.has(RESOLUTION_UNIT) {
        directory.put_shorts(&mut out, RESOLUTION_UNIT, &[2]); // inch
    }
    if let Some(xmp) = xmp {
        directory.put(&mut out, 700, BYTE, xmp.len(), xmp);
    }
    directory.put(&mut out, 34_675, UNDEFINED, icc.len(), icc);
    put_pixels(pixels, channels, &mut directory, &mut out);
    finish(directory, &mut out)?;
    Some(out)
}

/// Appends the pixels in strips and their entries.
fn put_pixels(pixels: &RgbaImage, channels: usize, directory: &mut Directory, out: &mut Vec<u8>) {
    let width = pixels.width() as usize;
    let rows_per_strip = (STRIP_BYTES / (width * channels)).max(1);
    let (mut offsets, mut lengths) = (Vec::new(), Vec::new());
    pad_to_even(out);
    for strip in pixels.as_raw().chunks(width * 4 * rows_per_strip) {
        let start = out.len();
        if channels == 4 {
            out.extend_from_slice(strip);
        } else {
            out.extend(
                strip
                    .as_chunks::<4>()
                    .0
                    .iter()
                    .flat_map(|&[red, green, blue, _]| [red, green, blue]),
            );
        }
        offsets.push(start as u32);
        lengths.push((out.len() - start) as u32);
    }
    directory.put_longs(out, 273, LONG, &offsets);
    directory.put_longs(out, 278, LONG, &[rows_per_strip as u32]);
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
