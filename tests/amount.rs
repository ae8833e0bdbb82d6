//! The amount fades all of a drawing in: at 0 a file holds the photograph, exactly.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use image::{DynamicImage, RgbaImage};
use kinetoon::picture::OutputFormat;
use kinetoon::picture::{
    Animation, AnimationHeader, AnimationWriter, DecodeLimits, Delay, EncodeOptions,
};

use crate::common::{picture, stderr, stylize, write_picture};

/// A look that is inked only, and a style whose network draws, with ink of a pen.
const STYLES: [&str; 2] = ["comic", "ink-philmay"];

fn draw(input: &Path, out: PathBuf, more: &[&str]) -> PathBuf {
    let arguments = [input, Path::new("--out"), &out].map(Path::as_os_str);
    let output = stylize(arguments.into_iter().chain(more.iter().map(AsRef::as_ref)));
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    out
}

fn open(path: &Path) -> DynamicImage {
    image::open(path).unwrap()
}

#[test]
fn at_amount_zero_a_file_holds_the_photograph_and_the_drawing_is_faded_in() {
    let yard = tempfile::tempdir().unwrap();
    let photo = write_picture(yard.path(), "photo.png", 140, 100);
    let pixels = open(&photo).to_rgb8();
    let deep = open(&photo).to_rgb16();
    // As large as it is drawn, and enlarged to be drawn.
    for size in [
        &["--scale", "full"][..],
        &["--scale", "200", "--size", "photograph"],
    ] {
        for style in STYLES {
            let with = |amount: &str, name: &str, more: &[&str]| {
                let own = ["--style", style, "--amount", amount, "--overwrite"];
                let options = [size, &own, more].concat();
                draw(&photo, yard.path().join(name), &options)
            };
            assert_eq!(
                open(&with("0", "0.png", &[])).to_rgb8(),
                pixels,
                "{style} {size:?}"
            );
            for ending in ["png", "tiff"] {
                let path = with("0", &format!("deep.{ending}"), &["--depth", "16"]);
                let DynamicImage::ImageRgb16(drawn) = open(&path) else {
                    panic!("{ending} has 16 bits a channel");
                };
                assert_eq!(drawn, deep, "{style} {size:?} {ending}");
            }
            let all = open(&with("1", "1.png", &[])).to_rgb8();
            let half = open(&with("0.5", "half.png", &[])).to_rgb8();
            assert_ne!(all, pixels);
            let values = half.iter().zip(pixels.iter().zip(all.iter()));
            for (half, (photo, drawn)) in values {
                let middle = f32::midpoint(f32::from(*photo), f32::from(*drawn));
                assert!((f32::from(*half) - middle).abs() <= 1.0, "{style} {size:?}");
            }
        }
    }
}

#[test]
fn at_amount_zero_an_animation_stays_as_it_is() {
    let yard = tempfile::tempdir().unwrap();
    let path = yard.path().join("film.png");
    let frame = |index: u32| {
        let mut pixels = picture(120, 80);
        pixels.put_pixel(10 * index, 40, image::Rgba([9, 8, 7, 255]));
        pixels
    };
    let header = AnimationHeader {
        width: 120,
        height: 80,
        num_frames: 3,
        num_plays: 0,
        has_alpha: false,
    };
    let options = EncodeOptions::new(OutputFormat::Png);
    let mut writer = AnimationWriter::begin(&path, false, header, None, &options).unwrap();
    for index in 0..3 {
        writer.add(&frame(index), Delay::from_ms(100)).unwrap();
    }
    writer.finish().unwrap();
    // It is enlarged to be drawn.
    for (index, style) in STYLES.into_iter().enumerate() {
        let out = yard.path().join(format!("{index}.png"));
        let options = ["--scale", "160", "--style", style, "--amount", "0"];
        let bytes: Arc<[u8]> = std::fs::read(draw(&path, out, &options)).unwrap().into();
        let drawn = Animation::open(&bytes, &DecodeLimits::default());
        let drawn = drawn.unwrap().unwrap();
        let drawn: Vec<RgbaImage> = drawn.frames().unwrap().map(|f| f.unwrap().pixels).collect();
        let frames: Vec<RgbaImage> = (0..3).map(frame).collect();
        assert!(drawn == frames, "{style}");
    }
}
