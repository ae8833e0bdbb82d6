//! What a slider does, in two pictures: the present drawing with the slider at either end.

use std::ops::RangeInclusive;

use crate::ink::SLIDERS;
use crate::model::Dials;
use crate::render::Recipe;

/// The present recipe with one slider at its least and at its most.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Ends {
    /// The key of the slider's words.
    words: &'static str,
    /// What was present.
    of: Recipe,
    pub(super) recipes: [Recipe; 2],
}

impl Ends {
    /// Those of the slider with these words; `None` when there is none.
    pub(super) fn new(present: &Recipe, words: &'static str) -> Option<Self> {
        let at = |end: fn(&RangeInclusive<f32>) -> f32| {
            let mut recipe = present.clone();
            let (value, range) = slider(&mut recipe, words)?;
            *value = end(&range);
            Some(recipe)
        };
        Some(Self {
            words,
            of: present.clone(),
            recipes: [at(|range| *range.start())?, at(|range| *range.end())?],
        })
    }

    /// Whether they still show what that slider does.
    pub(super) fn are_of(&self, present: &Recipe, words: &str) -> bool {
        self.words == words && self.of == *present
    }
}

/// The value of the slider with these words, and its range.
fn slider<'a>(recipe: &'a mut Recipe, words: &str) -> Option<(&'a mut f32, RangeInclusive<f32>)> {
    let weight = Dials::MIN..=Dials::MAX;
    match words {
        "dial-amount" => Some((&mut recipe.amount, Recipe::AMOUNT)),
        "dial-style" => Some((&mut recipe.weights.style, weight)),
        "dial-content" => Some((&mut recipe.weights.content, weight)),
        "dial-cycle" => Some((&mut recipe.weights.cycle, weight)),
        _ => {
            let values = recipe.ink.values_mut().into_iter().zip(SLIDERS);
            let mut own = values.filter(|(_, slider)| slider.words == words);
            own.next()
                .map(|(value, slider)| (value, slider.range.clone()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::DEFAULT_STYLE;

    #[test]
    fn each_slider_is_at_its_ends_and_nothing_else_has_moved() {
        let present = Recipe::of_style(DEFAULT_STYLE);
        let of_recipe = ["dial-amount", "dial-style", "dial-content", "dial-cycle"];
        let of_ink = SLIDERS.iter().map(|slider| slider.words);
        for words in of_recipe.into_iter().chain(of_ink) {
            let ends = Ends::new(&present, words).unwrap();
            assert!(ends.are_of(&present, words));
            assert_ne!(ends.recipes[0], ends.recipes[1], "{words}");
            for mut recipe in ends.recipes {
                assert_eq!(recipe.clone().sanitised(), recipe, "{words}");
                let before = *slider(&mut present.clone(), words).unwrap().0;
                *slider(&mut recipe, words).unwrap().0 = before;
                assert_eq!(recipe, present, "{words}");
            }
        }
        assert_eq!(Ends::new(&present, "dial-of-nothing"), None);
    }

    #[test]
    fn they_are_out_of_date_when_another_slider_has_moved() {
        let present = Recipe::of_style(DEFAULT_STYLE);
        let ends = Ends::new(&present, "dial-style").unwrap();
        assert!(!ends.are_of(&present, "dial-content"));
        let moved = Recipe {
            amount: 0.5,
            ..present
        };
        assert!(!ends.are_of(&moved, "dial-style"));
    }
}
