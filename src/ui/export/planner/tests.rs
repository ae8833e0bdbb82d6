use super::*;
use crate::ui::export::queue::tests::{entry, order};

type Chosen = (Found, Arc<Recipe>, bool);

/// `in/a.png` and `in/deep/b.jpg`, to be drawn into `out`.
fn yard() -> (tempfile::TempDir, Vec<Chosen>, Choices) {
    let yard = tempfile::tempdir().unwrap();
    let root = yard.path().join("in");
    std::fs::create_dir_all(root.join("deep")).unwrap();
    let photos = ["a.png", "deep/b.jpg"].map(|name| {
        let path = root.join(name);
        std::fs::write(&path, b"photo").unwrap();
        let root = Some(root.clone());
        let settings = Arc::new(Recipe::of_style("ink"));
        (Found { path, root }, settings, true)
    });
    let choices = Choices {
        folder: yard.path().join("out"),
        pattern: "{name}-comic".to_owned(),
        ..Choices::default()
    };
    (yard, photos.to_vec(), choices)
}

fn names(entries: &[Entry]) -> Vec<String> {
    let name = |entry: &Entry| {
        let below = entry.output.strip_prefix(&entry.order.target).unwrap();
        below.display().to_string()
    };
    entries.iter().map(name).collect()
}

#[test]
fn a_plan_whose_thread_is_gone_is_refused() {
    let (_, receiver) = bounded(1);
    let settled = Planner(receiver).settled();
    assert!(matches!(settled, Some(Settled::Refused(_))));
}

#[test]
fn the_tree_is_kept_below_the_target() {
    let (_yard, photos, choices) = yard();
    let target = choices.folder.clone();
    let entries = plan(&photos, Vec::new(), &[], &choices).unwrap();
    assert_eq!(names(&entries), ["a-comic.png", "deep/b-comic.jpg"]);
    assert!(target.is_dir());
    assert!(entries.iter().all(|e| e.state == EntryState::Waiting));
}

#[test]
fn files_that_are_there_are_left_out_replaced_or_numbered() {
    let (_yard, photos, choices) = yard();
    std::fs::create_dir(&choices.folder).unwrap();
    std::fs::write(choices.folder.join("a-comic.png"), b"mine").unwrap();
    let first = |existing| {
        let choices = Choices {
            existing,
            ..choices.clone()
        };
        plan(&photos, Vec::new(), &[], &choices).unwrap().remove(0)
    };
    assert_eq!(first(Existing::Skip).state, EntryState::Skipped);
    assert!(first(Existing::Overwrite).overwrite);
    let numbered = first(Existing::Number);
    assert_eq!(names(std::slice::from_ref(&numbered)), ["a-comic-2.png"]);
    assert!(!numbered.overwrite);
    // What another export will write is there as good as already.
    let pending = vec![numbered.output];
    let entries = plan(&photos, pending, &[], &choices).unwrap();
    assert_eq!(names(&entries)[0], "a-comic-3.png");
}

#[test]
fn what_was_cut_off_is_drawn_anew_only_when_the_queue_wrote_it() {
    let (_yard, photos, mut choices) = yard();
    choices.existing = Existing::Skip;
    std::fs::create_dir(&choices.folder).unwrap();
    let output = choices.folder.join("a-comic.png");
    let state = |written: &[(PathBuf, Imprint)]| {
        let entry = plan(&photos, Vec::new(), written, &choices).unwrap();
        (entry[0].state.clone(), entry[0].overwrite)
    };
    std::fs::write(&output, [7; 4000]).unwrap();
    let written = [(output.clone(), Imprint::of(&output).unwrap())];
    let (left_out, anew) = ((EntryState::Skipped, false), (EntryState::Waiting, true));
    assert_eq!(state(&written), left_out);
    for len in [0, 2000] {
        std::fs::write(&output, vec![7; len]).unwrap();
        assert_eq!(state(&written), anew);
        // As it looks, but nobody knows whose it is.
        assert_eq!(state(&[]), left_out);
    }
    // A photograph with something behind its end, and something cut off that is not ours.
    let picture = image::RgbaImage::from_pixel(30, 20, image::Rgba([90, 60, 30, 255]));
    let jpeg = picture::EncodeOptions::new(picture::OutputFormat::Jpeg);
    let jpeg = picture::encode(&picture, None, &jpeg).unwrap();
    for other in [
        [&jpeg, &b"SEFT"[..]].concat(),
        jpeg[..jpeg.len() / 2].to_vec(),
    ] {
        std::fs::write(&output, other).unwrap();
        assert_eq!(state(&written), left_out);
        assert_eq!(state(&[]), left_out);
    }
}

#[test]
fn a_photograph_has_the_same_number_whichever_are_meant() {
    let (_yard, mut photos, mut choices) = yard();
    choices.pattern = "{number}".to_owned();
    photos[0].2 = false;
    let entries = plan(&photos, Vec::new(), &[], &choices).unwrap();
    assert_eq!(names(&entries), ["deep/0002.jpg"]);
}

#[test]
fn photographs_are_not_replaced_and_drawings_not_drawn() {
    let (yard, photos, mut choices) = yard();
    choices.folder = yard.path().join("in");
    choices.pattern = "{name}".to_owned();
    choices.existing = Existing::Overwrite;
    let problem = plan(&photos, Vec::new(), &[], &choices).unwrap_err();
    assert!(problem.contains("a.png"), "{problem}");
    choices.folder = yard.path().join("in/deep");
    let entries = plan(&photos, Vec::new(), &[], &choices).unwrap();
    assert_eq!(names(&entries), ["a.png"]);
}

#[test]
fn a_folder_that_cannot_be_made_is_told() {
    let (yard, photos, mut choices) = yard();
    choices.folder = yard.path().join("in/a.png/out");
    let problem = plan(&photos, Vec::new(), &[], &choices).unwrap_err();
    assert!(problem.contains("a.png/out"), "{problem}");
}

#[test]
fn what_was_written_before_a_crash_is_done_and_what_was_cut_off_is_not() {
    let yard = tempfile::tempdir().unwrap();
    let order = Arc::new(order(yard.path(), Existing::Number));
    let at = |name: &str, state, content: Option<&[u8]>| {
        let entry = entry(name, &order, state);
        if let Some(content) = content {
            std::fs::write(&entry.output, content).unwrap();
        }
        entry
    };
    let entries = vec![
        at("written", EntryState::Waiting, Some(b"whole")),
        at("missing", EntryState::Waiting, None),
        at("cut off", EntryState::Waiting, Some(b"")),
        at("cut off after", EntryState::Saved, Some(b"")),
        at("moved away", EntryState::Saved, None),
        at("half", EntryState::Saved, Some(&[7; 4000])),
        at("replaced", EntryState::Saved, Some(&[7; 4000])),
    ];
    let entries: Vec<_> = entries
        .into_iter()
        .map(|entry| {
            let is_large = entry.output.metadata().is_ok_and(|file| file.len() == 4000);
            let imprint = is_large.then(|| Imprint::of(&entry.output).unwrap());
            Entry {
                written: imprint,
                ..entry
            }
        })
        .collect();
    std::fs::write(&entries[5].output, [7; 1000]).unwrap();
    std::fs::write(&entries[6].output, b"\x89PNG\r\n\x1a\nmine").unwrap();
    std::fs::write(yard.path().join(".kinetoon-x.part"), b"half").unwrap();
    let states: Vec<_> = recall(entries)
        .into_iter()
        .map(|entry| (entry.state, entry.overwrite))
        .collect();
    assert_eq!(
        states,
        [
            (EntryState::Saved, false),
            (EntryState::Waiting, false),
            (EntryState::Waiting, true),
            (EntryState::Waiting, true),
            (EntryState::Saved, false),
            (EntryState::Waiting, true),
            (EntryState::Saved, false),
        ]
    );
    assert!(!cfg!(unix) || !yard.path().join(".kinetoon-x.part").exists());
}

#[test]
fn the_rest_goes_to_another_folder_and_takes_no_name_that_is_there() {
    let yard = tempfile::tempdir().unwrap();
    let (from, to) = (yard.path().join("full"), yard.path().join("empty"));
    std::fs::create_dir(&to).unwrap();
    std::fs::write(to.join("a.png"), b"mine").unwrap();
    let order = Arc::new(order(&from, Existing::Number));
    let entries = ["a", "b"].map(|name| entry(name, &order, EntryState::Waiting));
    let entries = divert(entries.to_vec(), &from, &to).unwrap();
    assert_eq!(names(&entries), ["a-2.png", "b.png"]);
    assert!(entries.iter().all(|entry| entry.order.target == to));
}

#[test]
fn a_thread_that_broke_down_is_not_waited_for() {
    let (sender, receiver) = bounded(1);
    let planner = Planner(receiver);
    assert!(planner.settled().is_none());
    drop(sender);
    assert!(matches!(planner.settled(), Some(Settled::Refused(_))));
}
