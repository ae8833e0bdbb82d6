//! What went wrong and was not read yet: the newest, and how many more there were.

use std::collections::VecDeque;

/// More are not read, and must not fill the memory.
const MOST: usize = 200;

/// Sentences about what went wrong, oldest first.
#[derive(Clone, Debug, Default)]
pub(super) struct Problems {
    newest: VecDeque<String>,
    num_left_out: usize,
}

impl Problems {
    pub(super) fn push(&mut self, problem: String) {
        if self.newest.len() == MOST {
            self.newest.pop_front();
            self.num_left_out += 1;
        }
        self.newest.push_back(problem);
    }

    pub(super) fn extend(&mut self, problems: impl IntoIterator<Item = String>) {
        problems.into_iter().for_each(|problem| self.push(problem));
    }

    /// They were read.
    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    pub(super) fn is_empty(&self) -> bool {
        self.newest.is_empty()
    }

    /// How many there are, those that are left out not counted.
    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.newest.len()
    }

    /// How many there were before the oldest of them.
    pub(super) fn num_left_out(&self) -> usize {
        self.num_left_out
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &String> {
        self.newest.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_are_kept_and_the_others_counted() {
        let mut problems = Problems::default();
        problems.extend((0..MOST + 50).map(|number| number.to_string()));
        assert_eq!((problems.len(), problems.num_left_out()), (MOST, 50));
        assert_eq!(problems.iter().next().map(String::as_str), Some("50"));
        problems.clear();
        assert!(problems.is_empty() && problems.num_left_out() == 0);
    }
}
