//! Drawings with 16 bits a channel, unrounded from the network to the file.
//!
//! The drawing is enlarged, inked and encoded band by band on a file thread, so that nothing of the
//! size of the result is ever in memory, but where it is made smaller for a photograph below the
//! working scale. The network runs on the CPU for it: a graphics card's textures have 8 bits.

use std::borrow::Cow;
use std::ops::Range;
use std::time::{Duration, Instant};

use image::imageops::{self, FilterType};
use image::{Rgb32FImage, RgbaImage};

use super::fade::faded;
use super::prepare::Prepared;
use super::stages;
use super::{Output, Recipe, RenderError};
use crate::ink::{self, InkSettings, LiveInk, Picture, PutRows};
use crate::picture::{self, EncodeOptions, GuidedRows, ImageError};

/// The network's output, before any ink: sRGB, 16 bits a channel, opaque.
#[derive(Clone, Debug)]
pub struct Rgb16Image {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Row by row from the top.
    pub pixels: Vec<[u16; 3]>,
}

impl Picture for Rgb16Image {
    fn size(&self) -> [usize; 2] {
        [self.width as usize, self.height as usize]
    }

    fn load(&self, y: usize, columns: &Range<usize>, [red, green, blue]: [&mut [f32]; 3]) {
        let pixels = &self.pixels[y * self.width as usize..][columns.clone()];
        let values = red.iter_mut().zip(green).zip(blue);
        for (((red, green), blue), pixel) in values.zip(pixels) {
            [*red, *green, *blue] = pixel.map(|v| f32::from(v) / 65_535.0);
        }
    }
}

/// A drawing at the size of the photograph, worked out as it is wanted.
struct Enlarged<'a> {
    rows: GuidedRows<'a>,
    size: [usize; 2],
}

impl Picture for Enlarged<'_> {
    fn size(&self) -> [usize; 2] {
        self.size
    }

    fn load(&self, y: usize, columns: &Range<usize>, rgb: [&mut [f32]; 3]) {
        self.rows.load(y, columns, rgb);
    }
}

/// A picture of some size that nobody looks at.
struct Nothing {
    size: [usize; 2],
}

impl Picture for Nothing {
    fn size(&self) -> [usize; 2] {
        self.size
    }

    fn load(&self, _: usize, _: &Range<usize>, _: [&mut [f32]; 3]) {}
}

/// Enlarges and inks `drawing` by `live`, which is new, and writes it, whole or not at all; how
/// much of the time was not for the file.
///
/// # Errors
/// [`RenderError::Cancelled`] after `stop` said yes, [`RenderError::File`] naming the output.
pub(crate) fn write(
    prepared: &Prepared,
    drawing: &Rgb16Image,
    live: &mut LiveInk,
    recipe: &Recipe,
    output: &Output,
    stop: &dyn Fn() -> bool,
) -> Result<Duration, RenderError> {
    output.check_base()?;
    let sizes = prepared.sizes();
    let start = Instant::now();
    let mut writing = Duration::ZERO;
    let options = EncodeOptions {
        space: output.space(prepared.space()),
        ..output.options
    };
    let metadata = prepared.metadata();
    let metadata = output.keep_metadata.then_some(&*metadata);
    let size = sizes.written.into();
    let (share, ground) = (recipe.share(), prepared.ground());
    let (ground, mut num_put) = (ground.as_chunks::<4>().0, 0);
    let outcome = picture::write_whole_by(&output.path, output.overwrite, |file| {
        picture::encode_rows(file, size, prepared.alpha(), metadata, &options, |put| {
            let mut put = |rows: &[[f32; 3]]| {
                if stop() {
                    return Err(RenderError::Cancelled);
                }
                let photo = ground.get(num_put..).unwrap_or_default();
                let mut rows = faded(rows, photo, share);
                if prepared.alpha().is_some() {
                    prepared.lift(rows.to_mut(), num_put);
                }
                num_put += rows.len();
                let start = Instant::now();
                put(&rows)?;
                writing += start.elapsed();
                Ok(())
            };
            if sizes.written == sizes.drawn {
                return ink_rows(prepared, drawing, live, &recipe.ink, &mut put);
            }
            // The photograph is below the working scale, and so is all that is held here.
            let mut drawn = Vec::new();
            ink_rows(prepared, drawing, live, &recipe.ink, &mut |rows| {
                drawn.extend_from_slice(rows);
                if stop() {
                    return Err(RenderError::Cancelled);
                }
                Ok(())
            })?;
            put(&brought_to(sizes.written, sizes.drawn, drawn)?)
        })
    });
    match outcome {
        Ok(()) => Ok(start.elapsed().saturating_sub(writing)),
        Err(RenderError::Picture(source)) => Err(RenderError::in_file(output.path.clone())(source)),
        Err(error) => Err(error),
    }
}

/// Enlarges and inks `drawing`, row by row from the top.
fn ink_rows(
    prepared: &Prepared,
    drawing: &Rgb16Image,
    live: &mut LiveInk,
    ink: &InkSettings,
    put: PutRows<'_, RenderError>,
) -> Result<(), RenderError> {
    let (small, full) = (prepared.small(), prepared.full());
    let size: [u32; 2] = full.dimensions().into();
    let size = size.map(|side| side as usize);
    let measures = ink::Measures::default();
    let (photo, drawn) = drawing.found_in(small);
    if !ink.keeps_drawing() {
        let kept = Nothing { size };
        live.draw_rows(&photo, &drawn, &kept, ink, &measures, put)
    } else if small.dimensions() == full.dimensions() {
        live.draw_rows(&photo, &drawn, drawing, ink, &measures, put)
    } else {
        let rows = GuidedRows::new(&drawing.pixels, small, full);
        let enlarged = rows.map(|rows| Enlarged { rows, size });
        let kept = enlarged.ok_or(RenderError::Cancelled)?;
        live.draw_rows(&photo, &drawn, &kept, ink, &measures, put)
    }
}

/// A picture of size `drawn` made smaller, by the filter by which pictures of 8 bits are.
///
/// # Errors
/// [`ImageError::InvalidSize`] when it has not that size.
fn brought_to(
    (width, height): (u32, u32),
    drawn: (u32, u32),
    pixels: Vec<[f32; 3]>,
) -> Result<Vec<[f32; 3]>, ImageError> {
    let wrong = ImageError::InvalidSize {
        width: drawn.0,
        height: drawn.1,
        format: "drawing",
    };
    let picture = Rgb32FImage::from_raw(drawn.0, drawn.1, pixels.into_flattened()).ok_or(wrong)?;
    let small = imageops::resize(&picture, width, height, FilterType::CatmullRom);
    Ok(small.pixels().map(|pixel| pixel.0).collect())
}

/// An 8-bit picture as a drawing with 16.
pub(super) fn widen(pixels: &RgbaImage) -> Rgb16Image {
    let wide = |v: u8| u16::from(v) * 257;
    Rgb16Image {
        width: pixels.width(),
        height: pixels.height(),
        pixels: pixels
            .pixels()
            .map(|pixel| [0, 1, 2].map(|channel: usize| wide(pixel.0[channel])))
            .collect(),
    }
}

impl Rgb16Image {
    /// The photograph and the drawing at the size at which shapes and lines are found: the drawing
    /// rounded to 8 bits, so that the picture has the same shapes and colours with 8 bits and with
    /// 16.
    fn found_in<'a>(&self, photo: &'a RgbaImage) -> (Cow<'a, RgbaImage>, Self) {
        let (found, _) = stages::found_in(photo, photo);
        let narrow = RgbaImage::from_fn(self.width, self.height, |x, y| {
            let index = y as usize * self.width as usize + x as usize;
            let [red, green, blue] = self.pixels[index].map(|v| ((u32::from(v) + 128) / 257) as u8);
            image::Rgba([red, green, blue, u8::MAX])
        });
        if found.dimensions() == photo.dimensions() {
            return (found, widen(&narrow));
        }
        let small = picture::downscale(&narrow, found.width(), found.height());
        (found, widen(&small))
    }

    /// A drawing of that size.
    ///
    /// # Errors
    /// [`ImageError::InvalidSize`] when there are not as many pixels.
    pub(super) fn new(
        (width, height): (u32, u32),
        pixels: Vec<[u16; 3]>,
    ) -> Result<Self, ImageError> {
        if pixels.len() as u64 != u64::from(width) * u64::from(height) {
            let format = "drawing";
            return Err(ImageError::InvalidSize {
                width,
                height,
                format,
            });
        }
        Ok(Self {
            width,
            height,
            pixels,
        })
    }
}
