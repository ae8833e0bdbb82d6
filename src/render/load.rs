//! Reading what a job is about: a still picture, or an animation.

use std::path::Path;
use std::sync::Arc;

use super::animation::PreparedAnimation;
use super::prepare::{Pixels, Prepared, unread};
use super::{RenderError, RenderRequest, Source, memory};
use crate::picture::{self, Animation};

/// What is drawn, as it comes from its file.
#[derive(Debug)]
pub(crate) enum Loaded {
    /// One picture, and how many frames its file has.
    Still(Prepared, u32),
    /// An animation.
    Animation(Box<PreparedAnimation>),
}

impl Loaded {
    /// Reads what a job is about.
    ///
    /// # Errors
    /// [`RenderError`] when it cannot be read, or cannot be what it is to be written as;
    /// [`RenderError::Cancelled`] after `stop` said yes.
    pub(crate) fn load(
        request: &RenderRequest,
        stop: &dyn Fn() -> bool,
    ) -> Result<Self, RenderError> {
        let pixels = match &request.source {
            Source::File(path) => return Self::open(path, request, stop),
            Source::Photo(photo) => Pixels::Photo(Arc::clone(photo)),
            Source::Pixels(pixels) => Pixels::Plain(Arc::clone(pixels)),
        };
        Ok(Self::Still(Prepared::checked(pixels, request, None)?, 1))
    }

    fn open(
        path: &Path,
        request: &RenderRequest,
        stop: &dyn Fn() -> bool,
    ) -> Result<Self, RenderError> {
        let in_file = || RenderError::in_file(path.to_owned());
        let limits = memory::limits();
        let bytes =
            picture::read_file(path, &limits).map_err(|err| unread(err, path.to_owned()))?;
        let bytes: Arc<[u8]> = bytes.into();
        let animation = Animation::open(&bytes, &limits).map_err(in_file())?;
        let num_frames = animation
            .as_ref()
            .map_or(1, |animation| animation.num_frames);
        if let (Some(animation), Some(output)) = (animation, request.output())
            && output.options.format.moves()
        {
            let prepared = PreparedAnimation::begin(animation, request, output, stop)?;
            return Ok(Self::Animation(Box::new(prepared)));
        }
        if stop() {
            return Err(RenderError::Cancelled);
        }
        let photo = picture::decode_bytes(&bytes, &limits).map_err(in_file())?;
        drop(bytes);
        let prepared = Prepared::checked(Pixels::Photo(Arc::new(photo)), request, Some(path))?;
        Ok(Self::Still(prepared, num_frames))
    }
}
