//! The passes over one band of rows after another, so that memory is bounded by the band.
//!
//! A band is flattened first; its lines are drawn once the band below is flat too, because they look
//! further down. By then nothing looks at the drawn rows of the band any more, and the result
//! takes their place. The bands do not show: each is worked out with as many rows around it as
//! its pixels look at.

#![expect(
    clippy::inline_always,
    reason = "what is not inlined is not compiled for the wider vectors"
)]

use std::ops::Range;

use image::RgbaImage;
use pulp::Arch;
use rayon::prelude::*;

use super::Picture;
use super::cells::{Guide, Spline};
use super::flatten::{self, Flattener};
use super::parameters::{INK, Parameters};
use super::planar::{LANES, Planar, Rows, unpack};
use super::plane::{Plane, quantise, smoothstep};
use super::{color, hatching, line};

/// Fewest rows of a band.
const MIN_ROWS: usize = 128;
/// Pixels of a band when the picture is wide enough to need no more rows.
const PIXELS: usize = 2 << 20;

/// Rows of a band of a picture of some width, unless its strokes look further.
pub(super) fn rows(width: u32) -> usize {
    (PIXELS / width.max(1) as usize).max(MIN_ROWS)
}

/// A band that is flat and waits for its lines.
#[derive(Default)]
struct Flat {
    rows: Range<usize>,
    pixels: Planar,
}

/// Draws the ink over `drawing` in bands of `rows`, or of more if the strokes look further.
pub(super) fn draw_over(
    photo: &RgbaImage,
    drawing: &mut RgbaImage,
    parameters: &Parameters,
    rows: usize,
) {
    let width = drawing.width() as usize;
    let mut bands = Bands::new(photo, parameters, rows);
    while let Some((flat, lines)) = bands.next(drawing) {
        let range = flat.rows.start * width..flat.rows.end * width;
        let output = &mut drawing.as_chunks_mut::<4>().0[range];
        draw_band(
            photo,
            output,
            &flat.rows,
            &flat.pixels,
            lines.as_ref(),
            parameters,
        );
    }
}

/// Draws the ink over `drawing` and hands the result to `put`, band by band.
///
/// # Errors
/// Those of `put`.
pub(super) fn draw_rows<E>(
    photo: &RgbaImage,
    drawing: &impl Picture,
    parameters: &Parameters,
    rows: usize,
    put: super::PutRows<'_, E>,
) -> Result<(), E> {
    let mut bands = Bands::new(photo, parameters, rows);
    let mut output = Vec::new();
    while let Some((flat, lines)) = bands.next(drawing) {
        output.clear();
        output.resize(flat.rows.len() * photo.width() as usize, [0.0; 3]);
        draw_band(
            photo,
            &mut output,
            &flat.rows,
            &flat.pixels,
            lines.as_ref(),
            parameters,
        );
        put(&output)?;
    }
    Ok(())
}

/// The bands of one picture, from the top.
struct Bands<'a> {
    photo: &'a RgbaImage,
    parameters: &'a Parameters,
    band_rows: usize,
    guide: Option<Guide>,
    flattener: Flattener,
    /// The band that was flattened last, and the one before, whose turn it is.
    flat: Flat,
    last: Flat,
    is_over: bool,
}

impl<'a> Bands<'a> {
    fn new(photo: &'a RgbaImage, parameters: &'a Parameters, rows: usize) -> Self {
        let cell = parameters.cell as usize;
        let looked_at = flatten::halo(parameters).max(line::halo(parameters) * cell);
        let width = photo.width() as usize;
        Self {
            photo,
            parameters,
            // Fewer than that, and more rows would be looked at than drawn.
            band_rows: rows.max(2 * looked_at).next_multiple_of(cell),
            guide: (parameters.line > 0.0).then(|| Guide::new(width, cell)),
            flattener: Flattener::default(),
            flat: Flat::default(),
            last: Flat::default(),
            is_over: false,
        }
    }

    /// The next band with its lines, of the drawing that is the same every time but for the bands
    /// that were handed out; the first is empty. `None` after the last.
    fn next(&mut self, drawing: &impl Picture) -> Option<(&Flat, Option<Lines>)> {
        let height = self.photo.height() as usize;
        let band = if self.flat.rows.end < height {
            std::mem::swap(&mut self.flat, &mut self.last);
            let Flat { rows, pixels } = &mut self.flat;
            *rows = self.last.rows.end..(self.last.rows.end + self.band_rows).min(height);
            let photo = self.photo;
            self.flattener
                .flatten(photo, drawing, rows, self.parameters, pixels);
            if let Some(guide) = &mut self.guide {
                guide.add(photo, pixels, rows);
            }
            &self.last
        } else if self.is_over {
            return None;
        } else {
            self.is_over = true;
            &self.flat
        };
        let guide = self.guide.as_mut().filter(|_| !band.rows.is_empty());
        let lines = guide.map(|guide| {
            let (cell, halo) = (self.parameters.cell as usize, line::halo(self.parameters));
            let cells = band.rows.start / cell..band.rows.end.div_ceil(cell);
            let first = cells.start.saturating_sub(halo);
            guide.forget_before(first);
            Lines::find(guide, &(first..cells.end + halo), self.parameters)
        });
        Some((band, lines))
    }
}

/// A pixel of the result.
pub(super) trait Inked: Send {
    /// From sRGB in `0.0..=1.0`; what lies outside is brought inside.
    fn from_rgb(rgb: [f32; 3]) -> Self;
}

impl Inked for [u8; 4] {
    #[inline(always)]
    fn from_rgb([red, green, blue]: [f32; 3]) -> Self {
        [quantise(red), quantise(green), quantise(blue), u8::MAX]
    }
}

impl Inked for [f32; 3] {
    #[inline(always)]
    fn from_rgb(rgb: [f32; 3]) -> Self {
        rgb.map(|value| value.clamp(0.0, 1.0))
    }
}

/// Colours and lines of `rows`, of which `flat` holds the flattened drawing, into `output`.
pub(super) fn draw_band<P: Inked>(
    photo: &RgbaImage,
    output: &mut [P],
    rows: &Range<usize>,
    flat: &Planar,
    lines: Option<&Lines>,
    parameters: &Parameters,
) {
    let width = photo.width() as usize;
    let photo = &photo.as_chunks::<4>().0[rows.start * width..rows.end * width];
    output
        .par_chunks_mut(width)
        .zip(photo.par_chunks(width))
        .enumerate()
        .for_each_init(
            || vec![0.0; flat.stride],
            |darkness, (row, (output, photo))| {
                let y = rows.start + row;
                if let Some(lines) = lines {
                    lines.darkness(y, parameters, &mut darkness[..width]);
                }
                compose(y, flat.rows(row), photo, darkness, parameters, output);
            },
        );
}

/// Row `y` of the result.
fn compose<P: Inked>(
    y: usize,
    flat: Rows<'_>,
    photo: &[[u8; 4]],
    darkness: &[f32],
    parameters: &Parameters,
    output: &mut [P],
) {
    let [red, green, blue] = flat.map(|row| row.as_chunks::<LANES>().0);
    let darkness = darkness.as_chunks::<LANES>().0;
    let keeps_colors = parameters.keeps_colors();
    Arch::new().dispatch(
        #[inline(always)]
        || {
            let chunks = output.chunks_mut(LANES).zip(photo.chunks(LANES));
            for (i, (output, pixels)) in chunks.enumerate() {
                let mut rgb = [red[i], green[i], blue[i]];
                if !keeps_colors {
                    let mut photo = [[0.0; LANES]; 3];
                    let [red, green, blue] = &mut photo;
                    unpack(pixels, [red, green, blue]);
                    rgb = color::recolor(rgb, photo, parameters);
                }
                if parameters.hatching > 0.0 {
                    hatching::hatch(&mut rgb, [i * LANES, y], parameters);
                }
                for (values, paper) in rgb.iter_mut().zip(parameters.paper) {
                    for value in values {
                        *value *= paper;
                    }
                }
                for (values, ink) in rgb.iter_mut().zip(INK) {
                    for (value, darkness) in values.iter_mut().zip(&darkness[i]) {
                        *value += (ink - *value) * darkness;
                    }
                }
                for (lane, output) in output.iter_mut().enumerate() {
                    *output = P::from_rgb(rgb.map(|values| values[lane]));
                }
            }
        },
    );
}

/// The lines of some rows.
#[derive(Debug)]
pub(super) struct Lines {
    /// Before the threshold, one number a cell.
    field: Plane<f32>,
    /// Row of pixels at which `field` begins.
    first_row: usize,
    spline: Spline,
}

impl Lines {
    /// Looks for the lines in `rows` of cells.
    pub(super) fn find(guide: &Guide, rows: &Range<usize>, parameters: &Parameters) -> Self {
        let cell = parameters.cell as usize;
        let (window, first) = guide.window(rows);
        Self {
            field: line::lines(&window, parameters),
            first_row: first * cell,
            spline: Spline::new(cell),
        }
    }

    /// Opacity of the ink at each pixel of row `y`, `0.0..=1.0`.
    fn darkness(&self, y: usize, parameters: &Parameters, darkness: &mut [f32]) {
        let Self { field, spline, .. } = self;
        let (rows, [a, b, c]) = spline.at(y - self.first_row, field.height);
        let [above, here, below] =
            rows.map(|row| &field.pixels[row * field.width..][..field.width]);
        let cells: Vec<f32> = (0..field.width)
            .map(|i| a * above[i] + b * here[i] + c * below[i])
            .collect();
        spline.stretch(&cells, darkness);
        let [low, high] = parameters.threshold;
        for darkness in darkness {
            *darkness = smoothstep(low, high, *darkness) * parameters.line;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::InkSettings;
    use super::*;

    /// Slanted stripes and blobs in several colours.
    fn photo(width: u32, height: u32) -> RgbaImage {
        RgbaImage::from_fn(width, height, |x, y| {
            let (u, v) = (x as f32 / 9.0, y as f32 / 7.0);
            let wave = (u.sin() * v.cos() + (0.7 * u + v).sin()) * 60.0 + 120.0;
            image::Rgba([wave as u8, (wave * 0.8) as u8, (240.0 - wave) as u8, 255])
        })
    }

    fn drawn(photo: &RgbaImage, scale: f32, rows: usize) -> RgbaImage {
        let mut drawing = photo.clone();
        for pixel in drawing.as_chunks_mut::<4>().0 {
            *pixel = pixel.map(|v| v / 16 * 16);
        }
        let parameters = Parameters::new(&InkSettings::default(), scale);
        draw_over(photo, &mut drawing, &parameters, rows);
        drawing
    }

    #[test]
    fn rows_that_are_handed_out_are_those_of_the_picture_unrounded() {
        let photo = photo(150, 333);
        for settings in [InkSettings::default(), InkSettings::NEUTRAL] {
            let mut drawing = photo.clone();
            for pixel in drawing.as_chunks_mut::<4>().0 {
                *pixel = pixel.map(|v| v / 16 * 16);
            }
            let parameters = Parameters::new(&settings, 2.6);
            let mut handed: Vec<[f32; 3]> = Vec::new();
            draw_rows(&photo, &drawing, &parameters, 1, &mut |rows| {
                handed.extend(rows);
                Ok::<_, ()>(())
            })
            .unwrap();
            draw_over(&photo, &mut drawing, &parameters, 1);
            assert_eq!(handed.len(), 150 * 333);
            for (deep, pixel) in handed.iter().zip(drawing.pixels()) {
                let rounded = deep.map(quantise);
                assert_eq!(rounded, pixel.0[..3]);
            }
            let between = handed
                .iter()
                .flatten()
                .filter(|v| (**v * 255.0).fract() > 0.01);
            assert_eq!(between.count() > 1000, settings != InkSettings::NEUTRAL);
            let stopped = draw_rows(&photo, &drawing, &parameters, 1, &mut |_| Err("full"));
            assert_eq!(stopped, Err("full"));
        }
    }

    #[test]
    fn bands_do_not_show() {
        let photo = photo(150, 333);
        for scale in [1.0, 2.6, 4.7, 9.6] {
            let (whole, bands) = (drawn(&photo, scale, 999), drawn(&photo, scale, 1));
            let apart = whole.iter().zip(bands.iter()).map(|(a, b)| a.abs_diff(*b));
            let (most, sum) = apart.fold((0, 0_u64), |(most, sum), d| {
                (most.max(d), sum + u64::from(d))
            });
            assert!(most <= 1, "{scale}: {most}");
            assert!(sum < 100, "{scale}: {sum} steps in all");
        }
    }
}
