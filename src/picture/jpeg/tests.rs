//! JPEG files, whole, cut off and damaged.

use super::*;
use crate::picture::fixture::{flat_jpeg, gradient, lut_profile, noise, rgb_file};

fn decode(bytes: &[u8]) -> Result<Decoded, ImageError> {
    super::decode(bytes, &DecodeLimits::default())
}

/// The first pixel as RGB.
fn color(bytes: &[u8]) -> [u8; 3] {
    let decoded = decode(bytes).unwrap();
    let pixels = crate::picture::srgb::to_srgb(decoded.samples, None).unwrap();
    let [red, green, blue, _] = pixels.get_pixel(0, 0).0;
    [red, green, blue]
}

fn close(a: [u8; 3], b: [u8; 3]) -> bool {
    a.iter().zip(b).all(|(&a, b)| a.abs_diff(b) <= 1)
}

#[test]
fn a_file_cut_anywhere_in_its_pixels_is_an_error() {
    let whole = rgb_file(&noise(200, 120), ::image::ImageFormat::Jpeg);
    assert!(decode(&whole).is_ok());
    let start = end_of_headers(&whole);
    for percent in 0..98 {
        let length = start + (whole.len() - start) * percent / 100;
        let cut = decode(&whole[..length]);
        assert!(
            matches!(cut, Err(ImageError::Truncated { .. })),
            "{percent} %: {cut:?}"
        );
    }
    for length in 0..start {
        assert!(
            decode(&whole[..length]).is_err(),
            "{length} bytes of header"
        );
    }
}

fn end_of_headers(bytes: &[u8]) -> usize {
    bytes
        .windows(2)
        .position(|pair| pair == [0xff, 0xda])
        .unwrap()
        + 14
}

#[test]
fn a_file_cut_in_its_last_row_is_an_error() {
    // One row of blocks only: no later row can tell.
    let whole = rgb_file(&noise(400, 8), ::image::ImageFormat::Jpeg);
    let start = end_of_headers(&whole);
    for percent in 0..98 {
        let length = start + (whole.len() - start) * percent / 100;
        assert!(decode(&whole[..length]).is_err(), "{percent} %");
    }
}

#[test]
fn a_file_filled_up_with_zeros_is_an_error() {
    let mut bytes = rgb_file(&noise(200, 120), ::image::ImageFormat::Jpeg);
    let length = bytes.len();
    bytes[length / 2..].fill(0);
    bytes.resize(length * 20, 0);
    assert!(matches!(decode(&bytes), Err(ImageError::Truncated { .. })));
}

#[test]
fn a_missing_end_mark_after_complete_data_is_forgiven() {
    for picture in [gradient(200, 120), noise(90, 33), gradient(8, 8)] {
        let whole = rgb_file(&picture, ::image::ImageFormat::Jpeg);
        let SampleData::Eight(expected) = decode(&whole).unwrap().samples.data else {
            panic!("8 bits")
        };
        let decoded = decode(&whole[..whole.len() - 2]).unwrap();
        let SampleData::Eight(data) = decoded.samples.data else {
            panic!("8 bits")
        };
        assert!(data == expected);
    }
}

#[test]
fn what_follows_the_end_mark_does_not_matter() {
    let mut bytes = rgb_file(&gradient(64, 64), ::image::ImageFormat::Jpeg);
    let expected = color(&bytes);
    bytes.extend([0; 5000]);
    assert_eq!(color(&bytes), expected);
}

#[test]
fn stray_bytes_between_headers_are_forgiven() {
    let whole = rgb_file(&gradient(64, 64), ::image::ImageFormat::Jpeg);
    let stray = [&whole[..20], &[0; 9], &whole[20..]].concat();
    assert_eq!(color(&stray), color(&whole));
    assert!(decode(&stray[..stray.len() / 2]).is_err());
    assert!(decode(&stray[..stray.len() - 40]).is_err());
}

#[test]
fn an_impossible_code_within_the_pixels_is_an_error() {
    let mut bytes = rgb_file(&noise(200, 120), ::image::ImageFormat::Jpeg);
    let middle = bytes.len() / 2;
    // All ones is no Huffman code; 0xff is written with a stuffed 0.
    bytes[middle..middle + 40]
        .as_chunks_mut()
        .0
        .fill([0xff, 0x00]);
    assert!(matches!(decode(&bytes), Err(ImageError::Damaged { .. })));
}

#[test]
fn grey_and_colour_come_out_as_they_went_in() {
    assert_eq!(color(&flat_jpeg(&[77], 3, None, false)), [77; 3]);
    // Y = 128, Cb = 128, Cr = 192: red raised by 1.402 * 64, green lowered by 0.714 * 64.
    let red = color(&flat_jpeg(&[128, 128, 192], 3, None, false));
    assert!(close(red, [218, 82, 128]), "{red:?}");
}

#[test]
fn adobe_rgb_transform_zero_is_plain_rgb() {
    assert_eq!(
        color(&flat_jpeg(&[200, 100, 50], 3, Some(0), false)),
        [200, 100, 50]
    );
}

#[test]
fn adobe_cmyk_and_ycck_become_rgb() {
    // Adobe stores ink inverted: 255 is no ink. RGB = CMY * K / 255.
    let paper = color(&flat_jpeg(&[255, 255, 255, 255], 3, Some(0), false));
    assert_eq!(paper, [255; 3]);
    let ink = color(&flat_jpeg(&[200, 100, 50, 128], 3, Some(0), false));
    assert!(close(ink, [100, 50, 25]), "{ink:?}");
    let black = color(&flat_jpeg(&[200, 100, 50, 0], 3, Some(0), false));
    assert_eq!(black, [0; 3]);
    // In YCCK the first three are the YCbCr form of the colour that the inverted ink shows:
    // the decoder turns Y to 255 - Y, and Y = 55 without colour is grey 200.
    let grey = color(&flat_jpeg(&[55, 128, 128, 128], 3, Some(2), false));
    assert!(close(grey, [100; 3]), "{grey:?}");
}

#[test]
fn progressive_files_are_read_and_never_accepted_cut() {
    let whole = flat_jpeg(&[128, 128, 192], 40, None, true);
    assert!(close(color(&whole), [218, 82, 128]));
    assert_eq!(Structure::walk(&whole).scans, 4);
    let headers = end_of_headers(&whole);
    for length in headers..whole.len() {
        assert!(
            decode(&whole[..length]).is_err(),
            "{length} of {} bytes",
            whole.len()
        );
    }
}

#[test]
fn a_profile_of_ink_is_applied_to_ink_alone() {
    let lab = |ink: [f64; 4]| [100.0 - 50.0 * ink[0] - 25.0 * ink[3], 0.0, 0.0];
    let profile = lut_profile(*b"CMYK", false, |ink| lab([ink[0], ink[1], ink[2], ink[3]]));
    let tagged = |jpeg: &[u8]| {
        let segment = [b"ICC_PROFILE\0\x01\x01".as_slice(), &profile].concat();
        crate::picture::fixture::with_segment(jpeg, 0xe2, &[&segment])
    };
    let pixel = |jpeg: &[u8]| {
        let photo = crate::picture::decode_bytes(jpeg, &DecodeLimits::default()).unwrap();
        let [red, green, blue, alpha] = photo.pixels.get_pixel(0, 0).0;
        assert_eq!(alpha, 255);
        [red, green, blue]
    };
    // Stored inverted: all of the first ink and none of the others is L* = 50, a light of 18.4 %.
    // All ink is L* = 25, a light of 4.4 % that becomes black: what is left is grey 107.
    let ink = flat_jpeg(&[0, 255, 255, 255], 3, Some(0), false);
    assert!(
        close(pixel(&tagged(&ink)), [107; 3]),
        "{:?}",
        pixel(&tagged(&ink))
    );
    assert!(close(pixel(&ink), [0, 255, 255]), "{:?}", pixel(&ink));
    // All of the first and all black is as dark.
    let dark = flat_jpeg(&[0, 255, 255, 0], 3, Some(0), false);
    assert!(
        close(pixel(&tagged(&dark)), [0; 3]),
        "{:?}",
        pixel(&tagged(&dark))
    );
    // The same in YCCK: an ink of 255 and two of 0 are a pure red of YCbCr.
    let ycck = flat_jpeg(&[76, 85, 255, 255], 3, Some(2), false);
    assert!(
        close(pixel(&tagged(&ycck)), [107; 3]),
        "{:?}",
        pixel(&tagged(&ycck))
    );
    let light = flat_jpeg(&[128, 128, 128], 1, None, false);
    assert_eq!(pixel(&tagged(&light)), pixel(&light));
}

#[test]
fn colours_of_any_sampling_in_any_scans_are_right_or_refused() {
    use crate::picture::fixture::scans::{ScanJpeg, mean_difference};
    const FACTORS: [[u16; 2]; 12] = [
        [1, 1],
        [2, 1],
        [1, 2],
        [2, 2],
        [4, 1],
        [1, 4],
        [4, 2],
        [2, 4],
        [3, 1],
        [1, 3],
        [3, 2],
        [4, 4],
    ];
    let scans: [&[&[usize]]; 4] = [
        &[&[0, 1, 2]],
        &[&[0], &[1], &[2]],
        &[&[0], &[1, 2]],
        &[&[0, 1], &[2]],
    ];
    let mut num_read = 0;
    for luma in FACTORS {
        for [second, third] in [[[1, 1]; 2], [[2, 1]; 2], [[1, 2], [1, 1]], [[2, 2], [1, 1]]] {
            let mut files: Vec<ScanJpeg> = scans
                .iter()
                .map(|scans| ScanJpeg::new([83, 61], &[luma, second, third]).scans(scans))
                .collect();
            files.extend([0xc0, 0xc2].map(|frame| {
                let mut file = ScanJpeg::new([84, 57], &[luma, second, third]);
                (file.frame, file.restart) = (frame, 2);
                file
            }));
            for file in files {
                let case = format!("{:?} {:?} {:x}", file.sampling, file.scans, file.frame);
                match crate::picture::decode_bytes(&file.bytes(), &DecodeLimits::default()) {
                    Ok(photo) => {
                        num_read += 1;
                        let apart = mean_difference(&photo.pixels, &file.picture());
                        assert!(apart < 2.0, "{case}: {apart}");
                    }
                    // More than ten blocks a unit, which the format forbids, and thirds of halves.
                    Err(error) => {
                        let blocks = file.sampling.iter().map(|[a, b]| a * b).sum::<u16>();
                        let thirds = file.sampling.concat().contains(&3);
                        assert!(blocks > 10 || thirds, "{case}: {error}");
                    }
                }
            }
        }
    }
    assert!(num_read > 200, "{num_read}");
}

#[test]
fn grey_and_ink_of_any_sampling_are_right() {
    use crate::picture::fixture::scans::{ScanJpeg, mean_difference};
    let grey = ScanJpeg::new([83, 61], &[[2, 2]]);
    let photo = crate::picture::decode_bytes(&grey.bytes(), &DecodeLimits::default()).unwrap();
    assert!(mean_difference(&photo.pixels, &grey.picture()) < 0.5);
    for scans in [&[&[0_usize, 1, 2, 3][..]][..], &[&[0], &[1], &[2], &[3]]] {
        let ink = ScanJpeg::new([83, 61], &[[2, 2], [1, 1], [1, 1], [2, 2]]).scans(scans);
        let decoded = decode(&ink.bytes()).unwrap();
        let SampleData::Eight(data) = decoded.samples.data else {
            panic!("8 bits")
        };
        assert!(decoded.samples.is_ink);
        let wanted = ink.components().flat_map(|(_, _, values)| values);
        let apart: u64 = data
            .iter()
            .zip(wanted)
            .map(|(a, b)| u64::from(a.abs_diff(255 - b)))
            .sum();
        let mean = apart as f64 / data.len() as f64;
        assert!(mean < 2.0, "{scans:?}: {mean}");
    }
}

#[test]
fn segments_between_scans_mean_nothing() {
    use crate::picture::fixture::scans::{ScanJpeg, mean_difference};
    let mut between = Vec::new();
    for marker in [0xfe, 0xe0, 0xe2, 0xed, 0xef] {
        between.extend([0xff, marker, 0, 6]);
        between.extend(b"Kino");
    }
    let mut progressive = ScanJpeg::new([83, 61], &[[2, 2], [1, 1], [1, 1]]);
    progressive.frame = 0xc2;
    let apart = progressive.scans(&[&[0], &[1], &[2]]);
    for mut file in [
        apart,
        ScanJpeg::new([83, 61], &[[1, 1]; 3]).scans(&[&[0], &[1], &[2]]),
    ] {
        file.between.clone_from(&between);
        let bytes = file.bytes();
        assert_eq!(Structure::walk(&bytes).segments.len() % 5, 0);
        let photo = crate::picture::decode_bytes(&bytes, &DecodeLimits::default()).unwrap();
        assert!(mean_difference(&photo.pixels, &file.picture()) < 2.0);
    }
}

#[test]
fn what_is_not_read_is_named() {
    let with_frame = |marker: u8, precision: u8| {
        let mut bytes = flat_jpeg(&[77], 3, None, false);
        let frame = bytes
            .windows(2)
            .position(|pair| pair == [0xff, 0xc0])
            .unwrap();
        bytes[frame + 1] = marker;
        bytes[frame + 4] = precision;
        decode(&bytes).unwrap_err().to_string()
    };
    for (marker, precision, word) in [
        (0xc9, 8, "arithmetic coding"),
        (0xca, 8, "arithmetic coding"),
        (0xc1, 12, "12 bits"),
        (0xc2, 12, "12 bits"),
        (0xc3, 8, "lossless"),
        (0xc5, 8, "hierarchical"),
        (0xf7, 8, "JPEG-LS"),
    ] {
        let text = with_frame(marker, precision);
        assert!(text.contains(word) && !text.contains("damaged"), "{text}");
    }
}

#[test]
fn a_height_that_is_told_behind_the_picture_is_heard() {
    let bytes = flat_jpeg(&[77], 3, None, false);
    let read = |bytes: &[u8]| crate::picture::decode_bytes(bytes, &DecodeLimits::default());
    let whole = read(&bytes).unwrap();
    let frame = bytes.windows(2).position(|pair| pair == [0xff, 0xc0]);
    let at = frame.unwrap() + 5;
    let height = [bytes[at], bytes[at + 1]];
    let mut late = bytes[..bytes.len() - 2].to_vec();
    late[at..at + 2].fill(0);
    late.extend([0xff, 0xdc, 0, 4]);
    for (told, is_read) in [(height, true), ([0, 0], false)] {
        let late = [&late[..], &told, &[0xff, 0xd9]].concat();
        match read(&late) {
            Ok(photo) => assert!(is_read && photo.pixels == whole.pixels),
            Err(_) => assert!(!is_read),
        }
    }
}
