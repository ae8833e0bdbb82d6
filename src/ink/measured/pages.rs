//! Measures pages: what is solid ink, what is a stroke, what is left open, which colours there are.

use std::collections::HashMap;
use std::f32::consts::{FRAC_1_SQRT_2, FRAC_PI_8};

use image::RgbImage;
use image::imageops::{self, FilterType};

use super::swatches::{Chance, distance, grouped, joined};
use super::{MAX_SWATCHES, MeasuredInk, Swatch};
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
/// Lightness of the darkest paper.
const PAPER: f32 = 70.0;
/// Side of a cell in which colours are counted, and the distance up to which they are the page's paper, in CIE Lab.
const PAPER_CELL: f32 = 6.0;
const PAPER_NEAR: f32 = 11.0;
/// Standard deviation of the blur under which grain and JPEG blocks of a scan vanish, in px.
const GRAIN: f32 = 2.4;
/// Slopes of the lightness a px: below the first an area is even, below the second it is shaded, above it there is an
/// edge.
const EVEN: f32 = 0.15;
const SHADED: f32 = 0.75;
/// Share of even areas in all that is no edge, on painted pages and on printed ones. Photographs have that of painted
/// pages.
const PRINTED: [f32; 2] = [0.45, 0.75];

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

    /// As [`add`](Self::add), for a part of a page whose long side has `side` pixels, such as one of its panels.
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
        let light = lab.map(|x, y| lab.at(x, y)[0]);
        let light = blur(&light, 0.8 * k);
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
        let close = (0..dark.height).map(|y| {
            let row = (0..dark.width).filter(|x| {
                strokes.at(*x, y) && strokes.density(&sums, *x, y, AROUND * k) > close_from
            });
            row.count()
        });
        let close: usize = close.sum();
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
        self.pages.push(Page {
            black: solid.count() as f32 / total,
            strokes: covered as f32 / total,
            coverage: coverage(lab),
            even: evenness(lab, &dark.dilated(9.0 * k), k),
            hatched: close as f32 / total,
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
        let inks = joined(&groups, ONE_INK);
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
        let hand = MeasuredInk {
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

/// How many pixels are in even areas, and in shaded ones.
fn evenness(lab: &Plane<[f32; 3]>, near_dark: &Mask, k: f32) -> [f32; 2] {
    let light = blur(&lab.map(|x, y| lab.at(x, y)[0]), GRAIN * k);
    let (mut even, mut shaded) = (0_u32, 0_u32);
    for y in (2..light.height.saturating_sub(2)).step_by(2) {
        for x in (2..light.width.saturating_sub(2)).step_by(2) {
            if near_dark.at(x, y) {
                continue;
            }
            let across = light.at(x + 2, y) - light.at(x - 2, y);
            let down = light.at(x, y + 2) - light.at(x, y - 2);
            let slope = across.hypot(down) / 4.0 * k;
            even += u32::from(slope < EVEN);
            shaded += u32::from((EVEN..SHADED).contains(&slope));
        }
    }
    [even as f32, shaded as f32]
}

/// How dark a page is against its lightest parts, as the share of it that black on them would cover.
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

/// Which pixels belong to something.
#[derive(Clone, Debug)]
struct Mask {
    width: usize,
    height: usize,
    inside: Vec<bool>,
}

impl Mask {
    fn of(plane: &Plane<f32>, is_inside: impl Fn(f32) -> bool) -> Self {
        Self {
            width: plane.width,
            height: plane.height,
            inside: plane.pixels.iter().map(|value| is_inside(*value)).collect(),
        }
    }

    fn at(&self, x: usize, y: usize) -> bool {
        self.inside[y * self.width + x]
    }

    fn count(&self) -> usize {
        self.inside.iter().filter(|inside| **inside).count()
    }

    fn without(&self, other: &Self) -> Self {
        let pairs = self.inside.iter().zip(&other.inside);
        Self {
            inside: pairs.map(|(one, other)| *one && !other).collect(),
            ..*self
        }
    }

    /// Counts of all that lies above and left of each corner of a pixel.
    fn sums(&self) -> Vec<u32> {
        let stride = self.width + 1;
        let mut sums = vec![0; stride * (self.height + 1)];
        for y in 0..self.height {
            let mut row = 0;
            for x in 0..self.width {
                row += u32::from(self.at(x, y));
                sums[(y + 1) * stride + x + 1] = sums[y * stride + x + 1] + row;
            }
        }
        sums
    }

    /// The share of a square of `side` px around a pixel.
    fn density(&self, sums: &[u32], x: usize, y: usize, side: f32) -> f32 {
        let reach = (0.5 * (side - 1.0)).round().max(0.0) as usize;
        let (left, top) = (x.saturating_sub(reach), y.saturating_sub(reach));
        let (right, bottom) = (
            (x + reach + 1).min(self.width),
            (y + reach + 1).min(self.height),
        );
        let stride = self.width + 1;
        let count = sums[bottom * stride + right] + sums[top * stride + left]
            - sums[top * stride + right]
            - sums[bottom * stride + left];
        count as f32 / ((right - left) * (bottom - top)) as f32
    }

    fn by_density(&self, side: f32, is_inside: impl Fn(f32) -> bool) -> Self {
        let sums = self.sums();
        let mut inside = Vec::with_capacity(self.inside.len());
        for y in 0..self.height {
            for x in 0..self.width {
                inside.push(is_inside(self.density(&sums, x, y, side)));
            }
        }
        Self { inside, ..*self }
    }

    /// The pixels around which a square is wholly inside.
    fn eroded(&self, side: f32) -> Self {
        self.by_density(side, |share| share >= 1.0)
    }

    /// The pixels around which anything of a square is inside.
    fn dilated(&self, side: f32) -> Self {
        self.by_density(side, |share| share > 0.0)
    }

    /// The mean width of what is inside, in px: twice its area over the length of its border, which are the crossings of
    /// lines in four directions by Crofton's formula; within a twentieth for borders of any direction.
    fn width(&self) -> f32 {
        let (mut straight, mut diagonal) = (0_u32, 0_u32);
        for y in 0..self.height.saturating_sub(1) {
            for x in 0..self.width.saturating_sub(1) {
                let [here, right] = [self.at(x, y), self.at(x + 1, y)];
                let [below, across] = [self.at(x, y + 1), self.at(x + 1, y + 1)];
                straight += u32::from(here != right) + u32::from(here != below);
                diagonal += u32::from(here != across) + u32::from(right != below);
            }
        }
        let crossings = straight as f32 + FRAC_1_SQRT_2 * diagonal as f32;
        let border = FRAC_PI_8 * crossings.max(1.0);
        2.0 * self.count() as f32 / border
    }
}

#[cfg(test)]
mod tests;
