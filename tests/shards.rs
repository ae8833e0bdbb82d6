//! One run in several parts, as many machines draw it: complete together, nothing twice, equal to
//! one run that drew it all.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Stdio;

use crate::common::{kinetoon, program, stderr, stdout, stylize, tree, write_picture};

const NUM: usize = 3;

fn write_photos(photos: &Path) {
    for index in 0..24 {
        let folder = ["", "day one/", "day two/night/"][index % 3];
        let ending = ["png", "jpg"][index % 2];
        let name = format!("{folder}{index:02}.{ending}");
        write_picture(photos, &name, 60 + index as u32, 40);
    }
    // Drawings of one name, which may fall to two shards.
    write_picture(photos, "day one/same.png", 50, 40);
    write_picture(photos, "day one/same.webp", 51, 40);
}

fn arguments<'a>(photos: &'a str, out: &'a str, shard: &'a str) -> [&'a str; 6] {
    [photos, "--out", out, "--json", "--shard", shard]
}

fn inputs_with(status: &str, lines: &str) -> BTreeSet<String> {
    let lines = lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap());
    lines
        .filter(|line: &serde_json::Value| line["status"] == status)
        .map(|line| line["input"].as_str().unwrap().to_owned())
        .collect()
}

fn assert_same_files(one: &Path, other: &Path) {
    assert_eq!(tree(one), tree(other));
    for name in tree(one) {
        let [a, b] = [one, other].map(|folder| fs::read(folder.join(&name)).unwrap());
        assert!(a == b, "{name} differs");
    }
}

/// Draws all shards at once into one folder; what each has drawn.
fn draw_at_once(photos: &str, out: &str, extra: &[&str]) -> Vec<BTreeSet<String>> {
    let runs: Vec<_> = (1..=NUM)
        .map(|index| {
            program()
                .args(["stylize", "--device", "cpu", "--scale", "96"])
                .args(arguments(photos, out, &format!("{index}/{NUM}")))
                .args(extra)
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap()
        })
        .collect();
    let outputs = runs.into_iter().map(|run| run.wait_with_output().unwrap());
    outputs
        .map(|output| {
            assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
            inputs_with("drawn", &stdout(&output))
        })
        .collect()
}

#[test]
fn shards_into_one_folder_are_together_what_one_run_draws() {
    for extra in [
        &["--resume"][..],
        &["--name", "{number}-{name}", "--format", "png"],
    ] {
        let yard = tempfile::tempdir().unwrap();
        let photos = yard.path().join("photos");
        let [whole, parts] = ["whole", "parts"].map(|name| yard.path().join(name));
        write_photos(&photos);
        let paths = [&photos, &whole, &parts].map(|path| path.to_str().unwrap());
        let drawn = draw_at_once(paths[0], paths[2], extra);
        let output = stylize([paths[0], "--out", paths[1]].iter().chain(extra));
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        assert_same_files(&whole, &parts);
        let all: BTreeSet<_> = drawn.iter().flatten().collect();
        let num: usize = drawn.iter().map(BTreeSet::len).sum();
        assert_eq!((all.len(), num), (26, 26), "none is drawn twice");
        assert!(drawn.iter().all(|part| part.len() > 2), "{drawn:?}");
    }
}

#[test]
fn a_shard_goes_on_where_it_ended_and_added_photographs_move_no_other() {
    let yard = tempfile::tempdir().unwrap();
    let (photos, out) = (yard.path().join("photos"), yard.path().join("out"));
    write_photos(&photos);
    let [photos_path, out_path] = [&photos, &out].map(|path| path.to_str().unwrap());
    let before = draw_at_once(photos_path, out_path, &["--resume"]);
    // A file of each shard is gone or cut off, and some photographs are new.
    for (index, part) in before.iter().enumerate() {
        let input = Path::new(part.first().unwrap());
        let drawing = out.join(input.strip_prefix(&photos).unwrap());
        let bytes = fs::read(&drawing).unwrap();
        if index == 0 {
            fs::remove_file(drawing).unwrap();
        } else {
            fs::write(drawing, &bytes[..bytes.len() / 2]).unwrap();
        }
    }
    for name in [
        "day one/00 new.png",
        "day two/new.png",
        "0 new.png",
        "zz.png",
    ] {
        write_picture(&photos, name, 64, 40);
    }
    let after = draw_at_once(photos_path, out_path, &["--resume"]);
    let new = |path: &String| path.ends_with("new.png") || path.ends_with("zz.png");
    assert_eq!(after.iter().flatten().filter(|path| new(path)).count(), 4);
    for (before, after) in before.iter().zip(&after) {
        let again: Vec<_> = after.iter().filter(|path| !new(path)).collect();
        assert_eq!(again, [before.first().unwrap()]);
    }
    // All is there, each drawing of its own photograph.
    let whole = yard.path().join("whole");
    let output = stylize([photos_path, "--out", whole.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_same_files(&whole, &out);
    // And a run without shards knows what they have done.
    let output = stylize([photos_path, "--out", out_path, "--resume", "--json"]);
    assert_eq!(inputs_with("skipped", &stdout(&output)).len(), 30);
}

#[test]
fn what_is_no_shard_is_wrong_usage_with_what_to_write() {
    let yard = tempfile::tempdir().unwrap();
    let photo = write_picture(yard.path(), "a.png", 40, 30);
    let [photo, out] = [photo, yard.path().join("out")].map(|path| path.display().to_string());
    for (shard, told) in [
        ("0/4", "1/4 and the last 4/4"),
        ("5/4", "1/4 and the last 4/4"),
        ("a/b", "I/N, such as 1/4"),
        ("4", "I/N, such as 1/4"),
        ("1/0", "at least one shard"),
    ] {
        for command in [
            vec!["stylize", &photo, "--out", &out, "--shard", shard],
            vec!["evaluate", "--photos", &photo, "--shard", shard],
        ] {
            let output = kinetoon(&command);
            assert_eq!(output.status.code(), Some(2), "{command:?}");
            assert!(stderr(&output).contains(told), "{}", stderr(&output));
        }
    }
    let output = stylize(
        arguments(&photo, &out, "1/2")
            .iter()
            .chain(&["--existing", "number"]),
    );
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("--shard"), "{}", stderr(&output));
    assert!(!Path::new(&out).exists());
}

#[test]
fn an_empty_shard_has_nothing_to_do_and_says_so() {
    let yard = tempfile::tempdir().unwrap();
    let photo = write_picture(yard.path(), "a.png", 40, 30);
    let (photo, out) = (photo.to_str().unwrap(), yard.path().join("out"));
    let mut num_drawn = 0;
    for index in 1..=4 {
        let shard = format!("{index}/4");
        let output = stylize([photo, "--out", out.to_str().unwrap(), "--shard", &shard]);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        let drawn = stdout(&output).lines().count();
        let told = format!("shard {shard}: {drawn} of 1 photographs");
        assert!(stderr(&output).contains(&told), "{}", stderr(&output));
        num_drawn += drawn;
    }
    assert_eq!(num_drawn, 1);
}

#[test]
fn shards_of_a_measurement_are_together_the_whole_one() {
    let yard = tempfile::tempdir().unwrap();
    for index in 0..5 {
        write_picture(yard.path(), &format!("day/{index}.png"), 80 + index, 64);
    }
    let photos = yard.path().to_str().unwrap();
    let measures = |extra: &[&str]| {
        let fixed = [
            "evaluate", "--device", "cpu", "--json", "--scale", "64", "--style",
        ];
        let output = kinetoon(
            fixed
                .iter()
                .chain(&["oz-neill", "--photos", photos])
                .chain(extra),
        );
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        let lines = stdout(&output);
        let lines = lines.lines().filter(|line| line.contains("\"input\""));
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    let whole = measures(&[]);
    assert_eq!(whole.len(), 5);
    let mut parts = [measures(&["--shard", "1/2"]), measures(&["--shard", "2/2"])].concat();
    parts.sort();
    let mut sorted = whole;
    sorted.sort();
    assert_eq!(parts, sorted);
}
