use super::*;
use crate::engine::batch::plan::tests::tree;
use crate::engine::batch::{Found, NamePattern, find_photos, plan_on};
use crate::picture::OutputFormat;

/// What a run names the photographs in `in`, and what it writes.
struct Run<'a> {
    root: &'a Path,
    naming: Naming<'a>,
}

impl Run<'_> {
    fn record(&self) -> Record {
        Record::open(&self.root.join("records"), &self.root.join("out"), None)
    }

    fn photos(&self) -> Vec<Found> {
        find_photos(&[self.root.join("in")], None).0
    }

    /// Names, and draws all that is not there; the names of the photographs, in their order.
    fn go_on(&self) -> Vec<String> {
        let out = self.root.join("out");
        let mut record = self.record();
        let given = record.given(&self.naming, "ink");
        let pairs = plan_on(&self.photos(), "ink", &out, &self.naming, &given);
        record.name(&pairs, &self.naming, "ink");
        for pair in &pairs {
            if !pair.output.exists() {
                std::fs::create_dir_all(&out).unwrap();
                std::fs::write(&pair.output, pair.input.display().to_string()).unwrap();
                record.written(&pair.output, Imprint::of(&pair.output).unwrap());
            }
            let drawn_of = std::fs::read_to_string(&pair.output).unwrap();
            assert_eq!(drawn_of, pair.input.display().to_string());
        }
        let name = |pair: &Pair| {
            pair.output
                .strip_prefix(&out)
                .unwrap()
                .display()
                .to_string()
        };
        pairs.iter().map(name).collect()
    }
}

fn add(root: &Path, name: &str) {
    std::fs::write(root.join("in").join(name), b"x").unwrap();
}

#[test]
fn photographs_keep_their_numbers_when_others_are_added() {
    let root = tree(&["in/a.jpg", "in/c.jpg"]);
    let pattern: NamePattern = "{number}".parse().unwrap();
    let naming = Naming {
        pattern: Some(&pattern),
        ..Naming::default()
    };
    let run = Run {
        root: root.path(),
        naming,
    };
    assert_eq!(run.go_on(), ["0001.jpg", "0002.jpg"]);
    add(root.path(), "b.jpg");
    assert_eq!(run.go_on(), ["0001.jpg", "0003.jpg", "0002.jpg"]);
    add(root.path(), "0.jpg");
    let names = ["0004.jpg", "0001.jpg", "0003.jpg", "0002.jpg"];
    assert_eq!(run.go_on(), names);
    assert_eq!(run.go_on(), names);
}

#[test]
fn of_equal_stems_the_first_that_was_drawn_keeps_the_name() {
    let root = tree(&["in/a.png"]);
    let naming = Naming {
        format: Some(OutputFormat::Png),
        ..Naming::default()
    };
    let run = Run {
        root: root.path(),
        naming,
    };
    assert_eq!(run.go_on(), ["a.png"]);
    add(root.path(), "a.jpg");
    assert_eq!(run.go_on(), ["a-2.png", "a.png"]);
    // The name of one that is gone is free.
    std::fs::remove_file(root.path().join("in/a.png")).unwrap();
    std::fs::remove_file(root.path().join("out/a.png")).unwrap();
    add(root.path(), "a.webp");
    assert_eq!(run.go_on(), ["a-2.png", "a.png"]);
}

#[test]
fn other_rules_give_other_names() {
    let root = tree(&["in/a.jpg", "in/b.jpg"]);
    let plain = Run {
        root: root.path(),
        naming: Naming::default(),
    };
    assert_eq!(plain.go_on(), ["a.jpg", "b.jpg"]);
    let pattern: NamePattern = "{number}-{style}".parse().unwrap();
    let numbered = Run {
        naming: Naming {
            pattern: Some(&pattern),
            ..Naming::default()
        },
        ..plain
    };
    assert_eq!(numbered.go_on(), ["0001-ink.jpg", "0002-ink.jpg"]);
}

#[test]
fn a_name_of_a_photograph_in_another_folder_is_not_taken_for_a_drawing_of_this_one() {
    let root = tree(&["in/a.jpg", "other/a.jpg"]);
    let (first, second) = (root.path().join("in"), root.path().join("other"));
    let (records, out) = (root.path().join("records"), root.path().join("out"));
    let names = |folder: &Path| {
        let mut record = Record::open(&records, &out, None);
        let photos = find_photos(&[folder.to_owned()], None).0;
        let naming = Naming::default();
        let pairs = plan_on(&photos, "ink", &out, &naming, &record.given(&naming, "ink"));
        record.name(&pairs, &naming, "ink");
        pairs[0].output.clone()
    };
    assert_eq!(names(&first), out.join("a.jpg"));
    assert_eq!(names(&second), out.join("a-2.jpg"));
}

#[test]
fn only_what_was_written_and_cut_off_since_is_ours_to_replace() {
    let root = tree(&["in/a.jpg", "in/b.jpg", "in/c.jpg", "in/d.jpg", "out/d.jpg"]);
    let out = |name: &str| root.path().join("out").join(name);
    std::fs::write(out("d.jpg"), b"").unwrap();
    let run = Run {
        root: root.path(),
        naming: Naming::default(),
    };
    let photos = run.photos();
    let mut record = run.record();
    let target = root.path().join("out");
    let pairs = plan_on(
        &photos,
        "ink",
        &target,
        &run.naming,
        &record.given(&run.naming, "ink"),
    );
    record.name(&pairs, &run.naming, "ink");
    for name in ["a.jpg", "b.jpg"] {
        std::fs::write(out(name), [7; 4000]).unwrap();
        record.written(&out(name), Imprint::of(&out(name)).unwrap());
    }
    drop(record);
    std::fs::write(out("a.jpg"), [7; 2000]).unwrap();
    std::fs::write(out("b.jpg"), b"mine").unwrap();
    // Its name was claimed when the program was killed.
    std::fs::write(out("c.jpg"), b"").unwrap();
    let record = run.record();
    let are_ours =
        ["a.jpg", "b.jpg", "c.jpg", "d.jpg"].map(|name| record.is_left_of_ours(&out(name)));
    // The last one was there before, though there is nothing in it.
    assert_eq!(are_ours, [true, false, true, false]);
    assert!(!record.is_left_of_ours(&out("unknown.jpg")));
}

#[test]
fn a_line_that_was_cut_off_costs_only_itself() {
    let root = tree(&["in/a.jpg", "in/b.jpg"]);
    let run = Run {
        root: root.path(),
        naming: Naming::default(),
    };
    run.go_on();
    let records = root.path().join("records");
    let file = std::fs::read_dir(&records)
        .unwrap()
        .next()
        .unwrap()
        .unwrap();
    let text = std::fs::read(file.path()).unwrap();
    let end = text.iter().rposition(|byte| *byte == b'}').unwrap();
    std::fs::write(file.path(), &text[..end - 3]).unwrap();
    let mut record = run.record();
    let naming = run.naming;
    assert_eq!(record.given(&naming, "ink").num(), 2);
    let last = root.path().join("out/b.jpg");
    assert!(record.outputs[&last].imprint.is_none());
    record.written(&last, Imprint::of(&last).unwrap());
    assert!(run.record().outputs[&last].imprint.is_some());
    // Nobody keeps a run from being drawn.
    std::fs::write(file.path(), b"\xff\0\n{}\n[1]\n").unwrap();
    assert_eq!(run.record().given(&naming, "ink").num(), 0);
    std::fs::remove_dir_all(&records).unwrap();
    std::fs::write(&records, b"in the way").unwrap();
    assert_eq!(run.go_on(), ["a.jpg", "b.jpg"]);
}

#[test]
fn a_folder_is_the_same_whichever_way_leads_to_it() {
    let root = tree(&["out/x"]);
    let key = |path: &str| key(&root.path().join(path));
    assert_eq!(key("out/."), key("out"));
    assert_ne!(key("out"), key("out2"));
    #[cfg(unix)]
    {
        let before = key("link/new");
        std::fs::create_dir(root.path().join("out/new")).unwrap();
        std::os::unix::fs::symlink(root.path().join("out"), root.path().join("link")).unwrap();
        assert_ne!(before, key("link/new"));
        assert_eq!(key("link/new"), key("out/new"));
        assert_eq!(key("link/not yet"), key("out/not yet"));
    }
}

/// Two shards go on with a run at once, and neither sees what the other has named since: they
/// agree.
#[test]
fn shards_know_the_names_that_others_gave_and_write_into_records_of_their_own() {
    let root = tree(&["x/a.jpg", "y/a.jpg", "z/a.jpg", "z/b.jpg"]);
    let records = root.path().join("records");
    let out = root.path().join("out");
    let naming = Naming::default();
    let open = |shard: &str| Record::open(&records, &out, Some(shard.parse().unwrap()));
    let plan = |record: &Record, folders: &[&str]| {
        let folders: Vec<_> = folders.iter().map(|name| root.path().join(name)).collect();
        let photos = find_photos(&folders, None).0;
        plan_on(&photos, "ink", &out, &naming, &record.given(&naming, "ink"))
    };
    let name = |record: &mut Record, pair: &Pair| {
        record.name(std::slice::from_ref(pair), &naming, "ink");
        pair.output.clone()
    };
    // The first run: each names one of two photographs of the same name.
    let (mut first, mut second) = (open("1/2"), open("2/2"));
    let pairs = plan(&first, &["x", "y"]);
    assert_eq!(name(&mut first, &pairs[0]), out.join("a.jpg"));
    let pairs = plan(&second, &["x", "y"]);
    assert_eq!(name(&mut second, &pairs[1]), out.join("a-2.jpg"));
    // A third one comes before them.
    let (mut first, second) = (open("1/2"), open("2/2"));
    let pairs = plan(&first, &["z", "x", "y"]);
    assert_eq!(name(&mut first, &pairs[0]), out.join("a-3.jpg"));
    assert_eq!(pairs, plan(&second, &["z", "x", "y"]));
    assert_eq!(pairs, plan(&open("2/2"), &["z", "x", "y"]));
    assert_eq!(
        pairs,
        plan(&Record::open(&records, &out, None), &["z", "x", "y"])
    );
    // What one has written is known to those who may have to draw it.
    let drawing = out.join("a.jpg");
    std::fs::create_dir_all(&out).unwrap();
    std::fs::write(&drawing, b"drawn").unwrap();
    first.written(&drawing, Imprint::of(&drawing).unwrap());
    for (shard, knows) in [("1/2", true), ("2/2", false), ("2/3", true)] {
        assert_eq!(open(shard).is_as_written(&drawing), knows, "{shard}");
    }
    assert!(Record::open(&records, &out, None).is_as_written(&drawing));
    let mut files: Vec<_> = std::fs::read_dir(&records)
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    files.sort();
    assert_eq!(files.len(), 2);
    assert!(files[0].ends_with("-1-of-2.jsonl") && files[1].ends_with("-2-of-2.jsonl"));
}
