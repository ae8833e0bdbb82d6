//! Before the network: a photograph is read, laid on paper and brought to the working scale.

use std::borrow::Cow;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use image::RgbaImage;

use super::fade::fade;
use super::sink::Kept;
use super::sizes::Sizes;
use super::{RenderError, RenderRequest, Source, View, memory};
use crate::picture::{self, ColorSpace, ImageError, Metadata, Photo};

/// What a photograph's transparent parts are drawn on.
const PAPER: [u8; 3] = [255, 255, 255];

/// Whether the file that is asked for can hold the drawing, before time is spent on it.
fn check_output(request: &RenderRequest, (width, height): (u32, u32)) -> Result<(), RenderError> {
    let Some(output) = request.output() else {
        return Ok(());
    };
    let checked = output.options.check(width, height);
    checked.map_err(RenderError::in_file(output.path.clone()))
}

/// The pixels of a photograph, with what else its file held or without.
#[derive(Debug)]
pub(super) enum Pixels {
    Photo(Arc<Photo>),
    Plain(Arc<RgbaImage>),
}

impl Pixels {
    fn image(&self) -> &RgbaImage {
        match self {
            Self::Photo(photo) => &photo.pixels,
            Self::Plain(pixels) => pixels,
        }
    }

    /// For changing them; `None` while somebody else holds them, too.
    fn image_mut(&mut self) -> Option<&mut RgbaImage> {
        match self {
            Self::Photo(photo) => Arc::get_mut(photo).map(|photo| &mut photo.pixels),
            Self::Plain(pixels) => Arc::get_mut(pixels),
        }
    }

    fn photo(&self) -> Option<&Photo> {
        match self {
            Self::Photo(photo) => Some(photo),
            Self::Plain(_) => None,
        }
    }
}

/// A photograph ready for the network.
#[derive(Debug)]
pub(crate) struct Prepared {
    photo: Pixels,
    sizes: Sizes,
    /// Opaque, at the size of the finished drawing; `None` when the photograph itself is.
    opaque: Option<RgbaImage>,
    /// The alpha of each pixel of the file; `None` when the photograph was opaque from the start.
    alpha: Option<Vec<u8>>,
    /// At the working scale; `None` when that is the size of the finished drawing.
    small: Option<RgbaImage>,
}

impl Prepared {
    /// As [`new`](Self::new), for a still picture, once it is sure that the file can hold the
    /// drawing and that there is memory for it; `path` is that of the photograph's file.
    ///
    /// # Errors
    /// [`RenderError::File`] or [`RenderError::Picture`].
    pub(super) fn checked(
        photo: Pixels,
        request: &RenderRequest,
        path: Option<&Path>,
    ) -> Result<Self, RenderError> {
        let size = photo.image().dimensions();
        let sizes = Sizes::new(size, request.scale, request.output_size(), false);
        check_output(request, sizes.written)?;
        memory::check_for(path, sizes)?;
        Ok(Self::new(photo, sizes))
    }

    /// Reads what a request for the screen or for memory is about.
    ///
    /// # Errors
    /// [`RenderError::File`] when it cannot be read.
    pub(super) fn of_request(request: &RenderRequest) -> Result<Self, RenderError> {
        let photo = match &request.source {
            Source::Photo(photo) => Pixels::Photo(Arc::clone(photo)),
            Source::Pixels(pixels) => Pixels::Plain(Arc::clone(pixels)),
            Source::File(path) => {
                let photo = picture::decode_file(path, &memory::limits());
                let photo = photo.map_err(|err| unread(err, path.clone()))?;
                Pixels::Photo(Arc::new(photo))
            }
        };
        let size = photo.image().dimensions();
        let sizes = match request.view {
            View::Working => Sizes::working(size, request.scale),
            View::Full(_) | View::Part(_) => {
                Sizes::new(size, request.scale, request.output_size(), false)
            }
        };
        Ok(Self::new(photo, sizes))
    }

    /// Lays a photograph on paper and brings it to the working scale.
    pub(super) fn new(photo: Pixels, sizes: Sizes) -> Self {
        let mut prepared = Self::lay_on_paper(photo, sizes);
        // Of the photograph itself, so that a drawing that is written larger has the same strokes.
        let small = (sizes.working != sizes.drawn)
            .then(|| picture::at_size(prepared.full(), sizes.working).into_owned());
        if sizes.drawn != sizes.photo {
            prepared.opaque = Some(picture::at_size(prepared.full(), sizes.drawn).into_owned());
        }
        prepared.small = small;
        prepared
    }

    fn lay_on_paper(photo: Pixels, sizes: Sizes) -> Self {
        let mut prepared = Self {
            photo,
            sizes,
            opaque: None,
            alpha: None,
            small: None,
        };
        let pixels = prepared.photo.image();
        if !picture::is_opaque(pixels) {
            let alpha = picture::at_size(pixels, sizes.written)
                .pixels()
                .map(|pixel| pixel.0[3])
                .collect();
            prepared.alpha = Some(alpha);
            // A photograph that nobody else holds is changed itself: a copy is a lot of memory.
            match prepared.photo.image_mut() {
                Some(pixels) => picture::flatten_in_place(pixels, PAPER),
                None => prepared.opaque = Some(picture::flatten(prepared.photo.image(), PAPER)),
            }
        }
        prepared
    }

    /// The photograph's sizes.
    pub(crate) fn sizes(&self) -> Sizes {
        self.sizes
    }

    /// Opaque, at the size of the finished drawing.
    pub(crate) fn full(&self) -> &RgbaImage {
        self.opaque.as_ref().unwrap_or_else(|| self.photo.image())
    }

    /// Opaque, at the working scale.
    pub(crate) fn small(&self) -> &RgbaImage {
        self.small.as_ref().unwrap_or_else(|| self.full())
    }

    /// The colour space that the photograph was in.
    pub(super) fn space(&self) -> ColorSpace {
        let photo = self.photo.photo();
        photo.map_or_else(ColorSpace::default, |photo| photo.space)
    }

    /// What is kept of the photograph's file, as it holds for the drawing's.
    pub(crate) fn metadata(&self) -> Cow<'_, Metadata> {
        match self.photo.photo() {
            Some(photo) => photo.metadata.at_size(self.sizes.photo, self.sizes.written),
            None => Cow::Owned(Metadata::default()),
        }
    }

    /// The alpha of each pixel of the file; `None` when all are opaque.
    pub(super) fn alpha(&self) -> Option<&[u8]> {
        self.alpha.as_deref()
    }

    /// What is written of the photograph beside the drawing; its pixels are let go.
    pub(crate) fn into_kept(self) -> Kept {
        Kept {
            metadata: self.metadata().into_owned(),
            space: self.space(),
        }
    }

    /// Memory that the pixels take.
    pub(crate) fn num_bytes(&self) -> u64 {
        let copies = self.opaque.iter().chain(&self.small);
        let pictures = copies.chain([self.photo.image()]);
        pictures.map(|picture| picture.as_raw().len() as u64).sum()
    }

    /// The photograph at the size of the file, opaque.
    pub(super) fn ground(&self) -> Cow<'_, RgbaImage> {
        let pixels = self.photo.image();
        if self.sizes.written == self.sizes.drawn {
            Cow::Borrowed(self.full())
        } else {
            // It was enlarged to be drawn, and is not as it was when it is made smaller again.
            let flat = if picture::is_opaque(pixels) {
                Cow::Borrowed(pixels)
            } else {
                Cow::Owned(picture::flatten(pixels, PAPER))
            };
            match picture::at_size(&flat, self.sizes.written) {
                Cow::Borrowed(_) => flat,
                Cow::Owned(fitted) => Cow::Owned(fitted),
            }
        }
    }

    /// Whether [`fit`](Self::fit) would change nothing.
    pub(super) fn is_fit(&self, share: f32) -> bool {
        self.sizes.written == self.sizes.drawn && share >= 1.0 && self.alpha.is_none()
    }

    /// Brings a finished drawing to the size of the file, fades it in over the photograph by
    /// `share`, takes it off the paper and gives it the photograph's transparency.
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

    /// Takes the paper off rows of the drawing that begin at pixel `first` of the file: it was
    /// drawn on paper, and would be pale with the photograph's transparency.
    pub(super) fn lift(&self, rows: &mut [[f32; 3]], first: usize) {
        let alpha = self.alpha.iter().flatten().skip(first);
        for (pixel, alpha) in rows.iter_mut().zip(alpha) {
            *pixel = picture::lift(*pixel, *alpha, PAPER);
        }
    }
}

/// Why a photograph could not be read: a file that is gone, or its whole folder.
pub(super) fn unread(source: ImageError, path: PathBuf) -> RenderError {
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
            RenderError::SourceGone { folder }
        }
        _ => RenderError::File { source, path },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::{OutputSize, Scale};

    #[test]
    fn strokes_are_found_in_the_same_picture_however_large_the_file_is() {
        for (width, height) in [(700, 500), (90, 60)] {
            let photo = RgbaImage::from_fn(width, height, |x, y| {
                let value = |share: u32| (x * share + y * y % 97 + x * y % 31) as u8;
                image::Rgba([value(3), value(7), value(11), 255])
            });
            let photo = Arc::new(photo);
            let of = |output| {
                let sizes = Sizes::new(photo.dimensions(), Scale::Working(300), output, false);
                Prepared::new(Pixels::Plain(Arc::clone(&photo)), sizes)
            };
            let usual = of(OutputSize::Auto);
            for output in [OutputSize::Double, OutputSize::Quadruple] {
                let large = of(output);
                assert_eq!(large.small(), usual.small());
                assert_eq!(large.full().dimensions(), large.sizes().drawn);
            }
        }
    }
}
