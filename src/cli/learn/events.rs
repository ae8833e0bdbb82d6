//! What is told of a training run on the way, for people and for programs.

use std::path::PathBuf;

use indicatif::ProgressBar;
use serde_json::json;

use crate::book;
use crate::cli::{progress, report};
use crate::engine::TrainEvent;
use crate::train::pages::FEW_PAGES;
use crate::train::{Advance, Report};

pub(super) fn print_event(bar: &ProgressBar, event: &TrainEvent, json: bool) {
    if json {
        if let Some(object) = as_json(event) {
            report::json(&object);
        }
        return;
    }
    match event {
        TrainEvent::Looked {
            num_pages,
            num_pairs,
            traits,
            score,
            problems,
            warnings,
        } => bar.suspend(|| {
            report::note(&format!(
                "{num_pages} pages to learn from, {} left out",
                problems.len()
            ));
            if *num_pairs > 0 {
                report::note(&format!("{num_pairs} drawings lie over their photographs"));
            }
            if !traits.is_empty() {
                let words: Vec<_> = traits.iter().map(|one| one.in_words()).collect();
                report::note(&format!("their ink: {}", words.join(", ")));
            }
            if let Some(score) = score {
                report::note(&report::score(score));
            }
            for (path, reason) in problems.iter().chain(warnings) {
                report::note(&format!("  {}: {reason}", report::page_name(path)));
            }
            if *num_pages < FEW_PAGES && *num_pairs == 0 {
                report::note("so few pages give a rough likeness only; ten or more are better");
            }
        }),
        TrainEvent::Began { resumed_at, .. } if *resumed_at > 0 => {
            bar.suspend(|| report::note(&format!("going on after step {resumed_at}")));
        }
        TrainEvent::Stepped(advance) => {
            progress::set(bar, advance.progress);
            let memory = memory_bytes()
                .map_or_else(String::new, |bytes| format!(", {} MB", bytes / 1_000_000));
            bar.set_message(format!(
                "step {}, {:.2} s each, style {:.3}{memory}",
                advance.num_steps, advance.seconds, advance.report.losses.style
            ));
        }
        TrainEvent::Snapshot(point) => bar.suspend(|| {
            let measure = &point.measure;
            report::note(&format!(
                "step {:5}  style {:.3} (photo {:.3})  content {:.3}{}{}",
                point.num_steps,
                measure.style,
                measure.untouched,
                measure.content,
                measure
                    .pairs
                    .map_or_else(String::new, |apart| format!("  pairs {apart:.3}")),
                if point.is_best { "  best" } else { "" }
            ));
        }),
        TrainEvent::Settled(plan) => bar.suspend(|| {
            report::note(&format!(
                "no better point for {} steps: it ends sooner (--patience 0 uses all of the time)",
                plan.patience
            ));
        }),
        TrainEvent::Trouble(trouble) => bar.suspend(|| report::note(trouble.in_words())),
        _ => {}
    }
}

/// Resident memory of the program, if the system tells.
fn memory_bytes() -> Option<usize> {
    memory_stats::memory_stats().map(|stats| stats.physical_mem)
}

fn with_reasons(files: &[(PathBuf, String)]) -> Vec<serde_json::Value> {
    let one = |(path, reason): &(PathBuf, String)| {
        let object = json!({ "reason": reason });
        let (file, name) = book::place(path);
        let mut object = report::about(&[("file", file)], object);
        if let Some(name) = name {
            object["page"] = name.into();
        }
        object
    };
    files.iter().map(one).collect()
}

fn as_json(event: &TrainEvent) -> Option<serde_json::Value> {
    Some(match event {
        TrainEvent::Looked {
            num_pages,
            num_pairs,
            traits,
            score,
            problems,
            warnings,
        } => json!({
            "event": "looked", "pages": num_pages, "pairs": num_pairs,
            "ink": traits.iter().map(|one| one.in_words()).collect::<Vec<_>>(),
            "score": score.as_ref().map(report::score_as_json),
            "problems": with_reasons(problems), "warnings": with_reasons(warnings),
        }),
        TrainEvent::Began { resumed_at, .. } => json!({ "event": "began", "step": resumed_at }),
        TrainEvent::Stepped(Advance {
            num_steps,
            progress,
            report: Report { stage, losses },
            seconds,
            ..
        }) => json!({
            "event": "step", "step": num_steps, "progress": progress, "stage": stage,
            "losses": losses, "seconds": seconds, "memory_bytes": memory_bytes(),
        }),
        TrainEvent::Snapshot(point) => json!({
            "event": "point", "step": point.num_steps, "measure": point.measure,
            "best": point.is_best,
        }),
        TrainEvent::Settled(plan) => json!({ "event": "settled", "plan": plan }),
        TrainEvent::Trouble(trouble) => json!({ "event": "trouble", "what": trouble.in_words() }),
        _ => return None,
    })
}
