//! The grid of photographs, drawn as they come.

use super::*;
use crate::ui::action::GridAction;
use crate::ui::sort::SortBy;
use crate::ui::state::Photo;

/// A window whose grid shows three photographs; `None` without a device to draw on.
fn three(folder: &Path) -> Option<Shown> {
    let photos = ["c.png", "a.png", "b.png"].map(|name| photo(folder, name));
    let persisted = PersistedState {
        shows_grid: Some(true),
        sort: Some(SortBy::Name),
        ..PersistedState::default()
    };
    let mut harness = open(photos.to_vec(), persisted)?;
    until(&mut harness, "the drawings", is_all_drawn);
    Some(harness)
}

fn is_all_drawn(window: &Window) -> bool {
    window.textures.grid.len() == 3 && window.state.num_to_draw() == 0
}

#[test]
fn photographs_are_drawn_in_the_present_style_and_stay_while_others_are() {
    let yard = tempfile::tempdir().unwrap();
    let Some(mut harness) = three(yard.path()) else {
        return;
    };
    let names: Vec<String> = harness
        .state()
        .state
        .photos
        .iter()
        .map(Photo::name)
        .collect();
    assert_eq!(
        names,
        ["a.png", "b.png", "c.png"],
        "in the order of last time"
    );
    harness.run_steps(2);
    let before = harness.render().unwrap();
    let ctx = harness.ctx.clone();
    let settings = harness.state().state.settings_of("pop");
    let settled = true;
    let window = harness.state_mut();
    window.apply(&ctx, Action::Set { settings, settled });
    assert_eq!(window.textures.grid.len(), 3, "what was drawn stays");
    assert_eq!(window.state.num_to_draw(), 3);
    until(&mut harness, "the new drawings", is_all_drawn);
    harness.run_steps(2);
    let after = harness.render().unwrap();
    let pairs = before.pixels().zip(after.pixels());
    let num_changed = pairs.filter(|(before, after)| before != after).count();
    assert!(num_changed > 3000, "{num_changed} pixels of three drawings");
    // Another photograph in between voids what was asked for, and it is asked for again.
    let window = harness.state_mut();
    window.state.grid.style_changed("pop");
    window.apply(&ctx, Action::Show(2));
    until(&mut harness, "the drawings again", is_all_drawn);
    assert!(harness.state().state.shows_grid());
}

#[test]
fn one_is_opened_and_view_and_order_are_kept_for_the_next_start() {
    let yard = tempfile::tempdir().unwrap();
    let Some(mut harness) = three(yard.path()) else {
        return;
    };
    let kept = harness.state().remember();
    assert_eq!(
        (kept.shows_grid, kept.sort),
        (Some(true), Some(SortBy::Name))
    );
    let names: Vec<_> = kept
        .photos
        .iter()
        .map(|path| path.file_name().unwrap())
        .collect();
    assert_eq!(names, ["c.png", "a.png", "b.png"], "as they were opened");
    let ctx = harness.ctx.clone();
    let window = harness.state_mut();
    window.apply(&ctx, Action::Command(Command::ZoomIn));
    assert!(window.state.grid.tile_width > kept.grid_width.unwrap());
    window.apply(&ctx, Action::Grid(GridAction::Open(1)));
    assert_eq!(
        (window.state.current, window.state.shows_grid()),
        (1, false)
    );
    until(&mut harness, "the drawing", is_drawn);
    let window = harness.state_mut();
    window.apply(&ctx, Action::Command(Command::Grid));
    assert!(window.state.shows_grid());
    window.apply(&ctx, Action::Command(Command::Wipe));
    assert!(!window.state.shows_grid());
}

#[test]
fn a_file_that_is_no_picture_is_told_once_and_the_others_are_drawn() {
    let yard = tempfile::tempdir().unwrap();
    let bad = yard.path().join("bad.jpg");
    std::fs::write(&bad, b"not a picture").unwrap();
    let photos = vec![bad, photo(yard.path(), "good.png")];
    let persisted = PersistedState {
        shows_grid: Some(true),
        ..PersistedState::default()
    };
    let Some(mut harness) = open(photos, persisted) else {
        return;
    };
    until(&mut harness, "the drawing", |window| {
        window.textures.grid.len() == 1 && window.state.num_to_draw() == 0
    });
    assert_eq!(harness.state().state.problems.len(), 1);
}
