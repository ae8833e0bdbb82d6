//! A photograph in the queue, and what the engine is asked for about it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use image::RgbaImage;

use crate::engine::batch::Existing;
use crate::engine::{JobId, Stage};
use crate::picture::{ColorSpace, EncodeOptions, Imprint, OutputFormat, Resolution};
use crate::render::{
    Declaration, Output, OutputSize, Recipe, RenderRequest, Scale, Sink, Source, View,
};

/// What the photographs of one export have in common.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub(in crate::ui) struct Order {
    /// The folder that the drawings go to.
    #[serde(with = "crate::paths::text::one")]
    pub(in crate::ui) target: PathBuf,
    pub(in crate::ui) existing: Existing,
    pub(in crate::ui) quality: u8,
    pub(in crate::ui) scale: Scale,
    #[serde(default)]
    pub(in crate::ui) size: OutputSize,
    /// Dots an inch that the files say; `None` is what the photograph says.
    #[serde(default)]
    pub(in crate::ui) dpi: Option<u16>,
    pub(in crate::ui) keeps_metadata: bool,
    /// When the files say how they were made.
    #[serde(default)]
    pub(in crate::ui) declaration: Declaration,
}

/// How far a photograph is.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::ui) enum EntryState {
    Waiting,
    /// The engine has it; no stage before its turn.
    Drawing {
        job: JobId,
        stage: Option<Stage>,
    },
    Saved,
    /// A file of its name was there.
    Skipped,
    /// And why.
    Failed(String),
}

/// A photograph in the queue.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::ui) struct Entry {
    /// Stays the same while the photograph is in the queue.
    pub(in crate::ui) number: u64,
    pub(in crate::ui) input: PathBuf,
    /// The photograph itself when it is no file, as the sample.
    pub(in crate::ui) pixels: Option<Arc<RgbaImage>>,
    pub(in crate::ui) output: PathBuf,
    pub(in crate::ui) format: OutputFormat,
    /// Whether a file that is there is replaced.
    pub(in crate::ui) overwrite: bool,
    /// What the file is known by since it was written.
    pub(in crate::ui) written: Option<Imprint>,
    pub(in crate::ui) order: Arc<Order>,
    pub(in crate::ui) settings: Arc<Recipe>,
    pub(in crate::ui) state: EntryState,
}

impl Entry {
    /// What it is called.
    pub(in crate::ui) fn name(&self) -> String {
        let name = self.input.file_name().unwrap_or(self.input.as_os_str());
        name.to_string_lossy().into_owned()
    }

    /// What it is called once there is a file of it, or was before: by that file.
    pub(in crate::ui) fn shown_name(&self) -> String {
        if !matches!(self.state, EntryState::Saved | EntryState::Skipped) {
            return self.name();
        }
        let name = self.output.file_name().unwrap_or(self.output.as_os_str());
        name.to_string_lossy().into_owned()
    }

    /// Whether it waits or is being drawn.
    pub(in crate::ui) fn is_open(&self) -> bool {
        matches!(self.state, EntryState::Waiting | EntryState::Drawing { .. })
    }

    /// The job by which the engine has it.
    pub(in crate::ui) fn job_id(&self) -> Option<JobId> {
        match self.state {
            EntryState::Drawing { job, .. } => Some(job),
            _ => None,
        }
    }

    /// What the engine is asked for.
    pub(super) fn job(&self) -> RenderRequest {
        RenderRequest {
            source: match &self.pixels {
                Some(pixels) => Source::Pixels(Arc::clone(pixels)),
                None => Source::File(self.input.clone()),
            },
            recipe: Recipe::clone(&self.settings),
            scale: self.order.scale,
            view: View::Full(self.order.size),
            sink: Sink::File(Output {
                path: self.output.clone(),
                options: EncodeOptions {
                    format: self.format,
                    quality: self.order.quality,
                    source: self.order.declaration.of(&self.settings),
                    resolution: self.order.dpi.map(Resolution::of_dpi),
                    ..EncodeOptions::default()
                },
                color: Some(ColorSpace::Srgb),
                keep_metadata: self.order.keeps_metadata,
                overwrite: self.overwrite,
                base: (self.order.target != Path::new("")).then(|| self.order.target.clone()),
            }),
        }
    }
}

/// How much of a photograph is done, `0.0..=1.0`.
pub(super) fn share_of(entry: &Entry) -> f32 {
    match &entry.state {
        EntryState::Waiting | EntryState::Drawing { stage: None, .. } => 0.0,
        EntryState::Drawing {
            stage: Some(stage), ..
        } => stage_share(*stage),
        EntryState::Saved | EntryState::Skipped | EntryState::Failed(_) => 1.0,
    }
}

/// How much of a photograph is done when it enters a stage, by the time that the stages take.
pub(in crate::ui) fn stage_share(stage: Stage) -> f32 {
    match stage {
        Stage::Decode => 0.05,
        Stage::Draw => 0.2,
        Stage::Ink => 0.5,
        Stage::Write => 0.85,
    }
}
