//! Archives and their pages, good and bad. Every book is made here.

use std::path::PathBuf;

use image::ImageFormat;

use super::fixture::{drawing, encrypted, file, png, zip};
use super::*;

/// Takes everything, or as many pages as it is told.
#[derive(Default)]
pub(super) struct Taker {
    pub(super) pages: Vec<(String, Result<[u32; 2], String>)>,
    most: Option<usize>,
}

impl Reader for Taker {
    fn wants(&mut self, name: &str) -> bool {
        !name.contains("unwanted")
    }

    fn take(&mut self, name: &str, page: Result<RgbaImage, BookError>) -> bool {
        let page = page.map(|page| page.dimensions().into());
        let page = page.map_err(|err| err.to_string());
        self.pages.push((name.to_owned(), page));
        self.most.is_none_or(|most| self.pages.len() < most)
    }
}

/// What is read of a file with these bytes.
pub(super) fn taken(bytes: &[u8]) -> Result<Taker, BookError> {
    let yard = tempfile::tempdir().unwrap();
    let path: PathBuf = yard.path().join("book");
    std::fs::write(&path, bytes).unwrap();
    let mut taker = Taker::default();
    read(&path, &mut taker).map(|_| taker)
}

fn names(taker: &Taker) -> Vec<&str> {
    taker.pages.iter().map(|(name, _)| name.as_str()).collect()
}

fn reason(taker: &Taker, name: &str) -> String {
    let found = taker.pages.iter().find(|page| page.0 == name);
    found.unwrap().1.clone().unwrap_err()
}

fn refusal(bytes: &[u8]) -> String {
    taken(bytes)
        .map(|taker| taker.pages)
        .unwrap_err()
        .to_string()
}

#[test]
fn pages_of_an_archive_come_in_the_order_in_which_people_count() {
    let (a, b, c) = (png(1), png(2), png(3));
    let book = zip(&[
        ("ComicInfo.xml", b"<ComicInfo/>"),
        ("ch/page 10.png", &a),
        ("ch/page 2.png", &b),
        ("__MACOSX/ch/._page 2.png", b"litter"),
        ("ch/._page 3.png", b"litter"),
        ("ch/Thumbs.db", b"litter"),
        ("../../out.png", &c),
        ("unwanted.png", &c),
    ]);
    let taker = taken(&book).unwrap();
    assert_eq!(
        names(&taker),
        ["ch/page 2.png", "ch/page 10.png", "out.png"]
    );
    assert!(taker.pages.iter().all(|(_, page)| *page == Ok([240, 300])));
}

#[test]
fn names_in_no_encoding_at_all_and_the_same_name_twice_are_read() {
    let mut book = zip(&[
        ("page-AA.png", &png(1)),
        ("page;.png", &png(2)),
        ("page*.png", &png(3)),
    ]);
    for at in 0..book.len() - 11 {
        if book[at..].starts_with(b"page-AA.png") {
            // "ペ" in Shift-JIS.
            book[at + 5..at + 7].copy_from_slice(&[0x83, 0x79]);
        } else if book[at..].starts_with(b"page;.png") {
            // The writer would take it for a drive.
            book[at + 4] = b':';
        }
    }
    let taker = taken(&book).unwrap();
    assert_eq!(taker.pages.len(), 3, "{:?}", taker.pages);
    assert!(
        taker.pages.iter().all(|(_, page)| page.is_ok()),
        "{:?}",
        taker.pages
    );
    let mut known = names(&taker);
    known.dedup();
    assert_eq!(known.len(), 3);
}

#[test]
fn the_merged_picture_of_a_layered_drawing_is_its_page_also_in_an_archive() {
    let (merged, layer) = (png(1), png(2));
    let ora = zip(&[
        ("mimetype", b"image/openraster"),
        ("stack.xml", b"<image/>"),
        ("data/layer0.png", &layer),
        ("mergedimage.png", &merged),
    ]);
    let taker = taken(&ora).unwrap();
    assert_eq!(taker.pages, [(String::new(), Ok([240, 300]))]);
    let kra = zip(&[
        ("mimetype", b"application/x-krita"),
        ("maindoc.xml", b"<DOC/>"),
        ("mergedimage.png", &merged),
    ]);
    let taker = taken(&zip(&[("1.kra", &kra), ("2.ora", &ora)])).unwrap();
    assert_eq!(names(&taker), ["1.kra", "2.ora"]);
    assert!(
        taker.pages.iter().all(|(_, page)| page.is_ok()),
        "{:?}",
        taker.pages
    );
}

#[test]
fn bad_files_in_an_archive_are_told_and_the_rest_goes_on() {
    let inner = zip(&[("a.png", &png(5))]);
    let good = png(1);
    let book = zip(&[
        ("1.png", b"Dear all,"),
        ("2.cbz", &inner),
        ("3.pdf", b"%PDF-1.4"),
        ("4.png", &good[..good.len() / 2]),
        ("5.png", b""),
        ("6.png", &good),
    ]);
    let taker = taken(&book).unwrap();
    assert_eq!(taker.pages.len(), 6);
    assert!(reason(&taker, "1.png").contains("not in any known picture format"));
    assert!(reason(&taker, "2.cbz").contains("inside an archive"));
    assert!(reason(&taker, "3.pdf").contains("inside an archive"));
    assert!(
        reason(&taker, "4.png").contains("cut off") || reason(&taker, "4.png").contains("damaged")
    );
    assert!(reason(&taker, "5.png").contains("empty"));
    assert!(taker.pages[5].1.is_ok());
}

#[test]
fn archives_that_cannot_be_read_say_why() {
    let book = zip(&[("1.png", &png(1)), ("2.png", &png(2))]);
    assert!(refusal(&encrypted(book.clone())).contains("encrypted"));
    assert!(refusal(&book[..book.len() - 30]).contains("damaged"));
    assert!(refusal(&zip(&[("notes.txt", b"no picture")])).contains("no picture"));
    assert!(refusal(&zip(&[])).contains("no picture"));
    assert!(refusal(b"Rar!\x1a\x07\x01\0 and so on").contains("RAR"));
    assert!(refusal(b"7z\xbc\xaf\x27\x1c and so on").contains("7-Zip"));
}

#[test]
fn a_bomb_is_not_unpacked() {
    // A picture by its beginning, and then zeros: 300 MB in 300 KB.
    let mut bomb = file(&drawing(1, 40, 40), ImageFormat::Bmp);
    bomb.resize(300 << 20, 0);
    let book = zip(&[("1.bmp", &bomb), ("2.png", &png(1))]);
    assert!(book.len() < 1 << 20);
    drop(bomb);
    let taker = taken(&book).unwrap();
    assert!(reason(&taker, "1.bmp").contains("unpacks to more than"));
    assert!(taker.pages[1].1.is_ok());
    // The same, with a directory that lies.
    let mut lying = book;
    let size = u32::to_le_bytes(300 << 20);
    for at in 0..lying.len() - 4 {
        if lying[at..at + 4] == size {
            lying[at..at + 4].copy_from_slice(&1000_u32.to_le_bytes());
        }
    }
    let taker = taken(&lying).unwrap();
    assert!(taker.pages[0].1.is_err(), "{:?}", taker.pages);
    // What is no picture is not unpacked, whatever it is called.
    let zeros = vec![0; 100 << 20];
    let taker = taken(&zip(&[("1.png", &zeros)])).unwrap();
    assert!(reason(&taker, "1.png").contains("not in any known picture format"));
}

#[test]
fn an_archive_of_very_many_files_is_refused_before_memory_is_taken() {
    let many: Vec<_> = (0..20_001).map(|at| format!("{at}.txt")).collect();
    let files: Vec<_> = many.iter().map(|name| (name.as_str(), &b""[..])).collect();
    let book = zip(&files);
    assert!(refusal(&book).contains("more than 20000 files"));
    // A count that is a lie takes no memory and hides nothing: records are read one by one.
    let mut book = zip(&[("1.png", &png(1))]);
    let end = book.len() - 22;
    book[end + 8..end + 12].copy_from_slice(&[0xfe, 0xff, 0xfe, 0xff]);
    assert_eq!(names(&taken(&book).unwrap()), ["1.png"]);
}

#[test]
fn a_reader_that_has_enough_is_not_given_more_and_hears_how_many_there_are() {
    let pages: Vec<_> = (0..9).map(|at| (format!("{at}.png"), png(at))).collect();
    let pages: Vec<_> = pages
        .iter()
        .map(|(name, bytes)| (name.as_str(), &bytes[..]))
        .collect();
    let yard = tempfile::tempdir().unwrap();
    let path = yard.path().join("book.cbz");
    std::fs::write(&path, zip(&pages)).unwrap();
    let mut taker = Taker {
        most: Some(2),
        ..Taker::default()
    };
    assert_eq!(read(&path, &mut taker).unwrap(), 9);
    assert_eq!(names(&taker), ["0.png", "1.png"]);
}

#[test]
fn no_damage_to_an_archive_makes_a_panic() {
    let book = zip(&[("1.png", &png(1)), ("2.png", &png(2))]);
    let mut random = fastrand::Rng::with_seed(6);
    for _ in 0..300 {
        let mut damaged = book.clone();
        for _ in 0..random.usize(1..6) {
            let at = if random.bool() {
                damaged.len() - random.usize(1..220)
            } else {
                random.usize(..damaged.len())
            };
            damaged[at] = random.u8(..);
        }
        drop(taken(&damaged));
    }
}
