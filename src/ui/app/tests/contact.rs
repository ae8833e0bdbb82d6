//! All styles on one sheet, and a learnt style that is called otherwise.

use super::*;
use crate::ui::contact::{Contact, Kind};

#[test]
fn the_shown_photograph_comes_onto_a_sheet_in_all_styles_and_stop_stops_it() {
    let yard = tempfile::tempdir().unwrap();
    let photos = vec![photo(yard.path(), "a.png")];
    let Some(mut harness) = open(photos, PersistedState::default()) else {
        return;
    };
    until(&mut harness, "the drawing", |window| {
        is_drawn(window) && !window.state.is_empty()
    });
    let ctx = harness.ctx.clone();
    let file = yard.path().join("all.png");
    let window = harness.state_mut();
    // Looks are drawn without the network, and so sooner.
    window.state.styles = ["comic", "pop"].map(str::to_owned).to_vec();
    let order = window.state.contact_order(Kind::AllStyles).unwrap();
    window.begin_contact(&ctx, order.clone(), file.clone());
    harness.step();
    harness.get_by_label_contains("Drawing the sheet");
    until(&mut harness, "the sheet", |window| {
        window.state.contact.is_none()
    });
    harness.get_by_label_contains("Saved");
    let sheet = image::open(&file).unwrap().to_rgb8();
    let whole = Contact::size_of(&order);
    assert_eq!(<[u32; 2]>::from(sheet.dimensions()), whole);
    // What is stopped leaves no file.
    let other = yard.path().join("other.png");
    let window = harness.state_mut();
    window.begin_contact(&ctx, order, other.clone());
    harness.step();
    harness.get_by_label("Stop").click();
    harness.run_steps(2);
    harness.get_by_label("Stopped");
    assert!(harness.state().state.contact.is_none() && !other.exists());
}

#[test]
fn a_sheet_names_a_mixture_by_both_styles() {
    let Some(mut harness) = open(Vec::new(), PersistedState::default()) else {
        return;
    };
    // The sample is there from the first frame on.
    let state = &mut harness.state_mut().state;
    state.styles = ["bold", "engraving-dore"].map(str::to_owned).to_vec();
    let bold = state.settings_of("bold");
    state.settings.set(bold, true);
    let mixed = state.blended(Some(("engraving-dore".to_owned(), 0.4)));
    state.settings.set(mixed, true);
    let order = state.contact_order(Kind::AllStyles).unwrap();
    let names: Vec<&str> = order.names().collect();
    assert_eq!(names, ["Bold + Engraving", "Engraving"]);
    let pair = state.contact_order(Kind::Pair).unwrap();
    assert_eq!(pair.names().collect::<Vec<_>>(), ["Bold + Engraving"]);
}
