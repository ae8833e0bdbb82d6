//! The panel with styles and sliders.

use std::cell::Cell;
use std::ops::RangeInclusive;

use eframe::egui::containers::menu::{MenuButton, MenuConfig};
use eframe::egui::emath::format_with_decimals_in_range;
use eframe::egui::{
    Align, Button, Checkbox, CollapsingHeader, Key, Layout, Panel, PointerButton,
    PopupCloseBehavior, Rect, RectAlign, Response, RichText, ScrollArea, Sense, Slider,
    SliderClamping, TextEdit, Tooltip, Ui, vec2,
};

use super::{field, styles};
use crate::i18n::{figures, number, read_number, tr, translate_attribute};
use crate::ink::{InkSettings, SLIDERS};
use crate::model::Dials;
use crate::render::Recipe;
use crate::ui::action::Action;
use crate::ui::app::Textures;
use crate::ui::command::Command;
use crate::ui::presets::Preset;
use crate::ui::state::State;
use crate::ui::texture::PictureTexture;
use crate::ui::theme;

/// A slider: its words and its range.
struct Dial {
    /// The key of its label and its tooltip.
    words: &'static str,
    range: RangeInclusive<f32>,
    is_logarithmic: bool,
    default: f32,
}

pub(super) fn controls_ui(
    ui: &mut Ui,
    state: &State,
    textures: &Textures,
    actions: &mut Vec<Action>,
) {
    // In sight however many sliders there are.
    Panel::bottom("settings").show(ui, |ui| {
        ui.add_space(theme::GROUP_SPACE);
        ui.horizontal(|ui| {
            let mut button = |ui: &mut Ui, command: Command| {
                let response = ui.button(command.label());
                if response.on_hover_text(command.help()).clicked() {
                    actions.push(Action::Command(command));
                }
            };
            button(ui, Command::Reset);
            if Command::UseForAll.is_enabled(state) {
                button(ui, Command::UseForAll);
            }
            presets_ui(ui, state, textures, actions);
        });
    });
    ScrollArea::vertical().show(ui, |ui| {
        ui.add_space(theme::GROUP_SPACE);
        styles::styles_ui(ui, state, textures, actions);
        ui.add_space(theme::GROUP_SPACE);
        sliders_ui(ui, state, textures, actions);
        ui.add_space(theme::GROUP_SPACE);
    });
}

/// Whether the sliders are those of all photographs or of this one.
fn whose_ui(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    let command = Command::OwnSettings;
    let mut has_own = command.is_on(state) == Some(true);
    let is_enabled = command.is_enabled(state);
    let checkbox = Checkbox::new(&mut has_own, command.label());
    let response = ui.add_enabled(is_enabled, checkbox);
    if response.on_hover_text(command.help()).clicked() {
        actions.push(Action::Command(command));
    }
}

/// Settings under a name: recall, save, remove.
fn presets_ui(ui: &mut Ui, state: &State, textures: &Textures, actions: &mut Vec<Action>) {
    // A click into the field or on a cross must not close it.
    let stays = MenuConfig::new().close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    let menu = MenuButton::new(tr!("presets")).config(stays);
    let (menu, _) = menu.ui(ui, |ui| {
        let are_drawn = state.drawn_presets.as_ref() == Some(&state.presets);
        if !are_drawn && state.photo.is_some() && !state.presets.is_empty() {
            actions.push(Action::DrawPresets);
        }
        let list = ScrollArea::vertical().max_height(theme::PRESETS_HEIGHT);
        list.show(ui, |ui| {
            for (index, preset) in state.presets.iter().enumerate() {
                let texture = textures.presets.get(&index).filter(|_| are_drawn);
                ui.horizontal(|ui| preset_ui(ui, index, preset, texture, actions));
            }
        });
        if state.presets.is_empty() {
            ui.label(tr!("presets-none"));
        }
        ui.separator();
        let mut name = state.preset_name.clone();
        let field = TextEdit::singleline(&mut name).hint_text(tr!("preset-name"));
        let field = ui.add(field.desired_width(160.0));
        field::meant_first(ui, &field, &name);
        let enters = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if name != state.preset_name {
            actions.push(Action::NamePreset(name.clone()));
        }
        let save = Button::new(tr!("preset-save"));
        let is_named = !name.trim().is_empty();
        if (ui.add_enabled(is_named, save).clicked() || enters) && is_named {
            actions.push(Action::SavePreset(name));
            ui.close();
        }
    });
    menu.on_hover_text(translate_attribute("presets", "help"));
}

/// A preset: the present photograph in it, its name, and what removes it.
fn preset_ui(
    ui: &mut Ui,
    index: usize,
    preset: &Preset,
    texture: Option<&PictureTexture>,
    actions: &mut Vec<Action>,
) {
    let size = vec2(theme::TILE_WIDTH, theme::TILE_HEIGHT);
    let picture = styles::picture_ui(ui, size, &preset.name, texture);
    if picture.clicked() || ui.button(&preset.name).clicked() {
        actions.push(Action::RecallPreset(index));
        ui.close();
    }
    let remove = ui.small_button("×");
    let hint = tr!("preset-remove", name = &preset.name);
    if remove.on_hover_text(hint).clicked() {
        actions.push(Action::RemovePreset(index));
    }
}

/// Sliders of the ink, those that change the picture most first, and those that are rarely moved,
/// which are folded. Mean change of the sample in "Comic" between the ends, of 255: 59, 15, 12,
/// none without pages, 8, 8, 5, 4; 12, 8, 6.
const OFTEN: [&str; 8] = [
    "dial-hatching",
    "dial-saturation",
    "dial-tones",
    OF_PAGES,
    "dial-line-width",
    "dial-boldness",
    "dial-line",
    "dial-detail",
];
const RARELY: [&str; 3] = ["dial-paper", "dial-blacks", "dial-grain"];
/// Those of the style's hand, above the three weights.
const OF_HAND: [&str; 2] = ["dial-hand", "dial-photo-color"];
/// The slider of the colours of pages.
const OF_PAGES: &str = "dial-palette";

/// What the tooltips of sliders show.
struct Explained<'a> {
    state: &'a State,
    textures: &'a Textures,
    /// The slider whose ends are looked at and are not drawn.
    wanted: Cell<Option<&'static str>>,
}

fn sliders_ui(ui: &mut Ui, state: &State, textures: &Textures, actions: &mut Vec<Action>) {
    let explained = Explained {
        state,
        textures,
        wanted: Cell::new(None),
    };
    let mut settings = state.settings.present().clone();
    let own = state.own_ink(&settings);
    let mut responses = Vec::new();
    ui.horizontal(|ui| {
        ui.label(RichText::new(tr!("drawing-heading")).strong());
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            // The bar that scrolls the panel lies over its edge.
            ui.add_space(ui.spacing().scroll.bar_width);
            whose_ui(ui, state, actions);
        });
    });
    // Without anything of the style's hand the network is not asked, and its sliders say nothing.
    let needs_network = settings.ink.needs_network();
    // Looks have no pages whose colours could be taken.
    let has_pages = settings.ink.measured.is_some();
    let amount = amount_dial(&settings, needs_network);
    responses.push(dial_ui(ui, &mut settings.amount, &amount, &explained));
    let mut dials: Vec<(&mut f32, Dial)> = ink_dials(&mut settings.ink, &own).collect();
    let mut group_ui = |ui: &mut Ui, group: &[&str]| {
        for words in group {
            let Some((value, dial)) = dials.iter_mut().find(|(_, dial)| dial.words == *words)
            else {
                continue;
            };
            let has_effect = match *words {
                OF_PAGES => has_pages,
                "dial-photo-color" => needs_network,
                _ => true,
            };
            let row = ui.add_enabled_ui(has_effect, |ui| dial_ui(ui, value, dial, &explained));
            responses.push(row.inner);
        }
    };
    group_ui(ui, &OFTEN);
    CollapsingHeader::new(tr!("dials-more"))
        .id_salt("dials-more")
        .show_unindented(ui, |ui| group_ui(ui, &RARELY));
    ui.add_space(theme::GROUP_SPACE);
    ui.label(RichText::new(tr!("hand-heading")).strong());
    group_ui(ui, &OF_HAND);
    for (value, dial) in weight_dials(&mut settings.weights) {
        let row = ui.add_enabled_ui(needs_network, |ui| dial_ui(ui, value, &dial, &explained));
        responses.push(row.inner);
    }
    if !needs_network {
        ui.label(RichText::new(tr!("weights-without-hand")).small().weak());
    }
    actions.extend(explained.wanted.take().map(Action::DrawEnds));
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

/// How much of the drawing there is; beyond all of it only a network can go.
fn amount_dial(recipe: &Recipe, needs_network: bool) -> Dial {
    let most = if needs_network {
        *Recipe::AMOUNT.end()
    } else {
        recipe.amount.max(1.0)
    };
    Dial {
        words: "dial-amount",
        range: *Recipe::AMOUNT.start()..=most,
        is_logarithmic: false,
        default: 1.0,
    }
}

/// The weights of the losses that the network is told.
fn weight_dials(dials: &mut Dials) -> [(&mut f32, Dial); 3] {
    let weight = |words| Dial {
        words,
        range: Dials::MIN..=Dials::MAX,
        is_logarithmic: true,
        default: 1.0,
    };
    [
        (&mut dials.style, weight("dial-style")),
        (&mut dials.content, weight("dial-content")),
        (&mut dials.cycle, weight("dial-cycle")),
    ]
}

/// What is laid over the drawing; `own` is what the style brings.
fn ink_dials<'a>(
    ink: &'a mut InkSettings,
    own: &InkSettings,
) -> impl Iterator<Item = (&'a mut f32, Dial)> {
    let values = ink.values_mut().into_iter().zip(own.values());
    values.zip(SLIDERS).map(|((value, default), slider)| {
        let dial = Dial {
            words: slider.words,
            range: slider.range.clone(),
            is_logarithmic: false,
            default,
        };
        (value, dial)
    })
}

/// Shows `help`, and what the slider does at its ends, beside the panel rather than over the
/// sliders below, which are mostly meant next.
fn explain_beside(
    ui: &Ui,
    response: &Response,
    help: &str,
    dial: &Dial,
    explained: &Explained<'_>,
) {
    let row = Rect::from_x_y_ranges(ui.clip_rect().x_range(), response.rect.y_range());
    let mut tooltip = Tooltip::for_enabled(response);
    tooltip.popup = tooltip.popup.anchor(row).align(RectAlign::LEFT);
    tooltip.show(|ui| {
        ui.label(help);
        ends_ui(ui, dial, explained);
    });
}

/// The present drawing with the slider at its least and at its most.
fn ends_ui(ui: &mut Ui, dial: &Dial, explained: &Explained<'_>) {
    let Explained {
        state,
        textures,
        wanted,
    } = explained;
    if state.photo.is_none() {
        return;
    }
    let present = state.settings.present();
    let are_drawn = state
        .ends
        .as_ref()
        .is_some_and(|ends| ends.are_of(present, dial.words));
    if !are_drawn {
        wanted.set(Some(dial.words));
    }
    ui.horizontal(|ui| {
        let values = [*dial.range.start(), *dial.range.end()];
        for (value, texture) in values.into_iter().zip(&textures.ends) {
            let texture = texture.as_ref().filter(|_| are_drawn);
            ui.vertical(|ui| {
                let value = number(value.into(), 2);
                let name = format!("{} {value}", tr!(dial.words));
                styles::shown_ui(
                    ui,
                    vec2(theme::END_WIDTH, theme::END_HEIGHT),
                    &name,
                    texture,
                );
                ui.label(RichText::new(value).small());
            });
        }
    });
}

/// The width of a slider that has so much room for itself and its value.
fn slider_width(room: f32) -> f32 {
    (room - theme::VALUE_WIDTH).max(theme::SLIDER_WIDTH)
}

/// A label with its slider; a double click on either brings the default back.
fn dial_ui(ui: &mut Ui, value: &mut f32, dial: &Dial, explained: &Explained<'_>) -> Response {
    let help = translate_attribute(dial.words, "help");
    ui.horizontal(|ui| {
        let size = vec2(theme::LABEL_WIDTH, ui.spacing().interact_size.y);
        let layout = Layout::left_to_right(Align::Center);
        let label = ui
            .allocate_ui_with_layout(size, layout, |ui| {
                ui.set_min_width(theme::LABEL_WIDTH);
                ui.label(tr!(dial.words))
            })
            .inner;
        let slider_width = slider_width(ui.available_width());
        ui.spacing_mut().slider_width = slider_width;
        let slider = Slider::new(value, dial.range.clone())
            .logarithmic(dial.is_logarithmic)
            // Nothing is rounded that nobody has moved: a style that is as it comes would look
            // tuned.
            .clamping(SliderClamping::Edits)
            .max_decimals(2)
            .custom_formatter(|value, decimals| {
                figures(&format_with_decimals_in_range(value, decimals))
            })
            .custom_parser(read_number);
        let response = ui.add(slider).labelled_by(label.id);
        explain_beside(ui, &response, &help, dial, explained);
        // Not for the keyboard: what is no control by itself would lose the focus again, and with
        // it the way on.
        let label = label.interact(Sense::CLICK);
        explain_beside(ui, &label, &help, dial, explained);
        // A slider itself senses drags only; the number behind it is edited by a double click.
        let rail = Rect::from_min_size(
            response.rect.min,
            vec2(slider_width, response.rect.height()),
        );
        let on_rail = response.contains_pointer()
            && ui.input(|input| {
                let at = input.pointer.interact_pos();
                let is_double = input.pointer.button_double_clicked(PointerButton::Primary);
                is_double && at.is_some_and(|at| rail.contains(at))
            });
        if on_rail || label.double_clicked() {
            *value = dial.default;
        }
        response
    })
    .inner
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_slider_of_the_ink_has_one_place() {
        let mut placed = [&OFTEN[..], &RARELY, &OF_HAND].concat();
        placed.sort_unstable();
        let mut all: Vec<&str> = SLIDERS.iter().map(|slider| slider.words).collect();
        all.sort_unstable();
        assert_eq!(placed, all);
    }
}
