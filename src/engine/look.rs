//! The look at a folder of pages before a style is learnt from it.

use std::path::PathBuf;

use super::built_in::TEACHING;
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
