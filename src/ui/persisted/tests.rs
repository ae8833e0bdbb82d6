//! What is kept comes back, and what is broken costs only itself.

use super::*;
use crate::model::Dials;
use crate::train::pairs::{MAX_PAIRS, PairFiles};

fn drawing(name: &str) -> KeptDrawing {
    let stamp = crate::picture::Stamp::of(Path::new(env!("CARGO_MANIFEST_DIR")));
    KeptDrawing {
        files: PairFiles {
            photo: "in/a.jpg".into(),
            drawing: PathBuf::from("in").join(name),
        },
        stamp: stamp.map(Into::into),
        is_learnt: true,
    }
}

fn some() -> PersistedState {
    PersistedState {
        common: Some(Recipe::of_style("ink-gibson").with_ink(InkSettings::NEUTRAL)),
        mode: Some(ViewMode::Wipe),
        sort: Some(SortBy::Taken),
        shows_grid: Some(true),
        grid_width: Some(240.0),
        language: Some(LanguageChoice::Of(crate::i18n::Language::Chinese)),
        is_dark: Some(false),
        shows_controls: Some(false),
        panels: Some(PanelWidths::default()),
        favourites: vec!["pop".to_owned()],
        size: Some([900.0, 700.0]),
        position: Some([40, -20]),
        is_maximised: Some(true),
        wipe: Some(0.25),
        shown: Some("a.jpg".into()),
        own: vec![("a.jpg".into(), Recipe::of_style("ink-gibson"))],
        tuned: vec![Recipe::of_style("ink-philmay")],
        own_tuned: vec![("a.jpg".into(), vec![Recipe::of_style("pop")])],
        recent: vec!["in".into(), "b.jpg".into()],
        folders: Folders {
            opened: Some("in".into()),
            saved: Some("out".into()),
        },
        chapter: Some(Chapter::Export),
        drawings: vec![drawing("a.drawn.ora"), drawing("b.drawn.png")],
        drawings_run: Some("My drawings".to_owned()),
        was_closed: Some(true),
        photos: vec!["in/a.jpg".into(), "b.jpg".into()],
        roots: vec![Some("in".into()), None],
        saved: vec!["b.jpg".into()],
        export: Some(Choices {
            quality: 70,
            ..Choices::default()
        }),
        problem: None,
    }
}

#[test]
fn what_was_kept_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let deep = folder.path().join("not/there/yet");
    some().save(&deep).unwrap();
    assert_eq!(PersistedState::load(&deep), some());
}

#[test]
fn photographs_come_back_with_the_folders_they_were_found_in() {
    let mut kept = some();
    let found = |path: &str, root: Option<&str>| Found {
        path: path.into(),
        root: root.map(PathBuf::from),
    };
    let both = [found("in/a.jpg", Some("in")), found("b.jpg", None)];
    assert_eq!(kept.found(), both);
    // As an earlier version wrote it.
    kept.roots.clear();
    assert_eq!(kept.found()[0], found("in/a.jpg", None));
}

#[test]
fn a_broken_part_costs_only_itself() {
    let text = br#"{"mode": "Sideways", "is_dark": true, "size": [1e30, -4],
        "ink": {"line": 99, "saturation": "red"}, "photos": 3, "from": "the future"}"#;
    let read = PersistedState::parse(text);
    let kept = PersistedState {
        is_dark: Some(true),
        size: Some([SIZE[1], SIZE[0]]),
        ..PersistedState::default()
    };
    assert_eq!(read, kept);
}

#[test]
fn of_the_drawings_that_were_watched_the_good_ones_come_back() {
    let good = serde_json::to_value(drawing("a.drawn.ora")).unwrap();
    let with = |name: &str, value: serde_json::Value| {
        let mut kept = good.clone();
        kept[name] = value;
        kept
    };
    let nameless = serde_json::json!({ "photo": "a.jpg", "drawing": ".." });
    let far = serde_json::json!({ "num_bytes": 7, "modified": { "secs": u64::MAX, "nanos": 4e9 } });
    let bad = [
        serde_json::json!(3),
        serde_json::json!({ "photo": "a.jpg" }),
        with("files", serde_json::json!("a.jpg")),
        with("stamp", serde_json::json!({ "num_bytes": -7 })),
        with("stamp", far),
        with("is_learnt", serde_json::json!("perhaps")),
    ];
    let unusable = [with("files", nameless), good.clone()];
    let mut all: Vec<serde_json::Value> = bad.to_vec();
    all.push(good.clone());
    all.extend(unusable);
    let file = serde_json::json!({ "drawings": all, "drawings_run": ["x"], "is_dark": true });
    let (kept, is_whole) = PersistedState::read(file.to_string().as_bytes());
    let wanted = PersistedState {
        is_dark: Some(true),
        drawings: vec![drawing("a.drawn.ora")],
        ..PersistedState::default()
    };
    assert_eq!((kept, is_whole), (wanted, false));
    for bad in bad {
        let alone = serde_json::json!({ "drawings": [bad] }).to_string();
        assert!(!PersistedState::read(alone.as_bytes()).1, "{alone}");
    }
    // No more than can be learnt from.
    let many = (0..2 * MAX_PAIRS).map(|number| drawing(&format!("{number}.ora")));
    let many = PersistedState {
        drawings: many.collect(),
        ..PersistedState::default()
    };
    let text = serde_json::to_vec(&many).unwrap();
    assert_eq!(PersistedState::parse(&text).drawings.len(), MAX_PAIRS);
    let nonsense = PersistedState::parse(b"{\"drawings\": \"all\"}");
    assert_eq!(nonsense, PersistedState::default());
}

#[test]
fn whether_all_of_it_was_read_is_known() {
    let is_whole = |text: &[u8]| PersistedState::read(text).1;
    assert!(is_whole(&serde_json::to_vec(&some()).unwrap()));
    assert!(is_whole(b"{\"from\": \"the future\"}"));
    for broken in [
        &b"[]"[..],
        b"",
        b"{\"own\": [3]}",
        b"{\"mode\": \"Sideways\"}",
    ] {
        assert!(!is_whole(broken));
    }
}

#[test]
fn a_broken_file_is_as_none() {
    assert_eq!(
        PersistedState::parse(b"{\"mode\": \"Wi"),
        PersistedState::default()
    );
    assert_eq!(
        PersistedState::load(Path::new("/nowhere")),
        PersistedState::default()
    );
}

#[test]
fn sliders_come_back_inside_their_ranges() {
    let mut wild = some();
    wild.common = Some(Recipe {
        amount: 7.0,
        weights: Dials {
            style: 0.0,
            content: 1.0,
            cycle: 100.0,
        },
        ..Recipe::of_style("x")
    });
    let text = serde_json::to_vec(&wild).unwrap();
    let recipe = PersistedState::parse(&text).common.unwrap();
    assert_eq!(
        (recipe.amount, recipe.weights.style, recipe.weights.cycle),
        (1.5, 0.125, 8.0)
    );
}

#[test]
fn a_file_that_cannot_be_read_is_kept_under_another_name() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let broken = br#"{"is_dark": true, "photos": ["a.jpg", "b.j"#;
    std::fs::write(at(FILE), broken).unwrap();
    let copy = at("window-unreadable.json");
    let aside = Some(SettingsProblem::Aside(copy.clone()));
    assert_eq!(PersistedState::load(folder.path()).problem, aside);
    // Another start before anything was saved makes no other copy.
    assert_eq!(PersistedState::load(folder.path()).problem, aside);
    some().save(folder.path()).unwrap();
    assert_eq!(std::fs::read(&copy).unwrap(), broken);
    assert_eq!(PersistedState::load(folder.path()), some());
    // One broken part is reason enough, and the copy before is not replaced.
    let partly = br#"{"is_dark": false, "photos": 7}"#;
    std::fs::write(at(FILE), partly).unwrap();
    let kept = PersistedState::load(folder.path());
    let second = at("window-unreadable-2.json");
    assert_eq!(kept.problem, Some(SettingsProblem::Aside(second.clone())));
    assert_eq!(kept.is_dark, Some(false));
    assert_eq!(std::fs::read(second).unwrap(), partly);
    assert_eq!(std::fs::read(&copy).unwrap(), broken);
}

#[test]
fn a_file_that_cannot_be_opened_is_moved_away() {
    let folder = tempfile::tempdir().unwrap();
    // A folder stands for whatever cannot be read.
    std::fs::create_dir(folder.path().join(FILE)).unwrap();
    let moved = folder.path().join("window-unreadable.json");
    let kept = PersistedState::load(folder.path());
    assert_eq!(kept.problem, Some(SettingsProblem::Aside(moved.clone())));
    assert!(moved.is_dir());
    some().save(folder.path()).unwrap();
}

#[cfg(unix)]
#[test]
fn photographs_whose_names_are_no_text_come_back() {
    use std::os::unix::ffi::OsStringExt as _;
    let odd = PathBuf::from(std::ffi::OsString::from_vec(b"/in/\xff.jpg".to_vec()));
    let mut kept = some();
    kept.own = vec![(odd.clone(), Recipe::of_style("ink-gibson"))];
    kept.photos = vec![odd.clone(), "b.jpg".into()];
    kept.saved = vec![odd.clone()];
    kept.shown = Some(odd);
    let folder = tempfile::tempdir().unwrap();
    kept.save(folder.path()).unwrap();
    assert_eq!(PersistedState::load(folder.path()), kept);
}
