//! Notices when learning goes wrong.

use crate::model::Dials;
use crate::train::Measure;

/// What went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Trouble {
    /// The drawings are the photographs.
    NothingDrawn,
    /// All drawings look alike, whatever the photograph.
    OneTexture,
    /// The losses grow without bounds.
    Diverged,
}

impl Trouble {
    /// What it means and what can be done, in plain words.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::NothingDrawn => {
                "the drawings hardly differ from the photographs; raise the weight of the style"
            }
            Self::OneTexture => {
                "all drawings look alike; raise the weights of content and reversibility, or add pages"
            }
            Self::Diverged => "the training ran away; it goes on from its best point, more slowly",
        }
    }
}

/// Mean absolute difference to the photographs below which nothing is drawn.
const LEAST_CHANGE: f32 = 0.012;
/// Share of the first measurement's spread of mean colours below which all drawings are one
/// texture.
const LEAST_SPREAD: f32 = 0.2;
/// Growth of the score beyond the best that is no accident any more.
const RUNAWAY: f32 = 1.6;

/// What is wrong with `now`, by the first and the best measurement, under the loss `weights` that
/// the user has set.
pub(crate) fn trouble(
    first: &Measure,
    best: &Measure,
    now: &Measure,
    weights: Dials,
) -> Option<Trouble> {
    let (score, best) = (now.score(weights), best.score(weights));
    if !score.is_finite() || score > best * RUNAWAY {
        Some(Trouble::Diverged)
    } else if now.pairs.is_some() {
        // The artist may have changed little, or drawn all on white paper.
        None
    } else if now.change < LEAST_CHANGE {
        Some(Trouble::NothingDrawn)
    } else if now.spread < first.spread * LEAST_SPREAD {
        Some(Trouble::OneTexture)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: Measure = Measure {
        style: 0.5,
        untouched: 0.9,
        content: 0.7,
        change: 0.1,
        spread: 0.15,
        pairs: None,
    };

    #[test]
    fn each_kind_of_trouble_is_told_from_good_learning() {
        let seen = |now| trouble(&GOOD, &GOOD, now, Dials::NEUTRAL);
        assert_eq!(seen(&GOOD), None);
        let copies = Measure {
            change: 0.001,
            ..GOOD
        };
        assert_eq!(seen(&copies), Some(Trouble::NothingDrawn));
        let alike = Measure {
            spread: 0.01,
            ..GOOD
        };
        assert_eq!(seen(&alike), Some(Trouble::OneTexture));
        let paired = Measure {
            pairs: Some(0.1),
            ..copies
        };
        assert_eq!(trouble(&paired, &paired, &paired, Dials::NEUTRAL), None);
        let wild = Measure { style: 2.0, ..GOOD };
        assert_eq!(seen(&wild), Some(Trouble::Diverged));
        let broken = Measure {
            style: f32::NAN,
            ..GOOD
        };
        assert_eq!(seen(&broken), Some(Trouble::Diverged));
    }
}
