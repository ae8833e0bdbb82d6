//! How long the window's own thread works on a frame; told in the log when the window closes
//! (`KINETOON_LOG=info`).

/// Frames that are kept; an hour of a busy window has more, and the last ones count.
const MAX_FRAMES: usize = 20_000;

/// Times of the last frames, in seconds, without waiting for the display.
#[derive(Debug, Default)]
pub(super) struct FrameTimes {
    seconds: std::collections::VecDeque<f32>,
}

impl FrameTimes {
    /// Takes in the time of the last frame.
    pub(super) fn add(&mut self, seconds: Option<f32>) {
        if let Some(seconds) = seconds.filter(|seconds| seconds.is_finite()) {
            if self.seconds.len() == MAX_FRAMES {
                self.seconds.pop_front();
            }
            self.seconds.push_back(seconds);
        }
    }

    /// Median and 99th percentile, in seconds.
    fn percentiles(&self) -> Option<[f32; 2]> {
        let mut sorted: Vec<f32> = self.seconds.iter().copied().collect();
        sorted.sort_by(f32::total_cmp);
        let last = sorted.len().checked_sub(1)?;
        Some([sorted[last / 2], sorted[last * 99 / 100]])
    }

    /// Writes them to the log.
    pub(super) fn report(&self) {
        if let Some([median, slow]) = self.percentiles() {
            log::info!(
                "{} frames: median {:.1} ms, 99th percentile {:.1} ms",
                self.seconds.len(),
                median * 1e3,
                slow * 1e3
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_those_of_the_kept_frames() {
        let mut frames = FrameTimes::default();
        assert_eq!(frames.percentiles(), None);
        for i in (0..=100).rev() {
            frames.add(Some(i as f32));
        }
        frames.add(None);
        assert_eq!(frames.percentiles(), Some([50.0, 99.0]));
    }
}
