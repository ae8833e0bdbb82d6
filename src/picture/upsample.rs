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

/// The small positions that one full position looks at, and their spatial weights.
#[derive(Clone, Copy)]
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
                let mut sum = [0.0_f32; 3];
                let mut total = 0.0_f32;
                for (j, &row_weight) in row.weights.iter().enumerate() {
                    for (&x, &column_weight) in column.positions.iter().zip(&column.weights) {
                        let distance = squared_distance(small_lines[j][x], target);
                        let color_weight = color_weights[(distance >> DISTANCE_SHIFT) as usize];
                        let weight = row_weight * column_weight * color_weight;
                        let [red, green, blue, _] = drawn_lines[j][x];
                        sum[0] += weight * f32::from(red);
                        sum[1] += weight * f32::from(green);
                        sum[2] += weight * f32::from(blue);
                        total += weight;
                    }
                }
                let mean = sum.map(|sum| (sum / total + 0.5) as u8);
                *pixel = [mean[0], mean[1], mean[2], 255];
            }
        });
    out
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
