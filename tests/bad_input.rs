//! Bad input gets a message that names the file and the reason; the rest is done; nothing is left
//! half written.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use crate::common::{stderr, stylize, tree, write_picture};

struct Yard {
    root: tempfile::TempDir,
}

impl Yard {
    fn new() -> Self {
        Self {
            root: tempfile::tempdir().unwrap(),
        }
    }

    fn at(&self, name: &str) -> PathBuf {
        self.root.path().join(name)
    }

    fn out(&self) -> PathBuf {
        self.at("out")
    }

    /// Draws `bad` beside a good picture; the good one must be drawn, the bad one named.
    fn draw_beside_a_good_one(&self, bad: &Path) -> String {
        let good = write_picture(self.root.path(), "good.png", 40, 30);
        let output = stylize([bad, &good, Path::new("--out"), &self.out()]);
        let message = stderr(&output);
        assert_eq!(output.status.code(), Some(1), "{message}");
        assert!(
            tree(&self.out()).contains(&"good.png".to_owned()),
            "{message}"
        );
        let name = bad.file_name().unwrap().to_string_lossy();
        assert!(
            message.contains(&*name.escape_debug().to_string()),
            "{message}"
        );
        assert!(!message.contains("panic"), "{message}");
        assert_eq!(
            tree(&self.out()).len(),
            1,
            "something else was left: {:?}",
            tree(&self.out())
        );
        message
    }
}

fn write(yard: &Yard, name: &str, bytes: &[u8]) -> PathBuf {
    let path = yard.at(name);
    fs::write(&path, bytes).unwrap();
    path
}

#[test]
fn an_empty_file() {
    let yard = Yard::new();
    let message = yard.draw_beside_a_good_one(&write(&yard, "empty.jpg", b""));
    assert!(message.contains("empty"), "{message}");
}

#[test]
fn a_truncated_jpeg() {
    let yard = Yard::new();
    let whole = write_picture(yard.root.path(), "whole.jpg", 400, 300);
    let bytes = fs::read(whole).unwrap();
    let cut = write(&yard, "cut.jpg", &bytes[..bytes.len() / 2]);
    let message = yard.draw_beside_a_good_one(&cut);
    assert!(message.contains("cut off"), "{message}");
}

#[test]
fn pictures_of_a_kind_that_is_not_read_are_named() {
    let yard = Yard::new();
    let whole = fs::read(write_picture(yard.root.path(), "whole.jpg", 40, 30)).unwrap();
    let frame = whole
        .windows(2)
        .position(|pair| pair == [0xff, 0xc0])
        .unwrap();
    let mut arithmetic = whole.clone();
    arithmetic[frame + 1] = 0xc9;
    let mut deep = whole;
    (deep[frame + 1], deep[frame + 4]) = (0xc1, 12);
    // One pixel, compressed in a way that few programs know.
    let mut tiff = b"II*\0\x08\0\0\0\x06\0".to_vec();
    for (tag, value) in [
        (256_u16, 1_u16),
        (257, 1),
        (259, 34_887),
        (262, 1),
        (273, 8),
        (279, 1),
    ] {
        tiff.extend([tag, 3, 1, 0, value, 0].map(u16::to_le_bytes).concat());
    }
    tiff.extend([0; 4]);
    let cases = [
        ("a.jpg", arithmetic, "arithmetic coding"),
        ("b.jpg", deep, "12 bits"),
        ("c.tif", tiff, "LERC"),
    ];
    for (name, bytes, word) in cases {
        let yard = Yard::new();
        let message = yard.draw_beside_a_good_one(&write(&yard, name, &bytes));
        assert!(
            message.contains(word) && !message.contains("damaged"),
            "{message}"
        );
    }
}

#[test]
fn text_named_jpg() {
    let yard = Yard::new();
    let message = yard.draw_beside_a_good_one(&write(&yard, "letter.jpg", b"Dear reader,\n"));
    assert!(
        message.contains("not in any known picture format"),
        "{message}"
    );
}

#[test]
fn a_file_that_does_not_exist() {
    let yard = Yard::new();
    yard.draw_beside_a_good_one(&yard.at("nowhere.jpg"));
}

#[test]
fn a_folder_without_pictures() {
    let yard = Yard::new();
    fs::create_dir(yard.at("bare")).unwrap();
    let message = yard.draw_beside_a_good_one(&yard.at("bare"));
    assert!(message.contains("no pictures"), "{message}");
}

#[test]
fn an_unknown_ending_with_no_picture_inside() {
    let yard = Yard::new();
    yard.draw_beside_a_good_one(&write(&yard, "movie.xyz", &[1, 2, 3, 4, 5, 6, 7, 8, 9]));
}

#[test]
fn a_picture_with_a_wrong_ending_is_drawn() {
    let yard = Yard::new();
    let png = write_picture(yard.root.path(), "real.png", 40, 30);
    let disguised = yard.at("real.jpg");
    fs::rename(png, &disguised).unwrap();
    let output = stylize([&disguised, Path::new("--out"), &yard.at("drawn.png")]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
}

/// A PNG whose header promises 30000 x 30000 pixels and whose data is a few kilobytes of zeros.
pub(crate) fn bomb() -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 30_000, 30_000);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::One);
    encoder.set_compression(png::Compression::High);
    let mut writer = encoder.write_header().unwrap();
    let mut stream = writer.stream_writer().unwrap();
    let row = vec![0; 30_000_usize.div_ceil(8)];
    for _ in 0..30_000 {
        std::io::Write::write_all(&mut stream, &row).unwrap();
    }
    stream.finish().unwrap();
    drop(writer);
    bytes
}

#[test]
fn a_decompression_bomb() {
    let yard = Yard::new();
    let bytes = bomb();
    assert!(bytes.len() < 1_000_000, "{} bytes", bytes.len());
    let message = yard.draw_beside_a_good_one(&write(&yard, "bomb.png", &bytes));
    assert!(message.contains("30000"), "{message}");
}

#[test]
fn one_pixel_and_a_very_long_line_are_drawn() {
    let yard = Yard::new();
    let one = write_picture(yard.root.path(), "one.png", 1, 1);
    let line = write_picture(yard.root.path(), "line.png", 1, 20_000);
    let output = stylize([&one, &line, Path::new("--out"), &yard.out()]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(
        image::image_dimensions(yard.out().join("one.png")).unwrap(),
        (8, 8),
        "enlarged as far as anything is"
    );
    assert_eq!(
        image::image_dimensions(yard.out().join("line.png")).unwrap(),
        (1, 20_000)
    );
}

#[test]
fn strange_names_are_drawn_under_the_same_names() {
    let yard = Yard::new();
    let names = [
        "with space.png",
        "quo'te\"s.png",
        "漫画 写真.png",
        "-dash.png",
        "per%cent&.png",
        "emoji 🐈.png",
    ];
    let mut arguments: Vec<PathBuf> = names
        .iter()
        .map(|name| write_picture(yard.root.path(), name, 20, 16))
        .collect();
    arguments.push("--out".into());
    arguments.push(yard.out());
    let output = stylize(&arguments);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let mut expected = names.map(str::to_owned);
    expected.sort();
    let mut found = tree(&yard.out());
    found.sort();
    assert_eq!(found, expected);
}

#[cfg(unix)]
#[test]
fn a_line_break_in_a_name_does_not_break_the_message() {
    let yard = Yard::new();
    let good = write_picture(yard.root.path(), "line\nbreak.png", 20, 16);
    let output = stylize([&good, Path::new("--out"), &yard.out()]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let bad = write(&yard, "bad\nname.jpg", b"");
    let output = stylize([&bad, Path::new("--out"), &yard.out()]);
    assert_eq!(
        stderr(&output).trim_end().lines().count(),
        1,
        "{}",
        stderr(&output)
    );
}

#[cfg(unix)]
fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt as _;
    fs::metadata("/proc/self").is_ok_and(|meta| meta.uid() == 0)
}

#[cfg(unix)]
#[test]
fn no_permission_to_read() {
    use std::os::unix::fs::PermissionsExt as _;
    if is_root() {
        println!("skipped: root may read everything");
        return;
    }
    let yard = Yard::new();
    let secret = write_picture(yard.root.path(), "secret.png", 20, 16);
    fs::set_permissions(&secret, fs::Permissions::from_mode(0o000)).unwrap();
    let message = yard.draw_beside_a_good_one(&secret);
    assert!(message.contains("permission"), "{message}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk() {
    let yard = Yard::new();
    let good = write_picture(yard.root.path(), "good.png", 400, 300);
    fs::create_dir(yard.out()).unwrap();
    let out = yard.out();
    let mount = std::process::Command::new("mount")
        .args(["-t", "tmpfs", "-o", "size=16k", "tmpfs"])
        .arg(&out)
        .output();
    if !mount.is_ok_and(|output| output.status.success()) {
        println!("skipped: a small disk can only be mounted by root");
        return;
    }
    let output = stylize([&good, Path::new("--out"), &out]);
    let left = tree(&out);
    let unmounted = std::process::Command::new("umount").arg(&out).status();
    let message = stderr(&output);
    assert!(unmounted.unwrap().success());
    assert_eq!(output.status.code(), Some(1), "{message}");
    assert!(
        message.contains("good.png") && message.contains("full"),
        "{message}"
    );
    assert!(left.is_empty(), "half a file was left: {left:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_place_where_nothing_can_be_written() {
    let yard = Yard::new();
    let good = write_picture(yard.root.path(), "good.png", 40, 30);
    // The one folder on every Linux where nothing can ever be written.
    let output = stylize([
        &good,
        Path::new("--out"),
        Path::new("/proc/kinetoon/out.png"),
    ]);
    let message = stderr(&output);
    assert_eq!(output.status.code(), Some(1), "{message}");
    assert!(message.contains("out.png"), "{message}");
    assert!(message.contains("not there"), "{message}");
}

#[test]
fn an_output_that_is_a_folder_in_the_way() {
    let yard = Yard::new();
    let good = write_picture(yard.root.path(), "good.png", 40, 30);
    fs::create_dir_all(yard.out().join("good.png")).unwrap();
    let output = stylize([
        &good,
        Path::new("--out"),
        &yard.out(),
        Path::new("--overwrite"),
    ]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("good.png"), "{}", stderr(&output));
    assert!(tree(&yard.out()).is_empty());
}

#[test]
fn an_existing_file_is_kept_unless_told_otherwise() {
    let yard = Yard::new();
    let good = write_picture(yard.root.path(), "good.png", 40, 30);
    fs::create_dir(yard.out()).unwrap();
    let target = yard.out().join("good.png");
    fs::write(&target, b"precious").unwrap();
    let output = stylize([&good, Path::new("--out"), &yard.out()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("exists"), "{}", stderr(&output));
    assert_eq!(fs::read(&target).unwrap(), b"precious");
    let output = stylize([
        &good,
        Path::new("--out"),
        &yard.out(),
        Path::new("--overwrite"),
    ]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(image::image_dimensions(&target).unwrap(), (96, 72));
}

#[test]
fn a_drawing_never_replaces_its_photograph() {
    let yard = Yard::new();
    let good = write_picture(yard.root.path(), "good.png", 40, 30);
    let before = fs::read(&good).unwrap();
    let output = stylize([
        &good,
        Path::new("--out"),
        yard.root.path(),
        Path::new("--overwrite"),
    ]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(fs::read(&good).unwrap(), before);
}

fn with_weights(yard: &Yard, weights: &Path) -> Output {
    let good = write_picture(yard.root.path(), "good.png", 40, 30);
    stylize([
        &good,
        Path::new("--out"),
        &yard.out(),
        Path::new("--weights"),
        weights,
    ])
}

fn shipped_weights() -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/models/base-v3.safetensors"))
        .unwrap()
}

#[test]
fn damaged_weights() {
    let yard = Yard::new();
    let bytes = shipped_weights();
    let cut = write(&yard, "cut.safetensors", &bytes[..bytes.len() / 2]);
    let output = with_weights(&yard, &cut);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("damaged"), "{}", stderr(&output));
    assert!(!yard.out().exists());
}

#[test]
fn weights_with_a_number_that_is_none() {
    let yard = Yard::new();
    let mut bytes = shipped_weights();
    let end = bytes.len();
    bytes[end - 4..].copy_from_slice(&f32::NAN.to_le_bytes());
    let output = with_weights(&yard, &write(&yard, "nan.safetensors", &bytes));
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stderr(&output).contains("not finite"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn weights_of_another_network() {
    let yard = Yard::new();
    let data = [0_u8; 16];
    let view = safetensors::tensor::TensorView::new(safetensors::Dtype::F32, vec![2, 2], &data);
    let bytes = safetensors::serialize([("layer.weight", view.unwrap())], None).unwrap();
    let output = with_weights(&yard, &write(&yard, "foreign.safetensors", &bytes));
    assert_eq!(output.status.code(), Some(1));
    let message = stderr(&output);
    assert!(
        message.contains("codes") && message.contains("missing"),
        "{message}"
    );
}

#[test]
fn weights_that_are_not_there() {
    let yard = Yard::new();
    let output = with_weights(&yard, &yard.at("nowhere.safetensors"));
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stderr(&output).contains("nowhere.safetensors"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn values_out_of_range_are_wrong_usage_and_name_the_range() {
    let yard = Yard::new();
    let good = write_picture(yard.root.path(), "good.png", 40, 30);
    let cases = [
        ("--amount", "1.6", "1.5"),
        ("--style-weight", "0.1", "0.125"),
        ("--content-weight", "9", "8"),
        ("--cycle-weight", "-1", "0.125"),
        ("--line", "3", "2"),
        ("--line-width", "0", "0.25"),
        ("--saturation", "nan", "2"),
        ("--detail", "7", "1"),
        ("--photo-color", "2", "1"),
        ("--tones", "3", "2"),
        ("--blacks", "-1", "0"),
        ("--hatching", "2", "1"),
        ("--paper", "1.1", "1"),
        ("--scale", "12", "64"),
        ("--quality", "0", "100"),
        ("--format", "psd", "tiff"),
        ("--device", "tpu", "cpu"),
    ];
    for (option, value, range) in cases {
        let option_value = format!("{option}={value}");
        let output = crate::common::kinetoon([
            Path::new("stylize"),
            &good,
            Path::new("--out"),
            &yard.out(),
            Path::new(&option_value),
        ]);
        let message = stderr(&output);
        assert_eq!(output.status.code(), Some(2), "{option}: {message}");
        assert!(
            message.contains(option) && message.contains(range),
            "{option}: {message}"
        );
        assert!(!yard.out().exists());
    }
}

#[test]
fn an_unknown_style_is_wrong_usage_and_names_the_known_ones() {
    let yard = Yard::new();
    let good = write_picture(yard.root.path(), "good.png", 40, 30);
    let output = stylize([
        &good,
        Path::new("--out"),
        &yard.out(),
        Path::new("--style=cubism"),
    ]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("oz-neill"), "{}", stderr(&output));
}
