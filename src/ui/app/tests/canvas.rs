//! What the canvas shows.

use super::*;
use crate::ui::app::Textures;

#[test]
fn a_key_flips_before_and_after_in_every_view() {
    let Some(mut harness) = open(Vec::new(), PersistedState::default()) else {
        return;
    };
    until(&mut harness, "the sample", is_drawn);
    for mode in [ViewMode::Drawing, ViewMode::Wipe, ViewMode::SideBySide] {
        harness.state_mut().state.mode = mode;
        harness.run_steps(2);
        let before = harness.render().unwrap();
        harness.key_press(Key::X);
        harness.run_steps(2);
        let flipped = harness.render().unwrap();
        for columns in [LEFT, RIGHT] {
            let share = difference(&before, &flipped, columns.clone());
            assert!(share > 0.3, "{mode:?} {columns:?}: {share}");
        }
        harness.key_press(Key::X);
        harness.run_steps(2);
        let back = harness.render().unwrap();
        assert_eq!(difference(&before, &back, LEFT.start..RIGHT.end), 0.0);
    }
}

#[test]
fn a_double_click_shows_all_of_the_picture_in_every_view() {
    let Some(mut harness) = open(Vec::new(), PersistedState::default()) else {
        return;
    };
    until(&mut harness, "the sample", is_drawn);
    // Each event has a frame of its own here, and a frame takes a quarter of a second.
    harness
        .ctx
        .options_mut(|options| options.input_options.max_double_click_delay = 2.0);
    for mode in [ViewMode::Drawing, ViewMode::Wipe, ViewMode::SideBySide] {
        let state = &mut harness.state_mut().state;
        state.mode = mode;
        state.zoom = Some(2.0);
        harness.run_steps(2);
        let canvas = crate::i18n::tr!("canvas");
        harness.get_by_label(&canvas).click();
        harness.get_by_label(&canvas).click();
        harness.run_steps(6);
        assert_eq!(harness.state().state.zoom, None, "{mode:?}");
    }
}

#[test]
fn below_all_of_it_the_amount_needs_no_network() {
    let Some(mut harness) = open(Vec::new(), PersistedState::default()) else {
        return;
    };
    let mut settings = harness.state().state.settings_of("ink-philmay");
    settings.amount = 0.0;
    until(&mut harness, "the sample", is_drawn);
    let ctx = harness.ctx.clone();
    let faded_out = Action::Set {
        settings: settings.clone(),
        settled: true,
    };
    harness.state_mut().apply(&ctx, faded_out);
    until(&mut harness, "the photograph, exactly", |window| {
        let photo = window.state.photo.clone();
        is_drawn(window)
            && photo.is_some_and(|photo| {
                let drawn = pixels(window);
                *drawn == picture::downscale(&photo, drawn.width(), drawn.height())
            })
    });
    settings.amount = 0.5;
    let settled = false;
    let window = harness.state_mut();
    window.apply(
        &ctx,
        Action::Set {
            settings: settings.clone(),
            settled,
        },
    );
    // All of it at once, without a draft.
    assert_eq!(window.state.schedule.due(Instant::now()), Some(FULL_PX));
    settings.weights.style = 2.0;
    window.apply(&ctx, Action::Set { settings, settled });
    assert_ne!(window.state.schedule.due(Instant::now()), Some(FULL_PX));
}

#[test]
fn what_a_slider_does_is_drawn_at_both_ends_and_presets_too() {
    let Some(mut harness) = open(Vec::new(), PersistedState::default()) else {
        return;
    };
    until(&mut harness, "the sample", is_drawn);
    let ctx = harness.ctx.clone();
    let window = harness.state_mut();
    window.apply(&ctx, Action::DrawEnds("dial-saturation"));
    window.apply(&ctx, Action::SavePreset("Mine".to_owned()));
    window.apply(&ctx, Action::DrawPresets);
    until(&mut harness, "both ends and the preset", |window| {
        let Textures { ends, presets, .. } = &window.textures;
        ends.iter().all(Option::is_some) && presets.len() == 1
    });
    // Another slider has other ends, and nothing of the old ones is shown for them.
    let window = harness.state_mut();
    window.apply(&ctx, Action::DrawEnds("dial-tones"));
    assert!(window.textures.ends.iter().all(Option::is_none));
    until(&mut harness, "the ends of the other", |window| {
        window.textures.ends.iter().all(Option::is_some)
    });
}

#[test]
fn neighbours_follow_when_another_style_is_chosen() {
    let Some(mut harness) = open(Vec::new(), PersistedState::default()) else {
        return;
    };
    until(&mut harness, "the sample", is_drawn);
    harness.key_press(Key::V);
    until(&mut harness, "six pictures", |window| {
        window.textures.variations.len() == 6
    });
    let ctx = harness.ctx.clone();
    let settings = harness.state().state.settings_of("ink-philmay");
    let settled = true;
    harness
        .state_mut()
        .apply(&ctx, Action::Set { settings, settled });
    harness.run_steps(2);
    let styles = |window: &Window| -> Vec<String> {
        let variations = window.state.variations.iter();
        let settings = variations.flat_map(|variations| &variations.settings);
        settings.map(|settings| settings.style.clone()).collect()
    };
    assert_eq!(styles(harness.state()), ["ink-philmay"; 6]);
    until(&mut harness, "six of the other style", |window| {
        window.textures.variations.len() == 6
    });
    harness.get_by_label("Undo").click();
    harness.run_steps(3);
    assert!(!styles(harness.state()).contains(&"ink-philmay".to_owned()));
}

#[test]
fn neighbours_are_drawn_taken_and_varied_again() {
    let Some(mut harness) = open(Vec::new(), PersistedState::default()) else {
        return;
    };
    until(&mut harness, "the sample", is_drawn);
    harness.key_press(Key::V);
    until(&mut harness, "six pictures", |window| {
        window.textures.variations.len() == 6
    });
    let before = harness.state().state.variations.clone().unwrap();
    let wanted = before.settings[1].clone();
    harness.get_by_label("Neighbour 2").click();
    harness.run_steps(3);
    let state = &harness.state().state;
    assert_eq!(*state.settings.present(), wanted);
    let after = state.variations.clone().unwrap();
    assert_ne!(after.settings, before.settings);
    until(&mut harness, "those of the new look", |window| {
        window.textures.variations.len() == 6
    });
    harness.get_by_label("Undo").click();
    harness.run_steps(2);
    assert_ne!(*harness.state().state.settings.present(), wanted);
}

#[test]
fn what_comes_after_the_first_drawing_is_kept_is_said_once() {
    let Some(mut harness) = open(Vec::new(), PersistedState::default()) else {
        return;
    };
    let ctx = harness.ctx.clone();
    let num_told = |window: &Window| {
        let told = tr!("compare-next");
        let toasts = window.state.toasts.iter();
        toasts.filter(|toast| toast.text == told).count()
    };
    let keep = Action::Command(Command::Keep);
    harness.state_mut().apply(&ctx, keep.clone());
    assert_eq!(num_told(harness.state()), 1);
    harness.state_mut().apply(&ctx, Action::DismissToast(0));
    assert_eq!(num_told(harness.state()), 0);
    for _ in 0..2 {
        harness.state_mut().apply(&ctx, keep.clone());
    }
    assert_eq!(num_told(harness.state()), 0);
}
