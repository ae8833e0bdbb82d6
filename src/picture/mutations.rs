//! Files and blocks with random damage, through every reader: no panic, no hang.
//!
//! Readers of our own are called without the net that catches a codec's panic. The numbers are the
//! same in every run; by hand `KINETOON_MUTATIONS=100` runs a hundred times as many.

use std::io::Write as _;
use std::time::{Duration, Instant};

use super::fixture::scans::ScanJpeg;
use super::fixture::tiff::{Page, TiffFile, Values};
use super::fixture::{
    ExifSpec, Random, exif_block, file, flat_jpeg, lut_profile, noise, rgb_file, tagged_png,
    with_segment,
};
use super::metadata::{Metadata, Raw};
use super::png::chunks;
use super::samples::{SampleData, Samples};
use super::{
    Animation, AnimationHeader, AnimationWriter, DecodeLimits, Delay, EncodeOptions, OutputFormat,
    decode_bytes, encode,
};
use super::{exif_copy, gif, iptc, srgb, tiff, xmp};
use ::image::{DynamicImage, ImageFormat};

/// Longer than any of these small things takes, by far.
const PATIENCE: Duration = Duration::from_secs(20);

const LIMITS: DecodeLimits = DecodeLimits {
    max_pixels: 1_000_000,
    max_side: 65_535,
    max_alloc_bytes: 64 << 20,
};

fn rounds() -> usize {
    std::env::var("KINETOON_MUTATIONS")
        .ok()
        .and_then(|times| times.parse().ok())
        .unwrap_or(1)
}

/// A copy with a few bytes changed, removed, repeated or taken from another file.
fn mutated(random: &mut Random, whole: &[u8], other: &[u8]) -> Vec<u8> {
    let mut bytes = whole.to_vec();
    for _ in 0..=random.below(4) {
        if bytes.len() < 16 {
            break;
        }
        let at = random.below(bytes.len());
        let length = 1 + random.below(12);
        let end = (at + length).min(bytes.len());
        match random.below(8) {
            0 => bytes.truncate(at),
            1 => drop(bytes.drain(at..end)),
            2 => {
                let part = bytes[at..end].to_vec();
                bytes.splice(at..at, part);
            }
            3 => bytes[at..end].fill([0, 0xff, 0x7f, 0x80][random.below(4)]),
            4 => {
                let from = random.below(other.len());
                let part = other[from..(from + length).min(other.len())].to_vec();
                bytes.splice(at..end, part);
            }
            5 => bytes[at] ^= 1 << random.below(8),
            _ => bytes[at] = random.next() as u8,
        }
    }
    bytes
}

/// Goes through mutations of some things.
fn go_through(seed: u64, times: usize, things: &[Vec<u8>], read: impl Fn(&[u8])) {
    let mut random = Random(seed);
    for (index, whole) in things.iter().enumerate() {
        read(whole);
        for _ in 0..times * rounds() {
            let other = &things[random.below(things.len())];
            let bytes = mutated(&mut random, whole, other);
            let begin = Instant::now();
            read(&bytes);
            let taken = begin.elapsed();
            assert!(taken < PATIENCE, "thing {index} took {taken:?}");
        }
    }
}

fn tiffs() -> Vec<Vec<u8>> {
    let data: Vec<u8> = (0..600).map(|v| (v * 31 % 251) as u8).collect();
    let page = |bits: &[u16], colors: u16| Page::new([20, 10], bits, colors, data.clone());
    let pages = [
        page(&[8; 3], 2),
        page(&[8; 3], 2).short(284, 2).short(317, 2),
        page(&[1], 0).short(259, 32_773).short(266, 2),
        page(&[1], 1).short(259, 4),
        page(&[1], 1).short(259, 3),
        page(&[1], 1).short(259, 2),
        page(&[8], 1).short(259, 5),
        page(&[4], 3).with(320, Values::Shorts(vec![500; 48])),
        page(&[12], 1),
        page(&[32], 1).short(339, 3).short(317, 3),
        page(&[8; 4], 5),
        page(&[8; 3], 6).with(530, Values::Shorts(vec![2, 2])),
        page(&[8; 2], 1).short(338, 1),
        page(&[8; 3], 2).short(322, 16).short(323, 16),
    ];
    let mut files: Vec<Vec<u8>> = pages
        .into_iter()
        .map(|page| TiffFile::new(page).bytes())
        .collect();
    let mut big = TiffFile::new(page(&[16; 1], 1).with(330, Values::Inner(vec![0])));
    (big.is_big, big.inner) = (true, vec![page(&[8; 3], 2)]);
    big.pages
        .push(page(&[8], 0).with(254, Values::Longs(vec![1])));
    files.push(big.bytes());
    files
}

#[test]
fn tiff_files() {
    go_through(11, 2000, &tiffs(), |bytes| {
        drop(tiff::decode(bytes, &LIMITS));
    });
    let jpeg = ScanJpeg::new([30, 20], &[[2, 2], [1, 1], [1, 1]]).bytes();
    let inside = TiffFile::new(Page::new([30, 20], &[8; 3], 6, jpeg).short(259, 7)).bytes();
    go_through(12, 400, &[inside], |bytes| {
        drop(decode_bytes(bytes, &LIMITS));
    });
}

#[test]
fn jpeg_files() {
    let exif = exif_block(&ExifSpec {
        thumbnail: vec![9; 20],
        ..ExifSpec::default()
    });
    let iptc = [
        &b"Photoshop 3.0\08BIM\x04\x04\0\0\0\0\0\x0a"[..],
        &[0x1c, 2, 120, 0, 5],
        b"A cat",
    ]
    .concat();
    let plain = rgb_file(&noise(24, 17), ImageFormat::Jpeg);
    let tagged = with_segment(&plain, 0xe1, &[b"Exif\0\0", &exif]);
    let tagged = with_segment(&tagged, 0xed, &[&iptc]);
    let profile = lut_profile(*b"RGB ", true, |rgb| [100.0 * rgb[0], 0.0, 0.0]);
    let tagged = with_segment(&tagged, 0xe2, &[b"ICC_PROFILE\0\x01\x01", &profile]);
    let apart = ScanJpeg::new([30, 20], &[[1, 2], [1, 1], [1, 1]]).scans(&[&[0], &[1], &[2]]);
    let mut progressive = ScanJpeg::new([30, 20], &[[3, 1], [1, 1], [1, 1]]);
    progressive.frame = 0xc2;
    let things = [
        tagged,
        apart.bytes(),
        progressive.bytes(),
        flat_jpeg(&[200, 100, 50, 90], 3, Some(2), false),
        flat_jpeg(&[200, 100, 50], 3, None, true),
    ];
    go_through(21, 300, &things, |bytes| drop(decode_bytes(bytes, &LIMITS)));
}

#[test]
fn png_bmp_and_webp_files() {
    let exif = exif_block(&ExifSpec::default());
    let picture = DynamicImage::ImageRgba8(noise(24, 17));
    let p3 = moxcms::ColorProfile::new_display_p3().encode().unwrap();
    let kept = Metadata {
        exif: Some(exif.clone()),
        xmp: Some(b"<x tiff:Orientation='6'/>".to_vec()),
        ..Metadata::default()
    };
    let own = |format| encode(&noise(24, 17), Some(&kept), &EncodeOptions::new(format)).unwrap();
    let things = [
        tagged_png(&picture, Some(p3), Some(exif)),
        own(OutputFormat::Png),
        own(OutputFormat::Webp),
        file(&picture, ImageFormat::WebP),
        file(&picture, ImageFormat::Bmp),
    ];
    go_through(31, 1500, &things, |bytes| {
        drop(decode_bytes(bytes, &LIMITS));
        chunks::read_texts(bytes, &mut Raw::default());
        chunks::of_xcode(bytes);
    });
}

#[test]
fn animations() {
    let folder = tempfile::tempdir().unwrap();
    let things: Vec<Vec<u8>> = [OutputFormat::Gif, OutputFormat::Png, OutputFormat::Webp]
        .into_iter()
        .map(|format| {
            let header = AnimationHeader {
                width: 18,
                height: 13,
                num_frames: 3,
                num_plays: 0,
                has_alpha: true,
            };
            let path = folder.path().join(format.name());
            let options = EncodeOptions::new(format);
            let mut writer = AnimationWriter::begin(&path, false, header, None, &options).unwrap();
            for shade in [50, 150, 250] {
                let mut pixels = noise(18, 13);
                pixels.put_pixel(3, 3, ::image::Rgba([shade, 0, 0, shade]));
                writer.add(&pixels, Delay::from_ms(40)).unwrap();
            }
            writer.finish().unwrap();
            std::fs::read(&path).unwrap()
        })
        .collect();
    go_through(41, 500, &things, |bytes| {
        gif::blocks::with_end(bytes);
        if let Ok(Some(animation)) = Animation::open(&bytes.into(), &LIMITS) {
            drop(animation.survey(2, |pixels| pixels, &|| false));
        }
    });
}

#[test]
fn profiles() {
    let things = [
        lut_profile(*b"RGB ", false, |rgb| [100.0 * rgb[0], 0.0, 0.0]),
        lut_profile(*b"CMYK", true, |ink| [100.0 - 90.0 * ink[3], 0.0, 0.0]),
        moxcms::ColorProfile::new_display_p3().encode().unwrap(),
        moxcms::ColorProfile::new_gray_with_gamma(1.8)
            .encode()
            .unwrap(),
    ];
    go_through(51, 120, &things, |icc| {
        for (channels, is_ink) in [(1, false), (3, false), (4, true)] {
            let samples = Samples {
                width: 4,
                height: 1,
                channels,
                is_ink,
                data: SampleData::Eight((0..4 * channels as u8).map(|v| v * 15).collect()),
            };
            let converted = srgb::to_srgb(samples, Some(icc)).unwrap();
            assert_eq!(converted.dimensions(), (4, 1));
        }
    });
}

#[test]
fn exif_blocks() {
    let things: Vec<Vec<u8>> = [super::exif::ByteOrder::Little, super::exif::ByteOrder::Big]
        .into_iter()
        .map(|order| {
            exif_block(&ExifSpec {
                order,
                orientation: 6,
                thumbnail: [&[0xff, 0xd8, 0xff, 0xdb][..], &[3; 40]].concat(),
            })
        })
        .chain(tiffs().into_iter().take(1))
        .collect();
    let count = std::cell::Cell::new(0);
    go_through(61, 4000, &things, |bytes| {
        let raw = Raw {
            exif: Some(bytes.to_vec()),
            ..Raw::default()
        };
        let (mut kept, _) = Metadata::from_raw(raw, None);
        kept.resolution = super::Resolution::new([300.0; 2], super::resolution::Unit::Inch);
        if let Some(exif) = &kept.exif {
            exif_copy::compact(exif, 256);
        }
        // Writing takes a hundred times as long.
        count.set(count.get() + 1);
        if count.get() % 20 > 0 {
            return;
        }
        for format in [OutputFormat::Tiff, OutputFormat::Webp] {
            let written = encode(&noise(2, 2), Some(&kept), &EncodeOptions::new(format)).unwrap();
            decode_bytes(&written, &LIMITS).unwrap();
        }
    });
}

#[test]
fn packets_and_records() {
    let xmp = b"<?xpacket begin=''?><x:xmpmeta><rdf:RDF><rdf:Description \
        xmlns:GCamera=\"http://ns.google.com/photos/1.0/camera/\" GCamera:MotionPhoto='1' \
        tiff:Orientation = \"6\" photoshop:ICCProfile='Adobe'><!-- x --><exif:ColorSpace>65535\
        </exif:ColorSpace><xmp:Thumbnails><rdf:Alt><rdf:li/></rdf:Alt></xmp:Thumbnails>\
        </rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end='w'?>";
    let records = [
        &[0x1c, 2, 120, 0, 5][..],
        b"A cat",
        &[0x1c, 2, 25, 0x80, 4, 0, 0, 0, 3],
        b"cat",
    ];
    let things = [xmp.to_vec(), records.concat()];
    go_through(71, 10_000, &things, |bytes| {
        let text = String::from_utf8_lossy(bytes);
        for is_turned in [false, true] {
            let cleaned = xmp::clean(&text, is_turned);
            xmp::describe(&cleaned, [5, 6], super::ColorSpace::Srgb, None);
            xmp::shorten(&cleaned);
        }
        let properties = iptc::properties(bytes);
        xmp::with_properties(Some(text.as_bytes().to_vec()), &properties);
        iptc::of_photoshop(bytes);
    });
}

#[test]
fn a_mutation_is_not_what_it_was() {
    let mut random = Random(3);
    let mut whole = Vec::new();
    whole.write_all(&[7; 200]).unwrap();
    let changed = (0..50).filter(|_| mutated(&mut random, &whole, &[9; 40]) != whole);
    assert!(changed.count() > 30);
}
