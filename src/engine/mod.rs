//! The engine: one thread that owns the networks and does all drawing, for the window and the
//! command line alike.
//!
//! A front door starts it with [`EngineHandle::spawn`], asks for previews and jobs, and reads
//! [`Event`]s. The thread works in slices: control first, then the newest preview, then one slice
//! of the current job, so that a preview overtakes and a stop acts within one slice. Files are read
//! and written on threads of their own, so that the next picture is decoded and the last one
//! encoded while the network draws.
//!
//! | module | what |
//! |---|---|
//! | [`handle`] | what the window and the command line hold |
//! | [`command`] | what can be asked for |
//! | [`event`] | what is told |
//! | [`worker`] | the loop of the engine thread |
//! | [`training`] | the style that is being learnt, one step at a time |
//! | [`pages`] | what can be learnt from a folder of pages, and the ink that suits it |
//! | [`pretrain`] | training of the networks that the program comes with, without the engine's thread |
//! | [`preview`] | the slot in which a newer request for the screen replaces an older one |
//! | [`progress`] | how far a job is, at most ten times a second |
//! | [`evaluate`] | measures of drawings |
//! | [`extractor`] | files of networks that look in place of the program's own |
//! | [`cancel`] | stopping a job |
//! | [`stop`] | whether what is drawn is to be given up |
//! | [`seen`] | watched files that have come to rest |
//! | [`batch`] | many photographs at once: finding, naming, what keeps all from being drawn |
//! | [`io`] | the threads that read and write files |

pub mod batch;
mod cancel;
mod command;
mod error;
mod evaluate;
mod event;
mod extractor;
mod handle;
mod io;
mod pages;
mod pretrain;
mod preview;
mod progress;
pub(crate) mod seen;
mod stop;
mod training;
mod worker;

pub use cancel::CancelToken;
pub use command::{JobId, Numbered, RequestId};
pub use error::EngineError;
pub use evaluate::{Evaluator, Measures};
pub use event::{Event, JobResult};
pub use handle::{EngineHandle, EngineOptions};
pub use pages::{hashes as hashes_of_pages, look_at_pages, measure_pages};
pub use pretrain::{
    BaseOrder, BeginError, DistilOrder, InkStructure, begin_base, begin_distillation,
    compare_with_teacher,
};
pub use progress::{Progress, Stage};
pub use training::{
    CriticOrder, Hold, Snapshot, TrainCommand, TrainEvent, TrainMaterial, TrainSpec, UnfinishedRun,
    is_run_held, new_run_folder, remove_run, unfinished_runs,
};
