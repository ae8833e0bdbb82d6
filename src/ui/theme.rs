//! Colours and sizes; the only place that names them.

use eframe::egui::{self, Color32, CornerRadius, Stroke, Vec2, Visuals, vec2};

/// The landscape of an empty window.
pub(super) mod scene;

/// Smallest window that everything can be used in, in points.
pub(super) const MIN_WINDOW: [f32; 2] = [640.0, 480.0];
/// Most of the window's width that panels beside the canvas take; where they would take more they
/// give way.
pub(super) const PANELS_SHARE: f32 = 0.5;
/// How much wider than at least a panel can be drawn, in points.
pub(super) const PANEL_GROWTH: f32 = 300.0;
/// How far from the edge of a panel the canvas begins, in points.
pub(super) const PANEL_EDGE: i8 = 3;
/// Room for the value beside a slider, in points.
pub(super) const VALUE_WIDTH: f32 = 62.0;
/// Side of the star on a favourite, in points.
pub(super) const STAR: f32 = 8.0;
/// Width of a sample that is looked at, in points.
pub(super) const LARGE_SAMPLE_WIDTH: f32 = 360.0;
/// Height of the window below which neighbours of a look stand in for the strip, in points.
pub(super) const LOW_WINDOW: f32 = 720.0;
/// Width of the panel with the sliders, in points.
pub(super) const CONTROLS_WIDTH: f32 = 304.0;
/// Width of the panel with the training run, in points.
pub(super) const TRAINING_WIDTH: f32 = 288.0;
/// Width of the panel with the queue, height of a row, side of its picture, and room around, in
/// points.
pub(super) const QUEUE_WIDTH: f32 = 320.0;
pub(super) const QUEUE_ROW: f32 = 48.0;
pub(super) const QUEUE_TILE: f32 = 40.0;
pub(super) const QUEUE_INSET: Vec2 = vec2(2.0, 4.0);
pub(super) const QUEUE_GAP: f32 = 8.0;
pub(super) const QUEUE_TOP: f32 = 6.0;
/// Size of the heading of a panel, in points.
pub(super) const PANEL_HEADING: f32 = 16.0;
/// Width of the list of what went wrong, and its distance from the left, in points.
pub(super) const PROBLEMS_WIDTH: f32 = 460.0;
pub(super) const PROBLEMS_LEFT: f32 = 16.0;
/// Size of letters below others, in points.
pub(super) const NOTE: f32 = 11.0;
/// Side of a button with a drawn sign, and width of its lines, in points.
pub(super) const ICON: f32 = 22.0;
pub(super) const ICON_STROKE: f32 = 1.5;
/// Width of the sheet for exporting, what its frame and buttons take of the height of the window,
/// and the least that is left for the form, in points.
pub(super) const EXPORT_WIDTH: f32 = 610.0;
pub(super) const EXPORT_FRAME: f32 = 240.0;
pub(super) const EXPORT_MIN: f32 = 140.0;
/// What a sheet leaves of the window's width, in points.
pub(super) const MODAL_MARGIN: f32 = 80.0;
/// Rows and columns of a form, width of a field of text, of what stands beside it, and of a menu,
/// in points.
pub(super) const FORM_SPACING: [f32; 2] = [14.0, 9.0];
pub(super) const FIELD_WIDTH: f32 = 390.0;
pub(super) const CHOOSE_WIDTH: f32 = 86.0;
pub(super) const COMBO_WIDTH: f32 = 190.0;
/// Height of the curves, in points.
pub(super) const CURVES_HEIGHT: f32 = 150.0;
/// Width of a sample in the training run, and of a page on the sheet, in points.
pub(super) const SAMPLE_WIDTH: f32 = 82.0;
/// Colours of the curves: style, content, cycle, adversarial.
pub(super) const CURVES: [Color32; 4] = [
    ACCENT,
    Color32::from_rgb(0x3D, 0x8B, 0xD9),
    Color32::from_rgb(0x4F, 0xA8, 0x57),
    Color32::from_rgb(0xC0, 0x96, 0x2E),
];
/// Over a photograph that is one of several that are meant.
pub(super) const SELECTED: Color32 = Color32::from_rgba_premultiplied(0x48, 0x24, 0x10, 0x50);
/// Over what is left out.
pub(super) const FADED: Color32 = Color32::from_rgba_premultiplied(45, 45, 45, 45);
/// Where the weights were moved, on the curves.
pub(super) const MARK: Color32 = Color32::from_gray(128);
/// Width of a slider's label and of the slider, in points.
pub(super) const LABEL_WIDTH: f32 = 104.0;
pub(super) const SLIDER_WIDTH: f32 = 118.0;
/// Size of a style's picture in the style library, and height of its name, in points.
pub(super) const TILE_WIDTH: f32 = 90.0;
pub(super) const TILE_HEIGHT: f32 = 56.0;
pub(super) const TILE_NAME: f32 = 18.0;
/// Height of a tile that is a bar with its name in it.
pub(super) const LOW_TILE: f32 = 26.0;
/// Size of the pictures of what a slider does at its ends, in points.
pub(super) const END_WIDTH: f32 = 132.0;
pub(super) const END_HEIGHT: f32 = 96.0;
/// Greatest height of the list of presets, in points.
pub(super) const PRESETS_HEIGHT: f32 = 320.0;
/// Largest width and the height of a neighbour's picture, in points.
pub(super) const VARIATION_WIDTH: f32 = 150.0;
pub(super) const VARIATION_HEIGHT: f32 = 84.0;
/// Length of dashes and of what is between them, and size of the plus on the empty place of the
/// style library, in points.
pub(super) const DASHES: [f32; 2] = [4.0, 3.0];
pub(super) const PLUS: f32 = 16.0;
/// Distance of the mark on a photograph with settings of its own from the corner, in points.
pub(super) const OWN_MARK: f32 = 10.0;
/// The name of the program.
pub(super) const NAME: &str = "Kinetoon";
/// Side of a thumbnail, in points.
pub(super) const THUMBNAIL: f32 = 72.0;
/// Width of a menu, of the palette and of the help, and height of the palette, in points.
pub(super) const MENU_WIDTH: f32 = 210.0;
pub(super) const PALETTE_WIDTH: f32 = 440.0;
pub(super) const PALETTE_HEIGHT: f32 = 320.0;
pub(super) const HELP_WIDTH: f32 = 560.0;
/// Largest size of the guide, what its frame and head take of its height, and width of the list of
/// its chapters and height of one, in points.
pub(super) const GUIDE_SIZE: Vec2 = vec2(980.0, 900.0);
pub(super) const GUIDE_FRAME: f32 = 84.0;
pub(super) const CHAPTERS_WIDTH: f32 = 150.0;
pub(super) const CHAPTER_HEIGHT: f32 = 26.0;
/// Sizes of its letters, height of its lines, and width of what stands before an item, in points.
pub(super) const GUIDE_TITLE: f32 = 22.0;
pub(super) const GUIDE_HEADING: f32 = 16.0;
pub(super) const GUIDE_TEXT: f32 = 14.0;
pub(super) const GUIDE_LINE: f32 = 20.0;
pub(super) const GUIDE_MARK: f32 = 18.0;
/// Room above and below the status bar, size of a spinner in it and width of its progress, in
/// points.
pub(super) const STATUS_SPACE: f32 = 1.0;
pub(super) const SMALL_SPINNER: f32 = 12.0;
pub(super) const PROGRESS_WIDTH: f32 = 120.0;
/// Distance of short messages from the edges, and their width, in points.
pub(super) const TOAST_MARGIN: f32 = 12.0;
pub(super) const TOAST_WIDTH: f32 = 520.0;
/// Room above and below what is in a bar, in points.
pub(super) const BAR_SPACE: f32 = 4.0;
/// Distance between groups of controls, in points.
pub(super) const GROUP_SPACE: f32 = 11.0;
/// The colour of what is chosen: printer's red.
pub(super) const ACCENT: Color32 = Color32::from_rgb(0xD9, 0x4A, 0x38);
/// The same for words on dark or light ground.
pub(super) const ACCENT_TEXT: Color32 = Color32::from_rgb(0xE8, 0x5C, 0x4A);
/// Around what has the focus of the keyboard and draws itself, and how far inside its edge.
pub(super) const FOCUS: Stroke = Stroke {
    width: 2.0,
    color: ON_PICTURE,
};
pub(super) const FOCUS_INSET: f32 = 3.0;
/// Behind the overlay that says what a drop will do.
pub(super) const SCRIM: Color32 = Color32::from_black_alpha(190);
/// On the scrim and on pictures.
pub(super) const ON_PICTURE: Color32 = Color32::WHITE;
/// Behind labels on pictures.
pub(super) const LABEL_BACK: Color32 = Color32::from_black_alpha(140);

/// What lies over a drawing where it is not of the hand yet, at its thickest: a violet that no
/// print has, so that it is not taken for ink; its opacity leaves the lines to be seen.
const OBJECTION: Color32 = Color32::from_rgb(0x8A, 0x3F, 0xE0);
const OBJECTION_OPACITY: f32 = 0.68;
/// Width of the legend and of its bar, and the room between and around, in points.
pub(super) const LEGEND_WIDTH: f32 = 260.0;
pub(super) const LEGEND_BAR: f32 = 14.0;
pub(super) const LEGEND_GAP: f32 = 6.0;
pub(super) const LEGEND_INSET: f32 = 10.0;
/// Behind it.
pub(super) const LEGEND_BACK: Color32 = Color32::from_black_alpha(190);

/// What lies over a place of a drawing that is so little of the hand, `0.0..=1.0`: 0 is like its
/// pages.
pub(super) fn objection(value: f32) -> Color32 {
    OBJECTION.gamma_multiply(OBJECTION_OPACITY * value.clamp(0.0, 1.0))
}

/// A colour as it is seen on white paper.
pub(super) fn over_white(color: Color32) -> Color32 {
    let [red, green, blue, alpha] = color.to_array();
    let over = |light: u8| light.saturating_add(255 - alpha);
    Color32::from_rgb(over(red), over(green), over(blue))
}

/// The frame of a question or a sheet: as a popup, with room around.
pub(super) fn modal_frame(ui: &egui::Ui) -> egui::Frame {
    egui::Frame::popup(ui.style()).inner_margin(22.0)
}

/// What a person chose as egui has it; `None` follows the system.
pub(super) fn preference(is_dark: Option<bool>) -> egui::ThemePreference {
    match is_dark {
        None => egui::ThemePreference::System,
        Some(true) => egui::ThemePreference::Dark,
        Some(false) => egui::ThemePreference::Light,
    }
}

/// How long the pointer rests before a tooltip comes, in seconds: not while somebody only passes.
const TOOLTIP_SECS: f32 = 0.9;

/// Sets both themes.
pub(super) fn apply(ctx: &egui::Context) {
    ctx.all_styles_mut(|style| style.interaction.tooltip_delay = TOOLTIP_SECS);
    ctx.set_visuals_of(
        egui::Theme::Dark,
        tuned(
            Visuals::dark(),
            Color32::from_gray(24),
            Color32::from_gray(14),
        ),
    );
    ctx.set_visuals_of(
        egui::Theme::Light,
        tuned(
            Visuals::light(),
            Color32::from_gray(246),
            Color32::from_gray(222),
        ),
    );
}

fn tuned(mut visuals: Visuals, panel: Color32, canvas: Color32) -> Visuals {
    visuals.panel_fill = panel;
    visuals.extreme_bg_color = canvas;
    visuals.selection.bg_fill = ACCENT;
    visuals.selection.stroke = Stroke::new(1.0, ON_PICTURE);
    visuals.slider_trailing_fill = true;
    // What has the focus of the keyboard is seen: a frame in the accent, and a slider's handle in
    // it.
    visuals.widgets.active.bg_stroke = Stroke::new(1.5, ACCENT_TEXT);
    visuals.widgets.active.bg_fill = ACCENT;
    let radius = CornerRadius::same(5);
    for widget in [
        &mut visuals.widgets.inactive,
        &mut visuals.widgets.hovered,
        &mut visuals.widgets.active,
        &mut visuals.widgets.open,
    ] {
        widget.corner_radius = radius;
    }
    visuals
}
