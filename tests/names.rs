//! Names of files that are no text, or that would give a terminal orders.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};

use crate::common::{kinetoon, stderr, stdout, stylize, write_picture};

/// `t?t?.png` as a Latin-1 system wrote it.
#[cfg(unix)]
fn latin1() -> OsString {
    use std::os::unix::ffi::OsStringExt as _;
    OsString::from_vec(b"t\xe9t\xe9.png".to_vec())
}

#[cfg(unix)]
fn write_named(folder: &Path, name: &OsStr) -> PathBuf {
    let path = folder.join(name);
    fs::rename(write_picture(folder, "x.png", 48, 36), &path).unwrap();
    path
}

#[cfg(unix)]
fn json_lines(output: &std::process::Output) -> Vec<serde_json::Value> {
    let lines = stdout(output);
    let lines = lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap());
    lines.collect()
}

/// The bytes that a field is said to be, in hexadecimal digits.
#[cfg(unix)]
fn bytes(object: &serde_json::Value, key: &str) -> Vec<u8> {
    let digits = object[key].as_str().unwrap().as_bytes();
    let digit = |digit: u8| char::from(digit).to_digit(16).unwrap() as u8;
    let pairs = digits.chunks(2);
    pairs
        .map(|pair| digit(pair[0]) * 16 + digit(pair[1]))
        .collect()
}

#[cfg(unix)]
#[test]
fn a_name_that_is_no_text_is_told_in_full_and_the_rest_is_drawn() {
    use std::os::unix::ffi::OsStrExt as _;
    let yard = tempfile::tempdir().unwrap();
    let (photos, out) = (yard.path().join("photos"), yard.path().join("out"));
    let photo = write_named(&photos, &latin1());
    write_picture(&photos, "z.png", 48, 36);
    let run = |extra: &[&str]| {
        let arguments = [photos.as_os_str(), OsStr::new("--out"), out.as_os_str()];
        stylize(arguments.into_iter().chain(extra.iter().map(OsStr::new)))
    };
    let output = run(&["--json"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let lines = json_lines(&output);
    let with = |status: &str| lines.iter().filter(|line| line["status"] == status).count();
    assert_eq!((lines.len(), with("drawn")), (2, 2));
    let odd = lines.iter().find(|line| line["input_bytes"].is_string());
    let odd = odd.expect("the name is told");
    assert_eq!(bytes(odd, "input_bytes"), photo.as_os_str().as_bytes());
    let drawing = out.join(latin1());
    assert_eq!(bytes(odd, "output_bytes"), drawing.as_os_str().as_bytes());
    assert!(drawing.is_file());
    assert!(odd["input"].as_str().unwrap().ends_with(r"t\xe9t\xe9.png"));
    // Left out, failed, and told in words.
    assert_eq!(
        json_lines(&run(&["--json", "--resume"]))[0]["status"],
        "skipped"
    );
    assert_eq!(json_lines(&run(&["--json"]))[0]["status"], "failed");
    fs::remove_dir_all(&out).unwrap();
    let words = stdout(&run(&[]));
    assert!(words.contains(r"t\xe9t\xe9.png"), "{words}");
}

#[cfg(unix)]
#[test]
fn evaluate_tells_names_that_are_no_text() {
    let yard = tempfile::tempdir().unwrap();
    let photo = write_named(yard.path(), &latin1());
    let options = ["--device", "cpu", "--scale", "64", "--json"].map(OsStr::new);
    let arguments = [OsStr::new("evaluate"), OsStr::new("--photos")];
    let folder = [photo.parent().unwrap().as_os_str()];
    let output = kinetoon([&arguments[..], &folder, &options].concat());
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(json_lines(&output)[0]["input_bytes"].is_string());
}

#[cfg(unix)]
#[test]
fn no_name_gives_a_terminal_orders() {
    let yard = tempfile::tempdir().unwrap();
    let photos = yard.path().join("photos");
    let evil = "\x1b[2J\x1b]0;title\x07\r\u{9b}31m\nkinetoon: fake\u{202e}.png";
    write_named(&photos, OsStr::new(evil));
    fs::write(photos.join(format!("bad {evil}")), b"no picture").unwrap();
    let out = yard.path().join(format!("out {evil}"));
    let folder = yard.path().join(evil);
    let runs = [
        stylize([photos.as_os_str(), OsStr::new("--out"), out.as_os_str()]),
        stylize([
            photos.as_os_str(),
            OsStr::new("--out"),
            out.as_os_str(),
            OsStr::new("--json"),
        ]),
        stylize([folder.as_os_str(), OsStr::new("--out"), out.as_os_str()]),
        // A file name that the shell takes for an option.
        stylize([
            OsStr::new("--\x1b[31m.png"),
            OsStr::new("--out"),
            out.as_os_str(),
        ]),
        kinetoon(["styles", "show", evil]),
        kinetoon(["styles", "remove", evil]),
        kinetoon([
            OsStr::new("evaluate"),
            OsStr::new("--photos"),
            folder.as_os_str(),
        ]),
        kinetoon([
            OsStr::new("learn"),
            folder.as_os_str(),
            OsStr::new("--name"),
            OsStr::new("x"),
        ]),
    ];
    for output in runs {
        let told = [stdout(&output), stderr(&output)].concat();
        let orders = told.chars().filter(|c| c.is_control() && *c != '\n');
        assert_eq!(orders.count(), 0, "{told:?}");
        assert!(!told.contains('\u{202e}'), "{told:?}");
        assert!(!told.contains("\nkinetoon: fake"), "{told}");
    }
}

#[test]
fn a_style_is_neither_removed_nor_exported_outside_its_folder() {
    let yard = tempfile::tempdir().unwrap();
    let out = yard.path().join("x.kstyle");
    for name in ["../x", "a/b", "/etc/x", ".."] {
        for arguments in [
            vec!["styles", "remove", name],
            vec!["styles", "show", name],
            vec!["styles", "export", name, "--out", out.to_str().unwrap()],
        ] {
            let output = kinetoon(&arguments);
            let told = stderr(&output);
            assert_eq!(output.status.code(), Some(1), "{arguments:?}");
            assert!(
                told.contains("cannot be the name of a style"),
                "{arguments:?}: {told}"
            );
        }
    }
}

/// A style is known by its name, whatever its file is called.
#[cfg(target_os = "linux")]
#[test]
fn a_style_in_a_file_of_another_name_is_shown_and_exported() {
    use kinetoon::model::{BaseModel, StyleFile};
    let yard = tempfile::tempdir().unwrap();
    let styles = yard.path().join("kinetoon/styles");
    fs::create_dir_all(&styles).unwrap();
    let weights = include_bytes!("../assets/models/base-v3.safetensors");
    let base = BaseModel::from_bytes(weights).unwrap();
    let style = StyleFile {
        name: "Mine".to_owned(),
        author: "somebody".to_owned(),
        code: base.photo(),
        photo: base.photo(),
        generator: base.tensors().clone(),
        ..StyleFile::default()
    };
    fs::write(styles.join("a copy.kstyle"), style.to_bytes().unwrap()).unwrap();
    let run = |arguments: &[&str]| {
        let mut program = crate::common::program();
        program.env("XDG_DATA_HOME", yard.path()).args(arguments);
        program.output().unwrap()
    };
    let shown = run(&["styles", "show", "Mine"]);
    assert!(stdout(&shown).contains("somebody"), "{}", stderr(&shown));
    let out = yard.path().join("out.kstyle");
    let exported = run(&["styles", "export", "Mine", "--out", out.to_str().unwrap()]);
    assert_eq!(exported.status.code(), Some(0), "{}", stderr(&exported));
    assert_eq!(fs::read(out).unwrap(), style.to_bytes().unwrap());
    let none = run(&["styles", "show", "Yours"]);
    assert!(
        stderr(&none).contains("there is no style"),
        "{}",
        stderr(&none)
    );
}
