//! The shown photograph on one sheet, in all styles or beside its drawing: drawn one after the
//! other by the engine, put together and written by a thread, whole or not at all.

use std::collections::{HashMap, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crossbeam_channel::{Receiver, Sender, TryRecvError, bounded};
use image::RgbaImage;

use super::blend::recipe_name;
use super::export::{QUALITY, chosen_file, stage_share};
use super::state::State;
use crate::engine::{EngineError, EngineHandle, Event, JobId};
use crate::i18n::{LanguageChoice, tr};
#[cfg(test)]
use crate::lettering::contact_sheet::Layout;
use crate::lettering::contact_sheet::{CELL_PX, ContactSheet, PAIR_PX};
use crate::picture::{EncodeOptions, encode, write_whole};
use crate::render::{Declaration, Recipe, RenderError, RenderRequest, Scale, contain};

/// Drawings that the engine has at a time: the next one, so that it never waits.
const AT_A_TIME: usize = 2;

/// What is to be on a sheet.
#[derive(Clone, Debug)]
pub(super) struct Order {
    photo: Arc<RgbaImage>,
    /// The styles as they are shown, with their names.
    styles: Vec<(String, Recipe)>,
    /// Long side of each picture in pixels, at most.
    cell_px: u32,
    declaration: Declaration,
    language: LanguageChoice,
}

/// A sheet that is being drawn.
#[derive(Debug)]
pub(super) struct Contact {
    photo: Arc<RgbaImage>,
    waiting: VecDeque<(usize, String, Recipe)>,
    /// What the engine has: its place and name, and how much of it is done.
    drawing: HashMap<JobId, (usize, String, f32)>,
    num_drawn: usize,
    num_total: usize,
    path: PathBuf,
    parts: Sender<Part>,
    written: Receiver<Result<(), EngineError>>,
    /// Gone with this: a sheet that was given up is not written any more.
    _wanted: Arc<()>,
}

/// What goes to the thread that puts a sheet together.
enum Part {
    /// A picture for a place, with its name.
    Picture(usize, String, Arc<RgbaImage>),
    /// That was all.
    End,
}

/// What came of an event, or of a look at the thread.
#[derive(Debug)]
pub(super) enum Outcome {
    /// The sheet is in this file.
    Written(PathBuf),
    /// There is none: why, or nothing when it was stopped.
    Failed(Option<EngineError>),
}

/// A name for the sheet of a photograph of that name, with `what` is on it.
pub(super) fn suggested_sheet(photo: &str, what: &str) -> String {
    let stem = Path::new(photo).file_stem().unwrap_or_default();
    format!("{}-{what}.png", stem.to_string_lossy())
}

impl Order {
    /// What stands below the drawings.
    #[cfg(test)]
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.styles.iter().map(|(name, _)| name.as_str())
    }
}

impl State {
    /// What a sheet of the shown photograph in all styles would hold; `None` while there is nothing
    /// to draw.
    pub(super) fn contact_order(&self) -> Option<Order> {
        let styles = self.listed_styles().into_iter();
        let styles = styles.map(|style| {
            let recipe = self.tile(style);
            (recipe_name(&recipe), recipe)
        });
        self.order(styles.collect(), CELL_PX)
    }

    /// The same of the shown photograph beside its drawing.
    pub(super) fn pair_order(&self) -> Option<Order> {
        let present = self.settings.present();
        let pair = vec![(recipe_name(present), present.clone())];
        self.order(pair, PAIR_PX)
    }

    fn order(&self, styles: Vec<(String, Recipe)>, cell_px: u32) -> Option<Order> {
        let photo = Arc::clone(self.photo.as_ref()?);
        (!styles.is_empty()).then_some(Order {
            photo,
            styles,
            cell_px,
            declaration: self.export.choices.declaration,
            language: self.language,
        })
    }
}

impl Contact {
    /// Begins a sheet for the file that was chosen; `notify` is called when it is written.
    ///
    /// # Errors
    /// [`EngineError::Thread`] when the system refuses one.
    pub(super) fn start(
        order: Order,
        chosen: PathBuf,
        notify: impl FnOnce() + Send + 'static,
    ) -> Result<Self, EngineError> {
        let (path, format, overwrite) = chosen_file(chosen);
        let recipes = order.styles.iter().map(|(_, recipe)| recipe);
        let options = EncodeOptions {
            format,
            quality: QUALITY,
            source: order.declaration.of_all(recipes),
            ..EncodeOptions::default()
        };
        // The photograph itself comes first.
        let num_total = order.styles.len() + 1;
        let (parts, received) = bounded(num_total + 1);
        let (done, written) = bounded(1);
        let (language, size) = (order.language.language(), order.photo.dimensions());
        let (photo, output) = (Arc::clone(&order.photo), path.clone());
        let cell_px = order.cell_px;
        let wanted = Arc::new(());
        let is_wanted = Arc::downgrade(&wanted);
        std::thread::Builder::new()
            .name("sheet".to_owned())
            .spawn(move || {
                let outcome = contain(|| {
                    let mut sheet = ContactSheet::new(num_total, size.into(), cell_px, language);
                    while let Ok(part) = received.recv() {
                        match part {
                            Part::Picture(index, name, picture) => {
                                sheet.put(index, &name, &picture);
                            }
                            Part::End => {
                                let bytes = encode(&sheet.into_pixels(), None, &options);
                                if is_wanted.strong_count() == 0 {
                                    break;
                                }
                                let in_file = RenderError::in_file(output.clone());
                                return bytes
                                    .and_then(|bytes| write_whole(&output, &bytes, overwrite))
                                    .map_err(in_file)
                                    .map(|()| true);
                            }
                        }
                    }
                    // It was stopped, and nobody is there to tell.
                    Ok::<_, RenderError>(false)
                });
                if !matches!(outcome, Ok(false)) {
                    done.send(outcome.map(drop).map_err(EngineError::from)).ok();
                    notify();
                }
            })
            .map_err(EngineError::Thread)?;
        let first = Part::Picture(0, tr!("canvas-photograph"), photo);
        parts.send(first).ok();
        let styles = order.styles.into_iter().enumerate();
        Ok(Self {
            photo: order.photo,
            waiting: styles
                .map(|(index, (name, recipe))| (index + 1, name, recipe))
                .collect(),
            drawing: HashMap::new(),
            num_drawn: 1,
            num_total,
            path,
            parts,
            written,
            _wanted: wanted,
        })
    }

    /// Hands the engine the next drawings.
    pub(super) fn feed(&mut self, engine: &mut EngineHandle) {
        while self.drawing.len() < AT_A_TIME {
            let Some((index, name, recipe)) = self.waiting.pop_front() else {
                return;
            };
            let photo = Arc::clone(&self.photo);
            let request = RenderRequest::in_memory(photo, recipe.clone(), Scale::default());
            match engine.start_job(request) {
                Some(job) => {
                    self.drawing.insert(job, (index, name, 0.0));
                }
                // Its queue is full; it is asked again.
                None => return self.waiting.push_front((index, name, recipe)),
            }
        }
    }

    /// Whether a job is one of these.
    pub(super) fn owns(&self, job: JobId) -> bool {
        self.drawing.contains_key(&job)
    }

    /// Takes in an event about one of its jobs; what came of the sheet if that is decided.
    pub(super) fn take(&mut self, event: Event) -> Option<Outcome> {
        match event {
            Event::Progress { id, progress } => {
                if let Some((_, _, share)) = self.drawing.get_mut(&id) {
                    *share = stage_share(progress.stage);
                }
            }
            Event::JobDone { id, result } => {
                let (index, name, _) = self.drawing.remove(&id)?;
                let part = Part::Picture(index, name, result.pixels?);
                self.parts.send(part).ok();
                self.num_drawn += 1;
                if self.num_drawn == self.num_total {
                    self.parts.send(Part::End).ok();
                }
            }
            Event::JobFailed { id, error } => {
                self.drawing.remove(&id)?;
                return Some(Outcome::Failed(Some(error)));
            }
            Event::JobCancelled { id } => {
                self.drawing.remove(&id)?;
                return Some(Outcome::Failed(None));
            }
            _ => {}
        }
        None
    }

    /// Whether the file is there, or why not; nothing before that.
    pub(super) fn written(&self) -> Option<Outcome> {
        Some(match self.written.try_recv() {
            Ok(Ok(())) => Outcome::Written(self.path.clone()),
            Ok(Err(error)) => Outcome::Failed(Some(error)),
            Err(TryRecvError::Empty) => return None,
            Err(TryRecvError::Disconnected) => Outcome::Failed(None),
        })
    }

    /// The jobs to stop when the sheet is given up.
    pub(super) fn jobs(&self) -> Vec<JobId> {
        self.drawing.keys().copied().collect()
    }

    /// Width and height of such a sheet in pixels.
    #[cfg(test)]
    pub(super) fn size_of(order: &Order) -> [u32; 2] {
        let size = order.photo.dimensions().into();
        Layout::new(order.styles.len() + 1, size, order.cell_px).sheet()
    }

    /// How much of it is done, `0.0..=1.0`, and how many drawings of how many.
    pub(super) fn progress(&self) -> (f32, usize, usize) {
        let begun: f32 = self.drawing.values().map(|(_, _, share)| share).sum();
        let share = (self.num_drawn as f32 + begun) / self.num_total as f32;
        (share, self.num_drawn, self.num_total)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{JobResult, Progress, Stage};
    use crate::render::Timings;

    fn order() -> Order {
        let mut state = State::new();
        state.photo = Some(Arc::new(RgbaImage::new(40, 30)));
        state.styles = ["comic", "pop", "Mine"].map(str::to_owned).to_vec();
        state.contact_order().unwrap()
    }

    fn done(id: JobId) -> Event {
        let pixels = RgbaImage::from_pixel(40, 30, image::Rgba([200, 30, 30, 255]));
        let result = JobResult {
            written: None,
            imprint: None,
            pixels: Some(Arc::new(pixels)),
            photo_size: [40, 30],
            width: 40,
            height: 30,
            lost: Vec::new(),
            num_frames: [1, 1],
            timings: Timings::default(),
        };
        Event::JobDone { id, result }
    }

    /// As if the engine had taken all jobs.
    fn hand_out(contact: &mut Contact) {
        for (index, name, _) in std::mem::take(&mut contact.waiting) {
            contact
                .drawing
                .insert(JobId(index as u64), (index, name, 0.0));
        }
    }

    fn wait(contact: &Contact) -> Outcome {
        let end = std::time::Instant::now() + std::time::Duration::from_mins(1);
        loop {
            if let Some(outcome) = contact.written() {
                return outcome;
            }
            assert!(std::time::Instant::now() < end, "it is never written");
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
    }

    #[test]
    fn all_styles_and_the_photograph_come_onto_one_picture_that_is_written_once() {
        let yard = tempfile::tempdir().unwrap();
        let file = yard.path().join("all.jpg");
        let mut contact = Contact::start(order(), file.clone(), || {}).unwrap();
        hand_out(&mut contact);
        let progress = Progress::entering(Stage::Ink);
        assert!(
            contact
                .take(Event::Progress {
                    id: JobId(1),
                    progress
                })
                .is_none()
        );
        let (share, drawn, total) = contact.progress();
        assert!(
            share > 0.25 && share < 0.5 && (drawn, total) == (1, 4),
            "{share}"
        );
        for job in [3, 1, 2] {
            assert!(contact.owns(JobId(job)) && !file.exists());
            assert!(contact.take(done(JobId(job))).is_none());
        }
        assert!(matches!(wait(&contact), Outcome::Written(path) if path == file));
        let sheet = image::open(&file).unwrap().to_rgb8();
        let red = sheet
            .pixels()
            .filter(|pixel| pixel.0[0] > 150 && pixel.0[1] < 80);
        assert!(red.count() > 3 * 600 * 450, "three drawings");
    }

    #[test]
    fn a_sheet_that_fails_or_is_stopped_leaves_no_file() {
        let yard = tempfile::tempdir().unwrap();
        let file = yard.path().join("all.png");
        let begin = || {
            let mut contact = Contact::start(order(), file.clone(), || {}).unwrap();
            hand_out(&mut contact);
            assert!(contact.take(done(JobId(1))).is_none());
            contact
        };
        let mut contact = begin();
        assert_eq!(contact.jobs().len(), 2);
        let id = JobId(2);
        let stopped = contact.take(Event::JobCancelled { id });
        assert!(matches!(stopped, Some(Outcome::Failed(None))));
        drop(contact);
        let error = EngineError::CANCELLED;
        let failed = begin().take(Event::JobFailed { id, error });
        assert!(matches!(failed, Some(Outcome::Failed(Some(_)))));
        std::thread::sleep(std::time::Duration::from_millis(100));
        assert!(!file.exists());
        // A folder that cannot be made: the file stands in its way.
        std::fs::write(&file, b"").unwrap();
        let mut contact = Contact::start(order(), file.join("all.png"), || {}).unwrap();
        hand_out(&mut contact);
        for job in [1, 2, 3] {
            contact.take(done(JobId(job)));
        }
        assert!(matches!(wait(&contact), Outcome::Failed(Some(_))));
    }

    #[test]
    fn a_pair_is_the_photograph_and_its_drawing_as_large_as_it_is_drawn() {
        let mut state = State::new();
        assert!(state.pair_order().is_none(), "it is not read yet");
        state.photo = Some(Arc::new(RgbaImage::new(40, 30)));
        state.settings.set(Recipe::of_style("pop"), true);
        let order = state.pair_order().unwrap();
        assert_eq!(order.styles, [("Pop".to_owned(), Recipe::of_style("pop"))]);
        let [width, height] = Contact::size_of(&order);
        assert!(
            width.max(height) > 2 * 960 && width.min(height) > 960,
            "{width}x{height}"
        );
    }

    #[test]
    fn the_sheet_is_called_as_the_photograph() {
        assert_eq!(suggested_sheet("beach.JPG", "styles"), "beach-styles.png");
    }
}
