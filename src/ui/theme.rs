//! Colours and sizes; the only place that names them.

use eframe::egui::{self, Color32, CornerRadius, Stroke, Visuals};

/// Width of the panel with the sliders, in points.
pub(super) const CONTROLS_WIDTH: f32 = 268.0;
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
