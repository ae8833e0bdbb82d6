//! Photographs made of the sample: parts of it in many sizes, proportions, lights and formats, some
//! with holes, and one that moves. The same on every machine.

use std::path::Path;

use anyhow::Context as _;
use image::{DynamicImage, RgbaImage, imageops};
use kinetoon::picture::{AnimationHeader, AnimationWriter, Delay, EncodeOptions, OutputFormat};

use crate::sample;

/// Rays for each pixel: photographs have noise.
const NUM_RAYS: u32 = 2;
/// Frames of the one that moves, how far each lies beside the last in pixels, and how long it is
/// shown in milliseconds.
const NUM_FRAMES: u32 = 4;
const STEP_PX: u32 = 9;
const SHOWN_MS: u32 = 80;
/// Least side of a part in pixels.
const MIN_SIDE_PX: u32 = 96;

/// Writes `num` photographs and a GIF file that moves into a folder, which is made.
///
/// # Errors
/// When a file cannot be written.
pub(crate) fn write_all(folder: &Path, num: u32) -> anyhow::Result<()> {
    std::fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    let whole = sample::render(sample::WIDTH, sample::HEIGHT, NUM_RAYS);
    let whole = DynamicImage::ImageRgb8(whole).into_rgba8();
    let mut random = fastrand::Rng::with_seed(17);
    for number in 0..num {
        let ending = ["jpg", "png", "webp", "tif", "jpg"][number as usize % 5];
        let photo = photo(&whole, &mut random, ending == "png");
        crate::write(&photo, &folder.join(format!("{number:03}.{ending}")))?;
    }
    animation(&whole, &folder.join("moves.gif"))
}

/// A part of the sample, up to its own size, in a light of its own.
fn photo(whole: &RgbaImage, random: &mut fastrand::Rng, has_hole: bool) -> RgbaImage {
    let [width, height] =
        [whole.width(), whole.height()].map(|side| random.u32(MIN_SIDE_PX * 2..=side));
    let [left, top] = [whole.width() - width, whole.height() - height].map(|room| {
        let at = random.f32() * room as f32;
        at as u32
    });
    let mut part = imageops::crop_imm(whole, left, top, width, height).to_image();
    if random.bool() {
        imageops::flip_horizontal_in_place(&mut part);
    }
    let mut part = imageops::huerotate(&part, random.i32(-40..=40));
    imageops::colorops::brighten_in_place(&mut part, random.i32(-50..=40));
    imageops::colorops::contrast_in_place(&mut part, random.f32() * 40.0 - 15.0);
    let scale = 0.4 + random.f32() * 0.6;
    let [width, height] =
        [width, height].map(|side| ((side as f32 * scale) as u32).max(MIN_SIDE_PX));
    let mut part = imageops::resize(&part, width, height, imageops::FilterType::CatmullRom);
    if has_hole {
        for y in 0..height / 4 {
            for x in 0..width / 3 {
                part.get_pixel_mut(x, y).0[3] = (x % 256) as u8;
            }
        }
    }
    part
}

fn animation(whole: &RgbaImage, path: &Path) -> anyhow::Result<()> {
    let [width, height] = [whole.width() / 5, whole.height() / 5];
    let header = AnimationHeader {
        width,
        height,
        num_frames: NUM_FRAMES,
        num_plays: 0,
        has_alpha: false,
    };
    let options = EncodeOptions {
        format: OutputFormat::Gif,
        ..EncodeOptions::default()
    };
    let mut writer = AnimationWriter::begin(path, true, header, None, &options)?;
    for frame in 0..NUM_FRAMES {
        let (left, top) = (whole.width() / 3 + frame * STEP_PX, whole.height() / 2);
        let pixels = imageops::crop_imm(whole, left, top, width, height).to_image();
        writer.add(&pixels, Delay::from_ms(SHOWN_MS))?;
    }
    writer.finish()?;
    Ok(())
}
