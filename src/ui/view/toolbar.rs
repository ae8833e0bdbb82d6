//! The toolbar above and the status bar below.

use eframe::egui::{self, Button, Spinner, Ui};

use super::super::action::{Action, Command, TeachAction};
use super::super::state::{EngineState, PhotoState, State, ViewMode};
use crate::i18n::{LanguageChoice, tr};

/// Whether a command makes sense now.
pub(in crate::ui) fn enabled(command: Command, state: &State) -> bool {
    let has_photos = !state.is_empty();
    match command {
        Command::Save | Command::Copy => state.drawing.is_some(),
        Command::SaveAll => has_photos && !state.saving.is_active(),
        Command::Stop => state.saving.is_active(),
        Command::Undo => state.settings.can_undo(),
        Command::Redo => state.settings.can_redo(),
        Command::Next => state.current + 1 < state.photos.len(),
        Command::Previous => state.current > 0,
        Command::Fit | Command::ActualSize => state.photo.is_some(),
        Command::Keep => state.drawing.is_some() || state.kept.is_some(),
        Command::Open | Command::OpenFolder | Command::Reset | Command::Theme | Command::Teach => {
            true
        }
    }
}

/// A button for a command, with its key in the tooltip.
fn button_ui(ui: &mut Ui, command: Command, state: &State, actions: &mut Vec<Action>) {
    let key = command
        .shortcut()
        .map(|shortcut| ui.ctx().format_shortcut(&shortcut));
    let help = match key {
        Some(key) => tr!("tooltip-with-key", help = command.help(), key = key),
        None => command.help(),
    };
    let button = ui.add_enabled(enabled(command, state), Button::new(command.label()));
    if button
        .on_hover_text(&help)
        .on_disabled_hover_text(&help)
        .clicked()
    {
        actions.push(Action::Command(command));
    }
}

pub(super) fn toolbar_ui(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    ui.add_space(4.0);
    ui.horizontal(|ui| {
        let mut group = |ui: &mut Ui, commands: &[Command]| {
            for command in commands {
                button_ui(ui, *command, state, actions);
            }
            ui.separator();
        };
        group(ui, &[Command::Open, Command::OpenFolder]);
        group(ui, &[Command::Save, Command::SaveAll, Command::Copy]);
        group(ui, &[Command::Undo, Command::Redo]);
        group(ui, &[Command::Fit, Command::ActualSize]);
        for mode in ViewMode::ALL {
            let is_shown = state.mode == mode;
            if ui.selectable_label(is_shown, mode.label()).clicked() {
                actions.push(Action::Mode(mode));
            }
        }
        ui.separator();
        let is_kept = state.kept.is_some();
        let keep = ui.selectable_label(is_kept, Command::Keep.label());
        if keep.on_hover_text(Command::Keep.help()).clicked() && enabled(Command::Keep, state) {
            actions.push(Action::Command(Command::Keep));
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            button_ui(ui, Command::Theme, state, actions);
            language_ui(ui, state, actions);
            if state.saving.is_active() {
                button_ui(ui, Command::Stop, state, actions);
                let saving = &state.saving;
                ui.label(tr!(
                    "saving-count",
                    number = saving.num_done + 1,
                    count = saving.num_total()
                ));
                ui.add(Spinner::new().size(14.0));
            }
        });
    });
    ui.add_space(4.0);
}

/// The languages, each by its own name.
fn language_ui(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    ui.menu_button(tr!("language"), |ui| {
        for choice in LanguageChoice::ALL {
            let name = match choice {
                LanguageChoice::System => tr!("language-system"),
                LanguageChoice::English | LanguageChoice::Chinese => {
                    choice.language().own_name().to_owned()
                }
            };
            if ui.radio(state.language == choice, name).clicked() {
                actions.push(Action::Language(choice));
                ui.close();
            }
        }
    });
}

pub(super) fn status_ui(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    ui.horizontal(|ui| {
        match &state.engine {
            EngineState::Starting => {
                ui.add(Spinner::new().size(12.0));
                ui.label(tr!("status-loading"));
            }
            EngineState::Ready(device) => {
                let place = match &device.adapter {
                    Some(adapter) if device.network_on_gpu => adapter.name.clone(),
                    _ => tr!("status-cpu"),
                };
                let label = ui.label(tr!("status-device", device = place));
                if let Some(note) = &device.note {
                    label.on_hover_text(note);
                }
            }
            EngineState::Failed(reason) => {
                ui.colored_label(
                    ui.visuals().error_fg_color,
                    tr!("status-failed", reason = reason),
                );
            }
        }
        if let Some(elapsed) = state.last_elapsed {
            ui.separator();
            ui.label(tr!("status-elapsed", ms = elapsed.as_millis() as u64));
        }
        if let Some(photo) = state.current() {
            ui.separator();
            ui.label(tr!(
                "status-photo",
                name = photo.name(),
                number = state.current + 1,
                count = state.photos.len()
            ));
            if let PhotoState::Bad(reason) = &photo.state {
                ui.colored_label(ui.visuals().error_fg_color, reason);
            }
        }
        if !state.message.is_empty() {
            ui.separator();
            ui.label(&state.message);
        }
        if state.removed_style.is_some() && ui.small_button(tr!("style-restore")).clicked() {
            actions.push(Action::Teach(TeachAction::RestoreStyle));
        }
    });
}
