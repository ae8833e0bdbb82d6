//! Neighbours of the present look, in a row below the canvas.

use eframe::egui::{RichText, ScrollArea, Ui, vec2};

use super::icon::{Icon, icon_ui};
use super::styles::picture_ui;
use crate::i18n::tr;
use crate::ui::action::Action;
use crate::ui::app::Textures;
use crate::ui::command::Command;
use crate::ui::state::State;
use crate::ui::theme;

pub(super) fn variations_ui(
    ui: &mut Ui,
    state: &State,
    textures: &Textures,
    actions: &mut Vec<Action>,
) {
    let Some(variations) = &state.variations else {
        return;
    };
    ui.add_space(theme::BAR_SPACE);
    ui.horizontal(|ui| {
        ui.label(RichText::new(tr!("vary-heading")).strong());
        if ui.button(tr!("vary-others")).clicked() {
            actions.push(Action::OtherVariations);
        }
        if icon_ui(ui, Icon::Cross, &tr!("vary-hide"), true).clicked() {
            actions.push(Action::Command(Command::Vary));
        }
    });
    // Always as high as one row, and as wide as there is room for, so that the canvas keeps its
    // half.
    ScrollArea::horizontal().show(ui, |ui| {
        ui.horizontal(|ui| {
            let count = variations.settings.len();
            let gaps = ui.spacing().item_spacing.x * count.saturating_sub(1) as f32;
            let room = (ui.available_width() - gaps) / count.max(1) as f32;
            let width = room.clamp(theme::TILE_WIDTH, theme::VARIATION_WIDTH);
            let size = vec2(width, theme::VARIATION_HEIGHT);
            for index in 0..count {
                let name = tr!("vary-one", number = index + 1);
                let texture = textures.variations.get(&index);
                if picture_ui(ui, size, &name, texture).clicked() {
                    actions.push(Action::TakeVariation(index));
                }
            }
        });
    });
    ui.add_space(theme::BAR_SPACE);
}
