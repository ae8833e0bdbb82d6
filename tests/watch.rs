//! A folder that is watched: what comes into it is drawn once it is whole.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::common::{picture, program, stderr, tree, write_picture};

/// A busy machine may take long.
const PATIENCE: Duration = Duration::from_mins(2);
/// Several looks, and longer than a file must rest.
const A_WHILE: Duration = Duration::from_millis(2500);

/// `kinetoon watch`, which does not outlive its test.
struct Watching {
    child: Child,
    lines: Receiver<String>,
    yard: tempfile::TempDir,
}

impl Drop for Watching {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

impl Watching {
    fn start(yard: tempfile::TempDir, extra: &[&str]) -> Self {
        fs::create_dir_all(yard.path().join("in")).unwrap();
        let mut child = program()
            .args(["watch", "--device", "cpu", "--scale", "96", "--json"])
            .args(["--every", "0.1", "--rest", "0.7", "--out"])
            .args([yard.path().join("out"), yard.path().join("in")])
            .args(extra)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        let (sender, lines) = channel();
        std::thread::Builder::new()
            .name("watch".to_owned())
            .spawn(move || {
                for line in out.lines().map_while(Result::ok) {
                    sender.send(line).ok();
                }
            })
            .unwrap();
        Self { child, lines, yard }
    }

    fn photo(&self, name: &str) -> PathBuf {
        self.yard.path().join("in").join(name)
    }

    fn drawing(&self, name: &str) -> PathBuf {
        self.yard.path().join("out").join(name)
    }

    /// The next line about the photograph of that name, which is the next line at all.
    fn told(&self, name: &str) -> Value {
        let line = self.lines.recv_timeout(PATIENCE);
        let line = line.unwrap_or_else(|err| panic!("nothing of {name}: {err}"));
        let line: Value = serde_json::from_str(&line).unwrap();
        assert_eq!(
            Path::new(line["input"].as_str().unwrap()),
            self.photo(name),
            "{line}"
        );
        line
    }

    fn is_drawn(&self, name: &str) {
        let line = self.told(name);
        assert_eq!(line["status"], "drawn", "{line}");
    }

    /// The next two lines are about these, in any order: two are written at once.
    fn are_drawn(&self, names: [&str; 2]) {
        let mut inputs = [(); 2].map(|()| {
            let line = self.lines.recv_timeout(PATIENCE).unwrap();
            let line: Value = serde_json::from_str(&line).unwrap();
            assert_eq!(line["status"], "drawn", "{line}");
            PathBuf::from(line["input"].as_str().unwrap())
        });
        inputs.sort();
        assert_eq!(inputs, names.map(|name| self.photo(name)));
    }

    /// Nothing is said for a while.
    fn is_quiet(&self) {
        if let Ok(line) = self.lines.recv_timeout(A_WHILE) {
            panic!("{line}");
        }
    }

    /// Ctrl-C, and the exit code.
    fn end(&mut self) -> Option<i32> {
        let pid = self.child.id().to_string();
        let sent = Command::new("kill").args(["-INT", &pid]).status().unwrap();
        assert!(sent.success(), "it ended before it was told to");
        self.child.wait().unwrap().code()
    }
}

#[test]
fn what_comes_is_drawn_when_it_is_whole_and_again_when_it_changes() {
    let yard = tempfile::tempdir().unwrap();
    write_picture(yard.path(), "in/before.png", 60, 40);
    let elsewhere = write_picture(yard.path(), "elsewhere/moved.jpg", 60, 40);
    let bytes = fs::read(write_picture(yard.path(), "elsewhere/slow.png", 400, 300)).unwrap();
    let mut watching = Watching::start(yard, &[]);
    watching.is_drawn("before.png");

    // Slowly written, with rests that are shorter than a whole one.
    let mut file = fs::File::create(watching.photo("slow.png")).unwrap();
    for part in bytes.chunks(bytes.len() / 6) {
        file.write_all(part).unwrap();
        file.flush().unwrap();
        assert!(!watching.drawing("slow.png").exists());
        std::thread::sleep(Duration::from_millis(250));
    }
    drop(file);
    watching.is_drawn("slow.png");

    // Moved in, into a folder that comes with it.
    fs::create_dir(watching.photo("day")).unwrap();
    fs::rename(elsewhere, watching.photo("day/moved.jpg")).unwrap();
    watching.is_drawn("day/moved.jpg");
    watching.is_quiet();

    // What cannot be read is told once, and drawn when it can.
    fs::write(watching.photo("bad.png"), b"no picture").unwrap();
    let line = watching.told("bad.png");
    assert_eq!(line["status"], "failed", "{line}");
    watching.is_quiet();
    fs::write(watching.photo("bad.png"), &bytes).unwrap();
    watching.is_drawn("bad.png");

    // Another picture under the same name, and the drawing is that of the new one.
    let old = fs::read(watching.drawing("before.png")).unwrap();
    write_picture(&watching.photo(""), "before.png", 40, 60);
    watching.is_drawn("before.png");
    assert_ne!(fs::read(watching.drawing("before.png")).unwrap(), old);
    let (width, height) = image::image_dimensions(watching.drawing("before.png")).unwrap();
    assert!(width < height);

    // But never over what somebody has made of a drawing.
    fs::write(watching.drawing("slow.png"), b"retouched").unwrap();
    write_picture(&watching.photo(""), "slow.png", 64, 64);
    let line = watching.told("slow.png");
    assert!(
        line["reason"].as_str().unwrap().contains("not drawn again"),
        "{line}"
    );
    assert_eq!(
        fs::read(watching.drawing("slow.png")).unwrap(),
        b"retouched"
    );
    watching.is_quiet();

    // Exit code 1: something failed on the way.
    assert_eq!(watching.end(), Some(1));
    let names = ["bad.png", "before.png", "day/moved.jpg", "slow.png"];
    assert_eq!(tree(&watching.drawing("")), names);
}

#[test]
fn a_second_start_draws_what_came_or_changed_meanwhile_and_nothing_else() {
    let yard = tempfile::tempdir().unwrap();
    for name in ["in/a.png", "in/b.png"] {
        write_picture(yard.path(), name, 60, 40);
    }
    let mut watching = Watching::start(yard, &[]);
    watching.are_drawn(["a.png", "b.png"]);
    assert_eq!(watching.end(), Some(0));
    let yard = std::mem::replace(&mut watching.yard, tempfile::tempdir().unwrap());
    drop(watching);
    write_picture(yard.path(), "in/b.png", 40, 60);
    write_picture(yard.path(), "in/c.png", 60, 40);
    let mut watching = Watching::start(yard, &[]);
    watching.are_drawn(["b.png", "c.png"]);
    watching.is_quiet();
    assert_eq!(watching.end(), Some(0));
}

#[test]
fn what_was_there_is_left_out_on_request_until_it_changes() {
    let yard = tempfile::tempdir().unwrap();
    write_picture(yard.path(), "in/old.png", 60, 40);
    // Drawings may go into the folder itself; they are not drawn again.
    fs::create_dir(yard.path().join("in/out")).unwrap();
    let out = yard.path().join("in/out").display().to_string();
    let mut watching = Watching::start(yard, &["--new-only", "--out", &out]);
    watching.is_quiet();
    write_picture(&watching.photo(""), "new.png", 60, 40);
    watching.is_drawn("new.png");
    watching.is_quiet();
    write_picture(&watching.photo(""), "old.png", 40, 60);
    watching.is_drawn("old.png");
    watching.is_quiet();
    assert_eq!(watching.end(), Some(0));
    assert_eq!(tree(Path::new(&out)), ["new.png", "old.png"]);
}

#[test]
fn ctrl_c_lets_what_is_being_drawn_become_whole() {
    let yard = tempfile::tempdir().unwrap();
    for index in 0..6 {
        write_picture(yard.path(), &format!("in/{index}.jpg"), 2400, 1800);
    }
    let mut watching = Watching::start(yard, &["--scale", "1280"]);
    watching.lines.recv_timeout(PATIENCE).unwrap();
    let start = Instant::now();
    assert_eq!(watching.end(), Some(0));
    println!("ended within {:?}", start.elapsed());
    let drawn = tree(&watching.drawing(""));
    // The one that was begun, perhaps the one behind it, and no other.
    assert!((2..=4).contains(&drawn.len()), "{drawn:?}");
    for name in drawn {
        let drawing = image::open(watching.drawing(&name)).unwrap();
        assert_eq!((drawing.width(), drawing.height()), (2400, 1800), "{name}");
    }
}

#[test]
fn folders_that_would_make_drawings_of_drawings_are_refused() {
    let yard = tempfile::tempdir().unwrap();
    let folder = yard.path().join("photos");
    fs::create_dir(&folder).unwrap();
    picture(8, 8).save(folder.join("a.png")).unwrap();
    let watch = |folder: &Path, out: &Path, extra: &[&str]| {
        let arguments = [folder, Path::new("--out"), out];
        let output = program()
            .arg("watch")
            .args(arguments)
            .args(extra)
            .output()
            .unwrap();
        (output.status.code(), stderr(&output))
    };
    for out in [&folder, yard.path()] {
        let (code, told) = watch(&folder, out, &[]);
        assert!(code == Some(2) && told.contains("drawn again"), "{told}");
    }
    let (code, told) = watch(&yard.path().join("nowhere"), &yard.path().join("out"), &[]);
    assert!(code == Some(2) && told.contains("no folder"), "{told}");
    let (code, told) = watch(&folder, &yard.path().join("out"), &["--every", "0"]);
    assert!(
        code == Some(2) && told.contains("between 0.1 and 3600"),
        "{told}"
    );
    let (code, told) = watch(&folder, &yard.path().join("out"), &["--style", "nobody"]);
    assert!(
        code == Some(2) && told.contains("there is no style"),
        "{told}"
    );
    assert_eq!(tree(&folder), ["a.png"]);
}
