//! How photograph and drawing are put beside each other.

/// How photograph and drawing are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(super) enum ViewMode {
    SideBySide,
    Wipe,
    Drawing,
}

/// On which sides what is compared stands, where it has sides; of a drawing alone, which one is
/// shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Sides {
    /// Before on the left, after on the right, or alone.
    #[default]
    BeforeAfter,
    /// The other way round.
    AfterBefore,
}

impl Sides {
    /// The other way round.
    #[must_use]
    pub(super) fn flipped(self) -> Self {
        match self {
            Self::BeforeAfter => Self::AfterBefore,
            Self::AfterBefore => Self::BeforeAfter,
        }
    }
}
