//! Colours and sizes; the only place that names them.

use eframe::egui::{self, Color32, CornerRadius, Stroke, Visuals};

/// Width of the panel with the sliders, in points.
pub(super) const CONTROLS_WIDTH: f32 = 304.0;
/// Width of the panel with the lesson, in points.
pub(super) const LESSON_WIDTH: f32 = 288.0;
/// Height of the curves, in points.
pub(super) const CURVES_HEIGHT: f32 = 150.0;
/// Width of a sample in the lesson, and of a page on the sheet, in points.
pub(super) const SAMPLE_WIDTH: f32 = 82.0;
/// Colours of the curves: style, content, cycle, adversarial.
pub(super) const CURVES: [Color32; 4] = [
    ACCENT,
    Color32::from_rgb(0x3D, 0x8B, 0xD9),
    Color32::from_rgb(0x4F, 0xA8, 0x57),
    Color32::from_rgb(0xC0, 0x96, 0x2E),
];
/// Over what is left out.
pub(super) const FADED: Color32 = Color32::from_rgba_premultiplied(45, 45, 45, 45);
/// Where the weights were moved, on the curves.
pub(super) const MARK: Color32 = Color32::from_gray(128);
/// Width of a slider's label and of the slider, in points.
pub(super) const LABEL_WIDTH: f32 = 104.0;
pub(super) const SLIDER_WIDTH: f32 = 118.0;
/// Size of a style's picture on the shelf, and height of its name, in points.
pub(super) const TILE_WIDTH: f32 = 90.0;
pub(super) const TILE_HEIGHT: f32 = 62.0;
pub(super) const TILE_NAME: f32 = 18.0;
/// Side of a thumbnail, in points.
pub(super) const THUMBNAIL: f32 = 72.0;
/// Distance between groups of controls, in points.
pub(super) const GROUP_SPACE: f32 = 14.0;
/// The colour of what is chosen: printer's red.
pub(super) const ACCENT: Color32 = Color32::from_rgb(0xD9, 0x4A, 0x38);
/// Behind the overlay that says what a drop will do.
pub(super) const SCRIM: Color32 = Color32::from_black_alpha(190);
/// On the scrim and on pictures.
pub(super) const ON_PICTURE: Color32 = Color32::WHITE;
/// Behind labels on pictures.
pub(super) const LABEL_BACK: Color32 = Color32::from_black_alpha(140);

/// The frame of a question or a sheet: as a popup, with room around.
pub(super) fn modal_frame(ui: &egui::Ui) -> egui::Frame {
    egui::Frame::popup(ui.style()).inner_margin(22.0)
}

/// Sets both themes.
pub(super) fn apply(ctx: &egui::Context) {
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
