//! The sheet on which a training run is prepared: pages, name, how long.

use eframe::egui::{
    Button, Color32, ComboBox, Grid, Id, Image, Key, Modal, Rect, Response, RichText, ScrollArea,
    Sense, Spinner, TextEdit, Ui, pos2, vec2,
};

use crate::ui::action::{Action, TeachAction};
use crate::ui::state::State;
use crate::ui::teach::{Form, Length, Sheet, SheetPage};
use crate::ui::texture::PictureTexture;
use crate::ui::theme;

use super::score::score_ui;
use super::styles::title;
use super::training::duration;
use crate::book;
use crate::i18n::{tr, translate_attribute};
use crate::ink::{MeasuredInk, Trait};

/// The sheet, if it is open.
pub(super) fn sheet_ui(ui: &Ui, state: &State, actions: &mut Vec<Action>) {
    let Some(sheet) = &state.teaching.sheet else {
        return;
    };
    let response = Modal::new(Id::unique("sheet"))
        .frame(theme::modal_frame(ui))
        .show(ui.ctx(), |ui| {
            ui.set_width(560.0);
            ui.heading(tr!("teach-heading"));
            ui.add_space(4.0);
            pages_ui(ui, sheet, actions);
            ui.add_space(theme::GROUP_SPACE);
            let mut form = sheet.form.clone();
            form_ui(ui, &mut form, state);
            if form != sheet.form {
                actions.push(Action::Teach(TeachAction::Fill(Box::new(form))));
            }
            ui.add_space(theme::GROUP_SPACE);
            buttons_ui(ui, sheet, state, actions);
            let is_typing = ui.ctx().text_edit_focused();
            let enters = ui.input(|input| input.key_pressed(Key::Enter));
            if enters && !is_typing && sheet.obstacle(&state.styles).is_none() {
                actions.push(Action::Teach(TeachAction::Begin));
            }
        });
    if response.should_close() {
        actions.push(Action::Teach(TeachAction::CloseSheet));
    }
}

fn pages_ui(ui: &mut Ui, sheet: &Sheet, actions: &mut Vec<Action>) {
    if sheet.looker.is_some() {
        ui.horizontal(|ui| {
            ui.add(Spinner::new());
            ui.label(tr!("teach-looking"));
        });
        return;
    }
    let num_used = sheet.used().count();
    ui.label(tr!("teach-pages", count = num_used));
    let num_pairs = sheet.used_pairs().count();
    if num_pairs > 0 {
        ui.label(tr!("teach-pairs", count = num_pairs));
    }
    if sheet.has_few_pages() && num_used > 0 {
        ui.colored_label(ui.visuals().warn_fg_color, tr!("teach-few-pages"));
    }
    if let Some(ink) = &sheet.ink {
        hand_ui(ui, ink);
    }
    if let Some(score) = &sheet.score {
        score_ui(ui, score);
        ui.add_space(4.0);
    }
    ScrollArea::vertical()
        .id_salt("pages")
        .max_height(190.0)
        .show(ui, |ui| {
            ui.horizontal_wrapped(|ui| {
                for (index, page) in sheet.pages.iter().enumerate() {
                    let Some(texture) = page.thumbnail.as_ref().filter(|_| page.problem.is_none())
                    else {
                        continue;
                    };
                    let name = book::title(&page.path);
                    let help = if page.is_used {
                        tr!("teach-page-leave-out")
                    } else {
                        tr!("teach-page-take-in")
                    };
                    let button = page_ui(ui, texture, page.is_used, &name);
                    if button.on_hover_text(format!("{name}\n{help}")).clicked() {
                        actions.push(Action::Teach(TeachAction::TogglePage(index)));
                    }
                }
            });
        });
    let outliers = || {
        sheet
            .used()
            .filter_map(|page| Some((page, page.warning.as_deref()?)))
    };
    let num_outliers = outliers().count();
    if num_outliers > 0 {
        let text = RichText::new(tr!("teach-odd-pages", count = num_outliers));
        reasons_ui(ui, text.color(ui.visuals().warn_fg_color), outliers());
    }
    let bad = || {
        let pages = sheet.pages.iter();
        pages.filter_map(|page| Some((page, page.problem.as_deref()?)))
    };
    let num_bad = bad().count();
    if num_bad > 0 {
        let text = RichText::new(tr!("teach-files-left-out", count = num_bad));
        reasons_ui(ui, text, bad());
    }
}

/// What was understood of a hand: in words, and its colours by their shares.
fn hand_ui(ui: &mut Ui, ink: &MeasuredInk) {
    ui.label(tr!("teach-hand", traits = traits_text(&ink.traits())))
        .on_hover_text(tr!("teach-hand-help"));
    let (row, _) = ui.allocate_exact_size(vec2(ui.available_width(), SWATCH_HEIGHT), Sense::HOVER);
    let mut left = row.left();
    let total: f32 = ink.black + ink.colors().iter().map(|swatch| swatch.share).sum::<f32>();
    for (rgb, share) in ink.colors_as_srgb() {
        let right = left + row.width() * share / total;
        let swatch = Rect::from_x_y_ranges(left..=right, row.y_range());
        let [red, green, blue] = rgb;
        ui.painter()
            .rect_filled(swatch, 0.0, Color32::from_rgb(red, green, blue));
        left = right;
    }
    ui.add_space(4.0);
}

/// Height of the bar of a hand's colours.
const SWATCH_HEIGHT: f32 = 12.0;

/// What is said of a hand's ink, in one line.
pub(super) fn traits_text(traits: &[Trait]) -> String {
    let words = traits.iter().map(|one| match one {
        Trait::Colors(count) => tr!("trait-colors", count = *count),
        Trait::FineLines => tr!("trait-fine-lines"),
        Trait::Lines => tr!("trait-lines"),
        Trait::BoldLines => tr!("trait-bold-lines"),
        Trait::NoLines => tr!("trait-no-lines"),
        Trait::SolidBlack => tr!("trait-solid-black"),
        Trait::Hatching => tr!("trait-hatching"),
        Trait::OpenPaper => tr!("trait-open-paper"),
        Trait::NoColors => tr!("trait-no-colors"),
    });
    words.collect::<Vec<_>>().join(&tr!("trait-separator"))
}

/// Pages with what is the matter with them, to be opened.
fn reasons_ui<'a>(
    ui: &mut Ui,
    heading: RichText,
    pages: impl Iterator<Item = (&'a SheetPage, &'a str)>,
) {
    ui.collapsing(heading, |ui| {
        ScrollArea::vertical().max_height(90.0).show(ui, |ui| {
            for (page, reason) in pages {
                let name = book::title(&page.path);
                ui.horizontal_wrapped(|ui| {
                    // A drawing that does not fit its photograph, beside that.
                    if let Some(texture) =
                        page.thumbnail.as_ref().filter(|_| page.problem.is_some())
                    {
                        let [width, height] = texture.size_vec2().into();
                        let size = vec2(MISFIT_HEIGHT * width / height.max(1.0), MISFIT_HEIGHT);
                        ui.add(Image::new((texture.id(), size)).alt_text(&name));
                    }
                    ui.label(tr!("file-problem", path = name, reason = reason));
                });
            }
        });
    });
}

/// Height of the picture of a drawing that does not fit its photograph.
const MISFIT_HEIGHT: f32 = 40.0;

/// The middle of a page as a square tile; faded when it is left out.
fn page_ui(ui: &mut Ui, texture: &PictureTexture, is_used: bool, name: &str) -> Response {
    let [width, height] = texture.size_vec2().into();
    let size = vec2(theme::SAMPLE_WIDTH, theme::SAMPLE_WIDTH);
    let middle = vec2((width / height).max(1.0), (height / width).max(1.0));
    let shown = Rect::from_center_size(pos2(0.5, 0.5), vec2(1.0, 1.0) / middle);
    let tint = if is_used {
        Color32::WHITE
    } else {
        theme::FADED
    };
    let image = Image::new((texture.id(), size))
        .uv(shown)
        .tint(tint)
        .corner_radius(3.0)
        .alt_text(name);
    ui.add(Button::image(image).frame(false))
}

fn form_ui(ui: &mut Ui, form: &mut Form, state: &State) {
    Grid::new("form")
        .num_columns(2)
        .spacing([14.0, 8.0])
        .show(ui, |ui| {
            let text = |ui: &mut Ui, words: &str, text: &mut String| {
                let label = ui.label(tr!(words));
                let field = TextEdit::singleline(text)
                    .hint_text(translate_attribute(words, "hint"))
                    .desired_width(340.0);
                ui.add(field).labelled_by(label.id);
                ui.end_row();
            };
            text(ui, "teach-name", &mut form.name);
            text(ui, "teach-author", &mut form.author);
            text(ui, "teach-licence", &mut form.licence);
            let label = ui.label(tr!("teach-from"));
            let nearest = tr!("teach-from-nearest");
            let shown = form.from.as_deref().map_or_else(|| nearest.clone(), title);
            ComboBox::from_id_salt("from")
                .selected_text(shown)
                .width(348.0)
                .show_ui(ui, |ui| {
                    ui.selectable_value(&mut form.from, None, nearest);
                    for style in &state.styles {
                        ui.selectable_value(&mut form.from, Some(style.clone()), title(style));
                    }
                })
                .response
                .labelled_by(label.id);
            ui.end_row();
            ui.label(tr!("teach-length"));
            ui.horizontal(|ui| {
                for length in Length::ALL {
                    let name = length_name(length);
                    let text = match time_of(length, state) {
                        Some(time) => tr!("teach-length-choice", length = name, time = time),
                        None => name,
                    };
                    ui.selectable_value(&mut form.length, length, text);
                }
            });
            ui.end_row();
            if !state.is_empty() {
                ui.label(tr!("teach-practise"));
                ui.checkbox(&mut form.uses_photos, tr!("teach-practise-strip"));
                ui.end_row();
            }
        });
}

fn length_name(length: Length) -> String {
    match length {
        Length::Draft => tr!("teach-length-draft"),
        Length::Good => tr!("teach-length-good"),
        Length::Best => tr!("teach-length-best"),
    }
}

/// About how long it takes on this machine, once that has been found out; `None` when it cannot be.
fn time_of(length: Length, state: &State) -> Option<String> {
    match state.teaching.seconds_per_step {
        Some(pace) => {
            let time = duration(length.steps() as f64 * pace);
            Some(tr!("teach-about", time = time))
        }
        None if state.teaching.cannot_be_timed => None,
        None => Some(tr!("teach-timing")),
    }
}

fn buttons_ui(ui: &mut Ui, sheet: &Sheet, state: &State, actions: &mut Vec<Action>) {
    let obstacle = sheet.obstacle(&state.styles);
    ui.horizontal(|ui| {
        let text = if state.teaching.running.is_some() {
            tr!("teach-queue")
        } else {
            tr!("teach-start")
        };
        let start = Button::new(RichText::new(text).strong().color(theme::ON_PICTURE))
            .fill(theme::ACCENT)
            .min_size(vec2(130.0, 30.0));
        if ui.add_enabled(obstacle.is_none(), start).clicked() {
            actions.push(Action::Teach(TeachAction::Begin));
        }
        if ui
            .add(Button::new(tr!("cancel")).min_size(vec2(90.0, 30.0)))
            .clicked()
        {
            actions.push(Action::Teach(TeachAction::CloseSheet));
        }
        if let Some(obstacle) = obstacle.filter(|_| sheet.looker.is_none()) {
            ui.colored_label(ui.visuals().warn_fg_color, obstacle);
        }
    });
}
