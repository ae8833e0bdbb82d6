//! Decoding of Photoshop documents: the merged picture that they end with. Layers are not put
//! together.
//!
//! Source: Adobe Photoshop File Formats Specification (November 2019). Own, as the crates there are
//! read neither CMYK nor profiles nor large documents (PSB), and none says that a merged picture is
//! missing.

use super::error::ImageError;
use super::format::SourceFormat;
use super::iptc::resource_of_photoshop;
use super::limits::{DecodeLimits, zeroed};
use super::metadata::Raw;
use super::samples::{Decoded, SampleData, Samples};

const FORMAT: SourceFormat = SourceFormat::Psd;
const ICC_PROFILE: u16 = 1039;
/// Says whether the merged picture is one, or white because the program left it out.
const VERSION_INFO: u16 = 1057;
/// Colours of a palette.
const NUM_COLORS: usize = 256;

/// What the samples are, by the number in the header.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    Bitmap,
    Grey,
    Palette,
    Rgb,
    Ink,
}

/// The first 26 bytes.
struct Header {
    is_large: bool,
    channels: usize,
    width: u32,
    height: u32,
    depth: u16,
    mode: Mode,
}

/// Reads numbers off the front of bytes; the end of the file is an error.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Result<&'a [u8], ImageError> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or_else(truncated)?;
        self.0 = rest;
        Ok(taken)
    }

    fn number<const N: usize>(&mut self) -> Result<u64, ImageError> {
        let bytes = self.take(N)?.iter();
        Ok(bytes.fold(0, |number, &byte| number << 8 | u64::from(byte)))
    }

    /// A part of the file that begins with its length.
    fn part<const N: usize>(&mut self) -> Result<&'a [u8], ImageError> {
        let length = self.number::<N>()?;
        self.take(usize::try_from(length).map_err(|_err| truncated())?)
    }
}

fn truncated() -> ImageError {
    ImageError::Truncated { format: FORMAT }
}

fn damaged() -> ImageError {
    ImageError::Damaged {
        format: FORMAT,
        source: None,
    }
}

fn unsupported() -> ImageError {
    ImageError::UnsupportedVariant {
        format: FORMAT,
        source: None,
    }
}

/// Decodes the merged picture. What is transparent is on white in there, so that it is opaque.
///
/// # Errors
/// [`ImageError::UnsupportedFormat`] for documents without a merged picture,
/// [`ImageError::UnsupportedVariant`] for L*a*b*, several spot colours and 32 bits,
/// [`ImageError::Truncated`], [`ImageError::Damaged`] and the errors of [`DecodeLimits`].
pub(crate) fn decode(bytes: &[u8], limits: &DecodeLimits) -> Result<Decoded, ImageError> {
    let mut file = Reader(bytes);
    let header = header(&mut file)?;
    let palette = file.part::<4>()?;
    let resources = file.part::<4>()?;
    // The layers, which may have more than 4 GB in a large document.
    if header.is_large {
        file.part::<8>()?;
    } else {
        file.part::<4>()?;
    }
    let is_missing = |info: &[u8]| info.get(4) == Some(&0);
    if resource_of_photoshop(resources, VERSION_INFO).is_some_and(is_missing) {
        return Err(ImageError::UnsupportedFormat {
            what: "Photoshop documents without a merged picture",
        });
    }
    let planes = Planes::read(&mut file, &header, limits)?;
    let samples = match header.mode {
        Mode::Bitmap => planes.bits(),
        Mode::Palette => planes.look_up(palette)?,
        Mode::Grey | Mode::Rgb | Mode::Ink if header.depth == 16 => planes.sixteen(),
        Mode::Grey | Mode::Rgb | Mode::Ink => planes.eight(),
    };
    Ok(Decoded {
        samples,
        icc: resource_of_photoshop(resources, ICC_PROFILE).map(<[u8]>::to_vec),
        metadata: Raw::default(),
        orientation: None,
    })
}

fn header(file: &mut Reader<'_>) -> Result<Header, ImageError> {
    file.take(4)?;
    let version = file.number::<2>()?;
    file.take(6)?;
    let channels = file.number::<2>()? as usize;
    let height = file.number::<4>()? as u32;
    let width = file.number::<4>()? as u32;
    let depth = file.number::<2>()? as u16;
    let mode = match (file.number::<2>()?, depth) {
        (0, 1) => Mode::Bitmap,
        // A duotone is kept as a grey picture.
        (1 | 8, 8 | 16) => Mode::Grey,
        (2, 8) => Mode::Palette,
        (3, 8 | 16) => Mode::Rgb,
        (4, 8 | 16) => Mode::Ink,
        _ => return Err(unsupported()),
    };
    let header = Header {
        is_large: version == 2,
        channels,
        width,
        height,
        depth,
        mode,
    };
    if !(1..=2).contains(&version) || channels < header.num_colors() || channels > 56 {
        return Err(damaged());
    }
    Ok(header)
}

impl Header {
    fn num_colors(&self) -> usize {
        match self.mode {
            Mode::Bitmap | Mode::Grey | Mode::Palette => 1,
            Mode::Rgb => 3,
            Mode::Ink => 4,
        }
    }

    fn row_bytes(&self) -> usize {
        (self.width as usize * usize::from(self.depth)).div_ceil(8)
    }
}

/// All of the first channel, then all of the second; only the channels with colours.
struct Planes<'a> {
    header: &'a Header,
    data: Vec<u8>,
}

impl<'a> Planes<'a> {
    fn read(
        file: &mut Reader<'_>,
        header: &'a Header,
        limits: &DecodeLimits,
    ) -> Result<Self, ImageError> {
        let row_bytes = header.row_bytes();
        let num_rows = header.num_colors() * header.height as usize;
        let all = row_bytes as u64 * num_rows as u64;
        // The planes, and the samples interleaved.
        limits.check(header.width, header.height, all.saturating_mul(2), FORMAT)?;
        let packing = file.number::<2>()?;
        let mut data = zeroed::<u8>(all)?;
        let rows = data.chunks_exact_mut(row_bytes.max(1));
        match packing {
            0 => {
                for row in rows {
                    row.copy_from_slice(file.take(row_bytes)?);
                }
            }
            1 => {
                let count_bytes = if header.is_large { 4 } else { 2 };
                let all_rows = header.channels * header.height as usize;
                let counts = file.take(all_rows * count_bytes)?;
                for (row, count) in rows.zip(counts.chunks_exact(count_bytes)) {
                    let count = Reader(count).0.iter();
                    let count = count.fold(0_usize, |count, &byte| count << 8 | usize::from(byte));
                    unpack(file.take(count)?, row)?;
                }
            }
            _ => return Err(unsupported()),
        }
        Ok(Self { header, data })
    }

    /// The planes side by side.
    fn planes(&self) -> impl Iterator<Item = &[u8]> {
        let plane_bytes = self.header.row_bytes() * self.header.height as usize;
        self.data.chunks_exact(plane_bytes.max(1))
    }

    fn picture(&self, channels: usize, data: SampleData) -> Samples {
        Samples {
            width: self.header.width,
            height: self.header.height,
            channels,
            is_ink: self.header.mode == Mode::Ink,
            data,
        }
    }

    /// One bit a pixel, 1 for black.
    fn bits(&self) -> Samples {
        let width = self.header.width as usize;
        let rows = self.data.chunks_exact(self.header.row_bytes().max(1));
        let value = |row: &[u8], x: usize| {
            let byte = row.get(x / 8).copied().unwrap_or_default();
            if byte >> (7 - x % 8) & 1 == 1 { 0 } else { 255 }
        };
        let data = rows.flat_map(|row| (0..width).map(move |x| value(row, x)));
        self.picture(1, SampleData::Eight(data.collect()))
    }

    fn look_up(&self, palette: &[u8]) -> Result<Samples, ImageError> {
        let colors: Vec<&[u8]> = palette.chunks_exact(NUM_COLORS).take(3).collect();
        let &[red, green, blue] = colors.as_slice() else {
            return Err(damaged());
        };
        let color = |&number: &u8| [red, green, blue].map(|all| all[usize::from(number)]);
        let data = self.data.iter().flat_map(color).collect();
        Ok(self.picture(3, SampleData::Eight(data)))
    }

    /// Ink is kept as the light that it leaves.
    fn eight(&self) -> Samples {
        let channels = self.header.num_colors();
        let flip = if self.header.mode == Mode::Ink {
            255
        } else {
            0
        };
        let mut out = vec![0; self.data.len()];
        for (channel, plane) in self.planes().enumerate() {
            for (to, value) in out.iter_mut().skip(channel).step_by(channels).zip(plane) {
                *to = value ^ flip;
            }
        }
        self.picture(channels, SampleData::Eight(out))
    }

    fn sixteen(&self) -> Samples {
        let channels = self.header.num_colors();
        let flip = if self.header.mode == Mode::Ink {
            u16::MAX
        } else {
            0
        };
        let mut out = vec![0; self.data.len() / 2];
        for (channel, plane) in self.planes().enumerate() {
            let values = plane.as_chunks::<2>().0;
            for (to, value) in out.iter_mut().skip(channel).step_by(channels).zip(values) {
                *to = u16::from_be_bytes(*value) ^ flip;
            }
        }
        self.picture(channels, SampleData::Sixteen(out))
    }
}

/// Fills a row from its packed bytes (`PackBits`).
fn unpack(mut packed: &[u8], row: &mut [u8]) -> Result<(), ImageError> {
    let mut filled = 0;
    while filled < row.len() {
        let (&count, rest) = packed.split_first().ok_or_else(damaged)?;
        let length = match count {
            128 => 0,
            _ if count > 128 => 257 - usize::from(count),
            _ => usize::from(count) + 1,
        };
        let to = row.get_mut(filled..filled + length).ok_or_else(damaged)?;
        let used = if count > 128 {
            to.fill(*rest.first().ok_or_else(damaged)?);
            1
        } else {
            to.copy_from_slice(rest.get(..length).ok_or_else(damaged)?);
            length
        };
        packed = rest.get(used..).unwrap_or_default();
        filled += length;
    }
    Ok(())
}

#[cfg(test)]
pub(crate) mod tests;
