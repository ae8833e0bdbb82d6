//! The photographs that are drawn into files, each with its state, and what can be done with them.

use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};
use std::time::Instant;

use super::entry::{Entry, EntryState, share_of};
use super::pace::Pace;
use super::single::Singles;
use crate::engine::batch::Blocker;
use crate::engine::{EngineHandle, JobId};
use crate::picture::Loss;

/// Jobs that the engine gets ahead of their turn: one is written, one drawn, the next are decoded.
const AHEAD: usize = 4;

/// A part of the queue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::ui) enum Tab {
    /// What is drawn and what waits.
    #[default]
    Open,
    /// What was saved, or left out because it was there.
    Done,
    Failed,
}

impl Tab {
    pub(in crate::ui) const ALL: [Self; 3] = [Self::Open, Self::Done, Self::Failed];

    /// Whether the photograph belongs to this part.
    pub(in crate::ui) fn has(self, entry: &Entry) -> bool {
        let tab = match entry.state {
            EntryState::Waiting | EntryState::Drawing { .. } => Self::Open,
            EntryState::Saved | EntryState::Skipped => Self::Done,
            EntryState::Failed(_) => Self::Failed,
        };
        self == tab
    }
}

/// Where a photograph is moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::ui) enum Way {
    Up,
    Down,
    /// Before all others that wait.
    ToFront,
}

/// Why the queue waits for a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::ui) struct Blocked {
    pub(in crate::ui) blocker: Blocker,
    /// The photograph that showed it.
    pub(in crate::ui) number: u64,
    /// The folder that its drawing was to go to.
    pub(in crate::ui) target: PathBuf,
    /// What the system said.
    pub(in crate::ui) reason: String,
}

/// The queue.
#[derive(Clone, Debug, Default)]
pub(in crate::ui) struct Queue {
    /// Drawings that are saved one by one, before all others.
    pub(in crate::ui) singles: Singles,
    pub(in crate::ui) entries: Vec<Entry>,
    pub(in crate::ui) is_paused: bool,
    pub(in crate::ui) blocked: Option<Blocked>,
    /// Whether it is that of an earlier run, of which nobody knows what was drawn in the end.
    pub(in crate::ui) is_left_over: bool,
    /// Whether files are looked at first.
    pub(in crate::ui) is_checking: bool,
    /// The file that was written last.
    pub(super) last: Option<PathBuf>,
    /// What was not kept of photographs that were saved, and of how many, until it is told.
    pub(super) lost: BTreeSet<Loss>,
    pub(super) num_lossy: usize,
    /// Jobs of photographs that were taken out; their events are nobody's.
    pub(super) strays: HashSet<JobId>,
    pub(super) pace: Pace,
    /// Changes in all, and those that are kept.
    pub(super) num_changes: u64,
    num_kept: u64,
    next_number: u64,
}

impl Queue {
    /// Puts photographs behind the others, with numbers of their own.
    pub(in crate::ui) fn add(&mut self, entries: Vec<Entry>) {
        for mut entry in entries {
            entry.number = self.next_number;
            self.next_number += 1;
            self.entries.push(entry);
        }
        self.num_changes += 1;
    }

    /// What was not kept since the last call, and of how many photographs.
    pub(in crate::ui) fn take_losses(&mut self) -> (BTreeSet<Loss>, usize) {
        (
            std::mem::take(&mut self.lost),
            std::mem::take(&mut self.num_lossy),
        )
    }

    pub(in crate::ui) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Whether photographs are still to be drawn.
    pub(in crate::ui) fn is_open(&self) -> bool {
        self.entries.iter().any(Entry::is_open)
    }

    /// Photographs in a part.
    pub(in crate::ui) fn num_in(&self, tab: Tab) -> usize {
        self.entries.iter().filter(|entry| tab.has(entry)).count()
    }

    /// Whether it has changed since the last call.
    pub(in crate::ui) fn take_changed(&mut self) -> bool {
        std::mem::replace(&mut self.num_kept, self.num_changes) != self.num_changes
    }

    /// How much of it is done, `0.0..=1.0`.
    pub(in crate::ui) fn share(&self) -> f32 {
        let share: f32 = self.entries.iter().map(share_of).sum();
        share / self.entries.len().max(1) as f32
    }

    /// Seconds until it is done, from the files so far.
    pub(in crate::ui) fn seconds_left(&self, now: Instant) -> Option<f64> {
        self.pace.seconds_left(self.num_in(Tab::Open), now)
    }

    /// Whether it may draw now.
    fn goes_on(&self) -> bool {
        !self.is_paused && !self.is_checking && self.blocked.is_none()
    }

    /// Hands waiting photographs to the engine, a few at a time.
    pub(in crate::ui) fn feed(&mut self, engine: &mut EngineHandle, now: Instant) {
        let goes_on = self.goes_on();
        let others = self.entries.iter_mut().filter(|_| goes_on);
        let entries = self.singles.entries.iter_mut().chain(others);
        let (running, waiting): (Vec<_>, Vec<_>) = entries
            .filter(|entry| entry.is_open())
            .partition(|entry| entry.job_id().is_some());
        let room = AHEAD.saturating_sub(running.len());
        for entry in waiting.into_iter().take(room) {
            let Some(job) = engine.start_job(entry.job()) else {
                break;
            };
            entry.state = EntryState::Drawing { job, stage: None };
        }
        self.pace.set_active(!self.running().is_empty(), now);
    }

    /// Jobs that the engine has.
    pub(in crate::ui) fn running(&self) -> Vec<JobId> {
        self.entries.iter().filter_map(Entry::job_id).collect()
    }

    /// Whether a job is one of the queue's.
    pub(in crate::ui) fn owns(&self, job: JobId) -> bool {
        self.strays.contains(&job) || self.running().contains(&job)
    }

    pub(super) fn of_job(&mut self, id: JobId) -> Option<&mut Entry> {
        let draws =
            |state: &EntryState| matches!(state, EntryState::Drawing { job, .. } if *job == id);
        let has = |entry: &&mut Entry| draws(&entry.state);
        self.entries.iter_mut().find(has)
    }

    pub(in crate::ui) fn get(&self, number: u64) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.number == number)
    }

    /// Rests, or goes on. The jobs to stop: what they have begun is drawn anew.
    pub(in crate::ui) fn pause(&mut self, is_paused: bool) -> Vec<JobId> {
        self.is_paused = is_paused;
        if is_paused {
            self.running()
        } else {
            Vec::new()
        }
    }

    /// Whether a photograph can go that way.
    pub(in crate::ui) fn can_move(&self, number: u64, way: Way) -> bool {
        self.place_to(number, way).is_some()
    }

    /// Moves a photograph that waits.
    pub(in crate::ui) fn shift(&mut self, number: u64, way: Way) {
        if let Some((from, to)) = self.place_to(number, way) {
            let entry = self.entries.remove(from);
            self.entries.insert(to, entry);
            self.num_changes += 1;
        }
    }

    /// Where it is and where it goes, among those that wait.
    fn place_to(&self, number: u64, way: Way) -> Option<(usize, usize)> {
        let waiting = self.entries.iter().enumerate();
        let waiting = waiting.filter(|(_, entry)| entry.state == EntryState::Waiting);
        let places: Vec<(usize, u64)> = waiting
            .map(|(index, entry)| (index, entry.number))
            .collect();
        let at = places.iter().position(|place| place.1 == number)?;
        let to = match way {
            Way::Up => at.checked_sub(1)?,
            Way::Down => at + 1,
            Way::ToFront => 0,
        };
        let ((from, _), (to, _)) = (places.get(at)?, places.get(to)?);
        (from != to).then_some((*from, *to))
    }

    /// Takes a photograph out. The job to stop, if the engine has it.
    pub(in crate::ui) fn remove(&mut self, number: u64) -> Option<JobId> {
        let index = self.entries.iter().position(|e| e.number == number)?;
        let entry = self.entries.remove(index);
        self.num_changes += 1;
        self.unblock_if_gone();
        let EntryState::Drawing { job, .. } = entry.state else {
            return None;
        };
        self.strays.insert(job);
        Some(job)
    }

    /// Takes everything out that is not done. The jobs to stop.
    pub(in crate::ui) fn cancel_all(&mut self) -> Vec<JobId> {
        let jobs = self.running();
        self.strays.extend(&jobs);
        self.entries.retain(|entry| !entry.is_open());
        self.blocked = None;
        self.is_paused = false;
        self.num_changes += 1;
        jobs
    }

    /// Takes in what the disk said about some of the photographs, and goes on.
    pub(in crate::ui) fn renew(&mut self, entries: Vec<Entry>) {
        for renewed in entries {
            let mut known = self.entries.iter_mut();
            let Some(entry) = known.find(|entry| entry.number == renewed.number) else {
                continue;
            };
            if !matches!(renewed.state, EntryState::Drawing { .. }) {
                *entry = renewed;
            } else if entry.is_open() {
                // The engine had it and may have given it back meanwhile.
                let state = entry.state.clone();
                *entry = Entry { state, ..renewed };
            }
        }
        self.blocked = None;
        self.num_changes += 1;
    }

    /// Takes out what is done and what failed.
    pub(in crate::ui) fn clear_ended(&mut self) {
        self.entries.retain(Entry::is_open);
        self.num_changes += 1;
    }

    /// What showed the blocker may be gone, and the blocker with it.
    pub(super) fn unblock_if_gone(&mut self) {
        let number = self.blocked.as_ref().map(|blocked| blocked.number);
        if number.is_some_and(|number| self.get(number).is_none()) {
            self.blocked = None;
        }
    }

    /// Tries again what failed: one, or all of them.
    pub(in crate::ui) fn retry(&mut self, number: Option<u64>) {
        for entry in &mut self.entries {
            let is_meant = number.is_none_or(|number| entry.number == number);
            if is_meant && matches!(entry.state, EntryState::Failed(_)) {
                entry.state = EntryState::Waiting;
                self.num_changes += 1;
            }
        }
    }

    /// Goes on without what cannot be drawn: the photograph that showed the blocker, and for a
    /// folder that is gone all others in it.
    pub(in crate::ui) fn leave_out(&mut self) {
        let Some(blocked) = self.blocked.take() else {
            return;
        };
        let is_there = |input: &Path| match &blocked.blocker {
            Blocker::SourceGone { folder } => input.starts_with(folder),
            _ => false,
        };
        for entry in self.entries.iter_mut().filter(|entry| entry.is_open()) {
            if entry.number == blocked.number || is_there(&entry.input) {
                entry.state = EntryState::Failed(blocked.reason.clone());
            }
        }
        self.num_changes += 1;
    }

    /// The engine is gone: what it had waits again.
    pub(in crate::ui) fn engine_is_gone(&mut self) {
        for entry in self.singles.entries.iter_mut().chain(&mut self.entries) {
            if entry.is_open() {
                entry.state = EntryState::Waiting;
            }
        }
        self.strays.clear();
        self.pace.set_active(false, Instant::now());
    }
}

#[cfg(test)]
pub(in crate::ui) mod tests;
