//! Which colour of a photograph the hand draws as which: learnt from drawings over photographs,
//! where nothing has to be guessed.

use image::RgbaImage;

use super::swatches::{Chance, grouped, nearest_of};
use crate::ink::color::{channels, lab_from_srgb};
use crate::ink::planar::LANES;

/// Most colours of photographs that are told apart.
const MAX_DRAWN: usize = 32;
/// Places that are looked at.
const PLACES: usize = 24_000;
/// Fewest places of a colour from which can be told how it is drawn.
const LEAST_PLACES: usize = 24;

/// Colours of photographs and what they are drawn as, in whole units of CIE Lab: nobody sees less.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DrawnColors {
    pairs: [[[i8; 3]; 2]; MAX_DRAWN],
    num: u8,
    /// How much of the light and shade between a colour and the nearest of these stays,
    /// `0.0..=1.0`: 0 in flat colours.
    pub shade: f32,
    /// How much of the hue and chroma between them stays, `0.0..=1.0`: 0 where all is drawn in a
    /// few colours. A blue sky is not lilac because only lilac flowers were drawn so far.
    pub tint: f32,
}

impl DrawnColors {
    /// From photographs and the drawings over them, within left, top, width and height; `None` when
    /// there is too little of them.
    pub fn learnt<'a>(
        examples: impl IntoIterator<Item = (&'a RgbaImage, &'a RgbaImage, [u32; 4])>,
    ) -> Option<Self> {
        let mut both: [Vec<[f32; 3]>; 2] = Default::default();
        let examples: Vec<_> = examples.into_iter().collect();
        let each = PLACES / examples.len().max(1);
        for (photo, drawing, [left, top, width, height]) in examples {
            let mut chance = Chance(0x51ed_270b);
            for _ in 0..each {
                let x = left + chance.below(width as usize) as u32;
                let y = top + chance.below(height as usize) as u32;
                for (colors, picture) in both.iter_mut().zip([photo, drawing]) {
                    colors.push(
                        picture.get_pixel(x, y).0[..3]
                            .try_into()
                            .map_or([0.0; 3], |rgb: [u8; 3]| rgb.map(|v| f32::from(v) / 255.0)),
                    );
                }
            }
        }
        let [from, to] = both.map(|colors| lab_of(&colors));
        let groups = grouped(&from, MAX_DRAWN, 1.0);
        let mut members = vec![Vec::new(); groups.len()];
        for (i, color) in from.iter().enumerate() {
            let away = |lab: [f32; 3]| (0..3).map(|c| (lab[c] - color[c]).powi(2)).sum::<f32>();
            members[nearest_of(&groups, |group| away(group.lab))].push(i);
        }
        let mut found = Self {
            pairs: [[[0; 3]; 2]; MAX_DRAWN],
            num: 0,
            shade: 0.0,
            tint: 0.0,
        };
        let (mut along, mut spread) = (0.0, 1e-3);
        for (group, members) in groups.iter().zip(members) {
            if members.len() < LEAST_PLACES {
                continue;
            }
            // The middle one: lines that lie over an area are not its colour.
            let drawn = [0, 1, 2].map(|c| {
                let mut values: Vec<f32> = members.iter().map(|i| to[*i][c]).collect();
                let middle = values.len() / 2;
                *values.select_nth_unstable_by(middle, f32::total_cmp).1
            });
            for i in members {
                let [before, after] = [from[i][0] - group.lab[0], to[i][0] - drawn[0]];
                along += before * after.clamp(-before.abs(), before.abs());
                spread += before * before;
            }
            found.pairs[usize::from(found.num)] = [group.lab, drawn].map(whole);
            found.num += 1;
        }
        found.shade = (along / spread).clamp(0.0, 1.0);
        found.tint = found.kept_of_tint();
        (found.num > 0).then_some(found)
    }

    /// The colours of photographs, and what each is drawn as.
    pub fn pairs(&self) -> impl Iterator<Item = [[f32; 3]; 2]> {
        let used = self.pairs.iter().take(usize::from(self.num));
        used.map(|pair| pair.map(|lab| lab.map(f32::from)))
    }

    /// By how much the colours differ in hue and chroma when drawn, of how much they did before.
    fn kept_of_tint(&self) -> f32 {
        let num = self.pairs().count().max(1) as f32;
        let mean =
            |side: usize, c: usize| self.pairs().map(|pair| pair[side][c]).sum::<f32>() / num;
        let (mut along, mut spread) = (0.0, 1e-3);
        for c in [1, 2] {
            let [before, after] = [mean(0, c), mean(1, c)];
            for [from, to] in self.pairs() {
                along += (from[c] - before) * (to[c] - after);
                spread += (from[c] - before).powi(2);
            }
        }
        (along / spread).clamp(0.0, 1.0)
    }

    /// As it may come from a file.
    pub(super) fn is_possible(&self) -> bool {
        let mut labs = self.pairs().flatten();
        self.num > 0
            && labs.all(|lab| super::is_lab(&lab))
            && [self.shade, self.tint]
                .iter()
                .all(|share| (0.0..=1.0).contains(share))
    }
}

fn whole(lab: [f32; 3]) -> [i8; 3] {
    lab.map(|value| value.round() as i8)
}

fn lab_of(colors: &[[f32; 3]]) -> Vec<[f32; 3]> {
    let mut all = Vec::with_capacity(colors.len());
    for chunk in colors.chunks(LANES) {
        let mut pixels = [[0.0; 4]; LANES];
        for (pixel, [r, g, b]) in pixels.iter_mut().zip(chunk) {
            *pixel = [*r, *g, *b, 0.0];
        }
        let [l, a, b] = lab_from_srgb(channels(&pixels));
        all.extend((0..chunk.len()).map(|i| [l[i], a[i], b[i]]));
    }
    all
}

/// In files only those that are used.
#[derive(serde::Serialize, serde::Deserialize)]
struct Written {
    pairs: Vec<[[i8; 3]; 2]>,
    shade: f32,
    tint: f32,
}

impl serde::Serialize for DrawnColors {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let used = &self.pairs[..usize::from(self.num)];
        let written = Written {
            pairs: used.to_vec(),
            shade: self.shade,
            tint: self.tint,
        };
        written.serialize(to)
    }
}

impl<'de> serde::Deserialize<'de> for DrawnColors {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let read = Written::deserialize(from)?;
        if read.pairs.len() > MAX_DRAWN {
            return Err(serde::de::Error::custom("too many colours"));
        }
        let mut pairs = [[[0; 3]; 2]; MAX_DRAWN];
        pairs[..read.pairs.len()].copy_from_slice(&read.pairs);
        Ok(Self {
            pairs,
            num: read.pairs.len() as u8,
            shade: read.shade,
            tint: read.tint,
        })
    }
}

#[cfg(test)]
mod tests {
    use image::Rgba;

    use super::*;

    fn photo() -> RgbaImage {
        RgbaImage::from_fn(256, 256, |x, y| {
            Rgba([x as u8, y as u8, (255 - x) as u8, 255])
        })
    }

    fn learnt(drawn: fn([u8; 4]) -> [u8; 4]) -> DrawnColors {
        let photo = photo();
        let mut drawing = photo.clone();
        for pixel in drawing.pixels_mut() {
            pixel.0 = drawn(pixel.0);
        }
        DrawnColors::learnt([(&photo, &drawing, [0, 0, 256, 256])]).unwrap()
    }

    #[test]
    fn what_is_drawn_as_it_is_keeps_its_colours_and_a_flat_drawing_its_flats() {
        let same = learnt(|rgba| rgba);
        assert!(same.shade > 0.9, "{}", same.shade);
        assert!(same.pairs().count() > 20);
        for [from, to] in same.pairs() {
            let apart: f32 = (0..3).map(|c| (from[c] - to[c]).abs()).sum();
            assert!(apart < 13.0, "{from:?} {to:?}");
        }
        let flat = learnt(|[r, ..]| {
            if r < 128 {
                [20, 30, 90, 255]
            } else {
                [250, 240, 200, 255]
            }
        });
        assert!(flat.shade < 0.2, "{}", flat.shade);
        let grey = learnt(|[r, g, b, a]| {
            let light = r / 3 + g / 3 + b / 3;
            [light, light, light, a]
        });
        assert!(
            same.tint > 0.9 && grey.tint < 0.1,
            "{} {}",
            same.tint,
            grey.tint
        );
    }

    #[test]
    fn it_survives_a_file_and_what_cannot_be_is_refused() {
        let colors = learnt(|[r, g, b, a]| [b, r, g, a]);
        let text = serde_json::to_string(&colors).unwrap();
        assert!(text.len() < 1500, "{}", text.len());
        let read: DrawnColors = serde_json::from_str(&text).unwrap();
        assert!(read.is_possible());
        assert_eq!(read, colors);
        let nothing: DrawnColors =
            serde_json::from_str(r#"{"pairs":[],"shade":0.5,"tint":0.5}"#).unwrap();
        assert!(!nothing.is_possible());
        let far = r#"{"pairs":[[[50,0,0],[101,0,0]]],"shade":0.5,"tint":0.5}"#;
        assert!(
            !serde_json::from_str::<DrawnColors>(far)
                .unwrap()
                .is_possible()
        );
        let many = vec![[[50, 0, 0]; 2]; MAX_DRAWN + 1];
        let many = serde_json::json!({ "pairs": many, "shade": 0.5, "tint": 0.5 }).to_string();
        assert!(serde_json::from_str::<DrawnColors>(&many).is_err());
    }
}
