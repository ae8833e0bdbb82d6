//! Where the time of a drawing went.

use std::time::{Duration, Instant};

/// Where the time of one job went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Timings {
    /// Reading and decoding, and bringing it to the working scale.
    pub decode: Duration,
    /// The network.
    pub draw: Duration,
    /// Lines, flatness and colours.
    pub ink: Duration,
    /// Encoding and writing.
    pub encode: Duration,
}

impl Timings {
    /// Adds those of another part of the same job.
    pub(crate) fn add(&mut self, other: &Self) {
        self.decode += other.decode;
        self.draw += other.draw;
        self.ink += other.ink;
        self.encode += other.encode;
    }
}

/// Measures one thing after another.
#[derive(Debug)]
pub(crate) struct Stopwatch(Instant);

impl Stopwatch {
    pub(crate) fn start() -> Self {
        Self(Instant::now())
    }

    /// Time since the start or the last call.
    pub(crate) fn lap(&mut self) -> Duration {
        let now = Instant::now();
        let lap = now - self.0;
        self.0 = now;
        lap
    }
}
