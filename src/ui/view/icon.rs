//! Small buttons with a drawn sign: no font has all of them.

use eframe::egui::{
    Pos2, Response, Role, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, pos2, vec2,
};

use crate::ui::theme;

/// What a button shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Icon {
    Up,
    Down,
    /// A bar with an arrow below it.
    ToFront,
    Cross,
    Folder,
    /// A circle with an arrow.
    Again,
}

/// A small button; `name` is for screen readers and the tooltip.
pub(super) fn icon_ui(ui: &mut Ui, icon: Icon, name: &str, is_enabled: bool) -> Response {
    ui.add_enabled_ui(is_enabled, |ui| {
        let (rect, response) = ui.allocate_exact_size(Vec2::splat(theme::ICON), Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, is_enabled, name));
        if !ui.is_rect_visible(rect) {
            return response;
        }
        let visuals = ui.style().interact(&response);
        let painter = ui.painter();
        if response.hovered() || response.has_focus() {
            painter.rect(
                rect,
                visuals.corner_radius,
                visuals.weak_bg_fill,
                visuals.bg_stroke,
                StrokeKind::Inside,
            );
        }
        let color = if is_enabled {
            visuals.fg_stroke.color
        } else {
            ui.visuals().weak_text_color()
        };
        let stroke = Stroke::new(theme::ICON_STROKE, color);
        for [from, to] in icon.lines() {
            let at = |point: &Pos2| rect.min + point.to_vec2() * theme::ICON;
            painter.line_segment([at(from), at(to)], stroke);
        }
        response.on_hover_text(name)
    })
    .inner
}

impl Icon {
    /// Its lines, within a square of side 1.
    fn lines(self) -> &'static [[Pos2; 2]] {
        const fn line(a: [f32; 2], b: [f32; 2]) -> [Pos2; 2] {
            [pos2(a[0], a[1]), pos2(b[0], b[1])]
        }
        match self {
            Self::Up => {
                const LINES: [[Pos2; 2]; 2] = [
                    line([0.28, 0.58], [0.5, 0.38]),
                    line([0.5, 0.38], [0.72, 0.58]),
                ];
                &LINES
            }
            Self::Down => {
                const LINES: [[Pos2; 2]; 2] = [
                    line([0.28, 0.42], [0.5, 0.62]),
                    line([0.5, 0.62], [0.72, 0.42]),
                ];
                &LINES
            }
            Self::ToFront => {
                const LINES: [[Pos2; 2]; 3] = [
                    line([0.28, 0.3], [0.72, 0.3]),
                    line([0.28, 0.7], [0.5, 0.5]),
                    line([0.5, 0.5], [0.72, 0.7]),
                ];
                &LINES
            }
            Self::Again => {
                const LINES: [[Pos2; 2]; 9] = [
                    line([0.71, 0.6], [0.59, 0.72]),
                    line([0.59, 0.72], [0.42, 0.73]),
                    line([0.42, 0.73], [0.3, 0.61]),
                    line([0.3, 0.61], [0.29, 0.44]),
                    line([0.29, 0.44], [0.41, 0.32]),
                    line([0.41, 0.32], [0.54, 0.3]),
                    line([0.54, 0.3], [0.64, 0.35]),
                    line([0.64, 0.35], [0.48, 0.35]),
                    line([0.64, 0.35], [0.64, 0.19]),
                ];
                &LINES
            }
            Self::Folder => {
                const LINES: [[Pos2; 2]; 7] = [
                    line([0.22, 0.72], [0.22, 0.3]),
                    line([0.22, 0.3], [0.42, 0.3]),
                    line([0.42, 0.3], [0.5, 0.4]),
                    line([0.5, 0.4], [0.78, 0.4]),
                    line([0.78, 0.4], [0.78, 0.72]),
                    line([0.78, 0.72], [0.22, 0.72]),
                    line([0.22, 0.48], [0.78, 0.48]),
                ];
                &LINES
            }
            Self::Cross => {
                const LINES: [[Pos2; 2]; 2] = [
                    line([0.32, 0.32], [0.68, 0.68]),
                    line([0.68, 0.32], [0.32, 0.68]),
                ];
                &LINES
            }
        }
    }
}

/// Room that so many icons take beside each other.
pub(super) fn icons_width(ui: &Ui, count: usize) -> f32 {
    let size = vec2(theme::ICON + ui.spacing().item_spacing.x, theme::ICON);
    size.x * count as f32
}
