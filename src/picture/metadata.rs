//! What is kept of a file besides its pixels, and how it is cleaned of what no longer holds.

use std::borrow::Cow;

use ::image::metadata::Orientation;

use super::loss::Loss;
use super::resolution::Resolution;
use super::xmp::Property;
use super::{embedded, exif, xmp};

/// What is kept of a photograph's file besides its pixels.
///
/// Kept: the EXIF block (camera, lens, time, place, author, rights), the XMP packet, the
/// resolution, and captions, authors, rights and keywords of IPTC-IIM records, which become XMP
/// where it says nothing about them. All of it describes an upright sRGB picture: the orientation
/// tags say 1, the EXIF colour space says sRGB, and embedded thumbnails and previews, which would
/// show the photograph instead of the drawing, are gone. So is what XMP says of parts that are left
/// behind: the video of a motion photo, depth and gain maps, extended XMP, the settings of a raw
/// developer; and, in a picture that was turned, the places of faces and subjects.
///
/// Lost: the extended part of XMP packets beyond 64 KB in JPEG files, comments and text chunks
/// beside title, author, description and copyright, the embedded ICC profile (the pixels are
/// converted), gain maps, further frames and pages, and private maker data of TIFF inputs whose
/// meaning depends on its place in the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Metadata {
    /// The EXIF block as a bare TIFF structure, from `II` or `MM` on, without the `Exif\0\0` mark.
    pub exif: Option<Vec<u8>>,
    /// The XMP packet, UTF-8 XML.
    pub xmp: Option<Vec<u8>>,
    /// The resolution that the file gave outside its EXIF block.
    pub resolution: Option<Resolution>,
    /// What was in the file and is not here.
    pub lost: Vec<Loss>,
}

/// Metadata as it stands in a file.
#[derive(Debug, Clone, Default)]
pub(crate) struct Raw {
    /// The EXIF block, with or without the mark that belongs to JPEG only.
    pub(crate) exif: Option<Vec<u8>>,
    /// The XMP packet.
    pub(crate) xmp: Option<Vec<u8>>,
    /// What other parts of the file say about the picture.
    pub(crate) properties: Vec<Property>,
    /// The resolution that the container gives.
    pub(crate) resolution: Option<Resolution>,
}

impl Metadata {
    /// Whether nothing is kept.
    pub fn is_empty(&self) -> bool {
        self.exif.is_none() && self.xmp.is_none()
    }

    /// The same of a picture that was brought from the size `from` to the size `to`: as large on
    /// paper, so that it has more dots an inch, and with places in it where they are now.
    pub fn at_size(&self, from: (u32, u32), to: (u32, u32)) -> Cow<'_, Self> {
        if from == to {
            return Cow::Borrowed(self);
        }
        let ratio = |from: u32, to: u32| f64::from(to) / f64::from(from.max(1));
        let ratios = [ratio(from.0, to.0), ratio(from.1, to.1)];
        let told = || exif::resolution(self.exif.as_deref()?);
        let exif = self.exif.clone().map(|mut bytes| {
            exif::scale_places(&mut bytes, ratios);
            bytes
        });
        let xmp = self
            .xmp
            .clone()
            .map(|packet| match String::from_utf8(packet) {
                Ok(packet) => xmp::at_size(&packet, [to.0, to.1], ratios).into_bytes(),
                Err(error) => error.into_bytes(),
            });
        let resolution = self.resolution.or_else(told);
        Cow::Owned(Self {
            exif,
            xmp,
            resolution: resolution.map(|resolution| resolution.scaled(ratios)),
            lost: self.lost.clone(),
        })
    }

    /// Takes in raw blocks from a file and cleans them.
    ///
    /// `held` is an orientation that the container holds outside the EXIF block, which counts where
    /// that says nothing. Returns the way in which the picture is to be turned, too.
    pub(crate) fn from_raw(raw: Raw, held: Option<Orientation>) -> (Self, Orientation) {
        let exif_block = raw.exif.and_then(|bytes| {
            // Some WebP and PNG writers keep the mark that belongs to JPEG only.
            let bytes = match bytes.strip_prefix(b"Exif\0\0") {
                Some(bare) => bare.to_vec(),
                None => bytes,
            };
            exif::Block::new(&bytes)?;
            Some(bytes)
        });
        let told = exif_block.as_deref().and_then(exif::orientation);
        let orientation = told.or(held).unwrap_or(Orientation::NoTransforms);
        let is_turned = orientation != Orientation::NoTransforms;
        let exif = exif_block.map(|mut bytes| {
            exif::set_upright(&mut bytes);
            exif::set_color_space(&mut bytes, true);
            exif::remove_thumbnail(&mut bytes);
            if is_turned {
                exif::remove_subject_area(&mut bytes);
            }
            if lies(orientation) {
                exif::swap_resolution(&mut bytes);
            }
            embedded::blank_jpegs(&mut bytes);
            bytes
        });
        let packet = raw.xmp.and_then(|packet| String::from_utf8(packet).ok());
        let lost = packet
            .as_deref()
            .map_or_else(Vec::new, |packet| Loss::of_packet(packet, is_turned));
        let packet = packet.map(|packet| {
            let mut packet = xmp::clean(&packet, is_turned).into_bytes();
            embedded::remove_base64_pictures(&mut packet);
            packet
        });
        let xmp = xmp::with_properties(packet, &raw.properties);
        let resolution = raw.resolution.map(|resolution| {
            if lies(orientation) {
                resolution.turned()
            } else {
                resolution
            }
        });
        let metadata = Self {
            exif,
            xmp,
            resolution,
            lost,
        };
        (metadata, orientation)
    }
}

/// Whether a picture of that orientation lies on its side.
pub(crate) fn lies(orientation: Orientation) -> bool {
    matches!(
        orientation,
        Orientation::Rotate90
            | Orientation::Rotate270
            | Orientation::Rotate90FlipH
            | Orientation::Rotate270FlipH
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::fixture::{ExifSpec, exif_block};

    fn of(exif: Option<Vec<u8>>, xmp: Option<Vec<u8>>) -> (Metadata, Orientation) {
        let raw = Raw {
            exif,
            xmp,
            ..Raw::default()
        };
        Metadata::from_raw(raw, None)
    }

    #[test]
    fn orientation_is_reported_once_and_then_reset() {
        let block = exif_block(&ExifSpec {
            orientation: 6,
            ..ExifSpec::default()
        });
        let (metadata, orientation) = of(Some(block), None);
        assert_eq!(orientation, Orientation::Rotate90);
        let (again, orientation) = of(metadata.exif.clone(), None);
        assert_eq!(orientation, Orientation::NoTransforms);
        assert_eq!(again, metadata);
    }

    #[test]
    fn an_enlarged_picture_is_as_large_on_paper_as_before() {
        use crate::picture::resolution::Unit;
        let dots = |dots: f64| Resolution::new([dots; 2], Unit::Inch);
        let mut block = exif_block(&ExifSpec::default());
        let told = Metadata {
            resolution: dots(72.0),
            ..Metadata::default()
        };
        exif::set_resolution(&mut block, dots(300.0).unwrap(), true);
        let by_exif = Metadata {
            exif: Some(block),
            ..Metadata::default()
        };
        for (kept, expected) in [(told, 180.0), (by_exif, 750.0), (Metadata::default(), 0.0)] {
            let large = kept.at_size((100, 50), (250, 125));
            assert_eq!(large.resolution, dots(expected));
            assert!(matches!(kept.at_size((9, 5), (9, 5)), Cow::Borrowed(_)));
        }
    }

    #[test]
    fn the_jpeg_mark_is_taken_off_a_block() {
        let block = exif_block(&ExifSpec::default());
        let marked = [b"Exif\0\0", block.as_slice()].concat();
        assert_eq!(of(Some(marked), None).0.exif, of(Some(block), None).0.exif);
    }

    #[test]
    fn xmp_orientation_is_reset_in_both_spellings() {
        let packet = br#"<x tiff:Orientation="6" a='8'><tiff:Orientation>3</tiff:Orientation></x>"#;
        let (metadata, _) = of(None, Some(packet.to_vec()));
        let expected =
            r#"<x tiff:Orientation="1" a='8'><tiff:Orientation>1</tiff:Orientation></x>"#;
        assert_eq!(metadata.xmp.unwrap(), expected.as_bytes());
    }

    #[test]
    fn blocks_that_are_none_are_dropped() {
        let (metadata, orientation) = of(Some(b"camera".to_vec()), Some(vec![0xff, 0xfe]));
        assert!(metadata.is_empty() && orientation == Orientation::NoTransforms);
    }
}
