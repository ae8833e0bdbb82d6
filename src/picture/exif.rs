//! Reading and mending EXIF blocks without taking them apart.
//!
//! An EXIF block is a small TIFF file: a header, then directories of 12-byte entries that point to
//! values by their offset from the start of the block. Camera makers store private data whose
//! inner offsets nobody else knows, so a block is mended *in place* and nothing in it is moved.
//!
//! Source: CIPA DC-008 (Exif 2.32), section 4.6; TIFF 6.0, section 2.

/// Tag of the pointer to the Exif directory.
pub(crate) const EXIF_IFD: u16 = 0x8769;
/// Tag of the pointer to the GPS directory.
pub(crate) const GPS_IFD: u16 = 0x8825;
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
        let order = match bytes.get(..4)? {
            b"II*\0" => ByteOrder::Little,
            b"MM\0*" => ByteOrder::Big,
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

    /// The first value of an entry, if it is one 16-bit or 32-bit number.
    pub(crate) fn number(self, entry: Entry) -> Option<u32> {
        match (entry.kind, entry.count) {
            (3, 1) => self.u16(entry.position + 8).map(u32::from),
            (4, 1) => self.u32(entry.position + 8),
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

/// Overwrites the value of an entry that is one 16-bit or 32-bit number, keeping its type.
fn set_number(bytes: &mut [u8], order: ByteOrder, entry: Entry, value: u32) {
    let at = entry.position + 8;
    match (entry.kind, entry.count) {
        (3, 1) => {
            if let (Ok(value), Some(slot)) = (u16::try_from(value), bytes.get_mut(at..at + 2)) {
                slot.copy_from_slice(&order.u16(value));
            }
        }
        (4, 1) => {
            if let Some(slot) = bytes.get_mut(at..at + 4) {
                slot.copy_from_slice(&order.u32(value));
            }
        }
        _ => {}
    }
}

/// Says in the block whether the colour space is sRGB, where the block says anything about it.
///
/// Cameras write "uncalibrated" beside a wide-gamut profile, and `R03` for Adobe RGB; once the
/// pixels are sRGB that would contradict the profile that is written.
pub(crate) fn set_color_space(bytes: &mut [u8], is_srgb: bool) {
    const COLOR_SPACE: u16 = 0xa001;
    const UNCALIBRATED: u32 = 0xffff;
    const INTEROPERABILITY_INDEX: u16 = 1;
    let Some(block) = Block::new(bytes) else {
        return;
    };
    let order = block.order;
    let exif = block
        .first_directory()
        .and_then(|first| block.directory(first, EXIF_IFD));
    let entry = exif.and_then(|exif| block.entry(exif, COLOR_SPACE));
    let index = exif
        .and_then(|exif| block.directory(exif, INTEROPERABILITY_IFD))
        .and_then(|directory| block.entry(directory, INTEROPERABILITY_INDEX))
        .filter(|entry| entry.kind == 2 && entry.count == 4);
    if let Some(entry) = entry {
        set_number(bytes, order, entry, if is_srgb { 1 } else { UNCALIBRATED });
    }
    if let Some(slot) =
        index.and_then(|entry| bytes.get_mut(entry.position + 8..entry.position + 12))
        && slot == b"R03\0"
        && is_srgb
    {
        slot.copy_from_slice(b"R98\0");
    }
}

/// Says in the block how many pixels the picture has, where the block says anything about it.
pub(crate) fn set_dimensions(bytes: &mut [u8], width: u32, height: u32) {
    const PIXEL_X_DIMENSION: u16 = 0xa002;
    const PIXEL_Y_DIMENSION: u16 = 0xa003;
    for (tag, value) in [(PIXEL_X_DIMENSION, width), (PIXEL_Y_DIMENSION, height)] {
        let Some(block) = Block::new(bytes) else {
            return;
        };
        let order = block.order;
        let entry = block
            .first_directory()
            .and_then(|first| block.directory(first, EXIF_IFD))
            .and_then(|exif| block.entry(exif, tag));
        if let Some(entry) = entry {
            set_number(bytes, order, entry, value);
        }
    }
}

/// Takes the embedded thumbnail out of the block: it shows the photograph, not the drawing.
///
/// The thumbnail's directory is unlinked, and its bytes are cut off where they end the block,
/// which is where cameras put them, and blanked elsewhere.
pub(crate) fn remove_thumbnail(bytes: &mut Vec<u8>) {
    const THUMBNAIL_OFFSET: u16 = 0x0201;
    const THUMBNAIL_LENGTH: u16 = 0x0202;
    const STRIP_OFFSET: u16 = 273;
    const STRIP_LENGTH: u16 = 279;
    let Some(block) = Block::new(bytes) else {
        return;
    };
    let Some(first) = block.first_directory() else {
        return;
    };
    let Some(count) = block.u16(first) else {
        return;
    };
    let link = first + 2 + 12 * usize::from(count);
    let Some(second) = block.u32(link).filter(|&second| second != 0) else {
        return;
    };
    let second = second as usize;
    let number = |tag| {
        block
            .entry(second, tag)
            .and_then(|entry| block.number(entry))
    };
    let tail = match (number(THUMBNAIL_OFFSET), number(THUMBNAIL_LENGTH)) {
        (Some(offset), Some(length)) => {
            let (offset, length) = (offset as usize, length as usize);
            // One byte of padding may follow, since values start at even offsets.
            let ends_block = offset.saturating_add(length).saturating_add(1) >= bytes.len();
            (ends_block && offset > link + 4).then_some(offset)
        }
        _ => None,
    };
    let places = [
        (THUMBNAIL_OFFSET, THUMBNAIL_LENGTH),
        (STRIP_OFFSET, STRIP_LENGTH),
    ]
    .map(|(offset, length)| Some((number(offset)? as usize, number(length)? as usize)));
    for (offset, length) in places.into_iter().flatten() {
        // What lies before the link is not a thumbnail but the photograph's own data.
        let end = offset.saturating_add(length);
        if let Some(picture) = bytes.get_mut(offset..end).filter(|_| offset > link + 4) {
            picture.fill(0);
        }
    }
    if let Some(slot) = bytes.get_mut(link..link + 4) {
        slot.fill(0);
    }
    if let Some(tail) = tail {
        bytes.truncate(tail);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::fixture::{ExifSpec, exif_block, exif_number, exif_text};

    #[test]
    fn the_size_in_the_block_is_set_in_either_byte_order() {
        for order in [ByteOrder::Little, ByteOrder::Big] {
            let mut bytes = exif_block(&ExifSpec {
                order,
                ..ExifSpec::default()
            });
            set_dimensions(&mut bytes, 321, 70_000);
            assert_eq!(exif_number(&bytes, 0xa002), Some(321));
            assert_eq!(exif_number(&bytes, 0xa003), Some(70_000));
        }
    }

    #[test]
    fn an_uncalibrated_colour_space_becomes_srgb() {
        let mut bytes = exif_block(&ExifSpec::default());
        assert_eq!(exif_number(&bytes, 0xa001), Some(0xffff));
        set_color_space(&mut bytes, true);
        assert_eq!(exif_number(&bytes, 0xa001), Some(1));
        set_color_space(&mut bytes, false);
        assert_eq!(exif_number(&bytes, 0xa001), Some(0xffff));
    }

    #[test]
    fn the_thumbnail_goes_and_the_rest_stays() {
        let spec = ExifSpec {
            thumbnail: vec![0xab; 5000],
            ..ExifSpec::default()
        };
        let mut bytes = exif_block(&spec);
        let before = bytes.len();
        remove_thumbnail(&mut bytes);
        assert_eq!(bytes.len(), before - 5000);
        let block = Block::new(&bytes).unwrap();
        let first = block.first_directory().unwrap();
        let count = block.entries(first).count();
        assert_eq!(block.u32(first + 2 + 12 * count), Some(0));
        assert_eq!(exif_text(&bytes, 0x010f).as_deref(), Some("Kino"));
    }

    #[test]
    fn mending_never_panics_on_damaged_blocks() {
        let spec = ExifSpec {
            thumbnail: vec![1; 64],
            ..ExifSpec::default()
        };
        let whole = exif_block(&spec);
        let mend = |mut bytes: Vec<u8>| {
            set_color_space(&mut bytes, true);
            set_dimensions(&mut bytes, 5, 5);
            remove_thumbnail(&mut bytes);
        };
        for length in 0..whole.len() {
            mend(whole[..length].to_vec());
        }
        for position in 0..whole.len() {
            for value in [0, 1, 0x7f, 0xff] {
                let mut bytes = whole.clone();
                bytes[position] = value;
                mend(bytes);
            }
        }
    }
}
