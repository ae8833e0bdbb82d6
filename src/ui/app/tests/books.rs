//! Books that are let go on the window.

use super::*;
use crate::book::fixture::{png, zip};

fn let_go(harness: &mut Shown, paths: &[&Path]) {
    let ctx = harness.ctx.clone();
    let paths = paths.iter().map(|path| path.to_path_buf()).collect();
    harness.state_mut().dropped(&ctx, paths);
}

fn pages(window: &Window) -> Vec<String> {
    let sheet = window.state.teaching.sheet.as_ref();
    let pages = sheet.into_iter().flat_map(|sheet| &sheet.pages);
    pages.map(|page| crate::book::title(&page.path)).collect()
}

#[test]
fn a_book_goes_onto_the_sheet_and_what_is_let_go_there_as_well() {
    let yard = tempfile::tempdir().unwrap();
    let book = yard.path().join("My hand.cbz");
    std::fs::write(
        &book,
        zip(&[("10.png", &png(1)), ("2.png", &png(2)), ("3.png", b"no")]),
    )
    .unwrap();
    let loose = yard.path().join("loose.png");
    std::fs::write(&loose, png(3)).unwrap();
    let Some(mut harness) = open(Vec::new(), PersistedState::default()) else {
        return;
    };
    let_go(&mut harness, &[&book]);
    until(&mut harness, "the pages", |window| {
        !pages(window).is_empty()
    });
    let expected = ["2.png", "3.png", "10.png"].map(|name| format!("My hand.cbz: {name}"));
    assert_eq!(pages(harness.state()), expected);
    let sheet = harness.state_mut().state.teaching.sheet.as_mut().unwrap();
    assert_eq!(sheet.form.name, "My hand");
    sheet.form.author = "Me".to_owned();
    assert!(
        harness
            .state()
            .state
            .photos
            .iter()
            .all(|photo| photo.path.is_none())
    );
    let_go(&mut harness, &[&loose]);
    until(&mut harness, "the page", |window| {
        pages(window) == ["loose.png"]
    });
    let sheet = harness.state().state.teaching.sheet.as_ref().unwrap();
    assert_eq!(
        (sheet.form.name.as_str(), sheet.form.author.as_str()),
        ("My hand", "Me")
    );
}
