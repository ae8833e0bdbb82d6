//! Drawings that come while the run goes on.

use super::{Emit, InkFit, Instant, Run, RunState};
use crate::engine::io::IoPool;
use crate::engine::pages::hashes;
use crate::engine::training::fresh::{Fresh, FreshDrawings};
use crate::engine::training::read::Found;
use crate::engine::{EngineError, TrainEvent, TrainSpec};
use crate::train::pages::Page;
use crate::train::pairs::{Pair, PairFiles};

/// Steps that a drawing is learnt for, at least.
const STEPS: u64 = 120;

/// What is learnt from while more may come.
#[derive(Default)]
pub(super) struct Drawn {
    fresh: FreshDrawings,
    pairs: Vec<(PairFiles, Pair)>,
    pages: Vec<Page>,
    /// Whether all of it was learnt.
    is_waiting: bool,
}

impl Drawn {
    /// With what was found at the beginning.
    pub(super) fn begin(&mut self, found: &Found, spec: &TrainSpec) {
        let is_good = |files: &&PairFiles| {
            let mut problems = found.pair_problems.iter();
            !problems.any(|(path, _)| *path == files.drawing)
        };
        let files = spec.pairs.iter().filter(is_good).cloned();
        self.pairs = files.zip(found.material.pairs.iter().cloned()).collect();
        self.pages.clone_from(&found.material.pages);
    }
}

impl Run {
    /// Has a drawing read, once there is something that it can be taken into.
    pub(in crate::engine::training) fn take_drawing(&mut self, files: PairFiles) {
        self.spec.awaits = true;
        self.drawn.fresh.add(files);
    }

    /// No drawing comes any more.
    pub(in crate::engine::training) fn await_nothing(&mut self) {
        self.spec.awaits = false;
        self.drawn.is_waiting = false;
    }

    /// Whether all was learnt and nothing is to be read.
    pub(in crate::engine::training) fn is_waiting(&self) -> bool {
        self.drawn.is_waiting && self.drawn.fresh.is_idle()
    }

    /// All was learnt: whether that is the end.
    pub(super) fn all_is_learnt(&mut self, emit: &mut Emit<'_>) -> bool {
        if !self.spec.awaits {
            return true;
        }
        if !self.drawn.is_waiting {
            self.drawn.is_waiting = true;
            emit(TrainEvent::Awaits);
        }
        false
    }

    /// Takes in what was read, and learns from it.
    pub(super) fn take_fresh(
        &mut self,
        io: &IoPool,
        emit: &mut Emit<'_>,
    ) -> Result<(), EngineError> {
        let Drawn {
            fresh,
            pages,
            is_waiting,
            ..
        } = &mut self.drawn;
        if fresh.is_idle() {
            return Ok(());
        }
        match fresh.turn(pages, *is_waiting, io) {
            Some(fresh) => self.learn_from(*fresh, emit),
            None => Ok(()),
        }
    }

    fn learn_from(&mut self, fresh: Fresh, emit: &mut Emit<'_>) -> Result<(), EngineError> {
        let RunState::Running(learning) = &mut self.state else {
            return Ok(());
        };
        let Fresh {
            files,
            pair,
            pages,
            ink,
        } = fresh;
        let drawn = &mut self.drawn;
        let drawing = files.drawing.clone();
        if !self.spec.pairs.contains(&files) {
            self.spec.pairs.push(files.clone());
            self.note_due.get_or_insert_with(Instant::now);
        }
        match drawn.pairs.iter_mut().find(|(known, _)| *known == files) {
            Some((_, known)) => *known = pair,
            None => drawn.pairs.push((files, pair)),
        }
        let pairs: Vec<Pair> = drawn.pairs.iter().map(|(_, pair)| pair.clone()).collect();
        learning.take_pairs(&pages, &pairs, STEPS)?;
        drawn.pages = pages;
        drawn.is_waiting = false;
        self.hashes = hashes(&drawn.pages);
        self.measured = ink;
        self.ink_fit = InkFit::new(&pairs);
        emit(TrainEvent::TookDrawing {
            drawing,
            num_pairs: pairs.len(),
            plan: learning.plan().clone(),
        });
        Ok(())
    }
}
