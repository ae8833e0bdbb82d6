//! Undo and redo of settings. The many steps of one drag are one change.

/// Steps that are remembered.
const DEPTH: usize = 200;

/// What was, what is and what was taken back.
#[derive(Clone, Debug)]
pub(super) struct History<T> {
    past: Vec<T>,
    present: T,
    future: Vec<T>,
    /// Whether the present is still being changed by a drag that has been recorded already.
    dragging: bool,
}

impl<T: Clone + PartialEq> History<T> {
    pub(super) fn new(present: T) -> Self {
        Self {
            past: Vec::new(),
            present,
            future: Vec::new(),
            dragging: false,
        }
    }

    /// What is.
    pub(super) fn present(&self) -> &T {
        &self.present
    }

    /// What was before the last change that can be taken back.
    pub(super) fn before(&self) -> Option<&T> {
        self.past.last()
    }

    /// Changes the present; the change can be taken back once it is `settled`, as a whole.
    pub(super) fn set(&mut self, value: T, settled: bool) {
        if value != self.present {
            if !self.dragging {
                self.past.push(self.present.clone());
                if self.past.len() > DEPTH {
                    self.past.remove(0);
                }
                self.future.clear();
            }
            self.present = value;
            self.dragging = true;
        }
        if settled {
            self.dragging = false;
        }
    }

    /// Changes what was, what is and what was taken back, which are no steps of their own.
    pub(super) fn change_all(&mut self, change: impl Fn(&mut T)) {
        let others = self.past.iter_mut().chain(&mut self.future);
        others.for_each(&change);
        change(&mut self.present);
    }

    /// Goes a step back; whether there was one.
    pub(super) fn undo(&mut self) -> bool {
        self.dragging = false;
        let Some(value) = self.past.pop() else {
            return false;
        };
        self.future
            .push(std::mem::replace(&mut self.present, value));
        true
    }

    /// Goes a step forward again; whether there was one.
    pub(super) fn redo(&mut self) -> bool {
        self.dragging = false;
        let Some(value) = self.future.pop() else {
            return false;
        };
        self.past.push(std::mem::replace(&mut self.present, value));
        true
    }

    pub(super) fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    pub(super) fn can_redo(&self) -> bool {
        !self.future.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drag_is_one_step() {
        let mut history = History::new(0);
        (1..=9).for_each(|value| history.set(value, value == 9));
        history.set(20, true);
        assert!(history.undo());
        assert_eq!(*history.present(), 9);
        assert!(history.undo());
        assert_eq!(*history.present(), 0);
        assert!(!history.undo());
        assert!(history.redo() && history.redo() && !history.redo());
        assert_eq!(*history.present(), 20);
    }

    #[test]
    fn a_change_after_undo_forgets_what_was_taken_back() {
        let mut history = History::new(0);
        history.set(1, true);
        history.undo();
        history.set(2, true);
        assert!(!history.can_redo());
        assert!(history.can_undo());
    }

    #[test]
    fn the_same_value_is_no_change() {
        let mut history = History::new(0);
        history.set(0, true);
        assert!(!history.can_undo());
    }
}
