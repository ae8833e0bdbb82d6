//! Mending EXIF blocks in place.

use ::image::metadata::Orientation;

use super::{
    Block, ByteOrder, Entry, INTEROPERABILITY_IFD, ORIENTATION, RESOLUTION_UNIT, X_RESOLUTION,
    Y_RESOLUTION,
};
use crate::picture::resolution::{Resolution, Unit};
use crate::picture::tiff::directory::Tiff;

/// Tags of the places of the main subject, inside the Exif directory.
const SUBJECT_AREA: u16 = 0x9214;
const SUBJECT_LOCATION: u16 = 0xa214;

/// Brings what the block says of places in the picture, and of how large its pixels are, to a
/// picture of so many times as many pixels, across and down.
pub(crate) fn scale_places(bytes: &mut [u8], [across, down]: [f64; 2]) {
    const FOCAL_PLANE_X_RESOLUTION: u16 = 0xa20e;
    const FOCAL_PLANE_Y_RESOLUTION: u16 = 0xa20f;
    const SHORT: u16 = 3;
    const RATIONAL: u16 = 5;
    let Some(block) = Block::new(bytes) else {
        return;
    };
    let order = block.order;
    let Some(exif) = block.exif_directory() else {
        return;
    };
    let mut changes: Vec<(usize, Vec<u8>)> = Vec::new();
    for tag in [SUBJECT_AREA, SUBJECT_LOCATION] {
        let Some(entry) = block.entry(exif, tag).filter(|entry| entry.kind == SHORT) else {
            continue;
        };
        // A point, a circle with its diameter, or a rectangle with its width and height.
        let ratios: &[f64] = match entry.count {
            2 => &[across, down],
            3 => &[across, down, across],
            4 => &[across, down, across, down],
            _ => continue,
        };
        let start = if entry.count == 2 {
            Some(entry.position + 8)
        } else {
            block.u32(entry.position + 8).map(|at| at as usize)
        };
        let Some(start) = start else { continue };
        for (index, ratio) in ratios.iter().enumerate() {
            let at = start.saturating_add(2 * index);
            if let Some(value) = block.u16(at) {
                let scaled = (f64::from(value) * ratio).round().min(65_535.0) as u16;
                changes.push((at, order.u16(scaled).to_vec()));
            }
        }
    }
    for (tag, ratio) in [
        (FOCAL_PLANE_X_RESOLUTION, across),
        (FOCAL_PLANE_Y_RESOLUTION, down),
    ] {
        let entry = block.entry(exif, tag);
        let entry = entry.filter(|entry| (entry.kind, entry.count) == (RATIONAL, 1));
        let at = entry.and_then(|entry| block.u32(entry.position + 8));
        let Some(at) = at.map(|at| at as usize) else {
            continue;
        };
        let below = block.u32(at.saturating_add(4));
        if let (Some(above), Some(below @ 1..)) = (block.u32(at), below) {
            // Ten thousandths, so that nothing is lost by rounding.
            let dots = f64::from(above) / f64::from(below) * ratio * 1e4;
            if dots <= f64::from(u32::MAX) {
                let value = [order.u32(dots.round() as u32), order.u32(10_000)].concat();
                changes.push((at, value));
            }
        }
    }
    for (at, value) in changes {
        if let Some(slot) = bytes.get_mut(at..at.saturating_add(value.len())) {
            slot.copy_from_slice(&value);
        }
    }
}

/// Overwrites the value of an entry that is one whole number, keeping its type.
fn set_number(bytes: &mut [u8], order: ByteOrder, entry: Entry, value: u32) {
    let at = entry.position + 8;
    match (entry.kind, entry.count) {
        (1 | 6 | 7, 1) => {
            if let (Ok(value), Some(slot)) = (u8::try_from(value), bytes.get_mut(at)) {
                *slot = value;
            }
        }
        (3 | 8, 1) => {
            if let (Ok(value), Some(slot)) = (u16::try_from(value), bytes.get_mut(at..at + 2)) {
                slot.copy_from_slice(&order.u16(value));
            }
        }
        (4 | 9, 1) => {
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
    let exif = block.exif_directory();
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
    const IMAGE_WIDTH: u16 = 256;
    const IMAGE_LENGTH: u16 = 257;
    const PIXEL_X_DIMENSION: u16 = 0xa002;
    const PIXEL_Y_DIMENSION: u16 = 0xa003;
    let Some(block) = Block::new(bytes) else {
        return;
    };
    let order = block.order;
    let first = block.first_directory();
    let exif = block.exif_directory();
    let entries = [
        (first, IMAGE_WIDTH, width),
        (first, IMAGE_LENGTH, height),
        (exif, PIXEL_X_DIMENSION, width),
        (exif, PIXEL_Y_DIMENSION, height),
    ]
    .map(|(directory, tag, value)| Some((block.entry(directory?, tag)?, value)));
    for (entry, value) in entries.into_iter().flatten() {
        set_number(bytes, order, entry, value);
    }
}

/// How the picture is to be turned, whatever the type of the number that says so; `None` if the
/// block says nothing.
pub(crate) fn orientation(bytes: &[u8]) -> Option<Orientation> {
    let block = Block::new(bytes)?;
    let entry = block.entry(block.first_directory()?, ORIENTATION)?;
    Orientation::from_exif(u8::try_from(block.number(entry)?).ok()?)
}

/// Says in the block that the picture stands upright, where the block says anything about it.
pub(crate) fn set_upright(bytes: &mut [u8]) {
    let Some(block) = Block::new(bytes) else {
        return;
    };
    let order = block.order;
    let entries: Vec<Entry> = block
        .first_directory()
        .into_iter()
        .flat_map(|first| block.entries(first))
        .filter(|entry| entry.tag == ORIENTATION)
        .collect();
    for entry in entries {
        set_number(bytes, order, entry, 1);
    }
}

/// Takes the place of the main subject out of the block: it is elsewhere in a turned picture.
pub(crate) fn remove_subject_area(bytes: &mut [u8]) {
    for tag in [SUBJECT_AREA, SUBJECT_LOCATION] {
        let found = Block::new(bytes).and_then(|block| {
            let exif = block.exif_directory()?;
            Some((block.order, exif, block.entry(exif, tag)?.position))
        });
        if let Some((order, directory, position)) = found {
            remove_entry(bytes, order, directory, position);
        }
    }
}

/// Takes one entry out of a directory; those behind it and the link to the next directory move up,
/// all values stay where they are.
fn remove_entry(bytes: &mut [u8], order: ByteOrder, directory: usize, position: usize) {
    let Some(count) = Block::new(bytes).and_then(|block| block.u16(directory)) else {
        return;
    };
    let end = directory + 2 + 12 * usize::from(count) + 4;
    if end > bytes.len() || position + 12 > end {
        return;
    }
    bytes.copy_within(position + 12..end, position);
    if let Some(slot) = bytes.get_mut(directory..directory + 2) {
        slot.copy_from_slice(&order.u16(count.saturating_sub(1)));
    }
}

/// Swaps the resolutions across and down, for a picture that lay on its side.
pub(crate) fn swap_resolution(bytes: &mut [u8]) {
    let places = Block::new(bytes).and_then(|block| {
        let first = block.first_directory()?;
        let place = |tag| {
            let entry = block.entry(first, tag)?;
            (entry.kind == 5 && entry.count == 1).then_some(entry.position + 8)
        };
        Some((place(X_RESOLUTION)?, place(Y_RESOLUTION)?))
    });
    // The values stand elsewhere, so that it is enough to swap where.
    if let Some((a, b)) = places {
        for byte in 0..4 {
            if a.max(b) + byte < bytes.len() {
                bytes.swap(a + byte, b + byte);
            }
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

/// The resolution that the block tells.
pub(crate) fn resolution(bytes: &[u8]) -> Option<Resolution> {
    let file = Tiff::new(bytes)?;
    let first = file.directory(file.first()?)?;
    let unit = match first.number(RESOLUTION_UNIT) {
        Some(2) | None => Unit::Inch,
        Some(3) => Unit::Centimetre,
        _ => return None,
    };
    let dots = [first.fraction(X_RESOLUTION)?, first.fraction(Y_RESOLUTION)?];
    Resolution::new(dots, unit)
}

/// Says in the block how many dots the picture has on an inch, where the block says anything about
/// it; with `adds`, in any case.
pub(crate) fn set_resolution(bytes: &mut Vec<u8>, resolution: Resolution, adds: bool) {
    const INCH: u32 = 2;
    const RATIONAL: u16 = 5;
    let Some(block) = Block::new(bytes) else {
        return;
    };
    let order = block.order;
    let Some(first) = block.first_directory() else {
        return;
    };
    let place = |tag| {
        let entry = block.entry(first, tag)?;
        let is_fraction = (entry.kind, entry.count) == (RATIONAL, 1);
        Some(block.u32(entry.position + 8).filter(|_| is_fraction)? as usize)
    };
    if let (Some(across), Some(down)) = (place(X_RESOLUTION), place(Y_RESOLUTION)) {
        let unit = block.entry(first, RESOLUTION_UNIT);
        for (at, fraction) in [across, down].into_iter().zip(resolution.fractions()) {
            let value = fraction.map(|number| order.u32(number)).concat();
            if let Some(slot) = bytes.get_mut(at..at.saturating_add(8)) {
                slot.copy_from_slice(&value);
            }
        }
        if let Some(unit) = unit {
            set_number(bytes, order, unit, INCH);
        }
    } else if adds {
        add_resolution(bytes, resolution);
    }
}

/// A block that tells nothing but a resolution.
pub(crate) fn block_of_resolution(resolution: Resolution) -> Vec<u8> {
    // An empty directory.
    let mut bytes = b"II*\0\x08\0\0\0\0\0\0\0\0\0".to_vec();
    add_resolution(&mut bytes, resolution);
    bytes
}

/// Appends a first directory with a resolution; nothing that was there moves.
fn add_resolution(bytes: &mut Vec<u8>, resolution: Resolution) {
    const INCH: u16 = 2;
    let Some(block) = Block::new(bytes) else {
        return;
    };
    let order = block.order;
    let Some(first) = block.first_directory() else {
        return;
    };
    let is_new = |tag| [X_RESOLUTION, Y_RESOLUTION, RESOLUTION_UNIT].contains(&tag);
    let mut entries: Vec<(u16, Vec<u8>)> = block
        .entries(first)
        .filter(|entry| !is_new(entry.tag))
        .filter_map(|entry| {
            let raw = bytes.get(entry.position..entry.position + 12)?;
            Some((entry.tag, raw.to_vec()))
        })
        .collect();
    let link = first + 2 + 12 * usize::from(block.u16(first).unwrap_or_default());
    let next = block.u32(link).unwrap_or_default();
    bytes.resize(bytes.len().next_multiple_of(2), 0);
    let mut put = |tag: u16, kind: u16, value: [u8; 4]| {
        let raw = [&order.u16(tag)[..], &order.u16(kind), &order.u32(1), &value].concat();
        entries.push((tag, raw));
    };
    for (tag, fraction) in [X_RESOLUTION, Y_RESOLUTION]
        .into_iter()
        .zip(resolution.fractions())
    {
        put(tag, 5, order.u32(bytes.len() as u32));
        bytes.extend(fraction.map(|number| order.u32(number)).concat());
    }
    let [a, b] = order.u16(INCH);
    put(RESOLUTION_UNIT, 3, [a, b, 0, 0]);
    entries.sort_by_key(|entry| entry.0);
    let start = order.u32(bytes.len() as u32);
    bytes.extend(order.u16(entries.len() as u16));
    bytes.extend(entries.into_iter().flat_map(|(_, raw)| raw));
    bytes.extend(order.u32(next));
    if let Some(slot) = bytes.get_mut(4..8) {
        slot.copy_from_slice(&start);
    }
}
