//! Neighbours of a look on the command line.

use std::path::Path;

use crate::common::{stderr, stylize, tree, write_picture};

fn draw(input: &Path, out: &Path, more: &[&str]) {
    let arguments = [input, Path::new("--out"), out].map(Path::as_os_str);
    let output = stylize(arguments.into_iter().chain(more.iter().map(AsRef::as_ref)));
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
}

#[test]
fn as_many_neighbours_are_drawn_as_are_asked_for_and_the_same_ones_again() {
    let yard = tempfile::tempdir().unwrap();
    let photo = write_picture(yard.path(), "photo.png", 90, 70);
    let [one, two] = ["one", "two"].map(|name| yard.path().join(name));
    draw(&photo, &one, &["--vary", "4"]);
    let names = [1, 2, 3, 4].map(|seed| format!("photo-vary-{seed}.png"));
    assert_eq!(tree(&one), names);
    draw(&photo, &two, &["--vary", "4"]);
    let read = |folder: &Path, name: &String| std::fs::read(folder.join(name)).unwrap();
    let mut drawn: Vec<Vec<u8>> = names.iter().map(|name| read(&one, name)).collect();
    let again: Vec<Vec<u8>> = names.iter().map(|name| read(&two, name)).collect();
    assert!(drawn == again, "the seed gives the same look");
    drawn.sort();
    drawn.dedup();
    assert_eq!(drawn.len(), names.len(), "and another seed another look");
    // A single file gets the number, too, and what is moved by hand is varied.
    let file = yard.path().join("drawn.png");
    draw(&photo, &file, &["--vary", "1", "--line", "0"]);
    assert!(yard.path().join("drawn-vary-1.png").exists() && !file.exists());
}

#[test]
fn a_neighbour_replaces_no_photograph_and_may_lie_beside_its_own() {
    let yard = tempfile::tempdir().unwrap();
    let photo = write_picture(yard.path(), "photo.png", 90, 70);
    // It has the name that the other one's neighbour would get.
    let other = write_picture(yard.path(), "photo-x-vary-1.png", 70, 90);
    let before = std::fs::read(&other).unwrap();
    let out = yard.path().as_os_str();
    let inputs = [photo.as_os_str(), other.as_os_str(), "--out".as_ref(), out];
    let options = ["--vary", "1", "--name", "{name}-x", "--overwrite"];
    let output = stylize(inputs.into_iter().chain(options.iter().map(AsRef::as_ref)));
    assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
    assert!(stderr(&output).contains("would replace a photograph"));
    assert_eq!(std::fs::read(&other).unwrap(), before);
    draw(&photo, yard.path(), &["--vary", "1"]);
    assert!(yard.path().join("photo-vary-1.png").exists());
}
