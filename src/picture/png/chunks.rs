//! The chunks of PNG files that hold texts, which the codec would all keep in memory.

use std::borrow::Cow;
use std::io::Read as _;

use flate2::read::ZlibDecoder;

use crate::picture::iptc;
use crate::picture::metadata::Raw;
use crate::picture::xmp::{Kind, Property};

/// How many bytes a compressed text may become; metadata has some thousands.
const MAX_TEXT_BYTES: u64 = 16 << 20;

const SIGNATURE_BYTES: usize = 8;

/// One chunk.
pub(crate) struct Chunk<'a> {
    pub(crate) kind: [u8; 4],
    pub(crate) data: &'a [u8],
    /// With its length, kind and checksum.
    pub(crate) whole: &'a [u8],
}

/// The chunks of a file up to its end or to where it breaks off.
pub(crate) fn chunks(bytes: &[u8]) -> impl Iterator<Item = Chunk<'_>> {
    let mut rest = bytes.get(SIGNATURE_BYTES..).unwrap_or_default();
    std::iter::from_fn(move || {
        let &[a, b, c, d, e, f, g, h, ..] = rest else {
            return None;
        };
        let length = u32::from_be_bytes([a, b, c, d]) as usize;
        let (whole, after) = rest.split_at_checked(length.checked_add(12)?)?;
        rest = after;
        Some(Chunk {
            kind: [e, f, g, h],
            data: whole.get(8..8 + length)?,
            whole,
        })
    })
}

/// A keyword and its text.
struct Text<'a> {
    keyword: &'a [u8],
    content: Cow<'a, [u8]>,
    is_utf8: bool,
}

fn is_text(chunk: &Chunk<'_>) -> bool {
    matches!(&chunk.kind, b"tEXt" | b"zTXt" | b"iTXt")
}

/// Reads a text chunk; `None` if it is none, or damaged.
///
/// Source: PNG (Third Edition), section 11.3.3.
fn text<'a>(chunk: &Chunk<'a>) -> Option<Text<'a>> {
    if !is_text(chunk) {
        return None;
    }
    let (keyword, rest) = split_at_zero(chunk.data)?;
    let (is_compressed, text) = match &chunk.kind {
        b"tEXt" => (false, rest),
        b"zTXt" => (true, rest.get(1..)?),
        _ => {
            let &[is_compressed, _, ref rest @ ..] = rest else {
                return None;
            };
            let (_language, rest) = split_at_zero(rest)?;
            let (_translated, text) = split_at_zero(rest)?;
            (is_compressed == 1, text)
        }
    };
    let text = if is_compressed {
        let mut inflated = Vec::new();
        let mut from = ZlibDecoder::new(text).take(MAX_TEXT_BYTES);
        from.read_to_end(&mut inflated).ok()?;
        Cow::Owned(inflated)
    } else {
        Cow::Borrowed(text)
    };
    Some(Text {
        keyword,
        content: text,
        is_utf8: chunk.kind == *b"iTXt",
    })
}

fn split_at_zero(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let at = bytes.iter().position(|&byte| byte == 0)?;
    Some((bytes.get(..at)?, bytes.get(at + 1..)?))
}

/// Whether a keyword is one whose text is kept; the others are not even inflated.
fn is_kept(chunk: &Chunk<'_>) -> bool {
    let keyword = split_at_zero(chunk.data).map_or(&[][..], |(keyword, _)| keyword);
    keyword == b"XML:com.adobe.xmp"
        || keyword.starts_with(b"Raw profile type ")
        || property(keyword).is_some()
}

/// The property that a keyword of the PNG standard is in XMP.
fn property(keyword: &[u8]) -> Option<(&'static str, Kind)> {
    Some(match keyword {
        b"Title" => ("dc:title", Kind::Languages),
        b"Author" => ("dc:creator", Kind::Sequence),
        b"Description" => ("dc:description", Kind::Languages),
        b"Copyright" => ("dc:rights", Kind::Languages),
        _ => return None,
    })
}

/// Adds what the text chunks of a file hold to what the codec has found; a profile that stands in
/// one of them is returned.
///
/// Blocks in hexadecimal are those that `ImageMagick`, GIMP and darktable write.
pub(crate) fn read_texts(bytes: &[u8], raw: &mut Raw) -> Option<Vec<u8>> {
    let mut profile = None;
    for text in chunks(bytes)
        .filter(is_kept_text)
        .filter_map(|chunk| text(&chunk))
    {
        if text.keyword == b"XML:com.adobe.xmp" {
            raw.xmp.get_or_insert_with(|| text.content.into_owned());
        } else if let Some((name, kind)) = property(text.keyword) {
            let value = match std::str::from_utf8(&text.content) {
                Ok(value) if text.is_utf8 || value.is_ascii() => value.to_owned(),
                _ => text.content.iter().map(|&byte| char::from(byte)).collect(),
            };
            raw.properties.push(Property {
                name,
                kind,
                values: vec![value],
            });
        } else if let Some(kind) = text.keyword.strip_prefix(b"Raw profile type ") {
            let Some(block) = from_hexadecimal(&text.content) else {
                continue;
            };
            put_block(kind, block, raw, &mut profile);
        }
    }
    profile
}

fn is_kept_text(chunk: &Chunk<'_>) -> bool {
    is_text(chunk) && is_kept(chunk)
}

/// Puts a block where it belongs.
fn put_block(kind: &[u8], block: Vec<u8>, raw: &mut Raw, profile: &mut Option<Vec<u8>>) {
    const XMP_MARK: &[u8] = b"http://ns.adobe.com/xap/1.0/\0";
    match kind.to_ascii_lowercase().as_slice() {
        b"exif" | b"app1" => {
            if let Some(xmp) = block.strip_prefix(XMP_MARK) {
                raw.xmp.get_or_insert_with(|| xmp.to_vec());
            } else {
                raw.exif.get_or_insert(block);
            }
        }
        b"xmp" => {
            raw.xmp.get_or_insert(block);
        }
        b"iptc" | b"8bim" => {
            let records = iptc::of_photoshop(&block).unwrap_or(&block);
            raw.properties.extend(iptc::properties(records));
        }
        b"icc" | b"icm" => {
            profile.get_or_insert(block);
        }
        _ => {}
    }
}

/// The bytes of a block that stands as text: its name and length on lines of their own, then
/// hexadecimal digits.
fn from_hexadecimal(text: &[u8]) -> Option<Vec<u8>> {
    let text = text.trim_ascii_start();
    let after_name = text.iter().position(|&byte| byte == b'\n')? + 1;
    let text = text.get(after_name..)?.trim_ascii_start();
    let digits = text.get(text.iter().position(|byte| !byte.is_ascii_digit())?..)?;
    let mut block = Vec::with_capacity(digits.len() / 2);
    let mut half = None;
    for &byte in digits.iter().filter(|byte| !byte.is_ascii_whitespace()) {
        let digit = char::from(byte).to_digit(16)? as u8;
        match half.take() {
            None => half = Some(digit),
            Some(high) => block.push(high << 4 | digit),
        }
    }
    Some(block)
}

/// The file without its text chunks, when there is much of them: the codec keeps all of it.
pub(crate) fn without_long_texts(bytes: &[u8]) -> Option<Vec<u8>> {
    const MUCH: usize = 1 << 20;
    let texts = || chunks(bytes).filter(is_text);
    let length: usize = texts().map(|chunk| chunk.whole.len()).sum();
    (length > MUCH).then(|| {
        let mut out = Vec::with_capacity(bytes.len() - length);
        out.extend(bytes.get(..SIGNATURE_BYTES).unwrap_or_default());
        for chunk in chunks(bytes).filter(|chunk| !is_text(chunk)) {
            out.extend(chunk.whole);
        }
        out
    })
}

/// A file of Xcode as an ordinary one, but for the order of its colours, its premultiplied alpha
/// and its checksums; `None` if it is ordinary.
///
/// Source: "`CgBI` file format", iPhone Development Wiki.
pub(crate) fn of_xcode(bytes: &[u8]) -> Option<Vec<u8>> {
    let first = chunks(bytes).next()?;
    if first.kind != *b"CgBI" {
        return None;
    }
    let mut out = bytes.get(..SIGNATURE_BYTES)?.to_vec();
    // The data has neither the two bytes before nor the four behind of a zlib stream.
    let mut data = vec![0x78, 0x01];
    let mut is_open = false;
    for chunk in chunks(bytes).skip(1) {
        if chunk.kind == *b"IDAT" {
            data.extend(chunk.data);
            is_open = true;
            continue;
        }
        if is_open {
            data.extend([0; 4]);
            out.extend((data.len() as u32).to_be_bytes());
            out.extend(b"IDAT");
            out.append(&mut data);
            out.extend([0; 4]);
            is_open = false;
        }
        out.extend(chunk.whole);
    }
    Some(out)
}
