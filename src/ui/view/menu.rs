//! The menus.

use eframe::egui::{Button, MenuBar, Ui};

use super::toolbar::{key_text, tooltip};
use crate::i18n::tr;
use crate::ui::action::Action;
use crate::ui::command::{Command, Entry, MENUS};
use crate::ui::state::State;
use crate::ui::theme;

pub(super) fn menus_ui(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    MenuBar::new().ui(ui, |ui| {
        for (words, entries) in MENUS {
            ui.menu_button(tr!(words), |ui| {
                ui.set_min_width(theme::MENU_WIDTH);
                for entry in *entries {
                    match entry {
                        Entry::Do(command) => entry_ui(ui, *command, state, actions),
                        Entry::Sub(words, commands) => {
                            ui.menu_button(tr!(words), |ui| {
                                for command in *commands {
                                    entry_ui(ui, *command, state, actions);
                                }
                            });
                        }
                        Entry::Recent => recent_ui(ui, state, actions),
                        Entry::Line => {
                            ui.separator();
                        }
                    }
                }
            });
        }
    });
}

/// What was opened last.
fn recent_ui(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    ui.add_enabled_ui(!state.recent.is_empty(), |ui| {
        ui.menu_button(tr!("menu-recent"), |ui| {
            for path in &state.recent {
                let name = path.file_name().unwrap_or(path.as_os_str());
                let button = ui.button(name.to_string_lossy());
                let place = path.display().to_string();
                if button.on_hover_text(place).clicked() {
                    actions.push(Action::Add(vec![path.clone()]));
                    ui.close();
                }
            }
        });
    });
}

fn entry_ui(ui: &mut Ui, command: Command, state: &State, actions: &mut Vec<Action>) {
    // What is on is told by the colour of its words: a fill would look like the pointer's.
    let visuals = ui.visuals_mut();
    visuals.selection.bg_fill = visuals.widgets.inactive.weak_bg_fill;
    visuals.selection.stroke.color = theme::ACCENT_TEXT;
    let mut button = Button::new(command.label());
    if let Some(key) = command.shortcut() {
        button = button.shortcut_text(key_text(ui, key));
    }
    if let Some(is_on) = command.is_on(state) {
        button = button.selected(is_on);
    }
    let help = tooltip(ui, command);
    let response = ui.add_enabled(command.is_enabled(state), button);
    let obstacle = command.obstacle(state).unwrap_or_else(|| help.clone());
    let response = response.on_disabled_hover_text(obstacle);
    if response.on_hover_text(help).clicked() {
        actions.push(Action::Command(command));
        ui.close();
    }
}
