//! The guide over the window: chapters at the left, the open one beside them.

use eframe::egui::text::{LayoutJob, TextFormat};
use eframe::egui::{
    Align, Button, Color32, FontId, Id, Image, Key, Layout, Modal, RichText, Role, ScrollArea,
    TextStyle, Ui, Vec2, WidgetInfo, vec2,
};

use super::toolbar::{key_text, tooltip};
use crate::i18n::{Language, language, tr};
use crate::ui::action::Action;
use crate::ui::app::Textures;
use crate::ui::command::Command;
use crate::ui::guide::{self, Block, Chapter, Kind, Page, Span};
use crate::ui::state::{Help, State};
use crate::ui::theme;

/// How far an arrow moves the page, in points, and a key for pages, of its height.
const LINE: f32 = 48.0;
const PAGE: f32 = 0.9;
/// Farther than any page is long, in points.
const END: f32 = 1e6;

/// The guide, if it is open.
pub(super) fn guide_ui(ui: &Ui, state: &State, textures: &Textures, actions: &mut Vec<Action>) {
    let Some(Help::Guide(page)) = &state.help else {
        return;
    };
    let room = ui.ctx().content_rect().size() - Vec2::splat(theme::MODAL_MARGIN);
    let size = room.min(theme::GUIDE_SIZE);
    let response = Modal::new(Id::unique("guide"))
        .frame(theme::modal_frame(ui))
        .show(ui.ctx(), |ui| {
            ui.set_width(size.x);
            head_ui(ui, actions);
            ui.add_space(theme::BAR_SPACE);
            let height = size.y - theme::GUIDE_FRAME;
            ui.horizontal_top(|ui| {
                let column = vec2(theme::CHAPTERS_WIDTH, height);
                ui.allocate_ui_with_layout(column, Layout::top_down(Align::Min), |ui| {
                    ui.set_min_size(column);
                    chapters_ui(ui, page.chapter, actions);
                });
                ui.separator();
                // What is on the page stands below each other.
                ui.vertical(|ui| page_ui(ui, page, height, textures, actions));
            });
            keys_ui(ui, page.chapter, actions);
        });
    if response.should_close() {
        actions.push(Action::CloseHelp);
    }
}

fn head_ui(ui: &mut Ui, actions: &mut Vec<Action>) {
    ui.horizontal(|ui| {
        ui.heading(Command::Guide.label());
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if ui.button(tr!("close")).clicked() {
                actions.push(Action::CloseHelp);
            }
            let keys = ui.button(Command::Shortcuts.label());
            let help = tooltip(ui, Command::Shortcuts);
            if keys.on_hover_text(help).clicked() {
                actions.push(Action::Command(Command::Shortcuts));
            }
        });
    });
}

/// The language in which a chapter is shown.
fn shown_language() -> Language {
    if guide::is_in(language()) {
        language()
    } else {
        Language::English
    }
}

fn chapters_ui(ui: &mut Ui, open: Chapter, actions: &mut Vec<Action>) {
    ui.style_mut().wrap_mode = Some(eframe::egui::TextWrapMode::Wrap);
    for chapter in Chapter::ALL {
        let is_open = chapter == open;
        let button = Button::selectable(is_open, chapter.title(shown_language()))
            .min_size(vec2(ui.available_width(), theme::CHAPTER_HEIGHT));
        if ui.add(button).clicked() && !is_open {
            actions.push(Action::Read(chapter));
        }
    }
    if !guide::is_in(language()) {
        ui.add_space(theme::GROUP_SPACE);
        let note = RichText::new(tr!("guide-in-english"));
        ui.label(note.size(theme::NOTE).weak());
    }
}

fn page_ui(ui: &mut Ui, page: &Page, height: f32, textures: &Textures, actions: &mut Vec<Action>) {
    let goes_to = |key| ui.input(|input| input.key_pressed(key));
    let (to_top, to_end) = (goes_to(Key::Home), goes_to(Key::End));
    let mut area = ScrollArea::vertical()
        // Each chapter stays where it was left.
        .id_salt(("guide", page.chapter as usize))
        .max_height(height)
        .min_scrolled_height(height)
        .auto_shrink(false);
    if to_top || to_end {
        area = area.vertical_scroll_offset(if to_end { END } else { 0.0 });
    }
    area.show(ui, |ui| {
        ui.scroll_with_delta(vec2(0.0, -scrolled(ui, height)));
        // Beside the scroll bar.
        ui.set_width(ui.available_width() - theme::GROUP_SPACE);
        for block in &page.blocks {
            block_ui(ui, block, textures);
        }
        ui.add_space(theme::GROUP_SPACE);
        if let Some(next) = page.chapter.next() {
            let title = next.title(shown_language());
            if ui.button(tr!("guide-next", chapter = title)).clicked() {
                actions.push(Action::Read(next));
            }
        }
    });
}

/// How far the keys move the page down, in points.
fn scrolled(ui: &Ui, height: f32) -> f32 {
    // Arrows go from one control to the next while one has the focus.
    let has_focus = ui.memory(|memory| memory.focused().is_some());
    ui.input(|input| {
        let presses = |key| input.num_presses(key) as f32;
        let lines = presses(Key::ArrowDown) - presses(Key::ArrowUp);
        let space = if has_focus { 0.0 } else { presses(Key::Space) };
        let pages = presses(Key::PageDown) - presses(Key::PageUp) + space;
        let lines = if has_focus { 0.0 } else { lines };
        lines * LINE + pages * PAGE * height
    })
}

/// Other chapters by the arrows, and the same key closes it as opens it.
fn keys_ui(ui: &Ui, open: Chapter, actions: &mut Vec<Action>) {
    let has_focus = ui.memory(|memory| memory.focused().is_some());
    let pressed = |key| ui.input(|input| input.key_pressed(key) && input.modifiers.is_none());
    let leaves = Command::Guide
        .shortcut()
        .is_some_and(|key| ui.input_mut(|input| input.consume_shortcut(&key)));
    if leaves || pressed(Key::Escape) {
        actions.push(Action::CloseHelp);
    }
    if has_focus {
        return;
    }
    let to = if pressed(Key::ArrowRight) {
        open.next()
    } else if pressed(Key::ArrowLeft) {
        open.previous()
    } else {
        None
    };
    actions.extend(to.map(Action::Read));
}

fn block_ui(ui: &mut Ui, block: &Block, textures: &Textures) {
    match block {
        Block::Heading {
            is_of_page: true,
            text,
        } => {
            ui.label(RichText::new(text).strong().size(theme::GUIDE_TITLE));
            ui.add_space(theme::BAR_SPACE);
        }
        Block::Heading { text, .. } => {
            ui.add_space(theme::GROUP_SPACE);
            ui.label(RichText::new(text).strong().size(theme::GUIDE_HEADING));
        }
        Block::Text { mark: None, spans } => {
            let job = job(ui, spans);
            ui.label(job);
            ui.add_space(theme::BAR_SPACE);
        }
        Block::Text {
            mark: Some(mark),
            spans,
        } => {
            ui.horizontal_top(|ui| {
                let size = vec2(theme::GUIDE_MARK, theme::GUIDE_TEXT);
                ui.allocate_ui_with_layout(size, Layout::right_to_left(Align::Min), |ui| {
                    ui.set_min_width(theme::GUIDE_MARK);
                    ui.label(RichText::new(mark).size(theme::GUIDE_TEXT));
                });
                let job = job(ui, spans);
                // A row is no place to wrap by itself.
                ui.vertical(|ui| ui.label(job));
            });
            ui.add_space(theme::BAR_SPACE);
        }
        Block::Picture { name, about } => picture_ui(ui, name, about, textures),
    }
}

/// A picture as wide as it is, or as there is room, with what is seen on it below.
fn picture_ui(ui: &mut Ui, name: &str, about: &str, textures: &Textures) {
    ui.add_space(theme::BAR_SPACE);
    if let Some(texture) = textures.guide.get(name) {
        let [width, height] = texture.size_vec2().into();
        let shown = width.min(ui.available_width());
        let size = vec2(shown, height * shown / width);
        let image = ui.add(Image::from_texture((texture.id(), size)).fit_to_exact_size(size));
        image.widget_info(|| WidgetInfo::labeled(Role::Image, true, about));
    }
    ui.label(RichText::new(about).size(theme::NOTE).weak());
    ui.add_space(theme::BAR_SPACE);
}

/// A paragraph with its names, keys and titles set apart.
fn job(ui: &Ui, spans: &[Span]) -> LayoutJob {
    let visuals = ui.visuals();
    let font = FontId::proportional(theme::GUIDE_TEXT);
    let typed = FontId::new(
        theme::GUIDE_TEXT,
        TextStyle::Monospace.resolve(ui.style()).family,
    );
    let (plain, strong) = (visuals.text_color(), visuals.strong_text_color());
    let back = visuals.widgets.inactive.weak_bg_fill;
    let mut job = LayoutJob::default();
    for span in spans {
        let (text, font, color, background) = match span.kind {
            Kind::Plain => (span.text.clone(), &font, plain, Color32::TRANSPARENT),
            Kind::Control => (span.text.clone(), &font, strong, back),
            Kind::Chapter => (span.text.clone(), &font, strong, Color32::TRANSPARENT),
            Kind::Typed => (span.text.clone(), &typed, plain, back),
            Kind::Key(key) => (key_text(ui, key), &typed, strong, back),
        };
        let format = TextFormat {
            font_id: font.clone(),
            color,
            background,
            italics: span.kind == Kind::Chapter,
            line_height: Some(theme::GUIDE_LINE),
            ..TextFormat::default()
        };
        job.append(&text, 0.0, format);
    }
    job
}
