//! Learnt styles that are called otherwise, go and come back.

use super::*;
use crate::library::{DEFAULT_STYLE, StyleEntry, StyleFolderError, StyleLabel};
use crate::model::StyleFile;
use crate::ui::settings::Step;
use crate::ui::style_form::StyleEdit;
use crate::ui::toast::Remedy;

#[test]
fn a_style_that_is_called_otherwise_keeps_its_picture_and_is_taken_back_in_its_turn() {
    let Some(mut harness) = open(Vec::new(), PersistedState::default()) else {
        return;
    };
    until(&mut harness, "the sample", is_drawn);
    let window = harness.state_mut();
    window.state.styles.push("Mine".to_owned());
    window.state.library.push(StyleEntry {
        is_learnt: true,
        ..StyleEntry::built_in("Mine".to_owned())
    });
    let settings = window.state.settings_of("Mine");
    window.state.settings.set(settings, true);
    let picture = window.textures.photo.clone().unwrap();
    window.textures.styles.insert("Mine".to_owned(), picture);
    let label = |name: &str| StyleLabel {
        name: name.to_owned(),
        ..StyleLabel::default()
    };
    let edit = StyleEdit {
        before: label("Mine"),
        after: label("Ours"),
    };
    window.style_is_edited(edit.clone(), true, Ok(()));
    assert_eq!(window.state.settings.present().style, "Ours");
    assert!(window.textures.styles.contains_key("Ours"));
    assert!(!window.textures.styles.contains_key("Mine"));
    // The first frame of a message only measures it.
    harness.run_steps(2);
    harness.get_by_label_contains("is called “Ours” now");
    let window = harness.state_mut();
    let back = edit.reversed();
    assert_eq!(
        window.state.settings.undo(),
        crate::ui::settings::Step::Label(back.clone())
    );
    window.style_is_edited(back, false, Ok(()));
    assert_eq!(window.state.settings.present().style, "Mine");
    assert!(window.state.settings.can_redo());
    // What the disk refuses changes nothing, and is told.
    let refused = StyleFolderError::Exists {
        name: "Ours".to_owned(),
    };
    let edit = StyleEdit {
        before: label("Mine"),
        after: label("Ours"),
    };
    window.style_is_edited(edit, true, Err(refused));
    assert_eq!(window.state.settings.present().style, "Mine");
    assert_eq!(window.state.problems.len(), 1);
}

/// No file can have such names: the styles of whoever runs the tests stay as they are.
const LEARNT: &str = "Mine/tests";
const OTHER: &str = "Other/tests";

/// The window with a learnt style that is drawn with, and the default one tuned.
fn with_learnt() -> Option<Shown> {
    let mut harness = open(Vec::new(), PersistedState::default())?;
    until(&mut harness, "the sample", is_drawn);
    let state = &mut harness.state_mut().state;
    let mut tuned = state.settings_of(DEFAULT_STYLE);
    tuned.amount = 0.5;
    state.settings.set(tuned, true);
    let mut learnt = state.settings_of(LEARNT);
    learnt.amount = 0.7;
    state.settings.set(learnt, true);
    Some(harness)
}

fn file(name: &str) -> Box<StyleFile> {
    Box::new(StyleFile {
        name: name.to_owned(),
        ..StyleFile::default()
    })
}

#[test]
fn a_style_that_is_removed_leaves_the_default_as_it_was_tuned_and_undo_brings_it_back() {
    let Some(mut harness) = with_learnt() else {
        return;
    };
    let window = harness.state_mut();
    window.style_is_removed(LEARNT, true, file(LEARNT));
    let present = window.state.settings.present();
    assert_eq!((&*present.style, present.amount), (DEFAULT_STYLE, 0.5));
    let back = window.state.settings.undo();
    assert_eq!(back, Step::StyleBack(LEARNT.to_owned()));
    let present = window.state.settings.present();
    assert_eq!((&*present.style, present.amount), (LEARNT, 0.7));
    let gone = window.state.settings.redo();
    assert_eq!(gone, Step::StyleGone(LEARNT.to_owned()));
    assert_eq!(window.state.settings.present().style, DEFAULT_STYLE);
    // What the disk does not give back gives way to the default, too.
    window.state.settings.undo();
    let refused = StyleFolderError::NoFolder;
    window.style_is_restored(Err((refused, file(LEARNT))));
    assert_eq!(window.state.settings.present().style, DEFAULT_STYLE);
    assert_eq!(window.state.problems.len(), 1);
}

#[test]
fn what_is_put_back_is_chosen_again_if_it_was_chosen() {
    let Some(mut harness) = with_learnt() else {
        return;
    };
    let ctx = harness.ctx.clone();
    let window = harness.state_mut();
    window.style_is_removed(LEARNT, true, file(LEARNT));
    let last = window.state.toasts.iter().count() - 1;
    let remedy = window.state.toasts.iter().last().unwrap().remedy.clone();
    let was_chosen = true;
    let name = LEARNT.to_owned();
    assert_eq!(remedy, Some(Remedy::RestoreStyle { name, was_chosen }));
    window.remedy(&ctx, last);
    assert_eq!(window.state.settings.present().style, LEARNT);
    assert!(window.state.removed_styles.is_empty());
    // After another change it is no step back.
    window.style_is_removed(LEARNT, true, file(LEARNT));
    let mut settings = window.state.settings.present().clone();
    settings.amount = 0.2;
    window.state.settings.set(settings, true);
    window.restore_style(&ctx, LEARNT.to_owned(), true);
    assert_eq!(window.chosen_style.as_deref(), Some(LEARNT));
    assert_eq!(window.state.choosing(LEARNT).amount, 0.7);
    // One that was not chosen is not chosen now.
    window.chosen_style = None;
    window.style_is_removed(OTHER, true, file(OTHER));
    window.restore_style(&ctx, OTHER.to_owned(), false);
    assert_eq!(window.chosen_style, None);
}

#[test]
fn styles_among_opened_files_are_no_photographs() {
    let Some(mut harness) = open(Vec::new(), PersistedState::default()) else {
        return;
    };
    until(&mut harness, "the sample", is_drawn);
    let folder = tempfile::tempdir().unwrap();
    let style = folder.path().join("broken.kstyle");
    std::fs::write(&style, b"no style").unwrap();
    let both = vec![style.clone(), photo(folder.path(), "a.png")];
    let ctx = harness.ctx.clone();
    harness.state_mut().apply(&ctx, Action::Add(vec![style]));
    until(&mut harness, "why it is none", |window| {
        window.state.problems.len() == 1
    });
    assert!(harness.state().state.is_empty(), "nothing in the strip");
    harness.state_mut().apply(&ctx, Action::Add(both));
    until(&mut harness, "the photograph", |window| {
        is_drawn(window) && !window.state.is_empty()
    });
    assert_eq!(harness.state().state.photos.len(), 1);
    assert_eq!(harness.state().state.recent.len(), 1);
}
