//! Pictures with each colour by itself, which the compiler turns into the widest vectors.

#![expect(
    clippy::inline_always,
    reason = "what is not inlined is not compiled for the wider vectors"
)]

use std::ops::Range;

use image::RgbaImage;
use rayon::prelude::*;

use super::Picture;

/// Pixels that are worked on at once; rows are filled up to a multiple of it.
pub(super) const LANES: usize = 16;

/// Three rows: red, green, blue.
pub(super) type Rows<'a> = [&'a [f32]; 3];

/// A part of a picture as three planes of sRGB in `0.0..=1.0`, rows filled up to whole [`LANES`].
///
/// Made to be used again for the next part: fresh memory costs more than the arithmetic on it.
#[derive(Debug, Default)]
pub(super) struct Planar {
    pub(super) width: usize,
    pub(super) stride: usize,
    pub(super) height: usize,
    channels: [Vec<f32>; 3],
}

impl Planar {
    /// Makes room for a size; what the planes hold then is whatever was there.
    pub(super) fn set_size(&mut self, width: usize, height: usize) {
        self.width = width;
        self.stride = width.next_multiple_of(LANES);
        self.height = height;
        for channel in &mut self.channels {
            channel.resize(self.stride * height, 0.0);
        }
    }

    /// Takes a part of a picture.
    pub(super) fn load(
        &mut self,
        picture: &impl Picture,
        columns: &Range<usize>,
        rows: &Range<usize>,
    ) {
        self.set_size(columns.len(), rows.len());
        let [red, green, blue] = self.rows_mut(&(0..rows.len()));
        let stride = columns.len().next_multiple_of(LANES);
        red.par_chunks_mut(stride)
            .zip(green.par_chunks_mut(stride))
            .zip(blue.par_chunks_mut(stride))
            .zip(rows.clone())
            .for_each(|(((red, green), blue), y)| {
                picture.load(
                    y,
                    columns,
                    [red, green, blue].map(|row| &mut row[..columns.len()]),
                );
            });
    }

    pub(super) fn rows(&self, y: usize) -> Rows<'_> {
        let range = y * self.stride..(y + 1) * self.stride;
        [0, 1, 2].map(|i| &self.channels[i][range.clone()])
    }

    /// The three planes from the first to the last of `rows`.
    pub(super) fn rows_mut(&mut self, rows: &Range<usize>) -> [&mut [f32]; 3] {
        let range = rows.start * self.stride..rows.end * self.stride;
        self.channels
            .each_mut()
            .map(|channel| &mut channel[range.clone()])
    }
}

impl Picture for RgbaImage {
    fn size(&self) -> [usize; 2] {
        [self.width() as usize, self.height() as usize]
    }

    fn load(&self, y: usize, columns: &Range<usize>, rgb: [&mut [f32]; 3]) {
        let pixels = &self.as_chunks::<4>().0[y * self.width() as usize..];
        unpack(&pixels[columns.clone()], rgb);
    }
}

/// The colours of a row of pixels.
#[inline(always)]
pub(super) fn unpack(pixels: &[[u8; 4]], [red, green, blue]: [&mut [f32]; 3]) {
    let values = red.iter_mut().zip(green).zip(blue);
    for (((red, green), blue), [r, g, b, _]) in values.zip(pixels) {
        *red = f32::from(*r) / 255.0;
        *green = f32::from(*g) / 255.0;
        *blue = f32::from(*b) / 255.0;
    }
}
