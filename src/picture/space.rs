//! The colour spaces that files are written in, and the way there from sRGB.
//!
//! All of them have the white of sRGB, so that the way is a matrix in linear light. sRGB lies
//! within each of them, so nothing is clipped.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use ::image::RgbaImage;
use moxcms::{ColorProfile, Layout, RenderingIntent, TransformExecutor, TransformOptions};
use rayon::prelude::{ParallelIterator as _, ParallelSliceMut as _};

use super::profile::SourceProfile;

/// A colour space that a file can be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ColorSpace {
    /// That of screens and the web (IEC 61966-2-1).
    #[default]
    Srgb,
    /// That of many phones and screens: the primaries of cinema, the tone curve of sRGB.
    DisplayP3,
    /// That of many cameras: Adobe RGB (1998).
    AdobeRgb,
}

/// From linear sRGB to linear Display P3: primaries by SMPTE EG 432-1, white D65.
const TO_DISPLAY_P3: [[f32; 3]; 3] = [
    [0.822_461_97, 0.177_538_03, 0.0],
    [0.033_194_2, 0.966_805_8, 0.0],
    [0.017_082_63, 0.072_397_44, 0.910_519_93],
];
/// From linear sRGB to linear Adobe RGB: primaries by Adobe RGB (1998), section 4.3.1.1.
const TO_ADOBE_RGB: [[f32; 3]; 3] = [
    [0.715_125_6, 0.284_874_4, 0.0],
    [0.0, 1.0, 0.0],
    [0.0, 0.041_161_907, 0.958_838_1],
];
/// Gamma of Adobe RGB, section 4.3.1.2.
const ADOBE_GAMMA: f32 = 563.0 / 256.0;

impl ColorSpace {
    /// Every space, in the order in which to offer them.
    pub const ALL: [Self; 3] = [Self::Srgb, Self::DisplayP3, Self::AdobeRgb];

    /// The name for the command line: `srgb`, `display-p3` or `adobe-rgb`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Srgb => "srgb",
            Self::DisplayP3 => "display-p3",
            Self::AdobeRgb => "adobe-rgb",
        }
    }

    /// The space that an embedded profile describes; sRGB for any that is none of these.
    pub(crate) fn of_profile(icc: &[u8]) -> Self {
        let means = |space: &Self| {
            let profile = space.profile();
            profile.is_some_and(|profile| SourceProfile::means(icc, &profile))
        };
        Self::ALL.into_iter().find(means).unwrap_or_default()
    }

    /// The space as the colour library has it; `None` for sRGB, to which nothing need be brought.
    fn profile(self) -> Option<ColorProfile> {
        match self {
            Self::Srgb => None,
            Self::DisplayP3 => Some(ColorProfile::new_display_p3()),
            Self::AdobeRgb => Some(ColorProfile::new_adobe_rgb()),
        }
    }

    /// Brings a colour here from sRGB; both in `0.0..=1.0`, encoded.
    pub(crate) fn encode_srgb(self, rgb: [f32; 3]) -> [f32; 3] {
        let matrix = match self {
            Self::Srgb => return rgb,
            Self::DisplayP3 => &TO_DISPLAY_P3,
            Self::AdobeRgb => &TO_ADOBE_RGB,
        };
        let [r, g, b] = rgb.map(linear_from_srgb);
        matrix.map(|[x, y, z]| {
            let linear = (x * r + y * g + z * b).clamp(0.0, 1.0);
            if self == Self::AdobeRgb {
                linear.powf(1.0 / ADOBE_GAMMA)
            } else {
                srgb_from_linear(linear)
            }
        })
    }
}

impl fmt::Display for ColorSpace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for ColorSpace {
    type Err = UnknownColorSpace;

    fn from_str(name: &str) -> Result<Self, UnknownColorSpace> {
        let known = Self::ALL.into_iter().find(|space| space.name() == name);
        known.ok_or(UnknownColorSpace)
    }
}

/// The name of a colour space is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("unknown colour space: use srgb, display-p3 or adobe-rgb")]
pub struct UnknownColorSpace;

/// Brings a picture from sRGB to another space, in place; alpha stays.
///
/// To Display P3 by the colour library, whose worst error is 0.64 of a level where
/// [`ColorSpace::encode_srgb`] is right to 0.5: of a noisy photograph of 12 megapixels in 0.56 s in
/// place of 7.4 s (two busy cores). To Adobe RGB, whose curve is steep near black, it is up to 3
/// levels off there, so that is done by ourselves.
pub fn to_space(pixels: &mut RgbaImage, space: ColorSpace) {
    /// What one task converts at a time, so that its copy stays within the processor's cache.
    const BLOCK_BYTES: usize = 4 << 13;
    let transform = match space {
        ColorSpace::Srgb => return,
        ColorSpace::DisplayP3 => to_display_p3(),
        ColorSpace::AdobeRgb => None,
    };
    pixels.par_chunks_mut(BLOCK_BYTES).for_each(|block| {
        let Some(transform) = &transform else {
            return one_by_one(block, space);
        };
        let before = block.to_vec();
        if transform.transform(&before, block).is_err() {
            block.copy_from_slice(&before);
            one_by_one(block, space);
        }
    });
}

/// The library's way from sRGB to Display P3; `None` should it have none.
fn to_display_p3() -> Option<Arc<dyn TransformExecutor<u8> + Send + Sync>> {
    let options = TransformOptions {
        rendering_intent: RenderingIntent::RelativeColorimetric,
        prefer_fixed_point: false,
        ..TransformOptions::default()
    };
    let (from, to) = (ColorProfile::new_srgb(), ColorProfile::new_display_p3());
    let transform = from.create_transform_8bit(Layout::Rgba, &to, Layout::Rgba, options);
    transform.ok()
}

/// Each pixel by itself.
fn one_by_one(block: &mut [u8], space: ColorSpace) {
    // Comics have large flat areas.
    let mut last = ([0_u8; 3], [0_u8; 3]);
    for [red, green, blue, _] in block.as_chunks_mut::<4>().0 {
        let rgb = [*red, *green, *blue];
        if rgb != last.0 {
            let there = space.encode_srgb(rgb.map(|v| f32::from(v) / 255.0));
            last = (rgb, there.map(|v| (v * 255.0 + 0.5) as u8));
        }
        [*red, *green, *blue] = last.1;
    }
}

fn linear_from_srgb(v: f32) -> f32 {
    if v <= 0.040_45 {
        v / 12.92
    } else {
        ((v + 0.055) / 1.055).powf(2.4)
    }
}

fn srgb_from_linear(v: f32) -> f32 {
    if v <= 0.003_130_8 {
        v * 12.92
    } else {
        1.055 * v.powf(1.0 / 2.4) - 0.055
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::reference::{ADOBE_RGB, DISPLAY_P3, expected, srgb_decode};
    use crate::picture::srgb_profile::profile;

    #[test]
    fn the_way_there_and_back_by_the_primaries_is_the_same_colour() {
        for color in [
            [0, 0, 0],
            [255, 255, 255],
            [200, 60, 40],
            [3, 250, 128],
            [9, 9, 200],
        ] {
            let rgb = color.map(|v| v as f32 / 255.0);
            let p3 = ColorSpace::DisplayP3.encode_srgb(rgb).map(f64::from);
            let back = expected(DISPLAY_P3, srgb_decode, p3);
            let adobe = ColorSpace::AdobeRgb.encode_srgb(rgb).map(f64::from);
            let back_too = expected(ADOBE_RGB, |v| v.powf(563.0 / 256.0), adobe);
            for (v, color) in back.iter().chain(&back_too).zip(color.iter().cycle()) {
                assert!(
                    (v - f64::from(*color)).abs() < 0.02,
                    "{color}: {back:?} {back_too:?}"
                );
            }
        }
    }

    #[test]
    fn a_known_patch_has_the_numbers_that_everybody_gets() {
        // Pure red of sRGB, as colour pickers show it in the two wider spaces.
        let of = |space: ColorSpace| {
            space
                .encode_srgb([1.0, 0.0, 0.0])
                .map(|v| (v * 255.0).round())
        };
        assert_eq!(of(ColorSpace::DisplayP3), [234.0, 51.0, 35.0]);
        assert_eq!(of(ColorSpace::AdobeRgb), [219.0, 0.0, 0.0]);
        assert_eq!(of(ColorSpace::Srgb), [255.0, 0.0, 0.0]);
    }

    #[test]
    fn a_picture_is_converted_and_its_alpha_stays() {
        let mut pixels = RgbaImage::from_pixel(70, 200, ::image::Rgba([255, 0, 0, 40]));
        to_space(&mut pixels, ColorSpace::DisplayP3);
        assert!(pixels.pixels().all(|pixel| pixel.0 == [234, 51, 35, 40]));
    }

    #[test]
    fn the_library_and_our_own_way_are_the_same_colours() {
        let colors =
            |index: u32| [index * 37, index * 11 + 5, index / 3, index].map(|v| (v % 256) as u8);
        let pixels = RgbaImage::from_fn(97, 61, |x, y| ::image::Rgba(colors(x + 97 * y)));
        for space in [ColorSpace::DisplayP3, ColorSpace::AdobeRgb] {
            let (mut by_library, mut ours) = (pixels.clone(), pixels.clone());
            to_space(&mut by_library, space);
            one_by_one(&mut ours, space);
            let apart = by_library
                .iter()
                .zip(ours.iter())
                .map(|(a, b)| a.abs_diff(*b));
            let (most, num_apart) = apart.fold((0, 0), |(most, num), by| {
                (most.max(by), num + usize::from(by > 0))
            });
            assert!(most <= 1, "{space}: {most}");
            assert!(num_apart * 50 < ours.len(), "{space}: {num_apart}");
            assert_ne!(ours, pixels, "{space}");
        }
    }

    #[test]
    fn each_space_is_recognised_by_the_profile_that_is_written_for_it() {
        for space in ColorSpace::ALL {
            assert_eq!(ColorSpace::of_profile(&profile(space)), space);
            assert_eq!(space.to_string().parse(), Ok(space));
        }
        let others = ColorProfile::new_bt2020().encode().unwrap();
        assert_eq!(ColorSpace::of_profile(&others), ColorSpace::Srgb);
        assert_eq!(ColorSpace::of_profile(b"no profile"), ColorSpace::Srgb);
        let p3 = ColorProfile::new_display_p3().encode().unwrap();
        assert_eq!(ColorSpace::of_profile(&p3), ColorSpace::DisplayP3);
    }
}
