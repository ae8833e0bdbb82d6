//! Photographs that are drawn over in another program, from the file to the drawing on the screen.

use super::*;
use crate::book::read_drawing;
use crate::ui::action::TeachAction;
use crate::ui::drawings::DrawingState;

const LEARNING: Duration = Duration::from_mins(5);

/// The state of the first drawing that is watched.
fn first(window: &Window) -> Option<&DrawingState> {
    let drawing = window.state.drawings.watched.first();
    drawing.map(|drawing| &drawing.state)
}

#[test]
fn each_time_the_artist_saves_the_photograph_is_drawn_by_what_was_learnt() {
    let yard = tempfile::tempdir().unwrap();
    let path = yard.path().join("street.jpg");
    std::fs::write(&path, SAMPLE).unwrap();
    let Some(mut harness) = open(vec![path.clone()], PersistedState::default()) else {
        return;
    };
    harness.state_mut().data = Some(yard.path().join("data"));
    until(&mut harness, "the drawing", |window| {
        is_drawn(window) && !window.state.is_empty()
    });
    let ctx = harness.ctx.clone();
    let drawing = yard.path().join("street.drawn.ora");
    // An ending that says nothing is completed.
    let chosen = yard.path().join("street.drawn");
    harness.state_mut().draw_over(&ctx, path, chosen);
    until(&mut harness, "the file", |window| {
        first(window) == Some(&DrawingState::Awaited)
    });
    assert!(harness.state().state.teaching.running.is_none());

    // The artist draws in grey.
    let photo = read_drawing(&drawing).unwrap();
    let grey = image::DynamicImage::ImageRgba8(photo).grayscale();
    let saved = Instant::now();
    std::fs::remove_file(&drawing).unwrap();
    let png = yard.path().join("new.png");
    grey.save(&png).unwrap();
    std::fs::rename(&png, &drawing).unwrap();
    let begun = Instant::now();
    let style = crate::i18n::tr!("painting-style");
    while !is_drawn(harness.state())
        || !harness
            .state()
            .state
            .settings
            .present()
            .style
            .starts_with(&style)
    {
        assert!(begun.elapsed() < LEARNING, "it is not drawn anew");
        harness.step();
        std::thread::sleep(Duration::from_millis(5));
    }
    println!("drawn anew after {:.1} s", saved.elapsed().as_secs_f64());
    assert_eq!(first(harness.state()), Some(&DrawingState::Good));
    let running = harness.state().state.teaching.running.as_ref().unwrap();
    assert_eq!(running.spec.pairs.len(), 1);
    // Fitted to what was drawn, the photograph is grey.
    let begun = Instant::now();
    while chroma(&pixels(harness.state())) > 8.0 || harness.state().state.is_drawing() {
        assert!(begun.elapsed() < LEARNING, "it is not grey");
        harness.step();
        std::thread::sleep(Duration::from_millis(5));
    }
    println!("grey after {:.1} s", saved.elapsed().as_secs_f64());

    // What is no drawing of it is told, and the run goes on.
    std::fs::write(&drawing, b"no picture").unwrap();
    until(&mut harness, "the reason", |window| {
        matches!(first(window), Some(DrawingState::Bad(_)))
    });
    assert!(harness.state().state.teaching.running.is_some());
    harness
        .state_mut()
        .apply(&ctx, Action::Teach(TeachAction::Drop));
    until(&mut harness, "the end", |window| {
        window.state.teaching.running.is_none()
    });
    assert!(harness.state().state.drawings.watched.is_empty());
    assert!(drawing.is_file(), "the drawing is the artist's");
}

/// Mean difference between the largest and the smallest channel.
fn chroma(picture: &RgbaImage) -> f32 {
    let of = |pixel: &image::Rgba<u8>| {
        let [r, g, b, _] = pixel.0;
        f32::from(r.max(g).max(b) - r.min(g).min(b))
    };
    picture.pixels().map(of).sum::<f32>() / picture.pixels().len() as f32
}
