//! The engine: one thread that owns the networks and does all drawing, for the window and the command line alike.
//!
//! A front door starts it with [`EngineHandle::spawn`], asks for previews and jobs, and reads
//! [`Event`]s. The thread works in slices: control first, then the newest preview, then one slice of
//! the current job, so that a preview overtakes and a stop acts within one slice. Files are read and
//! written on threads of their own, so that the next picture is decoded and the last one encoded
//! while the network draws.
//!
//! | module | what |
//! |---|---|
//! | [`handle`] | what the window and the command line hold |
//! | [`command`] | what can be asked for |
//! | [`event`] | what is told |
//! | [`worker`] | the loop of the engine thread |
//! | [`pipeline`] | a picture's way: decode, prepare, finish, write |
//! | [`painter`] | what draws: a trait, so that the loop can be tested without a network |
//! | [`deep`] | drawings with 16 bits a channel, enlarged, inked and written band by band |
//! | [`moving`] | films, drawn frame by frame |
//! | [`studio`] | the painter with the real network, on a GPU or on the CPU |
//! | [`built_in`] | the weights that the program comes with |
//! | [`recipe`] | everything that decides how a photograph is drawn |
//! | [`sizes`] | the sizes of a photograph, its drawing and its file |
//! | [`shelf`] | the styles as a person meets them, built in and learnt |
//! | [`hands`] | the ink of the hands that the program comes with |
//! | [`lesson`] | what can be asked and told about learning a style |
//! | [`hold`] | which process learns it |
//! | [`look`] | the look at a folder of pages |
//! | [`desk`] | the style that is being learnt, one step at a time |
//! | [`points`] | which points of it can be gone back to |
//! | [`rehearsal`] | how long a training step takes here |
//! | [`pretrain`] | training of the networks that the program comes with, without the engine's thread |
//! | [`preview`] | the slot in which a newer request replaces an older one |
//! | [`detail`] | a part of a drawing at full size |
//! | [`progress`] | how far a job is, at most ten times a second |
//! | [`fade`] | a drawing faded in over its photograph, as far as the amount says |
//! | [`evaluate`] | measures of drawings |
//! | [`mod@vary`] | neighbours of a look |
//! | [`beholder`] | files of networks that look in place of the program's own |
//! | [`cancel`] | stopping a job |
//! | [`memory`] | whether there is memory for a picture |
//! | [`batch`] | many photographs at once: finding, naming, what keeps all from being drawn |
//! | [`io`] | the threads that read and write files |

pub mod batch;
mod beholder;
mod built_in;
mod cancel;
mod command;
mod deep;
mod desk;
mod detail;
mod error;
mod evaluate;
mod event;
mod fade;
mod handle;
mod hands;
mod hold;
mod io;
mod lesson;
mod look;
mod memory;
mod moving;
mod painter;
mod pipeline;
mod points;
mod pretrain;
mod preview;
mod progress;
mod recipe;
mod rehearsal;
mod shelf;
mod sizes;
mod studio;
mod vary;
mod worker;

pub use cancel::CancelToken;
pub use command::{JobId, JobSpec, Output, PreviewRequest, RequestId, Scale, Source};
pub use deep::DeepDrawing;
pub use detail::DetailRequest;
pub use error::EngineError;
pub use evaluate::{Evaluator, Measures};
pub use event::{DeviceNote, DeviceReport, Event, JobResult, Timings};
pub use handle::{EngineHandle, EngineOptions};
pub use hold::{Hold, is_lesson_held, remove_lesson};
pub use lesson::{
    LearntWeights, LessonMaterial, LessonNews, LessonOrder, LessonPoint, LessonSpec, Unfinished,
    new_lesson_folder, unfinished_lessons,
};
pub use look::{hashes as hashes_of_pages, look_at_pages, measure_pages};
pub use moving::Series;
pub use painter::{Drawing, Painter};
pub use pretrain::{
    BaseOrder, BeginError, DistilOrder, begin_base, begin_distillation, compare_with_teacher,
};
pub use progress::{Progress, Stage};
pub use recipe::Recipe;
pub use shelf::{
    DEFAULT_STYLE, STYLE_ENDING, Shelf, ShelfEntry, ShelfError, default_ink, read_style_file,
};
pub use sizes::OutputSize;
pub use studio::{DeviceChoice, Studio, StudioOptions};
pub use vary::{NUM_VARIATIONS, vary};
