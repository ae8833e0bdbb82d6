//! Short messages that go by themselves, with at most one thing to do about them.

use std::path::PathBuf;
use std::time::{Duration, Instant};

/// How long a message is shown.
const SHOWN: Duration = Duration::from_secs(6);
/// How long what came back after a crash is, and the way back of a style: it is looked at first.
const QUESTION_SHOWN: Duration = Duration::from_secs(45);
/// Messages beside each other; older ones make room.
const MAX_TOASTS: usize = 4;

/// A message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Toast {
    pub(super) text: String,
    pub(super) remedy: Option<Remedy>,
    until: Instant,
}

/// What can be done about a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Remedy {
    /// Show this file in the system's file manager.
    Reveal(PathBuf),
    /// Open this file in the system's program for it.
    Open(PathBuf),
    /// Put a style that was removed back, and choose it if it was chosen.
    RestoreStyle { name: String, was_chosen: bool },
    /// Take all photographs out of the strip.
    StartEmpty,
}

/// The messages that are shown, oldest first.
#[derive(Clone, Debug, Default)]
pub(super) struct Toasts(Vec<Toast>);

impl Toasts {
    /// Adds a message; the same text takes the place of an earlier one.
    pub(super) fn add(&mut self, text: String, remedy: Option<Remedy>, now: Instant) {
        self.0.retain(|toast| toast.text != text);
        if self.0.len() == MAX_TOASTS {
            self.0.remove(0);
        }
        let is_question = matches!(
            remedy,
            Some(Remedy::StartEmpty | Remedy::RestoreStyle { .. })
        );
        let until = now + if is_question { QUESTION_SHOWN } else { SHOWN };
        self.0.push(Toast {
            text,
            remedy,
            until,
        });
    }

    /// Lets go of what was shown long enough; how long until the next one goes.
    pub(super) fn expire(&mut self, now: Instant) -> Option<Duration> {
        self.0.retain(|toast| toast.until > now);
        let next = self.0.iter().map(|toast| toast.until).min()?;
        Some(next - now)
    }

    /// Closes one.
    pub(super) fn dismiss(&mut self, index: usize) {
        if index < self.0.len() {
            self.0.remove(index);
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Toast> {
        self.0.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_back_of_a_removed_style_stays_long_enough_to_be_taken() {
        let start = Instant::now();
        let mut toasts = Toasts::default();
        let remedy = Remedy::RestoreStyle {
            name: "Mine".to_owned(),
            was_chosen: true,
        };
        toasts.add("gone".to_owned(), Some(remedy), start);
        toasts.expire(start + Duration::from_secs(30));
        assert_eq!(toasts.iter().count(), 1);
    }

    #[test]
    fn messages_go_by_themselves_and_do_not_pile_up() {
        let start = Instant::now();
        let mut toasts = Toasts::default();
        for index in 0..9 {
            toasts.add(format!("{index}"), None, start);
        }
        toasts.add("8".to_owned(), None, start + Duration::from_secs(1));
        let texts: Vec<&str> = toasts.iter().map(|toast| toast.text.as_str()).collect();
        assert_eq!(texts, ["5", "6", "7", "8"]);
        assert_eq!(toasts.expire(start + SHOWN), Some(Duration::from_secs(1)));
        assert_eq!(toasts.iter().count(), 1);
        assert_eq!(toasts.expire(start + SHOWN * 2), None);
    }
}
