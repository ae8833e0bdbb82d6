//! Photographs that are drawn over in another program, from the file to the drawing on the screen.

use super::*;
use crate::book::read_drawing;
use crate::engine::{Hold, TrainSpec};
use crate::model::Dials;
use crate::train::pairs::PairFiles;
use crate::train::{Budget, Plan, PlanChanges};
use crate::ui::action::TeachAction;
use crate::ui::drawings::{DrawingState, KeptDrawing, Stage};

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

/// A drawing over a photograph, and the run that has learnt from it, both of before a restart.
struct Before {
    yard: tempfile::TempDir,
    files: PairFiles,
}

/// Name of the run.
const RUN: &str = "My drawings";

impl Before {
    fn new() -> Self {
        let yard = tempfile::tempdir().unwrap();
        let files = PairFiles {
            photo: yard.path().join("street.png"),
            drawing: yard.path().join("street.drawn.png"),
        };
        let street = image::load_from_memory(SAMPLE).unwrap();
        let photo = street.resize_exact(420, 280, image::imageops::FilterType::Triangle);
        photo.save(&files.photo).unwrap();
        let before = Self { yard, files };
        before.draw(1.4);
        before
    }

    /// The artist saves the photograph in grey, and so much harder.
    fn draw(&self, contrast: f32) {
        let photo = image::open(&self.files.photo).unwrap();
        let drawn = photo.grayscale().adjust_contrast(contrast);
        drawn.to_rgb8().save(&self.files.drawing).unwrap();
    }

    fn folder(&self) -> PathBuf {
        self.yard.path().join("data/lessons").join(RUN)
    }

    /// The run is on the disk, as it was left.
    fn note_run(&self) {
        let spec = TrainSpec {
            name: RUN.to_owned(),
            author: String::new(),
            licence: String::new(),
            pages: Vec::new(),
            photos: Vec::new(),
            pairs: vec![self.files.clone()],
            from: None,
            perceptual: None,
            plan: Plan {
                budget: Budget::Steps(2),
                ..Plan::default()
            },
            changes: PlanChanges::default(),
            weights: Dials::NEUTRAL,
            folder: self.folder(),
            keep: true,
            awaits: false,
        };
        spec.note().unwrap();
    }

    fn kept(&self) -> PersistedState {
        let stamp = picture::Stamp::of(&self.files.drawing);
        let drawing = KeptDrawing {
            files: self.files.clone(),
            stamp: stamp.map(Into::into),
            is_learnt: true,
        };
        PersistedState {
            drawings: vec![drawing],
            drawings_run: Some(RUN.to_owned()),
            ..PersistedState::default()
        }
    }

    /// The program is started again.
    fn open(&self, kept: PersistedState) -> Option<Shown> {
        let options = WindowOptions {
            device: DeviceChoice::Cpu,
            data: Some(self.yard.path().join("data")),
            ..WindowOptions::default()
        };
        open_with(options, None, kept)
    }
}

/// Steps as long as what was saved would be found in.
fn linger(harness: &mut Shown) {
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_secs(3) {
        harness.step();
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn is_idle(window: &Window) -> bool {
    let teaching = &window.state.teaching;
    teaching.running.is_none() && teaching.queue.is_empty()
}

fn stage(window: &Window) -> Option<Stage> {
    window.state.drawings.run.as_ref().map(|run| run.stage)
}

/// Waits until the run learns what is new, as it was before the restart.
fn until_it_goes_on(harness: &mut Shown, before: &Before) {
    until(harness, "the run", |window| !is_idle(window));
    until(harness, "its turn", |window| {
        window.state.teaching.running.is_some()
    });
    let window = harness.state();
    let running = window.state.teaching.running.as_ref().unwrap();
    assert_eq!(running.spec.folder, before.folder());
    assert_eq!(running.spec.pairs, [before.files.clone()]);
    assert!(running.spec.awaits && window.state.teaching.unfinished.is_empty());
    assert_eq!(stage(window), Some(Stage::GoesOn));
    assert!(window.state.teaching.queue.is_empty(), "no second one");
}

/// The run is ended, and with it all that is watched; nothing of it is kept.
fn end(harness: &mut Shown) {
    let ctx = harness.ctx.clone();
    let drop = Action::Teach(TeachAction::Drop);
    harness.state_mut().apply(&ctx, drop);
    until(harness, "the end", is_idle);
    assert!(harness.state().state.drawings.watched.is_empty());
    let kept = harness.state().remember();
    assert_eq!((kept.drawings, kept.drawings_run), (Vec::new(), None));
}

#[test]
fn after_a_restart_drawings_are_watched_and_nothing_is_learnt_before_one_is_saved() {
    let before = Before::new();
    before.note_run();
    let Some(mut harness) = before.open(before.kept()) else {
        return;
    };
    until(&mut harness, "the run on the disk", |window| {
        window.state.teaching.unfinished.len() == 1
    });
    linger(&mut harness);
    let window = harness.state();
    assert_eq!(first(window), Some(&DrawingState::Waits));
    assert!(is_idle(window) && window.state.teaching.unfinished.len() == 1);
    assert_eq!(stage(window), Some(Stage::Rests));
    let kept = window.remember();
    assert_eq!(kept.drawings, before.kept().drawings);
    assert_eq!(kept.drawings_run.as_deref(), Some(RUN));
    // The question about the run is put off; it goes on all the same.
    let ctx = harness.ctx.clone();
    let later = Action::Teach(TeachAction::Later);
    harness.state_mut().apply(&ctx, later);
    before.draw(2.0);
    until_it_goes_on(&mut harness, &before);
    end(&mut harness);
}

#[test]
fn what_was_saved_while_the_program_was_closed_is_learnt_longer_by_the_run_of_before() {
    let before = Before::new();
    before.note_run();
    let kept = before.kept();
    before.draw(2.0);
    let Some(mut harness) = before.open(kept) else {
        return;
    };
    until_it_goes_on(&mut harness, &before);
    let begun = Instant::now();
    let is_longer = |window: &Window| {
        let running = window.state.teaching.running.as_ref().unwrap();
        matches!(running.plan.budget, Budget::Steps(steps) if steps >= 120)
    };
    while !is_longer(harness.state()) {
        assert!(begun.elapsed() < LEARNING, "it is not learnt longer");
        harness.step();
        std::thread::sleep(Duration::from_millis(5));
    }
    assert_eq!(first(harness.state()), Some(&DrawingState::Good));
    // What is read now is not read at the next start.
    let kept = harness.state().remember();
    assert_eq!(kept.drawings, before.kept().drawings);
    end(&mut harness);
}

#[test]
fn a_run_that_another_process_learns_is_gone_on_with_when_it_is_free() {
    let before = Before::new();
    before.note_run();
    let hold = Hold::take(&before.folder()).unwrap().unwrap();
    let kept = before.kept();
    before.draw(2.0);
    let Some(mut harness) = before.open(kept) else {
        return;
    };
    until(&mut harness, "the reason", |window| {
        window.state.problems.iter().any(|told| told.contains(RUN))
    });
    let window = harness.state();
    assert!(is_idle(window) && window.state.drawings.watched.len() == 1);
    assert_eq!(stage(window), Some(Stage::Rests));
    drop(hold);
    before.draw(3.0);
    until_it_goes_on(&mut harness, &before);
    end(&mut harness);
}

#[test]
fn drawings_of_a_run_that_is_thrown_away_are_forgotten() {
    let before = Before::new();
    before.note_run();
    let Some(mut harness) = before.open(before.kept()) else {
        return;
    };
    until(&mut harness, "the run on the disk", |window| {
        window.state.teaching.unfinished.len() == 1
    });
    let ctx = harness.ctx.clone();
    let throw_away = Action::Teach(TeachAction::ThrowAway(0));
    harness.state_mut().apply(&ctx, throw_away);
    until(&mut harness, "an empty disk", |_| !before.folder().exists());
    before.draw(2.0);
    linger(&mut harness);
    let window = harness.state();
    assert!(is_idle(window) && window.state.drawings.watched.is_empty());
    let kept = window.remember();
    assert_eq!((kept.drawings, kept.drawings_run), (Vec::new(), None));
    assert!(before.files.drawing.is_file(), "the artist's");
}

#[test]
fn where_the_run_of_before_is_no_more_another_is_begun() {
    let before = Before::new();
    let kept = before.kept();
    before.draw(2.0);
    let Some(mut harness) = before.open(kept) else {
        return;
    };
    until(&mut harness, "a run", |window| {
        window.state.teaching.running.is_some()
    });
    let window = harness.state();
    assert_eq!(stage(window), Some(Stage::Begun));
    let running = window.state.teaching.running.as_ref().unwrap();
    assert!(running.spec.awaits);
    assert_eq!(running.spec.pairs, [before.files.clone()]);
    end(&mut harness);
}

#[test]
fn after_a_restart_a_drawing_that_is_gone_is_waited_for() {
    let before = Before::new();
    before.note_run();
    let away = before.yard.path().join("away.png");
    let kept = before.kept();
    std::fs::rename(&before.files.drawing, &away).unwrap();
    let Some(mut harness) = before.open(kept) else {
        return;
    };
    let is_missing = |window: &Window| first(window) == Some(&DrawingState::Missing);
    until(&mut harness, "what is told of it", is_missing);
    linger(&mut harness);
    assert!(is_missing(harness.state()) && is_idle(harness.state()));
    // As it was, it holds nothing new.
    std::fs::rename(&away, &before.files.drawing).unwrap();
    until(&mut harness, "the file", |window| {
        first(window) == Some(&DrawingState::Waits)
    });
    linger(&mut harness);
    assert!(is_idle(harness.state()));
    before.draw(2.0);
    until_it_goes_on(&mut harness, &before);
    end(&mut harness);
}
