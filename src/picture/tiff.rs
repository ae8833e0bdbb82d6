//! Decoding of TIFF files: pages, strips and tiles, and what their numbers mean.

mod color;
pub(crate) mod directory;
mod layout;
mod numbers;
mod pages;
mod unpack;
pub(super) mod writer;

use ::image::metadata::Orientation;

use self::directory::{Directory, Tiff};
use self::layout::{Layout, Numbers, Packing, unsupported};
use self::numbers::{Depth, undo_predictor};
use self::pages::Content;
use self::unpack::{Shared, unpack};
use super::error::ImageError;
use super::exif_copy::exif_of_directory;
use super::format::SourceFormat;
use super::iptc;
use super::limits::{DecodeLimits, zeroed};
use super::metadata::Raw;
use super::resolution::{Resolution, Unit};
use super::samples::{Decoded, SampleData, Samples};

const FORMAT: SourceFormat = SourceFormat::Tiff;

/// Decodes the photograph of a TIFF file, with the metadata that its directory holds.
///
/// # Errors
/// [`ImageError::UnsupportedFormat`] for camera raw files that are TIFF structures,
/// [`ImageError::UnsupportedVariant`], [`ImageError::Truncated`], [`ImageError::Damaged`] and the
/// errors of [`DecodeLimits`].
pub(crate) fn decode(bytes: &[u8], limits: &DecodeLimits) -> Result<Decoded, ImageError> {
    let file = Tiff::new(bytes).ok_or_else(damaged)?;
    let (page, first) = match pages::find(file) {
        Content::Picture(page, first) => (page, first),
        Content::Raw => {
            return Err(ImageError::UnsupportedFormat {
                what: "camera raw files",
            });
        }
        // The directory stands at the end of many files.
        Content::Nothing => return Err(ImageError::Truncated { format: FORMAT }),
    };
    decode_directory(file, &page, first.as_ref(), limits)
}

/// How many pages a scanned book has; 1 for a file that only holds one picture, or is damaged.
pub(crate) fn num_pages(bytes: &[u8]) -> usize {
    Tiff::new(bytes).map_or(1, |file| pages::of_book(file).len().max(1))
}

/// Decodes a page of a scanned book, counted from 0.
///
/// # Errors
/// Those of [`decode`].
pub(crate) fn decode_page(
    bytes: &[u8],
    index: usize,
    limits: &DecodeLimits,
) -> Result<Decoded, ImageError> {
    let file = Tiff::new(bytes).ok_or_else(damaged)?;
    let pages = pages::of_book(file);
    match pages.get(index) {
        Some(page) if pages.len() > 1 => decode_directory(file, page, None, limits),
        _ => decode(bytes, limits),
    }
}

/// Decodes one picture; what it lacks of metadata is in `first`.
fn decode_directory(
    file: Tiff<'_>,
    page: &Directory<'_>,
    first: Option<&Directory<'_>>,
    limits: &DecodeLimits,
) -> Result<Decoded, ImageError> {
    const XMP_PACKET: u16 = 700;
    const ICC_PROFILE: u16 = 34_675;
    let layout = Layout::new(page)?;
    let samples = pixels(file, page, &layout, limits)?;
    let found = |tag| {
        let first = first.and_then(|first| first.bytes(tag));
        page.bytes(tag).or(first).map(<[u8]>::to_vec)
    };
    Ok(Decoded {
        samples,
        icc: found(ICC_PROFILE),
        metadata: Raw {
            exif: exif_of_directory(file, page).or_else(|| exif_of_directory(file, first?)),
            xmp: found(XMP_PACKET),
            properties: properties(page),
            resolution: resolution(page),
        },
        orientation: page
            .number(274)
            .and_then(|turn| Orientation::from_exif(u8::try_from(turn).ok()?)),
    })
}

fn damaged() -> ImageError {
    ImageError::Damaged {
        format: FORMAT,
        source: None,
    }
}

fn properties(page: &Directory<'_>) -> Vec<super::xmp::Property> {
    const IPTC: u16 = 33_723;
    const PHOTOSHOP: u16 = 34_377;
    let of_photoshop = || iptc::of_photoshop(page.bytes(PHOTOSHOP)?);
    let records = page.bytes(IPTC).or_else(of_photoshop);
    records.map_or_else(Vec::new, iptc::properties)
}

fn resolution(page: &Directory<'_>) -> Option<Resolution> {
    let unit = match page.number(296) {
        Some(3) => Unit::Centimetre,
        Some(2) | None => Unit::Inch,
        _ => return None,
    };
    Resolution::new([page.fraction(282)?, page.fraction(283)?], unit)
}

/// Decodes the pixels of a page.
fn pixels(
    file: Tiff<'_>,
    page: &Directory<'_>,
    layout: &Layout,
    limits: &DecodeLimits,
) -> Result<Samples, ImageError> {
    let count = u64::from(layout.width) * u64::from(layout.height) * layout.samples as u64;
    let is_small = layout.numbers == Numbers::Whole && layout.bits <= 8;
    let chunk_bytes = (layout.row_bytes() as u64).saturating_mul(u64::from(layout.chunk[1]));
    let sample_bytes = count.saturating_mul(if is_small { 1 } else { 2 });
    let working_bytes = sample_bytes.saturating_add(chunk_bytes.saturating_mul(2));
    limits.check(layout.width, layout.height, working_bytes, FORMAT)?;
    let shared = Shared {
        jpeg_tables: page.bytes(347),
        fax_options: page.number(292).unwrap_or_default(),
        limits,
    };
    match (layout.predictor, layout.numbers, layout.bits) {
        (0 | 1, ..) | (2, Numbers::Whole, 8 | 16 | 32 | 64) | (3, Numbers::Float, _) => {}
        (predictor, _, bits) => {
            return Err(unsupported(format!(
                "predictor {predictor} with {bits} bits"
            )));
        }
    }
    if is_small {
        let mut data = zeroed::<u8>(count)?;
        fill(file, layout, &shared, &mut data)?;
        let palette = page.numbers(320);
        color::finish(layout, SampleData::Eight(data), palette.as_deref())
    } else {
        let mut data = zeroed::<u16>(count)?;
        fill(file, layout, &shared, &mut data)?;
        let palette = page.numbers(320);
        color::finish(layout, SampleData::Sixteen(data), palette.as_deref())
    }
}

/// Fills the picture chunk by chunk.
fn fill<T: Depth>(
    file: Tiff<'_>,
    layout: &Layout,
    shared: &Shared<'_>,
    data: &mut [T],
) -> Result<(), ImageError> {
    let [across, down] = layout.grid();
    let planes = if layout.is_planar { layout.samples } else { 1 };
    let needed = u64::from(across) * u64::from(down) * planes as u64;
    if (layout.chunks.len() as u64) < needed {
        return Err(damaged());
    }
    for plane in 0..planes {
        for row in 0..down {
            for column in 0..across {
                let index = (plane as u64 * u64::from(down) + u64::from(row)) * u64::from(across)
                    + u64::from(column);
                let chunk = usize::try_from(index)
                    .ok()
                    .and_then(|at| layout.chunks.get(at));
                let &(offset, length) = chunk.ok_or_else(damaged)?;
                let place = Place {
                    left: column * layout.chunk[0],
                    top: row * layout.chunk[1],
                    plane,
                };
                put_chunk(file, layout, shared, (offset, length), place, data)?;
            }
        }
    }
    Ok(())
}

/// Where a chunk goes.
#[derive(Debug, Clone, Copy)]
struct Place {
    left: u32,
    top: u32,
    plane: usize,
}

fn put_chunk<T: Depth>(
    file: Tiff<'_>,
    layout: &Layout,
    shared: &Shared<'_>,
    (offset, length): (u64, Option<u64>),
    place: Place,
    data: &mut [T],
) -> Result<(), ImageError> {
    let visible = layout.chunk[1].min(layout.height - place.top);
    let stored = if layout.is_tiled {
        layout.chunk[1]
    } else {
        visible
    };
    let is_shared = layout.subsampling != [1, 1];
    let row_bytes = layout.row_bytes();
    let bytes_of = |rows: u32| {
        if is_shared {
            color::shared_bytes(layout, rows)
        } else {
            row_bytes.saturating_mul(rows as usize)
        }
    };
    // A wrong length does no harm to what is not packed.
    let length = match layout.packing {
        Packing::Plain => bytes_of(stored) as u64,
        _ => length.unwrap_or(u64::MAX),
    };
    let packed = file.bytes_at(offset, length).unwrap_or_default();
    let is_cut = (packed.len() as u64) < length && length != u64::MAX;
    let cut = || {
        if is_cut {
            ImageError::Truncated { format: FORMAT }
        } else {
            damaged()
        }
    };
    let rows = unpack(layout, packed, visible, bytes_of(stored), shared)
        .map_err(|error| if is_cut { cut() } else { error })?;
    if rows.len() < bytes_of(visible) {
        return Err(cut());
    }
    let mut rows = if is_shared {
        color::unshare(layout, &rows, visible)
    } else {
        rows.into_owned()
    };
    let samples = layout.samples_in_chunk();
    let columns = layout.chunk[0].min(layout.width - place.left) as usize;
    let mut line = vec![T::default(); layout.chunk[0] as usize * samples];
    for (y, row) in rows
        .chunks_exact_mut(row_bytes.max(1))
        .take(visible as usize)
        .enumerate()
    {
        let order = undo_predictor(row, layout, file.order);
        T::read_row(row, layout, order, &mut line);
        let at = (place.top as usize + y) * layout.width as usize + place.left as usize;
        let Some(to) = data.get_mut(at * layout.samples..) else {
            return Err(damaged());
        };
        if layout.is_planar {
            let pixels = to.chunks_exact_mut(layout.samples).take(columns);
            for (pixel, value) in pixels.zip(&line) {
                if let Some(sample) = pixel.get_mut(place.plane) {
                    *sample = *value;
                }
            }
        } else {
            for (to, value) in to.iter_mut().zip(&line).take(columns * samples) {
                *to = *value;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
