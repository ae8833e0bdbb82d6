//! The form with which a learnt style is given another name, author or licence.

use eframe::egui::{Button, Grid, Id, Key, Modal, RichText, TextEdit, Ui, vec2};

use super::field::meant_first;
use crate::i18n::{tr, translate_attribute};
use crate::ui::action::{Action, LabelAction};
use crate::ui::state::State;
use crate::ui::theme;

/// Width of the form and of its fields, in points.
const WIDTH: f32 = 460.0;
const FIELD: f32 = 320.0;

/// The form, if it is open.
pub(super) fn style_form_ui(ui: &Ui, state: &State, actions: &mut Vec<Action>) {
    let Some(form) = &state.style_form else {
        return;
    };
    let response = Modal::new(Id::unique("style-form"))
        .frame(theme::modal_frame(ui))
        .show(ui.ctx(), |ui| {
            ui.set_width(WIDTH);
            ui.heading(tr!("style-edit-heading"));
            ui.add_space(theme::GROUP_SPACE);
            let mut label = form.label.clone();
            let mut enters = false;
            Grid::new("style-form")
                .num_columns(2)
                .spacing([14.0, 8.0])
                .show(ui, |ui| {
                    for (words, text) in [
                        ("teach-name", &mut label.name),
                        ("teach-author", &mut label.author),
                        ("teach-licence", &mut label.licence),
                    ] {
                        let name = ui.label(tr!(words));
                        let field = TextEdit::singleline(text)
                            .hint_text(translate_attribute(words, "hint"))
                            .desired_width(FIELD);
                        let field = ui.add(field).labelled_by(name.id);
                        if words == "teach-name" {
                            meant_first(ui, &field, text);
                        }
                        enters |= field.lost_focus() && ui.input(|i| i.key_pressed(Key::Enter));
                        ui.end_row();
                    }
                });
            if label != form.label {
                actions.push(Action::Label(LabelAction::Fill(label)));
            }
            ui.add_space(theme::GROUP_SPACE);
            let obstacle = form.obstacle(state);
            ui.horizontal_wrapped(|ui| {
                let text = RichText::new(tr!("style-edit-keep")).strong();
                let keep = Button::new(text.color(theme::ON_PICTURE))
                    .fill(theme::ACCENT)
                    .min_size(vec2(110.0, 28.0));
                let keep = ui.add_enabled(obstacle.is_none(), keep);
                if keep.clicked() || (enters && obstacle.is_none()) {
                    actions.push(Action::Label(LabelAction::Keep));
                }
                let cancel = Button::new(tr!("cancel")).min_size(vec2(90.0, 28.0));
                if ui.add(cancel).clicked() {
                    actions.push(Action::Label(LabelAction::Close));
                }
            });
            if let Some(obstacle) = obstacle {
                ui.add_space(theme::BAR_SPACE);
                ui.colored_label(ui.visuals().warn_fg_color, obstacle);
            }
        });
    if response.should_close() {
        actions.push(Action::Label(LabelAction::Close));
    }
}
