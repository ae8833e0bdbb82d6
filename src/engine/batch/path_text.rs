//! Names of files as text, of which every name comes back as it was, also one that is no Unicode.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A path in a JSON file: a string where it is one, or else its bytes in hexadecimal digits, as
/// `{"bytes": "6ee97c"}`.
///
/// Only Unix has names of arbitrary bytes; elsewhere one that is no Unicode cannot be written down.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PathText(pub PathBuf);

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Written {
    Text(String),
    Bytes { bytes: String },
}

impl Serialize for PathText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let written = match self.0.to_str() {
            Some(text) => Written::Text(text.to_owned()),
            None if cfg!(unix) => Written::Bytes {
                bytes: hexadecimal(&self.0),
            },
            None => return Err(serde::ser::Error::custom("a name that is no Unicode")),
        };
        written.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for PathText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let bytes = match Written::deserialize(deserializer)? {
            Written::Text(text) => return Ok(Self(text.into())),
            Written::Bytes { bytes } => bytes,
        };
        let path = of_hexadecimal(&bytes);
        path.map(Self)
            .ok_or_else(|| serde::de::Error::custom("no bytes in hexadecimal digits"))
    }
}

/// [`PathText`] for fields that are paths: `#[serde(with = "as_text")]`.
pub mod as_text {
    use super::{
        Deserialize as _, Deserializer, Path, PathBuf, PathText, Serialize as _, Serializer,
    };

    /// Writes a path.
    ///
    /// # Errors
    /// Those of the serializer.
    pub fn serialize<S: Serializer>(path: &Path, serializer: S) -> Result<S::Ok, S::Error> {
        PathText(path.to_owned()).serialize(serializer)
    }

    /// Reads a path.
    ///
    /// # Errors
    /// Those of the deserializer.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<PathBuf, D::Error> {
        PathText::deserialize(deserializer).map(|path| path.0)
    }
}

/// The bytes of a path, two digits each.
pub fn hexadecimal(path: &Path) -> String {
    let bytes = path.as_os_str().as_encoded_bytes();
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing into a string cannot fail.
        write!(text, "{byte:02x}").ok();
        text
    })
}

fn of_hexadecimal(text: &str) -> Option<PathBuf> {
    let digits = text.chars().map(|digit| digit.to_digit(16));
    let digits: Vec<u8> = digits
        .map(|digit| Some(digit? as u8))
        .collect::<Option<_>>()?;
    let (pairs, rest) = digits.as_chunks::<2>();
    let bytes: Vec<u8> = pairs.iter().map(|[high, low]| high * 16 + low).collect();
    rest.is_empty().then(|| path_of(bytes)).flatten()
}

#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "elsewhere bytes may be no name")]
fn path_of(bytes: Vec<u8>) -> Option<PathBuf> {
    use std::os::unix::ffi::OsStringExt as _;
    Some(std::ffi::OsString::from_vec(bytes).into())
}

#[cfg(not(unix))]
fn path_of(bytes: Vec<u8>) -> Option<PathBuf> {
    String::from_utf8(bytes).ok().map(PathBuf::from)
}

/// A name for a person to read: what a terminal would take for an order, what turns the direction of
/// writing, line breaks and bytes that are no Unicode stand there as `\x1b`, `\u{202e}`, `\n` and
/// `\xe9`. A backslash stays as it is.
pub fn readable(path: &Path) -> String {
    let mut text = String::new();
    for chunk in path.as_os_str().as_encoded_bytes().utf8_chunks() {
        text.push_str(&harmless(chunk.valid(), false));
        for byte in chunk.invalid() {
            write!(text, "\\x{byte:02x}").ok();
        }
    }
    text
}

/// As [`readable`], of any text; `keeps_lines` leaves its line breaks and tabs as they are.
pub fn harmless(text: &str, keeps_lines: bool) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' | '\t' if keeps_lines => shown.push(character),
            '\n' | '\t' | '\r' => shown.extend(character.escape_default()),
            '\0'..='\x7f' if character.is_control() => {
                write!(shown, "\\x{:02x}", u32::from(character)).ok();
            }
            _ if character.is_control() || is_deceptive(character) => {
                shown.extend(character.escape_unicode());
            }
            _ => shown.push(character),
        }
    }
    shown
}

/// Breaks lines or turns the direction of writing, so that a name looks like another.
fn is_deceptive(character: char) -> bool {
    matches!(character, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    fn latin1() -> PathBuf {
        path_of(b"/in/latin1-\xe9t\xe9\\x.jpg".to_vec()).unwrap()
    }

    #[cfg(unix)]
    #[test]
    fn every_name_comes_back_from_json() {
        for path in [
            latin1(),
            "a\nb \u{1b}[31m".into(),
            r"back\slash".into(),
            "".into(),
        ] {
            let text = serde_json::to_string(&PathText(path.clone())).unwrap();
            let read: PathText = serde_json::from_str(&text).unwrap();
            assert_eq!(read.0, path, "{text}");
        }
        for wrong in [r#"{"bytes": "e"}"#, r#"{"bytes": "xx"}"#, "3"] {
            assert!(serde_json::from_str::<PathText>(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn nothing_in_a_name_gives_a_terminal_orders() {
        let name = "a\nb\r\x1b[2J\u{9b}31m\u{7f}\u{202e}gpj.exe\u{2028}";
        let shown = readable(Path::new(name));
        assert_eq!(shown, r"a\nb\r\x1b[2J\u{9b}31m\x7f\u{202e}gpj.exe\u{2028}");
        let family = "👩‍👩‍👧 family 🎉 日本語 صورة.jpg";
        assert_eq!(readable(Path::new(family)), family);
        assert_eq!(harmless("two\nlines\t\x07", true), "two\nlines\t\\x07");
    }

    #[cfg(unix)]
    #[test]
    fn bytes_that_are_no_text_are_shown_as_bytes() {
        assert_eq!(readable(&latin1()), r"/in/latin1-\xe9t\xe9\x.jpg");
    }
}
