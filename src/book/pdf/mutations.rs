//! PDF files with random damage: an error or pages, no panic that gets out, no hang.
//!
//! The numbers are the same in every run; by hand `KINETOON_MUTATIONS=100` runs a hundred times as
//! many.

use std::time::{Duration, Instant};

use image::RgbImage;

use super::fixture::{PdfFile, deflated, drawn};
use crate::book::fixture::drawing;
use crate::book::tests::taken;

/// Longer than any of these small files takes, by far.
const LONGEST: Duration = Duration::from_secs(20);
const TIMES: usize = 250;

fn files() -> Vec<Vec<u8>> {
    let small = |seed| -> RgbImage { drawing(seed, 60, 80) };
    let scan = |is_jpeg, more| {
        let mut pdf = PdfFile::new();
        pdf.scan(&small(1), more, is_jpeg);
        pdf.bytes()
    };
    let mut mixed = drawn();
    mixed.scan(&small(2), "/Rotate 270", true);
    let inks = deflated(&[9; 4 * 100]);
    let inks = mixed.stream(
        "/Subtype /Image /Width 10 /Height 10 /ColorSpace /DeviceCMYK /BitsPerComponent 8 \
         /Filter /FlateDecode /DecodeParms << /Predictor 15 /Columns 10 /Colors 4 >>",
        &inks,
    );
    let fax = mixed.stream(
        "/Subtype /Image /ImageMask true /Width 64 /Height 64 /BitsPerComponent 1 \
         /Filter /CCITTFaxDecode /DecodeParms << /K -1 /Columns 64 >>",
        &[0x26, 0xa0, 0x55, 0x31, 0x80, 0x01, 0x00, 0x10],
    );
    let form = mixed.stream(
        "/Subtype /Form /BBox [0 0 50 50] /Matrix [2 0 0 2 0 0]",
        b"0 0 50 50 re W n /DeviceCMYK cs 0 1 0 0 sc 0 0 30 30 re f*",
    );
    let tile = mixed.stream(
        "/PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 4 4] /XStep 4 /YStep 4",
        b"0 0 1 rg 0 0 2 2 re f",
    );
    mixed.page(
        &format!(
            "/MediaBox [0 0 60 80] /Resources << /XObject << /I {inks} 0 R /M {fax} 0 R /F {form} \
             0 R >> /Pattern << /P {tile} 0 R >> /ExtGState << /G << /ca 0.5 /BM /Multiply >> >> >>"
        ),
        "q 60 0 0 80 0 0 cm /I Do Q /F Do /G gs q 20 0 0 20 5 5 cm /M Do Q /Pattern cs /P scn \
         10 10 30 30 re B BI /W 2 /H 2 /BPC 8 /CS /G ID abcd EI",
    );
    let mut packed = PdfFile::new();
    packed.scan(&small(3), "", false);
    let objects = packed.stream(
        "/Type /ObjStm /N 1 /First 5 /Filter /FlateDecode",
        &deflated(b"99 0 << /A 1 >>"),
    );
    let inner = packed.object(format!(
        "<< /Type /Pages /Kids [ 2 0 R 5 0 R {objects} 0 R ] >>"
    ));
    let tree = format!("<< /Type /Pages /Kids [ 5 0 R {inner} 0 R ] /Count 2 >>");
    let mut locked = drawn();
    let zeros = "00".repeat(32);
    locked.trailer = format!(
        "/Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O <{zeros}> /U <{zeros}> >> \
         /ID [ <00> <00> ]"
    );
    vec![
        scan(true, ""),
        scan(false, "/Rotate 90"),
        drawn().bytes(),
        mixed.bytes(),
        packed.with_tree(&tree),
        locked.bytes(),
        scan(true, "/CropBox [3 3 1000000 1000000]"),
        mixed.with_tree("<< /Type /Pages /Kids [ 2 0 R 6 0 R 2 0 R ] /Count 3 >>"),
    ]
}

fn mutated(random: &mut fastrand::Rng, whole: &[u8], other: &[u8]) -> Vec<u8> {
    let mut bytes = whole.to_vec();
    for _ in 0..random.usize(1..6) {
        if bytes.len() < 32 {
            break;
        }
        let at = random.usize(..bytes.len());
        let end = (at + random.usize(1..13)).min(bytes.len());
        match random.u8(..9) {
            0 => bytes.truncate(at),
            1 => drop(bytes.drain(at..end)),
            2 => {
                let part = bytes[at..end].to_vec();
                bytes.splice(at..at, part);
            }
            3 => {
                let from = random.usize(..other.len());
                let part = other[from..(from + 12).min(other.len())].to_vec();
                bytes.splice(at..end, part);
            }
            // Numbers are sizes, references and places.
            4..7 => {
                let digits = bytes[at..].iter().position(u8::is_ascii_digit);
                if let Some(digit) = digits {
                    let number: &[u8] = [&b"9999999999"[..], b"-1", b"0", b"65536", b"2", b"1e9"]
                        [random.usize(..6)];
                    bytes.splice(at + digit..=at + digit, number.iter().copied());
                }
            }
            7 => bytes[at] ^= 1 << random.u8(..8),
            _ => bytes[at] = random.u8(..),
        }
    }
    bytes
}

#[test]
fn no_damage_to_a_pdf_makes_a_panic_or_takes_long() {
    let times = std::env::var("KINETOON_MUTATIONS").ok();
    let times = times.and_then(|times| times.parse().ok()).unwrap_or(1);
    let files = files();
    let mut random = fastrand::Rng::with_seed(19);
    let (mut num_pages, mut num_refused) = (0, 0);
    for whole in &files {
        for _ in 0..TIMES * times {
            let other = random.usize(..files.len());
            let bytes = mutated(&mut random, whole, &files[other]);
            let begun = Instant::now();
            match taken(&bytes) {
                Ok(taker) => num_pages += taker.pages.iter().filter(|page| page.1.is_ok()).count(),
                Err(_) => num_refused += 1,
            }
            let took = begun.elapsed();
            assert!(
                took < LONGEST,
                "{took:?}: {}",
                String::from_utf8_lossy(&bytes)
            );
        }
    }
    println!("{num_pages} pages read, {num_refused} files refused");
    assert!(
        num_pages > 500 && num_refused > 50,
        "{num_pages} {num_refused}"
    );
}
