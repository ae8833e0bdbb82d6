//! What an empty window shows, and until when.

use super::*;
use crate::ui::state::State;

fn shows_welcome(window: &Window) -> bool {
    window.state.shows_welcome()
}

#[test]
fn an_empty_window_shows_what_to_do_until_the_sample_or_a_photograph_is_wanted() {
    let yard = tempfile::tempdir().unwrap();
    let Some(mut harness) = open(Vec::new(), PersistedState::default()) else {
        return;
    };
    harness.state_mut().state.empty = State::new().empty;
    until(&mut harness, "the sample", is_drawn);
    let window = harness.state();
    assert!(shows_welcome(window));
    harness.get_by_label("Try the sample").click();
    harness.run_steps(2);
    assert!(!shows_welcome(harness.state()));
    harness.get_by_label("Photograph and drawing");
    let ctx = harness.ctx.clone();
    for wanted in [
        Action::Command(Command::NextStyle),
        Action::Command(Command::Wipe),
        Action::Command(Command::Vary),
        Action::Command(Command::Keep),
        Action::Command(Command::ActualSize),
    ] {
        harness.state_mut().state.empty = Empty::Welcome;
        let told = format!("{wanted:?}");
        harness.state_mut().apply(&ctx, wanted);
        assert!(!shows_welcome(harness.state()), "{told}");
    }
    // The last photograph that goes leaves the picture again.
    let photos = vec![photo(yard.path(), "a.png")];
    harness.state_mut().apply(&ctx, Action::Add(photos));
    until(&mut harness, "the photograph", |window| {
        !window.state.is_empty()
    });
    assert!(!shows_welcome(harness.state()));
    let remove = Action::Command(Command::RemoveAll);
    harness.state_mut().apply(&ctx, remove);
    assert!(shows_welcome(harness.state()));
}
