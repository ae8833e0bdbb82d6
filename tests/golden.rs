//! The sample drawn in every style looks as it did when a person looked at it last.
//!
//! `KINETOON_RENEW=1 cargo test --release golden` writes the pictures anew; look at them before
//! committing them.

#[path = "../examples/render_sample/sample/mod.rs"]
mod sample;

use std::path::Path;
use std::sync::Arc;

use kinetoon::picture::{self, DecodeLimits};
use kinetoon::render::{DeviceChoice, Recipe, RenderRequest, Renderer, RendererOptions, Scale};

/// Long side of the golden pictures in pixels.
const LONG_SIDE: u32 = 320;
/// Least peak signal-to-noise ratio in decibels: rounding differs between processors, drawings do
/// not.
const MIN_PSNR: f64 = 38.0;

fn psnr(a: &[u8], b: &[u8]) -> f64 {
    assert_eq!(a.len(), b.len());
    let squares = a
        .iter()
        .zip(b)
        .map(|(a, b)| f64::from(a.abs_diff(*b)).powi(2));
    let mean = squares.sum::<f64>() / a.len() as f64;
    10.0 * (255.0 * 255.0 / mean.max(1e-9)).log10()
}

#[test]
fn the_sample_is_drawn_as_before_in_every_style() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let sample = root.join("assets/samples/street.jpg");
    let photo = picture::decode_file(&sample, &DecodeLimits::default())
        .unwrap()
        .pixels;
    let (width, height) = picture::fit_within(photo.width(), photo.height(), LONG_SIDE);
    let photo = picture::downscale(&photo, width, height);
    let options = RendererOptions {
        device: DeviceChoice::Cpu,
        ..RendererOptions::default()
    };
    let mut renderer = Renderer::open(&options).unwrap();
    let photo = Arc::new(photo);
    for style in renderer.library().names() {
        let recipe = Recipe::of_style(&style);
        let request = RenderRequest::in_memory(Arc::clone(&photo), recipe, Scale::Full);
        let drawn = renderer.render(&request, &|| false).unwrap();
        let drawn = Arc::unwrap_or_clone(drawn.drawing.into_pixels().unwrap());
        let drawn = image::DynamicImage::ImageRgba8(drawn).into_rgb8();
        let golden = root.join(format!("tests/golden/{style}.png"));
        if std::env::var_os("KINETOON_RENEW").is_some() {
            drawn.save(&golden).unwrap();
            continue;
        }
        let expected = image::open(&golden).unwrap().into_rgb8();
        assert_eq!(drawn.dimensions(), expected.dimensions());
        let psnr = psnr(&drawn, &expected);
        assert!(psnr >= MIN_PSNR, "{style}: {psnr:.1} dB");
    }
}

#[test]
fn the_shipped_sample_is_what_the_code_renders() {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/samples/street.jpg");
    let shipped = picture::decode_file(&sample, &DecodeLimits::default())
        .unwrap()
        .pixels;
    assert_eq!(shipped.dimensions(), (sample::WIDTH, sample::HEIGHT));
    let (width, height) = (96, 64);
    let rendered = sample::render(width, height, 4);
    let shipped =
        image::DynamicImage::ImageRgba8(picture::downscale(&shipped, width, height)).into_rgb8();
    let psnr = psnr(&rendered, &shipped);
    assert!(psnr >= 24.0, "{psnr:.1} dB");
}
