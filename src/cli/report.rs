//! What is written to the terminal. Nobody listening is no reason to fail, a full disk is.
//!
//! Names of files may hold anything: what a terminal would take for an order never gets there, see
//! [`readable`].

use std::error::Error;
use std::io::{self, Write as _};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::{Map, Value, json};

use crate::book;
use crate::paths::text::hexadecimal;
use crate::paths::{harmless, readable};
use crate::picture::ImageError;
use crate::train::Score;

/// Whether a line of results was lost.
static LOST: AtomicBool = AtomicBool::new(false);

/// A line of results on standard output.
pub(super) fn line(text: &str) {
    put(&harmless(text, true));
}

fn put(text: &str) {
    let mut out = io::stdout().lock();
    let written = writeln!(out, "{text}").and_then(|()| out.flush());
    if written.is_err_and(|err| err.kind() != io::ErrorKind::BrokenPipe) {
        LOST.store(true, Ordering::Release);
    }
}

/// A text of our own on standard output, to the letter.
pub(super) fn text(text: &str) {
    put(text.trim_end());
}

/// Whether standard output did not take everything, although somebody listens.
pub(super) fn is_lost() -> bool {
    LOST.load(Ordering::Acquire)
}

/// A JSON object as a line of results.
pub(super) fn json(value: &Value) {
    put(&in_one_line(value));
}

/// JSON leaves some characters as they are that a terminal takes for orders.
fn in_one_line(value: &Value) -> String {
    let mut text = String::new();
    for character in value.to_string().chars() {
        if harmless(character.encode_utf8(&mut [0; 4]), false).starts_with('\\')
            && character != '\\'
        {
            // All of them are in the first plane.
            text.push_str("\\u");
            for shift in [12, 8, 4, 0] {
                let digit = u32::from(character) >> shift & 0xf;
                text.extend(char::from_digit(digit, 16));
            }
        } else {
            text.push(character);
        }
    }
    text
}

/// A line for the person, on standard error.
pub(super) fn note(text: &str) {
    writeln!(io::stderr().lock(), "{}", harmless(text, true)).ok();
}

/// An error, on standard error.
pub(super) fn error(text: &str) {
    note(&format!("kinetoon: {text}"));
}

/// A name of a file for a person to read.
pub(super) fn name(path: &Path) -> String {
    readable(path)
}

/// Adds a file's name to a JSON object under `key`: as it is when it is Unicode; or else for a
/// person to read, and under `key_bytes` its bytes in hexadecimal digits.
fn put_path(object: &mut Value, key: &str, path: &Path) {
    if !object.is_object() {
        *object = Value::Object(Map::new());
    }
    let Value::Object(object) = object else {
        return;
    };
    if let Some(text) = path.to_str() {
        object.insert(key.to_owned(), text.into());
    } else {
        object.insert(key.to_owned(), readable(path).into());
        object.insert(format!("{key}_bytes"), hexadecimal(path).into());
    }
}

/// A JSON object with names of files in it, see [`put_path`].
pub(super) fn about(files: &[(&str, &Path)], mut object: Value) -> Value {
    for (key, path) in files {
        put_path(&mut object, key, path);
    }
    object
}

/// An error with what caused it, on one line; what a message says already is not said twice.
pub(super) fn with_causes(err: &(dyn Error + 'static)) -> String {
    let mut text = err.to_string();
    let mut cause = err.source().filter(|_| !says_all(err));
    while let Some(err) = cause {
        let more = err.to_string();
        if !text.contains(&more) {
            text.push_str(": ");
            text.push_str(&more);
        }
        cause = err.source().filter(|_| !says_all(err));
    }
    text
}

/// Whether an error says in plain words what its cause says in the system's.
fn says_all(err: &(dyn Error + 'static)) -> bool {
    match err.downcast_ref() {
        Some(ImageError::CannotRead { .. } | ImageError::CannotWrite { .. }) => {
            !VAGUE.iter().any(|vague| err.to_string().ends_with(vague))
        }
        _ => false,
    }
}

/// How the words end that stand for everything else.
const VAGUE: [&str; 2] = ["cannot be read", "cannot be written"];

/// How well can be learnt from pages, why, and what would raise it, a line each.
pub(super) fn score(score: &Score) -> String {
    let reasons: Vec<_> = score.reasons.iter().map(|one| one.in_words()).collect();
    let mut text = format!("score: {} of 100: {}", score.value, reasons.join(", "));
    for advice in score.reasons.iter().filter_map(|one| one.advice()) {
        text.push_str("\nto raise it: ");
        text.push_str(advice);
    }
    text
}

/// The same for programs.
pub(super) fn score_as_json(score: &Score) -> Value {
    let reasons = score
        .reasons
        .iter()
        .map(|one| json!({ "reason": one.in_words(), "advice": one.advice() }));
    json!({ "value": score.value, "reasons": reasons.collect::<Vec<_>>() })
}

/// A page for a person to read: the path of its file, and its name if that is a book.
pub(super) fn page_name(path: &Path) -> String {
    let (file, page) = book::place(path);
    match page {
        Some(page) => format!("{}: {page}", name(file)),
        None => name(file),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cause_is_told_once() {
        let context = anyhow::Error::from(io::Error::other("the disk is full"));
        let twice = context
            .context("out.png: the disk is full")
            .context("cannot save");
        let source = io::Error::from_raw_os_error(2);
        assert_eq!(
            with_causes(&ImageError::CannotRead { source }),
            "there is no such file"
        );
        let source = io::Error::from_raw_os_error(5);
        let vague = with_causes(&ImageError::CannotRead { source });
        assert!(vague.starts_with("the file cannot be read: "), "{vague}");
        assert_eq!(
            with_causes(twice.as_ref()),
            "cannot save: out.png: the disk is full"
        );
    }

    #[test]
    fn names_stay_what_they_are_in_json() {
        let mut object = serde_json::json!({ "status": "drawn" });
        put_path(&mut object, "input", Path::new("a\nb \u{1b}.jpg"));
        assert_eq!(object["input"], "a\nb \u{1b}.jpg");
        assert!(object.get("input_bytes").is_none());
        // What is printed has no control characters in it all the same, and is the same.
        object["more"] = "\u{9b}31m \u{7f} \u{202e} \\ \" 👩‍👩‍👧".into();
        let printed = in_one_line(&object);
        assert!(!printed.chars().any(char::is_control), "{printed}");
        assert!(
            printed.contains("\\u009b31m") && printed.contains("\\u202e"),
            "{printed}"
        );
        assert_eq!(serde_json::from_str::<Value>(&printed).unwrap(), object);
    }

    #[cfg(unix)]
    #[test]
    fn a_name_that_is_no_text_is_there_in_full() {
        use std::os::unix::ffi::OsStrExt as _;
        let path = Path::new(std::ffi::OsStr::from_bytes(b"t\xe9.jpg"));
        let mut object = Value::Null;
        put_path(&mut object, "input", path);
        assert_eq!(object["input"], "t\\xe9.jpg");
        assert_eq!(object["input_bytes"], "74e92e6a7067");
    }
}
