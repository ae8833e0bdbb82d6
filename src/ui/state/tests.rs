//! What is shown when photographs, styles and sizes change.

use super::*;
use crate::ink::InkSettings;

#[test]
fn a_remembered_style_that_is_gone_gives_way_to_the_default() {
    let mut state = State::new();
    state.settings = SettingsBook::new(Recipe::of_style("gone"));
    state.keep_known_style(&[DEFAULT_STYLE.to_owned()]);
    assert_eq!(state.settings.present().style, DEFAULT_STYLE);
}

#[test]
fn an_ink_that_a_training_run_finds_is_worn_unless_sliders_were_moved() {
    let mut state = State::new();
    let entry = |ink| StyleEntry {
        name: "Mine".to_owned(),
        is_learnt: true,
        ink,
        author: String::new(),
        licence: String::new(),
        base: String::new(),
        provenance: crate::model::Provenance::default(),
    };
    let [first, second, third] = [0.1, 0.2, 0.3].map(|hand| InkSettings {
        hand,
        ..InkSettings::default()
    });
    state.renew_library(vec![entry(first)]);
    state.settings = SettingsBook::new(state.settings_of("Mine"));
    state.renew_library(vec![entry(second)]);
    assert_eq!(state.settings.present().ink, second);
    let moved = InkSettings {
        line: 0.5,
        ..second
    };
    let recipe = state.settings.present().clone().with_ink(moved);
    state.settings.set(recipe, true);
    state.renew_library(vec![entry(third)]);
    assert_eq!(state.settings.present().ink, moved);
}

#[test]
fn a_drawing_of_the_last_photograph_is_stale() {
    let mut state = State::new();
    state.newest_request = RequestId(7);
    state.turn_to(0);
    assert!(state.newest_request > RequestId(7));
    assert!(state.drawing.is_none());
}

#[test]
fn zooming_keeps_the_point_under_the_pointer() {
    let mut state = State::new();
    state.zoom_around(0.5, 2.0, [100.0, -40.0]);
    assert_eq!(state.zoom, Some(1.0));
    // The pixel that was at the point is there still: (point - pan) / zoom is unchanged.
    assert_eq!((100.0 - state.pan[0]) / 1.0, 100.0 / 0.5);
    state.fit();
    assert_eq!((state.zoom, state.pan), (None, [0.0; 2]));
}
