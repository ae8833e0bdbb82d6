//! The frames of animated PNG files, put together as the format says, at either depth.
//!
//! The `image` crate goes wrong without a word where a frame that is to be undone follows one whose
//! place is cleared, and refuses 16 bits. Source: PNG (Third Edition), section 11.3.4, chunks acTL,
//! fcTL and fdAT.

use std::io::Cursor;

use ::image::RgbaImage;
use png::{BitDepth, BlendOp, DisposeOp, FrameControl, OutputInfo, Reader};

use super::Delay;
use super::canvas::{Canvas, Place};
use crate::picture::error::ImageError;
use crate::picture::format::SourceFormat;
use crate::picture::limits::{DecodeLimits, zeroed};
use crate::picture::png::reader::{decoder, explain};

const FORMAT: SourceFormat = SourceFormat::Png;

/// Goes from frame to frame.
pub(super) struct PngFrames<B: AsRef<[u8]>> {
    reader: Reader<Cursor<B>>,
    limits: DecodeLimits,
    canvas: Canvas,
    /// Frames that are still to come.
    left: u32,
    is_first: bool,
    /// What becomes of the last frame before the next.
    end: End,
}

/// What becomes of a frame when its time is over.
enum End {
    Stays,
    Cleared(Place),
    /// What was there before comes back.
    Undone(Place, Vec<[u8; 4]>),
}

impl<B: AsRef<[u8]>> PngFrames<B> {
    /// From the first of `num_frames` on; nothing is on the canvas.
    ///
    /// # Errors
    /// [`ImageError::Truncated`], [`ImageError::Damaged`], [`ImageError::OverMemoryLimit`],
    /// [`ImageError::OutOfMemory`].
    pub(super) fn new(
        bytes: B,
        num_frames: u32,
        limits: &DecodeLimits,
    ) -> Result<Self, ImageError> {
        let reader = decoder(Cursor::new(bytes), limits).read_info();
        let mut frames = {
            let reader = reader.map_err(|error| explain(error, limits))?;
            let (width, height) = reader.info().size();
            Self {
                reader,
                limits: *limits,
                canvas: Canvas::new(width, height)?,
                left: num_frames,
                is_first: true,
                end: End::Stays,
            }
        };
        if frames.reader.info().frame_control.is_none() {
            // A picture for programs that know no animations; it is none of the frames.
            frames.read()?;
        }
        Ok(frames)
    }

    /// The whole picture while the next frame is shown, and for how long; `None` after the last.
    pub(super) fn next(&mut self) -> Option<Result<(RgbaImage, Delay), ImageError>> {
        self.left = self.left.checked_sub(1)?;
        Some(self.show())
    }

    /// Puts the next frame on the canvas.
    fn show(&mut self) -> Result<(RgbaImage, Delay), ImageError> {
        let damaged = || ImageError::Damaged {
            format: FORMAT,
            source: None,
        };
        let (data, info) = self.read()?;
        let frame = *self.reader.info().frame_control().ok_or_else(damaged)?;
        let place = Place {
            left: frame.x_offset,
            top: frame.y_offset,
            width: info.width,
            height: info.height,
        };
        if !self.canvas.holds(place) {
            return Err(damaged());
        }
        match std::mem::replace(&mut self.end, End::Stays) {
            End::Stays => {}
            End::Cleared(gone) => self.canvas.clear(gone),
            End::Undone(gone, before) => self.canvas.put(gone, &before, |above, _| above),
        }
        self.end = match frame.dispose_op {
            DisposeOp::None => End::Stays,
            // There is nothing before the first frame to come back to.
            DisposeOp::Previous if !self.is_first => End::Undone(place, self.canvas.part(place)),
            DisposeOp::Background | DisposeOp::Previous => End::Cleared(place),
        };
        self.is_first = false;
        let pixels = rgba(&data, &info);
        match frame.blend_op {
            BlendOp::Source => self.canvas.put(place, &pixels, |above, _| above),
            BlendOp::Over => self.canvas.put(place, &pixels, blend),
        }
        Ok((self.canvas.picture(), delay(&frame)))
    }

    /// Decodes the next picture of the file.
    fn read(&mut self) -> Result<(Vec<u8>, OutputInfo), ImageError> {
        let length = self.reader.output_buffer_size().unwrap_or(usize::MAX);
        let mut data = zeroed::<u8>(length as u64)?;
        let info = self.reader.next_frame(&mut data);
        let info = info.map_err(|error| explain(error, &self.limits))?;
        data.truncate(info.buffer_size());
        Ok((data, info))
    }
}

/// For how long a frame is shown.
fn delay(frame: &FrameControl) -> Delay {
    // Nothing below the line means hundredths of a second.
    let denominator = match frame.delay_den {
        0 => 100,
        denominator => u32::from(denominator),
    };
    Delay {
        numerator_ms: u32::from(frame.delay_num) * 1000,
        denominator,
    }
}

/// The samples of a picture as RGBA with 8 bits.
fn rgba(data: &[u8], info: &OutputInfo) -> Vec<[u8; 4]> {
    let is_16_bit = info.bit_depth == BitDepth::Sixteen;
    let narrowed: Vec<u8>;
    let samples = if is_16_bit {
        let deep = data.as_chunks::<2>().0.iter();
        narrowed = deep
            .map(|&sample| ((u32::from(u16::from_be_bytes(sample)) + 128) / 257) as u8)
            .collect();
        &narrowed
    } else {
        data
    };
    match info.color_type.samples() {
        1 => samples.iter().map(|&v| [v, v, v, 255]).collect(),
        2 => {
            let pixels = samples.as_chunks::<2>().0.iter();
            pixels.map(|&[v, alpha]| [v, v, v, alpha]).collect()
        }
        3 => {
            let pixels = samples.as_chunks::<3>().0.iter();
            pixels.map(|&[r, g, b]| [r, g, b, 255]).collect()
        }
        _ => samples.as_chunks::<4>().0.to_vec(),
    }
}

/// One colour over another, both with straight alpha, rounded to nearest.
fn blend(above: [u8; 4], below: [u8; 4]) -> [u8; 4] {
    let alpha = u32::from(above[3]);
    match alpha {
        0 => return below,
        255 => return above,
        _ => {}
    }
    // Both shares are multiples of 1/(255 * 255).
    let share = u32::from(below[3]) * (255 - alpha);
    let sum = alpha * 255 + share;
    let channel = |c: usize| {
        let mixed = u32::from(above[c]) * alpha * 255 + u32::from(below[c]) * share;
        ((mixed + sum / 2) / sum) as u8
    };
    let all = ((sum + 127) / 255) as u8;
    [channel(0), channel(1), channel(2), all]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::Animation;
    use flate2::Compression;
    use flate2::write::ZlibEncoder;
    use std::io::Write as _;

    const RED: [u8; 4] = [255, 0, 0, 255];
    const BLUE: [u8; 4] = [0, 0, 255, 255];
    const HALF_GREEN: [u8; 4] = [0, 255, 0, 128];
    const NOTHING: [u8; 4] = [0; 4];

    /// A part in one colour, its place, and what fcTL says of its end and its mixing.
    type Shown = ([u8; 4], [u32; 4], u8, u8);

    fn chunk(out: &mut Vec<u8>, kind: [u8; 4], data: &[u8]) {
        let mut crc = flate2::Crc::new();
        crc.update(&kind);
        crc.update(data);
        out.extend((data.len() as u32).to_be_bytes());
        out.extend(kind);
        out.extend(data);
        out.extend(crc.sum().to_be_bytes());
    }

    fn data([r, g, b, a]: [u8; 4], width: u32, height: u32, is_16_bit: bool) -> Vec<u8> {
        let times = 1 + usize::from(is_16_bit);
        let pixel = [r, g, b, a].map(|value| vec![value; times]).concat();
        let row = [vec![0], pixel.repeat(width as usize)].concat();
        let raw = row.repeat(height as usize);
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(&raw).unwrap();
        encoder.finish().unwrap()
    }

    fn file_of(frames: &[Shown], has_cover: bool, is_16_bit: bool) -> Vec<u8> {
        let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
        let size = [&16_u32.to_be_bytes()[..], &10_u32.to_be_bytes()].concat();
        let depth = if is_16_bit { 16 } else { 8 };
        chunk(
            &mut out,
            *b"IHDR",
            &[&size[..], &[depth, 6, 0, 0, 0]].concat(),
        );
        let counts = [(frames.len() as u32).to_be_bytes(), [0; 4]].concat();
        chunk(&mut out, *b"acTL", &counts);
        if has_cover {
            chunk(&mut out, *b"IDAT", &data([9; 4], 16, 10, is_16_bit));
        }
        let mut sequence = 0_u32;
        let mut next = || {
            sequence += 1;
            (sequence - 1).to_be_bytes()
        };
        for (index, &(color, [left, top, width, height], end, mixing)) in frames.iter().enumerate()
        {
            let numbers = [width, height, left, top].map(u32::to_be_bytes).concat();
            let rest = [0, 5, 0, 0, end, mixing];
            chunk(&mut out, *b"fcTL", &[&next()[..], &numbers, &rest].concat());
            let data = data(color, width, height, is_16_bit);
            if index == 0 && !has_cover {
                chunk(&mut out, *b"IDAT", &data);
            } else {
                chunk(&mut out, *b"fdAT", &[&next()[..], &data].concat());
            }
        }
        chunk(&mut out, *b"IEND", &[]);
        out
    }

    #[test]
    fn what_is_cleared_and_undone_is_gone_in_every_order_and_depth() {
        let [stays, cleared, undone] = [0_u8, 1, 2];
        let [plain, over] = [0_u8, 1];
        let frames = [
            // Undone, it is cleared: there is nothing before.
            (RED, [0, 0, 16, 10], undone, plain),
            (BLUE, [2, 2, 4, 4], cleared, over),
            (HALF_GREEN, [0, 0, 8, 8], undone, over),
            (HALF_GREEN, [4, 4, 4, 4], undone, plain),
            (RED, [8, 0, 2, 2], stays, over),
            (HALF_GREEN, [8, 0, 1, 1], stays, over),
        ];
        for (has_cover, is_16_bit) in [(false, false), (true, false), (false, true), (true, true)] {
            let bytes = file_of(&frames, has_cover, is_16_bit);
            let animation = Animation::open(&bytes.clone().into(), &DecodeLimits::default());
            let animation = animation.unwrap().unwrap();
            let shown: Vec<_> = animation.frames().unwrap().map(Result::unwrap).collect();
            assert_eq!(shown.len(), frames.len());
            assert_eq!(shown[0].delay.as_ms(), 50.0);
            let at = |frame: usize, x: u32, y: u32| shown[frame].pixels.get_pixel(x, y).0;
            assert_eq!([at(0, 0, 0), at(0, 15, 9)], [RED; 2]);
            assert_eq!([at(1, 2, 2), at(1, 0, 0)], [BLUE, NOTHING]);
            assert_eq!([at(2, 2, 2), at(2, 9, 9)], [HALF_GREEN, NOTHING]);
            assert_eq!([at(3, 2, 2), at(3, 4, 4)], [NOTHING, HALF_GREEN]);
            assert_eq!([at(4, 4, 4), at(4, 8, 0)], [NOTHING, RED]);
            assert_eq!([at(5, 8, 0), at(5, 9, 1)], [[127, 128, 0, 255], RED]);
            let endless = bytes[..bytes.len() - 12].to_vec();
            let animation = Animation::open(&endless.into(), &DecodeLimits::default());
            assert_eq!(
                animation.unwrap().unwrap().frames().unwrap().count(),
                frames.len()
            );
            let cut = bytes[..bytes.len() - 40].to_vec();
            let animation = Animation::open(&cut.into(), &DecodeLimits::default());
            let seen = animation
                .unwrap()
                .unwrap()
                .survey(9, |pixels| pixels, &|| false);
            assert!(
                matches!(seen, Err(ImageError::Truncated { .. })),
                "{seen:?}"
            );
        }
        let outside = [frames[0], (BLUE, [10, 8, 8, 4], stays, plain)];
        let animation = Animation::open(
            &file_of(&outside, false, false).into(),
            &DecodeLimits::default(),
        );
        let seen = animation
            .and_then(|animation| animation.unwrap().survey(9, |pixels| pixels, &|| false));
        assert!(seen.is_err());
    }

    #[test]
    fn half_transparent_colours_are_mixed_by_their_alpha() {
        assert_eq!(
            blend([200, 100, 0, 51], [0, 100, 200, 255]),
            [40, 100, 160, 255]
        );
        assert_eq!(blend([10, 20, 30, 128], NOTHING), [10, 20, 30, 128]);
        assert_eq!(blend(NOTHING, HALF_GREEN), HALF_GREEN);
        assert_eq!(blend(RED, HALF_GREEN), RED);
        assert_eq!(blend([0, 0, 0, 127], [255, 255, 255, 127])[3], 191);
    }
}
