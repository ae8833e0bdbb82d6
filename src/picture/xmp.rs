//! Mending XMP packets: what no longer holds goes, everything else stays as it is to the byte.
//!
//! Source: XMP Specification, parts 1 and 2 (Adobe); Google, "Motion Photo format", "Dynamic Depth"
//! and "Ultra HDR"; Metadata Working Group, "Guidelines for handling image metadata", section 5.9.

mod rewrite;
mod source_type;

use std::fmt::Write as _;

pub use self::source_type::SourceType;

pub(crate) use self::rewrite::visit;
use self::rewrite::{Verdict, rewrite, rewrite_within};
pub(crate) use self::source_type::with_source_type;
use super::loss::Loss;
use super::resolution::Resolution;
use super::space::ColorSpace;

const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const DC: &str = "http://purl.org/dc/elements/1.1/";
const EXIF: &str = "http://ns.adobe.com/exif/1.0/";
const PHOTOSHOP: &str = "http://ns.adobe.com/photoshop/1.0/";
const TIFF: &str = "http://ns.adobe.com/tiff/1.0/";
const XMP: &str = "http://ns.adobe.com/xap/1.0/";

/// What these say is about parts of the file that are left behind, or about how the photograph was
/// made out of raw data.
const LEFT_BEHIND: [&str; 12] = [
    "http://ns.google.com/photos/",
    "http://ns.xiaomi.com/photos/",
    "http://ns.oplus.com/photos/",
    "http://ns.oppo.com/photos/",
    "http://ns.vivo.com/photos/",
    "http://ns.apple.com/HDRGainMap/",
    "http://ns.apple.com/pixeldatainfo/",
    "http://ns.adobe.com/hdr-gain-map/",
    "http://ns.adobe.com/hdr-metadata/",
    "http://ns.adobe.com/camera-raw-settings/",
    "http://ns.adobe.com/xap/1.0/g/img/",
    "http://ns.adobe.com/xmp/note/",
];
/// A panorama stays one.
const PANORAMA: &str = "http://ns.google.com/photos/1.0/panorama/";
/// What these say is about places in the picture.
const PLACES: [&str; 4] = [
    "http://www.metadataworkinggroup.com/schemas/regions/",
    "http://ns.microsoft.com/photo/1.2/",
    "http://ns.apple.com/faceinfo/",
    PANORAMA,
];
/// Where the main subject is, in pixels.
const SUBJECTS: [&str; 2] = ["SubjectArea", "SubjectLocation"];
/// How the pixels of the old file were stored.
const STORAGE: [&str; 7] = [
    "BitsPerSample",
    "Compression",
    "PhotometricInterpretation",
    "PlanarConfiguration",
    "SamplesPerPixel",
    "YCbCrPositioning",
    "YCbCrSubSampling",
];

/// Takes out of a packet what does not hold for an upright sRGB picture alone.
///
/// `is_turned` says that the picture was turned, so that places in it are elsewhere.
pub(crate) fn clean(packet: &str, is_turned: bool) -> String {
    rewrite(packet, &|namespace, name| {
        let is_in = |list: &[&str]| list.iter().any(|start| namespace.starts_with(start));
        if is_turned && (is_in(&PLACES) || name == "ImageRegion") {
            return Verdict::Drop;
        }
        if is_in(&LEFT_BEHIND) && namespace != PANORAMA {
            return Verdict::Drop;
        }
        match (namespace, name) {
            (TIFF, "Orientation") | (EXIF, "ColorSpace") => Verdict::Set("1".into()),
            (TIFF, name) if STORAGE.contains(&name) => Verdict::Drop,
            (EXIF, name) if is_turned && SUBJECTS.contains(&name) => Verdict::Drop,
            (PHOTOSHOP, "ICCProfile" | "ColorMode") | (XMP, "Thumbnails") => Verdict::Drop,
            _ => Verdict::Keep,
        }
    })
}

/// What stays behind when [`clean`] takes out an element or attribute of that value.
pub(crate) fn loss(namespace: &str, name: &str, value: &str, is_turned: bool) -> Option<Loss> {
    const GOOGLE: &str = "http://ns.google.com/photos/";
    let is_in = |start: &str| namespace.starts_with(start);
    match (name, value) {
        ("MotionPhoto" | "MicroVideo", "1") | ("Semantic", "MotionPhoto") if is_in(GOOGLE) => {
            Some(Loss::Video)
        }
        ("Semantic", "GainMap" | "RecoveryMap") if is_in(GOOGLE) => Some(Loss::GainMap),
        ("Semantic", "Depth") if is_in(GOOGLE) => Some(Loss::DepthMap),
        ("HasExtendedXMP", _) if is_in("http://ns.adobe.com/xmp/note/") => Some(Loss::ExtendedXmp),
        _ if is_in("http://ns.adobe.com/hdr-gain-map/")
            || is_in("http://ns.apple.com/HDRGainMap/") =>
        {
            Some(Loss::GainMap)
        }
        _ if is_in("http://ns.google.com/photos/1.0/depthmap/")
            || is_in("http://ns.google.com/photos/dd/") =>
        {
            Some(Loss::DepthMap)
        }
        _ if is_turned && namespace != PANORAMA && PLACES.iter().any(|start| is_in(start)) => {
            Some(Loss::Faces)
        }
        _ => None,
    }
}

/// Says in a packet how large the picture is and which space it is in, and how many dots an inch it
/// has if somebody chose that, where the packet says anything about it.
pub(crate) fn describe(
    packet: &str,
    [width, height]: [u32; 2],
    space: ColorSpace,
    chosen: Option<Resolution>,
) -> String {
    const INCH: &str = "2";
    let dots = |axis: usize| {
        let [above, below] = *chosen?.fractions().get(axis)?;
        Some(format!("{above}/{below}"))
    };
    let space = if space == ColorSpace::Srgb {
        "1"
    } else {
        "65535"
    };
    rewrite(packet, &|namespace, name| {
        let value = match (namespace, name) {
            (TIFF, "ImageWidth") | (EXIF, "PixelXDimension") => Some(width.to_string()),
            (TIFF, "ImageLength") | (EXIF, "PixelYDimension") => Some(height.to_string()),
            (EXIF, "ColorSpace") => Some(space.to_owned()),
            (TIFF, "XResolution") => dots(0),
            (TIFF, "YResolution") => dots(1),
            (TIFF, "ResolutionUnit") => chosen.map(|_| INCH.to_owned()),
            _ => None,
        };
        value.map_or(Verdict::Keep, |value| Verdict::Set(value.into()))
    })
}

/// Brings what a packet says of places in the picture and of dots an inch to a picture of `size`,
/// which has so many times as many pixels as before, across and down, on as much paper.
pub(crate) fn at_size(packet: &str, [width, height]: [u32; 2], [across, down]: [f64; 2]) -> String {
    const DIMENSIONS: &str = "http://ns.adobe.com/xap/1.0/sType/Dimensions#";
    rewrite_within(packet, &|namespace, name, within| {
        match (namespace, name) {
            (RDF, "li") if within.iter().any(|name| SUBJECTS.contains(name)) => {
                // A list does not tell which of its numbers are across; the sides keep their
                // proportion.
                Verdict::Scale(across)
            }
            // What faces are told in shares of.
            (DIMENSIONS, "w") if within.contains(&"AppliedToDimensions") => {
                Verdict::Set(width.to_string().into())
            }
            (DIMENSIONS, "h") if within.contains(&"AppliedToDimensions") => {
                Verdict::Set(height.to_string().into())
            }
            (TIFF, "XResolution") | (EXIF, "FocalPlaneXResolution") => Verdict::Scale(across),
            (TIFF, "YResolution") | (EXIF, "FocalPlaneYResolution") => Verdict::Scale(down),
            (PANORAMA, name) if name.ends_with("WidthPixels") || name.ends_with("LeftPixels") => {
                Verdict::Scale(across)
            }
            (PANORAMA, name) if name.ends_with("HeightPixels") || name.ends_with("TopPixels") => {
                Verdict::Scale(down)
            }
            _ => Verdict::Keep,
        }
    })
}

/// The packet without the history of the file and without the room that is left for editors.
pub(crate) fn shorten(packet: &str) -> String {
    const MANAGEMENT: &str = "http://ns.adobe.com/xap/1.0/mm/";
    let short = rewrite(packet, &|namespace, name| {
        if namespace == MANAGEMENT || (namespace, name) == (PHOTOSHOP, "DocumentAncestors") {
            Verdict::Drop
        } else {
            Verdict::Keep
        }
    });
    match short.rfind("<?xpacket end") {
        Some(end) => {
            let (before, after) = short.split_at(end);
            format!("{}\n{after}", before.trim_end())
        }
        None => short,
    }
}

/// A property and how XMP writes its values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// One value.
    Plain,
    /// One text for each language, of which there is one.
    Languages,
    /// Values in an order.
    Sequence,
    /// Values in no order.
    Bag,
}

/// What a picture is about, by whom and with which rights.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Property {
    /// With the usual prefix, `dc` or `photoshop`.
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    pub(crate) values: Vec<String>,
}

/// Adds to a packet the properties about which it says nothing, or makes one of them.
pub(crate) fn with_properties(packet: Option<Vec<u8>>, properties: &[Property]) -> Option<Vec<u8>> {
    let old = packet
        .as_deref()
        .and_then(|bytes| std::str::from_utf8(bytes).ok());
    let says = |name: &str| old.is_some_and(|packet| packet.contains(name));
    let new: Vec<&Property> = properties
        .iter()
        .filter(|property| !property.values.is_empty() && !says(property.name))
        .collect();
    if new.is_empty() || old.is_some_and(|packet| end_of_rdf(packet).is_none()) {
        return packet;
    }
    let about = old.map_or_else(String::new, about);
    let mut description = format!(
        "<rdf:Description rdf:about=\"{about}\" xmlns:rdf=\"{RDF}\" xmlns:dc=\"{DC}\" xmlns:photoshop=\"{PHOTOSHOP}\">"
    );
    for property in new {
        description += &element(property);
    }
    description += "</rdf:Description>";
    Some(inserted(old, &description).into_bytes())
}

/// What a packet says that it is about: all of it must say the same.
fn about(packet: &str) -> String {
    let mut first = None;
    visit(packet, &mut |namespace, name, value| {
        if (namespace, name) == (RDF, "about") && !value.contains('"') {
            first.get_or_insert_with(|| value.to_owned());
        }
    });
    first.unwrap_or_default()
}

/// Where the tag stands that closes what a packet describes, whatever its prefix is.
fn end_of_rdf(packet: &str) -> Option<usize> {
    let (before, _) = packet.rsplit_once(":RDF>")?;
    let (start, prefix) = before.rsplit_once("</")?;
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    prefix.chars().all(is_name).then_some(start.len())
}

/// A packet with one description more at its end; a new one where there is none that could have it.
fn inserted(packet: Option<&str>, description: &str) -> String {
    let parts = packet.and_then(|packet| packet.split_at_checked(end_of_rdf(packet)?));
    match parts {
        Some((before, after)) => format!("{before}{description}{after}"),
        None => format!(
            "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\
            <x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"{RDF}\">{description}\
            </rdf:RDF></x:xmpmeta><?xpacket end=\"w\"?>"
        ),
    }
}

/// A property as an element.
fn element(property: &Property) -> String {
    let name = property.name;
    let (list, language) = match property.kind {
        Kind::Plain => {
            let value = property.values.first().map_or("", String::as_str);
            return format!("<{name}>{}</{name}>", escaped(value));
        }
        Kind::Languages => ("Alt", " xml:lang=\"x-default\""),
        Kind::Sequence => ("Seq", ""),
        Kind::Bag => ("Bag", ""),
    };
    let mut element = format!("<{name}><rdf:{list}>");
    for value in &property.values {
        // Writing to a string cannot fail.
        write!(element, "<rdf:li{language}>{}</rdf:li>", escaped(value)).ok();
    }
    element + &format!("</rdf:{list}></{name}>")
}

/// A text as XML has it, without characters that XML cannot have.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '\n' | '\t' => out.push(c),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests;
