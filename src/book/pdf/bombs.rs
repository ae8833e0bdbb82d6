//! Streams of a PDF that would unpack to more than any page has.
//!
//! Source: ISO 32000-1:2008, 7.4 (filters), 7.5.7 (object streams).

use std::borrow::Cow;
use std::io::{self, Read, Write};

use flate2::read::{DeflateDecoder, ZlibDecoder};
use hayro::hayro_syntax::object::{Dict, Object, Stream};
use hayro::hayro_syntax::{Filter, Pdf};
use weezl::BitOrder;

use crate::book::BookError;
use crate::picture::{DecodeLimits, SourceFormat};

/// The most that one stream may unpack to: a page of 120 megapixels in four inks.
const MAX_STREAM_BYTES: u64 = 512 << 20;
/// The same of what a directory or packed objects may.
const MAX_OBJECTS_BYTES: u64 = 64 << 20;
/// The longest row that a filter takes memory for, in samples.
const MAX_COLUMNS: usize = 1_000_000;
/// How far before its content the description of a stream begins at most, in bytes. Those of
/// directories are far shorter.
const DESCRIPTION_BYTES: usize = 2000;
const TOO_MUCH: BookError = BookError::TooMuchInside {
    limit_bytes: MAX_STREAM_BYTES,
};

/// Looks at what is unpacked while a file is opened: its directories and packed objects.
///
/// # Errors
/// [`BookError::TooMuchInside`].
pub(super) fn check_directories(bytes: &[u8]) -> Result<(), BookError> {
    const MARK: &[u8] = b"stream";
    let mut rest = 0;
    while let Some(found) = find(&bytes[rest..], MARK) {
        let begin = rest + found;
        rest = begin + MARK.len();
        let before = &bytes[begin.saturating_sub(DESCRIPTION_BYTES)..begin];
        // Not that of the object in front of it.
        let own = before.windows(4).rposition(|word| word == b" obj");
        let description = &before[own.unwrap_or(0)..];
        let is_directory = [&b"ObjStm"[..], b"XRef"]
            .iter()
            .any(|kind| find(description, kind).is_some());
        if !is_directory {
            continue;
        }
        let row = find(description, b"/Columns").map(|at| &description[at + 8..]);
        let digits = row
            .into_iter()
            .flatten()
            .skip_while(|sign| sign.is_ascii_whitespace());
        let digits = digits.take_while(|sign| sign.is_ascii_digit());
        let number = digits.fold(0_usize, |number, digit| {
            number
                .saturating_mul(10)
                .saturating_add(usize::from(digit - b'0'))
        });
        if number > MAX_COLUMNS {
            return Err(TOO_MUCH);
        }
        let line_ends = bytes[rest..].iter().take(2);
        let content = rest
            + line_ends
                .filter(|sign| matches!(sign, b'\r' | b'\n'))
                .count();
        let mut packed = Cow::Borrowed(&bytes[content..]);
        // Packed twice is not forbidden.
        for _ in 0..2 {
            packed = Cow::Owned(inflated(&packed, MAX_OBJECTS_BYTES)?);
        }
    }
    Ok(())
}

/// Looks at all streams of a file.
///
/// # Errors
/// [`BookError::TooMuchInside`], and [`crate::picture::ImageError::TooLarge`] for a picture that
/// claims to be.
pub(super) fn check(pdf: &Pdf) -> Result<(), BookError> {
    for object in pdf.objects() {
        if let Object::Stream(stream) = object {
            check_stream(&stream)?;
        }
    }
    Ok(())
}

/// Looks at one stream, and takes no memory for it unless it is packed very well.
///
/// # Errors
/// Those of [`check`].
pub(super) fn check_stream(stream: &Stream<'_>) -> Result<(), BookError> {
    let description = stream.dict();
    let size = ["Width", "Height"].map(|side| number(description, side));
    let short = ["W", "H"].map(|side| number(description, side));
    let [width, height] = [0, 1].map(|side| size[side].or(short[side]));
    if let (Some(width), Some(height)) = (width, height) {
        check_size(width, height)?;
    }
    if columns(description) > MAX_COLUMNS {
        return Err(TOO_MUCH);
    }
    let filters = stream.filters();
    let ratio = |filter: &Filter| ratio(*filter);
    let ratio = filters.iter().map(ratio).fold(1, u64::saturating_mul);
    let has_header = filters.iter().any(|filter| is_picture(*filter));
    let mut data = stream.raw_data();
    if !has_header && (data.len() as u64).saturating_mul(ratio) <= MAX_STREAM_BYTES {
        return Ok(());
    }
    for filter in filters {
        if is_picture(filter) {
            return check_header(filter, &data, description);
        }
        data = Cow::Owned(unpacked(filter, &data)?);
    }
    Ok(())
}

/// The longest row that the filters of a stream are told of, 0 where there is none.
fn columns(description: &Dict<'_>) -> usize {
    let mut most = 0;
    for key in ["DecodeParms", "DP"] {
        let parameters: Vec<Dict<'_>> = match description.get::<Object<'_>>(key.as_bytes()) {
            Some(Object::Dict(one)) => vec![one],
            Some(Object::Array(all)) => {
                let all = all.iter::<Object<'_>>();
                all.filter_map(Object::into_dict).collect()
            }
            _ => Vec::new(),
        };
        for one in parameters {
            most = most.max(one.get::<usize>(&b"Columns"[..]).unwrap_or(0));
        }
    }
    most
}

fn number(description: &Dict<'_>, key: &str) -> Option<u32> {
    description.get::<u32>(key.as_bytes())
}

fn check_size(width: u32, height: u32) -> Result<(), BookError> {
    // What is written there without need harms nothing: the crate leaves it out.
    if width == 0 || height == 0 {
        return Ok(());
    }
    Ok(DecodeLimits::default().check(width, height, 0, SourceFormat::Jpeg)?)
}

fn is_picture(filter: Filter) -> bool {
    matches!(
        filter,
        Filter::DctDecode | Filter::JpxDecode | Filter::Jbig2Decode | Filter::CcittFaxDecode
    )
}

/// What one byte may become at most.
fn ratio(filter: Filter) -> u64 {
    match filter {
        // 258 bytes for two bits.
        Filter::FlateDecode => 1032,
        // 3839 bytes for twelve bits.
        Filter::LzwDecode => 2560,
        // 128 for two.
        Filter::RunLengthDecode => 64,
        // Four for the letter z.
        Filter::Ascii85Decode => 4,
        _ => 1,
    }
}

/// Looks at the size that a compressed picture itself claims, which may be another one.
fn check_header(filter: Filter, data: &[u8], description: &Dict<'_>) -> Result<(), BookError> {
    let size = match filter {
        Filter::DctDecode => jpeg_size(data),
        // The marks of a code stream and of its size; the size itself is after eight bytes.
        Filter::JpxDecode => find(data, &[0xff, 0x4f, 0xff, 0x51]).and_then(|at| two(data, at + 8)),
        Filter::Jbig2Decode => jbig2_size(data),
        _ => {
            let rows = number(description, "Height").or_else(|| number(description, "H"));
            Some(columns(description) as u32).zip(rows)
        }
    };
    size.map_or(Ok(()), |(width, height)| check_size(width, height))
}

fn two(data: &[u8], at: usize) -> Option<(u32, u32)> {
    let bytes: [u8; 8] = data.get(at..at + 8)?.try_into().ok()?;
    let both = u64::from_be_bytes(bytes);
    Some(((both >> 32) as u32, both as u32))
}

/// The size in the first frame's header.
fn jpeg_size(data: &[u8]) -> Option<(u32, u32)> {
    let mut at = 2;
    loop {
        let [mark, kind, high, low] = *data.get(at..at + 4)?.first_chunk()?;
        if mark != 0xff || kind == 0xff {
            at += 1;
            continue;
        }
        // Frames, but for what tables have such numbers.
        if matches!(kind, 0xc0..=0xcf) && !matches!(kind, 0xc4 | 0xc8 | 0xcc) {
            let size = data.get(at + 5..at + 9)?;
            let side = |at: usize| u32::from(u16::from_be_bytes([size[at], size[at + 1]]));
            return Some((side(2), side(0)));
        }
        let has_length = !matches!(kind, 0x00 | 0x01 | 0xd0..=0xd9);
        let length = if has_length {
            usize::from(u16::from_be_bytes([high, low]))
        } else {
            0
        };
        at += 2 + length;
    }
}

/// The largest size among the descriptions of pages (ITU-T T.88, 7.2 and 7.4.8): segments of kind
/// 48 that refer to none, 19 bytes long.
fn jbig2_size(data: &[u8]) -> Option<(u32, u32)> {
    let pages = data.windows(7).enumerate();
    let pages = pages
        .filter(|(_, head)| head[0] & 0x3f == 48 && head[1] == 0 && head[3..] == [0, 0, 0, 19]);
    let sizes = pages.filter_map(|(at, _)| two(data, at + 7));
    // Of a page of unknown height the stripes are as high as the picture's own height.
    let known = sizes.filter(|(_, height)| *height != u32::MAX);
    known.max_by_key(|(width, height)| u64::from(*width) * u64::from(*height))
}

/// Undoes a filter. What is damaged ends where it is.
fn unpacked(filter: Filter, data: &[u8]) -> Result<Vec<u8>, BookError> {
    match filter {
        Filter::FlateDecode => inflated(data, MAX_STREAM_BYTES),
        Filter::LzwDecode => {
            let late = lzw(data, false)?;
            let early = lzw(data, true)?;
            Ok(if late.len() > early.len() {
                late
            } else {
                early
            })
        }
        Filter::RunLengthDecode => runs(data),
        Filter::Ascii85Decode => {
            let mut out = Limited::new(MAX_STREAM_BYTES);
            ascii_85(data, &mut out).map_err(|_full| TOO_MUCH)?;
            Ok(out.bytes)
        }
        Filter::AsciiHexDecode => {
            let digits = data.iter().map_while(|sign| match sign {
                b'>' => None,
                sign => Some((*sign as char).to_digit(16)),
            });
            let digits: Vec<u8> = digits.flatten().map(|digit| digit as u8).collect();
            Ok(digits
                .chunks(2)
                .map(|pair| pair[0] << 4 | pair.get(1).unwrap_or(&0))
                .collect())
        }
        _ => Ok(data.to_vec()),
    }
}

/// Bytes, and no more than a limit.
struct Limited {
    bytes: Vec<u8>,
    limit: u64,
}

impl Limited {
    fn new(limit: u64) -> Self {
        Self {
            bytes: Vec::new(),
            limit,
        }
    }

    fn is_full(&self) -> bool {
        self.bytes.len() as u64 > self.limit
    }
}

impl Write for Limited {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes.extend_from_slice(bytes);
        if self.is_full() {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// With or without a header, as the crate reads it.
fn inflated(data: &[u8], limit: u64) -> Result<Vec<u8>, BookError> {
    let mut most = Vec::new();
    let readers: [Box<dyn Read + '_>; 2] = [
        Box::new(ZlibDecoder::new(data)),
        Box::new(DeflateDecoder::new(data)),
    ];
    for reader in readers {
        let mut out = Vec::new();
        let whole = reader.take(limit + 1).read_to_end(&mut out).is_ok();
        if out.len() as u64 > limit {
            return Err(TOO_MUCH);
        }
        if out.len() > most.len() {
            most = out;
        }
        if whole {
            break;
        }
    }
    Ok(most)
}

fn lzw(data: &[u8], is_early: bool) -> Result<Vec<u8>, BookError> {
    let mut decoder = if is_early {
        weezl::decode::Decoder::with_tiff_size_switch(BitOrder::Msb, 8)
    } else {
        weezl::decode::Decoder::new(BitOrder::Msb, 8)
    };
    let mut out = Limited::new(MAX_STREAM_BYTES);
    // Damage ends it, and is told of by the crate.
    let _ended = decoder.into_stream(&mut out).decode(data);
    if out.is_full() {
        return Err(TOO_MUCH);
    }
    Ok(out.bytes)
}

fn runs(data: &[u8]) -> Result<Vec<u8>, BookError> {
    let mut out = Limited::new(MAX_STREAM_BYTES);
    let mut rest = data;
    while let [length, after @ ..] = rest {
        let length = usize::from(*length);
        let written = match length {
            128 => break,
            0..128 => {
                let (literal, after) = after.split_at(after.len().min(length + 1));
                rest = after;
                out.write_all(literal)
            }
            _ => {
                let Some((byte, after)) = after.split_first() else {
                    break;
                };
                rest = after;
                out.write_all(&[*byte; 128][..257 - length])
            }
        };
        written.map_err(|_full| TOO_MUCH)?;
    }
    Ok(out.bytes)
}

fn ascii_85(data: &[u8], out: &mut Limited) -> io::Result<()> {
    let mut group = 0_u32;
    let mut num_signs = 0;
    for sign in data {
        match sign {
            b'~' => break,
            b'z' if num_signs == 0 => out.write_all(&[0; 4])?,
            b'!'..=b'u' => {
                group = group.wrapping_mul(85).wrapping_add(u32::from(sign - b'!'));
                num_signs += 1;
                if num_signs == 5 {
                    out.write_all(&group.to_be_bytes())?;
                    (group, num_signs) = (0, 0);
                }
            }
            _ => {}
        }
    }
    if num_signs > 1 {
        for _ in num_signs..5 {
            group = group.wrapping_mul(85).wrapping_add(84);
        }
        out.write_all(&group.to_be_bytes()[..num_signs - 1])?;
    }
    Ok(())
}

/// Where `wanted` begins in `bytes`.
fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    let first = *wanted.first()?;
    let mut from = 0;
    loop {
        let found = from + bytes.get(from..)?.iter().position(|byte| *byte == first)?;
        if bytes[found..].starts_with(wanted) {
            return Some(found);
        }
        from = found + 1;
    }
}
