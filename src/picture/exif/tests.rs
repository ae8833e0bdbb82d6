//! Blocks of either byte order, whole and damaged.

use super::*;
use crate::picture::fixture::{ExifSpec, exif_block, exif_number, exif_text};
use ::image::metadata::Orientation;

#[test]
fn the_size_in_the_block_is_set_in_either_byte_order() {
    for order in [ByteOrder::Little, ByteOrder::Big] {
        let mut bytes = exif_block(&ExifSpec {
            order,
            ..ExifSpec::default()
        });
        set_dimensions(&mut bytes, 321, 70_000);
        assert_eq!(exif_number(&bytes, 0xa002), Some(321));
        assert_eq!(exif_number(&bytes, 0xa003), Some(70_000));
    }
}

#[test]
fn an_orientation_of_any_type_is_read_and_reset() {
    for order in [ByteOrder::Little, ByteOrder::Big] {
        for kind in [1_u16, 3, 4, 6, 7, 8, 9] {
            let mut bytes = exif_block(&ExifSpec {
                order,
                ..ExifSpec::default()
            });
            let block = Block::new(&bytes).unwrap();
            let entry = block
                .entry(block.first_directory().unwrap(), ORIENTATION)
                .unwrap();
            let value = match kind {
                3 | 8 => [order.u16(6), [0; 2]].concat(),
                4 | 9 => order.u32(6).to_vec(),
                _ => vec![6, 0, 0, 0],
            };
            let at = entry.position;
            bytes[at + 2..at + 4].copy_from_slice(&order.u16(kind));
            bytes[at + 8..at + 12].copy_from_slice(&value);
            assert_eq!(orientation(&bytes), Some(Orientation::Rotate90), "{kind}");
            set_upright(&mut bytes);
            assert_eq!(
                orientation(&bytes),
                Some(Orientation::NoTransforms),
                "{kind}"
            );
            assert_eq!(exif_text(&bytes, 0x010f).as_deref(), Some("Kino"));
        }
    }
}

#[test]
fn a_turned_picture_has_no_subject_area_and_its_resolutions_are_swapped() {
    let order = ByteOrder::Little;
    let entry = |tag: u16, kind: u16, count: u32, value: u32| {
        [
            &order.u16(tag)[..],
            &order.u16(kind),
            &order.u32(count),
            &order.u32(value),
        ]
        .concat()
    };
    let mut bytes = b"II*\0\x08\0\0\0".to_vec();
    let exif = 8 + 2 + 3 * 12 + 4;
    let values = exif + 2 + 2 * 12 + 4;
    bytes.extend(order.u16(3));
    bytes.extend(entry(X_RESOLUTION, 5, 1, values));
    bytes.extend(entry(Y_RESOLUTION, 5, 1, values + 8));
    bytes.extend(entry(EXIF_IFD, 4, 1, exif));
    bytes.extend(order.u32(0));
    bytes.extend(order.u16(2));
    bytes.extend(entry(0x9214, 3, 2, 0x0005_0007));
    bytes.extend(entry(0xa002, 4, 1, 640));
    bytes.extend(order.u32(0));
    for number in [300_u32, 1, 150, 1] {
        bytes.extend(order.u32(number));
    }
    remove_subject_area(&mut bytes);
    swap_resolution(&mut bytes);
    let block = Block::new(&bytes).unwrap();
    let tags: Vec<u16> = block
        .entries(exif as usize)
        .map(|entry| entry.tag)
        .collect();
    assert_eq!(tags, [0xa002]);
    assert_eq!(exif_number(&bytes, 0xa002), Some(640));
    let first = block.entry(8, X_RESOLUTION).unwrap();
    assert_eq!(
        block.value(first).unwrap(),
        [order.u32(150), order.u32(1)].concat()
    );
}

#[test]
fn places_and_pixels_are_those_of_the_enlarged_picture() {
    for order in [ByteOrder::Little, ByteOrder::Big] {
        let entry = |tag: u16, kind: u16, count: u32, value: [u8; 4]| {
            let head = [order.u16(tag), order.u16(kind)].concat();
            [&head[..], &order.u32(count), &value].concat()
        };
        let mark: &[u8] = if order == ByteOrder::Little {
            b"II*\0"
        } else {
            b"MM\0*"
        };
        let mut bytes = [mark, &order.u32(8)].concat();
        let exif = 8 + 2 + 12 + 4;
        let values = exif + 2 + 3 * 12 + 4;
        bytes.extend(order.u16(1));
        bytes.extend(entry(EXIF_IFD, 4, 1, order.u32(exif)));
        bytes.extend(order.u32(0));
        bytes.extend(order.u16(3));
        bytes.extend(entry(0x9214, 3, 4, order.u32(values)));
        bytes.extend(entry(0xa20e, 5, 1, order.u32(values + 8)));
        let [x, y] = [order.u16(60), order.u16(40_000)];
        bytes.extend(entry(0xa214, 3, 2, [x[0], x[1], y[0], y[1]]));
        bytes.extend(order.u32(0));
        bytes.extend([100, 200, 30, 40].map(|number| order.u16(number)).concat());
        bytes.extend([3000_u32, 2].map(|number| order.u32(number)).concat());
        scale_places(&mut bytes, [2.5, 2.0]);
        let block = Block::new(&bytes).unwrap();
        let value = |tag| {
            block
                .value(block.entry(exif as usize, tag).unwrap())
                .unwrap()
        };
        let area = [250, 400, 75, 80].map(|number| order.u16(number)).concat();
        assert_eq!(value(0x9214), area);
        assert_eq!(
            value(0xa214),
            [150, 65_535].map(|number| order.u16(number)).concat()
        );
        let dots = [37_500_000_u32, 10_000]
            .map(|number| order.u32(number))
            .concat();
        assert_eq!(value(0xa20e), dots);
    }
}

#[test]
fn an_uncalibrated_colour_space_becomes_srgb() {
    let mut bytes = exif_block(&ExifSpec::default());
    assert_eq!(exif_number(&bytes, 0xa001), Some(0xffff));
    set_color_space(&mut bytes, true);
    assert_eq!(exif_number(&bytes, 0xa001), Some(1));
    set_color_space(&mut bytes, false);
    assert_eq!(exif_number(&bytes, 0xa001), Some(0xffff));
}

#[test]
fn the_thumbnail_goes_and_the_rest_stays() {
    let spec = ExifSpec {
        thumbnail: vec![0xab; 5000],
        ..ExifSpec::default()
    };
    let mut bytes = exif_block(&spec);
    let before = bytes.len();
    remove_thumbnail(&mut bytes);
    assert_eq!(bytes.len(), before - 5000);
    let block = Block::new(&bytes).unwrap();
    let first = block.first_directory().unwrap();
    let count = block.entries(first).count();
    assert_eq!(block.u32(first + 2 + 12 * count), Some(0));
    assert_eq!(exif_text(&bytes, 0x010f).as_deref(), Some("Kino"));
}

#[test]
fn mending_never_panics_on_damaged_blocks() {
    let spec = ExifSpec {
        thumbnail: vec![1; 64],
        ..ExifSpec::default()
    };
    let whole = exif_block(&spec);
    let mend = |mut bytes: Vec<u8>| {
        set_color_space(&mut bytes, true);
        set_dimensions(&mut bytes, 5, 5);
        remove_thumbnail(&mut bytes);
        set_upright(&mut bytes);
        remove_subject_area(&mut bytes);
        swap_resolution(&mut bytes);
        scale_places(&mut bytes, [2.5, 1e9]);
        orientation(&bytes)
    };
    for length in 0..whole.len() {
        mend(whole[..length].to_vec());
    }
    for position in 0..whole.len() {
        for value in [0, 1, 0x7f, 0xff] {
            let mut bytes = whole.clone();
            bytes[position] = value;
            mend(bytes);
        }
    }
}
