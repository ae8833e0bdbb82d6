//! What the sliders say: for all photographs together, and for those that have settings of their
//! own.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::history::History;
use crate::engine::batch::Found;
use crate::render::Recipe;

/// Settings belong to the style: those of the chosen one, and those of the styles that were looked
/// at before, so that coming back finds what was tuned.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Tuned {
    pub(super) present: Recipe,
    /// By name of the style; the chosen one is not among them.
    others: Arc<BTreeMap<String, Recipe>>,
}

impl Tuned {
    /// The settings of the chosen style, and of others.
    pub(super) fn new(present: Recipe, others: impl IntoIterator<Item = Recipe>) -> Self {
        let others = others.into_iter();
        let others = others.filter(|other| other.style != present.style);
        let others = others.map(|other| (other.style.clone(), other));
        Self {
            others: Arc::new(others.collect()),
            present,
        }
    }

    /// The settings of the styles that are not chosen.
    pub(super) fn others(&self) -> impl Iterator<Item = &Recipe> {
        self.others.values()
    }

    fn set(&mut self, settings: Recipe) {
        let before = std::mem::replace(&mut self.present, settings);
        if before.style != self.present.style {
            let others = Arc::make_mut(&mut self.others);
            others.remove(&self.present.style);
            others.insert(before.style.clone(), before);
        }
    }
}

/// A photograph that was taken out of the strip, and its place there.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Removed {
    pub(super) found: Found,
    pub(super) index: usize,
}

/// The settings of all photographs at one time, and those that were taken out until then.
#[derive(Clone, Debug, PartialEq)]
struct Sheet {
    common: Tuned,
    own: BTreeMap<PathBuf, Tuned>,
    /// In the order in which they were.
    removed: Vec<Removed>,
}

/// What a step back or forward did.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Step {
    /// There is none.
    Nothing,
    /// The settings of the photograph that is shown changed.
    Here,
    /// Those of this one.
    Elsewhere(PathBuf),
    /// These are to come back to the strip, in this order.
    Back(Vec<Removed>),
    /// These are to go again, in this order.
    Gone(Vec<Removed>),
}

/// The settings of all photographs, with undo and redo over all of them, and over photographs being
/// removed.
#[derive(Clone, Debug)]
pub(super) struct SettingsBook {
    history: History<Sheet>,
    /// The photograph that is shown; `None` for the sample.
    shown: Option<PathBuf>,
}

impl SettingsBook {
    /// The same settings for every photograph.
    pub(super) fn new(common: Recipe) -> Self {
        Self::with_own(Tuned::new(common, []), BTreeMap::new())
    }

    /// Some photographs have settings of their own.
    pub(super) fn with_own(common: Tuned, own: BTreeMap<PathBuf, Tuned>) -> Self {
        Self {
            history: History::new(Sheet {
                common,
                own,
                removed: Vec::new(),
            }),
            shown: None,
        }
    }

    /// Turns to another photograph; `None` is the sample.
    pub(super) fn turn_to(&mut self, photo: Option<PathBuf>) {
        self.shown = photo;
    }

    /// The settings of the photograph that is shown.
    pub(super) fn present(&self) -> &Recipe {
        self.of(self.shown.as_deref())
    }

    /// The settings of a photograph.
    pub(super) fn of(&self, photo: Option<&Path>) -> &Recipe {
        &self.tuned_of(photo).present
    }

    fn tuned_of(&self, photo: Option<&Path>) -> &Tuned {
        let sheet = self.history.present();
        let own = photo.and_then(|photo| sheet.own.get(photo));
        own.unwrap_or(&sheet.common)
    }

    /// What was tuned of a style that is not chosen, for the photograph that is shown.
    pub(super) fn tuned(&self, style: &str) -> Option<&Recipe> {
        self.tuned_of(self.shown.as_deref()).others.get(style)
    }

    /// The settings of every photograph without its own.
    pub(super) fn common(&self) -> &Tuned {
        &self.history.present().common
    }

    /// The photographs with settings of their own.
    pub(super) fn own(&self) -> &BTreeMap<PathBuf, Tuned> {
        &self.history.present().own
    }

    /// Whether a photograph has settings of its own.
    pub(super) fn has_own(&self, photo: Option<&Path>) -> bool {
        photo.is_some_and(|photo| self.own().contains_key(photo))
    }

    /// Whether the photograph that is shown has settings of its own.
    pub(super) fn shown_has_own(&self) -> bool {
        self.has_own(self.shown.as_deref())
    }

    /// Changes the settings of the photograph that is shown, or those of all if it has none of its
    /// own; the change can be taken back once it is `settled`, as a whole.
    pub(super) fn set(&mut self, settings: Recipe, settled: bool) {
        let mut sheet = self.history.present().clone();
        self.of_shown(&mut sheet).set(settings);
        self.history.set(sheet, settled);
    }

    /// Forgets what was tuned of a style that is not chosen.
    pub(super) fn forget(&mut self, style: &str) {
        let mut sheet = self.history.present().clone();
        Arc::make_mut(&mut self.of_shown(&mut sheet).others).remove(style);
        self.history.set(sheet, true);
    }

    fn of_shown<'a>(&self, sheet: &'a mut Sheet) -> &'a mut Tuned {
        let own = self.shown.as_ref().and_then(|path| sheet.own.get_mut(path));
        own.unwrap_or(&mut sheet.common)
    }

    /// Gives the photograph that is shown settings of its own, or takes them away.
    pub(super) fn set_own(&mut self, has_own: bool) {
        let Some(path) = self.shown.clone() else {
            return;
        };
        let mut sheet = self.history.present().clone();
        if has_own {
            let tuned = self.tuned_of(Some(&path)).clone();
            sheet.own.insert(path, tuned);
        } else {
            sheet.own.remove(&path);
        }
        self.history.set(sheet, true);
    }

    /// Uses the settings of the photograph that is shown for all.
    pub(super) fn use_for_all(&mut self) {
        let common = self.tuned_of(self.shown.as_deref()).clone();
        let sheet = Sheet {
            common,
            own: BTreeMap::new(),
            ..self.history.present().clone()
        };
        self.history.set(sheet, true);
    }

    /// Takes note that photographs were taken out of the strip, one after the other, which can be
    /// taken back at once.
    pub(super) fn remove(&mut self, removed: impl IntoIterator<Item = Removed>) {
        let mut sheet = self.history.present().clone();
        sheet.removed.extend(removed);
        self.history.set(sheet, true);
    }

    /// Replaces every set of settings for which `renew` has another; the past is forgotten.
    pub(super) fn renew(&mut self, renew: impl Fn(&Recipe) -> Option<Recipe>) {
        let mut sheet = self.history.present().clone();
        for tuned in std::iter::once(&mut sheet.common).chain(sheet.own.values_mut()) {
            if let Some(new) = renew(&tuned.present) {
                tuned.present = new;
            }
        }
        if sheet != *self.history.present() {
            self.history = History::new(sheet);
        }
    }

    /// Goes a step back.
    pub(super) fn undo(&mut self) -> Step {
        self.step(History::undo)
    }

    /// Goes a step forward again.
    pub(super) fn redo(&mut self) -> Step {
        self.step(History::redo)
    }

    fn step(&mut self, step: fn(&mut History<Sheet>) -> bool) -> Step {
        let before = self.history.present().clone();
        let had_own = self.shown_has_own();
        let present = self.present().clone();
        if !step(&mut self.history) {
            return Step::Nothing;
        }
        let after = self.history.present();
        let (was, is) = (before.removed.len(), after.removed.len());
        if let Some(removed) = before.removed.get(is..).filter(|list| !list.is_empty()) {
            // The last one was taken out of what the others left.
            return Step::Back(removed.iter().rev().cloned().collect());
        }
        if let Some(removed) = after.removed.get(was..).filter(|list| !list.is_empty()) {
            return Step::Gone(removed.to_vec());
        }
        if *self.present() != present || self.shown_has_own() != had_own {
            return Step::Here;
        }
        let mut paths = before.own.keys().chain(after.own.keys());
        let elsewhere = paths.find(|path| before.own.get(*path) != after.own.get(*path));
        elsewhere.map_or(Step::Here, |path| Step::Elsewhere(path.clone()))
    }

    pub(super) fn can_undo(&self) -> bool {
        self.history.can_undo()
    }

    pub(super) fn can_redo(&self) -> bool {
        self.history.can_redo()
    }
}

#[cfg(test)]
mod tests {
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
}
