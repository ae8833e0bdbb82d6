//! What is told of each drawing, and of all of them.

use std::path::Path;

use serde_json::{Value, json};

use crate::cli::report;
use crate::cli::session::Outcome;
use crate::engine::batch::Pair;
use crate::engine::{EngineError, JobResult};
use crate::picture::Stamp;
use crate::render::RenderError;

/// Said of a photograph that is no longer what was found; its drawing is of one state or the other.
const CHANGED: &str = "changed while the run was under way; if the drawing shows what it was before, \
    draw it again";

/// Counts for the last line.
#[derive(Default)]
pub(in crate::cli) struct Tally {
    pub(in crate::cli) drawn: usize,
    pub(in crate::cli) failed: usize,
    pub(in crate::cli) stopped: usize,
}

pub(super) fn print_outcome(
    is_json: bool,
    tally: &mut Tally,
    pair: &Pair,
    outcome: Outcome,
    draws_again: bool,
) {
    match outcome {
        Outcome::Done(result) => {
            tally.drawn += 1;
            let has_changed = Stamp::of(&pair.input) != pair.listed;
            // What is drawn again when it changes needs no word.
            if has_changed && !draws_again {
                let input = report::name(&pair.input);
                report::note(&format!("{input}: {CHANGED}"));
            }
            let [num_frames, num_drawn] = result.num_frames;
            if num_drawn < num_frames && !is_json {
                let format = pair.format.title();
                let output = report::name(&pair.output);
                report::note(&format!(
                    "{output}: the first of {num_frames} frames, {format} files cannot move"
                ));
            }
            let (written, [width, height]) = ([result.width, result.height], result.photo_size);
            if written != result.photo_size && !is_json {
                let output = report::name(&pair.output);
                let [w, h] = written;
                report::note(&format!(
                    "{output}: {w}x{h}, enlarged from {width}x{height}"
                ));
            }
            if !result.lost.is_empty() && !is_json {
                let output = report::name(&pair.output);
                let lost: Vec<String> = result.lost.iter().map(ToString::to_string).collect();
                report::note(&format!("{output}: not kept: {}", lost.join(", ")));
            }
            if is_json {
                report::json(&done_json(pair, &result, has_changed));
            } else {
                report::line(&report::name(&pair.output));
            }
        }
        Outcome::Failed(err) => {
            let (path, reason) = match err {
                EngineError::Render(RenderError::File { source, path }) => {
                    (path, report::with_causes(&source))
                }
                other => (pair.input.clone(), report::with_causes(&other)),
            };
            failed(is_json, tally, Some(pair), &path, &reason);
        }
        // It comes again, or was not begun when somebody ended it.
        Outcome::Stopped if draws_again => {}
        Outcome::Stopped => {
            tally.stopped += 1;
            if is_json {
                report::json(&report::about(
                    &[("input", &pair.input)],
                    json!({ "status": "stopped" }),
                ));
            }
        }
    }
}

fn done_json(pair: &Pair, result: &JobResult, has_changed: bool) -> Value {
    let timings = &result.timings;
    let object = json!({
        "status": "drawn",
        "changed": has_changed,
        "width": result.width,
        "height": result.height,
        "width_of_input": result.photo_size[0],
        "height_of_input": result.photo_size[1],
        "lost": result.lost,
        "frames": result.num_frames[1],
        "frames_in_input": result.num_frames[0],
        "seconds": {
            "decode": timings.decode.as_secs_f64(),
            "draw": timings.draw.as_secs_f64(),
            "ink": timings.ink.as_secs_f64(),
            "encode": timings.encode.as_secs_f64(),
        },
    });
    report::about(&[("input", &pair.input), ("output", &pair.output)], object)
}

pub(in crate::cli) fn failed(
    is_json: bool,
    tally: &mut Tally,
    pair: Option<&Pair>,
    path: &Path,
    reason: &str,
) {
    tally.failed += 1;
    if is_json {
        let input = pair.map_or(path, |pair| &pair.input);
        let object = json!({ "status": "failed", "reason": reason });
        report::json(&report::about(&[("input", input), ("file", path)], object));
    } else {
        report::error(&format!("{}: {reason}", report::name(path)));
    }
}

pub(in crate::cli) fn summary(tally: &Tally, skipped: usize) {
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
