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
use pulp::{Arch, Simd, WithSimd};
use rayon::prelude::*;

use super::Picture;
use super::parameters::{FLATTEN_ROUNDS, FLATTEN_TAPS, Parameters};
use super::planar::{Planar, Rows};

/// Columns that are worked on at once, so that a panorama takes no more memory than a square.
const COLUMNS: usize = 8192;

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

/// Flattens one part after another, in the same memory.
#[derive(Debug, Default)]
pub(super) struct Flattener {
    photo: Planar,
    flat: Planar,
    other: Planar,
}

impl Flattener {
    /// Sets `output` to `rows` of `drawing`, flattened by the edges of `photo`.
    pub(super) fn flatten(
        &mut self,
        photo: &RgbaImage,
        drawing: &impl Picture,
        rows: &Range<usize>,
        parameters: &Parameters,
        output: &mut Planar,
    ) {
        let [width, _] = drawing.size();
        if parameters.flatten == 0.0 {
            output.load(drawing, &(0..width), rows);
            return;
        }
        output.set_size(width, rows.len());
        for start in (0..width).step_by(COLUMNS) {
            let columns = start..(start + COLUMNS).min(width);
            self.part(photo, drawing, &columns, rows, parameters, output);
        }
    }

    /// Sets `columns` of `output`.
    fn part(
        &mut self,
        photo: &RgbaImage,
        drawing: &impl Picture,
        columns: &Range<usize>,
        rows: &Range<usize>,
        parameters: &Parameters,
        output: &mut Planar,
    ) {
        let halo = halo(parameters);
        let around = |range: &Range<usize>, end: usize| {
            range.start.saturating_sub(halo)..(range.end + halo).min(end)
        };
        let [width, height] = drawing.size();
        let window = [around(columns, width), around(rows, height)];
        let Self {
            photo: guide,
            flat,
            other,
        } = self;
        guide.load(photo, &window[0], &window[1]);
        flat.load(drawing, &window[0], &window[1]);
        other.set_size(window[0].len(), window[1].len());
        let own = rows.start - window[1].start..rows.end - window[1].start;
        // Each pass needs as many rows as the later ones will look at.
        let within = |margin: usize| {
            own.start.saturating_sub(margin)..(own.end + margin).min(window[1].len())
        };
        let reach = reach(parameters);
        for round in (0..FLATTEN_ROUNDS as usize).rev() {
            let (first, second) = (within((round + 1) * reach), within(round * reach));
            pass(guide, flat, other, &first, parameters, across);
            pass(guide, other, flat, &second, parameters, down);
        }
        let left = columns.start - window[0].start;
        mix(
            drawing,
            flat,
            [left, own.start],
            columns,
            rows,
            parameters.flatten,
            output,
        );
    }
}

/// Sets `columns` of `output` to part of the way from `drawing` to `flat`, of which they begin at
/// `corner`.
fn mix(
    drawing: &impl Picture,
    flat: &Planar,
    corner: [usize; 2],
    columns: &Range<usize>,
    rows: &Range<usize>,
    amount: f32,
    output: &mut Planar,
) {
    let stride = output.stride;
    let [red, green, blue] = output.rows_mut(&(0..rows.len()));
    red.par_chunks_mut(stride)
        .zip(green.par_chunks_mut(stride))
        .zip(blue.par_chunks_mut(stride))
        .enumerate()
        .for_each(|(row, ((red, green), blue))| {
            let [red, green, blue] = [red, green, blue].map(|row| &mut row[columns.clone()]);
            let rgb = [&mut *red, &mut *green, &mut *blue];
            drawing.load(rows.start + row, columns, rgb);
            let flat = flat.rows(corner[1] + row).map(|row| &row[corner[0]..]);
            for (values, flat) in [red, green, blue].into_iter().zip(flat) {
                for (value, flat) in values.iter_mut().zip(flat) {
                    *value += (flat - *value) * amount;
                }
            }
        });
}

/// The photograph's three colours of a row, then the drawing's.
type Both<'a> = [&'a [f32]; 6];

/// Hands the neighbours of row `y` in one direction to [`average`].
type Direction = fn(&Planar, &Planar, usize, &Parameters, [&mut [f32]; 3]);

/// Sets `rows` of `output`.
fn pass(
    photo: &Planar,
    drawing: &Planar,
    output: &mut Planar,
    rows: &Range<usize>,
    parameters: &Parameters,
    direction: Direction,
) {
    let stride = output.stride;
    let [red, green, blue] = output.rows_mut(rows);
    red.par_chunks_mut(stride)
        .zip(green.par_chunks_mut(stride))
        .zip(blue.par_chunks_mut(stride))
        .zip(rows.clone())
        .for_each(|(((red, green), blue), y)| {
            direction(photo, drawing, y, parameters, [red, green, blue]);
        });
}

/// The neighbours left and right.
fn across(
    photo: &Planar,
    drawing: &Planar,
    y: usize,
    parameters: &Parameters,
    output: [&mut [f32]; 3],
) {
    let (width, stride) = (drawing.width, drawing.stride);
    let reach = reach(parameters);
    // The border is repeated, so that every neighbour is a window into one longer row.
    let extend = |row: &[f32]| -> Vec<f32> {
        let row = &row[..width];
        let (first, last) = (row.first().copied(), row.last().copied());
        let mut long = Vec::with_capacity(stride + 2 * reach);
        long.resize(reach, first.unwrap_or_default());
        long.extend_from_slice(row);
        long.resize(stride + 2 * reach, last.unwrap_or_default());
        long
    };
    let (photo_rows, drawn_rows) = (photo.rows(y), drawing.rows(y));
    let (long_photo, long_drawing) = (photo_rows.map(extend), drawn_rows.map(extend));
    let neighbours: Vec<Both<'_>> = offsets(parameters)
        .map(|offset| {
            let start = (reach as i32 + offset) as usize;
            let there = [0, 1, 2].map(|i| &long_photo[i][start..start + stride]);
            let value = [0, 1, 2].map(|i| &long_drawing[i][start..start + stride]);
            both(there, value)
        })
        .collect();
    average(
        both(photo_rows, drawn_rows),
        &neighbours,
        parameters,
        output,
    );
}

/// The neighbours above and below.
fn down(
    photo: &Planar,
    drawing: &Planar,
    y: usize,
    parameters: &Parameters,
    output: [&mut [f32]; 3],
) {
    let rows = |y: usize| both(photo.rows(y), drawing.rows(y));
    let neighbours: Vec<Both<'_>> = offsets(parameters)
        .map(|offset| rows((y as i32 + offset).clamp(0, drawing.height as i32 - 1) as usize))
        .collect();
    average(rows(y), &neighbours, parameters, output);
}

fn both<'a>([a, b, c]: Rows<'a>, [d, e, f]: Rows<'a>) -> Both<'a> {
    [a, b, c, d, e, f]
}

/// Distances of the neighbours in pixels, the near ones first.
fn offsets(parameters: &Parameters) -> impl Iterator<Item = i32> + use<> {
    let step = parameters.flatten_step;
    (1..=FLATTEN_TAPS).flat_map(move |tap| [-tap * step, tap * step])
}

/// Means of the pixels of a row and its neighbours, by how much they are alike.
fn average(
    row: Both<'_>,
    neighbours: &[Both<'_>],
    parameters: &Parameters,
    output: [&mut [f32]; 3],
) {
    Arch::new().dispatch(Average {
        row,
        neighbours,
        falloffs: [parameters.photo_falloff, parameters.drawing_falloff],
        output,
    });
}

struct Average<'a> {
    row: Both<'a>,
    neighbours: &'a [Both<'a>],
    falloffs: [f32; 2],
    output: [&'a mut [f32]; 3],
}

impl WithSimd for Average<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let one = simd.splat_f32s(1.0);
        let photo_falloff = simd.splat_f32s(self.falloffs[0]);
        let drawing_falloff = simd.splat_f32s(self.falloffs[1]);
        let [red, green, blue] = self.output;
        let red = S::as_mut_simd_f32s(red).0;
        let green = S::as_mut_simd_f32s(green).0;
        let blue = S::as_mut_simd_f32s(blue).0;
        let outputs = red.iter_mut().zip(green).zip(blue);
        for (i, ((red, green), blue)) in outputs.enumerate() {
            let here = at(simd, &self.row, i);
            let mut sums = [here[3], here[4], here[5]];
            let mut total = one;
            for neighbour in self.neighbours {
                let there = at(simd, neighbour, i);
                let near = squared(
                    simd,
                    [here[0], here[1], here[2]],
                    [there[0], there[1], there[2]],
                );
                let alike = squared(
                    simd,
                    [here[3], here[4], here[5]],
                    [there[3], there[4], there[5]],
                );
                let near = simd.mul_f32s(near, photo_falloff);
                let alike = simd.mul_f32s(alike, drawing_falloff);
                let fall = simd.add_f32s(one, simd.add_f32s(near, alike));
                let weight = simd.div_f32s(one, simd.mul_f32s(fall, fall));
                for channel in 0..3 {
                    let value = simd.mul_f32s(weight, there[3 + channel]);
                    sums[channel] = simd.add_f32s(sums[channel], value);
                }
                total = simd.add_f32s(total, weight);
            }
            *red = simd.div_f32s(sums[0], total);
            *green = simd.div_f32s(sums[1], total);
            *blue = simd.div_f32s(sums[2], total);
        }
    }
}

/// The `i`th registers of six rows.
#[inline(always)]
fn at<S: Simd>(simd: S, rows: &Both<'_>, i: usize) -> [S::f32s; 6] {
    let mut registers = [simd.splat_f32s(0.0); 6];
    for (register, row) in registers.iter_mut().zip(rows) {
        *register = S::as_simd_f32s(row).0[i];
    }
    registers
}

/// Squared distances of colours.
#[inline(always)]
fn squared<S: Simd>(simd: S, a: [S::f32s; 3], b: [S::f32s; 3]) -> S::f32s {
    let red = simd.sub_f32s(a[0], b[0]);
    let green = simd.sub_f32s(a[1], b[1]);
    let blue = simd.sub_f32s(a[2], b[2]);
    let sum = simd.add_f32s(simd.mul_f32s(red, red), simd.mul_f32s(green, green));
    simd.add_f32s(sum, simd.mul_f32s(blue, blue))
}
