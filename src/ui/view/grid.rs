//! The photographs beside each other, each drawn with its present settings, in place of the canvas.

use std::ops::Range;

use eframe::egui::{
    self, Align, Align2, Color32, ComboBox, EventFilter, FontId, Key, Layout, Popup, Rect,
    RichText, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, pos2, vec2,
};

use super::photo;
use crate::i18n::tr;
use crate::ui::action::{Action, GridAction};
use crate::ui::app::Textures;
use crate::ui::command::Command;
use crate::ui::selection::Pick;
use crate::ui::sort::SortBy;
use crate::ui::state::{Photo, PhotoState, State};
use crate::ui::theme;

/// Room between pictures, and height of a picture for each point of its width.
const GAP: f32 = 8.0;
const HEIGHT: f32 = 0.75;
/// Height of a name below its picture.
const NAME: f32 = 18.0;
/// The orders that can be chosen.
const ORDERS: [Command; 4] = [
    Command::SortBy(SortBy::Added),
    Command::SortBy(SortBy::Name),
    Command::SortBy(SortBy::Taken),
    Command::SortBy(SortBy::Modified),
];

pub(super) fn grid_ui(ui: &mut Ui, state: &State, textures: &Textures, actions: &mut Vec<Action>) {
    ui.add_space(theme::BAR_SPACE);
    heading_ui(ui, state, actions);
    ui.add_space(theme::BAR_SPACE);
    let area = ui.available_rect_before_wrap();
    let id = ui.scope_id().with("photo-grid");
    let keys = ui.interact(area, id, Sense::focusable_noninteractive());
    keys.widget_info(|| WidgetInfo::labeled(Role::List, true, tr!("grid")));
    let tile = vec2(state.grid.tile_width, state.grid.tile_width * HEIGHT + NAME);
    let step = tile + Vec2::splat(GAP);
    let num_columns = ((((area.width() + GAP) / step.x).floor()) as usize).max(1);
    let num_rows = state.photos.len().div_ceil(num_columns);
    let cursor = keys_ui(ui, state, &keys, num_columns, actions);
    let zoom = ui.input(egui::InputState::zoom_delta);
    if zoom != 1.0 && ui.rect_contains_pointer(area) {
        let around = Vec2::ZERO;
        actions.push(Action::Zoom {
            factor: zoom,
            around,
        });
    }
    // In the middle, so that what is left over is on both sides.
    let used = step.x * num_columns as f32 - GAP;
    let left = ((area.width() - used) / 2.0).max(0.0);
    ScrollArea::vertical()
        .auto_shrink([false, false])
        .show_viewport(ui, |ui, viewport| {
            ui.set_width(area.width());
            ui.set_height(step.y * num_rows as f32);
            let origin = ui.min_rect().left_top() + vec2(left, 0.0);
            let place = |index: usize| {
                let (row, column) = (index / num_columns, index % num_columns);
                let at = origin + vec2(step.x * column as f32, step.y * row as f32);
                Rect::from_min_size(at, tile)
            };
            photo::follow(ui, state, "grid-shown", cursor, place(cursor));
            // Only what is seen is laid out.
            let seen = seen(viewport, step.y, num_columns, state.photos.len());
            if seen != state.grid.seen {
                actions.push(Action::Grid(GridAction::See(seen.clone())));
            }
            for index in seen {
                let Some(photo) = state.photos.get(index) else {
                    continue;
                };
                let is_at_cursor = index == cursor && keys.has_focus();
                let place = place(index);
                tile_ui(
                    ui,
                    place,
                    (index, photo),
                    is_at_cursor,
                    state,
                    textures,
                    actions,
                );
            }
        });
}

/// The photographs whose rows are in sight.
fn seen(viewport: Rect, row: f32, num_columns: usize, num_photos: usize) -> Range<usize> {
    let first = (viewport.top() / row).floor().max(0.0) as usize * num_columns;
    let last = (viewport.bottom() / row).ceil().max(0.0) as usize * num_columns;
    let end = last.min(num_photos);
    first.min(end)..end
}

/// How many there are and are meant, what is still being drawn, and the order.
fn heading_ui(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    ui.horizontal(|ui| {
        ui.add_space(theme::BAR_SPACE);
        let count = state.photos.len();
        ui.label(RichText::new(tr!("grid-count", count = count)).strong());
        let num_selected = state.selected().len();
        if num_selected > 0 {
            ui.label(tr!("grid-selected", count = num_selected));
        }
        let num_left = state.num_to_draw();
        if num_left > 0 {
            ui.label(RichText::new(tr!("grid-drawing", count = num_left)).weak());
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add_space(theme::BAR_SPACE);
            let present = ORDERS
                .into_iter()
                .find(|order| order.is_on(state) == Some(true));
            let shown = present.map_or_else(String::new, Command::label);
            let id = "grid-sort";
            let list = ComboBox::from_id_salt(id).selected_text(shown);
            let response = list.show_ui(ui, |ui| {
                for order in ORDERS {
                    let is_on = Some(order) == present;
                    let choice = ui.selectable_label(is_on, order.label());
                    if choice.on_hover_text(order.help()).clicked() {
                        actions.push(Action::Command(order));
                    }
                }
            });
            let name = tr!("menu-sort");
            let list = response.response;
            list.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, &name));
        });
    });
}

/// Where the keyboard is; with the focus, arrows move it, with Shift they take in what lies
/// between, Space takes in or out, Enter opens.
fn keys_ui(
    ui: &Ui,
    state: &State,
    response: &egui::Response,
    num_columns: usize,
    actions: &mut Vec<Action>,
) -> usize {
    // As long as nothing else is in hand, the keys are for the grid.
    if !state.is_covered() && ui.memory(|memory| memory.focused().is_none()) {
        response.request_focus();
    }
    // Away from the photograph that is shown while several are selected by the keyboard.
    let id = response.id.with("cursor");
    let known = ui.data(|data| data.get_temp::<[usize; 2]>(id));
    let [of, at] = known.unwrap_or([state.current; 2]);
    let last = state.photos.len().saturating_sub(1);
    let cursor = if of == state.current {
        at
    } else {
        state.current
    }
    .min(last);
    // An open menu has the keys.
    if !response.has_focus() || Popup::is_any_open(ui.ctx()) {
        return cursor;
    }
    let all_arrows = EventFilter {
        horizontal_arrows: true,
        vertical_arrows: true,
        ..EventFilter::default()
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, all_arrows));
    let presses = |key| ui.input(|input| input.num_presses(key));
    let forward = presses(Key::ArrowRight) + num_columns * presses(Key::ArrowDown);
    let back = presses(Key::ArrowLeft) + num_columns * presses(Key::ArrowUp);
    let mut next = (cursor + forward).min(last).saturating_sub(back);
    if presses(Key::Home) > 0 {
        next = 0;
    }
    if presses(Key::End) > 0 {
        next = last;
    }
    let is_range = ui.input(|input| input.modifiers.shift);
    if next != cursor && is_range {
        actions.push(Action::Select(next, Pick::Range));
    } else if next != cursor {
        actions.push(Action::Show(next));
    }
    if presses(Key::Space) > 0 {
        actions.push(Action::Select(next, Pick::Toggle));
    }
    if presses(Key::Enter) > 0 {
        actions.push(Action::Grid(GridAction::Open(next)));
    }
    if presses(Key::Escape) > 0 {
        actions.push(Action::Command(Command::Grid));
    }
    let shown = if next != cursor && !is_range {
        next
    } else {
        state.current
    };
    ui.data_mut(|data| data.insert_temp(id, [shown, next]));
    next
}

/// A photograph as it is drawn now, or was, or as it is while there is no drawing.
fn tile_ui(
    ui: &Ui,
    rect: Rect,
    (index, photo): (usize, &Photo),
    is_at_cursor: bool,
    state: &State,
    textures: &Textures,
    actions: &mut Vec<Action>,
) {
    // The keys of the grid reach it; a stop of the focus at each of a thousand would be in the way.
    let id = ui.scope_id().with(("grid", index));
    let response = ui.interact(rect, id, Sense::CLICK);
    let name = photo.name();
    let is_selected = state.is_selected(index);
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_selected, &name));
    let frame = rect.with_max_y(rect.bottom() - NAME);
    let painter = ui.painter_at(rect);
    let path = photo.path.as_ref();
    let drawing = path.and_then(|path| textures.grid.get(path));
    let texture = drawing.or_else(|| path.and_then(|path| textures.thumbnails.get(path)));
    match (&photo.state, texture) {
        (PhotoState::Bad(_), _) => {
            painter.rect_filled(frame, 4.0, ui.visuals().faint_bg_color);
            let (font, color) = (FontId::proportional(13.0), ui.visuals().error_fg_color);
            let words = tr!("photo-unreadable");
            painter.text(frame.center(), Align2::CENTER_CENTER, words, font, color);
        }
        (PhotoState::Good, Some(texture)) => {
            let size = texture.size_vec2();
            let fit = (frame.width() / size.x).min(frame.height() / size.y);
            let shown = Rect::from_center_size(frame.center(), size * fit);
            let tint = if drawing.is_some() {
                Color32::WHITE
            } else {
                theme::FADED
            };
            let all = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
            painter.image(texture.id(), shown, all, tint);
        }
        (PhotoState::Good, None) => {
            painter.rect_filled(frame, 4.0, ui.visuals().faint_bg_color);
        }
    }
    photo::marks_ui(ui, &painter, frame, index, photo, state);
    if is_at_cursor {
        let inside = frame.shrink(theme::FOCUS_INSET);
        painter.rect_stroke(inside, 4.0, theme::FOCUS, StrokeKind::Inside);
    } else if response.hovered() {
        let color = ui.visuals().widgets.hovered.fg_stroke.color;
        let stroke = Stroke::new(1.0, color);
        painter.rect_stroke(frame, 4.0, stroke, StrokeKind::Inside);
    }
    name_ui(ui, rect, &name, index == state.current);
    if response.double_clicked() {
        actions.push(Action::Grid(GridAction::Open(index)));
    } else if response.clicked() {
        actions.push(photo::picked(ui, index));
    }
    photo::menu_ui(&response, index, photo, state, actions);
    photo::hint_ui(response, photo);
}

/// The name below a picture, its end left out where there is no room.
fn name_ui(ui: &Ui, tile: Rect, name: &str, is_shown: bool) {
    let color = if is_shown {
        ui.visuals().strong_text_color()
    } else {
        ui.visuals().text_color()
    };
    let font = FontId::proportional(12.0);
    let mut job = egui::text::LayoutJob::simple_singleline(name.to_owned(), font, color);
    job.wrap = egui::text::TextWrapping::truncate_at_width(tile.width());
    let galley = ui.painter().layout_job(job);
    let at = pos2(tile.center().x, tile.bottom() - NAME / 2.0);
    let place = Align2::CENTER_CENTER.anchor_size(at, galley.size());
    ui.painter_at(tile).galley(place.min, galley, color);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rows_in_sight_are_seen_and_no_more_than_there_are() {
        let view = |top: f32, bottom: f32| {
            Rect::from_x_y_ranges(
                egui::Rangef::new(0.0, 500.0),
                egui::Rangef::new(top, bottom),
            )
        };
        assert_eq!(seen(view(0.0, 250.0), 100.0, 4, 40), 0..12);
        assert_eq!(seen(view(250.0, 500.0), 100.0, 4, 40), 8..20);
        assert_eq!(seen(view(900.0, 1200.0), 100.0, 4, 38), 36..38);
        assert_eq!(seen(view(-5.0, 50.0), 100.0, 4, 2), 0..2);
        assert_eq!(seen(view(5000.0, 5100.0), 100.0, 4, 2), 2..2);
    }
}
