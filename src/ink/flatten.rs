//! Even areas of the photograph become even in the drawing, while its edges stay crisp.
//!
//! A cross-bilateral filter (Eisemann and Durand 2004; Petschnigg et al. 2004) of the drawing, told
//! by the photograph where to stop and by the drawing which strokes to keep; run across and down in
//! turn, as Pham and van Vliet 2005 do. Weights fall off as `1 / (1 + d^2)^2` instead of a Gaussian:
//! as good here, without an exponential in the innermost loop, and the same on every processor.
//!
//! Works on whole rows of one colour at a time, which the compiler turns into the widest vectors
//! that the processor has.

#![expect(
    clippy::inline_always,
    reason = "what is not inlined is not compiled for the wider vectors"
)]

use std::ops::Range;

use image::RgbaImage;
use pulp::Arch;
use rayon::prelude::*;

use super::parameters::{FLATTEN_ROUNDS, FLATTEN_TAPS, Parameters};
use super::plane::{Plane, Sample as _, luma, rgb_of};

/// Pixels that are worked on at once; rows are filled up to a multiple of it.
const LANES: usize = 16;
/// Columns that are worked on at once, so that a panorama takes no more memory than a square.
const COLUMNS: usize = 8192;

/// Three rows: red, green, blue.
type Rows<'a> = [&'a [f32]; 3];

/// A part of a picture as three planes of `f32`, rows filled up with zeros to whole [`LANES`].
struct Planar {
    width: usize,
    stride: usize,
    height: usize,
    channels: [Vec<f32>; 3],
}

impl Planar {
    fn of(picture: &RgbaImage, columns: &Range<usize>, rows: &Range<usize>) -> Self {
        let mut planar = Self::zeros(columns.len(), rows.len());
        let (stride, width) = (planar.stride, picture.width() as usize);
        let pixels = picture.as_chunks::<4>().0;
        for (i, channel) in planar.channels.iter_mut().enumerate() {
            let rows = channel.par_chunks_mut(stride).zip(rows.clone());
            rows.for_each(|(row, y)| {
                let pixels = &pixels[y * width..][columns.clone()];
                for (value, pixel) in row.iter_mut().zip(pixels) {
                    *value = f32::from(pixel[i]) / 255.0;
                }
            });
        }
        planar
    }

    fn zeros(width: usize, height: usize) -> Self {
        let stride = width.next_multiple_of(LANES);
        let channels = [0, 1, 2].map(|_| vec![0.0; stride * height]);
        Self {
            width,
            stride,
            height,
            channels,
        }
    }

    fn rows(&self, y: usize) -> Rows<'_> {
        let range = y * self.stride..(y + 1) * self.stride;
        [0, 1, 2].map(|i| &self.channels[i][range.clone()])
    }

    /// The three planes cut off before and after `rows`.
    fn rows_mut(&mut self, rows: &Range<usize>) -> [&mut [f32]; 3] {
        let range = rows.start * self.stride..rows.end * self.stride;
        self.channels
            .each_mut()
            .map(|channel| &mut channel[range.clone()])
    }
}

/// Rows and columns beyond a part that its flattening looks at.
pub(super) fn halo(parameters: &Parameters) -> usize {
    if parameters.flatten == 0.0 {
        return 0;
    }
    FLATTEN_ROUNDS as usize * reach(parameters)
}

/// Pixels that one pass looks at on each side.
fn reach(parameters: &Parameters) -> usize {
    (FLATTEN_TAPS * parameters.flatten_step) as usize
}

/// Rows `rows` of `drawing`, flattened by the edges of `photo`: sRGB and luma.
pub(super) fn flatten(
    photo: &RgbaImage,
    drawing: &RgbaImage,
    rows: &Range<usize>,
    parameters: &Parameters,
) -> Plane {
    let width = drawing.width() as usize;
    let drawn = &drawing.as_chunks::<4>().0[rows.start * width..rows.end * width];
    let pixels = drawn.par_iter().map(|pixel| rgb_of(*pixel)).collect();
    let mut flattened = Plane {
        width,
        height: rows.len(),
        pixels,
    };
    if parameters.flatten > 0.0 {
        for start in (0..width).step_by(COLUMNS) {
            let columns = start..(start + COLUMNS).min(width);
            flatten_part(photo, drawing, &columns, rows, parameters, &mut flattened);
        }
    }
    flattened
}

/// Replaces `columns` of `rows`, which `output` holds as they were drawn.
fn flatten_part(
    photo: &RgbaImage,
    drawing: &RgbaImage,
    columns: &Range<usize>,
    rows: &Range<usize>,
    parameters: &Parameters,
    output: &mut Plane,
) {
    let halo = halo(parameters);
    let around = |range: &Range<usize>, end: u32| {
        range.start.saturating_sub(halo)..(range.end + halo).min(end as usize)
    };
    let window = (
        around(columns, drawing.width()),
        around(rows, drawing.height()),
    );
    let photo = Planar::of(photo, &window.0, &window.1);
    let mut flat = Planar::of(drawing, &window.0, &window.1);
    let mut other = Planar::zeros(flat.width, flat.height);
    let own = rows.start - window.1.start..rows.end - window.1.start;
    // Each pass needs as many rows as the later ones will look at.
    let within =
        |margin: usize| own.start.saturating_sub(margin)..(own.end + margin).min(window.1.len());
    let reach = reach(parameters);
    for round in (0..FLATTEN_ROUNDS as usize).rev() {
        let margin = round * reach;
        pass(
            &photo,
            &flat,
            &mut other,
            &within(margin + reach),
            parameters,
            across,
        );
        pass(&photo, &other, &mut flat, &within(margin), parameters, down);
    }
    let amount = parameters.flatten;
    let left = columns.start - window.0.start;
    let width = output.width;
    output
        .pixels
        .par_chunks_mut(width)
        .zip(own.clone())
        .for_each(|(row, y)| {
            let [red, green, blue] = flat.rows(y).map(|row| &row[left..]);
            let flat = red.iter().zip(green).zip(blue);
            for (pixel, ((&r, &g), &b)) in row[columns.clone()].iter_mut().zip(flat) {
                *pixel = pixel.lerp([r, g, b, luma([r, g, b])], amount);
            }
        });
}

/// One row of one direction: sums and weights over the neighbours of row `y`.
type Direction = fn(&Planar, &Planar, usize, &Parameters, &mut Sums);

/// What a pass sums up for the pixels of a row.
struct Sums {
    colors: [Vec<f32>; 3],
    weights: Vec<f32>,
}

/// Sets `rows` of `output`.
fn pass(
    photo: &Planar,
    drawing: &Planar,
    output: &mut Planar,
    rows: &Range<usize>,
    parameters: &Parameters,
    sum: Direction,
) {
    let stride = output.stride;
    let [red, green, blue] = output.rows_mut(rows);
    red.par_chunks_mut(stride)
        .zip(green.par_chunks_mut(stride))
        .zip(blue.par_chunks_mut(stride))
        .zip(rows.clone())
        .for_each_init(
            || Sums {
                colors: [0, 1, 2].map(|_| vec![0.0; stride]),
                weights: vec![0.0; stride],
            },
            |sums, (((red, green), blue), y)| {
                for (sum, row) in sums.colors.iter_mut().zip(drawing.rows(y)) {
                    sum.copy_from_slice(row);
                }
                sums.weights.fill(1.0);
                sum(photo, drawing, y, parameters, sums);
                for (output, sum) in [red, green, blue].into_iter().zip(&sums.colors) {
                    for ((output, sum), weight) in output.iter_mut().zip(sum).zip(&sums.weights) {
                        *output = sum / weight;
                    }
                }
            },
        );
}

/// The neighbours left and right.
fn across(photo: &Planar, drawing: &Planar, y: usize, parameters: &Parameters, sums: &mut Sums) {
    let (width, stride) = (drawing.width, drawing.stride);
    let reach = reach(parameters);
    // The border is repeated, so that every neighbour is a window into one longer row.
    let extend = |row: &[f32]| -> Vec<f32> {
        let row = &row[..width];
        let (first, last) = (row.first().copied(), row.last().copied());
        let before = std::iter::repeat_n(first.unwrap_or_default(), reach);
        let after = std::iter::repeat_n(last.unwrap_or_default(), reach + stride - width);
        before.chain(row.iter().copied()).chain(after).collect()
    };
    let (long_photo, long_drawing) = (photo.rows(y).map(extend), drawing.rows(y).map(extend));
    for offset in offsets(parameters) {
        let start = (reach as i32 + offset) as usize;
        let there = [0, 1, 2].map(|i| &long_photo[i][start..start + stride]);
        let value = [0, 1, 2].map(|i| &long_drawing[i][start..start + stride]);
        add(
            [photo.rows(y), there, drawing.rows(y), value],
            parameters,
            sums,
        );
    }
}

/// The neighbours above and below.
fn down(photo: &Planar, drawing: &Planar, y: usize, parameters: &Parameters, sums: &mut Sums) {
    for offset in offsets(parameters) {
        let row = (y as i32 + offset).clamp(0, drawing.height as i32 - 1) as usize;
        let rows = [
            photo.rows(y),
            photo.rows(row),
            drawing.rows(y),
            drawing.rows(row),
        ];
        add(rows, parameters, sums);
    }
}

/// Distances of the neighbours in pixels, the near ones first.
fn offsets(parameters: &Parameters) -> impl Iterator<Item = i32> + use<> {
    let step = parameters.flatten_step;
    (1..=FLATTEN_TAPS).flat_map(move |tap| [-tap * step, tap * step])
}

/// Adds one neighbour of every pixel of a row: the photograph here and there, the drawing here and there.
fn add(rows: [Rows<'_>; 4], parameters: &Parameters, sums: &mut Sums) {
    let [here, there, drawn, value] = rows.map(|rows| rows.map(|row| row.as_chunks::<LANES>().0));
    let [red, green, blue] = &mut sums.colors;
    let sums = red
        .as_chunks_mut::<LANES>()
        .0
        .iter_mut()
        .zip(green.as_chunks_mut::<LANES>().0)
        .zip(blue.as_chunks_mut::<LANES>().0)
        .zip(sums.weights.as_chunks_mut::<LANES>().0)
        .enumerate();
    let (photo_falloff, drawing_falloff) = (parameters.photo_falloff, parameters.drawing_falloff);
    Arch::new().dispatch(
        #[inline(always)]
        || {
            for (i, (((red, green), blue), total)) in sums {
                let near = squared(here, there, i);
                let alike = squared(drawn, value, i);
                let mut weights = [0.0; LANES];
                for lane in 0..LANES {
                    let fall = 1.0 + (near[lane] * photo_falloff + alike[lane] * drawing_falloff);
                    weights[lane] = 1.0 / (fall * fall);
                }
                accumulate(red, &value[0][i], &weights);
                accumulate(green, &value[1][i], &weights);
                accumulate(blue, &value[2][i], &weights);
                for lane in 0..LANES {
                    total[lane] += weights[lane];
                }
            }
        },
    );
}

/// Squared distances of the colours in chunk `i` of two rows.
#[inline(always)]
fn squared(a: [&[[f32; LANES]]; 3], b: [&[[f32; LANES]]; 3], i: usize) -> [f32; LANES] {
    let mut sum = [0.0; LANES];
    for channel in 0..3 {
        let (a, b) = (&a[channel][i], &b[channel][i]);
        for lane in 0..LANES {
            let difference = a[lane] - b[lane];
            sum[lane] += difference * difference;
        }
    }
    sum
}

#[inline(always)]
fn accumulate(sum: &mut [f32; LANES], value: &[f32; LANES], weights: &[f32; LANES]) {
    for lane in 0..LANES {
        sum[lane] += weights[lane] * value[lane];
    }
}
