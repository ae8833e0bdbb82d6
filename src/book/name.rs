//! Names of pages in books, and the order in which people count.

use std::cmp::Ordering;
use std::path::{Path, PathBuf};

use super::has_pages;

/// Signs that a name in a book may not have where it becomes part of a path.
const FORBIDDEN: [char; 8] = [':', '*', '?', '"', '<', '>', '|', '\u{fffd}'];
/// Longer names are cut, in characters.
const MAX_CHARS: usize = 200;

/// A name from inside a book as it can be part of a path on every system: folders divided by `/`,
/// no way out of the book.
pub(super) fn clean(name: &str) -> String {
    let parts = name.split(['/', '\\']).map(|part| {
        let part = part.chars().map(|sign| {
            let is_bad = sign.is_control() || FORBIDDEN.contains(&sign);
            if is_bad { '_' } else { sign }
        });
        part.take(MAX_CHARS).collect::<String>()
    });
    let parts = parts.filter(|part| !matches!(part.as_str(), "" | "." | ".."));
    parts.collect::<Vec<_>>().join("/")
}

/// A page's name in a picture that is called `name` in its book.
pub(crate) fn inside(name: &str, page: &str) -> String {
    match name {
        "" => page.to_owned(),
        name => format!("{name}/{page}"),
    }
}

/// Compares names as people count: "page 2" is before "page 10".
pub(super) fn in_order(a: &str, b: &str) -> Ordering {
    let (mut rest_a, mut rest_b) = (a, b);
    loop {
        let (Some(first_a), Some(first_b)) = (rest_a.chars().next(), rest_b.chars().next()) else {
            return rest_a.len().cmp(&rest_b.len()).then_with(|| a.cmp(b));
        };
        let order = if first_a.is_ascii_digit() && first_b.is_ascii_digit() {
            let (number_a, after_a) = number(rest_a);
            let (number_b, after_b) = number(rest_b);
            (rest_a, rest_b) = (after_a, after_b);
            let by_length = number_a.len().cmp(&number_b.len());
            by_length.then_with(|| number_a.cmp(number_b))
        } else {
            rest_a = &rest_a[first_a.len_utf8()..];
            rest_b = &rest_b[first_b.len_utf8()..];
            let (lower_a, lower_b) = (first_a.to_lowercase(), first_b.to_lowercase());
            lower_a.cmp(lower_b)
        };
        if order.is_ne() {
            return order;
        }
    }
}

/// The order of pages by their paths, as people count.
pub fn in_order_of_pages(a: &Path, b: &Path) -> Ordering {
    in_order(&a.to_string_lossy(), &b.to_string_lossy())
}

/// The digits in front, without leading zeros, and what follows them.
fn number(text: &str) -> (&str, &str) {
    let end = text.find(|sign: char| !sign.is_ascii_digit());
    let (digits, rest) = text.split_at(end.unwrap_or(text.len()));
    (digits.trim_start_matches('0'), rest)
}

/// The file in which the page of that path is, and its name in there. Looks at the disk.
pub fn locate(path: &Path) -> (PathBuf, Option<String>) {
    if !path.exists()
        && let Some(file) = path.ancestors().skip(1).find(|file| file.is_file())
    {
        return (file.to_owned(), name_below(path, file));
    }
    (path.to_owned(), None)
}

/// As [`locate`], by the endings alone.
pub fn place(path: &Path) -> (&Path, Option<String>) {
    let books = path.ancestors().skip(1).filter(|file| has_pages(file));
    match books.last() {
        Some(file) => (file, name_below(path, file)),
        None => (path, None),
    }
}

fn name_below(path: &Path, file: &Path) -> Option<String> {
    let below = path.strip_prefix(file).ok()?;
    let parts = below.components();
    let parts = parts.map(|part| part.as_os_str().to_string_lossy().into_owned());
    Some(parts.collect::<Vec<_>>().join("/"))
}

/// What a person calls the page of that path: "page-03.jpg", "book.cbz: page-03.jpg".
pub fn title(path: &Path) -> String {
    let (file, name) = place(path);
    let file = file.file_name().unwrap_or_default().to_string_lossy();
    match name {
        Some(name) => format!("{file}: {name}"),
        None => file.into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_counted_as_people_count() {
        let mut names = [
            "p10.png",
            "P2.png",
            "p1/3.png",
            "p1.png",
            "p002b.png",
            "a.png",
        ];
        names.sort_by(|a, b| in_order(a, b));
        let expected = [
            "a.png",
            "p1.png",
            "p1/3.png",
            "P2.png",
            "p002b.png",
            "p10.png",
        ];
        assert_eq!(names, expected);
        assert_eq!(in_order("01", "1"), Ordering::Less);
        assert_eq!(in_order("é1", "é1"), Ordering::Equal);
    }

    #[test]
    fn no_name_leads_out_of_its_book() {
        for (name, expected) in [
            ("../../etc/passwd.png", "etc/passwd.png"),
            ("C:\\scans\\a.png", "C_/scans/a.png"),
            ("/a//b/./c.png", "a/b/c.png"),
            ("a\u{1b}[31m\n.png", "a_[31m_.png"),
            ("ページ 1.jpg", "ページ 1.jpg"),
            ("..", ""),
        ] {
            assert_eq!(clean(name), expected, "{name}");
            let joined = Path::new("book.cbz").join(clean(name));
            assert!(joined.starts_with("book.cbz"), "{name}");
        }
        assert!(clean(&"x".repeat(9000)).len() <= MAX_CHARS);
    }

    #[test]
    fn a_page_is_called_after_its_book() {
        let titles = [
            ("comics/a.png", "a.png"),
            ("comics/Book.CBZ/ch1/03.jpg", "Book.CBZ: ch1/03.jpg"),
            ("book.pdf/page 12", "book.pdf: page 12"),
            ("strip.png/part 2", "strip.png: part 2"),
            ("book.cbz/strip.png/part 2", "book.cbz: strip.png/part 2"),
        ];
        for (path, expected) in titles {
            assert_eq!(title(Path::new(path)), expected);
        }
    }

    #[test]
    fn a_page_is_located_by_what_is_a_file() {
        let yard = tempfile::tempdir().unwrap();
        let folder = yard.path().join("folder.zip");
        std::fs::create_dir(&folder).unwrap();
        let book = folder.join("book");
        std::fs::write(&book, b"PK").unwrap();
        let page = book.join("ch1").join("1.png");
        assert_eq!(locate(&page), (book.clone(), Some("ch1/1.png".to_owned())));
        assert_eq!(locate(&book), (book, None));
        let gone = folder.join("gone.png");
        assert_eq!(locate(&gone), (gone, None));
    }
}
