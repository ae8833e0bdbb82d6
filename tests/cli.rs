//! The command line as a person or a script uses it.

use std::ffi::OsStr;
use std::fs;
use std::path::Path;

use crate::common::{kinetoon, program, stderr, stdout, stylize, tree, write_picture};

#[test]
fn help_and_version_read_well() {
    let help = stdout(&kinetoon(["--help"]));
    for word in ["photographs", "stylize", "styles", "devices"] {
        assert!(help.contains(word), "{help}");
    }
    assert!(
        help.lines().all(|line| line.chars().count() <= 100),
        "{help}"
    );
    let version = stdout(&kinetoon(["--version"]));
    assert_eq!(
        version.trim(),
        concat!("kinetoon ", env!("CARGO_PKG_VERSION"))
    );
}

#[test]
fn nothing_to_draw_is_wrong_usage() {
    assert_eq!(kinetoon(["stylize"]).status.code(), Some(2));
    assert_eq!(kinetoon(["styles"]).status.code(), Some(2));
}

#[test]
fn a_folder_is_drawn_with_its_tree_and_told_in_json() {
    let yard = tempfile::tempdir().unwrap();
    let photos = yard.path().join("photos");
    for name in ["a.png", "deep/b.jpg", "deep/er/c.webp.png"] {
        write_picture(&photos, name, 48, 36);
    }
    fs::write(photos.join("deep/bad.jpg"), b"no picture").unwrap();
    let out = yard.path().join("out");
    let output = stylize([&photos, Path::new("--out"), &out, Path::new("--json")]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(tree(&out), ["a.png", "deep/b.jpg", "deep/er/c.webp.png"]);
    let lines: Vec<serde_json::Value> = stdout(&output)
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let with_status = |status: &str| lines.iter().filter(|line| line["status"] == status).count();
    assert_eq!(
        (lines.len(), with_status("drawn"), with_status("failed")),
        (4, 3, 1)
    );
    let drawn = lines.iter().find(|line| line["status"] == "drawn").unwrap();
    let number = |key: &str| drawn[key].as_u64().unwrap();
    assert_eq!(
        (number("width_of_input"), number("height_of_input")),
        (48, 36)
    );
    assert_eq!(
        (number("width"), number("height")),
        (96, 72),
        "brought to the scale"
    );
}

#[test]
fn resume_leaves_out_what_is_drawn() {
    let yard = tempfile::tempdir().unwrap();
    let photos = yard.path().join("photos");
    write_picture(&photos, "a.png", 48, 36);
    let out = yard.path().join("out");
    assert_eq!(
        stylize([&photos, Path::new("--out"), &out]).status.code(),
        Some(0)
    );
    let before = fs::metadata(out.join("a.png")).unwrap().modified().unwrap();
    write_picture(&photos, "b.png", 48, 36);
    let output = stylize([&photos, Path::new("--out"), &out, Path::new("--resume")]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(tree(&out), ["a.png", "b.png"]);
    assert_eq!(
        fs::metadata(out.join("a.png")).unwrap().modified().unwrap(),
        before
    );
    assert!(
        stderr(&output).contains("1 left out"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn every_format_can_be_written() {
    let yard = tempfile::tempdir().unwrap();
    let photo = write_picture(yard.path(), "photo.png", 48, 36);
    for (name, format) in [
        ("a.png", image::ImageFormat::Png),
        ("a.jpg", image::ImageFormat::Jpeg),
        ("a.webp", image::ImageFormat::WebP),
        ("a.tiff", image::ImageFormat::Tiff),
    ] {
        let out = yard.path().join(name);
        let output = stylize([&photo, Path::new("--out"), &out]);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        let bytes = fs::read(&out).unwrap();
        assert_eq!(image::guess_format(&bytes).unwrap(), format);
    }
}

#[test]
fn the_picture_answers_to_every_control() {
    let yard = tempfile::tempdir().unwrap();
    let photo = write_picture(yard.path(), "photo.png", 96, 72);
    let draw = |options: &[&str]| {
        let out = yard.path().join("drawn.png");
        let mut arguments = vec![photo.to_str().unwrap(), "--overwrite", "--out"];
        arguments.push(out.to_str().unwrap());
        arguments.extend(options);
        let output = stylize(arguments);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        image::open(out).unwrap().to_rgb8()
    };
    let hand = "--style=oz-neill";
    let default = draw(&[hand]);
    assert_ne!(draw(&[]), default, "the default style is another");
    assert_ne!(draw(&["--style=ink-gibson"]), default);
    for option in [
        "--boldness=2",
        "--hand=0",
        "--amount=0.4",
        "--style-weight=0.125",
        "--content-weight=8",
        "--cycle-weight=8",
        "--line=2",
        "--line-width=3",
        "--saturation=0.1",
        "--detail=1",
        "--photo-color=1",
        "--palette=0",
        "--tones=2",
        "--blacks=0",
        "--hatching=0",
        "--grain=0",
        "--paper=1",
        "--scale=64",
    ] {
        assert!(draw(&[hand, option]) != default, "{option} changes nothing");
    }
    assert_eq!(
        draw(&[hand]),
        default,
        "the same call draws the same picture"
    );
}

#[test]
fn transparency_is_kept() {
    let yard = tempfile::tempdir().unwrap();
    let mut pixels = crate::common::picture(100, 75);
    for (x, _, pixel) in pixels.enumerate_pixels_mut() {
        pixel.0[3] = (x * 2) as u8;
    }
    let photo = yard.path().join("photo.png");
    pixels.save(&photo).unwrap();
    let out = yard.path().join("drawn.png");
    assert_eq!(
        stylize([&photo, Path::new("--out"), &out]).status.code(),
        Some(0)
    );
    let drawn = image::open(out).unwrap().to_rgba8();
    assert!(
        drawn
            .pixels()
            .zip(pixels.pixels())
            .all(|(a, b)| a.0[3] == b.0[3])
    );
}

#[test]
fn what_is_half_transparent_is_not_made_pale() {
    let yard = tempfile::tempdir().unwrap();
    let pixels = image::RgbaImage::from_fn(128, 96, |x, y| {
        image::Rgba([(y * 2) as u8, 40, (x + y) as u8, (x * 2) as u8])
    });
    let photo = yard.path().join("photo.png");
    pixels.save(&photo).unwrap();
    let seen = |pixel: &image::Rgba<u8>, ground: f32| {
        let alpha = f32::from(pixel.0[3]) / 255.0;
        [0, 1, 2].map(|c: usize| f32::from(pixel.0[c]) * alpha + ground * (1.0 - alpha))
    };
    for (name, depth) in [
        ("8.png", "8"),
        ("16.png", "16"),
        ("16.tif", "16"),
        ("8.tif", "8"),
    ] {
        let out = yard.path().join(name);
        let call = [&photo, Path::new("--out"), &out].map(Path::as_os_str);
        let options = ["--amount", "0", "--size", "photograph", "--depth", depth];
        let done = stylize(call.into_iter().chain(options.map(OsStr::new)));
        assert_eq!(done.status.code(), Some(0), "{name}");
        let drawn = image::open(out).unwrap().to_rgba8();
        for (was, is) in pixels.pixels().zip(drawn.pixels()) {
            for ground in [0.0, 255.0] {
                let pairs = seen(was, ground).into_iter().zip(seen(is, ground));
                let apart = pairs.map(|(was, is)| (was - is).abs());
                assert!(apart.fold(0.0, f32::max) < 2.5, "{name}: {was:?} {is:?}");
            }
        }
    }
}

#[test]
fn a_small_photo_comes_out_as_drawn_or_as_the_photo_with_8_and_16_bits_alike() {
    let yard = tempfile::tempdir().unwrap();
    let mut pixels = crate::common::picture(48, 36);
    for (x, _, pixel) in pixels.enumerate_pixels_mut() {
        pixel.0[3] = if x < 24 { 255 } else { 120 };
    }
    let photo = yard.path().join("photo.png");
    pixels.save(&photo).unwrap();
    let draw = |name: &str, options: &[&str]| {
        let out = yard.path().join(name);
        let arguments = [photo.as_os_str(), "--out".as_ref(), out.as_os_str()];
        let output = stylize(
            arguments
                .into_iter()
                .chain(options.iter().map(AsRef::as_ref)),
        );
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        (image::open(out).unwrap(), stderr(&output))
    };
    // A hand, which keeps the drawing, and a look, which does not.
    for style in ["--style=oz-neill", "--style=comic"] {
        for (size, expected) in [
            ("auto", (96, 72)),
            ("drawing", (96, 72)),
            ("photograph", (48, 36)),
        ] {
            let name = |depth: &str| format!("{}-{size}-{depth}.png", &style[8..]);
            let size = format!("--size={size}");
            let (eight, told) = draw(&name("8"), &[style, &size]);
            let (sixteen, _) = draw(&name("16"), &[style, &size, "--depth=16"]);
            assert_eq!((eight.width(), eight.height()), expected, "{size}");
            let is_told = told.contains("96x72, enlarged from 48x36");
            assert_eq!(is_told, expected == (96, 72), "{told}");
            let (eight, sixteen) = (eight.to_rgba16(), sixteen.to_rgba16());
            let apart = eight
                .iter()
                .zip(sixteen.iter())
                .map(|(a, b)| a.abs_diff(*b));
            // Rounding moves an edge of a line here and there.
            assert!(apart.max().unwrap() <= 8 * 257, "{style} {size}");
            assert_eq!(eight.get_pixel(2, 2).0[3], 65_535);
            assert_eq!(eight.get_pixel(expected.0 - 2, 2).0[3], 120 * 257);
        }
        let (full, told) = draw(
            &format!("{}-full.png", &style[8..]),
            &[style, "--scale=full"],
        );
        assert_eq!((full.width(), full.height()), (48, 36));
        assert!(!told.contains("enlarged"), "{told}");
    }
}

#[test]
fn a_large_photo_is_drawn_at_its_own_size() {
    let yard = tempfile::tempdir().unwrap();
    let photo = write_picture(yard.path(), "photo.png", 500, 333);
    let out = yard.path().join("drawn.png");
    assert_eq!(
        stylize([&photo, Path::new("--out"), &out]).status.code(),
        Some(0)
    );
    assert_eq!(image::image_dimensions(out).unwrap(), (500, 333));
}

#[test]
fn what_cannot_be_kept_of_a_photograph_is_said() {
    use kinetoon::picture::{EncodeOptions, Metadata, OutputFormat, encode};
    let yard = tempfile::tempdir().unwrap();
    let packet = "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:Description \
        xmlns:GCamera=\"http://ns.google.com/photos/1.0/camera/\" GCamera:MotionPhoto=\"1\" \
        xmlns:hdrgm=\"http://ns.adobe.com/hdr-gain-map/1.0/\" hdrgm:Version=\"1.0\"/></x:xmpmeta>";
    let metadata = Metadata {
        xmp: Some(packet.as_bytes().to_vec()),
        ..Metadata::default()
    };
    let pixels = crate::common::picture(100, 75);
    let options = EncodeOptions::new(OutputFormat::Jpeg);
    let photo = yard.path().join("photo.jpg");
    fs::write(&photo, encode(&pixels, Some(&metadata), &options).unwrap()).unwrap();
    let draw = |name: &str, option: &str| {
        let out = yard.path().join(name);
        stylize([&photo, Path::new("--out"), &out, Path::new(option)])
    };
    let told = stderr(&draw("a.jpg", "--metadata=keep"));
    assert!(
        told.contains("a.jpg: not kept: the film of the motion photo, the gain map"),
        "{told}"
    );
    let told = stderr(&draw("b.jpg", "--metadata=strip"));
    assert!(!told.contains("not kept"), "nobody asked for it: {told}");
    let told = stderr(&draw("c.gif", "--metadata=keep"));
    assert!(told.contains("EXIF and XMP"), "{told}");
    let line: serde_json::Value = serde_json::from_str(&stdout(&draw("d.jpg", "--json"))).unwrap();
    assert_eq!(line["lost"], serde_json::json!(["film", "gain_map"]));
    let plain = write_picture(yard.path(), "plain.png", 100, 75);
    let output = stylize([&plain, Path::new("--out"), &yard.path().join("e.png")]);
    assert_eq!(stderr(&output), "");
}

#[test]
fn styles_are_listed() {
    let text = stdout(&kinetoon(["styles", "list"]));
    assert!(text.contains("comic (default)"), "{text}");
    let lines = stdout(&kinetoon(["styles", "list", "--json"]));
    let names: Vec<String> = lines
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap())
        .map(|style| style["name"].as_str().unwrap().to_owned())
        .collect();
    assert!(names.len() >= 6, "{names:?}");
    assert!(!names.contains(&"photo".to_owned()));
}

#[test]
fn devices_are_told_in_words_and_in_json() {
    let output = kinetoon(["devices", "--device", "cpu"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(
        stdout(&output).contains("Network runs on: CPU"),
        "{}",
        stdout(&output)
    );
    let output = kinetoon(["devices", "--json"]);
    let report: serde_json::Value = serde_json::from_str(&stdout(&output)).unwrap();
    assert!(report["adapters"].is_array());
    assert!(report["network_on_gpu"].is_boolean());
}

#[cfg(unix)]
/// As on a server or in a container, where drivers have errors to tell that are none of ours.
#[cfg(target_os = "linux")]
#[test]
fn nothing_is_said_of_a_session_that_is_not_there() {
    let told = program()
        .arg("devices")
        .env_remove("XDG_RUNTIME_DIR")
        .env_remove("NODEVICE_SELECT")
        .output()
        .unwrap();
    assert_eq!(told.status.code(), Some(0));
    assert_eq!(stderr(&told), "");
    assert!(stdout(&told).contains("Network runs on"), "{told:?}");
}

#[test]
fn ctrl_c_stops_cleanly_and_leaves_whole_files_only() {
    let yard = tempfile::tempdir().unwrap();
    let photos = yard.path().join("photos");
    for index in 0..60 {
        write_picture(&photos, &format!("{index:02}.png"), 400, 300);
    }
    let out = yard.path().join("out");
    let mut child = program()
        .args(["stylize", "--device", "cpu", "--json", "--out"])
        .args([&out, &photos])
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let start = std::time::Instant::now();
    while tree(&out).is_empty() {
        assert!(start.elapsed().as_secs() < 60, "nothing was drawn");
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    let pid = child.id().to_string();
    assert!(
        std::process::Command::new("kill")
            .args(["-INT", &pid])
            .status()
            .unwrap()
            .success()
    );
    let mut lines = String::new();
    std::io::Read::read_to_string(child.stdout.as_mut().unwrap(), &mut lines).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(1));
    let drawn = tree(&out);
    assert!(drawn.len() < 60, "it was not stopped");
    for name in drawn {
        assert!(image::open(out.join(&name)).is_ok(), "{name} is not whole");
    }
    assert!(lines.contains("\"stopped\""), "{lines}");
}

#[test]
fn two_styles_are_blended() {
    let yard = tempfile::tempdir().unwrap();
    let photo = write_picture(yard.path(), "photo.png", 64, 48);
    let draw = |name: &str, extra: &[&str]| {
        let out = yard.path().join(name);
        let arguments = [photo.as_os_str(), "--out".as_ref(), out.as_os_str()];
        let extra = extra.iter().map(std::ffi::OsStr::new);
        let output = stylize(arguments.into_iter().chain(extra));
        output
            .status
            .success()
            .then(|| image::open(out).unwrap().to_rgb8())
    };
    let both = ["--blend", "ink-philmay", "--blend-share"];
    let blended = |name: &str, share: &str| draw(name, &[&both[..], &[share]].concat()).unwrap();
    let (none, half, all) = (
        blended("a.png", "0"),
        blended("b.png", "0.5"),
        blended("c.png", "1"),
    );
    assert_eq!(none, draw("d.png", &[]).unwrap());
    let apart = |a: &image::RgbImage, b: &image::RgbImage| -> u64 {
        a.iter()
            .zip(b.iter())
            .map(|(a, b)| u64::from(a.abs_diff(*b)))
            .sum()
    };
    assert!(apart(&none, &half) > 0 && apart(&half, &all) > 0);
    assert!(apart(&none, &half) < apart(&none, &all));
    assert!(draw("e.png", &["--blend", "nobody"]).is_none());
}
