//! Bringing a small drawing to the size of the photograph it was made from.

use std::ops::Range;

use ::image::RgbaImage;
use rayon::prelude::{IndexedParallelIterator as _, ParallelIterator as _, ParallelSliceMut as _};

/// Small pixels that each full pixel looks at, along each axis.
const NEIGHBOURS: usize = 4;
/// Width of the spatial kernel in small pixels. Near 1/2 the kernel by itself is about as sharp as
/// bilinear interpolation, while the outer neighbours stay in reach for edges.
const SPATIAL_SIGMA: f32 = 0.6;
/// Width of the colour kernel, as a distance in RGB with 0..=255 a channel. At half of this, the
/// texture of grass and fur frays drawn lines; at half as much again, edges grow soft.
const COLOR_SIGMA: f32 = 30.0;
/// The weight of a neighbour whose colour does not fit at all. Where no neighbour fits (a detail
/// finer than a small pixel) this leaves plain interpolation.
const COLOR_FLOOR: f32 = 0.02;
/// Squared colour distances are looked up in steps of 1 << 5.
const DISTANCE_SHIFT: u32 = 5;

/// A pixel of a small drawing.
trait Drawn: Copy + Sync {
    fn rgb(self) -> [f32; 3];
}

impl Drawn for [u8; 4] {
    #[inline]
    fn rgb(self) -> [f32; 3] {
        let [red, green, blue, _] = self;
        [red, green, blue].map(f32::from)
    }
}

impl Drawn for [u16; 3] {
    #[inline]
    fn rgb(self) -> [f32; 3] {
        self.map(f32::from)
    }
}

/// The small positions that one full position looks at, and their spatial weights.
#[derive(Clone, Copy, Debug)]
struct Window {
    positions: [usize; NEIGHBOURS],
    weights: [f32; NEIGHBOURS],
}

/// Enlarges a drawing to the size of the photograph, with edges where the photograph has them.
///
/// `drawing` was made from `guide_small`, which is the photograph `guide` at a smaller size. Each
/// full pixel is a weighted mean of the 4 x 4 drawn pixels around it; a drawn pixel weighs the more
/// the nearer it is and the more its colour in `guide_small` is like the colour of the full pixel
/// in `guide`. A mean of drawn colours cannot overshoot, so nothing rings. All three are sRGB; the
/// alpha of the inputs is ignored and the result has alpha 255.
///
/// With `drawing` and `guide` of the same size the drawing comes back as it is. If `guide_small`
/// has not the size of `drawing`, it is resized to it first. Besides the result, memory is taken
/// for a row and a column of weights only. Lines that the drawing has and the photograph has not
/// are interpolated smoothly and take on a little of the photograph's texture at their borders.
///
/// Source: Kopf et al., "Joint Bilateral Upsampling", ACM TOG 26(3), 2007, equation 3. Deviation:
/// a small floor under the colour weight, see the comment there.
pub fn upsample_guided(
    drawing: &RgbaImage,
    guide_small: &RgbaImage,
    guide: &RgbaImage,
) -> RgbaImage {
    if drawing.dimensions() == guide.dimensions() {
        let mut same = drawing.clone();
        for pixel in same.as_chunks_mut::<4>().0 {
            pixel[3] = 255;
        }
        return same;
    }
    upsample_guided_part(
        drawing,
        guide_small,
        guide,
        [0, 0],
        guide.dimensions().into(),
    )
}

/// A part of [`upsample_guided`]: `guide` holds only the part of the photograph that begins at
/// `corner`, and `size` is that of the whole.
pub fn upsample_guided_part(
    drawing: &RgbaImage,
    guide_small: &RgbaImage,
    guide: &RgbaImage,
    corner: [u32; 2],
    size: [u32; 2],
) -> RgbaImage {
    let (width, height) = guide.dimensions();
    let mut out = RgbaImage::new(width, height);
    if drawing.width() == 0 || drawing.height() == 0 || width == 0 || height == 0 {
        return out;
    }
    let resized;
    let guide_small = if guide_small.dimensions() == drawing.dimensions() {
        guide_small
    } else {
        resized = super::downscale(guide_small, drawing.width(), drawing.height());
        &resized
    };
    let columns = windows(drawing.width(), size[0], corner[0]..corner[0] + width);
    let rows = windows(drawing.height(), size[1], corner[1]..corner[1] + height);
    let color_weights = color_weights();
    let small_width = drawing.width() as usize;
    let drawn = drawing.as_raw().as_chunks::<4>().0;
    let small = guide_small.as_raw().as_chunks::<4>().0;
    let row_length = width as usize * 4;

    out.par_chunks_mut(row_length)
        .zip(&rows)
        .enumerate()
        .for_each(|(y, (out_row, row))| {
            let guide_row = guide.as_raw()[y * row_length..].as_chunks::<4>().0;
            let lines = row
                .positions
                .map(|line| line * small_width..(line + 1) * small_width);
            let drawn_lines = lines.clone().map(|line| &drawn[line]);
            let small_lines = lines.map(|line| &small[line]);
            let pixels = out_row.as_chunks_mut::<4>().0.iter_mut();
            for ((pixel, &target), column) in pixels.zip(guide_row).zip(&columns) {
                let mean = mean(
                    drawn_lines,
                    small_lines,
                    row,
                    column,
                    target,
                    &color_weights,
                );
                let [red, green, blue] = mean.map(|value| (value + 0.5) as u8);
                *pixel = [red, green, blue, 255];
            }
        });
    out
}

/// The colour of one full pixel.
#[inline]
fn mean<D: Drawn>(
    drawn: [&[D]; NEIGHBOURS],
    small: [&[[u8; 4]]; NEIGHBOURS],
    row: &Window,
    column: &Window,
    target: [u8; 4],
    color_weights: &[f32],
) -> [f32; 3] {
    let mut sum = [0.0_f32; 3];
    let mut total = 0.0_f32;
    for (j, &row_weight) in row.weights.iter().enumerate() {
        for (&x, &column_weight) in column.positions.iter().zip(&column.weights) {
            let distance = squared_distance(small[j][x], target);
            let color_weight = color_weights[(distance >> DISTANCE_SHIFT) as usize];
            let weight = row_weight * column_weight * color_weight;
            let [red, green, blue] = drawn[j][x].rgb();
            sum[0] += weight * red;
            sum[1] += weight * green;
            sum[2] += weight * blue;
            total += weight;
        }
    }
    sum.map(|sum| sum / total)
}

/// [`upsample_guided`] of a drawing with 16 bits a channel, worked out row by row as it is wanted,
/// unrounded: the enlarged drawing is never in memory.
#[derive(Debug)]
pub struct GuidedRows<'a> {
    drawing: &'a [[u16; 3]],
    guide_small: &'a RgbaImage,
    guide: &'a RgbaImage,
    columns: Vec<Window>,
    rows: Vec<Window>,
    color_weights: Vec<f32>,
}

impl<'a> GuidedRows<'a> {
    /// The rows of `drawing`, which has the size of `guide_small`, at the size of `guide`.
    ///
    /// `None` if it has not, or if one of them is empty.
    pub fn new(
        drawing: &'a [[u16; 3]],
        guide_small: &'a RgbaImage,
        guide: &'a RgbaImage,
    ) -> Option<Self> {
        let (width, height) = guide_small.dimensions();
        let is_empty = drawing.is_empty() || guide.is_empty();
        if is_empty || drawing.len() as u64 != u64::from(width) * u64::from(height) {
            return None;
        }
        Some(Self {
            drawing,
            guide_small,
            guide,
            columns: windows(width, guide.width(), 0..guide.width()),
            rows: windows(height, guide.height(), 0..guide.height()),
            color_weights: color_weights(),
        })
    }

    /// Sets red, green and blue in `0.0..=1.0` to `columns` of row `y`.
    pub fn load(&self, y: usize, columns: &Range<usize>, [red, green, blue]: [&mut [f32]; 3]) {
        let width = self.guide_small.width() as usize;
        let row = &self.rows[y];
        let lines = row.positions.map(|line| line * width..(line + 1) * width);
        let drawn = lines.clone().map(|line| &self.drawing[line]);
        let small = self.guide_small.as_raw().as_chunks::<4>().0;
        let small = lines.map(|line| &small[line]);
        let guide = &self.guide.as_raw().as_chunks::<4>().0[y * self.guide.width() as usize..];
        let targets = guide[columns.clone()]
            .iter()
            .zip(&self.columns[columns.clone()]);
        let values = red.iter_mut().zip(green).zip(blue);
        for (((red, green), blue), (&target, column)) in values.zip(targets) {
            let mean = mean(drawn, small, row, column, target, &self.color_weights);
            [*red, *green, *blue] = mean.map(|value| value / 65_535.0);
        }
    }
}

/// The windows of some full positions along one axis.
fn windows(small: u32, full: u32, positions: Range<u32>) -> Vec<Window> {
    let scale = f64::from(small) / f64::from(full);
    let last = i64::from(small) - 1;
    positions
        .map(|position| {
            let center = (f64::from(position) + 0.5) * scale - 0.5;
            let first = center.floor() as i64 - (NEIGHBOURS as i64 / 2 - 1);
            let mut window = Window {
                positions: [0; NEIGHBOURS],
                weights: [0.0; NEIGHBOURS],
            };
            for (index, neighbour) in (first..).take(NEIGHBOURS).enumerate() {
                let distance = (neighbour as f64 - center) as f32 / SPATIAL_SIGMA;
                window.positions[index] = neighbour.clamp(0, last) as usize;
                window.weights[index] = (-0.5 * distance * distance).exp();
            }
            window
        })
        .collect()
}

/// The colour weight of every squared distance, in steps.
fn color_weights() -> Vec<f32> {
    let largest = 3 * 255 * 255_u32;
    (0..=largest >> DISTANCE_SHIFT)
        .map(|step| {
            let squared = (step << DISTANCE_SHIFT) as f32;
            (-0.5 * squared / (COLOR_SIGMA * COLOR_SIGMA)).exp() + COLOR_FLOOR
        })
        .collect()
}

fn squared_distance(a: [u8; 4], b: [u8; 4]) -> u32 {
    let square = |index: usize| {
        let difference = i32::from(a[index]) - i32::from(b[index]);
        (difference * difference) as u32
    };
    square(0) + square(1) + square(2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::downscale;
    use ::image::Rgba;

    /// A photograph with a slanted edge between two colours.
    fn slanted(width: u32, height: u32) -> RgbaImage {
        RgbaImage::from_fn(width, height, |x, y| {
            if x * 3 + y < width * 2 {
                Rgba([200, 180, 40, 255])
            } else {
                Rgba([30, 60, 120, 255])
            }
        })
    }

    /// The drawing of it: red and blue instead.
    fn draw(photo: &RgbaImage) -> RgbaImage {
        RgbaImage::from_fn(photo.width(), photo.height(), |x, y| {
            let bright = f64::from(photo.get_pixel(x, y).0[0]) / 255.0;
            let part = ((bright - 0.118) / (0.784 - 0.118)).clamp(0.0, 1.0);
            Rgba([(255.0 * part) as u8, 0, (255.0 * (1.0 - part)) as u8, 9])
        })
    }

    #[test]
    fn equal_sizes_give_the_drawing_back() {
        let photo = slanted(50, 40);
        let drawing = draw(&photo);
        let out = upsample_guided(&drawing, &photo, &photo);
        assert!(
            out.pixels()
                .zip(drawing.pixels())
                .all(|(o, d)| o.0[..3] == d.0[..3])
        );
        assert!(out.pixels().all(|pixel| pixel.0[3] == 255));
    }

    #[test]
    fn rows_of_16_bits_are_those_of_8_bits_unrounded() {
        let photo = slanted(200, 160);
        let small = downscale(&photo, 50, 40);
        let drawing = draw(&small);
        let deep: Vec<[u16; 3]> = drawing
            .pixels()
            .map(|pixel| [0, 1, 2].map(|c: usize| u16::from(pixel.0[c]) * 257))
            .collect();
        let enlarged = upsample_guided(&drawing, &small, &photo);
        let rows = GuidedRows::new(&deep, &small, &photo).unwrap();
        for (y, columns) in [(0, 0..200), (77, 13..150), (159, 199..200)] {
            let mut planes = [const { [9.0_f32; 200] }; 3];
            let [red, green, blue] = &mut planes;
            let count = columns.len();
            rows.load(y, &columns, [red, green, blue].map(|row| &mut row[..count]));
            for (i, x) in columns.enumerate() {
                let pixel = enlarged.get_pixel(x as u32, y as u32).0;
                for c in 0..3 {
                    assert!((planes[c][i] * 255.0 - f32::from(pixel[c])).abs() < 0.51);
                }
            }
        }
        assert!(GuidedRows::new(&deep[1..], &small, &photo).is_none());
    }

    #[test]
    fn edges_come_out_sharper_than_by_plain_interpolation() {
        let photo = slanted(400, 320);
        let small = downscale(&photo, 100, 80);
        let drawing = draw(&small);
        let truth = draw(&photo);
        let error = |picture: &RgbaImage| {
            let differences = picture.pixels().zip(truth.pixels()).map(|(a, b)| {
                a.0[..3]
                    .iter()
                    .zip(&b.0[..3])
                    .map(|(&a, &b)| u64::from(a.abs_diff(b)))
                    .sum::<u64>()
            });
            differences.sum::<u64>()
        };
        let guided = error(&upsample_guided(&drawing, &small, &photo));
        let plain = error(&downscale(&drawing, 400, 320));
        assert!(guided * 4 < plain, "guided {guided}, plain {plain}");
    }

    #[test]
    fn nothing_overshoots() {
        let photo = slanted(333, 251);
        let small = downscale(&photo, 41, 31);
        let drawing = RgbaImage::from_fn(41, 31, |x, _| {
            if x < 20 {
                Rgba([60, 90, 60, 255])
            } else {
                Rgba([190, 100, 200, 255])
            }
        });
        let out = upsample_guided(&drawing, &small, &photo);
        assert_eq!(out.dimensions(), (333, 251));
        for pixel in out.pixels() {
            let [red, green, blue, alpha] = pixel.0;
            assert!((60..=190).contains(&red) && (90..=100).contains(&green));
            assert!((60..=200).contains(&blue) && alpha == 255);
        }
    }

    #[test]
    fn extreme_sizes_work() {
        let one = RgbaImage::from_pixel(1, 1, Rgba([5, 6, 7, 255]));
        let out = upsample_guided(&one, &one, &slanted(30, 1));
        assert!(out.pixels().all(|pixel| pixel.0 == [5, 6, 7, 255]));
        let out = upsample_guided(&slanted(1, 90), &slanted(1, 90), &slanted(3, 20_000));
        assert_eq!(out.dimensions(), (3, 20_000));
        // A guide of the wrong size is brought to size instead of being read out of bounds.
        let out = upsample_guided(&slanted(10, 8), &slanted(17, 3), &slanted(40, 32));
        assert_eq!(out.dimensions(), (40, 32));
    }
}
