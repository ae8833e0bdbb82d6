//! Measures pages: what is solid ink, what is a stroke, what is left open, which colours there are.

use std::collections::HashMap;

use image::RgbImage;
use image::imageops::{self, FilterType};

use super::gradation;
use super::mask::Mask;
use super::pitch::Pitch;
use super::slant::Slant;
use super::swatches::{Chance, distance, grouped, joined};
use super::{MAX_SWATCHES, MeasuredInk, Swatch, chroma};
use crate::ink::color::{channels, lab_from_srgb};
use crate::ink::passes::blur::blur;
use crate::ink::planar::LANES;
use crate::ink::plane::Plane;

/// Long side to which larger pages are brought.
const SIDE: u32 = 1024;
/// Colours that are looked at on a page.
const COLORS: usize = 4000;
/// Lightness of ink, and its share of the paper's lightness on pages that are dark all over.
const DARK: f32 = 33.0;
const DARK_SHARE: f32 = 0.42;
/// Side in px of the largest square that fits into solid ink.
const SOLID: f32 = 13.0;
/// Share of the chroma of what is darkest that is the ink's: dark cloth and night are among it.
const INK_CHROMA: f32 = 0.6;
/// Side in px of the surroundings of a stroke, and the share of strokes in them that is a hatching.
const AROUND: f32 = 25.0;
const CLOSE: f32 = 0.22;
/// Strokes of the same width, in these surroundings, that are more than one.
const ALONE: f32 = 1.6;
/// Colours nearer than this are one ink.
const ONE_INK: f32 = 9.0;
/// Groups that are looked for.
const GROUPS: usize = 12;
/// Sectors of hues in which rare colours are looked for, the least chroma and share of one, and how
/// near in degrees another colour stands for it.
const SECTORS: usize = 12;
const RARE_CHROMA: f32 = 15.0;
const RARE_SHARE: f32 = 0.004;
const LIKE_HUE: f32 = 35.0;
/// Most rare colours of a hand.
const MAX_RARE: usize = 3;
/// Lightness of the darkest paper.
const PAPER: f32 = 70.0;
/// Side of a cell in which colours are counted, and the distance up to which they are the page's
/// paper, in CIE Lab.
const PAPER_CELL: f32 = 6.0;
const PAPER_NEAR: f32 = 11.0;
/// Standard deviations of the blurs under which edges are found, and under which the grain of a
/// print vanishes, in px.
const GRAIN: [f32; 2] = [2.4, 8.0];
/// Standard deviation in px of the blur under which the dots of a print are seen, and the most that
/// one adds to the lightness.
const DOTS: f32 = 0.6;
const MOST_GRAIN: f32 = 12.0;
/// Slope of the lightness a px, under the first blur, from which on there is an edge.
const EDGE: f32 = 0.9;
/// Slope of the lightness a px, under the second blur, below which an area is even.
const EVEN: f32 = 0.06;
/// Share of even areas in all that is no edge, on painted pages and on printed ones. Photographs
/// have that of painted pages.
const PRINTED: [f32; 2] = [0.45, 0.58];

/// What was seen on pages so far.
#[derive(Clone, Debug, Default)]
pub struct PagesInk {
    pages: Vec<Page>,
    colors: Vec<[f32; 3]>,
    /// The share of bare paper among the colours of each page.
    open: Vec<f32>,
}

#[derive(Clone, Copy, Debug)]
struct Page {
    black: f32,
    strokes: f32,
    coverage: f32,
    hatched: f32,
    slant: Slant,
    pitch: Pitch,
    /// The colour of a band at the top that goes over into what lies below.
    band: Option<[f32; 3]>,
    /// Sum of the squares of what a print's grain adds to the lightness, and over how many pixels.
    grain: [f32; 2],
    /// Pixels of even and of shaded areas.
    even: [f32; 2],
    /// `None` where there are hardly any.
    width: Option<f32>,
    /// `None` where there is none.
    ink: Option<[f32; 3]>,
}

impl PagesInk {
    /// Measures a page as well: sRGB.
    pub fn add(&mut self, page: &RgbImage) {
        self.add_part(page, page.width().max(page.height()));
    }

    /// As [`add`](Self::add), for a part of a page whose long side has `side` pixels, such as one
    /// of its panels.
    pub fn add_part(&mut self, page: &RgbImage, side: u32) {
        let (width, height) = page.dimensions();
        if width.min(height) < 32 {
            return;
        }
        let scaled;
        let page = if side > SIDE {
            let of = |length: u32| (length * SIDE).div_ceil(side).max(1);
            scaled = imageops::resize(page, of(width), of(height), FilterType::Triangle);
            &scaled
        } else {
            page
        };
        let k = side.min(SIDE) as f32 / SIDE as f32;
        let lab = lab_of(page);
        self.see(&lab, k);
    }

    fn see(&mut self, lab: &Plane<[f32; 3]>, k: f32) {
        let sharp = lab.map(|x, y| lab.at(x, y)[0]);
        let light = blur(&sharp, 0.8 * k);
        let mut sorted = light.pixels.clone();
        let at = |sorted: &mut Vec<f32>, share: f32| {
            let index = (share * (sorted.len() - 1) as f32) as usize;
            *sorted.select_nth_unstable_by(index, f32::total_cmp).1
        };
        let dark_below = DARK.min(DARK_SHARE * at(&mut sorted, 0.95));
        let dark = Mask::of(&light, |l| l < dark_below);
        let solid = dark.eroded(SOLID * k).dilated(SOLID * k);
        let near_solid = solid.dilated(5.0);
        let strokes = dark.without(&near_solid);
        let total = dark.inside.len() as f32;
        let covered = strokes.count();
        let width = strokes.width() / k;
        // A thick stroke by itself is no hatching.
        let close_from = CLOSE.max(ALONE * width / AROUND);
        let sums = strokes.sums();
        let close = Mask {
            inside: (0..dark.inside.len())
                .map(|i| {
                    let (x, y) = (i % dark.width, i / dark.width);
                    strokes.inside[i] && strokes.density(&sums, x, y, AROUND * k) > close_from
                })
                .collect(),
            ..dark
        };
        // Strokes that a scan has melted look wide; what lies alone tells the pen.
        let alone = strokes.without(&close);
        let width = if alone.count() > 400 {
            alone.width() / k
        } else {
            width
        };
        let slant = Slant::of(&light, &close, k);
        let close = close.count();
        let width = (covered > 400).then_some(width);
        let mut inked: Vec<_> = (dark.inside.iter().zip(&lab.pixels))
            .filter(|(inside, _)| **inside)
            .map(|(_, lab)| *lab)
            .collect();
        inked.sort_by(|a, b| a[0].total_cmp(&b[0]));
        // The darkest of it: the rest is soft borders, and colours that are nearly as dark.
        let ink = (inked.len() > 400).then(|| {
            let [l, a, b] = inked[inked.len() / 5];
            [l, INK_CHROMA * a, INK_CHROMA * b]
        });
        let (even, grain) = evenness(&sharp, &dark.dilated(9.0 * k), k);
        self.pages.push(Page {
            black: solid.count() as f32 / total,
            strokes: covered as f32 / total,
            coverage: coverage(lab),
            even,
            grain,
            hatched: close as f32 / total,
            slant,
            pitch: Pitch::of(&sharp, k),
            band: gradation::of(lab),
            width,
            ink,
        });
        let near_dark = dark.dilated(7.0);
        let clean: Vec<_> = (near_dark.inside.iter().zip(&lab.pixels))
            .filter(|(near, _)| !**near)
            .map(|(_, lab)| *lab)
            .collect();
        if !clean.is_empty() {
            let mut chance = Chance(1 + self.pages.len() as u64);
            let first = self.colors.len();
            for _ in 0..COLORS {
                self.colors.push(clean[chance.below(clean.len())]);
            }
            self.open.push(open_share(&self.colors[first..]));
        }
    }

    /// How many pages were measured.
    pub fn len(&self) -> usize {
        self.pages.len()
    }

    /// Whether no page was measured.
    pub fn is_empty(&self) -> bool {
        self.pages.is_empty()
    }

    /// The hand of these pages; `None` when nothing could be measured.
    pub fn hand(&self) -> Option<MeasuredInk> {
        let groups = grouped(&self.colors, GROUPS, 1.0);
        let mut inks = joined(&groups, ONE_INK);
        add_rare(&mut inks, &self.colors);
        let paper = inks
            .iter()
            .filter(|swatch| swatch.lab[0] > PAPER)
            .max_by(|a, b| a.share.total_cmp(&b.share));
        let paper = *paper.or_else(|| {
            let light = |swatch: &&Swatch| swatch.lab[0];
            inks.iter().max_by(|a, b| light(a).total_cmp(&light(b)))
        })?;
        let [even, shaded] =
            [0, 1].map(|i| self.pages.iter().map(|page| page.even[i]).sum::<f32>());
        let even = even / (even + shaded).max(1.0);
        let mut swatches = [Swatch::default(); MAX_SWATCHES];
        for (place, ink) in swatches.iter_mut().zip(&inks) {
            *place = *ink;
        }
        let mean = |of: fn(&Page) -> f32| {
            self.pages.iter().map(of).sum::<f32>() / self.pages.len().max(1) as f32
        };
        let mut widths: Vec<_> = self.pages.iter().filter_map(|page| page.width).collect();
        widths.sort_by(f32::total_cmp);
        let mut colors: Vec<_> = self.pages.iter().filter_map(|page| page.ink).collect();
        colors.sort_by(|a, b| a[0].total_cmp(&b[0]));
        let strokes = mean(|page| page.strokes);
        let pitch = (self.pages.iter()).fold(Pitch::default(), |sum, page| sum.and(page.pitch));
        let [grain, over] =
            [0, 1].map(|i| self.pages.iter().map(|page| page.grain[i]).sum::<f32>());
        let bands: Vec<_> = self.pages.iter().map(|page| page.band).collect();
        let slant = (self.pages.iter()).fold(Slant::default(), |sum, page| sum.and(page.slant));
        let hand = MeasuredInk {
            sky: gradation::common(&bands),
            slant: slant.share(),
            pitch: pitch.median().unwrap_or(super::UNKNOWN_PITCH),
            grain: (grain / over.max(1.0)).sqrt() / 100.0,
            drawn: None,
            swatches,
            paper: paper.lab,
            open: self.open.iter().sum::<f32>() / self.open.len().max(1) as f32,
            ink: colors
                .get(colors.len() / 2)
                .copied()
                .unwrap_or([4.0, 1.0, 0.0]),
            black: mean(|page| page.black),
            strokes,
            coverage: mean(|page| page.coverage),
            width: widths.get(widths.len() / 2).copied().unwrap_or(3.0),
            hatched: mean(|page| page.hatched) / strokes.max(1e-4),
            even: ((even - PRINTED[0]) / (PRINTED[1] - PRINTED[0])).clamp(0.0, 1.0),
        };
        hand.on_paper().checked()
    }
}

/// Adds colours that are rare but unlike all others: a hand that has a little blue has a blue for
/// everything that is.
fn add_rare(inks: &mut Vec<Swatch>, colors: &[[f32; 3]]) {
    let hue = |lab: [f32; 3]| lab[2].atan2(lab[1]).to_degrees().rem_euclid(360.0);
    let mut sectors = [const { Vec::new() }; SECTORS];
    for lab in colors.iter().filter(|lab| chroma(**lab) > RARE_CHROMA) {
        let sector = (hue(*lab) / 360.0 * SECTORS as f32) as usize;
        sectors[sector.min(SECTORS - 1)].push(*lab);
    }
    sectors.sort_by_key(|sector| std::cmp::Reverse(sector.len()));
    let mut rare: Vec<Swatch> = Vec::new();
    for mut sector in sectors {
        let share = sector.len() as f32 / colors.len().max(1) as f32;
        if share < RARE_SHARE {
            break;
        }
        let middle = sector.len() / 2;
        let lab = [0, 1, 2].map(|c| {
            sector
                .select_nth_unstable_by(middle, |a, b| a[c].total_cmp(&b[c]))
                .1[c]
        });
        let is_like = |ink: &Swatch| {
            let apart = (hue(ink.lab) - hue(lab)).abs();
            chroma(ink.lab) > 0.7 * RARE_CHROMA && apart.min(360.0 - apart) < LIKE_HUE
        };
        if !inks.iter().chain(&rare).any(is_like) {
            rare.push(Swatch { lab, share });
        }
    }
    rare.truncate(MAX_RARE);
    inks.truncate(MAX_SWATCHES - rare.len());
    inks.extend(rare);
}

/// The share of colours that are the commonest light one: every scan has a paper of its own.
fn open_share(colors: &[[f32; 3]]) -> f32 {
    let place = |lab: &[f32; 3]| lab.map(|v| (v / PAPER_CELL).round() as i32);
    let mut counts: HashMap<[i32; 3], usize> = HashMap::new();
    for lab in colors.iter().filter(|lab| lab[0] > PAPER) {
        *counts.entry(place(lab)).or_default() += 1;
    }
    let most = counts
        .into_iter()
        .max_by_key(|(place, count)| (*count, *place));
    let Some((cell, _)) = most else { return 0.0 };
    let paper = cell.map(|v| v as f32 * PAPER_CELL);
    let bare = colors
        .iter()
        .filter(|lab| distance(**lab, paper) < PAPER_NEAR);
    bare.count() as f32 / colors.len() as f32
}

/// How many pixels are in even areas, and in shaded ones; the squares of the grain in all of them,
/// and how many these are.
fn evenness(light: &Plane<f32>, near_dark: &Mask, k: f32) -> ([f32; 2], [f32; 2]) {
    let slope = |light: &Plane<f32>, x: usize, y: usize| {
        let (x, y) = (x as i32, y as i32);
        let across = light.near(x + 2, y) - light.near(x - 2, y);
        let down = light.near(x, y + 2) - light.near(x, y - 2);
        across.hypot(down) / 4.0 * k
    };
    // Nothing of an edge or of ink may leak into what lies beside it: the mean of what is neither.
    let fine = blur(light, GRAIN[0] * k);
    let clean = Mask {
        inside: (0..light.pixels.len())
            .map(|i| {
                let (x, y) = (i % light.width, i / light.width);
                near_dark.at(x, y) || slope(&fine, x, y) > EDGE
            })
            .collect(),
        ..*near_dark
    }
    .dilated(5.0 * k)
    .inside;
    let share = light.map(|x, y| f32::from(u8::from(!clean[y * light.width + x])));
    let sum = blur(
        &light.map(|x, y| light.at(x, y) * share.at(x, y)),
        GRAIN[1] * k,
    );
    let weight = blur(&share, GRAIN[1] * k);
    let calm = sum.map(|x, y| sum.at(x, y) / weight.at(x, y).max(1e-3));
    let dots = blur(light, DOTS * k);
    let (mut even, mut shaded, mut grain) = (0_u32, 0_u32, 0.0);
    for y in (0..light.height).step_by(2) {
        for x in (0..light.width).step_by(2) {
            if share.at(x, y) > 0.0 && weight.at(x, y) > 0.55 {
                let is_even = slope(&calm, x, y) < EVEN;
                even += u32::from(is_even);
                shaded += u32::from(!is_even);
                grain += (dots.at(x, y) - calm.at(x, y)).min(MOST_GRAIN).powi(2);
            }
        }
    }
    let [even, shaded] = [even, shaded].map(|count| count as f32);
    ([even, shaded], [grain, even + shaded])
}

/// How dark a page is against its lightest parts, as the share of it that black on them would
/// cover.
fn coverage(lab: &Plane<[f32; 3]>) -> f32 {
    // Luminance, nearly: strokes that are too fine to be seen add up in it.
    let luminance = |l: f32| ((l + 16.0) / 116.0).powi(3);
    let mut light: Vec<_> = lab.pixels.iter().map(|lab| luminance(lab[0])).collect();
    let mean = light.iter().sum::<f32>() / light.len().max(1) as f32;
    let at = 0.97 * (light.len() - 1) as f32;
    let paper = *light.select_nth_unstable_by(at as usize, f32::total_cmp).1;
    (1.0 - mean / paper.max(1e-3)).clamp(0.0, 1.0)
}

fn lab_of(page: &RgbImage) -> Plane<[f32; 3]> {
    let mut pixels = Vec::with_capacity((page.width() * page.height()) as usize);
    let rgb = page.as_raw().as_chunks::<3>().0;
    for chunk in rgb.chunks(LANES) {
        let mut values = [[0.0; 4]; LANES];
        for (value, rgb) in values.iter_mut().zip(chunk) {
            let [r, g, b] = rgb.map(|v| f32::from(v) / 255.0);
            *value = [r, g, b, 0.0];
        }
        let [l, a, b] = lab_from_srgb(channels(&values[..chunk.len()]));
        pixels.extend((0..chunk.len()).map(|i| [l[i], a[i], b[i]]));
    }
    Plane {
        width: page.width() as usize,
        height: page.height() as usize,
        pixels,
    }
}

#[cfg(test)]
mod tests;
