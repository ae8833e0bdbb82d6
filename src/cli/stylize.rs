//! `kinetoon stylize`: photographs in, drawings out.

mod tell;

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use serde_json::json;

use self::tell::{Tally, failed, summary, tell};
use super::arguments::{MetadataChoice, Stylize};
use super::inputs::{self, Plan};
use super::learn::is_style_file;
use super::session::{Outcome, Session};
use super::{FAILED, USAGE, report};
use crate::engine::EngineError;
use crate::engine::batch::{self, Blocker, Existing, FindProblem, Naming, Pair, Record};
use crate::library::{StyleFolder, read_style_file};
use crate::model::{Dials, StyleFile};
use crate::picture::{self, ColorSpace, EncodeOptions};
use crate::render::{Output, Recipe, RenderRequest, RendererOptions, Sink, Source, View, vary};

/// What a person can do when no drawing can be written any longer.
const HOPELESS: &str = "the rest is not drawn, it would fail alike; make room, or choose another \
    folder, and go on with --resume";

/// Draws everything that was named; a bad file is told and the rest goes on.
///
/// # Errors
/// What keeps the whole run from starting.
pub(super) fn run(options: &Stylize) -> anyhow::Result<ExitCode> {
    let mut record = open_record(options);
    let (plan, seeds) = match plan(options, &mut record) {
        Ok(plan) => plan,
        Err(err) => {
            report::error(&report::with_causes(err.as_ref()));
            return Ok(ExitCode::from(USAGE));
        }
    };
    let mut tally = Tally::default();
    for (path, reason) in &plan.unusable {
        if matches!(reason, FindProblem::LeftOut { .. }) {
            // What is beside photographs, such as raw files, is no failure.
            report::note(&format!("{}: {reason}", report::name(path)));
            continue;
        }
        failed(options, &mut tally, None, path, &reason.to_string());
    }
    let folders: BTreeSet<_> = plan
        .pairs
        .iter()
        .filter_map(|p| p.output.parent())
        .collect();
    for folder in folders {
        picture::remove_leftovers(folder);
    }
    let (skipped, pairs) = leave_out_drawn(options, plan, &record);
    if !pairs.is_empty() {
        let extra_style = extra_style(options)?;
        let name = extra_style
            .as_ref()
            .map_or(&options.style, |style| &style.name)
            .clone();
        let mut session = Session::open(renderer_options(options, extra_style)?)?;
        let recipe = recipe(options, name);
        let Some(ink) = recipe.ink_of_styles(&session.shelf) else {
            let blend = recipe.blend.iter().map(|(name, _)| name);
            let mut names = std::iter::once(&recipe.style).chain(blend);
            let unknown = names.find(|name| session.style(name).is_none());
            let known = session.styles.join(", ");
            report::error(&format!(
                "there is no style {:?}; there are {known}",
                unknown.unwrap_or(&recipe.style)
            ));
            return Ok(ExitCode::from(USAGE));
        };
        let recipe = recipe.with_ink(options.ink.over(ink));
        let mut told_hopeless = false;
        let shelf = session.shelf.clone();
        let jobs = pairs
            .iter()
            .map(|pair| {
                let recipe = match seeds.get(&pair.output) {
                    Some(seed) => vary(&recipe, &shelf, *seed),
                    None => recipe.clone(),
                };
                job(options, recipe, pair)
            })
            .collect();
        session.run(jobs, |bar, index, outcome| {
            let is_hopeless = matches!(&outcome, Outcome::Failed(err) if is_hopeless(err));
            if let Some(pair) = pairs.get(index) {
                if let Outcome::Done(result) = &outcome
                    && let Some(imprint) = result.imprint.clone()
                {
                    record.written(&pair.output, imprint);
                }
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

/// As many files of each photograph as neighbours are asked for, and the seed of each.
fn varied(options: &Stylize, pairs: &[Pair]) -> (Vec<Pair>, Seeds) {
    let Some(count) = options.vary else {
        return (pairs.to_vec(), Seeds::new());
    };
    let all = pairs.iter().flat_map(|pair| {
        (1..=count).map(move |seed| {
            let output = numbered(&pair.output, seed);
            let pair = Pair {
                output,
                ..pair.clone()
            };
            (pair, seed)
        })
    });
    let (pairs, seeds): (Vec<Pair>, Vec<u64>) = all.unzip();
    let outputs = pairs.iter().map(|pair| pair.output.clone());
    let seeds = outputs.zip(seeds).collect();
    (pairs, seeds)
}

/// By which seed the look of a file was varied.
type Seeds = HashMap<PathBuf, u64>;

/// A file's name with the seed of its look at the end.
fn numbered(path: &Path, seed: u64) -> PathBuf {
    let mut name = path.file_stem().unwrap_or_default().to_owned();
    name.push(format!("-vary-{seed}"));
    if let Some(ending) = path.extension() {
        name.push(".");
        name.push(ending);
    }
    path.with_file_name(name)
}

/// What earlier runs into the same folder did.
fn open_record(options: &Stylize) -> Record {
    let folder = inputs::folder_of(&options.out);
    match crate::paths::data_dir() {
        Some(data) => Record::open(&data.join("runs"), folder),
        None => Record::default(),
    }
}

/// What is to be drawn, and under which names, of which note is taken.
///
/// # Errors
/// What makes no sense about it.
fn plan(options: &Stylize, record: &mut Record) -> anyhow::Result<(Plan, Seeds)> {
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
    let given = options.resume.then(|| record.given(&naming, &style));
    let mut plan = inputs::plan(&options.inputs, &options.out, &naming, &style, given)?;
    let (pairs, seeds) = varied(options, &plan.pairs);
    inputs::keep_photos(&pairs)?;
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
    record.name(&plan.pairs, &naming, &style);
    plan.pairs = pairs;
    Ok((plan, seeds))
}

/// Whether what kept one drawing from being written keeps all others from it.
fn is_hopeless(err: &EngineError) -> bool {
    Blocker::behind(err).is_some_and(|blocker| blocker.is_for_every_file())
}

/// Leaves out the photographs whose drawing exists, if asked to.
fn leave_out_drawn(options: &Stylize, plan: Plan, record: &Record) -> (usize, Vec<Pair>) {
    let existing = match options.existing {
        None if options.overwrite => Some(Existing::Overwrite),
        None if options.resume => Some(Existing::Skip),
        existing => existing,
    };
    let is_left_of_ours = |output: &Path| options.resume && record.is_left_of_ours(output);
    let (mut drawn, mut left) = (Vec::new(), Vec::new());
    for mut pair in plan.pairs {
        if batch::is_drawn(&mut pair, existing, is_left_of_ours) {
            drawn.push(pair);
        } else {
            left.push(pair);
        }
    }
    if options.json {
        for pair in &drawn {
            let files: [(&str, &Path); 2] = [("input", &pair.input), ("output", &pair.output)];
            report::json(&report::about(&files, json!({ "status": "skipped" })));
        }
    }
    (drawn.len(), left)
}

/// The style of a file that was named in place of one on the shelf.
fn extra_style(options: &Stylize) -> anyhow::Result<Option<StyleFile>> {
    let path = Path::new(&options.style);
    if is_style_file(path) {
        Ok(Some(read_style_file(path)?))
    } else {
        Ok(None)
    }
}

fn renderer_options(
    options: &Stylize,
    extra_style: Option<StyleFile>,
) -> anyhow::Result<RendererOptions> {
    let weights = options
        .weights
        .as_ref()
        .map(|path| {
            std::fs::read(path)
                .with_context(|| format!("cannot read the weights {}", report::name(path)))
        })
        .transpose()?;
    Ok(RendererOptions {
        device: options.device,
        shared: None,
        weights,
        shelf: StyleFolder::of_user().ok(),
        extra_style,
    })
}

fn recipe(options: &Stylize, style: String) -> Recipe {
    let blend = options.blend.clone();
    Recipe {
        blend: blend.map(|name| (name, options.blend_share)),
        amount: options.amount,
        weights: Dials {
            style: options.style_weight,
            content: options.content_weight,
            cycle: options.cycle_weight,
        },
        ..Recipe::of_style(style)
    }
}

fn job(options: &Stylize, recipe: Recipe, pair: &Pair) -> RenderRequest {
    RenderRequest {
        source: Source::File(pair.input.clone()),
        recipe,
        scale: options.scale,
        view: View::Full(options.size),
        sink: Sink::File(Output {
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
