//! Which photographs of the strip are meant, and what the first of them will be called.

use std::path::{Path, PathBuf};

use super::{Choices, Which};
use crate::i18n::{style_name, tr};
use crate::ui::blend::recipe_name;
use crate::ui::state::State;

impl State {
    /// Whether a photograph is one of those that are to be exported.
    pub(in crate::ui) fn is_meant(&self, index: usize, which: Which) -> bool {
        let photo = self.photos.get(index).and_then(|photo| photo.path.as_ref());
        photo.is_some_and(|path| match which {
            Which::All => true,
            Which::Shown => index == self.current,
            Which::Unsaved => !self.export.saved.contains(path),
            Which::Selected => self.is_selected(index),
        })
    }

    /// How many photographs are to be exported.
    pub(in crate::ui) fn num_to_export(&self, which: Which) -> usize {
        let meant = (0..self.photos.len()).filter(|index| self.is_meant(*index, which));
        meant.count()
    }

    /// What the drawing of the first photograph that is to be exported will be called, or why the
    /// pattern cannot be used.
    pub(in crate::ui) fn export_example(
        &self,
        choices: &Choices,
    ) -> Option<Result<PathBuf, String>> {
        let mut meant = (0..self.photos.len()).filter(|at| self.is_meant(*at, choices.which));
        let index = meant.next()?;
        let found = self.photos.get(index)?.found()?;
        let style = style_name(&self.settings.of(Some(&found.path)).style);
        Some(choices.example(&found, &style, index + 1))
    }

    /// In which style the photographs will be drawn that are to be exported, and how many of them
    /// have settings of their own; `None` when there are none.
    pub(in crate::ui) fn export_style(&self, choices: &Choices) -> Option<String> {
        let meant = (0..self.photos.len()).filter(|at| self.is_meant(*at, choices.which));
        let paths: Vec<_> = meant
            .filter_map(|at| self.photos.get(at)?.path.as_deref())
            .collect();
        let is_own = |path: &Path| self.settings.has_own(Some(path));
        let num_own = paths.iter().filter(|path| is_own(path)).count();
        if let ([_, _, ..], true) = (paths.as_slice(), num_own == paths.len()) {
            return Some(tr!("export-style-all-own"));
        }
        // Alone, its settings are what there is, its own or not.
        let first = paths
            .iter()
            .find(|path| paths.len() == 1 || !is_own(path))?;
        let recipe = self.settings.of(Some(first));
        let mut text = recipe_name(recipe);
        if self.is_moved(recipe) {
            text = tr!("export-style-tuned", style = text);
        }
        if num_own > 0 && paths.len() > 1 {
            text = tr!("export-style-own", style = text, count = num_own);
        }
        Some(text)
    }

    /// How large the drawing of the photograph that is shown will be; `None` when that is not
    /// known, as of what may be an animation.
    pub(in crate::ui) fn export_size(&self, choices: &Choices) -> Option<String> {
        let path = self.current()?.path.as_ref()?;
        let ending = path.extension().unwrap_or_default().to_ascii_lowercase();
        if ANIMATED.iter().any(|animated| ending == *animated) {
            return None;
        }
        let [photo_width, photo_height] = self.photo_size?;
        let photo = (photo_width, photo_height);
        let (width, height) = choices.size.of(photo, choices.scale, false);
        Some(size_text([width, height], [photo_width, photo_height]))
    }
}

/// Endings of files that may be animations, which keep their size.
const ANIMATED: [&str; 3] = ["gif", "apng", "webp"];

/// A size in words; where it is another than that of the photograph, with that.
pub(in crate::ui) fn size_text(size: [u32; 2], photo: [u32; 2]) -> String {
    let text = |[width, height]: [u32; 2]| format!("{width}×{height}");
    if size == photo {
        text(size)
    } else {
        tr!("size-enlarged", size = text(size), photo = text(photo))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::OutputSize;
    use crate::ui::selection::Pick;

    #[test]
    fn what_will_be_written_of_a_small_photograph_is_said() {
        let mut state = State::new();
        state.add_photos(vec!["/a.jpg".into(), "/b.gif".into()]);
        let mut choices = Choices::default();
        assert_eq!(state.export_size(&choices), None, "it is not read yet");
        state.photo_size = Some([544, 362]);
        let said = |state: &State, choices: &Choices| state.export_size(choices).unwrap();
        let enlarged = said(&state, &choices);
        assert!(
            enlarged.contains("1280×852") && enlarged.contains("544×362"),
            "{enlarged}"
        );
        choices.size = OutputSize::Photograph;
        assert!(!said(&state, &choices).contains("1280"));
        choices.size = OutputSize::Auto;
        state.photo_size = Some([4000, 3000]);
        assert_eq!(said(&state, &choices).matches("4000×3000").count(), 1);
        state.current = 1;
        assert_eq!(state.export_size(&choices), None, "it may be a film");
    }

    #[test]
    fn the_style_that_goes_out_is_said_with_those_that_keep_their_own() {
        let mut state = State::new();
        let mut choices = Choices::default();
        assert_eq!(state.export_style(&choices), None, "the sample stays");
        state.add_photos(vec!["/a.jpg".into(), "/b.jpg".into(), "/c.jpg".into()]);
        let mut bold = state.settings_of("bold");
        state.settings.set(bold.clone(), true);
        let said = |state: &State, choices: &Choices| state.export_style(choices).unwrap();
        assert_eq!(said(&state, &choices), "Bold");
        bold.ink.line += 0.5;
        state.settings.set(bold, true);
        assert_eq!(said(&state, &choices), "Bold, tuned");
        state.turn_to(1);
        state.settings.set_own(true);
        let comic = state.settings_of("comic");
        state.settings.set(comic, true);
        let mixed = state.blended(Some(("inked".to_owned(), 0.4)));
        state.settings.set(mixed, true);
        let own = "Bold, tuned; 1 photograph keeps its own settings";
        assert_eq!(said(&state, &choices), own);
        choices.which = Which::Shown;
        assert_eq!(said(&state, &choices), "Comic + Inked");
        state.select(0, Pick::Toggle);
        state.select(1, Pick::Toggle);
        choices.which = Which::All;
        for index in [0, 2] {
            state.turn_to(index);
            state.settings.set_own(true);
        }
        let all = "Each photograph keeps its own settings";
        assert_eq!(said(&state, &choices), all);
    }

    #[test]
    fn those_that_are_selected_are_meant_and_keep_their_numbers() {
        let mut state = State::new();
        state.add_photos(vec!["/a.jpg".into(), "/b.jpg".into(), "/c.jpg".into()]);
        assert_eq!(state.num_to_export(Which::Selected), 0);
        state.current = 1;
        state.select(2, Pick::Toggle);
        assert_eq!(state.num_to_export(Which::Selected), 2);
        let choices = Choices {
            which: Which::Selected,
            pattern: "{number}".to_owned(),
            ..Choices::default()
        };
        let example = state.export_example(&choices).unwrap();
        assert_eq!(example, Ok("0002.jpg".into()));
    }

    #[test]
    fn what_was_saved_is_not_meant_again_and_keeps_its_number() {
        let mut state = State::new();
        let all = [Which::All, Which::Shown, Which::Unsaved];
        let counts = |state: &State| all.map(|which| state.num_to_export(which));
        assert_eq!(counts(&state), [0, 0, 0], "the sample is not exported");
        state.add_photos(vec!["/a.jpg".into(), "/b.jpg".into(), "/c.jpg".into()]);
        assert_eq!(counts(&state), [3, 1, 3]);
        state.export.saved.insert("/a.jpg".into());
        assert_eq!(counts(&state), [3, 1, 2]);
        let choices = Choices {
            which: Which::Unsaved,
            pattern: "{number}".to_owned(),
            ..Choices::default()
        };
        let example = state.export_example(&choices).unwrap();
        assert_eq!(example, Ok("0002.jpg".into()));
    }
}
