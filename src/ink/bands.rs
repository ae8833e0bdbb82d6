//! The passes over one band of rows after another, so that memory is bounded by the band.
//!
//! A band is flattened first; its lines are drawn once the band below is flat too, because they look
//! further down. By then nothing looks at the drawn rows of the band any more, and the result
//! takes their place. The bands do not show: each is worked out with as many rows around it as
//! its pixels look at.

use std::ops::Range;

use image::RgbaImage;
use rayon::prelude::*;

use super::cells::{Guide, Spline};
use super::parameters::{INK, Parameters};
use super::plane::{Plane, quantise, rgb_of, smoothstep};
use super::{color, flatten, line};

/// Rows of a band unless the strokes are so large that they look beyond it.
pub(super) const ROWS: usize = 256;

/// A band that is flat and waits for its lines.
struct Flat {
    rows: Range<usize>,
    pixels: Plane,
}

/// Draws the ink over `drawing` in bands of `rows` or a little more.
pub(super) fn draw_over(
    photo: &RgbaImage,
    drawing: &mut RgbaImage,
    parameters: &Parameters,
    rows: usize,
) {
    let cell = parameters.cell as usize;
    let line_halo = line::halo(parameters);
    let looked_at = flatten::halo(parameters).max(line_halo * cell);
    let band_rows = rows.max(looked_at).next_multiple_of(cell);
    let (width, height) = drawing.dimensions();
    let mut guide = (parameters.line > 0.0).then(|| Guide::new(width as usize, cell));
    let mut waiting: Option<Flat> = None;
    let mut start = 0;
    while start < height as usize {
        let rows = start..(start + band_rows).min(height as usize);
        start = rows.end;
        let pixels = flatten::flatten(photo, drawing, &rows, parameters);
        if let Some(guide) = &mut guide {
            guide.add(photo, &pixels, &rows);
        }
        if let Some(flat) = waiting.replace(Flat { rows, pixels }) {
            finish(photo, drawing, &flat, &mut guide, parameters);
        }
    }
    if let Some(flat) = waiting {
        finish(photo, drawing, &flat, &mut guide, parameters);
    }
}

/// Colours and lines of one band, into the picture.
fn finish(
    photo: &RgbaImage,
    drawing: &mut RgbaImage,
    flat: &Flat,
    guide: &mut Option<Guide>,
    parameters: &Parameters,
) {
    let lines = guide.as_mut().map(|guide| {
        let (cell, halo) = (parameters.cell as usize, line::halo(parameters));
        let cells = flat.rows.start / cell..flat.rows.end.div_ceil(cell);
        guide.forget_before(cells.start.saturating_sub(halo));
        let (window, first) = guide.window(&(cells.start.saturating_sub(halo)..cells.end + halo));
        Lines {
            field: line::lines(&window, parameters),
            first_row: first * cell,
            spline: Spline::new(cell),
        }
    });
    let width = drawing.width() as usize;
    let range = flat.rows.start * width..flat.rows.end * width;
    let photo = &photo.as_chunks::<4>().0[range.clone()];
    drawing.as_chunks_mut::<4>().0[range]
        .par_chunks_mut(width)
        .zip(photo.par_chunks(width))
        .zip(flat.pixels.pixels.par_chunks(width))
        .zip(flat.rows.clone())
        .for_each_init(
            || vec![0.0; width],
            |darkness, (((output, photo), flat), y)| {
                if let Some(lines) = &lines {
                    lines.darkness(y, parameters, darkness);
                }
                let pixels = output.iter_mut().zip(photo).zip(flat).zip(&*darkness);
                for (((output, photo), flat), darkness) in pixels {
                    *output = compose(*flat, *photo, *darkness, parameters);
                }
            },
        );
}

/// One pixel of the result.
fn compose(flat: [f32; 4], photo: [u8; 4], darkness: f32, parameters: &Parameters) -> [u8; 4] {
    let mut rgb = flat;
    if !parameters.keeps_colors() {
        let (share, saturation) = (parameters.photo_color, parameters.saturation);
        rgb = color::recolor(rgb, rgb_of(photo), share, saturation);
    }
    if darkness > 0.0 {
        for (value, ink) in rgb.iter_mut().zip(INK) {
            *value += (ink - *value) * darkness;
        }
    }
    let [r, g, b, _] = rgb.map(quantise);
    [r, g, b, u8::MAX]
}

/// The lines of one band.
struct Lines {
    /// Before the threshold, one number a cell.
    field: Plane<f32>,
    /// Row of pixels at which `field` begins.
    first_row: usize,
    spline: Spline,
}

impl Lines {
    /// Opacity of the ink at each pixel of row `y`, `0.0..=1.0`.
    fn darkness(&self, y: usize, parameters: &Parameters, darkness: &mut [f32]) {
        let Self { field, spline, .. } = self;
        let (rows, row_weights) = spline.at(y - self.first_row, field.height);
        let row = |i: usize| &field.pixels[rows[i] * field.width..][..field.width];
        let [above, here, below] = [row(0), row(1), row(2)];
        let means: Vec<f32> = (0..field.width)
            .map(|i| {
                row_weights[0] * above[i] + row_weights[1] * here[i] + row_weights[2] * below[i]
            })
            .collect();
        let [low, high] = parameters.threshold;
        for (x, darkness) in darkness.iter_mut().enumerate() {
            let ([a, b, c], weights) = spline.at(x, field.width);
            let value = weights[0] * means[a] + weights[1] * means[b] + weights[2] * means[c];
            *darkness = smoothstep(low, high, value) * parameters.line;
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
