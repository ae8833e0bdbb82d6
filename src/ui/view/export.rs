//! The sheet on which an export is prepared: which photographs, where to, how named, how large.

use eframe::egui::{
    Button, ComboBox, DragValue, Grid, Id, Key, Label, Modal, RichText, ScrollArea, Slider,
    Spinner, TextEdit, Ui, WidgetText, vec2,
};

use crate::engine::batch::Existing;
use crate::i18n::{tr, translate_attribute};
use crate::picture::{OutputFormat, Resolution};
use crate::render::{Declaration, OutputSize, Scale};
use crate::ui::action::{Action, ExportAction};
use crate::ui::export::{Choices, DPI, SCALES_PX, Sheet, Which};
use crate::ui::state::State;
use crate::ui::theme;

/// The sheet, if it is open.
pub(super) fn export_ui(ui: &Ui, state: &State, actions: &mut Vec<Action>) {
    let Some(sheet) = &state.export.sheet else {
        return;
    };
    let room = ui.ctx().content_rect();
    let response = Modal::new(Id::unique("export"))
        .frame(theme::modal_frame(ui))
        .show(ui.ctx(), |ui| {
            ui.set_width(theme::EXPORT_WIDTH.min(room.width() - theme::MODAL_MARGIN));
            ui.heading(tr!("export-heading"));
            ui.add_space(theme::GROUP_SPACE);
            let mut choices = sheet.choices.clone();
            // Below it there is room for the buttons, however small the window is.
            let height = (room.height() - theme::EXPORT_FRAME).max(theme::EXPORT_MIN);
            ScrollArea::vertical()
                .max_height(height)
                .auto_shrink([false, true])
                .show(ui, |ui| form_ui(ui, &mut choices, state, actions));
            if choices != sheet.choices {
                actions.push(Action::Export(ExportAction::Fill(Box::new(choices))));
            }
            ui.add_space(theme::GROUP_SPACE);
            buttons_ui(ui, sheet, state, actions);
            let is_typing = ui.ctx().text_edit_focused();
            let enters = ui.input(|input| input.key_pressed(Key::Enter));
            let has_focus = ui.memory(|memory| memory.focused().is_some());
            if enters && (is_typing || !has_focus) && can_begin(sheet, state) {
                actions.push(Action::Export(ExportAction::Begin));
            }
        });
    if response.should_close() {
        actions.push(Action::Export(ExportAction::CloseSheet));
    }
}

fn can_begin(sheet: &Sheet, state: &State) -> bool {
    let num_photos = state.num_to_export(sheet.choices.which);
    sheet.planner.is_none() && sheet.choices.obstacle(num_photos).is_none()
}

fn form_ui(ui: &mut Ui, choices: &mut Choices, state: &State, actions: &mut Vec<Action>) {
    Grid::new("export-form")
        .num_columns(2)
        .spacing(theme::FORM_SPACING)
        .show(ui, |ui| {
            label_ui(ui, "export-which");
            ui.horizontal_wrapped(|ui| which_ui(ui, choices, state));
            ui.end_row();
            if let Some(style) = state.export_style(choices) {
                label_ui(ui, "export-style");
                ui.add(Label::new(style).wrap());
                ui.end_row();
            }
            folder_ui(ui, choices, actions);
            pattern_ui(ui, choices, state);
            label_ui(ui, "export-existing");
            ui.horizontal_wrapped(|ui| {
                for (existing, words) in [
                    (Existing::Skip, "export-existing-skip"),
                    (Existing::Overwrite, "export-existing-overwrite"),
                    (Existing::Number, "export-existing-number"),
                ] {
                    ui.selectable_value(&mut choices.existing, existing, tr!(words))
                        .on_hover_text(translate_attribute(words, "help"));
                }
            });
            ui.end_row();
            format_ui(ui, choices);
            scale_ui(ui, choices);
            size_ui(ui, choices, state);
            dpi_ui(ui, choices);
            label_ui(ui, "export-metadata");
            ui.checkbox(&mut choices.keeps_metadata, tr!("export-metadata-keep"))
                .on_hover_text(translate_attribute("export-metadata-keep", "help"));
            ui.end_row();
            label_ui(ui, "export-source");
            ui.horizontal_wrapped(|ui| {
                for (declaration, words) in [
                    (Declaration::Auto, "export-source-auto"),
                    (Declaration::Always, "export-source-always"),
                    (Declaration::Never, "export-source-never"),
                ] {
                    ui.selectable_value(&mut choices.declaration, declaration, tr!(words))
                        .on_hover_text(translate_attribute(words, "help"));
                }
            });
            ui.end_row();
        });
}

fn label_ui(ui: &mut Ui, words: &str) -> Id {
    ui.label(tr!(words)).id
}

fn which_ui(ui: &mut Ui, choices: &mut Choices, state: &State) {
    for which in Which::ALL {
        let count = state.num_to_export(which);
        let text = match which {
            Which::All => tr!("export-which-all", count = count),
            Which::Shown => tr!("export-which-shown"),
            Which::Unsaved => tr!("export-which-unsaved", count = count),
            Which::Selected => tr!("export-which-selected", count = count),
        };
        let is_chosen = choices.which == which;
        let button = Button::selectable(is_chosen, text);
        if ui.add_enabled(count > 0 || is_chosen, button).clicked() {
            choices.which = which;
        }
    }
}

fn folder_ui(ui: &mut Ui, choices: &mut Choices, actions: &mut Vec<Action>) {
    let label = label_ui(ui, "export-folder");
    ui.horizontal(|ui| {
        let mut text = choices.folder.to_string_lossy().into_owned();
        let field = TextEdit::singleline(&mut text)
            .hint_text(translate_attribute("export-folder", "hint"))
            .desired_width(theme::FIELD_WIDTH - theme::CHOOSE_WIDTH);
        if ui.add(field).labelled_by(label).changed() {
            choices.folder = text.into();
        }
        if ui.button(tr!("export-choose")).clicked() {
            actions.push(Action::Export(ExportAction::ChooseFolder));
        }
    });
    ui.end_row();
}

fn pattern_ui(ui: &mut Ui, choices: &mut Choices, state: &State) {
    let label = label_ui(ui, "export-name");
    ui.vertical(|ui| {
        let field = TextEdit::singleline(&mut choices.pattern).desired_width(theme::FIELD_WIDTH);
        let help = tr!(
            "export-name-help",
            name = "{name}",
            style = "{style}",
            number = "{number}"
        );
        ui.add(field).labelled_by(label).on_hover_text(&help);
        match state.export_example(choices) {
            Some(Ok(path)) => {
                let path = path.display().to_string();
                ui.label(RichText::new(tr!("export-example", path = path)).weak());
            }
            Some(Err(problem)) => {
                ui.colored_label(ui.visuals().warn_fg_color, problem);
            }
            None => {}
        }
        ui.label(RichText::new(help).size(theme::NOTE).weak());
    });
    ui.end_row();
}

fn format_ui(ui: &mut Ui, choices: &mut Choices) {
    let label = label_ui(ui, "export-format");
    ui.horizontal(|ui| {
        let as_photo = tr!("export-format-photo");
        let shown = choices
            .format
            .map_or_else(|| as_photo.clone(), |format| format.title().to_owned());
        combo_ui(ui, "export-format", label, shown, |ui| {
            ui.selectable_value(&mut choices.format, None, as_photo)
                .on_hover_text(translate_attribute("export-format-photo", "help"));
            for format in OutputFormat::ALL {
                ui.selectable_value(&mut choices.format, Some(format), format.title());
            }
        });
        if choices.has_quality() {
            let label = label_ui(ui, "export-quality");
            let slider = Slider::new(&mut choices.quality, 1..=100);
            ui.spacing_mut().slider_width = theme::SLIDER_WIDTH;
            ui.add(slider)
                .labelled_by(label)
                .on_hover_text(translate_attribute("export-quality", "help"));
        }
    });
    ui.end_row();
}

fn scale_ui(ui: &mut Ui, choices: &mut Choices) {
    let label = label_ui(ui, "export-scale");
    ui.horizontal(|ui| {
        let name = |scale: Scale| match scale {
            Scale::Working(Scale::DEFAULT_PX) => {
                tr!("export-scale-screen", pixels = Scale::DEFAULT_PX)
            }
            Scale::Working(px) => tr!("export-scale-px", pixels = px),
            Scale::Full => tr!("export-scale-full"),
        };
        let response = combo_ui(ui, "export-scale", label, name(choices.scale), |ui| {
            let working = SCALES_PX.map(Scale::Working);
            for scale in working.into_iter().chain([Scale::Full]) {
                ui.selectable_value(&mut choices.scale, scale, name(scale));
            }
        });
        response.on_hover_text(translate_attribute("export-scale", "help"));
    });
    ui.end_row();
}

/// How large the drawings are, and how large that of the photograph that is shown is.
fn size_ui(ui: &mut Ui, choices: &mut Choices, state: &State) {
    label_ui(ui, "export-size");
    ui.vertical(|ui| {
        ui.horizontal_wrapped(|ui| {
            for (size, words) in [
                (OutputSize::Auto, "export-size-drawing"),
                (OutputSize::Photograph, "export-size-photo"),
                (OutputSize::Double, "export-size-double"),
                (OutputSize::Quadruple, "export-size-quadruple"),
            ] {
                ui.selectable_value(&mut choices.size, size, tr!(words))
                    .on_hover_text(translate_attribute(words, "help"));
            }
        });
        if let Some(text) = state.export_size(choices) {
            ui.label(RichText::new(text).size(theme::NOTE).weak());
        }
    });
    ui.end_row();
}

/// How many dots an inch the files say: one of the usual numbers, which can then be changed.
fn dpi_ui(ui: &mut Ui, choices: &mut Choices) {
    let label = label_ui(ui, "export-dpi");
    let holds_it = choices.has_resolution();
    ui.horizontal(|ui| {
        ui.add_enabled_ui(holds_it, |ui| {
            let name = |dpi: Option<u16>| match dpi {
                Some(dpi) => tr!("export-dpi-number", dpi = dpi),
                None => tr!("export-dpi-photo"),
            };
            let response = combo_ui(ui, "export-dpi", label, name(choices.dpi), |ui| {
                for dpi in std::iter::once(None).chain(DPI.map(Some)) {
                    ui.selectable_value(&mut choices.dpi, dpi, name(dpi));
                }
            });
            response
                .on_hover_text(translate_attribute("export-dpi", "help"))
                .on_disabled_hover_text(tr!("export-dpi-none"));
            if let Some(dpi) = &mut choices.dpi {
                ui.add(DragValue::new(dpi).range(Resolution::DPI))
                    .labelled_by(label)
                    .on_hover_text(tr!("export-dpi-type"));
            }
        });
        if !holds_it {
            ui.label(
                RichText::new(tr!("export-dpi-none"))
                    .size(theme::NOTE)
                    .weak(),
            );
        }
    });
    ui.end_row();
}

fn combo_ui(
    ui: &mut Ui,
    salt: &str,
    label: Id,
    shown: impl Into<WidgetText>,
    menu: impl FnOnce(&mut Ui),
) -> eframe::egui::Response {
    ComboBox::from_id_salt(salt)
        .selected_text(shown)
        .width(theme::COMBO_WIDTH)
        .show_ui(ui, menu)
        .response
        .labelled_by(label)
}

fn buttons_ui(ui: &mut Ui, sheet: &Sheet, state: &State, actions: &mut Vec<Action>) {
    ui.horizontal(|ui| {
        let text = if state.export.queue.is_open() {
            tr!("export-queue")
        } else {
            tr!("export-begin")
        };
        let begin = Button::new(RichText::new(text).strong().color(theme::ON_PICTURE))
            .fill(theme::ACCENT)
            .min_size(vec2(130.0, 30.0));
        if ui.add_enabled(can_begin(sheet, state), begin).clicked() {
            actions.push(Action::Export(ExportAction::Begin));
        }
        if ui
            .add(Button::new(tr!("cancel")).min_size(vec2(90.0, 30.0)))
            .clicked()
        {
            actions.push(Action::Export(ExportAction::CloseSheet));
        }
        if sheet.planner.is_some() {
            ui.add(Spinner::new().size(theme::SMALL_SPINNER));
            ui.label(tr!("export-planning"));
        }
    });
    let num_photos = state.num_to_export(sheet.choices.which);
    // What is wrong with the name is told beside it.
    let obstacle = sheet.choices.obstacle(num_photos);
    let obstacle = obstacle.filter(|_| sheet.choices.pattern().is_ok());
    if let Some(problem) = sheet.problem.clone().or(obstacle) {
        ui.colored_label(ui.visuals().warn_fg_color, problem);
    }
}
