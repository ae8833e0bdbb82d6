//! The photographs of a run: those that are trained on, and those held out, which show what is
//! learnt.

use burn::tensor::TensorData;
use image::RgbImage;

use crate::train::data::crops::Cropping;
use crate::train::data::dead_leaves::dead_leaves;

/// Photographs below which dead leaves are added.
const FEW_PHOTOS: usize = 12;
/// Crops of held-out photographs, on which the result is measured. Against all pages: a few
/// held-out pages differ more from the others than good drawings from bad ones.
const NUM_HELD_CROPS: usize = 16;
/// Photographs below which none are held out.
const MIN_PHOTOS_TO_HOLD: usize = 10;
/// One photograph of so many is held out.
const HOLD_EVERY: usize = 5;
/// Keeps the crops for measuring apart from those of the first steps.
const HELD_SEED: u64 = 0x5eed_4e1d;

/// Photographs, sorted.
#[derive(Debug)]
pub(crate) struct TrainPhotos {
    /// To train on: given ones, and dead leaves when they are few.
    pub(crate) photos: Vec<RgbImage>,
    /// Crops to measure by, `[16, 3, side, side]`, sRGB in `0.0..=1.0`; of held-out photographs
    /// when there are enough.
    pub(crate) held: TensorData,
}

impl TrainPhotos {
    /// Sorts `photos`; `side` is that of crops, `seed` decides where they lie.
    pub(crate) fn new(photos: &[RgbImage], side: u32, seed: u64) -> Self {
        let (held, mut photos) = hold_out(photos);
        let missing = FEW_PHOTOS.saturating_sub(photos.len()) as u64;
        photos.extend((0..missing).map(dead_leaves));
        let held = if held.is_empty() { &photos } else { &held };
        let held: Vec<&RgbImage> = held.iter().collect();
        let random = &mut fastrand::Rng::with_seed(seed ^ HELD_SEED);
        let held = Cropping::photos(side).batch(&held, NUM_HELD_CROPS, random);
        Self { photos, held }
    }
}

/// Every fifth photograph apart, when there are enough.
fn hold_out(photos: &[RgbImage]) -> (Vec<RgbImage>, Vec<RgbImage>) {
    if photos.len() < MIN_PHOTOS_TO_HOLD {
        return (Vec::new(), photos.to_vec());
    }
    let (held, used): (Vec<_>, Vec<_>) = photos
        .iter()
        .cloned()
        .enumerate()
        .partition(|(i, _)| i % HOLD_EVERY == HOLD_EVERY - 1);
    let pictures = |photos: Vec<(usize, RgbImage)>| photos.into_iter().map(|(_, photo)| photo);
    (pictures(held).collect(), pictures(used).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn some_of_many_photographs_are_held_out_and_few_are_joined_by_dead_leaves() {
        let photos = |num| vec![RgbImage::new(40, 40); num];
        let num = |given| TrainPhotos::new(&photos(given), 32, 1).photos.len();
        assert_eq!([0, 4, 9, 10, 20].map(num), [12, 12, 12, 12, 16]);
        let held = TrainPhotos::new(&photos(20), 32, 1).held;
        assert_eq!(held.shape().as_slice(), [16, 3, 32, 32]);
    }
}
