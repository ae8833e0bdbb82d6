//! How long things take for the person before the window: told in the log (`KINETOON_LOG=info`).

use std::collections::VecDeque;
use std::time::Instant;

/// Frames that are kept; an hour of a busy window has more, and the last ones count.
const MAX_FRAMES: usize = 20_000;

/// Times of the last frames, and of the drawings.
#[derive(Debug)]
pub(super) struct FrameTimes {
    started: Instant,
    seconds: VecDeque<f32>,
    /// When the newest drawing was asked for.
    asked: Instant,
    has_drawn: bool,
}

impl FrameTimes {
    /// `started` is when the program was.
    pub(super) fn new(started: Instant) -> Self {
        Self {
            started,
            seconds: VecDeque::new(),
            asked: started,
            has_drawn: false,
        }
    }

    /// A drawing is asked for.
    pub(super) fn ask(&mut self) {
        self.asked = Instant::now();
    }

    /// The drawing that was asked for last is there, with its long side in pixels.
    pub(super) fn drawn(&mut self, long_side_px: u32, network_ran: bool) {
        if !std::mem::replace(&mut self.has_drawn, true) {
            log::info!(
                "first drawing after {} ms",
                self.started.elapsed().as_millis()
            );
        }
        let what = if network_ran { "network" } else { "ink" };
        let ms = self.asked.elapsed().as_secs_f32() * 1e3;
        log::info!("{what} at {long_side_px} px: {ms:.0} ms after it was asked for");
    }

    /// Takes in the time of the last frame, in seconds, without waiting for the display.
    pub(super) fn add(&mut self, seconds: Option<f32>) {
        if seconds.is_some() && self.seconds.is_empty() {
            log::info!(
                "first frame after {} ms",
                self.started.elapsed().as_millis()
            );
        }
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
        let mut frames = FrameTimes::new(Instant::now());
        assert_eq!(frames.percentiles(), None);
        for i in (0..=100).rev() {
            frames.add(Some(i as f32));
        }
        frames.add(None);
        assert_eq!(frames.percentiles(), Some([50.0, 99.0]));
    }
}
