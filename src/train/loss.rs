//! The losses. Each gives one number per image unless it says otherwise.
//!
//! Images are sRGB in `0.0..=1.0`, `[b, 3, h, w]`; features are those of the perceptual network.

pub(crate) mod areas;
pub(crate) mod flatten;

use burn::prelude::Tensor;
use burn::tensor::activation::{relu, softplus};
use burn::tensor::module::max_pool2d;
use burn::tensor::ops::{MaxPoolOptions, PadMode};

use crate::model::perceptual::NUM_LEVELS;

/// Keeps a division by a vanishing quantity finite.
const EPSILON: f32 = 1e-8;
/// Luminance of sRGB values, ITU-R BT.601.
const LUMA: [f32; 3] = [0.299, 0.587, 0.114];
/// Share of each level in the style loss, finest first. Coarse levels weigh more: what is fine on a
/// scan is paper.
const STYLE_LEVELS: [f32; NUM_LEVELS] = [0.5, 1.0, 1.25, 1.25];
/// Levels that the content loss compares: 1/4 and 1/8.
const CONTENT_LEVELS: [usize; 2] = [2, 3];
/// Share of luminance in the content loss.
const CONTENT_LUMA: f32 = 0.3;

/// Features at [`NUM_LEVELS`] resolutions, finest first; level `l` is `[b, c_l, h / 2^l, w / 2^l]`.
pub type Features = [Tensor<4>; NUM_LEVELS];

/// Features divided by their root mean square on photographs, one number a level, so that all
/// levels count alike.
///
/// # Shapes
/// - `features` and output: [`Features`]
pub(crate) fn scaled(features: Features, rms: &[f32; NUM_LEVELS]) -> Features {
    let mut rms = rms.iter();
    features.map(|level| level.div_scalar(rms.next().copied().unwrap_or(1.0)))
}

/// Gram matrix `F F' / (h w)`: which features occur together, wherever in the picture.
///
/// # Shapes
/// - `features`: `[b, c, h, w]`
/// - output: `[b, c, c]`
///
/// Source: Gatys, Ecker and Bethge 2016 (<https://arxiv.org/abs/1508.06576>).
pub fn gram(features: Tensor<4>) -> Tensor<3> {
    let [b, c, h, w] = features.dims();
    let flat = features.reshape([b, c, h * w]);
    flat.clone()
        .matmul(flat.transpose())
        .div_scalar((h * w) as f64)
}

/// Style: mean over levels of `|gram(F) - T|_1 / |T|_1`, with `T` the style's own Gram matrix; 0
/// for the same statistics, about 1 for those of another picture.
///
/// # Shapes
/// - `drawn`: [`Features`] of `b` drawings
/// - `target`: `[1, c, c]` per level, or `[b, c, c]` when each has its own
/// - output: `[b]`
///
/// Source: Gatys, Ecker and Bethge 2016 (<https://arxiv.org/abs/1508.06576>), equation 5; relative
/// and by absolute differences, so that no level and no strong feature outweighs the rest.
pub fn style(drawn: &Features, target: &[Tensor<3>; NUM_LEVELS]) -> Tensor<1> {
    let levels = drawn.iter().zip(target).zip(STYLE_LEVELS);
    let terms = levels.map(|((features, target), share)| {
        let distance = (gram(features.clone()) - target.clone()).abs();
        let size = per_image(target.clone().abs()).add_scalar(EPSILON);
        per_image(distance) / size * share
    });
    sum(terms).div_scalar(STYLE_LEVELS.iter().sum::<f32>())
}

/// Content: relative squared distance of features at 1/4 and 1/8, and the distance of luminance on
/// a grid of 4x4 pixels, which lets lines be drawn but not areas change their tone.
///
/// # Shapes
/// - `drawn`, `photo`: [`Features`] of `b` pictures
/// - `drawn_image`, `photo_image`: `[b, 3, h, w]`, sRGB in `0.0..=1.0`, sides multiples of 4
/// - output: `[b]`
///
/// Source: Johnson et al. 2016 (<https://arxiv.org/abs/1603.08155>), section 3.2; relative, and
/// with luminance beside.
pub fn content(
    drawn: &Features,
    photo: &Features,
    drawn_image: &Tensor<4>,
    photo_image: &Tensor<4>,
) -> Tensor<1> {
    let features = CONTENT_LEVELS.map(|level| {
        let (a, b) = (drawn[level].clone(), photo[level].clone());
        let size = mean_per_image(b.clone().powi_scalar(2)).add_scalar(EPSILON);
        mean_per_image((a - b).powi_scalar(2)) / size
    });
    let tone = |image: &Tensor<4>| coarse(luma(image), 4);
    let tone = mean_per_image((tone(drawn_image) - tone(photo_image)).abs());
    sum(features.into_iter()) + tone.mul_scalar(CONTENT_LUMA)
}

/// Features of a drawing against those of the drawing that is wanted, place by place: mean over
/// levels of `|F - T|_1 / |T|_1`.
///
/// # Shapes
/// - `drawn`, `wanted`: [`Features`] of `b` pictures
/// - output: `[b]`
///
/// Source: Johnson et al. 2016 (<https://arxiv.org/abs/1603.08155>), section 3.2; relative, and by
/// absolute differences.
pub fn apart(drawn: &Features, wanted: &Features) -> Tensor<1> {
    let levels = drawn.iter().zip(wanted).map(|(drawn, wanted)| {
        let size = mean_per_image(wanted.clone().abs()).add_scalar(EPSILON);
        mean_per_image((drawn.clone() - wanted.clone()).abs()) / size
    });
    sum(levels).div_scalar(NUM_LEVELS as f64)
}

/// Cycle and identity: `mean |a - b|`, `0.0..=1.0`.
///
/// # Shapes
/// - `a`, `b`: `[b, 3, h, w]`, sRGB in `0.0..=1.0`
/// - output: `[b]`
///
/// Source: Zhu et al. 2017 (<https://arxiv.org/abs/1703.10593>), sections 3.2 and 5.2.
pub fn cycle(a: Tensor<4>, b: Tensor<4>) -> Tensor<1> {
    mean_per_image((a - b).abs())
}

/// Edge-aware total variation: differences between neighbours, less where the photograph has an
/// edge,
/// `mean |d drawn| exp(-20 |d photo|)`.
///
/// # Shapes
/// - `drawn`, `photo`: `[b, 3, h, w]`, sRGB in `0.0..=1.0`, sides above 2
/// - output: `[1]`, the mean over the batch
pub fn total_variation(drawn: &Tensor<4>, photo: &Tensor<4>) -> Tensor<1> {
    let soft = box_blur(photo.clone().mean_dim(1), 2);
    let term = |axis: usize| {
        let difference = |x: Tensor<4>| {
            let n = x.dims()[axis] - 1;
            (x.clone().narrow(axis, 1, n) - x.narrow(axis, 0, n)).abs()
        };
        let weight = difference(soft.clone()).mul_scalar(-20.0).exp();
        (difference(drawn.clone()) * weight).mean()
    };
    term(2) + term(3)
}

/// Where a picture is even: `exp(-r / 0.06)` with `r` the range of its tone within 5x5 pixels.
///
/// # Shapes
/// - `tone`: `[b, 1, h, w]`, luminance of sRGB values in `0.0..=1.0`
/// - output: as `tone`, 1 where nothing changes and near 0 at edges
pub fn even_areas(tone: &Tensor<4>) -> Tensor<4> {
    let range = max_pool(tone.clone()) + max_pool(tone.clone().neg());
    range.div_scalar(-0.06).exp()
}

/// What the drawing does where the photograph is even: `mean m |drawn - mean_m(drawn)|` with the
/// mask `m`, summed over neighbourhoods of these radii in pixels.
///
/// # Shapes
/// - `drawn`: `[b, 3, h, w]`, sRGB in `0.0..=1.0`, sides above the larger radius
/// - `mask`: `[b, 1, h, w]` in `0.0..=1.0`, as [`even_areas`] gives it
/// - output: `[1]`, the mean over the batch
pub fn unevenness(drawn: &Tensor<4>, mask: &Tensor<4>, radii: [usize; 2]) -> Tensor<1> {
    let masked = drawn.clone() * mask.clone();
    sum(radii.into_iter().map(|radius| {
        let size = box_blur(mask.clone(), radius).add_scalar(1e-3);
        let mean = box_blur(masked.clone(), radius) / size;
        (mask.clone() * (drawn.clone() - mean).abs()).mean()
    }))
}

/// Tint: how far the colours of areas move, brightness aside. Means of 8x8 pixels, less their mean
/// over the channels, are compared: skin stays skin, and a sky has one blue.
///
/// # Shapes
/// - `drawn`, `photo`: `[b, 3, h, w]`, sRGB in `0.0..=1.0`, sides multiples of 8
/// - output: `[1]`, the mean over the batch
pub fn tint(drawn: &Tensor<4>, photo: &Tensor<4>) -> Tensor<1> {
    let chroma = |x: &Tensor<4>| {
        let x = coarse(x.clone(), 8);
        x.clone() - x.mean_dim(1)
    };
    (chroma(drawn) - chroma(photo)).abs().mean()
}

/// Brightness: how far areas become darker or lighter. Mean luminances of blocks of these sides in
/// pixels are compared, and the sum over sides is taken: a face stays as bright as it is.
///
/// # Shapes
/// - `drawn`, `photo`: `[b, 3, h, w]`, sRGB in `0.0..=1.0`, sides multiples of both blocks
/// - output: `[1]`, the mean over the batch
pub fn brightness(drawn: &Tensor<4>, photo: &Tensor<4>, blocks: [usize; 2]) -> Tensor<1> {
    let (drawn, photo) = (luma(drawn), luma(photo));
    sum(blocks.into_iter().map(|side| {
        let apart = coarse(drawn.clone(), side) - coarse(photo.clone(), side);
        apart.abs().mean()
    }))
}

/// How the scores of the discriminator become losses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Adversarial {
    /// Lim and Ye 2017 (<https://arxiv.org/abs/1705.02894>).
    #[default]
    Hinge,
    /// Binary cross-entropy on logits, Goodfellow et al. 2014 (<https://arxiv.org/abs/1406.2661>),
    /// not saturating.
    BinaryCrossEntropy,
    /// Mao et al. 2017 (<https://arxiv.org/abs/1611.04076>).
    LeastSquares,
}

impl Adversarial {
    /// What the generator minimises.
    ///
    /// # Shapes
    /// - `fake`: `[b, 1, h, w]`, the scores of its drawings, high for those taken for pages
    /// - output: `[b]`
    pub fn generator(self, fake: Tensor<4>) -> Tensor<1> {
        mean_per_image(match self {
            Self::Hinge => fake.neg(),
            Self::BinaryCrossEntropy => softplus(fake.neg(), 1.0),
            Self::LeastSquares => fake.sub_scalar(1.0).powi_scalar(2),
        })
    }

    /// What the discriminator minimises; 2 for the hinge when it guesses.
    ///
    /// # Shapes
    /// - `real`, `fake`: `[b, 1, h, w]`, the scores of pages and of drawings
    /// - output: `[1]`
    pub fn discriminator(self, real: Tensor<4>, fake: Tensor<4>) -> Tensor<1> {
        let of_real = match self {
            Self::Hinge => relu(real.neg().add_scalar(1.0)).mean(),
            Self::BinaryCrossEntropy => softplus(real.neg(), 1.0).mean(),
            Self::LeastSquares => real.sub_scalar(1.0).powi_scalar(2).mean(),
        };
        of_real + self.of_fakes(fake)
    }

    /// The part of [`discriminator`](Self::discriminator) that is of what is no page.
    pub(crate) fn of_fakes(self, fake: Tensor<4>) -> Tensor<1> {
        match self {
            Self::Hinge => relu(fake.add_scalar(1.0)).mean(),
            Self::BinaryCrossEntropy => softplus(fake, 1.0).mean(),
            Self::LeastSquares => fake.powi_scalar(2).mean(),
        }
    }
}

/// The running mean of a loss, so that a weight of 1 means the same in every style.
#[derive(Clone, Copy, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct RunningMean {
    sum: f64,
    weight: f64,
}

impl RunningMean {
    /// Share of the past that a new value leaves.
    const DECAY: f64 = 0.98;

    /// Takes a value in; the first ones count more, as in Adam's correction of its bias.
    pub fn update(&mut self, value: f32) {
        if value.is_finite() {
            self.sum = self.sum * Self::DECAY + f64::from(value) * (1.0 - Self::DECAY);
            self.weight = self.weight * Self::DECAY + (1.0 - Self::DECAY);
        }
    }

    /// The mean so far; `None` before the first value.
    pub fn get(self) -> Option<f32> {
        (self.weight > 0.0).then(|| (self.sum / self.weight) as f32)
    }
}

/// Luminance of sRGB values.
///
/// # Shapes
/// - `image`: `[b, 3, h, w]`
/// - output: `[b, 1, h, w]`
///
/// Source: ITU-R BT.601.
pub(crate) fn luma(image: &Tensor<4>) -> Tensor<4> {
    let channel = |i: usize| image.clone().narrow(1, i, 1).mul_scalar(LUMA[i]);
    channel(0) + channel(1) + channel(2)
}

/// Means of blocks of `n` x `n` pixels: `[b, c, h, w] -> [b, c, h / n, w / n]`
fn coarse(x: Tensor<4>, n: usize) -> Tensor<4> {
    let [b, c, h, w] = x.dims();
    x.reshape([b * c, h / n, n, w])
        .mean_dim(2)
        .reshape([b * c, h / n, w / n, n])
        .mean_dim(3)
        .reshape([b, c, h / n, w / n])
}

/// Means of windows of `2 radius + 1` pixels, reflected at the border.
///
/// # Shapes
/// - `x` and output: `[b, c, h, w]`, sides greater than `radius`
pub(crate) fn box_blur(x: Tensor<4>, radius: usize) -> Tensor<4> {
    let size = 2 * radius + 1;
    let across = x.pad((radius, radius, 0, 0), PadMode::Reflect);
    let across = window_sum(across, 3, size);
    let down = across.pad((0, 0, radius, radius), PadMode::Reflect);
    window_sum(down, 2, size).div_scalar((size * size) as f64)
}

/// Sums of `size` neighbours along `axis`, which becomes `size - 1` shorter.
///
/// Put together from sums of 1, 2, 4, 8 .. neighbours by the binary digits of `size`: a radius of 8
/// takes 5 additions, not 16.
fn window_sum(x: Tensor<4>, axis: usize, size: usize) -> Tensor<4> {
    let len = x.dims()[axis] + 1 - size;
    let (mut power, mut width, mut start) = (x, 1, 0);
    let mut parts = Vec::new();
    loop {
        if size & width != 0 {
            parts.push(power.clone().narrow(axis, start, len));
            start += width;
        }
        if 2 * width > size {
            return sum(parts.into_iter());
        }
        let rest = power.dims()[axis] - width;
        power = power.clone().narrow(axis, 0, rest) + power.narrow(axis, width, rest);
        width *= 2;
    }
}

/// Largest value within 5x5 pixels. Shape as `x`.
fn max_pool(x: Tensor<4>) -> Tensor<4> {
    let options = MaxPoolOptions::new([5, 5])
        .with_stride([1, 1])
        .with_padding([2, 2]);
    max_pool2d(x, options)
}

/// `[b, ..] -> [b]`, summed.
fn per_image<const D: usize>(x: Tensor<D>) -> Tensor<1> {
    let shape = x.dims();
    let rest = shape[1..].iter().product::<usize>();
    x.reshape([shape[0], rest]).sum_dim(1).reshape([shape[0]])
}

/// `[b, ..] -> [b]`, averaged.
fn mean_per_image<const D: usize>(x: Tensor<D>) -> Tensor<1> {
    let shape = x.dims();
    let rest = shape[1..].iter().product::<usize>();
    x.reshape([shape[0], rest]).mean_dim(1).reshape([shape[0]])
}

fn sum<const D: usize>(terms: impl Iterator<Item = Tensor<D>>) -> Tensor<D> {
    let mut terms = terms;
    let Some(first) = terms.next() else {
        return Tensor::zeros([0; D], &burn::prelude::Device::flex());
    };
    terms.fold(first, |sum, term| sum + term)
}
