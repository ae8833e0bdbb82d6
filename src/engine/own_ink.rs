//! The ink that a look brings, for the window and the command line alike.

use super::{Look, ShelfEntry};
use crate::ink::InkSettings;

/// The ink that a look is drawn with when nobody moves a slider: that of its style, as far on the way to that of
/// the second one as the two are blended. `None` when one of them is not on the shelf.
pub fn ink_of(shelf: &[ShelfEntry], look: &Look) -> Option<InkSettings> {
    let of = |name: &str| {
        let entry = shelf.iter().find(|entry| entry.name == name)?;
        Some(entry.ink)
    };
    let own = of(&look.style)?;
    match &look.blend {
        Some((other, share)) => Some(own.blend(&of(other)?, *share)),
        None => Some(own),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_of_the_ink_is_blended_and_nothing_of_a_style_that_is_not_there() {
        let shelf = ["comic", "ink-philmay"].map(|name| ShelfEntry::built_in(name.to_owned()));
        let with = |other: &str, share| {
            let blend = Some((other.to_owned(), share));
            let look = Look {
                blend,
                ..Look::of_style("comic")
            };
            ink_of(&shelf, &look)
        };
        assert_eq!(ink_of(&shelf, &Look::of_style("comic")), Some(shelf[0].ink));
        assert_eq!(with("ink-philmay", 0.0), Some(shelf[0].ink));
        let all = with("ink-philmay", 1.0).unwrap();
        for (value, other) in all.values().into_iter().zip(shelf[1].ink.values()) {
            assert!((value - other).abs() < 1e-6);
        }
        let half = with("ink-philmay", 0.5).unwrap();
        assert!(half.hatching > 0.4 && half.hatching < 0.6);
        assert_eq!(with("nobody", 0.5), None);
        assert_eq!(ink_of(&shelf, &Look::of_style("nobody")), None);
    }
}
