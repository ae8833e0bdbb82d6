//! From the data of strips and tiles to rows of bytes.

use std::borrow::Cow;
use std::io::Read as _;

use fax::BitReader as _;
use fax::maps::{black, white};
use flate2::read::ZlibDecoder;
use weezl::{BitOrder, decode::Decoder as LzwDecoder};

use super::layout::{Colors, Layout, Packing, unsupported};
use crate::picture::error::ImageError;
use crate::picture::format::SourceFormat;
use crate::picture::jpeg::{StripColors, decode_strip};
use crate::picture::limits::{DecodeLimits, zeroed};
use crate::picture::samples::SampleData;

const FORMAT: SourceFormat = SourceFormat::Tiff;

/// What chunks share.
pub(super) struct Shared<'a> {
    /// The tables that all JPEG chunks use.
    pub(super) jpeg_tables: Option<&'a [u8]>,
    /// Options of fax group 3.
    pub(super) fax_options: u64,
    pub(super) limits: &'a DecodeLimits,
}

/// The bytes of a chunk; at most `length`, fewer where its data ends early.
///
/// # Errors
/// [`ImageError::Damaged`], those of a JPEG inside, and what is not read.
pub(super) fn unpack<'a>(
    layout: &Layout,
    packed: &'a [u8],
    rows: u32,
    length: usize,
    shared: &Shared<'_>,
) -> Result<Cow<'a, [u8]>, ImageError> {
    let packed = if layout.is_reversed && layout.packing != Packing::Jpeg {
        Cow::Owned(packed.iter().map(|byte| byte.reverse_bits()).collect())
    } else {
        Cow::Borrowed(packed)
    };
    let width = layout.chunk[0];
    Ok(match layout.packing {
        Packing::Plain => packed,
        Packing::PackBits => Cow::Owned(packbits(&packed, length)),
        Packing::Deflate => {
            let mut out = Vec::new();
            // What came before the damage may be all that is needed.
            ZlibDecoder::new(&*packed)
                .take(length as u64)
                .read_to_end(&mut out)
                .ok();
            Cow::Owned(out)
        }
        Packing::Lzw => Cow::Owned(lzw(&packed, length)?),
        Packing::Rle | Packing::Group3 | Packing::Group4 => {
            if layout.bits != 1 || layout.samples_in_chunk() != 1 {
                return Err(damaged());
            }
            Cow::Owned(fax_rows(layout.packing, &packed, [width, rows], shared)?)
        }
        Packing::Jpeg => Cow::Owned(jpeg(layout, &packed, rows, shared)?),
    })
}

fn damaged() -> ImageError {
    ImageError::Damaged {
        format: FORMAT,
        source: None,
    }
}

/// Source: TIFF 6.0, section 9.
fn packbits(packed: &[u8], length: usize) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = packed;
    while let Some((&head, after)) = rest.split_first() {
        rest = after;
        let head = head as i8;
        if head >= 0 {
            let count = (head as usize + 1).min(rest.len());
            let (literal, after) = rest.split_at(count);
            out.extend_from_slice(literal);
            rest = after;
        } else if head != i8::MIN
            && let Some((&value, after)) = rest.split_first()
        {
            out.resize(out.len() + 1 + usize::from(head.unsigned_abs()), value);
            rest = after;
        }
        if out.len() >= length {
            out.truncate(length);
            break;
        }
    }
    out
}

/// Source: TIFF 6.0, section 13; the other order of bits is that of writers before 1990.
fn lzw(packed: &[u8], length: usize) -> Result<Vec<u8>, ImageError> {
    let is_old = matches!(packed, [0, second, ..] if second & 1 == 1);
    let mut decoder = if is_old {
        LzwDecoder::new(BitOrder::Lsb, 8)
    } else {
        LzwDecoder::with_tiff_size_switch(BitOrder::Msb, 8)
    };
    let mut out = zeroed::<u8>(length as u64)?;
    let (mut taken, mut made) = (0, 0);
    while let (Some(from), Some(to)) = (packed.get(taken..), out.get_mut(made..)) {
        let step = decoder.decode_bytes(from, to);
        taken += step.consumed_in;
        made += step.consumed_out;
        let goes_on = matches!(step.status, Ok(weezl::LzwStatus::Ok));
        if !goes_on || (step.consumed_in == 0 && step.consumed_out == 0) {
            break;
        }
    }
    out.truncate(made);
    Ok(out)
}

/// Rows of one bit a pixel, 1 being black ink.
fn fax_rows(
    packing: Packing,
    packed: &[u8],
    [width, height]: [u32; 2],
    shared: &Shared<'_>,
) -> Result<Vec<u8>, ImageError> {
    const TWO_DIMENSIONAL: u64 = 1;
    let (Ok(width), Ok(height)) = (u16::try_from(width), u16::try_from(height)) else {
        return Err(damaged());
    };
    let mut out = Vec::new();
    let mut rows = 0;
    let mut put = |changes: &[u16]| {
        if rows < height {
            put_row(&mut out, changes, width);
            rows += 1;
        }
    };
    match packing {
        Packing::Group4 => {
            fax::decoder::decode_g4(packed.iter().copied(), width, Some(height), put);
        }
        Packing::Group3 if shared.fax_options & TWO_DIMENSIONAL != 0 => {
            return Err(unsupported("fax group 3 in two dimensions".to_owned()));
        }
        Packing::Group3 => {
            // The marks between rows also stand behind the last one for the decoder.
            let end = [0x00, 0x01].repeat(7);
            let bytes = packed.iter().copied().chain(end);
            fax::decoder::decode_g3(bytes, put);
        }
        _ => run_lengths(packed, width, height, &mut put),
    }
    Ok(out)
}

/// Rows of runs without any marks, each beginning at a byte.
///
/// Source: TIFF 6.0, section 10.
fn run_lengths(packed: &[u8], width: u16, height: u16, put: &mut dyn FnMut(&[u16])) {
    let bytes = packed
        .iter()
        .copied()
        .map(Ok::<u8, std::convert::Infallible>);
    let Ok(mut reader) = fax::ByteReader::new(bytes);
    for _ in 0..height {
        let mut changes = Vec::new();
        let mut at = 0_u16;
        let mut is_black = false;
        while at < width {
            let part = if is_black {
                black::decode(&mut reader)
            } else {
                white::decode(&mut reader)
            };
            let Some(part) = part else {
                return;
            };
            at = at.saturating_add(part);
            // Long runs come in parts of multiples of 64.
            if part < 64 {
                changes.push(at);
                is_black = !is_black;
            }
        }
        let fill = reader.bits_to_byte_boundary();
        if fill > 0 && reader.consume(fill).is_err() {
            return;
        }
        put(&changes);
    }
}

/// Appends a row whose colour changes at some places, beginning with white.
fn put_row(out: &mut Vec<u8>, changes: &[u16], width: u16) {
    let start = out.len();
    out.resize(start + usize::from(width).div_ceil(8), 0);
    let Some(row) = out.get_mut(start..) else {
        return;
    };
    for pair in changes.chunks(2) {
        let (from, to) = (pair[0], pair.get(1).copied().unwrap_or(width).min(width));
        for x in from.min(to)..to {
            if let Some(byte) = row.get_mut(usize::from(x / 8)) {
                *byte |= 0x80 >> (x % 8);
            }
        }
    }
}

/// Samples of a chunk that is a JPEG file.
fn jpeg(
    layout: &Layout,
    packed: &[u8],
    rows: u32,
    shared: &Shared<'_>,
) -> Result<Vec<u8>, ImageError> {
    let wanted = layout.samples_in_chunk();
    let colors = if wanted == 3 && layout.colors == Colors::YCbCr {
        StripColors::YCbCr
    } else {
        StripColors::AsTheyAre
    };
    let samples = decode_strip(shared.jpeg_tables, packed, colors, shared.limits)?;
    let SampleData::Eight(data) = samples.data else {
        return Err(damaged());
    };
    let width = layout.chunk[0];
    if samples.channels < wanted || samples.width < width || samples.height < rows {
        return Err(damaged());
    }
    let mut out = Vec::with_capacity(width as usize * rows as usize * wanted);
    let stride = samples.width as usize * samples.channels;
    for row in data.chunks_exact(stride).take(rows as usize) {
        for pixel in row.chunks_exact(samples.channels).take(width as usize) {
            out.extend_from_slice(pixel.get(..wanted).unwrap_or_default());
        }
    }
    Ok(out)
}
