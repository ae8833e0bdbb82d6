//! What the colour over a drawing means that is being learnt.

use eframe::egui::{Align2, Label, Rect, RichText, Spinner, Ui, UiBuilder, epaint, pos2, vec2};

use crate::i18n::tr;
use crate::ui::theme;

/// The legend in the lower corner of `frame`, where the drawing is; `is_known` says whether the
/// colour is already there.
pub(super) fn legend_ui(ui: &mut Ui, frame: Rect, corner: Align2, is_known: bool) {
    let [most, least] = if is_known {
        [tr!("critic-not-yet"), tr!("critic-like-pages")]
    } else {
        [tr!("critic-looking"), String::new()]
    };
    let text = |text: String| RichText::new(text).size(12.0).color(theme::ON_PICTURE);
    let room = frame.shrink(theme::LEGEND_INSET);
    let width = room.width().min(theme::LEGEND_WIDTH);
    let font = eframe::egui::FontId::proportional(12.0);
    let wrap = width - theme::LEGEND_BAR - 3.0 * theme::LEGEND_GAP;
    let sizes = [&most, &least].map(|words| {
        let words = words.clone();
        let painter = ui.painter();
        let galley = painter.layout(words, font.clone(), theme::ON_PICTURE, wrap);
        galley.size()
    });
    let height = sizes[0].y
        + if is_known {
            sizes[1].y + 2.0 * theme::LEGEND_GAP
        } else {
            0.0
        };
    let wide = sizes[0].x.max(sizes[1].x);
    let size = vec2(
        wide + theme::LEGEND_BAR + 3.0 * theme::LEGEND_GAP,
        height + 2.0 * theme::LEGEND_GAP,
    );
    let back = corner.align_size_within_rect(size, room);
    let inside = back.shrink(theme::LEGEND_GAP);
    ui.painter().rect_filled(back, 4.0, theme::LEGEND_BACK);
    let bar = Rect::from_min_size(inside.min, vec2(theme::LEGEND_BAR, inside.height()));
    let words = inside.with_min_x(bar.right() + theme::LEGEND_GAP);
    if is_known {
        gradient(ui, bar);
        let (high, low) = (
            words.with_max_y(words.top() + sizes[0].y),
            words.with_min_y(words.bottom() - sizes[1].y),
        );
        for (place, said) in [(high, most), (low, least)] {
            say(ui, place, Label::new(text(said)));
        }
    } else {
        let side = theme::LEGEND_BAR;
        let spinner = Rect::from_center_size(bar.center(), vec2(side, side));
        ui.put(spinner, Spinner::new().size(side));
        say(ui, words, Label::new(text(most)));
    }
}

/// Words at a place; nothing under the pointer is taken from the picture.
fn say(ui: &mut Ui, place: Rect, label: Label) {
    let place = UiBuilder::new().max_rect(place.expand2(vec2(2.0, 0.0)));
    ui.scope_builder(place, |ui| ui.add(label.selectable(false).wrap()));
}

/// From what lies over a photograph down to nothing, as it lies over white paper.
fn gradient(ui: &Ui, bar: Rect) {
    let mut mesh = epaint::Mesh::default();
    for (row, value) in [(bar.top(), 1.0), (bar.bottom(), 0.0)] {
        let over_white = theme::over_white(theme::objection(value));
        mesh.colored_vertex(pos2(bar.left(), row), over_white);
        mesh.colored_vertex(pos2(bar.right(), row), over_white);
    }
    mesh.add_triangle(0, 1, 2);
    mesh.add_triangle(1, 2, 3);
    ui.painter().add(mesh);
}
