//! The strip of photographs.

use eframe::egui::{self, Align2, FontId, Rect, ScrollArea, Sense, Ui, Vec2, vec2};

use super::photo;
use super::toolbar::tooltip;
use crate::i18n::tr;
use crate::ui::action::Action;
use crate::ui::app::Textures;
use crate::ui::command::Command;
use crate::ui::state::{Photo, PhotoState, State};
use crate::ui::theme;

pub(super) fn strip_ui(ui: &mut Ui, state: &State, textures: &Textures, actions: &mut Vec<Action>) {
    ui.add_space(4.0);
    if state.is_empty() {
        ui.horizontal(|ui| {
            ui.set_min_height(28.0);
            ui.label(super::invitation());
            let guide = ui.button(Command::Guide.label());
            let help = tooltip(ui, Command::Guide);
            if guide.on_hover_text(help).clicked() {
                actions.push(Action::Command(Command::Guide));
            }
        });
        return;
    }
    // Only what is seen is laid out, so that five hundred photographs cost no more than ten.
    let width = theme::THUMBNAIL + ui.spacing().item_spacing.x;
    // The plain wheel moves along the strip, too.
    ui.style_mut().always_scroll_the_only_direction = true;
    ScrollArea::horizontal()
        .auto_shrink([false, true])
        .show_viewport(ui, |ui, viewport| {
            ui.set_width(width * state.photos.len() as f32);
            ui.set_height(theme::THUMBNAIL);
            let first = (viewport.left() / width).floor().max(0.0) as usize;
            let last = (viewport.right() / width).ceil().max(0.0) as usize;
            let origin = ui.min_rect().left_top();
            let place = |index: usize| {
                let at = origin + vec2(width * index as f32, 0.0);
                Rect::from_min_size(at, Vec2::splat(theme::THUMBNAIL))
            };
            let shown = state.current;
            photo::follow(ui, state, "strip-shown", shown, place(shown));
            for (index, photo) in state.photos.iter().enumerate().take(last + 1).skip(first) {
                thumbnail_ui(ui, place(index), index, photo, state, textures, actions);
            }
        });
    ui.add_space(2.0);
}

fn thumbnail_ui(
    ui: &Ui,
    rect: Rect,
    index: usize,
    photo: &Photo,
    state: &State,
    textures: &Textures,
    actions: &mut Vec<Action>,
) {
    let response = ui.interact(rect, ui.scope_id().with(("photo", index)), Sense::click());
    let name = photo.name();
    let is_selected = state.is_selected(index);
    response
        .widget_info(|| egui::WidgetInfo::selected(egui::Role::Button, true, is_selected, &name));
    let painter = ui.painter_at(rect);
    painter.rect_filled(rect, 4.0, ui.visuals().extreme_bg_color);
    let texture = photo
        .path
        .as_ref()
        .and_then(|path| textures.thumbnails.get(path));
    match (&photo.state, texture) {
        (PhotoState::Bad(_), _) => {
            let font = FontId::proportional(12.0);
            let color = ui.visuals().error_fg_color;
            painter.text(
                rect.center(),
                Align2::CENTER_CENTER,
                tr!("photo-unreadable"),
                font,
                color,
            );
        }
        (PhotoState::Good, Some(texture)) => {
            let uv = texture.part_filling(rect.size());
            painter.image(texture.id(), rect, uv, egui::Color32::WHITE);
        }
        (PhotoState::Good, None) => {}
    }
    photo::marks_ui(ui, &painter, rect, index, photo, state);
    if response.has_focus() {
        let rect = rect.shrink(theme::FOCUS_INSET);
        painter.rect_stroke(rect, 4.0, theme::FOCUS, egui::StrokeKind::Inside);
    }
    if response.clicked() {
        actions.push(photo::picked(ui, index));
    }
    photo::menu_ui(&response, index, photo, state, actions);
    photo::hint_ui(response, photo);
}
