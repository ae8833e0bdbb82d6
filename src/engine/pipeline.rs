//! A picture's way around the network: decode and prepare before it, encode and write after it.

use std::borrow::Cow;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use image::RgbaImage;

use super::fade::fade;
use super::moving::Surveyed;
use super::sizes::Sizes;
use super::{EngineError, JobSpec, Output, Source, memory};
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
                let prepared = Prepared::checked(Arc::clone(photo), spec, None)?;
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
        let prepared = Prepared::checked(Arc::new(photo), spec, Some(path))?;
        Ok(Self::Still(prepared, num_frames))
    }
}

/// Whether the file that is asked for can hold the drawing, before time is spent on it.
fn check_output(spec: &JobSpec, (width, height): (u32, u32)) -> Result<(), EngineError> {
    let Some(output) = &spec.output else {
        return Ok(());
    };
    let checked = output.options.check(width, height);
    checked.map_err(EngineError::in_file(output.path.clone()))
}

/// A photograph ready for the network.
#[derive(Debug)]
pub(super) struct Prepared {
    photo: Arc<Photo>,
    sizes: Sizes,
    /// Opaque, at the size of the finished drawing; `None` when the photograph itself is.
    opaque: Option<RgbaImage>,
    /// The alpha of each pixel of the file; `None` when the photograph was opaque from the start.
    alpha: Option<Vec<u8>>,
    /// At the working scale; `None` when that is the size of the finished drawing.
    small: Option<RgbaImage>,
}

impl Prepared {
    /// As [`new`](Self::new), for a still picture, once it is sure that the file can hold the drawing and that
    /// there is memory for it; `path` is that of the photograph's file.
    ///
    /// # Errors
    /// [`EngineError::File`] or [`EngineError::Picture`].
    fn checked(
        photo: Arc<Photo>,
        spec: &JobSpec,
        path: Option<&Path>,
    ) -> Result<Self, EngineError> {
        let sizes = Sizes::new(photo.pixels.dimensions(), spec.scale, spec.size, false);
        check_output(spec, sizes.written)?;
        memory::check_for(path, sizes.drawn, sizes.working)?;
        Ok(Self::new(photo, sizes))
    }

    /// Lays a photograph on paper and brings it to the working scale.
    pub(super) fn new(photo: Arc<Photo>, sizes: Sizes) -> Self {
        let mut prepared = Self::lay_on_paper(photo, sizes);
        if sizes.drawn != sizes.photo {
            prepared.opaque = Some(picture::at_size(prepared.full(), sizes.drawn).into_owned());
        }
        prepared.small = match picture::at_size(prepared.full(), sizes.working) {
            Cow::Borrowed(_) => None,
            Cow::Owned(small) => Some(small),
        };
        prepared
    }

    fn lay_on_paper(photo: Arc<Photo>, sizes: Sizes) -> Self {
        let mut prepared = Self {
            photo,
            sizes,
            opaque: None,
            alpha: None,
            small: None,
        };
        let pixels = &prepared.photo.pixels;
        if !picture::is_opaque(pixels) {
            let alpha = picture::at_size(pixels, sizes.written)
                .pixels()
                .map(|pixel| pixel.0[3])
                .collect();
            prepared.alpha = Some(alpha);
            // A photograph that nobody else holds is changed itself: a copy is a lot of memory.
            match Arc::get_mut(&mut prepared.photo) {
                Some(photo) => picture::flatten_in_place(&mut photo.pixels, PAPER),
                None => prepared.opaque = Some(picture::flatten(&prepared.photo.pixels, PAPER)),
            }
        }
        prepared
    }

    /// The photograph's sizes.
    pub(super) fn sizes(&self) -> Sizes {
        self.sizes
    }

    /// Opaque, at the size of the finished drawing.
    pub(super) fn full(&self) -> &RgbaImage {
        self.opaque.as_ref().unwrap_or(&self.photo.pixels)
    }

    /// Opaque, at the working scale.
    pub(super) fn small(&self) -> &RgbaImage {
        self.small.as_ref().unwrap_or_else(|| self.full())
    }

    /// The colour space that the photograph was in.
    pub(super) fn space(&self) -> ColorSpace {
        self.photo.space
    }

    /// What is kept of the photograph's file, as it holds for the drawing's.
    pub(super) fn metadata(&self) -> Cow<'_, Metadata> {
        self.photo
            .metadata
            .at_size(self.sizes.photo, self.sizes.written)
    }

    /// The alpha of each pixel of the file; `None` when all are opaque.
    pub(super) fn alpha(&self) -> Option<&[u8]> {
        self.alpha.as_deref()
    }

    /// What is written of the photograph beside the drawing; its pixels are let go.
    pub(super) fn into_kept(self) -> Kept {
        Kept {
            metadata: self.metadata().into_owned(),
            space: self.photo.space,
        }
    }

    /// Memory that the pixels take.
    pub(super) fn num_bytes(&self) -> u64 {
        let copies = self.opaque.iter().chain(&self.small);
        let pictures = copies.chain([&self.photo.pixels]);
        pictures.map(|picture| picture.as_raw().len() as u64).sum()
    }

    /// The photograph at the size of the file, opaque.
    pub(super) fn ground(&self) -> Cow<'_, RgbaImage> {
        let pixels = &self.photo.pixels;
        if self.sizes.written == self.sizes.drawn {
            Cow::Borrowed(self.full())
        } else if picture::is_opaque(pixels) {
            // It was enlarged to be drawn, and is not as it was when it is made smaller again.
            Cow::Borrowed(pixels)
        } else {
            Cow::Owned(picture::flatten(pixels, PAPER))
        }
    }

    /// Brings a finished drawing to the size of the file, fades it in over the photograph by `share`, takes it off
    /// the paper and gives it the photograph's transparency.
    pub(super) fn fit(&self, drawing: &mut RgbaImage, share: f32) {
        if let Cow::Owned(fitted) = picture::at_size(drawing, self.sizes.written) {
            *drawing = fitted;
        }
        if share < 1.0 {
            fade(drawing, &self.ground(), share);
        }
        for (pixel, alpha) in drawing.pixels_mut().zip(self.alpha.iter().flatten()) {
            let [red, green, blue, _] = pixel.0;
            let seen = [red, green, blue].map(|value| f32::from(value) / 255.0);
            let [red, green, blue] = picture::lift(seen, *alpha, PAPER);
            let [red, green, blue] = [red, green, blue].map(|value| (value * 255.0).round() as u8);
            pixel.0 = [red, green, blue, *alpha];
        }
    }

    /// Takes the paper off rows of the drawing that begin at pixel `first` of the file: it was drawn on paper, and
    /// would be pale with the photograph's transparency.
    pub(super) fn lift(&self, rows: &mut [[f32; 3]], first: usize) {
        let alpha = self.alpha.iter().flatten().skip(first);
        for (pixel, alpha) in rows.iter_mut().zip(alpha) {
            *pixel = picture::lift(*pixel, *alpha, PAPER);
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
