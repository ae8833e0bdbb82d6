//! Pages made with known figures.

use image::{Rgb, RgbImage};

use super::*;
use crate::ink::measured::Trait;

/// Known figures on paper of a known colour.
fn page(side: u32, pixel: impl Fn(u32, u32) -> Option<[u8; 3]>) -> RgbImage {
    RgbImage::from_fn(side, side, |x, y| Rgb(pixel(x, y).unwrap_or(PAPER_RGB)))
}

const PAPER_RGB: [u8; 3] = [244, 236, 214];
const INK_RGB: [u8; 3] = [24, 20, 22];

fn measured(pages: &[RgbImage]) -> MeasuredInk {
    let mut ink = PagesInk::default();
    for page in pages {
        ink.add(page);
    }
    ink.hand().unwrap()
}

fn about(value: f32, wanted: f32, part: f32) -> bool {
    (value - wanted).abs() <= part * wanted
}

#[test]
fn width_and_share_of_lines_are_those_that_were_drawn() {
    for width in [3, 4, 6] {
        let lines = page(1024, |x, _| (x % 64 < width).then_some(INK_RGB));
        let hand = measured(&[lines]);
        assert!(about(hand.width, width as f32, 0.1), "{width}: {hand:?}");
        assert!(about(hand.strokes, width as f32 / 64.0, 0.1), "{hand:?}");
        assert_eq!(hand.black, 0.0, "{hand:?}");
        assert!(hand.hatched < 0.1 && hand.open > 0.9, "{hand:?}");
    }
}

#[test]
fn widths_are_of_a_page_of_1024_pixels() {
    let lines = |side: u32, width: u32| {
        page(side, move |x, _| {
            (x % (16 * width) < width).then_some(INK_RGB)
        })
    };
    let [small, large] = [measured(&[lines(512, 2)]), measured(&[lines(2048, 8)])];
    assert!(about(small.width, large.width, 0.2), "{small:?} {large:?}");
}

#[test]
fn the_slant_is_that_of_the_hatching() {
    // Strokes along (cos, sin) of 120 degrees, y down, all over the page.
    let (sin, cos) = 120_f32.to_radians().sin_cos();
    let across = |x: u32, y: u32| (x as f32 * sin - y as f32 * cos).rem_euclid(11.0);
    let one = measured(&[page(1024, |x, y| {
        (across(x, y) < 4.0 && x < 400).then_some(INK_RGB)
    })]);
    let (double, size) = (2.0 * 120_f32.to_radians(), one.slant[0].hypot(one.slant[1]));
    assert!(size > 0.9, "{one:?}");
    assert!((one.slant[0] / size - double.cos()).abs() < 0.1, "{one:?}");
    assert!((one.slant[1] / size - double.sin()).abs() < 0.1, "{one:?}");
    // Rings have every direction alike.
    let rings = page(512, |x, y| {
        let far = (x as f32 - 512.0).hypot(y as f32 - 512.0);
        (far % 11.0 < 4.0 && far < 400.0).then_some(INK_RGB)
    });
    let rings = measured(&[rings]);
    assert!(rings.slant[0].hypot(rings.slant[1]) < 0.1, "{rings:?}");
}

#[test]
fn solid_black_is_no_stroke() {
    let black = page(1024, |x, y| (x < 256 && y < 512).then_some(INK_RGB));
    let hand = measured(&[black]);
    assert!(about(hand.black, 0.125, 0.05), "{hand:?}");
    assert!(hand.strokes < 0.005, "{hand:?}");
    assert!(hand.traits().contains(&Trait::SolidBlack));
}

#[test]
fn close_strokes_are_a_hatching_and_of_no_colour() {
    let grey = [240; 3];
    let strokes = RgbImage::from_fn(1024, 1024, |x, y| {
        Rgb(if x % 8 < 3 && y > 300 { INK_RGB } else { grey })
    });
    let hand = measured(&[strokes]);
    assert!(hand.hatched > 0.8 && hand.is_pen(), "{hand:?}");
    assert_eq!(hand.traits().last(), Some(&Trait::NoColors));
}

#[test]
fn swatches_and_paper_are_those_that_were_printed() {
    let colors = [[200, 60, 40], [60, 110, 150]];
    let printed = page(1024, |x, y| {
        let place = (x / 256 + 2 * (y / 256)) % 4;
        colors.get(place as usize).copied()
    });
    let hand = measured(&[printed]);
    assert_eq!(hand.colors().len(), 3, "{hand:?}");
    let wanted = [[200, 60, 40], [60, 110, 150], PAPER_RGB].map(|rgb| {
        let page = RgbImage::from_pixel(1, 1, Rgb(rgb));
        lab_of(&page).pixels[0]
    });
    for (lab, share) in wanted.into_iter().zip([0.25, 0.25, 0.5]) {
        let found = hand.colors().iter().find(|s| distance(s.lab, lab) < 1.0);
        assert!(about(found.unwrap().share, share, 0.1), "{hand:?}");
    }
    assert!(distance(hand.paper, wanted[2]) < 1.0, "{hand:?}");
}

#[test]
fn what_was_measured_is_read_again_and_nonsense_is_not() {
    let hand = measured(&[page(512, |x, _| (x % 64 < 4).then_some(INK_RGB))]);
    let text = serde_json::to_string(&hand).unwrap();
    assert_eq!(serde_json::from_str::<MeasuredInk>(&text).unwrap(), hand);
    for wrong in [f32::NAN, -1.0, 1e9] {
        assert_eq!(
            MeasuredInk {
                width: wrong,
                ..hand
            }
            .checked(),
            None
        );
        assert_eq!(
            MeasuredInk {
                black: wrong,
                ..hand
            }
            .checked(),
            None
        );
    }
    assert_eq!(
        MeasuredInk {
            swatches: [Swatch::default(); MAX_SWATCHES],
            ..hand
        }
        .checked(),
        None
    );
    let few = r#"{"swatches":[]}"#;
    assert!(serde_json::from_str::<MeasuredInk>(few).is_err());
}

#[test]
fn of_pages_that_are_too_small_nothing_is_measured() {
    let mut ink = PagesInk::default();
    ink.add(&RgbImage::new(1, 1));
    assert!(ink.is_empty() && ink.hand().is_none());
}

#[test]
fn grain_of_a_print_is_even_and_soft_shades_are_painted() {
    let grain = |x: u32, y: u32| (x * 7919 + y * 104_729 + x * y) % 23;
    let of = |shade: &dyn Fn(u32, u32) -> u32| {
        let page = RgbImage::from_fn(768, 768, |x, y| {
            let value = (150 + shade(x, y) + grain(x, y)) as u8;
            Rgb([value, value, value - 40])
        });
        measured(&[page]).even
    };
    let printed = of(&|x, y| 40 * ((x / 192 + y / 192) % 2));
    let painted = of(&|x, _| (x % 384).abs_diff(192) / 3);
    assert!(printed > 0.9 && painted < 0.1, "{printed} {painted}");
}

#[test]
fn rare_colours_that_no_other_stands_for_are_swatches() {
    let many: Vec<[u8; 3]> = (0..16)
        .map(|i| [120 + 8 * i, 60 + 6 * i, 40 + (i * 37) % 60])
        .collect();
    let (blue, green) = ([60, 90, 190], [60, 150, 60]);
    let page = RgbImage::from_fn(1024, 1024, |x, y| {
        Rgb(match (x / 80, y / 80) {
            (0, 0) => blue,
            (0, 2) => green,
            _ => many[(x / 64) as usize],
        })
    });
    let hand = measured(&[page]);
    assert!(hand.colors().len() <= MAX_SWATCHES);
    let is_blue = |lab: [f32; 3]| lab[2] < -25.0;
    let is_green = |lab: [f32; 3]| lab[1] < -25.0;
    for is_it in [is_blue, is_green] {
        let found = hand.colors().iter().find(|swatch| is_it(swatch.lab));
        let share = found.map(|swatch| swatch.share);
        assert!(
            share.is_some_and(|share| about(share, 0.0061, 0.3)),
            "{hand:?}"
        );
    }
}
