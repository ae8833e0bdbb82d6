//! How good the present weights are: what the best point is chosen by.

use crate::model::Dials;

/// What content counts in a score, relative to style, under equal weights.
const CONTENT_IN_SCORE: f32 = 0.25;

/// How good the present weights are on pictures that are not trained on.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Measure {
    /// Style distance of the drawings.
    pub style: f32,
    /// Style distance of the untouched photographs.
    pub untouched: f32,
    /// Content distance of the drawings.
    pub content: f32,
    /// Mean absolute difference between drawings and photographs.
    pub change: f32,
    /// Standard deviation of the drawings' mean colours: near zero when all look alike.
    pub spread: f32,
    /// Mean absolute difference to what the artist drew over the same photographs; only with pairs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pairs: Option<f32>,
}

impl Measure {
    /// One number to choose by, smaller is better: the style counts most, and content keeps it
    /// honest. Both by the loss `weights` that the user has set: who asks for more style gets the
    /// point with more of it. With pairs it is how near the drawings are to the artist's, whatever
    /// else they are.
    pub fn score(&self, weights: Dials) -> f32 {
        if let Some(pairs) = self.pairs {
            return if pairs.is_finite() {
                pairs
            } else {
                f32::INFINITY
            };
        }
        let (style, content) = (weights.style, CONTENT_IN_SCORE * weights.content);
        let score = (style * self.style + content * self.content) / (style + content).max(1e-6);
        if score.is_finite() {
            score
        } else {
            f32::INFINITY
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_score_follows_the_loss_weights() {
        let near_the_photograph = Measure {
            style: 0.5,
            untouched: 0.9,
            content: 0.9,
            change: 0.1,
            spread: 0.15,
            pairs: None,
        };
        let near_the_pages = Measure {
            style: 0.3,
            content: 1.9,
            ..near_the_photograph
        };
        let prefers_style = |style, content| {
            let weights = Dials {
                style,
                content,
                cycle: 1.0,
            };
            near_the_pages.score(weights) < near_the_photograph.score(weights)
        };
        assert!(!prefers_style(1.0, 1.0));
        assert!(prefers_style(4.0, 1.0));
        assert!(!prefers_style(4.0, 8.0));
        let broken = Measure {
            content: f32::NAN,
            ..near_the_pages
        };
        assert_eq!(broken.score(Dials::NEUTRAL), f32::INFINITY);
    }

    #[test]
    fn with_pairs_the_nearest_to_the_artists_drawings_is_best() {
        let with = |pairs, style| Measure {
            pairs: Some(pairs),
            style,
            untouched: 0.9,
            content: 0.5,
            change: 0.1,
            spread: 0.15,
        };
        let score = |measure: Measure| measure.score(Dials::NEUTRAL);
        assert!(score(with(0.05, 0.8)) < score(with(0.1, 0.2)));
        assert_eq!(score(with(f32::NAN, 0.2)), f32::INFINITY);
    }
}
