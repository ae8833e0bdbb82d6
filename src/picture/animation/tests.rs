//! Animations that are written and read back.

use super::*;
use crate::picture::fixture::noise;
use crate::picture::{EncodeOptions, OutputFormat};
use ::image::{Rgba, RgbaImage};

const SIZE: [u32; 2] = [47, 35];
const FORMATS: [OutputFormat; 3] = [OutputFormat::Gif, OutputFormat::Png, OutputFormat::Webp];

/// Noise that stands still, and a square that moves over it.
fn frame(index: u32) -> RgbaImage {
    let mut pixels = noise(SIZE[0], SIZE[1]);
    for y in 10..17 {
        for x in 3 * index..3 * index + 7 {
            pixels.put_pixel(x, y, Rgba([250, 20, 30, 255]));
        }
    }
    pixels
}

fn header(num_frames: u32, num_plays: u32) -> AnimationHeader {
    let [width, height] = SIZE;
    AnimationHeader {
        width,
        height,
        num_frames,
        num_plays,
        has_alpha: false,
    }
}

fn write(
    format: OutputFormat,
    header: AnimationHeader,
    frames: &[(RgbaImage, Delay)],
) -> Arc<[u8]> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("film");
    let options = EncodeOptions::new(format);
    let mut writer = AnimationWriter::begin(&path, false, header, None, &options).unwrap();
    for (pixels, delay) in frames {
        writer.add(pixels, *delay).unwrap();
    }
    assert!(!path.exists(), "nothing is there before the end");
    writer.finish().unwrap();
    std::fs::read(&path).unwrap().into()
}

fn open(bytes: &Arc<[u8]>) -> Animation {
    Animation::open(bytes, &DecodeLimits::default())
        .unwrap()
        .unwrap()
}

#[test]
fn frames_timing_and_plays_come_back_from_every_format() {
    let delays = [
        Delay::from_ms(40),
        Delay::from_ms(500),
        Delay::from_ms(100),
        Delay::from_ms(0),
    ];
    let frames: Vec<_> = (0..4).map(|i| (frame(i), delays[i as usize])).collect();
    for format in FORMATS {
        for plays in [0, 1, 2, 7] {
            let read = open(&write(format, header(4, plays), &frames));
            assert_eq!(read.num_plays, plays, "{format}");
            assert_eq!((read.num_frames, [read.width, read.height]), (4, SIZE));
            let read: Vec<Frame> = read.frames().unwrap().map(Result::unwrap).collect();
            assert_eq!(read.len(), 4, "{format}");
            for (read, (pixels, delay)) in read.iter().zip(&frames) {
                assert_eq!(read.delay.as_ms(), delay.as_ms(), "{format}");
                if format != OutputFormat::Gif {
                    assert!(read.pixels == *pixels, "{format}");
                }
            }
        }
    }
}

#[test]
fn what_stands_still_is_the_same_in_every_frame_of_a_gif() {
    // With a little grain that nobody sees, and more colours than a palette holds.
    let frames: Vec<_> = (0..5)
        .map(|index| {
            let mut pixels = frame(index);
            for (x, y, pixel) in pixels.enumerate_pixels_mut() {
                pixel.0[0] = pixel.0[0].saturating_add(((x + y + index) % 3) as u8);
            }
            (pixels, Delay::from_ms(40))
        })
        .collect();
    let read = open(&write(OutputFormat::Gif, header(5, 0), &frames));
    let read: Vec<Frame> = read.frames().unwrap().map(Result::unwrap).collect();
    for pair in read.windows(2) {
        for (x, y, pixel) in pair[0].pixels.enumerate_pixels() {
            let moves = (10..17).contains(&y) && x < 3 * 4 + 7;
            assert!(moves || pixel == pair[1].pixels.get_pixel(x, y), "{x} {y}");
        }
    }
    // The square is where it belongs, in its colour.
    for (index, frame) in read.iter().enumerate() {
        let pixel = frame.pixels.get_pixel(3 * index as u32 + 3, 13).0;
        assert!(pixel[0] > 215 && pixel[1] < 60, "{index}: {pixel:?}");
    }
}

#[test]
fn transparency_comes_and_goes_in_every_format() {
    let hole = |index: u32| {
        let mut pixels = frame(0);
        for x in 5 * index..5 * index + 5 {
            pixels.put_pixel(x, 20, Rgba([0, 0, 0, 0]));
        }
        (pixels, Delay::from_ms(100))
    };
    let frames: Vec<_> = (0..3).map(hole).collect();
    for format in FORMATS {
        let header = AnimationHeader {
            has_alpha: true,
            ..header(3, 0)
        };
        let read = open(&write(format, header, &frames));
        let survey = read.survey(8, |pixels| pixels, &|| false).unwrap().unwrap();
        assert!(survey.has_alpha && survey.num_frames == 3 && survey.samples.len() == 3);
        for (read, (pixels, _)) in survey.samples.iter().zip(&frames) {
            for (a, b) in read.pixels().zip(pixels.pixels()) {
                assert_eq!(a.0[3], b.0[3], "{format}");
            }
        }
    }
}

#[test]
fn samples_come_from_all_over_the_animation() {
    let frames: Vec<_> = (0..13).map(|i| (frame(i), Delay::from_ms(20))).collect();
    let read = open(&write(OutputFormat::Png, header(13, 0), &frames));
    let survey = read.survey(4, |pixels| pixels, &|| false).unwrap().unwrap();
    assert_eq!(survey.num_frames, 13);
    let expected: Vec<RgbaImage> = [0, 4, 8, 12].map(frame).into();
    assert!(survey.samples == expected);
    assert!(!survey.has_alpha);
}

#[test]
fn a_look_through_an_animation_is_given_up_when_that_is_asked_for() {
    let frames: Vec<_> = (0..9).map(|i| (frame(i), Delay::from_ms(20))).collect();
    let read = open(&write(OutputFormat::Gif, header(9, 0), &frames));
    let num_asked = std::cell::Cell::new(0);
    let stop = || {
        num_asked.set(num_asked.get() + 1);
        num_asked.get() > 3
    };
    assert!(read.survey(8, |pixels| pixels, &stop).unwrap().is_none());
    assert_eq!(num_asked.get(), 4);
}

#[test]
fn an_animation_that_is_cut_off_or_damaged_is_an_error_and_never_a_panic() {
    let frames: Vec<_> = (0..4).map(|i| (frame(i), Delay::from_ms(40))).collect();
    let limits = DecodeLimits {
        max_pixels: 1_000_000,
        ..DecodeLimits::default()
    };
    for format in FORMATS {
        let whole = write(format, header(4, 0), &frames);
        let cut: Arc<[u8]> = whole[..whole.len() / 2].into();
        let outcome = Animation::open(&cut, &limits);
        let is_refused = match outcome {
            Ok(Some(animation)) => animation.survey(4, |pixels| pixels, &|| false).is_err(),
            Ok(None) => crate::picture::decode_bytes(&cut, &limits).is_err(),
            Err(_) => true,
        };
        assert!(is_refused, "{format}");
        for position in (0..whole.len()).step_by(whole.len() / 200) {
            for value in [0, 0x7f, 0xff] {
                let mut damaged = whole.to_vec();
                damaged[position] = value;
                if let Ok(Some(animation)) = Animation::open(&damaged.into(), &limits) {
                    drop(animation.survey(2, |pixels| pixels, &|| false));
                }
            }
        }
    }
}

#[test]
fn still_pictures_do_not_move_and_still_formats_refuse_animations() {
    // AVIF is not read.
    let read = |format: &OutputFormat| *format != OutputFormat::Avif;
    for format in OutputFormat::ALL.into_iter().filter(read) {
        let bytes =
            crate::picture::encode(&noise(9, 9), None, &EncodeOptions::new(format)).unwrap();
        assert!(
            Animation::open(&bytes.into(), &DecodeLimits::default())
                .unwrap()
                .is_none()
        );
    }
    let folder = tempfile::tempdir().unwrap();
    for format in [OutputFormat::Jpeg, OutputFormat::Tiff, OutputFormat::Avif] {
        let options = EncodeOptions::new(format);
        let path = folder.path().join("film");
        let text = AnimationWriter::begin(&path, false, header(2, 0), None, &options);
        let text = text.unwrap_err().to_string();
        assert!(
            text.contains(format.title()) && text.contains("cannot move"),
            "{text}"
        );
    }
}

#[test]
fn an_animation_keeps_its_metadata_and_its_profile() {
    use crate::picture::Metadata;
    let kept = Metadata {
        exif: Some(crate::picture::fixture::exif_block(
            &crate::picture::fixture::ExifSpec::default(),
        )),
        xmp: Some(b"<x>Kino</x>".to_vec()),
        ..Metadata::default()
    };
    let folder = tempfile::tempdir().unwrap();
    for format in [OutputFormat::Png, OutputFormat::Webp] {
        let options = EncodeOptions {
            space: ColorSpace::DisplayP3,
            ..EncodeOptions::new(format)
        };
        let path = folder.path().join(format.name());
        let mut writer =
            AnimationWriter::begin(&path, false, header(2, 0), Some(&kept), &options).unwrap();
        for index in 0..2 {
            writer.add(&frame(index), Delay::from_ms(40)).unwrap();
        }
        writer.finish().unwrap();
        let read = open(&std::fs::read(&path).unwrap().into());
        assert_eq!(read.space, ColorSpace::DisplayP3, "{format}");
        assert_eq!(read.metadata.xmp, kept.xmp, "{format}");
        assert!(read.metadata.exif.is_some(), "{format}");
        let imprint = crate::picture::Imprint::of(&path).unwrap();
        assert_eq!(imprint.compare(&path), crate::picture::Likeness::Whole);
    }
}

#[test]
fn an_animation_that_lies_on_its_side_is_turned() {
    use crate::picture::Metadata;
    use crate::picture::fixture::{ExifSpec, exif_block, first_number};
    let lying = Metadata {
        exif: Some(exif_block(&ExifSpec {
            orientation: 6,
            ..ExifSpec::default()
        })),
        ..Metadata::default()
    };
    let folder = tempfile::tempdir().unwrap();
    for format in [OutputFormat::Png, OutputFormat::Webp] {
        let path = folder.path().join(format.name());
        let options = EncodeOptions::new(format);
        let mut writer =
            AnimationWriter::begin(&path, false, header(3, 0), Some(&lying), &options).unwrap();
        for index in 0..3 {
            writer.add(&frame(index), Delay::from_ms(40)).unwrap();
        }
        writer.finish().unwrap();
        let read = open(&std::fs::read(&path).unwrap().into());
        assert_eq!([read.height, read.width], SIZE, "{format}");
        assert_eq!(
            first_number(read.metadata.exif.as_deref().unwrap(), 0x0112),
            Some(1)
        );
        for (index, shown) in read.frames().unwrap().enumerate() {
            let upright = ::image::imageops::rotate90(&frame(index as u32));
            assert!(shown.unwrap().pixels == upright, "{format} {index}");
        }
    }
}
