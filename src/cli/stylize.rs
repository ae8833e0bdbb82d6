//! `kinetoon stylize`: photographs in, drawings out.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::bail;
use serde_json::json;

use super::arguments::Stylize;
use super::draw::{self, Drawer, Seeds, Tally, open_record, summary};
use super::inputs::{self, Plan};
use super::{FAILED, USAGE, report};
use crate::engine::batch::{self, Existing, Naming, Pair, Record};

/// What a person can do when no drawing can be written any longer.
const HOPELESS: &str = "the rest is not drawn, it would fail alike; make room, or choose another \
    folder, and go on with --resume";

/// Draws everything that was named; a bad file is told and the rest goes on.
///
/// # Errors
/// What keeps the whole run from starting.
pub(super) fn run(options: &Stylize) -> anyhow::Result<ExitCode> {
    let mut record = open_record(&options.out, options.shard);
    let (plan, seeds) = match plan(options, &mut record) {
        Ok(plan) => plan,
        Err(err) => {
            report::error(&report::with_causes(err.as_ref()));
            return Ok(ExitCode::from(USAGE));
        }
    };
    let is_json = options.drawing.json;
    let mut tally = Tally::default();
    draw::print_unusable(is_json, &mut tally, &plan);
    draw::remove_leftovers(&plan.pairs);
    let (skipped, pairs) = leave_out_drawn(options, plan, &record);
    if !pairs.is_empty() {
        let Some(mut drawer) = Drawer::open(&options.drawing, tally, HOPELESS, false)? else {
            return Ok(ExitCode::from(USAGE));
        };
        drawer.draw(&pairs, &seeds, &mut record, |_, _| {})?;
        tally = drawer.tally;
    }
    if !is_json {
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

/// What is to be drawn, and under which names, of which note is taken.
///
/// # Errors
/// What makes no sense about it.
fn plan(options: &Stylize, record: &mut Record) -> anyhow::Result<(Plan, Seeds)> {
    let style = draw::style_name(&options.drawing);
    let naming = Naming {
        avoid_existing: options.existing == Some(Existing::Number),
        ..draw::naming(&options.drawing)
    };
    if naming.avoid_existing && options.shard.is_some() {
        bail!(
            "--existing number: with --shard a file of another shard would be taken for one that \
             was there; choose skip or overwrite, or another folder"
        );
    }
    let given = options.resume.then(|| record.given(&naming, &style));
    let mut plan = inputs::plan(&options.inputs, &options.out, &naming, &style, given)?;
    // Those of other shards, too: what makes no sense is refused by all of them alike.
    inputs::keep_photos(&varied(options, &plan.pairs).0)?;
    draw::check_formats(&options.drawing, &plan.pairs)?;
    if let Some(shard) = options.shard {
        let num_all = plan.pairs.len();
        plan.keep_shard(shard);
        if !options.drawing.json {
            let num = plan.pairs.len();
            report::note(&format!("shard {shard}: {num} of {num_all} photographs"));
        }
    }
    record.name(&plan.pairs, &naming, &style);
    let (pairs, seeds) = varied(options, &plan.pairs);
    plan.pairs = pairs;
    Ok((plan, seeds))
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
    if options.drawing.json {
        for pair in &drawn {
            let files: [(&str, &Path); 2] = [("input", &pair.input), ("output", &pair.output)];
            report::json(&report::about(&files, json!({ "status": "skipped" })));
        }
    }
    (drawn.len(), left)
}
