//! The blocks of GIF files: whether the mark of the end is all that is missing.
//!
//! Source: "Graphics Interchange Format, Version 89a", appendix A.

/// The file with its end, if it breaks off behind a whole picture, as every viewer forgives;
/// `None` if it has its end, or breaks off elsewhere.
pub(in crate::picture) fn with_end(bytes: &[u8]) -> Option<Vec<u8>> {
    const END: u8 = 0x3b;
    let mut position = 13 + table_bytes(*bytes.get(10)?);
    let mut behind_picture = None;
    loop {
        match bytes.get(position) {
            Some(&END) => return None,
            Some(0x21) => {
                let Some(next) = behind_blocks(bytes, position + 2) else {
                    break;
                };
                position = next;
            }
            Some(0x2c) => {
                let table = table_bytes(*bytes.get(position + 9)?);
                // A picture that breaks off is one that is cut off.
                position = behind_blocks(bytes, position + 10 + table + 1)?;
                behind_picture = Some(position);
            }
            Some(_) => return None,
            None => break,
        }
    }
    let mut out = bytes.get(..behind_picture?)?.to_vec();
    out.push(END);
    Some(out)
}

/// How many bytes the table of colours has that some flags announce.
fn table_bytes(flags: u8) -> usize {
    if flags & 0x80 == 0 {
        0
    } else {
        3 << ((flags & 7) + 1)
    }
}

/// The place behind blocks of data and the empty one that ends them.
fn behind_blocks(bytes: &[u8], mut position: usize) -> Option<usize> {
    loop {
        let length = usize::from(*bytes.get(position)?);
        position = position.checked_add(1 + length)?;
        if length == 0 {
            return Some(position);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::{Animation, DecodeLimits, decode_bytes};
    use ::image::codecs::gif::GifEncoder;
    use ::image::{Frame, Rgba, RgbaImage};

    fn file_of() -> Vec<u8> {
        let mut bytes = Vec::new();
        let frame = |color| Frame::new(RgbaImage::from_pixel(6, 4, Rgba(color)));
        let frames = [frame([255, 0, 0, 255]), frame([0, 0, 255, 255])];
        GifEncoder::new(&mut bytes).encode_frames(frames).unwrap();
        bytes
    }

    #[test]
    fn an_animation_without_its_end_is_whole_and_a_cut_one_is_not() {
        let limits = DecodeLimits::default();
        let whole = file_of();
        assert_eq!(with_end(&whole), None);
        let count = |bytes: &[u8]| {
            let animation = Animation::open(&bytes.into(), &limits).unwrap().unwrap();
            animation
                .survey(9, |pixels| pixels, &|| false)
                .map(|survey| survey.unwrap().num_frames)
        };
        let open = &whole[..whole.len() - 1];
        assert_eq!(count(open).unwrap(), 2);
        assert!(decode_bytes(open, &limits).is_ok());
        // Half an extension behind the last picture is nothing that is missed.
        let started = [open, &[0x21, 0xfe, 9, b'K']].concat();
        assert_eq!(count(&started).unwrap(), 2);
        // Within the last picture.
        assert!(count(&whole[..whole.len() - 4]).is_err());
        for length in 0..whole.len() {
            if let Some(mended) = with_end(&whole[..length]) {
                assert!(decode_bytes(&mended, &limits).is_ok());
            }
        }
    }
}
