//! What a photograph's small picture has in the strip and in the grid: marks, clicks, menu and
//! tooltip.

use eframe::egui::{self, Painter, Rect, Response, Shape, Stroke, StrokeKind, Ui, Vec2, vec2};

use crate::i18n::tr;
use crate::ui::action::{Action, DrawingAction};
use crate::ui::command::Command;
use crate::ui::selection::Pick;
use crate::ui::state::{Photo, PhotoState, State};
use crate::ui::theme;

/// Brings the photograph with this index into sight when it is another, or the order is; then the
/// pictures go where they are pulled. `rect` is where it is.
pub(super) fn follow(ui: &Ui, state: &State, name: &'static str, index: usize, rect: Rect) {
    let path = state.photos.get(index).and_then(|photo| photo.path.clone());
    let shown = (path, index, state.photos.len());
    let id = egui::Id::unique(name);
    let before = ui.data(|data| data.get_temp(id));
    if before.as_ref() != Some(&shown) {
        ui.data_mut(|data| data.insert_temp(id, shown));
        ui.scroll_to_rect(rect, None);
    }
}

/// Whether a photograph has settings of its own, moves, is selected, is shown.
pub(super) fn marks_ui(
    ui: &Ui,
    painter: &Painter,
    rect: Rect,
    index: usize,
    photo: &Photo,
    state: &State,
) {
    if state.settings.has_own(photo.path.as_deref()) {
        let at = rect.right_top() + vec2(-theme::OWN_MARK, theme::OWN_MARK);
        let stroke = Stroke::new(1.0, theme::ON_PICTURE);
        painter.circle(at, theme::OWN_MARK * 0.5, theme::ACCENT, stroke);
    }
    if photo.moves {
        let middle = rect.left_bottom() + vec2(theme::OWN_MARK, -theme::OWN_MARK) * 1.2;
        painter.circle_filled(middle, theme::STAR, theme::SCRIM);
        let tip = |turn: f32| middle + Vec2::angled(std::f32::consts::TAU * turn) * 5.0;
        let tips = vec![tip(0.0), tip(1.0 / 3.0), tip(2.0 / 3.0)];
        let none = Stroke::NONE;
        painter.add(Shape::convex_polygon(tips, theme::ON_PICTURE, none));
    }
    if state.is_selected(index) {
        painter.rect_filled(rect, 4.0, theme::SELECTED);
        // White alone is not seen on white paper.
        let dark = Stroke::new(1.0, ui.visuals().window_stroke.color);
        painter.rect_stroke(rect.shrink(1.0), 4.0, dark, StrokeKind::Inside);
        let stroke = Stroke::new(2.0, theme::ON_PICTURE);
        painter.rect_stroke(rect.shrink(2.0), 4.0, stroke, StrokeKind::Inside);
    }
    if index == state.current {
        let stroke = Stroke::new(3.0, theme::ACCENT);
        painter.rect_stroke(rect, 4.0, stroke, StrokeKind::Inside);
    }
}

/// What a click on a photograph means.
pub(super) fn picked(ui: &Ui, index: usize) -> Action {
    let modifiers = ui.input(|input| input.modifiers);
    if modifiers.shift {
        Action::Select(index, Pick::Range)
    } else if modifiers.command {
        Action::Select(index, Pick::Toggle)
    } else {
        Action::Show(index)
    }
}

/// What can be done with a photograph, or with all that are selected.
pub(super) fn menu_ui(
    response: &Response,
    index: usize,
    photo: &Photo,
    state: &State,
    actions: &mut Vec<Action>,
) {
    response.context_menu(|ui| {
        if photo.path.is_some() && ui.button(tr!("command-draw-over")).clicked() {
            actions.push(Action::Drawing(DrawingAction::Over(index)));
            ui.close();
        }
        let num_selected = state.selected().len();
        if state.is_selected(index) && num_selected > 1 {
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
}

/// The name of a photograph, and what is the matter with it, for whom the pointer rests.
pub(super) fn hint_ui(response: Response, photo: &Photo) {
    let name = photo.name();
    let hint = match &photo.state {
        PhotoState::Good if photo.moves => tr!("photo-moves", name = name),
        PhotoState::Good => name,
        PhotoState::Bad(reason) => tr!("file-problem", path = name, reason = reason),
    };
    response.on_hover_text(hint);
}
