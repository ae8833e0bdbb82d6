//! What becomes of the sliders when a second style is blended in: each that nobody has moved goes
//! with it.

use super::state::State;
use crate::i18n::{style_name, tr};
use crate::ink::InkSettings;
use crate::library::default_ink;
use crate::render::Recipe;

/// What a recipe is called: by its style, or by both where a second one is blended in.
pub(super) fn recipe_name(recipe: &Recipe) -> String {
    let name = style_name(&recipe.style);
    match &recipe.blend {
        Some((second, share)) if *share > 0.0 => {
            let second = style_name(second);
            tr!("style-mixture", first = name, second = second)
        }
        _ => name,
    }
}

impl State {
    /// The ink that the styles of a recipe bring by themselves.
    pub(super) fn own_ink(&self, recipe: &Recipe) -> InkSettings {
        let own = recipe.ink_of_styles(&self.library);
        own.unwrap_or_else(|| default_ink(&recipe.style))
    }

    /// Whether the sliders of a recipe are not as its styles bring them.
    pub(super) fn is_moved(&self, recipe: &Recipe) -> bool {
        let as_it_comes = Recipe {
            ink: self.own_ink(recipe),
            blend: recipe.blend.clone(),
            ..Recipe::of_style(&recipe.style)
        };
        *recipe != as_it_comes
    }

    /// The present settings with another blend.
    pub(super) fn blended(&self, blend: Option<(String, f32)>) -> Recipe {
        let mut settings = self.settings.present().clone();
        let before = self.own_ink(&settings);
        settings.blend = blend;
        let after = self.own_ink(&settings);
        let own = before.values().into_iter().zip(after.values());
        for (value, (before, after)) in settings.ink.values_mut().into_iter().zip(own) {
            if *value == before {
                *value = after;
            }
        }
        if settings.ink.measured == before.measured {
            settings.ink.measured = after.measured;
        }
        settings
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::StyleEntry;

    #[test]
    fn all_sliders_blend_but_those_that_were_moved() {
        let mut state = State::new();
        state.library = ["comic", "ink-philmay"]
            .map(|name| StyleEntry::built_in(name.to_owned()))
            .to_vec();
        let (comic, pen) = (default_ink("comic"), default_ink("ink-philmay"));
        let mut tuned = state.settings_of("comic");
        tuned.ink.line = 1.7;
        state.settings.set(tuned.clone(), true);
        for share in [0.3, 1.0] {
            let settings = state.blended(Some(("ink-philmay".to_owned(), share)));
            let expected = InkSettings {
                line: 1.7,
                ..comic.blend(&pen, share)
            };
            assert_eq!(settings.ink, expected);
            state.settings.set(settings, true);
        }
        assert!(state.settings.present().ink.hatching > 0.99);
        assert_eq!(state.settings.present().ink.measured, pen.measured);
        assert_eq!(state.blended(None), tuned, "and back again");
        assert!(state.is_moved(&tuned));
    }
}
