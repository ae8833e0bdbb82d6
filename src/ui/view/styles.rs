//! The style library: each style drawn on the present photograph, a place for one's own, and the
//! blend with a second one.

use eframe::egui::{
    self, Align2, Color32, ComboBox, FontId, Grid, Rect, Response, RichText, Role, Sense, Shape,
    Slider, Stroke, StrokeKind, TextEdit, Ui, Vec2, WidgetInfo, pos2, vec2,
};

pub(super) use crate::i18n::style_name as title;
use crate::i18n::{day as in_language, tr};
use crate::library::StyleEntry;
use crate::ui::action::{Action, LabelAction, TeachAction};
use crate::ui::app::Textures;
use crate::ui::command::Command;
use crate::ui::favourites::MANY_STYLES;
use crate::ui::state::State;
use crate::ui::texture::PictureTexture;
use crate::ui::theme;

/// Room between them.
const COLUMN_GAP: f32 = 6.0;
const ROW_GAP: f32 = 4.0;

pub(super) fn styles_ui(
    ui: &mut Ui,
    state: &State,
    textures: &Textures,
    actions: &mut Vec<Action>,
) {
    ui.label(RichText::new(tr!("style-heading")).strong());
    ui.add_space(2.0);
    if state.styles.len() >= MANY_STYLES {
        let mut query = state.style_query.clone();
        let field = TextEdit::singleline(&mut query).hint_text(tr!("style-seek"));
        let field = ui.add(field.desired_width(f32::INFINITY));
        field.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, tr!("style-seek")));
        if query != state.style_query {
            actions.push(Action::SeekStyle(query));
        }
    }
    let present = state.settings.present();
    let styles = state.found_styles(title);
    let room = ui.available_width();
    let num_columns = (((room + COLUMN_GAP) / (theme::TILE_WIDTH + COLUMN_GAP)) as usize).max(1);
    // A row for one tile alone would push sliders out of sight.
    let has_full_rows = styles.len().is_multiple_of(num_columns);
    let grid = Grid::new("styles").spacing([COLUMN_GAP, ROW_GAP]);
    grid.show(ui, |ui| {
        for (index, style) in styles.into_iter().enumerate() {
            let is_chosen = present.style == style;
            let tile = tile_ui(ui, &title(style), textures.styles.get(style), is_chosen);
            if state.is_tuned(style) {
                mark_tuned(ui, &tile);
            }
            if state.is_favourite(style) {
                mark_favourite(ui, &tile);
            }
            menu_ui(&tile, style, state, actions);
            let tile = match learnt(style, state) {
                Some(entry) => tile.on_hover_text(origin(entry)),
                None => tile,
            };
            if tile.clicked() && !is_chosen {
                actions.push(Action::Set {
                    settings: state.choosing(style),
                    settled: true,
                });
            }
            if index % num_columns == num_columns - 1 {
                ui.end_row();
            }
        }
        if !has_full_rows && own_tile_ui(ui, tile_size()).clicked() {
            actions.push(Action::Command(Command::Teach));
        }
    });
    if has_full_rows {
        ui.add_space(ROW_GAP);
        let width = num_columns as f32 * (theme::TILE_WIDTH + COLUMN_GAP) - COLUMN_GAP;
        if own_tile_ui(ui, vec2(width, theme::LOW_TILE)).clicked() {
            actions.push(Action::Command(Command::Teach));
        }
    }
    ui.add_space(theme::GROUP_SPACE);
    blend_ui(ui, state, actions);
}

/// A style as a picture with its name below; as a button for the keyboard and for screen readers.
fn tile_ui(ui: &mut Ui, name: &str, texture: Option<&PictureTexture>, is_chosen: bool) -> Response {
    let (rect, response) = ui.allocate_exact_size(tile_size(), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_chosen, name));
    if !ui.is_rect_visible(rect) {
        return response;
    }
    let picture = rect.with_max_y(rect.top() + theme::TILE_HEIGHT);
    paint_filling(ui, picture, texture);
    let painter = ui.painter();
    let stroke = if is_chosen {
        Some(Stroke::new(3.0, theme::ACCENT))
    } else {
        focus_stroke(ui, &response)
    };
    if let Some(stroke) = stroke {
        painter.rect_stroke(picture, 4.0, stroke, StrokeKind::Inside);
    }
    let color = if is_chosen {
        ui.visuals().strong_text_color()
    } else {
        ui.visuals().text_color()
    };
    name_below(ui, rect, name, color);
    response.on_hover_text(name)
}

/// A picture of that size as a button, with `name` for the keyboard and for screen readers.
pub(super) fn picture_ui(
    ui: &mut Ui,
    size: Vec2,
    name: &str,
    texture: Option<&PictureTexture>,
) -> Response {
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    paint_filling(ui, rect, texture);
    if let Some(stroke) = focus_stroke(ui, &response) {
        let painter = ui.painter();
        painter.rect_stroke(rect, 4.0, stroke, StrokeKind::Inside);
    }
    response
}

/// A picture of that size that is only looked at, with `name` for screen readers.
pub(super) fn shown_ui(ui: &mut Ui, size: Vec2, name: &str, texture: Option<&PictureTexture>) {
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, name));
    paint_filling(ui, rect, texture);
}

/// Paints a part of a picture so that it fills `rect`.
fn paint_filling(ui: &Ui, rect: Rect, texture: Option<&PictureTexture>) {
    let painter = ui.painter();
    painter.rect_filled(rect, 4.0, ui.visuals().extreme_bg_color);
    if let Some(texture) = texture {
        let uv = texture.part_filling(rect.size());
        let mesh = egui::epaint::RectShape::filled(rect, 4.0, Color32::WHITE)
            .with_texture(texture.id(), uv);
        painter.add(mesh);
    }
}

/// Marks a style that stands before the others with a star.
fn mark_favourite(ui: &Ui, tile: &Response) {
    let middle = tile.rect.left_top() + vec2(theme::OWN_MARK, theme::OWN_MARK);
    let painter = ui.painter();
    painter.circle_filled(middle, theme::STAR, theme::SCRIM);
    // The points of a star, each joined with the one after the next.
    let tip = |number: usize| {
        let turn = std::f32::consts::TAU * (number as f32 * 0.4 - 0.25);
        middle + Vec2::angled(turn) * (theme::STAR - 1.0)
    };
    let tips = (0..5).map(tip).collect();
    painter.add(Shape::closed_line(tips, Stroke::new(1.5, theme::ACCENT)));
}

/// Marks a style that is not as it comes.
fn mark_tuned(ui: &Ui, tile: &Response) {
    let at = tile.rect.right_top() + vec2(-theme::OWN_MARK, theme::OWN_MARK);
    let stroke = Stroke::new(1.0, theme::ON_PICTURE);
    let radius = theme::OWN_MARK * 0.5;
    ui.painter().circle(at, radius, theme::ACCENT, stroke);
}

/// A picture with its name.
fn tile_size() -> Vec2 {
    vec2(theme::TILE_WIDTH, theme::TILE_HEIGHT + theme::TILE_NAME)
}

/// An empty place in the style library, for a style that is to be taught: a tile, or a low bar with
/// the name in it.
fn own_tile_ui(ui: &mut Ui, size: Vec2) -> Response {
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let label = Command::Teach.label();
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
    let is_low = size.y <= theme::LOW_TILE;
    let picture = if is_low {
        rect
    } else {
        rect.with_max_y(rect.top() + theme::TILE_HEIGHT)
    };
    let stroke = focus_stroke(ui, &response)
        .unwrap_or_else(|| Stroke::new(1.0, ui.visuals().weak_text_color()));
    let edge = picture.shrink(1.0);
    let corners = [
        edge.left_top(),
        edge.right_top(),
        edge.right_bottom(),
        edge.left_bottom(),
        edge.left_top(),
    ];
    let [dash, gap] = theme::DASHES;
    let painter = ui.painter();
    painter.extend(Shape::dashed_line(&corners, stroke, dash, gap));
    let (middle, arm) = if is_low {
        let left = pos2(rect.left() + theme::PLUS, rect.center().y);
        (left, theme::PLUS / 4.0)
    } else {
        (picture.center(), theme::PLUS / 2.0)
    };
    let plus = Stroke::new(2.0, theme::ACCENT_TEXT);
    painter.hline(middle.x - arm..=middle.x + arm, middle.y, plus);
    painter.vline(middle.x, middle.y - arm..=middle.y + arm, plus);
    let name = if is_low {
        rect.with_max_y(rect.center().y + theme::TILE_NAME / 2.0)
    } else {
        rect
    };
    name_below(
        ui,
        name,
        &tr!("style-own"),
        ui.visuals().strong_text_color(),
    );
    response.on_hover_text(Command::Teach.help())
}

/// Around a tile that has the focus or the pointer.
fn focus_stroke(ui: &Ui, tile: &Response) -> Option<Stroke> {
    let color = ui.visuals().widgets.hovered.fg_stroke.color;
    (tile.has_focus() || tile.hovered()).then(|| Stroke::new(2.0, color))
}

/// Writes the name in the lower part of a tile.
fn name_below(ui: &Ui, tile: Rect, name: &str, color: Color32) {
    let at = pos2(tile.center().x, tile.bottom() - theme::TILE_NAME / 2.0);
    let font = FontId::proportional(11.5);
    let width = theme::TILE_WIDTH * 1.5;
    let galley = ui.painter().layout(name.to_owned(), font, color, width);
    let name_rect = Align2::CENTER_CENTER.anchor_size(at, galley.size());
    ui.painter_at(tile).galley(name_rect.min, galley, color);
}

/// A second style, and how far to go towards it.
fn blend_ui(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    let present = state.settings.present();
    let before = &present.blend;
    let mut blend = before.clone();
    let shown = blend
        .as_ref()
        .map_or_else(|| tr!("blend-nothing"), |(name, _)| title(name));
    ui.horizontal(|ui| {
        let label = ui.label(tr!("blend"));
        let mut chosen = blend.as_ref().map(|(name, _)| name.clone());
        ComboBox::from_id_salt("blend")
            .selected_text(shown)
            .width(150.0)
            .show_ui(ui, |ui| {
                ui.selectable_value(&mut chosen, None, tr!("blend-nothing"));
                for style in state.styles.iter().filter(|name| **name != present.style) {
                    ui.selectable_value(&mut chosen, Some(style.clone()), title(style));
                }
            })
            .response
            .labelled_by(label.id);
        if chosen.as_ref() != blend.as_ref().map(|(name, _)| name) {
            let share = blend.as_ref().map_or(0.5, |(_, share)| *share);
            blend = chosen.map(|name| (name, share));
        }
    });
    let mut is_dragged = false;
    let mut has_ended = false;
    if let Some((name, share)) = &mut blend {
        let help = tr!("blend-help", name = title(name));
        let mut percent = *share * 100.0;
        ui.spacing_mut().slider_width = theme::LABEL_WIDTH + theme::SLIDER_WIDTH;
        let slider = Slider::new(&mut percent, 0.0..=100.0)
            .suffix(" %")
            .max_decimals(0);
        let response = ui.add(slider).on_hover_text(help);
        response.widget_info(|| WidgetInfo::slider(true, f64::from(percent), tr!("blend-share")));
        is_dragged = response.dragged();
        has_ended = response.drag_stopped() || response.lost_focus();
        if response.changed() {
            *share = percent / 100.0;
        }
    }
    if blend != *before || has_ended {
        actions.push(Action::Set {
            settings: state.blended(blend),
            settled: !is_dragged,
        });
    }
}

/// What can be done with a style that was tuned or learnt: a right click, or the menu key.
fn menu_ui(tile: &Response, style: &str, state: &State, actions: &mut Vec<Action>) {
    let learnt = learnt(style, state);
    let is_tuned = state.is_tuned(style);
    tile.context_menu(|ui| {
        if let Some(entry) = learnt {
            ui.label(RichText::new(origin(entry)).weak());
            ui.separator();
        }
        let mut entry = |words: &str, action: Action| {
            if ui.button(tr!(words)).clicked() {
                actions.push(action);
                ui.close();
            }
        };
        let favourite = if state.is_favourite(style) {
            "style-no-favourite"
        } else {
            "style-favourite"
        };
        entry(favourite, Action::ToggleFavourite(style.to_owned()));
        if is_tuned {
            entry("style-reset", Action::ForgetTuning(style.to_owned()));
        }
        if learnt.is_some() {
            let open = LabelAction::Open(style.to_owned());
            entry("command-edit-style", Action::Label(open));
            let export = TeachAction::ExportStyle(style.to_owned());
            entry("style-export", Action::Teach(export));
            let remove = TeachAction::RemoveStyle(style.to_owned());
            entry("style-remove", Action::Teach(remove));
        }
    });
}

/// A style in the style library that was learnt.
fn learnt<'a>(style: &str, state: &'a State) -> Option<&'a StyleEntry> {
    let mut entries = state.library.iter();
    entries.find(|entry| entry.name == style && entry.is_learnt)
}

/// Who made a style, from what, when, and what others may do with it, a line each, as far as its
/// file says.
fn origin(entry: &StyleEntry) -> String {
    let made = &entry.provenance;
    let begun_with = if made.from.is_empty() {
        entry.base.clone()
    } else {
        tr!(
            "style-begun-with",
            style = title(&made.from),
            base = &entry.base
        )
    };
    let mut lines = Vec::new();
    if !entry.author.is_empty() {
        lines.push(tr!("style-author", author = short(&entry.author)));
    }
    if made.pages.is_empty() {
        lines.push(tr!("style-pages-unknown"));
    } else {
        lines.push(tr!("style-pages", count = made.pages.len()));
    }
    if !begun_with.is_empty() {
        lines.push(tr!("style-base", base = short(&begun_with)));
    }
    lines.extend(
        made.day()
            .map(|day| tr!("style-made", day = in_language(&day))),
    );
    if !entry.licence.is_empty() {
        lines.push(tr!("style-licence", licence = short(&entry.licence)));
    }
    lines.join("\n")
}

/// Most characters of a text of somebody else that are shown.
const SHORT: usize = 160;

/// The beginning of a text that may be as long as a licence.
fn short(text: &str) -> String {
    let mut lines = text.lines();
    let first = lines.next().unwrap_or_default();
    let mut shown: String = first.chars().take(SHORT).collect();
    if lines.next().is_some() || shown.len() < first.len() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{PageHash, Provenance};

    #[test]
    fn where_a_style_comes_from_is_told_as_far_as_it_is_known() {
        let mut entry = StyleEntry {
            is_learnt: true,
            ..StyleEntry::built_in("Mine".to_owned())
        };
        assert_eq!(origin(&entry).lines().count(), 1);
        entry.author = "Somebody".to_owned();
        entry.licence = format!("CC BY 4.0 {}\nno more of it", "x".repeat(900));
        entry.base = "base-v3".to_owned();
        entry.provenance = Provenance {
            made: Some(1_772_323_200),
            pages: vec![PageHash::of(1, 1, &[1, 2, 3]); 24],
            from: "oz-neill".to_owned(),
            num_steps: 600,
        };
        let told = origin(&entry);
        for part in [
            "Somebody",
            "24",
            "base-v3",
            "Four-colour",
            "2026-03-01",
            "CC BY",
        ] {
            assert!(told.contains(part), "{part}: {told}");
        }
        assert_eq!(told.lines().count(), 5, "{told}");
        assert!(told.chars().count() < 400 && told.ends_with('…'), "{told}");
    }
}
