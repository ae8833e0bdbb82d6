//! Neighbours of a look: a step bolder or finer, plainer or softer, or towards another style, each
//! by its seed, so that the same one can be drawn again.

use super::Recipe;
use crate::ink::SLIDERS;
use crate::library::StyleEntry;

/// Kinds of neighbours; seeds that follow each other go through all of them.
pub const NUM_VARIATIONS: u64 = 6;

/// Share of a slider's range by which it moves beside what the kind asks for.
const JITTER: f32 = 0.06;
/// Where the values stay that a step leads to: beyond them a drawing is hardly ever liked.
const TASTE: [(&str, f32, f32); 7] = [
    ("boldness", 0.3, 1.8),
    ("detail", 0.1, 0.95),
    ("line", 0.3, 1.7),
    ("line_width", 0.6, 1.8),
    ("tones", 0.0, 1.7),
    ("saturation", 0.4, 1.7),
    ("paper", 0.0, 0.6),
];

/// The neighbour with that seed. Other styles come from `library`.
pub fn vary(recipe: &Recipe, library: &[StyleEntry], seed: u64) -> Recipe {
    let mut random = fastrand::Rng::with_seed(seed);
    let mut between = |low: f32, high: f32| low + (high - low) * random.f32();
    let (mut blend, mut new) = (recipe.blend.clone(), recipe.ink);
    let ink = &recipe.ink;
    match seed % NUM_VARIATIONS {
        0 => {
            new.boldness += between(0.3, 0.6);
            new.line *= between(1.1, 1.4);
            new.detail -= between(0.1, 0.25);
        }
        1 => {
            new.boldness -= between(0.3, 0.5);
            new.line_width *= between(0.75, 0.95);
            new.detail += between(0.15, 0.3);
        }
        2 => {
            new.tones += between(0.3, 0.6);
            new.detail -= between(0.15, 0.3);
            new.saturation *= between(1.05, 1.2);
        }
        3 => {
            new.line *= between(0.4, 0.7);
            new.tones *= between(0.4, 0.7);
            new.saturation *= between(0.75, 0.95);
        }
        _ => {
            let is_other = |entry: &&StyleEntry| {
                let second = recipe.blend.as_ref().map(|(name, _)| name);
                entry.name != recipe.style && Some(&entry.name) != second
            };
            let others: Vec<&StyleEntry> = library.iter().filter(is_other).collect();
            let share = between(0.25, 0.5);
            let at = between(0.0, others.len() as f32) as usize;
            if let Some(other) = others.get(at) {
                new = ink.blend(&other.ink, share);
                blend = Some((other.name.clone(), share));
            }
        }
    }
    let values = new.values_mut().into_iter().zip(ink.values());
    for ((value, before), slider) in values.zip(SLIDERS) {
        let range = slider.range.end() - slider.range.start();
        let step = between(-1.0, 1.0) * JITTER * range;
        // What a style does without stays away.
        if before != slider.neutral && *value != *slider.range.start() {
            *value += step;
        }
        let within = TASTE.iter().find(|(key, ..)| *key == slider.key);
        if let Some((_, low, high)) = within.filter(|_| *value != before) {
            // What is beyond already may stay there.
            *value = value.clamp(low.min(before), high.max(before));
        }
    }
    Recipe {
        blend,
        ink: new.sanitised(),
        ..recipe.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn library() -> Vec<StyleEntry> {
        let names = ["comic", "oz-neill", "ink-philmay", "newsprint"];
        names
            .map(|name| StyleEntry::built_in(name.to_owned()))
            .to_vec()
    }

    #[test]
    fn six_neighbours_are_apart_and_the_same_again_by_their_seeds() {
        for style in ["comic", "ink-philmay"] {
            let recipe = Recipe::of_style(style);
            let all: Vec<_> = (0..NUM_VARIATIONS)
                .map(|seed| vary(&recipe, &library(), seed))
                .collect();
            for (index, one) in all.iter().enumerate() {
                assert_ne!(one.ink, recipe.ink);
                assert_eq!(*one, vary(&recipe, &library(), index as u64));
                assert!(all.iter().skip(index + 1).all(|other| other.ink != one.ink));
            }
            assert!(all[0].ink.boldness > all[1].ink.boldness);
            assert!(all[4].blend.is_some() && all[5].blend.is_some());
        }
    }

    #[test]
    fn values_stay_in_their_ranges_and_what_a_style_does_without_stays_away() {
        let recipe = Recipe::of_style("comic");
        for seed in (0..600).filter(|seed| seed % NUM_VARIATIONS < 4) {
            let new = vary(&recipe, &library(), seed).ink;
            assert_eq!(new, new.sanitised());
            let (hand, hatching) = (recipe.ink.hand, recipe.ink.hatching);
            assert_eq!((new.hand, new.hatching), (hand, hatching));
            assert!((0.3..=1.8).contains(&new.boldness), "{}", new.boldness);
        }
        // Alone on in its library a style has neighbours all the same.
        assert_ne!(vary(&recipe, &[], 4).ink, recipe.ink);
    }
}
