//! Styles are learnt from books, by the command line.

use std::io::{Cursor, Write as _};
use std::path::Path;
use std::process::Output;

use image::ImageFormat;
use rawzip::ZipArchiveWriter;

use crate::common::{program, stderr, stdout};
use crate::learning::page;

/// An archive of so many pages, and files that are none.
fn book(num_pages: u64) -> Vec<u8> {
    let mut out = Vec::new();
    let mut archive = ZipArchiveWriter::new(&mut out);
    let mut add = |name: &str, bytes: &[u8]| {
        let (mut entry, config) = archive.new_file(name).start().unwrap();
        let mut writer = config.wrap(&mut entry);
        writer.write_all(bytes).unwrap();
        let (_, descriptor) = writer.finish().unwrap();
        entry.finish(descriptor).unwrap();
    };
    for seed in 0..num_pages {
        let mut bytes = Cursor::new(Vec::new());
        page(seed).write_to(&mut bytes, ImageFormat::Png).unwrap();
        add(&format!("chapter 1/page {seed}.png"), bytes.get_ref());
    }
    add("ComicInfo.xml", b"<ComicInfo/>");
    add("torn.png", b"\x89PNG\r\n\x1a\n");
    add("more.cbz", b"PK\x03\x04");
    archive.finish().unwrap();
    out
}

/// A PDF of so many scans, which is read although it has no directory.
fn pdf(num_pages: u64) -> Vec<u8> {
    let mut out = b"%PDF-1.7\n1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n".to_vec();
    let mut kids = Vec::new();
    for seed in 0..num_pages {
        let picture = page(100 + seed);
        let (width, height) = (picture.width(), picture.height());
        let mut bytes = Cursor::new(Vec::new());
        picture.write_to(&mut bytes, ImageFormat::Jpeg).unwrap();
        let [image, content, page] = [3, 4, 5].map(|at| at + 3 * seed);
        let length = bytes.get_ref().len();
        writeln!(
            out,
            "{image} 0 obj << /Subtype /Image /Width {width} /Height {height} /Filter /DCTDecode \
             /ColorSpace /DeviceRGB /BitsPerComponent 8 /Length {length} >> stream"
        )
        .unwrap();
        out.extend_from_slice(bytes.get_ref());
        let draw = format!("{width} 0 0 {height} 0 0 cm /I Do");
        writeln!(
            out,
            "\nendstream endobj\n{content} 0 obj << /Length {} >> stream\n{draw}\nendstream \
             endobj\n{page} 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 {width} {height}] \
             /Contents {content} 0 R /Resources << /XObject << /I {image} 0 R >> >> >> endobj",
            draw.len()
        )
        .unwrap();
        kids.push(format!("{page} 0 R"));
    }
    let kids = kids.join(" ");
    writeln!(
        out,
        "2 0 obj << /Type /Pages /Kids [{kids}] /Count {num_pages} >> endobj\n\
         trailer << /Root 1 0 R >>\n%%EOF"
    )
    .unwrap();
    out
}

fn learn(pages: &Path, out: &Path, more: &[&str]) -> Output {
    // Training runs of one name keep each other waiting.
    let data = out.with_extension("data");
    let (pages, out) = (pages.to_str().unwrap(), out.to_str().unwrap());
    let line = ["learn", pages, "--name", "Out of a book", "--steps", "1"];
    let end = [
        "--train",
        "code",
        "--device",
        "cpu",
        "--replace",
        "--out",
        out,
    ];
    let mut program = program();
    program.env("XDG_DATA_HOME", data);
    program
        .args(line.iter().chain(&end).chain(more))
        .output()
        .unwrap()
}

#[test]
fn a_style_is_learnt_from_a_single_book_and_its_bad_pages_are_named() {
    let yard = tempfile::tempdir().unwrap();
    let (path, out) = (
        yard.path().join("book.cbz"),
        yard.path().join("style.kstyle"),
    );
    std::fs::write(&path, book(6)).unwrap();
    let output = learn(&path, &out, &[]);
    let told = stderr(&output);
    assert!(output.status.success() && out.exists(), "{told}");
    assert!(told.contains("6 pages to learn from, 2 left out"), "{told}");
    for (name, reason) in [
        ("book.cbz: torn.png", "cut off"),
        ("book.cbz: more.cbz", "inside an archive"),
    ] {
        let line = told.lines().find(|line| line.contains(name));
        assert!(line.is_some_and(|line| line.contains(reason)), "{told}");
    }
    let told = stdout(&learn(&path, &out, &["--json"]));
    let looked = told
        .lines()
        .find(|line| line.contains("\"looked\""))
        .unwrap();
    let looked: serde_json::Value = serde_json::from_str(looked).unwrap();
    let file = looked["problems"][0]["file"].as_str().unwrap();
    assert_eq!(Path::new(file), path);
    assert_eq!(looked["problems"][0]["page"], "more.cbz");
}

#[test]
fn books_in_a_folder_that_cannot_be_read_are_named_and_the_rest_is_learnt_from() {
    let yard = tempfile::tempdir().unwrap();
    let folder = yard.path().join("pages");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("good.zip"), book(5)).unwrap();
    std::fs::write(folder.join("scans.pdf"), pdf(4)).unwrap();
    std::fs::write(folder.join("letter.pdf"), b"%PDF-1.7\nno more").unwrap();
    std::fs::write(folder.join("comic.cbr"), b"Rar!\x1a\x07\x01\0").unwrap();
    std::fs::write(folder.join("art.psd"), b"8BPS\0\x01").unwrap();
    let output = learn(&folder, &yard.path().join("style.kstyle"), &[]);
    let told = stderr(&output);
    assert!(output.status.success(), "{told}");
    assert!(told.contains("9 pages to learn from, 5 left out"), "{told}");
    for (name, reason) in [
        ("letter.pdf", "the PDF file is damaged"),
        ("comic.cbr", "RAR files cannot be read"),
        ("art.psd", "cut off"),
    ] {
        let line = told.lines().find(|line| line.contains(name));
        assert!(line.is_some_and(|line| line.contains(reason)), "{told}");
    }
    assert!(!told.contains("panic"), "{told}");
}

#[test]
fn a_book_without_a_usable_page_is_refused_with_its_reason() {
    let yard = tempfile::tempdir().unwrap();
    let path = yard.path().join("book.zip");
    std::fs::write(&path, b"PK\x03\x04 and no more").unwrap();
    let output = learn(&path, &yard.path().join("style.kstyle"), &[]);
    let told = stderr(&output);
    assert!(!output.status.success());
    assert!(told.contains("the ZIP file is damaged"), "{told}");
    assert!(told.contains("no page to learn from"), "{told}");
}
