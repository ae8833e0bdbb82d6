//! The frames of animated WebP files, put together as the format says.
//!
//! The codec's own way leaves parts of frames behind that are to be taken away. It decodes each
//! frame as a still file here. Source: WebP Container Specification (RFC 9649, section 2.7).

use std::io::Cursor;

use ::image::RgbaImage;
use image_webp::WebPDecoder;

use super::Delay;
use super::canvas::{Canvas, Place};
use crate::picture::error::ImageError;
use crate::picture::format::SourceFormat;
use crate::picture::limits::zeroed;
use crate::picture::webp::explain;

const FORMAT: SourceFormat = SourceFormat::Webp;
const FILE_HEADER_BYTES: usize = 12;
const FRAME_HEADER_BYTES: usize = 16;

/// Goes from frame to frame.
pub(super) struct WebpFrames<B> {
    bytes: B,
    position: usize,
    canvas: Canvas,
    /// What is to be taken away before the next frame.
    disposed: Option<Place>,
}

/// The first picture of an animated file.
///
/// # Errors
/// [`ImageError::Truncated`], [`ImageError::Damaged`], [`ImageError::OutOfMemory`].
pub(in crate::picture) fn first_frame(
    bytes: &[u8],
    [width, height]: [u32; 2],
) -> Result<RgbaImage, ImageError> {
    let truncated = ImageError::Truncated { format: FORMAT };
    let first = WebpFrames::new(bytes, width, height)?.next();
    first.unwrap_or(Err(truncated)).map(|(pixels, _)| pixels)
}

/// A chunk of a file: its name, its data, and where the next one begins.
fn chunk(bytes: &[u8], position: usize) -> Option<([u8; 4], &[u8], usize)> {
    let head = bytes.get(position..)?.first_chunk::<8>()?;
    let [a, b, c, d, length @ ..] = *head;
    let length = u32::from_le_bytes(length) as usize;
    let start = position + 8;
    let data = bytes.get(start..start.checked_add(length)?)?;
    Some(([a, b, c, d], data, start + length.next_multiple_of(2)))
}

fn three_bytes(bytes: &[u8]) -> u32 {
    bytes
        .iter()
        .take(3)
        .rev()
        .fold(0, |number, byte| number << 8 | u32::from(*byte))
}

impl<B: AsRef<[u8]>> WebpFrames<B> {
    /// From the first frame on; nothing is on the canvas.
    ///
    /// # Errors
    /// [`ImageError::OutOfMemory`].
    pub(super) fn new(bytes: B, width: u32, height: u32) -> Result<Self, ImageError> {
        Ok(Self {
            bytes,
            position: FILE_HEADER_BYTES,
            canvas: Canvas::new(width, height)?,
            disposed: None,
        })
    }

    /// The whole picture while the next frame is shown, and for how long; `None` after the last.
    pub(super) fn next(&mut self) -> Option<Result<(RgbaImage, Delay), ImageError>> {
        let bytes = self.bytes.as_ref();
        while self.position < bytes.len() {
            let Some((name, data, next)) = chunk(bytes, self.position) else {
                // What is behind the frames may be anything.
                let is_frame = bytes.get(self.position..)?.starts_with(b"ANMF");
                self.position = usize::MAX;
                return is_frame.then_some(Err(ImageError::Truncated { format: FORMAT }));
            };
            self.position = next;
            if name == *b"ANMF" {
                let data = data.to_vec();
                return Some(self.show(&data));
            }
        }
        None
    }

    /// Puts a frame on the canvas.
    fn show(&mut self, frame: &[u8]) -> Result<(RgbaImage, Delay), ImageError> {
        const TO_BACKGROUND: u8 = 1;
        const WITHOUT_BLENDING: u8 = 2;
        let damaged = || ImageError::Damaged {
            format: FORMAT,
            source: None,
        };
        let header = frame
            .first_chunk::<FRAME_HEADER_BYTES>()
            .ok_or_else(damaged)?;
        let place = Place {
            left: three_bytes(header) * 2,
            top: three_bytes(&header[3..]) * 2,
            width: three_bytes(&header[6..]) + 1,
            height: three_bytes(&header[9..]) + 1,
        };
        let (delay, flags) = (three_bytes(&header[12..]), header[15]);
        if !self.canvas.holds(place) {
            return Err(damaged());
        }
        let pixels = decode(&frame[FRAME_HEADER_BYTES..], place)?;
        if let Some(gone) = self.disposed.take() {
            self.canvas.clear(gone);
        }
        let is_blended = flags & WITHOUT_BLENDING == 0;
        let from = pixels.as_raw().as_chunks::<4>().0;
        self.canvas.put(place, from, |above, below| {
            if is_blended {
                blend(above, below)
            } else {
                above
            }
        });
        if flags & TO_BACKGROUND != 0 {
            self.disposed = Some(place);
        }
        Ok((self.canvas.picture(), Delay::from_ms(delay)))
    }
}

/// One colour over another, both with straight alpha, as libwebp has it.
fn blend(above: [u8; 4], below: [u8; 4]) -> [u8; 4] {
    let alpha = u32::from(above[3]);
    if alpha == 255 {
        return above;
    }
    if alpha == 0 {
        return below;
    }
    let share = (u32::from(below[3]) * (256 - alpha)) >> 8;
    let sum = alpha + share;
    let scale = (1 << 24) / sum;
    let channel = |index: usize| {
        let mixed = u32::from(above[index]) * alpha + u32::from(below[index]) * share;
        ((u64::from(mixed) * u64::from(scale)) >> 24) as u8
    };
    [channel(0), channel(1), channel(2), sum as u8]
}

/// Decodes the chunks of a frame as a file of their own.
fn decode(chunks: &[u8], place: Place) -> Result<RgbaImage, ImageError> {
    let truncated = || ImageError::Truncated { format: FORMAT };
    let (mut alpha, mut image) = (None, None);
    let mut position = 0;
    while let Some((name, _, next)) = chunk(chunks, position) {
        let whole = chunks.get(position..next.min(chunks.len()));
        match &name {
            b"ALPH" => alpha = whole,
            b"VP8 " | b"VP8L" => image = whole.map(|whole| (name, whole)),
            _ => {}
        }
        position = next;
    }
    let (name, image) = image.ok_or_else(truncated)?;
    let mut still = b"RIFF\0\0\0\0WEBP".to_vec();
    if let Some(alpha) = alpha.filter(|_| name == *b"VP8 ") {
        const HAS_ALPHA: u8 = 0x10;
        still.extend(b"VP8X\x0a\0\0\0");
        still.extend([HAS_ALPHA, 0, 0, 0]);
        for side in [place.width, place.height] {
            still.extend_from_slice(&(side - 1).to_le_bytes()[..3]);
        }
        still.extend_from_slice(alpha);
        still.resize(still.len().next_multiple_of(2), 0);
    }
    still.extend_from_slice(image);
    still.resize(still.len().next_multiple_of(2), 0);
    let length = ((still.len() - 8) as u32).to_le_bytes();
    if let Some(slot) = still.get_mut(4..8) {
        slot.copy_from_slice(&length);
    }
    let mut decoder = WebPDecoder::new(Cursor::new(still)).map_err(explain)?;
    if decoder.dimensions() != (place.width, place.height) {
        return Err(ImageError::Damaged {
            format: FORMAT,
            source: None,
        });
    }
    let channels = if decoder.has_alpha() { 4 } else { 3 };
    let count = u64::from(place.width) * u64::from(place.height);
    let mut data = zeroed::<u8>(count * channels)?;
    decoder.read_image(&mut data).map_err(explain)?;
    if channels == 3 {
        return super::frames::with_alpha(&data, place.width, place.height);
    }
    let needed_bytes = data.len() as u64;
    let pixels = RgbaImage::from_raw(place.width, place.height, data);
    pixels.ok_or(ImageError::OutOfMemory { needed_bytes })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::{Animation, DecodeLimits};
    use ::image::Rgba;

    fn put(out: &mut Vec<u8>, name: [u8; 4], data: &[u8]) {
        out.extend(name);
        out.extend((data.len() as u32).to_le_bytes());
        out.extend(data);
        out.resize(out.len().next_multiple_of(2), 0);
    }

    /// A frame: its corner, its picture, and its flags.
    type Shown = ([u32; 2], RgbaImage, u8);

    fn file_of(size: [u32; 2], frames: &[Shown]) -> Vec<u8> {
        let mut out = b"RIFF\0\0\0\0WEBP".to_vec();
        let side = |side: u32| side.to_le_bytes()[..3].to_vec();
        let sides = [side(size[0] - 1), side(size[1] - 1)].concat();
        put(&mut out, *b"VP8X", &[&[0x12, 0, 0, 0], &sides[..]].concat());
        // The background is white, and a hint only.
        put(&mut out, *b"ANIM", &[255, 255, 255, 255, 0, 0]);
        for ([left, top], pixels, flags) in frames {
            let mut still = Vec::new();
            let (width, height) = pixels.dimensions();
            let encoder = image_webp::WebPEncoder::new(&mut still);
            let is_opaque = crate::picture::is_opaque(pixels);
            if is_opaque {
                let rgb = ::image::DynamicImage::ImageRgba8(pixels.clone()).to_rgb8();
                encoder
                    .encode(&rgb, width, height, image_webp::ColorType::Rgb8)
                    .unwrap();
            } else {
                encoder
                    .encode(pixels, width, height, image_webp::ColorType::Rgba8)
                    .unwrap();
            }
            let head = [left / 2, top / 2, width - 1, height - 1, 40]
                .map(side)
                .concat();
            put(
                &mut out,
                *b"ANMF",
                &[&head, &[*flags][..], &still[12..]].concat(),
            );
        }
        let length = ((out.len() - 8) as u32).to_le_bytes();
        out[4..8].copy_from_slice(&length);
        out
    }

    #[test]
    fn what_is_disposed_of_goes_whatever_comes_next() {
        const RED: Rgba<u8> = Rgba([255, 0, 0, 255]);
        const BLUE: Rgba<u8> = Rgba([0, 0, 255, 255]);
        const NOTHING: Rgba<u8> = Rgba([0; 4]);
        let mut ring = RgbaImage::from_pixel(8, 6, RED);
        ring.put_pixel(3, 3, NOTHING);
        let opaque = RgbaImage::from_pixel(2, 2, BLUE);
        let half = RgbaImage::from_pixel(2, 2, Rgba([0, 255, 0, 128]));
        let frames = [
            ([2, 2], ring.clone(), 1),
            // Without alpha, beside what is gone.
            ([12, 0], opaque, 0),
            ([12, 0], half.clone(), 0),
            ([12, 0], half, 2),
            ([2, 2], ring, 1),
        ];
        let bytes = file_of([16, 10], &frames);
        let animation = Animation::open(&bytes.clone().into(), &DecodeLimits::default());
        let animation = animation.unwrap().unwrap();
        let shown: Vec<RgbaImage> = animation
            .frames()
            .unwrap()
            .map(|frame| frame.unwrap().pixels)
            .collect();
        let at = |frame: usize, x: u32, y: u32| *shown[frame].get_pixel(x, y);
        assert_eq!(
            (at(0, 2, 2), at(0, 5, 5), at(0, 0, 0)),
            (RED, NOTHING, NOTHING)
        );
        for (frame, pixels) in shown.iter().enumerate().take(4).skip(1) {
            let red = pixels.pixels().filter(|pixel| **pixel == RED).count();
            assert_eq!(red, 0, "frame {frame}");
        }
        assert_eq!((at(1, 12, 0), at(1, 2, 2)), (BLUE, NOTHING));
        let mixed = at(2, 12, 0).0;
        assert!(mixed[1].abs_diff(128) <= 2 && mixed[2].abs_diff(127) <= 2 && mixed[3] == 255);
        assert_eq!(at(3, 12, 0), Rgba([0, 255, 0, 128]));
        assert_eq!(at(4, 2, 2), RED);
        // Behind the canvas, and cut off.
        let outside = [([10, 6], RgbaImage::from_pixel(8, 6, RED), 0)];
        let frames = [&frames[..1], &outside].concat();
        for bytes in [
            file_of([16, 10], &frames),
            bytes[..bytes.len() - 9].to_vec(),
        ] {
            let animation = Animation::open(&bytes.into(), &DecodeLimits::default());
            let animation = animation
                .and_then(|animation| animation.unwrap().survey(9, |pixels| pixels, &|| false));
            assert!(animation.is_err());
        }
    }
}
