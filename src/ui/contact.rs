//! The shown photograph on one sheet, in all styles or beside its drawing: drawn one after the
//! other by the engine, put together and written by a thread, whole or not at all.

mod file;

use std::collections::{HashMap, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crossbeam_channel::{Receiver, Sender, TryRecvError, bounded};
use image::RgbaImage;

use self::file::{Part, ToFile, filled, sweep_of};
use super::blend::recipe_name;
use super::export::{QUALITY, chosen_file, stage_share};
use super::state::State;
use crate::engine::{EngineError, EngineHandle, Event, JobId};
use crate::i18n::{LanguageChoice, tr};
#[cfg(test)]
use crate::lettering::contact_sheet::Layout;
use crate::lettering::contact_sheet::{CELL_PX, ContactSheet, PAIR_PX};
use crate::picture::{EncodeOptions, OutputFormat};
use crate::render::{Declaration, Recipe, RenderError, RenderRequest, Scale, contain};

/// Drawings that the engine has at a time: the next one, so that it never waits.
const AT_A_TIME: usize = 2;

/// What becomes of the photograph and its drawings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A sheet with all styles.
    AllStyles,
    /// The photograph beside its drawing.
    Pair,
    /// The photograph that becomes its drawing and back.
    Moving,
}

impl Kind {
    /// The format of a file whose name has no ending that could be it.
    pub(super) fn usual_format(self) -> OutputFormat {
        match self {
            Self::AllStyles | Self::Pair => OutputFormat::Png,
            Self::Moving => OutputFormat::Gif,
        }
    }

    /// Whether it can be in a file of that format.
    fn fits(self, format: OutputFormat) -> bool {
        self != Self::Moving || format.moves()
    }

    /// What stands in the name of its file.
    fn file_part(self) -> &'static str {
        match self {
            Self::AllStyles => "styles",
            Self::Pair | Self::Moving => "before-after",
        }
    }
}

/// What is to be on a sheet.
#[derive(Clone, Debug)]
pub(super) struct Order {
    pub(super) kind: Kind,
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

/// What came of an event, or of a look at the thread.
#[derive(Debug)]
pub(super) enum Outcome {
    /// The sheet is in this file.
    Written(PathBuf),
    /// There is none: why, or nothing when it was stopped.
    Failed(Option<EngineError>),
}

/// A name for the sheet of a photograph of that name.
pub(super) fn suggested_sheet(photo: &str, kind: Kind) -> String {
    let stem = Path::new(photo).file_stem().unwrap_or_default();
    let (what, ending) = (kind.file_part(), kind.usual_format().extension());
    format!("{}-{what}.{ending}", stem.to_string_lossy())
}

impl Order {
    /// What stands below the drawings.
    #[cfg(test)]
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.styles.iter().map(|(name, _)| name.as_str())
    }
}

impl State {
    /// What a sheet of the shown photograph would hold; `None` while there is nothing to draw.
    pub(super) fn contact_order(&self, kind: Kind) -> Option<Order> {
        let photo = Arc::clone(self.photo.as_ref()?);
        let present = self.settings.present();
        let (styles, cell_px) = match kind {
            Kind::AllStyles => {
                let styles = self.listed_styles().into_iter();
                (styles.map(|style| self.tile(style)).collect(), CELL_PX)
            }
            Kind::Pair | Kind::Moving => (vec![present.clone()], PAIR_PX),
        };
        let named = |recipe: Recipe| (recipe_name(&recipe), recipe);
        let styles: Vec<_> = styles.into_iter().map(named).collect();
        (!styles.is_empty()).then_some(Order {
            kind,
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
        let kind = order.kind;
        let usual = kind.usual_format();
        let (path, format, overwrite) = chosen_file(chosen, usual, |format| kind.fits(format));
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
                let is_wanted = || is_wanted.strong_count() > 0;
                let file = ToFile {
                    path: output,
                    overwrite,
                    options,
                };
                let outcome = contain(|| {
                    let written = if kind == Kind::Moving {
                        let parts = received.iter();
                        sweep_of(parts, language).map(|sweep| file.write_moving(&sweep, &is_wanted))
                    } else {
                        let sheet = ContactSheet::new(num_total, size.into(), cell_px, language);
                        filled(sheet, received.iter()).map(|sheet| file.write(&sheet, &is_wanted))
                    };
                    // Without one it was stopped, and nobody is there to tell.
                    written
                        .unwrap_or(Ok(false))
                        .map_err(RenderError::in_file(file.path.clone()))
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
mod tests;
