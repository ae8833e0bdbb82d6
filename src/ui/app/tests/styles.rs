//! A learnt style that is called otherwise.

use super::*;
use crate::library::{StyleEntry, StyleFolderError, StyleLabel};
use crate::ui::style_form::StyleEdit;

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
