//! Neighbours of the present look, as pictures of the present photograph to choose from.

use super::state::State;
use crate::library::StyleEntry;
use crate::render::{NUM_VARIATIONS, Recipe, vary};

/// The neighbours that are shown.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Variations {
    /// The look that they are the neighbours of.
    of: Recipe,
    /// How often others were asked for.
    round: u64,
    pub(super) settings: Vec<Recipe>,
}

impl Variations {
    /// The first neighbours of `settings`.
    pub(super) fn new(settings: &Recipe, library: &[StyleEntry]) -> Self {
        Self::in_round(settings, library, 0)
    }

    /// Other neighbours of the same look.
    #[must_use]
    pub(super) fn others(&self, library: &[StyleEntry]) -> Self {
        Self::in_round(&self.of, library, self.round + 1)
    }

    /// Whether they are neighbours of just this look.
    pub(super) fn are_of(&self, look: &Recipe) -> bool {
        self.of == *look
    }

    /// Whether the others are neighbours of the same look.
    pub(super) fn are_beside(&self, others: &Self) -> bool {
        self.of == others.of
    }

    /// Whether all styles that they are in are there.
    pub(super) fn are_known(&self, styles: &[String]) -> bool {
        let blended = |recipe: &Recipe| recipe.blend.as_ref().map(|(name, _)| name.clone());
        self.settings.iter().all(|recipe| {
            let blended = blended(recipe);
            styles.contains(&recipe.style) && blended.is_none_or(|name| styles.contains(&name))
        })
    }

    /// Whether they are neighbours of a look in that style.
    pub(super) fn are_in(&self, style: &str) -> bool {
        self.of.style == style
    }

    fn in_round(settings: &Recipe, library: &[StyleEntry], round: u64) -> Self {
        let seeds = round * NUM_VARIATIONS..(round + 1) * NUM_VARIATIONS;
        let neighbours = seeds.map(|seed| vary(settings, library, seed));
        Self {
            of: settings.clone(),
            round,
            settings: neighbours.collect(),
        }
    }
}

impl State {
    /// The first neighbours of what is shown.
    pub(super) fn neighbours(&self) -> Variations {
        Variations::new(self.settings.present(), &self.library)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_neighbours_are_of_the_same_look_and_others() {
        let state = State::new();
        let first = state.neighbours();
        assert_eq!(first.settings.len() as u64, NUM_VARIATIONS);
        let second = first.others(&state.library);
        assert_eq!(second.of, first.of);
        assert!(second.are_beside(&first) && second.are_of(state.settings.present()));
        let known: Vec<String> = second
            .settings
            .iter()
            .map(|one| one.style.clone())
            .collect();
        let blends = second.settings.iter().filter_map(|one| one.blend.clone());
        let blends: Vec<String> = blends.map(|(name, _)| name).collect();
        assert!(second.are_known(&[known, blends].concat()) && !second.are_known(&[]));
        let all = first.settings.iter().zip(&second.settings);
        assert!(all.into_iter().all(|(one, other)| one != other));
    }
}
