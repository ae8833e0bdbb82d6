//! Lines of text as pixels, laid out by egui's own letters.

use eframe::egui::epaint::text::{Fonts, LayoutJob, TextOptions, TextWrapping};
use eframe::egui::{Color32, FontId};
use image::{Rgba, RgbaImage};

use super::fonts::definitions;
use crate::i18n::Language;

/// Letters of a language.
pub(crate) struct Lettering {
    fonts: Fonts,
}

/// A line of text: how much of each pixel is ink.
pub(crate) struct Line {
    /// Width and height in pixels.
    pub(crate) size: [u32; 2],
    /// From the top, row by row, `0..=255`.
    coverage: Vec<u8>,
}

impl Lettering {
    /// Those of `language`; takes a few milliseconds.
    pub(crate) fn new(language: Language) -> Self {
        let fonts = Fonts::new(TextOptions::default(), definitions(language, None));
        Self { fonts }
    }

    /// Lays a line out with letters of `size_px`, its end left out where it is wider than
    /// `most_px`. Characters that no font has are boxes.
    pub(crate) fn line(&mut self, text: &str, size_px: f32, most_px: f32) -> Line {
        let text = text.replace(char::is_control, " ");
        let font = FontId::proportional(size_px);
        let mut job = LayoutJob::simple_singleline(text, font, Color32::WHITE);
        job.wrap = TextWrapping::truncate_at_width(most_px);
        let galley = self.fonts.with_pixels_per_point(1.0).layout_job(job);
        // What is laid out is in the atlas from now on.
        let atlas = self.fonts.texture_atlas().image();
        let size = galley.size().ceil();
        let size = [size.x.max(1.0) as u32, size.y.max(1.0) as u32];
        let [width, height] = size.map(|side| side as usize);
        let mut coverage = vec![0; width * height];
        for row in &galley.rows {
            for glyph in row
                .row
                .glyphs
                .iter()
                .filter(|glyph| !glyph.uv_rect.is_nothing())
            {
                let place = row.pos + glyph.pos.to_vec2() + glyph.uv_rect.offset;
                let [left, top] = [place.x, place.y].map(|at| at.round() as i64);
                let [from, to] =
                    [glyph.uv_rect.min, glyph.uv_rect.max].map(|at| at.map(usize::from));
                for (y, source_y) in (top..).zip(from[1]..to[1]) {
                    for (x, source_x) in (left..).zip(from[0]..to[0]) {
                        let is_inside =
                            (0..width as i64).contains(&x) && (0..height as i64).contains(&y);
                        if is_inside {
                            let alpha = atlas[(source_x, source_y)].a();
                            let ink = &mut coverage[y as usize * width + x as usize];
                            *ink = alpha.max(*ink);
                        }
                    }
                }
            }
        }
        Line { size, coverage }
    }
}

impl Line {
    /// Paints it in a colour onto an opaque picture, its upper left corner at `place`; what does
    /// not lie on the picture is left out.
    pub(crate) fn paint(&self, picture: &mut RgbaImage, place: [i64; 2], color: [u8; 3]) {
        let [width, _] = self.size;
        let (wide, high) = picture.dimensions();
        for (index, ink) in self
            .coverage
            .iter()
            .enumerate()
            .filter(|(_, ink)| **ink > 0)
        {
            let (x, y) = (index as u32 % width, index as u32 / width);
            let [x, y] = [place[0] + i64::from(x), place[1] + i64::from(y)];
            if (0..i64::from(wide)).contains(&x) && (0..i64::from(high)).contains(&y) {
                let Rgba(under) = picture.get_pixel_mut(x as u32, y as u32);
                for (under, over) in under.iter_mut().zip(color) {
                    let share = u32::from(*ink);
                    let mixed = u32::from(over) * share + u32::from(*under) * (255 - share);
                    *under = ((mixed + 127) / 255) as u8;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ink(line: &Line) -> u32 {
        line.coverage.iter().map(|ink| u32::from(*ink)).sum()
    }

    #[test]
    fn words_of_every_language_are_painted_and_long_ones_cut_off() {
        for language in Language::ALL {
            let mut lettering = Lettering::new(language);
            for text in ["Four-colour", "四色印刷", "木版画風", "Gravure à l’eau"] {
                let line = lettering.line(text, 28.0, 600.0);
                let [width, height] = line.size;
                assert!(
                    width > 60 && (20..60).contains(&height),
                    "{text}: {width}x{height}"
                );
                assert!(ink(&line) > 255 * 100, "{text}");
                let twice = lettering.line(text, 56.0, 600.0);
                assert!(
                    twice.size[0] > width && ink(&twice) > 2 * ink(&line),
                    "{text}"
                );
            }
            let long = lettering.line(&"long name ".repeat(40), 28.0, 200.0);
            assert!(long.size[0] <= 201 && ink(&long) > 0);
        }
    }

    #[test]
    fn words_are_painted_in_their_colour_and_not_beyond_the_picture() {
        let mut lettering = Lettering::new(Language::English);
        let line = lettering.line("HHH", 20.0, 100.0);
        let paper = Rgba([250, 250, 250, 255]);
        let mut picture = RgbaImage::from_pixel(60, 30, paper);
        line.paint(&mut picture, [2, 2], [200, 0, 0]);
        assert!(
            picture
                .pixels()
                .any(|pixel| *pixel == Rgba([200, 0, 0, 255]))
        );
        let before = picture.clone();
        line.paint(&mut picture, [-500, 0], [0, 0, 0]);
        line.paint(&mut picture, [0, 500], [0, 0, 0]);
        assert_eq!(picture, before);
        let blank = lettering.line("", 20.0, 100.0);
        blank.paint(&mut picture, [0, 0], [0, 0, 0]);
        assert_eq!(picture, before);
    }
}
