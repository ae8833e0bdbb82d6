//! Animations: drawn frame by frame, each a slice of its job, with what must not flicker shared.
//!
//! A network that normalises each frame by itself draws the same wall differently as soon as
//! somebody walks in front of it. So the statistics are taken once, of some frames from all over
//! the animation side by side, and every frame is drawn with them; then what does not change in the
//! animation does not change in the drawing, but for the surroundings of what does. The ink has no
//! such memory.
//!
//! Their network runs on the CPU, which can take statistics from elsewhere. In memory are a frame
//! and the statistics.

use std::path::Path;
use std::sync::Arc;

use image::{RgbaImage, imageops};

use super::prepare::{Pixels, Prepared};
use super::sizes::Sizes;
use super::{Output, RenderError, RenderRequest, Source, memory};
use crate::ink;
use crate::model::cpu::Statistics;
use crate::picture::{
    self, Animation, AnimationHeader, AnimationWriter, Delay, EncodeOptions, Frames, ImageError,
    Loss, Photo,
};

/// Frames that the statistics are taken of at most, and their pixels together.
const MAX_SAMPLES: usize = 8;
const MAX_SAMPLE_PIXELS: u64 = 4 << 20;

/// An animation that was looked through, and whose file is begun.
#[derive(Debug)]
pub(crate) struct PreparedAnimation {
    animation: Animation,
    header: AnimationHeader,
    /// `None` while a frame is being added, on a file thread.
    writer: Option<AnimationWriter>,
    options: EncodeOptions,
    /// What of the animation's metadata is not in the file.
    lost: Vec<Loss>,
    sizes: Sizes,
    samples: RgbaImage,
}

/// An animation on its way. Its frames are read out of memory and stay on one thread; what is
/// written goes to the file threads.
#[derive(Debug)]
pub(crate) struct AnimationJob {
    prepared: PreparedAnimation,
    /// From the first on; `None` before it.
    frames: Option<Frames>,
    /// Whether it is known by what its frames are normalised; by nothing when each is by itself.
    is_begun: bool,
    statistics: Option<Statistics>,
    /// The frame whose turn it is.
    frame: Option<(NextFrame, Delay)>,
    /// The frame before, and its drawing as it was written.
    last: Option<(RgbaImage, Arc<RgbaImage>)>,
    num_drawn: u32,
    /// What the ink of all frames has in common.
    measures: ink::Measures,
}

#[derive(Debug)]
enum NextFrame {
    /// To be drawn; and the frame as it is in its file.
    New(Box<Prepared>, RgbaImage),
    /// The same as the one before.
    Same,
}

/// What is to be done about a frame.
#[derive(Debug)]
pub(super) enum Turn<'a> {
    /// It is drawn and [added](AnimationJob::add).
    Draw(&'a Prepared),
    /// The drawing before is [added again](AnimationJob::add_again).
    Again,
}

/// A frame that is to be added to the file.
#[derive(Debug)]
pub(crate) struct Addition {
    writer: AnimationWriter,
    drawing: Arc<RgbaImage>,
    delay: Delay,
}

impl Addition {
    /// Adds it, on a file thread; what [goes on](AnimationJob::go_on) with the animation.
    ///
    /// # Errors
    /// [`ImageError`] of the file.
    pub(crate) fn write(mut self) -> Result<AnimationWriter, ImageError> {
        self.writer.add(&self.drawing, self.delay)?;
        Ok(self.writer)
    }
}

impl PreparedAnimation {
    /// Looks through an animation and begins its file.
    ///
    /// # Errors
    /// [`ImageError`] when a frame cannot be read, or the file not be begun;
    /// [`RenderError::TargetGone`]; [`RenderError::Cancelled`] after `stop` said yes.
    pub(super) fn begin(
        animation: Animation,
        request: &RenderRequest,
        output: &Output,
        stop: &dyn Fn() -> bool,
    ) -> Result<Self, RenderError> {
        let size = (animation.width, animation.height);
        let sizes = Sizes::new(size, request.scale, request.output_size(), true);
        let sample = |pixels| {
            let photo = Arc::new(Photo::of_pixels(pixels));
            Prepared::new(Pixels::Photo(photo), sizes).small().clone()
        };
        let (width, height) = sizes.working;
        let fitting = MAX_SAMPLE_PIXELS / (u64::from(width) * u64::from(height)).max(1);
        let max_samples = usize::try_from(fitting)
            .unwrap_or(usize::MAX)
            .clamp(1, MAX_SAMPLES);
        let in_source = |error| match source_path(request) {
            Some(path) => RenderError::in_file(path.to_owned())(error),
            None => error.into(),
        };
        memory::check_for(source_path(request), sizes)?;
        let survey = animation.survey(max_samples, sample, stop);
        let Some(survey) = survey.map_err(in_source)? else {
            return Err(RenderError::Cancelled);
        };
        let header = AnimationHeader {
            width: sizes.written.0,
            height: sizes.written.1,
            num_frames: survey.num_frames,
            num_plays: animation.num_plays,
            has_alpha: survey.has_alpha,
        };
        let options = EncodeOptions {
            space: output.space(animation.space),
            ..output.options
        };
        output.check_base()?;
        let writer = {
            let metadata = animation.metadata.at_size(size, sizes.written);
            let metadata = output.keep_metadata.then_some(&*metadata);
            AnimationWriter::begin(&output.path, output.overwrite, header, metadata, &options)
                .map_err(RenderError::in_file(output.path.clone()))?
        };
        Ok(Self {
            lost: output.lost_of(&animation.metadata),
            animation,
            header,
            writer: Some(writer),
            options,
            sizes,
            samples: below_each_other(&survey.samples),
        })
    }
}

impl AnimationJob {
    pub(crate) fn new(prepared: PreparedAnimation) -> Self {
        Self {
            prepared,
            frames: None,
            is_begun: false,
            statistics: None,
            frame: None,
            last: None,
            num_drawn: 0,
            measures: ink::Measures::default(),
        }
    }

    /// What the ink of all frames has in common.
    pub(super) fn measures(&self) -> ink::Measures {
        self.measures.clone()
    }

    /// What of the animation's metadata is not in the file, though it was to be kept.
    pub(crate) fn lost(&self) -> Vec<Loss> {
        self.prepared.lost.clone()
    }

    /// The animation's sizes.
    pub(crate) fn sizes(&self) -> Sizes {
        self.prepared.sizes
    }

    /// Memory that the pixels take.
    pub(crate) fn num_bytes(&self) -> u64 {
        let (width, height) = self.prepared.sizes.drawn;
        u64::from(width) * u64::from(height) * 24
    }

    /// What the statistics are to be taken of.
    pub(super) fn samples(&self) -> &RgbaImage {
        &self.prepared.samples
    }

    /// Whether it is known by what its frames are normalised.
    pub(super) fn is_begun(&self) -> bool {
        self.is_begun
    }

    /// By what its frames are normalised; nothing when each is by itself.
    pub(super) fn statistics(&self) -> Option<Statistics> {
        self.statistics.clone()
    }

    /// Keeps by what its frames are normalised; the samples are let go.
    pub(super) fn begin_with(&mut self, statistics: Option<Statistics>) {
        self.measures = ink::Measures::of_animation(&self.prepared.samples);
        self.statistics = statistics;
        self.is_begun = true;
        self.prepared.samples = RgbaImage::new(0, 0);
    }

    /// The frame whose turn it is, the same until it is [added](Self::add); `None` after the last.
    ///
    /// # Errors
    /// [`ImageError`] when it cannot be read.
    pub(super) fn frame(&mut self) -> Result<Option<Turn<'_>>, ImageError> {
        if self.frame.is_none() && self.num_drawn < self.prepared.header.num_frames {
            let frames = match &mut self.frames {
                Some(frames) => frames,
                none => none.insert(self.prepared.animation.frames()?),
            };
            let Some(frame) = frames.next() else {
                return Ok(None);
            };
            let frame = frame?;
            let is_same = |(photo, _): &(RgbaImage, _)| *photo == frame.pixels;
            let next = if self.last.as_ref().is_some_and(is_same) {
                NextFrame::Same
            } else {
                let photo = Photo::of_pixels(frame.pixels.clone());
                let prepared = Prepared::new(Pixels::Photo(Arc::new(photo)), self.prepared.sizes);
                NextFrame::New(Box::new(prepared), frame.pixels)
            };
            self.frame = Some((next, frame.delay));
        }
        Ok(self.frame.as_ref().map(|(next, _)| match next {
            NextFrame::New(prepared, _) => Turn::Draw(prepared),
            NextFrame::Same => Turn::Again,
        }))
    }

    /// Whether the last frame is in the file, so that the next can be drawn.
    pub(crate) fn is_ready(&self) -> bool {
        self.prepared.writer.is_some()
    }

    /// The drawing of the frame, to be added to the file.
    pub(crate) fn add(&mut self, mut drawing: RgbaImage) -> Option<Addition> {
        let (NextFrame::New(_, pixels), delay) = self.frame.take()? else {
            return None;
        };
        picture::to_space(&mut drawing, self.prepared.options.space);
        self.last = Some((pixels, Arc::new(drawing)));
        self.addition(delay)
    }

    /// The last drawing, to be added once more.
    pub(crate) fn add_again(&mut self) -> Option<Addition> {
        let (_, delay) = self.frame.take()?;
        self.addition(delay)
    }

    fn addition(&mut self, delay: Delay) -> Option<Addition> {
        let (_, drawing) = self.last.as_ref()?;
        self.num_drawn += 1;
        Some(Addition {
            writer: self.prepared.writer.take()?,
            drawing: Arc::clone(drawing),
            delay,
        })
    }

    /// Goes on once a frame is added.
    pub(crate) fn go_on(&mut self, writer: AnimationWriter) {
        self.prepared.writer = Some(writer);
    }

    /// Frames that were drawn.
    pub(crate) fn num_drawn(&self) -> u32 {
        self.num_drawn
    }

    /// What ends the file, on a file thread; `None` while a frame is being added.
    pub(crate) fn into_writer(self) -> Option<AnimationWriter> {
        self.prepared.writer
    }
}

fn source_path(request: &RenderRequest) -> Option<&Path> {
    match &request.source {
        Source::File(path) => Some(path),
        Source::Photo(_) | Source::Pixels(_) => None,
    }
}

/// Pictures of a size, one below the other.
fn below_each_other(pictures: &[RgbaImage]) -> RgbaImage {
    let (width, height) = pictures.first().map_or((1, 1), RgbaImage::dimensions);
    let mut all = RgbaImage::new(width, height * pictures.len().max(1) as u32);
    for (index, picture) in pictures.iter().enumerate() {
        imageops::replace(&mut all, picture, 0, i64::from(height) * index as i64);
    }
    all
}
