//! What JPEG files hold beside the picture, in segments of at most 64 KB.

use super::structure::Structure;
use crate::picture::iptc;
use crate::picture::metadata::Raw;
use crate::picture::resolution::{Resolution, Unit};

/// Takes the metadata and the profile out of the segments of a file.
pub(super) fn read(bytes: &[u8], structure: &Structure) -> (Raw, Option<Vec<u8>>) {
    let mut raw = Raw::default();
    let mut profile = Vec::new();
    let mut photoshop = Vec::new();
    for (marker, range) in &structure.segments {
        // The marker and the length come first.
        let content = bytes.get(range.start + 4..range.end).unwrap_or_default();
        let behind = |mark: &[u8]| content.strip_prefix(mark);
        match marker {
            0xe0 => {
                let density = behind(b"JFIF\0").and_then(|jfif| density(jfif.get(2..)?));
                raw.resolution = raw.resolution.or(density);
            }
            0xe1 => {
                if let Some(exif) = behind(b"Exif\0").filter(|exif| exif.len() > 1) {
                    raw.exif.get_or_insert_with(|| exif[1..].to_vec());
                } else if let Some(xmp) = behind(b"http://ns.adobe.com/xap/1.0/\0") {
                    raw.xmp.get_or_insert_with(|| xmp.to_vec());
                }
            }
            0xe2 => {
                if let Some([number, count, part @ ..]) = behind(b"ICC_PROFILE\0") {
                    profile.push((*number, *count, part));
                }
            }
            0xed => {
                if let Some(resources) = behind(b"Photoshop 3.0\0") {
                    photoshop.extend_from_slice(resources);
                }
            }
            _ => {}
        }
    }
    raw.properties = iptc::of_photoshop(&photoshop).map_or_else(Vec::new, iptc::properties);
    (raw, join(profile))
}

/// The resolution in a JFIF header, behind its version.
fn density(header: &[u8]) -> Option<Resolution> {
    let [unit, x_high, x_low, y_high, y_low, ..] = *header else {
        return None;
    };
    let unit = match unit {
        1 => Unit::Inch,
        2 => Unit::Centimetre,
        _ => return None,
    };
    let dots = [[x_high, x_low], [y_high, y_low]].map(|dots| f64::from(u16::from_be_bytes(dots)));
    Resolution::new(dots, unit)
}

/// Joins the parts of a profile, which are numbered from 1; `None` if one is missing.
///
/// Source: ICC.1, annex B.4.
fn join(mut parts: Vec<(u8, u8, &[u8])>) -> Option<Vec<u8>> {
    parts.sort_by_key(|part| part.0);
    let count = parts.first()?.1;
    let is_whole = parts.len() == usize::from(count)
        && (1..).zip(&parts).all(|(number, part)| part.0 == number);
    is_whole.then(|| parts.iter().flat_map(|part| part.2).copied().collect())
}
