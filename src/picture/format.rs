//! Which picture formats are read and written, and how they are recognised.
//!
//! For reading, the content decides and the ending is only a hint for walking folders. For
//! writing, the format is chosen and the ending follows it.

use std::fmt;
use std::path::Path;
use std::str::FromStr;

use ::image::ImageFormat;

use super::error::ImageError;

/// The formats that can be decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SourceFormat {
    /// JPEG, baseline and progressive, grey, colour, CMYK and YCCK.
    Jpeg,
    /// PNG, every colour type and depth; of an animation the default image.
    Png,
    /// WebP, lossy and lossless; of an animation the first frame.
    Webp,
    /// TIFF and `BigTIFF`, every depth, grey, RGB, palettes, CMYK; the first page that is no
    /// thumbnail.
    Tiff,
    /// Windows bitmap.
    Bmp,
    /// GIF; of an animation the first frame.
    Gif,
    /// JPEG XL, every depth; of an animation the first frame.
    Jxl,
    /// Photoshop document, 1 to 16 bits, grey, RGB, palettes, CMYK; the merged picture.
    Psd,
}

impl SourceFormat {
    /// The usual name of the format.
    pub fn name(self) -> &'static str {
        match self {
            Self::Jpeg => "JPEG",
            Self::Png => "PNG",
            Self::Webp => "WebP",
            Self::Tiff => "TIFF",
            Self::Bmp => "BMP",
            Self::Gif => "GIF",
            Self::Jxl => "JPEG XL",
            Self::Psd => "Photoshop",
        }
    }
}

impl fmt::Display for SourceFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// Recognises the format of a file by its first bytes.
///
/// # Errors
/// [`ImageError::Empty`] without any bytes, [`ImageError::UnsupportedFormat`] for a picture format
/// that is known but not read, [`ImageError::NotAPicture`] for anything else.
pub(crate) fn recognise(bytes: &[u8]) -> Result<SourceFormat, ImageError> {
    if bytes.is_empty() {
        return Err(ImageError::Empty);
    }
    let unsupported = |what| Err(ImageError::UnsupportedFormat { what });
    // Canon writes its mark behind a TIFF header, so this must come before TIFF is recognised.
    if bytes.get(8..10) == Some(b"CR") && bytes.starts_with(b"II*\0") {
        return unsupported("camera raw files");
    }
    match ::image::guess_format(bytes) {
        Ok(ImageFormat::Jpeg) => return Ok(SourceFormat::Jpeg),
        Ok(ImageFormat::Png) => return Ok(SourceFormat::Png),
        Ok(ImageFormat::WebP) => return Ok(SourceFormat::Webp),
        Ok(ImageFormat::Tiff) => return Ok(SourceFormat::Tiff),
        Ok(ImageFormat::Bmp) => return Ok(SourceFormat::Bmp),
        Ok(ImageFormat::Gif) => return Ok(SourceFormat::Gif),
        _ => {}
    }
    // BigTIFF, which has another number than TIFF.
    if bytes.starts_with(b"II+\0") || bytes.starts_with(b"MM\0+") {
        return Ok(SourceFormat::Tiff);
    }
    if bytes.get(4..8) == Some(b"ftyp") {
        return match bytes.get(8..12) {
            Some(b"crx ") => unsupported("camera raw files"),
            Some(
                b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"hevx" | b"mif1" | b"mif2"
                | b"miaf" | b"msf1" | b"avif" | b"avis",
            ) => unsupported("HEIF and AVIF pictures"),
            Some(
                b"isom" | b"iso2" | b"iso4" | b"iso5" | b"iso6" | b"mp41" | b"mp42" | b"avc1"
                | b"M4V " | b"MSNV" | b"3gp4" | b"3gp5" | b"3gp6",
            ) => unsupported("MP4 films"),
            Some(b"qt  ") => unsupported("QuickTime films"),
            _ => Err(ImageError::NotAPicture),
        };
    }
    if bytes.starts_with(&[0xff, 0x0a]) || bytes.get(4..12) == Some(b"JXL \r\n\x87\n") {
        return Ok(SourceFormat::Jxl);
    }
    if bytes.get(4..8) == Some(b"jP  ") {
        return unsupported("JPEG 2000 pictures");
    }
    if bytes.starts_with(b"8BPS") {
        return Ok(SourceFormat::Psd);
    }
    match foreign(bytes) {
        Some(what) => unsupported(what),
        None => Err(ImageError::NotAPicture),
    }
}

/// What a file is that is not read, by its first bytes; files are often called pictures that are
/// others.
fn foreign(bytes: &[u8]) -> Option<&'static str> {
    const MARKS: [(&[u8], &str); 27] = [
        (b"FUJIFILMCCD-RAW", "camera raw files"),
        (b"IIRO", "camera raw files"),
        (b"IIRS", "camera raw files"),
        (b"MMOR", "camera raw files"),
        (b"IIU\0", "camera raw files"),
        (b"FOVb", "camera raw files"),
        (b"\0MRM", "camera raw files"),
        (b"\xff\x4f\xff\x51", "JPEG 2000 pictures"),
        (b"II\xbc\x01", "JPEG XR pictures"),
        (b"v/1\x01", "OpenEXR pictures"),
        (b"#?RADIANCE", "Radiance pictures"),
        (b"#?RGBE", "Radiance pictures"),
        (b"gimp xcf", "XCF pictures"),
        (b"DDS ", "DDS pictures"),
        (b"qoif", "QOI pictures"),
        (b"farbfeld", "farbfeld pictures"),
        (b"\0\0\x01\0", "ICO pictures"),
        (b"%PDF-", "PDF documents"),
        (b"%!PS", "PostScript documents"),
        (b"PK\x03\x04", "ZIP archives"),
        (b"Rar!", "RAR archives"),
        (b"7z\xbc\xaf", "7-Zip archives"),
        (b"\x1a\x45\xdf\xa3", "Matroska films"),
        (b"<svg", "SVG drawings"),
        (b"<html", "HTML pages"),
        (b"<!doctype html", "HTML pages"),
        (b"version https://git-lfs", "Git LFS pointers"),
    ];
    let starts = |mark: &[u8]| {
        let start = bytes.get(..mark.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(mark))
    };
    if let Some((_, what)) = MARKS.iter().find(|(mark, _)| starts(mark)) {
        return Some(what);
    }
    match bytes {
        [b'P', b'1'..=b'7', b' ' | b'\n' | b'\r' | b'\t', ..] => Some("PNM pictures"),
        _ if starts(b"<?xml") => {
            let start = bytes.get(..bytes.len().min(1024))?;
            let is_drawing = start.windows(4).any(|part| part == b"<svg");
            is_drawing.then_some("SVG drawings")
        }
        _ => None,
    }
}

/// Endings of the files that can be read, in lower case.
pub const READ_ENDINGS: [&str; 14] = [
    "jpg", "jpeg", "jpe", "jfif", "png", "apng", "webp", "tif", "tiff", "bmp", "gif", "jxl", "psd",
    "psb",
];

/// Whether a file's ending is one of a format that can be decoded, in any case.
///
/// For walking folders: those of [`READ_ENDINGS`]. The content may still be something else; see
/// [`decode_file`](super::decode_file).
pub fn is_supported_extension(path: &Path) -> bool {
    path.extension()
        .and_then(|ending| ending.to_str())
        .is_some_and(|ending| {
            READ_ENDINGS
                .iter()
                .any(|known| ending.eq_ignore_ascii_case(known))
        })
}

/// The formats that can be encoded.
///
/// PNG, WebP and TIFF are lossless and keep alpha; JPEG is neither; AVIF keeps alpha only. PNG and
/// TIFF hold 16 bits a channel, the others 8.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Default, serde::Serialize, serde::Deserialize,
)]
pub enum OutputFormat {
    /// Lossless, with alpha, deflate compression.
    #[default]
    Png,
    /// Lossy with a chosen quality, without alpha; no chroma subsampling.
    Jpeg,
    /// Lossless, with alpha: only the lossless half of WebP is written, so that there is no
    /// quality to choose. Sides up to 16 384 pixels.
    Webp,
    /// Lossless, with alpha, uncompressed; files up to 4 GiB.
    Tiff,
    /// 256 colours, pixels shown or not shown; for animations.
    Gif,
    /// Lossy with a chosen quality, with alpha, always sRGB; the smallest files. Up to 35.6
    /// megapixels.
    Avif,
}

impl OutputFormat {
    /// Every format, in the order in which to offer them.
    pub const ALL: [Self; 6] = [
        Self::Png,
        Self::Jpeg,
        Self::Webp,
        Self::Avif,
        Self::Tiff,
        Self::Gif,
    ];

    /// The format that a file's ending asks for, in any case; `None` if it names none.
    pub fn from_extension(path: &Path) -> Option<Self> {
        path.extension()?.to_str()?.parse().ok()
    }

    /// The usual ending of the format, lower case, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpg",
            Self::Webp => "webp",
            Self::Tiff => "tiff",
            Self::Gif => "gif",
            Self::Avif => "avif",
        }
    }

    /// Whether the format can hold more than one frame.
    pub fn moves(self) -> bool {
        matches!(self, Self::Png | Self::Webp | Self::Gif)
    }

    /// Whether the format can hold transparency.
    pub fn has_alpha(self) -> bool {
        !matches!(self, Self::Jpeg)
    }

    /// Whether files of the format are tagged with a profile; the others are sRGB.
    pub fn holds_profile(self) -> bool {
        !matches!(self, Self::Gif | Self::Avif)
    }

    /// Whether files of the format say how many dots they have on an inch of paper.
    pub fn holds_resolution(self) -> bool {
        !matches!(self, Self::Gif)
    }

    /// Whether the quality can be chosen.
    pub fn has_quality(self) -> bool {
        matches!(self, Self::Jpeg | Self::Avif)
    }

    /// Whether the format can hold 16 bits a channel.
    pub fn holds_16_bits(self) -> bool {
        matches!(self, Self::Png | Self::Tiff)
    }

    /// The name for the command line: `png`, `jpeg`, `webp`, `avif`, `tiff` or `gif`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpeg",
            Self::Webp => "webp",
            Self::Tiff => "tiff",
            Self::Gif => "gif",
            Self::Avif => "avif",
        }
    }

    /// The name as people write it: `PNG`, `JPEG`, `WebP`, `AVIF`, `TIFF` or `GIF`.
    pub fn title(self) -> &'static str {
        match self {
            Self::Png => "PNG",
            Self::Jpeg => "JPEG",
            Self::Webp => "WebP",
            Self::Tiff => "TIFF",
            Self::Gif => "GIF",
            Self::Avif => "AVIF",
        }
    }
}

impl fmt::Display for OutputFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for OutputFormat {
    type Err = ImageError;

    /// Reads `png`, `apng`, `jpeg`, `jpg`, `jpe`, `jfif`, `webp`, `avif`, `tiff`, `tif` or `gif`,
    /// in any case.
    ///
    /// # Errors
    /// [`ImageError::UnknownOutputFormat`] for anything else.
    fn from_str(name: &str) -> Result<Self, ImageError> {
        match name.to_ascii_lowercase().as_str() {
            "png" | "apng" => Ok(Self::Png),
            "jpeg" | "jpg" | "jpe" | "jfif" => Ok(Self::Jpeg),
            "webp" => Ok(Self::Webp),
            "tiff" | "tif" => Ok(Self::Tiff),
            "gif" => Ok(Self::Gif),
            "avif" => Ok(Self::Avif),
            _ => Err(ImageError::UnknownOutputFormat {
                name: name.to_owned(),
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn supported_endings_are_known_in_any_case() {
        for name in [
            "a.jpg", "a.JPEG", "b.Jpe", "c.jfif", "d.PNG", "e.webp", "f.TIF", "g.tiff",
        ] {
            assert!(is_supported_extension(Path::new(name)), "{name}");
        }
        for name in ["a.bmp", "x/y.z/b.GIF"] {
            assert!(is_supported_extension(Path::new(name)), "{name}");
        }
        for name in ["a.txt", "jpg", ".jpg", "a.jpg.bak", "a.heic", "", "a."] {
            assert!(!is_supported_extension(Path::new(name)), "{name}");
        }
    }

    #[test]
    fn every_output_format_reads_back_its_own_name_and_ending() {
        for format in OutputFormat::ALL {
            assert_eq!(format.to_string().parse::<OutputFormat>().unwrap(), format);
            let path = format!("out.{}", format.extension().to_uppercase());
            assert_eq!(OutputFormat::from_extension(Path::new(&path)), Some(format));
        }
        assert_eq!("jpg".parse::<OutputFormat>().unwrap(), OutputFormat::Jpeg);
        assert_eq!("tif".parse::<OutputFormat>().unwrap(), OutputFormat::Tiff);
        let error = "heic".parse::<OutputFormat>().unwrap_err().to_string();
        assert!(error.contains("heic") && error.contains("webp"), "{error}");
        assert_eq!(OutputFormat::from_extension(Path::new("folder")), None);
    }

    #[test]
    fn known_but_unread_formats_are_named() {
        for (bytes, word) in [
            (&b"\0\0\0\x18ftypheic\0\0\0\0"[..], "HEIF"),
            (b"\0\0\0\x18ftypcrx \0\0\0\0", "raw"),
            (b"II*\0\x10\0\0\0CR\x02\0", "raw"),
            (b"IIU\0\x18\0\0\0", "raw"),
            (b"\0\0\0\x18ftypmp42\0\0\0\0", "MP4 films"),
            (b"II\xbc\x01\x08\0\0\0", "JPEG XR"),
            (b"P6\n3 4\n255\n", "PNM"),
            (b"<!DOCTYPE html><html>", "HTML"),
            (b"<?xml version='1.0'?>\n<svg xmlns='", "SVG"),
            (b"PK\x03\x04\x14\0", "ZIP"),
        ] {
            let text = recognise(bytes).unwrap_err().to_string();
            assert!(text.contains(word), "{text}");
        }
    }

    #[test]
    fn text_and_nothing_are_not_pictures() {
        assert!(matches!(
            recognise(b"Dear all,\n"),
            Err(ImageError::NotAPicture)
        ));
        assert!(matches!(recognise(b""), Err(ImageError::Empty)));
        for bytes in [
            &b"\0\0\0\x18ftypabcd"[..],
            b"P",
            b"P6",
            b"<?xml?><a/>",
            b"\0",
        ] {
            assert!(matches!(recognise(bytes), Err(ImageError::NotAPicture)));
        }
    }
}
