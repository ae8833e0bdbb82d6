//! What a learnt style is called and said to be: a form to change it, and what the change means for
//! all that names the style.

use std::sync::Arc;

use super::state::State;
use crate::i18n::tr;
use crate::library::StyleLabel;
use crate::model::style_file::check_name;
use crate::render::Recipe;

/// A style that is given another label.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct StyleForm {
    /// The label that it has.
    before: StyleLabel,
    /// The one that is typed.
    pub(super) label: StyleLabel,
}

/// A label that was changed.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct StyleEdit {
    pub(super) before: StyleLabel,
    pub(super) after: StyleLabel,
}

impl StyleEdit {
    /// What takes it back.
    #[must_use]
    pub(super) fn reversed(self) -> Self {
        Self {
            before: self.after,
            after: self.before,
        }
    }
}

impl StyleForm {
    /// For a style that was learnt; `None` for any other.
    pub(super) fn new(state: &State, style: &str) -> Option<Self> {
        let mut entries = state.library.iter();
        let entry = entries.find(|entry| entry.name == style && entry.is_learnt)?;
        let before = StyleLabel {
            name: entry.name.clone(),
            author: entry.author.clone(),
            licence: entry.licence.clone(),
        };
        let label = before.clone();
        Some(Self { before, label })
    }

    /// Why it cannot be kept as it is typed; `None` when it can.
    pub(super) fn obstacle(&self, state: &State) -> Option<String> {
        let (was, is) = (&self.before.name, &self.label.name);
        if was != is && state.is_being_learnt(was) {
            Some(tr!("style-edit-learnt", name = was))
        } else if was != is && state.is_saving() {
            Some(tr!("style-edit-saving"))
        } else if check_name(is).is_err() {
            Some(tr!("teach-obstacle-name"))
        } else if was != is && state.styles.contains(is) {
            Some(tr!("teach-obstacle-taken"))
        } else {
            None
        }
    }

    /// What is to be changed; `None` when nothing is.
    pub(super) fn edit(self) -> Option<StyleEdit> {
        let Self { before, label } = self;
        let after = StyleLabel {
            author: label.author.trim().to_owned(),
            licence: label.licence.trim().to_owned(),
            ..label
        };
        (before != after).then_some(StyleEdit { before, after })
    }
}

/// The recipe when a style is called otherwise; `None` when it does not name it.
pub(super) fn renamed(recipe: &Recipe, from: &str, to: &str) -> Option<Recipe> {
    let blended = recipe.blend.as_ref().filter(|(name, _)| name == from);
    if recipe.style != from && blended.is_none() {
        return None;
    }
    let mut recipe = recipe.clone();
    if recipe.style == from {
        to.clone_into(&mut recipe.style);
    }
    if let Some((name, _)) = recipe.blend.as_mut().filter(|(name, _)| name == from) {
        to.clone_into(name);
    }
    Some(recipe)
}

impl State {
    /// Whether a style is being learnt or learnt from, waits for that, or was when the program
    /// ended.
    fn is_being_learnt(&self, style: &str) -> bool {
        let running = self.teaching.running.iter().map(|running| &running.spec);
        let waiting = self.teaching.queue.iter().map(|queued| &queued.spec);
        let uses = |spec: &crate::engine::TrainSpec| {
            spec.name == style || spec.from.as_deref() == Some(style)
        };
        let unfinished = self.teaching.unfinished.iter().map(|run| &run.spec);
        running.chain(waiting).chain(unfinished).any(uses)
    }

    /// Whether the engine has drawings for files, which name their styles.
    fn is_saving(&self) -> bool {
        let queue = &self.export.queue;
        let mut entries = queue.singles.entries.iter().chain(&queue.entries);
        self.contact.is_some() || entries.any(|entry| entry.job_id().is_some())
    }

    /// Whether the style that is drawn with can be given another label.
    pub(super) fn can_edit_style(&self) -> bool {
        StyleForm::new(self, &self.settings.present().style).is_some()
    }

    /// A style is called otherwise: in the settings of all photographs, in what is compared and
    /// varied, in presets, favourites and the queue. Whether a preset was changed.
    pub(super) fn style_renamed(&mut self, from: &str, to: &str) -> bool {
        self.settings.rename_style(from, to);
        let anew = |recipe: &mut Recipe| {
            let new = renamed(recipe, from, to);
            let is_changed = new.is_some();
            *recipe = new.unwrap_or_else(|| recipe.clone());
            is_changed
        };
        for favourite in self.favourites.iter_mut().filter(|name| *name == from) {
            to.clone_into(favourite);
        }
        for style in self.styles.iter_mut().filter(|name| *name == from) {
            to.clone_into(style);
        }
        for entry in self.library.iter_mut().filter(|entry| entry.name == from) {
            to.clone_into(&mut entry.name);
        }
        if let Some(kept) = &mut self.kept {
            anew(kept);
        }
        let variations = self.variations.iter_mut();
        for recipe in variations.flat_map(|variations| &mut variations.settings) {
            anew(recipe);
        }
        self.grid.style_renamed(from, to);
        let queue = &mut self.export.queue;
        for entry in queue.entries.iter_mut().chain(&mut queue.singles.entries) {
            if let Some(new) = renamed(&entry.settings, from, to) {
                entry.settings = Arc::new(new);
            }
        }
        let mut is_changed = false;
        for preset in &mut self.presets {
            is_changed |= anew(&mut preset.settings);
        }
        is_changed
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::engine::JobId;
    use crate::engine::batch::Existing;
    use crate::library::StyleEntry;
    use crate::ui::export::{EntryState, entry, order};
    use crate::ui::presets::Preset;

    fn state() -> State {
        let mut state = State::new();
        state.styles = ["comic", "Mine", "Other"].map(str::to_owned).to_vec();
        let entry = |name: &String| StyleEntry {
            is_learnt: name != "comic",
            author: "Ada".to_owned(),
            ..StyleEntry::built_in(name.clone())
        };
        state.library = state.styles.iter().map(entry).collect();
        state
    }

    fn typed(state: &State, name: &str) -> StyleForm {
        let mut form = StyleForm::new(state, "Mine").unwrap();
        name.clone_into(&mut form.label.name);
        form
    }

    #[test]
    fn only_learnt_styles_have_a_form_and_it_says_what_is_in_the_way() {
        let state = state();
        assert!(StyleForm::new(&state, "comic").is_none());
        assert!(StyleForm::new(&state, "nobody").is_none());
        for name in ["Mine", "Ada’s 手", "other"] {
            assert_eq!(typed(&state, name).obstacle(&state), None, "{name}");
        }
        for name in ["", "a/b", "Other", "comic", "CON", "x\ny"] {
            assert!(typed(&state, name).obstacle(&state).is_some(), "{name}");
        }
        assert_eq!(typed(&state, "Mine").edit(), None, "nothing is changed");
        let edit = typed(&state, "New").edit().unwrap();
        assert_eq!(
            (edit.before.name.as_str(), edit.after.name.as_str()),
            ("Mine", "New")
        );
        assert_eq!(edit.after.author, "Ada");
        assert_eq!(edit.clone().reversed().reversed(), edit);
    }

    #[test]
    fn a_style_is_not_renamed_while_drawings_of_it_are_saved() {
        let mut state = state();
        let order = Arc::new(order(Path::new("/out"), Existing::Skip));
        let waits = entry("a.png", &order, EntryState::Waiting);
        state.export.queue.add(vec![waits]);
        assert_eq!(typed(&state, "Ours").obstacle(&state), None, "it waits");
        let job = JobId(1);
        state.export.queue.entries[0].state = EntryState::Drawing { job, stage: None };
        assert!(typed(&state, "Ours").obstacle(&state).is_some());
        // Author and licence are in no drawing that is on its way.
        assert_eq!(typed(&state, "Mine").obstacle(&state), None);
    }

    #[test]
    fn all_that_names_a_style_names_it_as_it_is_called_now() {
        let mut state = state();
        let blend = Some(("Mine".to_owned(), 0.3));
        let mixed = Recipe {
            blend,
            ..Recipe::of_style("comic")
        };
        state.settings.set(mixed.clone(), true);
        state.settings.set(Recipe::of_style("Mine"), true);
        state.favourites = vec!["Mine".to_owned()];
        state.kept = Some(mixed.clone());
        state.presets = vec![
            Preset::new("a", &mixed),
            Preset::new("b", &Recipe::of_style("pop")),
        ];
        assert!(state.style_renamed("Mine", "Yours"));
        assert_eq!(state.settings.present().style, "Yours");
        state.settings.undo();
        let blended = |recipe: &Recipe| recipe.blend.clone().unwrap().0;
        assert_eq!(blended(state.settings.present()), "Yours");
        state.settings.redo();
        assert_eq!(state.settings.present().style, "Yours");
        assert_eq!(state.favourites, ["Yours"]);
        assert_eq!(blended(state.kept.as_ref().unwrap()), "Yours");
        assert_eq!(blended(&state.presets[0].settings), "Yours");
        assert_eq!(state.styles, ["comic", "Yours", "Other"]);
        assert!(
            !state.style_renamed("Mine", "Theirs"),
            "nothing names it any more"
        );
    }
}
