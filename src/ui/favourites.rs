//! In which order styles are listed, and which of them when somebody looks for one.

use crate::ui::state::State;

/// Styles from which on there is a field to look for one.
pub(super) const MANY_STYLES: usize = 15;

impl State {
    /// The styles in the order in which they are shown: favourites first, all others after them.
    pub(super) fn listed_styles(&self) -> Vec<&str> {
        let styles = || self.styles.iter().map(String::as_str);
        let favourites = styles().filter(|style| self.is_favourite(style));
        let others = styles().filter(|style| !self.is_favourite(style));
        favourites.chain(others).collect()
    }

    /// Those whose shown name holds what is looked for, whatever its case; `title` gives it.
    pub(super) fn found_styles(&self, title: impl Fn(&str) -> String) -> Vec<&str> {
        let wanted = if self.styles.len() < MANY_STYLES {
            String::new()
        } else {
            self.style_query.trim().to_lowercase()
        };
        let mut styles = self.listed_styles();
        styles.retain(|style| title(style).to_lowercase().contains(&wanted));
        styles
    }

    /// Whether a style stands before the others.
    pub(super) fn is_favourite(&self, style: &str) -> bool {
        self.favourites.iter().any(|favourite| favourite == style)
    }

    /// Puts a style before the others, or back.
    pub(super) fn toggle_favourite(&mut self, style: String) {
        if self.is_favourite(&style) {
            self.favourites.retain(|favourite| *favourite != style);
        } else {
            self.favourites.push(style);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn favourites_come_first_and_what_is_looked_for_is_found_among_many() {
        let mut state = State::new();
        state.styles = (0..MANY_STYLES).map(|n| format!("Hand {n}")).collect();
        state.toggle_favourite("Hand 7".to_owned());
        state.toggle_favourite("Hand 3".to_owned());
        let listed = state.listed_styles();
        assert_eq!(listed[..3], ["Hand 3", "Hand 7", "Hand 0"]);
        assert_eq!(listed.len(), MANY_STYLES);
        state.style_query = " hAND 1".to_owned();
        let found = state.found_styles(str::to_owned);
        assert_eq!(
            found,
            [
                "Hand 1", "Hand 10", "Hand 11", "Hand 12", "Hand 13", "Hand 14"
            ]
        );
        // With few of them there is no field, and so nothing that could hide one.
        state.styles.truncate(4);
        assert_eq!(state.found_styles(str::to_owned).len(), 4);
        state.toggle_favourite("Hand 3".to_owned());
        assert_eq!(state.listed_styles()[0], "Hand 0");
    }
}
