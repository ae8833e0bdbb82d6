//! A display that nobody sees, for the real window. Needs Xvfb, xdotool and ImageMagick.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// A machine may be very busy.
const PATIENCE: Duration = Duration::from_mins(3);

/// One window at a time: several would starve each other on a small machine.
static TURN: Mutex<()> = Mutex::new(());

/// A display that nobody sees; ends with the test.
pub struct Display {
    server: Child,
    pub name: String,
    _turn: MutexGuard<'static, ()>,
}

impl Drop for Display {
    fn drop(&mut self) {
        self.server.kill().ok();
        self.server.wait().ok();
    }
}

impl Display {
    /// Opens one; says why not when a tool is missing.
    pub fn open() -> Option<Self> {
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
        let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
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
        Some(Self {
            server,
            name,
            _turn: turn,
        })
    }

    /// Runs a tool on this display.
    pub fn tool(&self, program: &str, arguments: &[&str]) -> std::process::Output {
        Command::new(program)
            .args(arguments)
            .env("DISPLAY", &self.name)
            .output()
            .unwrap()
    }

    /// What is on the screen.
    pub fn screenshot(&self, folder: &Path, name: &str) -> image::RgbImage {
        let path: PathBuf = std::env::var_os("KINETOON_SCREENSHOTS")
            .map_or_else(|| folder.to_owned(), PathBuf::from)
            .join(format!("{name}.png"));
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        self.tool("import", &["-window", "root", path.to_str().unwrap()]);
        image::open(path).unwrap().to_rgb8()
    }

    /// Waits until what is on the screen satisfies `condition`.
    pub fn wait_for(
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

    /// Presses keys in the window, which first gets the keyboard: no window manager gives it.
    pub fn keys(&self, keys: &[&str]) {
        let focus = ["search", "--sync", "--name", "^Kinetoon$", "windowfocus"];
        assert!(self.tool("xdotool", &focus).status.success());
        for key in keys {
            // Of two within one frame of a busy machine the keyboard's focus follows one.
            std::thread::sleep(Duration::from_millis(800));
            assert!(self.tool("xdotool", &["key", key]).status.success());
        }
    }
}

/// A file dialog that always chooses `path`: `rfd` asks `zenity` where no desktop portal answers.
pub fn choose_always(folder: &Path, path: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::create_dir_all(folder).unwrap();
    let dialog = folder.join("zenity");
    std::fs::write(&dialog, format!("#!/bin/sh\necho '{}'\n", path.display())).unwrap();
    std::fs::set_permissions(&dialog, std::fs::Permissions::from_mode(0o755)).unwrap();
}

/// Waits for something on the disk or of a process; a very busy machine may take minutes.
pub fn wait_until(what: &str, mut condition: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !condition() {
        let waited = begun.elapsed();
        assert!(
            waited < Duration::from_mins(5),
            "waited too long for: {what}"
        );
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// Mean brightness: a question dims everything behind it.
pub fn brightness(picture: &image::RgbImage) -> f64 {
    let sum: u64 = picture.pixels().map(|pixel| u64::from(pixel.0[1])).sum();
    sum as f64 / f64::from(picture.width() * picture.height())
}
