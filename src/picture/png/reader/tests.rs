//! PNG files with texts, with colours by numbers, and of Xcode.

use super::*;
use crate::picture::fixture::{ExifSpec, exif_block, exif_text, file, first_number, noise};
use crate::picture::{Animation, ColorSpace, Photo, decode_bytes};
use ::image::{DynamicImage, ImageFormat, RgbaImage};
use flate2::write::{DeflateEncoder, ZlibEncoder};
use flate2::{Compression, Crc};
use std::fmt::Write as _;
use std::io::Write as _;

fn decode_photo(bytes: &[u8]) -> Photo {
    decode_bytes(bytes, &DecodeLimits::default()).unwrap()
}

fn chunk(kind: [u8; 4], data: &[u8]) -> Vec<u8> {
    let mut crc = Crc::new();
    crc.update(&kind);
    crc.update(data);
    let length = (data.len() as u32).to_be_bytes();
    [&length[..], &kind, data, &crc.sum().to_be_bytes()].concat()
}

/// A file with chunks behind its header.
fn with_chunks(picture: &RgbaImage, chunks: &[Vec<u8>]) -> Vec<u8> {
    let png = file(&DynamicImage::ImageRgba8(picture.clone()), ImageFormat::Png);
    let header = 8 + 12 + 13;
    [&png[..header], &chunks.concat(), &png[header..]].concat()
}

/// A block as `ImageMagick` writes it.
fn raw_profile(name: &str, block: &[u8]) -> Vec<u8> {
    let mut text = format!("\n{name}\n{:8}\n", block.len());
    for (index, byte) in block.iter().enumerate() {
        write!(text, "{byte:02x}").unwrap();
        if index % 36 == 35 {
            text.push('\n');
        }
    }
    text.into_bytes()
}

fn zipped(data: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(data).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn exif_in_a_text_chunk_turns_the_picture_and_is_kept() {
    let exif = exif_block(&ExifSpec {
        orientation: 6,
        ..ExifSpec::default()
    });
    let marked = [b"Exif\0\0", &exif[..]].concat();
    let picture = noise(9, 5);
    for (name, block) in [("exif", &marked), ("exif", &exif), ("APP1", &marked)] {
        let text = raw_profile(name, block);
        let keyword = format!("Raw profile type {name}\0");
        let plain = chunk(*b"tEXt", &[keyword.as_bytes(), &text].concat());
        let compressed = [keyword.as_bytes(), &[0], &zipped(&text)].concat();
        let international = [keyword.as_bytes(), &[1, 0, 0, 0], &zipped(&text)].concat();
        for chunk in [
            plain,
            chunk(*b"zTXt", &compressed),
            chunk(*b"iTXt", &international),
        ] {
            let photo = decode_photo(&with_chunks(&picture, &[chunk]));
            assert!(
                photo.pixels == ::image::imageops::rotate90(&picture),
                "{name}"
            );
            let exif = photo.metadata.exif.unwrap();
            assert_eq!(exif_text(&exif, 0x010f).as_deref(), Some("Kino"), "{name}");
            assert_eq!(first_number(&exif, 0x0112), Some(1), "{name}");
        }
    }
}

#[test]
fn captions_xmp_and_profiles_in_text_chunks_are_taken() {
    let records = [&[0x1c, 2, 120, 0, 5][..], b"A cat"].concat();
    let iptc = [
        b"Raw profile type iptc\0",
        &raw_profile("iptc", &records)[..],
    ]
    .concat();
    let xmp = b"http://ns.adobe.com/xap/1.0/\0<x><rdf:RDF>Kino</rdf:RDF></x>";
    let app1 = [b"Raw profile type APP1\0", &raw_profile("app1", xmp)[..]].concat();
    let p3 = moxcms::ColorProfile::new_display_p3().encode().unwrap();
    let icm = [b"Raw profile type icm\0", &raw_profile("icm", &p3)[..]].concat();
    let chunks = [
        chunk(*b"tEXt", &iptc),
        chunk(*b"tEXt", &app1),
        chunk(*b"tEXt", &icm),
        chunk(*b"tEXt", b"Copyright\0\xa9 A. Photo"),
        chunk(*b"iTXt", b"Author\0\0\0\0\0\xe6\xbc\xab\xe7\x94\xbb"),
        chunk(*b"tEXt", b"Raw profile type exif\0\nexif\n 4\nno hex"),
        chunk(*b"zTXt", b"Raw profile type exif\0\0no zlib"),
    ];
    let photo = decode_photo(&with_chunks(&noise(4, 4), &chunks));
    assert_eq!(photo.space, ColorSpace::DisplayP3);
    let xmp = String::from_utf8(photo.metadata.xmp.unwrap()).unwrap();
    for text in ["Kino", "A cat", "© A. Photo", "漫画"] {
        assert!(xmp.contains(text), "{xmp}");
    }
}

#[test]
fn long_texts_do_no_harm_to_stills_and_animations() {
    let text = [&b"Comment\0"[..], &vec![b'x'; 70 << 20]].concat();
    let long = chunk(*b"tEXt", &text);
    let picture = noise(4, 4);
    assert!(decode_photo(&with_chunks(&picture, std::slice::from_ref(&long))).pixels == picture);
    let mut animation = Vec::new();
    let mut encoder = png::Encoder::new(&mut animation, 4, 4);
    encoder.set_color(ColorType::Rgba);
    encoder.set_animated(2, 0).unwrap();
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(picture.as_raw()).unwrap();
    writer.write_image_data(&[9; 64]).unwrap();
    writer.finish().unwrap();
    let animation = [&animation[..33], &long, &animation[33..]].concat();
    let opened = Animation::open(&animation.into(), &DecodeLimits::default())
        .unwrap()
        .unwrap();
    let frames: Vec<_> = opened.frames().unwrap().map(Result::unwrap).collect();
    assert!(frames.len() == 2 && frames[0].pixels == picture);
}

#[test]
fn the_first_description_of_colours_that_is_there_counts() {
    let picture = RgbaImage::from_pixel(4, 4, ::image::Rgba([90, 140, 70, 255]));
    let first = |chunks: &[Vec<u8>]| {
        let photo = decode_photo(&with_chunks(&picture, chunks));
        (photo.pixels.get_pixel(0, 0).0, photo.space)
    };
    let gamma = chunk(*b"gAMA", &100_000_u32.to_be_bytes());
    let usual = chunk(*b"gAMA", &45_455_u32.to_be_bytes());
    let srgb = chunk(*b"sRGB", &[0]);
    let p3 = chunk(*b"cICP", &[12, 13, 0, 1]);
    let unknown = chunk(*b"cICP", &[2, 2, 0, 1]);
    let (bright, _) = first(std::slice::from_ref(&gamma));
    assert!(bright[0] > 150 && bright[1] > 190, "{bright:?}");
    let plain = ([90, 140, 70, 255], ColorSpace::Srgb);
    assert_eq!(first(&[]), plain);
    assert_eq!(first(&[usual]), plain);
    assert_eq!(first(&[srgb, gamma.clone()]), plain);
    let (color, space) = first(&[p3, gamma.clone()]);
    assert!(
        color[0] < 80 && color[1] > 140 && space == ColorSpace::DisplayP3,
        "{color:?}"
    );
    assert_eq!(first(&[unknown, gamma]).0, bright);
    // The same white and primaries as sRGB in one chunk, those of Adobe RGB in another.
    let chromaticities = |red: u32, green: [u32; 2]| {
        let numbers = [
            31_270, 32_900, red, 33_000, green[0], green[1], 15_000, 6_000_u32,
        ];
        chunk(*b"cHRM", &numbers.map(u32::to_be_bytes).concat())
    };
    assert_eq!(first(&[chromaticities(64_000, [30_000, 60_000])]), plain);
    let (wide, _) = first(&[chromaticities(64_000, [21_000, 71_000])]);
    assert!(wide[0] < 80, "{wide:?}");
}

#[test]
fn a_file_of_xcode_is_an_ordinary_one_in_another_order() {
    let mut picture = noise(7, 5);
    picture.put_pixel(1, 1, ::image::Rgba([200, 100, 0, 128]));
    picture.put_pixel(2, 1, ::image::Rgba([0; 4]));
    let mut rows = Vec::new();
    for row in picture.as_raw().chunks(7 * 4) {
        rows.push(0);
        for &[red, green, blue, alpha] in row.as_chunks::<4>().0 {
            let times = |v: u8| ((u32::from(v) * u32::from(alpha) + 127) / 255) as u8;
            rows.extend([times(blue), times(green), times(red), alpha]);
        }
    }
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(&rows).unwrap();
    let data = encoder.finish().unwrap();
    let (half, rest) = data.split_at(data.len() / 2);
    let png = [
        b"\x89PNG\r\n\x1a\n".to_vec(),
        chunk(*b"CgBI", &[0x50, 0, 0x20, 2]),
        chunk(*b"IHDR", &[0, 0, 0, 7, 0, 0, 0, 5, 8, 6, 0, 0, 0]),
        chunk(*b"IDAT", half),
        chunk(*b"IDAT", rest),
        chunk(*b"IEND", &[]),
    ]
    .concat();
    let read = decode_photo(&png).pixels;
    let most = read
        .iter()
        .zip(picture.iter())
        .map(|(a, b)| a.abs_diff(*b))
        .max();
    assert!(most.unwrap() <= 1, "{most:?}");
    let animation = Animation::open(&png.clone().into(), &DecodeLimits::default());
    assert!(animation.unwrap().is_none());
    assert!(decode_bytes(&png[..png.len() / 2], &DecodeLimits::default()).is_err());
}

#[test]
fn faults_that_viewers_pass_over_do_no_harm() {
    let picture = noise(9, 5);
    let png = with_chunks(&picture, &[]);
    let read = |bytes: &[u8]| {
        let animation = Animation::open(&bytes.to_vec().into(), &DecodeLimits::default());
        assert!(animation.unwrap().is_none());
        decode_photo(bytes).pixels
    };
    let frames = chunk(*b"acTL", &[0, 0, 0, 3, 0, 0, 0, 0]);
    let lone = chunk(*b"fdAT", &[0, 0, 0, 0, 1, 2, 3]);
    for code_points in [&[12, 13, 1, 1][..], &[12, 13, 0, 7], &[12, 13], &[1; 9]] {
        let odd = with_chunks(&picture, &[chunk(*b"cICP", code_points)]);
        assert_eq!(read(&odd), picture, "{code_points:?}");
    }
    for parts in [
        &[frames.clone()][..],
        std::slice::from_ref(&lone),
        &[frames, lone.clone()],
    ] {
        assert_eq!(read(&with_chunks(&picture, parts)), picture);
    }
    // Without its last chunk, and with a part of it.
    for missing in 1..=12 {
        assert_eq!(read(&png[..png.len() - missing]), picture, "{missing}");
    }
    for missing in [13, 17, 30] {
        let cut = decode_bytes(&png[..png.len() - missing], &DecodeLimits::default());
        assert!(matches!(cut, Err(ImageError::Truncated { .. })), "{cut:?}");
    }
    // Pixels are missing, and the file ends with a whole chunk.
    let header = 8 + 12 + 13;
    let half = [
        &png[..header],
        &chunk(*b"IDAT", &png[header + 8..header + 40]),
    ]
    .concat();
    let cut = decode_bytes(&half, &DecodeLimits::default());
    assert!(matches!(cut, Err(ImageError::Truncated { .. })), "{cut:?}");
}
