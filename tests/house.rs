//! The house stays in order: layers, one wgpu, small files, valid shaders.

use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

pub fn files(folder: &str, ending: &str) -> Vec<(PathBuf, String)> {
    walkdir::WalkDir::new(root().join(folder))
        .sort_by_file_name()
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| {
            entry
                .path()
                .extension()
                .is_some_and(|found| found == ending)
        })
        .map(|entry| {
            (
                entry.path().to_owned(),
                std::fs::read_to_string(entry.path()).unwrap(),
            )
        })
        .collect()
}

/// What a layer must never name.
const FORBIDDEN: &[(&str, &[&str])] = &[
    (
        "src/picture",
        &[
            "crate::ink",
            "crate::model",
            "crate::gpu",
            "crate::engine",
            "crate::cli",
            "burn",
            "wgpu",
            "egui",
        ],
    ),
    (
        "src/book",
        &[
            "crate::ink",
            "crate::model",
            "crate::gpu",
            "crate::train",
            "crate::engine",
            "crate::cli",
            "crate::ui",
            "burn",
            "wgpu",
            "egui",
        ],
    ),
    (
        "src/ink",
        &[
            "crate::model",
            "crate::gpu",
            "crate::engine",
            "crate::cli",
            "crate::picture",
            "burn",
            "wgpu",
            "egui",
        ],
    ),
    (
        "src/model",
        &[
            "crate::ink",
            "crate::gpu",
            "crate::engine",
            "crate::cli",
            "crate::picture",
            "crate::train",
            "egui",
            "crossbeam",
            "std::fs",
        ],
    ),
    (
        "src/train",
        &[
            "crate::ink",
            "crate::gpu",
            "crate::engine",
            "crate::cli",
            "crate::ui",
            "egui",
            "wgpu",
            "crossbeam",
        ],
    ),
    (
        "src/library",
        &[
            "crate::render",
            "crate::gpu",
            "crate::train",
            "crate::engine",
            "crate::cli",
            "crate::ui",
            "egui",
            "wgpu",
        ],
    ),
    (
        "src/render",
        &[
            "crate::train",
            "crate::engine",
            "crate::cli",
            "crate::ui",
            "egui",
        ],
    ),
    (
        "src/gpu",
        &[
            "crate::model",
            "crate::engine",
            "crate::cli",
            "crate::picture",
            "egui",
        ],
    ),
    (
        "src/lettering",
        &[
            "crate::ink",
            "crate::model",
            "crate::library",
            "crate::gpu",
            "crate::render",
            "crate::train",
            "crate::engine",
            "crate::cli",
            "crate::ui",
            "burn",
            "wgpu",
        ],
    ),
    ("src/engine", &["crate::cli", "crate::ui", "egui"]),
    ("src/ui", &["crate::cli", "burn::", "burn_cubecl"]),
    ("src/cli", &["burn::", "burn_cubecl", "wgpu::", "egui"]),
];

#[test]
fn no_layer_names_one_above_it() {
    for (folder, forbidden) in FORBIDDEN {
        let files = files(folder, "rs");
        assert!(!files.is_empty(), "{folder} is gone");
        for (path, text) in files {
            if path.file_name().is_some_and(|name| name == "tests.rs") {
                continue;
            }
            for (number, line) in text.lines().enumerate() {
                let code = line.split("//").next().unwrap_or_default();
                for name in *forbidden {
                    let names_it = code.match_indices(name).any(|(at, _)| {
                        !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_')
                    });
                    assert!(!names_it, "{}:{} names {name}", path.display(), number + 1);
                }
            }
        }
    }
}

#[test]
fn there_is_one_wgpu_in_the_tree() {
    let lock = std::fs::read_to_string(root().join("Cargo.lock")).unwrap();
    let count = |name: &str| lock.matches(&format!("name = \"{name}\"\n")).count();
    assert_eq!(count("wgpu"), 1);
    assert_eq!(count("naga"), 1);
}

#[test]
fn source_files_stay_small() {
    for (path, text) in files("src", "rs") {
        let num_lines = text.lines().count();
        assert!(num_lines <= 450, "{} has {num_lines} lines", path.display());
    }
}

#[test]
fn every_shader_is_valid() {
    let shaders = files("shaders", "wgsl");
    assert!(!shaders.is_empty());
    for (path, text) in shaders {
        let module = naga::front::wgsl::parse_str(&text).unwrap_or_else(|err| {
            panic!(
                "{}",
                err.emit_to_string_with_path(&text, &path.display().to_string())
            )
        });
        naga::valid::Validator::new(
            naga::valid::ValidationFlags::all(),
            naga::valid::Capabilities::empty(),
        )
        .validate(&module)
        .unwrap_or_else(|err| panic!("{}: {err:?}", path.display()));
        assert!(
            text.starts_with("//"),
            "{} does not say what it is for",
            path.display()
        );
    }
}

#[test]
fn the_change_log_names_this_version() {
    let log = std::fs::read_to_string(root().join("CHANGELOG.md")).unwrap();
    assert!(log.contains("## Unreleased") || log.contains(env!("CARGO_PKG_VERSION")));
}

#[test]
fn the_pinned_compiler_is_the_one_that_the_package_asks_for() {
    let read = |name: &str| std::fs::read_to_string(root().join(name)).unwrap();
    let value = |text: &str, key: &str| {
        let line = text.lines().find(|line| line.starts_with(key)).unwrap();
        line.split('"').nth(1).unwrap().to_owned()
    };
    let oldest = value(&read("Cargo.toml"), "rust-version");
    let pinned = value(&read("rust-toolchain.toml"), "channel");
    // rustup takes "1.95" and "1.95.0" for two toolchains, so the file names the whole version.
    assert_eq!(pinned.split('.').count(), 3, "{pinned}");
    assert!(
        pinned.starts_with(&format!("{oldest}.")),
        "Cargo.toml asks for {oldest}, rust-toolchain.toml for {pinned}"
    );
}

/// Words for one thing that the field, and so this code, calls otherwise, and folders in which a
/// word is the field's own. What is between quotes is for people and for files, and free.
const OTHERWISE: &[(&str, &str, &[&str])] = &[
    ("shelf", "style library", &[]),
    ("lesson", "training run", &[]),
    ("lessons", "training runs", &[]),
    (
        "film",
        "animation",
        &["src/model", "src/train", "tests/learning.rs"],
    ),
    ("films", "animations", &[]),
    ("studio", "renderer", &[]),
    ("desk", "engine, or photographs", &[]),
    ("beholder", "feature extractor", &[]),
    ("vignette", "thumbnail", &[]),
    ("rehearsal", "step timing", &[]),
    ("appraiser", "metrics", &[]),
    ("pupil", "student", &[]),
    ("surveyed", "prepared", &[]),
    ("hurdle", "blocker", &[]),
    ("news", "event, or message", &["src/picture/xmp"]),
    ("consequence", "effect", &[]),
    ("guest", "extra style", &[]),
    ("ingredients", "training inputs", &[]),
];

/// Help of the command line, which says what the window says.
const FOR_PEOPLE: [&str; 3] = [
    "src/cli/arguments",
    "src/cli/arguments.rs",
    "src/render/sizes.rs",
];

/// The text without what is between quotes; lines stay.
fn unquoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let begins_word = |out: &str| !out.ends_with(|c: char| c.is_alphanumeric() || c == '_');
        let is_raw = begins_word(out.strip_suffix('b').unwrap_or(&out));
        let after = rest.bytes().skip(first.len_utf8());
        let num_marks = after.take_while(|byte| *byte == b'#').count();
        let len = if rest.starts_with("//") {
            let len = rest.find('\n').unwrap_or(rest.len());
            out += &rest[..len];
            len
        } else if first == 'r' && is_raw && rest[1 + num_marks..].starts_with('"') {
            let end = format!("\"{}", "#".repeat(num_marks));
            let start = num_marks + 2;
            let body = rest[start..].find(&end).expect("a text ends");
            start + body + end.len()
        } else if first == '"' {
            let mut is_escaped = false;
            let body = rest[1..].find(|c: char| {
                let ends = c == '"' && !is_escaped;
                is_escaped = c == '\\' && !is_escaped;
                ends
            });
            body.expect("a text ends") + 2
        } else if first == '\'' && (rest.starts_with("'\"'") || rest.starts_with("'\\")) {
            2 + rest[2..].find('\'').expect("a character ends") + 1
        } else {
            out.push(first);
            first.len_utf8()
        };
        out.extend(rest[..len].matches('\n').filter(|_| len > 1));
        rest = &rest[len..];
    }
    out
}

/// The words of a line, with those of names apart, in lower case.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut was_lower = false;
    for c in line.chars() {
        if !c.is_alphabetic() || (c.is_uppercase() && was_lower) {
            words.push(String::new());
        }
        was_lower = c.is_lowercase();
        if c.is_alphabetic() {
            words.last_mut().unwrap().extend(c.to_lowercase());
        }
    }
    words
}

#[test]
fn code_calls_things_what_the_field_calls_them() {
    let mut of_text = words(&unquoted("let StyleShelf = r#\"film\"#; // a_b \"c"));
    of_text.retain(|word| !word.is_empty());
    assert_eq!(of_text, ["let", "style", "shelf", "a", "b", "c"]);
    let mut found = Vec::new();
    for (path, text) in files("src", "rs").into_iter().chain(files("tests", "rs")) {
        let name = path.strip_prefix(root()).unwrap();
        if FOR_PEOPLE.iter().any(|free| name.starts_with(free)) || name.ends_with("house.rs") {
            continue;
        }
        for (number, line) in unquoted(&text).lines().enumerate() {
            let words = words(line);
            for (word, instead, free) in OTHERWISE {
                let is_free = free.iter().any(|folder| name.starts_with(folder));
                if !is_free && words.iter().any(|found| found == word) {
                    let place = format!("{}:{}", name.display(), number + 1);
                    found.push(format!("{place}: {word} (say {instead})"));
                }
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn lines_are_narrow_and_paths_begin_with_the_crate() {
    let sources = ["src", "tests"]
        .into_iter()
        .flat_map(|folder| files(folder, "rs"));
    for (path, text) in sources.chain(files("shaders", "wgsl")) {
        // What people read is in one piece, and so are the rows of a table.
        for (number, line) in unquoted(&text).lines().enumerate() {
            let place = format!("{}:{}", path.display(), number + 1);
            let num_columns = line.chars().count();
            let is_row = line.contains("//! |");
            assert!(
                num_columns <= 100 || is_row,
                "{place}: {num_columns} columns"
            );
            assert!(!line.contains(concat!("super::", "super")), "{place}");
        }
    }
}
