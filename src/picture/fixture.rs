//! Files and blocks that the tests of this module make for themselves.

use std::io::Cursor;

use ::image::{DynamicImage, ExtendedColorType, ImageEncoder as _, ImageFormat, Rgba, RgbaImage};

use super::exif::{Block, ByteOrder, EXIF_IFD};

pub(crate) mod scans;
pub(crate) mod tiff;

/// The maker that a made EXIF block names, with its end mark and a byte of padding.
const MAKER: &[u8; 6] = b"Kino\0\0";

/// What a made EXIF block says.
pub(crate) struct ExifSpec {
    pub(crate) order: ByteOrder,
    pub(crate) orientation: u16,
    pub(crate) thumbnail: Vec<u8>,
}

impl Default for ExifSpec {
    fn default() -> Self {
        Self {
            order: ByteOrder::Little,
            orientation: 1,
            thumbnail: Vec::new(),
        }
    }
}

/// An EXIF block with a maker, an orientation, a picture size of 4000 x 3000, an uncalibrated
/// colour space, an exposure time of 1/125 s, and a thumbnail if one is given.
pub(crate) fn exif_block(spec: &ExifSpec) -> Vec<u8> {
    let order = spec.order;
    let mut out = match order {
        ByteOrder::Little => b"II*\0".to_vec(),
        ByteOrder::Big => b"MM\0*".to_vec(),
    };
    let entry = |tag: u16, kind: u16, count: u32, value: [u8; 4]| {
        [
            &order.u16(tag)[..],
            &order.u16(kind),
            &order.u32(count),
            &value,
        ]
        .concat()
    };
    let short = |value: u16| {
        let [a, b] = order.u16(value);
        [a, b, 0, 0]
    };
    let first = 8;
    let maker = first + 2 + 3 * 12 + 4;
    let exif = maker + MAKER.len();
    let exposure = exif + 2 + 4 * 12 + 4;
    let second = exposure + 8;
    let thumbnail = second + 2 + 2 * 12 + 4;
    let has_thumbnail = !spec.thumbnail.is_empty();
    out.extend(order.u32(first as u32));
    out.extend(order.u16(3));
    out.extend(entry(0x010f, 2, 5, order.u32(maker as u32)));
    out.extend(entry(0x0112, 3, 1, short(spec.orientation)));
    out.extend(entry(EXIF_IFD, 4, 1, order.u32(exif as u32)));
    out.extend(order.u32(if has_thumbnail { second as u32 } else { 0 }));
    out.extend(MAKER);
    out.extend(order.u16(4));
    out.extend(entry(0x829a, 5, 1, order.u32(exposure as u32)));
    out.extend(entry(0xa001, 3, 1, short(0xffff)));
    out.extend(entry(0xa002, 3, 1, short(4000)));
    out.extend(entry(0xa003, 4, 1, order.u32(3000)));
    out.extend(order.u32(0));
    out.extend(order.u32(1));
    out.extend(order.u32(125));
    if has_thumbnail {
        out.extend(order.u16(2));
        out.extend(entry(0x0201, 4, 1, order.u32(thumbnail as u32)));
        out.extend(entry(0x0202, 4, 1, order.u32(spec.thumbnail.len() as u32)));
        out.extend(order.u32(0));
        out.extend(&spec.thumbnail);
    }
    out
}

/// A number in the Exif directory of a block.
pub(crate) fn exif_number(block: &[u8], tag: u16) -> Option<u32> {
    let block = Block::new(block)?;
    let exif = block.directory(block.first_directory()?, EXIF_IFD)?;
    block.number(block.entry(exif, tag)?)
}

/// A number in the first directory of a block.
pub(crate) fn first_number(block: &[u8], tag: u16) -> Option<u32> {
    let block = Block::new(block)?;
    block.number(block.entry(block.first_directory()?, tag)?)
}

/// A text in the first directory of a block.
pub(crate) fn exif_text(block: &[u8], tag: u16) -> Option<String> {
    let block = Block::new(block)?;
    let value = block.value(block.entry(block.first_directory()?, tag)?)?;
    Some(
        String::from_utf8_lossy(value)
            .trim_end_matches('\0')
            .to_owned(),
    )
}

/// A picture in which every pixel is different from its neighbours and smooth enough for JPEG.
pub(crate) fn gradient(width: u32, height: u32) -> RgbaImage {
    RgbaImage::from_fn(width, height, |x, y| {
        let along = |at: u32, size: u32| (at * 255 / size.max(2).saturating_sub(1)).min(255) as u8;
        Rgba([along(x, width), along(y, height), 128, 255])
    })
}

/// A picture with much detail, for files whose compressed data is long.
pub(crate) fn noise(width: u32, height: u32) -> RgbaImage {
    let mut random = Random(7);
    RgbaImage::from_fn(width, height, |_, _| {
        let bits = random.next().to_le_bytes();
        Rgba([bits[0], bits[1], bits[2], 255])
    })
}

/// A picture as a file by the codec's own encoder, without any metadata.
pub(crate) fn file(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    picture.write_to(&mut out, format).unwrap();
    out.into_inner()
}

/// An opaque picture as a file.
pub(crate) fn rgb_file(pixels: &RgbaImage, format: ImageFormat) -> Vec<u8> {
    file(
        &DynamicImage::ImageRgb8(DynamicImage::ImageRgba8(pixels.clone()).to_rgb8()),
        format,
    )
}

/// A picture as a PNG file with a profile and an EXIF block.
pub(crate) fn tagged_png(
    picture: &DynamicImage,
    icc: Option<Vec<u8>>,
    exif: Option<Vec<u8>>,
) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = ::image::codecs::png::PngEncoder::new(&mut out);
    if let Some(icc) = icc {
        encoder.set_icc_profile(icc).unwrap();
    }
    if let Some(exif) = exif {
        encoder.set_exif_metadata(exif).unwrap();
    }
    let color = ExtendedColorType::from(picture.color());
    encoder
        .write_image(picture.as_bytes(), picture.width(), picture.height(), color)
        .unwrap();
    out
}

/// Inserts a segment right behind the start mark of a JPEG file.
pub(crate) fn with_segment(jpeg: &[u8], marker: u8, content: &[&[u8]]) -> Vec<u8> {
    let content = content.concat();
    let [high, low] = ((content.len() + 2) as u16).to_be_bytes();
    [&jpeg[..2], &[0xff, marker, high, low], &content, &jpeg[2..]].concat()
}

/// Numbers that look random and are the same in every run (xorshift64, Marsaglia 2003).
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    pub(crate) fn below(&mut self, bound: usize) -> usize {
        (self.next() >> 11) as usize % bound
    }
}

/// A JPEG file of 8 x 8 blocks that are flat: enough for what the encoder here cannot make.
///
/// `components` holds one value for each colour component; `blocks` is the number of blocks, in
/// one row. `adobe` is the colour transform of an Adobe segment.
pub(crate) fn flat_jpeg(
    components: &[u8],
    blocks: u16,
    adobe: Option<u8>,
    progressive: bool,
) -> Vec<u8> {
    let mut out = vec![0xff, 0xd8];
    if let Some(transform) = adobe {
        put_segment(
            &mut out,
            0xee,
            &[b"Adobe\0\x64\0\0\0\0".as_slice(), &[transform]].concat(),
        );
    }
    let mut table = [1_u8; 65];
    table[0] = 0;
    put_segment(&mut out, 0xdb, &table);
    let [width_high, width_low] = (blocks * 8).to_be_bytes();
    let count = components.len() as u8;
    let mut frame = vec![8, 0, 8, width_high, width_low, count];
    for id in 1..=count {
        frame.extend([id, 0x11, 0]);
    }
    put_segment(&mut out, if progressive { 0xc2 } else { 0xc0 }, &frame);
    // DC: the 12 categories as 4-bit codes. AC: "end of block" as a 1-bit code.
    let mut dc = [0_u8; 17 + 12];
    dc[4] = 12;
    for category in 0..12 {
        dc[17 + usize::from(category)] = category;
    }
    put_segment(&mut out, 0xc4, &dc);
    let mut ac = [0_u8; 17 + 1];
    ac[0] = 0x10;
    ac[1] = 1;
    put_segment(&mut out, 0xc4, &ac);

    let dc_bits = |value: u8, is_first: bool| {
        let level = (i32::from(value) - 128) * 8;
        let difference = if is_first { level } else { 0 };
        let category = 32 - difference.unsigned_abs().leading_zeros();
        let amplitude = if difference < 0 {
            difference + (1 << category) - 1
        } else {
            difference
        } as u32;
        format!(
            "{category:04b}{}",
            if category == 0 {
                String::new()
            } else {
                format!("{amplitude:0width$b}", width = category as usize)
            }
        )
    };
    let mut scans: Vec<(Vec<u8>, String)> = Vec::new();
    let ids: Vec<u8> = (1..=count).collect();
    let header = |ids: &[u8], spectrum: [u8; 3]| {
        let mut header = vec![ids.len() as u8];
        header.extend(ids.iter().flat_map(|&id| [id, 0]));
        header.extend(spectrum);
        header
    };
    let mut bits = String::new();
    for block in 0..blocks {
        for &value in components {
            bits += &dc_bits(value, block == 0);
            bits += if progressive { "" } else { "0" };
        }
    }
    if progressive {
        scans.push((header(&ids, [0, 0, 0]), bits));
        for &id in &ids {
            scans.push((header(&[id], [1, 63, 0]), "0".repeat(usize::from(blocks))));
        }
    } else {
        scans.push((header(&ids, [0, 63, 0]), bits));
    }
    for (header, mut bits) in scans {
        put_segment(&mut out, 0xda, &header);
        while bits.len() % 8 != 0 {
            bits.push('1');
        }
        let mut data = Vec::new();
        for byte in bits.as_bytes().chunks(8) {
            let byte = u8::from_str_radix(std::str::from_utf8(byte).unwrap(), 2).unwrap();
            data.push(byte);
            if byte == 0xff {
                data.push(0);
            }
        }
        out.extend(data);
    }
    out.extend([0xff, 0xd9]);
    out
}

/// Appends a JPEG segment.
fn put_segment(out: &mut Vec<u8>, marker: u8, content: &[u8]) {
    let [high, low] = ((content.len() + 2) as u16).to_be_bytes();
    out.extend([0xff, marker, high, low]);
    out.extend(content);
}

/// A profile with one table and nothing else: from corners of the colour space, each channel in
/// `0.0..=1.0`, to L*a*b*. `coarse` makes its numbers 8 bits wide.
///
/// Source: ICC.1, sections 10.10 and 10.11 (`lut16Type`, `lut8Type`).
pub(crate) fn lut_profile(
    space: [u8; 4],
    coarse: bool,
    lab: impl Fn(&[f64]) -> [f64; 3],
) -> Vec<u8> {
    const GRID: usize = 2;
    let channels = if space == *b"CMYK" { 4 } else { 3 };
    let mut table = if coarse { b"mft1" } else { b"mft2" }.to_vec();
    table.extend([0, 0, 0, 0, channels, 3, GRID as u8, 0]);
    for entry in 0..9_u32 {
        table.extend((u32::from(entry % 4 == 0) << 16).to_be_bytes());
    }
    let put = |table: &mut Vec<u8>, value: f64| {
        if coarse {
            table.push((value * 255.0).round() as u8);
        } else {
            table.extend(((value * 65_280.0).round() as u16).to_be_bytes());
        }
    };
    let entries = if coarse { 256_u16 } else { 2 };
    let put_curves = |table: &mut Vec<u8>, count: u8| {
        for _ in 0..count {
            for entry in 0..entries {
                if coarse {
                    table.push(entry as u8);
                } else {
                    table.extend((entry * 65_535).to_be_bytes());
                }
            }
        }
    };
    if !coarse {
        table.extend([entries.to_be_bytes(), entries.to_be_bytes()].concat());
    }
    put_curves(&mut table, channels);
    for corner in 0..GRID.pow(u32::from(channels)) {
        // The first channel varies slowest.
        let place: Vec<f64> = (0..channels)
            .rev()
            .map(|bit| ((corner >> bit) & 1) as f64)
            .collect();
        let [l, a, b] = lab(&place);
        put(&mut table, l / 100.0);
        for v in [a, b] {
            put(&mut table, (v + 128.0) / 255.0);
        }
    }
    put_curves(&mut table, 3);
    let mut profile = vec![0; 132];
    profile[8] = 2;
    profile[12..16].copy_from_slice(if channels == 4 { b"prtr" } else { b"scnr" });
    profile[16..20].copy_from_slice(&space);
    profile[20..24].copy_from_slice(b"Lab ");
    profile[24..36].copy_from_slice(&[7, 0xe9, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0]);
    profile[36..40].copy_from_slice(b"acsp");
    for (at, value) in [(68, 0xf6d6_u32), (72, 0x1_0000), (76, 0xd32d), (128, 1)] {
        profile[at..at + 4].copy_from_slice(&value.to_be_bytes());
    }
    profile.extend(b"A2B0");
    profile.extend(144_u32.to_be_bytes());
    profile.extend((table.len() as u32).to_be_bytes());
    profile.extend(table);
    let size = (profile.len() as u32).to_be_bytes();
    profile[..4].copy_from_slice(&size);
    profile
}
