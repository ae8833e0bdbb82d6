//! What of a page says how well can be learnt from it: how sharp it is, how much is drawn on it and
//! how much written, and what the perceptual network sees of its hand.

use burn::prelude::{Device, Tensor};
use image::{GenericImageView, GrayImage, RgbImage, imageops};
use rayon::prelude::*;

use crate::book::Area;
use crate::model::features::FeatureExtractor;
use crate::model::perceptual::NUM_LEVELS;
use crate::model::{ModelError, Teaching};
use crate::train::data::appearance::statistics;
use crate::train::data::crops::Cropping;
use crate::train::data::hands::HandSpace;
use crate::train::data::pages::{Folder, Page};
use crate::train::loss::scaled;

/// Crops by which a page is seen, and their side.
const NUM_CROPS: usize = 8;
const CROP_SIDE: u32 = 128;
/// Reach of the blur that a sharp page is changed by, in pixels to each side.
const BLUR_REACH: usize = 4;
/// Shares of the pixels that are darker than what counts as ink and as paper, so that specks do not
/// decide.
const DARK_AND_LIGHT: [f32; 2] = [0.02, 0.98];
/// Side of the squares of which it is asked whether something is drawn in them, in pixels.
const CELL_PX: u32 = 32;
/// Standard deviation of the brightness, of 255, below which nothing is drawn in a square: grain
/// and blocks of a scan have 2 to 4.
const EMPTY: f32 = 6.0;

/// What was seen of a page at the size at which it is learnt from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PageSigns {
    /// The long side in pixels.
    pub long_side_px: u32,
    /// How soft its edges are, `0.0..=1.0`: about 0.2 for sharp scans, 0.4 for soft ones, 0.7 for
    /// blurred ones.
    ///
    /// Source: Crété-Roffet, Dolmiere, Ladret and Nicolas, "The blur effect", SPIE 2007.
    pub softness: f32,
    /// Difference of ink and paper in brightness where something is drawn, `0.0..=1.0`.
    pub contrast: f32,
    /// The share of the page on which something is drawn or written, `0.0..=1.0`.
    pub drawn: f32,
    /// The share of that which is lettering, `0.0..=1.0`.
    pub lettering: f32,
    /// Mean difference of the largest and the smallest channel, of 255.
    pub(crate) chroma: f32,
    /// Means and standard deviations of the features of the perceptual network, averaged over
    /// crops.
    pub(crate) features: Vec<f32>,
    /// Its place among the hands that the program knows.
    pub(crate) place: Vec<f32>,
}

/// Looks at each page of `folder`; its signs are empty when `keep_going`, which is asked before
/// each, says no.
///
/// # Errors
/// [`ModelError`] when the perceptual network does not fit.
pub fn see(
    folder: &mut Folder,
    teaching: &Teaching,
    keep_going: &dyn Fn() -> bool,
) -> Result<(), ModelError> {
    let device = Device::flex();
    let (extractor, rms) = (teaching.extractor(&device)?, teaching.rms());
    let space = HandSpace::new(&teaching.hands());
    let mut signs: Vec<PageSigns> = folder.pages.par_iter().map(plain).collect();
    for (page, signs) in folder.pages.iter().zip(&mut signs) {
        if !keep_going() {
            return Ok(());
        }
        signs.features = features(page, &extractor, &rms, &device)?;
        signs.place = space.place(&signs.features);
    }
    folder.signs = signs;
    Ok(())
}

/// What can be said without the network.
fn plain(page: &Page) -> PageSigns {
    let grey = imageops::grayscale(&page.pixels);
    let (width, height) = grey.dimensions();
    let [drawn, contrast] = drawn_and_contrast(&grey);
    let whole = Area {
        x: 0,
        y: 0,
        width,
        height,
    };
    let lettering = page.layout.share_of_lettering(&whole);
    PageSigns {
        long_side_px: width.max(height),
        softness: softness(&grey),
        contrast,
        drawn,
        lettering: (lettering / drawn.max(0.01)).min(1.0),
        chroma: chroma(&page.pixels),
        features: Vec::new(),
        place: Vec::new(),
    }
}

/// How little of the differences between neighbours is lost to a blur: it changes little where all
/// is soft already.
fn softness(grey: &GrayImage) -> f32 {
    let (width, height) = (grey.width() as usize, grey.height() as usize);
    let pixels = grey.as_raw();
    let rows = (0..height).map(|y| (y * width, 1, width));
    let columns = (0..width).map(|x| (x, width, height));
    let along = |line: &mut dyn Iterator<Item = (usize, usize, usize)>| {
        let (mut total, mut lost) = (0.0, 0.0);
        for (start, step, length) in line {
            let at = |i: usize| f32::from(pixels[start + step * i]);
            let blurred = |i: usize| {
                let near = i.saturating_sub(BLUR_REACH)..(i + BLUR_REACH + 1).min(length);
                let num = near.len() as f32;
                near.map(at).sum::<f32>() / num
            };
            let mut before = None;
            for i in 0..length {
                let now = [at(i), blurred(i)];
                if let Some([value, soft]) = before.replace(now) {
                    let sharp = f32::abs(now[0] - value);
                    total += sharp;
                    lost += (sharp - f32::abs(now[1] - soft)).max(0.0);
                }
            }
        }
        1.0 - lost / f32::max(total, 1.0)
    };
    along(&mut { rows }).max(along(&mut { columns }))
}

/// The share of the squares of a page in which something is drawn, and the difference of ink and
/// paper in these.
fn drawn_and_contrast(grey: &GrayImage) -> [f32; 2] {
    let (across, down) = (grey.width() / CELL_PX, grey.height() / CELL_PX);
    let mut counts = [0_u32; 256];
    let mut num = 0;
    for (x, y) in (0..across).flat_map(|x| (0..down).map(move |y| (x, y))) {
        let cell = imageops::crop_imm(grey, x * CELL_PX, y * CELL_PX, CELL_PX, CELL_PX);
        let values = || GenericImageView::pixels(&*cell).map(|(.., pixel)| pixel.0[0]);
        let deviation = standard_deviation(values().map(f32::from));
        if deviation > EMPTY {
            num += 1;
            values().for_each(|value| counts[usize::from(value)] += 1);
        }
    }
    let total: u32 = counts.iter().sum();
    let [dark, light] = DARK_AND_LIGHT.map(|share| {
        let most = share * total as f32;
        let mut sum = 0;
        let is_beyond = |count: &u32| {
            sum += *count;
            sum as f32 > most
        };
        counts.iter().position(is_beyond).unwrap_or(0)
    });
    let contrast = light.saturating_sub(dark) as f32 / 255.0;
    [num as f32 / (across * down).max(1) as f32, contrast]
}

fn standard_deviation(values: impl Iterator<Item = f32>) -> f32 {
    let (mut num, mut sum, mut squares) = (0.0, 0.0, 0.0);
    for value in values {
        num += 1.0;
        sum += value;
        squares += value * value;
    }
    let mean = sum / f32::max(num, 1.0);
    (squares / f32::max(num, 1.0) - mean * mean).max(0.0).sqrt()
}

fn chroma(page: &RgbImage) -> f32 {
    let (mut sum, mut num) = (0.0, 0_u32);
    for pixel in page.pixels().step_by(97) {
        let [r, g, b] = pixel.0;
        sum += f32::from(r.max(g).max(b) - r.min(g).min(b));
        num += 1;
    }
    sum / num.max(1) as f32
}

/// Means and standard deviations of the page's features, averaged over crops.
fn features(
    page: &Page,
    extractor: &FeatureExtractor,
    rms: &[f32; NUM_LEVELS],
    device: &Device,
) -> Result<Vec<f32>, ModelError> {
    let random = &mut fastrand::Rng::with_seed(0);
    let crops = Cropping::pages(CROP_SIDE).batch(&[page], NUM_CROPS, random);
    let features = extractor.forward(Tensor::<4>::from_data(crops, device));
    let rows = statistics(&scaled(features, rms))?;
    let mut mean = vec![0.0; rows.first().map_or(0, Vec::len)];
    for row in &rows {
        for (mean, value) in mean.iter_mut().zip(row) {
            *mean += value / rows.len() as f32;
        }
    }
    Ok(mean)
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::Luma;

    /// Bars 8 px wide.
    fn bars(dark: u8, light: u8) -> GrayImage {
        GrayImage::from_fn(256, 192, |x, y| {
            Luma([if (x / 8 + y / 64) % 2 == 0 {
                dark
            } else {
                light
            }])
        })
    }

    #[test]
    fn blurred_pages_are_soft_and_faint_ones_are_not() {
        let sharp = bars(10, 240);
        let soft = [1.0, 2.5].map(|sigma| softness(&imageops::blur(&sharp, sigma)));
        assert!(softness(&sharp) < 0.25, "{}", softness(&sharp));
        assert!(
            soft[0] > softness(&sharp) + 0.1 && soft[1] > soft[0] + 0.1,
            "{soft:?}"
        );
        let faint = softness(&bars(120, 150));
        assert!((faint - softness(&sharp)).abs() < 0.01, "{faint}");
    }

    #[test]
    fn contrast_is_that_of_ink_and_paper_whatever_specks_there_are() {
        let contrast = |page: &GrayImage| drawn_and_contrast(page)[1];
        let mut page = bars(100, 151);
        assert!((contrast(&page) - 0.2).abs() < 0.001, "{}", contrast(&page));
        for i in 0..100 {
            page.put_pixel(2 * i, i, Luma([if i % 2 == 0 { 0 } else { 255 }]));
        }
        assert!((contrast(&page) - 0.2).abs() < 0.001, "{}", contrast(&page));
    }

    #[test]
    fn what_is_drawn_is_counted_and_grain_is_not() {
        let mut random = fastrand::Rng::with_seed(4);
        let page = GrayImage::from_fn(320, 320, |x, y| {
            let is_ink = x < 160 && y < 160 && (x / 3) % 2 == 0;
            Luma([if is_ink { 20 } else { 236 + random.u8(0..8) }])
        });
        let [drawn, contrast] = drawn_and_contrast(&page);
        assert_eq!(drawn, 0.25);
        // Of what is drawn half is ink.
        assert!(contrast > 0.8, "{contrast}");
    }

    #[test]
    fn a_tiny_page_has_signs_too() {
        for (width, height) in [(1, 1), (3, 400), (400, 3)] {
            let page = Page {
                pixels: RgbImage::new(width, height),
                ..Page::default()
            };
            let signs = plain(&page);
            assert!(
                signs.softness.is_finite() && signs.drawn == 0.0,
                "{signs:?}"
            );
        }
    }
}
