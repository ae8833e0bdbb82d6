//! `kinetoon watch`: what comes into a folder is drawn as it comes.
//!
//! The folder is looked at again and again. Systems can tell of changes, but not of those that
//! another machine makes on a network drive, not without limits, and not when a file is whole,
//! so that all of this would be needed beside it.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};

use super::arguments::Watch;
use super::draw::{self, Drawer, Seeds, Tally, failed, open_record, summary};
use super::inputs::{self, Plan};
use super::session::Outcome;
use super::{FAILED, USAGE, report};
use crate::engine::batch::{Blocker, FindProblem, Pair, Record};
use crate::engine::seen::{Rested, SeenFiles};

/// How often Ctrl-C is looked for between two looks.
const TICK: Duration = Duration::from_millis(50);
/// Between two looks pass so many times the time that one takes: a large folder on a slow drive is
/// not read all the time.
const PAUSE: u32 = 10;
/// After so long a photograph is tried again that a full disk or a missing drive kept from being
/// drawn.
const TRY_AGAIN: Duration = Duration::from_mins(1);
/// What a person can do when no drawing can be written any longer.
const HOPELESS: &str = "no drawing can be written; make room, or see to it that the folder can be \
    written to. It is tried again every minute";

/// Draws until somebody presses Ctrl-C.
///
/// # Errors
/// What keeps it from starting or going on.
pub(super) fn run(options: &Watch) -> anyhow::Result<ExitCode> {
    if let Err(err) = check(options) {
        report::error(&report::with_causes(err.as_ref()));
        return Ok(ExitCode::from(USAGE));
    }
    let folder = report::name(&options.out);
    std::fs::create_dir_all(&options.out).with_context(|| folder)?;
    let mut record = open_record(&options.out, None);
    // What makes no sense about names and formats is told before anything is waited for.
    let first = match plan(options, &record) {
        Ok(first) => first,
        Err(err) => {
            report::error(&report::with_causes(err.as_ref()));
            return Ok(ExitCode::from(USAGE));
        }
    };
    draw::remove_leftovers(&first.pairs);
    let tally = Tally::default();
    let Some(mut drawer) = Drawer::open(&options.drawing, tally, HOPELESS, true)? else {
        return Ok(ExitCode::from(USAGE));
    };
    drawer.session.finish_what_is_begun();
    let mut watcher = Watcher::new(options);
    if options.new_only {
        watcher.seen.leave_out(stamps(&first), Instant::now());
    }
    if !options.drawing.json {
        let [folder, out] = [&options.folder, &options.out].map(|path| report::name(path));
        report::note(&format!(
            "watching {folder}, drawing into {out}; Ctrl-C ends it"
        ));
    }
    while !drawer.session.is_interrupted() {
        let start = Instant::now();
        let plan = plan(options, &record)?;
        let pairs = watcher.look(plan, &record, &mut drawer.tally);
        let took = start.elapsed();
        if !pairs.is_empty() {
            watcher.draw(&pairs, &mut drawer, &mut record)?;
        }
        let pause = Duration::from_secs_f64(options.every).max(took * PAUSE);
        let start = Instant::now();
        while start.elapsed() < pause && !drawer.session.is_interrupted() {
            std::thread::sleep(TICK);
        }
    }
    if !options.drawing.json {
        summary(&drawer.tally, 0);
    }
    Ok(if drawer.tally.failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(FAILED)
    })
}

/// Refuses folders that would make drawings of drawings.
fn check(options: &Watch) -> anyhow::Result<()> {
    if !options.folder.is_dir() {
        bail!("{}: no folder", report::name(&options.folder));
    }
    let whole = |path: &Path| path.canonicalize().or_else(|_| std::path::absolute(path));
    let [folder, out] = [whole(&options.folder)?, whole(&options.out)?];
    if folder.starts_with(&out) {
        bail!(
            "--out {}: the watched folder is this one or in it, and drawings would be drawn again; \
             choose another one, which may be in the watched folder",
            report::name(&options.out)
        );
    }
    Ok(())
}

/// All photographs that are there, and what their drawings are called.
fn plan(options: &Watch, record: &Record) -> anyhow::Result<Plan> {
    let naming = draw::naming(&options.drawing);
    let style = draw::style_name(&options.drawing);
    let given = record.given(&naming, &style);
    let inputs = std::slice::from_ref(&options.folder);
    let plan = inputs::plan(inputs, &options.out, &naming, &style, Some(given))?;
    inputs::keep_photos(&plan.pairs)?;
    draw::check_formats(&options.drawing, &plan.pairs)?;
    Ok(plan)
}

fn stamps(plan: &Plan) -> impl Iterator<Item = (&Path, Option<crate::picture::Stamp>)> {
    let pairs = plan.pairs.iter();
    pairs.map(|pair| (pair.input.as_path(), pair.listed))
}

/// What is known of the folder.
struct Watcher<'a> {
    options: &'a Watch,
    seen: SeenFiles,
    /// Problems that there were at the last look.
    told: HashSet<(PathBuf, String)>,
    /// What was said of files that are not read.
    noted: HashSet<(PathBuf, String)>,
}

impl<'a> Watcher<'a> {
    fn new(options: &'a Watch) -> Self {
        Self {
            options,
            seen: SeenFiles::new(Duration::from_secs_f64(options.rest)),
            told: HashSet::new(),
            noted: HashSet::new(),
        }
    }

    /// What is to be drawn now.
    fn look(&mut self, plan: Plan, record: &Record, tally: &mut Tally) -> Vec<Pair> {
        let is_readable = self.print_problems(&plan, tally);
        if is_readable {
            self.seen
                .keep(plan.pairs.iter().map(|pair| pair.input.as_path()));
        }
        let rested = self.seen.look(stamps(&plan), Instant::now());
        if rested.is_empty() {
            return Vec::new();
        }
        let mut pairs: HashMap<PathBuf, Pair> = plan
            .pairs
            .into_iter()
            .map(|pair| (pair.input.clone(), pair))
            .collect();
        let mut wanted = Vec::new();
        for file in rested {
            if let Some(pair) = pairs.remove(&file.path)
                && let Some(pair) = self.wanted(&file, pair, record, tally)
            {
                wanted.push(pair);
            }
        }
        wanted
    }

    /// Tells each problem of the folder once, and again when it comes back; whether it could be
    /// read and something is in it.
    fn print_problems(&mut self, plan: &Plan, tally: &mut Tally) -> bool {
        let is_json = self.options.drawing.json;
        let mut problems = HashSet::new();
        let mut is_readable = true;
        if !self.options.folder.is_dir() {
            let reason = "the folder is not there; it is waited for".to_owned();
            is_readable = false;
            problems.insert((self.options.folder.clone(), reason));
        }
        for (path, problem) in &plan.unusable {
            let key = (path.clone(), problem.to_string());
            match problem {
                // None has come yet, or a drive is gone whose folder is still there.
                FindProblem::Bare => is_readable = false,
                FindProblem::LeftOut { .. } => {
                    if self.noted.insert(key) {
                        report::note(&format!("{}: {problem}", report::name(path)));
                    }
                }
                _ => {
                    is_readable = false;
                    problems.insert(key);
                }
            }
        }
        let mut new: Vec<_> = problems.difference(&self.told).collect();
        new.sort();
        for (path, reason) in new {
            failed(is_json, tally, None, path, reason);
        }
        self.told = problems;
        is_readable
    }

    /// The pair if its drawing is to be made: there is none yet, or the photograph has changed
    /// since and the drawing has not.
    fn wanted(
        &self,
        file: &Rested,
        mut pair: Pair,
        record: &Record,
        tally: &mut Tally,
    ) -> Option<Pair> {
        if pair.output.symlink_metadata().is_err() {
            return Some(pair);
        }
        if record.is_left_of_ours(&pair.output) {
            pair.overwrite = true;
            return Some(pair);
        }
        if !file.has_changed && !is_newer(&pair.input, &pair.output) {
            // It was drawn before this run.
            return None;
        }
        if record.is_as_written(&pair.output) {
            pair.overwrite = true;
            return Some(pair);
        }
        let output = report::name(&pair.output);
        let reason = format!(
            "not drawn again: {output} is no longer as it was written; move it away, then change \
             the photograph or start anew"
        );
        failed(
            self.options.drawing.json,
            tally,
            Some(&pair),
            &pair.input,
            &reason,
        );
        None
    }

    fn draw(
        &mut self,
        pairs: &[Pair],
        drawer: &mut Drawer<'_>,
        record: &mut Record,
    ) -> anyhow::Result<()> {
        let style = draw::style_name(&self.options.drawing);
        record.name(pairs, &draw::naming(&self.options.drawing), &style);
        let seen = &mut self.seen;
        drawer.draw(pairs, &Seeds::new(), record, |pair, outcome| {
            let comes_again = match outcome {
                Outcome::Done(_) => false,
                Outcome::Failed(err) => Blocker::behind(err).is_some(),
                Outcome::Stopped => true,
            };
            if comes_again {
                seen.again(&pair.input, Instant::now(), TRY_AGAIN);
            }
        })
    }
}

/// Whether a photograph was changed after its drawing.
fn is_newer(photo: &Path, drawing: &Path) -> bool {
    let modified = |path: &Path| {
        path.metadata()
            .and_then(|metadata| metadata.modified())
            .ok()
    };
    let times = modified(photo).zip(modified(drawing));
    times.is_some_and(|(photo, drawing)| photo > drawing)
}
