//! The look at a folder of pages before a style is learnt from it, and the ink that suits them.

use std::path::PathBuf;

use image::imageops;

use super::built_in::TEACHING;
use crate::ink::InkSettings;
use crate::model::Teaching;
use crate::train::find_odd_ones;
use crate::train::pages::{self, Folder, are_coloured};

/// Opens `files`, sorts out what cannot be learnt from, and notes pages that look unlike all others.
/// `keep_going` is asked before each file. Takes about a second for a hundred pages.
pub fn look_at_pages(files: &[PathBuf], keep_going: &dyn Fn() -> bool) -> Folder {
    let mut folder = pages::look(files, keep_going);
    let odd = Teaching::from_bytes(TEACHING)
        .and_then(|teaching| find_odd_ones(&mut folder, &teaching, keep_going));
    // Without this look the style is learnt all the same.
    if let Err(err) = odd {
        log::warn!("pages could not be compared: {err}");
    }
    folder
}

/// Pages by which the ink is chosen; more would say the same.
const NUM_LOOKED_AT: usize = 24;
/// Standard deviation of the blur under which grain and JPEG blocks of a scan vanish, in pixels.
const GRAIN_PX: f32 = 1.5;
/// Steps of brightness from pixel to pixel: below the first an area is even, below the second it is shaded,
/// above it there is an edge.
const EVEN: f32 = 0.6;
const SHADED: f32 = 3.0;
/// Share of even areas in all that is no edge at which tones begin, and at which they are full. Printed pages and
/// pens have .6 to .85 of it, painted pages and photographs .35 to .45.
const TONED: [f32; 2] = [0.45, 0.75];

/// Brightness of greys: what is darker is ink, what is lighter paper.
const GREYS: std::ops::Range<u8> = 70..185;
/// Share of greys in pages up to which all of a drawing is hatched, and from which nothing is. Scans of bold pens
/// have .12 to .14, all of it the borders of strokes; fine pens .26, and half hatched they are nearest to their pages;
/// engravings have .5, like photographs.
const HATCHED: [f32; 2] = [0.15, 0.37];

/// The ink that suits pages: pen drawings bring no colours and no greys, even areas want few tones.
pub(super) fn ink_for(folder: &Folder) -> InkSettings {
    let [low, high] = TONED;
    let toned = ((evenness(folder) - low) / (high - low)).clamp(0.0, 1.0);
    let learnt = InkSettings {
        hand: 1.0,
        line: 0.6 + 0.4 * toned,
        photo_color: 0.2,
        saturation: 1.1,
        detail: 0.7 - 0.2 * toned,
        tones: toned,
        blacks: 0.45 * toned,
        ..InkSettings::default()
    };
    if are_coloured(folder.pages.iter().map(|page| &page.pixels)) {
        learnt
    } else {
        let [low, high] = HATCHED;
        let hatching = (high - share_of_greys(folder)) / (high - low);
        let hatching = hatching.clamp(0.0, 1.0);
        // What the network hatched is what tones and flatness would take away; strokes of the ink want calm under them.
        InkSettings {
            line: 0.8 + 0.2 * hatching,
            photo_color: 0.0,
            saturation: 0.0,
            detail: 0.85 - 0.35 * hatching,
            tones: 0.0,
            blacks: 0.45,
            hatching,
            ..learnt
        }
    }
}

/// Share of even areas in all that is no edge, `0.0..=1.0`.
fn evenness(folder: &Folder) -> f32 {
    let (mut even, mut shaded) = (0_u32, 0_u32);
    let every = folder.pages.len().div_ceil(NUM_LOOKED_AT).max(1);
    for page in folder.pages.iter().step_by(every) {
        let grey = imageops::blur(&imageops::grayscale(&page.pixels), GRAIN_PX);
        let (width, height) = grey.dimensions();
        let at = |x: u32, y: u32| f32::from(grey.get_pixel(x, y).0[0]);
        for y in (2..height.saturating_sub(2)).step_by(2) {
            for x in (2..width.saturating_sub(2)).step_by(2) {
                // Over four pixels, so that whole steps of brightness do for fractions of them.
                let across = (at(x + 2, y) - at(x - 2, y)) / 4.0;
                let down = (at(x, y + 2) - at(x, y - 2)) / 4.0;
                let slope = across.hypot(down);
                even += u32::from(slope < EVEN);
                shaded += u32::from((EVEN..SHADED).contains(&slope));
            }
        }
    }
    even as f32 / (even + shaded).max(1) as f32
}

/// Share of the paper that is neither paper nor ink, `0.0..=1.0`.
fn share_of_greys(folder: &Folder) -> f32 {
    let (mut greys, mut all) = (0_usize, 0_usize);
    for page in &folder.pages {
        let grey = imageops::grayscale(&page.pixels);
        greys += grey.iter().filter(|value| GREYS.contains(value)).count();
        all += grey.len();
    }
    greys as f32 / all.max(1) as f32
}

#[cfg(test)]
mod tests {
    use image::{Rgb, RgbImage};

    use super::*;
    use crate::train::pages::Page;

    fn folder(pixel: impl Fn(u32, u32) -> [u8; 3]) -> Folder {
        let pixels = RgbImage::from_fn(200, 200, |x, y| Rgb(pixel(x, y)));
        Folder {
            pages: vec![Page {
                pixels,
                ..Page::default()
            }],
            ..Folder::default()
        }
    }

    #[test]
    fn even_pages_get_tones_and_shaded_ones_do_not() {
        let printed = ink_for(&folder(|x, _| {
            [[220, 60, 40], [40, 90, 80]][(x / 50 % 2) as usize]
        }));
        assert!(printed.tones > 0.7 && printed.blacks > 0.35, "{printed:?}");
        let painted = ink_for(&folder(|x, y| [x as u8, y as u8, 90]));
        assert_eq!((painted.tones, painted.blacks), (0.0, 0.0));
        assert!(painted.photo_color > 0.0);
        let pen = ink_for(&folder(|x, _| [if x % 40 < 3 { 20 } else { 250 }; 3]));
        assert_eq!((pen.saturation, pen.photo_color), (0.0, 0.0));
        assert_eq!((pen.tones, pen.hatching), (0.0, 1.0));
        let wash = ink_for(&folder(|x, y| [(x / 2 + y / 2) as u8; 3]));
        assert_eq!((wash.saturation, wash.hatching), (0.0, 0.0));
        assert!(wash.tones == 0.0 && wash.detail > 0.8, "{wash:?}");
    }
}
