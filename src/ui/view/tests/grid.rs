//! The photographs beside each other in place of the canvas.

use eframe::egui::Modifiers;

use super::*;
use crate::ui::action::GridAction;
use crate::ui::selection::Pick;
use crate::ui::sort::SortBy;

pub(super) fn grid() -> State {
    let mut state = ready();
    let names = (0..60).map(|index| format!("/{index:02}.jpg"));
    state.add_photos(names.map(|name| name.as_str().into()).collect());
    state.photos[3].state = PhotoState::Bad("not a picture".to_owned());
    state.current = 1;
    state.select(4, Pick::Range);
    state.grid.is_shown = true;
    state
}

/// With one photograph shown and none selected.
fn plain() -> State {
    let mut state = grid();
    state.select_nothing();
    state
}

#[test]
fn the_grid_stands_in_place_of_canvas_and_strip_and_the_sample_has_none() {
    let harness = large(grid());
    assert!(harness.query_by_label("Photograph and drawing").is_none());
    // Once, and none that is out of sight.
    harness.get_by_label("00.jpg");
    assert!(harness.query_by_label("59.jpg").is_none());
    harness.get_by_label("60 photographs");
    harness.get_by_label("4 selected");
    let mut empty = ready();
    empty.grid.is_shown = true;
    large(empty).get_by_label("Photograph and drawing");
}

#[test]
fn which_photographs_are_seen_is_told_and_the_shown_one_is_brought_into_sight() {
    let seen = |harness: &Harness<'static, Screen>| {
        let actions = harness.state().actions.iter().rev();
        let mut seen = actions.filter_map(|action| match action {
            Action::Grid(GridAction::See(seen)) => Some(seen.clone()),
            _ => None,
        });
        seen.next().unwrap()
    };
    let mut harness = large(plain());
    let first = seen(&harness);
    assert!(
        first.start == 0 && first.len() > 6 && first.len() < 40,
        "{first:?}"
    );
    harness.state_mut().state.current = 58;
    harness.run_steps(12);
    assert!(seen(&harness).contains(&58));
    harness.get_by_label("58.jpg");
}

#[test]
fn clicks_mean_one_or_several_and_a_double_click_opens() {
    let mut harness = large(plain());
    for (modifiers, wanted) in [
        (Modifiers::COMMAND, Action::Select(2, Pick::Toggle)),
        (Modifiers::SHIFT, Action::Select(2, Pick::Range)),
        (Modifiers::NONE, Action::Show(2)),
    ] {
        harness.state_mut().actions.clear();
        harness.get_by_label("02.jpg").click_modifiers(modifiers);
        harness.run_steps(3);
        let actions = &harness.state().actions;
        assert!(actions.contains(&wanted), "{modifiers:?}: {actions:?}");
    }
    let mut harness = large(plain());
    // Each event has a frame of its own here, and a frame takes a quarter of a second.
    harness
        .ctx
        .options_mut(|options| options.input_options.max_double_click_delay = 2.0);
    harness.get_by_label("05.jpg").click();
    harness.get_by_label("05.jpg").click();
    harness.run_steps(3);
    let open = Action::Grid(GridAction::Open(5));
    assert!(harness.state().actions.contains(&open));
}

#[test]
fn the_keyboard_alone_moves_selects_and_opens() {
    let pressed = |modifiers: Modifiers, key: Key| {
        let mut harness = large(plain());
        harness.state_mut().actions.clear();
        harness.key_press_modifiers(modifiers, key);
        harness.run_steps(2);
        harness.state().actions.clone()
    };
    let harness = large(plain());
    let top = |name: &str| harness.get_by_label(name).rect().top();
    let names = (0..12).map(|index| format!("{index:02}.jpg"));
    let num_columns = names.filter(|name| top(name) == top("00.jpg")).count();
    assert!(num_columns > 2, "{num_columns}");
    for (key, wanted) in [
        (Key::ArrowRight, Action::Show(2)),
        (Key::ArrowLeft, Action::Show(0)),
        (Key::ArrowDown, Action::Show(1 + num_columns)),
        (Key::End, Action::Show(59)),
        (Key::Space, Action::Select(1, Pick::Toggle)),
        (Key::Enter, Action::Grid(GridAction::Open(1))),
        (Key::Escape, Action::Command(Command::Grid)),
        (Key::Delete, Action::Command(Command::Remove)),
    ] {
        let actions = pressed(Modifiers::NONE, key);
        assert!(actions.contains(&wanted), "{key:?}: {actions:?}");
    }
    let actions = pressed(Modifiers::SHIFT, Key::ArrowRight);
    assert!(
        actions.contains(&Action::Select(2, Pick::Range)),
        "{actions:?}"
    );
    // What lies between grows with each press, though the shown one stays.
    let mut harness = large(plain());
    for _ in 0..3 {
        harness.key_press_modifiers(Modifiers::SHIFT, Key::ArrowRight);
        harness.run_steps(2);
    }
    let last = Action::Select(4, Pick::Range);
    assert!(harness.state().actions.contains(&last));
}

#[test]
fn the_order_is_chosen_above_the_pictures_and_in_the_menu() {
    let mut state = plain();
    state.sort_by(SortBy::Name);
    let mut harness = large(state);
    harness.get_by_label("Sort photographs").click();
    harness.run_steps(3);
    let actions = click(&mut harness, "By date taken");
    assert!(actions.contains(&Action::Command(Command::SortBy(SortBy::Taken))));
}

#[test]
fn larger_and_smaller_are_for_the_pictures_of_the_grid() {
    let mut small = plain();
    small.grid.zoom(0.5);
    let width = |state: State| {
        let harness = large(state);
        harness.get_by_label("00.jpg").rect().width()
    };
    assert!(width(small) < 0.6 * width(plain()));
}
