//! Panels of a page: it is cut along gutters, again and again, across and down by turns.
//!
//! Source: Nagy and Seth, "Hierarchical representation of optically scanned documents", ICPR 1984
//! (XY-cut).

use image::RgbImage;
use rayon::prelude::{IntoParallelIterator as _, ParallelIterator as _};

use super::layout::Area;

/// How far a gutter's pixels may be from its colour in each channel of 255: paper and JPEG blocks
/// are less even.
const TOLERANCE: u8 = 28;
/// Width of the rim by which the gutters' colour is told, and share of it that has this colour, at
/// least.
const RIM: f32 = 0.01;
const RIM_SHARE: f32 = 0.5;
/// Share of a row or column that may be of another colour: dust. A panel's frame is more.
const DUST: f32 = 0.003;
/// Least width of a gutter, and of a panel, in long sides of the page.
const GUTTER: f32 = 0.0035;
const PANEL: f32 = 0.08;
/// Cuts within cuts; no page of a comic needs more.
const MAX_DEPTH: usize = 8;
/// Pixels at a panel's edge within which a frame or its colours begin.
const EDGE_PX: u32 = 4;
/// Share of its edge on which something is drawn: of all four sides, and of the barest.
const BOXED: f32 = 0.7;
const BOXED_SIDE: f32 = 0.4;
/// A panel without a frame has at least this share of the page, and so much of it is drawn on.
const FRAMELESS: f32 = 0.05;
const FULL: f32 = 0.25;
/// Share of what is drawn that lies in panels with edges on a page that has panels.
const PANELLED: f32 = 0.6;
/// What is left of the paper around a drawing without panels, in long sides of the page.
const PAD: f32 = 0.03;

/// Scans lie askew by up to so many degrees, which are tried in steps.
const MOST_SKEW: f32 = 1.75;
const SKEW_STEP: f32 = 0.25;
/// Of so many pixels one is looked at where the skew is sought.
const SKEW_PIXELS: u32 = 3;
/// Paper rows and columns that turning must bring, in long sides of the page, to be worth it.
const SKEW_GAIN: f32 = 0.01;

/// The panels of a page, from the top; for a page without any, what is drawn on it with some paper
/// around, or nothing where that is all of it.
pub(super) fn find(page: &RgbImage) -> Vec<Area> {
    let (width, height) = page.dimensions();
    let all = Area {
        x: 0,
        y: 0,
        width,
        height,
    };
    let Some(paper) = gutter_color(page).map(|color| Paper::new(page, color)) else {
        return Vec::new();
    };
    let degrees = paper.skew();
    if degrees == 0.0 {
        return paper.panels(all);
    }
    let turned = paper.turned(degrees);
    let panels = turned.panels(all);
    let panels = panels
        .iter()
        .filter_map(|panel| paper.turned_back(panel, degrees));
    panels.collect()
}

/// How a page of that size that is turned has the pixel of the page that is not.
fn turn([width, height]: [u32; 2], degrees: f32) -> impl Fn(f32, f32) -> [f32; 2] {
    let (sin, cos) = degrees.to_radians().sin_cos();
    let (middle_x, middle_y) = (width as f32 / 2.0, height as f32 / 2.0);
    move |x, y| {
        let (x, y) = (x - middle_x, y - middle_y);
        [middle_x + x * cos - y * sin, middle_y + x * sin + y * cos]
    }
}

/// The colour between panels: that of the rim, or of rows and columns of one colour on a page
/// without margins.
fn gutter_color(page: &RgbImage) -> Option<[u8; 3]> {
    let (width, height) = page.dimensions();
    let rim = ((width.max(height) as f32 * RIM) as u32).max(2);
    let is_rim = |x: u32, y: u32| x < rim || y < rim || x + rim >= width || y + rim >= height;
    let pixels = page.enumerate_pixels().filter(|(x, y, _)| is_rim(*x, *y));
    let pixels: Vec<[u8; 3]> = pixels.map(|(_, _, pixel)| pixel.0).collect();
    let (color, share) = usual(&pixels)?;
    if share >= RIM_SHARE {
        return Some(color);
    }
    let row = |y: u32| -> Vec<[u8; 3]> { (0..width).map(|x| page.get_pixel(x, y).0).collect() };
    let column = |x: u32| -> Vec<[u8; 3]> { (0..height).map(|y| page.get_pixel(x, y).0).collect() };
    let lines = (0..height).map(row).chain((0..width).map(column));
    let even = lines.filter_map(|line| {
        let (color, share) = usual(&line)?;
        (share >= 1.0 - DUST).then_some(color)
    });
    let even: Vec<[u8; 3]> = even.collect();
    let (color, _) = usual(&even)?;
    let num = even.iter().filter(|other| is_near(**other, color)).count();
    (num as f32 >= (width.max(height) as f32 * GUTTER).max(3.0)).then_some(color)
}

/// The median colour, and which share of the pixels is near it.
fn usual(pixels: &[[u8; 3]]) -> Option<([u8; 3], f32)> {
    let median = |channel: usize| {
        let mut counts = [0_usize; 256];
        for pixel in pixels {
            counts[usize::from(pixel[channel])] += 1;
        }
        let mut below = 0;
        counts.iter().position(|count| {
            below += count;
            below * 2 > pixels.len()
        })
    };
    let color = [median(0)? as u8, median(1)? as u8, median(2)? as u8];
    let near = pixels
        .iter()
        .filter(|pixel| is_near(**pixel, color))
        .count();
    Some((color, near as f32 / pixels.len() as f32))
}

fn is_near(pixel: [u8; 3], color: [u8; 3]) -> bool {
    let mut channels = pixel.iter().zip(color);
    channels.all(|(a, b)| a.abs_diff(b) <= TOLERANCE)
}

/// Which pixels of a page are of the gutters' colour.
struct Paper {
    width: u32,
    height: u32,
    /// Row by row.
    is_drawn: Vec<bool>,
}

impl Paper {
    fn new(page: &RgbImage, color: [u8; 3]) -> Self {
        Self {
            width: page.width(),
            height: page.height(),
            is_drawn: page
                .pixels()
                .map(|pixel| !is_near(pixel.0, color))
                .collect(),
        }
    }

    fn long_side(&self) -> f32 {
        self.width.max(self.height) as f32
    }

    fn is_drawn(&self, x: u32, y: u32) -> bool {
        if x >= self.width {
            return false;
        }
        let at = y as usize * self.width as usize + x as usize;
        self.is_drawn.get(at).copied().unwrap_or_default()
    }

    /// Which rows (axis 0) or columns (axis 1) of an area are paper from end to end.
    fn blank_lines(&self, area: Area, axis: usize) -> Vec<bool> {
        let Area {
            x,
            y,
            width,
            height,
        } = area;
        let mut drawn = vec![0_u32; if axis == 0 { height } else { width } as usize];
        for row in 0..height {
            let start = (y + row) as usize * self.width as usize + x as usize;
            let pixels = self.is_drawn.get(start..start + width as usize);
            let pixels = pixels.unwrap_or_default();
            if axis == 0 {
                drawn[row as usize] = pixels.iter().filter(|is_drawn| **is_drawn).count() as u32;
            } else {
                for (sum, is_drawn) in drawn.iter_mut().zip(pixels) {
                    *sum += u32::from(*is_drawn);
                }
            }
        }
        let length = if axis == 0 { width } else { height };
        let dust = (length as f32 * DUST) as u32;
        drawn.into_iter().map(|num| num <= dust).collect()
    }

    /// An area without the paper around what is drawn in it; `None` if that is nothing.
    fn trimmed(&self, mut area: Area) -> Option<Area> {
        // Each makes the lines of the other shorter, and dust in them more.
        for axis in [0, 1, 0, 1] {
            let blank = self.blank_lines(area, axis);
            let first = blank.iter().position(|is_blank| !is_blank)? as u32;
            let last = blank.iter().rposition(|is_blank| !is_blank)? as u32;
            if axis == 0 {
                area.y += first;
                area.height = last - first + 1;
            } else {
                area.x += first;
                area.width = last - first + 1;
            }
        }
        Some(area)
    }

    /// Cuts an area along its gutters on that axis, and what comes out on the other one.
    fn cut(&self, area: Area, axis: usize, depth: usize, leaves: &mut Vec<Area>) {
        let parts = self.parts(area, axis);
        let is_whole = parts.len() < 2;
        // Nothing was found in either direction.
        if depth >= MAX_DEPTH || is_whole && depth > 0 && self.parts(area, 1 - axis).len() < 2 {
            leaves.push(area);
            return;
        }
        for part in parts {
            self.cut(part, 1 - axis, depth + 1, leaves);
        }
    }

    /// What lies between the gutters on that axis, trimmed.
    fn parts(&self, area: Area, axis: usize) -> Vec<Area> {
        let blank = self.blank_lines(area, axis);
        let gutter = (self.long_side() * GUTTER).max(3.0) as usize;
        let mut parts = Vec::new();
        let mut start = 0;
        let mut at = 0;
        for run in blank.chunk_by(|a, b| a == b) {
            let is_gutter = run.first() == Some(&true) && run.len() >= gutter;
            if is_gutter {
                parts.push((start, at));
                start = at + run.len();
            }
            at += run.len();
        }
        parts.push((start, at));
        let part = |(from, to): (usize, usize)| {
            let (from, length) = (from as u32, to.saturating_sub(from) as u32);
            let part = match axis {
                0 => Area {
                    y: area.y + from,
                    height: length,
                    ..area
                },
                _ => Area {
                    x: area.x + from,
                    width: length,
                    ..area
                },
            };
            self.trimmed(part)
        };
        parts.into_iter().filter_map(part).collect()
    }

    /// Whether an area has a frame, or colours up to its edges.
    fn is_boxed(&self, area: &Area) -> bool {
        let Area {
            x,
            y,
            width,
            height,
        } = *area;
        let depth = EDGE_PX.min(width).min(height);
        let across = |y: u32| {
            let is_met = |x: &u32| (0..depth).any(|row| self.is_drawn(*x, y + row));
            (x..x + width).filter(is_met).count() as f32 / width as f32
        };
        let down = |x: u32| {
            let is_met = |y: &u32| (0..depth).any(|column| self.is_drawn(x + column, *y));
            (y..y + height).filter(is_met).count() as f32 / height as f32
        };
        let sides = [
            across(y),
            across(y + height - depth),
            down(x),
            down(x + width - depth),
        ];
        let barest = sides.iter().copied().fold(1.0, f32::min);
        sides.iter().sum::<f32>() / 4.0 >= BOXED && barest >= BOXED_SIDE
    }

    /// Share of an area that is drawn on.
    fn fullness(&self, area: &Area) -> f32 {
        let rows = area.y..area.y + area.height;
        let row = |y: u32| {
            let pixels = area.x..area.x + area.width;
            pixels.filter(|x| self.is_drawn(*x, y)).count()
        };
        rows.map(row).sum::<usize>() as f32 / area.size().max(1) as f32
    }

    /// The panels of a page that lies straight, as [`find`] has them.
    fn panels(&self, all: Area) -> Vec<Area> {
        let Some(drawn) = self.trimmed(all) else {
            return Vec::new();
        };
        let mut leaves = Vec::new();
        self.cut(drawn, 0, 0, &mut leaves);
        let least = (self.long_side() * PANEL) as u32;
        let is_large = |area: &Area| area.width.min(area.height) >= least;
        let boxed: Vec<Area> = leaves
            .iter()
            .filter(|leaf| is_large(leaf) && self.is_boxed(leaf))
            .copied()
            .collect();
        let total: u64 = leaves.iter().map(Area::size).sum();
        let in_boxes: u64 = boxed.iter().map(Area::size).sum();
        if boxed.is_empty() || (in_boxes as f32) < PANELLED * total as f32 {
            let whole = self.padded(drawn);
            return if whole == all {
                Vec::new()
            } else {
                vec![whole]
            };
        }
        let is_panel = |leaf: &Area| {
            let share = leaf.size() as f32 / all.size() as f32;
            boxed.contains(leaf) || share >= FRAMELESS && self.fullness(leaf) >= FULL
        };
        leaves.retain(|leaf| is_large(leaf) && is_panel(leaf));
        leaves
    }

    /// By how many degrees the page is to be turned so that most rows and columns are paper.
    fn skew(&self) -> f32 {
        let num_steps = (MOST_SKEW / SKEW_STEP) as i32;
        let straight = self.num_blank(0.0);
        let angles = (-num_steps..=num_steps).into_par_iter();
        let angles = angles.map(|step| step as f32 * SKEW_STEP);
        let counts = angles.map(|degrees| (self.num_blank(degrees), degrees));
        let best = counts.max_by_key(|(num, degrees)| (*num, -(degrees.abs() * 100.0) as i32));
        let least = straight + (self.long_side() * SKEW_GAIN) as usize / SKEW_PIXELS as usize;
        best.filter(|(num, _)| *num > least)
            .map_or(0.0, |(_, degrees)| degrees)
    }

    /// Rows and columns of paper of the page when it is turned, of those that are looked at.
    fn num_blank(&self, degrees: f32) -> usize {
        let turn = turn([self.width, self.height], degrees);
        let columns = self.width.div_ceil(SKEW_PIXELS) as usize;
        let rows = self.height.div_ceil(SKEW_PIXELS) as usize;
        let (mut in_row, mut in_column) = (vec![0_u32; rows], vec![0_u32; columns]);
        for (row, in_row) in in_row.iter_mut().enumerate() {
            for (column, in_column) in in_column.iter_mut().enumerate() {
                let pixel = |at: usize| (at as u32 * SKEW_PIXELS) as f32;
                let [x, y] = turn(pixel(column), pixel(row));
                let is_drawn = u32::from(self.is_drawn(x.round() as u32, y.round() as u32));
                *in_row += is_drawn;
                *in_column += is_drawn;
            }
        }
        let num = |counts: &[u32], length: usize| {
            let dust = (length as f32 * DUST) as u32;
            counts.iter().filter(|count| **count <= dust).count()
        };
        num(&in_row, columns) + num(&in_column, rows)
    }

    fn turned(&self, degrees: f32) -> Self {
        let turn = turn([self.width, self.height], degrees);
        let pixels = (0..self.height).flat_map(|y| (0..self.width).map(move |x| (x, y)));
        let is_drawn = pixels.map(|(x, y)| {
            let [x, y] = turn(x as f32, y as f32);
            x >= 0.0 && y >= 0.0 && self.is_drawn(x.round() as u32, y.round() as u32)
        });
        Self {
            is_drawn: is_drawn.collect(),
            ..*self
        }
    }

    /// The largest upright area inside one of the page that was turned.
    fn turned_back(&self, area: &Area, degrees: f32) -> Option<Area> {
        let turn = turn([self.width, self.height], degrees);
        let (left, top) = (area.x as f32, area.y as f32);
        let (right, bottom) = (left + area.width as f32, top + area.height as f32);
        let [a, b] = [turn(left, top), turn(right, top)];
        let [c, d] = [turn(left, bottom), turn(right, bottom)];
        let within = |value: f32, most: u32| value.clamp(0.0, most as f32) as u32;
        let (left, right) = (a[0].max(c[0]).ceil(), b[0].min(d[0]).floor());
        let (top, bottom) = (a[1].max(b[1]).ceil(), c[1].min(d[1]).floor());
        let (x, y) = (within(left, self.width), within(top, self.height));
        let width = within(right, self.width).checked_sub(x)?;
        let height = within(bottom, self.height).checked_sub(y)?;
        (width > 0 && height > 0).then_some(Area {
            x,
            y,
            width,
            height,
        })
    }

    fn padded(&self, area: Area) -> Area {
        let pad = (self.long_side() * PAD) as u32;
        let (x, y) = (area.x.saturating_sub(pad), area.y.saturating_sub(pad));
        Area {
            x,
            y,
            width: (area.x + area.width + pad).min(self.width) - x,
            height: (area.y + area.height + pad).min(self.height) - y,
        }
    }
}

#[cfg(test)]
mod tests;
