//! Sheets: what is on them, what comes of them, and what is left of those that were given up.

use super::*;
use crate::engine::{JobResult, Progress, Stage};
use crate::i18n::Language;
use crate::lettering::sweep::{NUM_FRAMES, Sweep};
use crate::picture::{Animation, DecodeLimits};
use crate::render::Timings;

fn order() -> Order {
    let mut state = State::new();
    state.photo = Some(Arc::new(RgbaImage::new(40, 30)));
    state.styles = ["comic", "pop", "Mine"].map(str::to_owned).to_vec();
    state.contact_order(Kind::AllStyles).unwrap()
}

fn done(id: JobId) -> Event {
    let pixels = RgbaImage::from_pixel(40, 30, image::Rgba([200, 30, 30, 255]));
    let result = JobResult {
        written: None,
        imprint: None,
        pixels: Some(Arc::new(pixels)),
        photo_size: [40, 30],
        width: 40,
        height: 30,
        lost: Vec::new(),
        num_frames: [1, 1],
        timings: Timings::default(),
    };
    Event::JobDone { id, result }
}

/// As if the engine had taken all jobs.
fn hand_out(contact: &mut Contact) {
    for (index, name, _) in std::mem::take(&mut contact.waiting) {
        contact
            .drawing
            .insert(JobId(index as u64), (index, name, 0.0));
    }
}

fn wait(contact: &Contact) -> Outcome {
    let end = std::time::Instant::now() + std::time::Duration::from_mins(1);
    loop {
        if let Some(outcome) = contact.written() {
            return outcome;
        }
        assert!(std::time::Instant::now() < end, "it is never written");
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
}

#[test]
fn all_styles_and_the_photograph_come_onto_one_picture_that_is_written_once() {
    let yard = tempfile::tempdir().unwrap();
    let file = yard.path().join("all.jpg");
    let mut contact = Contact::start(order(), file.clone(), || {}).unwrap();
    hand_out(&mut contact);
    let progress = Progress::entering(Stage::Ink);
    assert!(
        contact
            .take(Event::Progress {
                id: JobId(1),
                progress
            })
            .is_none()
    );
    let (share, drawn, total) = contact.progress();
    assert!(
        share > 0.25 && share < 0.5 && (drawn, total) == (1, 4),
        "{share}"
    );
    for job in [3, 1, 2] {
        assert!(contact.owns(JobId(job)) && !file.exists());
        assert!(contact.take(done(JobId(job))).is_none());
    }
    assert!(matches!(wait(&contact), Outcome::Written(path) if path == file));
    let sheet = image::open(&file).unwrap().to_rgb8();
    let red = sheet
        .pixels()
        .filter(|pixel| pixel.0[0] > 150 && pixel.0[1] < 80);
    assert!(red.count() > 3 * 600 * 450, "three drawings");
}

#[test]
fn a_sheet_that_fails_or_is_stopped_leaves_no_file() {
    let yard = tempfile::tempdir().unwrap();
    let file = yard.path().join("all.png");
    let begin = || {
        let mut contact = Contact::start(order(), file.clone(), || {}).unwrap();
        hand_out(&mut contact);
        assert!(contact.take(done(JobId(1))).is_none());
        contact
    };
    let mut contact = begin();
    assert_eq!(contact.jobs().len(), 2);
    let id = JobId(2);
    let stopped = contact.take(Event::JobCancelled { id });
    assert!(matches!(stopped, Some(Outcome::Failed(None))));
    drop(contact);
    let error = EngineError::CANCELLED;
    let failed = begin().take(Event::JobFailed { id, error });
    assert!(matches!(failed, Some(Outcome::Failed(Some(_)))));
    std::thread::sleep(std::time::Duration::from_millis(100));
    assert!(!file.exists());
    // A folder that cannot be made: the file stands in its way.
    std::fs::write(&file, b"").unwrap();
    let mut contact = Contact::start(order(), file.join("all.png"), || {}).unwrap();
    hand_out(&mut contact);
    for job in [1, 2, 3] {
        contact.take(done(JobId(job)));
    }
    assert!(matches!(wait(&contact), Outcome::Failed(Some(_))));
}

#[test]
fn a_pair_is_the_photograph_and_its_drawing_as_large_as_it_is_drawn() {
    let mut state = State::new();
    assert!(
        state.contact_order(Kind::Pair).is_none(),
        "it is not read yet"
    );
    state.photo = Some(Arc::new(RgbaImage::new(40, 30)));
    state.settings.set(Recipe::of_style("pop"), true);
    let order = state.contact_order(Kind::Pair).unwrap();
    assert_eq!(order.styles, [("Pop".to_owned(), Recipe::of_style("pop"))]);
    let [width, height] = Contact::size_of(&order);
    assert!(
        width.max(height) > 2 * 960 && width.min(height) > 960,
        "{width}x{height}"
    );
}

#[test]
fn the_sheet_is_called_as_the_photograph() {
    let name = |kind| suggested_sheet("beach.JPG", kind);
    assert_eq!(name(Kind::AllStyles), "beach-styles.png");
    assert_eq!(name(Kind::Pair), "beach-before-after.png");
    assert_eq!(name(Kind::Moving), "beach-before-after.gif");
}

#[test]
fn a_moving_pair_never_ends_and_begins_with_the_photograph() {
    let yard = tempfile::tempdir().unwrap();
    let mut state = State::new();
    let blue = image::Rgba([30, 30, 200, 255]);
    state.photo = Some(Arc::new(RgbaImage::from_pixel(40, 30, blue)));
    // A still picture cannot be it, and a name without an ending gets one.
    for (name, written) in [
        ("a.gif", "a.gif"),
        ("a.apng", "a.apng"),
        ("a.webp", "a.webp"),
        ("b.jpg", "b.jpg.gif"),
        ("c", "c.gif"),
    ] {
        let order = state.contact_order(Kind::Moving).unwrap();
        let mut contact = Contact::start(order, yard.path().join(name), || {}).unwrap();
        hand_out(&mut contact);
        assert!(contact.take(done(JobId(1))).is_none());
        let file = yard.path().join(written);
        assert!(matches!(wait(&contact), Outcome::Written(path) if path == file));
        let bytes = std::fs::read(&file).unwrap().into();
        let moving = Animation::open(&bytes, &DecodeLimits::default()).unwrap();
        let moving = moving.expect("it moves");
        assert_eq!(
            (moving.num_frames, moving.num_plays),
            (NUM_FRAMES, 0),
            "{name}"
        );
        assert_eq!((moving.width, moving.height), (720, 574));
        let frames: Vec<_> = moving.frames().unwrap().map(Result::unwrap).collect();
        let near = |frame: usize, [red, _, blue]: [u8; 3]| {
            let [is_red, _, is_blue, _] = frames[frame].pixels.get_pixel(360, 270).0;
            is_red.abs_diff(red) < 4 && is_blue.abs_diff(blue) < 4
        };
        assert!(near(0, [30, 30, 200]) && near(20, [200, 30, 30]), "{name}");
        let length: f64 = frames.iter().map(|frame| frame.delay.as_ms()).sum();
        assert!((length - 3500.0).abs() < 30.0, "{length} ms");
    }
}

#[test]
fn a_moving_pair_that_nobody_wants_any_more_leaves_nothing() {
    let yard = tempfile::tempdir().unwrap();
    let grey = RgbaImage::from_pixel(400, 300, image::Rgba([90, 90, 90, 255]));
    let sweep = Sweep::new((&grey, "a"), (&grey, "b"), Language::English);
    let file = ToFile {
        path: yard.path().join("a.gif"),
        overwrite: false,
        options: EncodeOptions::new(OutputFormat::Gif),
    };
    let asked = std::cell::Cell::new(0);
    let is_wanted = || {
        asked.set(asked.get() + 1);
        asked.get() < 5
    };
    assert!(!file.write_moving(&sweep, &is_wanted).unwrap());
    assert_eq!(std::fs::read_dir(yard.path()).unwrap().count(), 0);
}
