//! The toolbar: what is in reach at once.

use eframe::egui::{Button, Key, KeyboardShortcut, Ui};

use crate::i18n::tr;
use crate::ui::action::Action;
use crate::ui::command::Command;
use crate::ui::state::State;
use crate::ui::theme;

/// A button for a command, with its key in the tooltip; pressed in while it is on.
fn button_ui(ui: &mut Ui, command: Command, state: &State, actions: &mut Vec<Action>) {
    let help = tooltip(ui, command);
    let mut button = Button::new(command.label());
    if let Some(is_on) = command.is_on(state) {
        button = button.selected(is_on).frame_when_inactive(is_on);
    }
    let response = ui.add_enabled(command.is_enabled(state), button);
    if response
        .on_hover_text(&help)
        .on_disabled_hover_text(&help)
        .clicked()
    {
        actions.push(Action::Command(command));
    }
}

/// What a command does, with its key.
pub(super) fn tooltip(ui: &Ui, command: Command) -> String {
    let key = command.shortcut().map(|shortcut| key_text(ui, shortcut));
    match key {
        Some(key) => tr!("tooltip-with-key", help = command.help(), key = key),
        None => command.help(),
    }
}

/// A key as it stands on the keyboard.
pub(super) fn key_text(ui: &Ui, shortcut: KeyboardShortcut) -> String {
    let names = ui.ctx().format_shortcut(&shortcut);
    let key = shortcut.logical_key;
    match key {
        Key::Plus | Key::Minus | Key::Backslash | Key::OpenBracket | Key::CloseBracket => {
            names.replace(key.name(), key.symbol_or_name())
        }
        _ => names,
    }
}

/// What is in reach at once, by groups.
const GROUPS: &[&[Command]] = &[
    &[Command::Open, Command::Save, Command::Export, Command::Copy],
    &[Command::Undo, Command::Redo],
    &[Command::Fit, Command::ActualSize],
    &[
        Command::SideBySide,
        Command::Wipe,
        Command::DrawingAlone,
        Command::Grid,
        Command::Keep,
    ],
    &[Command::Vary],
];

pub(super) fn toolbar_ui(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    ui.add_space(theme::BAR_SPACE);
    ui.horizontal_wrapped(|ui| {
        for (index, group) in GROUPS.iter().enumerate() {
            if index > 0 {
                ui.separator();
            }
            for command in *group {
                button_ui(ui, *command, state, actions);
            }
        }
    });
    ui.add_space(theme::BAR_SPACE);
}
