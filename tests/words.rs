//! The window's words: complete in every language, all used, and nowhere else.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use kinetoon::i18n::{Language, has_message, set_language};

use crate::house::files;

/// The messages of a language: key, or `key.attribute`, with the values in it.
fn messages(language: Language) -> BTreeMap<String, BTreeSet<String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("assets/i18n")
        .join(language.tag())
        .join("app.ftl");
    let text = std::fs::read_to_string(path).unwrap();
    let mut messages = BTreeMap::new();
    let (mut message, mut current) = (String::new(), String::new());
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let head = line
            .split_once(" =")
            .map(|(key, _)| key)
            .unwrap_or_default();
        if line.starts_with(|c: char| c.is_ascii_lowercase()) {
            head.clone_into(&mut message);
            current.clone_from(&message);
            let known = messages.insert(current.clone(), BTreeSet::new());
            assert!(known.is_none(), "{language:?} has {current} twice");
        } else if let Some(attribute) = head.trim_start().strip_prefix('.') {
            current = format!("{message}.{attribute}");
            messages.insert(current.clone(), BTreeSet::new());
        }
        for value in line.split("{ $").skip(1) {
            let end = value.find([' ', '}']).unwrap();
            let values = messages.get_mut(&current).unwrap();
            values.insert(value[..end].to_owned());
        }
    }
    messages
}

/// The window's code without its tests, and the names of styles in the user's language.
fn code() -> Vec<(String, String)> {
    let strip = |text: String| match text.find("#[cfg(test)]\nmod tests {") {
        Some(end) => text[..end].to_owned(),
        None => text,
    };
    files("src/ui", "rs")
        .into_iter()
        .filter(|(path, _)| !path.to_string_lossy().contains("tests"))
        .chain(
            files("src/i18n", "rs")
                .into_iter()
                .filter(|(path, _)| path.ends_with("names.rs")),
        )
        .map(|(path, text)| {
            let code = strip(text).replace("include_str!", "include!");
            (path.display().to_string(), code)
        })
        .collect()
}

/// Literals of a line of code, without comments.
fn literals(line: &str) -> Vec<&str> {
    let code = line.trim_start();
    if code.starts_with("//") {
        return Vec::new();
    }
    code.split('"').skip(1).step_by(2).collect()
}

fn is_key(literal: &str) -> bool {
    let mut letters = literal.chars();
    letters.next().is_some_and(|c| c.is_ascii_lowercase())
        && letters.all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_.".contains(c))
}

#[test]
fn all_languages_have_the_same_words_with_the_same_values() {
    let english = messages(Language::English);
    assert!(english.len() > 100);
    for language in Language::ALL {
        let other = messages(language);
        let (keys, other_keys): (BTreeSet<_>, BTreeSet<_>) =
            (english.keys().collect(), other.keys().collect());
        let missing: Vec<_> = keys.difference(&other_keys).collect();
        assert!(
            missing.is_empty(),
            "{language:?} has no words for {missing:?}"
        );
        let unknown: Vec<_> = other_keys.difference(&keys).collect();
        assert!(
            unknown.is_empty(),
            "{language:?} has more than English: {unknown:?}"
        );
        for (key, values) in &english {
            assert_eq!(values, &other[key], "{key} in {language:?}");
        }
        set_language(language);
        for key in english.keys().filter(|key| !key.contains('.')) {
            assert!(has_message(key), "{language:?} cannot say {key}");
        }
    }
}

#[test]
fn the_window_says_styles_and_window_for_what_they_are() {
    for language in Language::ALL {
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("assets/i18n")
            .join(language.tag())
            .join("app.ftl");
        let text = std::fs::read_to_string(path).unwrap();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let said = line.split_once(" = ").map_or(line, |(_, said)| said);
            let mut words = said.split(|c: char| !c.is_alphabetic());
            let is_odd = |word: &str| matches!(word.to_lowercase().as_str(), "shelf" | "desk");
            let has_odd = words.any(is_odd) || said.contains("风格架");
            assert!(!has_odd, "{language:?}: {line}");
        }
    }
}

#[test]
fn every_word_that_is_asked_for_exists_and_every_word_is_used() {
    let english = messages(Language::English);
    let mut used = BTreeSet::new();
    for (path, text) in code() {
        for (number, line) in text.lines().enumerate() {
            used.extend(literals(line).into_iter().map(str::to_owned));
            for call in line.split("tr!(\"").skip(1) {
                let key = call.split('"').next().unwrap();
                assert!(english.contains_key(key), "{path}:{}: {key}", number + 1);
            }
        }
        for (at, opening) in text.match_indices("tr!(") {
            check_values(&path, &text[at + opening.len()..], &english);
        }
    }
    for slider in kinetoon::ink::SLIDERS {
        assert!(english.contains_key(slider.words), "{}", slider.words);
        used.insert(slider.words.to_owned());
    }
    let unused: Vec<_> = english
        .keys()
        .filter(|key| !key.contains('.') && !used.contains(*key))
        .collect();
    assert!(unused.is_empty(), "nobody says {unused:?}");
}

/// The values of one call of `tr!` are those of its message.
fn check_values(path: &str, call: &str, english: &BTreeMap<String, BTreeSet<String>>) {
    let call = call.trim_start();
    let Some(rest) = call.strip_prefix('"') else {
        return;
    };
    let (key, rest) = rest.split_once('"').unwrap();
    let (mut depth, mut values, mut start) = (0_i32, BTreeSet::new(), 0);
    for (at, letter) in rest.char_indices() {
        let ends = depth == 0 && matches!(letter, ',' | ')');
        if ends {
            let part = rest[start..at].trim();
            if let Some((name, _)) = part.split_once(" = ") {
                values.insert(name.to_owned());
            }
            start = at + 1;
        }
        match letter {
            '(' | '[' | '{' => depth += 1,
            ')' if depth == 0 => break,
            ')' | ']' | '}' => depth -= 1,
            _ => {}
        }
    }
    assert_eq!(values, english[key], "{path}: the values of {key}");
}

#[test]
fn the_window_says_nothing_that_is_not_translated() {
    // Names of formats, units and the program are the same in every language.
    const NAMES: &[&str] = &[
        "PNG", "JPEG", "JPEG XR", "WebP", "AVIF", "TIFF", "GIF", "MB", "Kinetoon", "file://",
    ];
    let mut found = Vec::new();
    for (path, text) in code() {
        let mut before = "";
        for (number, line) in text.lines().enumerate() {
            let marks = [
                "log::",
                "#[error",
                "#[expect",
                "debug_struct",
                ".field(",
                "include!",
                "include_",
                "env!(",
                "/select,",
                "var_os(",
                "/usr/",
                "C:\\",
                "/System/",
            ];
            let is_for_us =
                marks.iter().any(|mark| line.contains(mark)) || before.contains("log::");
            before = line;
            for literal in literals(line) {
                let words = literal.replace("\\n", " ");
                let words = words.split(['{', '}']).step_by(2).collect::<String>();
                let says_something = words.chars().any(char::is_alphabetic);
                // Kinds of data, atoms of the clipboard and names within the toolkit are the same
                // in every language.
                let is_kind = ["image/", "text/uri-list"]
                    .iter()
                    .any(|kind| literal.starts_with(kind))
                    || literal.contains("::");
                let is_atom = [
                    "CLIPBOARD",
                    "KINETOON_PASTE",
                    "INCR",
                    "TARGETS",
                    "file:",
                    "__resize",
                ]
                .contains(&literal);
                let is_fine = !says_something
                    || is_key(literal)
                    || is_kind
                    || is_atom
                    || NAMES.contains(&words.trim())
                    || words.starts_with(['-', '.'])
                    || is_for_us;
                if !is_fine {
                    found.push(format!("{path}:{}: {literal:?}", number + 1));
                }
            }
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}
