//! Animated WebP files: every colour, time in milliseconds.
//!
//! The codec writes still pictures only, so that the container around the frames is written here.
//! Source: WebP Container Specification (RFC 9649, section 2).

use std::io::{Cursor, Seek, SeekFrom, Write};
use std::sync::Arc;

use image_webp::{LoopCount, WebPDecoder};

use super::writer::Part;
use super::{Animation, Delay, Still};
use crate::picture::error::ImageError;
use crate::picture::extras::Extras;
use crate::picture::format::SourceFormat;
use crate::picture::limits::DecodeLimits;
use crate::picture::metadata::Raw;
use crate::picture::webp::explain;
use crate::picture::webp::writer::webp;
use crate::picture::xmp::SourceType;

const FORMAT: SourceFormat = SourceFormat::Webp;

pub(super) fn open(
    bytes: &Arc<[u8]>,
    limits: &DecodeLimits,
) -> Result<Option<Animation>, ImageError> {
    let mut decoder = WebPDecoder::new(Cursor::new(Arc::clone(bytes))).map_err(explain)?;
    if !decoder.is_animated() || decoder.num_frames() < 2 {
        return Ok(None);
    }
    decoder.set_memory_limit(bytes.len());
    let (width, height) = decoder.dimensions();
    // The frame, its raw data, the canvas, and what is handed out.
    limits.check(
        width,
        height,
        u64::from(width) * u64::from(height) * 12,
        FORMAT,
    )?;
    let icc = decoder.icc_profile().ok().flatten();
    let exif = decoder.exif_metadata().ok().flatten();
    let xmp = decoder.xmp_metadata().ok().flatten();
    let num_plays = match decoder.loop_count() {
        LoopCount::Forever => 0,
        LoopCount::Times(times) => u32::from(times.get()),
    };
    let counts = [decoder.num_frames(), num_plays];
    let still = Still {
        width,
        height,
        icc,
        metadata: Raw {
            exif,
            xmp,
            ..Raw::default()
        },
    };
    Ok(Some(Animation::new(
        FORMAT,
        still,
        counts,
        Arc::clone(bytes),
        limits,
    )))
}

/// Writes frames as WebP, lossless.
pub(super) struct WebpWriter<W: Write + Seek> {
    out: W,
    exif: Option<Vec<u8>>,
    xmp: Option<Vec<u8>>,
    /// Milliseconds that rounding has kept back.
    late: f64,
}

impl<W: Write + Seek> WebpWriter<W> {
    pub(super) fn begin(
        mut out: W,
        [width, height]: [u32; 2],
        has_alpha: bool,
        num_plays: u32,
        mut extras: Extras,
    ) -> Result<Self, ImageError> {
        let exif = extras.exif_with_resolution();
        let Extras { icc, xmp, .. } = extras;
        let mut flags = 0b10_0010_u8;
        for (is_there, flag) in [(has_alpha, 0x10), (exif.is_some(), 8), (xmp.is_some(), 4)] {
            flags |= if is_there { flag } else { 0 };
        }
        let mut head = vec![flags, 0, 0, 0];
        for side in [width, height] {
            head.extend_from_slice(&(side - 1).to_le_bytes()[..3]);
        }
        // The length is put in last.
        put(&mut out, b"RIFF\0\0\0\0WEBP")?;
        chunk(&mut out, *b"VP8X", &[&head])?;
        chunk(&mut out, *b"ICCP", &[&icc])?;
        let times = u16::try_from(num_plays).unwrap_or(u16::MAX);
        chunk(&mut out, *b"ANIM", &[&[0; 4], &times.to_le_bytes()])?;
        Ok(Self {
            out,
            exif,
            xmp,
            late: 0.0,
        })
    }

    /// Adds a frame: `part`, at an even place, instead of what was there.
    pub(super) fn add(&mut self, part: &Part, delay: Delay) -> Result<(), ImageError> {
        const LONGEST_MS: f64 = 0xff_ffff as f64;
        const DO_NOT_BLEND: u8 = 2;
        let wanted = delay.as_ms() + self.late;
        let ms = wanted.round().clamp(0.0, LONGEST_MS);
        self.late = (wanted - ms).clamp(-1.0, 1.0);
        let (width, height) = part.pixels.dimensions();
        let mut head = Vec::new();
        for number in [
            part.left / 2,
            part.top / 2,
            width - 1,
            height - 1,
            ms as u32,
        ] {
            head.extend_from_slice(&number.to_le_bytes()[..3]);
        }
        head.push(DO_NOT_BLEND);
        let nothing = Extras {
            icc: Vec::new(),
            exif: None,
            xmp: None,
            resolution: None,
            source: SourceType::default(),
        };
        let still = webp(&part.pixels, nothing)?;
        // Without profile and metadata a still file is its container's 12 bytes and one chunk.
        let bitstream = still.get(12..).unwrap_or_default();
        chunk(&mut self.out, *b"ANMF", &[&head, bitstream])
    }

    /// Writes the end of the file, and all that waits.
    pub(super) fn finish(mut self) -> Result<(), ImageError> {
        let (exif, xmp) = (self.exif.take(), self.xmp.take());
        for (name, data) in [(*b"EXIF", exif), (*b"XMP ", xmp)] {
            if let Some(data) = data {
                chunk(&mut self.out, name, &[&data])?;
            }
        }
        let mut set_length = || -> std::io::Result<()> {
            let end = self.out.stream_position()?;
            let too_long = || std::io::Error::from(std::io::ErrorKind::FileTooLarge);
            let length = u32::try_from(end - 8).ok().ok_or_else(too_long)?;
            self.out.seek(SeekFrom::Start(4))?;
            self.out.write_all(&length.to_le_bytes())?;
            self.out.flush()
        };
        set_length().map_err(|source| ImageError::CannotWrite { source })
    }
}

fn put(out: &mut impl Write, bytes: &[u8]) -> Result<(), ImageError> {
    let written = out.write_all(bytes);
    written.map_err(|source| ImageError::CannotWrite { source })
}

/// Writes a chunk; its data is filled up to an even length.
fn chunk(out: &mut impl Write, name: [u8; 4], data: &[&[u8]]) -> Result<(), ImageError> {
    let length: usize = data.iter().map(|part| part.len()).sum();
    let too_long = || ImageError::CannotWrite {
        source: std::io::ErrorKind::FileTooLarge.into(),
    };
    let number = u32::try_from(length).ok().ok_or_else(too_long)?;
    put(out, &name)?;
    put(out, &number.to_le_bytes())?;
    for part in data {
        put(out, part)?;
    }
    put(out, &[0][..length % 2])
}
