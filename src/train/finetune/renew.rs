//! Other drawings while a style is being learnt.

use super::{Finetuning, PAIR_TURNS, hold_out};
use crate::train::TrainError;
use crate::train::data::pages::{Page, are_coloured};
use crate::train::data::pairs::Pair;
use crate::train::objective::LossShares;
use crate::train::run::Budget;

impl Finetuning {
    /// Goes on with these pages and pairs in place of those before, from the present weights, for
    /// `num_steps` steps at least. What is best is found anew, because it is measured by others.
    ///
    /// # Errors
    /// [`TrainError::NoPages`]; [`TrainError::Model`] when the device fails.
    pub fn take_pairs(
        &mut self,
        pages: &[Page],
        pairs: &[Pair],
        num_steps: u64,
    ) -> Result<(), TrainError> {
        if pages.is_empty() {
            return Err(TrainError::NoPages);
        }
        let state = &mut self.state;
        let plan = &mut state.task.plan;
        let shares = LossShares::for_pages(are_coloured(pages.iter().map(|page| &page.pixels)));
        self.task.trainer.aim_at(pages, shares, plan)?;
        (self.task.pairs, self.task.held_pairs) = hold_out(pairs, plan);
        if !self.task.pairs.is_empty() {
            self.task.trainer.teach_by_pairs(PAIR_TURNS);
        }
        self.task.pages = pages.to_vec();
        self.task.best = None;
        plan.budget = match plan.budget {
            Budget::Steps(_) => Budget::Steps(state.num_steps + num_steps),
            Budget::Seconds(total) => {
                let pace = state.seconds / state.num_steps.max(1) as f64;
                Budget::Seconds(total.max(state.seconds + pace * num_steps as f64))
            }
        };
        state.task.renewed = state.progress();
        state.best_point = None;
        state.task.first = None;
        state.task.best = None;
        state.task.last = None;
        state.task.moved_at = state.num_steps;
        self.has_changed = true;
        Ok(())
    }
}
