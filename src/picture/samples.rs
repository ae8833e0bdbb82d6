//! What a decoder hands over: samples in the file's own depth, channels and colour space.

use ::image::metadata::Orientation;

use super::metadata::Raw;

/// Decoded samples, interleaved by pixel, rows from the top, in the colour space of the file.
#[derive(Debug)]
pub(crate) struct Samples {
    /// Width in pixels.
    pub(crate) width: u32,
    /// Height in pixels.
    pub(crate) height: u32,
    /// 1 grey, 2 grey and alpha, 3 RGB, 4 RGB and alpha or ink; alpha is straight.
    pub(crate) channels: usize,
    /// The 4 channels are cyan, magenta, yellow and black, the full range meaning no ink to full
    /// ink.
    pub(crate) is_ink: bool,
    /// The samples.
    pub(crate) data: SampleData,
}

/// Samples of either depth, the full range of the type meaning black to white.
#[derive(Debug)]
pub(crate) enum SampleData {
    /// 8 bits a sample.
    Eight(Vec<u8>),
    /// 16 bits a sample, in the machine's byte order.
    Sixteen(Vec<u16>),
}

/// All that a decoder takes from a file.
#[derive(Debug)]
pub(crate) struct Decoded {
    /// The pixels, not yet turned upright, not yet sRGB.
    pub(crate) samples: Samples,
    /// The embedded ICC profile.
    pub(crate) icc: Option<Vec<u8>>,
    /// What else the file holds, as it is in the file.
    pub(crate) metadata: Raw,
    /// An orientation that the container itself holds, outside an EXIF block.
    pub(crate) orientation: Option<Orientation>,
}

/// Divides colours by their alpha, the last channel.
pub(crate) fn straighten<T: Copy + Into<f32> + Narrow>(data: &mut [T], channels: usize, full: T) {
    let full: f32 = full.into();
    for pixel in data.chunks_exact_mut(channels) {
        let Some((alpha, colors)) = pixel.split_last_mut() else {
            continue;
        };
        let alpha: f32 = (*alpha).into();
        for color in colors.iter_mut().filter(|_| alpha > 0.0) {
            let straight = ((*color).into() * full / alpha).min(full);
            *color = T::narrow(straight + 0.5);
        }
    }
}

/// A sample from a number in its range.
pub(crate) trait Narrow {
    /// Cuts off what is behind the point.
    fn narrow(value: f32) -> Self;
}

impl Narrow for u8 {
    fn narrow(value: f32) -> Self {
        value as Self
    }
}

impl Narrow for u16 {
    fn narrow(value: f32) -> Self {
        value as Self
    }
}
