//! Frames of the window without a display, while somebody holds a slider: what the window's thread
//! does in them is timed by the benchmark.

use std::time::Duration;

use eframe::egui::accesskit::{self, ActionRequest, Node, NodeId, Role, TreeId};
use eframe::egui::{
    Context, Event, FullOutput, Modifiers, PointerButton, Pos2, RawInput, Rect, pos2, vec2,
};

use super::action::Action;
use super::app::Textures;
use super::state::{Empty, EngineState, State};
use super::{fonts, theme, view};
use crate::i18n::{Language, set_language, tr};
use crate::render::DeviceReport;

/// Size of the window, in points.
const SIZE: [f32; 2] = [1280.0, 800.0];
/// Styles in the library.
const NUM_STYLES: usize = 24;
/// Time from one frame to the next.
const FRAME: Duration = Duration::from_nanos(16_666_667);
/// Frames after which the slider goes back, and where it begins and how far it goes in each, of its
/// width.
const ROUND: u32 = 300;
const BEGIN: f32 = 0.1;
const STEP: f32 = 0.002;

/// A window with many styles, in which the slider for the saturation is held.
pub struct HeldSlider {
    ctx: Context,
    state: State,
    textures: Textures,
    rail: Rect,
    num_frames: u32,
    num_changes: u32,
}

impl std::fmt::Debug for HeldSlider {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("HeldSlider").finish_non_exhaustive()
    }
}

impl HeldSlider {
    /// The pointer is on the slider, pressed; `None` where the window has no such slider.
    pub fn new() -> Option<Self> {
        set_language(Language::English);
        let ctx = Context::default();
        theme::apply(&ctx);
        fonts::apply(&ctx, Language::English);
        ctx.enable_accesskit();
        let mut state = State::new();
        state.empty = Empty::Sample;
        let styles = (0..NUM_STYLES).map(|number| number.to_string());
        state.styles = styles.collect();
        state.engine = EngineState::Ready(DeviceReport {
            adapters: Vec::new(),
            adapter: None,
            network_on_gpu: false,
            ink_on_gpu: false,
            self_test: None,
            note: None,
        });
        let mut held = Self {
            ctx,
            state,
            textures: Textures::default(),
            rail: Rect::NOTHING,
            num_frames: 0,
            num_changes: 0,
        };
        held.run(Vec::new());
        let output = held.run(Vec::new());
        let (target_node, _) = slider(output)?;
        held.run(vec![Event::AccessKitActionRequest(ActionRequest {
            action: accesskit::Action::ScrollIntoView,
            target_node,
            target_tree: TreeId::ROOT,
            data: None,
        })]);
        // Until the panel has scrolled there.
        for _ in 0..30 {
            held.run(Vec::new());
        }
        let output = held.run(Vec::new());
        held.rail = slider(output)?.1;
        let at = held.rail.center();
        held.run(vec![Event::PointerMoved(at)]);
        held.run(vec![Event::PointerButton {
            pos: at,
            button: PointerButton::Primary,
            pressed: true,
            modifiers: Modifiers::NONE,
        }]);
        Some(held)
    }

    /// One frame, in which the slider is moved, or rests.
    pub fn frame(&mut self, moves: bool) {
        let share = BEGIN + STEP * (self.num_frames % ROUND) as f32;
        let at = pos2(
            self.rail.left() + self.rail.width() * share,
            self.rail.center().y,
        );
        self.run(if moves {
            vec![Event::PointerMoved(at)]
        } else {
            Vec::new()
        });
    }

    /// How often the settings have changed.
    pub fn num_changes(&self) -> u32 {
        self.num_changes
    }

    fn run(&mut self, events: Vec<Event>) -> FullOutput {
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, vec2(SIZE[0], SIZE[1]))),
            time: Some((FRAME * self.num_frames).as_secs_f64()),
            predicted_dt: FRAME.as_secs_f32(),
            events,
            ..RawInput::default()
        };
        self.num_frames += 1;
        let mut actions = Vec::new();
        let output = self.ctx.run_ui(input, |ui| {
            view::shortcuts(ui.ctx(), &self.state, &mut actions);
            view::window_ui(ui, &self.state, &self.textures, &mut actions);
        });
        for action in actions {
            if let Action::Set { settings, .. } = action {
                self.num_changes += u32::from(settings != *self.state.settings.present());
                self.state.settings.set(settings, false);
            }
        }
        output
    }
}

/// The slider for the saturation, in points.
fn slider(output: FullOutput) -> Option<(NodeId, Rect)> {
    let label = tr!("dial-saturation");
    let nodes = output.platform_output.accesskit_update?.nodes;
    let is_label = |node: &Node| [node.label(), node.value()].contains(&Some(label.as_str()));
    let mut labels = nodes.iter().filter(|(_, node)| is_label(node));
    let (id, node) = labels.find_map(|(label, _)| {
        nodes.iter().find(|(id, node)| {
            node.role() == Role::Slider && (id == label || node.labelled_by().contains(label))
        })
    })?;
    let bounds = node.bounds()?;
    let [min, max] =
        [[bounds.x0, bounds.y0], [bounds.x1, bounds.y1]].map(|[x, y]| pos2(x as f32, y as f32));
    Some((*id, Rect::from_min_max(min, max)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_slider_follows_the_pointer_and_rests_with_it() {
        let mut held = HeldSlider::new().unwrap();
        let before = held.num_changes();
        for _ in 0..30 {
            held.frame(true);
        }
        let moved = held.num_changes();
        // A frame moves the pointer by a quarter of a point.
        assert!(moved >= before + 5, "{before} to {moved}");
        for _ in 0..30 {
            held.frame(false);
        }
        assert_eq!(held.num_changes(), moved);
    }
}
