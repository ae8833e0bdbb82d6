//! Short messages at the foot of the canvas.

use eframe::egui::{
    Align2, Area, Button, Frame, Id, Order, Role, Sides, TextWrapMode, Ui, Vec2, WidgetInfo,
};

use crate::i18n::tr;
use crate::ui::action::Action;
use crate::ui::state::State;
use crate::ui::theme;
use crate::ui::toast::Remedy;

pub(super) fn toasts_ui(ui: &Ui, state: &State, actions: &mut Vec<Action>) {
    if state.toasts.iter().next().is_none() {
        return;
    }
    let corner = ui.available_rect_before_wrap().right_bottom();
    let offset = corner - ui.ctx().content_rect().right_bottom();
    Area::new(Id::unique("toasts"))
        .order(Order::Foreground)
        .anchor(
            Align2::RIGHT_BOTTOM,
            offset - Vec2::splat(theme::TOAST_MARGIN),
        )
        .show(ui.ctx(), |ui| {
            for (index, toast) in state.toasts.iter().enumerate() {
                Frame::popup(ui.style()).show(ui, |ui| {
                    ui.set_max_width(theme::TOAST_WIDTH);
                    // A long text wraps beside its buttons: in one row the cross stood on its end.
                    let sides = Sides::new().shrink_left().wrap_mode(TextWrapMode::Wrap);
                    let text = |ui: &mut Ui| ui.label(&toast.text);
                    let buttons = |ui: &mut Ui| {
                        let close = ui.add(Button::new("×").small().frame(false));
                        let name = tr!("close");
                        close.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
                        if close.on_hover_text(&name).clicked() {
                            actions.push(Action::DismissToast(index));
                        }
                        if let Some(remedy) = &toast.remedy {
                            let text = match remedy {
                                Remedy::Reveal(_) => tr!("toast-reveal"),
                                Remedy::Open(_) => tr!("painting-open"),
                                Remedy::RestoreStyle { .. } => tr!("style-restore"),
                                Remedy::StartEmpty => tr!("toast-empty-desk"),
                            };
                            if ui.button(text).clicked() {
                                actions.push(Action::Remedy(index));
                            }
                        }
                    };
                    sides.show(ui, text, buttons);
                });
            }
        });
}
