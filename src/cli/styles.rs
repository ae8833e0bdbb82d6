//! `kinetoon styles`: the style library.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use serde_json::json;

use super::arguments::{Styles, StylesAction};
use super::learn::is_style_file;
use super::{report, sheet};
use crate::engine::{hashes_of_pages, look_at_pages, measure_pages};
use crate::ink::{InkSettings, MeasuredInk, SLIDERS};
use crate::library::{
    DEFAULT_STYLE, StyleEntry, StyleFolder, StyleFolderError, StyleLabel, built_in_styles,
    default_ink, read_style_file,
};
use crate::model::style_file::{check_name, check_stored_name};
use crate::model::{Provenance, StyleFile};
use crate::picture::write_whole;
use crate::train::Score;
use crate::train::pages::page_files;

/// Does with the style library what was asked.
///
/// # Errors
/// What could not be done, and why.
pub(super) fn run(options: &Styles) -> anyhow::Result<ExitCode> {
    match &options.action {
        StylesAction::List { json } => list(*json)?,
        StylesAction::Show { style, json } => show(style, *json)?,
        StylesAction::Measure { pages, json } => measure(pages, *json)?,
        StylesAction::Sheet {
            photo,
            out,
            overwrite,
            scale,
            device,
        } => return sheet::run(photo, out, *overwrite, *scale, *device),
        StylesAction::Import { files, replace } => {
            let style_folder = StyleFolder::of_user()?;
            for file in files {
                let style = read_style_file(file)?;
                check_name(&style.name)?;
                refuse_built_in(&style.name)?;
                let path = style_folder.add(&style, *replace)?;
                report::line(&format!("{}: {}", style.name, report::name(&path)));
            }
        }
        StylesAction::Export {
            name,
            out,
            overwrite,
        } => {
            check_stored_name(name)?;
            refuse_built_in(name)?;
            let style = read_style_file(&StyleFolder::of_user()?.find(name)?)?;
            write_whole(out, &style.to_bytes()?, *overwrite).with_context(|| report::name(out))?;
            report::line(&report::name(out));
        }
        StylesAction::Edit {
            style,
            name,
            author,
            licence,
        } => {
            check_stored_name(style)?;
            refuse_built_in(style)?;
            let style_folder = StyleFolder::of_user()?;
            let known = read_style_file(&style_folder.find(style)?)?;
            let label = StyleLabel {
                name: name.clone().unwrap_or(known.name),
                author: author.clone().unwrap_or(known.author),
                licence: licence.clone().unwrap_or(known.licence),
            };
            if label.name != *style {
                check_name(&label.name)?;
                refuse_built_in(&label.name)?;
            }
            style_folder.edit(style, &label)?;
            let path = style_folder.find(&label.name)?;
            report::line(&format!("{}: {}", label.name, report::name(&path)));
        }
        StylesAction::Remove { name } => {
            check_stored_name(name)?;
            refuse_built_in(name)?;
            StyleFolder::of_user()?.remove(name)?;
            report::line(&format!("{name}: removed"));
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Built-in styles stay as they are.
fn refuse_built_in(name: &str) -> anyhow::Result<()> {
    if built_in_styles()?.iter().any(|known| known == name) {
        let name = name.to_owned();
        return Err(StyleFolderError::BuiltIn { name }.into());
    }
    Ok(())
}

fn list(json: bool) -> anyhow::Result<()> {
    let built_in = built_in_styles()?;
    let mut entries: Vec<StyleEntry> = built_in.into_iter().map(StyleEntry::built_in).collect();
    if let Ok(style_folder) = StyleFolder::of_user() {
        let (learnt, problems) = style_folder.read();
        entries.extend(learnt.iter().map(StyleEntry::learnt));
        for problem in problems {
            report::error(&problem.to_string());
        }
    }
    for entry in entries {
        let is_default = entry.name == DEFAULT_STYLE;
        if json {
            report::json(&json!({
                "name": entry.name, "built_in": !entry.is_learnt, "default": is_default,
            }));
        } else if is_default {
            report::line(&format!("{} (default)", entry.name));
        } else if entry.is_learnt {
            report::line(&format!("{} (learnt)", entry.name));
        } else {
            report::line(&entry.name);
        }
    }
    Ok(())
}

fn show(style: &Path, json: bool) -> anyhow::Result<()> {
    let name = style.to_string_lossy().into_owned();
    if built_in_styles()?.contains(&name) {
        let ink = default_ink(&name);
        if json {
            report::json(&json!({ "name": name, "built_in": true, "ink": ink }));
        } else {
            report::line(&format!("{name}: built in"));
            report_ink(&ink);
        }
        return Ok(());
    }
    let path = if is_style_file(style) {
        style.to_owned()
    } else {
        check_stored_name(&name)?;
        StyleFolder::of_user()?.find(&name)?
    };
    let found = read_style_file(&path)?;
    let StyleFile {
        name,
        author,
        licence,
        base,
        provenance,
        thumbnail,
        ..
    } = &found;
    let ink = StyleEntry::learnt(&found).ink;
    if json {
        let object = json!({
            "name": name, "built_in": false, "author": author, "licence": licence,
            "base": base, "from": provenance.from, "steps": provenance.num_steps,
            "made": provenance.day(), "pages": provenance.pages,
            "ink": ink, "thumbnail": thumbnail.is_some(),
        });
        report::json(&report::about(&[("file", &path)], object));
        return Ok(());
    }
    report::line(&format!(
        "{name}: learnt from {base}, {}",
        report::name(&path)
    ));
    report_provenance(provenance);
    for (label, text) in [("author", author), ("licence", licence)] {
        if !text.is_empty() {
            report::line(&format!("{label}: {text}"));
        }
    }
    report_ink(&ink);
    Ok(())
}

fn report_provenance(provenance: &Provenance) {
    let Provenance {
        pages,
        from,
        num_steps,
        ..
    } = provenance;
    if pages.is_empty() {
        report::line("pages: not known; an older program made it");
    } else {
        let day = provenance.day();
        let day = day.map_or_else(String::new, |day| format!(", made on {day}"));
        report::line(&format!(
            "pages: {}, in {num_steps} steps{day}; --json gives their hashes",
            pages.len()
        ));
    }
    if !from.is_empty() {
        report::line(&format!("begun with: {from}"));
    }
}

/// Says what the ink of pages is.
fn measure(pages: &[PathBuf], json: bool) -> anyhow::Result<()> {
    let files: Vec<_> = pages.iter().flat_map(|path| page_files(path)).collect();
    let found = look_at_pages(&files, &|| true);
    for (path, problem) in &found.problems {
        report::error(&format!(
            "{}: {}",
            report::page_name(path),
            problem.in_words()
        ));
    }
    let Some(ink) = measure_pages(&found) else {
        bail!("there is no page to be measured");
    };
    let score = Score::of_folder(&found);
    if json {
        report::json(&json!({
            "pages": found.pages.len(), "measured": ink,
            "score": score.as_ref().map(report::score_as_json),
            "hashes": hashes_of_pages(&found.pages),
        }));
        return Ok(());
    }
    report::line(&format!("{} pages: {}", found.pages.len(), in_words(&ink)));
    report_measured(&ink);
    if let Some(score) = &score {
        report::line(&report::score(score));
    }
    Ok(())
}

fn in_words(ink: &MeasuredInk) -> String {
    let words: Vec<_> = ink.traits().iter().map(|one| one.in_words()).collect();
    words.join(", ")
}

fn report_measured(ink: &MeasuredInk) {
    let percent = |share: f32| 100.0 * share;
    report::line(&format!(
        "solid black {:.1} % of a page, strokes {:.1} %, {:.1} px wide on a page of 1024, open paper {:.0} %",
        percent(ink.black),
        percent(ink.strokes),
        ink.width,
        percent(ink.open),
    ));
    let colors: Vec<_> = (ink.colors_as_srgb())
        .map(|([r, g, b], share)| format!("#{r:02x}{g:02x}{b:02x} {:.0} %", percent(share)))
        .collect();
    report::line(&format!("ink and colours: {}", colors.join(", ")));
}

fn report_ink(ink: &InkSettings) {
    if let Some(measured) = &ink.measured {
        report::line(&format!("pages: {}", in_words(measured)));
        report_measured(measured);
    }
    let values = ink.values().into_iter().zip(SLIDERS);
    let told: Vec<_> = values
        .map(|(value, slider)| format!("{} {value}", slider.name()))
        .collect();
    report::line(&format!("ink: {}", told.join(", ")));
}
