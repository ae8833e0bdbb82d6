//! Looks at folders and books that are made here.

use super::*;
use crate::book::fixture::{drawing, encrypted, file, fill, png, zip};
use image::Rgb;

#[test]
fn a_page_and_its_copy_count_once_and_bad_ones_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    drawing(1, 240, 300).save(at("a.png")).unwrap();
    drawing(1, 240, 300).save(at("b.png")).unwrap();
    drawing(2, 240, 300).save(at("c.png")).unwrap();
    RgbImage::new(40, 40).save(at("d.png")).unwrap();
    RgbImage::from_pixel(300, 300, Rgb([255; 3]))
        .save(at("e.png"))
        .unwrap();
    std::fs::write(at("f.jpg"), b"no picture").unwrap();
    std::fs::write(at("notes.txt"), b"no picture").unwrap();
    let found = look(&page_files(folder.path()), &|| true);
    let names: Vec<_> = found.pages.iter().map(|page| page.path.clone()).collect();
    assert_eq!(names, [at("a.png"), at("c.png")]);
    assert_eq!(found.problems.len(), 4);
    assert!(matches!(&found.problems[0].1, PageProblem::Duplicate { of } if *of == at("a.png")));
    assert!(matches!(found.problems[1].1, PageProblem::TooSmall { .. }));
    assert!(matches!(found.problems[2].1, PageProblem::Blank));
    assert!(matches!(found.problems[3].1, PageProblem::Unreadable(_)));
}

#[test]
fn files_beyond_the_limit_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let at = |number: usize| folder.path().join(format!("{number:03}.png"));
    for number in 0..MAX_PAGES + 2 {
        std::fs::write(at(number), b"no picture").unwrap();
    }
    let found = look(&page_files(folder.path()), &|| true);
    let unread = found.problems.iter();
    let unread = unread.filter(|(_, problem)| matches!(problem, PageProblem::TooMany));
    let unread: Vec<_> = unread.map(|(path, _)| path.clone()).collect();
    assert_eq!(unread, [at(MAX_PAGES), at(MAX_PAGES + 1)]);
    assert_eq!(found.num_unread, 2);
}

#[test]
fn even_rows_of_ink_are_text_and_a_drawing_is_not() {
    let mut text = RgbImage::from_pixel(400, 500, Rgb([255; 3]));
    let mut random = fastrand::Rng::with_seed(4);
    for line in 0..22 {
        for y in 0..9 {
            for x in 20..380 {
                if random.f32() < 0.4 {
                    text.put_pixel(x, 20 + line * 21 + y, Rgb([20; 3]));
                }
            }
        }
    }
    assert!(is_text(&text));
    assert!(!is_text(&drawing(3, 240, 300)));
}

/// What was made of these files, by their names: pages, and problems in words.
fn looked(files: &[(&str, &[u8])]) -> (Vec<String>, Vec<(String, String)>) {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    let found = look(&page_files(folder.path()), &|| true);
    let pages = found.pages.iter().map(|page| book::title(&page.path));
    let problems = found.problems.iter();
    let problems = problems.map(|(path, problem)| (book::title(path), problem.in_words()));
    (pages.collect(), problems.collect())
}

#[test]
fn pages_are_found_in_books_of_a_folder_and_bad_ones_are_named_by_their_book() {
    let book = zip(&[
        ("1.png", &png(1)),
        ("2.png", &png(2)),
        ("3.png", b"no picture"),
        ("again.png", &png(1)),
    ]);
    let (pages, problems) = looked(&[
        ("a.cbz", &book),
        ("c.cbr", b"Rar!\x1a\x07\x01\0"),
        ("d.zip", &encrypted(zip(&[("1.png", &png(9))]))),
        ("deep/down/e.png", &png(4)),
        ("notes.txt", b"no picture"),
    ]);
    let expected = ["a.cbz: 1.png", "a.cbz: 2.png", "e.png"];
    assert_eq!(pages, expected);
    let reasons = [
        ("a.cbz: 3.png", "not in any known picture format"),
        ("a.cbz: again.png", "the same picture as a.cbz: 1.png"),
        ("c.cbr", "RAR files cannot be read"),
        ("d.zip", "it is encrypted"),
    ];
    assert_eq!(problems.len(), reasons.len(), "{problems:?}");
    for ((title, told), (name, reason)) in problems.iter().zip(reasons) {
        assert_eq!(title, name);
        assert!(told.contains(reason), "{name}: {told}");
    }
}

#[test]
fn single_pages_of_a_book_can_be_asked_for_and_lost_ones_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.cbz");
    let pages: Vec<_> = (1..6).map(|at| (format!("{at}.png"), png(at))).collect();
    let pages: Vec<_> = pages
        .iter()
        .map(|(name, bytes)| (name.as_str(), &bytes[..]))
        .collect();
    std::fs::write(&path, zip(&pages)).unwrap();
    assert_eq!(page_files(&path), std::slice::from_ref(&path));
    let asked = ["2.png", "5.png", "7.png"].map(|name| path.join(name));
    let found = look(&asked, &|| true);
    let paths: Vec<_> = found.pages.iter().map(|page| page.path.clone()).collect();
    assert_eq!(paths, asked[..2]);
    let [(lost, problem)] = found.problems.as_slice() else {
        panic!("{:?}", found.problems);
    };
    assert_eq!(*lost, asked[2]);
    assert!(problem.in_words().contains("no such file"));
    let stopped = look(&asked, &|| false);
    assert!(stopped.pages.is_empty() && stopped.problems.is_empty());
}

#[test]
fn a_strip_gives_a_page_for_each_of_its_pictures() {
    let mut strip = RgbImage::from_pixel(300, 2000, Rgb([255; 3]));
    for (at, top) in [20_i64, 520, 1020, 1520].into_iter().enumerate() {
        let art = drawing(at as u64 + 1, 300, 460);
        imageops::replace(&mut strip, &art, 0, top);
    }
    let mut file = std::io::Cursor::new(Vec::new());
    strip.write_to(&mut file, image::ImageFormat::Png).unwrap();
    let (pages, problems) = looked(&[("strip.png", file.get_ref())]);
    let expected = [1, 2, 3, 4].map(|part| format!("strip.png: part {part}"));
    assert_eq!(pages, expected, "{problems:?}");
    let (pages, _) = looked(&[("book.cbz", &zip(&[("s.png", file.get_ref())]))]);
    assert_eq!(pages[3], "book.cbz: s.png/part 4");
}

#[test]
fn more_pages_than_are_read_are_told_once_for_a_book() {
    let tiny = file(&drawing(1, 24, 30), image::ImageFormat::Png);
    let names: Vec<String> = (0..MAX_PAGES + 30).map(|at| format!("{at}.png")).collect();
    let pages: Vec<(&str, &[u8])> = names
        .iter()
        .map(|name| (name.as_str(), &tiny[..]))
        .collect();
    let (_, problems) = looked(&[("book.cbz", &zip(&pages)), ("late.png", &png(1))]);
    let expected = format!("only {MAX_PAGES} of its {} pages are read", MAX_PAGES + 30);
    assert!(
        problems.contains(&("book.cbz".to_owned(), expected)),
        "{:?}",
        problems.last()
    );
    let expected = format!("only the first {MAX_PAGES} pages are read");
    assert!(problems.contains(&("late.png".to_owned(), expected)));
}

#[test]
fn panels_are_found_at_the_size_at_which_is_learnt() {
    let mut page = RgbImage::from_pixel(1200, 1800, Rgb([255; 3]));
    let panels = [
        [60, 60, 520, 800],
        [620, 60, 520, 800],
        [60, 900, 1080, 840],
    ];
    for (at, [x, y, width, height]) in panels.into_iter().enumerate() {
        fill(&mut page, [x, y, width, height], [0; 3]);
        let art = drawing(at as u64, width - 8, height - 8);
        imageops::replace(&mut page, &art, i64::from(x) + 4, i64::from(y) + 4);
    }
    let folder = tempfile::tempdir().unwrap();
    page.save(folder.path().join("page.png")).unwrap();
    let found = look(&page_files(folder.path()), &|| true);
    let page = &found.pages[0];
    assert_eq!(page.pixels.height(), LONG_SIDE_PX);
    assert_eq!(page.layout.panels.len(), 3, "{:?}", page.layout);
    let factor = LONG_SIDE_PX as f32 / 1800.0;
    for ([x, y, width, height], area) in panels.into_iter().zip(&page.layout.panels) {
        let near = |a: u32, b: u32| (a as f32 * factor - b as f32).abs() <= 2.0;
        assert!(near(x, area.x) && near(y, area.y), "{area:?}");
        assert!(
            near(width, area.width) && near(height, area.height),
            "{area:?}"
        );
    }
}
