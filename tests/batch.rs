//! Whole folders: names, files that exist, broken pictures, and runs that are killed.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

#[cfg(target_os = "linux")]
use crate::common::disk::Disk;
use crate::common::{program, stderr, stdout, stylize, tree, write_picture};

/// What `stylize` prints as JSON about the inputs of some status, as their names below `folder`.
fn inputs_with(status: &str, lines: &str, folder: &Path) -> BTreeSet<String> {
    let lines = lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap());
    lines
        .filter(|line: &serde_json::Value| line["status"] == status)
        .map(|line| {
            let input = Path::new(line["input"].as_str().unwrap());
            let below = input.strip_prefix(folder).unwrap();
            below.display().to_string()
        })
        .collect()
}

fn run(photos: &Path, out: &Path, extra: &[&str]) -> std::process::Output {
    let arguments = [photos, Path::new("--out"), out].map(Path::as_os_str);
    stylize(arguments.into_iter().chain(extra.iter().map(AsRef::as_ref)))
}

#[test]
fn drawings_are_named_by_a_pattern() {
    let yard = tempfile::tempdir().unwrap();
    let (photos, out) = (yard.path().join("photos"), yard.path().join("out"));
    write_picture(&photos, "a.png", 48, 36);
    write_picture(&photos, "b/a.jpg", 48, 36);
    let output = run(&photos, &out, &["--name", "{number} {name} by {style}"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(tree(&out), ["0001 a by comic.png", "b/0002 a by comic.jpg"]);
    let output = run(&photos, &out, &["--name", "{title}"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("{number}"), "{}", stderr(&output));
}

#[test]
fn files_that_exist_are_left_out_replaced_or_stand_beside_a_numbered_one() {
    let yard = tempfile::tempdir().unwrap();
    let (photos, out) = (yard.path().join("photos"), yard.path().join("out"));
    write_picture(&photos, "a.png", 48, 36);
    fs::create_dir(&out).unwrap();
    fs::write(out.join("a.png"), b"mine").unwrap();
    let mine = || fs::read(out.join("a.png")).unwrap() == b"mine";
    let output = run(&photos, &out, &["--existing", "skip"]);
    assert!(output.status.code() == Some(0) && mine());
    for _ in 0..2 {
        let output = run(&photos, &out, &["--existing", "number"]);
        assert!(output.status.code() == Some(0) && mine());
    }
    assert_eq!(tree(&out), ["a-2.png", "a-3.png", "a.png"]);
    let output = run(&photos, &out, &["--existing", "overwrite"]);
    assert!(output.status.code() == Some(0) && !mine());
    assert_eq!(tree(&out).len(), 3);
}

#[test]
fn resume_draws_anew_what_was_cut_off_and_nothing_else() {
    let yard = tempfile::tempdir().unwrap();
    let (photos, out) = (yard.path().join("photos"), yard.path().join("out"));
    for name in ["a.png", "b.jpg", "c.png", "d.png"] {
        write_picture(&photos, name, 48, 36);
    }
    assert_eq!(run(&photos, &out, &[]).status.code(), Some(0));
    let read = |name: &str| fs::read(out.join(name)).unwrap();
    let whole = ["a.png", "b.jpg", "c.png"].map(read);
    fs::write(out.join("a.png"), &whole[0][..whole[0].len() - 9]).unwrap();
    fs::write(out.join("b.jpg"), &whole[1][..300]).unwrap();
    fs::write(out.join("c.png"), b"").unwrap();
    fs::write(out.join("d.png"), b"not ours").unwrap();
    let output = run(&photos, &out, &["--resume", "--json"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(["a.png", "b.jpg", "c.png"].map(read), whole);
    assert_eq!(read("d.png"), b"not ours");
    let skipped = inputs_with("skipped", &stdout(&output), &photos);
    assert_eq!(skipped, BTreeSet::from(["d.png".to_owned()]));
}

/// Files that others wrote, which look as if they were cut off or cannot be read here.
fn files_of_others() -> Vec<(&'static str, Vec<u8>)> {
    let yard = tempfile::tempdir().unwrap();
    let read = |name: &str| fs::read(write_picture(yard.path(), name, 40, 30)).unwrap();
    let (jpeg, png, tiff) = (read("a.jpg"), read("a.png"), read("a.tiff"));
    let trailer = [&jpeg[..], b"SEFHe\0\0\0SEFT"].concat();
    // A tag that is no TIFF's, as in files of programs that are not read here.
    let mut odd = tiff;
    odd[8..10].fill(0xff);
    vec![
        ("a.jpg", trailer),
        ("b.jpg", jpeg[..jpeg.len() / 2].to_vec()),
        ("c.png", png[..png.len() - 9].to_vec()),
        ("d.tiff", odd),
        ("e.png", Vec::new()),
    ]
}

#[test]
fn resume_never_replaces_a_file_that_no_run_wrote() {
    let yard = tempfile::tempdir().unwrap();
    let (photos, out) = (yard.path().join("photos"), yard.path().join("out"));
    fs::create_dir(&out).unwrap();
    let others = files_of_others();
    for (name, bytes) in &others {
        write_picture(&photos, name, 48, 36);
        fs::write(out.join(name), bytes).unwrap();
    }
    let are_as_before = || {
        let same = |(name, bytes): &(&str, Vec<u8>)| fs::read(out.join(name)).unwrap() == *bytes;
        others.iter().all(same)
    };
    let tiff = ["--resume", "--format", "tiff"];
    for extra in [&["--resume"][..], &["--existing", "skip"], &tiff, &[]] {
        run(&photos, &out, extra);
        assert!(are_as_before(), "{extra:?}");
    }
    // Also where a run has written a file of that name before.
    fs::remove_dir_all(&out).unwrap();
    assert_eq!(run(&photos, &out, &[]).status.code(), Some(0));
    for (name, bytes) in &others[..3] {
        fs::write(out.join(name), bytes).unwrap();
    }
    assert_eq!(run(&photos, &out, &["--resume"]).status.code(), Some(0));
    for (name, bytes) in &others[..3] {
        assert!(fs::read(out.join(name)).unwrap() == *bytes, "{name}");
    }
}

#[test]
fn resume_draws_a_photograph_that_was_added_and_none_twice() {
    for (extra, names) in [
        (&["--name", "{number}"][..], ["a.png", "c.png", "b.png"]),
        // Equal stems: the one that comes first in the folder was added last.
        (&["--format", "webp"], ["a.png", "b.png", "a.jpg"]),
    ] {
        let yard = tempfile::tempdir().unwrap();
        let (photos, out) = (yard.path().join("photos"), yard.path().join("out"));
        for (index, name) in names[..2].iter().enumerate() {
            write_picture(&photos, name, 40 + index as u32, 30);
        }
        assert_eq!(run(&photos, &out, extra).status.code(), Some(0));
        let before = tree(&out);
        write_picture(&photos, names[2], 60, 30);
        let output = run(&photos, &out, &[extra, &["--resume", "--json"]].concat());
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        let drawn = inputs_with("drawn", &stdout(&output), &photos);
        assert_eq!(drawn, BTreeSet::from([names[2].to_owned()]));
        assert_eq!(inputs_with("skipped", &stdout(&output), &photos).len(), 2);
        let after = tree(&out);
        let new = after.iter().filter(|name| !before.contains(name));
        let sizes: Vec<_> = new
            .map(|name| image::image_dimensions(out.join(name)).unwrap())
            .collect();
        // 60x30, brought to the scale.
        assert_eq!(sizes, [(96, 48)], "{after:?}");
    }
}

/// Writes a picture that cannot be drawn, of one of ten kinds.
fn write_bad(folder: &Path, name: &str, kind: usize) -> PathBuf {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let good = |name: &str| {
        let yard = tempfile::tempdir().unwrap();
        fs::read(write_picture(yard.path(), name, 64, 48)).unwrap()
    };
    let (png, jpeg) = (good("good.png"), good("good.jpg"));
    let mut flipped = png.clone();
    flipped[60..].iter_mut().for_each(|byte| *byte ^= 0x55);
    let bytes = match kind {
        0 => Vec::new(),
        1 => b"Dear all, the pictures are in the other folder.".to_vec(),
        2 => png[..png.len() / 2].to_vec(),
        3 => jpeg[..jpeg.len() / 2].to_vec(),
        4 => crate::bad_input::bomb(),
        5 => b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".to_vec(),
        6 => vec![0; 5000],
        7 => flipped,
        8 => jpeg[..20].to_vec(),
        _ => b"GIF89a\x01\0".to_vec(),
    };
    fs::write(&path, bytes).unwrap();
    path
}

/// Runs until so many files are there, then kills the program as a power cut would.
#[cfg(unix)]
fn run_and_kill(photos: &Path, out: &Path, num_files: usize) {
    let mut child = program()
        .args(["stylize", "--device", "cpu", "--scale", "96", "--resume"])
        .args([Path::new("--out"), out, photos])
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let start = std::time::Instant::now();
    while tree(out).len() < num_files {
        assert!(start.elapsed().as_secs() < 60, "nothing was drawn");
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    child.kill().unwrap();
    child.wait().unwrap();
}

#[cfg(unix)]
#[test]
fn a_batch_that_is_killed_twice_ends_as_one_that_was_not_disturbed() {
    let yard = tempfile::tempdir().unwrap();
    let photos = yard.path().join("photos");
    let mut bad = BTreeSet::new();
    for index in 0..60 {
        let folder = ["", "day one/", "day two/night/"][index % 3];
        let ending = ["png", "jpg"][index % 2];
        let name = format!("{folder}{index:02}.{ending}");
        if index % 6 == 1 {
            write_bad(&photos, &name, index / 6);
            bad.insert(name);
        } else {
            write_picture(&photos, &name, 300 + index as u32, 200);
        }
    }
    let undisturbed = yard.path().join("undisturbed");
    let output = run(&photos, &undisturbed, &["--json"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(inputs_with("failed", &stdout(&output), &photos), bad);
    assert_eq!(tree(&undisturbed).len(), 50);

    let killed = yard.path().join("killed");
    run_and_kill(&photos, &killed, 8);
    run_and_kill(&photos, &killed, 25);
    assert!(tree(&killed).len() < 50, "it was not killed on the way");
    // What a kill leaves at the worst moment.
    fs::write(killed.join(".kinetoon-a1b2c3.part"), b"half a picture").unwrap();
    let output = run(&photos, &killed, &["--resume", "--json"]);
    assert_eq!(inputs_with("failed", &stdout(&output), &photos), bad);
    assert!(inputs_with("skipped", &stdout(&output), &photos).len() >= 20);
    assert_eq!(tree(&killed), tree(&undisturbed));
    for name in tree(&killed) {
        let [a, b] = [&killed, &undisturbed].map(|folder| fs::read(folder.join(&name)).unwrap());
        assert!(a == b, "{name} differs");
    }
}

/// Starts a run over 60 pictures, has `meddle` do something once two are drawn, and waits.
fn run_and_meddle(yard: &Path, meddle: impl FnOnce(&Path, &Path)) -> std::process::Output {
    let (photos, out) = (yard.join("photos"), yard.join("out"));
    for index in 0..60 {
        write_picture(&photos, &format!("{index:02}.png"), 400, 300);
    }
    let child = program()
        .args(["stylize", "--device", "cpu", "--scale", "96", "--json"])
        .args([Path::new("--out"), &out, &photos])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let start = std::time::Instant::now();
    while tree(&out).len() < 2 {
        assert!(start.elapsed().as_secs() < 60, "nothing was drawn");
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    meddle(&photos, &out);
    child.wait_with_output().unwrap()
}

#[test]
fn photographs_that_vanish_or_change_on_the_way_are_told_and_the_rest_is_drawn() {
    let yard = tempfile::tempdir().unwrap();
    let output = run_and_meddle(yard.path(), |photos, _| {
        fs::write(photos.join("40.png"), "Dear all,").unwrap();
        // Another picture in place of the one that was found.
        let other = write_picture(photos.parent().unwrap(), "other.png", 300, 200);
        fs::rename(other, photos.join("45.png")).unwrap();
        for index in 50..59 {
            fs::remove_file(photos.join(format!("{index:02}.png"))).unwrap();
        }
    });
    assert_eq!(output.status.code(), Some(1));
    let photos = yard.path().join("photos");
    let failed = inputs_with("failed", &stdout(&output), &photos);
    let drawn = inputs_with("drawn", &stdout(&output), &photos);
    assert!(
        failed.contains("40.png") && failed.contains("58.png"),
        "{failed:?}"
    );
    assert!(drawn.contains("59.png") && drawn.len() + failed.len() == 60);
    assert!(stdout(&output).contains("there is no such file"));
    // The picture that was exchanged is drawn as it is now, and told.
    let exchanged = stderr(&output);
    assert!(
        exchanged.contains("45.png: changed while the run"),
        "{exchanged}"
    );
    assert_eq!(
        exchanged.matches("changed while the run").count(),
        1,
        "{exchanged}"
    );
    let drawn_anew = image::open(yard.path().join("out/45.png")).unwrap();
    assert_eq!((drawn_anew.width(), drawn_anew.height()), (300, 200));
    assert_eq!(tree(&yard.path().join("out")).len(), drawn.len());
}

#[cfg(unix)]
#[test]
fn a_folder_that_vanishes_on_the_way_is_made_again_and_every_loss_is_told() {
    let yard = tempfile::tempdir().unwrap();
    let output = run_and_meddle(yard.path(), |_, out| {
        fs::rename(out, out.with_file_name("elsewhere")).unwrap();
    });
    let photos = yard.path().join("photos");
    let drawn = inputs_with("drawn", &stdout(&output), &photos);
    let failed = inputs_with("failed", &stdout(&output), &photos);
    assert_eq!(drawn.len() + failed.len(), 60);
    // At most the two that were being written then, and those are told why.
    assert!(failed.len() <= 2, "{failed:?}");
    let num_gone = stdout(&output)
        .matches("folder to write to is not there")
        .count();
    assert_eq!(num_gone, failed.len(), "{}", stdout(&output));
    let there = tree(&yard.path().join("out")).len();
    let elsewhere = yard.path().join("elsewhere");
    let whole = tree(&elsewhere)
        .into_iter()
        .filter(|name| !name.starts_with('.'));
    assert_eq!(there + whole.count(), drawn.len());
}

/// Most memory in MB that a run has ever held.
#[cfg(target_os = "linux")]
fn peak_mb(arguments: &[&std::ffi::OsStr]) -> u64 {
    let mut child = program()
        .args(["stylize", "--device", "cpu", "--out"])
        .args(arguments)
        .stdout(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let status = format!("/proc/{}/status", child.id());
    let mut peak_kb = 0;
    while child.try_wait().unwrap().is_none() {
        let status = fs::read_to_string(&status).unwrap_or_default();
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let number = peak.and_then(|text| text.split_whitespace().next()?.parse().ok());
        peak_kb = number.unwrap_or(peak_kb).max(peak_kb);
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    assert!(child.wait().unwrap().success());
    peak_kb / 1000
}

/// Photograph and drawing take 8 bytes a pixel, a copy of one in floats would take 12 more, and the
/// network in one piece 96.
#[cfg(target_os = "linux")]
#[test]
fn large_photographs_take_the_memory_of_two_pictures_and_of_a_tile() {
    let yard = tempfile::tempdir().unwrap();
    let out = yard.path().join("out.jpg");
    for (width, height, scale, most) in [(6000, 4000, "640", 550), (4000, 3000, "full", 850)] {
        let photo = write_picture(yard.path(), &format!("{scale}.jpg"), width, height);
        let options = ["--overwrite", "--scale", scale].map(std::ffi::OsStr::new);
        let peak = peak_mb(&[&[out.as_os_str(), photo.as_os_str()], &options[..]].concat());
        println!("{width} x {height} at {scale}: {peak} MB");
        assert!((200..most).contains(&peak), "{scale}: {peak} MB");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_gets_full_ends_the_batch_with_whole_files_and_a_word_on_how_to_go_on() {
    let yard = tempfile::tempdir().unwrap();
    let (photos, out) = (yard.path().join("photos"), yard.path().join("out"));
    for index in 0..30 {
        write_picture(&photos, &format!("{index:02}.png"), 160, 120);
    }
    let Some(_disk) = Disk::mount(&out, "size=128k") else {
        return;
    };
    let output = run(&photos, &out, &[]);
    let drawn = tree(&out);
    let message = stderr(&output);
    assert_eq!(output.status.code(), Some(1), "{message}");
    let are_whole = drawn.iter().all(|name| image::open(out.join(name)).is_ok());
    assert!(
        are_whole && !drawn.is_empty() && drawn.len() < 25,
        "{drawn:?}"
    );
    assert_eq!(message.matches("--resume").count(), 1, "{message}");
    // The rest was not drawn in vain.
    let num_full = message.matches("the disk is full").count();
    assert!((1..=3).contains(&num_full), "{message}");
    assert!(message.contains("not drawn: stopped"), "{message}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_read_only_disk_is_told_once_or_twice_and_not_sixty_times() {
    let yard = tempfile::tempdir().unwrap();
    let (photos, out) = (yard.path().join("photos"), yard.path().join("out"));
    for index in 0..60 {
        write_picture(&photos, &format!("{index:02}.png"), 160, 120);
    }
    let Some(_disk) = Disk::mount(&out, "ro") else {
        return;
    };
    let message = stderr(&run(&photos, &out, &[]));
    let num_told = message.matches("the disk is read-only").count();
    assert!((1..=3).contains(&num_told), "{message}");
    assert!(message.contains("not drawn: stopped"), "{message}");
}

/// The cases of a disk without hard links: exFAT through FUSE.
#[cfg(target_os = "linux")]
#[test]
fn a_disk_without_hard_links_is_written_to_and_nothing_is_replaced() {
    let yard = tempfile::tempdir().unwrap();
    let (photos, out) = (yard.path().join("photos"), yard.path().join("out"));
    for name in ["a.png", "b.jpg", "c.png", "12:30.png", "what?.png"] {
        write_picture(&photos, name, 48, 36);
    }
    write_animation(&photos.join("film.gif"), 3, 40, 30);
    let latin1 = {
        use std::os::unix::ffi::OsStrExt as _;
        std::ffi::OsStr::from_bytes(b"t\xe9.png")
    };
    write_picture(yard.path(), "x.png", 48, 36);
    fs::rename(yard.path().join("x.png"), photos.join(latin1)).unwrap();
    let Some(_disk) = Disk::exfat(&out) else {
        return;
    };
    fs::write(out.join("c.png"), b"mine").unwrap();
    let output = run(&photos, &out, &["--json"]);
    let failed = inputs_with("failed", &stdout(&output), &photos);
    // Names that exFAT does not hold are told as that, and the file that was there is left.
    let expected = ["12:30.png", "c.png", r"t\xe9.png", "what?.png"].map(String::from);
    assert_eq!(failed, BTreeSet::from(expected), "{}", stdout(&output));
    let reason = "the disk does not allow this file name";
    assert_eq!(
        stdout(&output).matches(reason).count(),
        3,
        "{}",
        stdout(&output)
    );
    assert_eq!(fs::read(out.join("c.png")).unwrap(), b"mine");
    assert_eq!(tree(&out), ["a.png", "b.jpg", "c.png", "film.png"]);
    for name in ["a.png", "b.jpg", "film.png"] {
        assert!(image::open(out.join(name)).is_ok(), "{name}");
    }
    // A run that was killed while it took a name goes on.
    fs::remove_file(out.join("a.png")).unwrap();
    fs::write(out.join("a.png"), b"").unwrap();
    let output = run(&photos, &out, &["--resume", "--json"]);
    let drawn = inputs_with("drawn", &stdout(&output), &photos);
    assert_eq!(drawn, BTreeSet::from(["a.png".to_owned()]));
    assert!(image::open(out.join("a.png")).is_ok());
}

/// An animation of noise in which something moves.
#[cfg(target_os = "linux")]
fn write_animation(path: &Path, num_frames: u32, width: u32, height: u32) {
    use image::codecs::gif::GifEncoder;
    let mut encoder = GifEncoder::new(fs::File::create(path).unwrap());
    for index in 0..num_frames {
        let pixels = crate::common::picture(width + index, height);
        let pixels = image::imageops::crop_imm(&pixels, index, 0, width, height).to_image();
        encoder.encode_frame(image::Frame::new(pixels)).unwrap();
    }
}

/// With little memory, as `ulimit -v` leaves it; the program itself takes some, too.
#[cfg(target_os = "linux")]
#[test]
fn a_photograph_that_will_not_fit_in_memory_is_refused_and_the_rest_is_drawn() {
    let yard = tempfile::tempdir().unwrap();
    let (photos, out) = (yard.path().join("photos"), yard.path().join("out"));
    write_picture(&photos, "a.png", 48, 36);
    // 150 megapixels of one colour.
    let large = image::GrayImage::from_pixel(15_000, 10_000, image::Luma([90]));
    large.save(photos.join("b.png")).unwrap();
    write_picture(&photos, "c.png", 48, 36);
    let script = "ulimit -v 1200000; exec \"$0\" \"$@\"";
    let kinetoon = program();
    let output = std::process::Command::new("sh")
        .args(["-c", script])
        .arg(kinetoon.get_program())
        .args([
            "stylize", "--device", "cpu", "--scale", "96", "--json", "--out",
        ])
        .args([&out, &photos])
        .envs(
            kinetoon
                .get_envs()
                .filter_map(|(key, value)| Some((key, value?))),
        )
        .env("RAYON_NUM_THREADS", "2")
        .env("MALLOC_ARENA_MAX", "1")
        .output()
        .unwrap();
    let told = [stdout(&output), stderr(&output)].concat();
    assert_eq!(output.status.code(), Some(1), "{told}");
    let failed = inputs_with("failed", &stdout(&output), &photos);
    assert_eq!(failed, BTreeSet::from(["b.png".to_owned()]), "{told}");
    assert!(told.contains("memory"), "{told}");
    assert_eq!(tree(&out), ["a.png", "c.png"]);
}
