//! What is kept for the next start, and that nothing keeps the window waiting.

use super::*;
use crate::render::Recipe;
use crate::ui::guide::Chapter;
use crate::ui::state::Help;

#[test]
fn photographs_and_sliders_are_kept_soon_after_a_change() {
    let yard = tempfile::tempdir().unwrap();
    let config = yard.path().join("config");
    let (device, photos) = (DeviceChoice::Cpu, vec![photo(yard.path(), "a.png")]);
    let folder = Some(config.clone());
    let Some(mut harness) = open_in(folder, device, photos.clone(), PersistedState::default())
    else {
        return;
    };
    until(&mut harness, "the drawing", |window| {
        is_drawn(window) && !window.state.is_empty()
    });
    let mut settings = harness.state().state.settings_of("ink-philmay");
    settings.amount = 0.75;
    let ctx = harness.ctx.clone();
    let (wanted, settled) = (settings.clone(), true);
    harness
        .state_mut()
        .apply(&ctx, Action::Set { settings, settled });
    let begun = Instant::now();
    until(&mut harness, "the settings on the disk", |_| {
        let kept = PersistedState::load(&config);
        kept.common.as_ref() == Some(&wanted) && kept.photos == photos
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
    let persisted = PersistedState {
        photos: vec!["/media/slow/a.jpg".into()],
        shown: Some("/media/slow/a.jpg".into()),
        ..PersistedState::load(&config)
    };
    let Some(mut harness) = open_in(None, DeviceChoice::Cpu, Vec::new(), persisted.clone()) else {
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
    window.keeping = Keeping::new(&persisted);
    window.shown_before.clone_from(&persisted.shown);
    let kept = window.remember();
    assert_eq!(
        (kept.photos, kept.shown),
        (persisted.photos, persisted.shown)
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
    let Some(mut harness) = open(Vec::new(), PersistedState::default()) else {
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
    let read = PersistedState::load(yard.path());
    assert_eq!(read, kept);
    let choices = read.export.unwrap();
    assert_eq!((choices.folder, choices.quality), (odd, 71));
    assert_eq!(read.own[0].0, photo);
}

#[test]
fn a_sheet_whose_thread_is_gone_does_not_go_on_looking() {
    let Some(mut harness) = open(Vec::new(), PersistedState::default()) else {
        return;
    };
    let looker = Some(crate::ui::teach::Looker::gone());
    let sheet = crate::ui::teach::Sheet::new(&["/pages".into()], looker);
    harness.state_mut().state.teaching.sheet = Some(sheet);
    harness.run_steps(2);
    let state = &harness.state().state;
    assert!(state.teaching.sheet.as_ref().unwrap().looker.is_none());
    assert_eq!(state.problems.len(), 1);
}

#[test]
fn a_lost_device_does_not_keep_the_window_waiting_for_the_engine() {
    let Some(mut harness) = open(Vec::new(), PersistedState::default()) else {
        return;
    };
    until(&mut harness, "the sample", is_drawn);
    // An engine in the middle of something that takes its time.
    let slow = EngineHandle::spawn(EngineOptions::default(), || {
        std::thread::sleep(Duration::from_secs(4));
        Renderer::open(&RendererOptions::default())
    });
    harness.state_mut().engine = slow.ok();
    let ctx = harness.ctx.clone();
    let begun = Instant::now();
    harness.state_mut().device_is_lost(&ctx);
    assert!(begun.elapsed() < Duration::from_secs(1));
    assert!(harness.state().engine.is_none());
}

#[test]
fn what_came_back_after_a_crash_is_told_with_the_way_to_start_empty() {
    let yard = tempfile::tempdir().unwrap();
    let kept = photo(yard.path(), "a.png");
    for was_closed in [Some(false), Some(true), None] {
        let persisted = PersistedState {
            photos: vec![kept.clone()],
            was_closed,
            ..PersistedState::default()
        };
        let Some(mut harness) = open(Vec::new(), persisted) else {
            return;
        };
        until(&mut harness, "the photograph", |window| {
            !window.state.is_empty()
        });
        let offer = "Start with an empty window";
        if was_closed != Some(false) {
            assert!(harness.query_by_label(offer).is_none(), "{was_closed:?}");
            continue;
        }
        harness.get_by_label_contains("1 photograph and all settings are back");
        harness.get_by_label(offer).click();
        harness.run_steps(3);
        assert!(harness.state().state.is_empty());
        harness.get_by_label("Undo").click();
        harness.run_steps(3);
        assert_eq!(harness.state().state.photos[0].path, Some(kept.clone()));
        // Whoever comes after a kill finds that it was one.
        assert_eq!(harness.state().remember().was_closed, Some(false));
        harness.state_mut().keeping.close();
        assert_eq!(harness.state().remember().was_closed, Some(true));
    }
}

#[test]
fn what_was_tuned_of_other_styles_is_there_again() {
    let mut tuned = Recipe::of_style("ink-philmay");
    tuned.ink.line = 1.7;
    let Some(mut harness) = open(Vec::new(), PersistedState::default()) else {
        return;
    };
    let state = &mut harness.state_mut().state;
    state.settings.set(tuned.clone(), true);
    let other = state.settings_of("ink-gibson");
    state.settings.set(other, true);
    let kept = harness.state().remember();
    assert_eq!(
        kept.tuned,
        [tuned.clone()],
        "what is as it comes is not kept"
    );
    let book = crate::ui::app::keep::settings_of(&kept).unwrap();
    assert_eq!(book.tuned("ink-philmay"), Some(&tuned));
    assert_eq!(book.present().style, "ink-gibson");
}

#[test]
fn the_guide_opens_where_it_was_read_last_also_after_a_restart() {
    let before = PersistedState {
        chapter: Some(Chapter::Export),
        ..PersistedState::default()
    };
    let Some(mut harness) = open(Vec::new(), before) else {
        return;
    };
    let ctx = harness.ctx.clone();
    let window = harness.state_mut();
    window.command(&ctx, Command::Guide);
    let is_open = |window: &Window, wanted| match &window.state.help {
        Some(Help::Guide(page)) => page.chapter == wanted,
        _ => false,
    };
    assert!(is_open(window, Chapter::Export));
    window.read_guide(&ctx, Chapter::Animations);
    window.close_help();
    window.command(&ctx, Command::Guide);
    assert!(is_open(window, Chapter::Animations));
    assert_eq!(window.remember().chapter, Some(Chapter::Animations));
}

#[test]
fn what_was_remembered_is_there_again() {
    let persisted = PersistedState {
        mode: Some(ViewMode::Wipe),
        is_dark: Some(false),
        shows_controls: Some(false),
        language: Some(LanguageChoice::Of(crate::i18n::Language::Chinese)),
        ..PersistedState::default()
    };
    let Some(mut harness) = open(Vec::new(), persisted.clone()) else {
        return;
    };
    harness.run_steps(2);
    harness.get_by_label("文件");
    let kept = harness.state().remember();
    assert_eq!(kept.mode, persisted.mode);
    assert_eq!(kept.is_dark, persisted.is_dark);
    assert_eq!(kept.shows_controls, persisted.shows_controls);
    assert_eq!(kept.language, persisted.language);
}
