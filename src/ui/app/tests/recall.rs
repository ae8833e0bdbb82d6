//! Drawings that are there already are not drawn anew.

use super::*;

/// Twenty drawings on a busy machine.
const LONG: Duration = Duration::from_mins(5);

/// Waits until everything that is drawn of a photograph is there.
fn until_all_is_drawn(harness: &mut Shown, index: usize) {
    let is_there = |window: &Window| {
        window.state.current == index
            && is_drawn(window)
            && window.state.thumbnails.is_empty()
            && window.textures.styles.len() == window.state.styles.len()
    };
    let begun = Instant::now();
    while !is_there(harness.state()) {
        let window = harness.state();
        let waits = &window.state.thumbnails;
        let (there, all) = (window.textures.styles.len(), window.state.styles.len());
        assert!(begun.elapsed() < LONG, "{waits:?}, {there} of {all} styles");
        harness.step();
        std::thread::sleep(Duration::from_millis(5));
    }
    harness.run_steps(2);
}

#[test]
fn who_comes_back_to_a_photograph_finds_its_drawings_and_neighbours_there() {
    let yard = tempfile::tempdir().unwrap();
    let photos = vec![photo(yard.path(), "a.png"), photo(yard.path(), "b.png")];
    let turned = image::open(&photos[1]).unwrap().fliph();
    turned.save(&photos[1]).unwrap();
    let Some(mut harness) = open(photos.clone(), PersistedState::default()) else {
        return;
    };
    until(&mut harness, "the photographs", |window| {
        window.state.photos.len() == 2
    });
    let ctx = harness.ctx.clone();
    let does = |harness: &mut Shown, action| harness.state_mut().apply(&ctx, action);
    does(&mut harness, Action::Command(Command::Vary));
    does(&mut harness, Action::OtherVariations);
    until_all_is_drawn(&mut harness, 0);
    let first = pixels(harness.state());
    let neighbours = harness.state().state.variations.clone();
    assert_eq!(harness.state().textures.variations.len(), 6);
    // Hidden and shown again, they are those that were left.
    does(&mut harness, Action::Command(Command::Vary));
    assert!(harness.state().state.variations.is_none());
    does(&mut harness, Action::Command(Command::Vary));
    harness.run_steps(2);
    assert_eq!(harness.state().state.variations, neighbours);
    assert_eq!(harness.state().textures.variations.len(), 6);
    does(&mut harness, Action::Show(1));
    until_all_is_drawn(&mut harness, 1);
    let second = pixels(harness.state());
    assert_ne!(first, second);
    for (index, drawing) in [(0, &first), (1, &second), (0, &first)] {
        does(&mut harness, Action::Show(index));
        until(&mut harness, "the photograph", |window| {
            window.textures.photo.is_some()
        });
        let window = harness.state();
        assert!(Arc::ptr_eq(&pixels(window), drawing), "nothing is drawn");
        assert!(is_drawn(window) && window.state.thumbnails.is_empty());
        assert_eq!(window.textures.styles.len(), window.state.styles.len());
        assert_eq!(window.textures.variations.len(), 6);
    }
    // A file that was changed is read and drawn.
    turned.save(&photos[0]).unwrap();
    does(&mut harness, Action::Show(1));
    does(&mut harness, Action::Show(0));
    until(&mut harness, "the drawing", is_drawn);
    assert_eq!(*pixels(harness.state()), *second, "it shows the same now");
    assert!(!Arc::ptr_eq(&pixels(harness.state()), &second));
    // A style that draws otherwise is drawn with.
    let before = pixels(harness.state());
    let style = harness.state().state.settings.present().style.clone();
    harness.state_mut().drawn.style_changed(&style);
    does(&mut harness, Action::Show(1));
    does(&mut harness, Action::Show(0));
    until(&mut harness, "the drawing", is_drawn);
    assert!(!Arc::ptr_eq(&pixels(harness.state()), &before));
}

#[test]
fn while_a_slider_moves_a_frame_asks_once_and_uploads_only_what_was_drawn() {
    let yard = tempfile::tempdir().unwrap();
    let photos = vec![photo(yard.path(), "a.png")];
    let Some(mut harness) = open(photos, PersistedState::default()) else {
        return;
    };
    until(&mut harness, "the photograph", |window| {
        !window.state.is_empty()
    });
    until_all_is_drawn(&mut harness, 0);
    let slider = |harness: &Shown| {
        let role = egui::accesskit::Role::Slider;
        harness.get_by_role_and_label(role, "Saturation").rect()
    };
    harness
        .get_by_role_and_label(egui::accesskit::Role::Slider, "Saturation")
        .scroll_to_me();
    harness.run_steps(10);
    let rail = slider(&harness);
    harness.hover_at(rail.center());
    harness.run_steps(2);
    harness.drag_at(rail.center());
    harness.run_steps(1);
    let mut num_asked = 0;
    for frame in 0..80 {
        let at = rail.left() + rail.width() * (0.1 + 0.008 * frame as f32);
        harness.hover_at(egui::pos2(at, rail.center().y));
        let state = &harness.state().state;
        let (asked, answered) = (state.newest_request, state.answered);
        let num_small = state.thumbnails.len();
        let num_frames = harness.ctx.cumulative_frame_nr();
        // A frame for what the pointer did, and one after it.
        harness.step();
        let num_frames = harness.ctx.cumulative_frame_nr() - num_frames;
        let state = &harness.state().state;
        let asks = state.newest_request.0 - asked.0;
        assert!(asks <= num_frames, "{asks} times in {num_frames} frames");
        num_asked += asks;
        let uploads = harness.output().textures_delta.set.iter();
        let uploads = uploads.filter(|(id, _)| **id != egui::TextureId::default());
        let is_answered = state.answered != answered || state.thumbnails.len() < num_small;
        assert!(is_answered || uploads.count() == 0, "frame {frame}");
    }
    assert!(num_asked > 20, "{num_asked}");
    harness.drop_at(rail.center());
    // Of all that was asked for only the newest is left to be drawn, and no other comes after it.
    until(&mut harness, "the newest", is_drawn);
    let newest = pixels(harness.state());
    linger(&mut harness);
    assert!(Arc::ptr_eq(&newest, &pixels(harness.state())));
}

fn linger(harness: &mut Shown) {
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_secs(2) {
        harness.step();
        std::thread::sleep(Duration::from_millis(10));
    }
}
