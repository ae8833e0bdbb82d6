//! Ctrl-C and SIGTERM end the program within a second, whatever it does just then, and leave no
//! half file.

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use crate::common::{program, stderr, stdout, tree};

/// What a person takes for at once, on a busy machine.
const AT_ONCE: Duration = Duration::from_millis(1300);

fn start(photo: &Path, out: &Path, extra: &[&str]) -> Child {
    program()
        .args(["stylize", "--device", "cpu", "--json", "--out"])
        .args([out, photo])
        .args(extra)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Sends the signal `after` the start, and waits for the end.
fn end(child: Child, signal: &str, after: Duration) -> Output {
    std::thread::sleep(after);
    let pid = child.id().to_string();
    let sent = Command::new("kill").args([signal, &pid]).status().unwrap();
    assert!(sent.success(), "it ended before it was told to");
    let start = Instant::now();
    let output = child.wait_with_output().unwrap();
    let took = start.elapsed();
    println!("{signal} after {after:?}: ended within {took:?}");
    assert!(took < AT_ONCE, "{signal} after {after:?}: {took:?}");
    output
}

/// It was stopped on the way: told if it had begun, and nothing is left.
fn assert_stopped(output: &Output, out: &Path) {
    let told = [stdout(output), stderr(output)].concat();
    // Before its first job it ends as the system ends every program.
    assert!(matches!(output.status.code(), Some(1) | None), "{told}");
    if output.status.code() == Some(1) && !told.contains("kinetoon: stopped") {
        assert_eq!(stdout(output).matches("\"stopped\"").count(), 1, "{told}");
    }
    assert_eq!(tree(out), [""; 0]);
}

#[test]
fn a_read_that_hangs_is_ended() {
    let yard = tempfile::tempdir().unwrap();
    let pipe = yard.path().join("pipe.png");
    assert!(
        Command::new("mkfifo")
            .arg(&pipe)
            .status()
            .unwrap()
            .success()
    );
    let out = yard.path().join("out");
    fs::create_dir(&out).unwrap();
    for signal in ["-INT", "-TERM", "-HUP"] {
        let output = end(start(&pipe, &out, &[]), signal, Duration::from_millis(1500));
        assert_stopped(&output, &out);
        assert_eq!(output.status.code(), Some(1));
    }
}

/// An animation of so many frames that reading them all takes long.
fn write_long_animation(path: &Path, num_frames: usize) {
    let mut file = b"GIF89a\x20\x03\x58\x02\x80\0\0\0\0\0\xff\xff\xff".to_vec();
    for _ in 0..num_frames {
        // A frame of one pixel, which has the whole canvas composed anew.
        file.extend(b"\x21\xf9\x04\x04\x0a\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0");
    }
    file.push(b';');
    fs::write(path, file).unwrap();
}

#[test]
fn an_animation_that_is_looked_through_is_ended() {
    let yard = tempfile::tempdir().unwrap();
    let (animation, out) = (yard.path().join("film.gif"), yard.path().join("out"));
    write_long_animation(&animation, 20_000);
    fs::create_dir(&out).unwrap();
    for signal in ["-INT", "-TERM"] {
        let child = start(&animation, &out, &["--format", "gif"]);
        assert_stopped(&end(child, signal, Duration::from_millis(2500)), &out);
    }
}

#[test]
fn a_large_picture_is_ended_wherever_it_is() {
    let yard = tempfile::tempdir().unwrap();
    let (photo, out) = (yard.path().join("photo.png"), yard.path().join("out"));
    // 60 megapixels with some detail, so that enlarging and inking have something to do.
    let pixels = image::RgbImage::from_fn(10_000, 6000, |x, y| {
        image::Rgb([
            (x / 64 * 16) as u8,
            (y / 64 * 16) as u8,
            ((x ^ y) / 256 * 32) as u8,
        ])
    });
    pixels.save(&photo).unwrap();
    fs::create_dir(&out).unwrap();
    for (index, ms) in [900, 1800, 3000, 4500, 6000].into_iter().enumerate() {
        let child = start(&photo, &out, &["--scale", "96"]);
        let signal = ["-INT", "-TERM"][index % 2];
        let output = end(child, signal, Duration::from_millis(ms));
        if output.status.success() {
            println!("it was drawn within {ms} ms");
            break;
        }
        assert_stopped(&output, &out);
    }
}

#[test]
fn a_full_standard_output_is_told() {
    let yard = tempfile::tempdir().unwrap();
    let photo = crate::common::write_picture(yard.path(), "photo.png", 48, 36);
    let full = fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let output = program()
        .args(["stylize", "--device", "cpu", "--scale", "96", "--out"])
        .args([&yard.path().join("out.png"), &photo])
        .stdout(full)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stderr(&output).contains("standard output"),
        "{}",
        stderr(&output)
    );
    // Nobody listening is no reason to fail.
    let mut child = program()
        .args(["styles", "list"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}
