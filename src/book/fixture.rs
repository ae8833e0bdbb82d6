//! Books that the tests make.

use std::io::{Cursor, Write as _};

use flate2::Compression;
use flate2::write::DeflateEncoder;
use image::{ImageFormat, Rgb, RgbImage};
use rawzip::{CompressionMethod, ZipArchiveWriter};

/// A drawing that is like no other: coloured rectangles on paper.
pub(crate) fn drawing(seed: u64, width: u32, height: u32) -> RgbImage {
    let mut random = fastrand::Rng::with_seed(seed);
    let mut page = RgbImage::from_pixel(width, height, Rgb([250, 245, 230]));
    for _ in 0..40 {
        let (x, y) = (random.u32(0..width), random.u32(0..height));
        let color = Rgb([random.u8(..), random.u8(..), random.u8(..)]);
        fill(
            &mut page,
            [x, y, random.u32(5..width / 4), random.u32(5..height / 4)],
            color.0,
        );
    }
    page
}

/// Fills a rectangle of left, top, width and height, as far as it is in the picture.
pub(crate) fn fill(picture: &mut RgbImage, [left, top, width, height]: [u32; 4], color: [u8; 3]) {
    for y in top..(top + height).min(picture.height()) {
        for x in left..(left + width).min(picture.width()) {
            picture.put_pixel(x, y, Rgb(color));
        }
    }
}

pub(crate) fn file(picture: &RgbImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

pub(crate) fn png(seed: u64) -> Vec<u8> {
    file(&drawing(seed, 240, 300), ImageFormat::Png)
}

/// An archive of these files, deflated.
pub(crate) fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut archive = ZipArchiveWriter::new(&mut out);
    for (name, bytes) in files {
        let file = archive.new_file(*name);
        let file = file.compression_method(CompressionMethod::DEFLATE);
        let (mut entry, config) = file.start().unwrap();
        let encoder = DeflateEncoder::new(&mut entry, Compression::default());
        let mut writer = config.wrap(encoder);
        writer.write_all(bytes).unwrap();
        let (encoder, descriptor) = writer.finish().unwrap();
        encoder.finish().unwrap();
        entry.finish(descriptor).unwrap();
    }
    archive.finish().unwrap();
    out
}

/// An archive that says of all its files that they are encrypted.
pub(crate) fn encrypted(mut zip: Vec<u8>) -> Vec<u8> {
    for (mark, flags) in [(b"PK\x03\x04", 6), (b"PK\x01\x02", 8)] {
        let found: Vec<usize> = (0..zip.len() - 4)
            .filter(|at| zip[*at..].starts_with(mark))
            .collect();
        for at in found {
            zip[at + flags] |= 1;
        }
    }
    zip
}
