//! The strip of photographs: taking them out and back.

use super::*;
use crate::ui::export::Which;
use crate::ui::selection::Pick;

/// A window with three photographs; `None` without a device to draw on.
fn three(folder: &Path) -> Option<(Shown, Vec<PathBuf>)> {
    let photos = ["a.png", "b.png", "c.png"].map(|name| photo(folder, name));
    let mut harness = open(photos.to_vec(), PersistedState::default())?;
    until(&mut harness, "the photographs", |window| {
        window.state.photos.len() == 3
    });
    Some((harness, photos.to_vec()))
}

fn names(window: &Window) -> Vec<PathBuf> {
    let photos = window.state.photos.iter();
    photos.filter_map(|photo| photo.path.clone()).collect()
}

#[test]
fn a_photograph_that_was_removed_comes_back_to_its_place() {
    let yard = tempfile::tempdir().unwrap();
    let Some((mut harness, photos)) = three(yard.path()) else {
        return;
    };
    let ctx = harness.ctx.clone();
    let window = harness.state_mut();
    window.apply(&ctx, Action::Remove(1));
    assert_eq!(names(window), [photos[0].clone(), photos[2].clone()]);
    window.apply(&ctx, Action::Command(Command::Undo));
    assert_eq!(names(window), photos);
    assert_eq!(window.state.current, 1, "it is shown");
    window.apply(&ctx, Action::Command(Command::Redo));
    assert_eq!(names(window).len(), 2);
    // The last ones, in place of which the sample came.
    window.apply(&ctx, Action::Remove(0));
    window.apply(&ctx, Action::Remove(0));
    assert!(window.state.is_empty());
    for left in [1, 2, 3] {
        window.apply(&ctx, Action::Command(Command::Undo));
        assert_eq!(names(window).len(), left);
    }
    assert_eq!(names(window), photos);
}

#[test]
fn starting_empty_is_one_step_there_and_one_back() {
    let yard = tempfile::tempdir().unwrap();
    let Some((mut harness, photos)) = three(yard.path()) else {
        return;
    };
    let ctx = harness.ctx.clone();
    let window = harness.state_mut();
    for _ in 0..2 {
        window.apply(&ctx, Action::Command(Command::RemoveAll));
        assert!(window.state.is_empty());
        assert_eq!(window.state.photos.len(), 1, "the sample");
        window.apply(&ctx, Action::Command(Command::Undo));
        assert_eq!(names(window), photos);
    }
    window.apply(&ctx, Action::Command(Command::Redo));
    assert!(window.state.is_empty());
}

#[test]
fn several_are_removed_in_one_step_and_exported_together() {
    let yard = tempfile::tempdir().unwrap();
    let Some((mut harness, photos)) = three(yard.path()) else {
        return;
    };
    let ctx = harness.ctx.clone();
    let window = harness.state_mut();
    window.apply(&ctx, Action::Show(0));
    window.apply(&ctx, Action::Select(2, Pick::Toggle));
    window.apply(&ctx, Action::Command(Command::Export));
    let sheet = window.state.export.sheet.take().unwrap();
    assert_eq!(sheet.choices.which, Which::Selected);
    assert_eq!(window.state.num_to_export(Which::Selected), 2);
    window.apply(&ctx, Action::Command(Command::Remove));
    assert_eq!(names(window), [photos[1].clone()]);
    window.apply(&ctx, Action::Command(Command::Undo));
    assert_eq!(names(window), photos);
    // A plain click means one again.
    window.apply(&ctx, Action::Command(Command::SelectAll));
    window.apply(&ctx, Action::Show(1));
    window.apply(&ctx, Action::Command(Command::Remove));
    assert_eq!(names(window), [photos[0].clone(), photos[2].clone()]);
}
