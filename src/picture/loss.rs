//! What of a photograph's file is not in that of its drawing, for a person to know.
//!
//! Only what somebody may miss: what describes the old pixels (thumbnails, profiles, how they were
//! stored or developed) is not missed, since the pixels are others.

use std::fmt;

use super::format::OutputFormat;
use super::jpeg::writer;
use super::metadata::Metadata;
use super::xmp;

/// Something that is not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Loss {
    /// The video of a motion photo.
    #[serde(rename = "film")]
    Video,
    /// The gain map that makes a photograph brighter on an HDR screen.
    GainMap,
    /// How far away everything is.
    DepthMap,
    /// The part of an XMP packet that a JPEG file holds in further segments.
    ExtendedXmp,
    /// The places of faces, in a photograph that was turned.
    Faces,
    /// What the maker of the camera noted, in an EXIF block too large for a JPEG file.
    MakerData,
    /// The history of the file, or all of an XMP packet, when it is too large for a JPEG file.
    LongXmp,
    /// All of EXIF and XMP, in a format that holds neither.
    Everything,
}

impl Loss {
    /// What a packet tells of parts that stay behind when it is cleaned.
    pub(super) fn of_packet(packet: &str, is_turned: bool) -> Vec<Self> {
        let mut found = Vec::new();
        xmp::visit(packet, &mut |namespace, name, value| {
            let loss = xmp::loss(namespace, name, value.trim(), is_turned);
            found.extend(loss);
        });
        found.sort_unstable();
        found.dedup();
        found
    }
}

impl fmt::Display for Loss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Video => "the film of the motion photo",
            Self::GainMap => "the gain map for HDR screens",
            Self::DepthMap => "the depth map",
            Self::ExtendedXmp => "the extended part of XMP",
            Self::Faces => "the places of faces",
            Self::MakerData => "the maker's private data in EXIF (too large for JPEG)",
            Self::LongXmp => "the history in XMP, or all of it (too large for JPEG)",
            Self::Everything => "EXIF and XMP (the format holds neither)",
        })
    }
}

impl Metadata {
    /// What is not kept in a file of that format.
    pub fn lost_in(&self, format: OutputFormat) -> Vec<Loss> {
        let mut lost = self.lost.clone();
        match format {
            OutputFormat::Gif if !self.is_empty() => lost.push(Loss::Everything),
            OutputFormat::Jpeg => lost.extend(writer::losses(self)),
            _ => {}
        }
        lost
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stays_behind_is_known_by_what_the_packet_says() {
        let of = |attributes: &str, is_turned| {
            let packet = format!(
                "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:Description \
                xmlns:GCamera=\"http://ns.google.com/photos/1.0/camera/\" \
                xmlns:Item=\"http://ns.google.com/photos/1.0/container/item/\" \
                xmlns:hdrgm=\"http://ns.adobe.com/hdr-gain-map/1.0/\" \
                xmlns:HDRGainMap=\"http://ns.apple.com/HDRGainMap/1.0/\" \
                xmlns:GDepth=\"http://ns.google.com/photos/1.0/depthmap/\" \
                xmlns:crs=\"http://ns.adobe.com/camera-raw-settings/1.0/\" \
                xmlns:xmpNote=\"http://ns.adobe.com/xmp/note/\" \
                xmlns:mwg-rs=\"http://www.metadataworkinggroup.com/schemas/regions/\" {attributes}"
            );
            Loss::of_packet(&packet, is_turned)
        };
        let end = "</rdf:Description></x:xmpmeta>";
        assert_eq!(of("GCamera:MotionPhoto='1'/>", false), [Loss::Video]);
        assert_eq!(of("GCamera:MotionPhoto='0'/>", false), []);
        let element = format!("><GCamera:MicroVideo>1</GCamera:MicroVideo>{end}");
        assert_eq!(of(&element, false), [Loss::Video]);
        assert_eq!(
            of("Item:Semantic=\"GainMap\" hdrgm:Version=\"1.0\"/>", false),
            [Loss::GainMap]
        );
        assert_eq!(
            of("HDRGainMap:HDRGainMapVersion='65536'/>", false),
            [Loss::GainMap]
        );
        assert_eq!(
            of("GDepth:Format='RangeInverse'/>", false),
            [Loss::DepthMap]
        );
        assert_eq!(
            of("xmpNote:HasExtendedXMP='F0'/>", false),
            [Loss::ExtendedXmp]
        );
        assert_eq!(
            of("crs:HasCrop='True' GCamera:SpecialTypeID='x'/>", true),
            []
        );
        let faces = format!("><mwg-rs:Regions><b/></mwg-rs:Regions>{end}");
        assert_eq!(of(&faces, false), []);
        assert_eq!(of(&faces, true), [Loss::Faces]);
    }

    #[test]
    fn what_a_format_cannot_hold_is_known() {
        let small = Metadata {
            exif: Some(vec![0; 100]),
            xmp: Some(b"<x/>".to_vec()),
            lost: vec![Loss::Video],
            ..Metadata::default()
        };
        let large = Metadata {
            exif: Some(vec![0; 70_000]),
            xmp: Some(vec![b' '; 70_000]),
            ..Metadata::default()
        };
        for format in OutputFormat::ALL {
            let (of_small, of_large) = (small.lost_in(format), large.lost_in(format));
            match format {
                OutputFormat::Gif => {
                    assert_eq!(of_small, [Loss::Video, Loss::Everything]);
                    assert_eq!(of_large, [Loss::Everything]);
                }
                OutputFormat::Jpeg => {
                    assert_eq!(of_small, [Loss::Video]);
                    assert_eq!(of_large, [Loss::MakerData, Loss::LongXmp]);
                }
                _ => assert!(
                    of_small == [Loss::Video] && of_large.is_empty(),
                    "{format:?}"
                ),
            }
            assert_eq!(Metadata::default().lost_in(format), []);
        }
    }
}
