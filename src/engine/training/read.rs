//! What is read for a training run, on a file thread: who learns it, its pages, the photographs to
//! practise on, and what looks at them.

use std::path::PathBuf;
use std::time::Duration;

use crossbeam_channel::{Receiver, SendError, bounded};
use image::{DynamicImage, RgbImage};

use super::fresh::page_of;
use super::hold::Hold;
use crate::engine::extractor::read_weights;
use crate::engine::io::IoPool;
use crate::engine::pages::{hashes, ink_for, look_at_pages};
use crate::engine::{CancelToken, EngineError, TrainMaterial, TrainSpec};
use crate::ink::InkSettings;
use crate::model::PageHash;
use crate::render::contain;
use crate::train::pages::{self, PageProblem};
use crate::train::pairs::{PairProblem, open_pairs};
use crate::train::{CheckpointError, Score, TrainError, has_run};

/// Photographs to practise on; more would only fill the memory.
const MAX_PHOTOS: usize = 200;
/// How long a turn of the training run waits for what is being read.
const TURN: Duration = Duration::from_millis(20);

/// What was read.
pub(super) struct Read {
    pub(super) hold: Hold,
    /// What is learnt from, or why nothing can be.
    pub(super) found: Result<Found, EngineError>,
}

/// What is learnt from.
pub(super) struct Found {
    pub(super) material: TrainMaterial,
    /// Suits the pages.
    pub(super) ink: InkSettings,
    /// How well can be learnt from the pages.
    pub(super) score: Option<Score>,
    /// Of the pages, in their order.
    pub(super) hashes: Vec<PageHash>,
    pub(super) problems: Vec<(PathBuf, PageProblem)>,
    pub(super) warnings: Vec<(PathBuf, PageProblem)>,
    /// Drawings that do not fit their photographs.
    pub(super) pair_problems: Vec<(PathBuf, PairProblem)>,
}

/// Dropping it ends the reading, and lets go of what nobody can go on with.
pub(super) struct Reading {
    receiver: Receiver<Result<Read, EngineError>>,
    cancel: CancelToken,
    /// That nothing of the training run is to be kept.
    discard: CancelToken,
    spec: TrainSpec,
}

impl Reading {
    /// Begins on a file thread.
    pub(super) fn begin(spec: &TrainSpec, io: &IoPool) -> Self {
        let (sender, receiver) = bounded(1);
        let reading = Self {
            receiver,
            cancel: CancelToken::default(),
            discard: CancelToken::default(),
            spec: spec.clone(),
        };
        let (cancel, discard) = (reading.cancel.clone(), reading.discard.clone());
        let spec = spec.clone();
        io.run(move || {
            let read = contain(|| read(&spec, &|| !cancel.is_cancelled()));
            // The training run may have been stopped meanwhile.
            if let Err(SendError(Ok(read))) = sender.send(read) {
                let_go(read, &spec, &discard);
            }
        });
        reading
    }

    /// Has all of the training run removed.
    pub(super) fn discard(&self) {
        self.discard.cancel();
    }

    /// What was read, once it is.
    ///
    /// # Errors
    /// [`EngineError`] when the training run is another process's, or its folder cannot be written
    /// to.
    pub(super) fn take(&self) -> Result<Option<Read>, EngineError> {
        match self.receiver.recv_timeout(TURN) {
            Ok(read) => read.map(Some),
            Err(err) if err.is_timeout() => Ok(None),
            Err(_) => Err(EngineError::CANCELLED),
        }
    }
}

impl Drop for Reading {
    fn drop(&mut self) {
        self.cancel.cancel();
        if let Ok(Ok(read)) = self.receiver.try_recv() {
            let_go(read, &self.spec, &self.discard);
        }
    }
}

/// A training run that was stopped before its first step leaves nothing behind, unless it is to be
/// offered again.
fn let_go(read: Read, spec: &TrainSpec, discard: &CancelToken) {
    let is_of_no_use = !spec.keep && !has_run(&spec.folder);
    if is_of_no_use || discard.is_cancelled() {
        read.hold.remove(&spec.folder);
    }
}

fn read(spec: &TrainSpec, keep_going: &dyn Fn() -> bool) -> Result<Read, EngineError> {
    let hold = Hold::take(&spec.folder).map_err(|source| CheckpointError::Disk {
        source,
        path: spec.folder.clone(),
    });
    let hold = hold.map_err(TrainError::from)?;
    let hold = hold.ok_or_else(|| EngineError::TrainingElsewhere {
        name: spec.name.clone(),
    })?;
    spec.note().map_err(TrainError::from)?;
    Ok(Read {
        hold,
        found: contain(|| find(spec, keep_going)),
    })
}

fn find(spec: &TrainSpec, keep_going: &dyn Fn() -> bool) -> Result<Found, EngineError> {
    let (pairs, pair_problems) = open_pairs(&spec.pairs, keep_going);
    let is_bad = |path: &PathBuf| pair_problems.iter().any(|(bad, _)| bad == path);
    let drawings = spec.pairs.iter().map(|pair| pair.drawing.clone());
    let mut files: Vec<PathBuf> = drawings.filter(|path| !is_bad(path)).collect();
    files.extend(spec.pages.iter().cloned());
    let mut folder = look_at_pages(&files, keep_going);
    if folder.pages.is_empty() {
        // What is no page, such as a nearly bare one, may lie over its photograph all the same.
        let files = spec.pairs.iter().filter(|pair| !is_bad(&pair.drawing));
        let drawn = files.zip(&pairs).map(|(files, pair)| page_of(files, pair));
        folder.pages.extend(drawn);
    }
    let prepared =
        |pixels: &RgbImage| pages::prepared(&DynamicImage::ImageRgb8(pixels.clone()).into_rgba8());
    // A photograph that cannot be read is simply not practised on; the window lists it already.
    let photos = spec.photos.iter().take(MAX_PHOTOS);
    let photos = photos
        .take_while(|_| keep_going())
        .filter_map(|path| pages::open(path).ok())
        .filter(|photo| photo.width().min(photo.height()) >= pages::MIN_SIDE_PX);
    let photos: Vec<RgbImage> = photos
        .chain(pairs.iter().map(|pair| prepared(&pair.photo)))
        .collect();
    let extractor = spec.perceptual.as_deref();
    let extractor = extractor.map(|path| read_weights(path, keep_going));
    let extractor = extractor.transpose()?;
    if !keep_going() {
        return Err(EngineError::CANCELLED);
    }
    Ok(Found {
        ink: ink_for(&folder),
        score: Score::of_folder(&folder),
        hashes: hashes(&folder.pages),
        material: TrainMaterial {
            pages: std::mem::take(&mut folder.pages),
            photos,
            pairs,
            extractor,
        },
        problems: folder.problems,
        warnings: folder.warnings,
        pair_problems,
    })
}
