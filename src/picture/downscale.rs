//! Making pictures smaller and larger.

use std::borrow::Cow;

use ::image::RgbaImage;
use rayon::prelude::{IndexedParallelIterator as _, ParallelIterator as _, ParallelSliceMut as _};

use super::alpha::is_opaque;

/// The largest size of the same proportions whose longer side is at most `long_side`.
///
/// Never larger than the given size and never less than 1 on a side; a `long_side` of 0 counts
/// as 1.
///
/// # Examples
/// ```
/// use kinetoon::picture::fit_within;
///
/// assert_eq!(fit_within(4032, 3024, 1280), (1280, 960));
/// assert_eq!(fit_within(640, 480, 1280), (640, 480));
/// ```
pub fn fit_within(width: u32, height: u32, long_side: u32) -> (u32, u32) {
    let (width, height, long_side) = (width.max(1), height.max(1), long_side.max(1));
    let longest = width.max(height);
    if longest <= long_side {
        return (width, height);
    }
    let scale = |side: u32| {
        let scaled = u64::from(side) * u64::from(long_side) + u64::from(longest) / 2;
        (scaled / u64::from(longest)).max(1) as u32
    };
    (scale(width), scale(height))
}

/// The part that one output position takes of consecutive input positions.
struct Taps {
    start: usize,
    weights: Vec<f32>,
}

/// Resizes a picture to `width` x `height` (at least 1 each) without aliasing.
///
/// sRGB in, sRGB out, straight alpha. The filter is the Catmull-Rom cubic, widened by the scale so
/// that every input pixel counts. It works on the encoded values, as the pictures that the networks
/// learn from were resized, and on premultiplied colours, so that the invisible colour of
/// transparent pixels does not bleed into edges. Meant for making pictures smaller; larger sizes
/// are interpolated with the same filter. Beyond the result it holds one row a thread.
///
/// Source: Mitchell and Netravali, "Reconstruction Filters in Computer Graphics", SIGGRAPH 1988,
/// with B = 0, C = 1/2.
pub fn downscale(pixels: &RgbaImage, width: u32, height: u32) -> RgbaImage {
    resample(pixels, [width, height], &CATMULL_ROM)
}

/// Enlarges a picture to `width` x `height` (at least 1 each), as [`downscale`] makes it smaller,
/// by the Lanczos filter of three lobes. Of an edge enlarged eight times its mean squared error is
/// 128, that of the cubic 135.
///
/// Source: Duchon, "Lanczos filtering in one and two dimensions", Journal of Applied Meteorology
/// 18(8), 1979.
pub fn enlarge(pixels: &RgbaImage, width: u32, height: u32) -> RgbaImage {
    resample(pixels, [width, height], &LANCZOS)
}

/// The picture at that size, enlarged or made smaller; itself when it has it.
pub fn at_size(pixels: &RgbaImage, (width, height): (u32, u32)) -> Cow<'_, RgbaImage> {
    if pixels.dimensions() == (width, height) {
        Cow::Borrowed(pixels)
    } else if width > pixels.width() || height > pixels.height() {
        Cow::Owned(enlarge(pixels, width, height))
    } else {
        Cow::Owned(downscale(pixels, width, height))
    }
}

/// A function by whose values neighbours are weighed.
struct Filter {
    value: fn(f64) -> f64,
    /// From there on its value is 0.
    reach: f64,
}

const CATMULL_ROM: Filter = Filter {
    value: catmull_rom,
    reach: 2.0,
};
const LANCZOS: Filter = Filter {
    value: lanczos,
    reach: 3.0,
};

fn resample(pixels: &RgbaImage, [width, height]: [u32; 2], filter: &Filter) -> RgbaImage {
    let (width, height) = (width.max(1), height.max(1));
    if pixels.dimensions() == (width, height) || pixels.width() == 0 || pixels.height() == 0 {
        return pixels.clone();
    }
    let columns = taps(pixels.width(), width, filter);
    let rows = taps(pixels.height(), height, filter);
    let opaque = is_opaque(pixels);
    let stride = pixels.width() as usize * 4;
    let mut out = RgbaImage::new(width, height);
    out.par_chunks_mut(width as usize * 4)
        .zip(&rows)
        .for_each_init(
            || vec![0.0_f32; stride],
            |sums, (out_row, row)| {
                sums.fill(0.0);
                let source = pixels.as_raw()[row.start * stride..].chunks_exact(stride);
                for (line, &weight) in source.zip(&row.weights) {
                    if opaque {
                        add_line(line, weight, sums);
                    } else {
                        add_premultiplied(line, weight, sums);
                    }
                }
                for (pixel, column) in out_row.as_chunks_mut::<4>().0.iter_mut().zip(&columns) {
                    let sum = weigh(sums, column);
                    *pixel = if opaque {
                        sum.map(to_byte)
                    } else {
                        straight(sum)
                    };
                }
            },
        );
    out
}

/// The taps of every output position along one axis; each set of weights sums to 1.
fn taps(from: u32, to: u32, filter: &Filter) -> Vec<Taps> {
    let scale = f64::from(from) / f64::from(to);
    let stretch = scale.max(1.0);
    (0..to)
        .map(|position| {
            let center = (f64::from(position) + 0.5) * scale - 0.5;
            let reach = filter.reach * stretch;
            let first = (center - reach).ceil().max(0.0) as u32;
            let last = ((center + reach).floor() as u32).min(from - 1);
            let weights: Vec<f64> = (first..=last)
                .map(|input| (filter.value)((f64::from(input) - center) / stretch))
                .collect();
            let total: f64 = weights.iter().sum();
            Taps {
                start: first as usize,
                weights: weights
                    .iter()
                    .map(|weight| (weight / total) as f32)
                    .collect(),
            }
        })
        .collect()
}

/// The Catmull-Rom cubic, 1 at 0 and 0 at every other integer and from 2 on.
fn catmull_rom(distance: f64) -> f64 {
    let x = distance.abs();
    if x < 1.0 {
        (1.5 * x - 2.5) * x * x + 1.0
    } else if x < 2.0 {
        ((-0.5 * x + 2.5) * x - 4.0) * x + 2.0
    } else {
        0.0
    }
}

/// The Lanczos filter of three lobes, 1 at 0 and 0 at every other integer and from 3 on.
fn lanczos(distance: f64) -> f64 {
    let x = distance.abs() * std::f64::consts::PI;
    if x == 0.0 {
        1.0
    } else if x < 3.0 * std::f64::consts::PI {
        3.0 * x.sin() * (x / 3.0).sin() / (x * x)
    } else {
        0.0
    }
}

fn add_line(line: &[u8], weight: f32, sums: &mut [f32]) {
    for (sum, &value) in sums.iter_mut().zip(line) {
        *sum += weight * f32::from(value);
    }
}

fn add_premultiplied(line: &[u8], weight: f32, sums: &mut [f32]) {
    let pixels = line.as_chunks::<4>().0;
    for (sum, &[red, green, blue, alpha]) in sums.as_chunks_mut::<4>().0.iter_mut().zip(pixels) {
        let weighted_alpha = weight * f32::from(alpha);
        let cover = weighted_alpha / 255.0;
        sum[0] += cover * f32::from(red);
        sum[1] += cover * f32::from(green);
        sum[2] += cover * f32::from(blue);
        sum[3] += weighted_alpha;
    }
}

/// The weighted sum of the pixels under the taps.
fn weigh(sums: &[f32], taps: &Taps) -> [f32; 4] {
    let mut total = [0.0; 4];
    let pixels = &sums.as_chunks::<4>().0[taps.start..];
    for (pixel, weight) in pixels.iter().zip(&taps.weights) {
        for (total, value) in total.iter_mut().zip(pixel) {
            *total += weight * value;
        }
    }
    total
}

fn to_byte(value: f32) -> u8 {
    // The cast saturates, so that the filter's overshoot is clipped.
    (value + 0.5) as u8
}

/// Undoes the premultiplication.
fn straight([red, green, blue, alpha]: [f32; 4]) -> [u8; 4] {
    let byte = to_byte(alpha);
    if byte == 0 {
        return [0; 4];
    }
    let gain = 255.0 / alpha;
    [
        to_byte(red * gain),
        to_byte(green * gain),
        to_byte(blue * gain),
        byte,
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use ::image::Rgba;

    #[test]
    fn fitting_keeps_proportions_and_never_enlarges() {
        assert_eq!(fit_within(4032, 3024, 1280), (1280, 960));
        assert_eq!(fit_within(3024, 4032, 1280), (960, 1280));
        assert_eq!(fit_within(640, 480, 1280), (640, 480));
        assert_eq!(fit_within(1, 20_000, 100), (1, 100));
        assert_eq!(fit_within(20_000, 3, 100), (100, 1));
        assert_eq!(fit_within(0, 0, 0), (1, 1));
        assert_eq!(fit_within(u32::MAX, u32::MAX, 7), (7, 7));
    }

    #[test]
    fn a_flat_colour_stays_exactly_itself() {
        for size in [(1, 1), (7, 3), (50, 50), (99, 1), (150, 120)] {
            let flat = RgbaImage::from_pixel(100, 67, Rgba([201, 3, 77, 255]));
            let small = downscale(&flat, size.0, size.1);
            assert_eq!(small.dimensions(), size);
            assert!(small.pixels().all(|pixel| pixel.0 == [201, 3, 77, 255]));
        }
    }

    #[test]
    fn the_same_size_changes_nothing() {
        let pixels = RgbaImage::from_fn(9, 5, |x, y| Rgba([x as u8, y as u8, 3, (x * 20) as u8]));
        assert_eq!(downscale(&pixels, 9, 5), pixels);
    }

    #[test]
    fn an_enlarged_edge_is_nearer_to_the_truth_than_by_the_cubic_and_nothing_moves() {
        // A disc as it is at eight times the size, and made of the small one.
        let disc = |side: u32| {
            RgbaImage::from_fn(side, side, |x, y| {
                let at = |v: u32| (f64::from(v) + 0.5) / f64::from(side) - 0.5;
                let dark = at(x).hypot(at(y)) < 0.3;
                Rgba(if dark {
                    [20, 40, 60, 255]
                } else {
                    [230, 220, 200, 255]
                })
            })
        };
        let truth = disc(384);
        let small = downscale(&truth, 48, 48);
        let error = |picture: &RgbaImage| -> u64 {
            let apart = picture.iter().zip(truth.iter());
            apart.map(|(a, b)| u64::from(a.abs_diff(*b)).pow(2)).sum()
        };
        let (by_lanczos, by_cubic) = (enlarge(&small, 384, 384), downscale(&small, 384, 384));
        assert!(error(&by_lanczos) < error(&by_cubic));
        let back = downscale(&by_lanczos, 48, 48);
        let apart = back.iter().zip(small.iter()).map(|(a, b)| a.abs_diff(*b));
        assert!(apart.max().unwrap() <= 16);
        // Transparent pixels have no colour that could bleed.
        let veiled = RgbaImage::from_fn(2, 1, |x, _| {
            Rgba([
                if x == 0 { 200 } else { 0 },
                0,
                0,
                if x == 0 { 255 } else { 0 },
            ])
        });
        let large = enlarge(&veiled, 16, 8);
        let seen = large.pixels().filter(|pixel| pixel.0[3] > 0);
        assert!(seen.clone().count() > 50 && seen.clone().all(|pixel| pixel.0[0] >= 199));
    }

    #[test]
    fn a_size_is_reached_from_both_sides() {
        let pixels = RgbaImage::from_pixel(9, 5, Rgba([9, 8, 7, 255]));
        assert!(matches!(at_size(&pixels, (9, 5)), Cow::Borrowed(_)));
        for size in [(18, 10), (3, 2), (1, 1)] {
            let sized = at_size(&pixels, size);
            assert_eq!(sized.dimensions(), size);
            assert!(sized.pixels().all(|pixel| pixel.0 == [9, 8, 7, 255]));
        }
    }

    #[test]
    fn a_fine_checkerboard_becomes_grey_instead_of_moire() {
        let board = RgbaImage::from_fn(300, 300, |x, y| {
            let value = if (x + y) % 2 == 0 { 255 } else { 0 };
            Rgba([value, value, value, 255])
        });
        let small = downscale(&board, 70, 70);
        let inner = (3..67).flat_map(|y| (3..67).map(move |x| (x, y)));
        for (x, y) in inner {
            let value = small.get_pixel(x, y).0[0];
            assert!((124..=131).contains(&value), "{value} at {x}, {y}");
        }
    }

    #[test]
    fn a_centered_shape_stays_centered() {
        let pixels = RgbaImage::from_fn(120, 90, |x, y| {
            let inside = (40..80).contains(&x) && (30..60).contains(&y);
            if inside {
                Rgba([250, 10, 10, 255])
            } else {
                Rgba([0, 60, 0, 255])
            }
        });
        let small = downscale(&pixels, 41, 31);
        for (x, y, pixel) in small.enumerate_pixels() {
            let mirrored = small.get_pixel(40 - x, 30 - y).0;
            let same = pixel
                .0
                .iter()
                .zip(mirrored)
                .all(|(&a, b)| a.abs_diff(b) <= 1);
            assert!(same, "{x}, {y}");
        }
    }

    #[test]
    fn alpha_survives_a_resize_without_dark_fringes() {
        // A white disc on transparent black: any dark fringe would be the black bleeding in.
        let disc = RgbaImage::from_fn(200, 200, |x, y| {
            let (dx, dy) = (f64::from(x) - 99.5, f64::from(y) - 99.5);
            if dx.hypot(dy) < 80.0 {
                Rgba([255, 255, 255, 255])
            } else {
                Rgba([0, 0, 0, 0])
            }
        });
        let small = downscale(&disc, 37, 37);
        assert_eq!(small.get_pixel(18, 18).0, [255, 255, 255, 255]);
        assert_eq!(small.get_pixel(0, 0).0[3], 0);
        let mut soft = 0;
        for pixel in small.pixels().filter(|pixel| pixel.0[3] > 0) {
            soft += u32::from(pixel.0[3] < 255);
            assert!(pixel.0[..3].iter().all(|&value| value >= 254), "{pixel:?}");
        }
        assert!(soft > 20, "the edge is antialiased, {soft} soft pixels");
    }
}
