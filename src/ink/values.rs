//! Values as a pen sets them: figures before the ground, red darker than its light tells, and what
//! is darker than its surroundings darker still, so that what is lighter can be left open.
//!
//! Source: how pens give tone is told in Guptill, "Rendering in Pen and Ink" (1930); surroundings
//! as in Peli and Lim, "Adaptive filtering for image enhancement" (1982).

use super::live::Base;
use super::matched::{STEP, engraves};
use super::measured::MeasuredInk;
use super::passes::blur::blur;
use super::plane::{Plane, luma, smoothstep};

/// Perceived lightness as a pen sees it, about `0.0..=1.0`; `flat` has sRGB and the perceived
/// lightness as its fourth number.
pub(super) fn values(flat: &Plane, base: &Base, hand: &MeasuredInk) -> Plane<f32> {
    let seen = on_plate(flat);
    // In an animation the surroundings come and go.
    if base.is_animation {
        return seen;
    }
    // Engravers lay a tint everywhere: what is lighter than its surroundings is no bare paper.
    let local = LOCAL * (1.0 - TINTED * engraves(hand));
    let cells = cells(&seen);
    let around = blur(&cells, AROUND * cells.width.max(cells.height) as f32);
    let figures = base
        .ground()
        .filter(|_| base.people.is_found)
        .map(|ground| {
            let figures = ground.map(|x, y| ground.at(x, y)[2]);
            blur(&figures, 3.0 * base.scale.unit)
        });
    seen.map(|x, y| {
        let own = seen.at(x, y);
        let figure = (figures.as_ref()).map_or(0.0, |figures| 0.5 - figures.at(x, y));
        let [column, row] = [x, y].map(|v| (v as f32 + 0.5) / CELL as f32 - 0.5);
        own + FIGURE * figure + local * (own - around.between(column, row))
    })
}

/// Perceived lightness with reds darker and blues lighter, as on an orthochromatic plate, about
/// `0.0..=1.0`; `flat` as for [`values`].
pub(super) fn on_plate(flat: &Plane) -> Plane<f32> {
    flat.map(|x, y| {
        let [red, green, blue, light] = flat.at(x, y);
        let plate = PLATE[0] * red + PLATE[1] * green + PLATE[2] * blue;
        let middle = (4.0 * light * (1.0 - light)).clamp(0.0, 1.0);
        light + RED * middle * (plate - luma([red, green, blue]))
    })
}

/// How much ink there is on a picture of these `shapes`, sRGB, that has `share` by day: `[up_to,
/// much]` are the luma below which a night is dark, and the share of that which is inked.
pub(super) fn at_night(share: f32, shapes: &Plane, [up_to, much]: [f32; 2]) -> f32 {
    let night = smoothstep(NIGHT[0], NIGHT[1], darker(shapes, DARK));
    share + night * (much * darker(shapes, up_to) - share).max(0.0)
}

/// The share of a picture whose luma is less than `level`.
fn darker(shapes: &Plane, level: f32) -> f32 {
    let pixels = shapes.pixels.iter().step_by(STEP);
    let all = pixels.len().max(1) as f32;
    let dark = pixels.filter(|[red, green, blue, _]| luma([*red, *green, *blue]) < level);
    dark.count() as f32 / all
}

/// Means of squares of [`CELL`] px.
fn cells(plane: &Plane<f32>) -> Plane<f32> {
    let [width, height] = [plane.width, plane.height].map(|side| side.div_ceil(CELL));
    let cells = Plane {
        width,
        height,
        pixels: vec![0.0_f32; width * height],
    };
    cells.map(|column, row| {
        let (mut sum, mut num) = (0.0, 0.0_f32);
        for y in row * CELL..((row + 1) * CELL).min(plane.height) {
            for x in column * CELL..((column + 1) * CELL).min(plane.width) {
                sum += plane.at(x, y);
                num += 1.0;
            }
        }
        sum / num
    })
}

/// Side in px of the squares by which surroundings are seen.
const CELL: usize = 8;
/// Standard deviation of the surroundings over the long side, and how much lightness goes away from
/// theirs, and how much less so for engravers.
const AROUND: f32 = 0.1;
const LOCAL: f32 = 0.5;
const TINTED: f32 = 0.8;
/// What colours weigh on an orthochromatic plate, which the pens of old drew for, and how far they
/// do.
const PLATE: [f32; 3] = [0.1, 0.55, 0.35];
const RED: f32 = 0.5;
/// How much darker figures are than the ground.
const FIGURE: f32 = 0.07;
/// Luma below which a picture is dark, and shares of it from which on it begins to be a night, and
/// is one.
const DARK: f32 = 0.22;
const NIGHT: [f32; 2] = [0.22, 0.5];

#[cfg(test)]
mod tests {
    use super::*;

    fn grey(values: impl Fn(usize) -> f32) -> Plane {
        Plane {
            width: 100,
            height: 10,
            pixels: (0..1000).map(|i| [values(i); 4]).collect(),
        }
    }

    #[test]
    fn a_night_takes_more_ink_and_a_day_what_the_pages_have() {
        let day = grey(|i| if i % 10 == 0 { 0.05 } else { 0.7 });
        let night = grey(|i| if i % 10 == 0 { 0.7 } else { 0.05 });
        assert!((at_night(0.1, &day, [0.16, 0.85]) - 0.1).abs() < 1e-6);
        let much = at_night(0.1, &night, [0.16, 0.85]);
        assert!((much - 0.85 * 0.9).abs() < 0.01, "{much}");
        // Never less than by day.
        assert!(at_night(0.9, &night, [0.16, 0.85]) >= 0.9);
    }

    #[test]
    fn red_is_darker_than_grey_of_its_lightness_and_blue_is_lighter() {
        let color = |rgb: [f32; 3]| grey(|_| 0.0).map(|_, _| [rgb[0], rgb[1], rgb[2], 0.5]);
        let seen = |rgb| on_plate(&color(rgb)).at(50, 5);
        let [red, grey, blue] = [[0.8, 0.2, 0.2], [0.5; 3], [0.2, 0.2, 0.8]].map(seen);
        assert!(
            red < grey - 0.05 && grey < blue - 0.05,
            "{red} {grey} {blue}"
        );
        assert!((grey - 0.5).abs() < 1e-5, "{grey}");
    }

    #[test]
    fn cells_are_means_also_at_the_border() {
        let plane = grey(|i| (i % 100) as f32).map(|_, _| 0.0_f32);
        let ramp = plane.map(|x, _| x as f32);
        let cells = cells(&ramp);
        assert_eq!((cells.width, cells.height), (13, 2));
        assert!((cells.at(0, 0) - 3.5).abs() < 1e-5 && (cells.at(12, 1) - 97.5).abs() < 1e-5);
    }
}
