//! Saving: one drawing or all of them, through the engine's jobs, never over a file that exists unasked.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::state::{PhotoState, State};
use crate::engine::{EngineHandle, Event, JobId, JobSpec, Output, Scale, Source};
use crate::picture::{EncodeOptions, Metadata, OutputFormat, Photo};

/// Quality of JPEG files.
const QUALITY: u8 = 92;
/// Jobs that the engine gets ahead of their turn.
const AHEAD: usize = 3;

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

/// Queues the current drawing; the dialog has asked about an existing file.
pub(super) fn save_current(state: &mut State, path: PathBuf) {
    let path = match OutputFormat::from_extension(&path) {
        Some(_) => path,
        None => path.with_extension("png"),
    };
    state.saving.num_done = 0;
    state.saving.num_failed = 0;
    let input = state
        .current()
        .and_then(|photo| photo.path.clone())
        .unwrap_or_default();
    state.saving.overwrite.insert(path.clone());
    state.saving.waiting.push((input, path));
}

/// Queues every good photograph; names that are taken get a number.
pub(super) fn save_all(state: &mut State, folder: &Path) {
    state.saving.num_done = 0;
    state.saving.num_failed = 0;
    let mut taken = HashSet::new();
    let good = state
        .photos
        .iter()
        .filter(|photo| photo.state == PhotoState::Good);
    for input in good.filter_map(|photo| photo.path.clone()) {
        let output = free_name(folder, &input, &taken);
        taken.insert(output.clone());
        state.saving.waiting.push((input, output));
    }
}

fn free_name(folder: &Path, input: &Path, taken: &HashSet<PathBuf>) -> PathBuf {
    let stem = input
        .file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let ending = match OutputFormat::from_extension(input) {
        Some(OutputFormat::Jpeg) => "jpg",
        _ => "png",
    };
    (1..10_000)
        .map(|number| match number {
            1 => folder.join(format!("{stem}-comic.{ending}")),
            _ => folder.join(format!("{stem}-comic-{number}.{ending}")),
        })
        .find(|path| !taken.contains(path) && !path.exists())
        .unwrap_or_else(|| folder.join(format!("{stem}-comic.{ending}")))
}

/// Hands waiting files to the engine, a few at a time.
pub(super) fn feed(state: &mut State, engine: &mut EngineHandle) {
    while state.saving.running.len() < AHEAD && !state.saving.waiting.is_empty() {
        let (input, path) = state.saving.waiting.remove(0);
        let Some(spec) = job(state, input, path.clone()) else {
            continue;
        };
        match engine.start_job(spec) {
            Some(id) => state.saving.running.push((id, path)),
            None => return,
        }
    }
}

fn job(state: &State, input: PathBuf, path: PathBuf) -> Option<JobSpec> {
    let source = if input.as_os_str().is_empty() {
        let pixels = state.photo.as_ref()?.as_ref().clone();
        Source::Photo(Arc::new(Photo {
            pixels,
            metadata: Metadata::default(),
        }))
    } else {
        Source::File(input)
    };
    let settings = state.settings.present();
    let format = OutputFormat::from_extension(&path).unwrap_or_default();
    let overwrite = state.saving.overwrite.contains(&path);
    Some(JobSpec {
        source,
        look: settings.look.clone(),
        ink: settings.ink,
        scale: Scale::default(),
        output: Some(Output {
            path,
            options: EncodeOptions {
                format,
                quality: QUALITY,
            },
            keep_metadata: true,
            overwrite,
        }),
    })
}

/// What became of a job.
pub(super) fn event(state: &mut State, engine: Option<&mut EngineHandle>, event: Event) {
    let id = match event {
        Event::JobDone { id, result } => {
            state.saving.num_done += 1;
            if let Some(path) = result.written {
                state.message = format!("Saved {}", path.display());
            }
            id
        }
        Event::JobFailed { id, error } => {
            state.saving.num_failed += 1;
            state.problems.push(error.to_string());
            id
        }
        Event::JobCancelled { id } => {
            "Stopped".clone_into(&mut state.message);
            id
        }
        _ => return,
    };
    finish(state, engine, id);
}

fn finish(state: &mut State, engine: Option<&mut EngineHandle>, id: JobId) {
    state.saving.running.retain(|(running, _)| *running != id);
    if let Some(engine) = engine {
        engine.forget_job(id);
    }
    if !state.saving.is_active() {
        state.saving.overwrite.clear();
        if state.saving.num_done > 1 {
            state.message = format!("Saved {} drawings", state.saving.num_done);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn saving_all_never_takes_a_name_twice_nor_one_that_exists() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a-comic.jpg"), b"precious").unwrap();
        let mut state = State::new();
        state.add_photos(vec!["x/a.jpg".into(), "y/a.jpg".into(), "b.png".into()]);
        save_all(&mut state, folder.path());
        let names: Vec<_> = state
            .saving
            .waiting
            .iter()
            .map(|(_, path)| path.file_name().unwrap().to_string_lossy().into_owned())
            .collect();
        assert_eq!(names, ["a-comic-2.jpg", "a-comic-3.jpg", "b-comic.png"]);
    }

    #[test]
    fn the_suggested_name_follows_the_photograph() {
        let mut state = State::new();
        assert_eq!(suggested_name(&state), "Sample-comic.png");
        state.add_photos(vec!["holiday/beach.JPG".into()]);
        assert_eq!(suggested_name(&state), "beach-comic.png");
    }
}
