//! The views. Each shows a part of the state and says what is asked for; none changes anything.

mod ask;
pub(super) mod canvas;
mod controls;
mod critic;
mod drawings;
mod export;
mod field;
mod grid;
mod guide;
mod help;
mod icon;
mod menu;
mod palette;
mod panels;
mod photo;
mod queue;
mod score;
mod sheet;
mod status;
mod strip;
mod style_form;
mod styles;
#[cfg(test)]
mod tests;
mod toasts;
mod toolbar;
mod training;
mod variations;
mod welcome;

use std::sync::Arc;

use eframe::egui::{self, Align2, CentralPanel, Event, FontId, Frame, Margin, Panel, Ui};

use super::action::Action;
use super::app::Textures;
use super::command::Command;
use super::launch::can_drop_files;
use super::state::State;
use super::theme;
use crate::i18n::tr;

/// The whole window.
pub(super) fn window_ui(
    ui: &mut Ui,
    state: &State,
    textures: &Textures,
    actions: &mut Vec<Action>,
) {
    Panel::top("menus").show(ui, |ui| menu::menus_ui(ui, state, actions));
    Panel::top("toolbar").show(ui, |ui| toolbar::toolbar_ui(ui, state, actions));
    Panel::bottom("status").show(ui, |ui| status::status_ui(ui, state, actions));
    panels::panels_ui(ui, state, textures, actions);
    // In a low window the neighbours stand in for the strip.
    let has_room = ui.ctx().content_rect().height() >= theme::LOW_WINDOW;
    let has_strip = !state.shows_grid() && !state.shows_welcome();
    if (state.variations.is_none() || has_room) && has_strip {
        Panel::bottom("strip")
            .resizable(false)
            .show(ui, |ui| strip::strip_ui(ui, state, textures, actions));
    }
    if state.variations.is_some() {
        Panel::bottom("variations").resizable(false).show(ui, |ui| {
            variations::variations_ui(ui, state, textures, actions);
        });
    }
    // The edges of the panels can be taken on both sides.
    let canvas = Frame::NONE
        .fill(ui.visuals().extreme_bg_color)
        .inner_margin(Margin::symmetric(theme::PANEL_EDGE, 0));
    CentralPanel::default().frame(canvas).show(ui, |ui| {
        toasts::toasts_ui(ui, state, actions);
        if state.shows_welcome() {
            welcome::welcome_ui(ui, actions);
        } else if state.shows_grid() {
            grid::grid_ui(ui, state, textures, actions);
        } else {
            canvas::canvas_ui(ui, state, textures, actions);
        }
    });
    problems_ui(ui, state, actions);
    sheet::sheet_ui(ui, state, actions);
    export::export_ui(ui, state, actions);
    style_form::style_form_ui(ui, state, actions);
    palette::palette_ui(ui, state, actions);
    help::help_ui(ui, state, actions);
    guide::guide_ui(ui, state, textures, actions);
    ask::questions_ui(ui, state, actions);
    drop_ui(ui, actions);
}

/// Keys of all commands, unless something is being typed or must be answered first.
pub(super) fn shortcuts(ctx: &egui::Context, state: &State, actions: &mut Vec<Action>) {
    if ctx.text_edit_focused() || state.is_covered() {
        return;
    }
    // The system's key for pasting comes as what is pasted, not as a key.
    ctx.input(|input| {
        actions.extend(input.events.iter().filter_map(|event| match event {
            Event::Paste(text) => Some(Action::PasteText(text.clone())),
            Event::PasteImage(picture) => Some(Action::PastePicture(Arc::clone(picture))),
            _ => None,
        }));
    });
    for (command, shortcut) in Command::with_keys() {
        // A key that means nothing now is left to menus and windows, such as Escape.
        if command.is_enabled(state) && ctx.input_mut(|input| input.consume_shortcut(&shortcut)) {
            actions.push(Action::Command(command));
        }
    }
}

/// Files over the window, and files let go on it.
fn drop_ui(ui: &Ui, actions: &mut Vec<Action>) {
    let (num_hovered, dropped) = ui.input(|input| {
        let dropped = input
            .raw
            .dropped_files
            .iter()
            .map(|file| file.path().to_path_buf());
        (input.raw.hovered_files.len(), dropped.collect::<Vec<_>>())
    });
    if !dropped.is_empty() {
        actions.push(Action::Dropped(dropped));
    }
    if num_hovered == 0 {
        return;
    }
    let painter = ui.ctx().layer_painter(egui::LayerId::new(
        egui::Order::Foreground,
        egui::Id::unique("drop-overlay"),
    ));
    let screen = ui.ctx().content_rect();
    painter.rect_filled(screen, 0.0, theme::SCRIM);
    let text = tr!("drop-count", count = num_hovered);
    let font = FontId::proportional(30.0);
    painter.text(
        screen.center(),
        Align2::CENTER_CENTER,
        text,
        font,
        theme::ON_PICTURE,
    );
}

/// What went wrong, each with its reason, until it was read.
fn problems_ui(ui: &Ui, state: &State, actions: &mut Vec<Action>) {
    if state.problems.is_empty() {
        return;
    }
    // Beside the queue, which tells of bad files, too.
    let room = ui.ctx().content_rect().width() - theme::PROBLEMS_WIDTH - 2.0 * theme::PROBLEMS_LEFT;
    let queue = state.panels.fitted([true, false, false], f32::INFINITY)[0][0];
    let beside = queue.min(room.max(0.0));
    let left = theme::PROBLEMS_LEFT
        + if state.export.shows_queue {
            beside
        } else {
            0.0
        };
    egui::Window::new(tr!("problems-heading"))
        .id(egui::Id::unique("problems"))
        // The toolkit names its own cross and edges in English only.
        .resizable(false)
        .collapsible(false)
        .default_width(theme::PROBLEMS_WIDTH)
        .anchor(Align2::LEFT_BOTTOM, [left, -140.0])
        .show(ui.ctx(), |ui| {
            egui::ScrollArea::vertical()
                .max_height(220.0)
                .show(ui, |ui| {
                    let num_left_out = state.problems.num_left_out();
                    if num_left_out > 0 {
                        ui.label(tr!("problems-left-out", count = num_left_out));
                    }
                    for problem in state.problems.iter() {
                        ui.label(problem);
                    }
                });
            if ui.button(tr!("close")).clicked() {
                actions.push(Action::DismissProblems);
            }
        });
}

/// What an empty window invites to.
fn invitation() -> String {
    if can_drop_files() {
        tr!("invitation-drop")
    } else {
        tr!("invitation-open")
    }
}
