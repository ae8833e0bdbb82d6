//! Animated GIF files: 256 colours a frame, pixels shown or not shown, time in hundredths of a
//! second.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Write};
use std::sync::Arc;

use ::image::AnimationDecoder as _;
use ::image::RgbaImage;
use ::image::codecs::gif::GifDecoder;
use ::image::error::{EncodingError, ImageError as CodecError, ImageFormatHint};
use color_quant::NeuQuant;
use gif::{DecodeOptions, DisposalMethod, Encoder, Repeat};

use super::frames::Bytes;
use super::writer::Part;
use super::{Animation, Delay, Still};
use crate::picture::error::ImageError;
use crate::picture::extras::cannot_encode;
use crate::picture::format::{OutputFormat, SourceFormat};
use crate::picture::gif::blocks::with_end;
use crate::picture::limits::DecodeLimits;
use crate::picture::metadata::Raw;

const FORMAT: SourceFormat = SourceFormat::Gif;
/// Colours of a palette beside the one that stands for "not shown".
const COLORS: usize = 255;
/// Every tenth pixel is looked at for the palette; the codec's documentation calls it a good
/// compromise.
const SAMPLING: i32 = 10;
/// Pixels with less alpha than this are not shown.
const SHOWN: u8 = 128;

pub(super) fn open(
    bytes: &Arc<[u8]>,
    limits: &DecodeLimits,
) -> Result<Option<Animation>, ImageError> {
    let bytes = &with_end(bytes).map_or_else(|| Arc::clone(bytes), Arc::from);
    let mut options = DecodeOptions::new();
    // Only the frames are counted here.
    options.skip_frame_decoding(true);
    let explain = |error| limits.explain(explain(error), FORMAT);
    let mut decoder = options
        .read_info(Cursor::new(Arc::clone(bytes)))
        .map_err(explain)?;
    let (width, height) = (u32::from(decoder.width()), u32::from(decoder.height()));
    let mut num_frames = 0;
    // What is cut off is told by whoever decodes it.
    while num_frames < u32::MAX && matches!(decoder.next_frame_info(), Ok(Some(_))) {
        num_frames += 1;
    }
    if num_frames < 2 {
        return Ok(None);
    }
    // The frame, the canvas, and what is kept of the one before.
    limits.check(
        width,
        height,
        u64::from(width) * u64::from(height) * 8,
        FORMAT,
    )?;
    // The file says how often it is repeated.
    let num_plays = match decoder.repeat() {
        Repeat::Infinite => 0,
        Repeat::Finite(times) => u32::from(times) + 1,
    };
    let still = Still {
        width,
        height,
        icc: None,
        metadata: Raw::default(),
    };
    let bytes = Arc::clone(bytes);
    Ok(Some(Animation::new(
        FORMAT,
        still,
        [num_frames, num_plays],
        bytes,
        limits,
    )))
}

pub(super) fn frames(
    bytes: Bytes,
    limits: &DecodeLimits,
) -> Result<::image::Frames<'static>, ImageError> {
    let decoder = GifDecoder::new(bytes).map_err(|error| limits.explain(error, FORMAT))?;
    Ok(decoder.into_frames())
}

fn explain(error: gif::DecodingError) -> CodecError {
    match error {
        gif::DecodingError::Io(error) => CodecError::IoError(error),
        error => CodecError::Decoding(::image::error::DecodingError::new(
            ImageFormatHint::Exact(::image::ImageFormat::Gif),
            error,
        )),
    }
}

/// Writes frames as GIF.
pub(super) struct GifWriter<W: Write> {
    encoder: Encoder<W>,
    /// Hundredths of a second that rounding has kept back.
    late: f64,
}

impl<W: Write> GifWriter<W> {
    pub(super) fn begin(
        out: W,
        [width, height]: [u32; 2],
        num_plays: u32,
    ) -> Result<Self, ImageError> {
        let side = |side: u32| {
            u16::try_from(side)
                .ok()
                .ok_or_else(|| too_large([width, height]))
        };
        let mut encoder =
            Encoder::new(out, side(width)?, side(height)?, &[]).map_err(cannot_write)?;
        // A file that says nothing is shown once.
        let repeat = match num_plays {
            0 => Some(Repeat::Infinite),
            1 => None,
            plays => Some(Repeat::Finite(u16::try_from(plays - 1).unwrap_or(u16::MAX))),
        };
        if let Some(repeat) = repeat {
            encoder.set_repeat(repeat).map_err(cannot_write)?;
        }
        Ok(Self { encoder, late: 0.0 })
    }

    /// Adds a frame: the pixels of `part` that are shown, over those before, or alone.
    pub(super) fn add(
        &mut self,
        part: &Part,
        is_alone: bool,
        delay: Delay,
    ) -> Result<(), ImageError> {
        let (width, height) = part.pixels.dimensions();
        let (palette, indices, transparent) = quantise(&part.pixels);
        let wanted = delay.as_ms() / 10.0 + self.late;
        let hundredths = wanted.round().clamp(0.0, f64::from(u16::MAX));
        self.late = (wanted - hundredths).clamp(-1.0, 1.0);
        // Parts lie within the picture, whose sides were looked at.
        let narrow = |side: u32| side as u16;
        let frame = gif::Frame {
            delay: hundredths as u16,
            dispose: if is_alone {
                DisposalMethod::Background
            } else {
                DisposalMethod::Keep
            },
            transparent,
            left: narrow(part.left),
            top: narrow(part.top),
            width: narrow(width),
            height: narrow(height),
            palette: Some(palette),
            buffer: indices.into(),
            ..gif::Frame::default()
        };
        self.encoder.write_frame(&frame).map_err(cannot_write)
    }

    /// Writes the end of the file.
    pub(super) fn finish(self) -> Result<W, ImageError> {
        let source = self.encoder.into_inner();
        source.map_err(cannot_write)
    }
}

/// A still picture as GIF.
pub(in crate::picture) fn still(pixels: &RgbaImage) -> Result<Vec<u8>, ImageError> {
    let size = pixels.dimensions().into();
    let mut writer = GifWriter::begin(Vec::new(), size, 1)?;
    let part = Part {
        left: 0,
        top: 0,
        pixels: pixels.clone(),
    };
    writer.add(&part, false, Delay::from_ms(0))?;
    writer.finish()
}

/// A palette for the pixels that are shown, the index of each pixel, and the index of the others.
fn quantise(pixels: &RgbaImage) -> (Vec<u8>, Vec<u8>, Option<u8>) {
    let shown = |pixel: &[u8; 4]| pixel[3] >= SHOWN;
    let all = pixels.as_raw().as_chunks::<4>().0;
    let mut colors = BTreeSet::new();
    for &[red, green, blue, _] in all.iter().filter(|pixel| shown(pixel)) {
        colors.insert([red, green, blue]);
        if colors.len() > COLORS {
            break;
        }
    }
    let (mut palette, index_of): (Vec<u8>, BTreeMap<[u8; 3], u8>) = if colors.len() <= COLORS {
        let index_of = colors.iter().copied().zip(0..=255).collect();
        (colors.into_iter().flatten().collect(), index_of)
    } else {
        let opaque: Vec<u8> = all
            .iter()
            .filter(|pixel| shown(pixel))
            .flat_map(|&[red, green, blue, _]| [red, green, blue, 255])
            .collect();
        let network = NeuQuant::new(SAMPLING, COLORS, &opaque);
        let mut index_of = BTreeMap::new();
        for &[red, green, blue, _] in opaque.as_chunks::<4>().0 {
            let index = || network.index_of(&[red, green, blue, 255]) as u8;
            index_of.entry([red, green, blue]).or_insert_with(index);
        }
        (network.color_map_rgb(), index_of)
    };
    let hidden = (palette.len() / 3) as u8;
    let mut hides = false;
    let indices = all
        .iter()
        .map(|pixel| {
            let &[red, green, blue, _] = pixel;
            if shown(pixel) {
                index_of
                    .get(&[red, green, blue])
                    .copied()
                    .unwrap_or_default()
            } else {
                hides = true;
                hidden
            }
        })
        .collect();
    if hides || palette.is_empty() {
        palette.extend([0; 3]);
    }
    (palette, indices, hides.then_some(hidden))
}

fn too_large([width, height]: [u32; 2]) -> ImageError {
    ImageError::InvalidSize {
        width,
        height,
        format: OutputFormat::Gif.title(),
    }
}

fn cannot_write(error: impl Into<gif::EncodingError>) -> ImageError {
    match error.into() {
        gif::EncodingError::Io(source) => ImageError::CannotWrite { source },
        error => {
            let hint = ImageFormatHint::Exact(::image::ImageFormat::Gif);
            let source = CodecError::Encoding(EncodingError::new(hint, error));
            cannot_encode(OutputFormat::Gif, source)
        }
    }
}
