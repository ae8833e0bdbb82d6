//! Samples at the sizes at which photographs are drawn: a working scale for each, photographs and
//! pages alike, and with the photograph what its drawing keeps of it.
//!
//! Networks that were taught on small pictures crack the even areas of large ones: the base of
//! before learnt at 96 to 384 px, and its drawings had a style loss of .49 at 1280 px, of .42
//! at 640 px.

mod cut;

use std::sync::OnceLock;

use burn::tensor::TensorData;
use image::{RgbImage, RgbaImage, imageops};
use rayon::prelude::*;

use self::cut::Cut;
use crate::train::data::crops::contrast;
use crate::train::{Content, Structure};

/// Crops of a page of which the fullest is taken, so that bare paper is not what is mostly learnt.
const TRIES: usize = 3;
/// Bands of scales, each with its own aim: a page that is brought to 400 px has more to a pixel
/// than at 1200.
pub(crate) const NUM_BANDS: usize = 3;
/// Pixels around a crop of a photograph that are looked at with it: shapes reach as far.
const MARGIN: u32 = 48;

/// Long sides to which pictures are brought, in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Scales {
    /// The least, above 0.
    pub least: u32,
    /// The most, not below the least.
    pub most: u32,
}

impl Scales {
    /// One scale, all ratios being equally likely.
    pub(crate) fn draw(self, random: &mut fastrand::Rng) -> f32 {
        let [least, most] = [self.least, self.most].map(|side| side as f32);
        least * (most / least).powf(random.f32())
    }

    /// In which of [`NUM_BANDS`] a scale lies.
    pub(crate) fn band(self, scale: f32) -> usize {
        let ratio = self.most as f32 / self.least as f32;
        if ratio <= 1.0 {
            return 0;
        }
        let place = (scale / self.least as f32).ln() / ratio.ln();
        ((place * NUM_BANDS as f32) as usize).min(NUM_BANDS - 1)
    }

    /// The scales of a band.
    pub(crate) fn of_band(self, band: usize) -> Self {
        let ratio = self.most as f32 / self.least as f32;
        let at = |i: usize| {
            let side = self.least as f32 * ratio.powf(i as f32 / NUM_BANDS as f32);
            (side.round() as u32).max(1)
        };
        Self {
            least: at(band),
            most: at(band + 1).max(at(band)),
        }
    }
}

/// A photograph to train on.
#[derive(Clone, Debug)]
pub(crate) struct Photo {
    pub(crate) pixels: RgbImage,
    /// Left, top, width and height of the faces in it, in its pixels, once they were asked for:
    /// looking for them takes longer than a step.
    faces: OnceLock<Vec<[f32; 4]>>,
}

impl From<RgbImage> for Photo {
    fn from(pixels: RgbImage) -> Self {
        Self {
            pixels,
            faces: OnceLock::new(),
        }
    }
}

/// What is kept of photographs, and how that is found.
#[derive(Clone, Copy)]
pub(crate) struct Keep<'a> {
    pub(crate) content: Content,
    pub(crate) structure: &'a dyn Structure,
}

/// Samples of photographs, and the scales at which they were taken.
pub(crate) struct PhotoCrops {
    /// `[n, 3, side, side]`, sRGB in `0.0..=1.0`.
    pub(crate) photos: TensorData,
    /// What their drawings keep of them, of the same shape; `None` when the trainer smooths them
    /// itself.
    pub(crate) kept: Option<TensorData>,
    /// Long sides of the photographs, `n` of them.
    pub(crate) scales: Vec<f32>,
}

/// How samples are made.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Sampling {
    /// Side of a sample in pixels.
    pub(crate) side: u32,
    /// Places of one picture that lie beside each other in a sample, in each direction. The network
    /// normalises over all that it sees, and one place says less of the whole picture than some.
    pub(crate) places: u32,
    /// The long sides to which pictures are brought.
    pub(crate) scales: Scales,
}

impl Sampling {
    /// Side of a place in pixels.
    pub(crate) fn place(&self) -> u32 {
        self.side / self.places.max(1)
    }

    /// `n` samples, each of a random photograph at a random scale; half of the places are mirrored.
    /// `photos` must not be empty.
    pub(crate) fn of_photos(
        &self,
        photos: &[Photo],
        keep: Keep<'_>,
        n: usize,
        random: &mut fastrand::Rng,
    ) -> PhotoCrops {
        let scales: Vec<f32> = (0..n).map(|_| self.scales.draw(random)).collect();
        let side = self.place();
        let is_kept = keep.content != Content::Smoothed;
        let margin = if is_kept { MARGIN } else { 0 };
        // Faces are found before the places part: no thread waits for another that looks for them.
        let places: Vec<_> = self
            .places_of(photos, &scales, random)
            .into_iter()
            .map(|(photo, scale, seed)| {
                let look = || keep.structure.faces(&photo.pixels);
                let faces: &[_] = if is_kept {
                    photo.faces.get_or_init(look)
                } else {
                    &[]
                };
                (photo, faces, scale, seed)
            })
            .collect();
        let crops: Vec<[RgbaImage; 2]> = places
            .par_iter()
            .map(|(photo, faces, scale, seed)| {
                let random = &mut fastrand::Rng::with_seed(*seed);
                let cut = Cut::take(&photo.pixels, side, margin, *scale, random);
                let mut both = [cut.middle(&cut.pixels, side), RgbaImage::default()];
                if is_kept {
                    let faces: Vec<_> = faces.iter().map(|face| cut.placed(*face)).collect();
                    let is_toned = keep.content == Content::Toned;
                    let structure = keep.structure;
                    let kept = structure.keep(&cut.pixels, cut.whole, &faces, is_toned);
                    both[1] = cut.middle(&kept, side);
                }
                if random.bool() {
                    both.iter_mut().for_each(imageops::flip_horizontal_in_place);
                }
                both
            })
            .collect();
        let tensor = |i: usize| self.tensor(crops.iter().map(|both| &both[i]));
        PhotoCrops {
            photos: tensor(0),
            kept: is_kept.then(|| tensor(1)),
            scales,
        }
    }

    /// A sample of a random page for each of `scales`: `[n, 3, side, side]`, sRGB in `0.0..=1.0`.
    /// Never mirrored: mirrored lettering and mirrored light would be learnt as style. `pages` must
    /// not be empty.
    pub(crate) fn of_pages(
        &self,
        pages: &[RgbImage],
        scales: &[f32],
        random: &mut fastrand::Rng,
    ) -> TensorData {
        let side = self.place();
        let places = self.places_of(pages, scales, random);
        let crops: Vec<RgbaImage> = places
            .par_iter()
            .map(|(page, scale, seed)| {
                let random = &mut fastrand::Rng::with_seed(*seed);
                let crops = (0..TRIES).map(|_| Cut::take(page, side, 0, *scale, random).pixels);
                let rated = crops.map(|crop| (contrast(crop.pixels().map(|p| p.0[1])), crop));
                let fullest = rated.max_by(|(a, _), (b, _)| a.total_cmp(b));
                fullest.map_or_else(|| RgbaImage::new(side, side), |(_, crop)| crop)
            })
            .collect();
        self.tensor(crops.iter())
    }

    /// `n` samples of pages at random scales.
    pub(crate) fn of_pages_at_random(
        &self,
        pages: &[RgbImage],
        n: usize,
        random: &mut fastrand::Rng,
    ) -> TensorData {
        let scales: Vec<f32> = (0..n).map(|_| self.scales.draw(random)).collect();
        self.of_pages(pages, &scales, random)
    }

    /// For each place of each sample the picture, its scale and a seed.
    fn places_of<'a, T>(
        &self,
        pictures: &'a [T],
        scales: &[f32],
        random: &mut fastrand::Rng,
    ) -> Vec<(&'a T, f32, u64)> {
        let mut places = Vec::new();
        for scale in scales {
            let Some(picture) = random.choice(pictures) else {
                continue;
            };
            let num = self.places * self.places;
            places.extend((0..num).map(|_| (picture, *scale, random.u64(..))));
        }
        places
    }

    /// `[n, 3, side, side]` of the places of `n` samples.
    fn tensor<'a>(&self, mut crops: impl Iterator<Item = &'a RgbaImage>) -> TensorData {
        let (side, place) = (self.side as usize, self.place() as usize);
        let mut numbers = Vec::new();
        let mut n = 0;
        while let Some(first) = crops.next() {
            let start = n * 3 * side * side;
            n += 1;
            numbers.resize(n * 3 * side * side, 0.0);
            let sample = &mut numbers[start..];
            let num = (self.places * self.places) as usize;
            let rest = crops.by_ref().take(num - 1);
            for (i, crop) in std::iter::once(first).chain(rest).enumerate() {
                let columns = self.places as usize;
                let (left, top) = (i % columns * place, i / columns * place);
                for (x, y, pixel) in crop.enumerate_pixels() {
                    for (channel, value) in pixel.0.into_iter().take(3).enumerate() {
                        let at = (channel * side + top + y as usize) * side + left + x as usize;
                        sample[at] = f32::from(value) / 255.0;
                    }
                }
            }
        }
        TensorData::new(numbers, [n, 3, side, side])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::Rgba;

    struct Nothing;

    impl Structure for Nothing {
        fn faces(&self, _photo: &RgbImage) -> Vec<[f32; 4]> {
            Vec::new()
        }

        /// The part, darker, with its faces white.
        fn keep(
            &self,
            part: &RgbaImage,
            _whole: [usize; 2],
            faces: &[[f32; 4]],
            _is_toned: bool,
        ) -> RgbaImage {
            RgbaImage::from_fn(part.width(), part.height(), |x, y| {
                let is_face = faces.iter().any(|[left, top, width, height]| {
                    let (x, y) = (x as f32 + 0.5 - left, y as f32 + 0.5 - top);
                    (0.0..*width).contains(&x) && (0.0..*height).contains(&y)
                });
                let [red, green, blue, _] = part.get_pixel(x, y).0;
                if is_face {
                    Rgba([255; 4])
                } else {
                    Rgba([red / 2, green / 2, blue / 2, 255])
                }
            })
        }
    }

    const fn sampling(least: u32, most: u32) -> Sampling {
        Sampling {
            side: 64,
            places: 2,
            scales: Scales { least, most },
        }
    }

    fn keep(content: Content) -> Keep<'static> {
        Keep {
            content,
            structure: &Nothing,
        }
    }

    /// Red grows to the right by one level every four pixels of 1000.
    fn slope() -> Photo {
        let color = |x, y| image::Rgb([(x / 4) as u8, (y / 4) as u8, 40]);
        RgbImage::from_fn(1000, 800, color).into()
    }

    fn numbers(data: &TensorData) -> Vec<f32> {
        data.clone().try_into_vec::<f32>().unwrap()
    }

    #[test]
    fn what_a_crop_shows_goes_with_the_scale() {
        // Levels from left to right of a place of 32 pixels: 8 at 1000 px, 20 at 400 px.
        for (side, levels) in [(1000, 7.75), (400, 19.4)] {
            let random = &mut fastrand::Rng::with_seed(1);
            let crops =
                sampling(side, side).of_photos(&[slope()], keep(Content::Smoothed), 8, random);
            assert!(crops.kept.is_none() && crops.scales.iter().all(|scale| *scale == side as f32));
            let values = numbers(&crops.photos);
            for row in values.chunks_exact(64).take(32) {
                let width = 255.0 * (row[31] - row[0]).abs();
                assert!((width - levels).abs() < 1.3, "{width} at {side} px");
            }
        }
    }

    #[test]
    fn scales_are_drawn_over_all_of_their_range_and_each_has_its_band() {
        let scales = Scales {
            least: 320,
            most: 1600,
        };
        let random = &mut fastrand::Rng::with_seed(2);
        let mut nums = [0; NUM_BANDS];
        for _ in 0..600 {
            let scale = scales.draw(random);
            assert!((320.0..=1600.0).contains(&scale));
            let band = scales.band(scale);
            let of_band = scales.of_band(band);
            assert!(scale > of_band.least as f32 - 1.0 && scale < of_band.most as f32 + 1.0);
            nums[band] += 1;
        }
        assert!(nums.iter().all(|num| (150..250).contains(num)), "{nums:?}");
        let one = Scales {
            least: 500,
            most: 500,
        };
        assert_eq!((one.draw(random), one.band(500.0)), (500.0, 0));
    }

    #[test]
    fn what_is_kept_lies_where_the_photograph_does_faces_and_all() {
        let photo = Photo {
            faces: OnceLock::from(vec![[400.0, 200.0, 300.0, 300.0]]),
            ..slope()
        };
        let random = &mut fastrand::Rng::with_seed(4);
        let crops = sampling(320, 1600).of_photos(&[photo], keep(Content::Shapes), 12, random);
        let (photos, kept) = (numbers(&crops.photos), numbers(&crops.kept.unwrap()));
        let plane = 64 * 64;
        let (mut num_faces, mut num_others) = (0, 0);
        for n in 0..12 {
            for i in 0..plane {
                let [red, green] = [0, 1].map(|c| 255.0 * photos[(3 * n + c) * plane + i]);
                let found = 255.0 * kept[3 * n * plane + i];
                let is_in = |value: f32, from: f32, to: f32| value > from && value < to;
                if is_in(red, 103.0, 172.0) && is_in(green, 53.0, 122.0) {
                    assert_eq!(found, 255.0, "at {red} {green}");
                    num_faces += 1;
                } else if !(is_in(red, 97.0, 178.0) && is_in(green, 47.0, 128.0)) {
                    assert!((found - red / 2.0).abs() < 1.1, "{found} of {red}");
                    num_others += 1;
                }
            }
        }
        assert!(
            num_faces > 500 && num_others > 5000,
            "{num_faces} {num_others}"
        );
    }

    #[test]
    fn a_page_is_cropped_at_the_scales_it_is_told_and_small_ones_hardly_enlarged() {
        let random = &mut fastrand::Rng::with_seed(5);
        let stripes = RgbImage::from_fn(300, 300, |x, _| image::Rgb([(x / 15 % 2 * 255) as u8; 3]));
        let mut edges = |scale: f32| {
            let crops =
                sampling(1, 1).of_pages(std::slice::from_ref(&stripes), &[scale; 6], random);
            let values = numbers(&crops);
            let rows = values.chunks_exact(32);
            let ends = rows.map(|row| {
                row.windows(2)
                    .filter(|w| (w[0] > 0.5) != (w[1] > 0.5))
                    .count()
            });
            ends.sum::<usize>() as f32 / (values.len() / 32) as f32
        };
        // 32 pixels over stripes of 15 px, and of 1.25 times that however large the scale.
        assert!((edges(300.0) - 31.0 / 15.0).abs() < 0.25);
        assert!((edges(1600.0) - 31.0 / 18.75).abs() < 0.25);
    }
}
