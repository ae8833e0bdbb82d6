//! Colours of skies and waters that go over into others, as printers wiped them on the block
//! (bokashi): deep at the top and far away, warm at the horizon.

use super::color::{linear_from_lab, srgb_from_linear};
use super::measured::MeasuredInk;
use super::passes::regions::Regions;
use super::plane::{Plane, smoothstep};

/// How the colours of skies and waters go over (bokashi).
pub(super) struct Bokashi {
    skies: Plane<f32>,
    /// First row and number of rows of each pixel's part.
    rows: Plane<[f32; 2]>,
    /// Of the top of skies and the far edge of waters, and of the horizon, sRGB.
    deep: [f32; 3],
    warm: [f32; 3],
}

impl Bokashi {
    /// Of a picture before it has the colours of the hand, whose skies begin with the band `sky`,
    /// CIE Lab.
    pub(super) fn find(flat: &Plane, parts: &Regions, hand: &MeasuredInk, sky: [f32; 3]) -> Self {
        let srgb = |lab| linear_from_lab(lab).map(srgb_from_linear);
        let blues = hand.colors().iter().filter(|swatch| swatch.lab[2] < BLUE);
        let deepest = blues.min_by(|a, b| a.lab[0].total_cmp(&b.lab[0]));
        let warmest = (hand.colors().iter()).max_by(|a, b| a.lab[2].total_cmp(&b.lab[2]));
        Self {
            skies: parts.skies(flat),
            rows: parts.rows_of(flat),
            deep: srgb(deepest.map_or(sky, |swatch| swatch.lab)),
            warm: srgb(warmest.map_or(hand.paper, |swatch| swatch.lab)),
        }
    }

    /// Lets skies go over from a deep band at their top to what they are and to the warm horizon,
    /// and waters from what is far to what is near.
    pub(super) fn grade(&self, flat: &mut Plane, degree: f32) {
        let height = flat.height as f32;
        *flat = flat.map(|x, y| {
            let mut pixel = flat.at(x, y);
            let (sky, [top, rows]) = (self.skies.at(x, y), self.rows.at(x, y));
            let large = smoothstep(LARGE[0], LARGE[1], rows / height);
            let [y, of_part] = [y as f32 / height, (y as f32 - top) / rows.max(1.0)];
            let falling = |t: f32| {
                let left = (1.0 - t).max(0.0);
                left * left * (3.0 - 2.0 * left)
            };
            let water = smoothstep(WATER[0], WATER[1], pixel[2] - pixel[0]) * large * (1.0 - sky);
            let deep = (sky * falling(y / BAND)).max(FAR * water * falling(of_part / NEAR));
            let warm = HORIZON * sky * large * falling((1.0 - of_part) / LOW);
            for (value, to) in pixel.iter_mut().zip(self.warm) {
                *value += (to - *value) * warm * degree;
            }
            for (value, to) in pixel.iter_mut().zip(self.deep) {
                *value += (to - *value) * deep * degree;
            }
            pixel
        });
    }
}

/// CIE Lab b of a blue.
const BLUE: f32 = -12.0;
/// Height of the band at the top of skies over the picture's, and the share of a sky's rows that
/// the horizon has, and how warm it is.
const BAND: f32 = 0.22;
const LOW: f32 = 0.35;
const HORIZON: f32 = 0.6;
/// Rows of a part over those of the picture from which on its colour begins to go over, and does.
const LARGE: [f32; 2] = [0.06, 0.16];
/// How much more blue than red water has, sRGB; the share of its rows within which it is deep, and
/// how deep.
const WATER: [f32; 2] = [0.06, 0.18];
const NEAR: f32 = 0.7;
const FAR: f32 = 0.75;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn skies_and_waters_are_deep_far_away_and_the_horizon_is_warm() {
        let size = 400;
        // A light sky, a dark shore, blue water; with a few rows for each.
        let pixel = |i: usize| match i / size {
            0..160 => [0.75, 0.8, 0.85, 0.8],
            160..220 => [0.2, 0.15, 0.1, 0.2],
            _ => [0.3, 0.5, 0.7, 0.5],
        };
        let picture = Plane {
            width: size,
            height: size,
            pixels: (0..size * size).map(pixel).collect(),
        };
        let parts = Regions::find(&picture, None);
        assert!(parts.are_many());
        let bokashi = Bokashi {
            skies: parts.skies(&picture),
            rows: parts.rows_of(&picture),
            deep: [0.0, 0.1, 0.5],
            warm: [1.0, 0.8, 0.5],
        };
        let mut graded = picture.clone();
        bokashi.grade(&mut graded, 1.0);
        let at = |y: usize| graded.at(200, y);
        let light = |y: usize| at(y)[0];
        assert!(
            light(2) < 0.1 && light(110) > 0.6,
            "{} {}",
            light(2),
            light(110)
        );
        assert!(at(155)[2] < 0.75, "the horizon is warm: {:?}", at(155));
        assert!(
            light(225) < 0.15 && light(395) > 0.29,
            "{} {}",
            light(225),
            light(395)
        );
        // The shore and the lightness of everything stay.
        assert_eq!(at(190), picture.at(200, 190));
        assert!((0..size).all(|y| at(y)[3] == picture.at(200, y)[3]));
    }
}
