//! The sheet for exporting and the panel with the queue: every state, by label and by keyboard.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use eframe::egui::Modifiers;
use eframe::egui::accesskit::Role;

use super::*;
use crate::engine::batch::{Blocker, Existing, Found};
use crate::engine::{JobId, Stage};
use crate::picture::OutputFormat;
use crate::render::{Declaration, OutputSize, Recipe, Scale};
use crate::ui::action::{ExportAction, QueueAction};
use crate::ui::export::{Blocked, Choices, Entry, EntryState, Sheet, Tab, Way, Which, order};

fn photos() -> State {
    let mut state = ready();
    let photos = ["/in/deep/a.jpg", "/in/b.png", "/in/c.tif"].map(|path| Found {
        path: path.into(),
        root: Some("/in".into()),
    });
    state.add_photos(photos.to_vec());
    state
}

pub(super) fn with_choices(change: impl FnOnce(&mut Choices)) -> State {
    let mut state = photos();
    let mut choices = Choices {
        folder: "/out".into(),
        ..Choices::default()
    };
    change(&mut choices);
    state.export.sheet = Some(Sheet {
        choices,
        planner: None,
        problem: None,
    });
    state
}

pub(super) fn sheet() -> State {
    with_choices(|_| {})
}

pub(super) fn refused_sheet() -> State {
    let mut state = with_choices(|choices| choices.pattern = "{title}".to_owned());
    if let Some(sheet) = &mut state.export.sheet {
        sheet.problem = Some("/out: writing to this folder is not permitted".to_owned());
    }
    state
}

/// Photographs in these states, in a queue that is shown.
fn queued(states: Vec<EntryState>) -> State {
    let mut state = photos();
    let order = Arc::new(order(Path::new("/out"), Existing::Number));
    let settings = Arc::new(Recipe::of_style("ink-philmay"));
    let entries = states.into_iter().enumerate().map(|(index, state)| Entry {
        number: 0,
        input: PathBuf::from(format!("/in/{index:03}.jpg")),
        pixels: None,
        output: PathBuf::from(format!("/out/{index:03}.jpg")),
        format: crate::picture::OutputFormat::Jpeg,
        overwrite: false,
        written: None,
        order: Arc::clone(&order),
        settings: Arc::clone(&settings),
        state,
    });
    state.export.queue.add(entries.collect());
    state.export.shows_queue = true;
    state
}

fn drawing(job: u64, stage: Option<Stage>) -> EntryState {
    EntryState::Drawing {
        job: JobId(job),
        stage,
    }
}

/// Everything that a queue can have in it.
pub(super) fn going() -> State {
    let mut states = vec![
        EntryState::Saved,
        EntryState::Skipped,
        EntryState::Failed("the JPEG file is cut off: it ends before the picture does".to_owned()),
        drawing(1, Some(Stage::Draw)),
        drawing(2, None),
    ];
    states.extend([
        EntryState::Waiting,
        EntryState::Waiting,
        EntryState::Waiting,
    ]);
    queued(states)
}

pub(super) fn done() -> State {
    let mut state = going();
    state.export.tab = Tab::Done;
    state
}

pub(super) fn failed() -> State {
    let mut state = going();
    state.export.tab = Tab::Failed;
    state
}

fn blocked_by(blocker: Blocker) -> State {
    let mut state = queued(vec![EntryState::Waiting; 5]);
    state.export.queue.blocked = Some(Blocked {
        blocker,
        number: 0,
        target: "/out/a long name of a folder".into(),
        reason: "/out/000.jpg: writing to this folder is not permitted".to_owned(),
    });
    state
}

pub(super) fn blocked() -> State {
    blocked_by(Blocker::DiskFull)
}

pub(super) fn pulled_out() -> State {
    blocked_by(Blocker::SourceGone {
        folder: "/card/DCIM".into(),
    })
}

pub(super) fn left_over() -> State {
    let mut state = going();
    state.export.queue.pause(true);
    state.export.asks_to_go_on = true;
    state.export.shows_queue = false;
    state
}

pub(super) fn empty() -> State {
    let mut state = photos();
    state.export.shows_queue = true;
    state
}

fn asked(harness: &Harness<'static, Screen>, action: &QueueAction) -> bool {
    let action = Action::Queue(*action);
    harness.state().actions.contains(&action)
}

/// What was chosen last.
pub(super) fn filled(actions: &[Action]) -> Option<Choices> {
    actions.iter().rev().find_map(|action| match action {
        Action::Export(ExportAction::Fill(choices)) => Some(choices.as_ref().clone()),
        _ => None,
    })
}

#[test]
fn the_sheet_opens_with_its_key_and_begins_with_enter_or_a_click() {
    let mut harness = large(photos());
    harness.key_press_modifiers(Modifiers::COMMAND, Key::E);
    harness.run_steps(2);
    let export = Action::Command(Command::Export);
    assert!(harness.state().actions.contains(&export));

    let begin = Action::Export(ExportAction::Begin);
    let mut harness = large(sheet());
    harness.key_press(Key::Enter);
    harness.run_steps(2);
    assert!(harness.state().actions.contains(&begin));
    // "Export" is the heading and the entry of the toolbar, too.
    harness.state_mut().actions.clear();
    harness
        .get_by_role_and_label(Role::Button, "Export")
        .click();
    harness.run_steps(2);
    assert!(harness.state().actions.contains(&begin));
    harness.state_mut().actions.clear();
    harness.key_press(Key::Escape);
    harness.run_steps(2);
    let close = Action::Export(ExportAction::CloseSheet);
    assert!(harness.state().actions.contains(&close));
}

#[test]
fn everything_on_the_sheet_can_be_chosen_and_the_example_is_live() {
    let mut harness = large(sheet());
    harness.get_by_label_contains("deep/a-Comic.jpg");
    harness.get_by_label("All 3");
    let mut choose = |label: &str| filled(&click(&mut harness, label)).unwrap();
    assert_eq!(choose("The one shown").which, Which::Shown);
    assert_eq!(choose("Not saved yet (3)").which, Which::Unsaved);
    assert_eq!(choose("Leave out").existing, Existing::Skip);
    assert_eq!(choose("Replace").existing, Existing::Overwrite);
    assert_eq!(choose("Never").declaration, Declaration::Never);
    assert_eq!(choose("Always").declaration, Declaration::Always);
    assert_eq!(choose("2× the photograph").size, OutputSize::Double);
    assert_eq!(choose("4× the photograph").size, OutputSize::Quadruple);
    let mut harness = large(sheet());
    harness
        .get_by_role_and_label(Role::CheckBox, "Keep")
        .click();
    harness.run_steps(2);
    assert!(!filled(&harness.state().actions).unwrap().keeps_metadata);
    harness
        .get_by_role_and_label(Role::ComboBox, "Drawn at")
        .click();
    harness.run_steps(3);
    let actions = click(&mut harness, "Full size of the photograph");
    assert_eq!(filled(&actions).unwrap().scale, Scale::Full);
    harness
        .get_by_role_and_label(Role::ComboBox, "Format")
        .click();
    harness.run_steps(3);
    let actions = click(&mut harness, "TIFF");
    let chosen = filled(&actions).unwrap();
    assert_eq!(chosen.format, Some(OutputFormat::Tiff));
    let actions = click(&mut harness, "Choose…");
    assert!(actions.contains(&Action::Export(ExportAction::ChooseFolder)));
}

#[test]
fn fields_of_the_sheet_are_filled_by_the_keyboard_alone() {
    let mut harness = large(sheet());
    let field = harness.get_by_role_and_label(Role::TextInput, "Name");
    field.focus();
    harness.run_steps(2);
    harness
        .get_by_role_and_label(Role::TextInput, "Name")
        .type_text("X");
    harness.run_steps(2);
    let typed = filled(&harness.state().actions).unwrap().pattern;
    assert!(typed.contains('X') && typed.contains("{name}"), "{typed}");
    // Enter in a field begins, as in other sheets.
    harness.key_press(Key::Enter);
    harness.run_steps(2);
    let begin = Action::Export(ExportAction::Begin);
    assert!(harness.state().actions.contains(&begin));
}

#[test]
fn the_sheet_says_which_style_goes_out() {
    let mut state = sheet();
    let pen = state.settings_of("ink-philmay");
    state.settings.set(pen, true);
    let mixed = state.blended(Some(("oz-neill".to_owned(), 0.5)));
    state.settings.set(mixed, true);
    let harness = large(state);
    harness.get_by_label("Pen + Four-colour");
}

#[test]
fn a_sheet_that_cannot_begin_says_why_and_does_not() {
    let states: [fn() -> State; 2] = [refused_sheet, || {
        with_choices(|choices| choices.folder = PathBuf::new())
    }];
    for state in states {
        let mut harness = large(state());
        harness.key_press(Key::Enter);
        harness.run_steps(2);
        let begin = Action::Export(ExportAction::Begin);
        assert!(!harness.state().actions.contains(&begin));
    }
    let harness = large(refused_sheet());
    harness.get_by_label_contains("In braces there may be {name}");
    harness.get_by_label_contains("writing to this folder is not permitted");
    let harness = large(with_choices(|choices| choices.folder = PathBuf::new()));
    harness.get_by_label("Choose a folder for the drawings");
}

#[test]
fn a_photograph_in_the_queue_is_moved_and_taken_out() {
    let mut harness = large(going());
    for (label, action) in [
        ("Move “007.jpg” up", QueueAction::Move(7, Way::Up)),
        ("Move “005.jpg” down", QueueAction::Move(5, Way::Down)),
        ("Draw “007.jpg” next", QueueAction::Move(7, Way::ToFront)),
        ("Take “006.jpg” out", QueueAction::Remove(6)),
        ("Stop “003.jpg”", QueueAction::Remove(3)),
        ("Pause", QueueAction::Pause(true)),
        ("Cancel all", QueueAction::CancelAll),
        ("Clear the done", QueueAction::Clear),
        ("Failed 1", QueueAction::Show(Tab::Failed)),
    ] {
        let actions = click(&mut harness, label);
        assert!(actions.contains(&Action::Queue(action)), "{label}");
    }
    // The first of them that waits cannot go up.
    let actions = click(&mut harness, "Move “005.jpg” up");
    assert!(actions.is_empty(), "{actions:?}");
}

#[test]
fn the_queue_is_steered_by_the_keyboard_alone() {
    let mut harness = large(going());
    harness.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::E);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::J);
    harness.run_steps(2);
    for command in [Command::PauseExport, Command::Queue] {
        assert!(harness.state().actions.contains(&Action::Command(command)));
    }
    let label = "Take “005.jpg” out";
    for _ in 0..120 {
        harness.key_press(Key::Tab);
        harness.run_steps(2);
        if harness.get_by_label(label).is_focused() {
            break;
        }
    }
    assert!(
        harness.get_by_label(label).is_focused(),
        "Tab never came to it"
    );
    harness.key_press(Key::Space);
    harness.run_steps(2);
    assert!(asked(&harness, &QueueAction::Remove(5)));
}

#[test]
fn what_failed_is_told_with_its_reason_and_tried_again() {
    let mut harness = large(failed());
    harness.get_by_label_contains("002.jpg: the JPEG file is cut off");
    let actions = click(&mut harness, "Try “002.jpg” again");
    assert!(actions.contains(&Action::Queue(QueueAction::Retry(Some(2)))));
    let actions = click(&mut harness, "Try all again");
    assert!(actions.contains(&Action::Queue(QueueAction::Retry(None))));
}

#[test]
fn what_is_saved_is_shown_in_its_folder() {
    let mut state = done();
    // By the name of the file, which is what is looked for.
    state.export.queue.entries[0].output = "/out/holiday-comic.png".into();
    let mut harness = large(state);
    harness.get_by_label("001.jpg: Left out: it was there");
    if crate::ui::reveal::can_reveal() {
        for label in [
            "holiday-comic.png: Saved",
            "Show “holiday-comic.png” in its folder",
        ] {
            let actions = click(&mut harness, label);
            assert!(actions.contains(&Action::Queue(QueueAction::Reveal(0))));
        }
    } else {
        harness.get_by_label("holiday-comic.png: Saved");
    }
}

#[test]
fn a_blocker_says_what_to_do_and_offers_it() {
    let try_again = ("Try again", QueueAction::TryAgain);
    let other = ("Other folder…", QueueAction::OtherFolder);
    let card = Blocker::SourceGone {
        folder: "/card/DCIM".into(),
    };
    for (blocker, text, second) in [
        (Blocker::DiskFull, "The disk is full", other),
        (Blocker::ReadOnly, "is read-only", other),
        (Blocker::TargetGone, "Plug the drive in", other),
        (
            Blocker::TargetRefuses,
            "is not permitted",
            ("Leave this one out", QueueAction::LeaveOut),
        ),
        (
            card,
            "“/card/DCIM” is gone",
            ("Leave that folder out", QueueAction::LeaveOut),
        ),
    ] {
        let mut harness = large(blocked_by(blocker));
        harness.get_by_label_contains(text);
        for (label, action) in [try_again, second] {
            click(&mut harness, label);
            assert!(asked(&harness, &action), "{text}: {label}");
        }
    }
}

#[test]
fn the_queue_of_an_earlier_run_is_offered() {
    let mut harness = large(left_over());
    harness.get_by_label("5 of 8 photographs are still to be drawn.");
    for (label, action) in [
        ("Go on", QueueAction::GoOn),
        ("Forget", QueueAction::Forget),
        ("Not now", QueueAction::Later),
    ] {
        click(&mut harness, label);
        assert!(asked(&harness, &action), "{label}");
    }
    harness.state_mut().actions.clear();
    harness.key_press(Key::Escape);
    harness.run_steps(2);
    assert!(asked(&harness, &QueueAction::Later), "Escape does no harm");
}

#[test]
fn the_status_bar_tells_how_far_the_queue_is_and_opens_it() {
    let mut state = going();
    state.export.shows_queue = false;
    let mut harness = large(state);
    let actions = click(&mut harness, "Export 3 of 8");
    assert!(actions.contains(&Action::Command(Command::Queue)));
}

#[test]
fn of_eight_hundred_photographs_only_those_are_laid_out_that_are_seen() {
    let harness = large(queued(vec![EntryState::Waiting; 800]));
    harness.get_by_label("To do 800");
    harness.get_by_label("000.jpg: Waiting");
    let rows = harness.query_all_by_label_contains(".jpg: Waiting");
    let num_rows = rows.count();
    assert!((5..40).contains(&num_rows), "{num_rows}");
}

#[test]
fn the_queue_speaks_chinese() {
    set_language(Language::Chinese);
    let mut harness = large(going());
    harness.get_by_label("003.jpg：正在绘制");
    let actions = click(&mut harness, "暂停");
    assert!(actions.contains(&Action::Queue(QueueAction::Pause(true))));
}
