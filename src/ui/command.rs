//! All commands in one list: menus, toolbar, keys, tooltips and the palette are made from it.

mod menus;

use eframe::egui::{Key, KeyboardShortcut, Modifiers};

pub(super) use self::menus::{Entry, MENUS};
use super::reveal::can_reveal;
use super::sort::SortBy;
use super::state::{Sides, State, ViewMode};
use crate::i18n::{Language, LanguageChoice, tr, translate_attribute};

/// A command: has a name and an explanation, and mostly a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Command {
    Open,
    OpenFolder,
    Save,
    SavePair,
    SaveMoving,
    Export,
    PauseExport,
    Stop,
    ShowSaved,
    Remove,
    RemoveAll,
    SelectAll,
    SortBy(SortBy),
    Quit,
    Undo,
    Redo,
    Copy,
    Paste,
    Reset,
    OwnSettings,
    UseForAll,
    SideBySide,
    Wipe,
    DrawingAlone,
    Grid,
    Keep,
    Critic,
    Flip,
    Fit,
    ActualSize,
    ZoomIn,
    ZoomOut,
    Previous,
    Next,
    Controls,
    Queue,
    FullScreen,
    ThemeSystem,
    ThemeDark,
    ThemeLight,
    Language(LanguageChoice),
    PreviousStyle,
    NextStyle,
    Vary,
    AllStyles,
    EditStyle,
    Teach,
    TeachBook,
    DrawOver,
    Palette,
    Guide,
    Shortcuts,
    Sources,
    About,
}

impl Command {
    /// All of them, in the order of the menus.
    pub(super) const ALL: [Self; 64] = [
        Self::Open,
        Self::OpenFolder,
        Self::Save,
        Self::SavePair,
        Self::SaveMoving,
        Self::Export,
        Self::PauseExport,
        Self::Stop,
        Self::ShowSaved,
        Self::Remove,
        Self::RemoveAll,
        Self::SelectAll,
        Self::SortBy(SortBy::Added),
        Self::SortBy(SortBy::Name),
        Self::SortBy(SortBy::Taken),
        Self::SortBy(SortBy::Modified),
        Self::Quit,
        Self::Undo,
        Self::Redo,
        Self::Copy,
        Self::Paste,
        Self::Reset,
        Self::OwnSettings,
        Self::UseForAll,
        Self::SideBySide,
        Self::Wipe,
        Self::DrawingAlone,
        Self::Grid,
        Self::Keep,
        Self::Critic,
        Self::Flip,
        Self::Fit,
        Self::ActualSize,
        Self::ZoomIn,
        Self::ZoomOut,
        Self::Previous,
        Self::Next,
        Self::Controls,
        Self::Queue,
        Self::FullScreen,
        Self::ThemeSystem,
        Self::ThemeDark,
        Self::ThemeLight,
        Self::Language(LanguageChoice::System),
        Self::Language(LanguageChoice::Of(Language::English)),
        Self::Language(LanguageChoice::Of(Language::German)),
        Self::Language(LanguageChoice::Of(Language::French)),
        Self::Language(LanguageChoice::Of(Language::Spanish)),
        Self::Language(LanguageChoice::Of(Language::Portuguese)),
        Self::Language(LanguageChoice::Of(Language::Japanese)),
        Self::Language(LanguageChoice::Of(Language::Chinese)),
        Self::PreviousStyle,
        Self::NextStyle,
        Self::Vary,
        Self::AllStyles,
        Self::EditStyle,
        Self::Teach,
        Self::TeachBook,
        Self::DrawOver,
        Self::Palette,
        Self::Guide,
        Self::Shortcuts,
        Self::Sources,
        Self::About,
    ];

    /// The key of its words.
    fn words(self) -> &'static str {
        match self {
            Self::Open => "command-open",
            Self::OpenFolder => "command-open-folder",
            Self::Save => "command-save",
            Self::SavePair => "command-save-pair",
            Self::SaveMoving => "command-save-moving",
            Self::Export => "command-export",
            Self::PauseExport => "command-pause-export",
            Self::Stop => "command-stop",
            Self::ShowSaved => "command-show-saved",
            Self::Remove => "command-remove",
            Self::RemoveAll => "command-remove-all",
            Self::SelectAll => "command-select-all",
            Self::SortBy(SortBy::Added) => "command-sort-by-added",
            Self::SortBy(SortBy::Name) => "command-sort-by-name",
            Self::SortBy(SortBy::Taken) => "command-sort-by-taken",
            Self::SortBy(SortBy::Modified) => "command-sort-by-modified",
            Self::Quit => "command-quit",
            Self::Undo => "command-undo",
            Self::Redo => "command-redo",
            Self::Copy => "command-copy",
            Self::Paste => "command-paste",
            Self::Reset => "command-reset",
            Self::OwnSettings => "command-own-settings",
            Self::UseForAll => "command-use-for-all",
            Self::SideBySide => "command-side-by-side",
            Self::Wipe => "command-wipe",
            Self::DrawingAlone => "command-drawing-alone",
            Self::Grid => "command-grid",
            Self::Keep => "command-keep",
            Self::Critic => "command-critic",
            Self::Flip => "command-flip",
            Self::Fit => "command-fit",
            Self::ActualSize => "command-actual-size",
            Self::ZoomIn => "command-zoom-in",
            Self::ZoomOut => "command-zoom-out",
            Self::Previous => "command-previous",
            Self::Next => "command-next",
            Self::Controls => "command-controls",
            Self::Queue => "command-queue",
            Self::FullScreen => "command-full-screen",
            Self::ThemeSystem => "command-theme-system",
            Self::ThemeDark => "command-theme-dark",
            Self::ThemeLight => "command-theme-light",
            Self::Language(LanguageChoice::System) => "command-language-system",
            Self::Language(LanguageChoice::Of(language)) => match language {
                Language::English => "command-language-english",
                Language::German => "command-language-german",
                Language::French => "command-language-french",
                Language::Spanish => "command-language-spanish",
                Language::Portuguese => "command-language-portuguese",
                Language::Japanese => "command-language-japanese",
                Language::Chinese => "command-language-chinese",
            },
            Self::PreviousStyle => "command-previous-style",
            Self::NextStyle => "command-next-style",
            Self::Vary => "command-vary",
            Self::AllStyles => "command-all-styles",
            Self::EditStyle => "command-edit-style",
            Self::Teach => "command-teach",
            Self::TeachBook => "command-teach-book",
            Self::DrawOver => "command-draw-over",
            Self::Palette => "command-palette",
            Self::Guide => "command-guide",
            Self::Shortcuts => "command-shortcuts",
            Self::Sources => "command-sources",
            Self::About => "command-about",
        }
    }

    /// What it is called.
    pub(super) fn label(self) -> String {
        tr!(self.words())
    }

    /// What it does, for the tooltip.
    pub(super) fn help(self) -> String {
        translate_attribute(self.words(), "help")
    }

    /// Its key.
    pub(super) fn shortcut(self) -> Option<KeyboardShortcut> {
        let plain = |key| KeyboardShortcut::new(Modifiers::NONE, key);
        let command = |key| KeyboardShortcut::new(Modifiers::COMMAND, key);
        let shifted = |key| KeyboardShortcut::new(Modifiers::COMMAND | Modifiers::SHIFT, key);
        Some(match self {
            Self::Open => command(Key::O),
            Self::OpenFolder => shifted(Key::O),
            Self::Save => command(Key::S),
            Self::Export => command(Key::E),
            Self::PauseExport => shifted(Key::E),
            Self::Stop => plain(Key::Escape),
            Self::Remove => plain(Key::Delete),
            Self::SelectAll => command(Key::A),
            Self::Quit => command(Key::Q),
            Self::Undo => command(Key::Z),
            Self::Redo => shifted(Key::Z),
            Self::Copy => shifted(Key::C),
            Self::Paste => command(Key::V),
            Self::SideBySide => command(Key::Num2),
            Self::Wipe => command(Key::Num3),
            Self::DrawingAlone => command(Key::Num4),
            Self::Grid => command(Key::Num5),
            Self::Keep => command(Key::K),
            Self::Critic => plain(Key::N),
            Self::Flip => plain(Key::X),
            Self::Fit => command(Key::Num0),
            Self::ActualSize => command(Key::Num1),
            Self::ZoomIn => command(Key::Plus),
            Self::ZoomOut => command(Key::Minus),
            Self::Previous => plain(Key::PageUp),
            Self::Next => plain(Key::PageDown),
            Self::Controls => command(Key::Backslash),
            Self::Queue => command(Key::J),
            Self::FullScreen => plain(Key::F11),
            Self::PreviousStyle => command(Key::OpenBracket),
            Self::NextStyle => command(Key::CloseBracket),
            Self::Vary => plain(Key::V),
            Self::AllStyles => shifted(Key::S),
            Self::EditStyle => plain(Key::F2),
            Self::Teach => command(Key::T),
            Self::DrawOver => shifted(Key::D),
            Self::Palette => shifted(Key::P),
            Self::Guide => plain(Key::F1),
            Self::Shortcuts => command(Key::F1),
            Self::Reset
            | Self::SavePair
            | Self::SaveMoving
            | Self::ShowSaved
            | Self::RemoveAll
            | Self::SortBy(_)
            | Self::OwnSettings
            | Self::UseForAll
            | Self::ThemeSystem
            | Self::ThemeDark
            | Self::ThemeLight
            | Self::Language(_)
            | Self::TeachBook
            | Self::Sources
            | Self::About => return None,
        })
    }

    /// A second key, that people know from elsewhere.
    fn other_shortcut(self) -> Option<KeyboardShortcut> {
        (self == Self::Redo).then(|| KeyboardShortcut::new(Modifiers::COMMAND, Key::Y))
    }

    /// All commands that have a key, those with Shift first: egui lets `Ctrl+Z` match
    /// `Ctrl+Shift+Z` as well, so the more specific one must be asked first.
    pub(super) fn with_keys() -> impl Iterator<Item = (Self, KeyboardShortcut)> {
        let keyed = || {
            Self::ALL.into_iter().flat_map(|command| {
                let keys = [command.shortcut(), command.other_shortcut()];
                keys.into_iter().flatten().map(move |key| (command, key))
            })
        };
        let shifted = keyed().filter(|(_, key)| key.modifiers.shift);
        shifted.chain(keyed().filter(|(_, key)| !key.modifiers.shift))
    }

    /// Whether it makes sense now.
    pub(super) fn is_enabled(self, state: &State) -> bool {
        match self {
            Self::Save | Self::SavePair | Self::SaveMoving | Self::Copy | Self::Flip => {
                state.drawing.is_some()
            }
            Self::Export | Self::Remove | Self::RemoveAll | Self::SelectAll | Self::Grid => {
                !state.is_empty()
            }
            Self::PauseExport => state.export.queue.is_open(),
            Self::Stop => state.export.queue.singles.is_active() || state.contact.is_some(),
            Self::ShowSaved => state.export.last.is_some() && can_reveal(),
            Self::EditStyle => state.can_edit_style(),
            Self::AllStyles => state.photo.is_some() && state.styles.len() > 1,
            Self::Undo => state.settings.can_undo(),
            Self::Redo => state.settings.can_redo(),
            Self::Reset => {
                let present = state.settings.present();
                *present != state.settings_of(&present.style)
            }
            Self::OwnSettings | Self::DrawOver => {
                state.current().is_some_and(|photo| photo.path.is_some())
            }
            Self::UseForAll => !state.settings.own().is_empty(),
            Self::Next => state.current + 1 < state.photos.len(),
            Self::Previous => state.current > 0,
            Self::Fit | Self::ActualSize | Self::ZoomIn | Self::ZoomOut => state.photo.is_some(),
            Self::Vary => state.drawing.is_some() || state.variations.is_some(),
            Self::Keep => state.drawing.is_some() || state.kept.is_some(),
            Self::Critic => state.can_be_criticised(),
            Self::PreviousStyle | Self::NextStyle => state.styles.len() > 1,
            _ => true,
        }
    }

    /// Why it makes no sense now, where its explanation does not say.
    pub(super) fn obstacle(self, state: &State) -> Option<String> {
        if self != Self::ShowSaved || self.is_enabled(state) {
            None
        } else if state.export.last.is_none() {
            Some(tr!("show-saved-none"))
        } else {
            Some(tr!("reveal-failed"))
        }
    }

    /// Whether it is chosen, for those that are one of several or on or off.
    pub(super) fn is_on(self, state: &State) -> Option<bool> {
        Some(match self {
            Self::SideBySide => state.canvas_mode() == Some(ViewMode::SideBySide),
            Self::Wipe => state.canvas_mode() == Some(ViewMode::Wipe),
            Self::DrawingAlone => state.canvas_mode() == Some(ViewMode::Drawing),
            Self::Grid => state.shows_grid(),
            Self::SortBy(order) => state.sort == order,
            Self::Keep => state.kept.is_some(),
            Self::Critic => state.shows_objections(),
            Self::Flip => state.sides == Sides::AfterBefore,
            Self::Vary => state.variations.is_some(),
            Self::OwnSettings => state.settings.shown_has_own(),
            Self::Controls => state.shows_controls,
            Self::Queue => state.export.shows_queue,
            Self::PauseExport => state.export.queue.is_paused,
            Self::ThemeSystem => state.is_dark.is_none(),
            Self::ThemeDark => state.is_dark == Some(true),
            Self::ThemeLight => state.is_dark == Some(false),
            Self::Language(choice) => state.language == choice,
            _ => return None,
        })
    }

    /// Commands whose name holds the letters of `query` in their order, best first; all for
    /// nothing.
    pub(super) fn search(query: &str) -> Vec<Self> {
        let query = query.trim().to_lowercase();
        let rank = |command: Self| Some((rank(&command.label().to_lowercase(), &query)?, command));
        let mut found: Vec<_> = Self::ALL.into_iter().filter_map(rank).collect();
        found.sort_by_key(|(rank, _)| *rank);
        found.into_iter().map(|(_, command)| command).collect()
    }
}

/// How well `query` fits `name`, smaller is better; `None` when its letters are not in it in order.
fn rank(name: &str, query: &str) -> Option<usize> {
    if let Some(at) = name.find(query) {
        return Some(at);
    }
    let mut letters = name.chars();
    let mut is_there = |wanted: char| letters.any(|letter| letter == wanted);
    let fits = query
        .chars()
        .filter(|c| !c.is_whitespace())
        .all(&mut is_there);
    // Behind every name that holds the query as a whole.
    fits.then_some(name.len() + query.len())
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

    #[test]
    fn every_command_says_what_it_does() {
        for command in Command::ALL {
            assert!(command.label().len() > 1 && command.help().len() > 5);
        }
    }

    #[test]
    fn the_palette_finds_whole_words_first_and_scattered_letters_then() {
        let first = |query| Command::search(query).first().copied();
        assert_eq!(first("undo"), Some(Command::Undo));
        assert_eq!(first("REMOVE P"), Some(Command::Remove));
        assert_eq!(first("tchstl"), Some(Command::Teach));
        assert_eq!(Command::search("").len(), Command::ALL.len());
        assert!(Command::search("xyzzy").is_empty());
    }
}
