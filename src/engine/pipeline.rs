//! A picture's way around the network: decode and prepare before it, encode and write after it.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use image::RgbaImage;

use super::moving::Surveyed;
use super::{EngineError, JobSpec, Output, Scale, Source, memory};
use crate::picture::{self, Animation, ColorSpace, EncodeOptions, ImageError, Metadata, Photo};

/// What a photograph's transparent parts are drawn on.
const PAPER: [u8; 3] = [255, 255, 255];

/// What is drawn, as it comes from its file.
#[derive(Debug)]
pub(super) enum Loaded {
    /// One picture, and how many frames its file has.
    Still(Prepared, u32),
    /// A film.
    Moving(Box<Surveyed>),
}

impl Loaded {
    /// Reads what a job is about.
    ///
    /// # Errors
    /// [`EngineError`] when it cannot be read, or cannot be what it is to be written as;
    /// [`EngineError::Cancelled`] after `stop` said yes.
    pub(super) fn load(spec: &JobSpec, stop: &dyn Fn() -> bool) -> Result<Self, EngineError> {
        let path = match &spec.source {
            Source::Photo(photo) => {
                check_output(spec, &photo.pixels)?;
                let prepared = Prepared::new(Arc::clone(photo), spec.scale);
                prepared.check_memory(None)?;
                return Ok(Self::Still(prepared, 1));
            }
            Source::File(path) => path,
        };
        let in_file = || EngineError::in_file(path.clone());
        let limits = memory::limits();
        let bytes = picture::read_file(path, &limits).map_err(|err| unread(err, path.clone()))?;
        let bytes: Arc<[u8]> = bytes.into();
        let film = Animation::open(&bytes, &limits).map_err(in_file())?;
        let num_frames = film.as_ref().map_or(1, |film| film.num_frames);
        if let (Some(film), Some(output)) = (film, &spec.output)
            && output.options.format.moves()
        {
            let surveyed = Surveyed::begin(film, spec, output, stop)?;
            return Ok(Self::Moving(Box::new(surveyed)));
        }
        if stop() {
            return Err(EngineError::Cancelled);
        }
        let photo = picture::decode_bytes(&bytes, &limits).map_err(in_file())?;
        drop(bytes);
        check_output(spec, &photo.pixels)?;
        let prepared = Prepared::new(Arc::new(photo), spec.scale);
        prepared.check_memory(Some(path))?;
        Ok(Self::Still(prepared, num_frames))
    }
}

/// Whether the file that is asked for can hold the drawing, before time is spent on it.
fn check_output(spec: &JobSpec, photo: &RgbaImage) -> Result<(), EngineError> {
    let Some(output) = &spec.output else {
        return Ok(());
    };
    let (width, height) = photo.dimensions();
    let checked = output.options.check(width, height);
    checked.map_err(EngineError::in_file(output.path.clone()))
}

/// A photograph ready for the network.
#[derive(Debug)]
pub(super) struct Prepared {
    photo: Arc<Photo>,
    /// Opaque, at its own size; `None` when the photograph itself is.
    opaque: Option<RgbaImage>,
    /// The alpha of each pixel; `None` when the photograph was opaque from the start.
    alpha: Option<Vec<u8>>,
    /// At the working scale; `None` when that is its own size.
    small: Option<RgbaImage>,
}

impl Prepared {
    /// Lays a photograph on paper and brings it to the working scale.
    pub(super) fn new(photo: Arc<Photo>, scale: Scale) -> Self {
        let size = photo.pixels.dimensions();
        let mut prepared = Self::lay_on_paper(photo);
        let (w, h) = scale.size_of(size);
        if (w, h) != size {
            prepared.small = Some(picture::downscale(prepared.full(), w, h));
        }
        prepared
    }

    fn lay_on_paper(photo: Arc<Photo>) -> Self {
        let mut prepared = Self {
            photo,
            opaque: None,
            alpha: None,
            small: None,
        };
        let pixels = &prepared.photo.pixels;
        if !picture::is_opaque(pixels) {
            prepared.alpha = Some(pixels.pixels().map(|pixel| pixel.0[3]).collect());
            // A photograph that nobody else holds is changed itself: a copy is a lot of memory.
            match Arc::get_mut(&mut prepared.photo) {
                Some(photo) => picture::flatten_in_place(&mut photo.pixels, PAPER),
                None => prepared.opaque = Some(picture::flatten(&prepared.photo.pixels, PAPER)),
            }
        }
        prepared
    }

    /// Whether there is memory to draw it, too.
    fn check_memory(&self, path: Option<&Path>) -> Result<(), EngineError> {
        let (full, small) = (self.full().dimensions(), self.small().dimensions());
        memory::check_for(path, full, small)
    }

    /// Opaque, at its own size.
    pub(super) fn full(&self) -> &RgbaImage {
        self.opaque.as_ref().unwrap_or(&self.photo.pixels)
    }

    /// Opaque, at the working scale.
    pub(super) fn small(&self) -> &RgbaImage {
        self.small.as_ref().unwrap_or_else(|| self.full())
    }

    /// The photograph as it was read.
    pub(super) fn photo(&self) -> &Photo {
        &self.photo
    }

    /// The alpha of each pixel; `None` when all are opaque.
    pub(super) fn alpha(&self) -> Option<&[u8]> {
        self.alpha.as_deref()
    }

    /// What is written of the photograph beside the drawing; its pixels are let go.
    pub(super) fn into_kept(self) -> Kept {
        let space = self.photo.space;
        let metadata = match Arc::try_unwrap(self.photo) {
            Ok(photo) => photo.metadata,
            Err(shared) => shared.metadata.clone(),
        };
        Kept { metadata, space }
    }

    /// Memory that the pixels take.
    pub(super) fn num_bytes(&self) -> u64 {
        let copies = self.opaque.iter().chain(&self.small);
        let pictures = copies.chain([&self.photo.pixels]);
        pictures.map(|picture| picture.as_raw().len() as u64).sum()
    }

    /// Gives `drawing` the photograph's transparency.
    pub(super) fn restore_alpha(&self, drawing: &mut RgbaImage) {
        for (pixel, alpha) in drawing.pixels_mut().zip(self.alpha.iter().flatten()) {
            pixel.0[3] = *alpha;
        }
    }
}

/// Why a photograph could not be read: a file that is gone, or its whole folder.
fn unread(source: ImageError, path: PathBuf) -> EngineError {
    let is_gone = |err: &io::Error| err.kind() == io::ErrorKind::NotFound;
    match path.parent().filter(|folder| *folder != Path::new("")) {
        Some(folder)
            if matches!(&source, ImageError::CannotRead { source } if is_gone(source))
                && !folder.is_dir() =>
        {
            // A card or a drive is gone as a whole, not the folder on it.
            let is_gone = |folder: &&Path| !folder.is_dir() && *folder != Path::new("");
            let gone = folder.ancestors().take_while(is_gone).last();
            let folder = gone.unwrap_or(folder).to_owned();
            EngineError::SourceGone { folder }
        }
        _ => EngineError::File { source, path },
    }
}

/// What is known of a photograph whose pixels are gone.
#[derive(Debug)]
pub(super) struct Kept {
    metadata: Metadata,
    space: ColorSpace,
}

/// Encodes `drawing`, which is sRGB, and writes it, whole or not at all.
///
/// # Errors
/// [`EngineError::File`] naming the output, [`EngineError::TargetGone`] without its folder.
pub(super) fn write(
    mut drawing: RgbaImage,
    kept: &Kept,
    output: &Output,
) -> Result<(), EngineError> {
    output.check_base()?;
    let metadata = output.keep_metadata.then_some(&kept.metadata);
    let options = EncodeOptions {
        space: output.space(kept.space),
        ..output.options
    };
    picture::to_space(&mut drawing, options.space);
    picture::encode(&drawing, metadata, &options)
        .and_then(|bytes| picture::write_whole(&output.path, &bytes, output.overwrite))
        .map_err(EngineError::in_file(output.path.clone()))
}

/// Runs `task`; a panic in it becomes an error, so that one picture cannot end the program.
///
/// # Errors
/// Those of `task`, or [`EngineError::Panicked`].
pub(super) fn contain<T>(task: impl FnOnce() -> Result<T, EngineError>) -> Result<T, EngineError> {
    catch_unwind(AssertUnwindSafe(task)).unwrap_or_else(|payload| {
        let message = payload
            .downcast_ref::<&str>()
            .map(|text| (*text).to_owned())
            .or_else(|| payload.downcast_ref::<String>().cloned())
            .unwrap_or_else(|| "a panic without words".to_owned());
        Err(EngineError::Panicked { message })
    })
}
