//! `kinetoon evaluate`: how good a style is, in numbers and on a sheet.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context as _, bail};
use image::{RgbaImage, imageops};
use serde_json::json;

use super::arguments::Evaluate;
use super::learn::is_style_file;
use super::{FAILED, report};
use crate::engine::batch::Shard;
use crate::engine::{Evaluator, Measures};
use crate::ink::InkSettings;
use crate::library::{StyleFolder, read_style_file};
use crate::model::Dials;
use crate::picture::{self, DecodeLimits, EncodeOptions, OutputFormat, write_whole};
use crate::render::{Recipe, Renderer, RendererOptions};
use crate::train::metrics::rank_correlation;
use crate::train::pages;

/// Positions of each dial in a sweep, `log8` of the weight.
const POSITIONS: [f32; 9] = [-1.0, -0.75, -0.5, -0.25, 0.0, 0.25, 0.5, 0.75, 1.0];
/// Height of a row on the sheet in pixels.
const ROW_PX: u32 = 256;
/// Photographs on the sheet; more would not be looked at.
const MAX_ROWS: usize = 12;

/// Draws the photographs and reports the measures.
///
/// # Errors
/// What keeps it from being measured.
pub(super) fn run(options: &Evaluate) -> anyhow::Result<ExitCode> {
    let files = pages::picture_files(&options.photos);
    if files.is_empty() {
        bail!(
            "{}: no pictures in this folder",
            report::name(&options.photos)
        );
    }
    let files = match options.shard {
        Some(shard) => in_shard(files, shard, options),
        None => files,
    };
    if files.is_empty() {
        // Another shard has them all.
        return Ok(ExitCode::SUCCESS);
    }
    let path = Path::new(&options.style);
    let extra_style = if is_style_file(path) {
        Some(read_style_file(path)?)
    } else {
        None
    };
    let style = extra_style
        .as_ref()
        .map_or(&options.style, |style| &style.name);
    let mut recipe = Recipe {
        amount: options.amount,
        ..Recipe::of_style(style.clone())
    };
    let weights = options.weights.as_ref().map(|path| {
        let cannot = || format!("cannot read the weights {}", report::name(path));
        std::fs::read(path).with_context(cannot)
    });
    let renderer = Renderer::open(&RendererOptions {
        device: options.device,
        weights: weights.transpose()?,
        style_folder: StyleFolder::of_user().ok(),
        extra_style,
        ..RendererOptions::default()
    })?;
    let library = renderer.library().entries();
    let Some(entry) = library.iter().find(|entry| entry.name == recipe.style) else {
        let known: Vec<&str> = library.iter().map(|entry| entry.name.as_str()).collect();
        bail!(
            "there is no style {:?}; there are {}",
            recipe.style,
            known.join(", ")
        );
    };
    recipe.ink = if options.ink {
        entry.ink
    } else {
        InkSettings::NEUTRAL
    };
    let style_pages = match &options.pages {
        Some(folder) => pages::look(&pages::page_files(folder), &|| true)
            .pages
            .into_iter()
            .map(|page| page.pixels)
            .collect(),
        None => Vec::new(),
    };
    let mut evaluator = Evaluator::new(renderer, &style_pages, options.perceptual.as_deref())?;
    let (photos, num_bad) = read(&files, options.scale);
    if photos.is_empty() {
        bail!("none of the pictures could be read");
    }
    if options.dials {
        sweep(&mut evaluator, &photos, &recipe, options)?;
    } else {
        measure(&mut evaluator, &photos, &recipe, options.json)?;
    }
    if let Some(path) = &options.sheet {
        sheet(&mut evaluator, &photos, &recipe, path, options.overwrite)?;
    }
    Ok(if num_bad == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(FAILED)
    })
}

/// The photographs of one shard.
fn in_shard(files: Vec<PathBuf>, shard: Shard, options: &Evaluate) -> Vec<PathBuf> {
    let num_all = files.len();
    let below = |file: &PathBuf| {
        let below = file.strip_prefix(&options.photos);
        below.map_or_else(|_| file.clone(), Path::to_path_buf)
    };
    let files: Vec<_> = files
        .into_iter()
        .filter(|file| shard.has_path(&below(file)))
        .collect();
    if !options.json {
        let num = files.len();
        report::note(&format!("shard {shard}: {num} of {num_all} photographs"));
    }
    files
}

/// Measures every photograph, and the mean of all beside the style loss of the photographs
/// themselves and of the pages themselves: where the way to the style begins and where it ends.
fn measure(
    evaluator: &mut Evaluator,
    photos: &[(PathBuf, RgbaImage)],
    recipe: &Recipe,
    json: bool,
) -> anyhow::Result<()> {
    let mut all = Vec::with_capacity(photos.len());
    let mut untouched = Vec::with_capacity(photos.len());
    for (path, photo) in photos {
        let (measures, _) = evaluator.evaluate(photo, recipe)?;
        if json {
            let object = json!({ "measures": measures });
            report::json(&report::about(&[("input", path)], object));
        }
        all.push(measures);
        untouched.extend(evaluator.style_of_photo(photo)?);
    }
    let Some(mean) = Measures::mean(&all) else {
        return Ok(());
    };
    let num = untouched.len() as f32;
    let of_photos = (num > 0.0).then(|| untouched.iter().sum::<f32>() / num);
    let of_pages = evaluator.style_of_pages();
    if json {
        report::json(&json!({
            "mean": mean, "photos": all.len(), "style_of_photos": of_photos, "style_of_pages": of_pages,
        }));
        return Ok(());
    }
    report::line(&format!("{}, {} photographs", recipe.style, all.len()));
    report::line(HEADER);
    report::line(&row("mean", &mean));
    for (label, style) in [("untouched", of_photos), ("its own pages", of_pages)] {
        if let Some(style) = style {
            report::line(&format!("{label:14} {style:7.3}"));
        }
    }
    Ok(())
}

/// The photographs at the scale at which they are drawn, and how many could not be read.
fn read(files: &[PathBuf], scale: u32) -> (Vec<(PathBuf, RgbaImage)>, usize) {
    let mut photos = Vec::new();
    let mut num_bad = 0;
    for path in files {
        match picture::decode_file(path, &DecodeLimits::default()) {
            Ok(photo) => {
                let flat = picture::flatten(&photo.pixels, [255; 3]);
                let size = picture::working_size(flat.width(), flat.height(), scale);
                photos.push((path.clone(), picture::at_size(&flat, size).into_owned()));
            }
            Err(err) => {
                num_bad += 1;
                report::error(&format!("{}: {err}", report::name(path)));
            }
        }
    }
    (photos, num_bad)
}

const HEADER: &str = "                 style  content    cycle     SSIM     PSNR";

fn row(label: &str, measures: &Measures) -> String {
    let style = measures
        .style
        .map_or_else(|| "-".to_owned(), |style| format!("{style:.3}"));
    format!(
        "{label:14} {style:>7} {:8.3} {:8.4} {:8.3} {:8.2}",
        measures.content, measures.cycle, measures.ssim, measures.psnr
    )
}

/// Moves each dial over nine positions, the others in the middle.
fn sweep(
    evaluator: &mut Evaluator,
    photos: &[(PathBuf, RgbaImage)],
    recipe: &Recipe,
    options: &Evaluate,
) -> anyhow::Result<()> {
    if !options.json {
        report::line(HEADER);
    }
    for name in ["style", "content", "cycle"] {
        let mut means = Vec::with_capacity(POSITIONS.len());
        for position in POSITIONS {
            let recipe = Recipe {
                weights: weights(name, position),
                ..recipe.clone()
            };
            let mut all = Vec::with_capacity(photos.len());
            for (_, photo) in photos {
                all.push(evaluator.evaluate(photo, &recipe)?.0);
            }
            let mean = Measures::mean(&all).unwrap_or_default();
            if !options.json {
                report::line(&row(&format!("{name} {position:+.2}"), &mean));
            }
            means.push(mean);
        }
        // A heavier weight must make its own loss smaller: the correlation is with the negative
        // loss.
        let against = |of: &dyn Fn(&Measures) -> f32| {
            let losses: Vec<f32> = means.iter().map(|mean| -of(mean)).collect();
            rank_correlation(&POSITIONS, &losses)
        };
        let style = against(&|mean| mean.style.unwrap_or_default());
        let (content, cycle) = (against(&|mean| mean.content), against(&|mean| mean.cycle));
        if options.json {
            report::json(&json!({
                "dial": name, "positions": POSITIONS, "means": means,
                "rank_correlation": { "style": style, "content": content, "cycle": cycle },
            }));
        } else {
            report::line(&format!(
                "{name} dial lowers: style {style:+.2}, content {content:+.2}, cycle {cycle:+.2}"
            ));
        }
    }
    Ok(())
}

fn weights(name: &str, position: f32) -> Dials {
    let weight = 8f32.powf(position).clamp(Dials::MIN, Dials::MAX);
    let mut dials = Dials::NEUTRAL;
    match name {
        "style" => dials.style = weight,
        "content" => dials.content = weight,
        _ => dials.cycle = weight,
    }
    dials
}

/// A picture with a row for each photograph: itself, a light hand, the middle, a heavy hand.
fn sheet(
    evaluator: &mut Evaluator,
    photos: &[(PathBuf, RgbaImage)],
    recipe: &Recipe,
    path: &Path,
    overwrite: bool,
) -> anyhow::Result<()> {
    let mut rows = Vec::new();
    for (_, photo) in photos.iter().take(MAX_ROWS) {
        let mut row = vec![Arc::new(photo.clone())];
        for position in [-1.0, 0.0, 1.0] {
            let recipe = Recipe {
                weights: weights("style", position),
                ..recipe.clone()
            };
            row.push(evaluator.evaluate(photo, &recipe)?.1);
        }
        let scaled = row.iter().map(|picture| {
            let width = picture.width() * ROW_PX / picture.height().max(1);
            picture::downscale(picture, width.max(1), ROW_PX)
        });
        rows.push(scaled.collect::<Vec<_>>());
    }
    let width_of = |row: &Vec<RgbaImage>| row.iter().map(RgbaImage::width).sum::<u32>();
    let width = rows.iter().map(width_of).max().unwrap_or(1);
    let paper = image::Rgba([255; 4]);
    let mut sheet = RgbaImage::from_pixel(width, rows.len() as u32 * ROW_PX, paper);
    for (index, row) in rows.iter().enumerate() {
        let mut x = 0;
        for picture in row {
            imageops::replace(&mut sheet, picture, x, i64::from(index as u32 * ROW_PX));
            x += i64::from(picture.width());
        }
    }
    let format = OutputFormat::from_extension(path).unwrap_or_default();
    let bytes = picture::encode(&sheet, None, &EncodeOptions::new(format))?;
    write_whole(path, &bytes, overwrite).with_context(|| report::name(path))?;
    report::note(&report::name(path));
    Ok(())
}
