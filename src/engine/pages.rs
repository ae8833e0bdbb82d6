//! The look at a folder of pages before a style is learnt from it, and the ink that suits them.

use std::path::PathBuf;

use image::imageops;
use rayon::prelude::*;

use crate::book::Area;
use crate::ink::{InkSettings, MeasuredInk, PagesInk};
use crate::library::built_in::TEACHING;
use crate::model::{PageHash, Teaching};
use crate::train::pages::{self, Folder, Page};
use crate::train::{self, find_outliers};

/// Opens `files`, sorts out what cannot be learnt from, and notes pages that look unlike all
/// others.
/// `keep_going` is asked before each file. Takes about a second for a hundred pages.
pub fn look_at_pages(files: &[PathBuf], keep_going: &dyn Fn() -> bool) -> Folder {
    let mut folder = pages::look(files, keep_going);
    let seen = Teaching::from_bytes(TEACHING)
        .and_then(|teaching| train::see(&mut folder, &teaching, keep_going));
    // Without this look the style is learnt all the same.
    if let Err(err) = seen {
        log::warn!("pages could not be compared: {err}");
    }
    find_outliers(&mut folder);
    folder
}

/// What a style's file says of these pages.
pub fn hashes(pages: &[Page]) -> Vec<PageHash> {
    let hash = |page: &Page| {
        let (width, height) = page.pixels.dimensions();
        PageHash::of(width, height, page.pixels.as_raw())
    };
    pages.par_iter().map(hash).collect()
}

/// Pages that are measured; more would say the same.
const NUM_MEASURED: usize = 32;

/// The ink of these pages. Takes a second or two.
pub fn measure_pages(folder: &Folder) -> Option<MeasuredInk> {
    let mut ink = PagesInk::default();
    let every = folder.pages.len().div_ceil(NUM_MEASURED).max(1);
    for page in folder.pages.iter().step_by(every) {
        let panels = &page.layout.panels;
        let side = page.pixels.width().max(page.pixels.height());
        if panels.is_empty() {
            ink.add(&page.pixels);
        }
        // Gutters and margins are not the hand's paper.
        for panel in panels {
            let Area {
                x,
                y,
                width,
                height,
            } = *panel;
            let panel = imageops::crop_imm(&page.pixels, x, y, width, height);
            ink.add_part(&panel.to_image(), side);
        }
    }
    ink.hand()
}

/// The sliders as the pages have them; where nothing can be measured, those of any hand.
pub(super) fn ink_for(folder: &Folder) -> InkSettings {
    let any = InkSettings {
        hand: 1.0,
        photo_color: 0.2,
        ..InkSettings::default()
    };
    measure_pages(folder).map_or(any, |hand| hand.settings())
}

#[cfg(test)]
mod tests {
    use image::{Rgb, RgbImage};

    use super::*;

    fn folder(pixel: impl Fn(u32, u32) -> [u8; 3]) -> Folder {
        let pixels = RgbImage::from_fn(400, 400, |x, y| Rgb(pixel(x, y)));
        Folder {
            pages: vec![Page {
                pixels,
                ..Page::default()
            }],
            ..Folder::default()
        }
    }

    #[test]
    fn the_sliders_begin_as_the_pages_are() {
        let printed = ink_for(&folder(|x, _| {
            [[220, 60, 40], [40, 90, 80]][(x / 50 % 2) as usize]
        }));
        let hand = printed.measured.unwrap();
        assert_eq!(hand.colors().len(), 2, "{hand:?}");
        assert_eq!((printed.palette, printed.blacks), (1.0, 0.0));
        // Strokes that lie as closely as a pen's do on a page of 1024 pixels.
        let pen = ink_for(&folder(|x, y| {
            [if x % 4 == 0 && y > 150 { 20 } else { 250 }; 3]
        }));
        assert_eq!((pen.saturation, pen.photo_color), (0.0, 0.0));
        let num_colors = pen.measured.unwrap().colors().len();
        assert_eq!((pen.hatching, num_colors), (1.0, 1));
    }

    #[test]
    fn pages_on_which_nothing_can_be_measured_have_the_ink_of_any_hand() {
        let ink = ink_for(&Folder::default());
        assert_eq!((ink.measured, ink.hand), (None, 1.0));
    }
}
