//! What is kept for the next start, and that nothing keeps the window waiting.

use super::*;

#[test]
fn photographs_and_sliders_are_kept_soon_after_a_change() {
    let yard = tempfile::tempdir().unwrap();
    let config = yard.path().join("config");
    let (device, photos) = (DeviceChoice::Cpu, vec![photo(yard.path(), "a.png")]);
    let folder = Some(config.clone());
    let Some(mut harness) = open_in(folder, device, photos.clone(), Remembered::default()) else {
        return;
    };
    until(&mut harness, "the drawing", |window| {
        is_drawn(window) && !window.state.is_empty()
    });
    let mut settings = harness.state().state.settings_of("ink-philmay");
    settings.look.amount = 0.75;
    let ctx = harness.ctx.clone();
    let (wanted, settled) = (settings.clone(), true);
    harness
        .state_mut()
        .apply(&ctx, Action::Set { settings, settled });
    let begun = Instant::now();
    until(&mut harness, "the settings on the disk", |_| {
        let kept = Remembered::load(&config);
        kept.look.as_ref() == Some(&wanted.look) && kept.photos == photos
    });
    assert!(begun.elapsed() < Duration::from_secs(20));
    // Nothing was closed: a kill or a power cut would find them there.
    assert!(harness.state().engine.is_some());
}

#[test]
fn photographs_that_are_not_there_yet_stay_kept_and_a_broken_file_is_named() {
    let yard = tempfile::tempdir().unwrap();
    let config = yard.path().join("config");
    std::fs::create_dir(&config).unwrap();
    std::fs::write(config.join("window.json"), b"{\"photos\": [").unwrap();
    let remembered = Remembered {
        photos: vec!["/media/slow/a.jpg".into()],
        shown: Some("/media/slow/a.jpg".into()),
        ..Remembered::load(&config)
    };
    let Some(mut harness) = open_in(None, DeviceChoice::Cpu, Vec::new(), remembered.clone()) else {
        return;
    };
    let window = harness.state_mut();
    assert!(
        window
            .state
            .problems
            .iter()
            .any(|told| told.contains("window-unreadable.json")),
        "{:?}",
        window.state.problems
    );
    // As before the loader has answered.
    window.keeping = Keeping::new(&remembered);
    window.shown_before.clone_from(&remembered.shown);
    let kept = window.remember();
    assert_eq!(
        (kept.photos, kept.shown),
        (remembered.photos, remembered.shown)
    );
    window.keeping.nothing_is_awaited();
    assert!(window.remember().photos.is_empty());
}

#[cfg(unix)]
#[test]
fn settings_are_kept_whatever_the_photographs_and_their_folder_are_called() {
    use std::os::unix::ffi::OsStrExt as _;
    let yard = tempfile::tempdir().unwrap();
    let odd = yard.path().join(std::ffi::OsStr::from_bytes(b"t\xe9t\xe9"));
    let Some(mut harness) = open(Vec::new(), Remembered::default()) else {
        return;
    };
    let window = harness.state_mut();
    let photo = odd.join("a.png");
    window
        .state
        .add_photos(vec![crate::engine::batch::Found::from(photo.clone())]);
    window.state.turn_to(0);
    window.state.settings.set_own(true);
    window.state.export.choices.folder.clone_from(&odd);
    window.state.export.choices.quality = 71;
    let kept = window.remember();
    kept.save(yard.path()).unwrap();
    let read = Remembered::load(yard.path());
    assert_eq!(read, kept);
    let choices = read.export.unwrap();
    assert_eq!((choices.folder, choices.quality), (odd, 71));
    assert_eq!(read.own[0].0, photo);
}

#[test]
fn a_sheet_whose_thread_is_gone_does_not_go_on_looking() {
    let Some(mut harness) = open(Vec::new(), Remembered::default()) else {
        return;
    };
    let looker = Some(super::super::super::teach::Looker::gone());
    let sheet = super::super::super::teach::Sheet::new(&["/pages".into()], looker);
    harness.state_mut().state.teaching.sheet = Some(sheet);
    harness.run_steps(2);
    let state = &harness.state().state;
    assert!(state.teaching.sheet.as_ref().unwrap().looker.is_none());
    assert_eq!(state.problems.len(), 1);
}

#[test]
fn a_lost_device_does_not_keep_the_window_waiting_for_the_engine() {
    let Some(mut harness) = open(Vec::new(), Remembered::default()) else {
        return;
    };
    until(&mut harness, "the sample", is_drawn);
    // An engine in the middle of something that takes its time.
    let slow = EngineHandle::spawn(EngineOptions::default(), || {
        std::thread::sleep(Duration::from_secs(4));
        Studio::open(&StudioOptions::default())
    });
    harness.state_mut().engine = slow.ok();
    let ctx = harness.ctx.clone();
    let begun = Instant::now();
    harness.state_mut().device_is_lost(&ctx);
    assert!(begun.elapsed() < Duration::from_secs(1));
    assert!(harness.state().engine.is_none());
}
