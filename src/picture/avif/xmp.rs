//! Putting an XMP packet into an AVIF file, which the encoder cannot.
//!
//! A file is boxes: `ftyp`, `meta` with boxes that say what is where, `mdat` with the data. The
//! packet is appended to the data and gets an item of its own.
//!
//! Source: ISO/IEC 14496-12, sections 8.11.3, 8.11.6 and 8.11.12; ISO/IEC 23008-12, annex A.

/// A box: its name, its content, and what follows it.
struct Part<'a> {
    name: [u8; 4],
    content: &'a [u8],
    after: &'a [u8],
}

fn first(bytes: &[u8]) -> Option<Part<'_>> {
    let &[a, b, c, d, e, f, g, h, ..] = bytes else {
        return None;
    };
    let (whole, after) = bytes.split_at_checked(u32::from_be_bytes([a, b, c, d]) as usize)?;
    Some(Part {
        name: [e, f, g, h],
        content: whole.get(8..)?,
        after,
    })
}

fn boxed(name: [u8; 4], content: &[u8]) -> Vec<u8> {
    let length = (content.len() as u32 + 8).to_be_bytes();
    [&length[..], &name, content].concat()
}

/// The file with the packet; `None` for a file that is built in another way than the encoder does.
pub(super) fn with_xmp(file: &[u8], packet: &[u8]) -> Option<Vec<u8>> {
    let kind = first(file).filter(|part| part.name == *b"ftyp")?;
    let meta = first(kind.after).filter(|part| part.name == *b"meta")?;
    let data = first(meta.after).filter(|part| part.name == *b"mdat" && part.after.is_empty())?;
    let start = file.len() - kind.after.len();
    // The offsets count from the start of the file, and have the same width whatever they are.
    let draft = meta_with_item(meta.content, 0, 0, packet.len())?;
    let growth = u32::try_from(draft.len().checked_sub(meta.content.len())?).ok()?;
    let place = u32::try_from(file.len()).ok()?.checked_add(growth)?;
    let meta = meta_with_item(meta.content, growth, place, packet.len())?;
    let mut out = file.get(..start)?.to_vec();
    out.extend(boxed(*b"meta", &meta));
    out.extend(boxed(*b"mdat", &[data.content, packet].concat()));
    Some(out)
}

/// The content of `meta` with one item more, at `place`, and all others moved by `shift`.
fn meta_with_item(meta: &[u8], shift: u32, place: u32, length: usize) -> Option<Vec<u8>> {
    let (version, mut rest) = meta.split_at_checked(4)?;
    let (mut primary, mut item, mut has_references) = (None, None, false);
    let mut boxes = Vec::new();
    while !rest.is_empty() {
        let part = first(rest)?;
        rest = part.after;
        match &part.name {
            b"pitm" => primary = part.content.get(4..6),
            b"iloc" => item = Some(free_item(part.content)?),
            b"iref" => has_references = true,
            _ => {}
        }
        boxes.push(part);
    }
    let (primary, item) = (primary?, item?.to_be_bytes());
    // "Describes the primary item".
    let reference = boxed(*b"cdsc", &[&item[..], &[0, 1], primary].concat());
    let mut out = version.to_vec();
    for part in boxes {
        let content = match &part.name {
            b"iloc" => locations(part.content, shift, item, place, length)?,
            b"iinf" => information(part.content, item)?,
            b"iref" => [part.content, &reference].concat(),
            _ => part.content.to_vec(),
        };
        out.extend(boxed(part.name, &content));
        if part.name == *b"iinf" && !has_references {
            out.extend(boxed(*b"iref", &[&[0; 4], &reference[..]].concat()));
        }
    }
    Some(out)
}

/// The entries of `iloc` as the encoder writes it: offsets and lengths of 32 bits, no base.
fn entries(locations: &[u8]) -> Option<impl Iterator<Item = (u16, usize, u16)>> {
    let &[0, 0, 0, 0, 0x44, 0, high, low, ..] = locations else {
        return None;
    };
    let mut at = 8;
    let number = move |at: usize| {
        let bytes = locations.get(at..at + 2)?.first_chunk::<2>()?;
        Some(u16::from_be_bytes(*bytes))
    };
    let entries: Option<Vec<(u16, usize, u16)>> = (0..u16::from_be_bytes([high, low]))
        .map(|_| {
            let (item, count) = (number(at)?, number(at + 4)?);
            let first = at + 6;
            at = first + 8 * usize::from(count);
            Some((item, first, count))
        })
        .collect();
    Some(entries?.into_iter())
}

/// A number that no item has yet.
fn free_item(locations: &[u8]) -> Option<u16> {
    entries(locations)?
        .map(|entry| entry.0)
        .max()?
        .checked_add(1)
}

/// `iloc` with the others moved and one more.
fn locations(old: &[u8], shift: u32, item: [u8; 2], place: u32, length: usize) -> Option<Vec<u8>> {
    let mut out = old.to_vec();
    let mut num_items = 0_u16;
    for (_, first, count) in entries(old)? {
        num_items = num_items.checked_add(1)?;
        for extent in 0..usize::from(count) {
            let slot = out.get_mut(first + 8 * extent..first + 8 * extent + 4)?;
            let offset = u32::from_be_bytes(*slot.first_chunk::<4>()?).checked_add(shift)?;
            slot.copy_from_slice(&offset.to_be_bytes());
        }
    }
    out.get_mut(6..8)?
        .copy_from_slice(&num_items.checked_add(1)?.to_be_bytes());
    out.extend(item);
    out.extend([0, 0, 0, 1]);
    out.extend(place.to_be_bytes());
    out.extend(u32::try_from(length).ok()?.to_be_bytes());
    Some(out)
}

/// `iinf` with an item of XML.
fn information(old: &[u8], item: [u8; 2]) -> Option<Vec<u8>> {
    let &[0, 0, 0, 0, high, low, ..] = old else {
        return None;
    };
    let count = u16::from_be_bytes([high, low])
        .checked_add(1)?
        .to_be_bytes();
    let mut entry = vec![2, 0, 0, 0, item[0], item[1], 0, 0];
    entry.extend(b"mime\0application/rdf+xml\0");
    let rest = old.get(6..)?;
    Some([&old[..4], &count, rest, &boxed(*b"infe", &entry)].concat())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::fixture::{ExifSpec, exif_block, noise};
    use crate::picture::{EncodeOptions, Metadata, OutputFormat, encode};

    /// Where the items of a file are, by the numbers of the items.
    fn items(file: &[u8]) -> Vec<(u16, Vec<u8>)> {
        let meta = first(first(file).unwrap().after).unwrap().content;
        let mut rest = &meta[4..];
        loop {
            let part = first(rest).unwrap();
            rest = part.after;
            if part.name == *b"iloc" {
                let number = |at: usize| {
                    u32::from_be_bytes(part.content[at..at + 4].try_into().unwrap()) as usize
                };
                return entries(part.content)
                    .unwrap()
                    .map(|(item, first, count)| {
                        let extents = (0..usize::from(count)).map(|extent| first + 8 * extent);
                        let data = extents
                            .flat_map(|at| file[number(at)..number(at) + number(at + 4)].to_vec());
                        (item, data.collect())
                    })
                    .collect();
            }
        }
    }

    #[test]
    fn a_packet_becomes_an_item_and_the_others_stay_what_they_are() {
        let mut clear = noise(17, 13);
        clear.put_pixel(3, 3, ::image::Rgba([0; 4]));
        let exif = exif_block(&ExifSpec::default());
        let packet = b"<x>A. Photo</x>".to_vec();
        for pixels in [noise(17, 13), clear] {
            for exif in [None, Some(exif.clone())] {
                let write = |xmp: Option<Vec<u8>>| {
                    let kept = Metadata {
                        exif: exif.clone(),
                        xmp,
                        ..Metadata::default()
                    };
                    let options = EncodeOptions::new(OutputFormat::Avif);
                    encode(&pixels, Some(&kept), &options).unwrap()
                };
                let (before, after) = (items(&write(None)), write(Some(packet.clone())));
                let mut now = items(&after);
                let (item, data) = now.pop().unwrap();
                assert_eq!(data, packet);
                assert!(before.iter().all(|(other, _)| *other < item));
                assert!(
                    now == before,
                    "the pictures and the EXIF block are where they were"
                );
                let has = |text: &[u8]| after.windows(text.len()).any(|at| at == text);
                assert!(has(b"application/rdf+xml\0") && has(b"cdsc"));
                // It can be gone through to its end.
                let mut rest = &after[..];
                while let Some(part) = first(rest) {
                    rest = part.after;
                }
                assert!(rest.is_empty());
            }
        }
        assert_eq!(with_xmp(b"no file", b"<x/>"), None);
    }
}
