//! The passes over one band of rows after another, so that memory is bounded by the band.
//!
//! A band is flattened first; its lines are drawn once the band below is flat too, because they look
//! further down. By then nothing looks at the drawn rows of the band any more, and the result
//! takes their place. The bands do not show: each is worked out with as many rows around it as
//! its pixels look at.

use std::ops::Range;

use image::RgbaImage;
use pulp::Arch;
use rayon::prelude::*;

use super::cells::{Guide, Spline};
use super::flatten::{self, Flattener};
use super::parameters::{INK, Parameters};
use super::planar::{LANES, Planar, Rows, unpack};
use super::plane::{Plane, quantise, smoothstep};
use super::{color, line};

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
    let cell = parameters.cell as usize;
    let line_halo = line::halo(parameters);
    let looked_at = flatten::halo(parameters).max(line_halo * cell);
    // Fewer than that, and more rows would be looked at than drawn.
    let band_rows = rows.max(2 * looked_at).next_multiple_of(cell);
    let (width, height) = (drawing.width() as usize, drawing.height() as usize);
    let mut guide = (parameters.line > 0.0).then(|| Guide::new(width, cell));
    let mut flattener = Flattener::default();
    // The band that was flattened last, and the one before, which is finished or was never begun.
    let (mut flat, mut last) = (Flat::default(), Flat::default());
    while flat.rows.end < height {
        std::mem::swap(&mut flat, &mut last);
        flat.rows = last.rows.end..(last.rows.end + band_rows).min(height);
        flattener.flatten(photo, drawing, &flat.rows, parameters, &mut flat.pixels);
        if let Some(guide) = &mut guide {
            guide.add(photo, &flat.pixels, &flat.rows);
        }
        finish(photo, drawing, &last, guide.as_mut(), parameters);
    }
    finish(photo, drawing, &flat, guide.as_mut(), parameters);
}

/// Colours and lines of one band, into the picture.
fn finish(
    photo: &RgbaImage,
    drawing: &mut RgbaImage,
    flat: &Flat,
    guide: Option<&mut Guide>,
    parameters: &Parameters,
) {
    if flat.rows.is_empty() {
        return;
    }
    let lines = guide.map(|guide| {
        let (cell, halo) = (parameters.cell as usize, line::halo(parameters));
        let cells = flat.rows.start / cell..flat.rows.end.div_ceil(cell);
        guide.forget_before(cells.start.saturating_sub(halo));
        Lines::find(
            guide,
            &(cells.start.saturating_sub(halo)..cells.end + halo),
            parameters,
        )
    });
    draw_rows(
        photo,
        drawing,
        &flat.rows,
        &flat.pixels,
        lines.as_ref(),
        parameters,
    );
}

/// Colours and lines of `rows`, of which `flat` holds the flattened drawing.
pub(super) fn draw_rows(
    photo: &RgbaImage,
    drawing: &mut RgbaImage,
    rows: &Range<usize>,
    flat: &Planar,
    lines: Option<&Lines>,
    parameters: &Parameters,
) {
    let width = drawing.width() as usize;
    let range = rows.start * width..rows.end * width;
    let photo = &photo.as_chunks::<4>().0[range.clone()];
    drawing.as_chunks_mut::<4>().0[range]
        .par_chunks_mut(width)
        .zip(photo.par_chunks(width))
        .enumerate()
        .for_each_init(
            || vec![0.0; flat.stride],
            |darkness, (row, (output, photo))| {
                if let Some(lines) = lines {
                    let y = rows.start + row;
                    lines.darkness(y, parameters, &mut darkness[..width]);
                }
                compose(flat.rows(row), photo, darkness, parameters, output);
            },
        );
}

/// A row of the result.
fn compose(
    flat: Rows<'_>,
    photo: &[[u8; 4]],
    darkness: &[f32],
    parameters: &Parameters,
    output: &mut [[u8; 4]],
) {
    let [red, green, blue] = flat.map(|row| row.as_chunks::<LANES>().0);
    let darkness = darkness.as_chunks::<LANES>().0;
    let (saturation, share) = (parameters.saturation, parameters.photo_color);
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
                    rgb = color::recolor(rgb, photo, share, saturation);
                }
                for (values, ink) in rgb.iter_mut().zip(INK) {
                    for (value, darkness) in values.iter_mut().zip(&darkness[i]) {
                        *value += (ink - *value) * darkness;
                    }
                }
                for (lane, output) in output.iter_mut().enumerate() {
                    let [red, green, blue] = rgb;
                    let (red, green, blue) = (red[lane], green[lane], blue[lane]);
                    *output = [quantise(red), quantise(green), quantise(blue), u8::MAX];
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
