//! Going on with a training run: it is the one that was begun, and what is asked for differently
//! now is honoured or refused, never overlooked.

use std::path::Path;

use anyhow::{Context as _, bail};

use super::{asked_budget, furthest};
use crate::cli::arguments::Learn;
use crate::engine::TrainSpec;
use crate::model::Dials;
use crate::train::{Budget, FinetuneState, PlanChanges, RunState};

/// The training run to go on with: `fresh` is what the command line alone would begin.
///
/// # Errors
/// What cannot be changed any more, or what is damaged.
pub(super) fn resumed(options: &Learn, fresh: TrainSpec) -> anyhow::Result<TrainSpec> {
    let state = RunState::<FinetuneState>::read(&fresh.folder)?;
    let state = state.context("nothing of it was learnt yet")?;
    // Without the note it is taken to be what the command line says.
    let noted = TrainSpec::noted(&fresh.folder)?.unwrap_or_else(|| fresh.clone());
    refuse_other_beginnings(options, &fresh, &noted, &state)?;
    let budget = asked_budget(options);
    if let Some(budget) = budget {
        refuse_less(budget, &state)?;
    }
    let given = |now: String, begun: String| if now.is_empty() { begun } else { now };
    let begun = state.task.weights;
    Ok(TrainSpec {
        author: given(fresh.author, noted.author),
        licence: given(fresh.licence, noted.licence),
        photos: if options.photos.is_some() {
            fresh.photos
        } else {
            noted.photos
        },
        from: noted.from,
        perceptual: noted.perceptual,
        plan: state.task.plan,
        changes: PlanChanges {
            budget,
            furthest: options.train.map(furthest),
            measure_every: options.checkpoint_every,
            patience: options.patience,
        },
        weights: Dials {
            style: options.style_weight.unwrap_or(begun.style),
            content: options.content_weight.unwrap_or(begun.content),
            cycle: options.cycle_weight.unwrap_or(begun.cycle),
        },
        ..fresh
    })
}

fn refuse_other_beginnings(
    options: &Learn,
    fresh: &TrainSpec,
    noted: &TrainSpec,
    state: &RunState<FinetuneState>,
) -> anyhow::Result<()> {
    let begun = state.task.plan.seed;
    if options.seed.is_some_and(|seed| seed != begun) {
        bail!("--seed cannot be changed when a lesson goes on; it was begun with {begun}");
    }
    if fresh.from.is_some() && fresh.from != noted.from {
        bail!("--from cannot be changed when a lesson goes on; leave it out");
    }
    let whole = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let [now, before] = [fresh, noted].map(|spec| spec.perceptual.as_deref().map(whole));
    if now.is_some() && now != before {
        bail!("--perceptual cannot be changed when a lesson goes on; leave it out");
    }
    Ok(())
}

/// Less than what is done already would only end it.
fn refuse_less(budget: Budget, state: &RunState<FinetuneState>) -> anyhow::Result<()> {
    let advice = "they count from its beginning: ask for more, or leave it out";
    match budget {
        Budget::Steps(steps) if steps <= state.num_steps => {
            bail!(
                "--steps {steps}: {} steps are done already; {advice}",
                state.num_steps
            )
        }
        Budget::Seconds(seconds) if seconds <= state.seconds => {
            let done = state.seconds / 60.0;
            bail!(
                "--minutes {}: it has learnt for {done:.1} minutes already; {advice}",
                seconds / 60.0
            )
        }
        _ => Ok(()),
    }
}
