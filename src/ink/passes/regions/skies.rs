//! Which parts are skies, and which rows of a picture parts have.

use super::Regions;
use crate::ink::plane::Plane;

/// Share of the upper edge that a sky reaches, and its least lightness.
const SKY: f32 = 0.08;
const SKY_LIGHT: f32 = 0.42;
/// How much more red than blue it may have: more is a wall.
const SKY_WARM: f32 = 0.06;

impl Regions {
    /// 1 in parts that are light and reach the top of a picture, as skies do; its fourth number is
    /// the perceived lightness.
    pub(in crate::ink) fn skies(&self, picture: &Plane) -> Plane<f32> {
        let means = self.means(picture);
        let mut reach = vec![0_usize; self.count];
        for number in &self.of.pixels[..self.of.width] {
            reach[*number as usize] += 1;
        }
        let least = (SKY * self.of.width as f32) as usize;
        let is_sky = |(reach, mean): (&usize, &[f32; 4])| {
            let is_cold = mean[2] > mean[0] - SKY_WARM;
            f32::from(u8::from(*reach > least && mean[3] > SKY_LIGHT && is_cold))
        };
        let skies: Vec<_> = reach.iter().zip(&means).map(is_sky).collect();
        self.spread(picture, &means, &skies)
    }

    /// The first row of the part that each pixel belongs to, and how many rows it has, in px.
    pub(in crate::ink) fn rows_of(&self, picture: &Plane) -> Plane<[f32; 2]> {
        let mut rows = vec![[f32::MAX, 0.0_f32]; self.count];
        for (i, number) in self.of.pixels.iter().enumerate() {
            let first = (i / self.of.width * self.cell) as f32;
            let [top, end] = &mut rows[*number as usize];
            *top = top.min(first);
            *end = end.max(first + self.cell as f32);
        }
        let rows: Vec<_> = rows.iter().map(|[top, end]| [*top, end - top]).collect();
        self.spread_over(picture, &rows)
    }
}
