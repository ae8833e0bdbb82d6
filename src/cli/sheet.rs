//! `kinetoon styles sheet`: a photograph in all styles on one sheet.

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context as _, bail};

use super::session::{Outcome, Session};
use super::{FAILED, report};
use crate::i18n::{LanguageChoice, set_language, style_name, tr};
use crate::lettering::contact_sheet::{CELL_PX, ContactSheet};
use crate::library::StyleFolder;
use crate::picture::{self, DecodeLimits, EncodeOptions, OutputFormat, write_whole};
use crate::render::{Declaration, DeviceChoice, Recipe, RenderRequest, RendererOptions, Scale};

/// Draws `photo` in every style and writes all of them to `out` with their names in the language of
/// the system.
///
/// # Errors
/// What could not be read, drawn or written, and why; no file is written then.
pub(super) fn run(
    photo: &Path,
    out: &Path,
    overwrite: bool,
    scale: Scale,
    device: DeviceChoice,
) -> anyhow::Result<ExitCode> {
    let Some(format) = OutputFormat::from_extension(out) else {
        bail!(
            "{}: the ending must be one of a picture, such as .png or .jpg",
            report::name(out)
        );
    };
    // Before all of them are drawn.
    if !overwrite && out.exists() {
        bail!(
            "{}: the file exists; --overwrite replaces it",
            report::name(out)
        );
    }
    let pixels = picture::decode_file(photo, &DecodeLimits::default())
        .with_context(|| report::name(photo))?
        .pixels;
    let pixels = Arc::new(picture::flatten(&pixels, [255; 3]));
    let mut session = Session::open(RendererOptions {
        device,
        style_folder: StyleFolder::of_user().ok(),
        ..RendererOptions::default()
    })?;
    let language = LanguageChoice::System.language();
    set_language(language);
    let recipes: Vec<Recipe> = session
        .library
        .iter()
        .map(|entry| Recipe::of_style(entry.name.clone()).with_ink(entry.ink))
        .collect();
    // The photograph itself comes first.
    let (count, size) = (recipes.len() + 1, pixels.dimensions().into());
    let mut sheet = ContactSheet::new(count, size, CELL_PX, language);
    sheet.put(0, &tr!("canvas-photograph"), &pixels);
    let request =
        |recipe: &Recipe| RenderRequest::in_memory(Arc::clone(&pixels), recipe.clone(), scale);
    let (mut num_drawn, mut failure) = (0, None);
    session.run(
        recipes.iter().map(request).collect(),
        |_, index, outcome| {
            match (outcome, recipes.get(index)) {
                (Outcome::Done(result), Some(recipe)) => {
                    if let Some(drawing) = result.pixels {
                        sheet.put(index + 1, &style_name(&recipe.style), &drawing);
                        num_drawn += 1;
                    }
                }
                (Outcome::Failed(err), _) => failure = failure.take().or(Some(err)),
                _ => {}
            }
            failure.is_none()
        },
    )?;
    if let Some(err) = failure {
        return Err(err.into());
    }
    if num_drawn < recipes.len() {
        report::error("stopped; no sheet is written");
        return Ok(ExitCode::from(FAILED));
    }
    let options = EncodeOptions {
        source: Declaration::Auto.of_all(recipes.iter()),
        ..EncodeOptions::new(format)
    };
    let bytes = picture::encode(&sheet.into_pixels(), None, &options)?;
    write_whole(out, &bytes, overwrite).with_context(|| report::name(out))?;
    report::line(&report::name(out));
    Ok(ExitCode::SUCCESS)
}
