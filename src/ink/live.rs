//! The ink while sliders move: what a slider does not change is kept.
//!
//! Strength, saturation and the photograph's colours change neither what is flat nor where lines can be,
//! which take nearly all of the time. The result is that of [`draw`](super::draw), but for the
//! rounding of bands.

use image::RgbaImage;

use super::bands::{Lines, draw_band};
use super::cells::Guide;
use super::flatten::Flattener;
use super::parameters::Parameters;
use super::planar::Planar;
use super::settings::InkSettings;

/// What was worked out for one drawing; takes some 20 bytes a pixel.
#[derive(Debug, Default)]
pub struct LiveInk {
    /// For which sliders the rest was worked out.
    flat_for: Option<Parameters>,
    flat: Planar,
    lines_for: Option<Parameters>,
    lines: Option<Lines>,
}

impl LiveInk {
    /// Draws the ink over `drawing`, which must be the same as in every call before, as must `photo`.
    pub fn draw(
        &mut self,
        photo: &RgbaImage,
        drawing: &RgbaImage,
        settings: &InkSettings,
        stroke_scale: f32,
    ) -> RgbaImage {
        let mut output = drawing.clone();
        let parameters = Parameters::new(settings, stroke_scale);
        let nothing_to_draw = parameters.is_neutral() || drawing.is_empty();
        if nothing_to_draw || photo.dimensions() != drawing.dimensions() {
            return output;
        }
        let rows = 0..drawing.height() as usize;
        if !self
            .flat_for
            .is_some_and(|known| known.is_as_flat(&parameters))
        {
            let mut flattener = Flattener::default();
            flattener.flatten(photo, drawing, &rows, &parameters, &mut self.flat);
            self.flat_for = Some(parameters);
            self.lines_for = None;
        }
        let has_lines = |known: Parameters| known.has_lines_of(&parameters);
        if parameters.line > 0.0 && !self.lines_for.is_some_and(has_lines) {
            let mut looked_for = parameters;
            if self.lines_for.is_some() {
                // The slider moves: from now on every line that it can show.
                looked_for.threshold[0] = Parameters::LOWEST_THRESHOLD;
            }
            let cell = parameters.cell as usize;
            let mut guide = Guide::new(drawing.width() as usize, cell);
            guide.add(photo, &self.flat, &rows);
            let cells = 0..rows.end.div_ceil(cell);
            self.lines = Some(Lines::find(&guide, &cells, &looked_for));
            self.lines_for = Some(looked_for);
        }
        let lines = self.lines.as_ref().filter(|_| parameters.line > 0.0);
        let pixels = output.as_chunks_mut::<4>().0;
        draw_band(photo, pixels, &rows, &self.flat, lines, &parameters);
        output
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_draws_what_is_drawn_at_once_whatever_moved_before() {
        let photo = RgbaImage::from_fn(90, 70, |x, y| {
            let wave = ((x as f32 / 5.0).sin() * (y as f32 / 9.0).cos() * 80.0 + 128.0) as u8;
            image::Rgba([wave, wave / 2, 200 - wave / 2, 255])
        });
        let drawing = RgbaImage::from_fn(90, 70, |x, y| {
            image::Rgba(photo.get_pixel(x, y).0.map(|v| v / 8 * 8 + 3))
        });
        let mut live = LiveInk::default();
        let base = InkSettings::default();
        let moves = [
            base,
            InkSettings { line: 2.0, ..base },
            InkSettings { line: 0.3, ..base },
            InkSettings { line: 0.0, ..base },
            InkSettings {
                line: 1.7,
                saturation: 0.2,
                ..base
            },
            InkSettings {
                line_width: 2.5,
                ..base
            },
            InkSettings {
                flatten: 0.2,
                ..base
            },
            InkSettings {
                photo_color: 0.9,
                ..base
            },
            InkSettings {
                hatching: 1.0,
                ..base
            },
            InkSettings::NEUTRAL,
            base,
        ];
        for settings in moves {
            for scale in [1.0, 3.3] {
                let drawn = super::super::draw(&photo, &drawing, &settings, scale);
                let opaque = |mut picture: RgbaImage| {
                    picture.pixels_mut().for_each(|pixel| pixel.0[3] = 255);
                    picture
                };
                let live = live.draw(&photo, &drawing, &settings, scale);
                assert!(opaque(live) == opaque(drawn), "{settings:?} at {scale}");
            }
        }
    }
}
