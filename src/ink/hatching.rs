//! Hatching of looks that no pages stand behind: greys become strokes of a pen on white paper, what
//! is coloured keeps a tint, what is darkest is crossed and becomes solid ink.
//!
//! Source: tone by strokes as in Praun, Hoppe, Webb and Finkelstein, "Real-Time Hatching", SIGGRAPH
//! 2001.

#![expect(
    clippy::inline_always,
    reason = "what is not inlined is not compiled for the wider vectors"
)]

use super::found::Found;
use super::passes::blur::blur;
use super::passes::pen::Strokes;
use super::passes::scale::at_pixel;
use super::passes::spots::Lanes;
use super::planar::LANES;
use super::plane::{Plane, luma};

/// Darkness at which strokes begin, and at which they are solid ink.
const DARK: [f32; 2] = [0.36, 0.82];
/// Share of the strokes where the slider is near 0.
const LEAST: f32 = 0.4;
/// Share of the strokes that faces go without.
const FACE_OPEN: f32 = 0.6;
/// How far outside a stroke a place lies where there is none.
const NOTHING: f32 = 1.0;
/// Where the slider is, when strokes have the full colour of the ink.
const FULL: f32 = 0.25;

/// How far inside a stroke each pixel lies, in px, less than 0 outside; `face` tells faces for 2 by
/// 2 pixels.
pub(super) fn pen(form: &Strokes, found: &Found, face: &Plane<f32>) -> Plane<f32> {
    let parameters = &found.parameters;
    let dark = found.flat.map(|x, y| {
        let [red, green, blue, _] = found.flat.at(x, y);
        1.0 - luma([red, green, blue])
    });
    let dark = blur(&dark, 1.2 * parameters.k);
    let pitch = parameters.manner().pitch(parameters.k);
    let share = LEAST + (1.0 - LEAST) * parameters.hatching;
    dark.map(
        #[inline(always)]
        |x, y| {
            let depth = (dark.at(x, y) - DARK[0]) / (DARK[1] - DARK[0]);
            let open = 1.0 - FACE_OPEN * at_pixel(face, x, y);
            // A stroke without width has still a soft border.
            let covered = depth.clamp(0.0, 1.0) * share * open
                - NOTHING * (1.0 - depth.clamp(0.0, 0.1) / 0.1);
            0.5 * pitch * form.inside(y * dark.width + x, covered)
        },
    )
}

/// How far strokes have the colour of the ink, `0.0..=1.0`.
pub(super) fn opacity(hatching: f32) -> f32 {
    (hatching / FULL).min(1.0)
}

/// Makes greys the paper that strokes lie on, and colours a tint.
#[inline(always)]
pub(super) fn bleach(rgb: &mut [Lanes; 3], hatching: f32) {
    let [red, green, blue] = *rgb;
    for lane in 0..LANES {
        let darkness = 1.0 - luma([red[lane], green[lane], blue[lane]]);
        for values in rgb.iter_mut() {
            let paper = (values[lane] + darkness).min(1.0);
            values[lane] += (paper - values[lane]) * hatching;
        }
    }
}

#[cfg(test)]
mod tests {
    use image::{Rgba, RgbaImage};

    use crate::ink::{InkSettings, LiveInk};

    /// The left top corner of a grey picture of 8192 px times `part`, hatched.
    fn hatched(grey: u8, part: f32, side: u32) -> RgbaImage {
        let grey = Rgba([grey, grey, grey, 255]);
        let picture = RgbaImage::from_pixel(256, 256, grey);
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
        let means = [200, 150, 130, 105, 80, 20].map(|grey| mean(&hatched(grey, 0.125, 200)));
        assert!(means.is_sorted_by(|a, b| a > b), "{means:?}");
        assert!(means[0] > 254.9 && means[5] < 30.0, "{means:?}");
    }

    #[test]
    fn a_hatched_grey_is_ink_and_paper() {
        let large = hatched(110, 0.25, 800);
        let between = large
            .pixels()
            .filter(|pixel| (60..200).contains(&pixel.0[0]));
        let share = between.count() as f64 / 640_000.0;
        assert!(share < 0.2, "{share} is neither ink nor paper");
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
