//! The panel with styles and sliders.

use std::ops::RangeInclusive;

use eframe::egui::{Response, RichText, ScrollArea, Slider, Ui};

use super::super::action::{Action, Command, TeachAction};
use super::super::state::State;
use super::super::theme;
use crate::engine::Look;
use crate::ink::InkSettings;
use crate::model::Dials;

/// A slider: its label, its tooltip and its range.
struct Dial {
    label: &'static str,
    help: &'static str,
    range: RangeInclusive<f32>,
    is_logarithmic: bool,
    default: f32,
}

pub(super) fn controls_ui(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    ScrollArea::vertical().show(ui, |ui| {
        ui.add_space(theme::GROUP_SPACE);
        styles_ui(ui, state, actions);
        teach_ui(ui, actions);
        ui.add_space(theme::GROUP_SPACE);
        sliders_ui(ui, state, actions);
        ui.add_space(theme::GROUP_SPACE);
        if ui
            .button("Reset all")
            .on_hover_text(Command::Reset.help())
            .clicked()
        {
            actions.push(Action::Command(Command::Reset));
        }
    });
}

fn styles_ui(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    ui.label(RichText::new("Style").strong());
    let present = state.settings.present();
    ui.horizontal_wrapped(|ui| {
        for style in &state.styles {
            let is_chosen = present.look.style == *style;
            let label = ui.selectable_label(is_chosen, title(style));
            learnt_menu_ui(&label, style, state, actions);
            if label.clicked() && !is_chosen {
                let mut settings = state.settings_of(style);
                // The dials are the person's; only the ink goes with the style.
                settings.look.amount = present.look.amount;
                settings.look.dials = present.look.dials;
                actions.push(Action::Set {
                    settings,
                    settled: true,
                });
            }
        }
    });
}

/// What can be done with a style that was learnt: a right click, or the menu key.
fn learnt_menu_ui(label: &Response, style: &str, state: &State, actions: &mut Vec<Action>) {
    let Some(entry) = state.shelf.iter().find(|entry| entry.name == style) else {
        return;
    };
    if !entry.is_learnt {
        return;
    }
    label.context_menu(|ui| {
        if ui.button("Save as a file…").clicked() {
            actions.push(Action::Teach(TeachAction::ExportStyle(style.to_owned())));
            ui.close();
        }
        if ui.button("Remove from the shelf").clicked() {
            actions.push(Action::Teach(TeachAction::RemoveStyle(style.to_owned())));
            ui.close();
        }
    });
}

/// A style's name for people.
pub(super) fn title(style: &str) -> &str {
    match style {
        "oz-neill" => "Four-colour comic",
        "peppercarrot" => "Painted comic",
        "ukiyoe-hiroshige" => "Woodblock print",
        "ink-philmay" => "Pen",
        "ink-gibson" => "Fine hatching",
        "engraving-dore" => "Engraving",
        other => other,
    }
}

/// The way to a style of one's own.
fn teach_ui(ui: &mut Ui, actions: &mut Vec<Action>) {
    ui.add_space(6.0);
    if ui
        .button(Command::Teach.label())
        .on_hover_text(Command::Teach.help())
        .clicked()
    {
        actions.push(Action::Command(Command::Teach));
    }
}

fn sliders_ui(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    let mut settings = state.settings.present().clone();
    let own = state.settings_of(&settings.look.style).ink;
    let mut responses = Vec::new();
    ui.label(RichText::new("Drawing").strong());
    for (value, dial) in look_dials(&mut settings.look) {
        responses.push(dial_ui(ui, value, &dial));
    }
    ui.add_space(theme::GROUP_SPACE);
    ui.label(RichText::new("Ink").strong());
    for (value, dial) in ink_dials(&mut settings.ink, &own) {
        responses.push(dial_ui(ui, value, &dial));
    }
    let is_dragged = responses.iter().any(Response::dragged);
    let has_ended = responses
        .iter()
        .any(|response| response.drag_stopped() || response.lost_focus());
    if settings != *state.settings.present() || has_ended {
        actions.push(Action::Set {
            settings,
            settled: !is_dragged,
        });
    }
}

/// What the network is told.
fn look_dials(look: &mut Look) -> [(&mut f32, Dial); 4] {
    let weight = |label, help| Dial {
        label,
        help,
        range: Dials::MIN..=Dials::MAX,
        is_logarithmic: true,
        default: 1.0,
    };
    let amount = Dial {
        label: "Amount",
        help: "How far to go from the photograph to the style; beyond 1 it exaggerates",
        range: Look::AMOUNT,
        is_logarithmic: false,
        default: 1.0,
    };
    let style = "How much the drawing should look like the style's pages \
                 (weight of the style and adversarial loss)";
    let content = "How much of what the photograph shows must stay (weight of the content loss)";
    let cycle = "How well the photograph could be got back from the drawing \
                 (weight of the cycle loss)";
    [
        (&mut look.amount, amount),
        (&mut look.dials.style, weight("Style", style)),
        (&mut look.dials.content, weight("Keep content", content)),
        (&mut look.dials.cycle, weight("Keep reversible", cycle)),
    ]
}

/// What is laid over the drawing; `own` is what the style brings.
fn ink_dials<'a>(ink: &'a mut InkSettings, own: &InkSettings) -> [(&'a mut f32, Dial); 5] {
    type Ink = InkSettings;
    let dial = |label, help, range, default| Dial {
        label,
        help,
        range,
        is_logarithmic: false,
        default,
    };
    let line = "How strong the lines are; 0 draws none";
    let line_width = "How wide the lines are";
    let flatten = "How even areas become that are even in the photograph";
    let saturation = "How strong the colours are; 0 is grey";
    let photo_color = "How much of the photograph's own colours shines through";
    [
        (
            &mut ink.line,
            dial("Line strength", line, Ink::LINE, own.line),
        ),
        (
            &mut ink.line_width,
            dial("Line width", line_width, Ink::LINE_WIDTH, own.line_width),
        ),
        (
            &mut ink.flatten,
            dial("Flatness", flatten, Ink::FLATTEN, own.flatten),
        ),
        (
            &mut ink.saturation,
            dial("Saturation", saturation, Ink::SATURATION, own.saturation),
        ),
        (
            &mut ink.photo_color,
            dial(
                "Photo colours",
                photo_color,
                Ink::PHOTO_COLOR,
                own.photo_color,
            ),
        ),
    ]
}

/// A label with a slider below it; a double click on either brings the default back.
fn dial_ui(ui: &mut Ui, value: &mut f32, dial: &Dial) -> Response {
    ui.add_space(2.0);
    let label = ui.label(dial.label);
    ui.spacing_mut().slider_width = theme::CONTROLS_WIDTH - 90.0;
    let slider = Slider::new(value, dial.range.clone())
        .logarithmic(dial.is_logarithmic)
        .max_decimals(2);
    let response = ui
        .add(slider)
        .labelled_by(label.id)
        .on_hover_text(dial.help);
    let label = label
        .interact(eframe::egui::Sense::click())
        .on_hover_text(dial.help);
    if response.double_clicked() || label.double_clicked() {
        *value = dial.default;
    }
    response
}
