//! What the sliders say: for all photographs together, and for those that have settings of their
//! own.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::history::History;
use super::style_form::{StyleEdit, renamed};
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

    /// A style is called otherwise.
    fn rename_style(&mut self, from: &str, to: &str) {
        let new = |recipe: &Recipe| renamed(recipe, from, to);
        if let Some(present) = new(&self.present) {
            self.present = present;
        }
        if self.others.values().any(|other| new(other).is_some()) {
            let others = self.others.values();
            let others = others.map(|other| new(other).unwrap_or_else(|| other.clone()));
            let by_name = others.map(|other| (other.style.clone(), other));
            self.others = Arc::new(by_name.collect());
        }
    }

    /// A style is there no more: what was drawn with it is drawn with `instead`, as that was left
    /// if it was tuned, and what it was blended into without it.
    fn leave_style(&mut self, style: &str, instead: &Recipe) {
        if self.present.style == style {
            let tuned = self.others.get(&instead.style);
            let settings = tuned.unwrap_or(instead).clone();
            self.set(settings);
        }
        let blend = self.present.blend.take();
        self.present.blend = blend.filter(|(name, _)| name != style);
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
    /// Labels of styles that were changed, in order.
    edits: Vec<StyleEdit>,
    /// Styles that were taken out of the style library, in order.
    removed_styles: Vec<String>,
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
    /// A style is to have another label.
    Label(StyleEdit),
    /// A style is to come back to the style library.
    StyleBack(String),
    /// It is to go again.
    StyleGone(String),
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
                edits: Vec::new(),
                removed_styles: Vec::new(),
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

    /// Takes note that a style has another label, which can be taken back.
    pub(super) fn style_edited(&mut self, edit: StyleEdit) {
        let mut sheet = self.history.present().clone();
        sheet.edits.push(edit);
        self.history.set(sheet, true);
    }

    /// Takes note that a style was taken out of the style library, which can be taken back; where
    /// it was chosen, `instead` is from now on, as it was left if it was tuned.
    pub(super) fn style_removed(&mut self, style: &str, instead: &Recipe) {
        let mut sheet = self.history.present().clone();
        for tuned in std::iter::once(&mut sheet.common).chain(sheet.own.values_mut()) {
            tuned.leave_style(style, instead);
        }
        sheet.removed_styles.push(style.to_owned());
        self.history.set(sheet, true);
    }

    /// Whether a step back would bring that style back.
    pub(super) fn would_bring_back(&self, style: &str) -> bool {
        let now = &self.history.present().removed_styles;
        let before = self.history.before();
        let before = before.and_then(|sheet| now.get(sheet.removed_styles.len()));
        before.is_some_and(|removed| removed == style)
    }

    /// A style is called otherwise, now and in all that can be taken back.
    pub(super) fn rename_style(&mut self, from: &str, to: &str) {
        self.history.change_all(|sheet| {
            for tuned in std::iter::once(&mut sheet.common).chain(sheet.own.values_mut()) {
                tuned.rename_style(from, to);
            }
        });
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
        let (was, is) = (before.edits.len(), after.edits.len());
        if let Some(edit) = before.edits.get(is) {
            return Step::Label(edit.clone().reversed());
        }
        if let Some(edit) = after.edits.get(was) {
            return Step::Label(edit.clone());
        }
        let (was, is) = (before.removed_styles.len(), after.removed_styles.len());
        if let Some(style) = before.removed_styles.get(is) {
            return Step::StyleBack(style.clone());
        }
        if let Some(style) = after.removed_styles.get(was) {
            return Step::StyleGone(style.clone());
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
mod tests;
