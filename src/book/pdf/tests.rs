//! Pages of PDF files, good and bad. Every file is made here.

use std::time::{Duration, Instant};

use image::{RgbImage, Rgba, RgbaImage};

use super::fixture::{PdfFile, deflated, drawn};
use crate::book::fixture::drawing;
use crate::book::tests::{Taker, taken};
use crate::book::{BookError, Reader, read};

/// The pages as pixels.
#[derive(Default)]
struct Pages(Vec<Result<RgbaImage, BookError>>);

impl Reader for Pages {
    fn wants(&mut self, _name: &str) -> bool {
        true
    }

    fn take(&mut self, _name: &str, page: Result<RgbaImage, BookError>) -> bool {
        self.0.push(page);
        true
    }
}

fn pages(bytes: &[u8]) -> Vec<Result<RgbaImage, BookError>> {
    let yard = tempfile::tempdir().unwrap();
    let path = yard.path().join("book.pdf");
    std::fs::write(&path, bytes).unwrap();
    let mut pages = Pages::default();
    let count = read(&path, &mut pages).unwrap();
    assert_eq!(count, pages.0.len());
    pages.0
}

fn first(bytes: &[u8]) -> RgbaImage {
    pages(bytes).remove(0).unwrap()
}

fn refusal(bytes: &[u8]) -> String {
    taken(bytes)
        .map(|taker| taker.pages)
        .unwrap_err()
        .to_string()
}

fn near(pixel: Rgba<u8>, expected: [u8; 3], tolerance: u8) -> bool {
    let pairs = pixel.0.into_iter().zip(expected);
    pixel.0[3] == 255 && pairs.into_iter().all(|(a, b)| a.abs_diff(b) <= tolerance)
}

#[test]
fn pages_of_a_pdf_come_in_its_order_and_a_scan_in_its_own_resolution() {
    let mut pdf = drawn();
    for seed in 1..=3 {
        pdf.scan(&drawing(seed, 600, 840), "", seed % 2 == 0);
    }
    // Larger than what is drawn at most.
    pdf.scan(&drawing(4, 3000, 2000), "", true);
    let taker = taken(&pdf.bytes()).unwrap();
    let expected = [
        ("page 1".to_owned(), Ok([1500, 2000])),
        ("page 2".to_owned(), Ok([600, 840])),
        ("page 3".to_owned(), Ok([600, 840])),
        ("page 4".to_owned(), Ok([600, 840])),
        ("page 5".to_owned(), Ok([2500, 1667])),
    ];
    assert_eq!(taker.pages, expected);
}

#[test]
fn a_scan_is_the_picture_that_is_in_the_file() {
    let picture = drawing(7, 500, 700);
    let mut pdf = PdfFile::new();
    pdf.scan(&picture, "", false);
    pdf.scan(&picture, "", true);
    let pages = pages(&pdf.bytes());
    for (page, tolerance) in pages.into_iter().zip([1, 90]) {
        let page = page.unwrap();
        assert_eq!(page.dimensions(), picture.dimensions());
        let differences = page.enumerate_pixels().map(|(x, y, pixel)| {
            let expected = picture.get_pixel(x, y).0;
            u32::from(!near(*pixel, expected, tolerance))
        });
        // JPEG blurs the edges of colours.
        assert!(differences.sum::<u32>() < 500 * 700 / 200, "{tolerance}");
    }
}

#[test]
fn lines_and_areas_are_drawn_on_white_paper() {
    let page = first(&drawn().bytes());
    let scale = 5.0;
    for ([x, y], expected) in [
        ([50.0, 50.0], [255, 0, 0]),
        ([220.0, 250.0], [0, 0, 255]),
        ([50.0, 220.0], [0, 255, 0]),
        ([250.0, 50.0], [255, 255, 255]),
        ([110.0, 330.0], [255, 255, 255]),
    ] {
        let pixel = *page.get_pixel((x * scale) as u32, (y * scale) as u32);
        assert!(near(pixel, expected, 2), "{x} {y}: {pixel:?}");
    }
    assert!(
        page.pixels().any(|pixel| near(*pixel, [0; 3], 2)),
        "the line"
    );
}

#[test]
fn a_turned_page_comes_upright() {
    let mut pdf = PdfFile::new();
    let content = "1 0 0 rg 0 300 100 100 re f";
    for turn in [0, 90, 180, 270, -90] {
        pdf.page(&format!("/MediaBox [0 0 300 400] /Rotate {turn}"), content);
    }
    // Clockwise, where the upper left corner goes.
    let corners = [[0, 0], [1, 0], [1, 1], [0, 1], [0, 1]];
    for (page, [right, down]) in pages(&pdf.bytes()).into_iter().zip(corners) {
        let page = page.unwrap();
        let at = |side: u32, is_far: u32| if is_far == 1 { side - 100 } else { 100 };
        let found = page.get_pixel(at(page.width(), right), at(page.height(), down));
        assert!(near(*found, [255, 0, 0], 2), "{right} {down} {found:?}");
        assert_eq!(page.width() > page.height(), right != down);
    }
}

#[test]
fn four_inks_and_transparent_parts_are_seen_as_they_look() {
    let mut pdf = PdfFile::new();
    let cmyk = [[255, 0, 0, 0], [0, 0, 0, 255]].concat();
    let image = pdf.stream(
        "/Type /XObject /Subtype /Image /Width 2 /Height 1 /ColorSpace /DeviceCMYK \
         /BitsPerComponent 8",
        &cmyk,
    );
    pdf.page(
        &format!(
            "/MediaBox [0 0 200 200] /Resources << /XObject << /I {image} 0 R >> \
             /ExtGState << /G << /ca 0.5 >> >> >>"
        ),
        "q 200 0 0 100 0 0 cm /I Do Q /G gs 1 0 0 rg 0 100 200 100 re f",
    );
    let page = first(&pdf.bytes());
    let (width, height) = page.dimensions();
    let at = |x: u32, y: u32| *page.get_pixel(width * x / 8, height * y / 8);
    let cyan = at(2, 6).0;
    assert!(cyan[0] < 80 && cyan[1] > 120 && cyan[2] > 180, "{cyan:?}");
    assert!(
        at(6, 6).0[..3].iter().all(|value| *value < 60),
        "{:?}",
        at(6, 6)
    );
    assert!(near(at(4, 2), [255, 128, 128], 3), "{:?}", at(4, 2));
}

#[test]
fn a_page_of_text_alone_says_so() {
    let mut pdf = PdfFile::new();
    let font = pdf.object("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>");
    let more = format!("/MediaBox [0 0 300 400] /Resources << /Font << /F {font} 0 R >> >>");
    pdf.page(
        &more,
        "BT /F 12 Tf 20 300 Td (Dear all,) Tj 0 -14 Td [(no) 20 (more)] TJ ET",
    );
    pdf.page("/MediaBox [0 0 300 400]", "");
    let taker = taken(&pdf.bytes()).unwrap();
    let reason = taker.pages[0].1.as_ref().unwrap_err();
    assert!(reason.contains("nothing but text"), "{reason}");
    // Empty paper is told of by who looks at pages.
    assert_eq!(taker.pages[1].1, Ok([1500, 2000]));
}

#[test]
fn files_that_cannot_be_read_say_why() {
    let whole = drawn().bytes();
    assert!(refusal(b"%PDF-1.7\nno more").contains("the PDF file is damaged"));
    assert!(refusal(&PdfFile::new().bytes()).contains("no picture in it"));
    let mut locked = drawn();
    let zeros = "00".repeat(32);
    locked.trailer = format!(
        "/Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O <{zeros}> /U <{zeros}> >> \
         /ID [ <00> <00> ]"
    );
    assert!(refusal(&locked.bytes()).contains("encrypted"));
    locked.trailer = "/Encrypt << /Filter /Adobe.PubSec /V 4 >>".to_owned();
    assert!(refusal(&locked.bytes()).contains("encrypted"));
    // What is cut off has lost its directory, which the crate makes anew.
    assert_eq!(taken(&whole[..whole.len() - 60]).unwrap().pages.len(), 1);
    assert!(refusal(&whole[..60]).contains("damaged"));
}

#[test]
fn a_tree_of_pages_that_bites_its_own_tail_is_gone_through_once() {
    let mut pdf = drawn();
    let page = 4;
    let inner = pdf.object(format!(
        "<< /Type /Pages /Kids [ 2 0 R {page} 0 R ] /Count 9 >>"
    ));
    let tree = format!("<< /Type /Pages /Kids [ {inner} 0 R 2 0 R {inner} 0 R ] /Count 9 >>");
    let taker = taken(&pdf.with_tree(&tree)).unwrap();
    assert_eq!(taker.pages, [("page 1".to_owned(), Ok([1500, 2000]))]);
}

#[test]
fn a_page_as_large_as_a_field_is_drawn_small_and_one_without_size_is_refused_or_a4() {
    let mut pdf = PdfFile::new();
    for size in [
        "0 0 1000000 1000000",
        "0 0 1000000 1",
        "-5 -5 5 1000000000000",
        "0 0 0 0",
        "9 9 1 1",
        "0 0 99999999999999999999999999999999999999999999 4",
    ] {
        pdf.page(&format!("/MediaBox [{size}]"), "1 0 0 rg 0 0 9 9 re f");
    }
    let taker = taken(&pdf.bytes()).unwrap();
    assert_eq!(taker.pages.len(), 6, "{:?}", taker.pages);
    assert_eq!(taker.pages[0].1, Ok([2000, 2000]));
    for (name, page) in &taker.pages {
        assert!(
            page.as_ref().is_err() || page.as_ref().is_ok_and(|size| size[0].max(size[1]) <= 2500),
            "{name}: {page:?}"
        );
    }
}

#[test]
fn a_bomb_is_not_unpacked() {
    let mut zeros = deflated(&vec![0; 600 << 20]);
    assert!(zeros.len() < 1 << 20);
    let image = "/Type /XObject /Subtype /Image /Width 20000 /Height 10000 /ColorSpace /DeviceRGB \
                 /BitsPerComponent 8 /Filter";
    for filters in ["/FlateDecode", "[/FlateDecode /FlateDecode]"] {
        let mut pdf = drawn();
        pdf.stream(&format!("{image} {filters}"), &zeros);
        let told = refusal(&pdf.bytes());
        assert!(told.contains("unpacks to more than 512 MB"), "{told}");
        zeros = deflated(&zeros);
    }
    let mut pdf = drawn();
    pdf.stream(
        "/Filter [/RunLengthDecode /RunLengthDecode]",
        &[129, 129].repeat(200_000),
    );
    pdf.stream("/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode", &zeros);
    let told = refusal(&pdf.bytes());
    assert!(told.contains("unpacks to more than"), "{told}");
    // Rows of which one fills the memory, also where directories are read.
    for (kind, filter) in [
        ("/Height 9", "CCITTFaxDecode"),
        ("/Type /XRef", "FlateDecode"),
    ] {
        let mut rows = drawn();
        let parameters = "/DecodeParms << /Predictor 12 /Columns 9999999999999 >>";
        let content = deflated(b"and so on");
        rows.stream(
            &format!("{kind} /Width 9 /Filter /{filter} {parameters}"),
            &content,
        );
        let told = refusal(&rows.bytes());
        assert!(told.contains("unpacks to more than"), "{told}");
    }
    // Large, and behind packed objects, but no bomb.
    let mut large = PdfFile::new();
    let objects = "/Type /ObjStm /N 0 /First 0 /Filter /FlateDecode";
    large.stream(objects, &deflated(b" "));
    large.scan(&RgbImage::new(5000, 4700), "", false);
    assert_eq!(taken(&large.bytes()).unwrap().pages[0].1, Ok([2500, 2350]));
    // Pictures that only say so of themselves.
    let mut claims = PdfFile::new();
    claims.scan(&drawing(1, 40, 40), "", true);
    let mut bytes = claims.bytes();
    let frame = bytes
        .windows(2)
        .position(|mark| mark == [0xff, 0xc0])
        .unwrap();
    bytes[frame + 5..frame + 9].fill(0xff);
    assert!(refusal(&bytes).contains("65535"), "{}", refusal(&bytes));
    let mut claims = drawn();
    claims.stream("/Width 90000 /Height 90000 /Filter /JBIG2Decode", b"");
    assert!(refusal(&claims.bytes()).contains("90000"));
}

#[test]
fn forms_that_hold_each_other_and_endless_drawing_come_to_an_end() {
    let began = Instant::now();
    // Forty forms, each of which shows the next one eight times.
    let mut pdf = PdfFile::new();
    let mut inner = 0;
    for level in 0..40 {
        let content = if level == 0 {
            "0 0 9 9 re f".to_owned()
        } else {
            "/F Do ".repeat(8)
        };
        let resources = format!("/Resources << /XObject << /F {inner} 0 R >> >>");
        let form = format!("/Type /XObject /Subtype /Form /BBox [0 0 300 400] {resources}");
        inner = pdf.stream(&form, content.as_bytes());
    }
    let more = format!("/MediaBox [0 0 300 400] /Resources << /XObject << /F {inner} 0 R >> >>");
    pdf.page(&more, "/F Do");
    // One that shows itself.
    let own = pdf.stream("", b"");
    let form = format!(
        "/Subtype /Form /Resources << /XObject << /F {} 0 R >> >>",
        own + 1
    );
    let own = pdf.stream(&format!("{form} /BBox [0 0 9 9]"), b"/F Do 0 0 9 9 re f");
    let more = format!("/MediaBox [0 0 300 400] /Resources << /XObject << /F {own} 0 R >> >>");
    pdf.page(&more, "/F Do");
    let taker = taken(&pdf.bytes()).unwrap();
    assert!(
        taker.pages[0]
            .1
            .as_ref()
            .unwrap_err()
            .contains("takes too long")
    );
    assert!(taker.pages[1].1.is_ok(), "{:?}", taker.pages[1]);
    // A tile that is drawn a milliard times for one that is seen, and a plain one.
    let mut pdf = PdfFile::new();
    for cell in ["9999999999 0 4 4", "0 0 4 4"] {
        let tile = pdf.stream(
            &format!("/PatternType 1 /PaintType 1 /TilingType 1 /BBox [{cell}] /XStep 4 /YStep 4"),
            b"0 0 1 rg 0 0 4 4 re f",
        );
        pdf.page(
            &format!("/MediaBox [0 0 60 80] /Resources << /Pattern << /P {tile} 0 R >> >>"),
            "/Pattern cs /P scn 10 10 30 30 re f",
        );
    }
    let mut tiled = pages(&pdf.bytes()).into_iter();
    assert!(matches!(tiled.next(), Some(Err(BookError::TakesTooLong))));
    let page = tiled.next().unwrap().unwrap();
    let pixel = *page.get_pixel(page.width() / 3, page.height() * 2 / 3);
    assert!(near(pixel, [0, 0, 255], 2), "{pixel:?}");
    // Arrays in arrays.
    let mut pdf = drawn();
    pdf.page("/MediaBox [0 0 300 400]", &"[".repeat(300_000));
    let deep = "[".repeat(300_000);
    pdf.page(&format!("/MediaBox {deep}"), "0 0 9 9 re f");
    pdf.page("/MediaBox [0 0 300 400]", &"q ".repeat(500_000));
    let taker: Taker = taken(&pdf.bytes()).unwrap();
    assert!(taker.pages.iter().any(|(_, page)| page.is_ok()));
    assert!(
        began.elapsed() < Duration::from_mins(1),
        "{:?}",
        began.elapsed()
    );
}
