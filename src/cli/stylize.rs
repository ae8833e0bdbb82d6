//! `kinetoon stylize`: photographs in, drawings out.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use serde_json::json;

use super::arguments::{MetadataChoice, Stylize};
use super::inputs::{self, Plan};
use super::learn::is_style_file;
use super::session::{Outcome, Session};
use super::{FAILED, USAGE, report};
use crate::engine::batch::{self, Existing, Hurdle, Naming, Pair};
use crate::engine::{
    EngineError, JobResult, JobSpec, Look, Output, Shelf, ShelfEntry, Source, StudioOptions,
    read_style_file,
};
use crate::model::{Dials, StyleFile};
use crate::picture::{self, ColorSpace, EncodeOptions, Stamp};

/// What a person can do when no drawing can be written any longer.
const HOPELESS: &str = "the rest is not drawn, it would fail alike; make room, or choose another \
    folder, and go on with --resume";

/// Said of a photograph that is no longer what was found; its drawing is of one state or the other.
const CHANGED: &str = "changed while the run was under way; if the drawing shows what it was before, \
    draw it again";

/// Counts for the last line.
#[derive(Default)]
struct Tally {
    drawn: usize,
    failed: usize,
    stopped: usize,
}

/// Draws everything that was named; a bad file is told and the rest goes on.
///
/// # Errors
/// What keeps the whole run from starting.
pub(super) fn run(options: &Stylize) -> anyhow::Result<ExitCode> {
    let plan = match plan(options) {
        Ok(plan) => plan,
        Err(err) => {
            report::error(&format!("{err:#}"));
            return Ok(ExitCode::from(USAGE));
        }
    };
    let mut tally = Tally::default();
    for (path, reason) in &plan.unusable {
        failed(
            options,
            &mut tally,
            None,
            &path.display().to_string(),
            &reason.to_string(),
        );
    }
    let folders: BTreeSet<_> = plan
        .pairs
        .iter()
        .filter_map(|p| p.output.parent())
        .collect();
    for folder in folders {
        picture::remove_leftovers(folder);
    }
    let (skipped, pairs) = leave_out_drawn(options, plan);
    if !pairs.is_empty() {
        let guest = guest(options)?;
        let name = guest
            .as_ref()
            .map_or(&options.style, |style| &style.name)
            .clone();
        let mut session = Session::open(studio_options(options, guest)?)?;
        let Some(mut style) = session.style(&name).cloned() else {
            let known = session.styles.join(", ");
            report::error(&format!("there is no style {name:?}; there are {known}"));
            return Ok(ExitCode::from(USAGE));
        };
        if let Some(blend) = &options.blend {
            let Some(other) = session.style(blend) else {
                let known = session.styles.join(", ");
                report::error(&format!("there is no style {blend:?}; there are {known}"));
                return Ok(ExitCode::from(USAGE));
            };
            style.ink = style.ink.blend(&other.ink, options.blend_share);
        }
        let mut told_hopeless = false;
        let jobs = pairs
            .iter()
            .map(|pair| job(options, &style, pair))
            .collect();
        session.run(jobs, |bar, index, outcome| {
            let is_hopeless = matches!(&outcome, Outcome::Failed(err) if is_hopeless(err));
            if let Some(pair) = pairs.get(index) {
                bar.suspend(|| tell(options, &mut tally, pair, outcome));
            }
            if is_hopeless && !told_hopeless {
                told_hopeless = true;
                bar.suspend(|| report::error(HOPELESS));
            }
            !is_hopeless
        })?;
    }
    if !options.json {
        summary(&tally, skipped);
    }
    let good = tally.failed == 0 && tally.stopped == 0;
    Ok(if good {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(FAILED)
    })
}

/// What is to be drawn, and under which names.
///
/// # Errors
/// What makes no sense about it.
fn plan(options: &Stylize) -> anyhow::Result<Plan> {
    let path = Path::new(&options.style);
    let style = if is_style_file(path) {
        path.file_stem().unwrap_or_default().to_string_lossy()
    } else {
        options.style.as_str().into()
    };
    let naming = Naming {
        format: options.format,
        depth: options.depth,
        pattern: options.name.as_ref(),
        avoid_existing: options.existing == Some(Existing::Number),
    };
    let plan = inputs::plan(&options.inputs, &options.out, &naming, &style)?;
    let is_wide = options
        .profile
        .0
        .is_some_and(|space| space != ColorSpace::Srgb);
    let without_profile = |pair: &&Pair| !pair.format.holds_profile();
    if is_wide && let Some(pair) = plan.pairs.iter().find(without_profile) {
        let format = pair.format.title();
        bail!(
            "--profile: {format} files are written in sRGB; PNG, JPEG, WebP and TIFF hold others"
        );
    }
    Ok(plan)
}

/// Whether what kept one drawing from being written keeps all others from it.
fn is_hopeless(err: &EngineError) -> bool {
    Hurdle::behind(err).is_some_and(|hurdle| hurdle.is_for_every_file())
}

/// Leaves out the photographs whose drawing exists, if asked to.
fn leave_out_drawn(options: &Stylize, plan: Plan) -> (usize, Vec<Pair>) {
    let existing = match options.existing {
        None if options.overwrite => Some(Existing::Overwrite),
        existing => existing,
    };
    let (mut drawn, mut left) = (Vec::new(), Vec::new());
    for mut pair in plan.pairs {
        if batch::is_drawn(&mut pair, existing, options.resume) {
            drawn.push(pair);
        } else {
            left.push(pair);
        }
    }
    if options.json {
        for pair in &drawn {
            report::json(&json!({
                "input": pair.input, "output": pair.output, "status": "skipped",
            }));
        }
    }
    (drawn.len(), left)
}

/// The style of a file that was named in place of one on the shelf.
fn guest(options: &Stylize) -> anyhow::Result<Option<StyleFile>> {
    let path = Path::new(&options.style);
    if is_style_file(path) {
        Ok(Some(read_style_file(path)?))
    } else {
        Ok(None)
    }
}

fn studio_options(options: &Stylize, guest: Option<StyleFile>) -> anyhow::Result<StudioOptions> {
    let weights = options
        .weights
        .as_ref()
        .map(|path| {
            std::fs::read(path)
                .with_context(|| format!("cannot read the weights {}", path.display()))
        })
        .transpose()?;
    Ok(StudioOptions {
        device: options.device,
        shared: None,
        weights,
        shelf: Shelf::of_user().ok(),
        guest,
    })
}

fn job(options: &Stylize, style: &ShelfEntry, pair: &Pair) -> JobSpec {
    JobSpec {
        source: Source::File(pair.input.clone()),
        look: Look {
            style: style.name.clone(),
            blend: options
                .blend
                .clone()
                .map(|name| (name, options.blend_share)),
            amount: options.amount,
            dials: Dials {
                style: options.style_weight,
                content: options.content_weight,
                cycle: options.cycle_weight,
            },
        },
        ink: options.ink.over(style.ink),
        scale: options.scale,
        output: Some(Output {
            path: pair.output.clone(),
            options: EncodeOptions {
                format: pair.format,
                quality: options.quality,
                depth: options.depth,
                ..EncodeOptions::default()
            },
            color: options.profile.0,
            keep_metadata: options.metadata == MetadataChoice::Keep,
            overwrite: pair.overwrite,
            base: None,
        }),
    }
}

fn tell(options: &Stylize, tally: &mut Tally, pair: &Pair, outcome: Outcome) {
    match outcome {
        Outcome::Done(result) => {
            tally.drawn += 1;
            let has_changed = Stamp::of(&pair.input) != pair.listed;
            if has_changed {
                let input = pair.input.display().to_string();
                let input = input.escape_debug();
                report::note(&format!("{input}: {CHANGED}"));
            }
            let [num_frames, num_drawn] = result.num_frames;
            if num_drawn < num_frames && !options.json {
                let format = pair.format.title();
                let output = pair.output.display();
                report::note(&format!(
                    "{output}: the first of {num_frames} frames, {format} files cannot move"
                ));
            }
            if options.json {
                report::json(&done_json(pair, &result, has_changed));
            } else {
                report::line(&pair.output.display().to_string());
            }
        }
        Outcome::Failed(err) => {
            let (path, reason) = match err {
                EngineError::File { source, path } => (path, with_causes(&source)),
                other => (pair.input.clone(), with_causes(&other)),
            };
            failed(
                options,
                tally,
                Some(pair),
                &path.display().to_string(),
                &reason,
            );
        }
        Outcome::Stopped => {
            tally.stopped += 1;
            if options.json {
                report::json(&json!({ "input": pair.input, "status": "stopped" }));
            }
        }
    }
}

/// An error with what caused it, on one line.
fn with_causes(err: &dyn std::error::Error) -> String {
    let mut text = err.to_string();
    let mut cause = err.source();
    while let Some(err) = cause {
        let more = err.to_string();
        if !text.contains(&more) {
            text.push_str(": ");
            text.push_str(&more);
        }
        cause = err.source();
    }
    text
}

fn done_json(pair: &Pair, result: &JobResult, has_changed: bool) -> serde_json::Value {
    let timings = &result.timings;
    json!({
        "input": pair.input,
        "output": pair.output,
        "status": "drawn",
        "changed": has_changed,
        "width": result.width,
        "height": result.height,
        "frames": result.num_frames[1],
        "frames_in_input": result.num_frames[0],
        "seconds": {
            "decode": timings.decode.as_secs_f64(),
            "draw": timings.draw.as_secs_f64(),
            "ink": timings.ink.as_secs_f64(),
            "encode": timings.encode.as_secs_f64(),
        },
    })
}

fn failed(options: &Stylize, tally: &mut Tally, pair: Option<&Pair>, path: &str, reason: &str) {
    tally.failed += 1;
    if options.json {
        let input = pair.map_or_else(|| path.into(), |pair| pair.input.display().to_string());
        report::json(
            &json!({ "input": input, "status": "failed", "reason": reason, "file": path }),
        );
    } else {
        // A name with a line break must not look like two messages.
        report::error(&format!("{}: {reason}", path.escape_debug()));
    }
}

fn summary(tally: &Tally, skipped: usize) {
    let Tally {
        drawn,
        failed,
        stopped,
    } = *tally;
    if drawn + failed + stopped + skipped < 2 && stopped == 0 {
        return;
    }
    let mut parts = vec![format!("{drawn} drawn")];
    if skipped > 0 {
        parts.push(format!("{skipped} left out"));
    }
    if failed > 0 {
        parts.push(format!("{failed} failed"));
    }
    if stopped > 0 {
        parts.push(format!("{stopped} not drawn: stopped"));
    }
    report::note(&parts.join(", "));
}
