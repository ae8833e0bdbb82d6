//! The form with a learnt style's name, and the way there.

use super::*;
use crate::ui::action::LabelAction;
use crate::ui::style_form::StyleForm;

pub(super) fn form() -> State {
    let mut state = ready();
    state.style_form = StyleForm::new(&state, "My hand");
    state
}

pub(super) fn taken() -> State {
    let mut state = form();
    if let Some(form) = &mut state.style_form {
        "oz-neill".clone_into(&mut form.label.name);
    }
    state
}

#[test]
fn a_learnt_style_is_named_by_menu_and_key_and_a_built_in_one_is_not() {
    let mut state = ready();
    let learnt = state.settings_of("My hand");
    state.settings.set(learnt, true);
    let edit = Action::Command(Command::EditStyle);
    let mut harness = large(state);
    harness.key_press(Key::F2);
    harness.run_steps(2);
    assert!(harness.state().actions.contains(&edit));
    let mut state = ready();
    let built_in = state.settings_of("oz-neill");
    state.settings.set(built_in, true);
    let mut harness = large(state);
    harness.key_press(Key::F2);
    harness.run_steps(2);
    assert!(!harness.state().actions.contains(&edit));
    let mut harness = large(ready());
    harness.get_by_label("My hand").click_secondary();
    harness.run_steps(3);
    let actions = click(&mut harness, "Rename, author, licence…");
    let open = Action::Label(LabelAction::Open("My hand".to_owned()));
    assert!(actions.contains(&open), "{actions:?}");
}

/// The last name that was typed into the form or for a preset.
fn typed(harness: &Harness<'static, Screen>) -> Option<String> {
    let actions = harness.state().actions.iter().rev();
    let mut names = actions.filter_map(|action| match action {
        Action::Label(LabelAction::Fill(label)) => Some(label.name.clone()),
        Action::NamePreset(name) => Some(name.clone()),
        _ => None,
    });
    names.next()
}

#[test]
fn a_name_is_typed_at_once_over_the_one_that_is_there() {
    let mut harness = large(form());
    harness.event(eframe::egui::Event::Text("Ours".to_owned()));
    harness.run_steps(2);
    assert_eq!(typed(&harness).as_deref(), Some("Ours"));
    let mut state = ready();
    state.preset_name = "old".to_owned();
    let mut harness = large(state);
    // While it is closed and when it is opened again.
    for _ in 0..2 {
        click(&mut harness, "Presets");
        harness.event(eframe::egui::Event::Text("New".to_owned()));
        harness.run_steps(2);
        assert_eq!(typed(&harness).as_deref(), Some("New"));
        // A click into the field does not close the menu.
        harness.get_by_role(Role::TextInput).click();
        harness.run_steps(4);
        harness.get_by_label("Save these settings");
        harness.key_press(Key::Escape);
        harness.run_steps(4);
        assert!(harness.query_by_label("Save these settings").is_none());
    }
}

#[test]
fn the_form_is_filled_kept_and_closed_with_the_keyboard() {
    let mut harness = large(form());
    harness
        .get_by_role_and_label(Role::TextInput, "Name")
        .focus();
    harness.run_steps(2);
    harness.event(eframe::egui::Event::Text("!".to_owned()));
    harness.run_steps(2);
    let typed = harness.state().actions.iter().any(|action| match action {
        Action::Label(LabelAction::Fill(label)) => label.name.contains('!'),
        _ => false,
    });
    assert!(typed);
    harness.key_press(Key::Enter);
    harness.run_steps(2);
    let keep = Action::Label(LabelAction::Keep);
    assert!(harness.state().actions.contains(&keep));
    let mut harness = large(form());
    harness.key_press(Key::Escape);
    harness.run_steps(2);
    let close = Action::Label(LabelAction::Close);
    assert!(harness.state().actions.contains(&close));
}

#[test]
fn a_name_that_is_taken_is_told_and_cannot_be_kept() {
    let mut harness = large(taken());
    harness.get_by_label("There is a style of this name already");
    let actions = click(&mut harness, "Keep");
    assert!(!actions.contains(&Action::Label(LabelAction::Keep)));
}
