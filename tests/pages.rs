//! The look at a folder before learning: a page that is unlike all others is told, and no other.

use std::path::{Path, PathBuf};

use image::{Rgb, RgbImage};
use kinetoon::engine::look_at_pages;
use kinetoon::train::pages::{Folder, picture_files};

use crate::common::{kinetoon, picture, stderr};
use crate::learning::{page, write_pages};

/// Names of the pages that were warned of.
fn outliers(folder: &Folder) -> Vec<String> {
    let name = |path: &PathBuf| path.file_name().unwrap().to_string_lossy().into_owned();
    folder.warnings.iter().map(|(path, _)| name(path)).collect()
}

fn look(folder: &Path) -> Folder {
    look_at_pages(&picture_files(folder), &|| true)
}

/// Ink in soft washes, grey as the strokes of the other pages, but of another hand.
fn washes() -> RgbImage {
    RgbImage::from_fn(256, 256, |x, y| {
        let wave = (x as f32 * 0.05).sin() * (y as f32 * 0.031).cos();
        Rgb([(128.0 + 90.0 * wave) as u8; 3])
    })
}

#[test]
fn a_page_of_another_hand_is_told_and_still_learnt_from() {
    let yard = tempfile::tempdir().unwrap();
    let folder = yard.path().join("pages");
    write_pages(&folder, 12);
    let found = look(&folder);
    assert_eq!(outliers(&found), Vec::<String>::new());
    washes().save(folder.join("washes.png")).unwrap();
    let found = look(&folder);
    assert_eq!(outliers(&found), ["washes.png"]);
    assert_eq!(found.pages.len(), 13);
    assert!(found.problems.is_empty());
}

#[test]
fn a_coloured_page_among_pen_drawings_is_told_and_few_pages_are_not_judged() {
    let yard = tempfile::tempdir().unwrap();
    let folder = yard.path().join("pages");
    std::fs::create_dir_all(&folder).unwrap();
    let grey = |seed| image::DynamicImage::ImageRgb8(page(seed)).to_luma8();
    for seed in 0..8 {
        grey(seed).save(folder.join(format!("{seed}.png"))).unwrap();
    }
    let coloured = image::DynamicImage::ImageRgba8(picture(256, 256)).to_rgb8();
    coloured.save(folder.join("coloured.png")).unwrap();
    assert_eq!(outliers(&look(&folder)), Vec::<String>::new());
    for seed in 8..12 {
        grey(seed).save(folder.join(format!("{seed}.png"))).unwrap();
    }
    assert_eq!(outliers(&look(&folder)), ["coloured.png"]);
}

#[test]
fn the_command_line_names_the_outlier() {
    let yard = tempfile::tempdir().unwrap();
    let folder = yard.path().join("pages");
    write_pages(&folder, 10);
    washes().save(folder.join("washes.png")).unwrap();
    let out = yard.path().join("style.kstyle");
    let output = kinetoon([
        "learn".as_ref(),
        folder.as_os_str(),
        "--name".as_ref(),
        "Odd one out".as_ref(),
        "--steps".as_ref(),
        "1".as_ref(),
        "--train".as_ref(),
        "code".as_ref(),
        "--device".as_ref(),
        "cpu".as_ref(),
        "--out".as_ref(),
        out.as_os_str(),
    ]);
    let told = stderr(&output);
    assert!(output.status.success(), "{told}");
    assert!(
        told.contains("11 pages to learn from, 0 left out"),
        "{told}"
    );
    let line = told
        .lines()
        .find(|line| line.contains("washes.png"))
        .unwrap();
    assert!(line.contains("unlike all other pages"), "{line}");
}

/// Pages of real hands beside the project: no false alarm, and a page of another kind is found.
#[test]
fn real_styles_raise_no_alarm_and_a_page_of_another_kind_does() {
    let styles = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/styles");
    if !styles.is_dir() {
        println!("skipped: no pages beside the project");
        return;
    }
    let names = [
        "engraving-dore",
        "ink-gibson",
        "ink-philmay",
        "oz-neill",
        "peppercarrot",
        "ukiyoe-hiroshige",
    ];
    let files = |name: &str| picture_files(&styles.join(name).join("train"));
    for name in names {
        let own = files(name);
        let own = &own[..own.len().min(24)];
        let found = look_at_pages(own, &|| true);
        println!("{name}: alone {:?}", outliers(&found));
        assert_eq!(outliers(&found), Vec::<String>::new(), "{name}");
        let mut hits = Vec::new();
        for other in names.iter().filter(|other| **other != name) {
            let stranger = files(other).swap_remove(5);
            let mut all = own.to_vec();
            all.push(stranger.clone());
            let found = look_at_pages(&all, &|| true);
            let is_found = found.warnings.iter().any(|(path, _)| *path == stranger);
            hits.push((*other, is_found));
        }
        println!("{name}: {hits:?}");
        // Pen and paper is told from colour, both ways.
        let is_pen = |name: &str| name.starts_with("ink") || name.starts_with("engraving");
        let clear = hits
            .iter()
            .filter(|(other, _)| is_pen(other) != is_pen(name));
        for (other, is_found) in clear {
            assert!(is_found, "a page of {other} among those of {name}");
        }
    }
}
