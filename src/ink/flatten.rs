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

use pulp::Arch;
use rayon::prelude::*;

use super::parameters::{FLATTEN_ROUNDS, FLATTEN_TAPS, Parameters};
use super::plane::{Plane, Sample as _, luma};

/// Pixels that are worked on at once; rows are filled up to a multiple of it.
const LANES: usize = 16;

/// Three rows: red, green, blue.
type Rows<'a> = [&'a [f32]; 3];

/// A picture as three planes of `f32`, rows filled up with zeros to whole [`LANES`].
struct Planar {
    width: usize,
    stride: usize,
    height: usize,
    channels: [Vec<f32>; 3],
}

impl Planar {
    fn of(plane: &Plane) -> Self {
        let (width, height) = (plane.width, plane.height);
        let mut planar = Self::zeros(width, height);
        for (i, channel) in planar.channels.iter_mut().enumerate() {
            let rows = channel
                .par_chunks_mut(planar.stride)
                .zip(plane.pixels.par_chunks(width));
            rows.for_each(|(row, pixels)| {
                for (value, pixel) in row.iter_mut().zip(pixels) {
                    *value = pixel[i];
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
}

/// Flattens `drawing` (sRGB and luma) by the edges of `photo`.
pub(super) fn flatten(photo: &Plane, drawing: Plane, parameters: &Parameters) -> Plane {
    if parameters.flatten == 0.0 {
        return drawing;
    }
    let photo = Planar::of(photo);
    let mut flat = Planar::of(&drawing);
    for _ in 0..FLATTEN_ROUNDS {
        flat = pass(&photo, &flat, parameters, across);
        flat = pass(&photo, &flat, parameters, down);
    }
    let amount = parameters.flatten;
    drawing.map(|x, y| {
        let at = y * flat.stride + x;
        let rgb = [0, 1, 2].map(|i| flat.channels[i][at]);
        drawing
            .at(x, y)
            .lerp([rgb[0], rgb[1], rgb[2], luma(rgb)], amount)
    })
}

/// One row of one direction: sums and weights over the neighbours of row `y`.
type Direction = fn(&Planar, &Planar, usize, &Parameters, &mut Sums);

/// What a pass sums up for the pixels of a row.
struct Sums {
    colors: [Vec<f32>; 3],
    weights: Vec<f32>,
}

fn pass(photo: &Planar, drawing: &Planar, parameters: &Parameters, sum: Direction) -> Planar {
    let mut output = Planar::zeros(drawing.width, drawing.height);
    let stride = output.stride;
    let [red, green, blue] = &mut output.channels;
    red.par_chunks_mut(stride)
        .zip(green.par_chunks_mut(stride))
        .zip(blue.par_chunks_mut(stride))
        .enumerate()
        .for_each_init(
            || Sums {
                colors: [0, 1, 2].map(|_| vec![0.0; stride]),
                weights: vec![0.0; stride],
            },
            |sums, (y, ((red, green), blue))| {
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
    output
}

/// The neighbours left and right.
fn across(photo: &Planar, drawing: &Planar, y: usize, parameters: &Parameters, sums: &mut Sums) {
    let (width, stride) = (drawing.width, drawing.stride);
    let reach = (FLATTEN_TAPS * parameters.flatten_step) as usize;
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
