//! What can be asked of the engine about learning a style, and what it tells. Plain data.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{EngineError, Event};
use crate::model::tensors::NamedTensors;
use crate::model::{Dials, StyleCode, StyleFile};
use crate::picture::write_whole;
use crate::train::checkpoint::read_state;
use crate::train::{Advance, CheckpointError, Measure, Plan, Trouble};

/// Name of the file that tells what a folder of checkpoints is for.
const SPEC_FILE: &str = "lesson.json";

/// A style to learn.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct LessonSpec {
    /// Name on the shelf.
    pub name: String,
    /// Whose hand it is; may be empty.
    pub author: String,
    /// What others may do with it; may be empty.
    pub licence: String,
    /// Files of the pages.
    pub pages: Vec<PathBuf>,
    /// Files of photographs to practise on; may be empty.
    pub photos: Vec<PathBuf>,
    /// The style to start from; without one the nearest mixture of the built-in ones.
    pub from: Option<String>,
    /// File of a VGG16 or VGG19 that looks in place of the perceptual network.
    #[serde(default)]
    pub perceptual: Option<PathBuf>,
    /// How it is learnt.
    pub plan: Plan,
    /// The loss weights at the start.
    pub weights: Dials,
    /// Folder for checkpoints. When it holds some, the lesson goes on from there.
    pub folder: PathBuf,
    /// Whether the style is put on the shelf at the end, and the folder removed.
    pub keep: bool,
}

impl LessonSpec {
    /// Notes in its folder what is to be learnt, so that it can be offered again after a restart.
    ///
    /// # Errors
    /// [`CheckpointError`] when the disk refuses.
    pub fn note(&self) -> Result<(), CheckpointError> {
        let path = self.folder.join(SPEC_FILE);
        let text = serde_json::to_vec_pretty(self).map_err(|err| CheckpointError::Damaged {
            reason: err.to_string(),
            path: path.clone(),
        })?;
        write_whole(&path, &text, true).map_err(|source| CheckpointError::Write { source, path })
    }
}

/// A lesson that was begun or queued in an earlier run of the program.
#[derive(Clone, Debug, PartialEq)]
pub struct Unfinished {
    /// What is to be learnt.
    pub spec: LessonSpec,
    /// Steps done so far.
    pub num_steps: u64,
}

/// The lessons below `folder` that were not finished, those with most steps first.
pub fn unfinished_lessons(folder: &Path) -> Vec<Unfinished> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for entry in entries.filter_map(Result::ok) {
        let Ok(text) = std::fs::read(entry.path().join(SPEC_FILE)) else {
            continue;
        };
        let spec: LessonSpec = match serde_json::from_slice(&text) {
            Ok(spec) => spec,
            Err(err) => {
                log::warn!("{} is not used: {err}", entry.path().display());
                continue;
            }
        };
        // The folder may have been moved with the home folder.
        let folder = entry.path();
        let num_steps = match read_state(&folder) {
            Ok(state) => state.map_or(0, |state| state.num_steps),
            Err(err) => {
                log::warn!("{err}");
                continue;
            }
        };
        let spec = LessonSpec { folder, ..spec };
        found.push(Unfinished { spec, num_steps });
    }
    found.sort_by_key(|lesson| std::cmp::Reverse(lesson.num_steps));
    found
}

/// What can be asked of a running lesson.
#[derive(Clone, Debug)]
pub enum LessonOrder {
    /// Find out how long a step takes here; left undone while a lesson runs.
    Rehearse,
    /// Begin; refused while another one runs.
    Begin(Box<LessonSpec>),
    /// Use these loss weights from the next step on.
    Weights(Dials),
    /// Rest, or go on.
    Pause(bool),
    /// Leave the desktop half of the time.
    Gentle(bool),
    /// Go on from an earlier point.
    GoBackTo(u64),
    /// End now and keep the best.
    Stop,
    /// End now and keep nothing.
    Drop,
}

/// A measurement that can be gone back to, with a drawing of the sample photograph.
#[derive(Clone, Debug)]
pub struct LessonPoint {
    /// Steps done.
    pub num_steps: u64,
    /// How good it is.
    pub measure: Measure,
    /// Whether it is the best so far.
    pub is_best: bool,
    /// The sample photograph, drawn.
    pub sample: Arc<image::RgbaImage>,
    /// Steps of an earlier point that cannot be gone back to any more: as many are kept as fit, spread over the
    /// whole way.
    pub dropped: Option<u64>,
}

/// News of a lesson.
#[derive(Debug)]
#[non_exhaustive]
pub enum LessonNews {
    /// How long a step takes on this machine, from steps that were done to find out.
    Rehearsed {
        /// Seconds of a step with its share of the measurements, or why it is not known.
        seconds_per_step: Result<f64, EngineError>,
    },
    /// The pages were looked at.
    Looked {
        /// Pages that are learnt from.
        num_pages: usize,
        /// Files that are left out, with the reason.
        problems: Vec<(PathBuf, String)>,
        /// Pages that are learnt from but may be there by mistake, with the reason.
        warnings: Vec<(PathBuf, String)>,
    },
    /// A first code is on the shelf, before any step.
    Began {
        /// Steps done in an earlier run.
        resumed_at: u64,
        /// The plan that is followed.
        plan: Plan,
    },
    /// One step is done. May be left out when the reader is slow.
    Stepped(Advance),
    /// The style on the shelf has new weights: what is drawn with it is out of date.
    Shown,
    /// A point to go back to.
    Point(LessonPoint),
    /// Nothing is gained any more: the lesson is brought to its end, by this plan.
    Settled(Plan),
    /// Something went wrong and was mended.
    Trouble(Trouble),
    /// It rests: on request, or because of `reason`.
    Paused {
        /// Why, when nobody asked for it.
        reason: Option<String>,
    },
    /// It is over; this is the best of it.
    Ended(Box<StyleFile>),
    /// It was ended and nothing of it is kept.
    Dropped,
    /// It could not begin or go on.
    Failed(EngineError),
}

/// Generator and codes of a learnt style.
#[derive(Clone, Debug)]
pub struct LearntWeights {
    /// The style's code.
    pub code: StyleCode,
    /// The code of an untouched photograph for these weights.
    pub photo: StyleCode,
    /// All tensors of the generator.
    pub generator: NamedTensors,
}

impl From<LessonNews> for Event {
    fn from(news: LessonNews) -> Self {
        Self::Lesson(news)
    }
}
