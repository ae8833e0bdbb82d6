//! What is kept of a file besides its pixels, and how it is cleaned of what no longer holds.

use ::image::metadata::Orientation;

use super::{embedded, exif};

/// What is kept of a photograph's file besides its pixels.
///
/// Kept: the EXIF block (camera, lens, time, place, author, rights) and the XMP packet. Both
/// describe an upright sRGB picture: the orientation tags say 1, the EXIF colour space says sRGB,
/// and embedded thumbnails and previews, which would show the photograph instead of the drawing,
/// are gone.
///
/// Lost: IPTC-IIM records (their modern twin lives in XMP), the extended part of XMP packets
/// beyond 64 KB in JPEG files, comments and text chunks, the embedded ICC profile (the pixels are
/// converted), gain maps, further frames and pages, and private maker data of TIFF inputs whose
/// meaning depends on its place in the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Metadata {
    /// The EXIF block as a bare TIFF structure, from `II` or `MM` on, without the `Exif\0\0` mark.
    pub exif: Option<Vec<u8>>,
    /// The XMP packet, UTF-8 XML.
    pub xmp: Option<Vec<u8>>,
}

impl Metadata {
    /// Whether nothing is kept.
    pub fn is_empty(&self) -> bool {
        self.exif.is_none() && self.xmp.is_none()
    }

    /// Takes in raw blocks from a file and cleans them.
    ///
    /// Returns the orientation that the EXIF block asked for before it was reset; `None` if it
    /// asked for none.
    pub(crate) fn from_raw(
        exif_block: Option<Vec<u8>>,
        xmp_packet: Option<Vec<u8>>,
    ) -> (Self, Option<Orientation>) {
        let mut orientation = None;
        let exif = exif_block.and_then(|bytes| {
            // Some WebP and PNG writers keep the mark that belongs to JPEG only.
            let mut bytes = match bytes.strip_prefix(b"Exif\0\0") {
                Some(bare) => bare.to_vec(),
                None => bytes,
            };
            exif::Block::new(&bytes)?;
            orientation = Orientation::remove_from_exif_chunk(&mut bytes);
            exif::set_color_space(&mut bytes, true);
            exif::remove_thumbnail(&mut bytes);
            embedded::blank_jpegs(&mut bytes);
            Some(bytes)
        });
        let xmp = xmp_packet
            .filter(|packet| std::str::from_utf8(packet).is_ok())
            .map(|mut packet| {
                reset_xmp_orientation(&mut packet);
                embedded::remove_base64_pictures(&mut packet);
                packet
            });
        (Self { exif, xmp }, orientation)
    }
}

/// Sets `tiff:Orientation` to 1 in an XMP packet, written as an attribute or as an element.
///
/// The value is one digit, so the packet keeps its length and needs no XML parser.
fn reset_xmp_orientation(packet: &mut [u8]) {
    const NAME: &[u8] = b"tiff:Orientation";
    let mut from = 0;
    while let Some(found) = packet[from..]
        .windows(NAME.len())
        .position(|window| window == NAME)
    {
        let after_name = from + found + NAME.len();
        let digit = packet[after_name..]
            .iter()
            .take(8)
            .position(|byte| !matches!(byte, b'=' | b'>' | b'"' | b'\'' | b' '))
            .map(|skipped| after_name + skipped);
        if let Some(slot) = digit.and_then(|position| packet.get_mut(position))
            && (b'2'..=b'8').contains(slot)
        {
            *slot = b'1';
        }
        from = after_name;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::fixture::{ExifSpec, exif_block};

    #[test]
    fn orientation_is_reported_once_and_then_reset() {
        let block = exif_block(&ExifSpec {
            orientation: 6,
            ..ExifSpec::default()
        });
        let (metadata, orientation) = Metadata::from_raw(Some(block), None);
        assert_eq!(orientation, Some(Orientation::Rotate90));
        let (again, orientation) = Metadata::from_raw(metadata.exif.clone(), None);
        assert_eq!(orientation, Some(Orientation::NoTransforms));
        assert_eq!(again, metadata);
    }

    #[test]
    fn the_jpeg_mark_is_taken_off_a_block() {
        let block = exif_block(&ExifSpec::default());
        let marked = [b"Exif\0\0", block.as_slice()].concat();
        assert_eq!(
            Metadata::from_raw(Some(marked), None).0.exif,
            Metadata::from_raw(Some(block), None).0.exif
        );
    }

    #[test]
    fn xmp_orientation_is_reset_in_both_spellings() {
        let packet = br#"<x tiff:Orientation="6" a='8'><tiff:Orientation>3</tiff:Orientation></x>"#;
        let (metadata, _) = Metadata::from_raw(None, Some(packet.to_vec()));
        let expected =
            r#"<x tiff:Orientation="1" a='8'><tiff:Orientation>1</tiff:Orientation></x>"#;
        assert_eq!(metadata.xmp.unwrap(), expected.as_bytes());
    }

    #[test]
    fn blocks_that_are_none_are_dropped() {
        let (metadata, orientation) =
            Metadata::from_raw(Some(b"camera".to_vec()), Some(vec![0xff, 0xfe]));
        assert!(metadata.is_empty() && orientation.is_none());
    }
}
