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
        "src/sample",
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
