//! Canvas, strip of photographs and status bar.

use eframe::egui::{Event, Modifiers, MouseWheelSource, MouseWheelUnit, TouchPhase};

use super::*;
use crate::ui::panels::SidePanel;
use crate::ui::selection::Pick;

fn many() -> State {
    let mut state = ready();
    let names = (0..80).map(|index| format!("{index:02}.jpg"));
    state.add_photos(names.map(|name| name.as_str().into()).collect());
    state
}

fn varied() -> State {
    let mut state = many();
    state.variations = Some(state.neighbours());
    state
}

#[test]
fn the_strip_follows_the_photograph_that_is_shown() {
    let mut harness = large(many());
    assert!(harness.query_by_label("60.jpg").is_none());
    harness.state_mut().state.current = 60;
    harness.run_steps(12);
    let shown = harness.get_by_label("60.jpg").rect();
    assert!(shown.left() >= 0.0 && shown.right() <= 1280.0, "{shown:?}");
}

#[test]
fn the_plain_wheel_moves_along_the_strip() {
    let mut harness = large(many());
    let first = harness.get_by_label("00.jpg").rect();
    harness.event(Event::PointerMoved(first.center()));
    harness.step();
    for _ in 0..4 {
        harness.event(Event::MouseWheel {
            unit: MouseWheelUnit::Point,
            delta: vec2(0.0, -200.0),
            phase: TouchPhase::Move,
            source: MouseWheelSource::Wheel,
            modifiers: Modifiers::NONE,
        });
        harness.run_steps(4);
    }
    harness.run_steps(12);
    assert!(harness.query_by_label("00.jpg").is_none());
    // It stays where it was pulled although another photograph is shown.
    assert!(harness.query_all_by_label("10.jpg").next().is_some());
}

#[test]
fn the_canvas_has_at_least_half_of_the_window() {
    for (state, size) in [
        (ready as fn() -> State, vec2(640.0, 480.0)),
        (ready, vec2(900.0, 600.0)),
        (export::going, vec2(900.0, 600.0)),
        (learning, vec2(900.0, 600.0)),
        (varied, vec2(900.0, 600.0)),
        (varied, vec2(1280.0, 800.0)),
        (export::going, vec2(1280.0, 800.0)),
        (learning, vec2(1280.0, 800.0)),
        (
            || {
                let mut state = learning();
                state.export = export::going().export;
                state
            },
            vec2(1280.0, 800.0),
        ),
    ] {
        let harness = harness(state(), Theme::Dark, size);
        let canvas = harness.get_by_label("Photograph and drawing").rect();
        let (wide, high) = (canvas.width() / size.x, canvas.height() / size.y);
        assert!(wide > 0.49 && high > 0.49, "{wide} by {high} of {size}");
    }
}

#[test]
fn with_an_export_and_a_training_run_the_sliders_stay_at_hand() {
    let mut state = learning();
    state.export = export::going().export;
    let harness = large(state);
    harness.get_by_label("Pen");
}

#[test]
fn how_large_the_drawing_is_seen_is_told_in_per_cent() {
    let mut state = ready();
    state.photo = Some(std::sync::Arc::new(image::RgbaImage::new(400, 300)));
    state.full_size = Some([800, 600]);
    state.zoom = Some(1.0);
    let harness = large(state);
    harness.get_by_label("50 %");
}

#[test]
fn redo_has_both_keys_that_people_know() {
    for (modifiers, key) in [
        (Modifiers::COMMAND | Modifiers::SHIFT, Key::Z),
        (Modifiers::COMMAND, Key::Y),
    ] {
        let mut state = ready();
        let settings = state.settings_of("ink-philmay");
        state.settings.set(settings, true);
        state.settings.undo();
        let mut harness = large(state);
        harness.key_press_modifiers(modifiers, key);
        harness.run_steps(2);
        let redo = Action::Command(Command::Redo);
        assert!(harness.state().actions.contains(&redo), "{key:?}");
    }
}

#[test]
fn messages_after_a_crash_offer_to_start_empty() {
    let mut state = many();
    let remedy = crate::ui::toast::Remedy::StartEmpty;
    state.notify_with("80 photographs".to_owned(), remedy);
    let mut harness = large(state);
    let actions = click(&mut harness, "Start with an empty window");
    assert!(actions.contains(&Action::Remedy(0)));
}

#[test]
fn a_panel_is_drawn_wider_and_the_canvas_keeps_its_half() {
    let size = vec2(1280.0, 800.0);
    let mut harness = large(ready());
    let edge = harness.get_by_label("Edge of the panel").rect().center();
    let widths = |harness: &Harness<'static, Screen>| -> Vec<f32> {
        let actions = harness.state().actions.iter();
        actions
            .filter_map(|action| match action {
                Action::Resize(SidePanel::Controls, width) => Some(*width),
                _ => None,
            })
            .collect()
    };
    // The pointer is over the edge before it presses, and a frame later pulls.
    harness.hover_at(edge);
    harness.run_steps(2);
    harness.drag_at(edge);
    harness.run_steps(2);
    for pulled in [40.0, 90.0, 900.0] {
        harness.hover_at(edge - vec2(pulled, 0.0));
        harness.run_steps(2);
    }
    harness.drop_at(edge - vec2(900.0, 0.0));
    harness.run_steps(2);
    let widths = widths(&harness);
    let least = SidePanel::Controls.min_width();
    assert!(
        widths.iter().any(|width| *width > least + 30.0),
        "{widths:?}"
    );
    let canvas = harness.get_by_label("Photograph and drawing").rect();
    assert!(canvas.width() > 0.49 * size.x, "{}", canvas.width());
}

#[test]
fn a_wider_panel_has_more_tiles_beside_each_other() {
    let tops = |extra: f32| -> usize {
        let mut state = ready();
        state.styles = (0..8).map(|number| format!("Hand {number}")).collect();
        let width = SidePanel::Controls.min_width() + extra;
        state.panels.set(SidePanel::Controls, width);
        let harness = large(state);
        let top = |number: usize| harness.get_by_label(&format!("Hand {number}")).rect().top();
        (0..8).filter(|number| top(*number) == top(0)).count()
    };
    assert_eq!([tops(0.0), tops(200.0)], [3, 5]);
}

#[test]
fn clicks_with_keys_select_photographs_in_the_strip() {
    let mut state = ready();
    let names = ["/a.jpg", "/b.jpg", "/c.jpg"];
    state.add_photos(names.map(Into::into).to_vec());
    let mut harness = large(state);
    for (modifiers, wanted) in [
        (Modifiers::COMMAND, Action::Select(2, Pick::Toggle)),
        (Modifiers::SHIFT, Action::Select(2, Pick::Range)),
        (Modifiers::NONE, Action::Show(2)),
    ] {
        harness.state_mut().actions.clear();
        harness.get_by_label("c.jpg").click_modifiers(modifiers);
        harness.run_steps(3);
        let actions = &harness.state().actions;
        assert!(actions.contains(&wanted), "{modifiers:?}: {actions:?}");
    }
}
