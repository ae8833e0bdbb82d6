//! Saving one drawing: an entry of the queue that goes before all others, whatever those wait for,
//! never over a file that exists unasked. It is in no list, and gone from the queue when it has
//! ended.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use image::RgbaImage;

use super::entry::{Entry, EntryState, Order, share_of};
use crate::engine::batch::{self, Existing};
use crate::engine::{EngineError, Event, JobId, JobResult};
use crate::picture::OutputFormat;
use crate::render::{Declaration, OutputSize, Recipe, Scale};

/// Quality of JPEG files.
pub(in crate::ui) const QUALITY: u8 = 92;

/// Drawings that are saved one by one.
#[derive(Clone, Debug, Default)]
pub(in crate::ui) struct Singles {
    pub(in crate::ui) entries: Vec<Entry>,
    /// How many of those since nothing was being saved were saved, and how many were not.
    pub(in crate::ui) num_saved: usize,
    pub(in crate::ui) num_failed: usize,
    /// Their files, and what came of the one that was saved last.
    pub(in crate::ui) files: Vec<PathBuf>,
    last: Option<JobResult>,
}

/// What came of one of them.
pub(in crate::ui) struct EndedSingle {
    pub(in crate::ui) job: JobId,
    pub(in crate::ui) entry: Entry,
    /// Why it was not saved; nothing when it was stopped.
    pub(in crate::ui) outcome: Result<JobResult, Option<EngineError>>,
}

impl Singles {
    pub(in crate::ui) fn is_active(&self) -> bool {
        !self.entries.is_empty()
    }

    /// How much of all files is done, `0.0..=1.0`.
    pub(in crate::ui) fn share(&self) -> f32 {
        let ended = (self.num_saved + self.num_failed) as f32;
        let begun: f32 = self.entries.iter().map(share_of).sum();
        (ended + begun) / self.num_total().max(1) as f32
    }

    pub(in crate::ui) fn num_total(&self) -> usize {
        self.entries.len() + self.num_saved + self.num_failed
    }

    /// Queues a drawing.
    pub(in crate::ui) fn add(&mut self, entry: Entry) {
        if !self.is_active() {
            self.num_saved = 0;
            self.num_failed = 0;
            self.files.clear();
        }
        self.entries.push(entry);
    }

    /// Takes out what waits; the jobs to stop.
    pub(in crate::ui) fn stop(&mut self) -> Vec<JobId> {
        self.entries
            .retain(|entry| entry.state != EntryState::Waiting);
        self.entries.iter().filter_map(Entry::job_id).collect()
    }

    fn place_of(&self, job: JobId) -> Option<usize> {
        let has = |entry: &Entry| entry.job_id() == Some(job);
        self.entries.iter().position(has)
    }

    /// Whether a job is one of these.
    pub(in crate::ui) fn owns(&self, job: JobId) -> bool {
        self.place_of(job).is_some()
    }

    /// Takes in events about one of them; what came of it when it has ended.
    pub(in crate::ui) fn take(&mut self, event: Event) -> Option<EndedSingle> {
        let (job, outcome) = match event {
            Event::Progress { id, progress } => {
                let entry = self.place_of(id).and_then(|at| self.entries.get_mut(at))?;
                let (job, stage) = (id, Some(progress.stage));
                entry.state = EntryState::Drawing { job, stage };
                return None;
            }
            Event::JobDone { id, result } => (id, Ok(result)),
            Event::JobFailed { id, error } => (id, Err(Some(error))),
            Event::JobCancelled { id } => (id, Err(None)),
            _ => return None,
        };
        let entry = self.entries.remove(self.place_of(job)?);
        match &outcome {
            Ok(result) => {
                self.num_saved += 1;
                self.files.extend(result.written.clone());
                self.last = Some(result.clone());
            }
            Err(Some(_)) => self.num_failed += 1,
            Err(None) => {}
        }
        Some(EndedSingle {
            job,
            entry,
            outcome,
        })
    }

    /// Once nothing is being saved any more: how many were, and what came of the last one.
    pub(in crate::ui) fn take_saved(&mut self) -> Option<(usize, JobResult)> {
        if self.is_active() {
            return None;
        }
        Some((self.num_saved, self.last.take()?))
    }
}

/// A name for the drawing of a photograph of that name in a style as it is shown.
pub(in crate::ui) fn suggested_name(photo: &str, style: &str) -> String {
    let stem = Path::new(photo).file_stem().unwrap_or_default();
    // Some learnt styles have names that files cannot have.
    let style = style.replace(['/', '\\', ':'], "-");
    format!("{}-{style}.png", stem.to_string_lossy())
}

/// A drawing as an entry that lacks only its file; a photograph without a file goes as its pixels.
pub(in crate::ui) fn single(
    photo: Option<&Path>,
    pixels: Option<&Arc<RgbaImage>>,
    recipe: &Recipe,
    declaration: Declaration,
) -> Option<Entry> {
    let (input, pixels) = match photo {
        Some(path) => (path.to_owned(), None),
        None => (PathBuf::new(), Some(Arc::clone(pixels?))),
    };
    Some(Entry {
        number: 0,
        input,
        pixels,
        output: PathBuf::new(),
        format: OutputFormat::default(),
        overwrite: false,
        written: None,
        order: Arc::new(Order {
            target: PathBuf::new(),
            existing: Existing::Number,
            quality: QUALITY,
            scale: Scale::default(),
            size: OutputSize::default(),
            dpi: None,
            keeps_metadata: true,
            declaration,
        }),
        settings: Arc::new(recipe.clone()),
        state: EntryState::Waiting,
    })
}

/// The file for an entry.
pub(in crate::ui) fn to_file(entry: Entry, chosen: PathBuf) -> Entry {
    let (output, format, overwrite) = chosen_file(chosen, OutputFormat::Png, |_| true);
    Entry {
        output,
        format,
        overwrite,
        ..entry
    }
}

/// The file that was chosen, its format, and whether it may be replaced: the dialog has asked if it
/// exists. A name without the ending of a format that is `fit` gets that of the `usual` one; nobody
/// was asked about that file, so a free one is taken.
pub(in crate::ui) fn chosen_file(
    chosen: PathBuf,
    usual: OutputFormat,
    fit: impl Fn(OutputFormat) -> bool,
) -> (PathBuf, OutputFormat, bool) {
    let known = OutputFormat::from_extension(&chosen).filter(|format| fit(*format));
    let output = if known.is_some() {
        chosen
    } else {
        let stem = chosen.file_name().unwrap_or_default();
        let folder = chosen.parent().unwrap_or_else(|| Path::new(""));
        // What looks like an ending may be a part of the name.
        let mut name = stem.to_os_string();
        name.push(".");
        name.push(usual.extension());
        batch::free_name(&folder.join(name), usual, Path::exists)
    };
    (output, known.unwrap_or(usual), known.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::Source;
    use crate::ui::state::State;

    #[test]
    fn a_drawing_is_saved_as_it_was_when_it_was_asked_for() {
        let mut state = State::new();
        state.add_photos(vec!["a.jpg".into(), "b.jpg".into()]);
        let asked = state.single().unwrap();
        let before = state.settings.present().clone();
        // The dialog is open meanwhile.
        state.turn_to(1);
        state.settings.set(Recipe::of_style("other"), true);
        state.export.choices.declaration = Declaration::Never;
        let job = to_file(asked, "out.png".into()).job();
        assert!(matches!(&job.source, Source::File(path) if path == Path::new("a.jpg")));
        assert_eq!(job.recipe, before);
        assert_eq!(
            job.output().unwrap().options.source,
            Declaration::Auto.of(&before)
        );
        // A file may be put into any folder: no drive is to be missed.
        assert_eq!(job.output().unwrap().base, None);
    }

    #[test]
    fn a_name_without_an_ending_never_replaces_a_file() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("my.holiday.png"), b"precious").unwrap();
        let mut state = State::new();
        state.add_photos(vec!["a.jpg".into()]);
        let asked = || state.single().unwrap();
        let named = to_file(asked(), folder.path().join("my.holiday"));
        assert_eq!(named.output, folder.path().join("my.holiday-2.png"));
        assert!(!named.overwrite);
        let chosen = to_file(asked(), folder.path().join("my.holiday.png"));
        assert!(chosen.overwrite, "the dialog has asked");
    }

    #[test]
    fn the_suggested_name_follows_the_photograph_and_the_style() {
        assert_eq!(suggested_name("Sample", "Comic"), "Sample-Comic.png");
        assert_eq!(suggested_name("beach.JPG", "my/hand"), "beach-my-hand.png");
    }

    #[test]
    fn the_sample_is_saved_from_memory() {
        let mut state = State::new();
        assert!(state.single().is_none(), "it is not read yet");
        state.photo = Some(Arc::default());
        let job = to_file(state.single().unwrap(), "out.webp".into()).job();
        assert!(matches!(job.source, Source::Pixels(_)));
        let format = job.output().unwrap().options.format;
        assert_eq!(format, OutputFormat::Webp);
    }
}
