//! A photograph as a file to draw over: a PNG, or an `OpenRaster` drawing in which it is a locked
//! layer below an empty one.
//!
//! Source: the `OpenRaster` specification (<https://www.openraster.org/>), 0.0.5; `edit-locked` is
//! what Krita, GIMP and `MyPaint` write of a locked layer.

use std::io::{self, Write};
use std::path::Path;

use image::RgbaImage;
use rawzip::{CompressionMethod, ZipArchiveWriter};

use super::has_ending;
use crate::picture::{self, EncodeOptions, ImageError, OutputFormat};

/// Most pixels of the file: none of its pictures then unpacks to more than is read of an archive.
const MAX_PIXELS: u32 = 60_000_000;
/// Long side of the thumbnail, in pixels: what the specification allows.
const THUMBNAIL_PX: u32 = 256;

/// What the layers are called.
#[derive(Clone, Copy, Debug)]
pub struct LayerNames<'a> {
    /// The locked one.
    pub photo: &'a str,
    /// The one to draw on.
    pub drawing: &'a str,
}

/// Whether a file to draw over can be written under that name: it ends with `png` or `ora`.
pub fn can_be_painted(path: &Path) -> bool {
    has_ending(path, &["png", "ora"])
}

/// Writes a photograph to be drawn over, whole or not at all: as `OpenRaster` where `path` ends
/// with `ora`, else as PNG. Transparent parts become paper; more than 60 megapixels are made
/// smaller.
///
/// # Errors
/// [`ImageError::AlreadyExists`] when something has that name, [`ImageError::CannotWrite`] when the
/// system refuses, [`ImageError::InvalidSize`] for an empty picture.
pub fn write_for_painting(
    photo: &RgbaImage,
    path: &Path,
    names: LayerNames<'_>,
) -> Result<(), ImageError> {
    let (width, height) = photo.dimensions();
    let share = (f64::from(MAX_PIXELS) / (f64::from(width) * f64::from(height))).sqrt();
    let long_side = f64::from(width.max(height)) * share.min(1.0);
    let size = picture::fit_within(width, height, long_side as u32);
    let flat = picture::flatten(photo, [255; 3]);
    let photo = picture::at_size(&flat, size);
    let bytes = png(&photo)?;
    if !has_ending(path, &["ora"]) {
        return picture::write_whole(path, &bytes, false);
    }
    let empty = png(&RgbaImage::new(size.0, size.1))?;
    let (small_width, small_height) = picture::fit_within(size.0, size.1, THUMBNAIL_PX);
    let small = png(&picture::downscale(&photo, small_width, small_height))?;
    let stack = stack(size, names);
    picture::write_whole_by(path, false, |file| {
        let files: [(&str, &[u8]); 6] = [
            // First and as it is: by this the kind of the file is known.
            ("mimetype", b"image/openraster"),
            ("stack.xml", stack.as_bytes()),
            ("data/drawing.png", &empty),
            ("data/photograph.png", &bytes),
            ("mergedimage.png", &bytes),
            ("Thumbnails/thumbnail.png", &small),
        ];
        let written = archive(file, &files);
        written.map_err(|source| ImageError::CannotWrite { source })
    })
}

fn png(pixels: &RgbaImage) -> Result<Vec<u8>, ImageError> {
    picture::encode(pixels, None, &EncodeOptions::new(OutputFormat::Png))
}

/// The layers, the upper one first.
fn stack((width, height): (u32, u32), names: LayerNames<'_>) -> String {
    let [photo, drawing] = [names.photo, names.drawing].map(escaped);
    let common = r#"x="0" y="0" opacity="1.0" visibility="visible" composite-op="svg:src-over""#;
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<image version="0.0.5" w="{width}" h="{height}">
 <stack>
  <layer name="{drawing}" src="data/drawing.png" selected="true" {common}/>
  <layer name="{photo}" src="data/photograph.png" edit-locked="true" {common}/>
 </stack>
</image>
"#
    )
}

/// As it can stand in an attribute.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            letter if letter.is_control() => {}
            letter => safe.push(letter),
        }
    }
    safe
}

/// Pictures are packed already, so all is stored as it is.
fn archive(file: impl Write, files: &[(&str, &[u8])]) -> io::Result<()> {
    let mut archive = ZipArchiveWriter::new(file);
    for (name, bytes) in files {
        let entry = archive.new_file(*name);
        let entry = entry.compression_method(CompressionMethod::STORE);
        let (mut entry, config) = entry.start().map_err(io::Error::other)?;
        let mut writer = config.wrap(&mut entry);
        writer.write_all(bytes)?;
        let (_, descriptor) = writer.finish().map_err(io::Error::other)?;
        entry.finish(descriptor).map_err(io::Error::other)?;
    }
    archive.finish().map_err(io::Error::other)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use image::Rgba;

    use super::*;
    use crate::book::read_drawing;

    const NAMES: LayerNames<'static> = LayerNames {
        photo: "Photo \"<&>\"",
        drawing: "Zeichnung",
    };

    fn photo() -> RgbaImage {
        RgbaImage::from_fn(300, 200, |x, y| Rgba([x as u8, y as u8, 90, 255]))
    }

    #[test]
    fn what_is_written_to_draw_over_is_read_back_as_the_photograph() {
        let yard = tempfile::tempdir().unwrap();
        for name in ["a.png", "a.ORA", "b.ora"] {
            let path = yard.path().join(name);
            assert!(can_be_painted(&path));
            write_for_painting(&photo(), &path, NAMES).unwrap();
            assert_eq!(read_drawing(&path).unwrap(), photo(), "{name}");
        }
        assert!(!can_be_painted(Path::new("a.jpg")));
        let ora = std::fs::read(yard.path().join("b.ora")).unwrap();
        // What file managers tell the kind by.
        assert_eq!(&ora[30..54], b"mimetypeimage/openraster");
        assert_eq!(ora[8..10], [0, 0], "it is packed");
        let text = String::from_utf8_lossy(&ora);
        for part in [
            r#"w="300" h="200""#,
            r#"name="Photo &quot;&lt;&amp;&gt;&quot;" src="data/photograph.png" edit-locked="true""#,
            r#"name="Zeichnung" src="data/drawing.png" selected="true""#,
            "Thumbnails/thumbnail.png",
        ] {
            assert!(text.contains(part), "{part}");
        }
        assert!(text.find("drawing.png") < text.find("photograph.png"));
    }

    #[test]
    fn what_is_there_already_is_not_replaced() {
        let yard = tempfile::tempdir().unwrap();
        for name in ["a.png", "a.ora"] {
            let path = yard.path().join(name);
            std::fs::write(&path, b"somebody's work").unwrap();
            let refused = write_for_painting(&photo(), &path, NAMES);
            assert!(matches!(refused, Err(ImageError::AlreadyExists)));
            assert_eq!(std::fs::read(&path).unwrap(), b"somebody's work");
        }
        let folder = yard.path().join("file/a.ora");
        std::fs::write(yard.path().join("file"), b"").unwrap();
        let refused = write_for_painting(&photo(), &folder, NAMES);
        assert!(matches!(refused, Err(ImageError::CannotWrite { .. })));
    }

    #[test]
    fn transparent_parts_become_paper() {
        let yard = tempfile::tempdir().unwrap();
        let path = yard.path().join("a.ora");
        write_for_painting(&RgbaImage::new(20, 10), &path, NAMES).unwrap();
        let read = read_drawing(&path).unwrap();
        assert!(read.pixels().all(|pixel| pixel.0 == [255; 4]));
    }
}
