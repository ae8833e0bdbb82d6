//! A look at a folder of comic pages before anything is learnt from it: what can be used, what cannot, and why.

use std::path::{Path, PathBuf};

use image::RgbImage;
use image::imageops::{self, FilterType};
use walkdir::WalkDir;

use crate::picture::{self, DecodeLimits, ImageError, is_litter, is_supported_extension};

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
#[derive(Clone, Debug)]
pub struct Page {
    /// Where it came from.
    pub path: PathBuf,
    /// Its pixels.
    pub pixels: RgbImage,
}

/// Why a page is not used, or not trusted.
#[derive(Debug)]
#[non_exhaustive]
pub enum PageProblem {
    /// It could not be read.
    Unreadable(ImageError),
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
            Self::Duplicate { of } => format!("the same picture as {}", of.display()),
            Self::Blank => "nearly nothing is drawn on it".to_owned(),
            Self::MostlyText => "mostly text; letters would be learnt as texture".to_owned(),
            Self::TooMany => format!("only the first {MAX_PAGES} files are read"),
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
    /// Files that are left out, with the reason.
    pub problems: Vec<(PathBuf, PageProblem)>,
    /// Pages among those above that may be there by mistake, with the reason.
    pub warnings: Vec<(PathBuf, PageProblem)>,
    /// Picture files beyond [`MAX_PAGES`] that were not opened.
    pub num_unread: usize,
}

/// The picture files in `folder` and below, sorted by name.
pub fn picture_files(folder: &Path) -> Vec<PathBuf> {
    WalkDir::new(folder)
        .follow_links(true)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| entry.depth() == 0 || !is_litter(entry.file_name()))
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file())
        .map(walkdir::DirEntry::into_path)
        .filter(|path| is_supported_extension(path))
        .collect()
}

/// Opens `files` and sorts out what cannot be learnt from. `keep_going` is asked before each file.
pub fn look(files: &[PathBuf], keep_going: &dyn Fn() -> bool) -> Folder {
    let mut folder = Folder {
        num_unread: files.len().saturating_sub(MAX_PAGES),
        ..Folder::default()
    };
    let mut hashes: Vec<(u64, PathBuf)> = Vec::new();
    for path in files.iter().take(MAX_PAGES) {
        if !keep_going() {
            break;
        }
        let path = path.clone();
        match open(&path) {
            Ok(pixels) => {
                if let Some(problem) = problem(&pixels, &hashes) {
                    folder.problems.push((path, problem));
                } else {
                    hashes.push((difference_hash(&pixels), path.clone()));
                    folder.pages.push(Page { path, pixels });
                }
            }
            Err(err) => folder.problems.push((path, PageProblem::Unreadable(err))),
        }
    }
    let unread = files.iter().skip(MAX_PAGES).cloned();
    let unread = unread.map(|path| (path, PageProblem::TooMany));
    folder.problems.extend(unread);
    folder
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
pub fn prepared(pixels: &image::RgbaImage) -> RgbImage {
    within(pixels, LONG_SIDE_PX)
}

fn within(pixels: &image::RgbaImage, long_side: u32) -> RgbImage {
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

/// Whether rows of ink and rows of paper take turns evenly over most of the page, as lines of text do.
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

#[cfg(test)]
mod tests {
    use super::*;
    use image::Rgb;

    fn drawing(seed: u64) -> RgbImage {
        let mut random = fastrand::Rng::with_seed(seed);
        let mut page = RgbImage::from_pixel(240, 300, Rgb([250, 245, 230]));
        for _ in 0..40 {
            let (x, y) = (random.u32(0..200), random.u32(0..260));
            let color = Rgb([random.u8(..), random.u8(..), random.u8(..)]);
            for dy in 0..random.u32(5..40) {
                for dx in 0..random.u32(5..40) {
                    page.put_pixel((x + dx).min(239), (y + dy).min(299), color);
                }
            }
        }
        page
    }

    #[test]
    fn a_page_and_its_copy_count_once_and_bad_ones_are_named() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        drawing(1).save(at("a.png")).unwrap();
        drawing(1).save(at("b.png")).unwrap();
        drawing(2).save(at("c.png")).unwrap();
        RgbImage::new(40, 40).save(at("d.png")).unwrap();
        RgbImage::from_pixel(300, 300, Rgb([255; 3]))
            .save(at("e.png"))
            .unwrap();
        std::fs::write(at("f.jpg"), b"no picture").unwrap();
        std::fs::write(at("notes.txt"), b"no picture").unwrap();
        let found = look(&picture_files(folder.path()), &|| true);
        let names: Vec<_> = found.pages.iter().map(|page| page.path.clone()).collect();
        assert_eq!(names, [at("a.png"), at("c.png")]);
        assert_eq!(found.problems.len(), 4);
        assert!(
            matches!(&found.problems[0].1, PageProblem::Duplicate { of } if *of == at("a.png"))
        );
        assert!(matches!(found.problems[1].1, PageProblem::TooSmall { .. }));
        assert!(matches!(found.problems[2].1, PageProblem::Blank));
        assert!(matches!(found.problems[3].1, PageProblem::Unreadable(_)));
    }

    #[test]
    fn files_beyond_the_limit_are_named() {
        let folder = tempfile::tempdir().unwrap();
        let at = |number: usize| folder.path().join(format!("{number:03}.png"));
        for number in 0..MAX_PAGES + 2 {
            std::fs::write(at(number), b"no picture").unwrap();
        }
        let found = look(&picture_files(folder.path()), &|| true);
        let unread = found.problems.iter();
        let unread = unread.filter(|(_, problem)| matches!(problem, PageProblem::TooMany));
        let unread: Vec<_> = unread.map(|(path, _)| path.clone()).collect();
        assert_eq!(unread, [at(MAX_PAGES), at(MAX_PAGES + 1)]);
        assert_eq!(found.num_unread, 2);
    }

    #[test]
    fn even_rows_of_ink_are_text_and_a_drawing_is_not() {
        let mut text = RgbImage::from_pixel(400, 500, Rgb([255; 3]));
        let mut random = fastrand::Rng::with_seed(4);
        for line in 0..22 {
            for y in 0..9 {
                for x in 20..380 {
                    if random.f32() < 0.4 {
                        text.put_pixel(x, 20 + line * 21 + y, Rgb([20; 3]));
                    }
                }
            }
        }
        assert!(is_text(&text));
        assert!(!is_text(&drawing(3)));
    }
}
