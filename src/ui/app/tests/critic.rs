//! What the network objects to lies over the drawing, exactly there, and its legend beside it.

use image::{GrayImage, Luma};

use super::*;
use crate::engine::TrainSpec;
use crate::model::Dials;
use crate::train::{Plan, PlanChanges};
use crate::ui::teach::Running;

/// As if the style of the present drawing were being learnt.
fn learn_present(window: &mut Window) {
    let mut running = Running::new(TrainSpec {
        name: window.state.settings.present().style.clone(),
        author: String::new(),
        licence: String::new(),
        pages: Vec::new(),
        photos: Vec::new(),
        pairs: Vec::new(),
        from: None,
        perceptual: None,
        plan: Plan::default(),
        changes: PlanChanges::default(),
        weights: Dials::NEUTRAL,
        folder: PathBuf::new(),
        keep: false,
        awaits: false,
    });
    running.has_begun = true;
    window.state.teaching.running = Some(running);
}

/// Whether nothing better is going to be drawn.
fn is_finished(window: &Window) -> bool {
    let drawing = window.state.drawing.as_ref();
    let is_whole = drawing.is_some_and(|drawing| drawing.long_side() >= FULL_PX);
    is_whole && is_drawn(window) && !window.state.is_empty()
}

/// The screen with these objections, which are 1 for each place of the photograph up to a share of
/// its width and height.
fn objected(harness: &mut Shown, share: f32) -> RgbaImage {
    let map = GrayImage::from_fn(150, 100, |x, y| {
        let is_inside = (x as f32) < 150.0 * share && (y as f32) < 100.0 * share;
        Luma([if is_inside { 255 } else { 0 }])
    });
    let ctx = harness.ctx.clone();
    let window = harness.state_mut();
    let mut ids = (1..10).map(RequestId);
    let asked = ids.rfind(|id| window.state.critic.is_asked(*id));
    window.objections_came(&ctx, asked.unwrap(), &map);
    harness.run_steps(3);
    harness.render().unwrap()
}

/// Left, top, right and bottom of what is different.
fn changed(a: &RgbaImage, b: &RgbaImage) -> [f32; 4] {
    let mut bounds = [f32::INFINITY, f32::INFINITY, 0.0, 0.0];
    for ((x, y, a), b) in a.enumerate_pixels().zip(b.pixels()) {
        if a.0.iter().zip(b.0).any(|(a, b)| a.abs_diff(b) > 16) {
            let (x, y) = (x as f32, y as f32);
            bounds = [
                bounds[0].min(x),
                bounds[1].min(y),
                bounds[2].max(x + 1.0),
                bounds[3].max(y + 1.0),
            ];
        }
    }
    bounds
}

fn near(found: [f32; 4], wanted: [f32; 4]) {
    let is_near = found.iter().zip(wanted).all(|(a, b)| (a - b).abs() < 5.0);
    assert!(is_near, "{found:?} in place of {wanted:?}");
}

#[test]
fn objections_lie_exactly_over_the_drawing_at_every_size_and_one_key_shows_and_hides_them() {
    let yard = tempfile::tempdir().unwrap();
    let photos = vec![photo(yard.path(), "a.png")];
    let Some(mut harness) = open(photos, PersistedState::default()) else {
        return;
    };
    until(&mut harness, "the drawing", is_finished);
    // Nobody knows the pages of a style that is not being learnt.
    harness.key_press(Key::N);
    harness.run_steps(2);
    assert!(!harness.state().state.critic.is_on);
    learn_present(harness.state_mut());
    harness.run_steps(3);
    let before = harness.render().unwrap();

    harness.key_press(Key::N);
    harness.run_steps(2);
    harness.get_by_label("Looking at the drawing…");
    until(&mut harness, "the question", |window| {
        window.state.critic.is_asked(RequestId(1))
    });
    let nothing = objected(&mut harness, 0.0);
    let all = objected(&mut harness, 1.0);
    let place = changed(&nothing, &all);
    let (width, height) = (place[2] - place[0], place[3] - place[1]);
    // The photograph is half as wide again as high; the drawing of it is on the right.
    assert!((width / height - 1.5).abs() < 0.04, "{place:?}");
    let quarter = objected(&mut harness, 0.5);
    let [left, top, right, bottom] = place;
    let middle = [left.midpoint(right), top.midpoint(bottom)];
    near(
        changed(&nothing, &quarter),
        [left, top, middle[0], middle[1]],
    );

    // Twice as large, alone, around the middle of the canvas.
    harness.state_mut().state.mode = ViewMode::Drawing;
    harness.run_steps(3);
    let [nothing, all] = [0.0, 1.0].map(|share| objected(&mut harness, share));
    let [left, top, right, bottom] = changed(&nothing, &all);
    let middle = [left.midpoint(right), top.midpoint(bottom)];
    let fitted = view::canvas::fitted_zoom(&harness.ctx, &harness.state().state);
    harness.state_mut().state.zoom = Some(2.0 * fitted);
    harness.run_steps(3);
    let [nothing, quarter] = [0.0, 0.5].map(|share| objected(&mut harness, share));
    let found = changed(&nothing, &quarter);
    near(
        [found[2], found[3], 0.0, 0.0],
        [middle[0], middle[1], 0.0, 0.0],
    );

    // Wiped, only what is right of the handle is drawn.
    harness.state_mut().state.zoom = None;
    harness.state_mut().state.mode = ViewMode::Wipe;
    harness.state_mut().state.wipe = 0.5;
    harness.run_steps(3);
    let [nothing, all] = [0.0, 1.0].map(|share| objected(&mut harness, share));
    near(changed(&nothing, &all), [middle[0], top, right, bottom]);

    // The photograph has none, and another photograph is asked about anew.
    harness.key_down(Key::B);
    harness.run_steps(2);
    assert!(harness.query_by_label("like your pages").is_none());
    harness.key_up(Key::B);
    harness.run_steps(2);
    harness.get_by_label("like your pages");
    let ctx = harness.ctx.clone();
    harness.state_mut().show(&ctx, 0);
    assert!(harness.state().textures.objections.is_none());
    until(&mut harness, "the next question", |window| {
        window.state.critic.is_asked(RequestId(2))
    });

    // Hidden, the screen is as it was.
    until(&mut harness, "the drawing", is_finished);
    harness.state_mut().state.mode = ViewMode::SideBySide;
    objected(&mut harness, 1.0);
    harness.key_press(Key::N);
    harness.run_steps(3);
    let after = harness.render().unwrap();
    let [left, top, right, bottom] = place.map(|side| side as u32);
    let part = |screen: &RgbaImage| {
        image::imageops::crop_imm(screen, left, top, right - left, bottom - top).to_image()
    };
    assert!(part(&after) == part(&before), "something is left of it");
    assert!(harness.state().textures.objections.is_none());

    // With the style, what knows its pages is gone.
    harness.key_press(Key::N);
    harness.run_steps(2);
    harness.state_mut().state.teaching.running = None;
    harness.run_steps(3);
    assert!(!harness.state().state.critic.is_on);
    assert!(harness.query_by_label("like your pages").is_none());
}

#[test]
fn the_legend_is_seen_in_a_small_window_in_every_view() {
    let yard = tempfile::tempdir().unwrap();
    let photos = vec![photo(yard.path(), "a.png")];
    let Some(mut harness) = open(photos, PersistedState::default()) else {
        return;
    };
    harness.set_size(vec2(900.0, 600.0));
    until(&mut harness, "the drawing", is_finished);
    learn_present(harness.state_mut());
    harness.state_mut().state.critic.is_on = true;
    until(&mut harness, "the question", |window| {
        window.state.critic.is_asked(RequestId(1))
    });
    for mode in [ViewMode::SideBySide, ViewMode::Wipe, ViewMode::Drawing] {
        harness.state_mut().state.mode = mode;
        objected(&mut harness, 0.5);
        let canvas = harness.get_by_label("Photograph and drawing").rect();
        for words in ["not like your pages yet", "like your pages"] {
            let said = harness.get_by_label(words).rect();
            assert!(
                canvas.contains_rect(said),
                "{words} at {said:?} of {canvas:?}"
            );
        }
    }
}
