//! How the pixels of a page are stored.
//!
//! Source: TIFF 6.0, sections 3 to 22; Adobe Photoshop TIFF Technical Notes 3 (floating point).

use ::image::error::{
    ImageError as CodecError, ImageFormatHint, UnsupportedError, UnsupportedErrorKind,
};

use super::directory::Directory;
use crate::picture::error::ImageError;
use crate::picture::format::SourceFormat;

const FORMAT: SourceFormat = SourceFormat::Tiff;

/// What numbers the samples are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Numbers {
    Whole,
    Float,
}

/// What the colours are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Colors {
    WhiteIsZero,
    BlackIsZero,
    Rgb,
    Palette,
    Ink,
    YCbCr,
}

impl Colors {
    /// How many samples of a pixel are colours.
    pub(super) fn count(self) -> usize {
        match self {
            Self::WhiteIsZero | Self::BlackIsZero | Self::Palette => 1,
            Self::Rgb | Self::YCbCr => 3,
            Self::Ink => 4,
        }
    }
}

/// How the data of strips and tiles is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Packing {
    Plain,
    Rle,
    Group3,
    Group4,
    Lzw,
    Jpeg,
    Deflate,
    PackBits,
}

/// What a sample beside the colours is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Alpha {
    /// The colours are multiplied with it.
    Associated,
    Straight,
}

/// How a page is stored.
#[derive(Debug, Clone)]
pub(super) struct Layout {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) bits: u32,
    pub(super) samples: usize,
    pub(super) numbers: Numbers,
    pub(super) colors: Colors,
    /// Which sample is alpha.
    pub(super) alpha: Option<(usize, Alpha)>,
    pub(super) packing: Packing,
    /// 1 none, 2 differences, 3 differences of floating-point numbers.
    pub(super) predictor: u64,
    /// Each colour stands in chunks of its own.
    pub(super) is_planar: bool,
    /// The lowest bit of a byte comes first.
    pub(super) is_reversed: bool,
    /// The size of a strip or a tile.
    pub(super) chunk: [u32; 2],
    /// Strips end with the picture; tiles are all of one size.
    pub(super) is_tiled: bool,
    /// Where each chunk begins and how long it is, as far as the file tells.
    pub(super) chunks: Vec<(u64, Option<u64>)>,
    /// How many brightnesses share a colour, across and down.
    pub(super) subsampling: [u32; 2],
}

impl Layout {
    /// Takes the layout from a directory.
    ///
    /// # Errors
    /// [`ImageError::UnsupportedFormat`] and [`ImageError::UnsupportedVariant`] for what is not
    /// read, by its name; [`ImageError::Damaged`] for what contradicts itself.
    pub(super) fn new(page: &Directory<'_>) -> Result<Self, ImageError> {
        let or = |tag, usual| page.number(tag).unwrap_or(usual);
        let side = |tag| u32::try_from(or(tag, 0)).ok().ok_or_else(damaged);
        let (width, height) = (side(256)?, side(257)?);
        let samples = usize::try_from(or(277, 1))
            .ok()
            .filter(|samples| (1..=64).contains(samples))
            .ok_or_else(damaged)?;
        let all_bits = page.numbers(258).unwrap_or_else(|| vec![1]);
        let bits = all_bits.first().copied().unwrap_or(1);
        if all_bits.iter().take(samples).any(|other| *other != bits) {
            return Err(unsupported("channels of different depths".to_owned()));
        }
        let numbers = numbers(page, bits)?;
        let packing = packing(or(259, 1))?;
        let colors = colors(page, samples)?;
        let is_planar = or(284, 1) == 2 && samples > 1;
        if packing == Packing::Jpeg && bits != 8 {
            return Err(unsupported(format!("JPEG with {bits} bits a channel")));
        }
        let subsampling = page.numbers(530).unwrap_or_default();
        let factor = |axis: usize| match subsampling.get(axis) {
            Some(&factor @ (1 | 2 | 4)) => factor as u32,
            _ => 2,
        };
        let tile = [or(322, 0), or(323, 0)];
        let is_tiled = tile.iter().all(|side| *side > 0);
        let rows = or(278, u64::from(height)).clamp(1, u64::from(height.max(1))) as u32;
        let chunk = if is_tiled {
            tile.map(|side| u32::try_from(side).unwrap_or(u32::MAX))
        } else {
            [width, rows]
        };
        if is_tiled && chunk.iter().any(|side| *side > 1 << 16) {
            return Err(damaged());
        }
        let (offsets, lengths) = if is_tiled { (324, 325) } else { (273, 279) };
        let offsets = page
            .numbers(offsets)
            .or_else(|| page.numbers(273))
            .ok_or_else(damaged)?;
        let lengths = page.numbers(lengths).unwrap_or_default();
        let chunks = offsets.into_iter().enumerate().map(|(index, offset)| {
            (
                offset,
                lengths.get(index).copied().filter(|length| *length > 0),
            )
        });
        Ok(Self {
            width,
            height,
            bits: bits as u32,
            samples,
            numbers,
            colors,
            alpha: alpha(page, colors, samples),
            packing,
            predictor: or(317, 1),
            is_planar,
            is_reversed: or(266, 1) == 2,
            chunk,
            is_tiled,
            chunks: chunks.collect(),
            subsampling: if colors == Colors::YCbCr && packing != Packing::Jpeg {
                [factor(0), factor(1)]
            } else {
                [1, 1]
            },
        })
    }

    /// Samples of a pixel in one chunk.
    pub(super) fn samples_in_chunk(&self) -> usize {
        if self.is_planar { 1 } else { self.samples }
    }

    /// How many chunks stand beside each other and below each other.
    pub(super) fn grid(&self) -> [u32; 2] {
        [
            self.width.div_ceil(self.chunk[0]),
            self.height.div_ceil(self.chunk[1]),
        ]
    }

    /// Bytes of a row of a chunk.
    pub(super) fn row_bytes(&self) -> usize {
        let bits = u64::from(self.chunk[0]) * self.samples_in_chunk() as u64 * u64::from(self.bits);
        bits.div_ceil(8) as usize
    }
}

fn damaged() -> ImageError {
    ImageError::Damaged {
        format: FORMAT,
        source: None,
    }
}

/// What is not read, in the codec's words.
pub(super) fn unsupported(feature: String) -> ImageError {
    let hint = ImageFormatHint::Exact(::image::ImageFormat::Tiff);
    let kind = UnsupportedErrorKind::GenericFeature(feature);
    ImageError::UnsupportedVariant {
        format: FORMAT,
        source: Some(CodecError::Unsupported(
            UnsupportedError::from_format_and_kind(hint, kind),
        )),
    }
}

fn numbers(page: &Directory<'_>, bits: u64) -> Result<Numbers, ImageError> {
    let numbers = match page.number(339).unwrap_or(1) {
        3 => Numbers::Float,
        2 => return Err(unsupported("samples with a sign".to_owned())),
        5 | 6 => return Err(unsupported("complex numbers".to_owned())),
        _ => Numbers::Whole,
    };
    match (numbers, bits) {
        (Numbers::Float, 16 | 24 | 32 | 64) | (Numbers::Whole, 1..=16 | 24 | 32 | 64) => {
            Ok(numbers)
        }
        (Numbers::Float, _) => Err(unsupported(format!("floating point with {bits} bits"))),
        (Numbers::Whole, _) => Err(unsupported(format!("{bits} bits a channel"))),
    }
}

fn packing(number: u64) -> Result<Packing, ImageError> {
    let what = match number {
        1 => return Ok(Packing::Plain),
        2 => return Ok(Packing::Rle),
        3 => return Ok(Packing::Group3),
        4 => return Ok(Packing::Group4),
        5 => return Ok(Packing::Lzw),
        7 => return Ok(Packing::Jpeg),
        8 | 32_946 => return Ok(Packing::Deflate),
        32_773 => return Ok(Packing::PackBits),
        6 => "TIFF files with JPEG of the old kind",
        33_003 | 33_005 | 34_712 => "TIFF files with JPEG 2000 inside",
        34_887 => "TIFF files with LERC compression",
        34_925 => "TIFF files with LZMA compression",
        50_000 => "TIFF files with Zstandard compression",
        50_001 => "TIFF files with WebP inside",
        50_002 | 52_546 => "TIFF files with JPEG XL inside",
        other => return Err(unsupported(format!("compression {other}"))),
    };
    Err(ImageError::UnsupportedFormat { what })
}

fn colors(page: &Directory<'_>, samples: usize) -> Result<Colors, ImageError> {
    const OTHER_INKS: u64 = 2;
    let is_for_print = page.number(332) != Some(OTHER_INKS);
    let what = match (page.number(262), samples) {
        (Some(0), _) => return Ok(Colors::WhiteIsZero),
        (Some(1), _) | (None, 1 | 2) => return Ok(Colors::BlackIsZero),
        (Some(2) | None, 3..) => return Ok(Colors::Rgb),
        (Some(3), _) => return Ok(Colors::Palette),
        (Some(5), 4..) if is_for_print => return Ok(Colors::Ink),
        (Some(6), 3..) => return Ok(Colors::YCbCr),
        (Some(5), _) => "TIFF files with inks other than cyan, magenta, yellow and black",
        (Some(8..=10), _) => "TIFF files in CIE L*a*b*",
        (Some(32_844 | 32_845), _) => "TIFF files with LogLuv brightness",
        (Some(2 | 6), _) => return Err(damaged()),
        (other, _) => {
            return Err(unsupported(format!(
                "colours of kind {}",
                other.unwrap_or(0)
            )));
        }
    };
    Err(ImageError::UnsupportedFormat { what })
}

/// Which sample is alpha, and of which kind.
fn alpha(page: &Directory<'_>, colors: Colors, samples: usize) -> Option<(usize, Alpha)> {
    let count = colors.count();
    if samples <= count || colors == Colors::Ink || colors == Colors::Palette {
        return None;
    }
    let Some(extra) = page.numbers(338) else {
        // Old writers add alpha without a word.
        return (samples == count + 1).then_some((count, Alpha::Straight));
    };
    extra.iter().enumerate().find_map(|(index, kind)| {
        let kind = match kind {
            1 => Alpha::Associated,
            2 => Alpha::Straight,
            _ => return None,
        };
        (count + index < samples).then_some((count + index, kind))
    })
}
