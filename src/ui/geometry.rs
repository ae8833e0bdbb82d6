//! Where the window is, and whether it can be seen there: a display may be gone since the last
//! time.

use eframe::egui::{self, ViewportInfo};
use winit::dpi::PhysicalPosition;
use winit::window::Window;

/// How much of the window's upper edge must be on a display for it to be taken by its title, in
/// pixels.
const GRIP_PX: i32 = 100;

/// What is known of the window's place; when it closes nothing can be asked any more.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Geometry {
    /// Width and height in points, without a title bar.
    pub(super) size: Option<[f32; 2]>,
    /// The upper left corner on the desktop, in pixels.
    pub(super) position: Option<[i32; 2]>,
    pub(super) is_maximised: bool,
}

impl Geometry {
    /// Takes in where the window is now. One that fills the screen says nothing about the size and
    /// place it should have again.
    pub(super) fn watch(&mut self, viewport: &ViewportInfo, window: Option<&Window>) {
        self.is_maximised = viewport.maximized == Some(true);
        let fills_screen = self.is_maximised || viewport.fullscreen == Some(true);
        if fills_screen || viewport.minimized == Some(true) {
            return;
        }
        if let Some(rect) = viewport.inner_rect {
            self.size = Some(rect.size().into());
        }
        if let Some(Ok(at)) = window.map(Window::outer_position) {
            self.position = Some([at.x, at.y]);
        }
    }

    /// Moves the window to where it was, if it can be seen there.
    pub(super) fn restore(&self, ctx: &egui::Context, window: &Window) {
        if let Some([x, y]) = self.position
            && !self.is_maximised
        {
            let displays: Vec<Display> = window
                .available_monitors()
                .map(|monitor| Display {
                    left: monitor.position().x,
                    top: monitor.position().y,
                    width: monitor.size().width as i32,
                    height: monitor.size().height as i32,
                })
                .collect();
            let width =
                self.size
                    .map_or(0.0, |size| size[0] * ctx.pixels_per_point()) as i32;
            if is_seen([x, y], width, &displays) {
                window.set_outer_position(PhysicalPosition::new(x, y));
            }
        }
    }
}

/// A display's place on the desktop, in pixels.
#[derive(Clone, Copy, Debug)]
struct Display {
    left: i32,
    top: i32,
    width: i32,
    height: i32,
}

/// Whether enough of the upper edge of a window at `position` is on one of the displays.
fn is_seen([x, y]: [i32; 2], width: i32, displays: &[Display]) -> bool {
    displays.iter().any(|display| {
        let left = x.max(display.left);
        let right = x
            .saturating_add(width)
            .min(display.left.saturating_add(display.width));
        let bottom = display.top.saturating_add(display.height);
        right.saturating_sub(left) >= GRIP_PX.min(width)
            && (display.top..bottom.saturating_sub(GRIP_PX)).contains(&y)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCREENS: [Display; 2] = [
        Display {
            left: 0,
            top: 0,
            width: 1920,
            height: 1080,
        },
        Display {
            left: -1280,
            top: 200,
            width: 1280,
            height: 800,
        },
    ];

    #[test]
    fn a_window_on_a_display_that_is_gone_is_not_put_back_there() {
        assert!(is_seen([100, 50], 900, &SCREENS));
        assert!(is_seen([-900, 300], 900, &SCREENS));
        assert!(!is_seen([-900, 300], 900, &SCREENS[..1]));
        assert!(!is_seen([3000, 50], 900, &SCREENS));
    }

    #[test]
    fn a_title_bar_out_of_reach_is_not_put_back() {
        assert!(!is_seen([100, -40], 900, &SCREENS), "above the screen");
        assert!(!is_seen([100, 1060], 900, &SCREENS), "below the screen");
        assert!(!is_seen([1900, 50], 900, &SCREENS), "only a sliver");
        assert!(!is_seen([i32::MAX, i32::MIN], i32::MAX, &SCREENS));
    }
}
