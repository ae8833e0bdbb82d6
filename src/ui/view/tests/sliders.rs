//! Settings that belong to the style, and where the sliders are.

use std::sync::Arc;

use image::RgbaImage;

use super::*;
use crate::ui::ends::Ends;
use crate::ui::presets::Preset;
use eframe::egui::accesskit::Role;
use egui_kittest::kittest::NodeT as _;

#[test]
fn another_style_and_back_keeps_what_was_tuned() {
    let mut state = ready();
    let first = state.styles[0].clone();
    let mut tuned = state.settings_of(&first);
    tuned.ink.line = 1.7;
    tuned.amount = 0.6;
    state.settings.set(tuned.clone(), true);
    let mut harness = large(state);
    let choose = |harness: &mut Harness<'static, Screen>, label: &str| {
        let actions = click(harness, label);
        let set = actions.into_iter().find_map(|action| match action {
            Action::Set { settings, .. } => Some(settings),
            _ => None,
        });
        let settings = set.unwrap();
        harness
            .state_mut()
            .state
            .settings
            .set(settings.clone(), true);
        harness.run_steps(2);
        settings
    };
    let pen = choose(&mut harness, "Pen");
    assert_eq!(
        pen,
        harness.state().state.settings_of("ink-philmay"),
        "as it comes"
    );
    assert!(harness.state().state.is_tuned(&first));
    assert_eq!(choose(&mut harness, "Four-colour"), tuned);
    assert!(!harness.state().state.is_tuned("ink-philmay"));
}

#[test]
fn looking_at_a_style_rounds_nothing() {
    let mut state = ready();
    let mut settings = state.settings_of("oz-neill");
    settings.ink.line = 1.234_567;
    state.settings.set(settings, true);
    let harness = large(state);
    let is_set = |action: &Action| matches!(action, Action::Set { .. });
    assert!(!harness.state().actions.iter().any(is_set));
}

#[test]
fn a_tuned_style_is_reset_by_its_menu() {
    let mut state = ready();
    let first = state.styles[0].clone();
    let mut tuned = state.settings_of(&first);
    tuned.ink.line = 1.7;
    state.settings.set(tuned, true);
    let pen = state.settings_of("ink-philmay");
    state.settings.set(pen, true);
    let mut harness = large(state);
    harness.get_by_label("Four-colour").click_secondary();
    harness.run_steps(3);
    let actions = click(&mut harness, "Reset");
    assert!(actions.contains(&Action::ForgetTuning(first)));
}

#[test]
fn weights_that_do_nothing_say_so() {
    let with = |hand: f32| {
        let mut state = ready();
        let mut settings = state.settings_of("oz-neill");
        settings.ink.hand = hand;
        state.settings.set(settings, true);
        large(state)
    };
    let harness = with(0.0);
    harness.get_by_label_contains("no effect");
    let is_off = |harness: &Harness<'static, Screen>| {
        let weight = harness.get_by_role_and_label(Role::Slider, "Keep content");
        weight.accesskit_node().is_disabled()
    };
    assert!(is_off(&harness));
    let harness = with(1.0);
    assert!(harness.query_by_label_contains("no effect").is_none());
    assert!(!is_off(&harness));
}

#[test]
fn what_is_rarely_moved_is_folded_and_opens() {
    let mut harness = large(ready());
    assert!(
        harness
            .query_by_role_and_label(Role::Slider, "Paper")
            .is_none()
    );
    click(&mut harness, "More");
    harness.run_steps(10);
    harness.get_by_role_and_label(Role::Slider, "Paper");
}

#[test]
fn the_ends_of_a_slider_are_asked_for_when_it_is_looked_at() {
    let mut state = ready();
    state.photo = Some(Arc::new(RgbaImage::new(8, 8)));
    let mut harness = large(state);
    let wanted = |harness: &Harness<'static, Screen>| {
        let is_wanted = |action: &Action| *action == Action::DrawEnds("dial-saturation");
        harness.state().actions.iter().any(is_wanted)
    };
    assert!(!wanted(&harness));
    harness
        .get_by_role_and_label(Role::Slider, "Saturation")
        .hover();
    harness.run_steps(3);
    // The tooltip comes after a moment.
    for _ in 0..90 {
        harness.step();
    }
    assert!(wanted(&harness));
    let present = harness.state().state.settings.present().clone();
    harness.state_mut().state.ends = Ends::new(&present, "dial-saturation");
    harness.state_mut().actions.clear();
    harness.run_steps(3);
    assert!(!wanted(&harness), "they are on their way");
    harness.get_by_label_contains("Saturation 2.00");
}

#[test]
fn presets_are_drawn_when_their_list_is_opened() {
    let mut state = ready();
    state.photo = Some(Arc::new(RgbaImage::new(8, 8)));
    let recipe = state.settings.present().clone();
    state.presets = vec![Preset::new("Bold", &recipe)];
    let mut harness = large(state);
    assert!(!harness.state().actions.contains(&Action::DrawPresets));
    let actions = click(&mut harness, "Presets");
    assert!(actions.contains(&Action::DrawPresets));
    harness.state_mut().state.drawn_presets = Some(harness.state().state.presets.clone());
    harness.state_mut().actions.clear();
    harness.run_steps(2);
    assert!(!harness.state().actions.contains(&Action::DrawPresets));
}

#[test]
fn a_preset_is_named_and_saved_by_pointer_and_keyboard() {
    let mut harness = large(ready());
    click(&mut harness, "Presets");
    let field = harness.get_by_role(Role::TextInput).rect().center();
    // A real click, which the list must outlive.
    harness.hover_at(field);
    harness.run_steps(2);
    harness.drag_at(field);
    harness.run_steps(1);
    harness.drop_at(field);
    harness.run_steps(3);
    let name = "Bold".to_owned();
    harness.get_by_role(Role::TextInput).type_text(&name);
    harness.run_steps(2);
    assert!(
        harness
            .state()
            .actions
            .contains(&Action::NamePreset(name.clone()))
    );
    harness.state_mut().state.preset_name.clone_from(&name);
    harness.key_press(Key::Enter);
    harness.run_steps(2);
    assert!(harness.state().actions.contains(&Action::SavePreset(name)));
}

#[test]
fn a_neighbour_of_the_look_is_taken_by_a_click() {
    let mut state = ready();
    state.variations = Some(state.neighbours());
    let mut harness = large(state);
    let actions = click(&mut harness, "Neighbour 3");
    assert!(actions.contains(&Action::TakeVariation(2)));
    let actions = click(&mut harness, "Six others");
    assert!(actions.contains(&Action::OtherVariations));
}

/// How long it takes is measured by `cargo bench frame`.
#[test]
fn a_frame_while_a_slider_moves_asks_for_one_drawing_and_uploads_and_keeps_nothing() {
    let mut state = ready();
    state.styles = (0..24).map(|number| format!("Hand {number}")).collect();
    let before = state.settings.present().clone();
    let mut harness = large(state);
    let slider = harness.get_by_role_and_label(Role::Slider, "Saturation");
    slider.scroll_to_me();
    harness.run_steps(10);
    let slider = harness.get_by_role_and_label(Role::Slider, "Saturation");
    let rail = slider.rect();
    harness.hover_at(rail.center());
    harness.run_steps(2);
    harness.drag_at(rail.center());
    harness.run_steps(1);
    harness.state_mut().actions.clear();
    let mut num_shapes = Vec::new();
    for frame in 0..300 {
        let at = rail.left() + rail.width() * (0.1 + 0.002 * frame as f32);
        harness.hover_at(eframe::egui::pos2(at, rail.center().y));
        harness.step();
        let actions = std::mem::take(&mut harness.state_mut().actions);
        let mut set = actions.into_iter().filter_map(|action| match action {
            Action::Set { settings, .. } => Some(settings),
            _ => None,
        });
        if let Some(settings) = set.next() {
            // A step is a frame for what the pointer did, and one after it.
            assert!(set.all(|other| other == settings), "frame {frame}");
            harness.state_mut().state.settings.set(settings, false);
        }
        let output = harness.output();
        let uploads = output.textures_delta.set.iter();
        // New digits of the value come into the letters, which egui manages itself.
        let pictures = uploads.filter(|(id, _)| **id != eframe::egui::TextureId::default());
        assert_eq!(pictures.count(), 0, "frame {frame}");
        num_shapes.push(output.shapes.len());
    }
    let moved = harness.state().state.settings.present().ink.saturation;
    assert_ne!(moved, before.ink.saturation, "the slider was moved");
    // What is painted does not grow with what was done before.
    let (first, last) = num_shapes.split_at(150);
    let most = |shapes: &[usize]| shapes.iter().copied().max();
    assert!(most(last) <= most(first), "{num_shapes:?}");
}
