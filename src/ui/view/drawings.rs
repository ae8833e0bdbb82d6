//! Drawings over photographs that are watched while the artist draws in another program.

use eframe::egui::{RichText, Ui};

use super::training::duration;
use crate::i18n::{tr, translate_attribute};
use crate::ui::action::{Action, DrawingAction};
use crate::ui::drawings::{Drawing, DrawingState, Drawings};
use crate::ui::theme;

pub(super) fn drawings_ui(ui: &mut Ui, drawings: &Drawings, actions: &mut Vec<Action>) {
    if drawings.watched.is_empty() {
        return;
    }
    ui.label(RichText::new(tr!("painting-heading")).strong().size(16.0));
    for drawing in &drawings.watched {
        ui.push_id(&drawing.files.drawing, |ui| {
            drawing_ui(ui, drawing, actions);
        });
    }
    ui.add_space(theme::GROUP_SPACE);
}

fn drawing_ui(ui: &mut Ui, drawing: &Drawing, actions: &mut Vec<Action>) {
    let path = &drawing.files.drawing;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    ui.label(name).on_hover_text(path.display().to_string());
    match &drawing.state {
        DrawingState::Writing => ui.weak(tr!("painting-writing")),
        DrawingState::Awaited => ui.label(tr!("painting-awaited")),
        DrawingState::Waits => ui.label(tr!("painting-waits")),
        DrawingState::Missing => {
            ui.colored_label(ui.visuals().warn_fg_color, tr!("painting-missing"))
        }
        DrawingState::Changing => ui.weak(tr!("painting-changing")),
        DrawingState::Good => ui.label(tr!("painting-good")),
        DrawingState::Bad(reason) => ui.colored_label(ui.visuals().warn_fg_color, reason),
    };
    if let Some(read_at) = drawing.read_at {
        let time = duration(read_at.elapsed().as_secs_f64());
        ui.weak(tr!("painting-read", time = time));
    }
    ui.horizontal_wrapped(|ui| {
        let is_there = !matches!(drawing.state, DrawingState::Writing | DrawingState::Missing);
        if is_there && ui.button(tr!("painting-open")).clicked() {
            actions.push(Action::Drawing(DrawingAction::Open(path.clone())));
        }
        let stop = ui.button(tr!("painting-forget"));
        if stop
            .on_hover_text(translate_attribute("painting-forget", "help"))
            .clicked()
        {
            actions.push(Action::Drawing(DrawingAction::Forget(path.clone())));
        }
    });
    ui.add_space(4.0);
}
