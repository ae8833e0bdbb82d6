//! How wide the panels beside the canvas are.

use super::theme;

/// A panel beside the canvas.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SidePanel {
    Queue,
    Training,
    Controls,
}

impl SidePanel {
    /// All of them, the first of which takes its room first.
    pub(super) const ALL: [Self; 3] = [Self::Queue, Self::Training, Self::Controls];

    /// The least width, which is also that at first, in points.
    pub(super) fn min_width(self) -> f32 {
        match self {
            Self::Queue => theme::QUEUE_WIDTH,
            Self::Training => theme::TRAINING_WIDTH,
            Self::Controls => theme::CONTROLS_WIDTH,
        }
    }
}

/// How much wider than at least each panel is, in points.
#[derive(Clone, Copy, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub(super) struct PanelWidths {
    queue: f32,
    training: f32,
    controls: f32,
}

impl PanelWidths {
    /// With every number within what is sensible, as after reading a file.
    #[must_use]
    pub(super) fn sanitised(self) -> Self {
        let within = |extra: f32| {
            if extra.is_finite() {
                extra.clamp(0.0, theme::PANEL_GROWTH)
            } else {
                0.0
            }
        };
        Self {
            queue: within(self.queue),
            training: within(self.training),
            controls: within(self.controls),
        }
    }

    fn extra(&mut self, panel: SidePanel) -> &mut f32 {
        match panel {
            SidePanel::Queue => &mut self.queue,
            SidePanel::Training => &mut self.training,
            SidePanel::Controls => &mut self.controls,
        }
    }

    /// A panel was drawn to this width.
    pub(super) fn set(&mut self, panel: SidePanel, width: f32) {
        *self.extra(panel) = width - panel.min_width();
        *self = self.sanitised();
    }

    /// The width and the greatest width of each of the panels, of which `shown` says which are
    /// there, in the order of [`SidePanel::ALL`]; `room` is what all of them may take. One that is
    /// not there has 0. Each has its least width; what is left goes to the first that wants it.
    pub(super) fn fitted(mut self, shown: [bool; 3], room: f32) -> [[f32; 2]; 3] {
        let mut left = room;
        for (panel, is_shown) in SidePanel::ALL.into_iter().zip(shown) {
            left -= if is_shown { panel.min_width() } else { 0.0 };
        }
        let mut left = left.max(0.0);
        let widths = SidePanel::ALL.map(|panel| {
            if !shown[panel as usize] {
                return 0.0;
            }
            let extra = self.extra(panel).min(left);
            left -= extra;
            panel.min_width() + extra
        });
        SidePanel::ALL.map(|panel| {
            let width = widths[panel as usize];
            let most = (width + left).min(panel.min_width() + theme::PANEL_GROWTH);
            if width > 0.0 { [width, most] } else { [0.0; 2] }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn together_they_never_take_more_than_their_room() {
        let mut widths = PanelWidths::default();
        widths.set(SidePanel::Queue, 500.0);
        widths.set(SidePanel::Controls, 9000.0);
        for room in [0.0, 700.0, 960.0, 1300.0] {
            for number in 0..8_u32 {
                let shown = [0, 1, 2].map(|bit| number >> bit & 1 == 1);
                let fitted = widths.fitted(shown, room);
                let least = SidePanel::ALL.iter().zip(shown);
                let least: f32 = least
                    .map(|(p, is)| if is { p.min_width() } else { 0.0 })
                    .sum();
                let all: f32 = fitted.iter().map(|[width, _]| width).sum();
                assert!(all <= room.max(least), "{all} of {room}, {shown:?}");
                for ((panel, is_shown), [width, most]) in
                    SidePanel::ALL.into_iter().zip(shown).zip(fitted)
                {
                    assert!(most >= width);
                    assert_eq!(width > 0.0, is_shown);
                    assert!(!is_shown || width >= panel.min_width());
                    assert!(all - width + most <= room.max(least) + 0.01);
                }
            }
        }
    }

    #[test]
    fn what_a_file_says_is_brought_within_what_is_sensible() {
        let read: PanelWidths = serde_json::from_str(r#"{"queue": -3, "controls": 1e9}"#).unwrap();
        let widths = read.sanitised();
        assert_eq!((widths.queue, widths.training), (0.0, 0.0));
        assert_eq!(widths.controls, theme::PANEL_GROWTH);
    }
}
