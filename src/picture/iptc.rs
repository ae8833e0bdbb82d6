//! What IPTC-IIM records say, as XMP properties.
//!
//! Source: IPTC-NAA Information Interchange Model 4.2, chapters 1, 3 and 6; "IPTC Core" (mapping).

use super::xmp::{Kind, Property};

/// Datasets of the application record and what they are in XMP.
const PROPERTIES: [(u8, &str, Kind); 15] = [
    (5, "dc:title", Kind::Languages),
    (25, "dc:subject", Kind::Bag),
    (40, "photoshop:Instructions", Kind::Plain),
    (55, "photoshop:DateCreated", Kind::Plain),
    (80, "dc:creator", Kind::Sequence),
    (85, "photoshop:AuthorsPosition", Kind::Plain),
    (90, "photoshop:City", Kind::Plain),
    (95, "photoshop:State", Kind::Plain),
    (101, "photoshop:Country", Kind::Plain),
    (103, "photoshop:TransmissionReference", Kind::Plain),
    (105, "photoshop:Headline", Kind::Plain),
    (110, "photoshop:Credit", Kind::Plain),
    (115, "photoshop:Source", Kind::Plain),
    (116, "dc:rights", Kind::Languages),
    (120, "dc:description", Kind::Languages),
];
const DATE: u8 = 55;

/// The IPTC records in the resources that Photoshop and press agencies write.
///
/// Source: Adobe Photoshop File Formats Specification, "Image Resource Blocks".
pub(crate) fn of_photoshop(resources: &[u8]) -> Option<&[u8]> {
    const IPTC: u16 = 0x0404;
    resource_of_photoshop(resources, IPTC)
}

/// The resource of a number among those that Photoshop writes.
pub(crate) fn resource_of_photoshop(mut resources: &[u8], wanted: u16) -> Option<&[u8]> {
    loop {
        let [b'8', b'B', b'I', b'M', high, low, name_length, ..] = *resources else {
            return None;
        };
        // The name is filled up, with its length, to an even number of bytes; so is the content.
        let at = 6 + (usize::from(name_length) + 1).next_multiple_of(2);
        let length = u32::from_be_bytes(*resources.get(at..)?.first_chunk::<4>()?) as usize;
        let content = resources.get(at + 4..(at + 4).checked_add(length)?)?;
        if u16::from_be_bytes([high, low]) == wanted {
            return Some(content);
        }
        resources = resources.get(at + 4 + length.next_multiple_of(2)..)?;
    }
}

/// The properties that some records hold; of damaged ones those before the damage.
pub(crate) fn properties(records: &[u8]) -> Vec<Property> {
    const CHARACTER_SET: (u8, u8) = (1, 90);
    const UTF_8: &[u8] = b"\x1b%G";
    let mut properties: Vec<Property> = PROPERTIES
        .into_iter()
        .map(|(_, name, kind)| Property {
            name,
            kind,
            values: Vec::new(),
        })
        .collect();
    let mut is_utf8 = false;
    let mut rest = records;
    while let Some((record, number, value, after)) = dataset(rest) {
        rest = after;
        if (record, number) == CHARACTER_SET {
            is_utf8 = value == UTF_8;
        }
        let place = PROPERTIES.iter().position(|known| known.0 == number);
        let property = place.and_then(|place| properties.get_mut(place));
        let Some(property) = property.filter(|_| record == 2 && !value.is_empty()) else {
            continue;
        };
        let text = text(value, is_utf8);
        let is_list = matches!(property.kind, Kind::Bag | Kind::Sequence);
        if property.values.is_empty() || is_list {
            property
                .values
                .push(if number == DATE { date(text) } else { text });
        }
    }
    properties.retain(|property| !property.values.is_empty());
    properties
}

/// The first dataset, as record, number and value, and what follows it.
fn dataset(bytes: &[u8]) -> Option<(u8, u8, &[u8], &[u8])> {
    const LONG: u16 = 0x8000;
    let [0x1c, record, number, high, low, rest @ ..] = bytes else {
        return None;
    };
    let length = u16::from_be_bytes([*high, *low]);
    let (length, rest) = if length < LONG {
        (usize::from(length), rest)
    } else {
        // The lower bits say how many bytes the length has.
        let (length, rest) = rest.split_at_checked(usize::from(length - LONG))?;
        let length = length.iter().try_fold(0_usize, |length, &byte| {
            length.checked_mul(256)?.checked_add(usize::from(byte))
        })?;
        (length, rest)
    };
    let (value, rest) = rest.split_at_checked(length)?;
    Some((*record, *number, value, rest))
}

/// A text, which many programs write in UTF-8 without saying so, and others in Latin-1.
fn text(value: &[u8], is_utf8: bool) -> String {
    match std::str::from_utf8(value) {
        Ok(text) => text.to_owned(),
        Err(_) if is_utf8 => String::from_utf8_lossy(value).into_owned(),
        Err(_) => value.iter().map(|&byte| char::from(byte)).collect(),
    }
}

/// A date of eight digits as XMP writes it.
fn date(text: String) -> String {
    match text.as_bytes() {
        digits if digits.len() == 8 && digits.iter().all(u8::is_ascii_digit) => {
            let (year, rest) = text.split_at(4);
            let (month, day) = rest.split_at(2);
            format!("{year}-{month}-{day}")
        }
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(number: u8, value: &[u8]) -> Vec<u8> {
        let [high, low] = (value.len() as u16).to_be_bytes();
        [&[0x1c, 2, number, high, low], value].concat()
    }

    #[test]
    fn captions_rights_and_keywords_are_read_in_either_encoding() {
        let records = [
            record(0, &[0, 4]),
            record(120, b"A cat"),
            record(25, b"cat"),
            record(25, b"caf\xe9"),
            record(116, "© A. Photo".as_bytes()),
            record(55, b"20240501"),
            // With a length of four bytes.
            [&[0x1c, 2, 90, 0x80, 4, 0, 0, 0, 5][..], b"Kyoto"].concat(),
            record(120, b"a second one"),
        ]
        .concat();
        let found = properties(&records);
        let of = |name: &str| {
            let property = found.iter().find(|property| property.name == name);
            property.map_or(Vec::new(), |property| property.values.clone())
        };
        assert_eq!(of("dc:description"), ["A cat"]);
        assert_eq!(of("dc:subject"), ["cat", "café"]);
        assert_eq!(of("dc:rights"), ["© A. Photo"]);
        assert_eq!(of("photoshop:DateCreated"), ["2024-05-01"]);
        assert_eq!(of("photoshop:City"), ["Kyoto"]);
        assert_eq!(found.len(), 5);
        for length in 0..records.len() {
            assert!(properties(&records[..length]).len() <= 5);
        }
    }
}
