//! Photographs and what an artist drew over them: found in folders, laid over each other, and what
//! cannot be used, with the reason.
//!
//! | module | what |
//! |---|---|
//! | [`register`] | where a drawing lies over its photograph |
//! | [`edges`] | what both have in common |
//! | [`placement`] | from places on the one to places on the other |
//! | [`crops`] | what a training step sees of pairs |

pub(crate) mod crops;
mod edges;
mod placement;
mod register;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use image::{DynamicImage, Rgb, RgbImage, RgbaImage};

use self::placement::Placement;
use crate::book::{self, Area, BookError};
use crate::paths::text;
use crate::picture::{self, DecodeLimits, ImageError, is_supported_extension};
use crate::train::pages::MIN_SIDE_PX;

/// Long side of pairs: that at which photographs are drawn. Strokes are learnt with the width that
/// they then have.
pub const PAIR_SIDE_PX: u32 = 1280;
/// Most pairs that are learnt from; each takes ten megabytes.
pub const MAX_PAIRS: usize = 60;
/// What the stem of a drawing's name ends with when it lies beside its photograph.
const DRAWN: &str = ".drawn";
/// Correlation of edges from which on a drawing is one of its photograph. Of 45 drawings by three
/// filters, moved, turned and stretched, the least had 0.44; of 45 of other photographs the most
/// had 0.29.
const LEAST_LIKENESS: f32 = 0.36;
/// Mean difference, of 255, up to which nothing was drawn; what JPEG files lose is less.
const LEAST_CHANGE: f32 = 2.5;
/// Share of the pixels of a drawing that must not be transparent.
const LEAST_OPAQUE: f32 = 0.02;

/// The files of a pair.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct PairFiles {
    /// The photograph.
    #[serde(with = "text::one")]
    pub photo: PathBuf,
    /// What was drawn over it.
    #[serde(with = "text::one")]
    pub drawing: PathBuf,
}

/// A photograph and the drawing over it, both of one size and one place, sRGB.
#[derive(Clone, Debug)]
pub struct Pair {
    /// The photograph at the size at which it is drawn.
    pub photo: Arc<RgbImage>,
    /// The drawing, laid over it.
    pub drawing: Arc<RgbImage>,
    /// Where there is drawing; beyond it is its last pixel, repeated.
    pub inside: Area,
}

/// Why a pair is not learnt from.
#[derive(Debug)]
#[non_exhaustive]
pub enum PairProblem {
    /// The photograph cannot be read.
    Photo(ImageError),
    /// The drawing cannot be read.
    Drawing(BookError),
    /// One of them is smaller than anything that can be learnt from.
    TooSmall {
        /// Width in pixels.
        width: u32,
        /// Height in pixels.
        height: u32,
    },
    /// All of the drawing is transparent.
    Transparent,
    /// The drawing is of something else.
    OtherPhoto,
    /// The drawing is the photograph.
    Unchanged,
    /// There are so many pairs before it that it is not opened.
    TooMany,
}

impl PairProblem {
    /// In plain words, with what can be done.
    pub fn in_words(&self) -> String {
        match self {
            Self::Photo(err) => format!("its photograph: {err}"),
            Self::Drawing(err) => err.to_string(),
            Self::TooSmall { width, height } => format!(
                "{width}x{height} pixels are too few; drawing and photograph need at least {MIN_SIDE_PX} on each side"
            ),
            Self::Transparent => {
                "nothing is on it but transparent pixels; export the drawing itself".to_owned()
            }
            Self::OtherPhoto => {
                "it does not fit its photograph; is it drawn over another one?".to_owned()
            }
            Self::Unchanged => "it is still the photograph; draw over it, and save".to_owned(),
            Self::TooMany => format!("only the first {MAX_PAIRS} pairs are read"),
        }
    }
}

/// Takes the pairs out of `files`, in which a drawing lies beside its photograph and is named after
/// it: `name.jpg` and `name.drawn.png`, or `name.drawn.ora`. The rest stays.
pub fn take_pairs(files: &mut Vec<PathBuf>) -> Vec<PairFiles> {
    let stem = |path: &Path| path.with_extension("").into_os_string();
    let photos: BTreeMap<OsString, PathBuf> = files
        .iter()
        .filter(|path| is_supported_extension(path) && stem_of_photo(path).is_none())
        .map(|path| (stem(path), path.clone()))
        .collect();
    let mut pairs = Vec::new();
    for drawing in files.iter().filter(|path| book::is_drawing(path)) {
        let photo = stem_of_photo(drawing).and_then(|stem| photos.get(&stem));
        if let Some(photo) = photo {
            pairs.push(PairFiles {
                photo: photo.clone(),
                drawing: drawing.clone(),
            });
        }
    }
    let is_paired = |path: &PathBuf| {
        pairs
            .iter()
            .any(|pair| [&pair.photo, &pair.drawing].contains(&path))
    };
    files.retain(|path| !is_paired(path));
    pairs
}

/// The path of the photograph without its ending, by that of a drawing beside it.
fn stem_of_photo(drawing: &Path) -> Option<OsString> {
    let whole = drawing.with_extension("");
    let stem = whole.file_name()?.to_str()?;
    let cut = stem.len().checked_sub(DRAWN.len())?;
    let is_drawn = stem.is_char_boundary(cut) && stem[cut..].eq_ignore_ascii_case(DRAWN);
    (is_drawn && cut > 0).then(|| whole.with_file_name(&stem[..cut]).into_os_string())
}

/// Takes the files out of `drawings` that are named as one of `photos`, but for the ending and the
/// folder.
pub fn take_pairs_of(photos: &[PathBuf], drawings: &mut Vec<PathBuf>) -> Vec<PairFiles> {
    let stem = |path: &Path| path.file_stem().map(std::ffi::OsStr::to_owned);
    let by_stem: BTreeMap<OsString, &PathBuf> = photos
        .iter()
        .filter_map(|photo| Some((stem(photo)?, photo)))
        .collect();
    let mut pairs = Vec::new();
    drawings.retain(|drawing| {
        let own = stem(drawing);
        let drawn = stem_of_photo(drawing).map(PathBuf::from);
        let drawn = drawn.and_then(|path| path.file_name().map(std::ffi::OsStr::to_owned));
        let photo = [own, drawn].into_iter().flatten();
        let mut photo = photo.filter_map(|stem| by_stem.get(&stem));
        let Some(photo) = photo.next().filter(|_| book::is_drawing(drawing)) else {
            return true;
        };
        pairs.push(PairFiles {
            photo: (*photo).clone(),
            drawing: drawing.clone(),
        });
        false
    });
    pairs
}

/// Pairs from which on every fourth is only measured by. Of fewer a part of each is.
const MIN_TO_HOLD: usize = 4;
/// Share of the long side of fewer pairs that is only measured by.
const HELD_PART: f32 = 0.25;

/// What is learnt from, and what is only measured by: which weights are best, and how much of the
/// network's drawing suits, cannot be seen on what was learnt by heart.
pub fn split(pairs: &[Pair]) -> (Vec<Pair>, Vec<Pair>) {
    if pairs.len() < MIN_TO_HOLD {
        return pairs.iter().map(Pair::parted).unzip();
    }
    let mut learnt = Vec::new();
    let mut held = Vec::new();
    for (i, pair) in pairs.iter().enumerate() {
        let is_held = i % MIN_TO_HOLD == MIN_TO_HOLD - 1;
        let pair = pair.clone();
        if is_held { &mut held } else { &mut learnt }.push(pair);
    }
    (learnt, held)
}

/// Opens pairs, and says which cannot be used. `keep_going` is asked before each. Takes about a
/// second for each.
pub fn open_pairs(
    files: &[PairFiles],
    keep_going: &dyn Fn() -> bool,
) -> (Vec<Pair>, Vec<(PathBuf, PairProblem)>) {
    let (mut pairs, mut problems) = (Vec::new(), Vec::new());
    for files in files {
        if !keep_going() {
            break;
        }
        let pair = if pairs.len() < MAX_PAIRS {
            open_pair(files)
        } else {
            Err(PairProblem::TooMany)
        };
        match pair {
            Ok(pair) => pairs.push(pair),
            Err(problem) => problems.push((files.drawing.clone(), problem)),
        }
    }
    (pairs, problems)
}

/// Reads both, and lays the drawing over its photograph.
///
/// # Errors
/// [`PairProblem`]
pub fn open_pair(files: &PairFiles) -> Result<Pair, PairProblem> {
    let photo = picture::decode_file(&files.photo, &DecodeLimits::default());
    let photo = photo.map_err(PairProblem::Photo)?;
    let drawing = book::read_drawing(&files.drawing).map_err(PairProblem::Drawing)?;
    laid_over(&photo.pixels, &drawing)
}

/// A drawing laid over its photograph; transparent parts are paper.
///
/// # Errors
/// [`PairProblem`]
pub fn laid_over(photo: &RgbaImage, drawing: &RgbaImage) -> Result<Pair, PairProblem> {
    for picture in [photo, drawing] {
        let (width, height) = picture.dimensions();
        if width.min(height) < MIN_SIDE_PX {
            return Err(PairProblem::TooSmall { width, height });
        }
    }
    let opaque = drawing.pixels().filter(|pixel| pixel.0[3] > 0).count();
    if (opaque as f32) < LEAST_OPAQUE * drawing.pixels().len() as f32 {
        return Err(PairProblem::Transparent);
    }
    let size = picture::working_size(photo.width(), photo.height(), PAIR_SIDE_PX);
    let photo = on_paper(photo, size);
    // A drawing that is larger is made smaller before it is laid over, so that none of it is lost.
    let drawing = on_paper(
        drawing,
        picture::fit_within(drawing.width(), drawing.height(), 2 * PAIR_SIDE_PX),
    );
    let found = register::register(&photo, &drawing);
    let found = found.filter(|found| found.likeness >= LEAST_LIKENESS);
    let placement = found.ok_or(PairProblem::OtherPhoto)?.placement;
    let scale = placement.pixels_of(&photo, &drawing);
    let drawing = if scale > 1.0 {
        let smaller = |length: u32| ((length as f32 / scale).round() as u32).max(1);
        let size = (smaller(drawing.width()), smaller(drawing.height()));
        let rgba = DynamicImage::ImageRgb8(drawing).into_rgba8();
        on_paper(&rgba, size)
    } else {
        drawing
    };
    let pair = Pair {
        inside: covered(&photo, &drawing, &placement).ok_or(PairProblem::OtherPhoto)?,
        drawing: Arc::new(laid(&photo, &drawing, &placement)),
        photo: Arc::new(photo),
    };
    if pair.change() < LEAST_CHANGE {
        return Err(PairProblem::Unchanged);
    }
    Ok(pair)
}

fn on_paper(pixels: &RgbaImage, size: (u32, u32)) -> RgbImage {
    let flat = picture::flatten(pixels, [255; 3]);
    DynamicImage::ImageRgba8(picture::at_size(&flat, size).into_owned()).into_rgb8()
}

/// The drawing at the size of the photograph, between pixels by the cubic of Catmull and Rom.
fn laid(photo: &RgbImage, drawing: &RgbImage, placement: &Placement) -> RgbImage {
    let (right, bottom) = (drawing.width() as i32 - 1, drawing.height() as i32 - 1);
    let at = |x: i32, y: i32| {
        let pixel = drawing.get_pixel(x.clamp(0, right) as u32, y.clamp(0, bottom) as u32);
        pixel.0.map(f32::from)
    };
    RgbImage::from_fn(photo.width(), photo.height(), |x, y| {
        let [px, py] = placement.pixel_of(photo, drawing, [x as f32, y as f32]);
        let (left, top) = (px.floor(), py.floor());
        let (across, down) = (cubic(px - left), cubic(py - top));
        let mut sum = [0.0; 3];
        for (j, wy) in down.into_iter().enumerate() {
            for (i, wx) in across.into_iter().enumerate() {
                let rgb = at(left as i32 + i as i32 - 1, top as i32 + j as i32 - 1);
                for (sum, value) in sum.iter_mut().zip(rgb) {
                    *sum += wx * wy * value;
                }
            }
        }
        Rgb(sum.map(|value| value.round().clamp(0.0, 255.0) as u8))
    })
}

/// Weights of four neighbours.
fn cubic(t: f32) -> [f32; 4] {
    let (t2, t3) = (t * t, t * t * t);
    [
        -0.5 * t + t2 - 0.5 * t3,
        1.0 - 2.5 * t2 + 1.5 * t3,
        0.5 * t + 2.0 * t2 - 1.5 * t3,
        -0.5 * t2 + 0.5 * t3,
    ]
}

/// The rectangle of the photograph that lies on the drawing.
fn covered(photo: &RgbImage, drawing: &RgbImage, placement: &Placement) -> Option<Area> {
    let is_on = |x: f32, y: f32| {
        let [px, py] = placement.pixel_of(photo, drawing, [x, y]);
        let along = |v: f32, length: u32| v >= -0.5 && v <= length as f32 - 0.5;
        along(px, drawing.width()) && along(py, drawing.height())
    };
    // Along both middle lines and all borders: the map has no bends.
    let along = |length: u32, is_on: &dyn Fn(f32) -> bool| -> Option<(u32, u32)> {
        let first = (0..length).find(|i| is_on(*i as f32))?;
        let last = (0..length).rev().find(|i| is_on(*i as f32))?;
        Some((first, last + 1 - first))
    };
    let (width, height) = photo.dimensions();
    let share = |length: u32, share: f32| (length - 1) as f32 * share;
    let (mut x, mut columns) = along(width, &|x| is_on(x, share(height, 0.5)))?;
    let (mut y, mut rows) = along(height, &|y| is_on(share(width, 0.5), y))?;
    // A turned drawing covers less in its corners.
    for _ in 0..width.max(height) {
        let corners = [(x, y), (x + columns - 1, y), (x, y + rows - 1)];
        let mut corners = corners.into_iter().chain([(x + columns - 1, y + rows - 1)]);
        if corners.all(|(x, y)| is_on(x as f32, y as f32)) {
            break;
        }
        if columns < MIN_SIDE_PX || rows < MIN_SIDE_PX {
            return None;
        }
        (x, y, columns, rows) = (x + 1, y + 1, columns - 2, rows - 2);
    }
    let is_enough = columns.min(rows) >= MIN_SIDE_PX;
    is_enough.then_some(Area {
        x,
        y,
        width: columns,
        height: rows,
    })
}

impl Pair {
    /// The larger part of it and the smaller one.
    fn parted(&self) -> (Self, Self) {
        let part = |length: u32| ((length as f32 * HELD_PART) as u32).clamp(1, length.max(2) - 1);
        let (mut larger, mut smaller) = (self.clone(), self.clone());
        let Area { width, height, .. } = self.inside;
        if width >= height {
            larger.inside.width -= part(width);
            smaller.inside.x += larger.inside.width;
            smaller.inside.width = part(width);
        } else {
            larger.inside.height -= part(height);
            smaller.inside.y += larger.inside.height;
            smaller.inside.height = part(height);
        }
        (larger, smaller)
    }

    /// Mean difference between drawing and photograph, of 255.
    fn change(&self) -> f32 {
        let Area {
            x,
            y,
            width,
            height,
        } = self.inside;
        let (mut sum, mut num) = (0.0, 0.0_f32);
        for y in (y..y + height).step_by(2) {
            for x in (x..x + width).step_by(2) {
                let (a, b) = (self.photo.get_pixel(x, y).0, self.drawing.get_pixel(x, y).0);
                sum += a
                    .iter()
                    .zip(b)
                    .map(|(a, b)| f32::from(a.abs_diff(b)))
                    .sum::<f32>();
                num += 3.0;
            }
        }
        sum / num.max(1.0)
    }
}
