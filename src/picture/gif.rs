//! GIF files: decoding one picture; [`animation`](super::animation) has the frames.

pub(super) mod blocks;

use std::io::Cursor;

use ::image::ImageDecoder as _;
use ::image::codecs::gif::GifDecoder;

use super::codec;
use super::error::ImageError;
use super::format::SourceFormat;
use super::limits::DecodeLimits;
use super::samples::Decoded;

/// Decodes a GIF file; of an animation the first frame.
///
/// # Errors
/// Those of [`codec::read`], and any that the codec finds in the header.
pub(crate) fn decode(bytes: &[u8], limits: &DecodeLimits) -> Result<Decoded, ImageError> {
    let format = SourceFormat::Gif;
    let ended = blocks::with_end(bytes);
    let decoder = GifDecoder::new(Cursor::new(ended.as_deref().unwrap_or(bytes)))
        .map_err(|error| limits.explain(error, format))?;
    // A frame smaller than the canvas is decoded into a buffer of its own.
    let frame_bytes = decoder.total_bytes();
    codec::read(decoder, format, frame_bytes, limits)
}
