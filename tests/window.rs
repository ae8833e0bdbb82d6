//! The real window, on a display of its own: it opens, draws, answers to keys and pointer, and closes.
//!
//! Needs Xvfb, xdotool and ImageMagick; says so when they are missing. `KINETOON_SCREENSHOTS=DIR`
//! keeps what was seen.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::common::{stderr, write_picture};

const PATIENCE: Duration = Duration::from_mins(1);

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

/// A display that nobody sees; ends with the test.
struct Display {
    server: Child,
    name: String,
}

impl Drop for Display {
    fn drop(&mut self) {
        self.server.kill().ok();
        self.server.wait().ok();
    }
}

impl Display {
    fn open() -> Option<Self> {
        let has = |tool: &str| {
            let found = Command::new("sh")
                .args(["-c", &format!("command -v {tool}")])
                .output();
            found.is_ok_and(|output| output.status.success())
        };
        if let Some(missing) = ["Xvfb", "xdotool", "import"]
            .into_iter()
            .find(|tool| !has(tool))
        {
            println!("skipped: {missing} is not installed");
            return None;
        }
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", "1280x800x24"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // It tells the number of the display that it took, once that can be used.
        let mut number = String::new();
        BufReader::new(server.stdout.as_mut().unwrap())
            .read_line(&mut number)
            .unwrap();
        let name = format!(":{}", number.trim());
        Some(Self { server, name })
    }

    fn tool(&self, program: &str, arguments: &[&str]) -> std::process::Output {
        Command::new(program)
            .args(arguments)
            .env("DISPLAY", &self.name)
            .output()
            .unwrap()
    }

    /// What is on the screen.
    fn screenshot(&self, folder: &Path, name: &str) -> image::RgbImage {
        let path: PathBuf = std::env::var_os("KINETOON_SCREENSHOTS")
            .map_or_else(|| folder.to_owned(), PathBuf::from)
            .join(format!("{name}.png"));
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        self.tool("import", &["-window", "root", path.to_str().unwrap()]);
        image::open(path).unwrap().to_rgb8()
    }

    /// Waits until what is on the screen satisfies `condition`.
    fn wait_for(
        &self,
        folder: &Path,
        name: &str,
        condition: impl Fn(&image::RgbImage) -> bool,
    ) -> image::RgbImage {
        let start = Instant::now();
        loop {
            let picture = self.screenshot(folder, name);
            if condition(&picture) {
                return picture;
            }
            assert!(start.elapsed() < PATIENCE, "waited too long for: {name}");
            std::thread::sleep(Duration::from_millis(200));
        }
    }
}

/// Share of the right half of the canvas in which two screens differ.
fn difference(a: &image::RgbImage, b: &image::RgbImage) -> f64 {
    let (mut num, mut apart) = (0, 0);
    for y in (150..600).step_by(3) {
        for x in (520..980).step_by(3) {
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
            .zip(column(250 + 497))
            .filter(|((ax, ay), (bx, by))| {
                picture.get_pixel(*ax, *ay).0[0].abs_diff(picture.get_pixel(*bx, *by).0[0]) > 8
            })
            .count();
        spread(250) > 60 && spread(747) > 60 && halves_differ > 40
    };
    let first = display.wait_for(&shots, "drawn", is_drawn);

    // "Drawing" alone, by its button.
    let keys = |arguments: &[&str]| {
        let output = display.tool("xdotool", arguments);
        assert!(output.status.success(), "xdotool {arguments:?}");
    };
    keys(&["mousemove", "803", "16", "click", "1"]);
    let alone = display.wait_for(&shots, "drawing alone", |now| difference(now, &first) > 0.3);

    // Another style, then back by undo.
    keys(&["mousemove", "1030", "80", "click", "1"]);
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
