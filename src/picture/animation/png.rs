//! Animated PNG files: every colour, time as any fraction of a second.

use std::io::Write;
use std::sync::Arc;

use super::writer::Part;
use super::{Animation, Delay, Still};
use crate::picture::error::ImageError;
use crate::picture::extras::Extras;
use crate::picture::format::SourceFormat;
use crate::picture::limits::DecodeLimits;
use crate::picture::png::chunks::{of_xcode, without_long_texts};
use crate::picture::png::mend::mended;
use crate::picture::png::reader::read_head;
use crate::picture::png::writer::{encoder, explain};
use crate::picture::rows::{Depth, Layout, rows_of};

const FORMAT: SourceFormat = SourceFormat::Png;

pub(super) fn open(
    bytes: &Arc<[u8]>,
    limits: &DecodeLimits,
) -> Result<Option<Animation>, ImageError> {
    if of_xcode(bytes).is_some() {
        return Ok(None);
    }
    let whole = mended(bytes).map(|mended| Arc::from(mended.bytes));
    let bytes = whole.as_ref().unwrap_or(bytes);
    let head = read_head(bytes, limits)?;
    let Some([num_frames, num_plays]) = head.animation else {
        return Ok(None);
    };
    if num_frames < 2 {
        return Ok(None);
    }
    let (width, height) = (head.width, head.height);
    // The frame, its raw data, the canvas, the one before, and what is handed out.
    limits.check(
        width,
        height,
        u64::from(width) * u64::from(height) * 16,
        FORMAT,
    )?;
    let bytes = without_long_texts(bytes).map_or_else(|| Arc::clone(bytes), Arc::from);
    let still = Still {
        width,
        height,
        icc: head.icc,
        metadata: head.metadata,
    };
    Ok(Some(Animation::new(
        FORMAT,
        still,
        [num_frames, num_plays],
        bytes,
        limits,
    )))
}

/// Writes frames as PNG.
pub(super) struct PngWriter<W: Write> {
    writer: png::Writer<W>,
    layout: Layout,
}

impl<W: Write> PngWriter<W> {
    pub(super) fn begin(
        out: W,
        [width, height]: [u32; 2],
        has_alpha: bool,
        [num_frames, num_plays]: [u32; 2],
        extras: Extras,
    ) -> Result<Self, ImageError> {
        let layout = Layout {
            width,
            height,
            has_alpha,
            depth: Depth::Eight,
        };
        let mut encoder = encoder(out, layout, extras)?;
        encoder
            .set_animated(num_frames.max(1), num_plays)
            .map_err(explain)?;
        let writer = encoder.write_header().map_err(explain)?;
        Ok(Self { writer, layout })
    }

    /// Adds a frame: `part` in place of what was there. The first must be the whole picture.
    pub(super) fn add(&mut self, part: &Part, delay: Delay) -> Result<(), ImageError> {
        let (width, height) = part.pixels.dimensions();
        let [numerator, denominator] = seconds(delay);
        let writer = &mut self.writer;
        writer.set_frame_position(0, 0).map_err(explain)?;
        writer.set_frame_dimension(width, height).map_err(explain)?;
        writer
            .set_frame_position(part.left, part.top)
            .map_err(explain)?;
        writer
            .set_frame_delay(numerator, denominator)
            .map_err(explain)?;
        let layout = Layout {
            width,
            height,
            ..self.layout
        };
        let mut data = Vec::with_capacity(layout.row_bytes() * height as usize);
        rows_of(
            &part.pixels,
            layout,
            crate::picture::exif::ByteOrder::Big,
            &mut |row| {
                data.extend_from_slice(row);
                Ok(())
            },
        )?;
        self.writer.write_image_data(&data).map_err(explain)
    }

    /// Writes the end of the file, and all that waits.
    pub(super) fn finish(self) -> Result<(), ImageError> {
        self.writer.finish().map_err(explain)
    }
}

/// A delay as a fraction of a second whose parts have 16 bits, exact if there is one.
fn seconds(delay: Delay) -> [u16; 2] {
    let (numerator, denominator) = (
        u64::from(delay.numerator_ms),
        u64::from(delay.denominator.max(1)) * 1000,
    );
    let (mut a, mut b) = (numerator, denominator);
    while b > 0 {
        (a, b) = (b, a % b);
    }
    let exact = [numerator / a, denominator / a].map(u16::try_from);
    if let [Ok(numerator), Ok(denominator)] = exact {
        return [numerator, denominator];
    }
    let ms = delay.as_ms().round();
    if ms <= f64::from(u16::MAX) {
        [ms as u16, 1000]
    } else {
        [(ms / 1000.0).round().min(f64::from(u16::MAX)) as u16, 1]
    }
}
