//! What a window without photographs shows: in three pictures what to do, the words for it, and
//! where to begin.

mod scene;

use std::sync::Arc;

use eframe::egui::text::LayoutJob;
use eframe::egui::{
    Align, Button, Color32, FontId, Galley, Id, Painter, Pos2, Rect, RichText, Role, Sense, Shape,
    Stroke, StrokeKind, Ui, UiBuilder, Vec2, WidgetInfo, pos2, vec2,
};

use self::scene::{Look, Place, print};
use super::toolbar::tooltip;
use crate::i18n::tr;
use crate::ui::action::Action;
use crate::ui::command::Command;
use crate::ui::theme;

/// Width of a picture by its height.
const ASPECT: f32 = 4.0 / 3.0;
/// Least and greatest width of a picture, in points.
const WIDTHS: [f32; 2] = [64.0, 320.0];
/// Room for an arrow between two pictures, of the width of one.
const ARROW: f32 = 0.3;
/// Most of the width of the canvas that the pictures take.
const SHARE: f32 = 0.92;
/// Distance from the edges, between picture and words, and between groups, in points.
const MARGIN: f32 = 14.0;
const GAP: f32 = 10.0;
const WIDE_GAP: f32 = 20.0;
/// Height of a button, and the greatest width of a line of words, in points.
const BUTTON: f32 = 32.0;
const LINE: f32 = 560.0;
/// Sizes of letters.
const STEP: f32 = 14.0;
const WORDS: f32 = 15.0;

/// How large everything is.
struct Plan {
    picture: Vec2,
    steps: [Arc<Galley>; 3],
    words: Arc<Galley>,
    /// Whether the buttons stand below each other.
    is_stacked: bool,
    height: f32,
}

impl Plan {
    fn new(ui: &Ui, area: Rect, labels: &[String; 3]) -> Self {
        let room = area.width() - 2.0 * MARGIN;
        let font = FontId::proportional(WORDS);
        let color = ui.visuals().text_color();
        let wrap = room.min(LINE);
        let words = lines(ui, super::invitation(), font, color, wrap);
        let buttons: f32 = labels.iter().map(|label| button_width(ui, label)).sum();
        let gaps = 2.0 * ui.spacing().item_spacing.x;
        let is_stacked = buttons + gaps > room;
        let num_rows = if is_stacked { 3.0 } else { 1.0 };
        let rows = num_rows * BUTTON + (num_rows - 1.0) * ui.spacing().item_spacing.y;
        let of_width = |width: f32| {
            let font = FontId::proportional(STEP);
            let wrap = width * (1.0 + 0.8 * ARROW);
            let color = ui.visuals().strong_text_color();
            ["welcome-open", "welcome-style", "welcome-save"]
                .map(|words| lines(ui, tr!(words), font.clone(), color, wrap))
        };
        let below = |steps: &[Arc<Galley>; 3]| {
            let step = steps.iter().map(|step| step.size().y).fold(0.0, f32::max);
            GAP + step + WIDE_GAP + words.size().y + WIDE_GAP + rows
        };
        let by_width = SHARE * area.width() / (3.0 + 2.0 * ARROW);
        let steps = of_width(by_width.clamp(WIDTHS[0], WIDTHS[1]));
        let by_height = (area.height() - 2.0 * MARGIN - below(&steps)) * ASPECT;
        let width = by_width.min(by_height).clamp(WIDTHS[0], WIDTHS[1]);
        let steps = of_width(width);
        let picture = vec2(width, width / ASPECT);
        Self {
            height: picture.y + below(&steps),
            picture,
            steps,
            words,
            is_stacked,
        }
    }
}

/// Words in the middle of lines that are at most `wrap` wide and about as long as each other.
fn lines(ui: &Ui, text: String, font: FontId, color: Color32, wrap: f32) -> Arc<Galley> {
    let mut job = LayoutJob::simple(text, font, color, wrap);
    job.halign = Align::Center;
    let widest = ui.painter().layout_job(job.clone());
    let num_rows = widest.rows.len();
    let mut narrow = wrap / num_rows.max(1) as f32;
    while num_rows > 1 && narrow < wrap {
        job.wrap.max_width = narrow;
        let even = ui.painter().layout_job(job.clone());
        if even.rows.len() == num_rows {
            return even;
        }
        narrow += wrap * 0.05;
    }
    widest
}

fn button_width(ui: &Ui, label: &str) -> f32 {
    let font = eframe::egui::TextStyle::Button.resolve(ui.style());
    let color = ui.visuals().text_color();
    let galley = ui.painter().layout_no_wrap(label.to_owned(), font, color);
    galley.size().x + 2.0 * ui.spacing().button_padding.x + 2.0 * MARGIN
}

pub(super) fn welcome_ui(ui: &mut Ui, actions: &mut Vec<Action>) {
    let area = ui.available_rect_before_wrap();
    let labels = [
        Command::Open.label(),
        tr!("welcome-sample"),
        Command::Guide.label(),
    ];
    let plan = Plan::new(ui, area, &labels);
    let top = (area.center().y - plan.height / 2.0).max(area.top() + MARGIN);
    let bottom = pictures_ui(ui, &plan, pos2(area.center().x, top)) + WIDE_GAP;
    let words = pos2(area.center().x, bottom);
    let response = ui.interact(
        Rect::from_center_size(
            words + vec2(0.0, plan.words.size().y / 2.0),
            plan.words.size(),
        ),
        Id::unique("welcome-words"),
        Sense::hover(),
    );
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, super::invitation()));
    let height = plan.words.size().y;
    let color = ui.visuals().text_color();
    ui.painter().galley(words, Arc::clone(&plan.words), color);
    let buttons = Rect::from_min_max(
        pos2(area.left() + MARGIN, bottom + height + WIDE_GAP),
        pos2(area.right() - MARGIN, area.bottom()),
    );
    ui.scope_builder(UiBuilder::new().max_rect(buttons), |ui| {
        buttons_ui(ui, &plan, &labels, actions);
    });
}

/// The three steps, whose upper edge has its middle at `top`; the lower edge of their words.
fn pictures_ui(ui: &Ui, plan: &Plan, top: Pos2) -> f32 {
    let Vec2 {
        x: width,
        y: height,
    } = plan.picture;
    let pitch = width * (1.0 + ARROW);
    let whole = Rect::from_min_size(
        pos2(top.x - pitch - width / 2.0, top.y),
        vec2(2.0 * pitch + width, height),
    );
    let response = ui.interact(whole, Id::unique("welcome-picture"), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, tr!("welcome-picture")));
    let painter = ui.painter();
    let middle = whole.top() + height / 2.0;
    let mut bottom = whole.bottom();
    for (index, words) in plan.steps.iter().enumerate() {
        let centre = pos2(top.x + (index as f32 - 1.0) * pitch, middle);
        let rect = Rect::from_center_size(centre, plan.picture);
        match index {
            0 => opened(ui, painter, rect),
            1 => styles(painter, rect),
            _ => saved(painter, rect),
        }
        if index > 0 {
            let x = rect.left() - width * ARROW / 2.0;
            arrow(painter, pos2(x, middle), width * ARROW);
        }
        let at = pos2(centre.x, whole.bottom() + GAP);
        let color = ui.visuals().strong_text_color();
        painter.galley(at, Arc::clone(words), color);
        bottom = bottom.max(at.y + words.size().y);
    }
    bottom
}

/// A photograph that is let go on the window.
fn opened(ui: &Ui, painter: &Painter, rect: Rect) {
    let line = Stroke::new(
        (rect.height() * 0.018).max(1.0),
        ui.visuals().weak_text_color(),
    );
    let window = rect.shrink(rect.height() * 0.02);
    let radius = rect.height() * 0.05;
    let fill = ui.visuals().panel_fill;
    painter.rect(window, radius, fill, line, StrokeKind::Inside);
    let bar = window.top() + rect.height() * 0.13;
    painter.hline(window.x_range(), bar, line);
    for index in 0..3 {
        let x = window.left() + rect.height() * (0.075 + 0.075 * index as f32);
        let y = (window.top() + bar) / 2.0;
        painter.circle_filled(pos2(x, y), rect.height() * 0.02, line.color);
    }
    let inside = Rect::from_min_max(pos2(window.left(), bar), window.max);
    let place = inside.shrink(rect.height() * 0.08);
    let corners = [
        place.left_top(),
        place.right_top(),
        place.right_bottom(),
        place.left_bottom(),
        place.left_top(),
    ];
    let dash = rect.height() * 0.04;
    painter.extend(Shape::dashed_line(&corners, line, dash, dash * 0.8));
    let photo = Place {
        rect: Rect::from_center_size(
            inside.center() + rect.height() * vec2(0.03, -0.02),
            rect.size() * 0.56,
        ),
        turn: -0.12,
    };
    print(painter, photo, Look::Photo);
    pointer(painter, photo.at(0.9, 0.84), rect.height() * 0.2);
}

/// The arrow of a mouse, with its tip there.
fn pointer(painter: &Painter, tip: Pos2, size: f32) {
    let at = |x: f32, y: f32| tip + size * vec2(x, y);
    let line = Stroke::new((size * 0.09).max(1.0), theme::ON_PICTURE);
    let fill = theme::scene::INK;
    let (left, notch, right) = (at(0.0, 1.0), at(0.26, 0.76), at(0.7, 0.7));
    let outline = vec![tip, left, notch, right];
    // Two convex halves; the tail between them.
    let tail = vec![at(0.2, 0.7), at(0.36, 1.14), at(0.54, 1.06), at(0.38, 0.64)];
    painter.add(Shape::convex_polygon(tail.clone(), fill, line));
    painter.add(Shape::closed_line(outline, line));
    for half in [vec![tip, left, notch], vec![tip, notch, right]] {
        painter.add(Shape::convex_polygon(half, fill, Stroke::NONE));
    }
    painter.add(Shape::convex_polygon(tail, fill, Stroke::NONE));
}

/// Styles beside each other as cards in a hand; one is taken.
fn styles(painter: &Painter, rect: Rect) {
    let card = |x: f32, y: f32, turn: f32| Place {
        rect: Rect::from_center_size(rect.center() + rect.size() * vec2(x, y), rect.size() * 0.52),
        turn,
    };
    print(painter, card(-0.21, -0.1, -0.2), Look::Pen);
    print(painter, card(0.21, -0.1, 0.2), Look::Print);
    let chosen = card(0.0, 0.12, 0.0);
    print(painter, chosen, Look::Comic);
    let frame = chosen.rect.expand(chosen.length(0.075));
    let line = Stroke::new(rect.height() * 0.022, theme::ACCENT);
    painter.rect_stroke(frame, rect.height() * 0.02, line, StrokeKind::Middle);
}

/// The drawing, on its way to the disk.
fn saved(painter: &Painter, rect: Rect) {
    let drawing = Place {
        rect: Rect::from_center_size(rect.center(), rect.size() * 0.84),
        turn: 0.0,
    };
    print(painter, drawing, Look::Comic);
    let radius = rect.height() * 0.15;
    let centre = drawing.at(0.96, 0.94);
    let edge = Stroke::new(radius * 0.16, theme::ON_PICTURE);
    painter.circle(centre, radius, theme::ACCENT, edge);
    let at = |x: f32, y: f32| centre + radius * vec2(x, y);
    let line = Stroke::new(radius * 0.18, theme::ON_PICTURE);
    painter.line_segment([at(0.0, -0.52), at(0.0, 0.2)], line);
    painter.line(vec![at(-0.28, -0.06), at(0.0, 0.22), at(0.28, -0.06)], line);
    painter.line_segment([at(-0.4, 0.5), at(0.4, 0.5)], line);
}

/// From one picture to the next, in so much room.
fn arrow(painter: &Painter, centre: Pos2, room: f32) {
    let half = room * 0.26;
    let line = Stroke::new((room * 0.07).max(2.0), theme::ACCENT);
    let tip = centre + vec2(half, 0.0);
    painter.line_segment([centre - vec2(half, 0.0), tip], line);
    let wing = half * 0.7;
    painter.line(
        vec![tip + vec2(-wing, -wing), tip, tip + vec2(-wing, wing)],
        line,
    );
}

fn buttons_ui(ui: &mut Ui, plan: &Plan, labels: &[String; 3], actions: &mut Vec<Action>) {
    let [open, sample, guide] = labels;
    let spacing = ui.spacing().item_spacing.x;
    let widths: [f32; 3] = [open, sample, guide].map(|label| button_width(ui, label));
    let mut at = ui.max_rect().left_top();
    let row: f32 = widths.iter().sum::<f32>() + 2.0 * spacing;
    at.x = ui.max_rect().center().x - row / 2.0;
    let mut place = |ui: &Ui, width: f32| {
        let left = if plan.is_stacked {
            ui.max_rect().center().x - width / 2.0
        } else {
            at.x
        };
        let rect = Rect::from_min_size(pos2(left, at.y), vec2(width, BUTTON));
        if plan.is_stacked {
            at.y += BUTTON + ui.spacing().item_spacing.y;
        } else {
            at.x += width + spacing;
        }
        rect
    };
    let strong = RichText::new(open).strong().color(theme::ON_PICTURE);
    let rect = place(ui, widths[0]);
    let button = ui.put(rect, Button::new(strong).fill(theme::ACCENT));
    let help = tooltip(ui, Command::Open);
    if button.on_hover_text(help).clicked() {
        actions.push(Action::Command(Command::Open));
    }
    let rect = place(ui, widths[1]);
    // On a light canvas their own fill is hardly seen.
    let edge = ui.visuals().widgets.noninteractive.bg_stroke;
    if ui.put(rect, Button::new(sample).stroke(edge)).clicked() {
        actions.push(Action::ShowSample);
    }
    let rect = place(ui, widths[2]);
    let button = ui.put(rect, Button::new(guide).stroke(edge));
    let help = tooltip(ui, Command::Guide);
    if button.on_hover_text(help).clicked() {
        actions.push(Action::Command(Command::Guide));
    }
}
