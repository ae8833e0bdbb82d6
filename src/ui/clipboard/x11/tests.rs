//! Another program, `xclip`, on a display that nobody sees; needs Xvfb and xclip.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, Command, Stdio};

use super::*;

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

fn open() -> Option<Display> {
    let server = Command::new("Xvfb")
        .args(["-displayfd", "1", "-screen", "0", "64x64x24"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let has_xclip = Command::new("xclip").arg("-version").output().is_ok();
    let Some(mut server) = server.ok().filter(|_| has_xclip) else {
        println!("skipped: Xvfb or xclip is not installed");
        return None;
    };
    let mut number = String::new();
    let output = server.stdout.as_mut().unwrap();
    BufReader::new(output).read_line(&mut number).unwrap();
    let name = format!(":{}", number.trim());
    Some(Display { server, name })
}

impl Display {
    fn copy(&self, kind: &str, bytes: &[u8]) {
        let mut xclip = Command::new("xclip")
            .args(["-selection", "clipboard", "-t", kind])
            .env("DISPLAY", &self.name)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        xclip.stdin.take().unwrap().write_all(bytes).unwrap();
        // It goes on in the background once it owns the clipboard.
        assert!(xclip.wait().unwrap().success());
    }
}

#[test]
fn every_kind_is_read_also_in_pieces() {
    let Some(display) = open() else {
        return;
    };
    let read = |kinds: &[&'static str]| Reader::connect(Some(&display.name)).unwrap().read(kinds);
    let kinds = ["text/uri-list", "image/png", "image/jpeg", "image/bmp"];
    assert_eq!(read(&kinds), None, "nobody has copied anything");
    let large: Vec<u8> = (0..9_000_000_u32).map(|at| (at / 7) as u8).collect();
    for (kind, bytes) in [
        ("image/jpeg", &b"\xff\xd8\xff"[..]),
        ("image/bmp", &large),
        ("text/uri-list", b"file:///t%E9t%E9.jpg\r\n"),
    ] {
        display.copy(kind, bytes);
        // It may own the clipboard a moment later only.
        let start = Instant::now();
        let (found, read) = loop {
            match read(&kinds) {
                Some((found, bytes)) if found == kind => break (found, bytes),
                _ => assert!(start.elapsed() < PATIENCE, "{kind} is not offered"),
            }
        };
        assert!(
            found == kind && read == bytes,
            "{kind}: {} bytes",
            read.len()
        );
    }
    display.copy("text/plain", b"words");
    let start = Instant::now();
    while let Some((kind, _)) = read(&kinds) {
        assert!(start.elapsed() < PATIENCE, "{kind} is offered still");
    }
}
