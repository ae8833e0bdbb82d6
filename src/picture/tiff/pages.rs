//! Which of the pictures in a TIFF file is the photograph.

use super::directory::{Directory, Tiff};

const NEW_SUBFILE_TYPE: u16 = 254;
const SUBFILE_TYPE: u16 = 255;
const WIDTH: u16 = 256;
const HEIGHT: u16 = 257;
const PHOTOMETRIC: u16 = 262;
const SUB_DIRECTORIES: u16 = 330;
const DNG_VERSION: u16 = 50_706;
/// More pages are not looked at.
const MAX_PAGES: usize = 1000;

/// What a file holds.
pub(crate) enum Content<'a> {
    /// The photograph, and the first directory, where the metadata is that it lacks.
    Picture(Directory<'a>, Option<Directory<'a>>),
    /// The data of a camera's sensor.
    Raw,
    /// No picture at all.
    Nothing,
}

/// Finds the photograph: the first picture that is not said to be a smaller version of another,
/// or the largest if all of them are.
pub(crate) fn find(file: Tiff<'_>) -> Content<'_> {
    let pages = chain(file);
    let inner: Vec<Directory<'_>> = pages
        .iter()
        .flat_map(|page| page.numbers(SUB_DIRECTORIES).unwrap_or_default())
        .take(MAX_PAGES)
        .filter_map(|at| file.directory(at))
        .collect();
    let is_raw = pages.iter().any(|page| page.entry(DNG_VERSION).is_some())
        || pages.iter().chain(&inner).any(is_sensor_data);
    if is_raw {
        return Content::Raw;
    }
    let first = pages.first().cloned();
    let candidates: Vec<&Directory<'_>> = pages
        .iter()
        .chain(&inner)
        .filter(|page| area(page) > 0 && !is_mask(page))
        .collect();
    let whole = candidates.iter().find(|page| !is_reduced(page));
    let largest = || candidates.iter().rev().max_by_key(|page| area(page));
    match whole.or_else(largest) {
        Some(page) => Content::Picture((*page).clone(), first),
        None => Content::Nothing,
    }
}

/// The directories in the order of the file, without those inside others.
fn chain(file: Tiff<'_>) -> Vec<Directory<'_>> {
    let mut pages = Vec::new();
    let mut seen = Vec::new();
    let mut next = file.first().unwrap_or_default();
    while next != 0 && !seen.contains(&next) && pages.len() < MAX_PAGES {
        seen.push(next);
        let Some(directory) = file.directory(next) else {
            break;
        };
        next = directory.next;
        pages.push(directory);
    }
    pages
}

/// The pages of a scanned book: all pictures that are neither a smaller version of another nor a
/// mask.
pub(super) fn of_book(file: Tiff<'_>) -> Vec<Directory<'_>> {
    let mut pages = chain(file);
    pages.retain(|page| area(page) > 0 && !is_mask(page) && !is_reduced(page));
    pages
}

fn area(page: &Directory<'_>) -> u64 {
    let side = |tag| page.number(tag).unwrap_or_default();
    side(WIDTH).saturating_mul(side(HEIGHT))
}

/// Whether a page is a smaller version of another one.
fn is_reduced(page: &Directory<'_>) -> bool {
    match page.number(NEW_SUBFILE_TYPE) {
        Some(kind) => kind & 1 != 0,
        None => page.number(SUBFILE_TYPE) == Some(2),
    }
}

/// Whether a page says where another one is transparent.
fn is_mask(page: &Directory<'_>) -> bool {
    page.number(NEW_SUBFILE_TYPE)
        .is_some_and(|kind| kind & 4 != 0)
        || page.number(PHOTOMETRIC) == Some(4)
}

/// Whether a page holds one colour a pixel, or linear ones of a camera.
fn is_sensor_data(page: &Directory<'_>) -> bool {
    matches!(page.number(PHOTOMETRIC), Some(32_803 | 34_892))
}
