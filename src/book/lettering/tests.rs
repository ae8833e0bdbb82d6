//! Pages with lettering and without, made here.

use image::Rgb;

use super::*;
use crate::book::fixture::{drawing, fill};

/// Letters on a grid of 5 x 7, row by row.
const LETTERS: [[u8; 7]; 8] = [
    [
        0b01110, 0b10001, 0b10001, 0b11111, 0b10001, 0b10001, 0b10001,
    ],
    [
        0b11110, 0b10001, 0b11110, 0b10001, 0b10001, 0b10001, 0b11110,
    ],
    [
        0b11111, 0b10000, 0b10000, 0b11110, 0b10000, 0b10000, 0b11111,
    ],
    [
        0b10001, 0b10001, 0b10001, 0b11111, 0b10001, 0b10001, 0b10001,
    ],
    [
        0b10001, 0b11001, 0b10101, 0b10011, 0b10001, 0b10001, 0b10001,
    ],
    [
        0b01110, 0b10001, 0b10001, 0b10001, 0b10001, 0b10001, 0b01110,
    ],
    [
        0b01111, 0b10000, 0b10000, 0b01110, 0b00001, 0b00001, 0b11110,
    ],
    [
        0b11111, 0b00100, 0b00100, 0b00100, 0b00100, 0b00100, 0b00100,
    ],
];

/// Writes lines of letters, their dots so many pixels wide, and says where.
fn write(page: &mut RgbImage, [left, top]: [u32; 2], dot: u32, lines: u32, length: u32) -> Area {
    let mut random = fastrand::Rng::with_seed(u64::from(left * 7 + top));
    for line in 0..lines {
        for column in 0..length {
            let letter = LETTERS[random.usize(..LETTERS.len())];
            // Words of five letters.
            let (x, y) = (
                left + (column * 7 + column / 5 * 3) * dot,
                top + line * 10 * dot,
            );
            for (row, bits) in letter.iter().enumerate() {
                for bit in (0..5).filter(|bit| bits >> (4 - bit) & 1 == 1) {
                    fill(
                        page,
                        [x + bit * dot, y + row as u32 * dot, dot, dot],
                        [10; 3],
                    );
                }
            }
        }
    }
    Area {
        x: left,
        y: top,
        width: (length * 7 + length / 5 * 3 - 2) * dot,
        height: (lines * 10 - 3) * dot,
    }
}

fn share_found(text: &Area, found: &[Area]) -> f32 {
    let shared: u64 = found.iter().map(|area| area.shared(text)).sum();
    shared as f32 / text.size() as f32
}

#[test]
fn balloons_and_captions_are_found_at_any_usual_size() {
    for dot in [1, 2, 3] {
        let mut page = drawing(4, 1000, 1400);
        let mut texts = Vec::new();
        for [x, y] in [[80, 100], [600, 500], [100, 1100]] {
            let (width, height) = (15 * 7 * dot, 3 * 10 * dot);
            fill(
                &mut page,
                [x - 15, y - 15, width + 30, height + 30],
                [252; 3],
            );
            texts.push(write(&mut page, [x, y], dot, 3, 14));
        }
        let found = find(&page);
        for text in &texts {
            let share = share_found(text, &found);
            assert!(share > 0.85, "{dot} {text:?}: {share} {found:?}");
        }
        let total: u64 = found.iter().map(Area::size).sum();
        let written: u64 = texts.iter().map(Area::size).sum();
        assert!(total < written * 2, "{dot}: {total} {written}");
    }
}

#[test]
fn columns_of_signs_are_lettering_too() {
    let mut page = RgbImage::from_pixel(800, 1200, Rgb([250; 3]));
    // Signs as high as they are wide, read from top to bottom.
    let mut text = Area::default();
    for column in 0..3 {
        text = write(&mut page, [300 + column * 20, 200], 2, 9, 1);
    }
    text = Area {
        x: 300,
        width: 50,
        ..text
    };
    let found = find(&page);
    assert!(share_found(&text, &found) > 0.85, "{text:?} {found:?}");
}

#[test]
fn strokes_hatching_and_dots_are_none() {
    let mut random = fastrand::Rng::with_seed(8);
    let mut page = RgbImage::from_pixel(1000, 1400, Rgb([250; 3]));
    // Hatching: close parallel strokes.
    for at in 0..60 {
        fill(&mut page, [100 + at * 5, 100, 2, 22], [15; 3]);
        fill(&mut page, [100, 200 + at * 5, 24, 2], [15; 3]);
        for step in 0..20 {
            fill(&mut page, [500 + at * 6 + step, 100 + step, 2, 2], [15; 3]);
        }
    }
    // Grass, spray, and a screen of dots.
    for _ in 0..300 {
        let (x, y) = (random.u32(100..900), random.u32(600..800));
        fill(
            &mut page,
            [x, y, random.u32(2..12), random.u32(2..30)],
            [15; 3],
        );
    }
    for y in 0..30 {
        for x in 0..40 {
            fill(&mut page, [100 + x * 12, 900 + y * 12, 7, 7], [15; 3]);
        }
    }
    let found = find(&page);
    let share = found.iter().map(Area::size).sum::<u64>() as f32 / (1000.0 * 1400.0);
    assert!(share < 0.01, "{share} {found:?}");
    assert!(find(&drawing(6, 1000, 1400)).is_empty());
}
