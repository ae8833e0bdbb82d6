//! Random crops: what a training step sees of photographs and pages.

use burn::tensor::TensorData;
use image::RgbImage;
use image::imageops::{self, FilterType};

use crate::book::{Area, Layout};
use crate::train::data::pages::Page;

/// Crops of one picture that are looked at to find one with something on it.
const TRIES: usize = 3;

/// Fewest pixels of the shorter side of a panel that crops are taken from, as a share of a crop's
/// side: what is smaller would have to be enlarged, and its lines with it.
const LEAST_PANEL: f32 = 0.75;

/// What crops are taken from.
pub(crate) trait Subject {
    /// Its pixels.
    fn pixels(&self) -> &RgbImage;

    /// Where on it the drawing is, if that is known.
    fn layout(&self) -> Option<&Layout> {
        None
    }
}

impl Subject for RgbImage {
    fn pixels(&self) -> &RgbImage {
        self
    }
}

impl Subject for Page {
    fn pixels(&self) -> &RgbImage {
        &self.pixels
    }

    fn layout(&self) -> Option<&Layout> {
        Some(&self.layout)
    }
}

/// How crops are taken.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Cropping {
    /// Side of the result in pixels.
    pub(crate) side: u32,
    /// Largest side of a crop before it is brought to `side`.
    pub(crate) largest: u32,
    /// Whether half of the crops are mirrored. Never for pages: mirrored lettering and mirrored
    /// light would be learnt as style.
    pub(crate) mirror: bool,
    /// Whether the fullest of a few crops is taken, so that bare paper is not what is mostly
    /// learnt.
    pub(crate) prefer_full: bool,
}

impl Cropping {
    /// Of photographs.
    pub(crate) const fn photos(side: u32) -> Self {
        Self {
            side,
            largest: side * 9 / 4,
            mirror: true,
            prefer_full: false,
        }
    }

    /// Of pages.
    pub(crate) const fn pages(side: u32) -> Self {
        Self {
            side,
            largest: side * 2,
            mirror: false,
            prefer_full: true,
        }
    }

    /// `n` crops of random pictures: `[n, 3, side, side]` in `0.0..=1.0`. `pictures` must not be
    /// empty.
    pub(crate) fn batch<S: Subject>(
        &self,
        pictures: &[&S],
        n: usize,
        random: &mut fastrand::Rng,
    ) -> TensorData {
        let side = self.side as usize;
        let mut numbers = Vec::with_capacity(n * 3 * side * side);
        for _ in 0..n {
            let crop = match random.choice(pictures) {
                Some(picture) => self.one(*picture, random),
                None => RgbImage::new(self.side, self.side),
            };
            for channel in 0..3 {
                numbers.extend(
                    crop.pixels()
                        .map(|pixel| f32::from(pixel.0[channel]) / 255.0),
                );
            }
        }
        TensorData::new(numbers, [n, 3, side, side])
    }

    fn one(&self, picture: &impl Subject, random: &mut fastrand::Rng) -> RgbImage {
        let tries = if self.prefer_full { TRIES } else { 1 };
        let layout = picture.layout();
        let crops = (0..tries).map(|_| {
            let panel = self.panel(picture, random);
            let (area, crop) = self.any(picture.pixels(), panel, random);
            // Lettering has more contrast than most drawings, and is not what is to be learnt.
            let lettering = layout.map_or(0.0, |layout| layout.share_of_lettering(&area));
            let contrast = contrast(crop.pixels().map(|pixel| pixel.0[1]));
            (contrast * (1.0 - lettering).powi(2), crop)
        });
        let fullest = crops.max_by(|(a, _), (b, _)| a.total_cmp(b));
        let fullest = fullest.map(|(_, crop)| crop);
        let mut crop = fullest.unwrap_or_else(|| RgbImage::new(self.side, self.side));
        if self.mirror && random.bool() {
            imageops::flip_horizontal_in_place(&mut crop);
        }
        crop
    }

    /// A panel, large ones more often; all of a picture that has none.
    fn panel(&self, picture: &impl Subject, random: &mut fastrand::Rng) -> Area {
        let (width, height) = picture.pixels().dimensions();
        let whole = Area {
            x: 0,
            y: 0,
            width,
            height,
        };
        let least = (self.side as f32 * LEAST_PANEL) as u32;
        let panels = picture.layout().map_or(&[][..], |layout| &layout.panels);
        let is_large = |panel: &&Area| panel.width.min(panel.height) >= least;
        let panels = || panels.iter().filter(is_large);
        let total: u64 = panels().map(Area::size).sum();
        if total == 0 {
            return whole;
        }
        let mut at = random.u64(0..total);
        let found = panels().find(|panel| {
            let is_here = at < panel.size();
            at = at.saturating_sub(panel.size());
            is_here
        });
        found.copied().unwrap_or(whole)
    }

    fn any(&self, picture: &RgbImage, panel: Area, random: &mut fastrand::Rng) -> (Area, RgbImage) {
        let Area { width, height, .. } = panel;
        let most = width.min(height).min(self.largest).max(1);
        let side = random.u32(self.side.min(most)..=most);
        let area = Area {
            x: panel.x + random.u32(0..=width - side),
            y: panel.y + random.u32(0..=height - side),
            width: side,
            height: side,
        };
        let crop = imageops::crop_imm(picture, area.x, area.y, side, side).to_image();
        let crop = imageops::resize(&crop, self.side, self.side, FilterType::Triangle);
        (area, crop)
    }
}

/// Standard deviation of the values of a channel.
pub(crate) fn contrast(values: impl ExactSizeIterator<Item = u8> + Clone) -> f32 {
    let n = values.len().max(1) as f32;
    let values = values.map(f32::from);
    let mean = values.clone().sum::<f32>() / n;
    (values.map(|v| (v - mean).powi(2)).sum::<f32>() / n).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_takes_the_same_crops() {
        let picture = RgbImage::from_fn(200, 180, |x, y| image::Rgb([x as u8, y as u8, 7]));
        let take = |seed| {
            let random = &mut fastrand::Rng::with_seed(seed);
            Cropping::photos(64).batch(&[&picture], 3, random)
        };
        assert_eq!(take(5), take(5));
        assert_ne!(take(5), take(6));
        assert_eq!(*take(5).shape(), burn::tensor::Shape::new([3, 3, 64, 64]));
    }

    #[test]
    fn photographs_are_mirrored_half_of_the_time() {
        let photo = RgbImage::from_fn(300, 300, |x, _| image::Rgb([(x * 255 / 300) as u8; 3]));
        let mut random = fastrand::Rng::with_seed(1);
        let mut is_mirrored = || {
            let crop = Cropping::photos(64).one(&photo, &mut random);
            crop.get_pixel(0, 5).0[0] > crop.get_pixel(63, 5).0[0]
        };
        let num = (0..200).filter(|_| is_mirrored()).count();
        assert!((70..130).contains(&num), "{num} of 200");
    }

    #[test]
    fn bare_paper_is_seldom_taken_for_a_page() {
        // A drawing in one quarter of the page, paper in the rest.
        let page = RgbImage::from_fn(400, 400, |x, y| {
            let is_ink = x < 200 && y < 200 && (x / 4 + y / 4) % 2 == 0;
            image::Rgb([if is_ink { 0 } else { 250 }; 3])
        });
        let share_of_paper = |cropping: Cropping| {
            let mut random = fastrand::Rng::with_seed(2);
            let bare = (0..200).filter(|_| {
                let crop = cropping.one(&page, &mut random);
                contrast(crop.pixels().map(|pixel| pixel.0[1])) < 1.0
            });
            bare.count() as f32 / 200.0
        };
        let of_pages = share_of_paper(Cropping::pages(64));
        let at_random = share_of_paper(Cropping::photos(64));
        assert!(
            at_random > 0.3 && of_pages < 0.5 * at_random,
            "{of_pages} {at_random}"
        );
    }

    /// Panels of stripes on white, with lettering of thin stripes in the corner of one.
    fn panelled() -> Page {
        let area = |x, y, width, height| Area {
            x,
            y,
            width,
            height,
        };
        let layout = Layout {
            panels: vec![
                area(20, 20, 200, 360),
                area(240, 20, 140, 200),
                area(240, 240, 140, 40),
            ],
            lettering: vec![area(20, 20, 200, 120)],
        };
        let pixels = RgbImage::from_fn(400, 400, |x, y| {
            let is_in = |area: &Area| {
                (area.x..area.x + area.width).contains(&x)
                    && (area.y..area.y + area.height).contains(&y)
            };
            let value = match (
                layout.panels.iter().any(is_in),
                layout.lettering.iter().any(is_in),
            ) {
                (true, true) => [250, 0][(x / 2 % 2) as usize],
                (true, false) => [60, 120][(x / 4 % 2) as usize],
                (false, _) => 255,
            };
            image::Rgb([value; 3])
        });
        Page {
            pixels,
            layout,
            ..Page::default()
        }
    }

    #[test]
    fn gutters_are_never_in_a_crop_and_lettering_seldom() {
        let page = panelled();
        let mut random = fastrand::Rng::with_seed(3);
        let mut take = |page: &Page| {
            let crop = Cropping::pages(64).one(page, &mut random);
            let share = |is: fn(u8) -> bool| {
                let num = crop.pixels().filter(|pixel| is(pixel.0[0])).count();
                num as f32 / crop.pixels().len() as f32
            };
            (share(|value| value == 255), share(|value| value < 40))
        };
        let num = 200;
        let crops: Vec<_> = (0..num).map(|_| take(&page)).collect();
        assert!(crops.iter().all(|(paper, _)| *paper == 0.0));
        let lettered = crops
            .iter()
            .filter(|(_, lettering)| *lettering > 0.2)
            .count();
        let whole = Page {
            layout: Layout::default(),
            ..page
        };
        let without = (0..num).map(|_| take(&whole));
        let without = without.filter(|(_, lettering)| *lettering > 0.2).count();
        assert!(lettered * 3 < without, "{lettered} and {without} of {num}");
    }

    #[test]
    fn pages_are_never_mirrored() {
        // Brightness grows to the right in the page, so it must in every crop.
        let page = RgbImage::from_fn(300, 300, |x, _| image::Rgb([(x * 255 / 300) as u8; 3]));
        let mut random = fastrand::Rng::with_seed(1);
        for _ in 0..50 {
            let crop = Cropping::pages(64).one(&page, &mut random);
            assert!(crop.get_pixel(0, 5).0[0] < crop.get_pixel(63, 5).0[0]);
        }
    }
}
