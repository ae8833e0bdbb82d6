//! The status bar: what draws, how long the last drawing took and how large it is, what is running.

use eframe::egui::{Align, Button, Layout, ProgressBar, RichText, Spinner, Ui};

use super::canvas::zoom_percent;
use super::toolbar::tooltip;
use crate::i18n::{percent, tr};
use crate::ui::action::Action;
use crate::ui::command::Command;
use crate::ui::explain;
use crate::ui::export::Tab;
use crate::ui::state::{EngineState, PhotoState, State};
use crate::ui::theme;

pub(super) fn status_ui(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    ui.add_space(theme::STATUS_SPACE);
    ui.horizontal(|ui| {
        engine_ui(ui, state);
        drawing_ui(ui, state);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            saving_ui(ui, state, actions);
            queue_ui(ui, state, actions);
            photo_ui(ui, state);
            let percent = zoom_percent(ui.ctx(), state).filter(|_| !state.shows_grid());
            if let Some(percent) = percent {
                ui.separator();
                let text = tr!("status-zoom", percent = percent.round() as u64);
                ui.label(text).on_hover_text(tr!("status-zoom-help"));
            }
        });
    });
    ui.add_space(theme::STATUS_SPACE);
}

fn engine_ui(ui: &mut Ui, state: &State) {
    match &state.engine {
        EngineState::Starting => {
            ui.add(Spinner::new().size(theme::SMALL_SPINNER));
            ui.label(tr!("status-loading"));
        }
        EngineState::Ready(device) => {
            let place = match &device.adapter {
                Some(adapter) if device.network_on_gpu => adapter.name.clone(),
                _ => tr!("status-cpu"),
            };
            let label = ui.label(tr!("status-device", device = place));
            if let Some(note) = &device.note {
                label.on_hover_text(explain::device(note));
            }
        }
        EngineState::Failed(reason) => {
            let text = tr!("status-failed", reason = reason);
            ui.colored_label(ui.visuals().error_fg_color, text);
        }
    }
}

/// The last drawing, and whether one is on its way.
fn drawing_ui(ui: &mut Ui, state: &State) {
    if let (Some(elapsed), Some(drawing)) = (state.last_elapsed, &state.drawing) {
        ui.separator();
        let text = tr!("status-elapsed", ms = elapsed.as_millis() as u64);
        ui.label(text).on_hover_text(tr!("status-elapsed-help"));
        ui.separator();
        let text = tr!("status-scale", pixels = drawing.long_side());
        ui.label(text).on_hover_text(tr!("status-scale-help"));
    }
    if state.is_drawing() {
        ui.separator();
        ui.add(Spinner::new().size(theme::SMALL_SPINNER));
        ui.label(RichText::new(tr!("status-drawing")).weak());
    }
}

fn photo_ui(ui: &mut Ui, state: &State) {
    let Some(photo) = state.current() else { return };
    let text = tr!(
        "status-photo",
        name = photo.name(),
        number = state.current + 1,
        count = state.photos.len()
    );
    match &photo.state {
        PhotoState::Good => ui.label(text),
        PhotoState::Bad(reason) => ui
            .colored_label(ui.visuals().error_fg_color, text)
            .on_hover_text(reason),
    };
}

/// How far the queue is; a click shows it.
fn queue_ui(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    let queue = &state.export.queue;
    if !queue.is_open() {
        return;
    }
    let share = queue.share();
    let bar = ProgressBar::new(share).desired_width(theme::PROGRESS_WIDTH);
    ui.add(bar.text(percent(share)));
    let (number, count) = (
        queue.entries.len() - queue.num_in(Tab::Open),
        queue.entries.len(),
    );
    let mut text = RichText::new(tr!("status-queue", number = number, count = count));
    if queue.blocked.is_some() {
        text = text.color(ui.visuals().warn_fg_color);
    }
    let button = ui.add(Button::new(text).small());
    if button.on_hover_text(tooltip(ui, Command::Queue)).clicked() {
        actions.push(Action::Command(Command::Queue));
    }
    ui.separator();
}

/// Files that are being saved and the sheet that is being drawn, in per cent, with the way to stop.
fn saving_ui(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    let saving = &state.export.queue.singles;
    let (share, number, total) = if let Some(contact) = &state.contact {
        contact.progress()
    } else if saving.is_active() {
        let number = (saving.num_saved + saving.num_failed + 1).min(saving.num_total());
        (saving.share(), number, saving.num_total())
    } else {
        return;
    };
    let stop = Button::new(Command::Stop.label()).small();
    if ui.add(stop).on_hover_text(Command::Stop.help()).clicked() {
        actions.push(Action::Command(Command::Stop));
    }
    let bar = ProgressBar::new(share)
        .desired_width(theme::PROGRESS_WIDTH)
        .text(percent(share));
    ui.add(bar);
    let words = if state.contact.is_some() {
        tr!("contact-count", number = number, count = total)
    } else {
        tr!("saving-count", number = number, count = total)
    };
    ui.label(words);
    ui.separator();
}
