//! Settings of all photographs and of single ones, there and back.

use super::*;

fn book() -> SettingsBook {
    let mut book = SettingsBook::new(Recipe::of_style("a"));
    book.turn_to(Some("one.jpg".into()));
    book
}

fn style<'a>(book: &'a SettingsBook, photo: &str) -> &'a str {
    &book.of(Some(Path::new(photo))).style
}

#[test]
fn settings_are_those_of_all_until_a_photograph_has_its_own() {
    let mut book = book();
    book.set(Recipe::of_style("b"), true);
    assert_eq!(style(&book, "two.jpg"), "b");
    book.set_own(true);
    book.set(Recipe::of_style("c"), true);
    assert_eq!(
        (style(&book, "one.jpg"), style(&book, "two.jpg")),
        ("c", "b")
    );
    book.set_own(false);
    assert_eq!(style(&book, "one.jpg"), "b");
    book.undo();
    assert_eq!(style(&book, "one.jpg"), "c");
    book.use_for_all();
    assert_eq!(style(&book, "two.jpg"), "c");
    assert!(!book.shown_has_own());
    book.undo();
    assert!(book.shown_has_own());
}

#[test]
fn taking_back_what_is_not_seen_names_the_photograph() {
    let mut book = book();
    book.set_own(true);
    book.set(Recipe::of_style("b"), true);
    book.turn_to(Some("two.jpg".into()));
    assert_eq!(book.undo(), Step::Elsewhere("one.jpg".into()));
    assert_eq!(book.redo(), Step::Elsewhere("one.jpg".into()));
    book.turn_to(Some("one.jpg".into()));
    assert_eq!(book.undo(), Step::Here);
}

#[test]
fn a_photograph_that_was_removed_comes_back_before_older_changes_are_undone() {
    let mut book = book();
    book.set(Recipe::of_style("b"), true);
    let removed = |name: &str, index| Removed {
        found: name.into(),
        index,
    };
    let back = |removed| Step::Back(vec![removed]);
    book.remove([removed("one.jpg", 0)]);
    book.remove([removed("two.jpg", 3)]);
    book.set(Recipe::of_style("c"), true);
    assert_eq!(book.undo(), Step::Here);
    assert_eq!(book.undo(), back(removed("two.jpg", 3)));
    assert_eq!(book.undo(), back(removed("one.jpg", 0)));
    assert_eq!(book.redo(), Step::Gone(vec![removed("one.jpg", 0)]));
    assert_eq!(book.undo(), back(removed("one.jpg", 0)));
    assert_eq!(style(&book, "two.jpg"), "b");
    assert_eq!(book.undo(), Step::Here);
    assert_eq!(style(&book, "two.jpg"), "a");
    assert_eq!(book.undo(), Step::Nothing);
}

#[test]
fn photographs_that_go_together_come_back_together_the_last_one_first() {
    let mut book = book();
    let removed = |name: &str| Removed {
        found: name.into(),
        index: 0,
    };
    let all = ["one.jpg", "two.jpg"].map(removed);
    book.remove(all.clone());
    let [one, two] = all.clone();
    assert_eq!(book.undo(), Step::Back(vec![two, one]));
    assert_eq!(book.redo(), Step::Gone(all.to_vec()));
}

#[test]
fn a_label_is_taken_back_in_its_turn_and_names_change_in_all_that_was() {
    let mut book = book();
    let label = |name: &str| crate::library::StyleLabel {
        name: name.to_owned(),
        ..crate::library::StyleLabel::default()
    };
    let edit = StyleEdit {
        before: label("a"),
        after: label("z"),
    };
    let mut tuned = Recipe::of_style("a");
    tuned.ink.line = 1.7;
    book.set(tuned, true);
    book.set(Recipe::of_style("b"), true);
    book.rename_style("a", "z");
    book.style_edited(edit.clone());
    assert_eq!(book.tuned("z").unwrap().ink.line, 1.7);
    assert_eq!(book.tuned("a"), None);
    book.set(Recipe::of_style("c"), true);
    assert_eq!(book.undo(), Step::Here);
    assert_eq!(book.undo(), Step::Label(edit.clone().reversed()));
    // What it does at the disk is done, and then the names change back.
    book.rename_style("z", "a");
    assert_eq!(book.undo(), Step::Here);
    assert_eq!(style(&book, "one.jpg"), "a");
    assert_eq!(book.redo(), Step::Here);
    assert_eq!(book.redo(), Step::Label(edit));
}

#[test]
fn a_style_that_was_looked_at_before_has_what_was_tuned_of_it() {
    let mut book = book();
    let mut tuned = Recipe::of_style("a");
    tuned.ink.line = 1.7;
    book.set(tuned.clone(), true);
    book.set(Recipe::of_style("b"), true);
    assert_eq!(book.tuned("a"), Some(&tuned));
    assert_eq!(book.tuned("b"), None);
    // A photograph with its own settings has its own tuning from then on.
    book.set_own(true);
    book.forget("a");
    assert_eq!(book.tuned("a"), None);
    book.turn_to(Some("two.jpg".into()));
    assert_eq!(book.tuned("a"), Some(&tuned));
    book.turn_to(Some("one.jpg".into()));
    book.undo();
    assert_eq!(book.tuned("a"), Some(&tuned));
    book.set(tuned.clone(), true);
    assert_eq!(book.tuned("a"), None, "it is the present one");
    book.undo();
    assert_eq!(book.tuned("a"), Some(&tuned));
}

#[test]
fn the_sample_has_no_settings_of_its_own() {
    let mut book = SettingsBook::new(Recipe::of_style("a"));
    book.set_own(true);
    assert!(!book.shown_has_own() && !book.can_undo());
}

#[test]
fn a_style_that_is_gone_gives_way_everywhere() {
    let mut book = book();
    book.set_own(true);
    book.set(Recipe::of_style("gone"), true);
    book.renew(|settings| (settings.style == "gone").then(|| Recipe::of_style("a")));
    assert_eq!(style(&book, "one.jpg"), "a");
    assert!(!book.can_undo());
}
