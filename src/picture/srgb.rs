//! From the colour space of a file to sRGB, by its embedded ICC profile.
//!
//! A file without a profile is taken as sRGB and keeps its values to the bit. So is one whose
//! profile is damaged, does not fit its channels (a CMYK profile on pixels that the decoder has
//! already turned to RGB), or describes sRGB anyway: a profile that moves no colour by more than
//! 1/255 is left alone instead of adding rounding noise.

use ::image::RgbaImage;
use rayon::prelude::{
    IndexedParallelIterator as _, ParallelIterator as _, ParallelSlice as _, ParallelSliceMut as _,
};

use super::error::ImageError;
use super::ink;
use super::limits::zeroed;
use super::profile::{Converter, Model, Sample, SourceProfile};
use super::samples::{SampleData, Samples};

/// Pixels that one task converts at a time: its buffers stay within the processor's cache.
const BLOCK_PIXELS: usize = 8192;

/// Converts samples to an sRGB picture with 8 bits a channel and straight alpha.
///
/// Samples of 16 bits are converted at 16 bits and rounded to 8 last. The rendering intent is
/// relative colorimetric: white stays white, and colours that sRGB cannot show are clipped channel
/// by channel.
///
/// # Errors
/// [`ImageError::OutOfMemory`].
pub(crate) fn to_srgb(samples: Samples, icc: Option<&[u8]>) -> Result<RgbaImage, ImageError> {
    let Samples {
        width,
        height,
        channels,
        is_ink,
        data,
    } = samples;
    let profile = icc.and_then(|bytes| SourceProfile::new(bytes, channels, is_ink));
    let profile = profile.as_ref();
    let layout = Layout { channels, is_ink };
    let from_ink = profile.filter(|_| is_ink).and_then(|profile| match &data {
        SampleData::Eight(data) => ink::convert(data, profile),
        SampleData::Sixteen(data) => ink::convert(data, profile),
    });
    let profile = profile.filter(|_| !is_ink);
    let rgba = match (from_ink, data) {
        (Some(rgba), _) => rgba?,
        (None, SampleData::Eight(data)) if channels == 4 && !is_ink => {
            match profile.and_then(SourceProfile::converter) {
                None => data,
                Some(converter) => convert_in_place(data, &converter),
            }
        }
        (None, SampleData::Eight(data)) => convert(
            &data,
            layout,
            profile.and_then(SourceProfile::converter).as_ref(),
        )?,
        (None, SampleData::Sixteen(data)) => convert(
            &data,
            layout,
            profile.and_then(SourceProfile::converter).as_ref(),
        )?,
    };
    // A decoder that hands over fewer samples than its own header says has met a damaged file;
    // the decoders check that themselves, so this is unreachable short of a bug.
    let needed_bytes = rgba.len() as u64;
    RgbaImage::from_raw(width, height, rgba).ok_or(ImageError::OutOfMemory { needed_bytes })
}

/// What the samples of a pixel are.
#[derive(Debug, Clone, Copy)]
struct Layout {
    channels: usize,
    is_ink: bool,
}

/// Repeats grey into RGB and adds full opacity where alpha is missing; ink without a profile takes
/// its share of the light away.
fn expand<T: Sample>(samples: &[T], layout: Layout, rgba: &mut [T]) {
    let pixels = rgba.as_chunks_mut::<4>().0.iter_mut();
    match layout.channels {
        _ if layout.is_ink => pixels.zip(samples.as_chunks::<4>().0).for_each(
            |(to, &[cyan, magenta, yellow, black])| {
                let [red, green, blue] = [cyan, magenta, yellow].map(|ink| ink.behind(black));
                *to = [red, green, blue, T::OPAQUE];
            },
        ),
        1 => pixels
            .zip(samples)
            .for_each(|(to, &v)| *to = [v, v, v, T::OPAQUE]),
        2 => pixels
            .zip(samples.as_chunks::<2>().0)
            .for_each(|(to, &[v, alpha])| *to = [v, v, v, alpha]),
        3 => pixels
            .zip(samples.as_chunks::<3>().0)
            .for_each(|(to, &[red, green, blue])| *to = [red, green, blue, T::OPAQUE]),
        _ => pixels
            .zip(samples.as_chunks::<4>().0)
            .for_each(|(to, from)| *to = *from),
    }
}

/// Adds full opacity to grey samples where alpha is missing.
fn expand_grey<T: Sample>(samples: &[T], channels: usize, grey_alpha: &mut [T]) {
    if channels == 2 {
        grey_alpha.copy_from_slice(samples);
    } else {
        let pixels = grey_alpha.as_chunks_mut::<2>().0.iter_mut();
        pixels
            .zip(samples)
            .for_each(|(to, &v)| *to = [v, T::OPAQUE]);
    }
}

/// Converts samples into a new buffer of 8-bit RGBA.
fn convert<T: Sample>(
    data: &[T],
    layout: Layout,
    converter: Option<&Converter<T>>,
) -> Result<Vec<u8>, ImageError> {
    let channels = layout.channels;
    let pixels = data.len() / channels;
    let mut rgba = zeroed::<u8>(pixels as u64 * 4)?;
    rgba.par_chunks_mut(4 * BLOCK_PIXELS)
        .zip(data.par_chunks(channels * BLOCK_PIXELS))
        .for_each(|(out, samples)| {
            let mut wide = vec![T::default(); out.len()];
            match converter {
                None => expand(samples, layout, &mut wide),
                Some(converter) => {
                    let mut input = vec![T::default(); out.len()];
                    match converter.model {
                        Model::Grey => {
                            input.truncate(out.len() / 2);
                            expand_grey(samples, channels, &mut input);
                        }
                        Model::Light | Model::Ink => expand(samples, layout, &mut input),
                    }
                    // The only failures are of lengths, which are right by construction; should
                    // one come all the same, unconverted colours are the best that is left.
                    if converter.executor.transform(&input, &mut wide).is_err() {
                        expand(samples, layout, &mut wide);
                    }
                }
            }
            out.iter_mut()
                .zip(&wide)
                .for_each(|(out, &sample)| *out = sample.narrow());
        });
    Ok(rgba)
}

/// Converts 8-bit RGBA without a second picture in memory.
fn convert_in_place(mut rgba: Vec<u8>, converter: &Converter<u8>) -> Vec<u8> {
    rgba.par_chunks_mut(4 * BLOCK_PIXELS).for_each(|block| {
        let input = block.to_vec();
        if converter.executor.transform(&input, block).is_err() {
            block.copy_from_slice(&input);
        }
    });
    rgba
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::ColorSpace;
    use crate::picture::fixture::lut_profile;
    use crate::picture::reference::{ADOBE_RGB, DISPLAY_P3, expected, srgb_decode, srgb_encode};
    use crate::picture::srgb_profile::profile;
    use moxcms::ColorProfile;

    const COLORS: [[u8; 3]; 12] = [
        [255, 255, 255],
        [0, 0, 0],
        [128, 128, 128],
        [17, 17, 17],
        [180, 120, 90],
        [60, 100, 160],
        [90, 140, 70],
        [200, 180, 40],
        [120, 60, 110],
        [255, 0, 0],
        [0, 255, 0],
        [30, 60, 255],
    ];

    fn samples(colors: &[[u8; 3]], channels: usize, deep: bool) -> Samples {
        let eight: Vec<u8> = colors
            .iter()
            .enumerate()
            .flat_map(|(i, color)| {
                [color[0], color[1], color[2], i as u8]
                    .into_iter()
                    .take(channels)
            })
            .collect();
        let data = if deep {
            SampleData::Sixteen(eight.iter().map(|&v| u16::from(v) * 257).collect())
        } else {
            SampleData::Eight(eight)
        };
        Samples {
            width: colors.len() as u32,
            height: 1,
            channels,
            is_ink: false,
            data,
        }
    }

    fn assert_close(profile: &ColorProfile, primaries: [[f64; 2]; 3], decode: fn(f64) -> f64) {
        let icc = profile.encode().unwrap();
        for (channels, deep) in [(3, false), (4, false), (3, true), (4, true)] {
            let out = to_srgb(samples(&COLORS, channels, deep), Some(&icc)).unwrap();
            for (index, (pixel, color)) in out.pixels().zip(COLORS).enumerate() {
                let want = expected(primaries, decode, color.map(|v| f64::from(v) / 255.0));
                for (&got, want) in pixel.0.iter().zip(want) {
                    let difference = (f64::from(got) - want).abs();
                    assert!(
                        difference <= 1.0,
                        "{color:?}: {:?}, expected {want:?}",
                        pixel.0
                    );
                }
                let alpha = if channels == 4 { index as u8 } else { 255 };
                assert_eq!(pixel.0[3], alpha, "alpha passes through");
            }
        }
    }

    #[test]
    fn display_p3_becomes_srgb_by_its_primaries() {
        assert_close(&ColorProfile::new_display_p3(), DISPLAY_P3, srgb_decode);
        // The check can fail: the same colours taken as sRGB would be far off.
        let green = expected(
            DISPLAY_P3,
            srgb_decode,
            [90.0, 140.0, 70.0].map(|v| v / 255.0),
        );
        assert!((green[0] - 90.0).abs() > 5.0, "{green:?}");
    }

    #[test]
    fn adobe_rgb_becomes_srgb_by_its_primaries() {
        assert_close(&ColorProfile::new_adobe_rgb(), ADOBE_RGB, |v| {
            v.powf(563.0 / 256.0)
        });
    }

    #[test]
    fn a_profile_with_one_table_is_applied_at_every_depth() {
        // Full red is L* = 50, which is grey 119; white and black stay.
        let lab = |rgb: &[f64]| {
            [
                100.0 * (0.5 * rgb[0] + 0.3 * rgb[1] + 0.2 * rgb[2]),
                0.0,
                0.0,
            ]
        };
        for coarse in [false, true] {
            let icc = lut_profile(*b"RGB ", coarse, lab);
            for (channels, deep) in [(3, false), (4, false), (3, true)] {
                let samples = samples(&[[255, 0, 0], [255; 3], [0; 3]], channels, deep);
                let out = to_srgb(samples, Some(&icc)).unwrap();
                for (pixel, want) in out.pixels().zip([119_u8, 255, 0]) {
                    let is_near = pixel.0[..3].iter().all(|v| v.abs_diff(want) <= 2);
                    assert!(is_near, "{coarse} {channels} {deep}: {pixel:?}, not {want}");
                }
            }
        }
    }

    #[test]
    fn a_grey_profile_is_applied_to_grey_pixels() {
        let icc = ColorProfile::new_gray_with_gamma(1.8).encode().unwrap();
        let levels: Vec<u8> = (0..=255).collect();
        let interleaved: Vec<u8> = levels.iter().flat_map(|&v| [v, 255 - v]).collect();
        for (channels, data) in [
            (1, SampleData::Eight(levels.clone())),
            (
                1,
                SampleData::Sixteen(levels.iter().map(|&v| u16::from(v) * 257).collect()),
            ),
            (2, SampleData::Eight(interleaved)),
        ] {
            let samples = Samples {
                width: 256,
                height: 1,
                channels,
                is_ink: false,
                data,
            };
            let out = to_srgb(samples, Some(&icc)).unwrap();
            for (level, pixel) in out.pixels().enumerate() {
                let want = srgb_encode((level as f64 / 255.0).powf(1.8)) * 255.0;
                let [red, green, blue, alpha] = pixel.0;
                assert!(
                    (f64::from(red) - want).abs() <= 1.0,
                    "{level}: {red}, expected {want}"
                );
                assert!(red == green && green == blue);
                assert_eq!(
                    alpha,
                    if channels == 2 {
                        255 - level as u8
                    } else {
                        255
                    }
                );
            }
        }
    }

    #[test]
    fn a_grey_profile_of_lightness_gives_lightness() {
        let mut grey = ColorProfile::new_gray_with_gamma(1.0);
        grey.pcs = moxcms::DataColorSpace::Lab;
        let icc = grey.encode().unwrap();
        let greys = [[0; 3], [26; 3], [51; 3], [128; 3], [204; 3], [255; 3]];
        for deep in [false, true] {
            let out = to_srgb(samples(&greys, 1, deep), Some(&icc)).unwrap();
            for (pixel, [grey, ..]) in out.pixels().zip(greys) {
                let l = f64::from(grey) / 2.55;
                let y = if l > 8.0 {
                    ((l + 16.0) / 116.0).powi(3)
                } else {
                    l / 903.3
                };
                let want = srgb_encode(y) * 255.0;
                let got = f64::from(pixel.0[0]);
                assert!((got - want).abs() <= 1.0, "{grey}: {got}, not {want}");
            }
        }
    }

    #[test]
    fn a_colour_profile_is_applied_to_grey_pixels_too() {
        let icc = ColorProfile::new_adobe_rgb().encode().unwrap();
        let data = SampleData::Eight(vec![0, 40, 128, 255]);
        let out = to_srgb(
            Samples {
                width: 4,
                height: 1,
                channels: 1,
                is_ink: false,
                data,
            },
            Some(&icc),
        )
        .unwrap();
        for (pixel, level) in out.pixels().zip([0.0, 40.0, 128.0, 255.0_f64]) {
            let want = srgb_encode((level / 255.0).powf(563.0 / 256.0)) * 255.0;
            assert!(
                pixel.0[..3]
                    .iter()
                    .all(|&v| (f64::from(v) - want).abs() <= 1.0),
                "{pixel:?}"
            );
        }
    }

    #[test]
    fn without_a_profile_every_value_stays() {
        for channels in [3, 4] {
            let out = to_srgb(samples(&COLORS, channels, false), None).unwrap();
            assert!(
                out.pixels()
                    .zip(COLORS)
                    .all(|(pixel, color)| pixel.0[..3] == color)
            );
        }
    }

    #[test]
    fn sixteen_bits_round_to_the_nearest_eight() {
        let data = SampleData::Sixteen(vec![0, 128, 129, 257, 385, 386, 65_406, 65_407, 65_535]);
        let out = to_srgb(
            Samples {
                width: 9,
                height: 1,
                channels: 1,
                is_ink: false,
                data,
            },
            None,
        )
        .unwrap();
        let values: Vec<u8> = out.pixels().map(|pixel| pixel.0[0]).collect();
        assert_eq!(values, [0, 0, 1, 1, 1, 2, 254, 255, 255]);
    }

    #[test]
    fn profiles_that_are_srgb_damaged_or_of_other_channels_change_nothing() {
        let srgb = profile(ColorSpace::Srgb);
        assert!(srgb.len() > 128);
        let grey = ColorProfile::new_gray_with_gamma(1.0).encode().unwrap();
        let mut cmyk = ColorProfile::new_display_p3().encode().unwrap();
        cmyk[16..20].copy_from_slice(b"CMYK");
        let p3 = ColorProfile::new_display_p3().encode().unwrap();
        for icc in [&srgb[..], &grey, &cmyk, &p3[..150], b"no profile", b""] {
            let out = to_srgb(samples(&COLORS, 3, false), Some(icc)).unwrap();
            assert!(
                out.pixels()
                    .zip(COLORS)
                    .all(|(pixel, color)| pixel.0[..3] == color)
            );
        }
    }

    #[test]
    fn no_damage_to_a_profile_is_an_error() {
        let whole = ColorProfile::new_display_p3().encode().unwrap();
        for position in 0..whole.len() {
            for value in [0, 0x40, 0xff] {
                let mut icc = whole.clone();
                icc[position] = value;
                assert!(to_srgb(samples(&COLORS, 3, false), Some(&icc)).is_ok());
            }
        }
    }
}
