//! What a view can ask for. Commands with a key are in one list, for toolbar, keys and tooltips.

use std::path::PathBuf;

use eframe::egui::{Key, KeyboardShortcut, Modifiers, Vec2};

use super::state::{Settings, ViewMode};
use super::teach::Form;
use crate::i18n::{LanguageChoice, tr, translate_attribute};

/// What a view asks for.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Action {
    /// One of the commands.
    Command(Command),
    /// Read these files and folders.
    Add(Vec<PathBuf>),
    /// Show the photograph with this index.
    Show(usize),
    /// Take the photograph with this index out of the list; the file stays.
    Remove(usize),
    /// New settings; `settled` when the pointer let go.
    Set {
        /// The settings.
        settings: Settings,
        /// Whether the change is finished.
        settled: bool,
    },
    /// Show it this way.
    Mode(ViewMode),
    /// Zoom by a factor around a point, given from the middle of the picture in points.
    Zoom {
        /// The factor.
        factor: f32,
        /// The point that stays where it is.
        around: Vec2,
    },
    /// Move the picture, in points.
    Pan(Vec2),
    /// Move the handle of the wipe, `0.0..=1.0`.
    Wipe(f32),
    /// Speak this language.
    Language(LanguageChoice),
    /// Close the list of what went wrong.
    DismissProblems,
    /// Files and folders were let go on the window.
    Dropped(Vec<PathBuf>),
    /// About teaching a style.
    Teach(TeachAction),
    /// The name of a new preset, as it is typed.
    NamePreset(String),
    /// Keep the settings under this name.
    SavePreset(String),
    /// Use the settings of the preset with this index.
    RecallPreset(usize),
    /// Forget the preset with this index.
    RemovePreset(usize),
}

/// What a view asks for about teaching a style.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum TeachAction {
    /// Prepare a lesson from the pages in these folders.
    Prepare(Vec<PathBuf>),
    /// The form was filled in.
    Fill(Box<Form>),
    /// Leave the page with this index out, or take it in again.
    TogglePage(usize),
    /// Close the sheet.
    CloseSheet,
    /// Begin with what is on the sheet.
    Begin,
    /// Rest or go on.
    Pause(bool),
    /// Leave the desktop half of the time.
    Gentle(bool),
    /// Go on from the point after so many steps.
    GoBackTo(u64),
    /// End and keep the best.
    Stop,
    /// End and keep nothing.
    Drop,
    /// Take a waiting lesson out of the queue.
    Unqueue(usize),
    /// Go on with an unfinished lesson of an earlier run.
    GoOn(usize),
    /// Throw an unfinished lesson of an earlier run away.
    ThrowAway(usize),
    /// Leave the unfinished lessons for a later start.
    Later,
    /// Treat the dropped folder as photographs.
    FolderIsPhotos,
    /// Treat the dropped folder as pages of a style.
    FolderIsStyle,
    /// Forget the dropped folder.
    FolderIsNothing,
    /// Take a learnt style off the shelf.
    RemoveStyle(String),
    /// Put the style that was removed last back.
    RestoreStyle,
    /// Write a learnt style to a file.
    ExportStyle(String),
    /// Close the window; the lesson is gone on with at the next start.
    CloseAnyway,
    /// Do not close the window.
    Stay,
}

/// A command: has a name, a key, and is on the toolbar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Command {
    Open,
    OpenFolder,
    Save,
    SaveAll,
    Copy,
    Stop,
    Undo,
    Redo,
    Reset,
    Fit,
    ActualSize,
    Next,
    Previous,
    Theme,
    Teach,
    Keep,
}

impl Command {
    /// All of them, in the order of the toolbar.
    pub(super) const ALL: [Self; 16] = [
        Self::Open,
        Self::OpenFolder,
        Self::Save,
        Self::SaveAll,
        Self::Copy,
        Self::Stop,
        Self::Undo,
        Self::Redo,
        Self::Reset,
        Self::Fit,
        Self::ActualSize,
        Self::Next,
        Self::Previous,
        Self::Theme,
        Self::Teach,
        Self::Keep,
    ];

    /// The key of its words.
    fn words(self) -> &'static str {
        match self {
            Self::Open => "command-open",
            Self::OpenFolder => "command-open-folder",
            Self::Save => "command-save",
            Self::SaveAll => "command-save-all",
            Self::Copy => "command-copy",
            Self::Stop => "command-stop",
            Self::Undo => "command-undo",
            Self::Redo => "command-redo",
            Self::Reset => "command-reset",
            Self::Fit => "command-fit",
            Self::ActualSize => "command-actual-size",
            Self::Next => "command-next",
            Self::Previous => "command-previous",
            Self::Theme => "command-theme",
            Self::Teach => "command-teach",
            Self::Keep => "command-keep",
        }
    }

    /// What it is called on its button.
    pub(super) fn label(self) -> String {
        tr!(self.words())
    }

    /// What it does, for the tooltip.
    pub(super) fn help(self) -> String {
        translate_attribute(self.words(), "help")
    }

    /// Its key.
    pub(super) fn shortcut(self) -> Option<KeyboardShortcut> {
        let command = |key| KeyboardShortcut::new(Modifiers::COMMAND, key);
        let shifted = |key| KeyboardShortcut::new(Modifiers::COMMAND | Modifiers::SHIFT, key);
        Some(match self {
            Self::Open => command(Key::O),
            Self::OpenFolder => shifted(Key::O),
            Self::Save => command(Key::S),
            Self::Teach => command(Key::T),
            Self::Keep => command(Key::K),
            Self::SaveAll => shifted(Key::S),
            Self::Copy => shifted(Key::C),
            Self::Undo => command(Key::Z),
            Self::Redo => shifted(Key::Z),
            Self::Fit => command(Key::Num0),
            Self::ActualSize => command(Key::Num1),
            Self::Next => KeyboardShortcut::new(Modifiers::NONE, Key::PageDown),
            Self::Previous => KeyboardShortcut::new(Modifiers::NONE, Key::PageUp),
            Self::Stop => KeyboardShortcut::new(Modifiers::NONE, Key::Escape),
            Self::Reset | Self::Theme => return None,
        })
    }

    /// All commands that have a key, those with Shift first: egui lets `Ctrl+Z` match
    /// `Ctrl+Shift+Z` as well, so the more specific one must be asked first.
    pub(super) fn with_keys() -> impl Iterator<Item = (Self, KeyboardShortcut)> {
        let keyed = || {
            Self::ALL
                .into_iter()
                .filter_map(|command| Some((command, command.shortcut()?)))
        };
        let shifted = keyed().filter(|(_, key)| key.modifiers.shift);
        shifted.chain(keyed().filter(|(_, key)| !key.modifiers.shift))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_is_taken_by_another_command() {
        let keyed: Vec<_> = Command::with_keys().collect();
        for (later, (command, key)) in keyed.iter().enumerate() {
            for (earlier, other) in keyed.iter().take(later) {
                let takes = other.logical_key == key.logical_key
                    && key.modifiers.matches_logically(other.modifiers);
                assert!(!takes, "{earlier:?} takes the key of {command:?}");
            }
        }
    }
}
