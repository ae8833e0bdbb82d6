//! Questions that must be answered before anything else.

use eframe::egui::{Id, Key, Modal, RichText, Ui};

use crate::i18n::{tr, translate_attribute};
use crate::ui::action::{Action, QueueAction, TeachAction};
use crate::ui::export::Tab;
use crate::ui::state::State;
use crate::ui::theme;

/// The question of the moment, if there is one.
pub(super) fn questions_ui(ui: &Ui, state: &State, actions: &mut Vec<Action>) {
    if state.asks_to_close {
        close_ui(ui, state, actions);
    } else if state.dropped_folder.is_some() {
        folder_ui(ui, state, actions);
    } else if !state.teaching.unfinished.is_empty() && state.teaching.running.is_none() {
        unfinished_ui(ui, state, actions);
    } else if state.export.asks_to_go_on {
        export_ui(ui, state, actions);
    }
}

/// What becomes of an export that an earlier run did not finish.
fn export_ui(ui: &Ui, state: &State, actions: &mut Vec<Action>) {
    let queue = &state.export.queue;
    let left = queue.num_in(Tab::Open);
    Modal::new(Id::unique("unfinished-export"))
        .frame(theme::modal_frame(ui))
        .show(ui.ctx(), |ui| {
            ui.set_max_width(440.0);
            ui.heading(tr!("ask-export-heading"));
            ui.add_space(6.0);
            let total = queue.entries.len();
            ui.label(tr!("ask-export-text", left = left, count = total));
            ui.add_space(12.0);
            ui.horizontal_wrapped(|ui| {
                let go_on = ui.button(tr!("lesson-go-on"));
                // The keyboard answers at once.
                if ui.memory(|memory| memory.focused().is_none()) {
                    go_on.request_focus();
                }
                if go_on.clicked() {
                    actions.push(Action::Queue(QueueAction::GoOn));
                }
                if ui.button(tr!("ask-export-forget")).clicked() {
                    actions.push(Action::Queue(QueueAction::Forget));
                }
                let later = ui.button(tr!("ask-unfinished-later"));
                if later.clicked() || ui.input(|input| input.key_pressed(Key::Escape)) {
                    actions.push(Action::Queue(QueueAction::Later));
                }
            });
        });
}

fn close_ui(ui: &Ui, state: &State, actions: &mut Vec<Action>) {
    let name = state.teaching.running.as_ref();
    let name = name.map_or("", |running| running.spec.name.as_str());
    Modal::new(Id::unique("close"))
        .frame(theme::modal_frame(ui))
        .show(ui.ctx(), |ui| {
            ui.set_max_width(400.0);
            ui.heading(tr!("ask-close-heading"));
            ui.add_space(6.0);
            ui.label(tr!("ask-close-text", name = name));
            ui.add_space(12.0);
            ui.horizontal(|ui| {
                let stay = ui.button(tr!("ask-close-stay"));
                if stay.clicked() || ui.input(|input| input.key_pressed(Key::Escape)) {
                    actions.push(Action::Teach(TeachAction::Stay));
                }
                if ui.button(tr!("ask-close-anyway")).clicked() {
                    actions.push(Action::Teach(TeachAction::CloseAnyway));
                }
            });
        });
}

fn folder_ui(ui: &Ui, state: &State, actions: &mut Vec<Action>) {
    let Some(folder) = &state.dropped_folder else {
        return;
    };
    let name = folder.file_name().unwrap_or(folder.as_os_str());
    let name = name.to_string_lossy().into_owned();
    Modal::new(Id::unique("folder"))
        .frame(theme::modal_frame(ui))
        .show(ui.ctx(), |ui| {
            ui.set_max_width(440.0);
            ui.heading(tr!("ask-folder-heading", name = name));
            ui.add_space(10.0);
            let mut choose = |ui: &mut Ui, words: &str, action: TeachAction| {
                let button = ui.button(RichText::new(tr!(words)).strong());
                ui.label(translate_attribute(words, "help"));
                ui.add_space(8.0);
                if button.clicked() {
                    actions.push(Action::Teach(action));
                }
            };
            choose(ui, "ask-folder-photos", TeachAction::FolderIsPhotos);
            choose(ui, "ask-folder-pages", TeachAction::FolderIsStyle);
            let cancel = ui.button(tr!("cancel"));
            if cancel.clicked() || ui.input(|input| input.key_pressed(Key::Escape)) {
                actions.push(Action::Teach(TeachAction::FolderIsNothing));
            }
        });
}

fn unfinished_ui(ui: &Ui, state: &State, actions: &mut Vec<Action>) {
    Modal::new(Id::unique("unfinished"))
        .frame(theme::modal_frame(ui))
        .show(ui.ctx(), |ui| {
            ui.set_max_width(440.0);
            ui.heading(tr!("ask-unfinished-heading"));
            ui.add_space(6.0);
            for (index, run) in state.teaching.unfinished.iter().enumerate() {
                ui.label(tr!(
                    "ask-unfinished-text",
                    name = &run.spec.name,
                    count = run.num_steps
                ));
                ui.horizontal(|ui| {
                    if ui.button(tr!("lesson-go-on")).clicked() {
                        actions.push(Action::Teach(TeachAction::GoOn(index)));
                    }
                    if ui.button(tr!("ask-unfinished-drop")).clicked() {
                        actions.push(Action::Teach(TeachAction::ThrowAway(index)));
                    }
                });
                ui.add_space(8.0);
            }
            let later = ui.button(tr!("ask-unfinished-later"));
            if later.clicked() || ui.input(|input| input.key_pressed(Key::Escape)) {
                actions.push(Action::Teach(TeachAction::Later));
            }
        });
}
