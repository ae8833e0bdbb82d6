//! Photograph and drawing: side by side, wiped, or the drawing alone; both move together.

use eframe::egui::{
    self, Align2, Color32, CursorIcon, FontId, Key, Painter, Rect, Role, Sense, Stroke, TextureId,
    Ui, Vec2, WidgetInfo, pos2, vec2,
};
use image::RgbaImage;

use super::critic::legend_ui;
use crate::i18n::tr;
use crate::ui::action::Action;
use crate::ui::app::Textures;
use crate::ui::blend::recipe_name;
use crate::ui::detail::Seen;
use crate::ui::state::{Sides, State, ViewMode};
use crate::ui::texture::PictureTexture;
use crate::ui::theme;

/// Distance of a fitted picture from its frame, in points.
const MARGIN: f32 = 12.0;
/// How much larger pictures must be above each other than beside: not for a hair, while a window is
/// resized.
const LARGER: f32 = 1.05;
/// How far an arrow moves the wipe's handle, of its width, and the picture, in points.
const WIPE_STEP: f32 = 0.02;
const PAN_STEP: f32 = 40.0;
/// How near to the handle the pointer moves it, in points.
const HANDLE_REACH: f32 = 14.0;
/// Pixels of the screen for one of the drawing from which on it is a square rather than a blur.
const SQUARE_PX: f32 = 3.0;

/// Points for each pixel at which all of the picture is seen, as of the last frame.
pub(in crate::ui) fn fitted_zoom(ctx: &egui::Context, state: &State) -> f32 {
    let frame = ctx.data(|data| data.get_temp::<Rect>(frame_id()));
    match (frame, &state.photo) {
        (Some(frame), Some(photo)) => fit(frame, photo),
        _ => 1.0,
    }
}

/// Points for each pixel at which all of a photograph is seen in `frame`.
fn fit(frame: Rect, photo: &RgbaImage) -> f32 {
    let room = frame.shrink(MARGIN).size();
    let across = room.x / photo.width() as f32;
    across.min(room.y / photo.height() as f32).max(0.001)
}

/// Two frames for two pictures: beside each other, or one above the other where that shows them
/// larger.
fn halves(area: Rect, photo: Option<&RgbaImage>) -> [Rect; 2] {
    let (left, right) = area.split_left_right_at_fraction(0.5);
    let (top, bottom) = area.split_top_bottom_at_fraction(0.5);
    let beside = [left, right].map(|frame| frame.shrink2(vec2(1.0, 0.0)));
    let stacked = [top, bottom].map(|frame| frame.shrink2(vec2(0.0, 1.0)));
    let is_larger = |photo| fit(stacked[0], photo) > LARGER * fit(beside[0], photo);
    if photo.is_some_and(is_larger) {
        stacked
    } else {
        beside
    }
}

/// Per cent of the finished drawing's size at which it is seen.
pub(super) fn zoom_percent(ctx: &egui::Context, state: &State) -> Option<f32> {
    let photo = state.photo.as_ref().filter(|_| !state.shows_welcome())?;
    let [width, _] = state.full_size?;
    let zoom = state.zoom.unwrap_or_else(|| fitted_zoom(ctx, state));
    let seen = zoom * photo.width() as f32 * ctx.pixels_per_point();
    Some(100.0 * seen / width as f32)
}

fn frame_id() -> egui::Id {
    egui::Id::unique("canvas-frame")
}

pub(super) fn canvas_ui(
    ui: &mut Ui,
    state: &State,
    textures: &Textures,
    actions: &mut Vec<Action>,
) {
    let area = ui.available_rect_before_wrap();
    let response = ui.allocate_rect(area, Sense::click_and_drag());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, tr!("canvas")));
    keys_ui(ui, state, &response, actions);
    let frames = match state.mode {
        ViewMode::SideBySide => halves(area, state.photo.as_deref()).to_vec(),
        ViewMode::Wipe | ViewMode::Drawing => vec![area],
    };
    let Some(first) = frames.first().copied() else {
        return;
    };
    ui.ctx()
        .data_mut(|data| data.insert_temp(frame_id(), first));
    let (Some(photo), Some(original)) = (&state.photo, &textures.photo) else {
        waiting_ui(ui, state, area);
        return;
    };
    let zoom = state.zoom.unwrap_or_else(|| fitted_zoom(ui.ctx(), state));
    let size = vec2(photo.width() as f32, photo.height() as f32) * zoom;
    let place = |frame: Rect| Rect::from_center_size(frame.center() + Vec2::from(state.pan), size);
    see(ui, state, first, place(first), actions);
    let details = details(state, textures);
    let shows_squares = shows_squares(ui, state, size);
    let picture_of = |texture, detail| Picture::new(texture, detail, state, shows_squares);
    let shows_original = ui.input(|input| input.key_down(Key::B)) && !ui.ctx().text_edit_focused();
    let objections = textures.objections.as_ref();
    let objections = objections.filter(|_| state.shows_objections());
    let is_drawn = textures.drawing.is_some() && !shows_original;
    let drawing = match &textures.drawing {
        Some(drawing) if is_drawn => Picture {
            objections: objections.map(PictureTexture::id),
            ..picture_of(drawing, details.map(|(at, [_, drawing])| (at, drawing)))
        },
        _ => picture_of(original, details.map(|(at, [photo, _])| (at, photo))),
    };
    let is_waiting = textures.drawing.is_none();
    let compared = state.kept.as_ref().zip(textures.kept.as_ref());
    // What is on the left: the photograph, or the drawing that was kept.
    let (left_picture, left_label) = if let Some((kept, texture)) = compared {
        let style = recipe_name(kept);
        (picture_of(texture, None), tr!("canvas-kept", style = style))
    } else {
        let photo = picture_of(original, details.map(|(at, [photo, _])| (at, photo)));
        (photo, tr!("canvas-photograph"))
    };
    let drawn_label = if shows_original || is_waiting {
        tr!("canvas-photograph")
    } else if compared.is_some() {
        let style = recipe_name(state.settings.present());
        tr!("canvas-compared-hold", style = style)
    } else {
        tr!("canvas-drawing-hold")
    };
    let wipe_label = if compared.is_some() || shows_original {
        drawn_label.clone()
    } else {
        tr!("canvas-drawing")
    };
    let mut sides = [
        (left_picture, left_label.as_str()),
        (drawing, drawn_label.as_str()),
    ];
    let mut wiped = [sides[0], (drawing, wipe_label.as_str())];
    if state.sides == Sides::AfterBefore {
        sides.reverse();
        wiped.reverse();
    }
    match (state.mode, frames.as_slice()) {
        (ViewMode::SideBySide, frames) => {
            for (frame, (shown, text)) in frames.iter().zip(sides) {
                let painter = ui.painter_at(*frame);
                picture(&painter, shown, place(*frame));
                label(&painter, *frame, Align2::LEFT_TOP, text);
            }
        }
        (ViewMode::Wipe, _) => wipe_ui(ui, state, area, place(area), wiped),
        (ViewMode::Drawing, _) => {
            let (shown, text) = sides[1];
            picture(&ui.painter_at(area), shown, place(area));
            label(&ui.painter_at(area), area, Align2::LEFT_TOP, text);
        }
    }
    if is_drawn
        && state.shows_objections()
        && let Some((frame, corner)) = place_of_legend(state, area, &frames)
    {
        legend_ui(ui, frame, corner, objections.is_some());
    }
    if is_waiting {
        let corner =
            Rect::from_center_size(area.right_top() + vec2(-24.0, 24.0), Vec2::splat(24.0));
        ui.put(corner, egui::Spinner::new());
    }
    move_ui(ui, state, &response, &frames, place(area), actions);
}

/// Where the drawing is, and in which of its corners there is room; `None` where it is not shown.
fn place_of_legend(state: &State, area: Rect, frames: &[Rect]) -> Option<(Rect, Align2)> {
    let is_last = state.sides == Sides::BeforeAfter;
    match state.mode {
        ViewMode::SideBySide => {
            let frame = if is_last {
                frames.last()
            } else {
                frames.first()
            };
            Some((*frame?, Align2::LEFT_BOTTOM))
        }
        ViewMode::Wipe if is_last => Some((area, Align2::RIGHT_BOTTOM)),
        ViewMode::Wipe => Some((area, Align2::LEFT_BOTTOM)),
        ViewMode::Drawing => is_last.then_some((area, Align2::LEFT_BOTTOM)),
    }
}

fn waiting_ui(ui: &mut Ui, state: &State, area: Rect) {
    let reason = state.current().and_then(|photo| match &photo.state {
        crate::ui::state::PhotoState::Bad(reason) => Some(reason.clone()),
        crate::ui::state::PhotoState::Good => None,
    });
    match reason {
        Some(reason) => {
            let text = format!("{}\n{reason}", tr!("canvas-unreadable"));
            let font = FontId::proportional(16.0);
            let color = ui.visuals().text_color();
            ui.painter_at(area)
                .text(area.center(), Align2::CENTER_CENTER, text, font, color);
        }
        None => {
            ui.put(
                Rect::from_center_size(area.center(), Vec2::splat(32.0)),
                egui::Spinner::new(),
            );
        }
    }
}

/// A picture, and the part of it that is there in detail.
#[derive(Clone, Copy)]
struct Picture {
    whole: TextureId,
    detail: Option<(Rect, TextureId)>,
    /// What lies over all of it.
    objections: Option<TextureId>,
}

impl Picture {
    /// With `squares`, what has all pixels of the finished drawing shows them.
    fn new(
        whole: &PictureTexture,
        detail: Option<(Rect, &PictureTexture)>,
        state: &State,
        squares: bool,
    ) -> Self {
        let is_file = state.full_size == Some(whole.size());
        let id = |texture: &PictureTexture, squares: bool| {
            if squares {
                texture.squares_id()
            } else {
                texture.id()
            }
        };
        Self {
            whole: id(whole, squares && is_file),
            detail: detail.map(|(at, texture)| (at, id(texture, squares))),
            objections: None,
        }
    }
}

/// Whether the pixels of the finished drawing are large enough on the screen to be told apart;
/// `size` in points.
fn shows_squares(ui: &Ui, state: &State, size: Vec2) -> bool {
    state
        .full_size
        .is_some_and(|[width, _]| size.x * ui.ctx().pixels_per_point() >= SQUARE_PX * width as f32)
}

/// All of a texture.
pub(super) const WHOLE: Rect = Rect {
    min: pos2(0.0, 0.0),
    max: pos2(1.0, 1.0),
};

fn picture(painter: &Painter, picture: Picture, rect: Rect) {
    painter.image(picture.whole, rect, WHOLE, Color32::WHITE);
    if let Some((at, texture)) = picture.detail {
        let part = Rect::from_min_max(
            rect.lerp_inside(at.min.to_vec2()),
            rect.lerp_inside(at.max.to_vec2()),
        );
        painter.image(texture, part, WHOLE, Color32::WHITE);
    }
    if let Some(texture) = picture.objections {
        painter.image(texture, rect, WHOLE, Color32::WHITE);
    }
}

/// Tells which part of the picture is seen, when it is another.
fn see(ui: &Ui, state: &State, frame: Rect, place: Rect, actions: &mut Vec<Action>) {
    let visible = place.intersect(frame);
    let share = |at: egui::Pos2| (at - place.min) / place.size();
    let (min, max) = (share(visible.min), share(visible.max));
    let seen = Seen {
        part: [min.x, min.y, max.x, max.y],
        long_side: place.size().max_elem() * ui.ctx().pixels_per_point(),
    };
    if seen != state.detail.seen {
        actions.push(Action::See(seen));
    }
}

/// Where the details are in the picture, `0.0..=1.0`, and their textures, while they are up to
/// date.
fn details<'a>(state: &State, textures: &'a Textures) -> Option<(Rect, &'a [PictureTexture; 2])> {
    let part = state.detail.shown.as_ref()?;
    let [width, height] = state.full_size?.map(|side| side as f32);
    let [x, y, w, h] = part.pixels.map(|pixels| pixels as f32);
    let at = Rect::from_min_size(pos2(x / width, y / height), vec2(w / width, h / height));
    let is_present = part.settings == *state.settings.present();
    Some((at, textures.detail.as_ref().filter(|_| is_present)?))
}

fn label(painter: &Painter, frame: Rect, corner: Align2, text: &str) {
    let at = corner.pos_in_rect(&frame.shrink(10.0));
    let galley = painter.layout_no_wrap(
        text.to_owned(),
        FontId::proportional(12.0),
        theme::ON_PICTURE,
    );
    let rect = corner.anchor_size(at, galley.size() + vec2(12.0, 6.0));
    painter.rect_filled(rect, 4.0, theme::LABEL_BACK);
    painter.galley(rect.min + vec2(6.0, 3.0), galley, theme::ON_PICTURE);
}

fn wipe_ui(
    ui: &Ui,
    state: &State,
    area: Rect,
    place: Rect,
    [(original, left_label), (drawing, right_label)]: [(Picture, &str); 2],
) {
    let x = wipe_x(state, area, place);
    let (left, right) = (area.with_max_x(x), area.with_min_x(x));
    picture(&ui.painter_at(left), original, place);
    picture(&ui.painter_at(right), drawing, place);
    label(&ui.painter_at(left), area, Align2::LEFT_TOP, left_label);
    label(&ui.painter_at(right), area, Align2::RIGHT_TOP, right_label);
    let painter = ui.painter_at(area);
    let seen = place.intersect(area);
    painter.vline(x, seen.y_range(), Stroke::new(2.0, theme::ON_PICTURE));
    let knob = pos2(x, seen.center().y);
    painter.circle(
        knob,
        11.0,
        theme::ACCENT,
        Stroke::new(2.0, theme::ON_PICTURE),
    );
}

fn wipe_x(state: &State, area: Rect, place: Rect) -> f32 {
    egui::lerp(place.left()..=place.right(), state.wipe).clamp(area.left(), area.right())
}

/// With the focus, the arrows move the picture, or the handle of the wipe.
fn keys_ui(ui: &Ui, state: &State, response: &egui::Response, actions: &mut Vec<Action>) {
    if !response.has_focus() {
        return;
    }
    let arrows = egui::EventFilter {
        horizontal_arrows: true,
        vertical_arrows: true,
        ..egui::EventFilter::default()
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, arrows));
    let rect = response.rect.shrink(theme::FOCUS_INSET);
    let painter = ui.painter_at(response.rect);
    painter.rect_stroke(rect, 4.0, theme::FOCUS, egui::StrokeKind::Inside);
    let [left, right, up, down] = [
        Key::ArrowLeft,
        Key::ArrowRight,
        Key::ArrowUp,
        Key::ArrowDown,
    ]
    .map(|key| ui.input(|input| input.num_presses(key)) as f32);
    let by = vec2(right - left, down - up);
    if by == Vec2::ZERO {
        return;
    }
    if state.mode == ViewMode::Wipe && by.x != 0.0 {
        actions.push(Action::Wipe(state.wipe + by.x * WIPE_STEP));
    } else {
        // The picture goes against the arrow, as a page does under a scroll bar.
        actions.push(Action::Pan(by * -PAN_STEP));
    }
}

/// Wheel and pinch zoom, drags move; near the wipe's handle they move the handle.
fn move_ui(
    ui: &Ui,
    state: &State,
    response: &egui::Response,
    frames: &[Rect],
    place: Rect,
    actions: &mut Vec<Action>,
) {
    let handle = (state.mode == ViewMode::Wipe).then(|| wipe_x(state, response.rect, place));
    let near = |x: f32| handle.is_some_and(|handle| (x - handle).abs() < HANDLE_REACH);
    if let Some(pointer) = response.hover_pos() {
        if near(pointer.x) {
            ui.ctx().set_cursor_icon(CursorIcon::ResizeHorizontal);
        }
        let (scroll, pinch) = ui.input(|input| (input.smooth_scroll_delta().y, input.zoom_delta()));
        let factor = pinch * (scroll * 0.0035).exp();
        if (factor - 1.0).abs() > 1e-4 {
            // The same point of the picture is under the pointer in either half.
            let mut hovered = frames.iter().filter(|frame| frame.contains(pointer));
            let frame = hovered.next().unwrap_or(&response.rect);
            let around = pointer - frame.center();
            actions.push(Action::Zoom { factor, around });
        }
    }
    // Whoever has taken the handle keeps it, however far and quickly the pointer goes.
    let grip = response.id.with("grip");
    if response.drag_started() {
        let press = ui.input(|input| input.pointer.press_origin());
        let has_handle = press.is_some_and(|press| near(press.x));
        ui.data_mut(|data| data.insert_temp(grip, has_handle));
    }
    if response.dragged()
        && let Some(pointer) = response.interact_pointer_pos()
    {
        if ui.data(|data| data.get_temp(grip)) == Some(true) {
            actions.push(Action::Wipe((pointer.x - place.left()) / place.width()));
        } else {
            actions.push(Action::Pan(response.drag_delta()));
        }
    }
    if response.double_clicked() {
        actions.push(Action::Command(crate::ui::command::Command::Fit));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_pictures_are_stacked_where_that_shows_them_larger() {
        let area = Rect::from_min_size(pos2(10.0, 20.0), vec2(976.0, 634.0));
        let are_stacked = |width, height| {
            let [one, two] = halves(area, Some(&RgbaImage::new(width, height)));
            assert!(area.contains_rect(one) && area.contains_rect(two));
            one.width() > area.width() * 0.9 && one.bottom() < two.top()
        };
        assert!(!are_stacked(400, 300) && !are_stacked(300, 400));
        assert!(are_stacked(1000, 300));
    }
}
