//! A look at a folder of comic pages before anything is learnt from it: what can be used, what
//! cannot, and why.

mod looker;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use image::imageops::{self, FilterType};
use image::{RgbImage, RgbaImage};
use walkdir::WalkDir;

pub use self::looker::look;
use crate::book::{self, BookError, Layout};
use crate::picture::{self, DecodeLimits, ImageError, is_litter, is_supported_extension};
use crate::train::data::signs::PageSigns;

/// Long side to which pages and photographs are brought: lines then have about the width that the
/// built-in styles were learnt with.
pub const LONG_SIDE_PX: u32 = 640;
/// Shorter sides give no crop.
pub const MIN_SIDE_PX: u32 = 160;
/// More pages are not read; they would teach nothing new and fill the memory.
pub const MAX_PAGES: usize = 400;
/// Different bits, of 64, up to which two pages are the same picture.
const SAME_PICTURE_BITS: u32 = 4;
/// Fewer pages than this can be learnt from, but not well.
pub const FEW_PAGES: usize = 5;

/// Mean chroma (largest minus smallest channel, of 255) below which pages are pen and paper.
const COLOURED: f32 = 18.0;

/// Whether pages have colours, and with them even areas.
pub fn are_coloured<'a>(pages: impl IntoIterator<Item = &'a RgbImage>) -> bool {
    let (mut sum, mut num) = (0.0, 0_u32);
    for page in pages {
        for pixel in page.pixels().step_by(97) {
            let [r, g, b] = pixel.0;
            sum += f32::from(r.max(g).max(b) - r.min(g).min(b));
            num += 1;
        }
    }
    sum / num.max(1) as f32 >= COLOURED
}

/// A picture to learn from, sRGB on white, at most [`LONG_SIDE_PX`] long.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// Where it came from; inside a book as if that were a folder, see [`book`].
    pub path: PathBuf,
    /// Its pixels.
    pub pixels: RgbImage,
    /// Where on it the drawing is, in its pixels.
    pub layout: Layout,
}

/// Why a page is not used, or not trusted.
#[derive(Debug)]
#[non_exhaustive]
pub enum PageProblem {
    /// It could not be read.
    Unreadable(BookError),
    /// It is smaller than a crop.
    TooSmall {
        /// Width in pixels.
        width: u32,
        /// Height in pixels.
        height: u32,
    },
    /// It is the same picture as another one.
    Duplicate {
        /// The other one.
        of: PathBuf,
    },
    /// Nearly nothing is drawn on it.
    Blank,
    /// It is mostly lines of text, which would be learnt as texture.
    MostlyText,
    /// There are so many before it that it is not opened.
    TooMany,
    /// There are so many pages before those at its end, or in it, that they are not opened.
    RestUnread {
        /// Pages that were read.
        num_read: usize,
        /// Pages that there are.
        num_pages: usize,
    },
    /// It looks unlike all others of the folder. Only a warning: it is learnt from.
    UnlikeOthers,
}

impl PageProblem {
    /// In plain words.
    pub fn in_words(&self) -> String {
        match self {
            Self::Unreadable(err) => err.to_string(),
            Self::TooSmall { width, height } => format!(
                "{width}x{height} pixels are too few; pages need at least {MIN_SIDE_PX} on each side"
            ),
            Self::Duplicate { of } => format!("the same picture as {}", book::title(of)),
            Self::Blank => "nearly nothing is drawn on it".to_owned(),
            Self::MostlyText => "mostly text; letters would be learnt as texture".to_owned(),
            Self::TooMany => format!("only the first {MAX_PAGES} pages are read"),
            Self::RestUnread {
                num_read,
                num_pages,
            } => format!("only {num_read} of its {num_pages} pages are read"),
            Self::UnlikeOthers => {
                "unlike all other pages; leave it out if it is by another hand".to_owned()
            }
        }
    }
}

/// What was found in a folder.
#[derive(Debug, Default)]
pub struct Folder {
    /// Pages that can be learnt from, in the order of their names.
    pub pages: Vec<Page>,
    /// What was seen of each of these pages; empty when nobody looked, or not to the end.
    pub signs: Vec<PageSigns>,
    /// Files that are left out, with the reason.
    pub problems: Vec<(PathBuf, PageProblem)>,
    /// Pages among those above that may be there by mistake, with the reason.
    pub warnings: Vec<(PathBuf, PageProblem)>,
    /// Picture files beyond [`MAX_PAGES`] that were not opened.
    pub num_unread: usize,
}

/// The picture files in `folder` and below, sorted by name.
pub fn picture_files(folder: &Path) -> Vec<PathBuf> {
    files(folder, is_supported_extension)
}

/// The files in `folder` and below that may have pages in them, pictures and books, sorted by name.
/// A file in place of a folder is taken whatever it is called.
pub fn page_files(folder: &Path) -> Vec<PathBuf> {
    if folder.is_file() {
        return vec![folder.to_owned()];
    }
    files(folder, book::has_pages)
}

fn files(folder: &Path, is_wanted: fn(&Path) -> bool) -> Vec<PathBuf> {
    WalkDir::new(folder)
        .follow_links(true)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| entry.depth() == 0 || !is_litter(entry.file_name()))
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file())
        .map(walkdir::DirEntry::into_path)
        .filter(|path| is_wanted(path))
        .collect()
}

/// A picture at most [`LONG_SIDE_PX`] long, transparent parts on white.
///
/// # Errors
/// Why the file cannot be read.
pub fn open(path: &Path) -> Result<RgbImage, ImageError> {
    open_within(path, LONG_SIDE_PX)
}

/// As [`open`], at most `long_side` long.
///
/// # Errors
/// Why the file cannot be read.
pub fn open_within(path: &Path, long_side: u32) -> Result<RgbImage, ImageError> {
    let photo = picture::decode_file(path, &DecodeLimits::default())?;
    Ok(within(&photo.pixels, long_side))
}

/// [`open`] for a picture in memory.
pub fn prepared(pixels: &RgbaImage) -> RgbImage {
    within(pixels, LONG_SIDE_PX)
}

fn within(pixels: &RgbaImage, long_side: u32) -> RgbImage {
    let flat = picture::flatten(pixels, [255; 3]);
    let (width, height) = picture::fit_within(flat.width(), flat.height(), long_side);
    let small = picture::downscale(&flat, width, height);
    image::DynamicImage::ImageRgba8(small).into_rgb8()
}

fn problem(pixels: &RgbImage, known: &[(u64, PathBuf)]) -> Option<PageProblem> {
    let (width, height) = pixels.dimensions();
    if width.min(height) < MIN_SIDE_PX {
        return Some(PageProblem::TooSmall { width, height });
    }
    if is_blank(pixels) {
        return Some(PageProblem::Blank);
    }
    let hash = difference_hash(pixels);
    let same = known
        .iter()
        .find(|(other, _)| (hash ^ other).count_ones() <= SAME_PICTURE_BITS);
    if let Some((_, of)) = same {
        return Some(PageProblem::Duplicate { of: of.clone() });
    }
    is_text(pixels).then_some(PageProblem::MostlyText)
}

/// 64 bits, one for each neighbouring pair of pixels in a 9x8 thumbnail: which one is brighter.
fn difference_hash(pixels: &RgbImage) -> u64 {
    let grey = imageops::grayscale(pixels);
    let small = imageops::resize(&grey, 9, 8, FilterType::Triangle);
    let mut hash = 0;
    for y in 0..8 {
        for x in 0..8 {
            let brighter = small.get_pixel(x, y).0[0] > small.get_pixel(x + 1, y).0[0];
            hash = hash << 1 | u64::from(brighter);
        }
    }
    hash
}

fn is_blank(pixels: &RgbImage) -> bool {
    let grey = imageops::grayscale(pixels);
    let n = grey.len().max(1) as f32;
    let mean = grey.iter().map(|v| f32::from(*v)).sum::<f32>() / n;
    let variance = grey
        .iter()
        .map(|v| (f32::from(*v) - mean).powi(2))
        .sum::<f32>()
        / n;
    variance.sqrt() < 4.0
}

/// Whether rows of ink and rows of paper take turns evenly over most of the page, as lines of text
/// do.
fn is_text(pixels: &RgbImage) -> bool {
    let grey = imageops::grayscale(pixels);
    let (width, height) = grey.dimensions();
    let ink: Vec<f32> = (0..height)
        .map(|y| {
            let dark = (0..width).filter(|x| grey.get_pixel(*x, y).0[0] < 128);
            dark.count() as f32 / width as f32
        })
        .collect();
    let mean = ink.iter().sum::<f32>() / height as f32;
    // A page of text is mostly paper.
    if !(0.02..0.3).contains(&mean) {
        return false;
    }
    let centred: Vec<f32> = ink.iter().map(|v| v - mean).collect();
    let energy: f32 = centred.iter().map(|v| v * v).sum();
    let correlation = |lag: usize| {
        let products = centred.iter().zip(&centred[lag..]).map(|(a, b)| a * b);
        products.sum::<f32>() / energy.max(1e-9)
    };
    let quarter = (height as usize / 4).max(9);
    // The strongest period, if its double is one as well and half way there is none.
    (8..quarter).any(|lag| {
        correlation(lag) > 0.55 && correlation(2 * lag) > 0.4 && correlation(lag / 2) < 0.0
    })
}
