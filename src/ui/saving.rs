//! Saving one drawing through the engine's jobs, never over a file that exists unasked.

use std::collections::{HashMap, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::explain;
use super::export::size_text;
use super::state::State;
use crate::engine::{EngineHandle, Event, JobId, batch};
use crate::i18n::tr;
use crate::picture::{ColorSpace, EncodeOptions, Metadata, OutputFormat, Photo};
use crate::render::{Output, OutputSize, Recipe, RenderRequest, Scale, Sink, Source, View};

/// Quality of JPEG files.
const QUALITY: u8 = 92;
/// Jobs that the engine gets ahead of their turn.
const AHEAD: usize = 3;

/// A drawing to save, with the settings of the moment at which it was asked for.
#[derive(Clone, Debug)]
pub(super) struct Order {
    pub(super) source: Source,
    pub(super) settings: Recipe,
    pub(super) output: PathBuf,
    /// Whether a person agreed to replace the file.
    pub(super) overwrite: bool,
}

/// Files that are being saved.
#[derive(Clone, Debug, Default)]
pub(super) struct Saving {
    pub(super) waiting: VecDeque<Order>,
    pub(super) running: Vec<JobId>,
    pub(super) num_done: usize,
    pub(super) num_failed: usize,
    /// The photograph of each running job.
    pub(super) photos: HashMap<JobId, PathBuf>,
    /// How far each running job is, `0.0..=1.0`.
    pub(super) shares: HashMap<JobId, f32>,
    /// The file that was written last, its size, and that of its photograph.
    pub(super) last: Option<(PathBuf, [u32; 2], [u32; 2])>,
}

impl Saving {
    pub(super) fn is_active(&self) -> bool {
        !self.waiting.is_empty() || !self.running.is_empty()
    }

    /// How much of all files is done, `0.0..=1.0`.
    pub(super) fn share(&self) -> f32 {
        let ended = (self.num_done + self.num_failed) as f32;
        let begun: f32 = self
            .running
            .iter()
            .filter_map(|id| self.shares.get(id))
            .sum();
        (ended + begun) / self.num_total().max(1) as f32
    }

    pub(super) fn num_total(&self) -> usize {
        self.waiting.len() + self.running.len() + self.num_done + self.num_failed
    }
}

/// A name for the current drawing.
pub(super) fn suggested_name(state: &State) -> String {
    let name = state
        .current()
        .map_or_else(|| "comic".to_owned(), super::state::Photo::name);
    let stem = Path::new(&name)
        .file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    format!("{stem}-comic.png")
}

/// The current drawing as an order that lacks only its file; `None` while there is nothing to draw.
pub(super) fn order(state: &State) -> Option<Order> {
    let source = match &state.current()?.path {
        Some(path) => Source::File(path.clone()),
        None => Source::Photo(Arc::new(Photo {
            pixels: state.photo.as_ref()?.as_ref().clone(),
            metadata: Metadata::default(),
            space: ColorSpace::default(),
        })),
    };
    Some(Order {
        source,
        settings: state.settings.present().clone(),
        output: PathBuf::new(),
        overwrite: false,
    })
}

/// The file for an order: the one that was chosen, which the dialog has asked about if it exists.
/// A name without a known ending gets one; nobody was asked about that file, so a free one is taken.
pub(super) fn order_to(order: Order, chosen: PathBuf) -> Order {
    let known = OutputFormat::from_extension(&chosen).is_some();
    let output = if known {
        chosen
    } else {
        let stem = chosen.file_name().unwrap_or_default();
        let folder = chosen.parent().unwrap_or_else(|| Path::new(""));
        // What looks like an ending may be a part of the name.
        let mut name = stem.to_os_string();
        name.push(".png");
        let format = OutputFormat::Png;
        batch::free_name(&folder.join(name), format, Path::exists)
    };
    Order {
        output,
        overwrite: known,
        ..order
    }
}

/// Queues the drawing.
pub(super) fn save(state: &mut State, order: Order) {
    start_counting(state);
    state.saving.waiting.push_back(order);
}

fn start_counting(state: &mut State) {
    if !state.saving.is_active() {
        state.saving.num_done = 0;
        state.saving.num_failed = 0;
    }
}

/// Hands waiting files to the engine, a few at a time.
pub(super) fn feed(saving: &mut Saving, engine: &mut EngineHandle) {
    while saving.running.len() < AHEAD
        && let Some(order) = saving.waiting.front()
    {
        let Some(id) = engine.start_job(job(order)) else {
            return;
        };
        saving.running.push(id);
        if let Source::File(path) = &order.source {
            saving.photos.insert(id, path.clone());
        }
        saving.waiting.pop_front();
    }
}

fn job(order: &Order) -> RenderRequest {
    let format = OutputFormat::from_extension(&order.output).unwrap_or_default();
    RenderRequest {
        source: order.source.clone(),
        recipe: order.settings.clone(),
        scale: Scale::default(),
        view: View::Full(OutputSize::default()),
        sink: Sink::File(Output {
            path: order.output.clone(),
            options: EncodeOptions {
                format,
                quality: QUALITY,
                ..EncodeOptions::default()
            },
            color: Some(ColorSpace::Srgb),
            keep_metadata: true,
            overwrite: order.overwrite,
            base: None,
        }),
    }
}

/// What became of a job.
pub(super) fn event(state: &mut State, engine: Option<&mut EngineHandle>, event: Event) {
    let id = match event {
        Event::JobDone { id, result } => {
            state.saving.num_done += 1;
            if !result.lost.is_empty() {
                state.tell(tr!("not-kept", what = explain::losses(&result.lost)));
            }
            let (size, photo) = ([result.width, result.height], result.photo_size);
            state.saving.last = result.written.map(|path| (path, size, photo));
            let photo = state.saving.photos.get(&id).cloned();
            state.export.saved.extend(photo);
            id
        }
        Event::JobFailed { id, error } => {
            state.saving.num_failed += 1;
            state.problems.push(explain::engine(&error));
            id
        }
        Event::JobCancelled { id } => {
            state.tell(tr!("saving-stopped"));
            id
        }
        Event::Progress { id, progress } => {
            let share = progress.done as f32 / progress.total.max(1) as f32;
            state.saving.shares.insert(id, share);
            return;
        }
        _ => return,
    };
    finish(state, engine, id);
}

fn finish(state: &mut State, engine: Option<&mut EngineHandle>, id: JobId) {
    state.saving.running.retain(|running| *running != id);
    state.saving.shares.remove(&id);
    state.saving.photos.remove(&id);
    if let Some(engine) = engine {
        engine.forget_job(id);
    }
    if state.saving.is_active() {
        return;
    }
    let Some((path, size, photo)) = state.saving.last.take() else {
        return;
    };
    let text = match state.saving.num_done {
        1 if size == photo => tr!("saved-file", path = path.display().to_string()),
        1 => tr!(
            "saved-enlarged",
            path = path.display().to_string(),
            size = size_text(size, photo)
        ),
        count => tr!("saved-count", count = count),
    };
    state.tell_saved(text, &path);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawing_is_saved_as_it_was_when_it_was_asked_for() {
        let mut state = State::new();
        state.add_photos(vec!["a.jpg".into(), "b.jpg".into()]);
        let asked = order(&state).unwrap();
        let before = state.settings.present().clone();
        // The dialog is open meanwhile.
        state.turn_to(1);
        state.settings.set(Recipe::of_style("other"), true);
        save(&mut state, order_to(asked, "out.png".into()));
        let job = job(&state.saving.waiting[0]);
        assert!(matches!(job.source, Source::File(path) if path == Path::new("a.jpg")));
        assert_eq!(job.recipe, before);
    }

    #[test]
    fn a_name_without_an_ending_never_replaces_a_file() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("my.holiday.png"), b"precious").unwrap();
        let mut state = State::new();
        state.add_photos(vec!["a.jpg".into()]);
        let asked = || order(&state).unwrap();
        let named = order_to(asked(), folder.path().join("my.holiday"));
        assert_eq!(named.output, folder.path().join("my.holiday-2.png"));
        assert!(!named.overwrite);
        let chosen = order_to(asked(), folder.path().join("my.holiday.png"));
        assert!(chosen.overwrite, "the dialog has asked");
    }

    #[test]
    fn the_suggested_name_follows_the_photograph() {
        let mut state = State::new();
        assert_eq!(suggested_name(&state), "Sample-comic.png");
        state.add_photos(vec!["holiday/beach.JPG".into()]);
        assert_eq!(suggested_name(&state), "beach-comic.png");
    }
}
