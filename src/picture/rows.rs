//! Pictures on their way into a file, a row at a time: in memory is never more than a row beside
//! what there was.

use ::image::RgbaImage;

use super::error::ImageError;
use super::exif::ByteOrder;
use super::space::ColorSpace;

/// How many bits a channel has in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Depth {
    /// 8 bits, as every screen shows.
    #[default]
    Eight,
    /// 16 bits, for work that goes on in other programs.
    Sixteen,
}

/// What the rows of a file consist of.
#[derive(Debug, Clone, Copy)]
pub(super) struct Layout {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) has_alpha: bool,
    pub(super) depth: Depth,
}

impl Layout {
    pub(super) fn channels(self) -> usize {
        if self.has_alpha { 4 } else { 3 }
    }

    pub(super) fn row_bytes(self) -> usize {
        let sample_bytes = match self.depth {
            Depth::Eight => 1,
            Depth::Sixteen => 2,
        };
        self.width as usize * self.channels() * sample_bytes
    }
}

/// Takes the bytes of one row after another.
pub(super) type PutRow<'a> = dyn FnMut(&[u8]) -> Result<(), ImageError> + 'a;

/// Hands the rows of a picture to `put`, in the layout of the file.
pub(super) fn rows_of(
    pixels: &RgbaImage,
    layout: Layout,
    order: ByteOrder,
    put: &mut PutRow<'_>,
) -> Result<(), ImageError> {
    let channels = layout.channels();
    let mut bytes = Vec::with_capacity(layout.row_bytes());
    for row in pixels.as_raw().chunks_exact(4 * pixels.width() as usize) {
        if channels == 4 && layout.depth == Depth::Eight {
            put(row)?;
            continue;
        }
        bytes.clear();
        let pixels = row.as_chunks::<4>().0.iter();
        let samples = pixels.flat_map(|pixel| pixel[..channels].iter().copied());
        match layout.depth {
            Depth::Eight => bytes.extend(samples),
            Depth::Sixteen => {
                bytes.extend(samples.flat_map(|v| order.u16(u16::from(v) * 257)));
            }
        }
        put(&bytes)?;
    }
    Ok(())
}

/// Unrounded rows on their way into a file of 16 bits.
pub(super) struct Rgb16Rows<'a> {
    pub(super) layout: Layout,
    pub(super) order: ByteOrder,
    pub(super) space: ColorSpace,
    /// The alpha of each pixel that is still to come.
    pub(super) alpha: &'a [u8],
    pub(super) bytes: Vec<u8>,
}

impl Rgb16Rows<'_> {
    /// Hands some rows of sRGB in `0.0..=1.0` to `put`, in the layout of the file.
    pub(super) fn put(
        &mut self,
        rows: &[[f32; 3]],
        put: &mut PutRow<'_>,
    ) -> Result<(), ImageError> {
        for row in rows.chunks_exact(self.layout.width as usize) {
            self.bytes.clear();
            let (alpha, rest) = self.alpha.split_at(row.len().min(self.alpha.len()));
            self.alpha = rest;
            for (at, rgb) in row.iter().enumerate() {
                for value in self.space.encode_srgb(*rgb) {
                    let deep = (value.clamp(0.0, 1.0) * 65_535.0 + 0.5) as u16;
                    self.bytes.extend(self.order.u16(deep));
                }
                if let Some(alpha) = alpha.get(at) {
                    self.bytes.extend(self.order.u16(u16::from(*alpha) * 257));
                }
            }
            put(&self.bytes)?;
        }
        Ok(())
    }
}
