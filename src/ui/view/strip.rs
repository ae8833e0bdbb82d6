//! The strip of photographs.

use eframe::egui::{self, Align2, FontId, Rect, ScrollArea, Sense, Ui, Vec2, pos2, vec2};

use crate::i18n::tr;
use crate::ui::action::{Action, DrawingAction};
use crate::ui::app::Textures;
use crate::ui::command::Command;
use crate::ui::selection::Pick;
use crate::ui::state::{Photo, PhotoState, State};
use crate::ui::theme;

pub(super) fn strip_ui(ui: &mut Ui, state: &State, textures: &Textures, actions: &mut Vec<Action>) {
    ui.add_space(4.0);
    if state.is_empty() {
        ui.horizontal(|ui| {
            ui.set_min_height(28.0);
            ui.label(super::invitation());
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
            follow(ui, state, place(state.current));
            for (index, photo) in state.photos.iter().enumerate().take(last + 1).skip(first) {
                thumbnail_ui(ui, place(index), index, photo, state, textures, actions);
            }
        });
    ui.add_space(2.0);
}

/// Brings the photograph that is shown into sight when it is another; then the strip goes where it
/// is pulled.
fn follow(ui: &Ui, state: &State, rect: Rect) {
    let shown = (state.current, state.photos.len());
    let id = egui::Id::unique("strip-shown");
    let before = ui.data(|data| data.get_temp(id));
    if before != Some(shown) {
        ui.data_mut(|data| data.insert_temp(id, shown));
        ui.scroll_to_rect(rect, None);
    }
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
            // The middle of the picture fills the square.
            let size = texture.size_vec2();
            let crop = vec2(
                (1.0 - size.y / size.x).max(0.0),
                (1.0 - size.x / size.y).max(0.0),
            ) * 0.5;
            let uv = Rect::from_min_max(pos2(crop.x, crop.y), pos2(1.0 - crop.x, 1.0 - crop.y));
            painter.image(texture.id(), rect, uv, egui::Color32::WHITE);
        }
        (PhotoState::Good, None) => {}
    }
    if state.settings.has_own(photo.path.as_deref()) {
        let at = rect.right_top() + vec2(-theme::OWN_MARK, theme::OWN_MARK);
        let stroke = egui::Stroke::new(1.0, theme::ON_PICTURE);
        painter.circle(at, theme::OWN_MARK * 0.5, theme::ACCENT, stroke);
    }
    if is_selected {
        painter.rect_filled(rect, 4.0, theme::SELECTED);
        let stroke = egui::Stroke::new(2.0, theme::ON_PICTURE);
        painter.rect_stroke(rect.shrink(2.0), 4.0, stroke, egui::StrokeKind::Inside);
    }
    if index == state.current {
        let stroke = egui::Stroke::new(3.0, theme::ACCENT);
        painter.rect_stroke(rect, 4.0, stroke, egui::StrokeKind::Inside);
    }
    if response.has_focus() {
        let rect = rect.shrink(theme::FOCUS_INSET);
        painter.rect_stroke(rect, 4.0, theme::FOCUS, egui::StrokeKind::Inside);
    }
    if response.clicked() {
        let modifiers = ui.input(|input| input.modifiers);
        actions.push(if modifiers.shift {
            Action::Select(index, Pick::Range)
        } else if modifiers.command {
            Action::Select(index, Pick::Toggle)
        } else {
            Action::Show(index)
        });
    }
    response.context_menu(|ui| {
        if photo.path.is_some() && ui.button(tr!("command-draw-over")).clicked() {
            actions.push(Action::Drawing(DrawingAction::Over(index)));
            ui.close();
        }
        let num_selected = state.selected().len();
        if is_selected && num_selected > 1 {
            let remove = tr!("photos-remove", count = num_selected);
            if ui.button(remove).clicked() {
                actions.push(Action::Command(Command::Remove));
                ui.close();
            }
        } else if ui.button(tr!("photo-remove")).clicked() {
            actions.push(Action::Remove(index));
            ui.close();
        }
    });
    let hint = match &photo.state {
        PhotoState::Good => name,
        PhotoState::Bad(reason) => tr!("file-problem", path = name, reason = reason),
    };
    response.on_hover_text(hint);
}
