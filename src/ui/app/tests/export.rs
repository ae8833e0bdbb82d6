//! Exporting with the real engine: the queue's files, what comes in its way, and a restart.

use std::fs;

use super::*;
use crate::engine::batch::{Blocker, Existing};
use crate::render::Scale;
use crate::ui::action::{ExportAction, QueueAction};
use crate::ui::export::{Choices, Tab};

/// Three photographs in a tree and one file that is none.
fn yard() -> (tempfile::TempDir, PathBuf, Choices) {
    let yard = tempfile::tempdir().unwrap();
    let photos = yard.path().join("in");
    fs::create_dir_all(photos.join("deep")).unwrap();
    for name in ["a.png", "b.png", "deep/c.png"] {
        photo(&photos, name);
    }
    fs::write(photos.join("deep/bad.jpg"), b"not a picture").unwrap();
    let choices = Choices {
        folder: yard.path().join("out"),
        pattern: "{number}-{name}".to_owned(),
        existing: Existing::Skip,
        scale: Scale::Working(96),
        ..Choices::default()
    };
    (yard, photos, choices)
}

fn open_folder(photos: &Path) -> Option<Shown> {
    let mut harness = open(vec![photos.to_owned()], PersistedState::default())?;
    until(&mut harness, "the photographs", |window| {
        window.state.photos.len() == 4 && is_drawn(window)
    });
    Some(harness)
}

fn act(harness: &mut Shown, action: Action) {
    let ctx = harness.ctx.clone();
    harness.state_mut().apply(&ctx, action);
    harness.run_steps(2);
}

/// Begins with these choices, through the sheet.
fn export(harness: &mut Shown, choices: &Choices) {
    act(harness, Action::Command(Command::Export));
    let filled = ExportAction::Fill(Box::new(choices.clone()));
    act(harness, Action::Export(filled));
    act(harness, Action::Export(ExportAction::Begin));
    until(harness, "the plan", |window| {
        window.state.export.sheet.is_none()
    });
}

fn num(window: &Window, tab: Tab) -> usize {
    window.state.export.queue.num_in(tab)
}

#[test]
fn an_exported_folder_is_what_the_command_line_gives() {
    let (yard, photos, choices) = yard();
    let Some(mut harness) = open_folder(&photos) else {
        return;
    };
    export(&mut harness, &choices);
    until(&mut harness, "all of them", |window| {
        num(window, Tab::Open) == 0
    });
    let window = harness.state();
    assert_eq!((num(window, Tab::Done), num(window, Tab::Failed)), (3, 1));
    assert_eq!(window.state.num_to_export(Which::Unsaved), 1, "the bad one");
    // It is kept for the next start.
    let kept = window.remember();
    assert_eq!(kept.export.unwrap().pattern, choices.pattern);
    assert_eq!(kept.roots[0], Some(photos.clone()));
    harness.get_by_label_contains("Saved 3 drawings, 1 failed");
    let folder = format!("In {}", choices.folder.display());
    harness.get_by_label_contains(&folder);
    harness.get_by_label("bad.jpg: the content is not in any known picture format");
    let line = yard.path().join("line");
    draw_by_line(&photos, &line, &["--name={number}-{name}", "--scale=96"]);
    for name in ["0001-a.png", "0002-b.png", "deep/0004-c.png"] {
        let [a, b] = [&choices.folder, &line].map(|folder| fs::read(folder.join(name)).unwrap());
        assert!(a == b, "{name} differs");
    }
    // Again: they are there.
    export(&mut harness, &choices);
    until(&mut harness, "the bad one again", |window| {
        num(window, Tab::Failed) == 2
    });
    assert_eq!(num(harness.state(), Tab::Done), 6);
}

#[test]
fn each_photograph_is_exported_with_its_own_settings() {
    let (_yard, photos, choices) = yard();
    let Some(mut harness) = open_folder(&photos) else {
        return;
    };
    act(&mut harness, Action::Command(Command::OwnSettings));
    let own = harness.state().state.settings_of("ink-philmay");
    harness.state_mut().state.settings.set(own, true);
    let pattern = "{style}-{name}".to_owned();
    export(
        &mut harness,
        &Choices {
            pattern,
            ..choices.clone()
        },
    );
    until(&mut harness, "all of them", |window| {
        num(window, Tab::Open) == 0
    });
    assert!(choices.folder.join("Pen-a.png").is_file());
    assert!(choices.folder.join("Comic-b.png").is_file());
}

#[test]
fn a_folder_that_vanishes_stops_the_queue_until_it_is_back_or_another_is_chosen() {
    let (yard, photos, choices) = yard();
    let Some(mut harness) = open_folder(&photos) else {
        return;
    };
    export(&mut harness, &choices);
    // As a drive that is pulled out.
    fs::remove_dir_all(&choices.folder).unwrap();
    until(&mut harness, "the hurdle", |window| {
        let queue = &window.state.export.queue;
        queue.blocked.is_some() && queue.running().is_empty()
    });
    let blocked = harness.state().state.export.queue.blocked.clone().unwrap();
    assert_eq!(blocked.blocker, Blocker::TargetGone);
    harness.get_by_label_contains("Plug the drive in");
    assert!(!choices.folder.exists(), "nobody asked for it");
    // Nothing failed but the file that is no photograph.
    assert!(num(harness.state(), Tab::Failed) <= 1);
    act(&mut harness, Action::Queue(QueueAction::TryAgain));
    until(&mut harness, "the hurdle again", |window| {
        window.state.export.queue.blocked.is_some()
    });
    let other = yard.path().join("other");
    let ctx = harness.ctx.clone();
    let window = harness.state_mut();
    window.folder_chosen(&ctx, Folder::Instead, other.clone());
    until(&mut harness, "all of them", |window| {
        num(window, Tab::Open) == 0
    });
    assert_eq!(num(harness.state(), Tab::Failed), 1);
    let num_files = |folder: &Path| walkdir::WalkDir::new(folder).into_iter().count();
    // Three drawings at most; one may have been written before the folder vanished.
    assert!(num_files(&other) >= 4, "{}", num_files(&other));
}

#[test]
fn a_queue_is_offered_at_the_next_start_and_goes_on_where_it_was() {
    let (yard, photos, choices) = yard();
    let data = yard.path().join("data");
    let start = |photos: Vec<PathBuf>| {
        let mut harness = open(photos, PersistedState::default())?;
        harness.state_mut().data = Some(data.clone());
        harness.state_mut().find_unfinished_export();
        Some(harness)
    };
    let Some(mut harness) = start(vec![photos]) else {
        return;
    };
    until(&mut harness, "the photographs", |window| {
        window.state.photos.len() == 4 && is_drawn(window)
    });
    export(&mut harness, &choices);
    act(&mut harness, Action::Queue(QueueAction::Pause(true)));
    until(&mut harness, "the pause", |window| {
        window.state.export.queue.running().is_empty()
    });
    assert!(num(harness.state(), Tab::Open) > 0, "it did not pause");
    drop(harness);

    let mut harness = start(Vec::new()).unwrap();
    harness.run_steps(2);
    harness.get_by_label_contains("are still to be drawn");
    // "Not now" leaves it resting; the queue's own button goes on with the same care.
    harness.get_by_label("Not now").click();
    harness.run_steps(2);
    act(&mut harness, Action::Command(Command::PauseExport));
    until(&mut harness, "all of them", |window| {
        num(window, Tab::Open) == 0
    });
    assert_eq!(num(harness.state(), Tab::Failed), 1);
    assert!(choices.folder.join("deep/0004-c.png").is_file());
    drop(harness);
    let harness = start(Vec::new()).unwrap();
    assert!(!harness.state().state.export.asks_to_go_on, "it is done");
}
