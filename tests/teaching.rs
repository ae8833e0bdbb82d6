//! A style is taught in the real window: pages dropped from another program, learning, closing in
//! the middle, going on after the next start.

use std::ffi::OsString;
use std::path::Path;
use std::process::{Child, Command};
use std::time::Duration;

use crate::common::display::{self, Display, brightness, wait_until};
use crate::common::{write_picture, xdnd};

fn open_window(display: &Display, yard: &Path, arguments: &[&Path]) -> Child {
    let path = std::env::var("PATH").unwrap_or_default();
    Command::new(env!("CARGO_BIN_EXE_kinetoon"))
        .args(arguments)
        .env("DISPLAY", &display.name)
        .env("PATH", format!("{}:{path}", yard.join("bin").display()))
        .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
        .env_remove("WAYLAND_DISPLAY")
        .env("XDG_CONFIG_HOME", yard.join("config"))
        .env("XDG_DATA_HOME", yard.join("data"))
        .spawn()
        .unwrap()
}

#[test]
fn a_style_is_taught_in_the_window_and_gone_on_with_after_a_restart() {
    let Some(display) = Display::open() else {
        return;
    };
    let yard = tempfile::tempdir().unwrap();
    let (yard, shots) = (yard.path(), yard.path().join("shots"));
    let photo = write_picture(yard, "photo.png", 400, 300);
    let pages = yard.join("My hand");
    crate::learning::write_pages(&pages, 4);
    let run_folder = yard.join("data/kinetoon/lessons/My hand");
    let num_steps = || -> u64 {
        let text = std::fs::read(run_folder.join("run.json")).unwrap_or_default();
        let state: serde_json::Value = serde_json::from_slice(&text).unwrap_or_default();
        state["num_steps"].as_u64().unwrap_or(0)
    };

    let mut window = open_window(&display, yard, &[&photo]);
    let open = display.wait_for(&shots, "open", |now| brightness(now) > 30.0);
    assert!(xdnd::drop_files(
        &display.name,
        "Kinetoon",
        &[&pages],
        (400, 300)
    ));
    let dimmed = |now: &image::RgbImage| brightness(now) < brightness(&open) * 0.75;
    display.wait_for(&shots, "what is in it", dimmed);
    // The second answer: comic pages.
    display.keys(&["Tab", "Tab", "space"]);
    begin(&display, &shots, &run_folder);
    wait_until("the first checkpoint", || {
        run_folder.join("run.json").exists()
    });
    // Long enough for a few steps.
    std::thread::sleep(Duration::from_secs(6));
    display.screenshot(&shots, "learning");

    xdnd::close_window(&display.name, "Kinetoon");
    display.wait_for(&shots, "close or stay", dimmed);
    assert!(
        window.try_wait().unwrap().is_none(),
        "it closed without asking"
    );
    display.keys(&["Tab", "Tab", "space"]);
    wait_until("the window to close", || !is_running(&mut window));
    let done = num_steps();
    assert!(done >= 1, "nothing was kept");

    let mut window = open_window(&display, yard, &[]);
    display.wait_for(&shots, "go on", |now| brightness(now) > 5.0 && dimmed(now));
    std::thread::sleep(Duration::from_secs(2));
    display.keys(&["Tab", "space"]);
    wait_until("going on", || moves_within(&display, &shots, "going on", 3));
    std::thread::sleep(Duration::from_secs(8));
    xdnd::close_window(&display.name, "Kinetoon");
    display.wait_for(&shots, "close or stay again", dimmed);
    display.keys(&["Tab", "Tab", "space"]);
    wait_until("the window to close again", || !is_running(&mut window));
    let gone_on = num_steps();
    assert!(gone_on > done, "it did not go on after step {done}");

    // Killed in the middle: the next start offers it all the same, and nothing is half written.
    let mut window = open_window(&display, yard, &[]);
    display.wait_for(&shots, "go on again", |now| {
        brightness(now) > 5.0 && dimmed(now)
    });
    std::thread::sleep(Duration::from_secs(2));
    display.keys(&["Tab", "space"]);
    std::thread::sleep(Duration::from_secs(4));
    window.kill().unwrap();
    window.wait().unwrap();
    assert!(num_steps() >= gone_on);
    let mut window = open_window(&display, yard, &[]);
    display.wait_for(&shots, "go on after a crash", |now| {
        brightness(now) > 5.0 && dimmed(now)
    });
    std::thread::sleep(Duration::from_secs(2));
    // The second answer: throw it away.
    display.keys(&["Tab", "Tab", "space"]);
    wait_until("the lesson to be gone", || !run_folder.exists());
    window.kill().unwrap();
    window.wait().unwrap();
}

/// Begins with what is on the sheet, once it is there: it looks at the pages first.
fn begin(display: &Display, shots: &Path, run_folder: &Path) {
    wait_until("the lesson to begin", || {
        std::thread::sleep(Duration::from_secs(2));
        display.screenshot(shots, "sheet");
        if !run_folder.exists() {
            display.keys(&["Return"]);
        }
        run_folder.exists()
    });
}

/// Whether the panel of the training run changes.
fn moves_within(display: &Display, shots: &Path, name: &str, seconds: u64) -> bool {
    let before = panel(&display.screenshot(shots, name));
    std::thread::sleep(Duration::from_secs(seconds));
    before != panel(&display.screenshot(shots, name))
}

/// The panel of the training run.
fn panel(screen: &image::RgbImage) -> Vec<u8> {
    image::imageops::crop_imm(screen, 0, 62, 280, 600)
        .to_image()
        .into_raw()
}

#[test]
fn a_training_run_is_steered_paused_gone_back_in_kept_and_used() {
    let Some(display) = Display::open() else {
        return;
    };
    let yard = tempfile::tempdir().unwrap();
    let (yard, shots) = (yard.path(), yard.path().join("shots"));
    let photo = write_picture(yard, "photo.png", 200, 150);
    let pages = yard.join("Ink hand");
    crate::learning::write_pages(&pages, 3);
    let (run_folder, saved) = (
        yard.join("data/kinetoon/lessons/Ink hand"),
        yard.join("drawn.png"),
    );
    display::choose_always(&yard.join("bin"), &saved);
    let click = |x: i32, y: i32| {
        let at = [x.to_string(), y.to_string()];
        display.tool("xdotool", &["mousemove", &at[0], &at[1]]);
        std::thread::sleep(Duration::from_millis(300));
        display.tool("xdotool", &["click", "1"]);
        std::thread::sleep(Duration::from_millis(700));
    };
    let moves_within = |name: &str, seconds| moves_within(&display, &shots, name, seconds);

    let mut window = open_window(&display, yard, &[&photo]);
    let open = display.wait_for(&shots, "ready to learn", |now| brightness(now) > 20.0);
    let dropped = xdnd::drop_files(&display.name, "Kinetoon", &[&pages], (400, 300));
    assert!(dropped, "the window takes no folder");
    display.wait_for(&shots, "which folder", |now| {
        brightness(now) < brightness(&open) * 0.75
    });
    display.keys(&["Tab", "Tab", "space"]);
    begin(&display, &shots, &run_folder);
    wait_until("the first steps", || {
        run_folder.join("run.json").is_file() && moves_within("first steps", 3)
    });

    // Another weight: the learning is steered, which leaves a mark on the curves.
    // The weights are below what is to be seen at once.
    display.tool("xdotool", &["mousemove", "1010", "640"]);
    display.tool(
        "xdotool",
        &["click", "--repeat", "20", "--delay", "60", "5"],
    );
    std::thread::sleep(Duration::from_secs(1));
    let slider = |x: &str, what: &str| {
        display.tool("xdotool", &["mousemove", x, "690", what, "1"]);
        std::thread::sleep(Duration::from_millis(400));
    };
    slider("1156", "mousedown");
    slider("1176", "mouseup");
    display.screenshot(&shots, "steered");

    wait_until("the first picture on the way", || {
        run_folder.join("step-0000020").is_dir()
    });
    // It goes on while nobody can see the window.
    display.tool("xdotool", &["search", "--name", "Kinetoon", "windowunmap"]);
    let begun = newest_point(&run_folder);
    wait_until("learning while the window is hidden", || {
        newest_point(&run_folder) > begun
    });
    display.tool("xdotool", &["search", "--name", "Kinetoon", "windowmap"]);
    wait_until("the window to be back", || moves_within("shown again", 3));

    click(32, 299);
    std::thread::sleep(Duration::from_secs(4));
    assert!(!moves_within("paused", 5), "it goes on while it is paused");
    click(32, 299);
    wait_until("going on", || moves_within("resumed", 3));
    // Back to the first picture on the way, and on from there.
    click(49, 662);
    wait_until("going on from there", || moves_within("gone back", 3));

    // Stop and keep: the style is in the style library, and draws the photograph.
    click(115, 299);
    let style = yard.join("data/kinetoon/styles/Ink hand.kstyle");
    wait_until("the style on the shelf", || style.is_file());
    std::thread::sleep(Duration::from_secs(3));
    display.screenshot(&shots, "kept");
    display.keys(&["ctrl+s"]);
    wait_until("the drawing", || saved.is_file());
    // Small photographs are drawn and saved at the working scale.
    assert_eq!(image::image_dimensions(&saved).unwrap(), (1280, 960));
    window.kill().unwrap();
    window.wait().unwrap();
}

/// The last point on the way that can be gone back to.
fn newest_point(run_folder: &Path) -> Option<OsString> {
    let entries = std::fs::read_dir(run_folder).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name());
    names
        .filter(|name| name.to_string_lossy().starts_with("step-"))
        .max()
}

fn is_running(window: &mut Child) -> bool {
    window.try_wait().unwrap().is_none()
}
