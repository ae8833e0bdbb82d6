//! Reading and mending EXIF blocks without taking them apart.
//!
//! An EXIF block is a small TIFF file: a header, then directories of 12-byte entries that point to
//! values by their offset from the start of the block. Camera makers store private data whose
//! inner offsets nobody else knows, so a block is mended *in place* and nothing in it is moved.
//!
//! Source: CIPA DC-008 (Exif 2.32), section 4.6; TIFF 6.0, section 2.

mod mend;
mod taken;

pub(crate) use self::mend::{
    block_of_resolution, orientation, remove_subject_area, remove_thumbnail, resolution,
    scale_places, set_color_space, set_dimensions, set_resolution, set_upright, swap_resolution,
};
pub use self::taken::Taken;

/// Tag of the pointer to the Exif directory.
pub(crate) const EXIF_IFD: u16 = 0x8769;
/// Tag of the pointer to the GPS directory.
pub(crate) const GPS_IFD: u16 = 0x8825;
/// Tag of the orientation.
const ORIENTATION: u16 = 274;
/// Tag of the resolution across.
pub(crate) const X_RESOLUTION: u16 = 282;
/// Tag of the resolution down.
pub(crate) const Y_RESOLUTION: u16 = 283;
/// Tag of the unit of both resolutions: 2 inches, 3 centimetres.
pub(crate) const RESOLUTION_UNIT: u16 = 296;
/// Tag of the pointer to the interoperability directory, inside the Exif directory.
pub(crate) const INTEROPERABILITY_IFD: u16 = 0xa005;

/// Tags that say how a TIFF file stores its pixels, or that a TIFF file holds beside the EXIF
/// data (XMP, ICC): they belong to one file and must not travel into another.
const STORAGE_TAGS: [u16; 41] = [
    254, 255, 256, 257, 258, 259, 262, 263, 264, 265, 266, 273, 274, 277, 278, 279, 280, 281, 284,
    288, 289, 290, 291, 292, 293, 301, 317, 318, 319, 320, 321, 322, 323, 324, 325, 330, 338, 339,
    347, 700, 34675,
];

/// Whether a tag says how the pixels of one TIFF file are stored.
pub(crate) fn is_storage_tag(tag: u16) -> bool {
    STORAGE_TAGS.contains(&tag) || (512..=532).contains(&tag)
}

/// The order of the bytes of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ByteOrder {
    /// Least significant byte first, `II`.
    Little,
    /// Most significant byte first, `MM`.
    Big,
}

impl ByteOrder {
    /// The bytes of a 16-bit number.
    pub(crate) fn u16(self, value: u16) -> [u8; 2] {
        match self {
            Self::Little => value.to_le_bytes(),
            Self::Big => value.to_be_bytes(),
        }
    }

    /// The bytes of a 32-bit number.
    pub(crate) fn u32(self, value: u32) -> [u8; 4] {
        match self {
            Self::Little => value.to_le_bytes(),
            Self::Big => value.to_be_bytes(),
        }
    }
}

/// One 12-byte entry of a directory.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Entry {
    /// Where the entry starts, from the start of the block.
    pub(crate) position: usize,
    /// What the entry means.
    pub(crate) tag: u16,
    /// The type of its values: 1 byte, 2 text, 3 u16, 4 u32, 5 two u32, and so on.
    pub(crate) kind: u16,
    /// How many values there are.
    pub(crate) count: u32,
}

/// A block that is looked at; every read is checked against its end.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Block<'a> {
    bytes: &'a [u8],
    /// The order of the bytes in its numbers.
    pub(crate) order: ByteOrder,
}

impl<'a> Block<'a> {
    /// Looks at a block; `None` if it does not begin like one.
    pub(crate) fn new(bytes: &'a [u8]) -> Option<Self> {
        // The place of the first directory belongs to the beginning.
        let order = match bytes.first_chunk::<8>()? {
            [b'I', b'I', b'*', 0, ..] => ByteOrder::Little,
            [b'M', b'M', 0, b'*', ..] => ByteOrder::Big,
            _ => return None,
        };
        Some(Self { bytes, order })
    }

    fn u16(self, position: usize) -> Option<u16> {
        let bytes = self
            .bytes
            .get(position..position.checked_add(2)?)?
            .try_into()
            .ok()?;
        Some(match self.order {
            ByteOrder::Little => u16::from_le_bytes(bytes),
            ByteOrder::Big => u16::from_be_bytes(bytes),
        })
    }

    /// The 32-bit number at a position.
    pub(crate) fn u32(self, position: usize) -> Option<u32> {
        let bytes = self
            .bytes
            .get(position..position.checked_add(4)?)?
            .try_into()
            .ok()?;
        Some(match self.order {
            ByteOrder::Little => u32::from_le_bytes(bytes),
            ByteOrder::Big => u32::from_be_bytes(bytes),
        })
    }

    /// Where Exif's own directory begins.
    pub(crate) fn exif_directory(self) -> Option<usize> {
        self.directory(self.first_directory()?, EXIF_IFD)
    }

    /// Where the first directory starts.
    pub(crate) fn first_directory(self) -> Option<usize> {
        Some(self.u32(4)? as usize)
    }

    /// The entries of the directory at `start` that lie within the block.
    pub(crate) fn entries(self, start: usize) -> impl Iterator<Item = Entry> + use<'a> {
        let count = self.u16(start).unwrap_or(0);
        (0..usize::from(count)).map_while(move |index| {
            let position = start.checked_add(2 + 12 * index)?;
            self.bytes.get(position..position.checked_add(12)?)?;
            Some(Entry {
                position,
                tag: self.u16(position)?,
                kind: self.u16(position + 2)?,
                count: self.u32(position + 4)?,
            })
        })
    }

    /// The entry of that tag in the directory at `start`.
    pub(crate) fn entry(self, start: usize, tag: u16) -> Option<Entry> {
        self.entries(start).find(|entry| entry.tag == tag)
    }

    /// The value of an entry, if it is one whole number of any type.
    pub(crate) fn number(self, entry: Entry) -> Option<u32> {
        let at = entry.position.checked_add(8)?;
        match (entry.kind, entry.count) {
            (1 | 6 | 7, 1) => self.bytes.get(at).copied().map(u32::from),
            (3 | 8, 1) => self.u16(at).map(u32::from),
            (4 | 9, 1) => self.u32(at),
            _ => None,
        }
    }

    /// Where a sub-directory starts that the directory at `start` points to.
    pub(crate) fn directory(self, start: usize, tag: u16) -> Option<usize> {
        let entry = self.entry(start, tag)?;
        // Type 13 is the directory pointer of TIFF supplement 1; most writers use plain u32.
        if entry.count != 1 || !matches!(entry.kind, 4 | 13) {
            return None;
        }
        Some(self.u32(entry.position + 8)? as usize)
    }

    /// The bytes of all values of an entry; `None` if they do not lie within the block.
    pub(crate) fn value(self, entry: Entry) -> Option<&'a [u8]> {
        let size = match entry.kind {
            1 | 2 | 6 | 7 => 1_usize,
            3 | 8 => 2,
            4 | 9 | 11 | 13 => 4,
            5 | 10 | 12 => 8,
            _ => return None,
        };
        let length = size.checked_mul(entry.count as usize)?;
        let start = if length <= 4 {
            entry.position + 8
        } else {
            self.u32(entry.position + 8)? as usize
        };
        self.bytes.get(start..start.checked_add(length)?)
    }
}

#[cfg(test)]
mod tests;
