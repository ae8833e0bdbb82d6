//! `kinetoon pretrain base`: many styles become one set of weights.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use serde_json::json;

use super::{budget, interrupt, read};
use crate::cli::arguments::PretrainBase;
use crate::cli::{progress, report};
use crate::engine::{BaseOrder, begin_base};
use crate::picture::write_whole;
use crate::train::pretrain::{Advance, PretrainPlan, PretrainState, Pretraining};
use crate::train::{RunState, StepLosses, Views, has_run};

/// Minutes when nobody says how long.
const DEFAULT_MINUTES: f64 = 60.0;
/// Steps between two lines about the losses.
const NOTE_EVERY: u64 = 100;
/// Share of the past in the losses that are told.
const SMOOTH: f32 = 0.95;

/// Trains, and writes checkpoints and, if asked for, the weights.
///
/// # Errors
/// What keeps it from being trained.
pub(super) fn run(options: &PretrainBase) -> anyhow::Result<ExitCode> {
    let order = order(options)?;
    let interrupted = interrupt();
    let mut training = begin_base(&order)?;
    let state = training.state();
    let begun_at = state.num_steps;
    if options.json {
        report::json(&json!({ "event": "began", "step": begun_at, "styles": state.task.styles }));
    } else {
        report::note(&format!(
            "{} styles: {}",
            state.task.styles.len(),
            state.task.styles.join(", ")
        ));
        if begun_at > 0 {
            report::note(&format!("going on after step {begun_at}"));
        }
    }
    let bar = progress::bar();
    let mut shown: Option<StepLosses> = None;
    training.train(&interrupted, &mut |advance| {
        let now = advance.report.losses;
        let losses = *shown.insert(shown.map_or(now, |past| past.mixed(&now, SMOOTH)));
        progress::set(&bar, advance.progress);
        bar.set_message(format!(
            "step {}, {:.2} s each, style {:.3}",
            advance.num_steps, advance.seconds, losses.style
        ));
        if options.json {
            report::json(&json!({ "event": "step", "advance": advance }));
        } else if advance.num_steps.is_multiple_of(NOTE_EVERY) || advance.progress >= 1.0 {
            bar.suspend(|| report::note(&in_words(advance, &losses)));
        }
    })?;
    bar.finish_and_clear();
    if let Some(path) = &options.export {
        export(&training, path, options.json)?;
    }
    let num_steps = training.state().num_steps;
    if options.json {
        report::json(&json!({ "event": "ended", "step": num_steps }));
    } else if training.is_over() {
        report::line(&format!("trained, {num_steps} steps"));
    } else {
        report::line(&format!("stopped at step {num_steps}; go on with --resume"));
    }
    Ok(ExitCode::SUCCESS)
}

fn order(options: &PretrainBase) -> anyhow::Result<BaseOrder> {
    let exists = has_run(&options.out);
    if exists && !options.resume {
        bail!(
            "{}: a run is there; go on with --resume, or choose another folder",
            report::name(&options.out)
        );
    }
    let given = budget(options.steps, options.minutes, DEFAULT_MINUTES);
    if !options.side.is_multiple_of(8 * options.places) {
        bail!(
            "a side of {} pixels cannot be divided into {} places of a multiple of 8",
            options.side,
            options.places
        );
    }
    let mut shares = PretrainPlan::SHARES;
    for share in &options.share {
        share.set(&mut shares);
    }
    let mut plan = PretrainPlan {
        budget: given,
        seed: options.seed,
        side: options.side,
        places: options.places,
        batch: options.batch,
        scales: options.scales,
        content: options.content.into(),
        shares,
        views: Views {
            changes: options.changes,
            soft_edges: options.soft_edges,
        },
        save_every: options.checkpoint_every,
    };
    let mut styles = options.styles.clone();
    if options.resume {
        let Some(state) = RunState::<PretrainState>::read(&options.out)? else {
            bail!(
                "{}: there is no run to go on with",
                report::name(&options.out)
            );
        };
        plan = state.task.plan;
        if options.steps.is_some() || options.minutes.is_some() {
            plan.budget = given;
        }
        styles = styles.or(Some(state.task.styles));
    }
    Ok(BaseOrder {
        data: options.data.clone(),
        styles,
        init: options.init.as_deref().map(read).transpose()?,
        teaching: options.teaching.as_deref().map(read).transpose()?,
        perceptual: options.perceptual.clone(),
        plan,
        folder: options.out.clone(),
        device: options.device,
    })
}

fn in_words(advance: &Advance, losses: &StepLosses) -> String {
    let StepLosses {
        style,
        content,
        cycle,
        adversarial,
        crack,
        tint,
        brightness,
        identity,
        discriminator,
        ..
    } = losses;
    let identity = identity.unwrap_or(f32::NAN);
    format!(
        "step {:6}  style {style:.3}  content {content:.3}  cycle {cycle:.3}  adversarial \
         {adversarial:.2}  crack {crack:.3}  tint {tint:.3}  brightness {brightness:.3}  identity \
         {identity:.3}  discriminator {discriminator:.2}",
        advance.num_steps
    )
}

/// Writes the weights, and beside them what learning needs.
fn export(training: &Pretraining, path: &Path, json: bool) -> anyhow::Result<()> {
    let (base, teaching) = training.export()?;
    let beside = teaching_path(path);
    for (path, bytes) in [(path, base), (&beside, teaching)] {
        write_whole(path, &bytes, true).with_context(|| report::name(path))?;
        if json {
            report::json(&report::about(
                &[("file", path)],
                json!({ "event": "saved" }),
            ));
        } else {
            report::line(&report::name(path));
        }
    }
    Ok(())
}

/// `base.safetensors` -> `base-teaching.safetensors`
fn teaching_path(path: &Path) -> PathBuf {
    let mut name = path.file_stem().unwrap_or_default().to_owned();
    name.push("-teaching.safetensors");
    path.with_file_name(name)
}
