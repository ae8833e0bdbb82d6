//! The list of keys, what the weights were taught with, and what there is to say about the program.

use eframe::egui::{Grid, Id, Key, Modal, RichText, ScrollArea, Ui};

use super::styles::title;
use super::toolbar::key_text;
use crate::i18n::tr;
use crate::ui::action::Action;
use crate::ui::command::Command;
use crate::ui::state::{EngineState, Help, State};
use crate::ui::theme;

/// The licences that must go with the program, as they were given.
const LICENCES: [&str; 4] = [
    include_str!("../../../LICENSE-MIT"),
    include_str!("../../../LICENSE-APACHE"),
    include_str!("../../../assets/fonts/OFL.txt"),
    include_str!("../../../assets/models/LICENSE-seetaface"),
];

/// Every page and photograph with its licence.
const SOURCES: &str = include_str!("../../../assets/models/SOURCES.md");

pub(super) fn help_ui(ui: &Ui, state: &State, actions: &mut Vec<Action>) {
    let what: fn(&mut Ui, &State) = match &state.help {
        Some(Help::Shortcuts) => |ui, _| shortcuts_ui(ui),
        Some(Help::Sources) => |ui, _| sources_ui(ui),
        Some(Help::About) => about_ui,
        Some(Help::Palette { .. } | Help::Guide(_)) | None => return,
    };
    let room = ui.ctx().content_rect();
    let response = Modal::new(Id::unique("help"))
        .frame(theme::modal_frame(ui))
        .show(ui.ctx(), |ui| {
            ui.set_width(theme::HELP_WIDTH.min(room.width() - 80.0));
            let height = (room.height() - 160.0).max(120.0);
            ScrollArea::vertical()
                .max_height(height)
                .auto_shrink([false, true])
                .show(ui, |ui| what(ui, state));
            ui.add_space(theme::GROUP_SPACE);
            let close = ui.button(tr!("close"));
            if close.clicked() || ui.input(|input| input.key_pressed(Key::Escape)) {
                actions.push(Action::CloseHelp);
            }
        });
    if response.should_close() {
        actions.push(Action::CloseHelp);
    }
}

fn shortcuts_ui(ui: &mut Ui) {
    ui.heading(Command::Shortcuts.label());
    ui.add_space(theme::GROUP_SPACE);
    Grid::new("keys")
        .num_columns(2)
        .spacing([24.0, 5.0])
        .striped(true)
        .show(ui, |ui| {
            for command in Command::ALL {
                if let Some(key) = command.shortcut() {
                    ui.label(RichText::new(key_text(ui, key)).strong());
                    ui.label(command.help());
                    ui.end_row();
                }
            }
            for (key, what) in [
                (tr!("key-hold-b"), tr!("key-hold-b-help")),
                (tr!("key-wheel"), tr!("key-wheel-help")),
                (tr!("key-double-click"), tr!("key-double-click-help")),
                (tr!("key-tab"), tr!("key-tab-help")),
                (tr!("key-arrows"), tr!("key-arrows-help")),
            ] {
                ui.label(RichText::new(key).strong());
                ui.label(what);
                ui.end_row();
            }
        });
}

/// The list as it is in the file, without the marks of Markdown.
fn sources_ui(ui: &mut Ui) {
    ui.heading(Command::Sources.label());
    ui.label(RichText::new(Command::Sources.help()).weak());
    for (text, is_heading) in source_paragraphs() {
        if is_heading {
            ui.add_space(theme::GROUP_SPACE);
            ui.label(RichText::new(text).strong());
        } else {
            ui.label(RichText::new(text).size(theme::NOTE));
        }
    }
}

/// Names, places and licences as their sources write them, in no language of the window; whether
/// each is a heading.
pub(super) fn source_paragraphs() -> impl Iterator<Item = (String, bool)> {
    SOURCES.split("\n\n").map(|paragraph| {
        let text = paragraph.trim_start_matches('#');
        (without_marks(text), text.len() < paragraph.len())
    })
}

/// A paragraph of Markdown in one line, or a line for each item and row.
fn without_marks(paragraph: &str) -> String {
    let mut text = String::new();
    for line in paragraph.lines().filter(|line| !line.starts_with("|--")) {
        if !text.is_empty() {
            let is_apart = line.starts_with(['-', '|']);
            text.push(if is_apart { '\n' } else { ' ' });
        }
        let cells: Vec<_> = line.trim_matches('|').split('|').map(str::trim).collect();
        text += &cells.join(" · ");
    }
    text.replace('`', "")
}

fn about_ui(ui: &mut Ui, state: &State) {
    ui.heading(theme::NAME);
    ui.label(tr!("about-version", version = env!("CARGO_PKG_VERSION")));
    ui.label(tr!("about-what"));
    if let EngineState::Ready(device) = &state.engine {
        for adapter in &device.adapters {
            ui.label(RichText::new(tr!("about-adapter", name = &adapter.name)).weak());
        }
    }
    ui.add_space(theme::GROUP_SPACE);
    ui.label(RichText::new(tr!("about-styles")).strong());
    Grid::new("credits")
        .num_columns(2)
        .spacing([24.0, 4.0])
        .show(ui, |ui| {
            for (style, credit) in [
                ("oz-neill", tr!("credit-oz-neill")),
                ("peppercarrot", tr!("credit-peppercarrot")),
                ("ukiyoe-hiroshige", tr!("credit-ukiyoe-hiroshige")),
                ("walter-crane", tr!("credit-walter-crane")),
                ("kate-greenaway", tr!("credit-kate-greenaway")),
                ("ink-philmay", tr!("credit-ink-philmay")),
                ("ink-gibson", tr!("credit-ink-gibson")),
                ("engraving-dore", tr!("credit-engraving-dore")),
            ] {
                ui.label(title(style));
                ui.label(credit);
                ui.end_row();
            }
            for entry in state.library.iter().filter(|entry| entry.is_learnt) {
                ui.label(&entry.name);
                ui.label(tr!("credit-learnt"));
                ui.end_row();
            }
        });
    ui.add_space(theme::GROUP_SPACE);
    ui.label(RichText::new(tr!("about-licences")).strong());
    ui.label(tr!("about-licence"));
    ui.label(tr!("about-font"));
    ui.collapsing(tr!("about-licence-texts"), |ui| {
        for licence in LICENCES {
            ui.label(RichText::new(licence).small().weak());
            ui.separator();
        }
    });
}
