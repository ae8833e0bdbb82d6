//! Names of files as a person sees them, in a terminal and elsewhere.

use std::fmt::Write as _;
use std::path::Path;

/// A name for a person to read: what a terminal would take for an order, what turns the direction
/// of writing, line breaks and bytes that are no Unicode stand there as `\x1b`, `\u{202e}`, `\n`
/// and `\xe9`. A backslash stays as it is.
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

/// A text without what [`harmless`] would have to show as numbers: line breaks (unless
/// `keeps_lines`) and tabs become spaces, the rest is left out, and so are spaces at both ends.
pub fn without_orders(text: &str, keeps_lines: bool) -> String {
    let kept = text.chars().filter_map(|character| match character {
        '\n' if keeps_lines => Some(character),
        '\n' | '\t' => Some(' '),
        _ if character.is_control() || is_deceptive(character) => None,
        _ => Some(character),
    });
    kept.collect::<String>().trim().to_owned()
}

/// Breaks lines or turns the direction of writing, so that a name looks like another.
fn is_deceptive(character: char) -> bool {
    matches!(character, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_name_gives_a_terminal_orders() {
        let name = "a\nb\r\x1b[2J\u{9b}31m\u{7f}\u{202e}gpj.exe\u{2028}";
        let shown = readable(Path::new(name));
        assert_eq!(shown, r"a\nb\r\x1b[2J\u{9b}31m\x7f\u{202e}gpj.exe\u{2028}");
        let family = "👩‍👩‍👧 family 🎉 日本語 صورة.jpg";
        assert_eq!(readable(Path::new(family)), family);
        assert_eq!(harmless("two\nlines\t\x07", true), "two\nlines\t\\x07");
    }

    #[test]
    fn a_text_without_orders_needs_no_numbers() {
        let text = " a\tb\r\nc\x1b[2J\u{9b}31m\u{7f}\u{202e}gpj.exe\u{2028}\n";
        let clean = without_orders(text, true);
        assert_eq!(clean, "a b\nc[2J31mgpj.exe");
        assert_eq!(harmless(&clean, true), clean);
        assert_eq!(without_orders(text, false), "a b c[2J31mgpj.exe");
        let family = "👩‍👩‍👧 日本語 صورة";
        assert_eq!(without_orders(family, false), family);
    }

    #[cfg(unix)]
    #[test]
    fn bytes_that_are_no_text_are_shown_as_bytes() {
        let name = crate::paths::text::of_bytes(b"/in/latin1-\xe9t\xe9\\x.jpg".to_vec());
        assert_eq!(readable(&name.unwrap()), r"/in/latin1-\xe9t\xe9\x.jpg");
    }
}
