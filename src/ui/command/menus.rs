//! The menus, by groups.

use super::{Command, SortBy};
use crate::i18n::{Language, LanguageChoice};

/// An entry of a menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::ui) enum Entry {
    /// Does a command.
    Do(Command),
    /// Opens a menu of its own, with these words.
    Sub(&'static str, &'static [Command]),
    /// Opens a menu of what was opened last.
    Recent,
    /// Parts the groups.
    Line,
}

/// The menus: the key of their words, and what is in them.
pub(in crate::ui) const MENUS: &[(&str, &[Entry])] = {
    use Command as C;
    use Entry::{Do, Line, Recent, Sub};
    &[
        (
            "menu-file",
            &[
                Do(C::Open),
                Do(C::OpenFolder),
                Recent,
                Line,
                Do(C::Save),
                Do(C::SavePair),
                Do(C::SaveMoving),
                Do(C::Export),
                Do(C::PauseExport),
                Do(C::Stop),
                Do(C::ShowSaved),
                Line,
                Do(C::Remove),
                Do(C::RemoveAll),
                Do(C::SelectAll),
                Sub(
                    "menu-sort",
                    &[
                        C::SortBy(SortBy::Added),
                        C::SortBy(SortBy::Name),
                        C::SortBy(SortBy::Taken),
                        C::SortBy(SortBy::Modified),
                    ],
                ),
                Line,
                Do(C::Quit),
            ],
        ),
        (
            "menu-edit",
            &[
                Do(C::Undo),
                Do(C::Redo),
                Line,
                Do(C::Copy),
                Do(C::Paste),
                Line,
                Do(C::Reset),
                Do(C::OwnSettings),
                Do(C::UseForAll),
            ],
        ),
        (
            "menu-view",
            &[
                Do(C::SideBySide),
                Do(C::Wipe),
                Do(C::DrawingAlone),
                Do(C::Grid),
                Do(C::Keep),
                Do(C::Critic),
                Do(C::Flip),
                Line,
                Do(C::Fit),
                Do(C::ActualSize),
                Do(C::ZoomIn),
                Do(C::ZoomOut),
                Line,
                Do(C::Previous),
                Do(C::Next),
                Line,
                Do(C::Controls),
                Do(C::Queue),
                Do(C::FullScreen),
                Line,
                Sub("menu-theme", &[C::ThemeSystem, C::ThemeDark, C::ThemeLight]),
                Sub(
                    "menu-language",
                    &[
                        C::Language(LanguageChoice::System),
                        C::Language(LanguageChoice::Of(Language::English)),
                        C::Language(LanguageChoice::Of(Language::German)),
                        C::Language(LanguageChoice::Of(Language::French)),
                        C::Language(LanguageChoice::Of(Language::Spanish)),
                        C::Language(LanguageChoice::Of(Language::Portuguese)),
                        C::Language(LanguageChoice::Of(Language::Japanese)),
                        C::Language(LanguageChoice::Of(Language::Chinese)),
                    ],
                ),
            ],
        ),
        (
            "menu-style",
            &[
                Do(C::PreviousStyle),
                Do(C::NextStyle),
                Line,
                Do(C::Vary),
                Do(C::AllStyles),
                Line,
                Do(C::EditStyle),
                Line,
                Do(C::Teach),
                Do(C::TeachBook),
                Do(C::DrawOver),
            ],
        ),
        (
            "menu-help",
            &[
                Do(C::Palette),
                Do(C::Guide),
                Do(C::Shortcuts),
                Line,
                Do(C::Sources),
                Do(C::About),
            ],
        ),
    ]
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_is_in_one_menu() {
        let in_menus: Vec<Command> = MENUS
            .iter()
            .flat_map(|(_, entries)| entries.iter())
            .flat_map(|entry| match entry {
                Entry::Do(command) => std::slice::from_ref(command),
                Entry::Sub(_, commands) => commands,
                Entry::Line | Entry::Recent => &[],
            })
            .copied()
            .collect();
        assert_eq!(in_menus, Command::ALL);
    }
}
