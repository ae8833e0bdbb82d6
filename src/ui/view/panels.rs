//! The panels beside the canvas, which are as wide as somebody draws them.

use eframe::egui::{Panel, Ui};

use super::{controls, queue, training};
use crate::i18n::tr;
use crate::ui::action::Action;
use crate::ui::app::Textures;
use crate::ui::panels::SidePanel;
use crate::ui::state::State;
use crate::ui::theme;

/// Least change of a width that counts, in points.
const CHANGE: f32 = 0.5;

pub(super) fn panels_ui(
    ui: &mut Ui,
    state: &State,
    textures: &Textures,
    actions: &mut Vec<Action>,
) {
    let room = ui.available_width() * theme::PANELS_SHARE;
    let shown = shown(state, room);
    let widths = state.panels.fitted(shown, room);
    for panel in [SidePanel::Controls, SidePanel::Queue, SidePanel::Training] {
        if !shown[panel as usize] {
            continue;
        }
        let (name, side) = match panel {
            SidePanel::Controls => ("controls", Panel::right("controls")),
            SidePanel::Queue => ("queue", Panel::left("queue")),
            SidePanel::Training => ("training", Panel::left("training")),
        };
        let [width, most] = widths[panel as usize];
        let handle = ui.scope_id().with(name).with("__resize");
        let side = side
            .default_size(width)
            .size_range(panel.min_width()..=most);
        let response = side.show(ui, |ui| {
            // What is inside must hold it neither wider nor narrower than it is drawn.
            ui.set_width(ui.available_width());
            match panel {
                SidePanel::Controls => controls::controls_ui(ui, state, textures, actions),
                SidePanel::Queue => queue::queue_ui(ui, state, textures, actions),
                SidePanel::Training => training::training_ui(ui, state, actions),
            }
        });
        // The toolkit names it in English only.
        ui.ctx()
            .accesskit_node_builder(handle, |node| node.set_label(tr!("panel-resize")));
        let now = response.response.rect.width();
        let is_drawn = ui.input(|input| input.pointer.primary_down());
        if is_drawn && (now - width).abs() > CHANGE {
            actions.push(Action::Resize(panel, now));
        }
    }
}

/// Which panels are shown. The canvas has at least half of the window: where there is no room for
/// all, the queue stands in for the training run, and either for the sliders.
fn shown(state: &State, room: f32) -> [bool; 3] {
    let exports = state.export.shows_queue;
    let learns = state.teaching.running.is_some()
        || !state.teaching.queue.is_empty()
        || !state.drawings.watched.is_empty();
    let wanted = [exports, learns, state.shows_controls];
    let least = SidePanel::ALL.map(SidePanel::min_width);
    let all: f32 = wanted
        .iter()
        .zip(least)
        .map(|(is_wanted, width)| if *is_wanted { width } else { 0.0 })
        .sum();
    let learns = learns && (!exports || all <= room);
    let wanted = [exports, learns, state.shows_controls];
    let mut left = room;
    SidePanel::ALL.map(|panel| {
        let has_room = wanted[panel as usize] && left >= panel.min_width();
        left -= if has_room { panel.min_width() } else { 0.0 };
        has_room
    })
}
