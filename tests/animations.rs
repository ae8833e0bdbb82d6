//! Animations: drawn frame by frame, without flicker, with their timing.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use image::{Rgba, RgbaImage};
use kinetoon::picture::{
    Animation, AnimationHeader, AnimationWriter, DecodeLimits, Delay, EncodeOptions, Frame,
    OutputFormat,
};

use crate::common::{picture, stderr, stdout, stylize, tree};

const SIZE: [u32; 2] = [320, 112];
const NUM_FRAMES: u32 = 4;
/// Pixels from here on are out of reach of what moves: 50 of the network, some of the ink.
const STILL: u32 = 180;

/// A scene that stands still, in which a light square moves on the left.
fn frame(index: u32) -> RgbaImage {
    let mut pixels = picture(SIZE[0], SIZE[1]);
    for y in 30..70 {
        for x in 8 * index..8 * index + 40 {
            pixels.put_pixel(x, y, Rgba([255, 250, 90, 255]));
        }
    }
    pixels
}

fn write_animation(path: &Path, num_plays: u32, delays_ms: &[u32]) -> PathBuf {
    let format = OutputFormat::from_extension(path).unwrap();
    let header = AnimationHeader {
        width: SIZE[0],
        height: SIZE[1],
        num_frames: NUM_FRAMES,
        num_plays,
        has_alpha: false,
    };
    let options = EncodeOptions::new(format);
    let mut writer = AnimationWriter::begin(path, false, header, None, &options).unwrap();
    for (index, ms) in (0..NUM_FRAMES).zip(delays_ms.iter().cycle()) {
        writer.add(&frame(index), Delay::from_ms(*ms)).unwrap();
    }
    writer.finish().unwrap();
    path.to_owned()
}

fn open(path: &Path) -> Animation {
    let bytes: Arc<[u8]> = std::fs::read(path).unwrap().into();
    Animation::open(&bytes, &DecodeLimits::default())
        .unwrap()
        .unwrap()
}

fn frames(path: &Path) -> Vec<Frame> {
    open(path).frames().unwrap().map(Result::unwrap).collect()
}

fn draw(input: &Path, out: &Path, more: &[&str]) -> std::process::Output {
    let arguments = [input, Path::new("--out"), out].map(Path::as_os_str);
    let more = ["--scale", "full"].into_iter().chain(more.iter().copied());
    let output = stylize(arguments.into_iter().chain(more.map(AsRef::as_ref)));
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    output
}

/// The largest difference of two pictures where nothing moves.
fn flicker(a: &RgbaImage, b: &RgbaImage) -> u8 {
    let still = a.enumerate_pixels().filter(|(x, ..)| *x >= STILL);
    still
        .flat_map(|(x, y, pixel)| {
            let other = b.get_pixel(x, y).0;
            pixel.0.into_iter().zip(other).map(|(a, b)| a.abs_diff(b))
        })
        .max()
        .unwrap()
}

#[test]
fn what_stands_still_in_an_animation_stands_still_in_its_drawing() {
    // A style whose network draws: it is what flickers.
    const HAND: &[&str] = &["--style", "oz-neill"];
    let yard = tempfile::tempdir().unwrap();
    let animation = write_animation(&yard.path().join("film.png"), 3, &[40, 250]);
    for ending in ["gif", "png", "apng", "webp"] {
        let out = yard.path().join(format!("drawn.{ending}"));
        draw(&animation, &out, HAND);
        let drawn = open(&out);
        assert_eq!(
            (drawn.num_plays, drawn.num_frames),
            (3, NUM_FRAMES),
            "{ending}"
        );
        let drawn = frames(&out);
        let delays: Vec<f64> = drawn.iter().map(|frame| frame.delay.as_ms()).collect();
        assert_eq!(delays, [40.0, 250.0, 40.0, 250.0], "{ending}");
        for pair in drawn.windows(2) {
            let most = flicker(&pair[0].pixels, &pair[1].pixels);
            assert!(most <= 2, "{ending}: {most} of 255");
            // It is an animation all the same, and a drawing.
            assert!(pair[0].pixels != pair[1].pixels, "{ending}");
        }
        assert!(drawn[0].pixels != frame(0), "{ending}");
    }
    // Drawn one by one the frames do flicker, so the measure can fail.
    let one_by_one = [0, 3].map(|index| {
        let path = yard.path().join(format!("still-{index}.png"));
        frame(index).save(&path).unwrap();
        let out = yard.path().join(format!("still-{index}-drawn.png"));
        draw(&path, &out, HAND);
        image::open(out).unwrap().to_rgba8()
    });
    let apart = flicker(&one_by_one[0], &one_by_one[1]);
    assert!(apart > 2, "{apart} of 255");
}

#[test]
fn animations_of_every_format_are_read() {
    let yard = tempfile::tempdir().unwrap();
    for ending in ["gif", "webp"] {
        let animation = write_animation(&yard.path().join(format!("film.{ending}")), 0, &[100]);
        let out = yard.path().join(format!("{ending}-drawn.{ending}"));
        let output = draw(&animation, &out, &["--json"]);
        let line: serde_json::Value = serde_json::from_str(&stdout(&output)).unwrap();
        assert_eq!(
            (&line["frames"], &line["frames_in_input"]),
            (&4.into(), &4.into())
        );
        let drawn = open(&out);
        assert_eq!(drawn.num_plays, 0, "{ending}");
        assert!(
            frames(&out)
                .iter()
                .all(|frame| frame.delay.as_ms() == 100.0)
        );
    }
}

#[test]
fn of_an_animation_a_still_format_takes_the_first_frame_and_says_so() {
    let yard = tempfile::tempdir().unwrap();
    let animation = write_animation(&yard.path().join("film.gif"), 0, &[100]);
    let out = yard.path().join("drawn.jpg");
    let output = draw(&animation, &out, &[]);
    let message = stderr(&output);
    assert!(
        message.contains("first of 4 frames") && message.contains("JPEG"),
        "{message}"
    );
    assert_eq!(image::open(&out).unwrap().width(), SIZE[0]);
}

#[test]
fn an_animation_that_is_cut_off_is_named_and_leaves_nothing() {
    let yard = tempfile::tempdir().unwrap();
    for ending in ["gif", "png", "webp"] {
        let animation = write_animation(&yard.path().join(format!("film.{ending}")), 0, &[100]);
        let bytes = std::fs::read(&animation).unwrap();
        // The last frame is still small enough to be lost whole.
        std::fs::write(&animation, &bytes[..bytes.len() - bytes.len() / 9]).unwrap();
        let out = yard.path().join("out");
        let output = stylize([&animation, Path::new("--out"), &out]);
        let message = stderr(&output);
        assert_eq!(output.status.code(), Some(1), "{ending}: {message}");
        assert!(message.contains(&format!("film.{ending}")), "{message}");
        assert!(
            message.contains("cut off") || message.contains("damaged"),
            "{message}"
        );
        assert!(tree(&out).is_empty(), "{:?}", tree(&out));
    }
}

#[test]
fn an_animation_that_lies_on_its_side_is_drawn_upright() {
    let yard = tempfile::tempdir().unwrap();
    let path = yard.path().join("lying.png");
    let mut exif = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0".to_vec();
    exif.extend([0; 4]);
    let metadata = kinetoon::picture::Metadata {
        exif: Some(exif),
        ..Default::default()
    };
    let header = AnimationHeader {
        width: SIZE[0],
        height: SIZE[1],
        num_frames: 2,
        num_plays: 0,
        has_alpha: false,
    };
    let options = EncodeOptions::new(OutputFormat::Png);
    let mut writer =
        AnimationWriter::begin(&path, false, header, Some(&metadata), &options).unwrap();
    for index in 0..2 {
        writer.add(&frame(index), Delay::from_ms(100)).unwrap();
    }
    writer.finish().unwrap();
    let out = yard.path().join("drawn.webp");
    draw(&path, &out, &[]);
    let drawn = open(&out);
    assert_eq!([drawn.height, drawn.width], SIZE);
    assert_eq!(frames(&out).len(), 2);
}

#[test]
fn a_gif_that_only_lacks_its_end_is_drawn() {
    let yard = tempfile::tempdir().unwrap();
    let animation = write_animation(&yard.path().join("film.gif"), 0, &[100]);
    let bytes = std::fs::read(&animation).unwrap();
    std::fs::write(&animation, bytes.strip_suffix(&[0x3b]).unwrap()).unwrap();
    let out = yard.path().join("drawn.png");
    draw(&animation, &out, &[]);
    assert_eq!(frames(&out).len(), NUM_FRAMES as usize);
}

#[test]
fn animations_have_no_16_bits() {
    let yard = tempfile::tempdir().unwrap();
    let animation = write_animation(&yard.path().join("film.png"), 0, &[100]);
    let arguments = [&animation, Path::new("--out"), &yard.path().join("x.png")];
    let output = stylize(
        arguments
            .into_iter()
            .map(Path::as_os_str)
            .chain(["--depth".as_ref(), "16".as_ref()]),
    );
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stderr(&output).contains("8 bits a channel"),
        "{}",
        stderr(&output)
    );
}
