//! `kinetoon learn`: a folder of pages becomes a style.

use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::Ordering;
use std::time::Duration;

use anyhow::{Context as _, anyhow, bail};
use crossbeam_channel::RecvTimeoutError;
use indicatif::{HumanDuration, ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::json;

use super::arguments::{Learn, Trained};
use super::report;
use super::session::Session;
use crate::engine::{
    Event, LessonNews, LessonOrder, LessonPoint, LessonSpec, Shelf, StudioOptions, read_style_file,
};
use crate::model::style_file::check_name;
use crate::model::{Dials, StyleFile};
use crate::picture::{EncodeOptions, OutputFormat, encode, write_whole};
use crate::train::pages::{self, FEW_PAGES};
use crate::train::{Advance, Budget, Plan, Stage};

/// How often Ctrl-C is looked for.
const TICK: Duration = Duration::from_millis(50);
/// Parts into which the time is divided for the bar.
const BAR_LEN: u64 = 1000;

/// Learns a style and puts it on the shelf, or into a file.
///
/// # Errors
/// Why it could not be learnt.
pub(super) fn run(options: &Learn) -> anyhow::Result<ExitCode> {
    check_name(&options.name)?;
    let shelf = Shelf::of_user().ok();
    let folder = lesson_folder(options)?;
    let pages = pages::picture_files(&options.pages);
    if pages.is_empty() {
        bail!(
            "{}: no pictures in this folder",
            report::name(&options.pages)
        );
    }
    let photos = options.photos.as_deref().map(pages::picture_files);
    if let (Some(folder), Some([])) = (&options.photos, photos.as_deref()) {
        bail!("{}: no pictures in this folder", report::name(folder));
    }
    let spec = LessonSpec {
        name: options.name.clone(),
        author: options.author.clone(),
        licence: options.licence.clone(),
        pages,
        photos: photos.unwrap_or_default(),
        from: options.from.clone(),
        perceptual: options.perceptual.clone(),
        plan: plan(options),
        weights: Dials {
            style: options.style_weight,
            content: options.content_weight,
            cycle: options.cycle_weight,
        },
        folder: folder.clone(),
        keep: false,
    };
    let studio = StudioOptions {
        device: options.device,
        shelf: shelf.clone(),
        ..StudioOptions::default()
    };
    let session = Session::open(studio)?;
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
        rehearse(&session, spec.plan.budget, options.json)?;
    }
    let style = follow(&session, spec, options)?;
    let saved = save(&style, options, shelf.as_ref())?;
    std::fs::remove_dir_all(&folder).ok();
    if options.json {
        let object = json!({ "event": "saved", "style": style.name });
        report::json(&report::about(&[("file", &saved)], object));
    } else {
        report::line(&format!("{}: learnt, {}", style.name, report::name(&saved)));
    }
    Ok(ExitCode::SUCCESS)
}

fn plan(options: &Learn) -> Plan {
    let budget = match (options.steps, options.minutes) {
        (Some(steps), _) => Budget::Steps(steps),
        (None, minutes) => Budget::Seconds(minutes.unwrap_or(DEFAULT_MINUTES) * 60.0),
    };
    Plan {
        budget,
        furthest: match options.train {
            Trained::Code => Stage::Code,
            Trained::Normalisation => Stage::Normalisation,
            Trained::All => Stage::Everything,
        },
        seed: options.seed,
        measure_every: options.checkpoint_every,
        patience: options.patience,
        ..Plan::default()
    }
}

/// Minutes when nobody says how long.
const DEFAULT_MINUTES: f64 = 20.0;

/// The folder for checkpoints: what is there is gone on with, or thrown away, only on request.
fn lesson_folder(options: &Learn) -> anyhow::Result<PathBuf> {
    let data = crate::paths::data_dir().context("this system has no folder for checkpoints")?;
    let folder = data.join("lessons").join(&options.name);
    let exists = folder.join("run.json").exists();
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
fn rehearse(session: &Session, budget: Budget, json: bool) -> anyhow::Result<()> {
    if !session.engine.order_lesson(LessonOrder::Rehearse) {
        bail!("the engine is gone");
    }
    let pace = loop {
        match session.engine.events().recv_timeout(TICK) {
            Ok(Event::Lesson(LessonNews::Rehearsed { seconds_per_step })) => {
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

fn keep_sample(point: &LessonPoint, samples: &Path) -> anyhow::Result<()> {
    let path = samples.join(format!("step-{:06}.png", point.num_steps));
    let options = EncodeOptions::new(OutputFormat::Png);
    let bytes = encode(&point.sample, None, &options).with_context(|| report::name(&path))?;
    write_whole(&path, &bytes, true).with_context(|| report::name(&path))
}

/// Runs the lesson to its end, or to Ctrl-C, and tells how it goes.
fn follow(session: &Session, spec: LessonSpec, options: &Learn) -> anyhow::Result<StyleFile> {
    let name = spec.name.clone();
    if !session
        .engine
        .order_lesson(LessonOrder::Begin(Box::new(spec)))
    {
        bail!("the engine is gone");
    }
    let bar = bar();
    let mut stopping = false;
    loop {
        if session.interrupted.load(Ordering::Acquire) && !stopping {
            stopping = true;
            session.engine.order_lesson(LessonOrder::Stop);
        }
        let news = match session.engine.events().recv_timeout(TICK) {
            Ok(Event::Lesson(news)) => news,
            Ok(_) => continue,
            Err(RecvTimeoutError::Timeout) => {
                bar.tick();
                continue;
            }
            Err(RecvTimeoutError::Disconnected) => bail!("the engine ended unexpectedly"),
        };
        match news {
            LessonNews::Ended(style) => {
                bar.finish_and_clear();
                return Ok(*style);
            }
            LessonNews::Failed(_) | LessonNews::Paused { .. } if stopping => bail!("stopped"),
            LessonNews::Failed(err) => return Err(err.into()),
            LessonNews::Paused { reason } => {
                let reason = reason.unwrap_or_default();
                return Err(anyhow!(
                    "{reason}; go on later with --resume --name {name:?}"
                ));
            }
            news => {
                if let (LessonNews::Point(point), Some(samples)) = (&news, &options.samples) {
                    keep_sample(point, samples)?;
                }
                tell(&bar, &news, options.json);
            }
        }
    }
}

fn tell(bar: &ProgressBar, news: &LessonNews, json: bool) {
    if json {
        if let Some(object) = as_json(news) {
            report::json(&object);
        }
        return;
    }
    match news {
        LessonNews::Looked {
            num_pages,
            problems,
            warnings,
        } => bar.suspend(|| {
            report::note(&format!(
                "{num_pages} pages to learn from, {} left out",
                problems.len()
            ));
            for (path, reason) in problems {
                report::note(&format!("  {}: {reason}", report::name(path)));
            }
            for (path, reason) in warnings {
                report::note(&format!("  {}: {reason}", report::name(path)));
            }
            if *num_pages < FEW_PAGES {
                report::note("so few pages give a rough likeness only; ten or more are better");
            }
        }),
        LessonNews::Began { resumed_at, .. } if *resumed_at > 0 => {
            bar.suspend(|| report::note(&format!("going on after step {resumed_at}")));
        }
        LessonNews::Stepped(advance) => {
            bar.set_position((advance.progress * BAR_LEN as f64) as u64);
            let memory = memory_bytes()
                .map_or_else(String::new, |bytes| format!(", {} MB", bytes / 1_000_000));
            bar.set_message(format!(
                "step {}, {:.2} s each, style {:.3}{memory}",
                advance.num_steps, advance.seconds, advance.losses.style
            ));
        }
        LessonNews::Point(point) => bar.suspend(|| {
            let measure = &point.measure;
            report::note(&format!(
                "step {:5}  style {:.3} (photo {:.3})  content {:.3}{}",
                point.num_steps,
                measure.style,
                measure.untouched,
                measure.content,
                if point.is_best { "  best" } else { "" }
            ));
        }),
        LessonNews::Settled(plan) => bar.suspend(|| {
            report::note(&format!(
                "no better point for {} steps: it ends sooner (--patience 0 uses all of the time)",
                plan.patience
            ));
        }),
        LessonNews::Trouble(trouble) => bar.suspend(|| report::note(trouble.in_words())),
        _ => {}
    }
}

/// Resident memory of the program, if the system tells.
fn memory_bytes() -> Option<usize> {
    memory_stats::memory_stats().map(|stats| stats.physical_mem)
}

fn with_reasons(files: &[(PathBuf, String)]) -> Vec<serde_json::Value> {
    let one = |(path, reason): &(PathBuf, String)| {
        report::about(&[("file", path)], json!({ "reason": reason }))
    };
    files.iter().map(one).collect()
}

fn as_json(news: &LessonNews) -> Option<serde_json::Value> {
    Some(match news {
        LessonNews::Looked {
            num_pages,
            problems,
            warnings,
        } => json!({
            "event": "looked", "pages": num_pages,
            "problems": with_reasons(problems), "warnings": with_reasons(warnings),
        }),
        LessonNews::Began { resumed_at, .. } => json!({ "event": "began", "step": resumed_at }),
        LessonNews::Stepped(Advance {
            num_steps,
            progress,
            stage,
            losses,
            seconds,
            ..
        }) => json!({
            "event": "step", "step": num_steps, "progress": progress, "stage": stage,
            "losses": losses, "seconds": seconds, "memory_bytes": memory_bytes(),
        }),
        LessonNews::Point(point) => json!({
            "event": "point", "step": point.num_steps, "measure": point.measure,
            "best": point.is_best,
        }),
        LessonNews::Settled(plan) => json!({ "event": "settled", "plan": plan }),
        LessonNews::Trouble(trouble) => json!({ "event": "trouble", "what": trouble.in_words() }),
        _ => return None,
    })
}

fn save(style: &StyleFile, options: &Learn, shelf: Option<&Shelf>) -> anyhow::Result<PathBuf> {
    match (&options.out, shelf) {
        (Some(path), _) => {
            write_whole(path, &style.to_bytes()?, options.replace)
                .with_context(|| report::name(path))?;
            // What was written is what will be read.
            read_style_file(path)?;
            Ok(path.clone())
        }
        (None, Some(shelf)) => Ok(shelf.add(style, options.replace)?),
        (None, None) => bail!("this system has no folder for styles; use --out FILE.kstyle"),
    }
}

fn bar() -> ProgressBar {
    let target = if std::io::stderr().is_terminal() {
        ProgressDrawTarget::stderr()
    } else {
        ProgressDrawTarget::hidden()
    };
    let bar = ProgressBar::with_draw_target(Some(BAR_LEN), target);
    let style = ProgressStyle::with_template("{bar:32} {percent} % {msg} {eta} left");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar
}

/// Whether `path` names a style's file.
pub(super) fn is_style_file(path: &Path) -> bool {
    path.extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case(crate::engine::STYLE_ENDING))
}
