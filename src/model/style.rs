//! Style codes and dials: what the generator is told beside the picture.

use super::{CODE_SIZE, NUM_DIALS};

/// A point in the space of styles; one of the built-in ones, a blend, or a learned one.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct StyleCode(pub [f32; CODE_SIZE]);

impl StyleCode {
    /// `photo + amount * (self - photo)`: 0 leaves the photograph, 1 is the style, more exaggerates
    /// it.
    #[must_use]
    pub fn with_amount(self, photo: Self, amount: f32) -> Self {
        photo.blend(self, amount)
    }

    /// The point `t` of the way from `self` to `other`.
    #[must_use]
    pub fn blend(self, other: Self, t: f32) -> Self {
        Self(std::array::from_fn(|i| {
            self.0[i] + t * (other.0[i] - self.0[i])
        }))
    }
}

/// A style in the style library.
#[derive(Clone, Debug, PartialEq)]
pub struct Style {
    /// Name by which commands call it, such as `oz-neill`.
    pub name: String,
    /// Its code.
    pub code: StyleCode,
}

/// The loss weights that the generator was trained under and is told (the sliders).
///
/// Each is a factor from 1/8 to 8; 1 is the trained middle.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Dials {
    /// Weight of the style and adversarial losses.
    pub style: f32,
    /// Weight of the content loss.
    pub content: f32,
    /// Weight of the cycle and identity losses.
    pub cycle: f32,
}

impl Dials {
    /// Smallest weight that the generator has seen.
    pub const MIN: f32 = 0.125;
    /// Largest weight that the generator has seen.
    pub const MAX: f32 = 8.0;
    /// The trained middle.
    pub const NEUTRAL: Self = Self {
        style: 1.0,
        content: 1.0,
        cycle: 1.0,
    };

    /// As they may come from a file: each inside its range.
    #[must_use]
    pub fn within_range(self) -> Self {
        let within = |weight: f32| {
            if weight.is_nan() {
                1.0
            } else {
                weight.clamp(Self::MIN, Self::MAX)
            }
        };
        Self {
            style: within(self.style),
            content: within(self.content),
            cycle: within(self.cycle),
        }
    }

    /// `log8` of each weight, `-1.0..=1.0`: what the network reads, in its order.
    pub fn log8(self) -> [f32; NUM_DIALS] {
        [self.style, self.content, self.cycle].map(|weight| {
            if weight > 0.0 {
                (weight.log2() / 3.0).clamp(-1.0, 1.0)
            } else {
                -1.0
            }
        })
    }
}

impl Default for Dials {
    fn default() -> Self {
        Self::NEUTRAL
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amount_goes_from_the_photo_through_the_style_and_beyond() {
        let photo = StyleCode([1.0; CODE_SIZE]);
        let style = StyleCode([3.0; CODE_SIZE]);
        assert_eq!(style.with_amount(photo, 0.0), photo);
        assert_eq!(style.with_amount(photo, 1.0), style);
        assert_eq!(style.with_amount(photo, 1.5), StyleCode([4.0; CODE_SIZE]));
    }

    #[test]
    fn dials_are_logarithms_to_the_base_eight() {
        assert_eq!(Dials::NEUTRAL.log8(), [0.0; 3]);
        let dials = Dials {
            style: 8.0,
            content: 0.125,
            cycle: 2.0,
        };
        assert_eq!(dials.log8(), [1.0, -1.0, 1.0 / 3.0]);
    }
}
