//! A photograph that becomes its drawing and back, over and over: a border sweeps across both, with
//! their names below.

use image::{Rgba, RgbaImage, imageops};

use super::Lettering;
use super::contact_sheet::{NAMES, PAPER};
use crate::i18n::Language;
use crate::picture::{self, Delay};

/// Longest side of such a picture in pixels, with the names.
const LONG_SIDE_PX: u32 = 720;
/// Frames of one way there and back.
pub(crate) const NUM_FRAMES: u32 = 40;
/// How long a frame is shown, and one on which nothing but one of the two is seen.
const FRAME_MS: u32 = 50;
const REST_MS: u32 = 800;
/// The line with the names, and the height of letters, in pixels.
const LINE_PX: u32 = 34;
const LETTERS_PX: f32 = 19.0;
/// Between a name and the side of the picture, in pixels.
const MARGIN_PX: u32 = 10;
/// The border, from its middle out in pixels: white, and around it dark, to be seen on both.
const WHITE_PX: i64 = 2;
const DARK_PX: i64 = 3;

/// The photograph and its drawing, ready to be shown one over the other.
pub(crate) struct Sweep {
    /// Both with the names below: opaque sRGB of one size.
    photo: RgbaImage,
    drawing: RgbaImage,
    /// Height of the pictures without the names.
    height: u32,
}

impl Sweep {
    /// Of a photograph and its drawing (opaque sRGB, of the same proportions), each with its name,
    /// in letters of `language`.
    pub(crate) fn new(
        photo: (&RgbaImage, &str),
        drawing: (&RgbaImage, &str),
        language: Language,
    ) -> Self {
        let (width, height) = photo.0.dimensions();
        let room = [LONG_SIDE_PX, LONG_SIDE_PX - LINE_PX].map(|side| side as f32);
        let fit = (room[0] / width.max(1) as f32).min(room[1] / height.max(1) as f32);
        let fitted =
            |side: u32, most: f32| ((side as f32 * fit).round() as u32).clamp(1, most as u32);
        let (width, height) = (fitted(width, room[0]), fitted(height, room[1]));
        let [red, green, blue] = PAPER;
        let paper = Rgba([red, green, blue, 255]);
        let mut below = RgbaImage::from_pixel(width, LINE_PX, paper);
        let mut lettering = Lettering::new(language);
        let most_px = (width / 2).saturating_sub(MARGIN_PX).max(1) as f32;
        for (name, is_right) in [(photo.1, false), (drawing.1, true)] {
            let line = lettering.line(name, LETTERS_PX, most_px);
            let [wide, high] = line.size.map(i64::from);
            let left = if is_right {
                i64::from(width - width.min(MARGIN_PX)) - wide
            } else {
                i64::from(MARGIN_PX)
            };
            line.paint(&mut below, [left, (i64::from(LINE_PX) - high) / 2], NAMES);
        }
        let with_names = |picture: &RgbaImage| {
            let mut whole = RgbaImage::from_pixel(width, height + LINE_PX, paper);
            let small = picture::at_size(picture, (width, height));
            imageops::replace(&mut whole, &*small, 0, 0);
            imageops::replace(&mut whole, &below, 0, i64::from(height));
            whole
        };
        Self {
            photo: with_names(photo.0),
            drawing: with_names(drawing.0),
            height,
        }
    }

    /// Width and height of a frame in pixels.
    pub(crate) fn size(&self) -> [u32; 2] {
        self.photo.dimensions().into()
    }

    /// One frame, of [`NUM_FRAMES`], and how long it is shown. The first is the photograph, the one
    /// half way the drawing; after the last comes the first.
    ///
    /// As when both are compared in the window, the drawing is right of the border.
    pub(crate) fn frame(&self, index: u32) -> (RgbaImage, Delay) {
        // It slows down at both ends, where it turns.
        let turn = f64::from(index) / f64::from(NUM_FRAMES) * std::f64::consts::TAU;
        let share = (1.0 - turn.cos()) / 2.0;
        let width = self.photo.width();
        let border = (f64::from(width) * (1.0 - share)).round() as u32;
        let mut frame = self.photo.clone();
        let right = imageops::crop_imm(&self.drawing, border, 0, width - border, self.height);
        imageops::replace(&mut frame, &*right, i64::from(border), 0);
        if (1..width).contains(&border) {
            for across in -DARK_PX..DARK_PX {
                let is_white = (-WHITE_PX..WHITE_PX).contains(&across);
                let value = if is_white { 255 } else { 40 };
                let x = u32::try_from(i64::from(border) + across);
                for x in x.into_iter().filter(|x| *x < width) {
                    for y in 0..self.height {
                        frame.put_pixel(x, y, Rgba([value, value, value, 255]));
                    }
                }
            }
        }
        let rests = index.is_multiple_of(NUM_FRAMES / 2);
        let delay = Delay::from_ms(if rests { REST_MS } else { FRAME_MS });
        (frame, delay)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RED: Rgba<u8> = Rgba([200, 30, 30, 255]);
    const BLUE: Rgba<u8> = Rgba([30, 30, 200, 255]);

    fn sweep(width: u32, height: u32) -> Sweep {
        let picture = |color| RgbaImage::from_pixel(width, height, color);
        let names = ["Photograph", "Comic"];
        Sweep::new(
            (&picture(RED), names[0]),
            (&picture(BLUE), names[1]),
            Language::English,
        )
    }

    #[test]
    fn any_shape_fits_with_its_names() {
        for (width, height) in [(4000, 3000), (300, 400), (5000, 40), (1, 900), (1, 1)] {
            let [wide, high] = sweep(width, height).size();
            assert!(wide.max(high) <= LONG_SIDE_PX, "{wide}x{high}");
            assert!(wide.max(high) >= LONG_SIDE_PX - LINE_PX, "{wide}x{high}");
        }
        assert_eq!(sweep(4000, 3000).size(), [720, 540 + LINE_PX]);
    }

    #[test]
    fn it_goes_from_the_photograph_to_the_drawing_and_back_without_a_jump() {
        let sweep = sweep(400, 300);
        let share = |index| {
            let (frame, _) = sweep.frame(index);
            let pixels = frame.rows().take(540).flatten();
            let blue = pixels.filter(|pixel| **pixel == BLUE).count();
            blue as f64 / f64::from(720 * 540)
        };
        assert_eq!(share(0), 0.0, "the photograph comes first");
        assert_eq!(share(NUM_FRAMES / 2), 1.0);
        let shares: Vec<f64> = (0..=NUM_FRAMES)
            .map(|index| share(index % NUM_FRAMES))
            .collect();
        for pair in shares.windows(2) {
            assert!((pair[0] - pair[1]).abs() < 0.1, "{pair:?}");
        }
        let (frame, delay) = sweep.frame(10);
        assert_eq!(delay.as_ms(), 50.0);
        assert_eq!(*frame.get_pixel(20, 20), RED);
        assert_eq!(*frame.get_pixel(700, 20), BLUE);
        assert_eq!(*frame.get_pixel(360, 20), Rgba([255; 4]), "the border");
        // The names stay where they are, and are there.
        let names = |index| {
            let (frame, _) = sweep.frame(index);
            imageops::crop_imm(&frame, 0, 540, 720, LINE_PX).to_image()
        };
        assert_eq!(names(0), names(13));
        for side in [0..300, 420..720] {
            let dark = side.flat_map(|x| (0..LINE_PX).map(move |y| (x, y)));
            let names = names(0);
            let dark = dark.filter(|(x, y)| names.get_pixel(*x, *y).0[0] < 120);
            assert!(dark.count() > 100);
        }
    }
}
