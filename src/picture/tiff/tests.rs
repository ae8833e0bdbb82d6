//! TIFF files of every kind.

mod kinds;

use super::*;
use crate::picture::exif::ByteOrder;
use crate::picture::fixture::noise;
use crate::picture::fixture::tiff::{Page, TiffFile, Values};
use crate::picture::{Photo, decode_bytes};
use std::fmt::Write as _;
use std::io::Write as _;

const W: u16 = 21;
const H: u16 = 9;

fn photo(bytes: &[u8]) -> Photo {
    decode_bytes(bytes, &DecodeLimits::default()).unwrap()
}

fn refusal(bytes: &[u8]) -> String {
    let error = decode_bytes(bytes, &DecodeLimits::default()).unwrap_err();
    let source = std::error::Error::source(&error).map(ToString::to_string);
    format!("{error}: {}", source.unwrap_or_default())
}

/// Samples of the test picture, three a pixel.
fn rgb() -> Vec<u8> {
    let picture = noise(u32::from(W), u32::from(H));
    picture
        .pixels()
        .flat_map(|pixel| pixel.0[..3].to_vec())
        .collect()
}

fn rgb_page(data: Vec<u8>) -> Page {
    Page::new([W, H], &[8, 8, 8], 2, data)
}

fn is_the_picture(bytes: &[u8]) -> bool {
    photo(bytes).pixels == noise(u32::from(W), u32::from(H))
}

fn packed(packing: u16, data: &[u8]) -> Vec<u8> {
    match packing {
        5 => {
            let mut encoder =
                weezl::encode::Encoder::with_tiff_size_switch(weezl::BitOrder::Msb, 8);
            encoder.encode(data).unwrap()
        }
        8 => {
            let mut encoder =
                flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
            encoder.write_all(data).unwrap();
            encoder.finish().unwrap()
        }
        32_773 => data
            .chunks(128)
            .flat_map(|part| [&[part.len() as u8 - 1], part].concat())
            .collect(),
        _ => data.to_vec(),
    }
}

#[test]
fn strips_tiles_and_planes_of_either_order_are_read() {
    for is_big in [false, true] {
        for order in [ByteOrder::Little, ByteOrder::Big] {
            for packing in [1, 5, 8, 32_773] {
                let write = |page: Page| {
                    let mut file = TiffFile::new(page.short(259, packing));
                    (file.is_big, file.order) = (is_big, order);
                    file.bytes()
                };
                let case = format!("{is_big} {order:?} {packing}");
                let mut strips = rgb_page(Vec::new()).short(278, 4);
                strips.chunks = rgb()
                    .chunks(4 * 3 * usize::from(W))
                    .map(|part| packed(packing, part))
                    .collect();
                assert!(is_the_picture(&write(strips)), "strips {case}");
                let mut planes = rgb_page(Vec::new()).short(284, 2);
                planes.chunks = (0..3)
                    .map(|plane| {
                        let plane: Vec<u8> = rgb().into_iter().skip(plane).step_by(3).collect();
                        packed(packing, &plane)
                    })
                    .collect();
                assert!(is_the_picture(&write(planes)), "planes {case}");
                let mut tiles = rgb_page(Vec::new()).short(322, 16).short(323, 16);
                tiles.chunks = (0..2_usize)
                    .map(|tile| {
                        let mut data = vec![77; 16 * 16 * 3];
                        for (at, sample) in rgb().into_iter().enumerate() {
                            let (pixel, channel) = (at / 3, at % 3);
                            let (x, y) = (pixel % usize::from(W), pixel / usize::from(W));
                            if x / 16 == tile {
                                data[(y * 16 + x % 16) * 3 + channel] = sample;
                            }
                        }
                        packed(packing, &data)
                    })
                    .collect();
                assert!(is_the_picture(&write(tiles)), "tiles {case}");
            }
        }
    }
}

/// Differences of neighbours, of numbers of some bytes.
fn differences(data: &[u8], size: usize, order: ByteOrder) -> Vec<u8> {
    let row_bytes = usize::from(W) * 3 * size;
    let number = |bytes: &[u8]| -> u64 {
        let add = |n: u64, byte: &u8| n << 8 | u64::from(*byte);
        match order {
            ByteOrder::Little => bytes.iter().rev().fold(0, add),
            ByteOrder::Big => bytes.iter().fold(0, add),
        }
    };
    data.chunks(row_bytes)
        .flat_map(|row| {
            (0..row.len()).step_by(size).flat_map(move |at| {
                let before = at
                    .checked_sub(3 * size)
                    .map_or(0, |b| number(&row[b..b + size]));
                let difference = number(&row[at..at + size]).wrapping_sub(before);
                match order {
                    ByteOrder::Little => difference.to_le_bytes()[..size].to_vec(),
                    ByteOrder::Big => difference.to_be_bytes()[8 - size..].to_vec(),
                }
            })
        })
        .collect()
}

#[test]
fn every_depth_is_read_with_and_without_differences() {
    for order in [ByteOrder::Little, ByteOrder::Big] {
        for bits in [8_u16, 16, 24, 32, 64] {
            let size = usize::from(bits / 8);
            let data: Vec<u8> = rgb()
                .into_iter()
                .flat_map(|v| {
                    let wide = u64::from(v) * 0x0101_0101_0101_0101;
                    match order {
                        ByteOrder::Little => wide.to_le_bytes()[..size].to_vec(),
                        ByteOrder::Big => wide.to_be_bytes()[8 - size..].to_vec(),
                    }
                })
                .collect();
            let page = |data| Page::new([W, H], &[bits; 3], 2, data);
            let write = |page| {
                let mut file = TiffFile::new(page);
                file.order = order;
                file.bytes()
            };
            assert!(is_the_picture(&write(page(data.clone()))), "{bits}");
            let file = write(page(differences(&data, size, order)).short(317, 2));
            if bits == 24 {
                assert!(refusal(&file).contains("predictor"), "{}", refusal(&file));
            } else {
                assert!(is_the_picture(&file), "{bits} with differences");
            }
        }
    }
    // Fewer bits are packed from the highest on.
    for bits in [1_u16, 2, 4, 12] {
        let most = (1_u32 << bits) - 1;
        let values: Vec<u32> = (0..u32::from(W) * u32::from(H))
            .map(|v| v % (most + 1))
            .collect();
        let mut data = Vec::new();
        for row in values.chunks(usize::from(W)) {
            let mut text = String::new();
            for v in row {
                write!(text, "{v:0width$b}", width = usize::from(bits)).unwrap();
            }
            for byte in text.as_bytes().chunks(8) {
                let byte = std::str::from_utf8(byte).unwrap();
                data.push(u8::from_str_radix(&format!("{byte:0<8}"), 2).unwrap());
            }
        }
        for (colors, is_white_zero) in [(1, false), (0, true)] {
            let read =
                photo(&TiffFile::new(Page::new([W, H], &[bits], colors, data.clone())).bytes());
            for (pixel, value) in read.pixels.pixels().zip(&values) {
                let grey = (f64::from(*value) / f64::from(most) * 255.0).round() as u8;
                let want = if is_white_zero { 255 - grey } else { grey };
                assert!(
                    pixel.0[0].abs_diff(want) <= 1,
                    "{bits}: {pixel:?}, not {want}"
                );
            }
        }
    }
}

#[test]
fn floating_point_of_every_size_is_read() {
    type Encode = fn(f64) -> Vec<u8>;
    let sizes: [(u16, Encode); 4] = [
        (16, |v| {
            half::f16::from_f64(v).to_bits().to_le_bytes().to_vec()
        }),
        (24, |v| {
            let bits = (v as f32).to_bits();
            let exponent = ((bits >> 23) as i32 - 127 + 63).max(0) as u32;
            let number = exponent << 16 | bits >> 7 & 0xffff;
            number.to_le_bytes()[..3].to_vec()
        }),
        (32, |v| (v as f32).to_le_bytes().to_vec()),
        (64, |v| v.to_le_bytes().to_vec()),
    ];
    for (bits, encode) in sizes {
        let size = usize::from(bits / 8);
        let data: Vec<u8> = rgb()
            .into_iter()
            .flat_map(|v| encode(f64::from(v) / 255.0))
            .collect();
        let page = |data| Page::new([W, H], &[bits; 3], 2, data).short(339, 3);
        let plain = TiffFile::new(page(data.clone())).bytes();
        let picture = noise(u32::from(W), u32::from(H));
        let near = |bytes: &[u8]| {
            let pixels = photo(bytes).pixels;
            pixels
                .iter()
                .zip(picture.iter())
                .all(|(a, b)| a.abs_diff(*b) <= 1)
        };
        assert!(near(&plain), "{bits}");
        // Bytes of one place stand together, the highest first, and as differences.
        let row_bytes = usize::from(W) * 3 * size;
        let shuffled: Vec<u8> = data
            .chunks(row_bytes)
            .flat_map(|row| {
                let count = row.len() / size;
                let planes: Vec<u8> = (0..row.len())
                    .map(|at| row[at % count * size + (size - 1 - at / count)])
                    .collect();
                let before = |at: usize| at.checked_sub(3).map_or(0, |before| planes[before]);
                (0..row.len())
                    .map(|at| planes[at].wrapping_sub(before(at)))
                    .collect::<Vec<u8>>()
            })
            .collect();
        assert!(
            near(&TiffFile::new(page(shuffled).short(317, 3)).bytes()),
            "{bits} shuffled"
        );
    }
    let odd = [f32::NAN, f32::INFINITY, -3.0]
        .map(f32::to_le_bytes)
        .concat();
    let page = Page::new([1, 1], &[32; 3], 2, odd).short(339, 3);
    assert_eq!(
        photo(&TiffFile::new(page).bytes()).pixels.into_raw(),
        [0, 255, 0, 255]
    );
}

#[test]
fn palettes_are_looked_up() {
    for bits in [1_u16, 2, 4, 8] {
        let count = 1_usize << bits;
        let data: Vec<u8> = (0..8).map(|v: u8| v.wrapping_mul(37)).collect();
        let width = 64 / bits;
        let color = |number: usize| [number as u8, 255 - number as u8, (number * 7) as u8];
        for wide in [257_u16, 1] {
            let map: Vec<u16> = (0..3)
                .flat_map(|plane| (0..count).map(move |v| u16::from(color(v)[plane]) * wide))
                .collect();
            let page = Page::new([width, 1], &[bits], 3, data.clone())
                .with(320, Values::Shorts(map.clone()));
            let read = photo(&TiffFile::new(page).bytes()).pixels;
            for (x, pixel) in read.pixels().enumerate() {
                let bit = x * usize::from(bits);
                let number = data[bit / 8] >> (8 - bits - (bit % 8) as u16) & (count - 1) as u8;
                assert_eq!(pixel.0[..3], color(usize::from(number)), "{bits} bits, {x}");
            }
        }
    }
    let without = Page::new([8, 1], &[8], 3, vec![0; 8]);
    assert!(refusal(&TiffFile::new(without).bytes()).contains("damaged"));
    let short = Page::new([8, 1], &[8], 3, vec![9; 8]).with(320, Values::Shorts(vec![0; 9]));
    assert!(refusal(&TiffFile::new(short).bytes()).contains("damaged"));
}

#[test]
fn associated_alpha_is_divided_away_and_other_samples_left_out() {
    let colors = [[200, 100, 50, 255], [60, 120, 240, 128], [9, 9, 9, 0_u8]];
    let times = |[r, g, b, a]: [u8; 4]| {
        let times = |v: u8| ((u32::from(v) * u32::from(a) + 127) / 255) as u8;
        [times(r), times(g), times(b), a]
    };
    let read = |bits: &[u16], extra: Option<&[u16]>, data: Vec<u8>| {
        let mut page = Page::new([3, 1], bits, 2, data);
        if let Some(extra) = extra {
            page = page.with(338, Values::Shorts(extra.to_vec()));
        }
        photo(&TiffFile::new(page).bytes()).pixels.into_raw()
    };
    let want = [200, 100, 50, 255, 60, 120, 240, 128, 0, 0, 0, 0];
    let near = |got: Vec<u8>| got.iter().zip(want).all(|(a, b)| a.abs_diff(b) <= 1);
    let associated: Vec<u8> = colors.into_iter().flat_map(times).collect();
    assert!(near(read(&[8; 4], Some(&[1]), associated.clone())));
    let deep: Vec<u8> = associated.iter().flat_map(|v| [*v, *v]).collect();
    assert!(near(read(&[16; 4], Some(&[1]), deep)));
    let straight = colors.concat();
    assert_eq!(read(&[8; 4], Some(&[2]), straight.clone()), straight);
    assert_eq!(read(&[8; 4], None, straight.clone()), straight);
    // A sample that is neither may stand before it, or alone.
    let spot: Vec<u8> = associated
        .as_chunks::<4>()
        .0
        .iter()
        .flat_map(|&[r, g, b, a]| [r, g, b, 77, a])
        .collect();
    assert!(near(read(&[8; 5], Some(&[0, 1]), spot)));
    let opaque = read(&[8; 4], Some(&[0]), straight);
    assert_eq!(opaque[4..8], [60, 120, 240, 255]);
    let grey = Page::new([2, 1], &[8, 8], 1, vec![100, 128, 30, 255]).short(338, 1);
    let grey = photo(&TiffFile::new(grey).bytes()).pixels.into_raw();
    assert_eq!(grey, [199, 199, 199, 128, 30, 30, 30, 255]);
}

#[test]
fn pages_of_a_scanned_book_are_read_one_by_one_without_thumbnails_and_masks() {
    let grey = |value| {
        Page::new(
            [W, H],
            &[8],
            1,
            vec![value; usize::from(W) * usize::from(H)],
        )
    };
    let pages = vec![
        grey(10),
        grey(20).with(254, Values::Longs(vec![2])),
        grey(99).with(254, Values::Longs(vec![1])),
        grey(98).with(254, Values::Longs(vec![4])),
        grey(30),
    ];
    let bytes = TiffFile {
        pages,
        ..TiffFile::new(grey(0))
    }
    .bytes();
    assert_eq!(crate::picture::num_pages(&bytes), 3);
    for (index, value) in [10, 20, 30].into_iter().enumerate() {
        let page = crate::picture::decode_page(&bytes, index, &DecodeLimits::default());
        assert_eq!(
            page.unwrap().pixels.get_pixel(3, 3).0,
            [value, value, value, 255]
        );
    }
    let one = TiffFile::new(rgb_page(rgb())).bytes();
    assert_eq!(crate::picture::num_pages(&one), 1);
    assert_eq!(crate::picture::num_pages(b"II*\0"), 1);
    assert_eq!(crate::picture::num_pages(b"no picture"), 1);
}
