//! What a window without photographs shows.

use super::*;
use eframe::egui::Rect;

fn empty() -> State {
    let mut state = ready();
    state.empty = Empty::Welcome;
    state
}

const PICTURE: &str =
    "A photograph is let go on the window, a style is chosen, the drawing is saved";

#[test]
fn an_empty_window_shows_what_to_do_and_where_to_begin() {
    let mut harness = large(empty());
    harness.get_by_label(PICTURE);
    let opens = Action::Command(Command::Open);
    // The one in the toolbar, too.
    let rects = |harness: &Harness<'static, Screen>| -> Vec<Rect> {
        let buttons = harness.query_all_by_role_and_label(Role::Button, "Open…");
        buttons.map(|button| button.rect()).collect()
    };
    let all = rects(&harness);
    let lowest = all
        .iter()
        .max_by(|a, b| a.top().total_cmp(&b.top()))
        .unwrap();
    assert!(lowest.top() > 400.0, "{all:?}");
    harness.hover_at(lowest.center());
    harness.drag_at(lowest.center());
    harness.run_steps(1);
    harness.drop_at(lowest.center());
    harness.run_steps(3);
    assert!(harness.state().actions.contains(&opens));
    assert!(click(&mut harness, "Guide").contains(&Action::Command(Command::Guide)));
    assert_eq!(click(&mut harness, "Try the sample"), [Action::ShowSample]);
    harness.state_mut().state.empty = Empty::Sample;
    harness.run_steps(2);
    assert!(harness.query_by_label(PICTURE).is_none());
    harness.get_by_label("Photograph and drawing");
    harness.state_mut().state.empty = Empty::Welcome;
    harness.state_mut().state.add_photos(vec!["a.jpg".into()]);
    harness.run_steps(2);
    assert!(harness.query_by_label(PICTURE).is_none());
}

#[test]
fn what_to_do_has_room_in_every_language_and_window() {
    for size in [
        Vec2::from(crate::ui::theme::MIN_WINDOW),
        vec2(900.0, 600.0),
        vec2(1280.0, 800.0),
        vec2(1920.0, 1080.0),
    ] {
        for language in Language::ALL {
            set_language(language);
            let harness = harness(empty(), Theme::Light, size);
            let label = |words: &str| crate::i18n::tr!(words);
            let picture = harness.get_by_label(&label("welcome-picture")).rect();
            let words = crate::ui::view::invitation();
            let words = harness.get_by_label(&words).rect();
            let sample = harness.get_by_label(&label("welcome-sample")).rect();
            let guide = Command::Guide.label();
            let guide = harness.get_by_role_and_label(Role::Button, &guide).rect();
            let all = [picture, words, sample, guide];
            let window = Rect::from_min_size(eframe::egui::Pos2::ZERO, size);
            for (index, one) in all.iter().enumerate() {
                assert!(window.contains_rect(*one), "{size} {language:?}: {all:?}");
                let after = &all[index + 1..];
                let meets = |other: &Rect| one.shrink(1.0).intersects(other.shrink(1.0));
                assert!(!after.iter().any(meets), "{size} {language:?}: {all:?}");
            }
            // Under the pictures stand the words of the steps.
            assert!(
                words.top() - picture.bottom() >= 24.0,
                "{size} {language:?}"
            );
        }
    }
    set_language(Language::English);
}
