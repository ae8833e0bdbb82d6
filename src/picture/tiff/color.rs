//! What the samples of a TIFF file mean: from them to grey, RGB or ink, with straight alpha.

use super::damaged;
use super::layout::{Alpha, Colors, Layout};
use super::numbers::Depth;
use crate::picture::error::ImageError;
use crate::picture::limits::zeroed;
use crate::picture::samples::{Narrow, SampleData, Samples, straighten};

/// Makes a picture of all samples of all pixels.
pub(super) fn finish(
    layout: &Layout,
    data: SampleData,
    palette: Option<&[u64]>,
) -> Result<Samples, ImageError> {
    if layout.colors == Colors::Palette {
        let palette = palette.ok_or_else(damaged)?;
        let data = match data {
            SampleData::Eight(data) => look_up(&data, layout, palette)?,
            SampleData::Sixteen(data) => look_up(&data, layout, palette)?,
        };
        return Ok(picture(layout, 3, SampleData::Eight(data)));
    }
    let channels = layout.colors.count() + usize::from(layout.alpha.is_some());
    let data = match data {
        SampleData::Eight(data) => SampleData::Eight(channels_of(layout, data, channels)),
        SampleData::Sixteen(data) => SampleData::Sixteen(channels_of(layout, data, channels)),
    };
    Ok(picture(layout, channels, data))
}

fn picture(layout: &Layout, channels: usize, data: SampleData) -> Samples {
    Samples {
        width: layout.width,
        height: layout.height,
        channels,
        is_ink: layout.colors == Colors::Ink,
        data,
    }
}

/// Looks the colours up: all reds come first, then all greens, then all blues, of 16 bits.
fn look_up<T: Copy + Into<u32>>(
    numbers: &[T],
    layout: &Layout,
    palette: &[u64],
) -> Result<Vec<u8>, ImageError> {
    let length = palette.len() / 3;
    // Some writers fill in 8 bits.
    let shift = if palette.iter().all(|value| *value < 256) {
        0
    } else {
        8
    };
    let mut out = zeroed::<u8>(numbers.len() as u64 / layout.samples as u64 * 3)?;
    let pixels = numbers.chunks_exact(layout.samples);
    for (to, pixel) in out.as_chunks_mut::<3>().0.iter_mut().zip(pixels) {
        let number = pixel.first().map_or(0, |&number| number.into()) as usize;
        // A number beyond the palette is no colour.
        if number >= length {
            return Err(damaged());
        }
        let value = |plane: usize| {
            let value = palette.get(plane * length + number).copied();
            (value.unwrap_or_default() >> shift) as u8
        };
        *to = [value(0), value(1), value(2)];
    }
    Ok(out)
}

/// Leaves out samples that are neither colour nor alpha, and brings the others to what they mean.
fn channels_of<T: Depth + Narrow>(layout: &Layout, mut data: Vec<T>, channels: usize) -> Vec<T> {
    let colors = layout.colors.count();
    let samples = layout.samples;
    if samples > channels || layout.alpha.is_some_and(|(at, _)| at != colors) {
        let pixels = data.len() / samples;
        for pixel in 0..pixels {
            for channel in 0..channels {
                let from = match layout.alpha {
                    Some((at, _)) if channel == colors => at,
                    _ => channel,
                };
                if let Some(&value) = data.get(pixel * samples + from)
                    && let Some(to) = data.get_mut(pixel * channels + channel)
                {
                    *to = value;
                }
            }
        }
        data.truncate(pixels * channels);
    }
    match layout.colors {
        Colors::WhiteIsZero => {
            let full: f32 = T::FULL.into();
            for value in data.iter_mut().step_by(channels) {
                *value = T::narrow(full - (*value).into());
            }
        }
        Colors::YCbCr if layout.packing != super::Packing::Jpeg => to_rgb(&mut data, channels),
        _ => {}
    }
    if let Some((_, Alpha::Associated)) = layout.alpha {
        straighten(&mut data, channels, T::FULL);
    }
    data
}

/// From brightness and two differences to RGB (TIFF 6.0, section 21).
fn to_rgb<T: Depth + Narrow>(data: &mut [T], channels: usize) {
    let full: f32 = T::FULL.into();
    let middle = (full / 2.0).ceil();
    for pixel in data.chunks_exact_mut(channels) {
        let &mut [luma, cb, cr, ..] = pixel else {
            continue;
        };
        let (luma, cb, cr) = (luma.into(), cb.into() - middle, cr.into() - middle);
        let rgb = [
            luma + 1.402 * cr,
            luma - 0.344_136 * cb - 0.714_136 * cr,
            luma + 1.772 * cb,
        ];
        for (to, value) in pixel.iter_mut().zip(rgb) {
            *to = T::narrow((value + 0.5).clamp(0.0, full));
        }
    }
}

/// How many bytes some rows have when brightnesses share their colour.
pub(super) fn shared_bytes(layout: &Layout, rows: u32) -> usize {
    let [across, down] = layout.subsampling;
    let units = u64::from(layout.chunk[0].div_ceil(across)) * u64::from(rows.div_ceil(down));
    let samples = u64::from(across * down) + 2;
    units.saturating_mul(samples) as usize
}

/// Gives each brightness its own copy of the colour it shares; 8 bits only.
///
/// A unit holds some brightnesses, row by row, and then the two colours.
pub(super) fn unshare(layout: &Layout, units: &[u8], rows: u32) -> Vec<u8> {
    let [across, down] = layout.subsampling.map(|factor| factor as usize);
    let width = layout.chunk[0] as usize;
    let mut out = vec![0; width * rows as usize * 3];
    let in_row = width.div_ceil(across);
    for (index, unit) in units.chunks_exact(across * down + 2).enumerate() {
        let (left, top) = (index % in_row * across, index / in_row * down);
        let Some((lumas, &[cb, cr])) = unit.split_last_chunk::<2>() else {
            continue;
        };
        for (place, &luma) in lumas.iter().enumerate() {
            let (x, y) = (left + place % across, top + place / across);
            if x < width
                && let Some(pixel) = out.get_mut((y * width + x) * 3..(y * width + x) * 3 + 3)
            {
                pixel.copy_from_slice(&[luma, cb, cr]);
            }
        }
    }
    out
}
