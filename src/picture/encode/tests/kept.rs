//! What is kept beside the pixels: resolution, large blocks, true words.

use super::*;

#[test]
fn a_packet_too_large_for_jpeg_loses_its_history_first_and_then_itself() {
    let mut big = metadata(ByteOrder::Little);
    big.exif.as_mut().unwrap().resize(70_000, 0);
    big.xmp = Some([b"<x>", &vec![b'y'; 70_000][..], b"</x>"].concat());
    let options = EncodeOptions::new(OutputFormat::Jpeg);
    let photo = decode(&encode(&gradient(20, 20), Some(&big), &options).unwrap());
    assert_eq!(photo.metadata.xmp, None);
    assert_eq!(
        exif_text(&photo.metadata.exif.unwrap(), 0x010f).as_deref(),
        Some("Kino")
    );
    let history = "<rdf:li>saved</rdf:li>".repeat(4000);
    let padding = " ".repeat(9000);
    let long = format!(
        "<x><d xmlns:xmpMM='http://ns.adobe.com/xap/1.0/mm/'><xmpMM:History>{history}</xmpMM:History>\
        <dc:creator>A. Photo</dc:creator></d></x>{padding}<?xpacket end='w'?>"
    );
    let long = Metadata {
        xmp: Some(long.into_bytes()),
        ..Metadata::default()
    };
    let photo = decode(&encode(&gradient(20, 20), Some(&long), &options).unwrap());
    let kept = String::from_utf8(photo.metadata.xmp.unwrap()).unwrap();
    assert!(
        kept.contains("A. Photo") && !kept.contains("saved"),
        "{kept}"
    );
    let photo = decode(&encode(&gradient(20, 20), Some(&big), &EncodeOptions::default()).unwrap());
    assert!(photo.metadata.exif.is_some() && photo.metadata.xmp.is_some());
}

#[test]
fn the_resolution_is_kept_in_every_format_with_exif_and_without() {
    use crate::picture::exif;
    use crate::picture::resolution::{Resolution, Unit};
    let uneven = Resolution::new([300.0, 118.11], Unit::Inch).unwrap();
    let usual = Resolution::new([600.0, 600.0], Unit::Inch).unwrap();
    let own = {
        let mut bytes = metadata(ByteOrder::Big).exif.unwrap();
        let other = Resolution::new([72.0; 2], Unit::Inch).unwrap();
        exif::set_resolution(&mut bytes, other, true);
        assert_eq!(exif::resolution(&bytes), Some(other));
        assert_eq!(exif_text(&bytes, 0x010f).as_deref(), Some("Kino"));
        bytes
    };
    for resolution in [uneven, usual] {
        for block in [None, metadata(ByteOrder::Little).exif, Some(own.clone())] {
            let kept = Metadata {
                exif: block.clone(),
                xmp: None,
                resolution: Some(resolution),
                ..Metadata::default()
            };
            for format in OutputFormat::ALL {
                let bytes = encode(&noise(9, 9), Some(&kept), &EncodeOptions::new(format)).unwrap();
                let has_block = block.is_some();
                let near = |found: Option<Resolution>| {
                    let found = found.unwrap().per(Unit::Inch);
                    let want = resolution.per(Unit::Inch);
                    let is_near = found.iter().zip(want).all(|(a, b)| (a - b).abs() < 0.6);
                    assert!(is_near, "{format} {has_block}: {found:?}, not {want:?}");
                };
                match format {
                    OutputFormat::Gif => {}
                    OutputFormat::Avif => {
                        let start = bytes
                            .windows(4)
                            .position(|at| at == b"II*\0" || at == b"MM\0*");
                        near(exif::resolution(&bytes[start.unwrap()..]));
                    }
                    OutputFormat::Webp => {
                        near(exif::resolution(&decode(&bytes).metadata.exif.unwrap()));
                    }
                    OutputFormat::Png | OutputFormat::Jpeg | OutputFormat::Tiff => {
                        let read = decode(&bytes).metadata;
                        near(read.resolution);
                        if block.as_ref() == Some(&own) {
                            near(exif::resolution(&read.exif.unwrap()));
                        }
                    }
                }
            }
        }
    }
}

#[test]
fn of_a_large_exif_block_a_jpeg_keeps_all_but_the_private_data() {
    let date = |large: usize| {
        // A date in the Exif directory, and a maker's note.
        let order = ByteOrder::Little;
        let entry = |tag: u16, kind: u16, count: u32, value: u32| {
            [
                &order.u16(tag)[..],
                &order.u16(kind),
                &order.u32(count),
                &order.u32(value),
            ]
            .concat()
        };
        let mut block = b"II*\0\x08\0\0\0".to_vec();
        block.extend([&order.u16(1)[..], &entry(0x8769, 4, 1, 26), &[0; 4]].concat());
        block.extend(order.u16(2));
        block.extend(entry(0x9003, 2, 20, 56));
        block.extend(entry(0x927c, 7, large as u32, 76));
        block.extend([0; 4]);
        block.extend(b"2024:05:01 10:20:30\0");
        block.extend(vec![7; large]);
        block
    };
    for large in [1000, 65_000, 90_000] {
        let kept = Metadata {
            exif: Some(date(large)),
            ..Metadata::default()
        };
        let options = EncodeOptions::new(OutputFormat::Jpeg);
        let bytes = encode(&noise(9, 9), Some(&kept), &options).unwrap();
        let block = decode(&bytes).metadata.exif.unwrap();
        assert!(block.windows(10).any(|at| at == b"2024:05:01"), "{large}");
        assert_eq!(block.len() > large, large < 65_400, "{large}");
        // Other formats keep everything.
        let png = encode(&noise(9, 9), Some(&kept), &EncodeOptions::default()).unwrap();
        assert_eq!(decode(&png).metadata.exif, kept.exif);
    }
}

#[test]
fn what_xmp_says_of_size_and_space_is_that_of_the_file() {
    let kept = Metadata {
        xmp: Some(
            b"<x tiff:ImageWidth='6000' exif:ColorSpace='1'><exif:PixelYDimension>4000\
            </exif:PixelYDimension>Kino</x>"
                .to_vec(),
        ),
        ..Metadata::default()
    };
    for format in [
        OutputFormat::Png,
        OutputFormat::Jpeg,
        OutputFormat::Webp,
        OutputFormat::Tiff,
    ] {
        let options = EncodeOptions {
            space: ColorSpace::AdobeRgb,
            ..EncodeOptions::new(format)
        };
        let bytes = encode(&noise(61, 47), Some(&kept), &options).unwrap();
        for text in [
            "tiff:ImageWidth='61'",
            "exif:ColorSpace='65535'",
            ">47</exif:PixelYDimension>",
        ] {
            let text = text.as_bytes();
            assert!(bytes.windows(text.len()).any(|at| at == text), "{format}");
        }
    }
}

#[test]
fn a_chosen_resolution_goes_before_that_of_the_photograph_in_every_format_that_has_one() {
    use crate::picture::exif;
    use crate::picture::resolution::{Resolution, Unit};
    let other = Resolution::new([72.0; 2], Unit::Inch).unwrap();
    let mut block = metadata(ByteOrder::Little).exif.unwrap();
    exif::set_resolution(&mut block, other, true);
    let packet = "<d xmlns:tiff='http://ns.adobe.com/tiff/1.0/' tiff:XResolution='72/1' \
                  tiff:YResolution='72/1' tiff:ResolutionUnit='3'/>";
    let kept = Metadata {
        exif: Some(block),
        xmp: Some(packet.as_bytes().to_vec()),
        resolution: Some(other),
        ..Metadata::default()
    };
    let chosen = Resolution::of_dpi(300);
    for metadata in [Some(&kept), Some(&Metadata::default()), None] {
        for format in OutputFormat::ALL {
            let options = EncodeOptions {
                resolution: Some(chosen),
                ..EncodeOptions::new(format)
            };
            let bytes = encode(&noise(9, 9), metadata, &options).unwrap();
            if format == OutputFormat::Avif {
                let start = bytes.windows(4).position(|at| at == b"II*\0").unwrap();
                assert_eq!(exif::resolution(&bytes[start..]), Some(chosen));
                continue;
            }
            let read = decode(&bytes).metadata;
            let block = read.exif.as_deref().and_then(exif::resolution);
            let found = read.resolution.or(block);
            assert_eq!(found.is_some(), format.holds_resolution(), "{format:?}");
            if !format.holds_resolution() {
                continue;
            }
            assert_eq!(found, Some(chosen), "{format:?}");
            if metadata.is_some_and(|metadata| metadata.xmp.is_some()) {
                assert_eq!(block, Some(chosen), "{format:?}");
                let packet = String::from_utf8(read.xmp.unwrap()).unwrap();
                for says in ["XResolution='300/1'", "YResolution='300/1'", "Unit='2'"] {
                    assert!(packet.contains(says), "{format:?}: {packet}");
                }
            }
        }
    }
}
