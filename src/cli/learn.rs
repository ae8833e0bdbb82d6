//! `kinetoon learn`: a folder of pages becomes a style.

mod events;
mod resume;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::{Context as _, bail};
use crossbeam_channel::RecvTimeoutError;
use indicatif::HumanDuration;
use serde_json::json;

use self::events::print_event;
use super::arguments::{Learn, Trained};
use super::progress;
use super::report;
use super::session::Session;
use crate::engine::{
    Event, Snapshot, TrainCommand, TrainEvent, TrainSpec, is_run_held, remove_run,
};
use crate::library::{StyleFolder, StyleFolderError, built_in_styles, read_style_file};
use crate::model::style_file::check_name;
use crate::model::{Dials, StyleFile};
use crate::picture::{EncodeOptions, OutputFormat, encode, write_whole};
use crate::render::RendererOptions;
use crate::train::{Budget, Plan, PlanChanges, Stage, has_run};
use crate::train::{pages, pairs};

/// How often Ctrl-C is looked for.
const TICK: Duration = Duration::from_millis(50);
/// How long one signal may take to be heard by both who listen for it.
const SIGNAL: Duration = Duration::from_millis(20);

/// Learns a style and puts it in the style library, or into a file.
///
/// # Errors
/// Why it could not be learnt.
pub(super) fn run(options: &Learn) -> anyhow::Result<ExitCode> {
    check_name(&options.name)?;
    refuse_taken(options)?;
    let style_folder = StyleFolder::of_user().ok();
    let folder = run_folder(options)?;
    let mut pages = pages::page_files(&options.pages);
    let mut pairs = pairs::take_pairs(&mut pages);
    if let Some(folder) = &options.drawn_over {
        let photos = pages::picture_files(folder);
        let found = pairs::take_pairs_of(&photos, &mut pages);
        if found.is_empty() {
            bail!(
                "{}: no photograph there is named as a page in {}",
                report::name(folder),
                report::name(&options.pages)
            );
        }
        pairs.extend(found);
    }
    if pages.is_empty() && pairs.is_empty() {
        bail!(
            "{}: no pictures and no books in this folder",
            report::name(&options.pages)
        );
    }
    let photos = options.photos.as_deref().map(pages::picture_files);
    if let (Some(folder), Some([])) = (&options.photos, photos.as_deref()) {
        bail!("{}: no pictures in this folder", report::name(folder));
    }
    let spec = TrainSpec {
        name: options.name.clone(),
        author: options.author.clone(),
        licence: options.licence.clone(),
        pages,
        photos: photos.unwrap_or_default(),
        pairs,
        from: options.from.clone(),
        perceptual: options.perceptual.clone(),
        plan: plan(options),
        changes: PlanChanges::default(),
        weights: Dials {
            style: options.style_weight.unwrap_or(1.0),
            content: options.content_weight.unwrap_or(1.0),
            cycle: options.cycle_weight.unwrap_or(1.0),
        },
        folder: folder.clone(),
        keep: false,
        awaits: false,
    };
    let spec = if options.resume {
        resume::resumed(options, spec)?
    } else {
        spec
    };
    let renderer = RendererOptions {
        device: options.device,
        style_folder: style_folder.clone(),
        ..RendererOptions::default()
    };
    let session = Session::open(renderer)?;
    // After the session, which listens for all of the signals alike.
    let ending = asks_to_end();
    if session.styles.contains(&options.name) && options.out.is_none() && !options.replace {
        bail!(
            "there is a style named {:?} already; choose another name, or --replace it",
            options.name
        );
    }
    if let Some(samples) = &options.samples {
        std::fs::create_dir_all(samples).with_context(|| report::name(samples))?;
    }
    if !options.resume {
        time_steps(&session, spec.plan.budget, options.json)?;
    }
    let followed = follow(&session, spec, options, &ending);
    // Ends the engine, which saves what was learnt so far.
    drop(session);
    let style = match followed {
        Ok(style) => style,
        Err(_) if ending.load(Ordering::Acquire) && has_run(&folder) => {
            bail!("stopped; {}", how_to_go_on(&options.name))
        }
        Err(err) => return Err(err),
    };
    let saved = save(&style, options, style_folder.as_ref())
        .with_context(|| format!("not saved; {}", how_to_go_on(&options.name)))?;
    remove_run(&folder);
    if options.json {
        let object = json!({ "event": "saved", "style": style.name });
        report::json(&report::about(&[("file", &saved)], object));
    } else {
        report::line(&format!("{}: learnt, {}", style.name, report::name(&saved)));
    }
    Ok(ExitCode::SUCCESS)
}

/// What cannot be kept at the end is refused at the beginning.
fn refuse_taken(options: &Learn) -> anyhow::Result<()> {
    let name = &options.name;
    match &options.out {
        Some(path) if path.exists() && !options.replace => {
            bail!("{} is there already; --replace it?", path.display())
        }
        None if built_in_styles()?.contains(name) => {
            Err(StyleFolderError::BuiltIn { name: name.clone() }.into())
        }
        _ => Ok(()),
    }
}

/// Raised by SIGTERM and SIGHUP: the program is to end, and goes on with the training run another
/// time. A person's Ctrl-C ends the training run itself.
fn asks_to_end() -> Arc<AtomicBool> {
    let ending = Arc::new(AtomicBool::new(false));
    #[cfg(unix)]
    for signal in [signal_hook::consts::SIGTERM, signal_hook::consts::SIGHUP] {
        if let Err(err) = signal_hook::flag::register(signal, Arc::clone(&ending)) {
            log::warn!("signals are not heard: {err}");
        }
    }
    ending
}

fn how_to_go_on(name: &str) -> String {
    format!("go on later with --resume --name {name:?}")
}

fn plan(options: &Learn) -> Plan {
    let usual = Plan::default();
    let usual_time = Budget::Seconds(DEFAULT_MINUTES * 60.0);
    Plan {
        budget: asked_budget(options).unwrap_or(usual_time),
        furthest: options.train.map_or(Stage::Everything, furthest),
        seed: options.seed.unwrap_or(usual.seed),
        measure_every: options.checkpoint_every.unwrap_or(usual.measure_every),
        patience: options.patience.unwrap_or(usual.patience),
        ..usual
    }
}

/// The time that was asked for, if any.
fn asked_budget(options: &Learn) -> Option<Budget> {
    let minutes = options.minutes;
    let seconds = minutes.map(|minutes| Budget::Seconds(minutes * 60.0));
    options.steps.map(Budget::Steps).or(seconds)
}

fn furthest(trained: Trained) -> Stage {
    match trained {
        Trained::Code => Stage::Code,
        Trained::Normalisation => Stage::Normalisation,
        Trained::All => Stage::Everything,
    }
}

/// Minutes when nobody says how long.
const DEFAULT_MINUTES: f64 = 20.0;

/// The folder for checkpoints: what is there is gone on with, or thrown away, only on request.
fn run_folder(options: &Learn) -> anyhow::Result<PathBuf> {
    let data = crate::paths::data_dir().context("this system has no folder for checkpoints")?;
    let folder = data.join("lessons").join(&options.name);
    if is_run_held(&folder) {
        bail!("another window or command is learning {:?}", options.name);
    }
    let exists = has_run(&folder);
    if exists && !options.resume {
        bail!(
            "an unfinished lesson named {:?} is there; go on with --resume, or remove {}",
            options.name,
            report::name(&folder)
        );
    }
    if !exists && options.resume {
        bail!("there is no unfinished lesson named {:?}", options.name);
    }
    Ok(folder)
}

/// Finds out how long a step takes here, and says how long it will take or how far it will come.
fn time_steps(session: &Session, budget: Budget, json: bool) -> anyhow::Result<()> {
    if !session.engine.command_training(TrainCommand::TimeSteps) {
        bail!("the engine is gone");
    }
    let pace = loop {
        match session.engine.events().recv_timeout(TICK) {
            Ok(Event::Training(TrainEvent::StepsTimed { seconds_per_step })) => {
                break seconds_per_step?;
            }
            Err(RecvTimeoutError::Timeout) if session.interrupted.load(Ordering::Acquire) => {
                bail!("stopped")
            }
            Ok(_) | Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => bail!("the engine ended unexpectedly"),
        }
    };
    let (steps, seconds) = match budget {
        Budget::Steps(steps) => (steps as f64, steps as f64 * pace),
        Budget::Seconds(seconds) => (seconds / pace, seconds),
    };
    if json {
        report::json(&json!({
            "event": "rehearsed", "seconds_per_step": pace, "steps": steps.round(), "seconds": seconds,
        }));
    } else {
        let time = HumanDuration(Duration::from_secs_f64(seconds));
        report::note(&format!(
            "a step takes {pace:.2} s here: about {steps:.0} steps in {time}"
        ));
    }
    Ok(())
}

fn keep_sample(point: &Snapshot, samples: &Path) -> anyhow::Result<()> {
    let path = samples.join(format!("step-{:06}.png", point.num_steps));
    let options = EncodeOptions::new(OutputFormat::Png);
    let bytes = encode(&point.sample, None, &options).with_context(|| report::name(&path))?;
    write_whole(&path, &bytes, true).with_context(|| report::name(&path))
}

/// Runs the training run to its end, or to Ctrl-C, and tells how it goes.
fn follow(
    session: &Session,
    spec: TrainSpec,
    options: &Learn,
    ending: &AtomicBool,
) -> anyhow::Result<StyleFile> {
    let name = spec.name.clone();
    if !session
        .engine
        .command_training(TrainCommand::Begin(Box::new(spec)))
    {
        bail!("the engine is gone");
    }
    let bar = progress::bar();
    let mut stopping = false;
    loop {
        if session.interrupted.load(Ordering::Acquire) && !stopping {
            std::thread::sleep(SIGNAL);
            if ending.load(Ordering::Acquire) {
                bail!("stopped");
            }
            stopping = true;
            session.engine.command_training(TrainCommand::Stop);
        }
        let event = match session.engine.events().recv_timeout(TICK) {
            Ok(Event::Training(event)) => event,
            Ok(_) => continue,
            Err(RecvTimeoutError::Timeout) => {
                bar.tick();
                continue;
            }
            Err(RecvTimeoutError::Disconnected) => bail!("the engine ended unexpectedly"),
        };
        match event {
            TrainEvent::Ended(style) => {
                bar.finish_and_clear();
                return Ok(*style);
            }
            TrainEvent::Failed(_) | TrainEvent::Paused { .. } if stopping => bail!("stopped"),
            TrainEvent::Failed(err) => return Err(err.into()),
            TrainEvent::Paused { reason } => {
                let reason = reason.map_or_else(String::new, |reason| reason.to_string());
                bail!("{reason}; {}", how_to_go_on(&name));
            }
            event => {
                if let (TrainEvent::Snapshot(point), Some(samples)) = (&event, &options.samples) {
                    keep_sample(point, samples)?;
                }
                print_event(&bar, &event, options.json);
            }
        }
    }
}

fn save(
    style: &StyleFile,
    options: &Learn,
    style_folder: Option<&StyleFolder>,
) -> anyhow::Result<PathBuf> {
    match (&options.out, style_folder) {
        (Some(path), _) => {
            write_whole(path, &style.to_bytes()?, options.replace)
                .with_context(|| report::name(path))?;
            // What was written is what will be read.
            read_style_file(path)?;
            Ok(path.clone())
        }
        (None, Some(style_folder)) => Ok(style_folder.add(style, options.replace)?),
        (None, None) => bail!("this system has no folder for styles; use --out FILE.kstyle"),
    }
}

/// Whether `path` names a style's file.
pub(super) fn is_style_file(path: &Path) -> bool {
    path.extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case(crate::library::STYLE_ENDING))
}
