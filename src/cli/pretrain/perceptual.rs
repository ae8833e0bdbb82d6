//! `kinetoon pretrain perceptual`: a small network learns to see as a large one does.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use serde_json::json;

use super::{budget, interrupt, read};
use crate::cli::arguments::PretrainPerceptual;
use crate::cli::{progress, report};
use crate::engine::{DistilOrder, begin_distillation, compare_with_teacher};
use crate::picture::write_whole;
use crate::train::distill::DistillPlan;
use crate::train::{RunState, has_run};

/// Minutes when nobody says how long.
const DEFAULT_MINUTES: f64 = 60.0;
/// Steps between two lines about the loss.
const NOTE_EVERY: u64 = 100;

/// Teaches the network, or only compares one with the teacher.
///
/// # Errors
/// What keeps it from being taught or compared.
pub(super) fn run(options: &PretrainPerceptual) -> anyhow::Result<ExitCode> {
    let teacher = read(&options.teacher)?;
    if let Some(path) = &options.check {
        return compare(&read(path)?, &teacher, options);
    }
    let Some(out) = &options.out else {
        bail!("--out or --check is needed");
    };
    let order = order(options, out, teacher)?;
    let interrupted = interrupt();
    let mut training = begin_distillation(&order)?;
    let begun_at = training.state().num_steps;
    if begun_at > 0 && !options.json {
        report::note(&format!("going on after step {begun_at}"));
    }
    let bar = progress::bar();
    training.train(&interrupted, &mut |advance| {
        let (step, loss) = (advance.num_steps, advance.report.loss);
        progress::set(&bar, advance.progress);
        bar.set_message(format!("step {step}, loss {loss:.3}"));
        if options.json {
            report::json(&json!({ "event": "step", "step": step, "loss": loss }));
        } else if step.is_multiple_of(NOTE_EVERY) {
            bar.suspend(|| report::note(&format!("step {step:6}  loss {loss:.3}")));
        }
    })?;
    bar.finish_and_clear();
    if !training.is_over() {
        let num_steps = training.state().num_steps;
        report::note(&format!("stopped at step {num_steps}; go on with --resume"));
        return Ok(ExitCode::SUCCESS);
    }
    let network = training.export()?;
    write_whole(out, &network, true).with_context(|| report::name(out))?;
    std::fs::remove_dir_all(&order.folder).ok();
    compare(&network, &order.teacher, options)
}

fn order(
    options: &PretrainPerceptual,
    out: &Path,
    teacher: Vec<u8>,
) -> anyhow::Result<DistilOrder> {
    let folder = run_folder(out);
    if has_run(&folder) && !options.resume {
        bail!(
            "{}: an unfinished run is there; go on with --resume, or remove it",
            report::name(&folder)
        );
    }
    let given = budget(options.steps, options.minutes, DEFAULT_MINUTES);
    let mut plan = DistillPlan {
        budget: given,
        seed: options.seed,
        save_every: options.checkpoint_every,
    };
    if options.resume {
        let Some(found) = RunState::<DistillPlan>::read(&folder)? else {
            bail!("{}: there is no run to go on with", report::name(&folder));
        };
        plan = found.task;
        if options.steps.is_some() || options.minutes.is_some() {
            plan.budget = given;
        }
    }
    Ok(DistilOrder {
        data: options.data.clone(),
        teacher,
        plan,
        folder,
        device: options.device,
    })
}

/// `perceptual.safetensors` -> `perceptual.safetensors.run`
fn run_folder(out: &Path) -> PathBuf {
    let mut name = out.as_os_str().to_owned();
    name.push(".run");
    name.into()
}

/// Names of the teacher's levels by their resolution.
const TEACHER_LEVELS: [&str; 5] = ["1/2", "1/4", "1/8", "1/16", "1/16 deep"];

fn compare(
    network: &[u8],
    teacher: &[u8],
    options: &PretrainPerceptual,
) -> anyhow::Result<ExitCode> {
    let likeness = compare_with_teacher(network, teacher, &options.data)?;
    if options.json {
        report::json(&json!({ "event": "compared", "levels": likeness }));
        return Ok(ExitCode::SUCCESS);
    }
    report::line("rank correlation with the teacher on held-out pictures");
    report::line("level  teacher's level   Gram distances   content distances");
    for pair in &likeness {
        let level = ["1", "1/2", "1/4", "1/8"].get(pair.level).unwrap_or(&"");
        let other = TEACHER_LEVELS.get(pair.teacher_level).unwrap_or(&"");
        report::line(&format!(
            "{level:5}  {other:15} {:15.3} {:19.3}",
            pair.gram, pair.content
        ));
    }
    Ok(ExitCode::SUCCESS)
}
