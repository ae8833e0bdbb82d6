//! The look at a folder of pages before a style is learnt from it, and the ink that suits them.

use std::path::PathBuf;

use super::built_in::TEACHING;
use crate::ink::InkSettings;
use crate::model::Teaching;
use crate::train::find_odd_ones;
use crate::train::pages::{self, Folder};

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

/// Chroma (largest minus smallest channel) of pages below which they count as pen and paper.
const GREY_PAGES: f32 = 18.0;

/// The ink that suits pages: pen drawings bring their own lines and no colours.
pub(super) fn ink_for(folder: &Folder) -> InkSettings {
    let mut chroma = 0.0;
    let mut num_pixels = 0u32;
    for page in &folder.pages {
        for pixel in page.pixels.pixels().step_by(97) {
            let [r, g, b] = pixel.0;
            chroma += f32::from(r.max(g).max(b) - r.min(g).min(b));
            num_pixels += 1;
        }
    }
    let learnt = InkSettings {
        line: 0.6,
        line_width: 1.0,
        flatten: 0.6,
        photo_color: 0.3,
        ..InkSettings::default()
    };
    if chroma / (num_pixels.max(1) as f32) < GREY_PAGES {
        InkSettings {
            photo_color: 0.0,
            saturation: 0.0,
            ..learnt
        }
    } else {
        learnt
    }
}
