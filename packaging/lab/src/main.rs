//! Draws a folder of photographs with the ink alone: no network, no window.
//!
//! `ink-lab HAND PHOTOS OUTPUT SIDE [DRAWINGS] [KEY=VALUE...]` where HAND is `comic`, a folder of
//! pages or a file of settings (as `HAND=file.json` wrote it), DRAWINGS a folder of what the
//! network made of the photographs (PNG files of the same stems), and KEY a slider. With
//! `HAND=file.json` in the environment the hand that was measured is written.

#![allow(dead_code, unreachable_pub, reason = "a part of the program, by itself")]

#[path = "../../../src/ink/mod.rs"]
mod ink;

use std::path::{Path, PathBuf};
use std::time::Instant;
use std::{env, fs, process};

use image::imageops::{FilterType, resize};
use image::{RgbImage, RgbaImage};

use ink::{InkSettings, PagesInk};

type Error = Box<dyn std::error::Error>;

fn main() {
    if let Err(error) = run() {
        eprintln!("ink-lab: {error}");
        process::exit(1);
    }
}

fn run() -> Result<(), Error> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let is_slider = |argument: &&String| argument.contains('=');
    let sliders: Vec<_> = arguments.iter().filter(is_slider).collect();
    let plain: Vec<_> = arguments.iter().filter(|a| !is_slider(a)).collect();
    let [hand, photos, output, side, drawings @ ..] = &plain[..] else {
        return Err("HAND PHOTOS OUTPUT SIDE [DRAWINGS] [KEY=VALUE...]".into());
    };
    let side: u32 = side.parse()?;
    let mut settings = settings(hand)?;
    for slider in sliders {
        let (key, value) = slider.split_once('=').ok_or("KEY=VALUE")?;
        let at = ink::SLIDERS.iter().position(|s| s.key == key);
        *settings.values_mut()[at.ok_or("no such slider")?] = value.parse()?;
    }
    fs::create_dir_all(output)?;
    for path in pictures(Path::new(photos))? {
        let stem = path.file_stem().ok_or("no name")?;
        let photo = at_side(image::open(&path)?.to_rgba8(), side);
        let drawn = drawings.first().map(|folder| {
            let path = Path::new(folder).join(stem).with_extension("png");
            image::open(path).map(|drawn| drawn.to_rgba8())
        });
        let drawing = match drawn {
            Some(drawing) => fitting(drawing?, &photo),
            None => {
                settings.hand = 0.0;
                photo.clone()
            }
        };
        let begun = Instant::now();
        let result = ink::draw(&photo, &drawing, &settings);
        println!("{:5.2} s  {}", begun.elapsed().as_secs_f32(), path.display());
        result.save(Path::new(output).join(stem).with_extension("png"))?;
    }
    Ok(())
}

fn settings(hand: &str) -> Result<InkSettings, Error> {
    if hand == "comic" {
        return Ok(InkSettings::default());
    }
    let path = Path::new(hand);
    if path.is_file() {
        // The measures that the program carries, or settings as `HAND=file.json` wrote them.
        let file = fs::read(path)?;
        let measured = serde_json::from_slice::<ink::MeasuredInk>(&file);
        return match measured {
            Ok(hand) => Ok(hand.settings()),
            Err(_) => Ok(serde_json::from_slice(&file)?),
        };
    }
    let mut pages = PagesInk::default();
    for page in pictures(path)? {
        let page: RgbImage = image::open(page)?.to_rgb8();
        pages.add(&page);
    }
    let hand = pages.hand().ok_or("nothing could be measured on these pages")?;
    println!("{}", serde_json::to_string_pretty(&hand)?);
    let settings = hand.settings();
    if let Some(file) = env::var_os("HAND") {
        fs::write(file, serde_json::to_vec_pretty(&settings)?)?;
    }
    Ok(settings)
}

fn pictures(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let ending = path.extension().and_then(|e| e.to_str()).unwrap_or("");
        if matches!(ending, "jpg" | "jpeg" | "png") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn at_side(photo: RgbaImage, side: u32) -> RgbaImage {
    let (width, height) = photo.dimensions();
    let ratio = f64::from(side) / f64::from(width.max(height));
    let [width, height] = [width, height].map(|v| (f64::from(v) * ratio).round().max(1.0) as u32);
    if (width, height) == photo.dimensions() {
        return photo;
    }
    resize(&photo, width, height, FilterType::Lanczos3)
}

fn fitting(drawing: RgbaImage, photo: &RgbaImage) -> RgbaImage {
    if drawing.dimensions() == photo.dimensions() {
        return drawing;
    }
    resize(&drawing, photo.width(), photo.height(), FilterType::Lanczos3)
}
