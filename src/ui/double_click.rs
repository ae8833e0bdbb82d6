//! What a double click is when frames are slow.
//!
//! egui measures the time between two clicks in frames: from the one in which the first was seen
//! to the one in which the second was. Each press and each release has a frame of its own (see
//! [`super::pointer`]), so with frames of 150 ms two quick clicks are as far apart as two single
//! ones. Here the time is that at which they came.

use std::collections::VecDeque;

use eframe::egui::{Context, Event, RawInput};

/// Two clicks that come within that time are a double one, in seconds; as on other desktops.
const DOUBLE_CLICK_SECS: f64 = 0.5;
/// More than the difference between two times that are the same, in seconds.
const TICK_SECS: f64 = 1e-6;

/// When the buttons of the mouse were pressed and released, and when egui sees it.
#[derive(Debug, Default)]
pub(super) struct DoubleClicks {
    /// Of those that egui has not seen, oldest first, in seconds.
    waiting: VecDeque<f64>,
    /// When the last release came and when it was seen, in seconds.
    last: Option<[f64; 2]>,
}

impl DoubleClicks {
    /// Takes note of what came in; before events are left for later frames.
    pub(super) fn arrived(&mut self, input: &RawInput) {
        let now = input.time.unwrap_or_default();
        let buttons = input.events.iter().filter(|event| is_button(event));
        self.waiting.extend(buttons.map(|_| now));
    }

    /// Says how far apart two clicks may be in what egui sees of them in the next frame of `ctx`.
    pub(super) fn shown(&mut self, ctx: &Context, input: &RawInput) {
        let now = input.time.unwrap_or_default();
        for event in input.events.iter().filter(|event| is_button(event)) {
            let came = self.waiting.pop_front().unwrap_or(now);
            let most = match self.last {
                // At least as usual: a third click is measured against the two before it.
                Some([last, seen]) if came - last < DOUBLE_CLICK_SECS => {
                    (now - seen + TICK_SECS).max(DOUBLE_CLICK_SECS)
                }
                _ => 0.0,
            };
            ctx.options_mut(|options| options.input_options.max_double_click_delay = most);
            if let Event::PointerButton { pressed: false, .. } = event {
                self.last = Some([came, now]);
            }
        }
    }
}

fn is_button(event: &Event) -> bool {
    matches!(event, Event::PointerButton { .. })
}

#[cfg(test)]
mod tests {
    use eframe::egui::{self, Modifiers, PointerButton, Pos2, Rect, Sense, pos2};

    use super::*;

    /// How many single and double clicks are seen of presses and releases that come at `times` and
    /// are seen one a frame, `frame` seconds after each other.
    fn clicks(times: &[f64], frame: f64) -> [usize; 2] {
        let ctx = Context::default();
        let mut double_clicks = DoubleClicks::default();
        let mut times: VecDeque<f64> = times.iter().copied().collect();
        let (mut waiting, mut seen) = (VecDeque::new(), [0, 0]);
        let (mut is_down, at, mut now) = (false, pos2(50.0, 50.0), 0.0);
        // Two frames in which nothing happens first.
        while now < 2.0 * frame || !times.is_empty() || !waiting.is_empty() {
            now += frame;
            let mut input = RawInput {
                screen_rect: Some(Rect::from_min_size(Pos2::ZERO, egui::vec2(100.0, 100.0))),
                time: Some(now),
                events: vec![Event::PointerMoved(at)],
                ..RawInput::default()
            };
            while times.front().is_some_and(|time| 2.0 * frame + time <= now) {
                times.pop_front();
                is_down = !is_down;
                input.events.push(Event::PointerButton {
                    pos: at,
                    button: PointerButton::Primary,
                    pressed: is_down,
                    modifiers: Modifiers::NONE,
                });
            }
            double_clicks.arrived(&input);
            waiting.extend(input.events.drain(1..));
            input.events.extend(waiting.pop_front());
            double_clicks.shown(&ctx, &input);
            drop(ctx.run_ui(input, |ui| {
                let response = ui.allocate_rect(ui.max_rect(), Sense::click_and_drag());
                seen[0] += usize::from(response.clicked() && !response.double_clicked());
                seen[1] += usize::from(response.double_clicked());
            }));
        }
        seen
    }

    #[test]
    fn two_quick_clicks_are_a_double_one_however_slow_frames_are() {
        let quick = [0.01, 0.06, 0.15, 0.2];
        for frame in [0.016, 0.1, 0.2, 0.4] {
            assert_eq!(clicks(&quick, frame), [1, 1], "{frame}");
        }
    }

    #[test]
    fn two_slow_clicks_are_single_ones() {
        let slow = [0.0, 0.1, 1.6, 1.7];
        for frame in [0.016, 0.2] {
            assert_eq!(clicks(&slow, frame), [2, 0], "{frame}");
        }
    }
}
