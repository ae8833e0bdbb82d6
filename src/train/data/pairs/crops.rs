//! What a training step sees of pairs: the same places of a photograph and of the drawing over it.

use burn::tensor::TensorData;
use image::RgbImage;
use image::imageops;

use super::Pair;

/// Places of one pair that lie beside each other in a sample, in each direction.
const PLACES: u32 = 2;

/// Samples of pairs, sRGB in `0.0..=1.0`, row-major: the photographs, and the drawings over them,
/// `[n, 3, side, side]` each.
#[derive(Clone, Debug)]
pub struct PairBatch {
    /// Of photographs.
    pub photos: TensorData,
    /// Of drawings, at the same places.
    pub drawings: TensorData,
}

impl PairBatch {
    /// `n` samples. Each shows four places of one pair, `side / 2` pixels wide and as large as they
    /// are: the network normalises over all that it sees, and one place says less of the whole
    /// picture than four. `pairs` is not empty.
    pub(crate) fn draw(pairs: &[Pair], side: u32, n: usize, random: &mut fastrand::Rng) -> Self {
        let mut batches = [Vec::new(), Vec::new()];
        for _ in 0..n {
            let [photo, drawing] = match random.choice(pairs) {
                Some(pair) => sample(pair, side, random),
                None => [RgbImage::new(side, side), RgbImage::new(side, side)],
            };
            for (numbers, picture) in batches.iter_mut().zip([photo, drawing]) {
                for channel in 0..3 {
                    let values = picture.pixels().map(|pixel| f32::from(pixel.0[channel]));
                    numbers.extend(values.map(|value| value / 255.0));
                }
            }
        }
        let shape = [n, 3, side as usize, side as usize];
        let [photos, drawings] = batches.map(|numbers| TensorData::new(numbers, shape));
        Self { photos, drawings }
    }
}

fn sample(pair: &Pair, side: u32, random: &mut fastrand::Rng) -> [RgbImage; 2] {
    let mut both = [RgbImage::new(side, side), RgbImage::new(side, side)];
    let wide = side / PLACES;
    let inside = pair.inside;
    let (width, height) = (wide.min(inside.width), wide.min(inside.height));
    for place in 0..PLACES * PLACES {
        let x = inside.x + random.u32(0..=inside.width - width);
        let y = inside.y + random.u32(0..=inside.height - height);
        let (left, top) = (place % PLACES * wide, place / PLACES * wide);
        for (sample, whole) in both.iter_mut().zip([&pair.photo, &pair.drawing]) {
            let crop = imageops::crop_imm(&**whole, x, y, width, height);
            imageops::replace(sample, &*crop, i64::from(left), i64::from(top));
        }
    }
    both
}
