//! Renders the sample picture anew, or photographs made of it to compare two builds with.
//!
//! ```text
//! cargo run --release --example render_sample -- street.jpg
//! cargo run --release --example render_sample -- --photos FOLDER 40
//! ```

mod photos;
mod sample;

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use image::{DynamicImage, RgbaImage};
use kinetoon::picture::{EncodeOptions, OutputFormat, encode, write_whole};

/// Rays for each pixel, and quality of the file, of the sample that is shipped.
const NUM_RAYS: u32 = 16;
const QUALITY: u8 = 92;

/// Writes a picture in the format that its name has; sRGB, straight alpha.
///
/// # Errors
/// When the name has no ending that is known, or the file cannot be written.
fn write(pixels: &RgbaImage, path: &Path) -> anyhow::Result<()> {
    let Some(format) = OutputFormat::from_extension(path) else {
        bail!("{}: no format has that ending", path.display());
    };
    let options = EncodeOptions {
        format,
        quality: QUALITY,
        ..EncodeOptions::default()
    };
    write_whole(path, &encode(pixels, None, &options)?, true)
        .with_context(|| path.display().to_string())
}

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match &arguments[..] {
        [option, folder, num] if option == "--photos" => {
            let num = num.parse().context("the number of photographs")?;
            photos::write_all(&PathBuf::from(folder), num)
        }
        [out] if !out.starts_with('-') => {
            let rgb = sample::render(sample::WIDTH, sample::HEIGHT, NUM_RAYS);
            write(&DynamicImage::ImageRgb8(rgb).into_rgba8(), Path::new(out))
        }
        _ => bail!("usage: render_sample FILE | render_sample --photos FOLDER NUMBER"),
    }
}
