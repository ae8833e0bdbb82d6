//! Pages of panels, made here.

use image::Rgb;

use super::*;
use crate::book::fixture::{drawing, fill};

/// How a page is made.
#[derive(Clone, Copy)]
struct Print {
    paper: [u8; 3],
    gutter: u32,
    margin: u32,
    frame: u32,
    noise: i16,
}

const USUAL: Print = Print {
    paper: [255; 3],
    gutter: 20,
    margin: 50,
    frame: 3,
    noise: 0,
};

/// A page with rows of so many panels, and where these are.
fn page(rows: &[usize], print: Print) -> (RgbImage, Vec<Area>) {
    let (width, height) = (900, 1300);
    let mut page = RgbImage::from_pixel(width, height, Rgb(print.paper));
    let mut panels = Vec::new();
    let part = |all: u32, num: usize| {
        (all - 2 * print.margin - print.gutter * (num as u32 - 1)) / num as u32
    };
    let row_height = part(height, rows.len());
    for (row, num) in rows.iter().enumerate() {
        let y = print.margin + row as u32 * (row_height + print.gutter);
        let panel_width = part(width, *num);
        for column in 0..*num {
            let x = print.margin + column as u32 * (panel_width + print.gutter);
            let art = drawing((row * 10 + column) as u64, panel_width, row_height);
            let area = Area {
                x,
                y,
                width: panel_width,
                height: row_height,
            };
            fill(&mut page, [x, y, panel_width, row_height], [0; 3]);
            let frame = i64::from(print.frame);
            let inner_width = panel_width - 2 * print.frame;
            let inner_height = row_height - 2 * print.frame;
            let art = image::imageops::crop_imm(&art, 0, 0, inner_width, inner_height).to_image();
            image::imageops::replace(&mut page, &art, i64::from(x) + frame, i64::from(y) + frame);
            panels.push(area);
        }
    }
    let mut random = fastrand::Rng::with_seed(1);
    if print.noise > 0 {
        for value in page.iter_mut() {
            let noise = random.i16(-print.noise..=print.noise);
            *value = (i16::from(*value) + noise).clamp(0, 255) as u8;
        }
    }
    (page, panels)
}

/// Shared pixels over those of both.
fn overlap(a: &Area, b: &Area) -> f64 {
    let shared = a.shared(b) as f64;
    shared / (a.size() as f64 + b.size() as f64 - shared)
}

fn num_found(drawn: &[Area], found: &[Area]) -> usize {
    let is_found = |panel: &&Area| found.iter().any(|other| overlap(panel, other) > 0.9);
    drawn.iter().filter(is_found).count()
}

#[test]
fn panels_are_found_whatever_the_paper_the_gutters_and_the_scan() {
    let prints = [
        USUAL,
        Print {
            paper: [0, 0, 0],
            ..USUAL
        },
        Print {
            paper: [236, 226, 200],
            noise: 12,
            ..USUAL
        },
        Print {
            gutter: 8,
            margin: 0,
            ..USUAL
        },
        Print {
            gutter: 40,
            frame: 2,
            noise: 5,
            ..USUAL
        },
    ];
    let (mut num_drawn, mut num_hit, mut num_wrong) = (0, 0, 0);
    for print in prints {
        for rows in [&[1, 2, 3][..], &[2, 2], &[3, 1, 2, 3], &[1, 1, 1]] {
            let (page, drawn) = page(rows, print);
            let found = find(&page);
            let hit = num_found(&drawn, &found);
            num_drawn += drawn.len();
            num_hit += hit;
            num_wrong += found.len() - hit;
        }
    }
    println!("{num_hit} of {num_drawn} panels, {num_wrong} wrong ones");
    assert!(
        num_hit * 100 >= num_drawn * 97 && num_wrong <= 2,
        "{num_hit} of {num_drawn}, {num_wrong}"
    );
}

#[test]
fn captions_and_page_numbers_outside_the_panels_are_none() {
    let (mut page, drawn) = page(
        &[2, 1],
        Print {
            margin: 90,
            ..USUAL
        },
    );
    for at in 0..9 {
        fill(&mut page, [400 + at * 12, 1250, 7, 14], [0; 3]);
        fill(&mut page, [100 + at * 14, 40, 9, 18], [0; 3]);
    }
    let found = find(&page);
    assert_eq!(found.len(), drawn.len(), "{found:?}");
    assert_eq!(num_found(&drawn, &found), drawn.len());
}

#[test]
fn a_drawing_on_open_paper_stays_whole_with_some_paper_around() {
    let mut page = RgbImage::from_pixel(900, 1300, Rgb([250; 3]));
    let mut random = fastrand::Rng::with_seed(5);
    // Two figures of strokes with nothing between them.
    for top in [300, 700] {
        for _ in 0..300 {
            let (x, y) = (random.u32(250..600), top + random.u32(0..300));
            fill(&mut page, [x, y, random.u32(2..60), 2], [20; 3]);
        }
    }
    let found = find(&page);
    let [whole] = found.as_slice() else {
        panic!("{found:?}");
    };
    assert!(
        whole.x < 250 && whole.y < 300 && whole.y + whole.height > 1000,
        "{whole:?}"
    );
    assert!(whole.size() < 900 * 1300 * 6 / 10, "{whole:?}");
}

#[test]
fn full_pages_overlapping_panels_and_odd_sizes_stay_whole() {
    assert!(find(&drawing(3, 900, 1300)).len() <= 1);
    // A figure that breaks through all gutters.
    let (mut page, _) = page(&[1, 1], USUAL);
    fill(&mut page, [300, 100, 300, 1100], [200, 40, 40]);
    assert_eq!(find(&page).len(), 1);
    for (width, height) in [(1, 1), (1, 900), (900, 1), (3, 3)] {
        find(&RgbImage::new(width, height));
    }
    assert!(find(&RgbImage::from_pixel(300, 300, Rgb([9; 3]))).is_empty());
}

#[test]
fn a_scan_that_lies_askew_is_cut_all_the_same() {
    let (mut num_drawn, mut num_hit) = (0, 0);
    for degrees in [-1.2, -0.5, 0.4, 0.9] {
        let (straight, drawn) = page(
            &[2, 3, 1],
            Print {
                margin: 60,
                ..USUAL
            },
        );
        let to = turn([900, 1300], degrees);
        let askew = RgbImage::from_fn(900, 1300, |x, y| {
            let [x, y] = to(x as f32, y as f32);
            let pixel = straight.get_pixel_checked(x.round() as u32, y.round() as u32);
            pixel.copied().unwrap_or(Rgb([255; 3]))
        });
        let found = find(&askew);
        num_drawn += drawn.len();
        num_hit += drawn
            .iter()
            .filter(|panel| found.iter().any(|other| overlap(panel, other) > 0.85))
            .count();
        // Nothing of a gutter is in them.
        for area in &found {
            let panel = image::imageops::crop_imm(&askew, area.x, area.y, area.width, area.height);
            let white = panel
                .to_image()
                .pixels()
                .filter(|pixel| pixel.0 == [255; 3])
                .count();
            assert!(
                (white as f64) < area.size() as f64 * 0.005,
                "{degrees}: {white} in {area:?}"
            );
        }
    }
    assert!(num_hit * 10 >= num_drawn * 9, "{num_hit} of {num_drawn}");
}
