//! The panel with styles and sliders.

use std::ops::RangeInclusive;

use eframe::egui::{Response, RichText, ScrollArea, Slider, Ui};

use super::super::action::{Action, Command};
use super::super::state::{Settings, State};
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
            if ui.selectable_label(is_chosen, title(style)).clicked() && !is_chosen {
                let mut settings = Settings::of_style(style);
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

/// A style's name for people.
fn title(style: &str) -> &str {
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

fn sliders_ui(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    let mut settings = state.settings.present().clone();
    let own = Settings::of_style(&settings.look.style).ink;
    let weight = |label, help| Dial {
        label,
        help,
        range: Dials::MIN..=Dials::MAX,
        is_logarithmic: true,
        default: 1.0,
    };
    let plain = |label, help, range, default| Dial {
        label,
        help,
        range,
        is_logarithmic: false,
        default,
    };
    let mut responses = Vec::new();
    let mut row = |ui: &mut Ui, value: &mut f32, dial: &Dial| {
        responses.push(dial_ui(ui, value, dial));
    };
    ui.label(RichText::new("Drawing").strong());
    let Settings { look, ink } = &mut settings;
    row(
        ui,
        &mut look.amount,
        &plain(
            "Amount",
            "How far to go from the photograph to the style; beyond 1 it exaggerates",
            Look::AMOUNT,
            1.0,
        ),
    );
    row(
        ui,
        &mut look.dials.style,
        &weight(
            "Style",
            "How much the drawing should look like the style's pages (weight of the style and adversarial loss)",
        ),
    );
    row(
        ui,
        &mut look.dials.content,
        &weight(
            "Keep content",
            "How much of what the photograph shows must stay (weight of the content loss)",
        ),
    );
    row(
        ui,
        &mut look.dials.cycle,
        &weight(
            "Keep reversible",
            "How well the photograph could be got back from the drawing (weight of the cycle loss)",
        ),
    );
    ui.add_space(theme::GROUP_SPACE);
    ui.label(RichText::new("Ink").strong());
    row(
        ui,
        &mut ink.line,
        &plain(
            "Line strength",
            "How strong the lines are; 0 draws none",
            InkSettings::LINE,
            own.line,
        ),
    );
    row(
        ui,
        &mut ink.line_width,
        &plain(
            "Line width",
            "How wide the lines are",
            InkSettings::LINE_WIDTH,
            own.line_width,
        ),
    );
    row(
        ui,
        &mut ink.flatten,
        &plain(
            "Flatness",
            "How even areas become that are even in the photograph",
            InkSettings::FLATTEN,
            own.flatten,
        ),
    );
    row(
        ui,
        &mut ink.saturation,
        &plain(
            "Saturation",
            "How strong the colours are; 0 is grey",
            InkSettings::SATURATION,
            own.saturation,
        ),
    );
    row(
        ui,
        &mut ink.photo_color,
        &plain(
            "Photo colours",
            "How much of the photograph's own colours shines through",
            InkSettings::PHOTO_COLOR,
            own.photo_color,
        ),
    );
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
