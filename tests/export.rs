//! A folder is exported in the real window: dropped with sub-folders and bad files, paused, gone on
//! with, killed in the middle, opened again and finished while the window is hidden.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use crate::common::display::{Display, brightness, wait_until};
use crate::common::{kinetoon, tree, write_picture, xdnd};

fn open_window(display: &Display, yard: &Path) -> Child {
    Command::new(env!("CARGO_BIN_EXE_kinetoon"))
        .args(["--device", "cpu"])
        .env("DISPLAY", &display.name)
        .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
        .env_remove("WAYLAND_DISPLAY")
        .env("LANG", "C")
        .env("XDG_CONFIG_HOME", yard.join("config"))
        .env("XDG_DATA_HOME", yard.join("data"))
        .env("XDG_CACHE_HOME", yard.join("cache"))
        .spawn()
        .unwrap()
}

/// Good and bad files in nested folders; how many are good.
fn write_photos(photos: &Path) -> usize {
    let mut num_good = 0;
    for index in 0..48 {
        let folder = ["", "day one", "day two/night"][index % 3];
        let name = format!("{folder}/{index:02}.{}", ["png", "jpg"][index % 2]);
        if index % 8 == 5 {
            let path = photos.join(name.trim_start_matches('/'));
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, &b"\x89PNG\r\n\x1a\nno picture"[..index % 20]).unwrap();
        } else {
            let name = name.trim_start_matches('/');
            write_picture(photos, name, 620 + index as u32, 460);
            num_good += 1;
        }
    }
    num_good
}

/// Drawings that are there whole: what is being written has another kind of name.
fn drawings(out: &Path) -> BTreeSet<String> {
    let is_whole = |name: &String| !name.contains(".kinetoon-");
    tree(out).into_iter().filter(is_whole).collect()
}

/// Chooses what the sheet will show, as an earlier run would have left it.
fn choose(yard: &Path, out: &Path) {
    let config = yard.join("config/kinetoon");
    fs::create_dir_all(&config).unwrap();
    let choices = serde_json::json!({
        "export": { "folder": out, "existing": "Skip", "scale": { "Working": 640 } },
    });
    fs::write(config.join("window.json"), choices.to_string()).unwrap();
}

#[test]
fn a_dropped_folder_is_exported_paused_killed_and_gone_on_with() {
    let Some(display) = Display::open() else {
        return;
    };
    let yard = tempfile::tempdir().unwrap();
    let (yard, shots) = (yard.path(), yard.path().join("shots"));
    let (photos, out) = (yard.join("wedding"), yard.join("comics"));
    let num_good = write_photos(&photos);
    choose(yard, &out);
    let queue = yard.join("data/kinetoon/export.json");

    let mut window = open_window(&display, yard);
    let open = display.wait_for(&shots, "export 1 open", |now| brightness(now) > 30.0);
    let dimmer_than = |open: f64| {
        move |now: &image::RgbImage| {
            let now = brightness(now);
            now > 3.0 && now < open * 0.75
        }
    };
    let dimmed = dimmer_than(brightness(&open));
    let dropped = xdnd::drop_files(&display.name, "Kinetoon", &[&photos], (400, 300));
    assert!(dropped, "the window takes no folder");
    display.wait_for(&shots, "export 2 what is in it", dimmed);
    std::thread::sleep(Duration::from_millis(900));
    display.keys(&["Tab", "space"]);
    let open = display.wait_for(&shots, "export 3 dropped", |now| !dimmed(now));
    // A photograph is brighter than an empty window.
    let dimmed = dimmer_than(brightness(&open));
    wait_until("the sheet", || {
        display.keys(&["ctrl+e"]);
        std::thread::sleep(Duration::from_millis(900));
        dimmed(&display.screenshot(&shots, "export 4 sheet"))
    });
    display.keys(&["Return"]);

    let num_drawn = || drawings(&out).len();
    wait_until("the first drawings", || num_drawn() >= 4);
    display.screenshot(&shots, "export 5 going");
    display.keys(&["ctrl+shift+e"]);
    // It is at rest when two looks are alike.
    let mut before = 0;
    wait_until("the pause", || {
        let now = num_drawn();
        std::thread::sleep(Duration::from_secs(3));
        std::mem::replace(&mut before, now) == num_drawn() && before == now
    });
    display.screenshot(&shots, "export 6 paused");
    let paused_at = num_drawn();
    assert!(paused_at < num_good, "it did not pause");
    display.keys(&["ctrl+shift+e"]);
    wait_until("going on", || num_drawn() >= paused_at + 3);

    window.kill().unwrap();
    window.wait().unwrap();
    let killed_at = num_drawn();
    assert!(killed_at < num_good, "it was not killed on the way");
    assert!(queue.is_file(), "the queue is not kept");
    // What a kill leaves at the worst moment.
    fs::write(out.join(".kinetoon-a1b2c3.part"), b"half a picture").unwrap();

    let mut window = open_window(&display, yard);
    display.wait_for(&shots, "export 7 go on", dimmed);
    std::thread::sleep(Duration::from_secs(2));
    // A key that comes while the window begins may be lost.
    let mut pressed = None;
    wait_until("going on after the kill", || {
        if pressed.is_none_or(|at: Instant| at.elapsed() > Duration::from_secs(20)) {
            display.keys(&["space"]);
            pressed = Some(Instant::now());
        }
        num_drawn() > killed_at
    });
    display.screenshot(&shots, "export 8 gone on");
    // Nobody looks at it meanwhile.
    let on_window = |what: &str| {
        let search = ["search", "--name", "^Kinetoon$", what];
        assert!(display.tool("xdotool", &search).status.success());
    };
    on_window("windowunmap");
    wait_until("all drawings", || num_drawn() == num_good);
    on_window("windowmap");
    display.wait_for(&shots, "export 9 done", |now| brightness(now) > 10.0);
    wait_until("the queue to be done", || {
        let text = fs::read_to_string(&queue).unwrap_or_default();
        !text.contains("\"Open\"")
    });
    let kept = fs::read_to_string(&queue).unwrap();
    assert_eq!(kept.matches("Failed").count(), 48 - num_good, "{kept}");
    std::thread::sleep(Duration::from_secs(1));
    display.screenshot(&shots, "export 9 done");
    xdnd::close_window(&display.name, "Kinetoon");
    wait_until("the window to close", || {
        window.try_wait().unwrap().is_some()
    });
    same_as_the_command_line(yard, &photos, &out);
}

/// Not a byte differs from what `stylize` writes.
fn same_as_the_command_line(yard: &Path, photos: &Path, out: &Path) {
    let by_line = yard.join("by line");
    kinetoon([
        Path::new("stylize"),
        photos,
        Path::new("--out"),
        &by_line,
        Path::new("--device=cpu"),
        Path::new("--scale=640"),
        Path::new("--name={name}-Comic"),
    ]);
    let names = tree(&by_line);
    assert_eq!(tree(out), names);
    for name in names {
        let [a, b] = [out, &by_line].map(|folder| fs::read(folder.join(&name)).unwrap());
        assert!(a == b, "{name} differs");
    }
}
