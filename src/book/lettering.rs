//! Lettering of a page: signs of about one size, close together in lines or columns, on even light
//! ground.

use std::collections::BTreeMap;

use image::{GrayImage, RgbImage, imageops};

use super::layout::Area;

/// Brightness up to which a pixel may belong to a sign, and from which it is ground, of 255.
const INK: u8 = 110;
const GROUND: u8 = 185;
/// Height of a sign in long sides of the page.
const HEIGHT: std::ops::RangeInclusive<f32> = 0.0035..=0.035;
/// Fewest pixels of a sign's height: hatching at a lower resolution looks no different from
/// letters.
const LEAST_PX: u32 = 5;
/// Letters that touch are one sign, as wide as so many heights.
const WIDEST: f32 = 6.0;
/// Share of a sign's box that is ink.
const INK_SHARE: std::ops::RangeInclusive<f32> = 0.12..=0.92;
/// Share of the pixels around a sign that are ground.
const GROUND_SHARE: f32 = 0.8;
/// Gap between signs of a line, and between lines, in heights of the larger sign.
const GAP: f32 = 0.9;
/// How many times as high as another a sign of the same text may be.
const ALIKE: f32 = 2.0;
/// Fewest signs of a text.
const LEAST_SIGNS: usize = 8;
/// Deviation of heights in a text, as a share of their mean.
const UNEVEN: f32 = 0.42;
/// Share of signs that have a neighbour in their line or column.
const IN_LINE: f32 = 0.75;
/// How far middles of signs in a line may be apart, in heights.
const OFF_LINE: f32 = 0.4;
/// Width of the usual sign in heights: strokes of hatching are thinner.
const ASPECT: std::ops::RangeInclusive<f32> = 0.3..=3.0;
/// Share of signs whose boxes overlap others: letters stand apart, strokes do not.
const OVERLAPPING: f32 = 0.3;
/// Deviation of the share of ink among signs, at least: letters differ, the dots of a screen do
/// not.
const VARIED: f32 = 0.035;
/// More signs than this are no lettering but a screen of dots or noise, and are not looked at.
const MAX_SIGNS: usize = 60_000;

/// Connected ink that may be a letter.
#[derive(Clone, Copy)]
struct Sign {
    area: Area,
    /// Share of its box that is ink.
    ink: f32,
}

/// Where there is text on a page, with some room around.
pub(super) fn find(page: &RgbImage) -> Vec<Area> {
    let grey = imageops::grayscale(page);
    let signs = signs(&grey);
    if signs.len() > MAX_SIGNS {
        return Vec::new();
    }
    let texts = texts(&signs);
    let texts = texts.into_iter().filter(|text| is_text(text));
    texts.map(|text| around(&text, grey.dimensions())).collect()
}

fn signs(grey: &GrayImage) -> Vec<Sign> {
    let (width, height) = grey.dimensions();
    let long_side = width.max(height) as f32;
    let least = ((long_side * HEIGHT.start()) as u32).max(LEAST_PX);
    let most = (long_side * HEIGHT.end()) as u32;
    components(grey)
        .into_iter()
        .map(|(area, num)| Sign {
            area,
            ink: num as f32 / area.size() as f32,
        })
        .filter(|Sign { area, ink }| {
            // A dash or an "i" is thin; it is its height that counts.
            (least..=most).contains(&area.height)
                && area.width >= 2
                && area.width as f32 <= area.height as f32 * WIDEST
                && INK_SHARE.contains(ink)
                && stands_on_ground(grey, area)
        })
        .collect()
}

/// Boxes and numbers of pixels of all connected ink.
fn components(grey: &GrayImage) -> Vec<(Area, u32)> {
    let (width, height) = grey.dimensions();
    let mut is_open: Vec<bool> = grey.iter().map(|value| *value < INK).collect();
    let mut found = Vec::new();
    let mut stack = Vec::new();
    for start in 0..is_open.len() {
        if !is_open[start] {
            continue;
        }
        is_open[start] = false;
        stack.push(start as u32);
        let (mut left, mut top, mut right, mut bottom, mut num) = (width, height, 0, 0, 0);
        while let Some(at) = stack.pop() {
            let (x, y) = (at % width, at / width);
            (left, right) = (left.min(x), right.max(x));
            (top, bottom) = (top.min(y), bottom.max(y));
            num += 1;
            for near_y in y.saturating_sub(1)..(y + 2).min(height) {
                for near_x in x.saturating_sub(1)..(x + 2).min(width) {
                    let near = near_y * width + near_x;
                    if std::mem::take(&mut is_open[near as usize]) {
                        stack.push(near);
                    }
                }
            }
        }
        let area = Area {
            x: left,
            y: top,
            width: right - left + 1,
            height: bottom - top + 1,
        };
        found.push((area, num));
    }
    found
}

/// Whether the pixels around a box are light.
fn stands_on_ground(grey: &GrayImage, area: &Area) -> bool {
    const DISTANCE: u32 = 2;
    let (left, top) = (
        area.x.saturating_sub(DISTANCE),
        area.y.saturating_sub(DISTANCE),
    );
    let right = (area.x + area.width + DISTANCE).min(grey.width()) - 1;
    let bottom = (area.y + area.height + DISTANCE).min(grey.height()) - 1;
    let across = (left..=right).flat_map(|x| [(x, top), (x, bottom)]);
    let down = (top..=bottom).flat_map(|y| [(left, y), (right, y)]);
    let (mut num, mut light) = (0_u32, 0_u32);
    for (x, y) in across.chain(down) {
        num += 1;
        light += u32::from(grey.get_pixel(x, y).0[0] >= GROUND);
    }
    light as f32 >= num as f32 * GROUND_SHARE
}

/// Gap between two boxes along an axis; 0 where they overlap.
fn gaps(a: &Area, b: &Area) -> [f32; 2] {
    let gap = |start: u32, length: u32, other: u32, other_length: u32| {
        let start_of_later = start.max(other);
        start_of_later.saturating_sub((start + length).min(other + other_length)) as f32
    };
    [
        gap(a.x, a.width, b.x, b.width),
        gap(a.y, a.height, b.y, b.height),
    ]
}

/// Signs that belong together.
fn texts(signs: &[Sign]) -> Vec<Vec<Sign>> {
    let mut order: Vec<usize> = (0..signs.len()).collect();
    order.sort_by_key(|at| signs[*at].area.y);
    let mut leader: Vec<usize> = (0..signs.len()).collect();
    let highest = signs
        .iter()
        .map(|sign| sign.area.height)
        .max()
        .unwrap_or_default();
    for (place, &at) in order.iter().enumerate() {
        let sign = &signs[at].area;
        let reach = sign.y + sign.height + (highest as f32 * GAP) as u32;
        let is_near = |other: &&usize| signs[**other].area.y <= reach;
        for &other in order[place + 1..].iter().take_while(is_near) {
            if are_alike(sign, &signs[other].area) {
                let (a, b) = (lead(&mut leader, at), lead(&mut leader, other));
                leader[a] = b;
            }
        }
    }
    let mut texts: BTreeMap<usize, Vec<Sign>> = BTreeMap::new();
    for (at, sign) in signs.iter().enumerate() {
        texts.entry(lead(&mut leader, at)).or_default().push(*sign);
    }
    texts.into_values().collect()
}

fn lead(leader: &mut [usize], mut at: usize) -> usize {
    while leader[at] != at {
        leader[at] = leader[leader[at]];
        at = leader[at];
    }
    at
}

fn are_alike(a: &Area, b: &Area) -> bool {
    let (low, high) = (a.height.min(b.height) as f32, a.height.max(b.height) as f32);
    gaps(a, b).iter().all(|gap| *gap <= high * GAP) && high <= low * ALIKE
}

/// Mean and standard deviation.
fn spread(values: impl Iterator<Item = f32> + Clone) -> [f32; 2] {
    let num = values.clone().count().max(1) as f32;
    let mean = values.clone().sum::<f32>() / num;
    let variance = values.map(|value| (value - mean).powi(2)).sum::<f32>() / num;
    [mean, variance.sqrt()]
}

fn is_text(signs: &[Sign]) -> bool {
    if signs.len() < LEAST_SIGNS {
        return false;
    }
    let num = signs.len() as f32;
    let areas = || signs.iter().map(|sign| &sign.area);
    let [height, deviation] = spread(areas().map(|area| area.height as f32));
    let [_, variety] = spread(signs.iter().map(|sign| sign.ink));
    let aspects = areas().map(|area| area.width as f32 / area.height as f32);
    let mut aspects: Vec<f32> = aspects.collect();
    aspects.sort_by(f32::total_cmp);
    let usual = aspects[aspects.len() / 2];
    if deviation > height * UNEVEN || variety < VARIED || !ASPECT.contains(&usual) {
        return false;
    }
    let (mut in_line, mut overlapping) = (0.0, 0.0);
    for sign in areas() {
        let others = || areas().filter(|other| *other != sign);
        let is_beside = |other: &Area| {
            let [across, down] = gaps(sign, other);
            let middle = |area: &Area| {
                let (x, y) = (area.x as f32, area.y as f32);
                [x + area.width as f32 / 2.0, y + area.height as f32 / 2.0]
            };
            let ([x, y], [other_x, other_y]) = (middle(sign), middle(other));
            let size = sign.height as f32;
            let in_row = (y - other_y).abs() <= size * OFF_LINE && across <= size * GAP;
            let in_column = (x - other_x).abs() <= size * OFF_LINE && down <= size * GAP;
            in_row || in_column
        };
        in_line += f32::from(u8::from(others().any(is_beside)));
        overlapping += f32::from(u8::from(others().any(|other| sign.shared(other) > 0)));
    }
    in_line >= num * IN_LINE && overlapping <= num * OVERLAPPING
}

/// The box of a text with half a line of room, within a page of that size.
fn around(signs: &[Sign], (width, height): (u32, u32)) -> Area {
    let areas = || signs.iter().map(|sign| &sign.area);
    let room = areas().map(|area| area.height).max().unwrap_or_default() / 2;
    let ends = |start: fn(&Area) -> u32, length: fn(&Area) -> u32, most: u32| {
        let from = areas().map(start).min().unwrap_or_default();
        let to = areas().map(|area| start(area) + length(area)).max();
        let from = from.saturating_sub(room);
        (from, (to.unwrap_or_default() + room).min(most) - from)
    };
    let (x, width) = ends(|area| area.x, |area| area.width, width);
    let (y, height) = ends(|area| area.y, |area| area.height, height);
    Area {
        x,
        y,
        width,
        height,
    }
}

#[cfg(test)]
mod tests;
