//! What a decoder hands over: samples in the file's own depth, channels and colour space.

use ::image::metadata::Orientation;

/// Decoded samples, interleaved by pixel, rows from the top, in the colour space of the file.
#[derive(Debug)]
pub(crate) struct Samples {
    /// Width in pixels.
    pub(crate) width: u32,
    /// Height in pixels.
    pub(crate) height: u32,
    /// 1 grey, 2 grey and alpha, 3 RGB, 4 RGB and alpha; alpha is straight.
    pub(crate) channels: usize,
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
    /// The EXIF block as it is in the file.
    pub(crate) exif: Option<Vec<u8>>,
    /// The XMP packet as it is in the file.
    pub(crate) xmp: Option<Vec<u8>>,
    /// An orientation that the container itself holds, outside an EXIF block.
    pub(crate) orientation: Option<Orientation>,
}
