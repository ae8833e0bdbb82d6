//! Which photographs of the strip are meant, and what the first of them will be called.

use std::path::PathBuf;

use super::super::state::State;
use super::{Choices, Which};

impl State {
    /// Whether a photograph is one of those that are to be exported.
    pub(in crate::ui) fn is_meant(&self, index: usize, which: Which) -> bool {
        let photo = self.photos.get(index).and_then(|photo| photo.path.as_ref());
        photo.is_some_and(|path| match which {
            Which::All => true,
            Which::Shown => index == self.current,
            Which::Unsaved => !self.export.saved.contains(path),
        })
    }

    /// How many photographs are to be exported.
    pub(in crate::ui) fn num_to_export(&self, which: Which) -> usize {
        let meant = (0..self.photos.len()).filter(|index| self.is_meant(*index, which));
        meant.count()
    }

    /// What the drawing of the first photograph that is to be exported will be called, or why the pattern
    /// cannot be used.
    pub(in crate::ui) fn export_example(
        &self,
        choices: &Choices,
    ) -> Option<Result<PathBuf, String>> {
        let mut meant = (0..self.photos.len()).filter(|at| self.is_meant(*at, choices.which));
        let index = meant.next()?;
        let found = self.photos.get(index)?.found()?;
        let style = &self.settings.of(Some(&found.path)).look.style;
        Some(choices.example(&found, style, index + 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
