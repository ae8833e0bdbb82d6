//! Learning a style beside everything else: one training step at a time, between previews and jobs.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender, bounded};
use image::{RgbImage, RgbaImage};

use super::built_in::BASE_NAME;
use super::io::IoPool;
use super::look::{ink_for, look_at_pages};
use super::pipeline::contain;
use super::points::{MAX_POINTS, least_missed};
use super::rehearsal::Rehearsal;
use super::{
    EngineError, LearntWeights, LessonNews, LessonOrder, LessonPoint, LessonSpec, Look, Painter,
};
use crate::ink::InkSettings;
use crate::model::tensors::NamedTensors;
use crate::model::{StyleCode, StyleFile};
use crate::picture;
use crate::train::pages::{self, Folder, PageProblem};
use crate::train::{Learning, LearningError, Measure};

/// Time between two looks at the present weights on the canvas.
const SHOW_EVERY: Duration = Duration::from_secs(3);
/// Share of the time that a gentle lesson leaves to the desktop.
const GENTLE_REST: f64 = 1.0;
/// Long side of the samples, in pixels.
const SAMPLE_PX: u32 = 320;

/// A point's weights.
struct Kept {
    num_steps: u64,
    style: LearntWeights,
}

/// What was read for a lesson.
type Read = Result<(Folder, Vec<RgbImage>), EngineError>;

enum State {
    Reading(Receiver<Read>),
    Running(Box<Learning>),
}

struct Lesson {
    spec: LessonSpec,
    state: State,
    is_paused: bool,
    is_gentle: bool,
    points: Vec<Kept>,
    sample: Option<RgbaImage>,
    /// Suits the pages.
    ink: InkSettings,
    shown: Instant,
    rest_until: Instant,
}

/// Holds the lesson that runs, or the rehearsal of one, if any.
#[derive(Default)]
pub(super) struct Desk {
    lesson: Option<Box<Lesson>>,
    rehearsal: Option<Rehearsal>,
}

/// What is told while the desk has its turn.
pub(super) type Tell<'a> = dyn FnMut(LessonNews) + 'a;

impl Desk {
    /// Whether there is something to do now.
    pub(super) fn is_busy(&self) -> bool {
        let lesson = self.lesson.as_ref();
        self.rehearsal.is_some()
            || lesson.is_some_and(|lesson| !lesson.is_paused && lesson.rest_until <= Instant::now())
    }

    /// When there will be something to do, if not now.
    pub(super) fn rests_for(&self) -> Option<Duration> {
        let lesson = self.lesson.as_ref().filter(|lesson| !lesson.is_paused)?;
        Some(lesson.rest_until.saturating_duration_since(Instant::now()))
    }

    /// Takes an order; what cannot be done is told.
    pub(super) fn order(
        &mut self,
        order: LessonOrder,
        painter: &mut dyn Painter,
        io: &IoPool,
        tell: &mut Tell<'_>,
    ) {
        match (order, &mut self.lesson) {
            (LessonOrder::Rehearse, None) => {
                self.rehearsal.get_or_insert_default();
            }
            (LessonOrder::Begin(spec), None) => {
                if let Err(err) = spec.note() {
                    tell(LessonNews::Failed(LearningError::from(err).into()));
                    return;
                }
                // The lesson itself tells how long it takes.
                self.rehearsal = None;
                self.lesson = Some(Box::new(Lesson::begin(*spec, io)));
            }
            (LessonOrder::Begin(_), Some(_)) => tell(LessonNews::Failed(EngineError::LessonRuns)),
            (LessonOrder::Weights(weights), Some(lesson)) => lesson.spec.weights = weights,
            (LessonOrder::Gentle(is_gentle), Some(lesson)) => lesson.is_gentle = is_gentle,
            (LessonOrder::Pause(is_paused), Some(lesson)) => {
                lesson.is_paused = is_paused;
                if is_paused {
                    lesson.save(tell);
                    tell(LessonNews::Paused { reason: None });
                }
            }
            (LessonOrder::GoBackTo(num_steps), Some(lesson)) => {
                lesson.go_back_to(num_steps, painter, tell);
            }
            (LessonOrder::Stop, Some(_)) => self.end(painter, tell),
            (LessonOrder::Drop, Some(lesson)) => {
                let folder = lesson.spec.folder.clone();
                self.lesson = None;
                std::fs::remove_dir_all(folder).ok();
                painter.reload_shelf();
                tell(LessonNews::Dropped);
            }
            (LessonOrder::Rehearse, Some(_)) | (_, None) => {}
        }
    }

    /// Does one step.
    pub(super) fn turn(&mut self, painter: &mut dyn Painter, tell: &mut Tell<'_>) {
        if let Some(rehearsal) = &mut self.rehearsal {
            if let Some(seconds_per_step) = rehearsal.turn(painter).transpose() {
                self.rehearsal = None;
                tell(LessonNews::Rehearsed { seconds_per_step });
            }
            return;
        }
        let Some(lesson) = &mut self.lesson else {
            return;
        };
        match lesson.turn(painter, tell) {
            Ok(false) => {}
            Ok(true) => self.end(painter, tell),
            Err(EngineError::Lesson(err)) if err.can_be_retried() => {
                lesson.is_paused = true;
                tell(LessonNews::Paused {
                    reason: Some(err.to_string()),
                });
            }
            Err(error) => {
                self.lesson = None;
                tell(LessonNews::Failed(error));
            }
        }
    }

    /// Saves what there is; the program is closing.
    pub(super) fn close(&mut self) {
        if let Some(lesson) = &mut self.lesson {
            lesson.save(&mut |_| {});
        }
    }

    fn end(&mut self, painter: &mut dyn Painter, tell: &mut Tell<'_>) {
        let Some(mut lesson) = self.lesson.take() else {
            return;
        };
        lesson.save(tell);
        let kept = lesson.result(painter).and_then(|style| {
            if lesson.spec.keep {
                painter.keep(&style)?;
                // What is on the shelf needs no checkpoint.
                std::fs::remove_dir_all(&lesson.spec.folder).ok();
            }
            Ok(style)
        });
        match kept {
            Ok(style) => tell(LessonNews::Ended(Box::new(style))),
            Err(error) => tell(LessonNews::Failed(error)),
        }
    }
}

impl Lesson {
    fn begin(spec: LessonSpec, io: &IoPool) -> Self {
        let (sender, receiver) = bounded(1);
        read_in_background(io, sender, spec.pages.clone(), spec.photos.clone());
        let now = Instant::now();
        Self {
            spec,
            state: State::Reading(receiver),
            is_paused: false,
            is_gentle: false,
            points: Vec::new(),
            sample: None,
            ink: InkSettings::default(),
            shown: now,
            rest_until: now,
        }
    }

    /// One step; says whether the time is over.
    fn turn(
        &mut self,
        painter: &mut dyn Painter,
        tell: &mut Tell<'_>,
    ) -> Result<bool, EngineError> {
        let learning = match &mut self.state {
            State::Reading(receiver) => {
                if let Ok(read) = receiver.recv_timeout(Duration::from_millis(20)) {
                    let (folder, photos) = read?;
                    self.start(&folder, &photos, painter, tell)?;
                }
                return Ok(false);
            }
            State::Running(learning) => learning,
        };
        if learning.is_over() {
            return Ok(true);
        }
        let advance = learning.advance(self.spec.weights)?;
        if self.is_gentle {
            let rest = Duration::from_secs_f64(advance.seconds * GENTLE_REST);
            self.rest_until = Instant::now() + rest;
        }
        if let Some(trouble) = advance.trouble {
            tell(LessonNews::Trouble(trouble));
        }
        let (num_steps, measure, is_best) = (advance.num_steps, advance.measure, advance.is_best);
        let is_over = learning.is_over();
        let settled = advance.has_settled.then(|| learning.state().plan.clone());
        tell(LessonNews::Stepped(advance));
        if let Some(plan) = settled {
            tell(LessonNews::Settled(plan));
        }
        if measure.is_some() || self.shown.elapsed() >= SHOW_EVERY {
            self.show(painter, tell)?;
        }
        if let Some(measure) = measure {
            self.keep_point(num_steps, measure, is_best, painter, tell)?;
        }
        Ok(is_over)
    }

    fn start(
        &mut self,
        folder: &Folder,
        photos: &[RgbImage],
        painter: &mut dyn Painter,
        tell: &mut Tell<'_>,
    ) -> Result<(), EngineError> {
        let in_words = |list: &[(PathBuf, PageProblem)]| -> Vec<(PathBuf, String)> {
            let words = list.iter();
            words
                .map(|(path, problem)| (path.clone(), problem.in_words()))
                .collect()
        };
        tell(LessonNews::Looked {
            num_pages: folder.pages.len(),
            problems: in_words(&folder.problems),
            warnings: in_words(&folder.warnings),
        });
        self.ink = ink_for(folder);
        let mut learning = painter.begin_lesson(&folder.pages, photos, &self.spec)?;
        learning.keep_in(&self.spec.folder)?;
        let sample = photos.first().map_or_else(sample_photo, |photo| {
            image::DynamicImage::ImageRgb8(photo.clone()).into_rgba8()
        });
        let (width, height) = picture::fit_within(sample.width(), sample.height(), SAMPLE_PX);
        self.sample = Some(picture::downscale(&sample, width, height));
        let began = LessonNews::Began {
            resumed_at: learning.state().num_steps,
            plan: learning.state().plan.clone(),
        };
        self.state = State::Running(Box::new(learning));
        self.show(painter, tell)?;
        tell(began);
        Ok(())
    }

    /// Puts the present weights on the shelf, so that previews are drawn with them.
    fn show(&mut self, painter: &mut dyn Painter, tell: &mut Tell<'_>) -> Result<(), EngineError> {
        let State::Running(learning) = &self.state else {
            return Ok(());
        };
        let weights = weights_of(learning.present()?, painter);
        painter.hang(&self.spec.name, weights, self.ink)?;
        self.shown = Instant::now();
        tell(LessonNews::Shown);
        Ok(())
    }

    fn keep_point(
        &mut self,
        num_steps: u64,
        measure: Measure,
        is_best: bool,
        painter: &mut dyn Painter,
        tell: &mut Tell<'_>,
    ) -> Result<(), EngineError> {
        let State::Running(learning) = &self.state else {
            return Ok(());
        };
        let style = weights_of(learning.present()?, painter);
        self.points.push(Kept { num_steps, style });
        let mut dropped = None;
        if self.points.len() > MAX_POINTS {
            let steps: Vec<u64> = self.points.iter().map(|kept| kept.num_steps).collect();
            let best = learning.state().best.map(|(num_steps, _)| num_steps);
            if let Some(index) = least_missed(&steps, best) {
                dropped = Some(self.points.remove(index).num_steps);
            }
        }
        let sample = Arc::new(self.draw_sample(painter)?);
        tell(LessonNews::Point(LessonPoint {
            num_steps,
            measure,
            is_best,
            sample,
            dropped,
        }));
        Ok(())
    }

    /// The sample photograph, drawn with what hangs on the shelf.
    fn draw_sample(&self, painter: &mut dyn Painter) -> Result<RgbaImage, EngineError> {
        let Some(photo) = &self.sample else {
            return Err(EngineError::Cancelled);
        };
        let look = Look::of_style(&self.spec.name);
        let drawing = painter.paint(photo, &look, &|| false)?;
        painter.plain(drawing, photo)
    }

    fn go_back_to(&mut self, num_steps: u64, painter: &mut dyn Painter, tell: &mut Tell<'_>) {
        let State::Running(learning) = &mut self.state else {
            return;
        };
        let Some(kept) = self.points.iter().find(|kept| kept.num_steps == num_steps) else {
            return;
        };
        let outcome = learning
            .go_on_from(&kept.style.generator, kept.style.code)
            .map_err(EngineError::from)
            .and_then(|()| self.show(painter, tell));
        if let Err(error) = outcome {
            tell(LessonNews::Paused {
                reason: Some(error.to_string()),
            });
        }
    }

    fn save(&mut self, tell: &mut Tell<'_>) {
        // The weights may have been moved since it began.
        let noted = self.spec.note().map_err(LearningError::from);
        if let State::Running(learning) = &mut self.state
            && let Err(err) = noted.and_then(|()| learning.save())
        {
            tell(LessonNews::Paused {
                reason: Some(err.to_string()),
            });
        }
    }

    /// The best point as a style, hung on the shelf, with a thumbnail drawn by it.
    fn result(&self, painter: &mut dyn Painter) -> Result<StyleFile, EngineError> {
        let State::Running(learning) = &self.state else {
            return Err(EngineError::Cancelled);
        };
        let weights = weights_of(learning.best()?, painter);
        painter.hang(&self.spec.name, weights.clone(), self.ink)?;
        let sample = self.draw_sample(painter)?;
        let options = picture::EncodeOptions::new(picture::OutputFormat::Jpeg);
        let thumbnail = picture::encode(&sample, None, &options).ok();
        let LearntWeights {
            code,
            photo,
            generator,
        } = weights;
        Ok(StyleFile {
            name: self.spec.name.clone(),
            author: self.spec.author.clone(),
            licence: self.spec.licence.clone(),
            base: BASE_NAME.to_owned(),
            defaults: serde_json::to_string(&self.ink).unwrap_or_default(),
            thumbnail,
            code,
            photo,
            generator,
        })
    }
}

fn weights_of(
    (generator, code): (NamedTensors, StyleCode),
    painter: &dyn Painter,
) -> LearntWeights {
    LearntWeights {
        code,
        photo: painter.photo_code(),
        generator,
    }
}

/// The sample picture of the program.
fn sample_photo() -> RgbaImage {
    let bytes = include_bytes!("../../assets/samples/street.jpg");
    picture::decode_bytes(bytes, &picture::DecodeLimits::default())
        .map_or_else(|_| RgbaImage::new(64, 64), |photo| photo.pixels)
}

/// Reads pages and photographs on a file thread.
fn read_in_background(
    io: &IoPool,
    sender: Sender<Read>,
    page_files: Vec<PathBuf>,
    photo_files: Vec<PathBuf>,
) {
    io.run(move || {
        let read = contain(|| {
            let folder = look_at_pages(&page_files, &|| true);
            // A photograph that cannot be read is simply not practised on; the window lists it already.
            let photos = photo_files
                .iter()
                .take(MAX_PHOTOS)
                .filter_map(|path| pages::open(path).ok())
                .filter(|photo| photo.width().min(photo.height()) >= pages::MIN_SIDE_PX)
                .collect();
            Ok((folder, photos))
        });
        // The lesson may have been stopped meanwhile.
        sender.send(read).ok();
    });
}

/// Photographs to practise on; more would only fill the memory.
const MAX_PHOTOS: usize = 200;
