//! The colour profiles that output files carry, written here byte by byte.
//!
//! The colour library's own encoder puts tags at odd offsets and a rounded illuminant into the
//! header, which strict readers warn of. ICC.1:2001-04 (version 2.4), which every program reads.

use super::space::ColorSpace;

/// D50 as the header must have it, in 16.16 fixed point.
const ILLUMINANT: [u32; 3] = [0xF6D6, 0x1_0000, 0xD32D];
/// Red, green and blue adapted to D50, as in the profile of IEC 61966-2-1 that everybody ships.
const SRGB: [[u32; 3]; 3] = [
    [0x6FA2, 0x38F5, 0x390],
    [0x6299, 0xB785, 0x18DA],
    [0x24A0, 0x0F84, 0xB6CF],
];
/// The same of Display P3; the last number of red is a little below 0.
const DISPLAY_P3: [[u32; 3]; 3] = [
    [0x83DF, 0x3DBF, 0xFFFF_FFBB],
    [0x4ABF, 0xB137, 0x0AB9],
    [0x2838, 0x110B, 0xC8B9],
];
/// The same of Adobe RGB (1998).
const ADOBE_RGB: [[u32; 3]; 3] = [
    [0x9C18, 0x4FA5, 0x04FC],
    [0x348D, 0xA02C, 0x0F95],
    [0x2631, 0x102F, 0xBE9C],
];
/// Gamma of Adobe RGB in 8.8 fixed point: 563/256.
const ADOBE_GAMMA: u16 = 0x0233;
/// Entries of the tone curve; linear interpolation between them is exact to 16 bits where it
/// matters.
const CURVE_ENTRIES: u32 = 1024;
const HEADER_BYTES: usize = 128;
const COPYRIGHT: &str = "No copyright, use freely";

/// The bytes of the profile of a space; the same on every call.
pub(crate) fn profile(space: ColorSpace) -> Vec<u8> {
    let (name, [red, green, blue], curve) = match space {
        ColorSpace::Srgb => ("sRGB IEC61966-2.1", SRGB, srgb_curve()),
        ColorSpace::DisplayP3 => ("Display P3", DISPLAY_P3, srgb_curve()),
        ColorSpace::AdobeRgb => ("Compatible with Adobe RGB (1998)", ADOBE_RGB, adobe_curve()),
    };
    let bodies: [(&[&[u8; 4]], Vec<u8>); 7] = [
        (&[b"desc"], description(name)),
        (&[b"cprt"], copyright()),
        (&[b"wtpt"], xyz(ILLUMINANT)),
        (&[b"rXYZ"], xyz(red)),
        (&[b"gXYZ"], xyz(green)),
        (&[b"bXYZ"], xyz(blue)),
        (&[b"rTRC", b"gTRC", b"bTRC"], curve),
    ];
    let num_tags: usize = bodies.iter().map(|(names, _)| names.len()).sum();
    let mut table = (num_tags as u32).to_be_bytes().to_vec();
    let mut data: Vec<u8> = Vec::new();
    let start = HEADER_BYTES + 4 + 12 * num_tags;
    for (names, body) in bodies {
        let offset = (start + data.len()) as u32;
        for name in names {
            table.extend_from_slice(*name);
            table.extend(offset.to_be_bytes());
            table.extend((body.len() as u32).to_be_bytes());
        }
        data.extend(body);
        data.resize(data.len().next_multiple_of(4), 0);
    }
    let mut profile = header((start + data.len()) as u32);
    profile.extend(table);
    profile.extend(data);
    profile
}

fn header(size: u32) -> Vec<u8> {
    let mut header = size.to_be_bytes().to_vec();
    header.extend([0; 4]); // preferred colour engine: none
    header.extend(0x0240_0000_u32.to_be_bytes()); // version 2.4
    header.extend(b"mntrRGB XYZ ");
    // A fixed date keeps the files of two runs equal.
    header.extend(
        [2026_u16, 1, 1, 0, 0, 0]
            .into_iter()
            .flat_map(u16::to_be_bytes),
    );
    header.extend(b"acsp");
    header.resize(68, 0); // platform, flags, device and perceptual intent
    header.extend(ILLUMINANT.into_iter().flat_map(u32::to_be_bytes));
    header.resize(HEADER_BYTES, 0);
    header
}

fn xyz(value: [u32; 3]) -> Vec<u8> {
    let mut tag = b"XYZ \0\0\0\0".to_vec();
    tag.extend(value.into_iter().flat_map(u32::to_be_bytes));
    tag
}

fn copyright() -> Vec<u8> {
    let mut tag = b"text\0\0\0\0".to_vec();
    tag.extend(COPYRIGHT.bytes());
    tag.push(0);
    tag
}

fn description(name: &str) -> Vec<u8> {
    let mut tag = b"desc\0\0\0\0".to_vec();
    tag.extend((name.len() as u32 + 1).to_be_bytes());
    tag.extend(name.bytes());
    tag.push(0);
    // No Unicode text, no Macintosh text: two empty counted fields and a fixed one of 67 bytes.
    tag.extend([0; 8 + 3 + 67]);
    tag
}

fn adobe_curve() -> Vec<u8> {
    let mut tag = b"curv\0\0\0\0\0\0\0\x01".to_vec();
    tag.extend(ADOBE_GAMMA.to_be_bytes());
    tag
}

fn srgb_curve() -> Vec<u8> {
    let mut tag = b"curv\0\0\0\0".to_vec();
    tag.extend(CURVE_ENTRIES.to_be_bytes());
    let linear = |v: f64| {
        if v <= 0.040_45 {
            v / 12.92
        } else {
            ((v + 0.055) / 1.055).powf(2.4)
        }
    };
    tag.extend((0..CURVE_ENTRIES).flat_map(|entry| {
        let value = linear(f64::from(entry) / f64::from(CURVE_ENTRIES - 1));
        ((value * 65_535.0).round() as u16).to_be_bytes()
    }));
    tag
}

#[cfg(test)]
mod tests {
    use super::*;
    use moxcms::{ColorProfile, Layout, TransformOptions};

    #[test]
    fn the_size_in_the_header_is_that_of_the_profile_and_tags_are_aligned() {
        for space in ColorSpace::ALL {
            let profile = profile(space);
            let at =
                |index: usize| u32::from_be_bytes(profile[index..index + 4].try_into().unwrap());
            assert_eq!(at(0) as usize, profile.len());
            for tag in 0..at(HEADER_BYTES) as usize {
                let (offset, size) = (
                    at(HEADER_BYTES + 8 + 12 * tag),
                    at(HEADER_BYTES + 12 + 12 * tag),
                );
                assert_eq!(offset % 4, 0);
                assert!((offset + size) as usize <= profile.len());
            }
            assert_eq!(at(68), 0xF6D6);
        }
    }

    #[test]
    fn it_means_srgb() {
        let profile = ColorProfile::new_from_slice(&profile(ColorSpace::Srgb)).unwrap();
        let to_srgb = profile
            .create_transform_8bit(
                Layout::Rgb,
                &ColorProfile::new_srgb(),
                Layout::Rgb,
                TransformOptions::default(),
            )
            .unwrap();
        let input: Vec<u8> = (0..=255).flat_map(|v: u8| [v, 255 - v, v / 2]).collect();
        let mut output = vec![0; input.len()];
        to_srgb.transform(&input, &mut output).unwrap();
        assert!(input.iter().zip(&output).all(|(a, b)| a.abs_diff(*b) <= 1));
    }
}
