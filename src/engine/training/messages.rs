//! What can be asked of the engine about learning a style, and what it tells. Plain data.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use image::{GrayImage, RgbImage};

use super::critic::CriticOrder;
use super::hold::is_run_held;
use crate::engine::{EngineError, Event, RequestId};
use crate::ink::Trait;
use crate::model::style_file::check_name;
use crate::model::tensors::NamedTensors;
use crate::model::{Dials, StyleFile};
use crate::paths::text;
use crate::picture::write_whole;
use crate::train::checkpoint::read_note;
use crate::train::pages::Page;
use crate::train::pairs::{Pair, PairFiles};
use crate::train::{
    Advance, CheckpointError, FinetuneState, Measure, Plan, PlanChanges, RunState, Score, Trouble,
    has_run,
};

/// Name of the file that tells what a folder of checkpoints is for.
const SPEC_FILE: &str = "lesson.json";
/// Thousands of pages with long names have a few megabytes.
const MAX_SPEC_BYTES: u64 = 64 << 20;

/// A style to learn.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct TrainSpec {
    /// Name in the style library.
    pub name: String,
    /// Whose hand it is; may be empty.
    pub author: String,
    /// What others may do with it; may be empty.
    pub licence: String,
    /// Files of the pages.
    #[serde(with = "text::many")]
    pub pages: Vec<PathBuf>,
    /// Files of photographs to practise on; may be empty.
    #[serde(with = "text::many")]
    pub photos: Vec<PathBuf>,
    /// Photographs with the drawings over them; may be empty. The drawings are pages as well.
    #[serde(default)]
    pub pairs: Vec<PairFiles>,
    /// The style to start from; without one the nearest mixture of the built-in ones.
    pub from: Option<String>,
    /// File of a VGG16 or VGG19 that looks in place of the perceptual network.
    #[serde(default, with = "text::maybe")]
    pub perceptual: Option<PathBuf>,
    /// How it is learnt.
    pub plan: Plan,
    /// What is learnt differently from now on, when the training run goes on.
    #[serde(skip)]
    pub changes: PlanChanges,
    /// The loss weights at the start.
    pub weights: Dials,
    /// Folder for checkpoints. When it holds some, the training run goes on from there.
    #[serde(with = "text::one")]
    pub folder: PathBuf,
    /// Whether the style is put in the style library at the end, and the folder removed.
    pub keep: bool,
    /// Whether drawings are still being made: then it does not end by itself, but waits for
    /// [`TrainCommand::TakeDrawing`]. Not noted: whoever watches them says so when it goes on.
    #[serde(skip)]
    pub awaits: bool,
}

impl TrainSpec {
    /// Notes in its folder what is to be learnt, so that it can be offered again after a restart,
    /// from any other folder.
    ///
    /// # Errors
    /// [`CheckpointError`] when the disk refuses.
    pub fn note(&self) -> Result<(), CheckpointError> {
        let path = self.folder.join(SPEC_FILE);
        let text = serde_json::to_vec_pretty(&self.clone().with_whole_paths());
        let text = text.map_err(|err| CheckpointError::Damaged {
            reason: err.to_string(),
            path: path.clone(),
        })?;
        write_whole(&path, &text, true).map_err(|source| CheckpointError::Write { source, path })
    }

    /// The training run that was noted in `folder`, wherever that lies now; `None` when there is
    /// none.
    ///
    /// # Errors
    /// [`CheckpointError`] when it cannot be read or used.
    pub fn noted(folder: &Path) -> Result<Option<Self>, CheckpointError> {
        let path = folder.join(SPEC_FILE);
        let Some(spec) = read_note::<Self>(&path, MAX_SPEC_BYTES)? else {
            return Ok(None);
        };
        let damaged = |reason: String| CheckpointError::Damaged {
            reason,
            path: path.clone(),
        };
        check_name(&spec.name).map_err(|err| damaged(err.to_string()))?;
        spec.plan.check().map_err(|err| damaged(err.to_owned()))?;
        Ok(Some(Self {
            folder: folder.to_owned(),
            weights: spec.weights.within_range(),
            ..spec
        }))
    }

    fn with_whole_paths(mut self) -> Self {
        let paths = self.pages.iter_mut().chain(&mut self.photos);
        let pairs = self.pairs.iter_mut();
        let paths = paths.chain(pairs.flat_map(|pair| [&mut pair.photo, &mut pair.drawing]));
        let paths = paths.chain(&mut self.perceptual);
        for path in paths.chain([&mut self.folder]) {
            if let Ok(whole) = std::path::absolute(&*path) {
                *path = whole;
            }
        }
        self
    }
}

/// What a training run learns from, read into memory.
#[derive(Debug, Default)]
pub struct TrainMaterial {
    /// The pages of the style.
    pub pages: Vec<Page>,
    /// Photographs to practise on.
    pub photos: Vec<RgbImage>,
    /// Photographs with the drawings over them.
    pub pairs: Vec<Pair>,
    /// The tensors of the network that looks in place of the program's own.
    pub extractor: Option<NamedTensors>,
}

/// A training run that was begun or queued before the program was started.
#[derive(Clone, Debug, PartialEq)]
pub struct UnfinishedRun {
    /// What is to be learnt.
    pub spec: TrainSpec,
    /// Steps done so far.
    pub num_steps: u64,
}

/// The training runs below `folder` that were not finished and that no process learns, those with
/// most steps first. Whoever goes on with one of them puts the style in the style library, also if
/// it was begun for a file.
pub fn unfinished_runs(folder: &Path) -> Vec<UnfinishedRun> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for entry in entries.filter_map(Result::ok) {
        let folder = entry.path();
        let state = || RunState::<FinetuneState>::read(&folder);
        let read = TrainSpec::noted(&folder).and_then(|spec| Ok((spec, state()?)));
        match read {
            Ok((Some(spec), state)) if !is_run_held(&folder) => found.push(UnfinishedRun {
                spec: TrainSpec { keep: true, ..spec },
                num_steps: state.map_or(0, |state| state.num_steps),
            }),
            Ok(_) => {}
            Err(err) => log::warn!("a lesson is left out: {err}"),
        }
    }
    found.sort_by_key(|run| std::cmp::Reverse(run.num_steps));
    found
}

/// A folder below `runs` for a new training run of that name: never that of an unfinished one,
/// whose checkpoints it would go on from.
pub fn new_run_folder(runs: &Path, name: &str) -> PathBuf {
    let is_taken =
        |folder: &Path| folder.join(SPEC_FILE).exists() || has_run(folder) || is_run_held(folder);
    let mut folder = runs.join(name);
    let mut number = 1;
    while is_taken(&folder) {
        number += 1;
        folder = runs.join(format!("{name} ({number})"));
    }
    folder
}

/// What can be asked of a training run under way.
#[derive(Clone, Debug)]
pub enum TrainCommand {
    /// Find out how long a step takes here; left undone while one is under way.
    TimeSteps,
    /// Begin; refused while another one runs.
    Begin(Box<TrainSpec>),
    /// Use these loss weights from the next step on.
    Weights(Dials),
    /// Rest, or go on.
    Pause(bool),
    /// Leave the desktop half of the time.
    Gentle(bool),
    /// Go on from an earlier point.
    GoBackTo(u64),
    /// Learn from a drawing over a photograph that is new, or was saved anew; it takes the place of
    /// what was read of the same file before. One that cannot be used changes nothing.
    TakeDrawing(PairFiles),
    /// No drawing will come any more: end when the time is over.
    AwaitNothing,
    /// Show this drawing as the discriminator sees it, now and as more is learnt; or none.
    Criticise(Option<Box<CriticOrder>>),
    /// End now and keep the best.
    Stop,
    /// End now and keep nothing.
    Drop,
}

/// A measurement that can be gone back to, with a drawing of the sample photograph.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// Steps done.
    pub num_steps: u64,
    /// How good it is.
    pub measure: Measure,
    /// Whether it is the best so far.
    pub is_best: bool,
    /// The sample photograph, drawn.
    pub sample: Arc<image::RgbaImage>,
    /// Where on it the discriminator objects, if that is known: 0 is like the pages, 255 not this
    /// hand yet. It covers the sample and may be smaller.
    pub objections: Option<Arc<GrayImage>>,
    /// Steps of an earlier point that cannot be gone back to any more: as many are kept as fit,
    /// spread over the whole way.
    pub dropped: Option<u64>,
}

/// Events of a training run.
#[derive(Debug)]
#[non_exhaustive]
pub enum TrainEvent {
    /// How long a step takes on this machine, from steps that were done to find out.
    StepsTimed {
        /// Seconds of a step with its share of the measurements, or why it is not known.
        seconds_per_step: Result<f64, EngineError>,
    },
    /// The pages were looked at.
    Looked {
        /// Pages that are learnt from.
        num_pages: usize,
        /// Drawings that fit their photographs.
        num_pairs: usize,
        /// What is to be said of their ink.
        traits: Vec<Trait>,
        /// How well can be learnt from them.
        score: Option<Score>,
        /// Files that are left out, with the reason.
        problems: Vec<(PathBuf, String)>,
        /// Pages that are learnt from but may be there by mistake, with the reason.
        warnings: Vec<(PathBuf, String)>,
    },
    /// A first code is in the style library, before any step.
    Began {
        /// Steps done in an earlier run.
        resumed_at: u64,
        /// The plan that is followed.
        plan: Plan,
    },
    /// A drawing was taken in, and is learnt from now on.
    TookDrawing {
        /// Its file.
        drawing: PathBuf,
        /// Drawings over photographs that are learnt from now.
        num_pairs: usize,
        /// The plan that is followed now.
        plan: Plan,
    },
    /// All that there is was learnt; more drawings are waited for.
    Awaits,
    /// One step is done. May be left out when the reader is slow.
    Stepped(Advance),
    /// The style in the style library has new weights: what is drawn with it is out of date.
    Shown,
    /// A snapshot to go back to.
    Snapshot(Snapshot),
    /// Where on the drawing that was asked about the discriminator objects.
    Criticised {
        /// That of the order.
        id: RequestId,
        /// As in [`Snapshot::objections`], of that drawing.
        map: Arc<GrayImage>,
    },
    /// Nothing is gained any more: the training run is brought to its end, by this plan.
    Settled(Plan),
    /// Something went wrong and was mended.
    Trouble(Trouble),
    /// It rests: on request, or because of `reason`.
    Paused {
        /// Why, when nobody asked for it.
        reason: Option<EngineError>,
    },
    /// It is over; this is the best of it.
    Ended(Box<StyleFile>),
    /// It was ended and nothing of it is kept.
    Dropped,
    /// It could not begin or go on.
    Failed(EngineError),
}

impl From<TrainEvent> for Event {
    fn from(event: TrainEvent) -> Self {
        Self::Training(event)
    }
}
