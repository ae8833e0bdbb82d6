//! `kinetoon styles sheet`: a photograph in all styles on one picture.

use std::ffi::OsStr;
use std::path::Path;

use crate::common::{kinetoon, stderr, stdout, write_picture};

fn sheet(photo: &Path, out: &Path, more: &[&str]) -> std::process::Output {
    let begin = ["styles", "sheet", "--device=cpu", "--scale=96"].map(OsStr::new);
    let files = [photo.as_os_str(), OsStr::new("--out"), out.as_os_str()];
    let more = more.iter().map(OsStr::new);
    kinetoon(begin.into_iter().chain(files).chain(more))
}

#[test]
fn all_styles_are_on_it_with_the_photograph_and_a_file_is_never_replaced_unasked() {
    let yard = tempfile::tempdir().unwrap();
    let photo = write_picture(yard.path(), "photo.png", 96, 72);
    let out = yard.path().join("all.jpg");
    let output = sheet(&photo, &out, &[]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stdout(&output).contains("all.jpg"));
    let first = std::fs::read(&out).unwrap();
    let (width, height) = image::load_from_memory(&first)
        .unwrap()
        .to_rgb8()
        .dimensions();
    // Thirteen pictures of 640 px in rows.
    assert!(width > 4 * 640 && height > 3 * 480, "{width}x{height}");
    let again = sheet(&photo, &out, &[]);
    assert_eq!(again.status.code(), Some(1));
    assert!(stderr(&again).contains("--overwrite"), "{}", stderr(&again));
    assert_eq!(sheet(&photo, &out, &["--overwrite"]).status.code(), Some(0));
    assert_eq!(std::fs::read(&out).unwrap(), first, "the same again");
}

#[test]
fn what_cannot_be_read_or_written_is_told_before_anything_is_drawn() {
    let yard = tempfile::tempdir().unwrap();
    let photo = write_picture(yard.path(), "photo.png", 32, 24);
    let bad = yard.path().join("bad.jpg");
    std::fs::write(&bad, b"no picture").unwrap();
    for (photo, out, told) in [
        (&photo, "all.xyz", ".png"),
        (&bad, "all.png", "bad.jpg"),
        (&yard.path().join("gone.jpg"), "all.png", "gone.jpg"),
    ] {
        let output = sheet(photo, &yard.path().join(out), &[]);
        assert_eq!(output.status.code(), Some(1), "{out}");
        assert!(stderr(&output).contains(told), "{}", stderr(&output));
        assert!(!yard.path().join(out).exists());
    }
}
