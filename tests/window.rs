//! The real window, on a display of its own: it opens, draws, answers to keys and pointer, and closes.
//!
//! `KINETOON_SCREENSHOTS=DIR` keeps what was seen.

use std::process::Command;
use std::time::Duration;

use crate::common::display::Display;
use crate::common::{stderr, write_picture};

#[cfg(target_os = "linux")]
#[test]
fn without_a_display_the_window_says_what_to_do_instead() {
    let output = Command::new(env!("CARGO_BIN_EXE_kinetoon"))
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .env_remove("WAYLAND_SOCKET")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stderr(&output).contains("kinetoon stylize"),
        "{}",
        stderr(&output)
    );
}

/// Share of the right half of the canvas in which two screens differ.
fn difference(a: &image::RgbImage, b: &image::RgbImage) -> f64 {
    let (mut num, mut apart) = (0, 0);
    for y in (150..600).step_by(3) {
        for x in (520..960).step_by(3) {
            num += 1;
            let far = |(a, b): (&u8, &u8)| a.abs_diff(*b) > 12;
            if a.get_pixel(x, y)
                .0
                .iter()
                .zip(&b.get_pixel(x, y).0)
                .any(far)
            {
                apart += 1;
            }
        }
    }
    f64::from(apart) / f64::from(num)
}

#[cfg(target_os = "linux")]
#[test]
fn the_window_opens_draws_answers_and_closes() {
    let Some(display) = Display::open() else {
        return;
    };
    let yard = tempfile::tempdir().unwrap();
    let photo = write_picture(yard.path(), "photo.png", 400, 300);
    let mut window = Command::new(env!("CARGO_BIN_EXE_kinetoon"))
        .arg(&photo)
        .env("DISPLAY", &display.name)
        .env_remove("WAYLAND_DISPLAY")
        // Settings of earlier runs, and those of the person who runs the tests, stay out of it.
        .env("XDG_CONFIG_HOME", yard.path().join("config"))
        .env("XDG_DATA_HOME", yard.path().join("data"))
        .spawn()
        .unwrap();
    let shots = yard.path().join("shots");
    // Both halves show something and are not alike: the drawing is there.
    let is_drawn = |picture: &image::RgbImage| {
        let column = |x| (200..600).map(move |y| (x, y));
        let spread = |x| {
            let values = column(x).map(|(x, y)| picture.get_pixel(x, y).0[0]);
            values.clone().max().unwrap() - values.min().unwrap()
        };
        let halves_differ = column(250)
            .zip(column(250 + 488))
            .filter(|((ax, ay), (bx, by))| {
                picture.get_pixel(*ax, *ay).0[0].abs_diff(picture.get_pixel(*bx, *by).0[0]) > 8
            })
            .count();
        spread(250) > 60 && spread(738) > 60 && halves_differ > 40
    };
    let first = display.wait_for(&shots, "drawn", is_drawn);

    // "Drawing" alone, by its button.
    let keys = |arguments: &[&str]| {
        let output = display.tool("xdotool", arguments);
        assert!(output.status.success(), "xdotool {arguments:?}");
    };
    keys(&["mousemove", "604", "42", "click", "1"]);
    let alone = display.wait_for(&shots, "drawing alone", |now| difference(now, &first) > 0.3);

    // Another style, then back by undo.
    keys(&["mousemove", "1030", "128", "click", "1"]);
    let engraved = display.wait_for(&shots, "another style", |now| difference(now, &alone) > 0.3);
    // No window manager runs here that would give the window the keyboard.
    keys(&["search", "--name", "^Kinetoon$", "windowfocus"]);
    std::thread::sleep(Duration::from_millis(300));
    keys(&["key", "ctrl+z"]);
    display.wait_for(&shots, "undone", |now| {
        difference(now, &alone) < 0.05 && difference(now, &engraved) > 0.3
    });
    assert!(
        window.try_wait().unwrap().is_none(),
        "the window closed by itself"
    );
    window.kill().unwrap();
    window.wait().unwrap();
}
