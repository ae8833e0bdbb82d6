//! From cyan, magenta, yellow and black to sRGB, by the profile of a printing press.
//!
//! The darkest that ink on paper can be is far from black. It becomes the black of the screen and
//! everything else moves along, as in every program for print ("black point compensation", ISO
//! 18619): without it the picture is veiled with grey.

use rayon::prelude::{
    IndexedParallelIterator as _, ParallelIterator as _, ParallelSlice as _, ParallelSliceMut as _,
};

use super::error::ImageError;
use super::limits::zeroed;
use super::profile::{Converter, Sample, SourceProfile};

/// Pixels that one task converts at a time.
const BLOCK_PIXELS: usize = 8192;

/// Converts ink into a new buffer of 8-bit RGBA; `None` if the profile cannot do it.
///
/// # Errors
/// [`ImageError::OutOfMemory`].
pub(crate) fn convert<T: Sample>(
    inks: &[T],
    profile: &SourceProfile,
) -> Option<Result<Vec<u8>, ImageError>> {
    let converter = profile.converter::<u16>()?;
    let levels = levels(darkest(profile, &converter)?);
    let mut rgba = match zeroed::<u8>(inks.len() as u64) {
        Ok(rgba) => rgba,
        Err(error) => return Some(Err(error)),
    };
    rgba.par_chunks_mut(4 * BLOCK_PIXELS)
        .zip(inks.par_chunks(4 * BLOCK_PIXELS))
        .for_each(|(out, inks)| {
            let inks: Vec<u16> = inks.iter().map(|ink| ink.widen()).collect();
            let mut light = vec![0_u16; inks.len()];
            // The only failures are of lengths, which are right by construction.
            converter.executor.transform(&inks, &mut light).ok();
            for (to, from) in out
                .as_chunks_mut::<4>()
                .0
                .iter_mut()
                .zip(light.as_chunks::<4>().0)
            {
                let level = |v: u16| levels.get(usize::from(v)).copied().unwrap_or_default();
                *to = [level(from[0]), level(from[1]), level(from[2]), 255];
            }
        });
    Some(Ok(rgba))
}

/// The light of the darkest ink on paper, as a share of that of the paper.
fn darkest(profile: &SourceProfile, converter: &Converter<u16>) -> Option<f64> {
    /// L* = 50: what is brighter is no black.
    const MOST: f64 = 0.184_187;
    let black = profile.inks_of_black().unwrap_or([u16::MAX; 4]);
    let mut light = [0_u16; 4];
    converter.executor.transform(&black, &mut light).ok()?;
    let [red, green, blue, _] = light.map(|v| linear(f64::from(v) / 65_535.0));
    Some((0.2126 * red + 0.7152 * green + 0.0722 * blue).min(MOST))
}

/// For each value of 16 bits what it becomes when `darkest` becomes black.
fn levels(darkest: f64) -> Vec<u8> {
    (0..=u16::MAX)
        .map(|v| {
            let light = linear(f64::from(v) / 65_535.0);
            let stretched = ((light - darkest) / (1.0 - darkest)).clamp(0.0, 1.0);
            (encoded(stretched) * 255.0).round() as u8
        })
        .collect()
}

/// From sRGB to linear light (IEC 61966-2-1).
fn linear(v: f64) -> f64 {
    if v <= 0.040_45 {
        v / 12.92
    } else {
        ((v + 0.055) / 1.055).powf(2.4)
    }
}

/// From linear light to sRGB.
fn encoded(v: f64) -> f64 {
    if v <= 0.003_130_8 {
        v * 12.92
    } else {
        1.055 * v.powf(1.0 / 2.4) - 0.055
    }
}
