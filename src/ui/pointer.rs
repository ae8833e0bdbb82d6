//! What the pointer did, a step a frame.
//!
//! egui knows the pointer as it is at the end of a frame. When a slow frame collects a press and
//! its release, or all of a quick drag, sliders and the wipe see nothing of it. So a frame gets
//! moves, then one press or release, and what comes after has to wait for the next one, which
//! follows at once. For the same reason a button of the mouse may be down as long as it likes: the
//! time between its press and its release is that of frames, not of the hand.

use std::collections::VecDeque;

use eframe::egui::{Context, Event, RawInput, TouchPhase};

/// How long a button of the mouse is down at most for a click, in seconds. Nowhere else is there a
/// limit, and egui's of 0.8 took clicks for none whenever a frame took longer.
const MOUSE_CLICK_SECS: f64 = f64::INFINITY;
/// The same of a finger, in seconds; one that rests longer opens the menu.
const TOUCH_CLICK_SECS: f64 = 0.8;

/// Events that wait for their frame, in order.
#[derive(Debug, Default)]
pub(super) struct PacedPointer {
    waiting: VecDeque<Event>,
    /// Whether a finger came down since the last press, which is then its.
    finger_came: bool,
    /// Whether the last press was a finger's.
    is_finger: bool,
}

impl PacedPointer {
    /// Leaves those events in `input` that belong into the next frame of `ctx`, and says what a
    /// click is in it; whether others wait.
    pub(super) fn pace(&mut self, ctx: &Context, input: &mut RawInput) -> bool {
        self.waiting.extend(input.events.drain(..));
        let (mut has_moved, mut has_pressed) = (false, false);
        while let Some(event) = self.waiting.front() {
            match event {
                Event::PointerMoved(_) | Event::PointerGone if has_pressed => break,
                Event::PointerMoved(_) => has_moved = true,
                Event::PointerButton { pressed, .. } => {
                    // The last move of a drag is seen before it ends.
                    if has_pressed || has_moved && !pressed {
                        break;
                    }
                    has_pressed = true;
                    if *pressed {
                        self.is_finger = std::mem::take(&mut self.finger_came);
                    }
                }
                Event::Touch { phase, .. } => {
                    self.finger_came |= *phase == TouchPhase::Start;
                }
                _ => {}
            }
            input.events.extend(self.waiting.pop_front());
        }
        let most = if self.is_finger {
            TOUCH_CLICK_SECS
        } else {
            MOUSE_CLICK_SECS
        };
        ctx.options_mut(|options| options.input_options.max_click_duration = most);
        self.is_behind()
    }

    /// Whether events wait for the next frame.
    pub(super) fn is_behind(&self) -> bool {
        !self.waiting.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use eframe::egui::{
        self, Modifiers, PointerButton, Pos2, Rect, Sense, Slider, TouchDeviceId, TouchId, pos2,
    };

    use super::*;

    fn button(pos: Pos2, pressed: bool) -> Event {
        Event::PointerButton {
            pos,
            button: PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        }
    }

    /// Shows `ui` once, and then as often as `events`, which come within one frame, need.
    fn show(events: Vec<Event>, ui: impl FnMut(&mut egui::Ui)) {
        show_all([events], ui);
    }

    /// The same of several frames, half a second each.
    fn show_all(frames: impl IntoIterator<Item = Vec<Event>>, mut ui: impl FnMut(&mut egui::Ui)) {
        let ctx = Context::default();
        let (mut pointer, mut time) = (PacedPointer::default(), 0.0);
        let before = [Vec::new(), Vec::new()];
        for events in before.into_iter().chain(frames) {
            let mut events = Some(events);
            while events.is_some() || pointer.is_behind() {
                time += 0.5;
                let mut input = RawInput {
                    screen_rect: Some(Rect::from_min_size(Pos2::ZERO, egui::vec2(400.0, 300.0))),
                    time: Some(time),
                    events: events.take().unwrap_or_default(),
                    ..RawInput::default()
                };
                pointer.pace(&ctx, &mut input);
                drop(ctx.run_ui(input, &mut ui));
            }
        }
    }

    #[test]
    fn a_click_on_a_slider_within_one_frame_moves_it() {
        let mut value = 0.0_f32;
        let at = pos2(60.0, 20.0);
        let events = vec![Event::PointerMoved(at), button(at, true), button(at, false)];
        show(events, |ui| {
            ui.spacing_mut().slider_width = 100.0;
            let rect = Rect::from_min_size(pos2(10.0, 10.0), egui::vec2(100.0, 20.0));
            ui.put(rect, Slider::new(&mut value, 0.0..=1.0).show_value(false));
        });
        assert!((value - 0.5).abs() < 0.1, "{value}");
    }

    #[test]
    fn a_drag_within_one_frame_is_seen_to_its_end() {
        let mut way = Vec::new();
        let [from, over, to] = [100.0, 160.0, 300.0].map(|x| pos2(x, 50.0));
        let moved = Event::PointerMoved;
        let events = vec![
            moved(from),
            button(from, true),
            moved(over),
            moved(to),
            button(to, false),
            moved(pos2(20.0, 20.0)),
        ];
        show(events, |ui| {
            let rect = Rect::from_min_size(Pos2::ZERO, egui::vec2(400.0, 300.0));
            let response = ui.allocate_rect(rect, Sense::click_and_drag());
            if response.dragged() {
                way.extend(response.interact_pointer_pos());
            }
        });
        assert_eq!(way.last(), Some(&to), "{way:?}");
    }

    /// How often a button is clicked, and clicked for its menu, when it is held for two seconds.
    fn clicks_when_held(is_finger: bool) -> [usize; 2] {
        let at = pos2(60.0, 20.0);
        let touch = |phase| Event::Touch {
            device_id: TouchDeviceId(1),
            id: TouchId(1),
            phase,
            pos: at,
            force: None,
        };
        let mut frames = vec![Vec::new(); 6];
        frames[0] = vec![
            touch(TouchPhase::Start),
            Event::PointerMoved(at),
            button(at, true),
        ];
        frames[5] = vec![
            touch(TouchPhase::End),
            button(at, false),
            Event::PointerGone,
        ];
        if !is_finger {
            for events in &mut frames {
                events.retain(|event| !matches!(event, Event::Touch { .. } | Event::PointerGone));
            }
        }
        let mut clicks = [0, 0];
        show_all(frames, |ui| {
            let rect = Rect::from_min_size(Pos2::ZERO, egui::vec2(400.0, 300.0));
            let response = ui.allocate_rect(rect, Sense::CLICK);
            clicks[0] += usize::from(response.clicked());
            clicks[1] += usize::from(response.secondary_clicked() || response.long_touched());
        });
        clicks
    }

    #[test]
    fn a_button_of_the_mouse_may_be_down_for_long_and_a_finger_opens_the_menu() {
        assert_eq!(clicks_when_held(false), [1, 0]);
        assert_eq!(clicks_when_held(true), [0, 1]);
    }

    #[test]
    fn keys_stay_in_their_order_and_nothing_is_lost() {
        let at = pos2(1.0, 2.0);
        let text = |text: &str| Event::Text(text.to_owned());
        let all = vec![
            text("a"),
            button(at, true),
            text("b"),
            button(at, false),
            text("c"),
            Event::PointerMoved(at),
        ];
        let mut pointer = PacedPointer::default();
        let mut frames = vec![all.clone()];
        let mut seen = Vec::new();
        loop {
            let mut input = RawInput {
                events: frames.pop().unwrap_or_default(),
                ..RawInput::default()
            };
            let is_behind = pointer.pace(&Context::default(), &mut input);
            seen.push(input.events);
            if !is_behind {
                break;
            }
        }
        assert_eq!(seen.len(), 3);
        assert_eq!(seen.concat(), all);
    }
}
