//! The directories of TIFF files, of the usual kind and of `BigTIFF`.
//!
//! Source: TIFF 6.0, section 2; "The `BigTIFF` File Format" (`AWare` Systems).

use crate::picture::exif::ByteOrder;

/// No file has as many; a damaged one could otherwise be gone through for long.
const MAX_ENTRIES: usize = 4096;

/// A file that is looked at; every read is checked against its end.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tiff<'a> {
    bytes: &'a [u8],
    /// The order of the bytes in its numbers.
    pub(crate) order: ByteOrder,
    is_big: bool,
}

/// One entry of a directory.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Entry<'a> {
    /// What the entry means.
    pub(crate) tag: u16,
    /// The type of its values: 1 byte, 2 text, 3 u16, 4 u32, 5 two u32, and so on.
    pub(crate) kind: u16,
    /// How many values there are.
    pub(crate) count: u64,
    /// Their bytes, as they are in the file.
    pub(crate) value: &'a [u8],
}

/// A directory and where the next one begins.
#[derive(Debug, Clone)]
pub(crate) struct Directory<'a> {
    order: ByteOrder,
    pub(crate) entries: Vec<Entry<'a>>,
    pub(crate) next: u64,
}

impl<'a> Tiff<'a> {
    /// Looks at a file; `None` if it does not begin like one.
    pub(crate) fn new(bytes: &'a [u8]) -> Option<Self> {
        let (order, is_big) = match *bytes.first_chunk::<4>()? {
            [b'I', b'I', 42, 0] => (ByteOrder::Little, false),
            [b'M', b'M', 0, 42] => (ByteOrder::Big, false),
            [b'I', b'I', 43, 0] => (ByteOrder::Little, true),
            [b'M', b'M', 0, 43] => (ByteOrder::Big, true),
            _ => return None,
        };
        Some(Self {
            bytes,
            order,
            is_big,
        })
    }

    /// Where the first directory begins.
    pub(crate) fn first(self) -> Option<u64> {
        self.number(if self.is_big { 8 } else { 4 }, self.offset_bytes())
    }

    fn offset_bytes(self) -> usize {
        if self.is_big { 8 } else { 4 }
    }

    /// A number of some bytes.
    fn number(self, at: usize, size: usize) -> Option<u64> {
        Some(number(
            self.bytes.get(at..at.checked_add(size)?)?,
            self.order,
        ))
    }

    /// Bytes of the file, as many as are there.
    pub(crate) fn bytes_at(self, start: u64, length: u64) -> Option<&'a [u8]> {
        let start = usize::try_from(start).ok()?;
        let rest = self.bytes.get(start..)?;
        let length = usize::try_from(length).unwrap_or(usize::MAX);
        Some(rest.get(..length).unwrap_or(rest))
    }

    /// The directory at a place; entries whose values lie outside the file are left out.
    pub(crate) fn directory(self, at: u64) -> Option<Directory<'a>> {
        let at = usize::try_from(at).ok()?;
        let (count_bytes, entry_bytes) = if self.is_big { (8, 20) } else { (2, 12) };
        let count = usize::try_from(self.number(at, count_bytes)?).ok()?;
        let begin = at.checked_add(count_bytes)?;
        let entries = (0..count.min(MAX_ENTRIES))
            .map_while(|index| {
                let at = begin.checked_add(index * entry_bytes)?;
                self.bytes.get(at..at.checked_add(entry_bytes)?)?;
                Some(self.entry(at))
            })
            .flatten()
            .collect();
        let link = count
            .checked_mul(entry_bytes)
            .and_then(|length| begin.checked_add(length));
        Some(Directory {
            order: self.order,
            entries,
            next: link
                .and_then(|link| self.number(link, self.offset_bytes()))
                .unwrap_or_default(),
        })
    }

    fn entry(self, at: usize) -> Option<Entry<'a>> {
        let tag = self.number(at, 2)? as u16;
        let kind = self.number(at + 2, 2)? as u16;
        let size = value_bytes(kind)?;
        let count = self.number(at + 4, self.offset_bytes())?;
        let length = usize::try_from(count).ok()?.checked_mul(size)?;
        let inside = at + 4 + self.offset_bytes();
        let start = if length <= self.offset_bytes() {
            inside
        } else {
            usize::try_from(self.number(inside, self.offset_bytes())?).ok()?
        };
        Some(Entry {
            tag,
            kind,
            count,
            value: self.bytes.get(start..start.checked_add(length)?)?,
        })
    }
}

/// How many bytes a value of a type has; `None` for unknown types.
fn value_bytes(kind: u16) -> Option<usize> {
    Some(match kind {
        1 | 2 | 6 | 7 => 1,
        3 | 8 => 2,
        4 | 9 | 11 | 13 => 4,
        5 | 10 | 12 | 16 | 17 | 18 => 8,
        _ => return None,
    })
}

fn number(bytes: &[u8], order: ByteOrder) -> u64 {
    let append = |number: u64, byte: &u8| number << 8 | u64::from(*byte);
    match order {
        ByteOrder::Little => bytes.iter().rev().fold(0, append),
        ByteOrder::Big => bytes.iter().fold(0, append),
    }
}

impl<'a> Directory<'a> {
    /// The entry of a tag.
    pub(crate) fn entry(&self, tag: u16) -> Option<Entry<'a>> {
        self.entries.iter().find(|entry| entry.tag == tag).copied()
    }

    /// The bytes of all values of a tag.
    pub(crate) fn bytes(&self, tag: u16) -> Option<&'a [u8]> {
        Some(self.entry(tag)?.value)
    }

    /// The values of a tag that are whole numbers.
    pub(crate) fn numbers(&self, tag: u16) -> Option<Vec<u64>> {
        let entry = self.entry(tag)?;
        let size = match entry.kind {
            1 | 3 | 4 | 6 | 7 | 8 | 9 | 13 | 16 | 18 => value_bytes(entry.kind)?,
            _ => return None,
        };
        let values = entry.value.chunks_exact(size);
        Some(values.map(|value| number(value, self.order)).collect())
    }

    /// The first value of a tag that is a whole number.
    pub(crate) fn number(&self, tag: u16) -> Option<u64> {
        self.numbers(tag)?.first().copied()
    }

    /// The first value of a tag that is a fraction.
    pub(crate) fn fraction(&self, tag: u16) -> Option<f64> {
        let entry = self.entry(tag).filter(|entry| entry.kind == 5)?;
        let (above, below) = entry.value.get(..8)?.split_at(4);
        Some(number(above, self.order) as f64 / number(below, self.order) as f64)
    }
}
