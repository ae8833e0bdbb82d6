//! Hatching: what is grey becomes strokes of a pen on white paper, what is darker a second layer across them,
//! what is darkest solid ink.
//!
//! A stroke is told by the place of a pixel alone, its width by the pixel's darkness, so no pixel looks at another.
//! The hand shows: strokes sway, press harder or softer, and end. All of it comes from hashes of whole numbers and
//! from polynomials, because sines differ from one graphics card to the next.
//!
//! Source: layers by darkness as in Praun, Hoppe, Webb and Finkelstein, "Real-Time Hatching", SIGGRAPH 2001.

#![expect(
    clippy::inline_always,
    reason = "what is not inlined is not compiled for the wider vectors"
)]

use super::parameters::{INK, Parameters};
use super::planar::LANES;
use super::plane::smoothstep;

/// Width, relative to the distance of the strokes, below which they fade.
pub const THIN: f32 = 0.12;

/// Strokes that lie beside each other.
#[derive(Clone, Copy, Debug)]
pub struct Layer {
    /// Unit vector along the strokes.
    pub along: [f32; 2],
    /// Distance of the strokes, relative to the first layer's.
    pub spacing: f32,
    /// Darkness at which strokes begin, as hairs.
    pub from: f32,
    /// Share of the paper that they cover just before all is solid ink.
    pub most: f32,
    /// Which hand it is.
    pub seed: u32,
}

/// Darkness at which all begins to be solid ink, and at which it is.
pub const SOLID: [f32; 2] = [0.64, 0.72];
/// Strokes for greys, and those across them for what is darker. Most of the paper stays white, as on pen drawings,
/// whose pages have four fifths of it.
pub const LAYERS: [Layer; 2] = [
    Layer {
        along: [-0.374_606_6, 0.927_183_9],
        spacing: 1.0,
        from: 0.45,
        most: 0.4,
        seed: 1,
    },
    Layer {
        along: [0.788_010_8, 0.615_661_5],
        spacing: 1.1,
        from: 0.6,
        most: 0.35,
        seed: 2,
    },
];

/// Hatches some pixels of row `y`, from column `x` on; sRGB in `0.0..=1.0`. `pixel` is 1024 over the picture's long
/// side in pixels.
#[inline(always)]
pub(super) fn hatch(
    rgb: &mut [[f32; LANES]; 3],
    [x, y]: [usize; 2],
    pixel: f32,
    parameters: &Parameters,
) {
    let [red, green, blue] = *rgb;
    let y = place(y, pixel);
    for lane in 0..LANES {
        let luma = 0.299 * red[lane] + 0.587 * green[lane] + 0.114 * blue[lane];
        let darkness = 1.0 - luma;
        let x = place(x + lane, pixel);
        let ink = coverage(darkness, [x, y], pixel, parameters);
        for (values, inked) in rgb.iter_mut().zip(INK) {
            // What is grey becomes white, what is coloured keeps a tint.
            let paper = (values[lane] + darkness).min(1.0);
            let hatched = paper + (inked - paper) * ink;
            values[lane] += (hatched - values[lane]) * parameters.hatching;
        }
    }
}

/// The middle of a pixel, in pixels of a picture whose long side has 1024.
#[inline(always)]
fn place(at: usize, pixel: f32) -> f32 {
    (at as f32 + 0.5) * pixel
}

/// How much of a pixel is ink.
#[inline(always)]
fn coverage(darkness: f32, place: [f32; 2], pixel: f32, parameters: &Parameters) -> f32 {
    let mut ink = smoothstep(SOLID[0], SOLID[1], darkness);
    for layer in LAYERS {
        ink = ink.max(strokes(darkness, place, layer, pixel, parameters));
    }
    ink
}

/// How much of a pixel the strokes of a layer cover.
#[inline(always)]
fn strokes(
    darkness: f32,
    [x, y]: [f32; 2],
    layer: Layer,
    pixel: f32,
    parameters: &Parameters,
) -> f32 {
    let spacing = parameters.hatching_spacing * layer.spacing;
    let [cos, sin] = layer.along;
    let along = (x * cos + y * sin) / spacing;
    let across = (y * cos - x * sin) / spacing;
    let sway = noise(along * 0.11, across * 0.25, layer.seed) - 0.5;
    let across = across + sway;
    let stroke = across.floor();
    let from_middle = (across - stroke - 0.5).abs() * 2.0;
    // Where this stroke is, between its beginning and its end.
    let length = 7.0 + 7.0 * hash(stroke, 0.0, layer.seed);
    let part = along / length + 16.0 * hash(stroke, 1.0, layer.seed);
    let number = part.floor();
    let from_centre = (part - number - 0.5).abs() * 2.0;
    let pressure = 0.72 + 0.5 * hash(stroke, 2.0 + number, layer.seed);
    let taper = 1.0 - smoothstep(0.8, 1.0, from_centre);
    let depth = ((darkness - layer.from) / (SOLID[1] - layer.from)).clamp(0.0, 1.0);
    let soft = 1.6 * pixel / spacing;
    // Never so wide that two strokes meet: between them the number changes.
    let width = (depth * layer.most * pressure * taper).min(1.0 - soft);
    // A stroke without width has still a soft border.
    smoothstep(-soft, soft, width - from_middle) * smoothstep(0.0, THIN, width)
}

/// Smooth noise, `0.0..=1.0`, with a value at every whole number.
#[inline(always)]
fn noise(x: f32, y: f32, seed: u32) -> f32 {
    let (left, top) = (x.floor(), y.floor());
    let (u, v) = (
        smoothstep(0.0, 1.0, x - left),
        smoothstep(0.0, 1.0, y - top),
    );
    let [a, b] = [0.0, 1.0].map(|down| {
        let [a, b] = [0.0, 1.0].map(|right| hash(left + right, top + down, seed));
        a + (b - a) * u
    });
    a + (b - a) * v
}

/// A number in `0.0..1.0` for two whole ones.
///
/// Source: the mixing steps are those of `PCG`'s and `Murmur`'s finalisers.
#[inline(always)]
pub(super) fn hash(a: f32, b: f32, seed: u32) -> f32 {
    let (a, b) = (a as i32 as u32, b as i32 as u32);
    let mut h =
        a.wrapping_mul(0x9e37_79b1) ^ b.wrapping_mul(0x85eb_ca77) ^ seed.wrapping_mul(0xc2b2_ae3d);
    h ^= h >> 15;
    h = h.wrapping_mul(0x2c1b_3c6d);
    h ^= h >> 12;
    h = h.wrapping_mul(0x297a_2d39);
    h ^= h >> 15;
    (h >> 8) as f32 / 16_777_216.0
}

#[cfg(test)]
mod tests {
    use image::{Rgba, RgbaImage};

    use super::super::{InkSettings, LiveInk};

    /// The left top corner of a grey picture of 8192 px times `part`, hatched.
    fn hatched(grey: u8, part: f32, side: u32) -> RgbaImage {
        let grey = Rgba([grey, grey, grey, 255]);
        let picture = RgbaImage::from_pixel(16, 16, grey);
        let kept = RgbaImage::from_pixel(side, side, grey);
        let settings = InkSettings {
            hatching: 1.0,
            ..InkSettings::NEUTRAL
        };
        let size = [(8192.0 * part) as u32; 2];
        LiveInk::default().draw_part(&picture, &picture, &kept, &settings, size, [0, 0])
    }

    fn mean(picture: &RgbaImage) -> f64 {
        let sum: f64 = picture.pixels().map(|pixel| f64::from(pixel.0[0])).sum();
        sum / f64::from(picture.width() * picture.height())
    }

    #[test]
    fn darker_areas_take_more_ink_white_none_and_black_all_of_it() {
        let means = [200, 130, 115, 100, 85, 20].map(|grey| mean(&hatched(grey, 0.125, 200)));
        assert!(means.is_sorted_by(|a, b| a > b), "{means:?}");
        assert!(means[0] > 254.9 && means[5] < 20.0, "{means:?}");
    }

    #[test]
    fn a_hatched_grey_is_ink_and_paper() {
        let large = hatched(110, 1.0, 800);
        let between = large
            .pixels()
            .filter(|pixel| (60..200).contains(&pixel.0[0]));
        let share = between.count() as f64 / 640_000.0;
        assert!(share < 0.12, "{share} is neither ink nor paper");
    }

    #[test]
    fn a_larger_picture_gets_the_same_strokes_larger() {
        let small = hatched(120, 0.125, 120);
        let large = hatched(120, 0.5, 480);
        let large = image::imageops::thumbnail(&large, 120, 120);
        let apart: f64 = small
            .pixels()
            .zip(large.pixels())
            .map(|(a, b)| f64::from(a.0[0].abs_diff(b.0[0])))
            .sum();
        let apart = apart / (120.0 * 120.0);
        assert!(apart < 20.0, "{apart} levels apart");
    }
}
