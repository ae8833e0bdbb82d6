//! The panel with the run that runs, and with the drawings that are watched.

use std::time::Instant;

use super::*;
use crate::train::pairs::PairFiles;
use crate::ui::action::DrawingAction;
use crate::ui::drawings::DrawingState;

/// Drawings of every state, and a run that waits for them.
pub(super) fn watched() -> State {
    let mut state = learning();
    for (name, drawing_state, is_read) in [
        ("a", DrawingState::Good, true),
        ("b", DrawingState::Awaited, false),
        (
            "c",
            DrawingState::Bad(crate::i18n::tr!("pair-other-photo")),
            true,
        ),
        ("d", DrawingState::Missing, false),
        ("e", DrawingState::Changing, true),
        ("f", DrawingState::Writing, false),
    ] {
        state.drawings.add(PairFiles {
            photo: format!("/p/{name}.jpg").into(),
            drawing: format!("/p/{name}.drawn.ora").into(),
        });
        if let Some(drawing) = state.drawings.watched.last_mut() {
            drawing.state = drawing_state;
            drawing.read_at = is_read.then(Instant::now);
        }
    }
    if let Some(running) = &mut state.teaching.running {
        running.waits_at = Some(30);
    }
    state
}

#[test]
fn what_is_watched_is_told_and_can_be_opened_and_let_go_of() {
    let mut state = watched();
    state.drawings.watched.truncate(3);
    let harness = large(state);
    harness.get_by_label("a.drawn.ora");
    harness.get_by_label_contains("It is learnt");
    harness.get_by_label_contains("draw over the photograph, and save");
    harness.get_by_label_contains("does not fit its photograph");
    harness.get_by_label_contains("Save the next stroke");
    assert_eq!(harness.query_all_by_label("Read 0 s ago").count(), 2);
    let mut state = watched();
    state.drawings.watched.truncate(1);
    let mut harness = large(state);
    for (label, action) in [
        ("Open", DrawingAction::Open("/p/a.drawn.ora".into())),
        (
            "Watch no longer",
            DrawingAction::Forget("/p/a.drawn.ora".into()),
        ),
    ] {
        let actions = click(&mut harness, label);
        assert!(actions.contains(&Action::Drawing(action)), "{actions:?}");
    }
}

#[test]
fn what_is_watched_is_shown_before_there_is_a_run() {
    let mut state = watched();
    state.teaching.running = None;
    state.teaching.queue.clear();
    state.drawings.watched.truncate(2);
    large(state).get_by_label("Drawings that are watched");
}

#[test]
fn a_photograph_with_a_file_can_be_drawn_over_and_the_sample_cannot() {
    assert!(!Command::DrawOver.is_enabled(&ready()));
    let mut state = ready();
    state.add_photos(vec!["a.jpg".into()]);
    assert!(Command::DrawOver.is_enabled(&state));
    let mut harness = large(state);
    harness.get_by_label("a.jpg").click_secondary();
    harness.run_steps(3);
    let actions = click(&mut harness, "Draw over this photograph…");
    assert!(actions.contains(&Action::Drawing(DrawingAction::Over(0))));
}

#[test]
fn a_running_run_is_paused_stopped_and_thrown_away() {
    let mut harness = large(learning());
    for (label, action) in [
        ("Pause", TeachAction::Pause(true)),
        ("Keep my desktop smooth", TeachAction::Gentle(true)),
        ("Stop and keep", TeachAction::Stop),
        ("Throw away", TeachAction::Drop),
        ("Remove", TeachAction::Unqueue(0)),
    ] {
        let actions = click(&mut harness, label);
        assert!(
            actions.contains(&Action::Teach(action)),
            "{label}: {actions:?}"
        );
    }
}

#[test]
fn trouble_is_told_in_plain_words() {
    let mut harness = large(resting());
    harness.get_by_label_contains("no space left");
    harness.get_by_label_contains("all drawings look alike");
    let actions = click(&mut harness, "Go on");
    assert!(actions.contains(&Action::Teach(TeachAction::Pause(false))));
}

#[test]
fn objections_are_offered_for_the_style_that_is_being_learnt_and_for_no_other() {
    let critic = Command::Critic;
    assert!(!critic.is_enabled(&ready()) && !critic.is_enabled(&learning()));
    let shown = || {
        let mut state = learning();
        state.settings.set(state.settings_of("Ink"), true);
        state
    };
    assert!(critic.is_enabled(&shown()));
    let mut still_reading = shown();
    if let Some(running) = &mut still_reading.teaching.running {
        running.has_begun = false;
    }
    assert!(!critic.is_enabled(&still_reading));
    let mut harness = large(shown());
    let actions = click(&mut harness, "Show what is not your hand yet");
    assert!(actions.contains(&Action::Command(critic)), "{actions:?}");
    harness.state_mut().actions.clear();
    harness.key_press(Key::N);
    harness.run_steps(2);
    let actions = &harness.state().actions;
    assert!(actions.contains(&Action::Command(critic)), "{actions:?}");
    let mut harness = large(learning());
    harness.key_press(Key::N);
    harness.run_steps(2);
    let actions = &harness.state().actions;
    assert!(!actions.contains(&Action::Command(critic)), "{actions:?}");
}
