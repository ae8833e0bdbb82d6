//! The real window, on a display of its own: it opens, draws, answers to keys and pointer, and
//! closes.
//!
//! `KINETOON_SCREENSHOTS=DIR` keeps what was seen.

use std::path::Path;
use std::process::{Child, Command};
use std::time::Duration;

use crate::common::display::{self, Display, wait_until};
use crate::common::{stderr, write_picture, xdnd};

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
    keys(&["mousemove", "680", "42", "click", "1"]);
    let alone = display.wait_for(&shots, "drawing alone", |now| difference(now, &first) > 0.3);

    // Another style, then back by undo.
    keys(&["mousemove", "1222", "200", "click", "1"]);
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

#[cfg(target_os = "linux")]
#[test]
fn without_a_display_or_a_driver_it_says_what_is_missing() {
    let window = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kinetoon"));
        command.env_remove("WAYLAND_DISPLAY").env_remove("DISPLAY");
        command
    };
    let output = window().output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let said = stderr(&output);
    assert!(said.contains("there is no display"), "{said}");
    assert!(said.contains("kinetoon stylize"), "{said}");
    let Some(display) = Display::open() else {
        return;
    };
    let nowhere = [
        ("VK_DRIVER_FILES", "/nowhere"),
        ("VK_ICD_FILENAMES", "/nowhere"),
    ];
    let output = window()
        .env("DISPLAY", &display.name)
        .envs(nowhere)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    let said = stderr(&output);
    assert!(said.contains("mesa-vulkan-drivers"), "{said}");
}

fn start(display: &Display, yard: &Path) -> Child {
    command(display, yard).spawn().unwrap()
}

fn command(display: &Display, yard: &Path) -> Command {
    let path = std::env::var("PATH").unwrap_or_default();
    let path = format!("{}:{path}", yard.join("bin").display());
    let mut command = Command::new(env!("CARGO_BIN_EXE_kinetoon"));
    command
        .env("DISPLAY", &display.name)
        .env_remove("WAYLAND_DISPLAY")
        .env("XDG_CONFIG_HOME", yard.join("config"))
        .env("XDG_DATA_HOME", yard.join("data"))
        .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
        .env("LANG", "C")
        .env("PATH", path);
    command
}

/// Waits until two looks in a row are alike: everything is drawn.
fn settled(display: &Display, shots: &Path, name: &str) -> image::RgbImage {
    let mut before = display.screenshot(shots, name);
    loop {
        std::thread::sleep(Duration::from_millis(900));
        let now = display.screenshot(shots, name);
        if difference(&before, &now) == 0.0 {
            return now;
        }
        before = now;
    }
}

#[cfg(target_os = "linux")]
#[test]
fn photographs_are_dropped_drawn_saved_and_there_again_after_a_restart() {
    let Some(display) = Display::open() else {
        return;
    };
    let yard = tempfile::tempdir().unwrap();
    let (yard, shots) = (yard.path(), yard.path().join("shots"));
    let first = write_picture(yard, "in/one.png", 400, 300);
    let second = write_picture(yard, "in/two.jpg", 300, 400);
    for name in ["holiday/a.png", "holiday/deep/b.png", "holiday/notes.png"] {
        write_picture(yard, name, 320, 200);
    }
    std::fs::write(yard.join("holiday/notes.png"), "no picture").unwrap();
    let saved = yard.join("saved.png");
    display::choose_always(&yard.join("bin"), &saved);

    let mut window = start(&display, yard);
    let sample = settled(&display, &shots, "1 sample");
    let drop = |files: &[&Path]| xdnd::drop_files(&display.name, "Kinetoon", files, (400, 300));
    assert!(drop(&[&first, &second]), "the window takes no files");
    display.wait_for(&shots, "2 dropped", |now| difference(now, &sample) > 0.2);
    let two = settled(&display, &shots, "2 dropped");
    assert!(drop(&[&yard.join("holiday")]), "the window takes no folder");
    // It asks what is in it; the first answer: photographs.
    display.wait_for(&shots, "3 which folder", |now| difference(now, &two) > 0.5);
    std::thread::sleep(Duration::from_millis(900));
    display.keys(&["Tab", "space"]);
    let dropped = settled(&display, &shots, "3 folder");

    let pointer = |arguments: &[&str]| {
        let output = display.tool("xdotool", arguments);
        assert!(output.status.success(), "xdotool {arguments:?}");
        std::thread::sleep(Duration::from_millis(120));
    };
    display.keys(&["ctrl+4"]);
    let differs_from = |other: &image::RgbImage, name: &str, share: f64| {
        display.wait_for(&shots, name, |now| difference(now, other) > share);
        settled(&display, &shots, name)
    };
    let alone = differs_from(&dropped, "4 drawing alone", 0.2);
    // Saturation.
    pointer(&["mousemove", "1172", "607", "mousedown", "1"]);
    for x in ["1160", "1140", "1120", "1105"] {
        pointer(&["mousemove", x, "607"]);
    }
    display.wait_for(&shots, "5 slider drags", |now| {
        difference(now, &alone) > 0.1
    });
    pointer(&["mouseup", "1"]);
    differs_from(&alone, "6 slider rests", 0.1);

    display.keys(&["ctrl+3"]);
    let wiped = settled(&display, &shots, "7 wipe");
    pointer(&["mousemove", "488", "390", "mousedown", "1"]);
    for x in ["540", "620", "700"] {
        pointer(&["mousemove", x, "390"]);
    }
    pointer(&["mouseup", "1"]);
    let moved = differs_from(&wiped, "8 wipe moved", 0.02);

    display.keys(&["ctrl+s"]);
    wait_until("the saved file", || saved.exists());
    settled(&display, &shots, "9 saved");
    // A small photograph is enlarged to be drawn.
    assert_eq!(image::image_dimensions(&saved).unwrap().0, 1280);

    xdnd::close_window(&display.name, "Kinetoon");
    wait_until("the window to close", || {
        window.try_wait().unwrap().is_some()
    });
    let kept = std::fs::read(yard.join("config/kinetoon/window.json")).unwrap();
    let kept: serde_json::Value = serde_json::from_slice(&kept).unwrap();
    let photos = kept["photos"].as_array().unwrap();
    assert_eq!(photos.len(), 4, "the bad one is kept, too");
    assert!(kept["wipe"].as_f64().unwrap() > 0.6);
    assert!(kept["shown"].as_str().unwrap().ends_with("holiday/a.png"));
    assert_eq!(kept["mode"], "Wipe");
    assert!(kept["ink"]["saturation"].as_f64().unwrap() < 0.6);

    let mut window = start(&display, yard);
    // It looks as it did, once it is drawn.
    display.wait_for(&shots, "10 again", |now| difference(now, &moved) < 0.02);
    window.kill().unwrap();
    window.wait().unwrap();
}

/// As by "Open with" of a file manager.
#[cfg(target_os = "linux")]
#[test]
fn a_style_that_is_opened_is_in_the_library_and_drawn_with() {
    use kinetoon::model::{BaseModel, StyleFile};
    let Some(display) = Display::open() else {
        return;
    };
    let yard = tempfile::tempdir().unwrap();
    let yard = yard.path();
    let weights = include_bytes!("../assets/models/base-v3.safetensors");
    let base = BaseModel::from_bytes(weights).unwrap();
    let style = StyleFile {
        name: "Mine".to_owned(),
        code: base.photo(),
        photo: base.photo(),
        generator: base.tensors().clone(),
        ..StyleFile::default()
    };
    let file = yard.join("from a friend.KSTYLE");
    std::fs::write(&file, style.to_bytes().unwrap()).unwrap();
    let photo = write_picture(yard, "photo.png", 400, 300);
    let chosen = || {
        let kept = std::fs::read(yard.join("config/kinetoon/window.json")).unwrap_or_default();
        let kept: serde_json::Value = serde_json::from_slice(&kept).unwrap_or_default();
        kept["look"]["style"].as_str().map(str::to_owned)
    };
    // The second time it is there already, which is no trouble.
    for arguments in [[&file, &photo], [&photo, &file]] {
        let mut window = command(&display, yard).args(arguments).spawn().unwrap();
        wait_until("the style to be drawn with", || {
            chosen().as_deref() == Some("Mine")
        });
        wait_until("the photograph to be kept", || kept_photos(yard) == 1);
        xdnd::close_window(&display.name, "Kinetoon");
        wait_until("the window to close", || {
            window.try_wait().unwrap().is_some()
        });
        assert!(yard.join("data/kinetoon/styles/Mine.kstyle").exists());
        std::fs::remove_file(yard.join("config/kinetoon/window.json")).unwrap();
    }
}

/// The photographs that are kept for the next start.
#[cfg(target_os = "linux")]
fn kept_photos(yard: &Path) -> usize {
    let kept = std::fs::read(yard.join("config/kinetoon/window.json")).unwrap_or_default();
    let kept: serde_json::Value = serde_json::from_slice(&kept).unwrap_or_default();
    kept["photos"].as_array().map_or(0, Vec::len)
}

#[cfg(target_os = "linux")]
#[test]
fn photographs_survive_a_kill_and_a_window_that_is_asked_to_end_closes() {
    let Some(display) = Display::open() else {
        return;
    };
    let yard = tempfile::tempdir().unwrap();
    let (yard, shots) = (yard.path(), yard.path().join("shots"));
    let first = write_picture(yard, "in/one.png", 400, 300);
    let second = write_picture(yard, "in/two.png", 400, 300);
    let drop = |files: &[&Path]| xdnd::drop_files(&display.name, "Kinetoon", files, (400, 300));

    let mut window = start(&display, yard);
    settled(&display, &shots, "sample");
    assert!(drop(&[&first]), "the window takes no files");
    wait_until("the photograph to be kept", || kept_photos(yard) == 1);
    // As by a power cut.
    window.kill().unwrap();
    window.wait().unwrap();
    assert_eq!(kept_photos(yard), 1);

    let mut window = start(&display, yard);
    settled(&display, &shots, "again");
    assert!(drop(&[&second]), "the window takes no files");
    // Taken in, but not yet time to be written down.
    std::thread::sleep(Duration::from_millis(700));
    let asked = Command::new("kill")
        .args(["-TERM", &window.id().to_string()])
        .status();
    assert!(asked.unwrap().success());
    wait_until("the window to close", || {
        window.try_wait().unwrap().is_some()
    });
    assert_eq!(window.wait().unwrap().code(), Some(0));
    assert_eq!(kept_photos(yard), 2);
}
