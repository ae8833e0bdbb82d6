//! Fax pages, JPEG inside, ink, and many pages in one file.

use super::*;
use crate::picture::fixture::scans::{ScanJpeg, mean_difference};
use crate::picture::fixture::{exif_text, lut_profile, rgb_file};
use fax::{BitWriter as _, VecWriter};

/// A page of fax: the places of each row where its colour changes.
fn fax_page(packing: u16) -> (Vec<u8>, Vec<Vec<u16>>) {
    let rows: Vec<Vec<u16>> = (0..H)
        .map(|y| vec![y % 3, 5 + y % 4, 12 + y % 5, W])
        .collect();
    let mut writer = VecWriter::new();
    if packing == 4 {
        let mut encoder = fax::encoder::Encoder::new(writer);
        for row in &rows {
            encoder.encode_line(fax::decoder::pels(row, W), W).unwrap();
        }
        return (encoder.finish().unwrap().finish(), rows);
    }
    for row in &rows {
        if packing == 3 {
            writer.write(fax::maps::EOL).unwrap();
        }
        let mut at = 0;
        for (index, &change) in row.iter().enumerate() {
            let run = change - at;
            let code = if index % 2 == 0 {
                fax::maps::white::encode(run)
            } else {
                fax::maps::black::encode(run)
            };
            writer.write(code.unwrap()).unwrap();
            at = change;
        }
        if packing == 2 {
            writer.pad();
        }
    }
    (writer.finish(), rows)
}

#[test]
fn one_bit_pages_of_either_fill_order_are_read() {
    let (_, rows) = fax_page(4);
    let black = |x: u16, y: u16| {
        rows[usize::from(y)]
            .iter()
            .take_while(|change| **change <= x)
            .count()
            % 2
            == 1
    };
    let mut plain = Vec::new();
    for y in 0..H {
        let mut row = vec![0_u8; usize::from(W).div_ceil(8)];
        for x in (0..W).filter(|x| black(*x, y)) {
            row[usize::from(x / 8)] |= 0x80 >> (x % 8);
        }
        plain.extend(row);
    }
    for packing in [1, 2, 3, 4, 5, 8, 32_773] {
        let data = match packing {
            2..=4 => fax_page(packing).0,
            _ => packed(packing, &plain),
        };
        for fill_order in [1, 2] {
            let stored = match fill_order {
                2 => data.iter().map(|byte| byte.reverse_bits()).collect(),
                _ => data.clone(),
            };
            // 0 is white, or 1 is.
            for colors in [0, 1] {
                let page = Page::new([W, H], &[1], colors, stored.clone())
                    .short(259, packing)
                    .short(266, fill_order);
                let read = photo(&TiffFile::new(page).bytes()).pixels;
                for (x, y, pixel) in read.enumerate_pixels() {
                    let is_black = black(x as u16, y as u16) == (colors == 0);
                    let want = if is_black { 0 } else { 255 };
                    assert_eq!(pixel.0[0], want, "{packing} {fill_order} {colors}: {x} {y}");
                }
            }
        }
    }
}

#[test]
fn jpeg_strips_of_any_sampling_are_read_with_and_without_tables() {
    for sampling in [
        [[1, 1], [1, 1], [1, 1]],
        [[2, 2], [1, 1], [1, 1]],
        [[1, 2], [1, 1], [1, 1]],
    ] {
        let jpeg = ScanJpeg::new([83, 61], &sampling);
        let whole = jpeg.bytes();
        // The tables stand before the frame, whose marker is 0xc0, and behind it.
        let place = |marker: u8| {
            whole
                .windows(2)
                .position(|pair| pair == [0xff, marker])
                .unwrap()
        };
        let (frame, huffman, scan) = (place(0xc0), place(0xc4), place(0xda));
        let tables = [&whole[..frame], &whole[huffman..scan], &[0xff, 0xd9]].concat();
        let short = [&[0xff, 0xd8], &whole[frame..huffman], &whole[scan..]].concat();
        let page = |data| {
            Page::new([83, 61], &[8; 3], 6, data)
                .short(259, 7)
                .with(530, Values::Shorts(vec![2, 2]))
        };
        let alone = photo(&TiffFile::new(page(whole.clone())).bytes()).pixels;
        assert!(
            mean_difference(&alone, &jpeg.picture()) < 2.0,
            "{sampling:?}"
        );
        let shared = page(short).with(347, Values::Bytes(tables));
        assert!(
            photo(&TiffFile::new(shared).bytes()).pixels == alone,
            "{sampling:?}"
        );
        // Said to be RGB they are what is stored.
        let plain = Page::new([83, 61], &[8; 3], 2, whole).short(259, 7);
        let plain = photo(&TiffFile::new(plain).bytes()).pixels;
        for (x, y, values) in jpeg.components() {
            if sampling[0] == [1, 1] {
                assert_eq!(plain.get_pixel(x, y).0[..3], values, "{x} {y}");
            }
        }
    }
}

#[test]
fn brightness_that_shares_its_colour_is_read_unpacked() {
    // Two units of 2 x 2, of which the second is cut by the edge.
    let units = [[50, 60, 70, 80, 128, 128], [90, 100, 110, 120, 128, 192]].concat();
    let page = Page::new([3, 2], &[8; 3], 6, units).with(530, Values::Shorts(vec![2, 2]));
    let read = photo(&TiffFile::new(page).bytes()).pixels;
    let grey = |v: u8| [v, v, v];
    assert_eq!(read.get_pixel(0, 0).0[..3], grey(50));
    assert_eq!(read.get_pixel(1, 1).0[..3], grey(80));
    // Red raised by 1.402 * 64, green lowered by 0.714 * 64.
    assert_eq!(read.get_pixel(2, 1).0[..3], [200, 64, 110]);
}

#[test]
fn ink_is_converted_by_its_profile() {
    let lab = |ink: &[f64]| [100.0 - 50.0 * ink[0] - 25.0 * ink[3], 0.0, 0.0];
    let page = Page::new([2, 1], &[8; 4], 5, vec![0, 0, 0, 0, 255, 0, 0, 0]);
    let plain = photo(&TiffFile::new(page.clone()).bytes()).pixels;
    assert_eq!(plain.get_pixel(1, 0).0, [0, 255, 255, 255]);
    let profile = lut_profile(*b"CMYK", true, lab);
    let tagged = TiffFile::new(page.with(34_675, Values::Bytes(profile))).bytes();
    let [red, green, blue, _] = photo(&tagged).pixels.get_pixel(1, 0).0;
    assert!(
        [red, green, blue].iter().all(|v| v.abs_diff(107) <= 2),
        "{red} {green} {blue}"
    );
}

#[test]
fn the_photograph_is_found_among_thumbnails_and_pages() {
    let small = || Page::new([2, 1], &[8; 3], 2, vec![7; 6]);
    let reduced = |page: Page| page.with(254, Values::Longs(vec![1]));
    let large = || rgb_page(rgb());
    let file = |pages: Vec<Page>, inner: Vec<Page>| {
        let mut file = TiffFile::new(small());
        (file.pages, file.inner) = (pages, inner);
        file.bytes()
    };
    assert!(is_the_picture(&file(
        vec![reduced(small()), large()],
        Vec::new()
    )));
    assert!(is_the_picture(&file(
        vec![small().short(255, 2), large()],
        Vec::new()
    )));
    assert!(
        is_the_picture(&file(vec![large(), small()], Vec::new())),
        "pages: the first"
    );
    let mask = Page::new([W, H], &[1], 4, vec![0; 40]).with(254, Values::Longs(vec![4]));
    assert!(is_the_picture(&file(vec![mask, large()], Vec::new())));
    // Only smaller versions: the largest.
    let both = vec![reduced(small()), reduced(large())];
    assert!(is_the_picture(&file(both, Vec::new())));
    let leads = |page: Page| page.with(330, Values::Inner(vec![0]));
    let inside = file(vec![leads(reduced(small()))], vec![large()]);
    assert!(is_the_picture(&inside));
    // Metadata of the first page count where the photograph has none.
    let described = reduced(small()).with(315, Values::Bytes(b"Kino\0".to_vec()));
    let exif = photo(&file(vec![described, large()], Vec::new()))
        .metadata
        .exif
        .unwrap();
    assert_eq!(exif_text(&exif, 315).as_deref(), Some("Kino"));
    let sensor = Page::new([W, H], &[8], 32_803, vec![0; 189]);
    let raw = file(vec![leads(reduced(small()))], vec![sensor]);
    assert_eq!(
        decode_bytes(&raw, &DecodeLimits::default())
            .unwrap_err()
            .to_string(),
        "camera raw files cannot be read"
    );
    let negative = file(
        vec![small().with(50_706, Values::Bytes(vec![1, 4, 0, 0]))],
        Vec::new(),
    );
    assert!(refusal(&negative).contains("camera raw"));
}

#[test]
fn many_strips_and_a_missing_compression_are_read() {
    let tiff = rgb_file(&noise(3, 900), ::image::ImageFormat::Tiff);
    assert!(photo(&tiff).pixels == noise(3, 900));
    assert!(is_the_picture(&TiffFile::new(rgb_page(rgb())).bytes()));
}

#[test]
fn resolution_and_iptc_are_taken() {
    let records = [&[0x1c, 2, 116, 0, 4][..], b"Kino"].concat();
    let page = rgb_page(rgb())
        .with(282, Values::Fractions(vec![[300, 1]]))
        .with(283, Values::Fractions(vec![[600, 2]]))
        .with(33_723, Values::Bytes(records));
    let metadata = photo(&TiffFile::new(page).bytes()).metadata;
    assert_eq!(metadata.resolution, Resolution::new([300.0; 2], Unit::Inch));
    let xmp = String::from_utf8(metadata.xmp.unwrap()).unwrap();
    assert!(xmp.contains("dc:rights") && xmp.contains("Kino"), "{xmp}");
}

#[test]
fn what_is_not_read_is_named_and_what_is_cut_off_is_told() {
    let page = || rgb_page(rgb());
    for (page, word) in [
        (page().short(259, 34_887), "LERC"),
        (page().short(259, 6), "old kind"),
        (page().short(259, 999), "compression 999"),
        (page().short(262, 8), "L*a*b*"),
        (page().short(339, 2), "sign"),
        (
            page().with(258, Values::Shorts(vec![5, 6, 5])),
            "different depths",
        ),
        (page().short(262, 77), "kind 77"),
        (page().short(317, 9), "predictor 9"),
    ] {
        let text = refusal(&TiffFile::new(page).bytes());
        assert!(
            text.contains(word) && !text.contains("damaged"),
            "{word}: {text}"
        );
    }
    // The strip begins so late that the file ends within it.
    let mut bytes = TiffFile::new(page()).bytes();
    let block = crate::picture::exif::Block::new(&bytes).unwrap();
    let entry = block.entry(block.first_directory().unwrap(), 273).unwrap();
    let late = (bytes.len() as u32 - 50).to_le_bytes();
    bytes[entry.position + 8..entry.position + 12].copy_from_slice(&late);
    let text = refusal(&bytes);
    assert!(text.contains("cut off"), "{text}");
    // A strip that is packed and holds too little is damaged.
    let little = rgb_page(packed(8, &rgb()[..60])).short(259, 8);
    assert!(refusal(&TiffFile::new(little).bytes()).contains("damaged"));
}

#[test]
fn no_damage_to_a_file_makes_a_panic() {
    let limits = DecodeLimits {
        max_pixels: 1_000_000,
        ..DecodeLimits::default()
    };
    let pages = [
        rgb_page(packed(5, &rgb())).short(259, 5).short(317, 2),
        Page::new([W, H], &[1], 0, fax_page(4).0).short(259, 4),
        Page::new([W, H], &[1], 0, fax_page(3).0).short(259, 3),
        Page::new(
            [83, 61],
            &[8; 3],
            6,
            ScanJpeg::new([83, 61], &[[2, 2], [1, 1], [1, 1]]).bytes(),
        )
        .short(259, 7),
        Page::new([8, 1], &[4], 3, vec![0x12; 4]).with(320, Values::Shorts(vec![0; 48])),
    ];
    for page in pages {
        let bytes = TiffFile::new(page).bytes();
        assert!(decode_bytes(&bytes, &limits).is_ok());
        for position in 0..bytes.len() {
            for value in [0, 1, 0x7f, 0xff] {
                let mut damaged = bytes.clone();
                damaged[position] = value;
                drop(decode_bytes(&damaged, &limits));
            }
        }
    }
}
