//! Documents of every mode, made here.

use super::*;
use crate::picture::decode_bytes;
use ::image::{Rgba, RgbaImage};

/// A document with these planes, unpacked or packed row by row, in a mode and with a depth.
pub(crate) struct Document {
    pub(crate) size: [u32; 2],
    pub(crate) mode: u16,
    pub(crate) depth: u16,
    pub(crate) planes: Vec<Vec<u8>>,
    pub(crate) palette: Vec<u8>,
    pub(crate) resources: Vec<u8>,
    pub(crate) is_large: bool,
    pub(crate) is_packed: bool,
}

impl Document {
    pub(crate) fn new(size: [u32; 2], mode: u16, depth: u16, planes: Vec<Vec<u8>>) -> Self {
        Self {
            size,
            mode,
            depth,
            planes,
            palette: Vec::new(),
            resources: Vec::new(),
            is_large: false,
            is_packed: false,
        }
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        let [width, height] = self.size;
        let mut out = b"8BPS".to_vec();
        out.extend(if self.is_large { [0, 2] } else { [0, 1] });
        out.extend([0; 6]);
        out.extend((self.planes.len() as u16).to_be_bytes());
        out.extend(height.to_be_bytes());
        out.extend(width.to_be_bytes());
        out.extend(self.depth.to_be_bytes());
        out.extend(self.mode.to_be_bytes());
        for part in [&self.palette, &self.resources] {
            out.extend((part.len() as u32).to_be_bytes());
            out.extend(part);
        }
        out.extend(vec![0; if self.is_large { 8 } else { 4 }]);
        out.extend([0, u8::from(self.is_packed)]);
        let row_bytes = (width as usize * usize::from(self.depth)).div_ceil(8);
        let rows = self.planes.iter().flat_map(|plane| plane.chunks(row_bytes));
        if !self.is_packed {
            out.extend(rows.flatten());
            return out;
        }
        let packed: Vec<Vec<u8>> = rows.map(pack).collect();
        for row in &packed {
            let count = (row.len() as u32).to_be_bytes();
            out.extend(&count[if self.is_large { 0 } else { 2 }..]);
        }
        out.extend(packed.iter().flatten());
        out
    }
}

/// Runs of at least three, and everything else as it is.
fn pack(row: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    for run in row.chunk_by(|a, b| a == b) {
        for part in run.chunks(128) {
            match part {
                [one] => out.extend([0, *one]),
                [first, ..] => out.extend([(257 - part.len()) as u8, *first]),
                [] => {}
            }
        }
    }
    out
}

fn resource(number: u16, content: &[u8]) -> Vec<u8> {
    let mut out = b"8BIM".to_vec();
    out.extend(number.to_be_bytes());
    out.extend([0, 0]);
    out.extend((content.len() as u32).to_be_bytes());
    out.extend(content);
    out.resize(out.len().next_multiple_of(2), 0);
    out
}

fn pixels(document: &Document) -> RgbaImage {
    let photo = decode_bytes(&document.bytes(), &DecodeLimits::default());
    photo.unwrap().pixels
}

fn refusal(bytes: &[u8]) -> String {
    let refused = decode_bytes(bytes, &DecodeLimits::default());
    refused.unwrap_err().to_string()
}

const SIZE: [u32; 2] = [6, 4];

fn plane(value: impl Fn(usize) -> u8) -> Vec<u8> {
    (0..24).map(value).collect()
}

fn rgb() -> Vec<Vec<u8>> {
    vec![
        plane(|at| at as u8 * 10),
        plane(|at| if at < 12 { 200 } else { 7 }),
        plane(|_| 50),
    ]
}

#[test]
fn colours_come_out_as_they_went_in_packed_or_not_and_alpha_is_left_out() {
    let expected = RgbaImage::from_fn(6, 4, |x, y| {
        let at = (y * 6 + x) as u8;
        Rgba([at * 10, if at < 12 { 200 } else { 7 }, 50, 255])
    });
    for (is_packed, is_large) in [(false, false), (true, false), (true, true)] {
        let mut planes = rgb();
        planes.push(plane(|_| 0));
        planes.push(plane(|_| 90));
        let document = Document {
            is_large,
            is_packed,
            ..Document::new(SIZE, 3, 8, planes)
        };
        assert!(pixels(&document) == expected, "{is_packed} {is_large}");
    }
    let deep: Vec<Vec<u8>> = rgb()
        .iter()
        .map(|plane| plane.iter().flat_map(|&value| [value, value]).collect())
        .collect();
    assert!(pixels(&Document::new(SIZE, 3, 16, deep)) == expected);
}

#[test]
fn grey_ink_palettes_and_bits_mean_what_they_say() {
    let grey = pixels(&Document::new(SIZE, 1, 8, vec![plane(|at| at as u8)]));
    assert_eq!(grey.get_pixel(5, 3).0, [23, 23, 23, 255]);
    // No ink, then all of the cyan.
    let cyan = plane(|at| if at == 0 { 255 } else { 0 });
    let none = || plane(|_| 255);
    let ink = pixels(&Document::new(
        SIZE,
        4,
        8,
        vec![cyan, none(), none(), none()],
    ));
    assert_eq!(ink.get_pixel(0, 0).0, [255; 4]);
    assert_eq!(ink.get_pixel(1, 0).0, [0, 255, 255, 255]);
    let palette = Document {
        palette: (0..768)
            .map(|at| (at / 256 * 100 + at % 256) as u8)
            .collect(),
        ..Document::new(SIZE, 2, 8, vec![plane(|at| at as u8)])
    };
    assert_eq!(pixels(&palette).get_pixel(3, 0).0, [3, 103, 203, 255]);
    let bits = pixels(&Document::new([6, 2], 0, 1, vec![vec![0b0100_0000, 0]]));
    assert_eq!(bits.get_pixel(0, 0).0, [255; 4]);
    assert_eq!(bits.get_pixel(1, 0).0, [0, 0, 0, 255]);
}

#[test]
fn an_embedded_profile_is_converted() {
    let icc = moxcms::ColorProfile::new_display_p3().encode().unwrap();
    let document = Document {
        resources: [resource(1005, &[0; 16]), resource(ICC_PROFILE, &icc)].concat(),
        ..Document::new(
            SIZE,
            3,
            8,
            vec![plane(|_| 90), plane(|_| 140), plane(|_| 70)],
        )
    };
    let [red, green, blue, _] = pixels(&document).get_pixel(2, 2).0;
    assert!(red < 80 && green > 140 && blue < 66, "{red} {green} {blue}");
}

#[test]
fn a_document_without_a_merged_picture_says_so() {
    let document = Document {
        resources: resource(VERSION_INFO, &[0, 0, 0, 1, 0, 0]),
        ..Document::new(SIZE, 3, 8, rgb())
    };
    let text = refusal(&document.bytes());
    assert!(text.contains("without a merged picture"), "{text}");
}

#[test]
fn a_bomb_is_refused_and_no_damage_makes_a_panic() {
    let mut huge = Document::new(SIZE, 3, 8, rgb()).bytes();
    huge[14..22].fill(0x7f);
    assert!(refusal(&huge).contains("too large"), "{}", refusal(&huge));
    let lab = Document::new(SIZE, 9, 8, rgb()).bytes();
    assert!(refusal(&lab).contains("variant"), "{}", refusal(&lab));
    let document = Document {
        is_packed: true,
        ..Document::new(SIZE, 3, 8, rgb())
    };
    let bytes = document.bytes();
    for length in 0..bytes.len() {
        let cut = decode_bytes(&bytes[..length], &DecodeLimits::default());
        assert!(cut.is_err(), "{length}");
    }
    for at in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[at] ^= 0xff;
        drop(decode_bytes(&changed, &DecodeLimits::default()));
    }
}
