//! Things: dark parts of a picture that are one under light and shade.
//!
//! Source: what is kept of a colour under shade is as in Finlayson, Drew and Funt, "Spectral
//! sharpening" (1994): light goes, what it is lighter or darker than grey by stays.

use std::collections::BTreeMap;

use super::Regions;
use crate::ink::plane::{Plane, luma};

/// Distance from grey in sRGB up to which two parts have one colour.
const COLOR: f32 = 0.06;
/// How much lighter one side of a thing may be than the other, in luma.
const SHADED: f32 = 0.16;
/// Luma up to which a part is dark.
const DARK: f32 = 0.4;
/// Least share of the border of the smaller part that both have in common.
const COMMON: f32 = 0.15;

impl Regions {
    /// The number of the thing that each part belongs to; `picture` is sRGB, of the size that the
    /// parts were found in.
    pub(in crate::ink) fn things(&self, picture: &Plane) -> Vec<u32> {
        let means = self.means(picture);
        let of = &self.of;
        let at = |x: usize, y: usize| of.pixels[y * of.width + x];
        let mut borders: BTreeMap<(u32, u32), u32> = BTreeMap::new();
        let mut around = vec![0_u32; self.count];
        for y in 0..of.height {
            for x in 0..of.width {
                let own = at(x, y);
                for (x2, y2) in [(x + 1, y), (x, y + 1)] {
                    if x2 < of.width && y2 < of.height && at(x2, y2) != own {
                        let other = at(x2, y2);
                        *borders.entry((own.min(other), own.max(other))).or_default() += 1;
                        around[own as usize] += 1;
                        around[other as usize] += 1;
                    }
                }
            }
        }
        let mut pairs: Vec<_> = (borders.into_iter())
            .filter_map(|((a, b), common)| {
                let least = around[a as usize].min(around[b as usize]);
                let apart = apart(means[a as usize], means[b as usize])?;
                (common as f32 > COMMON * least as f32).then_some((apart, a, b))
            })
            .collect();
        pairs.sort_by(|a, b| a.0.total_cmp(&b.0).then((a.1, a.2).cmp(&(b.1, b.2))));
        let mut things: Vec<u32> = (0..self.count as u32).collect();
        for (_, a, b) in pairs {
            let [a, b] = [things[a as usize], things[b as usize]];
            for thing in &mut things {
                if *thing == b {
                    *thing = a;
                }
            }
        }
        things
    }
}

/// How unlike two dark parts are that may be one thing.
fn apart(a: [f32; 4], b: [f32; 4]) -> Option<f32> {
    let [light_a, light_b] = [a, b].map(|[red, green, blue, _]| luma([red, green, blue]));
    let light = (light_a - light_b).abs();
    let color: f32 = (0..3)
        .map(|c| (a[c] - light_a - b[c] + light_b).powi(2))
        .sum();
    let color = color.sqrt();
    let is_one = light_a.max(light_b) < DARK && light < SHADED && color < COLOR;
    is_one.then_some(light / SHADED + color / COLOR)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn light_and_shade_of_dark_cloth_are_one_thing_and_another_colour_is_none() {
        let size = 320;
        let pixel = |i: usize| match i % size {
            0..80 => [0.1, 0.1, 0.16, 0.0],
            80..160 => [0.2, 0.2, 0.26, 0.0],
            160..240 => [0.3, 0.1, 0.1, 0.0],
            _ => [0.9, 0.9, 0.9, 0.0],
        };
        let picture = Plane {
            width: size,
            height: size,
            pixels: (0..size * size).map(pixel).collect(),
        };
        let parts = Regions::find(&picture, None);
        let things = parts.things(&picture);
        let of = |x: usize| things[parts.of.pixels[160 * size + x] as usize];
        assert_eq!(parts.count, 4);
        assert_eq!(of(40), of(120));
        assert!(of(120) != of(200) && of(200) != of(280) && of(40) != of(280));
        assert!(things.iter().all(|thing| (*thing as usize) < parts.count));
    }
}
