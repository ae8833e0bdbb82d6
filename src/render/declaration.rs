//! What files say about how their drawings were made.

use super::Recipe;
use crate::picture::SourceType;

/// When a file says in its XMP how the drawing was made.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    clap::ValueEnum,
    serde::Serialize,
    serde::Deserialize,
)]
pub enum Declaration {
    /// When the network has drawn.
    #[default]
    Auto,
    /// Also when rules alone have.
    Always,
    /// Never.
    Never,
}

impl Declaration {
    /// What the file of a drawing says.
    pub fn of(self, recipe: &Recipe) -> SourceType {
        if recipe.share() == 0.0 {
            // It is the photograph, exactly.
            return SourceType::AsPhotograph;
        }
        match (self, recipe.ink.needs_network()) {
            (Self::Auto | Self::Always, true) => SourceType::EditedByModel,
            (Self::Always, false) => SourceType::AlteredByAlgorithm,
            (Self::Auto, false) | (Self::Never, _) => SourceType::Unsaid,
        }
    }
}

impl Declaration {
    /// What a file with several drawings says: what one of them says, that of a model before that
    /// of rules. Nothing of it is the same picture as the photograph.
    pub fn of_all<'a>(self, recipes: impl Iterator<Item = &'a Recipe>) -> SourceType {
        let said: Vec<SourceType> = recipes.map(|recipe| self.of(recipe)).collect();
        [SourceType::EditedByModel, SourceType::AlteredByAlgorithm]
            .into_iter()
            .find(|source| said.contains(source))
            .unwrap_or(SourceType::Unsaid)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use SourceType::{AlteredByAlgorithm, AsPhotograph, EditedByModel, Unsaid};

    #[test]
    fn only_what_has_drawn_is_said_to_have() {
        let [look, hand] = ["comic", "oz-neill"].map(Recipe::of_style);
        let photograph = Recipe {
            amount: 0.0,
            ..hand.clone()
        };
        let said = |declaration: Declaration| {
            [&look, &hand, &photograph].map(|recipe| declaration.of(recipe))
        };
        assert_eq!(
            said(Declaration::Auto),
            [Unsaid, EditedByModel, AsPhotograph]
        );
        let all = [look.clone(), hand.clone(), photograph.clone()];
        assert_eq!(Declaration::Auto.of_all(all.iter()), EditedByModel);
        assert_eq!(
            Declaration::Always.of_all(all[..1].iter()),
            AlteredByAlgorithm
        );
        assert_eq!(Declaration::Auto.of_all(all[2..].iter()), Unsaid);
        assert_eq!(Declaration::Never.of_all(all.iter()), Unsaid);
        let always = [AlteredByAlgorithm, EditedByModel, AsPhotograph];
        assert_eq!(said(Declaration::Always), always);
        assert_eq!(said(Declaration::Never), [Unsaid, Unsaid, AsPhotograph]);
    }
}
