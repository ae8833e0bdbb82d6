//! Exporting: what is chosen on the sheet, the queue of photographs that are drawn into files, and
//! what of it is kept from one start to the next. Plain data but for the threads that ask the disk.
//!
//! | module | what |
//! |---|---|
//! | [`choices`] | what a person chooses on the sheet |
//! | [`meant`] | which photographs of the strip that is |
//! | [`entry`] | a photograph in the queue |
//! | [`queue`] | the photographs, each with its state, and what can be done with them |
//! | [`events`] | what events of the engine mean for the queue |
//! | [`mod@single`] | one drawing that is saved by itself |
//! | [`pace`] | how long the rest will take |
//! | [`told`] | what is said of files that were written |
//! | [`planner`] | the thread that names files and looks which are there |
//! | [`kept`] | the queue on the disk |

mod choices;
mod entry;
mod events;
mod kept;
mod meant;
mod pace;
mod planner;
mod queue;
mod single;
mod told;

use std::collections::HashSet;
use std::path::PathBuf;

pub(super) use choices::{Choices, DPI, SCALES_PX, Which};
pub(super) use entry::{Entry, EntryState, stage_share};
pub(super) use events::Ended;
pub(super) use kept::Keeper;
pub(super) use meant::size_text;
pub(super) use planner::{Planner, Settled, Task};
#[cfg(test)]
pub(super) use queue::tests::{entry, order};
pub(super) use queue::{Blocked, Queue, Tab, Way};
pub(super) use single::{
    EndedSingle, QUALITY, Singles, chosen_file, single, suggested_name, to_file,
};
pub(super) use told::{folders_of, in_folders};

/// The sheet on which an export is prepared.
#[derive(Debug)]
pub(super) struct Sheet {
    pub(super) choices: Choices,
    /// Names the files; gone when they are named.
    pub(super) planner: Option<Planner>,
    /// Why it did not begin.
    pub(super) problem: Option<String>,
}

/// Everything about exporting that is shown.
#[derive(Debug, Default)]
pub(super) struct Export {
    /// What was chosen last.
    pub(super) choices: Choices,
    pub(super) sheet: Option<Sheet>,
    pub(super) queue: Queue,
    /// Whether the panel with the queue is shown, and which part of it.
    pub(super) shows_queue: bool,
    pub(super) tab: Tab,
    /// Whether the window asks what becomes of the queue of an earlier run.
    pub(super) asks_to_go_on: bool,
    /// Looks at files of the queue before it goes on.
    pub(super) checker: Option<Planner>,
    /// Animations of which one frame was saved since the queue was empty.
    pub(super) num_stills: usize,
    /// Photographs of which a drawing was saved.
    pub(super) saved: HashSet<PathBuf>,
    /// The file that was written last since the program began.
    pub(super) last: Option<PathBuf>,
}
