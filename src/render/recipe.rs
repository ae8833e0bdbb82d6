//! Everything that decides how a photograph is drawn, as one plain value.
//!
//! The size is not part of it: the window draws the same recipe as a thumbnail, while a slider
//! moves, and for a file, and must know that it is the same.

use crate::ink::InkSettings;
use crate::library::{StyleEntry, default_ink};
use crate::model::Dials;

/// How a photograph is drawn: a style, how far to go, and the ink.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(from = "Stored", into = "Stored")]
pub struct Recipe {
    /// Name of the style.
    pub style: String,
    /// A second style, and how far to go towards it, `0.0..=1.0`.
    pub blend: Option<(String, f32)>,
    /// Way from the photograph to the drawing: 0 is the photograph, exactly; 1 the drawing, which
    /// is faded in until then; beyond, up to 1.5, the network exaggerates.
    pub amount: f32,
    /// The loss weights that the network is told.
    pub weights: Dials,
    /// What is drawn over the network's output.
    pub ink: InkSettings,
}

impl Recipe {
    /// Range of [`amount`](Self::amount).
    pub const AMOUNT: std::ops::RangeInclusive<f32> = 0.0..=1.5;

    /// A style as it comes, with the ink that suits a built-in one of its name.
    pub fn of_style(style: impl Into<String>) -> Self {
        let style = style.into();
        Self {
            ink: default_ink(&style),
            blend: None,
            amount: 1.0,
            weights: Dials::NEUTRAL,
            style,
        }
    }

    /// The same with other ink.
    #[must_use]
    pub fn with_ink(self, ink: InkSettings) -> Self {
        Self { ink, ..self }
    }

    /// As it may come from a file, with every value in its range.
    #[must_use]
    pub fn sanitised(mut self) -> Self {
        let blend = self.blend.take();
        let blend = blend.map(|(name, share)| (name, share.clamp(0.0, 1.0)));
        self.blend = blend.filter(|(_, share)| share.is_finite());
        self.amount = self
            .amount
            .clamp(*Self::AMOUNT.start(), *Self::AMOUNT.end());
        for weight in [
            &mut self.weights.style,
            &mut self.weights.content,
            &mut self.weights.cycle,
        ] {
            *weight = weight.clamp(Dials::MIN, Dials::MAX);
        }
        self.ink = self.ink.sanitised();
        self
    }

    /// Share of the drawing in the result, `0.0..=1.0`; the rest is the photograph.
    pub fn share(&self) -> f32 {
        self.amount.clamp(0.0, 1.0)
    }

    /// How far the network goes: below an amount of 1 all of the style, which is faded in
    /// afterwards.
    pub fn network_amount(&self) -> f32 {
        self.amount.max(1.0)
    }

    /// Whether the network draws the same for both, whatever the ink and the fading do.
    pub fn draws_as(&self, other: &Self) -> bool {
        match [self.ink.needs_network(), other.ink.needs_network()] {
            [true, true] => {
                self.style == other.style
                    && self.blend == other.blend
                    && self.network_amount() == other.network_amount()
                    && self.weights == other.weights
            }
            [needs, other_needs] => needs == other_needs,
        }
    }

    /// The ink of its style, as far on the way to that of the second one as the two are blended;
    /// `None` when one of them is not among `styles`.
    pub fn ink_of_styles(&self, styles: &[StyleEntry]) -> Option<InkSettings> {
        let of = |name: &str| {
            let entry = styles.iter().find(|entry| entry.name == name)?;
            Some(entry.ink)
        };
        let own = of(&self.style)?;
        match &self.blend {
            Some((other, share)) => Some(own.blend(&of(other)?, *share)),
            None => Some(own),
        }
    }
}

/// What files hold: what the network is told stands apart from the ink.
#[derive(serde::Serialize, serde::Deserialize)]
struct Stored {
    look: Told,
    ink: Option<InkSettings>,
}

#[derive(serde::Serialize, serde::Deserialize)]
struct Told {
    style: String,
    blend: Option<(String, f32)>,
    amount: f32,
    dials: Dials,
}

impl From<Stored> for Recipe {
    fn from(Stored { look, ink }: Stored) -> Self {
        Self {
            ink: ink.unwrap_or_else(|| default_ink(&look.style)),
            style: look.style,
            blend: look.blend,
            amount: look.amount,
            weights: look.dials,
        }
    }
}

impl From<Recipe> for Stored {
    fn from(recipe: Recipe) -> Self {
        Self {
            look: Told {
                style: recipe.style,
                blend: recipe.blend,
                amount: recipe.amount,
                dials: recipe.weights,
            },
            ink: Some(recipe.ink),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_of_the_ink_is_blended_and_nothing_of_a_style_that_is_not_there() {
        let styles = ["comic", "ink-philmay"].map(|name| StyleEntry::built_in(name.to_owned()));
        let with = |other: &str, share| {
            let recipe = Recipe {
                blend: Some((other.to_owned(), share)),
                ..Recipe::of_style("comic")
            };
            recipe.ink_of_styles(&styles)
        };
        let plain = |style: &str| Recipe::of_style(style).ink_of_styles(&styles);
        assert_eq!(plain("comic"), Some(styles[0].ink));
        assert_eq!(with("ink-philmay", 0.0), Some(styles[0].ink));
        let all = with("ink-philmay", 1.0).unwrap();
        for (value, other) in all.values().into_iter().zip(styles[1].ink.values()) {
            assert!((value - other).abs() < 1e-6);
        }
        let half = with("ink-philmay", 0.5).unwrap();
        assert!(half.hatching > 0.4 && half.hatching < 0.6);
        assert_eq!(with("nobody", 0.5), None);
        assert_eq!(plain("nobody"), None);
    }

    #[test]
    fn only_beyond_one_does_the_network_hear_of_the_amount() {
        let with = |amount| Recipe {
            amount,
            ..Recipe::of_style("a")
        };
        assert!(with(0.3).draws_as(&with(1.0)) && !with(1.4).draws_as(&with(1.0)));
        assert_eq!(
            (with(0.3).network_amount(), with(1.4).network_amount()),
            (1.0, 1.4)
        );
        assert_eq!((with(0.3).share(), with(1.4).share()), (0.3, 1.0));
        // Ink that has nothing of the style's hand asks no network, whatever the style is.
        let without = |style| Recipe::of_style(style).with_ink(InkSettings::default());
        assert!(without("comic").draws_as(&without("pop")));
    }

    #[test]
    fn files_of_before_are_read_and_written_alike() {
        let recipe = Recipe {
            blend: Some(("ink-gibson".to_owned(), 0.25)),
            ..Recipe::of_style("pop")
        };
        let text = serde_json::to_string(&recipe).unwrap();
        let start = r#"{"look":{"style":"pop","blend":["ink-gibson",0.25],"amount":1.0,"dials":{"#;
        assert!(text.starts_with(start), "{text}");
        assert_eq!(serde_json::from_str::<Recipe>(&text).unwrap(), recipe);
        let wild = text.replace(r#""amount":1.0"#, r#""amount":99.0"#);
        let wild: Recipe = serde_json::from_str(&wild).unwrap();
        assert_eq!(wild.sanitised().amount, 1.5);
    }
}
