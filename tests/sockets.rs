//! No part of the program opens a socket that reaches another machine. Needs strace.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::common::display::{Display, wait_until};
use crate::common::{program, stderr, write_picture};
use crate::learning::write_pages;

/// Kinds of sockets by which nothing leaves the machine: with the window system and within the
/// kernel.
const WITHIN: [&str; 3] = ["AF_UNIX", "AF_LOCAL", "AF_NETLINK"];

/// `strace` that writes down every socket of a program and of all that it starts.
fn strace(to: &Path) -> Command {
    let mut command = Command::new("strace");
    command
        .args([
            "-f",
            "-qq",
            "-e",
            "trace=socket,socketpair,connect,bind,sendto",
        ])
        .args(["-e", "signal=none", "-o"])
        .arg(to);
    command
}

/// The calls in a trace that could reach another machine.
fn reaching(trace: &str) -> Vec<&str> {
    let calls = trace.lines().filter(|line| line.contains("socket("));
    let calls = calls.filter(|line| !WITHIN.iter().any(|kind| line.contains(kind)));
    let inet = trace.lines().filter(|line| line.contains("AF_INET"));
    calls.chain(inet).collect()
}

/// Whether this machine lets programs be traced, and a socket to elsewhere is seen then.
fn can_trace(yard: &Path) -> bool {
    let to = yard.join("canary");
    // Nobody listens there.
    let script = "exec 3<>/dev/tcp/127.0.0.1/9";
    let ran = strace(&to)
        .args(["bash", "-c", script])
        .stderr(Stdio::null())
        .status();
    let trace = fs::read_to_string(&to).unwrap_or_default();
    if ran.is_err() || trace.is_empty() {
        println!("skipped: strace is not installed, or may not trace here");
        return false;
    }
    assert!(
        !reaching(&trace).is_empty(),
        "a socket was not seen: {trace}"
    );
    true
}

/// `command` with its environment, under strace.
fn traced(command: &Command, to: &Path) -> Command {
    let mut traced = strace(to);
    traced.arg(command.get_program()).args(command.get_args());
    for (key, value) in command.get_envs() {
        if let Some(value) = value {
            traced.env(key, value);
        }
    }
    traced
}

fn assert_nothing_reaches_out(trace: &Path) {
    let trace = fs::read_to_string(trace).unwrap();
    assert_eq!(reaching(&trace), [""; 0]);
}

#[test]
fn drawing_opens_no_socket() {
    let yard = tempfile::tempdir().unwrap();
    if !can_trace(yard.path()) {
        return;
    }
    let photo = write_picture(yard.path(), "photo.jpg", 200, 150);
    let trace = yard.path().join("trace");
    for (name, style) in [("a.png", "comic"), ("b.webp", "oz-neill")] {
        let mut command = program();
        // Looking for graphics devices is a part of it.
        command.args(["stylize", "--scale", "128", "--style", style, "--out"]);
        command.arg(yard.path().join(name)).arg(&photo);
        let output = traced(&command, &trace).output().unwrap();
        assert!(output.status.success(), "{}", stderr(&output));
        assert!(yard.path().join(name).exists());
        assert_nothing_reaches_out(&trace);
    }
}

#[test]
fn learning_opens_no_socket() {
    let yard = tempfile::tempdir().unwrap();
    if !can_trace(yard.path()) {
        return;
    }
    write_pages(&yard.path().join("pages"), 3);
    let (trace, style) = (yard.path().join("trace"), yard.path().join("a.kstyle"));
    let mut command = program();
    command
        .env("XDG_DATA_HOME", yard.path().join("data"))
        .args([
            "learn", "--device", "cpu", "--name", "traced", "--steps", "2", "--out",
        ])
        .args([&style, &yard.path().join("pages")]);
    let output = traced(&command, &trace).output().unwrap();
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(style.exists());
    assert_nothing_reaches_out(&trace);
}

#[test]
fn the_window_opens_no_socket_but_to_the_screen() {
    let yard = tempfile::tempdir().unwrap();
    if !can_trace(yard.path()) {
        return;
    }
    let Some(display) = Display::open() else {
        return;
    };
    let photo = write_picture(yard.path(), "photo.png", 400, 300);
    let trace = yard.path().join("trace");
    let data = yard.path().join("data");
    let mut command = program();
    command
        .arg(&photo)
        .env("DISPLAY", &display.name)
        .env("XDG_DATA_HOME", &data)
        .env("XDG_CONFIG_HOME", yard.path().join("config"));
    let mut window = traced(&command, &trace)
        .env_remove("WAYLAND_DISPLAY")
        .spawn()
        .unwrap();
    // Long enough to draw: the keyboard is asked for by then, help is opened, and it is closed.
    let focus = ["search", "--sync", "--name", "^Kinetoon$"];
    wait_until("the window", || {
        display.tool("xdotool", &focus).status.success()
    });
    let shots = yard.path().join("shots");
    let is_shown = |picture: &image::RgbImage| {
        let column = (150..650).map(|y| picture.get_pixel(300, y).0[0]);
        column.clone().max().unwrap() - column.min().unwrap() > 60
    };
    display.wait_for(&shots, "photograph", is_shown);
    display.keys(&["F1", "Escape", "ctrl+q"]);
    let status = window.wait().unwrap();
    assert!(status.success(), "{status}");
    let text = fs::read_to_string(&trace).unwrap();
    assert!(text.contains("AF_UNIX"), "the screen was not seen: {text}");
    assert_nothing_reaches_out(&trace);
}
