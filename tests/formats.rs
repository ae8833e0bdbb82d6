//! What goes into the files: depth, colour space, metadata.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use image::{DynamicImage, ImageDecoder as _, ImageReader};
use kinetoon::picture::{ColorSpace, DecodeLimits, EncodeOptions, Metadata, OutputFormat};
use kinetoon::picture::{decode_file, encode, to_space};

use crate::common::{picture, stderr, stdout, stylize, tree, write_picture};

/// An EXIF block with a maker, a place, and a thumbnail of the photograph.
fn exif_with_thumbnail() -> Vec<u8> {
    let thumbnail = {
        let small = DynamicImage::ImageRgba8(picture(32, 24)).to_rgb8();
        let mut bytes = std::io::Cursor::new(Vec::new());
        small
            .write_to(&mut bytes, image::ImageFormat::Jpeg)
            .unwrap();
        bytes.into_inner()
    };
    let mut block = b"II*\0\x08\0\0\0".to_vec();
    let entry = |tag: u16, kind: u16, count: u32, value: u32| {
        [
            &tag.to_le_bytes()[..],
            &kind.to_le_bytes(),
            &count.to_le_bytes(),
            &value.to_le_bytes(),
        ]
        .concat()
    };
    // The maker stands behind both directories, then a preview in private data, then the thumbnail.
    let maker = 8 + 2 + 3 * 12 + 4 + 2 + 2 * 12 + 4;
    let note = maker + 8;
    let end = note + thumbnail.len() as u32 + 4;
    block.extend(3_u16.to_le_bytes());
    block.extend(entry(0x010f, 2, 5, maker));
    block.extend(entry(0x0112, 3, 1, 6));
    block.extend(entry(0x927c, 7, thumbnail.len() as u32 + 4, note));
    block.extend((8 + 2 + 3 * 12 + 4_u32).to_le_bytes());
    block.extend(2_u16.to_le_bytes());
    block.extend(entry(0x0201, 4, 1, end));
    block.extend(entry(0x0202, 4, 1, thumbnail.len() as u32));
    block.extend([0; 4]);
    block.extend(b"Kino\0\0\0\0MAKE");
    block.extend(&thumbnail);
    block.extend(&thumbnail);
    block
}

/// A photograph of 96 x 64 in a colour space, lying on its side, with metadata.
fn photo(folder: &Path, name: &str, space: ColorSpace) -> PathBuf {
    let format = OutputFormat::from_extension(Path::new(name)).unwrap();
    let mut pixels = picture(96, 64);
    to_space(&mut pixels, space);
    let metadata = Metadata {
        exif: Some(exif_with_thumbnail()),
        xmp: Some(b"<x tiff:Orientation=\"6\"><i>/9j/4AAQSkZJRgABAQ</i>Kino</x>".to_vec()),
        ..Metadata::default()
    };
    let options = EncodeOptions {
        space,
        ..EncodeOptions::new(format)
    };
    let path = folder.join(name);
    fs::write(&path, encode(&pixels, Some(&metadata), &options).unwrap()).unwrap();
    path
}

fn run(photo: &Path, out: &Path, more: &[&str]) {
    let arguments = [photo, Path::new("--out"), out].map(Path::as_os_str);
    let output = stylize(arguments.into_iter().chain(more.iter().map(AsRef::as_ref)));
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
}

fn read(path: &Path) -> kinetoon::picture::Photo {
    decode_file(path, &DecodeLimits::default()).unwrap()
}

#[test]
fn sixteen_bits_are_more_than_eight_of_the_same_drawing() {
    let yard = tempfile::tempdir().unwrap();
    let photo = write_picture(yard.path(), "photo.png", 240, 180);
    // In one piece, and enlarged from the side at which the network drew.
    for scale in ["96", "full"] {
        let plain = yard.path().join(format!("plain-{scale}.png"));
        run(&photo, &plain, &["--scale", scale]);
        let plain = image::open(&plain).unwrap().to_rgba8();
        for ending in ["png", "tiff"] {
            let deep = yard.path().join(format!("deep-{scale}.{ending}"));
            run(&photo, &deep, &["--scale", scale, "--depth", "16"]);
            let deep = image::open(&deep).unwrap();
            assert!(
                matches!(deep, DynamicImage::ImageRgb16(_)),
                "{:?}",
                deep.color()
            );
            let deep = deep.to_rgba16();
            assert_eq!(deep.dimensions(), plain.dimensions());
            let (mut furthest, mut between, mut apart) = (0.0_f64, 0, 0.0);
            for (deep, plain) in deep.iter().zip(plain.iter()) {
                between += u32::from(deep % 257 != 0);
                let difference = (f64::from(*deep) / 257.0 - f64::from(*plain)).abs();
                furthest = furthest.max(difference);
                apart += difference;
            }
            let mean = apart / deep.len() as f64;
            // Rounding moves an edge of a line here and there.
            assert!(
                furthest < 8.0 && mean < 0.6,
                "{scale} {ending}: {furthest}, mean {mean}"
            );
            assert!(
                between as usize > deep.len() / 3,
                "{between} of {}",
                deep.len()
            );
        }
    }
}

#[test]
fn sixteen_bits_are_refused_where_they_cannot_be() {
    let yard = tempfile::tempdir().unwrap();
    let photo = write_picture(yard.path(), "photo.jpg", 40, 30);
    for more in [
        &["--out", "x.jpg"][..],
        &["--out", "x.webp"],
        &["--out", "x", "--format", "webp"],
    ] {
        let arguments = [photo.to_str().unwrap(), "--depth", "16"];
        let output = stylize(arguments.into_iter().chain(more.iter().copied()));
        assert_eq!(output.status.code(), Some(2));
        assert!(
            stderr(&output).contains("8 bits a channel"),
            "{}",
            stderr(&output)
        );
    }
    let out = yard.path().join("out");
    run(&photo, &out, &["--depth", "16"]);
    assert_eq!(tree(&out), ["photo.png"], "a JPEG becomes a PNG");
}

#[test]
fn metadata_is_kept_upright_and_without_the_old_picture_or_stripped() {
    let yard = tempfile::tempdir().unwrap();
    for (input, ending) in [
        ("a.jpg", "jpg"),
        ("b.png", "png"),
        ("c.webp", "webp"),
        ("d.tiff", "tiff"),
    ] {
        let photo = photo(yard.path(), input, ColorSpace::Srgb);
        for depth in ["8", "16"] {
            if depth == "16" && ["jpg", "webp"].contains(&ending) {
                continue;
            }
            let kept = yard.path().join(format!("kept-{depth}.{ending}"));
            run(&photo, &kept, &["--metadata", "keep", "--depth", depth]);
            let bytes = fs::read(&kept).unwrap();
            let has = |what: &[u8]| bytes.windows(what.len()).any(|window| window == what);
            let metadata = read(&kept).metadata;
            assert!(
                metadata
                    .exif
                    .is_some_and(|exif| exif.windows(4).any(|w| w == b"Kino")),
                "{input}"
            );
            assert!(
                !has(b"/9j/4AAQ") && has(b"tiff:Orientation=\"1\""),
                "{input}"
            );
            // A JPEG begins once, at the start of a JPEG file, and nowhere else.
            let begins = bytes
                .windows(4)
                .filter(|w| w[..3] == [0xff, 0xd8, 0xff])
                .count();
            assert_eq!(begins, usize::from(ending == "jpg"), "{input}");
            // Upright now: nothing turns it a second time.
            let decoder = ImageReader::open(&kept)
                .unwrap()
                .with_guessed_format()
                .unwrap();
            let turned = decoder.into_decoder().unwrap().orientation().unwrap();
            assert_eq!(
                turned,
                image::metadata::Orientation::NoTransforms,
                "{input}"
            );
            // A TIFF that is made for this is upright from the start.
            let size = if ending == "tiff" { (96, 64) } else { (64, 96) };
            assert_eq!(read(&kept).pixels.dimensions(), size, "{input}");

            let stripped = yard.path().join(format!("stripped-{depth}.{ending}"));
            run(
                &photo,
                &stripped,
                &["--metadata", "strip", "--depth", depth],
            );
            assert!(read(&stripped).metadata.is_empty(), "{input}");
            fs::remove_file(kept).unwrap();
            fs::remove_file(stripped).unwrap();
        }
    }
}

#[test]
fn files_are_in_the_space_that_was_asked_for() {
    let yard = tempfile::tempdir().unwrap();
    let wide = photo(yard.path(), "wide.png", ColorSpace::DisplayP3);
    let plain = yard.path().join("plain.png");
    run(&wide, &plain, &[]);
    assert_eq!(read(&plain).space, ColorSpace::Srgb);
    let reference = read(&plain).pixels;
    let asked = [
        ("display-p3", ColorSpace::DisplayP3),
        ("adobe-rgb", ColorSpace::AdobeRgb),
        ("photo", ColorSpace::DisplayP3),
    ];
    for (profile, space) in asked {
        for depth in ["8", "16"] {
            let out = yard.path().join(format!("{profile}-{depth}.png"));
            run(&wide, &out, &["--profile", profile, "--depth", depth]);
            let drawn = read(&out);
            assert_eq!(drawn.space, space, "{profile}");
            let stored = image::open(&out).unwrap().to_rgba8();
            assert!(
                stored != reference,
                "the numbers are those of the wider space"
            );
            let apart = drawn
                .pixels
                .iter()
                .zip(reference.iter())
                .map(|(a, b)| u64::from(a.abs_diff(*b)));
            let mean = apart.sum::<u64>() as f64 / reference.len() as f64;
            assert!(mean < 0.6, "{profile} {depth}: {mean}");
        }
    }
    for out in ["x.avif", "x.gif"] {
        let arguments = [
            wide.to_str().unwrap(),
            "--out",
            out,
            "--profile",
            "adobe-rgb",
        ];
        let output = stylize(arguments);
        assert_eq!(output.status.code(), Some(2), "{out}");
        assert!(stderr(&output).contains("sRGB"), "{}", stderr(&output));
    }
    let to_gif = stylize([wide.to_str().unwrap(), "--out", "x.gif", "--dpi", "300"]);
    assert_eq!(to_gif.status.code(), Some(2));
    assert!(
        stderr(&to_gif).contains("--dpi: GIF"),
        "{}",
        stderr(&to_gif)
    );
    let nowhere = stylize([
        wide.to_str().unwrap(),
        "--out",
        "x.png",
        "--profile",
        "cmyk",
    ]);
    assert_eq!(nowhere.status.code(), Some(2));
    assert!(
        stderr(&nowhere).contains("adobe-rgb"),
        "{}",
        stderr(&nowhere)
    );
}

#[test]
fn an_avif_file_is_the_drawing_to_another_program() {
    if Command::new("avifdec").arg("--version").output().is_err() {
        println!("skipped: avifdec is not installed");
        return;
    }
    let yard = tempfile::tempdir().unwrap();
    let wide = photo(yard.path(), "wide.png", ColorSpace::DisplayP3);
    let [plain, avif, again] =
        ["plain.png", "drawn.avif", "again.png"].map(|name| yard.path().join(name));
    run(&wide, &plain, &[]);
    run(&wide, &avif, &["--profile", "photo"]);
    let decoded = Command::new("avifdec").args([&avif, &again]).output();
    let decoded = decoded.unwrap();
    assert!(decoded.status.success(), "{}", stderr(&decoded));
    let [want, got] = [&plain, &again].map(|path| image::open(path).unwrap().to_rgb8());
    assert_eq!(want.dimensions(), got.dimensions());
    let apart = want.iter().zip(got.iter()).map(|(a, b)| a.abs_diff(*b));
    let mean = apart.map(u64::from).sum::<u64>() as f64 / want.len() as f64;
    assert!(mean < 2.0, "{mean}");
    let told = stdout(&decoded);
    let told_of_exif = told.lines().find(|line| line.contains("Exif"));
    assert!(
        told_of_exif.is_some_and(|line| line.contains("Present")),
        "{told}"
    );
}

/// Segments of a JPEG file put behind its start mark.
fn with_segments(jpeg: &[u8], segments: &[(u8, Vec<u8>)]) -> Vec<u8> {
    let mut out = jpeg[..2].to_vec();
    for (marker, content) in segments {
        out.extend([0xff, *marker]);
        out.extend((content.len() as u16 + 2).to_be_bytes());
        out.extend(content);
    }
    out.extend(&jpeg[2..]);
    out
}

#[test]
fn what_is_said_of_a_photograph_is_kept_and_true_of_its_drawing() {
    let yard = tempfile::tempdir().unwrap();
    let mut plain = std::io::Cursor::new(Vec::new());
    let pixels = DynamicImage::ImageRgba8(picture(96, 64)).to_rgb8();
    pixels
        .write_to(&mut plain, image::ImageFormat::Jpeg)
        .unwrap();
    // The orientation as a long number, as some phones store it.
    let mut exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x04\0\x01\0\0\0\x06\0\0\0".to_vec();
    exif.extend([0; 4]);
    let xmp = "http://ns.adobe.com/xap/1.0/\0<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF \
        xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description \
        xmlns:GCamera='http://ns.google.com/photos/1.0/camera/' GCamera:MotionPhoto='1' \
        xmlns:mwg-rs='http://www.metadataworkinggroup.com/schemas/regions/' \
        xmlns:xmpNote='http://ns.adobe.com/xmp/note/' xmpNote:HasExtendedXMP='F0'>\
        <mwg-rs:Regions>Ada</mwg-rs:Regions></rdf:Description></rdf:RDF></x:xmpmeta>";
    let iptc = b"Photoshop 3.0\08BIM\x04\x04\0\0\0\0\0\x0d\x1c\x02\x74\0\x08A. Photo\0";
    let jfif = b"JFIF\0\x01\x02\x01\x01\x2c\x01\x2c\0\0";
    let jpeg = with_segments(
        plain.get_ref(),
        &[
            (0xe0, jfif.to_vec()),
            (0xe1, exif),
            (0xe1, xmp.as_bytes().to_vec()),
            (0xed, iptc.to_vec()),
        ],
    );
    let photo = yard.path().join("photo.jpg");
    fs::write(&photo, jpeg).unwrap();
    for ending in ["jpg", "png", "webp", "tiff", "avif"] {
        let out = yard.path().join(format!("drawn.{ending}"));
        run(&photo, &out, &["--metadata", "keep"]);
        let bytes = fs::read(&out).unwrap();
        let has = |what: &str| {
            let what = what.as_bytes();
            bytes.windows(what.len()).any(|window| window == what)
        };
        for gone in ["MotionPhoto=", "HasExtendedXMP=", "Regions>"] {
            assert!(!has(gone), "{ending}: {gone}");
        }
        assert!(has("A. Photo"), "{ending}");
        if ending == "avif" {
            continue;
        }
        let read = read(&out);
        assert_eq!(read.pixels.dimensions(), (64, 96), "{ending}");
        // 300 dots an inch, in the block where the format has no other place.
        let exif = read.metadata.exif.unwrap_or_default();
        let in_block = exif
            .windows(8)
            .any(|at| at == [300_u32.to_le_bytes(), 1_u32.to_le_bytes()].concat());
        assert!(read.metadata.resolution.is_some() || in_block, "{ending}");
    }
}
